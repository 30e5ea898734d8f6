//! TLS to a real PostgreSQL: `sslmode` and `sslrootcert` do what they say, and what cannot be had is refused.

#![expect(clippy::unwrap_used, reason = "a test")]

use std::path::Path;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use store::{Error, Options, Place, Sql, Store, testing::Server};

const UNDER_TLS: Sql = Sql::house(
    "SELECT CAST(CASE WHEN ssl THEN 1 ELSE 0 END AS BIGINT) FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
    "test: whether this connection is under TLS",
);

/// Whether a connection to this address is under TLS.
fn under_tls(url: &str) -> Result<bool, Error> {
    let store = Store::open(&Place::Url(url.to_owned()), Options::default())?;
    store
        .read(|r| r.one(UNDER_TLS, &[], |row| row.get::<i64>(0)))
        .map(|n| n == 1)
}

struct Issued {
    authority: String,
    certificate: String,
    key: String,
}

/// A certificate for this host, and the authority that signed it.
fn issued(host: &str) -> Issued {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(vec![host.to_owned()])
        .unwrap()
        .signed_by(&key, &authority)
        .unwrap();
    Issued {
        authority: authority.pem(),
        certificate: leaf.pem(),
        key: key.serialize_pem(),
    }
}

fn kept(folder: &Path, name: &str, pem: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, pem).unwrap();
    path.display().to_string()
}

#[test]
fn the_address_says_how_far_the_server_is_trusted() {
    let own = issued("127.0.0.1");
    let Some(server) = Server::under_tls(&own.certificate, &own.key) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let ca = kept(folder.path(), "the authority.pem", &own.authority).replace(' ', "%20");
    let other = kept(folder.path(), "other.pem", &issued("127.0.0.1").authority);
    let none = kept(folder.path(), "none.pem", "no certificate");
    let at = |query: &str| under_tls(&format!("{}{query}", server.url("postgres")));

    assert_eq!(at(""), Ok(true), "where there is TLS it is used");
    assert_eq!(at("?sslmode=prefer&application_name=x"), Ok(true));
    assert_eq!(at("?sslmode=disable"), Ok(false));
    assert_eq!(at("?sslmode=require"), Ok(true));
    assert_eq!(at(&format!("?sslmode=require&sslrootcert={ca}")), Ok(true));
    assert_eq!(at(&format!("?sslmode=verify-full&sslrootcert={ca}")), Ok(true));
    for refused in [
        "?sslmode=verify-full".to_owned(),
        format!("?sslmode=verify-full&sslrootcert={other}"),
        format!("?sslmode=require&sslrootcert={other}"),
    ] {
        let told = at(&refused).unwrap_err();
        assert!(
            matches!(&told, Error::Gone(why) if why.contains("certificate")),
            "{refused}: {told}"
        );
    }
    for wrong in [
        "?sslmode=verify-ca".to_owned(),
        "?sslmode=yes".to_owned(),
        format!("?sslmode=verify-full&sslrootcert={none}"),
        "?sslmode=verify-full&sslrootcert=/nowhere.pem".to_owned(),
    ] {
        let told = at(&wrong).unwrap_err();
        assert!(
            matches!(&told, Error::Other(why) if why.contains("ssl")),
            "{wrong}: {told}"
        );
    }
}

#[test]
fn a_certificate_of_another_host_is_not_the_servers() {
    let other = issued("db.example.cn");
    let Some(server) = Server::under_tls(&other.certificate, &other.key) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let ca = kept(folder.path(), "ca.pem", &other.authority);
    let at = |query: &str| under_tls(&format!("{}{query}", server.url("postgres")));
    assert_eq!(at("?sslmode=require"), Ok(true));
    let told = at(&format!("?sslmode=verify-full&sslrootcert={ca}")).unwrap_err();
    assert!(
        matches!(&told, Error::Gone(why) if why.contains("certificate")),
        "{told}"
    );
}

#[test]
fn a_server_without_tls_is_refused_where_tls_is_required() {
    let Some(server) = Server::fresh() else { return };
    let at = |query: &str| under_tls(&format!("{}{query}", server.url("postgres")));
    assert_eq!(at(""), Ok(false));
    assert_eq!(at("?sslmode=disable"), Ok(false));
    for required in ["?sslmode=require", "?sslmode=verify-full"] {
        let told = at(required).unwrap_err();
        assert!(
            matches!(&told, Error::Gone(why) if why.contains("TLS")),
            "{required}: {told}"
        );
    }
}
