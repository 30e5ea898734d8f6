//! Who has seen or changed what is known of whoever looks: changes of the register, readings of what is sealed, lists that
//! were taken out with them in it, and what happened to their account.

use kernel::Instant;
use org::{
    BodyId, MemberId, bodies,
    members::{Field, history},
};
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html, html};
use web::{Nothing, Record, Reply, View, reveal};

use super::{page::own_member, store};
use crate::{
    finding::{self, shown},
    members::{Entry, EntryLine, KIND, entry},
};

/// Most readings shown.
const READINGS: u32 = 200;

/// Something that happened to one's own data.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Trace {
    /// When.
    pub at: Instant,
    /// Who; the program itself if not said.
    pub who: Option<String>,
    /// The name of the access token, if a program acted for them.
    pub token: Option<String>,
    /// What: `changed`, `read`, `exported` or `account`.
    #[serde(flatten)]
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    /// The register was changed.
    Changed {
        /// What was done.
        entry: Entry,
    },
    /// What is sealed was read.
    Read {
        /// Which fields.
        fields: Vec<String>,
        /// What for.
        purpose: String,
    },
    /// A list was taken out with this member in it.
    Exported {
        /// The particulars in it.
        fields: Vec<Field>,
        /// What for.
        purpose: String,
        /// How many members were in it.
        members: i64,
    },
    /// Something happened to the account.
    Account {
        /// The event's kind.
        kind: String,
    },
}

/// What happened to one's own data, the latest first.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Seen {
    /// All of it.
    pub traces: Vec<Trace>,
    /// Branches and groups by name.
    #[serde(skip)]
    pub groups: Vec<(BodyId, String)>,
}

ui::page!(Seen, "mine/pages/seen.html", |_p, cx| cx.t("organisation.mine.seen"));

pub(super) fn show(view: &View<'_>, _: Nothing) -> Reply<Seen> {
    let mut traces = of_account(view)?;
    if let Some(member) = own_member(view)? {
        traces.extend(of_member(view, member)?);
    }
    traces.sort_by_key(|trace| std::cmp::Reverse(trace.at));
    Ok(Seen {
        traces,
        groups: bodies::store::body_names(view, view.union())?.into_iter().collect(),
    })
}

fn of_member(view: &View<'_>, member: MemberId) -> Reply<Vec<Trace>> {
    let union = view.union();
    let tokens = store::by_token(view, union, member)?;
    let changed = history::course(view, union, member)?.into_iter().map(|step| {
        let token = tokens.iter().find(|(recording, _)| *recording == step.recorded.id);
        let entry = entry(step, true);
        Trace {
            at: entry.at,
            who: entry.name.clone(),
            token: token.map(|(_, name)| name.clone()),
            what: What::Changed { entry },
        }
    });
    let mut traces: Vec<Trace> = changed.collect();
    let readings = reveal::who_read(view, union, Record::new(KIND, member), READINGS)?;
    traces.extend(readings.into_iter().map(|reading| Trace {
        at: reading.at,
        who: reading.who,
        token: None,
        what: What::Read {
            fields: reading.fields,
            purpose: reading.purpose,
        },
    }));
    traces.extend(finding::taken_out(view, member)?.into_iter().map(|export| Trace {
        at: export.at,
        who: export.name,
        token: None,
        what: What::Exported {
            fields: export.fields.split(',').filter_map(Field::of_key).collect(),
            purpose: export.purpose,
            members: export.members,
        },
    }));
    Ok(traces)
}

/// Kinds of events that somebody wants to know of who looks after their account.
const TOLD: &[&str] = &[
    "account.granted",
    "account.revoked",
    "account.disabled",
    "account.enabled",
    "account.joined",
    "account.reset_asked",
    "account.reset_refused",
    "account.reset_offered",
    "account.password_reset",
    "account.token_made",
    "account.token_ended",
    "door.password",
    "door.proof_refused",
    "door.second_on",
    "door.second_off",
    "door.recovery_made",
    "door.recovery_used",
    "user.created",
    "user.reset",
    "user.second_off",
    "user.disabled",
];

