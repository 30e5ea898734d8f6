//! What a file looks like: JSON with a content and a signature over it, so that it can be looked at with any program and
//! changed by none.

use kernel::{Instant, UnionId};
use serde::{Deserialize, Serialize};
use web::Refusal;
use zeroize::Zeroizing;

use super::keys::{Keys, Public, hex, unhex, unhex_of};
use crate::letters::model::LetterId;

/// The newest form of files; a newer one is refused.
const VERSION: u16 = 1;
/// The most that a file may have.
pub(super) const MOST_BYTES: usize = 256 * 1024;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum What {
    /// A union's card.
    Card,
    /// A letter.
    Letter,
    /// Its sender calls it back.
    Recall,
    /// What became of it.
    Answer,
}

impl What {
    pub(super) const fn key(self) -> &'static str {
        match self {
            What::Card => "card",
            What::Letter => "letter",
            What::Recall => "recall",
            What::Answer => "answer",
        }
    }
}

/// A file. The content is a text of its own, so that what is signed is what stands there.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Envelope {
    zhijia: What,
    version: u16,
    content: String,
    signature: String,
}

/// A union on one side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Side {
    pub id: UnionId,
    pub name: String,
}

/// The content of a card.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Card {
    pub union: Side,
    sign: String,
    close: String,
}

impl Card {
    pub(super) fn of(union: Side, public: &Public) -> Self {
        Self {
            union,
            sign: hex(&public.sign),
            close: hex(&public.close),
        }
    }
    pub(super) fn public(&self) -> Option<Public> {
        Some(Public {
            sign: unhex_of(&self.sign)?,
            close: unhex_of(&self.close)?,
        })
    }
}

/// The content of everything else: from whom to whom, and the rest closed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Carried {
    pub id: LetterId,
    pub from: Side,
    pub to: Side,
    closed: String,
}

/// What is closed in a letter, or in its call back.
#[derive(Serialize, Deserialize)]
pub(super) struct Inside {
    pub kind: String,
    pub year: i64,
    pub number: i64,
    pub subject: String,
    pub sent_at: Instant,
    pub body: String,
    /// What stays sealed at the receiver, too.
    pub sealed: Option<String>,
}

impl Carried {
    /// A content that is closed for `to`; `None` if its key can close nothing.
    pub(super) fn close(
        what: What,
        (id, from, to): (LetterId, Side, Side),
        inside: &impl Serialize,
        key: &Public,
    ) -> Option<Self> {
        let plain = Zeroizing::new(serde_json::to_vec(inside).ok()?);
        let closed = hex(&key.close(&plain, &head(what, id, from.id, to.id))?);
        Some(Self { id, from, to, closed })
    }
    /// What is in it.
    pub(super) fn open<T: for<'a> Deserialize<'a>>(&self, what: What, keys: &Keys) -> Option<T> {
        let closed = unhex(&self.closed)?;
        let plain = keys.open(&closed, &head(what, self.id, self.from.id, self.to.id))?;
        serde_json::from_slice(&plain).ok()
    }
}

fn head(what: What, id: LetterId, from: UnionId, to: UnionId) -> Vec<u8> {
    let ids = [id.bytes().as_slice(), from.bytes(), to.bytes()].concat();
    [what.key().as_bytes(), &[0], &ids].concat()
}

impl Envelope {
    /// The file of a content, signed.
    pub(super) fn sign(what: What, content: &impl Serialize, keys: &Keys) -> Option<Vec<u8>> {
        let content = serde_json::to_string(content).ok()?;
        let signature = hex(&keys.sign(&signed(what, &content)));
        let file = Self {
            zhijia: what,
            version: VERSION,
            content,
            signature,
        };
        serde_json::to_vec_pretty(&file).ok()
    }
    /// Reads a file; nothing in it is believed yet.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        let no_file = || Refusal::field("file", "dispatch.refusal.no_file");
        if bytes.len() > MOST_BYTES {
            return Err(no_file());
        }
        let version = serde_json::from_slice::<Versioned>(bytes)
            .map_err(|_| no_file())?
            .version;
        if version > VERSION {
            return Err(Refusal::field("file", "dispatch.refusal.newer"));
        }
        serde_json::from_slice(bytes).map_err(|_| no_file())
    }
    pub(super) fn what(&self) -> What {
        self.zhijia
    }
    /// The content, as it says of itself.
    pub(super) fn content<T: for<'a> Deserialize<'a>>(&self) -> Result<T, Refusal> {
        serde_json::from_str(&self.content).map_err(|_| Refusal::field("file", "dispatch.refusal.no_file"))
    }
    /// Whether these keys have signed it.
    pub(super) fn signed_by(&self, public: &Public) -> bool {
        unhex_of(&self.signature).is_some_and(|s| public.signed(&signed(self.zhijia, &self.content), &s))
    }
}

#[derive(Deserialize)]
struct Versioned {
    version: u16,
}

fn signed(what: What, content: &str) -> Vec<u8> {
    format!("zhijia {VERSION} {}\n{content}", what.key()).into_bytes()
}
