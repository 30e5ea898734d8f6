//! Schedules written as tables: rows with bars, tabs or wide gaps.

use crate::label;
use crate::mark::{self, Style};
use crate::numeral;
use crate::pattern::patterns;
use crate::when::When;

patterns! {
    HEAD = r"^\**(?:序号|月份|时间|日期|周次|周|月|(?:起止|完成|实施|举办|开展|活动|计划|预计|拟定?|召开|截止|要求完成)?(?:时间|时限|期限|日期|月份)|时间(?:安排|节点|要求|进度)|进度(?:安排|要求)?|节点|(?:主要|重点|具体)?(?:工作|活动|学习)?(?:内容|名称|项目|主题|任务|安排|事项|要点|措施|要求|目标|形式|地点|对象)|工作|活动|主要活动|主要工作|重点工作|负责人?|责任(?:人|部门|单位|科室|领导)|(?:牵头|承办|主办|协办|组织|实施|配合)(?:人|部门|单位|者)?|参加(?:人员|对象|人数)|人员|备注|说明|(?:经费)?预算(?:金额)?|经费|费用|金额.*|经费.*|部门|单位|完成情况|分管领导|人数|分工)(?:\([^()]{1,8}\))?\**$";
    TIME = r"月份|时间|日期|时限|期限|节点|进度|^月$";
    WEEK = r"周";
    WHO = r"负责|责任|牵头|承办|主办|协办|组织|实施|部门|单位|分工|领导";
    MONEY = r"经费|预算|费用|金额";
    SKIP = r"序号|备注|地点|对象|人员|人数|形式|完成情况|说明|参加|要求|措施|目标";
    BREAK = r"<[bB][rR]\s*/?>|\s+/\s+|[;。]|\n";
}

/// What the columns of a table hold.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns {
    time: Option<usize>,
    week: Option<usize>,
    content: Option<usize>,
    who: Vec<usize>,
    money: Option<usize>,
    count: usize,
}

/// One act of a row: ranges in the matched text.
pub(crate) struct Act {
    pub when: When,
    pub start: usize,
    pub end: usize,
    pub words: Option<(usize, usize)>,
    pub who: Vec<(usize, usize)>,
    pub money: Option<(usize, usize)>,
}

/// A table as its rows come by.
#[derive(Default)]
pub(crate) struct Table {
    columns: Option<Columns>,
    when: Option<When>,
    written: Option<(usize, usize)>,
}

/// Cells of a row, as ranges relative to its start.
pub(crate) fn cells(row: &str) -> Vec<(usize, usize)> {
    let separator = if row.matches('|').count() >= 1 {
        "|"
    } else if row.contains('\t') {
        "\t"
    } else {
        "  "
    };
    let mut out = Vec::new();
    let mut at = 0;
    for part in row.split(separator) {
        let start = at + (part.len() - part.trim_start().len());
        out.push((start, start + part.trim().len()));
        at += part.len() + separator.len();
    }
    // the bars at both ends of a row bound no cell; a run of blanks is one gap
    if separator == "|" {
        if row.starts_with('|') && !out.is_empty() {
            out.remove(0);
        }
        if row.ends_with('|') {
            out.pop();
        }
    } else if separator == "  " {
        out.retain(|&(a, b)| b > a);
        out = spread(row, &out);
    }
    out
}

/// 月  份, 工  作  内  容: single characters a little apart are one cell.
fn spread(row: &str, cells: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let single = |(a, b): (usize, usize)| row.get(a..b).is_some_and(|c| c.chars().nth(1).is_none());
    let mut out: Vec<(usize, usize)> = Vec::with_capacity(cells.len());
    let mut before = false;
    for &cell in cells {
        let now = single(cell);
        match out.last_mut() {
            Some(last) if before && now && cell.0 - last.1 <= 3 => last.1 = cell.1,
            _ => out.push(cell),
        }
        before = now;
    }
    out
}

fn name(row: &str, (a, b): (usize, usize)) -> String {
    row.get(a..b).unwrap_or_default().replace(' ', "")
}

/// Whether a row names the columns.
pub(crate) fn is_header(row: &str) -> bool {
    let full: Vec<String> = cells(row)
        .into_iter()
        .map(|c| name(row, c))
        .filter(|c| !c.is_empty())
        .collect();
    full.len() >= 2 && full.iter().all(|c| HEAD.is_match(c))
}

