//! Yes to many at once.

use kernel::Money;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Col, Cx, Html, Row, html};
use web::{Refusal, Reply, View};

use super::{
    acts::MOST,
    course::{Desk, Kinds},
    deciding::Cannot,
    model::CaseId,
    store,
};

/// Which cases.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    /// They.
    #[serde(default)]
    case: Vec<CaseId>,
}

/// A case about to be approved with others.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Candidate {
    /// It.
    pub id: CaseId,
    /// What it is about.
    pub title: String,
    /// Its number.
    pub number: String,
    /// The kind's key.
    pub kind: String,
    /// The amount.
    pub amount: Option<Money>,
    /// Who asked.
    pub asked_name: String,
    /// The version.
    pub version: i64,
    /// Why the reader cannot decide it.
    pub cannot: Option<Cannot>,
    /// For whom the reader decides, if as a deputy.
    pub instead_of: Option<String>,
}

/// Cases about to be approved together.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BatchPage {
    /// They.
    pub candidates: Vec<Candidate>,
    #[serde(skip)]
    #[schemars(skip)]
    kinds: Option<Kinds>,
}

ui::page!(BatchPage, "approvals/pages/batch.html", |_p, cx| cx
    .t("approvals.batch.title"));

pub(super) fn page(view: &View<'_>, kinds: Kinds, which: &Which) -> Reply<BatchPage> {
    let desk = Desk::new(view)?;
    let mut candidates = Vec::new();
    for id in which.case.iter().take(MOST) {
        let case = store::get(view, view.union(), *id)?;
        if !desk.concerns(view, &case)? {
            return Err(Refusal::missing().into());
        }
        let hat = desk.hat(view, &case)?;
        candidates.push(Candidate {
            id: *id,
            number: case.number_words(),
            title: case.title,
            kind: case.kind,
            amount: case.amount,
            asked_name: case.asked.name,
            version: case.version,
            cannot: hat.as_ref().err().copied(),
            instead_of: hat.ok().and_then(|h| h.instead_of).map(|p| p.name),
        });
    }
    Ok(BatchPage {
        candidates,
        kinds: Some(kinds),
    })
}

impl BatchPage {
    /// Those that are approved.
    fn able(&self) -> impl Iterator<Item = &Candidate> {
        self.candidates.iter().filter(|c| c.cannot.is_none())
    }
    fn count(&self) -> usize {
        self.able().count()
    }
    fn total(&self) -> Money {
        self.able()
            .filter_map(|c| c.amount)
            .fold(Money::ZERO, |sum, a| sum.plus(a).unwrap_or(sum))
    }
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([(cx.t("approvals.list.title"), "/approvals")])
    }
    fn under(&self, cx: &Cx) -> String {
        cx.t2(
            "approvals.batch.under",
            "n",
            self.count(),
            "total",
            cx.money(self.total()),
        )
    }
    /// Where the form goes: with the cases, so that a refused one shows them again.
    fn action(&self) -> String {
        let cases: Vec<String> = self.able().map(|c| format!("case={}", c.id)).collect();
        format!("/approvals/batch?{}", cases.join("&"))
    }
    fn versions(&self, cx: &Cx) -> Html {
        self.able()
            .map(|c| Html::trusted(cx.field("version", "").hidden(c.version).to_string()))
            .collect()
    }
    fn table(&self, cx: &Cx) -> Html {
        let cols = [
            Col::text("title", "approvals.col.title"),
            Col::text("kind", "approvals.col.kind").minor(),
            Col::number("amount", "approvals.col.amount"),
            Col::text("asked", "approvals.col.asked"),
            Col::text("how", "approvals.batch.how"),
        ];
        let rows = self.candidates.iter().map(|c| {
            let how = match (c.cannot, &c.instead_of) {
                (Some(cannot), _) => html!("{}", cx.t(cannot.word())),
                (None, Some(name)) => html!("{}", cx.t1("approvals.show.instead_of", "name", name)),
                (None, None) => html!("{}", cx.t("approvals.batch.with")),
            };
            Row::new()
                .link(&format!("/approvals/{}", c.id))
                .cell(html!("{}<small> {}</small>", c.title, c.number))
                .cell(self.kinds.map_or_else(String::new, |k| k.word(cx, &c.kind)))
                .cell(c.amount.map_or_else(|| "—".to_owned(), |a| cx.money(a)))
                .cell(&c.asked_name)
                .cell(how)
        });
        let empty = cx.empty_first("approvals.batch.none", "/approvals", "approvals.batch.choose");
        Html::trusted(
            cx.table("approvals.batch.title", cols)
                .rows(rows)
                .empty(empty)
                .to_string(),
        )
    }
}
