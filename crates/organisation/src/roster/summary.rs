//! What the dry run found, counted: by what becomes of the rows, by kind of trouble, and the words that nobody knows.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ::store::{Error, Reader};
use kernel::UnionId;
use org::{BodyId, Status, members::Field, members::field::Kind as Shape};
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Choice as Option_, Cx};
use web::View;

use super::{
    desk::living_groups,
    examine::{BACK, BLANK, NEW},
    model::{Found, RosterId},
    store,
    trouble::{Choice, Kind, Rules, Verdict, settled, verdict},
    words,
};

/// Troubles by kind and word.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Counted {
    /// Rows with any trouble.
    pub rows: usize,
    /// Rows with each kind of trouble, and those of them for which something is proposed.
    pub kinds: BTreeMap<String, (i64, i64)>,
    /// Words that stand for nothing known, with the number of their rows.
    pub words: BTreeMap<String, i64>,
}

impl Counted {
    /// Counts what was found in a roster of the store.
    ///
    /// # Errors
    /// The store's.
    pub(super) fn of(read: &Reader, union: UnionId, roster: RosterId) -> Result<Self, Error> {
        let mut counted = Self::default();
        store::each_found(read, union, roster, |row| counted.add(&row))?;
        Ok(counted)
    }
    /// Counts the troubles of a row.
    pub fn add(&mut self, row: &Found) {
        self.rows += 1;
        for trouble in &row.troubles {
            let (rows, fixes) = self.kinds.entry(trouble.kind.key().to_owned()).or_default();
            *rows += 1;
            *fixes += i64::from(trouble.fix);
            if matches!(trouble.kind, Kind::WordUnknown | Kind::GroupUnknown) && !trouble.about.is_empty() {
                *self.words.entry(trouble.about.clone()).or_default() += 1;
            }
        }
    }
    /// The kinds for which something is proposed, in their order.
    #[must_use]
    pub fn fixable(&self) -> Vec<Kind> {
        let some = |kind: &&Kind| self.kinds.get(kind.key()).is_some_and(|(_, fixes)| *fixes > 0);
        let word = |kind: &&Kind| matches!(kind, Kind::Known | Kind::WordUnknown | Kind::GroupUnknown);
        Kind::ALL
            .iter()
            .filter(|kind| some(kind) && !word(kind))
            .copied()
            .collect()
    }
}

/// What becomes of the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Outcome {
    /// Rows without any trouble.
    pub good: i64,
    /// Rows that go in as proposed.
    pub repaired: i64,
    /// Rows that change a member of the register.
    pub known: i64,
    /// Rows that are left out.
    pub left_out: i64,
    /// Rows that are given back.
    pub back: i64,
}

impl Outcome {
    /// Counts what becomes of a row with troubles under the decisions.
    pub fn add(&mut self, row: &Found, rules: &Rules, choice: Option<&Choice>) {
        let place = match verdict(&settled(&row.troubles, rules), rules, choice) {
            Verdict::Add => &mut self.repaired,
            Verdict::Update(_) => &mut self.known,
            Verdict::Skip => &mut self.left_out,
            Verdict::Back => &mut self.back,
        };
        *place += 1;
    }
    /// Counts what becomes of the rows of a roster; those without trouble are the rest.
    ///
    /// # Errors
    /// The store's.
    pub(super) fn of(
        read: &Reader,
        (union, roster): (UnionId, RosterId),
        lines: i64,
        rules: &Rules,
        choices: &BTreeMap<i64, Choice>,
    ) -> Result<Self, Error> {
        let (mut outcome, mut troubled) = (Self::default(), 0);
        store::each_found(read, union, roster, |row| {
            troubled += 1;
            outcome.add(&row, rules, choices.get(&row.row));
        })?;
        outcome.good = (lines - troubled).max(0);
        Ok(outcome)
    }
}

/// A word that stands for nothing known, and what it may stand for.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Word {
    /// Its place among all that were found, which names its field in the form.
    pub at: usize,
    /// Its name in the decisions: `group|语文教研组`.
    pub name: String,
    /// It.
    pub word: String,
    /// The field it stands in, by its key.
    pub field: String,
    /// Its rows.
    pub rows: i64,
    /// What was decided, or is proposed.
    pub choice: String,
}

