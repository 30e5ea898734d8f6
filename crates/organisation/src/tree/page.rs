//! One union of the tree: those below it with their figures, its bodies and officers, what is on file about it, and the
//! acts in which it came to be and changed.

use kernel::{Date, UnionId};
use org::{
    Ending, Term, UnionKind,
    bodies::{model::BodyLine, posts, store as bodies},
    power::TREE_MANAGE,
    term_words,
    tree::{
        self, About, asking,
        model::{ActLine, Part},
        store,
        tally::{self, Branch, Tally},
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Col, Cx, Html, Row, Table, html};
use web::{Reply, View};

use super::{
    about::{class_word, industry_word, system_word},
    place,
};
use crate::{bodies::views::tabs, rates::percent};

/// Unions a page.
const SIZE: i64 = 50;

/// One union of the tree.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct UnionPage {
    /// Its id.
    pub id: UnionId,
    /// Its name today.
    pub name: String,
    /// Its kind today.
    pub kind: UnionKind,
    /// Since when it is.
    pub from: Date,
    /// Its last day, if it is no more.
    pub until: Option<Date>,
    /// The unions above it up to the reader's own, the highest first.
    pub above: Vec<(UnionId, String)>,
    /// The union right above the reader's own, when that is looked at.
    pub above_own: Option<String>,
    /// The day as of which the tree is shown.
    pub on: Date,
    /// Its figures then.
    pub tally: Option<Tally>,
    /// The unions directly below it then, one page of them.
    pub below: Vec<Branch>,
    /// How many there were.
    pub count: i64,
    /// Which page.
    pub page: i64,
    /// Its organs with their officers, as they are today.
    pub organs: Vec<Organ>,
    /// Its branches and groups, by name, as they are today.
    pub groups: Vec<String>,
    /// What is on file about it.
    pub about: About,
    /// The acts in which it came to be and changed.
    pub acts: Vec<ActLine>,
    /// The code by which its chair gets an account, for whoever founded it in this session.
    pub code: Option<String>,
    /// Whether it is the reader's own.
    pub own: bool,
    /// Whether it stands under no other.
    pub is_top: bool,
    /// How many unions ask to stand under it, for its own officers.
    pub asking: i64,
    /// Whether the reader may act on it.
    pub may_manage: bool,
    #[serde(skip)]
    path: String,
}

/// An organ of a union with its officers.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Organ {
    /// Its name.
    pub name: String,
    /// Its term.
    pub term: Option<Term>,
    /// What the term's end means today.
    pub ending: Ending,
    /// Post and who holds it.
    pub officers: Vec<(String, String)>,
}

ui::page!(UnionPage, "tree/pages/show.html", |p, _cx| p.name.clone(), wide);

/// Which union (the own by default), as of which day, which page of those below.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    pub(super) id: Option<UnionId>,
    pub(super) on: Option<Date>,
    page: Option<i64>,
}

pub(super) fn show(view: &View<'_>, q: Ask) -> Reply<UnionPage> {
    let (own, today) = (view.union(), view.today());
    let node = place::seen(view, q.id.unwrap_or(own))?;
    let on = q.on.map_or(today, |day| day.min(today));
    let count = tally::how_many(view, node.id, on)?;
    let page = q.page.unwrap_or(1).clamp(1, (count + SIZE - 1).max(SIZE) / SIZE);
    let mut above: Vec<(UnionId, String)> = Vec::new();
    let mut above_own = None;
    for up in store::above(view, node.id)? {
        if up.id == own || above.iter().any(|(id, _)| *id == own) {
            above.push((up.id, up.name));
        } else {
            above_own = Some(up.name);
        }
    }
    let (organs, groups) = bodies_of(view, node.id)?;
    let own_path = if node.id == own {
        node.path.clone()
    } else {
        tree::get(view, own)?.path
    };
    Ok(UnionPage {
        above,
        above_own: above_own.filter(|_| node.id == own),
        on,
        tally: tally::of(view, node.id, on)?,
        below: tally::branches(view, node.id, on, SIZE, (page - 1) * SIZE)?,
        count,
        page,
        organs,
        groups,
        about: store::about(view, node.id)?,
        acts: store::acts(view, node.id)?,
        code: super::found::code_of(view, node.id)?,
        own: node.id == own,
        is_top: node.parent.is_none(),
        asking: if node.id == own && view.actor().may(TREE_MANAGE) {
            i64::try_from(asking::waiting(view, own)?.len()).unwrap_or(0)
        } else {
            0
        },
        may_manage: view.actor().may(TREE_MANAGE) && node.until.is_none(),
        id: node.id,
        name: node.name,
        kind: node.kind,
        from: node.from,
        until: node.until,
        path: own_path,
    })
}

