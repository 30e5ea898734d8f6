//! What people do with a plan as a whole: read it in, name its year, put it away, accept it.

use std::collections::HashMap;

use flow::NewTask;
use kernel::{
    Festival, Text, When,
    when::{Edge, Moment},
};
use org::{BodyId, MemberId};
use papers::{Limits, Refused};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Record, Refusal, Reply, Upload, View};

use super::{
    ENTRY_KIND, KIND, adopt,
    course::Step,
    event::Happened,
    line,
    measure::{self, Measure, MeasureId},
    model::{Cover, EntryRow, Plan, PlanId, SOURCE, Said, Status, Taken, Timing},
    outline::{self, Outline, read_outline},
    store::{self, NewPlan},
    text,
    years::in_year,
};

/// A plan as a file, as text, or to be written here.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct NewForm {
    /// The text, if it is pasted.
    text: Option<Text<SOURCE>>,
    /// The year it begins in; read from the text if left out.
    year: Option<i16>,
    /// The part of the calendar it is for; read from the title if left out.
    cover: Option<Cover>,
    /// Begin without a text.
    #[serde(default)]
    blank: bool,
    /// Begin without a text, with the headings of the fields of work.
    #[serde(default)]
    fields: bool,
}

/// A text that came as a file or pasted.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub(super) source: String,
    pub(super) file: Option<Upload>,
    /// The file as the archive keeps it; kinds that it does not take (old sheets, web pages) leave only their text.
    pub(super) paper: Option<archive::Ready>,
}

/// The text of the file, or the one pasted, if there is either.
pub(super) fn given(view: &View<'_>, text: Option<&Text<SOURCE>>) -> Reply<Option<Given>> {
    let file = view.uploads("file").next().cloned();
    let source = match (&file, text) {
        (Some(file), _) => text_of(file)?,
        (None, Some(text)) => text.as_str().replace("\r\n", "\n"),
        (None, None) => return Ok(None),
    };
    let paper = file
        .as_ref()
        .and_then(|f| archive::Ready::of(&f.name, &f.bytes, false).ok());
    Ok(Some(Given { source, file, paper }))
}

/// A plan that has been read, outside any transaction.
#[derive(Clone, Debug)]
pub(super) struct Prepared {
    form: NewForm,
    given: Given,
    outline: Outline,
}

/// Reads the file or the text.
pub(super) fn prepare(view: &View<'_>, form: NewForm) -> Reply<Prepared> {
    if let Some(year) = form.year {
        check_year(year)?;
    }
    let given = match given(view, form.text.as_ref())? {
        Some(given) => given,
        None if form.blank || form.fields => Given {
            source: String::new(),
            file: None,
            paper: None,
        },
        None => return Err(Refusal::field("file", "planning.new.nothing").into()),
    };
    let mut outline = read_outline(&given.source);
    if given.source.is_empty() && form.fields {
        outline.sections = measure::outline();
    }
    Ok(Prepared { form, given, outline })
}

/// The text of a file, or why it cannot be read.
fn text_of(file: &Upload) -> Reply<String> {
    let refused = |why: &Refused| {
        let key = if is_picture(file) {
            "planning.papers.picture".to_owned()
        } else {
            format!("planning.{}", why.key())
        };
        let name: String = file.name.chars().take(60).collect();
        Refusal::field("file", &key).arg("name", name)
    };
    let document = papers::read(&file.name, &file.bytes, &Limits::default()).map_err(|why| refused(&why))?;
    let text = Text::<SOURCE>::new(&document.plain_text());
    Ok(text
        .map_err(|why| match why {
            kernel::text::BadText::Empty => refused(&Refused::Empty),
            kernel::text::BadText::Long(max) => long(&file.name, max),
        })?
        .into_string())
}

/// A photo or a screenshot of a plan, by its content or, for kinds that are not known here, by its name.
fn is_picture(file: &Upload) -> bool {
    let begins = |mark: &[u8]| file.bytes.starts_with(mark);
    let name = file.name.to_lowercase();
    begins(b"\x89PNG")
        || begins(b"\xFF\xD8\xFF")
        || begins(b"GIF8")
        || [".png", ".jpg", ".jpeg", ".webp", ".heic", ".bmp", ".tif", ".tiff"]
            .iter()
            .any(|end| name.ends_with(end))
}

