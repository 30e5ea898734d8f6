//! Work recorded, corrected, withdrawn, through the doors, on both databases.

use facts::{Span, register::store::totals, verify};
use flow::{Field, NewTask, Stage, TaskId};
use kernel::{Clock, Date, Lang, Text, UnionId};
use org::{MemberId, Role, accounts::model::NewGrant};
use store::{Sql, Writer};
use testkit::{Answer, Client, Kit, Story, story};
use web::{Act, Actor, View};

/// What stories of this crate are told with.
pub(crate) fn kit() -> Kit {
    let mut migrations = archive::MIGRATIONS.to_vec();
    for more in [
        flow::MIGRATIONS,
        facts::MIGRATIONS,
        jobs::MIGRATIONS,
        dispatch::MIGRATIONS,
        crate::MIGRATIONS,
        organisation::MIGRATIONS,
    ] {
        migrations.extend_from_slice(more);
    }
    Kit {
        migrations,
        routes: crate::routes()
            .and(archive::routes())
            .and(organisation::members::routes())
            .and(organisation::rates::routes())
            .into_list(),
        start: vec![declare],
    }
}

fn declare(w: &Writer) -> Result<(), store::Error> {
    facts::register::store::declare(
        w,
        &crate::MEASURES.iter().chain(organisation::MEASURES).collect::<Vec<_>>(),
    )
}

/// A task of the union with this owner.
pub(crate) fn task(s: &Story, title: &str, field: Field, owner: Option<MemberId>, due: &str) -> TaskId {
    let mut new = NewTask::new(Text::new(title).unwrap(), field);
    new.owner = owner;
    new.due = Some(due.parse().unwrap());
    let (clock, union) = (s.clock.clone(), s.union);
    let made: Result<TaskId, store::Error> = s.store.write(move |w| add(w, &clock, union, &new));
    made.unwrap()
}

fn add(w: &Writer, clock: &Clock, union: UnionId, new: &NewTask) -> Result<TaskId, store::Error> {
    let mut actor = Actor::stranger(Lang::Zh);
    actor.union = union;
    let act = Act::new(View::new(w, &actor, clock), w);
    flow::add(&act, new).map_err(|_| store::Error::Other("a task was refused".to_owned()))
}

/// The year's total of a measure and how many facts are behind it.
pub(crate) fn total(s: &Story, measure: &str) -> (i64, i64) {
    let (union, span) = (s.union, Span::year(2026).unwrap());
    let all = s.store.read(|r| totals(r, union, span)).unwrap();
    all.iter()
        .find(|t| t.measure == measure)
        .map_or((0, 0), |t| (t.quantity, t.records))
}

fn stage(s: &Story, task: TaskId) -> (Stage, i64) {
    let union = s.union;
    let row = s.store.read(|r| flow::get(r, union, task)).unwrap();
    (row.state.stage(), row.version)
}

fn differences(s: &Story) -> Vec<String> {
    let union = s.union;
    let report = s.store.read(|r| verify::union(r, union, crate::CHECKS)).unwrap();
    report
        .differences
        .iter()
        .map(|d| format!("{}: {}", d.table, d.what))
        .collect()
}

fn tamper(s: &Story, sql: Sql) {
    let union = s.union;
    let done: Result<u64, store::Error> = s.store.write(move |w| w.run(sql, &[&union]));
    assert!(done.unwrap() > 0);
}

/// A visit recorded outside any task.
pub(crate) fn visit(who: &Client, day: &str, people: &str, money: &str) -> Answer {
    let fields = [
        ("kind", "visit"),
        ("title", "看望生病教师"),
        ("day", day),
        ("people", people),
        ("money", money),
    ];
    who.post("/works/new", &fields)
}

/// The smallest picture: one white point.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDAT\x78\x9c\x63\xf8\x0f\0\x01\x01\x01\0\xb1\x38\xf6\x14\0\0\0\0IEND\xaeB`\x82";

#[test]
fn a_task_is_closed_from_a_phone_with_a_photo() {
    story(kit, |s| {
        let (leader, member) = s.member(Role::GroupLeader);
        let task = task(s, "重阳节慰问退休教师", Field::Care, Some(member), "2026-10-18");
        let path = format!("/tasks/{task}/close");
        let form = leader.get(&path).expect(200);
        assert!(form.shows("name=\"kind\" value=\"visit\""), "the title tells the kind");
        assert!(form.shows("value=\"2026-10-18\"") && form.shows("重阳节慰问退休教师"));
        assert!(form.shows("慰问人次") && form.shows("data-money"), "{}", form.text());

        let fields = [
            ("kind", "visit"),
            ("version", "1"),
            ("title", "重阳节慰问退休教师"),
            ("day", "2026-10-18"),
            ("people", "12"),
            ("money", "3,600"),
            ("place", "教师新村"),
            ("result", "送去慰问金和节日问候。"),
        ];
        let done = leader
            .upload(&path, &fields, &[("photos", "现场.png", PNG)])
            .expect(303);
        assert!(done.location().starts_with("/works/"));
        assert_eq!(total(s, "visit.person_times"), (12, 1));
        assert_eq!(total(s, "visit.money"), (360_000, 1));
        assert_eq!(total(s, "visit.households"), (0, 0), "what was not told is not counted");
        assert_eq!(stage(s, task).0, Stage::Done);

        let page = leader.get(&done.location()).expect(200);
        for text in [
            "12 人次",
            "3,600.00 元",
            "教师新村",
            "现场.png",
            "/register/facts?measure=visit.money",
        ] {
            assert!(page.shows(text), "{text}: {}", page.text());
        }
        let json = leader.get_json(&done.location()).expect(200).json();
        assert_eq!(json["told"]["money"], "3600.00", "money in JSON is text in yuan");
        assert!(
            s.person(Role::Officer)
                .get("/works?year=2026&month=10")
                .expect(200)
                .shows("重阳节慰问退休教师")
        );
        assert_eq!(differences(s), Vec::<String>::new());
    });
}

