//! Lists of cases: those that wait for the reader, those that they asked for, all.

use kernel::Text;
use org::power::APPROVAL_SEE;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Col, Cx, Html, Row, html};
use web::{Reply, View};

use super::{
    course::{Desk, Kinds},
    model::{CaseLine, CaseState},
    store::{self, lists},
};

/// Cases on one page.
const PAGE: i64 = 50;

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// Those that wait for the reader.
    Mine,
    /// Those that they asked for.
    Asked,
    /// All.
    All,
}

/// A list of cases.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Cases {
    /// Which list.
    pub whose: Whose,
    /// The cases. What a reader may not see of a sealed one is left out.
    pub cases: Vec<CaseLine>,
    /// How many there are in all.
    pub count: i64,
    /// The page, from 1.
    pub page: i64,
    /// The state asked for.
    pub state: Option<CaseState>,
    /// The kind asked for.
    pub kind: Option<String>,
    /// Whether the reader sees all cases.
    pub sees_all: bool,
    #[serde(skip)]
    #[schemars(skip)]
    kinds: Option<Kinds>,
}

ui::page!(Cases, "approvals/pages/list.html", |p, cx| cx.t(p.title_word()), wide);

/// Which of all cases.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub(super) struct Ask {
    /// Where they stand.
    state: Option<CaseState>,
    /// Their kind.
    kind: Option<Text<60>>,
    /// The page, from 1.
    page: Option<i64>,
}

impl Cases {
    fn of(view: &View<'_>, kinds: Kinds, whose: Whose, cases: Vec<CaseLine>) -> Self {
        Self {
            whose,
            count: i64::try_from(cases.len()).unwrap_or(i64::MAX),
            cases,
            page: 1,
            state: None,
            kind: None,
            sees_all: view.actor().may(APPROVAL_SEE),
            kinds: Some(kinds),
        }
    }
    fn title_word(&self) -> &'static str {
        match self.whose {
            Whose::Mine => "approvals.list.mine",
            Whose::Asked => "approvals.list.asked",
            Whose::All => "approvals.list.all",
        }
    }
    fn heading(&self, cx: &Cx) -> Html {
        let setup = self
            .sees_all
            .then(|| cx.link_button("/approvals/setup", "approvals.setup.title"));
        let acts = html!(
            "{}{}",
            cx.link_button("/approvals/deputies", "approvals.deputies.title"),
            setup
        );
        cx.heading(cx.t("approvals.list.title"), "", acts)
    }
    fn tabs(&self, cx: &Cx) -> Html {
        let tab = |key: &str, href: &'static str, whose| (cx.t(key), href, self.whose == whose);
        let mut tabs = vec![
            tab("approvals.list.mine", "/approvals", Whose::Mine),
            tab("approvals.list.asked", "/approvals/asked", Whose::Asked),
        ];
        if self.sees_all {
            tabs.push(tab("approvals.list.all", "/approvals/all", Whose::All));
        }
        cx.tabs(tabs)
    }
    fn filters(&self, cx: &Cx) -> Html {
        if self.whose != Whose::All {
            return Html::none();
        }
        let states = CaseState::ALL.map(|s| (s.key(), cx.t(&s.word())));
        let kinds = self.kinds.iter().flat_map(|k| k.all()).map(|k| (k.key, cx.t(k.word)));
        html!(
            "{}{}{}{}",
            cx.ask_open("/approvals/all"),
            Html::trusted(
                cx.field("state", "approvals.col.state")
                    .filter(states, self.state.map(CaseState::key))
                    .to_string()
            ),
            Html::trusted(
                cx.field("kind", "approvals.col.kind")
                    .filter(kinds, self.kind.as_deref())
                    .to_string()
            ),
            cx.ask_close("ui.act.filter")
        )
    }
    fn kind_word(&self, cx: &Cx, key: &str) -> String {
        self.kinds.map_or_else(String::new, |kinds| kinds.word(cx, key))
    }
    fn due(&self, cx: &Cx, case: &CaseLine) -> Html {
        match case.due {
            Some(due) if case.state == CaseState::Open => cx.due(due),
            due => Html::text(cx.date_or_dash(due)),
        }
    }
    fn table(&self, cx: &Cx) -> Html {
        let cols = [
            Col::text("title", "approvals.col.title"),
            Col::text("kind", "approvals.col.kind").minor(),
            Col::number("amount", "approvals.col.amount"),
            Col::text("asked", "approvals.col.asked"),
            Col::day("due", "approvals.col.due"),
            Col::day("state", "approvals.col.state"),
        ];
        let rows = self.cases.iter().map(|case| {
            let title = if case.title.is_empty() {
                html!("{}", cx.t1("approvals.list.sealed", "number", &case.number))
            } else {
                html!("{}<small> {}</small>", case.title, case.number)
            };
            let row = Row::new()
                .link(&case.href())
                .cell(title)
                .cell(self.kind_word(cx, &case.kind))
                .cell(case.amount.map_or_else(|| "—".to_owned(), |a| cx.money(a)))
                .cell(html!(
                    "{}<br><small>{}</small>",
                    case.asked_name,
                    cx.date(case.asked_on)
                ))
                .cell(self.due(cx, case))
                .cell(cx.badge(case.state.badge(), cx.t(&case.state.word())));
            if self.whose == Whose::Mine {
                row.id(case.id)
            } else {
                row
            }
        });
        let empty = match self.whose {
            Whose::Mine => "approvals.list.mine_empty",
            Whose::Asked => "approvals.list.asked_empty",
            Whose::All => "approvals.list.all_empty",
        };
        let mut table = cx.table(self.title_word(), cols).rows(rows).empty(cx.empty(empty));
        if self.whose == Whose::Mine && self.cases.len() > 1 {
            table = table.select("/approvals/batch", "case", "approvals.batch.take");
        }
        if self.whose == Whose::All {
            table = table.pager(cx.pager(self.page, PAGE, self.count));
        }
        Html::trusted(table.to_string())
    }
}

