//! What every page needs besides its own data: language, person, navigation, what was typed, what was refused.

use std::{borrow::Cow, cell::Cell, collections::BTreeMap, fmt::Display};

use askama::filters::urlencode_strict;
use kernel::{Date, Instant, Lang, Money};

use crate::{
    Html,
    html::{Of, Shown, html_to},
    words,
};

/// Everything a page needs besides its own data. Built by the web crate for each request.
#[derive(Clone, Debug)]
pub struct Cx {
    /// The language of the screen.
    pub lang: Lang,
    /// The address asked for, with its query: sort links, pagers and filters are made from it.
    pub path: String,
    /// Today in China.
    pub today: Date,
    /// Who is signed in, if anybody.
    pub who: Option<Who>,
    /// Where one can go: only what this person may open. See [`NavItem`].
    pub nav: Vec<NavItem>,
    /// How many things wait for this person.
    pub inbox: i64,
    /// What was typed in the form that was refused, by field.
    pub typed: BTreeMap<String, Vec<String>>,
    /// The door that form was sent to: what was typed and what is wrong is shown in the form that leads there, and in no other of
    /// the page. If none, in all.
    pub sent: Option<String>,
    /// What is wrong with it, in words.
    pub errors: Vec<FieldError>,
    /// A refusal of the form as a whole.
    pub alert: Option<String>,
    /// Whether the record was changed by somebody else meanwhile: each field then shows what it says now beside what
    /// was typed.
    pub stale: bool,
    /// What has just been done.
    pub toast: Option<Toast>,
    /// The idempotency key that forms of this page carry as `_once`.
    pub once: String,
    /// Which form the page is just writing. A page is written from its beginning to its end by one thread.
    writing: Cell<Writing>,
}

/// Where the writing of a page stands with the form that was refused.
#[derive(Clone, Copy, Debug, Default)]
struct Writing {
    /// Within another form.
    elsewhere: bool,
    /// That form was written.
    met: bool,
}

/// The person signed in.
#[derive(Clone, Debug)]
pub struct Who {
    /// Their name.
    pub name: String,
    /// The union they work in now, by name.
    pub union: String,
    /// Its id, as in `unions`.
    pub here: String,
    /// All unions they may work in: id and name. One entry shows no switcher.
    pub unions: Vec<(String, String)>,
}

/// One place to go. Items whose key is in [`crate::frame::BAR`] stand in the phone's bottom bar in that order, and the
/// first three of them above the line in the desk's rail; all others are fields of work, below it.
#[derive(Clone, Debug)]
pub struct NavItem {
    /// Key of the word shown, such as `ui.nav.today`.
    pub key: &'static str,
    /// Where it leads.
    pub href: String,
    /// Name of its glyph in `assets/icons.svg`.
    pub icon: &'static str,
    /// Whether the page lies there.
    pub current: bool,
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name in the form.
    pub field: String,
    /// What is wrong and what to do, in the person's language.
    pub message: String,
}

/// A short word on what has just been done.
#[derive(Clone, Debug)]
pub struct Toast {
    /// What was done.
    pub message: String,
    /// Where a POST undoes it.
    pub undo: Option<String>,
}

impl Cx {
    /// A bare context: nobody signed in, nothing typed.
    #[must_use]
    pub fn new(lang: Lang, path: impl Into<String>, today: Date) -> Self {
        Cx {
            lang,
            path: path.into(),
            today,
            who: None,
            nav: Vec::new(),
            inbox: 0,
            typed: BTreeMap::new(),
            sent: None,
            errors: Vec::new(),
            alert: None,
            stale: false,
            toast: None,
            once: String::new(),
            writing: Cell::default(),
        }
    }

