//! Hours as people write them.

/// Reads an hour as people write it: `15:00`, `15：30`, `1530`, `下午3点`, `下午3点半`, `9时`, `3pm`. Gives `HH:MM`.
#[must_use]
pub fn read(typed: &str) -> Option<String> {
    let text = kernel::numerals::half_width(typed.trim()).to_lowercase();
    let late = ["下午", "晚上", "晚", "pm"].iter().any(|word| text.contains(word));
    let rest = ["上午", "早上", "下午", "晚上", "晚", "中午", "am", "pm", " "]
        .iter()
        .fold(text, |text, word| text.replace(word, ""))
        .replace("点半", ":30")
        .replace(['：', '点', '时', '.'], ":")
        .replace(['分', '整'], "");
    let rest = rest.trim_end_matches(':');
    let (hours, minutes) = match rest.split_once(':') {
        Some((hours, minutes)) => (hours, minutes),
        None if rest.len() == 4 && rest.is_ascii() => rest.split_at(2),
        None => (rest, "0"),
    };
    let (hours, minutes): (u8, u8) = (hours.parse().ok()?, minutes.parse().ok()?);
    let hours = if late && hours < 12 { hours + 12 } else { hours };
    (hours < 24 && minutes < 60).then(|| format!("{hours:02}:{minutes:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_written() {
        for (typed, is) in [
            ("15:00", "15:00"),
            ("15：30", "15:30"),
            ("9点", "09:00"),
            ("下午3点半", "15:30"),
            ("1530", "15:30"),
            ("３：０５", "03:05"),
            ("3 pm", "15:00"),
            ("上午10时", "10:00"),
        ] {
            assert_eq!(read(typed).as_deref(), Some(is), "{typed}");
        }
        for wrong in ["", "25:00", "下班后", "12:61"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
