//! Many members sign up at once for an offer of a few hundred places: through the real doors, through the acts alone, and
//! beside both a bare loop of the same conditional statement and insert, 512 to a commit. At the end of each the places taken
//! are counted, and verify is asked.

use std::{
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Instant as Watch,
};

use care::{
    hand::Hand,
    offers::{self, Entry, NotEntered, model::OfferId},
};
use kernel::{Clock, Id, Instant, Lang, UnionId};
use org::{Founding, MemberId, NewMember, Role, UnionKind};
use store::{Options, Sql, Store, testing};
use web::{AccountId, inside::Client, session};
use zhijia::roof;

use crate::{Res, names::name, pages::server, say};

/// Members who sign up.
const MEMBERS: u32 = 4_000;
/// Places of the offer.
const PLACES: i64 = 500;
/// People at the doors at the same moment.
const HANDS: usize = 64;
/// Sign-ups in one commit of the bare loop.
const COMMIT: usize = 512;
/// 2026-11-21 09:00 in China.
const NOW: Instant = Instant::from_millis(1_795_222_800_000);

const TAKE: Sql =
    Sql::union("UPDATE offer_place SET taken = 1 WHERE union_id = $1 AND slot_id = $2 AND number = $3 AND taken = 0");
const BARE: Sql = Sql::union(
    "INSERT INTO offer_signup (union_id, id, offer_id, slot_id, member_id, nth, place, status, since, on_paper, made_by, code, version)
     VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8, 0, $9, $10, 1)",
);
const EVENTS: Sql = Sql::union("SELECT COUNT(*) FROM event WHERE union_id = $1");

/// A union whose members wait at the doors.
struct Stage {
    store: Store,
    clock: Clock,
    union: UnionId,
    officer: Client,
    people: Vec<(MemberId, AccountId, String)>,
}

/// Measures and prints, on one engine.
pub fn run(scratch: &Path, postgres: bool) -> Res<()> {
    let fresh = if postgres {
        testing::postgres_durable(&[], Options::default()).ok_or("PostgreSQL is turned off")?
    } else {
        testing::sqlite_on_disk(scratch, Options::default())
    };
    let stage = Stage::set(Store::clone(&fresh))?;
    say(&format!(
        "{}: {MEMBERS} members, {PLACES} places, {HANDS} at once",
        if postgres { "PostgreSQL" } else { "SQLite" }
    ));
    let asked = stage.asked()?;
    let first = stage.doors()?;
    let doors = stage.doors()?;
    let acts = stage.acts()?;
    let bare = stage.bare()?;
    say(&format!(
        "sign-ups a second: through the doors {doors:.0} (≥ 2000; {first:.0} for the first offer after a start), through the acts alone {acts:.0}, bare loop {bare:.0}; bare ÷ doors {:.1}; {asked} statements read for one",
        bare / doors
    ));
    Ok(())
}

fn rate(start: Watch) -> f64 {
    f64::from(MEMBERS) / start.elapsed().as_secs_f64()
}

impl Stage {
    fn set(store: Store) -> Res<Self> {
        let clock = Clock::fixed(NOW);
        store.migrate(&roof::migrations(), NOW)?;
        store.write(roof::declare)?;
        let at = clock.clone();
        let (union, officer) = store.write(move |w| {
            let founding = Founding {
                name: "抢票工会".to_owned(),
                kind: UnionKind::Grassroots,
                chair_name: "李红梅".to_owned(),
                sign_name: "bench".to_owned(),
                password_hash: None,
                lang: Lang::Zh,
            };
            let founded = org::found(w, &at, &founding)?;
            let token = session::open(
                w,
                founded.account,
                founded.union,
                NOW,
                ("bench", "127.0.0.1"),
                session::Shown::PASSWORD,
            )?;
            Ok::<_, store::Error>((founded.union, token))
        })?;
        let mut people = Vec::new();
        let all: Vec<u32> = (0..MEMBERS).collect();
        for chunk in all.chunks(500) {
            let (chunk, at) = (chunk.to_vec(), clock.clone());
            people.extend(store.write(move |w| {
                let enter = |n: &u32| {
                    let new = NewMember {
                        phone: Some(format!("139{n:08}")),
                        ..NewMember::named(name(u64::from(*n)))
                    };
                    let member = org::add_member(w, &at, union, new)?;
                    let sign = format!("m{n}");
                    let account = org::add_account(w, &at, union, member, &sign, None, Role::MemberRole, Lang::Zh)?;
                    let token =
                        session::open(w, account, union, NOW, ("bench", "127.0.0.1"), session::Shown::PASSWORD)?;
                    Ok((member, account, token))
                };
                chunk.iter().map(enter).collect::<Result<Vec<_>, store::Error>>()
            })?);
        }
        store.count_anew()?;
        let router = server(store.clone(), clock.clone())?.router();
        Ok(Self {
            officer: Client::new(router, Some(officer), clock.clone())?,
            store,
            clock,
            union,
            people,
        })
    }

