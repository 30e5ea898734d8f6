//! The page's tables, chart and ways to other periods.

use kernel::{Date, Period};
use ui::{Choice, Col, Cx, Html, Row, html};
use web::pairs::escape;

use super::{
    Register,
    figures::{Field, Figure, Line},
};
use crate::{Unit, model::Span};

/// The days of the columns, as the ends of addresses.
struct Days {
    months: Vec<Html>,
    all: Html,
    before: Option<Html>,
}

impl Register {
    /// The address of this page for another period, everything else kept.
    fn at(cx: &Cx, period: Period) -> String {
        cx.here_with(&[("period", &period.to_string()), ("year", "")])
    }

    /// The period's name between the ones before and after it.
    pub fn turn(&self, cx: &Cx) -> Html {
        let step =
            |to: Option<Period>, glyph: &str, word: &str| to.map(|p| cx.icon_link(&Register::at(cx, p), glyph, word));
        html!(
            "<div class=\"actions\">{}<strong>{}</strong>{}</div>",
            step(self.period.prev(), "chevron-left", "facts.register.before"),
            self.period.name(cx.lang),
            step(self.period.next(), "chevron-right", "facts.register.after")
        )
    }

    /// Year, half-year, quarter, term, month.
    pub fn presets(&self, cx: &Cx) -> Html {
        cx.tabs(
            self.presets
                .iter()
                .map(|p| (p.name(cx.lang), Register::at(cx, *p), *p == self.period)),
        )
    }

    /// Field and branch to choose from.
    pub fn filters(&self, cx: &Cx) -> Html {
        let mut fields: Vec<Choice> = Vec::new();
        fields.push(Choice::new("", cx.t("facts.register.all_fields")));
        fields.extend(self.all_fields.iter().map(|f| Choice::new(f, field_name(cx, f))));
        let mut branches: Vec<Choice> = Vec::new();
        if !self.narrow {
            branches.push(Choice::new("", cx.t("facts.register.whole_union")));
        }
        branches.extend(self.branches.iter().map(|(id, name)| Choice::new(*id, name.clone())));
        let field = cx
            .field("field", "facts.register.field")
            .select(fields, self.field.as_deref().unwrap_or(""));
        let branch = cx
            .field("branch", "facts.register.branch")
            .select(branches, self.branch);
        let compare = cx
            .field("compare", "facts.register.compare")
            .tick(self.before.is_some());
        let period = cx.field("period", "").hidden(self.period.to_string());
        html!(
            "{}{}{}{}{}{}",
            cx.ask_open("/register"),
            Html::trusted(period.to_string()),
            Html::trusted(field.to_string()),
            Html::trusted(branch.to_string()),
            Html::trusted(compare.to_string()),
            cx.ask_close("facts.register.show")
        )
    }

    /// Where the facts behind a figure are.
    fn door(&self, measure: &str, days: Span) -> String {
        format!("{}{}", Self::of_measure(measure), self.of_days(days))
    }

    /// The beginning of such an address, up to the measure.
    fn of_measure(measure: &str) -> String {
        format!("/register/facts?measure={}", escape(measure))
    }

    /// Its end, the same for all measures.
    fn of_days(&self, days: Span) -> String {
        let branch = self.branch.map(|b| format!("&branch={b}")).unwrap_or_default();
        format!("&from={}&until={}{branch}", days.from, days.until)
    }

    /// All facts of the period.
    pub fn all_path(&self) -> String {
        format!("/register/facts?from={}&until={}", self.span.from, self.span.until)
    }

    /// The days of a month of this period.
    fn days(&self, at: usize) -> Span {
        let first: Option<Date> = self.months.get(at).and_then(|m| format!("{m}-01").parse().ok());
        first.map_or(self.span, |from| Span {
            from,
            until: from.month_end(),
        })
    }

    /// A figure that leads to its facts: those of a measure, on a column's days.
    fn cell(figure: Option<Figure>, unit: Unit, measure: &Html, days: &Html) -> Html {
        let Some(figure) = figure.filter(|f| f.facts > 0) else {
            return Html::none();
        };
        html!("<a href=\"{}{}\">{}</a>", measure, days, show(figure, unit))
    }

    fn columns(&self) -> Vec<Col> {
        let mut cols = vec![Col::text("measure", "facts.register.measure")];
        for month in &self.months {
            let number = month.get(5..).unwrap_or_default().trim_start_matches('0');
            cols.push(Col::number(month, &format!("ui.month_short.{number}")));
        }
        cols.push(Col::number("total", "facts.register.total"));
        if self.before.is_some() {
            cols.push(Col::number("before", "facts.register.year_before"));
            cols.push(Col::number("change", "facts.register.change"));
        }
        cols
    }

