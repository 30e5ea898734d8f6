//! What applies here: the list of keys with the rule that is named, a key with the chain and the reasons, a rule with its
//! course, and what rules said to decisions.

pub(crate) mod judgements;
pub(crate) mod list;
pub(crate) mod one;
pub(crate) mod row;
mod view;

pub(crate) use view::{RuleView, evidence, kinds, severity};
