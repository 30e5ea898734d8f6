//! How many members there are by any particular, as of any day, drawn and as a table; every figure opens its members.

use std::collections::BTreeMap;

use kernel::Date;
use org::{
    BodyId, bodies,
    members::{
        Field,
        field::{Class, Kind},
    },
};
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Choice, Cx, Html};
use web::{Reply, View};

use super::{
    asked::{Ask, shown, written},
    model::UNKNOWN,
};

/// Most different texts that are told apart; what is rarer counts together.
const MOST: usize = 40;

/// How many members are of one kind.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Count {
    /// The value, `-` for unknown; nothing for all the rarer ones together.
    pub value: Option<String>,
    /// How many.
    pub members: i64,
}

/// Members counted.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Counts {
    /// By which particular.
    pub by: Field,
    /// As of this day.
    pub on: Date,
    /// The counts, the largest first; choices in the order of the form.
    pub counts: Vec<Count>,
    /// All of them.
    pub total: i64,
    /// The conditions as a query carries them.
    pub conditions: Vec<(String, String)>,
    #[serde(skip)]
    groups: Vec<(BodyId, String)>,
    #[serde(skip)]
    personal: bool,
    #[serde(skip)]
    today: Date,
}

ui::page!(
    Counts,
    "finding/pages/counts.html",
    |_p, cx| cx.t("organisation.counts.title"),
    wide
);

pub(super) fn counts(view: &View<'_>, ask: Ask) -> Reply<Counts> {
    let asked = ask.settle(view)?;
    let allowed = |field: &Field| countable(*field, asked.personal);
    let by = asked.by.filter(allowed).unwrap_or(Field::Employment);
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    asked.each(view, view.now(), |member| {
        let value = member.is.particulars.get(by).unwrap_or(UNKNOWN);
        let value = if by.kind() == Kind::Day {
            value.get(..4).unwrap_or(UNKNOWN)
        } else {
            value
        };
        *sums.entry(value.to_owned()).or_default() += 1;
    })?;
    let total = sums.values().sum();
    Ok(Counts {
        by,
        on: asked.on,
        counts: ordered(by, sums),
        total,
        conditions: asked.query(),
        groups: bodies::store::bodies_to_choose(view, view.union(), view.today())?,
        personal: asked.personal,
        today: view.today(),
    })
}

/// Whether it makes sense to count by a particular: what is another for everybody is not counted.
fn countable(field: Field, personal: bool) -> bool {
    let own = matches!(
        field,
        Field::Name | Field::Phone | Field::Email | Field::Address | Field::Number | Field::Card
    );
    !own && (personal || field.class() == Class::Plain)
}

fn ordered(by: Field, sums: BTreeMap<String, i64>) -> Vec<Count> {
    let count = |(value, members)| Count {
        value: Some(value),
        members,
    };
    let mut all: Vec<Count> = sums.into_iter().map(count).collect();
    if by.kind() == Kind::Day {
        return all;
    }
    all.sort_by_key(|c| std::cmp::Reverse(c.members));
    let rare: i64 = all.iter().skip(MOST).map(|c| c.members).sum();
    all.truncate(MOST);
    if rare > 0 {
        all.push(Count {
            value: None,
            members: rare,
        });
    }
    all
}

impl Counts {
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([
            (cx.t("org.members.title"), "/members".to_owned()),
            (
                cx.t("organisation.find.title"),
                format!("/members/find?{}&on={}", written(&self.conditions), self.on),
            ),
        ]);
        let under = cx.tf(
            "organisation.counts.under",
            &[
                ("n", &self.total),
                ("day", &cx.date_full(self.on)),
                ("field", &cx.t(self.by.word())),
            ],
        );
        ui::html!("{}{}", crumbs, cx.heading(cx.t("organisation.counts.title"), under, ""))
    }
    fn fields(&self, cx: &Cx) -> Vec<Choice> {
        let fields = Field::ALL.iter().filter(|f| countable(**f, self.personal));
        fields.map(|f| Choice::new(f.key(), cx.t(f.word()))).collect()
    }
    fn hidden(&self, cx: &Cx) -> Html {
        self.conditions
            .iter()
            .map(|(name, value)| Html::trusted(cx.field(name, "").hidden(value).to_string()))
            .collect()
    }
    fn chart(&self, cx: &Cx) -> Html {
        if self.counts.is_empty() {
            return cx.empty("organisation.find.none");
        }
        let label = |c: &Count| match &c.value {
            None => cx.t("organisation.counts.rarer"),
            Some(year) if self.by.kind() == Kind::Day && year != UNKNOWN => {
                cx.t1("organisation.counts.year", "year", year)
            }
            Some(value) => shown(cx, self.by, value, &self.groups),
        };
        let door = |c: &Count| self.door(c);
        cx.chart(&cx.t1("organisation.counts.chart", "field", cx.t(self.by.word())))
            .labels(self.counts.iter().map(label))
            .doors(self.counts.iter().map(door))
            .series(&cx.t("org.members.title"), self.counts.iter().map(|c| c.members))
            .unit(&cx.t("org.unit.people"))
            .bars()
    }
    /// The list of the members behind a figure.
    fn door(&self, count: &Count) -> String {
        let mut pairs = self.conditions.clone();
        pairs.retain(|(name, _)| name != self.by.key());
        match &count.value {
            Some(year) if self.by.kind() == Kind::Day && year != UNKNOWN => {
                pairs.push((format!("{}_from", self.by), format!("{year}-01-01")));
                pairs.push((format!("{}_until", self.by), format!("{year}-12-31")));
            }
            Some(value) => pairs.push((self.by.key().to_owned(), value.clone())),
            None => {}
        }
        format!("/members/find?{}&on={}", written(&pairs), self.on)
    }
}
