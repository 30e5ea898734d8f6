//! Text, HTML and PDF.

use lopdf::{Document as Pdf, Object, Stream, dictionary};

use crate::{
    Kind, Refused, Style,
    samples::{paragraphs, read, tables},
};

const TEXT: &str = "一、慰问困难职工\r\n王芳，女，语文组。\r\n\r\n　　金额：500元";

fn utf16(text: &str, little: bool, mark: bool) -> Vec<u8> {
    let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
    units
        .flat_map(|u| if little { u.to_le_bytes() } else { u.to_be_bytes() })
        .collect()
}

#[test]
fn text_is_read_in_every_encoding_of_the_office() {
    let gb = encoding_rs::GB18030.encode(TEXT).0.into_owned();
    let marked: Vec<u8> = [&[0xEF, 0xBB, 0xBF], TEXT.as_bytes()].concat();
    let all = [
        TEXT.as_bytes().to_vec(),
        marked,
        gb,
        utf16(TEXT, true, true),
        utf16(TEXT, false, true),
        utf16(TEXT, true, false),
        utf16(TEXT, false, false),
    ];
    for (i, bytes) in all.iter().enumerate() {
        let document = read("通知.txt", bytes).unwrap();
        assert_eq!(document.kind, Kind::Text, "encoding {i}");
        assert_eq!(
            document.plain_text(),
            "一、慰问困难职工\n王芳，女，语文组。\n金额：500元\n",
            "encoding {i}"
        );
    }
}

#[test]
fn rare_characters_of_gb18030_survive() {
    let name = "㐱𠮷镕";
    let bytes = encoding_rs::GB18030.encode(name).0.into_owned();
    assert_eq!(read("a.txt", &bytes).unwrap().plain_text().trim(), name);
}

#[test]
fn html_gives_headings_lists_and_tables() {
    let page = r#"<!DOCTYPE html><title>不要</title><style>p{}</style><script>if(a<b){"<p>不要</p>"}</script>
        <h2>二、 安&#x6392;&nbsp;&amp;</h2><p>第一 段
        续<br>行<p>第二段<noscript>不要</noscript>
        <ol start=3><li>甲<li>乙<ol type=a><li>子</ol><li value=9>丙</ol><ul><li>点</ul>
        <ol style="list-style-type: cjk-ideographic"><li>中</ol>
        <table><caption>表</caption><thead><tr><th rowspan=2>类<th colspan="2">金额</thead>
        <tr><td>1<td><ul><li>x<li>y</ul><table><tr><td>a<td>b</table></table>尾<template>不要</template>"#;
    let document = read("x", page.as_bytes()).unwrap();
    assert_eq!(document.kind, Kind::Html);
    let found: Vec<_> = paragraphs(&document).iter().map(|p| (p.style, p.printed())).collect();
    let list = |level, text: &str| (Style::List { level }, text.to_owned());
    let body = |text: &str| (Style::Body, text.to_owned());
    assert_eq!(
        found,
        [
            (Style::Heading(2), "二、 安排 &".to_owned()),
            body("第一 段 续\n行"),
            body("第二段"),
            list(0, "3. 甲"),
            list(0, "4. 乙"),
            list(1, "a. 子"),
            list(0, "9. 丙"),
            list(0, "点"),
            list(0, "一、中"),
            body("表"),
            body("尾"),
        ]
    );
    let rows = &tables(&document)[0].rows;
    assert_eq!((rows[0][0].rows, rows[0][1].columns), (2, 2));
    assert_eq!(rows[1][1].text, "x\ny\na | b");
}

#[test]
fn pages_pasted_from_word_keep_their_numbers() {
    let page = "<p class=MsoListParagraph><![if !supportLists]><span style='mso-list: Ignore'>（一）<span>&nbsp; </span></span><![endif]>组织<b>领导</b></p><p>下</p>";
    let document = read("x", page.as_bytes()).unwrap();
    let found: Vec<_> = paragraphs(&document)
        .iter()
        .map(|p| (p.number.as_deref(), p.text.as_str()))
        .collect();
    assert_eq!(found, [(Some("（一）"), "组织领导"), (None, "下")]);
}

