//! A workbook is brought, taken in, or dropped.

use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Refusal, Reply, Stop, View};

use super::reading::{self, Brought};
use crate::{
    SheetId,
    event::Happened,
    model::place::Place,
    sheets::{self, Entry},
    store::{self, Import, ImportId, ImportStatus, Owner},
};

/// The file comes in the field `file`.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(crate) struct Bring {
    /// The sheet it is for; the union's own rules if not said.
    #[serde(default)]
    sheet: Option<SheetId>,
}

/// A workbook that was read.
#[derive(Clone, Debug)]
pub(crate) struct Prepared {
    sheet: Option<SheetId>,
    file: String,
    brought: Brought,
}

/// Reads the workbook, outside any transaction.
pub(crate) fn prepare(view: &View<'_>, form: Bring) -> Reply<Prepared> {
    let file = view.uploads("file").next();
    let file = file.ok_or_else(|| Refusal::field("file", "rules.imports.no_file"))?;
    Ok(Prepared {
        sheet: form.sheet,
        file: file.name.chars().take(100).collect(),
        brought: reading::read(&file.name, &file.bytes)?,
    })
}

/// Where the rules of a workbook go, which the actor may write.
pub(crate) fn place_of(view: &View<'_>, sheet: Option<SheetId>) -> Reply<(Owner, Place)> {
    let Some(sheet) = sheet else {
        return Ok((Owner::Union, Place::Unit));
    };
    Ok((Owner::Sheet(sheet), sheets::place_of(view, sheet)?))
}

/// Keeps what was read, to be looked at.
pub(crate) fn bring(act: &mut Act<'_>, new: Prepared) -> Reply<Done> {
    place_of(act, new.sheet)?;
    let id: ImportId = act.id();
    let body = serde_json::to_string(&new.brought).map_err(web::Fault::other)?;
    let import = Import {
        id,
        sheet: new.sheet,
        file: new.file,
        body,
        status: ImportStatus::Open,
        by: act.actor().name().to_owned(),
        at: act.now(),
    };
    store::add_import(act.writer(), act.union(), &import, act.actor().account)?;
    act.note(&Happened::Brought {
        import: id,
        file: &import.file,
        lines: new.brought.lines.len(),
    })?;
    Ok(Done::to(format!("/rules/imports/{id}")).record(id))
}

/// Which workbook.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(crate) struct Which {
    id: ImportId,
}

/// A workbook that waits.
fn open(act: &Act<'_>, id: ImportId) -> Reply<(Import, Brought)> {
    let import = store::import(act, act.union(), id)?;
    if import.status != ImportStatus::Open {
        return Err(Refusal::new("rules.imports.settled").status(409).into());
    }
    let brought = serde_json::from_str(&import.body).map_err(web::Fault::other)?;
    Ok((import, brought))
}

/// Takes the rules of a workbook in, all or none.
pub(crate) fn take(act: &mut Act<'_>, form: Which) -> Reply<Done> {
    let (import, brought) = open(act, form.id)?;
    let (owner, place) = place_of(act, import.sheet)?;
    let mut rules = Vec::new();
    for line in &brought.lines {
        let Ok(draft) = line.draft(&brought.letters) else {
            return Err(Refusal::new("rules.imports.wrong_cells").into());
        };
        let entry = Entry {
            owner,
            place: &place,
            draft: &draft,
            corrects: None,
        };
        let entered = sheets::enter(act, &entry).map_err(|stop| in_line(stop, line.row))?;
        rules.push(entered);
    }
    if !store::settle_import(act.writer(), act.union(), form.id, ImportStatus::Taken)? {
        return Err(Refusal::stale().into());
    }
    act.note(&Happened::Taken { import: form.id, rules })?;
    let next = import
        .sheet
        .map_or_else(|| "/rules/own".to_owned(), |sheet| format!("/rules/sheets/{sheet}"));
    Ok(Done::to(next).record(form.id).say("rules.said.taken"))
}

/// The refusal of a rule, as one of its line.
fn in_line(stop: Stop, row: usize) -> Stop {
    match stop {
        Stop::Refused(refused) if !refused.fields.is_empty() => {
            Refusal::new("rules.imports.line_refused").arg("n", row).into()
        }
        other => other,
    }
}

/// Drops a workbook.
pub(crate) fn drop_it(act: &mut Act<'_>, form: Which) -> Reply<Done> {
    open(act, form.id)?;
    if !store::settle_import(act.writer(), act.union(), form.id, ImportStatus::Dropped)? {
        return Err(Refusal::stale().into());
    }
    act.note(&Happened::Dropped { import: form.id })?;
    Ok(Done::to("/rules/imports/new").record(form.id).say("rules.said.dropped"))
}
