//! Which parts of a line are acts of their own.

use crate::pattern::patterns;

patterns! {
    VERB = r#"^(?:继续|积极|认真|深入|扎实|广泛|及时|适时|按时|全面|切实|进一步|拟|将|要|并|并且|同时|另)*(?:召开|组织|开展|举办|举行|制[定订]|拟[定订]|草拟|起草|布置|部署|学习|慰问|走访|参[加与]|庆祝|做好|完成|上[报交缴]|报[送告]|申报|评[选比]|总结|筹[备办]|发放|收缴|征[集求订]|调[查研]|检查|督[查促]|整理|归档|修[订改]|建立|成立|换届|签订|推[荐选]|配合|协助|落实|宣传|编[制报印]|安排|看望|撰写|填报|统计|公[布示]|核查|审[计查核]|迎接|承办|协办|启动|进行|实施|关[心爱]|帮扶|资助|办理|购买|采购|更新|清理|探望|登记|讨论|汇总|邀请|选[拔送]|观看|参观|出刊|订阅|兑现|验收|考核|表彰|确定|搞好|抓好|开[好设]|搞|办好|创建|申请|补缴|补充|缴纳|交流|接受|集中|传达|贯彻|健全|完善|规范|救助|摸底|排查|走进|发布|收集|策划|评估|回访|核定|预算|决算|召集|拍摄|写好?|制作|打造|评审|张贴|悬挂|收看|布展|设[立置]|开通|走进|公开|通报|测评|重温|祭扫|瞻仰|缅怀|检修|维修|装修|改造|修缮|添置|购置|联系|对接|跟踪|督导|指导|培育|选树|命名|授牌|揭牌|挂牌|复核|核对|录入|更换|换发|补选|增补|选举|筹划|清点|盘点|汇编|装订|移交|报批|备案|宣讲|观摩|赴|发动|动员|聘请|评审|评定|迎|庆|送|办|建|配备|补助|结对|推出|创办|欢送|值守|征文|排练|训练|植树|春游|秋游|体检|团拜|座谈|培训|家访)"#;
    EVENT = r#"(?:活动|比赛|大赛|竞赛|赛|[会]|讲座|培训|培训班|评比|评选|体检|慰问|总结|计划|方案|征文|展|展览|演出|汇演|联欢|春游|秋游|检查|自查|互查|调查|审计|换届|工作|典礼|仪式|布置|部署|举行|上报|报送|建设|演练|联谊|游艺|猜谜|论坛|沙龙|咨询|仪式|摸底|联赛|决赛|预赛|茶话会|分享会|游园会|夜市|集市|值班|守护|扫墓|祭扫|登高|徒步|健步走|采风|续保|决算|预算|征集|结对|座谈|走访|旅游|疗养|疗休养|休养|学习|比武|展评|归档|大会|晚会|考核|表彰|摸底|调研|登记|统计|排练|训练|筹备|验收|采购|发放|游园|观影|征集|评审|选举|宣传|讨论)(?:\([^)]*\))?["》]?$"#;
    /// A festival with what is done for it.
    FEAST = r#"^(?:"?(?:三八|五一|五四|六一|七一|八一)"?|(?:元旦|春节|元宵|清明|劳动节|妇女节|端午|教师节|国庆|中秋|重阳|护士节)).{2,}[^节日]$"#;
    /// What a part is done for, or how: never an act of its own.
    AIM = r"^(?:使|让|以|为|从而|确保|营造|展[现示]|增[强进]|促进|提[高升]|丰富|弘扬|培养|激发|推动|推进|维护|保障|加强|充分|真正|努力|力争|达到|做到|体现|共|全|必须|要求|不|由|并由|届时|其中|包括|内容|主题|时间|地点|参加人|对象)";
}

fn part_stands(part: &str) -> bool {
    let part = part.trim();
    part.chars().nth(3).is_some() && !AIM.is_match(part) && (VERB.is_match(part) || EVENT.is_match(part))
}

