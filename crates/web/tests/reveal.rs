//! Stories of a sealed value on a page: masked, asked for, recorded, open for a while.

#![expect(clippy::unwrap_used, reason = "a test")]

use kernel::{Id, Text};
use org::Role;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Sql, secret::Sealed};
use testkit::{Kit, Story, story};
use web::{
    Access, Act, Done, Event, Nothing, Record, Refusal, Reply, Routes, View,
    reveal::{self, Purpose, Veiled},
};

enum Card {}

const NUMBER: Sealed = Sealed::of_union("card", "number", "id");
const CARDS: &[store::Migration] = &[store::Migration {
    system: "card",
    number: 1,
    name: "0001_card",
    sql: "CREATE TABLE card (union_id BYTEA NOT NULL, id BYTEA NOT NULL, number BYTEA NOT NULL, CONSTRAINT card_pk PRIMARY KEY (union_id, id));",
    data: "",
}];
const ADD: Sql = Sql::union("INSERT INTO card (union_id, id, number) VALUES ($1, $2, $3)");
const ALL: Sql = Sql::union("SELECT id, number FROM card WHERE union_id = $1");
const CHANGE: Sql = Sql::union("UPDATE card SET number = $3 WHERE union_id = $1 AND id = $2");

#[derive(Serialize)]
struct Made {
    id: Id<Card>,
}
impl Event for Made {
    fn kind(&self) -> &'static str {
        "card.made"
    }
    fn record(&self) -> Record {
        Record::new("card", self.id)
    }
}

#[derive(Clone, Deserialize, JsonSchema)]
struct Make {
    number: Text<40>,
}

#[derive(Serialize, JsonSchema)]
struct Show {
    number: Veiled,
}
ui::page!(Show, "card.html", |_p, _cx| "会员卡".to_owned());

fn card(view: &View<'_>) -> Reply<(Id<Card>, Vec<u8>)> {
    let card = view.opt(ALL, &[&view.union()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    card.ok_or_else(|| Refusal::missing().into())
}

fn show(view: &View<'_>, _: Nothing) -> Reply<Show> {
    let (id, sealed) = card(view)?;
    let officer = view.actor().may(org::power::MEMBER_MANAGE);
    let number = reveal::veil(
        view,
        Record::new("card", id),
        "number",
        "6222****8888".to_owned(),
        officer.then(|| "/card/reveal".to_owned()),
        || Ok(view.open(NUMBER.at(view.union(), id), &sealed)?.text()?.to_owned()),
    )?;
    Ok(Show { number })
}

fn make(act: &mut Act<'_>, form: Make) -> Reply<Done> {
    let id: Id<Card> = act.id();
    let sealed = act.seal(NUMBER.at(act.union(), id), form.number.as_bytes())?;
    act.run(ADD, &[&act.union(), &id, &sealed])?;
    act.note(&Made { id })?;
    Ok(Done::to("/card").record(id))
}

fn uncover(act: &mut Act<'_>, form: Purpose) -> Reply<Done> {
    let (id, _) = card(act)?;
    reveal::read(act, Record::new("card", id), &["number"], &form.purpose)?;
    Ok(Done::to("/card"))
}

fn kit() -> Kit {
    let routes = Routes::new("card")
        .page("/card", Access::SignedIn, show)
        .act("/card", Access::SignedIn, make)
        .act("/card/reveal", Access::May(org::power::MEMBER_MANAGE), uncover)
        .form("/card");
    Kit {
        migrations: CARDS.to_vec(),
        routes: routes.into_list(),
        start: Vec::new(),
    }
}

const WHOLE: &str = "6222020200001118888";

fn readings(s: &Story) -> Vec<reveal::Reading> {
    let union = s.union;
    s.store
        .read(|r| {
            let (id, _): (Id<Card>, Vec<u8>) = r.one(ALL, &[&union], |row| Ok((row.get(0)?, row.get(1)?)))?;
            reveal::who_read(r, union, Record::new("card", id), 100)
        })
        .unwrap()
}

#[test]
fn a_sealed_value_is_shown_after_its_reading_was_recorded_and_for_a_while() {
    story(kit, |s| {
        let (officer, colleague) = (s.person(Role::Chair), s.person(Role::Chair));
        officer.post("/card", &[("number", WHOLE)]).expect(303);
        let page = officer.get("/card").expect(200);
        assert!(page.shows("6222****8888") && !page.shows(WHOLE));
        assert!(page.shows("action=\"/card/reveal\"") && page.shows("本人也能看到"));
        assert!(readings(s).is_empty(), "a masked value is no reading");

        let refused = officer.post("/card/reveal", &[("purpose", " ")]).expect(422);
        assert!(!refused.shows(WHOLE) && readings(s).is_empty());

        let answer = officer.post("/card/reveal", &[("purpose", "办理理赔")]).expect(303);
        assert!(!answer.shows(WHOLE) && answer.location() == "/card");
        assert!(officer.get("/card").expect(200).shows(WHOLE));
        assert_eq!(officer.get_json("/card").expect(200).json()["number"]["whole"], WHOLE);
        assert!(
            !colleague.get("/card").expect(200).shows(WHOLE),
            "it is open to who asked"
        );
        let told = readings(s);
        assert_eq!((told.len(), told[0].purpose.as_str()), (1, "办理理赔"));
        assert_eq!(
            (told[0].fields.as_slice(), told[0].at),
            (["number".to_owned()].as_slice(), s.clock.now())
        );
        assert!(told[0].who.is_some());

        s.clock.set(s.clock.now().plus_millis(reveal::OPEN_MINUTES * 60_000));
        let page = officer.get("/card").expect(200);
        assert!(!page.shows(WHOLE) && page.shows("6222****8888"), "it is over");
    });
}

#[test]
fn who_may_not_ask_sees_the_mask_alone() {
    story(kit, |s| {
        let (member, outsider) = (s.person(Role::MemberRole), s.outsider(Role::Chair));
        member.post("/card", &[("number", WHOLE)]).expect(303);
        let page = member.get("/card").expect(200);
        assert!(page.shows("6222****8888") && !page.shows("/card/reveal"));
        member.post("/card/reveal", &[("purpose", "好奇")]).expect(403);
        outsider.get("/card").expect(404);
        outsider.post("/card/reveal", &[("purpose", "好奇")]).expect(404);
        assert!(readings(s).is_empty());
        let json = member.get_json("/card").expect(200).json();
        assert_eq!(
            json["number"],
            serde_json::json!({ "masked": "6222****8888", "lost": false })
        );
    });
}

#[test]
fn a_value_under_a_lost_key_says_what_to_do() {
    story(kit, |s| {
        let officer = s.person(Role::Chair);
        officer.post("/card", &[("number", WHOLE)]).expect(303);
        officer.post("/card/reveal", &[("purpose", "核对")]).expect(303);
        let union = s.union;
        s.store
            .write(move |w| {
                let (id, mut sealed): (Id<Card>, Vec<u8>) =
                    w.one(ALL, &[&union], |row| Ok((row.get(0)?, row.get(1)?)))?;
                sealed[1..3].copy_from_slice(&[9, 9]);
                w.run(CHANGE, &[&union, &id, &sealed])
            })
            .unwrap();
        assert!(officer.get("/card").expect(200).shows("重新录入"));
    });
}
