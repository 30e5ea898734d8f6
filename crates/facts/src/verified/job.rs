//! The job that verifies one union.

use jobs::{Desk, Ending, Kind, Trouble};

use super::{RunId, store};
use crate::{Check, Report, verify};

/// The name under which the job is noted.
pub const KIND: &str = "facts.verify";

/// The kind of job that verifies one union with these checks of the systems. Its outcome is kept in the very
/// transaction that ends the job; `/register/verified` shows it.
#[must_use]
pub fn verify_kind(checks: Vec<Check>) -> Kind {
    Kind::new(KIND, move |desk| verify_job(desk, &checks))
}

fn verify_job(desk: &Desk<'_>, checks: &[Check]) -> Result<Ending, Trouble> {
    let mut lost = false;
    let read: Result<Report, ::store::Error> = desk.store.read(|read| {
        verify::watched(read, desk.union, checks, &mut |done, all| {
            desk.progress(done, all).map_err(|trouble| {
                lost = matches!(trouble, Trouble::Lost);
                ::store::Error::Other(trouble.to_string())
            })
        })
    });
    if lost {
        return Err(Trouble::Lost);
    }
    let report = read?;
    if !report.sound() {
        // The page names them; whoever watches the logs learns of it tonight.
        tracing::error!(union = %desk.union, differences = report.found(), "verify found differences");
    }
    let (union, id, at): (_, RunId, _) = (desk.union, desk.clock.id(), desk.clock.now());
    Ok(Box::new(move |w| {
        store::add(w, union, id, at, &report)?;
        Ok(Some("/register/verified".to_owned()))
    }))
}
