//! Two years or two places side by side: what changes for a union when the year does, and what it would be elsewhere.

use std::collections::BTreeSet;

use kernel::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row as Line, State, html};
use web::{Reply, View};

use crate::{
    book::{
        RuleView,
        list::{field_name, key_name, known},
    },
    model::{
        key::{ALL, Field},
        place::{Place, Who},
        resolve::resolve,
    },
    say, store,
};

/// What is compared.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct Ask {
    /// The first place: a code, or nothing for where the union is.
    #[serde(default)]
    one: Option<String>,
    /// Its day.
    #[serde(default)]
    one_on: Option<Date>,
    /// The second place.
    #[serde(default)]
    other: Option<String>,
    /// Its day.
    #[serde(default)]
    other_on: Option<Date>,
    /// What is equal too.
    #[serde(default)]
    all: bool,
}

/// A side of the comparison.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Side {
    /// The place's code; nothing for where the union is.
    pub place: String,
    /// In words.
    pub name: String,
    /// As of which day.
    pub on: Date,
}

/// A key on both sides.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Pair {
    /// The key.
    pub key: String,
    /// Its field of work.
    pub field: Field,
    /// What is named on the first side.
    pub one: Option<RuleView>,
    /// What is named on the second.
    pub other: Option<RuleView>,
    /// Whether they differ.
    pub differs: bool,
}

/// Two sides.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Compared {
    /// The first.
    pub one: Side,
    /// The second.
    pub other: Side,
    /// Key by key.
    pub pairs: Vec<Pair>,
    /// How many differ.
    pub differ: usize,
    /// What is equal is shown too.
    pub all: bool,
    /// The places for which there are sheets: code and name.
    pub places: Vec<(String, String)>,
}

ui::page!(
    Compared,
    "pages/compare.html",
    |_p, cx| cx.t("rules.compare.title"),
    wide
);

/// A side with what is named on it, key by key.
fn side(view: &View<'_>, code: Option<&str>, on: Date) -> Reply<(Side, Vec<Option<RuleView>>)> {
    let own = store::who(view, view.union())?;
    let elsewhere = code
        .and_then(|code| code.parse::<Place>().ok())
        .filter(|place| *place != Place::Unit);
    let who = match &elsewhere {
        None => own,
        Some(Place::Region(region)) => Who {
            region: Some(region.clone()),
            ..own
        },
        Some(Place::System(system)) => Who {
            system: Some(*system),
            ..own
        },
        Some(Place::Nation | Place::Unit) => Who {
            region: None,
            system: None,
            ..own
        },
    };
    let mut lines = store::for_key(view, view.union(), &who, None)?;
    if elsewhere.is_some() {
        // another place has no rules of this union's own
        lines.retain(|line| line.sheet.is_some());
    }
    let known = known(&lines, &who, on);
    let named = ALL.iter().map(|key| {
        let found = resolve(lines.iter().map(|line| &line.row), &who, on, key);
        let id = found.named(&known)?.id;
        let line = lines.iter().find(|line| line.row.id == id)?;
        Some(RuleView::of(line, view.lang()))
    });
    let named = named.collect();
    let name = match &elsewhere {
        None => say::word_of(view.lang(), "rules.compare.here"),
        Some(place) => say::place(view.lang(), Some(place)),
    };
    let place = elsewhere.map_or_else(String::new, |place| place.to_string());
    Ok((Side { place, name, on }, named))
}

