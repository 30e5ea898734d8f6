//! From the text of a plan to what the reading desk begins with. Pure.

use flow::Field;
use kernel::{
    Money, Text, When,
    when::{Edge, Moment, Months, WeekOf},
};
use reading::Reading;

use super::{
    guess,
    measure::{MEASURES, Measure},
    model::{Cover, ENTRIES, Notice, SECTIONS, Section},
};

/// What was read from a plan's text.
#[derive(Clone, Debug)]
pub struct Outline {
    /// Its title, where one stands.
    pub title: Option<String>,
    /// The year it names.
    pub year: Option<i16>,
    /// The part of the calendar it is for.
    pub cover: Cover,
    /// What to tell about it.
    pub notices: Vec<Notice>,
    /// Its headings.
    pub sections: Vec<Section>,
    /// The numbered measures under them.
    pub measures: Vec<Measure>,
    /// Its dated acts.
    pub entries: Vec<Act>,
    /// The papers of the text, if there are several.
    pub papers: Vec<PaperRead>,
}

/// One of several papers in a text.
#[derive(Clone, Debug)]
pub struct PaperRead {
    /// Its title, where one stands.
    pub title: Option<String>,
    /// It tells of work done.
    pub summary: bool,
    /// Where it stands, in bytes.
    pub span: (usize, usize),
}

/// A dated act.
#[derive(Clone, Debug)]
pub struct Act {
    /// What is to be done.
    pub title: Text<200>,
    /// When, if it could be understood.
    pub when: Option<When>,
    /// When, as written.
    pub when_words: Option<String>,
    /// The field of work, guessed.
    pub field: Field,
    /// The heading it stands under, if that is one of the work and not of the calendar.
    pub section: Option<String>,
    /// Who does it, as written.
    pub bodies: Vec<String>,
    /// The festival it names.
    pub festival: Option<String>,
    /// Money it names.
    pub budget: Option<Money>,
    /// Where it stands, in bytes.
    pub span: (usize, usize),
    /// The measure it stands in, counted from 0.
    pub measure: Option<usize>,
}

/// Reads a plan's text into its title, year, headings and dated acts.
#[must_use]
pub fn read_outline(text: &str) -> Outline {
    let reading = reading::read(text);
    let (sections, measures) = sections(text, &reading);
    let mut entries: Vec<Act> = reading
        .schedule
        .iter()
        .take(ENTRIES)
        .filter_map(|entry| act(entry, &reading))
        .collect();
    for entry in &mut entries {
        // measures stand in the order of the text
        let after = measures.partition_point(|m| m.span.is_some_and(|span| span.0 <= entry.span.0));
        let before = after.checked_sub(1);
        entry.measure = before.filter(|i| {
            measures
                .get(*i)
                .and_then(|m| m.span)
                .is_some_and(|s| entry.span.0 < s.1)
        });
    }
    let title = reading.title.clone().map(|t| t.chars().take(120).collect());
    Outline {
        year: reading.year.and_then(|y| i16::try_from(y).ok()),
        cover: cover(title.as_deref().unwrap_or_default()),
        notices: notices(&reading, entries.is_empty()),
        papers: papers(&reading),
        title,
        sections,
        measures,
        entries,
    }
}

fn papers(reading: &Reading) -> Vec<PaperRead> {
    let paper = |p: &reading::Document| PaperRead {
        title: p.title.clone(),
        summary: p.summary,
        span: (p.span.start, p.span.end),
    };
    let all = reading.documents.iter().map(paper);
    if reading.documents.len() > 1 {
        all.collect()
    } else {
        Vec::new()
    }
}

/// 2025学年, 第一学期: what the title says of the part of the calendar.
fn cover(title: &str) -> Cover {
    let says = |words: &[&str]| words.iter().any(|word| title.contains(word));
    if says(&["第二学期", "下学期", "春季学期", "春学期"]) {
        Cover::Spring
    } else if says(&["第一学期", "上学期", "秋季学期", "秋学期"]) {
        Cover::Autumn
    } else if says(&["学年"]) {
        Cover::SchoolYear
    } else {
        Cover::Year
    }
}

