//! Every refusal, and that its key is listed.

use crate::{
    Limits, Refused,
    samples::{container, docx, read, zipped},
};

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn old_containers_are_told_apart() {
    assert_eq!(
        read("a.docx", &container(&[("WordDocument", b"x")])),
        Err(Refused::OldWord)
    );
    assert_eq!(
        read(
            "a.docx",
            &container(&[("EncryptedPackage", b"x"), ("EncryptionInfo", b"x")])
        ),
        Err(Refused::Encrypted)
    );
    assert_eq!(
        read("a.ppt", &container(&[("PowerPoint Document", b"x")])),
        Err(Refused::Unsupported)
    );
    // Beginning of file, then the record that says: encrypted.
    let locked = [0x09, 0x08, 0x04, 0, 0, 6, 5, 0, 0x2F, 0, 2, 0, 0, 0];
    assert_eq!(
        read("a.xls", &container(&[("Workbook", &locked)])),
        Err(Refused::Encrypted)
    );
    // Two numbers in opposite corners are honest once, but not in each of a hundred sheets.
    let mut corners = Vec::new();
    for _ in 0..100 {
        corners.extend([0x09, 0x08, 0, 0]);
        for [row, column] in [[[0, 0], [0, 0]], [[0xFF, 0xFF], [0xFF, 0]]] {
            corners.extend([[0x03, 0x02], [4, 0], row, column].concat());
        }
    }
    assert_eq!(read("a.xls", &container(&[("Workbook", &corners)])), Err(Refused::Bomb));
    let mut broken = container(&[("WordDocument", b"x")]);
    broken.truncate(600);
    assert!(matches!(read("a.doc", &broken), Err(Refused::Damaged(_))));
}

#[test]
fn empty_files_are_empty() {
    for bytes in [&b""[..], b"  \r\n\t", &[0xEF, 0xBB, 0xBF], &[0xFF, 0xFE]] {
        assert_eq!(read("a.txt", bytes), Err(Refused::Empty), "{bytes:?}");
    }
    assert_eq!(read("a", &docx("<w:p/>", "", "")), Err(Refused::Empty));
    assert_eq!(read("a.html", b"<html><body> </body></html>"), Err(Refused::Empty));
}

#[test]
fn other_files_are_not_supported() {
    let odt = zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", b"<x/>"),
    ]);
    let pptx = zipped(&[("[Content_Types].xml", b"<Types/>"), ("ppt/presentation.xml", b"<x/>")]);
    let files: [&[u8]; 6] = [
        &odt,
        &pptx,
        br"{\rtf1 x}",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0",
        &[0, 1, 2, 3, 0, 0],
        &[0xFF; 64],
    ];
    for bytes in files {
        assert_eq!(read("a.txt", bytes), Err(Refused::Unsupported), "{:?}", bytes.get(..8));
    }
}

#[test]
fn damaged_files_say_so() {
    let good = docx(&p("文"), "", "");
    let half = good.get(..good.len() / 2).unwrap();
    assert!(matches!(read("a", half), Err(Refused::Damaged(_))));
    for body in ["<w:p><w:r></w:p>", "<w:p>", "</w:body></w:document><x>"] {
        assert!(
            matches!(read("a", &docx(body, "", "")), Err(Refused::Damaged(_))),
            "{body}"
        );
    }
    assert!(matches!(
        read("a", &zipped(&[("word/document.xml", b"<w:document/>")])),
        Err(Refused::Damaged(_))
    ));
    assert!(matches!(
        read("a", b"%PDF-1.4 and nothing more"),
        Err(Refused::Damaged(_) | Refused::NoText)
    ));
    // A checksum that does not fit its part.
    let mut flipped = good.clone();
    let starts: Vec<usize> = flipped
        .windows(4)
        .enumerate()
        .filter(|(_, w)| *w == b"PK\x01\x02")
        .map(|(i, _)| i)
        .collect();
    starts.into_iter().for_each(|at| flipped[at + 16] ^= 0xFF);
    assert!(matches!(read("a", &flipped), Err(Refused::Damaged(_))));
}

#[test]
fn large_files_are_refused_by_their_size() {
    let limits = Limits {
        file_bytes: 10,
        ..Limits::default()
    };
    assert_eq!(
        crate::read("a.txt", b"12345678901", &limits),
        Err(Refused::TooLarge { limit_bytes: 10 })
    );
    assert!(crate::read("a.txt", b"1234567890", &limits).is_ok());
}

