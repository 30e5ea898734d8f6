//! Signing in with the identity provider of one's employer or city (统一身份认证): OpenID Connect, the code flow with PKCE.
//!
//! The provider says who somebody is; what they may do here is still said here. An identity is tied to an account by the
//! account's own person, who is signed in and has just given their password (`door::outside`); nobody becomes a member of
//! anything by being known elsewhere. Of what the provider tells, its subject and a name to show are kept.
//!
//! Asking the provider blocks for as long as it takes, ten seconds at most, before any transaction is opened.

use std::{
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use kernel::{Clock, Instant};
use openidconnect::{
    AuthenticationFlow, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IssuerUrl, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, Scope, TokenResponse,
    core::{CoreClient, CoreProviderMetadata, CoreResponseType},
};

/// Where the provider sends people back to, below the address of this installation.
pub const BACK: &str = "/sign-in/outside/back";
/// What the provider says of itself and its keys is asked for again after so long.
const KNOWN_MS: i64 = 60 * 60 * 1000;
/// A provider that did not answer is left alone for so long.
const QUIET_MS: i64 = 10 * 1000;
/// So many of our threads may wait for the provider at once; who comes then is told that it does not answer.
const ASKING: usize = 4;
/// How long one request to the provider may take.
const WAIT: Duration = Duration::from_secs(10);
/// What an answer of the provider may weigh.
const ANSWER_BYTES: u64 = 1 << 20;

/// What an operator sets.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What people call it: 区教育局统一身份认证.
    pub name: String,
    /// Its issuer, `https://id.example.cn`.
    pub issuer: String,
    /// Under which name this installation is known there.
    pub client_id: String,
    /// The secret that goes with it, if there is one.
    pub client_secret: Option<String>,
    /// The address people see of this installation, without a path.
    pub address: String,
    /// Certificates (PEM) that its HTTPS is signed with, where these are not publicly known ones.
    pub certificates: Option<Vec<u8>>,
}

/// Why it does not work.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Trouble {
    /// What was set cannot be used; for the operator.
    #[error("{0}")]
    Set(String),
    /// The provider does not answer, or not as it should.
    #[error("the identity provider: {0}")]
    Unreachable(String),
    /// The provider does not vouch for whoever came, or not in a way that can be believed.
    #[error("the identity provider does not vouch: {0}")]
    Refused(String),
}

/// The beginning of a visit to the provider: what has to be remembered until the browser is back.
#[derive(Clone, Debug)]
pub struct Start {
    /// Comes back with the browser.
    pub state: String,
    /// Comes back in what the provider signs.
    pub nonce: String,
    /// Proves that whoever began also ends (RFC 7636).
    pub verifier: String,
}

/// Who somebody is, as the provider says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The provider.
    pub issuer: String,
    /// The provider's own key of the person, never shown.
    pub subject: String,
    /// What they are called there, if it says so.
    pub name: Option<String>,
}

/// An identity provider.
pub struct Outside {
    settings: Settings,
    issuer: IssuerUrl,
    back: RedirectUrl,
    agent: ureq::Agent,
    clock: Clock,
    known: Mutex<Known>,
    asking: AtomicUsize,
}

/// What is kept of the provider's own words.
#[derive(Default)]
struct Known {
    told: Option<(Instant, CoreProviderMetadata)>,
    silent: Option<Instant>,
}

/// Leave to wait for the provider, given back when it is dropped.
struct Asking<'a>(&'a AtomicUsize);

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl std::fmt::Debug for Outside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outside")
            .field("issuer", &self.issuer)
            .finish_non_exhaustive()
    }
}

/// How old what is kept of the provider may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Age {
    Any,
    Fresh,
    Anew,
}

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

