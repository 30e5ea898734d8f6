//! What people see of members.

use kernel::{Date, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row, State, Table, html};
use web::{Nothing, Refusal, Reply, View};

use org::{
    BodyId, MemberId, Status,
    bodies::{self, posts::HoldingLine},
    members::{
        list::{self, After, Line},
        model::MemberCard,
        store,
    },
    power::{MEMBER_MANAGE, MEMBER_SEE},
    standing::{Places, places},
};

/// What is asked of the list.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    /// A name, its sound or initials, or the tail of a phone number.
    q: Option<Text<40>>,
    /// A branch or group.
    group: Option<BodyId>,
    /// How the membership stands; active if not said.
    status: Option<Status>,
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
    /// Branches and groups to choose from.
    pub groups: Vec<(BodyId, String)>,
    /// Whether this is not the first page.
    pub further: bool,
    /// Whether members can be added.
    pub may_manage: bool,
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
    let (mut lines, total) = if q.is_empty() {
        (
            list::page(view, union, status, group, &from)?,
            Some(list::count(view, union, status, group, most.saturating_add(1))?),
        )
    } else {
        (list::find(view, union, &q, ask.status, group)?, None)
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
        groups,
        may_manage: view.actor().may(MEMBER_MANAGE),
    })
}

/// The bodies whose members the actor may see, with the groups below them; `None` for all.
fn mine(view: &View<'_>) -> Reply<Option<Vec<BodyId>>> {
    let (union, today) = (view.union(), view.today());
    let Places::Only(own) = places(view, union, view.actor().account, MEMBER_SEE, today)? else {
        return Ok(None);
    };
    let all = bodies::store::living(view, union, today)?;
    let within = |b: &&bodies::model::BodyLine| own.contains(&b.id) || b.parent.is_some_and(|p| own.contains(&p));
    Ok(Some(all.iter().filter(within).map(|b| b.id).collect()))
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
fn mask(phone: &str) -> String {
    match (
        phone.get(..3),
        phone.len().checked_sub(4).and_then(|at| phone.get(at..)),
    ) {
        (Some(head), Some(tail)) if phone.len() > 7 => format!("{head}****{tail}"),
        (_, Some(tail)) if !phone.is_empty() => format!("****{tail}"),
        _ => String::new(),
    }
}

fn status_badge(cx: &Cx, status: Status) -> Html {
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
        let acts = if self.may_manage {
            cx.main_link("/members/new", "org.members.new")
        } else {
            Html::none()
        };
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

/// The form of a new member or of one to be changed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MemberForm {
    /// The member, when it is changed.
    pub member: Option<MemberCard>,
    /// Branches and groups to choose from.
    pub groups: Vec<(BodyId, String)>,
    /// Today.
    pub today: Date,
}

ui::page!(MemberForm, "members/pages/form.html", |p, cx| cx.t(p.title()));

impl MemberForm {
    fn title(&self) -> &'static str {
        if self.member.is_some() {
            "org.members.edit"
        } else {
            "org.members.new"
        }
    }
    fn at(&self, tail: &str) -> String {
        self.member
            .as_ref()
            .map_or_else(|| "/members".to_owned(), |m| format!("/members/{}{tail}", m.id))
    }
    fn crumbs(&self, cx: &Cx) -> Html {
        let own = self.member.as_ref().map(|m| (m.name.clone(), self.at("")));
        cx.crumbs(
            [(cx.t("org.members.title"), "/members".to_owned())]
                .into_iter()
                .chain(own),
        )
    }
    /// The box is offered when a member of the same name and phone was found.
    fn another(&self, cx: &Cx) -> Html {
        if cx.error("another").is_none() && cx.value("another", "").is_empty() {
            return Html::none();
        }
        Html::trusted(cx.field("another", "org.members.another").tick(false).to_string())
    }
}

pub(super) fn new(view: &View<'_>, _: Nothing) -> Reply<MemberForm> {
    let groups = bodies::store::bodies_to_choose(view, view.union(), view.today())?;
    Ok(MemberForm {
        member: None,
        groups,
        today: view.today(),
    })
}

/// Which member.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct This {
    id: MemberId,
}

