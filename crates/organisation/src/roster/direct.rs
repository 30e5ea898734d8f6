//! The import of very large files, from the command line: the same rows, the same troubles, the same register, but the file
//! is read where it lies, a few rows at a time, and its rows are never kept.
//!
//! What would be asked is decided beforehand ([`Order`]): proposals are taken as they are by themselves, unknown groups are
//! founded. The file is read twice, first for its heads and groups, then for its rows; a second thread reads and looks
//! while the register is being written. Brought again after it was interrupted, the file goes on where it stopped.

use std::{
    collections::BTreeSet,
    fs::File,
    hash::{DefaultHasher, Hasher},
    io::{BufReader, Read},
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
};

use ::store::{Error, Store};
use kernel::{Clock, Date, Lang, UnionId};
use papers::{Rows, Span};
use web::{Act, Actor, Reply, Stop, View};

use super::{
    cell::{Block, Cell, Row},
    desk::{Desk, told},
    draft::Examined,
    event::Happened,
    examine::{NEW, group_name},
    guess::Known,
    header,
    import::{Taking, take},
    model::{Back, Layout, Roster, RosterId, SheetOf, State, Sums},
    reading::{self, Unread},
    returned, store,
    target::Target,
    trouble::{KnownHow, Rules},
    twins::Twins,
};

/// Rows of a block, which is read, looked at and taken in at once.
const ROWS: usize = 2_000;
/// Most blocks of one act. Numbers and ids lie scattered over their indexes, so that an act touches nearly as many pages as it has
/// rows in each of them: few large acts write a third of what many small ones do. Each row of an act holds some three kilobytes.
pub const BLOCKS: usize = 8;
/// Most unknown groups that are founded by themselves; more are a column that means something else.
const GROUPS: usize = 500;

/// What is decided beforehand.
#[derive(Clone, Debug)]
pub struct Order {
    /// What becomes of those who are in the register already.
    pub known: KnownHow,
    /// Since when those are members of whom the file does not say.
    pub joined: Option<Date>,
    /// Most blocks of one act: [`BLOCKS`], fewer for what is tried.
    pub blocks: usize,
}

/// What came of it.
pub struct Outcome {
    /// The roster; its page undoes the import.
    pub roster: RosterId,
    /// Counts.
    pub sums: Sums,
    /// The rows that are given back, as a sheet.
    pub back: papers::book::Sheet,
}

/// Why it did not come to its end.
#[derive(Debug)]
pub enum Failed {
    /// The file is no roster.
    Unread(Unread),
    /// No column is a name.
    NoName,
    /// The store, or a refusal of the register.
    Stopped(String),
}

impl From<Unread> for Failed {
    fn from(unread: Unread) -> Self {
        Failed::Unread(unread)
    }
}
impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Failed::Stopped(error.to_string())
    }
}
impl From<Stop> for Failed {
    fn from(stop: Stop) -> Self {
        Failed::Stopped(told(&stop))
    }
}

/// Where the rows come from.
enum Source {
    /// Delimited text, read where it lies.
    Lines(PathBuf),
    /// A sheet of a workbook.
    Sheet(Arc<Vec<Vec<Cell>>>, Vec<Span>),
}

/// Rows as they come.
type Coming = Box<dyn Iterator<Item = Result<Vec<Cell>, Unread>> + Send>;

fn unreadable(error: &std::io::Error) -> Failed {
    Failed::Stopped(error.to_string())
}

