//! Deputies (代理): a person names somebody who decides for them on certain days.

use kernel::{Date, Instant, Text};
use org::{MemberId, power::APPROVAL_SEE};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row, State, html};
use web::{Act, Done, Nothing, Refusal, Reply, View};

use super::{
    event::Happened,
    model::Person,
    store::{self, deputies as kept, people},
};

/// The kind of a naming's id.
pub enum Naming {}
/// The id of a naming.
pub type DeputyId = kernel::Id<Naming>;
/// The kind of record that a naming is.
pub const DEPUTY: &str = "deputy";
/// For at most so many days at a time: longer than that, a post changes hands.
const DAYS: i32 = 366;
/// At most so many namings of one person run at a time, and so many stand behind one deputy.
pub(super) const MOST: i64 = 20;

/// Who decides for whom on which days.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Deputy {
    /// The naming.
    pub id: DeputyId,
    /// For whom.
    pub of: Person,
    /// Who.
    pub is: Person,
    /// From this day.
    pub from: Date,
    /// To this day.
    pub until: Date,
    /// Why.
    pub why: Option<String>,
    /// When it was made.
    pub made_at: Instant,
    /// When it was ended before its last day.
    pub ended_at: Option<Instant>,
}

impl Deputy {
    /// Whether it is in force on a day, or will be.
    fn runs(&self, today: Date) -> bool {
        self.ended_at.is_none() && self.until >= today
    }
}

/// The deputies that the reader named and whose deputy they are; all of the union for whoever sees all cases.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Deputies {
    /// They, the latest first.
    pub deputies: Vec<Deputy>,
    /// Who can be named.
    pub choices: Vec<Choice>,
    /// Today.
    pub today: Date,
    #[serde(skip)]
    #[schemars(skip)]
    me: web::AccountId,
}

ui::page!(Deputies, "approvals/pages/deputies.html", |_p, cx| cx
    .t("approvals.deputies.title"));

impl Deputies {
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([(cx.t("approvals.list.title"), "/approvals")])
    }
    fn table(&self, cx: &Cx) -> Html {
        let cols = [
            Col::text("is", "approvals.deputies.is"),
            Col::text("of", "approvals.deputies.of"),
            Col::day("days", "approvals.deputies.days"),
            Col::text("why", "approvals.deputies.why").minor(),
            Col::day("state", "approvals.col.state"),
        ];
        let rows = self.deputies.iter().map(|d| {
            let row = Row::new()
                .cell(&d.is.name)
                .cell(&d.of.name)
                .cell(cx.span(d.from, d.until))
                .cell(d.why.as_deref().unwrap_or("—"))
                .cell(self.state(cx, d));
            if d.runs(self.today) { row } else { row.quiet() }
        });
        let table = cx
            .table("approvals.deputies.title", cols)
            .rows(rows)
            .empty(cx.empty("approvals.deputies.empty"));
        html!("{}", Html::trusted(table.to_string()))
    }
    fn state(&self, cx: &Cx, d: &Deputy) -> Html {
        let (state, key) = match (d.ended_at, d.from > self.today, d.until < self.today) {
            (Some(_), ..) => (State::Off, "approvals.deputies.ended"),
            (None, true, _) => (State::Draft, "approvals.deputies.ahead"),
            (None, _, true) => (State::Off, "approvals.deputies.over"),
            (None, ..) => (State::Done, "approvals.deputies.now"),
        };
        let end = (d.of.account == self.me && d.runs(self.today))
            .then(|| cx.button(&format!("/approvals/deputies/{}/end", d.id), "approvals.deputies.end"));
        html!("{}{}", cx.badge(state, cx.t(key)), end)
    }
}

pub(super) fn page(view: &View<'_>, _: Nothing) -> Reply<Deputies> {
    let me = view.actor().account;
    let all = view.actor().may(APPROVAL_SEE);
    Ok(Deputies {
        deputies: kept::listed(view, view.union(), (!all).then_some(me))?,
        choices: choices(view)?,
        today: view.today(),
        me,
    })
}

/// Officers with an account, but not oneself.
fn choices(view: &View<'_>) -> Reply<Vec<Choice>> {
    let me = store::me(view);
    let officers = people::officers(view, view.union(), view.today())?;
    let others = officers.into_iter().filter(|p| !p.is(&me));
    Ok(others
        .filter_map(|p| p.member.map(|member| Choice::new(member, p.name)))
        .collect())
}

/// Somebody who is to decide on certain days.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Name {
    /// Who.
    deputy: MemberId,
    /// From this day.
    from: Date,
    /// To this day.
    until: Date,
    /// Why.
    why: Option<Text<100>>,
}

/// Names a deputy for oneself.
pub(super) fn name(act: &mut Act<'_>, form: Name) -> Reply<Done> {
    let me = store::me(act);
    let Some(is) = people::by_member(act, act.union(), form.deputy)? else {
        return Err(Refusal::field("deputy", "approvals.refusal.no_account").into());
    };
    if is.is(&me) {
        return Err(Refusal::field("deputy", "approvals.refusal.self").into());
    }
    if !people::is_officer(act, act.union(), is.account, act.today())? {
        return Err(Refusal::field("deputy", "approvals.refusal.no_officer").into());
    }
    let (mine, theirs) = kept::running(act, act.union(), (me.account, is.account), act.today())?;
    if mine >= MOST {
        return Err(Refusal::field("deputy", "approvals.refusal.many_deputies")
            .arg("most", MOST)
            .into());
    }
    if theirs >= MOST {
        return Err(Refusal::field("deputy", "approvals.refusal.busy_deputy")
            .arg("name", &is.name)
            .arg("most", MOST)
            .into());
    }
    if form.until < form.from {
        return Err(Refusal::field("until", "approvals.refusal.days").into());
    }
    if form.from < act.today() {
        return Err(Refusal::field("from", "approvals.refusal.past").into());
    }
    if form.from.days_until(form.until) >= DAYS {
        return Err(Refusal::field("until", "approvals.refusal.long").into());
    }
    let new = Deputy {
        id: act.id(),
        of: me,
        is,
        from: form.from,
        until: form.until,
        why: form.why.map(Text::into_string),
        made_at: act.now(),
        ended_at: None,
    };
    kept::add(act.writer(), act.union(), &new)?;
    act.note(&Happened::DeputyNamed {
        deputy: new.id,
        is: new.is.account,
        from: new.from,
        until: new.until,
    })?;
    Ok(Done::to("/approvals/deputies")
        .record(new.id)
        .say("approvals.said.deputy"))
}

/// Which naming.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: DeputyId,
}

/// Lets one's deputy go before the last day.
pub(super) fn end(act: &mut Act<'_>, form: Which) -> Reply<Done> {
    let now = (act.now(), act.today());
    if !kept::end(act.writer(), act.union(), form.id, act.actor().account, now)? {
        return Err(Refusal::missing().into());
    }
    act.note(&Happened::DeputyEnded { deputy: form.id })?;
    Ok(Done::to("/approvals/deputies")
        .record(form.id)
        .say("approvals.said.deputy_ended"))
}
