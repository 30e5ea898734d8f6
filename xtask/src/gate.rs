//! The gate: steps in their order, each timed, all of them told in a closing table.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::pg::Cluster;
use crate::places::{Built, Places};
use crate::table::{Outcome, Row};
use crate::tools::Need;
use crate::{Res, checks, journeys, proc, table, tools};

/// No run takes longer than this: better a table that says so than an end from outside that says nothing.
const WHOLE: Duration = Duration::from_secs(80 * 60);

/// A step of the gate, in the usual order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Fmt,
    Licences,
    Clippy,
    Doc,
    DocTests,
    Tests,
    Build,
    E2e,
    E2ePostgres,
    Api,
    Failover,
}

impl Step {
    /// Every step, the long ones last.
    pub const ALL: [Step; 11] = [
        Step::Fmt,
        Step::Licences,
        Step::Clippy,
        Step::Doc,
        Step::DocTests,
        Step::Tests,
        Step::Build,
        Step::E2e,
        Step::E2ePostgres,
        Step::Api,
        Step::Failover,
    ];

    /// The steps of every change: all but those that are run for a release or when their subject was touched.
    pub fn usual() -> Vec<Step> {
        Step::ALL.into_iter().filter(|step| !step.is_long()).collect()
    }

    /// Runs only when asked for.
    pub fn is_long(self) -> bool {
        matches!(self, Step::Failover)
    }

    /// The name to type.
    pub fn name(self) -> &'static str {
        match self {
            Step::Fmt => "fmt",
            Step::Licences => "licences",
            Step::Clippy => "clippy",
            Step::Doc => "doc",
            Step::DocTests => "doctests",
            Step::Tests => "tests",
            Step::Build => "build",
            Step::E2e => "e2e",
            Step::E2ePostgres => "e2e-postgres",
            Step::Api => "api",
            Step::Failover => "failover",
        }
    }

    /// The step of that name.
    pub fn named(name: &str) -> Option<Step> {
        Step::ALL.into_iter().find(|step| step.name() == name)
    }

    /// What it checks, in a line.
    pub fn what(self) -> &'static str {
        match self {
            Step::Fmt => "the code is formatted",
            Step::Licences => "licences and sources of every package stand on the list of deny.toml",
            Step::Clippy => "the compiler and clippy have nothing to say",
            Step::Doc => "the documentation builds, and its links lead somewhere",
            Step::DocTests => "the examples in the documentation run",
            Step::Tests => "all tests, on SQLite and on a throw-away PostgreSQL",
            Step::Build => {
                "the binary that the journeys visit: what the tests were built with; with --long the release build"
            }
            Step::E2e => "browser journeys against the demo on SQLite, then zhijia verify",
            Step::E2ePostgres => "browser journeys against the demo on PostgreSQL, then zhijia verify",
            Step::Api => "schemathesis against the demo's API, then zhijia verify",
            Step::Failover => "the primary of a PostgreSQL pair is killed under a loop of acts (with --long)",
        }
    }

    fn needs(self) -> &'static [Need] {
        match self {
            Step::Fmt | Step::Licences | Step::Clippy | Step::Doc | Step::DocTests | Step::Build => &[],
            Step::Tests => &[Need::Postgres, Need::Office, Need::Poppler, Need::ChineseFonts],
            Step::E2e => &[
                Need::Chromium,
                Need::ChineseFonts,
                Need::Node,
                Need::Office,
                Need::Poppler,
            ],
            Step::E2ePostgres => &[
                Need::Postgres,
                Need::Chromium,
                Need::ChineseFonts,
                Need::Node,
                Need::Office,
                Need::Poppler,
            ],
            Step::Api => &[Need::Chromium, Need::Node, Need::Python],
            Step::Failover => &[Need::Postgres, Need::Failover],
        }
    }

    /// What must have gone well before this one makes sense.
    fn stands_on(self) -> Option<Step> {
        match self {
            Step::E2e | Step::E2ePostgres | Step::Api | Step::Failover => Some(Step::Build),
            _ => None,
        }
    }

    fn carry_out(self, gate: &mut Gate) -> Res<()> {
        match self {
            Step::Fmt => checks::fmt(gate),
            Step::Licences => crate::licences::check(&gate.places),
            Step::Clippy => checks::clippy(gate),
            Step::Doc => checks::doc(gate),
            Step::DocTests => checks::doc_tests(gate),
            Step::Tests => checks::tests(gate),
            Step::Build => checks::build(gate),
            Step::E2e => journeys::browser(gate, journeys::Base::Fresh { database: None }, &[]),
            Step::E2ePostgres => {
                let database = Some(gate.postgres()?.fresh_database("zhijia_demo")?);
                journeys::browser(gate, journeys::Base::Fresh { database }, &[])
            }
            Step::Api => journeys::api(gate),
            Step::Failover => crate::failover::check(gate),
        }
    }
}

