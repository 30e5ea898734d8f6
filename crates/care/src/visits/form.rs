//! The forms of a visit: recorded, corrected, let be, taken back, and the answer to what was asked for.

use kernel::{Date, Id};
use org::{BodyId, MemberId, bodies::posts};
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Choice, Cx, Html, State, html};
use web::{Refusal, Reply, View};

use super::{
    acts::{flow_me, owed},
    counting,
    model::{Present, Status, Told, Visit, VisitId, Way},
    reach::{self, in_hand, mine},
    reasons,
    show::{Ceiling, Which, basis, ceiling},
    store,
};

/// The form by which a visit is recorded or corrected.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RecordForm {
    /// The visit.
    pub visit: Visit,
    /// Whether a record is corrected.
    pub corrects: bool,
    /// A name for this filling in of the form.
    pub form: Id<()>,
    /// How many go at least.
    pub least: i64,
    /// How much may be given.
    pub ceiling: Option<Ceiling>,
    /// Whether a photo is asked for.
    pub photo: bool,
    /// Whether a signed receipt is asked for when something is given.
    pub receipt: bool,
    /// The first day on which a visit counts.
    pub earliest: Date,
    /// What was asked for, as it stands.
    pub wish: Option<String>,
    /// By when it is answered, by the rules.
    pub reply_by: Option<Date>,
    /// Today.
    pub today: Date,
    #[serde(skip)]
    people: Vec<(MemberId, String)>,
    #[serde(skip)]
    chosen: Vec<MemberId>,
    /// To whom belongs what the phone keeps.
    #[serde(skip)]
    owner: String,
}

ui::page!(RecordForm, "visits/pages/record.html", |p, cx| p.title(cx));

/// Who usually goes: those in office in the committee and in the member's group, and whoever looks.
fn usual(view: &View<'_>, branch: Option<BodyId>, visited: MemberId) -> Reply<Vec<(MemberId, String)>> {
    let committee = |b: &org::bodies::model::BodyLine| b.kind == org::BodyKind::Committee || Some(b.id) == branch;
    let bodies = org::bodies::store::living(view, view.union(), view.today())?;
    let mut all: Vec<(MemberId, String)> = Vec::new();
    if let Some(me) = flow_me(view) {
        all.extend(org::member_names(view, view.union(), [me])?);
    }
    for body in bodies.iter().filter(|b| committee(b)) {
        for holder in posts::holders(view, view.union(), Some(body.id), false)? {
            if !all.iter().any(|(id, _)| *id == holder.member) {
                all.push((holder.member, holder.name));
            }
        }
    }
    all.retain(|(id, _)| *id != visited);
    Ok(all)
}

fn open(view: &View<'_>, visit: Visit, corrects: bool) -> Reply<RecordForm> {
    let reason = reasons::store::at(view, view.union(), (visit.reason, visit.reason_version))?;
    let day = visit.told.as_ref().map_or(view.today(), |t| t.day);
    let limit = match reason.says.cap {
        Some(key) => ceiling(view, key, day)?,
        None => None,
    };
    let mut people = usual(view, visit.branch, visit.member)?;
    let chosen = match &visit.told {
        Some(told) => told.visitors.clone(),
        None => flow_me(view).into_iter().filter(|me| *me != visit.member).collect(),
    };
    for (id, name) in org::member_names(view, view.union(), chosen.iter().copied())? {
        if !people.iter().any(|(known, _)| *known == id) {
            people.push((id, name));
        }
    }
    // what is sealed stays so in the form; left empty it is kept
    let wish = visit.wish.clone();
    Ok(RecordForm {
        corrects,
        form: view.id(),
        least: reason.says.visitors,
        ceiling: limit,
        photo: reason.says.photo,
        receipt: reason.says.receipt,
        earliest: reason.says.earliest(visit.happened),
        reply_by: counting::reply_by(view, view.today())?,
        wish,
        owner: reach::owner(view),
        today: view.today(),
        people,
        chosen,
        visit,
    })
}

pub(super) fn record(view: &View<'_>, which: Which) -> Reply<RecordForm> {
    let visit = in_hand(view, which.id)?;
    let lang = view.lang();
    owed(&visit, |day| day.words(lang, None))?;
    if flow_me(view) == Some(visit.member) {
        return Err(Refusal::new("visits.refusal.own_record").status(403).into());
    }
    open(view, visit, false)
}

