//! The forms of counts of workers: one page, for one's own union, a union below, and a count to be put right.

use kernel::{Date, UnionId};
use org::{
    BodyId, UnionKind, bodies,
    members::{Field, field::EMPLOYMENTS},
    rates::{CountId, Told, Workers, latest, store},
    tree,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html, html};
use web::{Nothing, Refusal, Reply, View};

use crate::tree::place;

/// The form of a count of workers.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WorkersForm {
    /// The union below that it is of, if it is not one's own.
    pub below: Option<(UnionId, String)>,
    /// The count to be put right.
    pub was: Option<CountId>,
    /// The branch or group of that count.
    pub place: Option<(BodyId, String)>,
    /// What is offered: the count to be put right, or what was told last.
    pub offered: Workers,
    /// Where it came from.
    pub source: String,
    /// The day that is offered.
    pub from: Date,
    /// From which day on what was told last holds.
    pub last: Option<Date>,
    /// Branches and groups to choose from.
    pub places: Vec<(BodyId, String)>,
    /// Whether it has others below it, so that it knows which units ought to have a union.
    pub asks_units: bool,
    /// Today.
    pub today: Date,
}

ui::page!(WorkersForm, "rates/pages/form.html", |p, cx| cx.t(p.title()));

fn form(view: &View<'_>, union: UnionId, was: Option<Told>) -> Reply<WorkersForm> {
    let today = view.today();
    let all = store::all(view, union)?;
    let newest = latest(&all, today).get(&None).copied().cloned();
    let offered = was.as_ref().or(newest.as_ref());
    let node = tree::get(view, union)?;
    Ok(WorkersForm {
        below: (union != view.union()).then(|| (union, node.name.clone())),
        was: was.as_ref().map(|t| t.id),
        place: None,
        offered: offered.map(|t| t.workers).unwrap_or_default(),
        source: offered.map(|t| t.source.clone()).unwrap_or_default(),
        from: was.as_ref().map_or(today, |t| t.from),
        last: newest.map(|t| t.from),
        places: Vec::new(),
        asks_units: !matches!(node.kind, UnionKind::Grassroots | UnionKind::Joint)
            && was.as_ref().is_none_or(|t| t.place.is_none()),
        today,
    })
}

/// Of one's own union.
pub(super) fn new(view: &View<'_>, _: Nothing) -> Reply<WorkersForm> {
    let union = view.union();
    Ok(WorkersForm {
        places: bodies::store::bodies_to_choose(view, union, view.today())?,
        ..form(view, union, None)?
    })
}

/// Which union below.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: UnionId,
}

/// Of a union below.
pub(super) fn below(view: &View<'_>, which: Which) -> Reply<WorkersForm> {
    let node = place::living(place::seen(view, which.id)?)?;
    form(view, node.id, None)
}

/// Which count.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct This {
    id: CountId,
}

/// Of a count to be put right.
pub(super) fn correct(view: &View<'_>, this: This) -> Reply<WorkersForm> {
    let union = view.union();
    let was = store::one(view, union, this.id)?;
    if was.replaced.is_some() {
        return Err(Refusal::new("rates.correct.replaced")
            .status(409)
            .next("/members/rates/workers")
            .into());
    }
    let names = bodies::store::body_names(view, union)?;
    let place = was.place.map(|id| (id, names.get(&id).cloned().unwrap_or_default()));
    Ok(WorkersForm {
        place,
        last: None,
        ..form(view, union, Some(was))?
    })
}

impl WorkersForm {
    fn title(&self) -> &'static str {
        if self.was.is_some() {
            "rates.correct.title"
        } else {
            "rates.form.title"
        }
    }
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = match &self.below {
            Some((id, name)) => cx.crumbs([(name.clone(), format!("/org/tree/{id}"))]),
            None => cx.crumbs([
                (cx.t("org.members.title"), "/members".to_owned()),
                (cx.t("rates.title"), "/members/rates".to_owned()),
                (cx.t("rates.counts.title"), self.back()),
            ]),
        };
        let under = match (&self.below, &self.place) {
            (Some((_, name)), _) | (_, Some((_, name))) => name.clone(),
            _ => String::new(),
        };
        html!("{}{}", crumbs, cx.heading(cx.t(self.title()), under, Html::none()))
    }
    fn at(&self) -> String {
        match (&self.below, self.was) {
            (Some((id, _)), _) => format!("/org/tree/{id}/workers"),
            (None, Some(id)) => format!("/members/rates/workers/{id}/correct"),
            (None, None) => "/members/rates/workers/new".to_owned(),
        }
    }
    fn back(&self) -> String {
        match &self.below {
            Some((id, _)) => format!("/org/tree/{id}"),
            None => "/members/rates/workers".to_owned(),
        }
    }
    /// The whole union first, then its branches and groups.
    fn choices(&self, cx: &Cx) -> Vec<Choice> {
        let whole = Choice::new("", cx.t("rates.whole"));
        std::iter::once(whole)
            .chain(self.places.iter().map(Choice::from))
            .collect()
    }
    /// One field for each kind of employment.
    fn kinds(&self, cx: &Cx) -> Html {
        let fields = EMPLOYMENTS.iter().zip(self.offered.kinds);
        fields
            .map(|(kind, n)| {
                let label = cx.t(&Field::Employment.choice_word(kind));
                let field = cx.field(kind, "").label_text(&label).from(0);
                Html::trusted(field.unit(&cx.t("org.unit.people")).number(n).to_string())
            })
            .collect()
    }
    fn total(&self) -> Option<i64> {
        (self.was.is_some() || self.last.is_some()).then_some(self.offered.total)
    }
    fn offered_from(&self, cx: &Cx) -> Html {
        match self.last {
            Some(day) => html!(
                "<p class=\"small\">{}</p>",
                cx.t1("rates.form.last", "day", cx.date_full(day))
            ),
            None => Html::none(),
        }
    }
}
