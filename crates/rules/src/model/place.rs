//! Where a rule holds, and for what kind of union.

use std::{collections::BTreeSet, fmt, str::FromStr};

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A place by its code of GB/T 2260, as short as it can be: `34` a province, `3401` a city, `340104` a county.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Region(String);

/// The text is no code of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotARegion;

/// Provinces, municipalities and autonomous regions by code (GB/T 2260): code, Chinese, English.
pub const PROVINCES: &[(&str, &str, &str)] = &[
    ("11", "北京市", "Beijing"),
    ("12", "天津市", "Tianjin"),
    ("13", "河北省", "Hebei"),
    ("14", "山西省", "Shanxi"),
    ("15", "内蒙古自治区", "Inner Mongolia"),
    ("21", "辽宁省", "Liaoning"),
    ("22", "吉林省", "Jilin"),
    ("23", "黑龙江省", "Heilongjiang"),
    ("31", "上海市", "Shanghai"),
    ("32", "江苏省", "Jiangsu"),
    ("33", "浙江省", "Zhejiang"),
    ("34", "安徽省", "Anhui"),
    ("35", "福建省", "Fujian"),
    ("36", "江西省", "Jiangxi"),
    ("37", "山东省", "Shandong"),
    ("41", "河南省", "Henan"),
    ("42", "湖北省", "Hubei"),
    ("43", "湖南省", "Hunan"),
    ("44", "广东省", "Guangdong"),
    ("45", "广西壮族自治区", "Guangxi"),
    ("46", "海南省", "Hainan"),
    ("50", "重庆市", "Chongqing"),
    ("51", "四川省", "Sichuan"),
    ("52", "贵州省", "Guizhou"),
    ("53", "云南省", "Yunnan"),
    ("54", "西藏自治区", "Tibet"),
    ("61", "陕西省", "Shaanxi"),
    ("62", "甘肃省", "Gansu"),
    ("63", "青海省", "Qinghai"),
    ("64", "宁夏回族自治区", "Ningxia"),
    ("65", "新疆维吾尔自治区", "Xinjiang"),
    ("71", "台湾省", "Taiwan"),
    ("81", "香港特别行政区", "Hong Kong"),
    ("82", "澳门特别行政区", "Macao"),
];

impl Region {
    /// The code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0
    }
    /// Whether another place lies in this one, or is it.
    #[must_use]
    pub fn holds(&self, other: &Region) -> bool {
        other.0.starts_with(&self.0)
    }
    /// The province it lies in: Chinese and English name.
    #[must_use]
    pub fn province(&self) -> (&'static str, &'static str) {
        PROVINCES
            .iter()
            .find(|(code, ..)| self.0.starts_with(code))
            .map_or(("", ""), |(_, zh, en)| (*zh, *en))
    }
    /// How far down it lies: 1 a province, 2 a city, 3 a county.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.0.len() / 2
    }
}

impl FromStr for Region {
    type Err = NotARegion;
    /// Reads `34`, `3401`, `340104`, and the long forms `340000` and `340100`.
    fn from_str(s: &str) -> Result<Self, NotARegion> {
        let digits = kernel::numerals::half_width(s.trim());
        let mut code = digits.as_str();
        if !matches!(code.len(), 2 | 4 | 6) || !code.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotARegion);
        }
        while code.len() > 2 {
            let Some(short) = code.strip_suffix("00") else { break };
            code = short;
        }
        let parts = code.as_bytes().chunks(2);
        let known = PROVINCES.iter().any(|(province, ..)| code.starts_with(province));
        if known && parts.clone().all(|part| part != b"00") {
            Ok(Self(code.to_owned()))
        } else {
            Err(NotARegion)
        }
    }
}
impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Keys kept in the store and in sheets.
macro_rules! keyed {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $kind:ident = $key:literal, $zh:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$of])* $kind,)* }
        impl $name {
            /// All of them.
            pub const ALL: &'static [$name] = &[$($name::$kind,)*];
            /// Its name in the store and in word keys.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $($name::$kind => $key,)* }
            }
            /// How sheets write it.
            #[must_use]
            pub const fn written(self) -> &'static str {
                match self { $($name::$kind => $zh,)* }
            }
            /// What a sheet or the store says.
            #[must_use]
            pub fn read(text: &str) -> Option<Self> {
                let text = text.trim();
                Self::ALL.iter().copied().find(|one| one.written() == text || one.key() == text)
            }
        }
    };
}
pub(crate) use keyed;

keyed! {
    /// An industry system (产业系统), whose union may have rules of its own.
    System {
        /// 教育.
        Education = "education", "教育";
        /// 卫生.
        Health = "health", "卫生";
        /// 科技、文化、体育.
        Culture = "culture", "科技文化体育";
        /// 金融.
        Finance = "finance", "金融";
        /// 铁路.
        Railway = "railway", "铁路";
        /// 民航.
        Aviation = "aviation", "民航";
        /// 国防、邮政、电信.
        Post = "post", "国防邮电";
        /// 能源、化学、地质.
        Energy = "energy", "能源化学地质";
        /// 机械、冶金、建材.
        Machinery = "machinery", "机械冶金建材";
        /// 财贸、轻纺、烟草.
        Trade = "trade", "财贸轻纺烟草";
        /// 农林水利、气象.
        Agriculture = "agriculture", "农林水利气象";
        /// 海员、建设.
        Construction = "construction", "海员建设";
    }
}

