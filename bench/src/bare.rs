//! The pages that are measured, and their bare SQL: the very statements that each runs, heard while it answers once.

use facts::Span;
use store::{
    Error, Reader, Sql,
    testing::{Heard, listen},
};

use crate::{Res, client::Connection, data::Union};

/// A page.
pub struct Page {
    /// What it is.
    pub name: &'static str,
    /// Where it is.
    pub path: fn(&Union) -> String,
}

/// The pages that are measured.
pub const PAGES: &[Page] = &[
    Page {
        name: "home",
        path: |_| "/".to_owned(),
    },
    Page {
        name: "month",
        path: |_| "/calendar".to_owned(),
    },
    Page {
        name: "register",
        path: |u| format!("/register?year={}", u.today().year()),
    },
    Page {
        name: "summary",
        path: |u| format!("/summaries/{}", u.summary),
    },
    Page {
        name: "members",
        path: |_| "/members".to_owned(),
    },
];

/// The year by measure and month, added up fact by fact.
pub const BY_MONTH: Sql = Sql::union(
    "SELECT d.measure, SUBSTR(d.day, 1, 7), CAST(SUM(d.quantity) AS BIGINT), CAST(SUM(d.facts) AS BIGINT) FROM
       (SELECT day, measure, SUM(quantity) AS quantity, COUNT(*) AS facts FROM fact
        WHERE union_id = $1 AND day >= $2 AND day <= $3 GROUP BY day, measure) d
     GROUP BY d.measure, SUBSTR(d.day, 1, 7) ORDER BY d.measure, SUBSTR(d.day, 1, 7)",
);

/// The year added up fact by fact.
///
/// # Errors
/// The store's.
pub fn by_month(read: &Reader, union: &Union, span: Span) -> Result<(), Error> {
    read.rows(BY_MONTH, &[&union.id, &span.from, &span.until], |_| Ok(()))
        .map(drop)
}

/// What a page asks the database, the frame's statements included.
///
/// # Errors
/// If the page does not answer.
pub fn statements(connection: &mut Connection, path: &str) -> Res<Vec<Heard>> {
    let (answer, heard) = listen(|| connection.get(path));
    match answer?.status {
        200 => Ok(heard),
        status => Err(format!("{path} answered {status}").into()),
    }
}