/// The organs of a union with their officers, and the names of its branches and groups.
fn bodies_of(view: &View<'_>, union: UnionId) -> Reply<(Vec<Organ>, Vec<String>)> {
    let today = view.today();
    let all = bodies::living(view, union, today)?;
    let (groups, organs): (Vec<BodyLine>, Vec<BodyLine>) = all.into_iter().partition(|b| b.kind.has_members());
    let posts = posts::posts(view, union, None, today)?;
    let holders = posts::holders(view, union, None, false)?;
    let organs = organs.into_iter().map(|b| {
        let of = posts.iter().filter(|p| p.body == b.id);
        let officers = of.flat_map(|p| {
            let held = holders.iter().filter(|h| h.post == p.id);
            held.map(|h| (p.title.clone(), h.name.clone()))
        });
        Organ {
            ending: b.term.map_or(Ending::Far, |t| t.ending(today)),
            officers: officers.collect(),
            name: b.name,
            term: b.term,
        }
    });
    Ok((organs.collect(), groups.into_iter().map(|b| b.name).collect()))
}

impl UnionPage {
    fn at(&self, tail: &str) -> String {
        match (self.own, tail) {
            (true, "") => "/org/tree".to_owned(),
            (true, tail) if READ.contains(&tail) => format!("/org/tree{tail}"),
            (_, tail) => format!("/org/tree/{}{tail}", self.id),
        }
    }
    fn is_past(&self, cx: &Cx) -> bool {
        self.on < cx.today
    }
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = if self.own {
            Html::none()
        } else {
            cx.crumbs(
                self.above
                    .iter()
                    .map(|(id, name)| (name.clone(), format!("/org/tree/{id}"))),
            )
        };
        let mut under = cx.t(&self.kind.word());
        if let Some(above) = &self.above_own {
            under = format!("{under} · {}", cx.t1("organisation.tree.under", "union", above));
        }
        let acts = if self.may_manage {
            cx.main_link(&self.at("/found"), "organisation.tree.found")
        } else {
            Html::none()
        };
        let tabs = if self.own { tabs(cx, "tree", true) } else { Html::none() };
        html!("{}{}{}", crumbs, cx.heading(&self.name, under, acts), tabs)
    }
    fn ended(&self, cx: &Cx) -> Html {
        match self.until {
            Some(until) => cx.note(
                ui::State::Off,
                cx.t1("organisation.tree.ended_on", "day", cx.date_full(until)),
            ),
            None => Html::none(),
        }
    }
    fn code_note(&self, cx: &Cx) -> Html {
        match &self.code {
            Some(code) => cx.note(ui::State::Soon, cx.t1("organisation.tree.chair_code", "code", code)),
            None => Html::none(),
        }
    }
    fn figures(&self, cx: &Cx) -> Html {
        let Some(t) = &self.tally else {
            return cx.empty("organisation.tree.never_counted");
        };
        let figure = |n: i64, unit: &str, label: &str| {
            html!(
                "<div class=\"figure\"><b>{}<small>{}</small></b><span>{}</span></div>",
                cx.number(n),
                cx.t(unit),
                cx.t(label)
            )
        };
        let mut all = figure(t.all_unions, "org.unit.bodies", "organisation.tree.all_unions");
        all.add(figure(
            t.all_members,
            "org.unit.people",
            "organisation.tree.all_members",
        ));
        if t.all_told > 0 {
            all.add(cx.figure(
                &format!("{}?on={}", self.at("/rates"), self.on),
                percent(t.all_share()),
                "",
                cx.t("organisation.tree.rate"),
            ));
        }
        let counted = t.counted_on.map(|day| {
            html!(
                "<p class=\"small\">{}</p>",
                cx.t1("organisation.tree.counted_on", "day", cx.date_full(day))
            )
        });
        html!("<div class=\"figures-row\">{}</div>{}", all, counted)
    }
    /// What stands below, with a row of its own and the total.
    fn below<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "organisation.tree.name"),
            Col::text("kind", "organisation.tree.kind").minor(),
            Col::text("chair", "org.role.chair"),
            Col::number("unions", "organisation.tree.unions").minor(),
            Col::number("members", "organisation.tree.members"),
            Col::number("women", "organisation.tree.women").minor(),
            Col::number("workers", "organisation.tree.workers").minor(),
            Col::number("rate", "organisation.tree.rate"),
            Col::day("term", "organisation.tree.term_until"),
        ];
        let empty = cx.empty("organisation.tree.none_below");
        let table = cx
            .table("organisation.tree.below", cols)
            .empty(empty)
            .rows(self.below.iter().map(|b| self.row(cx, b)))
            .pager(cx.pager(self.page, SIZE, self.count));
        match &self.tally {
            Some(t) if self.count > 0 => table.total(self.total(cx, t)),
            _ => table,
        }
    }
    fn row(&self, cx: &Cx, b: &Branch) -> Row {
        let t = b.tally.clone().unwrap_or_default();
        let row = Row::new()
            .cell(&b.name)
            .cell(cx.t(&b.kind.word()))
            .cell(t.chair.as_deref().unwrap_or("—"))
            .cell(cx.number(t.all_unions.saturating_sub(1)))
            .cell(cx.number(t.all_members))
            .cell(known(cx, t.all_women))
            .cell(known(cx, t.all_workers))
            .cell(percent(t.all_share()))
            .cell(until(cx, t.term_until));
        // What has since moved elsewhere was below on that day, and is not there to be opened.
        let here = b
            .path
            .strip_prefix(&self.path)
            .is_some_and(|rest| rest.starts_with('/'));
        if here {
            row.link(&format!("/org/tree/{}", b.id))
        } else {
            row.quiet()
        }
    }
    fn total(&self, cx: &Cx, t: &Tally) -> Vec<String> {
        vec![
            cx.t("organisation.tree.total"),
            String::new(),
            String::new(),
            cx.number(t.all_unions.saturating_sub(1)),
            cx.number(t.all_members),
            cx.number(t.all_women),
            cx.number(t.all_workers),
            percent(t.all_share()),
            String::new(),
        ]
    }
    fn organs<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "org.bodies.name"),
            Col::text("officers", "organisation.tree.officers"),
            Col::day("term", "org.bodies.term"),
        ];
        cx.table("organisation.tree.organs", cols)
            .empty(cx.empty("organisation.tree.no_organs"))
            .rows(self.organs.iter().map(|o| {
                let officers: Vec<String> = o.officers.iter().map(|(post, name)| format!("{post} {name}")).collect();
                Row::new()
                    .cell(&o.name)
                    .cell(if officers.is_empty() {
                        "—".to_owned()
                    } else {
                        officers.join(" · ")
                    })
                    .cell(term_words(cx, o.term, o.ending))
            }))
    }
    fn facts(&self, cx: &Cx) -> Html {
        let a = &self.about;
        let named = |word: fn(&str) -> String, key: &Option<String>| key.as_ref().map(|k| cx.t(&word(k)));
        let number = |n: Option<i64>| n.map(|n| cx.number(n));
        let facts = cx
            .facts()
            .fact("organisation.about.code", &a.code)
            .fact("organisation.about.unit", &a.unit)
            .fact("organisation.about.unit_class", named(class_word, &a.unit_class))
            .fact("organisation.about.industry", named(industry_word, &a.industry))
            .fact(
                "organisation.about.region",
                a.region.as_deref().map(|code| rules::region_name(cx.lang, code)),
            )
            .fact("organisation.about.system", named(system_word, &a.system))
            .fact("organisation.about.unit_credit", &a.unit_credit)
            .fact("organisation.about.legal_code", &a.legal_code)
            .fact("organisation.about.legal_until", until(cx, a.legal_until))
            .fact("organisation.about.workers", number(a.workers))
            .fact("organisation.about.women_workers", number(a.women_workers))
            .fact("organisation.about.address", &a.address)
            .fact("organisation.about.contact", &a.contact)
            .fact("organisation.about.phone", &a.phone)
            .fact("organisation.about.from", cx.date_full(self.from));
        Html::trusted(facts.to_string())
    }
    /// The acts, the latest first.
    fn course(&self, cx: &Cx) -> Html {
        let items: Html = self
            .acts
            .iter()
            .map(|a| {
                html!(
                    "<li><time>{}</time> <b>{}</b> {}<div class=\"small\">{}{}</div></li>",
                    cx.date_full(a.day),
                    cx.t(&format!("organisation.act.{}", a.kind.key())),
                    told(cx, a),
                    cx.t2("organisation.tree.basis_by", "basis", &a.basis, "name", &a.by),
                    a.note.as_ref().map(|note| format!(" {note}"))
                )
            })
            .collect();
        html!("<ol class=\"course\">{}</ol>", items)
    }
    fn acts(&self, cx: &Cx) -> Html {
        if !self.may_manage {
            return Html::none();
        }
        let mut acts = cx.link_button(&self.at("/about"), "organisation.tree.about_edit");
        acts.add(cx.link_button(&self.at("/rename"), "organisation.tree.rename"));
        if self.own && (self.is_top || self.asking > 0) {
            let label = if self.asking > 0 {
                html!("{} {}", cx.t("organisation.tree.asking"), cx.number(self.asking))
            } else {
                Html::text(cx.t("organisation.tree.asking"))
            };
            acts.add(html!("<a class=\"button\" href=\"/org/tree/asking\">{}</a>", label));
        }
        if !self.own {
            for (tail, key) in [
                ("/move", "organisation.tree.move"),
                ("/merge", "organisation.tree.merge"),
                ("/split", "organisation.tree.split"),
                ("/dissolve", "organisation.tree.dissolve"),
            ] {
                acts.add(cx.link_button(&self.at(tail), key));
            }
        }
        html!("<p class=\"actions\">{}</p>", acts)
    }
}

