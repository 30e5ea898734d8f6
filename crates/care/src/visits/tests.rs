//! Stories of visits, on both databases.

mod eyes;
mod mending;
mod money;

use facts::Span;
use org::{MemberId, Role};
use testkit::{Answer, Client, Story, story};

use crate::{
    events::tests::{leader, somebody, tell},
    given::{self, Kind},
    tests::kit,
};

/// What is typed about a visit of two with 500 yuan.
fn told<'a>(who: &'a [String], day: &'a str, amount: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("day", day),
        ("way", "walk"),
        ("present", "money"),
        ("amount", amount),
        ("signed_by", "家属"),
    ];
    fields.extend(who.iter().map(|id| ("visitors", id.as_str())));
    fields.retain(|(name, _)| !more.iter().any(|(new, _)| new == name));
    fields.extend(more);
    fields
}

struct Stage {
    officer: Client,
    member: MemberId,
    two: Vec<String>,
    visit: String,
}

/// A member in hospital, an officer, and two who go.
fn stage(s: &Story) -> Stage {
    let (officer, me) = s.member(Role::Officer);
    let member = somebody(s, "陈静");
    let other = somebody(s, "李红");
    let visit = tell(&officer, member, "生病住院", "2026-11-18").expect(303).id();
    Stage {
        officer,
        member,
        two: vec![me.to_string(), other.to_string()],
        visit,
    }
}

impl Stage {
    fn record(&self, day: &str, amount: &str, more: &[(&str, &str)]) -> Answer {
        self.officer.post(
            &format!("/visits/{}/record", self.visit),
            &told(&self.two, day, amount, more),
        )
    }
    fn version(&self) -> String {
        let json = self.officer.get_json(&format!("/visits/{}", self.visit)).json();
        json["visit"]["version"].to_string()
    }
    /// Takes the record back.
    fn back(&self) -> Answer {
        let version = self.version();
        self.officer.post(
            &format!("/visits/{}/withdraw", self.visit),
            &[("version", &*version), ("why", "登记错了")],
        )
    }
}

/// The sums of visits in the register: times, households, money in fen.
fn sums(s: &Story) -> Vec<i64> {
    let all = s
        .store
        .read(|r| facts::register::store::totals(r, s.union, Span::year(2026).unwrap()))
        .unwrap();
    ["visit.person_times", "visit.households", "visit.money"]
        .iter()
        .map(|key| all.iter().find(|t| t.measure == *key).map_or(0, |t| t.quantity))
        .collect()
}

fn differences(s: &Story) -> Vec<String> {
    let found = s.store.read(|r| super::check(r, s.union)).unwrap();
    found.into_iter().map(|d| d.what).collect()
}

#[test]
fn a_visit_is_recorded_counts_and_ends_its_task() {
    story(kit, |s| {
        let t = stage(s);
        let form = t.officer.get(&format!("/visits/{}/record", t.visit)).expect(200);
        assert!(form.shows("至少 2 人"), "{}", form.text());
        t.record("2026-11-20", "500", &[]).expect(303);
        assert_eq!(sums(s), [1, 1, 50_000]);
        let page = t.officer.get(&format!("/visits/{}", t.visit)).expect(200);
        assert!(
            page.shows("500.00") && page.shows("李红") && page.shows("家属"),
            "{}",
            page.text()
        );
        let year = Span::year(2026).unwrap();
        let got = s
            .store
            .read(|r| given::so_far(r, s.union, t.member, Kind::Hospital, year))
            .unwrap();
        assert_eq!((got.times, got.amount.fen()), (1, 50_000));
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
        assert!(tasks.iter().all(|t| !t.state.is_open()), "the task is done");
        assert_eq!(differences(s), Vec::<String>::new());

        // twice for one event: whoever comes second is told who was first, and adds a photo
        let other = s.person(Role::Officer);
        let second = other.post(
            &format!("/visits/{}/record", t.visit),
            &told(&t.two, "2026-11-20", "600", &[]),
        );
        assert_eq!(second.status, 409);
        assert!(second.shows("登记了这次走访"), "{}", second.text());
        let photo = ("photos", "合影.png", png());
        other
            .upload(
                &format!("/visits/{}/photos", t.visit),
                &[],
                &[(photo.0, photo.1, &photo.2)],
            )
            .expect(303);
        assert_eq!(other.post(&format!("/visits/{}/photos", t.visit), &[]).status, 422);
        assert!(
            t.officer
                .get(&format!("/visits/{}", t.visit))
                .expect(200)
                .shows("合影.png")
        );
        assert_eq!(sums(s), [1, 1, 50_000]);
    });
}

