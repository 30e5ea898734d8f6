//! Access tokens: made, shown once, listed with their last use, withdrawn.

use kernel::{Instant, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row, State, Table, html};
use web::{
    Act, Done, Nothing, Power, Refusal, Reply, View,
    token::{self, LONGEST_DAYS, Line, MOST, New, TokenId},
};

use super::event::Happened;
use crate::power::{self, word};

/// A token as its person sees it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TokenView {
    /// The token's public id.
    pub id: TokenId,
    /// What it is for.
    pub name: String,
    /// The union it is for.
    pub union: String,
    /// The keys of the powers it may use.
    pub powers: Vec<String>,
    /// Whether it may record and change.
    pub acts: bool,
    /// Made at.
    pub created_at: Instant,
    /// Until when it may be used.
    pub expires_at: Instant,
    /// Last used at.
    pub seen_at: Option<Instant>,
    /// Whether it may still be used.
    pub lives: bool,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
}

fn token_view(view: &View<'_>, line: Line) -> TokenView {
    let unions = view.actor().standing.iter().flat_map(|s| &s.unions);
    let union = unions
        .filter(|(id, _)| *id == line.union)
        .map(|(_, name)| name.clone())
        .next();
    TokenView {
        union: union.unwrap_or_default(),
        lives: line.lives(view.now()),
        withdrawn: line.ended_at.is_some(),
        id: line.id,
        name: line.name,
        powers: line.powers,
        acts: line.acts,
        created_at: line.created_at,
        expires_at: line.expires_at,
        seen_at: line.seen_at,
    }
}

impl TokenView {
    fn badge(&self, cx: &Cx) -> Html {
        if self.withdrawn {
            cx.badge(State::Off, cx.t("org.tokens.withdrawn"))
        } else if self.lives {
            cx.badge(State::Done, cx.t("org.tokens.lives"))
        } else {
            cx.badge(State::Off, cx.t("org.tokens.expired"))
        }
    }
    fn seen(&self, cx: &Cx) -> String {
        self.seen_at
            .map_or_else(|| cx.t("org.tokens.never"), |at| cx.instant(at))
    }
    fn reach(&self, cx: &Cx) -> String {
        cx.t(if self.acts {
            "org.tokens.acts"
        } else {
            "org.tokens.reads"
        })
    }
}

/// One's own tokens.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Tokens {
    /// The tokens, the latest first.
    pub tokens: Vec<TokenView>,
}

ui::page!(Tokens, "own/pages/tokens.html", |_p, cx| cx.t("org.tokens.title"));

pub(super) fn list(view: &View<'_>, _: Nothing) -> Reply<Tokens> {
    let all = token::of_account(view, view.actor().account)?;
    Ok(Tokens {
        tokens: all.into_iter().map(|line| token_view(view, line)).collect(),
    })
}

fn crumbs(cx: &Cx, deeper: bool) -> Html {
    let mut steps = vec![(cx.t("web.account.title"), "/me/account")];
    if deeper {
        steps.push((cx.t("org.tokens.title"), "/me/tokens"));
    }
    cx.crumbs(steps)
}

impl Tokens {
    fn heading(&self, cx: &Cx) -> Html {
        let make = cx.main_link("/me/tokens/new", "org.tokens.make");
        let title = cx.heading(cx.t("org.tokens.title"), cx.t("org.tokens.says"), make);
        html!("{}{}", crumbs(cx, false), title)
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "org.tokens.name"),
            Col::text("reach", "org.tokens.reach").minor(),
            Col::day("seen", "org.tokens.seen"),
            Col::day("expires", "org.tokens.expires"),
            Col::day("status", "org.accounts.status"),
        ];
        let empty = cx.empty_first("org.tokens.none", "/me/tokens/new", "org.tokens.make");
        cx.table("org.tokens.title", cols)
            .empty(empty)
            .rows(self.tokens.iter().map(|t| {
                let row = Row::new()
                    .link(&format!("/me/tokens/{}", t.id))
                    .cell(&t.name)
                    .cell(t.reach(cx))
                    .cell(t.seen(cx))
                    .cell(cx.instant(t.expires_at))
                    .cell(t.badge(cx));
                if t.lives { row } else { row.quiet() }
            }))
    }
}

/// The form of a new token.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TokenForm {
    /// The keys of the powers one holds here and that only read.
    pub sees: Vec<&'static str>,
    /// The keys of the others.
    pub does: Vec<&'static str>,
    /// The union it will be for.
    pub union: String,
}

ui::page!(TokenForm, "own/pages/token_new.html", |_p, cx| cx.t("org.tokens.make"));

/// Powers that no token has: all they open is for people alone. What a person has just revealed to themselves stays veiled
/// to their programs.
const NEVER: &[Power] = &[power::ACCOUNT_MANAGE, power::MEMBER_SEALED, power::MEMBER_EXPORT];

/// Whether a power only shows something.
fn reads(power: &Power) -> bool {
    power::READING.contains(power) || *power == power::MEMBER_PERSONAL
}

/// The powers of the actor that a token may have.
fn mine(view: &View<'_>) -> Vec<Power> {
    let powers = view.actor().standing.iter().flat_map(|s| s.powers.iter());
    powers.filter(|p| !NEVER.contains(p)).collect()
}

pub(super) fn form(view: &View<'_>, _: Nothing) -> Reply<TokenForm> {
    let (sees, does): (Vec<Power>, Vec<Power>) = mine(view).into_iter().partition(reads);
    let keys = |powers: Vec<Power>| powers.into_iter().map(|p| p.0).collect();
    let union = view.actor().standing.as_ref().map(|s| s.union_name.clone());
    Ok(TokenForm {
        sees: keys(sees),
        does: keys(does),
        union: union.unwrap_or_default(),
    })
}