pub(super) fn correct(view: &View<'_>, which: Which) -> Reply<RecordForm> {
    let visit = mine(view, which.id)?;
    if visit.status != Status::Made {
        return Err(not_made(which.id).into());
    }
    open(view, visit, true)
}

fn not_made(id: VisitId) -> Refusal {
    Refusal::new("visits.refusal.not_made")
        .status(409)
        .next(format!("/visits/{id}"))
}

impl RecordForm {
    fn title(&self, cx: &Cx) -> String {
        cx.t2(
            "visits.show.title",
            "name",
            &self.visit.name,
            "reason",
            &self.visit.reason_name,
        )
    }
    fn action(&self) -> String {
        let what = if self.corrects { "correct" } else { "record" };
        format!("/visits/{}/{what}", self.visit.id)
    }
    fn heading(&self, cx: &Cx) -> Html {
        let under = cx.t2(
            "visits.form.under",
            "day",
            cx.date(self.visit.happened),
            "due",
            cx.date(self.visit.due),
        );
        html!(
            "{}{}",
            cx.crumbs([
                (cx.t("visits.title"), "/visits".to_owned()),
                (self.title(cx), format!("/visits/{}", self.visit.id))
            ]),
            cx.heading(self.title(cx), under, Html::none())
        )
    }
    fn told(&self) -> Option<&Told> {
        self.visit.told.as_ref()
    }
    fn day(&self) -> Date {
        self.told().map_or(self.today, |t| t.day)
    }
    fn way(&self) -> &'static str {
        self.told().map_or(Way::Walk, |t| t.way).key()
    }
    fn ways(&self, cx: &Cx) -> Vec<Choice> {
        Way::ALL.iter().map(|w| Choice::new(w.key(), cx.t(&w.word()))).collect()
    }
    fn present(&self) -> &'static str {
        self.told().map_or("", |t| t.present.key())
    }
    fn presents(&self, cx: &Cx) -> Vec<Choice> {
        let choice = |p: &Present| Choice::new(p.key(), cx.t(&p.word()));
        Present::ALL.iter().map(choice).collect()
    }
    fn people(&self) -> Vec<Choice> {
        let choice = |(id, name): &(MemberId, String)| Choice::new(*id, name.clone());
        self.people.iter().map(choice).collect()
    }
    fn others(&self) -> Option<String> {
        self.told().and_then(store::others)
    }
    fn what(&self) -> Option<String> {
        self.told().and_then(|t| t.what.clone())
    }
    fn amount(&self) -> Option<kernel::Money> {
        self.told().map(|t| t.amount).filter(|m| m.fen() > 0)
    }
    fn reason(&self) -> Option<String> {
        self.told().and_then(|t| t.reason.clone())
    }
    fn wish_by(&self) -> Option<Date> {
        self.told().and_then(|t| t.wish_by)
    }
    fn signed_by(&self) -> Option<String> {
        self.told().and_then(|t| t.signed_by.clone())
    }
    fn limit(&self, cx: &Cx) -> String {
        match &self.ceiling {
            Some(c) => cx.t2("visits.form.limit", "limit", &c.limit, "basis", basis(cx, c)),
            None => cx.t("visits.form.no_limit"),
        }
    }
    fn least(&self, cx: &Cx) -> String {
        cx.tn("visits.form.least", self.least)
    }
    fn photo_hint(&self, cx: &Cx) -> String {
        cx.t(if self.photo {
            "visits.form.photo_wanted"
        } else {
            "visits.form.photo_hint"
        })
    }
    fn reply(&self, cx: &Cx) -> String {
        match self.reply_by {
            Some(day) => cx.t1("visits.form.reply_rule", "day", cx.date(day)),
            None => cx.t("visits.form.reply_open"),
        }
    }
    fn wish_hint(&self) -> &'static str {
        if self.visit.wished && self.wish.is_none() {
            "visits.form.wish_kept"
        } else {
            "visits.form.wish_hint"
        }
    }
    fn waiting(&self, cx: &Cx) -> Html {
        waiting(cx, &self.owner, false)
    }
    fn submit(&self) -> &'static str {
        if self.corrects {
            "ui.act.save"
        } else {
            "visits.form.save"
        }
    }
    fn back(&self) -> String {
        format!("/visits/{}", self.visit.id)
    }
}

