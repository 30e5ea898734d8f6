//! Taking letters and answers out as files, and bringing in what others have sent.

use org::tree::store as tree;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html, html};
use web::{Act, Attachment, Done, Fault, Nothing, Refusal, Reply, View};
use zeroize::Zeroizing;

use super::{
    cards::{altered, cut},
    envelope::{Carried, Envelope, Inside, Side, What},
    keys::{Keys, hex, unhex},
    store,
};
use crate::letters::{
    course::{self, Message},
    event::Happened,
    model::{Answer, InState, Incoming, Kind, LetterId, OutState, Outgoing, Way},
    store as letters,
};

/// Which letter.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: LetterId,
}

/// What can be taken out of a letter now.
enum Out {
    Letter(Outgoing),
    Recall(Outgoing),
    Answer(Incoming, Answer),
}

fn out(view: &View<'_>, id: LetterId) -> Reply<Out> {
    let union = view.union();
    if let Some(letter) = letters::sent(view, union, id)? {
        return match (letter.way, letter.state) {
            (Way::File, OutState::Recalled) => Ok(Out::Recall(letter)),
            (Way::File, OutState::Sent | OutState::Delivered) => Ok(Out::Letter(letter)),
            _ => Err(nothing()),
        };
    }
    let letter = letters::received(view, union, id)?.ok_or_else(Refusal::missing)?;
    match letter.answer() {
        Some(answer) if letter.way == Way::File => Ok(Out::Answer(letter, answer)),
        _ => Err(nothing()),
    }
}

fn nothing() -> web::Stop {
    Refusal::new("dispatch.refusal.nothing_to_take").status(409).into()
}

/// Notes that a file is taken out, and leads to it. From now on others may have the letter.
pub(super) fn take_out(act: &mut Act<'_>, which: Which) -> Reply<Done> {
    let (union, id, now) = (act.union(), which.id, act.now());
    let what = match out(act, id)? {
        Out::Letter(letter) => {
            key_of(act, letter.to)?;
            letters::carried(act.writer(), union, id, now)?;
            What::Letter
        }
        Out::Recall(_) => What::Recall,
        Out::Answer(..) => {
            letters::told(act.writer(), union, id, now)?;
            What::Answer
        }
    };
    act.note(&Happened::TakenOut {
        letter: id,
        file: what.key(),
    })?;
    Ok(Done::to(format!("/letters/{id}/file")).record(id))
}

/// The card of who is to open a file.
fn key_of(view: &View<'_>, union: Option<kernel::UnionId>) -> Reply<store::Known> {
    let known = match union {
        Some(union) => store::of_peer(view, view.union(), union)?,
        None => None,
    };
    known.ok_or_else(|| Refusal::new("dispatch.refusal.no_card").status(409).into())
}

/// What is closed in a letter's file.
fn inside(letter: &Outgoing, sealed: Option<String>) -> Inside {
    Inside {
        kind: letter.kind.clone(),
        year: letter.year,
        number: letter.number,
        subject: letter.subject.clone(),
        sent_at: letter.sent_at,
        body: letter.body.clone(),
        sealed,
    }
}

/// The content of the file that can be taken out now, closed for the other union, and that union's name.
fn carried(view: &View<'_>, id: LetterId) -> Reply<(What, Option<Carried>, String)> {
    let union = view.union();
    let own = Side {
        id: union,
        name: tree::get(view, union)?.name,
    };
    let side = |known: &store::Known, name: &str| Side {
        id: known.peer,
        name: name.to_owned(),
    };
    let (what, content, known) = match out(view, id)? {
        Out::Letter(letter) | Out::Recall(letter) if letter.carried_at.is_none() => {
            drop(letter);
            return Err(nothing());
        }
        Out::Letter(letter) => {
            let known = key_of(view, letter.to)?;
            let sealed = letters::open_out(view, union, id)?.map(|plain| hex(plain.bytes()));
            let sides = (id, own, side(&known, &letter.to_name));
            let content = Carried::close(What::Letter, sides, &inside(&letter, sealed), &known.public);
            (What::Letter, content, known)
        }
        Out::Recall(letter) => {
            let known = key_of(view, letter.to)?;
            let sides = (id, own, side(&known, &letter.to_name));
            let content = Carried::close(What::Recall, sides, &inside(&letter, None), &known.public);
            (What::Recall, content, known)
        }
        Out::Answer(letter, answer) => {
            let known = key_of(view, Some(letter.from))?;
            let sides = (id, own, side(&known, &letter.from_name));
            let content = Carried::close(What::Answer, sides, &answer, &known.public);
            (What::Answer, content, known)
        }
    };
    Ok((what, content, known.name))
}

/// The file of a letter, its call back or its answer, once it was noted as taken out.
pub(super) fn file(view: &View<'_>, which: Which) -> Reply<Attachment> {
    let (what, content, peer) = carried(view, which.id)?;
    let content = content.ok_or_else(|| Refusal::new("dispatch.refusal.no_card").status(409))?;
    let word = ui::words::find(view.lang(), &format!("dispatch.file.{}", what.key())).unwrap_or_default();
    let file = Envelope::sign(what, &content, &Keys::own(view)?);
    Ok(Attachment {
        name: format!("{word}-{}-{}.json", cut(&peer), view.today()),
        mime: "application/json".to_owned(),
        bytes: file.ok_or_else(|| Fault::other("a letter's file"))?,
        inline: false,
    })
}

