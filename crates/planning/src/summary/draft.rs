//! Drafting: figures and works become sections of prose.

use std::collections::HashMap;

use flow::{Field, Filter, TaskRow};
use kernel::{Date, UnionId, numerals};
use store::{Error, Reader};

use super::{
    figures::Figures,
    model::Drafted,
    notable::{self, Telling, Why, came_of, deed},
    phrases::{CHAPTERS, Chapter, Set},
    place::BESIDE,
    rates, shortfall,
    tasks::{self, Tally, Which},
};
use crate::{
    doing::{Kind, MEASURES},
    meetings,
};

/// What the keys of the register of members begin with: they are told in a paragraph of their own.
const MEMBERS: &str = "member.";
/// The part of the opening.
pub(super) const OPENING: &str = "opening";
/// The part of what fell short.
pub(super) const SHORTFALL: &str = "shortfall";
/// The part of what comes next.
pub(super) const NEXT: &str = "next";

/// The figures that can stand for a year, the most telling first; the opening takes three, of three kinds of work.
const KEY: &[&str] = &[
    "visit.person_times",
    "activity.person_times",
    "training.person_times",
    "suggestion.items",
    "aid.person_times",
    "competition.person_times",
    "disclosure.items",
    "women.person_times",
    "congress.items",
    "health.person_times",
    "safety.events",
    "meeting.events",
];

/// What drafting needs to know of a year.
pub(super) struct Year {
    pub name: String,
    pub year: i16,
    pub today: Date,
    pub figures: Figures,
    pub set: Set,
    pub told: HashMap<Kind, Vec<Telling>>,
    /// Tasks due in the year.
    pub tasks: Vec<TaskRow>,
    pub tally: Tally,
    /// Tasks of the year after.
    pub ahead: Vec<TaskRow>,
}

impl Year {
    /// Reads what a draft of the year's summary is made from.
    pub(super) fn of(read: &Reader, union: UnionId, year: i16, today: Date) -> Result<Self, Error> {
        let day = |year, m, d| Date::new(year, m, d).map_err(|_| Error::Wrong(format!("there is no year {year}")));
        let next = year.saturating_add(1);
        let mut ahead = flow::between(read, union, day(next, 1, 1)?, day(next, 12, 31)?, &Filter::default())?;
        meetings::without_calls(read, union, &mut ahead)?;
        let tasks = tasks::due_in(read, union, year)?;
        let tally = Tally::of(&tasks, today);
        let mut figures = Figures::of(read, union, year)?;
        let told = notable::find(read, union, &mut figures)?;
        figures.count_tasks(tally);
        figures.learn_rates(read, union, today)?;
        Ok(Self {
            name: org::tree::get(read, union)?.name,
            year,
            today,
            figures,
            set: Set::of(read, union, year)?,
            told,
            tasks,
            tally,
            ahead,
        })
    }

    /// The title of the paper.
    pub(super) fn title(&self) -> String {
        let (name, year) = (self.name.as_str(), self.year.to_string());
        // 实验小学工会 + 工作总结; a name that does not say 工会 is given the word
        if name.contains("工会") {
            self.set.say("title", &[("工会", name), ("年", &year)])
        } else {
            self.set.say("title.plain", &[("单位", name), ("年", &year)])
        }
    }

    /// All sections.
    pub(super) fn sections(&self) -> Vec<Drafted> {
        let mut out: Vec<Drafted> = CHAPTERS.iter().filter_map(|c| self.chapter(c)).collect();
        out.insert(0, self.opening(out.is_empty()));
        out.push(shortfall::section(self));
        out.push(shortfall::next(self));
        out
    }

    /// One section drafted anew, as it would stand among all; `None` if a part has nothing to tell or is none.
    pub(super) fn section(&self, part: &str) -> Option<Drafted> {
        self.sections().into_iter().find(|d| d.part == part)
    }

    fn opening(&self, nothing: bool) -> Drafted {
        let year = self.year.to_string();
        let guide = self.set.say("opening.guide", &[("工会", &self.name), ("年", &year)]);
        let points = self.key_figures();
        let figures = match points.is_empty() {
            false => self.set.say("opening.figures", &[("要点", &points.join("，"))]),
            true => self.set.say("opening.plain", &[]),
        };
        let done = self.tally.count(Which::Done);
        let tasks = if done > 1 {
            self.set.say("opening.tasks", &[])
        } else {
            String::new()
        };
        let last = if nothing {
            self.set.say("opening.nothing", &[])
        } else {
            format!("{tasks}{figures}")
        };
        Drafted {
            part: OPENING,
            heading: String::new(),
            body: format!("{guide}\n{last}"),
        }
    }

