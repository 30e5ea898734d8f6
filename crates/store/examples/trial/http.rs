//! The whole way: axum reads the request, a worker thread runs the blocking act, axum writes the answer.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{
    Router,
    extract::{Path as Part, State},
    http::StatusCode,
    routing::{get, post},
};
use store::{Engine, Error, Options, Store, testing};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    runtime::{Builder, Runtime},
    task::spawn_blocking,
};

use crate::{act, rates::filled};

const READERS: u32 = 64;

pub fn run(folder: &Path, within: Duration) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let fresh = match engine {
            Engine::Sqlite => Some(testing::sqlite_on_disk(folder, Options::default())),
            Engine::Postgres => testing::postgres_durable(act::STEPS, Options::default()),
        };
        let Some(store) = fresh.map(filled) else { continue };
        for within in [within, Duration::ZERO] {
            one(&store, engine, within);
        }
    }
}

fn one(store: &Store, engine: Engine, within: Duration) {
    let before = act::counted(store);
    // The members and readers share the machine's cores with the server, on a runtime of their own.
    let (server, people) = (runtime(64), runtime(1));
    let listener = server.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let at = listener.local_addr().unwrap().to_string();
    let routes = Router::new()
        .route("/", get(page))
        .route("/vote/{number}", post(vote))
        .with_state(store.clone());
    server.spawn(async move { axum::serve(listener, routes).await.unwrap() });
    let start = Instant::now();
    let (mut acts, mut reads) = people.block_on(members_and_readers(&at, within));
    let took = start.elapsed().as_secs_f64();
    let after = act::counted(store);
    let members = i64::from(act::MEMBERS);
    assert_eq!(
        (after.0 - before.0, after.1 - before.1),
        (members, members),
        "every act is kept, once"
    );
    println!(
        "{engine:?}, members over {within:?}: {} acts and {} pages of 50 rows in {took:.1} s",
        acts.len(),
        reads.len()
    );
    println!("   acts  {}", spread(&mut acts));
    println!(
        "   pages {}, {:.0} a second",
        spread(&mut reads),
        rate(reads.len(), took)
    );
    server.shutdown_background();
}

fn rate(count: usize, seconds: f64) -> f64 {
    f64::from(u32::try_from(count).unwrap()) / seconds
}

fn runtime(blocking: usize) -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(blocking)
        .enable_all()
        .build()
        .unwrap()
}

async fn page(State(store): State<Store>) -> Result<String, StatusCode> {
    work(move || store.read(act::page)).await
}

async fn vote(State(store): State<Store>, Part(number): Part<u32>) -> Result<String, StatusCode> {
    work(move || store.write(move |w| act::vote(w, number)).map(|()| String::new())).await
}

/// Runs the blocking core on a worker thread.
async fn work(f: impl FnOnce() -> Result<String, Error> + Send + 'static) -> Result<String, StatusCode> {
    let done = spawn_blocking(f).await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    done.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)
}

async fn members_and_readers(at: &str, within: Duration) -> (Vec<Duration>, Vec<Duration>) {
    let voted = Arc::new(AtomicBool::new(false));
    let turn = Arc::new(AtomicU32::new(0));
    let readers: Vec<_> = (0..READERS)
        .map(|_| {
            let (at, voted) = (at.to_owned(), voted.clone());
            tokio::spawn(async move {
                let mut times = Vec::new();
                while !voted.load(Ordering::Relaxed) {
                    times.push(ask(&at, "GET / ").await);
                }
                times
            })
        })
        .collect();
    let members: Vec<_> = (0..act::MEMBERS)
        .map(|_| {
            let (at, turn) = (at.to_owned(), turn.clone());
            tokio::spawn(async move {
                let number = turn.fetch_add(1, Ordering::Relaxed);
                // Spread over the time, in no even steps.
                let [a, b] = kernel::clock::random::<2>();
                tokio::time::sleep(within * u32::from(u16::from_be_bytes([a, b])) / 65_536).await;
                ask(&at, &format!("POST /vote/{number} ")).await
            })
        })
        .collect();
    let (mut acts, mut reads) = (Vec::new(), Vec::new());
    for member in members {
        acts.push(member.await.unwrap());
    }
    voted.store(true, Ordering::Relaxed);
    for reader in readers {
        reads.extend(reader.await.unwrap());
    }
    (acts, reads)
}

/// One request on a connection of its own; how long it took.
async fn ask(at: &str, what: &str) -> Duration {
    let start = Instant::now();
    let mut stream = TcpStream::connect(at).await.unwrap();
    let request = format!("{what}HTTP/1.1\r\nHost: {at}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    start.elapsed()
}

fn spread(times: &mut [Duration]) -> String {
    times.sort();
    let at = |part: usize| times[(times.len() - 1) * part / 1000];
    format!(
        "median {:.1?}, 95 % {:.1?}, 99 % {:.1?}, longest {:.1?}",
        at(500),
        at(950),
        at(990),
        at(1000)
    )
}
