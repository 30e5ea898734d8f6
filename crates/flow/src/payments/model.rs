//! A request to pay: its states and what they bring along. No SQL, no clock.

use kernel::{Date, Id, Instant, Money, Text};
use org::MemberId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use web::{AccountId, Act, Record, Reply};

use crate::{approvals::CaseId, tasks::Field};

/// The kind of a payment's id.
pub enum Payment {}
/// The id of a payment.
pub type PaymentId = Id<Payment>;

/// The kind of record that a payment is: `/payments/{id}`.
pub const KIND: &str = "payment";
/// Most characters of what a payment is for.
pub const TITLE: usize = 120;

/// What money is asked for, as data: the system that asks declares it.
#[derive(Clone, Copy, Debug)]
pub struct Purpose {
    /// The stable name, such as `visit`.
    pub key: &'static str,
    /// The word key of what it is called. It is kept with the payment, so it must not be renamed.
    pub word: &'static str,
    /// The field of work it belongs to.
    pub field: Field,
}

/// What a system does once money that it asked for went out, or had not gone out after all: in the act that records it.
#[derive(Clone, Copy, Debug)]
pub struct Follow {
    /// The key of what was asked for.
    pub purpose: &'static str,
    /// It went out; the line tells day and way.
    pub paid: fn(&Act<'_>, &PaymentLine) -> Reply<()>,
    /// It had not gone out, and why that is said.
    pub unpaid: fn(&Act<'_>, &PaymentLine, &str) -> Reply<()>,
}

/// Who is to get the money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Payee {
    /// A member.
    Member(MemberId),
    /// Somebody or a firm by name.
    Named(Text<60>),
    /// So many people, by a list: see the record, and the sign-off.
    Many(i64),
}

impl Payee {
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Payee::Member(_) => "member",
            Payee::Named(_) => "named",
            Payee::Many(_) => "many",
        }
    }
    /// The member, if it is one.
    #[must_use]
    pub const fn member(&self) -> Option<MemberId> {
        match self {
            Payee::Member(id) => Some(*id),
            _ => None,
        }
    }
}

/// A payment to be asked for.
#[derive(Clone, Debug)]
pub struct Ask<'a> {
    /// The record it is for; it has one open request.
    pub record: Record,
    /// What it is for, cut to [`TITLE`] characters.
    pub title: &'a str,
    /// The amount; above zero.
    pub amount: Money,
    /// Who is to get it.
    pub payee: Payee,
    /// The day it is due.
    pub on: Date,
    /// What it is asked for.
    pub purpose: &'static Purpose,
    /// Whom it benefits besides a payee who is a member: they decide nothing of it.
    pub benefits: &'a [MemberId],
    /// Whether title and payee tell of hardship, illness or a dispute: they then show only to those who asked, decide or pay.
    pub sealed: bool,
}

/// Where a payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaymentState {
    /// 审批中.
    Waiting,
    /// 待付款.
    Approved,
    /// 退回修改.
    Returned,
    /// 未批准.
    Refused,
    /// 已撤回.
    Withdrawn,
    /// 已付款.
    Paid,
}

impl PaymentState {
    /// All, in the order of their course.
    pub const ALL: [PaymentState; 6] = [
        PaymentState::Waiting,
        PaymentState::Approved,
        PaymentState::Paid,
        PaymentState::Returned,
        PaymentState::Refused,
        PaymentState::Withdrawn,
    ];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            PaymentState::Waiting => "waiting",
            PaymentState::Approved => "approved",
            PaymentState::Returned => "returned",
            PaymentState::Refused => "refused",
            PaymentState::Withdrawn => "withdrawn",
            PaymentState::Paid => "paid",
        }
    }
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("payments.state.{}", self.key())
    }
    /// How it shows.
    #[must_use]
    pub const fn badge(self) -> ui::State {
        match self {
            PaymentState::Waiting => ui::State::Due,
            PaymentState::Approved | PaymentState::Returned => ui::State::Soon,
            PaymentState::Paid => ui::State::Done,
            PaymentState::Refused | PaymentState::Withdrawn => ui::State::Off,
        }
    }
    /// Whether money may still go out, or has.
    #[must_use]
    pub const fn counts(self) -> bool {
        !matches!(self, PaymentState::Refused | PaymentState::Withdrawn)
    }
}
::store::keyed!(PaymentState, "a state of a payment");

