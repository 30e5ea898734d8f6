//! One list: its groups, its lines, what can be done with them.

use std::collections::HashMap;

use archive::Line as Paper;
use kernel::Money;
use org::{
    BodyId,
    power::{RECEIPT_KEEP, RECEIPT_SEE},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Col, Cx, Html, Row, State, html};
use web::{Record, Refusal, Reply, View};

use super::{
    course,
    list::badge,
    model::{KIND, LineState, OneLine, ReceiptId, ReceiptLine, SignWay},
    store::{self, Which},
};

/// Lines on one page.
const PAGE: i64 = 100;

/// Which list, and which of its lines.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    id: ReceiptId,
    /// Where they stand.
    state: Option<LineState>,
    /// Of this group.
    group: Option<BodyId>,
    /// After this number.
    after: Option<i64>,
}

/// How a group stands.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GroupCount {
    /// The group; none for whoever is in none.
    pub group: Option<BodyId>,
    /// Its name.
    pub name: Option<String>,
    /// How many lines.
    pub all: i64,
    /// How many are signed.
    pub signed: i64,
    /// How many wait.
    pub open: i64,
    /// How many were not taken.
    pub returned: i64,
    /// What they add up to.
    pub amount: Money,
}

/// A list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReceiptPage {
    /// It, counted for what the reader sees.
    pub receipt: ReceiptLine,
    /// Its groups.
    pub groups: Vec<GroupCount>,
    /// Lines of this page.
    pub lines: Vec<OneLine>,
    /// Whether there are more after them.
    pub more: bool,
    /// The state asked for.
    pub state: Option<LineState>,
    /// The group asked for.
    pub group: Option<BodyId>,
    /// Photos of signed sheets.
    pub papers: Vec<Paper>,
    /// The page of the record it is about; empty for whoever sees some groups only.
    pub record: String,
    /// Whether the reader handles lines.
    pub may_keep: bool,
    #[serde(skip)]
    #[schemars(skip)]
    names: HashMap<BodyId, String>,
}

ui::page!(
    ReceiptPage,
    "receipts/pages/show.html",
    |p, _cx| p.receipt.title.clone(),
    wide
);

/// How the groups of a list stand, those of the reader if they lead some only.
pub(super) fn groups(
    view: &View<'_>,
    id: ReceiptId,
    mine: Option<&Vec<BodyId>>,
    names: &HashMap<BodyId, String>,
) -> Reply<Vec<GroupCount>> {
    let mut all: Vec<GroupCount> = Vec::new();
    for (group, state, count, amount) in store::groups(view, view.union(), id)? {
        if mine.is_some_and(|m| group.is_none_or(|g| !m.contains(&g))) {
            continue;
        }
        let at = all.iter().position(|g| g.group == group).unwrap_or(all.len());
        if at == all.len() {
            all.push(GroupCount {
                group,
                name: group.and_then(|g| names.get(&g).cloned()),
                all: 0,
                signed: 0,
                open: 0,
                returned: 0,
                amount: Money::ZERO,
            });
        }
        if let Some(one) = all.get_mut(at) {
            one.all += count;
            one.amount = one.amount.plus(amount).unwrap_or(one.amount);
            match state {
                LineState::Open => one.open += count,
                LineState::Signed => one.signed += count,
                LineState::Returned => one.returned += count,
            }
        }
    }
    all.sort_by(|a, b| (a.group.is_none(), &a.name, a.group).cmp(&(b.group.is_none(), &b.name, b.group)));
    Ok(all)
}

/// A list, counted for some groups or for all.
pub(super) fn counted(view: &View<'_>, id: ReceiptId, mine: Option<&Vec<BodyId>>) -> Reply<ReceiptLine> {
    let mut receipt = store::get(view, view.union(), id)?;
    if mine.is_some() {
        let groups = groups(view, id, mine, &HashMap::new())?;
        if groups.is_empty() {
            return Err(Refusal::missing().into());
        }
        receipt.all = groups.iter().map(|g| g.all).sum();
        receipt.signed = groups.iter().map(|g| g.signed).sum();
        receipt.open = groups.iter().map(|g| g.open).sum();
        receipt.returned = groups.iter().map(|g| g.returned).sum();
        receipt.amount = groups
            .iter()
            .fold(Money::ZERO, |sum, g| sum.plus(g.amount).unwrap_or(sum));
    }
    Ok(receipt)
}

