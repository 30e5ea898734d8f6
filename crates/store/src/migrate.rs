//! Migrations: numbered steps of each system, applied once, in the order the roof lists them.

use std::collections::{BTreeMap, HashMap};

use kernel::Instant;

use crate::{
    Engine, Error, Reader, Store, Writer, dialect,
    reader::{Flow, Text},
    statistics,
    value::Param,
};

/// One step of one system. Make it with [`crate::migration!`].
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// The system's name, the same as in its routes.
    pub system: &'static str,
    /// 1, 2, 3 … within the system's crate.
    pub number: u32,
    /// What it brings, as in the file's name.
    pub name: &'static str,
    /// Statements in the portable dialect: `BIGINT`, `TEXT`, `BYTEA`.
    pub sql: &'static str,
    /// Rows for the test that migrates a database that is not empty; never applied elsewhere.
    pub data: &'static str,
}

/// A step from `migrations/0001_visits.sql` and `migrations/0001_visits.data.sql` of the crate that calls:
/// `migration!("visits", 1, "0001_visits")`.
#[macro_export]
macro_rules! migration {
    ($system:literal, $number:literal, $file:literal) => {
        $crate::Migration {
            system: $system,
            number: $number,
            name: $file,
            sql: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/", $file, ".sql")),
            data: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/", $file, ".data.sql")),
        }
    };
}

/// What [`Store::migrate`] did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Migrated {
    /// The steps applied now, as system and number.
    pub applied: Vec<(String, u32)>,
    /// How many had been applied before.
    pub before: usize,
}

/// The store's own tables.
pub(crate) const OWN: &str = "
CREATE TABLE IF NOT EXISTS store_migration (
  system TEXT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL, digest BYTEA NOT NULL, at BIGINT NOT NULL,
  place BIGINT NOT NULL,
  CONSTRAINT store_migration_pk PRIMARY KEY (system, number));
CREATE TABLE IF NOT EXISTS store_pulse (id BIGINT NOT NULL, beats BIGINT NOT NULL, CONSTRAINT store_pulse_pk PRIMARY KEY (id));
CREATE TABLE IF NOT EXISTS store_counter (
  union_id BYTEA NOT NULL, name TEXT NOT NULL, last BIGINT NOT NULL,
  CONSTRAINT store_counter_pk PRIMARY KEY (union_id, name));
INSERT INTO store_pulse (id, beats) VALUES (1, 0) ON CONFLICT (id) DO NOTHING;
";

impl Migration {
    /// The digest by which a changed text is noticed; line endings do not count.
    pub(crate) fn digest(&self) -> [u8; 32] {
        *blake3::hash(self.sql.replace("\r\n", "\n").as_bytes()).as_bytes()
    }
}

impl Store {
    /// Applies the steps that the database lacks, in the order given, all together or none, and compares the keys with
    /// the database (at its first start it makes them). Programs that migrate at the same time wait for each other.
    ///
    /// # Errors
    /// [`Error::Newer`] if the database holds a step that is not among `steps`, [`Error::Changed`] if an applied
    /// step's text was changed, [`Error::Key`] if the key file is not the database's, or what a statement fails with;
    /// the database is as it was then.
    pub fn migrate(&self, steps: &[Migration], at: Instant) -> Result<Migrated, Error> {
        self.alone(|w| {
            let done = apply(w, self.engine(), steps, at, false)?;
            crate::secret::settle(w, &self.0.ring, at)?;
            Ok(done)
        })
    }

    /// Like [`Store::migrate`], with each step's rows after it: how the never-empty test and demos fill a database.
    ///
    /// # Errors
    /// Like [`Store::migrate`].
    #[cfg(feature = "testing")]
    pub fn migrate_with_rows(&self, steps: &[Migration], at: Instant) -> Result<Migrated, Error> {
        self.alone(|w| {
            let done = apply(w, self.engine(), steps, at, true)?;
            crate::secret::settle(w, &self.0.ring, at)?;
            Ok(done)
        })
    }

    /// Counts what the tables hold, so that the engine finds its way through them: after a bulk load or an import. Until
    /// then PostgreSQL guesses (a page took 2.8 s instead of milliseconds in our trial); its own housekeeping needs a
    /// minute to come by. SQLite is not counted but told (`statistics.rs`), and told again here.
    ///
    /// # Errors
    /// If the tables cannot be read.
    pub fn count_anew(&self) -> Result<(), Error> {
        let writer = self.connect_alone()?;
        match self.engine() {
            Engine::Sqlite => statistics::tell(&writer),
            Engine::Postgres => writer.batch("SET statement_timeout = 0; ANALYZE"),
        }
    }

    /// Runs work on the whole database in one transaction of its own connection, holding the migration lock.
    pub(crate) fn alone<T>(&self, mut f: impl FnMut(&Writer) -> Result<T, Error>) -> Result<T, Error> {
        crate::queue::free()?;
        let mut tries = 0;
        loop {
            let writer = self.connect_alone()?;
            match whole(&writer, self.engine(), &mut f) {
                // Two programs made the store's own tables at the same moment: the other one has, so begin again.
                Err(_) if tries < 5 && writer.state.trouble().is_some_and(|trouble| trouble.again) => tries += 1,
                Ok(done) => {
                    self.forget_connections();
                    return Ok(done);
                }
                Err(error) => return Err(error),
            }
        }
    }
}

