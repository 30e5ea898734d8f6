//! Form fields: label, hint, control and error together, with what was typed kept.

mod show;

use std::fmt;

use askama::filters::HtmlSafe;
use kernel::{Date, Money};

use crate::{Cx, choice::Choice, html::Of};

/// What a control is.
#[derive(Debug)]
enum Control {
    Line {
        kind: &'static str,
        mode: Option<&'static str>,
    },
    Money,
    When,
    Area {
        rows: u8,
    },
    Select(Vec<Choice>),
    List {
        kind: &'static str,
        choices: Vec<Choice>,
    },
    File {
        accept: String,
        capture: bool,
        many: bool,
    },
    Hidden,
}

/// A form field. Name it with [`Cx::field`], choose its control, add what else it needs, print it in the template.
#[derive(Debug)]
pub struct Field<'a> {
    cx: &'a Cx,
    name: String,
    label: String,
    control: Control,
    default: Vec<String>,
    required: bool,
    /// The key of a folded list's first line, where nothing need be chosen.
    blank: &'static str,
    max: Option<i64>,
    least: Option<String>,
    most: Option<String>,
    hint: Option<String>,
    placeholder: Option<String>,
    unit: Option<String>,
    autocomplete: Option<&'static str>,
    suggestions: Vec<String>,
    origin: Option<String>,
    focus: bool,
}

impl HtmlSafe for Field<'_> {}

/// What a field begins with: texts, numbers, days, amounts, or nothing.
pub trait Initial {
    /// The text in the control.
    fn initial(&self) -> String;
}
macro_rules! initial_as_printed {
    ($($kind:ty),*) => { $(impl Initial for $kind {
        fn initial(&self) -> String {
            self.to_string()
        }
    })* };
}
initial_as_printed!(
    str,
    String,
    std::borrow::Cow<'_, str>,
    Date,
    i8,
    i16,
    i32,
    i64,
    u8,
    u16,
    u32,
    u64,
    usize
);
impl<const MAX: usize> Initial for kernel::Text<MAX> {
    fn initial(&self) -> String {
        self.to_string()
    }
}
impl<K> Initial for kernel::Id<K> {
    fn initial(&self) -> String {
        self.to_string()
    }
}
impl Initial for Money {
    /// Without thousands marks, which are in the way when a figure is changed.
    fn initial(&self) -> String {
        self.to_string().replace(',', "")
    }
}
impl<T: Initial> Initial for Option<T> {
    fn initial(&self) -> String {
        self.as_ref().map_or_else(String::new, Initial::initial)
    }
}
impl<T: Initial + ?Sized> Initial for &T {
    fn initial(&self) -> String {
        (*self).initial()
    }
}

impl Cx {
    /// A field of a form: its name in the form and the key of its label.
    #[must_use]
    pub fn field(&self, name: &str, label: &str) -> Field<'_> {
        Field {
            cx: self,
            name: name.to_owned(),
            label: if label.is_empty() { String::new() } else { self.t(label) },
            control: Control::Line {
                kind: "text",
                mode: None,
            },
            default: Vec::new(),
            required: false,
            blank: "ui.field.none",
            max: None,
            least: None,
            most: None,
            hint: None,
            placeholder: None,
            unit: None,
            autocomplete: None,
            suggestions: Vec::new(),
            origin: None,
            focus: false,
        }
    }
}

