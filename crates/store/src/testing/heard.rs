//! What a piece of the product asks the database, so that it can be asked again without the product around it.

use std::sync::{
    Mutex,
    atomic::{AtomicBool, Ordering},
};

use crate::{Error, Reader, pool::lock, reader::Flow, reader::Text, value::Param};

/// A statement that was run, with its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    text: &'static str,
    params: Vec<Param<'static>>,
}

static LISTENING: AtomicBool = AtomicBool::new(false);
static ALL: Mutex<Vec<Heard>> = Mutex::new(Vec::new());

/// Runs `f` and gives the statements that all threads of this process read with meanwhile.
pub fn listen<T>(f: impl FnOnce() -> T) -> (T, Vec<Heard>) {
    lock(&ALL).clear();
    LISTENING.store(true, Ordering::SeqCst);
    let result = f();
    LISTENING.store(false, Ordering::SeqCst);
    (result, std::mem::take(&mut *lock(&ALL)))
}

/// Takes note of a statement, if anybody listens.
pub(crate) fn note(text: Text<'_>, params: &[Param<'_>]) {
    if let (true, Text::Kept(text)) = (LISTENING.load(Ordering::Relaxed), text) {
        let params = params.iter().map(own).collect();
        lock(&ALL).push(Heard { text, params });
    }
}

fn own(param: &Param<'_>) -> Param<'static> {
    match param {
        Param::Null => Param::Null,
        Param::Int(n) => Param::Int(*n),
        Param::Text(text) => Param::Text(text.to_string().into()),
        Param::Bytes(bytes) => Param::Bytes(bytes.to_vec().into()),
    }
}

impl Heard {
    /// Its text.
    #[must_use]
    pub fn text(&self) -> &'static str {
        self.text
    }
    /// Asks it again to the last row and reads no column.
    ///
    /// # Errors
    /// The store's.
    pub fn ask(&self, read: &Reader) -> Result<(), Error> {
        read.answer(Text::Kept(self.text), &self.params, Flow::Whole, &mut |_| Ok(()))
    }
}
