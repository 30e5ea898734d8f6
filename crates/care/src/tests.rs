//! The stage of the stories of care.

use testkit::Kit;

/// Everything that care stands on, with its own doors.
pub(crate) fn kit() -> Kit {
    Kit {
        migrations: [
            facts::MIGRATIONS,
            archive::MIGRATIONS,
            flow::MIGRATIONS,
            jobs::MIGRATIONS,
            dispatch::MIGRATIONS,
            rules::MIGRATIONS,
            crate::MIGRATIONS,
        ]
        .concat(),
        routes: crate::routes()
            .and(flow::routes_with(crate::WAITING, &[]))
            .and(dispatch::routes(crate::LETTERS))
            .into_list(),
        start: vec![rules::declare, declare],
    }
}

/// The same with doors of a test.
pub(crate) fn kit_with(more: web::Routes) -> Kit {
    let mut kit = kit();
    kit.routes.extend(more.into_list());
    kit
}

fn declare(w: &store::Writer) -> Result<(), store::Error> {
    use facts::measures as m;
    let shared = [
        &m::VISIT_PERSON_TIMES,
        &m::VISIT_HOUSEHOLDS,
        &m::VISIT_MONEY,
        &m::AID_PERSON_TIMES,
        &m::AID_HOUSEHOLDS,
        &m::AID_MONEY,
        &m::HEALTH_PERSON_TIMES,
        &m::HEALTH_MONEY,
    ];
    let measures: Vec<&facts::Measure> = shared.into_iter().chain(crate::MEASURES).collect();
    facts::register::store::declare(w, &measures)
}

#[test]
fn every_word_is_there_and_used() {
    let root = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let ours = |complaint: &String| complaint.starts_with("care.") || complaint.contains("/care/src/");
    for found in [ui::words::missing(root), ui::words::unused(root)] {
        let wrong: Vec<String> = found.expect("sources").into_iter().filter(ours).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
