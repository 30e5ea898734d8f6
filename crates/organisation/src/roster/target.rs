//! What a column of a roster can mean, and the words by which people head it.

use org::members::Field;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::Cx;

/// What a column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// A particular of a member.
    Field(Field),
    /// 证件号码.
    Identity,
    /// 证件类型.
    IdentityKind,
    /// 会籍状态.
    Status,
    /// 所属工会: it tells whether the file is this union's.
    Union,
}

impl Target {
    /// All, in the order of a form.
    #[must_use]
    pub fn all() -> Vec<Target> {
        let mut all: Vec<Target> = Field::ALL.iter().copied().map(Target::Field).collect();
        all.splice(1..1, [Target::Identity, Target::IdentityKind]);
        all.extend([Target::Status, Target::Union]);
        all
    }
    /// Its stable name, in forms and in the store.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Target::Field(field) => field.key(),
            Target::Identity => "identity",
            Target::IdentityKind => "identity_kind",
            Target::Status => "status",
            Target::Union => "union",
        }
    }
    /// The target of that name.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        match key {
            "identity" => Some(Target::Identity),
            "identity_kind" => Some(Target::IdentityKind),
            "status" => Some(Target::Status),
            "union" => Some(Target::Union),
            _ => Field::of_key(key).map(Target::Field),
        }
    }
    /// Its name on the screen.
    #[must_use]
    pub fn name(self, cx: &Cx) -> String {
        match self {
            Target::Field(field) => cx.t(field.word()),
            Target::Identity => cx.t("organisation.identity.number"),
            Target::IdentityKind => cx.t("organisation.identity.kind"),
            Target::Status => cx.t("org.members.status"),
            Target::Union => cx.t("roster.own_union"),
        }
    }
    /// What is to be shown of it with its middle hidden.
    #[must_use]
    pub fn veiled(self) -> bool {
        matches!(self, Target::Identity)
    }
}

impl Serialize for Target {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.key())
    }
}
impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let key = String::deserialize(d)?;
        Target::of_key(&key).ok_or_else(|| serde::de::Error::custom("no such column"))
    }
}
impl JsonSchema for Target {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Target".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string"})
    }
}

/// Words that head a column, in one spelling ([`plain`]); the first that fits whole goes before those that fit in part.
const HEADS: &[(Target, &[&str])] = &[
    (
        Target::Field(Field::Name),
        &[
            "姓名",
            "名字",
            "会员姓名",
            "职工姓名",
            "教师姓名",
            "员工姓名",
            "name",
            "fullname",
        ],
    ),
    (Target::Field(Field::Sex), &["性别", "男女", "sex", "gender"]),
    (
        Target::Identity,
        &[
            "身份证号",
            "身份证号码",
            "身份证",
            "公民身份号码",
            "证件号码",
            "证件号",
            "有效证件号码",
            "idnumber",
            "idno",
            "idcard",
        ],
    ),
    (Target::IdentityKind, &["证件类型", "证件类别", "证件种类", "idtype"]),
    (
        Target::Field(Field::Born),
        &[
            "出生日期",
            "出生年月",
            "出生年月日",
            "出生",
            "生日",
            "生年月日",
            "born",
            "birthday",
            "dateofbirth",
            "birthdate",
        ],
    ),
    (Target::Field(Field::Ethnic), &["民族", "族别", "ethnicity"]),
    (
        Target::Field(Field::Nationality),
        &["国籍", "国籍或地区", "国籍地区", "国家地区", "nationality"],
    ),
    (
        Target::Field(Field::Phone),
        &[
            "手机号",
            "手机号码",
            "手机",
            "移动电话",
            "联系电话",
            "联系方式",
            "电话",
            "电话号码",
            "本人电话",
            "phone",
            "mobile",
            "tel",
            "telephone",
        ],
    ),
    (
        Target::Field(Field::Email),
        &["电子邮箱", "邮箱", "邮箱地址", "电子邮件", "email", "mail"],
    ),
    (
        Target::Field(Field::Address),
        &[
            "住址",
            "家庭住址",
            "家庭地址",
            "现住址",
            "居住地址",
            "通讯地址",
            "联系地址",
            "户籍地址",
            "address",
        ],
    ),
    (
        Target::Field(Field::Education),
        &["学历", "文化程度", "最高学历", "受教育程度", "教育程度", "education"],
    ),
    (Target::Field(Field::Political), &["政治面貌", "党派", "面貌"]),
    (
        Target::Field(Field::Household),
        &["户籍类型", "户口性质", "户籍性质", "户口类型", "户口类别", "户籍类别"],
    ),
    (
        Target::Field(Field::Marriage),
        &["婚姻状况", "婚姻", "婚姻情况", "婚否", "婚姻状态"],
    ),
    (
        Target::Field(Field::Employer),
        &[
            "单位",
            "工作单位",
            "单位名称",
            "所在单位",
            "用人单位",
            "企业名称",
            "employer",
            "company",
        ],
    ),
    (
        Target::Field(Field::Department),
        &["部门", "科室", "所在部门", "处室", "所属部门", "department"],
    ),
    (
        Target::Field(Field::Job),
        &[
            "岗位",
            "工种",
            "职务",
            "职业",
            "工作岗位",
            "岗位名称",
            "任教学科",
            "学科",
            "岗位工种",
            "职务岗位",
            "job",
            "position",
        ],
    ),
    (Target::Field(Field::JobClass), &["岗位类别", "岗位类型", "岗位性质"]),
    (
        Target::Field(Field::Employment),
        &[
            "用工形式",
            "用工类型",
            "用工性质",
            "用工方式",
            "编制",
            "编制性质",
            "编制情况",
            "人员性质",
            "人员类别",
            "职工类别",
        ],
    ),
    (
        Target::Field(Field::Number),
        &[
            "工号",
            "职工号",
            "教工号",
            "员工编号",
            "员工号",
            "人员编号",
            "职工编号",
            "staffnumber",
            "employeeid",
        ],
    ),
    (
        Target::Field(Field::Hired),
        &[
            "入职日期",
            "入职时间",
            "参加工作时间",
            "参加工作日期",
            "来校时间",
            "进校时间",
            "进单位时间",
            "工作时间",
            "到岗时间",
            "hired",
        ],
    ),
    (
        Target::Field(Field::Title),
        &["职称", "专业技术职称", "专业技术职务", "技术职称", "title"],
    ),
    (
        Target::Field(Field::Skill),
        &["技术等级", "技能等级", "职业资格等级", "职业技能等级"],
    ),
    (Target::Field(Field::Migrant), &["农民工", "是否农民工", "农民工标记"]),
    (
        Target::Field(Field::Group),
        &[
            "工会小组",
            "所属小组",
            "小组",
            "所属工会小组",
            "分会",
            "所属分会",
            "工会分会",
            "分工会",
            "年级组",
            "教研组",
            "group",
        ],
    ),
    (
        Target::Field(Field::Joined),
        &[
            "入会日期",
            "入会时间",
            "加入工会时间",
            "加入工会日期",
            "何时入会",
            "入会年月",
            "joined",
            "joinedon",
        ],
    ),
    (
        Target::Field(Field::Card),
        &[
            "会员证号",
            "会员卡号",
            "工会卡号",
            "会员编号",
            "会员号",
            "证号",
            "cardnumber",
        ],
    ),
    (
        Target::Field(Field::Retired),
        &["退休日期", "退休时间", "退休年月", "retired"],
    ),
    (
        Target::Field(Field::Confirmed),
        &["信息确认日期", "确认日期", "确认时间"],
    ),
    (Target::Field(Field::ConfirmedBy), &["确认方式"]),
    (
        Target::Status,
        &[
            "会籍状态",
            "会员状态",
            "状态",
            "会籍",
            "在职状态",
            "会籍情况",
            "是否在职",
            "人员状态",
            "status",
        ],
    ),
    (
        Target::Union,
        &[
            "所属工会",
            "工会名称",
            "所在工会",
            "基层工会",
            "基层工会名称",
            "工会组织名称",
            "union",
        ],
    ),
];

