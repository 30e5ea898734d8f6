//! Pages and refusals as HTML or JSON.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::header;
use kernel::Clock;
use serde::Serialize;
use ui::{Cx, FieldError, Toast, Who};

use crate::{
    access::Actor,
    answer::{Answer, Ask},
    input::OWN,
    reply::{Fault, Refusal, Stop},
    routes::Framing,
    server::{Inbox, Server},
    view::View,
};

/// A refusal or fault as JSON.
#[derive(Serialize, schemars::JsonSchema)]
pub(crate) struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// What is wrong and what to do, in the reader's language.
    pub message: String,
    /// What is wrong with single fields.
    pub fields: Vec<FieldProblem>,
    /// The number to quote when asking for help.
    pub reference: String,
}

/// What is wrong with one field.
#[derive(Serialize, schemars::JsonSchema)]
pub(crate) struct FieldProblem {
    /// The field.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}

#[derive(Template)]
#[template(path = "answer/stop.html")]
struct StopPage<'a> {
    cx: &'a Cx,
    message: String,
    next: &'a str,
    reference: Option<&'a str>,
    fields: &'a [FieldProblem],
    resend: Option<Resend<'a>>,
    /// Files came along; they cannot wait in a page.
    files: bool,
}

/// A form that was not recorded now: everything typed, with its own key, to be sent again by one button.
struct Resend<'a> {
    action: &'a str,
    fields: Vec<(&'a str, &'a str)>,
}

/// What was typed, if the trouble passes and nothing of it is a secret or a file.
fn resend<'a>(ask: &'a Ask, refusal: &Refusal) -> Option<Resend<'a>> {
    let typed = &ask.input.form;
    let sent = ask.route.method() == "POST" && refusal.passes();
    if !sent || !ask.input.uploads.is_empty() || typed.iter().any(|(name, _)| secret(name)) {
        return None;
    }
    let once = ask.once.as_deref().map(|key| ("_once", key));
    let all = typed.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    Some(Resend {
        action: &ask.at,
        fields: all.filter(|(name, _)| *name != "_once").chain(once).collect(),
    })
}

/// The context of a page for an actor, without what needs the store.
pub(crate) fn bare_cx(ask: &Ask, actor: &Actor, clock: &Clock) -> Cx {
    let mut cx = Cx::new(actor.lang, ask.at.clone(), clock.today());
    cx.once = kernel::clock::fresh::<()>(clock.now()).to_string();
    cx.who = actor.standing.as_ref().map(|s| Who {
        name: s.name.clone(),
        union: s.union_name.clone(),
        here: s.union.to_string(),
        unions: s
            .unions
            .iter()
            .map(|(id, name)| (id.to_string(), name.clone()))
            .collect(),
    });
    cx
}

/// The full context of a page: navigation, what was just done; and what was asked of the inbox, for its frame.
pub(crate) fn full_cx<'v>(server: &Server, ask: &Ask, view: &'v View<'_>) -> Result<(Cx, Inbox<'v>), Stop> {
    let actor = view.actor();
    let mut cx = bare_cx(ask, actor, &server.clock);
    let mut inbox: Inbox<'v> = Box::new(|| Ok(0));
    if actor.signed_in() {
        let path = ask.at.split('?').next().unwrap_or("/");
        cx.nav = server.house.nav(actor, path);
        if !ask.json && !ask.partial {
            inbox = server.house.inbox(view)?;
        }
    }
    cx.toast = ask
        .said
        .as_ref()
        .filter(|key| ui::words::find(cx.lang, key).is_some())
        .map(|key| Toast {
            message: cx.t(key),
            undo: ask.undo.clone(),
        });
    Ok((cx, inbox))
}

/// Puts what was typed into the form that was sent to a door, and what was refused, into the context, so that this form shows both.
pub(crate) fn put_refusal(cx: &mut Cx, sent: &str, typed: &[(String, String)], refusal: &Refusal) {
    let mut map: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, text) in typed
        .iter()
        .filter(|(name, _)| !OWN.contains(&name.as_str()) && !secret(name))
    {
        map.entry(name.clone()).or_default().push(text.clone());
    }
    // After a stale form everything typed stays, but it is sent again over the record as it is now.
    if refusal.status == 409 && refusal.key == "web.refusal.stale" {
        map.remove("version");
    }
    cx.typed = map;
    cx.sent = Some(sent.to_owned());
    cx.alert = Some(refusal.message(cx));
    cx.stale = refusal.key == Refusal::stale().key;
    cx.errors = refusal
        .fields
        .iter()
        .map(|f| FieldError {
            field: f.field.clone(),
            message: f.message(cx),
        })
        .collect();
}

