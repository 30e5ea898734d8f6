use super::*;

/// What is found in rows of: name, sex, identity, born, phone, group, education, status, union, joined.
struct Told {
    kinds: Vec<Kind>,
    seen: Examined,
}

fn columns() -> Vec<Option<Target>> {
    use Field::{Born, Education, Group as InGroup, Joined, Name, Phone, Sex};
    let field = |f: Field| Some(Target::Field(f));
    vec![
        field(Name),
        field(Sex),
        Some(Target::Identity),
        field(Born),
        field(Phone),
        field(InGroup),
        field(Education),
        Some(Target::Status),
        Some(Target::Union),
        field(Joined),
    ]
}

fn with(rules: &Rules, cells: &[&str]) -> Option<Told> {
    let cell = |text: &&str| match *text {
        "" => Cell::Empty,
        text => match text.strip_prefix('#') {
            Some(number) => Cell::Number { n: number.to_owned() },
            None => Cell::Text(text.to_owned()),
        },
    };
    let row = Row {
        number: 5,
        cells: cells.iter().map(cell).collect(),
    };
    let group = BodyId::new(uuid::Uuid::from_u128(9));
    let groups = HashMap::from([("语文组".to_owned(), group), ("数学组".to_owned(), group)]);
    let examiner = Examiner {
        columns: &columns(),
        groups: &groups,
        rules,
        union: "实验小学工会",
        today: Date::new(2026, 11, 21).unwrap(),
    };
    examiner.row(&row).map(|seen| Told {
        kinds: seen.troubles.iter().map(|t| t.kind).collect(),
        seen,
    })
}

fn look(cells: &[&str]) -> Told {
    with(&Rules::default(), cells).expect("a row of a person")
}

fn known(told: &Told, field: Field) -> &str {
    told.seen.draft.known.get(field).unwrap_or_default()
}

#[test]
fn a_good_row_has_no_trouble_and_rare_characters_stay() {
    let row = [
        "𠮷㛃🌸",
        "女",
        "11010519491231002X",
        "1949-12-31",
        "13800138000",
        "语文组",
        "大学本科",
        "在职",
        "实验小学",
        "1970-07-01",
    ];
    let told = look(&row);
    assert_eq!(told.kinds, []);
    assert_eq!(known(&told, Field::Name), "𠮷㛃🌸");
    assert_eq!(known(&told, Field::Education), "bachelor");
    assert_eq!(told.seen.draft.status, Some(org::Status::Active));
    assert!(told.seen.draft.identity.is_some());
}