impl Source {
    fn open(path: &Path, name: &str) -> Result<Self, Failed> {
        let mut front = Vec::new();
        File::open(path)
            .and_then(|file| file.take(1024).read_to_end(&mut front))
            .map_err(|e| unreadable(&e))?;
        if papers::is_delimited(name, &front) {
            return Ok(Source::Lines(path.to_owned()));
        }
        let bytes = std::fs::read(path).map_err(|e| unreadable(&e))?;
        let sheets = papers::read_sheets(name, &bytes, &reading::limits()).map_err(Unread::from)?;
        let best = sheets.into_iter().filter(|s| !s.hidden).max_by_key(|s| s.rows.len());
        let best = best.unwrap_or_default();
        let rows = best
            .rows
            .into_iter()
            .map(|row| row.into_iter().map(Cell::from).collect());
        Ok(Source::Sheet(Arc::new(rows.collect()), best.merged))
    }
    fn rows(&self) -> Result<Coming, Failed> {
        match self {
            Source::Lines(path) => {
                let file = File::open(path).map_err(|e| unreadable(&e))?;
                let rows = Rows::open(BufReader::with_capacity(1 << 18, file)).map_err(Unread::from)?;
                Ok(Box::new(rows.map(|row| {
                    row.map(|cells| cells.into_iter().map(Cell::from).collect())
                        .map_err(Unread::from)
                })))
            }
            Source::Sheet(rows, _) => {
                let rows = Arc::clone(rows);
                let row = move |at: usize| rows.get(at).cloned().map(Ok);
                Ok(Box::new((0..).map_while(row)))
            }
        }
    }
    /// Shows each row to `see`.
    fn each(&self, mut see: impl FnMut(&[Cell])) -> Result<(), Failed> {
        match self {
            Source::Lines(_) => self.rows()?.try_for_each(|row| row.map(|cells| see(&cells)))?,
            Source::Sheet(rows, _) => rows.iter().for_each(|cells| see(cells)),
        }
        Ok(())
    }
    fn merged(&self) -> &[Span] {
        match self {
            Source::Lines(_) => &[],
            Source::Sheet(_, merged) => merged,
        }
    }
}

/// What tells this file apart.
fn digest(path: &Path) -> Result<String, Failed> {
    let mut file = File::open(path).map_err(|e| unreadable(&e))?;
    let (mut hasher, mut bytes) = (DefaultHasher::new(), vec![0; 1 << 18]);
    loop {
        let read = file.read(&mut bytes).map_err(|e| unreadable(&e))?;
        if read == 0 {
            return Ok(format!("{:016x}", hasher.finish()));
        }
        hasher.write(bytes.get(..read).unwrap_or_default());
    }
}

/// Takes a file into the register of a union; tells how many rows are done.
///
/// # Errors
/// [`Failed`].
pub fn import(
    (db, clock): (&Store, &Clock),
    union: UnionId,
    path: &Path,
    order: &Order,
    progress: &mut dyn FnMut(i64, i64),
) -> Result<Outcome, Failed> {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let source = Source::open(path, &name)?;
    let print = digest(path)?;
    let desk = db.read(|r| Desk::bare(r, union, clock.today()))?;
    let known = Known {
        groups: &desk.groups.keys().cloned().collect::<Vec<_>>(),
        today: clock.today(),
    };
    let (sheet, layout, words) = looked_over(&source, &known, &desk)?;
    let layout = Layout {
        digest: Some(print),
        ..layout
    };
    let rules = Rules {
        known: order.known,
        joined: order.joined,
        ours: true,
        words: words
            .into_iter()
            .map(|word| (format!("group|{word}"), NEW.to_owned()))
            .collect(),
        ..Rules::default()
    };
    let lines = sheet.lines;
    let roster = db.write({
        let (clock, name, sheet) = (clock.clone(), name.clone(), sheet.clone());
        move |w| begun(w, &clock, union, &name, (sheet.clone(), layout.clone(), rules.clone()))
    })?;
    let desk = db.read(|r| Desk::of(r, union, &roster, clock.today()))?;
    let actor = Actor {
        union,
        ..Actor::stranger(Lang::Zh)
    };
    let taking = Taking {
        roster: roster.id,
        file: name,
        actor,
        desk: Arc::new(desk),
    };
    let rows = taken_in((db, clock), &source, (&taking, order.blocks), &mut |done| {
        progress(done, lines)
    })?;
    let sums = finished((db, clock), &taking)?;
    Ok(Outcome {
        roster: roster.id,
        sums,
        back: returned::sheet(&taking.desk, &roster, &rows),
    })
}

