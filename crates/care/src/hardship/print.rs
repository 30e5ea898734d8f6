//! The official form (困难职工档案表) on A4, as a page to print and as a Word file. Both need a reading that was just recorded;
//! the file one of its own.

use kernel::{Date, Lang};
use org::tree;
use papers::word::{Column, Word};
use schemars::JsonSchema;
use serde::Serialize;
use ui::Cx;
use web::{Attachment, Fault, Refusal, Reply, View};

use super::{
    acts::{self, FILE, This, WHOLE, is_open},
    body::{Body, Sheet},
    items::{COST_ITEMS, FAMILY, Item},
    means::Means,
    model::{Card, DossierId, Step},
    show::said,
    steps, store,
};

const MIME: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The printed form.
#[derive(Clone, Serialize, JsonSchema)]
pub struct PrintPage {
    /// Which dossier.
    pub id: DossierId,
    /// The union.
    pub union: String,
    /// What it says.
    pub body: Body,
    /// The test that the decision rests on.
    pub test: Option<Means>,
    /// What was decided, part by part: the word key of its name, and its words.
    pub course: Vec<(String, String)>,
    /// Today.
    pub today: Date,
}

ui::page!(
    PrintPage,
    "hardship/pages/print.html",
    |_p, cx| cx.t("hardship.print.title"),
    print
);

/// The parts of the form that are about the course.
const PARTS: &[(&str, &[&str])] = &[
    ("hardship.print.checked", &["checked", "rechecked"]),
    ("hardship.print.reviewed", &["reviewed", "refused"]),
    ("hardship.print.noticed", &["noticed", "cleared"]),
    ("hardship.print.filed", &["filed", "exited"]),
];

fn told(view: &View<'_>, card: &Card, cx: &Cx) -> Reply<PrintPage> {
    let course = store::steps(view, view.union(), card.id)?;
    let test = course.iter().rev().find_map(|kept| match &kept.step {
        Step::Reviewed { test, .. } | Step::Rechecked { test, .. } => test.clone(),
        _ => None,
    });
    let part = |(word, keys): &(&str, &[&str])| {
        let of = course.iter().filter(|kept| keys.contains(&kept.step.key()));
        let lines: Vec<String> = of.map(|kept| steps::detail(cx, &kept.step)).collect();
        ((*word).to_owned(), lines.join("；"))
    };
    Ok(PrintPage {
        id: card.id,
        union: tree::get(view, view.union())?.name,
        body: acts::body(view, card)?,
        test,
        course: PARTS.iter().map(part).collect(),
        today: view.today(),
    })
}

fn open(view: &View<'_>, q: This, what: &'static str) -> Reply<Card> {
    let card = acts::seen(view, q.id)?;
    if is_open(view, q.id, what)? {
        Ok(card)
    } else {
        let at = format!("/hardships/{}", q.id);
        Err(Refusal::new("hardship.refusal.closed").next(at).status(403).into())
    }
}

pub(super) fn page(view: &View<'_>, q: This) -> Reply<PrintPage> {
    let card = open(view, q, WHOLE)?;
    let cx = Cx::new(view.lang(), "/hardships", view.today());
    told(view, &card, &cx)
}

/// Rows of two items each: name, value, name, value.
fn pairs(cx: &Cx, items: &[Item], sheet: &Sheet) -> Vec<[String; 4]> {
    let one = |item: &Item| (cx.t(&item.word()), said(cx, item, sheet, true).unwrap_or_default());
    let row = |pair: &[Item]| {
        let mut all = pair.iter().map(one);
        let (a, b) = (all.next().unwrap_or_default(), all.next().unwrap_or_default());
        [a.0, a.1, b.0, b.1]
    };
    items.chunks(2).map(row).collect()
}

/// Rows of a table: one a sheet, one cell an item.
fn lines(cx: &Cx, items: &[Item], sheets: &[Sheet]) -> Vec<Vec<String>> {
    let cell = |sheet: &Sheet, item: &Item| said(cx, item, sheet, true).unwrap_or_default();
    sheets
        .iter()
        .map(|sheet| items.iter().map(|item| cell(sheet, item)).collect())
        .collect()
}

impl PrintPage {
    fn groups(&self, cx: &Cx) -> Vec<(String, Vec<[String; 4]>)> {
        let group = |group: &super::items::Group| {
            let title = cx.t(&format!("hardship.group.{}", group.key));
            (title, pairs(cx, group.items, &self.body.own))
        };
        Body::groups().iter().map(group).collect()
    }
    fn family(&self, cx: &Cx) -> Vec<Vec<String>> {
        lines(cx, FAMILY, &self.body.family)
    }
    fn costs(&self, cx: &Cx) -> Vec<Vec<String>> {
        lines(cx, COST_ITEMS, &self.body.costs)
    }
    fn family_heads(&self, cx: &Cx) -> Vec<String> {
        FAMILY.iter().map(|item| cx.t(&item.word())).collect()
    }
    fn cost_heads(&self, cx: &Cx) -> Vec<String> {
        COST_ITEMS.iter().map(|item| cx.t(&item.word())).collect()
    }
    fn test_rows(&self, cx: &Cx) -> Vec<[String; 5]> {
        self.test.as_ref().map(|test| steps::rows(cx, test)).unwrap_or_default()
    }
    fn verdict(&self, cx: &Cx) -> String {
        self.test
            .as_ref()
            .map(|test| steps::verdict(cx, test))
            .unwrap_or_default()
    }
}

/// The form as a Word file, in Chinese as offices file it.
pub(super) fn word(view: &View<'_>, q: This) -> Reply<Attachment> {
    let card = open(view, q, FILE)?;
    let cx = Cx::new(Lang::Zh, "/hardships", view.today());
    let page = told(view, &card, &cx)?;
    let mut file = Word::new();
    file.title(&cx.t("hardship.print.title"));
    file.flush_paragraph(&cx.t1("hardship.print.union", "union", &page.union));
    let four = [("", 20), ("", 30), ("", 20), ("", 30)].map(|(head, share)| Column::text(head, share));
    for (title, rows) in page.groups(&cx) {
        let rows: Vec<Vec<String>> = rows.into_iter().map(Vec::from).collect();
        file.heading(2, &title).table(&four, &rows);
    }
    let columns = |heads: Vec<String>| -> Vec<Column> {
        let share = u16::try_from(100 / heads.len().max(1)).unwrap_or(10);
        heads.into_iter().map(|head| Column::text(head, share)).collect()
    };
    file.heading(2, &cx.t("hardship.group.family"))
        .table(&columns(page.family_heads(&cx)), &page.family(&cx));
    file.heading(2, &cx.t("hardship.group.costs"))
        .table(&columns(page.cost_heads(&cx)), &page.costs(&cx));
    if page.test.is_some() {
        let heads = ["what", "who", "formula", "result", "basis"].map(|key| cx.t(&format!("hardship.test.{key}")));
        let rows: Vec<Vec<String>> = page.test_rows(&cx).into_iter().map(Vec::from).collect();
        file.heading(2, &cx.t("hardship.test.title"))
            .table(&columns(heads.to_vec()), &rows);
        file.paragraph(&page.verdict(&cx));
    }
    for (key, text) in &page.course {
        file.heading(2, &cx.t(key)).paragraph(text);
        file.signature(&cx.t("hardship.print.sign"), &cx.t("hardship.print.day"));
    }
    Ok(Attachment {
        name: format!("{}.docx", cx.t("hardship.print.title")),
        mime: MIME.to_owned(),
        bytes: file.to_bytes().map_err(Fault::other)?,
        inline: false,
    })
}
