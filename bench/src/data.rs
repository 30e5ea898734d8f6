//! One union of 100,000 members with a year of 1,000,000 facts.

use std::{
    ops::Deref,
    path::{Path, PathBuf},
    time::Instant as Watch,
};

use kernel::{Clock, Date, Id, Instant, Lang, UnionId};
use org::{BodyId, Founding, MemberId, UnionKind};
use store::{Bind, Options, Place, Sql, Store, testing};
use web::{AccountId, inside::Client, session};
use zhijia::roof;

use crate::{
    Res,
    names::{below, mixed, name},
    pages::server,
    sizes::{FACTS, GROUPS, MEMBERS, TASKS},
};

/// 2026-12-31 09:00 in China: the year is told to its end.
const NOW: Instant = Instant::from_millis(1_798_678_800_000);
const DAY_MS: i64 = 86_400_000;
const CHAIR: &str = "bench";
/// Rows an act loads.
const CHUNK: u32 = 50_000;

const MEMBER: Sql = Sql::union(
    "INSERT INTO member (union_id, id, name, sound, initials, phone, phone_back, twin, number, body_id, status, joined_on,
       left_on, left_why, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 0, NULL, $8, 'active', '2020-09-01', NULL, NULL, 1)",
);
const TASK: Sql = Sql::union(
    "INSERT INTO task (union_id, id, version, title, note, field, section, owner_id, branch_id, when_code, from_day, due_day,
       budget, source_kind, source_id, state, doing_since, done_on, dropped_why, added_at, added_by, closed_at, closed_by)
     VALUES ($1, $2, 1, $3, NULL, $4, NULL, $5, $6, NULL, $7, $8, NULL, NULL, NULL, $9, NULL, $10, NULL, $11, $12, $13, $14)",
);
const FACT: Sql = Sql::union(
    "INSERT INTO fact (union_id, id, day, measure, quantity, branch_id, person_id, record_kind, record_id, reverses, account_id, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'work', $8, NULL, $9, $10)",
);
// the records and events behind the facts are not made, so the sums that a seal keeps are made here
const SUMS: Sql = Sql::union(
    "INSERT INTO fact_sum (union_id, grain, period, measure, quantity, facts)
     SELECT union_id, 'day', day, measure, CAST(SUM(quantity) AS BIGINT), COUNT(*) FROM fact
     WHERE union_id = $1 GROUP BY union_id, day, measure
     UNION ALL SELECT union_id, 'month', SUBSTR(day, 1, 7), measure, CAST(SUM(quantity) AS BIGINT), COUNT(*) FROM fact
     WHERE union_id = $1 GROUP BY union_id, SUBSTR(day, 1, 7), measure
     UNION ALL SELECT union_id, 'year', SUBSTR(day, 1, 4), measure, CAST(SUM(quantity) AS BIGINT), COUNT(*) FROM fact
     WHERE union_id = $1 GROUP BY union_id, SUBSTR(day, 1, 4), measure",
);
const SUMMED: Sql = Sql::union("SELECT COUNT(*) FROM fact_sum WHERE union_id = $1");
const SUMMARY: Sql = Sql::union("SELECT id FROM summary WHERE union_id = $1 AND year = $2");
const HELD: Sql = Sql::union(
    "SELECT (SELECT COUNT(*) FROM member m WHERE m.union_id = $1), (SELECT COUNT(*) FROM fact f WHERE f.union_id = $1),
       (SELECT COUNT(*) FROM task t WHERE t.union_id = $1)",
);

/// The union, and who looks at it.
pub struct Union {
    /// The database.
    pub store: Store,
    /// The clock of its pages.
    pub clock: Clock,
    /// The union.
    pub id: UnionId,
    /// Its summary of the year.
    pub summary: Id<()>,
    /// The token of the chair's session.
    pub token: String,
    /// The cookie that carries it.
    pub cookie: String,
    /// Where the SQLite file is.
    pub folder: Option<PathBuf>,
    /// How large it is.
    pub told: String,
    _fresh: Option<testing::Fresh>,
}

impl Union {
    /// In a SQLite file that vanishes, or in a folder that keeps it.
    pub fn sqlite(scratch: &Path, kept: Option<&Path>) -> Res<Self> {
        if let Some(folder) = kept {
            let store = Store::open(&Place::Folder(folder.to_owned()), Options::default())?;
            return Self::of(store, Some(folder.to_owned()), None);
        }
        let fresh = testing::sqlite_on_disk(scratch, Options::default());
        let folder = match fresh.place() {
            Place::Folder(folder) => Some(folder.clone()),
            Place::Url(_) => None,
        };
        Self::of(Store::clone(&fresh), folder, Some(fresh))
    }

