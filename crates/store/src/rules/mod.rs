//! Rules that no compiler checks: how tables are keyed, and every statement of the product in one list.
//!
//! They are what a database that is spread over many machines by `union_id` demands; one machine keeps them too, so that a
//! union, a county or a province can be moved there without a change. [`check_schema`] reads the catalog, [`broken_by`]
//! a statement's text; `testing::Shards` asks PostgreSQL itself where a statement would go.

mod source;
mod text;

use std::collections::BTreeSet;

use crate::{
    Error, Store,
    catalog::{self, Table},
};

pub use source::{Found, sealed_in_source, statements_in_source};
pub use text::{broken_by, names_any};

/// The store's own tables that belong to the installation and not to a union.
pub(crate) const OWN: [&str; 2] = ["store_migration", "store_pulse"];

/// All tables of a database, in words equal for both engines: compare them, print them.
///
/// # Errors
/// If the catalog cannot be read.
pub fn schema(store: &Store) -> Result<Vec<Table>, Error> {
    store.read(catalog::tables)
}

/// What is wrong with the tables of a database; nothing is the hoped-for answer. `installation` names the tables that
/// belong to no union (accounts, sessions, the tree of unions, jobs); a foreign key may point to them without a union.
///
/// # Errors
/// If the catalog cannot be read.
pub fn check_schema(store: &Store, installation: &[&str]) -> Result<Vec<String>, Error> {
    let outside: BTreeSet<&str> = installation.iter().copied().chain(OWN).collect();
    let tables = schema(store)?;
    let mut wrong: Vec<String> = tables.iter().flat_map(|table| check_table(table, &outside)).collect();
    let names: BTreeSet<&str> = tables.iter().map(|table| table.name.as_str()).collect();
    wrong.extend(
        installation
            .iter()
            .filter(|name| !names.contains(*name))
            .map(|name| format!("{name}: no such table")),
    );
    Ok(wrong)
}

fn check_table(table: &Table, outside: &BTreeSet<&str>) -> Vec<String> {
    let mut wrong: Vec<String> = table.oddities.iter().map(|what| what.to_owned()).collect();
    let of_union = !outside.contains(table.name.as_str());
    if table.primary().is_empty() {
        wrong.push("no primary key".to_owned());
    }
    for column in &table.columns {
        if !["BIGINT", "TEXT", "BYTEA"].contains(&column.kind.as_str()) {
            wrong.push(format!("the column {} is {}", column.name, column.kind));
        }
        if column.name == "union_id" && of_union && !column.required {
            wrong.push("union_id may be NULL".to_owned());
        }
    }
    for key in &table.keys {
        if of_union && key.columns.first().is_none_or(|first| first != "union_id") {
            wrong.push(format!(
                "the key {} ({}) does not begin with union_id",
                key.name,
                key.columns.join(", ")
            ));
        }
        let made_up = format!("{}_", table.name);
        let generated = key.name == format!("{made_up}pkey")
            || (key.name.starts_with(&made_up) && key.name == format!("{made_up}{}_key", key.columns.join("_")));
        if generated || key.name.is_empty() {
            wrong.push(format!("the key over {} has no name", key.columns.join(", ")));
        }
    }
    for foreign in &table.foreign {
        let over = foreign.columns.join(", ");
        let tenant = foreign.columns.first().is_some_and(|first| first == "union_id")
            && foreign.to_columns.first().is_some_and(|first| first == "union_id");
        let to_house = outside.contains(foreign.to.as_str());
        if of_union && !tenant && !to_house {
            wrong.push(format!(
                "the foreign key ({over}) to {} does not begin with union_id",
                foreign.to
            ));
        }
        if !of_union && !to_house {
            wrong.push(format!(
                "the foreign key ({over}) leads from the installation to {}, a table of unions",
                foreign.to
            ));
        }
        if foreign.on_delete.starts_with("SET") {
            wrong.push(format!(
                "the foreign key ({over}) to {} says ON DELETE {}",
                foreign.to, foreign.on_delete
            ));
        }
    }
    wrong
        .into_iter()
        .map(|what| format!("{}: {what}", table.name))
        .collect()
}
