//! What a question asks may be a number or a day nobody has, at the edge of what its field can hold: the answer is a page
//! or a refusal, never a fault.

use serde_json::Value;
use zhijia::roof;

use crate::{
    enrich::enrich,
    records::{Demo, NO_RECORD},
};

/// The outermost values of a field of a query, as its schema gives it.
fn edges(schema: &Value) -> Vec<String> {
    let said = |range: (String, String)| vec![range.0, range.1, "0".to_owned()];
    match schema["format"].as_str() {
        Some("int8") => said((i8::MIN.to_string(), i8::MAX.to_string())),
        Some("int16") => said((i16::MIN.to_string(), i16::MAX.to_string())),
        Some("int32") => said((i32::MIN.to_string(), i32::MAX.to_string())),
        Some("int64") => said((i64::MIN.to_string(), i64::MAX.to_string())),
        Some("uint8") => said(("1".to_owned(), u8::MAX.to_string())),
        Some("uint16") => said(("1".to_owned(), u16::MAX.to_string())),
        Some("uint32") => said(("1".to_owned(), u32::MAX.to_string())),
        Some("uint64" | "uint") => said(("1".to_owned(), u64::MAX.to_string())),
        Some("date") => vec!["0001-01-01".to_owned(), "9999-12-31".to_owned()],
        _ => Vec::new(),
    }
}

#[test]
fn no_number_or_day_in_a_question_breaks_a_page() {
    let demo = Demo::fresh();
    enrich(&demo.chair);
    let document = web::openapi::document(&roof::routes());
    let (mut asked, mut broken) = (0, Vec::new());
    for (pattern, door) in document["paths"].as_object().unwrap() {
        if NO_RECORD.iter().any(|(p, _)| p == pattern) {
            continue;
        }
        for field in door["get"]["parameters"].as_array().into_iter().flatten() {
            if field["in"] != "query" {
                continue;
            }
            for edge in edges(&field["schema"]) {
                let path = demo.filled(pattern, demo.union);
                let path = format!("{path}?{}={edge}", field["name"].as_str().unwrap());
                let status = demo.chair.get(&path).status;
                asked += 1;
                if status >= 500 {
                    broken.push(format!("{path}: {status}"));
                }
            }
        }
    }
    assert!(asked > 250, "{asked}");
    assert!(broken.is_empty(), "{broken:#?}");
}
