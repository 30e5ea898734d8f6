//! A tour of the doors, in the order in which a meeting goes through them, in both languages.

use testkit::{Answer, Client, story};

use super::{Stage, attend, item, kit, look, version};

/// A page that answers, with all its words.
fn sane(page: Answer) {
    let page = page.expect(200);
    assert!(!page.shows("⟦"), "{}", page.text());
}

#[test]
fn every_door_of_a_meeting_opens_in_its_turn() {
    story(kit, |s| {
        let stage = Stage::set(s, 1);
        let officer = &stage.officer.0;
        let id = stage.plan(s, "2026-11-21").replace("/meetings/", "");
        for lang in ["zh-Hans", "en"] {
            sane(officer.get(&format!("/meetings?lang={lang}")));
            sane(officer.get(&format!("/meetings/new?lang={lang}")));
            sane(officer.get(&format!("/meetings/{id}?lang={lang}")));
            sane(officer.get(&format!("/meetings/{id}/edit?lang={lang}")));
            sane(officer.get(&format!("/meetings/{id}/agenda?lang={lang}")));
            sane(officer.get(&format!("/meetings/{id}/items/new?lang={lang}")));
            sane(officer.get(&format!("/meetings/{id}/attendance?lang={lang}")));
            sane(officer.get(&format!("/meetings/{id}/sign-in?lang={lang}")));
            sane(officer.get(&format!("/meetings/{id}/print?lang={lang}")));
        }
        officer.get(&format!("/meetings/{id}/word")).expect(200);
        officer
            .post(&format!("/meetings/{id}/call"), &[("version", "2")])
            .expect(409);
        officer.post(&format!("/meetings/{id}/edit"), &[]).expect(422);
        officer.post(&format!("/meetings/{id}/attendance"), &[]).expect(422);
        officer.post(&format!("/meetings/{id}/agenda"), &[]).expect(422);
        agenda(officer, &id);
        the_end(officer, &id);
        officer.post("/meetings/new", &[]).expect(422);
    });
}

fn agenda(officer: &Client, id: &str) {
    let path = format!("/meetings/{id}");
    attend(officer, &path, 3).expect(303);
    let own = |title: &str| {
        let fields = [("part", "matters"), ("title", title)];
        officer.post(&format!("/meetings/{id}/items/new"), &fields).expect(303);
        item(officer, &path, title)["item"]["id"].as_str().unwrap().to_owned()
    };
    let (first, second) = (own("购买图书"), own("秋游"));
    officer
        .post(&format!("/meetings/{id}/items/{second}/up"), &[])
        .expect(303);
    officer
        .post(&format!("/meetings/{id}/items/{second}/down"), &[])
        .expect(303);
    for lang in ["zh-Hans", "en"] {
        sane(officer.get(&format!("/meetings/{id}/items/{first}/edit?lang={lang}")));
        sane(officer.get(&format!("/meetings/{id}/items/{first}/decide?lang={lang}")));
    }
    officer
        .post(&format!("/meetings/{id}/items/{first}/edit"), &[])
        .expect(422);
    officer
        .post(&format!("/meetings/{id}/items/{second}/remove"), &[("version", "1")])
        .expect(303);
    let agreed = [("text", "购买图书"), ("kind", "decision"), ("way", "unanimous")];
    officer
        .post(&format!("/meetings/{id}/items/{first}/decide"), &agreed)
        .expect(303);
    let made = item(officer, &path, "购买图书");
    let decision = made["decisions"][0]["decision"]["id"].as_str().unwrap().to_owned();
    for lang in ["zh-Hans", "en"] {
        sane(officer.get(&format!("/meetings/{id}/decisions/{decision}/edit?lang={lang}")));
        sane(officer.get(&format!("/meetings/{id}/decisions/{decision}/task?lang={lang}")));
    }
    officer
        .post(&format!("/meetings/{id}/decisions/{decision}/edit"), &[])
        .expect(422);
    officer
        .post(&format!("/meetings/{id}/decisions/{decision}/task"), &[])
        .expect(422);
    officer
        .post(
            &format!("/meetings/{id}/decisions/{decision}/remove"),
            &[("version", "1")],
        )
        .expect(303);
}

fn the_end(officer: &Client, id: &str) {
    let path = format!("/meetings/{id}");
    officer.post(&format!("/meetings/{id}/cancel"), &[]).expect(422);
    officer.upload(&format!("/meetings/{id}/papers"), &[], &[]).expect(422);
    let seen = version(officer, &path);
    officer
        .post(&format!("/meetings/{id}/close"), &[("version", &seen)])
        .expect(303);
    let seen = version(officer, &path);
    officer
        .post(&format!("/meetings/{id}/adopt"), &[("version", &seen)])
        .expect(303);
    let seen = version(officer, &path);
    officer
        .post(
            &format!("/meetings/{id}/publish"),
            &[("version", &seen), ("published", "1")],
        )
        .expect(303);
    let seen = version(officer, &path);
    officer
        .post(
            &format!("/meetings/{id}/reopen"),
            &[("version", &seen), ("why", "补一项")],
        )
        .expect(303);
    assert_eq!(look(officer, &path)["published"], false, "taken back with the minutes");
}
