//! Signing for what one gets: lines, states, ways. No SQL, no clock.

use kernel::{Date, Id, Instant, Money};
use org::{BodyId, MemberId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::Record;

/// The kind of a list's id.
pub enum Receipt {}
/// The id of a list.
pub type ReceiptId = Id<Receipt>;

/// The kind of record that a list is: `/receipts/{id}`.
pub const KIND: &str = "receipt";
/// Most lines of a list.
pub const LINES: usize = 100_000;
/// The longest word for what somebody gets.
pub const WHAT: usize = 100;
/// The longest title of a list.
pub const TITLE: usize = 120;

/// What one person is to receive.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// Who.
    pub member: MemberId,
    /// What, cut to [`WHAT`] characters.
    pub what: &'a str,
    /// The amount, if it is money or has a value; not below zero.
    pub amount: Option<Money>,
}

/// A list to be signed.
#[derive(Clone, Copy, Debug)]
pub struct NewReceipt<'a> {
    /// The record it is about; it has one living list.
    pub record: Record,
    /// What is handed out, cut to [`TITLE`] characters. Whoever receives reads it, and whoever hands out: it names nobody's hardship.
    pub title: &'a str,
    /// Who gets what: 1 to [`LINES`], one line a person.
    pub lines: &'a [Line<'a>],
}

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineState {
    /// 待签收.
    Open,
    /// 已签收.
    Signed,
    /// 未领.
    Returned,
}

impl LineState {
    /// All.
    pub const ALL: [LineState; 3] = [LineState::Open, LineState::Signed, LineState::Returned];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            LineState::Open => "open",
            LineState::Signed => "signed",
            LineState::Returned => "returned",
        }
    }
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("receipts.state.{}", self.key())
    }
    /// How it shows.
    #[must_use]
    pub const fn badge(self) -> ui::State {
        match self {
            LineState::Open => ui::State::Due,
            LineState::Signed => ui::State::Done,
            LineState::Returned => ui::State::Off,
        }
    }
}
::store::keyed!(LineState, "a state of a line to be signed");

/// How it was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignWay {
    /// 本人手机签收.
    #[serde(rename = "self")]
    Own,
    /// 纸质名单签字.
    Sheet,
    /// 他人代领.
    Proxy,
}

impl SignWay {
    /// All.
    pub const ALL: [SignWay; 3] = [SignWay::Own, SignWay::Sheet, SignWay::Proxy];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            SignWay::Own => "self",
            SignWay::Sheet => "sheet",
            SignWay::Proxy => "proxy",
        }
    }
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("receipts.way.{}", self.key())
    }
}
::store::keyed!(SignWay, "a way of signing");

/// What becomes of lines.
#[derive(Clone, Debug)]
pub enum Becomes<'a> {
    /// Signed by themselves.
    Own,
    /// Signed on the printed list.
    Sheet,
    /// Fetched by somebody else, by name.
    Proxy(&'a str),
    /// Not taken, and why.
    Returned(&'a str),
}

impl Becomes<'_> {
    /// State, way, who fetched it, why.
    #[must_use]
    pub const fn parts(&self) -> (LineState, Option<SignWay>, Option<&str>, Option<&str>) {
        match self {
            Becomes::Own => (LineState::Signed, Some(SignWay::Own), None, None),
            Becomes::Sheet => (LineState::Signed, Some(SignWay::Sheet), None, None),
            Becomes::Proxy(by) => (LineState::Signed, Some(SignWay::Proxy), Some(by), None),
            Becomes::Returned(why) => (LineState::Returned, None, None, Some(why)),
        }
    }
}

/// A list as it stands, or one of a record.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReceiptLine {
    /// Its id.
    pub id: ReceiptId,
    /// What is handed out.
    pub title: String,
    /// Whether it was called off before anybody signed.
    pub cancelled: bool,
    /// When it was made.
    pub made_at: Instant,
    /// By whom.
    pub made_name: String,
    /// How many lines.
    pub all: i64,
    /// How many are signed.
    pub signed: i64,
    /// How many wait.
    pub open: i64,
    /// How many were not taken.
    pub returned: i64,
    /// What all lines add up to.
    pub amount: Money,
}