    /// An offer with its places: its id, and its slot's.
    fn offer(&self) -> Res<(OfferId, String)> {
        let kinds = self.officer.get_json("/offers/kinds").expect(200).json();
        let form = [
            ("kind", kinds["kinds"][0]["id"].as_str().unwrap_or_default()),
            ("title", "电影票"),
            ("text", "先到先得"),
            ("opens", "2026-11-20"),
            ("closes", "2026-11-25"),
            ("per_member", "1"),
            ("from", "2026-11-21"),
            ("until", "2026-11-30"),
            ("place", "工会办公室"),
            ("keep_days", "30"),
            ("retired", "without"),
            ("bearer", "none"),
            ("places", &PLACES.to_string()),
        ];
        let id = self.officer.post("/offers/new", &form).expect(303).id();
        let page = self.officer.get_json(&format!("/offers/{id}")).expect(200).json();
        let slot = page["slots"][0]["id"].as_str().unwrap_or_default().to_owned();
        Ok((id.parse()?, slot))
    }

    /// Every member sends the form, so many at the same moment; whoever meets a busy store sends it again.
    fn doors(&self) -> Res<f64> {
        let (offer, slot) = self.offer()?;
        let router = server(self.store.clone(), self.clock.clone())?.router();
        let (path, again) = (format!("/me/offers/{offer}"), AtomicUsize::new(0));
        let hands: Vec<Client> = (0..HANDS)
            .map(|_| Client::new(router.clone(), None, self.clock.clone()))
            .collect::<Result<_, _>>()?;
        let start = Watch::now();
        self.at_once(|hand, (_, _, token)| {
            let client = hands.get(hand).ok_or("no such hand")?.beside(Some(token.clone()));
            loop {
                match client.post(&path, &[("slot", &slot)]).status {
                    303 => return Ok(()),
                    503 => again.fetch_add(1, Ordering::Relaxed),
                    status => return Err(format!("a sign-up answered {status}").into()),
                };
            }
        })?;
        let rate = rate(start);
        self.count("doors", offer, again.load(Ordering::Relaxed))?;
        Ok(rate)
    }

    /// How much one sign-up reads before and besides what it writes.
    fn asked(&self) -> Res<usize> {
        let (offer, slot) = self.offer()?;
        let (_, _, token) = self.people.first().ok_or("nobody")?;
        let router = server(self.store.clone(), self.clock.clone())?.router();
        let client = Client::new(router, Some(token.clone()), self.clock.clone())?;
        let path = format!("/me/offers/{offer}");
        let (_, heard) = testing::listen(|| client.post(&path, &[("slot", &slot)]).expect(303));
        Ok(heard.len())
    }

