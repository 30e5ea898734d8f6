//! Pages through the real server, beside their bare SQL and beside the same bytes from memory.

use std::{
    net::SocketAddr,
    num::NonZeroU32,
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use axum::{Router, http::header, routing::get};
use kernel::Clock;
use store::{Store, testing::Heard};
use tokio::runtime::Runtime;
use web::{Server, Settings};
use zhijia::roof;

use crate::{
    Res,
    bare::{self, PAGES, Page},
    client::Connection,
    data::Union,
    load::{self, Times},
    say,
    sizes::CONNECTIONS,
};

/// The product's doors, without a limit on rates.
pub fn server(store: Store, clock: Clock) -> Res<Arc<Server>> {
    let settings = Settings {
        requests_per_second: NonZeroU32::MAX,
        acts_per_second: NonZeroU32::MAX,
        ..Settings::default()
    };
    Ok(Server::new(
        store,
        clock,
        Arc::new(roof::Roof::default()),
        roof::routes(),
        settings,
    )?)
}

/// A body kept in memory, which the static page answers.
type Kept = Arc<Mutex<Vec<u8>>>;

/// The server on a socket, with one page from memory beside the doors.
pub struct Served {
    /// Where it listens.
    pub at: SocketAddr,
    kept: Kept,
    _runtime: Runtime,
}

impl Served {
    /// Opens the doors on the loopback.
    pub fn start(union: &Union) -> Res<Self> {
        Self::of(union.store.clone(), union.clock.clone())
    }

    /// The same for any database.
    pub fn of(store: Store, clock: Clock) -> Res<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let kept = Kept::default();
        let bytes = Arc::clone(&kept);
        let still = move || {
            let bytes = bytes.lock().map(|b| b.clone()).unwrap_or_default();
            async move { ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], bytes) }
        };
        let static_page = Server::edge(Router::new().route("/still", get(still)));
        let router: Router = server(store, clock)?.router().merge(static_page);
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))?;
        let at = listener.local_addr()?;
        let app = router.into_make_service_with_connect_info::<SocketAddr>();
        runtime.spawn(async move { axum::serve(listener, app).await });
        Ok(Self {
            at,
            kept,
            _runtime: runtime,
        })
    }

    fn keep(&self, bytes: Vec<u8>) {
        if let Ok(mut kept) = self.kept.lock() {
            *kept = bytes;
        }
    }
}

/// Measures all pages, or one, and prints a table.
pub fn run(union: &Union, only: Option<&str>, round: Duration) -> Res<()> {
    let served = Served::start(union)?;
    say(
        "| page | KiB | statements | pages/s | p50 ms | p99 ms | bare SQL p50 | bare SQL p99 | p99 ratio (≤ 5) | in turns p99 | p99 ratio | static/s | static ÷ page (≤ 8) | packed pages/s | packed static/s | packed static ÷ page |",
    );
    say("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for page in PAGES.iter().filter(|page| only.is_none_or(|name| page.name == name)) {
        one(union, &served, page, round)?;
    }
    Ok(())
}

fn one(union: &Union, served: &Served, page: &Page, round: Duration) -> Res<()> {
    let path = (page.path)(union);
    let mut connection = Connection::new(served.at, &union.cookie);
    let first = connection.get(&path)?;
    let heard = bare::statements(&mut connection, &path)?;
    let body = first.bytes.len() - first.length;
    let length = first.length;
    served.keep(first.bytes.get(body..).unwrap_or_default().to_vec());
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let bare = alone(union, &heard, CONNECTIONS, round)?;
    let turns = alone(union, &heard, cores.min(CONNECTIONS), round)?;
    let load = |path: &str, packed| load::pages(served.at, path, &union.cookie, round, packed);
    let (real, still) = (load(&path, false)?, load("/still", false)?);
    let (real_packed, still_packed) = (load(&path, true)?, load("/still", true)?);
    say(&format!(
        "| {} | {} | {} | {:.0} | {:.2} | {:.2} | {:.2} | {:.2} | {:.1} | {:.2} | {:.1} | {:.0} | {:.1} | {:.0} | {:.0} | {:.1} |",
        page.name,
        length.div_ceil(1024),
        heard.len(),
        real.rate(),
        real.within(500),
        real.within(990),
        bare.within(500),
        bare.within(990),
        real.within(990) / bare.within(990),
        turns.within(990),
        real.within(990) / turns.within(990),
        still.rate(),
        still.rate() / real.rate(),
        real_packed.rate(),
        still_packed.rate(),
        still_packed.rate() / real_packed.rate(),
    ));
    Ok(())
}

/// Prints what each statement of the pages takes alone, the median of many.
pub fn statements(union: &Union, only: Option<&str>) -> Res<()> {
    let served = Served::start(union)?;
    for page in PAGES.iter().filter(|page| only.is_none_or(|name| page.name == name)) {
        say(page.name);
        let mut connection = Connection::new(served.at, &union.cookie);
        for one in bare::statements(&mut connection, &(page.path)(union))? {
            let mut times = Vec::new();
            for _ in 0..51 {
                let begin = std::time::Instant::now();
                union.store.read(|read| one.ask(read))?;
                times.push(begin.elapsed());
            }
            times.sort();
            let words: Vec<&str> = one.text().split_whitespace().collect();
            let median = times.get(25).copied().unwrap_or_default();
            say(&format!("{:>8} µs  {}", median.as_micros(), words.join(" ")));
        }
    }
    Ok(())
}

/// The page's statements alone, for as many visitors as there are connections, by so many threads: the time until each visitor of
/// a thread had their turn. With a thread for each visitor all run at once and wait for the cores, whose turns are longer than
/// the statements; with one for each core they are served one after the other.
fn alone(union: &Union, heard: &[Heard], many: usize, round: Duration) -> Res<Times> {
    load::threads(many, round, || {
        Ok(Box::new(move || {
            for _ in 0..CONNECTIONS / many {
                union.store.read(|read| heard.iter().try_for_each(|h| h.ask(read)))?;
            }
            Ok(())
        }))
    })
}
