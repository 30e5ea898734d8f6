//! What the steps need besides Rust, and how it gets onto a machine: Debian packages when we are root, else the exact
//! command for the person to run.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::places::Places;
use crate::{Res, pg, proc};

const LOOK: Duration = Duration::from_secs(60);
const FETCH: Duration = Duration::from_secs(900);
const TRIES: u32 = 3;
/// The API fuzzer and all it stands on, each at one version.
const FUZZER: &str = "e2e/api/requirements.txt";

/// Something a step needs on the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// A PostgreSQL server's programs.
    Postgres,
    /// What keeps a pair of servers and changes over between them.
    Failover,
    /// A browser that journeys drive.
    Chromium,
    /// Fonts with Chinese letters, for screenshots and printed papers.
    ChineseFonts,
    /// Writer and Calc, which open what we write.
    Office,
    /// Pages of a PDF as pictures and text.
    Poppler,
    /// Python that can make a virtual environment.
    Python,
    /// Node and npm, at least version 20.
    Node,
}

impl Need {
    fn packages(self) -> Vec<String> {
        let plain: &[&str] = match self {
            Need::Failover => {
                let extension = pg::version().map(|version| format!("postgresql-{version}-auto-failover"));
                return extension
                    .into_iter()
                    .chain(["pg-auto-failover-cli".to_owned()])
                    .collect();
            }
            Need::Postgres => &["postgresql"],
            Need::Chromium => &["chromium"],
            Need::ChineseFonts => &["fontconfig", "fonts-noto-cjk"],
            Need::Office => &["libreoffice-writer", "libreoffice-calc"],
            Need::Poppler => &["poppler-utils"],
            Need::Python => &["python3-venv", "python3-pip"],
            Need::Node => &["nodejs", "npm"],
        };
        plain.iter().map(|name| (*name).to_owned()).collect()
    }

    fn is_met(self) -> bool {
        match self {
            Need::Postgres => pg::programs().is_some(),
            Need::Failover => proc::which(&["pg_autoctl"]).is_some(),
            Need::Chromium => chromium().is_some(),
            Need::ChineseFonts => {
                proc::read(Command::new("fc-list").arg(":lang=zh-cn"), LOOK).is_ok_and(|fonts| !fonts.trim().is_empty())
            }
            Need::Office => office_is_there(),
            Need::Poppler => proc::which(&["pdftoppm"]).is_some() && proc::which(&["pdftotext"]).is_some(),
            Need::Python => python().is_some(),
            Need::Node => proc::which(&["node"]).is_some() && proc::which(&["npm"]).is_some(),
        }
    }
}

fn office_is_there() -> bool {
    let Some(program) = proc::which(&["soffice", "libreoffice"]) else {
        return false;
    };
    // Calc is a package of its own on Debian; elsewhere the suite comes whole
    let Ok(program) = program.canonicalize() else {
        return false;
    };
    let calc = program.parent().map(|dir| dir.join("libsclo.so"));
    !program.starts_with("/usr/lib/libreoffice") || calc.is_some_and(|file| file.is_file())
}

/// The browser.
pub fn chromium() -> Option<PathBuf> {
    proc::which(&["chromium", "chromium-browser", "google-chrome"])
}

/// A Python that can make virtual environments: the first on the path, or the system's own beside it.
fn python() -> Option<PathBuf> {
    [proc::which(&["python3"]), Some(PathBuf::from("/usr/bin/python3"))]
        .into_iter()
        .flatten()
        .find(|python| proc::read(Command::new(python).args(["-c", "import venv, ensurepip"]), LOOK).is_ok())
}

