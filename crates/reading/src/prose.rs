//! Dated acts inside prose: 上半年组织一次交流会,下半年组织一次征文比赛。

use crate::pattern::patterns;
use crate::reach;
use crate::when::{self, When};

patterns! {
    /// Where a time may start.
    TIME = r"(?:20\d\d|[xX_*]{2,4}|[今本明]|[二][〇零][〇零一二三四五六七八九]{2})年|\d{1,2}[-、至到]?\d{0,2}月|[一二三四五六七八九十元]{1,2}、?[一二三四五六七八九十]{0,2}月|[上下]半年|第?[一二三四1-4]季度|20\d\d[./-]\d";
    /// Told as done, or standing.
    PAST = r"了|已|以来|去年|上年|往年|历年|曾|荣获|获得|取得|获评|圆满|共有|召开后|截至|截止|同期|同比|比上|过去";
    /// Told as done, of an act under its month: 总结上年工作 is to be done.
    DONE = r"了|已经|已于|已在|圆满|荣获|获得了|取得了|获评|完成率";
    KEPT = r"了解|为了|除了|罢了|了望|明了|已婚|上年度先进|已退";
    HABIT = r"每(?:个|逢)?(?:月|年|季|周|学期|半年|学年|天|日|星期|两|一)|全年|常年|长年|按月|逐月|月月|按季|分季|定期|各季度|长期|平时|一年一度|年度内";
    /// What may stand between the start of a clause and its time.
    LEAD = r"^(?:[一二三四五六七八九十]是|首先|其次|再次|最后|拟定?|计划|预计|将|在|于|到|至|定于|并|并在|并于|另|其中|今年|本年|我校|学校|工会|我们|准备|争取|力争|确保|要|同时|,|:|、|\s){0,4}$";
    /// What may follow a time to the end of its brackets.
    CLOSED = r"^(?:[前后起止开始完成举行,、\s]|之前|左右|周[一二三四五六日]|星期[一二三四五六日]|[上下]午|(?:启动|结束|进行|实施|召开|举办)){0,4}\)[:。,]?";
    STAGE = r"^(?:第?[一二三四五六1-6]个?(?:阶段|步|期))$";
    CLOCK = r"^\s*\d{1,2}[:.]\d\d\s*(?:-|至|到)?";
    NOUN = r"^(?:份?工资|份?的?(?:会议|全会|讲话|精神|通知|文件)|出生|生日|龄|制|刊|报表|嫂|饼|度|经|亮|间|台|球|老|子|光|薪)";
}

/// A dated act: the time and the range of its words.
pub(crate) struct Dated {
    pub when: When,
    pub written: (usize, usize),
    pub start: usize,
    pub end: usize,
}

/// Whether the clause of a time tells what is always done.
fn habit(sentence: &str, lead: usize, from: usize) -> bool {
    let rest = reach::first(sentence.get(from..).unwrap_or_default(), 60);
    let clause = rest.find([',', '。', ';']).and_then(|i| rest.get(..i)).unwrap_or(rest);
    HABIT.is_match(reach::last(sentence.get(lead..from).unwrap_or_default(), 40))
        || HABIT.is_match(reach::first(clause, 40))
}

/// Whether a sentence tells what was done.
pub(crate) fn past(sentence: &str) -> bool {
    PAST.is_match(&KEPT.strip(sentence))
}

/// Whether an act under its month was done.
pub(crate) fn done(words: &str) -> bool {
    DONE.is_match(&KEPT.strip(words))
}

/// Whether a line belongs to the hours of one event.
pub(crate) fn clock(line: &str) -> bool {
    CLOCK.is_match(line)
}

/// The dated acts of a piece of prose, with ranges relative to it.
pub(crate) fn dated(text: &str, numbered: bool) -> Vec<Dated> {
    let mut out = Vec::new();
    let mut at = 0;
    for sentence in text.split_inclusive(['。', ';', '!', '?', '\n']) {
        if !past(sentence) {
            for mut d in in_sentence(sentence, numbered) {
                d.start += at;
                d.end += at;
                d.written = (d.written.0 + at, d.written.1 + at);
                out.push(d);
            }
        }
        at += sentence.len();
    }
    out
}

/// Times of a sentence that stand outside quotes and name no thing.
fn times(sentence: &str) -> Vec<(usize, When)> {
    let mut out: Vec<(usize, When)> = Vec::new();
    let mut from = 0;
    let (mut quoted, mut seen) = (false, 0);
    while let Some(m) = sentence.get(from..).and_then(|t| TIME.find(t)) {
        let at = from + m.start();
        for c in sentence.get(seen..at).unwrap_or_default().chars() {
            match c {
                '《' | '(' => quoted = true,
                '》' | ')' => quoted = false,
                _ => {}
            }
        }
        seen = at;
        from += m.end().max(1);
        let before = sentence.get(..at).and_then(|t| t.chars().next_back());
        if quoted || before.is_some_and(|c| c.is_ascii_digit() || "第每个周近前一二三四五六七八九十\"".contains(c))
        {
            continue;
        }
        let Some(when) = sentence
            .get(at..)
            .and_then(when::parse)
            .filter(|w| !w.weak && !w.months.is_empty())
        else {
            continue;
        };
        let end = at + when.len;
        if sentence.get(end..).is_some_and(|t| NOUN.is_match(t)) {
            continue;
        }
        from = from.max(end);
        out.push((at, when));
    }
    out
}

