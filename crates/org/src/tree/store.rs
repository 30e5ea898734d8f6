//! The tree of unions in the store. Its tables belong to the installation.

use kernel::{Date, UnionId};
use store::{Error, Reader, Row, Sql, Writer};

use super::model::{About, ActKind, ActLine, By, NewAct, Node, Part, Situation, Span, TreeActId, UnionKind, short};
use crate::members::store::containing;

const ADD: Sql = Sql::house(
    "INSERT INTO union_node (union_id, parent_id, path, name, short_name, kind, from_day, until_day, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, 1)",
    "the tree of unions belongs to the installation",
);
const GET: Sql = Sql::house(
    "SELECT union_id, parent_id, path, name, short_name, kind, from_day, until_day, version FROM union_node
     WHERE union_id = $1",
    "the tree of unions belongs to the installation",
);
const BELOW: Sql = Sql::house(
    "SELECT union_id, parent_id, path, name, short_name, kind, from_day, until_day, version FROM union_node
     WHERE path > $1 AND path < $2 AND until_day IS NULL ORDER BY path LIMIT 10001",
    "the tree of unions belongs to the installation",
);
const CHILDREN: Sql = Sql::house(
    "SELECT union_id, parent_id, path, name, short_name, kind, from_day, until_day, version FROM union_node
     WHERE parent_id = $1 AND until_day IS NULL ORDER BY name, union_id",
    "the tree of unions belongs to the installation",
);
const ABOVE: Sql = Sql::house(
    "WITH RECURSIVE up (union_id, parent_id, depth) AS (
       SELECT union_id, parent_id, 0 FROM union_node WHERE union_id = $1
       UNION ALL SELECT n.union_id, n.parent_id, up.depth + 1 FROM union_node n JOIN up ON n.union_id = up.parent_id)
     SELECT n.union_id, n.parent_id, n.path, n.name, n.short_name, n.kind, n.from_day, n.until_day, n.version
     FROM up JOIN union_node n ON n.union_id = up.union_id WHERE up.depth > 0 ORDER BY up.depth DESC",
    "the tree of unions belongs to the installation",
);
const FIND: Sql = Sql::house(
    "SELECT union_id, parent_id, path, name, short_name, kind, from_day, until_day, version FROM union_node
     WHERE path > $1 AND path < $2 AND until_day IS NULL AND (name LIKE $3 ESCAPE '!' OR code LIKE $3 ESCAPE '!')
     ORDER BY name, union_id LIMIT $4",
    "the tree of unions belongs to the installation",
);
const NAMED: Sql = Sql::house(
    "SELECT union_id FROM union_node
     WHERE name = $2 AND until_day IS NULL AND union_id <> $3 AND (parent_id = $1 OR (parent_id IS NULL AND CAST($1 AS BYTEA) IS NULL))
     LIMIT 1",
    "the tree of unions belongs to the installation",
);
const NAMES: Sql = Sql::house(
    "SELECT union_id, name FROM union_node ORDER BY path",
    "commands choose among the unions of the installation",
);
const ABOUT: Sql = Sql::house(
    "SELECT code, unit, industry, unit_class, unit_credit, legal_code, legal_until, address, contact, phone, workers, women_workers,
       region, system FROM union_node WHERE union_id = $1",
    "what is on file about a union stands in the tree",
);
const SET_ABOUT: Sql = Sql::house(
    "UPDATE union_node SET code = $3, unit = $4, industry = $5, unit_class = $6, unit_credit = $7, legal_code = $8,
       legal_until = $9, address = $10, contact = $11, phone = $12, region = $13, system = $14, version = version + 1
     WHERE union_id = $1 AND version = $2",
    "what is on file about a union stands in the tree",
);
const SITUATION: Sql = Sql::house(
    "WITH RECURSIVE up (union_id, parent_id, depth) AS (
       SELECT union_id, parent_id, 0 FROM union_node WHERE union_id = $1
       UNION ALL SELECT n.union_id, n.parent_id, up.depth + 1 FROM union_node n JOIN up ON n.union_id = up.parent_id)
     SELECT n.kind, n.region, n.system, n.industry, n.unit_class, n.parent_id
     FROM up JOIN union_node n ON n.union_id = up.union_id ORDER BY up.depth",
    "where a union is, is what the tree above it says",
);
const TOPS: Sql = Sql::house(
    "SELECT COUNT(*) FROM union_node WHERE parent_id IS NULL AND until_day IS NULL",
    "how many trees an installation holds",
);
const OPEN_SPAN: Sql = Sql::house(
    "SELECT from_day, until_day, parent_id, name, kind FROM union_edge WHERE union_id = $1 ORDER BY from_day DESC LIMIT 1",
    "where a union stood belongs to the tree",
);
const SPANS: Sql = Sql::house(
    "SELECT from_day, until_day, parent_id, name, kind FROM union_edge WHERE union_id = $1 ORDER BY from_day LIMIT 1000",
    "where a union stood belongs to the tree",
);
const END_SPAN: Sql = Sql::house(
    "UPDATE union_edge SET until_day = $2 WHERE union_id = $1 AND until_day IS NULL",
    "where a union stood belongs to the tree",
);
const ADD_SPAN: Sql = Sql::house(
    "INSERT INTO union_edge (union_id, from_day, until_day, parent_id, name, kind, act_id) VALUES ($1, $2, NULL, $3, $4, $5, $6)",
    "where a union stood belongs to the tree",
);
const REPLACE_SPAN: Sql = Sql::house(
    "UPDATE union_edge SET parent_id = $3, name = $4, kind = $5, act_id = $6 WHERE union_id = $1 AND from_day = $2",
    "where a union stood belongs to the tree",
);
const PLACE: Sql = Sql::house(
    "UPDATE union_node SET parent_id = $2, name = $3, short_name = $4, kind = $5, version = version + 1 WHERE union_id = $1",
    "the tree of unions belongs to the installation",
);
/// $1 the path before, $2 the path now, $3 and $4 where what lies below begins and ends.
const REPATH: Sql = Sql::house(
    "UPDATE union_node SET path = CAST($2 AS TEXT) || SUBSTR(path, LENGTH(CAST($1 AS TEXT)) + 1) WHERE path = $1 OR (path > $3 AND path < $4)",
    "the tree of unions belongs to the installation",
);
const END: Sql = Sql::house(
    "UPDATE union_node SET until_day = $2, version = version + 1 WHERE union_id = $1 AND until_day IS NULL",
    "the tree of unions belongs to the installation",
);
const ADD_ACT: Sql = Sql::house(
    "INSERT INTO union_act (id, kind, day, basis, note, by_union, by_account, by_name, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    "acts on the tree belong to several unions at once",
);
const ADD_PART: Sql = Sql::house(
    "INSERT INTO union_act_part (act_id, union_id, part) VALUES ($1, $2, $3)",
    "acts on the tree belong to several unions at once",
);
const ACTS: Sql = Sql::house(
    "SELECT a.id, a.kind, a.day, a.basis, a.note, a.by_name, a.recorded_at, p.part, p.union_id, n.name
     FROM union_act_part own JOIN union_act a ON a.id = own.act_id
     JOIN union_act_part p ON p.act_id = a.id JOIN union_node n ON n.union_id = p.union_id
     WHERE own.union_id = $1 AND own.part IN ('subject', 'into', 'out_of')
     ORDER BY a.day DESC, a.id DESC, p.part, n.name LIMIT 500",
    "acts on the tree belong to several unions at once",
);