/// A small picture.
fn png() -> Vec<u8> {
    let hex = "89504e470d0a1a0a0000000d4948445200000001000000010806000000\
               1f15c4890000000d49444154789c63f8cfc0f01f0005000\
               1ff89993d1d0000000049454e44ae426082";
    let digits: String = hex.chars().filter(char::is_ascii_hexdigit).collect();
    (0..digits.len() / 2)
        .map(|i| u8::from_str_radix(&digits[i * 2..i * 2 + 2], 16).unwrap())
        .collect()
}

#[test]
fn the_same_form_sent_again_after_days_makes_nothing_twice() {
    story(kit, |s| {
        let t = stage(s);
        let form = "0198f000-0000-7000-8000-00000000aaaa";
        t.record("2026-11-20", "500", &[("form", form)]).expect(303);
        let again = t.record("2026-11-20", "500", &[("form", form)]);
        assert_eq!(again.status, 303, "the phone had not heard the answer");
        assert_eq!(sums(s), [1, 1, 50_000]);
        assert_eq!(differences(s), Vec::<String>::new());
    });
}

#[test]
fn what_cannot_be_is_refused_and_says_what_to_do() {
    story(kit, |s| {
        let t = stage(s);
        let refused = |answer: Answer, says: &str| {
            assert_eq!(answer.status, 422, "{}", answer.text());
            assert!(answer.shows(says), "{says}: {}", answer.text());
        };
        refused(t.record("2026-11-17", "500", &[]), "早于事情发生");
        refused(t.record("2026-11-22", "500", &[]), "不能在今天以后");
        refused(t.record("2026-11-20", "0", &[]), "请填金额");
        refused(
            t.record("2026-11-20", "500", &[("present", "none")]),
            "慰问金还是慰问品",
        );
        let alone = Stage {
            two: vec![t.member.to_string()],
            officer: s.person(Role::Officer),
            member: t.member,
            visit: t.visit.clone(),
        };
        refused(alone.record("2026-11-20", "500", &[]), "被走访的会员本人");
        let one = Stage {
            two: t.two[..1].to_vec(),
            ..alone
        };
        refused(one.record("2026-11-20", "500", &[]), "至少 2 人");
        one.record("2026-11-20", "500", &[("reason", "同去的老师临时有课")])
            .expect(303);
    });
}

#[test]
fn nobody_records_a_visit_to_oneself() {
    story(kit, |s| {
        let (officer, me) = s.member(Role::Officer);
        let visit = tell(&officer, me, "结婚", "2026-11-18").expect(303).location();
        assert_eq!(officer.get(&format!("{visit}/record")).status, 403);
        let other = somebody(s, "李红").to_string();
        let answer = officer.post(
            &format!("{visit}/record"),
            &told(&[other.clone(), other], "2026-11-20", "500", &[]),
        );
        assert_eq!(answer.status, 403);
        let waived = officer.post(&format!("{visit}/waive"), &[("version", "1"), ("why", "不用了")]);
        assert_eq!(waived.status, 403);
    });
}

/// A confirmed rule of the union's own, from a day on: at most so many yuan.
fn cap(s: &Story, value: &str, severity: &str, from: &str) {
    let form = [
        ("key", "hospital.plain"),
        ("value", value),
        ("basis", "本校慰问办法第三条"),
        ("severity", severity),
        ("from", from),
    ];
    let row = s.person(Role::Officer).post("/rules/own/new", &form).expect(303).id();
    s.person(Role::Chair)
        .post(&format!("/rules/rows/{row}/confirm"), &[])
        .expect(303);
}

fn with_rules() -> testkit::Kit {
    let mut kit = kit();
    kit.routes.extend(rules::routes().and(facts::routes()).into_list());
    kit
}

