//! Figures with their units: 219人次, 48.4万元, 3万2仟元, 二期, 97%.

use crate::Yuan;
use crate::numeral;
use crate::pattern::{Captures, patterns};
use crate::reach;

patterns! {
    FIGURE = r"(?P<pct>百分之(?P<pn>\d+(?:\.\d+)?|[一二两三四五六七八九十百零]{1,6})(?:点(?P<pd>[一二三四五六七八九零]{1,2}))?)|(?P<n>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[一二两三四五六七八九十百千零〇壹贰叁肆伍陆柒捌玖拾佰仟]{1,9}|万)(?P<s>[万亿萬億千百仟佰]{0,2})(?P<n2>[\d一二两三四五六七八九壹贰叁肆伍陆柒捌玖]{1,4})?(?P<s2>[千百仟佰])?(?:(?P<n3>[\d一二两三四五六七八九壹贰叁肆伍陆柒捌玖])(?P<s4>[百佰]))?\s?(?:余|多|来)?(?P<s3>[万亿])?\s?(?P<u>人次|人|名|位|户|元|块钱|场次|场|次|期|%|个百分点|条|件|份|篇|项|个|家|对|支|册|本|套|台|张|间|所|处|起|宗|幅|幢|盒|袋|箱|桶|瓶|辆|平方米|平米|学时|课时|节课|枚|面|批|种|类|门|首|株|棵|亩|公斤|斤|吨|双|顶|座)";
    /// What follows a figure that is no count of work.
    AFTER = r"^(?:好?事|实事|大事|年|月|日|岁|号|届|级|周年|世纪|代表|代|百分点|性|方针|大|确保|维护|结合|关系|务必|坚持|善于|工程|一|为|最大|不|以|左|性|方面|阶段|小时工作|头|样|别|体|们|民|际|员工号|单项|月|多月|学期|星期|工作日|观念|意识|文明|普遍|层面|环节|原则|重点|突出|提升|争取)";
    /// Figures that bound, pace or share out, and so measure no work.
    BOUND = r"(?:每|人均|户均|日均|平均|均)[^,。;:]{0,10}$|(?:不超过|不得超过|不高于|最高|最多|至多|上限为?)(?:人民币)?$|欠(?:下|了)?[^,。;]{0,6}$|(?:同比|比|较)[^,。;]{0,12}(?:增长|增加|提高|上升|下降|减少|降低)(?:了|约)?$|\d\s?(?:-|至|到|、)$";
    LIMIT = r"^(?:\(含\))?(?:以下|以内|之内|以上(?:的|须|必须|要|应|可|支出|开支|项目))|^(?:左右)?(?:/|每)|^(?:计算|测算)";
    /// 由612人增加到941人: the figure that was left behind.
    LEFT = r"(?:由|从)[^,。;]{0,8}$";
    GROWN = r"^[^,。;]{0,6}(?:增加|增|上升|提高|提升|扩大|发展|壮大|减少|下降|降低|降|减)[^,。;]{0,3}(?:到|至|为)";
    ONCE = r"(?:举办|召开|开展|组织|举行|进行|参加|看望|慰问|走访|培训|[了过])[了过]?$";
    GIVING = r"(?:共设|设|开展|举办|组建|建立|成立|完成|评出|选出|新增|新建|新成立|编发|印发|共有|涉及)了?$";
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    People,
    PersonTimes,
    Money,
    Events,
    Households,
    Percent,
    Count,
}

/// A figure in a sentence.
#[derive(Clone, Debug)]
pub(crate) struct Quantity {
    pub kind: Kind,
    /// People, events and the like.
    pub whole: u64,
    pub money: Option<Yuan>,
    pub percent: Option<f64>,
    pub unit: String,
    pub start: usize,
    pub end: usize,
}

/// The figures of a sentence, without ordinals, blanks, ages, years and numbers of lists.
///
/// In work told as done 一次 is one; in a plan it only means "a".
pub(crate) fn find(sentence: &str, told: bool) -> Vec<Quantity> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(caps) = FIGURE.captures_at(sentence, at) {
        let Some(all) = caps.get(0) else { break };
        let (start, end) = (all.start(), all.end());
        at = end;
        if let Some(q) = quantity(sentence, &caps, (start, end), told) {
            out.push(q);
        }
    }
    out
}

