//! Taking a list of members out: only the particulars one may see, never what is sealed, with a purpose that is recorded.
//!
//! The act records; the file is made from the record when it is fetched, for the same person and for a day, and says
//! exactly what the register said at that moment.

use std::collections::BTreeMap;

use ::store::{Error, OnConstraint};
use kernel::{Date, Text};
use org::{
    BodyId, MemberId, bodies,
    members::{
        Field,
        field::{Class, Kind},
        history::{self, OnDay},
    },
};
use papers::book::{self, Book, Cell, Column, Sheet, XLSX};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row, Table, html};
use web::{Act, Attachment, Done, Event, Fault, Record, Refusal, Reply, Stop, View};

use super::{
    asked::{Ask, Asked, shown, written},
    find,
    store::{self, Export, ExportId, ListId, Saved},
};

/// Most members in one file.
const MOST: usize = 100_000;
/// How long the file can be fetched, in milliseconds.
const DAY: i64 = 86_400_000;

/// What happens here.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
enum Happened<'a> {
    Exported {
        #[serde(skip)]
        id: ExportId,
        purpose: &'a str,
        fields: &'a str,
        members: i64,
    },
    ListSaved {
        #[serde(skip)]
        id: ListId,
        name: &'a str,
    },
    ListRemoved {
        #[serde(skip)]
        id: ListId,
        name: &'a str,
    },
}

impl Event for Happened<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Exported { .. } => "member.exported",
            Happened::ListSaved { .. } => "member.list_saved",
            Happened::ListRemoved { .. } => "member.list_removed",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Exported { id, .. } => Record::new("members/export", *id),
            Happened::ListSaved { id, .. } | Happened::ListRemoved { id, .. } => Record::new("members/list", *id),
        }
    }
}

/// The form by which a list is taken out, and what was taken out before.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ExportForm {
    /// How many members are meant.
    pub members: i64,
    /// As of this day.
    pub on: Date,
    /// The conditions as a query carries them.
    pub conditions: Vec<(String, String)>,
    /// The particulars that may be taken out.
    pub fields: Vec<Field>,
    /// What was taken out before, the latest first.
    pub exports: Vec<Export>,
    #[serde(skip)]
    hidden: Html,
}

ui::page!(ExportForm, "finding/pages/export.html", |_p, cx| cx
    .t("organisation.export.title"));

fn allowed(asked: &Asked) -> Vec<Field> {
    Field::ALL
        .iter()
        .copied()
        .filter(|f| asked.personal || f.class() == Class::Plain)
        .collect()
}

pub(super) fn form(view: &View<'_>, ask: Ask) -> Reply<ExportForm> {
    let asked = ask.settle(view)?;
    let mut members = 0;
    asked.each(view, view.now(), |_| members += 1)?;
    let cx = Cx::new(view.lang(), "", view.today());
    Ok(ExportForm {
        members,
        on: asked.on,
        conditions: asked.query(),
        fields: allowed(&asked),
        exports: store::exports(view, view.union())?,
        hidden: find::hidden(&cx, &asked),
    })
}

impl ExportForm {
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([
            (cx.t("org.members.title"), "/members".to_owned()),
            (
                cx.t("organisation.find.title"),
                format!("/members/find?{}&on={}", written(&self.conditions), self.on),
            ),
        ]);
        let under = cx.t2(
            "organisation.export.under",
            "n",
            self.members,
            "day",
            cx.date_full(self.on),
        );
        html!("{}{}", crumbs, cx.heading(cx.t("organisation.export.title"), under, ""))
    }
    fn choices(&self, cx: &Cx) -> Vec<Choice> {
        self.fields
            .iter()
            .map(|f| Choice::new(f.key(), cx.t(f.word())))
            .collect()
    }
    fn formats(&self, cx: &Cx) -> Vec<Choice> {
        ["xlsx", "csv"]
            .map(|key| Choice::new(key, cx.t(&format!("organisation.export.{key}"))))
            .to_vec()
    }
    fn before<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::day("at", "organisation.export.at"),
            Col::text("who", "organisation.export.who"),
            Col::text("purpose", "organisation.export.purpose"),
            Col::number("members", "organisation.export.members"),
            Col::text("fields", "organisation.export.fields").minor(),
        ];
        cx.table("organisation.export.before", cols)
            .empty(cx.empty("organisation.export.none"))
            .rows(self.exports.iter().map(|e| {
                let fields: Vec<String> = e
                    .fields
                    .split(',')
                    .filter_map(Field::of_key)
                    .map(|f| cx.t(f.word()))
                    .collect();
                Row::new()
                    .cell(cx.instant(e.at))
                    .cell(e.name.clone().unwrap_or_default())
                    .cell(&e.purpose)
                    .cell(cx.number(e.members))
                    .cell(fields.join(&cx.t("org.comma")))
            }))
    }
}