/// Longest clause looked back on, in characters.
const CLAUSE_MAX: usize = 200;

/// Start of the clause that holds a byte.
fn clause(sentence: &str, at: usize) -> usize {
    let whole = sentence.get(..at).unwrap_or_default();
    let before = reach::last(whole, CLAUSE_MAX);
    let from = whole.len() - before.len();
    from + before.rfind([',', ':', '、', ';', '(']).map_or(0, |i| {
        i + before.get(i..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8)
    })
}

/// 庆祝三八节活动(3月上旬): acts whose time stands behind them in brackets.
fn bracketed(sentence: &str, numbered: bool) -> Vec<Dated> {
    let mut out = Vec::new();
    let mut from = 0;
    for (open, _) in sentence.match_indices('(').take(50) {
        let inner = sentence.get(open + 1..).unwrap_or_default();
        let Some(when) = when::parse(inner).filter(|w| !w.months.is_empty() && (!w.weak || w.day.is_some())) else {
            continue;
        };
        let rest = inner.get(when.len..).unwrap_or_default();
        let Some(close) = CLOSED.find(rest).map(|m| m.end()) else {
            continue;
        };
        let written = (open + 1, open + 1 + when.len);
        let before = sentence.get(from..open).unwrap_or_default();
        let clause = if numbered && out.is_empty() {
            0
        } else {
            before.rfind([',', ';']).map_or(0, |i| i + 1)
        };
        let mut range = (from + clause, open);
        let behind = written.1 + close;
        // 第一阶段(3月1日-20日):宣传发动
        if STAGE.is_match(sentence.get(range.0..open).unwrap_or_default()) {
            let end = sentence
                .get(behind..)
                .and_then(|t| t.find(['。', ';']))
                .map_or(sentence.len(), |i| behind + i);
            range = (behind, end);
        }
        out.push(Dated {
            when,
            written,
            start: range.0,
            end: range.1,
        });
        from = behind;
    }
    out.retain(|d| {
        sentence
            .get(d.start..d.end)
            .is_some_and(|t| t.chars().filter(|c| c.is_alphanumeric()).nth(3).is_some())
    });
    out
}

fn in_sentence(sentence: &str, numbered: bool) -> Vec<Dated> {
    let times = times(sentence);
    let body = sentence.trim_end_matches(['。', ';', '!', '?', '\n']).len();
    let mut out: Vec<Dated> = bracketed(sentence, numbered);
    if !out.is_empty() && times.is_empty() {
        return out;
    }
    out.clear();
    for (k, (at, when)) in times.iter().enumerate() {
        let lead = clause(sentence, *at);
        let next = times.get(k + 1).map(|(a, _)| clause(sentence, *a));
        let end = next.unwrap_or(body).max(*at);
        let written = (*at, at + when.len);
        // 编制日期:2023年12月15日 dates the paper
        if reach::last(sentence.get(..*at).unwrap_or_default(), 6)
            .trim_end()
            .ends_with("日期:")
        {
            continue;
        }
        if habit(sentence, lead, written.1) {
            continue;
        }
        let leads = sentence.get(lead..*at).is_some_and(|t| LEAD.is_match(t));
        let after = sentence.get(written.1..end).unwrap_or_default();
        let thin = after
            .trim_matches(|c: char| !c.is_alphanumeric())
            .chars()
            .nth(4)
            .is_none();
        let single = times.len() == 1;
        let start = match (single, numbered, leads, thin) {
            // the words stand before the time: 组织女职工体检,于三月份完成
            (true, _, _, true) => 0,
            (_, _, true, false) => written.1,
            (true, true, false, false) => 0,
            _ => lead,
        };
        // two times of one act, as in a range told in words
        if let Some(last) = out.last_mut()
            && last.end > start
        {
            last.end = last.end.min(start.max(last.start));
        }
        out.push(Dated {
            when: when.clone(),
            written,
            start,
            end,
        });
    }
    out.retain(|d| {
        sentence
            .get(d.start..d.end)
            .is_some_and(|t| t.chars().filter(|c| c.is_alphanumeric()).nth(3).is_some())
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Vec<u8>, &str)> {
        dated(text, false)
            .into_iter()
            .map(|d| (d.when.months, text[d.start..d.end].trim()))
            .collect()
    }

    #[test]
    fn dated_acts_in_prose() {
        assert_eq!(
            found("巩固学习成果,上半年组织一次学习心得交流会,下半年组织一次征文比赛。"),
            [
                (vec![1, 2, 3, 4, 5, 6], "组织一次学习心得交流会,"),
                (vec![7, 8, 9, 10, 11, 12], "组织一次征文比赛")
            ]
        );
        assert_eq!(found("3月底前完成工会经费预算。"), [(vec![3], "完成工会经费预算")]);
    }

    #[test]
    fn done_and_standing_work_is_no_schedule() {
        for text in [
            "3月组织了女职工活动。",
            "坚持每月召开一次例会。",
            "学习贯彻3月会议精神。",
            "至6月起,开展了活动。",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
