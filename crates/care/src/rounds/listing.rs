//! Making, changing and checking the list of a round.

use kernel::{Date, Text};
use org::{
    BodyId, MemberId,
    members::{self, Field},
};
use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Refusal, Reply, View};

use super::{
    checks::{self, Caps, Code, People, Trouble},
    event::Happened,
    found::{self, Whole},
    model::{Line, MOST, Retired, Round, RoundId, State, Who},
    store::{self, NewLine},
    who::{self, Person},
};
use crate::reason;

/// Who is meant, as it is typed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Whom {
    id: RoundId,
    version: i64,
    #[serde(default)]
    groups: Vec<BodyId>,
    #[serde(default)]
    employment: Vec<Text<20>>,
    sex: Option<Text<10>>,
    #[serde(default)]
    retired: Retired,
    joined_until: Option<Date>,
    like: Option<RoundId>,
    #[serde(default)]
    by_hand: bool,
}

impl Whom {
    fn settle(&self, act: &Act<'_>) -> Reply<Who> {
        let clean = |field: Field, name: &str, text: &str| -> Reply<Option<String>> {
            Ok(field
                .clean(text)
                .map_err(|why| Refusal::field(name, why.word()).arg("n", 20))?)
        };
        let mut employment = Vec::new();
        for kind in &self.employment {
            employment.extend(clean(Field::Employment, "employment", kind)?);
        }
        let sex = match &self.sex {
            Some(sex) => clean(Field::Sex, "sex", sex)?,
            None => None,
        };
        if let Some(like) = self.like {
            store::get(act, act.union(), like)?;
        }
        Ok(Who {
            groups: self.groups.clone(),
            employment,
            sex,
            retired: self.retired,
            joined_until: self.joined_until,
            like: self.like,
            by_hand: self.by_hand,
        })
    }
}

/// Makes the list by conditions. Who was put on it or struck from it by hand stays so.
pub(super) fn make(act: &mut Act<'_>, form: Whom) -> Reply<Done> {
    let union = act.union();
    let mut round = store::get(act, union, form.id)?;
    round.state.need_open()?;
    round.who = form.settle(act)?;
    let (at, by) = store::by(act);
    let who = store::written(&round.who)?;
    act.run_fresh(store::LISTED, &[&union, &round.id, &form.version, &who, &at, &by])?;
    store::clear(act.writer(), union, round.id)?;
    let there: FxHashSet<MemberId> = store::lines(act, union, round.id)?.iter().map(|l| l.member).collect();
    let all = who::everybody(act, round.day)?;
    let meant = who::those_meant(act, &round, &all)?;
    let fresh: Vec<&Person> = meant.into_iter().filter(|p| !there.contains(&p.member)).collect();
    let people = there.len().saturating_add(fresh.len());
    if people > MOST {
        return Err(Refusal::new("rounds.refusal.too_many").arg("most", MOST).into());
    }
    if people == 0 && !round.who.by_hand {
        return Err(Refusal::new("rounds.refusal.nobody").into());
    }
    let mut digest = blake3::Hasher::new();
    fresh.iter().for_each(|p| {
        digest.update(p.member.bytes());
    });
    store::add_lines(
        act.writer(),
        union,
        round.id,
        fresh.iter().map(|p| line(p, false, None)),
    )?;
    act.note(&Happened::Listed {
        round: round.id,
        who: &round.who,
        people,
        digest: digest.finalize().to_hex().as_str(),
    })?;
    let next = if round.who.by_hand { "/lines" } else { "" };
    Ok(Done::to(format!("/rounds/{}{next}", round.id))
        .record(round.id)
        .say("rounds.said.listed"))
}

fn line<'a>(p: &'a Person, by_hand: bool, why: Option<&'a str>) -> NewLine<'a> {
    NewLine {
        member: p.member,
        name: &p.name,
        body: p.body,
        by_hand,
        why,
    }
}

/// A round, as it was seen.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Seen {
    pub(super) id: RoundId,
    pub(super) version: i64,
}

/// Everything that is wrong with those on the list, as the register says now.
pub(super) fn look(view: &View<'_>, round: &Round, lines: &[Line]) -> Reply<Vec<Trouble>> {
    let then = who::everybody(view, round.day)?;
    let now = if view.today() > round.day {
        Some(who::everybody(view, view.today())?)
    } else {
        None
    };
    let people = People {
        then: &then,
        now: now.as_ref(),
    };
    let caps = Caps::load(view, round)?;
    checks::find(view, (round, &caps), lines, &people)
}