#[test]
fn deep_files_are_refused() {
    let deep = |tag: &str, n: usize| {
        format!(
            "{}{}{}",
            format!("<{tag}>").repeat(n),
            p("x"),
            format!("</{tag}>").repeat(n)
        )
    };
    assert_eq!(read("a", &docx(&deep("w:sdt", 20_000), "", "")), Err(Refused::TooDeep));
    let tables = format!(
        "{}{}{}",
        "<w:tbl><w:tr><w:tc>".repeat(20),
        p("x"),
        "</w:tc></w:tr></w:tbl>".repeat(20)
    );
    assert_eq!(read("a", &docx(&tables, "", "")), Err(Refused::TooDeep));
    let choices = format!(
        "<w:p>{}{}</w:p>",
        "<w:r><mc:AlternateContent><mc:Choice>".repeat(200),
        "</mc:Choice></mc:AlternateContent></w:r>".repeat(200)
    );
    assert_eq!(read("a", &docx(&choices, "", "")), Err(Refused::TooDeep));
    let fields = format!(
        "<w:p>{}</w:p>",
        r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r>"#.repeat(1000)
    );
    assert_eq!(read("a", &docx(&fields, "", "")), Err(Refused::TooDeep));
    assert_eq!(
        read("a.html", "<table><tr><td>".repeat(1000).as_bytes()),
        Err(Refused::TooDeep)
    );
    assert_eq!(read("a.html", "<ul>".repeat(1000).as_bytes()), Err(Refused::TooDeep));
    // Only nested, saying nothing: linear, and read.
    assert_eq!(
        read("a.html", ["<div>".repeat(60_000), "文".into()].concat().as_bytes())
            .unwrap()
            .plain_text(),
        "文\n"
    );
    let sheet = format!("<worksheet>{}", "<a>".repeat(5000));
    assert_eq!(
        read(
            "a",
            &zipped(&[
                ("xl/workbook.xml", b"<workbook/>"),
                ("xl/worksheets/sheet1.xml", sheet.as_bytes())
            ])
        ),
        Err(Refused::TooDeep)
    );
}

#[test]
fn bombs_are_found_while_unpacking() {
    // 24 MiB of blanks pack to 24 KiB.
    let blanks = " ".repeat(24 << 20);
    let bomb = docx(&blanks, "", "");
    assert!(bomb.len() < 1 << 20);
    assert_eq!(read("a", &bomb), Err(Refused::Bomb));
    // Headers that lie about the size help nothing.
    let mut lying = bomb.clone();
    for mark in [&b"PK\x01\x02"[..], b"PK\x03\x04"] {
        let place = if mark == b"PK\x01\x02" { 24 } else { 22 };
        let starts: Vec<usize> = lying
            .windows(4)
            .enumerate()
            .filter(|(_, w)| *w == mark)
            .map(|(i, _)| i)
            .collect();
        for at in starts {
            lying[at + place..at + place + 4].copy_from_slice(&100_u32.to_le_bytes());
        }
    }
    assert!(matches!(read("a", &lying), Err(Refused::Bomb | Refused::Damaged(_))));
}

#[test]
fn every_limit_holds() {
    let limits = Limits {
        unpacked_bytes: 1000,
        ..Limits::default()
    };
    assert_eq!(
        crate::read("a", &docx(&p(&"文".repeat(400)), "", ""), &limits),
        Err(Refused::Bomb)
    );
    let names: Vec<String> = (0..50).map(|i| format!("p{i}")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &b""[..])).collect();
    assert_eq!(
        crate::read(
            "a",
            &zipped(&parts),
            &Limits {
                entries: 40,
                ..Limits::default()
            }
        ),
        Err(Refused::Bomb)
    );
    assert_eq!(
        crate::read(
            "a",
            &docx(&p("x").repeat(20), "", ""),
            &Limits {
                blocks: 10,
                ..Limits::default()
            }
        ),
        Err(Refused::Bomb)
    );
    assert_eq!(
        crate::read(
            "a",
            &docx(&p("文文文").repeat(20), "", ""),
            &Limits {
                characters: 10,
                ..Limits::default()
            }
        ),
        Err(Refused::Bomb)
    );
}

#[test]
fn entities_of_the_file_are_never_expanded() {
    let document = r#"<!DOCTYPE x [<!ENTITY a "boom"><!ENTITY b "&a;&a;">]><w:document><w:body><w:p><w:r><w:t>甲&b;乙</w:t></w:r></w:p></w:body></w:document>"#;
    assert_eq!(
        read("a", &zipped(&[("word/document.xml", document.as_bytes())]))
            .unwrap()
            .plain_text(),
        "甲乙\n"
    );
}

#[test]
fn every_refusal_has_its_own_key() {
    let all = [
        Refused::OldWord,
        Refused::Encrypted,
        Refused::Damaged(String::new()),
        Refused::TooLarge { limit_bytes: 1 },
        Refused::TooDeep,
        Refused::Bomb,
        Refused::TooManyPages,
        Refused::Unsupported,
        Refused::Empty,
        Refused::NoText,
    ];
    assert_eq!(all.each_ref().map(Refused::key), Refused::KEYS);
}

#[test]
fn locked_parts_and_locked_sheets_are_encrypted() {
    let mut file = docx(&p("x"), "", "");
    for (mark, place) in [(&b"PK\x01\x02"[..], 8), (b"PK\x03\x04", 6)] {
        let starts: Vec<usize> = file
            .windows(4)
            .enumerate()
            .filter(|(_, w)| *w == mark)
            .map(|(i, _)| i)
            .collect();
        starts.into_iter().for_each(|at| file[at + place] |= 1);
    }
    assert_eq!(read("a", &file), Err(Refused::Encrypted));
    let manifest = b"<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let ods = zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", b"?"),
        ("META-INF/manifest.xml", manifest),
    ]);
    assert_eq!(read("a", &ods), Err(Refused::Encrypted));
}
