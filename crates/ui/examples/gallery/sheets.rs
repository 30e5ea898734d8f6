//! Charts and a paper.

#![expect(clippy::too_many_lines, reason = "a page of the gallery is one list of pieces")]

use std::error::Error;

use kernel::Date;
use ui::{Cx, Html, html};

use crate::{join, word, yuan};

pub(crate) fn charts(cx: &Cx) -> String {
    let months: Vec<String> = (1..=12).map(|m| cx.t(&format!("ui.month_short.{m}"))).collect();
    let visits: [i64; 12] = [4, 12, 9, 3, 7, 6, 1, 2, 14, 11, 8, 0];
    let last: [i64; 12] = [6, 9, 4, 5, 5, 8, 2, 1, 10, 9, 12, 15];
    let title = |zh: &str, en: &str| word(cx.lang, zh, en);
    let times = title("人次", "times");
    let groups = [
        "第一工会小组（语文组、英语组）",
        "第三工会小组",
        "后勤分会",
        "新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县第一中学工会幼教分会",
        "离退休分会",
    ];
    let weeks: Vec<String> = (1..=40).map(|w| w.to_string()).collect();
    let pattern = |step: i64| {
        (0..40)
            .map(move |w: i64| (w * step) % 7 * i64::from(w % 3 != 0))
            .collect::<Vec<i64>>()
    };
    let figures = join([
        cx.chart(&title("今年各月走访", "Visits by month"))
            .labels(&months)
            .unit(&times)
            .series(&title("走访", "Visits"), visits)
            .doors((1..=12).map(|m| format!("#m{m}")))
            .bars(),
        cx.chart(&title("走访：今年与去年", "Visits, this year and last"))
            .labels(&months)
            .unit(&times)
            .series("2026", visits)
            .series("2025", last)
            .bars(),
        cx.chart(&title("会员人数", "Members"))
            .labels(&months)
            .series("2026", [182, 182, 183, 185, 185, 184, 180, 180, 191, 193, 193, 194])
            .series("2025", [170_i64; 12])
            .line(),
        cx.chart(&title("慰问支出去向", "Where the money went"))
            .labels([
                title("生病住院", "Illness"),
                title("生育", "Childbirth"),
                title("退休", "Retirement"),
                title("去世", "Death"),
                title("困难补助", "Hardship"),
            ])
            .money()
            .unit(&title("元", "yuan"))
            .series(
                &title("支出", "Spent"),
                [1_260_000_i64, 480_000, 350_000, 200_000, 610_000],
            )
            .donut(),
        cx.chart(&title("各小组参加活动", "Activities by group"))
            .labels(groups)
            .unit(&times)
            .series("2026", [128_i64, 96, 54, 33, 12])
            .bars(),
        cx.chart(&title("各组每周活动", "Activity by week"))
            .labels(&weeks)
            .series("语文组", pattern(3))
            .series("数学组", pattern(5))
            .series("后勤分会", pattern(2))
            .heat(),
        cx.chart(&title("还没有数字的图", "A chart without figures")).bars(),
    ]);
    html!(
        "{}<div class=\"cards\">{}</div>",
        cx.heading(title("图表", "Charts"), Html::none(), Html::none()),
        figures
    )
    .into_string()
}

pub(crate) fn paper(cx: &Cx) -> Result<String, Box<dyn Error>> {
    let union = "察布查尔锡伯自治县第一中学工会委员会";
    let rows: Html = [
        ("生病住院", "12 人次", 9_600),
        ("生育", "6 人次", 3_600),
        ("退休", "4 人", 2_400),
    ]
    .iter()
    .map(|(kind, count, sum)| {
        html!(
            "<tr><td>{}</td><td>{}</td><td class=\"number\">{}</td></tr>",
            *kind,
            *count,
            cx.money(yuan(*sum))
        )
    })
    .collect();
    Ok(html!(
        "{}{}<p class=\"to\">{}</p><h2>一、走访慰问</h2><p>{}</p><table><thead><tr><th>事由</th><th>数量</th><th>金额（元）</th></tr></thead><tbody>{}</tbody></table><p>合计支出 {}。</p>{}{}",
        cx.red_head(format!("{union}文件"), "察一中工〔2026〕12号"),
        cx.paper_title("关于2026年走访慰问工作情况的\n报　　告"),
        "县教育工会：",
        "一年来，校工会坚持“五必访”，教职工生病住院、生育、直系亲属去世、退休、遇到困难时及时看望，把组织的关心送到每一位会员身边，做到第一时间知情、第一时间报告、第一时间帮扶。",
        rows,
        cx.money_in_words(yuan(15_600)),
        cx.issued(union, Date::new(2026, 11, 21)?),
        cx.signatures(["工会主席", "经审委员", "经办人"])
    )
    .into_string())
}
