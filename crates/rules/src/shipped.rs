//! The sheets that come with the program: the national skeleton and what provinces and cities were read to say. They are
//! data files beside the code, one rule a line, each with its basis and how well it is known; none is confirmed.

use ::store::Error;
use kernel::Date;
use serde::Deserialize;

use crate::model::{
    key::Key,
    place::{Place, UnitKind},
    row::{Evidence, RuleId, Severity, wordings},
    wording::Wording,
    written,
};
use crate::store::Draft;

/// The files.
const FILES: &[(&str, &str)] = &[
    ("nation", include_str!("../sheets/nation.toml")),
    ("examples", include_str!("../sheets/examples.toml")),
    ("statutes", include_str!("../sheets/statutes.toml")),
];

/// A sheet that comes with the program.
#[derive(Debug)]
pub(crate) struct Shipped {
    /// Its name: never used again for another.
    pub name: String,
    /// Where it holds; none while it is not known.
    pub place: Option<Place>,
    /// What it is called.
    pub title: String,
    /// Where it was read.
    pub source: Option<String>,
    /// Its rules.
    pub rules: Vec<Draft>,
}

impl Shipped {
    /// The sheet's id, the same in every installation.
    pub(crate) fn id(&self) -> crate::SheetId {
        named(&["rules", &self.name]).cast()
    }
    /// The id of one of its rules.
    pub(crate) fn rule(&self, rule: &Draft) -> RuleId {
        let from = rule.from.map_or_else(String::new, |day| day.to_string());
        let value = written::write(rule.key, &rule.value);
        named(&["rules", &self.name, rule.key.name, &rule.kept_kinds(), &from, &value])
    }
}

/// An id made of names.
fn named(parts: &[&str]) -> RuleId {
    let digest = blake3::hash(parts.join("/").as_bytes());
    let mut bytes = [0; 16];
    bytes
        .iter_mut()
        .zip(digest.as_bytes())
        .for_each(|(to, from)| *to = *from);
    // version 8: made by a scheme of our own
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    RuleId::new(uuid::Uuid::from_bytes(bytes))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    sheet: Vec<SheetIn>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SheetIn {
    name: Option<String>,
    place: Option<String>,
    title: String,
    basis: Option<String>,
    from: Option<String>,
    dated: Option<String>,
    evidence: String,
    source: Option<String>,
    rules: Vec<RuleIn>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleIn {
    key: String,
    value: String,
    wording: Option<String>,
    severity: Option<String>,
    kinds: Option<String>,
    basis: Option<String>,
    from: Option<String>,
    dated: Option<String>,
    evidence: Option<String>,
    source: Option<String>,
    note: Option<String>,
    #[serde(default)]
    replaces: bool,
    #[serde(default)]
    delegates: bool,
}

/// Reads the shipped sheets.
///
/// # Errors
/// If a file holds what is no rule.
pub(crate) fn sheets() -> Result<Vec<Shipped>, Error> {
    let mut all = Vec::new();
    for (file, text) in FILES {
        let wrong = |what: &str| Error::Other(format!("sheets/{file}.toml: {what}"));
        let sheets = match toml::from_str::<File>(text) {
            Ok(file) => file.sheet,
            Err(_) => vec![toml::from_str::<SheetIn>(text).map_err(|e| wrong(&e.to_string()))?],
        };
        for sheet in sheets {
            all.push(read(sheet, file).map_err(|what| wrong(&what))?);
        }
    }
    Ok(all)
}

fn read(sheet: SheetIn, file: &str) -> Result<Shipped, String> {
    let place = sheet
        .place
        .as_deref()
        .map(|code| code.parse::<Place>().map_err(|_| code.to_owned()));
    let place = place.transpose()?;
    let rules = sheet
        .rules
        .iter()
        .map(|rule| read_rule(&sheet, rule).map_err(|what| format!("{} {}: {what}", sheet.title, rule.key)))
        .collect::<Result<_, _>>()?;
    Ok(Shipped {
        name: sheet.name.clone().unwrap_or_else(|| file.to_owned()),
        place,
        title: sheet.title.clone(),
        source: sheet.source.clone(),
        rules,
    })
}

fn read_rule(sheet: &SheetIn, rule: &RuleIn) -> Result<Draft, String> {
    let key = Key::of(&rule.key).ok_or("no such key")?;
    let value = written::read(key, &rule.value).map_err(|e| format!("{}: {e:?}", rule.value))?;
    let wording = match &rule.wording {
        Some(text) => Wording::read(text).ok_or("no such wording")?,
        None => wordings(key).first().copied().ok_or("no wording")?,
    };
    let from = rule.from.as_ref().or(sheet.from.as_ref()).filter(|day| !day.is_empty());
    let from: Option<Date> = from.map(|day| day.parse().map_err(|_| "no such day")).transpose()?;
    let dated = rule
        .dated
        .as_ref()
        .or(sheet.dated.as_ref().filter(|_| rule.from.is_none()));
    let about = from.is_some() && dated.is_some_and(|dated| dated == "year");
    let year = about.then_some("只知年份，先按当年1月1日起算");
    let note: Vec<&str> = [rule.note.as_deref(), year].into_iter().flatten().collect();
    let kinds = rule.kinds.as_deref().map_or(Ok(Vec::new()), kinds)?;
    let evidence = rule.evidence.as_ref().unwrap_or(&sheet.evidence);
    Ok(Draft {
        key,
        kinds,
        value,
        wording,
        severity: match &rule.severity {
            Some(text) => Severity::read(text).ok_or("no such severity")?,
            None => Severity::Block,
        },
        replaces: rule.replaces,
        delegates: rule.delegates,
        basis: rule
            .basis
            .clone()
            .or_else(|| sheet.basis.clone())
            .unwrap_or_else(|| sheet.title.clone()),
        evidence: Evidence::read(evidence).ok_or("no such evidence")?,
        source: rule.source.clone(),
        note: (!note.is_empty()).then(|| note.join("；")),
        from,
        until: None,
    })
}

fn kinds(text: &str) -> Result<Vec<UnitKind>, String> {
    text.split('、')
        .map(|kind| UnitKind::read(kind).ok_or_else(|| kind.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_sheets_are_whole() {
        let all = sheets().unwrap();
        let mut ids = std::collections::BTreeSet::new();
        for sheet in &all {
            assert!(ids.insert(sheet.id().cast()), "{}", sheet.name);
            for rule in &sheet.rules {
                assert!(ids.insert(sheet.rule(rule)), "{} {} twice", sheet.name, rule.key.name);
                assert!(rule.evidence != Evidence::Entered && !rule.basis.is_empty());
                assert_eq!(
                    rule.row(RuleId::NIL, sheet.place.clone()).fits(),
                    Ok(()),
                    "{} {}",
                    sheet.name,
                    rule.key.name
                );
            }
        }
        assert!(ids.len() > 150, "{}", ids.len());
    }

    #[test]
    fn no_two_shipped_rules_of_a_place_speak_of_the_same() {
        let rows: Vec<_> = sheets()
            .unwrap()
            .iter()
            .filter(|sheet| sheet.place.is_some())
            .flat_map(|sheet| {
                let row = |rule: &Draft| rule.row(sheet.rule(rule), sheet.place.clone());
                sheet.rules.iter().map(row).collect::<Vec<_>>()
            })
            .collect();
        for (n, one) in rows.iter().enumerate() {
            for other in rows.iter().skip(n + 1) {
                assert!(!one.overlaps(other), "{one:?} {other:?}");
            }
        }
    }
}