/// What an own union's page leads to without its id in the address.
const READ: &[&str] = &["/drawing", "/list.xlsx", "/rates"];

/// A figure, or a dash where nothing is on file.
fn known(cx: &Cx, n: i64) -> String {
    if n > 0 { cx.number(n) } else { "—".to_owned() }
}

/// A term's last day, marked when it is near or past.
fn until(cx: &Cx, day: Option<Date>) -> Html {
    let Some(day) = day else { return Html::text("—") };
    let ending = Term {
        from: day,
        until: Some(day),
    }
    .ending(cx.today);
    let badge = match ending {
        Ending::Far => None,
        Ending::Soon => Some(cx.badge(ui::State::Soon, cx.t("org.term.soon"))),
        Ending::Over => Some(cx.badge(ui::State::Overdue, cx.t("org.term.over"))),
    };
    html!("{} {}", cx.date_full(day), badge)
}

/// Who was in an act, in words.
fn told(cx: &Cx, act: &ActLine) -> String {
    let of = |part: Part| -> Option<String> {
        let names: Vec<&str> = act
            .parts
            .iter()
            .filter(|(p, ..)| *p == part)
            .map(|(_, _, name)| name.as_str())
            .collect();
        (!names.is_empty()).then(|| names.join(&cx.t("org.comma")))
    };
    let said = [
        (Part::Subject, "organisation.act_part.subject"),
        (Part::From, "organisation.act_part.from"),
        (Part::Under, "organisation.act_part.under"),
        (Part::Into, "organisation.act_part.into"),
        (Part::OutOf, "organisation.act_part.out_of"),
    ];
    let parts: Vec<String> = said
        .into_iter()
        .filter_map(|(part, key)| Some(cx.t1(key, "union", of(part)?)))
        .collect();
    parts.join(&cx.t("organisation.act_part.glue"))
}