    /// The word of a key; `⟦key⟧` if no file has it.
    #[must_use]
    pub fn word(&self, key: &str) -> Cow<'static, str> {
        words::word(self.lang, key)
    }
    /// The word of a key.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.word(key).into_owned()
    }
    /// The word of a key with its places filled.
    #[must_use]
    pub fn tf(&self, key: &str, arguments: &[(&str, &dyn Display)]) -> String {
        words::fill(&self.word(key), arguments)
    }
    /// The word of a key with one place filled; for templates.
    #[must_use]
    pub fn t1(&self, key: &str, name: &str, value: impl Display) -> String {
        self.tf(key, &[(name, &value)])
    }
    /// The word of a key with two places filled; for templates.
    #[must_use]
    pub fn t2(&self, key: &str, name: &str, value: impl Display, other: &str, second: impl Display) -> String {
        self.tf(key, &[(name, &value), (other, &second)])
    }
    /// The word of a key whose place `n` is a count: `{n} {n:visit|visits}`.
    #[must_use]
    pub fn tn(&self, key: &str, count: impl Of<i64>) -> String {
        self.tf(key, &[("n", &self.number(count))])
    }

    /// A day: `11月21日 周六`, with the year only when it is not this year.
    #[must_use]
    pub fn date(&self, day: impl Of<Date>) -> String {
        let day: Date = day.get();
        self.day(day, day.year() != self.today.year())
    }
    fn day(&self, day: Date, with_year: bool) -> String {
        let weekday = self.weekday(day.weekday());
        match (self.lang, with_year) {
            (Lang::Zh, false) => format!("{}月{}日 {weekday}", day.month(), day.day()),
            (Lang::Zh, true) => format!("{}年{}月{}日 {weekday}", day.year(), day.month(), day.day()),
            (Lang::En, false) => format!("{weekday} {} {}", day.day(), self.month_short(day.month())),
            (Lang::En, true) => format!(
                "{weekday} {} {} {}",
                day.day(),
                self.month_short(day.month()),
                day.year()
            ),
        }
    }
    /// A day in full, as papers write it: `2026年11月21日`, `21 November 2026`.
    #[must_use]
    pub fn date_full(&self, day: impl Of<Date>) -> String {
        let day: Date = day.get();
        match self.lang {
            Lang::Zh => day.chinese(),
            Lang::En => format!(
                "{} {} {}",
                day.day(),
                self.t(&format!("ui.month.{}", day.month())),
                day.year()
            ),
        }
    }
    /// A day, or a dash for none.
    #[must_use]
    pub fn date_or_dash(&self, day: Option<Date>) -> String {
        day.map_or_else(|| "—".to_owned(), |day| self.date(day))
    }
    /// Several days: `11月21日 周六 — 11月30日 周一`, a year that both lie in once; one day alone if both are the same.
    #[must_use]
    pub fn span(&self, from: impl Of<Date>, until: impl Of<Date>) -> String {
        let (from, until): (Date, Date) = (from.get(), until.get());
        if from == until {
            self.date(from)
        } else {
            let [first, last] = [from, until].map(|day| day.year() != self.today.year());
            let once = from.year() == until.year();
            // Chinese says the year first, English last
            let (first, last) = match self.lang {
                Lang::Zh => (first, last && !once),
                Lang::En => (first && !once, last),
            };
            format!("{} — {}", self.day(from, first), self.day(until, last))
        }
    }
    /// A month of a year: `2026年11月`, `November 2026`.
    #[must_use]
    pub fn month(&self, year: impl Of<i64>, month: impl Of<i64>) -> String {
        let (year, month): (i64, i64) = (year.get(), month.get());
        match self.lang {
            Lang::Zh => format!("{year}年{month}月"),
            Lang::En => format!("{} {year}", self.t(&format!("ui.month.{month}"))),
        }
    }
    /// A moment on China's clock: `11月21日 周六 14:05`; `今天 14:05` today.
    #[must_use]
    pub fn instant(&self, at: impl Of<Instant>) -> String {
        let at: Instant = at.get();
        let clock = at.in_china();
        let time = format!("{:02}:{:02}", clock.hour(), clock.minute());
        if at.day() == self.today {
            self.t1("ui.time.today_at", "time", time)
        } else {
            format!("{} {time}", self.date(at.day()))
        }
    }
    /// The day of the week, 1 Monday to 7 Sunday, short.
    #[must_use]
    pub fn weekday(&self, day: i8) -> String {
        self.t(&format!("ui.weekday.{day}"))
    }
    fn month_short(&self, month: i8) -> String {
        self.t(&format!("ui.month_short.{month}"))
    }
    /// An amount in yuan: `92,879.00`.
    #[must_use]
    pub fn money(&self, amount: impl Of<Money>) -> String {
        amount.get().to_string()
    }
    /// A number grouped by thousands: `12,345`.
    #[must_use]
    pub fn number(&self, number: impl Of<i64>) -> String {
        group(number.get())
    }

    /// A form that leads to a door begins here.
    pub(crate) fn begin_form(&self, action: &str) {
        let path = |at: &str| at.split(['?', '#']).next().unwrap_or_default().to_owned();
        let own = self.sent.as_ref().map(|sent| path(sent) == path(action));
        self.writing.set(Writing {
            elsewhere: own == Some(false),
            met: self.writing.get().met || own == Some(true),
        });
    }
    /// A form ends here.
    pub(crate) fn end_form(&self) {
        let met = self.writing.get().met;
        self.writing.set(Writing { elsewhere: false, met });
    }
    /// Whether the page that was written has the form that was refused.
    #[must_use]
    pub fn has_sent_form(&self) -> bool {
        self.writing.get().met
    }
    /// What was typed, within the form it was typed in.
    fn typed_here(&self) -> Option<&BTreeMap<String, Vec<String>>> {
        (!self.writing.get().elsewhere && !self.typed.is_empty()).then_some(&self.typed)
    }

    /// What was typed in a field of the refused form, else the default.
    #[must_use]
    pub fn value(&self, name: &str, default: &str) -> String {
        self.typed_here()
            .and_then(|typed| typed.get(name))
            .and_then(|all| all.first())
            .map_or_else(|| default.to_owned(), Clone::clone)
    }
    /// All that was chosen in a field of the refused form, if one was refused.
    #[must_use]
    pub fn chosen(&self, name: &str) -> Option<&[String]> {
        let typed = self.typed_here()?;
        Some(typed.get(name).map_or(&[], Vec::as_slice))
    }
    /// What is wrong with a field.
    #[must_use]
    pub fn error(&self, name: &str) -> Option<&str> {
        if self.writing.get().elsewhere {
            return None;
        }
        self.errors.iter().find(|e| e.field == name).map(|e| e.message.as_str())
    }

    /// The address of this page with some of its query changed; an empty value takes the name away.
    #[must_use]
    pub fn here_with(&self, changes: &[(&str, &str)]) -> String {
        let (path, query) = self.path.split_once('?').unwrap_or((&self.path, ""));
        let kept = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .filter(|pair| !changes.iter().any(|(name, _)| pair.split('=').next() == Some(*name)))
            .map(str::to_owned);
        let fresh = changes
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(n, v)| format!("{n}={}", query_text(v)));
        let query: Vec<String> = kept.chain(fresh).collect();
        if query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{}", query.join("&"))
        }
    }

    /// A glyph of `assets/icons.svg`, hidden from screen readers: a word stands beside it.
    #[must_use]
    pub fn icon(&self, name: &str) -> Html {
        icon(name)
    }
}

