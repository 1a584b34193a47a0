//! The history, undo and redo.

use cairn_api::call::{history_list, history_redo, history_undo};
use cairn_api::types::{HistoryRequest, Operation, UndoRequest};

use super::catalog::PAGE;
use crate::context::Context;
use crate::json;
use crate::stop::Done;
use crate::table::List;
use crate::text::relative;

/// Lists operations, newest first; all with a limit of 0.
pub(crate) fn list(cx: &mut Context, address: Option<&str>, limit: u64) -> Done {
    let (host, now) = (cx.host.clone(), cx.store()?.now());
    let subject =
        address.map(|text| if text.starts_with("run:") { text.to_owned() } else { cx.address(text) });
    let mut left = if limit == 0 { u64::MAX } else { limit };
    let mut before = None;
    let mut list = List::new(&mut cx.out, &[">OPERATION", "WHEN", "WHO", "WHAT", ""]);
    while left > 0 {
        let count = left.min(u64::from(PAGE)) as u32;
        let page = history_list(host.as_ref(), HistoryRequest { subject: subject.clone(), before, count })?;
        for row in &page.rows {
            list.row(&json::Operation::new(row), || cells(row, now))?;
        }
        left -= (page.rows.len() as u64).min(left);
        before = page.rows.last().map(|row| row.id);
        if !page.more || page.rows.is_empty() {
            break;
        }
    }
    list.end("Nothing was done yet.")
}

fn cells(row: &Operation, now: i64) -> Vec<String> {
    let state = row.reverted_by.map_or_else(String::new, |by| format!("taken back by {by}"));
    vec![row.id.to_string(), relative(row.at, now), row.actor.clone(), row.summary.clone(), state]
}

/// Takes back an operation.
pub(crate) fn undo(cx: &mut Context, operation: Option<i64>) -> Done {
    let outcome = history_undo(cx.host.as_ref(), UndoRequest { operation })?;
    cx.out.outcome(None, outcome)
}

/// Does an operation again.
pub(crate) fn redo(cx: &mut Context, operation: Option<i64>) -> Done {
    let outcome = history_redo(cx.host.as_ref(), UndoRequest { operation })?;
    cx.out.outcome(None, outcome)
}