/// The place where the script shows what waits on this phone, with the words it says.
pub(super) fn waiting(cx: &Cx, owner: &str, keep: bool) -> Html {
    let data = |name: &str, key: &str| html!(" data-{}=\"{}\"", name, cx.t(key));
    let words: Html = OFFLINE.iter().map(|(name, key)| data(name, key)).collect();
    let keep = keep.then(|| Html::trusted(" data-keep"));
    html!(
        "<div class=\"offline\" data-waiting data-account=\"{}\"{}{} hidden></div><script src=\"{}\" defer></script>",
        owner,
        words,
        keep,
        ui::asset_url("visits.js")
    )
}

/// What the script says, by its own names.
const OFFLINE: &[(&str, &str)] = &[
    ("kept", "visits.offline.kept"),
    ("sending", "visits.offline.sending"),
    ("retry", "visits.offline.retry"),
    ("sign-in", "visits.offline.sign_in"),
    ("failed", "visits.offline.failed"),
    ("drop", "visits.offline.drop"),
    ("photo", "visits.offline.photo"),
    ("title", "visits.offline.title"),
    ("edit", "visits.offline.edit"),
    ("old", "visits.offline.old"),
    ("seen", "visits.offline.seen"),
];

/// What needs only a word of why: a visit is let be, or its record taken back.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WhyForm {
    /// The visit.
    pub id: VisitId,
    /// Its version.
    pub version: i64,
    /// What is done: `waive` or `withdraw`.
    pub what: &'static str,
    /// Whom it is for.
    pub name: String,
    /// What for.
    pub reason: String,
    /// Whether it was made, and what it counted is taken back.
    pub counted: bool,
}

ui::page!(WhyForm, "visits/pages/why.html", |p, cx| cx.t(p.title()));

pub(super) fn waive(view: &View<'_>, which: Which) -> Reply<WhyForm> {
    let visit = in_hand(view, which.id)?;
    let lang = view.lang();
    owed(&visit, |day| day.words(lang, None))?;
    Ok(why(visit, "waive"))
}

pub(super) fn take_back(view: &View<'_>, which: Which) -> Reply<WhyForm> {
    let visit = mine(view, which.id)?;
    if !matches!(visit.status, Status::Made | Status::Waived) {
        return Err(not_made(which.id).into());
    }
    Ok(why(visit, "withdraw"))
}

fn why(visit: Visit, what: &'static str) -> WhyForm {
    WhyForm {
        id: visit.id,
        version: visit.version,
        what,
        counted: visit.status == Status::Made,
        name: visit.name,
        reason: visit.reason_name,
    }
}

impl WhyForm {
    fn title(&self) -> &'static str {
        match (self.what, self.counted) {
            ("waive", _) => "visits.waive",
            (_, true) => "visits.take_back",
            _ => "visits.owe_again",
        }
    }
    fn means(&self) -> &'static str {
        match (self.what, self.counted) {
            ("waive", _) => "visits.waive_means",
            (_, true) => "visits.take_back_means",
            _ => "visits.owe_again_means",
        }
    }
    fn action(&self) -> String {
        format!("/visits/{}/{}", self.id, self.what)
    }
    fn back(&self) -> String {
        format!("/visits/{}", self.id)
    }
    fn under(&self) -> String {
        format!("{} · {}", self.name, self.reason)
    }
}

/// The form of the answer to what was asked for.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AnswerForm {
    /// The visit.
    pub visit: Visit,
    /// Today.
    pub today: Date,
}

ui::page!(AnswerForm, "visits/pages/answer.html", |_p, cx| cx
    .t("visits.wish.answer"));

pub(super) fn answer(view: &View<'_>, which: Which) -> Reply<AnswerForm> {
    let visit = in_hand(view, which.id)?;
    if !visit.wished || visit.answered.is_some() {
        return Err(Refusal::new("visits.refusal.nothing_to_answer")
            .status(409)
            .next(format!("/visits/{}", which.id))
            .into());
    }
    Ok(AnswerForm {
        visit,
        today: view.today(),
    })
}

impl AnswerForm {
    fn back(&self) -> String {
        format!("/visits/{}", self.visit.id)
    }
    fn said(&self, cx: &Cx) -> Html {
        match &self.visit.wish {
            Some(wish) => html!("<p class=\"prose\">{}</p>", wish),
            None => cx.note(
                State::Info,
                html!("<a href=\"{}\">{}</a>", self.back(), cx.t("visits.wish.sealed")),
            ),
        }
    }
    fn visited(&self) -> Option<Date> {
        self.visit.told.as_ref().map(|t| t.day)
    }
}
