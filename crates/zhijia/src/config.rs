//! Configuration: a flag wins over the environment, the environment over the file, the file over the default.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use clap::Args;
use serde::Deserialize;
use store::Place;

/// Where the data are. Every command takes these.
#[derive(Args, Clone, Debug, Default)]
pub struct Where {
    /// Folder of the SQLite database (made if absent). 数据文件夹
    #[arg(long, env = "ZHIJIA_DATA", value_name = "DIR", global = true)]
    pub data: Option<PathBuf>,
    /// A PostgreSQL database instead, even where a folder is named too: postgres://user:password@host/database. 数据库地址
    #[arg(long, env = "ZHIJIA_DATABASE_URL", value_name = "URL", global = true)]
    pub database_url: Option<String>,
    /// Configuration file; by default `zhijia.toml` in the data folder, if there is one. 配置文件
    #[arg(long, env = "ZHIJIA_CONFIG", value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,
    /// File of the keys that identity numbers and the like are sealed with; by default `zhijia.keys` in the data folder.
    /// 密钥文件
    #[arg(long, env = "ZHIJIA_KEY_FILE", value_name = "FILE", global = true)]
    pub key_file: Option<PathBuf>,
}

/// How to serve.
#[derive(Args, Clone, Debug, Default)]
pub struct Serving {
    /// Address and port to listen at [default: 127.0.0.1:8688]. 监听地址
    #[arg(long, env = "ZHIJIA_LISTEN", value_name = "ADDRESS:PORT")]
    pub listen: Option<SocketAddr>,
    /// Cookies for HTTPS only: set this behind HTTPS. 只在 HTTPS 下使用
    #[arg(long, env = "ZHIJIA_SECURE")]
    pub secure: bool,
    /// Believe X-Forwarded-For: set this behind a proxy of your own. 前面有自己的代理
    #[arg(long, env = "ZHIJIA_PROXY")]
    pub proxy: bool,
    /// The address people see, such as <https://gh.example.cn>; may be given several times. 对外网址
    #[arg(long = "origin", env = "ZHIJIA_ORIGINS", value_delimiter = ',', value_name = "URL")]
    pub origins: Vec<String>,
}

/// The file's keys; all optional.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Paper {
    database_url: Option<String>,
    key_file: Option<PathBuf>,
    listen: Option<SocketAddr>,
    #[serde(default)]
    secure: bool,
    #[serde(default)]
    proxy: bool,
    #[serde(default)]
    origins: Vec<String>,
    workers: Option<usize>,
    lookers: Option<usize>,
    requests_per_second: Option<std::num::NonZeroU32>,
    acts_per_second: Option<std::num::NonZeroU32>,
    /// Roles that have to use a second factor, such as `["chair", "admin"]`.
    #[serde(default)]
    second_factor: Vec<org::Role>,
    oidc: Option<Provider>,
}

/// An outside identity provider (OpenID Connect), `[oidc]` of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Provider {
    /// What people call it.
    name: String,
    /// Its issuer.
    issuer: String,
    /// Under which name this installation is known there.
    client_id: String,
    /// A file that holds the secret that goes with it.
    client_secret_file: Option<PathBuf>,
    /// The address people see of this installation; by default the first of `origins`.
    address: Option<String>,
    /// A file of the certificates its HTTPS is signed with, if these are not publicly known ones.
    certificates: Option<PathBuf>,
}

impl Provider {
    fn gather(self, origins: &[String]) -> Result<web::outside::Settings, String> {
        let read = |path: &Path| std::fs::read(path).map_err(|e| format!("oidc: {}: {e}", path.display()));
        let secret = self.client_secret_file.as_deref().map(read).transpose()?;
        let secret = secret.map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned());
        let address = self.address.or_else(|| origins.first().cloned());
        Ok(web::outside::Settings {
            name: self.name,
            issuer: self.issuer,
            client_id: self.client_id,
            client_secret: secret,
            address: address.ok_or("oidc: 请写上对外网址 / name the address people see: address = \"https://…\"")?,
            certificates: self.certificates.as_deref().map(read).transpose()?,
        })
    }
}

