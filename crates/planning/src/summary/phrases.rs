//! The words of drafts. Data: sentences and headings are changed here, nowhere else.
//!
//! A [`Passage`] tells what one kind of work came to. Of its clauses only those are said whose figure the register
//! has; without any, the passage is left out. Where there are several ways to say a thing, the union and the year
//! choose one, so that two unions, and two years of one union, do not read alike, and the same draft made twice does.

use flow::Field;
use kernel::UnionId;

use crate::doing::Kind;

/// What one kind of work came to.
#[derive(Clone, Copy, Debug)]
pub struct Passage {
    /// The kind.
    pub kind: Kind,
    /// How the sentence begins: what was striven for.
    pub leads: &'static [&'static str],
    /// What was counted, each with one place.
    pub clauses: &'static [&'static str],
}

/// A heading's work.
#[derive(Clone, Copy, Debug)]
pub struct Chapter {
    /// The name kept with the section.
    pub part: &'static str,
    /// The fields of work it tells of.
    pub fields: &'static [Field],
    /// Ways to head it.
    pub headings: &'static [&'static str],
    /// What it says of figures, in order.
    pub passages: &'static [Passage],
    /// What is said of next year's work in this field, if no plan says it.
    pub next: &'static str,
}

/// The part of the opening.
pub const OPENING: &str = "opening";
/// The part of what fell short.
pub const SHORTFALL: &str = "shortfall";
/// The part of what comes next.
pub const NEXT: &str = "next";

/// Ways to open. `<union>` and `<year>` are filled while drafting.
pub static OPENINGS: &[&str] = &[
    "<year>年，<union>在上级工会和党组织的领导下，紧紧围绕中心工作，认真履行维护职工合法权益、竭诚服务职工群众的基本职责，依靠广大会员的共同努力，较好地完成了全年各项任务。现将主要工作总结如下：",
    "<year>年，在上级工会和党组织的领导下，<union>坚持以服务大局、服务职工为出发点和落脚点，结合本单位实际，扎实推进各项工作，取得了一定成效。现将一年来的工作总结如下：",
    "一年来，<union>在上级工会和党组织的领导下，团结和依靠全体会员，突出重点，务实创新，充分发挥桥梁纽带作用，各项工作稳步推进。现将<year>年工作情况总结如下：",
];

/// Said in the opening when nothing is recorded yet.
pub const NOTHING_YET: &str = "（台帐里还没有<year>年的工作记录，记录后可重新起草各段。）";

/// Before the figures of a passage.
pub static SPANS: &[&str] = &["全年", "一年来", "全年共"];

/// Before the works of a chapter.
pub static HIGHLIGHTS: &[&str] = &["重点开展了以下工作：", "主要做了以下几项工作：", "其中："];

