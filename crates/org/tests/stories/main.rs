//! Stories of the organisation, on both databases.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod rights;
#[cfg(test)]
mod tokens;

use testkit::Kit;

fn kit() -> Kit {
    Kit {
        migrations: [
            facts::MIGRATIONS,
            archive::MIGRATIONS,
            flow::MIGRATIONS,
            jobs::MIGRATIONS,
            dispatch::MIGRATIONS,
            organisation::MIGRATIONS,
        ]
        .concat(),
        routes: organisation::routes().into_list(),
        start: vec![|w| facts::register::store::declare(w, &organisation::MEASURES.iter().collect::<Vec<_>>())],
    }
}
