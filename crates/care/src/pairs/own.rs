//! The pairs of a member: in which they help, and in which they are helped.

use kernel::Date;
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html, html};
use web::{Nothing, Refusal, Reply, View};

use super::{model::Pair, reach::me, show::badge, store};

/// A member's pairs.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OwnPairs {
    /// In which the member helps, those that run first.
    pub helping: Vec<Pair>,
    /// In which the member is helped.
    pub helped: Vec<Pair>,
    /// Today.
    pub today: Date,
}

ui::page!(OwnPairs, "pairs/pages/own.html", |_p, cx| cx.t("pairs.own.title"));

pub(super) fn page(view: &View<'_>, _: Nothing) -> Reply<OwnPairs> {
    let me = me(view).ok_or_else(|| Refusal::new("pairs.refusal.no_member").status(403))?;
    Ok(OwnPairs {
        helping: store::helps(view, view.union(), me)?,
        helped: store::is_helped(view, view.union(), me)?,
        today: view.today(),
    })
}

impl OwnPairs {
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([(cx.t("web.account.title"), "/me/account")]);
        html!(
            "{}{}",
            crumbs,
            cx.heading(cx.t("pairs.own.title"), cx.t("pairs.own.under"), "")
        )
    }
    fn list(&self, cx: &Cx, pairs: &[Pair]) -> Html {
        let mut list = cx.list();
        for pair in pairs {
            let under = match pair.ended {
                Some(_) => cx.span(pair.from, pair.until),
                None => cx.t1("pairs.own.next", "day", cx.date(pair.due())),
            };
            list = list.item(
                &format!("/pairs/{}", pair.id),
                &pair.helped,
                under,
                badge(cx, pair, self.today),
            );
        }
        Html::trusted(list.to_string())
    }
}
