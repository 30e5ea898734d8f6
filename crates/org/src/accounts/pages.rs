//! What people see of accounts and roles.

use std::collections::HashMap;

use kernel::{Date, Instant};
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Choice, Col, Cx, Html, Row, State, Table, html};
use web::{AccountId, Nothing, Reply, View};

use super::{
    acts::{self, This},
    code::{self, InvitationId, Kept, Purpose},
    resets::{self, Request},
    store::{self, GrantId, Granted},
};
use crate::{
    BodyId, MemberId, bodies, members,
    role::Role,
    term::{Ending, Term, term_words},
};

/// A role an account holds.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GrantView {
    /// The grant.
    pub id: GrantId,
    /// The role.
    pub role: Role,
    /// Its place; the whole union if not said.
    pub place: Option<String>,
    /// Its term.
    pub term: Term,
    /// What the term's end means today.
    pub ending: Ending,
    /// Whether it is held no more.
    pub past: bool,
}

fn grant_view(g: Granted, today: Date) -> GrantView {
    let ending = g.term.ending(today);
    let past = g.revoked.is_some() || ending == Ending::Over;
    GrantView {
        id: g.id,
        role: g.role,
        place: g.place_name,
        term: g.term,
        ending,
        past,
    }
}

impl GrantView {
    fn words(&self, cx: &Cx) -> String {
        let role = cx.t(&self.role.word());
        self.place
            .as_ref()
            .map_or_else(|| role.clone(), |place| format!("{role}（{place}）"))
    }
    fn term(&self, cx: &Cx) -> Html {
        term_words(cx, Some(self.term), if self.past { Ending::Far } else { self.ending })
    }
}

/// An account in the list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AccountView {
    /// The account.
    pub id: AccountId,
    /// The sign-in name.
    pub sign_name: String,
    /// The person's name.
    pub name: String,
    /// The member.
    pub member: Option<MemberId>,
    /// Whether it may sign in.
    pub active: bool,
    /// Whether a password is set.
    pub ready: bool,
    /// Its roles.
    pub roles: Vec<GrantView>,
}

impl AccountView {
    fn badge(&self, cx: &Cx) -> Html {
        if !self.active {
            cx.badge(State::Off, cx.t("org.accounts.is_disabled"))
        } else if self.ready {
            cx.badge(State::Done, cx.t("org.accounts.is_active"))
        } else {
            cx.badge(State::Draft, cx.t("org.accounts.no_password"))
        }
    }
    fn roles(&self, cx: &Cx) -> String {
        let words: Vec<String> = self.roles.iter().filter(|g| !g.past).map(|g| g.words(cx)).collect();
        if words.is_empty() {
            "—".to_owned()
        } else {
            words.join(&cx.t("org.comma"))
        }
    }
}

/// An invitation that may still be used.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OpenInvitation {
    /// The invitation.
    pub id: InvitationId,
    /// For whom.
    pub name: String,
    /// The role, unless it is for a new password.
    pub role: Option<Role>,
    /// Until when it may be used.
    pub expires: Instant,
}

/// The accounts of a union and the invitations that are under way.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Accounts {
    /// The accounts.
    pub accounts: Vec<AccountView>,
    /// The invitations.
    pub open: Vec<OpenInvitation>,
    /// New passwords that were asked for.
    pub resets: Vec<Request>,
}

ui::page!(Accounts, "accounts/pages/list.html", |_p, cx| cx
    .t("org.accounts.title"));

pub(super) fn list(view: &View<'_>, _: Nothing) -> Reply<Accounts> {
    let (union, today) = (view.union(), view.today());
    let mut roles: HashMap<AccountId, Vec<GrantView>> = HashMap::new();
    for g in store::grants(view, union, None)? {
        roles.entry(g.account).or_default().push(grant_view(g, today));
    }
    let accounts: Vec<AccountView> = store::accounts(view, union, None)?
        .into_iter()
        .map(|a| account_view(a, &mut roles))
        .collect();
    let mut open = Vec::new();
    for kept in code::open(view, union, view.now())? {
        open.push(open_view(view, &kept, &accounts)?);
    }
    let resets = resets::open(view)?;
    Ok(Accounts { accounts, open, resets })
}

fn account_view(a: store::Line, roles: &mut HashMap<AccountId, Vec<GrantView>>) -> AccountView {
    AccountView {
        roles: roles.remove(&a.id).unwrap_or_default(),
        id: a.id,
        sign_name: a.sign_name,
        name: a.name,
        member: a.member,
        active: a.active,
        ready: a.ready,
    }
}

fn open_view(view: &View<'_>, kept: &Kept, accounts: &[AccountView]) -> Reply<OpenInvitation> {
    let (name, role) = match kept.purpose {
        Purpose::Join { member, role, .. } => (members::store::get(view, view.union(), member)?.name, Some(role)),
        Purpose::Reset { account } => (
            accounts
                .iter()
                .find(|a| a.id == account)
                .map_or_else(String::new, |a| a.name.clone()),
            None,
        ),
    };
    Ok(OpenInvitation {
        id: kept.id,
        name,
        role,
        expires: kept.expires,
    })
}

