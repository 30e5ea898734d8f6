//! What comes: birthdays of the next month, and who reaches the age of retirement.

use kernel::Date;
use org::{
    BodyId, MemberId, Status, bodies,
    members::{
        Field, Particulars,
        age::{birthday_after, retires_on},
        history,
    },
    power::MEMBER_MANAGE,
};
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Col, Cx, Html, Row, State, Table, html};
use web::{Nothing, Reply, View};

use crate::members;

/// Birthdays so many days ahead.
const BIRTHDAYS: i32 = 31;
/// Retirements so many months ahead: this quarter and the next.
const RETIREMENTS: i32 = 6;

/// Something that comes for a member.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Coming {
    /// The day.
    pub day: Date,
    /// Who.
    pub id: MemberId,
    /// The name.
    pub name: String,
    /// The branch or group.
    pub group: Option<BodyId>,
    /// How old then, in years.
    pub age: i32,
    /// Whether the class of the job, which decides the day, is not known.
    pub assumed: bool,
}

/// What comes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Ahead {
    /// Birthdays, the next first.
    pub birthdays: Vec<Coming>,
    /// Who reaches or has reached the age of retirement without its being recorded, the earliest first.
    pub retirements: Vec<Coming>,
    /// How many members there are of whom the birth date is not known.
    pub unknown: i64,
    /// The last day of this quarter: retirements until then are to be recorded now.
    pub quarter_ends: Date,
    /// Whether they can be.
    pub may_manage: bool,
    #[serde(skip)]
    groups: Vec<(BodyId, String)>,
}

ui::page!(
    Ahead,
    "finding/pages/ahead.html",
    |_p, cx| cx.t("organisation.ahead.title"),
    wide
);

pub(super) fn ahead(view: &View<'_>, _: Nothing) -> Reply<Ahead> {
    let today = view.today();
    let mine = members::mine(view)?;
    let (mut birthdays, mut retirements, mut unknown) = (Vec::new(), Vec::new(), 0);
    history::each_on(view, view.union(), (today, view.now()), |member| {
        let known = &member.is.particulars;
        let within = mine
            .as_ref()
            .is_none_or(|m| known.group().is_some_and(|g| m.contains(&g)));
        if !member.is.status.belongs() || !within {
            return Ok(());
        }
        let Some(born) = known.day(Field::Born) else {
            unknown += 1;
            return Ok(());
        };
        let coming = |day: Date, assumed| Coming {
            day,
            id: member.id,
            name: known.name().to_owned(),
            group: known.group(),
            age: i32::from(day.year()) - i32::from(born.year()),
            assumed,
        };
        let birthday = birthday_after(born, today);
        if today.days_until(birthday) < BIRTHDAYS {
            birthdays.push(coming(birthday, false));
        }
        let retires = retirement(known, born);
        if let Some((day, assumed)) = retires.filter(|(day, _)| *day <= today.plus_months(RETIREMENTS))
            && member.is.status == Status::Active
            && known.get(Field::Retired).is_none()
        {
            retirements.push(coming(day, assumed));
        }
        Ok(())
    })?;
    birthdays.sort_by(|a, b| (a.day, &a.name).cmp(&(b.day, &b.name)));
    retirements.sort_by(|a, b| (a.day, &a.name).cmp(&(b.day, &b.name)));
    Ok(Ahead {
        birthdays,
        retirements,
        unknown,
        quarter_ends: quarter_end(today),
        may_manage: view.actor().may(MEMBER_MANAGE),
        groups: bodies::store::bodies_to_choose(view, view.union(), today)?,
    })
}

/// The last day of the quarter.
fn quarter_end(day: Date) -> Date {
    let left = 2 - (i32::from(day.month()) - 1) % 3;
    day.plus_months(left).month_end()
}

/// The day of retirement, and whether the class of the job was assumed; `None` while the sex is not known.
fn retirement(known: &Particulars, born: Date) -> Option<(Date, bool)> {
    let female = known.get(Field::Sex)? == "female";
    let class = known.get(Field::JobClass);
    Some((
        retires_on(born, female, class == Some("labour")),
        female && class.is_none(),
    ))
}

impl Ahead {
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([(cx.t("org.members.title"), "/members")]);
        html!("{}{}", crumbs, cx.heading(cx.t("organisation.ahead.title"), "", ""))
    }
    fn unknown_note(&self, cx: &Cx) -> Html {
        if self.unknown == 0 {
            return Html::none();
        }
        let text = html!(
            "{} <a href=\"/members/find?born=-\">{}</a>",
            cx.tn("organisation.ahead.unknown", self.unknown),
            cx.t("organisation.ahead.who")
        );
        cx.note(State::Info, text)
    }
    fn table<'a>(&self, cx: &'a Cx, title: &str, list: &[Coming], none: &str) -> Table<'a> {
        let cols = [
            Col::day("day", "organisation.ahead.day"),
            Col::text("name", "org.members.name"),
            Col::text("group", "org.members.group"),
            Col::text("age", "organisation.ahead.age"),
        ];
        let group = |id: Option<BodyId>| {
            self.groups
                .iter()
                .find(|(g, _)| Some(*g) == id)
                .map_or("—", |(_, n)| n.as_str())
        };
        cx.table(title, cols).empty(cx.empty(none)).rows(list.iter().map(|c| {
            let note = c
                .assumed
                .then(|| html!(" <small>{}</small>", cx.t("organisation.ahead.assumed")));
            Row::new()
                .link(&format!("/members/{}", c.id))
                .cell(cx.date_full(c.day))
                .cell(&c.name)
                .cell(group(c.group))
                .cell(html!(
                    "{}{}{}",
                    cx.t1("organisation.ahead.years", "n", c.age),
                    note,
                    self.handle(cx, c)
                ))
        }))
    }
    /// The way to record a retirement that is due by the end of this quarter.
    fn handle(&self, cx: &Cx, coming: &Coming) -> Html {
        let listed = self
            .retirements
            .iter()
            .any(|c| c.id == coming.id && c.day == coming.day);
        if !self.may_manage || !listed || coming.day > self.quarter_ends {
            return Html::none();
        }
        let href = format!("/members/{}/status?status=kept&retires=1&on={}", coming.id, coming.day);
        html!(" <a href=\"{}\">{}</a>", href, cx.t("organisation.ahead.handle"))
    }
    fn retiring<'a>(&self, cx: &'a Cx) -> Table<'a> {
        self.table(
            cx,
            "organisation.ahead.retirements",
            &self.retirements,
            "organisation.ahead.no_retirements",
        )
    }
    fn birthdays<'a>(&self, cx: &'a Cx) -> Table<'a> {
        self.table(
            cx,
            "organisation.ahead.birthdays",
            &self.birthdays,
            "organisation.ahead.no_birthdays",
        )
    }
}
