//! What people see at the front door.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    door::store,
    reply::Reply,
    routes::Nothing,
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
}

ui::page!(SignInPage, "door/sign_in.html", |_p, cx| cx.t("web.sign_in.title"));

/// Paths of this site only: no other host can be named. Anything else is the first page.
#[must_use]
pub fn local(path: Option<&str>) -> String {
    path.filter(|p| p.starts_with('/') && !p.starts_with("//") && !p.contains('\\') && p.len() <= 500)
        .unwrap_or("/")
        .to_owned()
}

pub(super) fn sign_in(_: &View<'_>, q: Then) -> Reply<SignInPage> {
    Ok(SignInPage {
        then: local(q.then.as_deref()),
        kept: Vec::new(),
    })
}

/// One's own account: sessions, password, language.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MyAccount {
    /// The sign-in name.
    pub sign_name: String,
    /// The person's name.
    pub name: String,
    /// Living sessions, the latest first.
    pub sessions: Vec<SessionLine>,
}

ui::page!(MyAccount, "door/my_account.html", |_p, cx| cx.t("web.account.title"));

pub(super) fn my_account(view: &View<'_>, _: Nothing) -> Reply<MyAccount> {
    let account = view.actor().account;
    let (known, sign_name) = store::by_id(view, account)?;
    Ok(MyAccount {
        sign_name,
        name: known.name,
        sessions: session::of_account(view, account, view.now())?,
    })
}
