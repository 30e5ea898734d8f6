//! Stories of the queue, on both databases.

use kernel::{Clock, Instant, UnionId};
use org::Role;
use store::{Sql, Store};
use testkit::{Kit, Story, story};
use web::AccountId;

use crate::{
    ATTEMPTS, Every, Job, JobId, Kind, LEASE_MS, Schedule, State, Trouble, add, find,
    runner::step,
    schedule::{Noted, note_due, note_newly_due},
    store::{claim, due, finish, progress, trouble},
};

/// A row that only an ending writes: the union's counter `told`.
const TOLD: Sql = Sql::union("SELECT last FROM store_counter WHERE union_id = $1 AND name = 'told'");
const ALL: Sql = Sql::union("SELECT id FROM job WHERE union_id = $1 ORDER BY id");

fn kit() -> Kit {
    Kit {
        migrations: crate::MIGRATIONS.to_vec(),
        routes: crate::routes().into_list(),
        start: Vec::new(),
    }
}

fn note(s: &Story, account: AccountId, kind: &'static str) -> JobId {
    let (clock, union) = (s.clock.clone(), s.union);
    let id: Result<JobId, store::Error> = s.store.write(move |w| add(w, &clock, union, account, kind, "{}"));
    id.expect("a job")
}

fn nobody(s: &Story) -> AccountId {
    s.clock.id()
}

fn look(s: &Story, id: JobId) -> Job {
    let union = s.union;
    let job: Result<Job, store::Error> = s.store.read(|r| find(r, union, id));
    job.expect("the job")
}

fn told(s: &Story) -> i64 {
    let union = s.union;
    let told: Result<Option<i64>, store::Error> = s.store.read(|r| r.opt(TOLD, &[&union], |row| row.get(0)));
    told.expect("a counter").unwrap_or(0)
}

/// Tells once in its ending.
fn teller() -> Kind {
    Kind::new("tell", |desk| {
        desk.progress(1, 2)?;
        let union = desk.union;
        Ok(Box::new(move |w| {
            w.next_number(union, "told")?;
            Ok(Some("/told".to_owned()))
        }))
    })
}

fn take(store: &Store, union: UnionId, id: JobId, seen: i64, now: Instant) -> Option<Job> {
    let job: Result<Option<Job>, store::Error> = store.write(move |w| claim(w, union, id, seen, now));
    job.expect("a claim")
}

fn later(clock: &Clock, millis: i64) {
    clock.set(clock.now().plus_millis(millis));
}

#[test]
fn a_job_is_done_once_and_its_result_is_shown() {
    story(kit, |s| {
        let id = note(s, nobody(s), "tell");
        assert_eq!(look(s, id).state, State::Waiting);
        let kinds = [teller()];
        assert!(step(&s.store, &s.clock, &kinds).expect("a step"));
        assert!(!step(&s.store, &s.clock, &kinds).expect("a step"), "nothing is left");
        let job = look(s, id);
        assert_eq!(
            (job.state, job.result.as_deref(), job.done, job.total),
            (State::Done, Some("/told"), 1, 2)
        );
        assert_eq!((told(s), job.finished_at), (1, Some(s.clock.now())));
        later(&s.clock, LEASE_MS * 100);
        assert!(!step(&s.store, &s.clock, &kinds).expect("a step"), "never again");
        assert_eq!(told(s), 1);
    });
}

#[test]
fn of_two_runners_one_gets_the_job() {
    story(kit, |s| {
        let id = note(s, nobody(s), "tell");
        let now = s.clock.now();
        let seen: Result<_, store::Error> = s.store.read(|r| due(r, now));
        let (union, job, attempts) = seen.expect("the queue")[0];
        assert_eq!((union, job, attempts), (s.union, id, 0));
        // Both have read the same queue before either claims.
        assert!(take(&s.store, union, job, attempts, now).is_some());
        assert!(take(&s.store, union, job, attempts, now).is_none());
        assert_eq!(look(s, id).attempts, 1);
    });
}

#[test]
fn two_runners_at_the_same_time_do_every_job_once() {
    story(kit, |s| {
        for _ in 0..12 {
            note(s, nobody(s), "tell");
        }
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let kinds = [teller()];
                    while step(&s.store, &s.clock, &kinds).expect("a step") {}
                });
            }
        });
        // A runner that lost a race for all it saw stops early; what it left is done now.
        while step(&s.store, &s.clock, &[teller()]).expect("a step") {}
        assert_eq!(told(s), 12);
    });
}

