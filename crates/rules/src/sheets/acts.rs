//! What people do with sheets and rules.

use kernel::{Date, Text};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Refusal, Reply};

use super::{
    form::{Filled, ForSheet, Instead},
    write::{Entry, enter as write_down, follows, give_way, may, place_of, standing},
};
use crate::{
    RuleId, SheetId,
    event::Happened,
    model::place::Place,
    store::{self, Line, Owner},
};

/// A sheet to be made.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(crate) struct Make {
    /// `CN`, a code of GB/T 2260, or `sys:` and a system.
    place: Text<20>,
    /// Title and number of the document.
    title: Text<120>,
    /// Where it can be read.
    #[serde(default)]
    source: Option<Text<300>>,
}

/// Makes a sheet of a place.
pub(crate) fn make(act: &mut Act<'_>, form: Make) -> Reply<Done> {
    let place: Place = form
        .place
        .parse()
        .map_err(|_| Refusal::field("place", "rules.refusal.place"))?;
    if place == Place::Unit {
        return Err(Refusal::field("place", "rules.refusal.place").into());
    }
    let place = may(act, Some(place))?;
    let id: SheetId = act.id();
    let (union, name) = (act.union(), act.actor().name());
    let about = (form.title.as_str(), form.source.as_deref());
    store::add_sheet(act.writer(), id, &place, about, (union, name, act.now()))?;
    act.note(&Happened::SheetMade {
        sheet: id,
        place: place.to_string(),
        title: &form.title,
    })?;
    Ok(Done::to(format!("/rules/sheets/{id}"))
        .record(id)
        .say("rules.said.sheet_made"))
}

/// Enters a rule into a sheet.
pub(crate) fn enter(act: &mut Act<'_>, form: ForSheet) -> Reply<Done> {
    let sheet = form.id;
    let place = place_of(act, sheet)?;
    let draft = Filled::from(form).draft()?;
    let entry = Entry {
        owner: Owner::Sheet(sheet),
        place: &place,
        draft: &draft,
        corrects: None,
    };
    entered(write_down(act, &entry)?)
}

fn entered(id: RuleId) -> Reply<Done> {
    Ok(Done::to(format!("/rules/rows/{id}"))
        .record(id)
        .say("rules.said.entered"))
}

/// Enters a rule of the union's own.
pub(crate) fn enter_own(act: &mut Act<'_>, form: Filled) -> Reply<Done> {
    let mut draft = form.draft()?;
    // nothing stands below the union itself
    draft.delegates = false;
    let entry = Entry {
        owner: Owner::Union,
        place: &Place::Unit,
        draft: &draft,
        corrects: None,
    };
    entered(write_down(act, &entry)?)
}

/// Puts a corrected rule in the place of one.
pub(crate) fn correct(act: &mut Act<'_>, form: Instead) -> Reply<Done> {
    let (line, place) = standing(act, form.id)?;
    let draft = Filled::from(form).draft()?;
    if draft.key != line.row.key {
        return Err(Refusal::field("key", "rules.refusal.other_key").into());
    }
    if draft == line.draft() {
        return Err(Refusal::new("rules.refusal.nothing_changed").into());
    }
    let entry = Entry {
        owner: line.owner(),
        place: &place,
        draft: &draft,
        corrects: Some(&line),
    };
    entered(write_down(act, &entry)?)
}

/// A first day for the rules of a sheet that have none.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(crate) struct Dating {
    id: SheetId,
    from: Date,
}

/// Gives the rules of a sheet that have no first day one. Earlier rules of the place that go on end there.
pub(crate) fn date(act: &mut Act<'_>, form: Dating) -> Reply<Done> {
    let place = place_of(act, form.id)?;
    let lines = store::of_sheet(act, form.id)?;
    let mut dated = Vec::new();
    for line in lines
        .iter()
        .filter(|line| line.row.from.is_none() && !line.row.corrected)
    {
        let row = &line.row;
        // a row of the sheet that has a day of its own stands for the days after it
        let newer = |other: &Line| other.row.key == row.key && other.row.kinds == row.kinds && other.row.from.is_some();
        if lines.iter().any(newer) {
            continue;
        }
        let mut draft = line.draft();
        draft.from = Some(form.from);
        let entry = Entry {
            owner: line.owner(),
            place: &place,
            draft: &draft,
            corrects: Some(line),
        };
        dated.push(write_down(act, &entry)?);
    }
    if dated.is_empty() {
        return Err(Refusal::new("rules.refusal.all_dated").status(409).into());
    }
    act.note(&Happened::Dated {
        sheet: form.id,
        from: form.from,
        rules: dated,
    })?;
    Ok(Done::to(format!("/rules/sheets/{}", form.id))
        .record(form.id)
        .say("rules.said.dated"))
}

