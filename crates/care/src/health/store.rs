//! Health checks in the store. A place is taken by writing the booking into one of the day's free rows; where to begin looking
//! is left to the booking's id, so that people who book at once rarely reach for the same row.

use ::store::{Bind, Error, Param, Reader, Row, Sql, secret::Sealed};
use kernel::{Date, Instant, UnionId};
use org::MemberId;
use web::{Act, Reply};

use super::model::{Booking, BookingId, CheckDay, DayId, NoteId, Package, PackageId, Round, RoundId, Status};

/// The column of what a member keeps for themselves.
pub(super) const NOTE: Sealed = Sealed::of_union("own_note", "sealed", "id");

macro_rules! rounds {
    ($rest:literal) => {
        concat!(
            "SELECT id, name, opens_on, closes_on, note, status, version FROM check_round WHERE union_id = $1",
            $rest
        )
    };
}
macro_rules! bookings {
    ($rest:literal) => {
        concat!(
            "SELECT b.id, b.round_id, b.member_id, m.name, b.body_id, b.package_id, b.day_id, b.price, b.status, b.attended_on, b.version
             FROM check_booking b JOIN member m ON m.union_id = b.union_id AND m.id = b.member_id WHERE b.union_id = $1",
            $rest
        )
    };
}

const ADD_ROUND: Sql = Sql::union(
    "INSERT INTO check_round (union_id, id, name, opens_on, closes_on, note, status, made_at, made_by, version)
     VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, $8, 1)",
);
const ROUND: Sql = Sql::union(rounds!(" AND id = $2"));
const ROUNDS: Sql = Sql::union(rounds!(" ORDER BY opens_on DESC, id DESC LIMIT 200"));
const CLOSE: Sql = Sql::union(
    "UPDATE check_round SET status = 'closed', version = version + 1 WHERE union_id = $1 AND id = $2 AND version = $3 AND status = 'open'",
);
const ADD_PACKAGE: Sql = Sql::union(
    "INSERT INTO check_package (union_id, id, round_id, name, items, sex, price) VALUES ($1, $2, $3, $4, $5, $6, $7)",
);
const PACKAGES: Sql = Sql::union(
    "SELECT id, name, items, sex, price FROM check_package WHERE union_id = $1 AND round_id = $2 ORDER BY id",
);
const ADD_DAY: Sql = Sql::union(
    "INSERT INTO check_day (union_id, id, round_id, place, day, code, reminded) VALUES ($1, $2, $3, $4, $5, $6, 0)",
);
const ADD_SLOT: Sql = Sql::union("INSERT INTO check_slot (union_id, day_id, number) VALUES ($1, $2, $3)");
const DAYS: Sql = Sql::union(
    "SELECT d.id, d.place, d.day,
       (SELECT COUNT(*) FROM check_slot s WHERE s.union_id = $1 AND s.day_id = d.id),
       (SELECT COUNT(*) FROM check_slot s WHERE s.union_id = $1 AND s.day_id = d.id AND s.booking_id IS NULL),
       (SELECT COUNT(*) FROM check_booking b WHERE b.union_id = $1 AND b.day_id = d.id AND b.status = 'waiting'), d.code
     FROM check_day d WHERE d.union_id = $1 AND d.round_id = $2 ORDER BY d.day, d.id",
);
const ADD_BOOKING: Sql = Sql::union(
    "INSERT INTO check_booking (union_id, id, round_id, member_id, body_id, package_id, day_id, price, status, at, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)",
);
const BOOKING: Sql = Sql::union(bookings!(" AND b.id = $2"));
const BOOKINGS: Sql = Sql::union(bookings!(" AND b.round_id = $2 ORDER BY m.sound, m.id"));
const OF_MEMBER: Sql = Sql::union(bookings!(" AND b.member_id = $2 ORDER BY b.at DESC"));
const NEXT: Sql = Sql::union(bookings!(
    " AND b.day_id = $2 AND b.status = 'waiting' ORDER BY b.at, b.id LIMIT 1"
));
const DROP_BOOKING: Sql = Sql::union("DELETE FROM check_booking WHERE union_id = $1 AND id = $2");
const SET: Sql = Sql::union(
    "UPDATE check_booking SET status = $3, attended_on = $4, version = version + 1 WHERE union_id = $1 AND id = $2 AND status = $5",
);
const CHANGE: Sql = Sql::union(
    "UPDATE check_booking SET package_id = $3, price = $4, version = version + 1 WHERE union_id = $1 AND id = $2 AND version = $5",
);
const FREE_FROM: Sql = Sql::union(
    "SELECT number FROM check_slot WHERE union_id = $1 AND day_id = $2 AND number >= $3 AND booking_id IS NULL ORDER BY number LIMIT 1",
);
const TAKE: Sql = Sql::union(
    "UPDATE check_slot SET booking_id = $4 WHERE union_id = $1 AND day_id = $2 AND number = $3 AND booking_id IS NULL",
);
const LEAVE: Sql = Sql::union("UPDATE check_slot SET booking_id = NULL WHERE union_id = $1 AND booking_id = $2");
const SLOTS: Sql = Sql::union("SELECT COUNT(*) FROM check_slot WHERE union_id = $1 AND day_id = $2");
const TO_REMIND: Sql = Sql::union(
    "SELECT id, place, day, round_id FROM check_day WHERE union_id = $1 AND day >= $2 AND day <= $3 AND reminded = 0",
);
const REMINDED: Sql = Sql::union("UPDATE check_day SET reminded = 1 WHERE union_id = $1 AND id = $2");
const ADD_NOTE: Sql =
    Sql::union("INSERT INTO own_note (union_id, id, member_id, sealed, kept_at) VALUES ($1, $2, $3, $4, $5)");
