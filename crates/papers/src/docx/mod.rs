//! Word files. The parts that matter are the body, the styles (which paragraph is a heading) and the
//! numbering (what a list prints); headers, footers, notes and pictures are left alone.

mod body;
mod numbering;
mod styles;
mod table;
#[cfg(test)]
mod tests;

use crate::{Document, Kind, Limits, Refused, pack::Pack, xml};

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Refused> {
    let mut pack = Pack::open(bytes, limits)?;
    let body_path =
        related(&mut pack, "_rels/.rels", "", "/officeDocument", limits)?.unwrap_or_else(|| "word/document.xml".into());
    let (folder, file) = body_path.rsplit_once('/').unwrap_or(("", &body_path));
    let rels = if folder.is_empty() {
        format!("_rels/{file}.rels")
    } else {
        format!("{folder}/_rels/{file}.rels")
    };
    let styles = beside(&mut pack, &rels, folder, "styles", limits)?;
    let numbering = beside(&mut pack, &rels, folder, "numbering", limits)?;
    let styles = styles::Styles::read(&styles, limits)?;
    let numbering = numbering::Numbering::read(&numbering, limits)?;
    let text = match pack.part(&body_path)? {
        Some(part) => xml::decode(&part)?,
        None => return Err(Refused::damaged("no document part")),
    };
    let blocks = body::read(&text, styles, numbering, limits)?;
    Ok(Document {
        blocks,
        kind: Kind::Docx,
    })
}

/// The text of a part that the body refers to; empty when there is none.
fn beside(pack: &mut Pack<'_>, rels: &str, folder: &str, kind: &str, limits: &Limits) -> Result<String, Refused> {
    let usual = if folder.is_empty() {
        format!("{kind}.xml")
    } else {
        format!("{folder}/{kind}.xml")
    };
    let path = related(pack, rels, folder, &format!("/{kind}"), limits)?.unwrap_or(usual);
    pack.part(&path)?.map_or(Ok(String::new()), |part| xml::decode(&part))
}

/// The path of the part whose relationship type ends so.
fn related(
    pack: &mut Pack<'_>,
    rels: &str,
    folder: &str,
    kind: &str,
    limits: &Limits,
) -> Result<Option<String>, Refused> {
    let Some(part) = pack.part(rels)? else { return Ok(None) };
    let text = xml::decode(&part)?;
    let mut found = None;
    xml::Xml::new(&text, limits).each(|element| {
        let fits = element.name() == "Relationship" && element.get("Type").is_some_and(|t| t.ends_with(kind));
        if fits && found.is_none() && element.get("TargetMode").as_deref() != Some("External") {
            found = element.get("Target");
        }
        Ok(())
    })?;
    Ok(found.map(|target| match target.strip_prefix('/') {
        Some(from_root) => from_root.to_owned(),
        None if folder.is_empty() => target,
        None => format!("{folder}/{target}"),
    }))
}
