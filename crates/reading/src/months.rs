//! Which pieces stand under which month: headings such as 二月份： and what follows them.

use crate::label;
use crate::mark::{self, Mark, Style};
use crate::pattern::patterns;
use crate::segment::Segment;
use crate::when::{self, When};

patterns! {
    CLOSING = r"^(?:各|全体|请各).{0,24}(?:要|须|应|务必|请)|^(?:总之|新的一年|让我们|以上|在今后|展望|希望各|各(?:工会|小组|单位)|说明|备注|注[::]|附[::件])";
    SIGNED = r"(?:工会|委员会|小学|中学|学校|学院|幼儿园|公司|办公室|党支部|集团|医院|中心)$";
    ACTING = r"召开|组织|开展|慰问|参加|学习|布置|协助|配合|迎接|建设|换届|走访|健全|完善|活动";
}

/// Longest line under a month that can be an act, in characters.
const LINE_MAX: usize = 100;

/// What a piece is to the schedule.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// Nothing to it.
    Outside,
    /// It opens a time; its own words may be acts.
    Opens(When),
    /// An act under the time open.
    Under(When, Option<(usize, usize)>),
    /// A part of the act before it.
    Detail,
}

struct Open {
    when: When,
    /// The time as written.
    written: Option<(usize, usize)>,
    /// Style of the number before the time itself.
    headed: Option<Mark>,
    /// Style of the numbered acts below.
    items: Option<Mark>,
    /// A month that rules the weeks below it.
    months: Vec<u8>,
    /// Only announced the list.
    announces: bool,
    row: bool,
}

/// The place of each piece; `breaks` tells where another paper begins.
pub(crate) fn places(norm: &str, segments: &[Segment], breaks: impl Fn(usize) -> bool) -> Vec<Place> {
    let mut out = Vec::with_capacity(segments.len());
    let mut open: Option<Open> = None;
    // a full date alone signs a paper, unless it is one of several that head lists
    let signed = segments.iter().filter(|s| dated(norm, s)).count() < 3;
    for (i, segment) in segments.iter().enumerate() {
        if breaks(i) {
            open = None;
        }
        if segment.noise {
            out.push(Place::Outside);
            continue;
        }
        if signed && dated(norm, segment) {
            open = None;
            out.push(Place::Outside);
            continue;
        }
        if segment.row {
            open = row_time(norm, segment, open.as_ref());
            out.push(Place::Outside);
            continue;
        }
        if let Some(place) = opens(norm, segment, &mut open) {
            out.push(place);
            continue;
        }
        out.push(follows(norm, segment, &mut open));
    }
    out
}

/// A line that is nothing but a year, a month and a day.
fn dated(norm: &str, segment: &Segment) -> bool {
    let full = |l: &label::Label| l.when.year.is_some() && l.when.day.is_some() && !l.colon;
    segment.mark.is_none()
        && segment
            .label
            .as_ref()
            .is_some_and(|l| full(l) && norm.get(l.text..segment.end).is_some_and(|rest| rest.trim().is_empty()))
}

/// Lines below a row go on with its last cell.
fn row_time(norm: &str, segment: &Segment, before: Option<&Open>) -> Option<Open> {
    let text = norm.get(segment.start..segment.end)?;
    let cells = text.split(['|', '\t']).map(str::trim).filter(|c| !c.is_empty());
    let when = cells
        .take(3)
        .find_map(label::cell_when)
        .or_else(|| before.filter(|o| o.row).map(|o| o.when.clone()))?;
    Some(Open {
        when,
        written: None,
        headed: None,
        items: None,
        months: Vec::new(),
        announces: true,
        row: true,
    })
}

/// Joins a day or a week to the month it stands under.
fn under(when: &When, above: Option<&Open>) -> Option<When> {
    if !when.months.is_empty() {
        return Some(when.clone());
    }
    match above {
        Some(open) if !open.months.is_empty() => Some(When {
            months: open.months.clone(),
            year: when.year.or(open.when.year),
            week: when.week.or(open.when.week),
            ..when.clone()
        }),
        _ => when.week.is_some().then(|| when.clone()),
    }
}

