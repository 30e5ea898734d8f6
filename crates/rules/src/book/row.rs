//! One rule: what it says, where it stands, who entered and confirmed it, and its course.

use kernel::Instant;
use org::power::{RULE_CONFIRM, RULE_WRITE};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html, State, html};
use web::{Reply, View};

use super::{RuleView, evidence, kinds, list::key_name, severity};
use crate::{
    RuleId,
    event::RULE,
    store::{self, Confirmed, Line},
};

/// Which rule.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(crate) struct Which {
    id: RuleId,
}

/// One rule.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct RowPage {
    /// It.
    pub rule: RuleView,
    /// It takes the place of rules farther away.
    pub replaces: bool,
    /// A union may set its own figure instead.
    pub delegates: bool,
    /// Where it was read.
    pub source: Option<String>,
    /// What else there is to say.
    pub note: Option<String>,
    /// Who entered it; nobody for those that come with the program.
    pub entered_by: Option<String>,
    /// When.
    pub entered_at: Instant,
    /// Who confirmed it.
    pub confirmed: Option<Confirmed>,
    /// The title of its sheet.
    pub sheet_title: Option<String>,
    /// The rule that ends or is corrected by it.
    pub follows: Option<RuleView>,
    /// Whether that one is corrected.
    pub corrects: bool,
    /// The rule that corrects it.
    pub corrected_by: Option<RuleView>,
    /// All rules of the key at this place, the latest first.
    pub course: Vec<RuleView>,
    /// Whether the reader may confirm it.
    pub may_confirm: bool,
    /// Whether the reader entered it, so that another has to confirm it.
    pub is_own: bool,
    /// Whether the reader may end it.
    pub may_end: bool,
    /// Whether the reader may correct it.
    pub may_correct: bool,
}

ui::page!(RowPage, "book/pages/row.html", |p, cx| key_name(cx, &p.rule.key));

pub(crate) fn page(view: &View<'_>, q: Which) -> Reply<RowPage> {
    let union = view.union();
    let mut line = store::one(view, union, q.id)?;
    store::as_seen_from(view, union, std::slice::from_mut(&mut line))?;
    let row = &line.row;
    let (mut all, may) = match &row.place {
        Some(place) => (
            store::of_place(view, union, place, Some(row.key))?,
            store::may_write(view, union, place)?,
        ),
        // of a place that is not known nothing else is known either
        None => (vec![line.clone()], false),
    };
    store::as_seen_from(view, union, &mut all)?;
    let mut course: Vec<&Line> = all.iter().collect();
    course.sort_by_key(|line| std::cmp::Reverse((line.row.from, line.row.id)));
    let shown = |id: Option<RuleId>| {
        let found = id.and_then(|id| all.iter().find(|line| line.row.id == id));
        found.map(|line| RuleView::of(line, view.lang()))
    };
    let stands = !row.corrected && may;
    let is_own = line.account == Some(view.actor().account);
    let open = line.confirmed.is_none() && row.from.is_some();
    let sheet_title = line
        .sheet
        .map(|sheet| store::sheet(view, sheet))
        .transpose()?
        .map(|sheet| sheet.title);
    Ok(RowPage {
        rule: RuleView::of(&line, view.lang()),
        replaces: row.replaces,
        delegates: row.delegates,
        source: line.source.clone(),
        note: line.note.clone(),
        entered_by: line.entered_by.clone(),
        entered_at: line.entered_at,
        confirmed: line.confirmed.clone(),
        sheet_title,
        follows: shown(line.follows),
        corrects: line.corrects,
        corrected_by: shown(line.corrected_by),
        course: course.into_iter().map(|line| RuleView::of(line, view.lang())).collect(),
        may_confirm: stands && open && !is_own && view.actor().may(RULE_CONFIRM),
        is_own: stands && open && is_own,
        may_end: stands && row.from.is_some() && row.until.is_none() && view.actor().may(RULE_CONFIRM),
        may_correct: stands && view.actor().may(RULE_WRITE),
    })
}

