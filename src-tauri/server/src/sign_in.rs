//! The page on which people sign in with a key. It is the same for everybody and knows nothing of the store.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State as Shared};
use axum::http::{Response, StatusCode, header};
use serde::Deserialize;

use crate::State;
use crate::answer::{refusal, with};

const PAGE: &str = include_str!("sign_in.html");
const SCRIPT: &str = include_str!("sign_in.js");
/// What the page may do: run its own script, and send the key to this server.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// Bytes of a body with a key.
const BODY: usize = 1024;
/// How long such a body may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The page.
pub(crate) async fn page() -> Response<Body> {
    let headers =
        [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, POLICY)];
    with(StatusCode::OK, &headers, Body::from(PAGE))
}

/// Its script.
pub(crate) async fn script() -> Response<Body> {
    with(StatusCode::OK, &[(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], Body::from(SCRIPT))
}

#[derive(Deserialize)]
struct Given {
    key: String,
}

/// Begins a session for the key in the body. Whatever is wrong, the answer is the same.
pub(crate) async fn login(Shared(state): Shared<Arc<State>>, request: Request) -> Response<Body> {
    let body = tokio::time::timeout(PATIENCE, to_bytes(request.into_body(), BODY)).await;
    let given = body.ok().and_then(Result::ok).and_then(|body| serde_json::from_slice::<Given>(&body).ok());
    let Some(given) = given else { return refusal(StatusCode::UNAUTHORIZED) };
    // The store is asked, which may block.
    let begun = tokio::task::spawn_blocking(move || {
        state.sessions.login_with_key(state.host.as_ref(), given.key.trim())
    });
    match begun.await {
        Ok(Ok(cookie)) => with(StatusCode::NO_CONTENT, &[(header::SET_COOKIE, &cookie)], Body::empty()),
        _ => refusal(StatusCode::UNAUTHORIZED),
    }
}
