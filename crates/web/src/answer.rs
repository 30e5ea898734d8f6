//! From a read request to an answer: who asks, the rule at the door, the handler, the page or the refusal.

use std::sync::Arc;

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header},
    response::Response,
};
use kernel::Lang;

use crate::{
    access::{Access, Actor},
    event::Through,
    input::Input,
    pairs,
    reply::{Refusal, Reply},
    routes::{Route, Routes, Run, Way},
    second,
    server::{Server, Whose},
    session, token,
    view::{Caller, View},
};

mod acting;
mod looking;
mod pack;
mod page;
mod proving;

pub(crate) use pack::Packers;
pub(crate) use page::{Problem, plain_refusal};

/// A request as the blocking side sees it.
#[derive(Clone)]
pub(crate) struct Ask {
    pub route: Arc<Route>,
    pub input: Input,
    /// Whether JSON is wanted.
    pub json: bool,
    /// Whether only the main part of the page is wanted (htmx).
    pub partial: bool,
    /// Path and query, for coming back.
    pub at: String,
    /// The language asked for by the link, the cookie or the browser; the account's comes after the cookie's.
    pub lang_link: Option<Lang>,
    pub lang_cookie: Option<Lang>,
    pub lang_browser: Lang,
    /// The word key of what was done on the page before.
    pub said: Option<String>,
    /// What undoes it.
    pub undo: Option<String>,
    pub caller: Caller,
    pub once: Option<String>,
    /// Whether the answer may be packed.
    pub packs: bool,
    pub id: String,
}

/// What is said to the browser.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub status: u16,
    pub headers: Vec<(HeaderName, String)>,
    pub body: Vec<u8>,
}

/// The word key of what was done, and after `~` the escaped path that undoes it.
const SAID: &str = "zhijia_said";
/// The path of a page, and after `~` what it shows once.
const SHOWN: &str = "zhijia_shown";
/// What a browser keeps while it is away at an outside provider.
const VISIT: &str = "zhijia_visit";
const LANG: &str = "zhijia_lang";

/// Scheme and host of a page of ours that the browser comes from.
fn own_site(referer: &str, host: &str) -> Option<String> {
    let (scheme, rest) = referer.split_once("://")?;
    let named = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let ours = matches!(scheme, "http" | "https") && !host.is_empty() && host.len() <= 255 && named == host;
    ours.then(|| format!("{scheme}://{host}"))
}

impl Ask {
    pub(crate) fn of(route: Arc<Route>, headers: &HeaderMap, uri: &Uri, address: String, id: String) -> Self {
        let text = |name: HeaderName| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let cookie = |name: &str| cookie(text(header::COOKIE), name);
        let accept = text(header::ACCEPT);
        let sends_json = text(header::CONTENT_TYPE).starts_with("application/json");
        let asks_json = accept.contains("application/json") || accept.contains("+json");
        let query = pairs::decode(uri.query().unwrap_or_default());
        let lang = |tag: &str| match tag {
            "en" => Some(Lang::En),
            "zh" | "zh-Hans" => Some(Lang::Zh),
            _ => None,
        };
        let browser = text(header::ACCEPT_LANGUAGE);
        let said = cookie(SAID).filter(|s| s.len() <= 1500);
        let (said, undo) = match said.as_deref().and_then(|s| s.split_once('~')) {
            Some((key, undo)) => (Some(key.to_owned()), undone_by(undo)),
            None => (said, None),
        };
        let bearer = token::bearer(text(header::AUTHORIZATION)).map(str::to_owned);
        let chinese_first = browser.is_empty() || browser.starts_with("zh") || browser.starts_with('*');
        Self {
            route,
            input: Input::default(),
            json: asks_json || ((sends_json || bearer.is_some()) && !accept.contains("text/html")),
            partial: headers.contains_key("hx-request"),
            at: uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
            lang_link: query.iter().find(|(k, _)| k == "lang").and_then(|(_, v)| lang(v)),
            lang_cookie: cookie(LANG).and_then(|v| lang(&v)),
            lang_browser: if chinese_first { Lang::Zh } else { Lang::En },
            said: said.filter(|s| s.len() <= 80),
            undo,
            once: headers
                .get("idempotency-key")
                .and_then(|v| v.to_str().ok())
                .map(str::to_owned),
            caller: Caller {
                address,
                agent: text(header::USER_AGENT).chars().take(200).collect(),
                token: cookie(session::COOKIE),
                session: None,
                proved: None,
                bearer,
                through: None,
                half: None,
                must_set_up: false,
                visit: cookie(VISIT).filter(|secret| secret.len() <= 100),
                shown: cookie(SHOWN).and_then(|shown| for_this_page(&shown, uri.path())),
                site: own_site(text(header::REFERER), text(header::HOST)),
            },
            packs: pack::takes_gzip(text(header::ACCEPT_ENCODING)),
            id,
        }
    }

