//! Whatever the bytes, the answer is a document or a refusal: never a panic, never an endless walk.

use proptest::prelude::*;

use crate::{
    Limits, read_sheets,
    samples::{container, docx, read, zipped},
    word::{Column, Run, Word},
};

fn limits() -> Limits {
    Limits {
        file_bytes: 1 << 20,
        unpacked_bytes: 4 << 20,
        cells: 20_000,
        blocks: 5_000,
        characters: 1 << 20,
        pages: 20,
        ..Limits::default()
    }
}

fn read_all(name: &str, bytes: &[u8]) {
    if let Ok(document) = crate::read(name, bytes, &limits()) {
        let _ = document.plain_text();
    }
    let _ = read_sheets(name, bytes, &limits());
}

/// Changes at random places: a byte set, a piece cut out or doubled.
fn changed(mut bytes: Vec<u8>, changes: &[(u8, usize, u8, usize)]) -> Vec<u8> {
    for (kind, at, byte, length) in changes {
        let at = at % bytes.len().max(1);
        let end = (at + length % 40).min(bytes.len());
        match kind % 3 {
            0 => {
                if let Some(b) = bytes.get_mut(at) {
                    *b = *byte;
                }
            }
            1 => {
                bytes.drain(at..end);
            }
            _ => {
                let piece = bytes.get(at..end).unwrap_or_default().to_vec();
                bytes.splice(at..at, piece);
            }
        }
    }
    bytes
}

fn document_xml() -> String {
    let mut word = Word::new();
    word.title("题")
        .heading(1, "一、")
        .paragraph_with_runs(&[Run::new("文").named("a").leading_to("#a")]);
    word.table(
        &[Column::text("甲", 1), Column::number("乙", 2)],
        &[vec!["1".into(), "2".into()]],
    );
    let bytes = word.to_bytes().unwrap();
    let mut pack = crate::pack::Pack::open(&bytes, &Limits::default()).unwrap();
    String::from_utf8(pack.part("word/document.xml").unwrap().unwrap()).unwrap()
}

fn changes() -> impl Strategy<Value = Vec<(u8, usize, u8, usize)>> {
    prop::collection::vec((any::<u8>(), any::<usize>(), any::<u8>(), any::<usize>()), 1..12)
}

