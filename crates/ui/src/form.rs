//! Forms: opening, closing, buttons, and the summary of what was refused.

use std::fmt;

use askama::filters::HtmlSafe;

use crate::{Cx, Html, cx::icon, field::field_id, html};

/// The opening of a form that acts (POST). Carries the idempotency key.
#[derive(Debug)]
pub struct FormOpen<'a> {
    cx: &'a Cx,
    action: String,
    files: bool,
    draft: Option<String>,
    class: &'static str,
    swap: Option<String>,
}

impl HtmlSafe for FormOpen<'_> {}

impl FormOpen<'_> {
    /// The form carries files.
    #[must_use]
    pub fn with_files(mut self) -> Self {
        self.files = true;
        self
    }
    /// Keeps what is typed in this browser tab under a name until the form is accepted, so that a lost
    /// session or a closed page loses nothing. Never for secrets or for data about hardship and health.
    #[must_use]
    pub fn keep_draft(mut self, name: &str) -> Self {
        self.draft = Some(name.to_owned());
        self
    }
    /// Fields and button in one row: a filter, a comment line.
    #[must_use]
    pub fn in_row(mut self) -> Self {
        self.class = "form row";
        self
    }
    /// With script, the answer replaces this element instead of the page (htmx).
    #[must_use]
    pub fn swap(mut self, target: &str) -> Self {
        self.swap = Some(target.to_owned());
        self
    }
}

impl fmt::Display for FormOpen<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files = self.files.then(|| Html::trusted(" enctype=\"multipart/form-data\""));
        let draft = self.draft.as_ref().map(|d| {
            html!(
                " data-draft=\"{}\" data-restored=\"{}\" data-discard=\"{}\"",
                d,
                self.cx.t("ui.draft_restored"),
                self.cx.t("ui.draft_discard")
            )
        });
        let swap = self
            .swap
            .as_ref()
            .map(|to| html!(" hx-post=\"{}\" hx-target=\"{}\"", self.action, to));
        let open = html!(
            "<form class=\"{}\" method=\"post\" action=\"{}\"{}{}{}>",
            self.class,
            self.action,
            files,
            draft,
            swap
        );
        self.cx.begin_form(&self.action);
        fmt::Display::fmt(&open, f)?;
        self.cx.once_field().map_or(Ok(()), |once| fmt::Display::fmt(&once, f))
    }
}

/// The end of a form: its main button and what may stand beside it.
#[derive(Debug)]
pub struct FormClose<'a> {
    cx: &'a Cx,
    main: String,
    others: Vec<Html>,
}

impl HtmlSafe for FormClose<'_> {}

impl FormClose<'_> {
    /// A way out without acting.
    #[must_use]
    pub fn cancel(mut self, href: &str) -> Self {
        self.others.push(html!(
            "<a class=\"button quiet\" href=\"{}\">{}</a>",
            href,
            self.cx.t("ui.act.cancel")
        ));
        self
    }
    /// Another way to send the same form: the form then carries `name=value`.
    #[must_use]
    pub fn also(mut self, name: &str, value: &str, label: &str) -> Self {
        let button = html!(
            "<button class=\"button\" name=\"{}\" value=\"{}\">{}</button>",
            name,
            value,
            self.cx.t(label)
        );
        self.others.push(button);
        self
    }
    /// Another way to send the same form, unfinished as it is: the browser does not ask for what is missing.
    #[must_use]
    pub fn unfinished(mut self, name: &str, value: &str, label: &str) -> Self {
        let button = html!(
            "<button class=\"button\" name=\"{}\" value=\"{}\" formnovalidate>{}</button>",
            name,
            value,
            self.cx.t(label)
        );
        self.others.push(button);
        self
    }
}

impl fmt::Display for FormClose<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let others: Html = self.others.iter().cloned().collect();
        let end = html!(
            "<div class=\"actions\"><button class=\"button main\" type=\"submit\">{}</button>{}</div></form>",
            self.main,
            others
        );
        self.cx.end_form();
        fmt::Display::fmt(&end, f)
    }
}

/// A form of one button: an act for which nothing is typed. What it must know travels unseen.
#[derive(Debug)]
pub struct Press {
    action: String,
    says: String,
    class: &'static str,
    carried: Html,
    way: Option<Html>,
    named: Option<Html>,
}

impl HtmlSafe for Press {}

impl Press {
    /// Carries `name=value` along: a version, what the act is about.
    #[must_use]
    pub fn carrying(mut self, name: &str, value: impl fmt::Display) -> Self {
        let field = html!(
            "<input type=\"hidden\" name=\"{}\" value=\"{}\">",
            name,
            value.to_string()
        );
        self.carried = html!("{}{}", self.carried, field);
        self
    }
    /// The button itself says `name=value`: one of several ways of one act.
    #[must_use]
    pub fn way(mut self, name: &str, value: &str) -> Self {
        self.way = Some(html!(" name=\"{}\" value=\"{}\"", name, value));
        self
    }
    /// Other words on the button than the key's own.
    #[must_use]
    pub fn says(mut self, text: impl Into<String>) -> Self {
        self.says = text.into();
        self
    }
    /// What a screen reader says where the words alone, many times on one page, would not tell which is which.
    #[must_use]
    pub fn of(mut self, what: impl fmt::Display) -> Self {
        self.named = Some(html!(" aria-label=\"{} {}\"", self.says, what.to_string()));
        self
    }
    /// The main act of its page.
    #[must_use]
    pub fn main(mut self) -> Self {
        self.class = "button main";
        self
    }
    /// Takes something away.
    #[must_use]
    pub fn danger(mut self) -> Self {
        self.class = "button danger";
        self
    }
    /// Looks like a link: a small act beside each line of a list.
    #[must_use]
    pub fn link(mut self) -> Self {
        self.class = "link";
        self
    }
    /// As markup, where it becomes part of something else.
    #[must_use]
    pub fn html(&self) -> Html {
        html!(
            "<form class=\"one\" method=\"post\" action=\"{}\">{}<button class=\"{}\" type=\"submit\"{}{}>{}</button></form>",
            self.action,
            self.carried,
            self.class,
            self.way,
            self.named,
            self.says
        )
    }
}

