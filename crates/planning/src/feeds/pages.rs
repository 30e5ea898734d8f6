//! One's own feeds, and the feed that a link gives.

use flow::Filter;
use kernel::{Instant, Lang};
use org::{MemberId, power::TASK_SEE};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html};
use web::{Attachment, Refusal, Reply, View, routes::Nothing};

use super::{
    ics, link,
    store::{self, Scope},
};

/// Days before today that a feed still has, and days ahead.
const DAYS: (i32, i32) = (-120, 400);

/// One's own feeds.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct FeedsPage {
    pub feeds: Vec<FeedLine>,
}

ui::page!(FeedsPage, "feeds/pages/show.html", |_p, cx| cx.t("planning.feed.title"));

/// A feed that one has or may have.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct FeedLine {
    pub scope: Scope,
    /// When its link was made; none if it is off.
    pub made_at: Option<Instant>,
    /// The link, only in the session that made it.
    pub link: Option<String>,
}

impl FeedLine {
    pub fn name(&self, cx: &Cx) -> String {
        cx.t(&format!("planning.feed.{}", self.scope.key()))
    }
    pub fn under(&self, cx: &Cx) -> String {
        cx.t(&format!("planning.feed.{}_hint", self.scope.key()))
    }
    pub fn state(&self, cx: &Cx) -> Html {
        match self.made_at {
            Some(at) => cx.badge(ui::State::Done, cx.t1("planning.feed.made", "day", cx.date(at.day()))),
            None => cx.badge(ui::State::Draft, cx.t("planning.feed.none")),
        }
    }
    pub fn act(&self, what: &str) -> String {
        format!("/me/calendar/{what}?scope={}", self.scope.key())
    }
}

pub(super) fn show(view: &View<'_>, _: Nothing) -> Reply<FeedsPage> {
    let (union, account) = (view.union(), view.actor().account);
    let kept = store::of_account(view, union, account)?;
    let mine = flow::tasks::me(view).is_some();
    let scopes = [(Scope::Own, mine), (Scope::All, view.actor().may(TASK_SEE))];
    let line = |scope: Scope| {
        let feed = kept.iter().find(|feed| feed.scope == scope);
        let file = feed
            .zip(view.token())
            .map(|(feed, token)| (feed, link::file(token, union, feed.id)));
        let known = file.filter(|(feed, file)| feed.digest == link::digest(file));
        FeedLine {
            scope,
            made_at: feed.map(|feed| feed.made_at),
            link: known.map(|(_, file)| format!("{}/feeds/{file}", view.site().unwrap_or_default())),
        }
    };
    let feeds = scopes.into_iter().filter(|(_, may)| *may).map(|(scope, _)| line(scope));
    Ok(FeedsPage { feeds: feeds.collect() })
}

/// The last part of a link.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    file: String,
}

/// The calendar behind a link. A wrong link, one that was turned off, and one whose owner may no longer see the tasks
/// are all absent.
pub(super) fn feed(view: &View<'_>, q: Which) -> Reply<Attachment> {
    let Some((union, digest)) = link::read(&q.file) else {
        return Err(Refusal::missing().into());
    };
    let Some(feed) = store::by_digest(view, union, &digest)? else {
        return Err(Refusal::missing().into());
    };
    let today = view.today();
    let standing = org::standing(view, feed.account, Some(union), today)?.filter(|s| s.union == union);
    let Some(standing) = standing else {
        return Err(Refusal::missing().into());
    };
    let member = match feed.scope {
        Scope::All if standing.powers.has(TASK_SEE) => None,
        Scope::Own if standing.member.is_some() => standing.member.map(MemberId::new),
        _ => return Err(Refusal::missing().into()),
    };
    let filter = Filter {
        member,
        ..Filter::default()
    };
    let (from, until) = (today.plus_days(DAYS.0), today.plus_days(DAYS.1));
    let tasks = flow::between(view, union, from, until, &filter)?;
    let cx = Cx::new(feed.lang, "", today);
    let name = cx.t1(
        &format!("planning.feed.name_{}", feed.scope.key()),
        "union",
        &standing.union_name,
    );
    Ok(Attachment {
        name: match feed.lang {
            Lang::Zh => "工会日程.ics".to_owned(),
            Lang::En => "union.ics".to_owned(),
        },
        mime: "text/calendar; charset=utf-8".to_owned(),
        bytes: ics::calendar(&name, &tasks, &cx).into_bytes(),
        inline: true,
    })
}
