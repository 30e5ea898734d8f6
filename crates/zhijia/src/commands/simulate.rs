//! `zhijia simulate`: data for trials and measurements.

use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

use super::{open, user};
use crate::{cli::Simulate, config::Where, say, simulate};

/// How often it tells how far it is.
const TELL_EVERY: Duration = Duration::from_secs(2);

/// Fills an empty place; prints how the chair at the top signs in.
pub fn simulate(place: &Where, asked: &Simulate) -> Result<ExitCode, String> {
    let size = simulate::Size {
        unions: asked.unions,
        members: asked.members,
        years: asked.years,
        seed: asked.seed,
    }
    .checked()?;
    let (store, clock) = open(place)?;
    let (begun, mut last) = (Instant::now(), Instant::now());
    let chair = simulate::fill(&store, clock.now(), size, &mut |unions, people| {
        if last.elapsed() >= TELL_EVERY {
            last = Instant::now();
            say::line(format!("  {unions}/{} 个工会，{people} 人 …", size.unions));
        }
    })?;
    let seconds = begun.elapsed().as_secs_f64();
    say::line(format!(
        "{} 个工会，{} 人，{seconds:.1} 秒 / made up",
        size.unions, size.members
    ));
    user::first_password(&store, &clock, &chair)?;
    Ok(ExitCode::SUCCESS)
}