fn header(row: &str, cells: &[(usize, usize)]) -> Columns {
    let mut columns = Columns {
        count: cells.len(),
        ..Columns::default()
    };
    let mut best = 0;
    for (i, &cell) in cells.iter().enumerate() {
        let name = &*name(row, cell);
        if TIME.is_match(name) && columns.time.is_none() && !name.contains("完成") {
            columns.time = Some(i);
        } else if WEEK.is_match(name) {
            columns.week = Some(i);
        } else if WHO.is_match(name) && !name.contains("内容") {
            columns.who.push(i);
        } else if MONEY.is_match(name) {
            columns.money = Some(i);
        } else {
            let rank = rank(name);
            if rank > best {
                best = rank;
                columns.content = Some(i);
            }
        }
    }
    if columns.time.is_none() {
        columns.time = cells.iter().position(|&cell| TIME.is_match(&name(row, cell)));
    }
    columns
}

/// Which of several columns names the act.
fn rank(name: &str) -> u8 {
    match name {
        n if n.contains("名称") => 9,
        n if n.contains("内容") => 8,
        n if n.contains("事项") || n.contains("任务") => 7,
        n if n.contains("工作") || n.contains("安排") => 6,
        n if n.contains("活动") => 5,
        n if n.contains("项目") || n.contains("主题") => 4,
        n if SKIP.is_match(n) => 0,
        _ => 1,
    }
}

impl Table {
    /// Whether a header named the columns.
    pub(crate) fn named(&self) -> bool {
        self.columns.as_ref().is_some_and(|c| c.count > 0)
    }

    /// The acts of one row that starts at `base`.
    pub(crate) fn row(&mut self, row: &str, base: usize) -> Vec<Act> {
        let cells = cells(row);
        let blanks = !row.contains(['|', '\t']);
        let text = |i: usize| cells.get(i).and_then(|&(a, b)| row.get(a..b)).unwrap_or_default();
        if cells
            .iter()
            .all(|&(a, b)| row.get(a..b).is_some_and(|c| c.chars().all(|c| "-: ".contains(c))))
        {
            return Vec::new();
        }
        if is_header(row) {
            self.columns = Some(header(row, &cells));
            self.when = None;
            return Vec::new();
        }
        let guessed = guess(row, &cells);
        let columns = match &self.columns {
            // a row with a cell fewer lacks a merged one in front
            Some(c) if c.count > 0 => shifted(c, &cells, row),
            _ => guessed,
        };
        self.time(&columns, &text, &cells, base);
        let (Some(when), Some(content)) = (self.when.clone(), columns.content) else {
            return Vec::new();
        };
        // where gaps part cells they part acts too: more cells than columns belong to the acts
        let more = if blanks && columns.count > 0 {
            cells.len().saturating_sub(columns.count)
        } else {
            0
        };
        let Some(&(a, b)) = cells.get(content) else {
            return Vec::new();
        };
        let rest = cells.get(content + 1..=content + more).unwrap_or_default();
        let at = |i: usize| {
            cells
                .get(if i > content { i + more } else { i })
                .filter(|&&(a, b)| b > a)
                .map(|&(a, b)| (base + a, base + b))
        };
        let who: Vec<(usize, usize)> = columns.who.iter().filter_map(|&i| at(i)).collect();
        let money = columns.money.and_then(at);
        std::iter::once(&(a, b))
            .chain(rest)
            .flat_map(|&(a, b)| {
                let within = items(row.get(a..b).unwrap_or_default());
                within.into_iter().map(move |(c, d)| (a + c, a + d))
            })
            .map(|(c, d)| Act {
                when: when.clone(),
                start: base + c,
                end: base + d,
                words: self.written,
                who: who.clone(),
                money,
            })
            .collect()
    }

    /// Takes the time of a row; an empty cell goes on with the one above.
    fn time<'a>(&mut self, columns: &Columns, text: &impl Fn(usize) -> &'a str, cells: &[(usize, usize)], base: usize) {
        if let Some(i) = columns.time
            && !text(i).is_empty()
        {
            self.when = label::cell_when(text(i)).or_else(|| month_number(text(i)));
            self.written = cells.get(i).map(|&(a, b)| (base + a, base + b));
        }
        if let Some(i) = columns.week
            && let Some(week) = week_number(text(i))
        {
            let above = self.when.clone().unwrap_or_default();
            if columns.time.is_none() {
                self.written = cells.get(i).map(|&(a, b)| (base + a, base + b));
            }
            self.when = Some(When {
                week: Some(week),
                ..above
            });
        }
    }
}

