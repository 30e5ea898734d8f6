//! What people do with rosters.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Date;
use org::members::Field;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Refusal, Reply};

use super::{
    check,
    desk::living_groups,
    event::Happened,
    examine::{NEW, union_in_title},
    header, import,
    model::{Layout, Roster, RosterId, State},
    store,
    summary::{self, Counted, Word},
    target::Target,
    trouble::{Choice, Kind, KnownHow, Rules},
    undo,
};

/// What the columns mean.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Lay {
    id: RosterId,
    version: i64,
    /// Which sheet, from 0.
    #[serde(default)]
    sheet: usize,
    /// The first row of data.
    first: i64,
    /// `column-0` and so on: what each column means, by its key; nothing for what is not taken in.
    #[serde(flatten)]
    columns: BTreeMap<String, String>,
}

/// A roster at the version that was seen.
fn seen(act: &Act<'_>, id: RosterId, version: i64) -> Reply<Roster> {
    let roster = store::get(act, act.union(), id)?;
    if roster.version == version {
        Ok(roster)
    } else {
        Err(Refusal::stale().into())
    }
}

fn keep(act: &Act<'_>, roster: &Roster) -> Reply<()> {
    if store::set(act.writer(), act.union(), roster)? {
        Ok(())
    } else {
        Err(Refusal::stale().into())
    }
}

fn job(act: &Act<'_>, roster: &mut Roster, kind: &str) -> Reply<()> {
    let payload = roster.id.to_string();
    let account = act.actor().account;
    let job = jobs::add(act.writer(), act.clock(), act.union(), account, kind, &payload)?;
    roster.job = Some(job);
    Ok(())
}

fn late() -> web::Stop {
    Refusal::new("roster.too_late").status(409).into()
}

/// Keeps what the columns mean, remembers it for the next file of the kind, and begins the dry run.
pub(super) fn lay(act: &mut Act<'_>, form: Lay) -> Reply<Done> {
    let mut roster = seen(act, form.id, form.version)?;
    if !roster.state.open() {
        return Err(late());
    }
    let Some(sheet) = roster.sheets.get_mut(form.sheet) else {
        return Err(Refusal::field("sheet", "org.unfit.choice").into());
    };
    let above = usize::try_from(form.first.saturating_sub(1))
        .ok()
        .filter(|_| form.first <= sheet.lines);
    let above = above.ok_or_else(|| Refusal::field("first", "roster.no_row"))?;
    if above > 0 && (above != sheet.above || !sheet.found) {
        // the heads are where whoever brought it says they are
        let block = store::block(act, act.union(), form.id, form.sheet, 0)?;
        let row = block.as_ref().and_then(|block| block.rows.get(above - 1));
        sheet.heads = row.map(|cells| header::texts(cells)).unwrap_or_default();
        sheet.found = !sheet.heads.is_empty();
    }
    sheet.above = above;
    let columns = columns(&form.columns)?;
    if !columns.contains(&Some(Target::Field(Field::Name))) {
        return Err(Refusal::new("roster.no_name").into());
    }
    if let Some(heads) = sheet.header().fingerprint() {
        store::learn(act.writer(), act.union(), &heads, &columns, act.now())?;
    }
    act.note(&Happened::Laid {
        roster: roster.id,
        columns: columns.iter().flatten().map(|t| t.key()).collect(),
    })?;
    roster.sheet = form.sheet;
    roster.layout = Layout {
        columns,
        ..Layout::default()
    };
    roster.state = State::Checking;
    store::drop_found(act.writer(), act.union(), roster.id)?;
    job(act, &mut roster, check::KIND)?;
    keep(act, &roster)?;
    Ok(Done::to(format!("/rosters/{}", roster.id)).record(roster.id))
}

/// The meanings of columns as the form carries them; none may be given twice.
fn columns(typed: &BTreeMap<String, String>) -> Reply<Vec<Option<Target>>> {
    let mut columns: Vec<Option<Target>> = Vec::new();
    let mut given = BTreeSet::new();
    for (name, key) in typed {
        let Some(at) = name
            .strip_prefix("column-")
            .and_then(|n| n.parse::<usize>().ok())
            .filter(|n| *n < 300)
        else {
            continue;
        };
        if key.trim().is_empty() {
            continue;
        }
        let target = Target::of_key(key).ok_or_else(|| Refusal::field(name, "org.unfit.choice"))?;
        if !given.insert(target) {
            return Err(Refusal::field(name, "roster.given_twice").into());
        }
        if columns.len() <= at {
            columns.resize(at + 1, None);
        }
        if let Some(place) = columns.get_mut(at) {
            *place = Some(target);
        }
    }
    Ok(columns)
}

