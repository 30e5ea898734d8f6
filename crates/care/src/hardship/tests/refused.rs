//! What is refused, and how.

use org::Role;
use testkit::story;

use super::{applied, at, kit, minimum, open, page, published, reviewed, rule, status, version, visited, with};

#[test]
fn a_form_tells_all_that_is_wrong_and_keeps_what_was_typed() {
    story(kit, |s| {
        let (me, _) = s.member(Role::MemberRole);
        let form = with(&[
            ("number", "110105198503170045"),
            ("f0_number", "110105201506050026"),
            ("card", "12"),
            ("income_month", "-5"),
            ("c0_amount", "许多"),
            ("cause2", "illness"),
            ("guardian", ""),
            ("industry", ""),
            ("story", "写了很久的情况"),
        ]);
        let no = me.post("/me/hardship/form", &form).expect(422);
        for text in [
            "校验",
            "12到30位数字",
            "这里不能是负数",
            "同一个原因",
            "监护人同意",
            "写了很久的情况",
        ] {
            assert!(no.shows(text), "{text}: {}", no.text());
        }
        assert!(no.shows("请阅读并同意"), "consent is asked for");
        let twice = with(&[
            ("f0_number", "110105198503170044"),
            ("agree", "1"),
            ("agree_notice", "1"),
        ]);
        assert!(me.post("/me/hardship/form", &twice).expect(422).shows("填了两次"));
        assert!(
            me.get("/me/hardship").expect(200).shows("您还没有申请过"),
            "nothing was kept"
        );
    });
}

#[test]
fn nobody_decides_over_themselves_their_kin_or_what_they_entered() {
    story(kit, |s| {
        minimum(s);
        let (chair, other) = (s.member(Role::Chair), s.person(Role::Chair));
        let form = with(&[("agree", "1"), ("agree_notice", "1")]);
        chair.0.post("/me/hardship/form", &form).expect(303);
        let id = page_of(&chair.0);
        let (a, b) = (chair.1.to_string(), s.member(Role::Officer).1.to_string());
        let check = |first: &str, second: &str, version: &str| {
            let fields = [
                ("version", version),
                ("on", "2026-11-21"),
                ("visitor", first),
                ("visitor2", second),
                ("report", "属实"),
                ("agrees", "yes"),
            ];
            other.post(&format!("/hardships/{id}/check"), &fields)
        };
        assert!(check(&a, &b, "2").expect(422).shows("不能是申请人本人"));
        assert!(check(&b, &b, "2").expect(422).shows("不能是同一个人"));
        visited(s, &other, &id);
        let review = [
            ("version", &*version(&other, &id)),
            ("on", "2026-11-21"),
            ("basis", "会议"),
            ("category", "deep"),
        ];
        assert!(
            chair
                .0
                .post(&format!("/hardships/{id}/review"), &review)
                .expect(403)
                .shows("请其他同志决定")
        );
        other.post(&format!("/hardships/{id}/review"), &review).expect(303);
        // typed by the chair alone: another decides
        let (_, member) = s.member(Role::MemberRole);
        let member = member.to_string();
        let mut form = with(&[
            ("seen", "1"),
            ("number", "110105198609210032"),
            ("f0_number", "340104201006120012"),
        ]);
        form.push(("member", &member));
        let id = other.post("/hardships/new", &form).expect(303).id();
        visited(s, &other, &id);
        let review = [
            ("version", &*version(&other, &id)),
            ("on", "2026-11-21"),
            ("basis", "会议"),
            ("category", "deep"),
        ];
        assert!(
            other
                .post(&format!("/hardships/{id}/review"), &review)
                .expect(403)
                .shows("代录")
        );
        chair.0.post(&format!("/hardships/{id}/review"), &review).expect(303);
    });
}

