//! The watch over pairs, each night: a meeting that comes due becomes a task of the helpers, once; the card ends it. Its title
//! names whom they help, as they know, and nothing else.

use ::store::{Error, Writer};
use jobs::Kind;
use kernel::{Instant, Lang, Text, UnionId};
use web::{AccountId, Record};

use super::{KIND as PAIR, store};

/// The name under which the job is noted, for every union each night.
pub const KIND: &str = "care.pairs";
/// How many days before its day a meeting becomes a task.
const AHEAD: i32 = 7;

/// The kind of job that watches the pairs of one union.
#[must_use]
pub fn kind() -> Kind {
    Kind::act(KIND, remind)
}

/// Makes the tasks that are due, each once; says how many.
///
/// # Errors
/// The store's.
pub fn remind(w: &Writer, union: UnionId, now: Instant) -> Result<usize, Error> {
    let today = now.day();
    let mut made = 0;
    for pair in store::running(w, union)? {
        if pair.from > today || pair.due() > today.plus_days(AHEAD) {
            continue;
        }
        let record = Record::new(PAIR, pair.id);
        let open = flow::of_source(w, union, record)?;
        if open.iter().any(|task| task.state.is_open()) {
            continue;
        }
        let mut helpers = store::helpers(w, union, pair.id)?.into_iter().map(|(id, _)| id);
        let title = ui::words::fill(&ui::words::word(Lang::Zh, "pairs.task"), &[("name", &pair.helped)]);
        let title = Text::new(&title).map_err(|e| Error::Wrong(format!("a title: {e}")))?;
        let task = flow::NewTask {
            owner: helpers.next(),
            helpers: helpers.collect(),
            due: Some(pair.due().max(today)),
            source: Some(record),
            ..flow::NewTask::new(title, flow::Field::Care)
        };
        flow::add_for(w, union, (AccountId::NIL, now), &task)?;
        made += 1;
    }
    Ok(made)
}
