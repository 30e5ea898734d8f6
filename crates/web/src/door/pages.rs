//! What people see at the front door.

use kernel::UnionId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    door::{
        outside::{self, OutsideLine},
        store,
    },
    reply::Reply,
    routes::Nothing,
    second,
    session::{self, SessionLine},
    view::View,
};

/// Where to go after signing in.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct Then {
    /// A path of this site.
    pub then: Option<String>,
}

/// The sign-in form.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SignInPage {
    /// Where to go after signing in.
    pub then: String,
    /// What was being sent when the session ended, to be kept through signing in.
    #[serde(skip)]
    pub kept: Vec<(String, String)>,
    /// What an outside provider is called, if people may sign in with it.
    pub provider: Option<String>,
}

ui::page!(SignInPage, "door/sign_in.html", |_p, cx| cx.t("web.sign_in.title"));

/// Paths of this site only: no other host can be named. Anything else is the first page.
#[must_use]
pub fn local(path: Option<&str>) -> String {
    // browsers pass over tabs and line breaks within an address: "/\t/elsewhere" would be another house
    let strange = |c: char| c == '\\' || c.is_control();
    path.filter(|p| p.starts_with('/') && !p.starts_with("//") && !p.contains(strange) && p.len() <= 500)
        .unwrap_or("/")
        .to_owned()
}

pub(super) fn sign_in(view: &View<'_>, q: Then) -> Reply<SignInPage> {
    Ok(SignInPage {
        then: local(q.then.as_deref().or(view.typed("then"))),
        kept: kept(view),
        provider: view.outside().map(|outside| outside.name().to_owned()),
    })
}

/// What waits through a refused sign-in.
pub(super) fn kept(view: &View<'_>) -> Vec<(String, String)> {
    let typed = view.all_typed().iter();
    typed.filter(|(name, _)| name.starts_with("_kept.")).cloned().collect()
}

/// A union in which one stands.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OwnUnion {
    /// The union.
    pub id: UnionId,
    /// Its name.
    pub name: String,
    /// Whether it is the one looked at.
    pub here: bool,
}

impl OwnUnion {
    /// Where one goes over to it.
    fn at(&self) -> String {
        format!("{}?union={}", ui::frame::place::UNION, self.id)
    }
}

/// One's own account: sessions, password, language.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MyAccount {
    /// The sign-in name.
    pub sign_name: String,
    /// The person's name.
    pub name: String,
    /// The unions in which one stands.
    pub unions: Vec<OwnUnion>,
    /// Whether signing in asks for a second factor.
    pub second: bool,
    /// The identity at an outside provider, if there is one.
    pub outside: Option<OutsideLine>,
    /// Living sessions, the latest first.
    pub sessions: Vec<SessionLine>,
}

ui::page!(MyAccount, "door/my_account.html", |_p, cx| cx.t("web.account.title"));

pub(super) fn my_account(view: &View<'_>, _: Nothing) -> Reply<MyAccount> {
    let account = view.actor().account;
    let (known, sign_name) = store::by_id(view, account)?;
    let unions = view.actor().standing.iter().flat_map(|s| s.unions.iter());
    Ok(MyAccount {
        unions: unions
            .map(|(id, name)| OwnUnion {
                id: *id,
                name: name.clone(),
                here: *id == view.union(),
            })
            .collect(),
        sign_name,
        name: known.name,
        second: second::is_on(view, account)?,
        outside: outside::own(view, account)?,
        sessions: session::of_account(view, account, view.now())?,
    })
}
