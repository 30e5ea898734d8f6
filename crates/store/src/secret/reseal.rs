//! Bringing what was sealed under older keys under the newest one, in small steps, while everybody works on.

use std::collections::{BTreeMap, VecDeque};

use kernel::{Id, UnionId};

use super::{KeyTrouble, Sealed, end_of, keyring};
use crate::{
    Column, Error, Param, Reader, Store, Writer, catalog,
    reader::{Flow, Text},
};

/// Values that one act brings under the newest key.
const BATCH: usize = 500;

/// How many values of a column are sealed under a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Used {
    /// The column.
    pub sealed: Sealed,
    /// The key's number.
    pub number: u16,
    /// How many values.
    pub values: u64,
}

/// Whether there is more to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Call again.
    More,
    /// Every value was looked at.
    Through,
}

/// The way through all sealed columns. Each [`Reseal::step`] is an act of its own, so that it may stop anywhere (the
/// process killed, too) and another may begin from the start: what is done is not done again.
pub struct Reseal {
    columns: VecDeque<Sealed>,
    within: Option<Within>,
    after: Vec<Param<'static>>,
    resealed: u64,
    closed: u64,
}

/// What is still to do in a column: the other columns of its table's key, and the unions.
struct Within {
    key: Vec<String>,
    unions: VecDeque<UnionId>,
}

impl Store {
    /// How many values of these columns are sealed under which key. Reads all of them.
    ///
    /// # Errors
    /// What reading fails with; [`KeyTrouble::NotGenuine`] if a column holds what was never sealed.
    pub fn sealed_values(&self, sealed: &[Sealed]) -> Result<Vec<Used>, Error> {
        self.read(|r| used(r, sealed))
    }
}

impl Reseal {
    /// From the beginning of these columns.
    #[must_use]
    pub fn new(sealed: &[Sealed]) -> Self {
        Self {
            columns: sealed.iter().copied().collect(),
            within: None,
            after: Vec::new(),
            resealed: 0,
            closed: 0,
        }
    }
    /// How many values were brought under the newest key so far.
    #[must_use]
    pub fn resealed(&self) -> u64 {
        self.resealed
    }
    /// How many values could not be opened: their key is gone, or they were changed.
    #[must_use]
    pub fn closed(&self) -> u64 {
        self.closed
    }

    /// Brings the next few values under the newest key.
    ///
    /// # Errors
    /// What the act fails with; the step may be tried again.
    pub fn step(&mut self, store: &Store) -> Result<Step, Error> {
        let Some(sealed) = self.columns.front().copied() else {
            return Ok(Step::Through);
        };
        let within = match &mut self.within {
            Some(within) => within,
            None => self.within.insert(store.read(|r| within(r, sealed))?),
        };
        let Some(union) = within.unions.front().copied() else {
            self.columns.pop_front();
            self.within = None;
            return Ok(Step::More);
        };
        let (key, after) = (within.key.clone(), self.after.clone());
        let batch = store.write(move |w| batch(w, sealed, union, &key, &after))?;
        self.resealed += batch.resealed;
        self.closed += batch.closed;
        match batch.last {
            Some(last) => self.after = last,
            None => {
                self.after.clear();
                within.unions.pop_front();
            }
        }
        Ok(Step::More)
    }
}

/// The values of each column by key.
pub(crate) fn used(r: &Reader, sealed: &[Sealed]) -> Result<Vec<Used>, Error> {
    let mut all = Vec::new();
    for sealed in sealed {
        let Sealed { table, column, .. } = sealed;
        let text = format!(
            "SELECT substr({column}, 1, 3), COUNT(*) FROM {table} WHERE {column} IS NOT NULL GROUP BY substr({column}, 1, 3)"
        );
        let mut keys = BTreeMap::new();
        r.answer(Text::Once(&text), &[], Flow::Whole, &mut |row| {
            let number = keyring::number_of(&row.get::<Vec<u8>>(0)?).ok_or(KeyTrouble::NotGenuine { table, column })?;
            keys.insert(number, row.get(1)?);
            Ok(())
        })?;
        all.extend(keys.into_iter().map(|(number, values)| Used {
            sealed: *sealed,
            number,
            values,
        }));
    }
    Ok(all)
}

fn within(r: &Reader, sealed: Sealed) -> Result<Within, Error> {
    let table = catalog::tables(r)?.into_iter().find(|table| table.name == sealed.table);
    let table = table.ok_or_else(|| Error::Other(format!("there is no table {}", sealed.table)))?;
    let key = table
        .primary()
        .iter()
        .filter(|column| !sealed.of_union || *column != "union_id");
    Ok(Within {
        key: key.cloned().collect(),
        unions: unions(r, sealed)?,
    })
}

/// The unions that have something under an older key; the nil one for a table of the installation.
fn unions(r: &Reader, sealed: Sealed) -> Result<VecDeque<UnionId>, Error> {
    if !sealed.of_union {
        return Ok(VecDeque::from([UnionId::NIL]));
    }
    let Sealed { table, column, .. } = sealed;
    let head = r.keys()?.newest_head()?;
    let text = format!("SELECT DISTINCT union_id FROM {table} WHERE {column} < $1 ORDER BY union_id");
    let mut all = VecDeque::new();
    r.answer(
        Text::Once(&text),
        &[Param::Bytes(head.as_slice().into())],
        Flow::Whole,
        &mut |row| {
            all.push_back(row.get(0)?);
            Ok(())
        },
    )?;
    Ok(all)
}

