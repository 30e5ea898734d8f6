//! Numbered measures (措施): what a plan means to do under a heading, with or without a day.

use kernel::{Id, Text};

use super::model::Section;

/// The kind of a measure's id.
pub enum MeasureKind {}
/// The id of a measure.
pub type MeasureId = Id<MeasureKind>;

/// Most measures of one plan.
pub const MEASURES: usize = 2_000;
/// Longest measure, in characters.
pub const MEASURE: usize = 2_000;

/// A measure as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The heading it stands under, counted from 1.
    pub section: usize,
    /// Its words without the number, with the prose that belongs to it.
    pub text: Text<MEASURE>,
    /// Where it stands, in bytes; nothing if it was written here.
    pub span: Option<(usize, usize)>,
}

/// A measure as it stands.
#[derive(Clone, Debug)]
pub struct MeasureRow {
    /// Its id.
    pub id: MeasureId,
    /// Counts its changes.
    pub version: i64,
    /// What it says, and where.
    pub says: Measure,
}

/// What a measure is called as a dated act: its first sentence.
#[must_use]
pub fn called(text: &str) -> Option<Text<200>> {
    let first = text
        .trim()
        .split(['。', '\n', '；', ';'])
        .next()
        .unwrap_or_default()
        .trim();
    let short: String = first.chars().take(200).collect();
    Text::new(&short).ok()
}

/// Words cut to a line of a choice.
#[must_use]
pub fn short(text: &str, most: usize) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= most {
        return line.to_owned();
    }
    line.chars().take(most).chain(['…']).collect()
}

/// The headings that a plan written here may begin with: the committee's own fields of work.
#[must_use]
pub fn outline() -> Vec<Section> {
    const HEADINGS: [(u8, &str); 12] = [
        (1, "指导思想"),
        (1, "工作目标"),
        (1, "主要工作"),
        (2, "组织建设"),
        (2, "民主管理"),
        (2, "维权服务"),
        (2, "关爱帮扶"),
        (2, "素质提升"),
        (2, "文体活动"),
        (2, "财务管理"),
        (2, "宣传信息"),
        (1, "月份工作安排"),
    ];
    let last = HEADINGS.len();
    (1..)
        .zip(HEADINGS)
        .map(|(n, (level, heading))| Section {
            level,
            heading: heading.to_owned(),
            body: String::new(),
            schedule: n == last,
            span: (0, 0),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measure_is_called_by_its_first_sentence() {
        assert_eq!(called("办好职工之家。做到人人参与。").unwrap().as_str(), "办好职工之家");
        assert_eq!(called(" \n "), None);
        assert_eq!(short("办好职工之家", 4), "办好职工…");
        assert_eq!(short("办好\n职工之家", 4), "办好");
    }
}
