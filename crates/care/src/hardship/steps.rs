//! The steps of the test, and what happened, in words.

use ui::{Col, Cx, Html, Row, State as Tone, Table, html};

use super::{
    means::{Means, Step as Reckoned, What},
    model::Step,
};

/// Whose or which a step of the test is about, in words.
fn who(cx: &Cx, step: &Reckoned) -> String {
    match step.what {
        What::Cost => {
            let (kind, whose) = step.who.split_once(' ').unwrap_or((&step.who, ""));
            let kind = cx.t(&format!("hardship.choice.cost.{kind}"));
            if whose.is_empty() {
                kind
            } else {
                format!("{kind}（{whose}）")
            }
        }
        What::Excluded => cx.t(&format!("hardship.item.{}", step.who)),
        _ => step.who.clone(),
    }
}

/// What a step says at its end.
fn result(cx: &Cx, step: &Reckoned) -> String {
    match (step.what, step.holds) {
        (What::Excluded, _) => cx.t("hardship.test.is_excluded"),
        (_, Some(true)) => cx.t("hardship.test.holds"),
        (_, Some(false)) => cx.t("hardship.test.holds_not"),
        (_, None) => step.amount.clone(),
    }
}

/// The rows of the test: what, whose, how, what it comes to, what proves it.
pub(super) fn rows(cx: &Cx, test: &Means) -> Vec<[String; 5]> {
    let row = |step: &Reckoned| {
        let formula = match step.holds {
            Some(_) => format!("{} = {}", step.formula, step.amount),
            None => step.formula.clone(),
        };
        [
            cx.t(step.what.word()),
            who(cx, step),
            formula,
            result(cx, step),
            step.basis.clone(),
        ]
    };
    test.steps.iter().map(row).collect()
}

/// What the test comes to, in a sentence.
pub(super) fn verdict(cx: &Cx, test: &Means) -> String {
    match test.category {
        Some(category) => cx.t1("hardship.test.is", "category", cx.t(&category.word())),
        None => cx.t("hardship.test.is_none"),
    }
}

/// The test, step by step.
pub(super) fn table(cx: &Cx, test: &Means) -> Html {
    let cols = [
        Col::text("what", "hardship.test.what"),
        Col::text("who", "hardship.test.who"),
        Col::text("formula", "hardship.test.formula"),
        Col::number("amount", "hardship.test.result"),
        Col::text("basis", "hardship.test.basis").minor(),
    ];
    let rows = rows(cx, test)
        .into_iter()
        .map(|cells| cells.into_iter().fold(Row::new(), |row, cell| row.cell(cell)));
    let table: Table<'_> = cx.table("hardship.test.title", cols).rows(rows);
    let mut notes = Html::none();
    if test.no_income {
        notes.add(cx.note(Tone::Due, cx.t("hardship.test.no_income")));
    }
    if test.loss {
        notes.add(cx.note(Tone::Due, cx.t("hardship.test.loss")));
    }
    if test.rules.iter().any(|rule| !rule.confirmed) {
        notes.add(cx.note(Tone::Info, cx.t("hardship.test.unconfirmed")));
    }
    html!(
        "<p><strong>{}</strong></p>{}{}",
        verdict(cx, test),
        notes,
        Html::trusted(table.to_string())
    )
}

/// What a step of the course says besides its name.
pub(super) fn detail(cx: &Cx, step: &Step) -> String {
    let told = told(cx, step);
    match step.reason() {
        Some(reason) => format!("{told} {}", cx.t1("hardship.show.in_spite", "reason", reason)),
        None => told,
    }
}

fn told(cx: &Cx, step: &Step) -> String {
    let day = cx.date_full(step.on());
    match step {
        Step::Applied { .. } | Step::Cleared { .. } | Step::Recalled { .. } => day,
        Step::Returned { why, .. } | Step::Reopened { why, .. } | Step::Withdrawn { why, .. } => format!("{day} {why}"),
        Step::Checked {
            names, report, agrees, ..
        } => {
            let agrees = cx.t(if *agrees {
                "hardship.check.yes"
            } else {
                "hardship.check.no"
            });
            format!("{day} {}：{agrees}。{report}", names.join("、"))
        }
        Step::Reviewed {
            basis,
            category,
            why,
            amount,
            ..
        } => {
            let amount = amount.map(|amount| cx.money(amount)).unwrap_or_default();
            let why = why.clone().unwrap_or_default();
            format!("{day} {basis} {} {amount} {why}", cx.t(&category.word()))
        }
        Step::Refused { basis, why, .. } => format!("{day} {basis} {why}"),
        Step::Noticed { from, until, .. } => cx.span(*from, *until),
        Step::Objected { who, text, .. } => {
            let who = if who.is_empty() {
                cx.t("hardship.notice.nameless")
            } else {
                who.clone()
            };
            format!("{day} {who}：{text}")
        }
        Step::Answered { text, .. } | Step::Followed { text, .. } => format!("{day} {text}"),
        Step::Sent { to, .. } => format!("{day} {to}"),
        Step::Filed { recheck, by, .. } => format!(
            "{day} {by} {}",
            cx.t1("hardship.show.recheck", "day", cx.date_full(*recheck))
        ),
        Step::Rechecked {
            recheck,
            category,
            names,
            report,
            ..
        } => {
            let next = cx.t1("hardship.show.recheck", "day", cx.date_full(*recheck));
            format!("{day} {}：{report} {} {next}", names.join("、"), cx.t(&category.word()))
        }
        Step::Exited {
            why, months, follow, ..
        } => {
            let follow = cx.t1("hardship.show.follow", "day", cx.date_full(*follow));
            format!("{day} {why} {} {follow}", cx.tn("hardship.exit.above", *months))
        }
    }
}
