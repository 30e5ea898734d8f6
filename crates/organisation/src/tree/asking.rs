//! A union that stands under none comes under another: it asks, the other agrees. Until then neither sees the other.

use ::store::OnConstraint;
use kernel::{Date, Lang, Text};
use org::tree::{
    asking::{self, Asking, AskingId, State},
    store,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html, State as Look, html};
use web::{Act, Done, Nothing, Refusal, Reply, Stop, View};

use super::{
    change::{chair, moved, tell},
    event::Happened,
    place::{self, Ground},
};

/// Where it is all done.
const PAGE: &str = "/org/tree/asking";

/// What one's own union asks, and what others ask of it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AskingPage {
    /// The union above, for one that stands under another: it has nothing to ask.
    pub above: Option<String>,
    /// What was last asked.
    pub own: Option<Asking>,
    /// Unions that ask to stand under this one.
    pub waiting: Vec<Asking>,
    /// Today.
    pub today: Date,
}

ui::page!(AskingPage, "tree/pages/asking.html", |_p, cx| cx
    .t("organisation.tree.asking"));

pub(super) fn page(view: &View<'_>, _: Nothing) -> Reply<AskingPage> {
    let union = view.union();
    let node = store::get(view, union)?;
    let above = node.parent.map(|p| store::get(view, p)).transpose()?;
    Ok(AskingPage {
        above: above.map(|node| node.name),
        own: asking::last(view, union)?,
        waiting: asking::waiting(view, union)?,
        today: view.today(),
    })
}

/// Under which union one's own is to stand.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct AskAbove {
    /// Its full name, or its statistical code.
    under: Text<60>,
    day: Date,
    basis: Text<120>,
}

/// Asks another union to take one's own below itself.
pub(super) fn ask(act: &mut Act<'_>, form: AskAbove) -> Reply<Done> {
    let node = place::living(store::get(act, act.union())?)?;
    if node.parent.is_some() {
        return Err(Refusal::new("organisation.tree.by_the_one_above").status(409).into());
    }
    let unknown = || Refusal::field("under", "organisation.tree.asking_unknown");
    let under = asking::named(act, form.under.as_str())?.ok_or_else(unknown)?;
    let under = store::get(act, under)?;
    place::fits(act, "under", &node, &under)?;
    place::day_fits(act, &node, form.day)?;
    let new = Asking {
        id: act.id(),
        union: node.id,
        union_name: node.name.clone(),
        under: under.id,
        under_name: under.name.clone(),
        day: form.day,
        basis: form.basis.into_string(),
        state: State::Asked,
        by: act.actor().name().to_owned(),
        at: act.now(),
        why: None,
    };
    asking::add(act.writer(), &new).on_constraint::<Stop>("union_asking_open", || {
        Refusal::new("organisation.tree.asking_waits").status(409).into()
    })?;
    let happened = Happened::AskedAbove {
        union: node.id,
        asking: new.id,
        under: under.id,
        day: form.day,
    };
    tell(act, &happened, &[under.id])?;
    let word = ui::words::find(Lang::Zh, "organisation.tree.asking_task").unwrap_or_default();
    let title = ui::words::fill(word, &[("union", &node.name)]);
    let title: Text<200> = Text::new(&title).map_err(|_| Refusal::new("web.refusal.fields"))?;
    let task = flow::NewTask {
        owner: chair(act, under.id)?,
        ..flow::NewTask::new(title, flow::Field::Organisation)
    };
    flow::add_for(act.writer(), under.id, (act.actor().account, act.now()), &task)?;
    Ok(Done::to(PAGE).say("organisation.tree.asking_sent"))
}

/// A request that is answered.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct WhichAsking {
    asking: AskingId,
}

fn over() -> Stop {
    Refusal::new("organisation.tree.asking_over")
        .status(409)
        .next(PAGE)
        .into()
}

/// Ends a request that waits, whoever's it is.
fn end(act: &Act<'_>, id: AskingId, state: State, why: Option<&str>) -> Reply<()> {
    let by = act.actor().name().to_owned();
    if asking::end(act.writer(), id, state, (&by, act.now()), why)? {
        Ok(())
    } else {
        Err(over())
    }
}

/// Takes one's own request back.
pub(super) fn withdraw(act: &mut Act<'_>, form: WhichAsking) -> Reply<Done> {
    let own = asking::last(act, act.union())?.filter(|own| own.id == form.asking);
    let own = own.ok_or_else(Refusal::missing)?;
    end(act, own.id, State::Withdrawn, None)?;
    let happened = Happened::AskingEnded {
        union: own.union,
        asking: own.id,
        state: State::Withdrawn,
    };
    tell(act, &happened, &[own.under])?;
    Ok(Done::to(PAGE).say("organisation.tree.asking_withdrawn"))
}