fn opens(norm: &str, segment: &Segment, open: &mut Option<Open>) -> Option<Place> {
    let label = segment.label.as_ref()?;
    // 一是5月……。二是6月……: prose
    let spoken = segment
        .mark
        .is_some_and(|m| matches!(m.style, Style::Being | Style::Ordinal));
    if spoken && open.is_none() {
        return Some(Place::Outside);
    }
    let when = under(&label.when, open.as_ref())?;
    let words = norm.get(label.text..segment.end).unwrap_or_default();
    let announces = label::announces(words);
    let deeper = match (open.as_ref(), segment.mark) {
        (Some(o), Some(mark)) => o.announces && o.headed.is_none_or(|h| h.style < mark.style),
        _ => false,
    };
    // a numbered act that names its own day stays one of the month's acts
    if deeper
        && !announces
        && let (Some(o), Some(mark)) = (open.as_mut(), segment.mark)
        && o.items.is_none_or(|m| m.style == mark.style)
    {
        let same = label.when.months.is_empty() || label.when.months == o.when.months;
        if same {
            o.items = Some(mark);
            return Some(Place::Under(o.when.clone(), o.written));
        }
    }
    let dated = label.when.months.is_empty() && label.when.week.is_none();
    if dated && !announces {
        return Some(Place::Opens(when));
    }
    // a time within a line stands as deep as the one that opened the line
    let above = open.as_ref().filter(|_| !segment.opens).and_then(|o| o.headed);
    let headed = segment.mark.or(above);
    let at = segment.body();
    let written = Some((at + label.words.0, at + label.words.1));
    let months = match (&label.when.week, open.as_ref()) {
        (Some(_), Some(o)) if label.when.months.is_empty() => o.months.clone(),
        (Some(_), _) => Vec::new(),
        (None, _) => when.months.clone(),
    };
    *open = Some(Open {
        when: when.clone(),
        months,
        written,
        headed,
        // 三月份1、庆祝……: the first number stands on the same line
        items: mark::parse(words).filter(|_| segment.mark.is_none()),
        announces,
        row: false,
    });
    Some(Place::Opens(when))
}

fn follows(norm: &str, segment: &Segment, open: &mut Option<Open>) -> Place {
    let Some(o) = open.as_mut() else { return Place::Outside };
    let (when, written) = (o.when.clone(), o.written);
    let place = match segment.mark {
        Some(mark) => numbered(o, mark),
        None => plain(norm, segment, o),
    };
    match place {
        Step::Act => Place::Under(when, written),
        Step::Detail => Place::Detail,
        Step::End => {
            *open = None;
            Place::Outside
        }
    }
}

enum Step {
    Act,
    Detail,
    End,
}

fn numbered(o: &mut Open, mark: Mark) -> Step {
    if o.headed
        .is_some_and(|h| mark.style != Style::Lost && mark.style <= h.style)
    {
        return Step::End;
    }
    if o.headed.is_some() && !o.announces {
        return Step::Detail;
    }
    let heavy = matches!(mark.style, Style::Part | Style::Han | Style::HanBracket);
    match o.items {
        None => {
            let late = mark.n > 1 && !o.announces;
            if late || (heavy && (mark.n != 1 || !o.announces)) {
                return Step::End;
            }
            o.items = Some(mark);
            Step::Act
        }
        Some(last) if mark.style == last.style || mark.style == Style::Lost || last.style == Style::Lost => {
            if heavy && mark.n != last.n + 1 {
                return Step::End;
            }
            o.items = Some(if mark.style == Style::Lost {
                Mark { n: last.n + 1, ..last }
            } else {
                mark
            });
            Step::Act
        }
        Some(last) if mark.style > last.style => Step::Detail,
        Some(_) => Step::End,
    }
}

fn plain(norm: &str, segment: &Segment, o: &Open) -> Step {
    let text = norm.get(segment.start..segment.end).unwrap_or_default();
    let long = text.chars().nth(LINE_MAX).is_some();
    // 年底 考核 names another time, if no month
    let other = when::parse(text).filter(|w| w.weak && !w.months.is_empty());
    if other.is_some_and(|w| text.get(w.len..).is_some_and(|t| t.starts_with([' ', ':', '、']))) {
        return Step::End;
    }
    if CLOSING.is_match(text) || text.ends_with(':') || signature(text) {
        return Step::End;
    }
    if o.items.is_some() || (o.headed.is_some() && !o.announces) {
        return if long { Step::End } else { Step::Detail };
    }
    if o.row || (long && !text.contains(';')) {
        return Step::End;
    }
    Step::Act
}

/// Who signed: a body's name alone.
fn signature(text: &str) -> bool {
    text.chars().nth(25).is_none() && SIGNED.is_match(text) && !ACTING.is_match(text)
}
