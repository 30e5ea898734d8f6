//! Changing one rule of the steps.

use ::store::OnConstraint;
use kernel::{Money, Text};
use org::bodies::posts;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html, html};
use web::{Act, Done, Refusal, Reply, Stop, View};

use super::{
    course::Kinds,
    event::Happened,
    setup::{DECIDERS, Flaw, NEEDED, Rule, STEPS, Seat, Setup, StepPlan},
    store::{self, people},
};

/// Which rule is to be changed; none for a new one.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub(super) struct Ask {
    /// Whether a rule that is there is changed.
    #[serde(default)]
    edit: bool,
    /// Its kind.
    kind: Option<Text<60>>,
    /// Its limit.
    up_to: Option<Money>,
}

/// A step of the form.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct StepForm {
    /// Whom it names.
    pub who: Vec<Seat>,
    /// How many.
    pub needed: i64,
}

/// The form for one rule.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RuleForm {
    /// The version of the steps that is changed.
    pub number: i64,
    /// The kind.
    pub kind: Option<String>,
    /// The limit.
    pub up_to: Option<Money>,
    /// Whether a rule that is there is changed: kind and limit then stay.
    pub fixed: bool,
    /// The steps; empty ones are filled in by nobody.
    pub steps: Vec<StepForm>,
    /// Who can be named.
    pub choices: Vec<Choice>,
    #[serde(skip)]
    #[schemars(skip)]
    kinds: Option<Kinds>,
    #[serde(skip)]
    #[schemars(skip)]
    roles: Vec<Seat>,
}

ui::page!(RuleForm, "approvals/pages/rule.html", |p, cx| cx.t(p.title_word()));

pub(super) fn page(view: &View<'_>, kinds: Kinds, ask: &Ask) -> Reply<RuleForm> {
    let (number, setup) = store::setup(view, view.union())?;
    let kind = ask.kind.as_ref().map(Text::as_str);
    let rule = setup
        .rules
        .iter()
        .find(|r| ask.edit && r.kind.as_deref() == kind && r.up_to == ask.up_to);
    if ask.edit && rule.is_none() {
        return Err(Refusal::missing().into());
    }
    let mut steps: Vec<StepForm> = rule
        .map_or(&[][..], |r| r.steps.as_slice())
        .iter()
        .map(|s| StepForm {
            who: s.who.clone(),
            needed: s.needed,
        })
        .collect();
    steps.resize(
        STEPS,
        StepForm {
            needed: 1,
            ..StepForm::default()
        },
    );
    Ok(RuleForm {
        number,
        kind: kind.map(str::to_owned),
        up_to: ask.up_to,
        fixed: rule.is_some(),
        choices: choices(view, &steps)?,
        steps,
        kinds: Some(kinds),
        roles: DECIDERS.into_iter().map(Seat::Role).collect(),
    })
}

/// Posts of committees, and people: officers, and whoever is named already.
fn choices(view: &View<'_>, steps: &[StepForm]) -> Reply<Vec<Choice>> {
    let (union, today) = (view.union(), view.today());
    let mut all = Vec::new();
    let bodies = org::bodies::store::living(view, union, today)?;
    let named: Vec<Seat> = steps.iter().flat_map(|s| s.who.iter().copied()).collect();
    for post in posts::posts(view, union, None, today)? {
        let seat = Seat::Post(post.id);
        let Some(body) = bodies.iter().find(|b| b.id == post.body) else {
            continue;
        };
        let of_all = !matches!(body.kind, org::BodyKind::Branch | org::BodyKind::Group);
        if of_all || named.contains(&seat) {
            all.push(Choice::new(seat.to_string(), format!("{} · {}", body.name, post.title)));
        }
    }
    for person in people::officers(view, union, today)? {
        let seat = person.member.map(Seat::Member);
        all.extend(seat.map(|seat| Choice::new(seat.to_string(), person.name)));
    }
    Ok(all)
}

impl RuleForm {
    fn title_word(&self) -> &'static str {
        if self.fixed {
            "approvals.setup.change_title"
        } else {
            "approvals.setup.add"
        }
    }
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([
            (cx.t("approvals.list.title"), "/approvals"),
            (cx.t("approvals.setup.title"), "/approvals/setup"),
        ])
    }
    fn action(&self) -> String {
        let place = super::setup_page::query(
            self.kind.as_deref().filter(|_| self.fixed),
            self.up_to.filter(|_| self.fixed),
        );
        if self.fixed {
            format!("/approvals/setup/rule?edit=1&{place}")
        } else {
            "/approvals/setup/rule".to_owned()
        }
    }
    /// What the rule is for: to be chosen, or as it stands.
    fn place(&self, cx: &Cx) -> Html {
        if self.fixed {
            let kind = match (&self.kind, self.kinds) {
                (Some(kind), Some(kinds)) => kinds.word(cx, kind),
                _ => cx.t("approvals.setup.all_kinds"),
            };
            let limit = self.up_to.map_or_else(
                || cx.t("approvals.setup.any_amount"),
                |m| cx.t1("approvals.setup.up_to_money", "amount", cx.money(m)),
            );
            let facts = cx
                .facts()
                .fact("approvals.col.kind", kind)
                .fact("approvals.setup.up_to", limit);
            return Html::trusted(facts.to_string());
        }
        let kinds = self.kinds.iter().flat_map(|k| k.all()).map(|k| (k.key, cx.t(k.word)));
        html!(
            "{}{}",
            Html::trusted(
                cx.field("kind", "approvals.col.kind")
                    .blank("approvals.setup.all_kinds")
                    .select(kinds, "")
                    .to_string()
            ),
            Html::trusted(
                cx.field("up_to", "approvals.setup.up_to")
                    .hint("approvals.setup.up_to_hint")
                    .money("")
                    .to_string()
            )
        )
    }
    fn who(&self, cx: &Cx) -> Vec<Choice> {
        let roles = self.roles.iter().filter_map(|seat| match seat {
            Seat::Role(role) => Some(Choice::new(seat.to_string(), cx.t(&role.word()))),
            _ => None,
        });
        roles.chain(self.choices.iter().cloned()).collect()
    }
    fn fields(&self, cx: &Cx) -> Html {
        let choices = self.who(cx);
        (1_i64..)
            .zip(&self.steps)
            .map(|(n, step)| {
                let chosen: Vec<String> = step.who.iter().map(Seat::to_string).collect();
                let who = cx
                    .field(&format!("who{n}"), "approvals.setup.who")
                    .many(choices.iter(), chosen);
                let needed = cx
                    .field(&format!("needed{n}"), "approvals.setup.needed")
                    .from(1_i64)
                    .until(NEEDED)
                    .number(step.needed);
                let inner = html!(
                    "{}{}",
                    Html::trusted(who.to_string()),
                    Html::trusted(needed.to_string())
                );
                let title = cx.t1("approvals.show.at_step", "n", n);
                let open = (n == 1 || !step.who.is_empty()).then(|| Html::trusted(" open"));
                html!("<details{}><summary>{}</summary>{}</details>", open, title, inner)
            })
            .collect()
    }
}

