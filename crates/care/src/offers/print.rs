//! The list of the day on A4: a page a slot, to be ticked or signed by hand. Children stand on it only after their reading was
//! recorded.

use kernel::Date;
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html, html};
use web::{Reply, View};

use super::{
    form::Which,
    model::{Child, Offer, Signup, SignupId, SlotLine, Status},
    show, store,
};

/// The list of the day.
#[derive(Clone, Serialize, JsonSchema)]
pub struct PrintPage {
    /// The union.
    pub union: String,
    /// The offer.
    pub offer: Offer,
    /// Its slots.
    pub slots: Vec<SlotLine>,
    /// Those with a place whom the reader may see.
    pub signups: Vec<Signup>,
    /// Names of branches and groups.
    pub groups: Vec<(org::BodyId, String)>,
    /// The children, for a reader whose reading was just recorded.
    #[serde(skip)]
    pub children: Option<FxHashMap<SignupId, Child>>,
    /// The day it is printed.
    pub today: Date,
}

ui::page!(
    PrintPage,
    "offers/pages/print.html",
    |p, cx| cx.t1("offers.print.title", "title", &p.offer.title),
    print
);

pub(super) fn page(view: &View<'_>, q: Which) -> Reply<PrintPage> {
    let union = view.union();
    let offer = store::get(view, union, q.id)?;
    let mut signups = show::seen(view, offer.id)?;
    signups.retain(|s| matches!(s.status, Status::Placed | Status::Picked | Status::Missed));
    Ok(PrintPage {
        union: view
            .actor()
            .standing
            .as_ref()
            .map_or_else(String::new, |s| s.union_name.clone()),
        slots: store::slots(view, union, offer.id)?,
        groups: org::body_names(view, union)?.into_iter().collect(),
        children: show::opened(view, offer.id)?,
        today: view.today(),
        signups,
        offer,
    })
}

impl PrintPage {
    fn sheets(&self, cx: &Cx) -> Html {
        self.slots.iter().map(|line| self.sheet(cx, line)).collect()
    }
    fn sheet(&self, cx: &Cx, line: &SlotLine) -> Html {
        let with_child = self.offer.children.is_some();
        let of: Vec<&Signup> = self.signups.iter().filter(|s| s.slot == line.slot.id).collect();
        let rows: Html = (1_usize..).zip(&of).map(|(n, s)| self.row(cx, n, s)).collect();
        let head = with_child.then(|| html!("<th>{}</th>", cx.t("offers.child.title")));
        html!(
            "<section class=\"sheet\"><h2>{} {}</h2><p>{}</p><table><thead><tr><th>{}</th><th>{}</th><th>{}</th>{}<th>{}</th></tr></thead><tbody>{}</tbody></table></section>",
            line.slot.name,
            cx.tn("offers.print.people", of.len()),
            html!("{} {}", cx.span(self.offer.from, self.offer.until), self.offer.place),
            cx.t("rounds.number"),
            cx.t("org.field.name"),
            cx.t("org.field.group"),
            head,
            cx.t("rounds.signature"),
            rows
        )
    }
    fn row(&self, cx: &Cx, n: usize, s: &Signup) -> Html {
        let group = s.group.and_then(|g| self.groups.iter().find(|(id, _)| *id == g));
        let child = self.offer.children.is_some().then(|| {
            let all = self.children.as_ref();
            let said = all.map_or_else(
                || cx.t("offers.child.veiled"),
                |all| all.get(&s.id).map_or_else(String::new, |c| show::said(cx, c)),
            );
            html!("<td>{}</td>", said)
        });
        html!(
            "<tr><td>{}</td><td>{}</td><td>{}</td>{}<td>{}</td></tr>",
            cx.number(n),
            s.name,
            group.map(|(_, name)| name),
            child,
            s.picked.map(|day| cx.date(day))
        )
    }
}