    /// The year in three figures.
    fn key_figures(&self) -> Vec<String> {
        let told = KEY.iter().filter(|key| self.figures.total(key) > 0).take(3);
        told.filter_map(|key| self.set.clause(&format!("point.{key}"), self.figures.total(key)))
            .collect()
    }

    /// A clause with its figure, if there is one to tell.
    fn clause(&self, key: &str) -> Option<String> {
        let quantity = self.figures.total(key);
        let measure = self.figures.by_key(key).filter(|_| quantity > 0)?;
        let said = self.set.clause(key, quantity);
        Some(said.unwrap_or_else(|| {
            let unit = measure.unit.word(kernel::Lang::Zh);
            format!("{}{{{}}}{unit}", measure.zh, measure.zh)
        }))
    }

    /// How a figure that rose stands beside last year's, if the difference means something.
    fn risen(&self, key: &str) -> Option<String> {
        let (now, before) = (self.figures.total(key), self.figures.last(key));
        let more = now.saturating_sub(before);
        let means = before > 0 && more >= 2 && more.saturating_mul(20) >= before;
        let measure = self
            .figures
            .by_key(key)
            .filter(|m| means && m.unit != facts::Unit::Money)?;
        Some(format!("（{{{}{BESIDE}}}）", measure.zh))
    }

    fn chapter(&self, c: &Chapter) -> Option<Drafted> {
        let heading = self.set.say(&format!("{}.heading", c.part), &[]);
        let told: Vec<(Kind, Vec<String>)> = c.kinds.iter().filter_map(|k| Some((*k, self.kind(*k)?))).collect();
        let several = told.len() > 1;
        let mut lines = Vec::new();
        for (at, (kind, paragraphs)) in (1..).zip(told) {
            if several {
                let sub = self.set.say(&format!("{}.sub", kind.key()), &[]);
                lines.push(format!("（{}）{sub}", numerals::words(at)));
            }
            lines.extend(paragraphs);
        }
        if c.fields.contains(&Field::Organisation) {
            lines.extend(self.members());
        }
        lines.extend(self.rest(c));
        if lines.is_empty() {
            return None;
        }
        Some(Drafted {
            part: c.part,
            heading,
            body: lines.join("\n"),
        })
    }

    /// What a kind of work came to and its works of note; `None` without any figure.
    fn kind(&self, kind: Kind) -> Option<Vec<String>> {
        let prefix = format!("{}.", kind.key());
        let mut clauses = Vec::new();
        let mut compared = false;
        for measure in MEASURES.iter().filter(|m| m.key.starts_with(&prefix)) {
            let Some(mut clause) = self.clause(measure.key) else {
                continue;
            };
            if let Some(more) = self.risen(measure.key).filter(|_| !compared) {
                clause.push_str(&more);
                compared = true;
            }
            clauses.push(clause);
        }
        if clauses.is_empty() {
            return None;
        }
        let lead = self.set.say(&format!("{prefix}lead"), &[]);
        let mut first = self
            .set
            .say("passage", &[("起句", &lead), ("分句", &clauses.join("，"))]);
        let mut then = String::new();
        for telling in self.told.get(&kind).into_iter().flatten() {
            match telling.why {
                Why::Largest => first.push_str(&self.work(telling)),
                Why::New | Why::Telling => then.push_str(&self.work(telling)),
            }
        }
        first.push_str(&self.month(kind));
        Some([first, then].into_iter().filter(|p| !p.is_empty()).collect())
    }

    /// The month that stands out, for work that goes on all year.
    fn month(&self, kind: Kind) -> String {
        let people = kind
            .counts()
            .people
            .filter(|_| matches!(kind, Kind::Visit | Kind::Activity | Kind::Training));
        let Some((measure, (month, most))) = people.and_then(|m| Some((m, self.figures.best_month(m.key)?))) else {
            return String::new();
        };
        if most.saturating_mul(4) < self.figures.total(measure.key) {
            return String::new();
        }
        let largest = self
            .told
            .get(&kind)
            .into_iter()
            .flatten()
            .filter_map(|t| t.deed.people)
            .max();
        if largest.unwrap_or(0).saturating_mul(5) >= most.saturating_mul(3) {
            return String::new(); // one work is most of the month, and has been told of
        }
        let unit = measure.unit.word(kernel::Lang::Zh);
        let figure = format!("{{{}{month}月}}{unit}", measure.zh);
        self.set
            .say("note.month", &[("月份", &format!("{month}月")), ("数", &figure)])
    }

