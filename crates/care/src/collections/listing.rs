//! The list of a branch, pasted from a sheet or typed in quickly: a line a giver, with name and amount.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Date, Money, Text, numerals};
use org::{BodyId, MemberId, members::history, power::CARE_RECORD};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html, html};
use web::{Act, Done, Refusal, Reply, View};

use super::{
    gifts,
    model::{Collection, CollectionId, Gift, Way, gift_amount},
    store,
};

/// Most lines of one list.
pub(super) const MOST: usize = 500;
/// How many troubles are named at once.
const NAMED: usize = 5;
/// What is written for somebody who is not named.
const NOBODY: &[&str] = &["匿名", "anonymous"];

/// Somebody who may stand on the list.
#[derive(Clone, Debug)]
pub(super) struct Somebody {
    pub id: MemberId,
    pub name: String,
    pub group: Option<BodyId>,
}

/// A line as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Read {
    /// Who; none for somebody who is not named.
    pub who: Option<(MemberId, Option<BodyId>)>,
    pub amount: Money,
    pub way: Option<Way>,
    pub consent: bool,
}

/// What is wrong with a line: its number, the word key, what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trouble(pub usize, pub &'static str, pub String);

/// Reads a list against the people of a day. A name without an amount gave nothing and is passed over; any other lone word is a trouble.
pub(super) fn read(text: &str, people: &[Somebody]) -> Result<Vec<Read>, Vec<Trouble>> {
    let mut by_name: BTreeMap<&str, Vec<&Somebody>> = BTreeMap::new();
    for one in people {
        by_name.entry(&one.name).or_default().push(one);
    }
    let (mut lines, mut wrong, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (number, line) in text.lines().enumerate() {
        match one(line, &by_name) {
            Ok(None) => {}
            Ok(Some(read)) => match read.who {
                Some((id, _)) if !seen.insert(id) => {
                    wrong.push(Trouble(number + 1, "collections.listing.twice", line.trim().to_owned()));
                }
                _ => lines.push(read),
            },
            Err((key, what)) => wrong.push(Trouble(number + 1, key, what)),
        }
    }
    if wrong.is_empty() { Ok(lines) } else { Err(wrong) }
}

fn one(line: &str, by_name: &BTreeMap<&str, Vec<&Somebody>>) -> Result<Option<Read>, (&'static str, String)> {
    let parts = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；');
    let words: Vec<&str> = line.split(parts).filter(|word| !word.is_empty()).collect();
    let (name, amount) = match words.as_slice() {
        [] => return Ok(None),
        [name] if NOBODY.contains(name) || by_name.contains_key(name) => return Ok(None),
        [other] => return Err(("collections.listing.lone", (*other).to_owned())),
        [name, amount, ..] => (name, amount),
    };
    let plain = numerals::half_width(amount);
    let plain = plain.trim_end_matches(['元', '块']);
    let amount: Money = plain
        .parse()
        .map_err(|_| ("collections.listing.amount", (*amount).to_owned()))?;
    gift_amount(amount).map_err(|_| ("collections.listing.amount", plain.to_owned()))?;
    let who = if NOBODY.contains(name) {
        None
    } else {
        match by_name.get(name).map(Vec::as_slice) {
            Some([one]) => Some((one.id, one.group)),
            Some(_) => return Err(("collections.listing.same_name", (*name).to_owned())),
            None => return Err(("collections.listing.unknown", (*name).to_owned())),
        }
    };
    let rest = words.get(2..).unwrap_or_default();
    let way = rest.iter().find_map(|word| match *word {
        "现金" | "cash" => Some(Way::Cash),
        "转账" | "transfer" => Some(Way::Transfer),
        _ => None,
    });
    let consent = who.is_some() && rest.iter().any(|word| matches!(*word, "公开" | "named"));
    Ok(Some(Read {
        who,
        amount,
        way,
        consent,
    }))
}

/// The form of a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ListForm {
    /// To which collection.
    pub collection: Collection,
    /// Of which group.
    pub group: Option<BodyId>,
    /// The groups to choose from.
    #[serde(skip)]
    pub groups: Vec<(BodyId, String)>,
    /// The names of its members, a line each.
    #[serde(skip)]
    pub names: String,
    /// Today.
    pub today: Date,
}

