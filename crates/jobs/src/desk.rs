//! The desk at which one job is worked on.

use std::{fmt, sync::Arc};

use kernel::{Clock, Instant, UnionId};
use store::{Store, Writer};

use crate::store::{self as jobs, Job};

/// Does one job.
pub type Run = dyn Fn(&Desk<'_>) -> Result<Ending, Trouble> + Send + Sync;

/// A kind of job: its name and the function that does it, with whatever that function carries.
#[derive(Clone)]
pub struct Kind {
    /// The name under which jobs are noted.
    pub name: &'static str,
    /// Does one.
    pub run: Arc<Run>,
}

impl Kind {
    /// A kind of job.
    #[must_use]
    pub fn new(name: &'static str, run: impl Fn(&Desk<'_>) -> Result<Ending, Trouble> + Send + Sync + 'static) -> Self {
        Self {
            name,
            run: Arc::new(run),
        }
    }
    /// A kind of job that is one act upon a union: what is to be done is found and done in the transaction that marks it done.
    #[must_use]
    pub fn act(name: &'static str, act: fn(&Writer, UnionId, Instant) -> Result<usize, store::Error>) -> Self {
        Self::new(name, move |desk| {
            let (union, now) = (desk.union, desk.clock.now());
            Ok(Box::new(move |w| act(w, union, now).map(|_| None)))
        })
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Kind").field(&self.name).finish()
    }
}

/// The last act of a job, in the transaction that marks it done. Gives the path of the result's page.
pub type Ending = Box<dyn FnMut(&Writer) -> Result<Option<String>, store::Error> + Send>;

/// Why a job did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// May go better later: tried again.
    #[error("{0}")]
    Later(String),
    /// Will not go better: given up.
    #[error("{0}")]
    Never(String),
    /// Somebody else holds the lease by now; this attempt does not count.
    #[error("the lease was lost")]
    Lost,
}

impl From<store::Error> for Trouble {
    fn from(error: store::Error) -> Self {
        Trouble::Later(error.to_string())
    }
}

/// What a job works with.
pub struct Desk<'a> {
    /// The store; what is written here outside [`Ending`] must bear being done again.
    pub store: &'a Store,
    /// The clock.
    pub clock: &'a Clock,
    /// Whose job.
    pub union: UnionId,
    /// The job.
    pub job: &'a Job,
}

impl Desk<'_> {
    /// Says how far it is, which renews the lease. Long work calls this at least every half minute.
    ///
    /// # Errors
    /// [`Trouble::Lost`] if somebody else holds the lease by now.
    pub fn progress(&self, done: i64, total: i64) -> Result<(), Trouble> {
        let (union, job, now) = (self.union, self.job.clone(), self.clock.now());
        let held: bool = self
            .store
            .write(move |w| jobs::progress(w, union, &job, done, total, now))?;
        if held { Ok(()) } else { Err(Trouble::Lost) }
    }

    /// The lease, for acts of the work itself: what must not be done twice is written in the transaction in which
    /// [`Lease::renew`] said that it is still held.
    #[must_use]
    pub fn lease(&self) -> Lease {
        Lease {
            union: self.union,
            job: self.job.clone(),
            clock: self.clock.clone(),
        }
    }
}

/// The right to work on a job.
#[derive(Clone, Debug)]
pub struct Lease {
    union: UnionId,
    job: Job,
    clock: Clock,
}

impl Lease {
    /// Says how far it is and renews the lease in the open transaction; `false` if somebody else holds it by now: then
    /// nothing may be written.
    ///
    /// # Errors
    /// The store's.
    pub fn renew(&self, w: &Writer, done: i64, total: i64) -> Result<bool, store::Error> {
        jobs::progress(w, self.union, &self.job, done, total, self.clock.now())
    }
}
