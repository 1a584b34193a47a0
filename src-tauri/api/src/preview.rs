//! Previews: ranges of verified bytes to the fenced child, its answer to the window.

use std::io;
use std::path::Path;
use std::time::Duration;

use cairn_engine::store::Store;
use cairn_engine::{Code, Error, Result};
use cairn_preview::protocol::{self, Failure, Kind, Request};

use crate::types::{PreviewRequest, PreviewResponse};

/// How long a worker may take; a second one that decodes nothing may follow.
const TIMEOUT: Duration = Duration::from_millis(1500);

/// Lets the child make a preview of a file of a version.
pub(crate) fn make(store: &Store, program: &Path, request: &PreviewRequest) -> Result<PreviewResponse> {
    let (_, version) = store.resolve_version(&request.version)?;
    let entry = store.file(&version, &request.path)?;
    let size = entry.logical();
    let asked = Request {
        kind: kind(&request.viewer)?,
        name: entry.path.file_name().to_owned(),
        size,
        offset: request.offset,
        ..Request::default()
    };
    let version = format!("#{}", version.id);
    let mut damage = None;
    let mut source = |offset: u64, len: u32| {
        store.read_range(&version, &request.path, offset, u64::from(len)).map_err(|error| {
            let shown = io::Error::other(error.message().to_owned());
            damage.get_or_insert(error);
            shown
        })
    };
    let made = protocol::preview(program, &asked, &mut source, TIMEOUT);
    match (made, damage) {
        (Ok(preview), _) => Ok(PreviewResponse {
            preview: serde_json::to_string(&preview).map_err(|error| Error::internal(error.to_string()))?,
            size,
        }),
        (Err(_), Some(damage)) => Err(damage),
        (Err(failure), None) => Err(failed(&failure)),
    }
}

fn kind(viewer: &str) -> Result<Kind> {
    let word = if viewer.is_empty() { "auto" } else { viewer };
    serde_json::from_value(serde_json::Value::String(word.to_owned()))
        .map_err(|_| crate::convert::unknown_word("viewer", viewer, "auto, text, table, image, hex, …"))
}

fn failed(failure: &Failure) -> Error {
    Error::new(Code::PreviewFailed, format!("The file can't be shown: {failure}"))
        .hint("Export it and open it with another program.")
}
