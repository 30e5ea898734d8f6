//! What the union knows of whoever looks.

use org::{
    BodyId, MemberId, Status, bodies,
    members::{Field, Particulars, history, sealed, store as members},
};
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html, html};
use web::{Nothing, Reply, View};

use super::consent::{self, Standing};
use crate::{
    finding::shown,
    joining::{self, AgreedText},
    moving::{self, OwnArrival, OwnTransfer},
};

/// The member behind whoever looks, in the union looked at.
pub(super) fn own_member(view: &View<'_>) -> Reply<Option<MemberId>> {
    let member = view.actor().standing.as_ref().and_then(|s| s.member);
    Ok(match member.map(MemberId::new) {
        Some(id) => members::find(view, view.union(), id)?.map(|card| card.id),
        None => None,
    })
}

/// What the register says of a person.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Own {
    /// The member.
    pub id: MemberId,
    /// How the membership stands.
    pub status: Status,
    /// All particulars.
    pub particulars: Particulars,
    /// The number of the identity document, masked.
    pub identity: Option<String>,
    /// Whether something is kept of the state of health.
    pub health: bool,
    /// Consents.
    pub consents: Vec<Standing>,
    /// What was agreed to with the application.
    pub agreed: Option<AgreedText>,
    /// Transfers to other unions, the latest first.
    pub transfers: Vec<OwnTransfer>,
    /// Transfers from other unions, the latest first.
    pub arrivals: Vec<OwnArrival>,
}

/// One's own data.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MyData {
    /// What is known, if one is a member of this union.
    pub own: Option<Own>,
    /// The union.
    pub union: String,
    /// Branches and groups by name.
    #[serde(skip)]
    pub groups: Vec<(BodyId, String)>,
}

ui::page!(MyData, "mine/pages/data.html", |_p, cx| cx.t("organisation.mine.title"));

pub(super) fn show(view: &View<'_>, _: Nothing) -> Reply<MyData> {
    let own = own_member(view)?.map(|id| own(view, id)).transpose()?;
    let standing = view.actor().standing.as_ref();
    Ok(MyData {
        own,
        union: standing.map(|s| s.union_name.clone()).unwrap_or_default(),
        groups: bodies::store::body_names(view, view.union())?.into_iter().collect(),
    })
}

pub(super) fn own(view: &View<'_>, id: MemberId) -> Reply<Own> {
    let union = view.union();
    let card = members::get(view, union, id)?;
    let believed = history::believed(view, union, id)?;
    let kept = sealed::kept(view, union, id)?;
    let particulars = believed.last().map(|(is, _)| is.particulars.clone());
    Ok(Own {
        id,
        status: card.status,
        particulars: particulars.unwrap_or_default(),
        identity: kept.identity.map(|number| number.masked()),
        health: kept.health.is_some(),
        consents: consent::standings(view, id)?,
        agreed: joining::agreed(view, id)?,
        transfers: moving::of_member(view, id)?,
        arrivals: moving::arrivals(view, id)?,
    })
}

impl Own {
    /// Every particular in words: its name and what is known.
    pub(super) fn lines(&self, cx: &Cx, groups: &[(BodyId, String)]) -> Vec<(String, String)> {
        let line = |(field, kept): (Field, &str)| (cx.t(field.word()), shown(cx, field, kept, groups));
        let mut lines = vec![(cx.t("org.members.status"), cx.t(&self.status.word()))];
        lines.extend(self.particulars.known().map(line));
        if let Some(number) = &self.identity {
            lines.push((cx.t("organisation.mine.identity"), number.clone()));
        }
        if self.health {
            lines.push((cx.t("organisation.mine.health"), cx.t("organisation.mine.sealed")));
        }
        lines
    }
}

impl MyData {
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([(cx.t("web.account.title"), "/me/account")]);
        let seen = cx.link_button("/me/data/seen", "organisation.mine.seen");
        html!(
            "{}{}",
            crumbs,
            cx.heading(cx.t("organisation.mine.title"), &self.union, seen)
        )
    }
    fn lines(&self, cx: &Cx) -> Vec<(String, String)> {
        self.own
            .as_ref()
            .map(|own| own.lines(cx, &self.groups))
            .unwrap_or_default()
    }
    /// Transfers to other unions, and from where the membership came.
    fn transfers(&self, cx: &Cx) -> Option<Html> {
        let own = self.own.as_ref()?;
        let all = own.transfers.iter().map(|t| t.show(cx));
        let all: Vec<Html> = all.chain(own.arrivals.iter().map(|a| a.show(cx))).collect();
        (!all.is_empty()).then(|| all.into_iter().collect())
    }
    fn agreed(&self, cx: &Cx) -> Option<Html> {
        let agreed = self.own.as_ref()?.agreed.as_ref()?;
        Some(agreed.show(cx))
    }
    fn consents(&self) -> &[Standing] {
        self.own.as_ref().map_or(&[], |own| &own.consents)
    }
}

impl Standing {
    /// Where it is given or taken back.
    fn at(&self) -> String {
        let given = if self.since.is_some() { "" } else { "&given=1" };
        format!("/me/data/consents?purpose={}{given}", self.purpose.key())
    }
    pub(crate) fn state(&self, cx: &Cx) -> Html {
        match (self.since, self.withdrawn) {
            (Some(at), _) => cx.badge(ui::State::Done, cx.t1("organisation.mine.since", "at", cx.instant(at))),
            (None, Some(at)) => cx.badge(
                ui::State::Info,
                cx.t1("organisation.mine.withdrawn", "at", cx.instant(at)),
            ),
            (None, None) => cx.badge(ui::State::Info, cx.t("organisation.mine.never")),
        }
    }
}
