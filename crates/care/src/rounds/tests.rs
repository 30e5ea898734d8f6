//! Stories of rounds, on both databases.

use facts::Span;
use kernel::{Date, Id, Instant, Money};
use org::{BodyId, MemberId, NewMember, Role, members, power::CARE_RECORD};
use serde::Deserialize;
use testkit::{Client, Kit, Story, story};
use web::{Access, Act, Done, Reply, Routes};

use super::{RoundId, handing, model::TIMES, record, store as rounds};
use crate::given;

mod approving;
mod lists;
mod money;
mod random;

/// What was signed, as a test tells it: `member@day` with commas between.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
struct Signed {
    round: RoundId,
    #[serde(default)]
    all: String,
}

/// The doors of care, and one at which a test says who has signed.
pub(super) fn stage() -> Kit {
    let kit = Routes::new("stage").act(
        "/stage/sign",
        Access::May(CARE_RECORD),
        |act: &mut Act<'_>, form: Signed| -> Reply<Done> {
            let round = rounds::get(act, act.union(), form.round)?;
            let signed: Vec<(MemberId, Date)> = form
                .all
                .split(',')
                .filter_map(|one| {
                    let (member, day) = one.split_once('@')?;
                    Some((member.parse().ok()?, day.parse().ok()?))
                })
                .collect();
            act.note(&Seen { round: form.round })?;
            handing::settle(act, &round, &signed)?;
            Ok(Done::to("/"))
        },
    );
    crate::tests::kit_with(kit.and(rules::routes()).and(facts::routes()))
}

#[derive(serde::Serialize)]
struct Seen {
    round: RoundId,
}

impl web::Event for Seen {
    fn kind(&self) -> &'static str {
        "stage.seen"
    }
    fn record(&self) -> web::Record {
        record(self.round)
    }
}

/// Adds a member, in a group or in none.
pub(super) fn member(s: &Story, name: &str, group: Option<BodyId>, joined: &str) -> MemberId {
    let (union, clock, name) = (s.union, s.clock.clone(), name.to_owned());
    let joined: Date = joined.parse().unwrap();
    let added: Result<MemberId, ::store::Error> = s.store.write(move |w| {
        let new = NewMember {
            name: name.clone(),
            group,
            joined: Some(joined),
            ..NewMember::default()
        };
        org::add_member(w, &clock, union, new)
    });
    added.unwrap()
}

/// Notes that somebody left or died.
pub(super) fn becomes(s: &Story, who: MemberId, status: members::Status, on: &str) {
    let (union, clock) = (s.union, s.clock.clone());
    let on: Date = on.parse().unwrap();
    let done: Reply<()> = s.store.write(move |w| {
        let seen = members::record::Seen {
            union,
            id: who,
            version: members::get(w, union, who)?.version,
        };
        let by = members::By::program(clock.now());
        members::set_status(w, seen, status, on, false, &by).map(drop)
    });
    done.unwrap();
}

/// A round with its contents: rice for 150 yuan, two bags a head.
pub(super) fn draft(officer: &Client, more: &[(&str, &str)]) -> String {
    let mut fields = vec![
        ("kind", "festival"),
        ("festival", "mid-autumn"),
        ("title", "2027年中秋节慰问"),
        ("day", "2027-09-20"),
        ("form", "goods"),
        ("budget", "100000"),
    ];
    fields.retain(|(name, _)| !more.iter().any(|(n, _)| n == name));
    fields.extend(more.iter().copied().filter(|(_, text)| !text.is_empty()));
    let id = id_of(&officer.post("/rounds/new", &fields).expect(303).location());
    let item = [("name", "大米5kg"), ("unit", "袋"), ("price", "150"), ("quantity", "2")];
    officer.post(&format!("/rounds/{id}/contents"), &item).expect(303);
    id
}

/// The id of the round in a path below it.
pub(super) fn id_of(path: &str) -> String {
    path.split('/').nth(2).unwrap().to_owned()
}

/// Its version now.
pub(super) fn version(s: &Story, id: &str) -> String {
    row(s, id).version.to_string()
}

