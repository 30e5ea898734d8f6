//! The schedule: acts with their times, from month lists, tables and dated prose.

use crate::acts;
use crate::document::{self, Paper};
use crate::festival;
use crate::label;
use crate::limits::{ENTRIES_MAX, TITLE_MAX};
use crate::mark::{self, Style};
use crate::months::Place;
use crate::outline::Role;
use crate::pattern::patterns;
use crate::prose;
use crate::segment::Segment;
use crate::source::Source;
use crate::table::{Act, Table};
use crate::when::When;
use crate::{Entry, Months, Yuan};

patterns! {
    BODIES = r"[(\[【,;。\s](?:由)?(?:责任(?:人|部门|单位|科室)|负责(?:人|部门|单位)?|牵头(?:人|单位|部门)?|承办(?:单位|部门)?|主办(?:单位)?|协办(?:单位)?|配合(?:部门|单位)?)\s?[::]\s?(?P<who>[^)\]】。;]{2,60})";
    MONEY = r"(?P<n>\d+(?:,\d{3})*(?:\.\d+)?)(?P<w>[万千百亿]?)余?元";
    CLOCK = r"^(?:[上下]午|中午|晚上?|早上?|\s)*\d{1,2}[:点时]";
    /// When, where and who of one event's programme.
    PROGRAMME = r"^(?:[^,。;:]{0,6}(?:时间|日期|地点|对象|人员|期限)(?:安排)?)\s*:";
    DAY_IN = r"\((?P<t>[^()]{2,24})\)";
}

struct Build<'a> {
    source: &'a Source,
    norm: &'a str,
    out: Vec<Entry>,
    document: usize,
    year: Option<i32>,
}

/// All entries, in the order of the text; the flag tells whether some were left out.
pub(crate) fn entries(
    source: &Source,
    segments: &[Segment],
    places: &[Place],
    roles: &[Role],
    papers: &[Paper],
) -> (Vec<Entry>, bool) {
    let mut build = Build {
        source,
        norm: source.norm(),
        out: Vec::new(),
        document: 0,
        year: None,
    };
    for (d, paper) in papers.iter().enumerate() {
        build.document = d;
        build.paper(segments, places, roles, paper);
    }
    let cut = build.out.len() > ENTRIES_MAX;
    build.out.truncate(ENTRIES_MAX);
    (build.out, cut)
}

/// Whether the headings above tell of work to come.
struct Outlook {
    told: bool,
    level: u8,
    now: bool,
}

impl Outlook {
    fn heading(&mut self, words: &str, level: u8) {
        if document::told(words) && !document::ahead(words) || words.contains("完成情况") {
            (self.now, self.level) = (false, level);
        } else if document::ahead(words) && !document::told(words) {
            (self.now, self.level) = (true, level);
        } else if level <= self.level {
            self.now = !self.told;
        }
    }
}

