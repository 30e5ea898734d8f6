//! Approving a summary, accepting figures that changed since, tying figures typed by hand.

use ::store::Reader;
use kernel::Text;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Fault, Refusal, Reply};

use super::{
    acts::Happened,
    check::Stand,
    model::{SectionId, SummaryId},
    record,
    store::{
        self, SAVE,
        approvals::{self, By},
    },
    typed, word,
};

/// Which summary, as it was seen.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct ApproveForm {
    id: SummaryId,
    /// What the page was signed with.
    sign: Text<40>,
}

/// The summary as the form saw it; refuses if a figure or a word is another by now.
fn seen(act: &Act<'_>, id: SummaryId, sign: &str) -> Reply<Stand> {
    let head = store::get(act, act.union(), id)?;
    let stand = Stand::of(act, act.union(), head, act.today())?;
    if stand.sign() != sign {
        return Err(Refusal::new("planning.refusal.summary_moved").status(409).into());
    }
    Ok(stand)
}

/// Approves the text with its figures as they read now, and files the Word file.
pub(super) fn approve(act: &mut Act<'_>, form: ApproveForm) -> Reply<Done> {
    let union = act.union();
    let stand = seen(act, form.id, &form.sign)?;
    whole(&stand)?;
    if stand.changed().is_empty() && stand.approval.is_some() && !stand.edited() {
        return Err(Refusal::new("planning.refusal.approved_already").status(409).into());
    }
    let (year, body) = (stand.head.year, stand.body());
    let readings: Vec<(String, String)> = owned(&stand);
    let reader: &Reader = act;
    let paper = word::paper(reader, union, stand, act.now())?;
    let bytes = word::word(&paper, act.site(), true).to_bytes().map_err(Fault::other)?;
    let ready = archive::Ready::of(&format!("{}.docx", paper.title), &bytes, false)
        .map_err(|unfit| Fault::other(format!("a Word file of ours: {unfit:?}")))?;
    let filed = archive::keep_in(act, &ready, record(form.id), archive::Class::Summary, year)?;
    let by = By {
        account: act.actor().account,
        name: act.actor().name(),
        at: act.now(),
    };
    approvals::add(act.writer(), (union, form.id), act.id(), &by, (&body, filed))?;
    approvals::forget(act.writer(), union, form.id)?;
    for (place, reads) in &readings {
        approvals::keep(act.writer(), (union, form.id), (place, reads), &by)?;
    }
    act.note(&Happened::Approved {
        summary: form.id,
        paper: filed,
        figures: readings.len(),
    })?;
    Ok(Done::to(format!("/summaries/{}", form.id))
        .record(form.id)
        .say("planning.said.summary_approved"))
}

fn owned(stand: &Stand) -> Vec<(String, String)> {
    stand
        .readings()
        .into_iter()
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .collect()
}

/// Refuses a text with places that name nothing: it would go out with holes.
pub(super) fn whole(stand: &Stand) -> Reply<()> {
    let gone = stand.gone();
    if gone.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = gone
        .into_iter()
        .map(|g| format!("{{{}}}（{}）", g.place, g.heading))
        .collect();
    Err(Refusal::new("planning.refusal.gone_places")
        .arg("places", names.join("、"))
        .next(format!("/summaries/{}/check", stand.head.id))
        .into())
}

/// Which figure, as it was seen.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct AcceptForm {
    id: SummaryId,
    sign: Text<40>,
    /// One figure's place; all that changed if left out.
    place: Option<Text<80>>,
}

/// Accepts figures that changed since the summary was approved.
pub(super) fn accept(act: &mut Act<'_>, form: AcceptForm) -> Reply<Done> {
    let union = act.union();
    let stand = seen(act, form.id, &form.sign)?;
    let mut changed = stand.changed();
    changed.retain(|c| form.place.as_ref().is_none_or(|p| p.as_str() == c.place));
    if changed.is_empty() {
        return Err(Refusal::new("planning.refusal.nothing_changed").into());
    }
    let by = By {
        account: act.actor().account,
        name: act.actor().name(),
        at: act.now(),
    };
    for c in &changed {
        approvals::keep(act.writer(), (union, form.id), (&c.place, &c.now), &by)?;
        act.note(&Happened::Accepted {
            summary: form.id,
            place: &c.place,
            was: &c.was,
            now: &c.now,
        })?;
    }
    Ok(Done::to(format!("/summaries/{}/check", form.id))
        .record(form.id)
        .say("planning.said.figures_accepted"))
}

/// Which typed figure is to become which place.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct TieForm {
    id: SummaryId,
    section: SectionId,
    version: i64,
    /// Its first byte in the text.
    at: usize,
    /// The figure as it stands.
    text: Text<40>,
    /// The place to stand for it.
    place: Text<80>,
}

/// Puts a place where a figure was typed.
pub(super) fn tie(act: &mut Act<'_>, form: TieForm) -> Reply<Done> {
    let union = act.union();
    let head = store::get(act, union, form.id)?;
    let sections = store::sections(act, union, form.id)?;
    let row = sections
        .iter()
        .find(|s| s.id == form.section)
        .ok_or_else(Refusal::missing)?;
    let body = typed::tied(&row.body, form.at, &form.text, &form.place).ok_or_else(Refusal::stale)?;
    let (_, body) = super::acts::written(act, head.year, Some(&row.heading), &body)?;
    act.run_fresh(
        SAVE,
        &[&union, &form.id, &form.section, &form.version, &row.heading, &body],
    )?;
    act.note(&Happened::Saved {
        summary: form.id,
        section: form.section,
        heading: &row.heading,
        body: &body,
    })?;
    Ok(Done::to(format!("/summaries/{}/check", form.id))
        .record(form.id)
        .say("planning.said.figure_tied"))
}