const NOTES: Sql = Sql::union(
    "SELECT id, sealed, kept_at FROM own_note WHERE union_id = $1 AND member_id = $2 ORDER BY kept_at DESC, id DESC LIMIT 50",
);
const DROP_NOTE: Sql = Sql::union("DELETE FROM own_note WHERE union_id = $1 AND id = $2 AND member_id = $3");

fn round_of(row: &Row<'_>) -> Result<Round, Error> {
    let mut c = row.cells();
    Ok(Round {
        id: c.take()?,
        name: c.take()?,
        opens: c.take()?,
        closes: c.take()?,
        note: c.take()?,
        status: c.take()?,
        version: c.take()?,
    })
}

fn booking_of(row: &Row<'_>) -> Result<Booking, Error> {
    let mut c = row.cells();
    Ok(Booking {
        id: c.take()?,
        round: c.take()?,
        member: c.take()?,
        name: c.take()?,
        group: c.take()?,
        package: c.take()?,
        day: c.take()?,
        price: c.take()?,
        status: c.take()?,
        attended: c.take()?,
        version: c.take()?,
    })
}

pub(super) fn add_round(act: &Act<'_>, r: &Round) -> Result<(), Error> {
    let (now, by) = (act.now(), act.actor().account);
    act.run(
        ADD_ROUND,
        &[&act.union(), &r.id, &r.name, &r.opens, &r.closes, &r.note, &now, &by],
    )
    .map(drop)
}

pub(super) fn round(read: &Reader, union: UnionId, id: RoundId) -> Result<Round, Error> {
    read.one(ROUND, &[&union, &id], round_of)
}

pub(super) fn rounds(read: &Reader, union: UnionId) -> Result<Vec<Round>, Error> {
    read.rows(ROUNDS, &[&union], round_of)
}

pub(super) fn close(act: &Act<'_>, id: RoundId, version: i64) -> Reply<()> {
    act.run_fresh(CLOSE, &[&act.union(), &id, &version])
}

pub(super) fn add_package(act: &Act<'_>, round: RoundId, p: &Package) -> Result<(), Error> {
    act.run(
        ADD_PACKAGE,
        &[&act.union(), &p.id, &round, &p.name, &p.items, &p.sex, &p.price],
    )
    .map(drop)
}

pub(super) fn packages(read: &Reader, union: UnionId, round: RoundId) -> Result<Vec<Package>, Error> {
    read.rows(PACKAGES, &[&union, &round], |row| {
        let mut c = row.cells();
        Ok(Package {
            id: c.take::<PackageId>()?,
            name: c.take()?,
            items: c.take()?,
            sex: c.take()?,
            price: c.take()?,
        })
    })
}

/// Keeps a day with its places, each a row.
pub(super) fn add_day(act: &Act<'_>, round: RoundId, d: &CheckDay) -> Result<(), Error> {
    let union = act.union();
    act.run(ADD_DAY, &[&union, &d.id, &round, &d.place, &d.day, &d.code])?;
    let rows = (1..=d.places).map(|n| {
        let bound: [&dyn Bind; 3] = [&union, &d.id, &n];
        bound
            .iter()
            .map(|v| v.bind().into_owned())
            .collect::<Vec<Param<'static>>>()
    });
    act.writer().load(ADD_SLOT, rows).map(drop)
}

pub(super) fn days(read: &Reader, union: UnionId, round: RoundId) -> Result<Vec<CheckDay>, Error> {
    read.rows(DAYS, &[&union, &round], |row| {
        let mut c = row.cells();
        Ok(CheckDay {
            id: c.take::<DayId>()?,
            place: c.take()?,
            day: c.take()?,
            places: c.take()?,
            free: c.take()?,
            waiting: c.take()?,
            code: c.take()?,
        })
    })
}

