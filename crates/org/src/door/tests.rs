use std::sync::Arc;

use kernel::{Clock, Instant, Lang};
use store::Store;
use web::{Act, Actor, Route, View};

use crate::{Founding, UnionKind, first_run, found};

fn founding(sign_name: &str) -> Founding {
    Founding {
        name: "晨光中学工会".to_owned(),
        kind: UnionKind::Grassroots,
        chair_name: "李红梅".to_owned(),
        sign_name: sign_name.to_owned(),
        password_hash: None,
        lang: Lang::Zh,
    }
}

fn steps() -> Vec<store::Migration> {
    web::MIGRATIONS.iter().chain(crate::MIGRATIONS).copied().collect()
}

/// An empty installation has no story kit: the act runs as the edge would run it.
fn run_first(store: &Store, clock: &Clock, sign_name: &str) -> web::Reply<web::Done> {
    let (clock, founding) = (clock.clone(), founding(sign_name));
    store.write(move |w| {
        let stranger = Actor::stranger(Lang::Zh);
        let mut act = Act::new(View::new(w, &stranger, &clock), w);
        let done = super::first::found_first(&mut act, founding.clone())?;
        act.finish()?;
        Ok(done)
    })
}

#[test]
fn of_many_who_come_first_one_founds() {
    store::testing::both_with(&steps(), |fresh| {
        let clock = Clock::fixed(Instant::from_millis(1_795_222_800_000));
        assert!(fresh.read(first_run).unwrap());
        let all: Vec<bool> = std::thread::scope(|scope| {
            let tries: Vec<_> = (0..6)
                .map(|n| {
                    let (store, clock) = (Store::clone(fresh), clock.clone());
                    scope.spawn(move || run_first(&store, &clock, &format!("chair{n}")).is_ok())
                })
                .collect();
            tries.into_iter().map(|t| t.join().unwrap()).collect()
        });
        assert_eq!(all.iter().filter(|won| **won).count(), 1, "{all:?}");
        assert!(!fresh.read(first_run).unwrap());
    });
}

#[test]
fn founding_makes_a_union_that_can_work() {
    store::testing::both_with(&steps(), |fresh| {
        let clock = Clock::fixed(Instant::from_millis(1_795_222_800_000));
        let again = clock.clone();
        let made: Result<_, store::Error> = fresh.write(move |w| found(w, &again, &founding("li")));
        let founded = made.unwrap();
        let again = clock.clone();
        let below: Result<kernel::UnionId, store::Error> = fresh.write(move |w| {
            let id = again.id();
            crate::tree::add(
                w,
                id,
                Some(founded.union),
                "初中部工会",
                UnionKind::Grassroots,
                again.today(),
            )?;
            Ok(id)
        });
        let below = below.unwrap();
        fresh
            .read(|r| {
                let standing = crate::standing(r, founded.account, None, clock.today())?.unwrap();
                assert_eq!(standing.union_name, "晨光中学工会");
                assert!(crate::power::ALL.iter().all(|p| standing.powers.has(*p)));
                let holders = crate::bodies::posts::holders(r, founded.union, Some(founded.committee), false)?;
                assert_eq!(holders.iter().map(|h| h.name.as_str()).collect::<Vec<_>>(), ["李红梅"]);
                let tree = crate::tree::below(r, founded.union)?;
                assert_eq!(tree.iter().map(|n| n.id).collect::<Vec<_>>(), [below]);
                assert!(crate::tree::below(r, below)?.is_empty());
                Ok::<_, store::Error>(())
            })
            .unwrap();
    });
}

#[test]
fn migrations_hold_on_a_database_that_is_not_empty() {
    store::testing::both(|fresh| {
        fresh.migrate_with_rows(&steps(), Instant::from_millis(0)).unwrap();
    });
}

#[test]
fn no_door_is_declared_twice() {
    let mut seen = std::collections::BTreeSet::new();
    let all: Vec<Arc<Route>> = crate::routes().into_list();
    for route in &all {
        assert!(
            seen.insert((route.path, route.method())),
            "{} {}",
            route.method(),
            route.path
        );
    }
}
