//! Around a list: pager, filters in force, choice of columns. All are links and questions that keep the rest of the query.

use crate::{
    Cx, Html,
    cx::icon,
    html,
    html::{Of, Shown},
};

impl Cx {
    /// Page `page` (from 1) of a list of `total` lines, `size` a page. Links keep sort and filters; `page=` is changed.
    /// One page shows only the count, an empty list nothing.
    #[must_use]
    pub fn pager(&self, page: impl Of<i64>, size: impl Of<i64>, total: impl Of<i64>) -> Html {
        let (total, size) = (total.get().max(0), size.get().max(1));
        if total == 0 {
            return Html::none();
        }
        let pages = total.saturating_add(size - 1) / size;
        let page = page.get().clamp(1, pages.max(1));
        let count = html!("<span class=\"small\">{}</span>", self.tn("ui.pager.count", total));
        if pages < 2 {
            return html!("<p class=\"pager\">{}</p>", count);
        }
        let mut links = self.pager_step("ui.pager.previous", "chevron-left", page - 1, pages);
        let mut before = 0;
        for at in [1, page - 1, page, page + 1, pages]
            .into_iter()
            .filter(|at| (1..=pages).contains(at))
        {
            if at <= before {
                continue;
            }
            if at > before + 1 {
                links.add(Html::trusted("<span aria-hidden=\"true\">…</span>"));
            }
            let here = (at == page).then(|| Html::trusted(" aria-current=\"page\""));
            links.add(html!(
                "<a href=\"{}\"{}>{}</a>",
                self.page_address(at),
                here,
                self.number(at)
            ));
            before = at;
        }
        links.add(self.pager_step("ui.pager.next", "chevron-right", page + 1, pages));
        html!(
            "<nav class=\"pager\" aria-label=\"{}\">{}<span class=\"pages\">{}</span></nav>",
            self.t("ui.pager.pages"),
            count,
            links
        )
    }

    fn page_address(&self, page: i64) -> String {
        let number = page.to_string();
        self.here_with(&[("page", if page == 1 { "" } else { &number })])
    }

    fn pager_step(&self, word: &str, glyph: &str, to: i64, pages: i64) -> Html {
        if !(1..=pages).contains(&to) {
            return html!("<span class=\"step\" aria-hidden=\"true\">{}</span>", icon(glyph));
        }
        html!(
            "<a class=\"step\" href=\"{}\" aria-label=\"{}\">{}</a>",
            self.page_address(to),
            self.t(word),
            icon(glyph)
        )
    }

    /// Filters in force: what each says and the query name that carries it. Each can be taken away.
    #[must_use]
    pub fn chips<L: Shown, N: AsRef<str>>(&self, filters: impl IntoIterator<Item = (L, N)>) -> Html {
        let filters: Vec<(L, N)> = filters.into_iter().collect();
        if filters.is_empty() {
            return Html::none();
        }
        let mut all: Vec<(&str, &str)> = filters.iter().map(|(_, name)| (name.as_ref(), "")).collect();
        all.push(("page", ""));
        let chips: Html = filters
            .iter()
            .map(|(label, name)| {
                html!(
                    "<li><a href=\"{}\"><span class=\"away\">{}</span>{}{}</a></li>",
                    self.here_with(&[(name.as_ref(), ""), ("page", "")]),
                    self.t("ui.filter.remove"),
                    label,
                    icon("x")
                )
            })
            .collect();
        let clear = (filters.len() > 1).then(|| {
            html!(
                "<li><a class=\"clear\" href=\"{}\">{}</a></li>",
                self.here_with(&all),
                self.t("ui.filter.clear")
            )
        });
        html!(
            "<ul class=\"chips\" aria-label=\"{}\">{}{}</ul>",
            self.t("ui.filter.name"),
            chips,
            clear
        )
    }

    /// Which columns show: names, keys and whether each shows now. Asks the page with `cols=` once a column.
    #[must_use]
    pub fn column_choice(&self, columns: &[(&str, &str, bool)]) -> Html {
        let boxes: Html = columns
            .iter()
            .map(|(name, key, shown)| {
                let checked = shown.then(|| Html::trusted(" checked"));
                html!("<label class=\"choice\"><input type=\"checkbox\" name=\"cols\" value=\"{}\"{}><span>{}</span></label>",
                    *name, checked, self.t(key))
            })
            .collect();
        let path = self.path.split('?').next().unwrap_or_default();
        html!(
            "<details class=\"pop columns\"><summary class=\"button\">{}</summary><form class=\"card\" method=\"get\" action=\"{}\">\
             <div class=\"choices\">{}</div><button class=\"button\">{}</button></form></details>",
            self.t("ui.table.columns"),
            path,
            boxes,
            self.t("ui.act.choose")
        )
    }
}