/// Cases that wait for the reader.
pub(super) fn mine(view: &View<'_>, kinds: Kinds) -> Reply<Cases> {
    let me = (view.actor().account, crate::tasks::me(view));
    let cases = lists::waiting(view, view.union(), me, view.today())?;
    Ok(Cases::of(view, kinds, Whose::Mine, cases))
}

/// Cases that the reader asked for.
pub(super) fn asked(view: &View<'_>, kinds: Kinds) -> Reply<Cases> {
    let cases = lists::asked(view, view.union(), view.actor().account)?;
    Ok(Cases::of(view, kinds, Whose::Asked, cases))
}

/// All cases, a page at a time.
pub(super) fn all(view: &View<'_>, kinds: Kinds, ask: &Ask) -> Reply<Cases> {
    let filter = lists::Filter {
        state: ask.state,
        kind: ask.kind.as_ref().map(Text::as_str),
    };
    let page = ask.page.unwrap_or(1).clamp(1, 100_000);
    let lines = lists::all(view, view.union(), filter, (PAGE, (page - 1) * PAGE))?;
    let desk = Desk::new(view)?;
    let mut cases = Vec::with_capacity(lines.len());
    for line in lines {
        cases.push(seen(view, &desk, line)?);
    }
    Ok(Cases {
        count: lists::count_all(view, view.union(), filter)?,
        page,
        state: ask.state,
        kind: ask.kind.as_ref().map(ToString::to_string),
        ..Cases::of(view, kinds, Whose::All, cases)
    })
}

/// A line as the reader may see it.
fn seen(view: &View<'_>, desk: &Desk, line: CaseLine) -> Reply<CaseLine> {
    if !line.sealed {
        return Ok(line);
    }
    let case = store::get(view, view.union(), line.id)?;
    Ok(if desk.concerns(view, &case)? {
        line
    } else {
        line.veiled()
    })
}
