//! A round for 100,000 members: from its conditions to a checked list through the doors, beside one bare pass over the same
//! rows; its pages, its approval and its Excel list; the yearly cap over all systems, beside the bare sum. Handing out, signing
//! and counting are not measured here.

use std::{path::Path, time::Instant as Watch};

use care::given::{self, Kind};
use facts::Span;
use kernel::{Clock, Date, Instant, Lang, Money, UnionId};
use org::{Founding, MemberId, NewMember, Role, UnionKind, members};
use rules::{Case, key};
use store::{Bind, Options, Param, Sql, Store, testing};
use web::{inside::Client, session};
use zhijia::roof;

use crate::{Res, names::name, pages::server, say};

/// Members of the union.
const MEMBERS: u32 = 99_998; // with the two officers a hundred thousand, the most that one round may hold
/// Groups of the union.
const GROUPS: u32 = 200;
/// Gifts of this year that each has received already.
const GIFTS: u32 = 3;
/// 2026-09-20 09:00 in China.
const NOW: Instant = Instant::from_millis(1_789_866_000_000);
/// Rows an act loads.
const CHUNK: usize = 20_000;

const GIVEN: Sql = Sql::union(
    "INSERT INTO given (union_id, id, batch_id, member_id, day, kind, amount, what, record_kind, record_id)
     VALUES ($1, $2, $3, $4, $5, 'festival', $6, '米、油', 'work', $3)",
);
/// One pass over the rows that a list is made of.
const BARE: Sql = Sql::union(
    "SELECT m.id, m.sound, v.name, v.body_id, v.status FROM member_version v
     JOIN member m ON m.union_id = v.union_id AND m.id = v.member_id
     WHERE v.union_id = $1 AND v.replaced_at IS NULL",
);
const BARE_SUM: Sql = Sql::union(
    "SELECT member_id, CAST(SUM(amount) AS BIGINT) FROM given WHERE union_id = $1 AND taken_back_at IS NULL GROUP BY member_id",
);

/// Measures and prints, on one engine.
pub fn run(scratch: &Path, postgres: bool) -> Res<()> {
    let fresh = if postgres {
        testing::postgres_durable(&[], Options::default()).ok_or("PostgreSQL is turned off")?
    } else {
        testing::sqlite_on_disk(scratch, Options::default())
    };
    let store = Store::clone(&fresh);
    let clock = Clock::fixed(NOW);
    store.migrate(&roof::migrations(), NOW)?;
    store.write(roof::declare)?;
    let (union, officer, chair) = found(&store, &clock)?;
    store.count_anew()?;
    say(&format!(
        "{}: {MEMBERS} members in {GROUPS} groups, {} gifts of the year",
        if postgres { "PostgreSQL" } else { "SQLite" },
        MEMBERS * GIFTS
    ));
    caps(&store, union)?;
    let router = || -> Res<_> { Ok(server(store.clone(), clock.clone())?.router()) };
    let officer = Client::new(router()?, Some(officer), clock.clone())?;
    let chair = Client::new(router()?, Some(chair), clock.clone())?;
    round(&store, union, (&officer, &chair))
}

fn ms(start: Watch) -> f64 {
    start.elapsed().as_secs_f64() * 1000.0
}

/// The yearly cap of everybody, over all systems.
fn caps(store: &Store, union: UnionId) -> Res<()> {
    let day: Date = NOW.day();
    let span = Span::year(day.year())?;
    let start = Watch::now();
    let mut over = 0_usize;
    store.read(|r| {
        let rules = rules::rules_for(r, union, day, &key::FESTIVAL_YEAR)?;
        let all = given::so_far_of_all(r, union, Kind::Festival, span)?;
        let worth = Money::from_fen(30_000);
        for sum in all.values() {
            let case = Case::money(sum.amount.plus(worth).unwrap_or_default());
            over += usize::from(rules.judge(&case).severity.is_some());
        }
        Ok::<_, store::Error>(())
    })?;
    let took = ms(start);
    let start = Watch::now();
    let mut bare = 0_i64;
    store.read(|r| {
        r.each(BARE_SUM, &[&union], |row| {
            bare = bare.saturating_add(row.get::<i64>(1)?);
            Ok(())
        })
    })?;
    let plain = ms(start);
    say(&format!(
        "yearly cap of all members over all systems: {took:.0} ms (≤ 2000), {over} over; the bare sum {plain:.0} ms, ratio {:.2}",
        took / plain
    ));
    Ok(())
}

fn version(who: &Client, id: &str) -> String {
    who.get_json(&format!("/rounds/{id}")).json()["round"]["version"].to_string()
}