pub(super) fn row(s: &Story, id: &str) -> super::model::Round {
    let (union, id): (_, RoundId) = (s.union, id.parse().unwrap());
    s.store.read(|r| rounds::get(r, union, id)).unwrap()
}

/// Makes and checks the list of a round.
pub(super) fn list(s: &Story, officer: &Client, id: &str, more: &[(&str, &str)]) {
    let seen = version(s, id);
    let fields: Vec<(&str, &str)> = [("version", seen.as_str()), ("retired", "without")]
        .into_iter()
        .chain(more.iter().copied())
        .collect();
    officer.post(&format!("/rounds/{id}/whom"), &fields).expect(303);
    check(s, officer, id);
}

pub(super) fn check(s: &Story, officer: &Client, id: &str) {
    officer
        .post(&format!("/rounds/{id}/check"), &[("version", &version(s, id))])
        .expect(303);
}

/// Buys rice for a round.
pub(super) fn buy(s: &Story, officer: &Client, id: &str, bags: &str) -> String {
    let field = |what: &str| format!("{what}_{}", rice(s));
    let (q, p) = (field("quantity"), field("price"));
    let bought = [
        ("round", id),
        ("supplier", "城东粮油店"),
        ("day", "2027-09-18"),
        (q.as_str(), bags),
        (p.as_str(), "148.50"),
    ];
    officer.post("/purchases/new", &bought).expect(303).id()
}

pub(super) fn rice(s: &Story) -> String {
    let union = s.union;
    let goods = s.store.read(|r| crate::stock::goods(r, union)).unwrap();
    goods[0].id.to_string()
}

/// What lies at a round, in bags.
pub(super) fn lies(s: &Story, id: &str) -> i64 {
    let (union, id): (_, RoundId) = (s.union, id.parse().unwrap());
    let all = s.store.read(|r| crate::stock::balances(r, union, Some(id))).unwrap();
    all.values().sum()
}

/// How many people a round counts for in the register.
pub(super) fn posted(s: &Story, key: &str) -> i64 {
    let union = s.union;
    let span = Span::year(2027).unwrap();
    let totals = s
        .store
        .read(|r| facts::register::store::totals(r, union, span))
        .unwrap();
    totals.iter().filter(|t| t.measure == key).map(|t| t.quantity).sum()
}

/// Every check of these systems, and of what was given.
pub(super) fn sound(s: &Story) {
    let union = s.union;
    for check in crate::CHECKS {
        assert_eq!(s.store.read(|r| check(r, union)).unwrap(), []);
    }
}

pub(super) fn at(day: &str) -> Instant {
    let epoch: Date = "1970-01-01".parse().unwrap();
    let day: Date = day.parse().unwrap();
    Instant::from_millis((i64::from(epoch.days_until(day)) * 24 + 2) * 3_600_000)
}

/// Approves and begins to hand out.
pub(super) fn begin(s: &Story, chair: &Client, id: &str) {
    chair
        .post(&format!("/rounds/{id}/approve"), &[("version", &version(s, id))])
        .expect(303);
    chair
        .post(&format!("/rounds/{id}/hand"), &[("version", &version(s, id))])
        .expect(303);
}

pub(super) fn signed(pairs: &[(MemberId, &str)]) -> String {
    let one = |(member, day): &(MemberId, &str)| format!("{member}@{day}");
    pairs.iter().map(one).collect::<Vec<_>>().join(",")
}

