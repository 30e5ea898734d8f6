//! What a member does with their own entry: change how to be reached, ask for the rest, take a wish back.

use std::collections::BTreeMap;

use kernel::{Date, Text, identity::IdentityKind};
use org::{
    BodyId, MemberId, bodies,
    members::{Field, Particulars, When, field::Kind, history, sealed, store as members},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html};
use web::{Act, Done, Nothing, Refusal, Reply, View};

use super::{
    event::Happened,
    model::{ASKED, Correction, DIRECT, Status, Wanted},
    store,
};
use crate::members::{number, register, typed};

/// Whoever looks, as a member of the union looked at; refused if they are none.
fn me(view: &View<'_>) -> Reply<MemberId> {
    let member = view.actor().standing.as_ref().and_then(|standing| standing.member);
    let id = member.map(MemberId::new);
    let card = id
        .map(|id| members::find(view, view.union(), id))
        .transpose()?
        .flatten();
    card.filter(|card| card.status.belongs())
        .map(|card| card.id)
        .ok_or_else(|| Refusal::new("corrections.no_member").status(403).into())
}

/// The forms of one's own entry.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChangePage {
    /// How it reads now.
    pub known: Particulars,
    /// The number of the document, masked.
    pub identity: Option<String>,
    /// What was asked for last.
    pub last: Option<Correction>,
    /// How the particulars shall read by it.
    pub wanted: Vec<Wanted>,
    /// Version, for changing directly.
    pub version: i64,
    /// Branches and groups to choose from.
    pub groups: Vec<(BodyId, String)>,
    /// Today.
    pub today: Date,
}

ui::page!(ChangePage, "corrections/pages/change.html", |_p, cx| cx
    .t("corrections.title"));

fn known(view: &View<'_>, id: MemberId) -> Reply<Particulars> {
    let course = history::believed(view, view.union(), id)?;
    Ok(course.last().map(|(is, _)| is.particulars.clone()).unwrap_or_default())
}

pub(super) fn form(view: &View<'_>, _: Nothing) -> Reply<ChangePage> {
    let (id, union) = (me(view)?, view.union());
    let last = store::last(view, union, id)?;
    let wanted = match &last {
        Some(last) => store::lines(view, union, last.id)?,
        None => Vec::new(),
    };
    Ok(ChangePage {
        known: known(view, id)?,
        identity: sealed::identity(view, union, id)?.map(|number| number.masked()),
        last,
        wanted,
        version: members::get(view, union, id)?.version,
        groups: bodies::store::bodies_to_choose(view, union, view.today())?,
        today: view.today(),
    })
}

impl ChangePage {
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([
            (cx.t("web.account.title"), "/me/account"),
            (cx.t("organisation.mine.title"), "/me/data"),
        ])
    }
    fn waits(&self) -> bool {
        self.last.as_ref().is_some_and(|last| last.status == Status::Waiting)
    }
    fn direct(&self, cx: &Cx) -> Html {
        DIRECT.iter().map(|field| self.control(cx, *field)).collect()
    }
    fn asked(&self, cx: &Cx) -> Html {
        ASKED.iter().map(|field| self.control(cx, *field)).collect()
    }
    fn control(&self, cx: &Cx, field: Field) -> Html {
        let has = self.known.get(field).unwrap_or_default();
        let control = cx.field(field.key(), field.word());
        let control = match field.kind() {
            Kind::Name => control.required().max(40).text(has),
            Kind::Phone => control.max(30).autocomplete("tel").phone(has),
            Kind::Email => control.max(100).autocomplete("email").text(has),
            Kind::Group => control.select(&self.groups, has),
            Kind::Day => control.until(self.today).date(has),
            Kind::Choice(keys) => {
                let choices = keys.iter().map(|key| Choice::new(*key, cx.t(&field.choice_word(key))));
                control.select(choices, has)
            }
            _ => control.max(200).text(has),
        };
        Html::trusted(control.to_string())
    }
    fn number(&self, cx: &Cx) -> Html {
        let kinds = IdentityKind::ALL
            .map(|kind| Choice::new(kind.key(), cx.t(&format!("organisation.id_kind.{}", kind.key()))));
        let kind = cx
            .field("id_kind", "organisation.identity.kind")
            .select(kinds, "resident");
        let hint = match &self.identity {
            Some(now) => cx.t1("corrections.number_hint", "now", now),
            None => cx.t("corrections.number_none"),
        };
        let number = cx
            .field("id_number", "organisation.identity.number")
            .max(40)
            .autocomplete("off");
        let number = number.hint_text(&hint);
        [kind.to_string(), number.text("").to_string()]
            .into_iter()
            .map(Html::trusted)
            .collect()
    }
    /// What was asked for last, and what became of it.
    fn last(&self, cx: &Cx) -> Html {
        let Some(last) = &self.last else { return Html::none() };
        let names: Vec<String> = self.wanted.iter().map(|line| cx.t(line.field.word())).collect();
        let number = last.number.then(|| cx.t("organisation.identity.number"));
        let what: Vec<String> = names.into_iter().chain(number).collect();
        let key = format!("corrections.last_{}", last.status.key());
        let text = cx.tf(
            &key,
            &[
                ("at", &cx.instant(last.asked_at)),
                ("what", &what.join("、")),
                ("reason", &last.reason.as_deref().unwrap_or_default()),
            ],
        );
        let tone = match last.status {
            Status::Waiting => ui::State::Info,
            Status::Approved => ui::State::Done,
            Status::Declined => ui::State::Due,
            Status::Withdrawn => ui::State::Off,
        };
        cx.note(tone, text)
    }
}

