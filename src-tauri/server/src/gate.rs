//! The gates that every request passes, in this order: `Host`, `Origin`, `Sec-Fetch-Site`, session, content type.
//!
//! Against DNS rebinding, pages of other sites and other users of the machine. The cap of connections stands before
//! them, the limit of bodies behind.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State as Shared};
use axum::http::{HeaderMap, HeaderName, Method, Response, StatusCode, Uri, header};
use axum::middleware::Next;
use cairn_api::host::Host;

use crate::answer::refusal;
use crate::routes::{Access, access};
use crate::session::Who;
use crate::{BODY_LIMIT, State};

/// Lets a request through or answers why not.
///
/// What passes to a route for those who are signed in bears a [`Caller`].
pub(crate) async fn gate(
    Shared(state): Shared<Arc<State>>,
    mut request: Request,
    next: Next,
) -> Response<Body> {
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let who = match check(&state, &request, route.as_deref()) {
        Ok(who) => who,
        Err(status) => return refusal(status),
    };
    if let Some(who) = who {
        let Some(host) = admitted(&state, &who).await else { return refusal(StatusCode::UNAUTHORIZED) };
        request.extensions_mut().insert(Caller { who, host });
    }
    if declared(request.headers()).is_some_and(|size| size > BODY_LIMIT as u64) {
        return refusal(StatusCode::PAYLOAD_TOO_LARGE);
    }
    next.run(request).await
}

/// Who a request comes from, and the host as they see it.
#[derive(Clone)]
pub(crate) struct Caller {
    pub(crate) who: Who,
    pub(crate) host: Arc<dyn Host>,
}

/// The host as they see it; none when their key isn't good any more. A key is looked up in the store, which may block.
pub(crate) async fn admitted(state: &State, who: &Who) -> Option<Arc<dyn Host>> {
    let (who, host) = (who.clone(), Arc::clone(&state.host));
    match who {
        Who::Owner => Some(host),
        who @ Who::Key(..) => tokio::task::spawn_blocking(move || who.host(&host)).await.ok()?.ok(),
    }
}

/// Who the request comes from, where that matters.
fn check(state: &State, request: &Request, route: Option<&str>) -> Result<Option<Who>, StatusCode> {
    let headers = request.headers();
    let host = own_host(state.port, headers, request.uri()).ok_or(StatusCode::FORBIDDEN)?;
    if !own_origin(headers, &host) || !own_site(headers) {
        return Err(StatusCode::FORBIDDEN);
    }
    let who = match access(route) {
        Access::Session => Some(state.sessions.who(headers).ok_or(StatusCode::UNAUTHORIZED)?),
        Access::Anyone => None,
    };
    let bodiless = [Method::GET, Method::HEAD].contains(request.method());
    if !bodiless && route.is_some() && !is_json(headers) {
        return Err(StatusCode::FORBIDDEN);
    }
    Ok(who)
}

/// The one value of a header: `Err` when it comes twice or isn't text.
fn single(headers: &HeaderMap, name: HeaderName) -> Result<Option<&str>, ()> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(one), None) => one.to_str().map(Some).map_err(|_| ()),
        (Some(_), Some(_)) => Err(()),
    }
}

/// The `Host`, when it is exactly one of ours; an absolute request line must name the same.
fn own_host(port: u16, headers: &HeaderMap, uri: &Uri) -> Option<String> {
    let host = single(headers, header::HOST).ok()??;
    let names = ["127.0.0.1", "localhost", "[::1]"];
    // Browsers leave the port out when it is the scheme's own.
    let ours = names.iter().any(|name| host == format!("{name}:{port}") || (port == 80 && host == *name));
    let same = uri.authority().is_none_or(|authority| authority.as_str() == host);
    (ours && same).then(|| host.to_owned())
}

/// No `Origin`, or exactly that of the page which this server gave.
fn own_origin(headers: &HeaderMap, host: &str) -> bool {
    match single(headers, header::ORIGIN) {
        Ok(None) => true,
        Ok(Some(origin)) => origin.strip_prefix("http://") == Some(host),
        Err(()) => false,
    }
}

fn own_site(headers: &HeaderMap) -> bool {
    matches!(
        single(headers, HeaderName::from_static("sec-fetch-site")),
        Ok(None | Some("none" | "same-origin"))
    )
}

/// What a form or a foreign page without preflight can't send.
fn is_json(headers: &HeaderMap) -> bool {
    let value = single(headers, header::CONTENT_TYPE).ok().flatten().unwrap_or_default();
    let (kind, rest) = value.split_once(';').unwrap_or((value, ""));
    let rest = rest.trim();
    kind.trim().eq_ignore_ascii_case("application/json")
        && (rest.is_empty() || rest.eq_ignore_ascii_case("charset=utf-8"))
}

fn declared(headers: &HeaderMap) -> Option<u64> {
    single(headers, header::CONTENT_LENGTH).ok().flatten()?.parse().ok()
}