/// The chapters in the order of the summary.
pub static CHAPTERS: &[Chapter] = &[
    Chapter {
        part: "democracy",
        fields: &[Field::Democracy],
        headings: &[
            "坚持民主管理，保障职工民主权利",
            "健全职代会制度，推进民主管理",
            "加强民主管理和民主监督，当好职工代言人",
        ],
        passages: &[
            Passage {
                kind: Kind::Congress,
                leads: &[
                    "坚持和完善职代会制度，落实职工的审议权、评议权和监督权",
                    "认真落实职代会各项职权，重大事项交职工代表审议",
                ],
                clauses: &[
                    "召开职代会{职代会场次}场",
                    "到会代表{职代会到会人数}人次",
                    "审议事项{审议事项}件",
                ],
            },
            Passage {
                kind: Kind::Disclosure,
                leads: &[
                    "深入推行事务公开，保障职工的知情权",
                    "凡涉及职工切身利益的事项及时向职工公开",
                ],
                clauses: &["公开事项{公开事项}件"],
            },
            Passage {
                kind: Kind::Suggestion,
                leads: &["广泛听取职工意见，畅通建言渠道", "组织职工围绕中心工作建言献策"],
                clauses: &["收集合理化建议和提案{建议提案}件", "参与职工{建议提案人数}人次"],
            },
        ],
        next: "继续完善职代会和事务公开制度，认真办理职工提案",
    },
    Chapter {
        part: "rights",
        fields: &[Field::Rights],
        headings: &[
            "依法履行职责，维护职工合法权益",
            "突出主责主业，切实维护职工权益",
            "维护职工权益，促进和谐稳定",
        ],
        passages: &[
            Passage {
                kind: Kind::Women,
                leads: &[
                    "关心女职工的工作和生活，维护女职工特殊权益",
                    "发挥女职工组织作用，为女职工办实事",
                ],
                clauses: &[
                    "开展女职工活动{女职工活动场次}场",
                    "参加{女职工活动人次}人次",
                    "支出{女职工工作支出}元",
                ],
            },
            Passage {
                kind: Kind::Safety,
                leads: &["履行劳动保护监督职责", "把职工的安全健康放在首位，加强劳动保护监督检查"],
                clauses: &["开展劳动保护检查{劳动保护检查次数}次", "督促整改隐患{整改隐患}件"],
            },
            Passage {
                kind: Kind::Mediation,
                leads: &["做好矛盾纠纷的排查和化解", "坚持预防为主、调解为主，及时化解矛盾"],
                clauses: &["调解{调解件数}件"],
            },
        ],
        next: "加强劳动保护监督和女职工特殊权益维护，及时化解矛盾纠纷",
    },
    Chapter {
        part: "care",
        fields: &[Field::Care],
        headings: &[
            "坚持以人为本，把组织的关怀送到职工心坎上",
            "心系职工冷暖，办好实事好事",
            "竭诚服务职工，做实做细送温暖工作",
        ],
        passages: &[
            Passage {
                kind: Kind::Visit,
                leads: &[
                    "落实走访慰问制度，及时看望生病住院、家有困难和离退休职工",
                    "坚持职工有困难必访、有喜忧必到，把慰问工作做在平时",
                ],
                clauses: &[
                    "走访慰问职工{慰问人次}人次",
                    "走访家庭{慰问户数}户",
                    "发放慰问金和慰问品{慰问金额}元",
                ],
            },
            Passage {
                kind: Kind::Aid,
                leads: &["健全困难职工档案，开展帮扶救助", "关心困难职工家庭，努力为其排忧解难"],
                clauses: &[
                    "帮扶困难职工{帮扶人次}人次",
                    "帮扶家庭{帮扶户数}户",
                    "发放帮扶资金{帮扶金额}元",
                ],
            },
            Passage {
                kind: Kind::Health,
                leads: &["关心职工身心健康，组织好体检和疗休养", "把职工健康作为大事来抓"],
                clauses: &["组织体检和疗休养{体检疗休养人次}人次", "支出{体检疗休养支出}元"],
            },
        ],
        next: "做实走访慰问和困难帮扶，组织好职工体检和疗休养",
    },
    Chapter {
        part: "growth",
        fields: &[Field::Growth],
        headings: &[
            "加强学习培训，提升职工队伍素质",
            "搭建成长平台，促进职工全面发展",
            "深化建功立业活动，提高职工素质",
        ],
        passages: &[
            Passage {
                kind: Kind::Training,
                leads: &[
                    "坚持学用结合，组织职工参加各类学习培训",
                    "把提高职工思想和业务素质作为重要任务，开展多种形式的学习",
                ],
                clauses: &["举办学习培训{培训期数}期", "参加{培训人次}人次", "支出{培训支出}元"],
            },
            Passage {
                kind: Kind::Competition,
                leads: &[
                    "以竞赛促提高，组织职工岗位练兵、技能比武",
                    "广泛开展劳动和技能竞赛，营造比学赶超氛围",
                ],
                clauses: &["开展竞赛比武{竞赛场次}场", "参赛{竞赛人次}人次", "支出{竞赛支出}元"],
            },
        ],
        next: "有计划地组织学习培训和岗位练兵，为职工成长创造条件",
    },
    Chapter {
        part: "culture",
        fields: &[Field::Culture],
        headings: &[
            "开展文体活动，丰富职工文化生活",
            "活跃文体生活，增强集体凝聚力",
            "寓教于乐，营造健康向上的文化氛围",
        ],
        passages: &[Passage {
            kind: Kind::Activity,
            leads: &[
                "因地制宜开展职工喜闻乐见的文体活动",
                "坚持小型多样、重在参与，组织丰富多彩的文体活动",
            ],
            clauses: &[
                "举办文体活动{文体活动场次}场",
                "参加{文体活动人次}人次",
                "支出{文体活动支出}元",
            ],
        }],
        next: "坚持小型多样，组织好职工喜闻乐见的文体活动",
    },
    Chapter {
        part: "publicity",
        fields: &[Field::Publicity],
        headings: &["加强宣传引导，展示工会形象", "做好宣传工作，弘扬先进典型"],
        passages: &[Passage {
            kind: Kind::Publicity,
            leads: &[
                "及时宣传工会工作和职工风采",
                "充分利用橱窗、网页等阵地，宣传先进、交流经验",
            ],
            clauses: &["编发宣传稿件{宣传稿件}件"],
        }],
        next: "加强宣传阵地建设，及时反映工会工作和职工风采",
    },
    Chapter {
        part: "finance",
        fields: &[Field::Finance],
        headings: &["规范经费管理，自觉接受监督", "严格财务制度，用好管好工会经费"],
        passages: &[Passage {
            kind: Kind::Finance,
            leads: &[
                "严格执行工会财务制度，加强经费审查监督",
                "按制度收好、管好、用好工会经费，接受会员监督",
            ],
            clauses: &["开展财务审查{财务审查次数}次", "发现并督促整改问题{审查发现问题}件"],
        }],
        next: "规范经费收支，按时公布收支情况，接受会员监督",
    },
    Chapter {
        part: "planning",
        fields: &[Field::Planning, Field::Organisation],
        headings: &[
            "加强自身建设，夯实工会工作基础",
            "健全组织制度，提高工会自身建设水平",
            "抓班子带队伍，不断加强工会自身建设",
        ],
        passages: &[
            Passage {
                kind: Kind::Meeting,
                leads: &[
                    "坚持工会委员会例会制度，集体研究、分工负责",
                    "年初有计划、平时有检查，重要工作集体讨论决定",
                ],
                clauses: &[
                    "召开各类会议{会议次数}次",
                    "出席{会议出席人次}人次",
                    "作出决定{会议决定事项}件",
                ],
            },
            Passage {
                kind: Kind::Other,
                leads: &["认真完成上级工会交办的其他工作", "同时积极配合有关方面做好各项工作"],
                clauses: &[
                    "开展其他工作{其他工作次数}次",
                    "参加{其他工作人次}人次",
                    "支出{其他支出}元",
                ],
            },
        ],
        next: "加强工会委员和小组长的学习，健全制度，提高服务职工的本领",
    },
];

