//! TLS to PostgreSQL: what `sslmode` and `sslrootcert` of the address ask for, in the words of libpq.
//!
//! | sslmode | connection | certificate |
//! |---|---|---|
//! | `disable` | never under TLS | – |
//! | `prefer` (as if nothing were said) | under TLS where the server has it | not looked at |
//! | `require` | under TLS or not at all | looked at if `sslrootcert` names those to trust |
//! | `verify-full` | under TLS or not at all | must be the host's own, by `sslrootcert` or by those the system trusts |
//!
//! `verify-ca` is not taken: a certificate of another host proves little, and `verify-full` serves wherever it would.

use std::{net::IpAddr, str::FromStr, sync::Arc};

use rustls::{
    ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
};
use tokio_postgres::{
    Config,
    config::{Host, SslMode},
};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{Error, wire::Wire};

/// How to reach a server.
#[derive(Clone)]
pub(crate) struct Way {
    config: Config,
    tls: MakeRustlsConnect,
}

impl Way {
    /// Reads an address.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it.
    pub fn of(url: &str) -> Result<Self, Error> {
        let (rest, asked) = taken(url)?;
        let mut config = Config::from_str(&rest).map_err(|_| {
            Error::Other("the address of the database is not postgres://user:word@host/name".to_owned())
        })?;
        let (mode, verified) = match asked.mode.as_deref() {
            None | Some("prefer") => (SslMode::Prefer, false),
            Some("disable") => (SslMode::Disable, false),
            Some("require") => (SslMode::Require, asked.roots.is_some()),
            Some("verify-full") => (SslMode::Require, true),
            Some(other) => {
                return Err(Error::Other(format!(
                    "sslmode={other} is not known here; there are disable, prefer, require and verify-full"
                )));
            }
        };
        config.ssl_mode(mode);
        let tls = MakeRustlsConnect::new(client(asked.roots.as_deref().filter(|_| verified), verified)?);
        Ok(Self { config, tls })
    }

    /// Whether the server runs on this machine, and so on its cores.
    pub fn is_near(&self) -> bool {
        let loops = |name: &str| name == "localhost" || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        self.config.get_hosts().iter().all(|host| match host {
            Host::Unix(_) => true,
            Host::Tcp(name) => loops(name),
        })
    }

    /// Connects.
    ///
    /// # Errors
    /// The driver's: also when TLS is required and cannot be had.
    pub fn connect(&self, adjust: impl FnOnce(&mut Config)) -> Result<Wire, tokio_postgres::Error> {
        let mut config = self.config.clone();
        adjust(&mut config);
        Wire::open(&config, self.tls.clone())
    }
}

/// What an address asks of TLS.
#[derive(Default)]
struct Asked {
    mode: Option<String>,
    roots: Option<String>,
}

/// The address without what the driver does not know, and what was asked.
fn taken(url: &str) -> Result<(String, Asked), Error> {
    let mut asked = Asked::default();
    let Some((head, query)) = url.split_once('?') else {
        return Ok((url.to_owned(), asked));
    };
    let mut left = Vec::new();
    for pair in query.split('&') {
        match pair.split_once('=') {
            Some(("sslmode", mode)) => asked.mode = Some(mode.to_owned()),
            Some(("sslrootcert", path)) => asked.roots = Some(unescaped(path)?),
            _ => left.push(pair),
        }
    }
    let tail = if left.is_empty() {
        String::new()
    } else {
        format!("?{}", left.join("&"))
    };
    Ok((format!("{head}{tail}"), asked))
}

/// A text of an address with its `%41` read.
fn unescaped(text: &str) -> Result<String, Error> {
    let wrong = || Error::Other(format!("sslrootcert is not a well written path: {text}"));
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let hex: Vec<u8> = rest.by_ref().take(2).collect();
        let hex = std::str::from_utf8(&hex).map_err(|_| wrong())?;
        bytes.push(u8::from_str_radix(hex, 16).map_err(|_| wrong())?);
    }
    String::from_utf8(bytes).map_err(|_| wrong())
}

fn client(roots: Option<&str>, verified: bool) -> Result<ClientConfig, Error> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|e| Error::Other(format!("TLS: {e}")))?;
    Ok(if verified {
        builder.with_root_certificates(trusted(roots)?).with_no_client_auth()
    } else {
        let any = Arc::new(AnyCertificate(provider));
        builder
            .dangerous()
            .with_custom_certificate_verifier(any)
            .with_no_client_auth()
    })
}

/// Those whose signature is believed: of a file, or of the system.
fn trusted(file: Option<&str>) -> Result<RootCertStore, Error> {
    let mut store = RootCertStore::empty();
    let Some(path) = file else {
        store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        return Ok(store);
    };
    let wrong = |e: &dyn std::fmt::Display| Error::Other(format!("sslrootcert {path}: {e}"));
    for certificate in CertificateDer::pem_file_iter(path).map_err(|e| wrong(&e))? {
        let certificate = certificate.map_err(|e| wrong(&e))?;
        store.add(certificate).map_err(|e| wrong(&e))?;
    }
    if store.is_empty() {
        return Err(wrong(&"there is no certificate in it"));
    }
    Ok(store)
}

/// Takes any certificate, as `prefer` and `require` do with libpq: the line is closed to listeners, though not to
/// somebody who stands in the server's place.
#[derive(Debug)]
struct AnyCertificate(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }
    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }
    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }
    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::Way;

    #[test]
    fn near_is_a_server_on_this_machine_and_no_other() {
        let near = |url: &str| Way::of(url).unwrap().is_near();
        for url in [
            "postgres://a@127.0.0.1:5432/b",
            "postgres://a@localhost/b",
            "postgres://a@[::1]/b",
            "postgres:///b?host=/run/pg",
        ] {
            assert!(near(url), "{url}");
        }
        for url in [
            "postgres://a@10.0.0.7/b",
            "postgres://a@db.example.cn/b",
            "postgres://a@localhost,10.0.0.7/b",
        ] {
            assert!(!near(url), "{url}");
        }
    }
}
