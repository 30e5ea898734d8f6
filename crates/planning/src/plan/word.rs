//! The plan as a Word file in the layout of official papers.

use kernel::{Lang, numerals};
use papers::word::Word;
use web::{Attachment, Fault, Reply, View};

use super::{
    measure::MeasureRow,
    model::{EntryRow, Plan, Section, Taken},
    outline::of_calendar,
    pages::Which,
    show::{measures_of, paragraphs, visible},
    store,
};

const MIME: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Hands out the plan.
pub(super) fn export(view: &View<'_>, q: Which) -> Reply<Attachment> {
    let union = view.union();
    let plan = visible(view, q.id)?;
    let sections = store::sections(view, union, plan.id)?;
    let measures = store::measures::measures(view, union, plan.id)?;
    let entries = store::entries(view, union, plan.id)?;
    let owners = org::member_names(view, union, entries.iter().filter_map(|e| e.said.owner))?;
    let owner = |e: &EntryRow| e.said.owner.and_then(|id| owners.get(&id).cloned());
    let issuer = view.actor().standing.as_ref().map_or("", |s| s.union_name.as_str());
    let day = plan.closed_at.unwrap_or(plan.added_at).day();
    let day = day.chinese();
    let word = paper(&plan, (&sections, &measures), &entries, owner, (issuer, &day));
    Ok(Attachment {
        name: format!("{}.docx", plan.title),
        mime: MIME.to_owned(),
        bytes: word.to_bytes().map_err(Fault::other)?,
        inline: false,
    })
}

/// The paper: the headings of the work with their text, and in the place of the calendar's headings the entries as they
/// now stand, by month.
fn paper(
    plan: &Plan,
    (sections, measures): (&[Section], &[MeasureRow]),
    entries: &[EntryRow],
    owner: impl Fn(&EntryRow) -> Option<String>,
    (issuer, day): (&str, &str),
) -> Word {
    let mut word = Word::new();
    word.title(&plan.title);
    if let Some(done) = &plan.course.adopted {
        let (y, m, d) = (done.on.year(), done.on.month(), done.on.day());
        word.centred(&format!("（{y}年{m}月{d}日{}通过）", done.by));
    }
    let mut numbers = Numbers::default();
    let calendar_at = sections.iter().position(|s| s.schedule);
    let mut told = false;
    for (i, section) in sections.iter().enumerate() {
        let of_work = !of_calendar(&section.heading);
        if of_work {
            word.heading(section.level.min(3), &numbers.next(section.level, &section.heading));
        }
        if calendar_at == Some(i) {
            let level = if of_work {
                section.level.saturating_add(1)
            } else {
                section.level
            };
            schedule(&mut word, &mut numbers, entries, &owner, level.max(2));
            told = true;
        }
        if !section.schedule {
            for text in paragraphs(&section.body) {
                word.paragraph(&text);
            }
            for (n, text) in (1..).zip(measures_of(measures, i + 1)) {
                let mut lines = text.lines();
                word.numbered(&format!("{n}."), lines.next().unwrap_or_default());
                for line in lines {
                    word.paragraph(line.trim());
                }
            }
        }
    }
    if !told && !entries.is_empty() {
        word.heading(1, &numbers.next(1, "月份工作安排"));
        schedule(&mut word, &mut numbers, entries, &owner, 2);
    }
    word.signature(issuer, day);
    word
}

fn schedule(
    word: &mut Word,
    numbers: &mut Numbers,
    entries: &[EntryRow],
    owner: &impl Fn(&EntryRow) -> Option<String>,
    level: u8,
) {
    let mut kept: Vec<&EntryRow> = entries.iter().filter(|e| e.taken != Taken::Rejected).collect();
    let month = |e: &EntryRow| {
        let (from, due) = e.said.timing.days();
        from.or(due).map(|day| (day.year(), day.month()))
    };
    kept.sort_by_key(|e| (month(e).is_none(), month(e), e.place));
    let mut last = None;
    let mut n = 0_i64;
    for entry in kept {
        if last != Some(month(entry)) {
            last = Some(month(entry));
            n = 0;
            let heading = month(entry).map_or_else(
                || "适时开展".to_owned(),
                |(_, month)| format!("{}月", numerals::words(month.into())),
            );
            word.heading(level.min(3), &numbers.next(level, &heading));
        }
        n += 1;
        word.numbered(&format!("{n}."), &line(entry, owner(entry)));
    }
}

/// What, and in brackets when, if it is said more closely than by the month, and who.
fn line(entry: &EntryRow, owner: Option<String>) -> String {
    let when = entry.said.timing.when().filter(|when| {
        !matches!(when.moment(), kernel::when::Moment::Month(_)) || when.edge() != kernel::when::Edge::In
    });
    let mut more: Vec<String> = when.map(|w| w.words(Lang::Zh)).into_iter().collect();
    more.extend(owner.map(|name| format!("责任人：{name}")));
    if more.is_empty() {
        format!("{}。", entry.said.title.trim_end_matches('。'))
    } else {
        format!("{}（{}）。", entry.said.title.trim_end_matches('。'), more.join("，"))
    }
}

/// The numbers of headings: 一、 （一） 1.
#[derive(Default)]
struct Numbers([i64; 3]);

impl Numbers {
    fn next(&mut self, level: u8, heading: &str) -> String {
        let level = usize::from(level.clamp(1, 3)) - 1;
        for (i, n) in self.0.iter_mut().enumerate().skip(level) {
            *n = if i == level { *n + 1 } else { 0 };
        }
        let n = self.0.get(level).copied().unwrap_or(1);
        let heading = heading.trim_end_matches(['：', ':']);
        match level {
            0 => format!("{}、{heading}", numerals::words(n)),
            1 => format!("（{}）{heading}", numerals::words(n)),
            _ => format!("{n}. {heading}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Numbers;

    #[test]
    fn headings_are_numbered_as_offices_do() {
        let mut numbers = Numbers::default();
        let said: Vec<String> = [(1, "甲："), (2, "乙"), (2, "丙"), (3, "丁"), (1, "戊"), (2, "己")]
            .into_iter()
            .map(|(level, heading)| numbers.next(level, heading))
            .collect();
        assert_eq!(said, ["一、甲", "（一）乙", "（二）丙", "1. 丁", "二、戊", "（一）己"]);
    }
}
