//! A group: who goes, who went, what it cost a head beside the caps of the place; and its list on paper.

use kernel::{Date, Money};
use org::{
    MemberId,
    power::{CARE_MANAGE, CARE_RECORD},
};
use rules::{Case, key};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row, Table, html};
use web::{Reply, View};

use super::{
    list,
    model::{Entry, EntryId, Group, GroupId, Plan, PlanStatus, Status},
    show,
    store::{self, entries},
};

/// Which group.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: GroupId,
}

/// A group.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GroupPage {
    /// It.
    #[serde(flatten)]
    pub group: Group,
    /// Its plan.
    pub plan_of: Plan,
    /// Who goes, of those whom the reader may see.
    pub entries: Vec<Entry>,
    /// Of whom it is not known yet whether they went, and for whom the reader keeps that.
    #[serde(skip)]
    pub to_mark: Vec<EntryId>,
    /// How many went in all.
    pub went: i64,
    /// What it cost a head, rounded up to the fen.
    pub head: Option<Money>,
    /// What the rules of the place say to that.
    pub over: Option<String>,
    /// Whether the reader may tell what it cost.
    pub may_manage: bool,
    /// Whether the reader may keep who went.
    pub may_record: bool,
    /// Members to lead it.
    #[serde(skip)]
    pub people: Vec<(MemberId, String)>,
    /// Today.
    pub today: Date,
}

ui::page!(
    GroupPage,
    "recuperation/pages/group.html",
    |p, _cx| p.group.destination.clone(),
    wide
);

fn told(view: &View<'_>, q: Which) -> Reply<GroupPage> {
    let union = view.union();
    let group = store::group(view, union, q.id)?;
    let mut entries = entries::of_group(view, union, group.id)?;
    let went = i64::try_from(entries.iter().filter(|e| e.status == Status::Went).count()).unwrap_or(i64::MAX);
    let eyes = crate::rounds::eyes(view)?;
    entries.retain(|e| eyes.sees(e.body));
    let hands = crate::rounds::hands(view)?;
    let to_mark = |e: &&Entry| e.status == Status::Confirmed && hands.sees(e.body);
    let head = group.cost.filter(|_| went > 0).map(|cost| {
        let up = cost.fen().saturating_add(went - 1);
        Money::from_fen(up / went)
    });
    let over = match head {
        Some(head) => {
            let judged = rules::judge(view, union, group.from, &key::RECUPERATION_HEAD, &Case::money(head))?;
            judged.severity.and_then(|_| judged.says(view.lang()))
        }
        None => None,
    };
    Ok(GroupPage {
        plan_of: store::plan(view, union, group.plan)?,
        to_mark: entries.iter().filter(to_mark).map(|e| e.id).collect(),
        entries,
        went,
        head,
        over,
        people: leaders(view, &group)?,
        may_manage: view.actor().may(CARE_MANAGE),
        may_record: view.actor().may(CARE_RECORD),
        today: view.today(),
        group,
    })
}

/// Who may lead a group: whoever does stays in the list.
fn leaders(view: &View<'_>, group: &Group) -> Reply<Vec<(MemberId, String)>> {
    if !view.actor().may(CARE_MANAGE) {
        return Ok(Vec::new());
    }
    let mut people = org::members::store::choose(view, "")?;
    let now = group.leader.zip(group.leader_name.clone());
    people.extend(now.filter(|(id, _)| people.iter().all(|(other, _)| other != id)));
    Ok(people)
}

pub(super) fn page(view: &View<'_>, q: Which) -> Reply<GroupPage> {
    told(view, q)
}

