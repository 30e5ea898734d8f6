//! Stories of transfers: within one tree, on paper, between two installations by file, and whatever may come between.

mod files;
mod own;
mod way;

use kernel::{Date, Instant, UnionId};
use org::{MemberId, Role, Status, members::history};
use testkit::{Answer, Client, Story, story};

use crate::tests::kit;

/// A number whose check character fits.
const NUMBER: &str = "11010519491231002X";

/// Lets the jobs run until there is nothing to do.
pub(super) fn carry(s: &Story) {
    let kinds: Vec<jobs::Kind> = dispatch::jobs(crate::LETTERS)
        .into_iter()
        .map(|(kind, _)| kind)
        .chain(crate::jobs().into_iter().map(|(kind, _)| kind))
        .collect();
    while jobs::runner::step(&s.store, &s.clock, &kinds).unwrap() {}
}

/// A school under the union of the story, and its chair at the doors.
pub(super) fn school(s: &Story, name: &str, sign_name: &str) -> (UnionId, Client) {
    let above = s.person(Role::Chair);
    let form = [
        ("name", name),
        ("kind", "grassroots"),
        ("day", "2026-11-21"),
        ("basis", "批复〔2026〕2号"),
        ("chair", "王芳"),
    ];
    let id = above
        .post(&format!("/org/tree/{}/found", s.union), &form)
        .expect(303)
        .id();
    let code = above.get_json(&format!("/org/tree/{id}")).json()["code"]
        .as_str()
        .unwrap()
        .to_owned();
    let chair = s.stranger();
    let word = [("sign_name", sign_name), ("password", "Gonghui-2026")];
    chair.post(&format!("/join/{code}"), &word).expect(303);
    sign_in(&chair, sign_name);
    (id.parse().unwrap(), chair)
}

pub(super) fn sign_in(who: &Client, name: &str) {
    who.post("/sign-in", &[("name", name), ("password", "Gonghui-2026")])
        .expect(303);
}

/// A member with everything that may travel.
pub(super) fn teacher(chair: &Client, name: &str) -> String {
    let form = [
        ("name", name),
        ("phone", "13700137000"),
        ("joined", "2015-09-01"),
        ("department", "教务处"),
        ("id_kind", "resident"),
        ("id_number", NUMBER),
    ];
    chair.post("/members/new", &form).expect(303).id()
}

/// The form of a transfer.
pub(super) fn wish<'a>(to: &'a str, version: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("version", version),
        ("to", to),
        ("dues_until", "2026-11"),
        ("dues", "12.5"),
        ("on", "2026-11-21"),
        ("reason", "工作调动"),
    ]
}

pub(super) fn status(s: &Story, union: UnionId, member: &str) -> Status {
    let member: MemberId = member.parse().unwrap();
    s.store
        .read(|r| org::members::store::get(r, union, member))
        .unwrap()
        .status
}

/// The member of a union with the number.
pub(super) fn holder(s: &Story, union: UnionId) -> Option<String> {
    let found = s.store.read(|r| {
        let number =
            kernel::identity::IdentityNumber::read(kernel::identity::IdentityKind::Resident, NUMBER, s.clock.today())
                .unwrap();
        org::members::sealed::with_identity(r, union, &number)
    });
    let found: Option<MemberId> = found.unwrap();
    found.map(|id| id.to_string())
}

/// Whether the register of a union holds the member on a day, as it says now.
pub(super) fn held(s: &Story, union: UnionId, member: Option<&String>, day: Date) -> bool {
    let Some(member) = member else { return false };
    let (member, now): (MemberId, Instant) = (member.parse().unwrap(), s.clock.now());
    let is = s.store.read(|r| history::as_of(r, union, member, day, now)).unwrap();
    is.is_some_and(|is| is.status.belongs())
}

