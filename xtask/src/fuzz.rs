//! `cargo xtask fuzz-reading`: texts made at random from what papers are made of, and seeds changed at random; none
//! may break a promise of the reader, end in a panic or cost out of step with its length.

use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::{Res, places::Places};

/// Pieces that papers are made of, and the odd ones.
const PIECES: &[&str] = &[
    "一、",
    "（二）",
    "㈢",
    "1.",
    "2、",
    "(3)",
    "4)",
    "①",
    "⒌",
    "第一，",
    "第二部分",
    "首先，",
    "其次，",
    "一是",
    "二是",
    "★",
    ".",
    "、",
    "a.",
    "三月份：",
    "元月",
    "七、八月份",
    "【二月】",
    "4—11月",
    "12月至次年1月",
    "上半年",
    "一季度",
    "8/28",
    "2024.1.20",
    "第三周",
    "第3-4周",
    "3月底前",
    "十月中旬",
    "月 份",
    "二〇二四年",
    "20__年",
    "3月8日至10日",
    "(4月22日—26日)",
    "月",
    "年",
    "日",
    "周",
    "\n",
    "\n\n",
    "\t",
    "|",
    "  ",
    "    ",
    "：",
    "；",
    "。",
    "，",
    "“",
    "”",
    "（",
    "）",
    "《",
    "》",
    "<br>",
    "---",
    "!",
    "?",
    "慰问困难职工",
    "召开教代会",
    "庆祝三八节",
    "五一劳动节",
    "计(jì)劃(huà)",
    "計劃",
    "?。ㄈ┲匾暯搪毠り?duì)伍",
    "?。",
    "工作安排",
    "存在的不足：",
    "明年打算：",
    "共300余人次",
    "48.4万元",
    "3万2仟元",
    "二十三万五千元",
    "百分之九十",
    "98.2%",
    "____",
    "xx名",
    "__年",
    "由612人增加到",
    "举办了一次",
    "每人3000元",
    "五必访",
    "月份\t工作内容\t负责人",
    "| 月份 | 工作 |",
    "|---|---|",
    "月  份      工  作  内  容      牵头人",
    "温馨提示:",
    "http://a.cn",
    "- 1 -",
    "第 1 页 共 2 页",
    "2024-02-23",
    "工作总结",
    "工作计划",
    "2023年工会计划(一) ",
    "第2篇",
    "🎉",
    "é",
    "\u{3000}",
    "\r\n",
    "１２",
    "\u{200b}",
    "\0",
    "０",
    "Ⅷ",
    "㈱",
    "〇",
    "ﬀ",
];
/// Longest random text, in pieces, and longest part of a seed, in characters.
const PIECES_MAX: u64 = 200;
const PART_MAX: u64 = 6_000;
/// A text this costly is read again at twice its length: more than four times the cost is out of step.
const COSTLY: Duration = Duration::from_millis(40);

/// A small generator that gives the same texts for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 12) % n.max(1)
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> Option<&'a T> {
        let n = u64::try_from(from.len()).ok()?;
        from.get(usize::try_from(self.below(n)).ok()?).copied()
    }
}

/// Reads made-up texts for some minutes.
pub fn fuzz(minutes: u64, seed: u64) -> Res<()> {
    let places = Places::find()?;
    let seeds = texts(&places.of_root("crates/reading/labels"))?;
    let end = Instant::now() + Duration::from_secs(minutes * 60);
    let mut chance = Chance(seed.max(1));
    let (mut texts, mut characters, mut told) = (0_u64, 0_u64, Instant::now());
    while Instant::now() < end {
        let text = made(&mut chance, &seeds);
        tried(&text).map_err(|fault| kept(&places, &text, &fault))?;
        texts += 1;
        characters += u64::try_from(text.len()).unwrap_or_default();
        if told.elapsed() > Duration::from_secs(60) {
            println!("{texts} texts, {} MB, no finding yet", characters >> 20);
            told = Instant::now();
        }
    }
    println!(
        "seed {seed}: {texts} texts, {} MB in {minutes} minutes without a finding",
        characters >> 20
    );
    Ok(())
}

