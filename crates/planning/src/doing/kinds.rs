//! Kinds of work and what each one counts. Data: a kind is added here, nowhere else.

use facts::{
    Measure, Unit,
    measures::{
        AID_HOUSEHOLDS, AID_MONEY, AID_PERSON_TIMES, HEALTH_MONEY, HEALTH_PERSON_TIMES, VISIT_HOUSEHOLDS, VISIT_MONEY,
        VISIT_PERSON_TIMES,
    },
};
use flow::Field;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What kind of work was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 慰问
    Visit,
    /// 帮扶救助
    Aid,
    /// 体检疗休养
    Health,
    /// 文体活动
    Activity,
    /// 学习培训
    Training,
    /// 竞赛比武
    Competition,
    /// 教代会、职代会
    Congress,
    /// 公开
    Disclosure,
    /// 合理化建议、提案
    Suggestion,
    /// 女职工工作
    Women,
    /// 劳动保护检查
    Safety,
    /// 调解
    Mediation,
    /// 会议
    Meeting,
    /// 宣传
    Publicity,
    /// 财务、审查
    Finance,
    /// 其他
    Other,
}

/// What a kind counts; what it has no measure for is not asked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// How often or how many: 场, 期, 次.
    pub events: Option<&'static Measure>,
    /// People: 人 or 人次.
    pub people: Option<&'static Measure>,
    /// Households.
    pub households: Option<&'static Measure>,
    /// Pieces.
    pub items: Option<&'static Measure>,
    /// Money.
    pub money: Option<&'static Measure>,
}

const fn measure(key: &'static str, zh: &'static str, en: &'static str, unit: Unit, field: &'static str) -> Measure {
    Measure {
        key,
        zh,
        en,
        unit,
        field,
    }
}

/// Every measure of work done, in the order of the register.
pub static MEASURES: &[Measure] = &[
    measure("meeting.events", "会议次数", "Meetings", Unit::Events, "planning"),
    measure(
        "meeting.person_times",
        "会议出席人次",
        "Attendance at meetings",
        Unit::PersonTimes,
        "planning",
    ),
    measure(
        "meeting.items",
        "会议决定事项",
        "Decisions of meetings",
        Unit::Items,
        "planning",
    ),
    measure(
        "congress.events",
        "职代会场次",
        "Congress sessions",
        Unit::Events,
        "democracy",
    ),
    measure(
        "congress.people",
        "职代会到会人数",
        "Delegates present",
        Unit::PersonTimes,
        "democracy",
    ),
    measure(
        "congress.items",
        "审议事项",
        "Matters considered",
        Unit::Items,
        "democracy",
    ),
    measure(
        "disclosure.items",
        "公开事项",
        "Matters disclosed",
        Unit::Items,
        "democracy",
    ),
    measure(
        "suggestion.items",
        "建议提案",
        "Suggestions and proposals",
        Unit::Items,
        "democracy",
    ),
    measure(
        "suggestion.people",
        "建议提案人数",
        "People with suggestions",
        Unit::PersonTimes,
        "democracy",
    ),
    measure(
        "women.events",
        "女职工活动场次",
        "Events for women workers",
        Unit::Events,
        "rights",
    ),
    measure(
        "women.person_times",
        "女职工活动人次",
        "Women taking part",
        Unit::PersonTimes,
        "rights",
    ),
    measure(
        "women.money",
        "女职工工作支出",
        "Spent on women workers",
        Unit::Money,
        "rights",
    ),
    measure(
        "safety.events",
        "劳动保护检查次数",
        "Safety inspections",
        Unit::Events,
        "rights",
    ),
    measure("safety.items", "整改隐患", "Hazards put right", Unit::Items, "rights"),
    measure(
        "mediation.items",
        "调解件数",
        "Disputes mediated",
        Unit::Items,
        "rights",
    ),
    VISIT_PERSON_TIMES,
    VISIT_HOUSEHOLDS,
    VISIT_MONEY,
    AID_PERSON_TIMES,
    AID_HOUSEHOLDS,
    AID_MONEY,
    HEALTH_PERSON_TIMES,
    HEALTH_MONEY,
    measure("training.issues", "培训期数", "Courses", Unit::Issues, "growth"),
    measure(
        "training.person_times",
        "培训人次",
        "People trained",
        Unit::PersonTimes,
        "growth",
    ),
    measure("training.money", "培训支出", "Spent on training", Unit::Money, "growth"),
    measure("competition.events", "竞赛场次", "Competitions", Unit::Events, "growth"),
    measure(
        "competition.person_times",
        "竞赛人次",
        "Competitors",
        Unit::PersonTimes,
        "growth",
    ),
    measure(
        "competition.money",
        "竞赛支出",
        "Spent on competitions",
        Unit::Money,
        "growth",
    ),
    measure("activity.events", "文体活动场次", "Activities", Unit::Events, "culture"),
    measure(
        "activity.person_times",
        "文体活动人次",
        "People in activities",
        Unit::PersonTimes,
        "culture",
    ),
    measure(
        "activity.money",
        "文体活动支出",
        "Spent on activities",
        Unit::Money,
        "culture",
    ),
    measure("finance.events", "财务审查次数", "Audits", Unit::Events, "finance"),
    measure(
        "finance.items",
        "审查发现问题",
        "Audit findings",
        Unit::Items,
        "finance",
    ),
    measure(
        "publicity.items",
        "宣传稿件",
        "Articles and displays",
        Unit::Items,
        "publicity",
    ),
    measure("other.events", "其他工作次数", "Other work", Unit::Events, "planning"),
    measure(
        "other.person_times",
        "其他工作人次",
        "People in other work",
        Unit::PersonTimes,
        "planning",
    ),
    measure("other.money", "其他支出", "Other spending", Unit::Money, "planning"),
];

