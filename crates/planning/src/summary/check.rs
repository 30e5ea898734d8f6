//! What is looked at again before a summary goes out: figures that changed since it was approved, places that name
//! nothing, figures typed by hand, clauses that tell of nothing.

use std::collections::BTreeMap;

use ::store::{Error, Reader};
use kernel::{Date, Instant, UnionId};
use org::power::SUMMARY_WRITE;
use schemars::JsonSchema;
use serde::Serialize;
use web::{Reply, View};

use super::{
    figures::Figures,
    model::{Head, SectionId, SectionRow, SummaryId},
    pages::{Which, crumbs},
    prose::{Part, on_paper, parts, reads},
    store::{
        self,
        approvals::{self, Approval},
    },
    typed::{self, Offer},
};

/// A summary with its figures at one moment, and what was approved of it.
pub(super) struct Stand {
    pub head: Head,
    pub sections: Vec<SectionRow>,
    pub figures: Figures,
    pub parts: Vec<Part>,
    pub approval: Option<Approval>,
}

impl Stand {
    /// Reads a summary.
    pub fn of(read: &Reader, union: UnionId, head: Head, today: Date) -> Result<Self, Error> {
        let sections = store::sections(read, union, head.id)?;
        let texts = sections.iter().map(|s| s.body.as_str());
        let figures = Figures::named(read, union, (head.year, today), texts)?;
        let approval = approvals::last(read, union, head.id)?;
        let approved = approvals::figures(read, union, head.id)?;
        Ok(Self {
            parts: parts(&figures, &sections, &approved),
            head,
            sections,
            figures,
            approval,
        })
    }
    /// Its text with places, to compare with what was approved.
    pub fn body(&self) -> String {
        let mut out = String::new();
        for s in &self.sections {
            out.push_str(&format!("{}\n{}\n", s.heading, s.body));
        }
        out
    }
    /// Whether somebody changed the text since it was approved.
    pub fn edited(&self) -> bool {
        self.approval.as_ref().is_some_and(|a| a.body != self.body())
    }
    /// A short sign of what it reads now: an act names the one it saw.
    pub fn sign(&self) -> String {
        let text = reads(&on_paper(self.parts.clone()));
        let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        format!("{hash:016x}")
    }
    /// What each of its places reads now.
    pub fn readings(&self) -> BTreeMap<&str, &str> {
        let pieces = self
            .parts
            .iter()
            .flat_map(|p| p.paragraphs.iter().flat_map(|p| &p.pieces));
        pieces
            .filter_map(|p| Some((p.figure.as_ref()?.place.as_str(), p.text.as_str())))
            .collect()
    }
    /// The figures that read something else than was approved.
    pub fn changed(&self) -> Vec<Changed> {
        let mut out: Vec<Changed> = Vec::new();
        for part in &self.parts {
            for piece in part.paragraphs.iter().flat_map(|p| &p.pieces) {
                let (Some(was), Some(live)) = (&piece.was, &piece.figure) else {
                    continue;
                };
                if out.iter().all(|known| known.place != live.place) {
                    out.push(Changed {
                        place: live.place.clone(),
                        was: was.clone(),
                        now: piece.text.clone(),
                        href: live.href.clone(),
                        section: part.id,
                        heading: heading(part, &self.head),
                    });
                }
            }
        }
        out
    }
    /// The places that name no figure.
    pub fn gone(&self) -> Vec<Gone> {
        let mut out = Vec::new();
        for part in &self.parts {
            for piece in part.paragraphs.iter().flat_map(|p| &p.pieces).filter(|p| p.gone) {
                let name = piece.text.trim_matches(['{', '}']);
                out.push(Gone {
                    place: name.to_owned(),
                    near: self.figures.nearest(name).into_iter().map(str::to_owned).collect(),
                    section: part.id,
                    heading: heading(part, &self.head),
                });
            }
        }
        out
    }
    /// The figures typed by hand that a measure may stand for.
    pub fn by_hand(&self) -> Vec<ByHand> {
        let mut out = Vec::new();
        for (row, part) in self.sections.iter().zip(&self.parts) {
            for found in typed::find(&row.body) {
                let offers = typed::offers(&self.figures, &found, row.part.as_deref());
                if !offers.is_empty() {
                    out.push(ByHand {
                        section: row.id,
                        version: row.version,
                        heading: heading(part, &self.head),
                        at: found.at,
                        text: found.text,
                        unit: found.unit.to_owned(),
                        offers,
                    });
                }
            }
        }
        out
    }
    /// How many clauses paper leaves out.
    fn left_out(&self) -> usize {
        let pieces = self
            .parts
            .iter()
            .flat_map(|p| p.paragraphs.iter().flat_map(|p| &p.pieces));
        pieces
            .filter(|p| p.left_out && p.figure.as_ref().is_some_and(super::figures::Live::counts))
            .count()
    }
}

