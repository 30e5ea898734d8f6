//! The plan's own words, written and changed in place: headings, the prose under them, numbered measures.

use kernel::{Text, When};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Refusal, Reply};

use super::{
    acts::{draft, fresh},
    entries::{bad_time, place_for, room},
    event::Happened,
    guess,
    measure::{self, MEASURES, Measure, MeasureId, MeasureRow},
    model::{PlanId, SECTIONS, Said, Section, Taken, Timing},
    store,
};

/// A heading and its prose. A new one names the heading it comes after.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct SectionForm {
    id: PlanId,
    /// The version of the plan that was seen.
    plan_version: i64,
    /// Which heading, counted from 1; none for a new one.
    section: Option<usize>,
    /// The heading that a new one comes after; 0 for the first.
    add: Option<usize>,
    /// 1 is the highest.
    level: u8,
    /// The words without the number.
    heading: Text<200>,
    /// The prose under it, a paragraph a line.
    body: Option<Text<20000>>,
}

/// The page goes on at a heading.
fn at_section(plan: PlanId, n: usize) -> Done {
    Done::to(format!("/plans/{plan}/text#x-{n}")).record(plan)
}

/// The words of a heading counted from 1.
pub(super) fn heading_of(sections: &[Section], n: usize) -> Option<String> {
    sections.get(n.checked_sub(1)?).map(|s| s.heading.clone())
}

/// What a measure says as a dated act.
pub(super) fn said_of(row: &MeasureRow, sections: &[Section], timing: Timing) -> Option<Said> {
    let title = measure::called(&row.says.text)?;
    let section = heading_of(sections, row.says.section);
    Some(Said {
        field: guess::field(&title, section.as_deref()),
        title,
        timing,
        when_words: None,
        section,
        festival: None,
        budget: None,
        owner: None,
        branch: None,
        span: row.says.span,
        measure: Some(row.id),
    })
}

/// Headings with the place that each had before; none for a new one.
type Moved = Vec<(Option<usize>, Section)>;

fn moved(act: &Act<'_>, plan: PlanId) -> Reply<Moved> {
    let all = store::sections(act, act.union(), plan)?;
    Ok((1..).map(Some).zip(all).collect())
}

/// Writes the headings anew; measures go along with theirs, or away with it.
fn rewrite(act: &Act<'_>, (plan, seen): (PlanId, i64), all: Moved) -> Reply<()> {
    let (w, union) = (act.writer(), act.union());
    fresh(store::touch_seen(w, union, (plan, seen))?)?;
    for (place, row) in (1_usize..).zip(store::measures::measures(act, union, plan)?) {
        match all.iter().position(|(was, _)| *was == Some(row.says.section)) {
            Some(at) => store::measures::put_measure(w, union, (plan, row.id), (at + 1, place), row.says.span)?,
            None => fresh(store::measures::remove_measure(w, union, plan, (row.id, row.version))?)?,
        }
    }
    let sections: Vec<Section> = all.into_iter().map(|(_, section)| section).collect();
    store::measures::set_sections(w, union, plan, &sections)?;
    act.note(&Happened::TextChanged { plan })?;
    Ok(())
}

/// Writes a heading and its prose, a new one or one that stands.
pub(super) fn section(act: &mut Act<'_>, form: SectionForm) -> Reply<Done> {
    let plan = draft(act, form.id)?;
    let mut all = moved(act, plan.id)?;
    let level = form.level.clamp(1, 3);
    let body = form.body.map_or_else(String::new, |b| b.as_str().replace("\r\n", "\n"));
    let heading = form.heading.as_str().to_owned();
    let n = match form.section {
        Some(n) => {
            let at = n
                .checked_sub(1)
                .and_then(|i| all.get_mut(i))
                .ok_or_else(Refusal::missing)?;
            (at.1.level, at.1.heading, at.1.body) = (level, heading, body);
            n
        }
        None => {
            if all.len() >= SECTIONS {
                return Err(Refusal::new("planning.plan.refusal.many_sections")
                    .arg("max", SECTIONS)
                    .into());
            }
            let at = form.add.unwrap_or(all.len()).min(all.len());
            let new = Section {
                level,
                heading,
                body,
                schedule: false,
                span: (0, 0),
            };
            all.insert(at, (None, new));
            at + 1
        }
    };
    rewrite(act, (plan.id, form.plan_version), all)?;
    Ok(at_section(plan.id, n).say("planning.plan.said.text"))
}

/// Where a heading goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Way {
    /// Before the one above it.
    Up,
    /// After the one below it.
    Down,
    /// Out of the plan, with its prose and measures.
    Away,
}

/// A heading and where it goes.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Order {
    id: PlanId,
    plan_version: i64,
    section: usize,
    way: Way,
}

