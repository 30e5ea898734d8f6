//! The parts of a record's page: heading, step line, facts, tabs, course of events; and plain lists of things.

use std::fmt;

use askama::filters::HtmlSafe;
use kernel::Instant;

use crate::{
    Cx, Html,
    cx::icon,
    html,
    html::{Of, Shown},
};

impl Cx {
    /// The way down to here: words and addresses.
    #[must_use]
    pub fn crumbs<L: Shown, H: Shown>(&self, steps: impl IntoIterator<Item = (L, H)>) -> Html {
        let items: Html = steps
            .into_iter()
            .map(|(word, href)| html!("<li><a href=\"{}\">{}</a></li>", href, word))
            .collect();
        html!(
            "<nav class=\"crumbs\" aria-label=\"{}\"><ol>{}</ol></nav>",
            self.t("ui.crumbs"),
            items
        )
    }

    /// The heading of a page, a line under it, and what can be done, side by side on a desk. Pass `Html::none()` for none.
    #[must_use]
    pub fn heading(&self, title: impl Shown, under: impl Shown, acts: impl Shown) -> Html {
        let under = Html::text(under);
        let under = (!under.is_empty()).then(|| html!("<p class=\"under\">{}</p>", under));
        let acts = Html::text(acts);
        let acts = (!acts.is_empty()).then(|| html!("<div class=\"acts\">{}</div>", acts));
        html!(
            "<header class=\"heading\"><div><h1>{}</h1>{}</div>{}</header>",
            title,
            under,
            acts
        )
    }

    /// A course in steps: those before `at` (from 0) are past, `at` is now; past the end all are done.
    #[must_use]
    pub fn steps<S: Shown>(&self, names: impl IntoIterator<Item = S>, at: impl Of<i64>) -> Html {
        let now = at.get();
        let items: Html = (0_i64..)
            .zip(names)
            .map(|(step, name)| {
                let (class, mark, word) = match step.cmp(&now) {
                    std::cmp::Ordering::Less => ("past", icon("check"), Some(self.t("ui.steps.past"))),
                    std::cmp::Ordering::Equal => ("now", html!("{}", step + 1), None),
                    std::cmp::Ordering::Greater => ("ahead", html!("{}", step + 1), None),
                };
                let current = (step == now).then(|| Html::trusted(" aria-current=\"step\""));
                let word = word.map(|w| html!("<span class=\"away\">{}</span>", w));
                html!(
                    "<li class=\"{}\"{}><i aria-hidden=\"true\">{}</i><span>{}</span>{}</li>",
                    class,
                    current,
                    mark,
                    name,
                    word
                )
            })
            .collect();
        html!("<ol class=\"steps\">{}</ol>", items)
    }

    /// Views or parts of a page that each have an address: word, address, whether it is this one.
    #[must_use]
    pub fn tabs<L: Shown, H: Shown>(&self, tabs: impl IntoIterator<Item = (L, H, bool)>) -> Html {
        let items: Html = tabs
            .into_iter()
            .map(|(word, href, here)| {
                let current = here.then(|| Html::trusted(" aria-current=\"page\""));
                html!("<a href=\"{}\"{}>{}</a>", href, current, word)
            })
            .collect();
        html!(
            "<nav class=\"tabs\" aria-label=\"{}\">{}</nav>",
            self.t("ui.tabs"),
            items
        )
    }

    /// A figure that opens what it counts.
    #[must_use]
    pub fn figure(&self, href: &str, figure: impl Shown, unit: impl Shown, label: impl Shown) -> Html {
        html!(
            "<a class=\"figure\" href=\"{}\"><b>{}<small>{}</small></b><span>{}</span></a>",
            href,
            figure,
            unit,
            label
        )
    }

    /// Facts of a record, label and value.
    #[must_use]
    pub fn facts(&self) -> Facts<'_> {
        Facts {
            cx: self,
            items: Html::none(),
        }
    }

    /// What happened, the latest first.
    #[must_use]
    pub fn timeline(&self) -> Timeline<'_> {
        Timeline {
            cx: self,
            items: Html::none(),
        }
    }

    /// A list of things to open, each in a line or two.
    #[must_use]
    pub fn list(&self) -> List {
        List { items: Html::none() }
    }
}

/// A definition list in the making.
#[derive(Debug)]
pub struct Facts<'a> {
    cx: &'a Cx,
    items: Html,
}

impl Facts<'_> {
    /// One fact; `label` is a key.
    #[must_use]
    pub fn fact(mut self, label: &str, value: impl Shown) -> Self {
        let value = Html::text(value);
        let value = if value.is_empty() { Html::trusted("—") } else { value };
        self.items
            .add(html!("<div><dt>{}</dt><dd>{}</dd></div>", self.cx.t(label), value));
        self
    }
    /// One fact that opens where it comes from.
    #[must_use]
    pub fn door(self, label: &str, value: impl Shown, href: &str) -> Self {
        let inner = html!("<a href=\"{}\">{}</a>", href, value);
        self.fact(label, inner)
    }
    /// One fact that needs the whole width.
    #[must_use]
    pub fn long(mut self, label: &str, value: impl Shown) -> Self {
        self.items.add(html!(
            "<div class=\"long\"><dt>{}</dt><dd>{}</dd></div>",
            self.cx.t(label),
            value
        ));
        self
    }
}
impl HtmlSafe for Facts<'_> {}
impl fmt::Display for Facts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<dl class=\"facts\">{}</dl>", self.items)
    }
}

/// A course of events in the making.
#[derive(Debug)]
pub struct Timeline<'a> {
    cx: &'a Cx,
    items: Html,
}

impl Timeline<'_> {
    /// One event: when, who, what was done, and what more there is to say.
    #[must_use]
    pub fn event(mut self, at: impl Of<Instant>, who: impl Shown, what: impl Shown, detail: impl Shown) -> Self {
        let at: Instant = at.get();
        let detail = Html::text(detail);
        let detail = (!detail.is_empty()).then(|| html!("<div class=\"detail\">{}</div>", detail));
        let clock = at.in_china();
        self.items.add(html!(
            "<li><time datetime=\"{}T{}+08:00\">{}</time><p><b>{}</b> {}</p>{}</li>",
            at.day().to_string(),
            format!("{:02}:{:02}", clock.hour(), clock.minute()),
            self.cx.instant(at),
            who,
            what,
            detail
        ));
        self
    }
}
impl HtmlSafe for Timeline<'_> {}
impl fmt::Display for Timeline<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<ol class=\"timeline\">{}</ol>", self.items)
    }
}

/// A list in the making.
#[derive(Debug)]
pub struct List {
    items: Html,
}

impl List {
    /// One thing: where it leads, its name, a quieter line, and a state or figure at the end.
    #[must_use]
    pub fn item(mut self, href: &str, name: impl Shown, under: impl Shown, end: impl Shown) -> Self {
        let under = Html::text(under);
        let under = (!under.is_empty()).then(|| html!("<small>{}</small>", under));
        self.items.add(html!(
            "<li><a href=\"{}\"><span class=\"what\">{}{}</span><span class=\"end\">{}</span></a></li>",
            href,
            name,
            under,
            end
        ));
        self
    }
}
impl HtmlSafe for List {}
impl fmt::Display for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<ul class=\"list\">{}</ul>", self.items)
    }
}
