//! Everything that looking at the rows of a roster needs, gathered once; used by the dry run, the import and the pages.

use std::collections::{BTreeMap, HashMap};

use ::store::{Error, Reader};
use kernel::{Date, Lang, UnionId};
use org::{BodyId, bodies, members::sealed, members::store as members, tree};
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html, html};
use web::{AccountId, Actor, Stop, View};

use super::{
    cell::Row,
    draft::Examined,
    examine::{Examiner, group_name},
    model::{Roster, RosterId, State},
    store,
    target::Target,
    trouble::{Choice, Rules},
    twins::{Met, Twins, against},
};

/// What a roster is looked at with.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The union.
    pub union: UnionId,
    /// Its name.
    pub name: String,
    /// How many rows stand above the first row of data.
    pub above: i64,
    /// The meaning of the columns.
    pub columns: Vec<Option<Target>>,
    /// Branches and groups by their names.
    pub groups: HashMap<String, BodyId>,
    /// What was decided for all rows.
    pub rules: Rules,
    /// What was decided row by row.
    pub choices: BTreeMap<i64, Choice>,
    /// Groups that were founded for this roster, by name.
    pub founded: HashMap<String, BodyId>,
    /// Today.
    pub today: Date,
}

impl Desk {
    /// Gathers it for a roster of the store.
    pub(super) fn of(read: &Reader, union: UnionId, roster: &Roster, today: Date) -> Result<Self, Error> {
        let above = roster.chosen().map_or(0, |sheet| sheet.above);
        Ok(Self {
            above: i64::try_from(above).unwrap_or(0),
            columns: roster.layout.columns.clone(),
            rules: roster.rules.clone(),
            choices: store::choices(read, union, roster.id)?,
            founded: store::groups(read, union, roster.id)?.into_iter().collect(),
            ..Self::bare(read, union, today)?
        })
    }
    /// What the union gives alone.
    pub(super) fn bare(read: &Reader, union: UnionId, today: Date) -> Result<Self, Error> {
        let node = tree::store::find_one(read, union)?;
        let mut groups = HashMap::new();
        for (id, label) in living_groups(read, union, today)? {
            if let Some((_, own)) = label.rsplit_once(" · ") {
                groups.entry(group_name(own)).or_insert(id);
                groups.insert(group_name(&label.replace(" · ", "")), id);
            }
            groups.insert(group_name(&label), id);
        }
        Ok(Self {
            union,
            name: node.map(|n| n.name).unwrap_or_default(),
            above: 0,
            columns: Vec::new(),
            groups,
            rules: Rules::default(),
            choices: BTreeMap::new(),
            founded: HashMap::new(),
            today,
        })
    }
    fn examiner(&self) -> Examiner<'_> {
        Examiner {
            columns: &self.columns,
            groups: &self.groups,
            rules: &self.rules,
            union: &self.name,
            today: self.today,
        }
    }
    /// Looks at rows by themselves and beside those before them; says how many were none.
    #[must_use]
    pub fn look(&self, rows: impl IntoIterator<Item = Row>, twins: &mut Twins) -> (Vec<Examined>, i64) {
        let (examiner, mut all, mut none) = (self.examiner(), Vec::new(), 0);
        for row in rows.into_iter().filter(|row| row.number > self.above) {
            match examiner.row(&row) {
                Some(mut seen) => {
                    twins.look(&mut seen);
                    all.push(seen);
                }
                None => none += i64::from(row.cells.iter().any(|cell| !cell.is_blank())),
            }
        }
        (all, none)
    }
    /// Looks at one row alone.
    #[must_use]
    pub fn look_at(&self, row: &Row) -> Option<Examined> {
        self.examiner().row(row)
    }
    /// Looks at rows beside the register.
    pub(super) fn beside(&self, read: &Reader, rows: &mut [Examined]) -> Result<(), Error> {
        for seen in rows {
            let met = self.met(read, seen)?;
            against(seen, &met);
        }
        Ok(())
    }
    /// What the register says of a row's person.
    fn met(&self, read: &Reader, seen: &Examined) -> Result<Met, Error> {
        let (draft, union) = (&seen.draft, self.union);
        let mut met = Met::default();
        if let Some(number) = &draft.identity {
            if let Some(id) = sealed::with_identity(read, union, number)? {
                met.numbered = Some((id, members::get(read, union, id)?.status.belongs()));
                return Ok(met);
            }
            met.elsewhere = sealed::elsewhere(read, union, number)?;
        }
        let name = draft.known.name();
        if name.is_empty() {
            return Ok(met);
        }
        let born = draft.known.day(org::members::Field::Born);
        met.named = members::named(read, union, name, draft.phone(), born)?;
        if let Some(number) = &draft.identity {
            for named in &met.named {
                let has = sealed::identity(read, union, named.id)?;
                if has.is_some_and(|has| has != *number) {
                    met.others.push(named.id);
                }
            }
        }
        Ok(met)
    }
    /// A group that was founded for this roster.
    #[must_use]
    pub fn founded(&self, name: &str) -> Option<BodyId> {
        self.founded.get(name).copied()
    }
}

/// Branches and groups that people can be put into, a group with its branch before it.
pub(super) fn living_groups(read: &Reader, union: UnionId, today: Date) -> Result<Vec<(BodyId, String)>, Error> {
    let ended: Vec<BodyId> = bodies::store::living(read, union, today)?
        .into_iter()
        .filter(|body| body.until.is_some())
        .map(|body| body.id)
        .collect();
    let mut all = bodies::store::bodies_to_choose(read, union, today)?;
    // who ended today is listed until tomorrow, but takes nobody in
    all.retain(|(id, _)| !ended.contains(id));
    Ok(all)
}

/// Whoever a job works for, as they stand today; `None` if they may not manage members any more.
pub(super) fn actor(read: &Reader, union: UnionId, account: AccountId, today: Date) -> Result<Option<Actor>, Error> {
    let standing = org::standing(read, account, Some(union), today)?;
    let actor = Actor {
        account,
        union,
        standing: standing.filter(|s| s.union == union),
        lang: Lang::Zh,
    };
    Ok(Some(actor).filter(|a| a.may(org::power::MEMBER_MANAGE)))
}

/// Why something stopped, for the queue's log.
pub(super) fn told(stop: &Stop) -> String {
    match stop {
        Stop::Refused(refusal) => format!("refused: {}", refusal.key),
        Stop::Fault(fault) => fault.to_string(),
    }
}

/// A roster that a job is at work on, whose members come or go meanwhile.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RosterAtWork {
    /// It.
    pub id: RosterId,
    /// The name of its file.
    pub name: String,
    /// Whether it is being taken back.
    pub undoing: bool,
}

/// The rosters whose members come or go just now.
pub(crate) fn at_work(view: &View<'_>) -> Result<Vec<RosterAtWork>, Error> {
    let all = store::at_work(view, view.union())?;
    let moving = all.into_iter().map(|(id, name, state)| RosterAtWork {
        id,
        name,
        undoing: state == State::Undoing,
    });
    Ok(moving.collect())
}

impl RosterAtWork {
    /// That the figures still move, for those who see them.
    pub(crate) fn note(&self, cx: &Cx, leads: bool) -> Html {
        let key = if self.undoing {
            "roster.is_undoing"
        } else {
            "roster.is_importing"
        };
        let text = cx.t1(key, "file", &self.name);
        let link = leads.then(|| {
            html!(
                " <a href=\"/rosters/{}\">{}</a>",
                self.id.to_string(),
                cx.t("roster.look_again")
            )
        });
        cx.note(ui::State::Info, html!("{}{}", text, link))
    }
}
