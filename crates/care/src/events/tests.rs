//! Stories of life events, on both databases.

use kernel::Instant;
use org::{MemberId, NewMember, Role, members::Particulars};
use testkit::{Client, Story, story};

use crate::{
    tests::kit,
    visits::reasons::{ReasonId, model::seeds},
};

/// The id of a reason that comes with the program.
pub(crate) fn reason(name: &str) -> String {
    let id: ReasonId = seeds().into_iter().find(|r| r.says.name == name).unwrap().id;
    id.to_string()
}

/// A member of the group, with an account of their own.
pub(crate) fn somebody(s: &Story, name: &str) -> MemberId {
    member_with(s, name, |p| p)
}

fn member_with(s: &Story, name: &str, more: fn(Particulars) -> Particulars) -> MemberId {
    let (clock, union, group, name) = (s.clock.clone(), s.union, s.group, name.to_owned());
    let made: Result<MemberId, store::Error> = s.store.write(move |w| {
        let mut new = NewMember::of(more(Particulars::default()));
        new.name = name.clone();
        new.group = Some(group);
        org::add_member(w, &clock, union, new)
    });
    made.unwrap()
}

/// Who leads the group and nothing else.
pub(crate) fn leader(s: &Story) -> (Client, MemberId) {
    let (client, member) = s.member_with_password(Role::MemberRole, "xiaozu", "chang-mima-2026");
    s.grant(member, Role::GroupLeader, Some(s.group));
    (client, member)
}

/// Tells of an event; gives the page of the visit.
pub(crate) fn tell(who: &Client, member: MemberId, name: &str, happened: &str) -> testkit::Answer {
    let (member, reason) = (member.to_string(), reason(name));
    who.post(
        "/visits/events/new",
        &[
            ("member", &*member),
            ("reason", &reason),
            ("happened", happened),
            ("known", "2026-11-20"),
            ("note", "阑尾炎手术"),
        ],
    )
}

fn event_of(who: &Client, visit: &str) -> String {
    let json = who.get_json(visit).json();
    format!("/visits/events/{}", json["visit"]["event"].as_str().unwrap())
}

#[test]
fn an_event_is_told_once_and_stands_as_a_task_with_the_leader() {
    story(kit, |s| {
        let (leader, me) = leader(s);
        let patient = somebody(s, "陈静");
        let officer = s.person(Role::Officer);
        assert!(officer.get("/visits/events/new?q=陈静").expect(200).shows("陈静"));
        let visit = tell(&officer, patient, "生病住院", "2026-11-18").expect(303).location();
        let page = leader.get(&visit).expect(200);
        assert!(page.shows("生病住院") && page.shows("11月23日"), "{}", page.text());
        let tasks = s
            .store
            .read(|r| {
                flow::between(
                    r,
                    s.union,
                    kernel::Date::FIRST,
                    kernel::Date::LAST,
                    &flow::Filter::default(),
                )
            })
            .unwrap();
        assert_eq!(tasks.len(), 1);
        assert_eq!(tasks[0].owner, Some(me));
        assert!(
            !tasks[0].title.contains("陈静") && !tasks[0].title.contains("住院"),
            "health is not in a task's title"
        );
        let closed = leader.post(
            &format!("/tasks/{}/drop", tasks[0].id),
            &[("version", "1"), ("why", "不去")],
        );
        assert_eq!(closed.status, 409, "it is ended where it is recorded");

        let again = tell(&leader, patient, "生病住院", "2026-11-19").expect(409);
        assert!(again.shows("登记过") && again.shows("打开看看"), "{}", again.text());
        let event = event_of(&officer, &visit);
        let (patient, hospital) = (patient.to_string(), reason("生病住院"));
        let another = [
            ("member", &*patient),
            ("reason", &*hospital),
            ("happened", "2026-11-19"),
            ("known", "2026-11-20"),
            ("another", "1"),
        ];
        officer.post("/visits/events/new", &another).expect(303);

        let sealed = leader.get(&event).expect(200);
        assert!(
            !sealed.shows("阑尾炎") && sealed.shows("内容已加密"),
            "{}",
            sealed.text()
        );
        assert_eq!(s.outsider(Role::Chair).get(&event).status, 404);
        assert_eq!(s.person(Role::MemberRole).get(&event).status, 403);
    });
}

#[test]
fn a_group_leader_tells_of_their_own_group_and_a_member_of_themself() {
    story(kit, |s| {
        let (leader, _) = leader(s);
        let (_, other) = s.member(Role::MemberRole);
        assert_eq!(tell(&leader, other, "结婚", "2026-11-18").status, 403);
        let ours = somebody(s, "周敏");
        tell(&leader, ours, "结婚", "2026-11-18").expect(303);
        let list = leader.get("/visits").expect(200);
        assert!(list.shows("周敏"), "{}", list.text());

        let (member, _) = s.member(Role::MemberRole);
        assert!(member.get("/me/care/report").expect(200).shows("结婚"));
        let form = [
            ("reason", &*reason("生育")),
            ("happened", "2026-11-15"),
            ("note", "母子平安"),
        ];
        member.post("/me/care/report", &form).expect(303);
        assert!(member.get("/me/care").expect(200).shows("工会会来看您"));
        assert_eq!(member.post("/me/care/report", &form[..2]).status, 409, "once is enough");
        let theirs = leader.get_json("/visits").json();
        assert_eq!(theirs["visits"].as_array().unwrap().len(), 1, "only their group");
        assert!(s.person(Role::Officer).get("/visits").expect(200).shows("生育"));
    });
}

