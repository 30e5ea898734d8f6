//! A workbook becomes rules: heads found by their words, each cell read as forms read it.

use kernel::Date;
use papers::{Limits, Sheet, Value as Cell};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::Refusal;

use crate::{
    model::{
        key::Key,
        place::UnitKind,
        row::{Evidence, Severity, wordings},
        value::Value,
        wording::Wording,
        written::{self, Unread},
    },
    say,
    store::Draft,
};

/// Most rules in a workbook.
const MOST: usize = 1_000;
/// Most bytes of text in all of them, since what was read is kept until it is settled.
const BYTES: usize = 2 << 20;
/// Most characters of a value; of other cells forms say less.
const LONGEST: usize = 1_000;
/// Rows above the heads.
const ABOVE: usize = 20;

/// The columns of a sheet, as they are taken out and found again: the word key `rules.sheet_col.<key>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Column {
    Key,
    Wording,
    Value,
    Kinds,
    Severity,
    Basis,
    From,
    Last,
    Replaces,
    Delegates,
    Evidence,
    Source,
    Note,
}

impl Column {
    pub(crate) const ALL: [Column; 13] = [
        Column::Key,
        Column::Wording,
        Column::Value,
        Column::Kinds,
        Column::Severity,
        Column::Basis,
        Column::From,
        Column::Last,
        Column::Replaces,
        Column::Delegates,
        Column::Evidence,
        Column::Source,
        Column::Note,
    ];
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Column::Key => "key",
            Column::Wording => "wording",
            Column::Value => "value",
            Column::Kinds => "kinds",
            Column::Severity => "severity",
            Column::Basis => "basis",
            Column::From => "from",
            Column::Last => "last",
            Column::Replaces => "replaces",
            Column::Delegates => "delegates",
            Column::Evidence => "evidence",
            Column::Source => "source",
            Column::Note => "note",
        }
    }
    /// Its head, in a language.
    pub(crate) fn head(self, lang: kernel::Lang) -> String {
        say::word_of(lang, &format!("rules.sheet_col.{}", self.key()))
    }
    /// The column that a head names, in either language.
    fn of(head: &str) -> Option<Self> {
        let head = head.trim();
        let is = |c: &Column| c.head(kernel::Lang::Zh) == head || c.head(kernel::Lang::En) == head;
        Column::ALL.into_iter().find(is)
    }
}

/// What is wrong with a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Trouble {
    /// The cell as spreadsheets call it: `C7`.
    pub cell: String,
    /// The word key of what is wrong.
    pub why: String,
    /// What stands in the cell.
    pub found: String,
    /// How it could read.
    pub example: String,
}

/// A line of a workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct LineIn {
    /// Its row, from 1.
    pub row: usize,
    /// Its cells, in the order of [`Column::ALL`], as read.
    pub cells: Vec<String>,
    /// What is wrong with them.
    pub troubles: Vec<Trouble>,
}

/// A workbook as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Brought {
    /// Its lines.
    pub lines: Vec<LineIn>,
    /// Where each column stands in the file: its letter.
    pub letters: Vec<Option<String>>,
}

/// Reads a workbook.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Brought, Refusal> {
    let limits = Limits {
        cells: 200_000,
        ..Limits::default()
    };
    let sheets =
        papers::read_sheets(name, bytes, &limits).map_err(|e| Refusal::field("file", &format!("rules.{}", e.key())))?;
    let found = sheets
        .iter()
        .filter(|sheet| !sheet.hidden)
        .find_map(|sheet| Some((sheet, heads(sheet)?)));
    let (sheet, (above, columns)) = found.ok_or_else(|| Refusal::field("file", "rules.imports.no_heads"))?;
    let rows = sheet.rows.iter().enumerate().skip(above + 1);
    let rows: Vec<_> = rows
        .filter(|(_, row)| row.iter().any(|cell| !cell.is_blank()))
        .collect();
    if rows.is_empty() {
        return Err(Refusal::field("file", "rules.imports.no_lines"));
    }
    if rows.len() > MOST {
        return Err(Refusal::field("file", "rules.imports.too_many").arg("n", MOST));
    }
    let at = |column: Column| columns.iter().position(|c| *c == Some(column));
    let letters: Vec<Option<String>> = Column::ALL.iter().map(|c| at(*c).map(papers::column_letter)).collect();
    let lines = rows.into_iter().map(|(n, row)| {
        let cell = |c: &Column| at(*c).and_then(|at| row.get(at)).map(text).unwrap_or_default();
        let mut line = LineIn {
            row: n + 1,
            cells: Column::ALL.iter().map(cell).collect(),
            troubles: Vec::new(),
        };
        if let Err(troubles) = line.draft(&letters) {
            line.troubles = troubles;
        }
        line
    });
    let lines: Vec<LineIn> = lines.collect();
    if lines
        .iter()
        .flat_map(|line| &line.cells)
        .map(String::len)
        .sum::<usize>()
        > BYTES
    {
        return Err(Refusal::field("file", "rules.papers.too_large"));
    }
    Ok(Brought { lines, letters })
}

