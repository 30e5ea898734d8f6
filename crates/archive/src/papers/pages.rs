//! The list of papers, and the files themselves.

use std::collections::BTreeMap;

use org::BodyId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html, html};
use web::{AccountId, Attachment, Reply, View};

use super::{
    Door,
    model::{Class, Line, PaperId},
    store::{self, File, Filter, Part},
};

/// Papers on one page of the list.
const PAGE: i64 = 50;

/// Which papers to list.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct Ask {
    /// The year they are filed in.
    pub year: Option<i16>,
    /// How they are filed.
    pub class: Option<Class>,
    /// Words of the name.
    pub q: Option<String>,
    /// The page, from 1.
    pub page: Option<i64>,
}

/// The list of papers.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Papers {
    /// The papers of this page, the latest first.
    pub papers: Vec<Line>,
    /// How many there are in all.
    pub all: i64,
    /// The page, from 1.
    pub page: i64,
    /// Papers on a page.
    pub size: i64,
    /// The years that have papers, each with how many.
    pub years: Vec<(i16, i64)>,
    /// The year asked for.
    pub year: Option<i16>,
    /// The class asked for.
    pub class: Option<Class>,
    /// The words asked for.
    pub q: Option<String>,
}

ui::page!(Papers, "papers/list.html", |_p, cx| cx.t("archive.list.title"), wide);

impl Papers {
    fn classes(&self, cx: &Cx) -> Vec<(String, String)> {
        Class::ALL
            .iter()
            .map(|class| (class.key().to_owned(), cx.t(&class.word())))
            .collect()
    }
    fn class_key(&self) -> Option<&'static str> {
        self.class.map(Class::key)
    }
    fn year_choices(&self, cx: &Cx) -> Vec<(String, String)> {
        self.years
            .iter()
            .map(|(y, n)| (y.to_string(), cx.t2("archive.list.year", "year", y, "n", n)))
            .collect()
    }
    fn table(&self, cx: &Cx) -> Html {
        let cols = [
            ui::Col::text("name", "archive.col.name"),
            ui::Col::text("class", "archive.col.class"),
            ui::Col::number("bytes", "archive.col.bytes").minor(),
            ui::Col::text("who", "archive.col.who").minor(),
            ui::Col::day("at", "archive.col.at"),
            ui::Col::text("record", "archive.col.record"),
        ];
        let rows = self.papers.iter().map(|line| {
            ui::Row::new()
                .link(&format!("/papers/{}", line.id))
                .cell(&line.name)
                .cell(cx.t(&line.class.word()))
                .cell(line.bytes())
                .cell(&line.added_name)
                .cell(cx.instant(line.added_at))
                .cell(html!(
                    "<a href=\"{}\">{}</a>",
                    line.record_path(),
                    cx.t("archive.list.open")
                ))
        });
        let empty = cx.empty("archive.list.empty");
        let table = cx
            .table("archive.list.title", cols)
            .rows(rows)
            .empty(empty)
            .pager(cx.pager(self.page, self.size, self.all));
        html!("{}", Html::trusted(table.to_string()))
    }
}

/// Which papers the actor sees besides restricted ones: all of the union, or those of their branch and their own.
pub(super) struct Sight {
    me: AccountId,
    within: Option<Vec<BodyId>>,
}

impl Sight {
    pub(super) fn of(view: &View<'_>) -> Result<Self, ::store::Error> {
        Ok(Self {
            me: view.actor().account,
            within: org::within(view, org::power::PAPER_SEE)?,
        })
    }
    /// Whether they see a paper of this account and body.
    pub(super) fn sees(&self, by: AccountId, body: Option<BodyId>) -> bool {
        by == self.me || org::holds(self.within.as_deref(), body)
    }
    /// The parts of which what they see consists, and those to be counted off, since they are in two of them.
    fn parts(&self) -> (Vec<Part>, Vec<Part>) {
        let Some(own) = &self.within else {
            return (vec![(None, None)], Vec::new());
        };
        let bodies = own.iter().map(|body| (None, Some(*body)));
        let twice = own.iter().map(|body| (Some(self.me), Some(*body)));
        (
            std::iter::once((Some(self.me), None)).chain(bodies).collect(),
            twice.collect(),
        )
    }
    fn count(&self, view: &View<'_>, filter: &Filter) -> Reply<i64> {
        let (parts, twice) = self.parts();
        let mut all = 0_i64;
        for part in parts {
            all = all.saturating_add(store::counted(view, view.union(), filter, part)?);
        }
        for part in twice {
            all = all.saturating_sub(store::counted(view, view.union(), filter, part)?);
        }
        Ok(all)
    }
    fn years(&self, view: &View<'_>) -> Reply<Vec<(i16, i64)>> {
        let (parts, twice) = self.parts();
        let mut all: BTreeMap<i16, i64> = BTreeMap::new();
        for (parts, sign) in [(parts, 1), (twice, -1)] {
            for part in parts {
                for (year, count) in store::years(view, view.union(), part)? {
                    *all.entry(year).or_default() += sign * count;
                }
            }
        }
        Ok(all.into_iter().rev().collect())
    }
    fn page(&self, view: &View<'_>, filter: &Filter, page: i64) -> Reply<Vec<Line>> {
        let (parts, _) = self.parts();
        let skip = (page - 1).saturating_mul(PAGE);
        if let [one] = parts.as_slice() {
            return Ok(store::listed(view, view.union(), filter, *one, (PAGE, skip))?);
        }
        let mut all: BTreeMap<PaperId, Line> = BTreeMap::new();
        for part in parts {
            let some = store::listed(view, view.union(), filter, part, (skip.saturating_add(PAGE), 0))?;
            all.extend(some.into_iter().map(|line| (line.id, line)));
        }
        let (skip, size) = (
            usize::try_from(skip).unwrap_or(usize::MAX),
            usize::try_from(PAGE).unwrap_or(0),
        );
        Ok(all.into_values().rev().skip(skip).take(size).collect())
    }
}