impl Outside {
    /// A provider with these settings; it is not asked yet.
    ///
    /// # Errors
    /// If the issuer is not HTTPS (but for this machine's own address), or the address or the certificates cannot be read.
    pub fn new(settings: Settings, clock: Clock) -> Result<Self, Trouble> {
        let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|e| Trouble::Set(format!("issuer: {e}")))?;
        let url = issuer.url();
        let here = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
        if url.scheme() != "https" && !(url.scheme() == "http" && here) {
            return Err(Trouble::Set("issuer: HTTPS is needed".to_owned()));
        }
        let address = settings.address.trim_end_matches('/');
        let back = RedirectUrl::new(format!("{address}{BACK}")).map_err(|e| Trouble::Set(format!("address: {e}")))?;
        Ok(Self {
            agent: agent(settings.certificates.as_deref())?,
            settings,
            issuer,
            back,
            clock,
            known: Mutex::default(),
            asking: AtomicUsize::new(0),
        })
    }

    /// What people call it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.settings.name
    }
    /// Its issuer.
    #[must_use]
    pub fn issuer(&self) -> &str {
        self.issuer.as_str()
    }

    /// Begins a visit.
    ///
    /// # Errors
    /// [`Trouble::Unreachable`] if it has to be asked about itself and does not answer.
    pub fn begin(&self) -> Result<Start, Trouble> {
        self.metadata(Age::Fresh)?;
        Ok(Start {
            state: fresh(),
            nonce: fresh(),
            verifier: fresh(),
        })
    }

    /// The provider's page for a visit. What it last said of itself is enough for that, however old.
    ///
    /// # Errors
    /// As [`Outside::begin`].
    pub fn page(&self, start: &Start) -> Result<String, Trouble> {
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(start.verifier.clone()));
        let client = self.client(self.metadata(Age::Any)?);
        let (kept_state, kept_nonce) = (start.state.clone(), start.nonce.clone());
        let (url, ..) = client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                move || CsrfToken::new(kept_state),
                move || Nonce::new(kept_nonce),
            )
            .add_scope(Scope::new("profile".to_owned()))
            .set_pkce_challenge(challenge)
            .url();
        Ok(url.into())
    }

    /// Asks the provider who came back with this code.
    ///
    /// # Errors
    /// [`Trouble::Unreachable`] if it does not answer; [`Trouble::Refused`] if it does not know the code, or what it says is
    /// not signed by it, not for us, not for this visit or too old.
    pub fn identify(&self, code: &str, nonce: &str, verifier: &str) -> Result<Identity, Trouble> {
        let client = self.client(self.metadata(Age::Fresh)?);
        let answer = {
            let _leave = self.ask()?;
            client
                .exchange_code(AuthorizationCode::new(code.to_owned()))
                .map_err(|e| Trouble::Unreachable(e.to_string()))?
                .set_pkce_verifier(PkceCodeVerifier::new(verifier.to_owned()))
                .request(&|request| self.http(request))
                .map_err(|e| match e {
                    openidconnect::RequestTokenError::ServerResponse(said) => Trouble::Refused(said.to_string()),
                    other => Trouble::Unreachable(other.to_string()),
                })?
        };
        let token = answer
            .id_token()
            .ok_or_else(|| Trouble::Refused("no id token".to_owned()))?;
        let nonce = Nonce::new(nonce.to_owned());
        let read = |client: &Client| {
            let clock = self.clock.clone();
            let verifier = client.id_token_verifier().set_time_fn(move || moment(clock.now()));
            token.claims(&verifier, &nonce).map(|claims| Identity {
                issuer: self.issuer.as_str().to_owned(),
                subject: claims.subject().as_str().to_owned(),
                name: shown_name(claims),
            })
        };
        // keys change: what was kept of them may be from yesterday
        let read_again = match read(&client) {
            // the code is spent: without the keys of today the visit ends here
            Err(ClaimsVerificationError::SignatureVerification(_)) => {
                let anew = self.metadata(Age::Anew).map_err(|e| Trouble::Refused(e.to_string()))?;
                read(&self.client(anew))
            }
            said => said,
        };
        read_again.map_err(|e| Trouble::Refused(e.to_string()))
    }

    fn client(&self, known: CoreProviderMetadata) -> Client {
        let secret = self.settings.client_secret.clone().map(ClientSecret::new);
        CoreClient::from_provider_metadata(known, ClientId::new(self.settings.client_id.clone()), secret)
            .set_redirect_uri(self.back.clone())
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask(&self) -> Result<Asking<'_>, Trouble> {
        let leave = Asking(&self.asking);
        if self.asking.fetch_add(1, Ordering::Relaxed) < ASKING {
            Ok(leave)
        } else {
            Err(Trouble::Unreachable("too many wait for it".to_owned()))
        }
    }

    /// What the provider says of itself: as it was kept, or asked for. Nobody waits here for somebody else's question, and what
    /// was kept stands in for an answer that does not come, but where it has to be anew.
    fn metadata(&self, age: Age) -> Result<CoreProviderMetadata, Trouble> {
        let now = self.clock.now();
        let (kept, silent) = {
            let known = self.known();
            (known.told.clone(), known.silent)
        };
        let young = |at: Instant| age == Age::Any || (age == Age::Fresh && at.plus_millis(KNOWN_MS) > now);
        if let Some((_, metadata)) = kept.as_ref().filter(|(at, _)| young(*at)) {
            return Ok(metadata.clone());
        }
        let told = if silent.is_some_and(|at| at.plus_millis(QUIET_MS) > now) {
            Err(Trouble::Unreachable("it did not answer a moment ago".to_owned()))
        } else {
            self.discover(now)
        };
        match (told, kept) {
            (Err(_), Some((_, metadata))) if age == Age::Fresh => Ok(metadata),
            (told, _) => told,
        }
    }

    /// Asks the provider about itself, and keeps what it says, or that it was silent.
    fn discover(&self, now: Instant) -> Result<CoreProviderMetadata, Trouble> {
        let _leave = self.ask()?;
        let told = CoreProviderMetadata::discover(&self.issuer, &|request| self.http(request));
        let mut known = self.known();
        known.silent = told.is_err().then_some(now);
        let metadata = told.map_err(|e| Trouble::Unreachable(e.to_string()))?;
        known.told = Some((now, metadata.clone()));
        Ok(metadata)
    }

    fn http(&self, request: HttpRequest) -> Result<HttpResponse, ureq::Error> {
        let (parts, mut body) = self.agent.run(request)?.into_parts();
        let bytes = body.with_config().limit(ANSWER_BYTES).read_to_vec()?;
        Ok(HttpResponse::from_parts(parts, bytes))
    }
}

