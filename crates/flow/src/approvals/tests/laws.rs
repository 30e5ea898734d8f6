//! Laws over many orders of acts: whatever happens, nothing is approved without every step's yes by distinct people whom the step
//! names, who neither asked nor benefit.

use std::collections::BTreeSet;

use kernel::{Id, Instant};
use org::{MemberId, Role};
use proptest::prelude::*;
use uuid::Uuid;

use super::super::{
    deciding::{Hat, Next, Standing},
    model::{CaseState, Mark, Person, Step, What},
    setup::{Seat, StepPlan},
};

/// Seven people; the first is who asks.
fn people() -> Vec<Person> {
    (1..=7_u128)
        .map(|n| Person {
            account: Id::new(Uuid::from_u128(n)),
            member: Some(MemberId::new(Uuid::from_u128(100 + n))),
            name: format!("{n}"),
        })
        .collect()
}

/// Step by step: whom it names, by their places, and how many it needs.
type Plan = Vec<(BTreeSet<usize>, i64)>;

fn case(plan: &Plan, benefits: &BTreeSet<usize>, all: &[Person]) -> Standing {
    let steps = (1..).zip(plan).map(|(number, (_, needed))| Step {
        number,
        plan: StepPlan {
            who: vec![Seat::Role(Role::Chair)],
            needed: *needed,
        },
    });
    Standing {
        id: Id::NIL,
        version: 1,
        year: 2026,
        number: 1,
        kind: "payment".to_owned(),
        record_kind: "payment".to_owned(),
        record_id: Uuid::nil(),
        title: String::new(),
        amount: None,
        due: None,
        sealed: false,
        state: CaseState::Open,
        round: 1,
        step: 1,
        asked_at: Instant::from_millis(0),
        asked: all[0].clone(),
        closed_at: None,
        why: None,
        benefits: benefits.iter().filter_map(|n| all[*n].member).collect(),
        steps: steps.collect(),
        marks: Vec::new(),
    }
}

fn say_yes(case: &mut Standing, who: &Person, hat: Hat) {
    let next = case.after_yes();
    case.marks.push(Mark {
        round: case.round,
        step: case.step,
        what: What::Approved,
        at: Instant::from_millis(0),
        by: who.clone(),
        instead_of: hat.instead_of,
        note: None,
    });
    match next {
        Next::More => {}
        Next::Step(step) => case.step = step,
        Next::Approved => case.state = CaseState::Approved,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn nothing_is_approved_but_by_distinct_free_people_at_every_step(
        plan in prop::collection::vec((prop::collection::btree_set(0..7_usize, 1..5), 1..3_i64), 1..4),
        benefits in prop::collection::btree_set(0..7_usize, 0..3),
        acts in prop::collection::vec((0..7_usize, prop::option::of(0..7_usize), 0..20_u8), 1..40),
    ) {
        let all = people();
        let mut case = case(&plan, &benefits, &all);
        for (who, deputy_of, what) in acts {
            let named = plan.get(usize::try_from(case.step - 1).unwrap()).map(|(who, _)| who.clone()).unwrap_or_default();
            let entitled: Vec<Person> = named.iter().map(|n| all[*n].clone()).collect();
            let principals: Vec<Person> = deputy_of.map(|n| all[n].clone()).into_iter().collect();
            if what == 0 && case.state == CaseState::Open {
                // returned and sent in again: a round of its own
                case.round += 1;
                case.step = 1;
                continue;
            }
            let Ok(hat) = case.hat(&all[who], &entitled, &principals) else { continue };
            prop_assert!(who != 0 && !benefits.contains(&who), "who asked or benefits has decided");
            let stands_for = hat.instead_of.as_ref().map_or(who, |p| all.iter().position(|o| o.is(p)).unwrap());
            prop_assert!(named.contains(&stands_for), "nobody whom the step names");
            prop_assert!(hat.instead_of.is_some() || named.contains(&who));
            say_yes(&mut case, &all[who], hat);
        }
        if case.state == CaseState::Approved {
            let yes: Vec<&Mark> = case.approvers().collect();
            for (number, (_, needed)) in (1_i64..).zip(&plan) {
                let at = yes.iter().filter(|m| m.step == number).count();
                prop_assert_eq!(i64::try_from(at).unwrap(), *needed);
            }
            let mut persons = BTreeSet::new();
            for mark in yes {
                prop_assert!(persons.insert(mark.by.account), "one person twice");
                if let Some(person) = &mark.instead_of {
                    prop_assert!(persons.insert(person.account), "one person by themselves and through a deputy");
                }
            }
        }
    }

    #[test]
    fn a_step_that_is_stuck_names_who_stands_in_the_way(
        named in prop::collection::btree_set(0..7_usize, 1..5),
        benefits in prop::collection::btree_set(0..7_usize, 0..4),
        needed in 1..4_i64,
    ) {
        let all = people();
        let case = case(&vec![(named.clone(), needed)], &benefits, &all);
        let entitled: Vec<Person> = named.iter().map(|n| all[*n].clone()).collect();
        let free = entitled.iter().filter(|p| case.hat(p, &entitled, &[]).is_ok()).count();
        let free = i64::try_from(free).unwrap();
        match case.stuck(&entitled) {
            None => prop_assert!(free >= needed),
            Some(stuck) => {
                prop_assert_eq!(stuck.free, free);
                prop_assert!(free < needed);
                prop_assert_eq!(stuck.asked.len() + stuck.benefits.len() + stuck.done.len(), entitled.len() - usize::try_from(free).unwrap());
            }
        }
    }
}
