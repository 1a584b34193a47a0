//! Every route × every method × every hostile set of headers: refused, with a fixed body, and nothing changes.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use cairn_server::{Access, ROUTES, Route};

use crate::bench::{Bench, PORT, bytes};

const METHODS: [&str; 8] = ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "TRACE", "PATCH"];
const MARK: &str = "canary_5ecret";

/// Headers that replace those of a good request; an empty value takes one away.
type Hostile = Vec<(&'static str, String)>;

fn with(name: &'static str, values: &[&str]) -> Vec<Hostile> {
    values.iter().map(|value| vec![(name, (*value).to_owned())]).collect()
}

/// Refused whoever asks, signed in or not.
fn foreign() -> Vec<Hostile> {
    let mut sets =
        with("host", &["evil.com", "", "127.0.0.1", "localhost.", "[::1]", "0.0.0.0:8217", "127.0.0.1:1"]);
    sets.extend(with(
        "host",
        &[
            "evil.com:8217",
            "127.0.0.1.evil.com:8217",
            "foo@127.0.0.1:8217",
            ":8217",
            "localhost.:8217",
            "127.1:8217",
        ],
    ));
    sets.push(vec![("host", format!("127.0.0.1:{PORT}")), ("host", "evil.com".into())]);
    sets.extend(with(
        "origin",
        &["http://evil.com", "null", "http://localhost.evil.com", "http://127.0.0.1:1", "tauri://localhost"],
    ));
    sets.extend(with(
        "origin",
        &["https://127.0.0.1:8217", "http://localhost:8217", "http://127.0.0.1:8217/"],
    ));
    sets.push(vec![("origin", "http://127.0.0.1:8217".into()), ("origin", "http://evil.com".into())]);
    sets.extend(with("sec-fetch-site", &["cross-site", "same-site", "", "None", MARK]));
    sets.push(vec![("sec-fetch-site", "cross-site".into()), ("sec-fetch-mode", "no-cors".into())]);
    sets
}

/// Refused because nobody is signed in.
fn unknown(token: &str) -> Vec<Hostile> {
    let mut sets =
        with("authorization", &["-", "Bearer", "Bearer ", MARK, "Basic YXBpOmxvY2Fs", "Basic ", "Digest x"]);
    let near: [String; 5] = [
        format!("Bearer {token} "),
        format!("Bearer  {token}"),
        format!("bearer {token}"),
        format!("Bearer {}", &token[..39]),
        format!("Bearer {token}0"),
    ];
    sets.extend(near.map(|value| vec![("authorization", value)]));
    sets.push(vec![
        ("authorization", format!("Bearer {token}")),
        ("authorization", format!("Bearer {token}")),
    ]);
    sets.push(vec![("authorization", "-".into()), ("cookie", format!("cairn_session_{PORT}={MARK}"))]);
    sets.push(vec![("authorization", "-".into()), ("cookie", format!("cairn_session_1={token}"))]);
    sets.push(vec![
        ("authorization", "Bearer x".into()),
        ("cookie", format!("cairn_session_{PORT}={token}")),
    ]);
    sets
}

/// What a form can send; refused where a body is read.
fn forms() -> Vec<Hostile> {
    let kinds = ["-", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"];
    let mut sets = with("content-type", &kinds);
    sets.extend(with(
        "content-type",
        &["application/json; charset=utf-16", "application/jsonp", "text/json", MARK],
    ));
    sets
}

fn path(route: &Route, login: &str) -> String {
    let path = route.path.replace("{command}", "project.create").replace("{version}", "1");
    path.replace("{token}", login).replace("{*path}", "a.txt") + "?q=" + MARK
}

fn request(bench: &Bench, method: &str, path: &str, hostile: &Hostile) -> Request<Body> {
    let body = format!(r#"{{"project":"{MARK}","description":null}}"#);
    let mut request = bench.good(method, path, &body);
    for (name, _) in hostile {
        request.headers_mut().remove(*name);
    }
    for (name, value) in hostile.iter().filter(|(_, value)| value != "-") {
        request.headers_mut().append(*name, value.parse().unwrap());
    }
    request
}

async fn refused(bench: &Bench, request: Request<Body>, allowed: &[StatusCode]) {
    let told = format!("{} {} {:?}", request.method(), request.uri(), request.headers());
    let is_head = request.method() == "HEAD";
    let response = bench.send(request).await;
    let status = response.status();
    assert!(allowed.contains(&status), "{status} for {told}");
    let headers = response.headers().clone();
    assert!(
        headers.keys().all(|name| !name.as_str().starts_with("access-control") && name != "allow"),
        "{told}"
    );
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert!(!headers.contains_key("set-cookie"), "{told}");
    let text = String::from_utf8(bytes(response).await).unwrap();
    assert!(!text.contains(MARK) && !format!("{headers:?}").contains(MARK), "echo for {told}");
    let body: Option<serde_json::Value> = serde_json::from_str(&text).ok();
    let code = body.as_ref().and_then(|body| body["code"].as_str());
    let fixed = match status {
        StatusCode::UNAUTHORIZED => "unauthorized",
        StatusCode::FORBIDDEN => "forbidden",
        _ => "not-found",
    };
    assert!(is_head || code == Some(fixed), "{text} for {told}");
}

#[tokio::test]
async fn hostile_headers_never_pass() {
    let bench = Bench::new();
    bench.log(&[("a.txt", b"secret bytes")]);
    let (before, token) = (bench.revision(), bench.server.session_token().to_owned());
    let login = login_token(&bench).await;
    let mut tried = 0;
    for route in ROUTES {
        for method in METHODS {
            for hostile in foreign() {
                refused(
                    &bench,
                    request(&bench, method, &path(route, &login), &hostile),
                    &[StatusCode::FORBIDDEN],
                )
                .await;
                tried += 1;
            }
            // The page to sign in is for those whom nobody knows.
            let is_page =
                ["/sign-in", "/sign-in.js"].contains(&route.path) && ["GET", "HEAD"].contains(&method);
            for hostile in unknown(&token).into_iter().filter(|_| !is_page) {
                let request = request(&bench, method, &path(route, "wrong"), &hostile);
                refused(
                    &bench,
                    request,
                    &[StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN, StatusCode::NOT_FOUND],
                )
                .await;
                tried += 1;
            }
            for hostile in forms().into_iter().filter(|_| !["GET", "HEAD"].contains(&method)) {
                refused(
                    &bench,
                    request(&bench, method, &path(route, &login), &hostile),
                    &[StatusCode::FORBIDDEN],
                )
                .await;
                tried += 1;
            }
        }
    }
    assert!(tried > 2000, "only {tried}");
    assert_eq!(bench.revision(), before);
    assert_eq!(bench.host.local.jobs().list().len(), 1, "no job was started");
    // None of them used the login up.
    let response = bench.send(without_session(&bench, &format!("/login/{login}"))).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn unsigned_requests_of_protected_routes_are_401() {
    let bench = Bench::new();
    for route in ROUTES.iter().filter(|route| route.access == Access::Session) {
        let none = vec![("authorization", "-".to_owned())];
        refused(&bench, request(&bench, route.method, &path(route, "x"), &none), &[StatusCode::UNAUTHORIZED])
            .await;
    }
    let open: Vec<&str> =
        ROUTES.iter().filter(|route| route.access == Access::Anyone).map(|route| route.path).collect();
    assert_eq!(open, ["/login/{token}", "/login", "/sign-in", "/sign-in.js"], "only what signs in");
}

#[tokio::test]
async fn wrong_methods_and_unknown_paths_are_404() {
    let bench = Bench::new();
    for route in ROUTES {
        for method in
            METHODS.iter().filter(|method| **method != route.method && !["HEAD", "GET"].contains(method))
        {
            let request = bench.good(method, &path(route, "x"), "{}");
            refused(&bench, request, &[StatusCode::NOT_FOUND]).await;
        }
    }
    for path in [
        "/rpc",
        "/rpc/",
        "/rpc/a/b",
        "/rpc/project.create",
        "/content/1",
        "/events/x",
        "/login",
        "/assets/x.js",
    ] {
        refused(&bench, bench.good("GET", path, ""), &[StatusCode::NOT_FOUND]).await;
    }
    refused(&bench, bench.good("POST", "/rpc/no.such", "{}"), &[StatusCode::NOT_FOUND]).await;
}

#[tokio::test]
async fn a_get_changes_nothing() {
    let bench = Bench::new();
    let before = bench.revision();
    for path in ["/?_method=DELETE", "/rpc/project.create?project=x", "/graphql?query=mutation{x}"] {
        let mut request = bench.good("GET", path, "");
        request.headers_mut().insert("x-http-method-override", "POST".parse().unwrap());
        let status = bench.send(request).await.status();
        assert!([StatusCode::OK, StatusCode::NOT_FOUND].contains(&status));
    }
    assert_eq!(bench.revision(), before);
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused() {
    let bench = Bench::new();
    let long = format!(r#"{{"project":"{}"}}"#, "x".repeat(cairn_server::BODY_LIMIT));
    let response = bench.send(bench.good("POST", "/rpc/project.create", &long)).await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

/// The login works once, by GET alone, and its cookie opens the page.
#[tokio::test]
async fn the_link_signs_in_once() {
    let bench = Bench::new();
    let path = format!("/login/{}", login_token(&bench).await);
    let mut head = without_session(&bench, &path);
    *head.method_mut() = axum::http::Method::HEAD;
    assert_eq!(bench.send(head).await.status(), StatusCode::UNAUTHORIZED);
    let response = bench.send(without_session(&bench, &path)).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers()["location"], "/");
    let cookie = response.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(
        cookie.starts_with(&format!("cairn_session_{PORT}="))
            && cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict")
    );
    assert_eq!(bench.send(without_session(&bench, &path)).await.status(), StatusCode::UNAUTHORIZED);
    let mut page = without_session(&bench, "/ada/any/page:v1");
    page.headers_mut()
        .insert("cookie", format!("theme=dark; {}", cookie.split(';').next().unwrap()).parse().unwrap());
    page.headers_mut().insert("sec-fetch-site", "same-origin".parse().unwrap());
    let response = bench.send(page).await;
    assert_eq!(response.status(), StatusCode::OK);
    let policy = response.headers()["content-security-policy"].to_str().unwrap();
    assert!(
        policy.starts_with("default-src 'none'; script-src 'self';")
            && policy.contains("frame-ancestors 'none'")
    );
    assert!(response.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
}

fn without_session(bench: &Bench, path: &str) -> Request<Body> {
    let mut request = bench.good("GET", path, "");
    request.headers_mut().remove("authorization");
    request
}

async fn login_token(bench: &Bench) -> String {
    let bound = cairn_server::Bound::exactly("127.0.0.1:0".parse().unwrap()).await.unwrap();
    bench.server.login_url(&bound).rsplit('/').next().unwrap().to_owned()
}
