//! The tree of a simulation: how many levels, who is below whom, what they are called, how many people each has.

use org::UnionKind;

use super::{Size, dice::Dice};

/// A union that is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Planned {
    /// Its place in the list; those above come before.
    pub(super) number: u32,
    /// The one above.
    pub(super) above: Option<u32>,
    /// Its kind.
    pub(super) kind: UnionKind,
    /// Its full name.
    pub(super) name: String,
    /// How many people it has, the chair among them.
    pub(super) people: u32,
}

const FIRST: &[&str] = &[
    "青", "云", "临", "安", "宁", "平", "永", "新", "长", "兴", "泰", "清", "和", "丰", "石", "金", "白", "龙", "凤",
    "东",
];
const SECOND: &[&str] = &[
    "川", "河", "溪", "山", "江", "岭", "湖", "源", "州", "阳", "原", "林", "浦", "海", "城", "泉",
];
const SCHOOLS: &[&str] = &[
    "小学",
    "小学",
    "实验小学",
    "中心小学",
    "中学",
    "初级中学",
    "高级中学",
    "幼儿园",
    "特殊教育学校",
    "职业学校",
];
const PLACES_OF_WORK: &[&str] = &[
    "小学",
    "中学",
    "幼儿园",
    "人民医院",
    "卫生院",
    "机械厂",
    "纺织厂",
    "食品厂",
    "供水公司",
    "公交公司",
    "环卫所",
    "物业公司",
    "商贸公司",
    "建筑公司",
    "快递公司",
    "街道办事处",
    "农业合作社",
    "供电所",
];

/// Up to so many unions have one above them all, and up to so many two levels.
const ONE_LEVEL: u32 = 100;
const TWO_LEVELS: u32 = 3000;

/// The schools of one education union.
pub(super) fn schools(size: &Size, name: &str) -> Vec<Planned> {
    let mut tree = Tree::default();
    let root = tree.add(None, UnionKind::System, name.to_owned());
    tree.leaves(
        root,
        size.unions.saturating_sub(1),
        SCHOOLS,
        &mut Dice::of(size.seed, u64::MAX),
    );
    tree.peopled(size)
}

/// The unions of a simulation, those above before those below.
pub(super) fn planned(size: &Size) -> Vec<Planned> {
    let mut dice = Dice::of(size.seed, u64::MAX);
    let mut tree = Tree::default();
    match size.unions {
        0 | 1 => {
            tree.add(None, UnionKind::Grassroots, format!("{}学校工会", place(&mut dice)));
        }
        n if n <= ONE_LEVEL => return schools(size, &format!("{}区教育工会", place(&mut dice))),
        n if n <= TWO_LEVELS => {
            let root = tree.add(None, UnionKind::City, format!("{}市总工会", place(&mut dice)));
            tree.districts(root, n - 1, &mut dice);
        }
        n => {
            let root = tree.add(None, UnionKind::Province, format!("{}省总工会", place(&mut dice)));
            let cities = (n / 500).clamp(5, 21);
            for city in 0..cities {
                let below = share(n - 1 - cities, cities, city);
                let name = tree.fresh(&mut dice, "市总工会");
                let city = tree.add(Some(root), UnionKind::City, name);
                tree.districts(city, below, &mut dice);
            }
        }
    }
    tree.peopled(size)
}

/// The `n`th of `parts` nearly equal parts of `all`.
fn share(all: u32, parts: u32, n: u32) -> u32 {
    all / parts + u32::from(n < all % parts)
}

fn place(dice: &mut Dice) -> String {
    format!("{}{}", dice.one(FIRST, "新"), dice.one(SECOND, "城"))
}

#[derive(Default)]
struct Tree {
    all: Vec<Planned>,
    names: std::collections::BTreeSet<String>,
}

impl Tree {
    fn add(&mut self, above: Option<u32>, kind: UnionKind, name: String) -> u32 {
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.names.insert(name.clone());
        self.all.push(Planned {
            number,
            above,
            kind,
            name,
            people: 1,
        });
        number
    }

