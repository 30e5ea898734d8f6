//! Names by their sound, so that `zw` and `zhangwei` find 张伟.
//!
//! Characters with several readings are read as names are: 单 as a surname is *shan*, 曾 *zeng*, 解 *xie*, 区 *ou*;
//! compound surnames and place names (尉迟, 重庆) are read whole; in given names 长 is *chang* and 晟 *sheng*. `ü` is written `v`, as typed on keyboards.
//!
//! ```
//! use kernel::pinyin::of_name;
//! let sound = of_name("张伟");
//! assert_eq!((sound.full.as_str(), sound.initials.as_str()), ("zhangwei", "zw"));
//! assert_eq!(of_name("单雄信").full, "shanxiongxin");
//! ```

use ::pinyin::ToPinyin;

/// The sound of a name, in lower-case ASCII letters and digits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pinyin {
    /// All syllables joined: `zhangwei`.
    pub full: String,
    /// The first letter of every syllable: `zw`.
    pub initials: String,
}

impl Pinyin {
    /// Whether what a person typed is the beginning of the sound or of the initials.
    #[must_use]
    pub fn starts_with(&self, typed: &str) -> bool {
        let typed: String = typed
            .chars()
            .filter(|c| !c.is_whitespace())
            .flat_map(char::to_lowercase)
            .collect();
        !typed.is_empty() && (self.full.starts_with(&typed) || self.initials.starts_with(&typed))
    }
}

/// Longest name that is read, in characters; the rest is left out.
const LONGEST: usize = 200;

/// Read whole wherever they stand at the front of a name.
const SURNAMES: &[(&str, &[&str])] = &[
    ("尉迟", &["yu", "chi"]),
    ("单于", &["chan", "yu"]),
    ("万俟", &["mo", "qi"]),
    ("长孙", &["zhang", "sun"]),
    ("澹台", &["tan", "tai"]),
    ("鲜于", &["xian", "yu"]),
    ("令狐", &["ling", "hu"]),
    ("宿勤", &["su", "qin"]),
    ("秃发", &["tu", "fa"]),
    ("乐正", &["yue", "zheng"]),
    ("单", &["shan"]),
    ("曾", &["zeng"]),
    ("解", &["xie"]),
    ("仇", &["qiu"]),
    ("区", &["ou"]),
    ("查", &["zha"]),
    ("任", &["ren"]),
    ("盖", &["ge"]),
    ("朴", &["piao"]),
    ("翟", &["zhai"]),
    ("乐", &["yue"]),
    ("召", &["shao"]),
    ("缪", &["miao"]),
    ("员", &["yun"]),
    ("覃", &["qin"]),
    ("冼", &["xian"]),
    ("洗", &["xian"]),
    ("秘", &["bi"]),
    ("种", &["chong"]),
    ("折", &["she"]),
    ("黑", &["he"]),
    ("繁", &["po"]),
    ("卜", &["bu"]),
    ("车", &["che"]),
    ("华", &["hua"]),
    ("纪", &["ji"]),
    ("过", &["guo"]),
    ("隗", &["wei"]),
    ("郇", &["xun"]),
    ("撒", &["sa"]),
    ("葛", &["ge"]),
    ("郗", &["xi"]),
    ("乜", &["nie"]),
    ("祭", &["zhai"]),
    ("阚", &["kan"]),
    ("牟", &["mou"]),
    ("柏", &["bai"]),
    ("沈", &["shen"]),
    ("石", &["shi"]),
    ("贾", &["jia"]),
    ("宁", &["ning"]),
    ("尹", &["yin"]),
    ("臧", &["zang"]),
    ("藏", &["zang"]),
    ("晟", &["cheng"]),
    ("曲", &["qu"]),
    ("燕", &["yan"]),
    ("要", &["yao"]),
    ("应", &["ying"]),
    ("相", &["xiang"]),
    ("哈", &["ha"]),
    ("那", &["na"]),
    ("重", &["chong"]),
    ("佴", &["nai"]),
    ("戚", &["qi"]),
    ("褚", &["chu"]),
    ("俞", &["yu"]),
    ("於", &["yu"]),
    ("丁", &["ding"]),
    ("行", &["xing"]),
    ("长", &["chang"]),
    ("薄", &["bo"]),
    ("能", &["nai"]),
    ("都", &["du"]),
    ("蔚", &["yu"]),
    ("贠", &["yun"]),
    ("句", &["gou"]),
    ("适", &["kuo"]),
    ("炅", &["gui"]),
    ("么", &["yao"]),
];

/// Characters that are read in given names otherwise than most often in prose.
const GIVEN: &[(&str, &[&str])] = &[
    ("朝霞", &["zhao", "xia"]),
    ("朝晖", &["zhao", "hui"]),
    ("朝辉", &["zhao", "hui"]),
    ("长", &["chang"]),
    ("晟", &["sheng"]),
    ("泊", &["bo"]),
    ("重", &["chong"]),
    ("都", &["du"]),
    ("琢", &["zhuo"]),
    ("率", &["shuai"]),
    ("曾", &["zeng"]),
    ("珩", &["heng"]),
    ("靓", &["liang"]),
];

