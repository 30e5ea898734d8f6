//! The roof: the list of systems, configuration, the commands.

pub mod cli;
pub mod config;
pub mod demo;
pub mod roof;
pub mod say;
pub mod search;
pub mod simulate;

mod commands;

/// Where our memory comes from; SQLite asks the system.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;
