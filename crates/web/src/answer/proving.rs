//! Acts that weigh heavily ask for the password again, unless it was given in this session within the last minutes.
//!
//! Whoever finds an open browser shall not be able to give roles away, take lists home or dissolve a union. The form
//! waits inside the page that asks: everything typed is sent on with the password, under its own key, to the same door.

use std::sync::Arc;

use askama::Template;
use serde::Serialize;
use ui::{Cx, FieldError};

use super::{barred, looking::address, page, who};
use crate::{
    access::Actor,
    act::Act,
    answer::{Answer, Ask},
    door::store as accounts,
    event::{Event, Record},
    input::{OWN, PROOF},
    password,
    reply::{Refusal, Reply, Stop},
    routes::{Framing, Way},
    server::Server,
    session,
    view::{Caller, View},
};

#[derive(Template)]
#[template(path = "answer/prove.html")]
struct ProvePage<'a> {
    cx: &'a Cx,
    action: &'a str,
    back: &'a str,
    kept: Vec<(&'a str, &'a str)>,
    files: bool,
}

/// What the asking came to.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
enum Proof {
    Given,
    Refused { address: String },
}

/// [`Proof`] of an account.
#[derive(Serialize)]
struct Proved {
    #[serde(skip)]
    account: crate::AccountId,
    #[serde(flatten)]
    proof: Proof,
}

impl Event for Proved {
    fn kind(&self) -> &'static str {
        match self.proof {
            Proof::Given => "door.proved",
            Proof::Refused { .. } => "door.proof_refused",
        }
    }
    fn record(&self) -> Record {
        Record::new("account", self.account)
    }
}

/// What the look before came to.
enum Found {
    /// The act may go on; or its own look will say why not.
    Goes,
    Asks(Box<(Actor, Refusal)>),
    Checked(Box<(Actor, Caller, String, bool)>),
}

/// The page that asks for the password, if this act needs it and has none that is right.
pub(super) fn asked(server: &Arc<Server>, ask: &Ask) -> Option<Answer> {
    if ask.route.way != Way::Elevated || ask.caller.bearer.is_some() {
        return None;
    }
    let found: Reply<Found> = server.store.read(|reader| look(server, reader, ask));
    match found {
        Ok(Found::Goes) => None,
        Ok(Found::Asks(asks)) => Some(ask_for(server, ask, &asks.0, &asks.1)),
        Ok(Found::Checked(checked)) => {
            let (actor, caller, subject, right) = *checked;
            match keep(server, &actor, &caller, subject, right) {
                Ok(()) if right => None,
                Ok(()) => {
                    let wrong = Refusal::field(PROOF, "web.prove.wrong").status(403);
                    Some(ask_for(server, ask, &actor, &wrong))
                }
                Err(stop) => Some(page::stopped(&page::bare_cx(ask, &actor, &server.clock), ask, &stop)),
            }
        }
        Err(stop) => {
            let cx = page::bare_cx(ask, &Actor::stranger(ask.lang(None)), &server.clock);
            Some(page::stopped(&cx, ask, &stop))
        }
    }
}

fn look(server: &Server, reader: &store::Reader, ask: &Ask) -> Reply<Found> {
    let (actor, caller) = who(server, reader, ask)?;
    let now = server.clock.now();
    let fresh = caller.proved.is_some_and(|at| at.plus_millis(session::PROVED_MS) > now);
    if fresh || barred(ask, &caller) || !actor.passes(ask.route.access) {
        return Ok(Found::Goes);
    }
    let asks = |refusal: Refusal| Ok(Found::Asks(Box::new((actor.clone(), refusal))));
    let (known, sign_name) = accounts::by_id(reader, actor.account)?;
    let Some(hash) = known.password.as_deref() else {
        return asks(Refusal::new("web.prove.no_password").status(403));
    };
    let Some(typed) = ask.input.proof() else {
        return asks(Refusal::new("web.prove.needed").status(403));
    };
    let subject = accounts::subject(&sign_name);
    if accounts::rests(reader, &subject, accounts::ACCOUNT_FAILURES, now)? {
        return asks(accounts::resting());
    }
    let right = password::matches(typed, Some(hash));
    Ok(Found::Checked(Box::new((actor, caller, subject, right))))
}

/// Notes in the session that the password was given, or counts the failure.
fn keep(server: &Arc<Server>, actor: &Actor, caller: &Caller, subject: String, right: bool) -> Reply<()> {
    let (house, clock) = (Arc::clone(&server.house), server.clock.clone());
    let (actor, caller) = (actor.clone(), caller.clone());
    server.store.write(move |writer| {
        let view = View::new(writer, &actor, &clock).with_caller(&caller, house.as_ref());
        let act = Act::new(view, writer);
        let proof = if right {
            accounts::forgive(writer, &subject)?;
            session::proved(writer, caller.token.as_deref().unwrap_or_default(), act.now())?;
            Proof::Given
        } else {
            accounts::failed(writer, &subject, act.now())?;
            Proof::Refused {
                address: act.address().to_owned(),
            }
        };
        act.note(&Proved {
            account: actor.account,
            proof,
        })?;
        Ok::<(), Stop>(())
    })
}

/// Asks a person for the password, with everything typed in the page; tells a program that it is needed.
fn ask_for(server: &Server, ask: &Ask, actor: &Actor, refusal: &Refusal) -> Answer {
    let mut cx = page::bare_cx(ask, actor, &server.clock);
    let back = address(ask.route.form, &ask.input.path);
    if ask.json {
        return page::refusal_page(&cx, ask, refusal, None);
    }
    cx.nav = server.house.nav(actor, &back);
    if let Some(once) = &ask.once {
        cx.once.clone_from(once);
    }
    if refusal.key != "web.prove.needed" {
        cx.alert = Some(refusal.message(&cx));
        cx.errors = refusal
            .fields
            .iter()
            .map(|f| FieldError {
                field: f.field.clone(),
                message: f.message(&cx),
            })
            .collect();
    }
    let kept = ask.input.form.iter();
    let kept = kept.filter(|(name, _)| !OWN.contains(&name.as_str()) && !page::secret(name));
    let title = cx.t("web.prove.title");
    let body = ProvePage {
        cx: &cx,
        action: &ask.at,
        back: &back,
        kept: kept.map(|(name, text)| (name.as_str(), text.as_str())).collect(),
        files: !ask.input.uploads.is_empty(),
    }
    .render();
    match body {
        Ok(body) => page::html(&cx, ask, refusal.status, &title, &body, Framing::default()),
        Err(e) => page::stopped(&cx, ask, &crate::Fault::other(e).into()),
    }
}
