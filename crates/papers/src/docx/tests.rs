use crate::{
    Cell, Style,
    samples::{docx, paragraphs, read, tables},
};

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn item(list: u32, level: u32, text: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#
    )
}

fn level(index: u32, format: &str, text: &str, more: &str) -> String {
    format!(
        r#"<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>"#
    )
}

fn lists(levels: &str, nums: &str) -> String {
    format!(
        r#"<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>{nums}"#
    )
}

fn lines(body: &str, styles: &str, numbering: &str) -> Vec<String> {
    read("a.docx", &docx(body, styles, numbering))
        .unwrap()
        .plain_text()
        .lines()
        .map(str::to_owned)
        .collect()
}

#[test]
fn runs_tabs_breaks_and_entities_are_text() {
    let body = r#"<w:p><w:r><w:t xml:space="preserve">甲 &amp; 乙</w:t><w:tab/><w:t>&#20013;</w:t><w:br/><w:t>丙</w:t></w:r><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:r><w:noBreakHyphen/><w:sym w:font="Wingdings" w:char="F0FE"/></w:r></w:p>"#;
    let document = read("x", &docx(body, "", "")).unwrap();
    assert_eq!(paragraphs(&document)[0].text, "甲 & 乙\t中\n丙链接-☑");
}

#[test]
fn headings_come_from_styles_their_ancestors_and_own_levels() {
    let styles = r#"<w:style w:type="paragraph" w:styleId="a1"><w:name w:val="heading 1"/></w:style>
        <w:style w:type="paragraph" w:styleId="x"><w:name w:val="条标题"/><w:basedOn w:val="y"/></w:style>
        <w:style w:type="paragraph" w:styleId="y"><w:name w:val="章"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
        <w:style w:type="paragraph" w:styleId="loop"><w:name w:val="l"/><w:basedOn w:val="loop"/></w:style>"#;
    let styled = |id: &str, more: &str| {
        format!(r#"<w:p><w:pPr><w:pStyle w:val="{id}"/>{more}</w:pPr><w:r><w:t>文</w:t></w:r></w:p>"#)
    };
    let body = [
        styled("T", ""),
        styled("a1", ""),
        styled("x", ""),
        styled("loop", ""),
        styled("none", r#"<w:outlineLvl w:val="4"/>"#),
        styled("a1", r#"<w:outlineLvl w:val="9"/>"#),
        styled("Heading2", ""),
    ];
    let document = read("x", &docx(&body.concat(), styles, "")).unwrap();
    let found: Vec<Style> = paragraphs(&document).iter().map(|p| p.style).collect();
    assert_eq!(
        found,
        [
            Style::Heading(0),
            Style::Heading(1),
            Style::Heading(3),
            Style::Body,
            Style::Heading(5),
            Style::Body,
            Style::Heading(2)
        ]
    );
}

#[test]
fn lists_count_in_chinese_and_start_anew_under_a_higher_level() {
    let levels = [
        level(0, "chineseCountingThousand", "%1、", ""),
        level(1, "chineseCounting", "（%2）", ""),
        level(2, "decimal", "%3.", ""),
        level(3, "decimalEnclosedCircle", "%4", ""),
    ];
    let body = [
        item(1, 0, "甲"),
        item(1, 1, "乙"),
        item(1, 1, "丙"),
        item(1, 2, "丁"),
        item(1, 3, "戊"),
        p("间"),
        item(1, 0, "己"),
        item(1, 1, "庚"),
        item(1, 3, "辛"),
    ];
    assert_eq!(
        lines(&body.concat(), "", &lists(&levels.concat(), "")),
        [
            "一、甲",
            "（一）乙",
            "（二）丙",
            "1. 丁",
            "①戊",
            "间",
            "二、己",
            "（一）庚",
            "①辛"
        ]
    );
}

#[test]
fn levels_print_their_ancestors_restart_and_start_where_told() {
    let levels = [
        level(0, "upperLetter", "%1", ""),
        level(1, "decimal", "%1.%2", ""),
        level(2, "lowerRoman", "%1-%2-%3", r#"<w:isLgl/>"#),
        level(3, "decimal", "%4)", r#"<w:lvlRestart w:val="0"/>"#),
    ];
    let again = r#"<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
        <w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="ideographTraditional"/><w:lvlText w:val="【%1】"/></w:lvl></w:lvlOverride></w:num>"#;
    let body = [
        item(1, 0, "a"),
        item(1, 1, "b"),
        item(1, 2, "c"),
        item(1, 3, "d"),
        item(1, 0, "e"),
        item(1, 3, "f"),
        item(2, 0, "g"),
        item(2, 0, "h"),
        item(3, 0, "i"),
        item(9, 0, "j"),
        item(0, 0, "k"),
    ];
    assert_eq!(
        lines(&body.concat(), "", &lists(&levels.concat(), again)),
        [
            "A a",
            "A.1 b",
            "1-1-1 c",
            "1) d",
            "B e",
            "2) f",
            "E g",
            "F h",
            "【庚】i",
            "j",
            "k"
        ]
    );
}

#[test]
fn list_numbers_come_through_styles_too() {
    let styles = r#"<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/><w:basedOn w:val="h1"/></w:style>
        <w:style w:type="numbering" w:styleId="L"><w:name w:val="L"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>"#;
    let levels = [
        level(0, "chineseCounting", "第%1章", r#"<w:pStyle w:val="h1"/>"#),
        level(1, "decimal", "第%2条", r#"<w:pStyle w:val="h2"/>"#),
    ];
    let linked = r#"<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="L"/></w:abstractNum><w:num w:numId="4"><w:abstractNumId w:val="8"/></w:num>"#;
    let styled = |id: &str| format!(r#"<w:p><w:pPr><w:pStyle w:val="{id}"/></w:pPr><w:r><w:t>文</w:t></w:r></w:p>"#);
    let body = [styled("h1"), styled("h2"), styled("h2"), item(4, 0, "续")].concat();
    let document = read("x", &docx(&body, styles, &lists(&levels.concat(), linked))).unwrap();
    let found: Vec<_> = paragraphs(&document)
        .iter()
        .map(|p| (p.style, p.number.clone().unwrap_or_default()))
        .collect();
    assert_eq!(
        found,
        [
            (Style::Heading(1), "第一章".to_owned()),
            (Style::Heading(2), "第1条".to_owned()),
            (Style::Heading(2), "第2条".to_owned()),
            (Style::List { level: 0 }, "第二章".to_owned()),
        ]
    );
}

#[test]
fn bullets_are_items_without_numbers() {
    let document = read(
        "x",
        &docx(&item(1, 1, "项"), "", &lists(&level(1, "bullet", "\u{F06C}", ""), "")),
    )
    .unwrap();
    assert_eq!(paragraphs(&document)[0].style, Style::List { level: 1 });
    assert_eq!(paragraphs(&document)[0].number, None);
}

#[test]
fn merged_cells_are_spans_and_never_repeated() {
    let tc = |properties: &str, text: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text));
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let body = format!(
        "<w:tbl>{}{}{}</w:tbl>",
        row(&[
            tc(r#"<w:vMerge w:val="restart"/>"#, "类"),
            tc(r#"<w:gridSpan w:val="2"/>"#, "金额"),
            tc("", "注")
        ]),
        row(&[
            tc("<w:vMerge/>", "不见"),
            tc("", "预算"),
            tc(r#"<w:vMerge w:val="restart"/>"#, "决算"),
            tc("", "a")
        ]),
        row(&[tc("<w:vMerge/>", ""), tc("", "1"), tc("<w:vMerge/>", ""), tc("", "b")]),
    );
    let document = read("x", &docx(&body, "", "")).unwrap();
    let cell = |text: &str, columns, rows| Cell {
        text: text.into(),
        columns,
        rows,
    };
    assert_eq!(
        tables(&document)[0].rows,
        [
            vec![cell("类", 1, 3), cell("金额", 2, 1), cell("注", 1, 1)],
            vec![cell("预算", 1, 1), cell("决算", 1, 2), cell("a", 1, 1)],
            vec![cell("1", 1, 1), cell("b", 1, 1)],
        ]
    );
    assert_eq!(document.plain_text(), "类 | 金额 | 注\n预算 | 决算 | a\n1 | b\n");
}

#[test]
fn tables_within_tables_and_lists_within_cells_stay_in_their_cell() {
    let inner = format!(
        "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
        p("甲"),
        p("乙")
    );
    let body = format!(
        "<w:tbl><w:sdt><w:sdtContent><w:tr><w:tc>{}{inner}{}</w:tc></w:tr></w:sdtContent></w:sdt></w:tbl>",
        item(1, 0, "前"),
        p("后")
    );
    let document = read(
        "x",
        &docx(&body, "", &lists(&level(0, "chineseCounting", "%1、", ""), "")),
    )
    .unwrap();
    assert_eq!(tables(&document)[0].rows[0][0].text, "一、前\n甲 | 乙\n后");
}

#[test]
fn text_boxes_are_read_once() {
    let content = format!("<w:txbxContent>{}</w:txbxContent>", p("框里"));
    let body = format!(
        "<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><a:graphic><a:t>图</a:t><wps:txbx>{content}</wps:txbx></a:graphic></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p><w:p><w:r><mc:AlternateContent><mc:Choice/><mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    );
    let document = read("x", &docx(&body, "", "")).unwrap();
    let found: Vec<_> = paragraphs(&document)
        .iter()
        .map(|p| (p.style, p.text.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            (Style::Body, "前后"),
            (Style::TextBox, "框里"),
            (Style::TextBox, "框里")
        ]
    );
}

#[test]
fn tracked_changes_show_the_text_as_it_will_be() {
    let body = r#"<w:p><w:r><w:t>留</w:t></w:r><w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>来</w:t></w:r></w:moveTo></w:p>
        <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p><w:p><w:r><w:t>后半</w:t></w:r></w:p>
        <w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>旧行</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>新行</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
        <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>末</w:t></w:r></w:p>"#;
    assert_eq!(lines(body, "", ""), ["留增来", "前半后半", "新行", "末"]);
}

#[test]
fn fields_show_their_result_and_hidden_text_nothing() {
    let field = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let body = format!(
        "<w:p>{}<w:r><w:instrText>HYPERLINK x</w:instrText></w:r>{}<w:r><w:t>不印</w:t></w:r>{}{}<w:r><w:t>结果</w:t></w:r>{}<w:fldSimple><w:r><w:t>简</w:t></w:r></w:fldSimple><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>显</w:t></w:r></w:p>",
        field("begin"),
        field("begin"),
        field("end"),
        field("separate"),
        field("end"),
    );
    assert_eq!(lines(&body, "", ""), ["结果简显"]);
}

#[test]
fn parts_are_found_where_the_relationships_say() {
    let rel = |kind: &str, target: &str| {
        format!(
            r#"<Relationships><Relationship Id="r" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    let styles = format!(
        r#"<w:styles {0}><w:style w:styleId="a"><w:name w:val="heading 4"/></w:style></w:styles>"#,
        crate::samples::W
    );
    let document = format!(
        r#"<?xml version="1.0"?><w:document {0}><w:body><w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>文</w:t></w:r></w:p></w:body></w:document>"#,
        crate::samples::W
    );
    let mut utf16 = vec![0xFF, 0xFE];
    utf16.extend(document.encode_utf16().flat_map(u16::to_le_bytes));
    let file = crate::samples::zipped(&[
        ("[Content_Types].xml", b"<Types><Override ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>"),
        ("_rels/.rels", rel("officeDocument", "/doc/main.xml").as_bytes()),
        ("doc/_rels/main.xml.rels", rel("styles", "looks.xml").as_bytes()),
        ("doc/main.xml", &utf16),
        ("doc/looks.xml", styles.as_bytes()),
    ]);
    let document = read("x", &file).unwrap();
    assert_eq!(paragraphs(&document)[0].style, Style::Heading(4));
}
