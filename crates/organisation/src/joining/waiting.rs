//! What of joining waits in somebody's inbox.

use org::power::{JOIN_DECIDE, JOIN_OPINION, JOIN_SEE};
use store::Error;
use web::View;

use super::{model::Status, store as applications};

/// Applications that wait for the reader: for the committee's decision, or for the view of the groups they lead.
///
/// # Errors
/// The store's.
pub fn waiting<'v>(view: &'v View<'_>) -> Result<flow::Question<'v>, Error> {
    let actor = view.actor();
    let (decides, speaks) = (actor.may(JOIN_DECIDE), actor.may(JOIN_OPINION));
    if !actor.may(JOIN_SEE) || !decides && !speaks {
        return Ok(None);
    }
    let mine = if decides {
        None
    } else {
        let Some(mine) = org::within(view, JOIN_OPINION)? else {
            // whoever may speak for every group is an officer, whom only the groups' silence would make wait
            return Ok(None);
        };
        Some(mine)
    };
    let asked = applications::ask_counts(view, view.union(), move |c| {
        let (word, count) = match &mine {
            None => ("joining.waiting.decision", c.all),
            Some(mine) if c.group.is_some_and(|g| mine.contains(&g)) => ("joining.waiting.opinion", c.unsaid),
            Some(_) => return Vec::new(),
        };
        let waits = c.status == Status::Waiting;
        flow::Waiting::some(word, if waits { count } else { 0 }, "/applications")
    })?;
    Ok(Some(asked))
}
