//! Rings: parts of a whole, which sum to it.

use super::{Chart, TONES, share};
use crate::{Html, html};

/// The circumference in parts; shares of it are whole numbers.
const ROUND: i64 = 1000;
/// More parts than this are a table, not a ring.
const PARTS: usize = TONES;

impl Chart<'_> {
    /// A ring of the first series: parts of a whole. Past four parts the smaller ones are joined as "others" in the
    /// drawing; the table keeps them apart.
    #[must_use]
    pub fn donut(&self) -> Html {
        let parts = self.parts();
        let whole: i64 = parts.iter().fold(0, |sum, (_, value)| sum.saturating_add(*value));
        let mut start = 0;
        let mut arcs = Html::none();
        for (at, (name, value)) in parts.iter().enumerate() {
            let end = share(
                parts
                    .iter()
                    .take(at + 1)
                    .fold(0, |sum: i64, (_, v)| sum.saturating_add(*v)),
                whole,
                ROUND,
            );
            let length = end - start;
            arcs.add(html!(
                "<circle class=\"tone-{}\" cx=\"21\" cy=\"21\" r=\"16\" pathLength=\"{}\" stroke-dasharray=\"{} {}\" \
                 stroke-dashoffset=\"{}\" transform=\"rotate(-90 21 21)\"><title>{} {}</title></circle>",
                at % TONES,
                ROUND,
                (length - 6).max(0),
                ROUND - (length - 6).max(0),
                -start,
                name,
                self.show(*value)
            ));
            start = end;
        }
        let legend: Html = parts
            .iter()
            .enumerate()
            .map(|(at, (name, value))| {
                html!(
                    "<li><i class=\"tone-{}\"></i><span>{}</span><b>{}</b><small>{}%</small></li>",
                    at % TONES,
                    name,
                    self.show(*value),
                    percent(share(*value, whole, ROUND))
                )
            })
            .collect();
        let drawing = html!(
            "<div class=\"ring\"><svg viewBox=\"0 0 42 42\" role=\"img\" aria-labelledby=\"{}-t {}-d\">{}{}</svg>\
             <p class=\"sum\"><b>{}</b><span>{}</span></p><ul class=\"parts\">{}</ul></div>",
            self.id,
            self.id,
            self.title_and_desc(),
            arcs,
            self.tick(whole),
            self.unit,
            legend
        );
        self.whole("donut", &drawing, &Html::none())
    }

    /// The largest parts, the others joined when they are too many to be told apart.
    fn parts(&self) -> Vec<(String, i64)> {
        let Some(first) = self.series.first() else {
            return Vec::new();
        };
        let mut parts: Vec<(String, i64)> = self
            .labels
            .iter()
            .cloned()
            .zip(first.values.iter().map(|v| (*v).max(0)))
            .collect();
        if parts.len() > PARTS {
            parts.sort_by_key(|(_, value)| std::cmp::Reverse(*value));
            let rest = parts
                .split_off(PARTS - 1)
                .iter()
                .fold(0, |sum: i64, (_, value)| sum.saturating_add(*value));
            parts.push((self.cx.t("ui.chart.others"), rest));
        }
        parts
    }
}

/// Thousandths as a percentage with one place.
fn percent(thousandths: i64) -> String {
    format!("{}.{}", thousandths / 10, thousandths % 10)
}