/// Ways to head what fell short.
pub static SHORTFALL_HEADINGS: &[&str] = &["存在的不足", "存在的问题和不足", "工作中的不足"];
/// Ways to begin it.
pub static SHORTFALL_LEADS: &[&str] = &[
    "一年来的工作虽然取得了一定成绩，但对照年初计划和职工的期望，还有一些不足：",
    "回顾一年的工作，我们也清醒地看到还有差距，主要是：",
    "在肯定成绩的同时，工作中还存在一些不足，主要表现在：",
];
/// Said when every task was done in time.
pub static SHORTFALL_NONE: &[&str] = &[
    "一年来计划的工作都按期完成，但与职工的期望相比，工作的深度和创新还不够，调查研究还要加强。",
    "全年工作按计划完成，但活动形式还不够丰富，主动听取职工意见还不够经常，需要在今后工作中改进。",
];

/// Ways to head what comes next.
pub static NEXT_HEADINGS: &[&str] = &["下一步工作打算", "今后工作打算", "下一年工作打算"];
/// Ways to end.
pub static CLOSINGS: &[&str] = &[
    "我们将发扬成绩，克服不足，团结带领全体会员，努力开创工会工作新局面。",
    "我们将再接再厉，把工会办成职工信赖的“职工之家”。",
    "今后，我们将继续当好职工的“娘家人”，扎实做好各项工作。",
];

