//! A page: one struct that is both the template's data and the JSON answer.

use serde::Serialize;

use crate::Cx;

/// What a page route answers with. Implemented by [`page!`](crate::page!).
pub trait Page: Serialize {
    /// The page's question, in the person's language.
    fn title(&self, cx: &Cx) -> String;
    /// The main content, without the frame.
    ///
    /// # Errors
    /// When a template cannot be written.
    fn body(&self, cx: &Cx) -> Result<String, askama::Error>;
    /// Whether the content may use the whole width (tables of many columns).
    fn wide(&self) -> bool {
        false
    }
    /// Whether the page is a paper: framed for A4, without navigation.
    fn print(&self) -> bool {
        false
    }
}

/// Makes a struct a [`Page`]: `ui::page!(List, "plan/list.html", |p, cx| cx.t("plan.list.title"));`
///
/// The template finds the struct as `p` and the context as `cx`. It lives beside its system: the crate has an
/// `askama.toml` with `dirs = ["src"]`, and the crate depends on nothing but `ui` for it. A page of many columns
/// ends with `, wide`, a paper with `, print`. Generic and borrowed page structs are not meant.
#[macro_export]
macro_rules! page {
    ($page:ty, $path:literal, |$p:ident, $cx:ident| $title:expr $(, $how:ident)?) => {
        const _: () = {
            #[derive($crate::askama::Template)]
            #[template(path = $path, askama = $crate::askama)]
            struct Face<'a> {
                p: &'a $page,
                cx: &'a $crate::Cx,
            }
            impl $crate::Page for $page {
                fn title(&self, $cx: &$crate::Cx) -> ::std::string::String {
                    let $p = self;
                    let _ = $p;
                    ::std::convert::Into::into($title)
                }
                fn body(&self, cx: &$crate::Cx) -> ::std::result::Result<::std::string::String, $crate::askama::Error> {
                    let face = Face { p: self, cx };
                    // a template need not use both
                    let _ = (face.p, face.cx);
                    $crate::askama::Template::render(&face)
                }
                $($crate::page_how! { $how })?
            }
        };
    };
}

/// The ways a page can be framed; part of [`page!`](crate::page!).
#[doc(hidden)]
#[macro_export]
macro_rules! page_how {
    (wide) => {
        fn wide(&self) -> bool {
            true
        }
    };
    (print) => {
        fn print(&self) -> bool {
            true
        }
    };
}

/// The whole document of a page.
///
/// # Errors
/// When the page's template cannot be written.
pub fn whole(cx: &Cx, page: &impl Page) -> Result<String, askama::Error> {
    let (title, body) = (page.title(cx), page.body(cx)?);
    Ok(if page.print() {
        crate::frame::paper_frame(cx, &title, &body)
    } else {
        crate::frame::frame(cx, &title, &body, page.wide())
    })
}
