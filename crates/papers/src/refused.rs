//! Why a file was not read.

/// Why a file was not read. Each has a stable [`key`](Refused::key) for the words on screen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refused {
    /// A Word file of the old format (`.doc`, also old `.wps`); to be saved as `.docx` first.
    #[error("a Word file of the old format (.doc): save it as .docx")]
    OldWord,
    /// Protected by a password.
    #[error("the file is protected by a password")]
    Encrypted,
    /// The file contradicts its own format; the text says where, for the log.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// Larger than allowed.
    #[error("the file is larger than {limit_bytes} bytes")]
    TooLarge {
        /// The largest size allowed, in bytes.
        limit_bytes: u64,
    },
    /// Nested deeper than any honest document.
    #[error("the file is nested too deeply")]
    TooDeep,
    /// Unpacks to far more than its size, or has far too many parts or cells.
    #[error("the file unpacks to far more than its size")]
    Bomb,
    /// More pages than allowed.
    #[error("the file has too many pages")]
    TooManyPages,
    /// Not a kind of file that is read here.
    #[error("this kind of file is not supported")]
    Unsupported,
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Pages without readable text: a scan, or fonts that do not say which letters they show.
    #[error("the file has no readable text; it may be a scan")]
    NoText,
}

impl Refused {
    /// The stable key of this refusal, for translation.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::OldWord => "papers.old_word",
            Self::Encrypted => "papers.encrypted",
            Self::Damaged(_) => "papers.damaged",
            Self::TooLarge { .. } => "papers.too_large",
            Self::TooDeep => "papers.too_deep",
            Self::Bomb => "papers.bomb",
            Self::TooManyPages => "papers.too_many_pages",
            Self::Unsupported => "papers.unsupported",
            Self::Empty => "papers.empty",
            Self::NoText => "papers.no_text",
        }
    }
    /// All keys, for the test that finds missing words.
    pub const KEYS: [&'static str; 10] = [
        "papers.old_word",
        "papers.encrypted",
        "papers.damaged",
        "papers.too_large",
        "papers.too_deep",
        "papers.bomb",
        "papers.too_many_pages",
        "papers.unsupported",
        "papers.empty",
        "papers.no_text",
    ];
    pub(crate) fn damaged(why: impl std::fmt::Display) -> Self {
        // Library messages may quote the file; a log line has no use for pages of it.
        Self::Damaged(why.to_string().chars().take(200).collect())
    }
}

/// Why a file was not made: more than its format can hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file cannot be made: {0}")]
pub struct NotMade(String);

impl NotMade {
    pub(crate) fn because(why: impl std::fmt::Display) -> Self {
        Self(why.to_string().chars().take(200).collect())
    }
}
