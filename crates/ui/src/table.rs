//! Lists as tables: sort links, total row, select-and-act, pager, chips; cards on a phone.

use std::fmt;

use askama::filters::HtmlSafe;

use crate::{Cx, Html, cx::icon, html, html::Shown};

/// What stands in a column, which decides how it is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Day,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Col {
    name: String,
    label: String,
    kind: Kind,
    sort: bool,
    minor: bool,
}

impl Col {
    fn new(name: &str, label: &str, kind: Kind) -> Self {
        Col {
            name: name.to_owned(),
            label: label.to_owned(),
            kind,
            sort: false,
            minor: false,
        }
    }
    /// Words; `label` is a key. The first column names the row.
    #[must_use]
    pub fn text(name: &str, label: &str) -> Self {
        Col::new(name, label, Kind::Text)
    }
    /// Numbers and money: right-aligned, in tabular figures.
    #[must_use]
    pub fn number(name: &str, label: &str) -> Self {
        Col::new(name, label, Kind::Number)
    }
    /// Days and states: never broken over lines.
    #[must_use]
    pub fn day(name: &str, label: &str) -> Self {
        Col::new(name, label, Kind::Day)
    }
    /// The heading sorts: the page is asked with `sort=name`, or `sort=-name` for the largest first.
    #[must_use]
    pub fn sort(mut self) -> Self {
        self.sort = true;
        self
    }
    /// Left out on a phone.
    #[must_use]
    pub fn minor(mut self) -> Self {
        self.minor = true;
        self
    }

    fn class(&self) -> &'static str {
        match (self.kind, self.minor) {
            (Kind::Text, false) => "",
            (Kind::Text, true) => "minor",
            (Kind::Number, false) => "number",
            (Kind::Number, true) => "number minor",
            (Kind::Day, false) => "day",
            (Kind::Day, true) => "day minor",
        }
    }
}

/// A row of a table.
#[derive(Clone, Debug, Default)]
pub struct Row {
    id: Option<String>,
    href: Option<String>,
    cells: Vec<Html>,
    quiet: bool,
}

impl Row {
    /// An empty row.
    #[must_use]
    pub fn new() -> Self {
        Row::default()
    }
    /// The next cell.
    #[must_use]
    pub fn cell(mut self, content: impl Shown) -> Self {
        self.cells.push(content.shown());
        self
    }
    /// Where the row leads; the first cell becomes the link.
    #[must_use]
    pub fn link(mut self, href: &str) -> Self {
        self.href = Some(href.to_owned());
        self
    }
    /// What is taken along when the row is ticked; a row without it cannot be.
    #[must_use]
    pub fn id(mut self, id: impl fmt::Display) -> Self {
        self.id = Some(id.to_string());
        self
    }
    /// Set back: closed, left, dropped.
    #[must_use]
    pub fn quiet(mut self) -> Self {
        self.quiet = true;
        self
    }
}

/// Where ticked rows are taken.
#[derive(Clone, Debug)]
struct Select {
    page: String,
    name: String,
    label: String,
}

/// A table in the making; print it when all rows are in.
#[derive(Debug)]
pub struct Table<'a> {
    cx: &'a Cx,
    caption: String,
    cols: Vec<Col>,
    rows: Vec<Row>,
    total: Option<Vec<Html>>,
    sorted: String,
    empty: Option<Html>,
    pager: Option<Html>,
    select: Option<Select>,
    even: bool,
    most: Option<(u16, &'static str)>,
}

impl HtmlSafe for Table<'_> {}

impl Cx {
    /// A table. `caption` is the key of what it lists, for those who hear it.
    #[must_use]
    pub fn table(&self, caption: &str, cols: impl IntoIterator<Item = Col>) -> Table<'_> {
        Table {
            cx: self,
            caption: self.t(caption),
            cols: cols.into_iter().collect(),
            rows: Vec::new(),
            total: None,
            sorted: String::new(),
            empty: None,
            pager: None,
            select: None,
            even: false,
            most: None,
        }
    }
}

