//! Square codes (二维码) as drawings: what leads a phone to an address, on the screen and on paper.
//!
//! Black on white whatever the theme, since cameras want it so, with the quiet margin of four modules that the standard asks
//! for (ISO/IEC 18004).

use std::fmt::Write;

use qrcodegen::{QrCode, QrCodeEcc};

use crate::{Html, html, html::Shown};

/// Empty modules around the code.
const MARGIN: i32 = 4;

/// The square code of a text as SVG, to be sized by its surroundings; `says` is read out instead of it. A quarter of it may be
/// torn off or written over. Nothing if the text is longer than a code can hold (about 1,600 letters).
#[must_use]
pub fn qr(text: &str, says: impl Shown) -> Html {
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Quartile) else {
        return Html::none();
    };
    let side = code.size() + 2 * MARGIN;
    html!(
        "<svg class=\"qr\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{}v{}H0z\"/><path fill=\"#000\" d=\"{}\"/></svg>",
        side,
        side,
        says,
        side,
        side,
        dark(&code)
    )
}

/// The dark modules as one path: a bar for each run in a row.
fn dark(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let from = x;
            while code.get_module(x, y) {
                x += 1;
            }
            if x > from {
                let long = x - from;
                // writing to a text does not fail
                let _ = write!(path, "M{} {}h{long}v1h-{long}z", from + MARGIN, y + MARGIN);
            }
            x += 1;
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_eyes_and_says_where_it_leads() {
        let code = qr("https://gh.example.cn/apply/ABCD-EFGH", "入会申请").into_string();
        // the upper left eye: a bar of seven modules, four away from the edge
        assert!(code.contains("d=\"M4 4h7v1h-7z"), "{code}");
        assert!(code.contains("aria-label=\"入会申请\"") && code.contains("viewBox=\"0 0 "));
        assert_eq!(code.matches("<path").count(), 2);
    }

    #[test]
    fn what_is_too_long_for_a_code_is_none() {
        assert!(qr(&"x".repeat(5000), "").is_empty());
        assert_eq!(qr("a", "").into_string(), qr("a", "").into_string());
    }
}
