//! The outside provider at the front door ([`crate::outside`]): going there, coming back, tying an identity to one's account.
//!
//! A browser that leaves takes a state along and keeps a cookie; only the one that left gets in again, once, within ten
//! minutes. It comes back with a GET, which cannot open a session: the page asks to go on, and script goes on by itself.

use kernel::{Instant, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Reader, Sql, Writer};

use crate::{
    access::AccountId,
    act::{Act, Done},
    door::{
        acts::{Happened as Door, half, subject_address},
        pages::{Then, local},
        store as accounts,
    },
    event::{Event, Record},
    outside::{Identity, Outside, Start, Trouble},
    pairs,
    reply::{Refusal, Reply, Stop},
    routes::Nothing,
    second,
    session::{self, Shown, digest},
    view::View,
};

/// So many visits in a row that one address leaves open; a school shares one address.
const VISITS: i64 = 100;
/// How long a visit to the provider may take.
const PATIENCE_MS: i64 = 10 * 60 * 1000;

const VISIT: Sql = Sql::house(
    "INSERT INTO outside_visit (state, browser, nonce, verifier, account_id, next_path, begun_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)",
    "whoever comes back is not known yet",
);
const VISITING: Sql = Sql::house(
    "SELECT browser, nonce, verifier, account_id, next_path, begun_at FROM outside_visit WHERE state = $1",
    "whoever comes back is not known yet",
);
const CAME_BACK: Sql = Sql::house(
    "DELETE FROM outside_visit WHERE state = $1",
    "whoever comes back is not known yet",
);
const SWEEP: Sql = Sql::house(
    "DELETE FROM outside_visit WHERE begun_at < $1",
    "visits that were not ended are swept by one job",
);
const TIE: Sql = Sql::house(
    "INSERT INTO outside_identity (issuer, subject, account_id, name, tied_at) VALUES ($1, $2, $3, $4, $5)",
    "accounts belong to the installation",
);
const UNTIE: Sql = Sql::house(
    "DELETE FROM outside_identity WHERE issuer = $1 AND account_id = $2",
    "accounts belong to the installation",
);
const WHOSE: Sql = Sql::house(
    "SELECT i.account_id FROM outside_identity i JOIN account a ON a.id = i.account_id
     WHERE i.issuer = $1 AND i.subject = $2 AND a.status = 'active'",
    "an account is found before its union is known",
);
const USED: Sql = Sql::house(
    "UPDATE outside_identity SET used_at = $3 WHERE issuer = $1 AND subject = $2",
    "accounts belong to the installation",
);
const TIED: Sql = Sql::house(
    "SELECT name, tied_at, used_at FROM outside_identity WHERE issuer = $1 AND account_id = $2",
    "accounts belong to the installation",
);

/// What happens with identities.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
enum Happened {
    Sent { address: String },
    Tied { account: AccountId },
    Untied { account: AccountId },
}

impl Event for Happened {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Sent { .. } => "door.outside_sent",
            Happened::Tied { .. } => "door.outside_tied",
            Happened::Untied { .. } => "door.outside_untied",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Sent { .. } => Record {
                kind: "account",
                id: uuid::Uuid::nil(),
            },
            Happened::Tied { account } | Happened::Untied { account } => Record::new("account", *account),
        }
    }
}

/// The identity that is tied to one's account.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OutsideLine {
    /// What the provider is called.
    pub provider: String,
    /// What one is called there.
    pub name: Option<String>,
    /// Tied since; none if none is.
    pub since: Option<Instant>,
    /// Last signed in with it.
    pub used: Option<Instant>,
}

/// The state of one's own identity, if there is a provider.
pub(super) fn own(view: &View<'_>, account: AccountId) -> Reply<Option<OutsideLine>> {
    let Some(outside) = view.outside() else { return Ok(None) };
    let tied = view.opt(TIED, &[&outside.issuer(), &account], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    let (name, since, used) = tied.unwrap_or_default();
    Ok(Some(OutsideLine {
        provider: outside.name().to_owned(),
        name,
        since,
        used,
    }))
}

/// Forgets visits that were not ended.
///
/// # Errors
/// The store's.
pub fn sweep(w: &Writer, now: Instant) -> Result<u64, store::Error> {
    w.run(SWEEP, &[&now.plus_millis(-PATIENCE_MS)])
}

fn over() -> Refusal {
    Refusal::new("web.outside.over").status(403).next("/sign-in")
}

fn provider<'a>(view: &View<'a>) -> Reply<&'a Outside> {
    Ok(view.outside().ok_or_else(Refusal::missing)?)
}

fn trouble(outside: &Outside, trouble: &Trouble) -> Refusal {
    tracing::warn!(error = %trouble, "signing in from outside");
    let (key, status) = match trouble {
        Trouble::Refused(_) => ("web.outside.refused", 403),
        Trouble::Set(_) | Trouble::Unreachable(_) => ("web.outside.unreachable", 503),
    };
    Refusal::new(key)
        .arg("provider", outside.name())
        .status(status)
        .next("/sign-in")
}

