//! The form that a stranger fills in on a phone, and mends later if it was returned.
//!
//! What it answers is the same for everybody: whether a name, a phone or a number is known here is told to officers alone.

use std::collections::BTreeMap;

use kernel::{Date, Text, UnionId};
use org::{BodyId, accounts::code, bodies, members::Particulars, tree};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html};
use web::{Act, Done, Refusal, Reply, View, door::store as attempts};

use super::{
    asked::{self, Gathered, Told},
    event::Happened,
    model::{Application, Channel, State},
    receipt,
    store::{self, Consent, Link},
};

/// So many applications in a row from one address; a school sits behind one.
const FROM_ADDRESS: i64 = 60;
/// So many in a row by one poster.
const BY_LINK: i64 = 500;

/// Which way in.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Way {
    code: Text<40>,
}

/// The form of an application.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ApplyPage {
    /// The code of the way in.
    #[serde(skip)]
    pub code: String,
    /// A receipt to be: the form carries it, so that sending twice makes one application.
    pub ticket: String,
    /// The union that is joined.
    pub union: String,
    /// What is agreed to.
    pub consent: Consent,
    /// Branches and groups to choose from.
    pub groups: Vec<(BodyId, String)>,
    /// Today.
    pub today: Date,
}

ui::page!(ApplyPage, "joining/pages/apply.html", |p, cx| cx.t1(
    "joining.apply.title",
    "union",
    &p.union
));

impl ApplyPage {
    fn here(&self) -> String {
        format!("/apply/{}", self.code)
    }
    fn fields(&self, cx: &Cx) -> Html {
        asked::fields(cx, &Particulars::default(), &self.groups, self.today, false)
    }
}

/// An open way in to a union that lives; absent otherwise.
fn open(view: &View<'_>, code: &str) -> Reply<Link> {
    let link = store::open_link(view, &code.to_ascii_uppercase())?;
    let lives = |link: &Link| -> Reply<bool> {
        let node = tree::store::find_one(view, link.union)?;
        Ok(node.is_some_and(|node| node.lives_on(view.today())))
    };
    match link {
        Some(link) if lives(&link)? => Ok(link),
        _ => Err(Refusal::new("joining.closed").status(404).into()),
    }
}

fn consent(view: &View<'_>, union: UnionId) -> Reply<Consent> {
    store::consent(view, union)?.ok_or_else(|| Refusal::new("joining.closed").status(404).into())
}

pub(super) fn form(view: &View<'_>, q: Way) -> Reply<ApplyPage> {
    let link = open(view, &q.code)?;
    Ok(ApplyPage {
        ticket: code::by_chance(),
        union: tree::get(view, link.union)?.name,
        consent: consent(view, link.union)?,
        groups: bodies::store::bodies_to_choose(view, link.union, view.today())?,
        today: view.today(),
        code: link.code,
    })
}

/// An application as sent.
#[derive(Clone, Deserialize, JsonSchema)]
pub(super) struct Apply {
    code: Text<40>,
    /// The receipt that the form carried; a new one if none.
    ticket: Option<Text<40>>,
    /// The number of the text of consent that was shown.
    consent: i64,
    /// Whether it was agreed to.
    #[serde(default)]
    agree: bool,
    /// Whether the identity number may be kept, which is agreed to apart (个人信息保护法 art. 29).
    #[serde(default)]
    agree_number: bool,
    /// Why the applicant wishes to join.
    wish: Option<Text<200>>,
    /// `name`, `phone`, `group`, `employment`, `job`, `hired`, `id_kind`, `id_number`.
    #[serde(flatten)]
    fields: BTreeMap<String, String>,
}

/// Keeps an application, once; leads to its receipt.
pub(super) fn apply(act: &mut Act<'_>, form: Apply) -> Reply<Done> {
    let link = open(act, &form.code)?;
    let union = link.union;
    let ticket = match &form.ticket {
        Some(ticket) if code::is_code(ticket) => ticket.to_string(),
        Some(_) => return Err(Refusal::new("web.refusal.key").status(400).into()),
        None => code::by_chance(),
    };
    let receipt = Done::to(format!("/applied/{}", receipt::spelled(&ticket)));
    if let Some((union, application)) = store::ticket(act, &ticket)? {
        act.note_in(union, &Happened::SentAgain { application })?;
        return Ok(receipt.say("joining.receipt.already"));
    }
    let shown = consent(act, union)?;
    if shown.version != form.consent {
        return Err(Refusal::new("joining.apply.consent_changed").status(409).into());
    }
    let mut all = Gathered::default();
    let told = asked::read(act, union, &form.fields, false, &mut all)?;
    all.need(form.agree, "agree", "joining.apply.agree_needed")?;
    all.need(form.agree_number, "agree_number", "joining.apply.agree_number_needed")?;
    all.finish()?;
    let Some(Told {
        known,
        number: Some(number),
    }) = told
    else {
        return Err(Refusal::field("id_number", "organisation.bad_identity.empty").into());
    };
    not_too_many(act, &link)?;
    let new = Application {
        id: act.id(),
        channel: Channel::Link,
        state: State::Waiting,
        known,
        wish: form.wish.map(Text::into_string),
        consent: Some(shown.version),
        sent_at: act.now(),
        sent_by: web::AccountId::NIL,
        opinion: None,
        version: 1,
    };
    store::add(act.writer(), union, &new, &number)?;
    store::add_ticket(act.writer(), union, &ticket, new.id)?;
    act.note_in(
        union,
        &Happened::Sent {
            application: new.id,
            channel: new.channel,
        },
    )?;
    Ok(receipt.record(new.id).say("joining.receipt.sent"))
}

