//! Stories of the organisation, on both databases.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod bodies;
#[cfg(test)]
mod members;
#[cfg(test)]
mod rights;

use testkit::{Answer, Kit};

fn kit() -> Kit {
    Kit {
        migrations: Vec::new(),
        routes: Vec::new(),
        start: Vec::new(),
    }
}

fn text(answer: &Answer, path: &[&str]) -> String {
    let mut at = &answer.json();
    for step in path {
        at = match step.parse::<usize>() {
            Ok(n) => &at[n],
            Err(_) => &at[*step],
        };
    }
    at.as_str().unwrap_or_default().to_owned()
}
