//! The people of a simulated union: names as they are common, phones that nobody else has, memberships that begin and end.

use kernel::Date;
use org::Status;

use super::{Size, dice::Dice};

const SURNAMES: &[&str] = &[
    "王", "王", "王", "李", "李", "李", "张", "张", "张", "刘", "刘", "陈", "陈", "杨", "赵", "黄", "周", "吴", "徐",
    "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧",
    "程", "曹", "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕", "苏", "卢", "蒋", "蔡", "贾", "丁", "魏", "薛", "叶",
    "阎", "单", "解", "欧阳", "上官",
];
const GIVEN: &[&str] = &[
    "秀", "英", "伟", "敏", "静", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "明", "超", "霞", "平", "刚", "桂",
    "兰", "文", "博", "雨", "桐", "思", "远", "晨", "曦", "建", "国", "红", "梅", "志", "强", "晓", "燕", "丽", "华",
    "玉", "珍", "海", "峰", "佳", "怡", "子", "涵", "梓", "轩", "一", "诺", "欣", "然",
];

const EMPLOYMENT: &[&str] = &[
    "staff",
    "staff",
    "staff",
    "staff",
    "staff",
    "contract",
    "contract",
    "dispatched",
    "part_time",
];

/// Of a thousand members, so many join in a year, and so many leave.
const JOIN: u32 = 60;
const LEAVE: u32 = 30;

/// Somebody of a simulated union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) phone: String,
    pub(crate) number: String,
    /// The place of the group among the union's groups.
    pub(crate) group: u32,
    pub(crate) sex: &'static str,
    pub(crate) employment: &'static str,
    pub(crate) status: Status,
    pub(crate) joined: Date,
    /// Since when it stands so, for those who are no longer active.
    pub(crate) changed: Option<Date>,
}

/// The people of a union: the first is its chair. `before` is how many people the unions before it have.
pub(crate) fn people(size: &Size, union: u32, count: u32, before: u32, groups: u32, today: Date) -> Vec<Person> {
    let mut dice = Dice::of(size.seed ^ 0x70656f70, u64::from(union));
    (0..count)
        .map(|n| {
            let mut person = one(size, &mut dice, today);
            person.phone = phone(before + n);
            person.number = format!("{:04}", n + 1);
            person.group = n % groups.max(1);
            if n == 0 {
                (person.status, person.changed) = (Status::Active, None);
            }
            person
        })
        .collect()
}

fn one(size: &Size, dice: &mut Dice, today: Date) -> Person {
    let mut name = dice.one(SURNAMES, "王").to_owned();
    name.push_str(dice.one(GIVEN, "伟"));
    if dice.happens(850) {
        name.push_str(dice.one(GIVEN, "敏"));
    }
    let span = 365 * u32::from(size.years);
    let joined_ago = if dice.happens((JOIN * u32::from(size.years)).min(900)) {
        dice.below(span)
    } else {
        span + dice.below(15 * 365)
    };
    let gone = dice.happens((LEAVE * u32::from(size.years)).min(900));
    let left_ago = dice.below(span.min(joined_ago));
    let (status, changed) = if gone {
        let status = match dice.below(10) {
            0 => Status::Died,
            1..=2 => Status::Resigned,
            3..=5 => Status::Kept,
            _ => Status::Moved,
        };
        (status, Some(ago(today, left_ago)))
    } else {
        (Status::Active, None)
    };
    Person {
        name,
        phone: String::new(),
        number: String::new(),
        group: 0,
        sex: dice.one(&["female", "male"], "female"),
        employment: dice.one(EMPLOYMENT, "staff"),
        status,
        joined: ago(today, joined_ago),
        changed,
    }
}

fn ago(today: Date, days: u32) -> Date {
    today.plus_days(-i32::try_from(days).unwrap_or(i32::MAX))
}

/// A mobile number of a range that no carrier hands out.
fn phone(n: u32) -> String {
    format!("199{n:08}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size {
        unions: 1,
        members: 2000,
        years: 3,
        seed: 7,
    };

    #[test]
    fn people_come_and_go_and_are_the_same_again() {
        let today = Date::new(2026, 11, 21).unwrap();
        let all = people(&SIZE, 5, 2000, 100, 10, today);
        assert_eq!(all, people(&SIZE, 5, 2000, 100, 10, today));
        assert_ne!(all, people(&SIZE, 6, 2000, 100, 10, today));
        let phones: std::collections::BTreeSet<&str> = all.iter().map(|p| p.phone.as_str()).collect();
        assert_eq!(phones.len(), 2000);
        let gone = all.iter().filter(|p| p.changed.is_some()).count();
        assert!((80..300).contains(&gone), "{gone}");
        for p in &all {
            assert!(
                p.joined <= today && p.changed.is_none_or(|on| on >= p.joined && on <= today),
                "{p:?}"
            );
            assert_eq!(p.changed.is_some(), p.status != Status::Active);
            assert!(p.group < 10);
        }
    }
}