/// The form by which a file is brought in.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BringForm {}

ui::page!(BringForm, "files/pages/bring.html", |_p, cx| cx
    .t("dispatch.bring.title"));

pub(super) fn form(_: &View<'_>, _: Nothing) -> Reply<BringForm> {
    Ok(BringForm {})
}

impl BringForm {
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([(cx.t("dispatch.title"), "/letters")]);
        html!(
            "{}{}",
            crumbs,
            cx.heading(cx.t("dispatch.bring.title"), cx.t("dispatch.bring.says"), "")
        )
    }
}

/// A file that was read; nothing in it is believed yet.
pub(super) fn read(view: &View<'_>, _: Nothing) -> Reply<Envelope> {
    let file = view.uploads("file").next();
    let file = file.ok_or_else(|| Refusal::field("file", "web.refusal.required"))?;
    let envelope = Envelope::read(&file.bytes)?;
    if envelope.what() == What::Card {
        return Err(Refusal::field("file", "dispatch.refusal.is_card")
            .next("/letters/cards")
            .into());
    }
    Ok(envelope)
}

/// Brings in a file: a letter, a call back, or an answer. Bringing it twice does no harm.
pub(super) fn bring(act: &mut Act<'_>, envelope: Envelope, kinds: &[Kind]) -> Reply<Done> {
    let carried: Carried = envelope.content()?;
    if carried.to.id != act.union() {
        let here = tree::find_one(act, carried.to.id)?.is_some();
        let key = if here {
            "dispatch.refusal.other_union"
        } else {
            "dispatch.refusal.not_here"
        };
        return Err(Refusal::field("file", key).arg("name", &carried.to.name).into());
    }
    let Some(known) = store::of_peer(act, act.union(), carried.from.id)? else {
        return Err(Refusal::field("file", "dispatch.refusal.unknown_sender")
            .arg("name", &carried.from.name)
            .next("/letters/cards")
            .into());
    };
    if !envelope.signed_by(&known.public) {
        return Err(altered().into());
    }
    let keys = Keys::own(act)?;
    let changed = match envelope.what() {
        What::Card => return Err(altered().into()),
        What::Answer => answer(act, &carried, &keys, kinds)?,
        what => letter(act, (&carried, known.name), what, &keys, kinds)?,
    };
    if !changed {
        act.note(&Happened::CameAgain { letter: carried.id })?;
    }
    let said = match (envelope.what(), changed) {
        (_, false) => "dispatch.bring.again",
        (What::Answer, _) => "dispatch.bring.answer",
        (What::Recall, _) => "dispatch.bring.recall",
        _ => "dispatch.bring.letter",
    };
    Ok(Done::to(format!("/letters/{}", carried.id))
        .record(carried.id)
        .say(said))
}

fn letter(act: &Act<'_>, (carried, from): (&Carried, String), what: What, keys: &Keys, kinds: &[Kind]) -> Reply<bool> {
    let inside: Inside = carried.open(what, keys).ok_or_else(altered)?;
    let sealed = inside.sealed.as_deref().map(|text| unhex(text).ok_or_else(altered));
    let sealed = sealed.transpose()?.map(Zeroizing::new);
    let short = |text: &str, most: usize| text.chars().count() <= most;
    if !short(&inside.kind, 60) || !short(&inside.subject, 200) || !short(&inside.body, 20_000) {
        return Err(altered().into());
    }
    let head = Incoming {
        id: carried.id,
        version: 1,
        kind: inside.kind,
        year: inside.year,
        number: inside.number,
        way: Way::File,
        from: carried.from.id,
        from_name: from,
        subject: inside.subject,
        body: inside.body,
        state: InState::Received,
        sent_at: inside.sent_at,
        arrived_at: act.now(),
        closed_at: None,
        answer_day: None,
        answer_why: None,
        record_kind: None,
        record_id: None,
        told_at: None,
    };
    let message = match what {
        What::Recall => Message::Recall,
        _ => Message::Letter(sealed.as_ref().map(|bytes| bytes.as_slice())),
    };
    course::arrive(act, kinds, head, &message).map(|(_, changed)| changed)
}

fn answer(act: &Act<'_>, carried: &Carried, keys: &Keys, kinds: &[Kind]) -> Reply<bool> {
    let answer: Answer = carried.open(What::Answer, keys).ok_or_else(altered)?;
    let letter = letters::sent(act, act.union(), carried.id)?;
    let ours = letter.filter(|l| l.way == Way::File && l.to == Some(carried.from.id));
    let Some(letter) = ours else {
        return Err(Refusal::field("file", "dispatch.refusal.no_such_letter").into());
    };
    let unfit = answer.why().is_some_and(|why| why.chars().count() > 200)
        || answer.on() < letter.sent_at.day()
        || answer.on() > act.today();
    if unfit {
        return Err(altered().into());
    }
    course::settle(act, kinds, carried.id, &answer)
}