pub(crate) fn page(view: &View<'_>, ask: Ask) -> Reply<Compared> {
    let today = view.today();
    let last_year = today.plus_months(-12);
    // two years here if nothing is said, today on both sides if places are
    let places_differ = ask.one != ask.other;
    let first = ask.one_on.unwrap_or(if places_differ { today } else { last_year });
    let (one, left) = side(view, ask.one.as_deref(), first)?;
    let (other, right) = side(view, ask.other.as_deref(), ask.other_on.unwrap_or(today))?;
    let mut pairs = Vec::new();
    let mut differ = 0;
    for ((key, one), other) in ALL.iter().zip(left).zip(right) {
        let says = |rule: &Option<RuleView>| rule.as_ref().map(|r| (r.sets.clone(), r.kinds.clone()));
        let differs = says(&one) != says(&other);
        differ += usize::from(differs);
        if differs || (ask.all && (one.is_some() || other.is_some())) {
            pairs.push(Pair {
                key: key.name.to_owned(),
                field: key.field,
                one,
                other,
                differs,
            });
        }
    }
    let places: BTreeSet<(String, String)> = store::sheets(view)?
        .into_iter()
        .filter_map(|sheet| sheet.place)
        .map(|place| (place.to_string(), say::place(view.lang(), Some(&place))))
        .collect();
    Ok(Compared {
        one,
        other,
        pairs,
        differ,
        all: ask.all,
        places: places.into_iter().collect(),
    })
}

impl Compared {
    fn heading(&self, cx: &Cx) -> Html {
        html!(
            "{}{}",
            cx.crumbs([(cx.t("rules.title"), "/rules")]),
            cx.heading(cx.t("rules.compare.title"), cx.t("rules.compare.about"), Html::none())
        )
    }
    fn places(&self, cx: &Cx) -> Vec<Choice> {
        let here = Choice::new("", cx.t("rules.compare.here"));
        let sheets = self.places.iter().map(|(code, name)| Choice::new(code, name.clone()));
        std::iter::once(here).chain(sheets).collect()
    }
    fn ask(&self, cx: &Cx) -> Html {
        let place = |name: &str, label: &str, side: &Side| {
            Html::trusted(cx.field(name, label).select(self.places(cx), &side.place).to_string())
        };
        let day = |name: &str, side: &Side| Html::trusted(cx.field(name, "rules.here.on").date(side.on).to_string());
        html!(
            "{}{}{}{}{}{}{}",
            cx.ask_open("/rules/compare"),
            place("one", "rules.compare.one", &self.one),
            day("one_on", &self.one),
            place("other", "rules.compare.other", &self.other),
            day("other_on", &self.other),
            Html::trusted(cx.field("all", "rules.compare.all").tick(self.all).to_string()),
            cx.ask_close("rules.compare.go")
        )
    }
    fn head(side: &Side, cx: &Cx) -> String {
        format!("{} {}", side.name, cx.date_full(side.on))
    }
    fn says(&self, cx: &Cx) -> Html {
        let text = cx.tf(
            "rules.compare.differ",
            &[
                ("n", &self.differ),
                ("one", &Self::head(&self.one, cx)),
                ("other", &Self::head(&self.other, cx)),
            ],
        );
        cx.note(State::Info, text)
    }
    fn table(&self, cx: &Cx) -> Html {
        let cols = [
            Col::text("key", "rules.col.key"),
            Col::text("one", "rules.compare.one"),
            Col::text("other", "rules.compare.other"),
            Col::day("state", "rules.compare.change"),
        ];
        let side = |rule: &Option<RuleView>| match rule {
            None => Html::text("—"),
            Some(rule) => html!(
                "<a href=\"{}\">{}</a><br><small>{} · {}</small>",
                rule.href(),
                rule.sets_for(cx),
                rule.place,
                rule.basis
            ),
        };
        let rows = self.pairs.iter().map(|pair| {
            let badge = match (pair.differs, pair.one.is_some(), pair.other.is_some()) {
                (false, ..) => cx.badge(State::Off, cx.t("rules.compare.same")),
                (true, false, _) => cx.badge(State::Info, cx.t("rules.compare.added")),
                (true, _, false) => cx.badge(State::Info, cx.t("rules.compare.gone")),
                (true, true, true) => cx.badge(State::Soon, cx.t("rules.compare.changed")),
            };
            let name = format!("{} · {}", field_name(cx, pair.field), key_name(cx, &pair.key));
            Line::new()
                .link(&format!("/rules/keys/{}", pair.key))
                .cell(name)
                .cell(side(&pair.one))
                .cell(side(&pair.other))
                .cell(badge)
        });
        let table = cx
            .table("rules.compare.title", cols)
            .rows(rows)
            .empty(cx.empty("rules.compare.none"));
        Html::trusted(table.to_string())
    }
}
