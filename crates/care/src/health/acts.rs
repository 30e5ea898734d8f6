//! What is done in a round: set up, booked, given back, attended.

use ::store::OnConstraint;
use facts::measures::{HEALTH_MONEY, HEALTH_PERSON_TIMES};
use flow::Outcome;
use kernel::{Date, Lang, Money, Text};
use org::{
    BodyId, MemberId,
    members::{Field, history},
    power::CARE_RECORD,
};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Fault, Record, Refusal, Reply, door::store as accounts};

use super::{
    BOOKING,
    event::Happened,
    model::{
        Booking, BookingId, Cannot, CheckDay, DayId, MOST_PLACES, Package, PackageId, Round, RoundId, RoundStatus, Sex,
        Status, may_attend, may_book,
    },
    store,
};
use crate::given::{self, Gift};

fn done(id: RoundId, say: &str) -> Done {
    Done::to(format!("/check_rounds/{id}")).record(id).say(say)
}

/// A new round.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Make {
    name: Text<60>,
    opens: Date,
    closes: Date,
    note: Option<Text<500>>,
}

pub(super) fn make(act: &mut Act<'_>, form: Make) -> Reply<Done> {
    if form.closes < form.opens {
        return Err(Refusal::field("closes", "health.round.reversed").into());
    }
    let round = Round {
        id: act.id(),
        name: form.name.into_string(),
        opens: form.opens,
        closes: form.closes,
        note: form.note.map(Text::into_string),
        status: RoundStatus::Open,
        version: 1,
    };
    store::add_round(act, &round)?;
    act.note(&Happened::Made { round: round.id })?;
    Ok(done(round.id, "health.round.made"))
}

/// A round that goes on.
fn open(act: &Act<'_>, id: RoundId) -> Reply<Round> {
    let round = store::round(act, act.union(), id)?;
    if round.status == RoundStatus::Closed {
        return Err(Cannot::Closed.into());
    }
    Ok(round)
}

/// A package of a round.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct NewPackage {
    id: RoundId,
    package_name: Text<60>,
    items: Text<1000>,
    sex: Option<Sex>,
    price: Money,
}

pub(super) fn package(act: &mut Act<'_>, form: NewPackage) -> Reply<Done> {
    let round = open(act, form.id)?;
    if form.price < Money::ZERO {
        return Err(Refusal::field("price", "health.round.price_wrong").into());
    }
    let package = Package {
        id: act.id(),
        name: form.package_name.into_string(),
        items: form.items.into_string(),
        sex: form.sex,
        price: form.price,
    };
    store::add_package(act, round.id, &package)?;
    act.note(&Happened::Package {
        round: round.id,
        package: package.id,
    })?;
    Ok(done(round.id, "health.round.package_added"))
}

/// A day with its places.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct NewDay {
    id: RoundId,
    place: Text<60>,
    day: Date,
    places: i64,
}

pub(super) fn day(act: &mut Act<'_>, form: NewDay) -> Reply<Done> {
    let round = open(act, form.id)?;
    if form.day < act.today() {
        return Err(Cannot::Over.into());
    }
    if !(1..=MOST_PLACES).contains(&form.places) {
        return Err(Refusal::field("places", "health.round.places_wrong")
            .arg("most", MOST_PLACES)
            .into());
    }
    let id: DayId = act.id();
    // of chance alone: whoever books sees the ids of days
    let code = format!("{:06}", u32::from_be_bytes(kernel::clock::random::<4>()) % 1_000_000);
    let day = CheckDay {
        id,
        place: form.place.into_string(),
        day: form.day,
        places: form.places,
        free: form.places,
        waiting: 0,
        code,
    };
    store::add_day(act, round.id, &day)?;
    act.note(&Happened::Day {
        round: round.id,
        day: id,
        places: form.places,
    })?;
    Ok(done(round.id, "health.round.day_added"))
}

/// Which round, as it was seen.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Close {
    id: RoundId,
    version: i64,
}

pub(super) fn close(act: &mut Act<'_>, form: Close) -> Reply<Done> {
    store::round(act, act.union(), form.id)?;
    store::close(act, form.id, form.version)?;
    act.note(&Happened::Closed { round: form.id })?;
    Ok(done(form.id, "health.round.is_closed"))
}

/// What is wished for.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Book {
    id: RoundId,
    package: PackageId,
    day: DayId,
}

/// The member books for themselves, or changes what they booked.
pub(super) fn book(act: &mut Act<'_>, form: Book) -> Reply<Done> {
    let Some(member) = super::own::me(act) else {
        return Err(Refusal::missing().into());
    };
    let round = open(act, form.id)?;
    if !round.takes(act.today()) {
        return Err(Cannot::Closed.into());
    }
    let (id, status) = keep(act, &round, member, (form.package, form.day))?;
    let say = if status == Status::Waiting {
        "health.booking.waits"
    } else {
        "health.booking.booked"
    };
    Ok(Done::to(format!("/check_bookings/{id}")).record(id).say(say))
}