/// What shall be taken out.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Take {
    /// What for.
    purpose: Text<100>,
    /// `xlsx` or `csv`.
    format: Format,
    /// The particulars, at least one.
    field: Vec<Field>,
    /// The members: as the list of found members is asked for.
    #[serde(flatten)]
    of: BTreeMap<String, String>,
}

/// Kinds of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Format {
    Xlsx,
    Csv,
}

/// Records what is taken out and leads to the file.
pub(super) fn take(act: &mut Act<'_>, form: Take) -> Reply<Done> {
    let asked = asked_of(act, &form.of)?;
    let allowed = allowed(&asked);
    if form.field.iter().any(|f| !allowed.contains(f)) {
        return Err(Refusal::forbidden().into());
    }
    let mut members = 0_usize;
    asked.each(act, act.now(), |_| members += 1)?;
    if members > MOST {
        return Err(Refusal::new("organisation.export.too_many").arg("most", MOST).into());
    }
    let keys: Vec<&str> = Field::ALL
        .iter()
        .filter(|f| form.field.contains(f))
        .map(|f| f.key())
        .collect();
    let export = Export {
        id: act.id(),
        by: act.actor().account,
        name: None,
        at: act.now(),
        purpose: form.purpose.into_string(),
        fields: keys.join(","),
        query: written(&asked.query()),
        on: asked.on,
        format: if form.format == Format::Csv { "csv" } else { "xlsx" }.to_owned(),
        members: i64::try_from(members).unwrap_or(i64::MAX),
    };
    store::add_export(act.writer(), act.union(), &export)?;
    act.note(&Happened::Exported {
        id: export.id,
        purpose: &export.purpose,
        fields: &export.fields,
        members: export.members,
    })?;
    Ok(Done::to(format!("/members/exports/{}", export.id)).record(export.id))
}

/// Settles a query that a form carries.
fn asked_of(view: &View<'_>, of: &BTreeMap<String, String>) -> Reply<Asked> {
    let pairs: Vec<(String, String)> = of.iter().map(|(k, v)| (k.clone(), v.clone())).collect();
    let ask: Ask = web::pairs::from_pairs(&pairs)
        .map_err(|wrong| Refusal::field(&wrong.field.unwrap_or_default(), "org.unfit.choice"))?;
    ask.settle(view)
}

/// The lists that were taken out with this member in them, the latest first. Lists are taken out of the whole union, so
/// that only the conditions decide; asked of what the register said of the member then.
pub(crate) fn taken_out(view: &View<'_>, member: MemberId) -> Result<Vec<Export>, Error> {
    let mut with = Vec::new();
    for export in store::exports(view, view.union())? {
        let asked: Vec<(String, String)> = pairs(&export.query).into_iter().collect();
        let Ok(asked) = web::pairs::from_pairs::<Ask>(&asked) else {
            continue;
        };
        let Some(find) = asked.of_all(view, export.on)? else {
            continue;
        };
        let then = history::as_of(view, view.union(), member, export.on, export.at)?;
        if then.is_some_and(|is| find.holds(&is)) {
            with.push(export);
        }
    }
    Ok(with)
}

/// Which export.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct This {
    id: ExportId,
}

