//! Recording a visit, correcting it, taking it back, letting it be.

use archive::{Class, Ready, Shelf};
use flow::Outcome;
use kernel::{Date, Id, Text};
use org::{MemberId, Status as Membership, members};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Refusal, Reply, View, Yuan};

use super::{
    counting,
    event::Happened,
    model::{Known, Present, Status, Told, Visit, VisitId, Way, names},
    payment,
    reach::{self, in_hand, mine},
    reasons::{self, Reason},
    record, store,
};

/// What is typed about a visit. The same form records and corrects.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Form {
    pub(super) id: VisitId,
    /// The version seen, when a record is corrected.
    version: Option<i64>,
    /// A name for this filling in of the form, by which a record that comes twice is known.
    form: Option<Id<()>>,
    /// Who opened the form: what waited on a phone is never sent in as somebody else.
    #[serde(rename = "_as")]
    opened_by: Option<Text<100>>,
    /// On which day.
    day: Date,
    /// How.
    way: Way,
    /// Members who went.
    #[serde(default)]
    visitors: Vec<MemberId>,
    /// Others who went.
    others: Option<Text<100>>,
    /// What was given.
    present: Present,
    /// What it was, in words.
    what: Option<Text<60>>,
    /// Its worth in yuan.
    amount: Option<Yuan>,
    /// Why more is given than the rules say, or fewer went.
    reason: Option<Text<200>>,
    /// What was asked for.
    wish: Option<Text<1000>>,
    /// By when it is answered.
    wish_by: Option<Date>,
    /// Who signed for what was given.
    signed_by: Option<Text<40>>,
    /// Whether photos keep where they were taken.
    #[serde(default)]
    keep_place: bool,
}

/// A form with its photos and receipts checked and prepared.
#[derive(Clone)]
pub(super) struct Prepared {
    form: Form,
    papers: Vec<Ready>,
}

impl Form {
    fn told(&self) -> Told {
        let text = |t: &Option<Text<60>>| t.as_ref().map(|t| t.as_str().to_owned());
        let amount = self.amount.map_or_else(Default::default, |y| y.0);
        let mut visitors = self.visitors.clone();
        visitors.sort_unstable();
        visitors.dedup();
        Told {
            day: self.day,
            way: self.way,
            visitors,
            others: names(self.others.as_deref().unwrap_or_default()),
            present: self.present,
            what: if self.present == Present::None {
                None
            } else {
                text(&self.what)
            },
            amount,
            reason: self.reason.as_ref().map(|t| t.as_str().to_owned()),
            wish_by: self.wish_by.filter(|_| self.wish.is_some()),
            signed_by: self.signed_by.as_ref().map(|t| t.as_str().to_owned()),
        }
    }
}

fn papers(view: &View<'_>, keep_place: bool) -> Reply<Vec<Ready>> {
    let mut all = archive::ready_all(view, "photos", keep_place)?;
    all.extend(archive::ready_all(view, "receipt", keep_place)?);
    Ok(all)
}

/// Refuses a form that somebody else opened, or the same person in another union: it waited on a phone that others use too.
fn as_opened(view: &View<'_>, opened_by: Option<&Text<100>>) -> Reply<()> {
    match opened_by {
        Some(owner) if owner.as_str() != reach::owner(view) => {
            Err(Refusal::field("_as", "visits.refusal.other_person").status(403).into())
        }
        _ => Ok(()),
    }
}

/// Prepares photos and receipts, outside the transaction.
pub(super) fn prepare(view: &View<'_>, form: Form) -> Reply<Prepared> {
    in_hand(view, form.id)?;
    as_opened(view, form.opened_by.as_ref())?;
    let papers = papers(view, form.keep_place)?;
    Ok(Prepared { form, papers })
}

/// The refusal of a visit that cannot be recorded as it stands.
pub(super) fn owed(visit: &Visit, cx_day: impl Fn(Date) -> String) -> Result<(), Refusal> {
    let refusal = match visit.status {
        Status::Due => return Ok(()),
        Status::Made => Refusal::new("visits.refusal.made"),
        Status::Waived => Refusal::new("visits.refusal.waived"),
        Status::Withdrawn => Refusal::new("visits.refusal.withdrawn"),
    };
    let day = visit.recorded_at.map(|at| cx_day(at.day())).unwrap_or_default();
    Err(refusal
        .arg("who", visit.account_name.as_deref().unwrap_or("—"))
        .arg("day", day)
        .status(409)
        .next(format!("/visits/{}", visit.id)))
}

