//! Appointing to posts and relieving of them; what rules refuse, and what they advise against.

use kernel::{Date, Text};
use org::{
    BodyId, BodyKind, MemberId, PostId, Term,
    bodies::{
        model::Office,
        posts::{self, Grounds, HoldingId, PostLine},
        store,
    },
    members,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html};
use web::{Act, Done, Refusal, Reply, Stop, View};

use super::{
    event::Happened,
    pages::sentence,
    rules::{self, Advice, Rule, Severity},
};
use crate::tree;

/// The form by which somebody is put into a post.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AppointForm {
    /// The post.
    pub post: PostId,
    /// Its title.
    pub title: String,
    /// Its body.
    pub body: BodyId,
    /// The body's name.
    pub body_name: String,
    /// The body's term, which the holder's follows.
    pub term: Option<Term>,
    /// Members to choose from.
    pub members: Vec<(MemberId, String)>,
    /// The words by which members were looked for.
    pub q: String,
    /// Today, the day a new term begins if nothing else is said.
    pub today: Date,
    /// Whether it is asked that they are no close relative of the unit's head.
    pub asks_relative: bool,
    /// Who cannot chair a union, if it is the chair.
    heads: Option<Advice>,
}

ui::page!(AppointForm, "bodies/pages/appoint.html", |p, cx| cx.t2(
    "org.bodies.appoint_to",
    "body",
    &p.body_name,
    "post",
    &p.title
));

impl AppointForm {
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([
            (cx.t("org.bodies.title"), "/org".to_owned()),
            (self.body_name.clone(), self.back()),
        ])
    }
    fn back(&self) -> String {
        format!("/org/bodies/{}", self.body)
    }
    fn here(&self) -> String {
        format!("/org/posts/{}/appoint", self.post)
    }
    fn until(&self) -> Option<Date> {
        self.term.and_then(|t| t.until)
    }
    fn heads(&self, cx: &Cx) -> Html {
        match &self.heads {
            Some(advice) => ui::html!("<p class=\"help\">{}</p>", sentence(cx, advice)),
            None => Html::none(),
        }
    }
    fn relatives(&self, cx: &Cx) -> Vec<Choice> {
        ["no", "yes"]
            .iter()
            .map(|key| Choice::new(*key, cx.t(&format!("organisation.relative.{key}"))))
            .collect()
    }
}

/// A post, and words to look for a member by.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct AppointQuery {
    id: PostId,
    q: Option<Text<40>>,
}

pub(super) fn form(view: &View<'_>, ask: AppointQuery) -> Reply<AppointForm> {
    let (post, body_name) = posts::post(view, view.union(), ask.id)?;
    let q = ask.q.map(Text::into_string).unwrap_or_default();
    let body = store::get(view, view.union(), post.body)?;
    Ok(AppointForm {
        post: post.id,
        heads: is_chair(body.kind, &post.title).then(|| Advice::of(&rules::HEADS, Vec::new())),
        title: post.title,
        body: post.body,
        body_name,
        term: body.term,
        members: members::store::choose(view, &q)?,
        q,
        today: view.today(),
        asks_relative: asks_relative(body.kind),
    })
}

fn is_chair(kind: BodyKind, title: &str) -> bool {
    kind == BodyKind::Committee && Office::of(title) == Office::Head
}

fn asks_relative(kind: BodyKind) -> bool {
    matches!(kind, BodyKind::Committee | BodyKind::Standing)
}

/// Whether somebody is a close relative of the unit's head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Relative {
    No,
    Yes,
}

/// Somebody to be put into a post.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Appoint {
    /// The post.
    id: PostId,
    member: MemberId,
    from: Date,
    until: Option<Date>,
    /// Whether they are a close relative of the unit's head, if that was asked.
    relative: Option<Relative>,
    /// Why, although a rule advises against it.
    despite: Option<Text<200>>,
}

