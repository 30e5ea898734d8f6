//! One member: how the membership stands, what is known, as of a day if asked, and the course of everything recorded.

use kernel::{Date, Instant, identity::IdentityKind};
use org::{
    BodyId, MemberId, Status,
    bodies::{self, posts::HoldingLine},
    members::{
        Field, Particulars,
        field::{Class, Kind, Section},
        history::{self, Snapshot, Span, Step},
        model::MemberCard,
        sealed, store as members,
    },
    power::{MEMBER_MANAGE, MEMBER_PERSONAL, MEMBER_SEALED},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Col, Cx, Html, Row, State, Table, html};
use web::{
    Record, Refusal, Reply, View,
    reveal::{self, Reading, Veiled},
};

use super::list::{mine as my_groups, status_badge};
use crate::{
    joining::{self, AgreedText},
    mine::{self, Standing},
    moving,
};

/// Which member, and as of when.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    id: MemberId,
    /// How things stood on this day; today if not said.
    on: Option<Date>,
    /// As the register said at the end of this day; as it says now if not said.
    known: Option<Date>,
}

/// A day of the membership on which it came to stand otherwise.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Stage {
    /// How it stood.
    pub status: Status,
    /// Since when.
    pub since: Date,
}

/// One thing that was recorded.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Entry {
    /// When.
    pub at: Instant,
    /// By whom.
    pub name: Option<String>,
    /// What was done: `added`, `changed`, `corrected`, `status`, `taken_back`, `imported`, `kept`.
    pub what: String,
    /// On what basis.
    pub basis: Option<String>,
    /// What became different.
    pub lines: Vec<EntryLine>,
}

/// A particular or the state that became different on some days.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EntryLine {
    /// The particular; the state of membership if there is none.
    pub field: Option<Field>,
    /// How it read.
    pub was: Option<String>,
    /// How it reads.
    pub is: Option<String>,
    /// From which day on.
    pub from: Date,
}

/// One member.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MemberPage {
    /// The member.
    #[serde(flatten)]
    pub member: MemberCard,
    /// The branch or group by name.
    pub group_name: Option<String>,
    /// What is known, or was on the day asked for; only what the reader may see.
    pub particulars: Particulars,
    /// The identity number, veiled; for readers of personal particulars only.
    pub identity: Option<Veiled>,
    /// The kind of its document.
    pub id_kind: Option<IdentityKind>,
    /// The state of health, veiled; for readers of personal particulars only.
    pub health: Option<Veiled>,
    /// Who has read what is sealed, the latest first; for readers of personal particulars only.
    pub readings: Vec<Reading>,
    /// What the member agreed to and took back; for readers of personal particulars only.
    pub consents: Vec<Standing>,
    /// What was agreed to with the application; for readers of personal particulars only.
    pub agreed: Option<AgreedText>,
    /// The states of the membership, the earliest first.
    pub stages: Vec<Stage>,
    /// The day asked for.
    pub on: Option<Date>,
    /// The state on that day; `None` if not in the register then.
    pub on_status: Option<Status>,
    /// The day at whose end the register is asked.
    pub known: Option<Date>,
    /// What was recorded, the latest first.
    pub course: Vec<Entry>,
    /// Branches and groups by name.
    #[serde(skip)]
    pub groups: Vec<(BodyId, String)>,
    /// The transfer to another union that is under way.
    pub transfer: Option<dispatch::LetterId>,
    /// Posts held now and before, the latest first.
    pub posts: Vec<HoldingLine>,
    /// Whether the particulars can be changed.
    pub may_manage: bool,
    /// Whether personal particulars are shown.
    pub personal: bool,
    /// Today.
    pub today: Date,
}

ui::page!(MemberPage, "members/pages/show.html", |p, _cx| p.member.name.clone());

