use super::*;
use crate::{
    Style,
    samples::{paragraphs, read, tables},
};

#[test]
fn what_is_written_is_read_back() {
    let mut word = Word::new();
    word.title("关于<通知>的\n通知")
        .heading(1, "一、安排")
        .heading(2, "（一）时间")
        .heading(3, "1.地点");
    word.paragraph("正文 & 其他\t制表")
        .numbered("（1）", "第一")
        .numbered("2.", "第二");
    word.paragraph_with_runs(&[
        Run::new("共"),
        Run::bold("3人").named("g"),
        Run::new("见").leading_to("#g"),
    ]);
    word.table(
        &[Column::text("姓名", 2), Column::number("金额", 1)],
        &[
            vec!["王芳".into(), "1.00".into()],
            vec!["李".into()],
            vec!["a".into(), "b".into(), "c".into()],
        ],
    );
    word.signature("××工会", "2026年11月21日").page_break().header("页眉");
    let document = read("x.docx", &word.to_bytes().unwrap()).unwrap();
    let found: Vec<_> = paragraphs(&document)
        .iter()
        .map(|p| (p.style, p.text.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            (Style::Heading(0), "关于<通知>的\n通知"),
            (Style::Heading(1), "一、安排"),
            (Style::Heading(2), "（一）时间"),
            (Style::Heading(3), "1.地点"),
            (Style::Body, "正文 & 其他\t制表"),
            (Style::Body, "（1）第一"),
            (Style::Body, "2. 第二"),
            (Style::Body, "共3人见"),
            (Style::Body, "××工会"),
            (Style::Body, "2026年11月21日"),
        ]
    );
    assert_eq!(
        document
            .plain_text()
            .lines()
            .filter(|l| l.contains('|'))
            .collect::<Vec<_>>(),
        ["姓名 | 金额", "王芳 | 1.00", "李 | ", "a | b c"]
    );
    assert_eq!(tables(&document).len(), 1);
}

#[test]
fn the_same_content_gives_the_same_bytes() {
    let make = || {
        Word::landscape()
            .title("题")
            .table(&[Column::text("列", 0)], &[])
            .to_bytes()
            .unwrap()
    };
    assert_eq!(make(), make());
}

#[test]
fn characters_xml_cannot_hold_are_left_out() {
    let bytes = Word::new()
        .paragraph("甲\u{0}\u{1}\u{b}乙\u{FFFF}<w:p/>")
        .to_bytes()
        .unwrap();
    assert_eq!(read("x", &bytes).unwrap().plain_text(), "甲乙<w:p/>\n");
}

#[test]
fn links_that_could_do_something_are_plain_text() {
    let mut word = Word::new();
    let runs = [
        "javascript:x",
        "file:///etc",
        "https://a.cn/?a=1&b=2",
        "\\\\host\\share",
        "HTTPS://a.cn",
        "https://a.cn/?a=1&b=2",
    ];
    word.paragraph_with_runs(&runs.map(|to| Run::new("文").leading_to(to)));
    assert_eq!(word.links, ["https://a.cn/?a=1&b=2", "HTTPS://a.cn"]);
    assert!(parts::document_rels(&word.links).contains("a=1&amp;b=2"));
    assert_eq!(
        read("x", &word.to_bytes().unwrap()).unwrap().plain_text(),
        "文文文文文文\n"
    );
}

#[test]
fn names_of_places_are_made_acceptable_and_used_once() {
    let mut word = Word::new();
    word.paragraph_with_runs(&[
        Run::new("a").named("1 b\"<"),
        Run::new("b").named("1 b\"<"),
        Run::new("c").leading_to("#1 b\"<"),
    ]);
    assert_eq!(word.body.matches("w:name=\"p_1_b__\"").count(), 1);
    assert!(word.body.contains("w:anchor=\"p_1_b__\""));
}

#[test]
fn columns_share_the_whole_width() {
    for landscape in [false, true] {
        let mut word = Word {
            landscape,
            ..Word::default()
        };
        word.table(
            &[Column::text("a", 1), Column::text("b", 1), Column::text("c", u16::MAX)],
            &[],
        );
        let grid: u32 = word
            .body
            .split("gridCol w:w=\"")
            .skip(1)
            .filter_map(|s| s.split('"').next()?.parse::<u32>().ok())
            .sum();
        assert_eq!(grid, parts::text_width(landscape));
    }
}

#[test]
fn two_tables_in_a_row_stay_two() {
    let mut word = Word::new();
    word.table(&[Column::text("a", 1)], &[])
        .table(&[Column::text("b", 1)], &[])
        .table(&[], &[vec!["x".into()]]);
    assert_eq!(tables(&read("x", &word.to_bytes().unwrap()).unwrap()).len(), 2);
}

#[test]
fn the_page_is_that_of_official_papers() {
    let document = parts::document("", false, true, true);
    // 37, 26, 35 and 28 mm in twips.
    assert!(document.contains(r#"w:top="2098" w:right="1469" w:bottom="1985" w:left="1588""#));
    assert!(document.contains(r#"w:linePitch="579""#));
    assert!(parts::styles().contains("方正小标宋简体"));
}
