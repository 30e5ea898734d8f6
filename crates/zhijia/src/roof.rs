//! The list of systems: what the product is made of. Everything that walks all systems starts here.

use std::sync::Arc;

use kernel::Date;
use store::{Migration, Reader, Writer};
use ui::NavItem;
use web::{Access, Actor, AskedStanding, House, Power, Route, View, Whose};

use crate::search;

/// All schema steps, in the order in which they are applied.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    [
        store::MIGRATIONS,
        web::MIGRATIONS,
        org::MIGRATIONS,
        facts::MIGRATIONS,
        archive::MIGRATIONS,
        flow::MIGRATIONS,
        jobs::MIGRATIONS,
        dispatch::MIGRATIONS,
        rules::MIGRATIONS,
        planning::MIGRATIONS,
        organisation::MIGRATIONS,
        care::MIGRATIONS,
    ]
    .concat()
}

/// The kinds of letters that unions send each other.
pub const LETTERS: &[dispatch::Kind] = &[organisation::moving::LETTER, care::hardship::LETTER];

/// The kinds of cases that wait for a decision, beside payments.
pub const APPROVALS: &[flow::approvals::Kind] = &[];

/// Who opens papers that open with their records alone.
pub const PAPERS: &[archive::Door] = &[flow::payments::PAPERS, care::visits::PAPERS, care::pairs::PAPERS];

/// All doors.
#[must_use]
pub fn routes() -> Vec<Arc<Route>> {
    web::door::routes()
        .and(org::routes())
        .and(facts::routes())
        .and(archive::routes_with(PAPERS))
        .and(flow::routes_followed(WAITING, APPROVALS, care::FOLLOWS))
        .and(jobs::routes())
        .and(dispatch::routes(LETTERS))
        .and(rules::routes())
        .and(planning::routes())
        .and(organisation::routes())
        .and(care::routes())
        .and(search::routes())
        .into_list()
}

/// Tables of the installation rather than of a union, by the crates that own them.
#[must_use]
pub fn house_tables() -> Vec<&'static str> {
    [
        store::HOUSE_TABLES,
        web::HOUSE_TABLES,
        org::HOUSE_TABLES,
        facts::HOUSE_TABLES,
        jobs::HOUSE_TABLES,
        organisation::HOUSE_TABLES,
        dispatch::HOUSE_TABLES,
        rules::HOUSE_TABLES,
        care::HOUSE_TABLES,
    ]
    .concat()
}

/// Columns whose values are sealed, by the crates that own them.
#[must_use]
pub fn sealed() -> Vec<store::secret::Sealed> {
    [
        web::SEALED,
        org::SEALED,
        dispatch::SEALED,
        organisation::SEALED,
        &care::sealed(),
    ]
    .concat()
}

/// What waits in somebody's inbox beside tasks, by the systems that tell it.
const WAITING: &[flow::Source] = &[
    organisation::joining::waiting,
    organisation::corrections::waiting,
    care::hardship::waiting,
    care::insurance::waiting,
    resets,
    rules_to_confirm,
];

/// New passwords that another officer asked for.
fn resets<'v>(view: &'v View<'_>) -> Result<flow::Question<'v>, store::Error> {
    org::accounts::resets::to_confirm(view, |count| {
        flow::Waiting::some("roof.waiting.resets", count, "/accounts")
    })
}

/// Rules that somebody else entered.
fn rules_to_confirm<'v>(view: &'v View<'_>) -> Result<flow::Question<'v>, store::Error> {
    rules::to_confirm(view, |count, href| {
        flow::Waiting::some("roof.waiting.rules", count, href)
    })
}

/// Everything that can be counted, in the order of the register.
#[must_use]
pub fn measures() -> Vec<&'static facts::Measure> {
    planning::MEASURES
        .iter()
        .chain(organisation::MEASURES)
        .chain(care::MEASURES)
        .collect()
}

/// The systems' own checks of their records against the log.
#[must_use]
pub fn checks() -> Vec<facts::Check> {
    [planning::CHECKS, organisation::CHECKS, care::CHECKS, flow::CHECKS].concat()
}

/// What is written at every start, after the schema: the measures, and the sheets of rules that come with the program.
///
/// # Errors
/// The store's.
pub fn declare(w: &Writer) -> Result<(), store::Error> {
    facts::register::store::declare(w, &measures())?;
    rules::declare(w)
}

/// One place to go, and who may.
struct Place {
    key: &'static str,
    href: &'static str,
    icon: &'static str,
    access: Access,
    /// Where its systems have their pages, if not below `href`.
    also: &'static [&'static str],
}

const fn place(key: &'static str, href: &'static str, icon: &'static str, access: Access) -> Place {
    Place {
        key,
        href,
        icon,
        access,
        also: &[],
    }
}

const fn may(power: Power) -> Access {
    Access::May(power)
}