/// Puts a member into a post for a term.
pub(super) fn appoint(act: &mut Act<'_>, form: Appoint) -> Reply<Done> {
    let (post, _) = posts::post(act, act.union(), form.id)?;
    let member = members::store::find(act, act.union(), form.member)?
        .ok_or_else(|| Refusal::field("member", "org.members.unknown"))?;
    if !member.status.belongs() {
        return Err(Refusal::field("member", "org.bodies.not_member").into());
    }
    let term = Term::new(form.from, form.until).ok_or_else(|| Stop::from(Refusal::field("until", "org.term_order")))?;
    free(act, &post, form.member)?;
    let against = against(act, &post, &form)?;
    let grounds = Grounds {
        no_relative: form.relative == Some(Relative::No),
        despite: form.despite.map(Text::into_string),
    };
    let who = (form.id, form.member, term);
    posts::appoint_with(act.writer(), act.clock(), act.union(), who, &grounds)?;
    let body = store::get(act, act.union(), post.body)?;
    if is_chair(body.kind, &post.title) {
        tree::legal::change_due(act, act.union())?;
    }
    let said = if against.is_empty() {
        "org.bodies.appointed"
    } else {
        "organisation.bodies.appointed_against"
    };
    act.note(&Happened::Appointed {
        body: post.body,
        post: form.id,
        member: form.member,
        from: term.from,
        until: term.until,
        against,
    })?;
    Ok(Done::to(format!("/org/bodies/{}", post.body))
        .record(post.body)
        .say(said))
}

/// Whether the post has a place for this member.
fn free(act: &Act<'_>, post: &PostLine, member: MemberId) -> Reply<()> {
    let holders = posts::holders(act, act.union(), Some(post.body), false)?;
    let held: Vec<_> = holders.iter().filter(|h| h.post == post.id).collect();
    if held.iter().any(|h| h.member == member) {
        return Err(Refusal::field("member", "org.bodies.in_post").into());
    }
    let full = post
        .seats
        .is_some_and(|seats| i64::try_from(held.len()).unwrap_or(i64::MAX) >= seats);
    if full {
        let names: Vec<&str> = held.iter().map(|h| h.name.as_str()).collect();
        return Err(Refusal::field("member", "organisation.bodies.seat_taken")
            .arg("names", names.join("、"))
            .arg("n", held.len())
            .into());
    }
    Ok(())
}

/// The rules that advise against an appointment; one that forbids it, or that wants a reason and has none, refuses it.
fn against(act: &Act<'_>, post: &PostLine, form: &Appoint) -> Reply<Vec<&'static str>> {
    let body = store::get(act, act.union(), post.body)?;
    let mut met: Vec<(&Rule, &str, &str)> = Vec::new();
    if asks_relative(body.kind) && form.relative == Some(Relative::Yes) {
        met.push((&rules::RELATIVES, "relative", "organisation.refusal.relative"));
    }
    let others = posts::of_member(act, act.union(), form.member)?;
    let mut kinds = Vec::new();
    for held in others.iter().filter(|h| h.ended.is_none()) {
        kinds.push((store::get(act, act.union(), held.body)?.kind, held.title.clone()));
    }
    let on_audit = kinds.iter().any(|(kind, _)| *kind == BodyKind::Audit);
    let in_charge = kinds.iter().any(|(kind, title)| rules::in_charge(*kind, title));
    if (body.kind == BodyKind::Audit && in_charge) || (rules::in_charge(body.kind, &post.title) && on_audit) {
        met.push((&rules::AUDIT_APART, "member", "organisation.refusal.audit_apart"));
    }
    for (rule, field, key) in &met {
        let stops = match rule.binds() {
            Severity::Block => true,
            Severity::Reason => form.despite.is_none(),
            Severity::Warn | Severity::Info => false,
        };
        if stops {
            return Err(Refusal::field(field, key).into());
        }
    }
    Ok(met.into_iter().map(|(rule, ..)| rule.key).collect())
}

/// The end of a holding.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Relieve {
    /// The holding.
    id: HoldingId,
    on: Date,
    why: Text<200>,
}

/// Ends somebody's time in a post.
pub(super) fn relieve(act: &mut Act<'_>, form: Relieve) -> Reply<Done> {
    let line = posts::holding(act, act.union(), form.id)?;
    if form.on < line.term.from {
        return Err(Refusal::field("on", "org.bodies.before_start").into());
    }
    if form.on > act.today() {
        return Err(Refusal::field("on", "org.bodies.in_future").into());
    }
    if !posts::end_holding(act.writer(), act.union(), form.id, form.on, &form.why)? {
        return Err(Refusal::new("org.bodies.already_ended").status(409).into());
    }
    act.note(&Happened::Relieved {
        body: line.body,
        holding: form.id,
        member: line.member,
        on: form.on,
        why: form.why.into_string(),
    })?;
    Ok(Done::to(format!("/org/bodies/{}", line.body))
        .record(line.body)
        .say("org.bodies.relieved"))
}
