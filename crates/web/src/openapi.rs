//! The OpenAPI document, generated from the doors: one definition, two faces.

use std::sync::Arc;

use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use crate::{
    access::Access,
    answer::Problem,
    input::PROOF,
    routes::{Route, Way},
};

/// The document for these doors, in a stable order.
#[must_use]
pub fn document(routes: &[Arc<Route>]) -> Value {
    let mut generator = SchemaSettings::openapi3().into_generator();
    let problem = generator.subschema_for::<Problem>().to_value();
    let mut paths: Map<String, Value> = Map::new();
    let mut sorted: Vec<&Arc<Route>> = routes.iter().collect();
    sorted.sort_by_key(|r| (r.path, r.method()));
    for route in sorted {
        let operation = operation(route, &mut generator, &problem);
        let at = paths.entry(route.path).or_insert_with(|| json!({}));
        if let Some(at) = at.as_object_mut() {
            at.insert(route.method().to_lowercase(), operation);
        }
    }
    let schemas: Map<String, Value> = generator.take_definitions(true).into_iter().collect();
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Zhijia 职家", "version": env!("CARGO_PKG_VERSION"),
            "description": "Every page answers JSON when asked for it; every act takes a form or JSON. Amounts are yuan as text, days are ISO dates, moments are milliseconds since 1970 UTC. Programs sign in with a personal access token; what is open to people alone takes a session." },
        "paths": paths,
        "components": { "schemas": schemas, "securitySchemes": {
            "session": { "type": "apiKey", "in": "cookie", "name": crate::session::COOKIE },
            "token": { "type": "http", "scheme": "bearer", "description": "A personal access token, made in one's own account." } } }
    })
}

fn operation(route: &Route, generator: &mut SchemaGenerator, problem: &Value) -> Value {
    let takes = resolved(&(route.takes)(generator).to_value(), generator);
    let in_path: Vec<&str> = route
        .path
        .split('/')
        .filter_map(|p| p.strip_prefix('{')?.strip_suffix('}'))
        .collect();
    let mut parameters: Vec<Value> = in_path
        .iter()
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": property(&takes, name) }))
        .collect();
    let mut operation = json!({
        "operationId": operation_id(route),
        "tags": [route.system],
        "responses": responses(route, generator, problem),
    });
    if route.method() == "GET" {
        for (name, schema) in properties(&takes).filter(|(name, _)| !in_path.contains(&name.as_str())) {
            let required = required(&takes).any(|r| r == name);
            parameters.push(json!({ "name": name, "in": "query", "required": required, "schema": schema }));
        }
    } else {
        parameters.push(json!({ "name": "Idempotency-Key", "in": "header", "required": false,
            "schema": { "type": "string", "pattern": "^[!-~]{1,100}$" } }));
        operation["requestBody"] = body(route, &takes, &in_path);
    }
    operation["parameters"] = Value::Array(parameters);
    if route.access != Access::Anyone {
        operation["security"] = match route.way {
            Way::Any => json!([{ "session": [] }, { "token": [] }]),
            Way::InPerson | Way::Elevated => json!([{ "session": [] }]),
        };
    }
    operation
}

fn operation_id(route: &Route) -> String {
    let path = route.path.replace(['{', '}'], "").replace(['/', '-', '.'], "_");
    format!("{}{path}", route.method().to_lowercase())
}

/// A schema with its reference followed once.
fn resolved(schema: &Value, generator: &SchemaGenerator) -> Value {
    let name = schema
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|r| r.rsplit('/').next());
    name.and_then(|n| generator.definitions().get(n))
        .unwrap_or(schema)
        .clone()
}

fn properties(schema: &Value) -> impl Iterator<Item = (String, Value)> {
    schema
        .get("properties")
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default()
        .into_iter()
}

fn property(schema: &Value, name: &str) -> Value {
    schema
        .pointer(&format!("/properties/{name}"))
        .cloned()
        .unwrap_or_else(|| json!({ "type": "string" }))
}

/// The names without which an object is not whole.
pub(crate) fn required(schema: &Value) -> impl Iterator<Item = String> {
    let list = schema
        .get("required")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    list.into_iter().filter_map(|v| v.as_str().map(str::to_owned))
}

fn body(route: &Route, takes: &Value, in_path: &[&str]) -> Value {
    let own: Map<String, Value> = properties(takes)
        .filter(|(name, _)| !in_path.contains(&name.as_str()))
        .collect();
    let needed: Vec<String> = required(takes)
        .filter(|name| !in_path.contains(&name.as_str()))
        .collect();
    let mut schema = json!({ "type": "object", "properties": own });
    if route.way == Way::Elevated {
        schema["properties"][PROOF] = json!({ "type": "string", "format": "password",
            "description": "The password, unless it was given in this session within the last ten minutes." });
    }
    if !needed.is_empty() {
        schema["required"] = json!(needed);
    }
    let mut kinds = json!({ "application/json": { "schema": schema } });
    if !route.files.is_empty() {
        let mut with_files = schema.clone();
        for file in route.files {
            with_files["properties"][*file] =
                json!({ "type": "array", "items": { "type": "string", "format": "binary" } });
        }
        kinds["multipart/form-data"] = json!({ "schema": with_files });
    }
    json!({ "required": true, "content": kinds })
}

fn responses(route: &Route, generator: &mut SchemaGenerator, problem: &Value) -> Value {
    let mut all = Map::new();
    let ok = match route.gives {
        Some(gives) => {
            json!({ "application/json": { "schema": gives(generator).to_value() }, "text/html": { "schema": { "type": "string" } } })
        }
        None => json!({ "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } }),
    };
    let ok = if route.is_file() {
        // any bytes; some are themselves JSON
        json!({ "*/*": {} })
    } else {
        ok
    };
    all.insert("200".into(), json!({ "description": "done", "content": ok }));
    all.insert(
        "303".into(),
        json!({ "description": "go on there (forms and pages for people)" }),
    );
    let mut no = |status: &str, description: &str| {
        let content =
            json!({ "application/json": { "schema": problem }, "text/html": { "schema": { "type": "string" } } });
        all.insert(status.into(), json!({ "description": description, "content": content }));
    };
    no("400", "not understood");
    no("401", "sign in first");
    no("403", "not allowed");
    no("404", "absent, or not yours");
    if route.method() == "POST" {
        no("408", "the body took too long");
        no("409", "somebody else was first, or the key was used for something else");
        no("413", "too large");
        no("415", "a media type that is not taken");
    }
    no("422", "refused, with the reasons");
    no("429", "too many requests");
    no("503", "try again later");
    no("507", "the disk is full");
    Value::Object(all)
}
