//! The stage of the stories of the organisation.

use testkit::{Answer, Kit};

/// Everything that organisation stands on, with its own doors.
pub(crate) fn kit() -> Kit {
    Kit {
        migrations: [
            facts::MIGRATIONS,
            archive::MIGRATIONS,
            flow::MIGRATIONS,
            jobs::MIGRATIONS,
            dispatch::MIGRATIONS,
            crate::MIGRATIONS,
        ]
        .concat(),
        routes: crate::routes().and(dispatch::routes(crate::LETTERS)).into_list(),
        start: vec![declare],
    }
}

fn declare(w: &store::Writer) -> Result<(), store::Error> {
    let measures: Vec<&facts::Measure> = crate::MEASURES.iter().collect();
    facts::register::store::declare(w, &measures)
}

/// The text at a path of a JSON answer; empty if there is none.
pub(crate) fn text(answer: &Answer, path: &[&str]) -> String {
    let mut at = &answer.json();
    for step in path {
        at = match step.parse::<usize>() {
            Ok(n) => &at[n],
            Err(_) => &at[*step],
        };
    }
    at.as_str().unwrap_or_default().to_owned()
}

#[test]
fn every_word_is_there_and_used() {
    let root = std::path::Path::new("../..");
    let ours = |complaint: &String| complaint.starts_with("organisation.") || complaint.contains("/organisation/src/");
    for found in [ui::words::missing(root), ui::words::unused(root)] {
        let wrong: Vec<String> = found.expect("sources").into_iter().filter(ours).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
