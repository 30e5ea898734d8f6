//! The key file: made, wrong, changed, lost.

use super::*;

#[test]
fn keys_are_made_at_the_first_start_for_their_owner_alone() {
    for home in Home::started() {
        assert_eq!(fs::metadata(&home.file).unwrap().permissions().mode() & 0o777, 0o600);
        let folder = home.file.parent().unwrap();
        assert_eq!(fs::metadata(folder).unwrap().permissions().mode() & 0o777, 0o700);
        assert_eq!(lines(&home.file).len(), 2);
        let known: Vec<_> = home
            .db
            .keys()
            .unwrap()
            .into_iter()
            .map(|key| (key.kind, key.number))
            .collect();
        assert_eq!(known, [(KeyKind::Root, 1), (KeyKind::Seal, 1)]);
        let id = add(&home.db, "11010519491231002X");
        let before = lines(&home.file);
        assert_eq!(opened(&home.again().unwrap(), id).unwrap(), "11010519491231002X");
        assert_eq!(lines(&home.file), before, "a second start changes nothing");
    }
}

#[test]
fn a_wrong_file_is_refused_with_its_reason() {
    for home in Home::started() {
        let id = add(&home.db, "E12345678");
        let good = fs::read(&home.file).unwrap();
        let own = |mode: u32| fs::set_permissions(&home.file, fs::Permissions::from_mode(mode)).unwrap();

        fs::remove_file(&home.file).unwrap();
        assert_eq!(home.trouble(), KeyTrouble::Missing(home.file.clone()));
        assert!(!home.file.exists(), "no new keys are made over sealed values");

        let other = Home::new(Engine::Sqlite).unwrap();
        other.db.migrate(&steps(), at()).unwrap();
        copied(&home.file, &other.file);
        assert_eq!(home.trouble(), KeyTrouble::Foreign(home.file.clone()));

        for (damaged, why) in [
            ("root 1 00\n".to_owned(), "a line of it is damaged"),
            (
                String::from_utf8_lossy(&good[..good.len() - 9]).into_owned(),
                "a line of it is damaged",
            ),
            (lines(&other.file)[0].clone(), "it is not whole"),
            (String::new(), "it is not whole"),
            (format!("{0}\n{0}\n", lines(&other.file)[0]), "it names a key twice"),
        ] {
            fs::write(&home.file, damaged).unwrap();
            let file = home.file.clone();
            assert_eq!(
                home.trouble(),
                KeyTrouble::Unreadable {
                    file,
                    why: why.to_owned()
                }
            );
        }

        fs::write(&home.file, &good).unwrap();
        own(0o640);
        assert_eq!(home.trouble(), KeyTrouble::Exposed(home.file.clone()));
        own(0o600);
        assert_eq!(opened(&home.again().unwrap(), id).unwrap(), "E12345678");
    }
}

#[test]
fn a_key_is_changed_while_everybody_works_on() {
    for home in Home::started() {
        let mine: &Store = &home.db;
        let other = home.again().unwrap();
        let old = add(mine, "old");
        assert_eq!(mine.add_key(later(1)).unwrap(), 2);
        // The other program notices: it opens what is new, and seals under the new key itself.
        let new = add(mine, "new");
        assert_eq!(opened(&other, new).unwrap(), "new");
        assert_eq!(opened(&other, old).unwrap(), "old");
        assert_eq!(sealed(&other, add(&other, "newer"))[..3], [1, 0, 2]);
        assert_eq!(numbers(mine), [(1, 1), (2, 2)]);
        let way = reseal(&other);
        assert_eq!((way.resealed(), way.closed()), (1, 0));
        assert_eq!(numbers(mine), [(2, 3)]);
        for (id, text) in [(old, "old"), (new, "new")] {
            assert_eq!(opened(mine, id).unwrap(), text);
        }
        assert!(home.again().is_ok());
    }
}

#[test]
fn a_change_of_keys_that_is_killed_goes_on_from_where_it_was() {
    const MANY: usize = 1203;
    for home in Home::started() {
        let store: &Store = &home.db;
        store
            .write(|w| {
                for n in 0..MANY {
                    let id: CardId = fresh(at());
                    let sealed = w.seal(NUMBER.at(union(), id), format!("number {n}").as_bytes())?;
                    w.run(ADD, &[&union(), &id, &sealed])?;
                }
                let device: Id<()> = fresh(at());
                let sealed = w.seal(CODE.at_house(device), b"code")?;
                let add = Sql::house(
                    "INSERT INTO device (id, code) VALUES ($1, $2)",
                    "test: a device of the house",
                );
                w.run(add, &[&device, &sealed])
            })
            .unwrap();
        let count = u64::try_from(MANY).unwrap();
        store.add_key(at()).unwrap();
        let mut way = Reseal::new(&ALL);
        while way.resealed() == 0 {
            way.step(store).unwrap();
        }
        assert_eq!(way.resealed(), 500);
        drop(way);
        assert_eq!(numbers(store), [(1, count - 500), (2, 500), (1, 1)]);
        // Another program goes on; what is done is not done again.
        let way = reseal(&home.again().unwrap());
        assert_eq!((way.resealed(), way.closed()), (count - 500 + 1, 0));
        assert_eq!(numbers(store), [(2, count), (2, 1)]);
        let mut texts: Vec<String> = store
            .read(|r| {
                let rows: Vec<(CardId, Vec<u8>)> =
                    r.rows(CARDS_OF, &[&union()], |row| Ok((row.get(0)?, row.get(1)?)))?;
                rows.into_iter()
                    .map(|(id, sealed)| r.open(NUMBER.at(union(), id), &sealed)?.text().map(str::to_owned))
                    .collect::<Result<_, Error>>()
            })
            .unwrap();
        texts.sort_by_key(|text| text[7..].parse::<usize>().unwrap());
        assert!(texts.iter().enumerate().all(|(n, text)| *text == format!("number {n}")));
        assert_eq!(reseal(store).resealed(), 0);
    }
}

