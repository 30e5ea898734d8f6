//! Stories of calendars to subscribe to, read back by a calendar library.

use icalendar::{Calendar, CalendarComponent, CalendarDateTime, Component, DatePerhapsTime, Event};
use org::Role;
use testkit::{Answer, Client, story};

use crate::{doing::tests::task, tests::kit};

/// The last part of the link that the page shows.
fn link(who: &Client, scope: &str) -> Option<String> {
    let page = who.get_json("/me/calendar").expect(200).json();
    let feeds = page["feeds"].as_array().cloned().unwrap_or_default();
    let feed = feeds.into_iter().find(|feed| feed["scope"] == scope)?;
    Some(feed["link"].as_str()?.rsplit('/').next()?.to_owned())
}

fn make(who: &Client, scope: &str) -> String {
    who.post("/me/calendar/make", &[("scope", scope)]).expect(303);
    link(who, scope).expect("a link")
}

/// The events of a feed, as a calendar program sees them.
fn events(feed: &Answer) -> Vec<Event> {
    let calendar: Calendar = feed.text().parse().expect("a calendar");
    let events = calendar.components.into_iter().filter_map(|c| match c {
        CalendarComponent::Event(event) => Some(event),
        _ => None,
    });
    events.collect()
}

fn named<'a>(events: &'a [Event], title: &str) -> &'a Event {
    let found = events.iter().find(|e| e.get_summary() == Some(title));
    found.unwrap_or_else(|| panic!("{title} in {events:?}"))
}

fn day(at: Option<DatePerhapsTime>) -> String {
    match at {
        Some(DatePerhapsTime::Date(day)) => day.to_string(),
        Some(DatePerhapsTime::DateTime(CalendarDateTime::Utc(at))) => at.to_string(),
        other => format!("{other:?}"),
    }
}

#[test]
fn a_feed_has_ones_own_tasks_as_a_calendar_program_reads_them() {
    story(kit, |s| {
        let (officer, me) = s.member(Role::Officer);
        let long =
            "慰问退休教师、困难职工；带上米、面、油，分三组走访（第一组：城东；第二组：城西），回来填写走访记录表";
        let own = task(s, long, flow::Field::Care, Some(me), "2026-12-01");
        task(s, "别人的事", flow::Field::Care, None, "2026-12-02");
        let file = make(&officer, "own");
        let stranger = s.stranger();
        let feed = stranger.get(&format!("/feeds/{file}")).expect(200);
        assert_eq!(feed.headers["content-type"], "text/calendar; charset=utf-8");
        assert!(!feed.headers.contains_key("set-cookie"), "no cookies");
        let text = feed.text();
        assert!(text.ends_with("END:VCALENDAR\r\n") && !text.replace("\r\n", "").contains('\n'));
        assert!(text.lines().all(|line| line.len() <= 75), "folded");
        let all = events(&feed);
        assert_eq!(all.len(), 1);
        let event = named(&all, long);
        assert_eq!(event.get_uid(), Some(format!("{own}@zhijia").as_str()));
        assert_eq!(
            (day(event.get_start()), day(event.get_end())),
            ("2026-12-01".into(), "2026-12-02".into())
        );
        assert_eq!(event.get_sequence(), Some(0));
        assert!(event.get_description().unwrap().contains("工作领域：关爱"), "{event:?}");
        assert_eq!(event.property_value("LAST-MODIFIED"), Some("20261121T010000Z"));

        s.clock.set(s.clock.now().plus_millis(3_600_000));
        let to = "2026-12-08";
        officer
            .post(&format!("/tasks/{own}/move"), &[("version", "1"), ("when", to)])
            .expect(303);
        let all = events(&stranger.get(&format!("/feeds/{file}")).expect(200));
        let event = named(&all, long);
        assert_eq!((day(event.get_start()), event.get_sequence()), (to.to_owned(), Some(1)));
        assert_eq!(event.property_value("LAST-MODIFIED"), Some("20261121T020000Z"));

        officer
            .post(
                &format!("/tasks/{own}/drop"),
                &[("version", "2"), ("why", "并入送温暖")],
            )
            .expect(303);
        assert!(
            events(&stranger.get(&format!("/feeds/{file}")).expect(200)).is_empty(),
            "given up, gone"
        );
    });
}

#[test]
fn all_tasks_only_by_power_and_no_longer_than_it_lasts() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let (leader, me) = s.member(Role::GroupLeader);
        let (officer, officer_id) = s.member(Role::Officer);
        task(s, "自己的事", flow::Field::Care, Some(me), "2026-12-01");
        task(s, "全会的事", flow::Field::Culture, None, "2026-12-02");
        leader.post("/me/calendar/make", &[("scope", "all")]).expect(403);
        assert!(!leader.get("/me/calendar").expect(200).shows("scope=all"));
        let file = make(&officer, "all");
        let stranger = s.stranger();
        assert_eq!(events(&stranger.get(&format!("/feeds/{file}")).expect(200)).len(), 2);
        let outside = s.outsider(Role::Chair);
        task(s, "一件事", flow::Field::Care, None, "2026-12-03");
        assert!(
            events(&stranger.get(&format!("/feeds/{}", make(&outside, "all"))).expect(200)).is_empty(),
            "another union's feed has its own"
        );
        // whoever leaves loses the feed with everything else
        let form = [
            ("version", "1"),
            ("status", "resigned"),
            ("on", "2026-11-21"),
            ("why", "调离"),
        ];
        chair.post(&format!("/members/{officer_id}/status"), &form).expect(303);
        stranger.get(&format!("/feeds/{file}")).expect(404);
    });
}

#[test]
fn a_link_is_shown_once_kept_as_digest_replaced_and_turned_off() {
    story(kit, |s| {
        let (officer, _) = s.member_with_password(Role::Officer, "wang", "Zhijia-2026-long");
        let page = officer.get("/me/calendar").expect(200);
        assert!(page.shows("订阅到手机日历") && page.shows("还没有开通") && !page.shows("⟦"));
        assert!(!officer.get("/me/calendar?lang=en").expect(200).shows("⟦"));
        officer.get("/me/calendar?lang=zh-Hans").expect(200);
        let first = make(&officer, "own");
        let stranger = s.stranger();
        stranger.get(&format!("/feeds/{first}")).expect(200);
        assert!(
            officer.get("/me/calendar").shows(&first),
            "its maker may look at it again"
        );
        let second = make(&officer, "own");
        assert_ne!(first, second);
        stranger.get(&format!("/feeds/{first}")).expect(404);
        stranger.get(&format!("/feeds/{second}")).expect(200);
        // in another session it is told that there is one, not which
        officer.forget();
        officer
            .post("/sign-in", &[("name", "wang"), ("password", "Zhijia-2026-long")])
            .expect(303);
        assert_eq!(link(&officer, "own"), None);
        assert!(officer.get("/me/calendar").shows("链接只在开通时显示"));
        officer.post("/me/calendar/revoke", &[("scope", "own")]).expect(303);
        stranger.get(&format!("/feeds/{second}")).expect(404);
        officer.post("/me/calendar/revoke", &[("scope", "own")]).expect(404);
        let wrong = second.replace(".ics", "0.ics");
        let half: String = second.chars().take(50).collect();
        for file in [wrong.as_str(), half.as_str(), "x.ics", "..ics"] {
            stranger.get(&format!("/feeds/{file}")).expect(404);
        }
        assert_eq!(stranger.get("/me/calendar").status, 303);
    });
}
