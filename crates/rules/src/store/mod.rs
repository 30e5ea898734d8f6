//! Rules in the store: sheets and their rules (tables of the installation), a union's own rules, what was judged.

mod judgements;
mod lines;
mod papers;
mod shipping;
mod writing;

pub(crate) use judgements::{JudgementLine, NewJudgement, judgement, judgements, keep};
pub(crate) use lines::{
    Confirmed, Line, Owner, as_seen_from, for_key, of_key, of_sheet, of_union, one, open, own_of_key,
};
pub(crate) use papers::{Import, ImportId, ImportStatus, add_import, import, imports_open, settle_import};
pub(crate) use shipping::{SheetLine, add_sheet, sheet, sheets, ship};
pub(crate) use writing::{Written, add, confirm, correct_by, end};

use ::store::{Error, Reader};
use kernel::{Date, UnionId};
use org::{UnionKind, tree};

use crate::model::{
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

impl Draft {
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
pub fn who(read: &Reader, union: UnionId) -> Result<Who, Error> {
    let at = tree::store::situation(read, union)?;
    let system = at.system.as_deref().and_then(System::read);
    let town = at.kind == UnionKind::Town;
    Ok(Who {
        region: at.region.as_deref().and_then(|code| code.parse::<Region>().ok()),
        system,
        kinds: kinds_of(at.unit_class.as_deref(), at.industry.as_deref(), system, town),
    })
}

/// Whether a union may write the rules of a place: a union of that place or of one around it, the system's union, and the
/// only union of an installation that has none above it, for all places.
///
/// # Errors
/// The store's.
pub(crate) fn may_write(read: &Reader, union: UnionId, place: &Place) -> Result<bool, Error> {
    let at = tree::store::situation(read, union)?;
    if at.is_top && tree::store::tops(read)? == 1 {
        return Ok(true);
    }
    let own = tree::store::about(read, union)?;
    let region = own.region.as_deref().and_then(|code| code.parse::<Region>().ok());
    Ok(match (place, at.kind) {
        (Place::Unit, _) => true,
        (Place::Region(place), UnionKind::Province | UnionKind::City | UnionKind::District) => {
            region.is_some_and(|own| own.holds(place))
        }
        (Place::System(system), UnionKind::System) => own.system.as_deref() == Some(system.key()),
        _ => false,
    })
}