fn of_account(view: &View<'_>) -> Reply<Vec<Trace>> {
    let all = store::of_account(view, view.union(), view.actor().account)?;
    let told = all.into_iter().filter(|(_, kind, _)| TOLD.contains(&kind.as_str()));
    Ok(told
        .map(|(at, kind, who)| Trace {
            at,
            who,
            token: None,
            what: What::Account { kind },
        })
        .collect())
}

impl Trace {
    pub(super) fn name(&self, cx: &Cx) -> String {
        let who = self.who.clone().unwrap_or_else(|| cx.t("organisation.show.program"));
        match &self.token {
            Some(name) => cx.t2("organisation.mine.by_token", "who", who, "name", name),
            None => who,
        }
    }
    pub(super) fn words(&self, cx: &Cx) -> String {
        match &self.what {
            What::Changed { entry } => cx.t(&format!("organisation.course.{}", entry.what)),
            What::Read { .. } => cx.t("organisation.mine.read"),
            What::Exported { members, .. } => cx.tn("organisation.mine.exported", *members),
            What::Account { kind } => facts::log::name(cx, kind),
        }
    }
    /// Further words, line by line.
    pub(super) fn detail(&self, cx: &Cx, groups: &[(BodyId, String)]) -> Vec<String> {
        let purpose = |purpose: &str| cx.t1("organisation.mine.purpose", "purpose", purpose);
        match &self.what {
            What::Changed { entry } => {
                let mut lines: Vec<String> = entry.lines.iter().map(|line| said(cx, line, groups)).collect();
                lines.extend(entry.basis.iter().map(|b| cx.t1("organisation.show.basis", "basis", b)));
                lines
            }
            What::Read { fields, purpose: why } => {
                let names: Vec<String> = fields
                    .iter()
                    .map(|key| cx.t(&format!("organisation.mine.{key}")))
                    .collect();
                vec![names.join(&cx.t("org.comma")), purpose(why)]
            }
            What::Exported {
                fields, purpose: why, ..
            } => {
                let names: Vec<String> = fields.iter().map(|f| cx.t(f.word())).collect();
                vec![names.join(&cx.t("org.comma")), purpose(why)]
            }
            What::Account { .. } => Vec::new(),
        }
    }
}

/// One particular that became different.
fn said(cx: &Cx, line: &EntryLine, groups: &[(BodyId, String)]) -> String {
    let word = |kept: &Option<String>| match (kept, line.field) {
        (None, _) => "—".to_owned(),
        (Some(kept), Some(field)) => shown(cx, field, kept, groups),
        (Some(key), None) => cx.t(&format!("org.status.{key}")),
    };
    let what = line
        .field
        .map_or_else(|| cx.t("org.members.status"), |f| cx.t(f.word()));
    format!("{what}：{} → {}", word(&line.was), word(&line.is))
}

impl Seen {
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([
            (cx.t("web.account.title"), "/me/account"),
            (cx.t("organisation.mine.title"), "/me/data"),
        ]);
        let title = cx.t("organisation.mine.seen");
        html!(
            "{}{}",
            crumbs,
            cx.heading(title, cx.t("organisation.mine.seen_says"), "")
        )
    }
    fn timeline(&self, cx: &Cx) -> Html {
        let mut timeline = cx.timeline();
        for trace in &self.traces {
            let lines: Html = trace
                .detail(cx, &self.groups)
                .iter()
                .map(|line| html!("<li>{}</li>", line))
                .collect();
            let detail = (!lines.is_empty()).then(|| html!("<ul>{}</ul>", lines));
            timeline = timeline.event(trace.at, trace.name(cx), trace.words(cx), html!("{}", detail));
        }
        Html::trusted(timeline.to_string())
    }
}
