//! What whoever moves sees of it.

use super::*;

#[test]
fn who_moves_sees_where_to_and_how_far_it_is() {
    story(kit, |s| {
        let sender = s.person(Role::Chair);
        let (there, receiver) = school(s, "第三中学工会", "wangfang");
        let to = there.to_string();
        let (person, member) = s.member(Role::MemberRole);
        assert!(!person.get("/me/data").expect(200).shows("会籍转接"));
        let sent = sender
            .post(&format!("/members/{member}/move"), &wish(&to, "1"))
            .expect(303);
        let own = sane(&person, "/me/data");
        assert!(
            own.shows("会籍转接") && own.shows("第三中学工会") && own.shows("2026年11月"),
            "{}",
            own.text()
        );
        assert!(own.shows("等待对方接收") && own.shows("12.50"));
        carry(s);
        let returned = [("version", "1"), ("why", "本单位不接收")];
        receiver
            .post(&format!("/transfers/{}/return", sent.id()), &returned)
            .expect(303);
        carry(s);
        let own = person.get_json("/me/data").expect(200).json();
        assert_eq!(own["own"]["transfers"][0]["state"], "returned");
        assert!(person.get("/me/data").shows("本单位不接收"));
    });
}

#[test]
fn who_came_sees_from_where() {
    story(kit, |s| {
        let sender = s.person(Role::Chair);
        let (there, receiver) = school(s, "第三中学工会", "wangfang");
        let (_, member) = s.member(Role::MemberRole);
        let sent = sender
            .post(&format!("/members/{member}/move"), &wish(&there.to_string(), "1"))
            .expect(303);
        carry(s);
        let page = format!("/transfers/{}", sent.id());
        let accept = [("version", "1"), ("on", "2026-11-21")];
        receiver.post(&format!("{page}/accept"), &accept).expect(303);
        let came = receiver.get_json(&page).expect(200).json()["member"].clone();
        let (clock, came) = (s.clock.clone(), came.as_str().unwrap().parse().unwrap());
        let hash = web::password::hash("Gonghui-2026", "laile").unwrap();
        let made: Result<_, store::Error> = s.store.write(move |w| {
            org::add_account(
                w,
                &clock,
                there,
                came,
                "laile",
                Some(&hash),
                Role::MemberRole,
                kernel::Lang::Zh,
            )
        });
        made.unwrap();
        let person = s.stranger();
        sign_in(&person, "laile");
        let from = sender.get_json("/org/tree").json()["name"].as_str().unwrap().to_owned();
        let own = sane(&person, "/me/data");
        assert!(
            own.shows(&format!("您的会籍从{from}转入本工会")) && own.shows("2026年11月"),
            "{}",
            own.text()
        );
        assert!(!receiver.get("/me/data").expect(200).shows("转入本工会"));
    });
}
