//! The list of a round: who is on it, page by page; adding and striking single people.

use kernel::Date;
use org::{BodyId, MemberId, bodies, members::store as people};
use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row, Table, html};
use web::{Refusal, Reply, View};

use super::{
    checks::{Caps, Trouble, Weight},
    model::{Line, Round, RoundId},
    store,
};
use crate::reason;

/// People on one page.
const PAGE: i64 = 50;

/// Whose lines a reader sees: everybody's, or those of their own groups and what lies below them.
pub(crate) struct Eyes(Option<Vec<BodyId>>);

impl Eyes {
    pub(crate) fn sees(&self, body: Option<BodyId>) -> bool {
        org::holds(self.0.as_deref(), body)
    }
    pub(crate) const fn sees_all(&self) -> bool {
        self.0.is_none()
    }
}

/// Whose lines the reader sees.
pub(crate) fn eyes(view: &View<'_>) -> Reply<Eyes> {
    Ok(Eyes(org::within(view, org::power::CARE_SEE)?))
}

/// For whom the reader may keep what happened.
pub(crate) fn hands(view: &View<'_>) -> Reply<Eyes> {
    Ok(Eyes(org::within(view, org::power::CARE_RECORD)?))
}

/// Which lines.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    id: RoundId,
    body: Option<BodyId>,
    /// `open`, `given`, `struck` or `trouble`.
    only: Option<String>,
    /// Somebody to be added.
    q: Option<String>,
    page: Option<u32>,
}

/// The list of a round.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Lines {
    /// The round.
    pub round: Round,
    /// The lines of this page.
    pub lines: Vec<Line>,
    /// What is wrong with whom, of this page.
    pub troubles: Vec<Trouble>,
    /// How many lines there are in all.
    pub total: i64,
    /// The page, from 1.
    pub page: i64,
    /// Branches and groups the reader sees.
    pub bodies: Vec<(BodyId, String)>,
    /// Only of this branch or group.
    pub body: Option<BodyId>,
    /// Only these.
    pub only: Option<String>,
    /// What was looked for.
    pub q: String,
    /// Members found, with whether they are on the list.
    pub found: Vec<(MemberId, String, bool)>,
    /// Whether the reader may add and strike.
    pub may: bool,
}

ui::page!(Lines, "rounds/pages/lines.html", |p, _cx| p.round.title.clone(), wide);

const ONLY: [&str; 4] = ["open", "given", "struck", "trouble"];

pub(super) fn page(view: &View<'_>, ask: Ask) -> Reply<Lines> {
    let union = view.union();
    let round = store::get(view, union, ask.id)?;
    let eyes = eyes(view)?;
    let mut bodies = bodies::store::bodies_to_choose(view, union, round.day)?;
    bodies.retain(|(id, _)| eyes.sees(Some(*id)));
    let body = if eyes.sees_all() {
        ask.body
    } else {
        let own = ask.body.or(bodies.first().map(|(id, _)| *id));
        Some(own.filter(|id| eyes.sees(Some(*id))).ok_or_else(Refusal::missing)?)
    };
    let only = ask.only.filter(|only| ONLY.contains(&only.as_str()));
    let page = i64::from(ask.page.unwrap_or(1).max(1));
    let (lines, total) = store::page(view, union, ask.id, (body, only.as_deref()), (PAGE, page))?;
    let shown: FxHashSet<MemberId> = lines.iter().map(|line| line.member).collect();
    let mut troubles = store::troubles(view, union, ask.id, None)?;
    troubles.retain(|t| shown.contains(&t.member));
    let may = eyes.sees_all() && view.actor().may(org::power::CARE_MANAGE) && round.state.list_open();
    let q = ask.q.unwrap_or_default();
    Ok(Lines {
        found: if may { found(view, ask.id, &q)? } else { Vec::new() },
        round,
        lines,
        troubles,
        total,
        page,
        bodies,
        body,
        only,
        q,
        may,
    })
}

fn found(view: &View<'_>, id: RoundId, q: &str) -> Reply<Vec<(MemberId, String, bool)>> {
    if q.trim().is_empty() {
        return Ok(Vec::new());
    }
    let on = store::on_list(view, view.union(), id)?;
    let all = people::find_members(view, view.union(), q)?;
    Ok(all
        .into_iter()
        .take(20)
        .map(|(id, name)| (id, name, on.contains(&id)))
        .collect())
}

/// The colour of a weight.
pub(super) fn colour(weight: Weight) -> ui::State {
    match weight {
        Weight::Block => ui::State::Overdue,
        Weight::Reason => ui::State::Soon,
        Weight::Warn => ui::State::Info,
    }
}

fn state(cx: &Cx, line: &Line) -> Html {
    match (line.struck, line.given_on) {
        (true, _) => cx.badge(ui::State::Off, cx.t("rounds.struck")),
        (false, Some(day)) => html!("{} {}", cx.badge(ui::State::Done, cx.t("rounds.given")), cx.date(day)),
        (false, None) => cx.badge(ui::State::Due, cx.t("rounds.open")),
    }
}