/// The chapter of a part.
#[must_use]
pub fn chapter(part: &str) -> Option<&'static Chapter> {
    CHAPTERS.iter().find(|c| c.part == part)
}

/// Words by which a title already says what was done.
pub static VERBS: &[&str] = &[
    "看望", "慰问", "走访", "探望", "组织", "召开", "举办", "举行", "开展", "参加", "参与", "发放", "送", "帮扶",
    "救助", "扶助", "调解", "检查", "审查", "审议", "协助", "配合", "邀请", "建立", "建成", "完成", "落实", "编发",
    "编印", "出版", "做好", "表彰", "评选", "征求", "收集", "公开", "公布", "公示", "接待", "承办", "签订", "选举",
    "修订", "制定", "推荐", "为", "向", "给",
];

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

/// Chooses one of several ways to say a thing: the same for the same union, year and thing.
#[must_use]
pub fn choose(ways: &[&'static str], union: UnionId, year: i16, what: &str) -> &'static str {
    // FNV-1a, with a last stir so that near years fall apart
    let bytes = union
        .bytes()
        .iter()
        .chain(&year.to_be_bytes())
        .chain(what.as_bytes())
        .copied()
        .collect::<Vec<u8>>();
    let mut hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash ^= hash >> 29;
    let ways_n = u64::try_from(ways.len()).unwrap_or(1).max(1);
    usize::try_from(hash % ways_n)
        .ok()
        .and_then(|at| ways.get(at))
        .copied()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::summary::model::{Stretch, stretches};

    #[test]
    fn clauses_name_measures_of_their_kind_one_each_and_all_are_told() {
        let mut told = BTreeSet::new();
        for chapter in CHAPTERS {
            for passage in chapter.passages {
                assert!(chapter.fields.contains(&passage.kind.field()), "{}", passage.kind.key());
                for clause in passage.clauses {
                    let places: Vec<&str> = stretches(clause)
                        .unwrap()
                        .into_iter()
                        .filter_map(|s| if let Stretch::Place(name) = s { Some(name) } else { None })
                        .collect();
                    assert_eq!(places.len(), 1, "{clause}");
                    let measure = crate::MEASURES.iter().find(|m| m.zh == places[0]).expect(clause);
                    assert!(measure.key.starts_with(passage.kind.key()), "{clause}");
                    told.insert(measure.key);
                }
            }
        }
        let silent: Vec<&str> = crate::MEASURES
            .iter()
            .map(|m| m.key)
            .filter(|k| !told.contains(k))
            .collect();
        assert!(silent.is_empty(), "{silent:?}");
        for field in Field::ALL {
            assert_eq!(
                CHAPTERS.iter().filter(|c| c.fields.contains(&field)).count(),
                1,
                "{field}"
            );
        }
    }

    #[test]
    fn choices_are_steady_and_differ_between_years() {
        let union = UnionId::new(uuid::Uuid::from_u128(7));
        let openings: BTreeSet<&str> = (2020..2040)
            .map(|year| choose(OPENINGS, union, year, "opening"))
            .collect();
        assert_eq!(openings.len(), OPENINGS.len());
        assert_eq!(choose(OPENINGS, union, 2026, "x"), choose(OPENINGS, union, 2026, "x"));
    }
}
