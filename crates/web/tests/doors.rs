//! Stories at the doors, with a small system of notes behind them.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

use kernel::{Id, Text};
use org::Role;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Sql;
use testkit::{Kit, Story, story};
use web::{Access, Act, Done, Event, Nothing, Power, Record, Refusal, Reply, Routes, View};

enum Note {}

#[derive(Serialize)]
struct Noted {
    id: Id<Note>,
}
impl Event for Noted {
    fn kind(&self) -> &'static str {
        "note.made"
    }
    fn record(&self) -> Record {
        Record::new("note", self.id)
    }
}

#[derive(Clone, Deserialize, JsonSchema)]
struct Make {
    text: Text<20>,
}

#[derive(Serialize, JsonSchema)]
struct List {
    texts: Vec<String>,
}
ui::page!(List, "page.html", |_p, _cx| "笔记".to_owned());

const ADD: Sql = Sql::union("INSERT INTO note (union_id, id, text) VALUES ($1, $2, $3)");
const LIST: Sql = Sql::union("SELECT text FROM note WHERE union_id = $1 ORDER BY id");

fn list(view: &View<'_>, _: Nothing) -> Reply<List> {
    Ok(List {
        texts: view.rows(LIST, &[&view.union()], |row| row.get(0))?,
    })
}

fn make(act: &mut Act<'_>, form: Make) -> Reply<Done> {
    if form.text.as_str() == "不行" {
        return Err(Refusal::field("text", "web.refusal.wrong").into());
    }
    let id: Id<Note> = act.id();
    act.run(ADD, &[&act.union(), &id, &form.text])?;
    act.note(&Noted { id })?;
    Ok(Done::to("/notes").record(id))
}

/// Takes each text once; whoever comes again with it is refused, and that they came is kept.
fn only(act: &mut Act<'_>, form: Make) -> Reply<Done> {
    let there: Vec<String> = act.rows(LIST, &[&act.union()], |row| row.get(0))?;
    if there.iter().any(|text| text == form.text.as_str()) {
        let again: Id<Note> = act.id();
        act.run(ADD, &[&act.union(), &again, &"又来"])?;
        act.note(&Noted { id: again })?;
        return Err(Refusal::new("web.refusal.wrong").status(409).kept().into());
    }
    make(act, form)
}

fn forget_to_note(act: &mut Act<'_>, form: Make) -> Reply<Done> {
    let id: Id<Note> = act.id();
    act.run(ADD, &[&act.union(), &id, &form.text])?;
    Ok(Done::to("/notes"))
}

/// What a door takes that is meant for large files.
const LARGE: usize = 44 << 20;

fn panics(_: &mut Act<'_>, _: Nothing) -> Reply<Done> {
    panic!("a handler may be wrong");
}

const NOTES: &[store::Migration] = &[store::Migration {
    system: "note",
    number: 1,
    name: "0001_note",
    sql: "CREATE TABLE note (union_id BYTEA NOT NULL, id BYTEA NOT NULL, text TEXT NOT NULL, CONSTRAINT note_pk PRIMARY KEY (union_id, id));",
    data: "",
}];

fn kit() -> Kit {
    let routes = Routes::new("note")
        .page("/notes", Access::SignedIn, list)
        .act("/notes", Access::SignedIn, make)
        .act("/notes/only", Access::SignedIn, only)
        .act("/notes/silent", Access::SignedIn, forget_to_note)
        .act("/notes/panic", Access::SignedIn, panics)
        .act("/notes/paper", Access::SignedIn, make)
        .files(&["paper"])
        .form("/notes")
        .act("/notes/roster", Access::SignedIn, make)
        .files(&["paper"])
        .body(LARGE, "roster.body")
        .form("/notes")
        .page("/secret", Access::May(Power("nobody.has.this")), list);
    Kit {
        migrations: NOTES.to_vec(),
        routes: routes.into_list(),
        start: Vec::new(),
    }
}

fn texts(s: &Story, client: &testkit::Client) -> Vec<String> {
    let _ = s;
    let list = client.get_json("/notes").expect(200).json()["texts"].clone();
    let mut texts: Vec<String> = serde_json::from_value(list).unwrap();
    // Ids of one moment have no order among themselves.
    texts.sort();
    texts
}

