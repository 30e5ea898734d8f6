//! What people do with a plan as a whole: read it in, name its year, put it away, accept it.

use std::collections::HashMap;

use flow::NewTask;
use kernel::Text;
use org::{BodyId, MemberId};
use papers::{Limits, Refused};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Act, Done, Event, Record, Refusal, Reply, Upload, View};

use super::{
    ENTRY_KIND, KIND,
    model::{Cover, EntryId, EntryRow, Plan, PlanId, SOURCE, Said, Status, Taken, Timing},
    outline::{self, Outline, read_outline},
    store::{self, NewPlan},
};

/// What happens to plans.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum Happened {
    ReadIn {
        plan: PlanId,
        entries: usize,
    },
    Edited {
        plan: PlanId,
    },
    Added {
        plan: PlanId,
        entry: EntryId,
    },
    Corrected {
        plan: PlanId,
        entry: EntryId,
    },
    Split {
        plan: PlanId,
        entry: EntryId,
        into: usize,
    },
    Merged {
        plan: PlanId,
        entry: EntryId,
        into: EntryId,
    },
    Rejected {
        plan: PlanId,
        entry: EntryId,
    },
    Restored {
        plan: PlanId,
        entry: EntryId,
    },
    Accepted {
        plan: PlanId,
        tasks: usize,
    },
    Dropped {
        plan: PlanId,
    },
}

impl Event for Happened {
    fn kind(&self) -> &'static str {
        match self {
            Happened::ReadIn { .. } => "plan.read_in",
            Happened::Edited { .. } => "plan.edited",
            Happened::Added { .. } => "plan.entry_added",
            Happened::Corrected { .. } => "plan.entry_corrected",
            Happened::Split { .. } => "plan.entry_split",
            Happened::Merged { .. } => "plan.entry_merged",
            Happened::Rejected { .. } => "plan.entry_rejected",
            Happened::Restored { .. } => "plan.entry_restored",
            Happened::Accepted { .. } => "plan.accepted",
            Happened::Dropped { .. } => "plan.dropped",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::ReadIn { plan, .. }
            | Happened::Edited { plan }
            | Happened::Added { plan, .. }
            | Happened::Corrected { plan, .. }
            | Happened::Split { plan, .. }
            | Happened::Merged { plan, .. }
            | Happened::Rejected { plan, .. }
            | Happened::Restored { plan, .. }
            | Happened::Accepted { plan, .. }
            | Happened::Dropped { plan } => Record::new(KIND, *plan),
        }
    }
}

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
}

/// A plan that has been read, outside any transaction.
#[derive(Clone, Debug)]
pub(super) struct Prepared {
    form: NewForm,
    source: String,
    file: Option<Upload>,
    /// The file as the archive keeps it; kinds that it does not take (old sheets, web pages) leave only their text.
    paper: Option<archive::Ready>,
    outline: Outline,
}

/// Reads the file or the text.
pub(super) fn prepare(view: &View<'_>, form: NewForm) -> Reply<Prepared> {
    if let Some(year) = form.year {
        check_year(year)?;
    }
    let file = view.uploads("file").next().cloned();
    let source = match (&file, &form.text) {
        (Some(file), _) => text_of(file)?,
        (None, Some(text)) => text.as_str().to_owned(),
        (None, None) if form.blank => String::new(),
        (None, None) => return Err(Refusal::field("file", "planning.new.nothing").into()),
    };
    let outline = read_outline(&source);
    let paper = file
        .as_ref()
        .and_then(|f| archive::Ready::of(&f.name, &f.bytes, false).ok());
    Ok(Prepared {
        form,
        paper,
        source,
        file,
        outline,
    })
}

