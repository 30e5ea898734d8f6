//! Rules written down, ended, corrected, confirmed.

use ::store::{Error, Sql, Writer};
use kernel::{Date, Instant, UnionId};
use web::AccountId;

use super::{
    Draft,
    lines::{Line, Owner},
};
use crate::{
    SheetId,
    model::{place::Place, row::RuleId, written},
};

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

/// A rule to be written down, by whom and where.
pub(crate) struct Written<'a> {
    pub id: RuleId,
    pub owner: Owner,
    pub place: &'a Place,
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
    follows: Option<RuleId>,
    how: Option<&'static str>,
}

/// Writes a rule down.
pub(crate) fn add(w: &Writer, new: &Written<'_>) -> Result<(), Error> {
    let d = new.draft;
    let t = Texts {
        kinds: d.kept_kinds(),
        value: written::write(d.key, &d.value),
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
    w.run(
        ADD_SHARED,
        &[
            &new.id,
            &sheet,
            &new.place,
            &d.key.name,
            &t.kinds,
            &t.value,
            &d.wording,
            &d.severity,
            &d.replaces,
            &d.delegates,
            &d.basis,
            &d.evidence,
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
            &d.wording,
            &d.severity,
            &d.replaces,
            &d.delegates,
            &d.basis,
            &d.evidence,
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
        Owner::Sheet(_) => w.run(END_SHARED, &[&line.row.id, &until]),
        Owner::Union => w.run(END_OWN, &[&union, &line.row.id, &until]),
    };
    touched.map(|n| n > 0)
}

/// Lets a corrected rule take the place of one; says whether it stood.
pub(crate) fn correct_by(w: &Writer, union: UnionId, line: &Line, by: RuleId) -> Result<bool, Error> {
    let touched = match line.owner() {
        Owner::Sheet(_) => w.run(CORRECT_SHARED, &[&line.row.id, &by]),
        Owner::Union => w.run(CORRECT_OWN, &[&union, &line.row.id, &by]),
    };
    touched.map(|n| n > 0)
}

/// Confirms a rule; says whether it waited for that.
pub(crate) fn confirm(w: &Writer, union: UnionId, line: &Line, by: (AccountId, &str), on: Date) -> Result<bool, Error> {
    let (account, name) = by;
    let touched = match line.owner() {
        Owner::Sheet(_) => w.run(CONFIRM_SHARED, &[&line.row.id, &union, &account, &name, &on]),
        Owner::Union => w.run(CONFIRM_OWN, &[&union, &line.row.id, &account, &name, &on]),
    };
    touched.map(|n| n > 0)
}
