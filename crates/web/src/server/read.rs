//! A request's body into an [`Input`], within limits.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, to_bytes},
    extract::{FromRequest, Multipart, RawPathParams, Request},
    http::header,
};

use crate::{
    input::{Input, Upload},
    pairs,
    reply::Refusal,
    routes::Route,
    server::Settings,
};

/// A body must be here after so long.
const PATIENCE: Duration = Duration::from_secs(60);
/// Most files in one form.
const FILES: usize = 20;

pub(super) async fn input(
    settings: &Settings,
    route: &Route,
    params: &RawPathParams,
    request: Request,
) -> Result<Input, Refusal> {
    let mut input = Input {
        query: pairs::decode(request.uri().query().unwrap_or_default()),
        ..Input::default()
    };
    input.path = params
        .iter()
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .collect();
    if route.method() == "POST" {
        let reading = body(settings, route, &mut input, request);
        tokio::time::timeout(PATIENCE, reading)
            .await
            .map_err(|_| Refusal::new("web.refusal.slow").status(408))??;
    }
    let fields = input.form.len() + input.query.len();
    if fields > settings.fields {
        return Err(Refusal::new("web.refusal.fields_many")
            .arg("max", settings.fields)
            .status(413));
    }
    Ok(input)
}

async fn body(settings: &Settings, route: &Route, input: &mut Input, request: Request) -> Result<(), Refusal> {
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        "multipart/form-data" => multipart(settings, route, input, request).await,
        "application/json" => {
            let bytes = whole(request.into_body(), settings.form_bytes).await?;
            let json = serde_json::from_slice(&bytes)
                .map_err(|e| Refusal::new("web.refusal.json").arg("why", e).status(400))?;
            input.json = Some(json);
            Ok(())
        }
        "application/x-www-form-urlencoded" | "" => {
            let bytes = whole(request.into_body(), settings.form_bytes).await?;
            let text = std::str::from_utf8(&bytes).map_err(|_| Refusal::new("web.refusal.encoding").status(400))?;
            input.form = pairs::decode(text);
            Ok(())
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

async fn multipart(settings: &Settings, route: &Route, input: &mut Input, request: Request) -> Result<(), Refusal> {
    let limit = if route.files.is_empty() {
        settings.form_bytes
    } else {
        settings.upload_bytes
    };
    let broken = |_| Refusal::new("web.refusal.multipart").status(400);
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|_| Refusal::new("web.refusal.multipart").status(400))?;
    let mut taken = 0;
    while let Some(mut part) = parts.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(|n| n.chars().take(200).collect::<String>());
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(broken)? {
            taken += chunk.len();
            if taken > limit {
                return Err(too_large(limit));
            }
            bytes.extend_from_slice(&chunk);
        }
        match file {
            // A file field left empty comes as a nameless file of no bytes.
            Some(file) if file.is_empty() && bytes.is_empty() => {}
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
    Ok(())
}
