//! Taking up an invitation: a member chooses sign-in name and password, or somebody sets a new password.

use ::store::OnConstraint;
use kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{AccountId, Act, Done, Refusal, Reply, Stop, View, password, session};

use crate::{
    accounts::{
        Happened,
        code::{self, Kept, Purpose},
        model::NewGrant,
        resets, store,
    },
    members,
    role::Role,
    term::Term,
    tree,
};

/// A code as typed or followed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct ByCode {
    code: String,
}

/// The form by which an invitation is taken up.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct JoinPage {
    /// The code, as the address has it.
    #[serde(skip)]
    pub code: String,
    /// The union that invites.
    pub union: String,
    /// Who is invited.
    pub name: String,
    /// The role, unless it is for a new password.
    pub role: Option<Role>,
}

ui::page!(JoinPage, "door/pages/join.html", |p, cx| cx.t(if p.role.is_some() {
    "org.join.title"
} else {
    "org.join.reset_title"
}));

impl JoinPage {
    fn here(&self) -> String {
        format!("/join/{}", self.code)
    }
}

/// The invitation behind a code that may still be used; absent otherwise.
fn open(view: &View<'_>, code: &str) -> Reply<Kept> {
    let kept = if code.len() <= 100 {
        code::by_code(view, code)?
    } else {
        None
    };
    kept.filter(|kept| kept.is_open(view.now()))
        .ok_or_else(|| Refusal::new("org.join.over").status(404).into())
}

pub(super) fn page(view: &View<'_>, q: ByCode) -> Reply<JoinPage> {
    let kept = open(view, &q.code)?;
    let (name, role) = match kept.purpose {
        Purpose::Join { member, role, .. } => (members::store::get(view, kept.union, member)?.name, Some(role)),
        Purpose::Reset { account } => (web::door::store::by_id(view, account)?.0.name, None),
    };
    Ok(JoinPage {
        code: q
            .code
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
            .collect(),
        union: tree::get(view, kept.union)?.name,
        name,
        role,
    })
}

/// Where a code on a slip is typed in.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CodeDoor {
    /// What the code leads to, once it is typed.
    pub found: Option<JoinPage>,
}

ui::page!(CodeDoor, "door/pages/code.html", |_p, cx| cx.t("org.join.title"));

/// A code, or none yet.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Typed {
    code: Option<Text<60>>,
}

pub(super) fn typed(view: &View<'_>, q: Typed) -> Reply<CodeDoor> {
    let found = match q.code {
        Some(code) => Some(page(
            view,
            ByCode {
                code: code.into_string(),
            },
        )?),
        None => None,
    };
    Ok(CodeDoor { found })
}

/// Sign-in name and password.
#[derive(Clone, Deserialize, JsonSchema)]
pub(super) struct Join {
    code: String,
    /// The sign-in name; not asked for a new password.
    sign_name: Option<Text<40>>,
    password: Text<128>,
}

/// What was typed, hashed.
#[derive(Clone)]
pub(super) struct Prepared {
    code: String,
    sign_name: String,
    hash: String,
}

/// Hashes the password before the transaction.
pub(super) fn prepare(view: &View<'_>, form: Join) -> Reply<Prepared> {
    let kept = open(view, &form.code)?;
    let sign_name = match kept.purpose {
        Purpose::Reset { account } => web::door::store::by_id(view, account)?.1,
        Purpose::Join { .. } => {
            let name = form
                .sign_name
                .ok_or_else(|| Refusal::field("sign_name", "web.refusal.required"))?;
            name.into_string()
        }
    };
    let hash = password::hash(&form.password, &sign_name)?;
    Ok(Prepared {
        code: form.code,
        sign_name,
        hash,
    })
}

/// Takes the invitation up; it is used then.
pub(super) fn join(act: &mut Act<'_>, form: Prepared) -> Reply<Done> {
    let kept = open(act, &form.code)?;
    let (union, invitation) = (kept.union, kept.id);
    if !code::end(act.writer(), union, invitation, "used", act.now())? {
        return Err(Refusal::new("org.join.over").status(404).into());
    }
    let event = match kept.purpose {
        Purpose::Reset { account } => {
            set_password(act, account, &form.hash)?;
            if resets::takes_second_off(act, union, invitation)? {
                web::second::off(act.writer(), account)?;
            }
            Happened::PasswordReset { account, invitation }
        }
        Purpose::Join { .. } => Happened::Joined {
            account: begin(act, &kept, &form)?,
            invitation,
        },
    };
    act.note_in(union, &event)?;
    Ok(Done::to("/sign-in").say("org.join.done"))
}

fn set_password(act: &Act<'_>, account: AccountId, hash: &str) -> Reply<()> {
    web::door::store::set_password(act.writer(), account, hash)?;
    session::close_all(act.writer(), account)?;
    web::token::end_all(act.writer(), account, act.now())?;
    Ok(())
}

/// The account of an invited member, with the role it was invited to.
fn begin(act: &Act<'_>, kept: &Kept, form: &Prepared) -> Reply<AccountId> {
    let Purpose::Join {
        member,
        role,
        place,
        until,
    } = kept.purpose
    else {
        return Err(Refusal::missing().into());
    };
    let who = members::store::get(act, kept.union, member)?;
    if !who.status.belongs() || !store::of_member(act, kept.union, member)?.is_empty() {
        return Err(Refusal::new("org.join.over").status(404).into());
    }
    if until.is_some_and(|day| day < act.today()) {
        return Err(Refusal::new("org.join.over").status(404).into());
    }
    let (w, clock, id) = (act.writer(), act.clock(), act.id());
    web::door::store::add(
        w,
        id,
        &form.sign_name,
        &who.name,
        Some(&form.hash),
        act.lang(),
        act.now(),
    )
    .on_constraint::<Stop>("account_sign_key", || {
        Refusal::field("sign_name", "org.join.taken").into()
    })?;
    store::stand(w, clock, id, kept.union, Some(member))?;
    let grant = NewGrant {
        role,
        place,
        term: Term {
            from: act.today(),
            until,
        },
    };
    store::grant(w, clock, kept.union, id, &grant, Some(kept.made_by))?;
    Ok(id)
}