impl GroupPage {
    fn at(&self, tail: &str) -> String {
        format!("/recuperation_groups/{}{tail}", self.group.id)
    }
    fn heading(&self, cx: &Cx) -> Html {
        let under = cx.span(self.group.from, self.group.until);
        let print = cx.link_button(&self.at("/print"), "recuperation.group.print");
        html!(
            "{}{}",
            list::crumbs(cx, Some(&self.plan_of)),
            cx.heading(&self.group.destination, under, print)
        )
    }
    fn facts(&self, cx: &Cx) -> Html {
        let g = &self.group;
        let mut facts = cx.facts().fact("recuperation.group.lodging", &g.lodging);
        if let Some(leader) = &g.leader_name {
            facts = facts.fact("recuperation.group.leader", leader);
        }
        facts = facts
            .fact("recuperation.group.places", cx.number(g.places))
            .fact("recuperation.group.taken", cx.number(g.taken))
            .fact("recuperation.status.went", cx.number(self.went));
        if let Some(cost) = g.cost {
            facts = facts.fact("recuperation.group.cost", cx.money(cost));
        }
        if let Some(head) = self.head {
            facts = facts.fact("recuperation.group.head", cx.money(head));
        }
        Html::trusted(facts.to_string())
    }
    fn over(&self, cx: &Cx) -> Html {
        match &self.over {
            Some(says) => cx.note(ui::State::Overdue, says),
            None => Html::none(),
        }
    }
    fn people<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "org.field.name"),
            Col::day("state", "recuperation.field.state"),
        ];
        let rows = self.entries.iter().map(|e| {
            Row::new()
                .link(&format!("/recuperation_entries/{}", e.id))
                .cell(&e.name)
                .cell(show::badge(cx, e.status))
        });
        cx.table("recuperation.group.people", cols)
            .empty(cx.empty("recuperation.group.nobody"))
            .rows(rows)
    }
    fn ticks(&self, cx: &Cx) -> Html {
        let none: [String; 0] = [];
        let open = self.entries.iter().filter(|e| self.to_mark.contains(&e.id));
        let choices: Vec<Choice> = open.map(|e| Choice::new(e.id, e.name.clone())).collect();
        let field = cx.field("entry", "recuperation.group.who").many(choices, none);
        Html::trusted(field.to_string())
    }
    fn attends(&self) -> bool {
        let open = !self.to_mark.is_empty();
        self.may_record && open && self.group.from <= self.today && self.group.cost.is_none()
    }
    fn leader(&self) -> Option<String> {
        self.group.leader.map(|id| id.to_string())
    }
    fn changes(&self) -> bool {
        let known = |e: &Entry| matches!(e.status, Status::Went | Status::Missed);
        let living = self.plan_of.status != PlanStatus::Closed && self.group.cost.is_none();
        self.may_manage && living && !self.entries.iter().any(known)
    }
    fn settles(&self) -> bool {
        self.may_manage && (self.went > 0 || self.group.cost.is_some())
    }
}

/// The list of a group on A4.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GroupPrint {
    /// The union.
    pub union: String,
    /// The group with its people.
    pub page: GroupPage,
    /// Names of branches and groups.
    pub bodies: Vec<(org::BodyId, String)>,
}

ui::page!(
    GroupPrint,
    "recuperation/pages/print.html",
    |p, cx| cx.t1("recuperation.group.list", "where", &p.page.group.destination),
    print
);

pub(super) fn print(view: &View<'_>, q: Which) -> Reply<GroupPrint> {
    let mut page = told(view, q)?;
    page.entries.retain(|e| e.status.holds());
    let standing = view.actor().standing.as_ref();
    Ok(GroupPrint {
        union: standing.map_or_else(String::new, |s| s.union_name.clone()),
        bodies: org::body_names(view, view.union())?.into_iter().collect(),
        page,
    })
}

impl GroupPrint {
    fn row(&self, cx: &Cx, n: usize, e: &Entry) -> Html {
        let body = e.body.and_then(|b| self.bodies.iter().find(|(id, _)| *id == b));
        html!(
            "<tr><td>{}</td><td>{}</td><td>{}</td><td></td></tr>",
            cx.number(n),
            e.name,
            body.map(|(_, name)| name)
        )
    }
    fn table(&self, cx: &Cx) -> Html {
        let rows: Html = (1_usize..)
            .zip(&self.page.entries)
            .map(|(n, e)| self.row(cx, n, e))
            .collect();
        html!(
            "<table><thead><tr><th>{}</th><th>{}</th><th>{}</th><th>{}</th></tr></thead><tbody>{}</tbody></table>",
            cx.t("rounds.number"),
            cx.t("org.field.name"),
            cx.t("org.field.group"),
            cx.t("rounds.signature"),
            rows
        )
    }
}