pub(super) fn node(row: &Row<'_>) -> Result<Node, Error> {
    let mut cells = row.cells();
    Ok(Node {
        id: cells.take()?,
        parent: cells.take()?,
        path: cells.take()?,
        name: cells.take()?,
        short_name: cells.take()?,
        kind: cells.take()?,
        from: cells.take()?,
        until: cells.take()?,
        version: cells.take()?,
    })
}

fn span(row: &Row<'_>) -> Result<Span, Error> {
    let mut cells = row.cells();
    Ok(Span {
        from: cells.take()?,
        until: cells.take()?,
        parent: cells.take()?,
        name: cells.take()?,
        kind: cells.take()?,
    })
}

/// Where the paths of what lies below begin and end: the sign after the slash in ASCII is the zero.
pub(super) fn under(path: &str) -> (String, String) {
    (format!("{path}/"), format!("{path}0"))
}

/// A union.
///
/// # Errors
/// The store's; `Missing` if there is none.
pub fn get(read: &Reader, union: UnionId) -> Result<Node, Error> {
    read.one(GET, &[&union], node)
}

/// A union, if there is one.
///
/// # Errors
/// The store's.
pub fn find_one(read: &Reader, union: UnionId) -> Result<Option<Node>, Error> {
    read.opt(GET, &[&union], node)
}

/// A union, if it is this one or lies somewhere below it; everything else is missing, wherever it lies.
///
/// # Errors
/// The store's; `Missing`.
pub fn within(read: &Reader, top: UnionId, union: UnionId) -> Result<Node, Error> {
    let found = get(read, union)?;
    if top == found.id || get(read, top)?.is_above(&found) {
        Ok(found)
    } else {
        Err(Error::Missing)
    }
}

