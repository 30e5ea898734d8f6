//! What rules are about: the keys under which systems ask, with the shape of their values and how rules of several places
//! are combined.

use super::place::keyed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

keyed! {
    /// The field of work a key belongs to; pages group by it.
    Field {
        /// 慰问与节日.
        Care = "care", "慰问与节日";
        /// 活动、奖励与培训.
        Activity = "activity", "活动、奖励与培训";
        /// 困难帮扶.
        Aid = "aid", "困难帮扶";
        /// 会费与经费.
        Money = "money", "会费与经费";
        /// 组织与选举.
        Organisation = "organisation", "组织与选举";
        /// 职代会与公开.
        Democracy = "democracy", "职代会与公开";
        /// 劳动关系与女职工.
        Rights = "rights", "劳动关系与女职工";
        /// 当地标准, which other rules name.
        Standards = "standards", "当地标准";
        /// 八不准.
        Forbidden = "forbidden", "八不准";
    }
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 元; kept in fen.
    Money,
    /// A share of something counted or paid.
    Share,
    /// A whole number of people, times or things.
    Count,
    /// Calendar days.
    Days,
    /// Working days.
    Workdays,
    /// Months.
    Months,
    /// Years.
    Years,
    /// Names out of these; whether others are taken too.
    List(&'static [Item], bool),
    /// Whether it may be.
    Flag,
}

/// A name in a list: its key, and how sheets write it.
pub type Item = (&'static str, &'static str);

/// How rules of several places are combined, and what is held against them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// A cap: the lowest in force counts.
    Most,
    /// A floor: the highest in force counts.
    Least,
    /// A figure or a test: the nearest counts.
    Nearest,
    /// What is allowed: every list in force counts.
    Allowed,
}

/// A key.
#[derive(Debug)]
pub struct Key {
    /// Its stable name, such as `festival.year`.
    pub name: &'static str,
    /// Its field of work.
    pub field: Field,
    /// What its values are.
    pub kind: Kind,
    /// How rules are combined.
    pub sense: Sense,
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}
impl Eq for Key {}

impl Serialize for Key {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.name)
    }
}

impl Key {
    /// The word key of its name.
    #[must_use]
    pub fn word(&self) -> String {
        format!("rules.key.{}", self.name.replace('.', "_"))
    }
    /// Its place in the order of pages.
    #[must_use]
    pub fn position(&self) -> usize {
        ALL.iter().position(|key| *key == self).unwrap_or(usize::MAX)
    }
    /// The key of a name.
    #[must_use]
    pub fn of(name: &str) -> Option<&'static Key> {
        ALL.iter().copied().find(|key| key.name == name)
    }
    /// The key of a name, or of a word that a sheet writes instead.
    #[must_use]
    pub fn read(text: &str) -> Option<&'static Key> {
        let text = text.trim();
        let named = |key: &Key| ui::words::find(kernel::Lang::Zh, &key.word()) == Some(text);
        Key::of(text).or_else(|| ALL.iter().copied().find(|key| named(key)))
    }
}

