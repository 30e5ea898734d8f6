//! One payment.

use archive::Line;
use kernel::Date;
use org::power::{PAYMENT_PAY, PAYMENT_SEE};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html, State, html};
use web::{Record, Refusal, Reply, View};

use super::{
    course::Ready,
    list::{is_whole, payee_words, purpose_words, seen, title_words},
    model::{KIND, PaidWay, PaymentId, PaymentLine, PaymentState},
    store,
};

/// Which payment.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: PaymentId,
}

/// A payment.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PaymentPage {
    /// It.
    pub payment: PaymentLine,
    /// Proof.
    pub papers: Vec<Line>,
    /// Whether the reader may record that it went out.
    pub may_pay: bool,
    /// Whether whoever pays is the only one who approved.
    pub approved_alone: bool,
    /// Whether whoever pays gets the money.
    pub own_money: bool,
    /// Whether somebody else may pay.
    pub others_may_pay: bool,
    /// Whether the reader sees what it is for.
    pub whole: bool,
    /// Today.
    pub today: Date,
}

ui::page!(PaymentPage, "payments/pages/show.html", |p, cx| title_words(
    cx, &p.payment
));

/// Whether the reader may see that a payment is there.
fn is_seen(view: &View<'_>, line: &PaymentLine) -> Reply<bool> {
    let own = line.asked_by == view.actor().account;
    Ok(own || view.actor().may(PAYMENT_SEE) || crate::approvals::may_read(view, line.case)?)
}

/// Who opens the proof of a sealed payment: whoever sees what it is for.
pub const PAPERS: archive::Door = archive::Door { kind: KIND, opens };

fn opens(view: &View<'_>, id: uuid::Uuid) -> Reply<bool> {
    let line = store::get(view, view.union(), PaymentId::new(id))?;
    Ok(is_seen(view, &line)? && is_whole(view, &line)?)
}

pub(super) fn page(view: &View<'_>, which: Which) -> Reply<PaymentPage> {
    let line = store::get(view, view.union(), which.id)?;
    if !is_seen(view, &line)? {
        return Err(Refusal::missing().into());
    }
    let pays = view.actor().may(PAYMENT_PAY);
    let ready = Ready::of(view, &line)?;
    let payment = seen(view, line)?;
    let whole = !payment.veiled;
    Ok(PaymentPage {
        papers: if whole {
            archive::of_record(view, view.union(), Record::new(KIND, which.id))?
        } else {
            Vec::new()
        },
        payment,
        may_pay: pays,
        approved_alone: ready.approved_alone,
        own_money: ready.own_money,
        others_may_pay: ready.others_may_pay,
        whole,
        today: view.today(),
    })
}

impl PaymentPage {
    fn at(&self, tail: &str) -> String {
        format!("/payments/{}{tail}", self.payment.id)
    }
    fn ways(&self, cx: &Cx) -> Vec<(String, String)> {
        PaidWay::ALL.map(|w| (w.key().to_owned(), cx.t(&w.word()))).to_vec()
    }
    fn pays(&self) -> bool {
        self.may_pay && self.payment.state == PaymentState::Approved && !self.is_barred()
    }
    fn unpays(&self) -> bool {
        self.may_pay && self.payment.state == PaymentState::Paid
    }
    /// Whether the reader has to leave the paying to somebody else.
    fn is_barred(&self) -> bool {
        self.others_may_pay && (self.approved_alone || self.own_money)
    }
    fn heading(&self, cx: &Cx) -> Html {
        let p = &self.payment;
        let under = html!(
            "{} {} {}",
            cx.badge(p.state.badge(), cx.t(&p.state.word())),
            purpose_words(cx, p),
            &p.number
        );
        html!(
            "{}{}",
            cx.crumbs([(cx.t("payments.list.title"), "/payments")]),
            cx.heading(title_words(cx, p), under, "")
        )
    }
    fn course(&self, cx: &Cx) -> Html {
        let at = match self.payment.state {
            PaymentState::Approved => 2,
            PaymentState::Paid => 3,
            _ => 1,
        };
        let names = ["payments.step.asked", "payments.step.approval", "payments.step.paid"];
        cx.steps(names.map(|key| cx.t(key)), at)
    }
    fn notes(&self, cx: &Cx) -> Html {
        let mut all = Html::none();
        if !self.whole {
            all.add(cx.note(State::Info, cx.t("payments.show.sealed")));
        }
        if let Some(why) = &self.payment.why {
            let key = if self.payment.state == PaymentState::Returned {
                "payments.show.returned_why"
            } else {
                "payments.show.refused_why"
            };
            all.add(cx.note(self.payment.state.badge(), cx.t1(key, "why", why)));
        }
        if self.may_pay && self.payment.state == PaymentState::Approved {
            let key = match (self.approved_alone, self.own_money, self.others_may_pay) {
                (true, _, true) => Some("payments.refusal.approved_alone"),
                (_, true, true) => Some("payments.refusal.own_money"),
                (true, _, false) => Some("payments.show.alone_warning"),
                (_, true, false) => Some("payments.show.own_warning"),
                _ => None,
            };
            all.add(key.map(|key| cx.note(State::Soon, cx.t(key))));
        }
        all
    }
    fn facts(&self, cx: &Cx) -> Html {
        let p = &self.payment;
        let mut facts = cx.facts().fact("payments.col.amount", cx.money_in_words(p.amount));
        if self.whole {
            facts = facts.fact("payments.col.payee", payee_words(cx, p)).door(
                "payments.show.record",
                cx.t("payments.show.open_record"),
                &web::record_path(&p.record_kind, p.record_id),
            );
        }
        facts = facts
            .fact("payments.col.on", cx.date(p.on))
            .fact("payments.col.field", cx.t(&p.field.word()))
            .fact(
                "payments.col.asked",
                html!("{} · {}", p.asked_name, cx.instant(p.asked_at)),
            )
            .door(
                "payments.show.case",
                cx.t("payments.show.open_case"),
                &format!("/approvals/{}", p.case),
            );
        if let Some(paid) = &p.paid {
            facts = facts
                .fact("payments.col.paid_on", cx.date(paid.on))
                .fact("payments.col.way", cx.t(&paid.way.word()))
                .fact("payments.col.voucher", paid.voucher.as_deref())
                .fact(
                    "payments.show.paid_by",
                    html!("{} · {}", paid.name, cx.instant(paid.at)),
                );
        }
        Html::trusted(facts.to_string())
    }
    fn gallery(&self, cx: &Cx) -> Html {
        archive::gallery(cx, &self.papers)
    }
}
