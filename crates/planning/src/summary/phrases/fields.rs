//! The chapters of a summary, and small words by kind of work.

use flow::Field;

use crate::doing::Kind;

/// A heading's work.
#[derive(Clone, Copy, Debug)]
pub struct Chapter {
    /// The name kept with the section.
    pub part: &'static str,
    /// The fields of work it tells of.
    pub fields: &'static [Field],
    /// The kinds of work in the order in which they are told.
    pub kinds: &'static [Kind],
}

/// The chapters in the order of the summary.
pub static CHAPTERS: &[Chapter] = &[
    Chapter {
        part: "democracy",
        fields: &[Field::Democracy],
        kinds: &[Kind::Congress, Kind::Disclosure, Kind::Suggestion],
    },
    Chapter {
        part: "rights",
        fields: &[Field::Rights],
        kinds: &[Kind::Women, Kind::Safety, Kind::Mediation],
    },
    Chapter {
        part: "care",
        fields: &[Field::Care],
        kinds: &[Kind::Visit, Kind::Aid, Kind::Health],
    },
    Chapter {
        part: "growth",
        fields: &[Field::Growth],
        kinds: &[Kind::Training, Kind::Competition],
    },
    Chapter {
        part: "culture",
        fields: &[Field::Culture],
        kinds: &[Kind::Activity],
    },
    Chapter {
        part: "publicity",
        fields: &[Field::Publicity],
        kinds: &[Kind::Publicity],
    },
    Chapter {
        part: "finance",
        fields: &[Field::Finance],
        kinds: &[Kind::Finance],
    },
    Chapter {
        part: "planning",
        fields: &[Field::Planning, Field::Organisation],
        kinds: &[Kind::Meeting, Kind::Other],
    },
];

/// The chapter of a part.
#[must_use]
pub fn chapter(part: &str) -> Option<&'static Chapter> {
    CHAPTERS.iter().find(|c| c.part == part)
}

/// Words by which a title already says what was done.
static VERBS: &[&str] = &[
    "看望", "慰问", "走访", "探望", "组织", "召开", "举办", "举行", "开展", "参加", "参与", "发放", "送", "帮扶",
    "救助", "扶助", "调解", "检查", "审查", "审议", "协助", "配合", "邀请", "建立", "建成", "完成", "落实", "编发",
    "征集", "庆祝", "讨论", "交流", "评比", "选拔", "参观", "创建", "颁发", "募集", "编印", "出版", "做好", "表彰",
    "评选", "征求", "收集", "公开", "公布", "公示", "接待", "承办", "签订", "选举", "修订", "制定", "推荐", "祝贺",
    "学习", "通过", "为", "向", "给", "与",
];

/// Whether a title says by itself that something was done.
#[must_use]
pub fn starts_with_verb(title: &str) -> bool {
    VERBS.iter().any(|verb| title.starts_with(verb))
}

/// What is done with work of a kind whose title is a name: the word before it, and the word behind it unless the
/// title ends so already.
#[must_use]
pub const fn act_of(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Visit | Kind::Aid => ("开展", "活动"),
        Kind::Health | Kind::Activity => ("组织", ""),
        Kind::Training | Kind::Competition => ("举办", ""),
        Kind::Congress | Kind::Meeting => ("召开", ""),
        Kind::Mediation | Kind::Publicity => ("做好", ""),
        _ => ("开展", ""),
    }
}

/// What is said of a work's people, around their number: `慰问`12人次, 138人次`参加`.
#[must_use]
pub const fn people_of(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Visit => ("慰问", ""),
        Kind::Aid => ("帮扶", ""),
        Kind::Congress => ("到会代表", ""),
        Kind::Meeting => ("", "出席"),
        Kind::Competition => ("", "参赛"),
        _ => ("", "参加"),
    }
}

/// The work of a kind by its name.
#[must_use]
pub const fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Visit => "走访慰问",
        Kind::Aid => "困难帮扶",
        Kind::Health => "体检疗休养",
        Kind::Activity => "文体活动",
        Kind::Training => "学习培训",
        Kind::Competition => "竞赛比武",
        Kind::Congress => "职代会建设",
        Kind::Disclosure => "事务公开",
        Kind::Suggestion => "建议提案的征集办理",
        Kind::Women => "女职工工作",
        Kind::Safety => "劳动保护检查",
        Kind::Mediation => "矛盾调解",
        Kind::Meeting => "例会制度",
        Kind::Publicity => "宣传工作",
        Kind::Finance => "财务审查",
        Kind::Other => "其他工作",
    }
}
