//! The product's own ways of telling of each field of work.

use super::{Pattern, clause, says, words};

/// The fields of work in the order of the summary.
pub(super) static WORKS: &[Pattern] = &[
    // democratic management
    says(
        "democracy.heading",
        "democracy",
        &[
            "坚持民主管理，保障职工民主权利",
            "健全职代会制度，推进民主管理",
            "加强民主管理和民主监督，当好职工代言人",
        ],
    ),
    says("congress.sub", "democracy", &["落实职代会职权", "办好一年一度的职代会"]),
    says(
        "congress.lead",
        "democracy",
        &[
            "坚持和完善职代会制度，落实职工的审议权、评议权和监督权",
            "认真落实职代会各项职权，凡涉及职工切身利益的大事都交代表审议",
        ],
    ),
    clause("congress.events", "democracy", &["召开职代会{职代会场次}次"]),
    clause(
        "congress.people",
        "democracy",
        &["到会代表{职代会到会人数}人次", "代表{职代会到会人数}人次到会"],
    ),
    clause(
        "congress.items",
        "democracy",
        &["审议事项{审议事项}件", "审议通过和讨论事项{审议事项}件"],
    ),
    says("disclosure.sub", "democracy", &["推进事务公开", "把公开做在平时"]),
    says(
        "disclosure.lead",
        "democracy",
        &[
            "深入推行事务公开，保障职工的知情权",
            "凡涉及职工切身利益的事项及时向职工公开，自觉接受监督",
        ],
    ),
    clause(
        "disclosure.items",
        "democracy",
        &[
            "公开事项{公开事项}件",
            "向职工公开各类事项{公开事项}件",
            "【一】公开重要事项{公开事项}件",
        ],
    ),
    says("suggestion.sub", "democracy", &["认真办理建议提案", "征集办好金点子"]),
    says(
        "suggestion.lead",
        "democracy",
        &[
            "广泛听取职工意见，畅通建言渠道",
            "组织职工围绕中心工作建言献策，做到件件有着落",
        ],
    ),
    clause(
        "suggestion.items",
        "democracy",
        &["收集合理化建议和提案{建议提案}件", "征集建议提案{建议提案}件"],
    ),
    clause("suggestion.people", "democracy", &["参与职工{建议提案人数}人次"]),
    says(
        "democracy.next",
        "democracy",
        &[
            "继续完善职代会和事务公开制度，认真办理职工提案",
            "健全民主管理制度，落实职工的知情权、参与权和监督权",
        ],
    ),
    // rights and safety
    says(
        "rights.heading",
        "rights",
        &[
            "依法履行职责，维护职工合法权益",
            "突出主责主业，切实维护职工权益",
            "维护职工权益，促进和谐稳定",
        ],
    ),
    says("women.sub", "rights", &["关爱女职工", "发挥女职工半边天作用"]),
    says(
        "women.lead",
        "rights",
        &[
            "关心女职工的工作和生活，维护女职工特殊权益",
            "发挥女职工组织作用，多为女职工办实事",
        ],
    ),
    clause(
        "women.events",
        "rights",
        &["开展女职工活动{女职工活动场次}场", "组织女职工活动{女职工活动场次}次"],
    ),
    clause(
        "women.person_times",
        "rights",
        &["参加{女职工活动人次}人次", "{女职工活动人次}人次参加"],
    ),
    clause("women.money", "rights", &["支出{女职工工作支出}元"]),
    says("safety.sub", "rights", &["做好劳动保护检查", "守牢安全底线"]),
    says(
        "safety.lead",
        "rights",
        &[
            "履行劳动保护监督职责，发现问题及时督促整改",
            "把职工的安全健康放在首位，加强劳动保护监督检查",
        ],
    ),
    clause(
        "safety.events",
        "rights",
        &[
            "开展劳动保护检查{劳动保护检查次数}次",
            "组织安全检查{劳动保护检查次数}次",
        ],
    ),
    clause(
        "safety.items",
        "rights",
        &["督促整改隐患{整改隐患}件", "消除隐患{整改隐患}处"],
    ),
    says("mediation.sub", "rights", &["及时化解矛盾", "做好矛盾纠纷调解"]),
    says(
        "mediation.lead",
        "rights",
        &[
            "做好矛盾纠纷的排查和化解，促进单位和谐稳定",
            "坚持预防为主、调解为主，把矛盾化解在萌芽状态",
        ],
    ),
    clause(
        "mediation.items",
        "rights",
        &["调解矛盾纠纷{调解件数}件", "受理并调解{调解件数}件"],
    ),
    says(
        "rights.next",
        "rights",
        &[
            "加强劳动保护监督和女职工特殊权益维护，及时化解矛盾纠纷",
            "把维权服务做到职工身边，促进劳动关系和谐稳定",
        ],
    ),
    // care
    says(
        "care.heading",
        "care",
        &[
            "坚持以人为本，把组织的关怀送到职工心坎上",
            "心系职工冷暖，办好实事好事",
            "竭诚服务职工，做实做细送温暖工作",
        ],
    ),
    says("visit.sub", "care", &["走访慰问送温暖", "做到职工有事必访"]),
    says(
        "visit.lead",
        "care",
        &[
            "落实走访慰问制度，职工生病住院、家有喜忧和逢年过节都有工会的问候",
            "坚持职工有困难必访、有喜忧必到，把慰问工作做在平时",
            "把走访慰问作为联系职工的经常性工作，努力做到第一时间知情、第一时间上门",
        ],
    ),
    clause(
        "visit.person_times",
        "care",
        &[
            "走访慰问职工{慰问人次}人次",
            "看望慰问职工{慰问人次}人次",
            "【一】看望慰问职工{慰问人次}人",
        ],
    ),
    clause(
        "visit.households",
        "care",
        &["走访家庭{慰问户数}户", "入户走访{慰问户数}户"],
    ),
    clause(
        "visit.money",
        "care",
        &["发放慰问金和慰问品{慰问金额}元", "送去慰问金和慰问品计{慰问金额}元"],
    ),
    says("aid.sub", "care", &["做好困难帮扶", "倾情帮困解难"]),
    says(
        "aid.lead",
        "care",
        &[
            "健全困难职工档案，动态掌握情况，开展帮扶救助",
            "关心困难职工家庭，努力为其排忧解难",
        ],
    ),
    clause(
        "aid.person_times",
        "care",
        &["帮扶困难职工{帮扶人次}人次", "帮扶{帮扶人次}人次"],
    ),
    clause(
        "aid.households",
        "care",
        &["帮扶家庭{帮扶户数}户", "惠及{帮扶户数}户家庭"],
    ),
    clause(
        "aid.money",
        "care",
        &["发放帮扶资金{帮扶金额}元", "帮扶资金{帮扶金额}元"],
    ),
    says("health.sub", "care", &["守护职工身心健康", "安排体检和疗休养"]),
    says(
        "health.lead",
        "care",
        &[
            "关心职工身心健康，组织好体检和疗休养",
            "把职工健康作为大事来抓，让大家放下负担投入工作",
        ],
    ),
    clause(
        "health.person_times",
        "care",
        &[
            "组织体检和疗休养{体检疗休养人次}人次",
            "安排体检和疗休养{体检疗休养人次}人次",
        ],
    ),
    clause("health.money", "care", &["支出{体检疗休养支出}元"]),
    says(
        "care.next",
        "care",
        &[
            "做实走访慰问和困难帮扶，组织好职工体检和疗休养",
            "坚持常态化送温暖，把好事办到职工心坎上",
        ],
    ),
    // growth
    says(
        "growth.heading",
        "growth",
        &[
            "加强学习培训，提升职工队伍素质",
            "搭建成长平台，促进职工全面发展",
            "深化建功立业活动，提高职工素质",
        ],
    ),
    says("training.sub", "growth", &["组织学习培训", "以学习促提高"]),
    says(
        "training.lead",
        "growth",
        &[
            "坚持学用结合，组织职工参加各类学习培训",
            "把提高职工思想和业务素质作为重要任务，开展多种形式的学习",
        ],
    ),
    clause(
        "training.issues",
        "growth",
        &["举办学习培训{培训期数}期", "组织学习培训{培训期数}期"],
    ),
    clause(
        "training.person_times",
        "growth",
        &["参加{培训人次}人次", "{培训人次}人次参加"],
    ),
    clause("training.money", "growth", &["支出{培训支出}元"]),
    says("competition.sub", "growth", &["开展岗位练兵和竞赛", "岗位比武练兵"]),
    says(
        "competition.lead",
        "growth",
        &[
            "以竞赛促提高，组织职工岗位练兵、技能比武",
            "广泛开展劳动和技能竞赛，营造比学赶超的氛围",
        ],
    ),
    clause(
        "competition.events",
        "growth",
        &["开展竞赛比武{竞赛场次}场", "举办竞赛{竞赛场次}场"],
    ),
    clause(
        "competition.person_times",
        "growth",
        &["参赛{竞赛人次}人次", "{竞赛人次}人次参赛"],
    ),
    clause("competition.money", "growth", &["支出{竞赛支出}元"]),
    says(
        "growth.next",
        "growth",
        &[
            "有计划地组织学习培训和岗位练兵，为职工成长创造条件",
            "搭建学习和比武平台，帮助青年职工尽快成长",
        ],
    ),
    // culture
    says(
        "culture.heading",
        "culture",
        &[
            "开展文体活动，丰富职工文化生活",
            "活跃文体生活，增强集体凝聚力",
            "寓教于乐，营造健康向上的文化氛围",
        ],
    ),
    says("activity.sub", "culture", &["文体活动丰富多彩", "小型多样办活动"]),
    says(
        "activity.lead",
        "culture",
        &[
            "因地制宜开展职工喜闻乐见的文体活动",
            "坚持小型多样、重在参与，组织丰富多彩的文体活动",
            "以节日为契机，把文体活动办到职工身边",
        ],
    ),
    clause(
        "activity.events",
        "culture",
        &["举办文体活动{文体活动场次}场", "组织文体活动{文体活动场次}场"],
    ),
    clause(
        "activity.person_times",
        "culture",
        &[
            "参加{文体活动人次}人次",
            "{文体活动人次}人次参加",
            "吸引职工{文体活动人次}人次参加",
        ],
    ),
    clause(
        "activity.money",
        "culture",
        &["支出{文体活动支出}元", "活动支出{文体活动支出}元"],
    ),
    says(
        "culture.next",
        "culture",
        &[
            "坚持小型多样，组织好职工喜闻乐见的文体活动",
            "办好职工参与面广的文体活动，增强集体凝聚力",
        ],
    ),
    // publicity
    says(
        "publicity.heading",
        "publicity",
        &["加强宣传引导，展示工会形象", "做好宣传工作，弘扬先进典型"],
    ),
    says("publicity.sub", "publicity", &["讲好职工故事", "办好宣传阵地"]),
    says(
        "publicity.lead",
        "publicity",
        &[
            "及时宣传工会工作和职工风采",
            "充分利用橱窗、网页等阵地，宣传先进、交流经验",
        ],
    ),
    clause(
        "publicity.items",
        "publicity",
        &["编发宣传稿件{宣传稿件}件", "刊发和展出稿件{宣传稿件}件"],
    ),
    says(
        "publicity.next",
        "publicity",
        &["加强宣传阵地建设，及时反映工会工作和职工风采"],
    ),
    // money
    says(
        "finance.heading",
        "finance",
        &["规范经费管理，自觉接受监督", "严格财务制度，用好管好工会经费"],
    ),
    says("finance.sub", "finance", &["开展财务审查", "管好用好经费"]),
    says(
        "finance.lead",
        "finance",
        &[
            "严格执行工会财务制度，加强经费审查监督",
            "按制度收好、管好、用好工会经费，接受会员监督",
        ],
    ),
    clause(
        "finance.events",
        "finance",
        &["开展财务审查{财务审查次数}次", "组织经费审查{财务审查次数}次"],
    ),
    clause("finance.items", "finance", &["发现并督促整改问题{审查发现问题}件"]),
    says(
        "finance.next",
        "finance",
        &["规范经费收支，按时公布收支情况，接受会员监督"],
    ),
    // the union itself
    says(
        "planning.heading",
        "planning",
        &[
            "加强自身建设，夯实工会工作基础",
            "健全组织制度，提高工会自身建设水平",
            "抓班子带队伍，不断加强工会自身建设",
        ],
    ),
    says("meeting.sub", "planning", &["健全例会制度", "集体议事定事"]),
    says(
        "meeting.lead",
        "planning",
        &[
            "坚持工会委员会例会制度，集体研究、分工负责",
            "年初有计划、平时有检查，重要工作集体讨论决定",
        ],
    ),
    clause(
        "meeting.events",
        "planning",
        &[
            "召开各类会议{会议次数}次",
            "召开会议{会议次数}次",
            "【一】召开会议{会议次数}次",
        ],
    ),
    clause("meeting.person_times", "planning", &["出席{会议出席人次}人次"]),
    clause(
        "meeting.items",
        "planning",
        &["作出决定{会议决定事项}件", "议定事项{会议决定事项}件"],
    ),
    says("other.sub", "planning", &["完成上级交办的工作", "配合有关方面做好工作"]),
    says(
        "other.lead",
        "planning",
        &["认真完成上级工会交办的其他工作", "同时积极配合有关方面做好各项工作"],
    ),
    clause("other.events", "planning", &["开展其他工作{其他工作次数}次"]),
    clause("other.person_times", "planning", &["参加{其他工作人次}人次"]),
    clause("other.money", "planning", &["支出{其他支出}元"]),
    words(
        "members.joined",
        "planning",
        (&["分句"], &["分句"]),
        &[
            "做好会员发展和会籍管理工作，全年{分句}。",
            "加强会员发展和会籍管理，全年{分句}。",
        ],
    ),
    words(
        "members.new",
        "planning",
        (&["人数"], &["人数"]),
        &["新入会{人数}人", "发展新会员{人数}人"],
    ),
    words(
        "members.kind",
        "planning",
        (&["人数", "职工"], &["人数", "职工"]),
        &["其中{人数}名{职工}加入工会", "其中{职工}入会{人数}名"],
    ),
    words(
        "members.kind_rate",
        "planning",
        (&["人数", "职工", "比率"], &["人数", "职工", "比率"]),
        &[
            "其中{人数}名{职工}加入工会，{职工}入会率{比率}",
            "其中{职工}入会{人数}名，{职工}入会率达到{比率}",
        ],
    ),
    words(
        "members.rate",
        "planning",
        (&["比率"], &["比率"]),
        &["全体职工入会率{比率}。", "目前，全体职工入会率为{比率}。"],
    ),
    says(
        "planning.next",
        "planning",
        &["加强工会委员和小组长的学习，健全制度，提高服务职工的本领"],
    ),
];