/// What is left over is given with a reason, never more than there is, and kept for the next round.
fn left_over(s: &Story, officer: &Client, id: &str) {
    let rice = rice(s);
    let old = member(s, "周国强", None, "1990-01-01");
    let named = old.to_string();
    let rest = |what: &str, n: &str, why: &str, who: &str| {
        let fields = [
            ("round", id),
            ("good", &rice),
            ("what", what),
            ("quantity", n),
            ("day", "2027-09-20"),
            ("why", why),
            ("member", who),
        ];
        officer.post("/stock/move", &fields)
    };
    assert!(rest("give", "1", "", &named).expect(422).shows("请写明理由"));
    assert!(
        rest("give", "1", "看望退休教师老周", "")
            .expect(422)
            .shows("请选发给哪位会员")
    );
    let stranger = MemberId::new(uuid::Uuid::from_u128(7)).to_string();
    rest("give", "1", "看望退休教师老周", &stranger).expect(422);
    let before = posted(s, "round.money");
    rest("give", "1", "看望退休教师老周", &named).expect(303);
    assert_eq!(posted(s, "round.money"), before + 14_850);
    assert!(rest("return", "4", "多买了", "").expect(422).shows("不够"));
    rest("keep", "3", "", "").expect(303);
    assert_eq!(lies(s, id), 0);
    // what a named person was given counts with all that they received, at the price it was bought for
    let got = s.store.read(|r| given::of_member(r, s.union, old)).unwrap();
    assert_eq!(got.len(), 1);
    assert_eq!(
        (got[0].kind, got[0].amount),
        (given::Kind::Festival, Money::from_fen(14_850))
    );
    assert_eq!(got[0].what, "大米5kg×1袋");
    sound(s);
    let book = officer.get("/stock").expect(200);
    assert!(
        book.shows("看望退休教师老周") && book.shows("工会库房"),
        "{}",
        book.text()
    );
}

/// Puts somebody on the list.
fn add(officer: &Client, id: &str, who: MemberId) {
    let who = who.to_string();
    officer
        .post(&format!("/rounds/{id}/lines/add"), &[("member", &who)])
        .expect(303);
}

/// What an officer notes of one line of the signed list.
fn note(officer: &Client, sheet: &str, who: MemberId, what: &str, more: &[(&str, &str)]) {
    let lines = officer.get_json(sheet).expect(200).json();
    let all = lines["lines"].as_array().unwrap();
    let line = all.iter().find(|l| l["member"] == who.to_string()).unwrap();
    let number = line["number"].to_string();
    let fields: Vec<(&str, &str)> = [("line", number.as_str())]
        .into_iter()
        .chain(more.iter().copied())
        .collect();
    officer.post(&format!("{sheet}/{what}"), &fields).expect(303);
}

/// Goods of a closed round lie where they lie.
fn nothing_moves(s: &Story, officer: &Client, id: &str, bought: &str) {
    for what in ["more", "take", "keep"] {
        let fields = [
            ("round", id),
            ("good", &rice(s)),
            ("what", what),
            ("quantity", "1"),
            ("day", "2027-09-20"),
            ("why", "盘点"),
        ];
        officer.post("/stock/move", &fields).expect(409);
    }
    let cancel = [("version", "1"), ("why", "登记错了")];
    officer
        .post(&format!("/purchases/{bought}/cancel"), &cancel)
        .expect(409);
}

#[test]
fn a_round_goes_from_its_list_to_a_stock_of_zero() {
    story(stage, |s| {
        s.clock.set(at("2027-09-20"));
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        let a = member(s, "王芳", Some(s.group), "2020-01-01");
        let b = member(s, "李静", None, "2020-01-01");
        let c = member(s, "赵敏", Some(s.group), "2020-01-01");
        let id = draft(&officer, &[]);
        list(s, &officer, &id, &[("like", ""), ("joined_until", "2020-12-31")]);
        let page = officer.get(&format!("/rounds/{id}")).expect(200);
        assert!(page.shows("300.00") && page.shows("语文组"), "{}", page.text());
        // nobody approves what they made themselves
        let own = [("version", version(s, &id))];
        let own: Vec<(&str, &str)> = own.iter().map(|(k, v)| (*k, v.as_str())).collect();
        assert!(
            officer
                .post(&format!("/rounds/{id}/approve"), &own)
                .expect(409)
                .shows("另一位负责人")
        );
        chair.post(&format!("/rounds/{id}/approve"), &own).expect(303);
        // without goods nothing is handed out
        let hand = format!("/rounds/{id}/hand");
        let short = chair.post(&hand, &[("version", &version(s, &id))]).expect(422);
        assert!(short.shows("先登记采购"), "{}", short.text());
        buy(s, &officer, &id, "8");
        chair.post(&hand, &[("version", &version(s, &id))]).expect(303);
        chair.post(&hand, &[("version", &version(s, &id))]).expect(409);
        // two sign, in a group and in none
        let sign = |all: &[(MemberId, &str)]| {
            officer
                .post("/stage/sign", &[("round", &id), ("all", &signed(all))])
                .expect(303);
        };
        sign(&[(a, "2027-09-19"), (b, "2027-09-20")]);
        assert_eq!(
            (posted(s, TIMES.key), posted(s, "round.money"), lies(s, &id)),
            (2, 60_000, 4)
        );
        sound(s);
        let year = Span::year(2027).unwrap();
        let union = s.union;
        let had = s
            .store
            .read(|r| given::so_far(r, union, a, given::Kind::Festival, year))
            .unwrap();
        assert_eq!((had.times, had.amount), (1, Money::from_fen(30_000)));
        // one was a mistake, the third comes
        sign(&[(b, "2027-09-20"), (c, "2027-09-20")]);
        assert_eq!((posted(s, TIMES.key), lies(s, &id)), (2, 4));
        sound(s);
        left_over(s, &officer, &id);
    });
}

