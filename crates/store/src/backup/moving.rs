//! A move: everything of one database into another that is empty, whole or not at all.

use std::{
    io::{BufReader, BufWriter, Read, Write},
    thread,
};

use super::{
    Contents, kept_tables, quoted,
    restore::{Progress, Told},
    write,
};
use crate::{Engine, Error, Migration, Store, Writer};

impl Store {
    /// Moves everything into an empty database of either engine: the same rows, ids, moments, events and seals. Nothing
    /// can be written here until `to` has committed, so that nothing is left behind; whoever reads goes on. What was
    /// written is read back and compared before it is kept. This database stays as it is.
    ///
    /// # Errors
    /// [`Error::NotEmpty`] if `to` has any table, what reading or writing fails with; `to` is empty then.
    pub fn move_to(
        &self,
        to: &Store,
        steps: &[Migration],
        told: &mut (dyn FnMut(Progress<'_>) + Send),
    ) -> Result<Contents, Error> {
        let mut moved = None;
        self.alone(|w| {
            if moved.is_none() {
                hold(w, self.engine())?;
                moved = Some(stream(w, self.engine(), to, steps, told)?);
            }
            Ok(())
        })?;
        moved.ok_or(Error::Busy)
    }
}

/// Keeps everybody else from writing until the transaction ends. On SQLite it has that right already.
fn hold(w: &Writer, engine: Engine) -> Result<(), Error> {
    if engine == Engine::Sqlite {
        return Ok(());
    }
    let names: Vec<String> = kept_tables(w)?.into_iter().map(|table| table.name).collect();
    if names.is_empty() {
        return Ok(());
    }
    w.batch(&format!("LOCK TABLE {} IN SHARE MODE", quoted(&names)))
}

/// Writes a backup into a pipe from whose other end it is restored.
fn stream(w: &Writer, engine: Engine, to: &Store, steps: &[Migration], told: &mut Told<'_>) -> Result<Contents, Error> {
    let (from, into) = std::io::pipe()?;
    thread::scope(|scope| {
        let filling = scope.spawn(move || {
            let mut none = |name: &str, _: &mut dyn Read| -> Result<(), Error> {
                Err(Error::Other(format!("a move holds no paper: {name}")))
            };
            to.restore_telling(&mut BufReader::new(from), steps, &mut none, told)
        });
        let sent = send(w, engine, into);
        let filled = filling.join().map_err(|_| Error::Panicked)?;
        match (sent, filled) {
            (Ok(sent), Ok(filled)) if sent == filled => Ok(filled),
            (Ok(_), Ok(_)) => Err(Error::Other("not everything that was sent arrived".to_owned())),
            // A stream cut short is the echo of what kept it from being sent, and a broken pipe the echo of a refusal.
            (Err(cause), Err(Error::Damaged(_))) | (Ok(_), Err(cause)) | (Err(_), Err(cause)) | (Err(cause), Ok(_)) => {
                Err(cause)
            }
        }
    })
}

/// The pipe is closed when this returns, whatever came of it.
fn send(w: &Writer, engine: Engine, into: std::io::PipeWriter) -> Result<Contents, Error> {
    let mut into = BufWriter::new(into);
    let sent = write(w, engine, &mut into, &mut std::iter::empty())?;
    into.flush()?;
    Ok(sent)
}
