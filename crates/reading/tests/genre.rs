//! What the genre brings: each row a text and what is read from it.

use reading::{Reading, read};

/// `months|week|date|title` of each entry.
fn schedule(reading: &Reading) -> Vec<String> {
    let entry = |e: &reading::Entry| {
        let months: Vec<String> = e.month.list().iter().map(u8::to_string).collect();
        let week = e.week.map_or(String::new(), |w| w.to_string());
        let date = e.date.clone().unwrap_or_default();
        format!("{}|{week}|{date}|{}", months.join(","), e.title)
    };
    reading.schedule.iter().map(entry).collect()
}

/// `level heading (items)` of each section.
fn outline(reading: &Reading) -> Vec<String> {
    let section = |s: &reading::Section| format!("{} {} ({})", s.level, s.heading, s.items.len());
    reading.sections.iter().map(section).collect()
}

#[test]
fn months_in_every_form() {
    for (text, entries) in [
        ("三月份：庆祝三八节；植树。", &["3|||庆祝三八节", "3|||植树"][..]),
        ("元月\n慰问困难职工", &["1|||慰问困难职工"]),
        ("【二月】慰问病号；【三月】春游活动", &["2|||慰问病号", "3|||春游活动"]),
        ("4—11月：劳动竞赛", &["4,5,6,7,8,9,10,11|||劳动竞赛"]),
        ("七、八月份\n1、送清凉", &["7,8|||送清凉"]),
        (
            "2024.1.20 迎新春联欢会\n8/28 乘凉晚会",
            &["1||01-20|迎新春联欢会", "8||08-28|乘凉晚会"],
        ),
        ("12月至次年1月：送温暖活动", &["12,1|||送温暖活动"]),
        (
            "工作安排\n一季度：制定计划\n上半年：组织体检",
            &["1,2,3|||制定计划", "1,2,3,4,5,6|||组织体检"],
        ),
        (
            "1.3月底前完成工会换届。\n2.6月25日前上报总结。",
            &["3|||完成工会换届", "6||06-25|上报总结"],
        ),
        ("十 月 份 ：重阳节慰问", &["10|||重阳节慰问"]),
        ("１０月：运动会；１２月：总结评比", &["10|||运动会", "12|||总结评比"]),
        ("10月 1-7日国庆活动；中旬运动会", &["10||10-01|国庆活动", "10|||运动会"]),
        ("- **3月**：女职工活动；义诊活动", &["3|||女职工活动", "3|||义诊活动"]),
        ("三、下半年工作打算\n1、7月送清凉。", &["7|||送清凉"]),
        (
            "(一)1至2月份。1.做好元旦慰问;2.召开职代会。\n(二)下半年。1.高温慰问。",
            &["1,2|||做好元旦慰问", "1,2|||召开职代会", "7,8,9,10,11,12|||高温慰问"],
        ),
        (
            "3.8 女教工插花\n5.4 青年演讲",
            &["3||03-08|女教工插花", "5||05-04|青年演讲"],
        ),
        (
            "9月：开学工作\n2月：制定计划\n5月：五一慰问",
            &["9|||开学工作", "2|||制定计划", "5|||五一慰问"],
        ),
    ] {
        assert_eq!(schedule(&read(text)), entries, "{text}");
    }
}

#[test]
fn weeks_with_and_without_their_days() {
    for (text, entries) in [
        (
            "第3周：工会委员会\n第七周 清明节扫墓",
            &["|3||工会委员会", "|7||清明节扫墓"][..],
        ),
        (
            "第10周(4月22日—26日) 教工徒步\n第11周 青年论坛",
            &["4|10|04-22|教工徒步", "|11||青年论坛"],
        ),
        ("第2周 9月8日-14日 教师节活动", &["9|2|09-08|教师节活动"]),
        (
            "三月份：\n第一周：制定计划\n第二周：召开委员会",
            &["3|1||制定计划", "3|2||召开委员会"],
        ),
    ] {
        assert_eq!(schedule(&read(text)), entries, "{text}");
    }
}

