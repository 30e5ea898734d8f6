//! Steps against a running server: browser journeys, and the API as its document describes it.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::gate::Gate;
use crate::server::Server;
use crate::{Res, messy, proc, tools};

const BROWSER: u64 = 20;
const FUZZ: u64 = 20;
const SIGN_IN: Duration = Duration::from_secs(120);

/// The server that the journeys visit.
#[derive(Debug)]
pub enum Base {
    /// One that runs already, at this address.
    Running(String),
    /// A demo of its own, on SQLite or on that database; its data is verified afterwards.
    Fresh { database: Option<String> },
}

/// Runs the named browser journeys, all of them when none is named.
pub fn browser(gate: &mut Gate, base: Base, names: &[String]) -> Res<()> {
    tools::node_modules(gate.places())?;
    let chromium = tools::chromium().ok_or("no chromium is installed; run `cargo xtask install e2e`")?;
    let (server, base) = match base {
        Base::Running(url) => (None, url.trim_end_matches('/').to_owned()),
        Base::Fresh { database } => {
            let name = if database.is_some() { "e2e-postgres" } else { "e2e" };
            let server = Server::demo(gate.places(), gate.built(), name, database)?;
            let base = server.base().to_owned();
            (Some(server), base)
        }
    };
    let mut node = Command::new("node");
    node.arg("run.mjs")
        .args(names)
        .current_dir(gate.places().of_root("e2e"));
    node.env("ZHIJIA_BASE", base).env("ZHIJIA_CHROMIUM", chromium);
    let messy = gate.places().kept("messy")?;
    messy::write(&messy)?;
    node.env("ZHIJIA_MESSY", messy);
    if let Some(server) = &server {
        node.env("ZHIJIA_ACCOUNTS", server.accounts_json());
    }
    let (result, lines) = proc::run_keeping(&mut node, gate.limit(BROWSER), is_count);
    gate.close_with(lines);
    finish(server, result)
}

/// `3 passed, 0 failed`, alone on its line.
fn is_count(line: &str) -> bool {
    let Some((passed, failed)) = line.trim().split_once(" passed, ") else {
        return false;
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number(passed) && failed.strip_suffix(" failed").is_some_and(is_number)
}

/// Holds the API to its own document.
pub fn api(gate: &mut Gate) -> Res<()> {
    tools::node_modules(gate.places())?;
    let fuzzer = tools::schemathesis(gate.places())?;
    let server = Server::demo(gate.places(), gate.built(), "api", None)?;
    let result = fuzz(gate, &fuzzer, &server);
    finish(Some(server), result)
}

fn fuzz(gate: &Gate, fuzzer: &Path, server: &Server) -> Res<()> {
    let base = server.base();
    let cookie = sign_in(gate, server)?;
    let mut command = Command::new(fuzzer);
    command
        .arg("--config-file")
        .arg(gate.places().of_root("e2e/api/schemathesis.toml"));
    command.arg("run").arg(format!("{base}/api/openapi.json"));
    // what a browser on our own pages would send
    command.args([
        "--header",
        &format!("Cookie: {cookie}"),
        "--header",
        &format!("Origin: {base}"),
    ]);
    command.args(["--header", "Sec-Fetch-Site: same-origin"]);
    command.current_dir(gate.places().kept("api")?);
    proc::run(&mut command, gate.limit(FUZZ))
}

/// The session cookie of the demo's first account, got as a person would, through the sign-in page.
fn sign_in(gate: &Gate, server: &Server) -> Res<String> {
    if server.accounts().is_empty() {
        return Err("the demo told no account (a line of 'sign-in', name, password, role, parted by tabs)".into());
    }
    let chromium = tools::chromium().ok_or("no chromium is installed; run `cargo xtask install api`")?;
    let mut node = Command::new("node");
    node.arg("sign-in.mjs").current_dir(gate.places().of_root("e2e"));
    node.env("ZHIJIA_BASE", server.base()).env("ZHIJIA_CHROMIUM", chromium);
    node.env("ZHIJIA_ACCOUNTS", server.accounts_json());
    let cookie = proc::read(&mut node, SIGN_IN)?;
    Ok(cookie.trim().to_owned())
}

/// Ends the server; beside a failure its log is shown, after success its data is verified.
fn finish(server: Option<Server>, result: Res<()>) -> Res<()> {
    match (server, result) {
        (Some(server), Ok(())) => server.stop_and_verify(),
        (Some(server), Err(fault)) => Err(format!("{fault}\nthe server's log ends with\n{}", server.log_tail())),
        (None, result) => result,
    }
}

#[cfg(test)]
mod tests {
    use super::is_count;

    #[test]
    fn only_the_plain_count_is_repeated() {
        assert!(is_count("12 passed, 0 failed"));
        assert!(!is_count("smoke: 12 passed, 0 failed"));
        assert!(!is_count("12 passed, none failed"));
    }
}
