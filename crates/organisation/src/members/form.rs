//! The forms of members: to add one, and to change the particulars of one, a section at a time.

use kernel::{Date, identity::IdentityKind};
use org::{
    BodyId, MemberId, bodies,
    members::{
        Field, Particulars,
        field::{Kind, Section},
        history, store,
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html, html};
use web::{Nothing, Reply, View};

use super::acts::BASIC;

/// What is asked first of a new member; everything else can be filled in later.
const NEW: &[Field] = &[
    Field::Name,
    Field::Phone,
    Field::Sex,
    Field::Group,
    Field::Employment,
    Field::JobClass,
    Field::Number,
    Field::Joined,
];

/// The form of a new member or of one to be changed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MemberForm {
    /// The member, when it is changed.
    pub id: Option<MemberId>,
    /// The version that was seen.
    pub version: i64,
    /// The section, when only one is changed.
    pub section: Option<Section>,
    /// How the particulars of the form read now.
    pub known: Particulars,
    /// The name of the member.
    pub name: String,
    /// Branches and groups to choose from.
    pub groups: Vec<(BodyId, String)>,
    /// Today.
    pub today: Date,
}

ui::page!(MemberForm, "members/pages/form.html", |p, cx| cx.t(p.title()));

/// Which member, and which section.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: MemberId,
    /// The particulars to be changed; name, phone, group, number and joining if not said.
    section: Option<Section>,
}

pub(super) fn new(view: &View<'_>, _: Nothing) -> Reply<MemberForm> {
    Ok(MemberForm {
        id: None,
        version: 0,
        section: None,
        known: Particulars::default(),
        name: String::new(),
        groups: bodies::store::bodies_to_choose(view, view.union(), view.today())?,
        today: view.today(),
    })
}

pub(super) fn edit(view: &View<'_>, q: Which) -> Reply<MemberForm> {
    let member = store::get(view, view.union(), q.id)?;
    let course = history::believed(view, view.union(), q.id)?;
    let typed = view
        .typed("section")
        .and_then(|key| Section::ALL.iter().copied().find(|s| s.key() == key));
    Ok(MemberForm {
        id: Some(q.id),
        version: member.version,
        section: typed.or(q.section),
        known: course.last().map(|(is, _)| is.particulars.clone()).unwrap_or_default(),
        name: member.name,
        groups: bodies::store::bodies_to_choose(view, view.union(), view.today())?,
        today: view.today(),
    })
}

