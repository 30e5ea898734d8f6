//! A new password by officers, with two pairs of eyes: one asks, another confirms, and the person gets a one-time code.
//!
//! Whoever could reset a password alone could act in anybody's name. So nobody confirms what they asked for themselves,
//! and nobody has a hand in their own. Where a union has only one officer for accounts, the one who runs the machine
//! helps (`zhijia user reset`).

use kernel::{Id, Instant, Text, UnionId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Asked, Error, Reader, Row, Sql};
use ui::{Col, Cx, Html, Row as Line, State, Table, html};
use web::{AccountId, Act, Done, Refusal, Reply, View};

use super::{
    Happened, acts,
    code::{InvitationId, Purpose},
    invite, store as accounts,
};
use crate::power::ACCOUNT_MANAGE;

/// The kind of a request for a new password.
pub enum Reset {}
/// The id of a request.
pub type ResetId = Id<Reset>;

/// A request is open so long: three days.
pub const OPEN_MS: i64 = 3 * 24 * 60 * 60 * 1000;

const ADD: Sql = Sql::union(
    "INSERT INTO reset_request (union_id, id, account_id, reason, second, asked_by, asked_at, status, decided_by, decided_at,
       invitation_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'asked', NULL, NULL, NULL)",
);
const GET: Sql = Sql::union(
    "SELECT r.id, r.account_id, a.name, r.reason, r.second, r.asked_by, b.name, r.asked_at, r.status
     FROM reset_request r JOIN account a ON a.id = r.account_id LEFT JOIN account b ON b.id = r.asked_by
     WHERE r.union_id = $1 AND r.id = $2",
);
const OPEN: Sql = Sql::union(
    "SELECT r.id, r.account_id, a.name, r.reason, r.second, r.asked_by, b.name, r.asked_at, r.status
     FROM reset_request r JOIN account a ON a.id = r.account_id LEFT JOIN account b ON b.id = r.asked_by
     WHERE r.union_id = $1 AND r.status = 'asked' AND r.asked_at > $2 ORDER BY r.asked_at, r.id LIMIT 100",
);
const DECIDE: Sql = Sql::union(
    "UPDATE reset_request SET status = $3, decided_by = $4, decided_at = $5, invitation_id = $6
     WHERE union_id = $1 AND id = $2 AND status = 'asked'",
);
const SECOND: Sql = Sql::union("SELECT second FROM reset_request WHERE union_id = $1 AND invitation_id = $2");

/// A request for a new password.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Request {
    /// The request.
    pub id: ResetId,
    /// Whose password.
    pub account: AccountId,
    /// Their name.
    pub name: String,
    /// Why.
    pub reason: String,
    /// Whether the second factor is taken off too.
    pub second: bool,
    /// Who asked.
    pub asked_by: AccountId,
    /// Their name.
    pub asker: Option<String>,
    /// When.
    pub asked_at: Instant,
    /// Whether it waits for a decision.
    pub open: bool,
}

fn request(row: &Row<'_>) -> Result<Request, Error> {
    let mut cells = row.cells();
    Ok(Request {
        id: cells.take()?,
        account: cells.take()?,
        name: cells.take()?,
        reason: cells.take()?,
        second: cells.take()?,
        asked_by: cells.take()?,
        asker: cells.take()?,
        asked_at: cells.take()?,
        open: cells.take::<String>()? == "asked",
    })
}

fn find(read: &Reader, union: UnionId, id: ResetId, now: Instant) -> Result<Request, Error> {
    let mut found = read.one(GET, &[&union, &id], request)?;
    found.open = found.open && found.asked_at.plus_millis(OPEN_MS) > now;
    Ok(found)
}

/// The requests that wait for a decision.
pub(super) fn open(view: &View<'_>) -> Result<Vec<Request>, Error> {
    let since = view.now().plus_millis(-OPEN_MS);
    view.rows(OPEN, &[&view.union(), &since], request)
}