/// What a batch came to, and the key of its last row if there may be more.
#[derive(Default)]
struct Batch {
    resealed: u64,
    closed: u64,
    last: Option<Vec<Param<'static>>>,
}

/// A row to be sealed anew: its key, its record, the value.
struct Old {
    key: Vec<Param<'static>>,
    record: Id<()>,
    part: String,
    value: Vec<u8>,
}

fn batch(
    w: &Writer,
    sealed: Sealed,
    union: UnionId,
    within: &[String],
    after: &[Param<'static>],
) -> Result<Batch, Error> {
    let keys = w.keys()?;
    let rows = older(w, sealed, union, within, &keys.newest_head()?, after)?;
    let mut batch = Batch::default();
    for row in &rows {
        let place = sealed.at(union, row.record).part(row.part.clone());
        match keys.open(&place, &row.value) {
            Ok(plain) => {
                let plain = super::Plain(zeroize::Zeroizing::new(plain));
                let tail = sealed.tail.map(|_| keys.tail(sealed, union, end_of(plain.text()?)));
                let new = (keys.seal(&place, plain.bytes())?, tail.transpose()?);
                put(w, sealed, union, within, row, &new)?;
                batch.resealed += 1;
            }
            Err(Error::Key(trouble)) => {
                tracing::warn!(%trouble, "a sealed value does not open and stays as it is");
                batch.closed += 1;
            }
            Err(error) => return Err(error),
        }
    }
    if rows.len() == BATCH {
        batch.last = rows.into_iter().next_back().map(|row| row.key);
    }
    Ok(batch)
}

fn older(
    w: &Writer,
    sealed: Sealed,
    union: UnionId,
    within: &[String],
    head: &[u8],
    after: &[Param<'static>],
) -> Result<Vec<Old>, Error> {
    let Sealed {
        table, column, record, ..
    } = sealed;
    let mut params = vec![Param::Bytes(head.into())];
    let part = sealed.part.unwrap_or("''");
    let mut text = format!(
        "SELECT {record}, {column}, {part}, {} FROM {table} WHERE {column} < $1",
        within.join(", ")
    );
    if sealed.of_union {
        params.push(Param::Bytes(union.bytes().as_slice().into()));
        text.push_str(" AND union_id = $2");
    }
    if !after.is_empty() {
        let places: Vec<String> = (params.len() + 1..)
            .take(after.len())
            .map(|n| format!("${n}"))
            .collect();
        text.push_str(&format!(" AND ({}) > ({})", within.join(", "), places.join(", ")));
        params.extend_from_slice(after);
    }
    text.push_str(&format!(" ORDER BY {} LIMIT {BATCH}", within.join(", ")));
    let mut rows = Vec::new();
    w.answer(Text::Once(&text), &params, Flow::Whole, &mut |row| {
        let key = (3..3 + within.len())
            .map(|i| row.column(i).map(owned))
            .collect::<Result<_, Error>>()?;
        rows.push(Old {
            record: row.get(0)?,
            value: row.get(1)?,
            part: row.get(2)?,
            key,
        });
        Ok(())
    })?;
    Ok(rows)
}

/// Puts the new seal in the place of the old one, unless somebody changed the value meanwhile.
/// With it the index over its end, where there is one.
fn put(
    w: &Writer,
    sealed: Sealed,
    union: UnionId,
    within: &[String],
    row: &Old,
    (new, tail): &(Vec<u8>, Option<[u8; 16]>),
) -> Result<(), Error> {
    let Sealed { table, column, .. } = sealed;
    let mut params = vec![
        Param::Bytes(new.as_slice().into()),
        Param::Bytes(row.value.as_slice().into()),
    ];
    let index = match (sealed.tail, tail) {
        (Some(name), Some(tail)) => {
            params.push(Param::Bytes(tail.as_slice().into()));
            format!(", {name} = CASE WHEN {name} IS NULL THEN {name} ELSE $3 END")
        }
        _ => String::new(),
    };
    let mut text = format!("UPDATE {table} SET {column} = $1{index} WHERE {column} = $2");
    if sealed.of_union {
        params.push(Param::Bytes(union.bytes().as_slice().into()));
        text.push_str(&format!(" AND union_id = ${}", params.len()));
    }
    for (name, value) in within.iter().zip(&row.key) {
        params.push(value.clone());
        text.push_str(&format!(" AND {name} = ${}", params.len()));
    }
    w.touch(Text::Once(&text), &params).map(drop)
}

fn owned(column: Column<'_>) -> Param<'static> {
    match column {
        Column::Null => Param::Null,
        Column::Int(n) => Param::Int(n),
        Column::Text(text) => Param::Text(text.to_owned().into()),
        Column::Bytes(bytes) => Param::Bytes(bytes.to_owned().into()),
    }
}
