//! A messy roster, made for trying the import of rosters: 5,000 rows with every trouble that lists of people have, and
//! beside it what must become of each row. The same in every run.

use std::{collections::BTreeMap, fs, path::Path};

use kernel::Date;
use papers::book::{Book, Cell, Sheet};
use serde_json::{Value, json};

use crate::Res;

/// Rows of people.
const ROWS: usize = 5_000;
/// Of so many rows that follow one another, as many have a trouble as there are kinds.
const ROUND: usize = 50;

const FAMILY: &str =
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任沈";
const GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰红梅建国志";
const GROUPS: [&str; 4] = ["语文组", "数学组", "英语组", "综合组"];

/// What must become of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It goes in as it is.
    Good,
    /// It goes in as proposed.
    Repaired,
    /// It changes a member who is known.
    Known,
    /// It is left out.
    LeftOut,
    /// It is given back, for this kind of trouble.
    Back,
}

/// A person's cells, in the order of [`HEADS`].
#[derive(Clone, Debug)]
struct Person {
    cells: Vec<Cell>,
}

const HEADS: [&str; 14] = [
    "序号",
    "姓 名",
    "性别",
    "民族",
    "身份证号码",
    "出生年月",
    "联系电话",
    "电子邮箱",
    "学历",
    "政治面貌",
    "用工形式",
    "工会小组",
    "入会时间",
    "会籍状态",
];
const NAME: usize = 1;
const SEX: usize = 2;
const NUMBER: usize = 4;
const BORN: usize = 5;
const PHONE: usize = 6;
const MAIL: usize = 7;
const EDUCATION: usize = 8;
const GROUP: usize = 11;
const JOINED: usize = 12;
const STATUS: usize = 13;

/// A change of a good row, the kind of trouble it makes, and the row's fate. The kinds are those of the product.
struct Spoil {
    kind: &'static str,
    fate: Fate,
    column: usize,
    to: fn(&Person, &Person, usize) -> Cell,
}

const fn spoil(kind: &'static str, fate: Fate, column: usize, to: fn(&Person, &Person, usize) -> Cell) -> Spoil {
    Spoil { kind, fate, column, to }
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        _ => String::new(),
    }
}

/// The number with its last sign, or another, wrong.
fn wrong(number: &str) -> String {
    let (front, last) = number.split_at(17);
    format!("{front}{}", if last == "1" { "2" } else { "1" })
}

fn spaced(name: &str) -> String {
    let mut signs = name.chars();
    let first: String = signs.next().into_iter().collect();
    format!("{first} {}", signs.collect::<String>())
}

fn wide(digits: &str) -> String {
    let large = |c: char| u32::from(c).checked_add(0xFEE0).and_then(char::from_u32).unwrap_or(c);
    digits.chars().map(large).collect()
}

/// Year, month and day of the birth.
fn born(p: &Person) -> (String, String, String) {
    let number = text(&p.cells[NUMBER]);
    let part = |from: usize, to: usize| {
        number
            .get(from..to)
            .unwrap_or_default()
            .trim_start_matches('0')
            .to_owned()
    };
    (part(6, 10), part(10, 12), part(12, 14))
}

fn chinese(number: &str) -> String {
    let digits = "〇一二三四五六七八九";
    number
        .chars()
        .filter_map(|c| digits.chars().nth(usize::try_from(c.to_digit(10)?).ok()?))
        .collect()
}

