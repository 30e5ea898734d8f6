//! What a page of this system was asked, settled: who is meant, on which day, in which order; and the walk over them.

use std::collections::BTreeMap;

use kernel::{Date, Instant};
use org::{
    BodyId, Status, bodies,
    members::{
        Field,
        field::Kind,
        history::{self, OnDay},
    },
    power::MEMBER_PERSONAL,
};
use schemars::JsonSchema;
use serde::Deserialize;
use store::Error;
use ui::{Choice, Cx};
use web::{Refusal, Reply, View};

use super::model::{Condition, Find, Order, UNKNOWN};
use crate::members;

/// The query of a page.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    /// On which day; today if not said.
    on: Option<Date>,
    /// The state of membership; those who belong if not said.
    status: Option<Status>,
    #[serde(default)]
    sort: Order,
    /// The page, from 1.
    page: Option<u32>,
    /// By which particular members are counted.
    by: Option<Field>,
    /// `1`: only members at work, who are set beside the workers.
    working: Option<u8>,
    /// Only those of this branch or group and of everything below it.
    under: Option<BodyId>,
    /// Conditions: a particular's key with its value, `-` for unknown; days as `born_from`, `born_until`.
    #[serde(flatten)]
    fields: BTreeMap<String, String>,
}

/// What was asked, settled.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub find: Find,
    pub on: Date,
    pub sort: Order,
    pub page: u32,
    pub by: Option<Field>,
    pub personal: bool,
}

impl Ask {
    /// Settles it for who asks: personal particulars and other groups are left out where they may not be seen.
    pub(super) fn settle(self, view: &View<'_>) -> Reply<Asked> {
        let personal = view.actor().may(MEMBER_PERSONAL);
        let conditions = Find::read(&self.fields, personal)
            .map_err(|(name, why)| Refusal::field(&name, why.word()).arg("n", 100))?;
        let on = self
            .on
            .filter(|day| *day < view.today())
            .unwrap_or_else(|| view.today());
        Ok(Asked {
            find: Find {
                status: self.status,
                conditions,
                within: members::mine(view)?,
                working: self.working == Some(1),
                under: under(view, self.under, on)?,
            },
            on,
            sort: self.sort,
            page: self.page.unwrap_or(1).max(1),
            by: self.by,
            personal,
        })
    }
}

impl Ask {
    /// Who is meant on a day, whoever asks; none if the conditions are none of today's.
    pub(super) fn of_all(self, view: &View<'_>, on: Date) -> Result<Option<Find>, Error> {
        let Ok(conditions) = Find::read(&self.fields, true) else {
            return Ok(None);
        };
        Ok(Some(Find {
            status: self.status,
            conditions,
            within: None,
            working: self.working == Some(1),
            under: under(view, self.under, on)?,
        }))
    }
}

/// A branch or group with everything that lies below it on a day.
fn under(view: &View<'_>, top: Option<BodyId>, on: Date) -> Result<Option<(BodyId, Vec<BodyId>)>, Error> {
    let Some(top) = top else { return Ok(None) };
    let living = bodies::store::living(view, view.union(), on)?;
    Ok(Some((
        top,
        org::bodies::model::below(&living, &[top]).into_iter().collect(),
    )))
}

impl Asked {
    /// Each member meant, in no order.
    pub(super) fn each(
        &self,
        view: &View<'_>,
        known_at: Instant,
        mut f: impl FnMut(OnDay),
    ) -> Result<(), store::Error> {
        history::each_on(view, view.union(), (self.on, known_at), |member| {
            if self.find.holds(&member.is) {
                f(member);
            }
            Ok(())
        })
    }
    /// The query that asks for the same members.
    pub(super) fn query(&self) -> Vec<(String, String)> {
        let mut pairs: Vec<(String, String)> = self.find.conditions.iter().map(Condition::pair).collect();
        pairs.extend(self.find.status.map(|s| ("status".to_owned(), s.key().to_owned())));
        if self.find.working {
            pairs.push(("working".to_owned(), "1".to_owned()));
        }
        let under = self.find.under.as_ref();
        pairs.extend(under.map(|(top, _)| ("under".to_owned(), top.to_string())));
        pairs
    }
}

/// A particular in words.
pub(crate) fn shown(cx: &Cx, field: Field, kept: &str, groups: &[(BodyId, String)]) -> String {
    match field.kind() {
        _ if kept == UNKNOWN => cx.t("organisation.find.unknown"),
        Kind::Day => kept
            .parse::<Date>()
            .map_or_else(|_| kept.to_owned(), |day| cx.date_full(day)),
        Kind::Choice(_) => cx.t(&field.choice_word(kept)),
        Kind::Flag if kept == "yes" => cx.t("organisation.yes"),
        Kind::Flag => cx.t("organisation.no"),
        Kind::Group => groups
            .iter()
            .find(|(id, _)| id.to_string() == kept)
            .map_or_else(String::new, |(_, name)| name.clone()),
        _ => kept.to_owned(),
    }
}

/// What may be chosen for a particular, with the choice of those of whom nothing is known.
pub(super) fn choices(cx: &Cx, field: Field, groups: &[(BodyId, String)]) -> Vec<Choice> {
    let mut all: Vec<Choice> = match field.kind() {
        Kind::Choice(keys) => keys
            .iter()
            .map(|key| Choice::new(*key, cx.t(&field.choice_word(key))))
            .collect(),
        Kind::Flag => vec![
            Choice::new("yes", cx.t("organisation.yes")),
            Choice::new("no", cx.t("organisation.no")),
        ],
        Kind::Group => groups.iter().map(Choice::from).collect(),
        _ => Vec::new(),
    };
    all.push(Choice::new(UNKNOWN, cx.t("organisation.find.unknown")));
    all
}

/// A query as text.
pub(super) fn written(pairs: &[(String, String)]) -> String {
    let parts = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", web::pairs::escape(value)));
    parts.collect::<Vec<_>>().join("&")
}
