//! What a dossier asks (困难职工档案表): its groups, items and the choices of each, in the order of the printed form.

/// What an item's value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A line of at most so many characters.
    Text(usize),
    /// Several lines of at most so many characters.
    Long(usize),
    /// One of some keys; the words lie under the stem.
    Choice(&'static str, &'static [&'static str]),
    /// A day.
    Day,
    /// An amount.
    Money,
    /// An amount that may be a loss.
    Loss,
    /// A whole number up to this one.
    Number(i64),
    /// Something that is so or not.
    Tick,
    /// A resident's identity number.
    Identity,
    /// A bank card.
    Card,
}

/// An item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its name in forms, in the sealed body and in word keys.
    pub key: &'static str,
    /// What its value is.
    pub kind: Kind,
    /// Whether the form asks for it before it can be handed in.
    pub need: bool,
}

impl Item {
    /// The word key of its name.
    #[must_use]
    pub fn word(&self) -> String {
        format!("hardship.item.{}", self.key)
    }
}

/// A group of items, as the form has them.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// Its name in word keys.
    pub key: &'static str,
    /// What it asks.
    pub items: &'static [Item],
}

const fn need(key: &'static str, kind: Kind) -> Item {
    Item { key, kind, need: true }
}
const fn may(key: &'static str, kind: Kind) -> Item {
    Item { key, kind, need: false }
}

const SEX: Kind = Kind::Choice("sex", &["male", "female"]);
const POLITICS: Kind = Kind::Choice("politics", &["party", "league", "democratic", "masses"]);
const HEALTH: Kind = Kind::Choice(
    "health",
    &[
        "good",
        "cancer",
        "cardio",
        "cerebral",
        "uraemia",
        "mental",
        "liver",
        "blood",
        "diabetes",
        "other_illness",
        "weak",
    ],
);
const DISABILITY: Kind = Kind::Choice(
    "disability",
    &[
        "sight",
        "hearing",
        "speech",
        "limbs",
        "intellect",
        "psychic",
        "multiple",
    ],
);
const LEVEL: Kind = Kind::Choice("level", &["one", "two", "three", "four"]);
const WORK_STATE: Kind = Kind::Choice(
    "work_state",
    &["at_work", "sick_leave", "laid_off", "jobless", "retired"],
);
const MODEL: Kind = Kind::Choice("model", &["none", "nation", "province", "city"]);
const HOUSING: Kind = Kind::Choice(
    "housing",
    &["own", "public_rent", "rent", "dormitory", "kin", "other_home"],
);
const MARRIAGE: Kind = Kind::Choice("marriage", &["single", "married", "divorced", "widowed"]);
const HUKOU: Kind = Kind::Choice("hukou", &["urban", "rural"]);
const UNIT_KIND: Kind = Kind::Choice(
    "unit_kind",
    &["public_body", "office", "state_firm", "private_firm", "social"],
);
const UNIT_STATE: Kind = Kind::Choice("unit_state", &["normal", "difficult", "stopped", "bankrupt"]);
const INSURANCE: Kind = Kind::Choice("insurance", &["employee", "resident", "commercial", "uninsured"]);
const KIN: Kind = Kind::Choice(
    "kin",
    &[
        "spouse",
        "child",
        "parent",
        "parent_in_law",
        "sibling",
        "grandparent",
        "other_kin",
    ],
);
const STANDING: Kind = Kind::Choice(
    "standing",
    &["working", "pupil", "student", "retired", "jobless", "infant"],
);
const SCHOOLING: Kind = Kind::Choice(
    "schooling",
    &["primary", "junior", "senior", "vocational", "college", "degree"],
);
/// The causes of a provincial form (rules.md §7.2).
pub const CAUSES: &[&str] = &[
    "no_labour",
    "jobless",
    "laid_off",
    "uninsured",
    "unpaid",
    "illness",
    "disaster",
    "accident",
    "schooling",
    "other",
];
const CAUSE: Kind = Kind::Choice("cause", CAUSES);
/// What a household cannot do without (刚性支出).
pub const COSTS: &[&str] = &["illness", "disability", "schooling", "employment"];
const COST: Kind = Kind::Choice("cost", COSTS);
const ANSWER: Kind = Kind::Choice("answer", &["no", "yes"]);
/// Papers that prove what a dossier says.
pub const PROOFS: &[&str] = &[
    "application",
    "income",
    "identity",
    "dibao",
    "diagnosis",
    "school",
    "contract",
    "check_consent",
    "other",
];

/// The items of the household, by group.
pub static HOUSEHOLD: &[Group] = &[
    Group {
        key: "head",
        items: &[
            need("name", Kind::Text(40)),
            need("number", Kind::Identity),
            need("nation", Kind::Text(20)),
            need("politics", POLITICS),
            need("health", HEALTH),
            may("disability", DISABILITY),
            may("level", LEVEL),
            need("work_state", WORK_STATE),
            need("model", MODEL),
            need("phone", Kind::Text(30)),
            may("other_phone", Kind::Text(60)),
        ],
    },
    Group {
        key: "home",
        items: &[
            need("housing", HOUSING),
            may("area", Kind::Number(2000)),
            need("address", Kind::Text(120)),
            need("marriage", MARRIAGE),
            need("hukou", HUKOU),
            need("hukou_place", Kind::Text(60)),
            may("single_parent", Kind::Tick),
        ],
    },
    Group {
        key: "work",
        items: &[
            need("unit", Kind::Text(60)),
            may("unit_kind", UNIT_KIND),
            may("unit_state", UNIT_STATE),
            need("industry", Kind::Text(40)),
            need("worked_since", Kind::Day),
            may("contract_until", Kind::Day),
        ],
    },
    Group {
        key: "money",
        items: &[
            need("income_month", Kind::Money),
            need("income_other", Kind::Loss),
            may("losses", Kind::Money),
            need("insurance", INSURANCE),
            may("zero_job", Kind::Tick),
            may("self_help", Kind::Tick),
            may("bank", Kind::Text(60)),
            may("card", Kind::Card),
        ],
    },
    Group {
        key: "cause",
        items: &[
            need("cause", CAUSE),
            may("cause2", CAUSE),
            may("cause3", CAUSE),
            may("cause4", CAUSE),
            need("story", Kind::Long(1000)),
        ],
    },
    Group {
        key: "excluded",
        items: &[
            need("two_homes", ANSWER),
            need("business", ANSWER),
            need("private_school", ANSWER),
            need("abroad", ANSWER),
        ],
    },
];

/// The questions whose yes excludes a household (rules.md §7.1).
pub const EXCLUSIONS: &[&str] = &["two_homes", "business", "private_school", "abroad"];

/// What is asked of each member of the family.
pub static FAMILY: &[Item] = &[
    need("name", Kind::Text(40)),
    need("kin", KIN),
    need("number", Kind::Identity),
    may("sex", SEX),
    need("health", HEALTH),
    need("income_month", Kind::Money),
    need("standing", STANDING),
    may("schooling", SCHOOLING),
    may("enrolled", Kind::Number(2100)),
    may("years", Kind::Number(12)),
    may("place", Kind::Text(60)),
    need("insurance", INSURANCE),
];

/// What is asked of each cost.
pub static COST_ITEMS: &[Item] = &[
    need("cost", COST),
    need("amount", Kind::Money),
    may("whose", Kind::Text(40)),
    need("evidence", Kind::Text(120)),
];

/// Most members of a family beside the applicant.
pub const MOST_FAMILY: usize = 11;
/// Most costs.
pub const MOST_COSTS: usize = 16;
