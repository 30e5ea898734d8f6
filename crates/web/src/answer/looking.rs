//! Pages and files: one consistent look at the store.

use axum::http::header;

use super::{SHOWN, barred, page, who};
use crate::{
    access::Actor,
    answer::{Answer, Ask},
    pairs,
    reply::{Refusal, Stop},
    routes::{Attachment, Framing, Route, Run, Shown},
    server::Server,
    view::{Caller, View},
};

/// Answers a page or a file.
pub(super) fn look(server: &Server, ask: &Ask) -> Answer {
    let seen: Result<Answer, Stop> = server.store.read(|reader| {
        let (actor, caller) = who(server, reader, ask)?;
        if barred(ask, &caller) {
            return Ok(set_up_first(server, ask, &actor));
        }
        if !actor.passes(ask.route.access) {
            let goes_to = server.house.first_run(reader)?;
            return Ok(closed(server, ask, &actor, goes_to));
        }
        let view = View::new(reader, &actor, &server.clock).with_caller(&caller, server.house.as_ref());
        let answer = show(server, ask, &view);
        // Kept by no history either.
        let answer = if view.was_shown() {
            answer
                .set_cookie(server, SHOWN, "", Some(0))
                .with(header::CACHE_CONTROL, "no-store".to_owned())
        } else {
            answer
        };
        Ok(answer)
    });
    seen.map_err(only_looked).unwrap_or_else(|stop| {
        let cx = page::bare_cx(ask, &Actor::stranger(ask.lang(None)), &server.clock);
        page::stopped(&cx, ask, &stop)
    })
}

fn show(server: &Server, ask: &Ask, view: &View<'_>) -> Answer {
    let (mut cx, inbox) = match page::full_cx(server, ask, view) {
        Ok(asked) => asked,
        Err(stop) => {
            let cx = page::bare_cx(ask, view.actor(), &server.clock);
            return page::stopped(&cx, ask, &only_looked(stop));
        }
    };
    let given = match &ask.route.run {
        Run::File(run) => run(view, &ask.input).map(|file| Given::Whole(attachment(&file))),
        Run::Page(run) => run(view, &ask.input, (!ask.json).then_some(&cx)).map(|shown| match shown {
            Shown::Json(bytes) => Given::Whole(Answer::json(200, bytes)),
            Shown::Html { title, body, look } => Given::Framed { title, body, look },
        }),
        Run::Act(_) => Err(Refusal::missing().into()),
    };
    let counted = inbox();
    cx.inbox = counted.as_ref().copied().unwrap_or_default();
    given
        .and_then(|given| {
            counted?;
            Ok(match given {
                Given::Whole(answer) => answer,
                Given::Framed { title, body, look } => page::html(&cx, ask, 200, &title, &body, look),
            })
        })
        .map_err(only_looked)
        .unwrap_or_else(|stop| page::stopped(&cx, ask, &stop))
}

/// What a door gave.
enum Given {
    Whole(Answer),
    Framed { title: String, body: String, look: Framing },
}

/// Whoever only looks had nothing recorded: the sentence for a store that is away says no word of a form.
fn only_looked(stop: Stop) -> Stop {
    match stop {
        Stop::Refused(mut refusal) if refusal.key == "web.refusal.gone" => {
            "web.refusal.away".clone_into(&mut refusal.key);
            Stop::Refused(refusal)
        }
        other => other,
    }
}

/// The page that shows a refused form again, with what was typed. `None` if there is no such page.
pub(super) fn form_again(
    server: &Server,
    ask: &Ask,
    form: &Route,
    actor: &Actor,
    caller: &Caller,
    refusal: &Refusal,
) -> Option<Answer> {
    let Run::Page(run) = &form.run else { return None };
    let shown: Result<Answer, Stop> = server.store.read(|reader| {
        let view = View::new(reader, actor, &server.clock)
            .with_caller(caller, server.house.as_ref())
            .with_typed(&ask.input.form);
        let (mut cx, inbox) = page::full_cx(server, ask, &view)?;
        // Links made from the address must lead to the form's page, not to the act's door.
        cx.path = address(form.path, &ask.input.path);
        page::put_refusal(&mut cx, &ask.at, &ask.input.form, refusal);
        if let Some(key) = ask.once.as_ref().filter(|_| refusal.passes()) {
            cx.once.clone_from(key);
        }
        let mut input = crate::input::Input {
            path: ask.input.path.clone(),
            ..Default::default()
        };
        input.query.clone_from(&ask.input.query);
        let mut shown = run(&view, &input, Some(&cx))?;
        if !cx.has_sent_form() {
            // the page has another form for it, such as the whole one of what was begun in a line: nothing typed is lost
            cx.sent = None;
            shown = run(&view, &input, Some(&cx))?;
        }
        cx.inbox = inbox()?;
        match shown {
            Shown::Html { title, body, look } => Ok(page::html(&cx, ask, refusal.status, &title, &body, look)),
            Shown::Json(_) => Err(Refusal::missing().into()),
        }
    });
    shown.ok()
}

