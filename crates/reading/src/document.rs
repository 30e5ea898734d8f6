//! Several papers in one text: titles, and where numbering starts again.

use crate::label;
use crate::mark::Style;
use crate::pattern::patterns;
use crate::segment::Segment;
use crate::source::Source;

patterns! {
    /// A line that is a paper's title.
    TITLE = r#"(?:计划|方案|总结|小结|要点|安排|打算|汇报|报告|思路|意见|规划|活动表|安排表|行事历|日程|进度表)(?:书|范文|表|稿|材料)?\s*(?P<n>\(?第?[一二三四五六七八九十\d]{1,3}篇?\)?|\d{2,4}字\s?\d*|【?篇[一二三四五六七八九十\d]{1,3}】?|\(.{2,12}\))?$"#;
    /// One of a collection.
    NTH = r"^(?:【?(?:第?[一二三四五六七八九十\d]{1,3}篇|篇[一二三四五六七八九十\d]{1,3})】?[:、]?)|(?:第[一二三四五六七八九十\d]{1,3}篇|\d{2,4}字\s?\d{1,3}|(?:范文|计划|方案|总结|要点|安排)\s?\(?[一二三四五六七八九十\d]{1,3}\)?|[【\(]?篇[一二三四五六七八九十\d]{1,3}[】\)]?)$";
    COUNT = r"[^第\d]\d{1,3}篇\)?$|\d{3,4}字$";
    /// Told of what was done.
    TOLD = r"总结|小结|汇报|回顾|述职|成效|情况报告|工作报告|自查报告|先进事迹";
    AHEAD = r"计划|打算|方案|要点|安排|规划|思路|下一步|设想|行事历|日程|举措|任务|目标|建议|明年|今后|新的一年|来年|展望";
    YEAR = r"(20\d\d)(?:[-—–―~～至]{1,2}20\d\d)?(?:学年|年)|(二[〇零○][^ \n]{2})年";
    KIND = r"(?:20\d\d|二[〇零][^ ]{2}|[xX_*]{2,4})(?:-20\d\d)?(?:学?年度?)[^,。;:]{0,30}(?:计划|方案|总结|小结|要点|报告|安排)$|^(?:关于)?[^,。;:]{2,30}工会[^,。;:]{0,16}(?:工作计划|工作总结|工作要点|工作方案|活动方案|工作报告)$";
    TITLED_LINE = r"^(20\d\d年?.{2,25}(?:计划|方案|总结|要点)\s?[\(]?[一二三四五六七八九十]{1,3}[\)])\s";
}

/// One paper of the text.
#[derive(Clone, Debug)]
pub(crate) struct Paper {
    /// First piece and the one after the last.
    pub from: usize,
    pub to: usize,
    pub title: Option<usize>,
    /// It tells of work done, as summaries do.
    pub told: bool,
}

/// The title at the head of a longer line, as a length.
pub(crate) fn glued_title(line: &str) -> Option<usize> {
    TITLED_LINE.captures(line).and_then(|c| c.get(1)).map(|m| m.end())
}

/// Whether words announce work to come.
pub(crate) fn ahead(words: &str) -> bool {
    AHEAD.is_match(words)
}

/// Whether words tell of work done.
pub(crate) fn told(words: &str) -> bool {
    TOLD.is_match(words)
}

/// Whether a line names a kind of paper: 2022年工作总结.
pub(crate) fn names_paper(line: &str) -> bool {
    line.chars().nth(45).is_none() && !line.contains(['。', ',', ';', ':']) && KIND.is_match(line)
}

/// The year a title names.
pub(crate) fn year(words: &str) -> Option<i32> {
    let words = words.replace(' ', "");
    let caps = YEAR.captures(&words)?;
    let word = caps.first()?.as_str();
    crate::numeral::value(word)
        .and_then(|n| i32::try_from(n).ok())
        .filter(|y| (1980..2100).contains(y))
}

fn titled(norm: &str, segment: &Segment) -> bool {
    let text = &*norm
        .get(segment.start..segment.end)
        .unwrap_or_default()
        .replace(' ', "");
    segment.opens
        && !segment.noise
        && !segment.row
        && segment.mark.is_none()
        && segment.label.is_none()
        && text.chars().nth(45).is_none()
        && !text.contains(['。', ',', ';', ':'])
        && (TITLE.is_match(text) || NTH.is_match(text))
}

fn nth(norm: &str, segment: &Segment) -> bool {
    let text = norm.get(segment.start..segment.end).unwrap_or_default();
    NTH.is_match(text) && !COUNT.is_match(text)
}

/// The papers, in order; they cover all pieces.
pub(crate) fn papers(source: &Source, segments: &[Segment]) -> Vec<Paper> {
    let norm = source.norm();
    let mut out: Vec<Paper> = vec![Paper {
        from: 0,
        to: segments.len(),
        title: None,
        told: false,
    }];
    let (mut han, mut parts, mut lines) = (0u32, false, 0usize);
    // numbers of a list below a month count for themselves
    let mut listed: Option<u32> = None;
    for (i, segment) in segments.iter().enumerate() {
        if segment.noise {
            continue;
        }
        let is_title = titled(norm, segment);
        if let Some(label) = &segment.label
            && label::announces(norm.get(label.text..segment.end).unwrap_or_default())
        {
            listed = Some(0);
        } else if let Some(mark) = segment.mark.filter(|m| m.style == Style::Han) {
            listed = listed.filter(|&n| mark.n == n + 1).map(|n| n + 1);
        } else if listed == Some(0) {
            listed = None;
        }
        let restart = listed.is_none()
            && segment.mark.is_some_and(|m| m.style == Style::Han && m.n == 1)
            && segment.label.is_none()
            && han >= 2
            && !parts;
        let begins = restart || (is_title && nth(norm, segment));
        if let Some(last) = out.last_mut() {
            if begins && last.from < i {
                last.to = i;
                out.push(Paper {
                    from: i,
                    to: segments.len(),
                    title: is_title.then_some(i),
                    told: false,
                });
                (han, parts, lines) = (0, false, 0);
            } else if is_title && last.title.is_none() && lines < 6 {
                last.title = Some(i);
            }
        }
        lines += 1;
        match segment.mark {
            Some(m) if m.style == Style::Han && listed.is_none() => han = m.n,
            Some(m) if m.style == Style::Part => parts = true,
            _ => {}
        }
    }
    for paper in &mut out {
        paper.told = tells(norm, segments, paper);
    }
    out
}

/// A summary is one by its title, or, without a title, by its first words.
fn tells(norm: &str, segments: &[Segment], paper: &Paper) -> bool {
    let words = |i: usize| {
        segments
            .get(i)
            .and_then(|s| norm.get(s.start..s.end))
            .unwrap_or_default()
    };
    if let Some(title) = paper.title.map(words)
        && (told(title) || ahead(title))
    {
        return told(title) && !title.ends_with("计划") && !title.contains("计划范文");
    }
    let head: String = (paper.from..paper.to.min(paper.from + 4))
        .flat_map(|i| words(i).chars().take(300))
        .collect();
    (head.contains("总结如下") || head.contains("汇报如下") || head.contains("一年来") || head.contains("小结如下"))
        && !head.contains("计划如下")
}