/// For whom an officer books.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct BookFor {
    id: RoundId,
    member: MemberId,
    package: PackageId,
    day: DayId,
}

/// An officer books for somebody, also before and after the days of booking.
pub(super) fn book_for(act: &mut Act<'_>, form: BookFor) -> Reply<Done> {
    let round = open(act, form.id)?;
    super::rounds::may_touch(act, form.member)?;
    let (_, status) = keep(act, &round, form.member, (form.package, form.day))?;
    let say = if status == Status::Waiting {
        "health.booking.waits"
    } else {
        "health.booking.booked"
    };
    Ok(done(round.id, say))
}

/// Somebody as the register knows them today: whether they work, their sex, their group.
fn person(act: &Act<'_>, member: MemberId) -> Reply<(bool, Option<Sex>, Option<BodyId>)> {
    let course = history::believed(act, act.union(), member)?;
    let Some((is, _)) = course.last() else {
        return Err(Cannot::NotActive.into());
    };
    let known = &is.particulars;
    let sex = known.get(Field::Sex).and_then(Sex::of_key);
    Ok((is.status.works(), sex, known.group()))
}

/// Keeps a booking; one that was there before is given back first, and whoever waited for its place moves up.
fn keep(
    act: &Act<'_>,
    round: &Round,
    member: MemberId,
    (package, day): (PackageId, DayId),
) -> Reply<(BookingId, Status)> {
    let union = act.union();
    let packages = store::packages(act, union, round.id)?;
    let package = packages.into_iter().find(|p| p.id == package);
    let package = package.ok_or_else(|| Refusal::field("package", "health.cannot.no_package"))?;
    let days = store::days(act, union, round.id)?;
    let day = days.into_iter().find(|d| d.id == day);
    let day = day.ok_or_else(|| Refusal::field("day", "health.cannot.no_day"))?;
    let (works, sex, group) = person(act, member)?;
    may_book((works, sex), &package, day.day, act.today())?;
    let before = store::of_member(act, union, member)?;
    if let Some(before) = before.into_iter().find(|b| b.round == round.id) {
        if before.day == day.id && before.status != Status::Attended {
            return change(act, &before, &package);
        }
        if before.status == Status::Booked && day.free == 0 {
            return Err(Cannot::Full.into());
        }
        give_back(act, &before)?;
    }
    let id: BookingId = act.id();
    let mut booking = Booking {
        id,
        round: round.id,
        member,
        name: String::new(),
        group,
        package: package.id,
        day: day.id,
        price: package.price,
        status: Status::Waiting,
        attended: None,
        version: 1,
    };
    store::add_booking(act, &booking).on_constraint::<web::Stop>("check_booking_once", || Refusal::stale().into())?;
    // who waits already goes before
    if store::take_place(act, day.id, id)? {
        store::set(act, id, Status::Waiting, Status::Booked, None)?;
        booking.status = Status::Booked;
    }
    act.note(&Happened::Booked {
        booking: id,
        round: round.id,
        member,
        status: booking.status,
    })?;
    Ok((id, booking.status))
}

/// Another package on the same day: the place, and the place in the queue, stay.
fn change(act: &Act<'_>, booking: &Booking, package: &Package) -> Reply<(BookingId, Status)> {
    if booking.package == package.id {
        return Err(Cannot::Same.into());
    }
    store::set_package(act, booking, package)?;
    act.note(&Happened::Changed {
        booking: booking.id,
        package: package.id,
    })?;
    Ok((booking.id, booking.status))
}

/// Ends what the booking's member was reminded of.
fn settle(act: &Act<'_>, booking: BookingId, outcome: &Outcome) -> Reply<()> {
    for task in flow::of_source(act, act.union(), Record::new(BOOKING, booking))? {
        flow::settle(act, task.id, outcome.clone())?;
    }
    Ok(())
}

/// Takes a booking away; whoever waited longest for its place moves up.
fn give_back(act: &Act<'_>, booking: &Booking) -> Reply<()> {
    if booking.status == Status::Attended {
        return Err(Cannot::Attended.into());
    }
    let why = Text::new(&ui::words::word(Lang::Zh, "health.booking.cancelled")).map_err(Fault::other)?;
    settle(act, booking.id, &Outcome::Dropped { why })?;
    let freed = store::leave_place(act, booking.id)?;
    store::drop_booking(act, booking.id)?;
    act.note(&Happened::Cancelled {
        booking: booking.id,
        round: booking.round,
        member: booking.member,
    })?;
    if !freed {
        return Ok(());
    }
    let Some(next) = store::next_waiting(act, act.union(), booking.day)? else {
        return Ok(());
    };
    if store::take_place(act, booking.day, next.id)? {
        store::set(act, next.id, Status::Waiting, Status::Booked, None)?;
        act.note(&Happened::MovedUp {
            booking: next.id,
            round: next.round,
            member: next.member,
        })?;
    }
    Ok(())
}

