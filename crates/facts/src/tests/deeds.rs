//! A system of one form: good deeds, each posting persons and money.

use kernel::{Date, Id};
use org::{BodyId, MemberId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use testkit::{Client, Kit, Story};
use web::{Access, Act, Done, Event, Nothing, Record, Reply, Routes, View};

use crate::{Measure, Unit};

pub const VISITS: Measure = Measure {
    key: "deed.visits",
    zh: "慰问人次",
    en: "Visits",
    unit: Unit::PersonTimes,
    field: "care",
};
pub const MONEY: Measure = Measure {
    key: "deed.money",
    zh: "慰问支出",
    en: "Spent on visits",
    unit: Unit::Money,
    field: "care",
};
pub const FEES: Measure = Measure {
    key: "deed.fees",
    zh: "困难补助",
    en: "Relief",
    unit: Unit::Money,
    field: "care",
};
pub const RATE: Measure = Measure {
    key: "deed.rate",
    zh: "满意率",
    en: "Satisfied",
    unit: Unit::Rate,
    field: "culture",
};

pub enum Deed {}

#[derive(Clone, Deserialize, JsonSchema)]
struct Do {
    on: Date,
    title: String,
    visits: Option<i64>,
    money: Option<i64>,
    fees: Option<i64>,
    rate: Option<i64>,
    branch: Option<BodyId>,
    person: Option<MemberId>,
}

#[derive(Clone, Deserialize, JsonSchema)]
struct Undo {
    id: Id<Deed>,
    why: String,
}

#[derive(Serialize)]
struct Noted {
    #[serde(skip)]
    id: Id<Deed>,
    title: String,
}

impl Event for Noted {
    fn kind(&self) -> &'static str {
        "deed.done"
    }
    fn record(&self) -> Record {
        Record::new("deed", self.id)
    }
}

#[derive(Serialize, JsonSchema)]
struct Form {}

impl ui::Page for Form {
    fn title(&self, _: &ui::Cx) -> String {
        "deed".to_owned()
    }
    fn body(&self, cx: &ui::Cx) -> Result<String, ui::askama::Error> {
        Ok(format!("{}{}", cx.problems(), cx.field("title", "").text("")))
    }
}

fn form(_: &View<'_>, _: Nothing) -> Reply<Form> {
    Ok(Form {})
}

fn deed(act: &mut Act<'_>, form: Do) -> Reply<Done> {
    let id: Id<Deed> = act.id();
    let record = Record::new("deed", id);
    let postings = [
        (&VISITS, form.visits.unwrap_or(0)),
        (&MONEY, form.money.unwrap_or(0)),
        (&FEES, form.fees.unwrap_or(0)),
        (&RATE, form.rate.unwrap_or(0)),
    ];
    crate::post(act, record, form.on, form.branch, form.person, &postings)?;
    act.note(&Noted { id, title: form.title })?;
    Ok(Done::to(format!("/deeds/{id}")).record(id))
}

fn undo(act: &mut Act<'_>, form: Undo) -> Reply<Done> {
    let count = crate::reverse(act, Record::new("deed", form.id), &form.why)?;
    act.note(&Noted {
        id: form.id,
        title: count.to_string(),
    })?;
    Ok(Done::to(format!("/taken-back/{count}")))
}

pub fn kit() -> Kit {
    let doors = Routes::new("deeds")
        .page("/deeds", Access::SignedIn, form)
        .act("/deeds", Access::SignedIn, deed)
        .act("/deeds/{id}/undo", Access::SignedIn, undo)
        .form("/deeds");
    let mut migrations = jobs::MIGRATIONS.to_vec();
    migrations.extend_from_slice(archive::MIGRATIONS);
    migrations.extend_from_slice(crate::MIGRATIONS);
    Kit {
        migrations,
        routes: crate::routes().and(jobs::routes()).and(doors).into_list(),
        start: vec![|w| crate::register::store::declare(w, &[&VISITS, &MONEY, &FEES, &RATE])],
    }
}

/// Somebody does a deed; gives its id.
pub fn done(who: &Client, on: &str, visits: i64, money: i64) -> String {
    let (visits, money) = (visits.to_string(), money.to_string());
    done_with(who, on, &[("visits", &visits), ("money", &money)])
}

/// Like [`done`], with whatever fields.
pub fn done_with(who: &Client, on: &str, fields: &[(&str, &str)]) -> String {
    let mut all = vec![("on", on), ("title", "看望")];
    all.extend_from_slice(fields);
    who.post("/deeds", &all).expect(303).id()
}

/// The sum of a measure in a year, and how many facts it comes from.
pub fn total(s: &Story, year: i16, measure: &Measure) -> (i64, i64) {
    let span = crate::Span::year(year).expect("a year");
    let union = s.union;
    let totals: Result<_, store::Error> = s.store.read(|r| crate::register::store::totals(r, union, span));
    totals
        .expect("totals")
        .iter()
        .find(|t| t.measure == measure.key)
        .map_or((0, 0), |t| (t.quantity, t.records))
}

/// The sum of a measure in a month.
pub fn month(s: &Story, month: &str, measure: &Measure) -> i64 {
    let span = crate::Span::year(month[..4].parse().expect("a year")).expect("a year");
    let union = s.union;
    let totals: Result<_, store::Error> = s.store.read(|r| crate::register::store::by_month(r, union, span));
    totals
        .expect("totals")
        .iter()
        .find(|t| t.measure == measure.key && t.month.as_deref() == Some(month))
        .map_or(0, |t| t.quantity)
}
