//! The stage of the stories of plans and of the calendar.

use testkit::Kit;

/// Everything that planning stands on, with the doors of tasks.
pub(crate) fn kit() -> Kit {
    let mut kit = crate::doing::tests::kit();
    kit.routes.extend(flow::routes().into_list());
    kit
}

/// The plan of a primary school's union, as it was written.
pub(crate) const SCHOOL_PLAN: &str = include_str!("../samples/school_plan.txt");

#[test]
fn every_word_is_there_and_used() {
    let root = std::path::Path::new("../..");
    let ours = |complaint: &String| complaint.starts_with("planning.") || complaint.contains("/planning/src/");
    for found in [ui::words::missing(root), ui::words::unused(root)] {
        let wrong: Vec<String> = found.expect("sources").into_iter().filter(ours).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