#[test]
fn what_was_told_is_changed_opened_and_withdrawn() {
    story(kit, |s| {
        let (officer, _) = s.member_with_password(Role::Officer, "weiyuan2", "chang-mima-2026");
        let patient = somebody(s, "陈静");
        let visit = tell(&officer, patient, "生病住院", "2026-11-18").expect(303).location();
        let event = event_of(&officer, &visit);
        assert!(
            officer
                .get(&format!("{event}/edit"))
                .expect(200)
                .shows("原来的内容已加密")
        );
        let days = [
            ("version", "1"),
            ("happened", "2026-11-10"),
            ("known", "2026-11-15"),
            ("note", ""),
        ];
        let due = || {
            officer.get_json(&visit).json()["visit"]["due"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        assert_ne!(due(), "2026-11-18");
        officer.post(&format!("{event}/edit"), &days).expect(303);
        assert_eq!(due(), "2026-11-18", "the visit moves with it");
        assert_eq!(
            officer.post(&format!("{event}/edit"), &days).status,
            409,
            "somebody changed it"
        );
        let reveal = [("purpose", "核对走访内容"), ("_password", "chang-mima-2026")];
        officer.post(&format!("{event}/reveal"), &reveal).expect(303);
        let open = officer.get(&event).expect(200);
        assert!(
            open.shows("阑尾炎手术") && open.shows("核对走访内容"),
            "{}",
            open.text()
        );
        officer
            .post(&format!("{event}/withdraw"), &[("version", "2"), ("why", "登记错了人")])
            .expect(303);
        assert!(officer.get(&event).expect(200).shows("登记错了人"));
        assert_eq!(officer.get_json(&visit).json()["visit"]["status"], "withdrawn");
        assert!(!officer.get("/visits").expect(200).shows("陈静"));
        assert_eq!(officer.get(&format!("{event}/edit")).status, 409);
    });
}

#[test]
fn the_register_tells_of_birthdays_and_retirements_and_never_twice() {
    story(kit, |s| {
        use org::members::Field;
        let celebrates = member_with(s, "吴倩", |p| p.with(Field::Born, "1988-11-26").unwrap());
        member_with(s, "郑国强", |p| {
            p.with(Field::Born, "1966-04-10")
                .unwrap()
                .with(Field::Sex, "male")
                .unwrap()
        });
        let look = |at: Instant| {
            let union = s.union;
            let n: Result<usize, store::Error> = s.store.write(move |w| super::watch::look(w, union, at));
            n.unwrap()
        };
        let now = s.clock.now();
        assert_eq!(look(now), 1, "a birthday within a week");
        assert_eq!(look(now.plus_millis(86_400_000)), 0, "never twice");
        let officer = s.person(Role::Officer);
        let list = officer.get("/visits").expect(200);
        assert!(list.shows("吴倩") && list.shows("生日"), "{}", list.text());
        let told = s
            .store
            .read(|r| crate::visits::store::of_member(r, s.union, celebrates))
            .unwrap();
        assert_eq!(told[0].due.to_string(), "2026-11-26");
        let december = now.plus_millis(86_400_000 * 20);
        assert_eq!(look(december), 1, "the severe cold asks an officer whom to visit");
        assert_eq!(look(december), 0);
    });
}

#[test]
fn reasons_are_the_unions_own() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        assert!(officer.get("/visits/reasons").expect(200).shows("生病住院"));
        assert!(officer.get("/visits/reasons/new").expect(200).shows("提前几天提示"));
        let form = |name: &str, days: &str| {
            let fields = [
                ("name", name),
                ("begins", "reported"),
                ("due_days", days),
                ("visitors", "1"),
                ("kind", "visit"),
            ];
            officer.post("/visits/reasons/new", &fields)
        };
        assert_eq!(form("子女高考", "400").status, 422);
        let own = form("子女高考", "5").expect(303).id();
        assert_eq!(form("子女高考", "5").status, 422, "one of a name");
        let path = format!("/visits/reasons/{own}");
        assert!(officer.get(&format!("{path}/edit")).expect(200).shows("子女高考"));
        let edit = [
            ("version", "1"),
            ("name", "子女升学"),
            ("begins", "reported"),
            ("due_days", "7"),
            ("visitors", "1"),
            ("kind", "children"),
        ];
        officer.post(&format!("{path}/edit"), &edit).expect(303);
        assert_eq!(
            officer.post(&format!("{path}/edit"), &edit).status,
            409,
            "another version stands"
        );
        let page = officer.get(&path).expect(200);
        assert!(
            page.shows("子女升学") && page.shows("第 1 版：子女高考"),
            "{}",
            page.text()
        );
        officer.post(&format!("{path}/end"), &[("version", "2")]).expect(303);
        assert!(!officer.get("/visits/events/new").expect(200).shows("子女升学"));
        officer.post(&format!("{path}/revive"), &[("version", "3")]).expect(303);
        assert!(officer.get("/visits/events/new").expect(200).shows("子女升学"));
        // one that came with the program becomes the union's own with its first change
        let seed = format!("/visits/reasons/{}", reason("结婚"));
        officer.post(&format!("{seed}/end"), &[("version", "0")]).expect(303);
        assert!(!officer.get("/visits/events/new").expect(200).shows("结婚"));
        assert_eq!(
            s.person(Role::Treasurer)
                .post(&format!("{path}/end"), &[("version", "4")])
                .status,
            403
        );
    });
}
