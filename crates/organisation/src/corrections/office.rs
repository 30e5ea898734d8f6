//! What officers do with corrections that members ask for.

use ::store::Error;
use kernel::{Date, Instant, Text};
use org::{
    BodyId, MemberId, bodies,
    members::{Field, Particulars, When, field::Kind, history, sealed, store as members},
    power::MEMBER_MANAGE,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row, Table, html};
use web::{Act, Done, Nothing, Refusal, Reply, View};

use super::{
    event::Happened,
    model::{Correction, CorrectionId, Status, Wanted},
    store,
};
use crate::members::register;

/// A correction that waits.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Line {
    /// It.
    pub id: CorrectionId,
    /// Whose entry.
    pub name: String,
    /// Since when it waits.
    pub asked_at: Instant,
}

/// The corrections that wait.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Corrections {
    /// The earliest first; at most 500.
    pub lines: Vec<Line>,
}

ui::page!(Corrections, "corrections/pages/list.html", |_p, cx| cx
    .t("corrections.office"));

pub(super) fn list(view: &View<'_>, _: Nothing) -> Reply<Corrections> {
    let union = view.union();
    let waiting = store::waiting(view, union)?;
    let names = members::member_names(view, union, waiting.iter().map(|c| c.member))?;
    let line = |c: Correction| Line {
        id: c.id,
        name: names.get(&c.member).cloned().unwrap_or_default(),
        asked_at: c.asked_at,
    };
    Ok(Corrections {
        lines: waiting.into_iter().map(line).collect(),
    })
}

/// Corrections that wait for whoever may change the register.
///
/// # Errors
/// The store's.
pub fn waiting<'v>(view: &'v View<'_>) -> Result<flow::Question<'v>, Error> {
    if !view.actor().may(MEMBER_MANAGE) {
        return Ok(None);
    }
    store::ask_count(view, view.union(), |count| {
        flow::Waiting::some("corrections.wait", count, "/corrections")
    })
    .map(Some)
}

impl Corrections {
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([(cx.t("org.members.title"), "/members")])
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "org.field.name"),
            Col::day("asked", "corrections.asked_at"),
        ];
        let rows = self.lines.iter().map(|l| {
            let row = Row::new().link(&format!("/corrections/{}", l.id));
            row.cell(&l.name).cell(cx.instant(l.asked_at))
        });
        cx.table("corrections.office", cols)
            .empty(cx.empty("corrections.none"))
            .rows(rows)
    }
}

/// One correction beside the entry as it reads.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CorrectionPage {
    /// It.
    #[serde(flatten)]
    pub correction: Correction,
    /// Whose entry.
    pub name: String,
    /// How it reads now.
    pub known: Particulars,
    /// How it shall read.
    pub wanted: Vec<Wanted>,
    /// The number now and the number told, masked.
    pub numbers: Option<(String, String)>,
    /// Branches and groups by name.
    #[serde(skip)]
    pub groups: Vec<(BodyId, String)>,
    /// Today.
    pub today: Date,
}

ui::page!(CorrectionPage, "corrections/pages/show.html", |p, cx| cx.t1(
    "corrections.of",
    "name",
    &p.name
));

/// Which correction.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct This {
    id: CorrectionId,
}

fn known(view: &View<'_>, id: MemberId) -> Reply<Particulars> {
    let course = history::believed(view, view.union(), id)?;
    Ok(course.last().map(|(is, _)| is.particulars.clone()).unwrap_or_default())
}

pub(super) fn show(view: &View<'_>, q: This) -> Reply<CorrectionPage> {
    let union = view.union();
    let correction = store::get(view, union, q.id)?;
    let told = store::number(view, union, q.id)?;
    let had = sealed::identity(view, union, correction.member)?;
    let had = had.map_or_else(|| "—".to_owned(), |number| number.masked());
    Ok(CorrectionPage {
        name: members::get(view, union, correction.member)?.name,
        known: known(view, correction.member)?,
        wanted: store::lines(view, union, q.id)?,
        numbers: told.map(|number| (had, number.masked())),
        groups: bodies::store::body_names(view, union)?.into_iter().collect(),
        today: view.today(),
        correction,
    })
}