/// The living unions below one, in the order of the tree; at most 10,001.
///
/// # Errors
/// The store's; `Missing` if there is no such union.
pub fn below(read: &Reader, union: UnionId) -> Result<Vec<Node>, Error> {
    let (from, until) = under(&get(read, union)?.path);
    read.rows(BELOW, &[&from, &until], node)
}

/// The living unions directly below one, by name.
///
/// # Errors
/// The store's.
pub fn children(read: &Reader, union: UnionId) -> Result<Vec<Node>, Error> {
    read.rows(CHILDREN, &[&union], node)
}

/// The unions above one, the highest first.
///
/// # Errors
/// The store's.
pub fn above(read: &Reader, union: UnionId) -> Result<Vec<Node>, Error> {
    read.rows(ABOVE, &[&union], node)
}

/// Living unions below one whose name or statistical code holds what was typed.
///
/// # Errors
/// The store's.
pub fn find(read: &Reader, union: UnionId, typed: &str, most: usize) -> Result<Vec<Node>, Error> {
    let (from, until) = under(&get(read, union)?.path);
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    read.rows(FIND, &[&from, &until, &containing(typed), &most], node)
}

/// Whether a living union of this name, other than `but`, lies directly under the same union.
///
/// # Errors
/// The store's.
pub fn is_named(read: &Reader, parent: Option<UnionId>, name: &str, but: UnionId) -> Result<bool, Error> {
    let found: Option<UnionId> = read.opt(NAMED, &[&parent, &name, &but], |row| row.get(0))?;
    Ok(found.is_some())
}

