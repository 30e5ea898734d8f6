//! What people see of what verify found.

use schemars::JsonSchema;
use serde::Serialize;
use ui::{Col, Cx, Html, Row, State};
use web::{Act, Done, Event, Nothing, Record, Reply, View};

use super::{
    job::KIND,
    store::{self, Kept, Outcome},
};

/// The latest outcome and those before it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Verified {
    /// The newest.
    latest: Option<Outcome>,
    /// The ones before, without their differences.
    earlier: Vec<Outcome>,
}

ui::page!(Verified, "verified/pages/show.html", |_p, cx| cx
    .t("facts.verified.title"));

/// How many outcomes are listed.
const SHOWN: i64 = 30;

pub(super) fn page(view: &View<'_>, _: Nothing) -> Reply<Verified> {
    let mut all = store::latest(view, view.union(), SHOWN)?;
    for outcome in all.iter_mut().skip(1) {
        outcome.differences.clear();
    }
    let earlier = all.split_off(all.len().min(1));
    Ok(Verified {
        latest: all.pop(),
        earlier,
    })
}

/// Somebody wants to know now.
#[derive(Serialize)]
struct Asked {
    #[serde(skip)]
    job: jobs::JobId,
}

impl Event for Asked {
    fn kind(&self) -> &'static str {
        "verify.asked"
    }
    fn record(&self) -> Record {
        Record::new("job", self.job)
    }
}

/// Notes the job for now.
pub(super) fn ask(act: &mut Act<'_>, _: Nothing) -> Reply<Done> {
    let job = jobs::add(
        act.writer(),
        &kernel::Clock::fixed(act.now()),
        act.union(),
        act.actor().account,
        KIND,
        "{}",
    )?;
    act.note(&Asked { job })?;
    Ok(Done::to(format!("/jobs/{job}")).record(job))
}

impl Verified {
    fn says(&self, cx: &Cx) -> Html {
        match &self.latest {
            None => cx.empty("facts.verified.never"),
            Some(o) if o.found == 0 => cx.note(State::Done, cx.t1("facts.verified.sound", "at", cx.instant(o.at))),
            Some(o) => cx.note(
                State::Overdue,
                cx.t2("facts.verified.found", "at", cx.instant(o.at), "n", cx.number(o.found)),
            ),
        }
    }

    fn facts(&self, cx: &Cx) -> Html {
        let Some(o) = &self.latest else { return Html::none() };
        let facts = cx
            .facts()
            .fact("facts.verified.facts", cx.number(o.facts))
            .fact("facts.verified.sealed", cx.number(o.sealed))
            .fact("facts.verified.unsealed", cx.number(o.unsealed))
            .fact("facts.verified.seals", cx.number(o.seals))
            .long("facts.log.head", ui::html!("<code>{}</code>", o.head));
        Html::trusted(facts.to_string())
    }

    fn differences(&self, cx: &Cx) -> Html {
        let Some(o) = self.latest.as_ref().filter(|o| o.found > 0) else {
            return Html::none();
        };
        let cols = [
            Col::text("table", "facts.verified.where"),
            Col::text("what", "facts.verified.what"),
        ];
        let rows = o.differences.iter().map(|d| {
            let row = Row::new().cell(place(cx, d)).cell(sentence(cx, d));
            match d.table.as_str() {
                "fact" => row.link(&format!("/register/facts/{}", d.id)),
                _ => row,
            }
        });
        let table = cx.table("facts.verified.differences", cols).rows(rows);
        Html::trusted(table.to_string())
    }

    fn earlier(&self, cx: &Cx) -> Html {
        if self.earlier.is_empty() {
            return Html::none();
        }
        let cols = [
            Col::day("at", "facts.verified.at"),
            Col::number("found", "facts.verified.differences"),
            Col::number("facts", "facts.verified.facts"),
        ];
        let rows = self.earlier.iter().map(|o| {
            Row::new()
                .cell(cx.instant(o.at))
                .cell(cx.number(o.found))
                .cell(cx.number(o.facts))
        });
        let table = cx.table("facts.verified.earlier", cols).rows(rows);
        Html::trusted(table.to_string())
    }
}

fn place(cx: &Cx, d: &Kept) -> String {
    let key = format!("facts.verify.table_{}", d.table);
    let table = ui::words::find(cx.lang, &key).map_or_else(|| d.table.clone(), str::to_owned);
    format!("{table} {}", d.id)
}

/// The sentence in the reader's language, or as the system told it.
fn sentence(cx: &Cx, d: &Kept) -> String {
    if d.key.is_empty() || ui::words::find(cx.lang, &d.key).is_none() {
        return d.what.clone();
    }
    let mut args: Vec<(&str, &dyn std::fmt::Display)> = Vec::new();
    for (name, value) in &d.args {
        args.push((name, value));
    }
    cx.tf(&d.key, &args)
}
