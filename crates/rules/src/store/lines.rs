//! Rules, shared and own, as rows.

use ::store::{Bind, Error, Reader, Row as Found, Sql, Writer};
use kernel::{Date, Instant, UnionId};
use schemars::JsonSchema;
use serde::Serialize;
use web::AccountId;

use super::Draft;
use crate::{
    SheetId,
    model::{
        key::Key,
        place::{Place, UnitKind, Who},
        row::{Evidence, Row, RuleId, Severity},
        wording::Wording,
        written,
    },
};

const OF_KEY: Sql = Sql::house(
    "SELECT id, key, place, kinds, value, wording, severity, replaces, delegates, basis, evidence, source, note, from_day, until_day,
       follows_id, follows_how, corrected_by, by_account, by_name, entered_at, confirmed_name, confirmed_on, sheet_id
     FROM rule_row WHERE key = $1 ORDER BY place, from_day, id LIMIT 5000",
    "sheets of rules are reference data of the installation",
);
const FOR_PLACES: Sql = Sql::house(
    "SELECT id, key, place, kinds, value, wording, severity, replaces, delegates, basis, evidence, source, note, from_day, until_day,
       follows_id, follows_how, corrected_by, by_account, by_name, entered_at, confirmed_name, confirmed_on, sheet_id
     FROM rule_row WHERE place IN ($1, $2, $3, $4, $5) AND (CAST($6 AS TEXT) IS NULL OR key = $6)
     ORDER BY key, place, from_day, id LIMIT 20000",
    "sheets of rules are reference data of the installation",
);
const OF_SHEET: Sql = Sql::house(
    "SELECT id, key, place, kinds, value, wording, severity, replaces, delegates, basis, evidence, source, note, from_day, until_day,
       follows_id, follows_how, corrected_by, by_account, by_name, entered_at, confirmed_name, confirmed_on, sheet_id
     FROM rule_row WHERE sheet_id = $1 ORDER BY key, from_day, id LIMIT 5000",
    "sheets of rules are reference data of the installation",
);
const SHARED: Sql = Sql::house(
    "SELECT id, key, place, kinds, value, wording, severity, replaces, delegates, basis, evidence, source, note, from_day, until_day,
       follows_id, follows_how, corrected_by, by_account, by_name, entered_at, confirmed_name, confirmed_on, sheet_id
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
const ADD_SHARED: Sql = Sql::house(
    "INSERT INTO rule_row (id, sheet_id, place, key, kinds, value, wording, severity, replaces, delegates, basis, evidence, source,
       note, from_day, until_day, follows_id, follows_how, corrected_by, by_union, by_account, by_name, entered_at, confirmed_union,
       confirmed_by, confirmed_name, confirmed_on)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, NULL, $19, $20, $21, $22, NULL, NULL,
       NULL, NULL)",
    "sheets of rules are reference data of the installation",
);
const ADD_OWN: Sql = Sql::union(
    "INSERT INTO own_rule (union_id, id, key, kinds, value, wording, severity, replaces, delegates, basis, evidence, source, note,
       from_day, until_day, follows_id, follows_how, corrected_by, by_account, by_name, entered_at, confirmed_by, confirmed_name,
       confirmed_on)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, NULL, $18, $19, $20, NULL, NULL, NULL)",
);
const END_SHARED: Sql = Sql::house(
    "UPDATE rule_row SET until_day = $2 WHERE id = $1 AND corrected_by IS NULL",
    "sheets of rules are reference data of the installation",
);
const END_OWN: Sql =
    Sql::union("UPDATE own_rule SET until_day = $3 WHERE union_id = $1 AND id = $2 AND corrected_by IS NULL");
const CORRECT_SHARED: Sql = Sql::house(
    "UPDATE rule_row SET corrected_by = $2 WHERE id = $1 AND corrected_by IS NULL",
    "sheets of rules are reference data of the installation",
);
const CORRECT_OWN: Sql =
    Sql::union("UPDATE own_rule SET corrected_by = $3 WHERE union_id = $1 AND id = $2 AND corrected_by IS NULL");
const CONFIRM_SHARED: Sql = Sql::house(
    "UPDATE rule_row SET confirmed_union = $2, confirmed_by = $3, confirmed_name = $4, confirmed_on = $5
     WHERE id = $1 AND confirmed_by IS NULL AND corrected_by IS NULL AND from_day IS NOT NULL",
    "sheets of rules are reference data of the installation",
);
const CONFIRM_OWN: Sql = Sql::union(
    "UPDATE own_rule SET confirmed_by = $3, confirmed_name = $4, confirmed_on = $5
     WHERE union_id = $1 AND id = $2 AND confirmed_by IS NULL AND corrected_by IS NULL",
);

