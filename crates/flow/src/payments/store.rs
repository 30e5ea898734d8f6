//! Payments in the store.

use ::store::{Bind, Error, Reader, Row, Sql};
use kernel::{Date, Money, Text, UnionId, text::cut};
use org::MemberId;
use uuid::Uuid;
use web::{AccountId, Act, Record, Reply};

use super::model::{Ask, Paid, Payee, PaymentId, PaymentLine, PaymentState, TITLE};
use crate::{approvals::CaseId, tasks::Field};

macro_rules! lines {
    ($where:literal) => {
        concat!(
            "SELECT p.id, p.year, p.number, p.version, p.case_id, p.record_kind, p.record_id, p.purpose, p.purpose_word, p.field,
               p.title, p.amount, p.payee_kind, p.payee_member, p.payee_name, p.payee_people, m.name, p.on_day, p.sealed, p.state,
               p.asked_at, p.asked_by, p.asked_name, p.why, p.paid_on, p.paid_way, p.voucher, p.paid_at, p.paid_by, p.paid_name
             FROM payment p LEFT JOIN member m ON m.union_id = p.union_id AND m.id = p.payee_member
             WHERE p.union_id = $1 AND ",
            $where
        )
    };
}
/// State $2, field $3, from day $4 until day $5, words $6, whose $7.
macro_rules! filtered {
    () => {
        "(CAST($2 AS TEXT) IS NULL OR p.state = $2) AND (CAST($3 AS TEXT) IS NULL OR p.field = $3)
           AND (CAST($4 AS TEXT) IS NULL OR p.on_day >= $4) AND (CAST($5 AS TEXT) IS NULL OR p.on_day <= $5)
           AND (CAST($6 AS TEXT) IS NULL OR (p.sealed = 0 AND LOWER(p.title) LIKE $6 ESCAPE '!'))
           AND (CAST($7 AS BYTEA) IS NULL OR p.asked_by = $7)"
    };
}

const ADD: Sql = Sql::union(
    "INSERT INTO payment (union_id, id, version, year, number, case_id, record_kind, record_id, purpose, purpose_word, field, title,
       amount, payee_kind, payee_member, payee_name, payee_people, on_day, sealed, state, asked_at, asked_by, asked_name, why,
       paid_on, paid_way, voucher, paid_at, paid_by, paid_name)
     VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 'waiting', $19, $20, $21, NULL,
       NULL, NULL, NULL, NULL, NULL, NULL)",
);
const AGAIN: Sql = Sql::union(
    "UPDATE payment SET state = 'waiting', why = NULL, title = $4, amount = $5, payee_kind = $6, payee_member = $7, payee_name = $8,
       payee_people = $9, on_day = $10, sealed = $11, asked_by = $12, asked_name = $13, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND state = 'returned'",
);
const SETTLE: Sql = Sql::union(
    "UPDATE payment SET state = $4, why = $5, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND state IN ('waiting', 'approved', 'returned')",
);
const PAY: Sql = Sql::union(
    "UPDATE payment SET state = 'paid', paid_on = $4, paid_way = $5, voucher = $6, paid_at = $7, paid_by = $8, paid_name = $9,
       version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND state = 'approved'",
);
const UNPAY: Sql = Sql::union(
    "UPDATE payment SET state = 'approved', paid_on = NULL, paid_way = NULL, voucher = NULL, paid_at = NULL, paid_by = NULL,
       paid_name = NULL, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND state = 'paid'",
);
const GET: Sql = Sql::union(lines!("p.id = $2"));
const OF_RECORD: Sql = Sql::union(lines!(
    "p.record_kind = $2 AND p.record_id = $3 ORDER BY p.id DESC LIMIT 50"
));
const LISTED: Sql = Sql::union(concat!(
    lines!(""),
    filtered!(),
    " ORDER BY p.id DESC LIMIT $8 OFFSET $9"
));
const SUMS: Sql = Sql::union(concat!(
    "SELECT p.state, CAST(COUNT(*) AS BIGINT), CAST(SUM(p.amount) AS BIGINT) FROM payment p WHERE p.union_id = $1 AND ",
    filtered!(),
    " GROUP BY p.state"
));

fn line(row: &Row<'_>) -> Result<PaymentLine, Error> {
    let mut cells = row.cells();
    let id = cells.take()?;
    let (year, number): (i64, i64) = (cells.take()?, cells.take()?);
    let (version, case, record_kind) = (cells.take()?, cells.take()?, cells.take()?);
    let record_id = cells.take::<CaseId>()?.raw();
    let (purpose, purpose_word, field) = (cells.take()?, cells.take()?, cells.take()?);
    let (title, amount) = (cells.take()?, cells.take()?);
    let payee = payee(&cells.take::<String>()?, cells.take()?, cells.take()?, cells.take()?)?;
    let (payee_name, on, sealed, state) = (cells.take()?, cells.take()?, cells.take()?, cells.take()?);
    let (asked_at, asked_by, asked_name, why) = (cells.take()?, cells.take()?, cells.take()?, cells.take()?);
    let (on_day, way): (Option<Date>, Option<_>) = (cells.take()?, cells.take()?);
    let (voucher, at, by, name) = (
        cells.take()?,
        cells.take::<Option<kernel::Instant>>()?,
        cells.take::<Option<AccountId>>()?,
        cells.take::<Option<String>>()?,
    );
    let paid = match (on_day, way, at, by, name) {
        (Some(on), Some(way), Some(at), Some(by), Some(name)) => Some(Paid {
            on,
            way,
            voucher,
            at,
            by,
            name,
        }),
        _ => None,
    };
    Ok(PaymentLine {
        id,
        number: format!("{year}-{number}"),
        version,
        case,
        record_kind,
        record_id,
        purpose,
        purpose_word,
        field,
        title,
        amount,
        payee: Some(payee),
        payee_name,
        on,
        sealed,
        veiled: false,
        state,
        asked_at,
        asked_by,
        asked_name,
        why,
        paid,
    })
}

