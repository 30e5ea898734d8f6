//! First run: while nobody has an account, whoever comes first founds the union and becomes its chair.

use ::store::OnConstraint;
use kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx};
use web::{Act, Done, Nothing, Refusal, Reply, Stop, View, password};

use crate::{Founding, accounts::Happened, first_run, found, tree::UnionKind};

/// The form of the first run.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FirstRun {
    /// The kinds of unions to choose from.
    pub kinds: Vec<UnionKind>,
}

ui::page!(FirstRun, "door/pages/first.html", |_p, cx| cx.t("org.first.title"));

impl FirstRun {
    fn kinds(&self, cx: &Cx) -> Vec<Choice> {
        self.kinds
            .iter()
            .map(|k| Choice::new(k.key(), cx.t(&k.word())))
            .collect()
    }
}

pub(super) fn page(view: &View<'_>, _: Nothing) -> Reply<FirstRun> {
    only_first(view)?;
    Ok(FirstRun {
        kinds: UnionKind::ALL.to_vec(),
    })
}

fn only_first(view: &View<'_>) -> Reply<()> {
    if first_run(view)? {
        Ok(())
    } else {
        Err(Refusal::missing().into())
    }
}

/// The first union and its chair.
#[derive(Clone, Deserialize, JsonSchema)]
pub(super) struct Found {
    union_name: Text<60>,
    kind: UnionKind,
    chair_name: Text<40>,
    sign_name: Text<40>,
    password: Text<128>,
}

/// Hashes the password before the transaction.
pub(super) fn prepare(view: &View<'_>, form: Found) -> Reply<Founding> {
    only_first(view)?;
    Ok(Founding {
        password_hash: Some(password::hash(&form.password, &form.sign_name)?),
        name: form.union_name.into_string(),
        kind: form.kind,
        chair_name: form.chair_name.into_string(),
        sign_name: form.sign_name.into_string(),
        lang: view.lang(),
    })
}

/// Founds the union. Asked again within the transaction, so that of two who come at once only one founds.
pub(super) fn found_first(act: &mut Act<'_>, founding: Founding) -> Reply<Done> {
    only_first(act)?;
    let founded = found(act.writer(), act.clock(), &founding)
        .on_constraint::<Stop>("account_sign_key", || Refusal::missing().into())?;
    act.note_in(
        founded.union,
        &Happened::UnionFounded {
            union: founded.union,
            account: founded.account,
        },
    )?;
    Ok(Done::to("/sign-in").record(founded.union).say("org.first.done"))
}
