//! A union's pages in an installation of 10,000 unions and 1,000,000 members, beside the same pages where there are 100
//! unions and 10,000 members: what a union waits for must not depend on how many others there are. And counts over the
//! whole tree.

use std::{
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant as Watch},
};

use kernel::{Clock, Date, Instant, UnionId};
use org::{
    MemberId,
    tree::{self, tally},
};
use store::{Options, Sql, Store, testing};
use web::session;
use zhijia::{
    roof,
    simulate::{self, Size},
};

use crate::{
    Res,
    client::Connection,
    load::{self, Times},
    pages, say,
    sizes::CONNECTIONS,
};

/// 2026-12-31 09:00 in China.
const NOW: Instant = Instant::from_millis(1_798_678_800_000);
/// The two sizes: unions and members. A union has a hundred people in both.
const SMALL: (u32, u32) = (100, 10_000);
const LARGE: (u32, u32) = (10_000, 1_000_000);

const PLACES: Sql = Sql::house(
    "SELECT union_id FROM union_node WHERE kind = 'grassroots' ORDER BY union_id LIMIT 1000",
    "a measurement chooses unions to look at",
);
const SOMEBODY: Sql = Sql::union(
    "SELECT id, initials FROM member WHERE union_id = $1 AND status = 'active' ORDER BY sound, id LIMIT 1 OFFSET 7",
);
const CHAIR: Sql = Sql::union("SELECT account_id FROM role_grant WHERE union_id = $1 AND role = 'chair'");

const TOP: Sql = Sql::house(
    "SELECT union_id FROM union_node WHERE parent_id IS NULL",
    "a measurement looks from the top",
);

/// How many unions are counted in one act.
const ACT_COUNTS: usize = 200;
/// How often each page of the whole tree is asked for.
const ASKED: usize = 200;

/// Somebody who looks at a union.
struct Looker {
    cookie: String,
    member: MemberId,
    initials: String,
}

/// A page, from whoever looks.
struct Page {
    name: &'static str,
    path: fn(&Looker) -> String,
}

const PAGES: &[Page] = &[
    Page {
        name: "list of members",
        path: |_| "/members".to_owned(),
    },
    Page {
        name: "search by initials",
        path: |l| format!("/members?q={}", l.initials),
    },
    Page {
        name: "one member",
        path: |l| format!("/members/{}", l.member),
    },
    Page {
        name: "the union's tree",
        path: |_| "/org".to_owned(),
    },
];

/// An installation of one size.
struct Installation {
    store: Store,
    lookers: Vec<Looker>,
    clock: Clock,
    _fresh: testing::Fresh,
}

impl Installation {
    fn made(fresh: testing::Fresh, (unions, members): (u32, u32)) -> Res<Self> {
        let store = Store::clone(&fresh);
        store.migrate(&roof::migrations(), NOW)?;
        store.write(roof::declare)?;
        let watch = Watch::now();
        let size = Size {
            unions,
            members,
            years: 3,
            seed: 1,
        };
        simulate::fill(&store, NOW, size, &mut |_, _| ())?;
        say(&format!(
            "{unions} unions, {members} members made in {:.0} s",
            watch.elapsed().as_secs_f64()
        ));
        let lookers = lookers(&store)?;
        Ok(Self {
            store,
            lookers,
            clock: Clock::fixed(NOW),
            _fresh: fresh,
        })
    }

    /// Each connection looks at another union.
    fn measure(&self, at: std::net::SocketAddr, page: &Page, round: Duration) -> Res<Times> {
        let next = AtomicUsize::new(0);
        load::threads(CONNECTIONS, round, || {
            let turn = next.fetch_add(1, Ordering::SeqCst);
            let looker = self
                .lookers
                .get(turn % self.lookers.len().max(1))
                .ok_or("nobody looks")?;
            let mut connection = Connection::new(at, &looker.cookie);
            let path = (page.path)(looker);
            Ok(Box::new(move || match connection.get(&path)? {
                answer if answer.status == 200 => Ok(()),
                answer => Err(format!("{path} answered {}", answer.status).into()),
            }))
        })
    }
}

/// The chairs of sixteen unions, each with somebody to look at.
fn lookers(store: &Store) -> Res<Vec<Looker>> {
    let unions: Vec<UnionId> = store.read(|r| r.rows(PLACES, &[], |row| row.get(0)))?;
    let step = (unions.len() / CONNECTIONS).max(1);
    unions
        .into_iter()
        .step_by(step)
        .take(CONNECTIONS)
        .map(|union| {
            let (account, (member, initials)) = store.read(|r| {
                let account = r.one(CHAIR, &[&union], |row| row.get(0))?;
                Ok::<_, store::Error>((
                    account,
                    r.one(SOMEBODY, &[&union], |row| Ok((row.get(0)?, row.get(1)?)))?,
                ))
            })?;
            let cookie = seated(store, union, account)?;
            Ok(Looker {
                cookie,
                member,
                initials,
            })
        })
        .collect()
}

