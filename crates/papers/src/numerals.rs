//! List numbers as word processors print them.

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const FORMAL: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
const BRANCHES: [char; 12] = ['子', '丑', '寅', '卯', '辰', '巳', '午', '未', '申', '酉', '戌', '亥'];

/// The number in the format named by `w:numFmt` (ISO/IEC 29500-1, 17.18.59); formats that are not
/// known are printed in plain digits.
pub(crate) fn format(number: u32, format: &str) -> String {
    match format {
        "none" | "bullet" => String::new(),
        "upperLetter" => letters(number, 'A'),
        "lowerLetter" => letters(number, 'a'),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "decimalZero" => format!("{number:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => full_width(number),
        "numberInDash" => format!("- {number} -"),
        "ordinal" => ordinal(number),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(number),
        "decimalEnclosedFullstop" => within(number, 1, 20, 0x2488).unwrap_or_else(|| format!("{number}.")),
        "decimalEnclosedParen" => within(number, 1, 20, 0x2474).unwrap_or_else(|| format!("({number})")),
        "ideographEnclosedCircle" => within(number, 1, 10, 0x3280).unwrap_or_else(|| chinese(number)),
        "ideographTraditional" => cycle(number, &STEMS),
        "ideographZodiac" => cycle(number, &BRANCHES),
        "ideographZodiacTraditional" => format!("{}{}", cycle(number, &STEMS), cycle(number, &BRANCHES)),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" | "koreanDigital2" => digits(number),
        "chineseCounting"
        | "chineseCountingThousand"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "japaneseCounting"
        | "koreanCounting" => chinese(number),
        "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => {
            grouped(number, &FORMAL, ['拾', '佰', '仟'], true)
        }
        _ => number.to_string(),
    }
}

/// 一 … 九, 十, 十一 … 二十, 一百零一, 一万.
pub(crate) fn chinese(number: u32) -> String {
    grouped(number, &DIGITS, ['十', '百', '千'], false)
}

fn digit(set: &[char; 10], value: u32) -> char {
    usize::try_from(value)
        .ok()
        .and_then(|v| set.get(v))
        .copied()
        .unwrap_or('〇')
}

fn digits(number: u32) -> String {
    number
        .to_string()
        .chars()
        .filter_map(|c| c.to_digit(10))
        .map(|d| digit(&DIGITS, d))
        .collect()
}

/// `formal` keeps the one before ten: 壹拾, against 十.
fn grouped(number: u32, set: &[char; 10], units: [char; 3], formal: bool) -> String {
    if number == 0 {
        return if formal { "零".into() } else { "〇".into() };
    }
    let mut out = String::new();
    let mut gap = false;
    for (group, unit) in [
        (number / 100_000_000, Some('亿')),
        (number / 10_000 % 10_000, Some('万')),
        (number % 10_000, None),
    ] {
        if group == 0 {
            gap = !out.is_empty();
            continue;
        }
        if !out.is_empty() && (gap || group < 1000) {
            out.push('零');
        }
        gap = false;
        four(group, set, units, formal || !out.is_empty(), &mut out);
        out.extend(unit);
    }
    out
}

/// A group of four digits, not zero.
fn four(group: u32, set: &[char; 10], units: [char; 3], one_before_ten: bool, out: &mut String) {
    let [ten, hundred, thousand] = units;
    let mut begun = false;
    let mut gap = false;
    for (value, unit) in [
        (group / 1000, Some(thousand)),
        (group / 100 % 10, Some(hundred)),
        (group / 10 % 10, Some(ten)),
        (group % 10, None),
    ] {
        if value == 0 {
            gap = begun;
            continue;
        }
        if gap {
            out.push('零');
            gap = false;
        }
        let bare_ten = value == 1 && unit == Some(ten) && !begun && !one_before_ten;
        if !bare_ten {
            out.push(digit(set, value));
        }
        out.extend(unit);
        begun = true;
    }
}

/// A … Z, AA, BB … as word processors count.
fn letters(number: u32, first: char) -> String {
    let Some(index) = number.checked_sub(1) else {
        return String::new();
    };
    let letter = char::from_u32(u32::from(first) + index % 26).unwrap_or(first);
    let times = usize::try_from(index / 26 + 1).unwrap_or(1).min(30);
    std::iter::repeat_n(letter, times).collect()
}

fn roman(number: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number == 0 || number > 3999 {
        return number.to_string();
    }
    let mut rest = number;
    let mut out = String::new();
    for (value, sign) in STEPS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

fn ordinal(number: u32) -> String {
    let ending = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

fn full_width(number: u32) -> String {
    number
        .to_string()
        .chars()
        .filter_map(|c| char::from_u32(u32::from(c) + 0xFEE0))
        .collect()
}

/// ① … ㊿.
fn circled(number: u32) -> String {
    within(number, 1, 20, 0x2460)
        .or_else(|| within(number, 21, 35, 0x3251))
        .or_else(|| within(number, 36, 50, 0x32B1))
        .unwrap_or_else(|| number.to_string())
}

/// The character as far after `base` as the number after `from`.
fn within(number: u32, from: u32, to: u32, base: u32) -> Option<String> {
    (from..=to)
        .contains(&number)
        .then(|| char::from_u32(base + number - from))
        .flatten()
        .map(String::from)
}

fn cycle(number: u32, set: &[char]) -> String {
    let size = u32::try_from(set.len()).unwrap_or(1);
    let index = number
        .checked_sub(1)
        .map(|i| i % size)
        .and_then(|i| usize::try_from(i).ok());
    index
        .and_then(|i| set.get(i))
        .map(|c| String::from(*c))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_counting_reads_as_spoken() {
        let cases = [
            (1, "一"),
            (10, "十"),
            (11, "十一"),
            (20, "二十"),
            (21, "二十一"),
            (100, "一百"),
            (101, "一百零一"),
            (110, "一百一十"),
            (111, "一百一十一"),
            (1001, "一千零一"),
            (1010, "一千零一十"),
            (10_000, "一万"),
            (10_001, "一万零一"),
            (100_000, "十万"),
            (110_000, "十一万"),
            (100_010_000, "一亿零一万"),
            (100_000_001, "一亿零一"),
        ];
        for (number, text) in cases {
            assert_eq!(chinese(number), text);
        }
    }

    #[test]
    fn formats_of_lists() {
        let cases = [
            (3, "ideographTraditional", "丙"),
            (12, "ideographZodiac", "亥"),
            (20, "decimalEnclosedCircle", "⑳"),
            (21, "decimalEnclosedCircle", "㉑"),
            (50, "decimalEnclosedCircle", "㊿"),
            (51, "decimalEnclosedCircle", "51"),
            (1, "decimalEnclosedParen", "⑴"),
            (2, "decimalEnclosedFullstop", "⒉"),
            (3, "ideographEnclosedCircle", "㊂"),
            (28, "upperLetter", "BB"),
            (2, "lowerLetter", "b"),
            (14, "upperRoman", "XIV"),
            (9, "lowerRoman", "ix"),
            (7, "decimalZero", "07"),
            (12, "decimalFullWidth", "１２"),
            (110, "chineseLegalSimplified", "壹佰壹拾"),
            (2026, "ideographDigital", "二〇二六"),
            (4, "somethingNew", "4"),
            (5, "bullet", ""),
            (22, "ordinal", "22nd"),
        ];
        for (number, name, text) in cases {
            assert_eq!(format(number, name), text, "{number} as {name}");
        }
        assert_eq!(format(0, "upperLetter"), "");
        assert_eq!(format(u32::MAX, "upperRoman"), u32::MAX.to_string());
    }
}