    /// A place's name that no other union has.
    fn fresh(&mut self, dice: &mut Dice, end: &str) -> String {
        for _ in 0..64 {
            let name = format!("{}{end}", place(dice));
            if !self.names.contains(&name) {
                return name;
            }
        }
        format!("{}{}{end}", place(dice), self.all.len())
    }

    /// So many unions below a city: districts, and the rest below them.
    fn districts(&mut self, city: u32, unions: u32, dice: &mut Dice) {
        let districts = (unions / 50).clamp(1, 12).min(unions);
        for n in 0..districts {
            let name = self.fresh(dice, "区总工会");
            let district = self.add(Some(city), UnionKind::District, name);
            self.leaves(district, share(unions - districts, districts, n), PLACES_OF_WORK, dice);
        }
    }

    /// So many unions of places of work, numbered by kind: 青川区第三小学工会.
    fn leaves(&mut self, above: u32, unions: u32, kinds: &[&'static str], dice: &mut Dice) {
        let district = usize::try_from(above)
            .ok()
            .and_then(|at| self.all.get(at))
            .map(|p| p.name.clone())
            .unwrap_or_default();
        let short = district
            .trim_end_matches("总工会")
            .trim_end_matches("教育工会")
            .to_owned();
        let mut counted = std::collections::BTreeMap::<&str, i64>::new();
        for _ in 0..unions {
            let kind = dice.one(kinds, "学校");
            let n = counted.entry(kind).and_modify(|n| *n += 1).or_insert(1);
            let name = format!("{short}第{}{kind}工会", kernel::numerals::words(*n));
            self.add(Some(above), UnionKind::Grassroots, name);
        }
    }

    /// Hands out the people: one to each union above others, the rest to those at the bottom, from half to one and a
    /// half times their average.
    fn peopled(mut self, size: &Size) -> Vec<Planned> {
        let above: std::collections::BTreeSet<u32> = self.all.iter().filter_map(|p| p.above).collect();
        let count = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        let mut rest = u64::from(size.members.saturating_sub(count));
        let leaf = |p: &Planned| !above.contains(&p.number);
        let weight = |p: &Planned| u64::from(50 + Dice::of(size.seed, u64::from(p.number)).below(101));
        let mut weights: u64 = self.all.iter().filter(|p| leaf(p)).map(weight).sum();
        for union in self.all.iter_mut().filter(|p| leaf(p)) {
            let own = weight(union);
            let part = rest * own / weights.max(1);
            union.people += u32::try_from(part).unwrap_or_default();
            (rest, weights) = (rest - part, weights - own);
        }
        self.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(unions: u32, members: u32) -> Size {
        Size {
            unions,
            members,
            years: 2,
            seed: 7,
        }
    }

    #[test]
    fn every_union_is_planned_and_every_member_handed_out() {
        for (unions, members) in [
            (1, 86),
            (2, 2),
            (40, 2400),
            (100, 5000),
            (101, 9000),
            (3000, 90_000),
            (10_000, 1_000_000),
        ] {
            let all = planned(&size(unions, members));
            assert_eq!(all.len(), usize::try_from(unions).unwrap());
            assert_eq!(all.iter().map(|p| p.people).sum::<u32>(), members, "{unions}");
            assert_eq!(all.iter().filter(|p| p.above.is_none()).count(), 1);
            assert!(all.iter().all(|p| p.above.is_none_or(|above| above < p.number)));
            let names: std::collections::BTreeSet<&str> = all.iter().map(|p| p.name.as_str()).collect();
            assert_eq!(names.len(), all.len(), "{unions}");
        }
    }

    #[test]
    fn the_same_seed_plans_the_same() {
        assert_eq!(planned(&size(500, 20_000)), planned(&size(500, 20_000)));
        assert_ne!(
            planned(&size(500, 20_000)),
            planned(&Size {
                seed: 8,
                ..size(500, 20_000)
            })
        );
    }
}
