//! Rounds: the list, the form, and one of them with its days, who booked and who came.

use std::collections::BTreeMap;

use kernel::{Date, Money};
use org::{
    BodyId, MemberId, bodies, members,
    power::{CARE_MANAGE, CARE_RECORD, CARE_SEE},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row, Table, html};
use web::{Nothing, Refusal, Reply, View};

use super::model::{Booking, CheckDay, Package, Round, RoundId, RoundStatus, Sex, Status};
use super::store;

/// The rounds.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Rounds {
    /// They, the latest first.
    pub rounds: Vec<Round>,
    /// Whether the reader may set one up.
    pub may_manage: bool,
    /// Today.
    pub today: Date,
}

ui::page!(Rounds, "health/pages/rounds.html", |_p, cx| cx.t("health.title"), wide);

pub(super) fn list(view: &View<'_>, _: Nothing) -> Reply<Rounds> {
    Ok(Rounds {
        rounds: store::rounds(view, view.union())?,
        may_manage: view.actor().may(CARE_MANAGE),
        today: view.today(),
    })
}

/// How a round stands, as a badge.
pub(super) fn badge(cx: &Cx, round: &Round, today: Date) -> Html {
    let (state, key) = match round.status {
        RoundStatus::Closed => (ui::State::Off, "health.round.closed"),
        RoundStatus::Open if today < round.opens => (ui::State::Info, "health.round.to_open"),
        RoundStatus::Open if round.takes(today) => (ui::State::Due, "health.round.open"),
        RoundStatus::Open => (ui::State::Soon, "health.round.booked_out"),
    };
    cx.badge(state, cx.t(key))
}

impl Rounds {
    fn heading(&self, cx: &Cx) -> Html {
        let new = self
            .may_manage
            .then(|| cx.main_link("/check_rounds/new", "health.round.new"));
        cx.heading(cx.t("health.title"), cx.t("health.under"), new)
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "health.round.name"),
            Col::day("days", "health.round.days"),
            Col::day("state", "health.state"),
        ];
        let empty = if self.may_manage {
            cx.empty_first("health.round.none", "/check_rounds/new", "health.round.new")
        } else {
            cx.empty("health.round.none")
        };
        let rows = self.rounds.iter().map(|round| {
            Row::new()
                .link(&format!("/check_rounds/{}", round.id))
                .cell(&round.name)
                .cell(cx.span(round.opens, round.closes))
                .cell(badge(cx, round, self.today))
        });
        cx.table("health.title", cols).empty(empty).rows(rows)
    }
}

/// The form of a new round.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RoundForm {
    /// Today.
    pub today: Date,
}

ui::page!(RoundForm, "health/pages/round_form.html", |_p, cx| cx
    .t("health.round.new"));

pub(super) fn new_page(view: &View<'_>, _: Nothing) -> Reply<RoundForm> {
    Ok(RoundForm { today: view.today() })
}

impl RoundForm {
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([(cx.t("health.title"), "/check_rounds")])
    }
    fn closes(&self) -> Date {
        self.today.plus_days(14)
    }
}

/// Refuses unless the actor records for the group of this member.
pub(super) fn may_touch(view: &View<'_>, member: MemberId) -> Reply<()> {
    let group = members::store::get(view, view.union(), member)?.group;
    if org::holds(org::within(view, CARE_RECORD)?.as_deref(), group) {
        Ok(())
    } else {
        Err(Refusal::missing().into())
    }
}

/// Which round.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    id: RoundId,
    q: Option<String>,
}

/// How many of a group came.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GroupLine {
    /// The group by name; none for people in none.
    pub name: Option<String>,
    /// Members who work.
    pub members: i64,
    /// Who booked.
    pub booked: i64,
    /// Who came.
    pub attended: i64,
}

/// A round.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RoundPage {
    /// It.
    #[serde(flatten)]
    pub round: Round,
    /// Its packages.
    pub packages: Vec<Package>,
    /// Its days.
    pub days: Vec<CheckDay>,
    /// Bookings of those whom the reader may see.
    pub bookings: Vec<Booking>,
    /// By group.
    pub groups: Vec<GroupLine>,
    /// What was typed to find somebody.
    pub q: String,
    /// People to choose from.
    #[serde(skip)]
    pub people: Vec<(MemberId, String)>,
    /// Whether the reader may set it up.
    pub may_manage: bool,
    /// Whether the reader may book for others and tick off.
    pub may_record: bool,
    /// Today.
    pub today: Date,
}

