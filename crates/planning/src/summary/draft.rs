//! Drafting: figures and works become sections of prose.

use std::collections::HashSet;

use flow::{Filter, TaskRow};
use kernel::{Date, UnionId, numerals};
use store::{Error, Reader};

use super::{
    figures::{BESIDE, Figures},
    model::{Drafted, Stretch, stretches_or_text},
    phrases::{self, CHAPTERS, Chapter, Passage},
    shortfall,
};
use crate::doing::{model::Row, store as works};

/// Most records of a year that are weighed.
const WORKS: i64 = 20_000;
/// Most works told of under one heading.
const TELLING: usize = 4;

/// What drafting needs to know of a year.
pub(super) struct Year {
    pub union: UnionId,
    pub name: String,
    pub year: i16,
    pub today: Date,
    pub figures: Figures,
    pub works: Vec<Row>,
    /// Tasks of the year.
    pub tasks: Vec<TaskRow>,
    /// Tasks of the year after.
    pub ahead: Vec<TaskRow>,
}

impl Year {
    /// Reads what a draft of the year's summary is made from.
    pub(super) fn of(read: &Reader, union: UnionId, year: i16, today: Date) -> Result<Self, Error> {
        let days = |year: i16| {
            let day = |m, d| Date::new(year, m, d).map_err(|_| Error::Wrong(format!("there is no year {year}")));
            Ok::<_, Error>((day(1, 1)?, day(12, 31)?))
        };
        let (from, until) = days(year)?;
        let (next_from, next_until) = days(year.saturating_add(1))?;
        let mut works = works::between(read, union, from, until, WORKS)?;
        works.retain(|w| w.withdrawn.is_none());
        Ok(Self {
            union,
            name: org::tree::get(read, union)?.name,
            year,
            today,
            figures: Figures::of(read, union, year)?,
            works,
            tasks: flow::between(read, union, from, until, &Filter::default())?,
            ahead: flow::between(read, union, next_from, next_until, &Filter::default())?,
        })
    }