#[test]
fn a_killed_runner_s_job_is_taken_up_when_its_lease_has_run_out() {
    story(kit, |s| {
        let id = note(s, nobody(s), "tell");
        // Claimed, then the process is gone: nobody renews the lease.
        let dead = take(&s.store, s.union, id, 0, s.clock.now()).expect("the job");
        let kinds = [teller()];
        later(&s.clock, LEASE_MS - 1);
        assert!(
            !step(&s.store, &s.clock, &kinds).expect("a step"),
            "the lease still holds"
        );
        assert_eq!(look(s, id).state, State::Running);
        later(&s.clock, 1);
        assert!(step(&s.store, &s.clock, &kinds).expect("a step"));
        let job = look(s, id);
        assert_eq!((job.state, job.attempts, told(s)), (State::Done, 2, 1));
        // Should the dead one wake after all, it neither reports nor ends nor fails what is no longer its own.
        let (union, now) = (s.union, s.clock.now());
        let woken: Result<(bool, bool), store::Error> = s.store.write(move |w| {
            let held = progress(w, union, &dead, 9, 9, now)?;
            let ended = finish(w, union, &dead, Some("/late"), now)?;
            trouble(w, union, &dead, "late", true, now)?;
            Ok((held, ended))
        });
        assert_eq!(woken.expect("an answer"), (false, false));
        assert_eq!(look(s, id), job);
    });
}

#[test]
fn progress_renews_the_lease() {
    story(kit, |s| {
        let id = note(s, nobody(s), "tell");
        let job = take(&s.store, s.union, id, 0, s.clock.now()).expect("the job");
        later(&s.clock, LEASE_MS - 1);
        let (union, now) = (s.union, s.clock.now());
        let held: Result<bool, store::Error> = s.store.write(move |w| progress(w, union, &job, 5, 10, now));
        assert!(held.expect("an answer"));
        later(&s.clock, LEASE_MS - 1);
        assert!(!step(&s.store, &s.clock, &[teller()]).expect("a step"));
        assert_eq!((look(s, id).done, look(s, id).total), (5, 10));
    });
}

#[test]
fn an_attempt_that_lost_its_lease_writes_nothing() {
    story(kit, |s| {
        let id = note(s, nobody(s), "slow");
        let other = s.store.clone();
        let slow = Kind::new("slow", move |desk| {
            // While it dawdles, its lease runs out and somebody else claims the job.
            later(desk.clock, LEASE_MS);
            assert!(take(&other, desk.union, desk.job.id, 1, desk.clock.now()).is_some());
            let union = desk.union;
            Ok(Box::new(move |w| {
                w.next_number(union, "told")?;
                Ok(None)
            }))
        });
        assert!(step(&s.store, &s.clock, &[slow]).expect("a step"));
        let job = look(s, id);
        assert_eq!((job.state, job.attempts, told(s)), (State::Running, 2, 0));
    });
}

#[test]
fn an_ending_that_fails_leaves_nothing() {
    story(kit, |s| {
        let id = note(s, nobody(s), "fail");
        let fail = Kind::new("fail", |desk| {
            let union = desk.union;
            Ok(Box::new(move |w| {
                w.next_number(union, "told")?;
                Err(store::Error::Other("no room on the shelf".to_owned()))
            }))
        });
        assert!(step(&s.store, &s.clock, &[fail]).expect("a step"));
        let job = look(s, id);
        assert_eq!((job.state, told(s)), (State::Waiting, 0));
        assert!(job.trouble.is_some_and(|t| t.contains("no room on the shelf")));
    });
}

#[test]
fn trouble_is_tried_again_with_growing_pauses_and_then_given_up() {
    story(kit, |s| {
        let id = note(s, nobody(s), "never");
        let kinds = [Kind::new("never", |_| {
            Err(Trouble::Later("the line is busy".to_owned()))
        })];
        let mut pauses = Vec::new();
        for attempt in 1..=ATTEMPTS {
            assert!(step(&s.store, &s.clock, &kinds).expect("a step"));
            let job = look(s, id);
            assert_eq!(job.attempts, attempt);
            if attempt < ATTEMPTS {
                let pause = job.run_at.millis() - s.clock.now().millis();
                assert_eq!(job.state, State::Waiting);
                later(&s.clock, pause - 1);
                assert!(
                    !step(&s.store, &s.clock, &kinds).expect("a step"),
                    "not before its pause is over"
                );
                later(&s.clock, 1);
                pauses.push(pause);
            }
        }
        assert!(pauses.windows(2).all(|p| p[1] > p[0]), "{pauses:?}");
        let job = look(s, id);
        assert_eq!(
            (job.state, job.trouble.as_deref()),
            (State::Failed, Some("the line is busy"))
        );
        later(&s.clock, LEASE_MS * 1000);
        assert!(!step(&s.store, &s.clock, &kinds).expect("a step"));
    });
}