ui::page!(
    RoundPage,
    "health/pages/round.html",
    |p, _cx| p.round.name.clone(),
    wide
);

pub(super) fn show(view: &View<'_>, ask: Ask) -> Reply<RoundPage> {
    let (union, today) = (view.union(), view.today());
    let round = store::round(view, union, ask.id)?;
    let mine = org::within(view, CARE_SEE)?;
    let seen = |group: Option<BodyId>| {
        mine.as_ref()
            .is_none_or(|mine| group.is_some_and(|g| mine.contains(&g)))
    };
    let mut bookings = store::bookings(view, union, round.id)?;
    bookings.retain(|b| seen(b.group));
    let lines = by_group(view, &bookings, seen)?;
    let q = ask.q.unwrap_or_default();
    let may_record = view.actor().may(CARE_RECORD);
    Ok(RoundPage {
        packages: store::packages(view, union, round.id)?,
        days: store::days(view, union, round.id)?,
        bookings,
        groups: lines,
        people: if may_record {
            members::store::choose(view, &q)?
        } else {
            Vec::new()
        },
        q,
        may_manage: view.actor().may(CARE_MANAGE),
        may_record,
        today,
        round,
    })
}

/// How many of each group booked and came.
fn by_group(view: &View<'_>, bookings: &[Booking], seen: impl Fn(Option<BodyId>) -> bool) -> Reply<Vec<GroupLine>> {
    let names = bodies::store::body_names(view, view.union())?;
    let mut by: BTreeMap<Option<BodyId>, (i64, i64, i64)> = BTreeMap::new();
    for (group, count) in members::store::count_by_group(view, view.union())? {
        if seen(group) {
            by.entry(group).or_default().0 += count;
        }
    }
    for b in bookings {
        let line = by.entry(b.group).or_default();
        line.1 += i64::from(b.status != Status::Waiting);
        line.2 += i64::from(b.status == Status::Attended);
    }
    let lines = by.into_iter().map(|(id, (members, booked, attended))| GroupLine {
        name: id.and_then(|id| names.get(&id).cloned()),
        members,
        booked,
        attended,
    });
    let mut lines: Vec<GroupLine> = lines.collect();
    lines.sort_by(|a, b| (a.name.is_none(), &a.name).cmp(&(b.name.is_none(), &b.name)));
    Ok(lines)
}

/// A package in a few words: its name and what is looked at.
pub(super) fn package_choices(packages: &[Package]) -> Vec<Choice> {
    packages
        .iter()
        .map(|p| Choice::new(p.id, p.name.clone()).hint(p.items.clone()))
        .collect()
}

/// A day in a few words: when, where, how many places are free.
pub(super) fn day_choices(cx: &Cx, days: &[CheckDay], today: Date) -> Vec<Choice> {
    let open = days.iter().filter(|d| d.day >= today);
    open.map(|d| {
        let says = if d.free > 0 {
            cx.tn("health.day.free", d.free)
        } else {
            cx.tn("health.day.full", d.waiting)
        };
        Choice::new(d.id, format!("{} {}", cx.date(d.day), d.place)).hint(says)
    })
    .collect()
}