impl ReceiptLine {
    /// Its page.
    #[must_use]
    pub fn href(&self) -> String {
        format!("/receipts/{}", self.id)
    }
}

/// One person's line.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OneLine {
    /// Its number on the list.
    pub number: i64,
    /// Who.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// Their group on the day the list was made.
    pub group: Option<BodyId>,
    /// What.
    pub what: String,
    /// The amount.
    pub amount: Option<Money>,
    /// Where it stands.
    pub state: LineState,
    /// How it was signed.
    pub way: Option<SignWay>,
    /// The day it was signed or not taken.
    pub on: Option<Date>,
    /// When that was recorded.
    pub at: Option<Instant>,
    /// Who fetched it for them.
    pub fetched_by: Option<String>,
    /// Why it was not taken.
    pub why: Option<String>,
}

/// Numbers as ranges, so that an event about thousands of lines stays short: `[[1, 40], [42, 42]]`.
#[must_use]
pub fn ranges(numbers: &[i64]) -> Vec<(i64, i64)> {
    let sorted: std::collections::BTreeSet<i64> = numbers.iter().copied().collect();
    let mut all: Vec<(i64, i64)> = Vec::new();
    for number in sorted {
        match all.last_mut().filter(|(_, last)| *last + 1 == number) {
            Some((_, last)) => *last = number,
            None => all.push((number, number)),
        }
    }
    all
}

/// What is told of lines in the event log: a digest for so many lines, so that a changed amount is found to its neighbourhood.
pub const BLOCK: i64 = 50;

/// The digests of lines in the order of their numbers.
#[derive(Debug)]
pub struct Digests {
    hasher: blake3::Hasher,
    count: i64,
    done: Vec<String>,
}

impl Default for Digests {
    fn default() -> Self {
        Self {
            hasher: blake3::Hasher::new(),
            count: 0,
            done: Vec::new(),
        }
    }
}

impl Digests {
    /// Takes the next line.
    pub fn take(&mut self, number: i64, member: MemberId, what: &str, amount: Option<Money>) {
        let amount = amount.map_or(-1, Money::fen);
        self.hasher.update(&number.to_le_bytes());
        self.hasher.update(member.bytes());
        self.hasher.update(&amount.to_le_bytes());
        self.hasher.update(&what.len().to_le_bytes());
        self.hasher.update(what.as_bytes());
        self.count += 1;
        if self.count % BLOCK == 0 {
            self.close();
        }
    }
    fn close(&mut self) {
        let hex = self.hasher.finalize().to_hex();
        self.done.push(hex.as_str().chars().take(16).collect());
        self.hasher = blake3::Hasher::new();
    }
    /// All digests.
    #[must_use]
    pub fn finish(mut self) -> Vec<String> {
        if self.count % BLOCK != 0 {
            self.close();
        }
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_ranges() {
        assert_eq!(ranges(&[]), []);
        assert_eq!(ranges(&[3, 1, 2, 7, 9, 8, 8]), [(1, 3), (7, 9)]);
    }

    #[test]
    fn a_changed_amount_changes_the_digest_of_its_block_alone() {
        let digest = |changed: Option<i64>| {
            let mut all = Digests::default();
            for number in 1..=120 {
                let fen = if Some(number) == changed { 2 } else { 1 };
                all.take(number, MemberId::NIL, "月饼券", Some(Money::from_fen(fen)));
            }
            all.finish()
        };
        let (was, is) = (digest(None), digest(Some(70)));
        assert_eq!(was.len(), 3);
        let differ: Vec<usize> = (0..3).filter(|at| was[*at] != is[*at]).collect();
        assert_eq!(differ, [1]);
    }
}
