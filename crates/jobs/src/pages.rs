//! What the person who started a job sees of it.

use kernel::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Nothing, Refusal, Reply, View};

use crate::store::{self as jobs, Job, JobId, State};

/// A job as its owner sees it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Line {
    /// Its id.
    pub id: JobId,
    /// Word key of what is done.
    pub name: String,
    /// Where it stands.
    pub state: State,
    /// So much is done …
    pub done: i64,
    /// … of so much; 0 while that is not known.
    pub total: i64,
    /// Where the result is.
    pub result: Option<String>,
    /// Since when.
    pub created_at: Instant,
}

impl From<Job> for Line {
    fn from(job: Job) -> Self {
        let name = format!("jobs.kind.{}", job.kind.replace('.', "_"));
        Line {
            id: job.id,
            name,
            state: job.state,
            done: job.done,
            total: job.total,
            result: job.result,
            created_at: job.created_at,
        }
    }
}

impl Line {
    fn word(&self) -> &'static str {
        match self.state {
            State::Waiting => "jobs.state.waiting",
            State::Running => "jobs.state.running",
            State::Done => "jobs.state.done",
            State::Failed => "jobs.state.failed",
        }
    }
    fn badge(&self) -> ui::State {
        match self.state {
            State::Waiting | State::Running => ui::State::Info,
            State::Done => ui::State::Done,
            State::Failed => ui::State::Overdue,
        }
    }
}

/// One's own jobs.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct List {
    /// The latest first.
    pub jobs: Vec<Line>,
}

ui::page!(List, "pages/list.html", |_p, cx| cx.t("jobs.title"));

/// One's own jobs.
///
/// # Errors
/// The store's.
pub fn list(view: &View<'_>, _: Nothing) -> Reply<List> {
    let jobs = jobs::of_account(view, view.union(), view.actor().account)?;
    Ok(List {
        jobs: jobs.into_iter().map(Line::from).collect(),
    })
}

/// Which job.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct Which {
    id: JobId,
}

/// One job.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Show {
    /// It.
    pub job: Line,
}

ui::page!(Show, "pages/show.html", |p, cx| cx.t(&p.job.name));

/// A job of one's own.
///
/// # Errors
/// Absent and somebody else's are both missing.
pub fn show(view: &View<'_>, q: Which) -> Reply<Show> {
    let job = jobs::find(view, view.union(), q.id)?;
    if job.account != view.actor().account {
        return Err(Refusal::missing().into());
    }
    Ok(Show { job: job.into() })
}
