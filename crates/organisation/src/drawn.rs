//! Drawings for the wall as pages show them: the paper, all sheets or one closely, the way between them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Drawing, Html, Paper, html};

/// The size of the paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Size {
    /// A4 laid across.
    #[default]
    A4,
    /// A3 laid across.
    A3,
}

impl Size {
    /// The paper that is drawn on.
    #[must_use]
    pub const fn paper(self) -> Paper {
        match self {
            Size::A4 => Paper::A4,
            Size::A3 => Paper::A3,
        }
    }
}

/// The sheets of a drawing with the choice of paper above them: all of them, or one (from 1) at reading size.
pub(crate) fn sheets(cx: &Cx, drawing: &Drawing<'_>, size: Size, only: Option<usize>) -> Html {
    let count = drawing.count();
    let only = only.filter(|n| (1..=count).contains(n));
    let papers = [(Size::A4, "a4"), (Size::A3, "a3")].map(|(paper, key)| {
        let href = cx.here_with(&[("paper", key), ("sheet", "")]);
        (cx.t(&format!("organisation.drawn.{key}")), href, paper == size)
    });
    let mut way: Vec<Html> = Vec::new();
    if only.is_some() || count > 1 {
        let link = |word: String, sheet: String, here: bool| {
            let current = here.then(|| Html::trusted(" aria-current=\"true\""));
            html!(
                "<a href=\"{}\"{}>{}</a>",
                cx.here_with(&[("sheet", &sheet)]),
                current,
                word
            )
        };
        way.push(link(cx.t("organisation.drawn.all"), String::new(), only.is_none()));
        for n in 1..=count {
            way.push(link(n.to_string(), n.to_string(), only == Some(n)));
        }
    } else {
        let closer = cx.here_with(&[("sheet", "1")]);
        way.push(html!(
            "<a href=\"{}\">{}</a>",
            closer,
            cx.t("organisation.drawn.closer")
        ));
    }
    let chips: Html = papers
        .into_iter()
        .map(|(word, href, here)| {
            let current = here.then(|| Html::trusted(" aria-current=\"true\""));
            html!("<a href=\"{}\"{}>{}</a>", href, current, word)
        })
        .collect();
    html!(
        "<nav class=\"chips\" aria-label=\"{}\">{}</nav><nav class=\"chips\" aria-label=\"{}\">{}</nav>\
         <div class=\"drawings {} {}\">{}</div>",
        cx.t("organisation.drawn.paper"),
        chips,
        cx.t("organisation.drawn.sheets"),
        way.into_iter().collect::<Html>(),
        size.paper().key(),
        if only.is_some() { "close" } else { "whole" },
        drawing.sheets(only).into_iter().collect::<Html>()
    )
}
