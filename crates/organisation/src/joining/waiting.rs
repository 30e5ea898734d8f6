//! What of joining waits in somebody's inbox.

use org::power::{JOIN_DECIDE, JOIN_OPINION, JOIN_SEE};
use store::Error;
use web::View;

use super::{model::Status, store as applications};

/// Applications that wait for the reader: for the committee's decision, or for the view of the groups they lead.
///
/// # Errors
/// The store's.
pub fn waiting(view: &View<'_>) -> Result<Vec<flow::Waiting>, Error> {
    let actor = view.actor();
    if !actor.may(JOIN_SEE) {
        return Ok(Vec::new());
    }
    let decides = actor.may(JOIN_DECIDE);
    if !decides && !actor.may(JOIN_OPINION) {
        return Ok(Vec::new());
    }
    let counts = applications::counts(view, view.union())?;
    let waits = counts.iter().filter(|c| c.status == Status::Waiting);
    let (key, count) = if decides {
        ("joining.waiting.decision", waits.map(|c| c.all).sum())
    } else {
        let mine = org::within(view, JOIN_OPINION)?;
        // whoever may speak for every group is an officer, whom only the groups' silence would make wait
        let Some(mine) = mine else { return Ok(Vec::new()) };
        let of_mine = waits.filter(|c| c.group.is_some_and(|g| mine.contains(&g)));
        ("joining.waiting.opinion", of_mine.map(|c| c.unsaid).sum())
    };
    Ok(if count == 0 {
        Vec::new()
    } else {
        vec![flow::Waiting {
            word: key,
            count,
            href: "/applications".to_owned(),
        }]
    })
}
