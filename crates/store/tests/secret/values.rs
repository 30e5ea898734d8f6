//! Sealed values: their places, blind indexes, backups.

use super::*;

#[test]
fn a_sealed_value_opens_in_its_place_alone() {
    for home in Home::started() {
        let (one, two) = (add(&home.db, "11010519491231002X"), add(&home.db, "11010519491231002X"));
        let value = sealed(&home.db, one);
        assert_ne!(value, sealed(&home.db, two), "equal values do not look equal");
        assert!(!value.windows(8).any(|part| part == b"19491231"));
        home.db
            .read(|r| {
                assert_eq!(r.open(NUMBER.at(union(), one), &value)?.text()?, "11010519491231002X");
                let elsewhere = [
                    NUMBER.at(union(), two),
                    SPARE.at(union(), one),
                    CODE.at_house(one),
                    NUMBER.at(fresh(at()), one),
                    Sealed::of_union("cards", "number", "id").at(union(), one),
                ];
                for place in elsewhere {
                    let trouble = r.open(place.clone(), &value).err();
                    assert!(
                        matches!(trouble, Some(Error::Key(KeyTrouble::NotGenuine { .. }))),
                        "{place:?}"
                    );
                }
                for at in 0..value.len() {
                    let mut changed = value.clone();
                    changed[at] ^= 1;
                    assert!(r.open(NUMBER.at(union(), one), &changed).is_err(), "byte {at}");
                    assert!(r.open(NUMBER.at(union(), one), &value[..at]).is_err(), "cut at {at}");
                }
                Ok::<_, Error>(())
            })
            .unwrap();
        // Somebody with a hand in the database gives one member the number of another.
        home.db.write(move |w| w.run(PUT, &[&union(), &two, &value])).unwrap();
        let trouble = KeyTrouble::NotGenuine {
            table: "card",
            column: "number",
        };
        assert_eq!(opened(&home.db, two), Err(Error::Key(trouble)));
    }
}

#[test]
fn a_blind_index_finds_equals_and_tells_nothing() {
    let mut others = Vec::new();
    for home in Home::started() {
        let index = blind(&home.db, "11010519491231002X");
        assert_eq!(index, blind(&home.db, "11010519491231002X"));
        assert_ne!(index, blind(&home.db, "110105194912310020"));
        assert_ne!(index, home.db.read(|r| r.blind("other", "11010519491231002X")).unwrap());
        assert!(!others.contains(&index), "another installation, another index");
        others.push(index);
        let secret = home.db.read(|r| r.derived("letters")).unwrap();
        assert_ne!(secret, home.db.read(|r| r.derived("other")).unwrap());
        home.db.add_key(later(1)).unwrap();
        assert_eq!(
            index,
            blind(&home.db, "11010519491231002X"),
            "it stays when the key is changed"
        );
        assert_eq!(secret, home.db.read(|r| r.derived("letters")).unwrap());
    }
}

#[test]
fn several_values_of_a_record_are_not_taken_for_each_other() {
    const TELL: Sql = Sql::union("INSERT INTO told (union_id, id, field, value) VALUES ($1, $2, $3, $4)");
    const HEAR: Sql = Sql::union("SELECT value FROM told WHERE union_id = $1 AND id = $2 AND field = $3");
    for home in Home::started() {
        let id: CardId = fresh(at());
        let place = |field: &'static str| TOLD.at(union(), id).part(field);
        home.db
            .write(move |w| {
                for field in ["health", "bank"] {
                    let sealed = w.seal(TOLD.at(union(), id).part(field), field.as_bytes())?;
                    w.run(TELL, &[&union(), &id, &field, &sealed])?;
                }
                assert!(w.seal(TOLD.at(union(), id), b"which?").is_err());
                assert!(w.seal(NUMBER.at(union(), id).part("bank"), b"no parts here").is_err());
                Ok::<_, Error>(())
            })
            .unwrap();
        home.db.add_key(later(1)).unwrap();
        assert_eq!(reseal(&home.db).resealed(), 2);
        home.db
            .read(|r| {
                let health: Vec<u8> = r.one(HEAR, &[&union(), &id, &"health"], |row| row.get(0))?;
                assert_eq!(r.open(place("health"), &health)?.text()?, "health");
                assert!(r.open(place("bank"), &health).is_err());
                Ok::<_, Error>(())
            })
            .unwrap();
    }
}

