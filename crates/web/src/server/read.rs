//! A request's body into an [`Input`], within limits.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, to_bytes},
    extract::{FromRequest, Multipart, RawPathParams, Request},
    http::header,
};
use tokio::sync::OwnedSemaphorePermit;

use crate::{
    input::{Input, Upload},
    pairs,
    reply::Refusal,
    routes::Route,
    server::Settings,
};

/// A body must be here after so long; one that may be larger than usual after as much longer.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);
/// Most files in one form.
const FILES: usize = 20;
/// What is too much is still taken off the wire, up to so many times the limit, and forgotten: a browser that is cut off
/// while it sends shows no answer.
const HEARD_OUT: usize = 4;

/// How much of a form is read.
pub(super) struct Limit {
    /// Bytes of a form with files.
    pub bytes: usize,
    /// The turn of a form that is larger than usual.
    pub turn: Option<OwnedSemaphorePermit>,
}

/// What was read, and why it was not all.
pub(super) type Read = (Input, Option<Refusal>);

pub(super) async fn input(
    settings: &Settings,
    route: &Route,
    params: &RawPathParams,
    request: Request,
    limit: &Limit,
) -> Result<Read, Refusal> {
    let mut input = Input {
        query: pairs::decode(request.uri().query().unwrap_or_default()),
        ..Input::default()
    };
    input.path = params
        .iter()
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .collect();
    let mut unread = None;
    if route.method() == "POST" {
        let usual = settings.upload_bytes.max(1);
        let times = u32::try_from(limit.bytes.div_ceil(usual)).unwrap_or(1).max(1);
        let reading = body(settings, route, limit.bytes, &mut input, request);
        unread = tokio::time::timeout(PATIENCE.saturating_mul(times), reading)
            .await
            .map_err(|_| Refusal::new("web.refusal.slow").status(408))??;
    }
    let fields = input.form.len() + input.query.len();
    if fields > settings.fields {
        return Err(Refusal::new("web.refusal.fields_many")
            .arg("max", settings.fields)
            .status(413));
    }
    Ok((input, unread))
}

async fn body(
    settings: &Settings,
    route: &Route,
    limit: usize,
    input: &mut Input,
    request: Request,
) -> Result<Option<Refusal>, Refusal> {
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        "multipart/form-data" => {
            let limit = if route.files.is_empty() {
                settings.form_bytes
            } else {
                limit
            };
            multipart(settings, route, limit, input, request).await
        }
        "application/json" => {
            let bytes = whole(request.into_body(), settings.form_bytes).await?;
            let json = serde_json::from_slice(&bytes)
                .map_err(|e| Refusal::new("web.refusal.json").arg("why", e).status(400))?;
            input.json = Some(json);
            Ok(None)
        }
        "application/x-www-form-urlencoded" | "" => {
            let bytes = whole(request.into_body(), settings.form_bytes).await?;
            let text = std::str::from_utf8(&bytes).map_err(|_| Refusal::new("web.refusal.encoding").status(400))?;
            input.form = pairs::decode(text);
            Ok(None)
        }
        other => Err(Refusal::new("web.refusal.media").arg("kind", other).status(415)),
    }
}

async fn whole(body: Body, limit: usize) -> Result<axum::body::Bytes, Refusal> {
    to_bytes(body, limit).await.map_err(|_| too_large(limit))
}

fn too_large(limit: usize) -> Refusal {
    Refusal::new("web.refusal.body")
        .arg("max", limit / 1024 / 1024)
        .status(413)
}

/// What is said of a file that is too large, beside its field.
fn file_too_large(route: &Route, field: &str, limit: usize) -> Refusal {
    let says = route.body.map_or("web.refusal.body", |own| own.says);
    Refusal::field(field, says).arg("max", limit / 1024 / 1024).status(413)
}

async fn multipart(
    settings: &Settings,
    route: &Route,
    limit: usize,
    input: &mut Input,
    request: Request,
) -> Result<Option<Refusal>, Refusal> {
    let broken = |_| Refusal::new("web.refusal.multipart").status(400);
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|_| Refusal::new("web.refusal.multipart").status(400))?;
    let (mut taken, mut typed, mut over) = (0_usize, 0_usize, None);
    while let Some(mut part) = parts.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(|n| n.chars().take(200).collect::<String>());
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(broken)? {
            taken = taken.saturating_add(chunk.len());
            typed = typed.saturating_add(if file.is_none() { chunk.len() } else { 0 });
            if typed > settings.form_bytes || taken > limit.saturating_mul(HEARD_OUT) {
                return Err(too_large(if file.is_none() { settings.form_bytes } else { limit }));
            }
            if file.is_some() && taken > limit {
                over.get_or_insert_with(|| file_too_large(route, &name, limit));
                bytes = Vec::new();
                continue;
            }
            bytes.extend_from_slice(&chunk);
        }
        match file {
            // A file field left empty comes as a nameless file of no bytes.
            Some(file) if file.is_empty() && bytes.is_empty() => {}
            Some(_) if over.is_some() => input.uploads.clear(),
            Some(file) if route.files.contains(&name.as_str()) && input.uploads.len() < FILES => {
                input.uploads.push(Upload {
                    field: name,
                    name: file,
                    bytes: Arc::from(bytes),
                });
            }
            Some(_) => return Err(Refusal::new("web.refusal.files").arg("max", FILES).status(413)),
            None => {
                let text = String::from_utf8(bytes).map_err(|_| Refusal::new("web.refusal.encoding").status(400))?;
                input.form.push((name, text));
            }
        }
    }
    Ok(over)
}