/// Installs what is missing, or says how.
pub fn install(needs: &[Need]) -> Res<()> {
    let missing: Vec<Need> = needs.iter().copied().filter(|need| !need.is_met()).collect();
    if missing.is_empty() {
        return old_node(needs);
    }
    let packages: Vec<String> = missing.iter().flat_map(|need| need.packages()).collect();
    let list = packages.join(" ");
    let Some(apt) = proc::which(&["apt-get"]) else {
        return Err(format!(
            "this machine lacks {missing:?}; install what Debian calls: {list}"
        ));
    };
    if !rustix::process::geteuid().is_root() {
        return Err(format!(
            "this machine lacks {missing:?}; run:\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends {list}"
        ));
    }
    println!("installing {list}");
    let apt = || {
        let mut command = Command::new(&apt);
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command.args(["-q", "-o", "DPkg::Lock::Timeout=600", "-o", "Acquire::Retries=3"]);
        command
    };
    again("apt-get update", || proc::run(apt().arg("update"), FETCH))?;
    again("apt-get install", || {
        proc::run(
            apt().args(["install", "-y", "--no-install-recommends"]).args(&packages),
            FETCH,
        )
    })?;
    match missing.iter().find(|need| !need.is_met()) {
        Some(need) => Err(format!("{need:?} is still missing after installing {list}")),
        None => old_node(needs),
    }
}

/// The browser driver wants Node 20; an older one fails in words nobody understands.
fn old_node(needs: &[Need]) -> Res<()> {
    if !needs.contains(&Need::Node) {
        return Ok(());
    }
    let version = proc::read(Command::new("node").arg("--version"), LOOK)?;
    let major = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|n| n.parse::<u32>().ok());
    match major {
        Some(20..) => Ok(()),
        _ => Err(format!(
            "node is {}, and the browser journeys want 20 or newer; install a newer one",
            version.trim()
        )),
    }
}

/// Tries again after a while what may fail through no fault of ours: the network, a package lock.
fn again(what: &str, mut act: impl FnMut() -> Res<()>) -> Res<()> {
    let mut wait = Duration::from_secs(5);
    for attempt in 1..TRIES {
        match act() {
            Ok(()) => return Ok(()),
            Err(fault) if proc::stopped() => return Err(fault),
            Err(fault) => eprintln!("{what} failed ({fault}); attempt {} of {TRIES} follows", attempt + 1),
        }
        proc::pause(wait)?;
        wait *= 3;
    }
    act().map_err(|fault| format!("{what} failed {TRIES} times: {fault}"))
}

/// The JavaScript packages of the browser journeys, as the lock file has them.
pub fn node_modules(places: &Places) -> Res<()> {
    let lock = places.of_root("e2e/package-lock.json");
    let stamp = places.of_root("e2e/node_modules/.installed-from");
    let wanted = std::fs::read_to_string(&lock).map_err(|e| format!("cannot read {}: {e}", lock.display()))?;
    if std::fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    again("npm ci", || {
        let mut npm = Command::new("npm");
        npm.args(["ci", "--no-audit", "--no-fund", "--prefer-offline"])
            .current_dir(places.of_root("e2e"));
        proc::run(&mut npm, FETCH)
    })?;
    std::fs::write(&stamp, wanted).map_err(|e| format!("cannot write {}: {e}", stamp.display()))
}

/// The API fuzzer in a virtual environment of its own; made anew when the wanted versions change.
pub fn schemathesis(places: &Places) -> Res<PathBuf> {
    let list = places.of_root(FUZZER);
    let wanted = std::fs::read_to_string(&list).map_err(|e| format!("cannot read {}: {e}", list.display()))?;
    let venv = places.kept("venv")?;
    let (program, stamp) = (venv.join("bin/schemathesis"), venv.join(".installed-from"));
    let fresh = std::fs::read_to_string(&stamp).is_ok_and(|found| found == wanted);
    if fresh && proc::read(Command::new(&program).arg("--version"), LOOK).is_ok() {
        return Ok(program);
    }
    let python = python().ok_or("no python3 that can make a virtual environment")?;
    proc::run(Command::new(python).args(["-m", "venv", "--clear"]).arg(&venv), FETCH)?;
    again("pip install", || {
        let mut pip = Command::new(venv.join("bin/python"));
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
            .arg(&list);
        proc::run(&mut pip, FETCH)
    })?;
    std::fs::write(&stamp, wanted).map_err(|e| format!("cannot write {}: {e}", stamp.display()))?;
    Ok(program)
}
