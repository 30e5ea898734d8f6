//! The page of a roster: how far it is, what was found and what becomes of it, what is in the register, what is given back.

use kernel::{Date, Instant};
use org::{BodyId, MemberId};
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html, State as Look, html};
use web::{Reply, View};

use super::{
    acts::Which,
    desk::living_groups,
    examine,
    lists::badge,
    model::{Roster, RosterId, State, Sums},
    store,
    summary::{self, Counted, Outcome, Word},
    trouble::{Kind, KnownHow},
    undo,
};

/// So many of those who stayed are named.
const STAYED: usize = 200;

/// A kind of trouble with the number of its rows.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct KindOf {
    /// The kind.
    pub kind: Kind,
    /// Its rows.
    pub rows: i64,
    /// Those for which something is proposed.
    pub fixes: i64,
    /// Whether proposals are taken.
    pub taken: bool,
}

/// A roster.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RosterPage {
    /// It.
    pub id: RosterId,
    /// Its version, for editing.
    pub version: i64,
    /// The name of the file.
    pub name: String,
    /// Who brought it.
    pub who: Option<String>,
    /// When.
    pub at: Instant,
    /// How far it is.
    pub state: State,
    /// Rows of people.
    pub lines: i64,
    /// Rows that are none.
    pub skipped: i64,
    /// How far the job is, and of how much.
    pub done: i64,
    /// Of how much.
    pub total: i64,
    /// Whether the job was given up.
    pub failed: bool,
    /// What becomes of the rows.
    pub outcome: Outcome,
    /// What was found.
    pub kinds: Vec<KindOf>,
    /// Words that stand for nothing known, those of most rows.
    pub words: Vec<Word>,
    /// Further such words, of few rows, for which the proposal is taken.
    pub more_words: usize,
    /// What becomes of those in the register already.
    pub known: KnownHow,
    /// Since when those are members of whom the file does not say.
    pub joined: Option<Date>,
    /// The other union that the title seems to name.
    pub other: Option<String>,
    /// Whether it was said to be this union's.
    pub ours: bool,
    /// What is in the register.
    pub sums: Sums,
    /// Whether the rows that are given back can still be fetched.
    pub kept: bool,
    /// Whether who looks brought it, and may fetch them.
    pub mine: bool,
    /// How many stayed when it was taken back.
    pub stayed_count: i64,
    /// The first of them.
    pub stayed: Vec<(MemberId, String)>,
    /// Today.
    pub today: Date,
    #[serde(skip)]
    pub(super) groups: Vec<(BodyId, String)>,
}

ui::page!(RosterPage, "roster/pages/show.html", |p, _cx| p.name.clone());

pub(super) fn page(view: &View<'_>, q: Which) -> Reply<RosterPage> {
    let union = view.union();
    let roster = store::get(view, union, q.id)?;
    let job = match roster.job {
        Some(job) if roster.state.at_work() => jobs::find(view, union, job).ok(),
        _ => None,
    };
    let own = view
        .actor()
        .standing
        .as_ref()
        .map(|s| s.union_name.clone())
        .unwrap_or_default();
    let title = roster.chosen().map(|sheet| sheet.title.clone()).unwrap_or_default();
    let mut page = RosterPage {
        id: roster.id,
        version: roster.version,
        name: roster.name.clone(),
        who: roster.who.clone(),
        at: roster.at,
        state: roster.state,
        lines: roster.lines,
        skipped: roster.skipped,
        done: job.as_ref().map_or(0, |j| j.done),
        total: job.as_ref().map_or(0, |j| j.total),
        failed: job.is_some_and(|j| j.state == jobs::State::Failed),
        outcome: Outcome::default(),
        kinds: Vec::new(),
        words: Vec::new(),
        more_words: 0,
        known: roster.rules.known,
        joined: roster.rules.joined,
        other: examine::union_in_title(&own, &title),
        ours: roster.rules.ours,
        sums: store::sums(view, union, roster.id)?,
        kept: store::has_blocks(view, union, roster.id)?,
        mine: roster.account == view.actor().account,
        stayed_count: 0,
        stayed: Vec::new(),
        today: view.today(),
        groups: Vec::new(),
    };
    if roster.state == State::Checked {
        checked(view, &roster, &mut page)?;
    }
    if roster.state == State::Undone {
        (page.stayed_count, page.stayed) = undo::stayed(view, union, roster.id, STAYED)?;
    }
    Ok(page)
}

/// What the dry run found, counted under the decisions and what is proposed beside them.
fn checked(view: &View<'_>, roster: &Roster, page: &mut RosterPage) -> Reply<()> {
    let union = view.union();
    let counted = Counted::of(view, union, roster.id)?;
    page.groups = living_groups(view, union, view.today())?;
    let words = summary::unknown(&counted, &roster.rules, &page.groups);
    let mut rules = roster.rules.clone();
    for word in &words {
        rules.words.insert(word.name.clone(), word.choice.clone());
    }
    (page.words, page.more_words) = summary::asked(words);
    let choices = store::choices(view, union, roster.id)?;
    page.outcome = Outcome::of(view, (union, roster.id), roster.lines, &rules, &choices)?;
    for kind in Kind::ALL {
        let Some((rows, fixes)) = counted.kinds.get(kind.key()) else {
            continue;
        };
        let taken = rules.ticks.get(kind).copied().unwrap_or(kind.ticked());
        page.kinds.push(KindOf {
            kind: *kind,
            rows: *rows,
            fixes: *fixes,
            taken: taken && *fixes > 0,
        });
    }
    Ok(())
}