fn notices(reading: &Reading, no_dates: bool) -> Vec<Notice> {
    let told = !reading.documents.is_empty() && reading.documents.iter().all(|paper| paper.summary);
    let cut = reading.schedule.len() > ENTRIES || reading.sections.len() > SECTIONS;
    let limit = reading.notes.iter().any(|note| note.kind == "limit");
    [
        (told, Notice::Summary),
        (no_dates, Notice::NoDates),
        (cut || limit, Notice::Cut),
        (reading.documents.len() > 1, Notice::Several),
        (reading.notes.iter().any(|note| note.kind == "noise"), Notice::Noise),
    ]
    .into_iter()
    .filter_map(|(holds, notice)| holds.then_some(notice))
    .collect()
}

/// Headings, each with the text up to the next one, and the numbered measures in it.
fn sections(text: &str, reading: &Reading) -> (Vec<Section>, Vec<Measure>) {
    let all = &reading.sections;
    let end_of = |i: usize| {
        let own = all.get(i).map_or(text.len(), |s| s.body.end.max(s.span.end));
        all.get(i + 1).map_or(own, |next| next.span.start)
    };
    let mut measures = Vec::new();
    let sections = all.iter().enumerate().take(SECTIONS).map(|(i, section)| {
        let body = (section.span.end, end_of(i));
        let listed = reading.schedule.iter().map(|e| (e.span.start, e.span.end));
        let schedule = of_calendar(&section.heading) || lists_dates(body, listed);
        let lead = if schedule {
            body
        } else {
            let (lead, mut found) = numbered(text, section, i + 1, body.1);
            measures.append(&mut found);
            (body.0, lead)
        };
        let lead = text.get(lead.0..lead.1).unwrap_or_default();
        Section {
            level: section.level.clamp(1, 9),
            heading: section.heading.chars().take(200).collect(),
            body: lead.trim_start_matches(['：', ':']).trim().to_owned(),
            schedule,
            span: (section.span.start, section.span.end),
        }
    });
    let sections = sections.collect();
    measures.truncate(MEASURES);
    (sections, measures)
}

/// The numbered measures of a heading, each with the prose up to the next one; and where the text before them ends.
fn numbered(text: &str, section: &reading::Section, place: usize, end: usize) -> (usize, Vec<Measure>) {
    let items: Vec<&reading::Item> = section
        .items
        .iter()
        .filter(|item| section.span.end <= item.span.start && item.span.end <= end)
        .collect();
    let Some(first) = items.first() else {
        return (end, Vec::new());
    };
    let until = |i: usize| items.get(i + 1).map_or(end, |next| next.span.start);
    let measure = |(i, item): (usize, &&reading::Item)| {
        let rest = text.get(item.span.end..until(i)).unwrap_or_default().trim();
        let whole = if rest.is_empty() {
            item.text.clone()
        } else {
            format!("{}\n{rest}", item.text)
        };
        let cut: String = whole.trim().chars().take(2_000).collect();
        Some(Measure {
            section: place,
            text: Text::new(&cut).ok()?,
            span: Some((item.span.start, item.span.end)),
        })
    };
    (first.span.start, items.iter().enumerate().filter_map(measure).collect())
}

/// Whether the text from one place to another is a list of dated acts rather than prose with some dates in it.
fn lists_dates((from, to): (usize, usize), listed: impl Iterator<Item = (usize, usize)>) -> bool {
    let inside = listed.filter(|(start, end)| from <= *start && *end <= to);
    let (count, bytes) = inside.fold((0, 0), |(n, sum), (start, end)| (n + 1, sum + (end - start)));
    // months, numbers and line ends between the acts take up their share
    count >= 2 && bytes * 2 >= to - from
}

/// Whether a heading is one of the calendar: 三月份, 第二周, 十二月份、XX年元月.
pub(super) fn of_calendar(heading: &str) -> bool {
    let plain = heading.trim().trim_end_matches(['：', ':']);
    if When::read(plain).is_ok() {
        return true;
    }
    let bare: String = plain
        .chars()
        .filter(|c| !"0123456789０１２３４５６７８９一二三四五六七八九十元正腊冬年月份周第季度上下半旬初中底至到、，,—－-~～xX×（）()【】[] ".contains(*c))
        .collect();
    bare.is_empty() && plain.contains(['月', '周', '季', '旬'])
}