fn heading(part: &Part, head: &Head) -> String {
    part.heading.clone().unwrap_or_else(|| head.title.clone())
}

/// A figure that reads something else than was approved.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Changed {
    pub place: String,
    pub was: String,
    pub now: String,
    pub href: String,
    pub section: SectionId,
    pub heading: String,
}

/// A place that names no figure.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Gone {
    pub place: String,
    /// The names nearest to it.
    pub near: Vec<String>,
    pub section: SectionId,
    pub heading: String,
}

/// A figure typed by hand.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ByHand {
    pub section: SectionId,
    pub version: i64,
    pub heading: String,
    /// Its first byte in the section's text.
    pub at: usize,
    pub text: String,
    pub unit: String,
    pub offers: Vec<Offer>,
}

/// The page before a summary goes out.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Check {
    pub id: SummaryId,
    pub title: String,
    pub may_write: bool,
    /// The moment whose figures these are.
    pub moment: Instant,
    /// Names what it reads, for acts that approve it.
    pub sign: String,
    pub changed: Vec<Changed>,
    pub gone: Vec<Gone>,
    pub by_hand: Vec<ByHand>,
    /// Clauses without a figure, left out on paper.
    pub left_out: usize,
    pub approval: Option<Approved>,
}

/// When a summary was approved.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Approved {
    pub at: Instant,
    pub name: String,
    /// The Word file in the archive.
    pub paper: archive::PaperId,
    /// Whether the text was changed since.
    pub edited: bool,
}

impl Approved {
    pub(super) fn of(stand: &Stand) -> Option<Self> {
        stand.approval.as_ref().map(|a| Self {
            at: a.at,
            name: a.name.clone(),
            paper: a.paper,
            edited: stand.edited(),
        })
    }
}

ui::page!(Check, "summary/pages/check.html", |_p, cx| cx
    .t("planning.summary.check.title"));

impl Check {
    fn crumbs(&self, cx: &ui::Cx) -> ui::Html {
        crumbs(cx, Some((self.id, &self.title)))
    }
    /// Whether it is approved as it stands.
    fn settled(&self) -> bool {
        self.changed.is_empty() && self.approval.as_ref().is_some_and(|a| !a.edited)
    }
    fn clear(&self) -> bool {
        self.changed.is_empty() && self.gone.is_empty() && self.by_hand.is_empty() && self.left_out == 0
    }
}

pub(super) fn show(view: &View<'_>, q: Which) -> Reply<Check> {
    let head = store::get(view, view.union(), q.id)?;
    let stand = Stand::of(view, view.union(), head, view.today())?;
    Ok(Check {
        id: stand.head.id,
        title: stand.head.title.clone(),
        may_write: view.actor().may(SUMMARY_WRITE),
        moment: view.now(),
        sign: stand.sign(),
        changed: stand.changed(),
        gone: stand.gone(),
        by_hand: stand.by_hand(),
        left_out: stand.left_out(),
        approval: Approved::of(&stand),
    })
}
