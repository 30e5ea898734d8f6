//! Looking at a row: what each cell says, what is wrong with it, what is proposed.

use std::collections::HashMap;

use kernel::{
    Date,
    identity::{BadIdentity, IdentityKind, IdentityNumber, Mangled},
    numerals::half_width,
    written::{self, How},
};
use org::{
    BodyId,
    members::{
        Field,
        field::{Kind as Shape, Unfit},
        model::{clean_name, digits},
    },
};

use super::{
    cell::{Cell, Row},
    draft::{Examined, Group},
    target::{self, Target},
    trouble::{Kind, Rules, Trouble},
    words::{self, Standing},
};

/// What a row is looked at with.
pub struct Examiner<'a> {
    /// The meaning of the columns.
    pub columns: &'a [Option<Target>],
    /// Branches and groups by their names ([`group_name`]).
    pub groups: &'a HashMap<String, BodyId>,
    /// What was decided for the whole file.
    pub rules: &'a Rules,
    /// The name of the union.
    pub union: &'a str,
    /// Today.
    pub today: Date,
}

/// A group's name in one spelling.
#[must_use]
pub fn group_name(text: &str) -> String {
    half_width(text).chars().filter(|c| !c.is_whitespace()).collect()
}

/// Texts that stand for nothing.
fn nothing(text: &str) -> bool {
    matches!(
        text.trim(),
        "" | "-" | "--" | "—" | "——" | "/" | "\\" | "无" | "暂无" | "不详" | "N/A" | "n/a" | "NULL" | "null" | "空"
    )
}

/// Words that begin a row of totals or a note.
const NOT_ROWS: &[&str] = &[
    "合计",
    "总计",
    "小计",
    "共计",
    "合计人数",
    "备注",
    "注",
    "说明",
    "填表人",
    "制表人",
    "审核人",
    "填报人",
    "负责人",
    "填报单位",
    "制表",
    "填表",
    "以上",
    "共",
];

