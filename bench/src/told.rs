//! What December asks for: the year's summary drafted and written as a Word file, beside the bare SQL of its totals; and
//! the year's calendar.

use std::time::Instant;

use facts::Span;
use store::Sql;
use web::inside::Client;

use crate::{Res, data::Union, pages::server, say, totals};

const ROUNDS: usize = 7;

const NO_SECTIONS: Sql = Sql::union("DELETE FROM summary_section WHERE union_id = $1");
const NO_SUMMARY: Sql = Sql::union("DELETE FROM summary WHERE union_id = $1");

/// Measures and prints. Leaves the union with a summary drafted anew.
pub fn run(union: &Union) -> Res<()> {
    let doors = server(union.store.clone(), union.clock.clone())?.router();
    let client = Client::new(doors, Some(union.token.clone()), union.clock.clone())?;
    let span = Span::year(union.today().year())?;
    let year = union.today().year().to_string();
    let (mut drafts, mut words, mut years, mut bare) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut length = 0;
    for _ in 0..ROUNDS {
        let id = union.id;
        union.store.write(move |w| {
            w.run(NO_SECTIONS, &[&id])?;
            w.run(NO_SUMMARY, &[&id])
        })?;
        let start = Instant::now();
        let drafted = client.post("/summaries/new", &[("year", &year)]).expect(303);
        drafts.push(ms(start));
        let start = Instant::now();
        let paper = client.get(&format!("{}/word", drafted.location())).expect(200);
        words.push(ms(start));
        length = paper.bytes.len();
        let start = Instant::now();
        client.get(&format!("/calendar/year?year={year}")).expect(200);
        years.push(ms(start));
        bare.push(totals::outside(union, span)?);
    }
    let [draft, word, view, bare] = [drafts, words, years, bare].map(totals::median);
    say(&format!(
        "summary of the year: drafted in {draft:.1} ms, Word file of {} KiB in {word:.1} ms; the bare SQL of its totals {bare:.0} ms, ratio {:.2} (≤ 3)",
        length.div_ceil(1024),
        (draft + word) / bare
    ));
    say(&format!(
        "year view of {} tasks: {view:.1} ms (≤ 50)",
        crate::sizes::TASKS
    ));
    Ok(())
}

fn ms(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1000.0
}
