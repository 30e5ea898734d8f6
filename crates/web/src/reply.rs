//! Two ways to stop, never mixed: a refusal is an answer, a fault is ours.

use std::fmt;

use ui::Cx;

/// What a handler gives back.
pub type Reply<T> = Result<T, Stop>;

/// Why a handler stopped.
#[derive(Debug)]
pub enum Stop {
    /// An answer: translated, keeps what was typed, says what to do next.
    Refused(Refusal),
    /// Ours: one page with a reference number, logged once.
    Fault(Fault),
}

/// An answer that says no. Words are keys of `locales/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// HTTP status: 422 unless said otherwise.
    pub status: u16,
    /// The word key of the sentence for the whole form.
    pub key: String,
    /// Values of the sentence's placeholders.
    pub args: Vec<(String, String)>,
    /// Sentences that belong to single fields.
    pub fields: Vec<FieldRefusal>,
    /// Where to go on, if not to the form.
    pub next: Option<String>,
    /// Whether what the act wrote so far stays: a failed sign-in is counted although it is refused.
    pub keep: bool,
}

/// A sentence next to a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldRefusal {
    /// The field's name.
    pub field: String,
    /// The word key.
    pub key: String,
    /// Values of the placeholders.
    pub args: Vec<(String, String)>,
}

impl Refusal {
    /// Refuses the whole with a sentence.
    #[must_use]
    pub fn new(key: &str) -> Self {
        Self {
            status: 422,
            key: key.to_owned(),
            args: Vec::new(),
            fields: Vec::new(),
            next: None,
            keep: false,
        }
    }
    /// Refuses one field.
    #[must_use]
    pub fn field(field: &str, key: &str) -> Self {
        Self::new("web.refusal.fields").and(field, key)
    }
    /// Adds a further field.
    #[must_use]
    pub fn and(mut self, field: &str, key: &str) -> Self {
        self.fields.push(FieldRefusal {
            field: field.to_owned(),
            key: key.to_owned(),
            args: Vec::new(),
        });
        self
    }
    /// Fills a placeholder of the sentence and of the fields' sentences.
    #[must_use]
    pub fn arg(mut self, name: &str, value: impl fmt::Display) -> Self {
        let pair = (name.to_owned(), value.to_string());
        for field in &mut self.fields {
            field.args.push(pair.clone());
        }
        self.args.push(pair);
        self
    }
    /// Sets the HTTP status.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }
    /// Offers a next step.
    #[must_use]
    pub fn next(mut self, href: impl Into<String>) -> Self {
        self.next = Some(href.into());
        self
    }
    /// Keeps what the act wrote so far.
    #[must_use]
    pub fn kept(mut self) -> Self {
        self.keep = true;
        self
    }
    /// Absent, or not yours: the two look alike.
    #[must_use]
    pub fn missing() -> Self {
        Self::new("web.refusal.missing").status(404)
    }
    /// Somebody else changed the record since it was shown. Nothing is overwritten; what was typed is kept.
    #[must_use]
    pub fn stale() -> Self {
        Self::new("web.refusal.stale").status(409)
    }
    /// What is asked for stands on another page, and the browser is sent there.
    #[must_use]
    pub fn elsewhere(href: impl Into<String>) -> Self {
        Self::new("web.refusal.elsewhere").status(303).next(href)
    }
    /// May see, but may not do.
    #[must_use]
    pub fn forbidden() -> Self {
        Self::new("web.refusal.forbidden").status(403)
    }
    /// Whether the very same may be recorded a little later: the store is away, full, or busy. A form keeps its key
    /// then, since nobody may know whether it was recorded after all.
    #[must_use]
    pub fn passes(&self) -> bool {
        matches!(self.status, 503 | 507)
    }
    /// The sentence in the reader's language.
    #[must_use]
    pub fn message(&self, cx: &Cx) -> String {
        sentence(cx, &self.key, &self.args)
    }
}

impl FieldRefusal {
    /// The sentence in the reader's language.
    #[must_use]
    pub fn message(&self, cx: &Cx) -> String {
        sentence(cx, &self.key, &self.args)
    }
}

fn sentence(cx: &Cx, key: &str, args: &[(String, String)]) -> String {
    fn shown(text: &String) -> &dyn fmt::Display {
        text
    }
    let pairs: Vec<(&str, &dyn fmt::Display)> = args.iter().map(|(k, v)| (k.as_str(), shown(v))).collect();
    cx.tf(key, &pairs)
}

/// Something of ours went wrong.
#[derive(Debug)]
pub enum Fault {
    /// The store.
    Store(store::Error),
    /// Anything else, with what was being done.
    Other(String),
}

impl Fault {
    /// A fault that is not the store's.
    #[must_use]
    pub fn other(what: impl fmt::Display) -> Self {
        Self::Other(what.to_string())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Store(e) => write!(f, "store: {e}"),
            Fault::Other(what) => f.write_str(what),
        }
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Stop::Refused(refusal)
    }
}
impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Stop::Fault(fault)
    }
}
impl From<store::Error> for Stop {
    /// A missing row is an absent page; a store that is away or full is a refusal that says so.
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Missing => Refusal::missing().into(),
            store::Error::Gone(_) | store::Error::Busy => Refusal::new("web.refusal.gone").status(503).into(),
            store::Error::Full => Refusal::new("web.refusal.full").status(507).into(),
            other => Stop::Fault(Fault::Store(other)),
        }
    }
}
