//! `POST /rpc/{command}`.

use std::time::Duration;

use axum::Extension;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, Request};
use axum::http::{Response, StatusCode};
use cairn_api::types::ApiError;

use crate::BODY_LIMIT;
use crate::answer::{json, refusal};
use crate::gate::Caller;

/// How long a body may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// Calls a command with the JSON of the body and answers JSON.
pub(crate) async fn call(
    Extension(caller): Extension<Caller>,
    Path(command): Path<String>,
    request: Request,
) -> Response<Body> {
    if cairn_api::spec(&command).is_none() {
        return refusal(StatusCode::NOT_FOUND);
    }
    let body = match tokio::time::timeout(PATIENCE, to_bytes(request.into_body(), BODY_LIMIT)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return refusal(StatusCode::PAYLOAD_TOO_LARGE),
        Err(_) => return refusal(StatusCode::REQUEST_TIMEOUT),
    };
    let Ok(body) = String::from_utf8(body.into()) else { return refusal(StatusCode::BAD_REQUEST) };
    let host = caller.host;
    // Commands block; a panic in one is that command's failure alone.
    match tokio::task::spawn_blocking(move || cairn_api::dispatch(host.as_ref(), &command, &body)).await {
        Ok(Ok(answer)) => json(StatusCode::OK, answer),
        Ok(Err(error)) => failed(&error),
        Err(_) => refusal(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

/// An error of a command with its code, message and hint.
pub(crate) fn failed(error: &ApiError) -> Response<Body> {
    let status = match error.code.as_str() {
        "request-invalid" => StatusCode::BAD_REQUEST,
        "not-found" | "purged" | "command-unknown" => StatusCode::NOT_FOUND,
        "forbidden" => StatusCode::FORBIDDEN,
        "unauthorized" => StatusCode::UNAUTHORIZED,
        "internal" | "io" | "disk-full" | "store-damaged" | "blob-damaged" => {
            StatusCode::INTERNAL_SERVER_ERROR
        }
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    match serde_json::to_string(error) {
        Ok(text) => json(status, text),
        Err(_) => refusal(StatusCode::INTERNAL_SERVER_ERROR),
    }
}
