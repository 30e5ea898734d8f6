//! Last year's figures from last year's paper: a summary is read, what it counts is laid beside its words, and what
//! somebody confirms counts where the register knows nothing of that year.

use facts::Unit;
use kernel::{Money, Text, text::cut};
use papers::{Limits, Refused};
use reading::Fact;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Refusal, Reply, Upload, View};

use super::{
    acts::Happened,
    store::past::{self, Line, LineId, SAVE_LINE, Source, SourceId},
};
use crate::doing::{Kind, MEASURES};

/// Longest text that is read, in characters.
pub(super) const TEXT: usize = 400_000;
/// Most figures taken from one text.
const LINES: usize = 500;
/// Largest figure, fen for money.
const MAX: i64 = 1_000_000_000_000;

/// A figure as it was read, with the measure it seems to belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Read {
    pub what: String,
    pub snippet: String,
    pub measure: Option<&'static str>,
    pub quantity: i64,
    pub unit: Unit,
}

/// The figures of a text.
pub(super) fn figures(facts: &[Fact]) -> Vec<Read> {
    facts.iter().flat_map(of_fact).take(LINES).collect()
}

fn of_fact(f: &Fact) -> Vec<Read> {
    let n = |n: Option<u64>| n.and_then(|n| i64::try_from(n).ok()).filter(|n| (1..=MAX).contains(n));
    let quantities = [
        (n(f.events), Unit::Events),
        (n(f.person_times).or(n(f.people)), Unit::PersonTimes),
        (n(f.households), Unit::Households),
        (n(f.count), Unit::Items),
        (
            f.amount_yuan.map(|y| y.fen).filter(|n| (1..=MAX).contains(n)),
            Unit::Money,
        ),
    ];
    let read = quantities.into_iter().filter_map(|(quantity, unit)| {
        Some(Read {
            what: cut(&f.what, 200),
            snippet: cut(&f.snippet, 500),
            measure: measure(&f.category, unit),
            quantity: quantity?,
            unit,
        })
    });
    read.collect()
}

/// The measure of a figure of this category.
fn measure(category: &str, unit: Unit) -> Option<&'static str> {
    let kind = match category {
        "visit" => Kind::Visit,
        "aid" => Kind::Aid,
        "health" => Kind::Health,
        "activity" => Kind::Activity,
        "training" => Kind::Training,
        "competition" => Kind::Competition,
        "congress" => Kind::Congress,
        "disclosure" => Kind::Disclosure,
        "suggestion" => Kind::Suggestion,
        "women" => Kind::Women,
        "safety" => Kind::Safety,
        "dispute" => Kind::Mediation,
        "publicity" => Kind::Publicity,
        "finance" => Kind::Finance,
        _ => return None,
    };
    let counts = kind.counts();
    let found = match unit {
        Unit::Events => counts.events,
        Unit::PersonTimes => counts.people,
        Unit::Households => counts.households,
        Unit::Items => counts.items,
        Unit::Money => counts.money,
        _ => None,
    };
    found.map(|m| m.key)
}

/// A paper of a past year, as a file or as text.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct NewForm {
    /// The text, if it is pasted.
    text: Option<Text<TEXT>>,
    /// The year it tells of; read from the text if left out.
    year: Option<i16>,
}

/// A paper that has been read, outside any transaction.
#[derive(Clone, Debug)]
pub(super) struct Prepared {
    year: Option<i16>,
    title: Option<String>,
    body: String,
    file: Option<(String, Option<archive::Ready>)>,
    figures: Vec<Read>,
}

/// Reads the file or the text.
pub(super) fn prepare(view: &View<'_>, form: NewForm) -> Reply<Prepared> {
    let file = view.uploads("file").next();
    let body = match (file, form.text) {
        (Some(file), _) => text_of(file)?,
        (None, Some(text)) => text.into_string(),
        (None, None) => return Err(Refusal::field("file", "planning.past.nothing").into()),
    };
    let reading = reading::read(&body);
    let figures = figures(&reading.facts);
    if figures.is_empty() {
        let field = if file.is_some() { "file" } else { "text" };
        return Err(Refusal::field(field, "planning.past.no_figures").into());
    }
    let read_year = reading.year.and_then(|y| i16::try_from(y).ok());
    Ok(Prepared {
        year: form.year.or(read_year),
        title: reading.title.map(|t| cut(&t, 200)).filter(|t| !t.trim().is_empty()),
        file: file.map(|f| {
            let name = f.name.chars().take(120).collect();
            (name, archive::Ready::of(&f.name, &f.bytes, false).ok())
        }),
        body,
        figures,
    })
}

