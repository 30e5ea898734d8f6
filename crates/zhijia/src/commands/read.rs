//! `zhijia read`: what was understood of a document.

use std::{path::Path, process::ExitCode};

use serde::Serialize;

use crate::say;

/// A reading, with the text its spans count in where that is not the file itself.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    reading: &'a reading::Reading,
    /// The text taken out of a file that is more than text, such as a Word file.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

/// Reads a plan or summary and prints the reading.
pub fn read(file: &Path, json: bool) -> Result<ExitCode, String> {
    let bytes = std::fs::read(file).map_err(|e| format!("读不了 / cannot read {}: {e}", file.display()))?;
    let own = plain(file, &bytes);
    let text = match &own {
        Some(text) => text.clone(),
        None => taken_out(file, &bytes)?,
    };
    let reading = reading::read(&text);
    if json {
        let told = Told {
            reading: &reading,
            text: own.is_none().then_some(text.as_str()),
        };
        say::line(serde_json::to_string_pretty(&told).map_err(|e| e.to_string())?);
        return Ok(ExitCode::SUCCESS);
    }
    outline(&reading);
    Ok(ExitCode::SUCCESS)
}

/// The whole of a plain text file, so that spans are places in it; `None` for any other file.
fn plain(file: &Path, bytes: &[u8]) -> Option<String> {
    let ending = file.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
    if !matches!(ending.as_deref(), None | Some("txt" | "text" | "md")) {
        return None;
    }
    let text = papers::decode_text(bytes)?;
    // a page or a PDF under the name of a text
    let other = ["<!", "<html", "<HTML", "<?xml", "%PDF", "{\\rtf"];
    let head = text.trim_start_matches('\u{feff}').trim_start();
    (!text.trim().is_empty() && !other.iter().any(|o| head.starts_with(o))).then_some(text)
}

fn taken_out(file: &Path, bytes: &[u8]) -> Result<String, String> {
    let name = file
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    let document = papers::read(&name, bytes, &papers::Limits::default()).map_err(|e| {
        format!(
            "{}：{}\n{e}",
            file.display(),
            ui::words::find(kernel::Lang::Zh, e.key()).unwrap_or_default()
        )
    })?;
    Ok(document.plain_text())
}

fn outline(reading: &reading::Reading) {
    for section in &reading.sections {
        let indent = "  ".repeat(usize::from(section.level));
        say::line(format!("{indent}{}", section.heading));
    }
    for entry in &reading.schedule {
        let when = entry.when.clone().unwrap_or_default();
        say::line(format!("{when:>12}  {}", entry.title));
    }
    say::line(format!(
        "共 {} 节、{} 项安排 / sections, entries",
        reading.sections.len(),
        reading.schedule.len()
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_taken_as_it_stands_and_other_files_are_unpacked() {
        let text = "\t三月\t慰问\r\n\r\n四月";
        assert_eq!(plain(Path::new("a.txt"), text.as_bytes()).as_deref(), Some(text));
        let old = [0xc8, 0xfd, 0xd4, 0xc2, b':', 0xce, 0xbf, 0xce, 0xca]; // 三月:慰问 in GBK
        assert_eq!(plain(Path::new("b.TXT"), &old).as_deref(), Some("三月:慰问"));
        assert_eq!(plain(Path::new("c.docx"), text.as_bytes()), None);
        assert_eq!(plain(Path::new("d.txt"), b"<!DOCTYPE html><p>x"), None);
        assert_eq!(plain(Path::new("e.txt"), b" \n"), None);
        assert!(taken_out(Path::new("f.docx"), b"PK\x03\x04 cut off").is_err());
    }
}
