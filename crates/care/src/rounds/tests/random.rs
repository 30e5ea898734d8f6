//! Whatever the order of signing, taking back, striking and buying: the register, what was given and the stock say what the
//! sheets say.

use super::*;

/// A small generator of its own, so that a failure can be told again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

#[test]
fn facts_gifts_and_stock_always_say_what_the_sheets_say() {
    story(stage, |s| {
        s.clock.set(at("2027-09-20"));
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        let all: Vec<MemberId> = (0..6)
            .map(|n| member(s, &format!("会员{n}"), (n % 2 == 0).then_some(s.group), "2020-01-01"))
            .collect();
        for seed in 0..3 {
            let mut dice = Dice(seed);
            let title = format!("第{seed}批");
            let id = draft(&officer, &[("title", &title), ("kind", "cool"), ("festival", "")]);
            list(s, &officer, &id, &[("joined_until", "2020-12-31")]);
            buy(s, &officer, &id, "12");
            begin(s, &chair, &id);
            let before = posted(s, "round.cool_person_times");
            let mut sheet: Vec<(MemberId, &str)> = Vec::new();
            for _ in 0..12 {
                let who = all[usize::try_from(dice.roll(6)).unwrap()];
                sheet.retain(|(m, _)| *m != who);
                match dice.roll(3) {
                    0 => {}
                    1 => sheet.push((who, "2027-09-18")),
                    _ => sheet.push((who, "2027-09-20")),
                }
                let told = [("round", id.clone()), ("all", signed(&sheet))];
                let told: Vec<(&str, &str)> = told.iter().map(|(k, v)| (*k, v.as_str())).collect();
                officer.post("/stage/sign", &told).expect(303);
                let n = i64::try_from(sheet.len()).unwrap();
                assert_eq!(posted(s, "round.cool_person_times") - before, n, "seed {seed}");
                assert_eq!(lies(s, &id), 12 - 2 * n, "seed {seed}");
                let union = s.union;
                let given = s
                    .store
                    .read(|r| given::of_record(r, union, record(id.parse().unwrap())))
                    .unwrap();
                assert_eq!(given.len(), sheet.len());
            }
            sound(s);
        }
    });
}
