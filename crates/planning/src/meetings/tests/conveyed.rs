//! Papers from above on the agenda.

use org::Role;
use testkit::story;

use super::{Stage, add_item, attend, close, item, item_path, kit, look, version};

const PAPER: &[u8] = "关于做好2026年冬季送温暖工作的通知".as_bytes();

#[test]
fn a_paper_from_above_is_passed_on_and_named_in_the_minutes() {
    story(kit, |s| {
        let stage = Stage::set(s, 1);
        let (officer, other) = (&stage.officer.0, &stage.others[0].0);
        let path = stage.plan(s, "2026-11-21");
        let form = officer.get(&format!("{path}/items/new?part=convey")).expect(200);
        assert!(form.shows("文号") && form.shows("value=\"convey\""), "{}", form.text());
        let says = [
            ("part", "convey"),
            ("title", "《关于做好2026年冬季送温暖工作的通知》"),
            ("issuer", "岷江市教育工会"),
            ("number", "岷教工〔2026〕12号"),
        ];
        let file = ("files", "送温暖通知.txt", PAPER);
        officer.upload(&format!("{path}/items/new"), &says, &[file]).expect(303);

        let page = officer.get(&path).expect(200);
        assert!(page.shows("岷江市教育工会，岷教工〔2026〕12号") && page.shows("送温暖通知.txt"));
        let e = item(officer, &path, "冬季送温暖");
        let paper = e["papers"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(e["papers"][0]["opens"], true);
        officer.get(&format!("/papers/{paper}")).expect(200);
        // who was called sees which paper it is; the file itself is for those who may see papers
        let seen = item(other, &path, "冬季送温暖");
        assert_eq!(seen["papers"][0]["opens"], false);
        assert!(other.get(&path).expect(200).shows("送温暖通知.txt"));
        assert_eq!(s.outsider(Role::Chair).get(&path).status, 404);

        // another item may carry the same paper, and give it up again
        add_item(officer, &path, "送温暖名单");
        let list = item_path(&path, &item(officer, &path, "送温暖名单"));
        let edit = format!("{list}/edit");
        assert!(officer.get(&edit).expect(200).shows("用会议里已有的材料"));
        let with = |version: &'static str, more: &[(&'static str, &str)]| {
            let mut all = vec![("version", version), ("part", "matters"), ("title", "送温暖名单")];
            all.extend(more);
            officer.post(&edit, &all)
        };
        with("1", &[("papers", &paper)]).expect(303);
        assert_eq!(item(officer, &path, "送温暖名单")["papers"][0]["id"], paper.as_str());
        with("1", &[]).expect(409);
        with("2", &[]).expect(303);
        assert_eq!(
            item(officer, &path, "送温暖名单")["papers"].as_array().unwrap().len(),
            0
        );

        attend(officer, &path, 4).expect(303);
        close(officer, &path);
        let print = officer.get(&format!("{path}/print")).expect(200);
        let heading = "（一）《关于做好2026年冬季送温暖工作的通知》（岷江市教育工会，岷教工〔2026〕12号）";
        assert!(print.shows(heading), "{}", print.text());
        assert!(
            print.shows("附件：送温暖通知") && !print.shows("送温暖通知.txt"),
            "{}",
            print.text()
        );
        officer.get(&format!("{path}/word")).expect(200);
        let settled = [("version", &*version(officer, &path))];
        officer.post(&format!("{path}/adopt"), &settled).expect(303);
        assert!(look(officer, &path)["minutes"].is_string());
    });
}

#[test]
fn a_file_that_is_none_is_refused_and_what_was_typed_stays() {
    story(kit, |s| {
        let stage = Stage::set(s, 0);
        let officer = &stage.officer.0;
        let path = stage.plan(s, "2026-11-24");
        let says = [
            ("part", "convey"),
            ("title", "传达年会精神"),
            ("number", "岷教工〔2026〕9号"),
        ];
        let empty = ("files", "通知.docx", b"".as_slice());
        let new = format!("{path}/items/new");
        let refused = officer.upload(&new, &says, &[empty]).expect(422);
        assert!(
            refused.shows("通知.docx") && refused.shows("岷教工〔2026〕9号"),
            "{}",
            refused.text()
        );
        // an item with papers can still be taken off
        officer.upload(&new, &says, &[("files", "通知.txt", PAPER)]).expect(303);
        let at = item_path(&path, &item(officer, &path, "传达年会精神"));
        officer.post(&format!("{at}/remove"), &[("version", "1")]).expect(303);
        assert!(!officer.get(&path).expect(200).shows("传达年会精神"));
        assert!(officer.get(&path).shows("通知.txt"), "the paper stays with the meeting");
    });
}