/// The file, for who took it out, for a day.
pub(super) fn file(view: &View<'_>, q: This) -> Reply<Attachment> {
    let export = store::one_export(view, view.union(), q.id)?;
    if export.by != view.actor().account || view.now() > export.at.plus_millis(DAY) {
        return Err(Refusal::missing().into());
    }
    let mut of: BTreeMap<String, String> = pairs(&export.query);
    of.insert("on".to_owned(), export.on.to_string());
    let asked = asked_of(view, &of)?;
    let allowed = allowed(&asked);
    let fields: Vec<Field> = export
        .fields
        .split(',')
        .filter_map(Field::of_key)
        .filter(|f| allowed.contains(f))
        .collect();
    let mut found: Vec<OnDay> = Vec::new();
    asked.each(view, export.at, |member| found.push(member))?;
    found.sort_by(|a, b| (&a.sound, a.id.raw()).cmp(&(&b.sound, b.id.raw())));
    let groups = bodies::store::bodies_to_choose(view, view.union(), view.today())?;
    let cx = Cx::new(view.lang(), "", view.today());
    let sheet = sheet(&cx, &fields, &found, &groups);
    let name = format!("{} {}.{}", sheet.name, export.on, export.format);
    let (mime, bytes) = if export.format == "csv" {
        ("text/csv; charset=utf-8", book::to_csv(&sheet).map_err(Fault::other)?)
    } else {
        let mut book = Book::new();
        book.sheet(sheet);
        let mime = XLSX;
        (mime, book.to_bytes().map_err(Fault::other)?)
    };
    Ok(Attachment {
        name,
        mime: mime.to_owned(),
        bytes,
        inline: false,
    })
}

fn sheet(cx: &Cx, fields: &[Field], found: &[OnDay], groups: &[(BodyId, String)]) -> Sheet {
    let mut columns: Vec<Column> = fields.iter().map(|f| Column::new(cx.t(f.word()), 14)).collect();
    columns.push(Column::new(cx.t("org.members.status"), 12));
    let cell = |field: &Field, member: &OnDay| {
        let Some(kept) = member.is.particulars.get(*field) else {
            return Cell::Empty;
        };
        match (field.kind(), kept.parse::<Date>()) {
            (Kind::Day, Ok(day)) => Cell::Date(day),
            _ => Cell::text(shown(cx, *field, kept, groups)),
        }
    };
    let row = |member: &OnDay| {
        let mut row: Vec<Cell> = fields.iter().map(|f| cell(f, member)).collect();
        row.push(Cell::text(cx.t(&member.is.status.word())));
        row
    };
    Sheet {
        name: cx.t("org.members.title"),
        columns,
        rows: found.iter().map(row).collect(),
        total: None,
    }
}

/// A query's text as pairs.
fn pairs(query: &str) -> BTreeMap<String, String> {
    web::pairs::decode(query).into_iter().collect()
}

/// A list to be saved: its name, and the query behind it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Save {
    name: Text<40>,
    /// The conditions, as the list of found members is asked for.
    #[serde(flatten)]
    of: BTreeMap<String, String>,
}

/// Saves the conditions of a list under a name, for everybody who may see members.
pub(super) fn save(act: &mut Act<'_>, form: Save) -> Reply<Done> {
    let of: BTreeMap<String, String> = form.of.into_iter().filter(|(name, _)| name != "name").collect();
    let asked = asked_of(act, &of)?;
    let query = written(&asked.query());
    if query.is_empty() {
        return Err(Refusal::new("organisation.lists.nothing").into());
    }
    let list = Saved {
        id: act.id(),
        name: form.name.into_string(),
        query,
        by: act.actor().account,
    };
    let taken = || -> Stop { Refusal::field("name", "organisation.lists.taken").status(409).into() };
    store::save(act.writer(), act.union(), &list, act.now()).on_constraint::<Stop>("member_list_name", taken)?;
    act.note(&Happened::ListSaved {
        id: list.id,
        name: &list.name,
    })?;
    Ok(Done::to(format!("/members/lists/{}", list.id))
        .record(list.id)
        .say("organisation.lists.saved"))
}

/// Which saved list.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct ThisList {
    id: ListId,
}

/// The members whom a saved list means today.
pub(super) fn list(view: &View<'_>, q: ThisList) -> Reply<find::Found> {
    let saved = store::list(view, view.union(), q.id)?;
    let asked = asked_of(view, &pairs(&saved.query))?;
    find::found(view, asked, Some(saved))
}

/// Removes a saved list.
pub(super) fn remove(act: &mut Act<'_>, form: ThisList) -> Reply<Done> {
    let saved = store::list(act, act.union(), form.id)?;
    store::remove(act.writer(), act.union(), form.id)?;
    act.note(&Happened::ListRemoved {
        id: form.id,
        name: &saved.name,
    })?;
    Ok(Done::to("/members/find").say("organisation.lists.removed"))
}
