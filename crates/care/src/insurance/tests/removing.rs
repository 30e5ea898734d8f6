//! The end of a claim's proofs: a wrong one is removed by whoever may read it, all are deleted once their time is over.

use ::store::Sql;
use org::Role;
use testkit::{Client, Kit, Story, story};

use super::{
    act,
    claiming::PAPERS,
    proving::{PHOTO, begun, doors, second},
    verified, version,
};
use crate::tests::{count, deleted_by, rule};

fn kit() -> Kit {
    crate::tests::kit_with(rules::routes())
}

const THERE: Sql = Sql::union("SELECT COUNT(*) FROM claim_proof WHERE union_id = $1");
const TOLD: Sql = Sql::union("SELECT COUNT(*) FROM event WHERE union_id = $1 AND kind = 'care.proof_removed'");

/// Two photos that the member brought; the doors that remove them.
fn brought(member: &Client, path: &str) -> Vec<String> {
    let photos = [("files", "出院小结.jpg", PHOTO), ("files", "别人的.jpg", PHOTO)];
    member
        .upload(&format!("{path}/proofs"), &[("kind", "discharge")], &photos)
        .expect(303);
    doors(member, path)
        .iter()
        .map(|door| format!("{door}/remove"))
        .collect()
}

/// The claim goes to the office and is refused there.
fn refused(officer: &Client, path: &str) {
    let mut all = PAPERS.to_vec();
    all.push(("paper", "bank"));
    act(officer, path, "papers", &all).expect(303);
    act(officer, path, "send", &[("on", "2026-11-18")]).expect(303);
    let no = [("answer", "refuse"), ("on", "2026-11-20"), ("why", "参加前已经患病")];
    act(officer, path, "answer", &no).expect(303);
}

#[test]
fn a_wrong_proof_is_removed_by_whoever_may_read_it_and_leaves_a_trace() {
    story(kit, |s| {
        let (officer, _) = s.member_with_password(Role::Officer, "ganshi", "Zhijia-2026");
        let (member, path) = begun(s);
        let doors = brought(&member, &path);
        let seen = version(&member, &path);
        let why = |why| [("version", seen.as_str()), ("why", why), ("_once", "away-1")];

        assert!(member.get(&doors[1]).expect(200).shows("出院小结"));
        officer.get(&doors[1]).expect(403);
        officer.post(&doors[1], &why("传错了")).expect(403);
        for stranger in [s.person(Role::Auditor), s.outsider(Role::Chair)] {
            stranger.get(&doors[1]).expect(404);
            stranger.post(&doors[1], &why("传错了")).expect(404);
        }
        assert!(
            member
                .post(&doors[1], &[("version", &seen)])
                .expect(422)
                .shows("出院小结")
        );
        member
            .post(&doors[1], &[("version", "7"), ("why", "传错了")])
            .expect(409);
        assert_eq!(count(s, THERE), 2);

        member.post(&doors[1], &why("传成了同事的小结")).expect(303);
        member.post(&doors[1], &why("传成了同事的小结")).expect(303);
        assert_eq!((count(s, THERE), count(s, TOLD)), (1, 1), "the bytes are gone, once");
        assert!(member.get(&path).expect(200).shows("删除：传成了同事的小结"));
        let file = doors[1].trim_end_matches("/remove");
        member.get(file).expect(404);
        let again = member.post(&doors[1], &[("version", &seen), ("why", "再删一次")]);
        assert!(again.expect(409).shows("已经删除"));

        let closed = officer.get(&path).expect(200);
        assert!(
            closed.shows("陈秋月删除") && !closed.shows("同事的小结"),
            "why is sealed too"
        );
        let ask = [("purpose", "核对理赔材料"), ("_password", "Zhijia-2026")];
        officer.post(&format!("{path}/reveal"), &ask).expect(303);
        assert!(officer.get(&path).expect(200).shows("同事的小结"));
        officer
            .post(&doors[0], &[("version", &seen), ("why", "看不清")])
            .expect(303);
        assert_eq!(count(s, THERE), 0);
        verified(s);
    });
}