/// Who is to get it, from its parts.
pub(super) fn payee(
    kind: &str,
    member: Option<MemberId>,
    name: Option<String>,
    people: Option<i64>,
) -> Result<Payee, Error> {
    let found = match (kind, member, name, people) {
        ("member", Some(member), _, _) => Some(Payee::Member(member)),
        ("named", _, Some(name), _) => Text::new(&name).ok().map(Payee::Named),
        ("many", _, _, Some(people)) => Some(Payee::Many(people)),
        _ => None,
    };
    found.ok_or_else(|| Error::Wrong("a payee that is nobody".to_owned()))
}

/// Member, name, number of people.
fn parts(payee: &Payee) -> (Option<MemberId>, Option<&str>, Option<i64>) {
    match payee {
        Payee::Member(id) => (Some(*id), None, None),
        Payee::Named(name) => (None, Some(name.as_str()), None),
        Payee::Many(people) => (None, None, Some(*people)),
    }
}

pub(super) fn add(
    act: &Act<'_>,
    (id, case): (PaymentId, CaseId),
    (year, number): (i64, i64),
    ask: &Ask<'_>,
) -> Result<(), Error> {
    let (member, name, people) = parts(&ask.payee);
    let record: kernel::Id<Uuid> = kernel::Id::new(ask.record.id);
    let title = cut(ask.title, TITLE);
    let values: [&dyn Bind; 21] = [
        &act.union(),
        &id,
        &year,
        &number,
        &case,
        &ask.record.kind,
        &record,
        &ask.purpose.key,
        &ask.purpose.word,
        &ask.purpose.field,
        &title,
        &ask.amount,
        &ask.payee.key(),
        &member,
        &name,
        &people,
        &ask.on,
        &ask.sealed,
        &act.now(),
        &act.actor().account,
        &act.actor().name(),
    ];
    act.run(ADD, &values).map(drop)
}

pub(super) fn again(act: &Act<'_>, payment: &PaymentLine, ask: &Ask<'_>) -> Reply<()> {
    let (member, name, people) = parts(&ask.payee);
    act.run_fresh(
        AGAIN,
        &[
            &act.union(),
            &payment.id,
            &payment.version,
            &cut(ask.title, TITLE),
            &ask.amount,
            &ask.payee.key(),
            &member,
            &name,
            &people,
            &ask.on,
            &ask.sealed,
            &act.actor().account,
            &act.actor().name(),
        ],
    )
}

pub(super) fn settle(act: &Act<'_>, payment: &PaymentLine, state: PaymentState, why: Option<&str>) -> Reply<()> {
    act.run_fresh(SETTLE, &[&act.union(), &payment.id, &payment.version, &state, &why])
}

pub(super) fn pay(act: &Act<'_>, (id, version): (PaymentId, i64), paid: &Paid) -> Reply<()> {
    act.run_fresh(
        PAY,
        &[
            &act.union(),
            &id,
            &version,
            &paid.on,
            &paid.way,
            &paid.voucher,
            &paid.at,
            &paid.by,
            &paid.name,
        ],
    )
}

pub(super) fn unpay(act: &Act<'_>, (id, version): (PaymentId, i64)) -> Reply<()> {
    act.run_fresh(UNPAY, &[&act.union(), &id, &version])
}

pub(super) fn get(read: &Reader, union: UnionId, id: PaymentId) -> Result<PaymentLine, Error> {
    read.one(GET, &[&union, &id], line)
}

/// The payments of a record, the latest first.
pub(super) fn of_record(read: &Reader, union: UnionId, record: &Record) -> Result<Vec<PaymentLine>, Error> {
    let id: kernel::Id<Uuid> = kernel::Id::new(record.id);
    read.rows(OF_RECORD, &[&union, &record.kind, &id], line)
}

/// Which payments.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    pub state: Option<PaymentState>,
    pub field: Option<Field>,
    pub from: Option<Date>,
    pub until: Option<Date>,
    pub words: Option<String>,
    pub asked_by: Option<AccountId>,
}

impl Filter {
    fn words(&self) -> Option<String> {
        self.words.as_deref().map(::store::containing)
    }
}

pub(super) fn listed(
    read: &Reader,
    union: UnionId,
    filter: &Filter,
    (size, skip): (i64, i64),
) -> Result<Vec<PaymentLine>, Error> {
    read.rows(
        LISTED,
        &[
            &union,
            &filter.state,
            &filter.field,
            &filter.from,
            &filter.until,
            &filter.words(),
            &filter.asked_by,
            &size,
            &skip,
        ],
        line,
    )
}

/// How many payments of each state there are, and what they add up to.
pub(super) fn sums(read: &Reader, union: UnionId, filter: &Filter) -> Result<Vec<(PaymentState, i64, Money)>, Error> {
    read.rows(
        SUMS,
        &[
            &union,
            &filter.state,
            &filter.field,
            &filter.from,
            &filter.until,
            &filter.words(),
            &filter.asked_by,
        ],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}
