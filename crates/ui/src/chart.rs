//! Charts as SVG, each with the same figures as a table folded beneath it.
//!
//! Shapes stretch with the page while words stay words: labels, ticks and legends are HTML around a drawing that
//! has no text, so that they are as legible on a phone as on a desk. All arithmetic is in whole numbers.

mod columns;
mod rings;
mod tree;

pub use tree::{Drawing, Paper};

use kernel::Money;

use crate::{Cx, Html, html, html::Of};

/// How many series can be told apart by tone and pattern.
const TONES: usize = 4;

/// One row of figures, one a label.
#[derive(Clone, Debug)]
struct Series {
    name: String,
    values: Vec<i64>,
}

/// A chart in the making: labels, series, then its form.
#[derive(Clone, Debug)]
pub struct Chart<'a> {
    cx: &'a Cx,
    title: String,
    says: Option<String>,
    labels: Vec<String>,
    doors: Vec<String>,
    series: Vec<Series>,
    unit: String,
    money: bool,
    id: String,
}

impl Cx {
    /// A chart with its title (a text, not a key). Titles tell charts of a page apart.
    #[must_use]
    pub fn chart(&self, title: &str) -> Chart<'_> {
        let hash: String = blake3::hash(title.as_bytes()).to_hex().chars().take(8).collect();
        Chart {
            cx: self,
            title: title.to_owned(),
            says: None,
            labels: Vec::new(),
            doors: Vec::new(),
            series: Vec::new(),
            unit: String::new(),
            money: false,
            id: format!("c-{hash}"),
        }
    }
}

impl Chart<'_> {
    /// What one should see in it, in a sentence.
    #[must_use]
    pub fn says(mut self, text: &str) -> Self {
        self.says = Some(text.to_owned());
        self
    }
    /// What the figures stand for: months, branches, kinds.
    #[must_use]
    pub fn labels<S: std::fmt::Display>(mut self, labels: impl IntoIterator<Item = S>) -> Self {
        self.labels = labels.into_iter().map(|l| l.to_string()).collect();
        self
    }
    /// Where each label's figures open, in the order of the labels.
    #[must_use]
    pub fn doors<S: std::fmt::Display>(mut self, hrefs: impl IntoIterator<Item = S>) -> Self {
        self.doors = hrefs.into_iter().map(|h| h.to_string()).collect();
        self
    }
    /// A row of figures. Money is given in fen after [`Chart::money`].
    #[must_use]
    pub fn series(mut self, name: &str, values: impl IntoIterator<Item = impl Of<i64>>) -> Self {
        self.series.push(Series {
            name: name.to_owned(),
            values: values.into_iter().map(|v| v.get()).collect(),
        });
        self
    }
    /// The unit of the figures: 人次, 场.
    #[must_use]
    pub fn unit(mut self, unit: &str) -> Self {
        unit.clone_into(&mut self.unit);
        self
    }
    /// The figures are fen.
    #[must_use]
    pub fn money(mut self) -> Self {
        self.money = true;
        self
    }

    fn show(&self, value: i64) -> String {
        if self.money {
            self.cx.money(Money::from_fen(value))
        } else {
            self.cx.number(value)
        }
    }

    /// A figure for an axis: whole yuan where money is drawn.
    fn tick(&self, value: i64) -> String {
        if self.money {
            self.cx.number(value / 100)
        } else {
            self.cx.number(value)
        }
    }

    fn value(&self, series: &Series, at: usize) -> i64 {
        series.values.get(at).copied().unwrap_or(0)
    }

    /// The largest figure, rounded up to a figure that reads well; at least 1 (100 fen for money).
    fn top(&self) -> i64 {
        let largest = self
            .series
            .iter()
            .flat_map(|s| s.values.iter().copied())
            .max()
            .unwrap_or(0)
            .max(1);
        let least = if self.money { 100 } else { 1 };
        round_up(largest.max(least))
    }

    fn title_and_desc(&self) -> Html {
        let says = self.says.clone().unwrap_or_else(|| self.sentence());
        html!(
            "<title id=\"{}-t\">{}</title><desc id=\"{}-d\">{}</desc>",
            self.id,
            self.title,
            self.id,
            says
        )
    }

    /// The largest and the smallest, for those who cannot see the drawing.
    fn sentence(&self) -> String {
        let Some(first) = self.series.first() else {
            return String::new();
        };
        let points: Vec<(i64, &String)> = first.values.iter().copied().zip(&self.labels).collect();
        let most = points.iter().max_by_key(|p| p.0);
        let least = points.iter().min_by_key(|p| p.0);
        match (most, least) {
            (Some((high, high_at)), Some((low, low_at))) => self.cx.tf(
                "ui.chart.sentence",
                &[
                    ("most", high_at),
                    ("high", &self.show(*high)),
                    ("least", low_at),
                    ("low", &self.show(*low)),
                ],
            ),
            _ => String::new(),
        }
    }

    fn legend(&self) -> Html {
        if self.series.len() < 2 {
            return Html::none();
        }
        let items: Html = self
            .series
            .iter()
            .enumerate()
            .map(|(at, s)| html!("<li><i class=\"tone-{}\"></i>{}</li>", at % TONES, s.name))
            .collect();
        html!("<ul class=\"legend\">{}</ul>", items)
    }

    /// A label that opens its figures where there is a door.
    fn label(&self, at: usize) -> Html {
        let text = self.labels.get(at);
        match self.doors.get(at) {
            Some(door) => html!("<a href=\"{}\">{}</a>", door, text),
            None => Html::text(text),
        }
    }

    /// The same figures as a table.
    fn figures(&self) -> Html {
        let heads: Html = self
            .series
            .iter()
            .map(|s| html!("<th scope=\"col\" class=\"number\">{}</th>", s.name))
            .collect();
        let rows: Html = (0..self.labels.len())
            .map(|at| {
                let cells: Html = self
                    .series
                    .iter()
                    .map(|s| html!("<td class=\"number\">{}</td>", self.show(self.value(s, at))))
                    .collect();
                html!("<tr><th scope=\"row\">{}</th>{}</tr>", self.label(at), cells)
            })
            .collect();
        html!(
            "<details class=\"figures\"><summary>{}</summary><table class=\"table plain\"><caption class=\"away\">{}</caption>\
             <thead><tr><td></td>{}</tr></thead><tbody>{}</tbody></table></details>",
            self.cx.t("ui.chart.figures"),
            self.title,
            heads,
            rows
        )
    }

    /// Caption, drawing, legend and table together.
    fn whole(&self, class: &str, drawing: &Html, legend: &Html) -> Html {
        if self.labels.is_empty() || self.series.is_empty() {
            return html!(
                "<figure class=\"chart\"><figcaption>{}</figcaption>{}</figure>",
                self.title,
                self.cx.empty("ui.chart.empty")
            );
        }
        let unit = (!self.unit.is_empty()).then(|| html!(" <small>{}</small>", self.unit));
        html!(
            "<figure class=\"chart {}\"><figcaption>{}{}</figcaption>{}{}{}</figure>",
            class,
            self.title,
            unit,
            drawing,
            legend,
            self.figures()
        )
    }
}

