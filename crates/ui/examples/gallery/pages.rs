//! Pages of daily work: today, lists, forms, records, months, sign-in.

#![expect(clippy::too_many_lines, reason = "a page of the gallery is one list of pieces")]

use std::error::Error;

use kernel::{Date, Instant};
use ui::{Choice, Col, Cx, Day, Entry, Html, Row, State, html};

use crate::{join, word, yuan};

fn text(cx: &Cx, zh: &str, en: &str) -> String {
    word(cx.lang, zh, en)
}

pub(crate) fn today(cx: &Cx) -> String {
    let owed = cx
        .list()
        .item(
            "#1",
            text(cx, "看望住院的王丽华老师", "Visit Wang Lihua in hospital"),
            text(cx, "第三工会小组 · 生病慰问", "Group 3 · illness"),
            cx.due(cx.today.plus_days(-2)),
        )
        .item(
            "#2",
            text(cx, "报送十月份工会工作月报表", "Send the October report"),
            text(cx, "县教育工会 · 月报", "County education union · monthly report"),
            cx.due(cx.today),
        )
        .item(
            "#3",
            text(
                cx,
                "答复提案第 17 号：延长教工食堂晚餐供应时间",
                "Answer proposal 17: longer supper hours",
            ),
            text(cx, "提案 · 承办人：后勤处", "Proposal · handled by logistics"),
            cx.due(cx.today.plus_days(2)),
        )
        .item(
            "#4",
            text(cx, "冬季送温暖名单交委员会讨论", "Winter relief list to the committee"),
            text(cx, "关爱 · 38 户", "Care · 38 households"),
            cx.due(cx.today.plus_days(9)),
        );
    let week = cx
        .list()
        .item(
            "#5",
            text(cx, "教工气排球赛半决赛", "Volleyball semi-finals"),
            text(cx, "体育馆 · 15:30", "Sports hall · 15:30"),
            cx.date(cx.today.plus_days(3)),
        )
        .item(
            "#6",
            text(cx, "工会委员会例会", "Committee meeting"),
            text(cx, "三楼会议室 · 16:00", "Third floor · 16:00"),
            cx.date(cx.today.plus_days(5)),
        );
    let figures = join([
        cx.figure(
            "#f1",
            cx.number(86),
            text(cx, "人次", "times"),
            text(cx, "今年走访慰问", "visits this year"),
        ),
        cx.figure(
            "#f2",
            cx.money(yuan(42_600)),
            text(cx, "元", "yuan"),
            text(cx, "慰问支出", "spent on care"),
        ),
        cx.figure(
            "#f3",
            "34 / 41",
            text(cx, "项", ""),
            text(cx, "计划已办", "of the plan done"),
        ),
    ]);
    let changed = cx
        .list()
        .item(
            "#7",
            text(
                cx,
                "李建国办结“重阳节退休教师座谈会”",
                "Li Jianguo closed the Double Ninth meeting",
            ),
            cx.instant(Instant::from_millis(1_795_225_000_000)),
            "",
        )
        .item(
            "#8",
            text(
                cx,
                "县教育工会下达任务：安康杯竞赛总结",
                "New task from the county: safety contest",
            ),
            cx.instant(Instant::from_millis(1_795_140_000_000)),
            cx.badge(State::Info, text(cx, "新", "new")),
        );
    html!(
        "{}<div class=\"split\"><section><h2>{}</h2>{}</section><section><h2>{}</h2>{}<h2>{}</h2>{}</section></div><div class=\"figures-row\">{}</div>",
        cx.heading(cx.t("ui.nav.today"), cx.date(cx.today), cx.main_link("#new", "ui.gallery.new")),
        cx.t("ui.gallery.owed"),
        Html::trusted(owed.to_string()),
        cx.t("ui.gallery.week"),
        Html::trusted(week.to_string()),
        cx.t("ui.gallery.changed"),
        Html::trusted(changed.to_string()),
        figures
    )
    .into_string()
}