#[test]
fn over_the_cap_needs_a_reason_or_is_refused_as_the_rule_says() {
    story(with_rules, |s| {
        let t = stage(s);
        cap(s, "1000元", "reason", "2026-01-01");
        assert!(
            t.officer
                .get(&format!("/visits/{}", t.visit))
                .expect(200)
                .shows("1,000.00")
        );
        let over = t.record("2026-11-20", "1200", &[]);
        assert_eq!(over.status, 422);
        assert!(over.shows("本校慰问办法第三条"), "{}", over.text());
        t.record("2026-11-20", "1200", &[("reason", "重病，主席办公会同意")])
            .expect(303);
        t.back().expect(303);
        assert_eq!(sums(s), [0, 0, 0]);
        cap(s, "800元", "block", "2026-11-20");
        let blocked = t.record("2026-11-20", "1200", &[("reason", "重病，主席办公会同意")]);
        assert_eq!(blocked.status, 422, "no reason lifts what is forbidden");
        t.record("2026-11-20", "800", &[]).expect(303);
    });
}

#[test]
fn nothing_is_given_to_who_left_and_nothing_moves_in_a_closed_period() {
    story(with_rules, |s| {
        let t = stage(s);
        let (union, member, at) = (s.union, t.member, s.clock.now());
        let left: Result<(), web::Stop> = s.store.write(move |w| {
            let version = org::members::get(w, union, member)?.version;
            let seen = org::members::Seen {
                union,
                id: member,
                version,
            };
            let day = "2026-11-21".parse().unwrap();
            org::members::set_status(
                w,
                seen,
                org::Status::Resigned,
                day,
                false,
                &org::members::By::program(at),
            )?;
            Ok(())
        });
        left.unwrap();
        let gone = t.record("2026-11-21", "500", &[]);
        assert_eq!(gone.status, 422);
        assert!(gone.shows("不能再发放"), "{}", gone.text());
        let mut call = told(&t.two, "2026-11-20", "0", &[]);
        call.retain(|(name, _)| !matches!(*name, "present" | "amount"));
        call.push(("present", "none"));
        t.officer
            .post(&format!("/visits/{}/record", t.visit), &call)
            .expect(303);

        let chair = s.person(Role::Chair);
        chair.post("/register/periods", &[("period", "2026-10")]).expect(303);
        let other = somebody(s, "王芳");
        let visit = tell(&t.officer, other, "结婚", "2026-10-20").expect(303).location();
        let closed = t
            .officer
            .post(&format!("{visit}/record"), &told(&t.two, "2026-10-25", "300", &[]));
        assert_eq!(closed.status, 422);
        assert!(closed.shows("2026-10-25"), "{}", closed.text());
        t.officer
            .post(&format!("{visit}/record"), &told(&t.two, "2026-11-20", "300", &[]))
            .expect(303);
        s.clock.set(s.clock.now().plus_millis(15 * 86_400_000));
        let chair = s.person(Role::Chair);
        chair.post("/register/periods", &[("period", "2026-11")]).expect(303);
        let json = chair.get_json(&visit).json();
        let version = json["visit"]["version"].to_string();
        let back = chair.post(
            &format!("{visit}/withdraw"),
            &[("version", &*version), ("why", "登记错了")],
        );
        assert_eq!(back.status, 409);
        assert!(back.shows("已结账"), "{}", back.text());
    });
}

#[test]
fn a_record_is_corrected_taken_back_and_the_visit_let_be() {
    story(kit, |s| {
        let t = stage(s);
        t.record("2026-11-20", "500", &[("wish", "希望调整课时")]).expect(303);
        assert!(
            t.officer
                .get(&format!("/visits/{}/correct", t.visit))
                .expect(200)
                .shows("500")
        );
        let version = t.version();
        let path = format!("/visits/{}/correct", t.visit);
        let correct = |version: &str| {
            let mut fields = told(&t.two, "2026-11-21", "300", &[]);
            fields.push(("version", version));
            t.officer.post(&path, &fields).status
        };
        assert_eq!(correct(&version), 303);
        assert_eq!(correct(&version), 409, "somebody changed it");
        assert_eq!(sums(s), [1, 1, 30_000]);
        assert_eq!(differences(s), Vec::<String>::new());
        assert!(
            t.officer
                .get(&format!("/visits/{}/withdraw", t.visit))
                .expect(200)
                .shows("冲回")
        );
        t.back().expect(303);
        assert_eq!(sums(s), [0, 0, 0]);
        assert_eq!(differences(s), Vec::<String>::new());
        assert!(
            t.officer
                .get(&format!("/visits/{}/waive", t.visit))
                .expect(200)
                .shows("不走访")
        );
        let version = t.version();
        t.officer
            .post(
                &format!("/visits/{}/waive", t.visit),
                &[("version", &*version), ("why", "本人婉拒")],
            )
            .expect(303);
        assert!(
            t.officer
                .get(&format!("/visits/{}", t.visit))
                .expect(200)
                .shows("本人婉拒")
        );
        assert_eq!(t.record("2026-11-20", "500", &[]).status, 409);
        t.back().expect(303);
        t.record("2026-11-20", "500", &[]).expect(303);
        assert_eq!(differences(s), Vec::<String>::new());
    });
}

