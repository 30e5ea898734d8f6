//! Many at once for a while, and what it took each.

use std::{
    net::SocketAddr,
    thread,
    time::{Duration, Instant},
};

use crate::{Res, client::Connection, sizes::CONNECTIONS};

/// Times of a round.
pub struct Times {
    sorted: Vec<Duration>,
    took: Duration,
}

impl Times {
    /// So many a second.
    pub fn rate(&self) -> f64 {
        f64::from(u32::try_from(self.sorted.len()).unwrap_or(u32::MAX)) / self.took.as_secs_f64()
    }
    /// The time within which so many of a thousand were done, in milliseconds.
    pub fn within(&self, of_thousand: usize) -> f64 {
        let last = self.sorted.len().saturating_sub(1);
        let at = self.sorted.get(last * of_thousand / 1000);
        at.copied().unwrap_or_default().as_secs_f64() * 1000.0
    }
}

/// What is done again and again.
pub type Act<'a> = Box<dyn FnMut() -> Res<()> + 'a>;

/// So many threads do something again and again until the time is over; each is warmed by doing it once before.
pub fn threads<'a>(many: usize, round: Duration, one: impl Fn() -> Res<Act<'a>> + Sync) -> Res<Times> {
    let gate = std::sync::Barrier::new(many + 1);
    thread::scope(|scope| {
        let people: Vec<_> = (0..many)
            .map(|_| {
                scope.spawn(|| -> Res<Vec<Duration>> {
                    let ready = one().and_then(|mut act| act().map(|()| act));
                    gate.wait();
                    let mut act = ready?;
                    let (start, mut times) = (Instant::now(), Vec::new());
                    while start.elapsed() < round || times.is_empty() {
                        let begin = Instant::now();
                        act()?;
                        times.push(begin.elapsed());
                    }
                    Ok(times)
                })
            })
            .collect();
        gate.wait();
        let start = Instant::now();
        let mut sorted = Vec::new();
        for person in people {
            sorted.extend(person.join().map_err(|_| "a client died")??);
        }
        sorted.sort();
        Ok(Times {
            sorted,
            took: start.elapsed(),
        })
    })
}

/// Sixteen connections ask for one page, packed or as it is.
pub fn pages(at: SocketAddr, path: &str, cookie: &str, round: Duration, packed: bool) -> Res<Times> {
    threads(CONNECTIONS, round, || {
        let mut connection = Connection::new(at, cookie).packed(packed);
        let path = path.to_owned();
        Ok(Box::new(move || match connection.get(&path)? {
            answer if answer.status == 200 => Ok(()),
            answer => Err(format!("{path} answered {}", answer.status).into()),
        }))
    })
}
