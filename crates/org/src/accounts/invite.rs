//! Inviting members to an account, and offering a new password, by a one-time code.

use kernel::{Date, Instant, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html, html};
use web::{AccountId, Act, Done, Refusal, Reply, View};

use super::{
    Happened, acts,
    code::{self, InvitationId, Purpose},
    pages::{grantable, role_choices},
    store,
};
use crate::{BodyId, MemberId, bodies, members, role::Role};

/// Words to look for a member by.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Find {
    q: Option<Text<40>>,
    member: Option<MemberId>,
}

/// The form of an invitation.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct InviteForm {
    /// Members to choose from.
    pub members: Vec<(MemberId, String)>,
    /// The member asked for.
    pub member: Option<MemberId>,
    /// The words by which members were looked for.
    pub q: String,
    /// The roles that may be given.
    pub roles: Vec<Role>,
    /// Branches and groups to choose from.
    pub places: Vec<(BodyId, String)>,
}

ui::page!(InviteForm, "accounts/pages/invite.html", |_p, cx| cx
    .t("org.accounts.invite"));

impl InviteForm {
    fn roles(&self, cx: &Cx) -> Vec<Choice> {
        role_choices(cx, &self.roles)
    }
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([(cx.t("org.accounts.title"), "/accounts")])
    }
}

pub(super) fn form(view: &View<'_>, ask: Find) -> Reply<InviteForm> {
    let q = ask.q.map(Text::into_string).unwrap_or_default();
    Ok(InviteForm {
        members: members::store::choose(view, &q)?,
        member: ask.member,
        q,
        roles: grantable(view)?,
        places: bodies::store::bodies_to_choose(view, view.union(), view.today())?,
    })
}

/// A member to be invited.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Invite {
    member: MemberId,
    role: Role,
    place: Option<BodyId>,
    until: Option<Date>,
}

/// Makes a one-time code by which a member gets an account with a role.
pub(super) fn invite(act: &mut Act<'_>, form: Invite) -> Reply<Done> {
    let member = members::store::find(act, act.union(), form.member)?
        .ok_or_else(|| Refusal::field("member", "org.members.unknown"))?;
    if !member.status.belongs() {
        return Err(Refusal::field("member", "org.bodies.not_member").into());
    }
    if !store::of_member(act, act.union(), form.member)?.is_empty() {
        return Err(Refusal::field("member", "org.accounts.has_account").into());
    }
    let new = acts::new_grant(act, form.role, form.place, None, form.until)?;
    acts::by(act)?.may_grant(None, &new, &[])?;
    let id = keep(act, Purpose::join(form.member, &new))?;
    act.note(&Happened::Invited {
        invitation: id,
        member: form.member,
        role: form.role,
    })?;
    Ok(Done::to(format!("/accounts/invitations/{id}"))
        .record(id)
        .say("org.accounts.invited"))
}

/// Keeps a one-time code of the usual life, made of the actor's session.
pub(super) fn keep(act: &Act<'_>, purpose: Purpose) -> Reply<InvitationId> {
    keep_for(act, purpose, code::LIFE_DAYS)
}

/// Keeps a one-time code that may be used for so many days.
pub(super) fn keep_for(act: &Act<'_>, purpose: Purpose, days: i64) -> Reply<InvitationId> {
    let Some(token) = act.token() else {
        return Err(Refusal::forbidden().into());
    };
    let id = act.id();
    let code = code::code(token, id);
    let new = code::New {
        id,
        code: &code,
        purpose,
        by: act.actor().account,
        at: act.now(),
    };
    code::add_digest(
        act.writer(),
        act.union(),
        &new,
        &code::digest(&code),
        days * code::DAY_MS,
    )?;
    Ok(id)
}

/// Which invitation.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct ThisInvitation {
    id: InvitationId,
}

/// An invitation, with its code for whoever made it in this session.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct InvitationPage {
    /// The invitation.
    pub id: InvitationId,
    /// For whom.
    pub name: String,
    /// The role, unless it is for a new password.
    pub role: Option<Role>,
    /// The code, if it may be shown.
    pub code: Option<String>,
    /// The address of this installation, if the browser says it.
    #[serde(skip)]
    pub site: Option<String>,
    /// Until when it may be used.
    pub expires: Instant,
    /// Whether it may still be used.
    pub open: bool,
}

ui::page!(InvitationPage, "accounts/pages/invitation.html", |_p, cx| cx
    .t("org.accounts.invitation"));

pub(super) fn show(view: &View<'_>, q: ThisInvitation) -> Reply<InvitationPage> {
    let kept = code::by_id(view, view.union(), q.id)?;
    let (name, role) = match kept.purpose {
        Purpose::Join { member, role, .. } => (members::store::get(view, view.union(), member)?.name, Some(role)),
        Purpose::Reset { account } => (account_name(view, account)?, None),
    };
    let open = kept.is_open(view.now());
    let own = view.token().map(|token| code::code(token, q.id));
    let code = own.filter(|code| open && code::digest(code) == kept.digest);
    Ok(InvitationPage {
        id: q.id,
        name,
        role,
        code,
        site: view.site().map(str::to_owned),
        expires: kept.expires,
        open,
    })
}

fn account_name(view: &View<'_>, account: AccountId) -> Reply<String> {
    Ok(acts::known(view, account)?.name)
}

impl InvitationPage {
    fn heading(&self, cx: &Cx) -> Html {
        let under = self.role.map_or_else(|| "org.accounts.reset".to_owned(), Role::word);
        let crumbs = cx.crumbs([(cx.t("org.accounts.title"), "/accounts")]);
        html!("{}{}", crumbs, cx.heading(&self.name, cx.t(&under), Html::none()))
    }
    /// Where the code leads; without the installation's address if nobody says it.
    fn link(&self, code: &str) -> String {
        format!("{}/join/{code}", self.site.as_deref().unwrap_or_default())
    }
    fn square(&self, cx: &Cx, code: &str) -> Html {
        if self.site.is_none() {
            return Html::none();
        }
        ui::qr(&self.link(code), cx.t1("org.slips.square", "name", &self.name))
    }
    fn withdraw(&self) -> String {
        format!("/accounts/invitations/{}/withdraw", self.id)
    }
}

/// Withdraws an invitation that was not used.
pub(super) fn withdraw(act: &mut Act<'_>, form: ThisInvitation) -> Reply<Done> {
    code::by_id(act, act.union(), form.id)?;
    if !code::end(act.writer(), act.union(), form.id, "withdrawn", act.now())? {
        return Err(Refusal::new("org.accounts.invitation_over").status(409).into());
    }
    act.note(&Happened::Withdrawn { invitation: form.id })?;
    Ok(Done::to("/accounts").say("org.accounts.withdrawn"))
}
