//! Stories of what was given, on both databases.

use facts::Span;
use kernel::{Date, Id, Money, UnionId};
use org::{MemberId, Role, power::CARE_RECORD};
use serde::Deserialize;
use testkit::{Kit, Story, story};
use uuid::Uuid;
use web::{Access, Act, Done, Nothing, Record, Reply, Routes};

use super::{Gift, Kind, Sum, check, give, of_member, of_record, so_far, so_far_of_all, take_back, take_back_from};

/// A record that gives.
const RECORD: Record = Record {
    kind: "deed",
    id: Uuid::from_u128(7),
};

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
struct Give {
    member: MemberId,
    day: Date,
    yuan: Money,
}

fn stage() -> Kit {
    let may = Access::May(CARE_RECORD);
    crate::tests::kit_with(
        Routes::new("stage")
            .act("/stage/give", may, |act: &mut Act<'_>, form: Give| -> Reply<Done> {
                let gift = Gift {
                    member: form.member,
                    day: form.day,
                    kind: Kind::Festival,
                    amount: form.yuan,
                    what: "米、油",
                };
                give(
                    act,
                    RECORD,
                    &[
                        gift,
                        Gift {
                            kind: Kind::Benefit,
                            ..gift
                        },
                    ],
                )?;
                Ok(Done::to("/"))
            })
            .act("/stage/back", may, |act: &mut Act<'_>, _: Nothing| -> Reply<Done> {
                take_back(act, RECORD, "登记有误")?;
                Ok(Done::to("/"))
            })
            .act(
                "/stage/back-from",
                may,
                |act: &mut Act<'_>, form: Give| -> Reply<Done> {
                    take_back_from(act, RECORD, form.member, "未领")?;
                    Ok(Done::to("/"))
                },
            ),
    )
}

fn sum(s: &Story, union: UnionId, member: MemberId) -> Sum {
    let year = Span::year(2026).unwrap();
    let one = s
        .store
        .read(|r| so_far(r, union, member, Kind::Festival, year))
        .unwrap();
    let all = s.store.read(|r| so_far_of_all(r, union, Kind::Festival, year)).unwrap();
    assert_eq!(
        all.get(&member).copied().unwrap_or_default(),
        one,
        "both ways of asking agree"
    );
    one
}

fn yuan(text: &str) -> Money {
    text.parse().unwrap()
}

#[test]
fn sums_run_over_all_that_stands_and_verify_sees_what_was_changed_by_hand() {
    story(stage, |s| {
        let leader = s.person(Role::Officer);
        let (_, one) = s.member(Role::MemberRole);
        let (_, two) = s.member(Role::MemberRole);
        let (a, b) = (one.to_string(), two.to_string());
        let gift = |who: &str, day: &str, yuan: &str| {
            leader
                .post("/stage/give", &[("member", who), ("day", day), ("yuan", yuan)])
                .expect(303);
        };
        gift(&a, "2026-02-10", "300");
        gift(&a, "2026-09-20", "250.50");
        gift(&b, "2026-02-10", "300");
        gift(&b, "2025-09-20", "200");
        let union = s.union;
        assert_eq!(sum(s, union, one).amount, yuan("550.50"));
        assert_eq!(sum(s, union, one).times, 2);
        assert_eq!(sum(s, union, two).amount, yuan("300"), "another year is another sum");
        let lines = s.store.read(|r| of_member(r, union, one)).unwrap();
        assert_eq!(lines.len(), 4);
        assert_eq!(lines[0].day.to_string(), "2026-09-20");
        leader
            .post(
                "/stage/back-from",
                &[("member", &*b), ("day", "2026-02-10"), ("yuan", "0")],
            )
            .expect(303);
        assert_eq!(sum(s, union, two).times, 0);
        assert_eq!(s.store.read(|r| of_record(r, union, RECORD)).unwrap().len(), 4);
        assert_eq!(s.store.read(|r| check(r, union)).unwrap(), []);
        leader.post("/stage/back", &[]).expect(303);
        assert_eq!(sum(s, union, one), Sum::default());
        assert_eq!(s.store.read(|r| check(r, union)).unwrap(), []);
        gift(&a, "2026-10-01", "88");
        let change = store::Sql::union("UPDATE given SET amount = 8900 WHERE union_id = $1 AND amount = 8800");
        s.store.write(move |w| w.run(change, &[&union])).unwrap();
        let found = s.store.read(|r| check(r, union)).unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].key, "care.verify.other");
    });
}

#[test]
fn nothing_is_kept_of_a_gift_to_nobody() {
    story(stage, |s| {
        let leader = s.person(Role::Officer);
        let nobody: MemberId = Id::new(Uuid::from_u128(9));
        let form = [("member", &*nobody.to_string()), ("day", "2026-02-10"), ("yuan", "1")];
        assert!(leader.post("/stage/give", &form).status >= 400);
        let union = s.union;
        assert_eq!(s.store.read(|r| of_record(r, union, RECORD)).unwrap(), []);
    });
}
