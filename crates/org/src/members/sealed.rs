//! What is never kept in clear of a member: the number of the identity document, and the state of health.
//!
//! The number is found again by a blind index, in the union (`member_sealed.blind`) and over the installation
//! (`identity_place`), so that somebody cannot be a member twice unseen, and by its last four signs in the union alone
//! (`tail`). Nothing of this can be read without the keys. Opening one for a person's eyes, and finding one by its end, is
//! recorded by the caller (`web::reveal`).

use kernel::{UnionId, identity::IdentityNumber};
use store::{
    Bind, Error, Param, Reader, Row, Sql, Store, Writer,
    secret::{Sealed, Sealer, end_of},
};

use crate::MemberId;

/// The column of sealed values.
pub const SEALED: Sealed = Sealed::of_union("member_sealed", "sealed", "member_id")
    .by("field")
    .found_by("tail");
/// The name of the number in the store, in events and forms.
pub const IDENTITY: &str = "identity";
/// The name of the state of health.
pub const HEALTH: &str = "health";

/// The label of the blind index of numbers.
const NUMBER: &str = "member.identity";

const ADD: Sql = Sql::union(
    "INSERT INTO member_sealed (union_id, member_id, field, kind, sealed, blind, tail) VALUES ($1, $2, $3, $4, $5, $6, $7)",
);
const TAKE: Sql = Sql::union("DELETE FROM member_sealed WHERE union_id = $1 AND member_id = $2 AND field = $3");
const GET: Sql = Sql::union("SELECT sealed FROM member_sealed WHERE union_id = $1 AND member_id = $2 AND field = $3");
const GET_BOTH: Sql =
    Sql::union("SELECT field, sealed FROM member_sealed WHERE union_id = $1 AND member_id = $2 AND field IN ($3, $4)");
const BY_NUMBER: Sql = Sql::union("SELECT member_id FROM member_sealed WHERE union_id = $1 AND blind = $2");
const BY_TAIL: Sql =
    Sql::union("SELECT member_id FROM member_sealed WHERE union_id = $1 AND tail = $2 ORDER BY member_id LIMIT 100");
const UNFOUND: Sql = Sql::house(
    "SELECT union_id, member_id, sealed FROM member_sealed
     WHERE tail IS NULL AND field = 'identity' AND (union_id, member_id) > ($1, $2) ORDER BY union_id, member_id LIMIT 500",
    "numbers of all unions from before the index are brought under it once",
);
const FIND_BY: Sql = Sql::union(
    "UPDATE member_sealed SET tail = $4 WHERE union_id = $1 AND member_id = $2 AND field = 'identity' AND sealed = $3",
);
const PLACE: Sql = Sql::union("INSERT INTO identity_place (union_id, blind, member_id) VALUES ($1, $2, $3)");
const LEAVE: Sql = Sql::union(
    "DELETE FROM identity_place WHERE union_id = $1 AND blind IN (
       SELECT s.blind FROM member_sealed s WHERE s.union_id = $1 AND s.member_id = $2)",
);
const ELSEWHERE: Sql = Sql::house(
    "SELECT COUNT(*) FROM identity_place p JOIN member m ON m.union_id = p.union_id AND m.id = p.member_id
     WHERE p.blind = $1 AND p.union_id <> $2 AND m.status IN ('active', 'moving', 'kept')",
    "whether somebody is a member of another union of the installation is asked without saying of which",
);

/// Keeps the number of a member, instead of one known before. The constraint `member_sealed_once` says that another
/// member of the union has it.
///
/// # Errors
/// The store's.
pub fn set_identity(w: &Writer, union: UnionId, member: MemberId, number: &IdentityNumber) -> Result<(), Error> {
    w.run(LEAVE, &[&union, &member])?;
    w.run(TAKE, &[&union, &member, &IDENTITY])?;
    add_identities(w, union, [(member, number)])
}

/// Keeps the numbers of members of whom none is known, as fast as the store takes them.
///
/// # Errors
/// As [`set_identity`].
pub fn add_identities<'a>(
    w: &Writer,
    union: UnionId,
    all: impl IntoIterator<Item = (MemberId, &'a IdentityNumber)>,
) -> Result<(), Error> {
    let mut all = all.into_iter().peekable();
    if all.peek().is_none() {
        return Ok(());
    }
    identities(&w.sealer()?, union, all)?.keep(w)
}

