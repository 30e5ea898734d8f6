//! Where the table of a sheet begins: below titles that run over all columns, below heads of one row or of two.

use papers::Span;

use super::{
    cell::Cell,
    target::{self, Target},
};

/// The heads of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// How many rows stand above the first row of data.
    pub above: usize,
    /// What heads each column; empty where nothing does.
    pub heads: Vec<String>,
    /// What stands above the heads.
    pub title: String,
    /// Whether heads were found.
    pub found: bool,
}

/// Heads are looked for in so many rows from the top.
const LOOKED: usize = 30;

/// Finds the heads in the first rows of a sheet.
#[must_use]
pub fn find(rows: &[Vec<Cell>], merged: &[Span]) -> Header {
    let mut best: Option<(u32, usize, usize, Vec<String>)> = None;
    for at in 0..rows.len().min(LOOKED) {
        let Some(one) = rows.get(at) else { continue };
        let single = texts(one);
        let double = rows.get(at + 1).map(|below| joined(one, below, at, merged));
        for (height, heads) in [(1, Some(single)), (2, double)] {
            let Some(heads) = heads else { continue };
            // two rows only where the second one adds something: a title above heads adds nothing
            let score = score(&heads) * 2 + u32::from(height == 1);
            if best.as_ref().is_none_or(|(most, ..)| score > *most) {
                best = Some((score, at, height, heads));
            }
        }
    }
    match best.filter(|(score, ..)| *score >= 8) {
        Some((_, at, height, heads)) => Header {
            above: at + height,
            heads,
            title: title(rows, at),
            found: true,
        },
        None => Header::default(),
    }
}

/// The texts of a row, as heads are compared.
#[must_use]
pub fn texts(cells: &[Cell]) -> Vec<String> {
    cells.iter().map(tidy).collect()
}

fn tidy(cell: &Cell) -> String {
    cell.text().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The texts above a row; a title is one cell, or the same over merged cells.
fn title(rows: &[Vec<Cell>], at: usize) -> String {
    let texts = rows.iter().take(at).flatten().filter(|cell| !cell.is_blank()).take(6);
    let all: Vec<String> = texts.map(tidy).collect();
    all.join(" ").chars().take(200).collect()
}

/// Two rows of heads as one: what heads several columns above, and each column's own below.
fn joined(above: &[Cell], below: &[Cell], row: usize, merged: &[Span]) -> Vec<String> {
    let width = above.len().max(below.len());
    let wide = |column: usize| {
        let area = merged
            .iter()
            .find(|area| area.row == row && area.column <= column && column < area.column.saturating_add(area.columns));
        area.map_or(column, |area| area.column)
    };
    let text = |cells: &[Cell], column: usize| cells.get(column).map(tidy).unwrap_or_default();
    let known = |head: &str| target::of_head(head).is_some();
    (0..width)
        .map(|column| {
            let (up, down) = (text(above, wide(column)), text(below, column));
            let both = format!("{up}{down}");
            match (up.is_empty() || down.is_empty(), known(&down), known(&both)) {
                (true, ..) => both,
                (_, true, _) => down,
                (.., true) => both,
                _ => format!("{up} {down}"),
            }
        })
        .collect()
}

/// How much a row looks like heads: every meaning counts once.
fn score(heads: &[String]) -> u32 {
    let mut seen: Vec<Target> = Vec::new();
    let mut score = 0;
    for (target, sure) in heads.iter().filter_map(|head| target::of_head(head)) {
        if !seen.contains(&target) {
            seen.push(target);
            score += u32::from(sure);
        }
    }
    score
}

impl Header {
    /// What tells this kind of file apart, so that the meaning of its columns is known the next time.
    #[must_use]
    pub fn fingerprint(&self) -> Option<String> {
        let heads: Vec<String> = self.heads.iter().map(|head| target::plain(head)).collect();
        let all = heads.join("|");
        (self.found && all.len() <= 4_000).then_some(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(lines: &[&str]) -> Vec<Vec<Cell>> {
        let cell = |text: &str| {
            if text.is_empty() {
                Cell::Empty
            } else {
                Cell::Text(text.to_owned())
            }
        };
        lines.iter().map(|line| line.split('|').map(cell).collect()).collect()
    }

    #[test]
    fn heads_are_found_under_titles() {
        let header = find(
            &rows(&[
                "实验小学工会会员名册||",
                "2026年11月||",
                "",
                "序号|姓 名|性别|身份证号",
                "1|王芳|女|1",
            ]),
            &[],
        );
        assert_eq!((header.above, header.heads[1].as_str()), (4, "姓 名"));
        assert!(header.title.starts_with("实验小学工会会员名册"));
        let header = find(
            &rows(&["第二中学工会会员名册|", "姓名|手机号", "钱七|13800138009"]),
            &[],
        );
        assert_eq!((header.above, header.title.as_str()), (2, "第二中学工会会员名册"));
    }

    #[test]
    fn heads_of_two_rows_are_read_together() {
        let wide = |row, column, columns| Span {
            row,
            column,
            rows: 1,
            columns,
        };
        let header = find(
            &rows(&[
                "名册",
                "基本情况|||联系方式|",
                "姓名|性别|出生年月|手机|邮箱",
                "王芳|女|1985.3|138|a@b.cn",
            ]),
            &[wide(1, 0, 3), wide(1, 3, 2)],
        );
        assert_eq!(header.above, 3);
        assert_eq!(header.heads, ["姓名", "性别", "出生年月", "手机", "邮箱"]);
        let header = find(
            &rows(&["姓名|性别|出生|入会", "||年月|时间", "王芳|女|1985.3|2001.9"]),
            &[],
        );
        assert_eq!((header.above, header.heads[3].as_str()), (2, "入会时间"));
    }

    #[test]
    fn a_list_without_heads_has_none() {
        let header = find(&rows(&["王芳|13800138000", "李红|13800138001"]), &[]);
        assert!(!header.found && header.above == 0 && header.fingerprint().is_none());
    }
}
