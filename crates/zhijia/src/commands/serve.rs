//! `zhijia serve` and `zhijia demo`.

use std::{
    net::SocketAddr,
    path::PathBuf,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use kernel::Clock;
use store::{
    Store,
    secret::{Reseal, Step},
};
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};
use web::Server;

use super::{moving, open_at};
use crate::{
    config::{Config, Serving, Where},
    demo, roof, say,
};

/// How often the log is sealed.
const SEAL_EVERY: Duration = Duration::from_millis(500);
/// How often old sessions and keys are swept.
const SWEEP_EVERY: u32 = 1200;
/// Idempotency keys are kept for two days.
const KEYS_MS: i64 = 48 * 3600 * 1000;

/// Serves until the process is told to stop.
pub fn serve(place: &Where, serving: &Serving) -> Result<ExitCode, String> {
    let config = Config::gather(place, serving)?;
    moving::still_here(&config.place)?;
    log_to_stderr("warn,zhijia=info,web=info,store::secret=info");
    let (store, clock) = open_at(&config)?;
    run(&config, store, clock, None)
}

/// Fills an empty place with the demo year if it is empty, prints the sign-ins, serves.
pub fn demo(place: &Where, serving: &Serving) -> Result<ExitCode, String> {
    let vanishing = if place.data.is_none() && place.database_url.is_none() {
        Some(tempfile::tempdir().map_err(|e| format!("没有临时文件夹 / no folder to be had: {e}"))?)
    } else {
        None
    };
    let mut place = place.clone();
    if let Some(folder) = &vanishing {
        place.data = Some(PathBuf::from(folder.path()));
    }
    let config = Config::gather(&place, serving)?;
    // the year is told through hundreds of requests, and who can sign in stands below them
    log_to_stderr("warn");
    let (store, clock) = open_at(&config)?;
    say::line("正在准备示例学校的一年…… / making the demo year …");
    let people = demo::fill(&store, &clock)?;
    run(&config, store, clock, Some(people))
}

/// Structured logs on standard error, as much as usual unless `RUST_LOG` chooses.
fn log_to_stderr(usual: &str) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(usual));
    let json = fmt::layer().json().with_writer(std::io::stderr).flatten_event(true);
    // A second call in one process (tests) changes nothing.
    let _ = tracing_subscriber::registry().with(filter).with(json).try_init();
}

fn run(config: &Config, store: Store, clock: Clock, demo: Option<Vec<demo::Person>>) -> Result<ExitCode, String> {
    let settings = config.settings.clone();
    let outside = config.outside.clone();
    let outside = outside
        .map(|provider| web::outside::Outside::new(provider, clock.clone()))
        .transpose();
    let server = Server::new(
        store.clone(),
        clock.clone(),
        Arc::new(roof::Roof {
            second_factor: config.second_factor.clone(),
            outside: outside.map_err(|e| format!("oidc: {e}"))?,
        }),
        roof::routes(),
        settings,
    )
    .map_err(|e| format!("没有启动 / not started: {e}"))?;
    let stop = Arc::new(AtomicBool::new(false));
    let keeper = keep(store.clone(), clock.clone(), Arc::clone(&stop))?;
    let workers = jobs::Runner::start(store, clock, roof::work()).map_err(|e| e.to_string())?;
    let served = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| e.to_string())?
        .block_on(listen(config.listen, server, demo));
    workers.stop();
    stop.store(true, Ordering::SeqCst);
    let _ = keeper.join();
    served.map(|()| ExitCode::SUCCESS)
}

async fn listen(at: SocketAddr, server: Arc<Server>, demo: Option<Vec<demo::Person>>) -> Result<(), String> {
    let listener = tokio::net::TcpListener::bind(at).await.map_err(|e| match e.kind() {
        std::io::ErrorKind::AddrInUse => format!("端口已被占用，请换一个：--listen 127.0.0.1:8690 / {at} is in use"),
        _ => format!("不能监听 {at} / cannot listen: {e}"),
    })?;
    let at = listener.local_addr().unwrap_or(at);
    if let Some(people) = demo {
        for p in people {
            say::line(format!("sign-in\t{}\t{}\t{}", p.sign_in, p.password, p.role));
        }
    }
    say::line(format!("职家已启动，请打开 / open  http://{at}/"));
    server.serve(listener, told_to_stop()).await.map_err(|e| e.to_string())
}

async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
        }
        Err(_) => {
            let _ = interrupt.await;
        }
    }
    tracing::info!("stopping: requests that run are let finish");
}

/// Seals the log and sweeps what is over, beside the requests.
fn keep(store: Store, clock: Clock, stop: Arc<AtomicBool>) -> Result<thread::JoinHandle<()>, String> {
    let body = move || {
        if let Err(e) = facts::sums::catch_up(&store) {
            tracing::warn!(error = %e, "the sums of the register were not made; figures are added up from the log meanwhile");
        }
        let mut round = 0_u32;
        let (mut resealing, mut indexing) = (Resealing::default(), org::members::sealed::Indexing::default());
        let mut sealing = care::insurance::Sealing::default();
        while !stop.load(Ordering::SeqCst) {
            thread::sleep(SEAL_EVERY);
            if let Err(e) = facts::seal::all(&store, &clock) {
                tracing::warn!(error = %e, "the log was not sealed this time");
            }
            if let Err(e) = resealing.go_on(&store) {
                tracing::warn!(error = %e, "nothing was brought under the newest key this time");
            }
            if let Err(e) = indexing.step(&store) {
                tracing::warn!(error = %e, "no numbers were brought under the index over their ends this time");
            }
            if let Err(e) = sealing.step(&store) {
                tracing::warn!(error = %e, "what was written about claims in plain was not sealed this time");
            }
            round = round.wrapping_add(1);
            if round.is_multiple_of(SWEEP_EVERY)
                && let Err(e) = sweep(&store, &clock)
            {
                tracing::warn!(error = %e, "nothing was swept this time");
            }
        }
        if let Err(e) = facts::seal::all(&store, &clock) {
            tracing::warn!(error = %e, "the last events wait for the next start to be sealed");
        }
    };
    thread::Builder::new()
        .name("keeper".into())
        .spawn(body)
        .map_err(|e| e.to_string())
}

/// Brings what is sealed under older keys under the newest, a few values a round: what a killed `zhijia keys rotate` left,
/// and what was sealed while it ran.
#[derive(Default)]
struct Resealing {
    toward: Option<u16>,
    way: Option<Reseal>,
}

impl Resealing {
    fn go_on(&mut self, store: &Store) -> Result<(), store::Error> {
        let newest = store.keyring().replaced_by()?;
        if newest != self.toward {
            self.toward = newest;
            self.way = newest.map(|_| Reseal::new(&roof::sealed()));
        }
        let Some(way) = &mut self.way else { return Ok(()) };
        if way.step(store)? == Step::Through {
            if way.resealed() + way.closed() > 0 {
                tracing::info!(
                    resealed = way.resealed(),
                    closed = way.closed(),
                    "values are under the newest key"
                );
            }
            self.way = None;
        }
        Ok(())
    }
}

fn sweep(store: &Store, clock: &Clock) -> Result<(), store::Error> {
    let now = clock.now();
    store.write(move |w| {
        web::session::sweep(w, now)?;
        web::door::outside::sweep(w, now)?;
        web::once::sweep(w, now.plus_millis(-KEYS_MS))?;
        Ok(())
    })
}