fn text_of(file: &Upload) -> Reply<String> {
    let name: String = file.name.chars().take(60).collect();
    let refused = |why: &Refused| Refusal::field("file", &format!("planning.{}", why.key())).arg("name", &name);
    let document = papers::read(&file.name, &file.bytes, &Limits::default()).map_err(|why| refused(&why))?;
    let text = Text::<TEXT>::new(&document.plain_text());
    Ok(text
        .map_err(|why| match why {
            kernel::text::BadText::Empty => refused(&Refused::Empty),
            kernel::text::BadText::Long(max) => Refusal::field("file", "planning.new.long")
                .arg("name", &name)
                .arg("max", max),
        })?
        .into_string())
}

/// Keeps the paper and what was read from it, to be looked through.
pub(super) fn add(act: &mut Act<'_>, p: Prepared) -> Reply<Done> {
    let union = act.union();
    let this = act.today().year();
    let year = p.year.unwrap_or(this - 1);
    if !(super::acts::FIRST..=this).contains(&year) {
        return Err(Refusal::field("year", "planning.refusal.summary_year")
            .arg("max", this)
            .into());
    }
    if let Some(same) = past::same(act, union, year, &p.body)? {
        return Err(Refusal::new("planning.past.twice")
            .status(409)
            .next(format!("/past_sources/{same}"))
            .into());
    }
    let id: SourceId = act.id();
    let ready = p.file.as_ref().and_then(|(_, ready)| ready.as_ref());
    let record = web::Record::new("past_source", id);
    let paper = match ready {
        Some(ready) => Some(archive::keep_in(act, ready, record, archive::Class::Summary, year)?),
        None => None,
    };
    let source = Source {
        id,
        year,
        title: p.title.unwrap_or_else(|| format!("{year}年工会工作总结")),
        file_name: p.file.map(|(name, _)| name),
        paper,
        added_at: act.now(),
        added_name: act.actor().name().to_owned(),
        read: 0,
        kept: 0,
    };
    lay_down(act, &source, &p.body, &p.figures)?;
    Ok(Done::to(format!("/past_sources/{id}"))
        .record(id)
        .say("planning.said.past_read"))
}

fn file(act: &Act<'_>, id: SourceId, year: i16, ready: &archive::Ready) -> Reply<archive::PaperId> {
    let record = web::Record::new("past_source", id);
    archive::keep_in(act, ready, record, archive::Class::Summary, year)
}

/// Keeps a paper with its figures as they were read.
fn lay_down(act: &Act<'_>, source: &Source, body: &str, figures: &[Read]) -> Reply<()> {
    let union = act.union();
    past::add(act.writer(), union, source, body)?;
    for (position, read) in (1_i64..).zip(figures) {
        let line = Line {
            id: act.id(),
            position,
            what: read.what.clone(),
            snippet: read.snippet.clone(),
            measure: read.measure.map(str::to_owned),
            quantity: read.quantity,
            unit: read.unit.key().to_owned(),
            state: "read".to_owned(),
            version: 1,
        };
        past::add_line(act.writer(), union, source, &line)?;
    }
    act.note(&Happened::PastRead {
        source: source.id,
        year: source.year,
        figures: figures.len(),
    })?;
    Ok(())
}

/// Lays down a summary that came another way, such as one handed in as a plan, to be looked through; its text stands in
/// the archive. Gives the paper and how many figures were read; nothing if there are none.
///
/// # Errors
/// The store's.
pub(crate) fn keep(
    act: &Act<'_>,
    (year, title): (i16, &str),
    paper: Option<archive::PaperId>,
    text: &str,
) -> Reply<Option<(SourceId, usize)>> {
    let figures = figures(&reading::read(text).facts);
    if figures.is_empty() {
        return Ok(None);
    }
    if let Some(same) = past::same(act, act.union(), year, text)? {
        return Ok(Some((same, figures.len())));
    }
    let id: SourceId = act.id();
    let name = format!("{}.txt", cut(title, 80));
    let paper = match (paper, archive::Ready::of(&name, text.as_bytes(), false)) {
        (None, Ok(ready)) => Some(file(act, id, year, &ready)?),
        (paper, _) => paper,
    };
    let source = Source {
        id,
        year,
        title: cut(title, 200),
        file_name: Some(name),
        paper,
        added_at: act.now(),
        added_name: act.actor().name().to_owned(),
        read: 0,
        kept: 0,
    };
    lay_down(act, &source, text, &figures)?;
    Ok(Some((id, figures.len())))
}