pub(crate) fn list(cx: &Cx, rows: i32) -> String {
    let names = ["王丽华", "阿卜杜热西提·吾买尔", "欧阳建国", "李强", "迪丽热巴·买买提明"];
    let groups = [
        "第一工会小组（语文组、英语组）",
        "第三工会小组",
        "新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县第一中学工会后勤分会小组",
    ];
    let states = [
        State::Done,
        State::Due,
        State::Overdue,
        State::Draft,
        State::Soon,
        State::Off,
        State::Info,
    ];
    let words = [
        ("已办", "done"),
        ("待办", "due"),
        ("逾期 2 天", "2 days over"),
        ("草稿", "draft"),
        ("明天到期", "tomorrow"),
        ("已取消", "dropped"),
        ("转来", "handed on"),
    ];
    let lines = (0..rows).map(|n| {
        let pick = usize::try_from(n).unwrap_or_default();
        let (state, (zh, en)) = (states[pick % 7], words[pick % 7]);
        Row::new()
            .id(n)
            .link("#open")
            .cell(names[pick % 5])
            .cell(groups[pick % 3])
            .cell(text(cx, "生病住院", "Illness"))
            .cell(cx.date(cx.today.plus_days(-n * 7)))
            .cell(cx.money(yuan(i64::from(n % 4) * 300 + 500)))
            .cell(cx.badge(state, text(cx, zh, en)))
    });
    let cols = [
        Col::text("name", "ui.gallery.name").sort(),
        Col::text("group", "ui.gallery.group"),
        Col::text("kind", "ui.gallery.kind").minor(),
        Col::day("day", "ui.gallery.day").sort(),
        Col::number("money", "ui.gallery.money").sort(),
        Col::day("state", "ui.gallery.state"),
    ];
    let table = cx
        .table("ui.gallery.visits", cols)
        .sorted("-money")
        .rows(lines)
        .select("/visits/many", "id", "ui.gallery.hand_over")
        .total([
            text(cx, "合计", "Total"),
            String::new(),
            String::new(),
            String::new(),
            cx.money(yuan(22_800)),
            String::new(),
        ])
        .empty(cx.empty_first("ui.gallery.none", "#new", "ui.gallery.new"))
        .pager(cx.pager(3, 24, if rows == 0 { 0 } else { 5000 }));
    let year = ["2026", "2025"].map(|y| (y, y));
    html!(
        "{}{}<div class=\"toolbar\">{}{}{}{}<span class=\"end\">{}{}</span></div>{}{}",
        cx.heading(
            cx.t("ui.gallery.visits"),
            Html::none(),
            cx.main_link("#new", "ui.gallery.new")
        ),
        cx.tabs([
            (text(cx, "全部", "All"), "#", true),
            (text(cx, "我负责的", "Mine"), "#", false),
            (text(cx, "逾期", "Overdue"), "#", false)
        ]),
        cx.ask_open("/visits"),
        Html::trusted(cx.field("q", "ui.act.search").search("").to_string()),
        Html::trusted(
            cx.field("year", "ui.gallery.day")
                .select(year, "2026")
                .required()
                .to_string()
        ),
        cx.ask_close("ui.act.filter"),
        cx.column_choice(&[("group", "ui.gallery.group", true), ("kind", "ui.gallery.kind", false)]),
        cx.icon_link("#export", "download", "ui.act.export"),
        if rows == 0 {
            Html::none()
        } else {
            cx.chips([
                (text(cx, "第三工会小组", "Group 3"), "group"),
                (text(cx, "已办", "Done"), "state"),
            ])
        },
        Html::trusted(table.to_string())
    )
    .into_string()
}

