//! A month or a week on one page: seven columns on a desk, a list of days on a phone.

use std::borrow::Cow;

use kernel::Date;

use crate::{
    Cx, Html, State,
    cx::{Icon, icon},
    html,
    html::{Of, Shown, html_to},
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
    pub word: Cow<'static, str>,
    /// A quieter line, such as who answers for it.
    pub under: Option<String>,
    /// The act that moves it to another day, if it may be moved.
    pub shift: Option<Shift>,
}

impl Entry {
    /// Something that stays where it is.
    #[must_use]
    pub fn new(
        title: impl Into<String>,
        href: impl Into<String>,
        state: State,
        word: impl Into<Cow<'static, str>>,
    ) -> Self {
        Entry {
            title: title.into(),
            href: href.into(),
            state,
            word: word.into(),
            under: None,
            shift: None,
        }
    }
}

/// Entries as they are listed. A month has hundreds of them: they are written where they stand.
struct Lines<'a>(&'a [Entry]);

impl Shown for Lines<'_> {
    fn show(&self, out: &mut String) {
        for entry in self.0 {
            html_to!(
                out,
                "<li><a class=\"entry {}\" href=\"{}\"{}>{}<span>{}<span class=\"away\">{}</span>{}</span></a></li>",
                entry.state.class(),
                entry.href,
                entry.shift,
                Icon(entry.state.glyph()),
                entry.title,
                entry.word,
                entry.under.as_deref().map(Under)
            );
        }
    }
    fn length(&self) -> usize {
        self.0.len().saturating_mul(LINE)
    }
}

/// About how many bytes the line of an entry has.
const LINE: usize = 360;

/// The quieter line of an entry.
struct Under<'a>(&'a str);

impl Shown for Under<'_> {
    fn show(&self, out: &mut String) {
        html_to!(out, "<small>{}</small>", self.0);
    }
}

impl Shown for Shift {
    fn show(&self, out: &mut String) {
        html_to!(out, " data-move=\"{}\" data-version=\"{}\"", self.act, self.version);
        if let Some(last) = self.last {
            html_to!(out, " data-last=\"{}\"", last.to_string());
        }
    }
}

/// How an entry is moved: a POST to `act` with the record's `version` and by how many `days`. Script sends it when the
/// entry is dragged to another day, or moved by Shift and an arrow key; see [`Cx::shift_form`].
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Shift {
    /// The act.
    pub act: String,
    /// The version of the record seen.
    pub version: i64,
    /// The last day of what takes long and is shown on that day only. Moving it names the one day it then falls on
    /// (`due`), instead of shifting all its days.
    pub last: Option<Date>,
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
                .map(|ahead| monday.plus_days(ahead))
                .map(|date| {
                    if date.month() == first.month() {
                        self.cell(date, days, SHOWN)
                    } else {
                        Html::trusted("<td class=\"outside\"></td>")
                    }
                })
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

    /// The seven days of a week from `monday`, with all that is in them.
    #[must_use]
    pub fn week_grid(&self, monday: impl Of<Date>, days: &[Day]) -> Html {
        let monday: Date = monday.get();
        let week = || (0..7).map(|ahead| monday.plus_days(ahead));
        let heads: Html = week()
            .map(|day| html!("<th scope=\"col\">{}</th>", self.weekday(day.weekday())))
            .collect();
        let cells: Html = week().map(|date| self.cell(date, days, usize::MAX)).collect();
        html!(
            "<table class=\"month week\"><caption class=\"away\">{}</caption><thead><tr>{}</tr></thead><tbody><tr>{}</tr></tbody></table>",
            self.span(monday, monday.plus_days(6)),
            heads,
            cells
        )
    }

    /// The form that script fills and sends when an entry is moved. `back` is where to go on. Print it once on a page
    /// whose entries have a [`Shift`].
    #[must_use]
    pub fn shift_form(&self, back: &str) -> Html {
        html!(
            "<form method=\"post\" data-shift hidden><input type=\"hidden\" name=\"_once\" value=\"{}\">\
             <input type=\"hidden\" name=\"version\" value=\"\"><input type=\"hidden\" name=\"days\" value=\"\">\
             <input type=\"hidden\" name=\"due\" value=\"\">\
             <input type=\"hidden\" name=\"back\" value=\"{}\"></form><p class=\"small shift-hint\" data-shift-hint hidden>{}</p>",
            self.once,
            back,
            self.t("ui.shift_hint")
        )
    }

    fn cell(&self, date: Date, days: &[Day], most: usize) -> Html {
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
            "<td class=\"{}\" data-day=\"{}\"><div class=\"date\"><time datetime=\"{}\">{}<span class=\"weekday\">{}</span></time>{}{}</div>{}</td>",
            class.trim_start(),
            date.to_string(),
            date.to_string(),
            date.day(),
            self.weekday(date.weekday()),
            here,
            note,
            self.entries(&day.entries, most)
        )
    }

    fn entries(&self, entries: &[Entry], most: usize) -> Html {
        if entries.is_empty() {
            return Html::none();
        }
        let seen = if entries.len() == most.saturating_add(1) {
            entries.len()
        } else {
            most
        };
        let (open, folded) = entries.split_at(seen.min(entries.len()));
        let rest = (!folded.is_empty()).then(|| {
            html!(
                "<details><summary>{}</summary><ul>{}</ul></details>",
                self.tn("ui.month_more", folded.len()),
                Lines(folded)
            )
        });
        html!("<ul>{}</ul>{}", Lines(open), rest)
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
