//! Rules, shared and own, as rows.

use std::collections::BTreeMap;

use ::store::{Asked, Bind, Error, Reader, Row as Found, Sql};
use kernel::{Date, Instant, UnionId};
use org::{UnionKind, tree};
use schemars::JsonSchema;
use serde::Serialize;
use web::AccountId;

use super::Draft;
use crate::{
    SheetId,
    model::{
        key::Key,
        place::{Place, UnitKind, Who},
        row::{Evidence, Row, RuleId},
        written,
    },
};

const OF_KEY: Sql = Sql::house(
    "SELECT id, key, place, kinds, value, wording, severity, replaces, delegates, basis, evidence, source, note, from_day, until_day,
       follows_id, follows_how, corrected_by, by_account, by_name, entered_at, confirmed_name, confirmed_on, sheet_id, confirmed_union
     FROM rule_row WHERE key = $1 ORDER BY place, from_day, id LIMIT 5000",
    "sheets of rules are reference data of the installation",
);
const FOR_PLACES: Sql = Sql::house(
    "SELECT id, key, place, kinds, value, wording, severity, replaces, delegates, basis, evidence, source, note, from_day, until_day,
       follows_id, follows_how, corrected_by, by_account, by_name, entered_at, confirmed_name, confirmed_on, sheet_id, confirmed_union
     FROM rule_row WHERE place IN ($1, $2, $3, $4, $5) AND (CAST($6 AS TEXT) IS NULL OR key = $6)
     ORDER BY key, place, from_day, id LIMIT 20000",
    "sheets of rules are reference data of the installation",
);
const OF_SHEET: Sql = Sql::house(
    "SELECT id, key, place, kinds, value, wording, severity, replaces, delegates, basis, evidence, source, note, from_day, until_day,
       follows_id, follows_how, corrected_by, by_account, by_name, entered_at, confirmed_name, confirmed_on, sheet_id, confirmed_union
     FROM rule_row WHERE sheet_id = $1 ORDER BY key, from_day, id LIMIT 5000",
    "sheets of rules are reference data of the installation",
);
const SHARED: Sql = Sql::house(
    "SELECT id, key, place, kinds, value, wording, severity, replaces, delegates, basis, evidence, source, note, from_day, until_day,
       follows_id, follows_how, corrected_by, by_account, by_name, entered_at, confirmed_name, confirmed_on, sheet_id, confirmed_union
     FROM rule_row WHERE id = $1",
    "sheets of rules are reference data of the installation",
);
const OF_UNION: Sql = Sql::union(
    "SELECT id, key, 'unit', kinds, value, wording, severity, replaces, delegates, basis, evidence, source, note, from_day, until_day,
       follows_id, follows_how, corrected_by, by_account, by_name, entered_at, confirmed_name, confirmed_on
     FROM own_rule WHERE union_id = $1 AND (CAST($2 AS TEXT) IS NULL OR key = $2) ORDER BY key, from_day, id LIMIT 5000",
);
const OWN: Sql = Sql::union(
    "SELECT id, key, 'unit', kinds, value, wording, severity, replaces, delegates, basis, evidence, source, note, from_day, until_day,
       follows_id, follows_how, corrected_by, by_account, by_name, entered_at, confirmed_name, confirmed_on
     FROM own_rule WHERE union_id = $1 AND id = $2",
);

const OPEN: Sql = Sql::union(
    "SELECT COUNT(*), (SELECT COUNT(*) FROM rule_row WHERE by_union = $1 AND by_account <> $2 AND confirmed_by IS NULL
       AND corrected_by IS NULL AND from_day IS NOT NULL)
     FROM own_rule WHERE union_id = $1 AND by_account <> $2 AND confirmed_by IS NULL AND corrected_by IS NULL",
);

/// Where a rule is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// In a sheet.
    Sheet(SheetId),
    /// Among the union's own.
    Union,
}

/// Who confirmed a rule, and on which day.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Confirmed {
    /// The person's name.
    pub name: String,
    /// The day.
    pub on: Date,
}