/// The controls.
impl Field<'_> {
    fn with(mut self, control: Control, default: impl Initial) -> Self {
        self.control = control;
        let text = default.initial();
        self.default = if text.is_empty() { Vec::new() } else { vec![text] };
        self
    }
    /// One line of text.
    #[must_use]
    pub fn text(self, default: impl Initial) -> Self {
        self.with(
            Control::Line {
                kind: "text",
                mode: None,
            },
            default,
        )
    }
    /// Several lines of text.
    #[must_use]
    pub fn area(self, default: impl Initial) -> Self {
        self.with(Control::Area { rows: 4 }, default)
    }
    /// Many lines: a paper, a plan pasted in.
    #[must_use]
    pub fn long_area(self, default: impl Initial) -> Self {
        self.with(Control::Area { rows: 14 }, default)
    }
    /// A whole number.
    #[must_use]
    pub fn number(self, default: impl Initial) -> Self {
        self.with(
            Control::Line {
                kind: "number",
                mode: Some("numeric"),
            },
            default,
        )
    }
    /// An amount in yuan, echoed in capital numerals.
    #[must_use]
    pub fn money(self, default: impl Initial) -> Self {
        self.with(Control::Money, default)
    }
    /// A day of the solar calendar.
    #[must_use]
    pub fn date(self, default: impl Initial) -> Self {
        self.with(
            Control::Line {
                kind: "date",
                mode: None,
            },
            default,
        )
    }
    /// A time that may be vague or lunar: `10月中旬`, `农历八月十五`, `2026-11-21`. The form gets the text as typed;
    /// `kernel::When` reads it.
    #[must_use]
    pub fn when(self, default: impl Initial) -> Self {
        self.with(Control::When, default)
    }
    /// A mobile or fixed-line number.
    #[must_use]
    pub fn phone(self, default: impl Initial) -> Self {
        self.with(
            Control::Line {
                kind: "tel",
                mode: Some("tel"),
            },
            default,
        )
    }
    /// Words to look for.
    #[must_use]
    pub fn search(self, default: impl Initial) -> Self {
        self.with(
            Control::Line {
                kind: "search",
                mode: None,
            },
            default,
        )
    }
    /// A pass phrase: never kept, never shown again.
    #[must_use]
    pub fn password(self) -> Self {
        self.with(
            Control::Line {
                kind: "password",
                mode: None,
            },
            "",
        )
    }
    /// A value that is carried along unseen, such as the version of the record edited.
    #[must_use]
    pub fn hidden(self, value: impl Initial) -> Self {
        self.with(Control::Hidden, value)
    }
    /// One of several, folded: for more than seven choices.
    #[must_use]
    pub fn select<C: Into<Choice>>(self, choices: impl IntoIterator<Item = C>, default: impl Initial) -> Self {
        self.with(Control::Select(choices.into_iter().map(Into::into).collect()), default)
    }
    /// One of several to narrow a list by; the first line is no limit.
    #[must_use]
    pub fn filter<C: Into<Choice>>(mut self, choices: impl IntoIterator<Item = C>, default: impl Initial) -> Self {
        self.blank = "ui.field.any";
        self.select(choices, default)
    }
    /// What the blank line of a select says; a key.
    #[must_use]
    pub fn blank(mut self, key: &'static str) -> Self {
        self.blank = key;
        self
    }
    /// For a form that changes only what is filled in: the blank line of a select leaves it as it is.
    #[must_use]
    pub fn same(mut self) -> Self {
        self.blank = "ui.field.same";
        self
    }
    /// One of a few, all seen at once.
    #[must_use]
    pub fn choices<C: Into<Choice>>(self, choices: impl IntoIterator<Item = C>, default: impl Initial) -> Self {
        self.with(
            Control::List {
                kind: "radio",
                choices: choices.into_iter().map(Into::into).collect(),
            },
            default,
        )
    }
    /// Any of several.
    #[must_use]
    pub fn many<C: Into<Choice>>(
        mut self,
        choices: impl IntoIterator<Item = C>,
        chosen: impl IntoIterator<Item = impl Initial>,
    ) -> Self {
        self.control = Control::List {
            kind: "checkbox",
            choices: choices.into_iter().map(Into::into).collect(),
        };
        self.default = chosen.into_iter().map(|c| c.initial()).collect();
        self
    }
    /// One box to tick; the form gets `1` when it is ticked. The label stands beside it.
    #[must_use]
    pub fn tick(self, ticked: impl Of<bool>) -> Self {
        let label = self.label.clone();
        let mut field = self.with(
            Control::List {
                kind: "checkbox",
                choices: vec![Choice::new("1", label)],
            },
            "",
        );
        field.label.clear();
        field.default = if ticked.get() { vec!["1".to_owned()] } else { Vec::new() };
        field
    }
    /// A file; `accept` as in HTML (`.docx,.txt`), `camera` offers the phone's camera first.
    #[must_use]
    pub fn file(self, accept: &str, camera: bool) -> Self {
        self.with(
            Control::File {
                accept: accept.to_owned(),
                capture: camera,
                many: false,
            },
            "",
        )
    }
    /// Several files.
    #[must_use]
    pub fn files(self, accept: &str) -> Self {
        self.with(
            Control::File {
                accept: accept.to_owned(),
                capture: false,
                many: true,
            },
            "",
        )
    }
}

/// What else a field needs.
impl Field<'_> {
    /// Must be filled in. Fields that need not be say so.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self.blank = "ui.field.choose";
        self
    }
    /// At most so many characters.
    #[must_use]
    pub fn max(mut self, characters: impl Of<i64>) -> Self {
        self.max = Some(characters.get());
        self
    }
    /// The smallest number or the first day allowed.
    #[must_use]
    pub fn from(mut self, least: impl Initial) -> Self {
        self.least = Some(least.initial());
        self
    }
    /// The largest number or the last day allowed.
    #[must_use]
    pub fn until(mut self, most: impl Initial) -> Self {
        self.most = Some(most.initial());
        self
    }
    /// Key of a hint under the label.
    #[must_use]
    pub fn hint(self, key: &str) -> Self {
        let text = self.cx.t(key);
        self.hint_text(&text)
    }
    /// A hint made of data.
    #[must_use]
    pub fn hint_text(mut self, text: &str) -> Self {
        self.hint = Some(text.to_owned());
        self
    }
    /// A label made of data, instead of a key.
    #[must_use]
    pub fn label_text(mut self, text: &str) -> Self {
        text.clone_into(&mut self.label);
        self
    }
    /// Key of an example in the empty control.
    #[must_use]
    pub fn example(mut self, key: &str) -> Self {
        self.placeholder = Some(self.cx.t(key));
        self
    }
    /// A unit behind the control: 人, 元, %.
    #[must_use]
    pub fn unit(mut self, text: &str) -> Self {
        self.unit = Some(text.to_owned());
        self
    }
    /// Where the filled-in value comes from (say what the machine knows): "上次走访的标准".
    #[must_use]
    pub fn origin(mut self, text: &str) -> Self {
        self.origin = Some(text.to_owned());
        self
    }
    /// Texts offered while typing.
    #[must_use]
    pub fn suggest<S: fmt::Display>(mut self, texts: impl IntoIterator<Item = S>) -> Self {
        self.suggestions = texts.into_iter().map(|t| t.to_string()).collect();
        self
    }
    /// HTML's autocomplete token, such as `username` or `current-password`.
    #[must_use]
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = Some(token);
        self
    }
    /// The first field of a page whose whole purpose is this form.
    #[must_use]
    pub fn focus(mut self) -> Self {
        self.focus = true;
        self
    }
}

/// The id of a field's control; the summary of problems leads there.
pub(crate) fn field_id(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' })
        .collect();
    format!("f-{plain}")
}

impl fmt::Display for Field<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.whole(), f)
    }
}
