//! Links: the union's id and a secret. The secret follows from the feed's id and the session that made it, so that its
//! maker can look at it again while signed in, and nobody can read it out of the database.

use kernel::{Id, UnionId};

/// The kind of a feed.
pub(super) enum Feed {}
/// The id of a feed.
pub(super) type FeedId = Id<Feed>;

/// Hexadecimal digits of a union's id.
const UNION: usize = 32;
/// Bytes of the secret.
const SECRET: usize = 24;
/// What a link ends in: calendar programs look for it.
const END: &str = ".ics";

/// The last part of a link: `{union}{secret}.ics`.
pub(super) fn file(session_token: &str, union: UnionId, feed: FeedId) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("zhijia planning 2026 calendar feed");
    hasher.update(session_token.as_bytes()).update(feed.bytes());
    let mut secret = [0; SECRET];
    hasher.finalize_xof().fill(&mut secret);
    format!("{}{}{END}", union.raw().simple(), web::session::hex(&secret))
}

/// The union that a link names, and the digest under which it is kept; `None` if it is no link.
pub(super) fn read(file: &str) -> Option<(UnionId, [u8; 32])> {
    let token = file.strip_suffix(END)?;
    let whole = token.len() == UNION + 2 * SECRET && token.bytes().all(|b| b.is_ascii_hexdigit());
    let union = token.get(..UNION).filter(|_| whole)?;
    let union = uuid::Uuid::parse_str(union).ok()?;
    Some((UnionId::new(union), digest(file)))
}

/// The digest of a link.
pub(super) fn digest(file: &str) -> [u8; 32] {
    *blake3::hash(file.to_ascii_lowercase().as_bytes()).as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_names_its_union_and_nothing_else_is_one() {
        let (union, feed) = (
            UnionId::new(uuid::Uuid::from_u128(7)),
            FeedId::new(uuid::Uuid::from_u128(9)),
        );
        let file = file("a session", union, feed);
        assert_eq!(read(&file), Some((union, digest(&file))));
        assert_ne!(file, super::file("another session", union, feed));
        assert_ne!(
            file,
            super::file("a session", union, FeedId::new(uuid::Uuid::from_u128(8)))
        );
        let long = format!("0{file}");
        let other = file.replace(END, ".txt");
        let odd = file.replacen('0', "g", 1);
        for wrong in ["", ".ics", "x.ics", &long, &other, &odd, &file[1..]] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
