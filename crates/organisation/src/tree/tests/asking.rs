//! A union that stands under none comes under another: it asks, the other agrees; refused, withdrawn, and never in a circle.

use kernel::UnionId;
use org::Role;
use testkit::{Client, Story, story};

use super::{BASIS, TODAY, district, found};
use crate::tests::{kit, text};

/// The union that somebody looks at.
fn own(who: &Client) -> UnionId {
    text(&who.get_json("/org/tree").expect(200), &["id"]).parse().unwrap()
}

fn ask(who: &Client, under: &str) -> testkit::Answer {
    who.post("/org/tree/asking", &[("under", under), TODAY, BASIS])
}

fn waiting(who: &Client) -> String {
    text(&who.get_json("/org/tree/asking").expect(200), &["waiting", "0", "id"])
}

/// The union of the story as that of a district, and another with a chair who stands under none.
fn two(s: &Story) -> (Client, Client) {
    let above = district(s);
    (above, s.outsider(Role::Chair))
}

#[test]
fn a_union_asks_and_stands_under_the_other_when_it_agrees() {
    story(kit, |s| {
        let (above, school) = two(s);
        let id = own(&school);
        assert!(ask(&school, "不存在的工会").expect(422).shows("没有找到这个工会"));
        s.person(Role::Officer).get("/org/tree/asking").expect(403);
        ask(&school, "滨湖区教育工会").expect(303);
        ask(&school, "滨湖区教育工会").expect(409);
        assert!(school.get("/org/tree/asking").expect(200).shows("等对方答复"));
        above.get(&format!("/org/tree/{id}")).expect(404);
        let page = above.get("/org/tree/asking").expect(200);
        assert!(
            page.shows("第二中学工会") && page.shows("批复〔2026〕3号"),
            "{}",
            page.text()
        );
        assert!(above.get("/org/tree").shows("/org/tree/asking"));
        for lang in ["en", "zh-Hans"] {
            let shown = above.get(&format!("/org/tree/asking?lang={lang}"));
            assert!(!shown.shows("⟦"), "{}", shown.text());
        }

        let asking = waiting(&above);
        let which = [("asking", asking.as_str())];
        school.post("/org/tree/asking/agree", &which).expect(409);
        above.post("/org/tree/asking/agree", &which).expect(303);
        above.post("/org/tree/asking/agree", &which).expect(409);
        let page = above.get(&format!("/org/tree/{id}")).expect(200);
        assert!(page.shows("第二中学工会") && page.shows("批复〔2026〕3号"));
        let tree = above.get_json("/org/tree").json();
        assert_eq!(tree["tally"]["all_unions"], 2);
        assert!(school.get("/org/tree").expect(200).shows("滨湖区教育工会"));
        ask(&school, "滨湖区教育工会").expect(409);
        // the one above cannot come under the one below
        let circle = ask(&above, "第二中学工会").expect(422);
        assert!(circle.shows("会绕成一圈"), "{}", circle.text());
    });
}

#[test]
fn a_request_is_refused_or_withdrawn_and_asked_again() {
    story(kit, |s| {
        let (above, school) = two(s);
        let id = own(&school);
        ask(&school, "滨湖区教育工会").expect(303);
        let first = waiting(&above);
        let no = [("asking", first.as_str()), ("why", "请先报批")];
        school.post("/org/tree/asking/refuse", &no).expect(409);
        above
            .post("/org/tree/asking/refuse", &[("asking", first.as_str())])
            .expect(422);
        above.post("/org/tree/asking/refuse", &no).expect(303);
        assert!(school.get("/org/tree/asking").shows("请先报批"));
        let gone = [("asking", first.as_str())];
        school.post("/org/tree/asking/withdraw", &gone).expect(409);

        s.clock.set(s.clock.now().plus_millis(60_000));
        ask(&school, "滨湖区教育工会").expect(303);
        let second = waiting(&above);
        let gone = [("asking", second.as_str())];
        above.post("/org/tree/asking/withdraw", &gone).expect(404);
        school.post("/org/tree/asking/withdraw", &gone).expect(303);
        above.post("/org/tree/asking/agree", &gone).expect(409);
        above.get(&format!("/org/tree/{id}")).expect(404);

        // a school below the district is no union to come under for the district, whoever agrees
        let below = found(&above, &s.union.to_string(), "第三中学工会", "grassroots");
        let low = ask(&above, "第三中学工会").expect(422);
        assert!(low.shows("会绕成一圈"), "{below}: {}", low.text());
    });
}