#[test]
fn strangers_other_unions_and_group_leaders_see_what_is_theirs() {
    story(stage, |s| {
        s.clock.set(at("2027-09-20"));
        let officer = s.person(Role::Officer);
        member(s, "王芳", Some(s.group), "2020-01-01");
        let apart = s.body("体育组", None);
        member(s, "赵强", Some(apart), "2020-01-01");
        let id = draft(&officer, &[]);
        list(s, &officer, &id, &[]);
        let page = format!("/rounds/{id}");
        let (leader, _) = s.local(Role::GroupLeader, s.group);
        for path in [page.clone(), format!("{page}/lines"), format!("{page}/checks")] {
            let shown = leader.get(&path).expect(200);
            assert!(
                !shown.shows("赵强") && !shown.shows("体育组"),
                "{path}: {}",
                shown.text()
            );
            assert!(!leader.get_json(&path).expect(200).text().contains("赵强"), "{path}");
        }
        assert!(leader.get(&format!("{page}/lines")).expect(200).shows("王芳"));
        assert_eq!(
            leader.get(&format!("{page}/lines?body={apart}")).status,
            404,
            "another group's lines"
        );
        for (form, path) in [("edit", "/edit"), ("whom", "/whom"), ("contents", "/contents")] {
            assert_eq!(leader.get(&format!("{page}{path}")).status, 403, "{form}");
        }
        leader
            .post(&format!("{page}/check"), &[("version", &version(s, &id))])
            .expect(403);
        assert_eq!(s.outsider(Role::Chair).get(&page).status, 404);
        assert_eq!(s.stranger().get(&page).status, 303);
        s.person(Role::MemberRole).get(&page).expect(403);
        s.person(Role::Auditor).get(&page).expect(200);
        s.person(Role::Auditor).get(&format!("{page}/lines")).expect(200);
        s.person(Role::Auditor).get(&format!("{page}/checks")).expect(200);
        s.person(Role::Auditor).get(&format!("{page}/list.xlsx")).expect(200);
        s.person(Role::Auditor).get("/stock").expect(200);
        s.person(Role::Auditor).get(&format!("{page}/edit")).expect(403);
        officer.get("/rounds").expect(200);
        for form in ["/edit", "/contents", "/whom"] {
            officer.get(&format!("{page}{form}")).expect(200);
        }
        officer.get("/rounds/new").expect(200);
        officer.get(&format!("/purchases/new?round={id}")).expect(200);
        officer.get(&format!("/stock/move?round={id}")).expect(200);
        assert_eq!(
            s.person(Role::Officer)
                .get(&format!("/rounds/{}", Id::<()>::NIL))
                .status,
            404
        );
    });
}

