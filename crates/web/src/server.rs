//! The server: axum around the doors, with limits, headers, logs and a graceful stop.

use std::{
    collections::BTreeMap,
    future::Future,
    net::{IpAddr, SocketAddr},
    num::NonZeroU32,
    sync::Arc,
    time::Duration,
};

use axum::{
    Router,
    extract::{ConnectInfo, DefaultBodyLimit, RawPathParams, Request, State},
    http::header,
    response::Response,
    routing::{MethodFilter, MethodRouter, get},
};
use kernel::{Clock, Date, UnionId};
use store::{Reader, Store};
use tower_http::{compression::CompressionLayer, csrf::CsrfLayer};

use crate::{
    access::{AccountId, Actor, Standing},
    answer::{self, Answer, Ask, Packers},
    metrics::Metrics,
    outside::Outside,
    routes::Route,
    throttle::Throttle,
    view::View,
    workers::{Size, Workers},
};

mod files;
mod read;

/// Reads how many things wait, once the page is made.
pub type Inbox<'v> = Box<dyn FnOnce() -> Result<i64, store::Error> + 'v>;

/// Whose standing is asked for.
#[derive(Clone, Copy, Debug)]
pub enum Whose {
    /// An account's.
    Account(AccountId),
    /// That of the account behind a session, by the digest of its token: asked for together with the session itself.
    Session([u8; 32]),
}

/// Reads where somebody stands: in the union asked for, or in their first. `None`: nowhere.
pub type AskedStanding<'r> = Box<dyn FnOnce(Option<UnionId>) -> Result<Option<Standing>, store::Error> + 'r>;

/// What the roof knows and the edge does not: who stands where, and what the frame of a page shows.
pub trait House: Send + Sync + 'static {
    /// Asks where somebody stands on a day.
    ///
    /// # Errors
    /// The store's.
    fn ask_standing<'r>(
        &'r self,
        read: &'r Reader,
        whose: Whose,
        today: Date,
    ) -> Result<AskedStanding<'r>, store::Error>;
    /// Where an account stands on a day: in the union asked for, or in its first. `None`: nowhere.
    ///
    /// # Errors
    /// The store's.
    fn standing(
        &self,
        read: &Reader,
        account: AccountId,
        union: Option<UnionId>,
        today: Date,
    ) -> Result<Option<Standing>, store::Error> {
        self.ask_standing(read, Whose::Account(account), today)?(union)
    }
    /// The navigation an actor sees on a page.
    fn nav(&self, actor: &Actor, path: &str) -> Vec<ui::NavItem>;
    /// Asks how many things wait in the actor's inbox: before the page asks its own questions, so that they travel together.
    ///
    /// # Errors
    /// The store's.
    fn inbox<'v>(&self, view: &'v View<'_>) -> Result<Inbox<'v>, store::Error>;
    /// Where strangers are sent when nobody can sign in yet, such as the first-run page.
    ///
    /// # Errors
    /// The store's.
    fn first_run(&self, read: &Reader) -> Result<Option<&'static str>, store::Error>;
    /// The outside provider people may sign in with; by default none.
    fn outside(&self) -> Option<&Outside> {
        None
    }
}

/// What an operator may set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Acts that run at once; they mostly wait for the disk together. More wait in a queue of sixteen times as many.
    pub workers: usize,
    /// Threads for pages and files. Where the database shares our cores, one more than there are cores begin at once, since they would
    /// only be in each other's way; work that turns out to be long does not count. More wait in a queue of sixteen times
    /// as many.
    pub lookers: usize,
    /// Requests a second from one address.
    pub requests_per_second: NonZeroU32,
    /// Acts a second from one address.
    pub acts_per_second: NonZeroU32,
    /// Largest form without files, in bytes.
    pub form_bytes: usize,
    /// Largest form with files, in bytes.
    pub upload_bytes: usize,
    /// Most fields of a form.
    pub fields: usize,
    /// Whether cookies are for HTTPS only.
    pub secure: bool,
    /// Whether `X-Forwarded-For` is believed (behind a proxy of one's own).
    pub proxy: bool,
    /// Origins besides our own that may post, such as `https://gh.example.cn` behind a proxy.
    pub origins: Vec<String>,
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(2, std::num::NonZero::get)
}