/// A piece of Word XML from the elements the reader knows, in any order.
fn word_pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<w:p>",
        "</w:p>",
        "<w:r>",
        "</w:r>",
        "<w:t>文</w:t>",
        "<w:tbl>",
        "</w:tbl>",
        "<w:tr>",
        "</w:tr>",
        "<w:tc>",
        "</w:tc>",
        "<w:tcPr><w:gridSpan w:val=\"99999\"/><w:vMerge/></w:tcPr>",
        "<w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr>",
        "<w:trPr><w:gridBefore w:val=\"65535\"/></w:trPr>",
        "<w:fldChar w:fldCharType=\"end\"/>",
        "<w:fldChar w:fldCharType=\"begin\"/>",
        "<w:pPr><w:numPr><w:ilvl w:val=\"255\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>",
        "<w:pPr><w:outlineLvl w:val=\"255\"/></w:pPr>",
        "<mc:AlternateContent>",
        "</mc:AlternateContent>",
        "<mc:Choice>",
        "</mc:Choice>",
        "<w:txbxContent>",
        "</w:txbxContent>",
        "<w:pPr><w:pStyle w:val=\"a\"/><w:rPr><w:del/></w:rPr></w:pPr>",
        "&amp;",
        "&#xD800;",
        "&x",
        "<!--",
        "<![CDATA[",
        "]]>",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(front in prop::sample::select(vec![&b""[..], b"PK\x03\x04", b"%PDF-1.7\n", b"<html>", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"\xFF\xFE", b"{\\rtf"]), rest in prop::collection::vec(any::<u8>(), 0..600), name in "[a-z]{0,3}\\.(csv|txt|docx|html|xls)") {
        read_all(&name, &[front, &rest].concat());
    }

    #[test]
    fn changed_word_files(changes in changes()) {
        read_all("a.docx", &changed(Word::new().title("题").paragraph("文").to_bytes().unwrap(), &changes));
    }

    #[test]
    fn changed_word_xml(changes in changes()) {
        let xml = changed(document_xml().into_bytes(), &changes);
        read_all("a.docx", &zipped(&[("word/document.xml", &xml)]));
    }

    #[test]
    fn word_pieces_in_any_order(body in word_pieces(), numbering in "[<>/a-z :=\"0-9]{0,80}") {
        let levels = r#"<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="8"><w:start w:val="4294967295"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%9%1%0"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>"#;
        read_all("a", &docx(&body, "", levels));
        read_all("a", &docx(&body, &numbering, &numbering));
    }

    #[test]
    fn changed_workbooks(changes in changes()) {
        let mut book = crate::book::Book::new();
        book.sheet(crate::book::Sheet { rows: vec![vec![crate::book::Cell::text("甲"), crate::book::Cell::Int(1)]], ..Default::default() });
        read_all("a.xlsx", &changed(book.to_bytes().unwrap(), &changes));
    }

    #[test]
    fn changed_sheet_xml(cells in "[<>/a-z :=\"0-9A-Z]{0,120}", at in "[A-Z]{0,4}[0-9]{0,8}") {
        let sheet = format!(r#"<worksheet><sheetData><row r="{at}"><c r="{at}" t="s"><v>{cells}</v></c>{cells}</row></sheetData></worksheet>"#);
        let rels = r#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
        let book = r#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#;
        read_all("a", &zipped(&[("xl/workbook.xml", book.as_bytes()), ("xl/_rels/workbook.xml.rels", rels.as_bytes()), ("xl/worksheets/sheet1.xml", sheet.as_bytes())]));
    }

    #[test]
    fn old_workbooks_of_any_records(records in prop::collection::vec((prop::sample::select(vec![0x0809_u16, 0x0A, 0x85, 0xFC, 0xFD, 0x203, 0x204, 0x6, 0xBD, 0x27E, 0xE0, 0x41E, 0x42, 0x3C, 0xE5, 0x200, 0x31]), prop::collection::vec(any::<u8>(), 0..40)), 0..20)) {
        let mut stream = vec![0x09, 0x08, 0x10, 0, 0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        for (kind, body) in &records {
            stream.extend(kind.to_le_bytes());
            stream.extend(u16::try_from(body.len()).unwrap().to_le_bytes());
            stream.extend(body);
        }
        read_all("a.xls", &container(&[("Workbook", &stream)]));
    }

    #[test]
    fn changed_pdf_files(changes in changes(), content in "(BT|ET|Tj|TJ|Tf|Td|Tm|cm|q|Q|T\\*|/[CLG]|<[0-9]{0,8}>|\\[|\\]|\\(a|\\)|-?[0-9]{1,12}(\\.[0-9])?| ){0,40}") {
        read_all("a.pdf", &super::formats::pdf(&content, true));
        read_all("a.pdf", &changed(super::formats::pdf("BT /L 12 Tf 72 700 Td (Notice) Tj ET BT /C 16 Tf <00210022> Tj ET", true), &changes));
    }

    #[test]
    fn any_html(page in "(<(p|table|tr|td|li|ol|ul|h1|span style='mso-list:Ignore'|/[a-z]{1,5}|!--|script)>?|&[a-z#0-9]{0,6};?|[ 文a\n]){0,60}") {
        read_all("a.html", page.as_bytes());
    }

    #[test]
    fn any_delimited_text(text in "[\",;\t|\n\r=文a0-9 ]{0,200}") {
        read_all("a.csv", text.as_bytes());
    }

    #[test]
    fn text_comes_back_from_word(lines in prop::collection::vec("[^\\p{C}\\s]{1,20}", 1..8)) {
        let mut word = Word::new();
        lines.iter().for_each(|l| { word.paragraph(l); });
        let back = read("a", &word.to_bytes().unwrap()).unwrap().plain_text();
        prop_assert_eq!(back, lines.iter().map(|l| format!("{l}\n")).collect::<String>());
    }
}