/// A figure as somebody corrects it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct LineForm {
    id: SourceId,
    line: LineId,
    version: i64,
    /// The measure it is of.
    measure: Option<Text<80>>,
    /// The figure: yuan for money.
    quantity: Option<Text<20>>,
    /// Sets it aside instead.
    #[serde(default)]
    leave: bool,
}

/// Keeps a figure as corrected, or sets it aside.
pub(super) fn line(act: &mut Act<'_>, form: LineForm) -> Reply<Done> {
    let union = act.union();
    past::get(act, union, form.id)?;
    let lines = past::lines(act, union, form.id)?;
    let line = lines
        .into_iter()
        .find(|l| l.id == form.line)
        .ok_or_else(Refusal::missing)?;
    let (measure, quantity, state) = if form.leave {
        (line.measure, line.quantity, "left")
    } else {
        let key = form
            .measure
            .ok_or_else(|| Refusal::field("measure", "planning.past.no_measure"))?;
        let measure = MEASURES
            .iter()
            .find(|m| m.key == key.as_str())
            .ok_or_else(|| Refusal::field("measure", "planning.past.no_measure"))?;
        let typed = form.quantity.as_ref().map_or("", |q| q.as_str());
        (Some(measure.key.to_owned()), amount(measure.unit, typed)?, "kept")
    };
    act.run_fresh(
        SAVE_LINE,
        &[&union, &form.id, &form.line, &form.version, &measure, &quantity, &state],
    )?;
    act.note(&Happened::PastSettled {
        source: form.id,
        line: form.line,
        measure: measure.as_deref(),
        quantity,
        state,
    })?;
    Ok(Done::to(format!("/past_sources/{}#l-{}", form.id, form.line)).record(form.id))
}

/// A figure as it was typed: yuan for money, whole otherwise.
fn amount(unit: Unit, typed: &str) -> Reply<i64> {
    let bad = || Refusal::field("quantity", "planning.past.bad_figure");
    let clean = typed.replace([',', '，', ' '], "");
    let n = if unit == Unit::Money {
        clean.parse::<Money>().map_err(|_| bad())?.fen()
    } else {
        clean.parse::<i64>().map_err(|_| bad())?
    };
    if (1..=MAX).contains(&n) {
        Ok(n)
    } else {
        Err(bad().into())
    }
}

/// Which paper.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    pub id: SourceId,
}

/// Keeps every figure whose measure was recognised and that nobody decided on.
pub(super) fn keep_all(act: &mut Act<'_>, form: Which) -> Reply<Done> {
    past::get(act, act.union(), form.id)?;
    let kept = past::keep_read(act.writer(), act.union(), form.id)?;
    settle_all(act, form.id, "kept", kept)
}

/// Sets all figures of a paper aside.
pub(super) fn leave_all(act: &mut Act<'_>, form: Which) -> Reply<Done> {
    past::get(act, act.union(), form.id)?;
    let left = past::leave(act.writer(), act.union(), form.id)?;
    settle_all(act, form.id, "left", left)
}

fn settle_all(act: &Act<'_>, source: SourceId, state: &'static str, lines: u64) -> Reply<Done> {
    if lines == 0 {
        return Err(Refusal::new("planning.past.settled_already").into());
    }
    act.note(&Happened::PastSettledAll { source, state, lines })?;
    Ok(Done::to(format!("/past_sources/{source}"))
        .record(source)
        .say("planning.said.past_settled"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_prose_find_their_measures() {
        let text = "2025年工会工作总结\n一、关心职工生活\n全年看望慰问职工219人次，发放慰问金92879元。举办培训班5期，培训118人次。建立健身房1个。";
        let read = figures(&reading::read(text).facts);
        let told: Vec<(Option<&str>, i64)> = read.iter().map(|r| (r.measure, r.quantity)).collect();
        for wanted in [
            (Some("visit.person_times"), 219),
            (Some("visit.money"), 9_287_900),
            (Some("training.issues"), 5),
            (Some("training.person_times"), 118),
        ] {
            assert!(told.contains(&wanted), "{wanted:?} in {told:?}");
        }
        assert!(read.iter().all(|r| !r.snippet.is_empty()));
    }

    #[test]
    fn typed_figures_are_taken_or_refused() {
        assert_eq!(amount(Unit::Money, "92,879.5").ok(), Some(9_287_950));
        assert_eq!(amount(Unit::PersonTimes, " 219 ").ok(), Some(219));
        for bad in ["", "-3", "0", "三", "3.5", "99999999999999"] {
            assert!(amount(Unit::Households, bad).is_err(), "{bad}");
        }
    }
}
