//! The demo year with somebody at its doors, one record behind every door with an id, and what the database holds of
//! a union, to compare two moments.

use std::collections::BTreeMap;

use kernel::{Clock, Id, UnionId};
use store::{Sql, Store};
use web::inside::Client;
use zhijia::roof;

/// A day in November, on which the whole demo year is told.
pub const NOW: kernel::Instant = kernel::Instant::from_millis(1_795_222_800_000);

/// Where the ids in a door's path come from: the longest beginning of the path, and a statement that gives them for a
/// union. The rows are those that [`enrich`](crate::enrich::enrich) makes or that every union has.
const RECORDS: &[(&str, &str)] = &[
    (
        "/accounts/invitations/{id}",
        "SELECT id FROM invitation WHERE union_id = $1 AND ended IS NULL",
    ),
    (
        "/accounts/resets/{id}",
        "SELECT id FROM reset_request WHERE union_id = $1",
    ),
    (
        "/accounts/{id}",
        "SELECT account_id FROM stand WHERE union_id = $1 ORDER BY since DESC, account_id DESC",
    ),
    (
        "/applications/{id}",
        "SELECT id FROM application WHERE union_id = $1 AND status = 'approved'",
    ),
    (
        "/applications/{id}/correct",
        "SELECT id FROM application WHERE union_id = $1 AND status = 'returned'",
    ),
    (
        "/check_bookings/{id}",
        "SELECT id FROM check_booking WHERE union_id = $1 ORDER BY id DESC",
    ),
    (
        "/check_rounds/{id}",
        "SELECT id FROM check_round WHERE union_id = $1 ORDER BY id DESC",
    ),
    (
        "/me/health/rounds/{id}",
        "SELECT id FROM check_round WHERE union_id = $1 ORDER BY id DESC",
    ),
    (
        "/me/health/notes/{id}",
        "SELECT id FROM own_note WHERE union_id = $1 ORDER BY id DESC",
    ),
    (
        "/offers/{id}",
        "SELECT id FROM offer WHERE union_id = $1 AND children = 1 ORDER BY id DESC",
    ),
    (
        "/me/offers/{id}",
        "SELECT id FROM offer WHERE union_id = $1 AND children = 1 ORDER BY id DESC",
    ),
    (
        "/offer_signups/{id}",
        "SELECT id FROM offer_signup WHERE union_id = $1 ORDER BY id DESC",
    ),
    (
        "/recuperations/{id}",
        "SELECT id FROM recuperation WHERE union_id = $1 ORDER BY id DESC",
    ),
    (
        "/recuperations/past/{id}",
        "SELECT id FROM recuperation_past WHERE union_id = $1 ORDER BY id DESC",
    ),
    (
        "/recuperation_groups/{id}",
        "SELECT id FROM recuperation_group WHERE union_id = $1 ORDER BY id DESC",
    ),
    (
        "/recuperation_entries/{id}",
        "SELECT id FROM recuperation_entry WHERE union_id = $1 ORDER BY id DESC",
    ),
    (
        "/me/recuperation/{id}",
        "SELECT id FROM recuperation WHERE union_id = $1 ORDER BY id DESC",
    ),
    (
        "/collections/{id}",
        "SELECT id FROM collection WHERE union_id = $1 AND status = 'open' ORDER BY id DESC",
    ),
    (
        "/me/collections/{id}",
        "SELECT id FROM collection WHERE union_id = $1 AND status = 'open' ORDER BY id DESC",
    ),
    (
        "/me/collections/gifts/{id}",
        "SELECT id FROM collection_gift WHERE union_id = $1 AND member_id IS NOT NULL ORDER BY id DESC",
    ),
    (
        "/collection_gifts/{id}",
        "SELECT id FROM collection_gift WHERE union_id = $1 AND member_id IS NOT NULL ORDER BY id DESC",
    ),
    (
        "/collection_payouts/{id}",
        "SELECT id FROM collection_payout WHERE union_id = $1 ORDER BY id DESC",
    ),
    ("/aids/{id}", "SELECT id FROM aid WHERE union_id = $1 ORDER BY id DESC"),
    (
        "/aid_kinds/{id}",
        "SELECT id FROM aid_kind WHERE union_id = $1 ORDER BY id",
    ),
    (
        "/aid_rounds/{id}",
        "SELECT id FROM aid_round WHERE union_id = $1 AND status = 'open' ORDER BY id DESC",
    ),
    (
        "/me/aid/rounds/{id}",
        "SELECT id FROM aid_round WHERE union_id = $1 AND status = 'open' ORDER BY id DESC",
    ),
    (
        "/me/aid/children/{id}",
        "SELECT id FROM aid_child WHERE union_id = $1 ORDER BY id DESC",
    ),
    (
        "/pairs/{id}",
        "SELECT id FROM pair WHERE union_id = $1 AND helped IS NOT NULL",
    ),
    (
        "/pair_cards/{id}",
        "SELECT c.id FROM pair_card c JOIN pair p ON p.union_id = c.union_id AND p.id = c.pair_id \
         WHERE c.union_id = $1 AND p.helped IS NOT NULL",
    ),
    ("/claims/{id}", "SELECT id FROM claim WHERE union_id = $1 ORDER BY id"),
    (
        "/claims/{id}/proofs/{proof}",
        "SELECT claim_id, id FROM claim_proof WHERE union_id = $1",
    ),
    (
        "/enrolments/{id}",
        "SELECT id FROM enrolment WHERE union_id = $1 ORDER BY id",
    ),
    (
        "/me/insurance/{id}",
        "SELECT id FROM enrolled WHERE union_id = $1 ORDER BY id DESC",
    ),
    (
        "/mutual_plans/{id}",
        "SELECT id FROM mutual_plan WHERE union_id = $1 ORDER BY id",
    ),
    ("/corrections/{id}", "SELECT id FROM correction WHERE union_id = $1"),
    (
        "/approvals/deputies/{id}",
        "SELECT id FROM approval_deputy WHERE union_id = $1 AND ended_at IS NULL",
    ),
    ("/me/tokens/{id}", "SELECT id FROM access_token WHERE union_id = $1"),
    (
        "/jobs/{id}",
        "SELECT id FROM job WHERE union_id = $1 AND kind = 'facts.verify'",
    ),
    (
        "/hardships/{id}",
        "SELECT id FROM hardship WHERE union_id = $1 AND way = 'paper' AND status <> 'returned' ORDER BY started_at DESC",
    ),
    (
        "/hardships/{id}/edit",
        "SELECT id FROM hardship WHERE union_id = $1 AND status = 'returned'",
    ),
    (
        "/hardships/{id}/proofs/{proof}",
        "SELECT p.dossier_id, p.id FROM hardship_proof p JOIN hardship h ON h.union_id = p.union_id AND h.id = p.dossier_id \
         WHERE p.union_id = $1 AND h.way = 'paper'",
    ),
    (
        "/hardships/notices/{id}",
        "SELECT id FROM hardship WHERE union_id = $1 AND way = 'paper'",
    ),
    (
        "/me/hardship/proofs/{id}",
        "SELECT p.id FROM hardship_proof p JOIN hardship h ON h.union_id = p.union_id AND h.id = p.dossier_id \
         WHERE p.union_id = $1 AND h.way = 'own'",
    ),
    ("/letters/cards/{id}", "SELECT id FROM letter_card WHERE union_id = $1"),
    (
        "/letters/{id}",
        "SELECT id FROM letter_out WHERE union_id = $1 AND way = 'file'",
    ),
    (
        "/transfers/{id}",
        "SELECT id FROM letter_out WHERE union_id = $1 AND way = 'house' AND kind = 'member.transfer'",
    ),
    ("/me/sessions/{id}", "SELECT id FROM session WHERE looking_at = $1"),
    (
        "/meetings/{id}",
        "SELECT meeting_id FROM meeting_decision WHERE union_id = $1 AND body = '核对名册'",
    ),
    (
        "/meetings/{id}/decisions/{decision}",
        "SELECT meeting_id, id FROM meeting_decision WHERE union_id = $1 AND body = '核对名册'",
    ),
    (
        "/meetings/{id}/items/{item}",
        "SELECT meeting_id, item_id FROM meeting_decision WHERE union_id = $1 AND body = '核对名册'",
    ),
    (
        "/members/exports/{id}",
        "SELECT id FROM member_export WHERE union_id = $1",
    ),
    (
        "/members/rates/workers/{id}",
        "SELECT id FROM worker_count WHERE union_id = $1 AND replaced_at IS NULL ORDER BY recorded_at DESC",
    ),
    ("/members/lists/{id}", "SELECT id FROM member_list WHERE union_id = $1"),
    (
        "/members/{id}",
        "SELECT id FROM member WHERE union_id = $1 AND status = 'moving' ORDER BY name = '邹小燕' DESC",
    ),
    (
        "/org/bodies/{id}",
        "SELECT id FROM body WHERE union_id = $1 AND kind = 'group'",
    ),
    (
        "/org/tree/{id}",
        "SELECT union_id FROM union_node WHERE parent_id = $1 AND until_day IS NULL",
    ),
    ("/org/holdings/{id}", "SELECT id FROM holding WHERE union_id = $1"),
    ("/org/posts/{id}", "SELECT post_id FROM holding WHERE union_id = $1"),
    (
        "/papers/{id}",
        "SELECT id FROM paper WHERE union_id = $1 AND thumb IS NOT NULL",
    ),
    ("/past_sources/{id}", "SELECT id FROM past_source WHERE union_id = $1"),
    (
        "/past_sources/{id}/lines/{line}",
        "SELECT source_id, id FROM past_figure WHERE union_id = $1",
    ),
    (
        "/plans/{id}",
        "SELECT id FROM plan WHERE union_id = $1 AND status = 'draft'",
    ),
    (
        "/plans/{id}/entries/{entry}",
        "SELECT e.plan_id, e.id FROM plan_entry e JOIN plan p ON p.union_id = e.union_id AND p.id = e.plan_id \
         WHERE e.union_id = $1 AND p.status = 'draft' ORDER BY e.place DESC",
    ),
    (
        "/plans/{id}/versions/{text}",
        "SELECT plan_id, id FROM plan_text WHERE union_id = $1 AND status = 'open'",
    ),
    (
        "/register/facts/{id}",
        "SELECT id FROM fact WHERE union_id = $1 AND reverses IS NULL ORDER BY id DESC",
    ),
    (
        "/register/periods/{id}",
        "SELECT id FROM period_close WHERE union_id = $1",
    ),
    ("/reminders/{id}", "SELECT id FROM task_reminder WHERE union_id = $1"),
    (
        "/stock_moves/{id}",
        "SELECT id FROM stock_move WHERE union_id = $1 AND way = 'given'",
    ),
    (
        "/purchases/{id}",
        "SELECT id FROM purchase WHERE union_id = $1 AND state = 'kept' ORDER BY id DESC",
    ),
    (
        "/rounds/{id}",
        "SELECT id FROM care_round WHERE union_id = $1 AND state = 'checked' ORDER BY id DESC",
    ),
    (
        "/rounds/{id}/contents/{good}",
        "SELECT i.round_id, i.good_id FROM care_round_item i JOIN care_round r ON r.union_id = i.union_id AND r.id = i.round_id \
         WHERE i.union_id = $1 AND r.state = 'checked' ORDER BY i.round_id DESC",
    ),
    (
        "/rounds/{id}/lines/{member}",
        "SELECT l.round_id, l.member_id FROM care_round_line l JOIN care_round r ON r.union_id = l.union_id AND r.id = l.round_id \
         WHERE l.union_id = $1 AND r.state = 'checked' ORDER BY l.round_id DESC, l.place",
    ),
    ("/rosters/{id}", "SELECT id FROM roster WHERE union_id = $1"),
    ("/rules/rows/{id}", "SELECT id FROM own_rule WHERE union_id = $1"),
    (
        "/rules/sheets/{id}",
        "SELECT id FROM rule_sheet WHERE place = '34' AND $1 IS NOT NULL ORDER BY id",
    ),
    ("/rules/imports/{id}", "SELECT id FROM rule_import WHERE union_id = $1"),
    ("/summaries/{id}", "SELECT id FROM summary WHERE union_id = $1"),
    (
        "/summaries/{id}/sections/{section}",
        "SELECT summary_id, id FROM summary_section WHERE union_id = $1 ORDER BY position DESC",
    ),
    ("/tasks/{id}", "SELECT task_id FROM task_step WHERE union_id = $1"),
    (
        "/tasks/{id}/steps/{step}",
        "SELECT task_id, id FROM task_step WHERE union_id = $1",
    ),
    (
        "/visits/{id}",
        "SELECT id FROM visit WHERE union_id = $1 AND wish_by IS NOT NULL ORDER BY id DESC",
    ),
    (
        "/visits/answers/{id}",
        "SELECT id FROM visit WHERE union_id = $1 AND wish_by IS NOT NULL ORDER BY id DESC",
    ),
    (
        "/visits/events/{id}",
        "SELECT event_id FROM visit WHERE union_id = $1 AND wish_by IS NOT NULL ORDER BY id DESC",
    ),
    (
        "/visits/reasons/{id}",
        "SELECT id FROM visit_reason WHERE union_id = $1 AND replaced_at IS NULL AND name = '子女升学'",
    ),
    (
        "/visits/{id}/record",
        "SELECT id FROM visit WHERE union_id = $1 AND status = 'due' ORDER BY id DESC",
    ),
    (
        "/visits/{id}/waive",
        "SELECT id FROM visit WHERE union_id = $1 AND status = 'due' ORDER BY id DESC",
    ),
    (
        "/me/care/visits/{id}",
        "SELECT id FROM visit WHERE union_id = $1 AND wish_by IS NOT NULL ORDER BY id DESC",
    ),
    (
        "/works/{id}",
        "SELECT id FROM work WHERE union_id = $1 ORDER BY id DESC",
    ),
];

