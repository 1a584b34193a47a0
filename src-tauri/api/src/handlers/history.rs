//! The history, undo and redo.

use cairn_engine::catalog::{RunName, Target};
use cairn_engine::history::Subject;
use cairn_engine::model::OperationId;
use cairn_engine::store::Store;

use super::{Answer, answer};
use crate::convert::{self, outcome};
use crate::host::Host;
use crate::types::{Empty, HistoryPage, HistoryRequest, Outcome, UndoRequest, UndoState};

/// Most operations in one answer.
const ROWS: u32 = 200;

/// Operations, newest first.
pub fn history_list(host: &dyn Host, request: HistoryRequest) -> Answer<HistoryPage> {
    answer(|| {
        let store = host.store()?;
        let subject = request.subject.as_deref().map(|text| subject(&store, text)).transpose()?;
        let before = request.before.map(OperationId::new);
        store.history(subject, before, request.count.clamp(1, ROWS)).map(convert::history)
    })
}

fn subject(store: &Store, text: &str) -> cairn_engine::Result<Subject> {
    if text.starts_with("run:") {
        return Ok(Subject::Run(store.resolve_run(&RunName { text, project: None })?.id));
    }
    if text.starts_with('#') {
        return Ok(Subject::Version(store.resolve_version(text)?.1.id));
    }
    Ok(match store.resolve(text)?.0 {
        Target::Project(project) => Subject::Project(project.id),
        Target::Collection(collection) => Subject::Collection(collection.id),
        Target::Version(_, version) => Subject::Version(version.id),
    })
}

/// What undo and redo would do.
pub fn history_state(host: &dyn Host, _: Empty) -> Answer<UndoState> {
    answer(|| {
        let state = host.store()?.undo_state()?;
        Ok(UndoState { undo: state.undo, redo: state.redo })
    })
}

/// Takes back an operation.
pub fn history_undo(host: &dyn Host, request: UndoRequest) -> Answer<Outcome> {
    answer(|| host.store()?.undo(&host.actor(), request.operation.map(OperationId::new)).map(outcome))
}

/// Does an operation again.
pub fn history_redo(host: &dyn Host, request: UndoRequest) -> Answer<Outcome> {
    answer(|| host.store()?.redo(&host.actor(), request.operation.map(OperationId::new)).map(outcome))
}
