//! Acts: checked, prepared, done once, noted, committed; or refused with everything typed kept.

use std::sync::Arc;

use kernel::Clock;

use super::{SAID, SHOWN, VISIT, barred, looking, page, proving, who};
use crate::{
    access::Actor,
    act::{Act, Done},
    answer::{Answer, Ask},
    input::PROOF,
    once::{KEY_MAX, Once},
    pairs,
    reply::{Refusal, Reply, Stop},
    routes::{Ready, Run},
    server::{House, Server},
    session,
    view::{Caller, View},
};

/// What the look before an act came to.
enum Before {
    Ready(Box<(Actor, Caller, Ready)>),
    Answer(Answer),
    Stopped(Box<(Actor, Caller, Stop)>),
}

/// Answers an act.
pub(super) fn act(server: &Arc<Server>, ask: &Ask) -> Answer {
    if let Some(asked) = proving::asked(server, ask) {
        return asked;
    }
    let before: Reply<Before> = server.store.read(|reader| {
        let (actor, caller) = who(server, reader, ask)?;
        if barred(ask, &caller) {
            return Ok(Before::Answer(looking::set_up_first(server, ask, &actor)));
        }
        if !actor.passes(ask.route.access) {
            return Ok(Before::Answer(looking::closed(
                server,
                ask,
                &actor,
                server.house.first_run(reader)?,
            )));
        }
        let view = View::new(reader, &actor, &server.clock)
            .with_caller(&caller, server.house.as_ref())
            .with_uploads(&ask.input.uploads);
        let Run::Act(prepare) = &ask.route.run else {
            return Err(Refusal::missing().into());
        };
        match prepare(&view, &ask.input) {
            Ok(ready) => Ok(Before::Ready(Box::new((actor, caller, ready)))),
            Err(stop) => Ok(Before::Stopped(Box::new((actor, caller, stop)))),
        }
    });
    match before {
        Ok(Before::Answer(answer)) => answer,
        Ok(Before::Stopped(stopped)) => refuse(server, ask, &stopped.0, &stopped.1, stopped.2),
        Ok(Before::Ready(ready)) => {
            let (actor, caller, ready) = *ready;
            match run(server, ask, &actor, &caller, ready) {
                Ok(done) => finished(server, ask, &actor, done),
                Err(stop) => refuse(server, ask, &actor, &caller, stop),
            }
        }
        Err(stop) => refuse(server, ask, &Actor::stranger(ask.lang(None)), &ask.caller, stop),
    }
}

/// The transaction: the handler, its events and the key. A key that is known already undoes it, and the earlier answer stands.
///
/// Nobody looks for the key before: hardly anyone sends twice, and on a serializable engine a look at a key that is not there
/// bars all who write their own beside it. Whoever sends twice is stopped by the handler or by the key itself.
fn run(server: &Arc<Server>, ask: &Ask, actor: &Actor, caller: &Caller, mut ready: Ready) -> Reply<Done> {
    let once = once(ask, actor)?;
    let (key, union, account) = (once.clone(), actor.union, actor.account);
    let (house, clock) = (Arc::clone(&server.house), server.clock.clone());
    let (actor, caller) = (actor.clone(), caller.clone());
    let outcome = server.store.write(move |writer| {
        let scene = Scene {
            house: house.as_ref(),
            clock: &clock,
            actor: &actor,
            caller: &caller,
            once: once.as_ref(),
        };
        scene.play(writer, &mut ready)
    });
    match (outcome, key) {
        (Ok(kept), _) => kept.map_err(Stop::Refused),
        (Err(stop), None) => Err(stop),
        (Err(stop), Some(key)) => {
            // Looked up as an act: what stopped this one may be an act that is being committed, of which no reader knows yet.
            let earlier: Reply<Option<Done>> = server.store.write(move |writer| key.earlier(writer, union, account));
            earlier?.ok_or(stop)
        }
    }
}

struct Scene<'a> {
    house: &'a dyn House,
    clock: &'a Clock,
    actor: &'a Actor,
    caller: &'a Caller,
    once: Option<&'a Once>,
}

