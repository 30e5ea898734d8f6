//! The agenda: taking in what was drawn, adding items of one's own, ordering them, writing down what was said.

use archive::{Class, PaperId, Ready};
use kernel::Text;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Refusal, Reply, View};

use super::{
    super::{
        draw::{self, Proposal},
        event::Happened,
        model::{ITEMS, ItemId, MeetingId, Part, Row, Status},
        record, rights,
        store::{
            decisions,
            items::{self, ItemRow, REMOVE, SAVE},
            papers,
        },
    },
    done,
};

/// Back to an item with a word.
fn back(meeting: MeetingId, item: ItemId, said: &str) -> Done {
    Done::to(format!("/meetings/{meeting}#i-{item}"))
        .record(meeting)
        .say(said)
}

/// What of the proposals to take in.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in super::super) struct Pick {
    id: MeetingId,
    /// The keys of the proposals.
    #[serde(default)]
    pick: Vec<String>,
}

/// Takes proposals into the agenda. What is there already, or no longer stands open, is passed over.
pub(in super::super) fn take(act: &mut Act<'_>, form: Pick) -> Reply<Done> {
    let row = rights::open(act, form.id)?;
    let there = items::of(act, act.union(), row.id)?;
    let mut drawn = draw::proposals(act, &row, &there)?;
    drawn.retain(|p| form.pick.contains(&p.key));
    if drawn.is_empty() {
        return Err(Refusal::field("pick", "meetings.refusal.nothing_picked").into());
    }
    put(act, row.id, drawn)?;
    Ok(Done::to(format!("/meetings/{}#agenda", row.id))
        .record(row.id)
        .say("meetings.said.items_added"))
}

/// Puts proposals at the end of their parts.
pub(in super::super) fn put(act: &Act<'_>, meeting: MeetingId, drawn: Vec<Proposal>) -> Reply<()> {
    let there = items::of(act, act.union(), meeting)?;
    if there.len().saturating_add(drawn.len()) > ITEMS {
        return Err(Refusal::new("meetings.refusal.many_items").arg("max", ITEMS).into());
    }
    let next = next_place(&there);
    let new: Vec<ItemRow> = (next..).zip(drawn).map(|(place, p)| p.item(act.id(), place)).collect();
    for item in &new {
        items::add(act.writer(), act.union(), meeting, item)?;
    }
    if !new.is_empty() {
        act.note(&Happened::ItemsAdded {
            meeting,
            titles: new.iter().map(|i| i.title.as_str()).collect(),
        })?;
    }
    Ok(())
}

fn next_place(there: &[ItemRow]) -> i64 {
    there.iter().map(|i| i.place).max().unwrap_or(0).saturating_add(1)
}

/// An item as typed: a new one, or one to change (the path says which).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in super::super) struct Form {
    id: MeetingId,
    /// The item to change; of a new one none.
    item: Option<ItemId>,
    /// The version of it that was seen.
    version: Option<i64>,
    part: Part,
    title: Text<200>,
    speaker: Option<Text<100>>,
    /// What was said.
    notes: Option<Text<10_000>>,
    /// Who issued the paper it passes on.
    issuer: Option<Text<100>>,
    /// The number of that paper.
    number: Option<Text<60>>,
    /// Which of the meeting's papers it is about.
    #[serde(default)]
    papers: Vec<PaperId>,
}

/// An item as typed, with the papers that came along.
#[derive(Clone, Debug)]
pub(in super::super) struct Typed {
    form: Form,
    files: Vec<Ready>,
}

/// Checks the papers that came, outside the transaction.
pub(in super::super) fn prepare(view: &View<'_>, form: Form) -> Reply<Typed> {
    rights::written(view, form.id)?;
    let files = archive::ready_all(view, "files", false)?;
    Ok(Typed { form, files })
}

/// Adds an item of one's own.
pub(in super::super) fn add(act: &mut Act<'_>, typed: Typed) -> Reply<Done> {
    let form = &typed.form;
    let row = rights::open(act, form.id)?;
    let there = items::of(act, act.union(), row.id)?;
    if there.len() >= ITEMS {
        return Err(Refusal::new("meetings.refusal.many_items").arg("max", ITEMS).into());
    }
    let item = ItemRow {
        id: act.id(),
        version: 1,
        part: form.part,
        place: next_place(&there),
        title: form.title.to_string(),
        speaker: form.speaker.as_ref().map(Text::to_string),
        notes: form.notes.as_ref().map(Text::to_string),
        issuer: form.issuer.as_ref().map(Text::to_string),
        number: form.number.as_ref().map(Text::to_string),
        source: None,
    };
    items::add(act.writer(), act.union(), row.id, &item)?;
    carry(act, &row, item.id, &typed)?;
    act.note(&Happened::ItemsAdded {
        meeting: row.id,
        titles: vec![&item.title],
    })?;
    Ok(back(row.id, item.id, "meetings.said.item_added"))
}

