//! PostgreSQL's writers: serialisable transactions, run again when they collide.
//!
//! Serialisable and not row locks, because one text serves both engines: SQLite has no `FOR UPDATE`, and an act
//! that reads, decides and writes must mean the same on both. The price is that an act may be told to run again.

use std::{
    sync::{PoisonError, RwLock},
    time::Duration,
};

use crate::{Error, Writer, pool::Lent, queue::perform, reader::Trouble, store::spent};

/// Tries side by side with other acts; after that the act runs alone in this process.
const TOGETHER: u32 = 4;
/// Tries in all.
const TRIES: u32 = 24;

/// Runs an act until it is kept, refuses, or has been tried often enough.
pub(crate) fn act<'p, T, E: From<Error>>(
    begin: &dyn Fn() -> Result<Lent<'p, Writer>, Error>,
    gate: &RwLock<()>,
    mut f: impl FnMut(&Writer) -> Result<T, E>,
) -> Result<T, E> {
    let mut last = Error::Busy;
    for round in 0..TRIES {
        let once = if round < TOGETHER {
            let _shared = gate.read().unwrap_or_else(PoisonError::into_inner);
            once(begin, &mut f)
        } else {
            let _alone = gate.write().unwrap_or_else(PoisonError::into_inner);
            once(begin, &mut f)
        };
        match once {
            Once::Done(result) => return result,
            Once::Again(error) => last = error,
        }
        pause(round);
    }
    Err(E::from(last))
}

enum Once<T, E> {
    Done(Result<T, E>),
    Again(Error),
}

fn once<'p, T, E: From<Error>>(
    begin: &dyn Fn() -> Result<Lent<'p, Writer>, Error>,
    f: &mut impl FnMut(&Writer) -> Result<T, E>,
) -> Once<T, E> {
    let lent = match begin() {
        Ok(lent) => lent,
        Err(error) => return Once::Done(Err(E::from(error))),
    };
    let writer = match lent.get() {
        Ok(writer) => writer,
        Err(error) => return Once::Done(Err(E::from(error))),
    };
    let result = perform(writer, f);
    let once = match (result, writer.state.trouble()) {
        (_, Some(Trouble { again: true, error })) => {
            let _ = writer.turn("ROLLBACK");
            Once::Again(error)
        }
        (Ok(value), _) => commit(writer, value),
        (Err(refused), _) => {
            let _ = writer.turn("ROLLBACK");
            Once::Done(Err(refused))
        }
    };
    if !spent(writer) {
        lent.give_back();
    }
    once
}

fn commit<T, E: From<Error>>(writer: &Writer, value: T) -> Once<T, E> {
    match writer.turn("COMMIT") {
        Ok(()) => Once::Done(Ok(value)),
        // Lost while committing: it may have been kept, so it must not run again by itself.
        Err(Trouble {
            error: error @ Error::Gone(_),
            ..
        }) => Once::Done(Err(E::from(error))),
        Err(Trouble { again: true, error }) => Once::Again(error),
        Err(trouble) => Once::Done(Err(E::from(trouble.error))),
    }
}

/// Lets the others finish: a random part of 1, 2, 4 … 32 ms.
fn pause(round: u32) {
    let [dice] = kernel::clock::random::<1>();
    let most = 1_000_u64 << round.min(5);
    std::thread::sleep(Duration::from_micros(most * u64::from(dice) / 255));
}