/// A pattern with its places filled.
pub(super) fn address(pattern: &str, values: &[(String, String)]) -> String {
    values.iter().fold(pattern.to_owned(), |path, (name, text)| {
        path.replace(&format!("{{{name}}}"), &pairs::escape(text))
    })
}

/// What somebody meets who may not pass: strangers the sign-in page, others a plain no.
pub(super) fn closed(server: &Server, ask: &Ask, actor: &Actor, first_run: Option<&str>) -> Answer {
    let cx = page::bare_cx(ask, actor, &server.clock);
    if actor.signed_in() {
        return page::refusal_page(&cx, ask, &Refusal::forbidden(), None);
    }
    if ask.json {
        return page::refusal_page(&cx, ask, &Refusal::new("web.refusal.sign_in").status(401), None);
    }
    match first_run {
        Some(path) => Answer::redirect(path),
        None if ask.route.method() == "GET" => Answer::redirect(&format!("/sign-in?then={}", pairs::escape(&ask.at))),
        None => sign_in_keeping(server, ask, cx),
    }
}

/// Whose role asks for a second factor sets it up before anything else.
pub(super) fn set_up_first(server: &Server, ask: &Ask, actor: &Actor) -> Answer {
    if ask.route.method() == "GET" && !ask.json {
        return Answer::redirect("/me/second");
    }
    let refusal = Refusal::new("web.second.needed").status(403).next("/me/second");
    page::refusal_page(&page::bare_cx(ask, actor, &server.clock), ask, &refusal, None)
}

/// After the password the second factor is asked for, and what was typed before the session was lost waits further.
pub(super) fn code_keeping(
    server: &Server,
    ask: &Ask,
    done: &crate::Done,
    kept: Vec<(String, String)>,
) -> Option<Answer> {
    use ui::Page;
    let query = pairs::decode(done.next.split_once('?').map_or("", |(_, q)| q));
    let then = query.into_iter().find(|(name, _)| name == "then");
    let code = crate::door::CodePage {
        then: crate::door::local(then.as_ref().map(|(_, path)| path.as_str())),
        kept: kept
            .into_iter()
            .map(|(name, text)| (format!("_kept.{name}"), text))
            .collect(),
    };
    let cx = page::bare_cx(ask, &Actor::stranger(ask.lang(None)), &server.clock);
    let body = code.body(&cx).ok()?;
    Some(page::html(&cx, ask, 200, &code.title(&cx), &body, Framing::default()))
}

/// A form was sent after the session had ended: signing in keeps what was typed.
fn sign_in_keeping(_server: &Server, ask: &Ask, mut cx: ui::Cx) -> Answer {
    use ui::Page;
    let kept = ask
        .input
        .form
        .iter()
        .filter(|(name, _)| !page::secret(name) && name != "_once" && name != "then" && name != "name")
        .map(|(name, text)| (format!("_kept.{name}"), text.clone()))
        .collect();
    let then = ask.at.clone();
    let sign_in = crate::door::SignInPage {
        then,
        kept,
        // what was typed does not go along to an outside provider
        provider: None,
    };
    cx.alert = Some(cx.t("web.refusal.sign_in"));
    match sign_in.body(&cx) {
        Ok(body) => page::html(&cx, ask, 401, &sign_in.title(&cx), &body, Framing::default()),
        Err(e) => page::stopped(&cx, ask, &crate::Fault::other(e).into()),
    }
}

fn attachment(file: &Attachment) -> Answer {
    let way = if file.inline { "inline" } else { "attachment" };
    let plain: String = file
        .name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') {
                c
            } else {
                '_'
            }
        })
        .collect();
    let named = format!(
        "{way}; filename=\"{plain}\"; filename*=UTF-8''{}",
        pairs::escape(&file.name)
    );
    Answer::new(200, &file.mime, file.bytes.clone())
        .with(header::CONTENT_DISPOSITION, named)
        .with(
            header::HeaderName::from_static("content-security-policy"),
            "default-src 'none'; sandbox".to_owned(),
        )
}