fn quantity(sentence: &str, caps: &Captures<'_, '_>, (start, end): (usize, usize), told: bool) -> Option<Quantity> {
    let before = reach::last(sentence.get(..start).unwrap_or_default(), 24);
    let after = reach::first(sentence.get(end..).unwrap_or_default(), 24);
    let part = |name: &str| caps.name(name).map_or("", |m| m.as_str());
    let given = |kind, whole, money, percent, unit: &str| Quantity {
        kind,
        whole,
        money,
        percent,
        unit: unit.to_owned(),
        start,
        end,
    };
    if !part("pn").is_empty() {
        let whole = numeral::value(part("pn")).map(|n| n.to_string());
        let below: String = part("pd")
            .chars()
            .filter_map(numeral::digit_of)
            .map(|d| d.to_string())
            .collect();
        let spelt = whole.and_then(|w| format!("{w}.{below}0").parse().ok());
        let percent = part("pn").parse().ok().or(spelt);
        return Some(given(Kind::Percent, 0, None, percent, "%"));
    }
    let (unit, digits, all) = (part("u"), part("n"), caps.get(0).map_or("", |m| m.as_str()));
    let arabic = digits.starts_with(|c: char| c.is_ascii_digit());
    if !countable(before, after, unit, arabic) {
        return None;
    }
    let kind = kind(unit, before);
    if kind == Kind::Percent {
        return Some(given(kind, 0, None, Some(digits.parse().ok()?), unit));
    }
    let amount = amount(&part, digits, arabic)?;
    let whole = u64::try_from(amount.fen / 100).ok()?;
    if kind != Kind::Money && (amount.fen % 100 != 0 || whole == 0) {
        return None;
    }
    let quoted = before.ends_with('"') && reach::first(after, 8).contains('"');
    if !arabic && (quoted || !spelt(kind, whole, (unit, digits, all), before, told)) {
        return None;
    }
    Some(given(kind, whole, (kind == Kind::Money).then_some(amount), None, unit))
}

/// Whether a figure written in words measures something: 一人 and 三个代表 are words more than figures.
fn spelt(kind: Kind, whole: u64, (unit, digits, all): (&str, &str, &str), before: &str, told: bool) -> bool {
    if digits == "万" && !before.ends_with(['近', '上', '达', '逾', '超']) {
        return false;
    }
    // 百人大合唱, "四期"保护: names
    let round = matches!(digits, "百" | "千") && !all.contains(['余', '多', '来']);
    if round && !before.ends_with(['近', '上', '达', '逾', '超', '约']) {
        return false;
    }
    if whole == 1 {
        return kind == Kind::Events && told && ONCE.is_match(before);
    }
    match unit {
        _ if kind != Kind::Count => true,
        "家" | "件" | "份" | "篇" | "支" | "台" | "套" | "本" | "册" | "对" | "间" | "所" | "箱" | "起" | "宗"
        | "辆" | "盒" | "袋" | "幅" => true,
        "处" => digits != "四",
        "个" | "项" | "条" | "种" => GIVING.is_match(before),
        _ => false,
    }
}

/// What a unit counts; 人次达118人 counts visits, not people.
fn kind(unit: &str, before: &str) -> Kind {
    let times = ["人次达", "人次为", "人次"].iter().any(|w| before.ends_with(w));
    match unit {
        "人次" => Kind::PersonTimes,
        "人" | "名" | "位" if times => Kind::PersonTimes,
        "人" | "名" | "位" => Kind::People,
        "元" | "块钱" => Kind::Money,
        "场次" | "场" | "次" | "期" => Kind::Events,
        "户" => Kind::Households,
        "%" => Kind::Percent,
        _ => Kind::Count,
    }
}

/// The value in hundredths: 48.4万, 3万2仟, 十万.
fn amount<'a>(part: &impl Fn(&str) -> &'a str, digits: &str, arabic: bool) -> Option<Yuan> {
    let scale = format!("{}{}", part("s"), part("s3"));
    let plain = if arabic {
        digits.to_owned()
    } else {
        let value = if digits == "万" {
            Some(10_000)
        } else {
            numeral::value(digits)
        };
        value?.to_string()
    };
    let amount = Yuan::parse(&plain, &scale)?;
    if part("n2").is_empty() {
        return Some(amount);
    }
    let more = numeral::value(part("n2"))?.to_string();
    // 3万2: the last digit counts a step below
    let unit = if part("s2").is_empty() {
        below(&scale)?
    } else {
        part("s2")
    };
    let amount = amount.plus(Yuan::parse(&more, unit)?)?;
    match numeral::value(part("n3")) {
        Some(hundreds) => amount.plus(Yuan::parse(&hundreds.to_string(), "百")?),
        None => Some(amount),
    }
}

