//! The union's own list of kinds of offers.

use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html, html};
use web::{Nothing, Reply, View};

use super::{list, model::Kind, store};

/// The kinds of offers.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Kinds {
    /// They.
    pub kinds: Vec<Kind>,
}

ui::page!(Kinds, "offers/pages/kinds.html", |_p, cx| cx.t("offers.kind.title"));

pub(super) fn page(view: &View<'_>, _: Nothing) -> Reply<Kinds> {
    Ok(Kinds {
        kinds: store::kinds(view, view.union())?,
    })
}

impl Kinds {
    fn heading(&self, cx: &Cx) -> Html {
        let title = cx.heading(cx.t("offers.kind.title"), cx.t("offers.kind.under"), "");
        html!("{}{}", list::crumbs(cx, None), title)
    }
    fn one(&self, cx: &Cx, kind: &Kind) -> Html {
        let whom = if kind.children {
            "offers.kind.children"
        } else {
            "offers.kind.members"
        };
        let state = if kind.ended {
            cx.badge(ui::State::Off, cx.t("offers.kind.ended"))
        } else {
            Html::none()
        };
        let form = html!(
            "{}{}{}{}{}{}",
            Html::trusted(cx.form_open("/offers/kinds").to_string()),
            Html::trusted(cx.field("id", "").hidden(kind.id).to_string()),
            Html::trusted(cx.field("version", "").hidden(kind.version).to_string()),
            Html::trusted(
                cx.field("name", "offers.kind.name")
                    .required()
                    .max(30)
                    .text(&kind.name)
                    .to_string()
            ),
            Html::trusted(cx.field("ended", "offers.kind.end").tick(kind.ended).to_string()),
            Html::trusted(cx.form_close("ui.act.save").to_string())
        );
        html!(
            "<details><summary>{} <small class=\"under\">{}</small> {}</summary>{}</details>",
            kind.name,
            cx.t(whom),
            state,
            form
        )
    }
    fn all(&self, cx: &Cx) -> Html {
        self.kinds.iter().map(|kind| self.one(cx, kind)).collect()
    }
}
