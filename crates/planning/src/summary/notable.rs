//! The works worth naming: the largest, what is new, what something came of.

use std::collections::{HashMap, HashSet};

use kernel::{Date, UnionId};
use store::{Error, Reader};

use super::{
    figures::Figures,
    phrases::{act_of, people_of, starts_with_verb},
    store::works::{self, Deed},
};
use crate::doing::Kind;

/// Most works of a kind that are weighed in each order.
const WEIGHED: i64 = 8;
/// Most works of a kind that are told of.
const TELLING: usize = 3;
/// From so many people on a work can be the largest or new.
const MANY: i64 = 10;

/// Why a work is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// More people than any other of its kind.
    Largest,
    /// Nothing like it was done the year before.
    New,
    /// Something came of it.
    Telling,
}

/// A work to be told of.
#[derive(Clone, Debug)]
pub(super) struct Telling {
    pub deed: Deed,
    pub why: Why,
    /// Its people and households as clauses with live figures, where the day's figures are this work's.
    pub counted: String,
    /// Something like it was done the year before.
    pub again: bool,
}

/// The works of a year worth naming, by kind, each kind's in the order of days.
pub(super) fn find(read: &Reader, union: UnionId, figures: &mut Figures) -> Result<HashMap<Kind, Vec<Telling>>, Error> {
    let year = figures.year;
    let first = Date::new(year, 1, 1).map_err(|_| Error::Wrong(format!("there is no year {year}")))?;
    let knows_before = works::any_before(read, union, first)?;
    let mut all = HashMap::new();
    for kind in Kind::ALL {
        let mut deeds = works::notable(read, union, kind, year, WEIGHED)?;
        deeds.retain(tells);
        let mut titles = HashSet::new();
        deeds.retain(|d| titles.insert(bare(&d.title).to_owned()));
        if deeds.is_empty() {
            continue;
        }
        let before = if knows_before {
            works::notable(read, union, kind, year.saturating_sub(1), 3 * WEIGHED)?
        } else {
            Vec::new()
        };
        let mut chosen = choose(deeds, &before);
        for telling in &mut chosen {
            if telling.why == Why::New && works::was_done_before(read, union, &telling.deed.title, first)? {
                telling.why = Why::Telling;
            }
            telling.counted = counted(read, union, figures, &telling.deed)?;
        }
        all.insert(kind, chosen);
    }
    Ok(all)
}

/// Whether a work says more than the passage's figure does. What befell one person is no example for a paper that
/// everybody reads.
fn tells(d: &Deed) -> bool {
    let of_one =
        d.people.unwrap_or(1) <= 1 && matches!(d.kind, Kind::Visit | Kind::Aid | Kind::Mediation | Kind::Health);
    let reached = d.people.is_some_and(|n| n > 1) || d.households.is_some_and(|n| n > 1);
    !of_one && (d.result.is_some() || (reached && d.kind != Kind::Meeting))
}

fn choose(deeds: Vec<Deed>, before: &[Deed]) -> Vec<Telling> {
    let several = deeds.len() > 1;
    let largest = deeds.iter().filter_map(|d| d.people).max().unwrap_or(0);
    let mut one_largest = deeds.iter().filter(|d| d.people == Some(largest)).count() == 1 && several && largest >= MANY;
    let mut one_new = true;
    let mut out: Vec<Telling> = deeds
        .into_iter()
        .map(|deed| {
            let again = before.iter().any(|b| alike(&b.title, &deed.title) >= 50);
            let unlike = before.len() >= 3 && before.iter().all(|b| alike(&b.title, &deed.title) < 30);
            let many = deed.people.unwrap_or(0) >= MANY && !deed.title.contains(|c: char| c.is_ascii_digit());
            let why = if one_largest && deed.people == Some(largest) && deed.kind != Kind::Meeting {
                one_largest = false;
                Why::Largest
            } else if one_new && unlike && many {
                one_new = false;
                Why::New
            } else {
                Why::Telling
            };
            Telling {
                deed,
                why,
                counted: String::new(),
                again,
            }
        })
        .collect();
    out.sort_by_key(|t| (std::cmp::Reverse(weight(t)), t.deed.day, t.deed.id));
    out.truncate(TELLING);
    out.sort_by_key(|t| (t.deed.day, t.deed.id));
    out
}

/// How much a work tells: that it is the largest or new, then people, then that somebody wrote what came of it, money.
fn weight(t: &Telling) -> i64 {
    let d = &t.deed;
    let n = |n: Option<i64>| n.unwrap_or(0).clamp(0, 2_000);
    let money = d.money.map_or(0, |m| m.fen() / 100).clamp(0, 100_000) / 200;
    let words = i64::from(d.result.is_some()) * 60 + i64::from(d.place.is_some()) * 5;
    let why = i64::from(t.why != Why::Telling) * 10_000;
    why + n(d.people) + 3 * n(d.households) + words + money
}

