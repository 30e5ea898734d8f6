//! The act that is measured: a member votes. Two look-ups, two rows added, one changed.

use kernel::{Id, Instant, Money, UnionId, clock};
use store::{Bind, Error, Migration, Reader, Sql, Store, Writer};

/// Members of the union.
pub const MEMBERS: u32 = 1_000;
/// Votes that are in the table before.
pub const CAST: u32 = 100_000;

/// The tables.
pub const STEPS: &[Migration] = &[Migration {
    system: "trial",
    number: 1,
    name: "0001_trial",
    sql: "CREATE TABLE member (union_id BYTEA NOT NULL, id BYTEA NOT NULL, name TEXT NOT NULL, acts BIGINT NOT NULL,
            CONSTRAINT member_pk PRIMARY KEY (union_id, id));
          CREATE TABLE ballot (union_id BYTEA NOT NULL, id BYTEA NOT NULL, status TEXT NOT NULL,
            CONSTRAINT ballot_pk PRIMARY KEY (union_id, id), CONSTRAINT ballot_status CHECK (status IN ('open', 'closed')));
          CREATE TABLE vote (union_id BYTEA NOT NULL, id BYTEA NOT NULL, ballot BYTEA NOT NULL, member BYTEA NOT NULL,
            choice BIGINT NOT NULL, cast_at BIGINT NOT NULL,
            CONSTRAINT vote_pk PRIMARY KEY (union_id, id),
            CONSTRAINT vote_ballot FOREIGN KEY (union_id, ballot) REFERENCES ballot (union_id, id),
            CONSTRAINT vote_member FOREIGN KEY (union_id, member) REFERENCES member (union_id, id));
          CREATE INDEX vote_by_ballot ON vote (union_id, ballot, cast_at);
          CREATE TABLE event (union_id BYTEA NOT NULL, id BYTEA NOT NULL, actor BYTEA NOT NULL, what TEXT NOT NULL,
            at BIGINT NOT NULL, CONSTRAINT event_pk PRIMARY KEY (union_id, id));",
    data: "",
}];

pub const MEMBER: Sql = Sql::union("SELECT name, acts FROM member WHERE union_id = $1 AND id = $2");
pub const BALLOT: Sql = Sql::union("SELECT status FROM ballot WHERE union_id = $1 AND id = $2");
pub const VOTE: Sql =
    Sql::union("INSERT INTO vote (union_id, id, ballot, member, choice, cast_at) VALUES ($1, $2, $3, $4, $5, $6)");
pub const ACTED: Sql = Sql::union("UPDATE member SET acts = acts + 1 WHERE union_id = $1 AND id = $2");
pub const EVENT: Sql = Sql::union("INSERT INTO event (union_id, id, actor, what, at) VALUES ($1, $2, $3, $4, $5)");
const NEW_MEMBER: Sql = Sql::union("INSERT INTO member (union_id, id, name, acts) VALUES ($1, $2, $3, 0)");
const NEW_BALLOT: Sql = Sql::union("INSERT INTO ballot (union_id, id, status) VALUES ($1, $2, 'open')");
const PAGE: Sql = Sql::union(
    "SELECT v.choice, v.cast_at, m.name FROM vote AS v JOIN member AS m ON m.union_id = v.union_id AND m.id = v.member \
     WHERE v.union_id = $1 AND v.ballot = $2 ORDER BY v.cast_at DESC LIMIT 50",
);
const VOTES: Sql = Sql::union("SELECT COUNT(*) FROM vote WHERE union_id = $1");
const EVENTS: Sql = Sql::union("SELECT COUNT(*) FROM event WHERE union_id = $1");

/// An id made of a number, so that every program here can make it.
pub fn id<K>(number: u32) -> Id<K> {
    let mut bytes = [0; 16];
    bytes[12..].copy_from_slice(&number.to_be_bytes());
    Id::from_bytes(&bytes).unwrap()
}
pub fn union() -> UnionId {
    id(1)
}
fn at(n: u32) -> Instant {
    Instant::from_millis(1_790_000_000_000 + i64::from(n))
}

/// Members, one ballot, and votes already cast.
pub fn fill(store: &Store) {
    let filled: Result<(), Error> = store.write(|w| {
        w.run(NEW_BALLOT, &[&union(), &id::<()>(1)])?;
        for n in 0..MEMBERS {
            w.run(NEW_MEMBER, &[&union(), &id::<()>(n), &format!("会员{n:04}")])?;
        }
        let (union, ballot) = (union(), id::<()>(1));
        let rows: Vec<_> = (0..CAST)
            .map(|n| (id::<()>(n), id::<()>(n % MEMBERS), Money::from_fen(1), at(n)))
            .collect();
        w.load(
            VOTE,
            rows.iter().map(|(id, member, choice, at)| {
                [
                    union.bind(),
                    id.bind(),
                    ballot.bind(),
                    member.bind(),
                    choice.bind(),
                    at.bind(),
                ]
            }),
        )?;
        Ok(())
    });
    filled.unwrap();
    // Until a table has statistics PostgreSQL guesses, and guesses badly; its own housekeeping needs a minute.
    let analyzed: Result<u64, Error> = store.write(|w| w.run(Sql::house("ANALYZE", "after a bulk load"), &[]));
    analyzed.unwrap();
}

/// One act of member `number`.
pub fn vote(w: &Writer, number: u32) -> Result<(), Error> {
    let (union, ballot, member) = (union(), id::<()>(1), id::<()>(number % MEMBERS));
    let now = clock::Clock::system().now();
    w.one(MEMBER, &[&union, &member], |row| row.get::<String>(0))?;
    if w.one(BALLOT, &[&union, &ballot], |row| row.get::<String>(0))? != "open" {
        return Err(Error::Missing);
    }
    w.run(
        VOTE,
        &[&union, &clock::fresh::<()>(now), &ballot, &member, &1_i64, &now],
    )?;
    w.run(ACTED, &[&union, &member])?;
    w.run(EVENT, &[&union, &clock::fresh::<()>(now), &member, &"voted", &now])?;
    Ok(())
}

/// The newest votes, as a page shows them.
pub fn page(r: &Reader) -> Result<String, Error> {
    let lines = r.rows(PAGE, &[&union(), &id::<()>(1)], |row| {
        let mut c = row.cells();
        Ok(format!(
            "<li>{} {} {}",
            c.take::<i64>()?,
            c.take::<i64>()?,
            c.take::<String>()?
        ))
    })?;
    Ok(lines.join("\n"))
}

/// Votes and events in the tables.
pub fn counted(store: &Store) -> (i64, i64) {
    let counted: Result<_, Error> = store.read(|r| {
        Ok((
            r.one(VOTES, &[&union()], |row| row.get(0))?,
            r.one(EVENTS, &[&union()], |row| row.get(0))?,
        ))
    });
    counted.unwrap()
}
