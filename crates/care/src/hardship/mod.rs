//! Dossiers of hardship (困难职工档案, 一户一档): who is in need, how it was found out, what was done, until they need no more.
//!
//! A member fills the form in on a phone, or an officer types it from paper (`forms`, `own`). Two people visit the household;
//! the committee decides by a test of means that is reckoned step by step ([`means`]); the least that has to be known is
//! published for some days (`notice`); the union above approves by a letter (`letter`); then the dossier is on file, is looked
//! at again by its day (`after`, [`watch`]) and ends when its causes are gone. Nobody decides over themselves, their kin, or
//! what they alone typed in.
//!
//! What a dossier says is sealed in the store, whole; in plain stand whose it is, where it stands and its days. Officers
//! see what it says only after saying what for, and whoever it is about sees who did. Events carry marks that tell nothing.

use org::power::{CARE_SEE, HARDSHIP_DECIDE, HARDSHIP_SEE, HARDSHIP_WRITE};
use web::{
    Access::{May, SignedIn},
    Routes, View,
};

mod acts;
mod after;
mod body;
mod check;
mod course;
mod drawing;
mod event;
mod forms;
mod items;
mod letter;
mod list;
pub mod means;
mod model;
mod notice;
mod own;
mod print;
mod proofs;
mod show;
mod steps;
mod store;
mod testing;
#[cfg(test)]
mod tests;
pub mod watch;

pub use check::check;
pub use letter::LETTER;
pub(crate) use list::hidden;
pub(crate) use store::PROOFS;

use crate::desk::Due;

/// The kind of record that a dossier is.
pub const KIND: &str = "hardship";
/// Columns whose values are sealed.
pub const SEALED: [::store::secret::Sealed; 4] = [store::BRIEF, store::TEXT, store::STEP, store::PROOF];

/// 困难职工建档户数
pub const FILED: facts::Measure = facts::Measure {
    key: "hardship.filed",
    zh: "困难职工建档户数",
    en: "Hardship dossiers filed",
    unit: facts::Unit::Households,
    field: "care",
};
/// 困难职工脱困退出户数
pub const EXITED: facts::Measure = facts::Measure {
    key: "hardship.exited",
    zh: "困难职工脱困退出户数",
    en: "Households out of hardship",
    unit: facts::Unit::Households,
    field: "care",
};

/// The dossier of a member that is on file, with its category, without what it says.
///
/// # Errors
/// The store's.
pub(crate) fn on_file(
    read: &::store::Reader,
    union: kernel::UnionId,
    member: org::MemberId,
) -> Result<Option<(model::DossierId, Option<means::Category>)>, ::store::Error> {
    let all = store::of_member(read, union, member)?;
    let filed = all.into_iter().find(|card| card.state.status() == model::Status::Filed);
    Ok(filed.map(|card| (card.id, card.brief.category)))
}

/// The door of the field's first page.
pub const DOOR: crate::desk::Door = crate::desk::Door {
    word: "hardship.list.title",
    under: "hardship.desk.under",
    href: "/hardships",
    access: May(HARDSHIP_SEE),
    due,
};

/// Dossiers that wait for somebody's hand.
fn due(view: &View<'_>) -> Result<Option<Due>, ::store::Error> {
    let (count, late) = store::open_count(view, view.union(), view.today())?;
    Ok((count > 0).then_some(Due {
        word: "hardship.desk.due",
        count,
        late,
    }))
}

/// Dossiers that wait, in the inbox of those who work on them.
///
/// # Errors
/// The store's.
pub fn waiting<'v>(view: &'v View<'_>) -> Result<flow::Question<'v>, ::store::Error> {
    if !view.actor().may(HARDSHIP_WRITE) {
        return Ok(None);
    }
    store::ask_open(view, view.union(), view.today()).map(Some)
}

const SHOW: &str = "/hardships/{id}";
const LETTERS: &str = "/hardships/letters/{id}";

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    written().and(decided()).and(letters()).and(members())
}