pub(super) fn show(view: &View<'_>, q: Ask) -> Reply<MemberPage> {
    let union = view.union();
    let member = members::get(view, union, q.id)?;
    if let Some(mine) = my_groups(view)?
        && !member.group.is_some_and(|g| mine.contains(&g))
    {
        return Err(Refusal::missing().into());
    }
    let personal = view.actor().may(MEMBER_PERSONAL);
    let (believed, steps) = history::whole(view, union, q.id)?;
    let asked = q.on.is_some() || q.known.is_some();
    let on = q.on.unwrap_or_else(|| view.today());
    let then = if asked {
        let known_at = q.known.map_or(view.now(), end_of);
        history::as_of(view, union, q.id, on, known_at)?
    } else {
        believed.last().map(|(is, _)| is.clone())
    };
    let groups = bodies::store::body_names(view, union)?;
    let kept = kept(view, q.id, personal)?;
    Ok(MemberPage {
        id_kind: kept.id_kind,
        identity: kept.identity,
        health: kept.health,
        readings: kept.readings,
        consents: if personal {
            mine::standings(view, q.id)?
        } else {
            Vec::new()
        },
        agreed: if personal { joining::agreed(view, q.id)? } else { None },
        group_name: member.group.and_then(|group| groups.get(&group).cloned()),
        on_status: then.as_ref().map(|is| is.status),
        particulars: seen(then.map(|is| is.particulars).unwrap_or_default(), personal),
        stages: stages(believed.spans()),
        on: asked.then_some(on),
        known: q.known,
        course: steps.into_iter().rev().map(|step| entry(step, personal)).collect(),
        groups: groups.into_iter().collect(),
        transfer: moving::open_of(view, union, q.id)?.map(|letter| letter.id),
        posts: bodies::posts::of_member(view, union, q.id)?,
        may_manage: view.actor().may(MEMBER_MANAGE),
        personal,
        today: view.today(),
        member,
    })
}

/// What is kept sealed, as this reader may see it.
#[derive(Default)]
struct Kept {
    id_kind: Option<IdentityKind>,
    identity: Option<Veiled>,
    health: Option<Veiled>,
    readings: Vec<Reading>,
}

fn kept(view: &View<'_>, id: MemberId, personal: bool) -> Reply<Kept> {
    if !personal {
        return Ok(Kept::default());
    }
    let (union, record) = (view.union(), Record::new(super::KIND, id));
    let ask = view.actor().may(MEMBER_SEALED).then(|| format!("/members/{id}/reveal"));
    let veil = |field, masked, open: &dyn Fn() -> Result<String, store::Error>| {
        reveal::veil(view, record, field, masked, ask.clone(), open)
    };
    let sealed::Kept {
        identity: number,
        health,
    } = sealed::kept(view, union, id)?;
    let identity = number
        .as_ref()
        .map(|n| veil(sealed::IDENTITY, n.masked(), &|| Ok(n.reveal().to_owned())));
    let health = health.map(|text| veil(sealed::HEALTH, "****".to_owned(), &|| Ok(text.clone())));
    Ok(Kept {
        id_kind: number.as_ref().map(|n| n.kind()),
        identity: identity.transpose()?,
        health: health.transpose()?,
        readings: reveal::who_read(view, union, record, 50)?,
    })
}

/// The last moment of a day in China, which keeps one time, eight hours ahead.
fn end_of(day: Date) -> Instant {
    const DAY: i64 = 86_400_000;
    let days = Date::new(1970, 1, 1).map_or(0, |first| i64::from(first.days_until(day)));
    Instant::from_millis((days + 1) * DAY - DAY / 3 - 1)
}

/// Only what the reader may see.
fn seen(known: Particulars, personal: bool) -> Particulars {
    known.only(|field| personal || field.class() == Class::Plain)
}

fn stages(spans: &[Span]) -> Vec<Stage> {
    let mut all: Vec<Stage> = Vec::new();
    for span in spans {
        if all.last().is_none_or(|last| last.status != span.is.status) {
            all.push(Stage {
                status: span.is.status,
                since: span.from,
            });
        }
    }
    all
}

/// A recording as the page of a member tells it.
pub(crate) fn entry(step: Step, personal: bool) -> Entry {
    let mut lines: Vec<EntryLine> = Vec::new();
    for (span, was) in step.brought {
        for line in differences(&span, was.as_ref()) {
            let shown = line.field.is_none_or(|f| personal || f.class() == Class::Plain);
            let told = lines
                .iter()
                .any(|l| l.field == line.field && l.is == line.is && l.was == line.was);
            if shown && !told {
                lines.push(line);
            }
        }
    }
    Entry {
        at: step.recorded.at,
        name: step.recorded.name,
        what: step.recorded.what,
        basis: step.recorded.basis,
        lines,
    }
}

