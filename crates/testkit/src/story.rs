//! The stage of a story.

use std::{num::NonZeroU32, sync::Arc};

use kernel::{Clock, Date, Instant, Lang, UnionId};
use org::{BodyId, Founding, MemberId, NewMember, Role, UnionKind};
use store::{Migration, Reader, Store};
use web::{AccountId, Actor, AskedStanding, House, Route, Server, Settings, View, Whose};

use web::inside::Client;

/// What a story is told with: the schema steps and the doors of the systems in it.
pub struct Kit {
    /// Schema steps, in order. Those of `web` and `org` are always there.
    pub migrations: Vec<Migration>,
    /// Doors. Those of `web` and `org` are always there.
    pub routes: Vec<Arc<Route>>,
    /// What is written at every start, such as declaring measures.
    pub start: Vec<Start>,
}

/// Something written at every start.
pub type Start = fn(&store::Writer) -> Result<(), store::Error>;

/// A union in a database of its own, at 2026-11-21 09:00 in China.
pub struct Story {
    /// The database.
    pub store: Store,
    /// The clock; it stands still until it is set.
    pub clock: Clock,
    /// The union: 实验小学工会.
    pub union: UnionId,
    /// A group in it: 语文组.
    pub group: BodyId,
    server: Arc<Server>,
}

/// Tells a story on SQLite and on PostgreSQL, each in a fresh database.
pub fn story(kit: impl Fn() -> Kit, tell: impl Fn(&Story)) {
    store::testing::both_with(&steps(&kit()), |fresh| tell(&Story::new(Store::clone(fresh), kit())));
}

/// The schema that a kit stands on.
fn steps(kit: &Kit) -> Vec<Migration> {
    let mut steps: Vec<Migration> = [store::MIGRATIONS, web::MIGRATIONS, org::MIGRATIONS].concat();
    for step in &kit.migrations {
        if !steps.iter().any(|s| s.system == step.system && s.number == step.number) {
            steps.push(*step);
        }
    }
    steps
}

/// 2026-11-21 09:00 in China.
const NOW: Instant = Instant::from_millis(1_795_222_800_000);

impl Story {
    /// Sets the stage in a database of the test's own choosing, which is still empty.
    ///
    /// # Panics
    /// If it cannot be set there.
    #[must_use]
    pub fn on(store: Store, kit: Kit) -> Self {
        Self::new(store, kit)
    }

    fn new(store: Store, kit: Kit) -> Self {
        let clock = Clock::fixed(NOW);
        store.migrate(&steps(&kit), clock.now()).expect("the schema");
        for start in kit.start {
            store.write(start).expect("a start");
        }
        let mut routes = kit.routes;
        for route in web::door::routes().and(org::routes()).into_list() {
            if !routes
                .iter()
                .any(|r| r.path == route.path && r.method() == route.method())
            {
                routes.push(route);
            }
        }
        let settings = Settings {
            workers: 4,
            lookers: 4,
            requests_per_second: NonZeroU32::MAX,
            acts_per_second: NonZeroU32::MAX,
            ..Settings::default()
        };
        let server = Server::new(store.clone(), clock.clone(), Arc::new(Doorman), routes, settings).expect("a server");
        let (union, group) = found(&store, &clock, "实验小学工会");
        Self {
            store,
            clock,
            union,
            group,
            server,
        }
    }

    /// Somebody of the union who holds this role and has signed in. Each call is another person.
    pub fn person(&self, role: Role) -> Client {
        self.person_of(self.union, role).0
    }
    /// Like [`Story::person`], with the member's id.
    pub fn member(&self, role: Role) -> (Client, MemberId) {
        let (client, member, _) = self.person_of(self.union, role);
        (client, member)
    }
    /// Somebody with this role in another union of the same installation.
    pub fn outsider(&self, role: Role) -> Client {
        let (other, _) = found(&self.store, &self.clock, "第二中学工会");
        self.person_of(other, role).0
    }
    /// Somebody who has not signed in.
    pub fn stranger(&self) -> Client {
        Client::new(self.server.router(), None, self.clock.clone()).expect("a client")
    }
    /// All doors.
    pub fn routes(&self) -> &[Arc<Route>] {
        self.server.routes()
    }

    /// Somebody who has signed in and can sign in again with this name and password.
    pub fn member_with_password(&self, role: Role, sign_name: &str, password: &str) -> (Client, MemberId) {
        let (_, member, _) = self.person_of(self.union, role);
        let (clock, union, name) = (self.clock.clone(), self.union, sign_name.to_owned());
        let hash = web::password::hash(password, sign_name).expect("a good password");
        let made: Result<AccountId, store::Error> = self
            .store
            .write(move |w| org::add_account(w, &clock, union, member, &name, Some(&hash), role, Lang::Zh));
        made.expect("an account");
        let client = self.stranger();
        let _ = client
            .post("/sign-in", &[("name", sign_name), ("password", password)])
            .expect(303);
        (client, member)
    }

    /// Somebody who has an account, signing in again at this moment.
    ///
    /// # Panics
    /// If the store fails.
    #[must_use]
    pub fn enter(&self, account: AccountId) -> Client {
        let (now, union) = (self.clock.now(), self.union);
        let token: Result<String, store::Error> = self.store.write(move |w| {
            web::session::open(
                w,
                account,
                union,
                now,
                ("a test", "127.0.0.1"),
                web::session::Shown::PASSWORD,
            )
        });
        let token = token.expect("a session");
        Client::new(self.server.router(), Some(token), self.clock.clone()).expect("a client")
    }

