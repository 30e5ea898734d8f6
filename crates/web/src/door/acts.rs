//! What people do at the front door.

use kernel::{Lang, Text, UnionId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    access::AccountId,
    act::{Act, Done},
    door::{
        CODE,
        pages::local,
        store::{self, Known},
    },
    event::{Event, Record},
    pairs, password,
    reply::{Refusal, Reply},
    routes::Nothing,
    second,
    session::{self, SessionId, Shown},
    view::View,
};

/// Name and password.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct SignIn {
    /// The sign-in name.
    pub name: Text<80>,
    /// The password.
    pub password: Text<128>,
    /// Where to go then: a path of this site.
    pub then: Option<String>,
}

/// What happens at the front door.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum Happened {
    In {
        account: AccountId,
        address: String,
        /// Whether an outside provider vouched, without a password.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        outside: bool,
    },
    Half {
        account: AccountId,
        address: String,
    },
    Refused {
        address: String,
    },
    Out {
        account: AccountId,
    },
    Ended {
        account: AccountId,
    },
    Password {
        account: AccountId,
    },
    Language {
        account: AccountId,
        lang: Lang,
    },
    Looked {
        account: AccountId,
    },
}

impl Event for Happened {
    fn kind(&self) -> &'static str {
        match self {
            Happened::In { .. } => "door.in",
            Happened::Half { .. } => "door.half",
            Happened::Refused { .. } => "door.refused",
            Happened::Out { .. } => "door.out",
            Happened::Ended { .. } => "door.ended",
            Happened::Password { .. } => "door.password",
            Happened::Language { .. } => "door.language",
            Happened::Looked { .. } => "door.looked",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Refused { .. } => Record {
                kind: "account",
                id: uuid::Uuid::nil(),
            },
            Happened::In { account, .. }
            | Happened::Half { account, .. }
            | Happened::Out { account }
            | Happened::Ended { account }
            | Happened::Password { account }
            | Happened::Language { account, .. }
            | Happened::Looked { account } => Record::new("account", *account),
        }
    }
}

/// The outcome of the password check, carried into the act.
#[derive(Clone, Debug)]
pub(super) struct Checked {
    form: SignIn,
    known: Option<Known>,
    right: bool,
}

/// Checks the password on a worker thread, outside any transaction.
pub(super) fn check(view: &View<'_>, form: SignIn) -> Reply<Checked> {
    let now = view.now();
    let resting = store::rests(view, &subject_name(&form), store::ACCOUNT_FAILURES, now)?
        || store::rests(view, &subject_address(view), store::ADDRESS_FAILURES, now)?;
    if resting {
        return Err(store::resting().into());
    }
    let known = store::by_name(view, &form.name)?;
    let hash = known.as_ref().filter(|k| k.active).and_then(|k| k.password.as_deref());
    let right = password::matches(&form.password, hash);
    Ok(Checked { form, known, right })
}

fn subject_name(form: &SignIn) -> String {
    store::subject(&form.name)
}

pub(super) fn subject_address(view: &View<'_>) -> String {
    format!("address:{}", view.address())
}

/// Opens a session, or counts the failure and refuses.
pub(super) fn sign_in(act: &mut Act<'_>, c: Checked) -> Reply<Done> {
    let (by_name, by_address) = (subject_name(&c.form), subject_address(act));
    let address = act.address().to_owned();
    let known = match c.known {
        Some(known) if c.right => known,
        _ => {
            store::failed(act.writer(), &by_name, act.now())?;
            store::failed(act.writer(), &by_address, act.now())?;
            act.note(&Happened::Refused { address })?;
            return Err(Refusal::new("web.sign_in.wrong").kept().into());
        }
    };
    let Some(union) = act.home_of(known.id)? else {
        return Err(Refusal::new("web.sign_in.nowhere").status(403).into());
    };
    if second::is_on(act, known.id)? {
        return half(act, known.id, union, c.form.then.as_deref(), true);
    }
    store::forgive(act.writer(), &by_name)?;
    let from = (act.agent(), act.address());
    let token = session::open(act.writer(), known.id, union, act.now(), from, Shown::PASSWORD)?;
    act.note_in(
        union,
        &Happened::In {
            account: known.id,
            address,
            outside: false,
        },
    )?;
    Ok(Done::to(local(c.form.then.as_deref())).with_cookie(Some(token)))
}