/// Ranges of a line's parts that are acts, relative to its start.
pub(crate) fn split(line: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for (start, end) in pieces(line, |c| matches!(c, ';' | '。' | '!' | '\n')) {
        let sentence = line.get(start..end).unwrap_or_default();
        let commas = pieces(sentence, |c| c == ',');
        let joined = join(sentence, &commas);
        for (a, b) in joined {
            let part = sentence.get(a..b).unwrap_or_default();
            for (c, d) in list(part) {
                out.push((start + a + c, start + a + d));
            }
        }
    }
    out
}

/// Commas part acts where the words behind each stand on their own; other parts stay with the one before.
fn join(sentence: &str, parts: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    let mut open = true;
    for &(a, b) in parts {
        let part = sentence.get(a..b).unwrap_or_default();
        let stands = part_stands(part);
        match out.last_mut() {
            Some(last) if open || !stands => last.1 = b,
            _ => out.push((a, b)),
        }
        // an opening such as 为…… or 以……为契机 waits for its act
        let intro = out.len() == 1 && !stands && out.first().is_some_and(|&(s, e)| (s, e) == (a, b));
        open = intro && AIM.is_match(part.trim());
    }
    out
}

/// 、 parts acts only where every part is one, all of the same build.
fn list(part: &str) -> Vec<(usize, usize)> {
    let whole = vec![(0, part.len())];
    let blanks = pieces(part, |c| c == ' ');
    if blanks.len() >= 2 && blanks.iter().all(|&(a, b)| part.get(a..b).is_some_and(part_stands)) {
        return blanks;
    }
    let parts = pieces(part, |c| c == '、');
    if parts.len() < 2 {
        return whole;
    }
    let texts = || parts.iter().map(|&(a, b)| part.get(a..b).unwrap_or_default().trim());
    let long = |t: &str, n: usize| t.chars().nth(n).is_some();
    let verbs = texts().all(|t| (VERB.is_match(t) || FEAST.is_match(t)) && long(t, 4));
    let events = texts().all(|t| (EVENT.is_match(t) || FEAST.is_match(t)) && long(t, 1))
        && texts().any(|t| long(t, 3))
        && !texts().next().is_some_and(|t| VERB.is_match(t));
    if verbs || events { parts } else { whole }
}

/// Parts between separators outside brackets and quotes.
fn pieces(text: &str, separates: impl Fn(char) -> bool) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let (mut start, mut depth) = (0usize, 0u32);
    for (i, c) in text.char_indices() {
        match c {
            '(' | '《' | '[' | '【' => depth += 1,
            ')' | '》' | ']' | '】' => depth = depth.saturating_sub(1),
            _ if depth == 0 && separates(c) => {
                out.push((start, i));
                start = i + c.len_utf8();
            }
            _ => {}
        }
    }
    out.push((start, text.len()));
    out.retain(|&(a, b)| text.get(a..b).is_some_and(|t| t.chars().any(char::is_alphanumeric)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(line: &str) -> Vec<&str> {
        split(line).into_iter().map(|(a, b)| line[a..b].trim()).collect()
    }

    #[test]
    fn clear_lists_part() {
        assert_eq!(
            parts("召开教代会,慰问困难职工;制定计划。"),
            ["召开教代会", "慰问困难职工", "制定计划"]
        );
        assert_eq!(
            parts("庆祝\"三八\"节,组织教职工旅游。"),
            ["庆祝\"三八\"节", "组织教职工旅游"]
        );
        assert_eq!(
            parts("三八节活动、植树节活动、春游活动"),
            ["三八节活动", "植树节活动", "春游活动"]
        );
    }

    #[test]
    fn aims_and_brackets_stay() {
        assert_eq!(parts("为学生表演节目,展现教师风采。").len(), 1);
        assert_eq!(parts("教工乒乓球预赛(以工会小组为单位,必须人人参加)。").len(), 1);
        assert_eq!(parts("庆祝教师节,出节目1-2个。").len(), 1);
        assert_eq!(parts("做好宣传、培训工作").len(), 1);
    }
}
