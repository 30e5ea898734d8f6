//! What of an application is printed: the form (入会申请表) for the file, and the slip that welcomes a new member.

use kernel::{Date, Instant};
use org::{
    MemberId,
    accounts::code::{self, Purpose},
    bodies,
    members::{Field, history, store as members},
    power::JOIN_SEE,
    tree,
};
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html};
use web::{Refusal, Reply, View, reveal::Veiled};

use super::{
    acts,
    model::{Application, Channel, Status},
    show::{self, This},
    store,
};

/// The form for the file.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PaperPage {
    /// The union.
    pub union: String,
    /// The application.
    #[serde(flatten)]
    pub application: Application,
    /// The branch or group by name.
    pub group_name: Option<String>,
    /// The kind of document and the number, veiled.
    pub identity: Option<Veiled>,
    /// What the number tells, or the register.
    pub sex: Option<String>,
    /// What the number tells, or the register.
    pub born: Option<Date>,
    /// What the applicant agreed to, and when.
    pub agreed: Option<Instant>,
}

ui::page!(
    PaperPage,
    "joining/pages/print.html",
    |_p, cx| cx.t("joining.print.title"),
    print
);

pub(super) fn paper(view: &View<'_>, q: This) -> Reply<PaperPage> {
    let application = acts::seen(view, q.id, JOIN_SEE)?;
    let union = view.union();
    let (identity, _) = show::veiled(view, &application)?;
    let (sex, born) = match application.state.member() {
        Some(member) => {
            let course = history::believed(view, union, member)?;
            let known = course.last().map(|(is, _)| is.particulars.clone()).unwrap_or_default();
            (known.get(Field::Sex).map(str::to_owned), known.day(Field::Born))
        }
        None => {
            let number = store::number(view, union, q.id)?;
            let sex = number.as_ref().and_then(|n| n.sex()).map(|sex| sex.key().to_owned());
            (sex, number.and_then(|n| n.born()))
        }
    };
    let group = application.known.group();
    let group = group.map(|g| bodies::store::get(view, union, g)).transpose()?;
    Ok(PaperPage {
        union: tree::get(view, union)?.name,
        group_name: group.map(|body| body.name),
        identity,
        sex,
        born,
        agreed: application.consent.map(|_| application.sent_at),
        application,
    })
}

impl PaperPage {
    fn told(&self, cx: &Cx, field: Field) -> String {
        let text = self.application.known.get(field);
        text.map(|text| show::shown(cx, field, text, self.group_name.as_deref()))
            .unwrap_or_default()
    }
    fn name(&self, cx: &Cx) -> String {
        self.told(cx, Field::Name)
    }
    fn phone(&self, cx: &Cx) -> String {
        self.told(cx, Field::Phone)
    }
    fn group(&self, cx: &Cx) -> String {
        self.told(cx, Field::Group)
    }
    fn employment(&self, cx: &Cx) -> String {
        self.told(cx, Field::Employment)
    }
    fn job(&self, cx: &Cx) -> String {
        self.told(cx, Field::Job)
    }
    fn hired(&self, cx: &Cx) -> String {
        self.told(cx, Field::Hired)
    }
    fn sex_word(&self, cx: &Cx) -> String {
        let word = |sex: &String| cx.t(&Field::Sex.choice_word(sex));
        self.sex.as_ref().map(word).unwrap_or_default()
    }
    fn born_word(&self, cx: &Cx) -> String {
        self.born.map(|day| cx.date_full(day)).unwrap_or_default()
    }
    /// The number: whole for a reader whose reading was just recorded, else masked.
    fn number(&self) -> &str {
        let whole = self.identity.as_ref().and_then(|v| v.whole.as_deref());
        whole.unwrap_or_else(|| self.identity.as_ref().map_or("", |v| &v.masked))
    }
    fn opinion(&self, cx: &Cx) -> String {
        let Some(opinion) = &self.application.opinion else {
            return String::new();
        };
        let word = super::list::opinion_word(cx, Some(opinion.agrees));
        match &opinion.note {
            Some(note) => format!("{word}：{note}"),
            None => word,
        }
    }
    fn decision(&self, cx: &Cx) -> String {
        match self.application.state.status() {
            Status::Approved | Status::Refused => {
                let key = format!("joining.answer.{}_says", self.application.state.status().key());
                let answer = self.application.state.answer();
                answer.map_or_else(String::new, |a| {
                    cx.t2(&key, "day", cx.date_full(a.on), "reason", &a.reason)
                })
            }
            _ => String::new(),
        }
    }
    fn by_phone(&self) -> bool {
        self.application.channel == Channel::Link
    }
}

/// The slip that welcomes a new member.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WelcomePage {
    /// The union.
    pub union: String,
    /// The member.
    pub member: MemberId,
    /// By name.
    pub name: String,
    /// The branch or group by name.
    pub group: Option<String>,
    /// Since when a member.
    pub joined: Date,
    /// Whether the applicant opens the account with the code of the receipt.
    pub by_receipt: bool,
    /// The code that opens an account, if this reader made it in this session.
    pub code: Option<String>,
    /// Where it leads.
    #[serde(skip)]
    pub address: Option<String>,
    /// Until when it may be used; none if the account is there already or the time is over.
    pub expires: Option<Instant>,
}

ui::page!(
    WelcomePage,
    "joining/pages/welcome.html",
    |_p, cx| cx.t("joining.welcome.title"),
    print
);

pub(super) fn welcome(view: &View<'_>, q: This) -> Reply<WelcomePage> {
    let application = acts::seen(view, q.id, JOIN_SEE)?;
    let union = view.union();
    let member = application
        .state
        .member()
        .ok_or_else(|| Refusal::new("joining.welcome.not_yet").status(409))?;
    let card = members::get(view, union, member)?;
    let of_member = |kept: &code::Kept| matches!(kept.purpose, Purpose::Join { member: m, .. } if m == member);
    let kept = code::open(view, union, view.now())?.into_iter().find(of_member);
    let own = kept.as_ref().and_then(|kept| {
        let code = code::code(view.token()?, kept.id);
        (code::digest(&code) == kept.digest).then_some(code)
    });
    let site = view.site();
    let group = card.group.map(|g| bodies::store::get(view, union, g)).transpose()?;
    Ok(WelcomePage {
        union: tree::get(view, union)?.name,
        member,
        group: group.map(|body| body.name),
        joined: card.joined,
        name: card.name,
        by_receipt: application.channel == Channel::Link,
        address: own.as_ref().zip(site).map(|(code, site)| format!("{site}/join/{code}")),
        code: own,
        expires: kept.map(|kept| kept.expires),
    })
}

impl WelcomePage {
    /// The square code, if the browser has said under which address it reached us.
    fn square(&self, cx: &Cx) -> Html {
        let square = |address: &String| ui::qr(address, cx.t("joining.welcome.code"));
        self.address.as_ref().map_or_else(Html::none, square)
    }
    fn back(&self) -> String {
        format!("/members/{}", self.member)
    }
}
