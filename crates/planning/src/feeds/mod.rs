//! Calendars to subscribe to (日历订阅): one's tasks in the calendar of one's phone, by a private link.
//!
//! Whoever knows the link reads the tasks, without signing in, since calendar programs cannot. So the link is a secret:
//! it is shown only in the session that made it, only its digest is kept, and it can be turned off or replaced at any
//! time. It begins with the union's id, so that one union's link is looked for among its own only, and it shows no more
//! than its owner may see on that day: whoever has left, or lost the power to see all tasks, has an empty hand.

use web::{
    Access::{Anyone, SignedIn},
    Routes,
};

mod acts;
mod ics;
mod link;
mod pages;
mod store;
#[cfg(test)]
mod tests;

const PAGE: &str = ui::frame::place::CALENDAR;

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("feeds")
        .page(PAGE, SignedIn, pages::show)
        .act("/me/calendar/make", SignedIn, acts::make)
        .form(PAGE)
        .act("/me/calendar/revoke", SignedIn, acts::revoke)
        .form(PAGE)
        .all_in_person()
        .file("/feeds/{file}", Anyone, pages::feed)
}
