//! Answers packed where they are made: their text is still at hand there, and what packs is used again. What is not made by a
//! door (an asset, the document of the doors) is packed by a layer on its way out.

use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::http::header;
use flate2::{Compress, Compression, FlushCompress, Status};

use super::Answer;

/// Bits of the window, the most there are.
const WINDOW: u8 = 15;

/// Whether whoever asks takes gzip, by what they accept (RFC 9110 §12.5.3).
pub(crate) fn takes_gzip(accepts: &str) -> bool {
    accepts.split(',').any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let weight = weight.trim().strip_prefix("q=").map(str::parse::<f32>);
        name.trim().eq_ignore_ascii_case("gzip") && weight.is_none_or(|q| q.is_ok_and(|q| q > 0.0))
    })
}

/// What packs, a quarter of a megabyte each: as many as were ever needed at once, the warmest first.
#[derive(Default)]
pub(crate) struct Packers(Mutex<Vec<Compress>>);

impl Packers {
    fn lock(&self) -> MutexGuard<'_, Vec<Compress>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same answer, packed if it is text.
    pub(crate) fn pack(&self, mut answer: Answer) -> Answer {
        let is_text = |kind: &str| kind.starts_with("text/") || kind.starts_with("application/json");
        let mut headers = answer.headers.iter();
        if !headers.any(|(name, value)| *name == header::CONTENT_TYPE && is_text(value)) {
            return answer;
        }
        answer = answer.with(header::VARY, header::ACCEPT_ENCODING.to_string());
        let Some(packed) = self.packed(&answer.body) else {
            return answer;
        };
        answer.body = packed;
        answer.with(header::CONTENT_ENCODING, "gzip".to_owned())
    }

    fn packed(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let known = self.lock().pop();
        let mut packer = known.unwrap_or_else(|| Compress::new_gzip(Compression::fast(), WINDOW));
        packer.reset();
        let mut out = Vec::with_capacity(bytes.len() / 4 + 64);
        loop {
            let done = usize::try_from(packer.total_in()).ok()?;
            match packer
                .compress_vec(bytes.get(done..)?, &mut out, FlushCompress::Finish)
                .ok()?
            {
                Status::StreamEnd => break,
                Status::Ok | Status::BufError => out.reserve(out.capacity()),
            }
        }
        self.lock().push(packer);
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn unpacked(bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        flate2::read::GzDecoder::new(bytes).read_to_end(&mut out).unwrap();
        out
    }

    #[test]
    fn text_is_packed_whole_by_a_packer_that_is_used_again() {
        let packers = Packers::default();
        let mixed: String = (0..9_000_u32)
            .map(|n| format!("{:x}", n.wrapping_mul(2_654_435_761)))
            .collect();
        for text in ["", "慰问", &"工会".repeat(40_000), &mixed, "a"] {
            let answer = packers.pack(Answer::html(200, text.to_owned()));
            assert!(answer.headers.contains(&(header::CONTENT_ENCODING, "gzip".to_owned())));
            assert!(answer.headers.contains(&(header::VARY, "accept-encoding".to_owned())));
            assert_eq!(unpacked(&answer.body), text.as_bytes());
        }
        assert_eq!(packers.lock().len(), 1);
    }

    #[test]
    fn what_is_no_text_stays_as_it_is() {
        for answer in [Answer::new(200, "image/png", *b"png"), Answer::redirect("/")] {
            let (body, headers) = (answer.body.clone(), answer.headers.clone());
            let after = Packers::default().pack(answer);
            assert_eq!((after.body, after.headers), (body, headers));
        }
    }

    #[test]
    fn gzip_is_taken_by_whoever_names_it_with_a_weight() {
        for takes in ["gzip", "br, GZIP", "deflate;q=1, gzip;q=0.5", "gzip; q=0.001"] {
            assert!(takes_gzip(takes), "{takes}");
        }
        for not in [
            "",
            "identity",
            "br",
            "gzip;q=0",
            "gzip; q=0.000",
            "xgzip",
            "gzip;q=much",
        ] {
            assert!(!takes_gzip(not), "{not}");
        }
    }
}