    /// The same without sessions, forms and pages: one transaction a sign-up.
    fn acts(&self) -> Res<f64> {
        let (id, _) = self.offer()?;
        let union = self.union;
        let (offer, slots) = self.store.read(|r| offers::offer_and_slot(r, union, id))?;
        let slot = slots.into_iter().next().ok_or("an offer without a slot")?.slot.id;
        let again = AtomicUsize::new(0);
        let start = Watch::now();
        self.at_once(|_, (member, account, _)| {
            let (member, account) = (*member, *account);
            loop {
                let offer = offer.clone();
                let done = self.store.write(move |w| {
                    // as the act does: the slot is read within the transaction
                    let slot = offers::slot(w, union, offer.id, slot)?;
                    let entry = Entry {
                        offer: &offer,
                        slot: &slot,
                        member,
                        group: None,
                        nth: 1,
                        on_paper: false,
                    };
                    let hand = Hand::Program {
                        w,
                        union,
                        by: account,
                        at: NOW,
                    };
                    offers::enter(hand, &entry).map(drop).map_err(|no| match no {
                        NotEntered::Already => store::Error::Missing,
                        NotEntered::Store(error) => error,
                    })
                });
                match done {
                    Ok(()) => return Ok(()),
                    Err(store::Error::Busy) => again.fetch_add(1, Ordering::Relaxed),
                    Err(error) => return Err(error.into()),
                };
            }
        })?;
        let rate = rate(start);
        self.count("acts", id, again.load(Ordering::Relaxed))?;
        Ok(rate)
    }

    /// The ceiling: the conditional statement and the insert alone, one after the other, many to a commit.
    fn bare(&self) -> Res<f64> {
        let (id, slot) = self.offer()?;
        let (union, slot): (UnionId, Id<()>) = (self.union, slot.parse()?);
        let start = Watch::now();
        for (n, chunk) in self.people.chunks(COMMIT).enumerate() {
            let people: Vec<(MemberId, AccountId)> = chunk.iter().map(|(m, a, _)| (*m, *a)).collect();
            self.store.write(move |w| {
                for (i, (member, account)) in people.iter().enumerate() {
                    let number = i64::try_from(n * COMMIT + i + 1).unwrap_or(i64::MAX);
                    let got = w.run(TAKE, &[&union, &slot, &number])? > 0;
                    let (place, status) = (got.then_some(number), if got { "placed" } else { "waiting" });
                    let signup: Id<()> = kernel::clock::fresh(NOW);
                    let code = signup.to_string();
                    w.run(
                        BARE,
                        &[
                            &union, &signup, &id, &slot, member, &place, &status, &NOW, account, &code,
                        ],
                    )?;
                }
                Ok::<_, store::Error>(())
            })?;
        }
        Ok(rate(start))
    }

    /// Does something for everybody, so many at the same moment.
    fn at_once(&self, one: impl Fn(usize, &(MemberId, AccountId, String)) -> Res<()> + Sync) -> Res<()> {
        let (next, one) = (&AtomicUsize::new(0), &one);
        thread::scope(|scope| {
            let hands: Vec<_> = (0..HANDS)
                .map(|hand| {
                    scope.spawn(move || -> Res<()> {
                        while let Some(who) = self.people.get(next.fetch_add(1, Ordering::Relaxed)) {
                            one(hand, who)?;
                        }
                        Ok(())
                    })
                })
                .collect();
            for hand in hands {
                hand.join().map_err(|_| "a member died")??;
            }
            Ok(())
        })
    }

    /// Says how many have a place and how many wait, what verify finds, and how much there is.
    fn count(&self, how: &str, offer: OfferId, again: usize) -> Res<()> {
        let union = self.union;
        let (_, slots) = self.store.read(|r| offers::offer_and_slot(r, union, offer))?;
        let (taken, waiting) = slots.iter().fold((0, 0), |(t, w), l| (t + l.taken, w + l.waiting));
        let events: i64 = self.store.read(|r| r.one(EVENTS, &[&union], |row| row.get(0)))?;
        let differs = self.store.read(|r| offers::check(r, union))?.len();
        say(&format!(
            "{how}: {taken} of {PLACES} places taken, {waiting} in line, {again} sent again, {differs} differences; {events} events in all"
        ));
        if taken == PLACES && taken + waiting == i64::from(MEMBERS) && differs == 0 {
            Ok(())
        } else {
            Err("places and sign-ups do not add up".into())
        }
    }
}