/// Counts an application, and refuses when one address or one poster brings too many in a short time.
fn not_too_many(act: &Act<'_>, link: &Link) -> Reply<()> {
    let of_address = format!("apply:{}", act.address());
    let of_link = format!("apply-by:{}", link.code);
    for (subject, most) in [(&of_address, FROM_ADDRESS), (&of_link, BY_LINK)] {
        if attempts::rests(act, subject, most, act.now())? {
            let minutes = attempts::REST_MS / 60_000;
            return Err(Refusal::new("joining.apply.too_many")
                .arg("minutes", minutes)
                .status(429)
                .into());
        }
        attempts::failed(act.writer(), subject, act.now())?;
    }
    Ok(())
}

/// The form by which a returned application is mended.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CorrectionPage {
    /// The receipt.
    #[serde(skip)]
    pub code: String,
    /// The union that is joined.
    pub union: String,
    /// What has to be mended.
    pub reason: String,
    /// What was told.
    pub known: Particulars,
    /// Why they wish to join.
    pub wish: Option<String>,
    /// Version, for the act.
    pub version: i64,
    /// Branches and groups to choose from.
    pub groups: Vec<(BodyId, String)>,
    /// Today.
    pub today: Date,
}

ui::page!(CorrectionPage, "joining/pages/correct.html", |_p, cx| cx
    .t("joining.correct.title"));

impl CorrectionPage {
    fn here(&self, tail: &str) -> String {
        format!("/applied/{}{tail}", self.code)
    }
    fn fields(&self, cx: &Cx) -> Html {
        asked::fields(cx, &self.known, &self.groups, self.today, true)
    }
}

pub(super) fn correction(view: &View<'_>, q: Way) -> Reply<CorrectionPage> {
    let (union, application) = receipt::find(view, &q.code)?;
    let State::Returned(answer) = application.state else {
        return Err(Refusal::new("joining.cannot.nothing_asked").status(404).into());
    };
    Ok(CorrectionPage {
        code: receipt::spelled(&q.code),
        union: tree::get(view, union)?.name,
        reason: answer.reason,
        known: application.known,
        wish: application.wish,
        version: application.version,
        groups: bodies::store::bodies_to_choose(view, union, view.today())?,
        today: view.today(),
    })
}

/// A returned application, mended.
#[derive(Clone, Deserialize, JsonSchema)]
pub(super) struct Correct {
    code: Text<40>,
    version: i64,
    wish: Option<Text<200>>,
    /// As for a new application; an identity number that is left out stays.
    #[serde(flatten)]
    fields: BTreeMap<String, String>,
}

/// Takes what was mended; the application waits again.
pub(super) fn correct(act: &mut Act<'_>, form: Correct) -> Reply<Done> {
    let (union, application) = receipt::find(act, &form.code)?;
    let wish = form.wish.map(Text::into_string);
    mend(act, union, application, (form.version, wish), &form.fields)?;
    Ok(Done::to(format!("/applied/{}", receipt::spelled(&form.code))).say("joining.receipt.corrected"))
}

/// Writes a returned application anew, by the applicant or by an officer; it waits again.
pub(super) fn mend(
    act: &Act<'_>,
    union: UnionId,
    is: Application,
    (version, wish): (i64, Option<String>),
    fields: &BTreeMap<String, String>,
) -> Reply<()> {
    let state = is.state.correct()?;
    let had = store::number(act, union, is.id)?;
    let mut all = Gathered::default();
    let told = asked::read(act, union, fields, had.is_some(), &mut all)?;
    all.finish()?;
    let Some((known, Some(number))) = told.map(|told| (told.known, told.number.or(had))) else {
        return Err(Refusal::field("id_number", "organisation.bad_identity.empty").into());
    };
    let to = Application {
        state,
        known,
        wish,
        version,
        ..is
    };
    store::correct(act, union, &to, &number)?;
    act.note_in(union, &Happened::Corrected { application: to.id })?;
    Ok(())
}
