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