/// Checks everybody on the list.
pub(super) fn check(act: &mut Act<'_>, form: Seen) -> Reply<Done> {
    let union = act.union();
    let round = store::get(act, union, form.id)?;
    round.state.need(round.state.list_open())?;
    let (at, by) = store::by(act);
    act.run_fresh(store::CHECKED, &[&union, &round.id, &form.version, &at, &by])?;
    let lines = store::lines(act, union, round.id)?;
    let troubles = look(act, &round, &lines)?;
    store::keep_troubles(act.writer(), union, round.id, None, &troubles)?;
    act.note(&Happened::Checked {
        round: round.id,
        people: lines.iter().filter(|line| !line.struck).count(),
        troubles: troubles.len(),
    })?;
    let next = if troubles.is_empty() { "" } else { "/checks" };
    let said = if troubles.is_empty() {
        "rounds.said.checked"
    } else {
        "rounds.said.troubles"
    };
    Ok(Done::to(format!("/rounds/{}{next}", round.id))
        .record(round.id)
        .say(said))
}

/// Looks once more at everybody on the list of a round about to be approved, since others may have given meanwhile.
///
/// # Errors
/// A refusal if there is a trouble that the check did not find: somebody has to look at it first.
pub(super) fn look_again(act: &Act<'_>, round: &Round) -> Reply<()> {
    let union = act.union();
    let lines = store::lines(act, union, round.id)?;
    let now = look(act, round, &lines)?;
    let known: FxHashSet<_> = store::troubles(act, union, round.id, None)?
        .into_iter()
        .map(|t| (t.member, t.code, t.weight))
        .collect();
    let fresh = now.iter().filter(|t| !known.contains(&(t.member, t.code, t.weight)));
    match fresh.count() {
        0 => Ok(store::keep_troubles(act.writer(), union, round.id, None, &now)?),
        n => Err(Refusal::new("rounds.refusal.look_again")
            .arg("n", n)
            .status(409)
            .next(format!("/rounds/{}", round.id))
            .into()),
    }
}

/// Holds an approved round with one more person against what was approved: its budget, and the rules for the whole.
fn still_allowed(act: &Act<'_>, round: &Round) -> Reply<()> {
    if round.state != State::Approved {
        return Ok(());
    }
    let union = act.union();
    let whole = Whole {
        round,
        items: &store::items(act, union, round.id)?,
        people: store::progress(act, union, round.id)?.iter().map(|p| p.on).sum(),
    };
    if whole.cost() > round.budget {
        return Err(Refusal::new("rounds.refusal.over_budget")
            .arg("cost", whole.cost())
            .arg("budget", round.budget)
            .next(format!("/rounds/{}", round.id))
            .into());
    }
    found::allow(act, &whole, round.reason.as_deref())
}

/// What concerns one person of a list.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct OfOne {
    id: RoundId,
    member: MemberId,
    why: Option<Text<200>>,
}

/// A round whose list may change, touched so that nobody approves another list than the one they saw.
fn touched(act: &Act<'_>, id: RoundId) -> Reply<Round> {
    let round = store::get(act, act.union(), id)?;
    round.state.need(round.state.list_open())?;
    if !store::touch(act.writer(), act.union(), id)? {
        return Err(Refusal::stale().into());
    }
    Ok(round)
}

fn why(form: &OfOne) -> Reply<&str> {
    let why = form.why.as_ref();
    Ok(why.ok_or_else(|| Refusal::field("why", "rounds.refusal.why"))?)
}

fn done(id: RoundId, say: &str) -> Done {
    Done::to(format!("/rounds/{id}/lines")).record(id).say(say)
}

/// Checks one person of a list and keeps what was found.
fn check_one(act: &Act<'_>, round: &Round, line: &Line) -> Reply<Vec<Trouble>> {
    let union = act.union();
    let mut all = FxHashMap::default();
    let card = members::get(act, union, line.member)?;
    let as_of = |day: Date| members::as_of(act, union, line.member, day, act.now());
    for (day, then) in [(round.day, true), (act.today().max(round.day), false)] {
        if let Some(is) = as_of(day)? {
            all.insert(then, Person::of(&card, &is));
        }
    }
    let map = |then: bool| -> FxHashMap<MemberId, Person> {
        all.get(&then).map(|p| (line.member, p.clone())).into_iter().collect()
    };
    let (then, now) = (map(true), map(false));
    let people = People {
        then: &then,
        now: Some(&now),
    };
    let caps = Caps::load(act, round)?;
    let found = checks::find(act, (round, &caps), std::slice::from_ref(line), &people)?;
    store::keep_troubles(act.writer(), union, round.id, Some(line.member), &found)?;
    Ok(found)
}

/// Refuses where a rule says no to somebody, and where a reason is missing.
fn settled(round: &Round, found: &[Trouble], caps: &Caps, view: &View<'_>, why: Option<&str>) -> Reply<()> {
    let says = |t: &Trouble| {
        caps.says(view.lang(), t)
            .unwrap_or_else(|| ui::words::word(view.lang(), &t.code.word()).into_owned())
    };
    if let Some(hard) = found.iter().find(|t| t.weight == checks::Weight::Block) {
        return Err(Refusal::new("rounds.refusal.person").arg("says", says(hard)).into());
    }
    let asks = found.iter().find(|t| t.weight == checks::Weight::Reason);
    match asks {
        Some(asks) if why.is_none() => Err(Refusal::field("why", "rounds.refusal.person_reason")
            .arg("says", says(asks))
            .into()),
        _ if why.is_none() && round.state == State::Approved => Err(Refusal::field("why", "rounds.refusal.why").into()),
        _ => Ok(()),
    }
}

