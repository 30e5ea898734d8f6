//! Proofs as a list on their record's page.

use kernel::Instant;
use ui::{Cx, Html, html};

use super::gone::{Gone, Keeping};

/// A proof that is there.
pub(crate) struct Listed {
    /// What it is called.
    pub name: String,
    /// Its size in bytes and when it was brought, where the reader is told.
    pub told: Option<(i64, Instant)>,
    /// The door that opens it, for whoever may open it now.
    pub open: Option<String>,
    /// The door that removes it, for whoever may remove it now.
    pub remove: Option<String>,
}

/// The proofs of a record, those that went, and how long they are kept.
pub(crate) struct Shelf<'a> {
    /// Those that are there.
    pub there: Vec<Listed>,
    /// Those that went.
    pub gone: &'a [Gone],
    /// What comes before a kind in its word key.
    pub word: &'static str,
    /// How long they are kept, if a rule says so.
    pub kept: Option<&'a Keeping>,
}

/// A size as people read it.
pub(super) fn kilobytes(cx: &Cx, size: i64) -> String {
    format!("{} KB", cx.number((size + 1023) / 1024))
}

impl Shelf<'_> {
    /// The list.
    pub(crate) fn show(&self, cx: &Cx) -> Html {
        let there = self.there.iter().map(|one| one.show(cx));
        let gone = self.gone.iter().map(|one| {
            let name = cx.t(&format!("{}.{}", self.word, one.kind));
            html!(
                "<li><del>{}</del> <span class=\"small\">{}</span></li>",
                name,
                one.says(cx)
            )
        });
        let any = !self.there.is_empty() || !self.gone.is_empty();
        let list = any.then(|| html!("<ul class=\"rows\">{}</ul>", there.chain(gone).collect::<Html>()));
        html!("{}{}", list, self.keeping(cx))
    }
    fn keeping(&self, cx: &Cx) -> Html {
        let says = self.kept.map(|kept| {
            let key = if kept.confirmed {
                "care.proof.kept"
            } else {
                "care.proof.kept_unconfirmed"
            };
            html!("<p class=\"quiet\">{}</p>", cx.t1(key, "months", kept.months))
        });
        says.unwrap_or_default()
    }
}

impl Listed {
    fn show(&self, cx: &Cx) -> Html {
        let name = match &self.open {
            Some(door) => html!("<a href=\"{}\">{}</a>", door, self.name),
            None => html!("<span>{}</span>", self.name),
        };
        let told = self.told.map(|(size, at)| {
            html!(
                " <span class=\"small\">{} · {}</span>",
                kilobytes(cx, size),
                cx.instant(at)
            )
        });
        let remove = self.remove.as_ref().map(|door| {
            html!(
                " <a class=\"small\" href=\"{}\" aria-label=\"{} {}\">{}</a>",
                door,
                cx.t("care.proof.remove_it"),
                self.name,
                cx.t("care.proof.remove_it")
            )
        });
        html!("<li>{}{}{}</li>", name, told, remove)
    }
}

impl Gone {
    fn says(&self, cx: &Cx) -> String {
        let day = cx.date_full(self.on);
        if let Some((months, basis)) = &self.rule {
            return cx.tf(
                "care.proof.deleted",
                &[("day", &day), ("months", months), ("basis", basis)],
            );
        }
        let who = self.by.clone().unwrap_or_else(|| "—".to_owned());
        match &self.why {
            Some(why) => cx.tf("care.proof.removed_why", &[("day", &day), ("who", &who), ("why", why)]),
            None => cx.t2("care.proof.removed", "day", day, "who", who),
        }
    }
}