/// Which rule.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(crate) struct WhichRule {
    id: RuleId,
}

/// Confirms a rule that somebody else entered.
pub(crate) fn confirm(act: &mut Act<'_>, form: WhichRule) -> Reply<Done> {
    let (line, _) = standing(act, form.id)?;
    if line.account == Some(act.actor().account) {
        return Err(Refusal::new("rules.refusal.own_entry").status(403).into());
    }
    if line.row.from.is_none() {
        return Err(Refusal::new("rules.refusal.undated").into());
    }
    if line.row.confirmed {
        return Err(Refusal::new("rules.refusal.is_confirmed").status(409).into());
    }
    confirm_one(act, &line)?;
    Ok(Done::to(format!("/rules/rows/{}", line.row.id))
        .record(line.row.id)
        .say("rules.said.confirmed"))
}

/// Confirms a rule, and lets the one that it follows give way.
fn confirm_one(act: &Act<'_>, line: &Line) -> Reply<()> {
    let by = (act.actor().account, act.actor().name());
    if !store::confirm(act.writer(), act.union(), line, by, act.today())? {
        return Err(Refusal::stale().into());
    }
    if let Some(earlier) = line.follows.filter(|_| line.corrects) {
        let earlier = store::one(act, act.union(), earlier)?;
        if !earlier.row.corrected {
            give_way(act, &earlier, true, line.row.id, None)?;
        }
    }
    end_before(act, line)?;
    act.note(&Happened::Confirmed {
        rule: line.row.id,
        key: line.row.key.name,
        value: line.value(),
    })?;
    Ok(())
}

/// Lets the confirmed rule that a rule follows end: the one named when it was entered, or what has come in its place since.
fn end_before(act: &Act<'_>, line: &Line) -> Reply<()> {
    let Some(place) = &line.row.place else { return Ok(()) };
    let mut beside = store::of_place(act, act.union(), place, Some(line.row.key))?;
    beside.retain(|other| other.row.id != line.row.id && other.row.confirmed);
    match follows(&line.row, &beside)? {
        Some(earlier) => give_way(act, earlier, false, line.row.id, line.row.from),
        None => Ok(()),
    }
}

/// Which sheet.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(crate) struct WhichSheet {
    id: SheetId,
}

/// Confirms all rules of a sheet that wait for it and that somebody else entered.
pub(crate) fn confirm_all(act: &mut Act<'_>, form: WhichSheet) -> Reply<Done> {
    place_of(act, form.id)?;
    let own = act.actor().account;
    let open: Vec<Line> = store::of_sheet(act, form.id)?
        .into_iter()
        .filter(|line| !line.row.confirmed && !line.row.corrected && line.row.from.is_some())
        .collect();
    if !open.is_empty() && open.iter().all(|line| line.account == Some(own)) {
        return Err(Refusal::new("rules.refusal.own_entry").status(403).into());
    }
    let mut confirmed = Vec::new();
    for line in open.iter().filter(|line| line.account != Some(own)) {
        confirm_one(act, line)?;
        confirmed.push(line.row.id);
    }
    if confirmed.is_empty() {
        return Err(Refusal::new("rules.refusal.none_open").status(409).into());
    }
    act.note(&Happened::SheetConfirmed {
        sheet: form.id,
        rules: confirmed,
    })?;
    Ok(Done::to(format!("/rules/sheets/{}", form.id))
        .record(form.id)
        .say("rules.said.confirmed"))
}

/// The last day of a rule that nothing follows.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(crate) struct End {
    id: RuleId,
    last: Date,
}

/// Ends a rule after a day.
pub(crate) fn end(act: &mut Act<'_>, form: End) -> Reply<Done> {
    let (line, _) = standing(act, form.id)?;
    if line.row.until.is_some() {
        return Err(Refusal::new("rules.refusal.has_ended").status(409).into());
    }
    if line.row.from.is_none_or(|from| form.last < from) {
        return Err(Refusal::field("last", "rules.refusal.days").into());
    }
    let until = form.last.plus_days(1);
    if !store::end(act.writer(), act.union(), &line, until)? {
        return Err(Refusal::stale().into());
    }
    act.note(&Happened::Ended {
        rule: line.row.id,
        until,
    })?;
    Ok(Done::to(format!("/rules/rows/{}", line.row.id))
        .record(line.row.id)
        .say("rules.said.ended"))
}