/// The text of a file, or why it cannot be read.
fn text_of(file: &Upload) -> Reply<String> {
    let refused = |why: &Refused| {
        let key = format!("planning.{}", why.key());
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

fn long(name: &str, max: usize) -> Refusal {
    let name: String = name.chars().take(60).collect();
    Refusal::field("file", "planning.new.long")
        .arg("name", name)
        .arg("max", max)
}

fn check_year(year: i16) -> Reply<()> {
    if (1980..=2100).contains(&year) {
        Ok(())
    } else {
        Err(Refusal::field("year", "planning.new.bad_year").into())
    }
}

/// Keeps the draft and goes to the reading desk.
pub(super) fn add(act: &mut Act<'_>, p: Prepared) -> Reply<Done> {
    let union = act.union();
    let named = p.form.year.or(p.outline.year.filter(|y| (1980..=2100).contains(y)));
    let year = named.unwrap_or_else(|| act.today().year());
    if !p.source.is_empty()
        && let Some(same) = store::same_text(act, union, year, &p.source)?
    {
        let field = if p.file.is_some() { "file" } else { "text" };
        return Err(Refusal::field(field, "planning.new.twice")
            .arg("title", same.title)
            .next(format!("/plans/{}", same.id))
            .status(409)
            .into());
    }
    let cover = p.form.cover.unwrap_or(p.outline.cover);
    let plain_title = format!("{year}年工会工作计划");
    let id: PlanId = act.id();
    let paper = match &p.paper {
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
        title: p.outline.title.as_deref().unwrap_or(&plain_title),
        source: &p.source,
        notices: if p.source.is_empty() { &[] } else { &p.outline.notices },
        paper,
        file_name: p.file.as_ref().map(|f| f.name.as_str()),
        at: act.now(),
        by: act.actor().name(),
    };
    store::add(act.writer(), union, id, &new)?;
    store::add_sections(act.writer(), union, id, &p.outline.sections)?;
    let people = People::load(act)?;
    for (place, read) in (1_i64..).zip(&p.outline.entries) {
        let said = people.say(read, cover, year);
        store::add_entry(act.writer(), union, (id, act.id()), (place, Taken::Proposed), &said)?;
    }
    act.note(&Happened::ReadIn {
        plan: id,
        entries: p.outline.entries.len(),
    })?;
    Ok(Done::to(format!("/plans/{id}/reading")).record(id))
}

/// Names by which a plan's text may mean a member or a branch.
struct People {
    members: HashMap<String, MemberId>,
    bodies: HashMap<String, BodyId>,
}

impl People {
    fn load(view: &View<'_>) -> Reply<Self> {
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
    fn say(&self, read: &outline::Act, cover: Cover, year: i16) -> Said {
        Said {
            title: read.title.clone(),
            timing: Timing::of(read.when, false, cover, year),
            when_words: read.when_words.as_ref().map(|w| w.chars().take(60).collect()),
            field: read.field,
            section: read.section.clone(),
            festival: read.festival.clone(),
            budget: read.budget,
            owner: read.bodies.iter().find_map(|name| self.members.get(name)).copied(),
            branch: read.bodies.iter().find_map(|name| self.bodies.get(name)).copied(),
            span: Some(read.span),
        }
    }
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
}

/// Accepts a draft: every entry that is not rejected becomes a task, once.
pub(super) fn accept(act: &mut Act<'_>, form: Accept) -> Reply<Done> {
    draft(act, form.id)?;
    let union = act.union();
    let all = store::entries(act, union, form.id)?;
    let kept: Vec<&EntryRow> = all.iter().filter(|e| e.taken != Taken::Rejected).collect();
    if kept.is_empty() {
        return Err(Refusal::new("planning.plan.refusal.nothing").into());
    }
    let loose: Vec<&str> = kept
        .iter()
        .filter(|e| e.unsettled())
        .map(|e| e.said.title.as_str())
        .collect();
    if !loose.is_empty() && !form.all_undated {
        let few: Vec<&str> = loose.iter().copied().take(5).collect();
        return Err(Refusal::new("planning.plan.refusal.unsettled")
            .arg("n", loose.len())
            .arg("titles", few.join("；"))
            .into());
    }
    let seen = Seen {
        id: form.id,
        plan_version: form.plan_version,
    };
    end(act, &seen, Status::Accepted)?;
    for entry in &kept {
        let task = flow::add(act, &task(entry))?;
        fresh(store::set_task(act.writer(), union, entry, task)?)?;
    }
    act.note(&Happened::Accepted {
        plan: form.id,
        tasks: kept.len(),
    })?;
    Ok(Done::to(format!("/plans/{}", form.id))
        .record(form.id)
        .say("planning.plan.said.accepted"))
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
