//! Rules in the store: sheets and their rules (tables of the installation), a union's own rules, what was judged.

mod judgements;
mod lines;
mod papers;
mod shipping;
mod writing;

pub(crate) use judgements::{JudgementLine, NewJudgement, judgement, judgements, keep};
pub(crate) use lines::{Confirmed, Line, Owner, as_seen_from, ask_open, for_key, of_key, of_place, of_sheet, one};
pub(crate) use papers::{Import, ImportId, ImportStatus, add_import, import, imports_open, settle_import};
pub(crate) use shipping::{SheetLine, add_sheet, sheet, sheets, ship};
pub(crate) use writing::{Written, add, confirm, correct_by, end};

use ::store::{Bind, Column, Error, FromColumn, Param, Reader};
use kernel::{Date, UnionId};
use org::{UnionKind, tree};

use crate::model::{
    judge::Outcome,
    key::Key,
    place::{Place, Region, System, UnitKind, Who, kinds_of},
    row::{Evidence, Row, RuleId, Severity},
    value::Value,
    wording::Wording,
};

/// A rule to be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Draft {
    pub key: &'static Key,
    pub kinds: Vec<UnitKind>,
    pub value: Value,
    pub wording: Wording,
    pub severity: Severity,
    pub replaces: bool,
    pub delegates: bool,
    pub basis: String,
    pub evidence: Evidence,
    pub source: Option<String>,
    pub note: Option<String>,
    pub from: Option<Date>,
    pub until: Option<Date>,
}

::store::keyed!(Severity, "how hard a rule is");
::store::keyed!(Evidence, "how well a rule is known");
::store::keyed!(Wording, "a wording");
::store::keyed!(Outcome, "an outcome");

impl Bind for Place {
    fn bind(&self) -> Param<'_> {
        Param::Text(self.to_string().into())
    }
}
impl FromColumn for Place {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        match column {
            Column::Text(text) => text.parse().map_err(|_| column.wrong("a place")),
            _ => Err(column.wrong("a place")),
        }
    }
}

impl Draft {
    /// Its kinds of units, as the store keeps them.
    pub(crate) fn kept_kinds(&self) -> String {
        self.kinds.iter().map(|kind| kind.key()).collect::<Vec<_>>().join(",")
    }
    /// The rule as decisions would see it, unconfirmed.
    pub(crate) fn row(&self, id: RuleId, place: Option<Place>) -> Row {
        Row {
            id,
            key: self.key,
            place,
            kinds: self.kinds.clone(),
            value: self.value.clone(),
            wording: self.wording,
            basis: self.basis.clone(),
            severity: self.severity,
            replaces: self.replaces,
            delegates: self.delegates,
            from: self.from,
            until: self.until,
            confirmed: false,
            corrected: false,
        }
    }
}

/// Where a union is and what it is, as rules ask: what it does not say itself, the nearest union above says.
///
/// # Errors
/// The store's; `Missing` if there is no such union.
pub(crate) fn who(read: &Reader, union: UnionId) -> Result<Who, Error> {
    let at = tree::store::situation(read, union)?;
    let system = at.system.as_deref().and_then(System::read);
    let town = at.kind == UnionKind::Town;
    Ok(Who {
        region: at.region.as_deref().and_then(|code| code.parse::<Region>().ok()),
        system,
        kinds: kinds_of(at.unit_class.as_deref(), at.industry.as_deref(), system, town),
    })
}

/// The places whose rules a union may write: its own, its place and those within it, its system, and, for the only union
/// of an installation that has none above it, all.
pub(crate) struct Reach {
    all: bool,
    region: Option<Region>,
    system: Option<String>,
}

impl Reach {
    /// # Errors
    /// The store's.
    pub(crate) fn of(read: &Reader, union: UnionId) -> Result<Self, Error> {
        let at = tree::store::situation(read, union)?;
        let all = at.is_top && tree::store::tops(read)? == 1;
        let own = tree::store::about(read, union)?;
        let office = matches!(at.kind, UnionKind::Province | UnionKind::City | UnionKind::District);
        Ok(Self {
            all,
            region: own.region.filter(|_| office).and_then(|code| code.parse().ok()),
            system: own.system.filter(|_| at.kind == UnionKind::System),
        })
    }
    /// Whether a place is among them.
    pub(crate) fn holds(&self, place: &Place) -> bool {
        match place {
            _ if self.all => true,
            Place::Unit => true,
            Place::Region(place) => self.region.as_ref().is_some_and(|own| own.holds(place)),
            Place::System(system) => self.system.as_deref() == Some(system.key()),
            Place::Nation => false,
        }
    }
}

/// Whether a union may write the rules of a place.
///
/// # Errors
/// The store's.
pub(crate) fn may_write(read: &Reader, union: UnionId, place: &Place) -> Result<bool, Error> {
    Ok(*place == Place::Unit || Reach::of(read, union)?.holds(place))
}
