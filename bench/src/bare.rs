//! The statements that pages run of their own, as they stand in the systems, without reading a column. The three of the
//! frame (session, standing, inbox) are left out, so that the page pays for them and the bare SQL does not.

use store::{Error, Reader, Sql};

use crate::data::Union;

/// A page and its statements.
pub struct Page {
    /// What it is.
    pub name: &'static str,
    /// Where it is.
    pub path: fn(&Union) -> String,
    /// Its statements.
    pub run: fn(&Reader, &Union) -> Result<(), Error>,
}

/// The pages that are measured.
pub const PAGES: &[Page] = &[
    Page {
        name: "home",
        path: |_| "/".to_owned(),
        run: home,
    },
    Page {
        name: "month",
        path: |_| "/calendar".to_owned(),
        run: month,
    },
    Page {
        name: "register",
        path: |u| format!("/register?year={}", u.today().year()),
        run: register,
    },
    Page {
        name: "summary",
        path: |u| format!("/summaries/{}", u.summary),
        run: summary,
    },
    Page {
        name: "members",
        path: |_| "/members".to_owned(),
        run: members,
    },
];

/// The year by measure and month.
pub const BY_MONTH: Sql = Sql::union(
    "SELECT d.measure, SUBSTR(d.day, 1, 7), CAST(SUM(d.quantity) AS BIGINT), CAST(SUM(d.facts) AS BIGINT) FROM
       (SELECT day, measure, SUM(quantity) AS quantity, COUNT(*) AS facts FROM fact
        WHERE union_id = $1 AND day >= $2 AND day <= $3 GROUP BY day, measure) d
     GROUP BY d.measure, SUBSTR(d.day, 1, 7) ORDER BY d.measure, SUBSTR(d.day, 1, 7)",
);
const TOTALS: Sql = Sql::union(
    "SELECT d.measure, CAST(SUM(d.quantity) AS BIGINT), CAST(SUM(d.facts) AS BIGINT) FROM
       (SELECT day, measure, SUM(quantity) AS quantity, COUNT(*) AS facts FROM fact
        WHERE union_id = $1 AND day >= $2 AND day <= $3 GROUP BY day, measure) d
     GROUP BY d.measure ORDER BY d.measure",
);
const BETWEEN: Sql = Sql::union(
    "SELECT t.id, t.version, t.title, t.note, t.field, t.section, t.owner_id, m.name, t.branch_id, b.name, t.when_code,
       t.from_day, t.due_day, t.budget, t.source_kind, t.source_id, t.state, t.doing_since, t.done_on, t.dropped_why,
       t.added_at
     FROM task t
     LEFT JOIN member m ON m.union_id = t.union_id AND m.id = t.owner_id
     LEFT JOIN body b ON b.union_id = t.union_id AND b.id = t.branch_id
     WHERE t.union_id = $1 AND t.due_day >= $4 AND COALESCE(t.from_day, t.due_day) <= $5
       AND (CAST($2 AS BYTEA) IS NULL OR t.owner_id = $2 OR EXISTS (SELECT 1 FROM task_helper h
             WHERE h.union_id = t.union_id AND h.task_id = t.id AND h.member_id = $2 AND h.answer <> 'no'))
       AND (CAST($3 AS BIGINT) = 0 OR t.state IN ('open', 'doing'))
     ORDER BY COALESCE(t.from_day, t.due_day), t.due_day, t.id LIMIT 5000",
);
const SEEN: Sql = Sql::union("SELECT until FROM changes_seen WHERE union_id = $1 AND account_id = $2");
const MEASURES: Sql = Sql::house(
    "SELECT key, zh, en, unit, field FROM measure ORDER BY position",
    "measures are the program's, the same for all unions",
);
const BODIES: Sql = Sql::union(
    "SELECT id, kind, name, parent_id, from_day, until_day, term_from, term_until, version FROM body
     WHERE union_id = $1 AND from_day <= $2 AND (until_day IS NULL OR until_day >= $2) ORDER BY name, id LIMIT 5000",
);
const TO_CHOOSE: Sql = Sql::union(
    "SELECT m.id, m.name, b.name FROM member m LEFT JOIN body b ON b.union_id = m.union_id AND b.id = m.body_id
     WHERE m.union_id = $1 AND m.status = 'active' ORDER BY m.sound, m.id LIMIT $2",
);
const SECTIONS: Sql = Sql::union(
    "SELECT id, position, part, heading, body, version FROM summary_section
     WHERE union_id = $1 AND summary_id = $2 ORDER BY position",
);
const MEMBERS: Sql = Sql::union(
    "SELECT m.id, m.name, m.sound, m.phone, m.number, m.status, m.joined_on, m.body_id, b.name
     FROM member m LEFT JOIN body b ON b.union_id = m.union_id AND b.id = m.body_id WHERE m.union_id = $1
     AND m.status = 'active' AND (m.sound, m.id) > ('', $2) ORDER BY m.sound, m.id LIMIT 51",
);
const COUNT: Sql = Sql::union("SELECT COUNT(*) FROM member WHERE union_id = $1 AND status = 'active'");

/// Runs a statement to its last row.
pub fn walk(read: &Reader, sql: Sql, params: &[&dyn store::Bind]) -> Result<(), Error> {
    read.rows(sql, params, |_| Ok(())).map(drop)
}

fn home(read: &Reader, u: &Union) -> Result<(), Error> {
    let (monday, open, no) = (u.today().monday(), 1_i64, None::<org::MemberId>);
    let (long_ago, sunday) = (u.today().plus_days(-366 * 5), monday.plus_days(6));
    walk(read, BETWEEN, &[&u.id, &u.member, &open, &long_ago, &sunday])?;
    walk(read, BETWEEN, &[&u.id, &no, &open, &monday, &sunday])?;
    walk(read, SEEN, &[&u.id, &u.account])
}

fn month(read: &Reader, u: &Union) -> Result<(), Error> {
    let (today, no) = (u.today(), None::<org::MemberId>);
    let first = today.plus_days(1 - i32::from(today.day()));
    walk(read, BETWEEN, &[&u.id, &no, &0_i64, &first, &today.month_end()])?;
    let long_ago = today.plus_days(-366 * 5);
    walk(read, BETWEEN, &[&u.id, &no, &1_i64, &long_ago, &today.plus_days(-1)])?;
    walk(read, TO_CHOOSE, &[&u.id, &501_i64])
}

fn year(u: &Union, back: i32) -> (kernel::Date, kernel::Date) {
    let end = u.today().plus_months(-12 * back).month_end();
    (end.plus_months(-11).plus_days(-30), end)
}

fn register(read: &Reader, u: &Union) -> Result<(), Error> {
    walk(read, MEASURES, &[])?;
    walk(read, BODIES, &[&u.id, &u.today()])?;
    let (from, until) = year(u, 0);
    walk(read, BY_MONTH, &[&u.id, &from, &until])
}

fn summary(read: &Reader, u: &Union) -> Result<(), Error> {
    walk(read, MEASURES, &[])?;
    for back in [0, 1] {
        let (from, until) = year(u, back);
        walk(read, TOTALS, &[&u.id, &from, &until])?;
    }
    walk(read, SECTIONS, &[&u.id, &u.summary])
}

fn members(read: &Reader, u: &Union) -> Result<(), Error> {
    walk(read, BODIES, &[&u.id, &u.today()])?;
    walk(read, MEMBERS, &[&u.id, &[0_u8; 16]])?;
    walk(read, COUNT, &[&u.id])
}
