//! Prints what a file says, and how long it took to read.

use std::{error::Error, fs, time::Instant};

use papers::Limits;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("name a file")?;
    let bytes = fs::read(&path)?;
    let begun = Instant::now();
    let read = papers::read(&path, &bytes, &Limits::default());
    let took = begun.elapsed();
    let mut out = std::io::stdout().lock();
    use std::io::Write;
    match read {
        Ok(document) => {
            writeln!(out, "{}", document.plain_text())?;
            writeln!(out, "{:?}, {} blocks in {took:?}", document.kind, document.blocks.len())?;
        }
        Err(refused) => writeln!(out, "{}: {refused} ({took:?})", refused.key())?,
    }
    Ok(())
}
