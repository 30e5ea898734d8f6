//! What the rules say to a round and to those on its list, and who came and left since the list was made.

use std::collections::BTreeMap;

use org::MemberId;
use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html, Row, Table, html};
use web::{Reply, View};

use super::{
    acts::Which,
    checks::{Caps, Code, Weight},
    found::{self, Finding, Whole},
    lines::{colour, eyes, told},
    listing,
    model::{Line, Round},
    store, who,
};
use crate::{reason, rounds::lines::Said};

/// Most people that are named.
const NAMED: usize = 50;

/// What was found.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Checks {
    /// The round.
    pub round: Round,
    /// What the rules say to the whole of it.
    pub whole: Vec<Finding>,
    /// The eight prohibitions.
    pub prohibitions: Vec<Finding>,
    /// How many of each trouble, and of each weight.
    pub counts: Vec<(Code, Weight, i64)>,
    /// The people with trouble, the hardest first, at most fifty.
    pub people: Vec<(Line, Said)>,
    /// Who would be on the list by its conditions today and is not, at most fifty; how many.
    pub came: (Vec<(MemberId, String)>, i64),
    /// Who died or left and is still on the list; how many.
    pub went: (Vec<(MemberId, String)>, i64),
    /// Whether the reader may change the list.
    pub may: bool,
}

ui::page!(Checks, "rounds/pages/checks.html", |_p, cx| cx.t("rounds.checks"));

pub(super) fn page(view: &View<'_>, q: Which) -> Reply<Checks> {
    let union = view.union();
    let round = store::get(view, union, q.id)?;
    let eyes = eyes(view)?;
    let lines: Vec<Line> = store::lines(view, union, q.id)?
        .into_iter()
        .filter(|line| eyes.sees(line.body))
        .collect();
    let items = store::items(view, union, q.id)?;
    let people = lines.iter().filter(|line| !line.struck).count();
    let whole = Whole {
        round: &round,
        items: &items,
        people: i64::try_from(people).unwrap_or(i64::MAX),
    };
    let all = eyes.sees_all();
    let running = round.state.list_open();
    let (named, counts) = troubles(view, &round, &lines)?;
    let (came, went) = if all && running {
        since(view, &round, &lines)?
    } else {
        Default::default()
    };
    Ok(Checks {
        whole: found::find(view, &whole)?,
        prohibitions: found::prohibitions(view, &whole)?,
        people: named,
        counts,
        came,
        went,
        may: all && running && view.actor().may(org::power::CARE_MANAGE),
        round,
    })
}

type Troubles = (Vec<(Line, Said)>, Vec<(Code, Weight, i64)>);

fn troubles(view: &View<'_>, round: &Round, lines: &[Line]) -> Reply<Troubles> {
    let on: BTreeMap<MemberId, &Line> = lines
        .iter()
        .filter(|line| !line.struck)
        .map(|line| (line.member, line))
        .collect();
    let mut all = store::troubles(view, view.union(), round.id, None)?;
    all.retain(|t| on.contains_key(&t.member));
    all.sort_by_key(|t| std::cmp::Reverse(t.weight));
    let mut counts: Vec<(Code, Weight, i64)> = Vec::new();
    for t in &all {
        match counts
            .iter_mut()
            .find(|(code, weight, _)| (*code, *weight) == (t.code, t.weight))
        {
            Some((_, _, n)) => *n = n.saturating_add(1),
            None => counts.push((t.code, t.weight, 1)),
        }
    }
    let caps = Caps::load(view, round)?;
    let named = all.into_iter().take(NAMED).filter_map(|trouble| {
        let line = on.get(&trouble.member)?;
        let says = told(view, &caps, &trouble);
        Some(((*line).clone(), Said { trouble, says }))
    });
    Ok((named.collect(), counts))
}

type Named = (Vec<(MemberId, String)>, i64);

