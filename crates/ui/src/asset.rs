//! What the browser loads besides pages: stylesheet, scripts, icons. Embedded, named by content hash, so
//! that they can be kept by browsers for ever.

use std::{borrow::Cow, sync::LazyLock};

/// One embedded file.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// The content.
    pub bytes: &'static [u8],
    /// The media type, with charset where it is text.
    pub mime: &'static str,
    /// The entity tag, quoted, made from the content.
    pub etag: &'static str,
}

struct Known {
    stem: &'static str,
    extension: &'static str,
    hash: String,
    url: String,
    etag: String,
    bytes: &'static [u8],
    mime: &'static str,
}

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";

static KNOWN: LazyLock<[Known; 7]> = LazyLock::new(|| {
    [
        known("zhijia", "css", CSS, include_bytes!("../../../assets/zhijia.css")),
        known("zhijia", "js", JS, include_bytes!("../../../assets/zhijia.js")),
        known("visits", "js", JS, include_bytes!("../../../assets/visits.js")),
        known("theme", "js", JS, include_bytes!("../../../assets/theme.js")),
        known("htmx.min", "js", JS, include_bytes!("../../../assets/htmx.min.js")),
        known("icons", "svg", SVG, include_bytes!("../../../assets/icons.svg")),
        known("mark", "svg", SVG, include_bytes!("../../../assets/mark.svg")),
    ]
});

fn known(stem: &'static str, extension: &'static str, mime: &'static str, bytes: &'static [u8]) -> Known {
    let hash = blake3::hash(bytes).to_hex().chars().take(12).collect::<String>();
    let url = format!("/assets/{stem}.{hash}.{extension}");
    Known {
        stem,
        extension,
        etag: format!("\"{hash}\""),
        hash,
        url,
        bytes,
        mime,
    }
}

/// The embedded file of a name, with (`zhijia.0123456789ab.css`) or without its hash (`zhijia.css`). A name with
/// an old hash is `None`, so that a page never mixes two releases.
#[must_use]
pub fn asset(name: &str) -> Option<Asset> {
    let found = KNOWN.iter().find(|k| {
        name.strip_prefix(k.stem)
            .and_then(|rest| rest.strip_suffix(k.extension))
            .is_some_and(|middle| middle == "." || middle.trim_matches('.') == k.hash)
    })?;
    Some(Asset {
        bytes: found.bytes,
        mime: found.mime,
        etag: &found.etag,
    })
}

/// The address of an embedded file, `/assets/zhijia.<hash>.css`. A name that is not embedded is addressed as it
/// stands, and will be answered by 404.
#[must_use]
pub fn asset_url(name: &str) -> Cow<'static, str> {
    KNOWN
        .iter()
        .find(|k| {
            name.strip_prefix(k.stem)
                .is_some_and(|rest| rest.strip_prefix('.') == Some(k.extension))
        })
        .map_or_else(
            || Cow::Owned(format!("/assets/{name}")),
            |k| Cow::Borrowed(k.url.as_str()),
        )
}

/// The names of all embedded files, without hashes.
pub fn asset_names() -> impl Iterator<Item = String> {
    KNOWN.iter().map(|k| format!("{}.{}", k.stem, k.extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_leads_to_its_file_and_old_hashes_lead_nowhere() {
        for name in asset_names() {
            let url = asset_url(&name).into_owned();
            let found = asset(url.strip_prefix("/assets/").unwrap()).unwrap();
            assert_eq!(found.bytes, asset(&name).unwrap().bytes);
            assert!(url.len() > name.len() + "/assets/".len());
        }
        assert!(asset("zhijia.000000000000.css").is_none());
        assert!(asset("../Cargo.toml").is_none());
        assert!(asset("").is_none());
    }
}