    /// In a PostgreSQL cluster that waits for the disk.
    pub fn postgres() -> Res<Self> {
        let fresh = testing::postgres_durable(&[], Options::default()).ok_or("PostgreSQL is turned off")?;
        Self::of(Store::clone(fresh.deref()), None, Some(fresh))
    }

    fn of(store: Store, folder: Option<PathBuf>, fresh: Option<testing::Fresh>) -> Res<Self> {
        let clock = Clock::fixed(NOW);
        store.migrate(&roof::migrations(), NOW)?;
        store.write(roof::declare)?;
        if store.read(org::first_run)? {
            fill(&store, &clock)?;
        }
        let known = store.read(|r| web::door::store::by_name(r, CHAIR))?.ok_or("no chair")?;
        let standing = store
            .read(|r| org::standing(r, known.id, None, clock.today()))?
            .ok_or("the chair stands nowhere")?;
        let (account, id) = (known.id, standing.union);
        let token: String = store.write(move |w| {
            session::open(
                w,
                account,
                id,
                NOW,
                ("bench", "127.0.0.1"),
                web::session::Shown::PASSWORD,
            )
        })?;
        if store.read(|r| r.one(SUMMED, &[&id], |row| row.get::<i64>(0)))? == 0 {
            store.write(move |w| w.run(SUMS, &[&id]))?;
        }
        let summary = summary(&store, &clock, id, &token)?;
        let told = store.read(|r| {
            r.one(HELD, &[&id], |row| {
                let (members, facts, tasks): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
                Ok::<_, store::Error>(format!(
                    "{members} members, {facts} facts, {tasks} tasks, {GROUPS} groups"
                ))
            })
        })?;
        Ok(Self {
            store,
            clock,
            id,
            summary,
            cookie: format!("{}={token}", session::COOKIE),
            token,
            folder,
            told,
            _fresh: fresh,
        })
    }

    /// The day it is.
    pub fn today(&self) -> Date {
        self.clock.today()
    }
}

/// The year's summary, drafted through its door if there is none.
fn summary(store: &Store, clock: &Clock, union: UnionId, token: &str) -> Res<Id<()>> {
    let year = i64::from(clock.today().year());
    let find = || store.read(|r| r.opt(SUMMARY, &[&union, &year], |row| row.get(0)));
    if let Some(id) = find()? {
        return Ok(id);
    }
    let doors = server(store.clone(), clock.clone())?.router();
    let answer = Client::new(doors, Some(token.to_owned()), clock.clone())?
        .post("/summaries/new", &[("year", &year.to_string())]);
    find()?.ok_or_else(|| format!("the summary was not drafted: {}", answer.status).into())
}

/// What rows name.
#[derive(Clone)]
struct Ground {
    union: UnionId,
    account: AccountId,
    chair: MemberId,
    groups: Vec<BodyId>,
    members: Vec<MemberId>,
}

impl Ground {
    fn group(&self, n: u64) -> Option<BodyId> {
        pick(&self.groups, n)
    }
}

fn pick<T: Copy>(from: &[T], n: u64) -> Option<T> {
    let at = usize::try_from(mixed(n)).ok()?;
    from.get(at % from.len().max(1)).copied()
}

fn fill(store: &Store, clock: &Clock) -> Res<()> {
    let watch = Watch::now();
    let at = clock.clone();
    let mut ground = store.write(move |w| {
        let founding = Founding {
            name: "百万事实工会".to_owned(),
            kind: UnionKind::Grassroots,
            chair_name: "李红梅".to_owned(),
            sign_name: CHAIR.to_owned(),
            password_hash: None,
            lang: Lang::Zh,
        };
        let founded = org::found(w, &at, &founding)?;
        let group = |n: u32| {
            let name = format!("第{n:03}工会小组");
            org::add_body(
                w,
                &at,
                founded.union,
                org::BodyKind::Group,
                &name,
                Some(founded.committee),
            )
        };
        Ok::<_, store::Error>(Ground {
            union: founded.union,
            account: founded.account,
            chair: founded.member,
            groups: (0..GROUPS).map(group).collect::<Result<_, _>>()?,
            members: Vec::new(),
        })
    })?;
    ground.members = (1..MEMBERS).map(|_| clock.id()).collect();
    in_chunks(store, &ground, u32::try_from(ground.members.len())?, load_members)?;
    in_chunks(store, &ground, TASKS, load_tasks)?;
    in_chunks(store, &ground, FACTS, load_facts)?;
    store.count_anew()?;
    crate::say(&format!("made in {:.0} s", watch.elapsed().as_secs_f64()));
    Ok(())
}

