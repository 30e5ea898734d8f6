//! The text operators of one page (ISO 32000-1, 9.4): what is shown, where and how large.

use lopdf::{
    Encoding, Error, Object,
    content::{Content, Operation},
};

/// A run of letters at its place; lengths in points, the origin is the lower left corner.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) text: String,
}

/// An affine map: the six numbers of a PDF matrix.
#[derive(Clone, Copy)]
struct Map([f32; 6]);

impl Map {
    const SAME: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    /// First `self`, then `other`.
    fn then(self, other: Self) -> Self {
        let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (self.0, other.0);
        Self([
            a * g + b * i,
            a * h + b * j,
            c * g + d * i,
            c * h + d * j,
            e * g + f * i + k,
            e * h + f * j + l,
        ])
    }
    fn of(operands: &[Object]) -> Option<Self> {
        let numbers: Vec<f32> = operands.iter().filter_map(|o| o.as_float().ok()).collect();
        numbers.try_into().ok().map(Self)
    }
}

struct State<'a, 'f> {
    font: Option<&'f Encoding<'a>>,
    size: f32,
    leading: f32,
    /// The page, the beginning of the line, and the place of the next letter.
    page: Map,
    line: Map,
    here: Map,
    saved: Vec<Map>,
    out: Vec<Piece>,
}

/// All runs of a page in the order they are drawn.
pub(super) fn pieces<'a, 'f>(
    content: &[u8],
    font: &dyn Fn(&[u8]) -> Option<&'f Encoding<'a>>,
) -> Result<Vec<Piece>, Error>
where
    'a: 'f,
{
    let content = Content::decode(content)?;
    let mut state = State {
        font: None,
        size: 12.0,
        leading: 0.0,
        page: Map::SAME,
        line: Map::SAME,
        here: Map::SAME,
        saved: Vec::new(),
        out: Vec::new(),
    };
    for operation in &content.operations {
        if operation.operator == "Tf" {
            state.font = operation.operands.first().and_then(|o| o.as_name().ok()).and_then(font);
            state.size = state.number(&operation.operands, 1).unwrap_or(12.0);
        } else {
            state.run(operation);
        }
    }
    Ok(state.out)
}

impl State<'_, '_> {
    fn number(&self, operands: &[Object], index: usize) -> Option<f32> {
        operands.get(index).and_then(|o| o.as_float().ok())
    }

    fn run(&mut self, operation: &Operation) {
        let operands = operation.operands.as_slice();
        let at = |i| operands.get(i).and_then(|o: &Object| o.as_float().ok()).unwrap_or(0.0);
        match operation.operator.as_str() {
            "q" if self.saved.len() < 64 => self.saved.push(self.page),
            "Q" => self.page = self.saved.pop().unwrap_or(self.page),
            "cm" => self.page = Map::of(operands).map_or(self.page, |m| m.then(self.page)),
            "BT" => self.begin_line(Map::SAME),
            "Tm" => self.begin_line(Map::of(operands).unwrap_or(self.line)),
            "TL" => self.leading = at(0),
            "Td" => self.step(at(0), at(1)),
            "TD" => {
                self.leading = -at(1);
                self.step(at(0), at(1));
            }
            "T*" => self.step(0.0, -self.leading),
            "Tj" => self.show(operands),
            "'" => {
                self.step(0.0, -self.leading);
                self.show(operands);
            }
            "\"" => {
                self.step(0.0, -self.leading);
                self.show(operands.get(2..).unwrap_or_default());
            }
            "TJ" => self.show(
                operands
                    .first()
                    .and_then(|o| o.as_array().ok())
                    .map_or(&[], Vec::as_slice),
            ),
            _ => {}
        }
    }

    fn step(&mut self, x: f32, y: f32) {
        self.begin_line(Map([1.0, 0.0, 0.0, 1.0, x, y]).then(self.line));
    }

    fn begin_line(&mut self, at: Map) {
        self.line = at;
        self.here = at;
    }

    fn show(&mut self, operands: &[Object]) {
        let Some(font) = self.font else { return };
        let mut text = String::new();
        for operand in operands {
            match operand {
                Object::String(bytes, _) => text.push_str(&letters(font, bytes)),
                // A wide gap within a run is a blank; the unit is a thousandth of the letter size.
                gap => {
                    if gap.as_float().is_ok_and(|g| g < -250.0) && !text.is_empty() && !text.ends_with(' ') {
                        text.push(' ');
                    }
                }
            }
        }
        if text.is_empty() {
            return;
        }
        let Map([_, b, _, d, x, y]) = self.here.then(self.page);
        let size = (self.size * (b * b + d * d).sqrt()).abs();
        self.out.push(Piece {
            x,
            y,
            size: if size.is_finite() { size } else { 12.0 },
            text,
        });
        // Where the next run begins is only known when it is placed; a guess serves runs that are not.
        let width = self.out.last().map_or(0.0, Piece::width);
        let scale = if self.size.abs() > 0.01 {
            size / self.size.abs()
        } else {
            1.0
        };
        self.here = Map([1.0, 0.0, 0.0, 1.0, if scale > 0.0 { width / scale } else { 0.0 }, 0.0]).then(self.here);
    }
}

impl Piece {
    /// The width, estimated: Chinese letters are square, others half as wide.
    pub(super) fn width(&self) -> f32 {
        self.text
            .chars()
            .map(|c| if c.is_ascii() { 0.5 } else { 1.0 })
            .sum::<f32>()
            * self.size
    }
}

/// Bytes of a string as letters; unknown ones are left out.
fn letters(font: &Encoding<'_>, bytes: &[u8]) -> String {
    match font {
        Encoding::SimpleEncoding(name) if name.starts_with(b"GB") => {
            encoding_rs::GB18030.decode_without_bom_handling(bytes).0.into_owned()
        }
        font => font.bytes_to_string(bytes).unwrap_or_default(),
    }
}
