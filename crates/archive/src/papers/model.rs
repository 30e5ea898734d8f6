//! A paper: what it is, where it is filed, what is refused.

use kernel::{Date, Id, Instant};
use org::BodyId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::AccountId;

/// The kind of a paper's id.
pub enum Paper {}
/// The id of a paper.
pub type PaperId = Id<Paper>;

/// Largest file, in bytes.
pub const FILE_MAX: usize = 30 * 1024 * 1024;
/// Most points of a picture: a phone's 64 million.
pub const POINTS_MAX: u64 = 66_000_000;
/// Longest side of a picture, in points.
pub const SIDE_MAX: u32 = 20_000;
/// Longest side of a thumbnail, in points.
pub const THUMB: u32 = 480;
/// Most files inside a Word or Excel file.
pub const PARTS_MAX: usize = 5_000;
/// Most bytes that a Word or Excel file may unpack to.
pub const UNPACKED_MAX: u64 = 500 * 1024 * 1024;
/// What file fields offer to choose.
pub const ACCEPT: &str = ".jpg,.jpeg,.png,.webp,.pdf,.docx,.xlsx,.txt,image/jpeg,image/png,image/webp";

/// How papers are filed within a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Proof of something done: photos, sign-in sheets, receipts.
    Evidence,
    /// Plans.
    Plan,
    /// Summaries.
    Summary,
    /// Minutes and resolutions.
    Minutes,
    /// Anything else.
    Other,
}

impl Class {
    /// All of them.
    pub const ALL: [Class; 5] = [
        Class::Evidence,
        Class::Plan,
        Class::Summary,
        Class::Minutes,
        Class::Other,
    ];
    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Class::Evidence => "evidence",
            Class::Plan => "plan",
            Class::Summary => "summary",
            Class::Minutes => "minutes",
            Class::Other => "other",
        }
    }
    /// The class of a name.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        Class::ALL.into_iter().find(|class| class.key() == key)
    }
    /// Key of the word on screen.
    #[must_use]
    pub fn word(self) -> String {
        format!("archive.class.{}", self.key())
    }
}

/// What a file is, by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A photo.
    Jpeg,
    /// A picture.
    Png,
    /// A picture.
    Webp,
    /// A scan or a printed document.
    Pdf,
    /// A Word document.
    Docx,
    /// An Excel workbook.
    Xlsx,
    /// Plain text in UTF-8.
    Utf8,
    /// Plain text in GB18030.
    Gb18030,
}

impl Kind {
    /// The media type.
    #[must_use]
    pub const fn mime(self) -> &'static str {
        match self {
            Kind::Jpeg => "image/jpeg",
            Kind::Png => "image/png",
            Kind::Webp => "image/webp",
            Kind::Pdf => "application/pdf",
            Kind::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Kind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Kind::Utf8 => "text/plain; charset=utf-8",
            Kind::Gb18030 => "text/plain; charset=gb18030",
        }
    }
    /// Whether it is a picture.
    #[must_use]
    pub const fn is_picture(self) -> bool {
        matches!(self, Kind::Jpeg | Kind::Png | Kind::Webp)
    }
}

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// No bytes.
    Empty,
    /// More bytes than [`FILE_MAX`].
    Large,
    /// A picture of more points than the limit, or a file that unpacks to far more than it should.
    Bomb,
    /// Not whole, or not what it says.
    Damaged,
    /// An iPhone's HEIC.
    Heic,
    /// A film or a sound.
    Film,
    /// Word or Excel of before 2007, or WPS's own.
    Old,
    /// With a program inside.
    Macros,
    /// Anything else.
    Unknown,
}

impl Unfit {
    /// Key of what to tell, with `{name}` and `{max}`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Unfit::Empty => "archive.refusal.empty",
            Unfit::Large => "archive.refusal.large",
            Unfit::Bomb => "archive.refusal.bomb",
            Unfit::Damaged => "archive.refusal.damaged",
            Unfit::Heic => "archive.refusal.heic",
            Unfit::Film => "archive.refusal.film",
            Unfit::Old => "archive.refusal.old",
            Unfit::Macros => "archive.refusal.macros",
            Unfit::Unknown => "archive.refusal.unknown",
        }
    }
}

/// How a paper is filed.
#[derive(Clone, Copy, Debug)]
pub struct Shelf {
    /// How within the year.
    pub class: Class,
    /// The year.
    pub year: i16,
    /// The branch or group of its record, if it has one.
    pub body: Option<BodyId>,
    /// Whether it opens with its record alone.
    pub restricted: bool,
}

impl Shelf {
    /// For everybody who sees the union's papers.
    #[must_use]
    pub const fn new(class: Class, year: i16) -> Self {
        Self {
            class,
            year,
            body: None,
            restricted: false,
        }
    }
    /// Of a branch or group as well.
    #[must_use]
    pub const fn of(self, body: Option<BodyId>) -> Self {
        Self { body, ..self }
    }
    /// Restricted, if this is so.
    #[must_use]
    pub const fn restricted(self, restricted: bool) -> Self {
        Self { restricted, ..self }
    }
}

/// A paper in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Line {
    /// Its id.
    pub id: PaperId,
    /// The file's name.
    pub name: String,
    /// Its media type.
    pub mime: String,
    /// Its size in bytes.
    pub length: i64,
    /// How it is filed.
    pub class: Class,
    /// In which year.
    pub year: i16,
    /// The day a photo was taken, if it says so.
    pub taken_on: Option<Date>,
    /// A picture's width and height in points, as it is looked at.
    pub size: Option<(u32, u32)>,
    /// Whether it has a thumbnail.
    pub thumb: bool,
    /// The kind of the record it belongs to.
    pub record_kind: String,
    /// The record it belongs to.
    pub record_id: uuid::Uuid,
    /// When it was added.
    pub added_at: Instant,
    /// The name of who added it, as it was then.
    pub added_name: String,
    /// Whether it opens with its record alone.
    pub restricted: bool,
    /// Who added it.
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) added_by: AccountId,
    /// The branch or group of its record.
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) body: Option<BodyId>,
}

impl Line {
    /// The page of the record it belongs to.
    #[must_use]
    pub fn record_path(&self) -> String {
        web::record_path(&self.record_kind, self.record_id)
    }
    /// Its size for people: `1.2 MB`, `35 KB`.
    #[must_use]
    pub fn bytes(&self) -> String {
        const KB: i64 = 1024;
        let tenths = |unit: i64| format!("{}.{}", self.length / unit, (self.length % unit) * 10 / unit);
        match self.length {
            ..KB => format!("{} B", self.length),
            KB..1_048_576 => format!("{} KB", self.length / KB),
            _ => format!("{} MB", tenths(KB * KB)),
        }
    }
}
