//! Finding members by any particular, as of any day, in the order asked for.

use kernel::Date;
use org::{
    BodyId, MemberId, Status, bodies,
    members::{
        Field,
        field::{Class, Kind, Section},
        history::OnDay,
    },
    power::{MEMBER_EXPORT, MEMBER_MANAGE},
};
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Choice, Col, Cx, Html, Row, Table, html};
use web::{Reply, View};

use super::{
    asked::{Ask, Asked, choices, shown, written},
    model::{Condition, Order},
    store::{self, Saved},
};

/// Members on one page.
const PAGE: usize = 50;

/// A member found.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FoundLine {
    /// Who.
    pub id: MemberId,
    /// The name.
    pub name: String,
    /// How the membership stood.
    pub status: Status,
    /// The branch or group.
    pub group: Option<BodyId>,
    /// The kind of employment.
    pub employment: Option<String>,
    /// Since when a member.
    pub joined: Option<Date>,
    #[serde(skip)]
    key: String,
}

/// Members found.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Found {
    /// The lines of this page.
    pub lines: Vec<FoundLine>,
    /// How many there are in all.
    pub total: i64,
    /// The page, from 1.
    pub page: i64,
    /// As of this day.
    pub on: Date,
    /// The conditions as a query carries them.
    pub conditions: Vec<(String, String)>,
    /// The order.
    pub sort: Order,
    /// The state asked for.
    pub status: Option<Status>,
    /// Branches and groups by name.
    pub groups: Vec<(BodyId, String)>,
    /// The saved list that is looked at.
    pub saved: Option<Saved>,
    /// All saved lists.
    pub lists: Vec<Saved>,
    /// Whether lists may be saved and removed.
    pub may_save: bool,
    /// Whether the list may be taken out.
    pub may_export: bool,
    #[serde(skip)]
    asked: Vec<Condition>,
    #[serde(skip)]
    personal: bool,
    #[serde(skip)]
    today: Date,
}

ui::page!(
    Found,
    "finding/pages/find.html",
    |_p, cx| cx.t("organisation.find.title"),
    wide
);

pub(super) fn find(view: &View<'_>, ask: Ask) -> Reply<Found> {
    found(view, ask.settle(view)?, None)
}

/// The members meant, a page at a time.
pub(super) fn found(view: &View<'_>, asked: Asked, saved: Option<Saved>) -> Reply<Found> {
    let mut lines = Vec::new();
    asked.each(view, view.now(), |member| lines.push(line(member, asked.sort)))?;
    lines.sort_by(|a, b| (&a.key, a.id.raw()).cmp(&(&b.key, b.id.raw())));
    let total = lines.len();
    let page = usize::try_from(asked.page)
        .unwrap_or(1)
        .min(total.div_ceil(PAGE).max(1));
    let lines = lines.into_iter().skip((page - 1) * PAGE).take(PAGE).collect();
    Ok(Found {
        may_save: view.actor().may(MEMBER_MANAGE),
        saved,
        lists: store::lists(view, view.union())?,
        lines,
        total: i64::try_from(total).unwrap_or(i64::MAX),
        page: i64::try_from(page).unwrap_or(1),
        on: asked.on,
        conditions: asked.query(),
        sort: asked.sort,
        status: asked.find.status,
        groups: bodies::store::bodies_to_choose(view, view.union(), view.today())?,
        may_export: view.actor().may(MEMBER_EXPORT),
        personal: asked.personal,
        today: view.today(),
        asked: asked.find.conditions,
    })
}

fn line(member: OnDay, sort: Order) -> FoundLine {
    let known = &member.is.particulars;
    let joined = known.day(Field::Joined);
    let key = match sort {
        Order::Sound => member.sound,
        Order::Strokes => member.strokes,
        Order::Joined => joined.map_or_else(String::new, |day| day.to_string()),
    };
    FoundLine {
        id: member.id,
        name: known.name().to_owned(),
        status: member.is.status,
        group: known.group(),
        employment: known.get(Field::Employment).map(str::to_owned),
        joined,
        key,
    }
}

