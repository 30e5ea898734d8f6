//! Forms and queries into structs: names and texts, read by `serde`, the failing field named.
//!
//! An empty text counts as not given, so `Option` fields become `None` and required ones are refused
//! as required. A name may come several times for a `Vec`. A ticked box is `on`, `1` or `true`.

use std::{collections::BTreeMap, fmt, str::FromStr};

use kernel::Money;
use serde::{
    Deserialize, Serialize,
    de::{self, DeserializeOwned, IntoDeserializer},
    forward_to_deserialize_any,
};

/// Why a form was not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misread {
    /// The field, if one is to blame.
    pub field: Option<String>,
    /// Whether it was missing rather than wrong.
    pub missing: bool,
    /// What the type said about it.
    pub why: String,
}

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}
impl std::error::Error for Misread {}
impl de::Error for Misread {
    fn custom<T: fmt::Display>(msg: T) -> Self {
        Self {
            field: None,
            missing: false,
            why: msg.to_string(),
        }
    }
    fn missing_field(field: &'static str) -> Self {
        Self {
            field: Some(field.to_owned()),
            missing: true,
            why: "required".to_owned(),
        }
    }
}

/// Reads a struct from names and texts.
///
/// # Errors
/// The first field that is missing or not of its type.
pub fn from_pairs<T: DeserializeOwned>(pairs: &[(String, String)]) -> Result<T, Misread> {
    let mut map: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, text) in pairs.iter().filter(|(_, text)| !text.trim().is_empty()) {
        map.entry(name).or_default().push(text);
    }
    T::deserialize(Fields(map))
}

struct Fields<'a>(BTreeMap<&'a str, Vec<&'a str>>);

impl<'de> de::Deserializer<'de> for Fields<'_> {
    type Error = Misread;
    fn deserialize_any<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        visitor.visit_map(Walk {
            rest: self.0.into_iter(),
            value: None,
        })
    }
    fn deserialize_unit<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        visitor.visit_unit()
    }
    fn deserialize_unit_struct<V: de::Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Misread> {
        visitor.visit_unit()
    }
    forward_to_deserialize_any! { bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option
    newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any }
}

struct Walk<'a> {
    rest: std::collections::btree_map::IntoIter<&'a str, Vec<&'a str>>,
    value: Option<(&'a str, Vec<&'a str>)>,
}

impl<'de> de::MapAccess<'de> for Walk<'_> {
    type Error = Misread;
    fn next_key_seed<K: de::DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Misread> {
        self.value = self.rest.next();
        self.value
            .as_ref()
            .map(|(name, _)| seed.deserialize((*name).into_deserializer()))
            .transpose()
    }
    fn next_value_seed<V: de::DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misread> {
        let (name, texts) = self.value.take().unwrap_or_default();
        seed.deserialize(Texts(&texts)).map_err(|e| Misread {
            field: Some(name.to_owned()),
            ..e
        })
    }
}

struct Texts<'a>(&'a [&'a str]);

impl Texts<'_> {
    fn first(&self) -> &str {
        self.0.first().copied().unwrap_or_default().trim()
    }
    /// Digits as people type them: full width, with separators.
    fn number<T: FromStr>(&self) -> Result<T, Misread> {
        let plain: String = self
            .first()
            .chars()
            .filter(|c| !matches!(c, ',' | '，' | ' '))
            .map(|c| {
                if ('０'..='９').contains(&c) {
                    char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
                } else {
                    c
                }
            })
            .collect();
        plain.parse().map_err(|_| de::Error::custom("number"))
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident)*) => {$(
        fn $method<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
            visitor.$visit(self.number()?)
        }
    )*};
}