pub(super) fn page(view: &View<'_>, ask: Ask) -> Reply<ReceiptPage> {
    let (union, id) = (view.union(), ask.id);
    let mine = org::within(view, RECEIPT_SEE)?;
    let receipt = counted(view, id, mine.as_ref())?;
    let names = org::body_names(view, union)?;
    let which = Which {
        state: ask.state,
        group: ask.group,
    };
    let (lines, more) = some(view, id, which, ask.after.unwrap_or(0), mine.as_ref())?;
    let (kind, of) = store::record_of(view, union, id)?;
    Ok(ReceiptPage {
        groups: groups(view, id, mine.as_ref(), &names)?,
        lines,
        more,
        state: ask.state,
        group: ask.group,
        papers: if mine.is_none() {
            archive::of_record(view, union, Record::new(KIND, id))?
        } else {
            archive::seen_of_record(view, Record::new(KIND, id))?
        },
        record: if mine.is_none() {
            web::record_path(&kind, of)
        } else {
            String::new()
        },
        may_keep: view.actor().may(RECEIPT_KEEP) && !receipt.cancelled,
        receipt,
        names,
    })
}

/// A page of lines that the reader sees, and whether there are more.
fn some(
    view: &View<'_>,
    id: ReceiptId,
    which: Which,
    after: i64,
    mine: Option<&Vec<BodyId>>,
) -> Reply<(Vec<OneLine>, bool)> {
    let mut lines = course::lines(view, id, which, (after, PAGE + 1), mine)?;
    let size = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = lines.len() > size;
    lines.truncate(size);
    Ok((lines, more))
}

/// How a line stands, with how it was signed.
pub(super) fn state_words(cx: &Cx, line: &OneLine) -> Html {
    let detail = match (&line.way, &line.fetched_by, &line.why) {
        (Some(SignWay::Proxy), Some(by), _) => cx.t1("receipts.show.fetched_by", "name", by),
        (Some(way), ..) => cx.t(&way.word()),
        (None, _, Some(why)) => why.clone(),
        _ => String::new(),
    };
    let day = line.on.map(|on| cx.date(on));
    html!(
        "{}<small> {} {}</small>",
        cx.badge(line.state.badge(), cx.t(&line.state.word())),
        detail,
        day
    )
}