impl Found {
    fn heading(&self, cx: &Cx) -> Html {
        let query = written(&self.conditions);
        let counts = cx.link_button(
            &format!("/members/counts?{query}&on={}", self.on),
            "organisation.find.counts",
        );
        let export = if self.may_export {
            cx.link_button(
                &format!("/members/export?{query}&on={}", self.on),
                "organisation.export.title",
            )
        } else {
            Html::none()
        };
        let under = html!(
            "{} · {}",
            cx.tn("organisation.find.total", self.total),
            cx.t1("organisation.find.as_of", "day", cx.date_full(self.on))
        );
        let crumbs = cx.crumbs([(cx.t("org.members.title"), "/members")]);
        html!(
            "{}{}",
            crumbs,
            cx.heading(self.title(cx), under, html!("{}{}", counts, export))
        )
    }
    fn title(&self, cx: &Cx) -> String {
        self.saved
            .as_ref()
            .map_or_else(|| cx.t("organisation.find.title"), |s| s.name.clone())
    }
    /// The saved lists; to save this one, or to remove it.
    fn lists(&self, cx: &Cx) -> Html {
        let links: Html = self
            .lists
            .iter()
            .map(|s| {
                html!(
                    "<li><a href=\"/members/lists/{}\">{}</a></li>",
                    s.id.to_string(),
                    s.name
                )
            })
            .collect();
        let links = (!links.is_empty()).then(|| {
            html!(
                "<nav aria-label=\"{}\"><ul class=\"chips\">{}</ul></nav>",
                cx.t("organisation.lists.title"),
                links
            )
        });
        let form = match &self.saved {
            Some(s) if self.may_save => {
                cx.button(&format!("/members/lists/{}/remove", s.id), "organisation.lists.remove")
            }
            Some(_) => Html::none(),
            None if self.conditions.is_empty() || !self.may_save => Html::none(),
            None => html!(
                "<details><summary>{}</summary>{}{}{}{}</details>",
                cx.t("organisation.lists.save"),
                Html::trusted(cx.form_open("/members/lists").to_string()),
                self.hidden(cx),
                Html::trusted(
                    cx.field("name", "organisation.lists.name")
                        .required()
                        .max(40)
                        .text("")
                        .to_string()
                ),
                Html::trusted(cx.form_close("organisation.lists.save").to_string())
            ),
        };
        html!("{}{}{}", cx.problems(), links, form)
    }
    fn hidden(&self, cx: &Cx) -> Html {
        self.conditions
            .iter()
            .map(|(name, value)| Html::trusted(cx.field(name, "").hidden(value).to_string()))
            .collect()
    }
    /// What no field of the form carries.
    fn kept(&self) -> impl Iterator<Item = &(String, String)> {
        let kept = |pair: &&(String, String)| pair.0 == "working" || pair.0 == "under";
        self.conditions.iter().filter(kept)
    }
    fn kept_fields(&self, cx: &Cx) -> Html {
        let field = |(name, value): &(String, String)| Html::trusted(cx.field(name, "").hidden(value).to_string());
        self.kept().map(field).collect()
    }
    fn chips(&self, cx: &Cx) -> Html {
        let mut chips: Vec<(String, String)> = Vec::new();
        for condition in &self.asked {
            let (name, value) = condition.pair();
            let field = condition.field();
            let says = shown(cx, field, &value, &self.groups);
            let key = match condition {
                Condition::From(..) => "organisation.find.chip_from",
                Condition::Until(..) => "organisation.find.chip_until",
                Condition::Has(..) => "organisation.find.chip_has",
                Condition::Is(..) | Condition::Unknown(_) => "organisation.find.chip_is",
            };
            chips.push((cx.t2(key, "field", cx.t(field.word()), "value", says), name));
        }
        chips.extend(self.status.map(|s| (cx.t(&s.word()), "status".to_owned())));
        for (name, value) in self.kept() {
            let says = if name == "under" {
                let group = self.groups.iter().find(|(id, _)| id.to_string() == *value);
                cx.t1("organisation.find.under", "group", group.map_or("—", |(_, name)| name))
            } else {
                cx.t("organisation.find.working")
            };
            chips.push((says, name.clone()));
        }
        if self.on != self.today {
            chips.push((
                cx.t1("organisation.find.as_of", "day", cx.date_full(self.on)),
                "on".to_owned(),
            ));
        }
        cx.chips(chips)
    }
    /// The conditions by section, folded away unless they are in force.
    fn sections(&self, cx: &Cx) -> Html {
        Section::ALL.iter().map(|section| self.section(cx, *section)).collect()
    }
    fn section(&self, cx: &Cx, section: Section) -> Html {
        let fields: Vec<Field> = section
            .fields()
            .filter(|f| self.personal || f.class() == Class::Plain)
            .collect();
        if fields.is_empty() {
            return Html::none();
        }
        let open = self.asked.iter().any(|c| fields.contains(&c.field()));
        let controls: Html = fields.into_iter().map(|field| self.control(cx, field)).collect();
        let open = open.then(|| Html::trusted(" open"));
        html!(
            "<details{}><summary>{}</summary>{}</details>",
            open,
            cx.t(&section.word()),
            controls
        )
    }
    fn control(&self, cx: &Cx, field: Field) -> Html {
        let value = |name: &str| {
            self.conditions
                .iter()
                .find(|(n, _)| n == name)
                .map_or_else(String::new, |(_, v)| v.clone())
        };
        let control = match field.kind() {
            Kind::Choice(_) | Kind::Flag | Kind::Group => cx
                .field(field.key(), field.word())
                .filter(choices(cx, field, &self.groups), value(field.key())),
            Kind::Day => {
                let (from, until) = (format!("{field}_from"), format!("{field}_until"));
                let name = cx.t(field.word());
                let first = cx
                    .field(&from, "")
                    .label_text(&cx.t1("organisation.find.from", "field", &name))
                    .date(value(&from));
                let last = cx
                    .field(&until, "")
                    .label_text(&cx.t1("organisation.find.until", "field", &name))
                    .date(value(&until));
                return html!(
                    "{}{}",
                    Html::trusted(first.to_string()),
                    Html::trusted(last.to_string())
                );
            }
            _ => cx.field(field.key(), field.word()).max(100).text(value(field.key())),
        };
        Html::trusted(control.to_string())
    }
    fn statuses(&self, cx: &Cx) -> Vec<Choice> {
        Status::ALL
            .iter()
            .map(|s| Choice::new(s.key(), cx.t(&s.word())))
            .collect()
    }
    fn status_key(&self) -> &'static str {
        self.status.map_or("", Status::key)
    }
    fn orders(&self, cx: &Cx) -> Vec<Choice> {
        ["sound", "strokes", "joined"]
            .map(|key| Choice::new(key, cx.t(&format!("organisation.order.{key}"))))
            .to_vec()
    }
    fn order_key(&self) -> &'static str {
        match self.sort {
            Order::Sound => "sound",
            Order::Strokes => "strokes",
            Order::Joined => "joined",
        }
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "org.members.name"),
            Col::text("group", "org.members.group"),
            Col::text("employment", "org.field.employment").minor(),
            Col::day("status", "org.members.status"),
            Col::day("joined", "org.members.joined").minor(),
        ];
        let group = |id: Option<BodyId>| {
            self.groups
                .iter()
                .find(|(g, _)| Some(*g) == id)
                .map_or("—", |(_, name)| name.as_str())
        };
        cx.table("organisation.find.title", cols)
            .empty(cx.empty("organisation.find.none"))
            .rows(self.lines.iter().map(|m| {
                let employment = m
                    .employment
                    .as_deref()
                    .map_or_else(|| "—".to_owned(), |e| shown(cx, Field::Employment, e, &self.groups));
                Row::new()
                    .link(&format!("/members/{}", m.id))
                    .cell(&m.name)
                    .cell(group(m.group))
                    .cell(employment)
                    .cell(crate::members::status_badge(cx, m.status))
                    .cell(cx.date_or_dash(m.joined))
            }))
    }
    fn pager(&self, cx: &Cx) -> Html {
        cx.pager(self.page, 50, self.total)
    }
}

/// The query names that a page keeps besides the conditions.
pub(super) fn hidden(cx: &Cx, asked: &Asked) -> Html {
    let mut pairs = asked.query();
    pairs.push(("on".to_owned(), asked.on.to_string()));
    pairs
        .into_iter()
        .map(|(name, value)| Html::trusted(cx.field(&name, "").hidden(value).to_string()))
        .collect()
}