impl Scene<'_> {
    /// What is committed: the act, or a refusal of which something stays.
    fn play(&self, writer: &store::Writer, ready: &mut Ready) -> Reply<Result<Done, Refusal>> {
        let (union, account) = (self.actor.union, self.actor.account);
        let view = View::new(writer, self.actor, self.clock).with_caller(self.caller, self.house);
        let mut act = Act::new(view, writer);
        let done = match ready(&mut act) {
            Err(Stop::Refused(refusal)) if refusal.keep => {
                if let Some(once) = self.once
                    && once.earlier(writer, union, account)?.is_some()
                {
                    return Err(refusal.into());
                }
                act.finish()?;
                return Ok(Err(refusal));
            }
            other => other?,
        };
        act.finish()?;
        if let Some(once) = self.once {
            once.keep(writer, union, account, act.now(), &done)?;
        }
        Ok(Ok(done))
    }
}

/// The key that came with the request, bound to what was sent. Strangers have none: nothing of theirs is a row.
fn once(ask: &Ask, actor: &Actor) -> Reply<Option<Once>> {
    let Some(key) = ask.once.clone().filter(|_| actor.signed_in()) else {
        return Ok(None);
    };
    if key.is_empty() || key.len() > KEY_MAX || !key.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(Refusal::new("web.refusal.key").status(400).into());
    }
    let mut digest = blake3::Hasher::new();
    let mut part = |text: &str| {
        digest.update(text.as_bytes());
        digest.update(&[0]);
    };
    for (name, text) in ask.input.form.iter().filter(|(name, _)| !apart(name)) {
        part(name);
        part(&told(ask, name, text));
    }
    match &ask.input.json {
        Some(serde_json::Value::Object(all)) => {
            for (name, value) in all.iter().filter(|(name, _)| !apart(name)) {
                part(name);
                part(&told(ask, name, &value.to_string()));
            }
        }
        Some(other) => part(&other.to_string()),
        None => {}
    }
    for upload in &ask.input.uploads {
        part(&upload.field);
        part(&blake3::hash(&upload.bytes).to_hex());
    }
    // One page may carry several forms under one key: the door and its values tell them apart.
    let door: Vec<&str> = [ask.route.path]
        .into_iter()
        .chain(ask.input.path.iter().map(|(_, text)| text.as_str()))
        .collect();
    let key = format!("{key} {}", &blake3::hash(door.join("\0").as_bytes()).to_hex()[..16]);
    Ok(Some(Once {
        key,
        digest: *digest.finalize().as_bytes(),
    }))
}

/// What is not part of what was sent: the key itself, and the password given again on the way.
fn apart(name: &str) -> bool {
    name == "_once" || name == PROOF
}

/// A value as the digest has it. Passwords go in under a key that nobody keeps, so that no quick digest of them lies in
/// the store to be guessed at.
fn told<'a>(ask: &Ask, name: &str, text: &'a str) -> std::borrow::Cow<'a, str> {
    if !page::secret(name) {
        return text.into();
    }
    let key = ask.caller.token.as_deref().unwrap_or_default();
    let mut hasher = blake3::Hasher::new_derive_key("zhijia web 2026 a password in a form");
    hasher.update(key.as_bytes()).update(&[0]).update(text.as_bytes());
    hasher.finalize().to_hex().to_string().into()
}

fn finished(server: &Server, ask: &Ask, actor: &Actor, done: Done) -> Answer {
    let cookie = done.cookie.clone();
    let mut answer = if ask.json {
        Answer::json(200, serde_json::to_vec(&done).unwrap_or_default())
    } else if let Some(again) = after_sign_in(server, ask, actor, &done) {
        again
    } else {
        Answer::redirect(&done.next)
    };
    if let Some(key) = done.message.as_ref().filter(|_| !ask.json) {
        let said = match &done.undo {
            Some(undo) => format!("{key}~{}", pairs::escape(undo)),
            None => key.clone(),
        };
        answer = answer.set_cookie(server, SAID, &said, Some(60));
    }
    if let Some(secret) = &done.secret {
        let page = done.next.split('?').next().unwrap_or_default();
        answer = answer.set_cookie(server, SHOWN, &format!("{page}~{secret}"), Some(300));
    }
    if let Some(visit) = &done.visit {
        let seconds = if visit.is_empty() { 0 } else { 600 };
        answer = answer.set_cookie(server, VISIT, visit, Some(seconds));
    }
    match cookie {
        Some(Some(token)) => answer.set_cookie(server, session::COOKIE, &token, None),
        Some(None) => answer.set_cookie(server, session::COOKIE, "", Some(0)),
        None => answer,
    }
}

