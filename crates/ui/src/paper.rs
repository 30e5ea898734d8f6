//! The parts of official papers for A4: red head, text, signatures, amounts in words.

use kernel::{Date, Money};

use crate::{
    Cx, Html, html,
    html::{Of, Shown},
};

impl Cx {
    /// The head of a red-head document: issuing body, number, and the red line.
    #[must_use]
    pub fn red_head(&self, body: impl Shown, number: impl Shown) -> Html {
        let body = Html::text(body);
        // on one line of 156 mm while that can be read; longer names wrap
        let fit = match body.as_str().chars().count() {
            ..=13 => "",
            14..=15 => " fit-26",
            16..=18 => " fit-22",
            19..=22 => " fit-18",
            _ => " fit-22",
        };
        html!(
            "<header class=\"red-head\"><p class=\"issuer{}\">{}</p><p class=\"number\">{}</p><hr></header>",
            fit,
            body,
            number
        )
    }
    /// The title of a paper; a line may be broken by `\n`.
    #[must_use]
    pub fn paper_title(&self, title: &str) -> Html {
        let lines: Html = title.lines().map(|line| html!("<span>{}</span>", line)).collect();
        html!("<h1 class=\"paper-title\">{}</h1>", lines)
    }
    /// Who issues it and the day in full, right-aligned, with room for the seal.
    #[must_use]
    pub fn issued(&self, body: impl Shown, day: impl Of<Date>) -> Html {
        html!(
            "<footer class=\"issued\"><p>{}</p><p>{}</p></footer>",
            body,
            self.date_full(day)
        )
    }
    /// Places to sign, side by side; texts, not keys.
    #[must_use]
    pub fn signatures<S: Shown>(&self, roles: impl IntoIterator<Item = S>) -> Html {
        let places: Html = roles
            .into_iter()
            .map(|role| html!("<div><span>{}</span><i></i></div>", role))
            .collect();
        html!("<div class=\"signatures\">{}</div>", places)
    }
    /// An amount in figures and in capital numerals.
    #[must_use]
    pub fn money_in_words(&self, amount: impl Of<Money>) -> Html {
        let amount: Money = amount.get();
        html!(
            "<span class=\"both\">¥{} <span>{}</span></span>",
            amount.to_string(),
            amount.in_capitals()
        )
    }
}