#[test]
fn what_is_asked_for_is_answered_and_lies_sealed() {
    story(kit, |s| {
        let t = stage(s);
        t.record(
            "2026-11-20",
            "500",
            &[("wish", "希望调整课时"), ("wish_by", "2026-11-25")],
        )
        .expect(303);
        let page = t.officer.get(&format!("/visits/{}", t.visit)).expect(200);
        assert!(!page.shows("希望调整课时") && page.shows("11月25日"), "{}", page.text());
        let answers = format!("/visits/answers/{}", t.visit);
        assert!(t.officer.get(&answers).expect(200).shows("答复内容"));
        let version = t.version();
        let form = |day: &'static str| {
            [
                ("version", version.clone()),
                ("answer", "已减两节课".to_owned()),
                ("day", day.to_owned()),
            ]
        };
        let post = |day| {
            let form = form(day);
            let fields: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
            t.officer.post(&answers, &fields)
        };
        assert_eq!(post("2026-11-19").status, 422);
        post("2026-11-21").expect(303);
        assert_eq!(t.officer.get(&answers).status, 409);
        assert!(
            t.officer
                .get(&format!("/visits/{}", t.visit))
                .expect(200)
                .shows("已减两节课")
        );
        let (reader, _) = s.member_with_password(Role::Officer, "weiyuan2", "chang-mima-2026");
        let reveal = [("purpose", "落实诉求"), ("_password", "chang-mima-2026")];
        reader.post(&format!("/visits/{}/reveal", t.visit), &reveal).expect(303);
        assert!(
            reader
                .get(&format!("/visits/{}", t.visit))
                .expect(200)
                .shows("希望调整课时")
        );
    });
}

#[test]
fn who_only_looks_sees_no_reason_of_illness_and_the_member_sees_their_own() {
    story(kit, |s| {
        let t = stage(s);
        t.record("2026-11-20", "500", &[]).expect(303);
        let auditor = s.person(Role::Auditor);
        for page in [
            "/visits",
            "/visits/month",
            "/visits/figures",
            &format!("/visits/{}", t.visit),
        ] {
            let shown = auditor.get(page).expect(200);
            assert!(!shown.shows("生病住院"), "{page}: {}", shown.text());
            assert!(
                !auditor.get_json(page).expect(200).text().contains("生病住院"),
                "{page}"
            );
        }
        for page in ["/visits?status=made", &format!("/visits/{}", t.visit)] {
            let shown = auditor.get(page).expect(200);
            assert!(shown.shows("陈静") && shown.shows("500.00"), "{page}: {}", shown.text());
        }
        for page in [
            "/visits?status=made",
            "/visits/month?year=2026&month=11",
            "/visits/figures?year=2026",
        ] {
            assert!(t.officer.get(page).expect(200).shows("生病住院"), "{page}");
        }
        let book = t.officer.get("/visits/sheet.xlsx");
        assert_eq!(book.status, 200);
        assert_eq!(auditor.get("/visits/sheet.xlsx").status, 403);
        assert_eq!(s.outsider(Role::Chair).get(&format!("/visits/{}", t.visit)).status, 404);
        let (leader, _) = leader(s);
        assert!(leader.get("/visits").expect(200).shows("陈静"));
        assert!(leader.get("/care").expect(200).shows("走访慰问"));

        let (member, id) = s.member(Role::MemberRole);
        let own = tell(&t.officer, id, "结婚", "2026-11-18").expect(303).location();
        t.officer
            .post(&format!("{own}/record"), &told(&t.two, "2026-11-20", "300", &[]))
            .expect(303);
        let page = member.get("/me/care").expect(200);
        assert!(page.shows("300.00") && page.shows("确认收到"), "{}", page.text());
        let visit = own.trim_start_matches("/visits/");
        member.post(&format!("/me/care/visits/{visit}/sign"), &[]).expect(303);
        assert_eq!(member.post(&format!("/me/care/visits/{visit}/sign"), &[]).status, 404);
        assert!(t.officer.get(&own).expect(200).shows("本人确认收到"));
    });
}
