//! Receipts: what was removed for good, when, by whom and why.

use serde_json::json;

use super::CollectPlan;
use crate::db::receipt::{self, ReceiptItem, ReceiptRow};
use crate::store::Store;
use crate::{Code, Error, Result};

/// Most items given at once.
const PAGE: u32 = 1_000;

/// A receipt with a page of its items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The receipt.
    pub row: ReceiptRow,
    /// Items after the position asked for, each with its own.
    pub items: Vec<(u64, ReceiptItem)>,
}

impl Store {
    /// Receipts before a number, newest first, at most `count`.
    pub fn receipts(&self, before: Option<i64>, count: u32) -> Result<Vec<ReceiptRow>> {
        self.database().read(|connection| receipt::list(connection, before, count.min(PAGE)))
    }

    /// A receipt with up to 1,000 of its items after a position. Errors: `not-found`.
    pub fn receipt(&self, id: i64, after: u64) -> Result<Receipt> {
        self.database().snapshot(|connection| {
            let row = receipt::get(connection, id)?.ok_or_else(|| {
                Error::new(Code::NotFound, format!("There is no receipt {id}"))
                    .hint("`cairnctl receipts ls` lists them.")
            })?;
            Ok(Receipt { row, items: receipt::items(connection, id, after, PAGE)? })
        })
    }
}

/// Why and how a collection removed what it did.
pub(super) fn body(plan: &CollectPlan) -> Result<String> {
    let why = if plan.no_grace {
        "nothing needed it; the grace was waived"
    } else {
        "nothing needed it, seen twice at least a day apart"
    };
    let body = json!({
        "why": why, "no_grace": plan.no_grace, "stamp": plan.stamp, "versions": plan.version_count,
        "blob_bytes": plan.blob_bytes, "files": plan.files, "packs_removed": plan.packs_removed,
        "packs_rewritten": plan.packs_rewritten, "orphans": plan.orphans,
    });
    serde_json::to_string(&body)
        .map_err(|error| Error::internal(format!("A receipt can't be written: {error}")))
}
