//! Roles: sets of powers, held by an account for a place and a term.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::Power;

use crate::power::*;

/// What somebody is entrusted with in the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 主席: everything.
    Chair,
    /// 副主席: everything but accounts and roles.
    ViceChair,
    /// 委员: plans, tasks, records and summaries.
    Officer,
    /// 财务: closes periods, sees the register.
    Treasurer,
    /// 经审: reads everything, writes nothing.
    Auditor,
    /// 小组长: records the work of a branch or group, sees its members.
    GroupLeader,
    /// 会员: sees what is open to members.
    #[serde(rename = "member")]
    MemberRole,
    /// 系统管理员: members, bodies and accounts, not the work itself.
    Admin,
}

impl Role {
    /// All roles, the weightiest first.
    pub const ALL: &'static [Role] = &[
        Role::Chair,
        Role::ViceChair,
        Role::Officer,
        Role::Treasurer,
        Role::Auditor,
        Role::GroupLeader,
        Role::MemberRole,
        Role::Admin,
    ];

    /// The role's name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Role::Chair => "chair",
            Role::ViceChair => "vice_chair",
            Role::Officer => "officer",
            Role::Treasurer => "treasurer",
            Role::Auditor => "auditor",
            Role::GroupLeader => "group_leader",
            Role::MemberRole => "member",
            Role::Admin => "admin",
        }
    }
    /// The role of a key.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.key() == key)
    }
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("org.role.{}", self.key())
    }
    /// What it allows when it is held for the whole union.
    #[must_use]
    pub const fn powers(self) -> &'static [Power] {
        match self {
            Role::Chair => ALL,
            Role::ViceChair => VICE_CHAIR,
            Role::Officer => OFFICER,
            Role::Treasurer => TREASURER,
            Role::Auditor => READING,
            Role::GroupLeader => GROUP_LEADER,
            Role::MemberRole => MEMBER,
            Role::Admin => ADMIN,
        }
    }
    /// What it allows when it is held for one branch or group.
    pub fn local_powers(self) -> impl Iterator<Item = Power> {
        self.powers().iter().copied().filter(|power| LOCAL.contains(power))
    }
    /// Whether it can be held for one branch or group; the offices of the whole union cannot.
    #[must_use]
    pub const fn may_be_local(self) -> bool {
        matches!(self, Role::Officer | Role::GroupLeader | Role::MemberRole)
    }
    /// Whether only a chair may grant and revoke it: whoever holds it could otherwise be made by an administrator
    /// to act in the chair's place.
    #[must_use]
    pub const fn by_chair_only(self) -> bool {
        matches!(self, Role::Chair | Role::ViceChair | Role::Admin)
    }
}

store::keyed!(Role, "a role");

