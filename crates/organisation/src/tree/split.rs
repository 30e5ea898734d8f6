//! Splitting a union: new unions come out of it and stand beside it, and it ends or goes on.

use kernel::{Date, Text, UnionId};
use org::tree::{
    Node,
    model::{ActKind, Part},
    store, tally,
};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Refusal, Reply};

use super::{
    change::{leave_members, no_children, tell},
    event::Happened,
    found::First,
    place::{self, Ground},
};

/// Most unions that come out of one.
const MOST: usize = 20;

/// A union to be split.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Split {
    id: UnionId,
    /// The new unions, one a line: name and chair.
    new: Text<1000>,
    /// Whether the union itself ends.
    #[serde(default)]
    ends: bool,
    day: Date,
    basis: Text<120>,
    note: Option<Text<500>>,
}

/// Splits a union.
pub(super) fn split(act: &mut Act<'_>, form: Split) -> Reply<Done> {
    let node = place::below(act, form.id)?;
    if form.ends {
        place::end_fits(act, &node, form.day)?;
        no_children(act, &node)?;
    } else {
        place::day_fits(act, &node, form.day)?;
    }
    let new = lines(&form.new)?;
    for (name, _) in &new {
        place::named_once(act, "new", node.parent, name, node.id)?;
    }
    let id = act.id();
    let ground = Ground {
        day: form.day,
        basis: &form.basis,
        note: form.note.as_deref(),
    };
    place::record(act, id, ActKind::Split, ground, &[(node.id, Part::Subject)])?;
    let mut founded = Vec::new();
    for (name, chair) in &new {
        let union: UnionId = act.id();
        store::found(act.writer(), union, node.parent, (name, node.kind), form.day, Some(id))?;
        store::add_parts(act.writer(), id, &[(union, Part::OutOf)])?;
        First { chair, phone: None }.seat(act, union, form.day)?;
        founded.push(union);
    }
    if form.ends {
        store::end(act.writer(), node.id, form.day.plus_days(-1))?;
    }
    finish(act, &node, founded, (id, form.ends, form.day))
}

fn finish(
    act: &Act<'_>,
    node: &Node,
    founded: Vec<UnionId>,
    (id, ends, day): (org::tree::model::TreeActId, bool, Date),
) -> Reply<Done> {
    leave_members(act, node, None)?;
    for union in founded.iter().copied() {
        tally::refresh(act.writer(), union, act.today())?;
    }
    let told: Vec<UnionId> = std::iter::once(node.id).chain(founded.iter().copied()).collect();
    let next = founded.first().copied().unwrap_or(node.id);
    let happened = Happened::Split {
        union: node.id,
        act: id,
        new: founded,
        ends,
        day,
    };
    tell(act, &happened, &told)?;
    Ok(Done::to(format!("/org/tree/{next}"))
        .record(next)
        .say("organisation.tree.split_done"))
}

/// Each line: a name, then the chair after a comma, a tab or the last space.
fn lines(text: &str) -> Reply<Vec<(String, String)>> {
    let mut all: Vec<(String, String)> = Vec::new();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let cut = line
            .split_once(['，', ',', '、', '\t', ';', '；'])
            .or_else(|| line.rsplit_once([' ', '\u{3000}']));
        let (name, chair) = cut.map(|(a, b)| (a.trim(), b.trim())).unwrap_or((line, ""));
        let fits = (1..=60).contains(&name.chars().count()) && (1..=40).contains(&chair.chars().count());
        if !fits {
            return Err(Refusal::field("new", "organisation.tree.split_line")
                .arg("line", line)
                .into());
        }
        if all.iter().any(|(known, _)| known == name) {
            return Err(Refusal::field("new", "organisation.tree.name_taken").into());
        }
        all.push((name.to_owned(), chair.to_owned()));
    }
    match all.len() {
        1..=MOST => Ok(all),
        0 => Err(Refusal::field("new", "web.refusal.required").into()),
        _ => Err(Refusal::field("new", "organisation.tree.split_many").into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_name_and_a_chair() {
        let read = |text: &str| lines(text).ok();
        let two = vec![
            ("东校区工会".to_owned(), "王芳".to_owned()),
            ("西校区工会".to_owned(), "李明".to_owned()),
        ];
        assert_eq!(read("东校区工会，王芳\n\n西校区工会 李明\n"), Some(two));
        assert_eq!(read("东校区工会"), None, "no chair");
        assert_eq!(read("东校区工会，王芳\n东校区工会，李明"), None, "twice");
        assert_eq!(read("  \n"), None);
    }
}