/// A rule as it was filled in.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Form {
    /// The version of the steps that was seen.
    number: i64,
    /// The kind; nothing for all kinds without rules of their own.
    kind: Option<Text<60>>,
    /// Up to this amount; nothing for any.
    up_to: Option<Money>,
    /// Whom the first step names.
    #[serde(default)]
    who1: Vec<Seat>,
    /// How many of them.
    needed1: Option<i64>,
    /// Whom the second step names.
    #[serde(default)]
    who2: Vec<Seat>,
    /// How many of them.
    needed2: Option<i64>,
    /// Whom the third step names.
    #[serde(default)]
    who3: Vec<Seat>,
    /// How many of them.
    needed3: Option<i64>,
    /// Whom the fourth step names.
    #[serde(default)]
    who4: Vec<Seat>,
    /// How many of them.
    needed4: Option<i64>,
}

impl Form {
    fn steps(&self) -> Vec<StepPlan> {
        let all = [
            (&self.who1, self.needed1),
            (&self.who2, self.needed2),
            (&self.who3, self.needed3),
            (&self.who4, self.needed4),
        ];
        all.into_iter()
            .filter(|(who, _)| !who.is_empty())
            .map(|(who, needed)| StepPlan {
                who: who.clone(),
                needed: needed.unwrap_or(1),
            })
            .collect()
    }
}

fn flaw(flaw: Flaw) -> Stop {
    let refusal = match flaw {
        Flaw::NoStep | Flaw::Nobody => Refusal::field("who1", "approvals.refusal.no_step"),
        Flaw::Needed => Refusal::field("needed1", "approvals.refusal.needed").arg("most", NEEDED),
        Flaw::TooMany => Refusal::new("approvals.refusal.too_many_rules"),
        Flaw::Last => Refusal::new("approvals.refusal.last_rule"),
    };
    refusal.into()
}

/// Keeps a further version of the steps, if nobody made one since the form was opened.
fn further(act: &Act<'_>, seen: i64, change: impl FnOnce(Setup) -> Result<Setup, Flaw>) -> Reply<()> {
    let (number, setup) = store::setup(act, act.union())?;
    if number != seen {
        return Err(Refusal::stale().into());
    }
    let setup = change(setup).map_err(flaw)?;
    let number = number + 1;
    store::add_setup(act.writer(), act.union(), number, &setup, &store::me(act), act.now())
        .on_constraint::<Stop>("approval_setup_pk", || Refusal::stale().into())?;
    act.note(&Happened::SetUp { number, setup })?;
    Ok(())
}

pub(super) fn keep(act: &mut Act<'_>, kinds: Kinds, form: Form) -> Reply<Done> {
    if let Some(kind) = &form.kind
        && !kinds.all().any(|k| k.key == kind.as_str())
    {
        return Err(Refusal::field("kind", "web.refusal.wrong").into());
    }
    if form.up_to.is_some_and(|m| m < Money::ZERO) {
        return Err(Refusal::field("up_to", "approvals.refusal.below_zero").into());
    }
    let rule = Rule {
        steps: form.steps(),
        kind: form.kind.map(Text::into_string),
        up_to: form.up_to,
    };
    for seat in rule.steps.iter().flat_map(|s| &s.who) {
        let known = match seat {
            Seat::Role(_) => true,
            Seat::Post(post) => people::post_name(act, act.union(), *post)?.is_some(),
            Seat::Member(member) => org::members::store::find(act, act.union(), *member)?.is_some(),
        };
        if !known {
            return Err(Refusal::field("who1", "approvals.refusal.stranger").into());
        }
    }
    further(act, form.number, |setup| setup.with(rule))?;
    Ok(Done::to("/approvals/setup").say("approvals.said.set_up"))
}

/// A rule to be taken away.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Remove {
    /// The version of the steps that was seen.
    number: i64,
    /// Its kind.
    kind: Option<Text<60>>,
    /// Its limit.
    up_to: Option<Money>,
}

pub(super) fn remove(act: &mut Act<'_>, form: Remove) -> Reply<Done> {
    let kind = form.kind.as_ref().map(Text::as_str);
    further(act, form.number, |setup| setup.without(kind, form.up_to))?;
    Ok(Done::to("/approvals/setup").say("approvals.said.set_up"))
}
