//! Every component in both languages: what people wrote is escaped, what the words files lack would show, and
//! nothing needs inline script or style.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its sources should stop")]

use std::collections::BTreeMap;

use kernel::{Date, Instant, Lang, Money};
use ui::{Choice, Col, Cx, Day, Entry, FieldError, Html, NavItem, Row, Shift, State, Toast, Who};

const EVIL: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>";

fn cx(lang: Lang) -> Cx {
    let mut cx = Cx::new(
        lang,
        format!("/list?q={}&sort=-sum", "%22%3E%3Cb%3E"),
        Date::new(2026, 11, 21).unwrap(),
    );
    cx.who = Some(Who {
        name: EVIL.into(),
        union: EVIL.into(),
        here: "a".into(),
        unions: vec![("a".into(), EVIL.into()), (EVIL.into(), "乙".into())],
    });
    cx.nav = ["ui.nav.today", "ui.nav.record", "ui.nav.inbox", "ui.nav.care"]
        .map(|key| NavItem {
            key,
            href: "/x?a=1&b=2".into(),
            icon: "sun",
            current: key == "ui.nav.care",
        })
        .to_vec();
    cx.inbox = 3;
    cx.once = EVIL.into();
    cx.toast = Some(Toast {
        message: EVIL.into(),
        undo: Some(EVIL.into()),
    });
    cx
}

/// A context whose form was refused with the worst one can type.
fn refused(lang: Lang) -> Cx {
    let mut cx = cx(lang);
    let names = [
        "text", "area", "sum", "when", "pick", "dot", "box", "day", "count", "file", "tick", "secret",
    ];
    cx.typed = names
        .iter()
        .map(|n| ((*n).to_owned(), vec![EVIL.to_owned()]))
        .collect::<BTreeMap<_, _>>();
    cx.errors = names
        .iter()
        .map(|n| FieldError {
            field: (*n).into(),
            message: EVIL.into(),
        })
        .collect();
    cx.alert = Some(EVIL.into());
    cx
}

fn fields(cx: &Cx) -> Vec<String> {
    let key = "ui.act.save";
    let choices = || [Choice::new(EVIL, EVIL).hint(EVIL), Choice::new("b", "乙")];
    [
        cx.field("text", key)
            .text(EVIL)
            .hint_text(EVIL)
            .max(9)
            .label_text(EVIL)
            .suggest([EVIL])
            .origin(EVIL)
            .unit(EVIL),
        cx.field("area", key).area(EVIL).required(),
        cx.field("sum", key).money(Money::from_fen(120_050)).required(),
        cx.field("when", key).when(EVIL),
        cx.field("pick", key).select(choices(), EVIL),
        cx.field("dot", key).choices(choices(), EVIL).required(),
        cx.field("box", key).many(choices(), [EVIL]),
        cx.field("day", key).date(cx.today).from(cx.today).until(EVIL),
        cx.field("count", key).number(3),
        cx.field("file", key).file(EVIL, true),
        cx.field("tick", key).tick(true),
        cx.field("secret", key).password(),
        cx.field(EVIL, "").hidden(EVIL),
    ]
    .iter()
    .map(ToString::to_string)
    .collect()
}

fn forms(cx: &Cx) -> Vec<Html> {
    vec![
        cx.problems(),
        Html::trusted(cx.form_open(EVIL).keep_draft(EVIL).with_files().swap(EVIL).to_string()),
        Html::trusted(
            cx.form_close("ui.act.save")
                .cancel(EVIL)
                .also(EVIL, EVIL, "ui.act.add")
                .to_string(),
        ),
        cx.ask_open(EVIL),
        cx.ask_close("ui.act.search"),
        cx.button(EVIL, "ui.act.undo"),
        cx.danger_button(EVIL, "ui.act.undo"),
        cx.press(EVIL, "ui.act.undo")
            .carrying(EVIL, EVIL)
            .way(EVIL, EVIL)
            .says(EVIL)
            .of(EVIL)
            .html(),
        cx.link_button(EVIL, "ui.act.edit"),
        cx.main_link(EVIL, "ui.act.add"),
        cx.icon_link(EVIL, "download", "ui.act.export"),
        cx.confirm(EVIL, "ui.act.undo", EVIL, "ui.act.undo"),
    ]
}

