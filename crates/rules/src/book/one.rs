//! One key here: the chain from the union to the nation, which rule is named, which stand beside it, which were passed over
//! and why; and a place to try an amount.

use kernel::{Date, Money};
use org::power::RULE_WRITE;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Col, Cx, Html, Row as Line, State, html};
use web::{Refusal, Reply, View};

use super::{RuleView, list::key_name};
use crate::{
    judging::Rules,
    model::{
        judge::{Case, Outcome},
        key::{Key, Kind},
        place::{Place, Who},
        resolve::{Resolution, Why, stricter},
        row::{RuleId, Severity},
        value::{Base, Known, Value},
        written,
    },
    say,
    store::{self, Line as Written},
};

/// Which key, as of which day, and what is tried.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(crate) struct Ask {
    key: String,
    #[serde(default)]
    on: Option<Date>,
    /// What is tried: an amount, a number, names.
    #[serde(default)]
    what: Option<String>,
    /// What it is a share of, or what is counted.
    #[serde(default)]
    whole: Option<String>,
}

/// How a rule stands here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Standing {
    /// It is the one that is named.
    Named,
    /// It counts too.
    Stands,
    /// It does not count.
    Passed,
}

/// A rule in the chain.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Link {
    /// The rule.
    pub rule: RuleView,
    /// How it stands.
    pub standing: Standing,
    /// Why, in words.
    pub why: String,
}

/// A place of the chain.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Rung {
    /// The place, in words.
    pub place: String,
    /// Its rules.
    pub links: Vec<Link>,
}

/// What came of trying.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Tried {
    /// What came of it.
    pub outcome: Option<Outcome>,
    /// How hard that is.
    pub severity: Option<Severity>,
    /// In words.
    pub says: String,
}

/// One key here.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct KeyPage {
    /// The key.
    pub key: String,
    /// As of which day.
    pub on: Date,
    /// What is named here, in words.
    pub named: Option<RuleView>,
    /// From the union to the nation.
    pub chain: Vec<Rung>,
    /// Rules of other places.
    pub elsewhere: Vec<RuleView>,
    /// What a share is of, or what a formula counts.
    pub base: Option<Base>,
    /// What was tried.
    pub what: String,
    /// Out of what.
    pub whole: String,
    /// What came of it.
    pub tried: Option<Tried>,
    /// Whether the reader may write the union's own rule.
    pub may_write: bool,
}

ui::page!(KeyPage, "book/pages/one.html", |p, cx| key_name(cx, &p.key), wide);

pub(crate) fn page(view: &View<'_>, ask: Ask) -> Reply<KeyPage> {
    let key = Key::of(&ask.key).ok_or_else(Refusal::missing)?;
    let on = ask.on.unwrap_or_else(|| view.today());
    let union = view.union();
    let mut lines = store::of_key(view, key)?;
    lines.extend(store::of_place(view, union, &Place::Unit, Some(key))?);
    store::as_seen_from(view, union, &mut lines)?;
    let rows = lines.iter().map(|line| line.row.clone()).collect();
    let rules = Rules::of(view, union, store::who(view, union)?, (on, key), rows)?;
    let (found, standards) = (rules.resolution(), rules.known());
    let named = found.named(&standards).map(|row| row.id);
    let shown = |id: RuleId| {
        lines
            .iter()
            .find(|l| l.row.id == id)
            .map(|l| RuleView::of(l, view.lang()))
    };
    let base = found.standing.iter().find_map(|row| row.value.base());
    let what = ask.what.unwrap_or_default();
    let whole = ask.whole.unwrap_or_default();
    let tried = (!what.trim().is_empty()).then(|| match case(key, &what, base, &whole) {
        Some(case) => {
            let judged = rules.judge(&case);
            let keeps = || say::word_of(view.lang(), &format!("rules.outcome.{}", judged.outcome.key()));
            Tried {
                outcome: Some(judged.outcome),
                severity: judged.severity,
                says: judged.says(view.lang()).unwrap_or_else(keeps),
            }
        }
        None => Tried {
            outcome: None,
            severity: None,
            says: say::word_of(view.lang(), "rules.try.unread"),
        },
    });
    Ok(KeyPage {
        key: key.name.to_owned(),
        on,
        named: named.and_then(shown),
        chain: chain(view, rules.who(), &lines, &found, named, &standards),
        elsewhere: elsewhere(view, &found, &lines),
        base,
        what,
        whole,
        tried,
        may_write: view.actor().may(RULE_WRITE),
    })
}