/// What is decided for all rows.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Decide {
    id: RosterId,
    version: i64,
    /// Kinds of trouble whose proposals are taken.
    #[serde(default)]
    tick: Vec<Kind>,
    /// What becomes of those who are in the register already.
    #[serde(default)]
    known: KnownHow,
    /// Since when those are members of whom the file does not say.
    joined: Option<Date>,
    /// The file is this union's although it seems to be another's.
    #[serde(default)]
    ours: bool,
    /// Only keep the decisions, and count anew.
    #[serde(default)]
    only: bool,
    /// `word-0` and so on: what each unknown word stands for.
    #[serde(flatten)]
    words: BTreeMap<String, String>,
}

/// Keeps the decisions; begins the import unless they are only to be kept.
pub(super) fn decide(act: &mut Act<'_>, form: Decide) -> Reply<Done> {
    let mut roster = seen(act, form.id, form.version)?;
    if roster.state != State::Checked {
        return Err(late());
    }
    if form.joined.is_some_and(|day| day > act.today()) {
        return Err(Refusal::field("joined", "org.members.in_future").into());
    }
    let counted = Counted::of(act, act.union(), roster.id)?;
    let mut rules = Rules {
        known: form.known,
        joined: form.joined,
        ours: form.ours,
        ..Rules::default()
    };
    for kind in counted.fixable() {
        rules.ticks.insert(kind, form.tick.contains(&kind));
    }
    let groups = living_groups(act, act.union(), act.today())?;
    let words = summary::unknown(&counted, &roster.rules, &groups);
    let (asked, _) = summary::asked(words.clone());
    let asked: BTreeSet<usize> = asked.iter().map(|word| word.at).collect();
    for Word {
        at, name: word, choice, ..
    } in &words
    {
        let Some(choice) = form.words.get(&format!("word-{at}")) else {
            if !asked.contains(at) {
                rules.words.insert(word.clone(), choice.clone());
            }
            continue;
        };
        if !summary::may_stand(act, word, choice)? {
            return Err(Refusal::field(&format!("word-{at}"), "org.unfit.choice").into());
        }
        rules.words.insert(word.clone(), choice.clone());
    }
    roster.rules = rules;
    act.note(&Happened::Decided {
        roster: roster.id,
        rows: counted.rows,
    })?;
    if form.only {
        keep(act, &roster)?;
        return Ok(Done::to(format!("/rosters/{}", roster.id)).say("roster.counted"));
    }
    begin(act, roster)
}

/// Founds the groups that are to be, and begins.
fn begin(act: &Act<'_>, mut roster: Roster) -> Reply<Done> {
    let own = act
        .actor()
        .standing
        .as_ref()
        .map(|s| s.union_name.clone())
        .unwrap_or_default();
    let title = roster.chosen().map(|sheet| sheet.title.clone()).unwrap_or_default();
    if !roster.rules.ours && union_in_title(&own, &title).is_some() {
        return Err(Refusal::field("ours", "roster.say_ours").into());
    }
    for (word, choice) in &roster.rules.words {
        let Some(name) = word.strip_prefix("group|").filter(|_| choice == NEW) else {
            continue;
        };
        let body = crate::bodies::acts::found_group(act, name)?;
        store::add_group(act.writer(), act.union(), roster.id, body, name)?;
    }
    roster.state = State::Importing;
    act.note(&Happened::Begun { roster: roster.id })?;
    job(act, &mut roster, import::KIND)?;
    keep(act, &roster)?;
    Ok(Done::to(format!("/rosters/{}", roster.id)).record(roster.id))
}

/// What is decided for the rows of a page, of one kind of trouble.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct DecideRows {
    id: RosterId,
    kind: Kind,
    /// The rows that were shown.
    #[serde(default)]
    row: Vec<i64>,
    /// Those of them for which the proposal is taken.
    #[serde(default)]
    tick: Vec<i64>,
}

