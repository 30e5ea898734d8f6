//! Stories of very large files, from the command line.

use std::{
    fmt::Write,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use org::Role;
use testkit::Story;

use super::{figures, names, sound, work};
use crate::{
    roster::{
        direct::{BLOCKS, Failed, Order, Outcome, import},
        reading::Unread,
        trouble::KnownHow,
    },
    tests::kit,
};

fn taken(s: &Story, file: &Path, progress: &mut dyn FnMut(i64, i64)) -> Result<Outcome, Failed> {
    taken_by(BLOCKS, s, file, progress)
}

fn taken_by(blocks: usize, s: &Story, file: &Path, progress: &mut dyn FnMut(i64, i64)) -> Result<Outcome, Failed> {
    let order = Order {
        known: KnownHow::Fill,
        joined: None,
        blocks,
    };
    import((&s.store, &s.clock), s.union, file, &order, progress)
}

/// More rows than one act takes; one in a hundred without a name, one in fifty in a group that is not there.
fn many(rows: usize) -> String {
    let mut text = String::from("姓名,手机号,工会小组,入会日期\n");
    for n in 0..rows {
        let name = if n % 100 == 99 {
            String::new()
        } else {
            format!("会员{}", word(n))
        };
        let group = if n % 50 == 0 { "机关组" } else { "语文组" };
        writeln!(
            text,
            "{name},{},{group},2020-09-01",
            13_800_000_000_u64 + u64::try_from(n).unwrap()
        )
        .unwrap();
    }
    text
}

/// A number as letters: names have no digits.
fn word(n: usize) -> String {
    n.to_string()
        .chars()
        .map(|c| {
            "甲乙丙丁戊己庚辛壬癸"
                .chars()
                .nth(usize::try_from(c.to_digit(10).unwrap()).unwrap())
                .unwrap()
        })
        .collect()
}

#[test]
fn an_interrupted_import_goes_on_where_it_stopped_and_is_undone() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let (before, there) = (figures(s), names(&chair));
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("全部.csv");
        std::fs::write(&file, many(2_400)).unwrap();
        let broken = catch_unwind(AssertUnwindSafe(|| {
            taken_by(1, s, &file, &mut |done, all| assert!(done >= all, "the power fails")).map(|_| ())
        }));
        assert!(broken.is_err());
        let first = figures(s);
        assert_eq!(first, [("member.joined".to_owned(), 1_980)], "one act was kept");
        let mut told = Vec::new();
        let outcome = taken(s, &file, &mut |done, _| told.push(done)).unwrap();
        assert_eq!(
            told.last(),
            Some(&2_401),
            "what is in already is gone over, and the rest follows"
        );
        assert_eq!(
            (outcome.sums.added, outcome.sums.back, outcome.back.rows.len()),
            (2_376, 24, 24)
        );
        assert_eq!(figures(s), [("member.joined".to_owned(), 2_376)]);
        sound(s);
        assert!(chair.get("/org").shows("机关组"));
        let path = format!("/rosters/{}", outcome.roster);
        assert!(chair.get(&path).expect(200).shows("2,376"));
        chair.post(&format!("{path}/undo"), &[]).expect(303);
        work(s);
        assert_eq!((figures(s), names(&chair)), (before, there));
        sound(s);
    });
}

#[test]
fn what_is_no_roster_is_told() {
    testkit::story(kit, |s| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("数.csv");
        std::fs::write(&file, "甲,乙\n1,2\n").unwrap();
        assert!(matches!(taken(s, &file, &mut |_, _| ()), Err(Failed::NoName)));
        std::fs::write(&file, " \n").unwrap();
        assert!(matches!(
            taken(s, &file, &mut |_, _| ()),
            Err(Failed::Unread(Unread::Refused(papers::Refused::Empty)))
        ));
    });
}