impl Lines {
    fn crumbs(&self, cx: &Cx) -> Html {
        super::list::crumbs(cx, &self.round, true)
    }
    fn at(&self, tail: &str) -> String {
        format!("/rounds/{}{tail}", self.round.id)
    }
    fn tabs(&self, cx: &Cx) -> Html {
        let tab = |only: Option<&str>| {
            let word = only.map_or("rounds.only.all".to_owned(), |o| format!("rounds.only.{o}"));
            let href = cx.here_with(&[("only", only.unwrap_or_default()), ("page", "")]);
            (cx.t(&word), href, self.only.as_deref() == only)
        };
        cx.tabs([None].into_iter().chain(ONLY.map(Some)).map(tab))
    }
    fn groups(&self) -> Vec<Choice> {
        self.bodies.iter().map(Choice::from).collect()
    }
    fn body_name(&self, body: Option<BodyId>) -> String {
        let of = |id: BodyId| self.bodies.iter().find(|(b, _)| *b == id).map(|(_, n)| n.clone());
        body.and_then(of).unwrap_or_else(|| "—".to_owned())
    }
    fn wrong(&self, cx: &Cx, line: &Line) -> Html {
        self.troubles
            .iter()
            .filter(|t| t.member == line.member)
            .map(|t| html!("{} ", cx.badge(colour(t.weight), cx.t(&t.code.word()))))
            .collect()
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let rows = self.lines.iter().map(|line| {
            let why = line.why.as_deref().map(|why| reason::said(cx, why));
            let row = Row::new()
                .cell(&line.name)
                .cell(self.body_name(line.body))
                .cell(state(cx, line))
                .cell(html!("{}{}", self.wrong(cx, line), why));
            let row = if line.struck { row.quiet() } else { row };
            if self.may {
                row.link(&self.at(&format!("/lines/{}", line.member)))
            } else {
                row
            }
        });
        cx.table(
            "rounds.list",
            [
                Col::text("name", "rounds.person"),
                Col::text("body", "rounds.group"),
                Col::day("state", "rounds.state_is"),
                Col::text("why", "rounds.notes"),
            ],
        )
        .rows(rows)
        .empty(cx.empty("rounds.none_here"))
        .pager(cx.pager(self.page, PAGE, self.total))
    }
    fn found_list(&self, cx: &Cx) -> Html {
        let one = |(id, name, on): &(MemberId, String, bool)| {
            let act = if *on {
                cx.badge(ui::State::Done, cx.t("rounds.is_on"))
            } else {
                Html::trusted(format!(
                    "{}{}{}{}",
                    cx.form_open(&self.at("/lines/add")).in_row(),
                    cx.field("member", "").hidden(id),
                    cx.field("why", "rounds.why").max(200).text(""),
                    cx.form_close("rounds.add")
                ))
            };
            html!("<li><span>{}</span> {}</li>", name, act)
        };
        if self.found.is_empty() && !self.q.is_empty() {
            return cx.empty("rounds.nobody_found");
        }
        let all: Html = self.found.iter().map(one).collect();
        if all.is_empty() {
            return all;
        }
        html!("<ul class=\"rows\">{}</ul>", all)
    }
}

/// Who on which list.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Who {
    id: RoundId,
    member: MemberId,
}

/// A trouble as it is told.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Said {
    /// What.
    #[serde(flatten)]
    pub trouble: Trouble,
    /// What the rule says, with where it stands and what to do.
    pub says: String,
}

/// Somebody on a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct One {
    /// The round.
    pub round: Round,
    /// The line.
    pub line: Line,
    /// What is wrong.
    pub troubles: Vec<Said>,
    /// Today.
    pub today: Date,
}

ui::page!(One, "rounds/pages/one.html", |p, _cx| p.line.name.clone());

pub(super) fn one(view: &View<'_>, q: Who) -> Reply<One> {
    let union = view.union();
    let round = store::get(view, union, q.id)?;
    let line = store::one_line(view, union, q.id, q.member)?.ok_or_else(Refusal::missing)?;
    let caps = Caps::load(view, &round)?;
    let troubles = store::troubles(view, union, q.id, Some(q.member))?;
    let troubles = troubles
        .into_iter()
        .map(|trouble| Said {
            says: told(view, &caps, &trouble),
            trouble,
        })
        .collect();
    Ok(One {
        round,
        line,
        troubles,
        today: view.today(),
    })
}

/// What is wrong, in a sentence: the rule's own where one is behind it.
pub(super) fn told(view: &View<'_>, caps: &Caps, trouble: &Trouble) -> String {
    caps.says(view.lang(), trouble).unwrap_or_else(|| {
        let key = format!("{}_says", trouble.code.word());
        let other = trouble.other.clone().unwrap_or_default();
        ui::words::fill(&ui::words::word(view.lang(), &key), &[("other", &other)])
    })
}

impl One {
    fn crumbs(&self, cx: &Cx) -> Html {
        super::list::crumbs(cx, &self.round, true)
    }
    fn at(&self, tail: &str) -> String {
        format!("/rounds/{}/lines/{}{tail}", self.round.id, self.line.member)
    }
    fn state(&self, cx: &Cx) -> Html {
        state(cx, &self.line)
    }
    fn troubles(&self, cx: &Cx) -> Html {
        let note = |s: &Said| {
            cx.note(
                colour(s.trouble.weight),
                [cx.t(&s.trouble.code.word()), s.says.clone()].join(&cx.t("ui.colon")),
            )
        };
        self.troubles.iter().map(note).collect()
    }
    fn why(&self, cx: &Cx) -> Html {
        match &self.line.why {
            Some(why) => Html::trusted(cx.facts().fact("rounds.why", reason::said(cx, why)).to_string()),
            None => Html::none(),
        }
    }
    fn may_change(&self) -> bool {
        self.round.state.list_open() && self.line.given_on.is_none()
    }
}
