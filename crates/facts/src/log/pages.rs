//! What people see of the log.

use kernel::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Col, Cx, Html, Row, State, html};
use web::{AccountId, Refusal, Reply, View};

use super::store::{self, EventId, EventLine, Filter, Head};
use web::record_path;

/// What the log is asked for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    /// A kind of event such as `task.closed`.
    kind: Option<String>,
    /// An account.
    account: Option<AccountId>,
    /// First day.
    from: Option<Date>,
    /// Last day.
    until: Option<Date>,
    /// A record as `kind:id`.
    record: Option<String>,
    /// Where the page before ended: the `next` of that page.
    page: Option<EventId>,
}

/// The log.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Log {
    /// The newest first.
    events: Vec<EventLine>,
    /// The last sealed batch: what to note down outside.
    head: Option<Head>,
    /// Events that wait for a seal.
    waiting: i64,
    /// What the next page is asked with.
    next: Option<EventId>,
    /// What was asked for.
    kind: Option<String>,
    from: Option<Date>,
    until: Option<Date>,
    record: Option<String>,
    account: Option<AccountId>,
    account_name: Option<String>,
}

ui::page!(Log, "log/pages/list.html", |_p, cx| cx.t("facts.log.title"), wide);

/// Events on one page.
const SIZE: i64 = 100;

pub(super) fn page(view: &View<'_>, ask: Ask) -> Reply<Log> {
    let record = ask.record.as_deref().map(record).transpose()?;
    let days = match (ask.from, ask.until) {
        (None, None) => None,
        (from, until) => Some((from.unwrap_or(Date::FIRST), until.unwrap_or_else(|| view.today()))),
    };
    let filter = Filter {
        kind: ask.kind.clone(),
        account: ask.account,
        days,
        record,
    };
    let union = view.union();
    let mut events = store::list(view, union, &filter, ask.page, SIZE + 1)?;
    let size = usize::try_from(SIZE).unwrap_or(usize::MAX);
    let more = events.len() > size;
    events.truncate(size);
    let next = events.last().filter(|_| more).map(|e| e.id);
    let account_name = ask.account.and(events.first()).and_then(|e| e.who.clone());
    Ok(Log {
        head: store::head(view, union)?,
        waiting: store::waiting(view, union)?,
        next,
        events,
        kind: ask.kind,
        from: ask.from,
        until: ask.until,
        record: ask.record,
        account: ask.account,
        account_name,
    })
}

/// A record as the address carries it.
fn record(text: &str) -> Reply<(String, uuid::Uuid)> {
    let read = text
        .rsplit_once(':')
        .and_then(|(kind, id)| Some((kind.to_owned(), id.parse().ok()?)));
    Ok(read.ok_or_else(|| Refusal::field("record", "facts.refusal.record"))?)
}

impl Log {
    fn chips(&self, cx: &Cx) -> Html {
        let mut chips: Vec<(String, &str)> = Vec::new();
        chips.extend(self.kind.as_ref().map(|k| (name(cx, k), "kind")));
        if self.account.is_some() {
            chips.push((self.account_name.clone().unwrap_or_default(), "account"));
        }
        chips.extend(self.from.map(|d| (cx.t1("facts.log.since", "day", cx.date(d)), "from")));
        chips.extend(
            self.until
                .map(|d| (cx.t1("facts.log.till", "day", cx.date(d)), "until")),
        );
        chips.extend(self.record.as_ref().map(|_| (cx.t("facts.log.one_record"), "record")));
        cx.chips(chips)
    }

    /// Days to choose from; everything else stays as it is.
    fn days(&self, cx: &Cx) -> Html {
        let hidden = [
            ("kind", self.kind.clone()),
            ("account", self.account.map(|a| a.to_string())),
            ("record", self.record.clone()),
        ];
        let kept: Html = hidden
            .into_iter()
            .filter_map(|(n, v)| v.map(|v| Html::trusted(cx.field(n, "").hidden(v).to_string())))
            .collect();
        html!(
            "{}{}{}{}{}",
            cx.ask_open("/log"),
            kept,
            Html::trusted(cx.field("from", "facts.log.from").date(self.from).to_string()),
            Html::trusted(cx.field("until", "facts.log.until").date(self.until).to_string()),
            cx.ask_close("facts.log.show")
        )
    }