fn round(store: &Store, union: UnionId, (officer, chair): (&Client, &Client)) -> Res<()> {
    let fields = [
        ("kind", "festival"),
        ("festival", "mid-autumn"),
        ("title", "中秋节慰问"),
        ("day", "2026-09-20"),
        ("form", "goods"),
        ("budget", "40000000"),
    ];
    let made = officer.post("/rounds/new", &fields).expect(303).location();
    let id = made.split('/').nth(2).unwrap_or_default().to_owned();
    let item = [("name", "大米5kg"), ("unit", "袋"), ("price", "150"), ("quantity", "2")];
    officer.post(&format!("/rounds/{id}/contents"), &item).expect(303);
    let start = Watch::now();
    let seen = version(officer, &id);
    officer
        .post(
            &format!("/rounds/{id}/whom"),
            &[("version", &seen), ("retired", "without")],
        )
        .expect(303);
    let listed = ms(start);
    let seen = version(officer, &id);
    officer
        .post(&format!("/rounds/{id}/check"), &[("version", &seen)])
        .expect(303);
    let all = ms(start);
    let start = Watch::now();
    let mut rows = 0_u32;
    store.read(|r| {
        r.each(BARE, &[&union], |row| {
            let _: MemberId = row.get(0)?;
            rows += 1;
            Ok(())
        })
    })?;
    let bare = ms(start);
    say(&format!(
        "from conditions to a checked list of {rows}: {all:.0} ms (≤ 10000), of it the list {listed:.0}; one bare pass over its rows {bare:.0} ms, ratio {:.1}",
        all / bare
    ));
    let start = Watch::now();
    for page in ["", "/lines", "/checks"] {
        officer.get(&format!("/rounds/{id}{page}")).expect(200);
    }
    say(&format!("its three pages together: {:.0} ms", ms(start)));
    let start = Watch::now();
    let seen = version(chair, &id);
    chair
        .post(
            &format!("/rounds/{id}/approve"),
            &[("version", &seen), ("reason", "委员会通过")],
        )
        .expect(303);
    say(&format!("approved in {:.0} ms", ms(start)));
    let start = Watch::now();
    officer.get(&format!("/rounds/{id}/list.xlsx")).expect(200);
    say(&format!("its Excel list in {:.0} ms", ms(start)));
    Ok(())
}

fn found(store: &Store, clock: &Clock) -> Res<(UnionId, String, String)> {
    let at = clock.clone();
    let (union, groups, officer, chair) = store.write(move |w| {
        let founding = Founding {
            name: "十万会员工会".to_owned(),
            kind: UnionKind::Grassroots,
            chair_name: "李红梅".to_owned(),
            sign_name: "bench".to_owned(),
            password_hash: None,
            lang: Lang::Zh,
        };
        let founded = org::found(w, &at, &founding)?;
        let union = founded.union;
        let groups = (0..GROUPS)
            .map(|n| {
                let name = format!("第{n:03}工会小组");
                org::add_body(w, &at, union, org::BodyKind::Group, &name, Some(founded.committee))
            })
            .collect::<Result<Vec<_>, store::Error>>()?;
        let person = NewMember::named("张晓燕");
        let member = org::add_member(w, &at, union, person)?;
        let account = org::add_account(w, &at, union, member, "officer", None, Role::Officer, Lang::Zh)?;
        let token = |w: &store::Writer, account| {
            session::open(
                w,
                account,
                union,
                NOW,
                ("bench", "127.0.0.1"),
                web::session::Shown::PASSWORD,
            )
        };
        Ok::<_, store::Error>((union, groups, token(w, account)?, token(w, founded.account)?))
    })?;
    let joined: Date = "2020-09-01".parse()?;
    let rows: Vec<NewMember> = (0..MEMBERS)
        .map(|n| NewMember {
            name: name(u64::from(n)),
            phone: Some(format!("139{n:08}")),
            group: usize::try_from(n % GROUPS).ok().and_then(|n| groups.get(n).copied()),
            joined: Some(joined),
            ..NewMember::default()
        })
        .collect();
    for chunk in rows.chunks(CHUNK) {
        let (chunk, at) = (chunk.to_vec(), clock.clone());
        let ids: Vec<MemberId> = store.write(move |w| {
            let (ids, _) = members::record::load(w, &at, union, &chunk, &members::By::made_up(&at))?;
            Ok::<_, store::Error>(ids)
        })?;
        let at = clock.clone();
        store.write(move |w| w.load(GIVEN, ids.iter().flat_map(|id| gifts(union, *id, &at))))?;
    }
    Ok((union, officer, chair))
}

/// What somebody received this year.
fn gifts(union: UnionId, member: MemberId, clock: &Clock) -> Vec<Vec<Param<'static>>> {
    let amount = Money::from_fen(30_000);
    let one = |n: u32| {
        let (id, batch): (kernel::Id<()>, kernel::Id<()>) = (clock.id(), clock.id());
        let day = format!("2026-0{}-10", n + 2);
        let bound: [&dyn Bind; 6] = [&union, &id, &batch, &member, &day, &amount];
        bound.iter().map(|value| value.bind().into_owned()).collect()
    };
    (0..GIFTS).map(one).collect()
}
