//! The list of members: of today by the quick list, or as it was on a day.

use kernel::{Date, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row, State, Table, html};
use web::{Refusal, Reply, View};

use org::{
    BodyId, MemberId, Status, bodies,
    members::list::{self, After, Line},
    power::{MEMBER_MANAGE, MEMBER_PERSONAL, MEMBER_SEE},
};

use crate::roster::{self, RosterAtWork};

/// What is asked of the list.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    /// A name, its sound or initials, or the tail of a phone number.
    q: Option<Text<40>>,
    /// A branch or group.
    group: Option<BodyId>,
    /// How the membership stands; active if not said.
    status: Option<Status>,
    /// On which day; today if not said. A search is of today.
    on: Option<Date>,
    /// The place in the list where the page before ended.
    after: Option<String>,
    /// Whether all are counted, however many there are.
    #[serde(default)]
    count: bool,
}

/// Counted at once up to here; counting a hundred thousand members on every look would slow everybody's pages.
const COUNTED: i64 = 1000;

/// A line of the list of members. Phone numbers show their beginning and end only.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MemberLine {
    /// The member.
    pub id: MemberId,
    /// The name.
    pub name: String,
    /// The branch or group.
    pub group: Option<String>,
    /// The phone number, the middle hidden.
    pub phone: String,
    /// The employer's number.
    pub number: Option<String>,
    /// How the membership stands.
    pub status: Status,
    /// Since when a member.
    pub joined: Date,
}

/// Members, a page at a time, in the order of their sound.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Members {
    /// The lines.
    pub lines: Vec<MemberLine>,
    /// How many there are in all, counted to 1000 unless all are to be counted; not said for a search.
    pub total: Option<i64>,
    /// Whether there are more than `total`.
    pub uncounted: bool,
    /// The `after` of the next page.
    pub next: Option<String>,
    /// Whether a search found more than is shown.
    pub more: bool,
    /// What was searched for.
    pub q: String,
    /// The branch or group asked for.
    pub group: Option<BodyId>,
    /// The state asked for.
    pub status: Option<Status>,
    /// The past day asked for.
    pub on: Option<Date>,
    /// Today.
    pub today: Date,
    /// Branches and groups to choose from.
    pub groups: Vec<(BodyId, String)>,
    /// Whether this is not the first page.
    pub further: bool,
    /// Whether members can be added.
    pub may_manage: bool,
    /// Whether members may be found by the end of their identity number.
    pub by_number: bool,
    /// Rosters that are going into the register or are being taken back just now: the figures still move.
    pub moving: Vec<RosterAtWork>,
}

ui::page!(
    Members,
    "members/pages/list.html",
    |_p, cx| cx.t("org.members.title"),
    wide
);

pub(super) fn list(view: &View<'_>, ask: Ask) -> Reply<Members> {
    let union = view.union();
    let mut groups = bodies::store::bodies_to_choose(view, union, view.today())?;
    let mut group = ask.group;
    if let Some(mine) = mine(view)? {
        groups.retain(|(id, _)| mine.contains(id));
        group = group
            .filter(|id| mine.contains(id))
            .or(groups.first().map(|(id, _)| *id));
        if group.is_none() {
            return Err(Refusal::forbidden().into());
        }
    }
    let q = ask.q.map(Text::into_string).unwrap_or_default();
    let from = ask.after.as_deref().map_or_else(After::start, After::read);
    let status = ask.status.unwrap_or(Status::Active);
    let most = if ask.count { i64::MAX - 1 } else { COUNTED };
    let on = ask.on.filter(|day| *day < view.today());
    let (mut lines, total) = match on {
        _ if !q.is_empty() => (list::find(view, union, &q, ask.status, group)?, None),
        Some(day) => (
            list::page_on(view, union, (status, group, day), &from)?,
            Some(list::count_on(
                view,
                union,
                (status, group, day),
                most.saturating_add(1),
            )?),
        ),
        None => (
            list::page(view, union, status, group, &from)?,
            Some(list::count(view, union, status, group, most.saturating_add(1))?),
        ),
    };
    let more = total.is_none() && lines.len() >= list::FOUND;
    let next = (total.is_some() && lines.len() > list::PAGE).then(|| {
        lines.truncate(list::PAGE);
        lines.last().map(|line| After::line(line).words())
    });
    Ok(Members {
        lines: lines.into_iter().map(masked).collect(),
        total: total.map(|n| n.min(most)),
        uncounted: total.is_some_and(|n| n > most),
        next: next.flatten(),
        more,
        further: from != After::start() && q.is_empty(),
        q,
        group,
        status: ask.status,
        on,
        today: view.today(),
        groups,
        may_manage: view.actor().may(MEMBER_MANAGE),
        by_number: view.actor().may(MEMBER_PERSONAL),
        moving: roster::at_work(view)?,
    })
}

/// The bodies whose members the actor may see, with the groups below them; `None` for all.
pub(crate) fn mine(view: &View<'_>) -> Reply<Option<Vec<BodyId>>> {
    Ok(org::within(view, MEMBER_SEE)?)
}

fn masked(line: Line) -> MemberLine {
    MemberLine {
        id: line.id,
        name: line.name,
        group: line.group_name,
        phone: mask(&line.phone),
        number: line.number,
        status: line.status,
        joined: line.joined,
    }
}

