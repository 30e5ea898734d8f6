//! The stage of this crate's stories.

use testkit::Kit;

/// Everything that planning stands on.
pub(crate) fn kit() -> Kit {
    let mut migrations = flow::MIGRATIONS.to_vec();
    migrations.extend_from_slice(crate::MIGRATIONS);
    Kit {
        migrations,
        routes: flow::routes().and(crate::routes()).into_list(),
        start: Vec::new(),
    }
}

/// The plan of a primary school's union, as it was written.
pub(crate) const SCHOOL_PLAN: &str = include_str!("../samples/school_plan.txt");
