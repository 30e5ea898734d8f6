//! The applications of a union, by where they stand.

use kernel::Instant;
use org::{
    bodies,
    members::Field,
    power::{JOIN_DECIDE, JOIN_SEE, JOIN_WRITE},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Col, Cx, Html, Row, State as Tone, Table, html};
use web::{Reply, View};

use super::{
    model::{Application, ApplicationId, Channel, Status},
    store,
};
use crate::members;

/// What is asked of the list.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    /// Where they stand; those that wait if not said.
    status: Option<Status>,
}

/// A line of the list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Line {
    /// The application.
    pub id: ApplicationId,
    /// The applicant.
    pub name: String,
    /// The branch or group wished for.
    pub group: Option<String>,
    /// The phone number, the middle hidden.
    pub phone: String,
    /// The kind of employment.
    pub employment: Option<String>,
    /// How it came.
    pub channel: Channel,
    /// When.
    pub sent_at: Instant,
    /// Whether the group is for it, if it said so.
    pub group_agrees: Option<bool>,
}

/// The applications that stand alike.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Applications {
    /// Where they stand.
    pub status: Status,
    /// They, the earliest first; at most 500.
    pub lines: Vec<Line>,
    /// How many wait.
    pub waiting: i64,
    /// How many lie with their applicants.
    pub returned: i64,
    /// Whether applications can be typed in.
    pub may_write: bool,
    /// Whether they can be approved.
    pub may_decide: bool,
    /// Whether a way in is open.
    pub open: bool,
}

ui::page!(
    Applications,
    "joining/pages/list.html",
    |_p, cx| cx.t("joining.list.title"),
    wide
);

pub(super) fn list(view: &View<'_>, ask: Ask) -> Reply<Applications> {
    let union = view.union();
    let mine = org::within(view, JOIN_SEE)?;
    let within = |group: Option<org::BodyId>| {
        mine.as_ref()
            .is_none_or(|groups| group.is_some_and(|g| groups.contains(&g)))
    };
    let status = ask.status.unwrap_or_default();
    let names = bodies::store::body_names(view, union)?;
    let mut found = store::list(view, union, status)?;
    if !matches!(status, Status::Waiting | Status::Returned) {
        found.reverse();
    }
    let counts = store::counts(view, union)?;
    let count = |status: Status| -> i64 {
        let of = counts.iter().filter(|c| c.status == status && within(c.group));
        of.map(|c| c.all).sum()
    };
    Ok(Applications {
        status,
        lines: found
            .into_iter()
            .filter(|a| within(a.known.group()))
            .map(|a| line(a, &names))
            .collect(),
        waiting: count(Status::Waiting),
        returned: count(Status::Returned),
        may_write: view.actor().may(JOIN_WRITE),
        may_decide: view.actor().may(JOIN_DECIDE),
        open: store::link_of(view, union)?.is_some(),
    })
}

fn line(application: Application, names: &std::collections::HashMap<org::BodyId, String>) -> Line {
    let known = &application.known;
    Line {
        id: application.id,
        name: application.name().to_owned(),
        group: known.group().and_then(|g| names.get(&g).cloned()),
        phone: members::mask(known.get(Field::Phone).unwrap_or_default()),
        employment: known.get(Field::Employment).map(str::to_owned),
        channel: application.channel,
        sent_at: application.sent_at,
        group_agrees: application.opinion.as_ref().map(|opinion| opinion.agrees),
    }
}

/// Where an application stands, as a badge.
pub(super) fn badge(cx: &Cx, status: Status) -> Html {
    let tone = match status {
        Status::Waiting => Tone::Soon,
        Status::Returned => Tone::Due,
        Status::Approved => Tone::Done,
        Status::Refused => Tone::Off,
    };
    cx.badge(tone, cx.t(&format!("joining.status.{}", status.key())))
}

/// What the group thinks, in words.
pub(super) fn opinion_word(cx: &Cx, agrees: Option<bool>) -> String {
    cx.t(match agrees {
        None => "joining.opinion.none",
        Some(true) => "joining.opinion.for",
        Some(false) => "joining.opinion.against",
    })
}

impl Applications {
    fn heading(&self, cx: &Cx) -> Html {
        let acts = self.may_write.then(|| {
            html!(
                "{}{}",
                cx.link_button("/applications/new", "joining.paper.new"),
                cx.main_link("/applications/way", "joining.way.title")
            )
        });
        let crumbs = cx.crumbs([(cx.t("org.members.title"), "/members")]);
        html!("{}{}", crumbs, cx.heading(cx.t("joining.list.title"), "", acts))
    }
    fn tabs(&self, cx: &Cx) -> Html {
        cx.tabs(Status::ALL.map(|status| {
            let word = cx.t(&format!("joining.status.{}", status.key()));
            let label = match status {
                Status::Waiting if self.waiting > 0 => format!("{word} {}", self.waiting),
                Status::Returned if self.returned > 0 => format!("{word} {}", self.returned),
                _ => word,
            };
            let href = format!("/applications?status={}", status.key());
            (label, href, status == self.status)
        }))
    }
    fn empty(&self, cx: &Cx) -> Html {
        if self.status == Status::Waiting && self.may_write && !self.open {
            cx.empty_first("joining.list.no_way", "/applications/way", "joining.way.open")
        } else {
            cx.empty("joining.list.none")
        }
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "org.field.name"),
            Col::text("group", "org.field.group"),
            Col::text("phone", "org.field.phone"),
            Col::text("employment", "org.field.employment"),
            Col::text("opinion", "joining.opinion.title"),
            Col::text("channel", "joining.channel.title").minor(),
            Col::day("sent", "joining.list.sent_at"),
        ];
        let selects = self.may_decide && self.status == Status::Waiting;
        let rows = self.lines.iter().map(|l| {
            let employment = l.employment.as_deref();
            let row = Row::new()
                .link(&format!("/applications/{}", l.id))
                .cell(&l.name)
                .cell(l.group.as_deref().unwrap_or("—"))
                .cell(&l.phone)
                .cell(employment.map_or("—".to_owned(), |e| cx.t(&Field::Employment.choice_word(e))))
                .cell(opinion_word(cx, l.group_agrees))
                .cell(cx.t(&format!("joining.channel.{}", l.channel.key())))
                .cell(cx.instant(l.sent_at));
            if selects { row.id(l.id) } else { row }
        });
        let table = cx.table("joining.list.title", cols).empty(self.empty(cx)).rows(rows);
        if selects {
            table.select("/applications/approve", "id", "joining.batch.take")
        } else {
            table
        }
    }
}