/// Takes a free place of a day for a booking; whether there was one.
pub(super) fn take_place(act: &Act<'_>, day: DayId, booking: BookingId) -> Result<bool, Error> {
    let union = act.union();
    let all: i64 = act.one(SLOTS, &[&union, &day], |row| row.get(0))?;
    let [.., last] = *booking.bytes();
    let first = 1 + i64::from(last) % all.max(1);
    for from in [first, 1] {
        let free: Option<i64> = act.opt(FREE_FROM, &[&union, &day, &from], |row| row.get(0))?;
        if let Some(number) = free {
            return Ok(act.run(TAKE, &[&union, &day, &number, &booking])? > 0);
        }
    }
    Ok(false)
}

pub(super) fn leave_place(act: &Act<'_>, booking: BookingId) -> Result<bool, Error> {
    Ok(act.run(LEAVE, &[&act.union(), &booking])? > 0)
}

pub(super) fn add_booking(act: &Act<'_>, b: &Booking) -> Result<(), Error> {
    act.run(
        ADD_BOOKING,
        &[
            &act.union(),
            &b.id,
            &b.round,
            &b.member,
            &b.group,
            &b.package,
            &b.day,
            &b.price,
            &b.status,
            &act.now(),
        ],
    )
    .map(drop)
}

pub(super) fn booking(read: &Reader, union: UnionId, id: BookingId) -> Result<Booking, Error> {
    read.one(BOOKING, &[&union, &id], booking_of)
}

pub(super) fn bookings(read: &Reader, union: UnionId, round: RoundId) -> Result<Vec<Booking>, Error> {
    read.rows(BOOKINGS, &[&union, &round], booking_of)
}

pub(super) fn of_member(read: &Reader, union: UnionId, member: MemberId) -> Result<Vec<Booking>, Error> {
    read.rows(OF_MEMBER, &[&union, &member], booking_of)
}

/// Who waits longest for a place of a day.
pub(super) fn next_waiting(read: &Reader, union: UnionId, day: DayId) -> Result<Option<Booking>, Error> {
    read.opt(NEXT, &[&union, &day], booking_of)
}

pub(super) fn drop_booking(act: &Act<'_>, id: BookingId) -> Result<(), Error> {
    act.run(DROP_BOOKING, &[&act.union(), &id]).map(drop)
}

/// Changes the package of a booking that is as it was seen.
pub(super) fn set_package(act: &Act<'_>, b: &Booking, p: &Package) -> Reply<()> {
    act.run_fresh(CHANGE, &[&act.union(), &b.id, &p.id, &p.price, &b.version])
}

/// Writes where a booking stands if it still stands as it was seen; whether it did.
pub(super) fn set(act: &Act<'_>, id: BookingId, was: Status, to: Status, on: Option<Date>) -> Result<bool, Error> {
    Ok(act.run(SET, &[&act.union(), &id, &to, &on, &was])? > 0)
}

/// Days of checks within these of which nobody was reminded yet.
pub(super) fn to_remind(
    read: &Reader,
    union: UnionId,
    (from, until): (Date, Date),
) -> Result<Vec<(DayId, String, Date, RoundId)>, Error> {
    read.rows(TO_REMIND, &[&union, &from, &until], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    })
}

pub(super) fn set_reminded(w: &::store::Writer, union: UnionId, day: DayId) -> Result<(), Error> {
    w.run(REMINDED, &[&union, &day]).map(drop)
}

/// Keeps what a member keeps for themselves.
pub(super) fn add_note(act: &Act<'_>, id: NoteId, member: MemberId, text: &str) -> Result<(), Error> {
    let union = act.union();
    let sealed = act.writer().seal(NOTE.at(union, id), text.as_bytes())?;
    act.run(ADD_NOTE, &[&union, &id, &member, &sealed, &act.now()])
        .map(drop)
}

/// What a member keeps for themselves, opened; nothing of what was sealed under a key that is lost.
pub(super) fn notes(
    read: &Reader,
    union: UnionId,
    member: MemberId,
) -> Result<Vec<(NoteId, Option<String>, Instant)>, Error> {
    let rows: Vec<(NoteId, Vec<u8>, Instant)> = read.rows(NOTES, &[&union, &member], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    rows.into_iter()
        .map(|(id, sealed, at)| {
            let plain = read.open_if_held(NOTE.at(union, id), &sealed)?;
            let text = plain.map(|plain| plain.text().map(str::to_owned)).transpose()?;
            Ok((id, text, at))
        })
        .collect()
}

pub(super) fn drop_note(act: &Act<'_>, id: NoteId, member: MemberId) -> Result<bool, Error> {
    Ok(act.run(DROP_NOTE, &[&act.union(), &id, &member])? > 0)
}