/// What is tried, as a case.
fn case(key: &Key, what: &str, base: Option<Base>, whole: &str) -> Option<Case> {
    let amount = |text: &str| text.trim().parse::<Money>().ok().map(Money::fen);
    let count = |text: &str| kernel::numerals::parse(text.trim()).ok();
    let figure = |money: bool, text: &str| if money { amount(text) } else { count(text) };
    let of_money = base.is_some_and(Base::is_money);
    let case = match key.kind {
        Kind::Money => Case::number(amount(what)?),
        Kind::Share => Case::number(figure(of_money, what)?),
        Kind::List(..) => match written::read(key, what).ok()? {
            Value::List(names) => Case::names(names.iter().map(String::as_str)),
            _ => return None,
        },
        Kind::Flag => Case::done(),
        _ => Case::number(count(what)?),
    };
    match base.filter(|_| !whole.trim().is_empty()) {
        Some(base) => Some(case.of(base, figure(of_money, whole)?)),
        None => Some(case),
    }
}

fn chain(
    view: &View<'_>,
    who: &Who,
    lines: &[Written],
    found: &Resolution<'_>,
    named: Option<RuleId>,
    known: &Known,
) -> Vec<Rung> {
    let lang = view.lang();
    let link = |line: &Written| {
        let stands = found.standing.iter().any(|row| row.id == line.row.id);
        let passed = found
            .passed
            .iter()
            .find(|(row, _)| row.id == line.row.id)
            .map(|(_, why)| *why);
        let (standing, why) = match passed {
            _ if named == Some(line.row.id) => (Standing::Named, say::word_of(lang, "rules.why.named")),
            _ if stands => (Standing::Stands, beside(lang, found, line, named, known)),
            Some(why) => (Standing::Passed, reason(lang, why)),
            None => (Standing::Passed, String::new()),
        };
        Link {
            rule: RuleView::of(line, lang),
            standing,
            why,
        }
    };
    std::iter::once(Place::Unit)
        .chain(who.chain())
        .map(|place| Rung {
            place: say::place(lang, Some(&place)),
            links: lines
                .iter()
                .filter(|l| l.row.place.as_ref() == Some(&place))
                .map(link)
                .collect(),
        })
        .collect()
}

/// Why a rule that counts is not the one that is named.
fn beside(lang: kernel::Lang, found: &Resolution<'_>, line: &Written, named: Option<RuleId>, known: &Known) -> String {
    let named = found.standing.iter().find(|row| Some(row.id) == named);
    let key = match named {
        Some(named) if named.confirmed && !line.row.confirmed => "rules.why.unconfirmed",
        Some(named) => {
            let order = stricter(found.key, &named.value, &line.row.value, known);
            if order == std::cmp::Ordering::Greater {
                "rules.why.looser"
            } else {
                "rules.why.stands"
            }
        }
        None => "rules.why.stands",
    };
    say::word_of(lang, key)
}

/// Why a rule does not count.
fn reason(lang: kernel::Lang, why: Why) -> String {
    let key = match why {
        Why::Elsewhere => "elsewhere",
        Why::OtherKind => "other_kind",
        Why::Undated => "undated",
        Why::NotYet => "not_yet",
        Why::Over => "over",
        Why::Corrected => "corrected",
        Why::Narrower(_) => "narrower",
        Why::Replaced(_) => "replaced",
        Why::Farther(_) => "farther",
    };
    say::word_of(lang, &format!("rules.why.{key}"))
}

fn elsewhere(view: &View<'_>, found: &Resolution<'_>, lines: &[Written]) -> Vec<RuleView> {
    let away = |line: &&Written| {
        found
            .passed
            .iter()
            .any(|(row, why)| row.id == line.row.id && *why == Why::Elsewhere)
    };
    lines
        .iter()
        .filter(away)
        .map(|line| RuleView::of(line, view.lang()))
        .collect()
}