/// Verify finds nothing, in any of the unions.
pub(super) fn sound(s: &Story) {
    facts::seal::all(&s.store, &s.clock).unwrap();
    for union in s.store.read(facts::verify::unions).unwrap() {
        let report = s.store.read(|r| facts::verify::union(r, union, crate::CHECKS)).unwrap();
        assert!(report.sound(), "{report:?}");
    }
}

/// What is counted of members in a union.
pub(super) fn figures(s: &Story, union: UnionId) -> Vec<(String, i64)> {
    const SUMS: store::Sql = store::Sql::union(
        "SELECT measure, CAST(SUM(quantity) AS BIGINT) FROM fact WHERE union_id = $1 AND measure LIKE 'member.m%'
         GROUP BY measure HAVING SUM(quantity) <> 0 ORDER BY measure",
    );
    let sums: Result<Vec<(String, i64)>, store::Error> = s
        .store
        .read(|r| r.rows(SUMS, &[&union], |row| Ok((row.get(0)?, row.get(1)?))));
    sums.unwrap()
}

/// A page that is sane in both languages.
pub(super) fn sane(who: &Client, path: &str) -> Answer {
    let english = who.get(&format!("{path}?lang=en")).expect(200);
    assert!(!english.shows("⟦"), "{path}: {}", english.text());
    let shown = who.get(&format!("{path}?lang=zh-Hans")).expect(200);
    assert!(!shown.shows("⟦"), "{path}: {}", shown.text());
    shown
}

#[test]
fn a_member_moves_between_two_unions_of_one_tree() {
    story(kit, |s| {
        let sender = s.person(Role::Chair);
        let (there, receiver) = school(s, "第三中学工会", "wangfang");
        let to = there.to_string();
        let member = teacher(&sender, "邹小燕");
        let path = format!("/members/{member}/move");
        assert!(sane(&sender, &path).shows("第三中学工会"));
        assert!(sender.get(&format!("{path}?q=第三")).expect(200).shows(&to));
        s.person(Role::Officer).post(&path, &wish(&to, "1")).expect(403);
        s.outsider(Role::Chair).post(&path, &wish(&to, "1")).expect(404);

        let sent = sender.post(&path, &wish(&to, "1")).expect(303);
        let id = sent.id();
        let page = format!("/transfers/{id}");
        assert_eq!(sent.location(), page);
        assert_eq!(status(s, s.union, &member), Status::Moving);
        assert!(receiver.get(&page).status == 404, "nothing has come yet");
        sender.post(&path, &wish(&to, "2")).expect(409);
        nothing_else_follows(&sender, &member, &page);
        assert!(sane(&sender, &path).shows("正在转接"));

        carry(s);
        seen_by_both(&sender, &receiver, &id);
        let inbox = flow_titles(s, there);
        assert_eq!(inbox, ["办理会员转接：邹小燕（来自实验小学工会）"]);
        s.outsider(Role::Chair).get(&page).expect(404);
        s.outsider(Role::Chair).get(&format!("/letters/{id}")).expect(404);

        no_acceptance(&receiver, &sender, &id);
        let accept = format!("{page}/accept");
        assert_eq!(holder(s, there), None, "what was refused left nothing");
        receiver
            .post(&accept, &[("version", "1"), ("on", "2026-11-21")])
            .expect(303);
        receiver
            .post(&accept, &[("version", "2"), ("on", "2026-11-21")])
            .expect(409);
        assert_eq!(status(s, s.union, &member), Status::Moving, "not known there yet");
        carry(s);

        assert_eq!(status(s, s.union, &member), Status::Moved);
        let came = holder(s, there);
        let today = s.clock.today();
        let both = |day: Date| (held(s, s.union, Some(&member), day), held(s, there, came.as_ref(), day));
        assert_eq!((both(today), both(today.plus_days(-1))), ((false, true), (true, false)));
        let came = receiver
            .get_json(&format!("/members/{}", came.unwrap()))
            .expect(200)
            .json();
        assert_eq!(came["joined"], "2015-09-01", "a member since then, here since today");
        assert_eq!(figures(s, s.union), [("member.moved_out".to_owned(), 1)]);
        assert_eq!(figures(s, there), [("member.moved_in".to_owned(), 1)]);
        assert!(flow_titles(s, there).is_empty());
        assert!(sane(&sender, &page).shows("第三中学工会已接收"));
        assert!(sane(&receiver, &page).shows("查看名册"));
        slips(&[&sender, &receiver], &id);
        sender.post(&format!("{page}/recall"), &[("version", "4")]).expect(409);
        assert_eq!(left_sealed(s), 0, "what was sealed for the way is gone");
        carry(s);
        sound(s);
    });
}