/// Passwords are never sent back.
pub(crate) fn secret(name: &str) -> bool {
    name.contains("password") || name == "old"
}

pub(crate) fn html(cx: &Cx, ask: &Ask, status: u16, title: &str, body: &str, look: Framing) -> Answer {
    let page = if ask.partial {
        body.to_owned()
    } else if look.print {
        ui::paper_frame(cx, title, body)
    } else if cx.who.is_some() {
        ui::frame(cx, title, body, look.wide)
    } else {
        ui::bare_frame(cx, title, body)
    };
    Answer::html(status, page).with(header::VARY, "Accept, Accept-Language, Cookie, HX-Request".to_owned())
}

/// A refusal on a page of its own, or as JSON.
pub(crate) fn refusal_page(cx: &Cx, ask: &Ask, refusal: &Refusal, reference: Option<&str>) -> Answer {
    if let (303, Some(there)) = (refusal.status, refusal.next.as_deref()) {
        return Answer::redirect(there);
    }
    let fields: Vec<FieldProblem> = refusal
        .fields
        .iter()
        .map(|f| FieldProblem {
            field: f.field.clone(),
            message: f.message(cx),
        })
        .collect();
    let message = refusal.message(cx);
    if ask.json {
        let problem = Problem {
            status: refusal.status,
            message,
            fields,
            reference: ask.id.clone(),
        };
        return Answer::json(refusal.status, serde_json::to_vec(&problem).unwrap_or_default());
    }
    let next = refusal.next.as_deref().unwrap_or("/");
    let title = cx.t(title_key(refusal));
    match (StopPage {
        cx,
        message,
        next,
        reference,
        fields: &fields,
        resend: resend(ask, refusal),
        files: refusal.passes() && !ask.input.uploads.is_empty(),
    })
    .render()
    {
        Ok(body) => html(cx, ask, refusal.status, &title, &body, Framing::default()),
        Err(e) => Answer::new(500, "text/plain; charset=utf-8", format!("{title} ({e})")),
    }
}

/// What a page that stops somebody is headed: of what they meet, only a change made meanwhile is somebody else's.
fn title_key(refusal: &Refusal) -> &'static str {
    match refusal.status {
        404 => "web.stop.missing",
        401 | 403 => "web.stop.forbidden",
        409 if refusal.key == "web.refusal.stale" => "web.stop.conflict",
        409 => "web.stop.as_it_stands",
        429 | 503 | 507 => "web.stop.later",
        500 => "web.stop.fault",
        _ => "web.stop.refused",
    }
}

/// A refusal for a request that never reached its handler.
pub(crate) fn plain_refusal(server: &Server, ask: &Ask, refusal: &Refusal) -> Answer {
    let cx = bare_cx(ask, &Actor::stranger(ask.lang(None)), &server.clock);
    refusal_page(&cx, ask, refusal, None)
}

/// Whatever stopped a handler, as an answer. Faults are logged here, once.
pub(crate) fn stopped(cx: &Cx, ask: &Ask, stop: &Stop) -> Answer {
    match stop {
        Stop::Refused(refusal) => refusal_page(cx, ask, refusal, None),
        Stop::Fault(fault) => {
            log(ask, fault);
            refusal_page(cx, ask, &Refusal::new("web.refusal.fault").status(500), Some(&ask.id))
        }
    }
}

pub(crate) fn log(ask: &Ask, fault: &Fault) {
    tracing::error!(request = %ask.id, route = ask.route.path, error = %fault, "fault");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_change_made_meanwhile_is_told_as_somebody_elses() {
        assert_eq!(title_key(&Refusal::stale()), "web.stop.conflict");
        let settled = Refusal::new("planning.refusal.settled").status(409);
        assert_eq!(title_key(&settled), "web.stop.as_it_stands");
    }
}
