//! Founding a union below one's own, with its committee and its chair, who gets a code to sign in with.

use kernel::{Date, Text, UnionId};
use org::{
    NewMember, Role, UnionKind,
    accounts::{
        code::{self, Purpose},
        model::NewGrant,
    },
    tree::{
        model::{ActKind, Part},
        store, tally,
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html};
use web::{Act, Done, Refusal, Reply, View};

use super::{
    event::Happened,
    forms::{self, Which},
    place::{self, Ground},
};

/// The form of a union to be founded.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FoundForm {
    /// The union under which it is founded.
    pub under: UnionId,
    /// Its name.
    pub under_name: String,
    /// Its kind.
    pub under_kind: UnionKind,
    /// Today.
    pub today: Date,
}

ui::page!(FoundForm, "tree/pages/found.html", |_p, cx| cx
    .t("organisation.tree.found"));

pub(super) fn form(view: &View<'_>, q: Which) -> Reply<FoundForm> {
    let node = place::living(place::seen(view, q.id)?)?;
    Ok(FoundForm {
        under: node.id,
        under_name: node.name,
        under_kind: node.kind,
        today: view.today(),
    })
}

impl FoundForm {
    fn crumbs(&self, cx: &Cx) -> Html {
        forms::crumbs(cx, self.under, &self.under_name)
    }
    fn at(&self) -> String {
        format!("/org/tree/{}/found", self.under)
    }
    fn back(&self) -> String {
        format!("/org/tree/{}", self.under)
    }
    fn kinds(&self, cx: &Cx) -> Vec<Choice> {
        forms::kinds(cx, Some(self.under_kind))
    }
}

/// A union to be founded.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Found {
    /// The union under which it is founded.
    id: UnionId,
    name: Text<60>,
    kind: UnionKind,
    day: Date,
    basis: Text<120>,
    note: Option<Text<500>>,
    chair: Text<40>,
    phone: Option<Text<30>>,
}

/// Founds a union.
pub(super) fn found(act: &mut Act<'_>, form: Found) -> Reply<Done> {
    let under = place::living(place::seen(act, form.id)?)?;
    if form.day > act.today() {
        return Err(Refusal::field("day", "organisation.tree.day_ahead").into());
    }
    if form.day < under.from {
        return Err(Refusal::field("day", "organisation.tree.day_before")
            .arg("day", under.from)
            .into());
    }
    place::kinds_fit("kind", form.kind, under.kind)?;
    place::named_once(act, "name", Some(under.id), &form.name, under.id)?;
    let first = First {
        chair: &form.chair,
        phone: form.phone.as_deref(),
    };
    let id: UnionId = act.id();
    let ground = Ground {
        day: form.day,
        basis: &form.basis,
        note: form.note.as_deref(),
    };
    let recorded = act.id();
    place::record(act, recorded, ActKind::Founded, ground, &[(under.id, Part::Under)])?;
    let what = (form.name.as_str(), form.kind);
    store::found(act.writer(), id, Some(under.id), what, form.day, Some(recorded))?;
    store::add_parts(act.writer(), recorded, &[(id, Part::Subject)])?;
    let chair = first.seat(act, id, form.day)?;
    tally::refresh(act.writer(), id, act.today())?;
    let happened = Happened::Founded {
        union: id,
        act: recorded,
        under: under.id,
        name: form.name.as_str().to_owned(),
        kind: form.kind,
        day: form.day,
        chair,
    };
    act.note(&happened)?;
    act.note_in(id, &happened)?;
    Ok(Done::to(format!("/org/tree/{id}"))
        .record(id)
        .say("organisation.tree.founded"))
}

/// Who chairs a new union first.
pub(super) struct First<'a> {
    pub chair: &'a str,
    pub phone: Option<&'a str>,
}

impl First<'_> {
    /// Gives the union its committee and chair, and the chair a code to sign in with.
    pub fn seat(&self, act: &Act<'_>, union: UnionId, from: Date) -> Reply<org::MemberId> {
        let digits: Option<String> = self.phone.map(|p| {
            kernel::numerals::half_width(p)
                .chars()
                .filter(char::is_ascii_digit)
                .collect()
        });
        if digits.as_ref().is_some_and(|d| !(7..=15).contains(&d.len())) {
            return Err(Refusal::field("phone", "org.members.phone_wrong").into());
        }
        let member = NewMember {
            phone: digits,
            ..NewMember::named(self.chair)
        };
        let (_, member) = org::seat_chair(act.writer(), act.clock(), union, member, from)?;
        if let Some(token) = act.token() {
            let id = act.id();
            let purpose = Purpose::join(member, &NewGrant::whole(Role::Chair, from));
            let new = code::New {
                id,
                code: &code::code(token, id),
                purpose,
                by: act.actor().account,
                at: act.now(),
            };
            code::add(act.writer(), union, &new)?;
        }
        Ok(member)
    }
}

/// The code of a union's first chair, as long as it is open and to whoever made it in this session.
pub(super) fn code_of(view: &View<'_>, union: UnionId) -> Reply<Option<String>> {
    let Some(token) = view.token() else { return Ok(None) };
    if union == view.union() {
        return Ok(None);
    }
    let open = code::open(view, union, view.now())?;
    Ok(open
        .into_iter()
        .map(|kept| (code::code(token, kept.id), kept.digest))
        .find(|(code, digest)| code::digest(code) == *digest)
        .map(|(code, _)| code))
}