/// The password was right, or a provider vouched, and the second factor is asked for. Failures are not forgiven before it is
/// proved.
pub(super) fn half(
    act: &Act<'_>,
    account: AccountId,
    union: UnionId,
    then: Option<&str>,
    password: bool,
) -> Reply<Done> {
    let from = (act.agent(), act.address());
    let token = session::open(
        act.writer(),
        account,
        union,
        act.now(),
        from,
        Shown { password, half: true },
    )?;
    let address = act.address().to_owned();
    act.note_in(union, &Happened::Half { account, address })?;
    let next = format!("{CODE}?then={}", pairs::escape(&local(then)));
    Ok(Done::to(next).with_cookie(Some(token)))
}

/// Ends this session.
pub(super) fn sign_out(act: &mut Act<'_>, _: Nothing) -> Reply<Done> {
    let account = act.actor().account;
    if let Some(id) = act.session() {
        session::close(act.writer(), account, id)?;
    }
    act.note(&Happened::Out { account })?;
    Ok(Done::to("/sign-in").with_cookie(None))
}

/// Which session to end.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct EndSession {
    id: SessionId,
}

/// Ends another session of one's own.
pub(super) fn end_session(act: &mut Act<'_>, form: EndSession) -> Reply<Done> {
    let account = act.actor().account;
    if !session::close(act.writer(), account, form.id)? {
        return Err(Refusal::missing().into());
    }
    act.note(&Happened::Ended { account })?;
    Ok(Done::to("/me/account").say("web.account.ended"))
}

/// Old and new password.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct ChangePassword {
    old: Text<128>,
    password: Text<128>,
}

/// The new password's hash, if the old one was right; and under what a failure is counted.
#[derive(Clone)]
pub(super) struct Change {
    hash: Option<String>,
    subject: String,
}

/// Checks the old one and hashes the new one.
pub(super) fn check_change(view: &View<'_>, form: ChangePassword) -> Reply<Change> {
    let (known, sign_name) = store::by_id(view, view.actor().account)?;
    let subject = store::subject(&sign_name);
    if store::rests(view, &subject, store::ACCOUNT_FAILURES, view.now())? {
        return Err(store::resting().into());
    }
    let right = password::matches(&form.old, known.password.as_deref());
    let hash = right.then(|| password::hash(&form.password, &sign_name)).transpose()?;
    Ok(Change { hash, subject })
}

/// Sets the new password and ends all other sessions; a wrong old one counts like a refused sign-in.
pub(super) fn change_password(act: &mut Act<'_>, change: Change) -> Reply<Done> {
    let account = act.actor().account;
    let Some(hash) = change.hash else {
        store::failed(act.writer(), &change.subject, act.now())?;
        let address = act.address().to_owned();
        act.note(&Happened::Refused { address })?;
        return Err(Refusal::field("old", "web.account.old_wrong").kept().into());
    };
    store::set_password(act.writer(), account, &hash)?;
    session::close_all(act.writer(), account)?;
    let token = session::open(
        act.writer(),
        account,
        act.union(),
        act.now(),
        (act.agent(), act.address()),
        Shown::PASSWORD,
    )?;
    act.note(&Happened::Password { account })?;
    Ok(Done::to("/me/account")
        .say("web.account.password_changed")
        .with_cookie(Some(token)))
}

/// A language.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct ChooseLanguage {
    lang: Lang,
    then: Option<String>,
}

/// Sets the account's language.
pub(super) fn choose_language(act: &mut Act<'_>, form: ChooseLanguage) -> Reply<Done> {
    let account = act.actor().account;
    store::set_lang(act.writer(), account, form.lang)?;
    act.note(&Happened::Language {
        account,
        lang: form.lang,
    })?;
    Ok(Done::to(local(form.then.as_deref())))
}

/// A union one stands in.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct LookAt {
    union: UnionId,
}

/// Looks at another union in which one stands.
pub(super) fn look_at(act: &mut Act<'_>, form: LookAt) -> Reply<Done> {
    let stands = act
        .actor()
        .standing
        .as_ref()
        .is_some_and(|s| s.unions.iter().any(|(id, _)| *id == form.union));
    let (true, Some(token)) = (stands, act.token()) else {
        return Err(Refusal::missing().into());
    };
    session::look_at(act.writer(), token, form.union)?;
    act.note(&Happened::Looked {
        account: act.actor().account,
    })?;
    Ok(Done::to("/"))
}
