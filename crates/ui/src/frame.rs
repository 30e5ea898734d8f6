//! The frame around every page: rail, top bar, bottom bar, toast.

use askama::Template;

use crate::{Cx, Html, NavItem, asset_url, html};

/// Nav keys that also stand in the phone's bottom bar, in this order. The web crate gives those that lead somewhere.
pub const BAR: [&str; 5] = [
    "ui.nav.today",
    "ui.nav.calendar",
    "ui.nav.record",
    "ui.nav.inbox",
    "ui.nav.me",
];

/// Where the frame's own forms and links lead. The web crate serves them.
pub mod place {
    /// GET with `q`: search over everything.
    pub const SEARCH: &str = "/search";
    /// GET: what waits for this person.
    pub const INBOX: &str = "/inbox";
    /// GET: the person's own page.
    pub const ME: &str = "/me/account";
    /// GET: calendars that this person subscribes to.
    pub const CALENDAR: &str = "/me/calendar";
    /// POST with `union`: work in another union.
    pub const UNION: &str = "/me/union";
    /// POST: sign out.
    pub const SIGN_OUT: &str = "/sign-out";
    /// Query name of any GET that changes the language: `zh-Hans` or `en`.
    pub const LANGUAGE: &str = "lang";
    /// GET: the first page.
    pub const TODAY: &str = "/";
}

#[derive(Template)]
#[template(path = "frame.html")]
struct Frame<'a> {
    cx: &'a Cx,
    title: &'a str,
    body: &'a str,
    width: &'static str,
    head: Html,
    heading: Html,
    bar: Vec<&'a NavItem>,
    near: Vec<&'a NavItem>,
    fields: Vec<&'a NavItem>,
    language: Html,
}

#[derive(Template)]
#[template(path = "bare.html")]
struct Bare<'a> {
    cx: &'a Cx,
    title: &'a str,
    body: &'a str,
    head: Html,
    heading: Html,
    language: Html,
}

#[derive(Template)]
#[template(path = "paper.html")]
struct Paper<'a> {
    cx: &'a Cx,
    title: &'a str,
    body: &'a str,
    head: Html,
}

/// The whole document of a page for someone signed in. `body` is finished markup; if it has no `h1` of its own, the
/// title becomes one.
#[must_use]
pub fn frame(cx: &Cx, title: &str, body: &str, wide: bool) -> String {
    let bar = BAR
        .iter()
        .filter_map(|key| cx.nav.iter().find(|item| item.key == *key))
        .collect();
    // inbox and self stand in the top bar of a desk already
    let near = cx
        .nav
        .iter()
        .filter(|item| BAR.get(..3).is_some_and(|keys| keys.contains(&item.key)))
        .collect();
    let fields = cx.nav.iter().filter(|item| !BAR.contains(&item.key)).collect();
    let width = if wide { "wide" } else { "" };
    finished(&Frame {
        cx,
        title,
        body,
        width,
        head: head(cx),
        heading: own_heading(cx, title, body),
        bar,
        near,
        fields,
        language: language_link(cx),
    })
}

/// A document without navigation: sign-in, the first-run page, error pages.
#[must_use]
pub fn bare_frame(cx: &Cx, title: &str, body: &str) -> String {
    finished(&Bare {
        cx,
        title,
        body,
        head: head(cx),
        heading: own_heading(cx, title, body),
        language: language_link(cx),
    })
}

/// A paper for A4: the sheet alone, with a bar for printing that itself is not printed.
#[must_use]
pub fn paper_frame(cx: &Cx, title: &str, body: &str) -> String {
    finished(&Paper {
        cx,
        title,
        body,
        head: head(cx),
    })
}

/// The title as a heading, where the body does not bring its own.
fn own_heading(cx: &Cx, title: &str, body: &str) -> Html {
    if body.contains("<h1") {
        Html::none()
    } else {
        cx.heading(title, Html::none(), Html::none())
    }
}

/// Frames have no part that can fail; were it so, the body would still be shown.
fn finished(template: &impl Template) -> String {
    template.render().unwrap_or_default()
}

fn head(cx: &Cx) -> Html {
    html!(
        "<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1, viewport-fit=cover\">\
         <meta name=\"color-scheme\" content=\"light dark\"><meta name=\"format-detection\" content=\"telephone=no\">\
         <script src=\"{}\"></script><link rel=\"stylesheet\" href=\"{}\"><link rel=\"icon\" type=\"image/svg+xml\" href=\"{}\">\
         <script src=\"{}\" defer></script><script src=\"{}\" defer></script><meta name=\"app\" content=\"{}\">",
        asset_url("theme.js"),
        asset_url("zhijia.css"),
        asset_url("mark.svg"),
        asset_url("htmx.min.js"),
        asset_url("zhijia.js"),
        cx.t("ui.app.name")
    )
}

/// The link to the same page in the other language, in that language.
fn language_link(cx: &Cx) -> Html {
    let (to, name) = match cx.lang {
        kernel::Lang::Zh => (kernel::Lang::En, "English"),
        kernel::Lang::En => (kernel::Lang::Zh, "中文"),
    };
    html!(
        "<a class=\"language\" href=\"{}\" lang=\"{}\" hreflang=\"{}\">{}{}</a>",
        cx.here_with(&[(place::LANGUAGE, to.tag())]),
        to.tag(),
        to.tag(),
        crate::cx::icon("languages"),
        name
    )
}