/// What came of flags, environment and file.
#[derive(Clone, Debug)]
pub struct Config {
    /// The database.
    pub place: Place,
    /// The file of the keys.
    pub key_file: PathBuf,
    /// Where to listen.
    pub listen: SocketAddr,
    /// The edge's settings.
    pub settings: web::Settings,
    /// Roles that have to use a second factor.
    pub second_factor: Vec<org::Role>,
    /// The outside provider people may sign in with.
    pub outside: Option<web::outside::Settings>,
}

impl Config {
    /// How the store is opened.
    #[must_use]
    pub fn options(&self) -> store::Options {
        store::Options {
            key_file: Some(self.key_file.clone()),
            ..store::Options::default()
        }
    }

    /// Puts flags, environment and file together.
    ///
    /// # Errors
    /// A sentence for the operator, if the file cannot be read or a key is unknown.
    pub fn gather(place: &Where, serving: &Serving) -> Result<Self, String> {
        let folder = place.data.clone().unwrap_or_else(|| PathBuf::from("data"));
        let paper = read_file(place.config.as_deref(), &folder)?;
        let url = place.database_url.clone().or_else(|| {
            if place.data.is_none() {
                paper.database_url.clone()
            } else {
                None
            }
        });
        let mut settings = web::Settings {
            secure: serving.secure || paper.secure,
            proxy: serving.proxy || paper.proxy,
            origins: if serving.origins.is_empty() {
                paper.origins
            } else {
                serving.origins.clone()
            },
            ..web::Settings::default()
        };
        settings.workers = paper.workers.unwrap_or(settings.workers).clamp(2, 512);
        settings.lookers = paper.lookers.unwrap_or(settings.lookers).clamp(2, 512);
        settings.requests_per_second = paper.requests_per_second.unwrap_or(settings.requests_per_second);
        settings.acts_per_second = paper.acts_per_second.unwrap_or(settings.acts_per_second);
        let key_file = place.key_file.clone().or(paper.key_file);
        Ok(Self {
            key_file: key_file.unwrap_or_else(|| folder.join("zhijia.keys")),
            place: url.map_or(Place::Folder(folder), Place::Url),
            listen: serving
                .listen
                .or(paper.listen)
                .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8688))),
            outside: paper
                .oidc
                .map(|provider| provider.gather(&settings.origins))
                .transpose()?,
            settings,
            second_factor: paper.second_factor,
        })
    }
}

fn read_file(named: Option<&Path>, folder: &Path) -> Result<Paper, String> {
    let usual = folder.join("zhijia.toml");
    let path = named.unwrap_or(&usual);
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(e) if named.is_none() && e.kind() == std::io::ErrorKind::NotFound => return Ok(Paper::default()),
        Err(e) => return Err(format!("配置文件读不了 / cannot read {}: {e}", path.display())),
    };
    toml::from_str(&text).map_err(|e| format!("配置文件有误 / error in {}:\n{e}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_wins_over_the_file() {
        let folder = std::env::temp_dir().join(format!("zhijia-config-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(
            folder.join("zhijia.toml"),
            "listen = \"127.0.0.1:9001\"\nsecure = true\nsecond-factor = [\"chair\", \"admin\"]\nkey-file = \"/etc/zhijia.keys\"\n",
        )
        .unwrap();
        let place = Where {
            data: Some(folder.clone()),
            ..Where::default()
        };
        let from_file = Config::gather(&place, &Serving::default()).unwrap();
        assert_eq!(from_file.listen.port(), 9001);
        assert!(from_file.settings.secure);
        assert_eq!(from_file.second_factor, [org::Role::Chair, org::Role::Admin]);
        assert_eq!(from_file.options().key_file, Some("/etc/zhijia.keys".into()));
        let flag = Serving {
            listen: Some(SocketAddr::from(([127, 0, 0, 1], 9002))),
            ..Serving::default()
        };
        assert_eq!(Config::gather(&place, &flag).unwrap().listen.port(), 9002);
        std::fs::write(folder.join("zhijia.toml"), "lissten = 1\n").unwrap();
        assert!(
            Config::gather(&place, &Serving::default())
                .unwrap_err()
                .contains("lissten")
        );
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
