//! What people do with lists that are signed.

use archive::{Class, Ready};
use kernel::{Date, Text};
use org::{BodyId, power::RECEIPT_KEEP};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Record, Refusal, Reply, View};

use super::{
    course,
    model::{Becomes, KIND, LineState, OneLine, ReceiptId},
    store::{self, Which},
};

/// Most lines in one act.
const MOST: i64 = 100_000;

/// Which list.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Own {
    id: ReceiptId,
}

/// Signs for what one has received.
pub(super) fn sign(act: &mut Act<'_>, form: Own) -> Reply<Done> {
    let member = crate::tasks::me(act).ok_or_else(Refusal::missing)?;
    let line = store::of_member(act, act.union(), form.id, member)?.ok_or_else(Refusal::missing)?;
    if line.state != LineState::Open {
        return Err(Refusal::new("receipts.refusal.not_open").status(409).into());
    }
    let today = act.today();
    course::become_these(act, form.id, &[line.number], &Becomes::Own, (today, "on"))?;
    Ok(Done::to("/me/receipts").record(form.id).say("receipts.said.signed"))
}

/// Which lines: ticked ones, or all of a group that are open.
#[derive(Clone, Debug)]
pub(super) struct Chosen {
    id: ReceiptId,
    line: Vec<i64>,
    all: bool,
    group: Option<BodyId>,
}

/// A form about lines: which ones, and what besides.
macro_rules! about_lines {
    ($(#[$doc:meta])* $name:ident { $($(#[$more:meta])* $field:ident: $kind:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Deserialize, JsonSchema)]
        pub(super) struct $name {
            id: ReceiptId,
            /// The lines, by number.
            #[serde(default)]
            line: Vec<i64>,
            /// All open lines, of the group if one is named.
            #[serde(default)]
            all: bool,
            /// The group.
            group: Option<BodyId>,
            $($(#[$more])* $field: $kind,)*
        }
        impl $name {
            fn chosen(&self) -> Chosen {
                Chosen {
                    id: self.id,
                    line: self.line.clone(),
                    all: self.all,
                    group: self.group,
                }
            }
        }
    };
}

/// The numbers of the lines that are meant, each within the actor's groups.
pub(super) fn chosen(
    view: &View<'_>,
    id: ReceiptId,
    numbers: &[i64],
    (all, group): (bool, Option<BodyId>),
) -> Reply<Vec<OneLine>> {
    let mine = org::within(view, RECEIPT_KEEP)?;
    let which = Which {
        state: all.then_some(LineState::Open),
        group,
    };
    if !all && numbers.is_empty() {
        return Ok(Vec::new());
    }
    if all {
        return Ok(course::lines(view, id, which, (0, MOST), mine.as_ref())?);
    }
    let wanted: std::collections::BTreeSet<i64> = numbers.iter().copied().collect();
    let mut some = Vec::new();
    for number in &wanted {
        let found = store::lines(view, view.union(), id, Which::default(), (number.saturating_sub(1), 1))?;
        some.extend(found.into_iter().filter(|l| l.number == *number));
    }
    if some.len() != wanted.len() || some.iter().any(|line| !course::within(mine.as_ref(), line)) {
        return Err(Refusal::missing().into());
    }
    Ok(some)
}

fn numbers(act: &View<'_>, chosen_lines: &Chosen) -> Reply<Vec<i64>> {
    let lines = chosen(
        act,
        chosen_lines.id,
        &chosen_lines.line,
        (chosen_lines.all, chosen_lines.group),
    )?;
    if lines.is_empty() {
        return Err(Refusal::new("receipts.refusal.none").into());
    }
    Ok(lines.iter().map(|l| l.number).collect())
}

about_lines! {
    /// The signed sheet.
    Sheet {
        /// The day it was signed.
        on: Date,
        /// Whether photos keep the place where they were taken.
        #[serde(default)]
        keep_place: bool,
    }
}

/// The form with its photos checked.
#[derive(Clone, Debug)]
pub(super) struct Prepared {
    form: Sheet,
    photos: Vec<Ready>,
}

/// Checks the photos, outside the transaction.
pub(super) fn prepare(view: &View<'_>, form: Sheet) -> Reply<Prepared> {
    let photos = archive::ready_all(view, "photos", form.keep_place)?;
    if photos.is_empty() {
        return Err(Refusal::field("photos", "receipts.refusal.no_photo").into());
    }
    Ok(Prepared { form, photos })
}

fn done(id: ReceiptId, group: Option<BodyId>, say: &str) -> Done {
    let group = group.map(|g| format!("?group={g}")).unwrap_or_default();
    Done::to(format!("/receipts/{id}{group}")).record(id).say(say)
}

/// Signs for many after the printed list, with the photo of it.
pub(super) fn sheet(act: &mut Act<'_>, prepared: Prepared) -> Reply<Done> {
    let form = prepared.form;
    let id = form.id;
    let numbers = numbers(act, &form.chosen())?;
    course::become_these(act, id, &numbers, &Becomes::Sheet, (form.on, "on"))?;
    for photo in &prepared.photos {
        archive::keep_in(act, photo, Record::new(KIND, id), Class::Evidence, form.on.year())?;
    }
    Ok(done(id, form.group, "receipts.said.sheet"))
}

about_lines! {
    /// Somebody fetched it for others.
    Fetched {
        /// The day.
        fetched_on: Date,
        /// Who fetched it.
        fetched_by: Text<40>,
    }
}

pub(super) fn fetched(act: &mut Act<'_>, form: Fetched) -> Reply<Done> {
    let numbers = numbers(act, &form.chosen())?;
    course::become_these(
        act,
        form.id,
        &numbers,
        &Becomes::Proxy(&form.fetched_by),
        (form.fetched_on, "fetched_on"),
    )?;
    Ok(done(form.id, form.group, "receipts.said.fetched"))
}

about_lines! {
    /// Something was not taken.
    Left {
        /// Why.
        left_why: Text<200>,
    }
}

pub(super) fn left(act: &mut Act<'_>, form: Left) -> Reply<Done> {
    let numbers = numbers(act, &form.chosen())?;
    let today = act.today();
    course::become_these(
        act,
        form.id,
        &numbers,
        &Becomes::Returned(&form.left_why),
        (today, "on"),
    )?;
    Ok(done(form.id, form.group, "receipts.said.left"))
}

/// Lines that were signed or noted as not taken by mistake.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Unsign {
    id: ReceiptId,
    /// The lines, by number.
    #[serde(default)]
    line: Vec<i64>,
    /// The group whose lines are shown.
    group: Option<BodyId>,
    /// Why.
    unsign_why: Text<200>,
}

pub(super) fn unsign(act: &mut Act<'_>, form: Unsign) -> Reply<Done> {
    let lines = chosen(act, form.id, &form.line, (false, None))?;
    if lines.is_empty() {
        return Err(Refusal::new("receipts.refusal.none").into());
    }
    for line in &lines {
        course::unsign(act, form.id, line.member, &form.unsign_why)?;
    }
    Ok(done(form.id, form.group, "receipts.said.unsigned"))
}
