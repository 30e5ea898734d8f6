//! What can go wrong between the product and its database, in the same words for both engines.

use crate::secret::KeyTrouble;

/// A fault of the store. Refusals of the domain are other types; see [`OnConstraint`] for the bridge.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A named constraint said no. Names are equal on both engines: primary keys, unique constraints and
    /// CHECKs bear the name the migration gave them; a NOT NULL is `table.column`; every foreign key is
    /// `foreign_key`, since SQLite does not say which one it was.
    #[error("the constraint {name} refused the row")]
    Constraint {
        /// The constraint's name.
        name: String,
    },
    /// [`crate::Reader::one`] found no row.
    #[error("there is no such row")]
    Missing,
    /// The database went away; what was being written may or may not be kept. Try again later, with the same
    /// idempotency key.
    #[error("the database cannot be reached: {0}")]
    Gone(String),
    /// The disk is full; nothing was written.
    #[error("the disk of the database is full")]
    Full,
    /// Too much at once, or a statement ran past its time; nothing was written. Try again.
    #[error("the database is busy")]
    Busy,
    /// The database (or backup) holds a migration that this program does not know.
    #[error("the database is newer than this program: it holds {system} {number}")]
    Newer {
        /// The system the unknown step belongs to.
        system: String,
        /// Its number.
        number: u32,
    },
    /// The text of a migration was changed after it had been applied.
    #[error("the migration {system} {number} ({name}) was changed after it had been applied")]
    Changed {
        /// The step's system.
        system: String,
        /// Its number.
        number: u32,
        /// Its name.
        name: String,
    },
    /// A backup can only be restored into an empty database.
    #[error("the database is not empty: it has the table {0}")]
    NotEmpty(String),
    /// A backup is not whole; nothing of it was kept.
    #[error("the backup is damaged: {0}")]
    Damaged(String),
    /// A row does not decode into the type asked for.
    #[error("a row does not decode: {0}")]
    Wrong(String),
    /// The keys are not there, or what was sealed does not open with them.
    #[error(transparent)]
    Key(KeyTrouble),
    /// The act panicked and was rolled back.
    #[error("the act panicked and was rolled back")]
    Panicked,
    /// Anything else: a statement the engine does not take, a file that cannot be read.
    #[error("{0}")]
    Other(String),
}

impl Error {
    /// Whether the same act may succeed when it is tried again a little later.
    #[must_use]
    pub fn passes(&self) -> bool {
        matches!(self, Error::Gone(_) | Error::Busy | Error::Full)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull {
            Error::Full
        } else {
            Error::Other(error.to_string())
        }
    }
}

/// Turns the violation of one named constraint into a refusal of the domain.
pub trait OnConstraint<T> {
    /// If the constraint `name` said no, the refusal; every other error stays a fault.
    ///
    /// # Errors
    /// The refusal, or the fault.
    fn on_constraint<E: From<Error>>(self, name: &str, refusal: impl FnOnce() -> E) -> Result<T, E>;
}

impl<T> OnConstraint<T> for Result<T, Error> {
    fn on_constraint<E: From<Error>>(self, name: &str, refusal: impl FnOnce() -> E) -> Result<T, E> {
        self.map_err(|error| match error {
            Error::Constraint { name: broken } if broken == name => refusal(),
            other => E::from(other),
        })
    }
}