fn written() -> Routes {
    Routes::new("hardship")
        .page("/hardships", May(HARDSHIP_SEE), list::list)
        .page("/hardships/counts", May(CARE_SEE), list::counts_page)
        .page("/hardships/new", May(HARDSHIP_WRITE), forms::new_page)
        .act("/hardships/new", May(HARDSHIP_WRITE), forms::enter)
        .page(SHOW, May(HARDSHIP_SEE), show::show)
        .act("/hardships/{id}/reveal", May(HARDSHIP_SEE), acts::open)
        .form(SHOW)
        .elevated()
        .act("/hardships/{id}/export", May(HARDSHIP_SEE), acts::export)
        .form(SHOW)
        .elevated()
        .page("/hardships/{id}/print", May(HARDSHIP_SEE), print::page)
        .file("/hardships/{id}/form.docx", May(HARDSHIP_SEE), print::word)
        .page("/hardships/{id}/edit", May(HARDSHIP_WRITE), forms::edit_page)
        .act("/hardships/{id}/edit", May(HARDSHIP_WRITE), forms::edit)
        .act_after(
            "/hardships/{id}/proofs",
            May(HARDSHIP_WRITE),
            proofs::prepare,
            proofs::bring,
        )
        .form(SHOW)
        .files(&["files"])
        .file("/hardships/{id}/proofs/{proof}", May(HARDSHIP_SEE), proofs::file)
        .page(
            "/hardships/{id}/proofs/{proof}/remove",
            May(HARDSHIP_WRITE),
            proofs::remove_page,
        )
        .act(
            "/hardships/{id}/proofs/{proof}/remove",
            May(HARDSHIP_WRITE),
            proofs::remove,
        )
        .all_in_person()
}

fn decided() -> Routes {
    let mut all = Routes::new("hardship")
        .act("/hardships/{id}/return", May(HARDSHIP_WRITE), course::give_back)
        .form(SHOW)
        .act("/hardships/{id}/withdraw", May(HARDSHIP_WRITE), course::withdraw)
        .form(SHOW)
        .act("/hardships/{id}/check", May(HARDSHIP_WRITE), course::check)
        .form(SHOW)
        .act("/hardships/{id}/review", May(HARDSHIP_DECIDE), course::review)
        .form(SHOW)
        .act("/hardships/{id}/refuse", May(HARDSHIP_DECIDE), course::refuse)
        .form(SHOW)
        .act("/hardships/{id}/publish", May(HARDSHIP_WRITE), course::publish)
        .form(SHOW);
    all = all
        .act("/hardships/{id}/object", May(HARDSHIP_WRITE), course::object)
        .form(SHOW)
        .act("/hardships/{id}/answer", May(HARDSHIP_DECIDE), course::answer)
        .form(SHOW)
        .act("/hardships/{id}/clear", May(HARDSHIP_DECIDE), course::clear)
        .form(SHOW)
        .act("/hardships/{id}/submit", May(HARDSHIP_DECIDE), course::submit)
        .form(SHOW)
        .act("/hardships/{id}/recall", May(HARDSHIP_DECIDE), letter::recall)
        .form(SHOW);
    all.act("/hardships/{id}/recheck", May(HARDSHIP_DECIDE), after::recheck)
        .form(SHOW)
        .act("/hardships/{id}/exit", May(HARDSHIP_DECIDE), after::exit)
        .form(SHOW)
        .act("/hardships/{id}/follow", May(HARDSHIP_WRITE), after::follow)
        .form(SHOW)
        .act("/hardships/{id}/reopen", May(HARDSHIP_DECIDE), after::reopen)
        .form(SHOW)
        .all_in_person()
}

fn letters() -> Routes {
    Routes::new("hardship")
        .page(LETTERS, May(HARDSHIP_SEE), letter::show)
        .act("/hardships/letters/{id}/reveal", May(HARDSHIP_SEE), letter::open)
        .form(LETTERS)
        .elevated()
        .act("/hardships/letters/{id}/approve", May(HARDSHIP_DECIDE), letter::approve)
        .form(LETTERS)
        .act(
            "/hardships/letters/{id}/return",
            May(HARDSHIP_DECIDE),
            letter::give_back,
        )
        .form(LETTERS)
        .act("/hardships/letters/{id}/refuse", May(HARDSHIP_DECIDE), letter::refuse)
        .form(LETTERS)
        .all_in_person()
}

fn members() -> Routes {
    Routes::new("hardship")
        .page("/hardships/notices", SignedIn, notice::list)
        .act("/hardships/notices/{id}", SignedIn, notice::object)
        .form("/hardships/notices")
        .page("/me/hardship", SignedIn, own::list)
        .page("/me/hardship/form", SignedIn, own::form)
        .act("/me/hardship/form", SignedIn, own::send)
        .act("/me/hardship/withdraw", SignedIn, own::withdraw)
        .form("/me/hardship")
        .act_after("/me/hardship/proofs", SignedIn, own::prepare, own::bring)
        .form("/me/hardship")
        .files(&["files"])
        .file("/me/hardship/proofs/{id}", SignedIn, own::proof)
        .page("/me/hardship/proofs/{id}/remove", SignedIn, own::remove_page)
        .act("/me/hardship/proofs/{id}/remove", SignedIn, own::remove)
        .all_in_person()
}
