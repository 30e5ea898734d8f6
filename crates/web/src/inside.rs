//! Somebody at the doors within the process: requests without a socket, cookies kept, forms sent as browsers
//! send them. The demo year is told through it, and so are the stories of the tests.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, header},
};
use serde_json::Value;
use tower::ServiceExt;

use crate::{pairs::escape, session::COOKIE};

/// A person (or stranger) with a browser.
pub struct Client {
    router: Router,
    cookies: Mutex<BTreeMap<String, String>>,
    runtime: Arc<tokio::runtime::Runtime>,
    clock: kernel::Clock,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body's bytes.
    pub bytes: Vec<u8>,
}

/// A file to send along: field, file name, bytes.
pub type File<'a> = (&'a str, &'a str, &'a [u8]);

impl Answer {
    /// A request that could not even be written.
    fn none() -> Self {
        Self {
            status: 0,
            headers: HeaderMap::new(),
            bytes: Vec::new(),
        }
    }
    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
    /// Whether the page has this text.
    #[must_use]
    pub fn shows(&self, text: &str) -> bool {
        self.text().contains(text)
    }
    /// The body as JSON; `null` if it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_default()
    }
    /// Where it leads.
    #[must_use]
    pub fn location(&self) -> String {
        self.headers
            .get(header::LOCATION)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
            .to_owned()
    }
    /// Panics unless the status is this one, and shows the page: for tests.
    ///
    /// # Panics
    /// If the status is another.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }
    /// The id in the last part of where it leads: `/tasks/{id}`.
    #[must_use]
    pub fn id(&self) -> String {
        self.location()
            .split('?')
            .next()
            .and_then(|p| p.rsplit('/').next())
            .unwrap_or_default()
            .to_owned()
    }
}

impl Client {
    /// Somebody with a session's token, or a stranger.
    ///
    /// # Errors
    /// If the system gives no runtime.
    pub fn new(router: Router, token: Option<String>, clock: kernel::Clock) -> std::io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let cookies = Mutex::default();
        let client = Self {
            router,
            cookies,
            runtime: Arc::new(runtime),
            clock,
        };
        Ok(client.beside(token))
    }

    /// Somebody else at the same doors, after this one: what drives both is made once.
    #[must_use]
    pub fn beside(&self, token: Option<String>) -> Self {
        Self {
            router: self.router.clone(),
            cookies: Mutex::new(token.map(|t| (COOKIE.to_owned(), t)).into_iter().collect()),
            runtime: Arc::clone(&self.runtime),
            clock: self.clock.clone(),
        }
    }

    /// Opens a page as a browser does.
    pub fn get(&self, path: &str) -> Answer {
        self.send(
            self.request("GET", path).header(header::ACCEPT, "text/html"),
            Body::empty(),
        )
    }
    /// Opens a page as a program does.
    pub fn get_json(&self, path: &str) -> Answer {
        self.send(
            self.request("GET", path).header(header::ACCEPT, "application/json"),
            Body::empty(),
        )
    }
    /// Sends a form with a fresh idempotency key unless it names one.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut text: Vec<String> = fields
            .iter()
            .map(|(n, v)| format!("{}={}", escape(n), escape(v)))
            .collect();
        if !fields.iter().any(|(n, _)| *n == "_once") {
            text.push(format!("_once={}", self.key()));
        }
        let request = self
            .request("POST", path)
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, Body::from(text.join("&")))
    }
    /// Sends JSON as a program does.
    pub fn post_json(&self, path: &str, body: &Value) -> Answer {
        let request = self
            .request("POST", path)
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", self.key());
        self.send(request, Body::from(body.to_string()))
    }
    /// Sends a form with files.
    pub fn upload(&self, path: &str, fields: &[(&str, &str)], files: &[File<'_>]) -> Answer {
        const EDGE: &str = "----a-part-ends-here";
        let mut body = Vec::new();
        let key = self.key();
        let once = (!fields.iter().any(|(n, _)| *n == "_once")).then_some(("_once", key.as_str()));
        for (name, text) in fields.iter().copied().chain(once) {
            body.extend_from_slice(
                format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n").as_bytes(),
            );
        }
        for (field, name, bytes) in files {
            let head = format!(
                "--{EDGE}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{EDGE}--\r\n").as_bytes());
        let request = self
            .request("POST", path)
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={EDGE}"));
        self.send(request, Body::from(body))
    }
    /// Sends anything, with headers that win over the usual ones.
    pub fn send_raw(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut request = self.request(method, path).header(header::ACCEPT, "application/json");
        if let Some(all) = request.headers_mut() {
            for (name, value) in headers {
                if let (Ok(name), Ok(value)) = (axum::http::HeaderName::from_bytes(name.as_bytes()), value.parse()) {
                    all.insert(name, value);
                }
            }
        }
        self.send(request, Body::from(body.to_vec()))
    }
    /// Forgets the session, as if it had ended.
    pub fn forget(&self) {
        self.cookies().clear();
    }
    fn cookies(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, String>> {
        self.cookies.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
    fn key(&self) -> String {
        kernel::clock::fresh::<()>(self.clock.now()).to_string()
    }

    fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let cookies = self.cookies();
        let cookie: Vec<String> = cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
        Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "zhijia.test")
            .header(header::COOKIE, cookie.join("; "))
            .header("sec-fetch-site", "same-origin")
    }

    fn send(&self, request: axum::http::request::Builder, body: Body) -> Answer {
        let answer = self.runtime.block_on(async {
            let Ok(request) = request.body(body) else {
                return Answer::none();
            };
            let Ok(response) = self.router.clone().oneshot(request).await;
            let (parts, body) = response.into_parts();
            let bytes = to_bytes(body, usize::MAX).await.map(|b| b.to_vec()).unwrap_or_default();
            Answer {
                status: parts.status.as_u16(),
                headers: parts.headers,
                bytes,
            }
        });
        let mut cookies = self.cookies();
        for set in answer.headers.get_all(header::SET_COOKIE) {
            let Some((name, value)) = set
                .to_str()
                .ok()
                .and_then(|s| s.split(';').next())
                .and_then(|s| s.split_once('='))
            else {
                continue;
            };
            if value.is_empty() {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }
}
