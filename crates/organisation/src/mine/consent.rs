//! What rests on consent alone: given for one purpose at a time, and taken back as easily.

use kernel::Instant;
use org::MemberId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Act, Done, Event, Record, Refusal, Reply, View};

use super::{page::own_member, store};

/// The version of the sentences that say what is agreed to. A change of their meaning raises it.
pub const VERSION: i64 = 1;

/// What a member may agree to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// 公示、喜报: the name in public notices (art. 25).
    Notice,
    /// 活动照片: photos of activities are published (art. 25, 26).
    Photo,
    /// 通讯录: the telephone number is shown to fellow members.
    Contact,
    /// 慰问、疗休养: the state of health is used for visits and recuperation (sensitive, art. 29).
    Health,
    /// 短信: messages about activities.
    Message,
}

impl Purpose {
    /// All of them, in the order of the page.
    pub const ALL: &'static [Purpose] = &[
        Purpose::Notice,
        Purpose::Photo,
        Purpose::Contact,
        Purpose::Health,
        Purpose::Message,
    ];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Purpose::Notice => "notice",
            Purpose::Photo => "photo",
            Purpose::Contact => "contact",
            Purpose::Health => "health",
            Purpose::Message => "message",
        }
    }
    /// The purpose of a key.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|purpose| purpose.key() == key)
    }
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("organisation.consent.{}", self.key())
    }
    /// The word key of the sentence that says what is agreed to.
    #[must_use]
    pub fn says(self) -> String {
        format!("organisation.consent_says.{}", self.key())
    }
}

/// What happens to consents.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
enum Happened {
    Given {
        #[serde(skip)]
        member: MemberId,
        purpose: Purpose,
        version: i64,
    },
    Withdrawn {
        #[serde(skip)]
        member: MemberId,
        purpose: Purpose,
    },
}

impl Event for Happened {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Given { .. } => "consent.given",
            Happened::Withdrawn { .. } => "consent.withdrawn",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Given { member, .. } | Happened::Withdrawn { member, .. } => {
                Record::new(crate::members::KIND, *member)
            }
        }
    }
}

/// How a consent stands.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Standing {
    /// To what.
    pub purpose: Purpose,
    /// The version of the sentence that was last agreed to.
    pub version: Option<i64>,
    /// Since when it is given.
    pub since: Option<Instant>,
    /// When it was last taken back.
    pub withdrawn: Option<Instant>,
}

/// How every consent of a member stands.
pub(crate) fn standings(view: &View<'_>, member: MemberId) -> Reply<Vec<Standing>> {
    let all = store::consents(view, view.union(), member)?;
    let of = |purpose: &Purpose| {
        let mut given = all.iter().filter(|given| given.purpose == *purpose);
        let last = given.next();
        Standing {
            purpose: *purpose,
            version: last.map(|g| g.version),
            since: last.filter(|g| g.withdrawn.is_none()).map(|g| g.given),
            withdrawn: last.and_then(|g| g.withdrawn),
        }
    };
    Ok(Purpose::ALL.iter().map(of).collect())
}

/// A consent to be given or taken back.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Settle {
    purpose: Purpose,
    /// Whether it is given.
    #[serde(default)]
    given: bool,
}

/// Gives a consent or takes it back.
pub(super) fn settle(act: &mut Act<'_>, form: Settle) -> Reply<Done> {
    let member = own_member(act)?.ok_or_else(Refusal::missing)?;
    let (union, purpose, at) = (act.union(), form.purpose, act.now());
    let stands = standings(act, member)?
        .iter()
        .any(|s| s.purpose == purpose && s.since.is_some());
    if stands == form.given {
        let key = if stands {
            "organisation.mine.given_already"
        } else {
            "organisation.mine.not_given"
        };
        return Err(Refusal::new(key).status(409).next("/me/data").into());
    }
    if form.given {
        store::give(act.writer(), union, act.id(), member, purpose, at)?;
        let version = VERSION;
        act.note(&Happened::Given {
            member,
            purpose,
            version,
        })?;
        return Ok(Done::to("/me/data").say("organisation.mine.is_given"));
    }
    store::withdraw(act.writer(), union, member, purpose, at)?;
    act.note(&Happened::Withdrawn { member, purpose })?;
    Ok(Done::to("/me/data").say("organisation.mine.is_withdrawn"))
}
