//! The files of the UI, embedded, and the login.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State as Shared};
use axum::http::{Method, Response, StatusCode, Uri, header};
use include_dir::{Dir, include_dir};

use crate::State;
use crate::answer::{refusal, with};
use crate::routes::RESERVED;

/// `ui/dist` as it was when this was built, or a page that says how to build it.
static UI: Dir<'_> = include_dir!("$OUT_DIR/ui");

/// What the pages of the UI may do.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob:; \
    connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// A file of the UI; any other path is a page of the application itself.
pub(crate) async fn file(uri: Uri) -> Response<Body> {
    let path = uri.path().trim_start_matches('/');
    let first = path.split('/').next().unwrap_or_default();
    if RESERVED.contains(&first) {
        return refusal(StatusCode::NOT_FOUND);
    }
    match UI.get_file(path) {
        Some(file) => page(path, file.contents()),
        None if first == "assets" => refusal(StatusCode::NOT_FOUND),
        None => UI
            .get_file("index.html")
            .map_or_else(|| refusal(StatusCode::NOT_FOUND), |index| page("index.html", index.contents())),
    }
}

fn page(path: &str, bytes: &'static [u8]) -> Response<Body> {
    // The build puts a hash of the content into the names of these.
    let cache = if path.starts_with("assets/") { "private, max-age=31536000, immutable" } else { "no-cache" };
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let kind = if kind.type_() == mime_guess::mime::TEXT {
        format!("{kind}; charset=utf-8")
    } else {
        kind.to_string()
    };
    let headers = [
        (header::CONTENT_TYPE, kind.as_str()),
        (header::CACHE_CONTROL, cache),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    with(StatusCode::OK, &headers, Body::from(bytes))
}

/// Signs a browser in, once, and goes to the first page.
pub(crate) async fn login(
    Shared(state): Shared<Arc<State>>,
    method: Method,
    Path(token): Path<String>,
) -> Response<Body> {
    // A HEAD must not use the link up.
    let cookie = if method == Method::GET { state.sessions.login(&token) } else { None };
    match cookie {
        Some(cookie) => {
            let headers = [(header::LOCATION, "/"), (header::SET_COOKIE, cookie.as_str())];
            with(StatusCode::SEE_OTHER, &headers, Body::empty())
        }
        None => refusal(StatusCode::UNAUTHORIZED),
    }
}
