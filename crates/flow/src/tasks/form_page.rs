//! The form of a task, new or changed.

use kernel::Date;
use org::power;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::Cx;
use web::{Refusal, Reply, View};

use super::{
    BodyId, MemberId,
    card::Card,
    course,
    forms::Which,
    me,
    model::Field,
    pages::{fields, members},
    parts::Answer,
    store::parts,
};

/// The form of a task, new or changed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Form {
    /// The task changed; none for a new one.
    pub task: Option<Card>,
    /// Who helps now.
    pub helpers: Vec<MemberId>,
    /// Whether the reader may give it to others.
    pub manages: bool,
    /// The reader.
    pub me: Option<MemberId>,
    /// A day proposed for a new task.
    pub due: Option<Date>,
    /// A field of work proposed.
    pub field: Option<Field>,
    #[serde(skip)]
    members: Vec<(MemberId, String)>,
    #[serde(skip)]
    bodies: Vec<(BodyId, String)>,
}

ui::page!(Form, "tasks/form.html", |p, cx| cx.t(if p.task.is_some() {
    "flow.form.edit"
} else {
    "flow.form.new"
}));

impl Form {
    fn action(&self) -> String {
        self.task
            .as_ref()
            .map_or_else(|| "/tasks/new".to_owned(), |t| format!("/tasks/{}/edit", t.id))
    }
    fn back(&self) -> String {
        self.task.as_ref().map_or_else(|| "/tasks".to_owned(), Card::href)
    }
    fn fields(&self, cx: &Cx) -> Vec<(String, String)> {
        fields(cx)
    }
    fn field_key(&self) -> Option<&'static str> {
        self.task.as_ref().map(|t| t.field).or(self.field).map(Field::key)
    }
    fn text(&self, of: fn(&Card) -> Option<&str>) -> String {
        self.task.as_ref().and_then(of).unwrap_or_default().to_owned()
    }
    fn title(&self) -> String {
        self.text(|t| Some(&t.title))
    }
    fn note(&self) -> String {
        self.text(|t| t.note.as_deref())
    }
    fn section(&self) -> String {
        self.text(|t| t.section.as_deref())
    }
    fn when(&self) -> String {
        self.text(|t| t.when_words.as_deref())
    }
    fn first_day(&self) -> Option<Date> {
        self.task.as_ref().and_then(|t| t.from)
    }
    fn due_day(&self) -> Option<Date> {
        self.task.as_ref().map_or(self.due, |t| t.due)
    }
    fn budget(&self) -> Option<kernel::Money> {
        self.task.as_ref().and_then(|t| t.budget).map(|yuan| yuan.0)
    }
    fn owner(&self) -> Option<MemberId> {
        self.task.as_ref().map_or(self.me, |t| t.owner)
    }
    fn branch(&self) -> Option<BodyId> {
        self.task.as_ref().and_then(|t| t.branch)
    }
    fn version(&self) -> Option<i64> {
        self.task.as_ref().map(|t| t.version)
    }
}

/// What a new task may begin with.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct Begin {
    /// A day.
    pub due: Option<Date>,
    /// A field of work.
    pub field: Option<Field>,
}

/// The form of a new task.
pub(super) fn new(view: &View<'_>, begin: Begin) -> Reply<Form> {
    let mut form = blank(view)?;
    (form.due, form.field) = (begin.due, begin.field);
    Ok(form)
}

fn blank(view: &View<'_>) -> Reply<Form> {
    Ok(Form {
        task: None,
        helpers: Vec::new(),
        manages: view.actor().may(power::TASK_MANAGE),
        me: me(view),
        due: None,
        field: None,
        members: members(view)?,
        bodies: org::bodies_to_choose(view, view.union(), view.today())?,
    })
}

/// The form of a task to be changed.
pub(super) fn edit(view: &View<'_>, which: Which) -> Reply<Form> {
    let row = course::in_hand(view, which.id)?;
    if !row.state.is_open() {
        return Err(Refusal::new("flow.refusal.closed")
            .status(409)
            .next(format!("/tasks/{}", row.id))
            .into());
    }
    let mut form = blank(view)?;
    let helpers = parts::helpers(view, view.union(), row.id)?;
    form.helpers = helpers
        .iter()
        .filter(|h| h.answer != Answer::No)
        .map(|h| h.member)
        .collect();
    form.task = Some(Card::new(view, row));
    Ok(form)
}