impl Build<'_> {
    fn paper(&mut self, segments: &[Segment], places: &[Place], roles: &[Role], paper: &Paper) {
        let mut outlook = Outlook {
            told: paper.told,
            level: 0,
            now: !paper.told,
        };
        let mut table = Table::default();
        let mut row_before = false;
        for i in paper.from..paper.to {
            let (Some(segment), Some(place), Some(role)) = (segments.get(i), places.get(i), roles.get(i)) else {
                continue;
            };
            if segment.noise {
                continue;
            }
            if segment.row {
                if !row_before {
                    table = Table::default();
                }
                row_before = true;
                self.row(segment, &mut table, &outlook);
                continue;
            }
            row_before &= matches!(place, Place::Under(..) | Place::Detail);
            if let Role::Heading { level, end, .. } = *role {
                outlook.heading(self.norm.get(segment.body()..end).unwrap_or_default(), level);
            }
            let text = segment.text(self.norm);
            if segment.mark.is_none() && segment.alone() && document::names_paper(text) {
                outlook.heading(text, 0);
            }
            self.piece(segment, place, role, &outlook);
        }
    }

    fn piece(&mut self, segment: &Segment, place: &Place, role: &Role, outlook: &Outlook) {
        let numbered = segment.mark.is_some();
        match place {
            Place::Opens(when) => {
                let Some(label) = &segment.label else { return };
                let words = self.norm.get(label.text..segment.end).unwrap_or_default();
                // 2023年3月,学校获得……: a sentence, not a heading with its act
                let running = self
                    .norm
                    .get(segment.body() + label.words.1..segment.end)
                    .is_some_and(|t| t.starts_with(','));
                let lone = outlook.now || announced(segment.text(self.norm));
                if event_time(words)
                    || label::announces(words)
                    || !lone
                    || (running && prose::past(words))
                    || prose::done(words)
                    || (paper_head(words))
                {
                    return;
                }
                let at = segment.body() + label.words.0;
                let written = (at, segment.body() + label.words.1);
                let first = mark::parse(words).map_or(0, |m| m.len);
                // a bullet numbers nothing: - 3月:植树;家访
                let numbered = segment.mark.is_some_and(|m| m.style != Style::Sign);
                if numbered || first > 0 {
                    self.push(when, label.text + first, segment.end, Some(written));
                } else {
                    self.line(when, label.text, segment.end, Some(written));
                }
            }
            Place::Under(when, written) => {
                let words = segment.text(self.norm);
                if !outlook.now || prose::done(words) {
                    return;
                }
                if numbered {
                    self.push(when, segment.body(), segment.end, *written);
                } else {
                    self.line(when, segment.body(), segment.end, *written);
                }
            }
            Place::Detail => {}
            Place::Outside if outlook.now || announced(segment.text(self.norm)) => self.prose(segment, role),
            Place::Outside => {}
        }
    }

    /// A line without a number: each of its acts.
    fn line(&mut self, when: &When, start: usize, end: usize, written: Option<(usize, usize)>) {
        let text = self.norm.get(start..end).unwrap_or_default();
        for (a, b) in acts::split(text) {
            self.push(when, start + a, start + b, written);
        }
    }

    fn prose(&mut self, segment: &Segment, role: &Role) {
        let from = match role {
            Role::Heading { body, end, .. } if body > end && *body < segment.end => *body,
            _ => segment.body(),
        };
        let text = self.norm.get(from..segment.end).unwrap_or_default();
        if prose::clock(text) || PROGRAMME.is_match(text) {
            return;
        }
        for d in prose::dated(text, segment.mark.is_some()) {
            self.push(
                &d.when,
                from + d.start,
                from + d.end,
                Some((from + d.written.0, from + d.written.1)),
            );
        }
    }

    fn row(&mut self, segment: &Segment, table: &mut Table, outlook: &Outlook) {
        let row = self.norm.get(segment.start..segment.end).unwrap_or_default();
        let acts = table.row(row, segment.start);
        if !outlook.now && !table.named() {
            return;
        }
        let mut spent = None;
        for act in acts {
            let Act {
                when,
                start,
                end,
                words,
                who,
                money,
            } = act;
            let before = self.out.len();
            self.push(&when, start, end, words);
            let bodies: Vec<String> = who
                .iter()
                .flat_map(|&(a, b)| bodies(&self.source.words(a, b)))
                .collect();
            // the money of a cell with several acts is spent once
            let own = money.filter(|cell| spent.replace(*cell) != Some(*cell));
            let amount = own.and_then(|(a, b)| self.norm.get(a..b)).and_then(cell_amount);
            if let Some(entry) = self.out.get_mut(before) {
                entry.bodies.extend(bodies);
                entry.amount_yuan = entry.amount_yuan.or(amount);
            }
        }
    }

    fn push(&mut self, when: &When, start: usize, end: usize, written: Option<(usize, usize)>) {
        if self.out.len() > ENTRIES_MAX || (when.months.is_empty() && when.week.is_none()) {
            return;
        }
        let text = self.norm.get(start..end).unwrap_or_default();
        // an act under a month may name its own day in front or in a bracket
        let inner = label::parse(text).filter(|l| l.when.months.is_empty() || l.when.months == when.months);
        let shift = inner.as_ref().map_or(0, |l| l.text).min(text.len());
        // a part of the month in front says more than the heading; a week may be one of the term
        let own = inner.as_ref().filter(|l| l.when.week.is_none());
        let written = own.map(|l| (start + l.words.0, start + l.words.1)).or(written);
        let inner = inner.map(|l| l.when).or_else(|| {
            let caps = DAY_IN.captures(text)?;
            label::cell_when(caps.name("t")?.as_str())
                .filter(|w| w.day.is_some() && (w.months.is_empty() || w.months == when.months))
        });
        let body = text.get(shift..).unwrap_or_default();
        let (a, b) = title(body);
        if !body.get(a..b).is_some_and(|t| t.chars().any(mark::is_han)) {
            return;
        }
        let title: String = self
            .source
            .words(start + shift + a, start + shift + b)
            .chars()
            .take(TITLE_MAX)
            .collect();
        let day = inner.as_ref().and_then(|w| w.day).or(when.day);
        let week = inner.as_ref().and_then(|w| w.week).or(when.week);
        let year = when.year.or(self.year);
        self.out.push(Entry {
            month: Months::from_list(&when.months),
            week,
            date: when.months.first().zip(day).map(|(m, d)| format!("{m:02}-{d:02}")),
            year,
            title,
            when: written.map(|(a, b)| self.source.words(a, b)).filter(|w| !w.is_empty()),
            bodies: named(body),
            festival: festival::first(text).map(str::to_owned),
            amount_yuan: amount(body),
            span: self.source.span(start, end),
            document: self.document,
        });
    }
}