    fn row(&self, cx: &Cx, line: &Line, days: &Days) -> Row {
        let m = &line.measure;
        let of = Html::text(Self::of_measure(&m.key));
        let name = html!(
            "{} <small class=\"quiet\">{}</small>",
            m.name(cx.lang),
            m.unit.word(cx.lang)
        );
        let mut row = Row::new().link(&cx.here_with(&[("measure", &m.key)])).cell(name);
        for (figure, days) in line.months.iter().zip(&days.months) {
            row = row.cell(Self::cell(*figure, m.unit, &of, days));
        }
        let total = Self::cell(Some(line.total), m.unit, &of, &days.all);
        row = row.cell(html!("<strong>{}</strong>", total));
        if let Some(days) = &days.before {
            row = row.cell(Self::cell(line.before, m.unit, &of, days)).cell(change(line));
        }
        row
    }

    /// The sums of a field of work.
    pub fn table(&self, cx: &Cx, field: &Field) -> Html {
        let of = |days: Span| Html::text(self.of_days(days));
        let days = Days {
            months: (0..self.months.len()).map(|at| of(self.days(at))).collect(),
            all: of(self.span),
            before: self.before.map(of),
        };
        let mut table = cx
            .table("facts.register.title", self.columns())
            .rows(field.measures.iter().map(|line| self.row(cx, line, &days)))
            .even();
        if let Some(money) = &field.money {
            let mut cells = vec![cx.t("facts.register.money")];
            let sum = |fen: &i64| {
                if *fen == 0 {
                    String::new()
                } else {
                    Unit::Money.brief(*fen)
                }
            };
            cells.extend(money.months.iter().map(sum));
            cells.push(Unit::Money.brief(money.total));
            if self.before.is_some() {
                cells.extend([String::new(), String::new()]);
            }
            table = table.total(cells);
        }
        Html::trusted(table.to_string())
    }

    /// The name of a field of work.
    pub fn field_name(&self, cx: &Cx, field: &str) -> String {
        field_name(cx, field)
    }

    /// One measure by month.
    pub fn chart(&self, cx: &Cx) -> Html {
        let lines = || self.fields.iter().flat_map(|f| &f.measures);
        let Some(line) = lines().find(|l| Some(&l.measure.key) == self.measure.as_ref()) else {
            return Html::none();
        };
        let m = &line.measure;
        let unit = m.unit.word(cx.lang);
        let title = cx.tf(
            "facts.register.chart",
            &[("measure", &m.name(cx.lang)), ("period", &self.period.name(cx.lang))],
        );
        let labels = self.columns().len();
        let short = |month: &String| {
            let number = month.get(5..).unwrap_or_default().trim_start_matches('0').to_owned();
            cx.t(&format!("ui.month_short.{number}"))
        };
        let mut chart = cx
            .chart(&title)
            .labels(self.months.iter().map(short))
            .doors((0..labels.min(self.months.len())).map(|at| self.door(&m.key, self.days(at))))
            .unit(unit)
            .series(m.name(cx.lang), line.months.iter().map(|f| f.map_or(0, |f| f.quantity)));
        if matches!(m.unit, Unit::Money | Unit::Rate) {
            chart = chart.money();
        }
        chart.bars()
    }
}

fn field_name(cx: &Cx, field: &str) -> String {
    let key = format!("ui.nav.{field}");
    if ui::words::find(cx.lang, &key).is_some() {
        cx.t(&key)
    } else {
        cx.t("facts.register.other_field")
    }
}

fn show(figure: Figure, unit: Unit) -> String {
    if figure.quantity == figure.most {
        unit.brief(figure.quantity)
    } else {
        format!("{}–{}", unit.brief(figure.quantity), unit.brief(figure.most))
    }
}

/// The change against the year before: in per cent where there is something to compare with.
fn change(line: &Line) -> String {
    let Some(before) = line.before.filter(|b| b.quantity > 0 && line.measure.unit.adds_up()) else {
        return String::new();
    };
    let more = i128::from(line.total.quantity) - i128::from(before.quantity);
    let tenths = more * 1000 / i128::from(before.quantity);
    let (whole, part) = (tenths.abs() / 10, tenths.abs() % 10);
    let sign = if tenths < 0 { "−" } else { "+" };
    format!("{sign}{whole}.{part}%")
}