const SPOILS: &[Spoil] = &[
    spoil("name_missing", Fate::Back, NAME, |_, _, _| Cell::Empty),
    spoil("name_odd", Fate::Back, NAME, |_, _, n| Cell::text(format!("{n}号"))),
    spoil("name_space", Fate::Repaired, NAME, |p, _, _| {
        Cell::text(spaced(&text(&p.cells[NAME])))
    }),
    spoil("formula", Fate::Back, NAME, |p, _, _| {
        Cell::text(format!(
            "=HYPERLINK(\"http://example.cn\",\"{}\")",
            text(&p.cells[NAME])
        ))
    }),
    spoil("id_scientific", Fate::Back, NUMBER, |_, _, _| Cell::text("4.40301E+17")),
    spoil("id_rounded", Fate::Back, NUMBER, |p, _, _| {
        let number = text(&p.cells[NUMBER]);
        Cell::text(format!("{}000", number.get(..15).unwrap_or_default()))
    }),
    spoil("id_check", Fate::Back, NUMBER, |p, _, _| {
        Cell::text(wrong(&text(&p.cells[NUMBER])))
    }),
    spoil("id_bad", Fate::Back, NUMBER, |p, _, _| {
        Cell::text(text(&p.cells[NUMBER]).chars().take(17).collect::<String>())
    }),
    spoil("id_old", Fate::Repaired, NUMBER, |p, _, _| {
        let number = text(&p.cells[NUMBER]);
        Cell::text(format!(
            "{}{}",
            number.get(..6).unwrap_or_default(),
            number.get(8..17).unwrap_or_default()
        ))
    }),
    spoil("width", Fate::Repaired, NUMBER, |p, _, _| {
        Cell::text(wide(&text(&p.cells[NUMBER])))
    }),
    spoil("date_form", Fate::Repaired, BORN, |p, _, _| {
        let (y, m, d) = born(p);
        Cell::text(format!("{y}年{m}月{d}日"))
    }),
    spoil("date_form", Fate::Repaired, BORN, |p, _, _| {
        let (y, m, d) = born(p);
        Cell::text(format!("{}-{m}-{d}", y.get(2..).unwrap_or_default()))
    }),
    spoil("date_form", Fate::Repaired, JOINED, |_, _, _| Cell::text("20200301")),
    spoil("date_month", Fate::Repaired, BORN, |p, _, _| {
        let (y, m, _) = born(p);
        Cell::text(format!("{y}年{m}月"))
    }),
    spoil("date_month", Fate::Repaired, JOINED, |_, _, _| {
        Cell::text(format!("{}年三月", chinese("99")))
    }),
    spoil("date_serial", Fate::Repaired, JOINED, |_, _, _| Cell::Int(36_770)),
    spoil("date_bad", Fate::Back, JOINED, |_, _, _| Cell::text("刚来时")),
    spoil("date_future", Fate::Back, JOINED, |_, _, _| Cell::text("2099-01-01")),
    spoil("date_future", Fate::Back, BORN, |_, _, _| Cell::text("2098-05-04")),
    spoil("born_differs", Fate::Repaired, BORN, |_, _, _| Cell::text("1961-02-03")),
    spoil("sex_differs", Fate::Repaired, SEX, |p, _, _| {
        Cell::text(if text(&p.cells[SEX]) == "男" { "女" } else { "男" })
    }),
    spoil("phone_form", Fate::Repaired, PHONE, |p, _, _| {
        Cell::text(format!("+86 {}", text(&p.cells[PHONE])))
    }),
    spoil("phone_form", Fate::Repaired, PHONE, |p, _, _| {
        Cell::text(format!("{}.0", text(&p.cells[PHONE])))
    }),
    spoil("phone_bad", Fate::Back, PHONE, |_, _, _| Cell::text("1.38E+10")),
    spoil("email_bad", Fate::Back, MAIL, |_, _, _| Cell::text("没有邮箱地址")),
    spoil("word_unknown", Fate::Back, EDUCATION, |_, _, _| Cell::text("神童班")),
    spoil("group_unknown", Fate::Repaired, GROUP, |_, _, _| {
        Cell::text("机器人社团")
    }),
    spoil("two_groups", Fate::Back, GROUP, |_, _, _| Cell::text("语文组、数学组")),
    spoil("left", Fate::LeftOut, STATUS, |_, _, _| Cell::text("已转出")),
    // the same person once more: all cells of the row before, or all but the group
    spoil("twice", Fate::LeftOut, 0, |_, _, n| Cell::text(n.to_string())),
    spoil("two_groups", Fate::Back, GROUP, |_, before, _| {
        let other = GROUPS.iter().find(|group| **group != text(&before.cells[GROUP]));
        Cell::text(other.copied().unwrap_or("综合组"))
    }),
];