/// Whether a paragraph of a summary says that it tells of work to come: 明年打算:1月召开…….
fn announced(text: &str) -> bool {
    let lead = text.find(':').filter(|&i| i < 60).and_then(|i| text.get(..i));
    lead.is_some_and(|l| document::ahead(l) && !document::told(l) && !l.contains(['。', ',']))
}

/// What stands behind the time of an event's programme: 下午2:30 in the hall.
fn event_time(words: &str) -> bool {
    CLOCK.is_match(words)
}

/// A piece that is the head of the paper and not an act: 2023年……计划.
fn paper_head(words: &str) -> bool {
    words.chars().nth(30).is_none() && words.ends_with(['划', '案']) && words.contains("工会工作")
}

/// The range of the words that name an act: its first sentence, without what closes it.
fn title(text: &str) -> (usize, usize) {
    let trim = |c: char| c.is_whitespace() || ":。,;、!?.-·*|".contains(c);
    let start = text.len() - text.trim_start_matches(trim).len();
    let rest = text.get(start..).unwrap_or_default();
    let mut depth = 0u32;
    let mut end = rest.len();
    for (i, c) in rest.char_indices() {
        match c {
            '(' | '《' => depth += 1,
            ')' | '》' => depth = depth.saturating_sub(1),
            '<' if rest
                .get(i..)
                .is_some_and(|t| t.starts_with("<br") || t.starts_with("<BR")) =>
            {
                end = i;
                break;
            }
            '。' | '!' if depth == 0 && i > 6 => {
                end = i;
                break;
            }
            _ => {}
        }
    }
    let kept = rest.get(..end).unwrap_or_default().trim_end_matches(trim).len();
    (start, start + kept)
}

/// Bodies and people named in a cell.
fn bodies(words: &str) -> Vec<String> {
    words
        .split(['、', ',', '，', ';', '；', '/', ' ', '和', '\n'])
        .map(str::trim)
        .filter(|w| !w.is_empty() && w.chars().count() <= 20)
        .take(12)
        .map(str::to_owned)
        .collect()
}

fn named(text: &str) -> Vec<String> {
    BODIES
        .captures(text)
        .and_then(|c| c.name("who"))
        .map_or_else(Vec::new, |m| bodies(m.as_str()))
}

fn amount(text: &str) -> Option<Yuan> {
    let caps = MONEY.captures(text)?;
    Yuan::parse(caps.name("n")?.as_str(), caps.name("w").map_or("", |m| m.as_str()))
}

/// The figure of a cell under 经费, with or without its unit.
fn cell_amount(text: &str) -> Option<Yuan> {
    let text = text.trim();
    let number = text.trim_end_matches(['万', '千', '亿']);
    let unit = text.get(number.len()..).unwrap_or_default();
    amount(text).or_else(|| Yuan::parse(number, unit))
}