impl Default for Settings {
    fn default() -> Self {
        let some = |n| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
        Self {
            workers: 64,
            lookers: (4 * cores()).max(8),
            requests_per_second: some(100),
            acts_per_second: some(40),
            form_bytes: 2 * 1024 * 1024,
            upload_bytes: 40 * 1024 * 1024,
            fields: 2000,
            secure: false,
            proxy: false,
            origins: Vec::new(),
        }
    }
}

/// The doors, the house and the store, ready to answer.
pub struct Server {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) house: Arc<dyn House>,
    pub(crate) routes: Vec<Arc<Route>>,
    pub(crate) settings: Settings,
    pub(crate) metrics: Metrics,
    /// Made when it is first asked for: most installations never are.
    openapi: tokio::sync::OnceCell<axum::body::Bytes>,
    throttle: Throttle,
    workers: Workers,
    lookers: Workers,
    packers: Packers,
    /// Whoever reads a form larger than doors usually take.
    large: Arc<tokio::sync::Semaphore>,
}

impl Server {
    /// Opens the doors.
    ///
    /// # Errors
    /// If threads cannot be had or a path is declared twice.
    pub fn new(
        store: Store,
        clock: Clock,
        house: Arc<dyn House>,
        routes: Vec<Arc<Route>>,
        settings: Settings,
    ) -> std::io::Result<Arc<Self>> {
        let at_once = if store.is_near() { cores() + 1 } else { settings.lookers };
        let size = |threads: usize, at_once| Size {
            threads,
            at_once,
            queue: threads.saturating_mul(16),
        };
        let workers = Workers::start("act", size(settings.workers, settings.workers))?;
        let lookers = Workers::start("look", size(settings.lookers, at_once))?;
        let throttle = Throttle::new(settings.requests_per_second, settings.acts_per_second);
        Ok(Arc::new(Self {
            store,
            clock,
            house,
            routes,
            settings,
            metrics: Metrics::default(),
            openapi: tokio::sync::OnceCell::new(),
            throttle,
            workers,
            lookers,
            packers: Packers::default(),
            large: Arc::new(tokio::sync::Semaphore::new(1)),
        }))
    }

    /// All doors.
    #[must_use]
    pub fn routes(&self) -> &[Arc<Route>] {
        &self.routes
    }

    /// The axum router, for serving and for tests that speak HTTP without a socket.
    pub fn router(self: &Arc<Self>) -> Router {
        let mut by_path: BTreeMap<&'static str, MethodRouter<Arc<Server>>> = BTreeMap::new();
        for route in &self.routes {
            let filter = if route.method() == "POST" {
                MethodFilter::POST
            } else {
                MethodFilter::GET
            };
            let door = Arc::clone(route);
            let handler = move |State(server): State<Arc<Server>>, params: RawPathParams, request: Request| {
                let door = Arc::clone(&door);
                async move { server.handle(door, &params, request).await }
            };
            let at = by_path.remove(route.path).unwrap_or_default();
            by_path.insert(route.path, at.on(filter, handler));
        }
        let mut router = Router::new();
        for (path, doors) in by_path {
            router = router.route(path, doors);
        }
        let csrf = self.settings.origins.iter().fold(CsrfLayer::new(), |layer, origin| {
            layer.clone().add_trusted_origin(origin).unwrap_or(layer)
        });
        let doors = router
            .layer(csrf)
            .route("/assets/{name}", get(files::asset))
            .route("/api/openapi.json", get(files::document))
            .route("/healthz", get(files::healthz))
            .route("/readyz", get(files::readyz))
            .route("/metrics", get(files::metrics))
            .fallback(files::nowhere)
            .method_not_allowed_fallback(files::nowhere);
        Self::edge(doors).with_state(Arc::clone(self))
    }

