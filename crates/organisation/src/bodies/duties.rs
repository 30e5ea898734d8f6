//! Duty sheets (岗位责任制): what each post answers for, printed for the wall; and the duties that are usual, to begin with.

use org::{
    BodyId, BodyKind,
    bodies::{model::Office, store},
    tree,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::Cx;
use web::{Reply, View};

use std::collections::HashMap;

use super::views::{self, BodyView, PostView};

/// The duty sheets of one body or of all.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DutySheets {
    /// The union's name.
    pub union: String,
    /// The body, if it is one.
    pub body: Option<BodyId>,
    /// The bodies with their posts.
    pub bodies: Vec<BodyView>,
    /// Today.
    pub today: kernel::Date,
}

ui::page!(DutySheets, "bodies/pages/duties.html", |p, cx| p.title(cx), print);

/// Which body; all by default.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    body: Option<BodyId>,
}

pub(super) fn page(view: &View<'_>, q: Ask) -> Reply<DutySheets> {
    let (union, today) = (view.union(), view.today());
    if let Some(id) = q.body {
        store::get(view, union, id)?;
    }
    let mut bodies = views::all(view, union, today, &HashMap::new())?;
    bodies.retain(|b| q.body.is_none_or(|id| id == b.body.id));
    for body in &mut bodies {
        let kind = body.body.kind;
        for post in body.posts.iter_mut().filter(|p| p.duties.is_empty()) {
            post.duties = usual(kind, &post.title).iter().map(|line| (*line).to_owned()).collect();
        }
        // Groups without duties of their own would fill the wall with one sheet many times over.
        if q.body.is_none() && kind == BodyKind::Group {
            body.posts.clear();
        }
    }
    bodies.retain(|b| b.posts.iter().any(|p| !p.duties.is_empty()));
    Ok(DutySheets {
        union: tree::get(view, union)?.name,
        body: q.body,
        bodies,
        today,
    })
}

impl DutySheets {
    fn title(&self, cx: &Cx) -> String {
        cx.t1("organisation.duties.title", "union", &self.union)
    }
}

impl PostView {
    fn names(&self, cx: &Cx) -> String {
        let names: Vec<&str> = self.holders.iter().map(|h| h.name.as_str()).collect();
        if names.is_empty() {
            cx.t("org.bodies.vacant")
        } else {
            names.join(&cx.t("org.comma"))
        }
    }
}

/// The duties that are usual for a post, in the words in which they hang in the offices of unions: a beginning that each
/// union changes. They become the union's own text, so that they are in the language of the union and not of the screen.
pub(super) fn usual(kind: BodyKind, title: &str) -> &'static [&'static str] {
    let has = |words: &[&str]| words.iter().any(|w| title.contains(w));
    match (kind, Office::of(title)) {
        (BodyKind::Committee | BodyKind::Standing, office) => match office {
            Office::Head => CHAIR,
            Office::Deputy => VICE_CHAIR,
            Office::Finance => FINANCE,
            Office::Member if has(&["组织"]) => ORGANISATION,
            Office::Member if has(&["宣传", "教育"]) => PUBLICITY,
            Office::Member if has(&["女", "女职工", "女工"]) => WOMEN,
            Office::Member if has(&["生活", "福利", "保障"]) => WELFARE,
            Office::Member if has(&["文体", "体育"]) => CULTURE,
            Office::Member => MEMBER,
        },
        (BodyKind::Audit, Office::Head) => AUDIT_HEAD,
        (BodyKind::Audit, _) => AUDIT,
        (BodyKind::Women, _) => WOMEN,
        (BodyKind::Mediation, _) => MEDIATION,
        (BodyKind::Safety, _) => SAFETY,
        (BodyKind::DisclosureLead, _) => DISCLOSURE_LEAD,
        (BodyKind::DisclosureWatch, _) => DISCLOSURE_WATCH,
        (BodyKind::DisclosureWork, _) => DISCLOSURE_WORK,
        (BodyKind::Home, _) => HOME,
        (BodyKind::Branch, Office::Head) => BRANCH,
        (BodyKind::Group, Office::Head) => GROUP,
        (BodyKind::Branch | BodyKind::Group | BodyKind::Panel, _) => &[],
    }
}

