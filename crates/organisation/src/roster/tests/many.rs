//! What is too much for one page or one act: words by the dozen, figures by the thousand, a job that was killed.

use org::Role;

use super::{bring, figures, lay, looked_at, names, sound, take, work};
use crate::tests::kit;

#[test]
fn rare_words_are_not_asked_about_and_their_proposals_are_taken() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let mut list = "姓名,手机号,工会小组\n".to_owned();
        let han: Vec<char> = "零一二三四五六七八九".chars().collect();
        for n in 0..45 {
            let (ten, one) = (han[n / 10], han[n % 10]);
            list += &format!("王{ten}{one},138001380{n:02},第{n:02}车间工会小组\n");
        }
        list += "李红,13900139000,第44车间工会小组\n";
        let path = bring(&chair, "名册.csv", list.as_bytes());
        lay(&chair, &path).expect(303);
        work(s);
        let page = chair.get_json(&path).expect(200).json();
        assert_eq!(
            (page["words"].as_array().unwrap().len(), &page["more_words"]),
            (40, &5.into())
        );
        let often = page["words"].as_array().unwrap().iter().find(|word| word["rows"] == 2);
        let often = often.expect("the word of most rows is asked about").clone();
        let shown = chair.get(&path).expect(200);
        assert!(shown.shows("另有 5 种少见的说法"), "{}", shown.text());
        let english = chair.get(&format!("{path}?lang=en")).expect(200);
        assert!(!english.shows("⟦"), "{}", english.text());
        // what is asked about is decided by its own name in the form
        let mut fields = vec![("version".to_owned(), page["version"].to_string())];
        for word in page["words"].as_array().unwrap() {
            let choice = if word["at"] == often["at"] { "back" } else { "new" };
            fields.push((format!("word-{}", word["at"]), choice.to_owned()));
        }
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        chair.post(&format!("{path}/rules"), &fields).expect(303);
        work(s);
        let sums = chair.get_json(&path).expect(200).json()["sums"].clone();
        assert_eq!((&sums["back"], &sums["added"]), (&2.into(), &44.into()), "{sums}");
        assert!(chair.get("/org").shows("第00车间") && !chair.get("/org").shows("第44车间"));
        sound(s);
    });
}

#[test]
fn a_taking_back_that_was_killed_after_any_piece_goes_on_and_ends_once() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let before = (names(&chair), figures(s));
        let path = looked_at(s, &chair);
        take(&chair, &path, &[]).expect(303);
        work(s);
        let member = chair.get_json("/members?q=赵六").json()["lines"][0]["id"].clone();
        let edit = format!("/members/{}/edit", member.as_str().unwrap());
        let touched = [
            ("version", "1"),
            ("section", "work"),
            ("number", "C3"),
            ("how", "changed"),
        ];
        chair.post(&edit, &touched).expect(303);
        chair.post(&format!("{path}/undo"), &[]).expect(303);
        assert!(chair.get("/members").shows("正在撤回，人数还在变动"));
        // all its pieces are done, and the process is gone before the last act
        let half: Vec<jobs::Kind> = crate::jobs()
            .into_iter()
            .map(|(kind, _)| {
                jobs::Kind::new(kind.name, move |desk| {
                    drop((kind.run)(desk)?);
                    Ok(Box::new(|_| Err(store::Error::Other("killed".to_owned()))))
                })
            })
            .collect();
        for _ in 0..2 {
            assert!(jobs::runner::step(&s.store, &s.clock, &half).unwrap());
            let page = chair.get_json(&path).json();
            assert_eq!(page["state"], "undoing", "nothing is told before the end");
            s.clock.set(s.clock.now().plus_millis(3_000_000));
        }
        work(s);
        let page = chair.get_json(&path).json();
        assert_eq!(
            (&page["state"], &page["stayed_count"]),
            (&"undone".into(), &1.into()),
            "{page}"
        );
        assert_eq!(page["sums"]["undone"], 2, "each was counted once");
        let mut want = before.0;
        want.push("赵六".to_owned());
        want.sort();
        assert_eq!(names(&chair), want);
        let mut figures_now = figures(s);
        figures_now.retain(|(measure, _)| measure == "member.joined");
        assert_eq!(figures_now, [("member.joined".to_owned(), 1)]);
        assert!(!chair.get("/members").shows("人数还在变动"));
        sound(s);
    });
}