impl ReceiptPage {
    fn at(&self, tail: &str) -> String {
        format!("/receipts/{}{tail}", self.receipt.id)
    }
    fn query(&self) -> String {
        self.group.map(|g| format!("?group={g}")).unwrap_or_default()
    }
    fn heading(&self, cx: &Cx) -> Html {
        let under = html!(
            "{} {}",
            badge(cx, &self.receipt),
            cx.t2(
                "receipts.show.made",
                "name",
                &self.receipt.made_name,
                "day",
                cx.date(self.receipt.made_at.day())
            )
        );
        let acts = html!(
            "{}{}",
            cx.link_button(&self.at(&format!("/print{}", self.query())), "receipts.show.print"),
            cx.link_button(&self.at(&format!("/list.xlsx{}", self.query())), "receipts.show.excel")
        );
        html!(
            "{}{}",
            cx.crumbs([(cx.t("receipts.list.title"), "/receipts")]),
            cx.heading(&self.receipt.title, under, acts)
        )
    }
    fn figures(&self, cx: &Cx) -> Html {
        let r = &self.receipt;
        let one = |state: LineState, count: i64| {
            cx.figure(
                &cx.here_with(&[("state", state.key()), ("after", "")]),
                cx.number(count),
                cx.t("receipts.show.lines"),
                cx.t(&state.word()),
            )
        };
        html!(
            "<div class=\"figures-row\">{}{}{}</div>",
            one(LineState::Signed, r.signed),
            one(LineState::Open, r.open),
            one(LineState::Returned, r.returned)
        )
    }
    fn facts(&self, cx: &Cx) -> Html {
        let mut facts = cx.facts();
        if self.receipt.amount > Money::ZERO {
            facts = facts.fact("receipts.col.amount", cx.money_in_words(self.receipt.amount));
        }
        if !self.record.is_empty() {
            facts = facts.door("receipts.show.record", cx.t("receipts.show.open_record"), &self.record);
        }
        Html::trusted(facts.to_string())
    }
    fn group_name(&self, cx: &Cx, group: Option<BodyId>) -> String {
        group
            .and_then(|g| self.names.get(&g).cloned())
            .unwrap_or_else(|| cx.t("receipts.show.no_group"))
    }
    fn group_table(&self, cx: &Cx) -> Html {
        if self.groups.len() < 2 {
            return Html::none();
        }
        let cols = [
            Col::text("group", "receipts.col.group"),
            Col::number("all", "receipts.col.all"),
            Col::number("signed", "receipts.col.signed"),
            Col::number("open", "receipts.state.open"),
            Col::number("returned", "receipts.col.returned"),
            Col::number("amount", "receipts.col.amount"),
        ];
        let rows = self.groups.iter().map(|g| {
            let row = Row::new()
                .cell(self.group_name(cx, g.group))
                .cell(cx.number(g.all))
                .cell(cx.number(g.signed))
                .cell(cx.number(g.open))
                .cell(cx.number(g.returned))
                .cell(cx.money(g.amount));
            match g.group {
                Some(group) => row.link(&self.at(&format!("?group={group}"))),
                None => row,
            }
        });
        html!(
            "<details><summary>{}</summary>{}</details>",
            cx.tn("receipts.show.groups", self.groups.len()),
            Html::trusted(cx.table("receipts.col.group", cols).rows(rows).to_string())
        )
    }
    fn chips(&self, cx: &Cx) -> Html {
        let state = self.state.map(|s| (cx.t(&s.word()), "state"));
        let group = self.group.map(|g| (self.group_name(cx, Some(g)), "group"));
        cx.chips(state.into_iter().chain(group))
    }
    /// All open lines at once: after the printed list was signed.
    fn all_open(&self, cx: &Cx) -> Html {
        if !self.may_keep || self.receipt.open == 0 {
            return Html::none();
        }
        let group = self.group.map(|g| format!("&group={g}")).unwrap_or_default();
        let open = match self.group {
            Some(group) => self
                .groups
                .iter()
                .filter(|g| g.group == Some(group))
                .map(|g| g.open)
                .sum(),
            None => self.receipt.open,
        };
        if open == 0 {
            return Html::none();
        }
        html!(
            "<p><a class=\"button\" href=\"{}\">{}</a></p>",
            self.at(&format!("/handle?all=1{group}")),
            cx.tn("receipts.show.all_open", open)
        )
    }
    fn table(&self, cx: &Cx) -> Html {
        let cols = [
            Col::text("name", "receipts.col.name"),
            Col::number("number", "receipts.col.number"),
            Col::text("group", "receipts.col.group"),
            Col::text("what", "receipts.col.what"),
            Col::number("amount", "receipts.col.amount"),
            Col::text("state", "receipts.col.state"),
        ];
        let rows = self.lines.iter().map(|l| {
            let row = Row::new()
                .cell(&l.name)
                .cell(l.number)
                .cell(self.group_name(cx, l.group))
                .cell(&l.what)
                .cell(l.amount.map_or_else(|| "—".to_owned(), |a| cx.money(a)))
                .cell(state_words(cx, l));
            if self.may_keep { row.id(l.number) } else { row }
        });
        let mut table = cx
            .table("receipts.show.list", cols)
            .rows(rows)
            .empty(cx.empty("receipts.show.empty"));
        if self.may_keep {
            table = table.select(&self.at("/handle"), "line", "receipts.show.take");
        }
        let next = self.lines.last().filter(|_| self.more).map(|last| {
            let after = last.number.to_string();
            html!(
                "<p><a class=\"button\" href=\"{}\">{}</a></p>",
                cx.here_with(&[("after", &after)]),
                cx.t("receipts.show.next")
            )
        });
        html!("{}{}", Html::trusted(table.to_string()), next)
    }
    fn cancelled(&self, cx: &Cx) -> Html {
        if self.receipt.cancelled {
            cx.note(State::Off, cx.t("receipts.show.cancelled"))
        } else {
            Html::none()
        }
    }
    fn gallery(&self, cx: &Cx) -> Html {
        archive::gallery(cx, &self.papers)
    }
}