impl TokenForm {
    fn heading(&self, cx: &Cx) -> Html {
        let title = cx.heading(
            cx.t("org.tokens.make"),
            cx.t1("org.tokens.for_union", "union", &self.union),
            "",
        );
        html!("{}{}", crumbs(cx, true), title)
    }
    fn sees(&self, cx: &Cx) -> Vec<Choice> {
        choices(cx, &self.sees)
    }
    fn does(&self, cx: &Cx) -> Vec<Choice> {
        choices(cx, &self.does)
    }
    fn none(&self) -> [&'static str; 0] {
        []
    }
    fn lives(&self, cx: &Cx) -> Vec<Choice> {
        [7, 30, 90, 180, LONGEST_DAYS]
            .into_iter()
            .map(|days| Choice::new(days.to_string(), cx.tn("org.tokens.days", days)))
            .collect()
    }
}

fn choices(cx: &Cx, keys: &[&'static str]) -> Vec<Choice> {
    keys.iter().map(|key| Choice::new(*key, cx.t(&word(key)))).collect()
}

/// A token to be made.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Make {
    name: Text<40>,
    days: i64,
    #[serde(default)]
    sees: Vec<Text<40>>,
    #[serde(default)]
    does: Vec<Text<40>>,
    #[serde(default)]
    acts: bool,
}

/// Makes a token; the next page shows it once.
pub(super) fn make(act: &mut Act<'_>, form: Make) -> Reply<Done> {
    if !(1..=LONGEST_DAYS).contains(&form.days) {
        return Err(Refusal::field("days", "org.tokens.too_long")
            .arg("max", LONGEST_DAYS)
            .into());
    }
    let account = act.actor().account;
    let living = token::of_account(act, account)?;
    if living.iter().filter(|line| line.lives(act.now())).count() >= MOST {
        return Err(Refusal::new("org.tokens.many")
            .arg("max", MOST)
            .next("/me/tokens")
            .into());
    }
    let powers = chosen(&mine(act), &form)?;
    let new = New {
        id: act.id(),
        account,
        union: act.union(),
        name: &form.name,
        powers: &powers,
        acts: form.acts || !form.does.is_empty(),
        at: act.now(),
        until: act.now().plus_millis(form.days * 24 * 60 * 60 * 1000),
    };
    let text = token::add(act.writer(), &new)?;
    act.note(&Happened::TokenMade {
        account,
        token: new.id,
        name: form.name.to_string(),
        powers: powers.iter().map(|p| p.0).collect(),
        acts: new.acts,
        until: new.until,
    })?;
    Ok(Done::to(format!("/me/tokens/{}", new.id))
        .record(new.id)
        .say("org.tokens.made")
        .show_once(text))
}

/// What was ticked, each a power the person holds.
fn chosen(mine: &[Power], form: &Make) -> Reply<Vec<Power>> {
    let mut powers = Vec::new();
    for (field, key) in form
        .sees
        .iter()
        .map(|k| ("sees", k))
        .chain(form.does.iter().map(|k| ("does", k)))
    {
        let held = mine.iter().find(|p| p.0 == &**key);
        let right = held.filter(|p| reads(p) == (field == "sees"));
        powers.push(*right.ok_or_else(|| Refusal::field(field, "org.tokens.not_held"))?);
    }
    powers.sort_unstable();
    powers.dedup();
    if powers.is_empty() {
        return Err(Refusal::field("sees", "org.tokens.nothing").into());
    }
    Ok(powers)
}

/// Which token.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct This {
    id: TokenId,
}

/// A token, with its text if it was just made.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TokenPage {
    /// The token.
    pub token: TokenView,
    /// Its text, once.
    pub text: Option<String>,
}

ui::page!(TokenPage, "own/pages/token.html", |p, _cx| p.token.name.clone());

pub(super) fn show(view: &View<'_>, q: This) -> Reply<TokenPage> {
    let all = token::of_account(view, view.actor().account)?;
    let line = all
        .into_iter()
        .find(|line| line.id == q.id)
        .ok_or_else(Refusal::missing)?;
    let text = view.shown_once().filter(|text| line.is(text)).map(str::to_owned);
    Ok(TokenPage {
        token: token_view(view, line),
        text,
    })
}

impl TokenPage {
    fn heading(&self, cx: &Cx) -> Html {
        let title = cx.heading(&self.token.name, self.token.badge(cx), "");
        html!("{}{}", crumbs(cx, true), title)
    }
    fn facts(&self, cx: &Cx) -> Html {
        let t = &self.token;
        let words: Vec<String> = t.powers.iter().map(|key| cx.t(&word(key))).collect();
        let facts = cx
            .facts()
            .fact("org.tokens.union", &t.union)
            .fact("org.tokens.reach", t.reach(cx))
            .fact("org.tokens.powers", words.join(&cx.t("org.comma")))
            .fact("org.tokens.created", cx.instant(t.created_at))
            .fact("org.tokens.expires", cx.instant(t.expires_at))
            .fact("org.tokens.seen", t.seen(cx));
        Html::trusted(facts.to_string())
    }
    fn end(&self) -> String {
        format!("/me/tokens/{}/end", self.token.id)
    }
}

/// Withdraws a token.
pub(super) fn end(act: &mut Act<'_>, form: This) -> Reply<Done> {
    let account = act.actor().account;
    if !token::end(act.writer(), account, form.id, act.now())? {
        return Err(Refusal::missing().into());
    }
    act.note(&Happened::TokenEnded {
        account,
        token: form.id,
    })?;
    Ok(Done::to("/me/tokens").say("org.tokens.ended"))
}