impl<'de> de::Deserializer<'de> for Texts<'_> {
    type Error = Misread;
    fn deserialize_any<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        visitor.visit_str(self.0.first().copied().unwrap_or_default())
    }
    fn deserialize_bool<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        visitor.visit_bool(matches!(self.first(), "on" | "1" | "true"))
    }
    numbers! { deserialize_i8 visit_i8 deserialize_i16 visit_i16 deserialize_i32 visit_i32 deserialize_i64 visit_i64
    deserialize_u8 visit_u8 deserialize_u16 visit_u16 deserialize_u32 visit_u32 deserialize_u64 visit_u64 }
    fn deserialize_option<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        visitor.visit_some(self)
    }
    fn deserialize_newtype_struct<V: de::Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Misread> {
        visitor.visit_newtype_struct(self)
    }
    fn deserialize_seq<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        visitor.visit_seq(Items(self.0.iter()))
    }
    fn deserialize_enum<V: de::Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misread> {
        visitor.visit_enum(self.first().into_deserializer())
    }
    forward_to_deserialize_any! { i128 u128 f32 f64 char str string bytes byte_buf unit unit_struct tuple tuple_struct map
    struct identifier ignored_any }
}

struct Items<'a>(std::slice::Iter<'a, &'a str>);

impl<'de> de::SeqAccess<'de> for Items<'_> {
    type Error = Misread;
    fn next_element_seed<T: de::DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misread> {
        self.0
            .next()
            .map(|text| seed.deserialize(Texts(std::slice::from_ref(text))))
            .transpose()
    }
}

/// An amount as people type it, `1,200.50`, in forms and in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Yuan(pub Money);

impl Serialize for Yuan {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(&self.0)
    }
}
impl<'de> Deserialize<'de> for Yuan {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map(Yuan).map_err(de::Error::custom)
    }
}
impl schemars::JsonSchema for Yuan {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Yuan".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": r"^\d{1,12}(\.\d{1,2})?$", "description": "yuan, at most two places" })
    }
}

/// Decodes `a=1&b=2` with percent signs and pluses.
#[must_use]
pub fn decode(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (name, text) = part.split_once('=').unwrap_or((part, ""));
            (unescape(name), unescape(text))
        })
        .collect()
}

fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(b) = rest.next() {
        match b {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut ahead = rest.clone();
                let hex = |c: Option<u8>| {
                    c.and_then(|c| char::from(c).to_digit(16))
                        .and_then(|d| u8::try_from(d).ok())
                };
                if let (Some(high), Some(low)) = (hex(ahead.next()), hex(ahead.next())) {
                    bytes.push(high * 16 + low);
                    rest = ahead;
                } else {
                    bytes.push(b'%');
                }
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned())
}

/// Encodes one value for a query.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for b in text.bytes() {
        if b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(b));
        } else {
            out.push_str(&format!("%{b:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Form {
        title: kernel::Text<10>,
        people: Option<u32>,
        #[serde(default)]
        tick: bool,
        #[serde(default)]
        who: Vec<String>,
        money: Option<Yuan>,
    }

    fn pairs(text: &str) -> Vec<(String, String)> {
        decode(text)
    }

    #[test]
    fn texts_become_fields() {
        let form: Form = from_pairs(&pairs(
            "title=%E6%85%B0%E9%97%AE&people=１２&tick=on&who=a&who=b&money=1,200.5",
        ))
        .unwrap();
        assert_eq!(form.title.as_str(), "慰问");
        assert_eq!(form.people, Some(12));
        assert!(form.tick);
        assert_eq!(form.who, ["a", "b"]);
        assert_eq!(form.money, Some(Yuan(Money::from_fen(120_050))));
    }

    #[test]
    fn empty_is_not_given_and_the_field_is_named() {
        let form: Form = from_pairs(&pairs("title=x&people=")).unwrap();
        assert_eq!(form.people, None);
        let missing = from_pairs::<Form>(&pairs("title=&people=3")).unwrap_err();
        assert_eq!((missing.field.as_deref(), missing.missing), (Some("title"), true));
        let wrong = from_pairs::<Form>(&pairs("title=x&people=many")).unwrap_err();
        assert_eq!((wrong.field.as_deref(), wrong.missing), (Some("people"), false));
        let long = from_pairs::<Form>(&pairs("title=12345678901")).unwrap_err();
        assert_eq!(long.field.as_deref(), Some("title"));
    }

    #[test]
    fn broken_escapes_stay_text() {
        assert_eq!(
            decode("a=%zz&b=100%"),
            [("a".into(), "%zz".into()), ("b".into(), "100%".into())]
        );
        assert_eq!(
            decode(&format!("x={}", escape("劳模 & 100%"))),
            [("x".into(), "劳模 & 100%".into())]
        );
    }
}