impl fmt::Display for Press {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.html(), f)
    }
}

impl Cx {
    /// Opens a form that acts.
    #[must_use]
    pub fn form_open(&self, action: &str) -> FormOpen<'_> {
        // here and where it is written: fields are made text between the two in some places, after both in others
        self.begin_form(action);
        FormOpen {
            cx: self,
            action: action.to_owned(),
            files: false,
            draft: None,
            class: "form",
            swap: None,
        }
    }
    /// Ends a form with its main button; `label` is a key.
    #[must_use]
    pub fn form_close(&self, label: &str) -> FormClose<'_> {
        self.end_form();
        FormClose {
            cx: self,
            main: self.t(label),
            others: Vec::new(),
        }
    }
    /// Opens a form that only asks (GET): filters, search.
    #[must_use]
    pub fn ask_open(&self, action: &str) -> Html {
        self.begin_form(action);
        html!(
            "<form class=\"form row ask\" method=\"get\" action=\"{}\" role=\"search\" aria-label=\"{}\">",
            action,
            self.t("ui.act.filter")
        )
    }
    /// Ends a form that only asks.
    #[must_use]
    pub fn ask_close(&self, label: &str) -> Html {
        self.end_form();
        html!(
            "<button class=\"button\" type=\"submit\">{}</button></form>",
            self.t(label)
        )
    }

    /// What was refused, summed on top of the form, each leading to its field. Nothing if nothing was.
    #[must_use]
    pub fn problems(&self) -> Html {
        if self.errors.is_empty() && self.alert.is_none() {
            return Html::none();
        }
        let count = self.errors.len();
        let title = match &self.alert {
            Some(alert) => Html::text(alert),
            None => Html::text(self.tn("ui.problems.title", count)),
        };
        let items: Html = self
            .errors
            .iter()
            .map(|e| html!("<li><a href=\"#{}\">{}</a></li>", field_id(&e.field), e.message))
            .collect();
        let list = (count > 0).then(|| html!("<ul>{}</ul>", items));
        html!(
            "<div class=\"problems\" id=\"problems\" role=\"alert\" tabindex=\"-1\">{}<div><p>{}</p>{}</div></div>",
            icon("circle-alert"),
            title,
            list
        )
    }

    /// What makes a second sending of a form the same act.
    fn once_field(&self) -> Option<Html> {
        (!self.once.is_empty()).then(|| html!("<input type=\"hidden\" name=\"_once\" value=\"{}\">", self.once))
    }

    /// A form of one button: an act for which nothing is typed. `label` is a key.
    #[must_use]
    pub fn press(&self, action: impl AsRef<str>, label: &str) -> Press {
        // nothing is typed here, and what such a form sent is no other form's
        self.begin_form(action.as_ref());
        self.end_form();
        Press {
            action: action.as_ref().to_owned(),
            says: self.t(label),
            class: "button",
            carried: self.once_field().unwrap_or_default(),
            way: None,
            named: None,
        }
    }
    /// [`Cx::press`] with nothing carried along.
    #[must_use]
    pub fn button(&self, action: &str, label: &str) -> Html {
        self.press(action, label).html()
    }
    /// The main act of a page, when it needs no fields.
    #[must_use]
    pub fn main_button(&self, action: &str, label: &str) -> Html {
        self.press(action, label).main().html()
    }
    /// An act that takes something away. Where it cannot be undone use [`Cx::confirm`](crate::Cx::confirm).
    #[must_use]
    pub fn danger_button(&self, action: &str, label: &str) -> Html {
        self.press(action, label).danger().html()
    }
    /// A link that looks like a button: leads to another page. `label` is a key.
    #[must_use]
    pub fn link_button(&self, href: &str, label: &str) -> Html {
        html!("<a class=\"button\" href=\"{}\">{}</a>", href, self.t(label))
    }
    /// The main act of a page, when it leads to another page.
    #[must_use]
    pub fn main_link(&self, href: &str, label: &str) -> Html {
        html!("<a class=\"button main\" href=\"{}\">{}</a>", href, self.t(label))
    }
    /// A link with a glyph before its words.
    #[must_use]
    pub fn icon_link(&self, href: &str, glyph: &str, label: &str) -> Html {
        html!(
            "<a class=\"icon-link\" href=\"{}\">{}<span>{}</span></a>",
            href,
            icon(glyph),
            self.t(label)
        )
    }
}
