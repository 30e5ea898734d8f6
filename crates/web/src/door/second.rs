//! The second factor at the front door: asked for after the password, set up and taken off on one's own page.

use kernel::{Instant, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html};

use crate::{
    access::AccountId,
    act::{Act, Done},
    door::{
        acts::{Happened as Door, subject_address},
        pages::{Then, kept, local},
        store,
    },
    event::{Event, Record},
    reply::{Refusal, Reply},
    routes::Nothing,
    second::{self, How, State},
    session::{self, Shown},
    view::View,
};

/// Where the second factor is asked for.
pub const CODE: &str = "/sign-in/code";

/// What happens to a second factor.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
enum Happened {
    Begun { account: AccountId },
    On { account: AccountId },
    Off { account: AccountId },
    Codes { account: AccountId },
    Recovered { account: AccountId },
}

impl Event for Happened {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Begun { .. } => "door.second_begun",
            Happened::On { .. } => "door.second_on",
            Happened::Off { .. } => "door.second_off",
            Happened::Codes { .. } => "door.recovery_made",
            Happened::Recovered { .. } => "door.recovery_used",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Begun { account }
            | Happened::On { account }
            | Happened::Off { account }
            | Happened::Codes { account }
            | Happened::Recovered { account } => Record::new("account", *account),
        }
    }
}

/// The form that asks for the second factor.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CodePage {
    /// Where to go after signing in.
    pub then: String,
    /// What was being sent when the session ended, to be kept through signing in.
    #[serde(skip)]
    pub kept: Vec<(String, String)>,
}

ui::page!(CodePage, "door/code.html", |_p, cx| cx.t("web.second.code_title"));

fn over() -> Refusal {
    Refusal::new("web.second.over").status(403).next("/sign-in")
}

pub(super) fn ask(view: &View<'_>, q: Then) -> Reply<CodePage> {
    view.half().ok_or_else(over)?;
    Ok(CodePage {
        then: local(q.then.as_deref().or(view.typed("then"))),
        kept: kept(view),
    })
}

/// A code of the phone, or a recovery code.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Code {
    code: Text<40>,
    then: Option<String>,
}

/// Opens the session for which the password was given before; counts a wrong code like a wrong password.
pub(super) fn sign_in(act: &mut Act<'_>, form: Code) -> Reply<Done> {
    let token = act.half().ok_or_else(over)?;
    let half = session::find(act, token, act.now())?.ok_or_else(over)?;
    let (_, sign_name) = store::by_id(act, half.account)?;
    let (by_name, by_address) = (store::subject(&sign_name), subject_address(act));
    if store::rests(act, &by_name, store::ACCOUNT_FAILURES, act.now())?
        || store::rests(act, &by_address, store::ADDRESS_FAILURES, act.now())?
    {
        return Err(store::resting().into());
    }
    let address = act.address().to_owned();
    let Some(how) = second::prove(act.writer(), half.account, &form.code, act.now())? else {
        store::failed(act.writer(), &by_name, act.now())?;
        store::failed(act.writer(), &by_address, act.now())?;
        act.note_in(half.looking_at, &Door::Refused { address })?;
        return Err(Refusal::field("code", "web.second.wrong").kept().into());
    };
    store::forgive(act.writer(), &by_name)?;
    session::close(act.writer(), half.account, half.id)?;
    let (account, union) = (half.account, half.looking_at);
    let password = half.proved_at.is_some();
    let (from, shown) = ((act.agent(), act.address()), Shown { password, half: false });
    let token = session::open(act.writer(), account, union, act.now(), from, shown)?;
    if how == How::Recovery {
        act.note_in(union, &Happened::Recovered { account })?;
    }
    let outside = !password;
    act.note_in(
        union,
        &Door::In {
            account,
            address,
            outside,
        },
    )?;
    Ok(Done::to(local(form.then.as_deref())).with_cookie(Some(token)))
}

/// One's own second factor.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SecondPage {
    /// Since when it is asked for.
    pub since: Option<Instant>,
    /// Whether it is being set up.
    pub begun: bool,
    /// Whether a role asks for it.
    pub due: bool,
    /// How many recovery codes are left.
    pub codes_left: i64,
    /// What the phone has to know while it is set up; never part of the JSON answer.
    #[serde(skip)]
    pub secret: Option<String>,
    /// The address in the square code.
    #[serde(skip)]
    pub address: String,
    /// Recovery codes that were just made, once.
    #[serde(skip)]
    pub codes: Vec<String>,
}

