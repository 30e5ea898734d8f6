//! A school union's file moves to PostgreSQL by one command, and the old place says so.

#![expect(clippy::unwrap_used, reason = "a test with processes")]

use std::{
    path::Path,
    process::{Command, Output},
};

use store::{Engine, Options, Place, testing};

fn zhijia(words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhijia"));
    command.env_remove("ZHIJIA_DATA").env_remove("ZHIJIA_DATABASE_URL");
    command.args(words).output().unwrap()
}

fn said(out: &Output) -> String {
    String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr)
}

fn url(fresh: &testing::Fresh) -> String {
    match fresh.place() {
        Place::Url(url) => url.clone(),
        Place::Folder(_) => String::new(),
    }
}

/// Where the keys of a data folder lie, for commands that open its database elsewhere.
fn keys(data: &Path) -> String {
    data.join("zhijia.keys").to_str().unwrap().to_owned()
}

fn school(data: &Path) -> String {
    let data = data.to_str().unwrap().to_owned();
    let person = ["--name", "李红梅", "--sign-in", "lihongmei", "--union", "晨光中学工会"];
    let made = zhijia(&[&["user", "create", "--data", &data][..], &person].concat());
    assert!(made.status.success(), "{}", said(&made));
    data
}

#[test]
fn a_file_moves_to_postgresql_and_verify_says_the_same() {
    let Some(target) = testing::empty(Engine::Postgres, Options::default()) else {
        return;
    };
    let (folder, url) = (tempfile::tempdir().unwrap(), url(&target));
    let data = school(folder.path());
    let before = zhijia(&["verify", "--data", &data, "--json"]);

    let moved = zhijia(&["migrate-to", "--data", &data, &url]);
    assert!(moved.status.success(), "{}", said(&moved));
    assert!(
        said(&moved).contains("已搬完") && said(&moved).contains("member  1"),
        "{}",
        said(&moved)
    );
    let keys = keys(folder.path());
    assert!(said(&moved).contains(&keys), "{}", said(&moved));
    let after = zhijia(&["verify", "--database-url", &url, "--key-file", &keys, "--json"]);
    assert!(after.status.success() && !after.stdout.is_empty());
    assert_eq!(said(&before), said(&after));

    // The old place is still sound, but is not served again by habit, nor moved twice.
    assert!(zhijia(&["verify", "--data", &data]).status.success());
    let habit = zhijia(&["serve", "--data", &data, "--listen", "127.0.0.1:0"]);
    assert!(
        !habit.status.success() && said(&habit).contains("已经搬走"),
        "{}",
        said(&habit)
    );
    assert!(!said(&habit).contains("password"));
    let twice = zhijia(&["migrate-to", "--data", &data, &url]);
    assert!(
        !twice.status.success() && said(&twice).contains("已经搬走"),
        "{}",
        said(&twice)
    );
}

#[test]
fn a_target_with_data_is_refused_and_nothing_is_marked() {
    let Some(target) = testing::empty(Engine::Postgres, Options::default()) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let (data, url) = (school(folder.path()), url(&target));
    let elsewhere = tempfile::tempdir().unwrap();
    let keys = keys(elsewhere.path());
    let other = [
        "--key-file",
        &keys,
        "--name",
        "王芳",
        "--sign-in",
        "wangfang",
        "--union",
        "别的工会",
    ];
    let made = zhijia(&[&["user", "create", "--database-url", &url][..], &other].concat());
    assert!(made.status.success(), "{}", said(&made));
    let refused = zhijia(&["migrate-to", "--data", &data, &url]);
    assert!(
        !refused.status.success() && said(&refused).contains("里面已有数据"),
        "{}",
        said(&refused)
    );
    assert!(!folder.path().join("zhijia.moved").exists());
    let kept = zhijia(&[
        "user",
        "disable",
        "--database-url",
        &url,
        "--key-file",
        &keys,
        "wangfang",
    ]);
    assert!(kept.status.success(), "{}", said(&kept));
}

#[test]
fn an_address_that_is_none_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let data = school(folder.path());
    let told = zhijia(&["migrate-to", "--data", &data, "/var/lib/other"]);
    assert!(
        !told.status.success() && said(&told).contains("postgres://"),
        "{}",
        said(&told)
    );
    let gone = zhijia(&["migrate-to", "--data", &data, "postgres://nobody@127.0.0.1:1/zhijia"]);
    assert!(
        !gone.status.success() && said(&gone).contains("数据库"),
        "{}",
        said(&gone)
    );
}