#[test]
fn what_cannot_be_is_refused_and_what_was_typed_stays() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let refused = visit(&officer, "2026-11-22", "7", "").expect(422);
        assert!(
            refused.shows("看望生病教师") && refused.shows("这一天还没有到"),
            "{}",
            refused.text()
        );
        visit(&officer, "2026-11-20", "", "").expect(422);
        let other = [
            ("kind", "publicity"),
            ("title", "简报"),
            ("day", "2026-11-20"),
            ("people", "3"),
        ];
        assert!(officer.post("/works/new", &other).expect(422).shows("不统计这一项"));
        assert!(officer.get("/works/new?kind=publicity").expect(200).shows("宣传稿件"));

        let (union, clock) = (s.union, s.clock.clone());
        let shut: Result<u64, store::Error> = s.store.write(move |w| {
            let day = |d: &str| d.parse::<Date>().map_err(|_| store::Error::Other(d.to_owned()));
            let (first, last) = (day("2026-10-01")?, day("2026-10-31")?);
            w.run(
                CLOSE,
                &[
                    &union,
                    &clock.id::<()>(),
                    &first,
                    &last,
                    &clock.now(),
                    &clock.id::<()>(),
                ],
            )
        });
        shut.unwrap();
        let refused = visit(&officer, "2026-10-05", "7", "").expect(422);
        assert!(refused.shows("看望生病教师"));
        assert_eq!(total(s, "visit.person_times"), (0, 0));
        visit(&officer, "2026-11-05", "7", "").expect(303);
    });
}

const CLOSE: Sql = Sql::union(
    "INSERT INTO period_close (union_id, id, period, first_day, last_day, closed_at, closed_by)
     VALUES ($1, $2, '2026-10', $3, $4, $5, $6)",
);

#[test]
fn a_correction_takes_back_and_posts_anew() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let id = visit(&officer, "2026-11-20", "3", "600").expect(303).id();
        let edit = format!("/works/{id}/edit");
        assert!(officer.get(&edit).expect(200).shows("value=\"600.00\""));
        let fields = |version: &'static str, people: &'static str| {
            [
                ("kind", "visit"),
                ("version", version),
                ("title", "看望生病教师"),
                ("day", "2026-11-20"),
                ("people", people),
            ]
        };
        officer.post(&edit, &fields("1", "5")).expect(303);
        assert_eq!(
            total(s, "visit.person_times"),
            (5, 3),
            "posted, taken back, posted anew"
        );
        assert_eq!(total(s, "visit.money").0, 0, "the amount was taken out");
        officer.post(&edit, &fields("1", "9")).expect(409);
        assert_eq!(total(s, "visit.person_times").0, 5, "a stale form changes nothing");
        assert_eq!(differences(s), Vec::<String>::new());

        // words alone are corrected without touching the register
        let words = [
            ("kind", "visit"),
            ("version", "2"),
            ("title", "看望住院教师"),
            ("day", "2026-11-20"),
            ("people", "5"),
        ];
        officer.post(&edit, &words).expect(303);
        assert_eq!(total(s, "visit.person_times"), (5, 3));
        assert_eq!(differences(s), Vec::<String>::new());
    });
}

#[test]
fn work_withdrawn_nets_to_zero_and_its_task_is_open_again() {
    story(kit, |s| {
        let (leader, member) = s.member(Role::GroupLeader);
        let task = task(s, "走访困难职工", Field::Care, Some(member), "2026-11-18");
        let fields = [
            ("kind", "aid"),
            ("version", "1"),
            ("title", "走访困难职工"),
            ("day", "2026-11-18"),
            ("households", "4"),
        ];
        let id = leader.post(&format!("/tasks/{task}/close"), &fields).expect(303).id();
        assert_eq!(total(s, "aid.households").0, 4);
        let path = format!("/works/{id}/withdraw");
        leader.post(&path, &[("version", "1"), ("why", "")]).expect(422);
        leader.post(&path, &[("version", "1"), ("why", "记重了")]).expect(303);
        assert_eq!(total(s, "aid.households").0, 0);
        assert_eq!(stage(s, task).0, Stage::Open);
        let page = leader.get(&format!("/works/{id}")).expect(200);
        assert!(page.shows("记重了") && !page.shows("/withdraw\""));
        leader.post(&path, &[("version", "2"), ("why", "再撤一次")]).expect(409);
        assert_eq!(differences(s), Vec::<String>::new());
    });
}