/// What each side sees of a letter that has come: the receiver who it is, and no more than is needed.
fn seen_by_both(sender: &Client, receiver: &Client, id: &str) {
    let page = format!("/transfers/{id}");
    let seen = sane(receiver, &page);
    assert!(seen.shows("邹小燕") && seen.shows("110105********002X") && seen.shows("13700137000"));
    assert!(!seen.shows(NUMBER) && !seen.shows("教务处"), "no more than is needed");
    assert!(sane(sender, &page).shows("等待第三中学工会接收"));
    assert!(sane(receiver, "/letters").shows("会员转接：邹小燕"));
    assert!(sender.get("/letters?side=sent").expect(200).shows("第三中学工会"));
    assert!(sane(receiver, &format!("/letters/{id}")).shows(&page));
}

/// While a transfer is under way, the membership is not changed by hand, and what is shown leads to the transfer.
fn nothing_else_follows(sender: &Client, member: &str, page: &str) {
    let stay = [("version", "2"), ("status", "kept"), ("on", "2026-11-21"), ("why", "x")];
    let refused = sender.post(&format!("/members/{member}/status"), &stay).expect(409);
    assert!(refused.shows(page), "it leads to the transfer");
    let back = [("version", "2"), ("why", "x")];
    sender
        .post(&format!("/members/{member}/status/take_back"), &back)
        .expect(409);
}

/// What is not accepted: on a day that cannot be, as another version, by the wrong union.
fn no_acceptance(receiver: &Client, sender: &Client, id: &str) {
    let accept = format!("/transfers/{id}/accept");
    for (version, on, status) in [
        ("1", "2026-11-20", 422),
        ("1", "2026-11-22", 422),
        ("9", "2026-11-21", 409),
    ] {
        receiver
            .post(&accept, &[("version", version), ("on", on)])
            .expect(status);
    }
    sender
        .post(&accept, &[("version", "1"), ("on", "2026-11-21")])
        .expect(404);
}

/// The slip, on screen and as a Word file.
fn slips(whose: &[&Client], id: &str) {
    for who in whose {
        let slip = sane(who, &format!("/transfers/{id}/slip"));
        assert!(slip.shows("会费交至2026年11月，每月会费12.50元（人民币壹拾贰元伍角整）") && slip.shows("回执"));
        let word = who.get(&format!("/transfers/{id}/slip.docx")).expect(200);
        let read = papers::read("slip.docx", &word.bytes, &papers::Limits::default()).unwrap();
        let text = read.plain_text();
        assert!(
            text.contains("工会会员组织关系接转单") && text.contains("2026年11月21日"),
            "{text}"
        );
    }
}

/// Sealed values that letters still hold.
fn left_sealed(s: &Story) -> i64 {
    const LEFT: store::Sql = store::Sql::house(
        "SELECT (SELECT COUNT(*) FROM letter_out WHERE sealed IS NOT NULL) + (SELECT COUNT(*) FROM letter_in WHERE sealed IS NOT NULL)",
        "a test",
    );
    let left: Result<i64, store::Error> = s.store.read(|r| r.one(LEFT, &[], |row| row.get(0)));
    left.unwrap()
}

