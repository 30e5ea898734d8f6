//! Later texts of a plan: read in beside it, compared by entries, and only what an officer ticks is taken over.

use std::collections::{BTreeMap, HashMap, HashSet};

use flow::{Outcome, TaskRow};
use kernel::{Id, Instant, Text};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Record, Refusal, Reply, View};

use super::{
    KIND,
    acts::{self, Given, People, fresh},
    course::Step,
    diff::{self, Change, Pair, Side},
    event::Happened,
    measure::MeasureId,
    model::{EntryRow, Plan, PlanId, SOURCE, Said, Status, Taken, Timing},
    outline::{Outline, read_outline},
    store,
};

/// The kind of a text's id.
pub enum TextKind {}
/// The id of a text of a plan.
pub type TextId = Id<TextKind>;

/// A text of a plan without its words.
#[derive(Clone, Debug)]
pub struct TextRow {
    /// Its id.
    pub id: TextId,
    /// Counted from 1.
    pub number: i64,
    /// `first`, `open`, `taken` or `dropped`.
    pub status: String,
    /// The file it came in.
    pub file_name: Option<String>,
    /// The file kept in the archive.
    pub paper: Option<archive::PaperId>,
    /// When it came.
    pub added_at: Instant,
    /// Who brought it.
    pub added_name: String,
    /// When it was looked through.
    pub closed_at: Option<Instant>,
    /// By whom.
    pub closed_name: Option<String>,
    /// Changes taken over.
    pub taken: Option<i64>,
    /// Changes left out.
    pub left_out: Option<i64>,
}

/// A plan that may take another text, as it stands: a draft, or one whose entries are tasks.
pub(super) fn changing(view: &View<'_>, id: PlanId) -> Reply<Plan> {
    let plan = store::get(view, view.union(), id)?;
    let key = match (plan.status, plan.course.step) {
        (Status::Dropped, _) => return Err(Refusal::missing().into()),
        (_, Step::Replaced) => "planning.course.refusal.replaced",
        (Status::Draft, Step::Submitted) => "planning.plan.refusal.handed_in",
        _ => return Ok(plan),
    };
    Err(Refusal::new(key).status(409).next(format!("/plans/{id}")).into())
}

/// A later text, as a file or pasted.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct NewText {
    id: PlanId,
    /// The text, if it is pasted.
    text: Option<Text<SOURCE>>,
}

/// A later text that has been read, outside any transaction.
#[derive(Clone, Debug)]
pub(super) struct Prepared {
    id: PlanId,
    given: Given,
}

/// Reads the file or the text.
pub(super) fn prepare(view: &View<'_>, form: NewText) -> Reply<Prepared> {
    let given = acts::given(view, form.text.as_ref())?;
    let given = given.ok_or_else(|| Refusal::field("file", "planning.versions.nothing"))?;
    Ok(Prepared { id: form.id, given })
}

/// Keeps the later text and goes on to the difference.
pub(super) fn add(act: &mut Act<'_>, p: Prepared) -> Reply<Done> {
    let plan = changing(act, p.id)?;
    let field = if p.given.file.is_some() { "file" } else { "text" };
    let now = store::source(act, act.union(), plan.id)?;
    if store::squeezed(&now) == store::squeezed(&p.given.source) {
        return Err(Refusal::field(field, "planning.versions.same").status(409).into());
    }
    let union = act.union();
    let open = store::texts::texts(act, union, plan.id)?
        .into_iter()
        .find(|t| t.status == "open");
    if let Some(open) = open {
        return Err(Refusal::new("planning.versions.one_open")
            .status(409)
            .next(format!("/plans/{}/versions/{}", plan.id, open.id))
            .into());
    }
    let paper = match &p.given.paper {
        Some(ready) => Some(archive::keep_in(
            act,
            ready,
            Record::new(KIND, plan.id),
            archive::Class::Plan,
            plan.year,
        )?),
        None => None,
    };
    let file = p.given.file.as_ref().map(|f| f.name.as_str());
    let id = keep(act, &plan, &p.given.source, (paper, file))?;
    Ok(Done::to(format!("/plans/{}/versions/{id}", plan.id)).record(id))
}

