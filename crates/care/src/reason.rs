//! Reasons that nobody typed, since the program itself gives them (本人退出, 已不是本会会员, 未领): the record keeps the key of the word,
//! and each reader is told it in their own language.

use kernel::Lang;
use ui::Cx;

/// A member gave up what an offer had for them.
pub const OFFER_OWN_WISH: &str = "offers.own_wish";
/// Whoever signed up for an offer is no member any more.
pub const OFFER_LEFT: &str = "offers.left";
/// A member withdrew from recuperation.
pub const JOURNEY_OWN_WISH: &str = "recuperation.own_wish";
/// Whoever signed up for recuperation is no member any more.
pub const JOURNEY_LEFT: &str = "recuperation.left";
/// A member took an application for a child back.
pub const CHILD_OWN_WISH: &str = "aid.round.own_wish";
/// What was said of a child was deleted in time.
pub const CHILD_DELETED: &str = "aid.round.deleted";
/// Somebody did not come for what a round had for them.
pub const UNCLAIMED: &str = "rounds.unclaimed";
/// A rule struck somebody from the list of a round.
pub const BY_RULE: &str = "rounds.struck_by_rule";

const ALL: [&str; 8] = [
    OFFER_OWN_WISH,
    OFFER_LEFT,
    JOURNEY_OWN_WISH,
    JOURNEY_LEFT,
    CHILD_OWN_WISH,
    CHILD_DELETED,
    UNCLAIMED,
    BY_RULE,
];

/// A reason as it is told: what somebody typed stays as it is. Earlier versions kept the Chinese word itself.
#[must_use]
pub fn said(cx: &Cx, why: &str) -> String {
    let own = ALL
        .iter()
        .find(|key| **key == why || ui::words::word(Lang::Zh, key) == why);
    own.map_or_else(|| why.to_owned(), |key| cx.t(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_of_the_program_are_told_in_the_language_of_the_reader_and_typed_ones_as_they_are() {
        for (lang, deleted) in [(Lang::Zh, "已删除"), (Lang::En, "Deleted")] {
            let cx = Cx::new(lang, "/", "2026-11-21".parse().unwrap());
            assert_eq!(said(&cx, CHILD_DELETED), deleted);
            assert_eq!(said(&cx, "已删除"), deleted, "as it was kept before");
            assert_eq!(said(&cx, "家里有事"), "家里有事");
            for key in ALL {
                assert_ne!(said(&cx, key), key);
            }
        }
    }
}