/// Why there is no case, payment or list in the demo's year.
const ASKED_BY_SYSTEMS: &str = "the systems that ask for it come later; told in flow's stories";

/// Doors whose value is not the id of a record of a union.
pub const NO_RECORD: &[(&str, &str)] = &[
    ("/hardships/letters/{id}", ABOVE),
    ("/hardships/letters/{id}/reveal", ABOVE),
    ("/hardships/letters/{id}/approve", ABOVE),
    ("/hardships/letters/{id}/return", ABOVE),
    ("/hardships/letters/{id}/refuse", ABOVE),
    ("/join/{code}", "a secret that whoever knows it may use, in any union"),
    ("/apply/{code}", "a poster that whoever sees it may follow"),
    ("/applied/{code}", "a secret that an applicant holds"),
    ("/rules/keys/{key}", "a name that the program gives"),
    (
        "/rules/judgements/{id}",
        "no system asks the rules yet; told in the stories of rules",
    ),
    ("/approvals/{id}", ASKED_BY_SYSTEMS),
    ("/approvals/{id}/approve", ASKED_BY_SYSTEMS),
    ("/approvals/{id}/refuse", ASKED_BY_SYSTEMS),
    ("/approvals/{id}/return", ASKED_BY_SYSTEMS),
    ("/approvals/{id}/withdraw", ASKED_BY_SYSTEMS),
    ("/payments/{id}", ASKED_BY_SYSTEMS),
    ("/payments/{id}/pay", ASKED_BY_SYSTEMS),
    ("/payments/{id}/unpay", ASKED_BY_SYSTEMS),
    ("/receipts/{id}", ASKED_BY_SYSTEMS),
    ("/receipts/{id}/print", ASKED_BY_SYSTEMS),
    ("/receipts/{id}/list.xlsx", ASKED_BY_SYSTEMS),
    ("/receipts/{id}/handle", ASKED_BY_SYSTEMS),
    ("/receipts/{id}/sheet", ASKED_BY_SYSTEMS),
    ("/receipts/{id}/fetched", ASKED_BY_SYSTEMS),
    ("/receipts/{id}/left", ASKED_BY_SYSTEMS),
    ("/receipts/{id}/unsign", ASKED_BY_SYSTEMS),
    ("/me/receipts/{id}/sign", ASKED_BY_SYSTEMS),
    ("/applied/{code}/correct", "a secret that an applicant holds"),
    ("/applied/{code}/withdraw", "a secret that an applicant holds"),
    (
        "/feeds/{file}",
        "a secret link that calendar programs follow without signing in",
    ),
];

