//! What is asked of an applicant, on a phone or on paper: the fields, and what was typed into them.

use std::collections::BTreeMap;

use kernel::{
    Date, UnionId,
    identity::{IdentityKind, IdentityNumber},
};
use org::{
    BodyId, bodies,
    members::{Field, Particulars, field::Kind},
};
use ui::{Choice, Cx, Html};
use web::{Refusal, Reply, Stop, View};

use super::model::ASKED;
use crate::members::{number, typed};

/// Refusals gathered, so that all that is wrong is told at once.
#[derive(Default)]
pub(super) struct Gathered(Option<Refusal>);

impl Gathered {
    /// What came out, unless it was refused.
    pub(super) fn take<T>(&mut self, reply: Reply<T>) -> Reply<Option<T>> {
        match reply {
            Ok(value) => Ok(Some(value)),
            Err(Stop::Refused(refusal)) if refusal.status == 422 => {
                self.0 = Some(match self.0.take() {
                    None => refusal,
                    Some(mut all) => {
                        all.fields.extend(refusal.fields);
                        all
                    }
                });
                Ok(None)
            }
            Err(stop) => Err(stop),
        }
    }
    /// Refuses a field unless it is as it should be.
    pub(super) fn need(&mut self, is: bool, field: &str, key: &str) -> Reply<()> {
        let said = if is {
            Ok(())
        } else {
            Err(Refusal::field(field, key).into())
        };
        self.take(said).map(drop)
    }
    /// Stops if anything was refused.
    pub(super) fn finish(self) -> Reply<()> {
        self.0.map_or(Ok(()), |refused| Err(refused.into()))
    }
}

/// What was typed, checked: the particulars, and the number if there is one.
pub(super) struct Told {
    pub known: Particulars,
    pub number: Option<IdentityNumber>,
}

/// Reads what an applicant to a union told. A number is asked for unless one is `kept` already.
pub(super) fn read(
    view: &View<'_>,
    union: UnionId,
    fields: &BTreeMap<String, String>,
    kept: bool,
    all: &mut Gathered,
) -> Reply<Option<Told>> {
    let today = view.today();
    let known = all.take(typed(Particulars::default(), ASKED.iter().copied(), fields))?;
    let told = all.take(number(fields, today))?;
    if let Some(None) = told {
        all.need(kept, "id_number", "organisation.bad_identity.empty")?;
    }
    let Some(known) = known else { return Ok(None) };
    all.need(known.get(Field::Phone).is_some(), "phone", "joining.phone_needed")?;
    let hired = known.day(Field::Hired);
    all.need(hired.is_none_or(|day| day <= today), "hired", "org.members.in_future")?;
    all.need(lives(view, union, known.group())?, "group", "org.members.group_unknown")?;
    Ok(told.map(|number| Told { known, number }))
}

/// Whether a branch or group can be joined.
fn lives(view: &View<'_>, union: UnionId, group: Option<BodyId>) -> Reply<bool> {
    let Some(group) = group else { return Ok(true) };
    let body = bodies::store::find(view, union, group)?;
    Ok(body.is_some_and(|b| b.kind.has_members() && b.until.is_none()))
}

/// The fields of the form. `kept` tells that a number is known already, and stays if none is typed.
pub(super) fn fields(cx: &Cx, known: &Particulars, groups: &[(BodyId, String)], today: Date, kept: bool) -> Html {
    let one = |field: Field| control(cx, field, known, groups, today);
    let mut all: Html = [one(Field::Name), identity(cx, kept)].into_iter().collect();
    for field in ASKED.iter().filter(|field| **field != Field::Name) {
        all.add(one(*field));
    }
    all
}

fn control(cx: &Cx, field: Field, known: &Particulars, groups: &[(BodyId, String)], today: Date) -> Html {
    let has = known.get(field).unwrap_or_default();
    let control = cx.field(field.key(), field.word());
    let control = match field.kind() {
        Kind::Name => control
            .required()
            .max(40)
            .autocomplete("name")
            .hint("joining.name_hint")
            .text(has),
        Kind::Phone => control.required().max(30).autocomplete("tel").phone(has),
        Kind::Group => control.hint("joining.group_hint").select(groups, has),
        Kind::Day => control.until(today).date(has),
        Kind::Choice(keys) => {
            let choices = keys.iter().map(|key| Choice::new(*key, cx.t(&field.choice_word(key))));
            control.select(choices, has)
        }
        _ => control.max(60).text(has),
    };
    Html::trusted(control.to_string())
}

fn identity(cx: &Cx, kept: bool) -> Html {
    let kinds =
        IdentityKind::ALL.map(|kind| Choice::new(kind.key(), cx.t(&format!("organisation.id_kind.{}", kind.key()))));
    let kind = cx
        .field("id_kind", "organisation.identity.kind")
        .required()
        .select(kinds, "resident");
    let number = cx
        .field("id_number", "organisation.identity.number")
        .max(40)
        .autocomplete("off");
    let number = if kept {
        number.hint("organisation.identity.kept_hint")
    } else {
        number.required().hint("joining.number_hint")
    };
    [kind.to_string(), number.text("").to_string()]
        .into_iter()
        .map(Html::trusted)
        .collect()
}