impl Accounts {
    fn heading(&self, cx: &Cx) -> Html {
        let active = self.accounts.iter().filter(|a| a.active).count();
        let acts = html!(
            "{}{}",
            cx.link_button("/accounts/slips/new", "org.slips.title"),
            cx.main_link("/accounts/invite", "org.accounts.invite")
        );
        cx.heading(cx.t("org.accounts.title"), cx.tn("org.accounts.count", active), acts)
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "org.members.name"),
            Col::text("sign_name", "org.accounts.sign_name").minor(),
            Col::text("roles", "org.accounts.roles"),
            Col::day("status", "org.accounts.status"),
        ];
        cx.table("org.accounts.title", cols).rows(self.accounts.iter().map(|a| {
            let row = Row::new()
                .link(&format!("/accounts/{}", a.id))
                .cell(&a.name)
                .cell(&a.sign_name)
                .cell(a.roles(cx))
                .cell(a.badge(cx));
            if a.active { row } else { row.quiet() }
        }))
    }
    fn resets<'a>(&self, cx: &'a Cx) -> Table<'a> {
        resets::table(cx, &self.resets)
    }
    /// Whether more than one of the codes waits, so that they are withdrawn together.
    fn many(&self) -> bool {
        self.open.len() > 1
    }
    fn invitations<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "org.members.name"),
            Col::text("role", "org.accounts.role"),
            Col::day("expires", "org.accounts.expires"),
        ];
        cx.table("org.accounts.open", cols).rows(self.open.iter().map(|i| {
            let what = i.role.map_or_else(|| "org.accounts.reset".to_owned(), Role::word);
            Row::new()
                .link(&format!("/accounts/invitations/{}", i.id))
                .cell(&i.name)
                .cell(cx.t(&what))
                .cell(cx.instant(i.expires))
        }))
    }
}

/// One account with its roles.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AccountPage {
    /// The account.
    #[serde(flatten)]
    pub account: AccountView,
    /// Whether it is one's own: then roles are others' to give.
    pub own: bool,
}

ui::page!(AccountPage, "accounts/pages/show.html", |p, _cx| p.account.name.clone());

pub(super) fn show(view: &View<'_>, q: This) -> Reply<AccountPage> {
    let line = acts::known(view, q.id)?;
    let grants = store::grants(view, view.union(), Some(q.id))?;
    let views = grants.into_iter().map(|g| grant_view(g, view.today())).collect();
    let account = account_view(line, &mut HashMap::from([(q.id, views)]));
    Ok(AccountPage {
        account,
        own: q.id == view.actor().account,
    })
}

impl AccountPage {
    fn at(&self, tail: &str) -> String {
        format!("/accounts/{}{tail}", self.account.id)
    }
    fn heading(&self, cx: &Cx) -> Html {
        let acts = if self.own || !self.account.active {
            Html::none()
        } else {
            cx.main_link(&self.at("/grant"), "org.accounts.grant")
        };
        let crumbs = cx.crumbs([(cx.t("org.accounts.title"), "/accounts")]);
        html!(
            "{}{}",
            crumbs,
            cx.heading(&self.account.name, self.account.badge(cx), acts)
        )
    }
    fn facts(&self, cx: &Cx) -> Html {
        let mut facts = cx.facts().fact("org.accounts.sign_name", &self.account.sign_name);
        if let Some(member) = self.account.member {
            facts = facts.door("org.members.member", &self.account.name, &format!("/members/{member}"));
        }
        Html::trusted(facts.to_string())
    }
    fn held(&self) -> impl Iterator<Item = &GrantView> {
        self.account.roles.iter().filter(|g| !g.past)
    }
    fn past<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("role", "org.accounts.role"),
            Col::day("term", "org.bodies.term"),
        ];
        let past = self.account.roles.iter().filter(|g| g.past);
        cx.table("org.accounts.past", cols)
            .rows(past.map(|g| Row::new().cell(g.words(cx)).cell(g.term(cx)).quiet()))
    }
    fn has_past(&self) -> bool {
        self.account.roles.iter().any(|g| g.past)
    }
}

/// The form by which a role is granted.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GrantForm {
    /// To whom.
    pub id: AccountId,
    /// Their name.
    pub name: String,
    /// The roles that may be granted.
    pub roles: Vec<Role>,
    /// Branches and groups to choose from.
    pub places: Vec<(BodyId, String)>,
    /// Today.
    pub today: Date,
}

ui::page!(GrantForm, "accounts/pages/grant.html", |_p, cx| cx
    .t("org.accounts.grant"));

pub(super) fn grant(view: &View<'_>, q: This) -> Reply<GrantForm> {
    let line = acts::known(view, q.id)?;
    Ok(GrantForm {
        id: q.id,
        name: line.name,
        roles: grantable(view)?,
        places: bodies::store::bodies_to_choose(view, view.union(), view.today())?,
        today: view.today(),
    })
}

/// The roles the actor may grant to others.
pub(super) fn grantable(view: &View<'_>) -> Reply<Vec<Role>> {
    let by = acts::by(view)?;
    Ok(Role::ALL
        .iter()
        .copied()
        .filter(|r| by.is_chair() || !r.by_chair_only())
        .collect())
}

/// Roles with a word on what each allows.
pub(super) fn role_choices(cx: &Cx, roles: &[Role]) -> Vec<Choice> {
    let hint = |role: Role| cx.t(&format!("org.role_hint.{}", role.key()));
    roles
        .iter()
        .map(|r| Choice::new(r.key(), cx.t(&r.word())).hint(hint(*r)))
        .collect()
}

impl GrantForm {
    fn at(&self, tail: &str) -> String {
        format!("/accounts/{}{tail}", self.id)
    }
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([
            (cx.t("org.accounts.title"), "/accounts".to_owned()),
            (self.name.clone(), self.at("")),
        ])
    }
    fn roles(&self, cx: &Cx) -> Vec<Choice> {
        role_choices(cx, &self.roles)
    }
}
