//! Answers with a fixed body.

use axum::body::Body;
use axum::http::{Response, StatusCode, header};

/// A refusal. Its body depends on the status alone and repeats nothing of the request.
pub(crate) fn refusal(status: StatusCode) -> Response<Body> {
    let body = match status {
        StatusCode::UNAUTHORIZED => {
            r#"{"code":"unauthorized","message":"Not signed in","hint":"Open the link that cairnctl serve printed, or sign in with a key at /sign-in."}"#
        }
        StatusCode::FORBIDDEN => r#"{"code":"forbidden","message":"Refused","hint":null}"#,
        StatusCode::NOT_FOUND => r#"{"code":"not-found","message":"There is nothing here","hint":null}"#,
        StatusCode::PAYLOAD_TOO_LARGE => {
            r#"{"code":"request-invalid","message":"The request is too large","hint":null}"#
        }
        StatusCode::REQUEST_TIMEOUT => {
            r#"{"code":"request-invalid","message":"The request came too slowly","hint":null}"#
        }
        StatusCode::BAD_REQUEST => {
            r#"{"code":"request-invalid","message":"The request can't be read","hint":null}"#
        }
        _ => {
            r#"{"code":"internal","message":"The server failed","hint":"The log of cairnctl serve says more."}"#
        }
    };
    json(status, body.to_owned())
}

/// A JSON answer.
pub(crate) fn json(status: StatusCode, body: String) -> Response<Body> {
    with(status, &[(header::CONTENT_TYPE, "application/json")], Body::from(body))
}

/// An answer with headers that are known to be legal.
pub(crate) fn with(status: StatusCode, headers: &[(header::HeaderName, &str)], body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    for (name, value) in headers {
        if let Ok(value) = header::HeaderValue::from_str(value) {
            response.headers_mut().insert(name.clone(), value);
        }
    }
    response
}