/// Follows no redirects: a provider that sends its answers elsewhere is not the one that was set.
fn agent(certificates: Option<&[u8]>) -> Result<ureq::Agent, Trouble> {
    let mut tls = ureq::tls::TlsConfig::builder();
    if let Some(pem) = certificates {
        let roots: Result<Vec<_>, _> = ureq::tls::parse_pem(pem)
            .filter_map(|item| match item {
                Ok(ureq::tls::PemItem::Certificate(one)) => Some(Ok(one)),
                Ok(_) => None,
                Err(e) => Some(Err(e)),
            })
            .collect();
        let roots = roots.map_err(|e| Trouble::Set(format!("certificates: {e}")))?;
        tls = tls.root_certs(ureq::tls::RootCerts::new_with_certs(&roots));
    }
    let config = ureq::Agent::config_builder()
        .timeout_global(Some(WAIT))
        .max_redirects(0)
        .http_status_as_error(false)
        .tls_config(tls.build())
        .build();
    Ok(config.into())
}

/// 256 bits that nobody can guess, in letters and digits.
pub(crate) fn fresh() -> String {
    kernel::clock::random::<32>()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn moment(now: Instant) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp_millis(now.millis()).unwrap_or_default()
}

/// The name to show: the one in Chinese if there are several, at most forty signs.
fn shown_name(claims: &openidconnect::core::CoreIdTokenClaims) -> Option<String> {
    let named = claims.name().and_then(|names| {
        let chinese = names
            .iter()
            .find(|(tag, _)| tag.is_some_and(|tag| tag.as_str().starts_with("zh")));
        chinese
            .or_else(|| names.iter().next())
            .map(|(_, name)| name.as_str().to_owned())
    });
    let named = named.or_else(|| claims.preferred_username().map(|name| name.as_str().to_owned()));
    named.map(|name| name.chars().filter(|c| !c.is_control()).take(40).collect())
}
