//! What the register of members counts.
//!
//! Whoever joins, moves or leaves is counted as a person and, if the kind of employment is known, by it too, so that "33
//! 名劳务工入会" comes by itself.

use facts::{Measure, Unit};
use org::{Status, members::Field, members::Particulars};

const fn people(key: &'static str, zh: &'static str, en: &'static str) -> Measure {
    Measure {
        key,
        zh,
        en,
        unit: Unit::People,
        field: "organisation",
    }
}

static JOINED: Measure = people("member.joined", "新入会", "Members joined");
static MOVED_IN: Measure = people("member.moved_in", "会籍转入", "Members moved in");
static LEFT: Measure = people("member.left", "离会", "Members left");
static MOVED_OUT: Measure = people("member.moved_out", "会籍转出", "Members moved out");
static RESIGNED: Measure = people("member.resigned", "退会", "Members resigned");
static DEEMED: Measure = people("member.deemed", "视为退会", "Members deemed resigned");
static REMOVED: Measure = people("member.removed", "除名", "Members removed");
static DIED: Measure = people("member.died", "会员去世", "Members who died");
static KEPT: Measure = people("member.kept", "保留会籍", "Memberships kept");
static RETIRED: Measure = people("member.retired", "会员退休", "Members retired");

/// By kind of employment, in the order of [`org::members::field::EMPLOYMENTS`].
macro_rules! by_kind {
    ($key:literal, $zh:literal, $en:literal) => {
        [
            people(
                concat!($key, ".staff"),
                concat!($zh, "：在编"),
                concat!($en, ": permanent staff"),
            ),
            people(
                concat!($key, ".contract"),
                concat!($zh, "：合同制"),
                concat!($en, ": contract workers"),
            ),
            people(
                concat!($key, ".dispatched"),
                concat!($zh, "：劳务派遣"),
                concat!($en, ": dispatched workers"),
            ),
            people(
                concat!($key, ".part_time"),
                concat!($zh, "：非全日制"),
                concat!($en, ": part-time workers"),
            ),
            people(
                concat!($key, ".platform"),
                concat!($zh, "：新就业形态"),
                concat!($en, ": new forms of employment"),
            ),
        ]
    };
}
static JOINED_BY: [Measure; 5] = by_kind!("member.joined", "新入会", "Joined");
static LEFT_BY: [Measure; 5] = by_kind!("member.left", "离会", "Left");
static MOVED_IN_BY: [Measure; 5] = by_kind!("member.moved_in", "会籍转入", "Moved in");
static MOVED_OUT_BY: [Measure; 5] = by_kind!("member.moved_out", "会籍转出", "Moved out");

/// All, in the order of the register.
pub static MEASURES: &[Measure] = &[
    JOINED,
    JOINED_BY[0],
    JOINED_BY[1],
    JOINED_BY[2],
    JOINED_BY[3],
    JOINED_BY[4],
    MOVED_IN,
    MOVED_IN_BY[0],
    MOVED_IN_BY[1],
    MOVED_IN_BY[2],
    MOVED_IN_BY[3],
    MOVED_IN_BY[4],
    LEFT,
    LEFT_BY[0],
    LEFT_BY[1],
    LEFT_BY[2],
    LEFT_BY[3],
    LEFT_BY[4],
    MOVED_OUT,
    MOVED_OUT_BY[0],
    MOVED_OUT_BY[1],
    MOVED_OUT_BY[2],
    MOVED_OUT_BY[3],
    MOVED_OUT_BY[4],
    RESIGNED,
    DEEMED,
    REMOVED,
    DIED,
    KEPT,
    RETIRED,
];

fn by(list: &'static [Measure; 5], known: &Particulars) -> Option<&'static Measure> {
    let employment = known.get(Field::Employment)?;
    let at = org::members::field::EMPLOYMENTS
        .iter()
        .position(|kind| *kind == employment)?;
    list.get(at)
}

/// What counts somebody who comes in: from outside, or from another union.
pub(super) fn coming(known: &Particulars, moved: bool) -> Vec<&'static Measure> {
    let (all, kinds) = if moved {
        (&MOVED_IN, &MOVED_IN_BY)
    } else {
        (&JOINED, &JOINED_BY)
    };
    [Some(all), by(kinds, known)].into_iter().flatten().collect()
}

/// What counts a change of state, by where it comes from and where it goes.
pub(super) fn going(known: &Particulars, from: Status, to: Status, retires: bool) -> Vec<&'static Measure> {
    let how = match to {
        Status::Moved => Some(&MOVED_OUT),
        Status::Resigned => Some(&RESIGNED),
        Status::Deemed => Some(&DEEMED),
        Status::Removed => Some(&REMOVED),
        Status::Died => Some(&DIED),
        Status::Kept => Some(&KEPT),
        Status::Active | Status::Moving => None,
    };
    let mut all: Vec<&'static Measure> = how.into_iter().collect();
    if to == Status::Moved {
        all.extend(by(&MOVED_OUT_BY, known));
    }
    if retires {
        all.push(&RETIRED);
    }
    match (from.belongs(), to.belongs()) {
        (true, false) => all.extend([Some(&LEFT), by(&LEFT_BY, known)].into_iter().flatten()),
        (false, true) => all.extend(coming(known, false)),
        _ => {}
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_comes_and_goes_is_counted_once_and_by_kind() {
        let known = Particulars::default().with(Field::Employment, "dispatched").unwrap();
        let keys = |list: Vec<&'static Measure>| list.iter().map(|m| m.key).collect::<Vec<_>>();
        assert_eq!(
            keys(coming(&known, false)),
            ["member.joined", "member.joined.dispatched"]
        );
        assert_eq!(
            keys(coming(&known, true)),
            ["member.moved_in", "member.moved_in.dispatched"]
        );
        assert_eq!(
            keys(going(&known, Status::Moving, Status::Moved, false)),
            [
                "member.moved_out",
                "member.moved_out.dispatched",
                "member.left",
                "member.left.dispatched"
            ]
        );
        assert_eq!(
            keys(going(&known, Status::Active, Status::Kept, true)),
            ["member.kept", "member.retired"]
        );
        assert_eq!(keys(going(&known, Status::Moved, Status::Died, false)), ["member.died"]);
        assert!(going(&known, Status::Kept, Status::Active, false).is_empty());
        let all: std::collections::BTreeSet<&str> = MEASURES.iter().map(|m| m.key).collect();
        assert_eq!(all.len(), MEASURES.len());
    }
}