/// What these steps need on the machine, each once.
pub fn needs_of(steps: &[Step]) -> Vec<Need> {
    let mut needs: Vec<Need> = steps.iter().flat_map(|step| step.needs().iter().copied()).collect();
    needs.sort_unstable();
    needs.dedup();
    needs
}

/// What the steps of one run share.
#[derive(Debug)]
pub struct Gate {
    places: Places,
    built: Built,
    cluster: Option<Cluster>,
    closing: Vec<String>,
    until: Instant,
}

impl Gate {
    /// A gate for this workspace, whose steps visit the product of that build.
    pub fn new(built: Built) -> Res<Self> {
        Ok(Self {
            places: Places::find()?,
            built,
            cluster: None,
            closing: Vec::new(),
            until: Instant::now() + WHOLE,
        })
    }

    /// Where things lie.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// How the product that the steps visit is built.
    pub fn built(&self) -> Built {
        self.built
    }

    /// The product that the steps visit.
    pub fn binary(&self) -> PathBuf {
        self.places.binary(self.built)
    }

    /// The run's one throw-away PostgreSQL, started when it is first asked for.
    pub fn postgres(&mut self) -> Res<&Cluster> {
        let cluster = match self.cluster.take() {
            Some(cluster) => cluster,
            None => Cluster::start()?,
        };
        Ok(self.cluster.insert(cluster))
    }

    /// A step's limit in minutes, cut to what is left of the whole run.
    pub fn limit(&self, minutes: u64) -> Duration {
        Duration::from_secs(minutes * 60).min(self.until.saturating_duration_since(Instant::now()))
    }

    /// Lines to repeat beneath the table: what the test runners said of themselves.
    pub fn close_with(&mut self, lines: Vec<String>) {
        for line in lines {
            if !self.closing.contains(&line) {
                self.closing.push(line);
            }
        }
    }
}

/// Runs the steps and prints the table; fails when one of them failed.
pub fn run(steps: &[Step]) -> Res<()> {
    let built = if steps.iter().any(|step| step.is_long()) {
        Built::Release
    } else {
        Built::Dev
    };
    let mut gate = Gate::new(built)?;
    let mut rows = Vec::new();
    let needs = needs_of(steps);
    let ready = if needs.is_empty() {
        true
    } else {
        timed(&mut rows, "install", || tools::install(&needs))
    };
    let mut failed: Vec<Step> = Vec::new();
    for step in steps.iter().copied() {
        let missing = if !ready && !step.needs().is_empty() {
            Some("install")
        } else {
            None
        };
        let broken = step.stands_on().filter(|base| failed.contains(base)).map(Step::name);
        let reason = if proc::stopped() {
            Some("the stop")
        } else {
            missing.or(broken)
        };
        if let Some(reason) = reason {
            rows.push(Row::new(
                step.name(),
                Duration::ZERO,
                Outcome::NotRun(format!("because of {reason}")),
            ));
            failed.push(step);
        } else if !timed(&mut rows, step.name(), || step.carry_out(&mut gate)) {
            failed.push(step);
        }
    }
    // the cluster's end is part of the run
    gate.cluster = None;
    print!("{}", table::draw(&rows));
    for line in &gate.closing {
        println!("{line}");
    }
    let faults = rows.iter().filter(|row| !row.is_well()).count();
    if faults == 0 {
        Ok(())
    } else {
        Err(format!("{faults} of {} steps did not pass", rows.len()))
    }
}

fn timed(rows: &mut Vec<Row>, name: &str, act: impl FnOnce() -> Res<()>) -> bool {
    println!("\n── {name} ──");
    let started = Instant::now();
    let result = act();
    let time = started.elapsed();
    let outcome = match result {
        Ok(()) => Outcome::Well,
        Err(fault) => {
            println!("{name} failed: {fault}");
            Outcome::Failed(fault)
        }
    };
    let well = matches!(outcome, Outcome::Well);
    rows.push(Row::new(name, time, outcome));
    well
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_their_steps() {
        for step in Step::ALL {
            assert_eq!(Step::named(step.name()), Some(step));
            let base = step
                .stands_on()
                .map(|base| Step::ALL.iter().position(|one| *one == base));
            assert!(
                base < Some(Step::ALL.iter().position(|one| *one == step)),
                "{step:?} stands on a later step"
            );
        }
    }

    #[test]
    fn needs_are_told_once() {
        let needs = needs_of(&[Step::E2e, Step::E2ePostgres, Step::Fmt]);
        assert_eq!(needs.iter().filter(|need| **need == Need::Chromium).count(), 1);
        assert!(needs_of(&[Step::Fmt]).is_empty());
    }
}