/// The first reading: heads, columns, how many rows, and the groups that there are not.
fn looked_over(source: &Source, known: &Known<'_>, desk: &Desk) -> Result<(SheetOf, Layout, BTreeSet<String>), Failed> {
    let top = source.rows()?.take(super::cell::ROWS).collect::<Result<Vec<_>, _>>()?;
    let header = header::find(&top, source.merged());
    let mut sheet = SheetOf::new(String::new(), (0, 0), header);
    let first = Block {
        number: 0,
        first: 1,
        rows: top,
    };
    let layout = reading::guessed(&sheet, &first, known);
    let column = |target: Target| layout.columns.iter().position(|t| *t == Some(target));
    if column(Target::Field(org::members::Field::Name)).is_none() {
        return Err(Failed::NoName);
    }
    let group = column(Target::Field(org::members::Field::Group));
    let (mut words, mut number, above) = (BTreeSet::new(), 0_usize, sheet.above);
    source.each(|cells| {
        number += 1;
        let Some(Cell::Text(text)) = group.and_then(|at| cells.get(at)).filter(|_| number > above) else {
            return;
        };
        let word = group_name(text);
        let short = (2..=30).contains(&word.chars().count()) && !word.contains(['、', ',', '，', ';', '；', '/']);
        if short && words.len() < GROUPS && !desk.groups.contains_key(&word) {
            words.insert(word);
        }
    })?;
    sheet.lines = i64::try_from(number).unwrap_or(i64::MAX);
    Ok((sheet, layout, words))
}

/// The roster that is gone on with, or a new one, its groups founded.
fn begun(
    w: &::store::Writer,
    clock: &Clock,
    union: UnionId,
    name: &str,
    (sheet, layout, rules): (SheetOf, Layout, Rules),
) -> Reply<Roster> {
    let all = store::latest(w, union)?;
    let same = |r: &&Roster| r.state == State::Importing && r.layout.digest == layout.digest;
    if let Some(before) = all.iter().find(same) {
        return Ok(before.clone());
    }
    let nobody = Actor {
        union,
        ..Actor::stranger(Lang::Zh)
    };
    let act = Act::new(View::new(w, &nobody, clock), w);
    let lines = sheet.lines;
    let mut roster = Roster {
        id: clock.id(),
        name: name.chars().take(100).collect(),
        account: nobody.account,
        who: None,
        at: clock.now(),
        state: State::Staged,
        version: 1,
        sheets: vec![sheet],
        sheet: 0,
        layout,
        rules,
        job: None,
        lines: 0,
        skipped: 0,
        finished: None,
    };
    store::add(w, union, &roster)?;
    let new = roster.rules.words.iter().filter(|(_, choice)| *choice == NEW);
    for word in new.filter_map(|(word, _)| word.strip_prefix("group|")) {
        let body = crate::bodies::acts::found_group(&act, word)?;
        store::add_group(w, union, roster.id, body, word)?;
    }
    act.note(&Happened::Staged {
        roster: roster.id,
        name,
        lines,
    })?;
    roster.state = State::Importing;
    // no job of the queue works on it: it names itself
    roster.job = Some(roster.id.cast());
    store::set(w, union, &roster)?;
    Ok(store::get(w, union, roster.id)?)
}

/// A block that was read and looked at.
struct Looked {
    number: i64,
    raw: Vec<Row>,
    rows: Vec<Examined>,
}

