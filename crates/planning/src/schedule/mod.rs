//! What is due (日程): the first page 今日 and the month.
//!
//! The first page begins with what this person owes, then tells what the union does this week and what changed since
//! they last looked. The month shows the same tasks on the calendar with lunar days, festivals and statutory holidays.

use org::power::TASK_SEE;
use web::{Access::SignedIn, Routes};

mod acts;
mod model;
mod month;
mod store;
#[cfg(test)]
mod tests;
mod today;

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("schedule")
        .page("/", SignedIn, today::show)
        .page("/calendar", SignedIn, month::show)
        .act("/today/seen", SignedIn, acts::seen)
        .form("/")
}

/// The filter that keeps to what the actor may see: everything with the power to see tasks, else one's own. `None` if
/// there is nothing of their own.
fn mine_unless_all(view: &web::View<'_>) -> Option<flow::Filter> {
    let all = view.actor().may(TASK_SEE);
    let me = flow::tasks::me(view);
    (all || me.is_some()).then(|| flow::Filter {
        member: if all { None } else { me },
        ..flow::Filter::default()
    })
}
