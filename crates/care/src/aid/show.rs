//! One case of aid: for whom, how much, why (veiled), what the rule said, where the payment stands.

use flow::{payments, receipts};
use org::power::{HARDSHIP_SEE, HARDSHIP_WRITE};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html, html};
use web::{Record, Refusal, Reply, View, reveal, reveal::Veiled};

use super::{
    KIND,
    acts::{REASON, may_again, me},
    list::badge,
    model::{Aid, AidId, Status},
    store,
};
use crate::hardship;

/// One case.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Show {
    /// It.
    #[serde(flatten)]
    pub aid: Aid,
    /// Why it is given, veiled.
    pub reason: Veiled,
    /// The payment: its number, the word key of its state, its page, why it was refused or returned.
    pub payment: Option<(String, String, String, Option<String>)>,
    /// How many have signed, of how many.
    pub signed: Option<(i64, i64)>,
    /// Whether the reader may write, and it is not for them.
    pub writes: bool,
    /// Whether it may be sent in again.
    pub again: bool,
}

ui::page!(Show, "aid/pages/show.html", |p, cx| cx.t1(
    "aid.one",
    "number",
    p.aid.label()
));

/// Which case.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct This {
    id: AidId,
}

/// Whether the reader's eyes are for a case: those who see dossiers, and whoever it is for.
fn seen(view: &View<'_>, id: AidId) -> Reply<Aid> {
    let aid = store::get(view, view.union(), id)?;
    if view.actor().may(HARDSHIP_SEE) || me(view) == Some(aid.member) {
        Ok(aid)
    } else {
        Err(Refusal::missing().into())
    }
}

pub(super) fn page(view: &View<'_>, q: This) -> Reply<Show> {
    let aid = seen(view, q.id)?;
    let union = view.union();
    let record = Record::new(KIND, q.id);
    let payment = payments::living(view, union, &record)?;
    let signed = receipts::of_record(view, union, &record)?
        .into_iter()
        .find(|r| !r.cancelled);
    let sees = view.actor().may(HARDSHIP_SEE);
    let ask = sees.then(|| format!("/aids/{}/reveal", q.id));
    let open = || Ok(store::reason(view, union, q.id)?.unwrap_or_default());
    Ok(Show {
        reason: reveal::veil(view, record, REASON, "****".to_owned(), ask, open)?,
        payment: payment.map(|p| (p.number.clone(), p.state.word(), p.href(), p.why.clone())),
        signed: signed.map(|r| (r.signed, r.all)),
        writes: view.actor().may(HARDSHIP_WRITE) && me(view) != Some(aid.member),
        again: may_again(view, &aid)?,
        aid,
    })
}

impl Show {
    fn at(&self, tail: &str) -> String {
        format!("/aids/{}{tail}", self.aid.id)
    }
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([(cx.t("ui.nav.care"), "/care"), (cx.t("aid.title"), "/aids")]);
        let under = html!("{} {}", badge(cx, self.aid.status), &self.aid.name);
        html!(
            "{}{}",
            crumbs,
            cx.heading(cx.t1("aid.one", "number", self.aid.label()), under, "")
        )
    }
    fn facts(&self, cx: &Cx) -> Html {
        let aid = &self.aid;
        let mut facts = cx
            .facts()
            .door("aid.member", &aid.name, &format!("/members/{}", aid.member));
        facts = facts.fact("aid.kind", &aid.kind_name);
        if let Some(stage) = aid.stage {
            facts = facts.fact("aid.stage.label", cx.t(&stage.word()));
        }
        facts = facts
            .fact("aid.amount", cx.money(aid.amount))
            .fact("aid.reason", self.reason.show(cx))
            .fact("aid.asked", cx.date_full(aid.asked));
        facts = match aid.dossier {
            Some(dossier) => facts.door(
                "aid.dossier",
                cx.t("aid.dossier_on_file"),
                &format!("/{}s/{dossier}", hardship::KIND),
            ),
            None => facts.fact("aid.dossier", cx.t("aid.no_dossier")),
        };
        facts = facts.door("aid.rule", cx.t("aid.rule_kept"), "/rules/judgements");
        if let Some((number, word, href, why)) = &self.payment {
            let why = why.as_ref().map(|why| format!(" · {why}")).unwrap_or_default();
            facts = facts.door("aid.payment", format!("{number} · {}{why}", cx.t(word)), href);
        }
        if let Some(day) = aid.paid {
            facts = facts.fact("aid.paid", cx.date_full(day));
        }
        if let Some((signed, all)) = self.signed {
            facts = facts.fact("aid.signed", format!("{signed} / {all}"));
        }
        if let Some(why) = &aid.why {
            facts = facts.fact("aid.why", why);
        }
        Html::trusted(facts.to_string())
    }
    fn may_withdraw(&self) -> bool {
        self.writes && self.aid.status == Status::Asked
    }
    fn may_again(&self) -> bool {
        self.writes && self.again
    }
}
