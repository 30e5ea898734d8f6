//! One's own dossier (困难申请): filled in on a phone, followed, mended, taken back; and who has read it.

use std::collections::BTreeMap;

use archive::Ready;
use kernel::{Date, Instant, Text};
use org::{MemberId, members::store as members};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html, html};
use web::{Act, Attachment, Done, Nothing, Refusal, Reply, View, reveal};

use super::{
    acts,
    body::{Body, Reading, Wrong},
    drawing::{self, Drawing},
    forms,
    items::PROOFS,
    means::Category,
    model::{Card, DossierId, ProofId, Status, Step, Way},
    proofs, show, store,
};
use crate::proof::{
    self, Listed, RemovePage, Shelf, Why,
    gone::{self, Gone, Keeping},
};

/// Most readings shown.
const READINGS: u32 = 200;

/// The member behind whoever looks; refused if they are none of this union.
fn me(view: &View<'_>) -> Reply<(MemberId, String)> {
    let card = match acts::me(view) {
        Some(id) => members::find(view, view.union(), id)?,
        None => None,
    };
    let card = card.filter(|card| card.status.belongs());
    let card = card.ok_or_else(|| Refusal::new("hardship.refusal.not_member").status(403))?;
    Ok((card.id, card.name))
}

/// A reading of one's dossier.
#[derive(Clone, Serialize, JsonSchema)]
pub struct Read {
    /// When.
    pub at: Instant,
    /// Who.
    pub who: Option<String>,
    /// What for.
    pub purpose: String,
    /// Whether it was taken out as a file.
    pub file: bool,
}

/// One's own dossier.
#[derive(Clone, Serialize, JsonSchema)]
pub struct OwnDossier {
    /// Its id.
    pub id: DossierId,
    /// Where it stands.
    pub status: Status,
    /// Its version.
    pub version: i64,
    /// What the union decided.
    pub category: Option<Category>,
    /// What happened, as far as it is told to the applicant.
    pub course: Vec<(Date, String, String)>,
    /// Proofs: id, kind, whether it may be removed.
    pub proofs: Vec<(ProofId, String, bool)>,
    /// Proofs that went.
    pub gone: Vec<Gone>,
    /// How long proofs are kept after the dossier has ended, if a rule says so.
    pub kept: Option<Keeping>,
    /// Who has read it.
    pub readings: Vec<Read>,
    /// Whether it may be written.
    pub may_write: bool,
    /// Whether it may be taken back.
    pub may_withdraw: bool,
}

/// One's own dossiers, the latest first.
#[derive(Clone, Serialize, JsonSchema)]
pub struct Mine {
    /// All of them.
    pub dossiers: Vec<OwnDossier>,
    /// Whether a new one may be begun.
    pub may_begin: bool,
}

ui::page!(Mine, "hardship/pages/mine.html", |_p, cx| cx.t("hardship.mine.title"));

pub(super) fn list(view: &View<'_>, _: Nothing) -> Reply<Mine> {
    let (member, _) = me(view)?;
    let mut dossiers = Vec::new();
    for card in store::of_member(view, view.union(), member)? {
        dossiers.push(own(view, &card)?);
    }
    let over = |one: &OwnDossier| matches!(one.status, Status::Exited | Status::Refused | Status::Withdrawn);
    Ok(Mine {
        may_begin: dossiers.iter().all(over),
        dossiers,
    })
}