fn act(entry: &reading::Entry, reading: &Reading) -> Option<Act> {
    let title: String = entry
        .title
        .trim()
        .trim_end_matches(['；', ';', '。', '，', ','])
        .chars()
        .take(200)
        .collect();
    let title = Text::new(&title).ok()?;
    let holds = |s: &&reading::Section| s.body.start <= entry.span.start && entry.span.start < s.body.end;
    let heading = reading.sections.iter().rev().find(holds).map(|s| s.heading.as_str());
    let work = reading
        .sections
        .iter()
        .rev()
        .filter(holds)
        .find(|s| !of_calendar(&s.heading))
        .map(|s| s.heading.chars().take(200).collect::<String>());
    let when = when(entry);
    let budget = entry
        .amount_yuan
        .map(|y| Money::from_fen(y.fen))
        .filter(|m| m.fen() > 0);
    Some(Act {
        field: guess::field(&title, work.as_deref()),
        when_words: entry
            .when
            .clone()
            .or_else(|| heading.filter(|h| of_calendar(h)).map(str::to_owned)),
        section: work,
        bodies: entry.bodies.clone(),
        festival: entry.festival.clone(),
        span: (entry.span.start, entry.span.end),
        measure: None,
        title,
        when,
        budget,
    })
}

/// The time of an entry: a day, a part of a month as written, its months, its week, or its festival.
fn when(entry: &reading::Entry) -> Option<When> {
    let year = entry.year.and_then(|y| i16::try_from(y).ok());
    let written = entry
        .when
        .as_deref()
        .and_then(|words| words_of(words, entry.month.list()));
    let found = written
        .or_else(|| day(entry.date.as_deref()?))
        .or_else(|| months(entry.month.list(), entry.week))
        .or_else(|| {
            let week = i8::try_from(entry.week?).ok()?;
            When::any_year(Moment::Week(WeekOf::PlanTerm, week)).ok()
        })
        .or_else(|| {
            let festival = kernel::Festival::find(entry.festival.as_deref()?)?;
            When::any_year(Moment::Festival(festival)).ok()
        })?;
    match year {
        Some(year) if found.year().is_none() && !found.is_recurring() => found.in_year(year).ok().or(Some(found)),
        _ => Some(found),
    }
}

/// The time as written, if it says more than the month alone and lies in it.
fn words_of(words: &str, list: &[u8]) -> Option<When> {
    let plain = words.trim();
    let no_more = |w: &When| w.is_recurring() || matches!((w.moment(), w.edge()), (Moment::Month(_), Edge::In));
    When::read(plain).ok().filter(|w| !no_more(w)).or_else(|| {
        // 中旬, 月底前, 15日 under the heading of a month
        let [month] = list else { return None };
        When::read(&format!("{month}月{}", plain.trim_start_matches('月'))).ok()
    })
}

fn day(date: &str) -> Option<When> {
    let (month, day) = date.split_once('-')?;
    When::any_year(Moment::Day(month.parse().ok()?, day.parse().ok()?)).ok()
}

fn months(list: &[u8], week: Option<u8>) -> Option<When> {
    let list: Vec<i8> = list.iter().filter_map(|m| i8::try_from(*m).ok()).collect();
    let moment = match (list.as_slice(), week) {
        ([], _) => return None,
        ([month], Some(week @ 1..=5)) => week_of_month(*month, i8::try_from(week).ok()?)?,
        ([month], _) => Moment::Month(*month),
        ([first, .., last], _) if follow_each_other(&list) => Moment::Months(*first, *last),
        (many, _) => Moment::MonthList(Months::new(many)?),
    };
    When::any_year(moment).ok()
}

/// 三月第二周: the second seven days of the month.
fn week_of_month(month: i8, week: i8) -> Option<Moment> {
    let (from, to) = (week.checked_mul(7)?.checked_sub(6)?, week.checked_mul(7)?);
    let last = if month == 2 { 28 } else { 30 };
    let (from, to) = (from.min(last), to.min(last));
    Some(if from == to {
        Moment::Day(month, from)
    } else {
        Moment::Days((month, from), (month, to))
    })
}

fn follow_each_other(list: &[i8]) -> bool {
    list.windows(2).all(|pair| matches!(pair, [a, b] if *b == a % 12 + 1))
}