/// Under what visits that one address began and did not end are counted.
fn left_open(view: &View<'_>) -> String {
    format!("outside:{}", view.address())
}

/// A visit that is about to begin.
#[derive(Clone, Debug)]
pub(super) struct Leaving {
    start: Start,
    then: String,
    browser: String,
}

/// Makes sure that the provider answers before anybody is sent there.
pub(super) fn prepare(view: &View<'_>, form: Then) -> Reply<Leaving> {
    if accounts::rests(view, &subject_address(view), accounts::ADDRESS_FAILURES, view.now())? {
        return Err(accounts::resting().into());
    }
    if accounts::rests(view, &left_open(view), VISITS, view.now())? {
        return Err(accounts::resting().into());
    }
    let outside = provider(view)?;
    let start = outside.begin().map_err(|e| trouble(outside, &e))?;
    Ok(Leaving {
        start,
        then: local(form.then.as_deref()),
        browser: crate::outside::fresh(),
    })
}

fn leave(act: &Act<'_>, leaving: &Leaving, account: Option<AccountId>) -> Reply<Done> {
    let start = &leaving.start;
    act.writer().run(
        VISIT,
        &[
            &digest(&start.state).as_slice(),
            &digest(&leaving.browser).as_slice(),
            &start.nonce,
            &start.verifier,
            &account,
            &leaving.then,
            &act.now(),
        ],
    )?;
    accounts::failed(act.writer(), &left_open(act), act.now())?;
    let address = act.address().to_owned();
    act.note(&Happened::Sent { address })?;
    let next = format!("/sign-in/outside/go?state={}", pairs::escape(&start.state));
    Ok(Done::to(next).visiting(leaving.browser.clone()))
}

/// Leaves to sign in.
pub(super) fn begin(act: &mut Act<'_>, leaving: Leaving) -> Reply<Done> {
    leave(act, &leaving, None)
}

/// Prepares to tie an identity to one's account.
pub(super) fn prepare_tie(view: &View<'_>, _: Nothing) -> Reply<Leaving> {
    prepare(view, Then { then: None })
}

/// Leaves to tie an identity to one's account.
pub(super) fn tie(act: &mut Act<'_>, leaving: Leaving) -> Reply<Done> {
    let account = act.actor().account;
    if own(act, account)?.is_some_and(|line| line.since.is_some()) {
        return Err(no("web.outside.has_one"));
    }
    leave(act, &leaving, Some(account))
}

/// Unties it.
pub(super) fn untie(act: &mut Act<'_>, _: Nothing) -> Reply<Done> {
    let account = act.actor().account;
    let issuer = provider(act)?.issuer().to_owned();
    if act.writer().run(UNTIE, &[&issuer, &account])? == 0 {
        return Err(no("web.outside.has_none"));
    }
    act.note(&Happened::Untied { account })?;
    Ok(Done::to("/me/account").say("web.outside.untied"))
}

/// A visit under way.
struct Visit {
    browser: Vec<u8>,
    nonce: String,
    verifier: String,
    account: Option<AccountId>,
    next: String,
    begun: Instant,
}

fn visit(read: &Reader, state: &str) -> Result<Option<Visit>, store::Error> {
    read.opt(VISITING, &[&digest(state).as_slice()], |row| {
        Ok(Visit {
            browser: row.get(0)?,
            nonce: row.get(1)?,
            verifier: row.get(2)?,
            account: row.get(3)?,
            next: row.get(4)?,
            begun: row.get(5)?,
        })
    })
}

/// The visit of this browser and no other.
fn own_visit(view: &View<'_>, state: &str) -> Reply<Visit> {
    let found = visit(view, state)?.filter(|visit| {
        let same = view
            .visiting()
            .is_some_and(|secret| digest(secret).as_slice() == visit.browser);
        same && visit.begun.plus_millis(PATIENCE_MS) > view.now()
    });
    Ok(found.ok_or_else(over)?)
}

/// Which visit.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct State {
    state: Text<100>,
}

/// The way to the provider.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GoPage {
    /// What the provider is called.
    pub provider: String,
    /// Its page.
    pub href: String,
}

ui::page!(GoPage, "door/go.html", |p, cx| cx.t1(
    "web.outside.going",
    "provider",
    &p.provider
));

pub(super) fn go(view: &View<'_>, q: State) -> Reply<GoPage> {
    let outside = provider(view)?;
    let visit = own_visit(view, &q.state)?;
    let start = Start {
        state: q.state.to_string(),
        nonce: visit.nonce,
        verifier: visit.verifier,
    };
    Ok(GoPage {
        provider: outside.name().to_owned(),
        href: outside.page(&start).map_err(|e| trouble(outside, &e))?,
    })
}

/// What a browser brings back.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct ComesBack {
    state: Option<Text<100>>,
    code: Option<Text<2000>>,
    error: Option<Text<200>>,
}