impl CorrectionPage {
    fn at(&self, tail: &str) -> String {
        format!("/corrections/{}{tail}", self.correction.id)
    }
    fn waits(&self) -> bool {
        self.correction.status == Status::Waiting
    }
    fn heading(&self, cx: &Cx) -> Html {
        let member = cx.link_button(&format!("/members/{}", self.correction.member), "corrections.member");
        let crumbs = cx.crumbs([(cx.t("corrections.office"), "/corrections")]);
        let status = cx.t(&format!("corrections.status.{}", self.correction.status.key()));
        let title = cx.t1("corrections.of", "name", &self.name);
        html!("{}{}", crumbs, cx.heading(title, status, member))
    }
    fn shown(&self, cx: &Cx, field: Field, text: Option<&str>) -> String {
        let Some(text) = text else { return "—".to_owned() };
        match field.kind() {
            Kind::Choice(_) => cx.t(&field.choice_word(text)),
            Kind::Group => {
                let group = self.groups.iter().find(|(id, _)| id.to_string() == text);
                group.map_or_else(|| "—".to_owned(), |(_, name)| name.clone())
            }
            _ => text.to_owned(),
        }
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("field", "corrections.what"),
            Col::text("now", "corrections.now"),
            Col::text("wanted", "corrections.wanted"),
        ];
        let row = |line: &Wanted| {
            Row::new()
                .cell(cx.t(line.field.word()))
                .cell(self.shown(cx, line.field, self.known.get(line.field)))
                .cell(self.shown(cx, line.field, Some(&line.text)))
        };
        let number = self.numbers.iter().map(|(now, told)| {
            let row = Row::new().cell(cx.t("organisation.identity.number"));
            row.cell(now).cell(told)
        });
        let rows = self.wanted.iter().map(row).chain(number);
        cx.table("corrections.office", cols).rows(rows)
    }
    fn ways(&self, cx: &Cx) -> Vec<Choice> {
        ["mended", "changed"]
            .map(|key| {
                let says = cx.t(&format!("organisation.edit.{key}_says"));
                Choice::new(key, cx.t(&format!("organisation.edit.{key}"))).hint(says)
            })
            .to_vec()
    }
    /// The box is offered when somebody of the same name and phone, or with the same number elsewhere, was found.
    fn another(&self, cx: &Cx) -> Html {
        if cx.error("another").is_none() {
            return Html::none();
        }
        Html::trusted(cx.field("another", "org.members.another").tick(false).to_string())
    }
}

/// Whether something has changed or was written wrongly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum How {
    Mended,
    Changed,
}

/// An officer's yes.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Approve {
    id: CorrectionId,
    version: i64,
    how: How,
    /// From which day on, if it has changed; today if not said.
    on: Option<Date>,
    #[serde(default)]
    another: bool,
}

/// Puts what a member asked for into the register. Nobody answers their own wish.
pub(super) fn approve(act: &mut Act<'_>, form: Approve) -> Reply<Done> {
    let union = act.union();
    let correction = store::get(act, union, form.id)?;
    let status = correction.status.end(Status::Approved)?;
    not_own(act, &correction)?;
    let (member, number) = (correction.member, store::number(act, union, form.id)?);
    if correction.number && number.is_none() {
        return Err(Refusal::new("corrections.number_lost").status(409).into());
    }
    let mut to = known(act, member)?;
    for line in store::lines(act, union, form.id)? {
        // every text here was read from the record
        let _ = to.set(line.field, &line.text);
    }
    let when = match form.how {
        How::Mended => When::Always,
        How::Changed => When::From(form.on.unwrap_or_else(|| act.today())),
    };
    let basis = ui::words::find(kernel::Lang::Zh, "corrections.basis_asked");
    let seen = |act: &Act<'_>| members::get(act, union, member).map(|card| (member, card.version));
    register::change(act, seen(act)?, &to, (when, form.another), basis)?;
    let sealing = register::Sealing {
        identity: number,
        elsewhere: form.another,
        ..register::Sealing::default()
    };
    register::seal(act, seen(act)?, &sealing)?;
    store::end(act, (form.id, form.version), status, None)?;
    act.note(&Happened::Approved { correction: form.id })?;
    Ok(Done::to(format!("/corrections/{}", form.id))
        .record(form.id)
        .say("corrections.approved"))
}

fn not_own(act: &Act<'_>, correction: &Correction) -> Reply<()> {
    let own = act.actor().standing.as_ref().and_then(|standing| standing.member);
    if own == Some(correction.member.raw()) {
        return Err(Refusal::new("corrections.not_own").status(403).into());
    }
    Ok(())
}

/// An officer's no.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Decline {
    id: CorrectionId,
    version: i64,
    /// Why; the member reads it.
    reason: Text<200>,
}

/// Declines what a member asked for, with the reason (个人信息保护法 art. 50).
pub(super) fn decline(act: &mut Act<'_>, form: Decline) -> Reply<Done> {
    let correction = store::get(act, act.union(), form.id)?;
    let status = correction.status.end(Status::Declined)?;
    store::end(act, (form.id, form.version), status, Some(&form.reason))?;
    act.note(&Happened::Declined { correction: form.id })?;
    Ok(Done::to(format!("/corrections/{}", form.id))
        .record(form.id)
        .say("corrections.declined"))
}