/// Read whole wherever they stand: places and words of unit names.
const WORDS: &[(&str, &[&str])] = &[
    ("重庆", &["chong", "qing"]),
    ("长春", &["chang", "chun"]),
    ("长沙", &["chang", "sha"]),
    ("长江", &["chang", "jiang"]),
    ("厦门", &["xia", "men"]),
    ("西藏", &["xi", "zang"]),
    ("朝阳", &["chao", "yang"]),
    ("乐山", &["le", "shan"]),
    ("六安", &["lu", "an"]),
    ("蚌埠", &["beng", "bu"]),
    ("番禺", &["pan", "yu"]),
    ("东莞", &["dong", "guan"]),
    ("会计", &["kuai", "ji"]),
    ("银行", &["yin", "hang"]),
    ("校长", &["xiao", "zhang"]),
    ("处长", &["chu", "zhang"]),
    ("音乐", &["yin", "yue"]),
    ("重阳", &["chong", "yang"]),
    ("调解", &["tiao", "jie"]),
    ("参加", &["can", "jia"]),
];

/// The sound of a person's name, the surname first. Characters without a reading (marks, foreign letters) are
/// left out; ASCII letters and digits stay, in lower case.
#[must_use]
pub fn of_name(name: &str) -> Pinyin {
    read(name, SURNAMES, GIVEN)
}

/// The sound of other names (units, groups, titles): as [`of_name`], but the first character is no surname, so
/// that 区总工会 is *quzonggonghui*.
#[must_use]
pub fn of_words(text: &str) -> Pinyin {
    read(text, &[], &[])
}

/// Texts with their syllables.
type Readings<'a> = &'a [(&'a str, &'a [&'a str])];

fn read(name: &str, surnames: Readings<'_>, given: Readings<'_>) -> Pinyin {
    let plain: String = crate::numerals::half_width(name).trim().chars().take(LONGEST).collect();
    let mut sound = Pinyin::default();
    let mut rest = plain.as_str();
    while let Some(first) = rest.chars().next() {
        let at_front = rest.len() == plain.len();
        let whole = WORDS
            .iter()
            .chain(if at_front { surnames } else { given })
            .find(|(text, _)| rest.starts_with(text));
        if let Some((text, syllables)) = whole {
            for syllable in *syllables {
                sound.push(syllable);
            }
            rest = &rest[text.len()..];
            continue;
        }
        if let Some(syllable) = first.to_pinyin() {
            sound.push(&syllable.plain().replace('ü', "v"));
        } else if first.is_ascii_alphanumeric() {
            sound.full.push(first.to_ascii_lowercase());
            sound.initials.push(first.to_ascii_lowercase());
        }
        rest = &rest[first.len_utf8()..];
    }
    sound
}

impl Pinyin {
    fn push(&mut self, syllable: &str) {
        self.full.push_str(syllable);
        self.initials.extend(syllable.chars().next());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_by_the_table() {
        let table = [
            ("张伟", "zhangwei", "zw"),
            ("单雄信", "shanxiongxin", "sxx"),
            ("曾国强", "zengguoqiang", "zgq"),
            ("解晓东", "xiexiaodong", "xxd"),
            ("仇英", "qiuying", "qy"),
            ("区伟明", "ouweiming", "owm"),
            ("尉迟恭", "yuchigong", "ycg"),
            ("欧阳娜", "ouyangna", "oyn"),
            ("吕蒙", "lvmeng", "lm"),
            ("重庆分会", "chongqingfenhui", "cqfh"),
            ("王 Ａnna·李2", "wangannali2", "wannal2"),
            ("张单", "zhangdan", "zd"),
            ("晟晟", "chengsheng", "cs"),
            ("王长江", "wangchangjiang", "wcj"),
            ("李珩", "liheng", "lh"),
            ("周朝晖", "zhouzhaohui", "zzh"),
            ("周朝阳", "zhouchaoyang", "zcy"),
            ("薄一波", "boyibo", "byb"),
            ("郑琢", "zhengzhuo", "zz"),
            ("", "", ""),
        ];
        for (name, full, initials) in table {
            assert_eq!(
                of_name(name),
                Pinyin {
                    full: full.into(),
                    initials: initials.into()
                },
                "{name}"
            );
        }
    }

    #[test]
    fn a_district_is_no_surname() {
        assert_eq!(of_words("区总工会").full, "quzonggonghui");
    }

    #[test]
    fn typing_finds_the_name() {
        let sound = of_name("张伟");
        assert!(sound.starts_with("zhang") && sound.starts_with("ZW") && sound.starts_with("zhang wei"));
        assert!(!sound.starts_with("wei") && !sound.starts_with(""));
    }

    proptest! {
        #[test]
        fn only_letters_and_digits(name in any::<String>()) {
            let sound = of_name(&name);
            prop_assert!(sound.full.bytes().chain(sound.initials.bytes()).all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()), "{:?}", sound);
        }
    }
}