#[test]
fn strangers_and_the_powerless_meet_closed_doors() {
    story(kit, |s| {
        let stranger = s.stranger();
        assert_eq!(stranger.get("/notes").expect(303).location(), "/sign-in?then=%2Fnotes");
        stranger.get_json("/notes").expect(401);
        stranger.post_json("/notes", &json!({ "text": "x" })).expect(401);
        let member = s.person(Role::MemberRole);
        member.get("/secret").expect(403);
        member.get("/no/such/page").expect(404);
        member.get("/notes/silent").expect(405);
    });
}

#[test]
fn the_same_key_never_acts_twice() {
    story(kit, |s| {
        let member = s.person(Role::MemberRole);
        let first = member.post("/notes", &[("text", "一"), ("_once", "key-1")]).expect(303);
        let second = member.post("/notes", &[("text", "一"), ("_once", "key-1")]).expect(303);
        assert_eq!(first.location(), second.location());
        assert_eq!(texts(s, &member), ["一"]);
        let other = member.post("/notes", &[("text", "二"), ("_once", "key-1")]).expect(409);
        assert!(other.shows("二"), "what was typed is kept");
        assert_eq!(texts(s, &member), ["一"]);
        member.post("/notes", &[("text", "二"), ("_once", "key-2")]).expect(303);
        assert_eq!(texts(s, &member), ["一", "二"]);
        // Somebody else's key of the same text is another key.
        s.person(Role::MemberRole)
            .post("/notes", &[("text", "三"), ("_once", "key-2")])
            .expect(303);
        assert_eq!(texts(s, &member), ["一", "三", "二"]);
    });
}

#[test]
fn what_was_done_answers_for_a_second_sending_that_would_be_refused() {
    story(kit, |s| {
        let member = s.person(Role::MemberRole);
        let first = member
            .post("/notes/only", &[("text", "一"), ("_once", "key-1")])
            .expect(303);
        let again = member
            .post("/notes/only", &[("text", "一"), ("_once", "key-1")])
            .expect(303);
        assert_eq!(first.location(), again.location());
        assert_eq!(
            texts(s, &member),
            ["一"],
            "a refusal that keeps something keeps nothing here"
        );
        member
            .post("/notes/only", &[("text", "一"), ("_once", "key-2")])
            .expect(409);
        assert_eq!(texts(s, &member), ["一", "又来"]);
    });
}

#[test]
fn a_form_sent_many_times_at_the_same_moment_is_one_row() {
    story(kit, |s| {
        let member = s.person(Role::MemberRole);
        let at_once = |path: &str, text: &str| {
            let form = [("text", text), ("_once", text)];
            let send = || member.post(path, &form).expect(303).location().to_owned();
            std::thread::scope(|scope| {
                let sent: Vec<_> = (0..8).map(|_| scope.spawn(send)).collect();
                let went: std::collections::BTreeSet<String> =
                    sent.into_iter().map(|one| one.join().unwrap()).collect();
                assert_eq!(went.len(), 1, "{went:?}");
            });
        };
        at_once("/notes", "a");
        at_once("/notes/only", "b");
        assert_eq!(texts(s, &member), ["a", "b"]);
    });
}

#[test]
fn a_refused_form_keeps_what_was_typed() {
    story(kit, |s| {
        let member = s.person(Role::MemberRole);
        let refused = member.post("/notes", &[("text", "不行")]).expect(422);
        assert!(refused.shows("value=\"不行\""), "{}", refused.text());
        let long = member
            .post(
                "/notes",
                &[("text", "超过二十个字的内容不能收下因为这一栏只有这么长啊")],
            )
            .expect(422);
        assert!(long.shows("超过二十个字"));
        let problem = member.post_json("/notes", &json!({ "text": "" })).expect(422).json();
        assert_eq!(problem["status"], 422);
        member.post("/notes", &[]).expect(422);
        assert!(texts(s, &member).is_empty());
    });
}

#[test]
fn an_act_without_an_event_and_a_panic_leave_nothing() {
    story(kit, |s| {
        let member = s.person(Role::MemberRole);
        let fault = member.post("/notes/silent", &[("text", "x")]).expect(500);
        assert!(!fault.shows("event"), "details are not shown");
        let id = fault.headers.get("x-request-id").unwrap().to_str().unwrap().to_owned();
        assert!(fault.shows(&id), "the reference is shown");
        member.post("/notes/panic", &[]).expect(500);
        member.post("/notes", &[("text", "y")]).expect(303);
        assert_eq!(texts(s, &member), ["y"]);
    });
}

