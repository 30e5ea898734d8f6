//! A small identity provider on a loopback socket: it says what it offers, shows its key, and gives a signed statement for a
//! code, once, to whoever shows the verifier that goes with the challenge.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use kernel::Clock;
use openidconnect::{
    Audience, EmptyAdditionalClaims, EndUserName, IssuerUrl, JsonWebKeyId, LocalizedClaim, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, PrivateSigningKey, StandardClaims, SubjectIdentifier,
    core::{CoreEdDsaPrivateSigningKey, CoreIdToken, CoreIdTokenClaims, CoreJwsSigningAlgorithm},
};

/// A key for tests alone: its bytes are 0, 1, 2 … 31.
const KEY: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f
-----END PRIVATE KEY-----";
/// Under which name the installation is known there.
pub const CLIENT: &str = "zhijia";

/// What a code stands for.
#[derive(Clone)]
pub struct Grant {
    pub subject: String,
    pub nonce: String,
    pub challenge: String,
    pub audience: String,
}

pub struct Provider {
    pub issuer: String,
    codes: Arc<Mutex<HashMap<String, Grant>>>,
    /// How often it was asked what it is.
    pub asked: Arc<AtomicUsize>,
    /// Whether it says nothing of itself any more.
    pub silent: Arc<AtomicBool>,
}

impl Provider {
    pub fn start(clock: Clock) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let codes: Arc<Mutex<HashMap<String, Grant>>> = Arc::default();
        let times: Arc<AtomicUsize> = Arc::default();
        let (own, known, count) = (issuer.clone(), Arc::clone(&codes), Arc::clone(&times));
        let silent: Arc<AtomicBool> = Arc::default();
        let quiet = Arc::clone(&silent);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if quiet.load(Ordering::Relaxed) {
                    continue;
                }
                serve(stream, &own, &known, &clock, &count);
            }
        });
        Self {
            issuer,
            codes,
            asked: times,
            silent,
        }
    }
    /// Signs somebody in at the page a browser was sent to; gives the query with which it comes back.
    pub fn sign_in(&self, page: &str, subject: &str) -> String {
        let nonce = asked(page, "nonce");
        self.sign_in_as(page, subject, &nonce, CLIENT)
    }
    pub fn sign_in_as(&self, page: &str, subject: &str, nonce: &str, audience: &str) -> String {
        assert!(page.starts_with(&format!("{}/authorize?", self.issuer)), "{page}");
        assert_eq!(asked(page, "client_id"), CLIENT);
        assert_eq!(asked(page, "response_type"), "code");
        let code = format!("code-{}", self.codes.lock().unwrap().len());
        let grant = Grant {
            subject: subject.to_owned(),
            nonce: nonce.to_owned(),
            challenge: asked(page, "code_challenge"),
            audience: audience.to_owned(),
        };
        self.codes.lock().unwrap().insert(code.clone(), grant);
        format!("code={code}&state={}", asked(page, "state"))
    }
}

/// A value of an address's query.
pub fn asked(page: &str, name: &str) -> String {
    let query = page.split_once('?').map_or("", |(_, query)| query);
    let pairs = web::pairs::decode(query);
    pairs
        .into_iter()
        .find(|(n, _)| n == name)
        .map(|(_, v)| v)
        .unwrap_or_default()
}

fn serve(stream: TcpStream, issuer: &str, codes: &Mutex<HashMap<String, Grant>>, clock: &Clock, count: &AtomicUsize) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let (mut line, mut length) = (String::new(), 0);
    reader.read_line(&mut line).unwrap();
    let path = line.split_whitespace().nth(1).unwrap_or_default().to_owned();
    if path.starts_with("/.well-known") {
        count.fetch_add(1, Ordering::Relaxed);
    }
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header).unwrap_or(0) < 3 {
            break;
        }
        if let Some(n) = header.to_lowercase().strip_prefix("content-length:") {
            length = n.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let (status, answer) = answer(&path, &String::from_utf8(body).unwrap(), issuer, codes, clock);
    let head = format!(
        "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        answer.len()
    );
    let mut stream = stream;
    let _ = stream.write_all((head + &answer).as_bytes());
}

fn answer(path: &str, body: &str, issuer: &str, codes: &Mutex<HashMap<String, Grant>>, clock: &Clock) -> (u16, String) {
    let key = CoreEdDsaPrivateSigningKey::from_ed25519_pem(KEY, Some(JsonWebKeyId::new("k1".to_owned()))).unwrap();
    match path {
        "/.well-known/openid-configuration" => {
            let document = serde_json::json!({
                "issuer": issuer,
                "authorization_endpoint": format!("{issuer}/authorize"),
                "token_endpoint": format!("{issuer}/token"),
                "jwks_uri": format!("{issuer}/keys"),
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["EdDSA"],
            });
            (200, document.to_string())
        }
        "/keys" => (
            200,
            serde_json::json!({ "keys": [key.as_verification_key()] }).to_string(),
        ),
        "/token" => {
            let field = |name: &str| asked(&format!("?{body}"), name);
            let grant = codes.lock().unwrap().get(&field("code")).cloned();
            let verifier = PkceCodeVerifier::new(field("code_verifier"));
            let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
            match grant.filter(|grant| grant.challenge == challenge.as_str()) {
                Some(grant) => (200, token(&grant, issuer, &key, clock)),
                None => (400, r#"{"error":"invalid_grant"}"#.to_owned()),
            }
        }
        _ => (404, "{}".to_owned()),
    }
}

fn token(grant: &Grant, issuer: &str, key: &CoreEdDsaPrivateSigningKey, clock: &Clock) -> String {
    let at = |millis: i64| chrono::DateTime::from_timestamp_millis(clock.now().millis() + millis).unwrap();
    let mut name = LocalizedClaim::new();
    name.insert(None, EndUserName::new("王芳".to_owned()));
    let claims = CoreIdTokenClaims::new(
        IssuerUrl::new(issuer.to_owned()).unwrap(),
        vec![Audience::new(grant.audience.clone())],
        at(300_000),
        at(0),
        StandardClaims::new(SubjectIdentifier::new(grant.subject.clone())).set_name(Some(name)),
        EmptyAdditionalClaims {},
    )
    .set_nonce(Some(Nonce::new(grant.nonce.clone())));
    let token = CoreIdToken::new(claims, key, CoreJwsSigningAlgorithm::EdDsa, None, None).unwrap();
    serde_json::json!({ "access_token": "none", "token_type": "Bearer", "id_token": token.to_string() }).to_string()
}