#[test]
fn html_believes_the_encoding_it_names() {
    let page = r#"<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body>工会</body></html>"#;
    let bytes = encoding_rs::GBK.encode(page).0.into_owned();
    assert_eq!(read("a.doc", &bytes).unwrap().plain_text(), "工会\n");
    // A wrong name does no harm to UTF-8.
    assert_eq!(read("a.html", page.as_bytes()).unwrap().plain_text(), "工会\n");
}

/// A PDF of one page with that content; the font shows Latin letters and, by its map, 21 as 工.
pub(super) fn pdf(content: &str, map: bool) -> Vec<u8> {
    let mut pdf = Pdf::with_version("1.5");
    let cmap = b"/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n2 beginbfchar\n<0021> <5DE5>\n<0022> <4F1A>\nendbfchar\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend";
    let cmap = pdf.add_object(Stream::new(dictionary! {}, cmap.to_vec()));
    let mut chinese =
        dictionary! { "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "X", "Encoding" => "Identity-H" };
    if map {
        chinese.set("ToUnicode", cmap);
    }
    let chinese = pdf.add_object(chinese);
    let latin = pdf.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding" });
    let gbk = pdf.add_object(
        dictionary! { "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "SimSun", "Encoding" => "GBK-EUC-H" },
    );
    let content = pdf.add_object(Stream::new(dictionary! {}, content.as_bytes().to_vec()));
    let pages = pdf.new_object_id();
    let page = pdf.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "Resources" => dictionary! { "Font" => dictionary! { "L" => latin, "C" => chinese, "G" => gbk } },
    });
    pdf.objects.insert(
        pages,
        Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }),
    );
    let root = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    pdf.trailer.set("Root", root);
    let mut out = Vec::new();
    pdf.save_to(&mut out).unwrap();
    out
}

#[test]
fn pdf_lines_are_found_by_their_height() {
    let content = "BT /L 12 Tf 72 700 Td (Notice) Tj 0 -20 Td [(A) -600 (B)] TJ ET BT /L 12 Tf 1 0 0 1 72 650 Tm (Name) Tj 200 0 Td (100.00) Tj ET
        BT /C 16 Tf 1 0 0 1 72 600 Tm <00210022> Tj ET BT /G 16 Tf 1 0 0 1 72 560 Tm <B9A4BBE1> Tj ET";
    let document = read("x.pdf", &pdf(content, true)).unwrap();
    assert_eq!(document.kind, Kind::Pdf);
    assert_eq!(document.plain_text(), "Notice\nA B\nName 100.00\n工会\n工会\n");
}

#[test]
fn pdf_lines_that_run_to_the_margin_are_one_paragraph() {
    let line = "x".repeat(40);
    let content = format!("BT /L 10 Tf 72 700 Td ({line}) Tj 0 -14 Td (tail) Tj 0 -14 Td (next) Tj ET");
    assert_eq!(
        read("x.pdf", &pdf(&content, true)).unwrap().plain_text(),
        format!("{line} tail\nnext\n")
    );
}

#[test]
fn pdf_without_letters_is_a_scan() {
    assert_eq!(
        read("x.pdf", &pdf("q 100 0 0 100 0 0 cm /Im1 Do Q", true)),
        Err(Refused::NoText)
    );
    // A font that does not say which letters its glyphs are.
    assert_eq!(
        read("x.pdf", &pdf("BT /C 16 Tf <00210022> Tj ET", false)),
        Err(Refused::NoText)
    );
}

#[test]
fn pdf_pages_are_limited() {
    let limits = crate::Limits {
        pages: 0,
        ..crate::Limits::default()
    };
    assert_eq!(
        crate::read("x.pdf", &pdf("", true), &limits),
        Err(Refused::TooManyPages)
    );
}
