//! Whom an applicant is like: in the register, in another union of the installation, among other applications. Shown to
//! officers, never to the applicant.

use kernel::identity::IdentityNumber;
use org::{
    MemberId, Status,
    members::{Field, sealed, store as members},
};
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html, State as Tone, html};
use web::{Reply, View};

use super::{
    model::Application,
    store::{self, Alike},
};

/// A member who may be the applicant.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Known {
    /// The member.
    pub id: MemberId,
    /// The name in the register.
    pub name: String,
    /// How the membership stands.
    pub status: Status,
}

/// Whom an applicant is like.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Likeness {
    /// The member with the same number.
    pub number: Option<Known>,
    /// The member of the same name and phone.
    pub namesake: Option<Known>,
    /// Somebody with the same number is a member of another union here.
    pub elsewhere: bool,
    /// Other applications with the same number.
    pub applications: Vec<Alike>,
}

impl Likeness {
    /// Whom an undecided application is like.
    pub(super) fn of(view: &View<'_>, application: &Application, number: Option<&IdentityNumber>) -> Reply<Self> {
        if !application.state.is_open() {
            return Ok(Self::default());
        }
        let union = view.union();
        let known = |id: Option<MemberId>| -> Reply<Option<Known>> {
            let Some(id) = id else { return Ok(None) };
            let card = members::get(view, union, id)?;
            Ok(Some(Known {
                id,
                name: card.name,
                status: card.status,
            }))
        };
        let phone = application.known.get(Field::Phone).unwrap_or_default();
        let same = number
            .map(|n| sealed::with_identity(view, union, n))
            .transpose()?
            .flatten();
        let namesake = members::same(view, union, application.name(), phone, None)?;
        let elsewhere = number.map(|n| sealed::elsewhere(view, union, n)).transpose()?;
        Ok(Self {
            namesake: known(namesake.filter(|id| Some(*id) != same))?,
            number: known(same)?,
            elsewhere: elsewhere.unwrap_or_default(),
            applications: store::same_number(view, union, application.id)?,
        })
    }
    /// Whether the committee has to look twice.
    pub(super) fn is_any(&self) -> bool {
        self.number.is_some() || self.namesake.is_some() || self.elsewhere || !self.applications.is_empty()
    }
    /// Whether it has to be said that the applicant is another person, or changes unions.
    pub(super) fn needs_word(&self) -> bool {
        self.namesake.is_some() || self.elsewhere
    }
    /// What is alike, with doors.
    pub(super) fn show(&self, cx: &Cx) -> Html {
        let mut lines = Html::none();
        let member = |known: &Known| html!("<a href=\"/members/{}\">{}</a>", known.id.to_string(), known.name);
        if let Some(known) = &self.number {
            let key = if known.status.belongs() {
                "joining.alike.number"
            } else {
                "joining.alike.former"
            };
            lines.add(html!(
                "<li>{} {} {}</li>",
                cx.t(key),
                member(known),
                cx.t(&known.status.word())
            ));
        }
        if let Some(known) = &self.namesake {
            lines.add(html!("<li>{} {}</li>", cx.t("joining.alike.namesake"), member(known)));
        }
        if self.elsewhere {
            lines.add(html!("<li>{}</li>", cx.t("joining.alike.elsewhere")));
        }
        for other in &self.applications {
            lines.add(html!(
                "<li>{} <a href=\"/applications/{}\">{} {}</a></li>",
                cx.t("joining.alike.application"),
                other.id.to_string(),
                other.name,
                cx.instant(other.sent_at)
            ));
        }
        cx.note(Tone::Due, html!("{}<ul>{}</ul>", cx.t("joining.alike.title"), lines))
    }
}