fn own(view: &View<'_>, card: &Card) -> Reply<OwnDossier> {
    let steps = store::steps(view, view.union(), card.id)?;
    let readings = reveal::who_read(view, view.union(), forms::record(card.id), READINGS)?;
    let readings = readings.into_iter().map(|reading| Read {
        at: reading.at,
        who: reading.who,
        purpose: reading.purpose,
        file: reading.fields.iter().any(|field| field == acts::FILE),
    });
    let status = card.state.status();
    let told = |step: &Step| {
        let why = match step {
            Step::Returned { why, .. } | Step::Refused { why, .. } | Step::Exited { why, .. } => why.clone(),
            Step::Noticed { from, until, .. } => format!("{from} — {until}"),
            Step::Filed { by, .. } => by.clone(),
            Step::Reviewed { basis, .. } => basis.clone(),
            _ => String::new(),
        };
        (step.on(), step.key().to_owned(), why)
    };
    // who objected and what to is between them and the union
    let shown = |step: &&Step| !matches!(step, Step::Objected { .. } | Step::Answered { .. });
    let decided = matches!(
        status,
        Status::Filed | Status::Exited | Status::Noticed | Status::Cleared | Status::Sent
    );
    let rests = store::decided_at(view, view.union(), card.id)?;
    Ok(OwnDossier {
        id: card.id,
        status,
        version: card.version,
        category: card.brief.category.filter(|_| decided),
        course: steps.iter().map(|kept| &kept.step).filter(shown).map(told).collect(),
        proofs: store::proofs(view, view.union(), card.id)?
            .into_iter()
            .map(|proof| (proof.id, proof.kind, rests.is_none_or(|at| proof.at > at)))
            .collect(),
        gone: gone::gone(view, view.union(), forms::record(card.id), true)?,
        kept: gone::kept(view, view.union(), view.today(), &store::PROOFS)?,
        readings: readings.collect(),
        may_write: matches!(status, Status::Draft | Status::Returned),
        may_withdraw: card.state.under_way(),
    })
}

impl Mine {
    fn heading(&self, cx: &Cx) -> Html {
        let begin = self
            .may_begin
            .then(|| cx.main_link("/me/hardship/form", "hardship.mine.begin"));
        let crumbs = cx.crumbs([(cx.t("web.account.title"), "/me/account")]);
        html!(
            "{}{}",
            crumbs,
            cx.heading(cx.t("hardship.mine.title"), cx.t("hardship.mine.under"), begin)
        )
    }
}

impl OwnDossier {
    fn badge(&self, cx: &Cx) -> Html {
        show::badge(cx, self.status)
    }
    fn category(&self, cx: &Cx) -> Option<String> {
        self.category.map(|category| cx.t(&category.word()))
    }
    fn steps(&self, cx: &Cx) -> Html {
        let items = self.course.iter().map(|(on, key, why)| {
            let word = cx.t(&format!("hardship.step.{key}"));
            html!(
                "<li><strong>{}</strong> {} <span class=\"small\">{}</span></li>",
                word,
                cx.date_full(*on),
                why
            )
        });
        html!("<ul class=\"rows\">{}</ul>", items.collect::<Html>())
    }
    fn read(&self, cx: &Cx) -> Html {
        let items = self.readings.iter().map(|read| {
            let what = if read.file {
                "hardship.mine.took_out"
            } else {
                "hardship.mine.read"
            };
            let who = read.who.clone().unwrap_or_else(|| "—".to_owned());
            html!(
                "<li>{} {} {} <span class=\"small\">{}</span></li>",
                cx.instant(read.at),
                who,
                cx.t(what),
                read.purpose
            )
        });
        html!("<ul class=\"rows\">{}</ul>", items.collect::<Html>())
    }
    fn papers(&self, cx: &Cx) -> Html {
        let there = self.proofs.iter().map(|(id, kind, removable)| {
            let door = format!("/me/hardship/proofs/{id}");
            Listed {
                name: cx.t(&format!("{}.{kind}", proofs::WORD)),
                told: None,
                remove: removable.then(|| format!("{door}/remove")),
                open: Some(door),
            }
        });
        Shelf {
            there: there.collect(),
            gone: &self.gone,
            word: proofs::WORD,
            kept: self.kept.as_ref(),
        }
        .show(cx)
    }
    /// Whether anything was brought, be it gone by now, or may still be.
    fn has_papers(&self) -> bool {
        !self.proofs.is_empty() || !self.gone.is_empty() || self.may_withdraw
    }
    fn kinds(&self, cx: &Cx) -> Vec<Choice> {
        proof_kinds(cx)
    }
}

/// What proofs prove, to choose from.
pub(super) fn proof_kinds(cx: &Cx) -> Vec<Choice> {
    let word = |kind: &&str| Choice::new(*kind, cx.t(&format!("hardship.proof.{kind}")));
    PROOFS.iter().map(word).collect()
}

