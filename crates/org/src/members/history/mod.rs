//! The register in two times: on which day something was so (有效时间), and when the register came to say it (登记时间).
//!
//! A member's [`Course`] is what is believed now: spans of days that touch one another and never overlap, each with a
//! [`Snapshot`] of everything. To change something from a day on, or between two days, makes a new course; the rows of
//! the old one that are no longer believed are not overwritten but marked as replaced, at the moment and by the
//! recording that replaced them. So both questions have an exact answer for ever: how things stood on a day, and how
//! the register said they stood when last year's report was made ([`as_of`]).
//!
//! The table is `member_version`; who recorded what and on what basis is in `member_recording`.

mod course;
mod replay;
mod rows;

pub use course::{Course, Patch, Snapshot, Span};
pub(super) use replay::Digest;
pub(super) use replay::digest_of;
pub use replay::{digests, unsound};
pub(super) use rows::{Head, begin, cells, keep, lines, load_rows, record, spans};
pub use rows::{OnDay, Recorded, RecordingId, Step, Trace, as_of, ask_as_of, believed, course, each_on, whole};
