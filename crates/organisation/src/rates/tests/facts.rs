//! Every act that changes membership counts who came, moved or went, by kind of employment.

use org::Role;
use store::Sql;
use testkit::{Client, Story, story};

use crate::tests::kit;

const SUMS: Sql = Sql::union(
    "SELECT measure, CAST(SUM(quantity) AS BIGINT) FROM fact WHERE union_id = $1 AND measure LIKE 'member.%'
     GROUP BY measure HAVING SUM(quantity) <> 0 ORDER BY measure",
);

/// What was counted, since it was asked last.
struct Counted(Vec<(String, i64)>);

impl Counted {
    fn more(&mut self, s: &Story) -> Vec<String> {
        let union = s.union;
        let now: Result<Vec<(String, i64)>, store::Error> = s
            .store
            .read(|r| r.rows(SUMS, &[&union], |row| Ok((row.get(0)?, row.get(1)?))));
        let now = now.unwrap();
        let fresh = now
            .iter()
            .filter(|line| !self.0.contains(line))
            .map(|(key, _)| key.clone());
        let fresh = fresh.collect();
        self.0 = now;
        fresh
    }
}

/// A state, what its form says besides, and what it counts.
type Way<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a [&'a str]);

fn add(who: &Client, name: &str) -> String {
    let form = [("name", name), ("employment", "dispatched"), ("joined", "2026-03-01")];
    who.post("/members/new", &form).expect(303).id()
}

#[test]
fn who_joins_and_leaves_is_counted_by_kind_whatever_the_act() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let mut counted = Counted(Vec::new());
        counted.more(s);
        let all: Vec<String> = ["甲某", "乙某", "丙某", "丁某", "戊某"]
            .iter()
            .map(|name| add(&chair, name))
            .collect();
        assert_eq!(counted.more(s), ["member.joined", "member.joined.dispatched"]);
        let since = [
            ("name", "己某"),
            ("employment", "dispatched"),
            ("joined", "2020-03-01"),
            ("since", "2026-03-01"),
        ];
        chair.post("/members/new", &since).expect(303);
        assert_eq!(counted.more(s), ["member.moved_in", "member.moved_in.dispatched"]);

        let left = ["member.left", "member.left.dispatched"];
        let vote = [
            ("met_on", "2026-10-20"),
            ("votes_for", "5"),
            ("votes_against", "0"),
            ("votes_none", "0"),
        ];
        let ways: [Way<'_>; 5] = [
            ("resigned", &[], &["member.resigned"]),
            ("died", &[], &["member.died"]),
            ("removed", &vote, &["member.removed"]),
            ("moved", &[], &["member.moved_out", "member.moved_out.dispatched"]),
            ("kept", &[("retires", "1")], &["member.kept", "member.retired"]),
        ];
        for (id, (status, more, own)) in all.iter().zip(ways) {
            let mut form = vec![
                ("version", "1"),
                ("status", status),
                ("on", "2026-11-01"),
                ("why", "依规定办理"),
            ];
            form.extend_from_slice(more);
            chair.post(&format!("/members/{id}/status"), &form).expect(303);
            let mut expected: Vec<&str> = own.to_vec();
            if status != "kept" {
                expected.extend(left);
            }
            expected.sort_unstable();
            assert_eq!(counted.more(s), expected, "{status}");
        }
    });
}