#[test]
fn tables_of_every_kind() {
    for (text, entries) in [
        (
            "| 月份 | 工作内容 | 负责人 |\n|---|---|---|\n| 一月 | 1.走访住院职工<br>2.经费决算 | 张三 |\n|  | 召开全委会 | 李四 |",
            &["1|||走访住院职工", "1|||经费决算", "1|||召开全委会"][..],
        ),
        (
            "序号\t工作任务\t完成时限\t责任部门\n1\t召开全委会\t1月20日前\t办公室\n2\t技能大赛\t5月—9月\t生产部",
            &["1||01-20|召开全委会", "5,6,7,8,9|||技能大赛"],
        ),
        (
            "月  份    工  作  内  容                 牵头人\n１月      慰问户外劳动者  清点帮扶物资       郑红\n２月      召开全委会                         郑红",
            &["1|||慰问户外劳动者", "1|||清点帮扶物资", "2|||召开全委会"],
        ),
        (
            "月份 工作内容\n一月 1、工会工作计划 2、春节慰问\n二月 1、健康讲座",
            &["1|||工会工作计划", "1|||春节慰问", "2|||健康讲座"],
        ),
        ("月份 | 工作内容\n三月 | 春游活动", &["3|||春游活动"]),
        (
            "周次 | 日期 | 工作内容\n4 | 9.22-9.28 | 秋季健步走",
            &["9|4|09-22|秋季健步走"],
        ),
    ] {
        assert_eq!(schedule(&read(text)), entries, "{text}");
    }
    let reading = read(
        "| 时间 | 内容 | 负责人 | 预算(元) |\n| 3月 | 1.女工插花<br>2.女工读书 | 王五 | 3,200 |\n| 7月 | 亲子营 | 工会 | 1.2万 |",
    );
    assert_eq!(reading.schedule.len(), 3);
    let money: Vec<_> = reading
        .schedule
        .iter()
        .filter_map(|e| e.amount_yuan)
        .map(|y| y.fen)
        .collect();
    assert_eq!(money, [320_000, 1_200_000]);
    assert_eq!(
        reading.schedule.first().map(|e| e.bodies.clone()),
        Some(vec!["王五".to_owned()])
    );
    assert!(reading.facts.is_empty(), "{:?}", reading.facts);
}

#[test]
fn what_is_and_what_is_no_schedule() {
    for (text, entries) in [
        ("学校工会工作总结\n3月组织了女职工体检。\n4月8日举办了运动会。", &[][..]),
        (
            "工会工作总结\n1、五月十八日举办登山活动，二百人参加。\n3月：组织体检。",
            &[],
        ),
        (
            "工作计划\n每月召开一次例会。\n全年走访职工。\n2023年3月，学校获得先进。",
            &[],
        ),
        ("活动方案\n时间：3月8日下午2:00\n14:00 签到\n14:30 开始比赛", &[]),
        (
            "工作计划\n1.组织女工登山(3月上旬)。\n2.召开表彰会（12月20日前）。",
            &["3|||组织女工登山", "12||12-20|召开表彰会"],
        ),
        (
            "第一阶段（3月1日—3月20日）：宣传发动阶段。召开动员会。\n第二阶段（3月21日—9月30日）：组织实施阶段。",
            &["3||03-01|宣传发动阶段", "3,4,5,6,7,8,9||03-21|组织实施阶段"],
        ),
        (
            "2023年工作总结\n今年走访职工30人。\n明年打算：1月召开全委会，部署全年任务；3月办好作品展。",
            &["1|||召开全委会，部署全年任务", "3|||办好作品展"],
        ),
        ("工会工作计划\n××工会\n2025年1月8日\n一、目标\n1、建家。", &[]),
        (
            "一月：总结上年工作\n五月：（1）五一表彰大会（2）五四联谊",
            &["1|||总结上年工作", "5|||五一表彰大会", "5|||五四联谊"],
        ),
        (
            "一是5月举办插秧比赛。二是6月18日至20日组织摄影采风。",
            &["5|||举办插秧比赛", "6||06-18|组织摄影采风"],
        ),
    ] {
        assert_eq!(schedule(&read(text)), entries, "{text}");
    }
}

#[test]
fn numbering_in_every_style() {
    for (text, sections) in [
        (
            "壹、总体要求\n围绕中心。\n贰、任务\n1、甲事要做。\n2、乙事要做。",
            &["1 总体要求 (0)", "1 任务 (2)"][..],
        ),
        (
            "一、任务\n①抓好学习。\n②抓好活动。\n二、要求\n★提高认识。\n★加强领导。",
            &["1 任务 (2)", "1 要求 (2)"],
        ),
        (
            "## 一、重点\n### （一）民主管理\n- 召开大会\n- 公开账目\n**1. 甲事要办**",
            &["1 重点 (0)", "2 民主管理 (3)"],
        ),
        (
            "第一章 任务\n1.1 加强组织\n1.1.1 完善制度\n1.2 开展活动",
            &["1 任务 (2)"],
        ),
        (
            "一、日常\n1.1.按时交费。\n2、2、看望病号。\n.更换园地。\n、保管球拍。",
            &["1 日常 (4)"],
        ),
        (
            "【第一部分】基本情况\n很好。\n【第二部分】要求\n(1)甲组负责。\n(2)乙组负责。",
            &["1 基本情况 (0)", "1 要求 (2)"],
        ),
        (
            "一、措施\n第一，落实方案。\n第二，完成搬迁。\n二、打算\n一是抓学习。\n二是抓活动。",
            &["1 措施 (2)", "1 打算 (2)"],
        ),
        (
            "一、主要工作\n(一)抓学习\n1、组织培训。\n2、组织读书。\n(二)抓维权\n1、签合同。",
            &["1 主要工作 (0)", "2 抓学习 (2)", "2 抓维权 (1)"],
        ),
        (
            "一、做法\n（一）冬送温暖。元旦期间走访。\n（二）夏送清凉。七月慰问。",
            &["1 做法 (2)"],
        ),
        (
            "指导思想\n以人为本。\n工作目标\n1、提高素质。\n2、办好实事。",
            &["1 指导思想 (0)", "1 工作目标 (2)"],
        ),
        (
            "2022年主要工作回顾\n一年来成绩很大。\n（一）思想引领\n开展宣讲。\n（二）民主管理\n召开大会。",
            &["1 2022年主要工作回顾 (0)", "2 思想引领 (0)", "2 民主管理 (0)"],
        ),
        (
            "工会计划。一、工作思路 抓住凝聚人心这个主题。二、主要措施 1、健全制度。2、整修阅览室。三、其他 由委员会决定。",
            &["1 工作思路 (0)", "1 主要措施 (2)", "1 其他 (0)"],
        ),
    ] {
        assert_eq!(outline(&read(text)), sections, "{text}");
    }
}

