//! Texts that are not quite a plan: several papers in one file, and a summary handed in as a plan.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Refusal, Reply};

use super::{
    acts::{check_year, draft, fresh},
    event::Happened,
    measure::MeasureRow,
    model::{Notice, PlanId, Section, Status, Taken},
    outline::{PaperRead, read_outline},
    store,
    years::in_year,
};
use crate::summary::past;

/// Which papers of a file the plan is.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Choose {
    id: PlanId,
    plan_version: i64,
    /// The papers kept, counted from 1.
    #[serde(default)]
    keep: Vec<usize>,
}

/// Keeps only what was read from the papers chosen: entries of the others are left out, headings and measures go.
pub(super) fn choose(act: &mut Act<'_>, form: Choose) -> Reply<Done> {
    let plan = draft(act, form.id)?;
    let (w, union) = (act.writer(), act.union());
    let outline = read_outline(&store::source(act, union, plan.id)?);
    let kept: Vec<&PaperRead> = (1..)
        .zip(&outline.papers)
        .filter(|(n, _)| form.keep.contains(n))
        .map(|(_, p)| p)
        .collect();
    let Some(first) = kept.first() else {
        return Err(Refusal::field("keep", "planning.unfit.none").into());
    };
    fresh(store::touch_seen(w, union, (plan.id, form.plan_version))?)?;
    let outside = |span: (usize, usize)| !kept.iter().any(|p| p.span.0 <= span.0 && span.0 < p.span.1);
    for entry in store::entries(act, union, plan.id)? {
        let out = entry.said.span.is_some_and(outside);
        let taken = match entry.taken {
            Taken::Proposed if out => Taken::Rejected,
            // chosen again after all
            Taken::Rejected if !out && entry.said.span.is_some() => Taken::Proposed,
            as_before => as_before,
        };
        if taken != entry.taken {
            fresh(store::set_entry(
                w,
                union,
                (entry.id, entry.version),
                taken,
                &entry.said,
            )?)?;
        }
    }
    parts(act, plan.id, &outside)?;
    let mut notices = plan.notices.clone();
    notices.retain(|n| *n != Notice::Several && *n != Notice::Summary);
    if kept.iter().all(|p| p.summary) {
        notices.push(Notice::Summary);
    }
    let read = outline.year.unwrap_or(plan.year);
    let title = first
        .title
        .as_deref()
        .map(|t| in_year(bare(t), read, plan.year))
        .unwrap_or(plan.title);
    let title: String = title.chars().take(120).collect();
    store::texts::set_title(w, union, plan.id, &title, &notices)?;
    act.note(&Happened::TextChanged { plan: plan.id })?;
    Ok(Done::to(format!("/plans/{}/reading", plan.id))
        .record(plan.id)
        .say("planning.unfit.said.chosen"))
}

/// A title without its number in a collection: 工作计划（篇三）.
fn bare(title: &str) -> &str {
    match title.rsplit_once(['（', '(']) {
        Some((name, rest)) if rest.contains('篇') && !name.is_empty() => name,
        _ => title,
    }
}

/// Headings and measures of the papers kept.
fn parts(act: &Act<'_>, plan: PlanId, outside: &impl Fn((usize, usize)) -> bool) -> Reply<()> {
    let (w, union) = (act.writer(), act.union());
    let all = store::sections(act, union, plan)?;
    let stays: Vec<bool> = all.iter().map(|s| s.span == (0, 0) || !outside(s.span)).collect();
    let stands = |row: &MeasureRow| row.says.section.checked_sub(1).and_then(|i| stays.get(i)) == Some(&true);
    for (place, row) in (1_usize..).zip(store::measures::measures(act, union, plan)?) {
        if stands(&row) {
            let before = stays.iter().take(row.says.section).filter(|stays| **stays).count();
            store::measures::put_measure(w, union, (plan, row.id), (before, place), row.says.span)?;
        } else {
            fresh(store::measures::remove_measure(w, union, plan, (row.id, row.version))?)?;
        }
    }
    let kept: Vec<Section> = all
        .into_iter()
        .zip(&stays)
        .filter(|(_, s)| **s)
        .map(|(section, _)| section)
        .collect();
    Ok(store::measures::set_sections(w, union, plan, &kept)?)
}

/// A summary handed in as a plan.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Figures {
    id: PlanId,
    plan_version: i64,
    /// The year it tells of.
    year: i16,
}

/// Keeps a summary's figures as those of a past year, its text in the archive; the draft is put away.
pub(super) fn figures(act: &mut Act<'_>, form: Figures) -> Reply<Done> {
    let plan = draft(act, form.id)?;
    check_year(form.year)?;
    if form.year > act.today().year() {
        return Err(Refusal::field("year", "planning.unfit.future").into());
    }
    let source = store::source(act, act.union(), plan.id)?;
    // its own title: it was read in as a plan of another year
    let title = read_outline(&source).title.unwrap_or(plan.title);
    let kept = past::keep(act, (form.year, &title), plan.paper, &source)?;
    let Some((kept_at, kept)) = kept else {
        return Err(Refusal::new("planning.unfit.no_figures").into());
    };
    let how = (Status::Dropped, act.now(), act.actor().name());
    fresh(store::close(
        act.writer(),
        act.union(),
        (plan.id, form.plan_version),
        how,
    )?)?;
    act.note(&Happened::FiguresKept {
        plan: plan.id,
        year: form.year,
        figures: kept,
    })?;
    Ok(Done::to(format!("/past_sources/{kept_at}")).say("planning.unfit.said.figures"))
}

/// The papers that are proposed: those that are plans, or all if none is.
pub(super) fn proposed(papers: &[PaperRead]) -> HashSet<usize> {
    let plans = (1..).zip(papers).filter(|(_, p)| !p.summary);
    let plans: HashSet<usize> = plans.map(|(n, _)| n).collect();
    if plans.is_empty() {
        (1..=papers.len()).collect()
    } else {
        plans
    }
}
