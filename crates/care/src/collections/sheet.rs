//! The gifts and payouts of a collection as an Excel workbook: taken out with a purpose, which is kept.

use org::members::store as members;
use papers::book::{Book, Cell, Column, Sheet, XLSX};
use ui::Cx;
use web::{Act, Attachment, Done, Fault, Record, Refusal, Reply, View, reveal};

use super::{
    KIND,
    acts::{Reveal, This, done, managed},
    model::{CollectionId, Gift, Payout, PayoutStatus},
    payouts, store,
};

/// The name of what is taken out.
const FILE: &str = "gifts_file";

/// Notes who takes the list out, and what for; the file is there for some minutes.
pub(super) fn export(act: &mut Act<'_>, form: Reveal) -> Reply<Done> {
    managed(act, form.id)?;
    reveal::read(act, Record::new(KIND, form.id), &[FILE], &form.purpose)?;
    Ok(done(form.id, "collections.said.file_ready"))
}

/// Whether this reader has just said what the list is for.
pub(super) fn may(view: &View<'_>, id: CollectionId) -> Reply<bool> {
    Ok(reveal::is_open(view, Record::new(KIND, id), FILE)?)
}

pub(super) fn file(view: &View<'_>, q: This) -> Reply<Attachment> {
    let collection = managed(view, q.id)?;
    if !may(view, q.id)? {
        return Err(Refusal::new("collections.refusal.file")
            .next(format!("/collections/{}", q.id))
            .status(403)
            .into());
    }
    let cx = Cx::new(view.lang(), "", view.today());
    let gifts = store::gifts(view, view.union(), q.id)?;
    let gifts: Vec<Gift> = gifts.into_iter().filter(|gift| gift.back.is_none()).collect();
    let mut book = Book::new();
    book.sheet(gift_sheet(view, &cx, &gifts)?);
    book.sheet(payout_sheet(&cx, &payouts::of(view, q)?));
    Ok(Attachment {
        name: format!("{}.xlsx", collection.title),
        mime: XLSX.to_owned(),
        bytes: book.to_bytes().map_err(Fault::other)?,
        inline: false,
    })
}

fn columns(cx: &Cx, all: &[(&str, u16)]) -> Vec<Column> {
    all.iter().map(|(key, width)| Column::new(cx.t(key), *width)).collect()
}

fn gift_sheet(view: &View<'_>, cx: &Cx, gifts: &[Gift]) -> Reply<Sheet> {
    let who = gifts
        .iter()
        .flat_map(|gift| gift.member.into_iter().chain([gift.received_by]));
    let names = members::member_names(view, view.union(), who)?;
    let bodies = org::body_names(view, view.union())?;
    let row = |(n, gift): (i64, &Gift)| {
        let giver = gift
            .name
            .clone()
            .or_else(|| gift.member.and_then(|id| names.get(&id).cloned()));
        let body = gift.body.and_then(|id| bodies.get(&id).cloned());
        vec![
            Cell::Int(n),
            Cell::Date(gift.day),
            Cell::text(giver.unwrap_or_else(|| cx.t("collections.gift.nobody"))),
            body.map_or(Cell::Empty, Cell::text),
            Cell::Money(gift.amount),
            Cell::text(cx.t(&gift.way.word())),
            Cell::text(names.get(&gift.received_by).cloned().unwrap_or_default()),
        ]
    };
    let sum = gifts
        .iter()
        .fold(kernel::Money::ZERO, |sum, gift| sum.plus(gift.amount).unwrap_or(sum));
    Ok(Sheet {
        name: cx.t("collections.gift.all"),
        columns: columns(
            cx,
            &[
                ("collections.sheet.number", 6),
                ("collections.gift.day", 14),
                ("collections.gift.giver", 16),
                ("collections.listing.group", 20),
                ("collections.gift.amount", 14),
                ("collections.gift.way", 10),
                ("collections.gift.receiver", 14),
            ],
        ),
        rows: (1..).zip(gifts).map(row).collect(),
        total: Some(vec![
            Cell::Empty,
            Cell::text(cx.t("collections.purse.given")),
            Cell::text(sum.in_capitals()),
            Cell::Empty,
            Cell::Money(sum),
            Cell::Empty,
            Cell::Empty,
        ]),
    })
}

fn payout_sheet(cx: &Cx, payouts: &[Payout]) -> Sheet {
    let paid = payouts.iter().filter(|payout| payout.status == PayoutStatus::Paid);
    let row = |payout: &Payout| {
        vec![
            payout.paid.map_or(Cell::Empty, Cell::Date),
            Cell::text(&payout.what),
            Cell::Money(payout.amount),
        ]
    };
    Sheet {
        name: cx.t("collections.payout.all"),
        columns: columns(
            cx,
            &[
                ("collections.payout.paid", 14),
                ("collections.payout.what", 40),
                ("collections.gift.amount", 14),
            ],
        ),
        rows: paid.map(row).collect(),
        total: None,
    }
}