/// Keeps a text beside a plan, after the one the plan was read from.
pub(super) fn keep(
    act: &Act<'_>,
    plan: &Plan,
    source: &str,
    (paper, file_name): (Option<archive::PaperId>, Option<&str>),
) -> Reply<TextId> {
    let (w, union) = (act.writer(), act.union());
    let mut last = store::texts::texts(act, union, plan.id)?.last().map_or(0, |t| t.number);
    let first = store::source(act, union, plan.id)?;
    if last == 0 {
        last = 1;
        let new = store::texts::NewText {
            number: 1,
            status: "first",
            source: &first,
            file_name: plan.file_name.as_deref(),
            paper: plan.paper,
            at: plan.added_at,
            by: &plan.added_name,
        };
        store::texts::add_text(w, union, (plan.id, act.id()), &new)?;
    }
    let id: TextId = act.id();
    let new = store::texts::NewText {
        number: last + 1,
        status: "open",
        source,
        file_name,
        paper,
        at: act.now(),
        by: act.actor().name(),
    };
    store::texts::add_text(w, union, (plan.id, id), &new)?;
    act.note(&Happened::VersionRead {
        plan: plan.id,
        number: last + 1,
    })?;
    Ok(id)
}

/// What was read from the plan's text, by where it begins, with where it ends.
struct AsRead(BTreeMap<usize, (usize, Side)>);

impl AsRead {
    /// What an entry was read from; one that was split or merged by hand, from what stands where it begins.
    fn of(&self, entry: &EntryRow) -> Option<&Side> {
        let (at, _) = entry.said.span?;
        let (_, (end, said)) = self.0.range(..=at).next_back()?;
        (at < *end).then_some(said)
    }
}

/// A later text beside the plan: its entries, those of the new text, and how they stand to each other.
pub(super) struct Beside {
    pub(super) entries: Vec<EntryRow>,
    pub(super) outline: Outline,
    pub(super) new: Vec<Said>,
    pub(super) pairs: Vec<Pair>,
    pub(super) tasks: HashMap<flow::TaskId, TaskRow>,
}