fn below(scale: &str) -> Option<&'static str> {
    match scale {
        "万" | "萬" => Some("千"),
        "亿" | "億" => Some("千万"),
        "千" | "仟" => Some("百"),
        _ => None,
    }
}

/// Whether a figure may stand for itself, by what stands round it.
fn countable(before: &str, after: &str, unit: &str, arabic: bool) -> bool {
    if BOUND.is_match(before) || LIMIT.is_match(after) || (LEFT.is_match(before) && GROWN.is_match(after)) {
        return false;
    }
    let last = before.chars().next_back();
    let cut = |c: char| c == '_' || c == '*' || c == '.' || c == '-' || c == '/' || c.is_ascii_alphanumeric();
    if last.is_some_and(|c| cut(c) || "第成每前初某".contains(c) || (!arabic && "数几".contains(c))) {
        return last == Some('-') && before.trim_end_matches('-').ends_with(|c: char| !c.is_ascii_digit());
    }
    if unit == "次" && (after.starts_with("会议") && before.ends_with('届')) {
        return false;
    }
    if before.ends_with(['届', '十']) && !arabic {
        return false;
    }
    if matches!(unit, "期" | "人" | "名")
        && after.starts_with(['间', '待', '望', '民', '才', '心', '身', '列', '额', '单', '誉'])
    {
        return false;
    }
    let names = matches!(
        unit,
        "个" | "项" | "位" | "面" | "次" | "对" | "条" | "件" | "份" | "本" | "支" | "所" | "处"
    );
    !(names && AFTER.is_match(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Option<i64> {
        find(text, true).first().and_then(|q| q.money).map(|m| m.fen / 100)
    }

    #[test]
    fn amounts_in_many_forms() {
        for (text, yuan) in [
            ("拨款48.4万元", 484_000),
            ("捐款3万2仟元", 32_000),
            ("1.2亿元", 120_000_000),
            ("发放3万7仟2佰元", 37_200),
            ("慰问金壹万壹仟伍佰元", 11_500),
            ("捐款6万余元", 60_000),
            ("支出20余万元", 200_000),
            ("近十万元", 100_000),
            ("计92,879元", 92_879),
        ] {
            assert_eq!(money(text), Some(yuan), "{text}");
        }
    }

    #[test]
    fn counts_and_what_is_none() {
        let kinds = |t: &str| find(t, true).into_iter().map(|q| (q.kind, q.whole)).collect::<Vec<_>>();
        assert_eq!(
            kinds("培训班5期,培训人次达118人"),
            [(Kind::Events, 5), (Kind::PersonTimes, 118)]
        );
        assert_eq!(kinds("举办了二期培训"), [(Kind::Events, 2)]);
        assert_eq!(kinds("近百名职工"), [(Kind::People, 100)]);
        assert_eq!(kinds("会员由612人增加到941人"), [(Kind::People, 941)]);
        assert_eq!(kinds("赔付二十三万五千元"), [(Kind::Money, 235_000)]);
        assert_eq!(
            find("满意度百分之九十五点五", true).first().and_then(|q| q.percent),
            Some(95.5)
        );
        assert_eq!(kinds("惠及近万名员工"), [(Kind::People, 10_000)]);
        assert_eq!(kinds("发放资料上千份"), [(Kind::Count, 1_000)]);
        assert_eq!(kinds("召开了一次座谈会"), [(Kind::Events, 1)]);
        assert!(find("召开一次座谈会", false).is_empty());
        for text in [
            "比上年增长5%",
            "每人3000元",
            "每年召开一次会议",
            "日均接待20人",
            "不超过2000元",
            "5000元以上须经集体研究",
            "打造3至5个品牌",
            "创价值万余元",
            "第二名",
            "计慰问款20_0元",
            "人数:_8人",
            "共____人",
            "18岁以下",
            "第三次会议",
            "三个代表",
            "召开1-2次",
            "几十人",
            "xx名",
        ] {
            assert!(kinds(text).is_empty(), "{text}: {:?}", kinds(text));
        }
    }
}