impl Examiner<'_> {
    /// Looks at a row; `None` if it is none: empty, a total, a note, the heads again.
    #[must_use]
    pub fn row(&self, row: &Row) -> Option<Examined> {
        if self.is_none(row) {
            return None;
        }
        let mut seen = Examined {
            number: row.number,
            ..Examined::default()
        };
        let (mut identity, mut kind) = (None, None);
        for (column, target) in self.columns.iter().enumerate() {
            let cell = row.cell(column);
            match target {
                None => {}
                Some(Target::Field(Field::Name)) => name(&mut seen, column, cell),
                _ if nothing(&cell.text()) => {}
                Some(Target::Identity) => identity = Some((column, cell)),
                Some(Target::IdentityKind) => kind = identity_kind(&cell.text()),
                Some(Target::Status) => self.status(&mut seen, column, &cell.text()),
                Some(Target::Union) => self.other_union(&mut seen, column, &cell.text()),
                Some(Target::Field(field)) => self.field(&mut seen, column, *field, cell),
            }
        }
        if !self.columns.contains(&Some(Target::Field(Field::Name))) {
            seen.bad(Trouble::of(Kind::NameMissing, None));
        }
        if let Some((column, cell)) = identity {
            self.identity(&mut seen, column, &cell.text(), kind.unwrap_or(IdentityKind::Resident));
        }
        self.against_identity(&mut seen);
        Some(seen)
    }

    fn is_none(&self, row: &Row) -> bool {
        let mut filled = row.cells.iter().filter(|cell| !cell.is_blank());
        let Some(first) = filled.next() else { return true };
        let more = filled.count();
        let first = target::plain(&first.text());
        let name = self.column(Target::Field(Field::Name)).map(|column| row.cell(column));
        let named = name.is_some_and(|cell| !cell.is_blank());
        let opens =
            |word: &&str| first == **word || (more < 3 && first.starts_with(*word) && first.chars().count() > 4);
        if NOT_ROWS.iter().any(opens) || (!named && more < 2) {
            return true;
        }
        // heads that are repeated on every page
        name.is_some_and(|cell| target::of_head(&cell.text()) == Some((Target::Field(Field::Name), 2)))
    }

    /// The column of a meaning.
    #[must_use]
    pub fn column(&self, target: Target) -> Option<usize> {
        self.columns.iter().position(|t| *t == Some(target))
    }

    fn field(&self, seen: &mut Examined, column: usize, field: Field, cell: &Cell) {
        let text = cell.text();
        if text.trim_start().starts_with('=') {
            seen.mend(Trouble::fixed(Kind::Formula, Some(column)), "");
            return;
        }
        match field.kind() {
            Shape::Day => self.day(seen, column, field, cell),
            Shape::Phone => phone(seen, column, field, &text),
            Shape::Choice(_) | Shape::Flag => self.choice(seen, column, field, &text),
            Shape::Group => self.group(seen, column, &text),
            Shape::Name | Shape::Line(_) | Shape::Email => line(seen, column, field, &text),
        }
    }

    fn day(&self, seen: &mut Examined, column: usize, field: Field, cell: &Cell) {
        let text = cell.text();
        let Some(read) = written::day(&text, self.today) else {
            seen.mend(Trouble::fixed(Kind::DateBad, Some(column)), "");
            return;
        };
        if read.day > self.today {
            seen.mend(Trouble::fixed(Kind::DateFuture, Some(column)), "");
            return;
        }
        let short = matches!(cell, Cell::Number { .. }) && text.split_once('.').is_some_and(|(_, month)| month == "1");
        let kind = match read.how {
            How::Plain => None,
            How::Whole | How::Century => Some(Kind::DateForm),
            How::Month if short => Some(Kind::DateUnsure),
            How::Month | How::Year => Some(Kind::DateMonth),
            How::Serial => Some(Kind::DateSerial),
        };
        let day = read.day.to_string();
        if let Some(kind) = kind {
            seen.mend(Trouble::fixed(kind, Some(column)), &day);
        }
        put(seen, field, &day);
    }

    fn choice(&self, seen: &mut Examined, column: usize, field: Field, text: &str) {
        if let Some(key) = words::choice(field, text) {
            put(seen, field, key);
            return;
        }
        let (decided, trouble) = self.word(field.key(), text, Kind::WordUnknown, column);
        match decided {
            Some(key) if key != BLANK => {
                put(seen, field, key);
                seen.mend(trouble, key);
            }
            _ => seen.mend(trouble, ""),
        }
    }

    /// What was decided for a word, and the trouble that names it.
    fn word(&self, of: &str, text: &str, kind: Kind, column: usize) -> (Option<&str>, Trouble) {
        let word = group_name(text);
        let numbers = word.chars().filter(char::is_ascii_digit).count();
        if word.chars().count() > 30 || numbers > 5 {
            // no word, and perhaps private: a column that was given a wrong meaning
            return (None, Trouble::of(kind, Some(column)));
        }
        let name = format!("{of}|{word}");
        let decided = self
            .rules
            .words
            .get(&name)
            .map(String::as_str)
            .filter(|choice| *choice != BACK);
        let mut trouble = Trouble::of(kind, Some(column)).about(name);
        trouble.fix = decided.is_some();
        (decided, trouble)
    }

    fn status(&self, seen: &mut Examined, column: usize, text: &str) {
        match words::standing(text) {
            Some(Standing::Is(status)) => seen.draft.status = Some(status),
            Some(Standing::Gone) => seen.mend(Trouble::fixed(Kind::Left, Some(column)), ""),
            None => {
                let (decided, trouble) = self.word("status", text, Kind::WordUnknown, column);
                let status = decided.and_then(|key| org::Status::ALL.iter().copied().find(|s| s.key() == key));
                seen.draft.status = status;
                seen.mend(trouble, status.map_or("", |s| s.key()));
            }
        }
    }

    fn group(&self, seen: &mut Examined, column: usize, text: &str) {
        let name = group_name(text);
        seen.group.clone_from(&name);
        if let Some(id) = self.groups.get(&name) {
            seen.draft.group = Group::Is(*id);
            return;
        }
        let parts: Vec<String> = text
            .split(['、', '，', ',', ';', '；', '/'])
            .map(group_name)
            .filter(|p| !p.is_empty())
            .collect();
        if parts.len() > 1 && parts.iter().any(|part| self.groups.contains_key(part)) {
            let first = parts.iter().find_map(|part| Some((part, self.groups.get(part)?)));
            if let Some((part, id)) = first {
                seen.draft.group = Group::Is(*id);
                seen.mend(Trouble::fixed(Kind::TwoGroups, Some(column)), part);
            }
            return;
        }
        let (decided, trouble) = self.word("group", text, Kind::GroupUnknown, column);
        match decided {
            None | Some(BLANK) => seen.mend(trouble, ""),
            Some(NEW) => {
                seen.draft.group = Group::New(name.clone());
                seen.mend(trouble, name);
            }
            Some(id) => {
                seen.draft.group = id.parse().map_or(Group::None, Group::Is);
                let named = self.groups.iter().find(|(_, known)| known.to_string() == id);
                seen.mend(trouble, named.map_or("", |(name, _)| name.as_str()));
            }
        }
    }

    fn other_union(&self, seen: &mut Examined, column: usize, text: &str) {
        if !same_union(self.union, text) {
            seen.mend(Trouble::fixed(Kind::OtherUnion, Some(column)), self.union);
        }
    }

    fn identity(&self, seen: &mut Examined, column: usize, text: &str, kind: IdentityKind) {
        let at = Some(column);
        let number = match IdentityNumber::read(kind, text, self.today) {
            Ok(number) => number,
            Err(BadIdentity::Empty) => return,
            Err(bad) => {
                let trouble = match bad {
                    BadIdentity::Mangled(Mangled::Scientific) => Trouble::fixed(Kind::IdScientific, at),
                    BadIdentity::Mangled(Mangled::Rounded) => Trouble::fixed(Kind::IdRounded, at),
                    BadIdentity::CheckCharacter => Trouble::fixed(Kind::IdCheck, at),
                    other => Trouble::fixed(Kind::IdBad, at).about(other.key()),
                };
                seen.mend(trouble, "");
                return;
            }
        };
        let short = half_width(text).chars().filter(|c| c.is_alphanumeric()).count();
        if short == 15 && number.reveal().len() == 18 {
            seen.mend(Trouble::fixed(Kind::IdOld, at), number.masked());
        } else if !text.trim().eq_ignore_ascii_case(number.reveal()) {
            seen.mend(Trouble::fixed(Kind::Width, at), number.masked());
        }
        if let Some(doubt) = number.doubts(self.today).first() {
            seen.mend(Trouble::fixed(Kind::IdDoubt, at).about(doubt.key()), number.masked());
        }
        seen.draft.identity = Some(number);
    }

    /// Birth and sex beside what the identity number tells.
    fn against_identity(&self, seen: &mut Examined) {
        let Some(number) = seen.draft.identity.clone() else {
            return;
        };
        let born_at = self.column(Target::Field(Field::Born));
        if let Some(told) = number.born() {
            let day = told.to_string();
            let is = seen.draft.known.day(Field::Born);
            let vague = |kind: Kind| {
                matches!(
                    kind,
                    Kind::DateMonth | Kind::DateUnsure | Kind::DateBad | Kind::DateFuture
                )
            };
            let at = seen.troubles.iter().position(|t| t.column == born_at && vague(t.kind));
            let fits = is.is_none_or(|is| is == told)
                || at.is_some() && is.is_some_and(|is| (is.year(), is.month()) == (told.year(), told.month()));
            match (at, fits) {
                // the number knows the day that the file leaves open
                (Some(at), true) => {
                    if let Some(proposal) = seen.proposals.get_mut(at) {
                        proposal.clone_from(&day);
                    }
                }
                (_, true) => {}
                (_, false) => seen.mend(Trouble::fixed(Kind::BornDiffers, born_at), &day),
            }
            put(seen, Field::Born, &day);
        }
        if let Some(told) = number.sex() {
            if seen.draft.known.get(Field::Sex).is_some_and(|is| is != told.key()) {
                let at = self.column(Target::Field(Field::Sex));
                seen.mend(Trouble::fixed(Kind::SexDiffers, at), told.key());
            }
            put(seen, Field::Sex, told.key());
        }
    }
}

