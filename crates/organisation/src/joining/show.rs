//! One application as officers see it: what was told, whom it is like, what the group thinks, and what can be done now.

use archive::Line as PaperLine;
use kernel::{Date, identity::IdentityKind};
use org::{
    bodies,
    members::{Field, field::Kind, sealed},
    power::{JOIN_DECIDE, JOIN_OPINION, JOIN_SEE, JOIN_WRITE, MEMBER_SEALED},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html, html};
use web::{
    Record, Reply, View,
    reveal::{self, Veiled},
};

use super::{
    IDENTITY, KIND, acts,
    likeness::Likeness,
    list,
    model::{ASKED, Application, ApplicationId, State, Status},
    store,
};

/// Which application.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct This {
    pub(super) id: ApplicationId,
}

/// One application.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ApplicationPage {
    /// It.
    #[serde(flatten)]
    pub application: Application,
    /// The branch or group wished for, by name.
    pub group_name: Option<String>,
    /// The identity number, veiled; for officers only.
    pub identity: Option<Veiled>,
    /// The kind of its document.
    pub id_kind: Option<IdentityKind>,
    /// Whom the applicant is like; for officers only.
    pub alike: Likeness,
    /// Photos of the signed form.
    pub papers: Vec<PaperLine>,
    /// Whether the reader may say what the group thinks.
    pub may_say: bool,
    /// Whether the reader may return it.
    pub may_write: bool,
    /// Whether the reader may decide.
    pub may_decide: bool,
    /// Today.
    pub today: Date,
}

ui::page!(ApplicationPage, "joining/pages/show.html", |p, _cx| p
    .application
    .name()
    .to_owned());

/// The number of an application as this reader may see it, and the kind of its document.
pub(super) fn veiled(view: &View<'_>, application: &Application) -> Reply<(Option<Veiled>, Option<IdentityKind>)> {
    let (union, id) = (view.union(), application.id);
    let number = match application.state.member() {
        Some(member) => sealed::identity(view, union, member)?,
        None => store::number(view, union, id)?,
    };
    let Some(number) = number else { return Ok((None, None)) };
    let ask = view.actor().may(MEMBER_SEALED) && view.actor().may(JOIN_WRITE);
    let veiled = reveal::veil(
        view,
        Record::new(KIND, id),
        IDENTITY,
        number.masked(),
        ask.then(|| format!("/applications/{id}/reveal")),
        || Ok(number.reveal().to_owned()),
    )?;
    Ok((Some(veiled), Some(number.kind())))
}

pub(super) fn show(view: &View<'_>, q: This) -> Reply<ApplicationPage> {
    let application = acts::seen(view, q.id, JOIN_SEE)?;
    let union = view.union();
    let may_write = view.actor().may(JOIN_WRITE);
    let (mut identity, mut id_kind, mut alike) = (None, None, Likeness::default());
    if may_write {
        (identity, id_kind) = veiled(view, &application)?;
        let number = store::number(view, union, q.id)?;
        alike = Likeness::of(view, &application, number.as_ref())?;
    }
    let group = application.known.group();
    let group = group.map(|g| bodies::store::get(view, union, g)).transpose()?;
    Ok(ApplicationPage {
        group_name: group.map(|body| body.name),
        identity,
        id_kind,
        alike,
        papers: archive::seen_of_record(view, Record::new(KIND, q.id))?,
        may_say: view.actor().may(JOIN_OPINION),
        may_write,
        may_decide: view.actor().may(JOIN_DECIDE),
        today: view.today(),
        application,
    })
}

/// A particular in words.
pub(super) fn shown(cx: &Cx, field: Field, text: &str, group: Option<&str>) -> String {
    match field.kind() {
        Kind::Group => group.unwrap_or("—").to_owned(),
        Kind::Choice(_) => cx.t(&field.choice_word(text)),
        Kind::Day => text
            .parse::<Date>()
            .map_or_else(|_| text.to_owned(), |day| cx.date_full(day)),
        _ => text.to_owned(),
    }
}

