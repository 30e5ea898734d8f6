//! Stories of the organisation, on both databases.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod rights;

use testkit::{Answer, Kit};

fn kit() -> Kit {
    Kit {
        migrations: [
            facts::MIGRATIONS,
            archive::MIGRATIONS,
            flow::MIGRATIONS,
            jobs::MIGRATIONS,
            organisation::MIGRATIONS,
        ]
        .concat(),
        routes: organisation::routes().into_list(),
        start: vec![|w| facts::register::store::declare(w, &organisation::MEASURES.iter().collect::<Vec<_>>())],
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
