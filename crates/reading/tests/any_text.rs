//! Any text is read without a panic, with every span inside it, in time that grows in step with its length.

use proptest::prelude::*;
use reading::{Reading, Span, read};

fn spans(reading: &Reading) -> Vec<Span> {
    let mut out: Vec<Span> = reading.schedule.iter().map(|e| e.span).collect();
    out.extend(reading.sections.iter().flat_map(|s| [s.span, s.body]));
    out.extend(reading.sections.iter().flat_map(|s| s.items.iter().map(|i| i.span)));
    out.extend(reading.facts.iter().map(|f| f.span));
    out.extend(reading.notes.iter().map(|n| n.span));
    out.extend(reading.documents.iter().map(|d| d.span));
    out
}

fn sound(text: &str) -> Result<(), TestCaseError> {
    let reading = read(text);
    for span in spans(&reading) {
        prop_assert!(span.start <= span.end, "{span:?}");
        prop_assert!(text.get(span.start..span.end).is_some(), "{span:?} in {text:?}");
    }
    for entry in &reading.schedule {
        prop_assert!(entry.month.list().iter().all(|m| (1..=12).contains(m)));
        prop_assert!(!entry.month.list().is_empty() || entry.week.is_some());
        prop_assert!(!entry.title.is_empty());
    }
    Ok(())
}

/// Pieces that papers are made of, and the odd ones.
const PIECES: &[&str] = &[
    "一、",
    "（二）",
    "1.",
    "2、",
    "①",
    "第一，",
    "一是",
    "★",
    ".",
    "三月份：",
    "七、八月份",
    "【二月】",
    "12月至次年1月",
    "上半年",
    "8/28",
    "2024.1.20",
    "第三周",
    "3月底前",
    "月",
    "年",
    "日",
    "20__年",
    "\n",
    "\t",
    "|",
    "  ",
    "：",
    "；",
    "。",
    "，",
    "“",
    "”",
    "（",
    "）",
    "《",
    "慰问困难职工",
    "召开教代会",
    "庆祝三八节",
    "计(jì)劃(huà)",
    "?。ㄈ┲匾暯搪毠り?duì)伍",
    "?。",
    "共300余人次",
    "48.4万元",
    "百分之九十",
    "____",
    "月份\t工作内容\t负责人",
    "|---|---|",
    "温馨提示:",
    "工作总结",
    "2023年工会计划(一) ",
    "🎉",
    "é",
    "\u{3000}",
    "\r\n",
    "１２",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_characters(text in "\\PC{0,300}") {
        sound(&text)?;
    }

    #[test]
    fn any_mix_of_pieces(parts in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        sound(&parts.concat())?;
    }
}

/// Four times the text takes no more than some ten times the time; the least of a few runs counts.
#[test]
fn time_grows_in_step() {
    let units = [
        "一、",
        "1、",
        "(",
        "【",
        "三月",
        "三月：",
        "，",
        "3.",
        "一是",
        "。三月份",
        "|",
        "\t",
        "a",
        "工作",
        "1、1、",
        "计(jì)",
        "?。ㄈ┲",
        "7月8月",
        "慰问10人，",
        "\n三月：召开",
        "三、三月份\n",
        "(三月)",
        "12月至",
        "“",
        "：1、",
        "①",
        "\n| 三月 | 召开 |",
    ];
    for unit in units {
        let time = |n: usize| {
            let text = unit.repeat(n / unit.len());
            (0..2)
                .map(|_| {
                    let start = std::time::Instant::now();
                    std::hint::black_box(read(&text));
                    start.elapsed()
                })
                .min()
                .unwrap()
        };
        let floor = std::time::Duration::from_millis(60);
        let (small, large) = (time(6_000).max(floor), time(24_000));
        assert!(large < small * 12, "{unit:?}: {small:?} then {large:?}");
    }
}

#[test]
fn a_text_past_the_limit_is_read_to_the_limit_and_says_so() {
    let text = "\u{3000}".repeat(reading::limits::TEXT_MAX + 5);
    let reading = read(&text);
    assert!(reading.notes.iter().any(|n| n.kind == "limit"));
}
