//! One visit: what it is for, how it stands, who went, what was given, what was asked for.

use kernel::Lang;
use org::{MemberId, power::CARE_RECORD};
use rules::{Case, key::Key};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html, State, html};
use web::{Reply, View, reveal::Veiled};

use super::{
    acts::flow_me,
    list::veil,
    model::{Present, Status, Visit, VisitId},
    next::{self, Next},
    payment::{self, Asked},
    reach,
    reasons::{self, Reason},
    record, store,
};

/// Which visit.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    pub id: VisitId,
}

/// How much may be given, and where that is written.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Ceiling {
    /// The limit in words.
    pub limit: String,
    /// Where it is written.
    pub basis: String,
    /// Whether a second person confirmed it.
    pub confirmed: bool,
}

/// What the rules of a day would have at most; none where there is no rule.
pub(super) fn ceiling(view: &View<'_>, key: &'static Key, day: kernel::Date) -> Reply<Option<Ceiling>> {
    let judged = rules::judge(view, view.union(), day, key, &Case::number(0))?;
    Ok(judged
        .rule
        .as_ref()
        .zip(judged.comes_to(view.lang()))
        .map(|(rule, limit)| Ceiling {
            limit,
            basis: rule.basis.clone(),
            confirmed: rule.confirmed,
        }))
}

/// One visit.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VisitPage {
    /// The visit.
    pub visit: Visit,
    /// How many go at least.
    pub least: i64,
    /// How much may be given.
    pub ceiling: Option<Ceiling>,
    /// Members who went, by name.
    pub visitors: Vec<String>,
    /// What was asked for, where it lies sealed.
    pub wish: Option<Veiled>,
    /// Photos and receipts.
    pub papers: Vec<archive::Line>,
    /// Whether it can be recorded or let be.
    pub may_record: bool,
    /// Whether the record can be changed.
    pub may_change: bool,
    /// Whether the member's entry can be opened.
    pub sees_member: bool,
    /// Whether a photo or receipt is still to come.
    pub wants_photo: bool,
    /// The request for its money.
    pub payment: Option<Asked>,
    /// What may follow from it.
    pub next: Vec<Next>,
}

ui::page!(VisitPage, "visits/pages/show.html", |p, cx| p.title(cx));

pub(super) fn page(view: &View<'_>, which: Which) -> Reply<VisitPage> {
    let mut visit = reach::seen(view, which.id)?;
    let reason = reasons::store::at(view, view.union(), (visit.reason, visit.reason_version))?;
    let eyes = reach::Eyes::of(view)?;
    let hidden = eyes.hides(visit.sensitive, visit.branch);
    let day = visit.told.as_ref().map_or(view.today(), |t| t.day);
    let ceiling = match reason.says.cap {
        Some(key) if !hidden => ceiling(view, key, day)?,
        _ => None,
    };
    let may_record = reach::in_hand(view, which.id).is_ok() && flow_me(view) != Some(visit.member);
    let wish = wish(view, &visit, may_record)?;
    let papers = if hidden {
        Vec::new()
    } else {
        archive::of_record(view, view.union(), record(visit.id))?
    };
    let next = next::of(view, &visit, &reason)?;
    veil(view, &eyes, &mut visit);
    Ok(VisitPage {
        payment: payment::of(view, view.union(), visit.id)?,
        next,
        least: reason.says.visitors,
        ceiling,
        visitors: names(view, visit.told.as_ref().map_or(&[], |t| t.visitors.as_slice()))?,
        wish,
        wants_photo: lacks_photo(&visit, &reason, &papers),
        papers,
        may_record,
        may_change: reach::mine(view, which.id).is_ok() && flow_me(view) != Some(visit.member),
        sees_member: view.actor().may(org::power::MEMBER_SEE),
        visit,
    })
}

fn lacks_photo(visit: &Visit, reason: &Reason, papers: &[archive::Line]) -> bool {
    let given = visit.told.as_ref().is_some_and(|t| t.present != Present::None);
    visit.status == Status::Made && papers.is_empty() && (reason.says.photo || reason.says.receipt && given)
}

