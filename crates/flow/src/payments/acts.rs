//! Recording that a payment went out, and that it had not.

use archive::{Class, Ready, Shelf};
use kernel::{Date, Text};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Record, Reply, View};

use super::{
    course,
    model::{Follow, KIND, Paid, PaidWay, PaymentId},
    store,
};

/// That it went out.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Pay {
    id: PaymentId,
    /// The version that was seen.
    version: i64,
    /// The day.
    on: Date,
    /// How.
    way: PaidWay,
    /// The number of the voucher.
    voucher: Option<Text<40>>,
    /// Whether photos keep the place where they were taken.
    #[serde(default)]
    keep_place: bool,
}

/// The form with its files checked.
#[derive(Clone, Debug)]
pub(super) struct Prepared {
    form: Pay,
    proof: Vec<Ready>,
}

/// Checks the files that came, outside the transaction.
pub(super) fn prepare(view: &View<'_>, form: Pay) -> Reply<Prepared> {
    let proof = archive::ready_all(view, "proof", form.keep_place)?;
    Ok(Prepared { form, proof })
}

fn done(id: PaymentId, say: &str) -> Done {
    Done::to(format!("/payments/{id}")).record(id).say(say)
}

pub(super) fn pay(act: &mut Act<'_>, follows: &[Follow], prepared: Prepared) -> Reply<Done> {
    let form = prepared.form;
    let paid = Paid {
        on: form.on,
        way: form.way,
        voucher: form.voucher.map(Text::into_string),
        at: act.now(),
        by: act.actor().account,
        name: act.actor().name().to_owned(),
    };
    course::pay(act, follows, (form.id, form.version), &paid)?;
    if !prepared.proof.is_empty() {
        let sealed = store::get(act, act.union(), form.id)?.sealed;
        let shelf = Shelf::new(Class::Evidence, form.on.year()).restricted(sealed);
        for proof in &prepared.proof {
            archive::keep_as(act, proof, Record::new(KIND, form.id), shelf)?;
        }
    }
    Ok(done(form.id, "payments.said.paid"))
}

/// That it had not gone out after all.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Unpay {
    id: PaymentId,
    /// The version that was seen.
    version: i64,
    /// Why.
    why: Text<200>,
}

pub(super) fn unpay(act: &mut Act<'_>, follows: &[Follow], form: Unpay) -> Reply<Done> {
    course::unpay(act, follows, (form.id, form.version), &form.why)?;
    Ok(done(form.id, "payments.said.unpaid"))
}
