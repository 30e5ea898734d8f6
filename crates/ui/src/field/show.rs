//! How a field is written: label, hint, error, control, in that order, tied together by ids.

use kernel::Money;

use super::{Control, Field, field_id};
use crate::{Html, choice, html};

impl Field<'_> {
    fn id(&self) -> String {
        field_id(&self.name)
    }

    fn value(&self) -> String {
        if matches!(self.control, Control::Line { kind: "password", .. }) {
            return String::new();
        }
        self.cx
            .value(&self.name, self.default.first().map_or("", String::as_str))
    }

    fn chosen(&self) -> Vec<String> {
        self.cx
            .chosen(&self.name)
            .map_or_else(|| self.default.clone(), <[String]>::to_vec)
    }

    /// The ids of hint, echo and error, as the control names them.
    fn described_by(&self) -> Option<String> {
        let id = self.id();
        let mut ids = Vec::new();
        if self.hint.is_some() || matches!(self.control, Control::When) {
            ids.push(format!("{id}-hint"));
        }
        if matches!(self.control, Control::Money) {
            ids.push(format!("{id}-echo"));
        }
        if self.cx.error(&self.name).is_some() {
            ids.push(format!("{id}-error"));
        }
        if ids.is_empty() { None } else { Some(ids.join(" ")) }
    }

    /// The attributes all controls share.
    fn attributes(&self) -> Html {
        let mut out = html!(" id=\"{}\" name=\"{}\"", self.id(), self.name);
        if self.required {
            out.add(Html::trusted(" required"));
        }
        if self.focus && self.cx.errors.is_empty() {
            out.add(Html::trusted(" autofocus"));
        }
        if self.cx.error(&self.name).is_some() {
            out.add(Html::trusted(" aria-invalid=\"true\""));
        }
        let pairs = [
            ("maxlength", self.max.map(|m| m.to_string())),
            ("min", self.least.clone()),
            ("max", self.most.clone()),
            ("placeholder", self.placeholder.clone()),
            ("autocomplete", self.autocomplete.map(str::to_owned)),
            ("aria-describedby", self.described_by()),
            ("list", self.has_list().then(|| format!("{}-list", self.id()))),
        ];
        for (name, value) in pairs {
            if let Some(value) = value {
                out.add(html!(" {}=\"{}\"", name, value));
            }
        }
        out
    }

    fn has_list(&self) -> bool {
        !self.suggestions.is_empty() || matches!(self.control, Control::When)
    }

    fn control(&self) -> Html {
        match &self.control {
            Control::Line { kind, mode } => {
                let mode = mode.map(|m| html!(" inputmode=\"{}\"", m));
                html!(
                    "<input type=\"{}\"{} value=\"{}\"{}>",
                    *kind,
                    self.attributes(),
                    self.value(),
                    mode
                )
            }
            Control::Money => self.money_control(),
            Control::When => self.when_control(),
            Control::Area { rows } => {
                html!(
                    "<textarea rows=\"{}\"{}>\n{}</textarea>",
                    *rows,
                    self.attributes(),
                    self.value()
                )
            }
            Control::Select(choices) => choice::select(
                self.cx,
                choices,
                &self.value(),
                (self.required, self.blank),
                &self.attributes(),
            ),
            Control::List { kind, choices } => choice::list(
                kind,
                &self.name,
                choices,
                &self.chosen(),
                self.required,
                self.described_by(),
            ),
            Control::File { accept, capture, many } => {
                let capture = capture.then(|| Html::trusted(" capture=\"environment\""));
                let many = many.then(|| Html::trusted(" multiple"));
                html!(
                    "<input type=\"file\" accept=\"{}\"{}{}{}>",
                    accept,
                    self.attributes(),
                    capture,
                    many
                )
            }
            Control::Hidden => {
                html!(
                    "<input type=\"hidden\" name=\"{}\" value=\"{}\">",
                    self.name,
                    self.value()
                )
            }
        }
    }

    fn when_control(&self) -> Html {
        html!(
            "<span class=\"affix\"><input type=\"text\"{} value=\"{}\" autocomplete=\"off\">\
             <button class=\"button turn\" type=\"button\" data-pick aria-label=\"{}\" hidden>{}</button></span>{}",
            self.attributes(),
            self.value(),
            self.cx.t("ui.when.pick"),
            crate::cx::icon("calendar-days"),
            choice::when_help(self.cx)
        )
    }

    fn money_control(&self) -> Html {
        let value = self.value();
        let echo = value
            .parse::<Money>()
            .map_or_else(|_| String::new(), Money::in_capitals);
        html!(
            "<span class=\"affix\"><span aria-hidden=\"true\">¥</span>\
             <input type=\"text\" inputmode=\"decimal\" data-money{} value=\"{}\"></span>\
             <output class=\"echo\" id=\"{}-echo\" for=\"{}\">{}</output>",
            self.attributes(),
            value,
            self.id(),
            self.id(),
            echo
        )
    }

    fn suggestions(&self) -> Html {
        if !self.has_list() {
            return Html::none();
        }
        let own = matches!(self.control, Control::When).then(|| choice::when_examples(self.cx));
        let texts = own.into_iter().flatten().chain(self.suggestions.iter().cloned());
        let options: Html = texts
            .map(|text| html!("<option value=\"{}\"></option>", text))
            .collect();
        html!("<datalist id=\"{}-list\">{}</datalist>", self.id(), options)
    }

    fn optional_mark(&self) -> Option<Html> {
        let quiet = matches!(self.control, Control::Line { kind: "search", .. });
        (!self.required && !quiet).then(|| html!(" <span class=\"optional\">{}</span>", self.cx.t("ui.field.optional")))
    }

    fn below_label(&self) -> Html {
        let hint = match (&self.hint, &self.control) {
            (Some(text), _) => Some(text.clone()),
            (None, Control::When) => Some(self.cx.t("ui.when.hint")),
            (None, _) => None,
        };
        let mut out: Html = hint
            .map(|text| html!("<p class=\"hint\" id=\"{}-hint\">{}</p>", self.id(), text))
            .unwrap_or_default();
        if let Some(now) = self.says_now() {
            out.add(html!(
                "<p class=\"hint now\">{}</p>",
                self.cx.t1("ui.field.now", "text", now)
            ));
        }
        if let Some(message) = self.cx.error(&self.name) {
            let sign = crate::cx::icon("circle-alert");
            out.add(html!(
                "<p class=\"error\" id=\"{}-error\">{}<span>{}</span></p>",
                self.id(),
                sign,
                message
            ));
        }
        out
    }

    /// What the record says in this field, if somebody else changed it from what was typed here.
    fn says_now(&self) -> Option<String> {
        let typed = self.cx.chosen(&self.name)?;
        let now = self.default.first().map_or("", String::as_str);
        let same = typed.first().map_or("", String::as_str).trim() == now.trim();
        if !self.cx.stale || same || matches!(self.control, Control::File { .. } | Control::Hidden) {
            return None;
        }
        let label = match &self.control {
            Control::Select(choices) | Control::List { choices, .. } => {
                choices.iter().find(|c| c.value == now).map(|c| c.label.clone())
            }
            _ => None,
        };
        let text = label.unwrap_or_else(|| now.to_owned());
        Some(if text.is_empty() {
            self.cx.t("ui.field.nothing")
        } else {
            text
        })
    }

    pub(super) fn whole(&self) -> Html {
        let control = self.control();
        if matches!(self.control, Control::Hidden) {
            return control;
        }
        let unit = self.unit.as_ref().map(|u| html!("<span class=\"unit\">{}</span>", u));
        let body = if unit.is_some() {
            html!("<span class=\"affix\">{}{}</span>", control, unit)
        } else {
            control
        };
        let origin = self.origin.as_ref().map(|o| html!("<p class=\"origin\">{}</p>", o));
        let wrong = if self.cx.error(&self.name).is_some() {
            " wrong"
        } else {
            ""
        };
        if let Control::List { .. } = self.control {
            let legend =
                (!self.label.is_empty()).then(|| html!("<legend>{}{}</legend>", self.label, self.optional_mark()));
            // a box to tick bears its label itself; what is said about it comes after
            let (first, then) = if legend.is_some() {
                (self.below_label(), body)
            } else {
                (body, self.below_label())
            };
            return html!(
                "<fieldset class=\"field set{}\" id=\"{}\">{}{}{}{}</fieldset>",
                wrong,
                self.id(),
                legend,
                first,
                then,
                origin
            );
        }
        html!(
            "<div class=\"field{}\"><label for=\"{}\">{}{}</label>{}{}{}{}</div>",
            wrong,
            self.id(),
            self.label,
            self.optional_mark(),
            self.below_label(),
            body,
            self.suggestions(),
            origin
        )
    }
}