/// Numbers of members, sealed and ready to be kept.
pub struct Identities {
    rows: Vec<Vec<Param<'static>>>,
    places: Vec<Vec<Param<'static>>>,
}

impl Identities {
    /// Keeps them.
    ///
    /// # Errors
    /// As [`set_identity`].
    pub fn keep(self, w: &Writer) -> Result<(), Error> {
        w.load(ADD, self.rows)?;
        w.load(PLACE, self.places)?;
        Ok(())
    }
}

/// Seals numbers of members of whom none is known, apart from the store.
///
/// # Errors
/// As [`store::secret::Sealer::seal`].
pub fn identities<'a>(
    sealer: &Sealer,
    union: UnionId,
    all: impl IntoIterator<Item = (MemberId, &'a IdentityNumber)>,
) -> Result<Identities, Error> {
    let (mut rows, mut places) = (Vec::new(), Vec::new());
    for (member, number) in all {
        let whole = number.whole();
        let sealed = sealer.seal(SEALED.at(union, member).part(IDENTITY), whole.as_bytes())?;
        let (blind, tail) = (
            sealer.blind(NUMBER, &whole),
            sealer.tail(SEALED, union, end_of(&whole))?,
        );
        let bytes = |b: &[u8]| Param::Bytes(b.to_vec().into());
        let id = |bound: Param<'_>| match bound {
            Param::Bytes(b) => Param::Bytes(b.into_owned().into()),
            _ => Param::Null,
        };
        rows.push(vec![
            id(union.bind()),
            id(member.bind()),
            Param::Text(IDENTITY.into()),
            Param::Text(number.kind().key().into()),
            bytes(&sealed),
            bytes(&blind),
            bytes(&tail),
        ]);
        places.push(vec![id(union.bind()), bytes(&blind), id(member.bind())]);
    }
    Ok(Identities { rows, places })
}

/// Takes the number of a member away.
///
/// # Errors
/// The store's.
pub fn take_identity(w: &Writer, union: UnionId, member: MemberId) -> Result<(), Error> {
    w.run(LEAVE, &[&union, &member])?;
    w.run(TAKE, &[&union, &member, &IDENTITY]).map(drop)
}

/// Keeps a word on somebody's health, or takes it away if it is empty.
///
/// # Errors
/// The store's.
pub fn set_health(w: &Writer, union: UnionId, member: MemberId, text: &str) -> Result<(), Error> {
    w.run(TAKE, &[&union, &member, &HEALTH])?;
    if !text.is_empty() {
        let sealed = w.seal(SEALED.at(union, member).part(HEALTH), text.as_bytes())?;
        let none: Option<Vec<u8>> = None;
        w.run(ADD, &[&union, &member, &HEALTH, &None::<String>, &sealed, &none, &none])?;
    }
    Ok(())
}

/// A sealed value, opened; `None` if nothing is known, or nothing any more since its key was lost.
fn open(read: &Reader, union: UnionId, member: MemberId, field: &'static str) -> Result<Option<String>, Error> {
    let sealed: Option<Vec<u8>> = read.opt(GET, &[&union, &member, &field], |row| row.get(0))?;
    let Some(bytes) = sealed else { return Ok(None) };
    opened(read, union, member, field, &bytes)
}

fn opened(
    read: &Reader,
    union: UnionId,
    member: MemberId,
    field: &'static str,
    bytes: &[u8],
) -> Result<Option<String>, Error> {
    let plain = read.open_if_held(SEALED.at(union, member).part(field), bytes)?;
    plain.map(|plain| Ok(plain.text()?.to_owned())).transpose()
}

fn number(whole: &str) -> Result<IdentityNumber, Error> {
    IdentityNumber::of_whole(whole).ok_or_else(|| Error::Wrong("no identity number".to_owned()))
}

/// The identity number of a member. Show it masked, or whole to who may see it and whose reading is recorded.
///
/// # Errors
/// The store's.
pub fn identity(read: &Reader, union: UnionId, member: MemberId) -> Result<Option<IdentityNumber>, Error> {
    open(read, union, member, IDENTITY)?
        .map(|whole| number(&whole))
        .transpose()
}