/// Moves a heading with all under it, or takes it away.
pub(super) fn order(act: &mut Act<'_>, form: Order) -> Reply<Done> {
    let plan = draft(act, form.id)?;
    let mut all = moved(act, plan.id)?;
    let at = form
        .section
        .checked_sub(1)
        .filter(|i| *i < all.len())
        .ok_or_else(Refusal::missing)?;
    let to = match form.way {
        Way::Up => at.checked_sub(1),
        Way::Down => Some(at + 1).filter(|to| *to < all.len()),
        Way::Away => None,
    };
    match (form.way, to) {
        (Way::Away, _) => drop(all.remove(at)),
        (_, Some(to)) => all.swap(at, to),
        (_, None) => return Err(Refusal::new("planning.refusal.at_the_edge").into()),
    }
    let n = to.unwrap_or(at.saturating_sub(1)) + 1;
    rewrite(act, (plan.id, form.plan_version), all)?;
    Ok(at_section(plan.id, n).say("planning.plan.said.text"))
}

/// A measure. A new one names the heading it stands under.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct MeasureForm {
    id: PlanId,
    plan_version: i64,
    /// Which; none for a new one.
    measure: Option<MeasureId>,
    /// The version seen.
    version: Option<i64>,
    /// The heading a new one stands under.
    under: Option<usize>,
    /// What is to be done, without a number.
    text: Text<2000>,
}

/// Writes a measure, a new one or one that stands.
pub(super) fn write_measure(act: &mut Act<'_>, form: MeasureForm) -> Reply<Done> {
    let plan = draft(act, form.id)?;
    let (w, union) = (act.writer(), act.union());
    let id = match form.measure {
        Some(id) => {
            let version = form.version.ok_or_else(Refusal::stale)?;
            fresh(store::measures::set_measure(
                w,
                union,
                plan.id,
                (id, version),
                &form.text,
            )?)?;
            fresh(store::touch(w, union, plan.id)?)?;
            id
        }
        None => {
            fresh(store::touch_seen(w, union, (plan.id, form.plan_version))?)?;
            let all = store::measures::measures(act, union, plan.id)?;
            if all.len() >= MEASURES {
                return Err(Refusal::new("planning.plan.refusal.many").arg("max", MEASURES).into());
            }
            let section = form.under.unwrap_or(0);
            if heading_of(&store::sections(act, union, plan.id)?, section).is_none() {
                return Err(Refusal::missing().into());
            }
            let says = Measure {
                section,
                text: form.text,
                span: None,
            };
            let id = act.id();
            store::measures::add_measure(w, union, (plan.id, id), all.len() + 1, &says)?;
            id
        }
    };
    act.note(&Happened::TextChanged { plan: plan.id })?;
    Ok(Done::to(format!("/plans/{}/text#g-{id}", plan.id))
        .record(id)
        .say("planning.plan.said.text"))
}

/// A measure to take away.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Away {
    id: PlanId,
    measure: MeasureId,
    version: i64,
}

/// Takes a measure away; entries that carry it out stay.
pub(super) fn remove_measure(act: &mut Act<'_>, form: Away) -> Reply<Done> {
    let plan = draft(act, form.id)?;
    let (w, union) = (act.writer(), act.union());
    let all = store::measures::measures(act, union, plan.id)?;
    let was = all.iter().find(|m| m.id == form.measure).ok_or_else(Refusal::missing)?;
    fresh(store::measures::remove_measure(
        w,
        union,
        plan.id,
        (form.measure, form.version),
    )?)?;
    fresh(store::touch(w, union, plan.id)?)?;
    act.note(&Happened::TextChanged { plan: plan.id })?;
    Ok(at_section(plan.id, was.says.section).say("planning.plan.said.text"))
}

/// A time for all measures of a heading.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct ByTime {
    id: PlanId,
    plan_version: i64,
    section: usize,
    /// When, as people write it.
    when: Text<60>,
}

/// Gives the measures of a heading that no entry carries out a time: each becomes an entry.
pub(super) fn schedule(act: &mut Act<'_>, form: ByTime) -> Reply<Done> {
    let plan = draft(act, form.id)?;
    let (w, union) = (act.writer(), act.union());
    let when = When::read(&form.when).map_err(|why| bad_time(&form.when, why))?;
    let timing = Timing::of(Some(when), false, plan.cover, plan.year);
    if let Timing::Nowhere(_) = timing {
        return Err(Refusal::field("when", "planning.when.nowhere")
            .arg("year", plan.year)
            .into());
    }
    fresh(store::touch_seen(w, union, (plan.id, form.plan_version))?)?;
    let entries = store::entries(act, union, plan.id)?;
    let sections = store::sections(act, union, plan.id)?;
    let carried = |id: MeasureId| {
        entries
            .iter()
            .any(|e| e.said.measure == Some(id) && e.taken != Taken::Rejected)
    };
    let all = store::measures::measures(act, union, plan.id)?;
    let new: Vec<Said> = all
        .iter()
        .filter(|m| m.says.section == form.section && !carried(m.id))
        .filter_map(|m| said_of(m, &sections, timing))
        .collect();
    if new.is_empty() {
        return Err(Refusal::field("when", "planning.plan.refusal.no_measures_left").into());
    }
    room(&entries, new.len())?;
    let place = place_for(&entries, timing);
    store::make_room(w, union, plan.id, place, new.len())?;
    for (at, said) in (place + 1..).zip(&new) {
        store::add_entry(w, union, (plan.id, act.id()), (at, Taken::Kept), said)?;
    }
    act.note(&Happened::Scheduled {
        plan: plan.id,
        entries: new.len(),
    })?;
    Ok(at_section(plan.id, form.section).say("planning.plan.said.scheduled"))
}