/// Keeps what was decided for rows.
pub(super) fn decide_rows(act: &mut Act<'_>, form: DecideRows) -> Reply<Done> {
    let roster = store::get(act, act.union(), form.id)?;
    if roster.state != State::Checked {
        return Err(late());
    }
    let mut choices = store::choices(act, act.union(), roster.id)?;
    for row in form.row.iter().take(500) {
        let mut choice = choices.remove(row).unwrap_or_default();
        choice.ticks.insert(form.kind, form.tick.contains(row));
        store::choose(act.writer(), act.union(), roster.id, *row, &choice)?;
    }
    act.note(&Happened::Decided {
        roster: roster.id,
        rows: form.row.len(),
    })?;
    Ok(Done::to(format!("/rosters/{}", roster.id)).say("roster.decided"))
}

/// What is decided for one row.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct DecideRow {
    id: RosterId,
    /// Its number in the file.
    row: i64,
    /// Kinds of trouble that were shown.
    #[serde(default)]
    shown: Vec<Kind>,
    /// Those of them whose proposals are taken.
    #[serde(default)]
    tick: Vec<Kind>,
    /// What becomes of somebody in the register already.
    known: Option<KnownHow>,
    /// Which fields are taken from the file.
    #[serde(default)]
    pick: Vec<Field>,
}

/// Keeps what was decided for a row.
pub(super) fn decide_row(act: &mut Act<'_>, form: DecideRow) -> Reply<Done> {
    let roster = store::get(act, act.union(), form.id)?;
    if roster.state != State::Checked {
        return Err(late());
    }
    let choice = Choice {
        ticks: form
            .shown
            .iter()
            .map(|kind| (*kind, form.tick.contains(kind)))
            .collect(),
        known: form.known,
        pick: form.pick.iter().map(|field| field.key().to_owned()).collect(),
    };
    store::choose(act.writer(), act.union(), roster.id, form.row, &choice)?;
    act.note(&Happened::Decided {
        roster: roster.id,
        rows: 1,
    })?;
    Ok(Done::to(format!("/rosters/{}", roster.id)).say("roster.decided"))
}

/// Which roster.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    /// It.
    pub id: RosterId,
}

/// Begins the work again that did not come to its end.
pub(super) fn again(act: &mut Act<'_>, form: Which) -> Reply<Done> {
    let mut roster = store::get(act, act.union(), form.id)?;
    let kind = match roster.state {
        State::Checking => check::KIND,
        State::Importing => import::KIND,
        State::Undoing => undo::KIND,
        _ => return Err(late()),
    };
    let failed = match roster.job {
        Some(job) => jobs::find(act, act.union(), job)?.state == jobs::State::Failed,
        None => true,
    };
    if !failed {
        return Err(late());
    }
    act.note(&Happened::Begun { roster: roster.id })?;
    job(act, &mut roster, kind)?;
    keep(act, &roster)?;
    Ok(Done::to(format!("/rosters/{}", roster.id)).record(roster.id))
}

/// Begins to take an import back.
pub(super) fn undo(act: &mut Act<'_>, form: Which) -> Reply<Done> {
    let mut roster = store::get(act, act.union(), form.id)?;
    if roster.state != State::Imported {
        return Err(late());
    }
    roster.state = State::Undoing;
    act.note(&Happened::Undoing { roster: roster.id })?;
    job(act, &mut roster, undo::KIND)?;
    keep(act, &roster)?;
    Ok(Done::to(format!("/rosters/{}", roster.id)).record(roster.id))
}

/// Gives a roster up, or forgets the rows that were given back.
pub(super) fn forget(act: &mut Act<'_>, form: Which) -> Reply<Done> {
    let mut roster = store::get(act, act.union(), form.id)?;
    if roster.state.at_work() {
        return Err(late());
    }
    forgotten(act, &mut roster)?;
    Ok(Done::to("/rosters").say("roster.forgotten"))
}

/// Forgets the rows of a roster; one that did not go into the register is given up.
pub(super) fn forgotten(act: &Act<'_>, roster: &mut Roster) -> Reply<()> {
    store::drop_blocks(act.writer(), act.union(), roster.id)?;
    if roster.state.open() {
        roster.state = State::Dropped;
        roster.finished = Some(act.now());
        keep(act, roster)?;
    }
    act.note(&Happened::Dropped { roster: roster.id })?;
    Ok(())
}