#[test]
fn a_proof_that_an_answer_rests_on_stays_and_one_of_another_claim_is_not_found() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (member, path) = begun(s);
        let doors = brought(&member, &path);
        let other = second(&member);
        let (_, proof) = doors[0].trim_end_matches("/remove").split_once("/proofs/").unwrap();
        let there = format!("{other}/proofs/{proof}/remove");
        member.get(&there).expect(404);
        let seen = version(&member, &other);
        member
            .post(&there, &[("version", &seen), ("why", "传错了")])
            .expect(404);

        refused(&officer, &path);
        assert!(!member.get(&path).expect(200).text().contains(&doors[0]));
        assert!(member.get(&doors[0]).expect(409).shows("答复以这些材料为据"));
        let seen = version(&member, &path);
        let said = member.post(&doors[0], &[("version", &seen), ("why", "传错了")]);
        assert!(said.expect(409).shows("答复以这些材料为据"));
        assert_eq!(count(s, THERE), 2);
        verified(s);
    });
}

#[test]
fn a_proof_that_vanishes_is_named() {
    story(kit, |s| {
        let (member, path) = begun(s);
        brought(&member, &path);
        verified(s);
        let union = s.union;
        let away = Sql::union("DELETE FROM claim_proof WHERE union_id = $1");
        let done: Result<u64, ::store::Error> = s.store.write(move |w| w.run(away, &[&union]));
        assert_eq!(done.unwrap(), 2);
        let found = s.store.read(|r| super::super::check(r, union)).unwrap();
        let named = found.iter().filter(|one| one.key == "care.verify.proof").count();
        assert_eq!(named, 2, "{found:?}");
    });
}

/// A claim that was refused on 20 November 2026, and one that was withdrawn on the day after, each with two proofs.
fn ended(s: &Story) -> (Client, String) {
    let officer = s.person(Role::Officer);
    let (member, path) = begun(s);
    brought(&member, &path);
    refused(&officer, &path);
    let other = second(&member);
    brought(&member, &other);
    act(&member, &other, "withdraw", &[("why", "不申请了")]).expect(303);
    (member, path)
}

#[test]
fn proofs_are_deleted_by_a_confirmed_rule_once_their_time_is_over() {
    story(kit, |s| {
        let (member, path) = ended(s);
        assert!(member.get(&path).expect(200).shows("还没有第二人确认"));
        assert_eq!(deleted_by(s, "2036-11-21"), 0, "what nobody confirmed deletes nothing");
        rule(
            s,
            &[
                ("key", "insurance.proof_months"),
                ("value", "12个月"),
                ("wording", "is"),
                ("severity", "inform"),
                ("basis", "市总互助办通知"),
            ],
        );
        assert!(member.get(&path).expect(200).shows("办结后保存12个月"));
        assert_eq!(deleted_by(s, "2027-11-20"), 0, "the last day is still kept");
        assert_eq!(deleted_by(s, "2027-11-21"), 2, "the refused one");
        assert_eq!(deleted_by(s, "2027-11-21"), 0);
        assert_eq!(deleted_by(s, "2027-11-22"), 2, "the withdrawn one");
        assert_eq!(count(s, THERE), 0);
        let page = member.get(&path).expect(200);
        assert!(
            page.shows("按规则删除") && page.shows("市总互助办通知") && page.shows("出院小结"),
            "{}",
            page.text()
        );
        let events = Sql::union(
            "SELECT COUNT(*) FROM event WHERE union_id = $1 AND kind = 'care.proofs_deleted' AND record_kind = 'claim'",
        );
        assert_eq!(count(s, events), 2, "one a claim");
        verified(s);
    });
}

#[test]
fn what_is_not_settled_is_kept() {
    story(kit, |s| {
        let (member, path) = begun(s);
        brought(&member, &path);
        rule(
            s,
            &[
                ("key", "insurance.proof_months"),
                ("value", "1个月"),
                ("wording", "is"),
                ("severity", "inform"),
            ],
        );
        assert_eq!(deleted_by(s, "2036-11-21"), 0);
        assert_eq!(doors(&member, &path).len(), 2);
    });
}
