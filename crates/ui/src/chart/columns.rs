//! Columns, bars and lines: figures along an axis.

use super::{Chart, TONES, share};
use crate::{Html, html, html::Tenths};

/// Height of the drawing and width of one label's place, in drawing units.
const HEIGHT: i64 = 1000;
const PLACE: i64 = 120;
/// Labels longer than this many characters are set beside bars, not under columns.
const SHORT: usize = 4;

impl Chart<'_> {
    /// Bars: columns over short labels (months), bars beside long ones (branches). Several series stand in groups.
    #[must_use]
    pub fn bars(&self) -> Html {
        let fits = self.labels.iter().all(|l| l.chars().count() <= SHORT) && self.labels.len() <= 31;
        if fits {
            self.whole("columns", &self.columns(), &self.legend())
        } else {
            self.whole("bars", &self.rows(), &self.legend())
        }
    }

    /// A line for each series: a course over time.
    #[must_use]
    pub fn line(&self) -> Html {
        let shapes: Html = self.series.iter().enumerate().map(|(at, _)| self.path(at)).collect();
        self.whole("line", &self.plot(&shapes), &self.legend())
    }

    fn columns(&self) -> Html {
        let count = i64::try_from(self.series.len().max(1)).unwrap_or(1);
        let (gap, top) = (PLACE / 5, self.top());
        let width = (PLACE - gap) / count;
        let mut shapes = Html::none();
        for (series_at, series) in self.series.iter().enumerate() {
            for at in 0..self.labels.len() {
                let value = self.value(series, at);
                let tall = share(value, top, HEIGHT);
                let left = place(at) + gap / 2 + width * i64::try_from(series_at).unwrap_or(0);
                shapes.add(html!(
                    "<rect class=\"tone-{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{} {}{}</title></rect>",
                    series_at % TONES,
                    left,
                    HEIGHT - tall,
                    width - if count > 1 { 6 } else { 0 },
                    tall,
                    self.labels.get(at),
                    self.show(value),
                    self.unit
                ));
            }
        }
        self.plot(&shapes)
    }

    fn path(&self, series_at: usize) -> Html {
        let Some(series) = self.series.get(series_at) else {
            return Html::none();
        };
        let top = self.top();
        let mut d = String::new();
        for (at, value) in series.values.iter().enumerate().take(self.labels.len()) {
            let (x, y) = (place(at) + PLACE / 2, HEIGHT - share(*value, top, HEIGHT));
            d.push_str(&format!("{}{x} {y}", if at == 0 { "M" } else { "L" }));
        }
        html!(
            "<path class=\"tone-{}\" d=\"{}\" vector-effect=\"non-scaling-stroke\"/>",
            series_at % TONES,
            d
        )
    }

    /// Ticks, the stretched drawing, and labels beneath, each label as wide as its place.
    fn plot(&self, shapes: &Html) -> Html {
        let (top, width) = (self.top(), place(self.labels.len().max(1)));
        let half = if top % 2 == 0 && (!self.money || top % 200 == 0) {
            self.tick(top / 2)
        } else {
            String::new()
        };
        let lines: Html = [0, HEIGHT / 2]
            .iter()
            .map(|y| {
                html!(
                    "<line x1=\"0\" x2=\"{}\" y1=\"{}\" y2=\"{}\" vector-effect=\"non-scaling-stroke\"/>",
                    width,
                    *y,
                    *y
                )
            })
            .collect();
        let values = self.values_fit();
        let labels: Html = (0..self.labels.len())
            .map(|at| {
                let figure = self
                    .series
                    .first()
                    .filter(|_| values)
                    .map(|s| html!("<b>{}</b>", self.tick(self.value(s, at))));
                html!("<li><span>{}</span>{}</li>", self.label(at), figure)
            })
            .collect();
        let many = self.crowd();
        html!(
            "<div class=\"plot\"><div class=\"ticks\" aria-hidden=\"true\"><span>{}</span><span>{}</span><span>0</span></div>\
             <svg viewBox=\"0 0 {} {}\" preserveAspectRatio=\"none\" role=\"img\" aria-labelledby=\"{}-t {}-d\">{}{}{}</svg>\
             <ol class=\"labels{}\">{}</ol></div>",
            self.tick(top),
            half,
            width,
            HEIGHT,
            self.id,
            self.id,
            self.title_and_desc(),
            lines,
            shapes,
            many,
            labels
        )
    }

    /// How close the labels stand: some are left out where there is no room.
    fn crowd(&self) -> &'static str {
        match self.labels.len() {
            ..=8 => "",
            9..=16 => " dense",
            _ => " many",
        }
    }

    /// Whether the figures of a single series are short enough to stand under their labels.
    fn values_fit(&self) -> bool {
        match self.series.as_slice() {
            [one] => self.labels.len() <= 12 && one.values.iter().all(|v| self.tick(*v).len() <= 5),
            _ => false,
        }
    }

    /// One row a label: its words, a bar for each series, the figure.
    fn rows(&self) -> Html {
        let top = self
            .series
            .iter()
            .flat_map(|s| s.values.iter().copied())
            .max()
            .unwrap_or(0)
            .max(1);
        let rows: Html = (0..self.labels.len())
            .map(|at| {
                let bars: Html = self
                    .series
                    .iter()
                    .enumerate()
                    .map(|(tone, s)| {
                        let value = self.value(s, at);
                        html!(
                            "<div class=\"bar-line\"><svg viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
                             <rect class=\"tone-{}\" width=\"{}\" height=\"10\"/></svg><b>{}</b></div>",
                            tone % TONES,
                            share(value, top, 1000),
                            self.show(value)
                        )
                    })
                    .collect();
                html!("<li><span class=\"of\">{}</span><div>{}</div></li>", self.label(at), bars)
            })
            .collect();
        // the rows are words and figures themselves; the drawing only names the whole
        html!(
            "<svg class=\"away\" role=\"img\" aria-labelledby=\"{}-t {}-d\">{}</svg><ol class=\"rows\">{}</ol>",
            self.id,
            self.id,
            self.title_and_desc(),
            rows
        )
    }

    /// A strip of cells for each series, darker where there was more: presence over a year.
    #[must_use]
    pub fn heat(&self) -> Html {
        let top = self
            .series
            .iter()
            .flat_map(|s| s.values.iter().copied())
            .max()
            .unwrap_or(0)
            .max(1);
        let strips: Html = self
            .series
            .iter()
            .map(|s| html!("<li><span class=\"of\">{}</span>{}</li>", s.name, self.strip(s, top)))
            .collect();
        let labels: Html = (0..self.labels.len())
            .map(|at| html!("<li><span>{}</span></li>", self.label(at)))
            .collect();
        let many = self.crowd();
        let drawing = html!(
            "<svg class=\"away\" role=\"img\" aria-labelledby=\"{}-t {}-d\">{}</svg><ol class=\"strips\">{}</ol>\
             <ol class=\"labels{}\">{}</ol>",
            self.id,
            self.id,
            self.title_and_desc(),
            strips,
            many,
            labels
        );
        let tones: Html = (0..=4)
            .map(|tone: i64| html!("<i class=\"heat-{}\"></i>", tone))
            .collect();
        let key = html!(
            "<p class=\"heat-key\" aria-hidden=\"true\">{}{}{}</p>",
            self.cx.t("ui.chart.less"),
            tones,
            self.cx.t("ui.chart.more")
        );
        self.whole("heat", &drawing, &key)
    }

    fn strip(&self, series: &super::Series, top: i64) -> Html {
        let cells: Html = (0..self.labels.len())
            .map(|at| {
                let value = self.value(series, at);
                let tone = if value <= 0 {
                    0
                } else {
                    share(value, top, 4).clamp(1, 4)
                };
                html!(
                    "<rect class=\"heat-{}\" x=\"{}\" y=\"0\" width=\"{}\" height=\"10\"><title>{} {}{}</title></rect>",
                    tone,
                    Tenths(place(at) * 10 + 15),
                    Tenths(PLACE * 10 - 30),
                    self.labels.get(at),
                    self.show(value),
                    self.unit
                )
            })
            .collect();
        html!(
            "<svg viewBox=\"0 0 {} 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">{}</svg>",
            place(self.labels.len().max(1)),
            cells
        )
    }
}

/// Where the place of a label begins.
fn place(at: usize) -> i64 {
    i64::try_from(at).unwrap_or(0).saturating_mul(PLACE)
}
