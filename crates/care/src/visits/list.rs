//! The list of visits: what is owed first, then what was made.

use kernel::Date;
use org::{
    BodyId, MemberId,
    power::{CARE_MANAGE, CARE_RECORD, CARE_SEE},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row, Table, html};
use web::{Reply, View};

use super::{
    model::{Status, Visit},
    reach::{Eyes, owner},
    reasons::{self, ReasonId},
    store::{self, Filter},
};

/// Most visits on the list.
const MOST: u16 = 500;
/// Most visits of a book, or of a year's figures.
pub(crate) const ALL: u16 = 20_000;
/// Most late visits above a month.
pub(super) const LATE: i64 = 100;

/// What is asked of the list.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
pub(super) struct Ask {
    /// Only those that stand so.
    pub status: Option<Status>,
    /// Only for this reason.
    pub reason: Option<ReasonId>,
    /// Only of this branch or group.
    pub group: Option<BodyId>,
    /// Made, or due, from this day on.
    pub from: Option<Date>,
    /// Until this day.
    pub until: Option<Date>,
}

/// Visits that the reader may see.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VisitList {
    /// The visits, those owed first.
    pub visits: Vec<Visit>,
    /// Whether there are more than are shown.
    pub more: bool,
    /// The state asked for.
    pub status: Option<Status>,
    /// The reason asked for.
    pub reason: Option<ReasonId>,
    /// The branch or group asked for.
    pub group: Option<BodyId>,
    /// The first day asked for.
    pub from: Date,
    /// The last day asked for.
    pub until: Date,
    /// Whether visits can be recorded.
    pub may_record: bool,
    /// Whether the list can be taken out.
    pub may_export: bool,
    /// Today.
    pub today: Date,
    /// Whether nothing narrows the list.
    #[serde(skip)]
    bare: bool,
    /// To whom belongs what the phone keeps.
    #[serde(skip)]
    owner: String,
    #[serde(skip)]
    reasons: Vec<(ReasonId, String)>,
    #[serde(skip)]
    groups: Vec<(BodyId, String)>,
}

ui::page!(VisitList, "visits/pages/list.html", |_p, cx| cx.t("visits.title"), wide);

impl Ask {
    /// The days asked for: from the first of the year until a quarter ahead, if none are said.
    pub(super) fn days(&self, today: Date) -> (Date, Date) {
        let first = Date::new(today.year(), 1, 1).unwrap_or(today);
        let from = self.from.unwrap_or(first);
        (from, self.until.unwrap_or_else(|| today.plus_days(100)).max(from))
    }
}

/// Visits by what is asked, narrowed to the reader's part of the union; names of reasons that are not for the reader are
/// left out.
pub(super) fn visits(view: &View<'_>, ask: &Ask, most: i64) -> Reply<Vec<Visit>> {
    let (from, until) = ask.days(view.today());
    let mut filter = Filter {
        status: ask.status,
        reason: ask.reason,
        branch: ask.group,
        from,
        until,
    };
    let union = view.union();
    let mut found = match org::within(view, CARE_SEE)? {
        None => store::listed(view, union, &filter, most)?,
        Some(own) => {
            let mut all = Vec::new();
            for group in own.into_iter().filter(|g| ask.group.is_none_or(|asked| asked == *g)) {
                filter.branch = Some(group);
                all.extend(store::listed(view, union, &filter, most)?);
            }
            let key = |v: &Visit| {
                (
                    v.status != Status::Due,
                    if v.status == Status::Due { Some(v.due) } else { None },
                )
            };
            all.sort_by_key(key);
            all
        }
    };
    let eyes = Eyes::of(view)?;
    if ask.reason.is_some() {
        found.retain(|v| !eyes.hides(v.sensitive, v.branch));
    }
    for visit in &mut found {
        veil(view, &eyes, visit);
    }
    Ok(found)
}

/// Takes away what is not for a reader who records no visits of the branch.
pub(crate) fn veil(view: &View<'_>, eyes: &Eyes, visit: &mut Visit) {
    if eyes.hides(visit.sensitive, visit.branch) {
        visit.reason_name = ui::words::word(view.lang(), "visits.hidden_reason").into_owned();
        (visit.reason, visit.reason_version) = (ReasonId::NIL, 0);
        visit.wish = None;
        visit.answered = None;
        visit.why = None;
        if let Some(told) = &mut visit.told {
            told.reason = None;
            told.what = None;
        }
    }
}

pub(super) fn list(view: &View<'_>, ask: Ask) -> Reply<VisitList> {
    let mut visits = visits(view, &ask, i64::from(MOST) + 1)?;
    let more = visits.len() > usize::from(MOST);
    visits.truncate(usize::from(MOST));
    let (from, until) = ask.days(view.today());
    let (reasons, groups) = choices(view)?;
    Ok(VisitList {
        visits,
        more,
        status: ask.status,
        reason: ask.reason,
        group: ask.group,
        from,
        until,
        may_record: view.actor().may(CARE_RECORD),
        may_export: view.actor().may(CARE_MANAGE),
        today: view.today(),
        owner: owner(view),
        bare: ask.status.is_none()
            && ask.reason.is_none()
            && ask.group.is_none()
            && ask.from.is_none()
            && ask.until.is_none(),
        reasons,
        groups,
    })
}

