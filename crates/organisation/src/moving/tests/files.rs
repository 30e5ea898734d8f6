//! A transfer between two installations, by files that people carry.

use org::{Role, Status};
use testkit::{Client, Story, story};

use super::{figures, holder, sane, sound, status, teacher, wish};
use crate::tests::kit;

/// Takes a file out of a letter.
fn taken_out(who: &Client, letter: &str) -> Vec<u8> {
    let file = who
        .post(&format!("/letters/{letter}/take_out"), &[])
        .expect(303)
        .location();
    who.get(&file).expect(200).bytes.to_vec()
}

fn bring(who: &Client, file: &[u8]) -> testkit::Answer {
    who.upload("/letters/bring", &[], &[("file", "公文.json", file)])
}

/// Lets one union know another's card.
fn know(who: &Client, other: &Client) {
    let card = other.get("/letters/cards/own").expect(200).bytes.to_vec();
    let unread = who
        .upload("/letters/cards", &[], &[("file", "名片.json", &card)])
        .expect(422);
    assert!(unread.shows("请先打电话核对"), "{}", unread.text());
    who.upload("/letters/cards", &[("compared", "1")], &[("file", "名片.json", &card)])
        .expect(303);
}

/// Two installations with a chair each.
fn two(tell: impl Fn((&Story, &Client), (&Story, &Client))) {
    story(kit, |here| {
        let fresh = store::testing::sqlite(&[], store::Options::default());
        let there = Story::on(store::Store::clone(&fresh), kit());
        tell((here, &here.person(Role::Chair)), (&there, &there.person(Role::Chair)));
    });
}

/// Files that are refused: altered, no letters, too new, for somebody else.
fn not_believed((there, receiver): (&Story, &Client), sender: &Client, file: &[u8]) {
    let text = String::from_utf8(file.to_vec()).unwrap();
    for at in [text.find("\"closed").unwrap() + 20, text.rfind('"').unwrap() - 3] {
        let mut altered = file.to_vec();
        altered[at] = if altered[at] == b'1' { b'2' } else { b'1' };
        assert!(bring(receiver, &altered).expect(422).shows("被改动过"), "byte {at}");
    }
    assert!(bring(receiver, b"{}").expect(422).shows("不是职家的公文文件"));
    assert!(
        bring(receiver, &text.replace("\"version\": 1", "\"version\": 2").into_bytes())
            .expect(422)
            .shows("升级")
    );
    assert!(
        bring(&there.outsider(Role::Chair), file)
            .expect(422)
            .shows("请切换到该工会")
    );
    assert!(bring(sender, file).expect(422).shows("不在本系统"));
    receiver.upload("/letters/bring", &[], &[]).expect(422);
}

#[test]
fn a_member_moves_to_another_installation_by_file() {
    two(|(here, sender), (there, receiver)| {
        let member = teacher(sender, "邹小燕");
        let path = format!("/members/{member}/move");
        let to = there.union.to_string();
        sender.post(&path, &wish(&to, "1")).expect(422);
        know(sender, receiver);
        sane(sender, "/letters/cards");
        assert!(sender.get(&path).expect(200).shows(&to), "can be chosen now");
        let sent = sender.post(&path, &wish(&to, "1")).expect(303);
        let id = sent.id();
        let page = format!("/transfers/{id}");
        sender.get(&format!("/letters/{id}/file")).expect(409);
        assert!(sane(sender, &format!("/letters/{id}")).shows("下载公文文件"));
        here.person(Role::Officer)
            .post(&format!("/letters/{id}/take_out"), &[])
            .expect(403);
        here.outsider(Role::Chair)
            .post(&format!("/letters/{id}/take_out"), &[])
            .expect(404);
        let file = taken_out(sender, &id);
        let text = String::from_utf8(file.clone()).unwrap();
        assert!(!text.contains("邹小燕") && !text.contains("13700137000") && !text.contains(super::NUMBER));

        sane(receiver, "/letters/bring");
        assert!(bring(receiver, &file).expect(422).shows("还不认得实验小学工会"));
        know(receiver, sender);
        not_believed((there, receiver), sender, &file);
        bring(receiver, &file).expect(303);
        let again = bring(receiver, &file).expect(303);
        assert_eq!(again.location(), format!("/letters/{id}"));
        assert!(sane(receiver, &page).shows("110105********002X"));

        let accept = [("version", "1"), ("on", "2026-11-21")];
        receiver.post(&format!("{page}/accept"), &accept).expect(303);
        assert!(bring(receiver, &file).status == 303, "once more, after the answer");
        assert!(holder(there, there.union).is_some());
        assert_eq!(
            status(here, here.union, &member),
            Status::Moving,
            "until the answer is back"
        );
        assert!(sane(receiver, &page).shows("请下载回执文件"));
        let answer = taken_out(receiver, &id);
        assert!(bring(receiver, &answer).expect(422).shows("不在本系统"));
        bring(sender, &answer).expect(303);
        bring(sender, &answer).expect(303);
        assert_eq!(status(here, here.union, &member), Status::Moved);
        assert_eq!(figures(here, here.union), [("member.moved_out".to_owned(), 1)]);
        assert_eq!(figures(there, there.union), [("member.moved_in".to_owned(), 1)]);
        assert!(sane(sender, &page).shows("对方已接收"));
        sound(here);
        sound(there);
    });
}

