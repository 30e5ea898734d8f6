//! What the machine says back: toasts, notes, empty places, long jobs, questions before what cannot be undone.

use crate::{
    Cx, Html, State,
    cx::icon,
    html,
    html::{Of, Shown},
};

impl Cx {
    /// What has just been done, with a way to undo it. The frame prints this.
    #[must_use]
    pub fn toasts(&self) -> Html {
        let inner = self.toast.as_ref().map(|toast| {
            let undo = toast.undo.as_ref().map(|to| self.button(to, "ui.act.undo"));
            html!(
                "<div class=\"toast\" data-toast>{}<p>{}</p>{}</div>",
                icon("circle-check"),
                toast.message,
                undo
            )
        });
        html!(
            "<div class=\"toasts\" role=\"status\" aria-live=\"polite\">{}</div>",
            inner
        )
    }

    /// A word to the reader beside the content.
    #[must_use]
    pub fn note(&self, state: impl Into<State>, text: impl Shown) -> Html {
        let state = state.into();
        html!(
            "<div class=\"note {}\">{}<div>{}</div></div>",
            state.class(),
            icon(state.glyph()),
            text
        )
    }

    /// That a list may not be whole, since no more than `most` are read of it; nothing where it is. `how` is the key of how to
    /// see the others.
    #[must_use]
    pub fn cut(&self, cut: bool, most: u16, how: &str) -> Html {
        if cut {
            self.note(State::Info, self.cut_says(most, how))
        } else {
            Html::none()
        }
    }

    /// The same as a sentence, for paper and files.
    #[must_use]
    pub fn cut_says(&self, most: u16, how: &str) -> String {
        let gap = if self.lang == kernel::Lang::Zh { "" } else { " " };
        format!("{}{gap}{}", self.tn("ui.cut.says", i64::from(most)), self.t(how))
    }

    /// Why there is nothing here. Both are keys.
    #[must_use]
    pub fn empty(&self, why: &str) -> Html {
        html!("<div class=\"empty\"><p>{}</p></div>", self.t(why))
    }
    /// Why there is nothing here, and the first step.
    #[must_use]
    pub fn empty_first(&self, why: &str, href: &str, first: &str) -> Html {
        html!(
            "<div class=\"empty\"><p>{}</p>{}</div>",
            self.t(why),
            self.link_button(href, first)
        )
    }

    /// Lines where content will be. For parts that htmx loads later.
    #[must_use]
    pub fn skeleton(&self, lines: impl Of<i64>) -> Html {
        let rows: Html = (0..lines.get().clamp(1, 20))
            .map(|_| Html::trusted("<span></span>"))
            .collect();
        html!(
            "<div class=\"skeleton\" role=\"status\"><span class=\"away\">{}</span>{}</div>",
            self.t("ui.wait"),
            rows
        )
    }

    /// A long job: what it does, how far it is (`done` of `all`; `all` 0 while unknown), what is already done.
    #[must_use]
    pub fn progress(&self, label: impl Shown, done: impl Of<i64>, all: impl Of<i64>, detail: impl Shown) -> Html {
        let (done, all) = (done.get(), all.get());
        let figures = if all > 0 {
            html!(
                "<progress max=\"{}\" value=\"{}\" aria-label=\"{}\"></progress><span class=\"figures\">{} / {}</span>",
                all,
                done.clamp(0, all),
                label,
                self.number(done),
                self.number(all)
            )
        } else {
            html!("<progress aria-label=\"{}\"></progress>", label)
        };
        html!(
            "<div class=\"job\"><p>{}</p>{}<p class=\"small\">{}</p></div>",
            label,
            figures,
            detail
        )
    }

    /// A question before what cannot be undone: a button that opens it (`open`, a key), what will happen, to whom, how
    /// many (`says`), and the act (`yes`, a key). Without script it unfolds in place.
    #[must_use]
    pub fn confirm(&self, action: &str, open: &str, says: impl Shown, yes: &str) -> Html {
        let inner = html!(
            "<div class=\"says\">{}</div><div class=\"actions\">{}</div>",
            says,
            self.danger_button(action, yes)
        );
        self.dialog(open, &inner)
    }

    /// Something that opens over the page: `open` is the key of its button and title, `inner` its content. Without script
    /// it unfolds in place.
    #[must_use]
    pub fn dialog(&self, open: &str, inner: &Html) -> Html {
        html!(
            "<details class=\"dialog\" data-dialog><summary class=\"button\">{}</summary><div class=\"inner\">\
             <h2>{}</h2>{}<button class=\"button quiet close\" type=\"button\" data-close hidden>{}</button></div></details>",
            self.t(open),
            self.t(open),
            inner,
            self.t("ui.act.close")
        )
    }
}