fn long(name: &str, max: usize) -> Refusal {
    let name: String = name.chars().take(60).collect();
    Refusal::field("file", "planning.new.long")
        .arg("name", name)
        .arg("max", max)
}

pub(super) fn check_year(year: i16) -> Reply<()> {
    if (1980..=2100).contains(&year) {
        Ok(())
    } else {
        Err(Refusal::field("year", "planning.new.bad_year").into())
    }
}

/// Keeps the draft and goes to the reading desk.
pub(super) fn add(act: &mut Act<'_>, p: Prepared) -> Reply<Done> {
    let union = act.union();
    let (source, file) = (p.given.source.as_str(), p.given.file.as_ref());
    let named = p.form.year.or(p.outline.year.filter(|y| (1980..=2100).contains(y)));
    let year = named.unwrap_or_else(|| act.today().year());
    if !source.is_empty()
        && let Some(same) = store::same_text(act, union, year, source)?
    {
        let field = if file.is_some() { "file" } else { "text" };
        return Err(Refusal::field(field, "planning.new.twice")
            .arg("title", same.title)
            .next(format!("/plans/{}", same.id))
            .status(409)
            .into());
    }
    let cover = p.form.cover.unwrap_or(p.outline.cover);
    // a plan taken in for another year does not keep the old one in its title
    let title = match (&p.outline.title, p.outline.year) {
        (Some(title), Some(read)) => in_year(title, read, year).chars().take(120).collect(),
        (Some(title), None) => title.clone(),
        (None, _) => format!("{year}年工会工作计划"),
    };
    let id: PlanId = act.id();
    let paper = match &p.given.paper {
        Some(ready) => Some(archive::keep_in(
            act,
            ready,
            Record::new(KIND, id),
            archive::Class::Plan,
            year,
        )?),
        None => None,
    };
    let new = NewPlan {
        year,
        cover,
        title: &title,
        source,
        notices: if source.is_empty() { &[] } else { &p.outline.notices },
        paper,
        file_name: file.map(|f| f.name.as_str()),
        at: act.now(),
        by: act.actor().name(),
    };
    store::add(act.writer(), union, id, &new)?;
    write_outline(act, id, &p.outline, (cover, year))?;
    act.note(&Happened::ReadIn {
        plan: id,
        entries: p.outline.entries.len(),
    })?;
    let page = if source.is_empty() { "text" } else { "reading" };
    Ok(Done::to(format!("/plans/{id}/{page}")).record(id))
}

/// Writes headings, measures and entries as they were read.
fn write_outline(act: &Act<'_>, id: PlanId, outline: &Outline, (cover, year): (Cover, i16)) -> Reply<()> {
    let union = act.union();
    store::add_sections(act.writer(), union, id, &outline.sections)?;
    let measures: Vec<(MeasureId, &Measure)> = outline.measures.iter().map(|m| (act.id(), m)).collect();
    for (place, (measure, says)) in (1_usize..).zip(&measures) {
        store::measures::add_measure(act.writer(), union, (id, *measure), place, says)?;
    }
    let people = People::load(act)?;
    for (place, read) in (1_i64..).zip(&outline.entries) {
        let mut said = people.say(read, cover, year);
        said.measure = read.measure.and_then(|i| measures.get(i)).map(|(id, _)| *id);
        store::add_entry(act.writer(), union, (id, act.id()), (place, Taken::Proposed), &said)?;
    }
    Ok(())
}

/// Names by which a plan's text may mean a member or a branch.
pub(super) struct People {
    members: HashMap<String, MemberId>,
    bodies: HashMap<String, BodyId>,
}

