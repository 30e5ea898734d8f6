//! Letters between installations: as files that are signed by the one and closed for the other, carried by people.
//!
//! Each installation has a key to sign with and one by which letters are closed for it; both are made of the root of its key
//! file, so that they are the same as long as that is. A union hands out its **card** (名片): its id, its name and the public
//! halves of the two keys. Whoever is to write to it, or to receive from it, takes the card in once, and compares its check
//! number by telephone. From then on a file is believed if the key of a card in force has signed it, and nothing else is.
//!
//! What a letter says is closed: whoever carries the file sees from whom to whom it goes.

use org::power::{LETTER_CARDS, LETTER_CARRY, LETTER_SEE};
use web::{Access::May, Routes};

mod acts;
mod cards;
mod envelope;
mod keys;
pub mod store;

pub use cards::{address, peers};

use crate::letters::model::Kind;

/// The doors of this system.
#[must_use]
pub fn routes(kinds: &'static [Kind]) -> Routes {
    Routes::new("letters")
        .page("/letters/bring", May(LETTER_CARRY), acts::form)
        .act_after("/letters/bring", May(LETTER_CARRY), acts::read, move |act, brought| {
            acts::bring(act, brought, kinds)
        })
        .files(&["file"])
        .act("/letters/{id}/take_out", May(LETTER_CARRY), acts::take_out)
        .form("/letters/{id}")
        .file("/letters/{id}/file", May(LETTER_CARRY), acts::file)
        .page("/letters/cards", May(LETTER_SEE), cards::list)
        .file("/letters/cards/own", May(LETTER_SEE), cards::own)
        .act_after("/letters/cards", May(LETTER_CARDS), cards::read, cards::take_in)
        .files(&["file"])
        .in_person()
        .act("/letters/cards/{id}/end", May(LETTER_CARDS), cards::end)
        .form("/letters/cards")
        .in_person()
}
