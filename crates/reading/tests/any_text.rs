//! Any text is read without a panic, with every span inside it, in time that grows in step with its length.

use proptest::prelude::*;
use reading::read;

fn sound(text: &str) -> Result<(), TestCaseError> {
    let kept = reading::check(text, &read(text));
    prop_assert!(kept.is_ok(), "{kept:?} in {text:?}");
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

#[test]
fn a_text_past_the_limit_is_read_to_the_limit_and_says_so() {
    let text = "\u{3000}".repeat(reading::limits::TEXT_MAX + 5);
    let reading = read(&text);
    assert!(reading.notes.iter().any(|n| n.kind == "limit"));
}