pub(super) fn edit(view: &View<'_>, q: This) -> Reply<MemberForm> {
    let groups = bodies::store::bodies_to_choose(view, view.union(), view.today())?;
    let member = store::get(view, view.union(), q.id)?;
    Ok(MemberForm {
        member: Some(member),
        groups,
        today: view.today(),
    })
}

/// One member.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MemberPage {
    /// The member.
    #[serde(flatten)]
    pub member: MemberCard,
    /// The branch or group by name.
    pub group_name: Option<String>,
    /// Posts held now and before, the latest first.
    pub posts: Vec<HoldingLine>,
    /// Whether the particulars can be changed.
    pub may_manage: bool,
}

ui::page!(MemberPage, "members/pages/show.html", |p, _cx| p.member.name.clone());

pub(super) fn show(view: &View<'_>, q: This) -> Reply<MemberPage> {
    let union = view.union();
    let member = store::get(view, union, q.id)?;
    if let Some(mine) = mine(view)?
        && !member.group.is_some_and(|g| mine.contains(&g))
    {
        return Err(Refusal::missing().into());
    }
    let group_name = member
        .group
        .map(|g| bodies::store::get(view, union, g))
        .transpose()?
        .map(|b| b.name);
    Ok(MemberPage {
        group_name,
        posts: bodies::posts::of_member(view, union, q.id)?,
        may_manage: view.actor().may(MEMBER_MANAGE),
        member,
    })
}

impl MemberPage {
    fn heading(&self, cx: &Cx) -> Html {
        let acts = if self.may_manage {
            html!(
                "{}{}",
                cx.link_button(&format!("/members/{}/edit", self.member.id), "org.members.edit"),
                cx.link_button(
                    &format!("/members/{}/status", self.member.id),
                    "org.members.change_status"
                )
            )
        } else {
            Html::none()
        };
        let crumbs = cx.crumbs([(cx.t("org.members.title"), "/members")]);
        html!(
            "{}{}",
            crumbs,
            cx.heading(&self.member.name, status_badge(cx, self.member.status), acts)
        )
    }
    fn facts(&self, cx: &Cx) -> Html {
        let m = &self.member;
        let mut facts = cx
            .facts()
            .fact("org.members.group", self.group_name.as_deref())
            .fact("org.members.phone", &m.phone)
            .fact("org.members.number", m.number.as_deref())
            .fact("org.members.joined", cx.date_full(m.joined));
        if let Some(left) = m.left {
            facts = facts
                .fact("org.members.left", cx.date_full(left))
                .fact("org.members.why", m.why.as_deref());
        }
        Html::trusted(facts.to_string())
    }
    fn posts<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("post", "org.bodies.post"),
            Col::text("body", "org.bodies.body"),
            Col::day("from", "org.term.from"),
            Col::day("ended", "org.term.ended"),
        ];
        cx.table("org.members.posts", cols).rows(self.posts.iter().map(|h| {
            let row = Row::new()
                .link(&format!("/org/bodies/{}", h.body))
                .cell(&h.title)
                .cell(&h.body_name)
                .cell(cx.date_full(h.term.from))
                .cell(h.ended.map_or_else(|| "—".to_owned(), |on| cx.date_full(on)));
            if h.ended.is_some() { row.quiet() } else { row }
        }))
    }
}

/// The form by which it changes how a membership stands.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StatusForm {
    /// The member.
    #[serde(flatten)]
    pub member: MemberCard,
    /// Today.
    pub today: Date,
}

ui::page!(StatusForm, "members/pages/status.html", |_p, cx| cx
    .t("org.members.change_status"));

impl StatusForm {
    fn at(&self, tail: &str) -> String {
        format!("/members/{}{tail}", self.member.id)
    }
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([
            (cx.t("org.members.title"), "/members".to_owned()),
            (self.member.name.clone(), self.at("")),
        ])
    }
    fn statuses(&self, cx: &Cx) -> Vec<Choice> {
        statuses(cx)
    }
}

pub(super) fn status(view: &View<'_>, q: This) -> Reply<StatusForm> {
    Ok(StatusForm {
        member: store::get(view, view.union(), q.id)?,
        today: view.today(),
    })
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
