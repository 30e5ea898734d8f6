//! Claims: told on a phone or by an officer, refused clearly, answered, paid, taken back.

use org::{MemberId, Role};
use testkit::{Answer, Client, Story, story};

use super::{HOSPITAL, act, covered, covered_by, kit, posted, somebody, somebody_as, verified, version, yuan};
use crate::given;

/// A stay as the form sends it.
pub(super) fn stay<'a>(from: &'a str, until: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("event", "stay"),
        ("from", from),
        ("until", until),
        ("what", "急性阑尾炎手术治疗"),
        ("hospital", "市第一人民医院"),
        ("grade", "third"),
        ("holder", "陈秋月"),
        ("bank", "工商银行合肥分行"),
        ("account", "6222 0213 0200 1234 567"),
    ]
}

/// The first cover of whoever looks.
pub(super) fn cover_of(member: &Client) -> String {
    let page = member.get_json("/me/insurance").expect(200).json();
    page["covers"][0]["id"].as_str().unwrap().to_owned()
}

pub(super) const PAPERS: &[(&str, &str)] = &[
    ("paper", "statement"),
    ("paper", "identity"),
    ("paper", "diagnosis"),
    ("paper", "discharge"),
];

#[test]
fn a_member_claims_on_a_phone_and_the_money_comes() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (member, who) = somebody(s, "陈秋月", "female", "1985-03-08", Some(s.group));
        covered(&officer);
        let cover = cover_of(&member);
        let own = format!("/me/insurance/{cover}");
        member.get(&own).expect(200);
        let named = [("name", "陈大海"), ("relation", "父亲")];
        member.post(&format!("{own}/beneficiary"), &named).expect(303);
        let page = member.get(&own).expect(200);
        assert!(page.shows("****") && !page.shows("陈大海"), "{}", page.text());
        assert!(member.get("/me/insurance/claim").expect(200).shows("住院津贴"));
        let mut form = stay("2026-11-01", "2026-11-10");
        form.push(("cover", &cover));
        let path = format!("/claims/{}", member.post("/me/insurance/claim", &form).expect(303).id());
        let page = member.get(&path).expect(200);
        assert!(
            page.shows("收集材料") && page.shows("240.00") && page.shows("**** 4567"),
            "{}",
            page.text()
        );
        assert!(!page.shows("阑尾炎") && !page.shows("6222"));
        assert!(officer.get("/inbox").expect(200).shows("1 份理赔待办理"));
        assert!(officer.get("/care").expect(200).shows("1 份理赔待办理"));

        let (other, _) = somebody(s, "王二", "male", "1985-03-08", None);
        other.get(&path).expect(404);
        other.get(&own).expect(404);
        s.person(Role::Auditor).get(&path).expect(404);
        s.person(Role::GroupLeader).get(&path).expect(404);
        assert_eq!(s.outsider(Role::Chair).get(&path).status, 404);
        let seen = s.person(Role::Auditor).get("/claims").expect(200);
        assert!(
            seen.shows("陈**") && !seen.shows("陈秋月") && !seen.shows("2026-11"),
            "{}",
            seen.text()
        );

        goes_its_way(s, (&officer, &member, who), &path);
    });
}

/// From the papers to the money, and back.
fn goes_its_way(s: &Story, (officer, member, who): (&Client, &Client, MemberId), path: &str) {
    act(officer, path, "send", &[("on", "2026-11-20")]).expect(409);
    act(officer, path, "papers", PAPERS).expect(303);
    assert!(officer.get(path).expect(200).shows("还缺：银行卡"));
    let mut all = PAPERS.to_vec();
    all.push(("paper", "bank"));
    act(officer, path, "papers", &all).expect(303);
    act(officer, path, "send", &[("on", "2026-11-22")]).expect(422);
    act(officer, path, "send", &[("on", "2026-11-18")]).expect(303);
    let grant = |money: &str, why: &str| {
        act(
            officer,
            path,
            "answer",
            &[
                ("answer", "grant"),
                ("on", "2026-11-20"),
                ("granted", money),
                ("why", why),
            ],
        )
    };
    assert!(grant("200", "").expect(422).shows("240"));
    assert!(
        act(officer, path, "answer", &[("answer", "refuse"), ("on", "2026-11-20")])
            .expect(422)
            .shows("原因")
    );
    grant("200", "扣除一天门诊观察").expect(303);
    act(officer, path, "pay", &[("on", "2026-11-19")]).expect(422);
    is_paid(s, (officer, member, who), path);
}

