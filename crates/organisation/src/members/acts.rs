//! Adding members, changing their particulars, and changing how their membership stands.

use ::store::OnConstraint;
use kernel::{Date, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Act, Done, Event, Record, Refusal, Reply, Stop};

use org::{
    BodyId, MemberId, NewMember, Status, accounts, bodies,
    members::{
        model::{clean_name, digits},
        store,
    },
};

/// What happens to members. Names and phones stay in the record itself.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
enum Happened {
    Added {
        member: MemberId,
        another: bool,
    },
    Changed {
        member: MemberId,
    },
    Status {
        member: MemberId,
        status: Status,
        on: Date,
        posts_ended: u64,
    },
}

impl Event for Happened {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Added { .. } => "member.added",
            Happened::Changed { .. } => "member.changed",
            Happened::Status { .. } => "member.status",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Added { member, .. } | Happened::Changed { member } | Happened::Status { member, .. } => {
                Record::new("member", *member)
            }
        }
    }
}

/// A member to be added.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct AddMember {
    name: Text<40>,
    phone: Option<Text<30>>,
    number: Option<Text<30>>,
    group: Option<BodyId>,
    joined: Option<Date>,
    /// Really another person than the one of the same name and phone.
    #[serde(default)]
    another: bool,
}

/// Adds a member; one of the same name and phone only if said to be another person.
pub(super) fn add(act: &mut Act<'_>, form: AddMember) -> Reply<Done> {
    let phone = phone(form.phone.as_deref())?;
    group_lives(act, form.group)?;
    not_in_future(act, form.joined)?;
    let twin = store::same(act, act.union(), &form.name, &phone, None)?;
    if twin.is_some() && !form.another {
        return Err(twice(&phone).into());
    }
    let new = NewMember {
        name: form.name.into_string(),
        phone: Some(phone).filter(|p| !p.is_empty()),
        number: form.number.map(Text::into_string),
        group: form.group,
        joined: form.joined,
        another: twin.is_some(),
    };
    let id = store::add_member(act.writer(), act.clock(), act.union(), new)?;
    act.note(&Happened::Added {
        member: id,
        another: twin.is_some(),
    })?;
    Ok(Done::to(format!("/members/{id}")).record(id).say("org.members.added"))
}

fn twice(phone: &str) -> Refusal {
    let key = if phone.is_empty() {
        "org.members.same_name"
    } else {
        "org.members.twice"
    };
    Refusal::new(key).and("another", "org.members.twice_how").status(409)
}

/// The digits, if they may be a phone number: seven to fifteen, as in E.164.
fn phone(typed: Option<&str>) -> Reply<String> {
    let Some(typed) = typed else { return Ok(String::new()) };
    let plain = digits(typed);
    if (7..=15).contains(&plain.len()) {
        Ok(plain)
    } else {
        Err(Refusal::field("phone", "org.members.phone_wrong").into())
    }
}

fn group_lives(act: &Act<'_>, group: Option<BodyId>) -> Reply<()> {
    let Some(group) = group else { return Ok(()) };
    let body = bodies::store::find(act, act.union(), group)?;
    if body.is_some_and(|b| b.kind.has_members() && b.until.is_none()) {
        Ok(())
    } else {
        Err(Refusal::field("group", "org.members.group_unknown").into())
    }
}

fn not_in_future(act: &Act<'_>, joined: Option<Date>) -> Reply<()> {
    if joined.is_some_and(|day| day > act.today()) {
        return Err(Refusal::field("joined", "org.members.in_future").into());
    }
    Ok(())
}

/// A member's particulars to be changed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct EditMember {
    id: MemberId,
    version: i64,
    name: Text<40>,
    phone: Option<Text<30>>,
    number: Option<Text<30>>,
    group: Option<BodyId>,
    joined: Date,
    #[serde(default)]
    another: bool,
}

/// Changes a member's particulars.
pub(super) fn edit(act: &mut Act<'_>, form: EditMember) -> Reply<Done> {
    let before = store::get(act, act.union(), form.id)?;
    let phone = phone(form.phone.as_deref())?;
    if form.group != before.group {
        group_lives(act, form.group)?;
    }
    not_in_future(act, Some(form.joined))?;
    if before.version != form.version {
        return Err(Refusal::stale().into());
    }
    let twin = store::same(act, act.union(), &form.name, &phone, Some(form.id))?;
    let renamed = before.name != clean_name(&form.name) || before.phone != phone;
    if renamed && twin.is_some() && !form.another {
        return Err(twice(&phone).into());
    }
    let to = NewMember {
        name: form.name.into_string(),
        phone: Some(phone),
        number: form.number.map(Text::into_string),
        group: form.group,
        joined: Some(form.joined),
        another: renamed && twin.is_some(),
    };
    let fresh = store::edit(act.writer(), act.union(), &before, &to)
        .on_constraint::<Stop>("member_twin", || twice(&before.phone).into())?;
    if !fresh {
        return Err(Refusal::stale().into());
    }
    act.note(&Happened::Changed { member: form.id })?;
    Ok(Done::to(format!("/members/{}", form.id))
        .record(form.id)
        .say("org.members.changed"))
}

/// How a membership shall stand.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct ChangeStatus {
    id: MemberId,
    version: i64,
    status: Status,
    on: Date,
    why: Option<Text<200>>,
}

/// Changes how a membership stands. Whoever leaves gives up posts and roles; the last chair cannot.
pub(super) fn change_status(act: &mut Act<'_>, form: ChangeStatus) -> Reply<Done> {
    let before = store::get(act, act.union(), form.id)?;
    if form.on > act.today() {
        return Err(Refusal::field("on", "org.members.in_future").into());
    }
    if form.on < before.joined {
        return Err(Refusal::field("on", "org.members.before_joining").into());
    }
    let mut posts_ended = 0;
    if !form.status.belongs() {
        let why = form.why.as_deref().unwrap_or("—");
        accounts::leave(act, form.id)?;
        posts_ended = bodies::posts::end_all_of(act.writer(), act.union(), form.id, form.on, why)?;
    }
    let left = (!form.status.belongs()).then_some(form.on);
    let why = form.why.filter(|_| left.is_some()).map(Text::into_string);
    let change = store::StatusChange {
        status: form.status,
        left,
        why,
    };
    if !store::set_status(act.writer(), act.union(), form.id, form.version, &change)? {
        return Err(Refusal::stale().into());
    }
    act.note(&Happened::Status {
        member: form.id,
        status: form.status,
        on: form.on,
        posts_ended,
    })?;
    Ok(Done::to(format!("/members/{}", form.id))
        .record(form.id)
        .say("org.members.status_changed"))
}