/// What is kept sealed of a member.
#[derive(Default)]
pub struct Kept {
    /// The identity number.
    pub identity: Option<IdentityNumber>,
    /// What is known of the member's health.
    pub health: Option<String>,
}

/// The identity number of a member and what is known of their health, under the conditions of [`identity`] and [`health`].
///
/// # Errors
/// The store's.
pub fn kept(read: &Reader, union: UnionId, member: MemberId) -> Result<Kept, Error> {
    let rows: Vec<(String, Vec<u8>)> = read.rows(GET_BOTH, &[&union, &member, &IDENTITY, &HEALTH], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    let one = |field: &'static str| -> Result<Option<String>, Error> {
        let Some((_, bytes)) = rows.iter().find(|(kept, _)| kept == field) else {
            return Ok(None);
        };
        opened(read, union, member, field, bytes)
    };
    Ok(Kept {
        identity: one(IDENTITY)?.map(|whole| number(&whole)).transpose()?,
        health: one(HEALTH)?,
    })
}

/// What is known of a member's health, for who may see it and whose reading is recorded.
///
/// # Errors
/// The store's.
pub fn health(read: &Reader, union: UnionId, member: MemberId) -> Result<Option<String>, Error> {
    open(read, union, member, HEALTH)
}

/// The member of the union who has this number.
///
/// # Errors
/// The store's.
pub fn with_identity(read: &Reader, union: UnionId, number: &IdentityNumber) -> Result<Option<MemberId>, Error> {
    let blind = read.blind(NUMBER, &number.whole())?;
    read.opt(BY_NUMBER, &[&union, &blind.as_slice()], |row| row.get(0))
}

/// Members whose numbers end in these four signs, at most some hundred.
///
/// # Errors
/// The store's.
pub fn with_tail(read: &Reader, union: UnionId, end: &str) -> Result<Vec<MemberId>, Error> {
    let mut all = Vec::new();
    for tail in read.tails(SEALED, union, end)? {
        let found: Vec<MemberId> = read.rows(BY_TAIL, &[&union, &tail.as_slice()], |row: &Row<'_>| row.get(0))?;
        all.extend(found);
    }
    Ok(all)
}

/// Brings numbers that were sealed before there was an index over their ends under it, some hundred a step. A number whose
/// key is lost stays as it is.
#[derive(Debug, Default)]
pub struct Indexing {
    after: Option<(UnionId, MemberId)>,
    through: bool,
}

impl Indexing {
    /// The next few; says whether all are through.
    ///
    /// # Errors
    /// The store's; the step may be tried again.
    pub fn step(&mut self, store: &Store) -> Result<bool, Error> {
        if self.through {
            return Ok(true);
        }
        let (union, member) = self.after.unwrap_or((UnionId::NIL, MemberId::NIL));
        let rows: Vec<(UnionId, MemberId, Vec<u8>)> = store.read(|r| {
            r.rows(UNFOUND, &[&union, &member], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
        })?;
        let Some((union, member, _)) = rows.last() else {
            self.through = true;
            return Ok(true);
        };
        let last = (*union, *member);
        store.write(move |w| -> Result<(), Error> {
            for (union, member, sealed) in &rows {
                let place = SEALED.at(*union, *member).part(IDENTITY);
                let Some(plain) = w.open_if_held(place, sealed)? else {
                    continue;
                };
                let tail = w.tail(SEALED, *union, end_of(plain.text()?))?;
                w.run(FIND_BY, &[union, member, &sealed.as_slice(), &tail.as_slice()])?;
            }
            Ok(())
        })?;
        self.after = Some(last);
        Ok(false)
    }
}

/// Whether somebody with this number is a member of another union of the installation; never of which.
///
/// # Errors
/// The store's.
pub fn elsewhere(read: &Reader, union: UnionId, number: &IdentityNumber) -> Result<bool, Error> {
    let blind = read.blind(NUMBER, &number.whole())?;
    let found: i64 = read.one(ELSEWHERE, &[&blind.as_slice(), &union], |row| row.get(0))?;
    Ok(found > 0)
}
