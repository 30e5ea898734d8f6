//! The formal course of a plan: a draft is handed in, adopted by a meeting, and one day replaced.

use kernel::{Date, Text};
use org::BodyId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::model::PlanId;

/// Where a plan stands formally.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Being written.
    #[default]
    Draft,
    /// Handed in to be adopted; its words stand still.
    Submitted,
    /// Adopted by a meeting or body.
    Adopted,
    /// Another plan has taken its place.
    Replaced,
}

impl Step {
    /// All of them, in their order.
    pub const ALL: [Step; 4] = [Step::Draft, Step::Submitted, Step::Adopted, Step::Replaced];
    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Step::Draft => "draft",
            Step::Submitted => "submitted",
            Step::Adopted => "adopted",
            Step::Replaced => "replaced",
        }
    }
    /// The step of a name.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        Step::ALL.into_iter().find(|step| step.key() == key)
    }
}

/// Handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Submitted {
    /// The day.
    pub on: Date,
    /// To whom: 工会委员会, 党支部.
    pub to: Text<120>,
    /// By whom.
    pub name: String,
}

/// Adopted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Adopted {
    /// The day of the meeting.
    pub on: Date,
    /// By which meeting or body: 第三届工会委员会第五次会议.
    pub by: Text<120>,
    /// The number of the paper: ×工〔2026〕3号.
    pub number: Option<Text<60>>,
    /// The paper kept in the archive.
    pub paper: Option<archive::PaperId>,
    /// Who recorded it.
    pub name: String,
}

/// The course of a plan so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Course {
    /// Where it stands.
    pub step: Step,
    /// Whose plan it is, if not the whole union's.
    pub body: Option<BodyId>,
    /// When and to whom it was handed in last.
    pub submitted: Option<Submitted>,
    /// Why it was given back.
    pub returned: Option<String>,
    /// When and by whom it was adopted.
    pub adopted: Option<Adopted>,
    /// The plan that took its place, and when.
    pub replaced: Option<(PlanId, Date)>,
}

/// Why a plan cannot go where it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cannot {
    /// Handed in already.
    Submitted,
    /// Not handed in.
    NotSubmitted,
    /// Adopted already.
    Adopted,
    /// Another plan has taken its place.
    Replaced,
    /// The day lies ahead.
    Ahead,
    /// The meeting was before the plan was handed in.
    Before,
}

impl Cannot {
    /// The stable key of the sentence.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Cannot::Submitted => "submitted",
            Cannot::NotSubmitted => "not_submitted",
            Cannot::Adopted => "adopted",
            Cannot::Replaced => "replaced",
            Cannot::Ahead => "ahead",
            Cannot::Before => "before",
        }
    }
}

impl Course {
    /// Hands the plan in.
    ///
    /// # Errors
    /// If it is handed in, adopted or replaced, or the day lies ahead.
    pub fn submit(self, how: Submitted, today: Date) -> Result<Self, Cannot> {
        match self.step {
            Step::Submitted => return Err(Cannot::Submitted),
            Step::Adopted => return Err(Cannot::Adopted),
            Step::Replaced => return Err(Cannot::Replaced),
            Step::Draft => {}
        }
        if how.on > today {
            return Err(Cannot::Ahead);
        }
        Ok(Self {
            step: Step::Submitted,
            submitted: Some(how),
            returned: None,
            ..self
        })
    }
    /// Gives it back to be changed, or takes it back.
    ///
    /// # Errors
    /// If it is not handed in.
    pub fn give_back(self, why: &str) -> Result<Self, Cannot> {
        if self.step != Step::Submitted {
            return Err(Cannot::NotSubmitted);
        }
        Ok(Self {
            step: Step::Draft,
            returned: Some(why.to_owned()),
            ..self
        })
    }
    /// Records that it was adopted. It need not have been handed in here.
    ///
    /// # Errors
    /// If it was adopted or replaced before, or the day lies ahead or before it was handed in.
    pub fn adopt(self, how: Adopted, today: Date) -> Result<Self, Cannot> {
        match self.step {
            Step::Adopted => return Err(Cannot::Adopted),
            Step::Replaced => return Err(Cannot::Replaced),
            Step::Draft | Step::Submitted => {}
        }
        if how.on > today {
            return Err(Cannot::Ahead);
        }
        let handed_in = self.submitted.as_ref().filter(|_| self.step == Step::Submitted);
        if handed_in.is_some_and(|s| how.on < s.on) {
            return Err(Cannot::Before);
        }
        Ok(Self {
            step: Step::Adopted,
            adopted: Some(how),
            returned: None,
            ..self
        })
    }
    /// Another plan takes its place.
    ///
    /// # Errors
    /// If one has already.
    pub fn replace(self, by: PlanId, on: Date) -> Result<Self, Cannot> {
        if self.step == Step::Replaced {
            return Err(Cannot::Replaced);
        }
        Ok(Self {
            step: Step::Replaced,
            replaced: Some((by, on)),
            returned: None,
            ..self
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }
    fn handed_in(on: &str) -> Submitted {
        Submitted {
            on: day(on),
            to: Text::new("工会委员会").unwrap(),
            name: "李老师".into(),
        }
    }
    fn adopted(on: &str) -> Adopted {
        Adopted {
            on: day(on),
            by: Text::new("工会委员会第一次会议").unwrap(),
            number: None,
            paper: None,
            name: "王主席".into(),
        }
    }

    #[test]
    fn a_plan_goes_only_where_it_may() {
        let today = day("2026-02-01");
        let draft = Course::default;
        assert_eq!(draft().submit(handed_in("2026-02-02"), today), Err(Cannot::Ahead));
        assert_eq!(draft().give_back("缺预算"), Err(Cannot::NotSubmitted));
        let sent = draft().submit(handed_in("2026-01-10"), today).unwrap();
        assert_eq!(
            sent.clone().submit(handed_in("2026-01-11"), today),
            Err(Cannot::Submitted)
        );
        assert_eq!(sent.clone().adopt(adopted("2026-01-09"), today), Err(Cannot::Before));
        let back = sent.clone().give_back("缺预算").unwrap();
        assert_eq!((back.step, back.returned.as_deref()), (Step::Draft, Some("缺预算")));
        let again = back.submit(handed_in("2026-01-12"), today).unwrap();
        assert_eq!(again.returned, None);
        let done = sent.adopt(adopted("2026-01-12"), today).unwrap();
        assert_eq!(done.clone().adopt(adopted("2026-01-13"), today), Err(Cannot::Adopted));
        assert_eq!(
            done.clone().submit(handed_in("2026-01-13"), today),
            Err(Cannot::Adopted)
        );
        let id = PlanId::new(uuid::Uuid::nil());
        let gone = done.replace(id, today).unwrap();
        assert!(gone.adopted.is_some(), "what was adopted stays told");
        assert_eq!(gone.clone().replace(id, today), Err(Cannot::Replaced));
        assert_eq!(gone.adopt(adopted("2026-01-13"), today), Err(Cannot::Replaced));
        assert!(
            draft().adopt(adopted("2026-01-13"), today).is_ok(),
            "not every union hands in"
        );
    }

    #[test]
    fn steps_lead_back() {
        for step in Step::ALL {
            assert_eq!(Step::of(step.key()), Some(step));
        }
    }
}