/// How money was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaidWay {
    /// 银行转账.
    Bank,
    /// 现金.
    Cash,
    /// 其他.
    Other,
}

impl PaidWay {
    /// All.
    pub const ALL: [PaidWay; 3] = [PaidWay::Bank, PaidWay::Cash, PaidWay::Other];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            PaidWay::Bank => "bank",
            PaidWay::Cash => "cash",
            PaidWay::Other => "other",
        }
    }
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("payments.way.{}", self.key())
    }
}
::store::keyed!(PaidWay, "a way of paying");

/// That it was paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Paid {
    /// The day.
    pub on: Date,
    /// How.
    pub way: PaidWay,
    /// The number of the voucher.
    pub voucher: Option<String>,
    /// When it was recorded.
    pub at: Instant,
    /// By whom.
    pub by: AccountId,
    /// Their name.
    pub name: String,
}

/// A payment in a list, or of a record.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PaymentLine {
    /// Its id.
    pub id: PaymentId,
    /// Its number: `2026-12`.
    pub number: String,
    /// The version, for acts upon it.
    pub version: i64,
    /// The case that decides it.
    pub case: CaseId,
    /// The kind of the record it is for; empty for a reader who may not see it.
    pub record_kind: String,
    /// The record it is for.
    pub record_id: Uuid,
    /// The key of what it is asked for.
    pub purpose: String,
    /// The word key of it.
    pub purpose_word: String,
    /// The field of work.
    pub field: Field,
    /// What it is for; empty for a reader who may not see it.
    pub title: String,
    /// The amount.
    pub amount: Money,
    /// Who is to get it; nothing for a reader who may not see it.
    pub payee: Option<Payee>,
    /// The payee's name, if it is a member.
    pub payee_name: Option<String>,
    /// The day it is due.
    pub on: Date,
    /// Whether title and payee are for few eyes.
    pub sealed: bool,
    /// Whether the reader is not among them: record, purpose, title, payee and who asked are then left out.
    pub veiled: bool,
    /// Where it stands.
    pub state: PaymentState,
    /// When it was first asked for.
    pub asked_at: Instant,
    /// Who asked.
    pub asked_by: AccountId,
    /// Their name; a dash for a reader who may not see it.
    pub asked_name: String,
    /// Why it was refused or returned.
    pub why: Option<String>,
    /// That it was paid.
    pub paid: Option<Paid>,
}

impl PaymentLine {
    /// Its page.
    #[must_use]
    pub fn href(&self) -> String {
        format!("/payments/{}", self.id)
    }
    /// The day it was paid.
    #[must_use]
    pub fn paid_on(&self) -> Option<Date> {
        self.paid.as_ref().map(|p| p.on)
    }
    /// As it shows to a reader who may not see what it is for.
    #[must_use]
    pub(crate) fn veiled(mut self) -> Self {
        self.veiled = true;
        self.title = String::new();
        (self.record_kind, self.record_id) = (String::new(), Uuid::nil());
        (self.purpose, self.purpose_word) = (String::new(), String::new());
        self.payee = None;
        self.payee_name = None;
        self.asked_by = AccountId::NIL;
        self.asked_name = "—".to_owned();
        self.why = None;
        if let Some(paid) = &mut self.paid {
            paid.voucher = None;
        }
        self
    }
}

