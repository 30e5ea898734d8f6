//! Stories: a small union on SQLite and on PostgreSQL, people in it, a clock that stands still, and
//! requests through the real doors.
//!
//! ```ignore
//! testkit::story(crate::tests::kit, |s| {
//!     let chair = s.person(Role::Chair);
//!     let made = chair.post("/tasks", &[("title", "慰问")]);
//!     assert_eq!(made.status, 303);
//!     assert!(chair.get("/tasks").shows("慰问"));
//! });
//! ```

#![expect(clippy::expect_used, reason = "a story that cannot be told fails its test")]

mod people;
mod story;

pub use story::{Kit, Start, Story, outsider_of, second_factor, signed_in, story};
pub use web::inside::{Answer, Client, File};
