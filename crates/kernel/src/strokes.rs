//! Names by the strokes of their characters (姓氏笔画): the order in which Chinese lists of persons stand when nobody
//! is to come first.
//!
//! Fewer strokes come first; with equally many, the order of writing decides, stroke by stroke: 横, 竖, 撇, 点, 折; where
//! that is not known, the code point. The surname decides, then the given name character by character, so that 王伟
//! comes before 王小明 only if 伟 does before 小 (it does not: six strokes after three). A compound surname counts by its
//! first character.
//!
//! ```
//! use kernel::strokes::{count, key};
//! assert_eq!(count('丁'), Some(2));
//! let mut names = ["张伟", "王小明", "丁一", "王伟", "卜凡"];
//! names.sort_by_key(|name| key(name));
//! assert_eq!(names, ["丁一", "卜凡", "王小明", "王伟", "张伟"]);
//! ```

use std::{collections::HashMap, fmt::Write as _, sync::LazyLock};

use crate::numerals::half_width;

/// Strokes of every character, in lines of 256 code points; its head says how it is written.
const COUNTS: &str = include_str!("../data/stroke_count.txt");
/// Characters in the order of their strokes, a line for each number of strokes.
const ORDER: &str = include_str!("../data/stroke_order.txt");

/// Longest name that a key is made of, in characters.
const LONGEST: usize = 24;

/// The lines of [`COUNTS`], by the code point of their first character over 256.
static PAGES: LazyLock<HashMap<u32, &[u8]>> = LazyLock::new(|| {
    let lines = COUNTS.lines().filter(|line| !line.starts_with("# "));
    lines
        .filter_map(|line| {
            let (page, marks) = line.split_once(' ')?;
            Some((u32::from_str_radix(page, 16).ok()?, marks.as_bytes()))
        })
        .collect()
});

/// The place of a character among those of equally many strokes, from 1.
static PLACES: LazyLock<HashMap<char, u32>> = LazyLock::new(|| {
    let lines = ORDER.lines().filter(|line| !line.starts_with("# "));
    lines.flat_map(|line| line.chars().zip(1..)).collect()
});

/// How many strokes a character has; `None` for what is no Chinese character.
#[must_use]
pub fn count(c: char) -> Option<u8> {
    let point = u32::from(c);
    let place = usize::try_from(point & 0xFF).ok()?;
    let mark = PAGES.get(&(point >> 8))?.get(place)?;
    mark.checked_sub(b'!').filter(|strokes| *strokes > 0)
}

/// A text that sorts names by their strokes when compared byte by byte, as both databases compare: seven characters
/// of ASCII for each of the name. Marks and spaces between the characters do not count; letters come after all
/// characters.
#[must_use]
pub fn key(name: &str) -> String {
    let plain = half_width(name);
    let letters = plain.chars().filter(|c| c.is_alphanumeric()).take(LONGEST);
    let mut key = String::new();
    for c in letters.flat_map(char::to_lowercase) {
        let strokes = count(c).unwrap_or(99);
        // Places are small, code points of characters large: the known order stands before the unknown.
        let place = PLACES.get(&c).copied().unwrap_or_else(|| u32::from(c).min(0xF_FFFF));
        let _ = write!(key, "{strokes:02}{place:05x}");
    }
    key
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn strokes_are_counted() {
        let table = [
            ('一', 1),
            ('丁', 2),
            ('王', 4),
            ('陈', 7),
            ('陳', 10),
            ('黄', 11),
            ('龘', 48),
            ('㛃', 9),
            ('𠮷', 6),
        ];
        for (c, strokes) in table {
            assert_eq!(count(c), Some(strokes), "{c}");
        }
        for c in ['a', '·', '，', '😀', '\u{10FFFF}'] {
            assert_eq!(count(c), None, "{c}");
        }
    }

    #[test]
    fn surnames_stand_as_in_official_lists() {
        // 2: 横竖 丁, 竖 卜, 折 刁; 3: 于 (横横), 万 (横撇), 马 (折); 4: 王, 韦, 毛 …
        let right = "丁 卜 刁 于 万 马 王 韦 毛 方 邓 石 龙 叶 田 史 冯 任 刘 许 孙 李 吴 何 邹 汪 沈 宋 张 陈 林 欧阳 罗 周 郑 赵 胡 \
                     徐 高 郭 唐 黄 曹 梁 董 韩 曾 谢 谭 潘 魏";
        let mut sorted: Vec<&str> = right.split_whitespace().collect();
        sorted.sort_by_key(|name| key(name));
        assert_eq!(sorted.join(" "), right.split_whitespace().collect::<Vec<_>>().join(" "));
    }

    #[test]
    fn every_ordered_character_has_the_strokes_of_its_line() {
        for (line, strokes) in ORDER.lines().filter(|line| !line.starts_with("# ")).zip(1..) {
            for c in line.chars() {
                assert_eq!(count(c), Some(strokes), "{c}");
            }
        }
    }

    #[test]
    fn marks_do_not_count_and_letters_come_last() {
        assert_eq!(key("买买提·艾力"), key("买买提 艾力"));
        assert_eq!(key("Ａnna"), key("anna"));
        assert!(key("龘") < key("anna") && key("王") < key("王伟") && key("") < key("一"));
    }

    proptest! {
        #[test]
        fn keys_are_short_ascii(name in any::<String>()) {
            let key = key(&name);
            prop_assert!(key.is_ascii() && key.len() <= 3 * 7 * LONGEST && key.len().is_multiple_of(7));
        }
        #[test]
        fn fewer_strokes_first(a in any::<char>(), b in any::<char>()) {
            if let (Some(x), Some(y)) = (count(a), count(b)) && x != y {
                prop_assert_eq!(x < y, key(&a.to_string()) < key(&b.to_string()));
            }
        }
    }
}