impl Beside {
    /// The difference as it stands now.
    pub(super) fn load(view: &View<'_>, plan: &Plan, source: &str) -> Reply<Self> {
        let union = view.union();
        let before = read_outline(&store::source(view, union, plan.id)?);
        let entries = store::entries(view, union, plan.id)?;
        let outline = read_outline(source);
        let people = People::load(view)?;
        let new: Vec<Said> = outline
            .entries
            .iter()
            .map(|e| people.say(e, plan.cover, plan.year))
            .collect();
        // an entry that was corrected by hand is compared as the old text had it
        let as_read = AsRead(
            before
                .entries
                .iter()
                .map(|e| (e.span.0, (e.span.1, side(&people.say(e, plan.cover, plan.year)))))
                .collect(),
        );
        let old = |e: &EntryRow| as_read.of(e).cloned().unwrap_or_else(|| side(&e.said));
        let sides: Vec<Side> = entries.iter().map(old).collect();
        let pairs = diff::compare(&sides, &new.iter().map(side).collect::<Vec<_>>());
        let mut tasks = HashMap::new();
        for id in entries.iter().filter_map(|e| e.task) {
            tasks.insert(id, flow::get(view, union, id)?);
        }
        let mut all = Self {
            entries,
            outline,
            new,
            pairs,
            tasks,
        };
        let settled = |pair: &Pair| match all.reshaped(pair, &as_read) {
            Some(pair) => pair,
            None if all.says_so(pair) => Pair {
                change: Change::Same,
                ..*pair
            },
            None => *pair,
        };
        all.pairs = all.pairs.iter().map(settled).filter(|p| all.counts(p)).collect();
        Ok(all)
    }
    /// Whether the plan says already what the new text says.
    fn says_so(&self, pair: &Pair) -> bool {
        let both = self.old(pair).zip(self.now(pair));
        both.is_some_and(|(entry, new)| diff::same(&side(&entry.said), &side(new)))
    }
    /// An entry and what the new text says of it, where both texts say the same and only the plan has another shape: what was
    /// read as one was split into several entries, or made one with the entry above it.
    fn reshaped(&self, pair: &Pair, as_read: &AsRead) -> Option<Pair> {
        let (old, new) = match (pair.old, pair.new) {
            (Some(old), None) => {
                let was = as_read.of(self.entries.get(old)?)?;
                (old, self.new.iter().position(|new| diff::same(was, &side(new)))?)
            }
            (None, Some(new)) => {
                let is = side(self.new.get(new)?);
                let around = |at: usize| {
                    let inside = |e: &EntryRow| e.said.span.is_some_and(|(from, to)| from < at && at < to);
                    self.entries.iter().position(inside)
                };
                let mut said = as_read.0.iter().filter(|(_, (_, was))| diff::same(was, &is));
                (said.find_map(|(at, _)| around(*at))?, new)
            }
            _ => return None,
        };
        Some(Pair {
            change: Change::Same,
            old: Some(old),
            new: Some(new),
        })
    }
    /// What the text never had cannot be gone from it, nor what was left out of the plan.
    fn counts(&self, pair: &Pair) -> bool {
        pair.change != Change::Gone
            || self
                .old(pair)
                .is_some_and(|e| e.said.span.is_some() && e.taken != Taken::Rejected)
    }
    /// The plan's entry of a pair.
    pub(super) fn old(&self, pair: &Pair) -> Option<&EntryRow> {
        pair.old.and_then(|i| self.entries.get(i))
    }
    /// The new text's entry of a pair.
    pub(super) fn now(&self, pair: &Pair) -> Option<&Said> {
        pair.new.and_then(|i| self.new.get(i))
    }
    /// The task of a pair's entry.
    pub(super) fn task(&self, pair: &Pair) -> Option<&TaskRow> {
        self.old(pair).and_then(|e| e.task).and_then(|id| self.tasks.get(&id))
    }
    /// Whether it stands fast: its task is done or given up.
    pub(super) fn fixed(&self, pair: &Pair) -> bool {
        self.task(pair).is_some_and(|t| !t.state.is_open())
    }
    /// How a form names a change.
    pub(super) fn key(&self, pair: &Pair) -> String {
        match self.old(pair) {
            Some(entry) => format!("e{}", entry.id),
            None => format!("n{}", pair.new.unwrap_or(0)),
        }
    }
}

fn side(said: &Said) -> Side {
    Side {
        title: said.title.to_string(),
        days: said.timing.span(),
    }
}

/// What is taken over from a later text.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Take {
    id: PlanId,
    text: TextId,
    /// The version of the plan that was seen.
    plan_version: i64,
    /// The changes ticked, as the page names them.
    #[serde(default)]
    take: Vec<Text<40>>,
    /// All changes.
    #[serde(default)]
    all: bool,
    /// The headings, prose and measures of the new text take the place of the old ones.
    #[serde(default)]
    words: bool,
}