/// Words by which a title tells its kind; the first row that fits wins.
const SIGNS: &[(Kind, &[&str])] = &[
    (Kind::Congress, &["教代会", "职代会", "代表大会", "职工大会"]),
    (Kind::Disclosure, &["校务公开", "厂务公开", "公开"]),
    (
        Kind::Suggestion,
        &["提案", "合理化建议", "献一计", "金点子", "征求意见"],
    ),
    (Kind::Aid, &["帮扶", "救助", "扶助", "捐", "特困", "困难"]),
    (Kind::Visit, &["慰问", "走访", "看望", "送温暖", "送清凉", "必访"]),
    (Kind::Health, &["体检", "疗休养", "疗养"]),
    (Kind::Mediation, &["调解", "争议"]),
    (Kind::Safety, &["安全", "隐患", "劳动保护", "安康杯"]),
    (Kind::Competition, &["竞赛", "比武", "评比", "演讲", "征文", "基本功"]),
    (Kind::Women, &["女职工", "妇女", "三八", "三﹒八"]),
    (Kind::Training, &["学习", "培训", "讲座", "师德", "师徒", "读书"]),
    (Kind::Finance, &["财务", "内审", "审查", "经费"]),
    (
        Kind::Activity,
        &["运动会", "赛", "活动", "联欢", "登山", "文娱", "庆祝", "长跑", "旅游"],
    ),
    (Kind::Publicity, &["宣传", "橱窗", "网页", "稿"]),
    (Kind::Meeting, &["会议", "座谈", "例会", "总结", "计划", "档案", "资料"]),
];

/// A measure by its key.
#[must_use]
pub fn by_key(key: &str) -> Option<&'static Measure> {
    MEASURES.iter().find(|m| m.key == key)
}