/// A rule as it is written down.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// As decisions see it.
    pub row: Row,
    /// How well it is known.
    pub evidence: Evidence,
    /// Where it was read.
    pub source: Option<String>,
    /// What else there is to say.
    pub note: Option<String>,
    /// The rule that ends or is corrected by this one.
    pub follows: Option<RuleId>,
    /// Whether that one is corrected.
    pub corrects: bool,
    /// The rule that corrects it.
    pub corrected_by: Option<RuleId>,
    /// Who entered it; nobody for those that come with the program.
    pub entered_by: Option<String>,
    /// When.
    pub entered_at: Instant,
    /// Who confirmed it.
    pub confirmed: Option<Confirmed>,
    /// The sheet it stands in; none for a union's own.
    pub sheet: Option<SheetId>,
    /// The account that entered it.
    pub account: Option<AccountId>,
    /// The union whose officer confirmed a rule of a sheet.
    pub confirmed_union: Option<UnionId>,
}

impl Line {
    /// Where it is written down.
    pub(crate) fn owner(&self) -> Owner {
        self.sheet.map_or(Owner::Union, Owner::Sheet)
    }
    /// What it sets, as sheets write it.
    pub(crate) fn value(&self) -> String {
        written::write(self.row.key, &self.row.value)
    }
    /// What it says, to be written down anew.
    pub(crate) fn draft(&self) -> Draft {
        let row = self.row.clone();
        Draft {
            key: row.key,
            kinds: row.kinds,
            value: row.value,
            wording: row.wording,
            severity: row.severity,
            replaces: row.replaces,
            delegates: row.delegates,
            basis: row.basis,
            evidence: self.evidence,
            source: self.source.clone(),
            note: self.note.clone(),
            from: row.from,
            until: row.until,
        }
    }
}

/// What a rule says, from its cells after key and place.
fn draft(c: &mut ::store::Cells<'_>, key: &'static Key) -> Result<Draft, Error> {
    let wrong = |what: &str| Error::Wrong(format!("the {what} of a rule"));
    let kinds: String = c.take()?;
    let kinds: Option<Vec<UnitKind>> = kinds.split(',').filter(|k| !k.is_empty()).map(UnitKind::read).collect();
    let value: String = c.take()?;
    Ok(Draft {
        key,
        kinds: kinds.ok_or_else(|| wrong("kinds"))?,
        value: written::read(key, &value).map_err(|_| wrong("value"))?,
        wording: c.take()?,
        severity: c.take()?,
        replaces: c.take()?,
        delegates: c.take()?,
        basis: c.take()?,
        evidence: c.take()?,
        source: c.take()?,
        note: c.take()?,
        from: c.take()?,
        until: c.take()?,
    })
}

/// A line, if the program still knows its key.
fn line(cells: &Found<'_>, shared: bool) -> Result<Option<Line>, Error> {
    let mut c = cells.cells();
    let (id, name): (RuleId, String) = (c.take()?, c.take()?);
    let Some(key) = Key::of(&name) else { return Ok(None) };
    let place: Option<Place> = c.take()?;
    let d = draft(&mut c, key)?;
    let follows: Option<RuleId> = c.take()?;
    let how: Option<String> = c.take()?;
    let corrected_by: Option<RuleId> = c.take()?;
    let account: Option<AccountId> = c.take()?;
    let entered_by: Option<String> = c.take()?;
    let entered_at: Instant = c.take()?;
    let (by, on): (Option<String>, Option<Date>) = (c.take()?, c.take()?);
    let confirmed = by.zip(on).map(|(name, on)| Confirmed { name, on });
    let (sheet, confirmed_union) = if shared {
        (Some(c.take()?), c.take()?)
    } else {
        (None, None)
    };
    Ok(Some(Line {
        row: Row {
            confirmed: confirmed.is_some(),
            corrected: corrected_by.is_some(),
            ..d.row(id, place)
        },
        evidence: d.evidence,
        source: d.source,
        note: d.note,
        follows,
        corrects: how.as_deref() == Some("corrects"),
        corrected_by,
        entered_by,
        entered_at,
        confirmed,
        sheet,
        account,
        confirmed_union,
    }))
}

