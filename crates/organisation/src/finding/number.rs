//! Members by the last four signs of their identity numbers: at a counter people tell no more of them.
//!
//! The numbers are sealed; what is typed is compared with an index that only the keys can make (`sealed::with_tail`). To find
//! somebody so is to learn the end of their number, so it is done as a reading: with a purpose, noted for each who was found, and
//! shown for a few minutes. What was typed is kept nowhere.

use kernel::{Text, numerals::half_width};
use org::{
    MemberId, Status, bodies,
    members::{sealed, store as members},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Col, Cx, Html, Row, Table, html};
use web::{AccountId, Act, Done, Event, Nothing, Record, Refusal, Reply, View, reveal};

use super::store;
use crate::members::{self as register, KIND, status_badge};

const PAGE: &str = "/members/number";
/// More people of one ending are not told apart by it.
const MOST: usize = 50;
/// The name under which the reading is noted.
const TAIL: &str = "identity_tail";

/// A member who was found.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FoundMember {
    /// Who.
    pub id: MemberId,
    /// The name.
    pub name: String,
    /// The branch or group.
    pub group: Option<String>,
    /// How the membership stands.
    pub status: Status,
}

/// The form, and who was found by it within the last minutes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NumberPage {
    /// Who was found; `None` if nobody was looked for.
    pub found: Option<Vec<FoundMember>>,
}

ui::page!(NumberPage, "finding/pages/number.html", |_p, cx| cx
    .t("organisation.number.title"));

/// What is noted of a search: who was found, not what was typed.
#[derive(Serialize)]
struct Sought<'a> {
    #[serde(skip)]
    by: AccountId,
    members: &'a [MemberId],
}

impl Event for Sought<'_> {
    fn kind(&self) -> &'static str {
        store::SOUGHT
    }
    fn record(&self) -> Record {
        Record::new("account", self.by)
    }
}

pub(super) fn page(view: &View<'_>, _: Nothing) -> Reply<NumberPage> {
    let since = view.now().plus_millis(-reveal::OPEN_MINUTES * 60_000);
    let sought = store::sought(view, view.union(), view.actor().account, since)?;
    let found = sought.map(|ids| lines(view, &ids)).transpose()?;
    Ok(NumberPage { found })
}

fn lines(view: &View<'_>, ids: &[MemberId]) -> Reply<Vec<FoundMember>> {
    let names = bodies::store::body_names(view, view.union())?;
    let mut lines = Vec::new();
    for id in ids {
        // who was taken out again meanwhile is not shown
        let Some(member) = members::find(view, view.union(), *id)? else {
            continue;
        };
        let group = member.group.and_then(|g| names.get(&g).cloned());
        lines.push(FoundMember {
            id: *id,
            name: member.name,
            group,
            status: member.status,
        });
    }
    lines.sort_by(|a, b| (&a.name, a.id.raw()).cmp(&(&b.name, b.id.raw())));
    Ok(lines)
}

/// The end of a number, and what the person is looked for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Seek {
    /// Four signs: digits, an X at the end.
    end: Text<20>,
    purpose: Text<100>,
}

/// Looks for members by the end of their number.
pub(super) fn seek(act: &mut Act<'_>, form: Seek) -> Reply<Done> {
    let end = half_width(&form.end).trim().to_ascii_uppercase();
    if end.len() != 4 || !end.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(Refusal::field("end", "organisation.number.four").into());
    }
    let mut found = sealed::with_tail(act, act.union(), &end)?;
    if let Some(groups) = register::mine(act)? {
        let mut seen = Vec::new();
        for id in found {
            let member = members::get(act, act.union(), id)?;
            seen.extend(member.group.filter(|g| groups.contains(g)).map(|_| id));
        }
        found = seen;
    }
    if found.len() > MOST {
        return Err(Refusal::field("end", "organisation.number.many").arg("n", MOST).into());
    }
    for id in &found {
        reveal::read(act, Record::new(KIND, *id), &[TAIL], &form.purpose)?;
    }
    act.note(&Sought {
        by: act.actor().account,
        members: &found,
    })?;
    Ok(Done::to(PAGE))
}

impl NumberPage {
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([(cx.t("org.members.title"), "/members")]);
        let heading = cx.heading(cx.t("organisation.number.title"), cx.t("organisation.number.says"), "");
        html!("{}{}", crumbs, heading)
    }
    fn purposes(&self, cx: &Cx) -> Vec<String> {
        ["counter", "transfer", "claim"]
            .iter()
            .map(|key| cx.t(&format!("organisation.number.for_{key}")))
            .collect()
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "org.members.name"),
            Col::text("group", "org.members.group"),
            Col::day("status", "org.members.status"),
        ];
        let found = self.found.as_deref().unwrap_or_default();
        cx.table("organisation.number.found", cols)
            .empty(cx.empty("organisation.number.none"))
            .rows(found.iter().map(|m| {
                Row::new()
                    .link(&format!("/members/{}", m.id))
                    .cell(&m.name)
                    .cell(m.group.as_deref().unwrap_or("—"))
                    .cell(status_badge(cx, m.status))
            }))
    }
}