pub(super) fn names(view: &View<'_>, members: &[MemberId]) -> Reply<Vec<String>> {
    let known = org::member_names(view, view.union(), members.iter().copied())?;
    Ok(members.iter().filter_map(|m| known.get(m).cloned()).collect())
}

/// What was asked for, if it lies sealed: opened for a reader whose reading was just recorded.
fn wish(view: &View<'_>, visit: &Visit, may: bool) -> Reply<Option<Veiled>> {
    if !visit.wished || visit.wish.is_some() {
        return Ok(None);
    }
    let masked = ui::words::word(view.lang(), "visits.sealed").into_owned();
    let reveal = (may && view.actor().may(CARE_RECORD)).then(|| format!("/visits/{}/reveal", visit.id));
    let open = || Ok(store::open_wish(view, view.union(), visit.id)?.unwrap_or_default());
    Ok(Some(web::reveal::veil(
        view,
        record(visit.id),
        "wish",
        masked,
        reveal,
        open,
    )?))
}

impl VisitPage {
    fn title(&self, cx: &Cx) -> String {
        cx.t2(
            "visits.show.title",
            "name",
            &self.visit.name,
            "reason",
            &self.visit.reason_name,
        )
    }
    fn at(&self, tail: &str) -> String {
        format!("/visits/{}{tail}", self.visit.id)
    }
    fn heading(&self, cx: &Cx) -> Html {
        let v = &self.visit;
        let mut acts = Html::none();
        match v.status {
            Status::Due if self.may_record => {
                acts.add(cx.main_link(&self.at("/record"), "visits.record"));
                acts.add(cx.link_button(&self.at("/waive"), "visits.waive"));
            }
            Status::Made if self.may_change => {
                acts.add(cx.link_button(&self.at("/correct"), "visits.correct"));
                acts.add(cx.link_button(&self.at("/withdraw"), "visits.take_back"));
            }
            Status::Waived if self.may_change => {
                acts.add(cx.link_button(&self.at("/withdraw"), "visits.owe_again"));
            }
            _ => {}
        }
        let (state, word) = v.state(cx.today);
        html!(
            "{}{}",
            cx.crumbs([(cx.t("ui.nav.care"), "/care"), (cx.t("visits.title"), "/visits")]),
            cx.heading(self.title(cx), cx.badge(state, cx.t(word)), acts)
        )
    }
    fn note(&self, cx: &Cx) -> Html {
        let v = &self.visit;
        match (&v.why, v.status) {
            (Some(why), Status::Waived | Status::Withdrawn) => {
                let who = v.account_name.as_deref().unwrap_or("—");
                cx.note(State::Off, cx.t2("visits.show.because", "who", who, "why", why))
            }
            _ if self.wants_photo => cx.note(State::Soon, cx.t("visits.show.no_photo")),
            _ => Html::none(),
        }
    }
    fn event(&self, cx: &Cx) -> Html {
        let v = &self.visit;
        let mut facts = cx.facts();
        facts = if self.sees_member {
            facts.door("visits.col.member", &v.name, &format!("/members/{}", v.member))
        } else {
            facts.fact("visits.col.member", &v.name)
        };
        facts = facts
            .fact("visits.col.group", v.branch_name.as_deref().unwrap_or("—"))
            .door(
                "visits.col.reason",
                &v.reason_name,
                &format!("/visits/events/{}", v.event),
            )
            .fact("visits.event.happened", cx.date(v.happened))
            .fact("visits.event.known", cx.date(v.known))
            .fact("visits.col.due", cx.date(v.due));
        if let Some(c) = &self.ceiling {
            facts = facts.fact("visits.ceiling", html!("{} <small>{}</small>", &c.limit, basis(cx, c)));
        }
        if let Some(task) = v.task {
            facts = facts.door(
                "visits.task.word",
                cx.t("visits.task.open_it"),
                &format!("/tasks/{task}"),
            );
        }
        Html::trusted(facts.to_string())
    }
    fn made(&self, cx: &Cx) -> Html {
        let v = &self.visit;
        let Some(t) = &v.told else { return Html::none() };
        let mut people = self.visitors.clone();
        people.extend(t.others.iter().cloned());
        let mut facts = cx
            .facts()
            .fact("visits.col.made_on", cx.date(t.day))
            .fact("visits.form.way", cx.t(&t.way.word()))
            .fact("visits.form.visitors", people.join(separator(cx)))
            .fact("visits.form.present", gift(cx, v));
        if let Some(why) = &t.reason {
            facts = facts.long("visits.form.reason", why);
        }
        if let Some(name) = &t.signed_by {
            facts = facts.fact("visits.form.signed_by", name);
        }
        if let Some(at) = v.signed_at {
            facts = facts.fact("visits.show.confirmed", cx.instant(at));
        }
        if let Some(asked) = &self.payment {
            let said = format!("{} · {}", asked.number, cx.t(&asked.state));
            facts = facts.door("visits.payment.word", said, &asked.href);
        }
        if let (Some(who), Some(at)) = (&v.account_name, v.recorded_at) {
            facts = facts.fact("visits.show.recorded", format!("{who} · {}", cx.instant(at)));
        }
        html!(
            "<section><h2>{}</h2>{}</section>",
            cx.t("visits.show.made"),
            Html::trusted(facts.to_string())
        )
    }
    fn wished(&self, cx: &Cx) -> Html {
        let v = &self.visit;
        if !v.wished {
            return Html::none();
        }
        let said = match (&self.wish, &v.wish) {
            (Some(veiled), _) => veiled.show(cx),
            (None, Some(wish)) => html!("<p class=\"prose\">{}</p>", wish),
            (None, None) => Html::none(),
        };
        let by = v.told.as_ref().and_then(|t| t.wish_by);
        let state = match (&v.answered, by) {
            (Some((answer, day)), _) => html!(
                "{} <p class=\"prose\">{}</p>",
                cx.badge(State::Done, cx.t1("visits.wish.answered", "day", cx.date(*day))),
                answer
            ),
            (None, Some(by)) if by < cx.today => cx.badge(State::Overdue, cx.t1("visits.wish.by", "day", cx.date(by))),
            (None, Some(by)) => cx.badge(State::Due, cx.t1("visits.wish.by", "day", cx.date(by))),
            (None, None) => cx.badge(State::Due, cx.t("visits.wish.open")),
        };
        let act = if self.may_record && v.answered.is_none() {
            cx.link_button(&format!("/visits/answers/{}", v.id), "visits.wish.answer")
        } else {
            Html::none()
        };
        html!(
            "<section><h2>{}</h2>{}<div>{} {}</div></section>",
            cx.t("visits.form.wish"),
            said,
            state,
            act
        )
    }
    fn next(&self, cx: &Cx) -> Html {
        if self.next.is_empty() {
            return Html::none();
        }
        let lines: Html = self
            .next
            .iter()
            .map(|next| {
                html!(
                    "<li><a href=\"{}\">{}</a>{}</li>",
                    next.href,
                    cx.t(next.word),
                    next.about
                        .as_ref()
                        .map(|about| html!(" <small class=\"quiet\">{}</small>", about))
                )
            })
            .collect();
        html!(
            "<section><h2>{}</h2><ul class=\"links\">{}</ul></section>",
            cx.t("visits.next.title"),
            lines
        )
    }
    fn may_file(&self) -> bool {
        self.may_record && self.visit.status == Status::Made
    }
}

/// Where a limit is written, and that nobody confirmed it yet.
pub(super) fn basis(cx: &Cx, c: &Ceiling) -> String {
    if c.confirmed {
        c.basis.clone()
    } else {
        cx.t1("visits.ceiling_unconfirmed", "basis", &c.basis)
    }
}

/// What stands between names.
pub(super) fn separator(cx: &Cx) -> &'static str {
    if cx.lang == Lang::Zh { "、" } else { ", " }
}

/// What was given, in words.
pub(super) fn gift(cx: &Cx, v: &Visit) -> String {
    match v.told.as_ref() {
        Some(t) if t.present != Present::None => {
            let what = t.what.clone().unwrap_or_else(|| cx.t(&t.present.word()));
            format!("{what} · {}", cx.money(t.amount))
        }
        _ => cx.t("visits.present.none"),
    }
}
