//! Stories of rules, on both databases.

use kernel::{Date, Id, Money, Text, UnionId};
use org::{Role, power::RULE_SEE};
use serde::Deserialize;
use testkit::{Client, Kit, Story};
use web::{Access, Act, Attachment, Done, Nothing, Record, Refusal, Reply, Routes, View};

use crate::{Base, Case, Key};

mod asking;
mod brought;
mod provinces;
mod sheets;

/// Rules with a system that asks them.
pub(crate) fn kit() -> Kit {
    let asking =
        Routes::new("asking")
            .act("/ask", Access::May(RULE_SEE), ask)
            .file("/waiting", Access::May(RULE_SEE), waiting);
    Kit {
        migrations: crate::MIGRATIONS.to_vec(),
        routes: crate::routes().and(asking).into_list(),
        start: vec![crate::declare],
    }
}

/// Something to be decided by a rule.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
struct Ask {
    key: String,
    day: Date,
    #[serde(default)]
    money: Option<Money>,
    #[serde(default)]
    count: Option<u32>,
    #[serde(default)]
    whole: Option<u32>,
    #[serde(default)]
    reason: Option<Text<300>>,
}

fn ask(act: &mut Act<'_>, form: Ask) -> Reply<Done> {
    let key = Key::of(&form.key).ok_or_else(Refusal::missing)?;
    let number = form.count.map(i64::from);
    let case = form
        .money
        .map_or_else(|| Case::number(number.unwrap_or(0)), Case::money);
    let case = match form.whole {
        Some(whole) => case
            .of(Base::ShouldAttend, i64::from(whole))
            .of(Base::AllDelegates, i64::from(whole)),
        None => case,
    };
    let judged = crate::judge(act, act.union(), form.day, key, &case)?;
    let record: Id<()> = act.id();
    let id = crate::keep(
        act,
        &judged,
        Record::new("ask", record),
        "money",
        form.reason.as_deref(),
    )?;
    Ok(Done::to(format!("/rules/judgements/{id}")).record(id))
}

/// What waits for whoever looks: how many, and where.
fn waiting(view: &View<'_>, _: Nothing) -> Reply<Attachment> {
    let asked = crate::to_confirm(view, |count, at| (count > 0).then(|| format!("{count} {at}")))?;
    let waits = match asked {
        Some(asked) => asked.rows()?.into_iter().flatten().next(),
        None => None,
    };
    Ok(Attachment {
        name: "waiting.txt".to_owned(),
        mime: "text/plain".to_owned(),
        bytes: waits.unwrap_or_default().into_bytes(),
        inline: true,
    })
}

/// Says where a union is.
pub(crate) fn place(s: &Story, union: UnionId, region: Option<&str>, system: Option<&str>, class: Option<&str>) {
    let (region, system, class) = (
        region.map(str::to_owned),
        system.map(str::to_owned),
        class.map(str::to_owned),
    );
    let done: Result<bool, ::store::Error> = s.store.write(move |w| {
        let node = org::tree::store::get(w, union)?;
        let about = org::tree::model::About {
            region: region.clone(),
            system: system.clone(),
            unit_class: class.clone(),
            industry: (class.as_deref() == Some("400")).then(|| "P".to_owned()),
            ..org::tree::model::About::default()
        };
        org::tree::store::set_about(w, union, node.version, &about)
    });
    assert!(done.unwrap());
}

/// The fields of a rule's form.
pub(crate) fn rule<'a>(key: &'a str, value: &'a str, from: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("key", key),
        ("value", value),
        ("basis", "委员会决定"),
        ("severity", "block"),
        ("from", from),
    ]
}

/// Enters a rule of the union's own, has another person confirm it, and says its id.
pub(crate) fn confirmed(s: &Story, fields: &[(&str, &str)]) -> String {
    let (writer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
    let id = writer.post("/rules/own/new", fields).expect(303).id();
    chair.post(&format!("/rules/rows/{id}/confirm"), &[]).expect(303);
    id
}

/// Makes a sheet of a place and says its path.
pub(crate) fn sheet(chair: &Client, place: &str) -> String {
    let made = chair.post(
        "/rules/sheets/new",
        &[("place", place), ("title", "省工会 2026 年标准")],
    );
    made.expect(303).location()
}

#[test]
fn every_word_is_there_and_used() {
    let root = std::path::Path::new("../..");
    let ours = |complaint: &String| complaint.starts_with("rules.") || complaint.contains("/rules/src/");
    for found in [ui::words::missing(root), ui::words::unused(root)] {
        let wrong: Vec<String> = found.expect("sources").into_iter().filter(ours).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
