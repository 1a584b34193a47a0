//! When a person has to agree before bytes go for good.

use super::CollectPlan;
use crate::model::grouped;

/// More blobs than this …
const BLOBS: u64 = 1_000;
/// … or more of the store than one byte in so many.
const SHARE: u64 = 5;

/// Why a plan needs consent; empty when it doesn't.
pub(super) fn reasons(plan: &CollectPlan) -> Vec<String> {
    let mut reasons = Vec::new();
    if plan.predicted_bytes > plan.stored_bytes / SHARE && plan.predicted_bytes > 0 {
        let percent = plan.predicted_bytes.saturating_mul(100) / plan.stored_bytes.max(1);
        reasons.push(format!("It removes {percent} % of the bytes of the store."));
    }
    if plan.blobs > BLOBS {
        reasons.push(format!("It removes {} blobs.", grouped(plan.blobs)));
    }
    if !plan.emptied.is_empty() {
        reasons.push(format!("It leaves nothing of {}.", plan.emptied.join(", ")));
    }
    reasons
}
