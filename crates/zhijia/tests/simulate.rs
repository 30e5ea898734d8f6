//! Data made up for trials: the same rows for the same seed, sound, and only into an empty place.

#![expect(clippy::unwrap_used, reason = "a test")]

use kernel::Instant;
use store::{Store, testing};
use zhijia::{
    roof,
    simulate::{Size, fill},
};

const SIZE: Size = Size {
    unions: 12,
    members: 600,
    years: 3,
    seed: 7,
};
const COUNTED: store::Sql = store::Sql::house(
    "SELECT (SELECT COUNT(*) FROM union_node), (SELECT COUNT(*) FROM member), \
     (SELECT COUNT(DISTINCT h.union_id) FROM holding h WHERE h.ended_on IS NULL)",
    "a test counts what was made",
);

fn at() -> Instant {
    Instant::from_millis(1_795_222_800_000)
}

fn made(store: &Store, size: Size) -> store::backup::Contents {
    store.write(roof::declare).unwrap();
    fill(store, at(), size, &mut |_, _| ()).unwrap();
    store.backup(&mut std::io::sink(), &mut std::iter::empty()).unwrap()
}

#[test]
fn the_same_seed_makes_the_same_rows_on_both_engines() {
    let mut all = Vec::new();
    testing::both_with(&roof::migrations(), |fresh| all.push(made(fresh, SIZE)));
    all.push(made(
        &testing::sqlite(&roof::migrations(), store::Options::default()),
        SIZE,
    ));
    assert!(all.windows(2).all(|pair| pair[0] == pair[1]), "{all:#?}");
    let other = Size { seed: 8, ..SIZE };
    let other = made(&testing::sqlite(&roof::migrations(), store::Options::default()), other);
    assert_ne!(all[0], other);
}

#[test]
fn what_is_made_is_whole_and_sound_and_nothing_is_made_over_it() {
    testing::both_with(&roof::migrations(), |fresh| {
        made(fresh, SIZE);
        let counted = fresh.read(|r| {
            r.one(COUNTED, &[], |row| {
                Ok::<_, store::Error>((row.get(0)?, row.get(1)?, row.get(2)?))
            })
        });
        assert_eq!(counted, Ok((12_i64, 600_i64, 12_i64)));
        let clock = kernel::Clock::fixed(at());
        facts::seal::all(fresh, &clock).unwrap();
        for union in fresh.read(facts::verify::unions).unwrap() {
            let report = fresh.read(|r| facts::verify::union(r, union, &roof::checks())).unwrap();
            assert!(report.sound() && report.sealed >= 1, "{report:?}");
        }
        let again = fill(fresh, at(), SIZE, &mut |_, _| ());
        assert!(again.unwrap_err().contains("已有工会"));
    });
}

#[test]
fn what_cannot_be_made_is_said() {
    let fresh = testing::sqlite(&roof::migrations(), store::Options::default());
    for size in [
        Size { unions: 0, ..SIZE },
        Size { members: 5, ..SIZE },
        Size { years: 99, ..SIZE },
        Size {
            unions: 4_000_000,
            members: 9_000_000,
            ..SIZE
        },
    ] {
        assert!(fill(&fresh, at(), size, &mut |_, _| ()).is_err(), "{size:?}");
    }
    assert!(fresh.read(org::first_run).unwrap());
}
