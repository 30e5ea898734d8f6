//! The kinds of aid of a union: the usual list at first, changed as it likes.

use kernel::Text;
use org::power::CARE_MANAGE;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row, State, Table, html};
use web::{Act, Done, Nothing, Refusal, Reply, View};

use super::{
    event::Happened,
    model::{AidKind, KindId, Sort},
    store,
};

/// The kinds.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Kinds {
    /// They, those that are given first.
    pub kinds: Vec<AidKind>,
    /// Whether the reader may change them.
    pub manages: bool,
}

ui::page!(Kinds, "aid/pages/kinds.html", |_p, cx| cx.t("aid.kinds.title"));

pub(super) fn list(view: &View<'_>, _: Nothing) -> Reply<Kinds> {
    Ok(Kinds {
        kinds: store::kinds(view, view.union())?,
        manages: view.actor().may(CARE_MANAGE),
    })
}

fn crumbs(cx: &Cx, deep: bool) -> Html {
    let care = (cx.t("ui.nav.care"), "/care");
    let aid = (cx.t("aid.title"), "/aids");
    if deep {
        cx.crumbs([care, aid, (cx.t("aid.kinds.title"), "/aid_kinds")])
    } else {
        cx.crumbs([care, aid])
    }
}

impl Kinds {
    fn heading(&self, cx: &Cx) -> Html {
        let new = self.manages.then(|| cx.main_link("/aid_kinds/new", "aid.kinds.new"));
        html!(
            "{}{}",
            crumbs(cx, false),
            cx.heading(cx.t("aid.kinds.title"), cx.t("aid.kinds.under"), new)
        )
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "aid.kinds.name"),
            Col::text("sort", "aid.kinds.sort"),
            Col::text("dossier", "aid.kinds.dossier"),
            Col::text("proof", "aid.kinds.proof").minor(),
            Col::text("state", "aid.state"),
        ];
        let rows = self.kinds.iter().map(|kind| {
            let state = match kind.ended {
                Some(_) => cx.badge(State::Off, cx.t("aid.kinds.ended")),
                None => cx.badge(State::Done, cx.t("aid.kinds.in_use")),
            };
            let dossier = if kind.dossier { "aid.yes" } else { "aid.no" };
            let row = Row::new()
                .cell(&kind.name)
                .cell(cx.t(&kind.sort.word()))
                .cell(cx.t(dossier))
                .cell(kind.proof.clone().unwrap_or_default())
                .cell(state);
            if self.manages {
                row.link(&format!("/aid_kinds/{}", kind.id))
            } else {
                row
            }
        });
        cx.table("aid.kinds.title", cols).rows(rows)
    }
}

/// The form of a kind.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct KindForm {
    /// The kind; none for a new one.
    pub kind: Option<AidKind>,
}

ui::page!(KindForm, "aid/pages/kind.html", |p, cx| match &p.kind {
    Some(kind) => kind.name.clone(),
    None => cx.t("aid.kinds.new"),
});

pub(super) fn new_page(_: &View<'_>, _: Nothing) -> Reply<KindForm> {
    Ok(KindForm { kind: None })
}

/// Which kind.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: KindId,
}

fn one(view: &View<'_>, id: KindId) -> Reply<AidKind> {
    let mut all = store::kinds(view, view.union())?.into_iter();
    all.find(|kind| kind.id == id).ok_or_else(|| Refusal::missing().into())
}

pub(super) fn show(view: &View<'_>, q: Which) -> Reply<KindForm> {
    Ok(KindForm {
        kind: Some(one(view, q.id)?),
    })
}

impl KindForm {
    fn action(&self) -> String {
        match &self.kind {
            Some(kind) => format!("/aid_kinds/{}", kind.id),
            None => "/aid_kinds/new".to_owned(),
        }
    }
    fn heading(&self, cx: &Cx) -> Html {
        let title = self
            .kind
            .as_ref()
            .map_or_else(|| cx.t("aid.kinds.new"), |kind| kind.name.clone());
        html!("{}{}", crumbs(cx, true), cx.heading(title, "", ""))
    }
    /// What it is for stays: what was given counts under it.
    fn sorts(&self, cx: &Cx) -> Html {
        if self.kind.is_some() {
            return Html::none();
        }
        let choices = Sort::ALL.iter().map(|sort| Choice::new(sort.key(), cx.t(&sort.word())));
        let field = cx
            .field("sort", "aid.kinds.sort")
            .required()
            .hint("aid.kinds.sort_hint");
        Html::trusted(field.choices(choices, "").to_string())
    }
    fn fields(&self, cx: &Cx) -> Html {
        let old = self.kind.as_ref();
        let all = [
            cx.field("name", "aid.kinds.name")
                .required()
                .max(30)
                .text(old.map(|k| k.name.as_str())),
            cx.field("dossier", "aid.kinds.dossier_needed")
                .tick(old.is_some_and(|k| k.dossier)),
            cx.field("proof", "aid.kinds.proof")
                .max(200)
                .hint("aid.kinds.proof_hint")
                .text(old.and_then(|k| k.proof.as_deref())),
        ];
        let mut html = Html::trusted(all.map(|field| field.to_string()).concat());
        if let Some(kind) = old {
            let ended = cx.field("ended", "aid.kinds.end").tick(kind.ended.is_some());
            html.add(Html::trusted(ended.to_string()));
        }
        html
    }
}

/// A new kind.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Make {
    name: Text<30>,
    sort: Sort,
    #[serde(default)]
    dossier: bool,
    proof: Option<Text<200>>,
}

fn unlike_others(act: &Act<'_>, id: Option<KindId>, name: &str) -> Reply<()> {
    let all = store::kinds(act, act.union())?;
    let same = |kind: &AidKind| kind.name == name && kind.ended.is_none() && Some(kind.id) != id;
    if all.iter().any(same) {
        return Err(Refusal::field("name", "aid.refusal.same_kind").into());
    }
    Ok(())
}

fn kept(act: &Act<'_>, kind: &AidKind) -> Reply<Done> {
    act.note(&Happened::Kind {
        kind: kind.id,
        sort: kind.sort,
        ended: kind.ended,
    })?;
    Ok(Done::to("/aid_kinds").record(kind.id).say("aid.said.kind"))
}

pub(super) fn make(act: &mut Act<'_>, form: Make) -> Reply<Done> {
    unlike_others(act, None, &form.name)?;
    let kind = AidKind {
        id: act.id(),
        name: form.name.into_string(),
        sort: form.sort,
        dossier: form.dossier,
        proof: form.proof.map(Text::into_string),
        ended: None,
        version: 1,
    };
    store::add_kind(act, &kind)?;
    kept(act, &kind)
}

/// What is changed of a kind.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Edit {
    id: KindId,
    version: i64,
    name: Text<30>,
    #[serde(default)]
    dossier: bool,
    proof: Option<Text<200>>,
    #[serde(default)]
    ended: bool,
}

pub(super) fn edit(act: &mut Act<'_>, form: Edit) -> Reply<Done> {
    let old = one(act, form.id)?;
    unlike_others(act, Some(form.id), &form.name)?;
    // one of the usual list is kept for the first time; whoever saw it as such after that saw it before another
    if (old.version == 0) != (form.version == 0) {
        return Err(Refusal::stale().into());
    }
    let kind = AidKind {
        name: form.name.into_string(),
        dossier: form.dossier,
        proof: form.proof.map(Text::into_string),
        ended: form.ended.then(|| old.ended.unwrap_or_else(|| act.today())),
        version: form.version,
        ..old
    };
    store::edit_kind(act, &kind)?;
    kept(act, &kind)
}
