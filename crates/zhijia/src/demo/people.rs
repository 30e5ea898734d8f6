//! The cast of the demo: a primary school's union of 86.

use kernel::{Clock, UnionId};
use org::{
    BodyId, BodyKind, Founding, MemberId, NewMember, Role, Term, UnionKind,
    bodies::posts,
    members::{Field, Particulars},
    tree::{About, store as tree},
};
use store::{Store, Writer};
use web::{AccountId, password};

use super::{LANG, PASSWORD, Person, district};
use crate::commands::trouble;

/// Those who can sign in: name, sign-in name, role. The first founds the union.
const CAST: &[(&str, &str, Role)] = &[
    ("李红梅", "zhuxi", Role::Chair),
    ("王建国", "fuzhuxi", Role::ViceChair),
    ("张晓燕", "weiyuan", Role::Officer),
    ("刘芳", "caiwu", Role::Treasurer),
    ("陈志强", "jingshen", Role::Auditor),
    ("赵敏", "zuzhang", Role::GroupLeader),
    ("孙丽", "huiyuan", Role::MemberRole),
    ("周涛", "guanli", Role::Admin),
];

const GROUPS: &[&str] = &["语文组", "数学组", "英语组", "综合组", "行政后勤组"];

const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马",
    "罗", "单", "曾", "解", "欧阳",
];
const GIVEN: &[&str] = &[
    "秀英", "伟", "敏", "静", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "明", "超", "霞", "平", "刚", "桂兰",
    "文博", "雨桐", "思远", "晨曦",
];

/// The union and who signs in under which name.
pub(super) type Cast = (UnionId, Vec<(&'static str, AccountId)>);

/// Who can sign in, and as what.
pub(super) fn cast() -> Vec<Person> {
    CAST.iter()
        .map(|(_, sign_in, role)| Person {
            sign_in,
            password: PASSWORD,
            role: role.key(),
        })
        .chain(
            [(district::SIGN_IN, Role::Chair), (district::SECOND, Role::ViceChair)].map(|(sign_in, role)| Person {
                sign_in,
                password: PASSWORD,
                role: role.key(),
            }),
        )
        .collect()
}

/// Founds the union with its bodies, members and accounts.
pub(super) fn found(store: &Store, clock: &Clock) -> Result<Cast, String> {
    let hash = password::hash(PASSWORD, "").map_err(|_| "the demo's password is too plain".to_owned())?;
    let clock = clock.clone();
    store
        .write(move |w| found_in(w, &clock, &hash))
        .map_err(|e| trouble(&e))
}

/// Those of the given names that are men's.
const MEN: &[&str] = &[
    "伟", "磊", "勇", "军", "杰", "涛", "超", "刚", "文博", "思远", "建国", "志强",
];

/// Kind of employment, sex and birthday of the nth: most are on the staff, some have a contract, some are dispatched.
fn known(name: &str, n: usize) -> Particulars {
    let sex = if MEN.iter().any(|man| name.ends_with(man)) {
        "male"
    } else {
        "female"
    };
    let born = format!("{}-{:02}-{:02}", 1968 + n * 7 % 32, 1 + n * 5 % 12, 1 + n * 11 % 28);
    let all = employed(n).with(Field::Sex, sex);
    all.and_then(|all| all.with(Field::Born, &born)).unwrap_or_default()
}

/// The kind of employment of the nth.
fn employed(n: usize) -> Particulars {
    let kind = match n % 16 {
        0 | 7 => "contract",
        15 => "dispatched",
        _ => "staff",
    };
    Particulars::default().with(Field::Employment, kind).unwrap_or_default()
}

fn appoint(
    w: &Writer,
    clock: &Clock,
    union: UnionId,
    body: BodyId,
    title: &str,
    member: MemberId,
) -> Result<(), store::Error> {
    let all = posts::posts(w, union, Some(body), clock.today())?;
    match all.iter().find(|p| p.title == title) {
        Some(post) => posts::appoint(w, clock, union, post.id, member, Term::open(clock.today())).map(drop),
        None => Err(store::Error::Other(format!("the demo has no post {title}"))),
    }
}

/// Posts that some of the cast hold beside the committee: who leads a group, who heads the women's committee.
fn beside(
    w: &Writer,
    clock: &Clock,
    union: UnionId,
    name: &str,
    (group, women): (BodyId, BodyId),
    member: MemberId,
) -> Result<(), store::Error> {
    match name {
        "赵敏" => appoint(w, clock, union, group, "组长", member),
        "孙丽" => appoint(w, clock, union, women, "主任", member),
        _ => Ok(()),
    }
}

/// What is on file about the union: where it is decides which rules apply.
fn describe(w: &Writer, union: UnionId) -> Result<(), store::Error> {
    let node = tree::get(w, union)?;
    let about = About {
        unit: Some("实验小学".to_owned()),
        unit_class: Some("400".to_owned()),
        industry: Some("P".to_owned()),
        region: Some("340104".to_owned()),
        system: Some("education".to_owned()),
        ..About::default()
    };
    tree::set_about(w, union, node.version, &about).map(drop)
}

fn found_in(w: &Writer, clock: &Clock, hash: &str) -> Result<Cast, store::Error> {
    let (chair, sign_in, _) = CAST[0];
    let founding = Founding {
        name: "实验小学工会".to_owned(),
        kind: UnionKind::Grassroots,
        chair_name: chair.to_owned(),
        sign_name: sign_in.to_owned(),
        password_hash: Some(hash.to_owned()),
        lang: LANG,
    };
    let founded = org::found(w, clock, &founding)?;
    let union = founded.union;
    describe(w, union)?;
    let mut accounts = vec![(sign_in, founded.account)];
    let groups = GROUPS
        .iter()
        .map(|name| org::add_body(w, clock, union, BodyKind::Group, name, Some(founded.committee)))
        .collect::<Result<Vec<_>, _>>()?;
    let audit = org::add_body(w, clock, union, BodyKind::Audit, "经费审查委员会", None)?;
    let women = org::add_body(w, clock, union, BodyKind::Women, "女职工委员会", None)?;
    for (n, (name, sign_in, role)) in CAST.iter().enumerate().skip(1) {
        let person = NewMember {
            name: (*name).to_owned(),
            group: Some(groups[n % groups.len()]),
            phone: Some(format!("1380000{n:04}")),
            more: known(name, n).with(Field::Employment, "staff").unwrap_or_default(),
            ..NewMember::default()
        };
        let member = org::add_member(w, clock, union, person)?;
        let (body, post) = match *name {
            "王建国" => (founded.committee, "副主席"),
            "陈志强" => (audit, "主任"),
            _ => (founded.committee, "委员"),
        };
        appoint(w, clock, union, body, post, member)?;
        beside(w, clock, union, name, (groups[n % groups.len()], women), member)?;
        accounts.push((
            sign_in,
            org::add_account(w, clock, union, member, sign_in, Some(hash), *role, LANG)?,
        ));
    }
    for n in CAST.len()..86 {
        let name = format!("{}{}", SURNAMES[n * 7 % SURNAMES.len()], GIVEN[n * 5 % GIVEN.len()]);
        let person = NewMember {
            more: known(&name, n),
            name,
            group: Some(groups[n % groups.len()]),
            phone: Some(format!("1390000{n:04}")),
            ..NewMember::default()
        };
        let member = org::add_member(w, clock, union, person)?;
        // two more for the audit committee, two for the women's
        let body = match n {
            20 | 31 => audit,
            42 | 53 => women,
            _ => continue,
        };
        appoint(w, clock, union, body, "委员", member)?;
    }
    Ok((union, accounts))
}
