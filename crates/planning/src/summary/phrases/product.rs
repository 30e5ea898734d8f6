//! The product's own ways of saying things, apart from the fields of work: title, opening, shapes, outlook. Data:
//! sentences and headings are changed here and in [`super::works`], nowhere else.
//!
//! Written for the genre: what was striven for, then figures. A way that begins with 【一】 is for a figure of one.

use super::{Pattern, point, says, words};

/// What stands before the fields of work.
pub(super) static BEFORE: &[Pattern] = &[
    // the title and the opening
    words(
        "title",
        "opening",
        (&["工会", "年"], &["工会", "年"]),
        &["{工会}{年}年工作总结"],
    ),
    words(
        "title.plain",
        "opening",
        (&["单位", "年"], &["单位", "年"]),
        &["{单位}{年}年工会工作总结"],
    ),
    words(
        "opening.guide",
        "opening",
        (&["工会", "年"], &["工会"]),
        &[
            "{年}年，{工会}在上级工会和党组织的领导下，以习近平新时代中国特色社会主义思想为指导，紧紧围绕中心工作，认真履行维护职工合法权益、竭诚服务职工群众的基本职责，团结依靠广大会员，较好地完成了全年各项任务。",
            "{年}年，在上级工会和党组织的领导下，{工会}坚持以职工为中心的工作导向，把服务大局和服务职工统一起来，结合单位实际抓重点、办实事、求实效，各项工作取得了新的进展。",
            "一年来，{工会}在上级工会和党组织的领导下，牢记为职工说话、替职工办事的宗旨，依靠全体会员，发挥桥梁纽带作用，{年}年的各项工作稳步推进。",
            "{年}年，{工会}认真贯彻上级工会部署，围绕中心、服务大局，突出维护、参与、建设、教育职能，努力把工会办成职工信赖的“职工之家”。",
        ],
    ),
    words(
        "opening.figures",
        "opening",
        (&["要点"], &["要点"]),
        &[
            "全年{要点}。现将主要工作总结如下：",
            "一年来，{要点}。主要情况如下：",
            "据台帐统计，全年{要点}。现将一年来的工作总结如下：",
        ],
    ),
    words(
        "opening.tasks",
        "opening",
        (&[], &[]),
        &[
            "年初计划的{计划任务项数}项工作，已办结{办结任务项数}项。",
            "全年计划工作{计划任务项数}项，办结{办结任务项数}项。",
        ],
    ),
    says(
        "opening.plain",
        "opening",
        &["现将主要工作总结如下：", "现将一年来的工作情况总结如下："],
    ),
    says(
        "opening.nothing",
        "opening",
        &["（台帐里还没有这一年的工作记录，记录后可重新起草各段。）"],
    ),
    point(
        "point.visit.person_times",
        "visit.person_times",
        &["走访慰问职工{慰问人次}人次"],
    ),
    point(
        "point.activity.person_times",
        "activity.person_times",
        &["文体活动吸引职工{文体活动人次}人次"],
    ),
    point(
        "point.training.person_times",
        "training.person_times",
        &["学习培训参加{培训人次}人次"],
    ),
    point(
        "point.suggestion.items",
        "suggestion.items",
        &["征集建议提案{建议提案}件"],
    ),
    point(
        "point.aid.person_times",
        "aid.person_times",
        &["帮扶困难职工{帮扶人次}人次"],
    ),
    point(
        "point.competition.person_times",
        "competition.person_times",
        &["竞赛比武参赛{竞赛人次}人次"],
    ),
    point("point.disclosure.items", "disclosure.items", &["公开事项{公开事项}件"]),
    point(
        "point.women.person_times",
        "women.person_times",
        &["女职工活动参加{女职工活动人次}人次"],
    ),
    point(
        "point.congress.items",
        "congress.items",
        &["职代会审议事项{审议事项}件"],
    ),
    point(
        "point.health.person_times",
        "health.person_times",
        &["体检疗休养{体检疗休养人次}人次"],
    ),
    point(
        "point.safety.events",
        "safety.events",
        &["劳动保护检查{劳动保护检查次数}次"],
    ),
    point("point.meeting.events", "meeting.events", &["召开会议{会议次数}次"]),
    // how a paragraph of figures is built
    words(
        "passage",
        "notes",
        (&["起句", "分句"], &["起句", "分句"]),
        &[
            "{起句}，全年{分句}。",
            "{起句}。全年{分句}。",
            "{起句}，一年来{分句}。",
            "{起句}。一年来，{分句}。",
        ],
    ),
    words(
        "rest",
        "notes",
        (&["分句"], &["分句"]),
        &["此外，全年还有{分句}。", "另据台帐统计，全年{分句}。"],
    ),
    words(
        "note.largest",
        "notes",
        (&["月日", "地点", "工作", "人数"], &["工作"]),
        &[
            "其中规模最大的一次是{月日}{地点}{工作}，{人数}。",
            "其中，{月日}{地点}{工作}，{人数}，是全年规模最大的一次。",
            "{月日}{地点}{工作}，{人数}，参与面为全年之最。",
        ],
    ),
    words(
        "note.new",
        "notes",
        (&["月日", "地点", "工作", "人数"], &["工作"]),
        &[
            "今年还首次{工作}，{月日}{地点}启动，{人数}。",
            "{月日}，{地点}首次{工作}，{人数}，开了个好头。",
            "在做好经常性工作的同时，今年首次{工作}，{人数}。",
        ],
    ),
    words(
        "note.work",
        "notes",
        (&["月日", "地点", "工作", "人数"], &["工作"]),
        &["{月日}，{地点}{工作}，{人数}。", "{月日}{地点}{工作}，{人数}。"],
    ),
    words(
        "note.month",
        "notes",
        (&["月份", "数"], &["月份", "数"]),
        &[
            "从时间看，{月份}最为集中，当月达{数}。",
            "各月当中以{月份}最多，达{数}。",
        ],
    ),
];

