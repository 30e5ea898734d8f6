//! Stories of letters.

#[test]
fn every_word_is_there_and_used() {
    let root = std::path::Path::new("../..");
    let ours = |complaint: &String| complaint.starts_with("dispatch.") || complaint.contains("/dispatch/src/");
    for found in [ui::words::missing(root), ui::words::unused(root)] {
        let wrong: Vec<String> = found.expect("sources").into_iter().filter(ours).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
