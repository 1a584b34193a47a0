//! The one table of routes.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use axum::middleware::{from_fn_with_state, map_response};
use axum::routing::{MethodRouter, get, post};
use tower_http::catch_panic::CatchPanicLayer;

use crate::answer::refusal;
use crate::{State, content, events, files, gate, rpc, sign_in};

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Whoever passes the gates of host, origin and site; only to sign in.
    Anyone,
    /// Who is signed in.
    Session,
}

/// A route.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// The one method it has; `HEAD` comes with `GET`, any other answers 404.
    pub method: &'static str,
    /// Its path, in axum's grammar.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    endpoint: Endpoint,
}

#[derive(Debug, Clone, Copy)]
enum Endpoint {
    Rpc,
    Events,
    Content,
    Login,
    KeyLogin,
    SignIn,
    SignInScript,
    Files,
}

/// Every route.
pub const ROUTES: &[Route] = &[
    Route { method: "POST", path: "/rpc/{command}", access: Access::Session, endpoint: Endpoint::Rpc },
    Route { method: "GET", path: "/events", access: Access::Session, endpoint: Endpoint::Events },
    Route {
        method: "GET",
        path: "/content/{version}/{*path}",
        access: Access::Session,
        endpoint: Endpoint::Content,
    },
    Route { method: "GET", path: "/login/{token}", access: Access::Anyone, endpoint: Endpoint::Login },
    Route { method: "POST", path: "/login", access: Access::Anyone, endpoint: Endpoint::KeyLogin },
    Route { method: "GET", path: "/sign-in", access: Access::Anyone, endpoint: Endpoint::SignIn },
    Route { method: "GET", path: "/sign-in.js", access: Access::Anyone, endpoint: Endpoint::SignInScript },
    Route { method: "GET", path: "/", access: Access::Session, endpoint: Endpoint::Files },
    Route { method: "GET", path: "/{*path}", access: Access::Session, endpoint: Endpoint::Files },
];

/// First parts of paths that belong to the API and never become a page of the UI.
pub(crate) const RESERVED: [&str; 6] = ["rpc", "events", "content", "login", "sign-in", "sign-in.js"];

/// Who may use the route with that path; what isn't in the table is for nobody who isn't signed in.
pub(crate) fn access(path: Option<&str>) -> Access {
    let route = path.and_then(|path| ROUTES.iter().find(|route| route.path == path));
    route.map_or(Access::Session, |route| route.access)
}

/// The table as a router behind the gates.
pub(crate) fn router(state: &Arc<State>) -> Router {
    let table = ROUTES.iter().fold(Router::new(), |router, route| router.route(route.path, method(route)));
    let gated: Router = table
        .fallback(nothing)
        .method_not_allowed_fallback(nothing)
        .layer(from_fn_with_state(Arc::clone(state), gate::gate))
        .layer(CatchPanicLayer::custom(|_| refusal(StatusCode::INTERNAL_SERVER_ERROR)))
        .with_state(Arc::clone(state));
    // A router of its own around them sees also what axum adds to a refused method.
    Router::new().fallback_service(gated).layer(map_response(fenced))
}

fn method(route: &Route) -> MethodRouter<Arc<State>> {
    match route.endpoint {
        Endpoint::Rpc => post(rpc::call),
        Endpoint::Events => get(events::stream),
        Endpoint::Content => get(content::file),
        Endpoint::Login => get(files::login),
        Endpoint::KeyLogin => post(sign_in::login),
        Endpoint::SignIn => get(sign_in::page),
        Endpoint::SignInScript => get(sign_in::script),
        Endpoint::Files => get(files::file),
    }
}

async fn nothing(_: Request) -> Response<Body> {
    refusal(StatusCode::NOT_FOUND)
}

/// Headers of every answer; those that an endpoint set itself stay.
async fn fenced(mut response: Response<Body>) -> Response<Body> {
    let defaults = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'; frame-ancestors 'none'"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    // The list of methods that axum adds to a refused one tells what is there.
    response.headers_mut().remove(header::ALLOW);
    for (name, value) in defaults {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}