ui::page!(SecondPage, "door/second.html", |_p, cx| cx.t("web.second.title"));

pub(super) fn show(view: &View<'_>, _: Nothing) -> Reply<SecondPage> {
    let account = view.actor().account;
    let state = second::state(view, account, view.now())?;
    // Whoever finds the browser open an hour later does not get to scan it.
    let secret = if view.just_proved() {
        second::secret_to_scan(view, account, view.now())?
    } else {
        None
    };
    let standing = view.actor().standing.as_ref();
    let issuer = standing.map_or("", |s| s.union_name.as_str());
    let address = match &secret {
        Some(secret) => second::address(secret, issuer, &store::by_id(view, account)?.1),
        None => String::new(),
    };
    let codes = view.shown_once().map(|all| all.split('.').map(str::to_owned).collect());
    Ok(SecondPage {
        since: if let State::On(at) = state { Some(at) } else { None },
        begun: secret.is_some(),
        due: standing.is_some_and(|s| s.second_due),
        codes_left: second::codes_left(view, account)?,
        secret,
        address,
        codes: codes.unwrap_or_default(),
    })
}

impl SecondPage {
    fn square(&self, cx: &Cx) -> Html {
        ui::qr(&self.address, cx.t("web.second.square"))
    }
    /// The secret in groups of four, to be typed.
    fn spelled(&self) -> String {
        let signs: Vec<char> = self.secret.iter().flat_map(|s| s.chars()).collect();
        let groups: Vec<String> = signs.chunks(4).map(|four| four.iter().collect()).collect();
        groups.join(" ")
    }
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([(cx.t("web.account.title"), "/me/account")])
    }
}

/// Begins to set it up; the page shows what to scan.
pub(super) fn begin(act: &mut Act<'_>, _: Nothing) -> Reply<Done> {
    let account = act.actor().account;
    if !second::begin(act.writer(), account, act.now())? {
        return Err(Refusal::new("web.second.is_on").status(409).next("/me/second").into());
    }
    act.note(&Happened::Begun { account })?;
    Ok(Done::to("/me/second"))
}

/// A code of the phone that was just set up.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Confirm {
    code: Text<40>,
}

/// Ends setting up; the page shows recovery codes once.
pub(super) fn confirm(act: &mut Act<'_>, form: Confirm) -> Reply<Done> {
    let account = act.actor().account;
    if second::state(act, account, act.now())? != State::Begun {
        return Err(Refusal::new("web.second.begin_again").next("/me/second").into());
    }
    let (_, sign_name) = store::by_id(act, account)?;
    let subject = store::subject(&sign_name);
    if store::rests(act, &subject, store::ACCOUNT_FAILURES, act.now())? {
        return Err(store::resting().into());
    }
    if !second::confirm(act.writer(), account, &form.code, act.now())? {
        store::failed(act.writer(), &subject, act.now())?;
        let address = act.address().to_owned();
        act.note(&Door::Refused { address })?;
        return Err(Refusal::field("code", "web.second.wrong").kept().into());
    }
    let codes = second::make_codes(act.writer(), account)?;
    act.note(&Happened::On { account })?;
    Ok(Done::to("/me/second")
        .say("web.second.is_set")
        .show_once(codes.join(".")))
}

/// Makes new recovery codes instead of the old ones.
pub(super) fn codes(act: &mut Act<'_>, _: Nothing) -> Reply<Done> {
    let account = act.actor().account;
    if !second::is_on(act, account)? {
        return Err(Refusal::new("web.second.begin_again").next("/me/second").into());
    }
    let codes = second::make_codes(act.writer(), account)?;
    act.note(&Happened::Codes { account })?;
    Ok(Done::to("/me/second")
        .say("web.second.codes_made")
        .show_once(codes.join(".")))
}

/// Takes it off, unless a role asks for it.
pub(super) fn off(act: &mut Act<'_>, _: Nothing) -> Reply<Done> {
    let account = act.actor().account;
    if act.actor().standing.as_ref().is_some_and(|s| s.second_due) {
        return Err(Refusal::new("web.second.due").status(403).into());
    }
    if !second::off(act.writer(), account)? {
        return Err(Refusal::new("web.second.begin_again").next("/me/second").into());
    }
    act.note(&Happened::Off { account })?;
    Ok(Done::to("/me/second").say("web.second.is_off"))
}
