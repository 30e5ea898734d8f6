//! Doors that are not of any system: assets, health, metrics, the OpenAPI document, nowhere.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    body::{Body, Bytes},
    extract::{ConnectInfo, Path, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::Server;
use crate::{
    Refusal,
    answer::{self, Ask},
    openapi,
};

/// No script, style, frame or form from anywhere but here, and none inline.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

pub(super) async fn headers(mut response: Response) -> Response {
    let fixed: [(HeaderName, &'static str); 6] = [
        (header::CONTENT_SECURITY_POLICY, CSP),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(self), geolocation=(), microphone=()",
        ),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    let headers = response.headers_mut();
    for (name, value) in fixed {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    // History may show a page again as it was (with its key, so that a resend is noticed); nobody else may keep it.
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("private, no-cache"));
    response
}

/// The script that is a service worker for visits recorded without connection: asked for by the name without its content, since
/// a worker's address must not change, and allowed for the pages of visits alone.
const WORKER: &str = "visits.js";

pub(super) async fn asset(Path(name): Path<String>) -> Response {
    let Some(asset) = ui::asset(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = HeaderValue::from_static(asset.mime);
    let mut response = Response::new(Body::from(asset.bytes));
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    let unnamed = name == WORKER;
    let keep = if unnamed {
        "no-cache"
    } else {
        "public, max-age=31536000, immutable"
    };
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    if unnamed {
        let allowed = HeaderName::from_static("service-worker-allowed");
        response
            .headers_mut()
            .insert(allowed, HeaderValue::from_static("/visits"));
    }
    response
}

pub(super) async fn document(State(server): State<Arc<Server>>) -> Response {
    let doors = Arc::clone(&server);
    let make = || {
        server
            .workers
            .run(move || serde_json::to_vec_pretty(&openapi::document(&doors.routes)))
    };
    let document = server.openapi.get_or_try_init(async || match make().await {
        Ok(Ok(document)) => Ok(Bytes::from(document)),
        Ok(Err(e)) => {
            tracing::error!(error = %e, "no document of the doors");
            Err(StatusCode::INTERNAL_SERVER_ERROR)
        }
        Err(_) => Err(StatusCode::SERVICE_UNAVAILABLE),
    });
    match document.await {
        Ok(document) => ([(header::CONTENT_TYPE, "application/json")], document.clone()).into_response(),
        Err(status) => status.into_response(),
    }
}

pub(super) async fn healthz() -> &'static str {
    "ok\n"
}

pub(super) async fn readyz(State(server): State<Arc<Server>>) -> Response {
    let store = server.store.clone();
    match server.workers.run(move || store.health()).await {
        Ok(Ok(_)) => "ready\n".into_response(),
        Ok(Err(e)) => {
            tracing::warn!(error = %e, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n").into_response()
        }
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "busy\n").into_response(),
    }
}

/// For scrapers on this machine only.
pub(super) async fn metrics(State(server): State<Arc<Server>>, request: Request) -> Response {
    let near = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .is_none_or(|c| c.0.ip().is_loopback());
    if !near || server.settings.proxy && request.headers().contains_key("x-forwarded-for") {
        return StatusCode::NOT_FOUND.into_response();
    }
    (
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4")],
        server.metrics.render(),
    )
        .into_response()
}

pub(super) async fn nowhere(State(server): State<Arc<Server>>, request: Request) -> Response {
    let known = server.routes.iter().any(|r| r.path == request.uri().path());
    let id = kernel::clock::fresh::<()>(server.clock.now()).to_string();
    let ask = Ask::nowhere(request.headers(), request.uri(), id.clone());
    let refusal = if known {
        Refusal::new("web.refusal.method").status(405)
    } else {
        Refusal::missing()
    };
    let mut response = answer::plain_refusal(&server, &ask, &refusal).into_response(&id);
    if known {
        allow(response.headers_mut(), &server, request.uri().path());
    }
    response
}

fn allow(headers: &mut HeaderMap, server: &Server, path: &str) {
    let methods: Vec<&str> = server
        .routes
        .iter()
        .filter(|r| r.path == path)
        .map(|r| r.method())
        .collect();
    if let Ok(value) = HeaderValue::from_str(&methods.join(", ")) {
        headers.insert(header::ALLOW, value);
    }
}