    /// A request that meets no door.
    pub(crate) fn nowhere(headers: &HeaderMap, uri: &Uri, id: String) -> Self {
        let empty = Routes::new("web").file("/", Access::Anyone, |_: &View<'_>, _: crate::Nothing| {
            Err(Refusal::missing().into())
        });
        let route = empty.into_list().remove(0);
        Self::of(route, headers, uri, String::new(), id)
    }

    pub(crate) fn take(&mut self, input: Input) {
        if self.once.is_none() {
            self.once = input.field("_once").map(str::to_owned);
        }
        self.input = input;
    }

    /// The same request without what it carried, for answers that need none of it.
    pub(crate) fn without_input(&self) -> Self {
        Self {
            route: Arc::clone(&self.route),
            input: Input::default(),
            at: self.at.clone(),
            said: None,
            undo: None,
            caller: Caller::default(),
            once: None,
            id: self.id.clone(),
            ..*self
        }
    }

    pub(crate) fn lang(&self, account: Option<Lang>) -> Lang {
        self.lang_link
            .or(self.lang_cookie)
            .or(account)
            .unwrap_or(self.lang_browser)
    }
}

/// What is shown once, if it is for the page at this path: `/me/tokens/…~secret`.
fn for_this_page(shown: &str, path: &str) -> Option<String> {
    let (page, secret) = shown.split_once('~')?;
    (page == path && secret.len() <= 1500).then(|| secret.to_owned())
}

/// The path of this site that a cookie names.
fn undone_by(escaped: &str) -> Option<String> {
    let path = pairs::decode(escaped).into_iter().next().map(|(path, _)| path)?;
    (path != "/" && crate::door::local(Some(&path)) == path).then_some(path)
}

fn cookie(header: &str, name: &str) -> Option<String> {
    header
        .split(';')
        .filter_map(|part| part.trim().split_once('='))
        .find(|(n, _)| *n == name)
        .map(|(_, v)| v.to_owned())
}

impl Answer {
    pub(crate) fn new(status: u16, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: vec![(header::CONTENT_TYPE, kind.to_owned())],
            body: body.into(),
        }
    }
    pub(crate) fn html(status: u16, body: String) -> Self {
        Self::new(status, "text/html; charset=utf-8", body)
    }
    pub(crate) fn json(status: u16, body: Vec<u8>) -> Self {
        Self::new(status, "application/json", body)
    }
    pub(crate) fn redirect(to: &str) -> Self {
        Self {
            status: 303,
            headers: vec![(header::LOCATION, to.to_owned())],
            body: Vec::new(),
        }
    }
    pub(crate) fn with(mut self, name: HeaderName, value: String) -> Self {
        self.headers.push((name, value));
        self
    }
    pub(crate) fn set_cookie(self, server: &Server, name: &str, value: &str, seconds: Option<i64>) -> Self {
        let secure = if server.settings.secure { "; Secure" } else { "" };
        let age = seconds.map_or_else(String::new, |s| format!("; Max-Age={s}"));
        self.with(
            header::SET_COOKIE,
            format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}"),
        )
    }
    pub(crate) fn into_response(self, request_id: &str) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let id = (HeaderName::from_static("x-request-id"), request_id.to_owned());
        for (name, value) in self.headers.into_iter().chain([id]) {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().append(name, value);
            }
        }
        response
    }
}

/// Answers a request whose body has been read. Runs on a worker thread.
pub(crate) fn answer(server: &Arc<Server>, ask: &Ask) -> Answer {
    let mut answer = match &ask.route.run {
        Run::Act(_) => acting::act(server, ask),
        Run::Page(_) | Run::File(_) => looking::look(server, ask),
    };
    if let Some(lang) = ask.lang_link {
        answer = answer.set_cookie(server, LANG, lang.tag(), Some(365 * 24 * 3600));
    }
    if answer.status == 401 && ask.json {
        answer = answer.with(header::WWW_AUTHENTICATE, "Bearer".to_owned());
    }
    if ask.said.is_some() && answer.status == 200 && !ask.json {
        answer = answer.set_cookie(server, SAID, "", Some(0));
    }
    answer
}

/// Whether whoever asks may pass this door, before anything of their form is read.
pub(crate) fn passes(server: &Arc<Server>, ask: &Ask) -> bool {
    let who: Reply<(Actor, Caller)> = server.store.read(|reader| who(server, reader, ask));
    who.is_ok_and(|(actor, caller)| actor.passes(ask.route.access) && !barred(ask, &caller))
}

/// Answers a request whose body was too much: the form again, with what was typed beside the file.
pub(crate) fn unread(server: &Arc<Server>, ask: &Ask, refusal: Refusal) -> Answer {
    let who: Reply<(Actor, Caller)> = server.store.read(|reader| who(server, reader, ask));
    match who {
        Ok((actor, caller)) if actor.passes(ask.route.access) && !barred(ask, &caller) => {
            acting::refuse(server, ask, &actor, &caller, refusal.into())
        }
        _ => answer(server, ask),
    }
}