#[test]
fn every_trouble_is_named_with_what_is_proposed() {
    use Kind::{
        BornDiffers, DateBad, DateForm, DateFuture, DateMonth, DateSerial, DateUnsure, Formula, GroupUnknown, IdBad,
        IdCheck, IdOld, IdRounded, IdScientific, Left, NameMissing, NameOdd, NameSpace, OtherUnion, PhoneBad,
        PhoneForm, SexDiffers, TwoGroups, Width, WordUnknown,
    };
    for (column, text, kind, proposal) in [
        (0, "张 三", NameSpace, "张三"),
        (0, "12345", NameOdd, ""),
        (0, "=HYPERLINK(\"http://a.cn\",\"张三\")", Formula, "张三"),
        (0, "=1+1", Formula, ""),
        (2, "4.40301E+17", IdScientific, ""),
        (2, "440301198001011000", IdRounded, ""),
        (2, "110105194912310021", IdCheck, ""),
        (2, "1101051949123100", IdBad, ""),
        (2, "110105491231002", IdOld, "110105********002X"),
        (2, "１１０１０５１９４９１２３１００２Ｘ", Width, "110105********002X"),
        (3, "1985年3月2日", DateForm, "1985-03-02"),
        (3, "85-3-2", DateForm, "1985-03-02"),
        (3, "八五年三月", DateMonth, "1985-03-01"),
        (3, "1985.3", DateMonth, "1985-03-01"),
        (3, "#1985.1", DateUnsure, "1985-01-01"),
        (3, "#31107", DateSerial, "1985-03-01"),
        (3, "不知道", DateBad, ""),
        (3, "2027-01-01", DateFuture, ""),
        (4, "+86 138-0013-8000", PhoneForm, "13800138000"),
        (4, "13800138000.0", PhoneForm, "13800138000"),
        (4, "1.38E+10", PhoneBad, ""),
        (5, "体育组", GroupUnknown, ""),
        (5, "语文组、数学组", TwoGroups, "语文组"),
        (6, "神童班", WordUnknown, ""),
        (7, "已调出", WordUnknown, ""),
        (7, "调出", Left, ""),
        (8, "第二中学工会", OtherUnion, "实验小学工会"),
    ] {
        let mut row = ["王芳"; 10].map(|_| "");
        row[0] = "王芳";
        row[1] = "女";
        row[9] = "2001-09-01";
        row[column] = text;
        let told = look(&row);
        assert_eq!(told.kinds, [kind], "{text}");
        assert_eq!(told.seen.proposals, [proposal], "{text}");
    }
    assert_eq!(look(&["", "女", "", "", "13800138000", "语文组"]).kinds, [NameMissing]);
    let told = look(&["王芳", "男", "11010519491231002X", "1950-01-01"]);
    assert_eq!(told.kinds, [BornDiffers, SexDiffers]);
    assert_eq!(
        (known(&told, Field::Born), known(&told, Field::Sex)),
        ("1949-12-31", "female")
    );
    // the number knows the day that the file leaves open
    let told = look(&["王芳", "", "11010519491231002X", "1949.12"]);
    assert_eq!(
        (told.kinds.as_slice(), told.seen.proposals[0].as_str()),
        (&[DateMonth][..], "1949-12-31")
    );
}

#[test]
fn words_stand_for_what_was_decided() {
    let mut rules = Rules::default();
    for (word, choice) in [
        ("group|体育组", NEW),
        ("education|神童班", "doctor"),
        ("status|已调出", BACK),
    ] {
        rules.words.insert(word.to_owned(), choice.to_owned());
    }
    let told = with(&rules, &["王芳", "", "", "", "", "体育 组", "神童班", "已调出"]).unwrap();
    let fixes: Vec<(Kind, bool)> = told.seen.troubles.iter().map(|t| (t.kind, t.fix)).collect();
    assert_eq!(
        fixes,
        [
            (Kind::GroupUnknown, true),
            (Kind::WordUnknown, true),
            (Kind::WordUnknown, false)
        ]
    );
    assert_eq!(told.seen.draft.group, Group::New("体育组".into()));
    assert_eq!(known(&told, Field::Education), "doctor");
    // what looks private is no word to choose for
    let told = look(&["王芳", "", "", "", "", "", "440301198001011234"]);
    assert_eq!(
        (told.kinds[0], told.seen.troubles[0].about.as_str()),
        (Kind::WordUnknown, "")
    );
}

#[test]
fn what_is_no_person_is_passed_over() {
    let rules = Rules::default();
    for row in [
        &["", "", ""][..],
        &["合计", "32", "", "", "", "", ""],
        &["", "合计：32人"],
        &["备注：以上名单截至11月"],
        &["姓名", "性别", "身份证号", "出生日期", "手机"],
    ] {
        assert!(with(&rules, row).is_none(), "{row:?}");
    }
    assert!(with(&rules, &["注明"]).is_some() && with(&rules, &["王芳"]).is_some());
}

#[test]
fn another_union_is_noticed() {
    for (title, other) in [
        ("实验小学工会会员名册", None),
        ("南山区实验小学2026年会员花名册", None),
        ("2026年第二中学工会会员名册", Some("第二中学工会")),
        ("学校工会会员名册", None),
        ("会员花名册", None),
        ("", None),
    ] {
        assert_eq!(union_in_title("实验小学工会", title).as_deref(), other, "{title}");
    }
}
