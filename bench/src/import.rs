//! A million people from a file into the register: `zhijia import`, validated, sealed, indexed, with facts and events, beside
//! the sqlite3 shell's `.import` of the very rows that came of it into the same tables and indexes without rules.

use std::{
    fmt::Write as _,
    fs::{self, File},
    io::{BufWriter, Write as _},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use kernel::{
    Date,
    identity::{IdentityKind, IdentityNumber},
};
use papers::book::{Book, Cell, Sheet};

use crate::{Res, beside, names, say};

/// The tables that an import writes.
const TABLES: [&str; 8] = [
    "member",
    "member_version",
    "member_sealed",
    "member_recording",
    "identity_place",
    "fact",
    "event",
    "roster_chunk",
];

const HEADS: [&str; 9] = [
    "姓名",
    "性别",
    "身份证号",
    "手机号",
    "学历",
    "用工形式",
    "部门",
    "工会小组",
    "入会日期",
];

/// A person of the file.
fn person(n: u64, today: Date) -> Res<[String; 9]> {
    let day = Date::new(1945, 1, 1)?.plus_days(i32::try_from(n / 100 % 18_000)?);
    let man = n % 2;
    let old = format!(
        "4403{:02}{}{:03}",
        n % 100,
        day.to_string().replace('-', "").split_off(2),
        2 - man
    );
    let number = IdentityNumber::read(IdentityKind::Resident, &old, today)?;
    let joined = Date::new(2000, 1, 1)?.plus_days(i32::try_from(names::below(n, 300))? * 30);
    Ok([
        names::name(n),
        if man == 1 { "男" } else { "女" }.to_owned(),
        number.reveal().to_owned(),
        format!("1{:010}", 3_000_000_000 + n),
        ["本科", "大专", "硕士"]
            .get(usize::try_from(n % 3)?)
            .copied()
            .unwrap_or("本科")
            .to_owned(),
        ["在编", "合同制", "劳务派遣"]
            .get(usize::try_from(n % 3)?)
            .copied()
            .unwrap_or("在编")
            .to_owned(),
        format!("第{}部", n % 40),
        format!("第{}小组", n % 200),
        joined.to_string(),
    ])
}

fn csv(path: &Path, rows: u64, today: Date) -> Res<()> {
    let mut file = BufWriter::new(File::create(path)?);
    writeln!(file, "{}", HEADS.join(","))?;
    for n in 0..rows {
        writeln!(file, "{}", person(n, today)?.join(","))?;
    }
    Ok(file.flush()?)
}

fn xlsx(path: &Path, rows: u64, today: Date) -> Res<()> {
    let mut all = vec![HEADS.iter().map(|head| Cell::text(*head)).collect()];
    for n in 0..rows {
        all.push(person(n, today)?.into_iter().map(Cell::text).collect());
    }
    let mut book = Book::new();
    book.sheet(Sheet {
        name: "名册".into(),
        rows: all,
        ..Sheet::default()
    });
    Ok(fs::write(path, book.to_bytes()?)?)
}

/// A union in a fresh folder.
fn founded(folder: &Path) -> Res<()> {
    let mut made = Command::new(beside("zhijia")?)
        .args([
            "user",
            "create",
            "--name",
            "李红梅",
            "--sign-in",
            "li",
            "--role",
            "chair",
            "--union",
            "总工会",
        ])
        .args(["--password-stdin", "--data"])
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()?;
    made.stdin
        .take()
        .ok_or("no way in")?
        .write_all("Gonghui-2026\n".as_bytes())?;
    if made.wait()?.success() {
        Ok(())
    } else {
        Err("no union was founded".into())
    }
}

/// Takes a file in; how long it took, and the most memory held, in MiB.
fn imported(folder: &Path, file: &Path) -> Res<(Duration, u64)> {
    let begun = Instant::now();
    let mut child = Command::new(beside("zhijia")?)
        .arg("import")
        .arg("--data")
        .arg(folder)
        .arg(file)
        .stdout(Stdio::null())
        .spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    loop {
        let told = fs::read_to_string(&status).unwrap_or_default();
        let peak = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|text| text.trim().trim_end_matches(" kB").parse::<u64>().ok());
        most = most.max(peak.unwrap_or(0));
        match child.try_wait()? {
            Some(ended) if ended.success() => return Ok((begun.elapsed(), most / 1024)),
            Some(_) => return Err("the import did not come to its end".into()),
            None => thread::sleep(Duration::from_millis(50)),
        }
    }
}