    pub(super) fn choose(&self, ways: &[&'static str], what: &str) -> &'static str {
        phrases::choose(ways, self.union, self.year, what)
    }

    /// The title of the paper.
    pub(super) fn title(&self) -> String {
        let (name, year) = (&self.name, self.year);
        // 实验小学工会 + 工作总结; a name that does not say 工会 is given the word
        if name.contains("工会") {
            format!("{name}{year}年工作总结")
        } else {
            format!("{name}{year}年工会工作总结")
        }
    }

    /// All sections.
    pub(super) fn sections(&self) -> Vec<Drafted> {
        let chapters = CHAPTERS.iter().filter_map(|c| self.chapter(c));
        let mut out: Vec<Drafted> = chapters.collect();
        out.insert(0, self.opening(out.is_empty()));
        out.push(shortfall::section(self));
        out.push(shortfall::next(self));
        out
    }

    /// One section drafted anew; `None` if a part has nothing to tell or is none.
    pub(super) fn section(&self, part: &str) -> Option<Drafted> {
        match part {
            phrases::OPENING => Some(self.opening(self.works.is_empty())),
            phrases::SHORTFALL => Some(shortfall::section(self)),
            phrases::NEXT => Some(shortfall::next(self)),
            _ => phrases::chapter(part).and_then(|c| self.chapter(c)),
        }
    }

    fn opening(&self, nothing: bool) -> Drafted {
        let mut body = self.choose(phrases::OPENINGS, "opening").to_owned();
        if nothing {
            body = format!("{body}\n{}", phrases::NOTHING_YET);
        }
        let body = body
            .replace("<year>", &self.year.to_string())
            .replace("<union>", &self.name);
        Drafted {
            part: phrases::OPENING,
            heading: String::new(),
            body,
        }
    }

    fn chapter(&self, c: &Chapter) -> Option<Drafted> {
        let mut lines: Vec<String> = c.passages.iter().filter_map(|p| self.passage(p)).collect();
        let telling = self.telling(c);
        if lines.is_empty() && telling.is_empty() {
            return None;
        }
        if let ([_, _, ..], Some(last)) = (telling.as_slice(), lines.last_mut()) {
            last.push_str(self.choose(phrases::HIGHLIGHTS, c.part));
        }
        let number = |at: i64| {
            if telling.len() > 1 {
                format!("（{}）", numerals::words(at))
            } else {
                String::new()
            }
        };
        lines.extend(
            (1..)
                .zip(&telling)
                .map(|(at, row)| format!("{}{}", number(at), self.work(row))),
        );
        Some(Drafted {
            part: c.part,
            heading: self.choose(c.headings, c.part).to_owned(),
            body: lines.join("\n"),
        })
    }

    /// A passage with the clauses whose figures there are; the first says how it stands beside last year, if known.
    fn passage(&self, p: &Passage) -> Option<String> {
        let mut clauses = Vec::new();
        for clause in p.clauses {
            let Some(name) = place_of(clause).filter(|name| self.figures.tells(name)) else {
                continue;
            };
            let beside = format!("{name}{BESIDE}");
            let compared = clauses.is_empty() && self.figures.tells(&beside);
            clauses.push(if compared {
                format!("{clause}（{{{beside}}}）")
            } else {
                (*clause).to_owned()
            });
        }
        if clauses.is_empty() {
            return None;
        }
        let (lead, span) = (
            self.choose(p.leads, p.kind.key()),
            self.choose(phrases::SPANS, p.kind.key()),
        );
        Some(format!("{lead}，{span}{}。", clauses.join("，")))
    }

    /// The most telling works of a chapter, by day. A title told once is not told again.
    fn telling(&self, c: &Chapter) -> Vec<&Row> {
        let mut rows: Vec<&Row> = self
            .works
            .iter()
            .filter(|w| c.fields.contains(&w.told.kind.field()) && tells(w))
            .collect();
        rows.sort_by_key(|w| (std::cmp::Reverse(weight(w)), w.told.day, w.id));
        let mut titles = HashSet::new();
        let mut chosen: Vec<&Row> = rows
            .into_iter()
            .filter(|w| titles.insert(bare(&w.told.title)))
            .take(TELLING)
            .collect();
        chosen.sort_by_key(|w| (w.told.day, w.id));
        chosen
    }

    /// `10月18日，在教师新村开展重阳节慰问退休教师活动，慰问86人次。送去节日问候。`
    fn work(&self, row: &Row) -> String {
        let t = &row.told;
        let place = t
            .place
            .as_deref()
            .map(|p| format!("在{}", bare(p).trim_start_matches('在')))
            .unwrap_or_default();
        let mut out = format!(
            "{}月{}日，{place}{}",
            t.day.month(),
            t.day.day(),
            deed(&t.title, t.kind)
        );
        let (before, behind) = phrases::people_of(t.kind);
        let people = t.people.map(|n| format!("{before}{n}人次{behind}"));
        let households = t.households.map(|n| format!("走访{n}户"));
        for part in [people, households].into_iter().flatten() {
            out.push('，');
            out.push_str(&part);
        }
        out.push('。');
        if let Some(result) = &t.result {
            let lines: Vec<&str> = result.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
            let result: String = bare(&tight(&lines.join("，"))).chars().take(200).collect();
            out.push_str(&format!("{result}。"));
        }
        // what people typed holds no places
        out.replace(['{', '}'], "")
    }
}

/// Without the spaces that screens put between Chinese and figures; those between foreign words stay.
fn tight(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let stays = |at: usize| {
        let beside = |c: Option<&char>| c.is_some_and(char::is_ascii_alphabetic);
        beside(at.checked_sub(1).and_then(|i| chars.get(i))) && beside(chars.get(at + 1))
    };
    let kept = chars
        .iter()
        .enumerate()
        .filter(|(at, c)| !c.is_whitespace() || stays(*at));
    kept.map(|(_, c)| *c).collect()
}

/// A title as something done: `召开六届二次教代会`.
fn deed(title: &str, kind: crate::Kind) -> String {
    let title = bare(title);
    let (act, end) = phrases::act_of(kind);
    if phrases::VERBS.iter().any(|verb| title.starts_with(verb)) {
        title.to_owned()
    } else if end.is_empty() || title.ends_with(['会', '动', '作']) {
        format!("{act}{title}")
    } else {
        format!("{act}{title}{end}")
    }
}

/// Whether a work says more than the passage's figure does: what came of it, or who was reached at more than a
/// routine meeting.
fn tells(w: &Row) -> bool {
    let t = &w.told;
    let reached = t.people.is_some() || t.households.is_some();
    t.result.is_some() || (reached && t.kind != crate::Kind::Meeting)
}

/// The place of a clause.
fn place_of(clause: &str) -> Option<&str> {
    stretches_or_text(clause).into_iter().find_map(|s| match s {
        Stretch::Place(name) => Some(name),
        Stretch::Text(_) => None,
    })
}

/// A title without its full stop and without the brackets of another sentence.
pub(super) fn bare(text: &str) -> &str {
    text.trim().trim_end_matches(['。', '；', '，', '.', ';', ','])
}

/// How much a work tells: people and households above all, then that somebody wrote what came of it, then money.
fn weight(w: &Row) -> i64 {
    let t = &w.told;
    let n = |n: Option<i64>| n.unwrap_or(0).clamp(0, 2_000);
    let money = t.money.map_or(0, |m| m.fen() / 100).clamp(0, 100_000) / 200;
    let words = i64::from(t.result.is_some()) * 60 + i64::from(t.place.is_some()) * 5;
    let rare = if matches!(t.kind, crate::Kind::Congress | crate::Kind::Competition) {
        40
    } else {
        0
    };
    n(t.people) + 3 * n(t.households) + 2 * n(t.items) + words + money + rare
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;

    #[test]
    fn titles_become_deeds() {
        assert_eq!(deed("六届二次教代会。", Kind::Congress), "召开六届二次教代会");
        assert_eq!(deed("看望住院教师", Kind::Visit), "看望住院教师");
        assert_eq!(deed("重阳节慰问退休教师", Kind::Visit), "开展重阳节慰问退休教师活动");
        assert_eq!(deed("送温暖活动", Kind::Visit), "送温暖活动");
        assert_eq!(deed("庆三八登山活动", Kind::Activity), "组织庆三八登山活动");
    }
}