/// The next of 1, 2, 4, 5, 8, 10 times a power of ten: halves and quarters of it are whole numbers that read well.
fn round_up(value: i64) -> i64 {
    let mut power: i64 = 1;
    loop {
        for step in [1, 2, 4, 5, 8] {
            match power.checked_mul(step) {
                Some(candidate) if candidate >= value => return candidate,
                Some(_) => {}
                None => return i64::MAX,
            }
        }
        match power.checked_mul(10) {
            Some(next) => power = next,
            None => return i64::MAX,
        }
    }
}

/// `part` of `whole` in so many steps, rounded to nearest; nothing of nothing is nothing.
fn share(part: i64, whole: i64, steps: i64) -> i64 {
    if whole <= 0 {
        return 0;
    }
    let scaled = i128::from(part.max(0)) * i128::from(steps) + i128::from(whole) / 2;
    i64::try_from(scaled / i128::from(whole)).unwrap_or(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tops_read_well_and_hold_the_largest() {
        for (value, top) in [
            (1, 1),
            (3, 4),
            (7, 8),
            (9, 10),
            (11, 20),
            (41, 50),
            (99, 100),
            (12_345, 20_000),
        ] {
            assert_eq!(round_up(value), top);
        }
        assert_eq!(round_up(i64::MAX), i64::MAX);
    }

    #[test]
    fn shares_stay_within_the_steps() {
        assert_eq!(share(1, 3, 1000), 333);
        assert_eq!(share(2, 3, 1000), 667);
        assert_eq!(share(5, 0, 1000), 0);
        assert_eq!(share(-5, 10, 1000), 0);
        assert_eq!(share(i64::MAX, i64::MAX, 1000), 1000);
    }
}