fn texts(folder: &Path) -> Res<Vec<String>> {
    let mut out = Vec::new();
    for folder in [folder.to_path_buf(), folder.join("own")] {
        let entries = std::fs::read_dir(&folder).map_err(|e| format!("cannot look into {}: {e}", folder.display()))?;
        let mut paths: Vec<_> = entries.flatten().map(|e| e.path()).collect();
        paths.sort();
        for path in paths.iter().filter(|p| p.extension().is_some_and(|e| e == "txt")) {
            out.push(std::fs::read_to_string(path).map_err(|e| format!("cannot read {}: {e}", path.display()))?);
        }
    }
    Ok(out)
}

/// A text of pieces, of one piece over and over, or a part of a seed with changes.
fn made(chance: &mut Chance, seeds: &[String]) -> String {
    let mut out = String::new();
    match chance.below(8) {
        0 => {
            let few: Vec<&str> = (0..=chance.below(3)).filter_map(|_| chance.pick(PIECES)).collect();
            for _ in 0..chance.below(3_000) {
                out.push_str(chance.pick(&few).unwrap_or_default());
            }
        }
        1..=3 => {
            for _ in 0..chance.below(PIECES_MAX) {
                out.push_str(chance.pick(PIECES).unwrap_or_default());
            }
        }
        _ => changed(chance, seeds, &mut out),
    }
    out
}

fn changed(chance: &mut Chance, seeds: &[String], out: &mut String) {
    let all: Vec<&String> = seeds.iter().collect();
    let Some(seed) = chance.pick(&all) else { return };
    let length = u64::try_from(seed.chars().count()).unwrap_or_default();
    let from = usize::try_from(chance.below(length)).unwrap_or_default();
    let part = usize::try_from(chance.below(PART_MAX)).unwrap_or_default();
    let every = 2 + chance.below(60);
    for c in seed.chars().skip(from).take(part) {
        match chance.below(every * 4) {
            0 => {}
            1 => out.push_str(chance.pick(PIECES).unwrap_or_default()),
            2 => out.extend([c, c]),
            3 => out.push(char::from_u32(u32::try_from(chance.below(0x11_0000)).unwrap_or_default()).unwrap_or(c)),
            _ => out.push(c),
        }
    }
}

/// What this thread has cost the processor: on a busy machine waiting is no work.
fn spent() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or_default())
}

fn tried(text: &str) -> Result<(), String> {
    let cost = |text: &str| {
        let start = spent();
        let reading = std::panic::catch_unwind(|| reading::read(text)).map_err(|_| "a panic".to_owned())?;
        let cost = spent().saturating_sub(start);
        reading::check(text, &reading)?;
        Ok::<_, String>(cost)
    };
    let once = cost(text)?;
    if once < COSTLY {
        return Ok(());
    }
    // caches make single runs differ: the least of several counts
    let least = |text: &str| {
        (0..5)
            .map(|_| cost(text))
            .collect::<Result<Vec<_>, _>>()
            .map(|c| c.into_iter().min())
    };
    let (one, two) = (
        least(text)?.unwrap_or_default(),
        least(&text.repeat(2))?.unwrap_or_default(),
    );
    if one >= COSTLY && two > one * 4 {
        return Err(format!("{} bytes take {one:?}, twice as many {two:?}", text.len()));
    }
    Ok(())
}

/// Keeps the text of a finding, and says where.
fn kept(places: &Places, text: &str, fault: &str) -> String {
    let mut said = fault.to_owned();
    if let Ok(folder) = places.kept("fuzz-reading") {
        let file = folder.join("finding.txt");
        if std::fs::write(&file, text).is_ok() {
            let _ = write!(said, "; the text is kept in {}", file.display());
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_texts() {
        let seeds = vec!["一、工作安排\n三月份：召开教代会。".to_owned()];
        let texts = |seed| (0..20).map(|_| made(&mut Chance(seed), &seeds)).collect::<Vec<_>>();
        assert_eq!(texts(7), texts(7));
        let mut chance = Chance(7);
        for _ in 0..50 {
            let text = made(&mut chance, &seeds);
            assert_eq!(tried(&text), Ok(()), "{text}");
        }
    }
}