fn lists(cx: &Cx) -> Vec<Html> {
    let cols = || {
        [
            Col::text("name", "ui.act.save").sort(),
            Col::number("sum", "ui.act.edit").sort(),
            Col::day("day", "ui.act.edit").minor(),
        ]
    };
    let row = Row::new()
        .id(EVIL)
        .link(EVIL)
        .cell(EVIL)
        .cell(cx.money(Money::ZERO))
        .cell(cx.badge(State::Soon, EVIL));
    let table = cx
        .table("ui.nav.care", cols())
        .row(row.quiet())
        .total([EVIL, "1", ""])
        .sorted("-sum")
        .select(EVIL, EVIL, "ui.act.done")
        .most(1, "ui.cut.filter")
        .pager(cx.pager(2, 10, 5000));
    vec![
        Html::trusted(table.to_string()),
        Html::trusted(cx.table("ui.nav.care", cols()).to_string()),
        cx.chips([(EVIL, EVIL), ("乙", "b")]),
        cx.column_choice(&[(EVIL, "ui.act.edit", true)]),
        cx.empty("ui.table.empty"),
        cx.empty_first("ui.table.empty", EVIL, "ui.act.add"),
        Html::trusted(cx.list().item(EVIL, EVIL, EVIL, EVIL).to_string()),
    ]
}

fn records(cx: &Cx) -> Vec<Html> {
    let at = Instant::from_millis(1_795_225_000_000);
    let mut day = Day::new(cx.today);
    day.note = Some(EVIL.into());
    day.entries = vec![
        Entry {
            under: Some(EVIL.into()),
            shift: Some(Shift {
                act: EVIL.into(),
                version: 1,
                last: Some(cx.today)
            }),
            ..Entry::new(EVIL, EVIL, State::Due, EVIL)
        };
        6
    ];
    let facts = cx
        .facts()
        .fact("ui.act.edit", EVIL)
        .door("ui.act.edit", EVIL, EVIL)
        .long("ui.act.edit", EVIL);
    let mut all = vec![
        cx.crumbs([(EVIL, EVIL)]),
        cx.heading(EVIL, EVIL, EVIL),
        cx.steps([EVIL, "乙", "丙"], 1),
        cx.tabs([(EVIL, EVIL, true)]),
        cx.figure(EVIL, EVIL, EVIL, EVIL),
        Html::trusted(facts.to_string()),
        Html::trusted(cx.timeline().event(at, EVIL, EVIL, EVIL).to_string()),
        cx.note(State::Overdue, EVIL),
        cx.skeleton(3),
        cx.progress(EVIL, 3, 10, EVIL),
        cx.progress(EVIL, 0, 0, EVIL),
        cx.week_grid(cx.today.monday(), std::slice::from_ref(&day)),
        cx.shift_form(EVIL),
        cx.month_grid(2026, 11, &[day]),
        cx.month_heading(2026, 11, EVIL, EVIL, EVIL),
    ];
    all.extend([-400, -1, 0, 1, 2, 30].map(|days| cx.due(cx.today.plus_days(days))));
    all.extend(State::ALL.map(|state| cx.badge(state, EVIL)));
    all
}

fn sheets(cx: &Cx) -> Vec<Html> {
    let chart = cx.chart(EVIL).says(EVIL).unit(EVIL).labels([EVIL, "乙"]).doors([EVIL]);
    let chart = chart.series(EVIL, [3_i64, 1]).series("去年", [2_i64, 2]);
    let months = cx.chart("m").labels(["1月", "2月"]).series("a", [1_i64, 2]);
    vec![
        chart.bars(),
        chart.line(),
        chart.donut(),
        chart.heat(),
        months.bars(),
        cx.chart(EVIL).bars(),
        cx.red_head(EVIL, EVIL),
        cx.paper_title(EVIL),
        cx.issued(EVIL, cx.today),
        cx.signatures([EVIL]),
        cx.money_in_words(Money::from_fen(1)),
        Html::trusted(ui::frame(cx, EVIL, "<p>body</p>", false)),
        Html::trusted(ui::bare_frame(cx, EVIL, "<p>body</p>")),
        Html::trusted(ui::paper_frame(cx, EVIL, "<p>body</p>")),
    ]
}

fn parts(cx: &Cx) -> Vec<String> {
    [forms(cx), lists(cx), records(cx), sheets(cx)]
        .into_iter()
        .flatten()
        .map(Html::into_string)
        .collect()
}