/// Who came and who left since the list was made.
fn since(view: &View<'_>, round: &Round, lines: &[Line]) -> Reply<(Named, Named)> {
    let there: FxHashSet<MemberId> = lines.iter().map(|line| line.member).collect();
    let all = who::everybody(view, round.day)?;
    let came: Vec<(MemberId, String)> = who::those_meant(view, round, &all)?
        .into_iter()
        .filter(|p| !there.contains(&p.member))
        .map(|p| (p.member, p.name.clone()))
        .collect();
    let gone: FxHashSet<MemberId> = listing::leavers(view, round, lines)?.into_iter().collect();
    let went: Vec<(MemberId, String)> = lines
        .iter()
        .filter(|line| gone.contains(&line.member))
        .map(|line| (line.member, line.name.clone()))
        .collect();
    let cut = |mut all: Vec<(MemberId, String)>| {
        let n = i64::try_from(all.len()).unwrap_or(i64::MAX);
        all.truncate(NAMED);
        (all, n)
    };
    Ok((cut(came), cut(went)))
}

impl Checks {
    fn crumbs(&self, cx: &Cx) -> Html {
        super::list::crumbs(cx, &self.round, true)
    }
    fn at(&self, tail: &str) -> String {
        format!("/rounds/{}{tail}", self.round.id)
    }
    fn line_href(&self, member: MemberId) -> String {
        self.at(&format!("/lines/{member}"))
    }
    fn hard(&self) -> bool {
        self.counts.iter().any(|(_, weight, _)| *weight == Weight::Block)
    }
    fn findings<'a>(&self, cx: &'a Cx, of: &[Finding], caption: &str) -> Table<'a> {
        let rows = of.iter().map(|f| {
            let badge = match f.weight {
                Some(weight) => cx.badge(colour(weight), cx.t(&format!("rounds.weight.{}", weight.key()))),
                None if !f.says.is_empty() => cx.badge(ui::State::Info, cx.t("rounds.by_others")),
                None => cx.badge(ui::State::Done, cx.t("rounds.fine")),
            };
            Row::new().cell(cx.t(&f.what)).cell(badge).cell(&f.says)
        });
        cx.table(
            caption,
            [
                ui::Col::text("what", "rounds.looked_at"),
                ui::Col::day("weight", "rounds.result"),
                ui::Col::text("says", "rounds.basis"),
            ],
        )
        .rows(rows)
    }
    fn of_whole<'a>(&self, cx: &'a Cx) -> Table<'a> {
        self.findings(cx, &self.whole, "rounds.of_whole")
    }
    fn of_eight<'a>(&self, cx: &'a Cx) -> Table<'a> {
        self.findings(cx, &self.prohibitions, "rounds.eight")
    }
    fn counted(&self, cx: &Cx) -> Html {
        let one = |(code, weight, n): &(Code, Weight, i64)| {
            html!("{} {} ", cx.badge(colour(*weight), cx.t(&code.word())), cx.number(*n))
        };
        let all: Html = self.counts.iter().map(one).collect();
        html!("<p>{}</p>", all)
    }
    fn named<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let rows = self.people.iter().map(|(line, said)| {
            let row = Row::new()
                .cell(&line.name)
                .cell(cx.badge(colour(said.trouble.weight), cx.t(&said.trouble.code.word())))
                .cell(&said.says)
                .cell(line.why.as_deref().map(|why| reason::said(cx, why)).unwrap_or_default());
            if self.may {
                row.link(&self.line_href(line.member))
            } else {
                row
            }
        });
        cx.table(
            "rounds.of_people",
            [
                ui::Col::text("name", "rounds.person"),
                ui::Col::day("what", "rounds.result"),
                ui::Col::text("says", "rounds.basis"),
                ui::Col::text("why", "rounds.why"),
            ],
        )
        .rows(rows)
        .empty(cx.empty("rounds.no_trouble"))
    }
    fn came_list(&self, cx: &Cx) -> Html {
        let one = |(id, name): &(MemberId, String)| {
            let form = format!(
                "{}{}{}{}",
                cx.form_open(&self.at("/lines/add")).in_row(),
                cx.field("member", "").hidden(id),
                cx.field("why", "rounds.why").max(200).text(""),
                cx.form_close("rounds.add")
            );
            html!("<li><span>{}</span> {}</li>", name, Html::trusted(form))
        };
        if !self.may {
            return Html::none();
        }
        let all: Html = self.came.0.iter().map(one).collect();
        html!("<ul class=\"rows\">{}</ul>", all)
    }
    fn went_list(&self) -> Html {
        let one = |(id, name): &(MemberId, String)| html!("<li><a href=\"{}\">{}</a></li>", self.line_href(*id), name);
        let all: Html = self.went.0.iter().map(one).collect();
        html!("<ul class=\"rows\">{}</ul>", all)
    }
}