/// A request that waits for the actor's union.
fn asked_of_us(act: &Act<'_>, id: AskingId) -> Reply<Asking> {
    let mut waiting = asking::waiting(act, act.union())?.into_iter();
    waiting.find(|asking| asking.id == id).ok_or_else(over)
}

/// Agrees: the union stands below from its day on, with all below it.
pub(super) fn agree(act: &mut Act<'_>, form: WhichAsking) -> Reply<Done> {
    let asked = asked_of_us(act, form.asking)?;
    let (node, under) = (store::get(act, asked.union)?, store::get(act, act.union())?);
    if node.parent.is_some() || node.until.is_some() {
        return Err(over());
    }
    place::fits(act, "asking", &node, &place::living(under.clone())?)?;
    end(act, asked.id, State::Agreed, None)?;
    let ground = Ground {
        day: asked.day,
        basis: &asked.basis,
        note: None,
    };
    moved(act, &node, &under, ground)?;
    Ok(Done::to(format!("/org/tree/{}", node.id))
        .record(node.id)
        .say("organisation.tree.moved"))
}

/// A request that is not agreed to.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct RefuseAsking {
    asking: AskingId,
    why: Text<200>,
}

/// Does not agree, and says why.
pub(super) fn refuse(act: &mut Act<'_>, form: RefuseAsking) -> Reply<Done> {
    let asked = asked_of_us(act, form.asking)?;
    end(act, asked.id, State::Refused, Some(&form.why))?;
    let happened = Happened::AskingEnded {
        union: asked.union,
        asking: asked.id,
        state: State::Refused,
    };
    tell(act, &happened, &[asked.union])?;
    Ok(Done::to(PAGE).say("organisation.tree.asking_refused"))
}

impl AskingPage {
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([(cx.t("organisation.tab.tree"), "/org/tree")]);
        let heading = cx.heading(
            cx.t("organisation.tree.asking"),
            cx.t("organisation.tree.asking_says"),
            "",
        );
        html!("{}{}", crumbs, heading)
    }
    /// How one's own request stands.
    fn own(&self, cx: &Cx) -> Html {
        if let Some(above) = &self.above {
            return cx.note(Look::Info, cx.t1("organisation.tree.under", "union", above));
        }
        let Some(own) = &self.own else { return Html::none() };
        let key = format!("organisation.tree.asking_is_{}", own.state.key());
        let says = cx.tf(
            &key,
            &[
                ("union", &own.under_name),
                ("day", &cx.date_full(own.day)),
                ("why", &own.why.clone().unwrap_or_default()),
            ],
        );
        let look = if own.state == State::Asked {
            Look::Soon
        } else {
            Look::Info
        };
        let back = (own.state == State::Asked).then(|| {
            let says = cx.t("organisation.tree.asking_withdraw_says");
            let action = format!("{PAGE}/withdraw?asking={}", own.id);
            cx.confirm(
                &action,
                "organisation.tree.asking_withdraw",
                says,
                "organisation.tree.asking_withdraw",
            )
        });
        html!("{}{}", cx.note(look, says), back)
    }
    /// Whether there is something to ask.
    fn may_ask(&self) -> bool {
        self.above.is_none() && self.own.as_ref().is_none_or(|own| own.state != State::Asked)
    }
    /// Those that wait, each with its answer.
    fn waiting(&self, cx: &Cx) -> Html {
        self.waiting.iter().map(|asking| one(cx, asking)).collect()
    }
}

fn one(cx: &Cx, asking: &Asking) -> Html {
    let facts = cx
        .facts()
        .fact("organisation.tree.day", cx.date_full(asking.day))
        .fact("organisation.tree.basis", &asking.basis)
        .fact("organisation.tree.asking_by", &asking.by)
        .fact("organisation.tree.asking_at", cx.instant(asking.at));
    let agree = cx.confirm(
        &format!("{PAGE}/agree?asking={}", asking.id),
        "organisation.tree.asking_agree",
        cx.t1("organisation.tree.asking_agree_says", "union", &asking.union_name),
        "organisation.tree.asking_agree",
    );
    let why = cx.field("why", "organisation.tree.asking_why").required().max(200);
    let refuse = html!(
        "{}{}{}{}",
        Html::trusted(cx.form_open(&format!("{PAGE}/refuse")).to_string()),
        Html::trusted(cx.field("asking", "").hidden(asking.id).to_string()),
        Html::trusted(why.text("").to_string()),
        Html::trusted(cx.form_close("organisation.tree.asking_refuse").to_string())
    );
    html!(
        "<section><h3>{}</h3>{}<div class=\"actions\">{}{}</div></section>",
        asking.union_name,
        Html::trusted(facts.to_string()),
        agree,
        cx.dialog("organisation.tree.asking_refuse", &refuse)
    )
}