/// A cell as text; days as they are written.
fn text(cell: &Cell) -> String {
    match cell {
        Cell::Date(day) | Cell::Moment(day, _) => day.to_string(),
        other => other.text().trim().chars().take(LONGEST + 1).collect(),
    }
}

/// The row of the heads, and what each column is.
fn heads(sheet: &Sheet) -> Option<(usize, Vec<Option<Column>>)> {
    sheet.rows.iter().take(ABOVE).enumerate().find_map(|(at, row)| {
        let columns: Vec<Option<Column>> = row.iter().map(|cell| Column::of(&cell.text())).collect();
        let has = |c: Column| columns.contains(&Some(c));
        (has(Column::Key) && has(Column::Value)).then_some((at, columns))
    })
}

/// Reads the cells of a line one after the other and gathers what is wrong.
struct Reading<'a> {
    line: &'a LineIn,
    letters: &'a [Option<String>],
    troubles: Vec<Trouble>,
}

impl Reading<'_> {
    fn cell(&self, column: Column) -> &str {
        let at = Column::ALL.iter().position(|c| *c == column);
        at.and_then(|at| self.line.cells.get(at)).map_or("", String::as_str)
    }
    fn wrong(&mut self, column: Column, why: &str, example: &str) {
        let at = Column::ALL.iter().position(|c| *c == column);
        let letter = at.and_then(|at| self.letters.get(at)).and_then(Clone::clone);
        let place = match letter {
            Some(letter) => format!("{letter}{}", self.line.row),
            None => format!("{} · {}", self.line.row, column.head(kernel::Lang::Zh)),
        };
        let found = self.cell(column).to_owned();
        self.troubles.push(Trouble {
            cell: place,
            why: why.to_owned(),
            found,
            example: example.to_owned(),
        });
    }
    /// A cell read by `f`; `default` if it is empty and there is one.
    fn take<T>(
        &mut self,
        column: Column,
        default: Option<T>,
        why: &str,
        example: &str,
        f: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.cell(column).to_owned();
        let read = if text.is_empty() { default } else { f(&text) };
        if read.is_none() {
            let why = if text.is_empty() { "rules.unread.empty" } else { why };
            self.wrong(column, why, example);
        }
        read
    }
    fn day(&mut self, column: Column, needed: bool) -> Option<Option<Date>> {
        let default = if needed { None } else { Some(None) };
        self.take(column, default, "rules.unread.day", "2026-01-01", |text| {
            Cell::Text(text.to_owned()).date().map(Some)
        })
    }
    fn yes(&mut self, column: Column) -> Option<bool> {
        self.take(column, Some(false), "rules.unread.flag", "是", |text| match text {
            "是" | "TRUE" | "1" | "yes" => Some(true),
            "否" | "FALSE" | "0" | "no" => Some(false),
            _ => None,
        })
    }
    fn bounded(&mut self, column: Column, most: usize) -> Option<Option<String>> {
        self.take(column, Some(None), "rules.unread.too_long", "", |text| {
            (text.chars().count() <= most).then(|| Some(text.to_owned()))
        })
    }
    fn value(&mut self, key: &Key) -> Option<Value> {
        let text = self.cell(Column::Value).to_owned();
        let read = if text.chars().count() > LONGEST {
            Err(Unread::Long)
        } else {
            written::read(key, &text)
        };
        match read {
            Ok(value) => Some(value),
            Err(why) => {
                let why = if text.is_empty() { "empty" } else { why.key() };
                self.wrong(Column::Value, &format!("rules.unread.{why}"), say::example(key));
                None
            }
        }
    }
}

/// What a line is about: key, value and how it compares.
struct Core {
    key: Option<&'static Key>,
    value: Option<Value>,
    wording: Option<Wording>,
}