/// Which booking.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct This {
    pub id: BookingId,
}

/// Given back by the member or an officer.
pub(super) fn cancel(act: &mut Act<'_>, form: This) -> Reply<Done> {
    let booking = super::booking::seen(act, form.id)?;
    let own = super::own::me(act) == Some(booking.member);
    if !own {
        act.need(CARE_RECORD)?;
    }
    give_back(act, &booking)?;
    let next = if own {
        "/me/health".to_owned()
    } else {
        format!("/check_rounds/{}", booking.round)
    };
    Ok(Done::to(next).say("health.booking.cancelled"))
}

/// Somebody came: it counts, and is told to what they received.
fn came(act: &Act<'_>, booking: &Booking, day: Date) -> Reply<()> {
    may_attend(booking.status, day, act.today())?;
    if !store::set(act, booking.id, Status::Booked, Status::Attended, Some(day))? {
        return Err(Refusal::stale().into());
    }
    act.note(&Happened::Attended { booking: booking.id })?;
    settle(act, booking.id, &Outcome::Done { on: day })?;
    let record = Record::new(BOOKING, booking.id);
    let postings = [(&HEALTH_PERSON_TIMES, 1), (&HEALTH_MONEY, booking.price.fen())];
    facts::post(act, record, day, booking.group, None, &postings)?;
    let packages = store::packages(act, act.union(), booking.round)?;
    let what = packages
        .iter()
        .find(|p| p.id == booking.package)
        .map_or("", |p| p.name.as_str());
    let gift = Gift {
        member: booking.member,
        day,
        kind: given::Kind::CheckUp,
        amount: booking.price,
        what,
    };
    given::give(act, record, &[gift])
}

/// Who came.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Attend {
    id: RoundId,
    #[serde(default)]
    booking: Vec<BookingId>,
}

pub(super) fn attend(act: &mut Act<'_>, form: Attend) -> Reply<Done> {
    let union = act.union();
    store::round(act, union, form.id)?;
    if form.booking.is_empty() {
        return Err(Refusal::field("booking", "health.booking.choose").into());
    }
    let days = store::days(act, union, form.id)?;
    for id in form.booking {
        let booking = store::booking(act, union, id)?;
        super::rounds::may_touch(act, booking.member)?;
        let day = days.iter().find(|d| d.id == booking.day).map(|d| d.day);
        came(act, &booking, day.ok_or_else(Refusal::missing)?)?;
    }
    Ok(done(form.id, "health.booking.attended"))
}

/// The code that hangs at the place.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Arrive {
    id: BookingId,
    code: Text<10>,
}

/// The member says that they are there.
pub(super) fn arrive(act: &mut Act<'_>, form: Arrive) -> Reply<Done> {
    let booking = super::booking::seen(act, form.id)?;
    if super::own::me(act) != Some(booking.member) {
        return Err(Refusal::missing().into());
    }
    let days = store::days(act, act.union(), booking.round)?;
    let day = days.iter().find(|d| d.id == booking.day).ok_or_else(Refusal::missing)?;
    if day.day != act.today() {
        return Err(Cannot::Early.into());
    }
    let tries = format!("check:{}", booking.id);
    if accounts::rests(act, &tries, accounts::ACCOUNT_FAILURES, act.now())? {
        return Err(accounts::resting().into());
    }
    if *form.code != *day.code {
        accounts::failed(act.writer(), &tries, act.now())?;
        act.note(&Happened::WrongCode { booking: booking.id })?;
        return Err(Refusal::field("code", "health.cannot.code").kept().into());
    }
    came(act, &booking, day.day)?;
    Ok(Done::to(format!("/check_bookings/{}", form.id))
        .record(form.id)
        .say("health.booking.attended"))
}

/// Why it was wrong.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Undo {
    id: BookingId,
    why: Text<200>,
}

/// They had not come after all: all that was told of it is taken back.
pub(super) fn undo(act: &mut Act<'_>, form: Undo) -> Reply<Done> {
    let booking = store::booking(act, act.union(), form.id)?;
    if !store::set(act, form.id, Status::Attended, Status::Booked, None)? {
        return Err(Refusal::new("health.cannot.not_attended").status(409).into());
    }
    act.note(&Happened::NotAttended { booking: form.id })?;
    let record = Record::new(BOOKING, form.id);
    facts::reverse(act, record, &form.why)?;
    given::take_back(act, record, &form.why)?;
    Ok(done(booking.round, "health.booking.undone"))
}
