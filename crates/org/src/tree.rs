//! The tree of unions: a small table of the installation with a materialised path.

use kernel::{Date, UnionId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Bind, Column, Error, FromColumn, Param, Reader, Sql, Writer};

/// What kind of union it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnionKind {
    /// 基层工会: of one enterprise, school or office.
    Grassroots,
    /// 联合基层工会: of several small units together.
    Joint,
    /// 系统（产业）工会: of a system such as education.
    System,
    /// 区县总工会.
    District,
    /// 市总工会.
    City,
    /// 省总工会.
    Province,
}

impl UnionKind {
    /// All kinds, from the grassroots up.
    pub const ALL: &'static [UnionKind] = &[
        UnionKind::Grassroots,
        UnionKind::Joint,
        UnionKind::System,
        UnionKind::District,
        UnionKind::City,
        UnionKind::Province,
    ];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            UnionKind::Grassroots => "grassroots",
            UnionKind::Joint => "joint",
            UnionKind::System => "system",
            UnionKind::District => "district",
            UnionKind::City => "city",
            UnionKind::Province => "province",
        }
    }
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("org.union_kind.{}", self.key())
    }
}

impl Bind for UnionKind {
    fn bind(&self) -> Param<'_> {
        Param::Text(self.key().into())
    }
}
impl FromColumn for UnionKind {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        match column {
            Column::Text(key) => Self::ALL
                .iter()
                .copied()
                .find(|k| k.key() == key)
                .ok_or_else(|| column.wrong("a kind of union")),
            _ => Err(column.wrong("a kind of union")),
        }
    }
}

const ADD: Sql = Sql::house(
    "INSERT INTO union_node (union_id, parent_id, path, name, short_name, kind, from_day, until_day, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, 1)",
    "the tree of unions belongs to the installation",
);
const GET: Sql = Sql::house(
    "SELECT union_id, parent_id, path, name, short_name, kind, from_day, version FROM union_node WHERE union_id = $1",
    "the tree of unions belongs to the installation",
);
const BELOW: Sql = Sql::house(
    "SELECT union_id, parent_id, path, name, short_name, kind, from_day, version FROM union_node
     WHERE path > $1 AND path < $2 AND until_day IS NULL ORDER BY path LIMIT 10000",
    "the tree of unions belongs to the installation",
);

/// A union in the tree.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Node {
    /// Its id.
    pub id: UnionId,
    /// The union above it, if it is in this installation.
    pub parent: Option<UnionId>,
    /// The ids from the root down, each led by a slash.
    #[serde(skip)]
    pub path: String,
    /// Its full name.
    pub name: String,
    /// The name for narrow places.
    pub short_name: String,
    /// Its kind.
    pub kind: UnionKind,
    /// Since when.
    pub from: Date,
    /// Version, for editing.
    pub version: i64,
}

fn node(row: &store::Row<'_>) -> Result<Node, Error> {
    let mut cells = row.cells();
    Ok(Node {
        id: cells.take()?,
        parent: cells.take()?,
        path: cells.take()?,
        name: cells.take()?,
        short_name: cells.take()?,
        kind: cells.take()?,
        from: cells.take()?,
        version: cells.take()?,
    })
}

/// A union.
///
/// # Errors
/// The store's; `Missing` if there is none.
pub fn get(read: &Reader, union: UnionId) -> Result<Node, Error> {
    read.one(GET, &[&union], node)
}

/// The unions below one, in the order of the tree; at most 10,000.
///
/// # Errors
/// The store's; `Missing` if there is no such union.
pub fn below(read: &Reader, union: UnionId) -> Result<Vec<Node>, Error> {
    let top = get(read, union)?;
    // The sign after the slash in ASCII is the zero: everything below lies between.
    read.rows(BELOW, &[&format!("{}/", top.path), &format!("{}0", top.path)], node)
}

/// Adds a union below another or as a root.
///
/// # Errors
/// The store's; `Missing` if there is no such parent.
pub fn add(
    w: &Writer,
    id: UnionId,
    parent: Option<UnionId>,
    name: &str,
    kind: UnionKind,
    from: Date,
) -> Result<(), Error> {
    let above = parent
        .map(|parent| get(w, parent))
        .transpose()?
        .map_or_else(String::new, |node| node.path);
    let path = format!("{above}/{}", id.raw().simple());
    w.run(ADD, &[&id, &parent, &path, &name, &short(name), &kind, &from])
        .map(drop)
}

/// The name for narrow places: without the words that every union's name ends with.
fn short(name: &str) -> &str {
    ["工会委员会", "工会联合会", "总工会", "工会"]
        .iter()
        .find_map(|end| name.strip_suffix(end).filter(|rest| !rest.is_empty() && *rest != "总"))
        .unwrap_or(name)
}

const NAMES: Sql = Sql::house(
    "SELECT union_id, name FROM union_node ORDER BY path",
    "commands choose among the unions of the installation",
);

/// All unions of the installation with their names, from the top of the tree down.
///
/// # Errors
/// The store's.
pub fn all_unions(read: &Reader) -> Result<Vec<(UnionId, String)>, Error> {
    read.rows(NAMES, &[], |row| Ok((row.get(0)?, row.get(1)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names() {
        assert_eq!(short("晨光中学工会"), "晨光中学");
        assert_eq!(short("晨光中学工会委员会"), "晨光中学");
        assert_eq!(short("总工会"), "总工会");
        assert_eq!(short("Trade Union"), "Trade Union");
    }
}
