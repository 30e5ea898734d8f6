//! Choosing: options, lists of boxes, and the help beside a vague time.

use kernel::Lang;

use crate::{Cx, Html, field::Initial, html};

/// One thing to choose: the value for the form, the words for the eye.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Choice {
    /// What the form carries.
    pub value: String,
    /// What people read.
    pub label: String,
    /// What it means, for lists.
    pub hint: Option<String>,
}

impl Choice {
    /// A choice without a hint.
    #[must_use]
    pub fn new(value: impl Initial, label: impl Into<String>) -> Self {
        Choice {
            value: value.initial(),
            label: label.into(),
            hint: None,
        }
    }
    /// Says what it means.
    #[must_use]
    pub fn hint(mut self, text: impl Into<String>) -> Self {
        self.hint = Some(text.into());
        self
    }
}
impl<A: Initial, B: Initial> From<(A, B)> for Choice {
    fn from((value, label): (A, B)) -> Self {
        Choice::new(value, label.initial())
    }
}
impl<A: Initial, B: Initial> From<&(A, B)> for Choice {
    fn from((value, label): &(A, B)) -> Self {
        Choice::new(value, label.initial())
    }
}
impl From<&Choice> for Choice {
    fn from(choice: &Choice) -> Self {
        choice.clone()
    }
}

/// A folded list. Its first line is no choice, and goes where one is required and made.
pub(crate) fn select(
    cx: &Cx,
    choices: &[Choice],
    chosen: &str,
    (required, blank): (bool, &str),
    attributes: &Html,
) -> Html {
    let known = choices.iter().any(|c| c.value == chosen);
    let blank = (!required || !known).then(|| html!("<option value=\"\">{}</option>", cx.t(blank)));
    let blank = if choices.iter().any(|c| c.value.is_empty()) {
        None
    } else {
        blank
    };
    let options: Html = choices
        .iter()
        .map(|c| {
            let selected = (c.value == chosen).then(|| Html::trusted(" selected"));
            html!("<option value=\"{}\"{}>{}</option>", c.value, selected, c.label)
        })
        .collect();
    html!("<select{}>{}{}</select>", attributes, blank, options)
}

/// Boxes or dots under each other. A dot may be required by the browser; of boxes it would require each one.
pub(crate) fn list(
    kind: &str,
    name: &str,
    choices: &[Choice],
    chosen: &[String],
    required: bool,
    described_by: Option<String>,
) -> Html {
    let needed = (required && (kind == "radio" || choices.len() == 1)).then(|| Html::trusted(" required"));
    let described = described_by.map(|ids| html!(" aria-describedby=\"{}\"", ids));
    let items: Html = choices
        .iter()
        .map(|c| {
            let checked = chosen.contains(&c.value).then(|| Html::trusted(" checked"));
            let hint = c.hint.as_ref().map(|h| html!("<small>{}</small>", h));
            html!(
                "<label class=\"choice\"><input type=\"{}\" name=\"{}\" value=\"{}\"{}{}{}><span>{}{}</span></label>",
                kind,
                name,
                c.value,
                checked,
                needed,
                described,
                c.label,
                hint
            )
        })
        .collect();
    html!("<div class=\"choices\">{}</div>", items)
}

/// The kinds of time one may write, folded away beside the control.
pub(crate) fn when_help(cx: &Cx) -> Html {
    let rows: Html = [
        "day", "part", "month", "range", "season", "festival", "lunar", "week", "again",
    ]
    .iter()
    .map(|kind| {
        let (name, example) = (
            cx.t(&format!("ui.when.{kind}")),
            cx.t(&format!("ui.when.{kind}_example")),
        );
        html!("<div><dt>{}</dt><dd>{}</dd></div>", name, example)
    })
    .collect();
    html!(
        "<details class=\"help\"><summary>{}</summary><dl>{}</dl></details>",
        cx.t("ui.when.help"),
        rows
    )
}

/// Times offered while typing: today, the coming days people mean, the thirds of this and the next month.
pub(crate) fn when_examples(cx: &Cx) -> Vec<String> {
    let next = cx.today.month_end().plus_days(1);
    let mut texts = vec![
        cx.today.to_string(),
        cx.today.plus_days(1).to_string(),
        cx.today.plus_days(7).to_string(),
    ];
    if cx.lang == Lang::Zh {
        for month in [cx.today.month(), next.month()] {
            texts.extend(["上旬", "中旬", "下旬", "底前"].map(|part| format!("{month}月{part}")));
        }
        texts.extend(
            [
                "元旦",
                "春节",
                "三八节",
                "五一",
                "端午节",
                "教师节",
                "中秋节",
                "国庆节",
                "重阳节",
            ]
            .map(str::to_owned),
        );
        texts.extend(["上半年", "下半年", "每周", "每月"].map(str::to_owned));
    } else {
        for month in [cx.today.month(), next.month()] {
            let name = cx.t(&format!("ui.month.{month}"));
            texts.extend(["early", "mid", "late"].map(|part| format!("{part} {name}")));
        }
    }
    texts
}