ui::page!(ListForm, "collections/pages/list_form.html", |_p, cx| cx
    .t("collections.listing.title"));

/// Of which group.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    id: CollectionId,
    group: Option<BodyId>,
}

/// The members of a day whom the actor may record for, those of a group alone if one is named.
fn people(view: &View<'_>, day: Date, group: Option<BodyId>) -> Reply<Vec<Somebody>> {
    let within = org::within(view, CARE_RECORD)?;
    let mut all = Vec::new();
    history::each_on(view, view.union(), (day, view.now()), |one| {
        let of = one.is.particulars.group();
        let fits = group.is_none_or(|group| of == Some(group));
        if one.is.status.belongs() && fits && org::holds(within.as_deref(), of) {
            let name = one.is.particulars.name().to_owned();
            all.push((
                one.sound.clone(),
                Somebody {
                    id: one.id,
                    name,
                    group: of,
                },
            ));
        }
        Ok(())
    })?;
    all.sort_by(|a, b| (&a.0, a.1.id).cmp(&(&b.0, b.1.id)));
    Ok(all.into_iter().map(|(_, one)| one).collect())
}

pub(super) fn form(view: &View<'_>, ask: Ask) -> Reply<ListForm> {
    let collection = gifts::open(view, super::acts::This { id: ask.id })?;
    let within = org::within(view, CARE_RECORD)?;
    let mut groups = org::bodies::store::bodies_to_choose(view, view.union(), view.today())?;
    groups.retain(|(id, _)| org::holds(within.as_deref(), Some(*id)));
    let names = match ask.group {
        Some(group) => {
            let all = people(view, view.today(), Some(group))?;
            let names: Vec<String> = all.into_iter().take(MOST).map(|one| format!("{} ", one.name)).collect();
            names.join("\n")
        }
        None => String::new(),
    };
    Ok(ListForm {
        collection,
        group: ask.group,
        groups,
        names,
        today: view.today(),
    })
}

impl ListForm {
    fn at(&self, tail: &str) -> String {
        format!("/collections/{}{tail}", self.collection.id)
    }
    /// The group stays in the address, so that a refused form comes back with it.
    fn action(&self) -> String {
        let group = self.group.map(|id| format!("?group={id}")).unwrap_or_default();
        self.at(&format!("/list{group}"))
    }
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([
            (cx.t("ui.nav.care"), "/care".to_owned()),
            (cx.t("collections.title"), "/collections".to_owned()),
            (self.collection.title.clone(), self.at("")),
        ]);
        let heading = cx.heading(cx.t("collections.listing.title"), cx.t("collections.listing.under"), "");
        html!("{}{}", crumbs, heading)
    }
    fn choices(&self) -> Vec<Choice> {
        self.groups
            .iter()
            .map(|(id, name)| Choice::new(*id, name.clone()))
            .collect()
    }
    fn ways(&self, cx: &Cx) -> Vec<Choice> {
        gifts::ways(cx)
    }
    fn last(&self) -> Date {
        self.today.min(self.collection.until)
    }
}

/// A list as it is told.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct List {
    id: CollectionId,
    group: Option<BodyId>,
    lines: Text<20_000>,
    /// How the gifts came, where a line does not say it.
    way: Way,
    day: Date,
    /// They are other gifts, although the same are recorded already.
    #[serde(default)]
    again: bool,
}

/// What is wrong, in words of the reader: the first few.
fn says(act: &Act<'_>, wrong: &[Trouble]) -> String {
    let one = |Trouble(line, key, what): &Trouble| {
        ui::words::fill(&ui::words::word(act.lang(), key), &[("line", line), ("what", what)])
    };
    let mut all: Vec<String> = wrong.iter().take(NAMED).map(one).collect();
    if wrong.len() > NAMED {
        let more = ui::words::word(act.lang(), "collections.listing.more");
        all.push(ui::words::fill(&more, &[("n", &(wrong.len() - NAMED))]));
    }
    all.join(" ")
}