impl Table<'_> {
    /// Adds a row.
    #[must_use]
    pub fn row(mut self, row: Row) -> Self {
        self.rows.push(row);
        self
    }
    /// Adds rows.
    #[must_use]
    pub fn rows(mut self, rows: impl IntoIterator<Item = Row>) -> Self {
        self.rows.extend(rows);
        self
    }
    /// The total row, one cell a column; the first says what is summed.
    #[must_use]
    pub fn total<S: Shown>(mut self, cells: impl IntoIterator<Item = S>) -> Self {
        self.total = Some(cells.into_iter().map(Html::text).collect());
        self
    }
    /// How it is sorted now, as the query said: `name` or `-name`.
    #[must_use]
    pub fn sorted(mut self, by: &str) -> Self {
        by.clone_into(&mut self.sorted);
        self
    }
    /// What shows instead of a table without rows: [`Cx::empty`] or [`Cx::empty_first`].
    #[must_use]
    pub fn empty(mut self, why: Html) -> Self {
        self.empty = Some(why);
        self
    }
    /// Columns of numbers are equally wide, so that those of several tables stand under one another.
    #[must_use]
    pub fn even(mut self) -> Self {
        self.even = true;
        self
    }
    /// No more than so many rows are read: a table with so many says that it may not be whole. `how` is the key of how to see
    /// the others ([`Cx::cut`]).
    #[must_use]
    pub fn most(mut self, most: u16, how: &'static str) -> Self {
        self.most = Some((most, how));
        self
    }
    /// The pager under it: [`Cx::pager`].
    #[must_use]
    pub fn pager(mut self, pager: Html) -> Self {
        self.pager = Some(pager);
        self
    }
    /// Rows that have an id can be ticked and taken along to a page, which asks what is to become of them: its address gets
    /// `name` once a row, and `back` with where one came from. `label` is a key.
    #[must_use]
    pub fn select(mut self, page: &str, name: &str, label: &str) -> Self {
        self.select = Some(Select {
            page: page.to_owned(),
            name: name.to_owned(),
            label: self.cx.t(label),
        });
        self
    }

    /// Where ticked rows are taken, if any can be ticked.
    fn ticks(&self) -> Option<&Select> {
        let some = self.rows.iter().any(|row| row.id.is_some());
        self.select.as_ref().filter(|_| some)
    }

    fn heading(&self, col: &Col) -> Html {
        let label = self.cx.t(&col.label);
        if !col.sort {
            return html!("<th scope=\"col\" class=\"{}\">{}</th>", col.class(), label);
        }
        let down = format!("-{}", col.name);
        let (state, next, glyph) = if self.sorted == col.name {
            (" aria-sort=\"ascending\"", down.as_str(), "arrow-up")
        } else if self.sorted == down {
            (" aria-sort=\"descending\"", "", "arrow-down")
        } else {
            (
                "",
                if col.kind == Kind::Number {
                    down.as_str()
                } else {
                    col.name.as_str()
                },
                "chevrons-up-down",
            )
        };
        html!(
            "<th scope=\"col\" class=\"{} sortable\"{}><a href=\"{}\">{}{}</a></th>",
            col.class(),
            Html::trusted(state),
            self.cx.here_with(&[("sort", next), ("page", "")]),
            label,
            icon(glyph)
        )
    }

    /// How the cells of each column begin, the same in every row: the first is the row's heading, the others say their
    /// column's name where a phone shows them one under the other.
    fn openings(&self) -> Vec<Html> {
        let opening = |(at, col): (usize, &Col)| {
            if at == 0 {
                html!("<th scope=\"row\" class=\"{}\">", col.class())
            } else {
                html!(
                    "<td class=\"{}\" data-label=\"{}\">",
                    col.class(),
                    self.cx.t(&col.label)
                )
            }
        };
        self.cols.iter().enumerate().map(opening).collect()
    }

    fn line(&self, out: &mut Html, ticks: Option<&Select>, openings: &[Html], row: &Row) {
        let box_cell = ticks.map(|select| {
            let Some(id) = &row.id else {
                return Html::trusted("<td class=\"tick\"></td>");
            };
            html!(
                "<td class=\"tick\"><label class=\"touch\"><input type=\"checkbox\" name=\"{}\" value=\"{}\">\
                 <span class=\"away\">{} {}</span></label></td>",
                select.name,
                id,
                self.cx.t("ui.table.select"),
                row.cells.first()
            )
        });
        let quiet = row.quiet.then(|| Html::trusted(" class=\"quiet\""));
        out.add(html!("<tr{}>{}", quiet, box_cell));
        cells(out, openings, &row.cells, row.href.as_deref());
        out.add(Html::trusted("</tr>"));
    }

    fn foot(&self, ticks: Option<&Select>, openings: &[Html]) -> Html {
        let Some(total) = &self.total else { return Html::none() };
        let spare = ticks.map(|_| Html::trusted("<td class=\"tick\"></td>"));
        let mut out = html!("<tfoot><tr>{}", spare);
        cells(&mut out, openings, total, None);
        out.add(Html::trusted("</tr></tfoot>"));
        out
    }

    fn whole(&self) -> Html {
        let under = self.pager.as_ref();
        if self.rows.is_empty() {
            let why = self.empty.clone().unwrap_or_else(|| self.cx.empty("ui.table.empty"));
            return html!("{}{}", why, under);
        }
        let ticks = self.ticks();
        let spare = ticks.map(|_| {
            html!(
                "<td class=\"tick\"><label class=\"touch\" hidden data-tick-all><input type=\"checkbox\"><span class=\"away\">{}</span></label></td>",
                self.cx.t("ui.table.select_all")
            )
        });
        let heads: Html = self.cols.iter().map(|col| self.heading(col)).collect();
        let openings = self.openings();
        let mut lines = Html::none();
        for row in &self.rows {
            self.line(&mut lines, ticks, &openings, row);
        }
        let table = html!(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table class=\"table{}\">\
             <caption class=\"away\">{}</caption><thead><tr>{}{}</tr></thead><tbody>{}</tbody>{}</table></div>",
            self.caption,
            if self.even { " even" } else { "" },
            self.caption,
            spare,
            heads,
            lines,
            self.foot(ticks, &openings)
        );
        let cut = self
            .most
            .map(|(most, how)| self.cx.cut(self.rows.len() >= usize::from(most), most, how));
        html!("{}{}{}", cut, self.with_acts(&table), under)
    }

    /// The form around a table whose rows can be ticked.
    fn with_acts(&self, table: &Html) -> Html {
        let Some(select) = self.ticks() else {
            return table.clone();
        };
        html!(
            "<form class=\"selection\" action=\"{}\" data-selection><input type=\"hidden\" name=\"back\" value=\"{}\">\
             {}<div class=\"actions\"><span data-ticked=\"{}\">{}</span><button class=\"button\">{}</button></div></form>",
            select.page,
            self.cx.path,
            table,
            self.cx.t1("ui.table.ticked", "n", "#"),
            self.cx.t("ui.table.tick_first"),
            select.label
        )
    }
}

/// The cells of a row behind their openings; the first may lead somewhere.
fn cells(out: &mut Html, openings: &[Html], cells: &[Html], href: Option<&str>) {
    for (at, (opening, cell)) in openings.iter().zip(cells).enumerate() {
        out.add(opening);
        match href.filter(|_| at == 0) {
            Some(href) => out.add(html!("<a href=\"{}\">{}</a>", href, cell)),
            None => out.add(cell),
        }
        out.add(Html::trusted(if at == 0 { "</th>" } else { "</td>" }));
    }
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.whole(), f)
    }
}