/// Changes an item, or writes down what was said to it. Once the meeting is over its part and title stand.
pub(in super::super) fn save(act: &mut Act<'_>, typed: Typed) -> Reply<Done> {
    let form = &typed.form;
    let row = rights::written(act, form.id)?;
    let (Some(id), Some(version)) = (form.item, form.version) else {
        return Err(Refusal::missing().into());
    };
    let (there, at) = find(act, row.id, id)?;
    let old = there.get(at).ok_or_else(Refusal::missing)?;
    let closed = row.status == Status::Closed;
    if closed && (old.part != form.part || *old.title != *form.title) {
        return Err(Refusal::new("meetings.refusal.over").status(409).into());
    }
    act.run_fresh(
        SAVE,
        &[
            &act.union(),
            &row.id,
            &id,
            &version,
            &form.part,
            &form.title,
            &form.speaker,
            &form.notes,
            &form.issuer,
            &form.number,
        ],
    )?;
    let carried = carry(act, &row, id, &typed)?;
    let after = items::of(act, act.union(), row.id)?;
    let conveys = after.iter().find(|i| i.id == id).and_then(ItemRow::conveys);
    act.note(&Happened::ItemSaved {
        meeting: row.id,
        item: id,
        title: &form.title,
        notes: form.notes.as_deref(),
        conveys: conveys.as_deref(),
        papers: &carried,
    })?;
    Ok(back(row.id, id, "meetings.said.item_saved"))
}

/// Keeps the papers that came with the meeting, and lets the item carry them and those ticked.
fn carry(act: &Act<'_>, row: &Row, item: ItemId, typed: &Typed) -> Reply<Vec<PaperId>> {
    let kept = archive::of_record(act, act.union(), record(row.id))?;
    let ticked = kept
        .iter()
        .map(|line| line.id)
        .filter(|id| typed.form.papers.contains(id));
    let mut carried: Vec<PaperId> = ticked.collect();
    for file in &typed.files {
        let paper = archive::keep_in(act, file, record(row.id), Class::Other, row.said.day.year())?;
        if !carried.contains(&paper) {
            carried.push(paper);
        }
    }
    papers::carry(act.writer(), act.union(), (row.id, item), &carried)?;
    Ok(carried)
}

fn find(act: &Act<'_>, meeting: MeetingId, id: ItemId) -> Reply<(Vec<ItemRow>, usize)> {
    let all = items::of(act, act.union(), meeting)?;
    let at = all.iter().position(|i| i.id == id).ok_or_else(Refusal::missing)?;
    Ok((all, at))
}

/// Which item.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in super::super) struct Which {
    id: MeetingId,
    item: ItemId,
}

/// Moves an item before the one above it.
pub(in super::super) fn up(act: &mut Act<'_>, form: Which) -> Reply<Done> {
    shift(act, &form, -1)
}

/// Moves an item behind the one below it.
pub(in super::super) fn down(act: &mut Act<'_>, form: Which) -> Reply<Done> {
    shift(act, &form, 1)
}

fn shift(act: &Act<'_>, form: &Which, by: isize) -> Reply<Done> {
    let row = rights::open(act, form.id)?;
    let (all, at) = find(act, row.id, form.item)?;
    let other = at.checked_add_signed(by).and_then(|other| all.get(other));
    match (all.get(at), other) {
        (Some(one), Some(other)) if one.part == other.part => {
            items::exchange(act.writer(), act.union(), row.id, one, other)?;
        }
        _ => return Err(Refusal::new("meetings.refusal.at_the_edge").status(409).into()),
    }
    act.note(&Happened::ItemMoved {
        meeting: row.id,
        item: form.item,
    })?;
    Ok(back(row.id, form.item, "meetings.said.item_moved"))
}

/// Which item, and the version that was seen.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in super::super) struct Remove {
    id: MeetingId,
    item: ItemId,
    version: i64,
}

/// Takes an item away that nothing was decided on.
pub(in super::super) fn remove(act: &mut Act<'_>, form: Remove) -> Reply<Done> {
    let row = rights::open(act, form.id)?;
    let (all, at) = find(act, row.id, form.item)?;
    if decisions::of(act, act.union(), row.id)?
        .iter()
        .any(|d| d.item == form.item)
    {
        return Err(Refusal::new("meetings.refusal.item_decided").status(409).into());
    }
    papers::carry(act.writer(), act.union(), (row.id, form.item), &[])?;
    act.run_fresh(REMOVE, &[&act.union(), &row.id, &form.item, &form.version])?;
    if let Some(gone) = all.get(at) {
        act.note(&Happened::ItemRemoved {
            meeting: row.id,
            title: &gone.title,
            notes: gone.notes.as_deref(),
        })?;
    }
    Ok(done(row.id, "meetings.said.item_removed"))
}
