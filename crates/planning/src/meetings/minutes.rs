//! The minutes (会议纪要) as offices expect them, told from the record. One content for Word and for paper.
//!
//! Minutes are a paper of the union and therefore always in Chinese.

use std::collections::HashMap;

use flow::TaskRow;
use kernel::{Date, Lang, day::weekday_name, numerals};
use schemars::JsonSchema;
use serde::Serialize;
use web::{Reply, View};

use super::{
    draw,
    model::{DecisionKind, Part, Presence, Row},
    record,
    store::{
        self,
        decisions::{self, DecisionRow},
        items::{self, ItemRow},
        papers,
        people::{self, Seat},
    },
};

/// Minutes, ready to be set.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Minutes {
    /// The lines of the title.
    pub title: Vec<String>,
    /// Time, place, people: label and text.
    pub facts: Vec<(String, String)>,
    /// The sentence before the items.
    pub opening: String,
    /// The parts of the agenda.
    pub parts: Vec<Section>,
    /// 附件: the papers that items are about, by name.
    pub attached: Vec<String>,
    /// 送, 发: who gets it, one a line.
    pub copies: Vec<String>,
    /// Whose paper.
    pub issuer: String,
    /// Its day in full.
    pub day: String,
    /// Who signs.
    pub signatures: Vec<String>,
    /// The meeting's name, for the file.
    #[serde(skip)]
    pub name: String,
}

/// A part of the minutes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Section {
    /// With its number.
    pub heading: String,
    /// Its items.
    pub items: Vec<Entry>,
}

/// An item of the minutes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Entry {
    /// With its number.
    pub heading: String,
    /// What was said and decided.
    pub paragraphs: Vec<String>,
}

impl Minutes {
    /// The lines that name the papers attached: the first begins with 附件, the others are numbered below it.
    #[must_use]
    pub fn attached_lines(&self) -> Vec<String> {
        match self.attached.as_slice() {
            [] => Vec::new(),
            [one] => vec![format!("附件：{one}")],
            many => (1..)
                .zip(many)
                .map(|(n, name)| format!("{}{n}.{name}", if n == 1 { "附件：" } else { "　　　" }))
                .collect(),
        }
    }
    /// The name of its file.
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("{}纪要.docx", self.name)
    }
}

/// A day as papers write it.
pub(super) fn in_full(day: Date) -> String {
    day.chinese()
}

/// `实验小学工会` and `工会委员会` are `实验小学工会委员会`.
pub(super) fn issuer(union: &str, body: &str) -> String {
    match (union.ends_with("工会"), body.strip_prefix("工会")) {
        (true, Some(rest)) => format!("{union}{rest}"),
        _ if body.starts_with(union) => body.to_owned(),
        _ => format!("{union}{body}"),
    }
}

/// What the heading of a part says in the month of a meeting.
pub(super) fn part_heading(part: Part, span: draw::Span) -> String {
    match part {
        Part::Convey => "传达学习".to_owned(),
        Part::Review => format!("小结{}月工作", span.this_month()),
        Part::Deploy => format!("部署{}月工作", span.next_month()),
        Part::Matters => "讨论议题".to_owned(),
        Part::Other => "其他事项".to_owned(),
    }
}

/// The minutes of a meeting as they stand.
pub(super) fn of(view: &View<'_>, row: &Row) -> Reply<Minutes> {
    let union = view.union();
    let span = draw::span(view, row)?;
    let seats = people::of(view, union, row.id)?;
    let hall = people::hall(view, union, row.id)?;
    let agenda = items::of(view, union, row.id)?;
    let decided = decisions::of(view, union, row.id)?;
    let attached = attached(view, row, &agenda)?;
    let mut tasks = HashMap::new();
    for task in decided.iter().filter_map(|d| d.task) {
        tasks.insert(task, flow::get(view, union, task)?);
    }
    let issuer = issuer(&org::tree::get(view, union)?.name, &row.body_name);
    let number = numerals::words(store::number(view, union, &row.said)?);
    let quorate = row.said.rules.quorate(hall);
    let which = format!("{}年第{number}次会议", row.said.day.year());
    let paper = if quorate { "纪要" } else { "座谈记录" };
    let came = if quorate {
        "符合规定人数。现将会议情况纪要如下：".to_owned()
    } else {
        format!(
            "不足规定的{}人，会议没有作出决定，谈话情况记录如下：",
            row.said.rules.needs(hall)
        )
    };
    let opening = format!(
        "{}，{}主持召开{issuer}{which}。应到{}人，实到{}人，{came}",
        in_full(row.said.day),
        row.chair_name,
        hall.seats,
        hall.present
    );
    Ok(Minutes {
        title: vec![issuer.clone(), format!("{which}{paper}")],
        facts: head(row, &seats),
        opening,
        parts: sections(&agenda, &decided, &tasks, span),
        attached,
        copies: row
            .said
            .copies
            .iter()
            .flat_map(|text| text.lines())
            .map(|line| line.trim().to_owned())
            .collect(),
        issuer,
        day: in_full(row.adopted_on.unwrap_or_else(|| view.today())),
        signatures: vec!["主持人（签字）".to_owned(), "记录人（签字）".to_owned()],
        name: row.said.title.clone(),
    })
}