/// `138****8000`: who has the list at hand need not have everybody's number.
pub(crate) fn mask(phone: &str) -> String {
    match (
        phone.get(..3),
        phone.len().checked_sub(4).and_then(|at| phone.get(at..)),
    ) {
        (Some(head), Some(tail)) if phone.len() > 7 => format!("{head}****{tail}"),
        (_, Some(tail)) if !phone.is_empty() => format!("****{tail}"),
        _ => String::new(),
    }
}

pub(crate) fn status_badge(cx: &Cx, status: Status) -> Html {
    let state = match status {
        Status::Active => State::Done,
        Status::Moving => State::Soon,
        Status::Kept => State::Info,
        _ => State::Off,
    };
    cx.badge(state, cx.t(&status.word()))
}

fn statuses(cx: &Cx) -> Vec<Choice> {
    Status::ALL
        .iter()
        .map(|s| Choice::new(s.key(), cx.t(&s.word())))
        .collect()
}

impl Members {
    fn heading(&self, cx: &Cx) -> Html {
        let new = self.may_manage.then(|| cx.main_link("/members/new", "org.members.new"));
        let roster = self.may_manage.then(|| cx.link_button("/rosters", "roster.title"));
        let corrections = self
            .may_manage
            .then(|| cx.link_button("/corrections", "corrections.office"));
        let acts = html!(
            "{}{}{}{}{}{}",
            cx.link_button("/members/find", "organisation.find.title"),
            cx.link_button("/members/rates", "rates.title"),
            cx.link_button("/members/ahead", "organisation.ahead.title"),
            roster,
            corrections,
            new
        );
        let under = match self.total {
            Some(n) if self.uncounted => html!(
                "{} <a href=\"{}\">{}</a>",
                cx.tn("org.members.count_over", n),
                cx.here_with(&[("count", "true")]),
                cx.t("org.members.count_all")
            ),
            total => Html::text(total.map_or_else(String::new, |n| cx.tn("org.members.count", n))),
        };
        cx.heading(cx.t("org.members.title"), under, acts)
    }
    fn by_number(&self, cx: &Cx) -> Html {
        let link = self.by_number.then(|| {
            html!(
                "<p><a href=\"/members/number\">{}</a></p>",
                cx.t("organisation.number.title")
            )
        });
        let moving: Html = self
            .moving
            .iter()
            .map(|roster| roster.note(cx, self.may_manage))
            .collect();
        html!("{}{}", link, moving)
    }
    fn as_of(&self, cx: &Cx) -> Html {
        let Some(day) = self.on else { return Html::none() };
        let key = if self.q.is_empty() {
            "organisation.list.as_of"
        } else {
            "organisation.list.search_is_of_today"
        };
        cx.note(State::Info, cx.t1(key, "day", cx.date_full(day)))
    }
    fn statuses(&self, cx: &Cx) -> Vec<Choice> {
        statuses(cx)
    }
    fn status_key(&self) -> &'static str {
        self.status.map_or("", Status::key)
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "org.members.name"),
            Col::text("group", "org.members.group"),
            Col::text("phone", "org.members.phone"),
            Col::text("number", "org.members.number").minor(),
            Col::day("status", "org.members.status"),
            Col::day("joined", "org.members.joined").minor(),
        ];
        let empty = match (
            self.q.is_empty() && self.group.is_none() && self.status.is_none(),
            self.may_manage,
        ) {
            (true, true) => cx.empty_first("org.members.none", "/members/new", "org.members.new"),
            (true, false) => cx.empty("org.members.none"),
            (false, _) => cx.empty("org.members.none_found"),
        };
        cx.table("org.members.title", cols)
            .empty(empty)
            .rows(self.lines.iter().map(|m| {
                let row = Row::new()
                    .link(&format!("/members/{}", m.id))
                    .cell(&m.name)
                    .cell(m.group.as_deref().unwrap_or("—"))
                    .cell(if m.phone.is_empty() { "—" } else { &m.phone })
                    .cell(m.number.as_deref().unwrap_or("—"))
                    .cell(status_badge(cx, m.status))
                    .cell(cx.date_full(m.joined));
                if m.status.belongs() { row } else { row.quiet() }
            }))
    }
    fn pager(&self, cx: &Cx) -> Html {
        if self.more {
            return cx.note(State::Info, cx.t("org.members.more"));
        }
        let first = self
            .further
            .then(|| cx.icon_link(&cx.here_with(&[("after", "")]), "chevron-left", "org.members.first"));
        let next = self
            .next
            .as_ref()
            .map(|after| cx.icon_link(&cx.here_with(&[("after", after)]), "chevron-right", "org.members.next"));
        if first.is_none() && next.is_none() {
            return Html::none();
        }
        html!(
            "<nav class=\"pager\" aria-label=\"{}\">{}{}</nav>",
            cx.t("ui.pager.pages"),
            first,
            next
        )
    }
}

#[cfg(test)]
mod tests {
    use super::mask;

    #[test]
    fn a_masked_number_keeps_its_ends() {
        assert_eq!(mask("13800138000"), "138****8000");
        assert_eq!(mask("8625000"), "****5000");
        assert_eq!(mask(""), "");
    }
}