#[test]
fn an_old_key_is_given_up_when_nothing_needs_it() {
    for home in Home::started() {
        let store: &Store = &home.db;
        let id = add(store, "text");
        let old = sealed(store, id);
        let in_use = |number| Err(Error::Key(KeyTrouble::InUse(number)));
        assert_eq!(store.forget_key(1, &ALL, later(9)), in_use(1), "it is the newest");
        store.add_key(at()).unwrap();
        assert_eq!(store.forget_key(1, &ALL, later(9)), in_use(1), "a value is under it");
        reseal(store);
        let soon = later(1).plus_millis(-1);
        assert_eq!(
            store.forget_key(1, &ALL, soon),
            in_use(1),
            "somebody may still be writing with it"
        );
        store.forget_key(1, &ALL, later(1)).unwrap();
        assert_eq!(lines(&home.file).len(), 2);
        assert_eq!(opened(&home.again().unwrap(), id).unwrap(), "text");
        let known = store.keys().unwrap();
        let status: Vec<_> = known
            .into_iter()
            .map(|key| (key.kind, key.number, key.status))
            .collect();
        let (gone, held) = (KeyStatus::Forgotten, KeyStatus::Held);
        assert_eq!(
            status,
            [
                (KeyKind::Root, 1, held),
                (KeyKind::Seal, 1, gone),
                (KeyKind::Seal, 2, held)
            ]
        );
        let lacks = store.read(|r| r.open(NUMBER.at(union(), id), &old).map(drop));
        assert_eq!(
            lacks,
            Err(Error::Key(KeyTrouble::Lacks {
                file: home.file.clone(),
                number: 1
            }))
        );
        assert_eq!(store.add_key(later(2)).unwrap(), 3, "numbers are never given twice");
    }
}

#[test]
fn lost_keys_are_replaced_and_found_ones_taken_back() {
    for home in Home::started() {
        let id = add(&home.db, "text");
        assert_eq!(
            home.db.give_up_lost_keys(at()),
            Err(Error::Key(KeyTrouble::NoneMissing))
        );
        let found = home.file.with_extension("found");
        fs::rename(&home.file, &found).unwrap();
        let store = Store::open(home.db.place(), home.db.options().clone()).unwrap();
        store.give_up_lost_keys(later(1)).unwrap();
        let again = home.again().unwrap();
        let lacks = KeyTrouble::Lacks {
            file: home.file.clone(),
            number: 1,
        };
        assert_eq!(opened(&again, id), Err(Error::Key(lacks)));
        let value = sealed(&again, id);
        let held = again.read(|r| r.open_if_held(NUMBER.at(union(), id), &value)).unwrap();
        assert!(held.is_none(), "it reads like a value that is not known");
        let new = add(&again, "entered again");
        assert_eq!(opened(&again, new).unwrap(), "entered again");
        let way = reseal(&again);
        assert_eq!(
            (way.resealed(), way.closed()),
            (0, 1),
            "what cannot be opened stays as it is"
        );
        // The old file turns up: its line of the key for sealing goes into the new file.
        let mut all = lines(&home.file);
        all.push(lines(&found)[1].clone());
        fs::write(&home.file, all.join("\n")).unwrap();
        let again = home.again().unwrap();
        assert_eq!(opened(&again, id).unwrap(), "text");
        assert_eq!((reseal(&again).resealed(), numbers(&again)), (1, vec![(2, 2)]));
    }
}

#[test]
fn an_old_copy_of_the_file_is_refused() {
    for home in Home::started() {
        let copy = home.file.with_extension("copy");
        fs::copy(&home.file, &copy).unwrap();
        home.db.add_key(at()).unwrap();
        let new = add(&home.db, "new");
        copied(&home.file, &copy);
        let file = home.file.clone();
        assert_eq!(home.trouble(), KeyTrouble::Lacks { file, number: 2 });
        // The newer file is lost: key 1 is kept, key 2 given up.
        let store = Store::open(home.db.place(), home.db.options().clone()).unwrap();
        store.give_up_lost_keys(later(1)).unwrap();
        let again = home.again().unwrap();
        assert!(opened(&again, new).is_err());
        assert_eq!(sealed(&again, add(&again, "newest"))[..3], [1, 0, 3]);
    }
}

#[test]
fn a_file_changed_under_a_running_program_is_not_taken() {
    for home in Home::started() {
        let id = add(&home.db, "text");
        let other = Home::new(Engine::Sqlite).unwrap();
        other.db.migrate(&steps(), at()).unwrap();
        for _ in 0..2 {
            copied(&home.file, &other.file);
            assert_eq!(opened(&home.db, id).unwrap(), "text");
            assert_eq!(opened(&home.db, add(&home.db, "more")).unwrap(), "more");
            fs::remove_file(&home.file).unwrap();
        }
        assert_eq!(opened(&home.db, id).unwrap(), "text");
        assert_eq!(sealed(&home.db, add(&home.db, "more"))[..3], [1, 0, 1]);
    }
}