/// The second reading: rows are looked at by one thread while another writes. Gives what is given back.
fn taken_in(
    (db, clock): (&Store, &Clock),
    source: &Source,
    (taking, blocks): (&Taking, usize),
    progress: &mut dyn FnMut(i64),
) -> Result<Vec<(Row, Back)>, Failed> {
    let rows = source.rows()?;
    let desk = Arc::clone(&taking.desk);
    let (send, receive) = mpsc::sync_channel::<Result<Looked, Unread>>(blocks.saturating_sub(1));
    std::thread::scope(|scope| {
        // moved in: once nobody listens any more, whoever looks stops, and nobody waits for them
        let receive = receive;
        scope.spawn(move || look(rows, &desk, &send));
        let (mut back, mut done) = (Vec::new(), 0);
        loop {
            // the first act is small, that writing may begin; the others find as many as they take
            let Ok(first) = receive.recv() else { return Ok(back) };
            let more = receive.try_iter().take(blocks.saturating_sub(1));
            let act = std::iter::once(first).chain(more).collect::<Result<Vec<_>, _>>()?;
            done += i64::try_from(act.iter().map(|looked| looked.raw.len()).sum::<usize>()).unwrap_or(0);
            back.extend(written((db, clock), taking, act)?);
            progress(done);
        }
    })
}

fn look(rows: Coming, desk: &Desk, send: &mpsc::SyncSender<Result<Looked, Unread>>) {
    let (mut twins, mut trouble) = (Twins::default(), None);
    let good = rows.map_while(|row| row.map_err(|unread| trouble = Some(unread)).ok());
    for block in Block::cut_by(good, ROWS) {
        let number = block.number;
        let raw: Vec<Row> = block.numbered().collect();
        let (rows, _) = desk.look(raw.iter().cloned(), &mut twins);
        // nobody listens any more when writing has failed
        if send.send(Ok(Looked { number, raw, rows })).is_err() {
            return;
        }
    }
    if let Some(unread) = trouble {
        let _ = send.send(Err(unread));
    }
}

/// Writes blocks in one act, each once; gives their rows that are given back.
fn written((db, clock): (&Store, &Clock), taking: &Taking, looked: Vec<Looked>) -> Result<Vec<(Row, Back)>, Failed> {
    let (with, clock, looked) = (taking.clone(), clock.clone(), Arc::new(looked));
    let (union, blocks) = (taking.desk.union, Arc::clone(&looked));
    let back: Reply<Vec<Back>> = db.write(move |w| {
        let mut back = Vec::new();
        for block in blocks.iter() {
            back.extend(taken_once(w, union, (&with, &clock), block)?);
        }
        Ok(back)
    });
    let mut raw = looked.iter().flat_map(|block| &block.raw);
    let mut all = Vec::new();
    for back in back? {
        if let Some(row) = raw.find(|row| row.number == back.row) {
            all.push((row.clone(), back));
        }
    }
    Ok(all)
}

/// Takes a block in, unless it was before.
fn taken_once(
    w: &::store::Writer,
    union: UnionId,
    (with, clock): (&Taking, &Clock),
    block: &Looked,
) -> Reply<Vec<Back>> {
    if store::has_chunk(w, union, with.roster, block.number)? {
        let done = store::chunks(w, union, with.roster)?.into_iter();
        let mut same = done.filter(|chunk| chunk.number == block.number);
        return Ok(same.next().map(|chunk| chunk.back).unwrap_or_default());
    }
    let act = Act::new(View::new(w, &with.actor, clock), w);
    let chunk = take(&act, with, block.rows.clone(), block.number)?;
    act.finish()?;
    Ok(chunk.back)
}

fn finished((db, clock): (&Store, &Clock), taking: &Taking) -> Result<Sums, Failed> {
    let (with, clock, union) = (taking.clone(), clock.clone(), taking.desk.union);
    let sums: Reply<Sums> = db.write(move |w| {
        let mut roster = store::get(w, union, with.roster)?;
        let sums = store::sums(w, union, with.roster)?;
        roster.state = State::Imported;
        roster.finished = Some(clock.now());
        store::set(w, union, &roster)?;
        let act = Act::new(View::new(w, &with.actor, &clock), w);
        act.note(&Happened::Done {
            roster: with.roster,
            added: sums.added,
            updated: sums.updated,
            back: sums.back,
        })?;
        Ok(sums)
    });
    Ok(sums?)
}
