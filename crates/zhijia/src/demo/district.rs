//! The district around the demo's school: an education union with forty schools below it, of which the demo's is one. The
//! others have a name, a code, officers, a register and workers, and little else; what happens between them (a merger, a
//! dissolution, a transfer) goes through the doors.

use kernel::{Clock, Date, UnionId};
use org::{
    BodyId, BodyKind, MemberId, NewBody, Role, Term, UnionKind, bodies,
    bodies::posts,
    tree::{
        self,
        model::{About, ActKind, By, NewAct, Part, Span},
        store as trees, tally,
    },
};
use serde::Deserialize;
use store::{Error, Store, Writer};
use web::AccountId;

use super::{LANG, PASSWORD};
use crate::{
    commands::trouble,
    simulate::{Size, enrol, people},
};

const FILE: &str = include_str!("../../demo/district.toml");
/// How the district's chair signs in, and who that is.
pub(super) const SIGN_IN: &str = "qugonghui";
const OFFICER: &str = "陆文君";
/// How its vice-chair signs in: what one of them writes for all schools, the other confirms.
pub(super) const SECOND: &str = "qufuzhuxi";
/// Who sits in the district's own office.
const OFFICE: u32 = 6;
/// A group has at most so many people.
const GROUP: u32 = 12;
/// Which of all worlds the people are from.
const SIZE: Size = Size {
    unions: 42,
    members: 500,
    years: 6,
    seed: 40,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    schools: Vec<(String, u32, u32, i32)>,
}

/// A union of the district.
#[derive(Clone, Debug)]
pub(super) struct School {
    pub(super) union: UnionId,
    pub(super) name: String,
    /// Its chair's account, which has no password.
    pub(super) chair: AccountId,
    /// Somebody who may move.
    pub(super) somebody: MemberId,
    pub(super) groups: Vec<BodyId>,
    /// Its workers, if they are told.
    pub(super) workers: Option<u32>,
}

/// The district.
#[derive(Clone, Debug)]
pub(super) struct District {
    pub(super) union: UnionId,
    pub(super) officer: AccountId,
    pub(super) schools: Vec<School>,
}

impl District {
    /// The school of this name.
    pub(super) fn school(&self, name: &str) -> Result<&School, String> {
        let found = self.schools.iter().find(|s| s.name.starts_with(name));
        found.ok_or_else(|| format!("the demo has no {name}"))
    }
}

/// Founds the district and the schools beside the demo's, and puts that under it. `now` is the day on which the demo is made.
pub(super) fn found(store: &Store, clock: &Clock, own: UnionId, now: Date) -> Result<District, String> {
    let file: File = toml::from_str(FILE).map_err(|e| format!("demo/district.toml: {e}"))?;
    let hash = web::password::hash(PASSWORD, "").map_err(|_| "the demo's password is too plain".to_owned())?;
    let clock = clock.clone();
    store
        .write(move |w| found_in(w, &clock, &file, own, (now, &hash)))
        .map_err(|e| trouble(&e))
}

/// What all unions of the district are founded with.
struct Ground<'a> {
    clock: &'a Clock,
    /// The day on which the demo is made.
    now: Date,
    above: Option<(UnionId, AccountId)>,
}

/// A union to be founded.
struct Plan<'a> {
    name: &'a str,
    number: u32,
    people: u32,
    before: u32,
    /// Months until the term ends.
    term: i32,
}

fn found_in(
    w: &Writer,
    clock: &Clock,
    file: &File,
    own: UnionId,
    (now, hash): (Date, &str),
) -> Result<District, Error> {
    let ground = Ground {
        clock,
        now,
        above: None,
    };
    let office = Plan {
        name: &file.name,
        number: 0,
        people: OFFICE,
        before: 0,
        term: 30,
    };
    let office = union(w, &ground, &office, Some(hash))?;
    let ground = Ground {
        above: Some((office.union, office.chair)),
        ..ground
    };
    put_under(w, &ground, own, office.union)?;
    let mut before = OFFICE;
    let mut schools = Vec::new();
    for (number, (name, people, workers, term)) in (1..).zip(&file.schools) {
        let full = format!("{name}工会");
        let plan = Plan {
            name: &full,
            number,
            people: *people,
            before,
            term: *term,
        };
        let mut school = union(w, &ground, &plan, None)?;
        school.workers = Some(*workers).filter(|n| *n > 0);
        schools.push(school);
        before += people;
    }
    Ok(District {
        union: office.union,
        officer: office.chair,
        schools,
    })
}

