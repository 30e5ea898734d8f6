//! Offers, their kinds and slots in the store.

pub(super) mod children;
pub(super) mod places;
pub(super) mod signups;

use ::store::{Asked, Error, Reader, Row, Sql, Writer};
use kernel::{Instant, UnionId};
use web::{AccountId, Act, Reply};

use super::model::{ForChildren, Kind, KindId, Offer, OfferId, OfferStatus, Slot, SlotId, SlotLine, seeds};

macro_rules! offers {
    ($rest:literal) => {
        concat!(
            "SELECT id, kind_id, title, body, who, per_member, opens_on, closes_on, bearer, cost, from_day, until_day, place,
               children, age_from, age_until, consent, forgotten_on, keep_days, status, version FROM offer WHERE union_id = $1",
            $rest
        )
    };
}

const KINDS: Sql =
    Sql::union("SELECT id, name, children, ended, version FROM offer_kind WHERE union_id = $1 ORDER BY name");
const KEEP_KIND: Sql = Sql::union(
    "INSERT INTO offer_kind (union_id, id, name, children, ended, version) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (union_id, id) DO UPDATE SET name = excluded.name, children = excluded.children, ended = excluded.ended,
       version = excluded.version",
);
const ADD: Sql = Sql::union(
    "INSERT INTO offer (union_id, id, kind_id, title, body, who, per_member, opens_on, closes_on, bearer, cost, from_day,
       until_day, place, children, age_from, age_until, consent, keep_days, status, made_at, made_by, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, 'open', $20, $21, 1)",
);
const EDIT: Sql = Sql::union(
    "UPDATE offer SET kind_id = $4, title = $5, body = $6, who = $7, per_member = $8, opens_on = $9, closes_on = $10, from_day = $11,
       until_day = $12, place = $13, keep_days = $14, version = version + 1 WHERE union_id = $1 AND id = $2 AND version = $3",
);
const CLOSE: Sql = Sql::union(
    "UPDATE offer SET status = $4, version = version + 1 WHERE union_id = $1 AND id = $2 AND version = $3 AND status <> $4",
);
const FORGOTTEN: Sql = Sql::union(
    "UPDATE offer SET forgotten_on = $3 WHERE union_id = $1 AND id = $2 AND children = 1 AND forgotten_on IS NULL",
);
const ONE: Sql = Sql::union(offers!(" AND id = $2"));
/// Most offers of a list.
pub(super) const MOST: u16 = 200;
const LATEST: Sql = Sql::union(offers!(" ORDER BY closes_on DESC, id DESC LIMIT $2"));
const WITH_CHILDREN: Sql = Sql::union(offers!(
    " AND EXISTS (SELECT 1 FROM offer_child c JOIN offer_signup s ON s.union_id = c.union_id AND s.id = c.signup_id
         WHERE c.union_id = $1 AND s.union_id = $1 AND s.offer_id = offer.id) ORDER BY id"
));
const ADD_SLOT: Sql = Sql::union(
    "INSERT INTO offer_slot (union_id, id, offer_id, name, places, is_full, version) VALUES ($1, $2, $3, $4, $5, $6, 1)",
);
const SLOT: Sql = Sql::union(
    "SELECT id, name, places, is_full, version FROM offer_slot WHERE union_id = $1 AND offer_id = $2 AND id = $3",
);
const SLOTS: Sql = Sql::union(
    "SELECT s.id, s.name, s.places, s.is_full, s.version,
       (SELECT COUNT(*) FROM offer_place p WHERE p.union_id = $1 AND p.slot_id = s.id AND p.taken = 1),
       (SELECT COUNT(*) FROM offer_signup w WHERE w.union_id = $1 AND w.slot_id = s.id AND w.status = 'waiting')
     FROM offer_slot s WHERE s.union_id = $1 AND s.offer_id = $2 ORDER BY s.name, s.id",
);
const OPEN: Sql = Sql::union(
    "SELECT COUNT(*) FROM offer WHERE union_id = $1 AND status = 'open' AND opens_on <= $2 AND closes_on >= $2",
);

/// The kinds as they stand: the union's own, and those that came with the program and were not touched.
pub(super) fn kinds(read: &Reader, union: UnionId) -> Result<Vec<Kind>, Error> {
    let mut own = read.rows(KINDS, &[&union], |row| {
        Ok(Kind {
            id: row.get(0)?,
            name: row.get(1)?,
            children: row.get(2)?,
            ended: row.get(3)?,
            version: row.get(4)?,
        })
    })?;
    let mut all = Vec::new();
    for seed in seeds() {
        let known = own.iter().position(|k| k.id == seed.id);
        all.push(known.map_or(seed, |at| own.remove(at)));
    }
    all.extend(own);
    Ok(all)
}

/// One of the kinds.
pub(super) fn kind(read: &Reader, union: UnionId, id: KindId) -> Result<Option<Kind>, Error> {
    Ok(kinds(read, union)?.into_iter().find(|k| k.id == id))
}

pub(super) fn keep_kind(w: &Writer, union: UnionId, k: &Kind) -> Result<(), Error> {
    w.run(KEEP_KIND, &[&union, &k.id, &k.name, &k.children, &k.ended, &k.version])
        .map(drop)
}

