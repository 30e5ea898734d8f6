//! A month on one page: seven columns on a desk, a list of days on a phone.

use kernel::Date;

use crate::{
    Cx, Html, State,
    cx::icon,
    html,
    html::{Of, Shown},
};

/// How many entries a day shows before it folds the others.
const SHOWN: usize = 4;

/// A day's cell.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Day {
    /// The day.
    pub date: Date,
    /// Lunar day, solar term or festival, in a word or two.
    pub note: Option<String>,
    /// Whether the note is a festival, which is set off.
    pub festival: bool,
    /// Whether work rests that day (with the make-up days taken into account).
    pub rest: bool,
    /// What is to happen.
    pub entries: Vec<Entry>,
}

impl Day {
    /// A working day with nothing in it.
    #[must_use]
    pub fn new(date: Date) -> Self {
        Day {
            date,
            note: None,
            festival: false,
            rest: date.weekday() > 5,
            entries: Vec::new(),
        }
    }
}

/// One thing in a day.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Entry {
    /// What.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// How it stands.
    pub state: State,
    /// The state in a word, for those who hear the page.
    pub word: String,
}

impl Cx {
    /// The days of one month as a grid, Monday first. Days outside the month are left blank; `days` may come in any
    /// order and need not be complete.
    #[must_use]
    pub fn month_grid(&self, year: impl Of<i64>, month: impl Of<i64>, days: &[Day]) -> Html {
        let (year, month) = (year.get(), month.get());
        let first = i16::try_from(year)
            .ok()
            .zip(i8::try_from(month).ok())
            .and_then(|(y, m)| Date::new(y, m, 1).ok());
        let Some(first) = first else { return Html::none() };
        let heads: Html = (1..=7)
            .map(|day| html!("<th scope=\"col\">{}</th>", self.weekday(day)))
            .collect();
        let mut monday = first.plus_days(1 - i32::from(first.weekday()));
        let mut weeks = Html::none();
        while monday <= first.month_end() {
            let cells: Html = (0..7)
                .map(|ahead| self.cell(monday.plus_days(ahead), first, days))
                .collect();
            weeks.add(html!("<tr>{}</tr>", cells));
            monday = monday.plus_days(7);
        }
        html!(
            "<table class=\"month\"><caption class=\"away\">{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
            self.month(year, month),
            heads,
            weeks
        )
    }

    fn cell(&self, date: Date, first: Date, days: &[Day]) -> Html {
        if date.month() != first.month() {
            return Html::trusted("<td class=\"outside\"></td>");
        }
        let blank = Day::new(date);
        let day = days.iter().find(|d| d.date == date).unwrap_or(&blank);
        let mut class = String::new();
        for (holds, name) in [
            (day.rest, " rest"),
            (date == self.today, " today"),
            (day.entries.is_empty(), " idle"),
        ] {
            if holds {
                class.push_str(name);
            }
        }
        let note = day.note.as_ref().map(|note| {
            let class = if day.festival { "festival" } else { "lunar" };
            html!("<span class=\"{}\">{}</span>", class, note)
        });
        let here = (date == self.today).then(|| html!("<span class=\"away\">{}</span>", self.t("ui.nav.today")));
        html!(
            "<td class=\"{}\"><div class=\"date\"><time datetime=\"{}\">{}<span class=\"weekday\">{}</span></time>{}{}</div>{}</td>",
            class.trim_start(),
            date.to_string(),
            date.day(),
            self.weekday(date.weekday()),
            here,
            note,
            self.entries(&day.entries)
        )
    }

    fn entries(&self, entries: &[Entry]) -> Html {
        if entries.is_empty() {
            return Html::none();
        }
        let line = |entry: &Entry| {
            html!(
                "<li><a class=\"entry {}\" href=\"{}\">{}<span>{}<span class=\"away\">{}</span></span></a></li>",
                entry.state.class(),
                entry.href,
                icon(entry.state.glyph()),
                entry.title,
                entry.word
            )
        };
        let seen = if entries.len() == SHOWN + 1 { SHOWN + 1 } else { SHOWN };
        let open: Html = entries.iter().take(seen).map(line).collect();
        let folded: Html = entries.iter().skip(seen).map(line).collect();
        let rest = (!folded.is_empty()).then(|| {
            html!(
                "<details><summary>{}</summary><ul>{}</ul></details>",
                self.tn("ui.month_more", entries.len() - seen),
                folded
            )
        });
        html!("<ul>{}</ul>{}", open, rest)
    }

    /// The heading of a month with the way to the months before and after.
    #[must_use]
    pub fn month_heading(
        &self,
        year: impl Of<i64>,
        month: impl Of<i64>,
        before: &str,
        after: &str,
        acts: impl Shown,
    ) -> Html {
        let turn = |href: &str, glyph: &str, word: &str| {
            html!(
                "<a class=\"button turn\" href=\"{}\" aria-label=\"{}\">{}</a>",
                href,
                self.t(word),
                icon(glyph)
            )
        };
        let acts = html!(
            "{}{}{}",
            turn(before, "chevron-left", "ui.pager.month_before"),
            turn(after, "chevron-right", "ui.pager.month_after"),
            acts
        );
        self.heading(self.month(year, month), Html::none(), acts)
    }
}
