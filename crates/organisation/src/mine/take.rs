//! All of one's own data to take along: a workbook to read, and JSON for programs (个人信息保护法 art. 45).

use papers::book::{Book, Cell, Column, Sheet, XLSX};
use serde::Serialize;
use ui::Cx;
use web::{Attachment, Fault, Nothing, Reply, View};

use super::{
    page::{self, MyData},
    seen::{self, Seen},
};

/// Everything in one: what is known, and what happened to it.
#[derive(Serialize)]
struct All<'a> {
    account: &'a str,
    sign_name: &'a str,
    known: &'a MyData,
    happened: &'a Seen,
}

struct Own {
    known: MyData,
    happened: Seen,
    account: String,
    sign_name: String,
}

fn gathered(view: &View<'_>) -> Reply<Own> {
    let (known, sign_name) = web::door::store::by_id(view, view.actor().account)?;
    Ok(Own {
        known: page::show(view, Nothing {})?,
        happened: seen::show(view, Nothing {})?,
        account: known.name,
        sign_name,
    })
}

fn named(cx: &Cx, own: &Own, ending: &str) -> String {
    format!("{} {}.{ending}", cx.t("organisation.mine.title"), own.account)
}

pub(super) fn json(view: &View<'_>, _: Nothing) -> Reply<Attachment> {
    let own = gathered(view)?;
    let all = All {
        account: &own.account,
        sign_name: &own.sign_name,
        known: &own.known,
        happened: &own.happened,
    };
    let cx = Cx::new(view.lang(), "", view.today());
    Ok(Attachment {
        name: named(&cx, &own, "json"),
        mime: "application/json".to_owned(),
        bytes: serde_json::to_vec_pretty(&all).map_err(Fault::other)?,
        inline: false,
    })
}

pub(super) fn workbook(view: &View<'_>, _: Nothing) -> Reply<Attachment> {
    let own = gathered(view)?;
    let cx = Cx::new(view.lang(), "", view.today());
    let mut book = Book::new();
    book.sheet(known(&cx, &own));
    book.sheet(happened(&cx, &own.happened));
    Ok(Attachment {
        name: named(&cx, &own, "xlsx"),
        mime: XLSX.to_owned(),
        bytes: book.to_bytes().map_err(Fault::other)?,
        inline: false,
    })
}

fn known(cx: &Cx, own: &Own) -> Sheet {
    let mut lines = vec![
        (cx.t("web.account.name"), own.account.clone()),
        (cx.t("web.sign_in.name"), own.sign_name.clone()),
        (cx.t("organisation.mine.union"), own.known.union.clone()),
    ];
    if let Some(member) = &own.known.own {
        lines.extend(member.lines(cx, &own.known.groups));
        if let Some(agreed) = &member.agreed {
            let (at, version) = (cx.instant(agreed.at), agreed.version);
            lines.push((
                cx.t("organisation.mine.agreed"),
                cx.t2("joining.agreed_at", "at", at, "version", version),
            ));
        }
        for transfer in &member.transfers {
            let state = cx.t(&transfer.state.word());
            lines.push((cx.t("organisation.moving.title"), format!("{} · {state}", transfer.to)));
        }
        for arrival in &member.arrivals {
            let says = cx.t1("organisation.mine.moved_in", "union", &arrival.from);
            lines.push((cx.t("organisation.moving.title"), says));
        }
        for consent in &member.consents {
            let state = match (consent.since, consent.withdrawn) {
                (Some(at), _) => cx.t1("organisation.mine.since", "at", cx.instant(at)),
                (None, Some(at)) => cx.t1("organisation.mine.withdrawn", "at", cx.instant(at)),
                (None, None) => cx.t("organisation.mine.never"),
            };
            lines.push((cx.t(&consent.purpose.word()), state));
        }
    }
    Sheet {
        name: cx.t("organisation.mine.title"),
        columns: vec![
            Column::new(cx.t("organisation.mine.what"), 22),
            Column::new(cx.t("organisation.mine.value"), 60),
        ],
        rows: lines
            .into_iter()
            .map(|(what, value)| vec![Cell::text(what), Cell::text(value)])
            .collect(),
        total: None,
    }
}

fn happened(cx: &Cx, seen: &Seen) -> Sheet {
    let row = |trace: &seen::Trace| {
        vec![
            Cell::text(cx.instant(trace.at)),
            Cell::text(trace.name(cx)),
            Cell::text(trace.words(cx)),
            Cell::text(trace.detail(cx, &seen.groups).join("；")),
        ]
    };
    Sheet {
        name: cx.t("organisation.mine.seen"),
        columns: vec![
            Column::new(cx.t("organisation.mine.at"), 20),
            Column::new(cx.t("organisation.mine.who"), 14),
            Column::new(cx.t("organisation.mine.what"), 24),
            Column::new(cx.t("organisation.mine.value"), 80),
        ],
        rows: seen.traces.iter().map(row).collect(),
        total: None,
    }
}
