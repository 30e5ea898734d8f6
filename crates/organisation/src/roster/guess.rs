//! What the columns of a file mean: by the words above them and by what stands in them.

use org::members::{Field, model::digits};

use super::{
    cell::Row,
    target::{self, Target},
    words,
};
use kernel::{Date, numerals::half_width, written};

/// So many rows are looked at.
pub const SAMPLE: usize = 200;

/// What a test of contents needs to know.
pub struct Known<'a> {
    /// The branches and groups there are.
    pub groups: &'a [String],
    /// Today.
    pub today: Date,
}

/// Tests of contents: of what there is enough likeness, and how much that says against a head.
const TESTS: &[Target] = &[
    Target::Identity,
    Target::Field(Field::Phone),
    Target::Field(Field::Email),
    Target::Field(Field::Sex),
    Target::Field(Field::Ethnic),
    Target::Field(Field::Education),
    Target::Field(Field::Political),
    Target::Field(Field::Employment),
    Target::Field(Field::Group),
    Target::Field(Field::Name),
    Target::Field(Field::Born),
    Target::Field(Field::Joined),
];

/// The meaning of every column; each is given once.
#[must_use]
pub fn columns(heads: &[String], sample: &[Row], known: &Known<'_>) -> Vec<Option<Target>> {
    let width = sample
        .iter()
        .map(|row| row.cells.len())
        .max()
        .unwrap_or(0)
        .max(heads.len());
    let mut ideas: Vec<(u32, usize, Target)> = Vec::new();
    for column in 0..width {
        let head = heads.get(column).map_or("", String::as_str);
        let texts: Vec<String> = sample
            .iter()
            .map(|row| row.cell(column).text())
            .filter(|t| !t.trim().is_empty())
            .collect();
        let shares: Vec<(Target, u32)> = TESTS.iter().map(|t| (*t, share(*t, &texts, known))).collect();
        let share_of = |target: Target| shares.iter().find(|(t, _)| *t == target).map(|(_, share)| *share);
        let strongest = shares.iter().take(3).find(|(_, share)| *share >= 80).map(|(t, _)| *t);
        if let Some((target, sure)) = target::of_head(head) {
            let other = strongest.is_some_and(|s| s != target) && texts.len() >= 3;
            if !(other && share_of(target).is_none_or(|own| own < 10)) {
                ideas.push((
                    if sure == 2 { 400 } else { 250 } + share_of(target).unwrap_or(0),
                    column,
                    target,
                ));
            }
        }
        for (target, share) in shares {
            let day = matches!(target, Target::Field(Field::Born | Field::Joined));
            // a headed column of days may be any of them
            if share >= 60 && (!day || head.is_empty()) {
                ideas.push((share, column, target));
            }
        }
    }
    ideas.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut columns: Vec<Option<Target>> = vec![None; width];
    for (_, column, target) in ideas {
        if columns.contains(&Some(target)) {
            continue;
        }
        if let Some(place @ None) = columns.get_mut(column) {
            *place = Some(target);
        }
    }
    columns
}

/// How many of a hundred texts look like it.
fn share(target: Target, texts: &[String], known: &Known<'_>) -> u32 {
    let like = texts.iter().filter(|text| looks(target, text, known)).count();
    let all = texts.len().max(1);
    let share = u32::try_from(like * 100 / all).unwrap_or(0);
    if target == Target::Field(Field::Name) {
        // names differ, words of a choice do not
        let mut distinct: Vec<&String> = texts.iter().collect();
        distinct.sort_unstable();
        distinct.dedup();
        return if distinct.len() * 10 >= all * 7 { share } else { 0 };
    }
    share
}

fn looks(target: Target, text: &str, known: &Known<'_>) -> bool {
    let plain: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    let numeric = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    match target {
        Target::Identity => {
            let body = plain.strip_suffix(['x', 'X']).unwrap_or(&plain);
            (numeric(body) && matches!(plain.len(), 15 | 17 | 18 | 19)) || plain.to_uppercase().contains("E+1")
        }
        Target::Field(Field::Phone) => {
            let number = digits(plain.strip_suffix(".0").unwrap_or(&plain));
            number.len() == 11 && number.starts_with('1') && plain.len() <= 18
        }
        Target::Field(Field::Email) => plain.contains('@'),
        Target::Field(Field::Ethnic) => plain.ends_with('族') && plain.chars().count() <= 6 || plain == "汉",
        Target::Field(Field::Group) => known.groups.contains(&plain) || plain.ends_with("工会小组"),
        Target::Field(Field::Name) => {
            (2..=4).contains(&plain.chars().count())
                && plain
                    .chars()
                    .all(|c| ('\u{3400}'..='\u{9fff}').contains(&c) || c > '\u{20000}')
        }
        Target::Field(Field::Born) => {
            written::day(&plain, known.today).is_some_and(|w| w.day.plus_months(16 * 12) <= known.today)
        }
        Target::Field(Field::Joined) => written::day(&plain, known.today).is_some(),
        // 1 and 2 stand for the sexes in old exports, and for the first rows everywhere
        Target::Field(field) => !numeric(&plain) && words::choice(field, text).is_some(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::cell::Cell;

    fn guessed(heads: &[&str], rows: &[&[&str]]) -> Vec<&'static str> {
        let heads: Vec<String> = heads.iter().map(|h| (*h).to_owned()).collect();
        let sample: Vec<Row> = rows
            .iter()
            .map(|cells| Row {
                number: 1,
                cells: cells.iter().map(|c| Cell::Text((*c).to_owned())).collect(),
            })
            .collect();
        let known = Known {
            groups: &["语文组".to_owned()],
            today: Date::new(2026, 11, 21).unwrap(),
        };
        columns(&heads, &sample, &known)
            .into_iter()
            .map(|t| t.map_or("", Target::key))
            .collect()
    }

    #[test]
    fn heads_and_contents_tell_together() {
        let rows: &[&[&str]] = &[
            &["1", "王芳", "女", "11010519491231002X", "13800138000", "语文组"],
            &["2", "李红", "女", "4.4E+17", "13800138001", "语文组"],
            &["3", "张 伟", "男", "440301198001011000", "+86 13800138002", "语文组"],
        ];
        let want = ["", "name", "sex", "identity", "phone", "group"];
        assert_eq!(
            guessed(&["序号", "姓名", "性别", "身份证号", "手机", "小组"], rows),
            want
        );
        assert_eq!(guessed(&[], rows), want, "without heads");
        assert_eq!(
            guessed(&["序号", "姓名", "性别", "联系电话", "证件号码", "小组"], rows),
            want,
            "heads that were exchanged"
        );
    }

    #[test]
    fn a_meaning_is_given_once() {
        let rows: &[&[&str]] = &[&["王芳", "13800138000", "13900139000"]];
        assert_eq!(
            guessed(&["姓名", "紧急联系人电话", "手机号"], rows),
            ["name", "", "phone"]
        );
    }
}
