//! Plans, batches and claims of mutual insurance, and what can become of them.

mod batch;
mod claim;
mod paper;
mod plan;
mod reckon;

pub use batch::{Batch, BatchId, Cover, EnrolledId, Person, Standing, Status, Unfit, fits};
pub use claim::{Answer, Cannot, Claim, ClaimId, Event, Happening, State, Step};
pub use paper::{Paper, ProofId, ProofLine};
pub use plan::{Kind, Plan, PlanId, Sex, Terms, Wrong, examples};
pub use reckon::{Earlier, Reckoning, Trouble, reckon};