impl Kind {
    /// All kinds, in the order in which they are offered.
    pub const ALL: [Kind; 16] = [
        Kind::Visit,
        Kind::Activity,
        Kind::Training,
        Kind::Meeting,
        Kind::Congress,
        Kind::Disclosure,
        Kind::Suggestion,
        Kind::Aid,
        Kind::Health,
        Kind::Women,
        Kind::Competition,
        Kind::Safety,
        Kind::Mediation,
        Kind::Publicity,
        Kind::Finance,
        Kind::Other,
    ];
    /// The key kept in the store and the first part of its measures' keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Kind::Visit => "visit",
            Kind::Aid => "aid",
            Kind::Health => "health",
            Kind::Activity => "activity",
            Kind::Training => "training",
            Kind::Competition => "competition",
            Kind::Congress => "congress",
            Kind::Disclosure => "disclosure",
            Kind::Suggestion => "suggestion",
            Kind::Women => "women",
            Kind::Safety => "safety",
            Kind::Mediation => "mediation",
            Kind::Meeting => "meeting",
            Kind::Publicity => "publicity",
            Kind::Finance => "finance",
            Kind::Other => "other",
        }
    }
    /// The kind behind a key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.key() == key)
    }
    /// Key of the word on screen.
    #[must_use]
    pub fn word(self) -> String {
        format!("planning.kind.{}", self.key())
    }
    /// The field of work it belongs to.
    #[must_use]
    pub const fn field(self) -> Field {
        match self {
            Kind::Visit | Kind::Aid | Kind::Health => Field::Care,
            Kind::Activity => Field::Culture,
            Kind::Training | Kind::Competition => Field::Growth,
            Kind::Congress | Kind::Disclosure | Kind::Suggestion => Field::Democracy,
            Kind::Women | Kind::Safety | Kind::Mediation => Field::Rights,
            Kind::Publicity => Field::Publicity,
            Kind::Finance => Field::Finance,
            Kind::Meeting | Kind::Other => Field::Planning,
        }
    }
    /// The kind that work of a field most often is: what the closing form offers first.
    #[must_use]
    pub const fn usual(field: Field) -> Kind {
        match field {
            Field::Planning | Field::Organisation => Kind::Meeting,
            Field::Democracy => Kind::Congress,
            Field::Rights => Kind::Women,
            Field::Care => Kind::Visit,
            Field::Growth => Kind::Training,
            Field::Culture => Kind::Activity,
            Field::Finance => Kind::Finance,
            Field::Publicity => Kind::Publicity,
        }
    }
    /// The kind that a task's title speaks of; what its field of work most often is, if it speaks of none.
    #[must_use]
    pub fn guess(title: &str, field: Field) -> Kind {
        SIGNS
            .iter()
            .find(|(_, words)| words.iter().any(|w| title.contains(w)))
            .map_or_else(|| Kind::usual(field), |(kind, _)| *kind)
    }
    /// What it counts.
    #[must_use]
    pub fn counts(self) -> Counts {
        let one = |name: &str| by_key(&format!("{}.{name}", self.key()));
        Counts {
            events: one("events").or_else(|| one("issues")),
            people: one("person_times").or_else(|| one("people")),
            households: one("households"),
            items: one("items"),
            money: one("money"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_counts_something_and_every_measure_belongs_to_a_kind() {
        for kind in Kind::ALL {
            let c = kind.counts();
            let all = [c.events, c.people, c.households, c.items, c.money];
            assert!(all.iter().any(Option::is_some), "{}", kind.key());
            assert!(
                all.iter().flatten().all(|m| m.field == kind.field().key()),
                "{}",
                kind.key()
            );
            assert_eq!(Kind::from_key(kind.key()), Some(kind));
        }
        let counted: usize = Kind::ALL
            .iter()
            .map(|k| k.counts())
            .map(|c| {
                [c.events, c.people, c.households, c.items, c.money]
                    .iter()
                    .flatten()
                    .count()
            })
            .sum();
        assert_eq!(counted, MEASURES.len());
    }

    #[test]
    fn names_are_unique_since_summaries_name_figures_by_them() {
        let mut names: Vec<&str> = MEASURES.iter().map(|m| m.zh).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), MEASURES.len());
    }
}
