//! The list of payments, with filters and totals. Whoever may not see all sees their own requests.

use kernel::{Date, Money, Text};
use org::power::{PAYMENT_PAY, PAYMENT_SEE};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Col, Cx, Html, Row, html};
use web::{Reply, View};

use super::{
    model::{Payee, PaymentLine, PaymentState},
    store::{self, Filter},
};
use crate::tasks::Field;

/// Payments on one page.
const PAGE: i64 = 50;

/// Which payments.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub(super) struct Ask {
    /// Where they stand.
    state: Option<PaymentState>,
    /// The field of work.
    field: Option<Field>,
    /// Due from this day.
    from: Option<Date>,
    /// Due until this day.
    until: Option<Date>,
    /// Words of the title.
    q: Option<Text<60>>,
    /// The page, from 1.
    page: Option<i64>,
}

/// What payments of one state add up to.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Sum {
    /// The state.
    pub state: PaymentState,
    /// How many.
    pub count: i64,
    /// What they add up to.
    pub amount: Money,
}

/// The list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Payments {
    /// The payments of this page, the latest first. What a reader may not see of a sealed one is left out.
    pub payments: Vec<PaymentLine>,
    /// What the filtered ones add up to, by state.
    pub sums: Vec<Sum>,
    /// The page, from 1.
    pub page: i64,
    /// The state asked for.
    pub state: Option<PaymentState>,
    /// The field asked for.
    pub field: Option<Field>,
    /// From this day.
    pub from: Option<Date>,
    /// Until this day.
    pub until: Option<Date>,
    /// The words asked for.
    pub q: Option<String>,
    /// Whether the reader sees all payments or only their own requests.
    pub sees_all: bool,
}

ui::page!(
    Payments,
    "payments/pages/list.html",
    |_p, cx| cx.t("payments.list.title"),
    wide
);

impl Ask {
    /// What is asked of the store; whoever may not see all gets their own.
    pub(super) fn filter(&self, view: &View<'_>) -> Filter {
        let all = view.actor().may(PAYMENT_SEE);
        Filter {
            state: self.state,
            field: self.field,
            from: self.from,
            until: self.until,
            words: self.q.as_ref().map(ToString::to_string),
            asked_by: (!all).then_some(view.actor().account),
        }
    }
}

/// Whether the reader sees what a payment is for and who gets it: of a sealed one whoever asked, decides or pays.
pub(super) fn is_whole(view: &View<'_>, line: &PaymentLine) -> Reply<bool> {
    Ok(!line.sealed
        || line.asked_by == view.actor().account
        || view.actor().may(PAYMENT_PAY)
        || crate::approvals::may_read(view, line.case)?)
}

/// A line as the reader may see it.
pub(super) fn seen(view: &View<'_>, line: PaymentLine) -> Reply<PaymentLine> {
    Ok(if is_whole(view, &line)? { line } else { line.veiled() })
}

pub(super) fn page(view: &View<'_>, ask: Ask) -> Reply<Payments> {
    let filter = ask.filter(view);
    let page = ask.page.unwrap_or(1).clamp(1, 100_000);
    let lines = store::listed(view, view.union(), &filter, (PAGE, (page - 1) * PAGE))?;
    let sums = store::sums(view, view.union(), &filter)?;
    Ok(Payments {
        payments: lines.into_iter().map(|l| seen(view, l)).collect::<Reply<_>>()?,
        sums: PaymentState::ALL
            .iter()
            .filter_map(|state| sums.iter().find(|(s, ..)| s == state))
            .map(|(state, count, amount)| Sum {
                state: *state,
                count: *count,
                amount: *amount,
            })
            .collect(),
        page,
        state: ask.state,
        field: ask.field,
        from: ask.from,
        until: ask.until,
        q: filter.words,
        sees_all: filter.asked_by.is_none(),
    })
}

/// Who gets it, in words.
pub(super) fn payee_words(cx: &Cx, line: &PaymentLine) -> String {
    match &line.payee {
        None => "—".to_owned(),
        Some(Payee::Member(_)) => line.payee_name.clone().unwrap_or_default(),
        Some(Payee::Named(name)) => name.to_string(),
        Some(Payee::Many(people)) => cx.tn("payments.payee.many", *people),
    }
}

