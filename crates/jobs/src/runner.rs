//! The threads that work on jobs.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use kernel::{Clock, UnionId};
use store::{Engine, Reader, Store};

use crate::{
    desk::{Desk, Kind, Trouble},
    schedule::{Noted, Schedule, note_newly_due},
    store::{self as jobs, Job},
};

/// What a runner serves.
#[derive(Clone)]
pub struct Plan {
    /// The kinds of jobs it knows.
    pub kinds: Vec<Kind>,
    /// What comes by itself.
    pub schedules: Vec<Schedule>,
    /// All unions, for the schedules.
    pub unions: fn(&Reader) -> Result<Vec<UnionId>, store::Error>,
}

/// A thread that works on jobs until it is stopped.
pub struct Runner {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

/// How long an idle runner waits.
const PAUSE: Duration = Duration::from_millis(400);
/// Schedules are looked at every so many rounds.
const SCHEDULE_ROUNDS: u32 = 100;

impl Runner {
    /// Starts a runner. On SQLite, where one process serves, it takes up at once what a process before it left
    /// in the middle; on PostgreSQL others may be at work, and a lease runs out by itself.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(store: Store, clock: Clock, plan: Plan) -> std::io::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = thread::Builder::new().name("jobs".into()).spawn(move || {
            let (mut round, mut noted) = (0_u32, Noted::new());
            if store.engine() == Engine::Sqlite
                && let Err(e) = store.write(jobs::let_go)
            {
                tracing::warn!(error = %e, "jobs left in the middle wait for their lease to run out");
            }
            while !stopped.load(Ordering::SeqCst) {
                if round.is_multiple_of(SCHEDULE_ROUNDS)
                    && let Err(e) = note_newly_due(&store, &clock, &plan.schedules, plan.unions, &mut noted)
                {
                    tracing::warn!(error = %e, "schedules were not looked at this time");
                }
                round = round.wrapping_add(1);
                match step(&store, &clock, &plan.kinds) {
                    Ok(true) => {}
                    Ok(false) => thread::sleep(PAUSE),
                    Err(e) => {
                        tracing::warn!(error = %e, "the queue was not read this time");
                        thread::sleep(PAUSE);
                    }
                }
            }
        })?;
        Ok(Self { stop, thread })
    }
    /// Lets the job at hand finish, then ends.
    pub fn stop(self) {
        self.stop.store(true, Ordering::SeqCst);
        if self.thread.join().is_err() {
            tracing::error!("the job runner panicked");
        }
    }
}

/// Claims and works on one job; says whether there was one.
///
/// # Errors
/// The store's.
pub fn step(store: &Store, clock: &Clock, kinds: &[Kind]) -> Result<bool, store::Error> {
    let now = clock.now();
    for (union, id, seen) in store.read(|read| jobs::due(read, now))? {
        let claimed: Option<Job> = store.write(move |w| jobs::claim(w, union, id, seen, now))?;
        if let Some(job) = claimed {
            work(store, clock, kinds, union, &job)?;
            return Ok(true);
        }
    }
    Ok(false)
}

fn work(store: &Store, clock: &Clock, kinds: &[Kind], union: UnionId, job: &Job) -> Result<(), store::Error> {
    let desk = Desk {
        store,
        clock,
        union,
        job,
    };
    let outcome = match kinds.iter().find(|k| k.name == job.kind) {
        None => Err(Trouble::Later(format!("this program knows no job called {}", job.kind))),
        Some(kind) => catch_unwind(AssertUnwindSafe(|| (kind.run)(&desk)))
            .unwrap_or_else(|_| Err(Trouble::Later("it panicked".into()))),
    };
    let ended = outcome.and_then(|mut ending| {
        let (job, clock) = (job.clone(), clock.clone());
        let ended: Result<(), Trouble> = store.write(move |w| {
            let result = ending(w)?;
            if jobs::finish(w, union, &job, result.as_deref(), clock.now())? {
                Ok(())
            } else {
                Err(Trouble::Lost)
            }
        });
        ended
    });
    let (what, for_good) = match ended {
        Ok(()) | Err(Trouble::Lost) => return Ok(()),
        Err(Trouble::Later(what)) => (what, false),
        Err(Trouble::Never(what)) => (what, true),
    };
    tracing::warn!(job = %job.id, kind = %job.kind, attempt = job.attempts, error = %what, "a job did not come to its end");
    let (job, now) = (job.clone(), clock.now());
    store.write(move |w| jobs::trouble(w, union, &job, &what, for_good, now))
}
