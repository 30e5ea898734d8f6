//! Who approves a round, and what is looked at when they do.

use super::*;

/// Enters the cap of a year and has it confirmed by another.
fn year_cap(s: &Story, value: &str) {
    let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
    let fields = [
        ("key", "festival.year"),
        ("value", value),
        ("basis", "省工会2026年标准"),
        ("severity", "block"),
        ("from", "2026-01-01"),
    ];
    let id = officer.post("/rules/own/new", &fields).expect(303).id();
    chair.post(&format!("/rules/rows/{id}/confirm"), &[]).expect(303);
}

fn approve(s: &Story, who: &Client, id: &str) -> testkit::Answer {
    who.post(&format!("/rounds/{id}/approve"), &[("version", &version(s, id))])
}

#[test]
fn the_yearly_cap_is_looked_at_again_when_a_round_is_approved() {
    story(stage, |s| {
        s.clock.set(at("2027-09-20"));
        year_cap(s, "500元");
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        let a = member(s, "王芳", Some(s.group), "2020-01-01");
        let group = s.group.to_string();
        let id = draft(&officer, &[]);
        list(s, &officer, &id, &[("groups", &group)]);
        // after the check somebody else gives her goods out of the union's own store
        let (q, p) = (format!("quantity_{}", rice(s)), format!("price_{}", rice(s)));
        let bought = [
            ("supplier", "城东粮油店"),
            ("day", "2027-09-18"),
            (q.as_str(), "2"),
            (p.as_str(), "150"),
        ];
        officer.post("/purchases/new", &bought).expect(303);
        let (union, clock) = (s.union, s.clock.clone());
        let gave: Reply<()> = s.store.write(move |w| {
            let actor = web::Actor {
                union,
                ..web::Actor::stranger(kernel::Lang::Zh)
            };
            let act = Act::new(web::View::new(w, &actor, &clock), w);
            let gift = given::Gift {
                member: a,
                day: "2027-09-19".parse().unwrap(),
                kind: given::Kind::Festival,
                amount: Money::from_fen(30_000),
                what: "月饼",
            };
            given::give(&act, web::Record::new("task", Id::<()>::NIL), &[gift])
        });
        gave.unwrap();
        let no = approve(s, &chair, &id).expect(409);
        assert!(no.shows("重新核对名单"), "{}", no.text());
        assert_eq!(row(s, &id).state, super::super::model::State::Checked);
        check(s, &officer, &id);
        let no = approve(s, &chair, &id).expect(422);
        assert!(no.shows("不得发放"), "{}", no.text());
    });
}

#[test]
fn whoever_made_the_list_does_not_approve_it() {
    story(stage, |s| {
        s.clock.set(at("2027-09-20"));
        let (officer, other, chair) = (s.person(Role::Officer), s.person(Role::Chair), s.person(Role::Chair));
        member(s, "王芳", Some(s.group), "2020-01-01");
        let id = draft(&officer, &[]);
        list(s, &other, &id, &[]);
        assert!(approve(s, &other, &id).expect(409).shows("另一位负责人"));
        assert!(approve(s, &officer, &id).expect(409).shows("另一位负责人"));
        approve(s, &chair, &id).expect(303);
    });
}

#[test]
fn who_is_added_after_the_approval_fits_the_budget() {
    story(stage, |s| {
        s.clock.set(at("2027-09-20"));
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        member(s, "王芳", Some(s.group), "2020-01-01");
        let group = s.group.to_string();
        let id = draft(&officer, &[("budget", "600")]);
        list(s, &officer, &id, &[("groups", &group)]);
        approve(s, &chair, &id).expect(303);
        let (b, c) = (
            member(s, "李静", None, "2020-01-01").to_string(),
            member(s, "赵敏", None, "2020-01-01").to_string(),
        );
        let add = |who: &str| officer.post(&format!("/rounds/{id}/lines/add"), &[("member", who), ("why", "漏列")]);
        add(&b).expect(303);
        let no = add(&c).expect(422);
        assert!(no.shows("900.00") && no.shows("超过已批准的"), "{}", no.text());
        let strike = format!("/rounds/{id}/lines/{b}/strike");
        officer.post(&strike, &[("why", "本人不要")]).expect(303);
        add(&c).expect(303);
        let back = format!("/rounds/{id}/lines/{b}/restore");
        officer.post(&back, &[("why", "又要了")]).expect(422);
    });
}

#[test]
fn whoever_put_somebody_on_the_list_does_not_approve_it() {
    story(stage, |s| {
        s.clock.set(at("2027-09-20"));
        let (officer, chair, vice) = (
            s.person(Role::Officer),
            s.person(Role::Chair),
            s.person(Role::ViceChair),
        );
        let a = member(s, "李静", Some(s.group), "2020-01-01");
        let b = member(s, "赵敏", Some(s.group), "2020-01-01");
        let id = draft(&officer, &[]);
        list(s, &officer, &id, &[("by_hand", "1")]);
        add(&officer, &id, a);
        add(&chair, &id, b);
        check(s, &officer, &id);
        buy(s, &officer, &id, "6");
        let approve = |who: &Client| who.post(&format!("/rounds/{id}/approve"), &[("version", &version(s, &id))]);
        assert!(approve(&chair).expect(409).shows("不能批准自己的一批"));
        approve(&vice).expect(303);
    });
}