/// How a member can be reached.
#[derive(Clone, Deserialize, JsonSchema)]
pub(super) struct Contact {
    version: i64,
    /// `phone`, `email`, `address`.
    #[serde(flatten)]
    fields: BTreeMap<String, String>,
}

/// Changes how a member can be reached, from today on.
pub(super) fn contact(act: &mut Act<'_>, form: Contact) -> Reply<Done> {
    let id = me(act)?;
    let to = typed(known(act, id)?, DIRECT.iter().copied(), &form.fields)?;
    // that somebody has the same name and phone is not for this member to know
    let when = (When::From(act.today()), true);
    let basis = ui::words::find(kernel::Lang::Zh, "corrections.basis_own");
    if register::change(act, (id, form.version), &to, when, basis)?.is_none() {
        return Err(Refusal::new("organisation.edit.nothing").into());
    }
    Ok(Done::to("/me/data/change").say("corrections.changed"))
}

/// How one's entry shall read.
#[derive(Clone, Deserialize, JsonSchema)]
pub(super) struct Ask {
    /// What the member says to it.
    note: Option<Text<200>>,
    /// `name`, `sex`, `born`, `education`, `department`, `job`, `employment`, `hired`, `group`, `id_kind`, `id_number`;
    /// what is left out stays.
    #[serde(flatten)]
    fields: BTreeMap<String, String>,
}

/// Asks for a correction; an officer answers it. One at a time.
pub(super) fn ask(act: &mut Act<'_>, form: Ask) -> Reply<Done> {
    let (id, union) = (me(act)?, act.union());
    if store::last(act, union, id)?.is_some_and(|last| last.status == Status::Waiting) {
        return Err(Refusal::new("corrections.one_waits").status(409).into());
    }
    let number = number(&form.fields, act.today())?;
    let told = ASKED.iter().copied().filter(|f| form.fields.contains_key(f.key()));
    let (had, to) = (known(act, id)?, typed(known(act, id)?, told, &form.fields)?);
    let differs = ASKED.iter().copied().filter(|field| had.get(*field) != to.get(*field));
    let wanted: Vec<Wanted> = differs
        .filter_map(|field| {
            let text = to.get(field)?.to_owned();
            Some(Wanted { field, text })
        })
        .collect();
    if wanted.is_empty() && number.is_none() {
        return Err(Refusal::new("organisation.edit.nothing").into());
    }
    let new = Correction {
        id: act.id(),
        member: id,
        status: Status::Waiting,
        note: form.note.map(Text::into_string),
        number: number.is_some(),
        asked_at: act.now(),
        decided_at: None,
        reason: None,
        version: 1,
    };
    store::add(
        act.writer(),
        union,
        &new,
        act.actor().account,
        (&wanted, number.as_ref()),
    )?;
    act.note(&Happened::Asked {
        correction: new.id,
        fields: wanted.iter().map(|line| line.field).collect(),
        number: new.number,
    })?;
    Ok(Done::to("/me/data/change").record(new.id).say("corrections.asked"))
}

/// Takes a wish back that was not answered yet.
pub(super) fn withdraw(act: &mut Act<'_>, _: Nothing) -> Reply<Done> {
    let last = store::last(act, act.union(), me(act)?)?.ok_or_else(Refusal::missing)?;
    let status = last.status.end(Status::Withdrawn)?;
    store::end(act, (last.id, last.version), status, None)?;
    act.note(&Happened::Withdrawn { correction: last.id })?;
    Ok(Done::to("/me/data/change").say("corrections.withdrawn"))
}
