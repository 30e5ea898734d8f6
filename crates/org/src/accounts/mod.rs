//! Accounts: who can sign in, and the roles they hold.

pub mod store;