impl RosterPage {
    fn path(&self, tail: &str) -> String {
        format!("/rosters/{}{tail}", self.id)
    }
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([
            (cx.t("org.members.title"), "/members"),
            (cx.t("roster.title"), "/rosters"),
        ]);
        let who = self.who.clone().unwrap_or_default();
        let under = html!("{} {} {}", badge(cx, self.state), who, cx.instant(self.at));
        let columns = (self.state == State::Checked).then(|| cx.link_button(&self.path("/columns"), "roster.columns"));
        html!("{}{}", crumbs, cx.heading(&self.name, under, columns))
    }
    /// How far the work is; with script the page looks again by itself.
    fn progress(&self, cx: &Cx) -> Html {
        if self.failed {
            return html!(
                "{}{}",
                cx.note(Look::Overdue, cx.t("roster.failed")),
                cx.main_button(&self.path("/again"), "roster.again")
            );
        }
        let label = cx.t(&format!("roster.state_of.{}", self.state.key()));
        html!(
            "<div id=\"roster-work\" hx-get=\"{}\" hx-trigger=\"every 2s\" hx-target=\"#main\" hx-swap=\"innerHTML\">{}</div><p><a href=\"{}\">{}</a></p>",
            self.path(""),
            cx.progress(label, self.done, self.total, cx.t("jobs.may_leave")),
            self.path(""),
            cx.t("roster.look_again")
        )
    }
    /// What becomes of the rows, or became of them.
    fn figures(&self, cx: &Cx) -> Html {
        let facts = cx.facts();
        let n = |number: i64| cx.number(number);
        let facts = match self.state {
            State::Checked => facts
                .fact("roster.good", n(self.outcome.good))
                .fact("roster.repaired", n(self.outcome.repaired))
                .fact("roster.known_rows", n(self.outcome.known))
                .fact("roster.left_out", n(self.outcome.left_out))
                .fact("roster.back", n(self.outcome.back))
                .fact("roster.no_people", n(self.skipped)),
            State::Undone => facts
                .fact("roster.undone", n(self.sums.undone))
                .fact("roster.stayed", n(self.stayed_count)),
            _ => facts
                .fact("roster.added", n(self.sums.added))
                .fact("roster.updated", n(self.sums.updated))
                .fact("roster.left_out", n(self.sums.skipped))
                .fact("roster.back", n(self.sums.back)),
        };
        Html::trusted(facts.to_string())
    }
    /// What can be done once it is in the register.
    fn after(&self, cx: &Cx) -> Html {
        let mut out = Html::none();
        if self.sums.back > 0 && self.kept && self.mine {
            out.add(cx.note(Look::Due, cx.tn("roster.back_says", self.sums.back)));
            out.add(html!(
                "<p>{}</p>",
                cx.main_link(&self.path("/returned"), "roster.returned")
            ));
        } else if self.sums.back > 0 {
            let key = if self.kept {
                "roster.not_mine"
            } else {
                "roster.not_kept"
            };
            out.add(cx.note(Look::Info, cx.t(key)));
        }
        let says = cx.t2(
            "roster.undo_says",
            "added",
            cx.number(self.sums.added),
            "updated",
            cx.number(self.sums.updated),
        );
        out.add(html!(
            "<div class=\"actions\">{}",
            cx.link_button("/members", "roster.to_members")
        ));
        if self.sums.added + self.sums.updated > 0 {
            out.add(cx.confirm(&self.path("/undo"), "roster.undo", says, "roster.undo_yes"));
        }
        if self.kept {
            let says = cx.t("roster.forget_says");
            out.add(cx.confirm(&self.path("/forget"), "roster.forget", says, "roster.forget_yes"));
        }
        out.add(Html::trusted("</div>"));
        out
    }
    /// Who stayed.
    fn stayed_list(&self, cx: &Cx) -> Html {
        if self.stayed.is_empty() {
            return Html::none();
        }
        let items: Html = self
            .stayed
            .iter()
            .map(|(id, name)| html!("<li><a href=\"/members/{}\">{}</a></li>", id.to_string(), name))
            .collect();
        html!(
            "<section><h2>{}</h2><p>{}</p><ul class=\"rows\">{}</ul></section>",
            cx.t("roster.stayed"),
            cx.t("roster.stayed_says"),
            items
        )
    }
    fn forget(&self, cx: &Cx) -> Html {
        let says = cx.t("roster.drop_says");
        cx.confirm(&self.path("/forget"), "roster.drop", says, "roster.drop_yes")
    }
}
