//! Seeing what is sealed: asked for with a purpose, recorded before anything is shown, over in a few minutes.
//!
//! A page shows a sealed value masked ([`Veiled`]). Who may see it sends the form beside it: the act calls [`read`],
//! which notes the event `secret.read` with the fields and the purpose, and leads back to the page. For
//! [`OPEN_MINUTES`] that reader's [`veil`] is then lifted; the value itself is never part of an act's answer, which is
//! kept. Whoever the record is about may ask [`who_read`].
//!
//! ```text
//! // the page
//! let identity = reveal::veil(view, record, "identity", number.masked(), format!("/members/{id}/reveal"), || …)?;
//! // the act
//! reveal::read(act, record, &["identity"], &form.purpose)?;
//! ```

use std::collections::BTreeSet;

use kernel::{Id, Instant, Text, UnionId};
use serde::{Deserialize, Serialize};
use store::{Error, Reader, Sql, secret::KeyTrouble};
use ui::{Cx, Html, html};

use crate::{
    access::AccountId,
    act::Act,
    event::{Event, Record},
    view::View,
};

/// The event's kind.
pub const KIND: &str = "secret.read";
/// How long a reading lets its reader see, in minutes.
pub const OPEN_MINUTES: i64 = 5;

/// The form beside a veiled value.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
pub struct Purpose {
    /// What it is needed for.
    pub purpose: Text<100>,
}

/// What is kept of a reading.
#[derive(Serialize)]
struct Read<'a> {
    #[serde(skip)]
    record: Record,
    fields: &'a [&'static str],
    purpose: &'a str,
}

impl Event for Read<'_> {
    fn kind(&self) -> &'static str {
        KIND
    }
    fn record(&self) -> Record {
        self.record
    }
}

/// Notes that the actor reads these fields of a record, and why. Call it in the act of revealing, and for each record
/// of an export.
///
/// # Errors
/// The store's.
pub fn read(act: &Act<'_>, record: Record, fields: &[&'static str], purpose: &Text<100>) -> Result<(), Error> {
    act.note(&Read {
        record,
        fields,
        purpose,
    })
}

/// A sealed value on a page.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
pub struct Veiled {
    /// What everybody sees who sees the record.
    pub masked: String,
    /// The whole, for a reader whose reading was just recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whole: Option<String>,
    /// It was sealed under a key that is lost, and has to be entered again.
    pub lost: bool,
    /// Where the reader may ask for it; none if they may not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reveal: Option<String>,
}

/// The value of a field as this reader may see it. `reveal` is the path of the act for readers who may ask; `open` opens
/// the value and is called only if this reader's reading was recorded within the last minutes.
///
/// # Errors
/// The store's.
pub fn veil(
    view: &View<'_>,
    record: Record,
    field: &str,
    masked: String,
    reveal: Option<String>,
    open: impl FnOnce() -> Result<String, Error>,
) -> Result<Veiled, Error> {
    let lifted = reveal.is_some() && is_open(view, record, field)?;
    let (whole, lost) = match lifted.then(open) {
        None => (None, false),
        Some(Ok(whole)) => (Some(whole), false),
        Some(Err(Error::Key(KeyTrouble::Lacks { .. }))) => (None, true),
        Some(Err(error)) => return Err(error),
    };
    Ok(Veiled {
        masked,
        whole,
        lost,
        reveal,
    })
}

const LAST: Sql = Sql::union(
    "SELECT body FROM event WHERE union_id = $1 AND record_kind = $2 AND record_id = $3 AND account_id = $4
     AND kind = 'secret.read' AND at > $5 AND at <= $6",
);

/// Whether this reader's reading of the field was recorded within the last minutes.
///
/// # Errors
/// The store's.
pub fn is_open(view: &View<'_>, record: Record, field: &str) -> Result<bool, Error> {
    let id = Id::<()>::new(record.id);
    let since = view.now().plus_millis(-OPEN_MINUTES * 60_000);
    let account = view.actor().account;
    let readings = view.rows(
        LAST,
        &[&view.union(), &record.kind, &id, &account, &since, &view.now()],
        |row| body(&row.get::<String>(0)?),
    )?;
    Ok(readings.iter().any(|told| told.fields.iter().any(|read| read == field)))
}