#[test]
fn unions_do_not_see_each_other() {
    story(kit, |s| {
        let (member, outsider) = (s.person(Role::MemberRole), s.outsider(Role::Chair));
        member.post("/notes", &[("text", "我们的")]).expect(303);
        assert_eq!(texts(s, &outsider), Vec::<String>::new());
        assert_eq!(texts(s, &member), ["我们的"]);
    });
}

#[test]
fn a_session_ends_when_idle_and_what_was_typed_survives() {
    story(kit, |s| {
        let (member, _) = s.member_with_password(Role::MemberRole, "wangfang", "Gonghui-2026");
        member.get("/notes").expect(200);
        s.clock.set(s.clock.now().plus_millis(web::session::IDLE_MS + 1));
        let lost = member.post("/notes", &[("text", "写到一半")]).expect(401);
        assert!(lost.shows("_kept.text") && lost.shows("写到一半"), "{}", lost.text());
        let back = member
            .post(
                "/sign-in",
                &[
                    ("name", "wangfang"),
                    ("password", "Gonghui-2026"),
                    ("then", "/notes"),
                    ("_kept.text", "写到一半"),
                ],
            )
            .expect(200);
        assert!(back.shows("value=\"写到一半\""), "{}", back.text());
        assert!(texts(s, &member).is_empty(), "nothing was recorded yet");
    });
}

#[test]
fn five_failures_rest_the_account_and_the_right_password_waits_too() {
    story(kit, |s| {
        s.member_with_password(Role::MemberRole, "lihong", "Gonghui-2026");
        let stranger = s.stranger();
        for _ in 0..5 {
            let no = stranger
                .post("/sign-in", &[("name", "lihong"), ("password", "Wrong-2026")])
                .expect(422);
            assert!(no.shows("value=\"lihong\"") && !no.shows("Wrong-2026"));
        }
        stranger
            .post("/sign-in", &[("name", "LIHONG"), ("password", "Gonghui-2026")])
            .expect(429);
        s.clock.set(s.clock.now().plus_millis(web::door::store::REST_MS + 1));
        stranger
            .post("/sign-in", &[("name", "lihong"), ("password", "Gonghui-2026")])
            .expect(303);
        stranger.get("/notes").expect(200);
    });
}

#[test]
fn one_ends_ones_own_sessions_and_no_others() {
    story(kit, |s| {
        let (home, _) = s.member_with_password(Role::MemberRole, "a", "Gonghui-2026");
        let (phone, desk) = (s.stranger(), s.stranger());
        for client in [&phone, &desk] {
            client
                .post("/sign-in", &[("name", "a"), ("password", "Gonghui-2026")])
                .expect(303);
        }
        let sessions = desk.get_json("/me/account").expect(200).json()["sessions"].clone();
        assert_eq!(sessions.as_array().unwrap().len(), 3, "{sessions}");
        let other = s.person(Role::Chair);
        for session in sessions.as_array().unwrap() {
            let path = format!("/me/sessions/{}/end", session["id"].as_str().unwrap());
            other.post(&path, &[]).expect(404);
            // Whichever of the three is still signed in ends this one.
            assert!(
                [&home, &phone, &desk]
                    .iter()
                    .any(|c| c.post(&path, &[]).location() == "/me/account")
            );
        }
        for client in [&home, &phone, &desk] {
            client.get_json("/notes").expect(401);
        }
    });
}

#[test]
fn a_changed_password_ends_the_other_sessions() {
    story(kit, |s| {
        let (member, _) = s.member_with_password(Role::MemberRole, "b", "Gonghui-2026");
        let other = s.stranger();
        other
            .post("/sign-in", &[("name", "b"), ("password", "Gonghui-2026")])
            .expect(303);
        other
            .post("/me/password", &[("old", "nonsense"), ("password", "Another-2026")])
            .expect(422);
        other
            .post("/me/password", &[("old", "Gonghui-2026"), ("password", "short")])
            .expect(422);
        other
            .post("/me/password", &[("old", "Gonghui-2026"), ("password", "Another-2026")])
            .expect(303);
        other.get("/notes").expect(200);
        member.get_json("/notes").expect(401);
    });
}

#[test]
fn the_edge_keeps_its_limits() {
    story(kit, |s| {
        let member = s.person(Role::MemberRole);
        let large = "x".repeat(3 * 1024 * 1024);
        member.post("/notes", &[("text", &large)]).expect(413);
        let many: Vec<(String, String)> = (0..2100).map(|n| (format!("f{n}"), "1".into())).collect();
        let many: Vec<(&str, &str)> = many.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        member.post("/notes", &many).expect(413);
        member
            .upload("/notes", &[("text", "x")], &[("photo", "a.jpg", b"no")])
            .expect(413);
        member
            .send_raw("POST", "/notes", &[("content-type", "text/xml")], b"<a/>")
            .expect(415);
        member
            .send_raw("POST", "/notes", &[("content-type", "application/json")], b"{\"text\":")
            .expect(400);
        let cross = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "cross-site"),
        ];
        member.send_raw("POST", "/notes", &cross, b"text=evil").expect(403);
        assert!(texts(s, &member).is_empty());
    });
}