/// The open tasks of a union, which somebody answers for.
fn flow_titles(s: &Story, union: UnionId) -> Vec<String> {
    const OPEN: store::Sql = store::Sql::union(
        "SELECT title FROM task WHERE union_id = $1 AND state = 'open' AND owner_id IS NOT NULL ORDER BY id",
    );
    let titles: Result<Vec<String>, store::Error> = s.store.read(|r| r.rows(OPEN, &[&union], |row| row.get(0)));
    titles.unwrap()
}

#[test]
fn a_transfer_is_returned_or_called_back_and_the_member_stays() {
    story(kit, |s| {
        let sender = s.person(Role::Chair);
        let (there, receiver) = school(s, "第三中学工会", "wangfang");
        let to = there.to_string();
        let member = teacher(&sender, "邹小燕");
        let path = format!("/members/{member}/move");

        let page = format!("/transfers/{}", sender.post(&path, &wish(&to, "1")).expect(303).id());
        carry(s);
        let back = format!("{page}/return");
        receiver.post(&back, &[("version", "1")]).expect(422);
        receiver
            .post(&back, &[("version", "1"), ("why", "未到我校报到")])
            .expect(303);
        carry(s);
        assert_eq!(status(s, s.union, &member), Status::Active);
        assert!(sane(&sender, &page).shows("未到我校报到"));
        assert_eq!(flow_titles(s, s.union), ["会员转接：邹小燕被第三中学工会退回，请核对"]);
        assert!(sane(&receiver, &page).shows("已退回"));

        // called back before it has come, and after
        let page = format!("/transfers/{}", sender.post(&path, &wish(&to, "3")).expect(303).id());
        sender.post(&format!("{page}/recall"), &[("version", "1")]).expect(303);
        sender.post(&format!("{page}/recall"), &[("version", "2")]).expect(409);
        carry(s);
        assert_eq!(status(s, s.union, &member), Status::Active);
        assert!(sane(&receiver, &page).shows("已撤回"));
        let accept = [("version", "1"), ("on", "2026-11-21")];
        receiver.post(&format!("{page}/accept"), &accept).expect(409);

        let page = format!("/transfers/{}", sender.post(&path, &wish(&to, "5")).expect(303).id());
        carry(s);
        sender.post(&format!("{page}/recall"), &[("version", "2")]).expect(303);
        carry(s);
        assert_eq!(status(s, s.union, &member), Status::Active);
        assert!(flow_titles(s, there).is_empty(), "nothing is to be done any more");
        receiver
            .post(&format!("{page}/return"), &[("version", "2"), ("why", "x")])
            .expect(409);

        // called back too late: the acceptance holds
        let page = format!("/transfers/{}", sender.post(&path, &wish(&to, "7")).expect(303).id());
        carry(s);
        sender.post(&format!("{page}/recall"), &[("version", "2")]).expect(303);
        receiver.post(&format!("{page}/accept"), &accept).expect(303);
        carry(s);
        assert_eq!(status(s, s.union, &member), Status::Moved);
        assert!(sane(&sender, &page).shows("对方已接收"));
        assert_eq!(figures(s, s.union), [("member.moved_out".to_owned(), 1)]);
        sound(s);
    });
}

#[test]
fn who_comes_back_is_the_same_member_again() {
    story(kit, |s| {
        let sender = s.person(Role::Chair);
        let (there, receiver) = school(s, "第三中学工会", "wangfang");
        let member = teacher(&sender, "邹小燕");
        let page = sender
            .post(&format!("/members/{member}/move"), &wish(&there.to_string(), "1"))
            .expect(303)
            .location();
        carry(s);
        let accept = [("version", "1"), ("on", "2026-11-21")];
        receiver.post(&format!("{page}/accept"), &accept).expect(303);
        carry(s);
        s.clock.set(s.clock.now().plus_millis(86_400_000));
        sign_in(&receiver, "wangfang");
        let sender = s.person(Role::Chair);
        let other = holder(s, there).unwrap();
        let mut back = wish("", "1");
        let own = s.union.to_string();
        back[1].1 = &own;
        back[4].1 = "2026-11-22";
        let page = receiver
            .post(&format!("/members/{other}/move"), &back)
            .expect(303)
            .location();
        carry(s);
        let group = s.group.to_string();
        let accept = [("version", "1"), ("on", "2026-11-22"), ("group", group.as_str())];
        sender.post(&format!("{page}/accept"), &accept).expect(303);
        carry(s);
        assert_eq!(holder(s, s.union), Some(member.clone()), "no second entry");
        assert_eq!(status(s, s.union, &member), Status::Active);
        let now = sender.get_json(&format!("/members/{member}")).expect(200).json();
        assert_eq!(
            (&now["group"], &now["particulars"]["department"]),
            (&group.into(), &"教务处".into())
        );
        assert_eq!(status(s, there, &other), Status::Moved);
        assert_eq!(
            figures(s, s.union),
            [("member.moved_in".to_owned(), 1), ("member.moved_out".to_owned(), 1)]
        );
        sound(s);
    });
}