#[test]
fn what_was_typed_in_one_form_stands_in_no_other_of_its_page() {
    story(kit, |s| {
        let (_, path) = super::proving::begun(s);
        let officer = s.person(Role::Officer);
        let mut all = PAPERS.to_vec();
        all.push(("paper", "bank"));
        act(&officer, &path, "papers", &all).expect(303);
        act(&officer, &path, "send", &[("on", "2026-11-18")]).expect(303);
        // both the answer and the withdrawal ask why
        let once = |what: &str, form: &[(&str, &str)]| {
            let refused = act(&officer, &path, what, form).expect(422);
            let page = refused.text();
            let (before, after) = page.split_once(&format!("action=\"{path}/withdraw\"")).unwrap();
            (before.contains("标记缘由"), after.contains("标记缘由"))
        };
        let answer = [("answer", "grant"), ("on", "2026-11-20"), ("why", "标记缘由")];
        assert_eq!(once("answer", &answer), (true, false));
        let long = "标记缘由".repeat(60);
        assert_eq!(once("withdraw", &[("why", &long)]), (false, true));
    });
}

/// Recorded once, told to the member, to the register and to what they received; and taken back.
fn is_paid(s: &Story, (officer, member, who): (&Client, &Client, MemberId), path: &str) {
    let seen = version(officer, path);
    let pay = [("version", &*seen), ("on", "2026-11-21"), ("_once", "pay-1")];
    officer.post(&format!("{path}/pay"), &pay).expect(303);
    officer.post(&format!("{path}/pay"), &pay).expect(303);
    officer
        .post(&format!("{path}/pay"), &[("version", &*seen), ("on", "2026-11-21")])
        .expect(409);
    assert_eq!(
        (posted(s, "insurance.claims"), posted(s, "insurance.money")),
        (1, 20_000)
    );
    let union = s.union;
    let lines = s.store.read(|r| given::of_member(r, union, who)).unwrap();
    assert_eq!(
        (lines.len(), lines[0].amount, lines[0].kind),
        (1, yuan(200), given::Kind::Insurance)
    );
    assert!(member.get("/me/insurance").expect(200).shows("已到账"));
    assert!(member.get(path).expect(200).shows("200.00"));
    verified(s);
    act(officer, path, "unpay", &[("why", "记错了人")]).expect(303);
    assert_eq!((posted(s, "insurance.claims"), posted(s, "insurance.money")), (0, 0));
    assert_eq!(s.store.read(|r| given::of_member(r, union, who)).unwrap(), []);
    verified(s);
}

/// What an officer tells of a stay of somebody, with some of it told otherwise.
fn tell(officer: &Client, who: MemberId, cover: &str, days: (&str, &str), more: &[(&'static str, &str)]) -> Answer {
    let mut form = stay(days.0, days.1);
    form.push(("cover", cover));
    form.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    form.extend_from_slice(more);
    officer.post(&format!("/claims/new?member={who}"), &form)
}

#[test]
fn what_cannot_be_claimed_is_refused_with_the_reason() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (member, who) = somebody(s, "陈秋月", "female", "1985-03-08", None);
        covered(&officer);
        let cover = cover_of(&member);
        let says = |from: &str, until: &str, more: &[(&'static str, &str)], word: &str| {
            let answer = tell(&officer, who, &cover, (from, until), more).expect(422);
            assert!(answer.shows(word), "{word}: {}", answer.text());
            assert!(answer.shows("急性阑尾炎"), "what was typed stays");
        };
        let form = format!("/claims/new?member={who}&from=2026-11-01");
        assert!(officer.get(&form).expect(200).shows("2026-11-01"));
        let none = format!("/claims/new?member={who}&from=2026-02-01");
        assert!(officer.get(&none).expect(200).shows("没有生效的互助保障"));
        assert!(officer.get("/claims/new?q=陈秋月").expect(200).shows("陈秋月"));
        says("2026-02-25", "2026-11-10", &[], "保障从2026-03-01开始");
        says("2026-03-30", "2026-11-10", &[], "还在等待期内（到2026-03-30）");
        says("2026-11-10", "2026-11-01", &[], "出院日期早于入院日期");
        says("2026-11-10", "2026-11-30", &[], "日期还没到");
        says("2026-08-01", "2026-08-20", &[], "申报期限是2026-10-19");
        says("2026-11-01", "2026-11-10", &[("days", "30")], "住院天数与入院");
        says("2026-11-01", "2026-11-10", &[("event", "death")], "不保障这种情况");
        says("2026-11-01", "2026-11-10", &[("account", "62x")], "8 至 30 位数字");
        tell(&officer, who, &cover, ("2026-10-01", "2026-10-12"), &[]).expect(303);
        says("2026-10-10", "2026-10-20", &[], "2026-10-01开始的同一次");
        s.person(Role::Auditor).post("/claims/new", &[]).expect(403);
    });
}

