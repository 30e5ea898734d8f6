//! What is there for oneself to sign for, and what one has received.

use ::store::Error;
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html, State, html};
use web::{Nothing, Reply, View};

use super::{
    model::LineState,
    store::{self, Mine},
};

/// One's own lines.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MyReceipts {
    /// They, the latest first.
    pub lines: Vec<Mine>,
}

ui::page!(MyReceipts, "receipts/pages/mine.html", |_p, cx| cx
    .t("receipts.mine.title"));

pub(super) fn page(view: &View<'_>, _: Nothing) -> Reply<MyReceipts> {
    let lines = match crate::tasks::me(view) {
        Some(member) => store::mine(view, view.union(), member)?,
        None => Vec::new(),
    };
    Ok(MyReceipts { lines })
}

/// What waits for the reader's signature, for the inbox.
///
/// # Errors
/// The store's.
pub(crate) fn open(view: &View<'_>) -> Result<Vec<Mine>, Error> {
    let Some(member) = crate::tasks::me(view) else {
        return Ok(Vec::new());
    };
    let all = store::mine(view, view.union(), member)?;
    Ok(all.into_iter().filter(|l| l.state == LineState::Open).collect())
}

/// What somebody gets, in words.
pub(crate) fn what_words(cx: &Cx, line: &Mine) -> String {
    match line.amount {
        Some(amount) => cx.t2("receipts.mine.what", "what", &line.what, "amount", cx.money(amount)),
        None => line.what.clone(),
    }
}

/// What waits, each with the button that signs.
pub(crate) fn to_sign(cx: &Cx, lines: &[Mine]) -> Html {
    let items: Html = lines
        .iter()
        .filter(|l| l.state == LineState::Open)
        .map(|l| {
            html!(
                "<li><div><b>{}</b><br><span class=\"muted\">{}</span></div>{}</li>",
                l.title,
                what_words(cx, l),
                cx.main_button(&format!("/me/receipts/{}/sign", l.receipt), "receipts.mine.sign")
            )
        })
        .collect();
    html!("<ul class=\"rows\">{}</ul>", items)
}

impl MyReceipts {
    fn open(&self, cx: &Cx) -> Html {
        to_sign(cx, &self.lines)
    }
    fn waits(&self) -> bool {
        self.lines.iter().any(|l| l.state == LineState::Open)
    }
    fn past(&self, cx: &Cx) -> Html {
        let past: Vec<&Mine> = self.lines.iter().filter(|l| l.state != LineState::Open).collect();
        if past.is_empty() {
            return Html::none();
        }
        let items: Html = past
            .into_iter()
            .map(|l| {
                let how = match (l.way, &l.fetched_by) {
                    (_, Some(by)) => cx.t1("receipts.show.fetched_by", "name", by),
                    (Some(way), _) => cx.t(&way.word()),
                    _ => String::new(),
                };
                let state = if l.state == LineState::Signed {
                    State::Done
                } else {
                    State::Off
                };
                html!(
                    "<li><div>{}<br><span class=\"muted\">{} · {} {}</span></div>{}</li>",
                    l.title,
                    what_words(cx, l),
                    l.on.map(|on| cx.date(on)),
                    how,
                    cx.badge(state, cx.t(&l.state.word()))
                )
            })
            .collect();
        html!(
            "<section><h2>{}</h2><ul class=\"rows\">{}</ul></section>",
            cx.t("receipts.mine.past"),
            items
        )
    }
}
