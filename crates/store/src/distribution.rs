//! How the tables lie on many machines: the statements for Citus, made from the schema.
//!
//! Tables of unions are cut by `union_id`, all of them alike, so that everything of a union lies on one machine and an act
//! stays there. Tables of the installation are small and read beside them; every machine has a copy. The store's
//! own notes stay where the program connects.

use std::collections::BTreeSet;

use crate::{Error, Store, catalog::Table, rules};

/// The table with which all others are laid out: the oldest of the product, and it points to no other.
const ANCHOR: &str = "event";

const HEAD: &str = "\
-- The tables of Zhijia on many machines, for PostgreSQL with Citus. Made by `zhijia distribution` from the schema; do not edit.
-- Run it on the coordinator against a database that holds the tables (`zhijia migrate-to`, `zhijia restore` or a first
-- start), while the product is stopped:
--
--   psql -v ON_ERROR_STOP=1 --single-transaction -f citus.sql postgres://…/zhijia
--
-- What is laid out already is passed over, so that it may be run again, also after an upgrade that brought new tables.

CREATE EXTENSION IF NOT EXISTS citus;
";

/// The statements that spread the tables of a database over many machines; `house` names the tables of the installation.
/// The catalog of either engine gives the same text.
///
/// # Errors
/// If the catalog cannot be read, or the foreign keys of tables run in a circle.
pub fn distribution(store: &Store, house: &[&str]) -> Result<String, Error> {
    let tables = rules::schema(store)?;
    let kept = |table: &&Table| !rules::OWN.contains(&table.name.as_str());
    let (copied, cut): (Vec<&Table>, Vec<&Table>) = tables
        .iter()
        .filter(kept)
        .partition(|table| house.contains(&table.name.as_str()));
    let mut text = HEAD.to_owned();
    text.push_str("\n-- Tables of the installation: a copy on every machine.\n");
    for table in in_order(&copied)? {
        text.push_str(&unless_done(
            &table.name,
            &format!("create_reference_table('{}')", table.name),
        ));
    }
    text.push_str("\n-- Tables of unions: cut by the union, all alike.\n");
    let mut ordered = in_order(&cut)?;
    ordered.sort_by_key(|table| table.name != ANCHOR);
    for table in ordered {
        let name = &table.name;
        let beside = if name == ANCHOR { "none" } else { ANCHOR };
        let call = format!("create_distributed_table('{name}', 'union_id', colocate_with => '{beside}')");
        text.push_str(&unless_done(name, &call));
    }
    Ok(text)
}

fn unless_done(table: &str, call: &str) -> String {
    format!(
        "SELECT {call}\n  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('{table}' AS regclass));\n"
    )
}

/// Tables so that each comes after those that its foreign keys lead to; else by name.
fn in_order<'a>(tables: &[&'a Table]) -> Result<Vec<&'a Table>, Error> {
    let names: BTreeSet<&str> = tables.iter().map(|table| table.name.as_str()).collect();
    let (mut done, mut ordered) = (BTreeSet::new(), Vec::new());
    while ordered.len() < tables.len() {
        let free = |table: &&&Table| {
            let leads = table.foreign.iter().map(|foreign| foreign.to.as_str());
            let mut waits = leads.filter(|to| *to != table.name && names.contains(to));
            !done.contains(table.name.as_str()) && waits.all(|to| done.contains(to))
        };
        let Some(next) = tables.iter().find(free) else {
            return Err(Error::Other("foreign keys run in a circle".to_owned()));
        };
        done.insert(next.name.as_str());
        ordered.push(*next);
    }
    Ok(ordered)
}
