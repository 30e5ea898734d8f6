//! The server is killed in the midst of acts, of jobs, of an import and its taking back, of letters on their way; started
//! again it goes on. Nothing that was answered is lost, nothing is there twice, and verify finds the log sound.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test with processes")]

mod acts;
mod letters;
mod rosters;
mod server;