impl MemberForm {
    fn title(&self) -> &'static str {
        if self.id.is_some() {
            "org.members.edit"
        } else {
            "org.members.new"
        }
    }
    fn at(&self, tail: &str) -> String {
        self.id
            .map_or_else(|| "/members".to_owned(), |id| format!("/members/{id}{tail}"))
    }
    fn crumbs(&self, cx: &Cx) -> Html {
        let own = self.id.map(|_| (self.name.clone(), self.at("")));
        cx.crumbs(
            [(cx.t("org.members.title"), "/members".to_owned())]
                .into_iter()
                .chain(own),
        )
    }
    /// The sections to go to: the form stays short.
    fn tabs(&self, cx: &Cx) -> Html {
        if self.id.is_none() {
            return Html::none();
        }
        let basic = (
            cx.t("organisation.edit.basic"),
            self.at("/edit"),
            self.section.is_none(),
        );
        let others = Section::ALL.iter().map(|section| {
            let href = self.at(&format!("/edit?section={}", section.key()));
            (cx.t(&section.word()), href, self.section == Some(*section))
        });
        cx.tabs([basic].into_iter().chain(others))
    }
    /// The box is offered when a member of the same name and phone was found.
    fn another(&self, cx: &Cx) -> Html {
        if cx.error("another").is_none() && cx.value("another", "").is_empty() {
            return Html::none();
        }
        Html::trusted(cx.field("another", "org.members.another").tick(false).to_string())
    }
    fn fields(&self, cx: &Cx) -> Html {
        let fields: Vec<Field> = match (self.id, self.section) {
            (None, _) => NEW.to_vec(),
            (Some(_), None) => BASIC.to_vec(),
            (Some(_), Some(section)) => section.fields().collect(),
        };
        fields.into_iter().map(|field| self.control(cx, field)).collect()
    }
    fn control(&self, cx: &Cx, field: Field) -> Html {
        let has = self.known.get(field).unwrap_or_default();
        let control = cx.field(field.key(), field.word());
        let control = match field.kind() {
            Kind::Name if self.id.is_none() => control.required().max(40).focus().text(has),
            Kind::Name => control.required().max(40).text(has),
            Kind::Line(most) => control.max(i64::try_from(most).unwrap_or(i64::MAX)).text(has),
            Kind::Phone => control.max(30).hint("org.members.phone_hint").phone(has),
            Kind::Email => control.max(100).autocomplete("off").text(has),
            Kind::Day if field == Field::Joined && self.id.is_none() => control.until(self.today).date(self.today),
            Kind::Day if field == Field::Joined => control.required().until(self.today).date(has),
            Kind::Day => control.until(self.today).date(has),
            Kind::Choice(keys) => control.select(choices(cx, field, keys), has),
            Kind::Flag => control.select(
                [
                    Choice::new("yes", cx.t("organisation.yes")),
                    Choice::new("no", cx.t("organisation.no")),
                ],
                has,
            ),
            Kind::Group => control.select(&self.groups, has),
        };
        Html::trusted(control.to_string())
    }
    /// What is kept sealed is typed anew and never filled in.
    fn sealed(&self, cx: &Cx) -> Html {
        match (self.id, self.section) {
            (None, _) | (_, Some(Section::Identity)) => {
                let kinds = IdentityKind::ALL
                    .map(|kind| Choice::new(kind.key(), cx.t(&format!("organisation.id_kind.{}", kind.key()))));
                let hint = if self.id.is_some() {
                    "organisation.identity.kept_hint"
                } else {
                    "organisation.identity.hint"
                };
                let number = cx
                    .field("id_number", "organisation.identity.number")
                    .max(40)
                    .hint(hint)
                    .autocomplete("off");
                html!(
                    "{}{}",
                    Html::trusted(
                        cx.field("id_kind", "organisation.identity.kind")
                            .select(kinds, "resident")
                            .to_string()
                    ),
                    Html::trusted(number.text("").to_string())
                )
            }
            (_, Some(Section::Person)) => {
                let health = cx
                    .field("health", "organisation.identity.health")
                    .max(100)
                    .hint("organisation.identity.health_hint");
                Html::trusted(health.autocomplete("off").text("").to_string())
            }
            _ => Html::none(),
        }
    }
    /// Whether something changed or was written wrongly, from which day, on what basis.
    fn when(&self, cx: &Cx) -> Html {
        let how = [
            Choice::new("changed", cx.t("organisation.edit.changed")).hint(cx.t("organisation.edit.changed_says")),
            Choice::new("mended", cx.t("organisation.edit.mended")).hint(cx.t("organisation.edit.mended_says")),
        ];
        html!(
            "<fieldset><legend>{}</legend>{}{}{}{}</fieldset>",
            cx.t("organisation.edit.when"),
            Html::trusted(
                cx.field("how", "organisation.edit.how")
                    .choices(how, "changed")
                    .to_string()
            ),
            Html::trusted(
                cx.field("on", "organisation.edit.on")
                    .until(self.today)
                    .date(self.today)
                    .to_string()
            ),
            Html::trusted(
                cx.field("until", "organisation.edit.until")
                    .hint("organisation.edit.until_hint")
                    .until(self.today)
                    .date("")
                    .to_string()
            ),
            Html::trusted(
                cx.field("basis", "organisation.edit.basis")
                    .max(200)
                    .hint("organisation.edit.basis_hint")
                    .text("")
                    .to_string()
            )
        )
    }
}

/// The choices of a particular, in words.
pub(super) fn choices(cx: &Cx, field: Field, keys: &[&str]) -> Vec<Choice> {
    keys.iter()
        .map(|key| Choice::new(*key, cx.t(&field.choice_word(key))))
        .collect()
}
