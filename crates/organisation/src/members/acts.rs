//! The forms by which members are added and changed: what was typed, read and handed to [`super::register`].

use std::collections::BTreeMap;

use kernel::{
    Date, Text,
    identity::{IdentityKind, IdentityNumber},
};
use org::{
    MemberId, NewMember, Status,
    members::{
        Field, Particulars, When,
        field::{Section, Unfit},
        history, sealed, store,
    },
};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Refusal, Reply};

use super::register;

/// The particulars that a form without a section carries.
pub(super) const BASIC: &[Field] = &[Field::Name, Field::Phone, Field::Group, Field::Number, Field::Joined];

/// A member to be added.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct AddMember {
    /// Really another person than the one of the same name and phone.
    #[serde(default)]
    another: bool,
    /// Since when in this union, for a member who moves in from another.
    since: Option<Date>,
    /// On what basis: an application, a decision.
    basis: Option<Text<200>>,
    /// The particulars by their keys: `name`, `phone`, `sex`, `born` …; `id_kind` and `id_number`.
    #[serde(flatten)]
    fields: BTreeMap<String, String>,
}

/// Adds a member; one of the same name and phone only if said to be another person.
pub(super) fn add(act: &mut Act<'_>, form: AddMember) -> Reply<Done> {
    let identity = number(&form.fields, act.today())?;
    let known = typed(Particulars::default(), Field::ALL.iter().copied(), &form.fields)?;
    let new = NewMember {
        identity,
        since: form.since,
        another: form.another,
        ..NewMember::of(known)
    };
    let id = register::add(act, new, form.basis.as_deref())?;
    Ok(Done::to(format!("/members/{id}")).record(id).say("org.members.added"))
}

/// Particulars with what was typed for some of them; a field that was left empty is cleared. All that is wrong is told
/// at once.
pub(crate) fn typed(
    mut known: Particulars,
    fields: impl Iterator<Item = Field>,
    typed: &BTreeMap<String, String>,
) -> Reply<Particulars> {
    let mut refused: Option<Refusal> = None;
    for field in fields {
        let text = typed.get(field.key()).map_or("", String::as_str);
        if let Err(unfit) = known.set(field, text) {
            let before = refused.unwrap_or_else(|| Refusal::new("web.refusal.fields"));
            let told = before.and(field.key(), unfit.word());
            refused = Some(match unfit {
                Unfit::Long(most) => told.arg("n", most),
                _ => told,
            });
        }
    }
    match refused {
        Some(refused) => Err(refused.into()),
        None => Ok(known),
    }
}

/// The identity number, if one was typed.
pub(crate) fn number(typed: &BTreeMap<String, String>, today: Date) -> Reply<Option<IdentityNumber>> {
    let Some(text) = typed.get("id_number").filter(|text| !text.trim().is_empty()) else {
        return Ok(None);
    };
    let kind = match typed.get("id_kind") {
        None => IdentityKind::Resident,
        Some(key) => IdentityKind::of_key(key).ok_or_else(|| Refusal::field("id_kind", "org.unfit.choice"))?,
    };
    let number = IdentityNumber::read(kind, text, today);
    let number = number.map_err(|bad| {
        let refusal = Refusal::field("id_number", &format!("organisation.bad_identity.{}", bad.key()));
        match bad.place() {
            Some((name, value)) => refusal.arg(name, value),
            None => refusal,
        }
    })?;
    Ok(Some(number))
}

/// Whether something has changed or was written wrongly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum How {
    /// It has changed, from a day on.
    #[default]
    Changed,
    /// It was written wrongly, for as long as it has read so.
    Mended,
}

/// A member's particulars to be changed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct EditMember {
    id: MemberId,
    version: i64,
    /// Which particulars the form carries: those of a section; name, phone, group, number and joining if not said.
    section: Option<Section>,
    #[serde(default)]
    how: How,
    /// From which day on; today if not said.
    on: Option<Date>,
    /// Up to, but not on, which day, when only past days are corrected.
    until: Option<Date>,
    /// On what basis.
    basis: Option<Text<200>>,
    #[serde(default)]
    another: bool,
    /// The particulars by their keys; what is left out of the section is cleared. In the section `identity` also
    /// `id_kind` and `id_number`, in `person` also `health`: left out, they stay as they are.
    #[serde(flatten)]
    fields: BTreeMap<String, String>,
}

/// Changes a member's particulars.
pub(super) fn edit(act: &mut Act<'_>, form: EditMember) -> Reply<Done> {
    let version = store::get(act, act.union(), form.id)?.version;
    let now = history::believed(act, act.union(), form.id)?;
    let known = now.last().map(|(is, _)| is.particulars.clone()).unwrap_or_default();
    let fields: Vec<Field> = match form.section {
        Some(section) => section.fields().collect(),
        None => BASIC.to_vec(),
    };
    let joins = fields.contains(&Field::Joined);
    let mut to = typed(known, fields.into_iter(), &form.fields)?;
    let sealing = sealing(&form, act.today())?;
    if let Some(number) = &sealing.identity {
        told_by(&mut to, number);
    }
    if joins && to.day(Field::Joined).is_none() {
        return Err(Refusal::field("joined", "org.unfit.empty").into());
    }
    if version != form.version {
        return Err(Refusal::stale().into());
    }
    let on = form.on.unwrap_or_else(|| act.today());
    let when = match (form.how, form.until) {
        (How::Mended, _) => When::Always,
        (How::Changed, None) => When::From(on),
        (How::Changed, Some(until)) if until > on => When::Between(on, until),
        (How::Changed, Some(_)) => return Err(Refusal::field("until", "organisation.edit.until_before").into()),
    };
    let basis = form.basis.as_deref();
    let wrote = register::seal(act, (form.id, form.version), &sealing)?;
    let changed = register::change(act, (form.id, form.version), &to, (when, form.another), basis)?;
    if changed.is_none() && !wrote {
        return Err(Refusal::new("organisation.edit.nothing").into());
    }
    Ok(Done::to(format!("/members/{}", form.id))
        .record(form.id)
        .say("org.members.changed"))
}