/// What it is for, in words.
pub(super) fn title_words(cx: &Cx, line: &PaymentLine) -> String {
    if line.veiled {
        cx.t1("payments.list.sealed", "number", &line.number)
    } else {
        line.title.clone()
    }
}

/// What it is asked for, in words.
pub(super) fn purpose_words(cx: &Cx, line: &PaymentLine) -> String {
    if line.veiled {
        "—".to_owned()
    } else {
        cx.t(&line.purpose_word)
    }
}

impl Payments {
    fn count(&self) -> i64 {
        self.sums.iter().map(|s| s.count).sum()
    }
    /// What counts: not what was refused or withdrawn.
    fn total(&self) -> Money {
        let counts = self.sums.iter().filter(|s| s.state.counts());
        counts.fold(Money::ZERO, |sum, s| sum.plus(s.amount).unwrap_or(sum))
    }
    fn heading(&self, cx: &Cx) -> Html {
        let under = if self.sees_all {
            String::new()
        } else {
            cx.t("payments.list.own")
        };
        let query = cx.path.split_once('?').map_or("", |(_, query)| query);
        let export = (self.sees_all && !self.payments.is_empty())
            .then(|| cx.link_button(&format!("/payments/export.xlsx?{query}"), "payments.list.export"));
        cx.heading(cx.t("payments.list.title"), under, export)
    }
    fn figures(&self, cx: &Cx) -> Html {
        let figures: Html = self
            .sums
            .iter()
            .map(|s| {
                let label = cx.t2("payments.list.figure", "state", cx.t(&s.state.word()), "n", s.count);
                cx.figure(
                    &cx.here_with(&[("state", s.state.key()), ("page", "")]),
                    cx.money(s.amount),
                    cx.t("payments.list.yuan"),
                    label,
                )
            })
            .collect();
        html!("<div class=\"figures-row\">{}</div>", figures)
    }
    fn filters(&self, cx: &Cx) -> Html {
        let states = PaymentState::ALL.map(|s| (s.key(), cx.t(&s.word())));
        let fields = Field::ALL.iter().map(|f| (f.key(), cx.t(&f.word())));
        html!(
            "{}{}{}{}{}{}{}",
            cx.ask_open("/payments"),
            Html::trusted(
                cx.field("q", "payments.list.q")
                    .max(60)
                    .search(self.q.as_deref())
                    .to_string()
            ),
            Html::trusted(
                cx.field("state", "payments.col.state")
                    .filter(states, self.state.map(PaymentState::key))
                    .to_string()
            ),
            Html::trusted(
                cx.field("field", "payments.col.field")
                    .filter(fields, self.field.map(Field::key))
                    .to_string()
            ),
            Html::trusted(cx.field("from", "payments.list.from").date(self.from).to_string()),
            Html::trusted(cx.field("until", "payments.list.until").date(self.until).to_string()),
            cx.ask_close("ui.act.filter")
        )
    }
    fn table(&self, cx: &Cx) -> Html {
        let cols = [
            Col::text("title", "payments.col.title"),
            Col::text("purpose", "payments.col.purpose").minor(),
            Col::text("payee", "payments.col.payee"),
            Col::number("amount", "payments.col.amount"),
            Col::text("asked", "payments.col.asked").minor(),
            Col::day("on", "payments.col.on"),
            Col::day("state", "payments.col.state"),
        ];
        let rows = self.payments.iter().map(|p| {
            let row = Row::new()
                .link(&p.href())
                .cell(html!("{}<small> {}</small>", title_words(cx, p), p.number))
                .cell(purpose_words(cx, p))
                .cell(payee_words(cx, p))
                .cell(cx.money(p.amount))
                .cell(&p.asked_name)
                .cell(cx.date(p.on))
                .cell(cx.badge(p.state.badge(), cx.t(&p.state.word())));
            if p.state.counts() { row } else { row.quiet() }
        });
        let total = [
            cx.tn("payments.list.total", self.count()),
            String::new(),
            String::new(),
            cx.money(self.total()),
            String::new(),
            String::new(),
            String::new(),
        ];
        let table = cx
            .table("payments.list.title", cols)
            .rows(rows)
            .total(total)
            .empty(cx.empty("payments.list.empty"))
            .pager(cx.pager(self.page, PAGE, self.count()));
        Html::trusted(table.to_string())
    }
}