impl Reading<'_> {
    fn core(&mut self) -> Core {
        let key = self.take(
            Column::Key,
            None,
            "rules.refusal.key",
            "节日慰问品（每人每年）",
            Key::read,
        );
        let value = key.and_then(|key| self.value(key));
        let usual = key.map_or(Some(Wording::Is), |key| wordings(key).first().copied());
        let wording = self.take(Column::Wording, usual, "rules.unread.wording", "不超过", Wording::read);
        if let (Some(key), Some(wording)) = (key, wording)
            && !wordings(key).contains(&wording)
        {
            let usual = wordings(key).first().map_or("", |w| w.written());
            self.wrong(Column::Wording, "rules.refusal.wording", usual);
        }
        Core { key, value, wording }
    }
    fn kinds(&mut self) -> Option<Vec<UnitKind>> {
        self.take(
            Column::Kinds,
            Some(Vec::new()),
            "rules.unread.kinds",
            "学校、企业",
            |text| text.split(['、', ',', '，']).map(UnitKind::read).collect(),
        )
    }
    fn basis(&mut self) -> Option<String> {
        let basis = self.bounded(Column::Basis, 200).flatten();
        if basis.is_none() && self.cell(Column::Basis).is_empty() {
            self.wrong(Column::Basis, "rules.unread.empty", "皖工发〔2026〕1号");
        }
        basis
    }
    /// The first day, and the first day after the last.
    fn days(&mut self) -> Option<(Date, Option<Date>)> {
        let (from, last) = (self.day(Column::From, true).flatten(), self.day(Column::Last, false));
        let (from, last) = (from?, last?);
        if last.is_some_and(|last| last < from) {
            self.wrong(Column::Last, "rules.refusal.days", "2026-12-31");
        }
        Some((from, last.map(|last| last.plus_days(1))))
    }
    fn severity(&mut self) -> Option<Severity> {
        let usual = Some(Severity::Block);
        self.take(Column::Severity, usual, "rules.unread.severity", "不得", Severity::read)
    }
    fn evidence(&mut self) -> Option<Evidence> {
        let usual = Some(Evidence::Entered);
        self.take(
            Column::Evidence,
            usual,
            "rules.unread.evidence",
            "录入人持有文件",
            Evidence::read,
        )
    }
}

impl LineIn {
    /// The rule of this line.
    ///
    /// # Errors
    /// What is wrong with its cells.
    pub(crate) fn draft(&self, letters: &[Option<String>]) -> Result<Draft, Vec<Trouble>> {
        let mut r = Reading {
            line: self,
            letters,
            troubles: Vec::new(),
        };
        let core = r.core();
        let (kinds, severity, basis, days) = (r.kinds(), r.severity(), r.basis(), r.days());
        let (replaces, delegates) = (r.yes(Column::Replaces), r.yes(Column::Delegates));
        let (evidence, source, note) = (
            r.evidence(),
            r.bounded(Column::Source, 300),
            r.bounded(Column::Note, 300),
        );
        let all = || {
            let (from, until) = days?;
            Some(Draft {
                key: core.key?,
                kinds: kinds?,
                value: core.value?,
                wording: core.wording?,
                severity: severity?,
                replaces: replaces?,
                delegates: delegates?,
                basis: basis?,
                evidence: evidence?,
                source: source?,
                note: note?,
                from: Some(from),
                until,
            })
        };
        match all() {
            Some(draft) if r.troubles.is_empty() => Ok(draft),
            _ => Err(r.troubles),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brought(text: &str) -> Result<Brought, Refusal> {
        read("标准.csv", text.as_bytes())
    }

    #[test]
    fn heads_are_found_below_titles_and_every_wrong_cell_is_named() {
        let found = brought(
            "安徽省 2026 年标准\n事项,规则,依据,起始日,力度\n生日慰问,300元,1号文,2026-01-01,\n生日慰问,三百块钱吧,1号文,一月,不得\n没有的事,1元,,2026/1/1,",
        )
        .unwrap();
        assert_eq!(found.lines.len(), 3);
        let of = |n: usize| -> Vec<(&str, &str)> {
            found.lines[n]
                .troubles
                .iter()
                .map(|t| (t.cell.as_str(), t.why.as_str()))
                .collect()
        };
        assert_eq!(of(0), []);
        assert_eq!(of(1), [("B4", "rules.unread.money"), ("D4", "rules.unread.day")]);
        assert_eq!(of(2), [("A5", "rules.refusal.key"), ("C5", "rules.unread.empty")]);
        let draft = found.lines[0].draft(&found.letters).unwrap();
        assert_eq!((draft.key.name, draft.severity), ("birthday", Severity::Block));
    }

    #[test]
    fn what_is_no_sheet_of_rules_is_refused() {
        assert!(brought("姓名,电话\n张三,1\n").is_err());
        assert!(brought("事项,规则\n").is_err());
        let long = "长".repeat(LONGEST + 1);
        let found = brought(&format!(
            "事项,规则,依据,起始日\n节日慰问品形式,{long},1号文,2026-01-01\n"
        ))
        .unwrap();
        assert_eq!(found.lines[0].troubles[0].why, "rules.unread.long");
        let much = "依据".repeat(400);
        let rows = format!("生日慰问,300元,1号文,2026-01-01,{much}\n").repeat(MOST);
        let refused = brought(&format!("事项,规则,依据,起始日,备注\n{rows}")).unwrap_err();
        assert_eq!(refused.fields[0].key, "rules.papers.too_large");
    }
}