/// What the form carries of what is kept sealed.
fn sealing(form: &EditMember, today: Date) -> Reply<register::Sealing> {
    let health = match form.section {
        Some(Section::Person) => form.fields.get("health").map(|text| text.trim().to_owned()),
        _ => None,
    };
    if health.as_ref().is_some_and(|text| text.chars().count() > 100) {
        return Err(Refusal::field("health", "org.unfit.long").arg("n", 100).into());
    }
    let identity = match form.section {
        Some(Section::Identity) => number(&form.fields, today)?,
        _ => None,
    };
    Ok(register::Sealing {
        identity,
        health,
        elsewhere: form.another,
    })
}

/// A number tells birth and sex where nothing is known of them.
fn told_by(known: &mut Particulars, number: &IdentityNumber) {
    let born = number.born().map(|day| day.to_string());
    let sex = number.sex().map(|sex| sex.key().to_owned());
    for (field, told) in [(Field::Born, born), (Field::Sex, sex)] {
        if known.get(field).is_none()
            && let Some(told) = told
        {
            // what the number tells is a day and a sex
            let _ = known.set(field, &told);
        }
    }
}

/// A reader asks to see what is sealed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Reveal {
    id: MemberId,
    /// What it is needed for.
    purpose: Text<100>,
}

/// Notes who reads what is sealed of a member, and why; the page shows it for some minutes.
pub(super) fn reveal(act: &mut Act<'_>, form: Reveal) -> Reply<Done> {
    store::get(act, act.union(), form.id)?;
    let record = web::Record::new(super::KIND, form.id);
    web::reveal::read(act, record, &[sealed::IDENTITY, sealed::HEALTH], &form.purpose)?;
    Ok(Done::to(format!("/members/{}", form.id)).record(form.id))
}

/// How a membership shall stand.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct ChangeStatus {
    id: MemberId,
    version: i64,
    status: Status,
    on: Date,
    /// On what basis: an application, a decision, an order.
    why: Text<200>,
    /// Whether the person retires on that day.
    #[serde(default)]
    retires: bool,
    /// For an exclusion: the day of the committee's meeting that decided it.
    met_on: Option<Date>,
    /// Those for it.
    votes_for: Option<u16>,
    /// Those against it.
    votes_against: Option<u16>,
    /// Those who abstained.
    votes_none: Option<u16>,
}

/// The basis as it is kept. An exclusion is the committee's decision (中国工会章程): its day and its votes belong to it, and more
/// than half of the votes are for it.
fn basis(form: &ChangeStatus) -> Reply<String> {
    if form.status != Status::Removed {
        return Ok(form.why.to_string());
    }
    let Some(met_on) = form.met_on.filter(|day| *day <= form.on) else {
        return Err(Refusal::field("met_on", "organisation.status.met_on_needed").into());
    };
    let Some(agreed) = form.votes_for else {
        return Err(Refusal::field("votes_for", "organisation.status.votes_needed").into());
    };
    let (against, none) = (form.votes_against.unwrap_or(0), form.votes_none.unwrap_or(0));
    if u32::from(agreed) <= u32::from(against) + u32::from(none) {
        return Err(Refusal::field("votes_for", "organisation.status.votes_few").into());
    }
    let text = ui::words::find(kernel::Lang::Zh, "organisation.status.decided").unwrap_or_default();
    Ok(ui::words::fill(
        text,
        &[
            ("why", &form.why),
            ("day", &met_on),
            ("for", &agreed),
            ("against", &against),
            ("none", &none),
        ],
    ))
}

/// Changes how a membership stands. Whoever leaves gives up posts and roles; the last chair cannot.
pub(super) fn change_status(act: &mut Act<'_>, form: ChangeStatus) -> Reply<Done> {
    if form.retires && form.status != Status::Kept {
        return Err(Refusal::field("retires", "organisation.status.retires_kept").into());
    }
    let how = (form.on, form.retires);
    let basis = basis(&form)?;
    register::set_status(act, (form.id, form.version), form.status, how, Some(&basis))?;
    Ok(Done::to(format!("/members/{}", form.id))
        .record(form.id)
        .say("org.members.status_changed"))
}

/// The last change of state, to be taken back.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct TakeBack {
    id: MemberId,
    version: i64,
    /// Why.
    why: Text<200>,
}

/// Takes the last change of state back: it was recorded by mistake.
pub(super) fn take_back(act: &mut Act<'_>, form: TakeBack) -> Reply<Done> {
    register::take_back_status(act, (form.id, form.version), &form.why)?;
    Ok(Done::to(format!("/members/{}", form.id))
        .record(form.id)
        .say("organisation.status.taken_back"))
}
