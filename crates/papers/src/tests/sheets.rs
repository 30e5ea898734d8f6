//! Sheets and delimited text.

use kernel::{Date, Money};

use crate::{
    Kind, Limits, Refused, Sheet, Span, Value, read_sheets,
    samples::{read, tables, zipped},
};

fn sheets(name: &str, bytes: &[u8]) -> Vec<Sheet> {
    read_sheets(name, bytes, &Limits::default()).unwrap()
}

fn texts(sheet: &Sheet) -> Vec<Vec<String>> {
    sheet.rows.iter().map(|r| r.iter().map(Value::text).collect()).collect()
}

#[test]
fn delimited_text_in_every_encoding_and_with_every_mark() {
    for (mark, text) in [
        (',', "姓名,金额\n王芳,\"1,200.50\"\n"),
        ('\t', "姓名\t金额\n王芳\t1,200.50\n"),
        (';', "姓名;金额\n王芳;1,200.50\n"),
    ] {
        let gb = encoding_rs::GB18030.encode(text).0.into_owned();
        for bytes in [text.as_bytes().to_vec(), gb] {
            let found = sheets("名单.csv", &bytes);
            assert_eq!(texts(&found[0]), [["姓名", "金额"], ["王芳", "1,200.50"]], "{mark:?}");
            assert_eq!(found[0].rows[1][1].money(), Some(Money::from_fen(120_050)));
        }
    }
}

#[test]
fn delimited_text_keeps_zeros_breaks_and_ragged_rows() {
    let text = "sep=;\r\n\"甲\n乙\";=\"001\";007\r\n\r\nx\r\n;;\r\n";
    assert_eq!(
        texts(&sheets("a.CSV", text.as_bytes())[0]),
        [vec!["甲\n乙", "001", "007"], vec![], vec!["x"]]
    );
    assert_eq!(
        texts(&sheets("a.csv", b"\na,b\n\n\nc")[0]),
        [vec![], vec!["a", "b"], vec![], vec![], vec!["c"]]
    );
    assert_eq!(read("a.csv", b"a,b\n=1+1,c").unwrap().plain_text(), "a | b\n=1+1 | c\n");
}

#[test]
fn values_are_read_as_people_write_them() {
    let text = |t: &str| Value::Text(t.into());
    let day = Date::new(2026, 3, 8).ok();
    for written in [
        "2026-03-08",
        "2026/3/8",
        "2026.3.8",
        "2026年3月8日",
        "2026年3月8号",
        "20260308",
        " 2026-3-08 ",
    ] {
        assert_eq!(text(written).date(), day, "{written}");
    }
    for wrong in ["2026-13-01", "3月8日", "26-3-8", "2026030", "二〇二六年"] {
        assert_eq!(text(wrong).date(), None, "{wrong}");
    }
    assert_eq!(Value::Number(20_260_308.0).date(), day);
    assert_eq!(Value::Number(0.1 + 0.2).text(), "0.3");
    assert_eq!(Value::Number(-0.0).text(), "0");
    assert_eq!(Value::Number(1e15).text(), "1000000000000000");
    assert_eq!(Value::Number(1_234.5).money(), Some(Money::from_fen(123_450)));
    assert_eq!(Value::Number(0.001).money(), None);
    assert_eq!(text("1,200").whole(), Some(1200));
    assert_eq!(Value::Number(2.5).whole(), None);
    assert!(text(" 　").is_blank() && !Value::Number(0.0).is_blank());
    assert_eq!(Value::Moment(day.unwrap(), 30_600).text(), "2026-03-08 08:30");
}