/// Holds what is told against what is known, in the order of what one would mend first.
fn check(act: &Act<'_>, visit: &Visit, reason: &Reason, told: &Told) -> Reply<()> {
    let member = members::store::get(act, act.union(), visit.member)?;
    let left = member
        .left
        .filter(|_| !member.status.belongs() && member.status != Membership::Died);
    let known = Known {
        earliest: reason.says.earliest(visit.happened),
        today: act.today(),
        member: visit.member,
        left,
        recorder: flow_me(act),
        visitors: reason.says.visitors,
    };
    told.check(&known).map_err(Refusal::from)?;
    for visitor in &told.visitors {
        if members::store::find(act, act.union(), *visitor)?.is_none() {
            return Err(Refusal::field("visitors", "visits.refusal.stranger").into());
        }
    }
    if facts::register::store::closed(act, act.union(), told.day)? {
        return Err(Refusal::field("day", "facts.refusal.closed")
            .arg("day", told.day)
            .into());
    }
    Ok(())
}

/// The member who acts.
pub(super) fn flow_me(view: &View<'_>) -> Option<MemberId> {
    let standing = view.actor().standing.as_ref();
    standing.and_then(|s| s.member).map(MemberId::new)
}

fn done(id: VisitId, said: &str) -> Done {
    Done::to(format!("/visits/{id}")).record(id).say(said)
}

/// Records a visit that is owed.
pub(super) fn make(act: &mut Act<'_>, p: Prepared) -> Reply<Done> {
    let (union, id) = (act.union(), p.form.id);
    let visit = in_hand(act, id)?;
    let again = visit.form.is_some() && visit.form == p.form.form && visit.account == Some(act.actor().account);
    if visit.status == Status::Made && again {
        act.note(&Happened::SentAgain { visit: id })?;
        return Ok(done(id, "visits.said.made"));
    }
    let lang = act.lang();
    owed(&visit, |day| day.words(lang, None))?;
    let reason = reasons::store::at(act, union, (visit.reason, visit.reason_version))?;
    let mut told = p.form.told();
    counting::promise(act, &mut told, p.form.wish.is_some())?;
    check(act, &visit, &reason, &told)?;
    counting::judge(act, &visit, &reason, &told)?;
    let wish = store::wish(act.writer(), union, id, p.form.wish.as_deref(), visit.sensitive)?;
    let by = (p.form.form, act.actor().account, act.now());
    if !store::make(act.writer(), (union, id), &told, &wish, by)? {
        return Err(Refusal::stale().into());
    }
    store::went(act.writer(), union, id, &told.visitors)?;
    let version = visit.version + 1;
    act.note(&Happened::Recorded {
        visit: id,
        version,
        told: &told,
    })?;
    counting::count(act, &visit, &reason, &told)?;
    payment::ask(act, &visit, &told)?;
    if let Some(task) = visit.task {
        flow::settle(act, task, Outcome::Done { on: told.day })?;
    }
    if p.form.wish.is_some() {
        counting::ask_for_answer(act, &visit, &told)?;
    }
    file(act, &visit, &p.papers)?;
    Ok(done(id, "visits.said.made"))
}

fn file(act: &Act<'_>, visit: &Visit, papers: &[Ready]) -> Reply<()> {
    let shelf = Shelf::new(Class::Evidence, act.today().year())
        .of(visit.branch)
        .restricted(visit.sensitive);
    for paper in papers {
        archive::keep_as(act, paper, record(visit.id), shelf)?;
    }
    Ok(())
}

/// Prepares the photos of a record that is corrected.
pub(super) fn prepare_correct(view: &View<'_>, form: Form) -> Reply<Prepared> {
    mine(view, form.id)?;
    let papers = papers(view, form.keep_place)?;
    Ok(Prepared { form, papers })
}

