//! The one command of the window: it carries the name of an API command and its request.

use std::sync::Arc;

use cairn_api::types::ApiError;
use tauri::State;
use tauri::ipc::{InvokeResponseBody, Response};

use crate::host::DesktopHost;

/// Runs an API command off the event loop. The answer is JSON that nobody parses in between.
#[tauri::command]
pub(crate) async fn rpc(
    host: State<'_, Arc<DesktopHost>>,
    command: String,
    request: serde_json::Value,
) -> Result<Response, ApiError> {
    let host = Arc::clone(&host);
    let work = move || cairn_api::dispatch(host.as_ref(), &command, &request.to_string());
    let answer = tauri::async_runtime::spawn_blocking(work).await.map_err(|error| ApiError {
        code: "internal".into(),
        message: format!("The command ended without an answer: {error}"),
        hint: Some("This is a defect of Cairn. Please report it with the details.".into()),
    })??;
    Ok(Response::new(InvokeResponseBody::Json(answer)))
}
