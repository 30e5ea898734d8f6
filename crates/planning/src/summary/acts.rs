//! Beginning a summary, writing its sections.

use ::store::OnConstraint;
use kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Act, Done, Event, Record, Refusal, Reply};

use super::{
    draft::Year,
    figures::Figures,
    model::{Head, SECTIONS, SectionId, SectionRow, Stretch, SummaryId, plain_braces, stretches},
    record,
    store::{
        self, REMOVE, SAVE, TITLE,
        past::{LineId, SourceId},
    },
};

/// What happens to summaries, to figures of past years and to the words of drafts.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum Happened<'a> {
    Started {
        summary: SummaryId,
        year: i16,
    },
    Saved {
        summary: SummaryId,
        section: SectionId,
        heading: &'a str,
        body: &'a str,
    },
    Added {
        summary: SummaryId,
        section: SectionId,
        heading: &'a str,
        body: &'a str,
    },
    Moved {
        summary: SummaryId,
        section: SectionId,
    },
    Removed {
        summary: SummaryId,
        section: SectionId,
        heading: &'a str,
        body: &'a str,
    },
    Titled {
        summary: SummaryId,
        title: &'a str,
    },
    Approved {
        summary: SummaryId,
        paper: archive::PaperId,
        figures: usize,
    },
    Accepted {
        summary: SummaryId,
        place: &'a str,
        was: &'a str,
        now: &'a str,
    },
    PastRead {
        source: SourceId,
        year: i16,
        figures: usize,
    },
    PastSettled {
        source: SourceId,
        line: LineId,
        measure: Option<&'a str>,
        quantity: i64,
        state: &'a str,
    },
    PastSettledAll {
        source: SourceId,
        state: &'a str,
        lines: u64,
    },
    Phrased {
        /// Whoever changed them.
        account: web::AccountId,
        pattern: &'a str,
        /// Nothing where the union went back to the product's words.
        ways: Option<&'a str>,
    },
}

impl Event for Happened<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Started { .. } => "summary.started",
            Happened::Saved { .. } => "summary.saved",
            Happened::Added { .. } => "summary.added",
            Happened::Moved { .. } => "summary.moved",
            Happened::Removed { .. } => "summary.removed",
            Happened::Titled { .. } => "summary.titled",
            Happened::Approved { .. } => "summary.approved",
            Happened::Accepted { .. } => "summary.figure_accepted",
            Happened::PastRead { .. } => "summary.past_read",
            Happened::PastSettled { .. } | Happened::PastSettledAll { .. } => "summary.past_settled",
            Happened::Phrased { .. } => "summary.phrased",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Started { summary, .. }
            | Happened::Saved { summary, .. }
            | Happened::Added { summary, .. }
            | Happened::Moved { summary, .. }
            | Happened::Removed { summary, .. }
            | Happened::Titled { summary, .. }
            | Happened::Approved { summary, .. }
            | Happened::Accepted { summary, .. } => record(*summary),
            Happened::PastRead { source, .. }
            | Happened::PastSettled { source, .. }
            | Happened::PastSettledAll { source, .. } => Record::new("past_source", *source),
            Happened::Phrased { account, .. } => Record::new("account", *account),
        }
    }
}

/// Which year to write the summary of.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct StartForm {
    year: i16,
}

/// The first year that can be summed up.
pub(super) const FIRST: i16 = 1980;

/// Drafts a year's summary. A year has one: if it is there, the answer leads to it.
pub(super) fn start(act: &mut Act<'_>, form: StartForm) -> Reply<Done> {
    let union = act.union();
    if form.year < FIRST || form.year > act.today().year() {
        return Err(Refusal::field("year", "planning.refusal.summary_year")
            .arg("max", act.today().year())
            .into());
    }
    if let Some(head) = store::of_year(act, union, form.year)? {
        return Err(there(&head).into());
    }
    let year = Year::of(act, union, form.year, act.today())?;
    let head = Head {
        id: act.id(),
        year: form.year,
        title: year.title(),
        created_at: act.now(),
    };
    store::add(act.writer(), union, &head).on_constraint::<web::Stop>("summary_year", || {
        Refusal::new("planning.refusal.has_summary").status(409).into()
    })?;
    for (position, drafted) in (1_i64..).zip(&year.sections()) {
        store::add_section(act.writer(), union, (head.id, act.id()), position, &drafted.into())?;
    }
    act.note(&Happened::Started {
        summary: head.id,
        year: form.year,
    })?;
    Ok(Done::to(format!("/summaries/{}", head.id))
        .record(head.id)
        .say("planning.said.summary_started"))
}

fn there(head: &Head) -> Refusal {
    Refusal::new("planning.refusal.has_summary")
        .status(409)
        .next(format!("/summaries/{}", head.id))
}

/// The text of a section as typed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct SaveForm {
    id: SummaryId,
    section: SectionId,
    version: i64,
    /// Without its number; none for an opening.
    heading: Option<Text<100>>,
    /// Paragraphs, one a line; `{慰问人次}` is the place of a figure.
    body: Text<20_000>,
}