#[test]
fn people_sign_for_what_they_receive_and_a_round_closes_when_all_is_told() {
    story(stage, |s| {
        s.clock.set(at("2027-09-20"));
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        let (phone, a) = s.member(Role::MemberRole);
        let b = member(s, "李静", Some(s.group), "2020-01-01");
        let c = member(s, "赵敏", Some(s.group), "2020-01-01");
        let id = draft(&officer, &[]);
        list(s, &officer, &id, &[("by_hand", "1")]);
        for who in [a, b, c] {
            add(&officer, &id, who);
        }
        check(s, &officer, &id);
        let bought = buy(s, &officer, &id, "6");
        begin(s, &chair, &id);
        let page = officer.get_json(&format!("/rounds/{id}")).expect(200).json();
        let sheet = page["signatures"]["href"].as_str().unwrap().to_owned();
        phone.post(&format!("/me{sheet}/sign"), &[]).expect(303);
        phone.post(&format!("/me{sheet}/sign"), &[]).expect(409);
        let settle = || officer.post(&format!("/rounds/{id}/settle"), &[]);
        settle().expect(303);
        assert!(settle().expect(422).shows("没有新的签收"));
        assert_eq!((posted(s, TIMES.key), lies(s, &id)), (1, 4));
        // somebody fetches it for the second; the third does not come
        let fetched = [("fetched_on", "2027-09-20"), ("fetched_by", "王芳")];
        note(&officer, &sheet, b, "fetched", &fetched);
        let close = || officer.post(&format!("/rounds/{id}/close"), &[("version", &version(s, &id))]);
        assert!(close().expect(422).shows("还有 1 人没有签"));
        note(&officer, &sheet, c, "left", &[("left_why", "外派支教")]);
        assert!(
            close().expect(422).shows("没有去处"),
            "what is left over needs a decision"
        );
        let rest = [("round", id.clone()), ("good", rice(s)), ("what", "return".to_owned())];
        let mut rest: Vec<(&str, &str)> = rest.iter().map(|(k, v)| (*k, v.as_str())).collect();
        rest.extend([("quantity", "2"), ("day", "2027-09-20"), ("why", "一人未领，退回")]);
        officer.post("/stock/move", &rest).expect(303);
        assert!(!officer.get(&format!("/rounds/{id}")).expect(200).shows("445.50"));
        close().expect(303);
        let page = officer.get(&format!("/rounds/{id}")).expect(200);
        assert!(page.shows("已办结"), "{}", page.text());
        // 6 bags at 148.50 for two people, told only now that nothing moves any more
        assert!(page.shows("445.50"), "{}", page.text());
        nothing_moves(s, &officer, &id, &bought);
        settle().expect(409);
        assert_eq!(
            (posted(s, TIMES.key), posted(s, "round.money"), lies(s, &id)),
            (2, 60_000, 0)
        );
        sound(s);
        // the supplier's payment is asked for once
        let pay = format!("/purchases/{bought}/pay");
        officer.post(&pay, &[]).expect(303);
        officer.post(&pay, &[]).expect(409);
        let shown = officer.get(&format!("/purchases/{bought}")).expect(200);
        assert!(shown.shows("891.00") && !shown.shows("申请付款"), "{}", shown.text());
    });
}

#[test]
fn the_night_counts_what_was_signed_for_during_the_day() {
    story(stage, |s| {
        s.clock.set(at("2027-09-20"));
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        let (phone, a) = s.member(Role::MemberRole);
        let id = draft(&officer, &[("kind", "warm"), ("festival", ""), ("title", "送温暖")]);
        list(s, &officer, &id, &[("by_hand", "1")]);
        add(&officer, &id, a);
        check(s, &officer, &id);
        buy(s, &officer, &id, "2");
        begin(s, &chair, &id);
        let page = officer.get_json(&format!("/rounds/{id}")).expect(200).json();
        let sheet = page["signatures"]["href"].as_str().unwrap().to_owned();
        phone.post(&format!("/me{sheet}/sign"), &[]).expect(303);
        let (union, clock) = (s.union, s.clock.clone());
        let nobody = web::AccountId::new(uuid::Uuid::nil());
        let noted: Result<_, ::store::Error> = s
            .store
            .write(move |w| jobs::add(w, &clock, union, nobody, handing::JOB, "").map(drop));
        noted.unwrap();
        while jobs::runner::step(&s.store, &s.clock, &[handing::job()]).unwrap() {}
        assert_eq!((posted(s, "visit.person_times"), posted(s, "visit.money")), (1, 30_000));
        assert_eq!(lies(s, &id), 0);
        sound(s);
    });
}
