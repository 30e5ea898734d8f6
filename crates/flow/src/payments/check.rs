//! For verify: a payment says what its events said.

use std::collections::BTreeMap;

use ::store::{Error, Reader, Row, Sql};
use facts::{Difference, verify};
use kernel::{Money, UnionId};
use serde::Deserialize;

use super::{
    digest,
    model::{PaymentId, PaymentState},
    store,
};

const ROWS: Sql = Sql::union(
    "SELECT id, amount, state, version, payee_kind, payee_member, payee_name, payee_people, on_day, paid_on, paid_way, voucher
     FROM payment WHERE union_id = $1 ORDER BY id",
);
const EVENTS: Sql = Sql::union(
    "SELECT record_id, kind, body, id FROM event WHERE union_id = $1 AND record_kind = 'payment' AND kind LIKE 'payment.%'
     ORDER BY record_id, id",
);

/// Payments that count as approved although not every step of their case has its yes.
const UNAPPROVED: Sql = Sql::union(
    "SELECT p.id FROM payment p JOIN approval_case c ON c.union_id = p.union_id AND c.id = p.case_id
     WHERE p.union_id = $1 AND p.state IN ('approved', 'paid') AND (c.state <> 'approved' OR EXISTS (
       SELECT 1 FROM approval_step s WHERE s.union_id = $1 AND s.case_id = c.id AND s.round = c.round AND s.needed > (
         SELECT COUNT(DISTINCT k.account_id) FROM approval_mark k WHERE k.union_id = $1 AND k.case_id = c.id
           AND k.round = c.round AND k.step = s.step AND k.what = 'approved' AND k.account_id <> c.asked_by)))
     ORDER BY p.id",
);

#[derive(Deserialize)]
struct Body {
    version: i64,
    amount: Option<Money>,
    on: Option<String>,
    /// A digest of payee and day, or of day, way and voucher; the first events had none.
    digest: Option<String>,
}

/// What the events say of one payment.
#[derive(Default)]
struct Said {
    version: i64,
    /// The version at which the amount was told last.
    amount_at: i64,
    amount: Option<Money>,
    /// The digest of payee and day, as it was told last.
    payee: Option<String>,
    /// The version at which it was.
    payee_at: i64,
    state: Option<PaymentState>,
    paid_on: Option<String>,
    /// The digest of day, way and voucher.
    paid: Option<String>,
}

impl Said {
    fn take(&mut self, kind: &str, body: Body) {
        if let Some(amount) = body.amount.filter(|_| body.version >= self.amount_at) {
            (self.amount, self.amount_at) = (Some(amount), body.version);
        }
        // events of one moment have no order but their versions
        if matches!(kind, "payment.asked" | "payment.again") && body.version >= self.payee_at {
            (self.payee, self.payee_at) = (body.digest.clone(), body.version);
        }
        if body.version < self.version {
            return;
        }
        self.version = body.version;
        (self.paid_on, self.paid) = (None, None);
        self.state = match kind {
            "payment.asked" | "payment.again" => Some(PaymentState::Waiting),
            "payment.approved" | "payment.unpaid" => Some(PaymentState::Approved),
            "payment.refused" => Some(PaymentState::Refused),
            "payment.returned" => Some(PaymentState::Returned),
            "payment.withdrawn" => Some(PaymentState::Withdrawn),
            "payment.paid" => {
                (self.paid_on, self.paid) = (body.on, body.digest);
                Some(PaymentState::Paid)
            }
            _ => self.state,
        };
    }
}

/// The digest of a row's payee and day; of one that cannot be read, nothing.
fn payee_of(id: PaymentId, row: &Row<'_>) -> String {
    let read = || -> Result<_, Error> {
        let payee = store::payee(&row.get::<String>(4)?, row.get(5)?, row.get(6)?, row.get(7)?)?;
        Ok(digest::payee(id, &payee, row.get(8)?))
    };
    read().unwrap_or_default()
}

/// The digest of how a row was paid; of one that was not, nothing.
fn paid_of(id: PaymentId, row: &Row<'_>) -> String {
    let read = || -> Result<_, Error> {
        let voucher: Option<String> = row.get(11)?;
        Ok(digest::paid(id, row.get(9)?, row.get(10)?, voucher.as_deref()))
    };
    read().unwrap_or_default()
}

/// Names every payment whose amount, payee, state, day, way or voucher is not what was told.
///
/// # Errors
/// The store's.
pub fn check(read: &Reader, union: UnionId) -> Result<Vec<Difference>, Error> {
    let mut said: BTreeMap<PaymentId, Said> = BTreeMap::new();
    let mut found = Vec::new();
    read.each(EVENTS, &[&union], |row| {
        if let Some(body) = verify::told(row.get(3)?, &row.get::<String>(2)?, &mut found) {
            said.entry(row.get(0)?).or_default().take(&row.get::<String>(1)?, body);
        }
        Ok(())
    })?;
    read.each(ROWS, &[&union], |row| {
        let id: PaymentId = row.get(0)?;
        let mut differs = |key, args: &[(&'static str, &dyn std::fmt::Display)]| {
            found.push(Difference::told("payment", id, key, args));
        };
        let said = said.remove(&id).unwrap_or_default();
        let is: Money = row.get(1)?;
        match said.amount {
            None => differs("payments.verify.no_event", &[]),
            Some(told) if told != is => differs("payments.verify.amount", &[("told", &told), ("is", &is)]),
            Some(_) if said.state != Some(row.get(2)?) || said.version != row.get::<i64>(3)? => {
                differs("payments.verify.state", &[]);
            }
            Some(_) if said.paid_on != row.get::<Option<String>>(9)? => differs("payments.verify.day", &[]),
            Some(_) => {}
        }
        if said.payee.is_some_and(|told| told != payee_of(id, row)) {
            differs("payments.verify.payee", &[]);
        }
        if said.paid.is_some_and(|told| told != paid_of(id, row)) {
            differs("payments.verify.paid", &[]);
        }
        Ok(())
    })?;
    for id in read.rows(UNAPPROVED, &[&union], |row| row.get::<PaymentId>(0))? {
        found.push(Difference::told("payment", id, "payments.verify.unapproved", &[]));
    }
    let lost = |id: PaymentId| Difference::told("payment", id, "payments.verify.no_row", &[]);
    found.extend(said.into_keys().map(lost));
    Ok(found)
}
