//! Festivals by their canonical names.

use crate::pattern::patterns;

patterns! {
FESTIVAL = r#"(?P<三八妇女节>三["\s]*[·.•?]?["\s]*八["\s]*(?:国际|劳动|妇女|节|女)|三["\s]*[·.•?]?["\s]*八"|三[·.•]八|3[.·]8["\s]*(?:国际|劳动|妇女|节|女)|(?:庆祝?|迎|贺|欢度)["\s]*三["\s]*[·.•?]?["\s]*八|三八(?:[^0-9一二三四五六七八九十个是条号中小路街大届式\n]|$)|妇女节)|(?P<五一劳动节>五["\s]*[·.•?]?["\s]*一["\s]*(?:国际|劳动节|节)|五["\s]*[·.•?]?["\s]*一"|五[·.•]一|5[.·]1["\s]*(?:国际|劳动节|节)|(?:庆祝?|迎|贺|欢度)["\s]*五["\s]*[·.•?]?["\s]*一|五一(?:[^0-9一二三四五六七八九十个是条号中小路街大届式\n]|$)|劳动节)|(?P<五四青年节>五["\s]*[·.•?]?["\s]*四["\s]*(?:国际|青年|节)|五["\s]*[·.•?]?["\s]*四"|五[·.•]四|5[.·]4["\s]*(?:国际|青年|节)|(?:庆祝?|迎|贺|欢度)["\s]*五["\s]*[·.•?]?["\s]*四|五四(?:[^0-9一二三四五六七八九十个是条号中小路街大届式\n]|$)|青年节)|(?P<六一儿童节>六["\s]*[·.•?]?["\s]*一["\s]*(?:国际|儿童|节)|六["\s]*[·.•?]?["\s]*一"|六[·.•]一|6[.·]1["\s]*(?:国际|儿童|节)|(?:庆祝?|迎|贺|欢度)["\s]*六["\s]*[·.•?]?["\s]*一|六一(?:[^0-9一二三四五六七八九十个是条号中小路街大届式\n]|$)|儿童节)|(?P<七一建党节>七["\s]*[·.•?]?["\s]*一["\s]*(?:国际|建党|节)|七["\s]*[·.•?]?["\s]*一"|七[·.•]一|7[.·]1["\s]*(?:国际|建党|节)|(?:庆祝?|迎|贺|欢度)["\s]*七["\s]*[·.•?]?["\s]*一|七一(?:[^0-9一二三四五六七八九十个是条号中小路街大届式\n]|$)|建党节|党的生日|党的?诞辰|建党(?:\d{2,3}|[一二三四五六七八九十百]{1,5})周年)|(?P<八一建军节>八["\s]*[·.•?]?["\s]*一["\s]*(?:国际|建军|节)|八["\s]*[·.•?]?["\s]*一"|八[·.•]一|8[.·]1["\s]*(?:国际|建军|节)|(?:庆祝?|迎|贺|欢度)["\s]*八["\s]*[·.•?]?["\s]*一|八一(?:[^0-9一二三四五六七八九十个是条号中小路街大届式\n]|$)|建军节)|(?P<教师节>教师节)|(?P<国庆节>国庆|"十[·.•]?一"|十[·.•]一["\s]*(?:黄金|期间|节))|(?P<元旦>元旦|迎新年|庆新年|新年(?:联欢|晚会|茶话|团拜))|(?P<元宵节>元宵|闹元)|(?P<春节>春节|新春|贺岁|大年初|除夕)|(?P<清明节>清明)|(?P<端午节>端午|端阳)|(?P<中秋节>中秋)|(?P<重阳节>重阳|老年节|敬老节|九九登高)|(?P<护士节>护士节)|(?P<医师节>医师节)|(?P<植树节>植树节)|(?P<母亲节>母亲节)|(?P<父亲节>父亲节)|(?P<腊八节>腊八)|(?P<冬至>冬至)|(?P<七夕节>七夕)|(?P<记者节>记者节)|(?P<学雷锋纪念日>学雷锋(?:日|纪念日)|雷锋日)"#;
    /// Prizes, titles and schools named after a festival.
    TITLE = r#"^"?三["·.]*八"?(?:红旗|集体|式)|^"?[五5]["·.]*[一四14]"?(?:劳动奖|劳动模范|奖章|奖状|巾帼|运动|以来)|^"?八["·.]*一"?(?:中学|小学|厂|勋章)|^七一(?:勋章|讲话)"#;
}

/// Names in order of their first mention, each with where it stands.
pub(crate) fn find(norm: &str) -> Vec<(&'static str, usize)> {
    let mut out: Vec<(&'static str, usize)> = Vec::new();
    for caps in FESTIVAL.captures_iter(norm) {
        let Some(all) = caps.get(0) else { continue };
        let rest = norm.get(all.start()..).unwrap_or_default();
        if TITLE.is_match(rest) || ordinal(norm, all.start(), all.as_str()) {
            continue;
        }
        for name in FESTIVAL.names() {
            if caps.name(name).is_some() && !out.iter().any(|&(n, _)| n == name) {
                out.push((name, all.start()));
            }
        }
    }
    out
}

/// 二十五一 and the like: the name is the tail of a numeral.
fn ordinal(norm: &str, at: usize, word: &str) -> bool {
    let numeral = |c: char| "一二三四五六七八九十第".contains(c);
    let before = norm.get(..at).and_then(|t| t.chars().next_back());
    word.starts_with(numeral) && before.is_some_and(numeral)
}

/// The first festival named in some words.
pub(crate) fn first(norm: &str) -> Option<&'static str> {
    find(norm).first().map(|&(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&'static str> {
        find(text).into_iter().map(|(n, _)| n).collect()
    }

    #[test]
    fn names_are_canonical() {
        assert_eq!(
            names("\"三·八\"妇女节、\"五一\"国际劳动节和\"六一\"节"),
            ["三八妇女节", "五一劳动节", "六一儿童节"]
        );
        assert_eq!(
            names("元旦、春节、国庆节、中秋节期间"),
            ["元旦", "春节", "国庆节", "中秋节"]
        );
        assert_eq!(names("庆祝党的生日九十周年;慰问老兵"), ["七一建党节"]);
        assert_eq!(
            names("3.8妇女节和“五四”青年节".replace(['“', '”'], "\"").as_str()),
            ["三八妇女节", "五四青年节"]
        );
    }

    #[test]
    fn festivals_in_short() {
        assert_eq!(names("三八节,五一先进集体表彰"), ["三八妇女节", "五一劳动节"]);
        assert_eq!(names("青工五四拔河"), ["五四青年节"]);
        assert_eq!(names("六一前慰问教师子女"), ["六一儿童节"]);
        assert_eq!(names("迎中秋、庆国庆"), ["中秋节", "国庆节"]);
    }

    #[test]
    fn titles_of_honour_are_no_festivals() {
        assert!(names("常州市五一劳动奖章获奖单位,三八红旗手").is_empty());
        assert!(names("第十一届运动会,二十五一共,六一个,五四三").is_empty());
        assert!(names("五一劳动奖状、八一小学").is_empty());
    }
}