#[test]
fn a_transfer_on_paper_is_answered_by_hand() {
    story(kit, |s| {
        let sender = s.person(Role::Chair);
        let member = teacher(&sender, "邹小燕");
        let path = format!("/members/{member}/move");
        let form = |outside: &'static str, version: &'static str| {
            let mut form = wish("", version);
            form[1] = ("outside", outside);
            form
        };
        sender.post(&path, &form("", "1")).expect(422);
        let mut both = wish("0190a0a0-0000-7000-8000-000000000001", "1");
        sender.post(&path, &both).expect(422);
        both.push(("outside", "外省一中工会"));
        sender.post(&path, &both).expect(422);
        let mut month = form("外省一中工会", "1");
        month[2].1 = "十一月";
        assert!(
            sender.post(&path, &month).expect(422).shows("外省一中工会"),
            "what was typed stays"
        );
        let page = format!(
            "/transfers/{}",
            sender.post(&path, &form("外省一中工会", "1")).expect(303).id()
        );
        assert_eq!(left_sealed(s), 0, "nothing travels");
        assert!(sane(&sender, &page).shows("登记对方的答复"));
        let answer = format!("{page}/answer");
        let says = |version: &'static str, answer: &'static str, on: &'static str| {
            [
                ("version", version),
                ("answer", answer),
                ("on", on),
                ("why", "回执第12号"),
            ]
        };
        sender.post(&answer, &says("1", "accepted", "2026-11-20")).expect(422);
        sender.post(&answer, &says("1", "returned", "2026-11-21")).expect(303);
        assert_eq!(status(s, s.union, &member), Status::Active);
        sender.post(&answer, &says("2", "accepted", "2026-11-21")).expect(409);

        let page = format!(
            "/transfers/{}",
            sender.post(&path, &form("外省一中工会", "3")).expect(303).id()
        );
        sender.post(&format!("{page}/recall"), &[("version", "1")]).expect(303);
        assert_eq!(status(s, s.union, &member), Status::Active, "at once");
        let page = format!(
            "/transfers/{}",
            sender.post(&path, &form("外省一中工会", "5")).expect(303).id()
        );
        let answer = format!("{page}/answer");
        s.outsider(Role::Chair)
            .post(&answer, &says("1", "accepted", "2026-11-21"))
            .expect(404);
        sender.post(&answer, &says("1", "accepted", "2026-11-21")).expect(303);
        assert_eq!(status(s, s.union, &member), Status::Moved);
        sound(s);
    });
}

#[test]
fn the_last_chair_hands_over_first() {
    story(kit, |s| {
        let (there, receiver) = school(s, "第三中学工会", "wangfang");
        let me = receiver.get_json("/members").json()["lines"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let path = format!("/members/{me}/move");
        let own = s.union.to_string();
        receiver.post(&path, &wish(&own, "1")).expect(409);
        let to = there.to_string();
        assert!(
            receiver.post(&path, &wish(&to, "1")).expect(409).shows("主席"),
            "to itself neither"
        );
    });
}