pub(super) fn give(act: &mut Act<'_>, form: List) -> Reply<Done> {
    let collection = store::get(act, act.union(), form.id)?;
    collection.takes(form.day, act.today())?;
    if form.lines.lines().count() > MOST {
        return Err(Refusal::field("lines", "collections.listing.most")
            .arg("most", MOST)
            .into());
    }
    let people = people(act, act.today(), form.group)?;
    let read = read(&form.lines, &people)
        .map_err(|wrong| Refusal::field("lines", "collections.listing.wrong").arg("says", says(act, &wrong)))?;
    if read.is_empty() {
        return Err(Refusal::field("lines", "collections.listing.empty").into());
    }
    if read.iter().any(|line| line.who.is_none()) && org::within(act, CARE_RECORD)?.is_some() {
        return Err(Refusal::field("lines", "collections.refusal.own_group").into());
    }
    let received_by = gifts::receiver(act)?;
    let made: Vec<Gift> = read
        .into_iter()
        .map(|line| Gift {
            id: act.id(),
            collection: form.id,
            member: line.who.map(|(id, _)| id),
            name: None,
            body: line.who.and_then(|(_, group)| group),
            consent: line.consent,
            amount: line.amount,
            way: line.way.unwrap_or(form.way),
            day: form.day,
            received_by,
            back: None,
            version: 1,
        })
        .collect();
    for gift in &made {
        if !form.again && store::is_recorded(act, act.union(), gift)? {
            return Err(Refusal::field("again", "collections.refusal.again").into());
        }
    }
    gifts::keep(act, form.id, &made)?;
    Ok(super::acts::done(form.id, "collections.said.listed"))
}

#[cfg(test)]
mod tests {
    use kernel::Id;

    use super::*;

    fn people() -> Vec<Somebody> {
        ["陈一", "陈二", "陈三", "陈三"]
            .iter()
            .zip(1_u128..)
            .map(|(name, n)| Somebody {
                id: Id::new(uuid::Uuid::from_u128(n)),
                name: (*name).to_owned(),
                group: None,
            })
            .collect()
    }

    #[test]
    fn a_list_is_read_as_people_type_it() {
        let text = "陈一 100\n陈二，50.5元 转账 公开\n\n匿名\t20\n陈三\n匿名";
        let all = read(text, &people()).unwrap();
        assert_eq!(
            all.iter().map(|line| line.amount.fen()).collect::<Vec<_>>(),
            [10_000, 5_050, 2_000]
        );
        assert_eq!((all[1].way, all[1].consent), (Some(Way::Transfer), true));
        assert_eq!((all[2].who, all[2].consent), (None, false));
    }

    #[test]
    fn every_wrong_line_is_named() {
        let text = "陈一 0\n陈二 -5\n陈三 10\n王五 10\n陈一 一百块钱";
        let wrong = read(text, &people()).unwrap_err();
        let keys: Vec<_> = wrong.iter().map(|Trouble(line, key, _)| (*line, *key)).collect();
        assert_eq!(
            keys,
            [
                (1, "collections.listing.amount"),
                (2, "collections.listing.amount"),
                (3, "collections.listing.same_name"),
                (4, "collections.listing.unknown"),
                (5, "collections.listing.amount"),
            ]
        );
        // a lone word that is nobody's name was to be more: nothing is dropped silently
        let lone = read("陈一：100\n陈二 5", &people()).unwrap_err();
        assert_eq!(lone, [Trouble(1, "collections.listing.lone", "陈一：100".to_owned())]);
        assert_eq!(
            read("陈一 10\n陈一 10", &people()).unwrap_err()[0].1,
            "collections.listing.twice"
        );
    }
}