const OWN_OPEN: Sql = Sql::union(
    "SELECT COUNT(*) FROM own_rule WHERE union_id = $1 AND by_account <> $2 AND confirmed_by IS NULL AND corrected_by IS NULL",
);
const SHARED_OPEN: Sql = Sql::house(
    "SELECT COUNT(*) FROM rule_row WHERE by_union = $1 AND by_account <> $2 AND confirmed_by IS NULL AND corrected_by IS NULL
       AND from_day IS NOT NULL",
    "sheets of rules are reference data of the installation",
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
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Line {
    /// Its id.
    pub id: RuleId,
    /// Its key.
    pub key: String,
    /// Where it holds.
    pub place: Option<Place>,
    /// For which kinds of units; empty for all.
    pub kinds: Vec<UnitKind>,
    /// What it sets, as sheets write it.
    pub value: String,
    /// How that is compared.
    pub wording: Wording,
    /// How hard it is, once confirmed.
    pub severity: Severity,
    /// It takes the place of rules farther away.
    pub replaces: bool,
    /// A union may set its own figure instead.
    pub delegates: bool,
    /// Where it stands.
    pub basis: String,
    /// How well it is known.
    pub evidence: Evidence,
    /// Where it was read.
    pub source: Option<String>,
    /// What else there is to say.
    pub note: Option<String>,
    /// From this day on; none while the day is not known.
    pub from: Option<Date>,
    /// Until the day before this one.
    pub until: Option<Date>,
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
    #[serde(skip)]
    pub account: Option<AccountId>,
    /// As decisions see it.
    #[serde(skip)]
    pub row: Row,
}

impl Line {
    /// Where it is written down.
    pub(crate) fn owner(&self) -> Owner {
        self.sheet.map_or(Owner::Union, Owner::Sheet)
    }
    /// What it says, to be written down anew.
    pub(crate) fn draft(&self) -> Draft {
        Draft {
            key: self.row.key,
            kinds: self.kinds.clone(),
            value: self.row.value.clone(),
            wording: self.wording,
            severity: self.severity,
            replaces: self.replaces,
            delegates: self.delegates,
            basis: self.basis.clone(),
            evidence: self.evidence,
            source: self.source.clone(),
            note: self.note.clone(),
            from: self.from,
            until: self.until,
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
        wording: Wording::read(&c.take::<String>()?).ok_or_else(|| wrong("wording"))?,
        severity: Severity::read(&c.take::<String>()?).ok_or_else(|| wrong("severity"))?,
        replaces: c.take()?,
        delegates: c.take()?,
        basis: c.take()?,
        evidence: Evidence::read(&c.take::<String>()?).ok_or_else(|| wrong("evidence"))?,
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
    let place: Option<String> = c.take()?;
    let place = place.map(|text| text.parse::<Place>());
    let place = place
        .transpose()
        .map_err(|_| Error::Wrong("the place of a rule".to_owned()))?;
    let d = draft(&mut c, key)?;
    let follows: Option<RuleId> = c.take()?;
    let how: Option<String> = c.take()?;
    let corrected_by: Option<RuleId> = c.take()?;
    let account: Option<AccountId> = c.take()?;
    let entered_by: Option<String> = c.take()?;
    let entered_at: Instant = c.take()?;
    let (by, on): (Option<String>, Option<Date>) = (c.take()?, c.take()?);
    let confirmed = by.zip(on).map(|(name, on)| Confirmed { name, on });
    let sheet = if shared { Some(c.take()?) } else { None };
    let row = Row {
        confirmed: confirmed.is_some(),
        corrected: corrected_by.is_some(),
        ..d.row(id, place.clone())
    };
    Ok(Some(Line {
        id,
        key: name,
        place,
        value: written::write(key, &d.value),
        kinds: d.kinds,
        wording: d.wording,
        severity: d.severity,
        replaces: d.replaces,
        delegates: d.delegates,
        basis: d.basis,
        evidence: d.evidence,
        source: d.source,
        note: d.note,
        from: d.from,
        until: d.until,
        follows,
        corrects: how.as_deref() == Some("corrects"),
        corrected_by,
        entered_by,
        entered_at,
        confirmed,
        sheet,
        account,
        row,
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

/// The rules that may hold for a union: those of sheets of its places and its own; of one key or of all.
pub(crate) fn for_key(read: &Reader, union: UnionId, who: &Who, key: Option<&Key>) -> Result<Vec<Line>, Error> {
    let name = key.map(|key| key.name);
    let mut places: Vec<String> = who.chain().iter().map(Place::to_string).collect();
    places.resize(5, "CN".to_owned());
    let mut lines = all(
        read,
        FOR_PLACES,
        &[&places[0], &places[1], &places[2], &places[3], &places[4], &name],
        true,
    )?;
    lines.extend(all(read, OF_UNION, &[&union, &name], false)?);
    Ok(lines)
}

/// The rules of a sheet.
pub(crate) fn of_sheet(read: &Reader, sheet: SheetId) -> Result<Vec<Line>, Error> {
    all(read, OF_SHEET, &[&sheet], true)
}

/// A union's own rules.
pub(crate) fn of_union(read: &Reader, union: UnionId) -> Result<Vec<Line>, Error> {
    all(read, OF_UNION, &[&union, &None::<String>], false)
}

/// A union's own rules of a key.
pub(crate) fn own_of_key(read: &Reader, union: UnionId, key: &Key) -> Result<Vec<Line>, Error> {
    all(read, OF_UNION, &[&union, &Some(key.name)], false)
}

/// How many rules that others of a union entered wait for confirmation: its own, and those of sheets.
pub(crate) fn open(read: &Reader, union: UnionId, account: AccountId) -> Result<(i64, i64), Error> {
    let own = read.one(OWN_OPEN, &[&union, &account], |row| row.get(0))?;
    let shared = read.one(SHARED_OPEN, &[&union, &account], |row| row.get(0))?;
    Ok((own, shared))
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

/// A rule to be written down, by whom and where.
pub(crate) struct Written<'a> {
    pub id: RuleId,
    pub owner: Owner,
    pub place: Option<&'a Place>,
    pub draft: &'a Draft,
    /// The rule that ends or is corrected once this one is confirmed, and whether it is corrected.
    pub follows: Option<(RuleId, bool)>,
    pub union: UnionId,
    pub account: AccountId,
    pub name: &'a str,
    pub at: Instant,
}

/// A rule's cells that are made of words.
struct Texts {
    kinds: String,
    value: String,
    wording: &'static str,
    severity: &'static str,
    evidence: &'static str,
    follows: Option<RuleId>,
    how: Option<&'static str>,
}

/// Writes a rule down.
pub(crate) fn add(w: &Writer, new: &Written<'_>) -> Result<(), Error> {
    let d = new.draft;
    let kinds: Vec<&str> = d.kinds.iter().map(|kind| kind.key()).collect();
    let t = Texts {
        kinds: kinds.join(","),
        value: written::write(d.key, &d.value),
        wording: d.wording.key(),
        severity: d.severity.key(),
        evidence: d.evidence.key(),
        follows: new.follows.map(|(id, _)| id),
        how: new
            .follows
            .map(|(_, corrects)| if corrects { "corrects" } else { "ends" }),
    };
    match new.owner {
        Owner::Sheet(sheet) => add_shared(w, new, &t, sheet),
        Owner::Union => add_own(w, new, &t),
    }
}

fn add_shared(w: &Writer, new: &Written<'_>, t: &Texts, sheet: SheetId) -> Result<(), Error> {
    let d = new.draft;
    let place = new.place.map(Place::to_string);
    w.run(
        ADD_SHARED,
        &[
            &new.id,
            &sheet,
            &place,
            &d.key.name,
            &t.kinds,
            &t.value,
            &t.wording,
            &t.severity,
            &d.replaces,
            &d.delegates,
            &d.basis,
            &t.evidence,
            &d.source,
            &d.note,
            &d.from,
            &d.until,
            &t.follows,
            &t.how,
            &new.union,
            &new.account,
            &new.name,
            &new.at,
        ],
    )
    .map(drop)
}

fn add_own(w: &Writer, new: &Written<'_>, t: &Texts) -> Result<(), Error> {
    let d = new.draft;
    w.run(
        ADD_OWN,
        &[
            &new.union,
            &new.id,
            &d.key.name,
            &t.kinds,
            &t.value,
            &t.wording,
            &t.severity,
            &d.replaces,
            &d.delegates,
            &d.basis,
            &t.evidence,
            &d.source,
            &d.note,
            &d.from,
            &d.until,
            &t.follows,
            &t.how,
            &new.account,
            &new.name,
            &new.at,
        ],
    )
    .map(drop)
}

/// Lets a rule end before a day; says whether it stood.
pub(crate) fn end(w: &Writer, union: UnionId, line: &Line, until: Date) -> Result<bool, Error> {
    let touched = match line.owner() {
        Owner::Sheet(_) => w.run(END_SHARED, &[&line.id, &until]),
        Owner::Union => w.run(END_OWN, &[&union, &line.id, &until]),
    };
    touched.map(|n| n > 0)
}

/// Lets a corrected rule take the place of one; says whether it stood.
pub(crate) fn correct_by(w: &Writer, union: UnionId, line: &Line, by: RuleId) -> Result<bool, Error> {
    let touched = match line.owner() {
        Owner::Sheet(_) => w.run(CORRECT_SHARED, &[&line.id, &by]),
        Owner::Union => w.run(CORRECT_OWN, &[&union, &line.id, &by]),
    };
    touched.map(|n| n > 0)
}

/// Confirms a rule; says whether it waited for that.
pub(crate) fn confirm(w: &Writer, union: UnionId, line: &Line, by: (AccountId, &str), on: Date) -> Result<bool, Error> {
    let (account, name) = by;
    let touched = match line.owner() {
        Owner::Sheet(_) => w.run(CONFIRM_SHARED, &[&line.id, &union, &account, &name, &on]),
        Owner::Union => w.run(CONFIRM_OWN, &[&union, &line.id, &account, &name, &on]),
    };
    touched.map(|n| n > 0)
}