/// Saves a section; places that name no figure are refused with the names nearest to them.
pub(super) fn save(act: &mut Act<'_>, form: SaveForm) -> Reply<Done> {
    let head = store::get(act, act.union(), form.id)?;
    find(act, form.id, form.section)?;
    let (heading, body) = written(act, head.year, form.heading.as_deref(), &form.body)?;
    act.run_fresh(
        SAVE,
        &[&act.union(), &form.id, &form.section, &form.version, &heading, &body],
    )?;
    act.note(&Happened::Saved {
        summary: form.id,
        section: form.section,
        heading: &heading,
        body: &body,
    })?;
    Ok(back(form.id, form.section, "planning.said.section_saved"))
}

fn back(summary: SummaryId, section: SectionId, said: &str) -> Done {
    Done::to(format!("/summaries/{summary}#s-{section}"))
        .record(summary)
        .say(said)
}

/// Heading and text as they are kept, with every place known.
pub(super) fn written(act: &Act<'_>, year: i16, heading: Option<&str>, body: &str) -> Reply<(String, String)> {
    let heading = heading
        .unwrap_or_default()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let body = plain_braces(body);
    let figures = Figures::of(act, act.union(), year)?;
    let found = stretches(&body)
        .map_err(|near| Refusal::field("body", "planning.refusal.unclosed_place").arg("place", near.0))?;
    for stretch in found {
        if let Stretch::Place(name) = stretch
            && figures.place(name).is_none()
        {
            let near = figures.nearest(name).join("、");
            return Err(Refusal::field("body", "planning.refusal.unknown_place")
                .arg("place", name)
                .arg("near", near)
                .into());
        }
    }
    Ok((heading, body))
}

fn find(act: &Act<'_>, summary: SummaryId, id: SectionId) -> Reply<(Vec<SectionRow>, usize)> {
    let all = store::sections(act, act.union(), summary)?;
    let at = all.iter().position(|s| s.id == id).ok_or_else(Refusal::missing)?;
    Ok((all, at))
}

/// The title as typed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct TitleForm {
    id: SummaryId,
    title: Text<100>,
    /// The title that was seen.
    seen: Text<200>,
}

/// Gives the summary another title.
pub(super) fn title(act: &mut Act<'_>, form: TitleForm) -> Reply<Done> {
    store::get(act, act.union(), form.id)?;
    let title = form.title.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
    act.run_fresh(TITLE, &[&act.union(), &form.id, &form.seen, &title])?;
    act.note(&Happened::Titled {
        summary: form.id,
        title: &title,
    })?;
    Ok(Done::to(format!("/summaries/{}", form.id))
        .record(form.id)
        .say("planning.said.summary_titled"))
}

/// A section that people add.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct AddForm {
    id: SummaryId,
    heading: Option<Text<100>>,
    body: Text<20_000>,
}

/// Adds a section at the end.
pub(super) fn add(act: &mut Act<'_>, form: AddForm) -> Reply<Done> {
    let head = store::get(act, act.union(), form.id)?;
    let all = store::sections(act, act.union(), form.id)?;
    if all.len() >= SECTIONS {
        return Err(Refusal::new("planning.refusal.many_sections")
            .arg("max", SECTIONS)
            .into());
    }
    let (heading, body) = written(act, head.year, form.heading.as_deref(), &form.body)?;
    let id: SectionId = act.id();
    let position = all.last().map_or(1, |s| s.position + 1);
    let new = store::New {
        part: None,
        heading: &heading,
        body: &body,
    };
    store::add_section(act.writer(), act.union(), (form.id, id), position, &new)?;
    act.note(&Happened::Added {
        summary: form.id,
        section: id,
        heading: &heading,
        body: &body,
    })?;
    Ok(back(form.id, id, "planning.said.section_added"))
}

/// Which section.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: SummaryId,
    section: SectionId,
}

/// Moves a section before the one above it.
pub(super) fn up(act: &mut Act<'_>, form: Which) -> Reply<Done> {
    shift(act, &form, -1)
}

/// Moves a section behind the one below it.
pub(super) fn down(act: &mut Act<'_>, form: Which) -> Reply<Done> {
    shift(act, &form, 1)
}

fn shift(act: &Act<'_>, form: &Which, by: isize) -> Reply<Done> {
    let (all, at) = find(act, form.id, form.section)?;
    let other = at.checked_add_signed(by).and_then(|other| all.get(other));
    let (Some(one), Some(other)) = (all.get(at), other) else {
        return Err(Refusal::new("planning.refusal.at_the_edge").into());
    };
    store::exchange(act.writer(), act.union(), form.id, one, other)?;
    act.note(&Happened::Moved {
        summary: form.id,
        section: form.section,
    })?;
    Ok(back(form.id, form.section, "planning.said.section_moved"))
}

/// Which section, as it was seen.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct RemoveForm {
    id: SummaryId,
    section: SectionId,
    version: i64,
}

/// Takes a section away; the log keeps its text. The last one stays.
pub(super) fn remove(act: &mut Act<'_>, form: RemoveForm) -> Reply<Done> {
    let (all, at) = find(act, form.id, form.section)?;
    let (Some(gone), 2..) = (all.get(at), all.len()) else {
        return Err(Refusal::new("planning.refusal.last_section").into());
    };
    act.run_fresh(REMOVE, &[&act.union(), &form.id, &form.section, &form.version])?;
    act.note(&Happened::Removed {
        summary: form.id,
        section: form.section,
        heading: &gone.heading,
        body: &gone.body,
    })?;
    Ok(Done::to(format!("/summaries/{}", form.id))
        .record(form.id)
        .say("planning.said.section_removed"))
}
