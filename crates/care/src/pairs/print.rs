//! The record card (结对记录卡) on A4, as offices file it: for helpers, and for managers whose reading was just recorded.

use kernel::Date;
use org::tree;
use schemars::JsonSchema;
use serde::Serialize;
use ui::Cx;
use web::{Refusal, Reply, View};

use super::{
    cards::This,
    model::Pair,
    reach::{is_open, seen},
    store,
};

/// A line of the printed card.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Met {
    /// On which day.
    pub day: Date,
    /// Who went.
    pub helper: String,
    /// What was talked of.
    pub talk: String,
    /// What was wanted.
    pub want: String,
    /// What help was given.
    pub help: String,
}

/// The printed card.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Print {
    /// The union.
    pub union: String,
    /// The pair.
    pub pair: Pair,
    /// The helpers by name.
    pub helpers: Vec<String>,
    /// What it is to reach.
    pub goals: String,
    /// Each time they met.
    pub met: Vec<Met>,
}

ui::page!(
    Print,
    "pairs/pages/print.html",
    |_p, cx| cx.t("pairs.print.title"),
    print
);

pub(super) fn page(view: &View<'_>, q: This) -> Reply<Print> {
    let union = view.union();
    let (pair, eyes) = seen(view, q.id)?;
    if !is_open(view, q.id, eyes)? {
        return Err(Refusal::new("pairs.refusal.closed")
            .next(format!("/pairs/{}", q.id))
            .status(403)
            .into());
    }
    let mut met = Vec::new();
    for card in store::cards(view, union, q.id)? {
        if card.back.is_some() {
            continue;
        }
        let told = store::told(view, union, card.id)?.unwrap_or_default();
        met.push(Met {
            day: card.day,
            helper: card.helper_name,
            talk: told.talk,
            want: told.want,
            help: told.help,
        });
    }
    Ok(Print {
        union: tree::get(view, union)?.name,
        helpers: store::helpers(view, union, q.id)?
            .into_iter()
            .map(|(_, name)| name)
            .collect(),
        goals: store::goals(view, union, q.id)?.unwrap_or_default(),
        met,
        pair,
    })
}

impl Print {
    fn helpers(&self, cx: &Cx) -> String {
        self.helpers.join(&cx.t("ui.comma"))
    }
    fn result(&self, cx: &Cx) -> String {
        match &self.pair.ended {
            Some(ended) => format!(
                "{} {} {}",
                cx.date_full(ended.on),
                cx.t(&ended.result.word()),
                ended.why
            ),
            None => String::new(),
        }
    }
    /// Empty lines at the end, to write on by hand.
    fn blank(&self) -> usize {
        6_usize.saturating_sub(self.met.len())
    }
}
