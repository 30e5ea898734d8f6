//! Chinese and Arabic numerals as they stand in prose.

/// The value of a Chinese or Arabic numeral such as 二十三, 廿, 两百, 12; `None` where it is none or too large.
pub(crate) fn value(text: &str) -> Option<u32> {
    if text.is_empty() {
        return None;
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok();
    }
    let (mut total, mut digit, mut bare) = (0u32, None, true);
    for c in text.chars() {
        if let Some(d) = digit_of(c) {
            digit = match digit {
                Some(before) if bare => Some(u32::checked_add(u32::checked_mul(before, 10)?, d)?),
                _ => Some(d),
            };
            continue;
        }
        let unit = match c {
            '十' | '拾' => 10,
            '廿' => 20,
            '百' | '佰' => 100,
            '千' | '仟' => 1000,
            _ => return None,
        };
        bare = false;
        total = total.checked_add(digit.take().unwrap_or(1).checked_mul(unit)?)?;
    }
    total.checked_add(digit.unwrap_or(0))
}

/// One Chinese digit, small or capital.
pub(crate) fn digit_of(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' | '○' => 0,
        '一' | '元' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return c.to_digit(10),
    })
}

/// Like [`value`], for numbers that fit a byte.
pub(crate) fn small(text: &str) -> Option<u8> {
    value(text).and_then(|n| u8::try_from(n).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals() {
        for (text, n) in [
            ("十", 10),
            ("十二", 12),
            ("二十三", 23),
            ("两百", 200),
            ("一百零五", 105),
            ("二〇二四", 2024),
            ("12", 12),
        ] {
            assert_eq!(value(text), Some(n), "{text}");
        }
        assert_eq!(value("甲"), None);
        assert_eq!(value("99999999999"), None);
        assert_eq!(value("九九九九九九九九九九九九"), None);
    }
}
