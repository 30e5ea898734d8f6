//! The forms by which it changes how a membership stands, and by which such a change is taken back.

use kernel::Date;
use org::{
    MemberId, Status,
    members::{history, model::MemberCard, store},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html};
use web::{Refusal, Reply, View};

use crate::moving;

/// The form by which it changes how a membership stands.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StatusForm {
    /// The member.
    #[serde(flatten)]
    pub member: MemberCard,
    /// The states that may follow.
    pub may_become: Vec<Status>,
    /// The last change of state, which may be taken back: since when it stands so.
    pub since: Option<Date>,
    /// The transfer that is under way: until it is answered or called back, nothing else may follow.
    pub transfer: Option<dispatch::LetterId>,
    /// What is offered to be chosen, such as retirement from the list of those whom it comes to.
    pub offered: Option<Status>,
    /// The day offered.
    pub on: Date,
    /// Whether retirement is offered.
    pub retires: bool,
    /// Today.
    pub today: Date,
}

ui::page!(StatusForm, "members/pages/status.html", |_p, cx| cx
    .t("org.members.change_status"));

/// Which member.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct This {
    id: MemberId,
}

/// Which member, and what is offered.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    id: MemberId,
    /// The state that is offered.
    status: Option<Status>,
    /// The day that is offered.
    on: Option<Date>,
    /// Whether retirement is offered.
    #[serde(default)]
    retires: bool,
}

pub(super) fn status(view: &View<'_>, q: Ask) -> Reply<StatusForm> {
    let member = store::get(view, view.union(), q.id)?;
    let course = history::believed(view, view.union(), q.id)?;
    let since = course
        .last()
        .map(|(_, since)| since)
        .filter(|day| course.since() != Some(*day));
    let transfer = moving::open_of(view, view.union(), q.id)?.map(|letter| letter.id);
    Ok(StatusForm {
        may_become: Status::ALL
            .iter()
            .copied()
            .filter(|to| transfer.is_none() && member.status.may_become(*to))
            .collect(),
        since: since.filter(|_| transfer.is_none()),
        transfer,
        offered: q.status.filter(|to| member.status.may_become(*to)),
        on: q.on.map_or(view.today(), |day| day.min(view.today())),
        retires: q.retires,
        today: view.today(),
        member,
    })
}

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
    fn under(&self, cx: &Cx) -> String {
        format!("{} · {}", self.member.name, cx.t(&self.member.status.word()))
    }
    /// The way to the transfer that is under way.
    fn transfer(&self, cx: &Cx) -> Html {
        self.transfer.map_or_else(Html::none, |id| moving::leads_to(cx, id))
    }
    fn offered(&self) -> &'static str {
        self.offered.map_or("", Status::key)
    }
    /// The basis that is offered with retirement.
    fn basis(&self, cx: &Cx) -> String {
        if self.retires {
            cx.t("organisation.status.retires_basis")
        } else {
            String::new()
        }
    }
    fn statuses(&self, cx: &Cx) -> Vec<Choice> {
        let says = |s: &Status| {
            Choice::new(s.key(), cx.t(&s.word())).hint(cx.t(&format!("organisation.status.says_{}", s.key())))
        };
        self.may_become.iter().map(says).collect()
    }
}

/// The last change of state, to be taken back.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TakeBackForm {
    /// The member.
    #[serde(flatten)]
    pub member: MemberCard,
    /// Since when it stands so.
    pub since: Date,
}

ui::page!(TakeBackForm, "members/pages/take_back.html", |_p, cx| cx
    .t("organisation.status.take_back"));

pub(super) fn take_back(view: &View<'_>, q: This) -> Reply<TakeBackForm> {
    let form = status(
        view,
        Ask {
            id: q.id,
            status: None,
            on: None,
            retires: false,
        },
    )?;
    if let Some(id) = form.transfer {
        return Err(moving::under_way(id).into());
    }
    let since = form
        .since
        .ok_or_else(|| Refusal::new("org.members.nothing_to_take_back").status(409))?;
    Ok(TakeBackForm {
        member: form.member,
        since,
    })
}

impl TakeBackForm {
    fn at(&self, tail: &str) -> String {
        format!("/members/{}{tail}", self.member.id)
    }
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([
            (cx.t("org.members.title"), "/members".to_owned()),
            (self.member.name.clone(), self.at("")),
        ])
    }
    fn says(&self, cx: &Cx) -> String {
        cx.tf(
            "organisation.status.take_back_says",
            &[
                ("name", &self.member.name),
                ("day", &cx.date_full(self.since)),
                ("status", &cx.t(&self.member.status.word())),
            ],
        )
    }
}