const ABOVE: &str = "a letter to the union above, which not every union has; told in the stories of dossiers";

/// A database with the demo, and whoever founded it at its doors.
pub struct Demo {
    _folder: tempfile::TempDir,
    pub store: Store,
    pub clock: Clock,
    pub union: UnionId,
    pub chair: Client,
}

impl Demo {
    /// The demo year in a fresh SQLite.
    pub fn fresh() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::fixed(NOW);
        let store = Store::open(&store::Place::Folder(folder.path().into()), store::Options::default()).unwrap();
        store.migrate(&roof::migrations(), clock.now()).unwrap();
        store.write(roof::declare).unwrap();
        zhijia::demo::fill(&store, &clock).unwrap();
        let chair = testkit::signed_in(&store, &clock, roof::routes(), "zhuxi");
        let union = union_of(&chair);
        Self {
            _folder: folder,
            store,
            clock,
            union,
            chair,
        }
    }

    /// The path of a door with the ids of a union's records in it.
    pub fn filled(&self, pattern: &str, union: UnionId) -> String {
        let Some((first, sql)) = RECORDS
            .iter()
            .filter(|(first, _)| {
                pattern
                    .strip_prefix(first)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
            .max_by_key(|(first, _)| first.len())
        else {
            assert!(
                !pattern.contains('{'),
                "say in RECORDS which record stands behind {pattern}"
            );
            return pattern.to_owned();
        };
        let holes = first.matches('{').count();
        assert_eq!(
            pattern.matches('{').count(),
            holes,
            "say in RECORDS which records stand behind {pattern}"
        );
        let ids = self.first(sql, union, holes);
        let ids = ids.unwrap_or_else(|| panic!("the union has no record for {pattern}: let `enrich` make one"));
        let mut ids = ids.into_iter();
        let part = |p: &str| {
            if p.starts_with('{') {
                ids.next().unwrap().to_string()
            } else {
                p.to_owned()
            }
        };
        pattern.split('/').map(part).collect::<Vec<_>>().join("/")
    }

    fn first(&self, sql: &'static str, union: UnionId, holes: usize) -> Option<Vec<Id<()>>> {
        let ids = |row: &store::Row<'_>| (0..holes).map(|i| row.get(i)).collect();
        let rows: Result<Vec<Vec<Id<()>>>, store::Error> =
            self.store.read(|r| r.rows(Sql::house(sql, "a test"), &[&union], ids));
        rows.unwrap().into_iter().next()
    }

    /// Every row that belongs to a union, table by table, in the words of SQLite.
    pub fn rows_of(&self, union: UnionId) -> BTreeMap<String, Vec<String>> {
        let tables = store::rules::schema(&self.store).unwrap();
        let mut all = BTreeMap::new();
        for table in tables
            .iter()
            .filter(|t| !["attempt", "measure"].contains(&t.name.as_str()))
        {
            let has = |name: &str| table.columns.iter().any(|c| c.name == name);
            let people = "SELECT account_id FROM stand WHERE union_id = $1";
            let whose = match table.name.as_str() {
                "account" => format!("id IN ({people})"),
                "union_act" | "rule_sheet" | "rule_row" => "by_union = $1".to_owned(),
                _ if has("union_id") => "union_id = $1".to_owned(),
                _ if has("account_id") => format!("account_id IN ({people})"),
                name => {
                    assert!(name.starts_with("store_"), "whose are the rows of {name}?");
                    continue;
                }
            };
            let cells: Vec<String> = table.columns.iter().map(|c| format!("quote({})", c.name)).collect();
            let sql = format!("SELECT {} FROM {} WHERE {whose}", cells.join(" || ',' || "), table.name);
            let sql: &'static str = Box::leak(sql.into_boxed_str());
            let rows: Result<Vec<String>, store::Error> = self
                .store
                .read(|r| r.rows(Sql::house(sql, "a test"), &[&union], |row| row.get(0)));
            let mut rows = rows.unwrap();
            rows.sort();
            all.insert(table.name.clone(), rows);
        }
        all
    }
}

/// The union that somebody looks at.
pub fn union_of(somebody: &Client) -> UnionId {
    let org = somebody.get_json("/org").expect(200).json();
    org["union"]["id"].as_str().unwrap().parse().unwrap()
}