/// Corrects a record while its day is open: its facts and gifts are taken back and posted anew.
pub(super) fn correct(act: &mut Act<'_>, p: Prepared) -> Reply<Done> {
    let (union, id) = (act.union(), p.form.id);
    let visit = mine(act, id)?;
    let seen = p
        .form
        .version
        .ok_or_else(|| Refusal::field("version", "web.refusal.required"))?;
    let Some(before) = visit.told.clone() else {
        return Err(Refusal::new("visits.refusal.not_made").status(409).into());
    };
    still_open(act, before.day)?;
    let reason = reasons::store::at(act, union, (visit.reason, visit.reason_version))?;
    let mut told = p.form.told();
    let asked = match &p.form.wish {
        None if visit.wished && visit.wish.is_none() => store::open_wish(act, union, id)?,
        typed => typed.as_ref().map(|t| t.as_str().to_owned()),
    };
    told.wish_by = p.form.wish_by.filter(|_| asked.is_some());
    counting::promise(act, &mut told, asked.is_some())?;
    check(act, &visit, &reason, &told)?;
    if counting::counted(&before) != counting::counted(&told) || counting::judged(&before) != counting::judged(&told) {
        counting::judge(act, &visit, &reason, &told)?;
    }
    let wish = store::wish(act.writer(), union, id, asked.as_deref(), visit.sensitive)?;
    let t = &told;
    act.run_fresh(
        store::CORRECT,
        &[
            &union,
            &id,
            &seen,
            &t.day,
            &t.way,
            &t.present,
            &t.what,
            &t.amount,
            &store::others(t),
            &t.reason,
            &wish.0,
            &wish.1,
            &t.wish_by,
            &t.signed_by,
        ],
    )?;
    store::went(act.writer(), union, id, &told.visitors)?;
    act.note(&Happened::Corrected {
        visit: id,
        version: seen + 1,
        told: &told,
    })?;
    if counting::counted(&before) != counting::counted(&told) {
        counting::take_back(act, id, "correction")?;
        counting::count(act, &visit, &reason, &told)?;
    }
    payment::corrected(act, &visit, &before, &told)?;
    wished(act, &visit, &told, asked.is_some())?;
    file(act, &visit, &p.papers)?;
    Ok(done(id, "visits.said.corrected"))
}

/// The task to answer what is asked for after a correction: begun where something is asked for now, ended where nothing is any more.
fn wished(act: &Act<'_>, visit: &Visit, told: &Told, asked: bool) -> Reply<()> {
    match (asked, visit.wish_task) {
        (true, None) => counting::ask_for_answer(act, visit, told),
        (false, Some(task)) => {
            let why = ui::words::word(kernel::Lang::Zh, "visits.task.no_wish");
            flow::settle(act, task, Outcome::Dropped { why: long(&why)? })?;
            Ok(store::wish_task(act.writer(), act.union(), visit.id, None)?)
        }
        _ => Ok(()),
    }
}

fn still_open(act: &Act<'_>, day: Date) -> Reply<()> {
    if facts::register::store::closed(act, act.union(), day)? {
        return Err(Refusal::new("visits.refusal.closed").arg("day", day).status(409).into());
    }
    Ok(())
}

/// Why something is so.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Why {
    id: VisitId,
    version: i64,
    why: Text<200>,
}

/// Takes a record back, or the word that a visit is let be: it is owed again.
pub(super) fn take_back(act: &mut Act<'_>, form: Why) -> Reply<Done> {
    let visit = mine(act, form.id)?;
    if !matches!(visit.status, Status::Made | Status::Waived) {
        return Err(Refusal::new("visits.refusal.not_made").status(409).into());
    }
    if let Some(told) = &visit.told {
        still_open(act, told.day)?;
    }
    act.run_fresh(store::UNMAKE, &[&act.union(), &form.id, &form.version])?;
    store::went(act.writer(), act.union(), form.id, &[])?;
    act.note(&Happened::TakenBack {
        visit: form.id,
        version: form.version + 1,
        why: &form.why,
    })?;
    if visit.status == Status::Made {
        payment::take_back(act, form.id)?;
        counting::take_back(act, form.id, &form.why)?;
    }
    if let Some(task) = visit.wish_task {
        let why = for_task(&form.why, visit.sensitive)?;
        flow::settle(act, task, Outcome::Dropped { why })?;
    }
    if let Some(task) = visit.task {
        flow::unsettle(act, task)?;
    }
    Ok(done(form.id, "visits.said.taken_back"))
}

/// Why a task ends, as the task says it to everybody who sees it: of a visit that tells of illness, hardship or trouble the words stay
/// with the visit.
pub(crate) fn for_task(why: &str, sensitive: bool) -> Reply<Text<500>> {
    if sensitive {
        long(&ui::words::word(kernel::Lang::Zh, "visits.task.see_visit"))
    } else {
        long(why)
    }
}