/// Asks for the requests of others, each of which is told as one that waits for whoever looks, or as none.
///
/// # Errors
/// The store's.
pub fn to_confirm<'v, T>(view: &'v View<'_>, told: impl Fn(i64) -> T + 'v) -> Result<Option<Asked<'v, T>>, Error> {
    if !view.actor().may(ACCOUNT_MANAGE) {
        return Ok(None);
    }
    let (me, since) = (view.actor().account, view.now().plus_millis(-OPEN_MS));
    let asked = view.ask(OPEN, &[&view.union(), &since], move |row| {
        let r = request(row)?;
        Ok(told(i64::from(r.asked_by != me && r.account != me)))
    })?;
    Ok(Some(asked))
}

/// Whether the code of an invitation takes the second factor off as well.
///
/// # Errors
/// The store's.
pub fn takes_second_off(read: &Reader, union: UnionId, invitation: InvitationId) -> Result<bool, Error> {
    Ok(read
        .opt(SECOND, &[&union, &invitation], |row| row.get::<bool>(0))?
        .unwrap_or(false))
}

/// What is asked for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    id: AccountId,
    reason: Text<100>,
    #[serde(default)]
    second: bool,
}

/// Asks for a new password for somebody else.
pub(super) fn ask(act: &mut Act<'_>, form: Ask) -> Reply<Done> {
    let line = acts::known(act, form.id)?;
    if form.id == act.actor().account {
        return Err(Refusal::new("org.accounts.not_own_reset")
            .status(403)
            .next("/me/account")
            .into());
    }
    if !line.active {
        return Err(Refusal::new("org.accounts.enable_first").into());
    }
    acts::by(act)?.may_touch(acts::held(act, form.id)?.into_iter().map(|(role, _)| role))?;
    if accounts::stands_elsewhere(act, act.union(), form.id)? {
        return Err(Refusal::new("org.accounts.elsewhere").status(403).into());
    }
    if let Some(earlier) = open(act)?.into_iter().find(|r| r.account == form.id) {
        let at = format!("/accounts/resets/{}", earlier.id);
        return Err(Refusal::new("org.resets.asked_already").status(409).next(at).into());
    }
    if !others_may_confirm(act, form.id)? {
        return Err(Refusal::new("org.resets.nobody_else").into());
    }
    let id: ResetId = act.id();
    let by = act.actor().account;
    act.run(
        ADD,
        &[&act.union(), &id, &form.id, &form.reason, &form.second, &by, &act.now()],
    )?;
    act.note(&Happened::ResetAsked {
        account: form.id,
        request: id,
        second: form.second,
    })?;
    Ok(Done::to(format!("/accounts/resets/{id}"))
        .record(id)
        .say("org.resets.asked"))
}

/// Whether somebody besides the actor and the person may decide.
fn others_may_confirm(act: &Act<'_>, of: AccountId) -> Reply<bool> {
    let chair_only = acts::held(act, of)?.iter().any(|(role, _)| role.by_chair_only());
    let today = act.today();
    let active: Vec<AccountId> = accounts::accounts(act, act.union(), None)?
        .into_iter()
        .filter(|line| line.active && line.id != of && line.id != act.actor().account)
        .map(|line| line.id)
        .collect();
    let grants = accounts::grants(act, act.union(), None)?;
    Ok(grants.iter().any(|g| {
        let held = g.revoked.is_none() && g.place.is_none() && g.term.from <= today;
        let held = held && g.term.until.is_none_or(|until| until >= today);
        let may = g.role.powers().contains(&ACCOUNT_MANAGE) && (!chair_only || g.role == crate::Role::Chair);
        held && may && active.contains(&g.account)
    }))
}

/// Which request.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct ThisReset {
    id: ResetId,
}

/// A request, for whoever decides.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ResetPage {
    /// The request.
    pub request: Request,
    /// Whether the actor may confirm it.
    pub may_confirm: bool,
}

ui::page!(ResetPage, "accounts/pages/reset.html", |_p, cx| cx
    .t("org.resets.title"));

pub(super) fn show(view: &View<'_>, q: ThisReset) -> Reply<ResetPage> {
    let request = find(view, view.union(), q.id, view.now())?;
    let by = acts::by(view)?;
    let held = acts::held(view, request.account)?;
    let touch = by.may_touch(held.into_iter().map(|(role, _)| role)).is_ok();
    let may_confirm = request.open && touch && by.may_confirm(request.asked_by, request.account).is_ok();
    Ok(ResetPage { request, may_confirm })
}