/// A workbook of one sheet with that inside.
fn xlsx(sheet: &str, strings: &str) -> Vec<u8> {
    let main = r#"xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;
    let rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", format!(r#"<Relationships><Relationship Id="r1" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#).as_bytes()),
        ("xl/workbook.xml", format!(r#"<workbook {main}><sheets><sheet name="册" sheetId="1" state="hidden" r:id="r1"/></sheets></workbook>"#).as_bytes()),
        ("xl/_rels/workbook.xml.rels", format!(r#"<Relationships><Relationship Id="r1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{rel}/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#).as_bytes()),
        ("xl/worksheets/sheet1.xml", format!("<worksheet {main}>{sheet}</worksheet>").as_bytes()),
        ("xl/sharedStrings.xml", format!("<sst {main}>{strings}</sst>").as_bytes()),
    ])
}

#[test]
fn workbooks_keep_places_merges_and_kinds() {
    let sheet = r#"<sheetData><row r="2"><c r="B2" t="s"><v>0</v></c><c r="D2" t="b"><v>1</v></c></row><row r="3"><c r="B3"><v>1.5</v></c><c r="C3" t="e"><v>#DIV/0!</v></c><c r="D3" t="str"><f>1+1</f><v>二</v></c></row></sheetData><mergeCells><mergeCell ref="B2:C2"/></mergeCells>"#;
    let bytes = xlsx(sheet, "<si><r><t>甲</t></r><rPh><t>x</t></rPh><r><t>乙</t></r></si>");
    let found = &sheets("x", &bytes)[0];
    assert!(found.hidden);
    assert_eq!(
        found.merged,
        [Span {
            row: 1,
            column: 1,
            rows: 1,
            columns: 2
        }]
    );
    let text = |t: &str| Value::Text(t.into());
    assert_eq!(
        found.rows,
        [
            vec![],
            vec![Value::Empty, text("甲乙"), Value::Empty, Value::Truth(true)],
            vec![
                Value::Empty,
                Value::Number(1.5),
                Value::Failed("#DIV/0!".into()),
                text("二")
            ],
        ]
    );
    let document = read("x", &bytes).unwrap();
    let table = tables(&document)[0];
    assert_eq!(
        (table.name.as_deref(), table.rows[1].len(), table.rows[1][1].columns),
        (Some("册"), 3, 2)
    );
}

#[test]
fn workbooks_with_few_cells_far_apart_are_no_bomb_but_floods_are() {
    let far = r#"<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>"#;
    assert_eq!(sheets("x", &xlsx(far, ""))[0].rows.len(), 1 << 20);
    let limits = Limits {
        cells: 1000,
        ..Limits::default()
    };
    assert_eq!(read_sheets("x", &xlsx(far, ""), &limits), Err(Refused::Bomb));
    // One long text, used a million times.
    let many: String = (1..=3000)
        .map(|i| format!(r#"<row r="{i}"><c r="A{i}" t="s"><v>0</v></c></row>"#))
        .collect();
    let bytes = xlsx(
        &format!("<sheetData>{many}</sheetData>"),
        &format!("<si><t>{}</t></si>", "长".repeat(30_000)),
    );
    assert_eq!(read_sheets("x", &bytes, &Limits::default()), Err(Refused::Bomb));
}

/// An OpenDocument sheet with those rows.
fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content><office:body><office:spreadsheet><table:table table:name="表">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
    ])
}

#[test]
fn open_document_sheets_repeat_merge_and_type() {
    let bytes = ods(
        r#"<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
        <table:table-row><table:table-cell table:number-columns-spanned="2" office:value-type="string"><text:p>甲<text:s text:c="2"/>乙</text:p><text:p>行</text:p><office:annotation><text:p>批注</text:p></office:annotation></table:table-cell><table:covered-table-cell/><table:table-cell office:value-type="date" office:date-value="2026-11-21"><text:p>x</text:p></table:table-cell></table:table-row>
        <table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="3" office:value-type="float" office:value="2.5"><text:p>2.50</text:p></table:table-cell></table:table-row>
        <table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#,
    );
    let found = &sheets("x", &bytes)[0];
    let row = vec![Value::Number(2.5); 3];
    assert_eq!(
        found.rows,
        [
            vec![],
            vec![],
            vec![
                Value::Text("甲  乙\n行".into()),
                Value::Empty,
                Value::Date(Date::new(2026, 11, 21).unwrap())
            ],
            row.clone(),
            row
        ]
    );
    assert_eq!(
        found.merged,
        [Span {
            row: 2,
            column: 0,
            rows: 1,
            columns: 2
        }]
    );
}

#[test]
fn open_document_floods_are_refused_before_they_are_laid_out() {
    let bytes = ods(
        r#"<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16000" office:value-type="float" office:value="1"/></table:table-row>"#,
    );
    assert_eq!(read_sheets("x", &bytes, &Limits::default()), Err(Refused::Bomb));
}

#[test]
fn html_tables_named_xls_are_sheets() {
    let page = "<html><table><tr><td rowspan=2>甲<td colspan=2>乙</tr><tr><td>1<td>2</tr></table></html>";
    let found = sheets("导出.xls", page.as_bytes());
    assert_eq!(texts(&found[0]), [vec!["甲", "乙"], vec!["", "1", "2"]]);
    assert_eq!(found[0].merged.len(), 2);
}

#[test]
fn what_is_no_table_is_no_sheet() {
    assert_eq!(
        read_sheets(
            "x",
            &crate::word::Word::new().title("题").to_bytes().unwrap(),
            &Limits::default()
        ),
        Err(Refused::Unsupported)
    );
    assert_eq!(
        read_sheets("a.html", b"<p>x</p>", &Limits::default()),
        Err(Refused::Empty)
    );
    assert_eq!(read("a.csv", b"a,b").unwrap().kind, Kind::Csv);
}
