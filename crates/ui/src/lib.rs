//! What people see: page frame, fields, tables, states, charts, papers, and every word.
//!
//! The crate knows neither HTTP nor the database. The web crate builds a [`Cx`] for each request; a page is a
//! struct made a [`Page`] by [`page!`]; its template prints parts by asking `cx` for them:
//!
//! ```html
//! {{ cx.problems() }}
//! {{ cx.form_open("/plan/new") }}
//! {{ cx.field("title", "plan.title").text(p.title).required().max(80) }}
//! {{ cx.form_close("ui.act.save").cancel("/plan") }}
//! ```
//!
//! Nothing here writes inline script or style: the content security policy forbids both.

pub mod asset;
pub mod badge;
pub mod chart;
pub mod choice;
pub mod cx;
pub mod feedback;
pub mod field;
pub mod form;
pub mod frame;
pub mod html;
pub mod month;
pub mod page;
pub mod pager;
pub mod paper;
pub mod qr;
pub mod record;
pub mod table;
pub mod words;

pub use askama;
pub use asset::{Asset, asset, asset_names, asset_url};
pub use badge::State;
pub use chart::{Chart, Drawing, Paper};
pub use choice::Choice;
pub use cx::{Cx, FieldError, NavItem, Toast, Who};
pub use field::{Field, Initial};
pub use frame::{bare_frame, frame, paper_frame};
pub use html::{Html, Shown};
pub use month::{Day, Entry, Shift};
pub use page::{Page, whole};
pub use qr::qr;
pub use table::{Col, Row, Table};
