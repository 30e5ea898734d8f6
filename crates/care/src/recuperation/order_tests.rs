//! The order against a plain oracle, and what may never happen to places.

use proptest::prelude::*;

use super::*;

/// Whether one goes before another, said as the rule is said, condition by condition.
fn before(a: &Candidate, b: &Candidate) -> bool {
    let place = |c: &Candidate| match c.lift {
        Some(Lift::First) => 1,
        None => 2,
        Some(Lift::Last) => 3,
    };
    if place(a) != place(b) {
        return place(a) < place(b);
    }
    if a.mark.is_some() != b.mark.is_some() {
        return a.mark.is_some();
    }
    match (a.last, b.last) {
        (None, Some(_)) => return true,
        (Some(_), None) => return false,
        (Some(x), Some(y)) if x != y => return x < y,
        _ => {}
    }
    match (a.joined, b.joined) {
        (Some(_), None) => return true,
        (None, Some(_)) => return false,
        (Some(x), Some(y)) if x != y => return x < y,
        _ => {}
    }
    (&a.sound, a.id) < (&b.sound, b.id)
}

/// The oracle: again and again the one before whom nobody goes.
fn oracle(all: &[Candidate]) -> Vec<EntryId> {
    let mut left: Vec<&Candidate> = all.iter().collect();
    let mut order = Vec::new();
    while !left.is_empty() {
        let first = (0..left.len())
            .find(|n| {
                left.iter()
                    .all(|other| other.id == left[*n].id || before(left[*n], other))
            })
            .unwrap();
        order.push(left.remove(first).id);
    }
    order
}

fn id<K>(n: u128) -> kernel::Id<K> {
    kernel::Id::new(uuid::Uuid::from_u128(n))
}

prop_compose! {
    fn candidate()(
        body in proptest::option::of(0_u128..3),
        wishes in proptest::collection::vec(0_u128..3, 1..3),
        mark in proptest::option::of(proptest::sample::select(Mark::ALL)),
        lift in proptest::option::weighted(0.2, proptest::sample::select(Lift::ALL)),
        last in proptest::option::of(2015_i64..2020),
        joined in proptest::option::of(0_i32..4),
        sound in proptest::sample::select(vec!["chen er", "chen yi", "zhang san"]),
    ) -> Candidate {
        let start: Date = "2010-01-01".parse().unwrap();
        Candidate {
            id: id(0),
            body: body.map(id),
            wishes: wishes.into_iter().map(id).collect(),
            mark,
            lift,
            last,
            joined: joined.map(|n| start.plus_days(n)),
            sound: sound.to_owned(),
        }
    }
}

fn many() -> impl Strategy<Value = Vec<Candidate>> {
    proptest::collection::vec(candidate(), 0..24).prop_map(|all| {
        let numbered = (1_u128..).zip(all);
        numbered.map(|(n, c)| Candidate { id: id(n), ..c }).collect()
    })
}

fn room() -> impl Strategy<Value = Room> {
    let of = || proptest::collection::btree_map(0_u128..3, 0_i64..5, 0..4);
    (0_i64..12, of(), of()).prop_map(|(all, groups, bodies)| Room {
        all,
        groups: groups.into_iter().map(|(n, places)| (id(n), places)).collect(),
        bodies: bodies.into_iter().map(|(n, places)| (id(n), places)).collect(),
    })
}

proptest! {
    #[test]
    fn the_order_is_that_of_the_rule(all in many().prop_shuffle()) {
        let mut sorted = all.clone();
        sort(&mut sorted);
        let order: Vec<EntryId> = sorted.iter().map(|c| c.id).collect();
        prop_assert_eq!(order, oracle(&all));
    }

    #[test]
    fn nobody_gets_what_is_not_there_and_nobody_is_passed_over(mut all in many(), room in room()) {
        sort(&mut all);
        let given = allot(room.clone(), &all);
        let mut left = room;
        for (c, (id, gets)) in all.iter().zip(&given) {
            prop_assert_eq!(c.id, *id);
            let branch = c.body.and_then(|b| left.bodies.get(&b).copied()).unwrap_or(i64::MAX);
            let open: Vec<usize> = (0..c.wishes.len())
                .filter(|n| left.groups.get(&c.wishes[*n]).copied().unwrap_or(0) > 0)
                .collect();
            let may = left.all > 0 && branch > 0 && !open.is_empty();
            match gets {
                Gets::Group(group, nth) => {
                    prop_assert!(may && open[0] == *nth && c.wishes[*nth] == *group);
                    left.all -= 1;
                    *left.groups.get_mut(group).unwrap() -= 1;
                    if let Some(n) = c.body.and_then(|b| left.bodies.get_mut(&b)) {
                        *n -= 1;
                    }
                }
                Gets::PlanFull => prop_assert!(left.all <= 0),
                Gets::BranchFull => prop_assert!(branch <= 0),
                Gets::GroupsFull => prop_assert!(open.is_empty()),
            }
        }
        prop_assert!(left.all >= 0 && left.groups.values().chain(left.bodies.values()).all(|n| *n >= 0));
    }
}