/// Declares the keys and the list of them.
macro_rules! keys {
    ($($field:ident { $($(#[$doc:meta])* $name:ident = $key:literal, $kind:expr, $sense:ident;)* })*) => {
        $($($(#[$doc])* pub static $name: Key = Key {
            name: $key,
            field: Field::$field,
            kind: $kind,
            sense: Sense::$sense,
        };)*)*
        /// All keys, in the order of pages.
        pub static ALL: &[&Key] = &[$($(&$name,)*)*];
    };
}

/// Forms in which something is given.
const FORMS: Kind = Kind::List(
    &[
        ("goods", "实物"),
        ("voucher", "提货凭证"),
        ("cash", "现金"),
        ("card", "购物卡"),
        ("coupon", "代金券"),
    ],
    false,
);

keys! {
    Care {
        /// 节日慰问品 a member and year.
        FESTIVAL_YEAR = "festival.year", Kind::Money, Most;
        /// 节日慰问品 a member and festival.
        FESTIVAL_EACH = "festival.each", Kind::Money, Most;
        /// 春节慰问品, where it has a cap of its own.
        FESTIVAL_SPRING = "festival.spring", Kind::Money, Most;
        /// All festival goods of a year as a share of the union's funds.
        FESTIVAL_POOL = "festival.pool_share", Kind::Share, Most;
        /// Festivals that may carry goods for all members.
        FESTIVAL_DAYS = "festival.days", Kind::List(&[
            ("new_year", "元旦"), ("spring", "春节"), ("qingming", "清明"), ("labour", "劳动节"), ("dragon_boat", "端午"),
            ("mid_autumn", "中秋"), ("national", "国庆"), ("ethnic", "经批准的少数民族节日"),
        ], true), Allowed;
        /// In which form.
        FESTIVAL_FORM = "festival.form", FORMS, Allowed;
        /// 生日慰问.
        BIRTHDAY = "birthday", Kind::Money, Most;
        /// In which form.
        BIRTHDAY_FORM = "birthday.form", FORMS, Allowed;
        /// 结婚慰问.
        MARRIAGE = "marriage", Kind::Money, Most;
        /// In which form.
        MARRIAGE_FORM = "marriage.form", FORMS, Allowed;
        /// 生育慰问.
        BIRTH = "birth", Kind::Money, Most;
        /// In which form.
        BIRTH_FORM = "birth.form", FORMS, Allowed;
        /// 生病住院慰问.
        HOSPITAL = "hospital.plain", Kind::Money, Most;
        /// 住院手术慰问.
        HOSPITAL_SURGERY = "hospital.surgery", Kind::Money, Most;
        /// How often a year.
        HOSPITAL_TIMES = "hospital.times_per_year", Kind::Count, Most;
        /// From how many days in hospital on.
        HOSPITAL_DAYS = "hospital.stay_days", Kind::Days, Least;
        /// 会员去世慰问.
        DEATH_MEMBER = "death.member", Kind::Money, Most;
        /// 直系亲属去世慰问.
        DEATH_KIN = "death.kin", Kind::Money, Most;
        /// Who counts as direct kin.
        DEATH_KIN_WHO = "death.kin_who", Kind::List(&[("spouse", "配偶"), ("parents", "父母"), ("children", "子女")], false), Allowed;
        /// 退休离岗纪念品.
        RETIRE = "retire", Kind::Money, Most;
        /// How many go on a visit.
        VISITORS = "visit.visitors", Kind::Count, Least;
        /// Days within which what is asked for on a visit is answered.
        VISIT_REPLY = "visit.reply_days", Kind::Days, Most;
        /// 疗休养 a head.
        RECUPERATION_HEAD = "recuperation.head", Kind::Money, Most;
        /// Years between somebody's journeys.
        RECUPERATION_YEARS = "recuperation.interval_years", Kind::Years, Least;
        /// Who goes before others.
        RECUPERATION_FIRST = "recuperation.first", Kind::List(&[
            ("model_worker", "劳模先进"), ("front_line", "一线职工"), ("hazard", "有毒有害岗位"), ("retiring", "临近退休"),
        ], false), Allowed;
    }
    Activity {
        /// Winners as a share of those who take part.
        PRIZE_SHARE = "prize.share", Kind::Share, Most;
        /// 个人奖.
        PRIZE_INDIVIDUAL = "prize.top_individual", Kind::Money, Most;
        /// 团体奖.
        PRIZE_TEAM = "prize.top_team", Kind::Money, Most;
        /// 技能竞赛奖.
        PRIZE_SKILL = "prize.skill", Kind::Money, Most;
        /// 纪念品, where no prizes are given.
        SOUVENIR = "souvenir", Kind::Money, Most;
        /// 活动服装.
        CLOTHING = "clothing.amount", Kind::Money, Most;
        /// 活动服装 for events of higher unions.
        CLOTHING_UPPER = "clothing.upper_event", Kind::Money, Most;
        /// Years between clothes.
        CLOTHING_YEARS = "clothing.interval_years", Kind::Years, Least;
        /// Rewarded learners as a share of those who learn.
        LEARNER_SHARE = "learner.share", Kind::Share, Most;
        /// 优秀学员奖励.
        LEARNER = "learner.amount", Kind::Money, Most;
        /// 学历教育奖励, once.
        LEARNER_AWARD = "learner.award", Kind::Money, Most;
        /// 春秋游 a person and day.
        OUTING_DAY = "outing.person_day", Kind::Money, Most;
        /// How often a year.
        OUTING_TIMES = "outing.times_per_year", Kind::Count, Most;
        /// 观看电影、演出 a member and year.
        FILM_YEAR = "film.year", Kind::Money, Most;
        /// Films, outings and the like out of union funds, as a share of the year's dues.
        DUES_TOP_UP = "activity.over_dues", Kind::Share, Most;
        /// 误餐 a person and day.
        MEAL_DAY = "meal.day", Kind::Money, Most;
        /// From how many hours of a contest on there is a meal.
        MEAL_HOURS = "meal.contest_hours", Kind::Count, Least;
        /// 授课酬金.
        LECTURER = "lecturer", Kind::Money, Most;
        /// 评委裁判 a half-day.
        JUDGE_HALF = "judge.half_day", Kind::Money, Most;
        /// 评委裁判 a day.
        JUDGE_DAY = "judge.day", Kind::Money, Most;
        /// 评选公示, working days.
        HONOUR_NOTICE = "honour.notice_days", Kind::Workdays, Least;
    }
    Aid {
        /// 深度困难: the household's net income a head and month.
        HARDSHIP_DEEP = "hardship.deep", Kind::Money, Nearest;
        /// 相对困难.
        HARDSHIP_RELATIVE = "hardship.relative", Kind::Money, Nearest;
        /// 意外致困: costs or losses as a share of the family's annual income.
        HARDSHIP_ACCIDENT = "hardship.accident_share", Kind::Share, Nearest;
        /// Months of employment of migrant workers.
        HARDSHIP_EMPLOYED = "hardship.employed_months", Kind::Months, Least;
        /// Months above the minimum before a dossier ends.
        HARDSHIP_EXIT = "hardship.exit_months", Kind::Months, Least;
        /// Months until a dossier of deep hardship is looked at again.
        RECHECK_DEEP = "hardship.recheck_deep", Kind::Months, Most;
        /// Months until another dossier is looked at again.
        RECHECK = "hardship.recheck", Kind::Months, Most;
        /// 公示, days.
        HARDSHIP_NOTICE = "hardship.notice_days", Kind::Days, Least;
        /// Who goes to see.
        HARDSHIP_VISITORS = "hardship.visitors", Kind::Count, Least;
        /// What excludes a household from a dossier.
        HARDSHIP_EXCLUDED = "hardship.excluded", Kind::List(&[
            ("two_homes", "两套及以上住房"), ("business", "经营性门店或雇工经营"), ("private_school", "高收费民办学校"),
            ("abroad", "自费出国留学"),
        ], false), Allowed;
        /// 生活救助 a household and year.
        AID_LIVING = "aid.living", Kind::Money, Most;
        /// 生活救助 of 相对困难 and 意外致困.
        AID_LIVING_OTHER = "aid.living_other", Kind::Money, Most;
        /// 医疗救助 a household and year.
        AID_MEDICAL = "aid.medical", Kind::Money, Most;
        /// 助学救助, higher education, a student and year.
        AID_SCHOOL_HIGHER = "aid.school_higher", Kind::Money, Most;
        /// 助学救助, senior and vocational school.
        AID_SCHOOL_SENIOR = "aid.school_senior", Kind::Money, Most;
        /// 助学救助, primary and junior school.
        AID_SCHOOL_BASIC = "aid.school_basic", Kind::Money, Most;
        /// 其他救助 a household and year.
        AID_OTHER = "aid.other", Kind::Money, Most;
        /// 临时救助 a person and year.
        HARDSHIP_TEMPORARY = "hardship.temporary", Kind::Money, Most;
        /// 互助保障 参保 as a share of the workers.
        INSURED_SHARE = "insurance.share", Kind::Share, Least;
        /// Days of treatment after which disability is judged.
        INSURANCE_JUDGED = "insurance.judged_days", Kind::Days, Nearest;
        /// Months that proofs of a claim are kept once it is settled.
        INSURANCE_PROOFS = "insurance.proof_months", Kind::Months, Nearest;
        /// Months that proofs of a dossier are kept once it has ended.
        HARDSHIP_PROOFS = "hardship.proof_months", Kind::Months, Nearest;
    }
    Money {
        /// 会费: the share of the monthly wage.
        DUES = "dues.month", Kind::Money, Nearest;
        /// Months without dues or union life after which somebody counts as having left.
        DUES_LAPSE = "dues.lapse_months", Kind::Months, Least;
        /// 拨缴经费 as a share of the payroll.
        CONTRIBUTION = "contribution.share", Kind::Share, Nearest;
        /// What of it stays with the grassroots union.
        CONTRIBUTION_KEPT = "contribution.kept_share", Kind::Share, Nearest;
        /// The day of the month on which it is due.
        CONTRIBUTION_DAY = "contribution.day", Kind::Count, Nearest;
    }
    Organisation {
        /// From how many members on there is a committee.
        COMMITTEE_NEEDED = "committee.needed", Kind::Count, Nearest;
        /// Seats of the committee.
        COMMITTEE_SEATS = "committee.seats", Kind::Count, Nearest;
        /// Seats of the standing committee.
        STANDING_SEATS = "standing.seats", Kind::Count, Nearest;
        /// Seats of the audit committee.
        AUDIT_SEATS = "audit.seats", Kind::Count, Nearest;
        /// From how many women on there is a women's committee.
        WOMEN_NEEDED = "women.needed", Kind::Count, Nearest;
        /// From how many workers on a full-time chair may be set.
        FULL_TIME = "chair.full_time", Kind::Count, Nearest;
        /// Years of a term.
        TERM = "term.years", Kind::List(&[("3", "3年"), ("5", "5年")], false), Allowed;
        /// Working days a month that part-time officers have.
        PART_TIME = "officer.paid_days", Kind::Workdays, Most;
        /// Who may call for an extraordinary meeting.
        EXTRAORDINARY = "meeting.extraordinary", Kind::Share, Nearest;
        /// Up to how many members all of them meet.
        FULL_MEETING = "members.full_meeting", Kind::Count, Nearest;
        /// Delegates of the members' congress.
        MEMBER_DELEGATES = "members.delegates", Kind::Count, Nearest;
        /// Votes by which a chair is removed.
        REMOVAL = "removal.votes", Kind::Share, Least;
        /// Who has to come to an election.
        QUORUM = "election.quorum", Kind::Share, Least;
        /// Votes by which somebody is elected.
        ELECTED = "election.votes", Kind::Share, Least;
        /// Candidates for the seats of the committee.
        CANDIDATES = "election.candidates", Kind::Count, Least;
        /// Candidates for the seats of the standing committee.
        CANDIDATES_STANDING = "election.candidates_standing", Kind::Count, Least;
        /// Signatures under a proposal.
        SECONDERS = "proposal.seconders", Kind::Count, Least;
    }
    Democracy {
        /// 教代会: from how many staff on there are delegates.
        SCHOOL_CONGRESS = "school.congress_from", Kind::Count, Nearest;
        /// 教代会: teachers among the delegates.
        SCHOOL_TEACHERS = "school.teachers_share", Kind::Share, Least;
        /// 职代会: from how many workers on there are delegates.
        CONGRESS_FROM = "congress.from", Kind::Count, Nearest;
        /// Delegates of the workers' congress.
        CONGRESS_DELEGATES = "congress.delegates", Kind::Count, Least;
        /// Managers among the delegates.
        CONGRESS_MANAGERS = "congress.managers_share", Kind::Share, Most;
        /// Who has to come.
        CONGRESS_QUORUM = "congress.quorum", Kind::Share, Least;
        /// Votes by which a motion passes.
        CONGRESS_VOTES = "congress.votes", Kind::Share, Least;
        /// Who may call for an extraordinary session.
        CONGRESS_EXTRAORDINARY = "congress.extraordinary", Kind::Share, Nearest;
        /// Sessions a year.
        CONGRESS_SESSIONS = "congress.sessions_per_year", Kind::Count, Least;
        /// Who takes part in the election of a delegate.
        CONGRESS_CONSTITUENCY = "congress.constituency", Kind::Share, Least;
        /// Days before the session on which papers are out.
        CONGRESS_PAPERS = "congress.papers_days", Kind::Days, Least;
        /// Working days within which the session is reported.
        CONGRESS_REPORT = "congress.report_days", Kind::Workdays, Most;
        /// Notice before a disclosure meeting.
        DISCLOSURE_NOTICE = "disclosure.notice_days", Kind::Days, Least;
        /// Days within which its results are disclosed.
        DISCLOSURE_RESULT = "disclosure.result_days", Kind::Days, Most;
        /// How long what is disclosed hangs.
        DISCLOSURE_SHOWN = "disclosure.shown_days", Kind::Days, Least;
        /// Days within which opinions are answered.
        DISCLOSURE_REPLY = "disclosure.reply_days", Kind::Days, Most;
    }
    Rights {
        /// Days within which a request for collective talks is answered.
        TALKS_REPLY = "talks.reply_days", Kind::Days, Most;
        /// Days within which a collective contract is filed.
        CONTRACT_FILED = "contract.filed_days", Kind::Days, Most;
        /// Days within which a wage agreement is filed.
        WAGES_FILED = "contract.wages_filed_days", Kind::Days, Most;
        /// Days after which it takes effect.
        CONTRACT_EFFECT = "contract.effect_days", Kind::Days, Nearest;
        /// Votes by which it is adopted.
        CONTRACT_VOTES = "contract.votes", Kind::Share, Least;
        /// Working days within which a dispute is taken up.
        MEDIATION_ACCEPT = "mediation.accept_days", Kind::Workdays, Most;
        /// Days within which mediation ends.
        MEDIATION_END = "mediation.end_days", Kind::Days, Most;
        /// 产假, days.
        MATERNITY = "maternity.days", Kind::Days, Least;
        /// Working days within which a refused complaint is answered.
        COMPLAINT_REPLY = "complaint.reply_days", Kind::Workdays, Most;
    }
    Standards {
        /// 当地低保标准 a person and month.
        DIBAO = "standard.dibao", Kind::Money, Nearest;
        /// 当地差旅费伙食补助标准 a person and day.
        TRAVEL_MEAL = "standard.travel_meal", Kind::Money, Nearest;
        /// 当地财政培训讲课费标准.
        TRAINING_FEE = "standard.training_fee", Kind::Money, Nearest;
    }
    Forbidden {
        /// 用工会经费请客送礼.
        P1 = "forbidden.p1", Kind::Flag, Allowed;
        /// 违反工会经费使用规定，滥发奖金、津贴、补贴.
        P2 = "forbidden.p2", Kind::Flag, Allowed;
        /// 高消费性娱乐和健身活动.
        P3 = "forbidden.p3", Kind::Flag, Allowed;
        /// 单位行政利用工会账户，违规设立“小金库”.
        P4 = "forbidden.p4", Kind::Flag, Allowed;
        /// 工会账户并入单位行政账户.
        P5 = "forbidden.p5", Kind::Flag, Allowed;
        /// 截留、挪用工会经费.
        P6 = "forbidden.p6", Kind::Flag, Allowed;
        /// 非法集资，或为非法集资提供担保.
        P7 = "forbidden.p7", Kind::Flag, Allowed;
        /// 报销与工会活动无关的费用.
        P8 = "forbidden.p8", Kind::Flag, Allowed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_one_name_in_both_languages_and_is_found_by_it() {
        let mut seen = std::collections::BTreeSet::new();
        for key in ALL {
            assert!(seen.insert(key.name), "{} twice", key.name);
            assert_eq!(Key::of(key.name), Some(*key));
            let zh = ui::words::find(kernel::Lang::Zh, &key.word());
            let zh = zh.unwrap_or_else(|| panic!("{} has no word", key.name));
            assert!(seen.insert(zh), "{zh} names two keys");
            assert_eq!(Key::read(zh), Some(*key));
            assert!(ui::words::find(kernel::Lang::En, &key.word()).is_some(), "{}", key.name);
        }
        assert_eq!(Key::read("没有这一项"), None);
    }
}