pub(super) fn list(view: &View<'_>, ask: Ask) -> Reply<Papers> {
    let filter = Filter {
        year: ask.year,
        class: ask.class,
        words: ask.q.clone(),
    };
    let sight = Sight::of(view)?;
    let page = ask.page.unwrap_or(1).clamp(1, 100_000);
    Ok(Papers {
        papers: sight.page(view, &filter, page)?,
        all: sight.count(view, &filter)?,
        page,
        size: PAGE,
        years: sight.years(view)?,
        year: ask.year,
        class: ask.class,
        q: ask.q,
    })
}

/// Which paper.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: PaperId,
}

/// A file that the actor may see; absent and not theirs are both 404. A restricted one opens with its record: for kinds of records
/// that have no door here, to nobody.
fn seen(view: &View<'_>, doors: &[Door], id: PaperId) -> Reply<File> {
    let file = store::file(view, view.union(), id)?;
    let opens = if file.restricted {
        match doors.iter().find(|door| door.kind == file.record_kind) {
            Some(door) => match (door.opens)(view, file.record_id) {
                Err(web::Stop::Refused(_)) => false,
                answer => answer?,
            },
            None => false,
        }
    } else {
        Sight::of(view)?.sees(file.added_by, file.body)
    };
    if opens {
        Ok(file)
    } else {
        Err(web::Refusal::missing().into())
    }
}

pub(super) fn file(view: &View<'_>, doors: &[Door], which: Which) -> Reply<Attachment> {
    let file = seen(view, doors, which.id)?;
    Ok(Attachment {
        bytes: store::content(view, view.union(), file.digest, file.length)?,
        inline: file.mime.starts_with("image/") || file.mime == "application/pdf",
        name: file.name,
        mime: file.mime,
    })
}

pub(super) fn thumb(view: &View<'_>, doors: &[Door], which: Which) -> Reply<Attachment> {
    let file = seen(view, doors, which.id)?;
    let Some(digest) = file.thumb else {
        return Err(web::Refusal::missing().into());
    };
    Ok(Attachment {
        bytes: store::content(view, view.union(), digest, 0)?,
        inline: true,
        name: format!("{}.jpg", file.name),
        mime: "image/jpeg".to_owned(),
    })
}

/// The papers of a record as a list of names and thumbnails, each opening its file. Nothing if there are none.
#[must_use]
pub fn gallery(cx: &Cx, papers: &[Line]) -> Html {
    if papers.is_empty() {
        return Html::none();
    }
    let list = papers.iter().fold(cx.list(), |list, line| {
        let picture = match (line.thumb, line.size) {
            (true, Some((width, height))) => {
                let (w, h) = fit(width, height);
                let src = format!("/papers/{}/thumb", line.id);
                html!(
                    "<img src=\"{}\" alt=\"\" width=\"{}\" height=\"{}\" loading=\"lazy\">",
                    src,
                    w,
                    h
                )
            }
            _ => cx.icon("file-text"),
        };
        let mut under = format!("{} · {} · {}", line.added_name, cx.instant(line.added_at), line.bytes());
        if line.restricted {
            under = format!("{} · {under}", cx.t("archive.restricted"));
        }
        list.item(&format!("/papers/{}", line.id), &line.name, under, picture)
    });
    Html::trusted(list.to_string())
}

/// The size of a picture within 120 points.
fn fit(width: u32, height: u32) -> (u32, u32) {
    const SIDE: u32 = 120;
    let long = width.max(height).max(1);
    let scale = |side: u32| {
        (u64::from(side) * u64::from(SIDE) / u64::from(long))
            .try_into()
            .unwrap_or(SIDE)
            .max(1)
    };
    if long <= SIDE {
        (width, height)
    } else {
        (scale(width), scale(height))
    }
}
