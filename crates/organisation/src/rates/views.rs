//! How a share looks: its bar, its percent, what is wrong with it; and who is in which group.

use org::rates::Share;
use ui::{Cx, Html, State, html};

/// A bar with the rate beside it, or what there is to say instead.
pub(super) fn bar(cx: &Cx, share: Share) -> Html {
    let Some(thousandths) = share.thousandths() else {
        return match share.workers {
            None => html!("<span class=\"small\">{}</span>", cx.t("rates.no_workers")),
            Some(_) if share.members > 0 => cx.badge(State::Overdue, cx.t1("rates.over", "n", share.over())),
            Some(_) => Html::text("—"),
        };
    };
    let over = (share.over() > 0).then(|| cx.badge(State::Overdue, cx.t1("rates.over", "n", share.over())));
    html!(
        "<span class=\"rate-bar\"><svg viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <rect class=\"tone-3\" width=\"1000\" height=\"10\"/><rect class=\"tone-0\" width=\"{}\" height=\"10\"/></svg>\
         <b>{}</b></span>{}",
        thousandths.clamp(0, 1000),
        share.percent(),
        over
    )
}

/// The percent, or a dash where there is no rate.
pub(crate) fn percent(share: Share) -> String {
    share.percent().unwrap_or_else(|| "—".to_owned())
}

/// How many workers, or a dash where it is not known.
pub(crate) fn number(cx: &Cx, workers: Option<i64>) -> String {
    workers.map_or_else(|| "—".to_owned(), |n| cx.number(n))
}

/// Workers in a cell, with the way to what was told of them; a dash where nothing was.
pub(super) fn workers(cx: &Cx, share: Share, href: &str) -> Html {
    match share.workers {
        Some(n) => html!("<a href=\"{}\">{}</a>", href, cx.number(n)),
        None => Html::text("—"),
    }
}