#[test]
fn noise_round_the_text() {
    let text = "温馨提示:\n网站客服:3074922707\n您的位置：文档之家 > 总结\n作者:佚名   更新时间:2024/1/2   点击数:57\n一、任务\n1、慰问职工。\n- 1 -\n第 1 页 共 2 页\n2、组织体检。\n(本文共计412字,下载可编辑)\nhttp://www.a.com/x.html";
    let reading = read(text);
    assert_eq!(outline(&reading), ["1 任务 (2)"]);
    assert!(reading.schedule.is_empty() && reading.facts.is_empty());
    assert!(reading.notes.iter().filter(|n| n.kind == "noise").count() >= 7);
}

#[test]
fn old_script_pinyin_and_broken_bytes() {
    let reading = read(
        "二、主要工作\n(一)加強工會建設\n1、學(xué)習(xí)。\n?。ǘ╆P(guān)心職工冷暖\n1、走訪困難職工20戶。\n三月份：慶祝三八節(jié)",
    );
    assert_eq!(
        outline(&reading),
        ["1 主要工作 (0)", "2 加强工会建设 (1)", "2 关心职工冷暖 (1)"]
    );
    assert_eq!(schedule(&reading), ["3|||庆祝三八节"]);
    assert_eq!(reading.facts.first().and_then(|f| f.households), Some(20));
}

/// `category people/person-times/yuan/events/households/percent/count unit` of each fact.
fn facts(text: &str) -> Vec<String> {
    let fact = |f: &reading::Fact| {
        let n = |n: Option<u64>| n.map_or(String::new(), |n| n.to_string());
        let yuan = f.amount_yuan.map_or(String::new(), |y| (y.fen / 100).to_string());
        let percent = f.percent.map_or(String::new(), |p| p.to_string());
        let count = f
            .count
            .map_or(String::new(), |c| format!("{c}{}", f.unit.clone().unwrap_or_default()));
        let figures = [
            n(f.people),
            n(f.person_times),
            yuan,
            n(f.events),
            n(f.households),
            percent,
            count,
        ];
        format!("{} {}", f.category, figures.join("/"))
    };
    read(&format!("工会工作总结\n{text}")).facts.iter().map(fact).collect()
}

#[test]
fn figures_of_one_act_stand_together() {
    for (text, expected) in [
        (
            "走访困难职工4户,计11人次,发放救助金1000元。",
            &["visit /11/1000//4//"][..],
        ),
        (
            "征集建议120条,采纳45条。",
            &["suggestion //////120条", "suggestion //////45条"],
        ),
        (
            "新发展会员32人，会员总数486人，入会率99.6%。",
            &["organisation 32//////", "organisation 486/////99.6/"],
        ),
        ("调解争议13起，调解成功率92%以上。", &["dispute /////92/13起"]),
        (
            "捐款3萬2仟元;拨款1.2亿元用于帮扶;全年收入48.4万元。",
            &["donation //32000////", "aid //120000000////", "finance //484000////"],
        ),
        ("举办讲座20期，参加1640人次。", &["training /1640//20///"]),
        ("会员由612人增加到941人。", &["organisation 941//////"]),
        (
            "春节慰问86人，发放慰问金4.3万元、慰问品折合1.2万元。",
            &["visit 86//43000////", "visit //12000////"],
        ),
    ] {
        assert_eq!(facts(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_figure_of_work() {
    for text in [
        "慰问款____元，走访xx人，慰问__户。",
        "召开第三届第二次会议。",
        "张师傅今年58岁，工龄36年。",
        "每人3000元，人均200元。",
        "培训为期3天，历时5小时。",
        "坚持“五必访”，落实“三个代表”。",
        "预算外项目5000元以上须经集体研究。",
        "打造3至5个品牌，撰写论文2-3篇。",
        "共发稿件篇，创价值万余元。",
        "上午8:30集合，2023年3月8日举行。",
    ] {
        assert_eq!(facts(text), Vec::<String>::new(), "{text}");
    }
}