const LATELY: Sql = Sql::union(
    "SELECT record_id, body FROM event WHERE union_id = $1 AND id >= $2 AND record_kind = $3 AND account_id = $4
     AND kind = 'secret.read' AND at > $5 AND at <= $6",
);

/// The records of a kind whose field this reader may see now, their reading recorded within the last minutes: for a list
/// of many, each of whom is told who read.
///
/// # Errors
/// The store's.
pub fn open_of<K>(view: &View<'_>, kind: &str, field: &str) -> Result<BTreeSet<Id<K>>, Error> {
    let since = view.now().plus_millis(-OPEN_MINUTES * 60_000);
    let (first, account) = (kernel::clock::least::<()>(since), view.actor().account);
    let readings = view.rows(
        LATELY,
        &[&view.union(), &first, &kind, &account, &since, &view.now()],
        |row| Ok((row.get::<Id<K>>(0)?, body(&row.get::<String>(1)?)?)),
    )?;
    let open = |told: &Told| told.fields.iter().any(|read| read == field);
    Ok(readings
        .into_iter()
        .filter(|(_, told)| open(told))
        .map(|(id, _)| id)
        .collect())
}

/// The body of the event.
#[derive(Deserialize)]
struct Told {
    fields: Vec<String>,
    purpose: String,
}

fn body(text: &str) -> Result<Told, Error> {
    serde_json::from_str(text).map_err(|e| Error::Wrong(format!("a reading in the log: {e}")))
}

/// Somebody's reading of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Reading {
    /// When.
    pub at: Instant,
    /// Who.
    pub account: AccountId,
    /// By name.
    pub who: Option<String>,
    /// Which fields, by the names their system gives them.
    pub fields: Vec<String>,
    /// What for.
    pub purpose: String,
}

const READINGS: Sql = Sql::union(
    "SELECT e.at, e.account_id, a.name, e.body FROM event e LEFT JOIN account a ON a.id = e.account_id
     WHERE e.union_id = $1 AND e.record_kind = $2 AND e.record_id = $3 AND e.kind = 'secret.read'
     ORDER BY e.id DESC LIMIT $4",
);

/// Who has read what was sealed in a record, the latest first, at most so many.
///
/// # Errors
/// The store's.
pub fn who_read(read: &Reader, union: UnionId, record: Record, most: u32) -> Result<Vec<Reading>, Error> {
    let id = Id::<()>::new(record.id);
    read.rows(READINGS, &[&union, &record.kind, &id, &most], |row| {
        let told = body(&row.get::<String>(3)?)?;
        Ok(Reading {
            at: row.get(0)?,
            account: row.get(1)?,
            who: row.get(2)?,
            fields: told.fields,
            purpose: told.purpose,
        })
    })
}

impl Veiled {
    /// The value, and the form that asks for it if it is veiled and the reader may ask.
    #[must_use]
    pub fn show(&self, cx: &Cx) -> Html {
        if let Some(whole) = &self.whole {
            let open = cx.tf("web.reveal.is_open", &[("minutes", &OPEN_MINUTES)]);
            return html!(
                "<span class=\"veil\">{}</span> <small class=\"under\">{}</small>",
                whole,
                open
            );
        }
        let masked = html!("<span class=\"veil\">{}</span>", self.masked);
        match &self.reveal {
            _ if self.lost => html!("{} {}", masked, cx.note(ui::State::Due, cx.t("web.reveal.lost"))),
            Some(action) => html!("{} {}", masked, form(cx, action)),
            None => masked,
        }
    }
}

/// The form that asks what for.
fn form(cx: &Cx, action: &str) -> Html {
    let usual = ["web.reveal.check", "web.reveal.claim", "web.reveal.report"].map(|key| cx.t(key));
    let purpose = cx.field("purpose", "web.reveal.purpose").required().max(100);
    let inner = html!(
        "<p>{}</p>{}{}{}",
        cx.t("web.reveal.recorded"),
        Html::trusted(cx.form_open(action).to_string()),
        Html::trusted(purpose.suggest(usual).to_string()),
        Html::trusted(cx.form_close("web.reveal.open").to_string())
    );
    cx.dialog("web.reveal.open", &inner)
}