/// The way in after the provider.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BackPage {
    /// What the provider is called.
    pub provider: String,
    /// Which visit.
    #[serde(skip)]
    pub state: String,
    /// What the provider gave.
    #[serde(skip)]
    pub code: String,
}

ui::page!(BackPage, "door/back.html", |_p, cx| cx.t("web.sign_in.title"));

pub(super) fn back(view: &View<'_>, q: ComesBack) -> Reply<BackPage> {
    let outside = provider(view)?;
    let state = q.state.ok_or_else(over)?;
    own_visit(view, &state)?;
    if let Some(error) = q.error {
        return Err(trouble(outside, &Trouble::Refused(error.to_string())).into());
    }
    Ok(BackPage {
        provider: outside.name().to_owned(),
        state: state.to_string(),
        code: q.code.ok_or_else(over)?.to_string(),
    })
}

/// What the page sends on.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Brought {
    state: Text<100>,
    code: Text<2000>,
}

/// Whom the provider vouches for, if it does, and which visit that ends.
#[derive(Clone, Debug)]
pub(super) struct Vouched {
    said: Result<Identity, Trouble>,
    state: Text<100>,
    account: Option<AccountId>,
    next: String,
}

/// Asks the provider, outside any transaction.
pub(super) fn identify(view: &View<'_>, form: Brought) -> Reply<Vouched> {
    let outside = provider(view)?;
    let visit = own_visit(view, &form.state)?;
    let said = outside.identify(&form.code, &visit.nonce, &visit.verifier);
    if let Err(silent @ (Trouble::Set(_) | Trouble::Unreachable(_))) = &said {
        return Err(trouble(outside, silent).into());
    }
    Ok(Vouched {
        said,
        state: form.state,
        account: visit.account,
        next: visit.next,
    })
}

/// Ends the visit: opens a session, or ties the identity; a code that the provider does not vouch for ends it too.
pub(super) fn enter(act: &mut Act<'_>, vouched: Vouched) -> Reply<Done> {
    if act.writer().run(CAME_BACK, &[&digest(&vouched.state).as_slice()])? == 0 {
        return Err(over().into());
    }
    let identity = match &vouched.said {
        Ok(identity) => identity,
        Err(e) => return refused(act, trouble(provider(act)?, e)),
    };
    accounts::forgive(act.writer(), &left_open(act))?;
    match vouched.account {
        Some(account) => tied(act, identity, account),
        None => sign_in(act, identity, &vouched.next),
    }
}

/// The account page says why not.
fn no(key: &'static str) -> Stop {
    Refusal::new(key).status(409).next("/me/account").into()
}

fn tied(act: &Act<'_>, identity: &Identity, account: AccountId) -> Reply<Done> {
    if act.actor().account != account {
        return Err(over().into());
    }
    let cells: [&dyn store::Bind; 5] = [
        &identity.issuer,
        &identity.subject,
        &account,
        &identity.name,
        &act.now(),
    ];
    act.writer().run(TIE, &cells).map_err(|e| match &e {
        store::Error::Constraint { name } if name == "outside_identity_pk" => no("web.outside.taken"),
        store::Error::Constraint { name } if name == "outside_identity_once" => no("web.outside.has_one"),
        _ => e.into(),
    })?;
    act.note(&Happened::Tied { account })?;
    Ok(Done::to("/me/account").say("web.outside.tied").visiting(""))
}

/// Counts like a wrong password.
fn refused(act: &Act<'_>, why: Refusal) -> Reply<Done> {
    let address = act.address().to_owned();
    accounts::failed(act.writer(), &subject_address(act), act.now())?;
    act.note(&Door::Refused { address })?;
    Err(why.kept().into())
}

fn sign_in(act: &Act<'_>, identity: &Identity, next: &str) -> Reply<Done> {
    let address = act.address().to_owned();
    let Some(account) = act.opt(WHOSE, &[&identity.issuer, &identity.subject], |row| {
        row.get::<AccountId>(0)
    })?
    else {
        let refusal = Refusal::new("web.outside.unknown").arg("provider", provider(act)?.name());
        return refused(act, refusal.status(403).next("/sign-in"));
    };
    let Some(union) = act.home_of(account)? else {
        return Err(Refusal::new("web.sign_in.nowhere").status(403).into());
    };
    act.writer()
        .run(USED, &[&identity.issuer, &identity.subject, &act.now()])?;
    if second::is_on(act, account)? {
        return Ok(half(act, account, union, Some(next), false)?.visiting(""));
    }
    let (from, shown) = (
        (act.agent(), act.address()),
        Shown {
            password: false,
            half: false,
        },
    );
    let token = session::open(act.writer(), account, union, act.now(), from, shown)?;
    act.note_in(
        union,
        &Door::In {
            account,
            address,
            outside: true,
        },
    )?;
    Ok(Done::to(local(Some(next))).with_cookie(Some(token)).visiting(""))
}
