//! One-time codes for many members at once, and the sheet of slips that is printed, cut and handed out.

use kernel::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html, html};
use web::{Act, Done, Nothing, Refusal, Reply, View};

use super::{
    Happened, acts,
    code::{self, Kept, Purpose},
    invite,
    model::NewGrant,
    store::{self, Without},
};
use crate::{BodyId, MemberId, bodies, members, role::Role, tree};

/// Most slips made at once.
pub const MOST: usize = 200;
/// For how many days slips may be valid.
pub const DAYS: &[i64] = &[7, 14, 30];

/// Which group.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    group: Option<BodyId>,
}

/// The form by which many are invited.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SlipsForm {
    /// The group looked at.
    pub group: Option<BodyId>,
    /// Groups and branches to choose from.
    pub groups: Vec<(BodyId, String)>,
    /// Members without an account or an open code, at most [`MOST`].
    pub members: Vec<Without>,
    /// There are more than are shown.
    pub more: bool,
    /// How many codes of one's own can still be printed.
    pub printable: usize,
}

ui::page!(SlipsForm, "accounts/pages/slips_new.html", |_p, cx| cx
    .t("org.slips.title"));

pub(super) fn form(view: &View<'_>, q: Ask) -> Reply<SlipsForm> {
    let mut members = store::without_account(view, view.union(), q.group, view.now(), MOST + 1)?;
    let more = members.len() > MOST;
    members.truncate(MOST);
    Ok(SlipsForm {
        group: q.group,
        groups: bodies::store::bodies_to_choose(view, view.union(), view.today())?,
        members,
        more,
        printable: own(view)?.len(),
    })
}

impl SlipsForm {
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([(cx.t("org.accounts.title"), "/accounts")]);
        let print = if self.printable > 0 {
            cx.link_button("/accounts/slips", "org.slips.print")
        } else {
            Html::none()
        };
        html!(
            "{}{}",
            crumbs,
            cx.heading(cx.t("org.slips.title"), cx.t("org.slips.says"), print)
        )
    }
    fn choices(&self) -> Vec<Choice> {
        let hint = |m: &Without| m.group.clone().unwrap_or_default();
        self.members
            .iter()
            .map(|m| Choice::new(m.id, m.name.clone()).hint(hint(m)))
            .collect()
    }
    fn all(&self) -> Vec<MemberId> {
        self.members.iter().map(|m| m.id).collect()
    }
    fn days(&self, cx: &Cx) -> Vec<Choice> {
        DAYS.iter()
            .map(|days| Choice::new(days.to_string(), cx.tn("org.tokens.days", *days)))
            .collect()
    }
}

/// The members to be invited.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Make {
    #[serde(default)]
    members: Vec<MemberId>,
    days: i64,
}

/// Makes a code for each of them; the next page prints the slips.
pub(super) fn make(act: &mut Act<'_>, form: Make) -> Reply<Done> {
    if !DAYS.contains(&form.days) {
        return Err(Refusal::field("days", "web.refusal.wrong").into());
    }
    if form.members.is_empty() {
        return Err(Refusal::field("members", "org.slips.nobody").into());
    }
    if form.members.len() > MOST {
        return Err(Refusal::field("members", "org.slips.too_many").arg("max", MOST).into());
    }
    let new = NewGrant::whole(Role::MemberRole, act.today());
    acts::by(act)?.may_grant(None, &new, &[])?;
    for member in &form.members {
        let known = members::store::find(act, act.union(), *member)?;
        let known = known.ok_or_else(|| Refusal::field("members", "org.members.unknown"))?;
        if !known.status.belongs() {
            return Err(Refusal::field("members", "org.bodies.not_member").into());
        }
        if !store::of_member(act, act.union(), *member)?.is_empty() {
            return Err(Refusal::field("members", "org.slips.has_account")
                .arg("name", &known.name)
                .into());
        }
        let invitation = invite::keep_for(act, Purpose::join(*member, &new), form.days)?;
        act.note(&Happened::Invited {
            invitation,
            member: *member,
            role: Role::MemberRole,
        })?;
    }
    Ok(Done::to("/accounts/slips").say("org.slips.made"))
}

/// The codes that the actor made in this session, are not used yet and are for joining.
fn own(view: &View<'_>) -> Reply<Vec<(Kept, String)>> {
    let Some(token) = view.token() else {
        return Ok(Vec::new());
    };
    let open = code::open(view, view.union(), view.now())?.into_iter();
    let mine = open.filter(|kept| kept.made_by == view.actor().account);
    let with_code = mine.map(|kept| {
        let code = code::code(token, kept.id);
        (kept, code)
    });
    Ok(with_code
        .filter(|(kept, code)| matches!(kept.purpose, Purpose::Join { .. }) && code::digest(code) == kept.digest)
        .collect())
}

/// A slip.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Slip {
    /// For whom.
    pub name: String,
    /// Their group.
    pub group: Option<String>,
    /// The code.
    pub code: String,
    /// Until when it may be used.
    pub expires: Instant,
}

/// The sheet of slips.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Slips {
    /// The union that invites.
    pub union: String,
    /// The address of this installation, if the browser says it.
    pub site: Option<String>,
    /// The slips, by group and name.
    pub slips: Vec<Slip>,
}

ui::page!(
    Slips,
    "accounts/pages/slips.html",
    |_p, cx| cx.t("org.slips.sheet"),
    print
);

pub(super) fn sheet(view: &View<'_>, _: Nothing) -> Reply<Slips> {
    let names = bodies::store::body_names(view, view.union())?;
    let mut slips = Vec::new();
    for (kept, code) in own(view)? {
        let Purpose::Join { member, .. } = kept.purpose else {
            continue;
        };
        let known = members::store::get(view, view.union(), member)?;
        slips.push(Slip {
            name: known.name,
            group: known.group.and_then(|id| names.get(&id).cloned()),
            code,
            expires: kept.expires,
        });
    }
    slips.sort_by(|a, b| (&a.group, &a.name).cmp(&(&b.group, &b.name)));
    Ok(Slips {
        union: tree::get(view, view.union())?.name,
        site: view.site().map(str::to_owned),
        slips,
    })
}

impl Slips {
    /// Where the phone is led to.
    fn link(&self, slip: &Slip) -> String {
        let site = self.site.as_deref().unwrap_or_default();
        format!("{site}/join/{}", slip.code)
    }
    fn square(&self, cx: &Cx, slip: &Slip) -> Html {
        if self.site.is_none() {
            return Html::none();
        }
        ui::qr(&self.link(slip), cx.t1("org.slips.square", "name", &slip.name))
    }
    fn address(&self) -> String {
        format!("{}/join", self.site.as_deref().unwrap_or_default())
    }
}

/// Withdraws the codes that were printed and not used.
pub(super) fn withdraw(act: &mut Act<'_>, _: Nothing) -> Reply<Done> {
    let own = own(act)?;
    if own.is_empty() {
        return Err(Refusal::new("org.slips.none_left").into());
    }
    for (kept, _) in own {
        code::end(act.writer(), act.union(), kept.id, "withdrawn", act.now())?;
        act.note(&Happened::Withdrawn { invitation: kept.id })?;
    }
    Ok(Done::to("/accounts").say("org.slips.withdrawn"))
}