/// A session of somebody, as the cookie that carries it.
fn seated(store: &Store, union: UnionId, account: web::AccountId) -> Res<String> {
    let token: String = store.write(move |w| {
        session::open(
            w,
            account,
            union,
            NOW,
            ("bench", "127.0.0.1"),
            web::session::Shown::PASSWORD,
        )
    })?;
    Ok(format!("{}={token}", session::COOKIE))
}

/// Every union counts itself as it stood on some days, and the sums go up the tree, as the job of the night does.
fn counted(store: &Store, top: UnionId, days: &[Date]) -> Res<()> {
    let mut all: Vec<(usize, UnionId)> = store
        .read(|r| tree::below(r, top))?
        .into_iter()
        .map(|node| (node.path.len(), node.id))
        .collect();
    all.push((0, top));
    all.sort_unstable_by_key(|(depth, id)| (std::cmp::Reverse(*depth), *id));
    for day in days.iter().copied() {
        for act in all.chunks(ACT_COUNTS) {
            let ids: Vec<UnionId> = act.iter().map(|(_, id)| *id).collect();
            store.write(move |w| -> Result<(), store::Error> {
                for id in &ids {
                    tally::count(w, *id, day)?;
                    tally::lift(w, *id, day)?;
                }
                Ok(())
            })?;
        }
    }
    Ok(())
}

/// What the top of the tree waits for: the counts of everything below it, now and as of the ends of past months, asked one
/// after the other.
fn whole_tree(large: &Installation, at: std::net::SocketAddr) -> Res<()> {
    let store = &large.store;
    let top: UnionId = store.read(|r| r.one(TOP, &[], |row| row.get(0)))?;
    let account = store.read(|r| r.one(CHAIR, &[&top], |row| row.get(0)))?;
    let today = large.clock.today();
    let (october, november) = (Date::new(2026, 10, 31)?, Date::new(2026, 11, 30)?);
    let watch = Watch::now();
    counted(store, top, &[october, november, today])?;
    let took = watch.elapsed().as_secs_f64();
    let members = |on| {
        store
            .read(|r| tally::of(r, top, on))
            .map(|t| t.map_or(0, |t| t.all_members))
    };
    say(&format!(
        "every union counted on 3 days in {took:.0} s: {} members today, {} at the end of October",
        members(today)?,
        members(october)?
    ));
    let cookie = seated(store, top, account)?;
    say("| the whole tree | p50 ms | p99 ms (≤ 300) |");
    say("|---|---|---|");
    let past = format!("/org/tree/rates?on={october}");
    for path in ["/org/tree/rates", past.as_str(), "/org/tree"] {
        let mut connection = Connection::new(at, &cookie);
        let mut times = Vec::with_capacity(ASKED);
        for _ in 0..ASKED {
            let watch = Watch::now();
            let answer = connection.get(path)?;
            times.push(watch.elapsed().as_secs_f64() * 1000.0);
            if answer.status != 200 {
                return Err(format!("{path} answered {}", answer.status).into());
            }
        }
        times.sort_by(f64::total_cmp);
        let within = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
        say(&format!("| {path} | {:.1} | {:.1} |", within(50), within(99)));
    }
    Ok(())
}

/// Measures both sizes on one engine and prints a table.
pub fn run(scratch: &Path, postgres: bool, round: Duration) -> Res<()> {
    let fresh = || {
        if postgres {
            testing::postgres_durable(&[], Options::default()).ok_or("PostgreSQL is turned off")
        } else {
            Ok(testing::sqlite_on_disk(scratch, Options::default()))
        }
    };
    let small = Installation::made(fresh()?, SMALL)?;
    let large = Installation::made(fresh()?, LARGE)?;
    let (here, there) = (
        pages::Served::of(small.store.clone(), small.clock.clone())?,
        pages::Served::of(large.store.clone(), large.clock.clone())?,
    );
    say(
        "| page | of 10,000: pages/s | p50 ms | p99 ms | of 1,000,000: pages/s | p50 ms | p99 ms (≤ 20) | p99 ratio (≤ 1.5) |",
    );
    say("|---|---|---|---|---|---|---|---|");
    for page in PAGES {
        let few = small.measure(here.at, page, round)?;
        let many = large.measure(there.at, page, round)?;
        say(&format!(
            "| {} | {:.0} | {:.1} | {:.1} | {:.0} | {:.1} | {:.1} | {:.2} |",
            page.name,
            few.rate(),
            few.within(500),
            few.within(990),
            many.rate(),
            many.within(500),
            many.within(990),
            many.within(990) / few.within(990),
        ));
    }
    whole_tree(&large, there.at)
}