/// The papers that items carry, in the order of the agenda: names without what says their kind of file.
fn attached(view: &View<'_>, row: &Row, agenda: &[ItemRow]) -> Reply<Vec<String>> {
    let kept = archive::of_record(view, view.union(), record(row.id))?;
    let carried = papers::of(view, view.union(), row.id)?;
    let mut names: Vec<String> = Vec::new();
    for item in agenda {
        let of_item = carried.iter().filter(|(of, _)| *of == item.id);
        for paper in of_item.filter_map(|(_, id)| kept.iter().find(|paper| paper.id == *id)) {
            let name = paper.name.rsplit_once('.').map_or(&*paper.name, |(name, _)| name);
            if !names.iter().any(|there| there == name) {
                names.push(name.to_owned());
            }
        }
    }
    Ok(names)
}

/// Time, place and people.
fn head(row: &Row, seats: &[Seat]) -> Vec<(String, String)> {
    let said = &row.said;
    let until = said.ends.as_ref().map(|e| format!("—{e}")).unwrap_or_default();
    let time = format!(
        "{}（{}）{}{until}",
        in_full(said.day),
        weekday_name(said.day.weekday(), Lang::Zh).replace('周', "星期"),
        said.starts
    );
    let names = |state: Presence| {
        seats
            .iter()
            .filter(|s| s.state == state)
            .map(|s| match (&s.reason, state) {
                (Some(reason), Presence::Leave) => format!("{}（{reason}）", s.name),
                _ => s.name.clone(),
            })
            .collect::<Vec<_>>()
            .join("、")
    };
    let rows = [
        ("时　　间", time),
        ("地　　点", said.place.clone().unwrap_or_default()),
        ("主　　持", row.chair_name.clone()),
        ("出　　席", names(Presence::Present)),
        ("请　　假", names(Presence::Leave)),
        ("缺　　席", names(Presence::Absent)),
        ("列　　席", said.guest_list().collect::<Vec<_>>().join("、")),
        ("记　　录", row.recorder_name.clone().unwrap_or_default()),
    ];
    rows.into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(label, text)| (label.to_owned(), text))
        .collect()
}

fn sections(
    agenda: &[ItemRow],
    decided: &[DecisionRow],
    tasks: &HashMap<flow::TaskId, TaskRow>,
    span: draw::Span,
) -> Vec<Section> {
    let mut out = Vec::new();
    let held = Part::ALL.iter().filter(|part| agenda.iter().any(|i| i.part == **part));
    for (number, part) in (1_i64..).zip(held) {
        let items = agenda.iter().filter(|i| i.part == *part);
        out.push(Section {
            heading: format!("{}、{}", numerals::words(number), part_heading(*part, span)),
            items: (1_i64..)
                .zip(items)
                .map(|(n, item)| entry(n, item, decided, tasks))
                .collect(),
        });
    }
    out
}

fn entry(n: i64, item: &ItemRow, decided: &[DecisionRow], tasks: &HashMap<flow::TaskId, TaskRow>) -> Entry {
    let speaker = item.speaker.as_ref().map(|s| format!("（{s}）")).unwrap_or_default();
    let notes = item.notes.iter().flat_map(|text| text.lines());
    let mut paragraphs: Vec<String> = notes
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect();
    let here = decided.iter().filter(|d| d.item == item.id);
    paragraphs.extend(here.map(|d| decision(d, d.task.and_then(|t| tasks.get(&t)))));
    let conveys = item.conveys().map(|said| format!("（{said}）")).unwrap_or_default();
    Entry {
        heading: format!("（{}）{}{conveys}{speaker}", numerals::words(n), item.title),
        paragraphs,
    }
}

/// A decision in a sentence, with its votes and who carries it out.
fn decision(d: &DecisionRow, task: Option<&TaskRow>) -> String {
    let lead = match (d.carried, d.kind) {
        (true, DecisionKind::Decision) => "会议决定",
        (true, DecisionKind::Resolution) => "会议决议",
        (false, _) => "下列事项表决未获通过",
    };
    let v = d.votes;
    let votes = if v.unanimous {
        format!("到会{}人一致同意", v.yes)
    } else {
        format!("同意{}票，反对{}票，弃权{}票", v.yes, v.no, v.abstain)
    };
    let whom = task.map(|t| {
        let owner = t.owner_name.as_deref().map(|name| format!("责任人：{name}"));
        let due = t.due.map(|due| format!("完成时限：{}", in_full(due)));
        owner.into_iter().chain(due).collect::<Vec<_>>().join("，")
    });
    let whom = whom
        .filter(|w| !w.is_empty())
        .map(|w| format!("{w}。"))
        .unwrap_or_default();
    let text = d.body.trim_end_matches(['。', '.']).replace('\n', "；");
    format!("{lead}：{text}（{votes}）。{whom}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_called_by_its_whole_name_once() {
        assert_eq!(issuer("实验小学工会", "工会委员会"), "实验小学工会委员会");
        assert_eq!(issuer("实验小学工会", "经费审查委员会"), "实验小学工会经费审查委员会");
        assert_eq!(issuer("某公司", "某公司工会委员会"), "某公司工会委员会");
    }
}