/// Who asks: the session's account where it stands today, or a stranger.
pub(crate) fn who(server: &Server, reader: &store::Reader, ask: &Ask) -> Reply<(Actor, Caller)> {
    if let Some(bearer) = &ask.caller.bearer {
        return by_token(server, reader, ask, bearer);
    }
    let mut caller = ask.caller.clone();
    let now = server.clock.now();
    let (found, standing) = match caller.token.as_deref().map(session::digest) {
        Some(digest) => {
            let asked = session::ask(reader, digest)?;
            let standing = server.house.ask_standing(reader, Whose::Session(digest), now.day())?;
            (session::living(asked, now)?, Some(standing))
        }
        None => (None, None),
    };
    caller.half = found.as_ref().filter(|living| living.half).and(caller.token.clone());
    let Some(living) = found.filter(|living| !living.half) else {
        caller.token = None;
        caller.shown = None;
        return Ok((Actor::stranger(ask.lang(None)), caller));
    };
    caller.session = Some(living.id);
    caller.proved = living.proved_at;
    let standing = standing.map(|read| read(Some(living.looking_at))).transpose()?;
    let Some(standing) = standing.flatten() else {
        return Ok((Actor::stranger(ask.lang(Some(living.lang))), caller));
    };
    caller.must_set_up = standing.second_due && !living.second;
    if living.seen_at.plus_millis(session::TOUCH_MS) < now {
        let seen = caller.token.clone().unwrap_or_default();
        touch(server, Touched::Session(seen), now);
    }
    let actor = Actor {
        account: living.account,
        union: standing.union,
        standing: Some(standing),
        lang: ask.lang(Some(living.lang)),
    };
    Ok((actor, caller))
}

/// Whether somebody has to set a second factor up before passing this door: their role asks for one. The front door
/// itself stays open, since there it is set up.
fn barred(ask: &Ask, caller: &Caller) -> bool {
    caller.must_set_up && ask.route.access != Access::Anyone && ask.route.system != "door"
}

/// The person for whom a program asks: standing in the token's union today, with those of their powers that the token
/// names. A cookie beside it is not looked at.
fn by_token(server: &Server, reader: &store::Reader, ask: &Ask, bearer: &str) -> Reply<(Actor, Caller)> {
    let refused = || Refusal::new("web.refusal.token").status(401);
    let now = server.clock.now();
    let living = token::find(reader, bearer, now)?.ok_or_else(refused)?;
    let mut standing = server
        .house
        .standing(reader, living.account, Some(living.union), now.day())?
        .filter(|standing| standing.union == living.union)
        .ok_or_else(refused)?;
    standing.powers.retain(|power| living.names(power));
    standing.unions.retain(|(union, _)| *union == living.union);
    if standing.second_due && !second::is_on(reader, living.account)? {
        return Err(Refusal::new("web.second.needed").status(403).into());
    }
    let posts = ask.route.method() == "POST";
    if ask.route.way != Way::Any || (posts && !living.acts) {
        let key = if posts && !living.acts {
            "web.refusal.token_reads"
        } else {
            "web.refusal.in_person"
        };
        return Err(Refusal::new(key).status(403).into());
    }
    if living
        .seen_at
        .is_none_or(|seen| seen.plus_millis(session::TOUCH_MS) < now)
    {
        touch(server, Touched::Token(bearer.to_owned()), now);
    }
    let caller = Caller {
        token: None,
        shown: None,
        through: Some(Through {
            id: living.id,
            name: living.name.clone(),
        }),
        ..ask.caller.clone()
    };
    let actor = Actor {
        account: living.account,
        union: standing.union,
        standing: Some(standing),
        lang: ask.lang(Some(living.lang)),
    };
    Ok((actor, caller))
}

/// What was seen again.
enum Touched {
    Session(String),
    Token(String),
}

/// Writes `seen_at` without letting this request wait for it.
fn touch(server: &Server, what: Touched, now: kernel::Instant) {
    let store = server.store.clone();
    let spawned = std::thread::Builder::new().name("touch".into()).spawn(move || {
        let touched: Result<(), store::Error> = store.write(move |w| match &what {
            Touched::Session(token) => session::touch(w, token, now),
            Touched::Token(token) => token::touch(w, token, now),
        });
        if let Err(e) = touched {
            tracing::warn!(error = %e, "a session or token was not touched");
        }
    });
    if let Err(e) = spawned {
        tracing::warn!(error = %e, "a session or token was not touched");
    }
}

#[cfg(test)]
mod tests {
    use super::own_site;

    #[test]
    fn the_site_is_what_the_browser_comes_from() {
        let site = |referer, host| own_site(referer, host);
        assert_eq!(
            site("https://gh.example.cn/summaries?x", "gh.example.cn").as_deref(),
            Some("https://gh.example.cn")
        );
        assert_eq!(
            site("http://127.0.0.1:8080", "127.0.0.1:8080").as_deref(),
            Some("http://127.0.0.1:8080")
        );
        for (referer, host) in [
            ("https://evil.example/", "gh.example.cn"),
            ("", "gh.example.cn"),
            ("https:///x", ""),
            ("ftp://a/", "a"),
        ] {
            assert_eq!(site(referer, host), None, "{referer}");
        }
    }
}