pub(crate) fn form(cx: &Cx) -> String {
    let why = [
        Choice::new("ill", text(cx, "生病住院", "Illness")).hint(text(
            cx,
            "住院三天以上，每次不超过 1,000 元",
            "Three days in hospital or more, up to 1,000 yuan",
        )),
        Choice::new("birth", text(cx, "生育", "Childbirth")),
        Choice::new("grief", text(cx, "直系亲属去世", "Death in the family")),
    ];
    let people = [("a", "李建国"), ("b", "迪丽热巴·买买提明"), ("c", "欧阳建国")];
    let fields = [
        cx.field("title", "ui.gallery.title")
            .text("")
            .required()
            .max(80)
            .hint("ui.gallery.title_hint"),
        cx.field("how", "ui.gallery.how").choices(why, "ill").required(),
        cx.field("money", "ui.gallery.sum")
            .money(yuan(800))
            .required()
            .origin(&text(
                cx,
                "按 2026 年生病慰问标准填入",
                "Filled in from the 2026 standard",
            )),
        cx.field("when", "ui.gallery.when").when("农历九月初九").required(),
        cx.field("day", "ui.gallery.day").date(cx.today).required(),
        cx.field("people", "ui.gallery.people")
            .number(3)
            .from(1)
            .until(999)
            .unit(&text(cx, "人", "people")),
        cx.field("where", "ui.gallery.where")
            .select([("1", "县人民医院"), ("2", "家中")], "")
            .required(),
        cx.field("with", "ui.gallery.with").many(people, ["a"]),
        cx.field("more", "ui.gallery.more").area(""),
        cx.field("photo", "ui.gallery.photo").file("image/*,.pdf", true),
        cx.field("told", "ui.gallery.told").tick(true),
        cx.field("version", "").hidden(4),
    ];
    let body: Html = fields.iter().map(|f| Html::trusted(f.to_string())).collect();
    html!(
        "{}{}{}{}{}{}",
        cx.crumbs([(cx.t("ui.nav.care"), "#"), (cx.t("ui.gallery.visits"), "#")]),
        cx.heading(cx.t("ui.gallery.new"), Html::none(), Html::none()),
        cx.problems(),
        Html::trusted(cx.form_open("/visits").with_files().keep_draft("visit").to_string()),
        body,
        Html::trusted(
            cx.form_close("ui.act.save")
                .also("then", "next", "ui.act.add")
                .cancel("#")
                .to_string()
        )
    )
    .into_string()
}

pub(crate) fn record(cx: &Cx) -> Result<String, Box<dyn Error>> {
    let at = Instant::from_millis(1_795_225_000_000);
    let facts = cx
        .facts()
        .fact("ui.gallery.name", "王丽华")
        .fact("ui.gallery.group", "新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县第一中学工会后勤分会小组")
        .fact("ui.gallery.day", cx.date(Date::new(2026, 11, 19)?))
        .door("ui.gallery.money", cx.money_in_words(yuan(800)), "#voucher")
        .fact("ui.gallery.owner", "阿卜杜热西提·吾买尔")
        .fact("ui.gallery.photo", "")
        .long("ui.gallery.more", text(cx, "家属在医院陪护，手术顺利，预计下周出院。学校已安排同组老师代课，本人请大家放心。", "The family stays at the hospital; the operation went well and she expects to leave next week. Colleagues teach her classes."));
    let line = cx
        .timeline()
        .event(
            at,
            "李建国",
            text(cx, "送去慰问金和水果", "brought the gift and fruit"),
            text(cx, "县人民医院住院部 6 楼", "County hospital, sixth floor"),
        )
        .event(
            at.plus_millis(-90_000_000),
            "阿卜杜热西提·吾买尔",
            text(cx, "批准支出", "approved the payment"),
            "",
        )
        .event(
            at.plus_millis(-180_000_000),
            "迪丽热巴·买买提明",
            text(cx, "报告王老师住院", "reported the illness"),
            "",
        );
    let says = html!(
        "<p>{}</p>",
        text(
            cx,
            "这条走访记录将作废，台帐中的 1 人次、800.00 元会冲回；记录本身仍可查到。此事不能撤回。",
            "This record will be void. One visit and 800.00 yuan are reversed in the register; the record can still be seen. This cannot be undone."
        )
    );
    Ok(html!(
        "{}{}{}{}{}{}{}{}{}{}",
        cx.crumbs([(cx.t("ui.nav.care"), "#"), (cx.t("ui.gallery.visits"), "#")]),
        cx.heading(
            text(cx, "看望住院的王丽华老师", "Visit to Wang Lihua in hospital"),
            cx.badge(State::Done, text(cx, "已办", "done")),
            join([
                cx.main_button("/done", "ui.act.done"),
                cx.button("/edit", "ui.act.edit"),
                cx.confirm("/void", "ui.gallery.remove", says, "ui.gallery.remove_yes")
            ])
        ),
        cx.steps(
            [
                text(cx, "报告", "Reported"),
                text(cx, "批准", "Approved"),
                text(cx, "走访", "Visited"),
                text(cx, "入账", "Booked")
            ],
            2
        ),
        cx.note(
            State::Soon,
            text(
                cx,
                "签收单还没有上传，请在本月底前补上。",
                "The receipt is missing: add it by the end of the month."
            )
        ),
        Html::trusted(facts.to_string()),
        cx.tabs([
            (cx.t("ui.gallery.facts"), "#", true),
            (cx.t("ui.gallery.photo"), "#", false),
            (cx.t("ui.gallery.money"), "#", false)
        ]),
        Html::trusted(line.to_string()),
        cx.progress(
            text(cx, "正在生成全年走访名册", "Making the year's list of visits"),
            34,
            86,
            text(
                cx,
                "前面还有 1 件；可以离开，做好后会出现在消息里。",
                "One job ahead; you may leave, it will be in your inbox."
            )
        ),
        cx.progress(text(cx, "正在读入计划", "Reading the plan"), 0, 0, ""),
        cx.skeleton(3)
    )
    .into_string())
}