/// Why something cannot be done with a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cannot {
    /// It is not approved (yet).
    NotApproved,
    /// It was paid.
    Paid,
    /// It was not paid.
    NotPaid,
    /// The day is to come.
    Ahead,
    /// The day is before it was asked for.
    Before,
    /// Whoever approved it alone may not also pay it, since others may pay.
    ApprovedAlone,
    /// Whoever gets the money may not record that it was paid.
    OwnMoney,
    /// The day lies in a closed period.
    Closed,
}

/// What is known when somebody records that a payment went out.
#[derive(Clone, Copy, Debug)]
pub struct Paying {
    /// Where it stands.
    pub state: PaymentState,
    /// The day it was asked for.
    pub asked_on: Date,
    /// The day it was paid, as told.
    pub on: Date,
    /// Today.
    pub today: Date,
    /// Whether the one who pays is the only one who approved.
    pub approved_alone: bool,
    /// Whether somebody else may pay.
    pub others_may_pay: bool,
    /// Whether the one who pays gets the money.
    pub own_money: bool,
    /// Whether the day lies in a closed period.
    pub closed: bool,
}

impl Paying {
    /// Whether it may be recorded.
    ///
    /// # Errors
    /// Why not.
    pub const fn check(&self) -> Result<(), Cannot> {
        match self.state {
            PaymentState::Approved => {}
            PaymentState::Paid => return Err(Cannot::Paid),
            _ => return Err(Cannot::NotApproved),
        }
        if self.others_may_pay && self.own_money {
            return Err(Cannot::OwnMoney);
        }
        if self.others_may_pay && self.approved_alone {
            return Err(Cannot::ApprovedAlone);
        }
        Ok(())
    }
    /// Whether the day may be.
    ///
    /// # Errors
    /// Why not.
    pub fn check_day(&self) -> Result<(), Cannot> {
        if self.on > self.today {
            return Err(Cannot::Ahead);
        }
        if self.on < self.asked_on {
            return Err(Cannot::Before);
        }
        if self.closed {
            return Err(Cannot::Closed);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paying() -> Paying {
        let day = |text: &str| text.parse::<Date>().unwrap();
        Paying {
            state: PaymentState::Approved,
            asked_on: day("2026-11-18"),
            on: day("2026-11-20"),
            today: day("2026-11-21"),
            approved_alone: false,
            others_may_pay: true,
            own_money: false,
            closed: false,
        }
    }

    #[test]
    fn only_what_is_approved_is_paid_and_only_once() {
        for state in PaymentState::ALL {
            let expected = match state {
                PaymentState::Approved => Ok(()),
                PaymentState::Paid => Err(Cannot::Paid),
                _ => Err(Cannot::NotApproved),
            };
            assert_eq!(Paying { state, ..paying() }.check(), expected, "{state:?}");
        }
    }

    #[test]
    fn four_eyes_where_there_are_four() {
        let alone = Paying {
            approved_alone: true,
            ..paying()
        };
        assert_eq!(alone.check(), Err(Cannot::ApprovedAlone));
        let tiny = Paying {
            others_may_pay: false,
            ..alone
        };
        assert_eq!(tiny.check(), Ok(()), "a union with one officer is warned, not stopped");
        let own = Paying {
            own_money: true,
            ..paying()
        };
        assert_eq!(own.check(), Err(Cannot::OwnMoney));
    }

    #[test]
    fn the_day_lies_between_asking_and_today_in_an_open_period() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let on = |text: &str| {
            Paying {
                on: day(text),
                ..paying()
            }
            .check_day()
        };
        assert_eq!(on("2026-11-18"), Ok(()));
        assert_eq!(on("2026-11-21"), Ok(()));
        assert_eq!(on("2026-11-22"), Err(Cannot::Ahead));
        assert_eq!(on("2026-11-17"), Err(Cannot::Before));
        let closed = Paying {
            closed: true,
            ..paying()
        };
        assert_eq!(closed.check_day(), Err(Cannot::Closed));
    }
}