/// The navigation, in the order of the desk's rail.
const PLACES: &[Place] = &[
    place("ui.nav.today", "/", "sun", Access::SignedIn),
    place(
        "ui.nav.calendar",
        "/calendar",
        "calendar-days",
        may(org::power::PLAN_SEE),
    ),
    place("ui.nav.record", "/works/new", "plus", may(org::power::WORK_RECORD)),
    place("ui.nav.inbox", "/inbox", "inbox", Access::SignedIn),
    place("ui.nav.planning", "/plans", "clipboard-list", may(org::power::PLAN_SEE)),
    place("roof.nav.meetings", "/meetings", "vote", may(org::power::PLAN_SEE)),
    place(
        "ui.nav.register",
        "/register",
        "chart-column",
        may(org::power::REGISTER_SEE),
    ),
    place(
        "ui.nav.summary",
        "/summaries",
        "file-text",
        may(org::power::SUMMARY_SEE),
    ),
    place("roof.nav.tasks", "/tasks", "list", may(org::power::WORK_RECORD)),
    place(
        "roof.nav.works",
        "/works",
        "circle-check",
        may(org::power::REGISTER_SEE),
    ),
    place("ui.nav.organisation", "/org", "building-2", may(org::power::BODY_SEE)),
    place("roof.nav.members", "/members", "users", may(org::power::MEMBER_SEE)),
    place(
        "roof.nav.applications",
        "/applications",
        "user-plus",
        may(org::power::JOIN_SEE),
    ),
    Place {
        also: care::PATHS,
        ..place("ui.nav.care", "/care", "heart-handshake", may(org::power::CARE_SEE))
    },
    place("roof.nav.approvals", "/approvals", "circle-check", Access::SignedIn),
    place(
        "roof.nav.payments",
        "/payments",
        "file-text",
        may(org::power::PAYMENT_SEE),
    ),
    place(
        "roof.nav.receipts",
        "/receipts",
        "clipboard-list",
        may(org::power::RECEIPT_SEE),
    ),
    place("roof.nav.letters", "/letters", "mail", may(org::power::LETTER_SEE)),
    place("roof.nav.rules", "/rules", "scale", may(org::power::RULE_SEE)),
    place("roof.nav.papers", "/papers", "paperclip", may(org::power::PAPER_SEE)),
    place(
        "roof.nav.accounts",
        "/accounts",
        "lock",
        may(org::power::ACCOUNT_MANAGE),
    ),
    place("roof.nav.handover", "/handover", "copy", may(org::power::TASK_MANAGE)),
    place("roof.nav.log", "/log", "eye", may(org::power::LOG_SEE)),
    place("ui.nav.me", "/me/account", "user", Access::SignedIn),
];

/// The house with its roof on.
#[derive(Debug, Default)]
pub struct Roof {
    /// Whoever holds one of these roles has to use a second factor.
    pub second_factor: Vec<org::Role>,
    /// The outside provider people may sign in with.
    pub outside: Option<web::outside::Outside>,
}

impl House for Roof {
    fn ask_standing<'r>(
        &'r self,
        read: &'r Reader,
        whose: Whose,
        today: Date,
    ) -> Result<AskedStanding<'r>, store::Error> {
        org::ask_standing(read, whose, today, &self.second_factor)
    }

    fn nav(&self, actor: &Actor, path: &str) -> Vec<NavItem> {
        let below = |href: &str| {
            let rest = path.strip_prefix(href).filter(|_| href != "/");
            path == href || rest.is_some_and(|rest| rest.starts_with('/'))
        };
        let within = |p: &&Place| below(p.href) || p.also.iter().any(|href| below(href));
        let open = || PLACES.iter().filter(|p| actor.passes(p.access));
        // `/works/new` lies in `/works` too: the nearest place is where one is.
        let here = open().filter(within).map(|p| p.href).max_by_key(|href| href.len());
        open()
            .map(|p| NavItem {
                key: p.key,
                href: p.href.to_owned(),
                icon: p.icon,
                current: here == Some(p.href),
            })
            .collect()
    }

    fn inbox<'v>(&self, view: &'v View<'_>) -> Result<web::Inbox<'v>, store::Error> {
        flow::ask_inbox_count(view, WAITING)
    }

    fn outside(&self) -> Option<&web::outside::Outside> {
        self.outside.as_ref()
    }

    fn first_run(&self, read: &Reader) -> Result<Option<&'static str>, store::Error> {
        Ok(org::first_run(read)?.then_some("/first-run"))
    }
}

/// What the job runner serves.
#[must_use]
pub fn work() -> jobs::runner::Plan {
    let each_night = |kind, hour| jobs::Schedule {
        kind,
        every: jobs::Every::Day,
        hour,
    };
    let mut plan = jobs::runner::Plan {
        kinds: vec![facts::verified::verify_kind(checks())],
        schedules: vec![each_night(facts::verified::KIND, 2)],
        unions: facts::verify::unions,
    };
    for (kind, hour) in dispatch::jobs(LETTERS) {
        plan.schedules.extend(hour.map(|hour| each_night(kind.name, hour)));
        plan.kinds.push(kind);
    }
    for (kind, hour) in organisation::jobs().into_iter().chain(care::jobs()) {
        plan.schedules.extend(hour.map(|hour| each_night(kind.name, hour)));
        plan.kinds.push(kind);
    }
    plan
}