impl RowPage {
    fn heading(&self, cx: &Cx) -> Html {
        let mut steps = vec![(cx.t("rules.title"), "/rules".to_owned())];
        steps.push((key_name(cx, &self.rule.key), format!("/rules/keys/{}", self.rule.key)));
        let correct = format!("{}/correct", self.rule.href());
        let acts = self.may_correct.then(|| cx.link_button(&correct, "rules.row.correct"));
        let under = format!("{}　{}", self.rule.place, self.rule.sets_for(cx));
        html!(
            "{}{}",
            cx.crumbs(steps),
            cx.heading(key_name(cx, &self.rule.key), under, Html::text(acts))
        )
    }
    fn facts(&self, cx: &Cx) -> Html {
        let rule = &self.rule;
        let yes = |yes: bool, key: &str| yes.then(|| cx.t(key));
        let how: Vec<String> = [
            yes(self.replaces, "rules.row.replaces"),
            yes(self.delegates, "rules.row.delegates"),
        ]
        .into_iter()
        .flatten()
        .collect();
        let for_whom = if rule.kinds.is_empty() {
            cx.t("rules.kind.all")
        } else {
            kinds(cx, &rule.kinds)
        };
        let hard = if rule.binds == rule.severity {
            severity(cx, rule.severity)
        } else {
            cx.t1("rules.row.only_warns", "severity", severity(cx, rule.severity))
        };
        let facts = cx
            .facts()
            .fact("rules.col.state", rule.badge(cx))
            .fact("rules.col.sets", &rule.sets)
            .fact("rules.col.place", &rule.place)
            .fact("rules.row.kinds", for_whom)
            .fact("rules.col.days", rule.days(cx))
            .fact("rules.row.severity", hard)
            .fact("rules.row.how", how.join(&cx.t("rules.unit.semicolon")));
        let facts = facts
            .long("rules.col.basis", &rule.basis)
            .fact("rules.row.evidence", evidence(cx, rule.evidence));
        let facts = match (&self.sheet_title, rule.sheet) {
            (Some(title), Some(sheet)) => facts.door("rules.row.sheet", title, &format!("/rules/sheets/{sheet}")),
            _ => facts.door("rules.row.sheet", cx.t("rules.own.title"), "/rules/own"),
        };
        let entered = match &self.entered_by {
            Some(name) => format!("{name} {}", cx.instant(self.entered_at)),
            None => cx.t("rules.row.shipped"),
        };
        let mut facts = facts.fact("rules.row.entered", entered);
        if let Some(confirmed) = &self.confirmed {
            facts = facts.fact(
                "rules.row.confirmed",
                format!("{} {}", confirmed.name, cx.date_full(confirmed.on)),
            );
        }
        if let Some(source) = &self.source {
            facts = facts.long("rules.row.source", source);
        }
        if let Some(note) = &self.note {
            facts = facts.long("rules.row.note", note);
        }
        Html::trusted(facts.to_string())
    }
    /// What it ends or corrects, and what corrects it.
    fn ties(&self, cx: &Cx) -> Html {
        let tie = |key: &str, rule: &RuleView| {
            let link = html!(
                "<a href=\"{}\">{}</a>",
                rule.href(),
                format!("{} {}", rule.sets, rule.days(cx))
            );
            cx.note(State::Info, html!("{} {}", cx.t(key), link))
        };
        let follows = self.follows.as_ref().filter(|_| !self.rule.confirmed).map(|rule| {
            tie(
                if self.corrects {
                    "rules.row.will_correct"
                } else {
                    "rules.row.will_end"
                },
                rule,
            )
        });
        let corrected = self
            .corrected_by
            .as_ref()
            .map(|rule| tie("rules.row.corrected_by", rule));
        let own = self.is_own.then(|| cx.note(State::Info, cx.t("rules.row.own_entry")));
        html!("{}{}{}", follows, corrected, own)
    }
    fn confirming(&self, cx: &Cx) -> Html {
        if !self.may_confirm {
            return Html::none();
        }
        html!(
            "<section><h2>{}</h2><p class=\"quiet\">{}</p>{}</section>",
            cx.t("rules.row.confirm"),
            cx.t("rules.row.confirm_about"),
            cx.main_button(&format!("{}/confirm", self.rule.href()), "rules.row.confirm")
        )
    }
    fn ending(&self, cx: &Cx) -> Html {
        if !self.may_end {
            return Html::none();
        }
        let day = cx
            .field("last", "rules.row.last_day")
            .hint("rules.row.last_day_hint")
            .required()
            .date("");
        html!(
            "<details class=\"more\"><summary>{}</summary>{}{}{}</details>",
            cx.t("rules.row.end"),
            Html::trusted(cx.form_open(&format!("{}/end", self.rule.href())).to_string()),
            Html::trusted(day.to_string()),
            Html::trusted(cx.form_close("rules.row.end").to_string())
        )
    }
    fn course_list(&self, cx: &Cx) -> Html {
        let list = self.course.iter().fold(cx.list(), |list, rule| {
            let here = if rule.id == self.rule.id {
                cx.t("rules.row.this")
            } else {
                String::new()
            };
            let under = format!("{} · {} {here}", rule.days(cx), rule.basis);
            list.item(&rule.href(), rule.sets_for(cx), under, rule.badge(cx))
        });
        Html::trusted(list.to_string())
    }
    /// What the log says of it.
    fn log(&self) -> String {
        format!("/log?record={RULE}:{}", self.rule.id)
    }
}
