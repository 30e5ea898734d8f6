//! A roster on its way into the register: from the upload to the rows that are given back, or to its undoing.

use kernel::{Id, Instant};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::AccountId;

use super::{header::Header, target::Target, trouble::Rules};

/// The kind of a roster's id.
pub enum RosterOf {}
/// The id of a roster.
pub type RosterId = Id<RosterOf>;

/// How far a roster is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Its rows are kept; what its columns mean is to be confirmed.
    Staged,
    /// Every row is being looked at.
    Checking,
    /// Every row was looked at; what becomes of its troubles is to be decided.
    Checked,
    /// Rows are going into the register.
    Importing,
    /// What was good is in the register.
    Imported,
    /// It is being taken back.
    Undoing,
    /// It was taken back.
    Undone,
    /// It was given up before anything went into the register.
    Dropped,
}

impl State {
    /// All.
    pub const ALL: [State; 8] = [
        State::Staged,
        State::Checking,
        State::Checked,
        State::Importing,
        State::Imported,
        State::Undoing,
        State::Undone,
        State::Dropped,
    ];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            State::Staged => "staged",
            State::Checking => "checking",
            State::Checked => "checked",
            State::Importing => "importing",
            State::Imported => "imported",
            State::Undoing => "undoing",
            State::Undone => "undone",
            State::Dropped => "dropped",
        }
    }
    /// Whether columns and decisions can still be changed.
    #[must_use]
    pub const fn open(self) -> bool {
        matches!(self, State::Staged | State::Checked)
    }
    /// Whether a job is at work on it.
    #[must_use]
    pub const fn at_work(self) -> bool {
        matches!(self, State::Checking | State::Importing | State::Undoing)
    }
}

/// A sheet of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetOf {
    /// The name on its tab.
    pub name: String,
    /// Its rows, the empty ones too.
    pub lines: i64,
    /// In so many blocks.
    pub blocks: i64,
    /// How many rows stand above the first row of data.
    pub above: usize,
    /// The heads of its columns.
    pub heads: Vec<String>,
    /// What stands above the heads.
    pub title: String,
    /// Whether heads were found.
    pub found: bool,
}

impl SheetOf {
    /// A sheet with its heads.
    #[must_use]
    pub fn new(name: String, (lines, blocks): (i64, i64), header: Header) -> Self {
        Self {
            name,
            lines,
            blocks,
            above: header.above,
            heads: header.heads,
            title: header.title,
            found: header.found,
        }
    }
    /// The heads as they were found.
    #[must_use]
    pub fn header(&self) -> Header {
        Header {
            above: self.above,
            heads: self.heads.clone(),
            title: self.title.clone(),
            found: self.found,
        }
    }
    /// What a person calls a column: its head, or its letter.
    #[must_use]
    pub fn column_name(&self, column: usize) -> String {
        match self.heads.get(column).filter(|head| !head.is_empty()) {
            Some(head) => head.clone(),
            None => papers::column_letter(column),
        }
    }
}

/// What the columns of a sheet mean.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Layout {
    /// By column.
    pub columns: Vec<Option<Target>>,
    /// The digest of the file, where it is not kept here: who brings it again goes on with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

/// A roster.
#[derive(Clone, Debug)]
pub struct Roster {
    /// Its id.
    pub id: RosterId,
    /// The name of the file.
    pub name: String,
    /// Who brought it.
    pub account: AccountId,
    /// By name.
    pub who: Option<String>,
    /// When.
    pub at: Instant,
    /// How far it is.
    pub state: State,
    /// Version, for editing.
    pub version: i64,
    /// Its sheets.
    pub sheets: Vec<SheetOf>,
    /// Which of them is taken in.
    pub sheet: usize,
    /// What its columns mean.
    pub layout: Layout,
    /// What was decided for all rows.
    pub rules: Rules,
    /// The job at work on it, or the last one.
    pub job: Option<jobs::JobId>,
    /// Rows of people that the dry run saw.
    pub lines: i64,
    /// Rows that are none: empty ones, totals, notes.
    pub skipped: i64,
    /// When it came to its end.
    pub finished: Option<Instant>,
}

impl Roster {
    /// The sheet that is taken in.
    #[must_use]
    pub fn chosen(&self) -> Option<&SheetOf> {
        self.sheets.get(self.sheet)
    }
}

/// What became of the rows of one block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chunk {
    /// The block.
    pub number: i64,
    /// The recording of those who were added.
    pub recording: Option<org::members::history::RecordingId>,
    /// Members added.
    pub added: i64,
    /// Members changed.
    pub updated: i64,
    /// Rows that needed nothing.
    pub skipped: i64,
    /// Rows given back, each with its reasons.
    pub back: Vec<Back>,
    /// Members who were taken out again.
    pub undone: i64,
}

/// A row that is given back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Back {
    /// Its number in the file.
    #[serde(rename = "n")]
    pub row: i64,
    /// Why.
    #[serde(rename = "t")]
    pub troubles: Vec<super::trouble::Trouble>,
}

/// What the dry run found in a row.
pub type Found = Back;

/// Sums over the blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Sums {
    /// Members added.
    pub added: i64,
    /// Members changed.
    pub updated: i64,
    /// Rows that needed nothing.
    pub skipped: i64,
    /// Rows given back.
    pub back: i64,
    /// Members who were taken out again.
    pub undone: i64,
}

#[cfg(test)]
mod tests {
    #[test]
    fn columns_have_the_letters_of_spreadsheets() {
        let letters: Vec<String> = [0, 25, 26, 701, 702].into_iter().map(papers::column_letter).collect();
        assert_eq!(letters, ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