#[test]
fn the_yearly_maximum_is_said_and_two_editors_do_not_overwrite_each_other() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (member, who) = somebody(s, "陈秋月", "female", "1985-03-08", None);
        covered(&officer);
        let cover = cover_of(&member);
        let first = tell(&officer, who, &cover, ("2026-10-01", "2026-10-12"), &[]).expect(303);
        let second = tell(&officer, who, &cover, ("2026-11-01", "2026-11-10"), &[]).expect(303);
        let (first, second) = (format!("/claims/{}", first.id()), format!("/claims/{}", second.id()));
        let page = officer.get(&second).expect(200);
        assert!(
            page.shows("超过年度限额") && page.shows("还有 80.00 元"),
            "{}",
            page.text()
        );
        assert!(officer.get(&format!("{second}/edit")).expect(200).shows("2026-11-01"));
        let seen = version(&officer, &second);
        let mut form = stay("2026-11-02", "2026-11-10");
        form.push(("version", &seen));
        officer.post(&format!("{second}/edit"), &form).expect(303);
        officer.post(&format!("{second}/edit"), &form).expect(409);
        act(&officer, &second, "withdraw", &[("why", "登记重复")]).expect(303);
        act(&officer, &second, "withdraw", &[("why", "登记重复")]).expect(409);
        tell(&officer, who, &cover, ("2026-11-01", "2026-11-10"), &[]).expect(303);
        assert!(officer.get("/claims?step=withdrawn").expect(200).shows("已撤回"));
        verified(s);
        let union = s.union;
        let change = ::store::Sql::union(
            "UPDATE claim SET benefit = benefit + 1 WHERE union_id = $1 AND event_on = '2026-10-01'",
        );
        s.store.write(move |w| w.run(change, &[&union])).unwrap();
        assert_eq!(s.store.read(|r| super::super::check(r, union)).unwrap().len(), 1);
        assert!(officer.get(&first).expect(200).shows("理赔"));
    });
}

