//! Whatever happens in whichever order, and wherever the program is killed: nobody is nowhere, and in the end nobody is twice.

use kernel::{Date, UnionId};
use org::{Role, Status};
use proptest::prelude::*;
use testkit::{Client, Story};

use super::{carry, held, holder, school, sign_in, sound, status, teacher, wish};
use crate::tests::kit;

/// What may happen.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Start,
    Accept,
    Return,
    Recall,
    /// One job is done.
    Job,
    /// The program is killed after the first half of what it was doing, and started again.
    Killed,
    /// A day passes.
    Day,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        3 => Just(Deed::Start),
        3 => Just(Deed::Accept),
        1 => Just(Deed::Return),
        2 => Just(Deed::Recall),
        4 => Just(Deed::Job),
        3 => Just(Deed::Killed),
        1 => Just(Deed::Day),
    ]
}

/// Claims one job and does its work, but not its ending: what a kill between the two halves leaves.
fn killed(s: &Story) {
    let real = dispatch::jobs(crate::LETTERS);
    let half: Vec<jobs::Kind> = real
        .into_iter()
        .map(|(kind, _)| {
            jobs::Kind::new(kind.name, move |desk| {
                drop((kind.run)(desk)?);
                Ok(Box::new(|_| Err(store::Error::Other("killed".to_owned()))))
            })
        })
        .collect();
    let _ = jobs::runner::step(&s.store, &s.clock, &half).unwrap();
    // it is tried again after a pause
    s.clock.set(s.clock.now().plus_millis(3_600_000));
}

/// Two unions, a member of the one, and who is at their doors.
struct Stage {
    s: Story,
    sender: Client,
    receiver: Client,
    there: UnionId,
    member: String,
    page: String,
    _store: store::testing::Fresh,
}

impl Stage {
    fn set() -> Self {
        let fresh = store::testing::sqlite(&[], store::Options::default());
        let s = Story::on(store::Store::clone(&fresh), kit());
        let sender = s.person(Role::Chair);
        let (there, receiver) = school(&s, "第三中学工会", "wangfang");
        Self {
            member: teacher(&sender, "邹小燕"),
            page: String::new(),
            s,
            sender,
            receiver,
            there,
            _store: fresh,
        }
    }
    /// The version of the letter that one side sees.
    fn version(&self, who: &Client, side: &str) -> String {
        let seen = who.get_json(&self.page).json();
        seen[side]["version"].as_i64().unwrap_or(1).to_string()
    }
    fn start(&mut self) {
        let today = self.s.clock.today().to_string();
        let (path, to) = (format!("/members/{}", self.member), self.there.to_string());
        let version = self.sender.get_json(&path).json()["version"].to_string();
        let mut form = wish(&to, &version);
        form[4].1 = &today;
        let answer = self.sender.post(&format!("{path}/move"), &form);
        if answer.status == 303 {
            self.page = answer.location();
        }
    }
    fn answer(&self, tail: &str) {
        let today = self.s.clock.today().to_string();
        let version = self.version(&self.receiver, "received");
        let form = [("version", &*version), ("on", &*today), ("why", "不在")];
        self.receiver.post(&format!("{}/{tail}", self.page), &form);
    }
    fn act(&mut self, deed: Deed) {
        match deed {
            Deed::Start => self.start(),
            Deed::Accept if !self.page.is_empty() => self.answer("accept"),
            Deed::Return if !self.page.is_empty() => self.answer("return"),
            Deed::Recall if !self.page.is_empty() => {
                let version = self.version(&self.sender, "sent");
                self.sender
                    .post(&format!("{}/recall", self.page), &[("version", &*version)]);
            }
            Deed::Job => {
                let kinds = dispatch::jobs(crate::LETTERS).into_iter().map(|(k, _)| k);
                let kinds: Vec<jobs::Kind> = kinds.collect();
                let _ = jobs::runner::step(&self.s.store, &self.s.clock, &kinds).unwrap();
            }
            Deed::Killed => killed(&self.s),
            Deed::Day => self.s.clock.set(self.s.clock.now().plus_millis(86_400_000)),
            _ => {}
        }
        if matches!(deed, Deed::Day | Deed::Killed) {
            // sessions end
            sign_in(&self.receiver, "wangfang");
            self.sender = self.s.person(Role::Chair);
        }
    }
    /// Whether each register holds the member on a day.
    fn held(&self, day: Date) -> (bool, bool) {
        let came = holder(&self.s, self.there);
        (
            held(&self.s, self.s.union, Some(&self.member), day),
            held(&self.s, self.there, came.as_ref(), day),
        )
    }
    /// Whatever was put off comes to its end, and whatever was given up is found at night.
    fn nights(&self) {
        for night in 0..8 {
            self.s.clock.set(self.s.clock.now().plus_millis(3_600_000));
            for union in [self.s.union, self.there] {
                let (clock, key) = (self.s.clock.clone(), format!("left@{night}"));
                let write = move |w: &store::Writer| jobs::add_once(w, &clock, union, "dispatch.left", "{}", &key);
                let noted: Result<bool, store::Error> = self.s.store.write(write);
                noted.unwrap();
            }
            carry(&self.s);
        }
    }
}

fn tell(deeds: &[Deed]) {
    let mut stage = Stage::set();
    let first = stage.s.clock.today();
    for deed in deeds {
        stage.act(*deed);
        let held = stage.held(stage.s.clock.today());
        assert!(held.0 || held.1, "nowhere after {deed:?}");
        if held == (true, true) {
            let status = status(&stage.s, stage.s.union, &stage.member);
            assert_eq!(status, Status::Moving, "twice, and not on the way");
        }
    }
    stage.nights();
    let mut day = first.plus_days(-1);
    while day <= stage.s.clock.today() {
        let held = stage.held(day);
        assert!(held.0 != held.1, "{held:?} on {day}");
        day = day.plus_days(1);
    }
    sound(&stage.s);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 40, ..ProptestConfig::default() })]
    #[test]
    fn nobody_is_ever_nowhere_and_in_the_end_nobody_twice(deeds in prop::collection::vec(deed(), 1..18)) {
        tell(&deeds);
    }
}

#[test]
fn killed_between_the_two_halves_of_each_way() {
    tell(&[Deed::Start, Deed::Killed, Deed::Accept, Deed::Killed, Deed::Killed]);
    tell(&[
        Deed::Start,
        Deed::Killed,
        Deed::Job,
        Deed::Recall,
        Deed::Killed,
        Deed::Accept,
    ]);
}