/// The form of one's own dossier.
#[derive(Clone, Serialize, JsonSchema)]
pub struct OwnForm {
    /// The one that is written; none for a new one.
    pub id: Option<DossierId>,
    /// Its version.
    pub version: i64,
    /// What it says.
    pub body: Body,
    /// What has to be mended.
    pub why: Option<String>,
    /// The union.
    pub union: String,
    /// How many rows of family and costs are shown.
    #[serde(skip)]
    pub rows: (usize, usize),
    /// Today.
    pub today: Date,
}

ui::page!(OwnForm, "hardship/pages/own.html", |_p, cx| cx.t("hardship.mine.form"));

/// The dossier that one may write now.
fn mine(view: &View<'_>, member: MemberId) -> Reply<Option<Card>> {
    let all = store::of_member(view, view.union(), member)?;
    let open = |card: &Card| {
        !matches!(
            card.state.status(),
            Status::Exited | Status::Refused | Status::Withdrawn
        )
    };
    let Some(card) = all.into_iter().find(open) else {
        return Ok(None);
    };
    if matches!(card.state.status(), Status::Draft | Status::Returned) {
        Ok(Some(card))
    } else {
        Err(super::model::Cannot(card.state.status()).into())
    }
}

pub(super) fn form(view: &View<'_>, _: Nothing) -> Reply<OwnForm> {
    let (member, _) = me(view)?;
    let card = mine(view, member)?;
    let body = match &card {
        Some(card) => store::body(view, view.union(), card)?,
        None => forms::prefill(view, member)?,
    }
    .masked();
    let why = match &card {
        Some(card) => last_return(view, card)?,
        None => None,
    };
    let union = view
        .actor()
        .standing
        .as_ref()
        .map(|standing| standing.union_name.clone());
    Ok(OwnForm {
        id: card.as_ref().map(|card| card.id),
        version: card.as_ref().map_or(0, |card| card.version),
        rows: drawing::rows(view, &body),
        body,
        why,
        union: union.unwrap_or_default(),
        today: view.today(),
    })
}

/// Why it was returned, if it was.
pub(super) fn last_return(view: &View<'_>, card: &Card) -> Reply<Option<String>> {
    if card.state.status() != Status::Returned {
        return Ok(None);
    }
    let steps = store::steps(view, view.union(), card.id)?;
    Ok(steps.into_iter().rev().find_map(|kept| match kept.step {
        Step::Returned { why, .. } => Some(why),
        _ => None,
    }))
}

impl OwnForm {
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([(cx.t("hardship.mine.title"), "/me/hardship")])
    }
    fn fields(&self, cx: &Cx) -> Html {
        Drawing {
            cx,
            body: &self.body,
            rows: self.rows,
        }
        .whole()
    }
    fn agreed(&self) -> bool {
        self.body.agreed.is_some()
    }
}

/// One's own dossier, as sent.
#[derive(Clone, Deserialize, JsonSchema)]
pub(super) struct Send {
    version: Option<i64>,
    /// Whether one agrees that it is kept, and checked with the bodies named.
    #[serde(default)]
    agree: bool,
    /// Whether one agrees apart to the notice with the least data.
    #[serde(default)]
    agree_notice: bool,
    /// `draft` keeps it without handing it in.
    go: Option<Text<10>>,
    /// The items.
    #[serde(flatten)]
    fields: BTreeMap<String, String>,
}

