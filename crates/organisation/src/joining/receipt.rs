//! The receipt: by its code the applicant, and nobody else, sees what became of the application, takes it back, mends it,
//! and in the end opens an account.

use kernel::{Date, Instant, Text, UnionId};
use org::{accounts::code, tree};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html, State as Tone, html};
use web::{Act, Done, Refusal, Reply, View};

use super::{
    event::Happened,
    model::{Application, Cannot, Status},
    store,
};

/// A code as typed or followed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Asked {
    code: Option<Text<40>>,
}

/// A code as followed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct ByCode {
    code: Text<40>,
}

/// How far somebody who was taken in is with the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// There is none to open yet.
    No,
    /// The receipt's code opens one.
    Open,
    /// It was opened.
    Opened,
    /// The time to open one is over; the union can invite anew.
    Over,
}

/// What became of an application.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Found {
    /// The union.
    pub union: String,
    /// The applicant.
    pub name: String,
    /// When it came.
    pub sent_at: Instant,
    /// Where it stands.
    pub status: Status,
    /// The day of the answer.
    pub on: Option<Date>,
    /// What has to be mended, or why not.
    pub reason: Option<String>,
    /// How many days it is kept if it is refused.
    pub keep_days: i64,
    /// The account.
    pub account: Account,
}

/// The receipt of an application, or the form that asks for one.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Receipt {
    /// The code.
    #[serde(skip)]
    pub code: String,
    /// What became of it; none if nothing stands behind the code.
    pub found: Option<Found>,
}

ui::page!(Receipt, "joining/pages/receipt.html", |_p, cx| cx
    .t("joining.receipt.title"));

/// The code as it is printed: signs and dashes, nothing else.
pub(super) fn spelled(typed: &str) -> String {
    let signs: Vec<char> = typed
        .to_ascii_uppercase()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let groups: Vec<String> = signs.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// The application behind a receipt; absent if there is none.
pub(super) fn find(view: &View<'_>, typed: &str) -> Reply<(UnionId, Application)> {
    let (union, id) = store::ticket(view, typed)?.ok_or_else(|| Refusal::new("joining.receipt.unknown").status(404))?;
    Ok((union, store::get(view, union, id)?))
}

fn found(view: &View<'_>, typed: &str) -> Reply<Found> {
    let (union, application) = find(view, typed)?;
    let status = application.state.status();
    let account = match (status, code::by_code(view, typed)?) {
        (Status::Approved, Some(kept)) if kept.is_open(view.now()) => Account::Open,
        (Status::Approved, Some(kept)) if kept.ended.as_deref() == Some("used") => Account::Opened,
        (Status::Approved, _) => Account::Over,
        _ => Account::No,
    };
    let answer = application.state.answer();
    let consent = store::consent(view, union)?;
    Ok(Found {
        union: tree::get(view, union)?.name,
        name: application.name().to_owned(),
        sent_at: application.sent_at,
        status,
        on: answer.map(|answer| answer.on),
        reason: answer
            .filter(|_| status != Status::Approved)
            .map(|answer| answer.reason.clone()),
        keep_days: consent.map_or(super::model::KEEP_DAYS, |consent| consent.keep_days),
        account,
    })
}

/// Looks a receipt up by the code somebody typed.
pub(super) fn look(view: &View<'_>, q: Asked) -> Reply<Receipt> {
    let code = q.code.map(|code| spelled(&code)).unwrap_or_default();
    let found = match found(view, &code) {
        Ok(found) => Some(found),
        Err(web::Stop::Refused(refusal)) if refusal.status == 404 => None,
        Err(stop) => return Err(stop),
    };
    Ok(Receipt { code, found })
}

pub(super) fn show(view: &View<'_>, q: ByCode) -> Reply<Receipt> {
    let found = Some(found(view, &q.code)?);
    Ok(Receipt {
        code: spelled(&q.code),
        found,
    })
}

/// Takes an undecided application back: it is deleted with everything in it (个人信息保护法 art. 15 and 47).
pub(super) fn withdraw(act: &mut Act<'_>, q: ByCode) -> Reply<Done> {
    let (union, application) = find(act, &q.code)?;
    if !application.state.is_open() {
        return Err(Cannot::Decided.into());
    }
    store::delete(act.writer(), union, application.id)?;
    act.note_in(
        union,
        &Happened::Withdrawn {
            application: application.id,
        },
    )?;
    Ok(Done::to("/applied").say("joining.receipt.withdrawn"))
}

impl Receipt {
    fn at(&self, tail: &str) -> String {
        format!("/applied/{}{tail}", self.code)
    }
    /// Where the code opens an account.
    fn join(&self) -> String {
        format!("/join/{}", self.code)
    }
    /// Nothing stands behind what was typed.
    fn nothing(&self) -> bool {
        self.found.is_none() && !self.code.is_empty()
    }
}

impl Found {
    fn badge(&self, cx: &Cx) -> Html {
        super::list::badge(cx, self.status)
    }
    fn facts(&self, cx: &Cx) -> Html {
        let mut facts = cx
            .facts()
            .fact("joining.receipt.union", &self.union)
            .fact("org.field.name", &self.name)
            .fact("joining.receipt.sent_at", cx.instant(self.sent_at));
        if let Some(on) = self.on {
            facts = facts.fact("joining.receipt.on", cx.date_full(on));
        }
        if let Some(reason) = &self.reason {
            facts = facts.long("joining.receipt.reason", reason);
        }
        Html::trusted(facts.to_string())
    }
    /// What happens next, or what the applicant can do.
    fn says(&self, cx: &Cx) -> Html {
        let days = self.keep_days;
        match (self.status, self.account) {
            (Status::Waiting, _) => cx.note(Tone::Info, cx.t("joining.receipt.waits")),
            (Status::Returned, _) => cx.note(Tone::Due, cx.t1("joining.receipt.was_returned", "days", days)),
            (Status::Refused, _) => cx.note(Tone::Off, cx.t1("joining.receipt.was_refused", "days", days)),
            (_, Account::Open) => cx.note(Tone::Done, cx.t("joining.receipt.welcome")),
            (_, Account::Opened) => html!(
                "{}<p>{}</p>",
                cx.note(Tone::Done, cx.t("joining.receipt.opened")),
                cx.main_link("/sign-in", "joining.receipt.sign_in")
            ),
            (_, _) => cx.note(Tone::Done, cx.t("joining.receipt.over")),
        }
    }
    fn may_correct(&self) -> bool {
        self.status == Status::Returned
    }
    fn is_open(&self) -> bool {
        matches!(self.status, Status::Waiting | Status::Returned)
    }
    fn opens_account(&self) -> bool {
        self.account == Account::Open
    }
}