fn all(read: &Reader, sql: Sql, params: &[&dyn Bind], shared: bool) -> Result<Vec<Line>, Error> {
    let rows = read.rows(sql, params, |row| line(row, shared))?;
    let mut lines: Vec<Line> = rows.into_iter().flatten().collect();
    // stable: within a key as the statement says
    lines.sort_by_cached_key(|line| line.row.key.position());
    Ok(lines)
}

/// The rules of sheets of a key, of all places.
pub(crate) fn of_key(read: &Reader, key: &Key) -> Result<Vec<Line>, Error> {
    all(read, OF_KEY, &[&key.name], true)
}

/// The rules of sheets of up to five places; of one key or of all.
fn of_places(read: &Reader, places: &[Place], key: Option<&str>) -> Result<Vec<Line>, Error> {
    let at = |n: usize| places.get(n).or(places.last());
    all(read, FOR_PLACES, &[&at(0), &at(1), &at(2), &at(3), &at(4), &key], true)
}

/// The rules that may hold for a union: those of sheets of its places and its own; of one key or of all.
pub(crate) fn for_key(read: &Reader, union: UnionId, who: &Who, key: Option<&Key>) -> Result<Vec<Line>, Error> {
    let mut lines = of_places(read, &who.chain(), key.map(|key| key.name))?;
    lines.extend(of_place(read, union, &Place::Unit, key)?);
    as_seen_from(read, union, &mut lines)?;
    Ok(lines)
}

/// The rules of a place: a union's own, or those of sheets of the place; of one key or of all.
pub(crate) fn of_place(read: &Reader, union: UnionId, place: &Place, key: Option<&Key>) -> Result<Vec<Line>, Error> {
    let name = key.map(|key| key.name);
    match place {
        Place::Unit => all(read, OF_UNION, &[&union, &name], false),
        place => of_places(read, std::slice::from_ref(place), name),
    }
}

/// Takes the confirmation of rules of sheets for what it is to a union: that of its own tree counts, and that of a
/// federation of a place or of a system's union; what somebody confirmed in another tree binds nobody here.
pub(crate) fn as_seen_from(read: &Reader, union: UnionId, lines: &mut [Line]) -> Result<(), Error> {
    let top = |path: &str| path.split('/').nth(1).map(str::to_owned);
    let mut known: BTreeMap<UnionId, bool> = BTreeMap::from([(union, true)]);
    let mut own = None;
    for line in lines.iter_mut() {
        let Some(by) = line.confirmed_union else { continue };
        let counts = match known.get(&by) {
            Some(counts) => *counts,
            None => {
                if own.is_none() {
                    own = top(&tree::store::get(read, union)?.path);
                }
                let node = tree::store::get(read, by)?;
                let office = matches!(
                    node.kind,
                    UnionKind::Province | UnionKind::City | UnionKind::District | UnionKind::System
                );
                let counts = office || top(&node.path) == own;
                known.insert(by, counts);
                counts
            }
        };
        line.row.confirmed = line.row.confirmed && counts;
    }
    Ok(())
}

/// The rules of a sheet.
pub(crate) fn of_sheet(read: &Reader, sheet: SheetId) -> Result<Vec<Line>, Error> {
    all(read, OF_SHEET, &[&sheet], true)
}

/// Asks how many rules that others of a union entered wait for confirmation: its own, and those of sheets.
pub(crate) fn ask_open<'r, T>(
    read: &'r Reader,
    union: UnionId,
    account: AccountId,
    told: impl Fn(i64, i64) -> T + 'r,
) -> Result<Asked<'r, T>, Error> {
    read.ask(OPEN, &[&union, &account], move |row| Ok(told(row.get(0)?, row.get(1)?)))
}

/// A rule: the union's own, or one of a sheet.
///
/// # Errors
/// The store's; `Missing` if it is neither.
pub(crate) fn one(read: &Reader, union: UnionId, id: RuleId) -> Result<Line, Error> {
    let own = read.opt(OWN, &[&union, &id], |row| line(row, false))?.flatten();
    match own {
        Some(line) => Ok(line),
        None => read
            .opt(SHARED, &[&id], |row| line(row, true))?
            .flatten()
            .ok_or(Error::Missing),
    }
}