impl ResetPage {
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([(cx.t("org.accounts.title"), "/accounts")]);
        html!(
            "{}{}",
            crumbs,
            cx.heading(cx.t("org.resets.title"), &self.request.name, "")
        )
    }
    fn facts(&self, cx: &Cx) -> Html {
        let r = &self.request;
        let state = if r.open {
            cx.badge(State::Due, cx.t("org.resets.waits"))
        } else {
            cx.badge(State::Off, cx.t("org.resets.decided"))
        };
        let second = if r.second {
            "org.resets.second_too"
        } else {
            "org.resets.password_only"
        };
        let account = format!("/accounts/{}", r.account);
        let facts = cx
            .facts()
            .door("org.accounts.account", &r.name, &account)
            .fact("org.resets.what", cx.t(second))
            .fact("org.resets.reason", &r.reason)
            .fact("org.resets.asker", r.asker.as_deref().unwrap_or("—"))
            .fact("org.resets.asked_at", cx.instant(r.asked_at))
            .fact("org.accounts.status", state);
        Html::trusted(facts.to_string())
    }
    fn at(&self, tail: &str) -> String {
        format!("/accounts/resets/{}/{tail}", self.request.id)
    }
}

/// Confirms a request of somebody else; the code is shown to whoever confirmed.
pub(super) fn confirm(act: &mut Act<'_>, form: ThisReset) -> Reply<Done> {
    let request = still_open(act, form.id)?;
    let by = acts::by(act)?;
    by.may_confirm(request.asked_by, request.account)?;
    by.may_touch(acts::held(act, request.account)?.into_iter().map(|(role, _)| role))?;
    if !acts::known(act, request.account)?.active {
        return Err(Refusal::new("org.accounts.enable_first").into());
    }
    if accounts::stands_elsewhere(act, act.union(), request.account)? {
        return Err(Refusal::new("org.accounts.elsewhere").status(403).into());
    }
    let purpose = Purpose::Reset {
        account: request.account,
    };
    let invitation = invite::keep(act, purpose)?;
    decide(act, form.id, "confirmed", Some(invitation))?;
    act.note(&Happened::ResetOffered {
        invitation,
        account: request.account,
    })?;
    Ok(Done::to(format!("/accounts/invitations/{invitation}"))
        .record(invitation)
        .say("org.accounts.invited"))
}

/// Refuses a request, or takes one's own back.
pub(super) fn refuse(act: &mut Act<'_>, form: ThisReset) -> Reply<Done> {
    let request = still_open(act, form.id)?;
    decide(act, form.id, "refused", None)?;
    act.note(&Happened::ResetRefused {
        account: request.account,
        request: form.id,
    })?;
    Ok(Done::to("/accounts").say("org.resets.refused"))
}

fn still_open(act: &Act<'_>, id: ResetId) -> Reply<Request> {
    let request = find(act, act.union(), id, act.now())?;
    if request.open {
        Ok(request)
    } else {
        Err(Refusal::new("org.resets.over").status(409).next("/accounts").into())
    }
}

fn decide(act: &Act<'_>, id: ResetId, how: &str, invitation: Option<InvitationId>) -> Reply<()> {
    let by = act.actor().account;
    let decided = act.run(DECIDE, &[&act.union(), &id, &how, &by, &act.now(), &invitation])?;
    if decided == 0 {
        return Err(Refusal::new("org.resets.over").status(409).into());
    }
    Ok(())
}

/// The requests that wait, as a table of the list of accounts.
pub(super) fn table<'a>(cx: &'a Cx, open: &[Request]) -> Table<'a> {
    let cols = [
        Col::text("name", "org.members.name"),
        Col::text("reason", "org.resets.reason"),
        Col::text("asker", "org.resets.asker").minor(),
        Col::day("asked_at", "org.resets.asked_at"),
    ];
    cx.table("org.resets.open", cols).rows(open.iter().map(|r| {
        Line::new()
            .link(&format!("/accounts/resets/{}", r.id))
            .cell(&r.name)
            .cell(&r.reason)
            .cell(r.asker.as_deref().unwrap_or("—"))
            .cell(cx.instant(r.asked_at))
    }))
}