fn differences(span: &Span, was: Option<&Snapshot>) -> Vec<EntryLine> {
    let line = |field, was: Option<&str>, is: Option<&str>| EntryLine {
        field,
        was: was.map(str::to_owned),
        is: is.map(str::to_owned),
        from: span.from,
    };
    let mut lines = Vec::new();
    let Some(was) = was else { return lines };
    if was.status != span.is.status {
        lines.push(line(None, Some(was.status.key()), Some(span.is.status.key())));
    }
    for field in Field::ALL {
        let (old, new) = (was.particulars.get(*field), span.is.particulars.get(*field));
        if old != new {
            lines.push(line(Some(*field), old, new));
        }
    }
    lines
}

impl MemberPage {
    fn at(&self, tail: &str) -> String {
        format!("/members/{}{tail}", self.member.id)
    }
    fn heading(&self, cx: &Cx) -> Html {
        let moves = self.transfer.is_none() && self.member.status.may_become(Status::Moving);
        let acts = if self.may_manage {
            html!(
                "{}{}{}",
                cx.link_button(&self.at("/edit"), "org.members.edit"),
                cx.link_button(&self.at("/status"), "org.members.change_status"),
                moves.then(|| cx.link_button(&self.at("/move"), "organisation.moving.button"))
            )
        } else {
            Html::none()
        };
        let crumbs = cx.crumbs([(cx.t("org.members.title"), "/members")]);
        html!(
            "{}{}",
            crumbs,
            cx.heading(&self.member.name, status_badge(cx, self.member.status), acts)
        )
    }
    /// The way to the transfer that is under way.
    fn transfer(&self, cx: &Cx) -> Html {
        let link = |id| {
            html!(
                "<p>{}</p>",
                cx.link_button(&moving::LETTER.path(id), "organisation.moving.look")
            )
        };
        self.transfer.map_or_else(Html::none, link)
    }
    /// The states of the membership as a step line; the last is now.
    fn stages(&self, cx: &Cx) -> Html {
        let names = self
            .stages
            .iter()
            .map(|s| format!("{} {}", cx.t(&s.status.word()), cx.date_full(s.since)));
        let now = i64::try_from(self.stages.len()).unwrap_or(i64::MAX).saturating_sub(1);
        cx.steps(names, now)
    }
    fn as_of(&self, cx: &Cx) -> Html {
        let Some(on) = self.on else { return Html::none() };
        let day = cx.date_full(on);
        let text = match (self.on_status, self.known) {
            (None, _) => cx.t1("organisation.show.not_then", "day", day),
            (Some(status), None) => cx.t2("organisation.show.as_of", "day", day, "status", cx.t(&status.word())),
            (Some(status), Some(known)) => cx.tf(
                "organisation.show.as_of_known",
                &[
                    ("day", &day),
                    ("status", &cx.t(&status.word())),
                    ("known", &cx.date_full(known)),
                ],
            ),
        };
        html!(
            "{}<p><a href=\"{}\">{}</a></p>",
            cx.note(State::Info, text),
            self.at(""),
            cx.t("organisation.show.today")
        )
    }
    /// A section's heading, its facts, and the way to change them.
    fn section(&self, cx: &Cx, section: Section) -> Html {
        let fields: Vec<Field> = section
            .fields()
            .filter(|f| self.personal || f.class() == Class::Plain)
            .collect();
        let known = fields.iter().filter(|f| self.particulars.get(**f).is_some());
        let mut facts = cx.facts();
        let mut any = false;
        for field in known {
            any = true;
            facts = facts.fact(field.word(), self.shown(cx, *field, self.particulars.get(*field)));
        }
        let veiled = match section {
            Section::Identity => self.identity.as_ref().map(|v| ("organisation.identity.number", v)),
            Section::Person => self.health.as_ref().map(|v| ("organisation.identity.health", v)),
            _ => None,
        };
        if let Some((label, veiled)) = veiled {
            any = true;
            let kind = self.id_kind.filter(|_| section == Section::Identity);
            let kind = kind.map(|k| html!("{} ", cx.t(&format!("organisation.id_kind.{}", k.key()))));
            facts = facts.long(label, html!("{}{}", kind, veiled.show(cx)));
        }
        let edit = self.may_manage.then(|| {
            html!(
                " <a class=\"small\" href=\"{}\">{}</a>",
                self.at(&format!("/edit?section={}", section.key())),
                cx.t("organisation.show.change")
            )
        });
        let body = if any {
            Html::trusted(facts.to_string())
        } else if self.may_manage {
            html!("<p class=\"quiet\">{}</p>", cx.t("organisation.show.unknown"))
        } else {
            return Html::none();
        };
        html!("<section><h2>{}{}</h2>{}</section>", cx.t(&section.word()), edit, body)
    }
    fn sections(&self, cx: &Cx) -> Html {
        Section::ALL.iter().map(|section| self.section(cx, *section)).collect()
    }
    /// A particular in words.
    fn shown(&self, cx: &Cx, field: Field, kept: Option<&str>) -> String {
        let Some(kept) = kept else {
            return cx.t("organisation.show.nothing");
        };
        match field.kind() {
            Kind::Day => kept
                .parse::<Date>()
                .map_or_else(|_| kept.to_owned(), |day| cx.date_full(day)),
            Kind::Choice(_) => cx.t(&field.choice_word(kept)),
            Kind::Flag if kept == "yes" => cx.t("organisation.yes"),
            Kind::Flag => cx.t("organisation.no"),
            Kind::Group => {
                let name = self.groups.iter().find(|(id, _)| id.to_string() == kept);
                name.map_or_else(String::new, |(_, name)| name.clone())
            }
            _ => kept.to_owned(),
        }
    }
    fn course(&self, cx: &Cx) -> Html {
        let mut timeline = cx.timeline();
        for entry in &self.course {
            let who = entry.name.clone().unwrap_or_else(|| cx.t("organisation.show.program"));
            let lines: Html = entry
                .lines
                .iter()
                .map(|line| html!("<li>{}</li>", self.said(cx, line)))
                .collect();
            let basis = entry
                .basis
                .as_ref()
                .map(|b| html!("<p>{}</p>", cx.t1("organisation.show.basis", "basis", b)));
            let list = (!lines.is_empty()).then(|| html!("<ul>{}</ul>", lines));
            let detail = html!("{}{}", list, basis);
            let what = cx.t(&format!("organisation.course.{}", entry.what));
            timeline = timeline.event(entry.at, who, what, detail);
        }
        Html::trusted(timeline.to_string())
    }
    fn said(&self, cx: &Cx, line: &EntryLine) -> String {
        let (label, was, is) = match line.field {
            Some(field) => (
                cx.t(field.word()),
                self.shown(cx, field, line.was.as_deref()),
                self.shown(cx, field, line.is.as_deref()),
            ),
            None => {
                let word = |key: &Option<String>| {
                    key.as_ref()
                        .map_or_else(String::new, |k| cx.t(&format!("org.status.{k}")))
                };
                (cx.t("org.members.status"), word(&line.was), word(&line.is))
            }
        };
        cx.tf(
            "organisation.course.line",
            &[
                ("what", &label),
                ("was", &was),
                ("is", &is),
                ("day", &cx.date_full(line.from)),
            ],
        )
    }
    /// What the member agreed to, each thing with how it stands now.
    fn consents(&self, cx: &Cx) -> Html {
        let items: Html = self
            .consents
            .iter()
            .map(|c| html!("<li><span>{}</span> {}</li>", cx.t(&c.purpose.word()), c.state(cx)))
            .collect();
        let agreed = self.agreed.as_ref().map(|agreed| agreed.show(cx));
        html!("<ul class=\"rows\">{}</ul>{}", items, agreed)
    }
    fn readings(&self, cx: &Cx) -> Html {
        let mut timeline = cx.timeline();
        for reading in &self.readings {
            let who = reading.who.clone().unwrap_or_default();
            timeline = timeline.event(reading.at, who, cx.t("organisation.show.read"), &reading.purpose);
        }
        Html::trusted(timeline.to_string())
    }
    fn posts<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("post", "org.bodies.post"),
            Col::text("body", "org.bodies.body"),
            Col::day("from", "org.term.from"),
            Col::day("ended", "org.term.ended"),
        ];
        cx.table("org.members.posts", cols).rows(self.posts.iter().map(|h| {
            let row = Row::new()
                .link(&format!("/org/bodies/{}", h.body))
                .cell(&h.title)
                .cell(&h.body_name)
                .cell(cx.date_full(h.term.from))
                .cell(h.ended.map_or_else(|| "—".to_owned(), |on| cx.date_full(on)));
            if h.ended.is_some() { row.quiet() } else { row }
        }))
    }
}