fn shell(database: &Path, script: &str) -> Res<String> {
    let mut child = Command::new("sqlite3")
        .arg(database)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    child.stdin.take().ok_or("no way in")?.write_all(script.as_bytes())?;
    let out = child.wait_with_output()?;
    if out.status.success() {
        Ok(String::from_utf8_lossy(&out.stdout).into_owned())
    } else {
        Err("sqlite3 did not come to its end".into())
    }
}

/// The same rows by the shell's `.import`, into the same tables and indexes without the rules of STRICT tables; bytes lie
/// in the files as hexadecimal. The shell knows no NULL: where many would break a unique key, bytes at random stand for them.
fn bare(scratch: &Path, data: &Path) -> Res<Duration> {
    let database = data.join("zhijia.sqlite");
    let mut out = String::new();
    for table in TABLES {
        let columns = shell(&database, &format!("SELECT name FROM pragma_table_info('{table}');"))?;
        let unique = shell(
            &database,
            &format!(
                "SELECT i.name FROM pragma_index_list('{table}') l, pragma_index_info(l.name) i WHERE l.\"unique\" = 1;"
            ),
        )?;
        let cell = |name: &str| {
            let none = if unique.lines().any(|one| one == name) {
                "WHEN 'null' THEN hex(randomblob(16)) "
            } else {
                ""
            };
            format!("CASE typeof({name}) WHEN 'blob' THEN hex({name}) {none}ELSE {name} END")
        };
        let cells: Vec<String> = columns.lines().map(cell).collect();
        let file = scratch.join(format!("{table}.csv"));
        writeln!(
            out,
            ".mode csv\n.once '{}'\nSELECT {} FROM {table};",
            file.display(),
            cells.join(", ")
        )?;
    }
    shell(&database, &out)?;
    let list: Vec<String> = TABLES.iter().map(|table| format!("'{table}'")).collect();
    let schema = shell(
        &database,
        &format!(
            "SELECT sql || ';' FROM sqlite_schema WHERE tbl_name IN ({}) AND sql IS NOT NULL ORDER BY type DESC;",
            list.join(", ")
        ),
    )?;
    let schema = schema
        .replace("STRICT", "")
        .replace(", WITHOUT ROWID", "")
        .replace("WITHOUT ROWID", "");
    let fresh = scratch.join("bare.sqlite");
    let _ = fs::remove_file(&fresh);
    shell(&fresh, &format!("PRAGMA ignore_check_constraints = ON;\n{schema}"))?;
    let mut script = String::from("PRAGMA ignore_check_constraints = ON;\n.mode csv\n");
    for table in TABLES {
        writeln!(
            script,
            ".import '{}' {table}",
            scratch.join(format!("{table}.csv")).display()
        )?;
    }
    let begun = Instant::now();
    shell(&fresh, &script)?;
    Ok(begun.elapsed())
}

/// Measures and prints.
pub fn run(scratch: &Path, rows: u64) -> Res<()> {
    let folder = tempfile::tempdir_in(scratch)?;
    let at = |name: &str| folder.path().join(name);
    let today = Date::new(2026, 11, 21)?;
    csv(&at("many.csv"), rows, today)?;
    let mib = fs::metadata(at("many.csv"))?.len() >> 20;
    founded(&at("data"))?;
    let (took, held) = imported(&at("data"), &at("many.csv"))?;
    say(&format!(
        "import of {rows} rows ({mib} MiB of CSV): {:.1} s, {:.0} rows a second, most memory {held} MiB (≤ 400)",
        took.as_secs_f64(),
        f64::from(u32::try_from(rows)?) / took.as_secs_f64()
    ));
    let shell = bare(folder.path(), &at("data"))?;
    say(&format!(
        "sqlite3 .import of the rows that came of it: {:.1} s; ratio {:.1} (≤ 8)",
        shell.as_secs_f64(),
        took.as_secs_f64() / shell.as_secs_f64()
    ));
    xlsx(&at("many.xlsx"), 100_000, today)?;
    founded(&at("other"))?;
    let (took, held) = imported(&at("other"), &at("many.xlsx"))?;
    say(&format!(
        "import of 100,000 rows of .xlsx: {:.1} s (≤ 10), most memory {held} MiB",
        took.as_secs_f64()
    ));
    Ok(())
}