/// Reasons and groups to narrow by.
type Choices = (Vec<(ReasonId, String)>, Vec<(BodyId, String)>);

pub(super) fn choices(view: &View<'_>) -> Reply<Choices> {
    let all = reasons::store::now(view, view.union())?;
    let nowhere = Eyes::of(view)?.record_nowhere();
    let open = all.into_iter().filter(|r| !(r.says.sensitive && nowhere));
    let mut groups = org::bodies_to_choose(view, view.union(), view.today())?;
    if let Some(own) = org::within(view, CARE_SEE)? {
        groups.retain(|(id, _)| own.contains(id));
    }
    Ok((open.map(|r| (r.id, r.says.name)).collect(), groups))
}

/// Visits to members found by name, pinyin or initials, for the search over all systems.
///
/// # Errors
/// The store's.
pub fn find(view: &View<'_>, words: &str, most: usize) -> Reply<Vec<Visit>> {
    let within = org::within(view, CARE_SEE)?;
    let mut found: Vec<Visit> = Vec::new();
    let members: Vec<(MemberId, String)> = org::find_members(view, view.union(), words)?;
    for (member, _) in members.into_iter().take(most) {
        let visits = store::of_member(view, view.union(), member)?.into_iter();
        let mine = visits.filter(|v| v.status != Status::Withdrawn && org::holds(within.as_deref(), v.branch));
        found.extend(mine.take(most));
    }
    found.truncate(most);
    let eyes = Eyes::of(view)?;
    for visit in &mut found {
        veil(view, &eyes, visit);
    }
    Ok(found)
}

/// The tabs of this system.
pub(super) fn tabs(cx: &Cx, at: &str) -> Html {
    let tab = |key: &str, href: &'static str| (cx.t(key), href, at == href);
    cx.tabs([
        tab("visits.tab.list", "/visits"),
        tab("visits.tab.month", "/visits/month"),
        tab("visits.tab.figures", "/visits/figures"),
        tab("visits.tab.reasons", "/visits/reasons"),
    ])
}

impl VisitList {
    fn heading(&self, cx: &Cx) -> Html {
        let mut acts = Html::none();
        if self.may_record {
            acts.add(cx.main_link("/visits/events/new", "visits.tell"));
        }
        if self.may_export {
            let query = cx.path.split_once('?').map_or(String::new(), |(_, q)| format!("?{q}"));
            acts.add(cx.link_button(&format!("/visits/sheet.xlsx{query}"), "ui.act.export"));
        }
        html!(
            "{}{}{}",
            cx.crumbs([(cx.t("ui.nav.care"), "/care")]),
            cx.heading(cx.t("visits.title"), cx.t("visits.under"), acts),
            tabs(cx, "/visits")
        )
    }
    fn waiting(&self, cx: &Cx) -> Html {
        super::form::waiting(cx, &self.owner, true)
    }
    fn statuses(&self, cx: &Cx) -> Vec<Choice> {
        let open = Status::ALL.iter().filter(|s| **s != Status::Withdrawn);
        open.map(|s| Choice::new(s.key(), cx.t(&s.word()))).collect()
    }
    fn status(&self) -> &'static str {
        self.status.map_or("", Status::key)
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "visits.col.member"),
            Col::text("reason", "visits.col.reason"),
            Col::text("group", "visits.col.group").minor(),
            Col::day("day", "visits.col.day"),
            Col::day("state", "visits.col.state"),
            Col::number("amount", "visits.col.amount").minor(),
        ];
        let empty = if self.bare && self.may_record {
            cx.empty_first("visits.none", "/visits/events/new", "visits.tell")
        } else {
            cx.empty("visits.none_such")
        };
        cx.table("visits.title", cols)
            .empty(empty)
            .rows(self.visits.iter().map(|v| row(cx, v, self.may_record)))
    }
}

fn row(cx: &Cx, v: &Visit, may_record: bool) -> Row {
    let (state, word) = v.state(cx.today);
    let day = v.told.as_ref().map_or(v.due, |t| t.day);
    let href = if v.status == Status::Due && may_record {
        format!("/visits/{}/record", v.id)
    } else {
        format!("/visits/{}", v.id)
    };
    let amount = v.told.as_ref().map(|t| t.amount).filter(|m| m.fen() > 0);
    let row = Row::new()
        .link(&href)
        .cell(&v.name)
        .cell(&v.reason_name)
        .cell(v.branch_name.as_deref().unwrap_or("—"))
        .cell(cx.date(day))
        .cell(cx.badge(state, cx.t(word)))
        .cell(amount.map_or_else(|| "—".to_owned(), |m| cx.money(m)));
    if v.status == Status::Waived { row.quiet() } else { row }
}
