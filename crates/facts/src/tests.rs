//! Stories: a small system that only posts and takes back, and the doors of the register.

mod deeds;
mod log;
mod pages;
mod periods;
mod posting;
mod sound;
mod sums;