/// Whether the row is the row before with a change.
fn repeats(spoil: usize) -> bool {
    spoil + 2 >= SPOILS.len()
}

fn of(signs: &str, at: usize) -> char {
    signs.chars().nth(at % signs.chars().count()).unwrap_or('王')
}

/// The sign that belongs at the end of 17 digits (GB 11643).
fn check_sign(digits: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits
        .chars()
        .filter_map(|c| c.to_digit(10))
        .zip(WEIGHTS)
        .map(|(d, w)| d * w)
        .sum();
    of("10X98765432", usize::try_from(sum % 11).unwrap_or(0))
}

/// What spoils a row of a round; before the two that repeat a row stands a good one.
fn place(at: usize) -> Option<usize> {
    let repeating = SPOILS.len().saturating_sub(2);
    match at.cmp(&repeating) {
        std::cmp::Ordering::Less => Some(at),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => at.checked_sub(1),
    }
}

/// A good row.
fn person(n: usize, first: Date) -> Person {
    let family = of(FAMILY, n);
    let (one, two) = (of(GIVEN, n / 50), of(GIVEN, n / 1_500 + n % 7));
    let day = first
        .plus_days(i32::try_from(n * 2).unwrap_or(0))
        .to_string()
        .replace('-', "");
    let man = n.is_multiple_of(2);
    let front = format!("440305{day}{:02}{}", n % 100, if man { 1 } else { 2 });
    let number = format!("{front}{}", check_sign(&front));
    let born: Date = format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..])
        .parse()
        .unwrap_or(first);
    // every hundredth bears signs that few fonts have; nothing else is wrong with these rows
    let name = match n % 100 {
        37 => format!("𠮷{one}㛃{two}"),
        47 => format!("{family}{one}🌸{two}"),
        _ => format!("{family}{one}{two}"),
    };
    let cells = vec![
        Cell::text(n.to_string()),
        Cell::text(name),
        Cell::text(if man { "男" } else { "女" }),
        Cell::text(if n.is_multiple_of(9) { "土家族" } else { "汉族" }),
        Cell::text(number),
        Cell::Date(born),
        Cell::text(format!("139{:08}", 10_000_000 + n)),
        Cell::text(format!("t{n}@example.cn")),
        Cell::text(["本科", "大学本科", "硕士研究生", "大专"][n % 4]),
        Cell::text(["中共党员", "群众", "共青团员"][n % 3]),
        Cell::text(["在编", "劳务派遣", "合同制"][n % 3]),
        Cell::text(GROUPS[n % 4]),
        Cell::text("2010-09-01"),
        Cell::text("在册"),
    ];
    Person { cells }
}

/// What must come back.
#[derive(Default)]
struct Wanted {
    back: BTreeMap<usize, &'static str>,
    kinds: BTreeMap<&'static str, usize>,
    good: usize,
    repaired: usize,
    known: usize,
    left_out: usize,
}

