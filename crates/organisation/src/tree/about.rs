//! What is on file about a union (组织信息): its statistical code, its unit, its certificate, how to reach it.

use ::store::OnConstraint;
use kernel::{Date, Text, UnionId};
use org::tree::{
    About,
    model::{CLASSES, INDUSTRIES, credit_code_fits},
    store, tally,
};
use rules::{Region, System};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html, html};
use web::{Act, Done, Refusal, Reply, Stop, View};

use super::{
    change::tell,
    event::Happened,
    forms::{self, Which},
    legal, place,
};
use crate::rates;

/// The form of what is on file.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AboutForm {
    /// The union.
    pub id: UnionId,
    /// Its name.
    pub name: String,
    /// What is on file now.
    pub about: About,
    /// Version.
    pub version: i64,
}

ui::page!(AboutForm, "tree/pages/about.html", |_p, cx| cx
    .t("organisation.tree.about_edit"));

pub(super) fn form(view: &View<'_>, q: Which) -> Reply<AboutForm> {
    let node = place::living(place::seen(view, q.id)?)?;
    Ok(AboutForm {
        about: store::about(view, node.id)?,
        id: node.id,
        name: node.name,
        version: node.version,
    })
}

impl AboutForm {
    fn crumbs(&self, cx: &Cx) -> Html {
        forms::crumbs(cx, self.id, &self.name)
    }
    fn at(&self) -> String {
        format!("/org/tree/{}/about", self.id)
    }
    fn back(&self) -> String {
        format!("/org/tree/{}", self.id)
    }
    fn classes(&self, cx: &Cx) -> Vec<Choice> {
        choices(cx, &CLASSES, class_word)
    }
    fn systems(&self, cx: &Cx) -> Vec<Choice> {
        let named = System::ALL
            .iter()
            .map(|s| Choice::new(s.key(), cx.t(&system_word(s.key()))));
        std::iter::once(Choice::new("", "—")).chain(named).collect()
    }
    fn industries(&self, cx: &Cx) -> Vec<Choice> {
        choices(cx, &INDUSTRIES, industry_word)
    }
    /// Where the workers are recorded: with their day and source.
    fn workers(&self, cx: &Cx) -> Html {
        html!(
            "<p>{} {} · <a href=\"/org/tree/{}/workers\">{}</a></p>",
            cx.t("organisation.about.workers"),
            rates::number(cx, self.about.workers),
            self.id.to_string(),
            cx.t("rates.form.title")
        )
    }
}

fn choices(cx: &Cx, keys: &[&'static str], word: fn(&str) -> String) -> Vec<Choice> {
    let named = keys
        .iter()
        .map(|key| Choice::new(*key, format!("{key} {}", cx.t(&word(key)))));
    std::iter::once(Choice::new("", "—")).chain(named).collect()
}

/// The word key of a class of units.
pub(super) fn class_word(key: &str) -> String {
    format!("organisation.unit_class.{key}")
}

/// The word key of an industry.
pub(super) fn industry_word(key: &str) -> String {
    format!("organisation.industry.{}", key.to_ascii_lowercase())
}

/// The word key of an industry system.
pub(super) fn system_word(key: &str) -> String {
    format!("rules.system.{key}")
}

/// What is to be on file.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct EditAbout {
    id: UnionId,
    version: i64,
    code: Option<Text<30>>,
    unit: Option<Text<100>>,
    unit_class: Option<Text<30>>,
    industry: Option<Text<30>>,
    unit_credit: Option<Text<30>>,
    legal_code: Option<Text<30>>,
    legal_until: Option<Date>,
    address: Option<Text<200>>,
    contact: Option<Text<40>>,
    phone: Option<Text<30>>,
    /// 行政区划代码: 2, 4 or 6 digits.
    region: Option<Text<12>>,
    system: Option<System>,
}

impl EditAbout {
    fn read(self) -> Reply<About> {
        let listed = |field: &str, value: &Option<Text<30>>| -> Reply<()> {
            match value {
                Some(v) if !INDUSTRIES.contains(&v.as_str()) => {
                    Err(Refusal::field(field, "organisation.about.not_listed").into())
                }
                _ => Ok(()),
            }
        };
        listed("industry", &self.industry)?;
        if self.unit_class.as_ref().is_some_and(|c| !CLASSES.contains(&c.as_str())) {
            return Err(Refusal::field("unit_class", "organisation.about.not_listed").into());
        }
        let region = self.region.as_deref().map(str::parse::<Region>).transpose();
        let region = region.map_err(|_| Refusal::field("region", "organisation.about.region_wrong"))?;
        let legal_code = credit("legal_code", self.legal_code)?;
        if legal_code.as_ref().is_some_and(|code| !code.starts_with("81")) {
            return Err(Refusal::field("legal_code", "organisation.about.legal_81").into());
        }
        Ok(About {
            code: self.code.map(Text::into_string),
            unit: self.unit.map(Text::into_string),
            industry: self.industry.map(Text::into_string),
            unit_class: self.unit_class.map(Text::into_string),
            unit_credit: credit("unit_credit", self.unit_credit)?,
            legal_code,
            legal_until: self.legal_until,
            address: self.address.map(Text::into_string),
            contact: self.contact.map(Text::into_string),
            phone: self.phone.map(Text::into_string),
            region: region.map(|region| region.code().to_owned()),
            system: self.system.map(|system| system.key().to_owned()),
            ..About::default()
        })
    }
}

/// A credit code as typed, in capitals and half width, whose check sign fits.
fn credit(field: &str, typed: Option<Text<30>>) -> Reply<Option<String>> {
    let Some(typed) = typed else { return Ok(None) };
    let code = kernel::numerals::half_width(&typed).to_ascii_uppercase();
    if credit_code_fits(&code) {
        Ok(Some(code))
    } else {
        Err(Refusal::field(field, "organisation.about.credit_wrong").into())
    }
}

/// Changes what is on file about a union.
pub(super) fn edit(act: &mut Act<'_>, form: EditAbout) -> Reply<Done> {
    let node = place::living(place::seen(act, form.id)?)?;
    let version = form.version;
    let about = form.read()?;
    let before = store::about(act, node.id)?;
    let kept = store::set_about(act.writer(), node.id, version, &about)
        .on_constraint::<Stop>("union_node_code", || {
            Refusal::field("code", "organisation.about.code_taken").into()
        })?;
    if !kept {
        return Err(Refusal::stale().into());
    }
    tally::refresh(act.writer(), node.id, act.today())?;
    if before.address.is_some() && before.address != about.address {
        legal::change_due(act, node.id)?;
    }
    let happened = Happened::Described {
        union: node.id,
        version: version + 1,
    };
    tell(act, &happened, &[node.id])?;
    Ok(Done::to(format!("/org/tree/{}", node.id))
        .record(node.id)
        .say("organisation.about.changed"))
}