#[test]
fn a_door_for_large_files_takes_them_and_says_what_to_do_with_larger_ones() {
    story(kit, |s| {
        let member = s.person(Role::MemberRole);
        let (large, larger) = (vec![b'x'; (41 << 20) + 1], vec![b'x'; (45 << 20) + 1]);
        let send = |path: &str, bytes: &[u8]| member.upload(path, &[("text", "名册")], &[("paper", "名册.csv", bytes)]);
        send("/notes/paper", b"small").expect(303);
        let refused = send("/notes/paper", &large).expect(413);
        assert!(
            refused.shows("一次最多 40 MB") && refused.shows("名册"),
            "{}",
            refused.text()
        );
        send("/notes/roster", &large).expect(303);
        let refused = send("/notes/roster", &larger).expect(413);
        assert!(
            refused.shows("一次最多 44 MB") && refused.shows("zhijia import"),
            "{}",
            refused.text()
        );
        // a stranger is not heard out further than at any other door, and is led to sign in
        let stranger = s.stranger();
        let answer = stranger.upload("/notes/roster", &[("text", "名册")], &[("paper", "名册.csv", &large)]);
        assert_eq!(answer.status, 401, "{}", answer.text());
        assert_eq!(texts(s, &member).len(), 2);
    });
}

#[test]
fn answers_carry_the_headers_that_protect() {
    story(kit, |s| {
        let page = s.stranger().get("/sign-in").expect(200);
        let header = |name: &str| {
            page.headers
                .get(name)
                .unwrap_or_else(|| panic!("{name}"))
                .to_str()
                .unwrap()
                .to_owned()
        };
        assert!(header("content-security-policy").contains("script-src 'self'"));
        assert!(!header("content-security-policy").contains("unsafe-inline"));
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert!(
            !page.shows("<script>") && !page.shows(" style=") && !page.shows("onclick"),
            "{}",
            page.text()
        );
        assert!(page.shows("lang=\"zh-Hans\""));
        assert!(s.stranger().get("/sign-in?lang=en").shows("lang=\"en\""));
    });
}

#[test]
fn pages_are_packed_once_for_whoever_takes_it() {
    story(kit, |s| {
        let stranger = s.stranger();
        let page = |accepts: &str| {
            let headers = [("accept", "text/html"), ("accept-encoding", accepts)];
            stranger.send_raw("GET", "/sign-in", &headers, b"").expect(200)
        };
        let (packed, plain) = (page("br, gzip"), page("gzip;q=0, identity"));
        let codings: Vec<_> = packed.headers.get_all("content-encoding").iter().collect();
        assert_eq!(codings, ["gzip"]);
        let vary = packed.headers.get_all("vary").iter();
        assert_eq!(vary.filter(|value| *value == "accept-encoding").count(), 1);
        assert!(plain.headers.get("content-encoding").is_none());
        let mut text = String::new();
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(packed.bytes.as_slice()), &mut text).unwrap();
        // each has a key of its own for its form
        assert_eq!(text.len(), plain.text().len());
        assert!(text.to_lowercase().starts_with("<!doctype html>"), "{text}");
        assert!(
            packed.bytes.len() < text.len(),
            "{} of {}",
            packed.bytes.len(),
            text.len()
        );
    });
}

#[test]
fn health_readiness_metrics_and_the_document_answer() {
    story(kit, |s| {
        let stranger = s.stranger();
        assert_eq!(stranger.get("/healthz").expect(200).text(), "ok\n");
        stranger.get("/readyz").expect(200);
        stranger.get("/sign-in").expect(200);
        assert!(stranger.get("/metrics").expect(200).shows("zhijia_requests_total"));
        let document = stranger.get_json("/api/openapi.json").expect(200).json();
        for route in s.routes() {
            let at = format!(
                "/paths/{}/{}",
                route.path.replace('~', "~0").replace('/', "~1"),
                route.method().to_lowercase()
            );
            assert!(document.pointer(&at).is_some(), "{at}");
        }
    });
}