/// A glyph of `assets/icons.svg`.
pub(crate) fn icon(name: &str) -> Html {
    Html::text(Icon(name))
}

/// A glyph of `assets/icons.svg`, written where it stands.
pub(crate) struct Icon<'a>(pub &'a str);

impl Shown for Icon<'_> {
    fn show(&self, out: &mut String) {
        html_to!(
            out,
            "<svg class=\"icon\" aria-hidden=\"true\" width=\"20\" height=\"20\"><use href=\"{}#{}\"></use></svg>",
            crate::asset_url("icons.svg"),
            self.0
        );
    }
    fn length(&self) -> usize {
        150
    }
}

/// A text as part of a query.
pub(crate) fn query_text(text: &str) -> String {
    match urlencode_strict(text) {
        Ok(encoded) => encoded.to_string(),
        Err(never) => match never {},
    }
}

/// Digits in groups of three.
fn group(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        out.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cx(lang: Lang) -> Cx {
        Cx::new(
            lang,
            "/plan?sort=name&page=2&q=%E5%B7%A5",
            Date::new(2026, 11, 21).unwrap(),
        )
    }

    #[test]
    fn days_show_the_year_only_when_it_is_another() {
        let (zh, en) = (cx(Lang::Zh), cx(Lang::En));
        assert_eq!(zh.date(zh.today), "11月21日 周六");
        assert_eq!(zh.date(Date::new(2025, 1, 1).unwrap()), "2025年1月1日 周三");
        assert_eq!(en.date(en.today), "Sat 21 Nov");
        assert_eq!(en.date_full(en.today), "21 November 2026");
        assert_eq!(zh.month(2026, 11), "2026年11月");
    }

    #[test]
    fn moments_of_today_show_the_hour_alone() {
        let zh = cx(Lang::Zh);
        let noon = Instant::from_millis(1_795_233_600_000);
        assert_eq!(noon.day(), zh.today);
        assert_eq!(zh.instant(noon), "今天 12:00");
        assert_eq!(zh.instant(noon.plus_millis(-86_400_000)), "11月20日 周五 12:00");
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(group(0), "0");
        assert_eq!(group(-1_234_567), "-1,234,567");
        assert_eq!(group(i64::MIN), "-9,223,372,036,854,775,808");
    }

    #[test]
    fn the_query_keeps_what_is_not_changed() {
        let cx = cx(Lang::Zh);
        assert_eq!(cx.here_with(&[("page", "")]), "/plan?sort=name&q=%E5%B7%A5");
        assert_eq!(
            cx.here_with(&[("sort", "工&会")]),
            "/plan?page=2&q=%E5%B7%A5&sort=%E5%B7%A5%26%E4%BC%9A"
        );
        assert_eq!(cx.here_with(&[("sort", ""), ("page", ""), ("q", "")]), "/plan");
    }

    #[test]
    fn what_was_typed_belongs_to_the_form_that_was_sent() {
        let mut cx = Cx::new(Lang::Zh, "/claims/7", "2026-11-21".parse().unwrap());
        cx.typed.insert("why".into(), vec!["打的字".into()]);
        cx.errors = vec![FieldError {
            field: "why".into(),
            message: "太短".into(),
        }];
        let form = |cx: &Cx, action: &str| {
            let open = cx.form_open(action).to_string();
            let field = cx.field("why", "ui.act.cancel").text("原来的").to_string();
            format!("{open}{field}{}", cx.form_close("ui.act.save"))
        };
        assert!(
            form(&cx, "/claims/7/withdraw").contains("打的字"),
            "as long as nobody knows which form it was"
        );
        cx.sent = Some("/claims/7/answer?lang=en".into());
        let other = form(&cx, "/claims/7/withdraw");
        assert!(other.contains("原来的") && !other.contains("打的字") && !other.contains("太短"));
        assert!(!cx.has_sent_form());
        let own = form(&cx, "/claims/7/answer");
        assert!(own.contains("打的字") && own.contains("太短") && cx.has_sent_form());
        let asks = format!("{}{}", cx.ask_open("/claims"), cx.value("why", ""));
        assert!(!asks.contains("打的字"), "a filter keeps its own");
        let _ = cx.ask_close("ui.act.filter");
        assert_eq!(cx.value("why", ""), "打的字", "outside of forms as it always was");
    }

    #[test]
    fn typed_values_win_and_an_unticked_box_stays_unticked() {
        let mut cx = cx(Lang::Zh);
        assert_eq!(cx.value("title", "默认"), "默认");
        assert_eq!(cx.chosen("groups"), None);
        cx.typed.insert("title".into(), vec!["打的字".into()]);
        assert_eq!(cx.value("title", "默认"), "打的字");
        assert_eq!(cx.chosen("groups"), Some(&[][..]));
    }

    #[test]
    fn a_missing_word_shows_its_key() {
        assert_eq!(cx(Lang::Zh).t("no.such.word"), "⟦no.such.word⟧");
    }
}