/// Puts somebody on the list.
pub(super) fn add(act: &mut Act<'_>, form: OfOne) -> Reply<Done> {
    let union = act.union();
    let round = touched(act, form.id)?;
    let card = members::get(act, union, form.member)?;
    match store::one_line(act, union, round.id, form.member)? {
        Some(line) if line.struck => return restore_line(act, &round, &form, &line),
        Some(_) => {
            return Err(Refusal::new("rounds.refusal.twice")
                .arg("name", card.name)
                .status(409)
                .into());
        }
        None => {}
    }
    let new = NewLine {
        member: form.member,
        name: &card.name,
        body: card.group,
        by_hand: true,
        why: form.why.as_deref(),
    };
    store::add_lines(act.writer(), union, round.id, [new])?;
    let line = store::one_line(act, union, round.id, form.member)?.ok_or_else(Refusal::missing)?;
    let found = check_one(act, &round, &line)?;
    settled(&round, &found, &Caps::load(act, &round)?, act, form.why.as_deref())?;
    still_allowed(act, &round)?;
    act.note(&Happened::Added {
        round: round.id,
        member: form.member,
        why: form.why.as_deref(),
    })?;
    Ok(done(round.id, "rounds.said.added"))
}

/// Strikes somebody from the list, with a reason.
pub(super) fn strike(act: &mut Act<'_>, form: OfOne) -> Reply<Done> {
    let why = why(&form)?;
    let round = touched(act, form.id)?;
    act.run_fresh(store::STRIKE, &[&act.union(), &round.id, &form.member, &why])?;
    act.note(&Happened::Struck {
        round: round.id,
        member: form.member,
        why,
    })?;
    Ok(done(round.id, "rounds.said.struck"))
}

/// Strikes everybody of whom a rule says no.
pub(super) fn strike_hard(act: &mut Act<'_>, form: Seen) -> Reply<Done> {
    let round = touched(act, form.id)?;
    if round.version != form.version {
        return Err(Refusal::stale().into());
    }
    let people = store::strike_hard(act.writer(), act.union(), round.id, reason::BY_RULE)?;
    act.note(&Happened::StruckHard {
        round: round.id,
        people,
    })?;
    Ok(Done::to(format!("/rounds/{}/checks", round.id))
        .record(round.id)
        .say("rounds.said.struck"))
}

/// Puts somebody back who was struck.
pub(super) fn restore(act: &mut Act<'_>, form: OfOne) -> Reply<Done> {
    let round = touched(act, form.id)?;
    let line = store::one_line(act, act.union(), round.id, form.member)?.ok_or_else(Refusal::missing)?;
    restore_line(act, &round, &form, &line)
}

fn restore_line(act: &Act<'_>, round: &Round, form: &OfOne, line: &Line) -> Reply<Done> {
    let why = form.why.as_deref();
    act.run_fresh(store::RESTORE, &[&act.union(), &round.id, &form.member, &why])?;
    let back = Line {
        struck: false,
        ..line.clone()
    };
    let found = check_one(act, round, &back)?;
    settled(round, &found, &Caps::load(act, round)?, act, why)?;
    still_allowed(act, round)?;
    act.note(&Happened::Added {
        round: round.id,
        member: form.member,
        why,
    })?;
    Ok(done(round.id, "rounds.said.added"))
}

/// Says why somebody stays on the list.
pub(super) fn explain(act: &mut Act<'_>, form: OfOne) -> Reply<Done> {
    let why = why(&form)?;
    let round = touched(act, form.id)?;
    act.run_fresh(store::EXPLAIN, &[&act.union(), &round.id, &form.member, &why])?;
    act.note(&Happened::Explained {
        round: round.id,
        member: form.member,
        why,
    })?;
    Ok(Done::to(format!("/rounds/{}/lines?only=trouble", round.id))
        .record(round.id)
        .say("rounds.said.explained"))
}

/// People on the list who died or left since, and of whom nobody has said why they stay.
pub(super) fn leavers(view: &View<'_>, round: &Round, lines: &[Line]) -> Reply<Vec<MemberId>> {
    let explained: FxHashSet<MemberId> = lines.iter().filter(|l| l.why.is_some()).map(|l| l.member).collect();
    let gone = |t: &Trouble| {
        let hard = matches!(t.code, Code::Died | Code::NoMember);
        (hard || (t.code == Code::Left && !explained.contains(&t.member))).then_some(t.member)
    };
    Ok(look(view, round, lines)?.iter().filter_map(gone).collect())
}
