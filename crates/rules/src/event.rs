//! What can happen to rules, as the event log keeps it.

use kernel::{Date, Id};
use serde::Serialize;
use web::{Event, Record};

use crate::{
    RuleId, SheetId,
    judging::JudgementId,
    model::{judge::Outcome, row::Severity},
    store::ImportId,
};

/// The kind of record that a rule is; its page is `/rules/rows/{id}`.
pub(crate) const RULE: &str = "rules/row";
/// The kind of record that a sheet is.
const SHEET: &str = "rules/sheet";
/// The kind of record that a workbook brought is.
const IMPORT: &str = "rules/import";

/// What happens.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(crate) enum Happened<'a> {
    SheetMade {
        sheet: SheetId,
        place: String,
        title: &'a str,
    },
    Entered {
        rule: RuleId,
        sheet: Option<SheetId>,
        key: &'a str,
        value: String,
        from: Option<Date>,
        /// The rule that ends with it.
        ends: Option<RuleId>,
        /// The rule that it corrects.
        corrects: Option<RuleId>,
    },
    Ended {
        rule: RuleId,
        until: Date,
    },
    Confirmed {
        rule: RuleId,
        key: &'a str,
        value: String,
    },
    SheetConfirmed {
        sheet: SheetId,
        rules: Vec<RuleId>,
    },
    Dated {
        sheet: SheetId,
        from: Date,
        rules: Vec<RuleId>,
    },
    Brought {
        import: ImportId,
        file: &'a str,
        lines: usize,
    },
    Taken {
        import: ImportId,
        rules: Vec<RuleId>,
    },
    Dropped {
        import: ImportId,
    },
    /// A rule spoke up at a decision, or kept quiet.
    Judged {
        #[serde(skip)]
        record: Record,
        judgement: JudgementId,
        key: &'a str,
        day: Date,
        outcome: Outcome,
        severity: Option<Severity>,
        rule: Option<RuleId>,
        reason: Option<&'a str>,
    },
}

impl Event for Happened<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Happened::SheetMade { .. } => "rules.sheet_made",
            Happened::Entered { .. } => "rules.entered",
            Happened::Ended { .. } => "rules.ended",
            Happened::Confirmed { .. } => "rules.confirmed",
            Happened::SheetConfirmed { .. } => "rules.sheet_confirmed",
            Happened::Dated { .. } => "rules.dated",
            Happened::Brought { .. } => "rules.brought",
            Happened::Taken { .. } => "rules.taken",
            Happened::Dropped { .. } => "rules.dropped",
            Happened::Judged { .. } => "rules.judged",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::SheetMade { sheet, .. }
            | Happened::SheetConfirmed { sheet, .. }
            | Happened::Dated { sheet, .. } => Record::new(SHEET, *sheet),
            Happened::Entered { rule, .. } | Happened::Ended { rule, .. } | Happened::Confirmed { rule, .. } => {
                Record::new(RULE, *rule)
            }
            Happened::Brought { import, .. } | Happened::Taken { import, .. } | Happened::Dropped { import } => {
                Record::new(IMPORT, *import)
            }
            Happened::Judged { record, .. } => Record::new(record.kind, Id::<()>::new(record.id)),
        }
    }
}