impl People {
    pub(super) fn load(view: &View<'_>) -> Reply<Self> {
        let (union, today) = (view.union(), view.today());
        // `name · group` and `branch · group`: the name alone counts
        let members = org::members_to_choose(view, union, today)?.into_iter();
        let bodies = org::bodies_to_choose(view, union, today)?.into_iter();
        let first = |label: String| label.split(" · ").next().unwrap_or_default().to_owned();
        let last = |label: String| label.rsplit(" · ").next().unwrap_or_default().to_owned();
        Ok(Self {
            members: members.map(|(id, label)| (first(label), id)).collect(),
            bodies: bodies.map(|(id, label)| (last(label), id)).collect(),
        })
    }
    pub(super) fn say(&self, read: &outline::Act, cover: Cover, year: i16) -> Said {
        Said {
            title: read.title.clone(),
            timing: Timing::of(feast(read, cover, year).or(read.when), false, cover, year),
            when_words: read.when_words.as_ref().map(|w| w.chars().take(60).collect()),
            field: read.field,
            section: read.section.clone(),
            festival: read.festival.clone(),
            budget: read.budget,
            owner: read.bodies.iter().find_map(|name| self.members.get(name)).copied(),
            branch: read.bodies.iter().find_map(|name| self.bodies.get(name)).copied(),
            span: Some(read.span),
            measure: None,
        }
    }
}

/// The festival that a month stands for, where the month's line names one of that month: such work is due by its day, not
/// when the month is over.
fn feast(read: &outline::Act, cover: Cover, year: i16) -> Option<When> {
    let whole = |w: &When| w.edge() == Edge::In && w.year().is_none_or(|y| y == year);
    let Moment::Month(month) = read.when.filter(whole)?.moment() else {
        return None;
    };
    let moment = Moment::Festival(Festival::find(read.festival.as_deref()?)?);
    let day = cover.resolve(year, When::any_year(moment).ok()?)?.from;
    let edge = if read.title.as_str().contains("节前") {
        Edge::By
    } else {
        Edge::In
    };
    When::new(None, moment, edge).ok().filter(|_| day.month() == month)
}

/// Title, year and cover of a draft.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct EditForm {
    id: PlanId,
    version: i64,
    title: Text<120>,
    year: i16,
    cover: Cover,
}

/// Changes a draft; its entries move to the days of the new year.
pub(super) fn edit(act: &mut Act<'_>, form: EditForm) -> Reply<Done> {
    check_year(form.year)?;
    draft(act, form.id)?;
    let union = act.union();
    let said = (form.year, form.cover, form.title.as_str());
    fresh(store::change(act.writer(), union, (form.id, form.version), said)?)?;
    for mut entry in store::entries(act, union, form.id)? {
        let undated = entry.said.timing == Timing::Undated;
        entry.said.timing = Timing::of(entry.said.timing.when(), undated, form.cover, form.year);
        let at = (entry.id, entry.version);
        fresh(store::set_entry(act.writer(), union, at, entry.taken, &entry.said)?)?;
    }
    act.note(&Happened::Edited { plan: form.id })?;
    Ok(Done::to(format!("/plans/{}/reading", form.id)).record(form.id))
}

/// A draft that may still be changed.
pub(super) fn draft(act: &Act<'_>, id: PlanId) -> Reply<Plan> {
    let plan = store::get(act, act.union(), id)?;
    match plan.status {
        Status::Draft if plan.course.step == Step::Submitted => Err(Refusal::new("planning.plan.refusal.handed_in")
            .status(409)
            .next(format!("/plans/{id}"))
            .into()),
        Status::Draft => Ok(plan),
        Status::Accepted => Err(Refusal::new("planning.plan.refusal.accepted")
            .status(409)
            .next(format!("/plans/{id}"))
            .into()),
        Status::Dropped => Err(Refusal::new("planning.plan.refusal.dropped")
            .status(409)
            .next("/plans")
            .into()),
    }
}

pub(super) fn fresh(rows: u64) -> Reply<()> {
    if rows == 0 {
        Err(Refusal::stale().into())
    } else {
        Ok(())
    }
}

/// A draft and the version that was seen.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Seen {
    id: PlanId,
    plan_version: i64,
}

/// Puts a draft away.
pub(super) fn drop_draft(act: &mut Act<'_>, form: Seen) -> Reply<Done> {
    draft(act, form.id)?;
    end(act, &form, Status::Dropped)?;
    act.note(&Happened::Dropped { plan: form.id })?;
    Ok(Done::to("/plans").say("planning.plan.said.dropped"))
}