fn long(why: &str) -> Reply<Text<500>> {
    Text::new(why).map_err(|_| Refusal::field("why", "web.refusal.required").into())
}

/// Lets a visit be: nobody goes, and this is why.
pub(super) fn waive(act: &mut Act<'_>, form: Why) -> Reply<Done> {
    let visit = in_hand(act, form.id)?;
    if flow_me(act) == Some(visit.member) {
        return Err(Refusal::new("visits.refusal.own_record").status(403).into());
    }
    let lang = act.lang();
    owed(&visit, |day| day.words(lang, None))?;
    let (account, now) = (act.actor().account, act.now());
    act.run_fresh(
        store::WAIVE,
        &[&act.union(), &form.id, &form.version, &form.why, &account, &now],
    )?;
    act.note(&Happened::Waived {
        visit: form.id,
        version: form.version + 1,
        why: &form.why,
    })?;
    if let Some(task) = visit.task {
        let why = for_task(&form.why, visit.sensitive)?;
        flow::settle(act, task, Outcome::Dropped { why })?;
    }
    Ok(done(form.id, "visits.said.waived"))
}

/// Photos and receipts that come after.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct More {
    id: VisitId,
    /// Whether photos keep where they were taken.
    #[serde(default)]
    keep_place: bool,
    /// Who opened the form with which they waited on a phone.
    #[serde(rename = "_as")]
    opened_by: Option<Text<100>>,
}

/// Photos and receipts, checked.
#[derive(Clone)]
pub(super) struct Papers {
    id: VisitId,
    papers: Vec<Ready>,
}

/// Checks them, outside the transaction.
pub(super) fn prepare_more(view: &View<'_>, more: More) -> Reply<Papers> {
    in_hand(view, more.id)?;
    as_opened(view, more.opened_by.as_ref())?;
    let papers = papers(view, more.keep_place)?;
    if papers.is_empty() {
        return Err(Refusal::field("photos", "visits.refusal.no_photo").into());
    }
    Ok(Papers { id: more.id, papers })
}

/// Adds photos and receipts to a visit that was made.
pub(super) fn add_more(act: &mut Act<'_>, more: Papers) -> Reply<Done> {
    let visit = in_hand(act, more.id)?;
    if visit.status != Status::Made {
        return Err(Refusal::new("visits.refusal.not_made").status(409).into());
    }
    file(act, &visit, &more.papers)?;
    payment::completed(act, &visit)?;
    act.note(&Happened::Filed {
        visit: more.id,
        papers: more.papers.len(),
    })?;
    Ok(done(more.id, "visits.said.filed"))
}

/// An answer to what was asked for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Answer {
    id: VisitId,
    version: i64,
    /// What was answered or done.
    answer: Text<1000>,
    /// On which day.
    day: Date,
}

/// Keeps the answer to what was asked for; the task to answer is done.
pub(super) fn answer(act: &mut Act<'_>, form: Answer) -> Reply<Done> {
    let visit = in_hand(act, form.id)?;
    let visited = visit.told.as_ref().map_or(form.day, |t| t.day);
    if form.day > act.today() || form.day < visited {
        return Err(Refusal::field("day", "visits.refusal.answer_day").into());
    }
    act.run_fresh(
        store::ANSWER,
        &[&act.union(), &form.id, &form.version, &form.answer, &form.day],
    )?;
    act.note(&Happened::Answered {
        visit: form.id,
        version: form.version + 1,
    })?;
    if let Some(task) = visit.wish_task {
        flow::settle(act, task, Outcome::Done { on: form.day })?;
    }
    Ok(done(form.id, "visits.said.answered"))
}

/// Shows what was asked for, if it lies sealed, and notes that it was read.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Reveal {
    id: VisitId,
    /// What it is needed for.
    purpose: Text<100>,
}

/// Notes that what was asked for is read.
pub(super) fn reveal(act: &mut Act<'_>, form: Reveal) -> Reply<Done> {
    in_hand(act, form.id)?;
    web::reveal::read(act, record(form.id), &["wish"], &form.purpose)?;
    Ok(Done::to(format!("/visits/{}", form.id)).record(form.id))
}