/// A head in one spelling: without spaces, marks, what stands in brackets; small letters.
#[must_use]
pub fn plain(head: &str) -> String {
    let mut depth = 0_u8;
    let mut out = String::new();
    for c in kernel::numerals::half_width(head).chars() {
        match c {
            '(' | '[' | '【' | '（' | '「' => depth = depth.saturating_add(1),
            ')' | ']' | '】' | '）' | '」' => depth = depth.saturating_sub(1),
            c if depth == 0 && c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    out
}

/// What a head means, and how surely: 2 if it is such a word, 1 if it has one in it.
#[must_use]
pub fn of_head(head: &str) -> Option<(Target, u8)> {
    let head = plain(head);
    if head.is_empty() || head.chars().count() > 24 {
        return None;
    }
    let whole = HEADS.iter().find(|(_, words)| words.contains(&head.as_str()));
    if let Some((target, _)) = whole {
        return Some((*target, 2));
    }
    // the longest word in it: 工作单位名称及部门 is rather 工作单位 than 单位
    let parts = HEADS
        .iter()
        .flat_map(|(target, words)| words.iter().map(move |word| (*target, *word)));
    parts
        .filter(|(_, word)| word.chars().count() >= 2 && !word.is_ascii() && head.contains(word))
        .max_by_key(|(_, word)| word.chars().count())
        .map(|(target, _)| (target, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_known_by_their_words() {
        let of = |head: &str| of_head(head).map(|(target, _)| target.key());
        assert_eq!(of("姓 名"), Some("name"));
        assert_eq!(of("身份证号码（18位）"), Some("identity"));
        assert_eq!(of("联系电话 / 手机"), Some("phone"));
        assert_eq!(of("参加工作时间"), Some("hired"));
        assert_eq!(of("出生\n年月"), Some("born"));
        assert_eq!(of("所属工会小组"), Some("group"));
        assert_eq!(of("所属工会"), Some("union"));
        assert_eq!(of("Name"), Some("name"));
        assert_eq!(of("序号"), None);
        assert_eq!(of("备注"), None);
        assert_eq!(of("2026年实验小学工会会员名册"), None);
    }

    #[test]
    fn keys_lead_back() {
        let all = Target::all();
        assert_eq!(all.len(), Field::ALL.len() + 4);
        for target in all {
            assert_eq!(Target::of_key(target.key()), Some(target));
        }
    }
}
