//! Whether the tree is sound: what [`super::store`] keeps twice fits together. Part of verify.

use kernel::UnionId;
use store::{Error, Reader, Sql};

const PRESENT: Sql = Sql::house(
    "SELECT COUNT(*) FROM union_node n JOIN union_edge e ON e.union_id = n.union_id
     WHERE n.union_id = $1 AND e.from_day = (SELECT MAX(x.from_day) FROM union_edge x WHERE x.union_id = n.union_id)
       AND e.name = n.name AND e.kind = n.kind AND COALESCE(e.parent_id, n.union_id) = COALESCE(n.parent_id, n.union_id)
       AND COALESCE(e.until_day, '') = COALESCE(n.until_day, '')",
    "the tree of unions belongs to the installation",
);
const OVERLAPS: Sql = Sql::house(
    "SELECT COUNT(*) FROM union_edge a JOIN union_edge b ON b.union_id = a.union_id AND b.from_day > a.from_day
     WHERE a.union_id = $1 AND (a.until_day IS NULL OR a.until_day >= b.from_day)",
    "the tree of unions belongs to the installation",
);

/// What is wrong with a union's place in the tree, if anything: the key of a sentence.
///
/// # Errors
/// The store's.
pub fn trouble(read: &Reader, union: UnionId) -> Result<Option<&'static str>, Error> {
    let Some(node) = super::store::find_one(read, union)? else {
        return Ok(None);
    };
    let fits: i64 = read.one(PRESENT, &[&union], |row| row.get(0))?;
    let overlaps: i64 = read.one(OVERLAPS, &[&union], |row| row.get(0))?;
    let above = node.parent.map(|p| super::store::get(read, p)).transpose()?;
    let path = above.map_or_else(String::new, |n| n.path) + "/" + &union.raw().simple().to_string();
    Ok(if fits != 1 {
        Some("organisation.verify.tree_present")
    } else if overlaps > 0 {
        Some("organisation.verify.tree_overlap")
    } else if path != node.path {
        Some("organisation.verify.tree_path")
    } else {
        None
    })
}