fn everything() -> Vec<String> {
    [Lang::Zh, Lang::En]
        .into_iter()
        .flat_map(|lang| [cx(lang), refused(lang)])
        .flat_map(|cx| fields(&cx).into_iter().chain(parts(&cx)))
        .collect()
}

#[test]
fn what_people_wrote_is_always_escaped() {
    for markup in everything() {
        assert!(!markup.contains("<script>alert"), "{markup}");
        assert!(!markup.contains("<img src=x"), "{markup}");
        assert!(!markup.contains("\"'>"), "{markup}");
    }
}

#[test]
fn no_part_has_inline_style_script_or_handlers() {
    for markup in everything() {
        let ours = markup.replace("onerror=alert(2)", "");
        assert!(!ours.contains(" style="), "{ours}");
        assert!(!ours.contains("<style"), "{ours}");
        assert!(!ours.contains("javascript:"), "{ours}");
        for handler in [" onclick=", " onsubmit=", " onchange=", " onload=", " hx-on"] {
            assert!(!ours.contains(handler), "{ours}");
        }
        for script in ours.split("<script").skip(1) {
            assert!(script.starts_with(" src=\"/assets/"), "{script}");
        }
    }
}

#[test]
fn every_word_is_there_in_both_languages() {
    for markup in everything() {
        assert!(!markup.contains('⟦'), "{markup}");
        // the count of ticked lines is filled by script
        let filled = markup
            .replace("data-ticked=\"已选 {n} 条\"", "")
            .replace("data-ticked=\"{n} selected\"", "");
        assert!(!filled.contains("{n"), "an unfilled place in {markup}");
    }
    let en = ui::frame(&cx(Lang::En), "t", "", false);
    assert!(
        en.contains("<html lang=\"en\">") && en.contains("Sign out") && !en.contains("退出"),
        "{en}"
    );
}

#[test]
fn tags_are_closed() {
    let void = [
        "input", "meta", "link", "img", "hr", "br", "rect", "line", "path", "!doctype",
    ];
    for markup in everything() {
        // the opening and the end of a form are two parts
        if markup.starts_with("<form class=\"form") || markup.ends_with("</form>") && !markup.starts_with("<form") {
            continue;
        }
        let mut open: Vec<String> = Vec::new();
        for piece in markup.split('<').skip(1) {
            let name: String = piece.chars().take_while(|c| !c.is_whitespace() && *c != '>').collect();
            if let Some(closed) = name.strip_prefix('/') {
                assert_eq!(open.pop().as_deref(), Some(closed), "{markup}");
            } else if !void.contains(&name.trim_end_matches('/')) || piece.starts_with("rect") && !piece.contains("/>")
            {
                open.push(name);
            }
        }
        assert!(open.is_empty(), "{open:?} left open in {markup}");
    }
}

#[test]
fn every_control_has_a_label_and_names_its_error() {
    let cx = refused(Lang::Zh);
    for field in fields(&cx) {
        if field.contains("type=\"hidden\"") {
            continue;
        }
        if field.starts_with("<fieldset") {
            assert!(field.contains("<label class=\"choice\">"), "{field}");
        } else {
            let id = field
                .split(" id=\"")
                .find_map(|p| {
                    p.split('"')
                        .next()
                        .filter(|id| id.starts_with("f-") && !id.contains("-hint") && !id.contains("-error"))
                })
                .unwrap();
            assert!(field.contains(&format!("for=\"{id}\"")), "{field}");
            assert!(field.contains("aria-invalid=\"true\""), "{field}");
        }
        assert!(field.contains("-error\""), "{field}");
        assert!(field.contains("aria-describedby="), "{field}");
    }
}

#[test]
fn a_refused_form_keeps_what_was_typed_except_secrets() {
    let mut cx = refused(Lang::Zh);
    cx.typed.insert("sum".into(), vec!["12800.5".into()]);
    let sum = cx.field("sum", "ui.act.save").money(Money::ZERO).to_string();
    assert!(
        sum.contains("value=\"12800.5\"") && sum.contains("人民币壹万贰仟捌佰元伍角整"),
        "{sum}"
    );
    let secret = cx.field("secret", "ui.act.save").password().to_string();
    assert!(!secret.contains("alert") || secret.contains("value=\"\""), "{secret}");
    cx.typed.remove("box");
    let boxes = cx.field("box", "ui.act.save").many([("a", "甲")], ["a"]).to_string();
    assert!(
        !boxes.contains("checked"),
        "a box unticked by hand is ticked again: {boxes}"
    );
    let kept = cx.field("tick", "ui.act.save").tick(false).to_string();
    assert!(!kept.contains(" checked"), "{kept}");
}

