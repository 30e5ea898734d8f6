//! Writing a rule down: what it follows, what it would stand beside, and why not.

use kernel::Date;
use web::{Act, Refusal, Reply, View};

use crate::{
    RuleId, SheetId,
    event::Happened,
    model::{
        place::Place,
        row::{Row, Unfit},
        written,
    },
    store::{self, Draft, Line, Owner, Written},
};

/// A rule to be entered, where, and what it corrects.
pub(crate) struct Entry<'a> {
    pub owner: Owner,
    pub place: &'a Place,
    pub draft: &'a Draft,
    /// The rule that it corrects.
    pub corrects: Option<&'a Line>,
}

/// Why a rule cannot be entered: the field, the word, and what fills it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub field: &'static str,
    pub key: &'static str,
    pub arg: String,
}

impl Refused {
    fn new(field: &'static str, key: &'static str, arg: impl ToString) -> Self {
        Self {
            field,
            key,
            arg: arg.to_string(),
        }
    }
}

impl From<Refused> for web::Stop {
    fn from(refused: Refused) -> Self {
        Refusal::field(refused.field, refused.key)
            .arg("what", refused.arg)
            .into()
    }
}

/// Refuses whoever may not write the rules of a place, and what nobody may: those of no place.
pub(crate) fn may(view: &View<'_>, place: Option<Place>) -> Reply<Place> {
    let place = place.ok_or_else(|| Refusal::new("rules.refusal.example").status(403))?;
    if store::may_write(view, view.union(), &place)? {
        return Ok(place);
    }
    Err(Refusal::new("rules.refusal.not_your_place").status(403).into())
}

/// The place of a sheet that may be written.
pub(crate) fn place_of(view: &View<'_>, sheet: SheetId) -> Reply<Place> {
    may(view, store::sheet(view, sheet)?.place)
}

/// A rule that stands and may be written, with its place.
pub(crate) fn standing(view: &View<'_>, id: RuleId) -> Reply<(Line, Place)> {
    let line = store::one(view, view.union(), id)?;
    let place = may(view, line.row.place.clone())?;
    if line.row.corrected {
        return Err(Refusal::new("rules.refusal.corrected").status(409).into());
    }
    Ok((line, place))
}

/// The rules of the key at the same place, without the one that is corrected and without what that one would correct.
fn beside(act: &Act<'_>, entry: &Entry<'_>) -> Reply<Vec<Line>> {
    let mut all = store::of_place(act, act.union(), entry.place, Some(entry.draft.key))?;
    let mut out = Vec::new();
    if let Some(line) = entry.corrects {
        out.push(line.row.id);
        out.extend(line.follows.filter(|_| line.corrects && !line.row.confirmed));
    }
    all.retain(|line| !out.contains(&line.row.id));
    Ok(all)
}

/// Which rule ends with a new one, out of those beside it.
///
/// # Errors
/// Why the new one cannot stand there.
pub(crate) fn follows<'a>(new: &Row, beside: &'a [Line]) -> Result<Option<&'a Line>, Refused> {
    match new.fits() {
        Ok(()) => {}
        Err(Unfit::Wording) => return Err(Refused::new("wording", "rules.refusal.wording", "")),
        Err(Unfit::Days) => return Err(Refused::new("until", "rules.refusal.days", "")),
    }
    let mut earlier: Option<&Line> = None;
    for other in beside.iter().filter(|line| new.overlaps(&line.row)) {
        let ends = other.row.until.is_none() && other.row.from < new.from;
        if !ends || earlier.is_some() {
            let said = written::write(other.row.key, &other.row.value);
            let days = other.row.from.map_or_else(String::new, |from| from.to_string());
            return Err(Refused::new(
                "from",
                "rules.refusal.overlap",
                format!("{said}（{days}）"),
            ));
        }
        earlier = Some(other);
    }
    Ok(earlier)
}

/// Writes a rule down. The rule that it follows or corrects gives way at once if it was not confirmed, else when the new
/// one is.
///
/// # Errors
/// A refusal, or the store's.
pub(crate) fn enter(act: &Act<'_>, entry: &Entry<'_>) -> Reply<RuleId> {
    let id: RuleId = act.id();
    let new = entry.draft.row(id, Some(entry.place.clone()));
    let beside = beside(act, entry)?;
    let ends = follows(&new, &beside)?;
    let tie = match entry.corrects {
        Some(line) if line.row.confirmed => Some((line.row.id, true)),
        // what gives way at once hands on what it would have corrected
        Some(line) if line.corrects => line.follows.map(|id| (id, true)),
        _ => ends.filter(|line| line.row.confirmed).map(|line| (line.row.id, false)),
    };
    let written = Written {
        id,
        owner: entry.owner,
        place: entry.place,
        draft: entry.draft,
        follows: tie,
        union: act.union(),
        account: act.actor().account,
        name: act.actor().name(),
        at: act.now(),
    };
    store::add(act.writer(), &written)?;
    if let Some(line) = entry.corrects.filter(|line| !line.row.confirmed) {
        give_way(act, line, true, id, None)?;
    }
    if let Some(line) = ends.filter(|line| !line.row.confirmed) {
        give_way(act, line, false, id, entry.draft.from)?;
    }
    act.note(&Happened::Entered {
        rule: id,
        sheet: match entry.owner {
            Owner::Sheet(sheet) => Some(sheet),
            Owner::Union => None,
        },
        key: entry.draft.key.name,
        value: written::write(entry.draft.key, &entry.draft.value),
        from: entry.draft.from,
        ends: ends.map(|line| line.row.id),
        corrects: entry.corrects.map(|line| line.row.id),
    })?;
    Ok(id)
}

/// Lets the earlier rule end or be corrected.
pub(crate) fn give_way(act: &Act<'_>, earlier: &Line, corrects: bool, by: RuleId, from: Option<Date>) -> Reply<()> {
    let union = act.union();
    let stood = match from {
        _ if corrects => store::correct_by(act.writer(), union, earlier, by)?,
        Some(from) => store::end(act.writer(), union, earlier, from)?,
        None => true,
    };
    if stood { Ok(()) } else { Err(Refusal::stale().into()) }
}
