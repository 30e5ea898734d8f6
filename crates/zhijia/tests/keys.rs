//! The key file as the one who runs the machine meets it: at the first start, with a backup, when it is wrong or lost.

#![expect(clippy::unwrap_used, reason = "a test")]

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Output},
};

const ZHIJIA: &str = env!("CARGO_BIN_EXE_zhijia");

/// Runs the program on a folder of data; whether it succeeded, and what it said.
fn zhijia(data: &Path, args: &[&str]) -> (bool, String) {
    let Output { status, stdout, stderr } = Command::new(ZHIJIA)
        .args(args)
        .arg("--data")
        .arg(data)
        .output()
        .unwrap();
    let said = [stdout, stderr].concat();
    (status.success(), String::from_utf8(said).unwrap())
}

fn done(data: &Path, args: &[&str]) -> String {
    let (ok, said) = zhijia(data, args);
    assert!(ok, "{args:?}: {said}");
    said
}

fn refused(data: &Path, args: &[&str]) -> String {
    let (ok, said) = zhijia(data, args);
    assert!(!ok, "{args:?}: {said}");
    said
}

fn founded(data: &Path) {
    let create = [
        "user",
        "create",
        "--union",
        "晨光中学工会",
        "--name",
        "李红梅",
        "--sign-in",
        "lihongmei",
    ];
    done(data, &create);
}

#[test]
fn a_backup_moves_to_another_machine_together_with_the_key_file() {
    let folder = tempfile::tempdir().unwrap();
    let (here, there) = (folder.path().join("here"), folder.path().join("there"));
    founded(&here);
    let keys = here.join("zhijia.keys");
    assert_eq!(fs::metadata(&keys).unwrap().permissions().mode() & 0o777, 0o600);

    let backup = folder.path().join("school.zhijia");
    let said = done(&here, &["backup", backup.to_str().unwrap()]);
    assert!(
        said.contains("密钥不在备份里") && said.contains(keys.to_str().unwrap()),
        "{said}"
    );
    let said = done(&there, &["restore", backup.to_str().unwrap()]);
    assert!(
        said.contains("启动以前") && said.contains(there.join("zhijia.keys").to_str().unwrap()),
        "{said}"
    );

    for command in [
        ["verify"].as_slice(),
        &["serve", "--listen", "127.0.0.1:0"],
        &["keys", "show"],
    ] {
        let said = refused(&there, command);
        assert!(said.contains("放回这里") && said.contains("--key-file"), "{said}");
    }
    let named = ["verify", "--key-file", keys.to_str().unwrap()];
    assert!(done(&there, &named).contains("核验通过"), "the file may lie elsewhere");
    fs::copy(&keys, there.join("zhijia.keys")).unwrap();
    assert!(done(&there, &["verify"]).contains("核验通过"));
}

#[test]
fn a_key_is_changed_and_the_old_one_stays_a_while() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    founded(data);
    let before = done(data, &["keys", "show"]);
    assert!(
        before.contains("root 1") && before.contains("seal 1") && !before.contains("seal 2"),
        "{before}"
    );
    let said = done(data, &["keys", "rotate"]);
    assert!(said.contains("新密钥 2") && said.contains("副本"), "{said}");
    let after = done(data, &["keys", "show"]);
    assert!(after.contains("seal 1") && after.contains("seal 2"), "{after}");
    let said = refused(data, &["keys", "forget", "1"]);
    assert!(said.contains("不到一小时"), "{said}");
    assert!(refused(data, &["keys", "forget", "2"]).contains("还在用"));
    done(data, &["keys", "reseal"]);
    // What it says tells no key.
    let file = fs::read_to_string(data.join("zhijia.keys")).unwrap();
    let secrets = file
        .lines()
        .filter_map(|line| line.split(' ').nth(2))
        .filter(|word| word.len() == 64);
    for secret in secrets {
        assert!(!after.contains(&secret[..12]));
    }
}

#[test]
fn a_file_that_is_wrong_or_lost_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let (data, other) = (folder.path().join("data"), folder.path().join("other"));
    founded(&data);
    founded(&other);
    let keys = data.join("zhijia.keys");

    fs::set_permissions(&keys, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(refused(&data, &["verify"]).contains("chmod 600"));
    fs::set_permissions(&keys, fs::Permissions::from_mode(0o600)).unwrap();

    fs::copy(other.join("zhijia.keys"), &keys).unwrap();
    assert!(refused(&data, &["verify"]).contains("另一套系统"));
    assert!(
        refused(&data, &["keys", "replace", "--lost"]).contains("另一套系统"),
        "it is not written over"
    );
    fs::write(&keys, "root 1 0000").unwrap();
    assert!(refused(&data, &["verify"]).contains("换下它"));

    fs::remove_file(&keys).unwrap();
    assert!(refused(&data, &["keys", "replace"]).contains("先找一找"));
    let said = done(&data, &["keys", "replace", "--lost"]);
    assert!(
        said.contains("root 1") && said.contains("遗失") && said.contains("root 2"),
        "{said}"
    );
    assert!(done(&data, &["verify"]).contains("核验通过"));
    assert!(refused(&data, &["keys", "replace", "--lost"]).contains("密钥都在"));
}