type Load = fn(&store::Writer, &Ground, std::ops::Range<u32>) -> Result<u64, store::Error>;

fn in_chunks(store: &Store, ground: &Ground, all: u32, load: Load) -> Res<()> {
    let mut from = 0;
    while from < all {
        let (ground, range) = (ground.clone(), from..all.min(from + CHUNK));
        from = range.end;
        store.write(move |w| load(w, &ground, range.clone()))?;
    }
    Ok(())
}

fn load_members(w: &store::Writer, g: &Ground, range: std::ops::Range<u32>) -> Result<u64, store::Error> {
    let rows = range.map(|n| {
        let name = name(u64::from(n));
        let sound = kernel::pinyin::of_name(&name);
        let phone = format!("13{:09}", n);
        let back: String = phone.chars().rev().collect();
        let id = pick_at(&g.members, n);
        [
            own(&g.union),
            own(&id),
            own(&name),
            own(&sound.full),
            own(&sound.initials),
            own(&phone),
            own(&back),
            own(&g.group(u64::from(n))),
        ]
    });
    w.load(MEMBER, rows)
}

fn load_tasks(w: &store::Writer, g: &Ground, range: std::ops::Range<u32>) -> Result<u64, store::Error> {
    let (first, today) = (first_day(), NOW.day());
    let rows = range.map(|n| {
        let seed = u64::from(n);
        let due = first.plus_days(i32::try_from(seed * 380 / u64::from(TASKS)).unwrap_or_default());
        let done = due < today && n % 40 != 0;
        let begins = (n % 3 == 0).then(|| due.plus_days(-5));
        let owner = if n % 250 == 0 {
            Some(g.chair)
        } else {
            pick(&g.members, seed)
        };
        let field = ["care", "culture", "democracy", "rights", "growth", "organisation"];
        let field = pick(&field, seed).unwrap_or("care");
        let id: Id<()> = kernel::clock::fresh(NOW);
        let added = NOW.plus_millis(-DAY_MS * 300);
        [
            own(&g.union),
            own(&id),
            own(&format!("第{n}项工作：慰问、活动与会议")),
            own(&field),
            own(&owner),
            own(&g.group(seed)),
            own(&begins),
            own(&due),
            own(&if done { "done" } else { "open" }),
            own(&done.then_some(due)),
            own(&added),
            own(&g.account),
            own(&done.then_some(NOW)),
            own(&done.then_some(g.account)),
        ]
    });
    w.load(TASK, rows)
}

/// Facts in the order of their days, as a year writes them.
fn load_facts(w: &store::Writer, g: &Ground, range: std::ops::Range<u32>) -> Result<u64, store::Error> {
    let measures: Vec<_> = roof::measures().into_iter().filter(|m| m.unit.adds_up()).collect();
    let first = first_day();
    let mut record: Id<()> = kernel::clock::fresh(NOW);
    let rows = range.map(|n| {
        let seed = u64::from(n);
        let days = i32::try_from(seed * 365 / u64::from(FACTS)).unwrap_or_default();
        let at = NOW.plus_millis(DAY_MS * i64::from(days - 364));
        let measure = pick(&measures, seed).map_or("", |m| m.key);
        let most = if measure.ends_with("money") { 500_000 } else { 30 };
        let quantity = i64::try_from(1 + below(seed ^ 1 << 50, most)).unwrap_or(1);
        // One record tells two facts.
        if n % 2 == 0 {
            record = kernel::clock::fresh(at);
        }
        let id: Id<()> = kernel::clock::fresh(at);
        let branch = g.group(seed ^ 1 << 51).filter(|_| n % 20 != 0);
        let person = pick(&g.members, seed ^ 1 << 52).filter(|_| n % 5 == 0);
        [
            own(&g.union),
            own(&id),
            own(&first.plus_days(days)),
            own(&measure),
            own(&quantity),
            own(&branch),
            own(&person),
            own(&record),
            own(&g.account),
            own(&at),
        ]
    });
    w.load(FACT, rows)
}

fn first_day() -> Date {
    NOW.day().plus_days(-364)
}

fn pick_at(members: &[MemberId], n: u32) -> Option<MemberId> {
    members.get(usize::try_from(n).ok()?).copied()
}

/// A parameter that owns its value.
fn own(value: &dyn Bind) -> store::Param<'static> {
    match value.bind() {
        store::Param::Null => store::Param::Null,
        store::Param::Int(n) => store::Param::Int(n),
        store::Param::Text(text) => store::Param::Text(text.into_owned().into()),
        store::Param::Bytes(bytes) => store::Param::Bytes(bytes.into_owned().into()),
    }
}