impl RoundPage {
    fn at(&self, tail: &str) -> String {
        format!("/check_rounds/{}{tail}", self.round.id)
    }
    fn is_open(&self) -> bool {
        self.round.status == RoundStatus::Open
    }
    fn sets_up(&self) -> bool {
        self.may_manage && self.is_open()
    }
    fn books(&self) -> bool {
        self.may_record && self.is_open() && !self.packages.is_empty() && self.days.iter().any(|d| d.day >= self.today)
    }
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([(cx.t("health.title"), "/check_rounds")]);
        let under = html!(
            "{} {}",
            badge(cx, &self.round, self.today),
            cx.span(self.round.opens, self.round.closes)
        );
        html!("{}{}", crumbs, cx.heading(&self.round.name, under, ""))
    }
    fn cost(&self) -> Money {
        let came = self.bookings.iter().filter(|b| b.status == Status::Attended);
        came.fold(Money::ZERO, |sum, b| sum.plus(b.price).unwrap_or(sum))
    }
    fn facts(&self, cx: &Cx) -> Html {
        let count = |status| self.bookings.iter().filter(|b| b.status == status).count();
        let mut facts = cx
            .facts()
            .fact(
                "health.round.booked",
                cx.number(count(Status::Booked) + count(Status::Attended)),
            )
            .fact("health.round.waiting", cx.number(count(Status::Waiting)))
            .fact("health.round.attended", cx.number(count(Status::Attended)))
            .fact("health.round.cost", cx.money(self.cost()));
        if let Some(note) = &self.round.note {
            facts = facts.long("health.round.note", note);
        }
        Html::trusted(facts.to_string())
    }
    fn packages<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "health.package.name"),
            Col::text("items", "health.package.items"),
            Col::text("sex", "health.package.whom"),
            Col::number("price", "health.package.price"),
        ];
        let rows = self.packages.iter().map(|p| {
            let whom = p.sex.map_or("any", Sex::key);
            Row::new()
                .cell(&p.name)
                .cell(&p.items)
                .cell(cx.t(&format!("health.sex.{whom}")))
                .cell(cx.money(p.price))
        });
        cx.table("health.package.title", cols)
            .empty(cx.empty("health.package.none"))
            .rows(rows)
    }
    fn days<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let mut cols = vec![
            Col::day("day", "health.day.day"),
            Col::text("place", "health.day.place"),
            Col::number("places", "health.day.places"),
            Col::number("free", "health.day.free_count"),
            Col::number("waiting", "health.round.waiting"),
        ];
        if self.may_manage {
            cols.push(Col::text("code", "health.day.code"));
        }
        let rows = self.days.iter().map(|d| {
            let row = Row::new()
                .cell(cx.date(d.day))
                .cell(&d.place)
                .cell(cx.number(d.places))
                .cell(cx.number(d.free))
                .cell(cx.number(d.waiting));
            if self.may_manage { row.cell(&d.code) } else { row }
        });
        cx.table("health.day.title", cols)
            .empty(cx.empty("health.day.none"))
            .rows(rows)
    }
    fn groups<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("group", "org.field.group"),
            Col::number("members", "health.round.members"),
            Col::number("booked", "health.round.booked"),
            Col::text("attended", "health.round.attended"),
        ];
        let rows = self.groups.iter().map(|line| {
            let name = line.name.clone().unwrap_or_else(|| cx.t("health.round.no_group"));
            let share = org::rates::Share {
                members: line.attended,
                workers: Some(line.members),
            };
            let percent = share.percent().map(|p| format!(" · {p}")).unwrap_or_default();
            Row::new()
                .cell(name)
                .cell(cx.number(line.members))
                .cell(cx.number(line.booked))
                .cell(format!("{}{percent}", cx.number(line.attended)))
        });
        cx.table("health.round.by_group", cols)
            .empty(cx.empty("health.booking.none"))
            .rows(rows)
    }
    fn bookings<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "org.field.name"),
            Col::text("package", "health.package.name"),
            Col::day("day", "health.day.day"),
            Col::day("state", "health.state"),
        ];
        let rows = self.bookings.iter().map(|b| {
            let package = self.packages.iter().find(|p| p.id == b.package).map(|p| &p.name);
            let day = self.days.iter().find(|d| d.id == b.day).map(|d| cx.date(d.day));
            Row::new()
                .link(&format!("/check_bookings/{}", b.id))
                .cell(&b.name)
                .cell(package)
                .cell(day)
                .cell(super::booking::badge(cx, b.status))
        });
        cx.table("health.booking.title", cols)
            .empty(cx.empty("health.booking.none"))
            .rows(rows)
    }
    /// Those who may have come: booked for today or before.
    fn to_tick(&self) -> Vec<Choice> {
        let past = |b: &&Booking| {
            let day = self.days.iter().find(|d| d.id == b.day).map(|d| d.day);
            b.status == Status::Booked && day.is_some_and(|day| day <= self.today)
        };
        let here = self.bookings.iter().filter(past);
        here.map(|b| Choice::new(b.id, b.name.clone())).collect()
    }
    fn ticks(&self, cx: &Cx) -> Html {
        let none: [String; 0] = [];
        let field = cx
            .field("booking", "health.booking.who_came")
            .many(self.to_tick(), none);
        Html::trusted(field.to_string())
    }
    fn package_choices(&self) -> Vec<Choice> {
        package_choices(&self.packages)
    }
    fn day_choices(&self, cx: &Cx) -> Vec<Choice> {
        day_choices(cx, &self.days, self.today)
    }
    fn sexes(&self, cx: &Cx) -> Vec<Choice> {
        Sex::ALL
            .iter()
            .map(|sex| Choice::new(sex.key(), cx.t(&format!("health.sex.{}", sex.key()))))
            .collect()
    }
}