fn whole<T>(w: &Writer, engine: Engine, f: &mut impl FnMut(&Writer) -> Result<T, Error>) -> Result<T, Error> {
    match engine {
        // Foreign keys are checked at the end instead, so that a step may rebuild a table.
        Engine::Sqlite => w.batch("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE")?,
        Engine::Postgres => w.batch(
            "SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0; \
             BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock(7223372036854)",
        )?,
    }
    let done = f(w).and_then(|done| {
        if engine == Engine::Sqlite {
            foreign_keys_hold(w)?;
        }
        w.batch("COMMIT")?;
        Ok(done)
    });
    if done.is_err() {
        let _ = w.turn("ROLLBACK");
    }
    done
}

fn foreign_keys_hold(w: &Writer) -> Result<(), Error> {
    let mut broken = None;
    w.answer(Text::Once("PRAGMA foreign_key_check"), &[], Flow::Whole, &mut |row| {
        broken.get_or_insert(row.get::<String>(0)?);
        Ok(())
    })?;
    broken.map_or(Ok(()), |_| {
        Err(Error::Constraint {
            name: "foreign_key".to_owned(),
        })
    })
}

/// Runs statements of the portable dialect.
pub(crate) fn portable(w: &Writer, engine: Engine, sql: &str) -> Result<(), Error> {
    w.batch(&match engine {
        Engine::Sqlite => dialect::for_sqlite(sql),
        Engine::Postgres => dialect::for_postgres(sql),
    })
}

fn apply(w: &Writer, engine: Engine, steps: &[Migration], at: Instant, rows: bool) -> Result<Migrated, Error> {
    listed_once(steps)?;
    own_tables(w, engine)?;
    let applied = applied(w)?;
    known(&applied, steps)?;
    let mut done = Migrated {
        before: applied.len(),
        ..Migrated::default()
    };
    for step in steps {
        if applied.contains_key(&(step.system.to_owned(), step.number)) {
            continue;
        }
        let blame = |error: Error| match error {
            Error::Other(what) => Error::Other(format!("migration {} {}: {what}", step.system, step.name)),
            other => other,
        };
        portable(w, engine, step.sql).map_err(blame)?;
        if rows && !step.data.trim().is_empty() {
            portable(w, engine, step.data).map_err(blame)?;
        }
        record(w, step, at, done.before + done.applied.len())?;
        done.applied.push((step.system.to_owned(), step.number));
    }
    if engine == Engine::Sqlite {
        statistics::tell(w)?;
    }
    Ok(done)
}

/// Makes the store's own tables.
pub(crate) fn own_tables(w: &Writer, engine: Engine) -> Result<(), Error> {
    portable(w, engine, OWN)
}

/// Notes a step as applied, as the `place`-th of all.
pub(crate) fn record(w: &Writer, step: &Migration, at: Instant, place: usize) -> Result<(), Error> {
    let digest = step.digest();
    let place = i64::try_from(place).map_err(|e| Error::Other(e.to_string()))?;
    let text = "INSERT INTO store_migration (system, number, name, digest, at, place) VALUES ($1, $2, $3, $4, $5, $6)";
    let params = [
        Param::Text(step.system.into()),
        Param::Int(step.number.into()),
        Param::Text(step.name.into()),
        Param::Bytes(digest.as_slice().into()),
        Param::Int(at.millis()),
        Param::Int(place),
    ];
    w.touch(Text::Once(text), &params).map(drop)
}

/// An applied step, by system and number: its name and digest.
pub(crate) type Applied = BTreeMap<(String, u32), (String, Vec<u8>)>;

/// The steps the database holds.
pub(crate) fn applied(r: &Reader) -> Result<Applied, Error> {
    let mut all = BTreeMap::new();
    let text = Text::Once("SELECT system, number, name, digest FROM store_migration");
    r.answer(text, &[], Flow::Whole, &mut |row| {
        all.insert((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?));
        Ok(())
    })?;
    Ok(all)
}

/// The newest step of each system.
pub(crate) fn newest(r: &Reader) -> Result<Vec<(String, u32)>, Error> {
    let newest: BTreeMap<String, u32> = applied(r)?.into_keys().collect();
    Ok(newest.into_iter().collect())
}

/// Refuses steps that the program does not know, or knows otherwise.
pub(crate) fn known(applied: &Applied, steps: &[Migration]) -> Result<(), Error> {
    let known: HashMap<(&str, u32), &Migration> = steps.iter().map(|step| ((step.system, step.number), step)).collect();
    for ((system, number), (_, digest)) in applied {
        let Some(step) = known.get(&(system.as_str(), *number)) else {
            return Err(Error::Newer {
                system: system.clone(),
                number: *number,
            });
        };
        if step.digest() != digest.as_slice() {
            return Err(Error::Changed {
                system: system.clone(),
                number: *number,
                name: step.name.to_owned(),
            });
        }
    }
    Ok(())
}

/// The list itself: no step twice, numbers of a system rising.
fn listed_once(steps: &[Migration]) -> Result<(), Error> {
    let mut last: HashMap<&str, u32> = HashMap::new();
    for step in steps {
        if last
            .insert(step.system, step.number)
            .is_some_and(|before| before >= step.number)
        {
            return Err(Error::Other(format!(
                "migration {} {} is out of order",
                step.system, step.name
            )));
        }
    }
    Ok(())
}
