//! What people see of the desk.

use facts::Span;
use org::{Places, power::CARE_SEE};
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Col, Cx, Html, Row, State, Table, html};
use web::{Nothing, Reply, View};

use crate::given::{self, Kind, Sum};

/// Given to fewer people than this, a kind is not shown by itself where the kind alone tells of illness or hardship.
const FEW: i64 = 3;

/// A system that the reader may open.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct System {
    /// The key of its name.
    pub word: &'static str,
    /// The key of what is done there.
    pub under: &'static str,
    /// Where it is.
    pub href: &'static str,
    /// What waits there: the key of the words, how many, and how many of them are past their day.
    pub due: Option<(&'static str, i64, i64)>,
}

/// The desk of care.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Desk {
    /// The systems of care, in the order of the committee's work.
    pub systems: Vec<System>,
    /// The year whose figures are shown.
    pub year: i16,
    /// What was given this year by kind; for those who answer for the whole union.
    pub given: Option<Vec<(Kind, Sum)>>,
}

ui::page!(Desk, "desk/pages/desk.html", |_p, cx| cx.t("ui.nav.care"));

pub(super) fn desk(view: &View<'_>, _: Nothing) -> Reply<Desk> {
    let mut systems = Vec::new();
    for door in crate::DOORS.iter().filter(|door| view.actor().passes(door.access)) {
        let due = (door.due)(view)?.filter(|due| due.count > 0);
        systems.push(System {
            word: door.word,
            under: door.under,
            href: door.href,
            due: due.map(|due| (due.word, due.count, due.late)),
        });
    }
    let year = view.today().year();
    let given = match (org::my_places(view, CARE_SEE), Span::year(year)) {
        (Places::All, Ok(span)) => Some(shown(given::by_kind(view, view.union(), span)?)),
        _ => None,
    };
    Ok(Desk { systems, year, given })
}

/// What is shown of what was given: no kind that tells of illness or hardship of one or two people.
fn shown(sums: impl IntoIterator<Item = (Kind, Sum)>) -> Vec<(Kind, Sum)> {
    let few = |kind: Kind, sum: Sum| kind.is_private() && sum.times < FEW;
    sums.into_iter().filter(|(kind, sum)| !few(*kind, *sum)).collect()
}

impl Desk {
    fn list(&self, cx: &Cx) -> Html {
        if self.systems.is_empty() {
            return cx.empty("care.desk.none");
        }
        let mut list = cx.list();
        for system in &self.systems {
            list = list.item(
                system.href,
                cx.t(system.word),
                cx.t(system.under),
                waits(cx, system.due),
            );
        }
        Html::trusted(list.to_string())
    }
    fn sums<'a>(&self, cx: &'a Cx, given: &[(Kind, Sum)]) -> Table<'a> {
        let cols = [
            Col::text("kind", "care.desk.kind"),
            Col::number("times", "care.desk.times"),
            Col::number("amount", "care.desk.amount"),
        ];
        cx.table("care.desk.given", cols)
            .empty(cx.empty("care.desk.nothing_given"))
            .rows(given.iter().map(|(kind, sum)| {
                Row::new()
                    .cell(cx.t(&kind.word()))
                    .cell(cx.number(sum.times))
                    .cell(cx.money(sum.amount))
            }))
    }
}

/// What waits, in words: how many, and how many of them are late.
fn waits(cx: &Cx, due: Option<(&'static str, i64, i64)>) -> Html {
    match due {
        None => Html::none(),
        Some((word, count, 0)) => cx.badge(State::Soon, cx.tn(word, count)),
        Some((word, count, late)) => html!(
            "{} {}",
            cx.badge(State::Soon, cx.tn(word, count)),
            cx.badge(State::Overdue, cx.tn("care.desk.late", late))
        ),
    }
}