#[test]
fn a_file_is_called_back_or_answered_by_hand() {
    two(|(here, sender), (there, receiver)| {
        know(sender, receiver);
        know(receiver, sender);
        let member = teacher(sender, "邹小燕");
        let (path, to) = (format!("/members/{member}/move"), there.union.to_string());

        // nobody has it yet
        let sent = sender.post(&path, &wish(&to, "1")).expect(303);
        sender
            .post(&format!("{}/recall", sent.location()), &[("version", "1")])
            .expect(303);
        assert_eq!(status(here, here.union, &member), Status::Active);
        sender
            .post(&format!("/letters/{}/take_out", sent.id()), &[])
            .expect(409);

        // somebody may have it: the call back travels too, and comes first
        let sent = sender.post(&path, &wish(&to, "3")).expect(303);
        let id = sent.id();
        let page = format!("/transfers/{id}");
        let file = taken_out(sender, &id);
        sender.post(&format!("{page}/recall"), &[("version", "2")]).expect(303);
        assert_eq!(status(here, here.union, &member), Status::Moving);
        let recall = taken_out(sender, &id);
        bring(receiver, &recall).expect(303);
        bring(receiver, &file).expect(303);
        let accept = [("version", "1"), ("on", "2026-11-21")];
        receiver.post(&format!("{page}/accept"), &accept).expect(409);
        let answer = taken_out(receiver, &id);
        bring(sender, &answer).expect(303);
        assert_eq!(status(here, here.union, &member), Status::Active);

        // the answer came by telephone; the file that comes later says the same, or is refused
        let sent = sender.post(&path, &wish(&to, "5")).expect(303);
        let id = sent.id();
        let page = format!("/transfers/{id}");
        let file = taken_out(sender, &id);
        bring(receiver, &file).expect(303);
        receiver
            .post(&format!("{page}/return"), &[("version", "1"), ("why", "未报到")])
            .expect(303);
        let told = [
            ("version", "2"),
            ("answer", "accepted"),
            ("on", "2026-11-21"),
            ("why", "电话"),
        ];
        sender.post(&format!("{page}/answer"), &told).expect(303);
        let answer = taken_out(receiver, &id);
        assert!(bring(sender, &answer).expect(409).shows("不同的结果"));
        sound(here);
        sound(there);
    });
}

#[test]
fn cards_are_compared_replaced_and_ended() {
    two(|(here, us), (_, them)| {
        know(us, them);
        let known = us.get_json("/letters/cards").expect(200).json();
        let theirs = them.get_json("/letters/cards").expect(200).json();
        assert_eq!(known["known"][0]["check_number"], theirs["own_check_number"]);
        let own = us.get("/letters/cards/own").expect(200).bytes.to_vec();
        let compared = [("compared", "1")];
        let of_here = us
            .upload("/letters/cards", &compared, &[("file", "x.json", &own)])
            .expect(422);
        assert!(of_here.shows("本系统里的工会"));
        let card = String::from_utf8(them.get("/letters/cards/own").expect(200).bytes.to_vec()).unwrap();
        let forged = card.replace("实验小学工会", "实验小学总会").into_bytes();
        us.upload("/letters/cards", &compared, &[("file", "x.json", &forged)])
            .expect(422);
        assert!(bring(us, card.as_bytes()).expect(422).shows("工会名片"));
        us.upload("/letters/cards", &compared, &[("file", "x.json", card.as_bytes())])
            .expect(303);
        assert_eq!(
            us.get_json("/letters/cards").json()["known"].as_array().map(Vec::len),
            Some(1)
        );
        here.person(Role::Officer)
            .upload("/letters/cards", &compared, &[("file", "x.json", card.as_bytes())])
            .expect(403);
        let id = us.get_json("/letters/cards").json()["known"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let end = format!("/letters/cards/{id}/end");
        here.outsider(Role::Chair).post(&end, &[]).expect(404);
        us.post(&end, &[]).expect(303);
        us.post(&end, &[]).expect(404);
        sane(us, "/letters/cards");
    });
}