fn page_of(me: &testkit::Client) -> String {
    let mine = me.get_json("/me/hardship").expect(200).json();
    mine["dossiers"][0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn without_a_minimum_there_is_no_test_and_the_answer_says_where_to_enter_it() {
    story(kit, |s| {
        let (_, _, id) = applied(s);
        let chair = s.person(Role::Chair);
        open(&chair, &id);
        let shown = chair.get(&format!("/hardships/{id}")).expect(200);
        assert!(
            shown.shows("没有登记") && shown.shows("/rules/own/new?key=standard.dibao"),
            "{}",
            shown.text()
        );
        visited(s, &chair, &id);
        let review = [
            ("version", &*version(&chair, &id)),
            ("on", "2026-11-21"),
            ("basis", "会议"),
            ("category", "deep"),
        ];
        let no = chair.post(&format!("/hardships/{id}/review"), &review).expect(422);
        assert!(
            no.shows("低保标准") && no.shows("/rules/own/new?key=standard.dibao"),
            "{}",
            no.text()
        );
        // a minimum of a later day does not help a decision of today
        rule(
            s,
            &[
                ("key", "standard.dibao"),
                ("value", "800元"),
                ("wording", "is"),
                ("from", "2026-12-01"),
            ],
        );
        chair.post(&format!("/hardships/{id}/review"), &review).expect(422);
    });
}

#[test]
fn no_income_a_loss_and_an_exclusion_have_clear_answers() {
    story(kit, |s| {
        minimum(s);
        let chair = s.person(Role::Chair);
        let mut n = 0;
        let mut shown = |other: &[(&'static str, &'static str)]| {
            n += 1;
            let (me, _) = s.member(Role::MemberRole);
            let mut form = with(other);
            form.extend([("agree", "1"), ("agree_notice", "1")]);
            me.post("/me/hardship/form", &form).expect(303);
            let id = page_of(&me);
            open(&chair, &id);
            (id.clone(), chair.get(&format!("/hardships/{id}")).expect(200))
        };
        let (_, none) = shown(&[("income_month", "0"), ("c0_amount", "0")]);
        assert!(
            none.shows("申报全家没有收入") && none.shows("测算结果：深度困难"),
            "{}",
            none.text()
        );
        let (_, loss) = shown(&[("income_other", "-90000")]);
        assert!(
            loss.shows("全年收入为负数") && loss.shows("-86000.00 ÷ 12 ÷ 2") && loss.shows("深度困难"),
            "{}",
            loss.text()
        );
        let (id, out) = shown(&[("two_homes", "yes")]);
        assert!(
            out.shows("有两套及以上住房") && out.shows("不符合困难职工标准"),
            "{}",
            out.text()
        );
        visited(s, &chair, &id);
        let review = |why: &str| {
            let fields = [
                ("version", &*version(&chair, &id)),
                ("on", "2026-11-21"),
                ("basis", "会议"),
                ("category", "relative"),
                ("why", why),
            ];
            chair.post(&format!("/hardships/{id}/review"), &fields)
        };
        assert!(review("").expect(422).shows("请写明理由"));
        review("第二套为危房，正在拆迁").expect(303);
    });
}

/// Whoever objected without a name stands nowhere on the opened dossier.
fn unnamed(chair: &testkit::Client, id: &str, name: &str) {
    let page = chair.get(&format!("/hardships/{id}")).expect(200);
    assert!(page.shows("两套房") && !page.shows(name), "{name}: {}", page.text());
}

#[test]
fn an_objection_holds_the_notice_until_it_is_answered() {
    story(kit, |s| {
        minimum(s);
        let (me, _, id) = applied(s);
        let chair = s.person(Role::Chair);
        visited(s, &chair, &id);
        reviewed(&chair, &id);
        published(&chair, &id, "2026-11-25");
        let other = s.person(Role::MemberRole);
        let account = other.get_json("/me/account").expect(200).json();
        let name = account["name"].as_str().unwrap().to_owned();
        let said = [("text", "标记辛：他家有两套房"), ("unnamed", "1")];
        other.post(&format!("/hardships/notices/{id}"), &said).expect(303);
        let also = [
            ("version", &*version(&chair, &id)),
            ("on", "2026-11-21"),
            ("who", "门卫"),
            ("text", "看见开车"),
        ];
        chair.post(&format!("/hardships/{id}/object"), &also).expect(303);
        assert!(
            !me.get("/me/hardship").expect(200).shows("标记辛"),
            "who objected is not told to the household"
        );
        assert!(
            chair
                .get(&format!("/hardships/{id}"))
                .expect(200)
                .shows("2条异议没有答复")
        );
        at(s, "2026-11-26");
        let chair = s.person(Role::Chair);
        chair
            .post(&format!("/hardships/{id}/clear"), &[("version", &version(&chair, &id))])
            .expect(409);
        s.person(Role::MemberRole)
            .post(&format!("/hardships/notices/{id}"), &[("text", "晚了")])
            .expect(404);
        open(&chair, &id);
        let open_ones = page(&chair, &id)["opened"]["objections"].clone();
        assert_eq!(open_ones[0][1], "", "it was sent without a name");
        unnamed(&chair, &id, &name);
        for objection in open_ones.as_array().unwrap() {
            let fields = [
                ("version", &*version(&chair, &id)),
                ("objection", objection[0].as_str().unwrap()),
                ("text", "经核实只有一套"),
            ];
            chair.post(&format!("/hardships/{id}/answer"), &fields).expect(303);
            let again = [("version", &*version(&chair, &id)), fields[1], fields[2]];
            chair.post(&format!("/hardships/{id}/answer"), &again).expect(409);
        }
        chair
            .post(&format!("/hardships/{id}/clear"), &[("version", &version(&chair, &id))])
            .expect(303);
    });
}

#[test]
fn what_was_refused_can_be_taken_up_again() {
    story(kit, |s| {
        let (_, _, id) = super::cleared(s);
        let chair = s.person(Role::Chair);
        let no = [
            ("version", &*version(&chair, &id)),
            ("on", "2026-12-01"),
            ("basis", "会议"),
            ("why", "标记壬：经核实不符"),
        ];
        chair.post(&format!("/hardships/{id}/refuse"), &no).expect(303);
        assert_eq!(status(&chair, &id), "refused");
        chair
            .post(
                &format!("/hardships/{id}/reopen"),
                &[("version", &version(&chair, &id)), ("why", "复议")],
            )
            .expect(303);
        assert_eq!(status(&chair, &id), "applied");
    });
}

#[test]
fn whoever_has_left_the_union_is_not_decided_over() {
    story(kit, |s| {
        minimum(s);
        let (_, member, id) = applied(s);
        let chair = s.person(Role::Chair);
        visited(s, &chair, &id);
        let (union, clock) = (s.union, s.clock.clone());
        let gone: Result<(), store::Error> = s.store.write(move |w| {
            let version = org::members::store::get(w, union, member)?.version;
            let seen = org::members::Seen {
                union,
                id: member,
                version,
            };
            let by = org::members::By::program(clock.now());
            let day = clock.today();
            org::members::set_status(w, seen, org::members::Status::Resigned, day, false, &by).expect("a status");
            Ok(())
        });
        gone.unwrap();
        let review = [
            ("version", &*version(&chair, &id)),
            ("on", "2026-11-21"),
            ("basis", "会议"),
            ("category", "deep"),
        ];
        assert!(
            chair
                .post(&format!("/hardships/{id}/review"), &review)
                .expect(409)
                .shows("不是本会会员")
        );
        assert!(
            chair
                .get(&format!("/hardships/{id}"))
                .expect(200)
                .shows("已经不是本会会员")
        );
        let over = [("version", &*version(&chair, &id)), ("why", "已调离")];
        chair.post(&format!("/hardships/{id}/withdraw"), &over).expect(303);
        assert_eq!(status(&chair, &id), "withdrawn");
    });
}

#[test]
fn a_notice_and_a_visit_keep_to_the_rules() {
    story(kit, |s| {
        minimum(s);
        rule(
            s,
            &[
                ("key", "hardship.notice_days"),
                ("value", "7天"),
                ("severity", "reason"),
            ],
        );
        rule(
            s,
            &[("key", "hardship.visitors"), ("value", "3人"), ("severity", "block")],
        );
        let (_, _, id) = applied(s);
        let chair = s.person(Role::Chair);
        let people: Vec<String> = (0..3).map(|_| s.member(Role::Officer).1.to_string()).collect();
        let mut fields = vec![
            ("version", "2"),
            ("on", "2026-11-21"),
            ("visitor", &*people[0]),
            ("visitor2", &*people[1]),
            ("report", "属实"),
            ("agrees", "yes"),
        ];
        chair.post(&format!("/hardships/{id}/check"), &fields).expect(422);
        fields.push(("visitor3", &people[2]));
        chair.post(&format!("/hardships/{id}/check"), &fields).expect(303);
        reviewed(&chair, &id);
        let seen = version(&chair, &id);
        let short = [("version", &*seen), ("until", "2026-11-23")];
        chair.post(&format!("/hardships/{id}/publish"), &short).expect(422);
        chair
            .post(
                &format!("/hardships/{id}/publish"),
                &[("version", &seen), ("until", "2026-11-01")],
            )
            .expect(422);
        let with_reason = [("version", &*seen), ("until", "2026-11-23"), ("reason", "病情紧急")];
        chair
            .post(&format!("/hardships/{id}/publish"), &with_reason)
            .expect(303);
        // the reason is of the dossier; what more people see says only where it stands
        let judged = ::store::Sql::union("SELECT COALESCE(reason, '') FROM judgement WHERE union_id = $1");
        let events = ::store::Sql::union("SELECT body FROM event WHERE union_id = $1");
        for sql in [judged, events] {
            let all: Vec<String> = s.store.read(|r| r.rows(sql, &[&s.union], |row| row.get(0))).unwrap();
            assert!(all.iter().all(|text| !text.contains("病情紧急")), "{all:?}");
        }
        open(&chair, &id);
        assert!(chair.get(&format!("/hardships/{id}")).expect(200).shows("病情紧急"));
    });
}