/// A bare number in a column of months.
fn month_number(text: &str) -> Option<When> {
    let n = numeral::small(text.trim()).filter(|n| (1..=12).contains(n))?;
    Some(When {
        months: vec![n],
        ..When::default()
    })
}

fn week_number(text: &str) -> Option<u8> {
    let core = text.trim().trim_start_matches('第');
    let word: String = core
        .chars()
        .take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c))
        .collect();
    numeral::small(&word)
}

/// The columns of a table without a header: the time, then the words.
fn guess(row: &str, cells: &[(usize, usize)]) -> Columns {
    let text = |i: usize| cells.get(i).and_then(|&(a, b)| row.get(a..b)).unwrap_or_default();
    let time = (0..cells.len().min(3)).find(|&i| label::cell(text(i)));
    let from = time.map_or(0, |t| t + 1);
    let blank = time.is_none() && text(0).is_empty();
    let han = |i: usize| text(i).chars().filter(|&c| mark::is_han(c)).count();
    let acts = |i: &usize| han(*i) > 0 && !label::cell(text(*i));
    // the words follow the time, unless longer ones stand before it
    let behind = (from..cells.len()).find(acts);
    let ahead = (0..time.unwrap_or(0)).filter(acts).max_by_key(|&i| han(i));
    let content = match (behind, ahead) {
        (Some(b), Some(a)) if han(a) > han(b) => Some(a),
        (None, ahead) => ahead,
        (behind, _) => behind,
    };
    Columns {
        time,
        content: content.filter(|_| time.is_some() || blank),
        count: 0,
        ..Columns::default()
    }
}

fn shifted(columns: &Columns, cells: &[(usize, usize)], row: &str) -> Columns {
    let missing = columns.count.saturating_sub(cells.len());
    let first = cells.first().and_then(|&(a, b)| row.get(a..b)).unwrap_or_default();
    let merged = missing > 0 && columns.time == Some(0) && !first.is_empty() && !label::cell(first);
    if !merged {
        return columns.clone();
    }
    // the cell that is merged is the time's; others that lack were empty ones at the end
    let back = |i: usize| i.checked_sub(1);
    Columns {
        time: None,
        week: columns.week.and_then(back),
        content: columns.content.and_then(back),
        who: columns.who.iter().filter_map(|&i| back(i)).collect(),
        money: columns.money.and_then(back),
        count: cells.len(),
    }
}

/// The acts of a cell: by their numbers, or by its breaks and clear lists.
pub(crate) fn items(cell: &str) -> Vec<(usize, usize)> {
    let numbered = by_number(cell);
    if !numbered.is_empty() {
        return numbered;
    }
    let mut out = Vec::new();
    let mut at = 0;
    let breaks = BREAK
        .find_iter(cell)
        .map(|m| (m.start(), m.end()))
        .chain([(cell.len(), cell.len())]);
    for (a, b) in breaks {
        let part = cell.get(at..a).unwrap_or_default();
        for (c, d) in crate::acts::split(part) {
            // a list that began in the row above goes on with its number
            let number = part.get(c..d).and_then(mark::parse);
            let plain = number.filter(|m| matches!(m.style, Style::Arabic | Style::ArabicBracket | Style::Circled));
            out.push((at + c + plain.map_or(0, |m| m.len), at + d));
        }
        at = b;
    }
    out
}

fn by_number(cell: &str) -> Vec<(usize, usize)> {
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let mut style: Option<Style> = None;
    let mut before = ' ';
    for (i, c) in cell.char_indices() {
        let taken = starts.last().is_some_and(|&(_, body)| i < body);
        let edge = !c.is_whitespace() && !taken && !before.is_ascii_digit();
        if edge && let Some(mark) = cell.get(i..).and_then(mark::parse) {
            let next = starts.len() + 1;
            let counted = usize::try_from(mark.n).ok() == Some(next);
            let plain = matches!(
                mark.style,
                Style::Arabic | Style::ArabicBracket | Style::Circled | Style::HanBracket
            );
            let rest = cell.get(i + mark.len..).and_then(|t| t.chars().next());
            if plain && counted && style.is_none_or(|s| s == mark.style) && rest.is_some_and(|c| !c.is_ascii_digit()) {
                starts.push((i, i + mark.len));
                style = Some(mark.style);
            }
        }
        before = c;
    }
    let opens = starts.first().is_some_and(|&(i, _)| i == 0);
    if !opens {
        return Vec::new();
    }
    let ends = starts.iter().skip(1).map(|&(i, _)| i).chain([cell.len()]);
    starts.iter().map(|&(_, body)| body).zip(ends).collect()
}