/// Signing in after a lost session shows the form again with what had been typed.
fn after_sign_in(server: &Server, ask: &Ask, _: &Actor, done: &Done) -> Option<Answer> {
    let kept: Vec<(String, String)> = ask
        .input
        .form
        .iter()
        .filter_map(|(name, text)| name.strip_prefix("_kept.").map(|n| (n.to_owned(), text.clone())))
        .collect();
    let token = done.cookie.clone().flatten()?;
    if kept.is_empty() {
        return None;
    }
    if done.next.starts_with(crate::door::CODE) {
        return looking::code_keeping(server, ask, done, kept);
    }
    let path = done.next.split('?').next()?.to_owned();
    let (act, values) = server
        .routes
        .iter()
        .filter(|r| r.method() == "POST")
        .find_map(|r| Some((r, fits(r.path, &path)?)))?;
    let form = server.routes.iter().find(|r| r.is_page() && r.path == act.form)?;
    let mut again = ask.without_input();
    again.at = done.next.clone();
    again.route = Arc::clone(form);
    again.caller = Caller {
        token: Some(token),
        ..ask.caller.clone()
    };
    again.input.path = values;
    again.input.query = pairs::decode(done.next.split_once('?').map_or("", |(_, q)| q));
    again.input.form = kept;
    let looked: Reply<(Actor, Caller)> = server.store.read(|reader| who(server, reader, &again));
    let (actor, caller) = looked.ok().filter(|(actor, _)| actor.passes(form.access))?;
    let welcome = Refusal::new("web.refusal.signed_in_again").status(200);
    looking::form_again(server, &again, form, &actor, &caller, &welcome)
}

/// The values of a pattern's places in a path, if it fits.
fn fits(pattern: &str, path: &str) -> Option<Vec<(String, String)>> {
    let (mut want, mut have) = (pattern.split('/'), path.split('/'));
    let mut values = Vec::new();
    loop {
        match (want.next(), have.next()) {
            (None, None) => return Some(values),
            (Some(w), Some(h)) => match w.strip_prefix('{').and_then(|w| w.strip_suffix('}')) {
                Some(name) => values.push((name.to_owned(), h.to_owned())),
                None if w == h => {}
                None => return None,
            },
            _ => return None,
        }
    }
}

/// A refused act: JSON says so; a person sees the form again with everything typed.
pub(super) fn refuse(server: &Server, ask: &Ask, actor: &Actor, caller: &Caller, stop: Stop) -> Answer {
    let cx = page::bare_cx(ask, actor, &server.clock);
    let Stop::Refused(refusal) = &stop else {
        return page::stopped(&cx, ask, &stop);
    };
    let again = (!ask.json && refusal.status != 404)
        .then(|| server.routes.iter().find(|r| r.is_page() && r.path == ask.route.form))
        .flatten()
        .filter(|form| actor.passes(form.access))
        .and_then(|form| looking::form_again(server, ask, form, actor, caller, refusal));
    again.unwrap_or_else(|| page::refusal_page(&cx, ask, refusal, None))
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_path_fits_its_pattern() {
        assert_eq!(
            fits("/tasks/{id}/close", "/tasks/7/close"),
            Some(vec![("id".into(), "7".into())])
        );
        assert_eq!(fits("/tasks/{id}", "/tasks/7/close"), None);
        assert_eq!(fits("/tasks/new", "/tasks/7"), None);
    }
}
