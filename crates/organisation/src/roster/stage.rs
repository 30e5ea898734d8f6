//! A file is brought: read, its heads found, its columns guessed, its rows sealed, all before the act that keeps them.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Refusal, Reply, View};

use super::{
    cell::Block,
    desk::Desk,
    event::Happened,
    guess::Known,
    header::{self, Header},
    model::{Layout, Roster, RosterId, SheetOf, State},
    reading::{self, Unread},
    store,
    trouble::Rules,
};

/// A file that was read and sealed, outside any transaction.
#[derive(Clone, Debug)]
pub(super) struct Prepared {
    roster: Roster,
    blocks: Arc<Vec<SealedBlock>>,
}

/// A block on its way into the store.
#[derive(Debug)]
struct SealedBlock {
    sheet: usize,
    number: i64,
    first: i64,
    lines: i64,
    sealed: Vec<u8>,
}

/// Why a file was not kept, as an answer.
struct Unkept(web::Stop);

impl From<Unread> for Unkept {
    fn from(unread: Unread) -> Self {
        let (key, place, value) = unread.told();
        Unkept(Refusal::field("file", &key).arg(place, value).into())
    }
}
impl From<::store::Error> for Unkept {
    fn from(error: ::store::Error) -> Self {
        Unkept(error.into())
    }
}

/// The file comes in the field `file`.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct NewRoster {}

/// Reads the file, finds its heads, guesses its columns, seals its rows.
pub(super) fn prepare(view: &View<'_>, _: NewRoster) -> Reply<Prepared> {
    let file = view.uploads("file").next();
    let file = file.ok_or_else(|| Refusal::field("file", "roster.no_file"))?;
    let (id, union): (RosterId, _) = (view.id(), view.union());
    let mut blocks = Vec::new();
    let sheets = reading::read(&file.name, Arc::clone(&file.bytes), &mut |sheet, block: Block| {
        blocks.push(SealedBlock {
            sheet,
            number: block.number,
            first: block.first,
            lines: i64::try_from(block.rows.len()).unwrap_or(0),
            sealed: store::seal(view, union, id, sheet, &block)?,
        });
        Ok(())
    });
    let sheets = sheets.map_err(|unread: Unkept| unread.0)?;
    let mut about: Vec<SheetOf> = sheets.iter().map(|read| read.about.clone()).collect();
    let sheet = reading::best(&about);
    let layout = match (sheets.get(sheet), about.get_mut(sheet)) {
        (Some(read), Some(about)) => layout(view, about, read.first.as_ref())?,
        _ => Layout::default(),
    };
    let roster = Roster {
        id,
        name: file.name.chars().take(100).collect(),
        account: view.actor().account,
        who: None,
        at: view.now(),
        state: State::Staged,
        version: 1,
        sheets: about,
        sheet,
        layout,
        rules: Rules::default(),
        job: None,
        lines: 0,
        skipped: 0,
        finished: None,
    };
    Ok(Prepared {
        roster,
        blocks: Arc::new(blocks),
    })
}

/// What the columns of a sheet mean: as the last time, or as they look. Where no heads were found, a row that was said
/// to be heads before is one again.
pub(super) fn layout(view: &View<'_>, sheet: &mut SheetOf, first: Option<&Block>) -> Reply<Layout> {
    let own = sheet.header().fingerprint();
    let rows = first
        .filter(|_| own.is_none())
        .into_iter()
        .flat_map(|block| block.rows.iter().take(10));
    let others = (1..).zip(rows).map(|(above, cells)| Header {
        above,
        heads: header::texts(cells),
        title: String::new(),
        found: true,
    });
    for header in std::iter::once(sheet.header()).chain(others) {
        let Some(heads) = header.fingerprint() else { continue };
        if let Some(learnt) = store::learnt(view, view.union(), &heads)? {
            (sheet.above, sheet.heads, sheet.found) = (header.above, header.heads, true);
            return Ok(learnt);
        }
    }
    let desk = Desk::bare(view, view.union(), view.today())?;
    let groups: Vec<String> = desk.groups.into_keys().collect();
    let known = Known {
        groups: &groups,
        today: view.today(),
    };
    Ok(first.map_or_else(Layout::default, |block| reading::guessed(sheet, block, &known)))
}

/// Keeps the rows and leads to the columns.
pub(super) fn add(act: &mut Act<'_>, p: Prepared) -> Reply<Done> {
    let (union, roster) = (act.union(), &p.roster);
    store::add(act.writer(), union, roster)?;
    for b in p.blocks.iter() {
        let of = (union, roster.id);
        store::add_block(act.writer(), of, (b.sheet, b.number), (b.first, b.lines), &b.sealed)?;
    }
    act.note(&Happened::Staged {
        roster: roster.id,
        name: &roster.name,
        lines: roster.sheets.iter().map(|s| s.lines).sum(),
    })?;
    Ok(Done::to(format!("/rosters/{}/columns", roster.id)).record(roster.id))
}
