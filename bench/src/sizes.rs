//! How many of each there are.

/// Members of the union.
pub const MEMBERS: u32 = 100_000;
/// Facts of its year.
pub const FACTS: u32 = 1_000_000;
/// Groups.
pub const GROUPS: u32 = 200;
/// Tasks of its year.
pub const TASKS: u32 = 2_000;
/// People at the pages at once.
pub const CONNECTIONS: usize = 16;