    /// How far the seal reaches, and the head to note down.
    fn seal(&self, cx: &Cx) -> Html {
        let Some(head) = &self.head else {
            return cx.note(State::Info, cx.tn("facts.log.no_seal", self.waiting));
        };
        let facts = cx
            .facts()
            .fact("facts.log.batch", cx.number(head.number))
            .fact("facts.log.sealed_at", cx.instant(head.at))
            .fact("facts.log.waiting", cx.number(self.waiting))
            .long("facts.log.head", html!("<code>{}</code>", head.head));
        html!(
            "{}<p class=\"quiet\">{}</p>",
            Html::trusted(facts.to_string()),
            cx.t("facts.log.head_about")
        )
    }

    fn table(&self, cx: &Cx) -> Html {
        let cols = [
            Col::text("kind", "facts.log.what"),
            Col::day("at", "facts.log.when"),
            Col::text("who", "facts.log.who"),
            Col::text("record", "facts.log.record"),
            Col::day("seal", "facts.log.seal").minor(),
        ];
        let rows = self.events.iter().map(|e| {
            let of = format!("{}:{}", e.record_kind, e.record_id);
            let who = e.who.clone().unwrap_or_else(|| cx.t("facts.log.system"));
            let token = e.token.as_ref().map(|name| {
                html!(
                    "<br><small class=\"under\">{}</small>",
                    cx.t1("facts.log.by_token", "name", name)
                )
            });
            let sealed = if e.sealed > 0 {
                cx.badge(State::Done, cx.t1("facts.log.sealed", "number", e.sealed))
            } else {
                cx.badge(State::Info, cx.t("facts.log.waits"))
            };
            Row::new()
                .link(&cx.here_with(&[("kind", &e.kind), ("page", "")]))
                .cell(name(cx, &e.kind))
                .cell(cx.instant(e.at))
                .cell(html!(
                    "<a href=\"{}\">{}</a>{}",
                    cx.here_with(&[("account", &e.account.to_string()), ("page", "")]),
                    who,
                    token
                ))
                .cell(html!(
                    "<a href=\"{}\">{}</a> · <a href=\"{}\">{}</a>",
                    record_path(&e.record_kind, e.record_id),
                    cx.t("facts.log.open"),
                    cx.here_with(&[("record", &of), ("page", "")]),
                    cx.t("facts.log.its_course")
                ))
                .cell(sealed)
        });
        let table = cx
            .table("facts.log.title", cols)
            .rows(rows)
            .empty(cx.empty("facts.log.empty"));
        Html::trusted(table.to_string())
    }

    fn pager(&self, cx: &Cx) -> Html {
        let first = cx
            .path
            .contains("page=")
            .then(|| cx.icon_link(&cx.here_with(&[("page", "")]), "arrow-up", "facts.log.newest"));
        let next = self.next.map(|to| {
            let to = cx.here_with(&[("page", &to.to_string())]);
            cx.icon_link(&to, "chevron-right", "facts.log.older")
        });
        html!(
            "<nav class=\"pager\" aria-label=\"{}\">{}{}</nav>",
            cx.t("ui.pager.pages"),
            first,
            next
        )
    }
}

/// What a kind of event is called: the system's own words `<system>.event.<kind>`, else the kind itself.
pub fn name(cx: &Cx, kind: &str) -> String {
    let of_system = kind
        .split_once('.')
        .map(|(system, what)| format!("{system}.event.{what}"));
    let ours = format!("facts.event.{}", kind.replace('.', "_"));
    [Some(ours), of_system]
        .into_iter()
        .flatten()
        .find_map(|key| ui::words::find(cx.lang, &key))
        .map_or_else(|| kind.to_owned(), str::to_owned)
}
