//! The list of papers, and the files themselves.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html, html};
use web::{AccountId, Attachment, Reply, View};

use super::{
    model::{Class, Line, PaperId},
    store::{self, File, Filter},
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

/// Whose papers the actor sees: all, or only their own.
pub(super) fn whose(view: &View<'_>) -> Option<AccountId> {
    let all = view.actor().may(org::power::PAPER_SEE);
    (!all).then_some(view.actor().account)
}

pub(super) fn list(view: &View<'_>, ask: Ask) -> Reply<Papers> {
    let filter = Filter {
        year: ask.year,
        class: ask.class,
        words: ask.q.clone(),
        added_by: whose(view),
    };
    let page = ask.page.unwrap_or(1).clamp(1, 100_000);
    Ok(Papers {
        papers: store::listed(view, view.union(), &filter, PAGE, (page - 1) * PAGE)?,
        all: store::counted(view, view.union(), &filter)?,
        page,
        size: PAGE,
        years: store::years(view, view.union(), filter.added_by)?,
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

/// A file that the actor may see; absent and not theirs are both 404.
fn seen(view: &View<'_>, id: PaperId) -> Reply<File> {
    let file = store::file(view, view.union(), id)?;
    match whose(view) {
        Some(me) if me != file.added_by => Err(web::Refusal::missing().into()),
        _ => Ok(file),
    }
}

pub(super) fn file(view: &View<'_>, which: Which) -> Reply<Attachment> {
    let file = seen(view, which.id)?;
    Ok(Attachment {
        bytes: store::content(view, view.union(), file.digest, file.length)?,
        inline: file.mime.starts_with("image/") || file.mime == "application/pdf",
        name: file.name,
        mime: file.mime,
    })
}

pub(super) fn thumb(view: &View<'_>, which: Which) -> Reply<Attachment> {
    let file = seen(view, which.id)?;
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
        let under = format!("{} · {} · {}", line.added_name, cx.instant(line.added_at), line.bytes());
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
