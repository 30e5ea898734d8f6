//! Journeys of earlier years, entered by a list: a line a person.

use ::store::OnConstraint;
use kernel::{Date, Text};
use org::MemberId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Col, Cx, Html, Row, Table, html};
use web::{Act, Done, Nothing, Refusal, Reply, Stop, View};

use super::{
    event::Happened,
    list,
    model::{Past, PastId},
    store,
};

/// Most lines of a list.
const LINES: usize = 500;

/// Journeys of earlier years.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PastPage {
    /// They, the latest first.
    pub past: Vec<Past>,
    /// Today.
    pub today: Date,
}

ui::page!(
    PastPage,
    "recuperation/pages/past.html",
    |_p, cx| cx.t("recuperation.past.title"),
    wide
);

pub(super) fn page(view: &View<'_>, _: Nothing) -> Reply<PastPage> {
    Ok(PastPage {
        past: store::past(view, view.union(), None)?,
        today: view.today(),
    })
}

impl PastPage {
    fn heading(&self, cx: &Cx) -> Html {
        let title = cx.heading(cx.t("recuperation.past.title"), cx.t("recuperation.past.under"), "");
        html!("{}{}", list::crumbs(cx, None), title)
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "org.field.name"),
            Col::number("year", "recuperation.past.year"),
            Col::text("place", "recuperation.past.place"),
            Col::day("delete", "recuperation.past.delete"),
        ];
        let rows = self.past.iter().map(|past| {
            let delete = past
                .id
                .map(|id| cx.button(&format!("/recuperations/past/{id}/delete"), "recuperation.past.delete"));
            Row::new()
                .cell(&past.name)
                .cell(past.year)
                .cell(&past.place)
                .cell(delete)
        });
        cx.table("recuperation.past.title", cols)
            .empty(cx.empty("recuperation.past.none"))
            .rows(rows)
            .most(store::MOST_PAST, "ui.cut.latest")
    }
}

/// A list: a line a person, with name or number at work, year and place.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Add {
    lines: Text<20000>,
}

/// A line of the list, read.
fn line(text: &str, this_year: i64) -> Option<(String, i64, String)> {
    let apart = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | '\t');
    let mut parts = text.split(apart).filter(|part| !part.is_empty());
    let (name, year) = (parts.next()?, parts.next()?);
    let year: i64 = year.trim_end_matches('年').parse().ok()?;
    let place = parts.collect::<Vec<_>>().join(" ");
    let fits = (1980..=this_year).contains(&year) && !place.is_empty() && place.chars().count() <= 60;
    fits.then(|| (name.to_owned(), year, place))
}

/// The one member of a name or number at work; refused where there is none, or several.
fn member(act: &Act<'_>, name: &str, n: usize) -> Reply<MemberId> {
    let found = store::named(act, act.union(), name)?;
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(Refusal::field("lines", "recuperation.refusal.unknown")
            .arg("n", n)
            .arg("name", name)
            .into()),
        _ => Err(Refusal::field("lines", "recuperation.refusal.several")
            .arg("n", n)
            .arg("name", name)
            .into()),
    }
}

pub(super) fn add(act: &mut Act<'_>, form: Add) -> Reply<Done> {
    let this_year = i64::from(act.today().year());
    let lines: Vec<&str> = form.lines.lines().filter(|line| !line.trim().is_empty()).collect();
    if lines.len() > LINES {
        return Err(Refusal::field("lines", "recuperation.refusal.lines")
            .arg("most", LINES)
            .into());
    }
    let mut added = Vec::new();
    for (n, text) in (1_usize..).zip(lines) {
        let read = line(text, this_year);
        let (name, year, place) =
            read.ok_or_else(|| Refusal::field("lines", "recuperation.refusal.line").arg("n", n))?;
        let who = member(act, &name, n)?;
        let id: PastId = act.id();
        let by = (act.now(), act.actor().account);
        store::add_past(act.writer(), act.union(), (id, who, year), &place, by).on_constraint::<Stop>(
            "recuperation_past_once",
            || {
                Refusal::field("lines", "recuperation.refusal.twice")
                    .arg("n", n)
                    .arg("name", &name)
                    .arg("year", year)
                    .into()
            },
        )?;
        added.push((id, who, year));
    }
    act.note(&Happened::Past { added: &added })?;
    Ok(Done::to("/recuperations/past").say("recuperation.said.past"))
}

/// Which of them was wrong.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct This {
    id: PastId,
}

pub(super) fn delete(act: &mut Act<'_>, form: This) -> Reply<Done> {
    let past = store::one_past(act, act.union(), form.id)?;
    store::drop_past(act.writer(), act.union(), form.id)?;
    act.note(&Happened::PastGone {
        past: form.id,
        member: past.member,
        year: past.year,
    })?;
    Ok(Done::to("/recuperations/past").say("recuperation.said.past_gone"))
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn a_line_is_read_however_it_is_parted() {
        let whole = Some(("张三".to_owned(), 2019, "青岛".to_owned()));
        assert_eq!(line("张三，2019年，青岛", 2026), whole);
        assert_eq!(line("  张三\t2019 青岛", 2026), whole);
        for wrong in [
            "张三 2019",
            "张三 去年 青岛",
            "张三 2027 青岛",
            "张三 1970 青岛",
            "青岛",
        ] {
            assert_eq!(line(wrong, 2026), None, "{wrong}");
        }
    }
}