/// `慰问{慰问人次10月18日}人次，走访{慰问户数10月18日}户`: only figures that are this work's alone on its day.
fn counted(read: &Reader, union: UnionId, figures: &mut Figures, d: &Deed) -> Result<String, Error> {
    let (before, behind) = people_of(d.kind);
    let counts = d.kind.counts();
    let mut clauses = Vec::new();
    for (measure, n, shape) in [
        (counts.people, d.people, (before, "人次", behind)),
        (counts.households, d.households, ("走访", "户", "")),
    ] {
        let (Some(measure), Some(n @ 2..)) = (measure, n) else {
            continue;
        };
        if figures.learn_day(read, union, measure.key, d.day)? == n {
            let (before, unit, behind) = shape;
            let place = format!("{{{}{}月{}日}}", measure.zh, d.day.month(), d.day.day());
            clauses.push(format!("{before}{place}{unit}{behind}"));
        }
    }
    Ok(clauses.join("，"))
}

/// How alike two titles are, in hundredths: the pairs of characters they share.
fn alike(a: &str, b: &str) -> usize {
    let pairs = |text: &str| -> HashSet<(char, char)> {
        let chars: Vec<char> = bare(text).chars().filter(|c| c.is_alphanumeric()).take(60).collect();
        chars.iter().copied().zip(chars.iter().copied().skip(1)).collect()
    };
    let (a, b) = (pairs(a), pairs(b));
    200 * a.intersection(&b).count() / (a.len() + b.len()).max(1)
}

/// A title as something done: `召开六届二次教代会`.
pub(super) fn deed(title: &str, kind: Kind) -> String {
    let title = safe(bare(title));
    let (act, end) = act_of(kind);
    if starts_with_verb(&title) || title.contains('，') {
        title
    } else if ["全体", "教职工", "职工", "会员"]
        .iter()
        .any(|who| title.starts_with(who))
    {
        format!("组织{title}")
    } else if end.is_empty() || title.ends_with(['会', '动', '作']) {
        format!("{act}{title}")
    } else {
        format!("{act}{title}{end}")
    }
}

/// What came of a work, as one sentence without its full stop; nothing where nothing was told.
pub(super) fn came_of(d: &Deed) -> String {
    let Some(result) = &d.result else {
        return String::new();
    };
    let lines: Vec<&str> = result.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    safe(bare(&tight(&lines.join("，")))).chars().take(200).collect()
}

/// A title without its full stop.
pub(super) fn bare(text: &str) -> &str {
    text.trim().trim_end_matches(['。', '；', '，', '.', ';', ','])
}

/// What people typed holds no places.
pub(super) fn safe(text: &str) -> String {
    text.replace(['{', '}'], "")
}

/// Without the spaces that screens put between Chinese and figures; those between foreign words stay.
fn tight(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let stays = |at: usize| {
        let beside = |c: Option<&char>| c.is_some_and(char::is_ascii_alphabetic);
        beside(at.checked_sub(1).and_then(|i| chars.get(i))) && beside(chars.get(at + 1))
    };
    let kept = chars
        .iter()
        .enumerate()
        .filter(|(at, c)| !c.is_whitespace() || stays(*at));
    kept.map(|(_, c)| *c).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_deeds() {
        assert_eq!(deed("六届二次教代会。", Kind::Congress), "召开六届二次教代会");
        assert_eq!(deed("看望住院教师", Kind::Visit), "看望住院教师");
        assert_eq!(deed("重阳节慰问退休教师", Kind::Visit), "开展重阳节慰问退休教师活动");
        assert_eq!(deed("送温暖活动", Kind::Visit), "送温暖活动");
        assert_eq!(deed("庆三八登山活动", Kind::Activity), "组织庆三八登山活动");
        assert_eq!(
            deed("全体教职工学习新《工会法》", Kind::Training),
            "组织全体教职工学习新《工会法》"
        );
        assert_eq!(deed("建{成}书屋", Kind::Other), "建成书屋");
    }

    #[test]
    fn titles_of_the_same_work_are_alike() {
        assert!(alike("教工乒乓球比赛", "教工乒乓球比赛。") == 100);
        assert!(alike("春节慰问退休教师", "春节前走访慰问退休教师") >= 50);
        assert!(alike("教工乒乓球比赛", "重阳节登山") < 30);
        assert_eq!(alike("", ""), 0);
    }

    #[test]
    fn spaces_of_screens_are_left_out() {
        assert_eq!(tight("评出 3 名，学 Word 与 work shop"), "评出3名，学Word与work shop");
    }
}