fn end(act: &Act<'_>, seen: &Seen, status: Status) -> Reply<()> {
    let how = (status, act.now(), act.actor().name());
    let at = (seen.id, seen.plan_version);
    fresh(store::close(act.writer(), act.union(), at, how)?)
}

/// Accepting a draft.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Accept {
    id: PlanId,
    plan_version: i64,
    /// Takes the entries that have no days as tasks without a day.
    #[serde(default)]
    all_undated: bool,
    /// Takes the place of the plan there is for the same time.
    #[serde(default)]
    replaces: bool,
}

/// Accepts a draft: every entry that is not rejected becomes a task, once.
pub(super) fn accept(act: &mut Act<'_>, form: Accept) -> Reply<Done> {
    let plan = draft(act, form.id)?;
    let left = settle(act, (form.id, form.plan_version), form.all_undated)?;
    if form.replaces {
        adopt::replace_twin(act, &plan)?;
    }
    let said = if left == 0 {
        "planning.plan.said.accepted"
    } else {
        "planning.plan.said.accepted_left"
    };
    Ok(Done::to(format!("/plans/{}", form.id)).record(form.id).say(said))
}

/// Makes every entry that is not rejected a task; gives how many have no owner because theirs has left.
pub(super) fn settle(act: &Act<'_>, (id, plan_version): (PlanId, i64), all_undated: bool) -> Reply<usize> {
    let union = act.union();
    let mut all = store::entries(act, union, id)?;
    if !all.iter().any(|e| e.taken != Taken::Rejected) {
        measures_as_entries(act, id, all_undated)?;
        all = store::entries(act, union, id)?;
    }
    all.retain(|e| e.taken != Taken::Rejected);
    let loose: Vec<&str> = all
        .iter()
        .filter(|e| e.unsettled())
        .map(|e| e.said.title.as_str())
        .collect();
    if !loose.is_empty() && !all_undated {
        let few: Vec<&str> = loose.iter().copied().take(5).collect();
        return Err(Refusal::new("planning.plan.refusal.unsettled")
            .arg("n", loose.len())
            .arg("titles", few.join("；"))
            .into());
    }
    end(act, &Seen { id, plan_version }, Status::Accepted)?;
    let here = line::present(act, &all)?;
    let mut left = 0;
    for entry in &mut all {
        if entry.said.owner.is_some_and(|owner| !here.contains(&owner)) {
            entry.said.owner = None;
            left += 1;
        }
        put_to_work(act, entry)?;
    }
    act.note(&Happened::Accepted {
        plan: id,
        tasks: all.len(),
    })?;
    Ok(left)
}

/// Makes an entry a task.
pub(super) fn put_to_work(act: &Act<'_>, entry: &EntryRow) -> Reply<()> {
    let task = flow::add(act, &task(entry))?;
    fresh(store::set_task(act.writer(), act.union(), entry, task)?)
}

/// A plan without a single dated act: its measures become entries without a day, if that is what was wanted.
fn measures_as_entries(act: &Act<'_>, plan: PlanId, wanted: bool) -> Reply<()> {
    let union = act.union();
    let measures = store::measures::measures(act, union, plan)?;
    if measures.is_empty() {
        return Err(Refusal::new("planning.plan.refusal.nothing").into());
    }
    if !wanted {
        return Err(Refusal::new("planning.plan.refusal.only_measures")
            .arg("n", measures.len())
            .into());
    }
    let sections = store::sections(act, union, plan)?;
    for (place, row) in (1_i64..).zip(&measures) {
        if let Some(said) = text::said_of(row, &sections, Timing::Undated) {
            store::add_entry(act.writer(), union, (plan, act.id()), (place, Taken::Kept), &said)?;
        }
    }
    Ok(())
}

fn task(entry: &EntryRow) -> NewTask {
    let said = &entry.said;
    let mut task = NewTask::new(said.title.clone(), said.field);
    let (from, due) = said.timing.days();
    task.section = said.section.as_deref().and_then(|s| Text::new(s).ok());
    task.owner = said.owner;
    task.branch = said.branch;
    // a time without days (week 3 of no term) is not kept as one
    task.when = due.and(said.timing.when());
    task.from = from;
    task.due = due;
    task.budget = said.budget;
    task.source = Some(Record::new(ENTRY_KIND, entry.id));
    task
}