    /// `10月18日，在教师新村开展重阳节慰问退休教师活动，慰问86人次。送去节日问候。`
    fn work(&self, t: &Telling) -> String {
        let d = &t.deed;
        let place = d
            .place
            .as_deref()
            .map(|p| format!("在{}", notable::safe(notable::bare(p)).trim_start_matches('在')))
            .unwrap_or_default();
        let key = match t.why {
            Why::Largest => "note.largest",
            Why::New => "note.new",
            Why::Telling => "note.work",
        };
        let day = format!("{}月{}日", d.day.month(), d.day.day());
        let deed = deed(&d.title, d.kind);
        // where it is the only one, the passage has told its people
        let alone = d
            .kind
            .counts()
            .people
            .is_some_and(|m| Some(self.figures.total(m.key)) == d.people);
        let counted = if alone { "" } else { t.counted.as_str() };
        let mut out = self.set.say(
            key,
            &[("月日", &day), ("地点", &place), ("工作", &deed), ("人数", counted)],
        );
        let came = came_of(d);
        if !came.is_empty() {
            out.push_str(&format!("{came}。"));
        }
        out
    }

    /// Who joined, moved and left, by kind of employment, with the rates of the year's last day.
    fn members(&self) -> Option<String> {
        let figure = |key: &str| {
            let measure = self.figures.by_key(key).filter(|_| self.figures.total(key) > 0)?;
            Some(format!("{{{}}}", measure.zh))
        };
        let joined = figure("member.joined").map(|n| self.set.say("members.new", &[("人数", &n)]));
        let kinds = rates::KINDS.iter().enumerate().filter_map(|(at, (who, key))| {
            let n = figure(key)?;
            let rate = self
                .figures
                .rates
                .of_kind(at)
                .filter(|(_, share)| share.workers.is_some());
            Some(match rate {
                Some((name, _)) => {
                    let rate = format!("{{{name}}}");
                    self.set
                        .say("members.kind_rate", &[("人数", &n), ("职工", who), ("比率", &rate)])
                }
                None => self.set.say("members.kind", &[("人数", &n), ("职工", who)]),
            })
        });
        let moved = ["member.moved_in", "member.moved_out", "member.left"]
            .into_iter()
            .filter_map(|key| self.clause(key));
        let clauses: Vec<String> = joined.into_iter().chain(kinds).chain(moved).collect();
        let mut told = String::new();
        if !clauses.is_empty() {
            told = self.set.say("members.joined", &[("分句", &clauses.join("，"))]);
        }
        if self.figures.rates.whole().workers.is_some_and(|n| n > 0) {
            told.push_str(&self.set.say("members.rate", &[("比率", "{入会率}")]));
        }
        (!told.is_empty()).then_some(told)
    }

    /// Figures of the chapter's fields that no kind of work here tells of: those of other systems.
    fn rest(&self, c: &Chapter) -> Option<String> {
        let ours = |key: &str| MEASURES.iter().any(|m| m.key == key);
        let clauses: Vec<String> = self
            .figures
            .measures()
            .filter(|m| !ours(&m.key) && !m.key.starts_with(MEMBERS) && c.fields.iter().any(|f| f.key() == m.field))
            .filter_map(|m| self.clause(&m.key))
            .collect();
        (!clauses.is_empty()).then(|| self.set.say("rest", &[("分句", &clauses.join("，"))]))
    }

    /// The works of a chapter that come back every year, the largest first.
    pub(super) fn ahead_of(&self, c: &Chapter) -> Vec<String> {
        let told = c.kinds.iter().flat_map(|k| self.told.get(k).into_iter().flatten());
        let mut again: Vec<&Telling> = told.filter(|t| t.again).collect();
        again.sort_by_key(|t| std::cmp::Reverse(t.deed.people));
        let again: Vec<String> = again
            .iter()
            .map(|t| notable::safe(notable::bare(&t.deed.title)))
            .collect();
        if !again.is_empty() {
            return again;
        }
        let done = self
            .tasks
            .iter()
            .filter(|t| c.fields.contains(&t.field) && Which::Done.has(t, self.today))
            // a decision settled one thing once
            .filter(|t| !meetings::of_meeting(t));
        done.map(|t| notable::safe(notable::bare(&t.title))).collect()
    }
}
