//! Many at once: the committee went through the applications in one meeting.

use kernel::{Date, Text};
use org::power::JOIN_SEE;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Col, Cx, Html, Row, Table, html};
use web::{Act, Done, Refusal, Reply, View};

use super::{
    acts,
    admission::{self, Decision},
    likeness::Likeness,
    model::{ApplicationId, Status},
    store,
};

/// Most at once.
const MOST: usize = 200;

/// Which applications.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    #[serde(default)]
    id: Vec<ApplicationId>,
}

/// An application about to be approved.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Candidate {
    /// It.
    pub id: ApplicationId,
    /// Whose.
    pub name: String,
    /// Whether the group is for it, if it said so.
    pub group_agrees: Option<bool>,
    /// Whether it has to be looked at by itself: somebody is like the applicant, or it does not wait.
    pub apart: bool,
}

/// Applications about to be approved together.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BatchPage {
    /// They.
    pub candidates: Vec<Candidate>,
    /// Today.
    pub today: Date,
}

ui::page!(BatchPage, "joining/pages/batch.html", |_p, cx| cx
    .t("joining.batch.title"));

fn candidate(view: &View<'_>, id: ApplicationId) -> Reply<Candidate> {
    let application = acts::seen(view, id, JOIN_SEE)?;
    let number = store::number(view, view.union(), id)?;
    let alike = Likeness::of(view, &application, number.as_ref())?;
    Ok(Candidate {
        id,
        name: application.name().to_owned(),
        group_agrees: application.opinion.as_ref().map(|opinion| opinion.agrees),
        apart: alike.is_any() || number.is_none() || application.state.status() != Status::Waiting,
    })
}

pub(super) fn ask(view: &View<'_>, q: Which) -> Reply<BatchPage> {
    let ids = q.id.into_iter().take(MOST);
    Ok(BatchPage {
        candidates: ids.map(|id| candidate(view, id)).collect::<Reply<_>>()?,
        today: view.today(),
    })
}

impl BatchPage {
    /// Those that are approved together.
    fn together(&self) -> impl Iterator<Item = &Candidate> {
        self.candidates.iter().filter(|c| !c.apart)
    }
    fn count(&self) -> usize {
        self.together().count()
    }
    fn action(&self) -> String {
        let ids: Vec<String> = self.together().map(|c| format!("id={}", c.id)).collect();
        format!("/applications/approve?{}", ids.join("&"))
    }
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([(cx.t("joining.list.title"), "/applications")])
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "org.field.name"),
            Col::text("opinion", "joining.opinion.title"),
            Col::text("apart", "joining.batch.how"),
        ];
        let none = cx.empty_first("joining.batch.none", "/applications", "joining.batch.choose");
        cx.table("joining.batch.title", cols)
            .empty(none)
            .rows(self.candidates.iter().map(|c| {
                let how = if c.apart {
                    "joining.batch.apart"
                } else {
                    "joining.batch.together"
                };
                Row::new()
                    .link(&format!("/applications/{}", c.id))
                    .cell(&c.name)
                    .cell(super::list::opinion_word(cx, c.group_agrees))
                    .cell(html!("{}", cx.t(how)))
            }))
    }
}

/// The committee's yes to many.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct ApproveMany {
    #[serde(default)]
    id: Vec<ApplicationId>,
    /// The day of the decision.
    on: Date,
    /// Its basis.
    basis: Text<200>,
}

/// Approves all of them or none: if one has to be looked at by itself, it is named.
pub(super) fn approve(act: &mut Act<'_>, form: ApproveMany) -> Reply<Done> {
    if form.id.is_empty() || form.id.len() > MOST {
        return Err(Refusal::new("joining.batch.none").into());
    }
    let decision = Decision {
        on: form.on,
        basis: &form.basis,
        another: false,
    };
    for id in &form.id {
        let apart = candidate(act, *id)?;
        if apart.apart {
            return Err(Refusal::new("joining.batch.one_apart")
                .arg("name", apart.name)
                .status(409)
                .into());
        }
        let application = acts::seen(act, *id, JOIN_SEE)?;
        let version = application.version;
        admission::admit(act, application, version, &decision)?;
    }
    Ok(Done::to("/applications?status=approved").say("joining.batch.done"))
}
