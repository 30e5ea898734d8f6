//! What a role may allow.

use web::Power;

/// See plans and what is due in them.
pub const PLAN_SEE: Power = Power("plan.see");
/// Read plans in, correct and accept them.
pub const PLAN_WRITE: Power = Power("plan.write");
/// Record that a plan was adopted.
pub const PLAN_ADOPT: Power = Power("plan.adopt");
/// See all tasks of the union, not only one's own.
pub const TASK_SEE: Power = Power("task.see");
/// Assign, re-date and drop tasks.
pub const TASK_MANAGE: Power = Power("task.manage");
/// Record work that was done, with its figures and evidence.
pub const WORK_RECORD: Power = Power("work.record");
/// See the register of facts.
pub const REGISTER_SEE: Power = Power("register.see");
/// Reverse and correct facts.
pub const REGISTER_CORRECT: Power = Power("register.correct");
/// Close and reopen periods.
pub const PERIOD_CLOSE: Power = Power("period.close");
/// See summaries.
pub const SUMMARY_SEE: Power = Power("summary.see");
/// Write summaries.
pub const SUMMARY_WRITE: Power = Power("summary.write");
/// See meetings of all bodies and their minutes.
pub const MEETING_SEE: Power = Power("meeting.see");
/// Call for meetings, write and settle their minutes.
pub const MEETING_WRITE: Power = Power("meeting.write");
/// See members and their particulars.
pub const MEMBER_SEE: Power = Power("member.see");
/// Add and change members.
pub const MEMBER_MANAGE: Power = Power("member.manage");
/// See what is personal of members: birth, home, schooling, politics.
pub const MEMBER_PERSONAL: Power = Power("member.personal");
/// Open what is kept sealed of members, such as identity numbers; each time is recorded with its purpose.
pub const MEMBER_SEALED: Power = Power("member.sealed");
/// Take lists of members out of the program, with a recorded purpose.
pub const MEMBER_EXPORT: Power = Power("member.export");
/// See applications to join, those of one's own groups if held for these.
pub const JOIN_SEE: Power = Power("join.see");
/// Say what a group thinks of an application to join.
pub const JOIN_OPINION: Power = Power("join.opinion");
/// Open and close the way in, enter applications from paper, return them for correction.
pub const JOIN_WRITE: Power = Power("join.write");
/// Approve and refuse applications to join.
pub const JOIN_DECIDE: Power = Power("join.decide");
/// See bodies, posts and who holds them.
pub const BODY_SEE: Power = Power("body.see");
/// Found and end bodies, appoint and end posts.
pub const BODY_MANAGE: Power = Power("body.manage");
/// See the unions below: their structure, their counts and their officers.
pub const TREE_SEE: Power = Power("tree.see");
/// Found, move, merge, split and dissolve unions below, and change what is on file about them and one's own.
pub const TREE_MANAGE: Power = Power("tree.manage");
/// Invite, grant and revoke roles, disable accounts.
pub const ACCOUNT_MANAGE: Power = Power("account.manage");
/// See papers and evidence.
pub const PAPER_SEE: Power = Power("paper.see");
/// See letters to and from other unions.
pub const LETTER_SEE: Power = Power("letter.see");
/// Take letters out as files, and bring files in.
pub const LETTER_CARRY: Power = Power("letter.carry");
/// Take in the cards of unions in other installations: decide whose letters are believed.
pub const LETTER_CARDS: Power = Power("letter.cards");
/// See which rules apply here: caps, shares, deadlines.
pub const RULE_SEE: Power = Power("rule.see");
/// Enter and correct rules: the union's own, and those of its place.
pub const RULE_WRITE: Power = Power("rule.write");
/// Confirm rules that somebody else entered, and end them.
pub const RULE_CONFIRM: Power = Power("rule.confirm");
/// See what rules said to decisions, and the reasons given for going on.
pub const RULE_JUDGED: Power = Power("rule.judged");
/// See visits, rounds and what else the union does for members, without what is sealed; those of one's own groups if held
/// for these.
pub const CARE_SEE: Power = Power("care.see");
/// Report what happened to members, record visits, hand out, enrol.
pub const CARE_RECORD: Power = Power("care.record");
/// Set up reasons, rounds, plans, offers and budgets of care, and decide over them.
pub const CARE_MANAGE: Power = Power("care.manage");
/// See what befell somebody who claims under mutual insurance, and handle the claim (互助保障理赔).
pub const INSURANCE_CLAIM: Power = Power("insurance.claim");
/// See dossiers of hardship; each reading is recorded.
pub const HARDSHIP_SEE: Power = Power("hardship.see");
/// Open and keep dossiers of hardship, record checks and aid.
pub const HARDSHIP_WRITE: Power = Power("hardship.write");
/// Decide over dossiers of hardship and over aid.
pub const HARDSHIP_DECIDE: Power = Power("hardship.decide");
/// See all cases of approval, and the steps; what a sealed one is about stays hidden.
pub const APPROVAL_SEE: Power = Power("approval.see");
/// Change who decides what.
pub const APPROVAL_SETUP: Power = Power("approval.setup");
/// See all payments asked for and made.
pub const PAYMENT_SEE: Power = Power("payment.see");
/// Record that approved payments went out.
pub const PAYMENT_PAY: Power = Power("payment.pay");
/// See who has signed for what, those of one's own groups if held for these.
pub const RECEIPT_SEE: Power = Power("receipt.see");
/// Record signatures on paper, what others fetched and what was not taken, for one's own groups if held for these.
pub const RECEIPT_KEEP: Power = Power("receipt.keep");
/// See the event log.
pub const LOG_SEE: Power = Power("log.see");
/// See what runs in the background.
pub const JOB_SEE: Power = Power("job.see");

/// The word key of a power's name, of its own key.
#[must_use]
pub fn word(key: &str) -> String {
    format!("org.power.{}", key.replace('.', "_"))
}

/// All powers.
pub const ALL: &[Power] = &[
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
    ACCOUNT_MANAGE,
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
    PAYMENT_PAY,
    RECEIPT_SEE,
    RECEIPT_KEEP,
    LOG_SEE,
    JOB_SEE,
];

/// Powers that only read.
pub const READING: &[Power] = &[
    PLAN_SEE,
    TASK_SEE,
    REGISTER_SEE,
    SUMMARY_SEE,
    MEETING_SEE,
    MEMBER_SEE,
    BODY_SEE,
    TREE_SEE,
    PAPER_SEE,
    LETTER_SEE,
    RULE_SEE,
    RULE_JUDGED,
    CARE_SEE,
    HARDSHIP_SEE,
    APPROVAL_SEE,
    PAYMENT_SEE,
    RECEIPT_SEE,
    LOG_SEE,
    JOB_SEE,
];

/// Powers that a role keeps when it is held for one branch or group instead of the whole union. What they show is
/// narrowed to that place by the pages ([`crate::my_places`]).
pub const LOCAL: &[Power] = &[
    PLAN_SEE,
    WORK_RECORD,
    REGISTER_SEE,
    SUMMARY_SEE,
    MEMBER_SEE,
    JOIN_SEE,
    JOIN_OPINION,
    BODY_SEE,
    PAPER_SEE,
    RULE_SEE,
    CARE_SEE,
    CARE_RECORD,
    RECEIPT_SEE,
    RECEIPT_KEEP,
];