/// Makes the roster; `known` is somebody whom the register has already, by name and phone number.
fn made(first: Date) -> (Vec<Vec<Cell>>, Wanted) {
    let mut rows = vec![
        vec![Cell::text("工会会员名册（全部）")],
        vec![Cell::Empty, Cell::text("填报日期：2026年11月")],
        HEADS.iter().map(|head| Cell::text(*head)).collect(),
    ];
    let mut wanted = Wanted::default();
    let mut before = person(0, first);
    for n in 1..=ROWS {
        let mut now = person(n, first);
        let at = place(n % ROUND);
        let spoil = at.and_then(|at| SPOILS.get(at));
        if let Some(spoil) = spoil {
            if at.is_some_and(repeats) {
                now.cells.clone_from(&before.cells);
            }
            let cell = (spoil.to)(&now, &before, n);
            if let Some(place) = now.cells.get_mut(spoil.column) {
                *place = cell;
            }
        }
        rows.push(now.cells.clone());
        let fate = spoil.map_or(Fate::Good, |spoil| spoil.fate);
        let kind = match spoil.map_or("", |spoil| spoil.kind) {
            // of eleven numbers whose last three signs became 0 one passes its check all the same
            "id_rounded" if check_sign(&text(&now.cells[NUMBER])) == '0' => "id_doubt",
            kind => kind,
        };
        wanted.count(fate, kind, rows.len());
        // what is repeated is the good row before
        if !at.is_some_and(repeats) {
            before = person(n, first);
        }
        if n.is_multiple_of(1_000) {
            rows.push(Vec::new());
            rows.push(HEADS.iter().map(|head| Cell::text(*head)).collect());
        }
    }
    rows.push(vec![
        Cell::Empty,
        Cell::text("已知会员"),
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        Cell::text("13900000001"),
        Cell::text("known@example.cn"),
    ]);
    wanted.count(Fate::Known, "known", rows.len());
    rows.push(vec![Cell::text("合计"), Cell::text(format!("{ROWS}人"))]);
    rows.push(vec![Cell::text("说明：本表由各小组填报，截至十一月")]);
    (rows, wanted)
}

impl Wanted {
    fn count(&mut self, fate: Fate, kind: &'static str, row: usize) {
        if !kind.is_empty() {
            *self.kinds.entry(kind).or_default() += 1;
        }
        match fate {
            Fate::Good => self.good += 1,
            Fate::Repaired => self.repaired += 1,
            Fate::Known => self.known += 1,
            Fate::LeftOut => self.left_out += 1,
            Fate::Back => {
                self.back.insert(row, kind);
            }
        }
    }
    fn json(&self) -> Value {
        json!({
            "good": self.good,
            "repaired": self.repaired,
            "known": self.known,
            "left_out": self.left_out,
            "back": self.back,
            "kinds": self.kinds,
            "member": {"name": "已知会员", "phone": "13900000001"},
        })
    }
}

/// Writes `messy.xlsx` and `messy.json` into a folder.
pub fn write(folder: &Path) -> Res<()> {
    let first = Date::new(1966, 1, 1).map_err(|e| e.to_string())?;
    let (rows, wanted) = made(first);
    let mut book = Book::new();
    book.sheet(Sheet {
        name: "名册".into(),
        rows,
        ..Sheet::default()
    });
    let bytes = book.to_bytes().map_err(|e| e.to_string())?;
    fs::create_dir_all(folder).map_err(|e| e.to_string())?;
    fs::write(folder.join("messy.xlsx"), bytes).map_err(|e| e.to_string())?;
    fs::write(folder.join("messy.json"), wanted.json().to_string()).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_its_fate_and_the_numbers_are_genuine() {
        let first = Date::new(1966, 1, 1).unwrap();
        let (rows, wanted) = made(first);
        let all = wanted.good + wanted.repaired + wanted.left_out + wanted.back.len() + wanted.known;
        assert_eq!(all, ROWS + 1);
        assert!(SPOILS.iter().all(|spoil| wanted.kinds.contains_key(spoil.kind)));
        assert!(rows.len() > ROWS);
        let mut names = std::collections::BTreeSet::new();
        for n in 1..=ROWS {
            let p = person(n, first);
            let number = text(&p.cells[NUMBER]);
            assert_eq!(number.len(), 18);
            assert!(names.insert((text(&p.cells[NAME]), number)), "{n}");
        }
        assert_eq!(check_sign("11010519491231002"), 'X');
    }
}