/// Takes over what was ticked. Tasks that are done or given up stay as they are.
pub(super) fn take(act: &mut Act<'_>, form: Take) -> Reply<Done> {
    let plan = changing(act, form.id)?;
    let union = act.union();
    let row = open(act, plan.id, form.text)?;
    let source = store::texts::text_source(act, union, plan.id, row.id)?;
    let beside = Beside::load(act, &plan, &source)?;
    let ticked: HashSet<&str> = form.take.iter().map(Text::as_str).collect();
    let changes: Vec<&Pair> = beside.pairs.iter().filter(|p| p.change != Change::Same).collect();
    let wanted = |p: &&Pair| !beside.fixed(p) && (form.all || ticked.contains(beside.key(p).as_str()));
    let taken: Vec<&Pair> = changes.iter().copied().filter(wanted).collect();

    let file = (row.paper, row.file_name.as_deref());
    let seen = (plan.id, form.plan_version);
    let notices = &beside.outline.notices;
    fresh(store::texts::set_source(
        act.writer(),
        union,
        seen,
        (&source, notices),
        file,
    )?)?;
    let measures = super::merge::words(act, &plan, &beside.outline, form.words)?;
    super::merge::places(act, &beside, &taken, &measures)?;
    for pair in &taken {
        super::merge::one(act, (&plan, row.number), &beside, pair, &measures)?;
    }
    let counts = (taken.len(), changes.len() - taken.len());
    let how = (act.now(), act.actor().name());
    fresh(store::texts::close_text(
        act.writer(),
        union,
        (plan.id, row.id),
        how,
        Some(counts),
    )?)?;
    act.note(&Happened::VersionTaken {
        plan: plan.id,
        number: row.number,
        taken: counts.0,
        left: counts.1,
    })?;
    let page = if plan.status == Status::Draft { "/reading" } else { "" };
    Ok(Done::to(format!("/plans/{}{page}", plan.id))
        .record(plan.id)
        .say("planning.versions.said.taken"))
}

/// A text that has not been looked through yet.
pub(super) fn open(view: &View<'_>, plan: PlanId, id: TextId) -> Reply<TextRow> {
    let row = store::texts::text_of(view, view.union(), plan, id)?;
    if row.status == "open" {
        return Ok(row);
    }
    Err(Refusal::new("planning.versions.closed")
        .status(409)
        .next(format!("/plans/{plan}"))
        .into())
}

/// A later text to put away.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: PlanId,
    text: TextId,
}

/// Puts a later text away; the plan stays as it is.
pub(super) fn put_away(act: &mut Act<'_>, form: Which) -> Reply<Done> {
    let plan = changing(act, form.id)?;
    let row = open(act, plan.id, form.text)?;
    let how = (act.now(), act.actor().name());
    fresh(store::texts::close_text(
        act.writer(),
        act.union(),
        (plan.id, row.id),
        how,
        None,
    )?)?;
    act.note(&Happened::VersionDropped {
        plan: plan.id,
        number: row.number,
    })?;
    Ok(Done::to(format!("/plans/{}", plan.id)).say("planning.versions.said.dropped"))
}

/// The measures of the plan after its words were taken over, by the new text's places.
pub(super) type Measures = Vec<Option<MeasureId>>;

/// A task's entry given up because the new text has it no longer.
pub(super) fn gone(act: &Act<'_>, task: &TaskRow, number: i64) -> Reply<()> {
    let why = format!("计划第{number}稿里没有这一条了");
    let why = Text::new(&why).map_err(web::Fault::other)?;
    flow::close(act, task.id, task.version, Outcome::Dropped { why })
}

/// An entry of the new text as one of the plan, with its measure.
pub(super) fn with_measure(said: &Said, read: Option<usize>, measures: &Measures) -> Said {
    let measure = read.and_then(|i| measures.get(i)).copied().flatten();
    Said {
        measure,
        ..said.clone()
    }
}

/// What the plan says of an entry after the new text's days and words are taken over; whom and what it costs stay, unless
/// nothing was said before.
pub(super) fn retold(was: &Said, new: &Said) -> Said {
    Said {
        title: new.title.clone(),
        timing: if new.timing == Timing::Unknown {
            was.timing
        } else {
            new.timing
        },
        when_words: new.when_words.clone(),
        section: new.section.clone().or_else(|| was.section.clone()),
        festival: new.festival.clone(),
        budget: new.budget.or(was.budget),
        owner: was.owner.or(new.owner),
        branch: was.branch.or(new.branch),
        ..was.clone()
    }
}