#[test]
fn a_backup_is_read_with_the_key_file_and_not_without() {
    for home in Home::started() {
        let id = add(&home.db, "11010519491231002X");
        let index = blind(&home.db, "11010519491231002X");
        let mut backup = Vec::new();
        home.db.backup(&mut backup, &mut std::iter::empty()).unwrap();
        assert!(!backup.windows(18).any(|part| part == b"11010519491231002X"));
        let key = lines(&home.file)[1].split(' ').nth(2).unwrap().to_owned();
        assert!(!String::from_utf8_lossy(&backup).contains(&key));
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let Some(there) = Home::new(engine) else { continue };
            let mut none = |_: &str, _: &mut dyn std::io::Read| Ok(());
            there.db.restore(&mut backup.as_slice(), &steps(), &mut none).unwrap();
            assert_eq!(there.trouble(), KeyTrouble::Missing(there.file.clone()));
            copied(&there.file, &home.file);
            let store = there.again().unwrap();
            assert_eq!(opened(&store, id).unwrap(), "11010519491231002X");
            assert_eq!(blind(&store, "11010519491231002X"), index);
        }
    }
}

#[test]
fn a_server_without_a_key_file_seals_nothing() {
    let Some(db) = testing::empty(Engine::Postgres, Options::default()) else {
        return;
    };
    let store = Store::open(db.place(), Options::default()).unwrap();
    store.migrate(&steps(), at()).unwrap();
    let sealed = store.read(|r| r.seal(CODE.at_house(fresh::<()>(at())), b"code"));
    assert_eq!(sealed, Err(Error::Key(KeyTrouble::Unnamed)));
    // Once a program with keys has worked on it, one without is refused.
    db.migrate(&steps(), at()).unwrap();
    assert_eq!(store.migrate(&steps(), at()), Err(Error::Key(KeyTrouble::Unnamed)));
}

#[test]
fn the_end_of_a_value_is_found_in_its_union_alone_and_made_anew_with_the_key() {
    const FOUND: Sealed = NUMBER.found_by("spare");
    const FIND_BY: Sql = Sql::union("UPDATE card SET spare = $3 WHERE union_id = $1 AND id = $2");
    const FOUND_BY: Sql = Sql::union("SELECT spare FROM card WHERE union_id = $1 AND id = $2");
    for home in Home::started() {
        let db: &Store = &home.db;
        let (id, without) = (add(db, "11010519491231002X"), add(db, "11010519491231003X"));
        let tail = |union: UnionId, end: &str| db.read(|r| r.tail(FOUND, union, end)).unwrap();
        let first = tail(union(), "002X");
        assert_ne!(first, tail(union(), "003X"));
        assert_ne!(first, tail(UnionId::NIL, "002X"), "the same end in another union");
        db.write(move |w| w.run(FIND_BY, &[&union(), &id, &first.as_slice()]))
            .unwrap();

        db.add_key(later(1)).unwrap();
        assert!(db.read(|r| r.tails(FOUND, union(), "002X")).unwrap().contains(&first));
        let second = tail(union(), "002X");
        assert_ne!(first, second, "under the new key");
        let mut way = Reseal::new(&[FOUND]);
        while way.step(db).unwrap() == Step::More {}
        let kept = |id: CardId| -> Option<Vec<u8>> {
            db.read(|r| r.one(FOUND_BY, &[&union(), &id], |row| row.get(0)))
                .unwrap()
        };
        assert_eq!(kept(id), Some(second.to_vec()));
        assert_eq!(kept(without), None, "what has none gets none");
    }
}
