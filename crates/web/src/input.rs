//! What came with a request, read and bounded.

use std::{collections::BTreeMap, sync::Arc};

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{
    openapi,
    pairs::{self, Misread},
    reply::{Refusal, Reply},
};

/// A file that came with a form.
#[derive(Clone, Debug)]
pub struct Upload {
    /// The form field it came in.
    pub field: String,
    /// The name it had, cut to 200 characters.
    pub name: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

/// Everything a handler's form is made of.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// Values of `{name}` in the path.
    pub path: Vec<(String, String)>,
    /// The query's names and texts.
    pub query: Vec<(String, String)>,
    /// The form's names and texts.
    pub form: Vec<(String, String)>,
    /// A JSON body.
    pub json: Option<Value>,
    /// Files.
    pub uploads: Vec<Upload>,
}

/// Names that the edge reads itself; they never reach a handler's form.
pub const OWN: &[&str] = &["_once", "_then", PROOF];
/// The password that an elevated act asks for again.
pub const PROOF: &str = "_password";

impl Input {
    /// The form or query as `T`.
    ///
    /// # Errors
    /// A refusal that names the field, and every other that is needed and was left empty.
    pub fn read<T: DeserializeOwned + JsonSchema>(&self) -> Reply<T> {
        if let Some(json) = &self.json {
            let mut object = match json {
                Value::Object(map) => map.clone(),
                Value::Null => serde_json::Map::new(),
                _ => return Err(Refusal::new("web.refusal.shape").status(400).into()),
            };
            object.retain(|name, _| !OWN.contains(&name.as_str()));
            for (name, text) in &self.path {
                object.insert(name.clone(), Value::String(text.clone()));
            }
            return T::deserialize(Value::Object(object)).map_err(|e| json_refusal(&e).into());
        }
        let all: Vec<(String, String)> = self
            .path
            .iter()
            .chain(self.form.iter())
            .chain(
                self.query
                    .iter()
                    .filter(|(name, _)| !self.path.iter().any(|(p, _)| p == name)),
            )
            .filter(|(name, _)| !OWN.contains(&name.as_str()))
            .cloned()
            .collect();
        let in_path: BTreeMap<&str, ()> = self.path.iter().map(|(name, _)| (name.as_str(), ())).collect();
        pairs::from_pairs(&all).map_err(|e| {
            let refusal = misread(&e, |field| in_path.contains_key(field));
            with_empty(refusal, &schemars::schema_for!(T), &all).into()
        })
    }
    /// The password given again for an elevated act.
    #[must_use]
    pub(crate) fn proof(&self) -> Option<&str> {
        let told = self
            .json
            .as_ref()
            .and_then(|json| json.get(PROOF))
            .and_then(Value::as_str);
        self.field(PROOF).or(told)
    }
    /// The first text of a form field.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.form.iter().find(|(n, _)| n == name).map(|(_, text)| text.as_str())
    }
}

/// A wrong id in the path is an absent page; anything else is the field's trouble.
fn misread(e: &Misread, in_path: impl Fn(&str) -> bool) -> Refusal {
    match &e.field {
        Some(field) if in_path(field) => Refusal::missing(),
        Some(field) if e.missing => Refusal::field(field, "web.refusal.required"),
        Some(field) => Refusal::field(field, reason(&e.why)).arg("why", &e.why),
        None => Refusal::new("web.refusal.shape").status(400).arg("why", &e.why),
    }
}

/// Reading stops at the first trouble; whoever left three fields empty is told of three.
fn with_empty(refusal: Refusal, takes: &schemars::Schema, all: &[(String, String)]) -> Refusal {
    if refusal.fields.is_empty() {
        return refusal;
    }
    let filled = |name: &str| all.iter().any(|(n, text)| n == name && !text.trim().is_empty());
    let told: Vec<String> = refusal.fields.iter().map(|f| f.field.clone()).collect();
    openapi::required(takes.as_value())
        .filter(|name| !filled(name) && !told.contains(name))
        .fold(refusal, |refusal, name| refusal.and(&name, "web.refusal.required"))
}

fn reason(why: &str) -> &'static str {
    match why {
        "number" => "web.refusal.number",
        "not a day of the calendar" => "web.refusal.day",
        "required" => "web.refusal.required",
        "not an amount" => "web.refusal.amount",
        "more than two decimal places" => "web.refusal.places",
        "too large" => "web.refusal.large",
        _ if why.starts_with("at most") => "web.refusal.long",
        _ => "web.refusal.wrong",
    }
}

fn json_refusal(e: &serde_json::Error) -> Refusal {
    let why = e.to_string();
    let field = why.split('`').nth(1).map(str::to_owned);
    match field {
        Some(field) if why.starts_with("missing field") => Refusal::field(&field, "web.refusal.required"),
        _ => Refusal::new("web.refusal.shape").arg("why", why),
    }
}

#[cfg(test)]
mod tests {
    use kernel::Text;
    use schemars::JsonSchema;
    use serde::Deserialize;

    use super::Input;
    use crate::reply::Stop;

    #[derive(Debug, Deserialize, JsonSchema)]
    #[expect(dead_code, reason = "only its shape is looked at")]
    struct Form {
        id: Text<20>,
        people: u32,
        name: Text<20>,
        purpose: Text<20>,
        note: Option<Text<20>>,
        #[serde(default)]
        more: bool,
    }

    fn troubles(form: &[(&str, &str)]) -> Vec<(String, String)> {
        let pairs = |all: &[(&str, &str)]| all.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned())).collect();
        let input = Input {
            path: pairs(&[("id", "7")]),
            form: pairs(form),
            ..Input::default()
        };
        match input.read::<Form>() {
            Err(Stop::Refused(refusal)) => refusal.fields.into_iter().map(|f| (f.field, f.key)).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_empty_field_that_is_needed_is_told_at_once() {
        let required = |name: &str| (name.to_owned(), "web.refusal.required".to_owned());
        let mut told = troubles(&[("name", " "), ("note", "")]);
        told.sort();
        assert_eq!(told, ["name", "people", "purpose"].map(required));
        let told = troubles(&[("people", "many"), ("purpose", "list")]);
        assert_eq!(
            told,
            [("people".to_owned(), "web.refusal.number".to_owned()), required("name")]
        );
    }
}