impl ApplicationPage {
    fn at(&self, tail: &str) -> String {
        format!("/applications/{}{tail}", self.application.id)
    }
    fn status(&self) -> Status {
        self.application.state.status()
    }
    fn waits(&self) -> bool {
        self.status() == Status::Waiting
    }
    fn heading(&self, cx: &Cx) -> Html {
        let welcome = (self.may_decide && self.status() == Status::Approved)
            .then(|| cx.main_link(&self.at("/welcome"), "joining.welcome.title"));
        let correct = (self.may_write && self.status() == Status::Returned)
            .then(|| cx.link_button(&self.at("/correct"), "joining.correct.for_them"));
        let acts = html!(
            "{}{}{}",
            cx.link_button(&self.at("/print"), "joining.print.title"),
            correct,
            welcome
        );
        let crumbs = cx.crumbs([(cx.t("joining.list.title"), "/applications")]);
        let badge = list::badge(cx, self.status());
        html!("{}{}", crumbs, cx.heading(self.application.name(), badge, acts))
    }
    /// What was answered.
    fn answer(&self, cx: &Cx) -> Html {
        let Some(answer) = self.application.state.answer() else {
            return Html::none();
        };
        let key = format!("joining.answer.{}_says", self.status().key());
        let text = cx.t2(&key, "day", cx.date_full(answer.on), "reason", &answer.reason);
        let tone = match self.status() {
            Status::Approved => ui::State::Done,
            Status::Refused => ui::State::Off,
            _ => ui::State::Due,
        };
        let member = self.application.state.member();
        let door = member.map(|id| {
            html!(
                " <a href=\"/members/{}\">{}</a>",
                id.to_string(),
                cx.t("joining.answer.member")
            )
        });
        cx.note(tone, html!("{}{}", text, door))
    }
    fn facts(&self, cx: &Cx) -> Html {
        let a = &self.application;
        let mut facts = cx.facts();
        for field in ASKED {
            let text = a
                .known
                .get(*field)
                .map(|text| shown(cx, *field, text, self.group_name.as_deref()));
            facts = facts.fact(field.word(), text.unwrap_or_else(|| "—".to_owned()));
        }
        if let Some(kind) = self.id_kind {
            facts = facts.fact(
                "organisation.identity.kind",
                cx.t(&format!("organisation.id_kind.{}", kind.key())),
            );
        }
        if let Some(veiled) = &self.identity {
            facts = facts.fact("organisation.identity.number", veiled.show(cx));
        }
        if let Some(wish) = &a.wish {
            facts = facts.long("joining.wish", wish);
        }
        facts = facts
            .fact(
                "joining.channel.title",
                cx.t(&format!("joining.channel.{}", a.channel.key())),
            )
            .fact("joining.list.sent_at", cx.instant(a.sent_at));
        if let Some(version) = a.consent {
            facts = facts.fact(
                "joining.consent.title",
                cx.t1("joining.consent.agreed", "version", version),
            );
        }
        Html::trusted(facts.to_string())
    }
    fn opinion(&self, cx: &Cx) -> Html {
        let Some(opinion) = &self.application.opinion else {
            return html!("<p class=\"muted\">{}</p>", cx.t("joining.opinion.none"));
        };
        let word = list::opinion_word(cx, Some(opinion.agrees));
        let note = opinion.note.as_ref().map(|note| html!("：{}", note));
        html!(
            "<p>{}{} <span class=\"muted\">{}</span></p>",
            word,
            note,
            cx.instant(opinion.at)
        )
    }
    /// Whether the group has said what it thinks.
    fn spoken(&self) -> bool {
        self.application.opinion.is_some()
    }
    fn sides(&self, cx: &Cx) -> Vec<Choice> {
        vec![
            Choice::new("for", cx.t("joining.opinion.for")),
            Choice::new("against", cx.t("joining.opinion.against")),
        ]
    }
    fn side(&self) -> &'static str {
        match &self.application.opinion {
            Some(opinion) if !opinion.agrees => "against",
            _ => "for",
        }
    }
    fn gallery(&self, cx: &Cx) -> Html {
        archive::gallery(cx, &self.papers)
    }
    /// Nothing can become of it any more, or it lies with the applicant.
    fn is_returned(&self) -> bool {
        matches!(self.application.state, State::Returned(_))
    }
    /// The box that says that the applicant is another person, where it has to be said.
    fn another(&self, cx: &Cx) -> Html {
        if !self.alike.needs_word() && cx.error("another").is_none() {
            return Html::none();
        }
        let tick = cx.field("another", "joining.alike.another").tick(false);
        Html::trusted(tick.to_string())
    }
}
