//! Writes a notice as Word and a list as Excel into the folder given, to look at with one's own eyes.

use std::{error::Error, fs, path::PathBuf};

use kernel::{Date, Money};
use papers::{
    book::{self, Book, Cell},
    word::{Column, Run, Word},
};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".into()));
    fs::write(folder.join("notice.docx"), notice().to_bytes()?)?;
    fs::write(folder.join("gifts.xlsx"), gifts()?.to_bytes()?)?;
    fs::write(folder.join("long.docx"), long().to_bytes()?)?;
    Ok(())
}

/// About a hundred pages, to measure reading.
fn long() -> Word {
    let mut word = Word::new();
    for chapter in 1..=100 {
        word.heading(1, &format!("第{chapter}章"));
        for _ in 0..7 {
            word.paragraph(&"为切实关心职工生活，根据上级工会通知精神，现将有关事项通知如下。".repeat(2));
        }
        word.table(
            &[Column::text("甲", 1), Column::number("乙", 1)],
            &vec![vec!["王芳".to_owned(), "1.00".to_owned()]; 4],
        );
    }
    word
}

fn notice() -> Word {
    let mut word = Word::new();
    word.header("滨江市第二中学工会委员会文件")
        .title("关于做好2026年元旦春节期间\n送温暖工作的通知");
    word.flush_paragraph("各工会小组：");
    word.paragraph("为切实关心职工生活，根据上级工会《关于开展2026年送温暖活动的通知》精神，经校工会委员会2026年11月20日会议研究，现将有关事项通知如下。");
    word.heading(1, "一、慰问对象").heading(2, "（一）困难职工");
    word.paragraph_with_runs(&[
        Run::new("建档困难职工共"),
        Run::bold("3人").leading_to("#gifts"),
        Run::new("，详见下表；政策依据见"),
        Run::new("上级工会网站").leading_to("https://example.org/notice"),
        Run::new("。"),
    ]);
    word.heading(3, "1.认定标准")
        .numbered("（1）", "本人或家庭成员患重大疾病；")
        .numbered("（2）", "家庭人均收入低于当地低保标准的1.5倍。");
    word.heading(1, "二、慰问标准")
        .paragraph_with_runs(&[Run::new("各对象慰问标准如下表。").named("gifts")]);
    let rows: Vec<Vec<String>> = (1..=40_i64)
        .map(|i| {
            vec![
                i.to_string(),
                "王芳".into(),
                "语文组".into(),
                "住院慰问，含营养品".into(),
                Money::from_fen(i * 12_345).to_string(),
            ]
        })
        .collect();
    word.table(
        &[
            Column::text("序号", 1),
            Column::text("姓名", 2),
            Column::text("工会小组", 2),
            Column::text("事由", 4),
            Column::number("金额（元）", 2),
        ],
        &rows,
    );
    word.paragraph("以上慰问金由工会经费列支，请各小组于12月20日前报送名单。");
    word.signature("滨江市第二中学工会委员会", "2026年11月21日");
    word
}

fn gifts() -> Result<Book, Box<dyn Error>> {
    let day = Date::new(2026, 11, 21)?;
    let rows = (1..=30_i64).map(|i| {
        vec![
            Cell::Int(i),
            Cell::text("=1+1"),
            Cell::Date(day),
            Cell::Money(Money::from_fen(i * 12_345)),
            Cell::Percent(i * 100),
        ]
    });
    let mut book = Book::new();
    book.sheet(book::Sheet {
        name: "慰问/2026".into(),
        columns: [
            ("序号", 8),
            ("姓名", 12),
            ("日期", 14),
            ("金额（元）", 16),
            ("占比", 10),
        ]
        .map(|(head, width)| book::Column::new(head, width))
        .into(),
        rows: rows.collect(),
        total: Some(vec![
            Cell::text("合计"),
            Cell::Empty,
            Cell::Empty,
            Cell::Money(Money::from_fen(12_345 * 465)),
            Cell::Empty,
        ]),
    });
    Ok(book)
}
