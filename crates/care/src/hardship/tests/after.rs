//! What happens to a dossier on file.

use org::Role;
use testkit::story;

use super::{at, differences, filed, kit, open, page, rule, status, version};

#[test]
fn looked_at_again_by_the_new_figures() {
    story(kit, |s| {
        let (_, _, id) = filed(s);
        at(s, "2027-05-20");
        let union = s.union;
        let (now, later) = (s.clock.now(), s.clock.now().plus_millis(1));
        let tasks = s.store.write(move |w| super::super::watch::remind(w, union, now));
        assert_eq!(tasks.unwrap(), 1);
        assert_eq!(
            s.store
                .write(move |w| super::super::watch::remind(w, union, later))
                .unwrap(),
            0,
            "once"
        );
        let chair = s.person(Role::Chair);
        assert!(chair.get("/tasks").expect(200).shows("复核一份困难职工档案"));
        open(&chair, &id);
        let mut form = super::with(&[("income_month", "2500"), ("number", ""), ("f0_number", "")]);
        let seen = version(&chair, &id);
        form.push(("version", &seen));
        chair.post(&format!("/hardships/{id}/edit"), &form).expect(303);
        assert_eq!(status(&chair, &id), "filed", "what is brought up to date stays on file");
        let (a, b) = (
            s.member(Role::Officer).1.to_string(),
            s.member(Role::Officer).1.to_string(),
        );
        let again = |category: &str| {
            let fields = [
                ("version", &*version(&chair, &id)),
                ("on", "2027-05-20"),
                ("visitor", &*a),
                ("visitor2", &*b),
                ("report", "收入增加"),
                ("category", category),
            ];
            chair.post(&format!("/hardships/{id}/recheck"), &fields)
        };
        // 30,000 less 8,000 for two: 916.67 a head and month
        assert!(again("deep").expect(422).shows("请写明理由"));
        again("relative").expect(303);
        let now = page(&chair, &id);
        assert_eq!(now["state"]["recheck"], "2028-05-20", "twelve months for the others");
        assert!(chair.get("/hardships?category=relative").expect(200).shows("相对困难"));
        assert_eq!(differences(s), []);
    });
}

#[test]
fn left_by_the_rule_asked_after_and_taken_up_again() {
    story(kit, |s| {
        let (_, _, id) = filed(s);
        at(s, "2027-05-20");
        let chair = s.person(Role::Chair);
        rule(
            s,
            &[
                ("key", "hardship.exit_months"),
                ("value", "6个月"),
                ("severity", "reason"),
            ],
        );
        let exit = |months: &str, reason: &str| {
            let fields = [
                ("version", &*version(&chair, &id)),
                ("on", "2027-05-20"),
                ("why", "病愈返岗"),
                ("months", months),
                ("follow", "2027-08-20"),
                ("reason", reason),
            ];
            chair.post(&format!("/hardships/{id}/exit"), &fields)
        };
        exit("3", "").expect(422);
        exit("6", "").expect(303);
        assert_eq!(status(&chair, &id), "exited");
        let union = s.union;
        let year = facts::Span::year(2027).unwrap();
        let totals = s
            .store
            .read(|r| facts::register::store::totals(r, union, year))
            .unwrap();
        assert!(totals.iter().any(|t| t.measure == "hardship.exited" && t.quantity == 1));
        let call = [
            ("version", &*version(&chair, &id)),
            ("on", "2027-05-20"),
            ("text", "稳定"),
        ];
        chair.post(&format!("/hardships/{id}/follow"), &call).expect(303);
        let call = [
            ("version", &*version(&chair, &id)),
            ("on", "2027-05-20"),
            ("text", "稳定"),
        ];
        chair.post(&format!("/hardships/{id}/follow"), &call).expect(409);
        let anew = [("version", &*version(&chair, &id)), ("why", "返困")];
        chair.post(&format!("/hardships/{id}/reopen"), &anew).expect(303);
        assert_eq!(status(&chair, &id), "applied");
        assert_eq!(differences(s), []);
        let change = store::Sql::union("UPDATE hardship SET status = 'checked' WHERE union_id = $1");
        s.store.write(move |w| w.run(change, &[&union])).unwrap();
        let found = differences(s);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].key, "hardship.verify.state");
    });
}