keyed! {
    /// What kind of unit a union is of; a public school is an institution and a school.
    UnitKind {
        /// 企业.
        Enterprise = "enterprise", "企业";
        /// 事业单位.
        Institution = "institution", "事业单位";
        /// 机关.
        Office = "office", "机关";
        /// 学校.
        School = "school", "学校";
        /// 社会组织.
        Society = "society", "社会组织";
        /// 乡镇、街道.
        Town = "town", "乡镇街道";
    }
}

/// Where a rule holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// One union: its own rule.
    Unit,
    /// A county, city or province.
    Region(Region),
    /// An industry system.
    System(System),
    /// The whole country.
    Nation,
}

impl Place {
    /// How far it is from the union: its own rule 0, county 1, city 2, province 3, system 4, nation 5.
    #[must_use]
    pub fn distance(&self) -> usize {
        match self {
            Place::Unit => 0,
            Place::Region(region) => 4 - region.depth().min(3),
            Place::System(_) => 4,
            Place::Nation => 5,
        }
    }
}

impl fmt::Display for Place {
    /// `unit`, `340104`, `sys:education`, `CN`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Unit => f.write_str("unit"),
            Place::Region(region) => f.write_str(region.code()),
            Place::System(system) => write!(f, "sys:{}", system.key()),
            Place::Nation => f.write_str("CN"),
        }
    }
}
impl FromStr for Place {
    type Err = NotARegion;
    fn from_str(s: &str) -> Result<Self, NotARegion> {
        match s.trim() {
            "unit" => Ok(Place::Unit),
            "CN" => Ok(Place::Nation),
            other => match other.strip_prefix("sys:") {
                Some(system) => System::read(system).map(Place::System).ok_or(NotARegion),
                None => other.parse().map(Place::Region),
            },
        }
    }
}
impl Serialize for Place {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        text.parse().map_err(|_| serde::de::Error::custom("not a place"))
    }
}
impl JsonSchema for Place {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "RulePlace".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "description": "unit, a code of GB/T 2260, sys:education, CN" })
    }
}

/// Which union is asked about: where it is, of which system and of what kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// Where it is, as exactly as is known.
    pub region: Option<Region>,
    /// Its industry system.
    pub system: Option<System>,
    /// What its unit is; may be several, may be unknown.
    pub kinds: BTreeSet<UnitKind>,
}

impl Who {
    /// Whether a rule of this place holds for it.
    #[must_use]
    pub fn is_in(&self, place: &Place) -> bool {
        match place {
            Place::Unit | Place::Nation => true,
            Place::Region(region) => self.region.as_ref().is_some_and(|own| region.holds(own)),
            Place::System(system) => self.system == Some(*system),
        }
    }
    /// The places whose rules hold for it, the nearest first, without its own.
    #[must_use]
    pub fn chain(&self) -> Vec<Place> {
        let code = self.region.as_ref().map_or("", |r| r.code());
        let regions = [6, 4, 2]
            .into_iter()
            .filter_map(|n| code.get(..n))
            .filter_map(|code| code.parse().ok())
            .map(Place::Region);
        regions
            .chain(self.system.map(Place::System))
            .chain([Place::Nation])
            .collect()
    }
}

/// What a unit is by its class (单位类别 110 … 700), industry (GB/T 4754, `P` education) and system, and whether the union is
/// of a town or street.
#[must_use]
pub fn kinds_of(class: Option<&str>, industry: Option<&str>, system: Option<System>, town: bool) -> BTreeSet<UnitKind> {
    let mut kinds = BTreeSet::new();
    kinds.extend(match class {
        Some("110" | "170" | "300" | "600") => Some(UnitKind::Enterprise),
        Some("400") => Some(UnitKind::Institution),
        Some("500") => Some(UnitKind::Office),
        Some("700") => Some(UnitKind::Society),
        _ => None,
    });
    let teaches = industry == Some("P") || (industry.is_none() && system == Some(System::Education));
    if teaches && !town {
        kinds.insert(UnitKind::School);
    }
    if town {
        kinds.insert(UnitKind::Town);
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_places_are_kept_short_and_wrong_ones_refused() {
        for (typed, kept) in [("340000", "34"), ("34", "34"), ("340100", "3401"), ("340104", "340104")] {
            assert_eq!(typed.parse::<Region>().unwrap().code(), kept);
        }
        for wrong in ["", "99", "3", "34010", "340004", "安徽", "3401040"] {
            assert_eq!(wrong.parse::<Region>(), Err(NotARegion), "{wrong}");
        }
    }

    #[test]
    fn the_chain_goes_from_near_to_far() {
        let who = Who {
            region: "340104".parse().ok(),
            system: Some(System::Education),
            kinds: BTreeSet::new(),
        };
        let chain: Vec<String> = who.chain().iter().map(Place::to_string).collect();
        assert_eq!(chain, ["340104", "3401", "34", "sys:education", "CN"]);
        let distances: Vec<usize> = who.chain().iter().map(Place::distance).collect();
        assert_eq!(distances, [1, 2, 3, 4, 5]);
        assert!(who.chain().iter().all(|place| who.is_in(place)));
        assert!(!who.is_in(&"35".parse().unwrap()));
        for text in ["unit", "CN", "34", "sys:education"] {
            assert_eq!(text.parse::<Place>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_public_school_is_an_institution_and_a_school() {
        let of = |class, industry, town| Vec::from_iter(kinds_of(class, industry, None, town));
        assert_eq!(
            of(Some("400"), Some("P"), false),
            [UnitKind::Institution, UnitKind::School]
        );
        assert_eq!(of(Some("170"), Some("C"), false), [UnitKind::Enterprise]);
        assert_eq!(of(None, None, true), [UnitKind::Town]);
        assert!(of(None, None, false).is_empty());
    }
}