fn offer(row: &Row<'_>) -> Result<Offer, Error> {
    let mut c = row.cells();
    let (id, kind, title, text) = (c.take()?, c.take()?, c.take()?, c.take()?);
    let who: String = c.take()?;
    let who = serde_json::from_str(&who).map_err(|e| Error::Wrong(format!("conditions of an offer: {e}")))?;
    let (per_member, opens, closes, bearer, cost) = (c.take()?, c.take()?, c.take()?, c.take()?, c.take()?);
    let (from, until, place) = (c.take()?, c.take()?, c.take()?);
    let is_for: bool = c.take()?;
    let (least, most): (Option<i64>, Option<i64>) = (c.take()?, c.take()?);
    let (consent, forgotten): (Option<String>, _) = (c.take()?, c.take()?);
    let children = is_for.then(|| ForChildren {
        from: least.unwrap_or_default(),
        until: most.unwrap_or_default(),
        consent: consent.unwrap_or_default(),
        forgotten,
    });
    Ok(Offer {
        id,
        kind,
        title,
        text,
        who,
        per_member,
        opens,
        closes,
        bearer,
        cost,
        from,
        until,
        place,
        children,
        keep_days: c.take()?,
        status: c.take()?,
        version: c.take()?,
    })
}

fn who(o: &Offer) -> Result<String, Error> {
    serde_json::to_string(&o.who).map_err(|e| Error::Other(format!("conditions of an offer: {e}")))
}

pub(super) fn add(w: &Writer, union: UnionId, o: &Offer, (at, by): (Instant, AccountId)) -> Result<(), Error> {
    let of = o.children.as_ref();
    let (least, most) = (of.map(|c| c.from), of.map(|c| c.until));
    let consent = of.map(|c| c.consent.as_str());
    w.run(
        ADD,
        &[
            &union,
            &o.id,
            &o.kind,
            &o.title,
            &o.text,
            &who(o)?,
            &o.per_member,
            &o.opens,
            &o.closes,
            &o.bearer,
            &o.cost,
            &o.from,
            &o.until,
            &o.place,
            &of.is_some(),
            &least,
            &most,
            &consent,
            &o.keep_days,
            &at,
            &by,
        ],
    )
    .map(drop)
}

/// Writes what may be changed later, if nobody else changed it meanwhile.
pub(super) fn edit(act: &Act<'_>, o: &Offer) -> Reply<()> {
    act.run_fresh(
        EDIT,
        &[
            &act.union(),
            &o.id,
            &o.version,
            &o.kind,
            &o.title,
            &o.text,
            &who(o)?,
            &o.per_member,
            &o.opens,
            &o.closes,
            &o.from,
            &o.until,
            &o.place,
            &o.keep_days,
        ],
    )
}

pub(super) fn set_status(act: &Act<'_>, id: OfferId, version: i64, to: OfferStatus) -> Reply<()> {
    act.run_fresh(CLOSE, &[&act.union(), &id, &version, &to])
}

/// Notes that what was kept of children is gone; the first day of which that was true stays.
pub(super) fn set_forgotten(w: &Writer, union: UnionId, id: OfferId, on: kernel::Date) -> Result<(), Error> {
    w.run(FORGOTTEN, &[&union, &id, &on]).map(drop)
}

pub(super) fn get(read: &Reader, union: UnionId, id: OfferId) -> Result<Offer, Error> {
    ask(read, union, id)?.one()
}

/// Asks for an offer.
pub(super) fn ask(read: &Reader, union: UnionId, id: OfferId) -> Result<Asked<'_, Offer>, Error> {
    read.ask(ONE, &[&union, &id], offer)
}

pub(super) fn latest(read: &Reader, union: UnionId) -> Result<Vec<Offer>, Error> {
    read.rows(LATEST, &[&union, &i64::from(MOST)], offer)
}

/// Offers of whose children something is kept, whatever the offer says of it.
pub(super) fn with_children(read: &Reader, union: UnionId) -> Result<Vec<Offer>, Error> {
    read.rows(WITH_CHILDREN, &[&union], offer)
}

/// How many take sign-ups on a day.
pub(super) fn open_count(read: &Reader, union: UnionId, day: kernel::Date) -> Result<i64, Error> {
    read.one(OPEN, &[&union, &day], |row| row.get(0))
}

fn slot_of(row: &Row<'_>) -> Result<Slot, Error> {
    Ok(Slot {
        id: row.get(0)?,
        name: row.get(1)?,
        places: row.get(2)?,
        full: row.get(3)?,
        version: row.get(4)?,
    })
}

pub(super) fn add_slot(w: &Writer, union: UnionId, offer: OfferId, s: &Slot) -> Result<(), Error> {
    w.run(ADD_SLOT, &[&union, &s.id, &offer, &s.name, &s.places, &s.full])
        .map(drop)
}

/// A slot of an offer; none if it is none of its.
pub(super) fn slot(read: &Reader, union: UnionId, offer: OfferId, id: SlotId) -> Result<Option<Slot>, Error> {
    ask_slot(read, union, offer, id)?.opt()
}

/// Asks for a slot of an offer.
pub(super) fn ask_slot(read: &Reader, union: UnionId, offer: OfferId, id: SlotId) -> Result<Asked<'_, Slot>, Error> {
    read.ask(SLOT, &[&union, &offer, &id], slot_of)
}

/// The slots of an offer, with how many have a place and how many wait.
pub(super) fn slots(read: &Reader, union: UnionId, offer: OfferId) -> Result<Vec<SlotLine>, Error> {
    read.rows(SLOTS, &[&union, &offer], |row| {
        Ok(SlotLine {
            slot: slot_of(row)?,
            taken: row.get(5)?,
            waiting: row.get(6)?,
        })
    })
}