#[test]
fn what_befell_somebody_is_read_with_a_trace_that_they_see() {
    story(kit, |s| {
        let (officer, _) = s.member_with_password(Role::Officer, "ganshi", "Zhijia-2026");
        let (member, _) = somebody(s, "陈秋月", "female", "1985-03-08", None);
        covered(&officer);
        let cover = cover_of(&member);
        let mut form = stay("2026-11-01", "2026-11-10");
        form.push(("cover", &cover));
        let path = format!("/claims/{}", member.post("/me/insurance/claim", &form).expect(303).id());
        assert!(!officer.get(&path).expect(200).shows("阑尾炎"));
        let ask = [("purpose", "核对理赔材料"), ("_password", "Zhijia-2026")];
        officer.post(&format!("{path}/reveal"), &ask).expect(303);
        let page = officer.get(&path).expect(200);
        assert!(page.shows("急性阑尾炎手术治疗") && page.shows("6222021302001234567") && page.shows("三级"));
        assert!(
            !member.get(&path).expect(200).shows("阑尾炎"),
            "another reader's reading lifts nothing for her"
        );
        assert!(
            member.get(&path).expect(200).shows("核对理赔材料"),
            "she sees who read it, and why"
        );
        let own = format!("/me/insurance/{cover}");
        member
            .post(
                &format!("{own}/beneficiary"),
                &[("name", "陈大海"), ("relation", "父亲")],
            )
            .expect(303);
        member
            .post(&format!("{own}/reveal"), &[("purpose", "核对")])
            .expect(303);
        assert!(member.get(&own).expect(200).shows("陈大海（父亲）"));

        let (chair, _) = s.member_with_password(Role::Chair, "zhuxi", "Zhijia-2026");
        let batch = chair.get_json("/enrolments").expect(200).json()["batches"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let batch = format!("/enrolments/{batch}");
        chair
            .post(
                &format!("{batch}/reveal"),
                &[("purpose", "报送办事处"), ("_password", "Zhijia-2026")],
            )
            .expect(303);
        let file = chair.get(&format!("{batch}/list.xlsx")).expect(200);
        let read = papers::read("名册.xlsx", &file.bytes, &papers::Limits::default()).unwrap();
        assert!(read.plain_text().contains("证件号码"));
    });
}

#[test]
fn a_refused_claim_says_why_to_the_member_and_to_others_once_they_say_what_for() {
    story(kit, |s| {
        let (officer, _) = s.member_with_password(Role::Officer, "ganshi", "Zhijia-2026");
        let (member, who) = somebody(s, "陈秋月", "female", "1985-03-08", None);
        covered(&officer);
        let cover = cover_of(&member);
        let mut form = stay("2026-11-01", "2026-11-10");
        form.push(("cover", &cover));
        let made = officer.post(&format!("/claims/new?member={who}"), &form).expect(303);
        let path = format!("/claims/{}", made.id());
        let mut all = PAPERS.to_vec();
        all.push(("paper", "bank"));
        act(&officer, &path, "papers", &all).expect(303);
        act(&officer, &path, "send", &[("on", "2026-11-18")]).expect(303);
        member
            .post(&format!("{path}/withdraw"), &[("version", "4"), ("why", "算了")])
            .expect(409);
        let no = [("answer", "refuse"), ("on", "2026-11-20"), ("why", "参加前已经患病")];
        act(&officer, &path, "answer", &no).expect(303);
        assert!(member.get(&path).expect(200).shows("未获给付：参加前已经患病"));
        let unread = |text: String| assert!(!text.contains("参加前已经患病"), "{text}");
        unread(officer.get(&path).expect(200).text());
        unread(officer.get_json(&path).expect(200).text());
        let ask = [("purpose", "核对答复"), ("_password", "Zhijia-2026")];
        officer.post(&format!("{path}/reveal"), &ask).expect(303);
        assert!(officer.get(&path).expect(200).shows("参加前已经患病"));
        assert_eq!(posted(s, "insurance.money"), 0);
        act(&officer, &path, "pay", &[("on", "2026-11-20")]).expect(409);
        // a refused stay may be claimed anew
        officer.post(&format!("/claims/new?member={who}"), &form).expect(303);
        verified(s);
    });
}

#[test]
fn what_was_written_about_claims_in_plain_is_sealed() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (member, who) = somebody(s, "陈秋月", "female", "1985-03-08", None);
        covered(&officer);
        let cover = cover_of(&member);
        let made = tell(&officer, who, &cover, ("2026-10-01", "2026-10-12"), &[]).expect(303);
        let path = format!("/claims/{}", made.id());
        act(&officer, &path, "withdraw", &[("why", "改由工伤保险支付")]).expect(303);
        let union = s.union;
        let plain = || -> Vec<(Option<String>, Option<Vec<u8>>)> {
            let sql = ::store::Sql::union("SELECT why, reason FROM claim WHERE union_id = $1");
            let rows: Result<_, ::store::Error> = s
                .store
                .read(|r| r.rows(sql, &[&union], |row| Ok((row.get(0)?, row.get(1)?))));
            rows.unwrap()
        };
        assert!(matches!(plain().as_slice(), [(None, Some(_))]), "new words are sealed");
        let before = ::store::Sql::union("UPDATE claim SET why = '从前写的原因', reason = NULL WHERE union_id = $1");
        s.store.write(move |w| w.run(before, &[&union])).unwrap();
        let mut sealing = super::super::Sealing::default();
        while !sealing.step(&s.store).unwrap() {}
        assert!(matches!(plain().as_slice(), [(None, Some(_))]));
        assert!(member.get(&path).expect(200).shows("已撤回：从前写的原因"));
        verified(s);
    });
}

#[test]
fn nobody_handles_their_own_claim_and_another_event_wants_its_papers() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (own, who) = somebody_as(s, Role::Officer, ("陈秋月", "female", "1985-03-08"), None);
        let mut terms: Vec<_> = HOSPITAL.iter().copied().filter(|(name, _)| *name != "kind").collect();
        terms.extend([("kind", "other"), ("lump", "20000")]);
        covered_by(&officer, &terms);
        let cover = cover_of(&own);
        let mut form = stay("2026-11-01", "2026-11-10");
        form.push(("cover", &cover));
        let made = own.post(&format!("/claims/new?member={who}"), &form).expect(303);
        let path = format!("/claims/{}", made.id());
        let mut all = PAPERS.to_vec();
        all.push(("paper", "bank"));
        let refused = act(&own, &path, "papers", &all);
        assert!(
            refused.status == 403 && refused.shows("自己的理赔"),
            "{}",
            refused.text()
        );
        act(&officer, &path, "papers", &all).expect(303);
        let state = || officer.get_json(&path).expect(200).json().to_string();
        assert!(state().contains("\"state\":\"complete\""), "{}", state());
        let version = version(&officer, &path);
        let mut other = vec![
            ("version", version.as_str()),
            ("event", "death"),
            ("from", "2026-11-12"),
        ];
        other.push(("what", "病故"));
        officer.post(&format!("{path}/edit"), &other).expect(303);
        assert!(
            state().contains("open"),
            "the papers of a death are not there: {}",
            state()
        );
        act(&officer, &path, "send", &[("on", "2026-11-18")]).expect(409);
        for door in ["send", "answer", "pay"] {
            let fields = [("on", "2026-11-18"), ("answer", "grant"), ("granted", "1")];
            act(&own, &path, door, &fields).expect(403);
        }
    });
}