impl KeyPage {
    fn heading(&self, cx: &Cx) -> Html {
        let own = format!("/rules/own/new?key={}", self.key);
        let acts = self.may_write.then(|| cx.link_button(&own, "rules.own.new"));
        let under = match &self.named {
            Some(rule) => cx.t2("rules.key_page.named", "sets", &rule.sets, "place", &rule.place),
            None => cx.t("rules.key_page.none"),
        };
        html!(
            "{}{}",
            cx.crumbs([(cx.t("rules.title"), "/rules")]),
            cx.heading(key_name(cx, &self.key), under, Html::text(acts))
        )
    }
    fn ask(&self, cx: &Cx) -> Html {
        html!(
            "{}{}{}",
            cx.ask_open(&self.at()),
            Html::trusted(cx.field("on", "rules.here.on").date(self.on).to_string()),
            cx.ask_close("rules.here.show")
        )
    }
    fn at(&self) -> String {
        format!("/rules/keys/{}", self.key)
    }
    fn chain_table(&self, cx: &Cx) -> Html {
        let cols = [
            Col::text("place", "rules.col.place"),
            Col::text("sets", "rules.col.sets"),
            Col::day("standing", "rules.col.standing"),
            Col::text("why", "rules.col.why"),
            Col::text("basis", "rules.col.basis").minor(),
            Col::day("days", "rules.col.days").minor(),
            Col::day("state", "rules.col.state"),
        ];
        let mut table = cx.table("rules.key_page.chain", cols);
        for rung in &self.chain {
            if rung.links.is_empty() {
                let none = cx.t("rules.why.none");
                table = table.row(
                    Line::new()
                        .quiet()
                        .cell(&rung.place)
                        .cell("—")
                        .cell("")
                        .cell(none)
                        .cell("")
                        .cell("")
                        .cell(""),
                );
            }
            for link in &rung.links {
                table = table.row(self.link(cx, rung, link));
            }
        }
        Html::trusted(table.to_string())
    }
    fn link(&self, cx: &Cx, rung: &Rung, link: &Link) -> Line {
        let (state, word) = match link.standing {
            Standing::Named => (State::Done, "rules.standing.named"),
            Standing::Stands => (State::Info, "rules.standing.stands"),
            Standing::Passed => (State::Off, "rules.standing.passed"),
        };
        let row = Line::new()
            .link(&link.rule.href())
            .cell(&rung.place)
            .cell(link.rule.sets_for(cx))
            .cell(cx.badge(state, cx.t(word)))
            .cell(&link.why)
            .cell(&link.rule.basis)
            .cell(link.rule.days(cx))
            .cell(link.rule.badge(cx));
        if link.standing == Standing::Passed {
            row.quiet()
        } else {
            row
        }
    }
    fn elsewhere_list(&self, cx: &Cx) -> Html {
        if self.elsewhere.is_empty() {
            return Html::none();
        }
        let list = self.elsewhere.iter().fold(cx.list(), |list, rule| {
            let under = format!("{} · {}", rule.basis, rule.days(cx));
            list.item(
                &rule.href(),
                format!("{}　{}", rule.place, rule.sets),
                under,
                rule.badge(cx),
            )
        });
        html!(
            "<details class=\"more\"><summary>{}</summary>{}</details>",
            cx.tn("rules.key_page.elsewhere", self.elsewhere.len()),
            Html::trusted(list.to_string())
        )
    }
    /// A place to try an amount.
    fn trying(&self, cx: &Cx) -> Html {
        let Some(key) = Key::of(&self.key) else {
            return Html::none();
        };
        let label = match key.kind {
            Kind::Money => "rules.try.money",
            Kind::List(..) => "rules.try.names",
            Kind::Share => "rules.try.part",
            Kind::Flag => "rules.try.flag",
            _ => "rules.try.number",
        };
        let what = cx.field("what", label).text(&self.what);
        let whole = self.base.map(|base| {
            let word = cx.t(&format!("rules.base.{}", base.key()));
            Html::trusted(
                cx.field("whole", "rules.try.whole")
                    .label_text(&word)
                    .text(&self.whole)
                    .to_string(),
            )
        });
        let result = self.tried.as_ref().map(|tried| {
            let state = match (tried.outcome, tried.severity) {
                (None, _) | (_, Some(Severity::Block)) => State::Overdue,
                (_, Some(Severity::Reason | Severity::Warn)) => State::Soon,
                (Some(Outcome::NoRule), _) | (_, Some(Severity::Inform)) => State::Info,
                (Some(_), None) => State::Done,
            };
            cx.note(state, &tried.says)
        });
        html!(
            "{}{}{}{}{}{}",
            cx.ask_open(&self.at()),
            Html::trusted(cx.field("on", "").hidden(self.on).to_string()),
            Html::trusted(what.to_string()),
            whole,
            cx.ask_close("rules.try.go"),
            result
        )
    }
}