/// All unions of the installation with their names, from the top of the tree down.
///
/// # Errors
/// The store's.
pub fn all_unions(read: &Reader) -> Result<Vec<(UnionId, String)>, Error> {
    read.rows(NAMES, &[], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Adds a union below another or as a root, without an act: founding an installation, demos, tests.
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
    found(w, id, parent, (name, kind), from, None)
}

/// Adds a union by an act.
///
/// # Errors
/// The store's; `Missing` if there is no such parent.
pub fn found(
    w: &Writer,
    id: UnionId,
    parent: Option<UnionId>,
    (name, kind): (&str, UnionKind),
    from: Date,
    act: Option<TreeActId>,
) -> Result<(), Error> {
    let above = parent
        .map(|parent| get(w, parent))
        .transpose()?
        .map_or_else(String::new, |node| node.path);
    let path = format!("{above}/{}", id.raw().simple());
    w.run(ADD, &[&id, &parent, &path, &name, &short(name), &kind, &from])?;
    w.run(ADD_SPAN, &[&id, &from, &parent, &name, &kind, &act]).map(drop)
}

/// What is on file about a union.
///
/// # Errors
/// The store's; `Missing` if there is none.
pub fn about(read: &Reader, union: UnionId) -> Result<About, Error> {
    read.one(ABOUT, &[&union], |row| {
        let mut c = row.cells();
        Ok(About {
            code: c.take()?,
            unit: c.take()?,
            industry: c.take()?,
            unit_class: c.take()?,
            unit_credit: c.take()?,
            legal_code: c.take()?,
            legal_until: c.take()?,
            address: c.take()?,
            contact: c.take()?,
            phone: c.take()?,
            workers: c.take()?,
            women_workers: c.take()?,
            region: c.take()?,
            system: c.take()?,
        })
    })
}

/// Where a union is and what it is, as far as it or those above it say.
///
/// # Errors
/// The store's; `Missing` if there is none.
pub fn situation(read: &Reader, union: UnionId) -> Result<Situation, Error> {
    let mut found: Option<Situation> = None;
    let rows = read.rows(SITUATION, &[&union], |row| {
        let mut c = row.cells();
        let mut one = Situation {
            kind: c.take()?,
            region: c.take()?,
            system: c.take()?,
            industry: c.take()?,
            unit_class: c.take()?,
            is_top: false,
        };
        one.is_top = c.take::<Option<UnionId>>()?.is_none();
        Ok(one)
    })?;
    for above in rows {
        match &mut found {
            None => found = Some(above),
            Some(own) => {
                own.region = own.region.take().or(above.region);
                own.system = own.system.take().or(above.system);
            }
        }
    }
    found.ok_or(Error::Missing)
}

/// How many living unions of the installation have none above them.
///
/// # Errors
/// The store's.
pub fn tops(read: &Reader) -> Result<i64, Error> {
    read.one(TOPS, &[], |row| row.get(0))
}

/// Changes what is on file about a union that has this version, but for its workers, which are counted by
/// [`crate::rates`]; says whether it had. The constraint `union_node_code`
/// says that another union has the statistical code.
///
/// # Errors
/// The store's.
pub fn set_about(w: &Writer, union: UnionId, version: i64, a: &About) -> Result<bool, Error> {
    Ok(w.run(
        SET_ABOUT,
        &[
            &union,
            &version,
            &a.code,
            &a.unit,
            &a.industry,
            &a.unit_class,
            &a.unit_credit,
            &a.legal_code,
            &a.legal_until,
            &a.address,
            &a.contact,
            &a.phone,
            &a.region,
            &a.system,
        ],
    )? > 0)
}

/// The spans of a union, the first first.
///
/// # Errors
/// The store's.
pub fn spans(read: &Reader, union: UnionId) -> Result<Vec<Span>, Error> {
    read.rows(SPANS, &[&union], span)
}

/// The last span of a union.
///
/// # Errors
/// The store's; `Missing` if there is none.
pub fn last_span(read: &Reader, union: UnionId) -> Result<Span, Error> {
    read.one(OPEN_SPAN, &[&union], span)
}

/// Lets a union stand under another union, name or kind from a day on. What lies below comes along. The caller has
/// checked that the day is not before the present span's first and that no circle comes of it.
///
/// # Errors
/// The store's.
pub fn restate(w: &Writer, node: &Node, to: &Span, act: TreeActId) -> Result<(), Error> {
    let now = last_span(w, node.id)?;
    let values: [&dyn store::Bind; 6] = [&node.id, &to.from, &to.parent, &to.name, &to.kind, &act];
    if now.from == to.from {
        w.run(REPLACE_SPAN, &values)?;
    } else {
        w.run(END_SPAN, &[&node.id, &to.from.plus_days(-1)])?;
        w.run(ADD_SPAN, &values)?;
    }
    w.run(PLACE, &[&node.id, &to.parent, &to.name, &short(&to.name), &to.kind])?;
    if to.parent != node.parent {
        let above = to
            .parent
            .map(|p| get(w, p))
            .transpose()?
            .map(|n| n.path)
            .unwrap_or_default();
        let path = format!("{above}/{}", node.id.raw().simple());
        let (from, until) = under(&node.path);
        w.run(REPATH, &[&node.path, &path, &from, &until])?;
    }
    Ok(())
}

/// Ends a union; its last day is `on`.
///
/// # Errors
/// The store's.
pub fn end(w: &Writer, union: UnionId, on: Date) -> Result<bool, Error> {
    w.run(END_SPAN, &[&union, &on])?;
    Ok(w.run(END, &[&union, &on])? > 0)
}

/// Records an act on the tree.
///
/// # Errors
/// The store's.
pub fn add_act(w: &Writer, act: &NewAct<'_>, by: By<'_>) -> Result<(), Error> {
    w.run(
        ADD_ACT,
        &[
            &act.id,
            &act.kind,
            &act.day,
            &act.basis,
            &act.note,
            &by.union,
            &by.account,
            &by.name,
            &by.at,
        ],
    )?;
    add_parts(w, act.id, act.parts)
}

/// Adds unions to an act: those that it founds are there only after it.
///
/// # Errors
/// The store's.
pub fn add_parts(w: &Writer, act: TreeActId, parts: &[(UnionId, Part)]) -> Result<(), Error> {
    for (union, part) in parts {
        w.run(ADD_PART, &[&act, union, part])?;
    }
    Ok(())
}

/// The acts in which a union came to be, changed, took others in or ended, the latest first.
///
/// # Errors
/// The store's.
pub fn acts(read: &Reader, union: UnionId) -> Result<Vec<ActLine>, Error> {
    let mut all: Vec<ActLine> = Vec::new();
    let rows = read.rows(ACTS, &[&union], |row| {
        let mut c = row.cells();
        let act = ActLine {
            id: c.take()?,
            kind: c.take::<ActKind>()?,
            day: c.take()?,
            basis: c.take()?,
            note: c.take()?,
            by: c.take()?,
            recorded_at: c.take()?,
            parts: Vec::new(),
        };
        let part: (Part, UnionId, String) = (c.take()?, c.take()?, c.take()?);
        Ok((act, part))
    })?;
    for (act, part) in rows {
        if all.last().is_none_or(|last| last.id != act.id) {
            all.push(act);
        }
        if let Some(last) = all.last_mut() {
            last.parts.push(part);
        }
    }
    Ok(all)
}