#[test]
fn the_same_form_sent_twice_is_one_record() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let key = s.clock.id::<()>().to_string();
        let fields = [
            ("_once", key.as_str()),
            ("kind", "visit"),
            ("title", "看望生病教师"),
            ("day", "2026-11-20"),
            ("people", "2"),
        ];
        let first = officer.post("/works/new", &fields).expect(303).location();
        assert_eq!(officer.post("/works/new", &fields).expect(303).location(), first);
        assert_eq!(total(s, "visit.person_times"), (2, 1));
    });
}

#[test]
fn others_work_is_theirs() {
    story(kit, |s| {
        let (_, owner) = s.member(Role::GroupLeader);
        let other = s.person(Role::GroupLeader);
        let task = task(s, "走访困难职工", Field::Care, Some(owner), "2026-11-18");
        let path = format!("/tasks/{task}/close");
        let fields = [
            ("kind", "aid"),
            ("version", "1"),
            ("title", "走访困难职工"),
            ("day", "2026-11-18"),
            ("households", "4"),
        ];
        assert_eq!(other.get(&path).status, 404);
        assert_eq!(other.post(&path, &fields).status, 404);
        assert_eq!(s.outsider(Role::Chair).post(&path, &fields).status, 404);
        assert_eq!(s.person(Role::Auditor).post(&path, &fields).status, 403);
        assert_eq!(
            s.person(Role::Treasurer).post(&path, &fields).status,
            403,
            "seen, but not theirs to do"
        );
        assert_eq!(stage(s, task), (Stage::Open, 1));

        let id = visit(&s.person(Role::Officer), "2026-11-20", "3", "").expect(303).id();
        assert_eq!(s.outsider(Role::Chair).get(&format!("/works/{id}")).status, 404);
        assert_eq!(s.person(Role::MemberRole).get(&format!("/works/{id}")).status, 404);
        let again = [("version", "1"), ("why", "不是我的")];
        assert_eq!(other.post(&format!("/works/{id}/withdraw"), &again).status, 403);
        s.person(Role::Chair)
            .post(&format!("/works/{id}/withdraw"), &again)
            .expect(303);
    });
}

#[test]
fn verify_names_a_figure_changed_behind_the_doors() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        visit(&officer, "2026-11-20", "3", "600").expect(303);
        assert_eq!(differences(s), Vec::<String>::new());
        tamper(s, Sql::union("UPDATE work SET people = 30 WHERE union_id = $1"));
        let found = differences(s);
        assert!(
            found
                .iter()
                .any(|d| d == "work: it is not as the log tells it: people 3 → 30"),
            "{found:?}"
        );
        assert!(
            found.iter().any(|d| d.contains("the register does not count")),
            "{found:?}"
        );

        tamper(s, Sql::union("UPDATE work SET people = 3 WHERE union_id = $1"));
        assert_eq!(differences(s), Vec::<String>::new());
        tamper(
            s,
            Sql::union("UPDATE fact SET quantity = 31 WHERE union_id = $1 AND measure = 'visit.person_times'"),
        );
        let found = differences(s);
        assert!(
            found.iter().any(|d| d.starts_with("work: the register does not count")),
            "{found:?}"
        );
        assert!(found.iter().any(|d| d.starts_with("fact")), "{found:?}");
    });
}

#[test]
fn a_group_leader_records_for_their_group_alone() {
    story(kit, |s| {
        let (leader, member) = s.member_with_password(Role::MemberRole, "xiaozu", "chang-mima-2026");
        let (clock, union, group) = (s.clock.clone(), s.union, s.group);
        let granted: Result<(), store::Error> = s.store.write(move |w| {
            let mut grant = NewGrant::whole(Role::GroupLeader, clock.now().day());
            grant.place = Some(group);
            for account in org::accounts::store::of_member(w, union, member)? {
                org::accounts::store::grant(w, &clock, union, account, &grant, None)?;
            }
            Ok(())
        });
        granted.unwrap();

        let refused = visit(&leader, "2026-11-20", "3", "").expect(422);
        assert!(refused.shows("请选自己所在的分会或小组"), "{}", refused.text());
        let group = s.group.to_string();
        let fields = [
            ("kind", "visit"),
            ("title", "语文组看望产假教师"),
            ("day", "2026-11-20"),
            ("people", "1"),
            ("branch", &group),
        ];
        let done = leader.post("/works/new", &fields).expect(303).location();
        assert!(leader.get(&done).expect(200).shows("语文组"));
        visit(&s.person(Role::Officer), "2026-11-19", "4", "").expect(303);
        let list = leader.get("/works?year=2026&month=11").expect(200);
        assert!(
            list.shows("语文组看望产假教师") && !list.shows("看望生病教师"),
            "{}",
            list.text()
        );
    });
}