/// What stands behind them.
pub(super) static AFTER: &[Pattern] = &[
    // what fell short
    says(
        "shortfall.heading",
        "shortfall",
        &["存在的不足", "存在的问题和不足", "工作中的不足"],
    ),
    says(
        "shortfall.lead",
        "shortfall",
        &[
            "一年来的工作虽然取得了一定成绩，但对照年初计划和职工的期望，还有一些不足：",
            "回顾一年的工作，我们也清醒地看到还有差距，主要是：",
            "在肯定成绩的同时，工作中还存在一些不足，主要表现在：",
        ],
    ),
    words(
        "shortfall.undone",
        "shortfall",
        (&["名单"], &["名单"]),
        &[
            "计划落实还有差距，有{未完成任务项数}项计划内的工作没有完成：{名单}。",
            "年初的安排没有全部落到实处，有{未完成任务项数}项计划内的工作没有完成：{名单}。",
        ],
    ),
    words(
        "shortfall.dropped",
        "shortfall",
        (&["名单"], &["名单"]),
        &[
            "有{停办任务项数}项工作因故没有开展：{名单}。",
            "事先考虑不够周全，有{停办任务项数}项工作没有开展：{名单}。",
        ],
    ),
    words(
        "shortfall.late",
        "shortfall",
        (&["名单"], &["名单"]),
        &[
            "工作的时效性还不强，有{逾期办结任务项数}项工作没有按期办结：{名单}。",
            "统筹安排不够，有{逾期办结任务项数}项工作办结晚于计划：{名单}。",
        ],
    ),
    words(
        "shortfall.fall",
        "shortfall",
        (&["名单"], &["名单"]),
        &[
            "部分工作力度有所减弱，与上年相比，{名单}。",
            "工作发展不够平衡，有的工作比上年回落：{名单}。",
        ],
    ),
    says(
        "shortfall.none",
        "shortfall",
        &[
            "一年来计划的工作都按期完成，但与职工的期望相比，工作的深度和创新还不够，调查研究还要加强。",
            "全年工作按计划完成，但活动形式还不够丰富，主动听取职工意见还不够经常，需要在今后工作中改进。",
        ],
    ),
    // what comes next
    says(
        "next.heading",
        "next",
        &["下一步工作打算", "今后工作打算", "下一年工作打算"],
    ),
    words(
        "next.undone",
        "next",
        (&["名单"], &["名单"]),
        &[
            "抓紧办好尚未完成的工作：{名单}，明确责任人和时限，尽早落实。",
            "把没有办完的事接着办好：{名单}，逐项落实责任人和完成时间。",
        ],
    ),
    words(
        "next.fall",
        "next",
        (&["名单"], &["名单"]),
        &[
            "针对薄弱环节补短板，在{名单}上多下功夫，力争比今年有明显改观。",
            "认真查找原因，加大{名单}的力度，把落下的工作补上来。",
        ],
    ),
    words(
        "next.field",
        "next",
        (&["方向", "名单"], &["方向", "名单"]),
        &["{方向}，重点做好{名单}。", "{方向}，办好{名单}等工作。"],
    ),
    words("next.plain", "next", (&["方向"], &["方向"]), &["{方向}。"]),
    says(
        "next.closing",
        "next",
        &[
            "我们将发扬成绩，克服不足，团结带领全体会员，努力开创工会工作新局面。",
            "我们将再接再厉，把工会办成职工信赖的“职工之家”。",
            "今后，我们将继续当好职工的“娘家人”，扎实做好各项工作。",
        ],
    ),
];