    fn person_of(&self, union: UnionId, role: Role) -> (Client, MemberId, AccountId) {
        let clock = self.clock.clone();
        let made: Result<(String, MemberId, AccountId), store::Error> = self.store.write(move |w| {
            let key = clock.id::<()>().to_string();
            let tail: String = key.chars().rev().filter(char::is_ascii_digit).take(8).collect();
            let person = NewMember {
                name: format!("张{tail}"),
                phone: Some(format!("138{tail:0>8}")),
                ..NewMember::default()
            };
            let member = org::add_member(w, &clock, union, person)?;
            let account = org::add_account(w, &clock, union, member, &format!("u{key}"), None, role, Lang::Zh)?;
            let token = web::session::open(
                w,
                account,
                union,
                clock.now(),
                ("a test", "127.0.0.1"),
                web::session::Shown::PASSWORD,
            )?;
            Ok((token, member, account))
        });
        let (token, member, account) = made.expect("a person");
        (
            Client::new(self.server.router(), Some(token), self.clock.clone()).expect("a client"),
            member,
            account,
        )
    }
}

fn found(store: &Store, clock: &Clock, name: &str) -> (UnionId, BodyId) {
    let (clock, name) = (clock.clone(), name.to_owned());
    let made: Result<(UnionId, BodyId), store::Error> = store.write(move |w| {
        let founding = Founding {
            name: name.clone(),
            kind: UnionKind::Grassroots,
            chair_name: "李红梅".to_owned(),
            sign_name: format!("chair-{}", clock.id::<()>()),
            password_hash: None,
            lang: Lang::Zh,
        };
        let founded = org::found(w, &clock, &founding)?;
        let group = org::add_body(
            w,
            &clock,
            founded.union,
            org::BodyKind::Group,
            "语文组",
            Some(founded.committee),
        )?;
        Ok((founded.union, group))
    });
    made.expect("a union")
}

/// The house without a roof: people stand where `org` says; no navigation, an empty inbox.
struct Doorman;

impl House for Doorman {
    fn ask_standing<'r>(
        &'r self,
        read: &'r Reader,
        whose: Whose,
        today: Date,
    ) -> Result<AskedStanding<'r>, store::Error> {
        org::ask_standing(read, whose, today, &[])
    }
    fn nav(&self, _: &Actor, _: &str) -> Vec<ui::NavItem> {
        Vec::new()
    }
    fn inbox<'v>(&self, _: &'v View<'_>) -> Result<web::Inbox<'v>, store::Error> {
        Ok(Box::new(|| Ok(0)))
    }
    fn first_run(&self, read: &Reader) -> Result<Option<&'static str>, store::Error> {
        Ok(org::first_run(read)?.then_some("/first-run"))
    }
}

/// The person of a store that is there already who signs in under this name, signed in at its doors.
///
/// # Panics
/// If nobody signs in under this name or the store fails.
#[must_use]
pub fn signed_in(store: &Store, clock: &Clock, routes: Vec<Arc<Route>>, sign_name: &str) -> Client {
    let known = store
        .read(|r| web::door::store::by_name(r, sign_name))
        .expect("the store")
        .expect("an account");
    let standing = store
        .read(|r| org::standing(r, known.id, None, clock.today()))
        .expect("the store")
        .expect("a standing");
    enter(store, clock, routes, known.id, standing.union)
}

/// Sets the second factor up as a person with a phone does, at this moment of the clock; gives the secret that the phone
/// holds now.
///
/// # Panics
/// If it is not taken.
pub fn second_factor(who: &Client, now: Instant) -> String {
    let _ = who.post("/me/second/begin", &[]).expect(303);
    let page = who.get("/me/second").expect(200).text();
    let spelled = page.split("<code>").nth(1).and_then(|rest| rest.split('<').next());
    let secret = spelled.expect("the secret, spelled out").replace(' ', "");
    let code = web::second::shown_on_a_phone(&secret, now).expect("a secret");
    let _ = who.post("/me/second/confirm", &[("code", &code)]).expect(303);
    secret
}

/// Somebody with a role in a new union beside those that a store holds already.
///
/// # Panics
/// If the store fails.
#[must_use]
pub fn outsider_of(store: &Store, clock: &Clock, routes: Vec<Arc<Route>>, role: Role) -> Client {
    let (union, _) = found(store, clock, "邻校工会");
    let at = clock.clone();
    let made: Result<AccountId, store::Error> = store.write(move |w| {
        let person = NewMember {
            name: "外人".to_owned(),
            ..NewMember::default()
        };
        let member = org::add_member(w, &at, union, person)?;
        org::add_account(
            w,
            &at,
            union,
            member,
            &format!("o{}", at.id::<()>()),
            None,
            role,
            Lang::Zh,
        )
    });
    enter(store, clock, routes, made.expect("a person"), union)
}

fn enter(store: &Store, clock: &Clock, routes: Vec<Arc<Route>>, account: AccountId, union: UnionId) -> Client {
    let now = clock.now();
    let token: Result<String, store::Error> = store.write(move |w| {
        web::session::open(
            w,
            account,
            union,
            now,
            ("a test", "127.0.0.1"),
            web::session::Shown::PASSWORD,
        )
    });
    let settings = Settings {
        workers: 4,
        lookers: 4,
        requests_per_second: NonZeroU32::MAX,
        acts_per_second: NonZeroU32::MAX,
        ..Settings::default()
    };
    let server = Server::new(store.clone(), clock.clone(), Arc::new(Doorman), routes, settings).expect("a server");
    Client::new(server.router(), Some(token.expect("a session")), clock.clone()).expect("a client")
}