/// The words with what was decided for each, or what is proposed.
#[must_use]
pub fn unknown(counted: &Counted, rules: &Rules, groups: &[(BodyId, String)]) -> Vec<Word> {
    let near: HashMap<&str, BodyId> = groups.iter().map(|(id, name)| (name.as_str(), *id)).collect();
    let words = counted.words.iter().enumerate().filter_map(|(at, (name, rows))| {
        let (field, word) = name.split_once('|')?;
        let choice = match rules.words.get(name) {
            Some(choice) => choice.clone(),
            None if field == "group" => nearest(word, &near).map_or_else(|| NEW.to_owned(), |id| id.to_string()),
            None => BACK.to_owned(),
        };
        Some(Word {
            at,
            name: name.clone(),
            word: word.to_owned(),
            field: field.to_owned(),
            rows: *rows,
            choice,
        })
    });
    words.collect()
}

/// So many words are asked about.
const ASKED: usize = 40;

/// The words that are asked about, those of most rows, and how many others there are.
#[must_use]
pub fn asked(words: Vec<Word>) -> (Vec<Word>, usize) {
    let more = words.len().saturating_sub(ASKED);
    let mut by_rows: Vec<(i64, usize)> = words.iter().map(|word| (-word.rows, word.at)).collect();
    by_rows.sort_unstable();
    let places: BTreeSet<usize> = by_rows.into_iter().take(ASKED).map(|(_, at)| at).collect();
    let asked = words.into_iter().filter(|word| places.contains(&word.at));
    (asked.collect(), more)
}

/// The group whose name is all but the same.
fn nearest(word: &str, groups: &HashMap<&str, BodyId>) -> Option<BodyId> {
    let far = |name: &str| words::distance(word, name);
    let best = groups.iter().min_by_key(|(name, _)| (far(name), name.len()))?;
    let within = best.0.contains(word) || word.contains(*best.0);
    let near = far(best.0);
    (near <= 1 && word.chars().count() > 3 || within && near <= 3).then_some(*best.1)
}

impl Word {
    /// The kind of trouble it makes.
    #[must_use]
    pub fn kind(&self) -> Kind {
        if self.field == "group" {
            Kind::GroupUnknown
        } else {
            Kind::WordUnknown
        }
    }
    /// What it may stand for, to choose from.
    #[must_use]
    pub fn choices(&self, cx: &Cx, groups: &[(BodyId, String)]) -> Vec<Option_> {
        let mut all = Vec::new();
        match self.field.as_str() {
            "group" => {
                all.push(Option_::new(NEW, cx.t("roster.word_new")));
                all.extend(groups.iter().map(|(id, name)| Option_::new(*id, name.clone())));
            }
            "status" => all.extend([Status::Active, Status::Kept].map(|s| Option_::new(s.key(), cx.t(&s.word())))),
            key => {
                if let Some(field) = Field::of_key(key) {
                    all.extend(keys(field).iter().map(|key| Option_::new(*key, said(cx, field, key))));
                }
            }
        }
        all.push(Option_::new(BLANK, cx.t("roster.word_blank")));
        all.push(Option_::new(BACK, cx.t("roster.word_back")));
        all
    }
    /// The field it stands in, on the screen.
    #[must_use]
    pub fn of(&self, cx: &Cx) -> String {
        super::target::Target::of_key(&self.field).map_or_else(String::new, |target| target.name(cx))
    }
}

/// A choice of a field, in words.
#[must_use]
pub fn said(cx: &Cx, field: Field, key: &str) -> String {
    if field.kind() == Shape::Flag {
        return cx.t(if key == "yes" {
            "organisation.yes"
        } else {
            "organisation.no"
        });
    }
    cx.t(&field.choice_word(key))
}

/// The choices of a field.
fn keys(field: Field) -> &'static [&'static str] {
    match field.kind() {
        Shape::Choice(keys) => keys,
        Shape::Flag => &["yes", "no"],
        _ => &[],
    }
}

/// Whether a word may stand for a choice.
///
/// # Errors
/// The store's.
pub fn may_stand(view: &View<'_>, word: &str, choice: &str) -> Result<bool, Error> {
    let field = word.split('|').next().unwrap_or_default();
    if [BLANK, BACK].contains(&choice) {
        return Ok(true);
    }
    Ok(match field {
        "group" if choice == NEW => true,
        "group" => {
            let groups = living_groups(view, view.union(), view.today())?;
            groups.iter().any(|(id, _)| id.to_string() == choice)
        }
        "status" => [Status::Active, Status::Kept].iter().any(|s| s.key() == choice),
        key => Field::of_key(key).is_some_and(|field| keys(field).contains(&choice)),
    })
}