#[test]
fn the_summary_leads_to_the_fields() {
    let cx = refused(Lang::En);
    let summary = cx.problems().into_string();
    for error in &cx.errors {
        assert!(summary.contains(&format!("href=\"#f-{}\"", error.field)));
    }
    assert!(ui::Cx::new(Lang::Zh, "/", cx.today).problems().is_empty());
}

#[test]
fn a_heading_sorts_up_then_down_then_not() {
    let mut cx = cx(Lang::Zh);
    cx.path = "/list?page=4&sort=name".into();
    let table = |cx: &Cx, by: &str| {
        cx.table("ui.nav.care", [Col::text("name", "ui.act.save").sort()])
            .row(Row::new().cell("a"))
            .sorted(by)
            .to_string()
    };
    assert!(table(&cx, "").contains("href=\"/list?sort=name\""));
    assert!(
        table(&cx, "name").contains("aria-sort=\"ascending\"")
            && table(&cx, "name").contains("href=\"/list?sort=-name\"")
    );
    assert!(table(&cx, "-name").contains("aria-sort=\"descending\"") && table(&cx, "-name").contains("href=\"/list\""));
}

#[test]
fn a_table_that_may_not_be_whole_says_so_and_what_to_do() {
    for (lang, says) in [
        (Lang::Zh, "这里最多列出 2 条，可能还有没列出的。请用筛选缩小范围。"),
        (
            Lang::En,
            "At most 2 are listed here; there may be more. Narrow with the filters.",
        ),
    ] {
        let cx = cx(lang);
        let table = |rows: usize| {
            let rows = (0..rows).map(|n| Row::new().cell(n));
            let table = cx.table("ui.nav.care", [Col::text("name", "ui.act.save")]).rows(rows);
            table.most(2, "ui.cut.filter").to_string()
        };
        assert!(!table(0).contains(says) && !table(1).contains(says));
        assert!(table(2).contains(says), "{}", table(2));
    }
}

#[test]
fn a_pager_keeps_filters_and_names_the_page() {
    let mut cx = cx(Lang::Zh);
    cx.path = "/list?group=3&page=3".into();
    let pager = cx.pager(3, 24, 5000).into_string();
    assert!(pager.contains("共 5,000 条"));
    assert!(pager.contains("href=\"/list?group=3&#38;page=209\""), "{pager}");
    assert!(
        pager.contains("href=\"/list?group=3\""),
        "the first page needs no number: {pager}"
    );
    assert!(pager.contains("aria-current=\"page\">3<"));
    assert!(cx.pager(1, 24, 0).is_empty());
    assert!(!cx.pager(1, 24, 24).into_string().contains("<nav"));
    assert!(
        cx.pager(99, 24, 30).into_string().contains("aria-current=\"page\">2<"),
        "past the end is the last page"
    );
}

#[test]
fn a_ring_keeps_its_parts_together() {
    let cx = cx(Lang::Zh);
    let ring = cx
        .chart("t")
        .labels(["甲", "乙", "丙", "丁", "戊"])
        .series("s", [40_i64, 30, 20, 6, 4])
        .donut()
        .into_string();
    assert_eq!(ring.matches("<circle").count(), 4, "the smallest are joined");
    assert!(ring.contains("10.0%") && ring.contains("其他"), "{ring}");
    assert_eq!(ring.matches("<tr>").count(), 6, "the table keeps all five apart");
}

#[test]
fn a_month_has_whole_weeks_and_all_days() {
    let cx = cx(Lang::Zh);
    for (year, month, days) in [(2026, 11, 30), (2026, 2, 28), (2024, 2, 29), (2027, 2, 28)] {
        let grid = cx.month_grid(year, month, &[]).into_string();
        assert_eq!(grid.matches("<time ").count(), days);
        assert_eq!(grid.matches("<td").count() % 7, 0);
    }
    assert!(cx.month_grid(2026, 13, &[]).is_empty());
}
