//! Applications on paper: an officer types them in, says that the signed form was seen, and may add a photo of it. What an
//! officer mends on behalf of an applicant is here too.

use std::collections::BTreeMap;

use archive::{Class, Ready};
use kernel::{Date, Text};
use org::{BodyId, bodies, members::Particulars, power::JOIN_SEE};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html};
use web::{Act, Done, Nothing, Record, Refusal, Reply, View};

use super::{
    KIND, acts,
    asked::{self, Gathered, Told},
    event::Happened,
    model::{Application, ApplicationId, Channel, State},
    public, store,
};

/// Photos of one form.
const PHOTOS: usize = 4;

/// The form for an application that came on paper, or for one to be mended.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PaperForm {
    /// The application to be mended.
    pub id: Option<ApplicationId>,
    /// Its version.
    pub version: i64,
    /// What is known.
    pub known: Particulars,
    /// Why they wish to join.
    pub wish: Option<String>,
    /// What has to be mended.
    pub reason: Option<String>,
    /// Branches and groups to choose from.
    pub groups: Vec<(BodyId, String)>,
    /// Today.
    pub today: Date,
}

ui::page!(PaperForm, "joining/pages/paper.html", |p, cx| cx.t(p.title()));

pub(super) fn form(view: &View<'_>, _: Nothing) -> Reply<PaperForm> {
    Ok(PaperForm {
        id: None,
        version: 0,
        known: Particulars::default(),
        wish: None,
        reason: None,
        groups: bodies::store::bodies_to_choose(view, view.union(), view.today())?,
        today: view.today(),
    })
}

/// Which application.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct This {
    id: ApplicationId,
}

pub(super) fn correction(view: &View<'_>, q: This) -> Reply<PaperForm> {
    let application = acts::seen(view, q.id, JOIN_SEE)?;
    let State::Returned(answer) = application.state else {
        return Err(Refusal::new("joining.cannot.nothing_asked").status(409).into());
    };
    Ok(PaperForm {
        id: Some(q.id),
        version: application.version,
        known: application.known,
        wish: application.wish,
        reason: Some(answer.reason),
        groups: bodies::store::bodies_to_choose(view, view.union(), view.today())?,
        today: view.today(),
    })
}

impl PaperForm {
    fn title(&self) -> &'static str {
        if self.id.is_some() {
            "joining.correct.title"
        } else {
            "joining.paper.title"
        }
    }
    fn at(&self) -> String {
        self.id.map_or_else(
            || "/applications/new".to_owned(),
            |id| format!("/applications/{id}/correct"),
        )
    }
    fn back(&self) -> String {
        self.id
            .map_or_else(|| "/applications".to_owned(), |id| format!("/applications/{id}"))
    }
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([(cx.t("joining.list.title"), self.back())])
    }
    fn fields(&self, cx: &Cx) -> Html {
        asked::fields(cx, &self.known, &self.groups, self.today, self.id.is_some())
    }
}

/// An application that came on paper.
#[derive(Clone, Deserialize, JsonSchema)]
pub(super) struct Enter {
    /// Whether the signed form was seen.
    #[serde(default)]
    seen: bool,
    /// Why the applicant wishes to join.
    wish: Option<Text<200>>,
    /// `name`, `phone`, `group`, `employment`, `job`, `hired`, `id_kind`, `id_number`.
    #[serde(flatten)]
    fields: BTreeMap<String, String>,
}

/// Looks at the photos before the transaction.
pub(super) fn prepare(view: &View<'_>, form: Enter) -> Reply<(Enter, Vec<Ready>)> {
    let photos = archive::ready_all(view, "photos", false)?;
    if photos.len() > PHOTOS {
        return Err(Refusal::field("photos", "joining.paper.too_many")
            .arg("n", PHOTOS)
            .into());
    }
    Ok((form, photos))
}

/// Enters an application from paper.
pub(super) fn enter(act: &mut Act<'_>, (form, photos): (Enter, Vec<Ready>)) -> Reply<Done> {
    let union = act.union();
    let mut all = Gathered::default();
    let told = asked::read(act, union, &form.fields, false, &mut all)?;
    all.need(form.seen, "seen", "joining.paper.seen_needed")?;
    all.finish()?;
    let Some(Told {
        known,
        number: Some(number),
    }) = told
    else {
        return Err(Refusal::field("id_number", "organisation.bad_identity.empty").into());
    };
    let new = Application {
        id: act.id(),
        channel: Channel::Paper,
        state: State::Waiting,
        known,
        wish: form.wish.map(Text::into_string),
        consent: None,
        sent_at: act.now(),
        sent_by: act.actor().account,
        opinion: None,
        version: 1,
    };
    store::add(act.writer(), union, &new, &number)?;
    act.note(&Happened::Sent {
        application: new.id,
        channel: new.channel,
    })?;
    for photo in &photos {
        archive::keep(act, photo, Record::new(KIND, new.id), Class::Evidence)?;
    }
    Ok(Done::to(format!("/applications/{}", new.id))
        .record(new.id)
        .say("joining.paper.entered"))
}

/// A returned application, mended by an officer.
#[derive(Clone, Deserialize, JsonSchema)]
pub(super) struct Correct {
    id: ApplicationId,
    version: i64,
    wish: Option<Text<200>>,
    /// As for a new application; an identity number that is left out stays.
    #[serde(flatten)]
    fields: BTreeMap<String, String>,
}

/// Takes what an officer mended; the application waits again.
pub(super) fn correct(act: &mut Act<'_>, form: Correct) -> Reply<Done> {
    let application = acts::seen(act, form.id, JOIN_SEE)?;
    let wish = form.wish.map(Text::into_string);
    public::mend(act, act.union(), application, (form.version, wish), &form.fields)?;
    Ok(Done::to(format!("/applications/{}", form.id))
        .record(form.id)
        .say("joining.receipt.corrected"))
}
