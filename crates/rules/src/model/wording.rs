//! How a rule compares: the wordings of Chinese statutes as operators (民法典 art. 1259).

use std::cmp::Ordering;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How what is done is held against what the rule says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Wording {
    /// 不超过, 以内, 以下: at most; the limit itself is within (民法典 art. 1259).
    NotMore,
    /// 不满: less; the limit itself is not within.
    Below,
    /// 以上, 届满, 半数以上: at least; the limit itself is enough.
    AtLeast,
    /// 超过, 以外, 过半数: more; the limit itself is not enough.
    Above,
    /// 为: it is so much, or within a range.
    Is,
    /// 限于: only what is named.
    Only,
}

impl Wording {
    /// All of them.
    pub const ALL: &'static [Wording] = &[
        Wording::NotMore,
        Wording::Below,
        Wording::AtLeast,
        Wording::Above,
        Wording::Is,
        Wording::Only,
    ];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Wording::NotMore => "not_more",
            Wording::Below => "below",
            Wording::AtLeast => "at_least",
            Wording::Above => "above",
            Wording::Is => "is",
            Wording::Only => "only",
        }
    }
    /// How sheets write it.
    #[must_use]
    pub const fn written(self) -> &'static str {
        match self {
            Wording::NotMore => "不超过",
            Wording::Below => "不满",
            Wording::AtLeast => "以上",
            Wording::Above => "超过",
            Wording::Is => "为",
            Wording::Only => "限于",
        }
    }
    /// What a sheet says, in any of the usual words.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let found = match text.trim() {
            "不超过" | "不多于" | "不高于" | "最多" | "至多" | "以内" | "以下" | "<=" | "≤" => {
                Wording::NotMore
            }
            "不满" | "不足" | "低于" | "少于" | "<" => Wording::Below,
            "以上" | "不少于" | "不低于" | "至少" | "届满" | "半数以上" | ">=" | "≥" => {
                Wording::AtLeast
            }
            "超过" | "多于" | "高于" | "以外" | "过半数" | "过" | ">" => Wording::Above,
            "为" | "是" | "=" | "等于" => Wording::Is,
            "限于" | "只限" | "仅限" => Wording::Only,
            other => return Wording::ALL.iter().copied().find(|w| w.key() == other),
        };
        Some(found)
    }
    /// Whether something that stands so to the limit keeps to it.
    #[must_use]
    pub const fn holds(self, to_limit: Ordering) -> bool {
        match self {
            Wording::NotMore => !matches!(to_limit, Ordering::Greater),
            Wording::Below => matches!(to_limit, Ordering::Less),
            Wording::AtLeast => !matches!(to_limit, Ordering::Less),
            Wording::Above => matches!(to_limit, Ordering::Greater),
            Wording::Is | Wording::Only => matches!(to_limit, Ordering::Equal),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_itself_is_within_or_not_as_the_words_say() {
        let held = |text: &str, part: i64| Wording::read(text).unwrap().holds(part.cmp(&10));
        for (text, below, at, above) in [
            ("以下", true, true, false),
            ("以内", true, true, false),
            ("不满", true, false, false),
            ("以上", false, true, true),
            ("届满", false, true, true),
            ("半数以上", false, true, true),
            ("超过", false, false, true),
            ("以外", false, false, true),
            ("过半数", false, false, true),
        ] {
            assert_eq!(
                (held(text, 9), held(text, 10), held(text, 11)),
                (below, at, above),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for wording in Wording::ALL {
            assert_eq!(Wording::read(wording.written()), Some(*wording));
            assert_eq!(Wording::read(wording.key()), Some(*wording));
        }
        assert_eq!(Wording::read("大约"), None);
    }
}