/// The decision to leave a place blank.
pub const BLANK: &str = "blank";
/// The decision to found a group.
pub const NEW: &str = "new";
/// The decision to give rows back.
pub const BACK: &str = "back";

/// Sets what was read; it fits, since it was made to.
fn put(seen: &mut Examined, field: Field, text: &str) {
    if seen.draft.known.set(field, text).is_err() {
        seen.bad(Trouble::of(Kind::DateBad, None));
    }
}

fn name(seen: &mut Examined, column: usize, cell: &Cell) {
    let (text, at) = (cell.text(), Some(column));
    let text = text.trim();
    if nothing(text) {
        seen.bad(Trouble::of(Kind::NameMissing, at));
        return;
    }
    if text.starts_with(['=', '+', '-', '@', '＝']) {
        match within(text) {
            Some(inner) => {
                put(seen, Field::Name, &inner);
                seen.mend(Trouble::fixed(Kind::Formula, at), inner);
            }
            None => seen.bad(Trouble::of(Kind::Formula, at)),
        }
        return;
    }
    let clean = clean_name(text);
    let odd = clean.chars().any(|c| c.is_ascii_digit()) || !clean.chars().any(char::is_alphabetic);
    if odd {
        seen.bad(Trouble::of(Kind::NameOdd, at));
    } else if clean.chars().count() > 40 || seen.draft.known.set(Field::Name, &clean).is_err() {
        seen.bad(Trouble::of(Kind::TooLong, at).about(40));
    } else if clean != text {
        seen.mend(Trouble::fixed(Kind::NameSpace, at), clean);
    }
}