    /// What every answer passes on its way out, an asset or a page: compression and the fixed headers.
    pub fn edge<S: Clone + Send + Sync + 'static>(doors: Router<S>) -> Router<S> {
        doors
            .layer(CompressionLayer::new().quality(tower_http::CompressionLevel::Fastest))
            .layer(DefaultBodyLimit::disable())
            .layer(axum::middleware::map_response(files::headers))
    }

    /// Serves until `stop` resolves, then lets what runs finish.
    ///
    /// # Errors
    /// The listener's.
    pub async fn serve(
        self: Arc<Self>,
        listener: tokio::net::TcpListener,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> std::io::Result<()> {
        let keeper = Arc::clone(&self);
        let sweep = tokio::spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_secs(300)).await;
                keeper.throttle.forget_quiet();
            }
        });
        let app = self.router().into_make_service_with_connect_info::<SocketAddr>();
        let served = axum::serve(listener, app).with_graceful_shutdown(stop).await;
        sweep.abort();
        served
    }

    /// Reads a request, runs the door on a worker, writes the answer.
    async fn handle(self: Arc<Self>, route: Arc<Route>, params: &RawPathParams, request: Request) -> Response {
        let clock = std::time::Instant::now();
        let request_id = kernel::clock::fresh::<()>(self.clock.now()).to_string();
        let pattern = route.path;
        let method = route.method();
        let answer = self.answer(route, params, request, &request_id).await;
        let seconds = clock.elapsed().as_secs_f64();
        self.metrics.answered(pattern, answer.status, seconds);
        tracing::info!(request = %request_id, method, route = pattern, status = answer.status, ms = seconds * 1000.0, "answered");
        answer.into_response(&request_id)
    }

    async fn answer(
        self: &Arc<Self>,
        route: Arc<Route>,
        params: &RawPathParams,
        request: Request,
        request_id: &str,
    ) -> Answer {
        let address = self.address(&request);
        let act = route.method() == "POST";
        let mut ask = Ask::of(
            route,
            request.headers(),
            request.uri(),
            address.to_string(),
            request_id.to_owned(),
        );
        if !self.throttle.passes(address, act) {
            return answer::plain_refusal(self, &ask, &crate::Refusal::new("web.refusal.throttled").status(429));
        }
        let told = request.headers().get(header::CONTENT_LENGTH);
        let told = told.and_then(|v| v.to_str().ok()).and_then(|v| v.parse().ok());
        let Some(limit) = self.limit(&ask, told).await else {
            return busy(self, &ask);
        };
        let (input, unread) = match read::input(&self.settings, &ask.route, params, request, &limit).await {
            Ok(read) => read,
            Err(refusal) => return answer::plain_refusal(self, &ask, &refusal),
        };
        ask.take(input);
        let (server, ask) = (Arc::clone(self), Arc::new(ask));
        let asked = Arc::clone(&ask);
        let hands = if act { &self.workers } else { &self.lookers };
        let answered = hands.run(move || {
            let answer = match unread {
                None => answer::answer(&server, &asked),
                Some(refusal) => answer::unread(&server, &asked, refusal),
            };
            if asked.packs {
                server.packers.pack(answer)
            } else {
                answer
            }
        });
        let answer = answered.await.unwrap_or_else(|_| busy(self, &ask));
        drop(limit.turn);
        answer
    }

    /// How much of this request is read. A door with an allowance of its own gives it only to whoever may pass, and one
    /// such form is in memory at a time; others are read as far as any form. `told` is the length that the request names.
    /// `None`: no turn came.
    async fn limit(self: &Arc<Self>, ask: &Ask, told: Option<usize>) -> Option<read::Limit> {
        let usual = read::Limit {
            bytes: self.settings.upload_bytes,
            turn: None,
        };
        let own = ask.route.body.filter(|own| own.bytes > usual.bytes);
        let Some(own) = own.filter(|_| told.is_none_or(|bytes| bytes > usual.bytes)) else {
            return Some(usual);
        };
        let (server, asked) = (Arc::clone(self), ask.clone());
        if !self.workers.run(move || answer::passes(&server, &asked)).await.ok()? {
            return Some(usual);
        }
        let turn = tokio::time::timeout(read::PATIENCE, Arc::clone(&self.large).acquire_owned());
        let turn = turn.await.ok()?.ok()?;
        Some(read::Limit {
            bytes: own.bytes,
            turn: Some(turn),
        })
    }

    fn address(&self, request: &Request) -> IpAddr {
        let direct = request
            .extensions()
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::from([127, 0, 0, 1]), |c| c.0.ip());
        if !self.settings.proxy {
            return direct;
        }
        // The last hop before our own proxy is the one that proxy saw.
        let named = request
            .headers()
            .get("x-forwarded-for")
            .and_then(|v| v.to_str().ok())
            .and_then(|v| v.rsplit(',').next());
        named.and_then(|a| a.trim().parse().ok()).unwrap_or(direct)
    }
}

/// Nobody is free to answer.
fn busy(server: &Server, ask: &Ask) -> Answer {
    answer::plain_refusal(server, ask, &crate::Refusal::new("web.refusal.busy").status(503))
}
