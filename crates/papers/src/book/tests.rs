use super::*;
use crate::{Kind, Limits, Value, read, read_sheets};

fn sample() -> Sheet {
    Sheet {
        name: "慰问/台帐".into(),
        columns: vec![Column::new("姓名", 10), Column::new("金额", 12)],
        rows: vec![
            vec![Cell::text("=1+1"), Cell::Money(Money::from_fen(123_456_789))],
            vec![Cell::text("@SUM(A1)"), Cell::Int(42)],
            vec![
                Cell::text("+cmd|' /C calc'!A0"),
                Cell::Date(Date::new(2026, 11, 21).unwrap()),
            ],
            vec![Cell::text("-2"), Cell::Percent(1234)],
            vec![Cell::Empty, Cell::Int(9_999_999_999_999_999)],
            vec![Cell::text("001"), Cell::Money(Money::from_fen(-5))],
        ],
        total: Some(vec![Cell::text("合计"), Cell::Money(Money::ZERO)]),
    }
}

#[test]
fn what_is_written_is_read_back_with_its_types() {
    let bytes = Book::new().sheet(sample()).sheet(sample()).to_bytes().unwrap();
    let sheets = read_sheets("a.xlsx", &bytes, &Limits::default()).unwrap();
    assert_eq!(
        sheets.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(),
        ["慰问_台帐", "慰问_台帐 (2)"]
    );
    let text = |t: &str| Value::Text(t.into());
    assert_eq!(
        sheets[0].rows,
        [
            vec![text("姓名"), text("金额")],
            vec![text("=1+1"), Value::Number(1_234_567.89)],
            vec![text("@SUM(A1)"), Value::Number(42.0)],
            vec![
                text("+cmd|' /C calc'!A0"),
                Value::Date(Date::new(2026, 11, 21).unwrap())
            ],
            vec![text("-2"), Value::Number(0.1234)],
            vec![Value::Empty, text("9999999999999999")],
            vec![text("001"), Value::Number(-0.05)],
            vec![text("合计"), Value::Number(0.0)],
        ]
    );
    assert_eq!(sheets[0].rows[1][1].money(), Some(Money::from_fen(123_456_789)));
    assert_eq!(read("a", &bytes, &Limits::default()).unwrap().kind, Kind::Xlsx);
}

#[test]
fn text_never_becomes_a_formula() {
    let bytes = Book::new().sheet(sample()).to_bytes().unwrap();
    let mut pack = crate::pack::Pack::open(&bytes, &Limits::default()).unwrap();
    let page = String::from_utf8(pack.part("xl/worksheets/sheet1.xml").unwrap().unwrap()).unwrap();
    assert!(!page.contains("<f>") && !page.contains("<f "));
    let csv = String::from_utf8(to_csv(&sample()).unwrap()).unwrap();
    assert!(csv.starts_with("\u{feff}姓名,金额\r\n'=1+1,1234567.89\r\n'@SUM(A1),42\r\n'+cmd"));
    assert!(csv.contains("\r\n'-2,12.34%\r\n"));
    assert!(csv.ends_with("001,-0.05\r\n合计,0.00\r\n"));
}

#[test]
fn tabs_get_names_that_excel_accepts() {
    let long = "很".repeat(40);
    let mut book = Book::new();
    for name in ["", "'引'", long.as_str(), long.as_str(), "History", "a\u{0}b", "A_B"] {
        book.sheet(Sheet {
            name: name.into(),
            ..sample()
        });
    }
    let bytes = book.to_bytes().unwrap();
    let names: Vec<String> = read_sheets("x", &bytes, &Limits::default())
        .unwrap()
        .into_iter()
        .map(|s| s.name)
        .collect();
    assert_eq!(
        names,
        [
            "Sheet",
            "引",
            &"很".repeat(31),
            &format!("{} (2)", "很".repeat(27)),
            "SheetHistory",
            "a_b",
            "A_B (2)"
        ]
    );
}

#[test]
fn the_same_content_gives_the_same_bytes_and_an_empty_book_opens() {
    let make = || Book::new().sheet(sample()).to_bytes().unwrap();
    assert_eq!(make(), make());
    assert!(Book::new().to_bytes().is_ok());
    let long = Sheet {
        rows: vec![vec![Cell::text("长".repeat(40_000))]],
        ..Sheet::default()
    };
    assert!(Book::new().sheet(long).to_bytes().is_ok());
}