const VICE_CHAIR: &[Power] = &[
    PLAN_SEE,
    PLAN_WRITE,
    PLAN_ADOPT,
    TASK_SEE,
    TASK_MANAGE,
    WORK_RECORD,
    REGISTER_SEE,
    REGISTER_CORRECT,
    PERIOD_CLOSE,
    SUMMARY_SEE,
    SUMMARY_WRITE,
    MEETING_SEE,
    MEETING_WRITE,
    MEMBER_SEE,
    MEMBER_MANAGE,
    MEMBER_PERSONAL,
    MEMBER_SEALED,
    MEMBER_EXPORT,
    JOIN_SEE,
    JOIN_OPINION,
    JOIN_WRITE,
    JOIN_DECIDE,
    BODY_SEE,
    BODY_MANAGE,
    TREE_SEE,
    TREE_MANAGE,
    PAPER_SEE,
    LETTER_SEE,
    LETTER_CARRY,
    LETTER_CARDS,
    RULE_SEE,
    RULE_WRITE,
    RULE_CONFIRM,
    RULE_JUDGED,
    CARE_SEE,
    CARE_RECORD,
    CARE_MANAGE,
    INSURANCE_CLAIM,
    HARDSHIP_SEE,
    HARDSHIP_WRITE,
    HARDSHIP_DECIDE,
    APPROVAL_SEE,
    APPROVAL_SETUP,
    PAYMENT_SEE,
    RECEIPT_SEE,
    RECEIPT_KEEP,
    LOG_SEE,
    JOB_SEE,
];
const OFFICER: &[Power] = &[
    PLAN_SEE,
    PLAN_WRITE,
    TASK_SEE,
    TASK_MANAGE,
    WORK_RECORD,
    REGISTER_SEE,
    REGISTER_CORRECT,
    SUMMARY_SEE,
    SUMMARY_WRITE,
    MEETING_SEE,
    MEETING_WRITE,
    MEMBER_SEE,
    MEMBER_PERSONAL,
    JOIN_SEE,
    JOIN_OPINION,
    JOIN_WRITE,
    BODY_SEE,
    TREE_SEE,
    PAPER_SEE,
    LETTER_SEE,
    RULE_SEE,
    RULE_WRITE,
    RULE_JUDGED,
    CARE_SEE,
    CARE_RECORD,
    CARE_MANAGE,
    INSURANCE_CLAIM,
    HARDSHIP_SEE,
    HARDSHIP_WRITE,
    RECEIPT_SEE,
    RECEIPT_KEEP,
];
const TREASURER: &[Power] = &[
    PLAN_SEE,
    TASK_SEE,
    WORK_RECORD,
    REGISTER_SEE,
    PERIOD_CLOSE,
    SUMMARY_SEE,
    MEETING_SEE,
    MEMBER_SEE,
    BODY_SEE,
    PAPER_SEE,
    RULE_SEE,
    RULE_WRITE,
    RULE_JUDGED,
    CARE_SEE,
    APPROVAL_SEE,
    PAYMENT_SEE,
    PAYMENT_PAY,
    RECEIPT_SEE,
];
const GROUP_LEADER: &[Power] = &[
    PLAN_SEE,
    WORK_RECORD,
    REGISTER_SEE,
    SUMMARY_SEE,
    MEMBER_SEE,
    JOIN_SEE,
    JOIN_OPINION,
    BODY_SEE,
    RULE_SEE,
    CARE_SEE,
    CARE_RECORD,
    RECEIPT_SEE,
    RECEIPT_KEEP,
];
const MEMBER: &[Power] = &[PLAN_SEE, BODY_SEE, RULE_SEE];
const ADMIN: &[Power] = &[
    MEMBER_SEE,
    MEMBER_MANAGE,
    MEMBER_PERSONAL,
    JOIN_SEE,
    JOIN_WRITE,
    BODY_SEE,
    BODY_MANAGE,
    TREE_SEE,
    LETTER_SEE,
    LETTER_CARRY,
    RULE_SEE,
    ACCOUNT_MANAGE,
    LOG_SEE,
    JOB_SEE,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lead_back() {
        for role in Role::ALL {
            assert_eq!(Role::of_key(role.key()), Some(*role));
            let json = format!("\"{}\"", role.key());
            assert_eq!(serde_json_like(*role), json);
        }
        assert_eq!(Role::of_key("emperor"), None);
    }

    /// The serialised form, without a JSON library: unit variants are their names.
    fn serde_json_like(role: Role) -> String {
        let schema = schemars::schema_for!(Role);
        let text = schema.to_value().to_string();
        let json = format!("\"{}\"", role.key());
        if text.contains(&json) { json } else { text }
    }

    #[test]
    fn who_may_what() {
        let writes = |role: Role| role.powers().iter().any(|p| !READING.contains(p));
        assert_eq!(Role::Chair.powers(), ALL);
        assert!(!Role::ViceChair.powers().contains(&ACCOUNT_MANAGE));
        assert!(!writes(Role::Auditor), "auditors write nothing");
        assert!(
            READING.iter().all(|p| Role::Auditor.powers().contains(p)),
            "auditors read everything"
        );
        assert!(!writes(Role::MemberRole));
        for closed in [MEMBER_SEE, REGISTER_SEE, TASK_SEE, PAPER_SEE, LOG_SEE, SUMMARY_SEE] {
            assert!(!Role::MemberRole.powers().contains(&closed), "{closed:?}");
        }
        for work in [PLAN_SEE, REGISTER_SEE, PERIOD_CLOSE, SUMMARY_WRITE] {
            assert!(
                !Role::Admin.powers().contains(&work),
                "administrators do not do the work: {work:?}"
            );
        }
        let managing: Vec<_> = Role::ALL
            .iter()
            .filter(|r| r.powers().contains(&ACCOUNT_MANAGE))
            .collect();
        assert_eq!(managing, [&Role::Chair, &Role::Admin]);
    }

    #[test]
    fn a_place_narrows() {
        for role in Role::ALL {
            for power in role.local_powers() {
                assert!(role.powers().contains(&power));
                assert!(![ACCOUNT_MANAGE, PERIOD_CLOSE, PLAN_WRITE, TASK_SEE, BODY_MANAGE].contains(&power));
            }
        }
        assert!(Role::GroupLeader.local_powers().any(|p| p == WORK_RECORD));
    }

    #[test]
    fn every_power_belongs_to_all_and_to_somebody() {
        let mut seen = std::collections::BTreeSet::new();
        for power in ALL {
            assert!(seen.insert(*power), "{power:?} twice");
        }
        for power in READING.iter().chain(LOCAL) {
            assert!(ALL.contains(power));
        }
    }
}