/// The last text in quotes of a formula, if it can be a name.
fn within(formula: &str) -> Option<String> {
    let inner = formula
        .rsplit(['"', '“', '”'])
        .find(|part| part.chars().any(|c| c > '\u{2e80}' && c.is_alphabetic()))?;
    let inner = clean_name(inner.trim_matches(|c: char| !c.is_alphabetic()));
    ((2..=40).contains(&inner.chars().count()) && !inner.contains(['(', ')', '='])).then_some(inner)
}

fn phone(seen: &mut Examined, column: usize, field: Field, text: &str) {
    let (plain, at) = (half_width(text.trim()), Some(column));
    let first = plain
        .split(['/', '、', ',', ';', '或', '\n'])
        .map(str::trim)
        .find(|part| digits(part).len() >= 7)
        .unwrap_or(&plain);
    let number = digits(first.strip_suffix(".0").unwrap_or(first));
    let scientific = plain.to_uppercase().contains("E+");
    let mobile = number.len() != 11 || number.starts_with(['0', '1']);
    if scientific || !mobile || seen.draft.known.set(field, &number).is_err() {
        seen.mend(Trouble::fixed(Kind::PhoneBad, at), "");
    } else if number != text.trim() {
        seen.mend(Trouble::fixed(Kind::PhoneForm, at), number);
    }
}

fn line(seen: &mut Examined, column: usize, field: Field, text: &str) {
    let at = Some(column);
    match seen.draft.known.set(field, text) {
        Ok(()) => {}
        Err(Unfit::Long(most)) => {
            let cut: String = text
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .chars()
                .take(most)
                .collect();
            put(seen, field, &cut);
            seen.mend(Trouble::fixed(Kind::TooLong, at).about(most), cut);
        }
        Err(_) => seen.mend(Trouble::fixed(Kind::EmailBad, at), ""),
    }
}

fn identity_kind(text: &str) -> Option<IdentityKind> {
    let text = target::plain(text);
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    Some(match () {
        () if has(&["永久居留", "永居"]) => IdentityKind::PermanentResidence,
        () if has(&["居住证"]) => IdentityKind::ResidencePermit,
        () if has(&["身份证", "居民"]) => IdentityKind::Resident,
        () if has(&["护照"]) => IdentityKind::Passport,
        () if has(&["港澳", "香港", "澳门"]) => IdentityKind::HongKongMacao,
        () if has(&["台"]) => IdentityKind::Taiwan,
        () if has(&["军官", "军人", "士兵"]) => IdentityKind::Military,
        () => IdentityKind::of_key(&text).unwrap_or(IdentityKind::Other),
    })
}

/// What names a union without what all names have.
fn stem(name: &str) -> String {
    let mut name = target::plain(name);
    for word in [
        "基层工会委员会",
        "工会委员会",
        "工会联合会",
        "基层工会",
        "工会",
        "委员会",
    ] {
        name = name.replace(word, "");
    }
    name
}

/// Whether a text names this union, or may.
#[must_use]
pub fn same_union(own: &str, text: &str) -> bool {
    let (own, text) = (stem(own), stem(text));
    text.is_empty() || own.contains(&text) || text.contains(&own)
}

/// The other union that a title names, if it names one.
#[must_use]
pub fn union_in_title(own: &str, title: &str) -> Option<String> {
    const ENDS: [&str; 12] = [
        "工会",
        "学校",
        "小学",
        "中学",
        "学院",
        "幼儿园",
        "公司",
        "医院",
        "集团",
        "大学",
        "厂",
        "局",
    ];
    let plain = target::plain(title);
    let end = ENDS.iter().filter_map(|end| Some(plain.find(end)? + end.len())).max()?;
    let named = plain
        .get(..end)?
        .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '年' | '度' | '月'));
    let says = stem(named);
    let any = [
        "学校",
        "本校",
        "我校",
        "公司",
        "本公司",
        "单位",
        "本单位",
        "职工",
        "教职工",
        "教育",
    ]
    .contains(&says.as_str());
    (says.chars().count() >= 2 && !any && !same_union(own, named)).then(|| named.to_owned())
}

#[cfg(test)]
#[path = "tests/examine.rs"]
mod tests;