/// A union with its place in the tree, its organs, its people and its chair's account.
fn union(w: &Writer, ground: &Ground<'_>, plan: &Plan<'_>, hash: Option<&str>) -> Result<School, Error> {
    let (clock, number) = (ground.clock, plan.number);
    let id: UnionId = clock.id();
    place(w, ground, plan, id)?;
    let until = ground.now.plus_months(plan.term).month_end();
    let term = Term {
        from: until.plus_months(-60).plus_days(1),
        until: Some(until),
    };
    let body = |kind, name| NewBody {
        term: Some(term),
        ..NewBody::new(kind, name)
    };
    let committee = bodies::store::insert(w, clock, id, &body(BodyKind::Committee, "工会委员会"))?;
    let audit = bodies::store::insert(w, clock, id, &body(BodyKind::Audit, "经费审查委员会"))?;
    let groups = (1..=plan.people.div_ceil(GROUP))
        .map(|n| {
            let name = format!("第{}工会小组", kernel::numerals::words(i64::from(n)));
            org::add_body(w, clock, id, BodyKind::Group, &name, Some(committee))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let many = u32::try_from(groups.len()).unwrap_or(1);
    let mut people = people(&SIZE, number, plan.people, plan.before, many, clock.today());
    if let (0, Some(first)) = (number, people.first_mut()) {
        OFFICER.clone_into(&mut first.name);
    }
    let ids = enrol(w, clock, id, &groups, &people)?;
    let stays = people.iter().zip(&ids).filter(|(person, _)| person.changed.is_none());
    let here: Vec<MemberId> = stays.map(|(_, id)| *id).collect();
    seat(w, clock, (id, term), (committee, audit), &here)?;
    let chair = *here.first().ok_or(Error::Missing)?;
    let sign_in = if number == 0 {
        SIGN_IN.to_owned()
    } else {
        format!("{SIGN_IN}{number:02}")
    };
    if let (0, Some(second)) = (number, here.get(1)) {
        org::add_account(w, clock, id, *second, SECOND, hash, Role::ViceChair, LANG)?;
    }
    Ok(School {
        union: id,
        name: plan.name.to_owned(),
        chair: org::add_account(w, clock, id, chair, &sign_in, hash, Role::Chair, LANG)?,
        somebody: *here.last().ok_or(Error::Missing)?,
        groups,
        workers: None,
    })
}

/// Gives the first of a union's people their posts.
fn seat(
    w: &Writer,
    clock: &Clock,
    (union, term): (UnionId, Term),
    (committee, audit): (BodyId, BodyId),
    here: &[MemberId],
) -> Result<(), Error> {
    let seats = [
        (committee, "主席"),
        (committee, "副主席"),
        (audit, "主任"),
        (committee, "委员"),
    ];
    for ((body, title), member) in seats.into_iter().zip(here) {
        let all = posts::posts(w, union, Some(body), clock.today())?;
        if let Some(post) = all.iter().find(|p| p.title == title) {
            posts::appoint(w, clock, union, post.id, *member, Term::open(term.from))?;
        }
    }
    Ok(())
}

/// Where a union stands, since when, on which paper, and what is on file about it.
fn place(w: &Writer, ground: &Ground<'_>, plan: &Plan<'_>, id: UnionId) -> Result<(), Error> {
    let (clock, number) = (ground.clock, plan.number);
    let years = i32::try_from(number % 9).unwrap_or(0) + 7;
    let from = clock.today().plus_months(-12 * years).month_end();
    let Some((above, account)) = ground.above else {
        tree::add(w, id, None, plan.name, UnionKind::System, from.plus_months(-120))?;
        let about = About {
            code: Some("3401990000".to_owned()),
            region: Some("340104".to_owned()),
            system: Some("education".to_owned()),
            unit_class: Some("500".to_owned()),
            address: Some("青溪区文教路1号".to_owned()),
            ..About::default()
        };
        return trees::set_about(w, id, 1, &about).map(drop);
    };
    let act = clock.id();
    let basis = format!("青教工〔{}〕{number}号", from.year());
    let new = NewAct {
        id: act,
        kind: ActKind::Founded,
        day: from,
        basis: &basis,
        note: None,
        parts: &[(above, Part::Under)],
    };
    trees::add_act(w, &new, by(clock, above, account))?;
    trees::found(w, id, Some(above), (plan.name, UnionKind::Grassroots), from, Some(act))?;
    trees::add_parts(w, act, &[(id, Part::Subject)])?;
    let about = About {
        code: Some(format!("340199{number:04}")),
        unit: Some(plan.name.trim_end_matches("工会").to_owned()),
        industry: Some("P".to_owned()),
        unit_class: Some("400".to_owned()),
        address: Some(format!("青溪区文教路{}号", number * 6 + 2)),
        phone: Some(format!("0550-66{number:02}118")),
        ..About::default()
    };
    trees::set_about(w, id, 1, &about).map(drop)
}

fn by(clock: &Clock, union: UnionId, account: AccountId) -> By<'static> {
    By {
        union,
        account,
        name: OFFICER,
        at: clock.now(),
    }
}

/// Puts the demo's own school under the district, since its first day.
fn put_under(w: &Writer, ground: &Ground<'_>, own: UnionId, district: UnionId) -> Result<(), Error> {
    let Some((_, account)) = ground.above else {
        return Ok(());
    };
    let (clock, node) = (ground.clock, tree::get(w, own)?);
    let act = clock.id();
    let new = NewAct {
        id: act,
        kind: ActKind::Founded,
        day: node.from,
        basis: "青教工〔建〕1号",
        note: None,
        parts: &[(own, Part::Subject), (district, Part::Under)],
    };
    trees::add_act(w, &new, by(clock, district, account))?;
    let to = Span {
        from: node.from,
        until: None,
        parent: Some(district),
        name: node.name.clone(),
        kind: node.kind,
    };
    trees::restate(w, &node, &to, act)
}

/// Newcomers of the new school year, in every third school.
pub(super) fn newcomers(store: &Store, clock: &Clock, district: &District) -> Result<(), String> {
    let (clock, district) = (clock.clone(), district.clone());
    let done: Result<(), Error> = store.write(move |w| {
        let mut before = 700;
        for (n, school) in (0_u32..).zip(&district.schools).filter(|(n, _)| n % 3 == 0) {
            let many = u32::try_from(school.groups.len()).unwrap_or(1);
            let mut new = people(&SIZE, 100 + n, 1 + n % 2, before, many, clock.today());
            for person in &mut new {
                person.joined = clock.today();
                person.number.insert(0, 'x');
                person.changed = None;
                person.status = org::Status::Active;
            }
            before += 2;
            enrol(w, &clock, school.union, &school.groups, &new)?;
        }
        Ok(())
    });
    done.map_err(|e| trouble(&e))
}

/// Counts all unions of the district as they stood at the end of each month of the year, and today.
pub(super) fn count(store: &Store, district: UnionId, today: Date) -> Result<(), String> {
    let done: Result<(), Error> = store.write(move |w| {
        let all = tree::below(w, district)?;
        let ends = (0..i32::from(today.month()) - 1).map(|n| {
            let first = today.plus_days(1 - i32::from(today.day()));
            first.plus_months(n - i32::from(today.month()) + 1).month_end()
        });
        for day in ends.chain([today]) {
            for node in all.iter().filter(|node| node.from <= day) {
                tally::count(w, node.id, day)?;
            }
            tally::count(w, district, day)?;
            tally::lift(w, district, day)?;
        }
        Ok(())
    });
    done.map_err(|e| trouble(&e))
}
