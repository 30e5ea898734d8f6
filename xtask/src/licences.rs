//! Licences and sources of every package in the build, held to deny.toml.

use std::process::Command;
use std::time::Duration;

use serde_json::Value;
use spdx::{Expression, Licensee, ParseMode};

use crate::places::Places;
use crate::{Res, proc};

const LIMIT: Duration = Duration::from_secs(600);

/// Checks with cargo-deny where it is installed, else by ourselves.
pub fn check(places: &Places) -> Res<()> {
    if proc::which(&["cargo-deny"]).is_some() {
        let mut deny = proc::cargo();
        deny.args(["deny", "check", "licenses", "bans", "sources"])
            .current_dir(places.root());
        return proc::run(&mut deny, LIMIT);
    }
    let deny = places.of_root("deny.toml");
    let deny = std::fs::read_to_string(&deny).map_err(|e| format!("cannot read {}: {e}", deny.display()))?;
    let metadata = proc::read(
        proc::cargo()
            .args([
                "metadata",
                "--format-version",
                "1",
                "--all-features",
                "--filter-platform",
                &host()?,
            ])
            .current_dir(places.root()),
        LIMIT,
    )?;
    let metadata: Value = serde_json::from_str(&metadata).map_err(|e| format!("cargo metadata: {e}"))?;
    let (count, faults) = judge(&metadata, &allowed(&deny)?)?;
    if faults.is_empty() {
        println!("{count} packages, all licences allowed, all from the registry");
        return Ok(());
    }
    Err(faults.join("\n"))
}

/// The machine's target triple.
fn host() -> Res<String> {
    let text = proc::read(Command::new("rustc").arg("-vV"), LIMIT)?;
    let line = text.lines().find_map(|line| line.strip_prefix("host: "));
    line.map(str::to_owned)
        .ok_or_else(|| "rustc does not tell its host".into())
}

/// The allow list of deny.toml.
fn allowed(deny: &str) -> Res<Vec<Licensee>> {
    let deny: toml::Table = deny.parse().map_err(|e| format!("deny.toml: {e}"))?;
    let list = deny
        .get("licenses")
        .and_then(|table| table.get("allow"))
        .and_then(toml::Value::as_array);
    let list = list.ok_or("deny.toml has no licenses.allow")?;
    let one = |value: &toml::Value| {
        let name = value
            .as_str()
            .ok_or("deny.toml: licenses.allow holds something else than a name")?;
        Licensee::parse(name).map_err(|e| format!("deny.toml: {name}: {e}"))
    };
    list.iter().map(one).collect()
}

/// How many packages from outside there are, and what is wrong with which.
fn judge(metadata: &Value, allowed: &[Licensee]) -> Res<(usize, Vec<String>)> {
    let used: Option<std::collections::HashSet<&str>> = metadata["resolve"]["nodes"]
        .as_array()
        .map(|nodes| nodes.iter().filter_map(|node| node["id"].as_str()).collect());
    let used = used.ok_or("cargo metadata tells no resolution")?;
    let packages = metadata["packages"]
        .as_array()
        .ok_or("cargo metadata tells no packages")?;
    let mut count = 0;
    let mut faults = Vec::new();
    for package in packages
        .iter()
        .filter(|package| package["id"].as_str().is_some_and(|id| used.contains(id)))
    {
        // our own packages have no source
        let Some(source) = package["source"].as_str() else {
            continue;
        };
        count += 1;
        let name = format!(
            "{} {}",
            package["name"].as_str().unwrap_or("?"),
            package["version"].as_str().unwrap_or("?")
        );
        if !source.starts_with("registry+") && !source.starts_with("sparse+") {
            faults.push(format!("{name}: comes from {source}, not from the registry"));
        }
        if let Err(fault) = licence(package["license"].as_str(), allowed) {
            faults.push(format!("{name}: {fault}"));
        }
    }
    Ok((count, faults))
}

fn licence(text: Option<&str>, allowed: &[Licensee]) -> Res<()> {
    let text = text.ok_or("tells no licence")?;
    let expression = Expression::parse_mode(text, ParseMode::LAX).map_err(|e| format!("licence '{text}': {e}"))?;
    if expression.evaluate(|wanted| allowed.iter().any(|one| one.satisfies(wanted))) {
        Ok(())
    } else {
        Err(format!("licence '{text}' is not on the allow list of deny.toml"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DENY: &str = include_str!("../../deny.toml");

    #[test]
    fn choices_need_one_allowed_and_sums_need_all() {
        let allowed = allowed(DENY).unwrap();
        for good in [
            "MIT",
            "GPL-3.0-only OR MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "MIT/Apache-2.0",
        ] {
            assert_eq!(licence(Some(good), &allowed), Ok(()), "{good}");
        }
        for bad in [
            "GPL-3.0-or-later",
            "MIT AND GPL-2.0-only",
            "LGPL-2.1",
            "AGPL-3.0-only",
            "OpenSSL",
            "nonsense",
        ] {
            assert!(licence(Some(bad), &allowed).is_err(), "{bad}");
        }
        assert!(licence(None, &allowed).is_err());
        assert_eq!(
            licence(Some("Apache-2.0 WITH LLVM-exception OR GPL-2.0-only"), &allowed),
            Ok(())
        );
    }

    #[test]
    fn a_package_is_named_with_its_fault() {
        let metadata = serde_json::json!({
            "resolve": { "nodes": [{ "id": "a" }, { "id": "b" }, { "id": "own" }] },
            "packages": [
                { "id": "a", "name": "good", "version": "1.0.0", "license": "MIT", "source": "registry+x" },
                { "id": "b", "name": "bad", "version": "2.0.0", "license": "GPL-3.0-only", "source": "git+x" },
                { "id": "own", "name": "own", "version": "0.1.0", "license": null, "source": null },
                { "id": "unused", "name": "unused", "version": "1.0.0", "license": "GPL-3.0-only", "source": "registry+x" },
            ],
        });
        let (count, faults) = judge(&metadata, &allowed(DENY).unwrap()).unwrap();
        assert_eq!(count, 2);
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(
            faults.iter().all(|fault| fault.starts_with("bad 2.0.0: ")),
            "{faults:?}"
        );
    }
}
