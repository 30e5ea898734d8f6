//! XML pulled piece by piece, with a limit on nesting.

use quick_xml::{
    XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
    reader::Reader,
};

use crate::{Limits, Refused, encoding};

/// One step through an XML text. Names are local: `w:p` is `p`.
pub(crate) enum Step<'a> {
    /// An element begins. An empty element begins and ends.
    Start(Element<'a>),
    /// The element begun last ends.
    End,
    /// Text, entities resolved.
    Text(String),
    /// The text is at its end.
    Done,
}

/// The beginning of an element.
pub(crate) struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    /// The name without its prefix.
    pub(crate) fn name(&self) -> &str {
        self.0.name().into_inner().rsplit(':').next().unwrap_or_default()
    }
    /// The prefix of the name, empty without one.
    pub(crate) fn prefix(&self) -> &str {
        self.0
            .name()
            .into_inner()
            .split_once(':')
            .map_or("", |(prefix, _)| prefix)
    }
    /// The attribute of that local name.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        self.0
            .attributes()
            .with_checks(false)
            .filter_map(Result::ok)
            .find(|a| a.key.into_inner().rsplit(':').next() == Some(name))
            .and_then(|a| {
                a.normalized_value(XmlVersion::Implicit1_0)
                    .ok()
                    .map(std::borrow::Cow::into_owned)
            })
    }
    /// The attribute as a number.
    pub(crate) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.trim().parse().ok()
    }
    /// A switch such as `<w:b/>` or `<w:b w:val="0"/>`.
    pub(crate) fn on(&self) -> bool {
        !matches!(self.get("val").as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

/// A walker through an XML text.
pub(crate) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
    limit: usize,
    pending_end: bool,
}

/// XML as UTF-8, whatever its encoding.
pub(crate) fn decode(bytes: &[u8]) -> Result<String, Refused> {
    match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => encoding::decode(bytes).ok_or_else(|| Refused::damaged("XML encoding")),
        [0xEF, 0xBB, 0xBF, rest @ ..] => Ok(String::from_utf8_lossy(rest).into_owned()),
        _ => Ok(String::from_utf8_lossy(bytes).into_owned()),
    }
}

impl<'a> Xml<'a> {
    /// Begins at the front of the text.
    pub(crate) fn new(text: &'a str, limits: &Limits) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        Self {
            reader,
            depth: 0,
            limit: limits.depth,
            pending_end: false,
        }
    }

    /// The next step.
    pub(crate) fn next(&mut self) -> Result<Step<'a>, Refused> {
        if std::mem::take(&mut self.pending_end) {
            self.depth = self.depth.saturating_sub(1);
            return Ok(Step::End);
        }
        loop {
            match self
                .reader
                .read_event()
                .map_err(|e| Refused::damaged(format!("XML: {e}")))?
            {
                Event::Start(element) => {
                    self.deeper()?;
                    return Ok(Step::Start(Element(element)));
                }
                Event::Empty(element) => {
                    self.deeper()?;
                    self.pending_end = true;
                    return Ok(Step::Start(Element(element)));
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Step::End);
                }
                Event::Text(text) => return Ok(Step::Text(text.xml10_content().into_owned())),
                Event::CData(text) => return Ok(Step::Text(text.xml10_content().into_owned())),
                Event::GeneralRef(entity) => {
                    let known = resolve_predefined_entity(&entity.xml10_content()).map(str::to_owned);
                    let resolved = known.or_else(|| entity.resolve_char_ref().ok().flatten().map(String::from));
                    // Own entities of a DTD are never expanded.
                    return Ok(Step::Text(resolved.unwrap_or_default()));
                }
                Event::Eof if self.depth == 0 => return Ok(Step::Done),
                Event::Eof => return Err(Refused::damaged("XML ends too early")),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    fn deeper(&mut self) -> Result<(), Refused> {
        self.depth += 1;
        if self.depth > self.limit {
            Err(Refused::TooDeep)
        } else {
            Ok(())
        }
    }

    /// How many elements are open, the one begun last included.
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    /// Skips the rest of the element begun last.
    pub(crate) fn skip(&mut self) -> Result<(), Refused> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if let Step::Done = self.next()? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// All text within the element begun last.
    pub(crate) fn text(&mut self) -> Result<String, Refused> {
        let outside = self.depth.saturating_sub(1);
        let mut out = String::new();
        while self.depth > outside {
            match self.next()? {
                Step::Text(text) => out.push_str(&text),
                Step::Done => break,
                Step::Start(_) | Step::End => {}
            }
        }
        Ok(out)
    }

    /// Walks the children of the element begun last; `child` must leave each child where it found
    /// it or have read it whole.
    pub(crate) fn children(
        &mut self,
        mut child: impl FnMut(&mut Self, &Element<'a>) -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        let outside = self.depth.saturating_sub(1);
        loop {
            match self.next()? {
                Step::Start(element) => {
                    let within = self.depth;
                    child(self, &element)?;
                    while self.depth >= within {
                        if let Step::Done = self.next()? {
                            return Ok(());
                        }
                    }
                }
                Step::End if self.depth <= outside => return Ok(()),
                Step::Done => return Ok(()),
                Step::End | Step::Text(_) => {}
            }
        }
    }

    /// Walks every element of the text, whatever its nesting.
    pub(crate) fn each(mut self, mut found: impl FnMut(&Element<'a>) -> Result<(), Refused>) -> Result<(), Refused> {
        loop {
            match self.next()? {
                Step::Start(element) => found(&element)?,
                Step::Done => return Ok(()),
                Step::End | Step::Text(_) => {}
            }
        }
    }
}

/// Refuses a part that is nested too deeply, before a library walks it; whether there is an element of that name in it.
pub(crate) fn check_depth(part: &[u8], limits: &Limits, sought: &str) -> Result<bool, Refused> {
    let text = decode(part)?;
    let mut reader = Reader::from_str(&text);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.check_end_names = false;
    let (mut depth, mut found) = (0_usize, false);
    let is = |name: &str| name == sought;
    loop {
        match reader.read_event().map_err(|e| Refused::damaged(format!("XML: {e}")))? {
            Event::Start(element) => {
                depth += 1;
                found = found || is(element.local_name().as_ref());
            }
            Event::Empty(element) => found = found || is(element.local_name().as_ref()),
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Eof => return Ok(found),
            _ => {}
        }
        if depth > limits.depth {
            return Err(Refused::TooDeep);
        }
    }
}