pub(crate) fn month(cx: &Cx) -> Result<String, Box<dyn Error>> {
    let entry = |zh: &str, en: &str, state: State, said: (&str, &str)| {
        Entry::new(text(cx, zh, en), "#e", state, text(cx, said.0, said.1))
    };
    let mut days = Vec::new();
    let notes = [
        (1, "廿二"),
        (7, "立冬"),
        (8, "廿九"),
        (9, "十月初一"),
        (21, "十三"),
        (22, "小雪"),
        (23, "十五"),
        (30, "廿二"),
    ];
    for number in 1..=30 {
        let mut day = Day::new(Date::new(2026, 11, number)?);
        day.note = notes
            .iter()
            .find(|n| n.0 == number)
            .map(|n| n.1.to_owned())
            .or_else(|| Some("初九".to_owned()));
        day.festival = matches!(number, 7 | 22);
        days.push(day);
    }
    let done = ("已办", "done");
    let due = ("待办", "due");
    for (at, item) in [
        (3, entry("工会委员会例会", "Committee meeting", State::Done, done)),
        (
            8,
            entry(
                "记者节慰问校报小记者站老师",
                "Journalists' Day visit",
                State::Overdue,
                ("逾期", "overdue"),
            ),
        ),
        (17, entry("冬季运动会", "Winter games", State::Done, done)),
        (
            18,
            entry(
                "看望住院的王丽华老师",
                "Visit Wang Lihua",
                State::Overdue,
                ("逾期", "overdue"),
            ),
        ),
        (
            20,
            entry("十月份月报表", "October report", State::Soon, ("今天到期", "due today")),
        ),
        (
            20,
            entry(
                "答复提案第 17 号",
                "Answer proposal 17",
                State::Soon,
                ("快到期", "due soon"),
            ),
        ),
        (20, entry("气排球赛半决赛", "Volleyball semi-finals", State::Due, due)),
        (
            20,
            entry("师徒结对中期检查", "Mentor pairs: mid-term review", State::Due, due),
        ),
        (20, entry("食堂座谈", "Canteen talk", State::Off, ("取消", "dropped"))),
        (
            20,
            entry("安康杯总结", "Safety contest report", State::Draft, ("草稿", "draft")),
        ),
        (
            25,
            entry(
                "教职工代表大会团组长会议",
                "Congress group leaders meet",
                State::Due,
                due,
            ),
        ),
    ] {
        if let Some(day) = days.get_mut(at) {
            day.entries.push(item);
        }
    }
    Ok(html!(
        "{}{}",
        cx.month_heading(2026, 11, "#b", "#a", cx.main_link("#n", "ui.act.add")),
        cx.month_grid(2026, 11, &days)
    )
    .into_string())
}

pub(crate) fn sign_in(cx: &Cx) -> String {
    html!(
        "<h1>{}</h1><p class=\"muted\">{}</p>{}{}{}{}{}",
        text(cx, "登录", "Sign in"),
        text(
            cx,
            "学校工会的日常工作，记一次，处处可用。",
            "The daily work of your union: recorded once, used everywhere."
        ),
        cx.problems(),
        Html::trusted(cx.form_open("/sign-in").to_string()),
        Html::trusted(
            cx.field("name", "ui.gallery.name")
                .text("")
                .required()
                .autocomplete("username")
                .focus()
                .to_string()
        ),
        Html::trusted(
            cx.field("password", "ui.gallery.secret")
                .password()
                .required()
                .autocomplete("current-password")
                .to_string()
        ),
        Html::trusted(cx.form_close("ui.act.continue").to_string())
    )
    .into_string()
}