const CHAIR: &[&str] = &[
    "主持工会委员会的全面工作，贯彻执行党的路线方针政策和上级工会的决定。",
    "召集并主持工会委员会会议，组织制订工作计划，检查落实，向会员（代表）大会报告工作。",
    "代表职工参与民主管理，组织召开职工（教职工）代表大会，督促决议的落实。",
    "代表职工参与平等协商，签订和监督履行集体合同，维护职工合法权益。",
    "审批工会经费的使用，对工会资产负责，接受经费审查委员会和会员的监督。",
    "抓好工会自身建设和职工之家建设，关心会员生活，倾听会员意见。",
];
const VICE_CHAIR: &[&str] = &[
    "协助主席工作，主席外出时受主席委托主持日常工作。",
    "负责分管工作的计划、组织实施和总结，按期向委员会汇报。",
    "联系分会和工会小组，了解职工思想、工作和生活情况，及时反映。",
    "完成主席和委员会交办的其他工作。",
];
const FINANCE: &[&str] = &[
    "执行工会会计制度和财务管理规定，编制工会经费年度预算、决算。",
    "收好、管好、用好会费和拨缴经费，做到账目清楚、手续完备、票据合规。",
    "按期公布经费收支情况，接受经费审查委员会的审查和会员的监督。",
    "管理工会资产，做到账物相符。",
];
const ORGANISATION: &[&str] = &[
    "负责会员发展、会籍管理和会员统计，做好会员实名制登记。",
    "指导分会、工会小组开展活动，做好换届选举的具体工作。",
    "协助做好职工（教职工）代表大会的组织工作。",
    "做好评选先进和工会干部学习培训工作。",
];
const PUBLICITY: &[&str] = &[
    "组织职工学习政治理论、法律法规和业务知识，开展职业道德教育。",
    "宣传先进典型，办好工会宣传阵地，及时报送工会信息。",
    "组织开展群众性技能竞赛和读书活动。",
    "做好工会资料的收集、整理和归档。",
];
const WELFARE: &[&str] = &[
    "了解职工生活情况，做好送温暖、走访慰问和困难职工帮扶工作。",
    "协助做好职工体检、疗休养和互助保障工作。",
    "督促改善劳动条件和生活设施，做好节日慰问品的发放。",
];
const CULTURE: &[&str] = &[
    "制订文体活动计划，组织开展健康有益的职工文体活动。",
    "管理职工活动场所和文体器材，组织文体协会和兴趣小组。",
    "组织职工参加上级工会的文体比赛。",
];
const MEMBER: &[&str] = &[
    "参加委员会会议，参与讨论和决定工会的重要事项，执行委员会的决议。",
    "完成分工范围内的工作，联系会员，反映会员的意见和要求。",
];
const WOMEN: &[&str] = &[
    "宣传贯彻男女平等基本国策和妇女权益保障、女职工劳动保护的法律法规。",
    "了解女职工的意见和要求，维护女职工的合法权益和特殊利益。",
    "组织开展适合女职工特点的活动，提高女职工素质，做好巾帼建功工作。",
    "关心女职工生活和健康，协助做好女职工体检。",
];
const AUDIT_HEAD: &[&str] = &[
    "主持经费审查委员会工作，召集会议，制订审查计划。",
    "组织审查工会经费的预算、决算和收支、资产管理情况，提出审查意见。",
    "向会员（代表）大会报告经费审查工作，督促问题整改。",
];
const AUDIT: &[&str] = &[
    "参加经费审查，坚持原则，实事求是，保守秘密。",
    "审查经费收支和资产管理，发现问题及时提出意见和建议。",
];
const MEDIATION: &[&str] = &[
    "受理本单位劳动（人事）争议的调解申请，依法、自愿、及时调解。",
    "查明事实，分清是非，促成当事人达成协议，督促履行调解协议。",
    "宣传劳动法律法规，做好争议预防工作，保守当事人秘密。",
];
const SAFETY: &[&str] = &[
    "监督检查劳动安全卫生法律法规和制度的执行情况。",
    "参加安全检查，发现事故隐患和职业危害及时提出整改建议并跟踪落实。",
    "参加伤亡事故的调查，维护职工的生命安全和健康权益。",
    "组织职工开展安全教育和“安康杯”竞赛。",
];
const DISCLOSURE_LEAD: &[&str] = &[
    "领导事务公开工作，审定公开的项目、内容、形式、范围和时间。",
    "研究解决公开工作中的问题，督促各部门按时、如实公开。",
];
const DISCLOSURE_WATCH: &[&str] = &[
    "监督公开的内容是否真实、全面，公开是否及时，程序是否合规。",
    "收集职工对公开事项的意见，督促答复和整改，并予以记录。",
];
const DISCLOSURE_WORK: &[&str] = &[
    "按公开目录收集、整理公开内容，经审核后按期公布。",
    "管理公开栏等载体，做好公开资料的归档。",
];
const HOME: &[&str] = &[
    "制订建设职工之家（教工之家）的规划和年度措施，分解任务并督促落实。",
    "对照标准组织自查自评，改进不足，做好验收的准备。",
];
const BRANCH: &[&str] = &[
    "主持分会工作，执行委员会的决定，组织会员开展活动。",
    "联系工会小组，关心会员的思想、工作和生活，及时反映意见和困难。",
    "做好本分会会员的发展、会籍登记和会费收缴工作。",
];
const GROUP: &[&str] = &[
    "团结带领组员完成工作任务，组织小组学习和活动。",
    "做到知组员情况、知组员困难、知组员意见，发现情况第一时间报告。",
    "协助做好会费收缴、慰问走访和会员信息登记。",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_posts_have_usual_duties() {
        for kind in BodyKind::ALL.iter().filter(|k| !matches!(k, BodyKind::Panel)) {
            let (title, _) = kind.usual_posts()[0];
            assert!(!usual(*kind, title).is_empty(), "{kind:?} {title}");
        }
        assert_eq!(usual(BodyKind::Committee, "宣传委员"), PUBLICITY);
        assert_eq!(usual(BodyKind::Committee, "财务委员"), FINANCE);
        assert!(usual(BodyKind::Panel, "委员").is_empty());
    }
}