/// Keeps what somebody writes of themselves, and hands it in unless it is a draft.
pub(super) fn send(act: &mut Act<'_>, form: Send) -> Reply<Done> {
    let (member, name) = me(act)?;
    let draft = form.go.is_some();
    let mut wrong = Wrong::default();
    if !draft {
        for (is, field) in [(form.agree, "agree"), (form.agree_notice, "agree_notice")] {
            if !is {
                wrong.add(field, "hardship.form.agree_needed");
            }
        }
    }
    let agreed = (form.agree && form.agree_notice).then(|| act.today());
    match mine(act, member)? {
        Some(card) => {
            wrong.finish()?;
            let version = form.version.unwrap_or_default();
            forms::write(act, &card, version, &form.fields, draft, agreed)?;
        }
        None => {
            let mut had = forms::prefill(act, member)?;
            had.agreed = agreed;
            let body = Reading {
                typed: &form.fields,
                had: &had,
                today: act.today(),
                whole: !draft,
            }
            .read(&mut wrong);
            wrong.finish()?;
            forms::begin(act, (member, name, Way::Own), &body, draft)?;
        }
    }
    let said = if draft {
        "hardship.said.kept"
    } else {
        "hardship.said.applied"
    };
    Ok(Done::to("/me/hardship").say(said))
}

/// One's own dossier, taken back.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Withdraw {
    dossier: DossierId,
    version: i64,
    why: Option<Text<300>>,
}

/// A dossier of whoever looks.
fn of_mine(view: &View<'_>, id: DossierId) -> Reply<Card> {
    let (member, _) = me(view)?;
    let card = store::get(view, view.union(), id)?;
    if card.member == member {
        Ok(card)
    } else {
        Err(Refusal::missing().into())
    }
}

/// Takes it back.
pub(super) fn withdraw(act: &mut Act<'_>, form: Withdraw) -> Reply<Done> {
    let card = of_mine(act, form.dossier)?;
    if matches!(card.state.status(), Status::Sent) {
        return Err(Refusal::new("hardship.refusal.lies_above_own").status(409).into());
    }
    let why = form.why.map(Text::into_string).unwrap_or_default();
    acts::step(act, &card, form.version, &Step::Withdrawn { on: act.today(), why })?;
    acts::settle(act, card.id)?;
    Ok(Done::to("/me/hardship").say("hardship.said.withdrawn"))
}

/// Proofs that the applicant brings.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Bring {
    dossier: DossierId,
    kind: Text<20>,
}

pub(super) fn prepare(view: &View<'_>, form: Bring) -> Reply<(Bring, Vec<Ready>)> {
    of_mine(view, form.dossier)?;
    Ok((form, proof::ready(view)?))
}

/// Adds proofs to one's own dossier.
pub(super) fn bring(act: &mut Act<'_>, (form, files): (Bring, Vec<Ready>)) -> Reply<Done> {
    let card = of_mine(act, form.dossier)?;
    if !card.state.under_way() {
        return Err(super::model::Cannot(card.state.status()).into());
    }
    proofs::add_proofs(act, &card, &form.kind, &files)?;
    Ok(Done::to("/me/hardship").say("hardship.said.proved"))
}

/// Which proof.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct ThisProof {
    id: ProofId,
}

/// One's own dossier that has this proof, or had it.
fn with_proof(view: &View<'_>, id: ProofId) -> Reply<Card> {
    let (member, _) = me(view)?;
    for card in store::of_member(view, view.union(), member)? {
        if proofs::belongs(view, &card, id)? {
            return Ok(card);
        }
    }
    Err(Refusal::missing().into())
}

/// Hands one's own proof out.
pub(super) fn proof(view: &View<'_>, q: ThisProof) -> Reply<Attachment> {
    let card = with_proof(view, q.id)?;
    proofs::handed(view, &card, q.id)
}

/// Asks why one's own proof is wrong.
pub(super) fn remove_page(view: &View<'_>, q: ThisProof) -> Reply<RemovePage> {
    let card = with_proof(view, q.id)?;
    let action = format!("/me/hardship/proofs/{}/remove", q.id);
    proofs::ask_why(view, &card, q.id, ("/me/hardship".to_owned(), action))
}

/// One's own proof that is wrong.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Remove {
    id: ProofId,
    version: i64,
    why: Why,
}

/// Removes one's own proof.
pub(super) fn remove(act: &mut Act<'_>, form: Remove) -> Reply<Done> {
    let card = with_proof(act, form.id)?;
    proofs::remove_it(act, &card, form.id, (form.version, &form.why))?;
    Ok(Done::to("/me/hardship").say("care.proof.is_removed"))
}