#[test]
fn what_cannot_go_better_is_given_up_at_once_and_a_panic_is_trouble() {
    story(kit, |s| {
        let (hopeless, panics) = (note(s, nobody(s), "hopeless"), note(s, nobody(s), "panics"));
        let unknown = note(s, nobody(s), "unknown");
        let kinds = [
            Kind::new("hopeless", |_| Err(Trouble::Never("no such file".to_owned()))),
            Kind::new("panics", |_| panic!("a bug")),
        ];
        while step(&s.store, &s.clock, &kinds).expect("a step") {}
        assert_eq!(look(s, hopeless).state, State::Failed);
        assert_eq!(look(s, panics).state, State::Waiting, "it may go better");
        assert_eq!(look(s, unknown).state, State::Waiting, "a newer program may know it");
    });
}

#[test]
fn a_schedule_notes_one_job_a_day_however_often_it_is_looked_at() {
    story(kit, |s| {
        let plan = [
            Schedule {
                kind: "facts.verify",
                every: Every::Day,
                hour: 9,
            },
            Schedule {
                kind: "evening",
                every: Every::Day,
                hour: 22,
            },
        ];
        let unions = |r: &store::Reader| r.rows(UNIONS, &[], |row| row.get(0));
        let count = || {
            let union = s.union;
            let ids: Result<Vec<JobId>, store::Error> = s.store.read(|r| r.rows(ALL, &[&union], |row| row.get(0)));
            ids.expect("jobs").len()
        };
        later(&s.clock, -1);
        note_due(&s.store, &s.clock, &plan, unions).expect("noted");
        assert_eq!(count(), 0, "not before its hour");
        later(&s.clock, 1);
        for _ in 0..3 {
            note_due(&s.store, &s.clock, &plan, unions).expect("noted");
        }
        assert_eq!(count(), 1);
        while step(
            &s.store,
            &s.clock,
            &[Kind::new("facts.verify", |_| Ok(Box::new(|_| Ok(None))))],
        )
        .expect("a step")
        {}
        later(&s.clock, 3_600_000);
        note_due(&s.store, &s.clock, &plan, unions).expect("noted");
        assert_eq!(count(), 1, "done is done for the day");
        later(&s.clock, 86_400_000);
        note_due(&s.store, &s.clock, &plan, unions).expect("noted");
        assert_eq!(count(), 2);
        // A runner looks once a day, and does not ask for the unions again until then.
        let mut noted = Noted::new();
        note_newly_due(&s.store, &s.clock, &plan, unions, &mut noted).expect("noted");
        let never = |_: &store::Reader| Err(store::Error::Missing);
        note_newly_due(&s.store, &s.clock, &plan, never, &mut noted).expect("nothing new");
        later(&s.clock, 86_400_000);
        note_newly_due(&s.store, &s.clock, &plan, unions, &mut noted).expect("noted");
        assert_eq!(count(), 3);
    });
}

const UNIONS: Sql = Sql::house("SELECT union_id FROM union_node", "schedules are for all unions");
const ACCOUNT: Sql = Sql::union("SELECT account_id FROM role_grant WHERE union_id = $1 AND role = 'officer'");

#[test]
fn one_sees_one_s_own_jobs_and_how_far_they_are() {
    story(kit, |s| {
        let (mine, other) = (s.person(Role::Officer), s.person(Role::Chair));
        let union = s.union;
        let account: Result<AccountId, store::Error> = s.store.read(|r| r.one(ACCOUNT, &[&union], |row| row.get(0)));
        let id = note(s, account.expect("the officer"), "facts.verify");
        let path = format!("/jobs/{id}");
        let job = take(&s.store, s.union, id, 0, s.clock.now()).expect("the job");
        let now = s.clock.now();
        let held: Result<bool, store::Error> = s.store.write(move |w| progress(w, union, &job, 30, 120, now));
        assert!(held.expect("an answer"));
        let page = mine.get(&path).expect(200);
        assert!(
            page.shows("value=\"30\"") && page.shows("30 / 120") && page.shows("核验"),
            "{}",
            page.text()
        );
        assert!(!page.shows("⟦"));
        assert!(mine.get("/jobs").expect(200).shows(&path));
        other.get(&path).expect(404);
        assert!(!other.get("/jobs").expect(200).shows(&path));
        s.outsider(Role::Chair).get(&path).expect(404);
        mine.get(&format!("/jobs/{}", uuid::Uuid::nil())).expect(404);
        mine.get("/jobs/nothing").expect(404);
    });
}
