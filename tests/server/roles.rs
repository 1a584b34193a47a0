//! Who comes with a key: signed in by it, with its role, refused what is not for it, and out when it is revoked.

use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use cairn_api::commands::{COMMANDS, Kind};
use cairn_engine::history::{Actor, Role};
use serde_json::{Value, json};

use crate::bench::{Bench, PORT, bytes, piece};

impl Bench {
    /// Makes a key, as the owner.
    fn key(&self, name: &str, role: Role) -> String {
        use cairn_api::host::Host as _;
        self.host.store().unwrap().add_key(&Actor::owner("ada", "test"), name, role).unwrap().key
    }

    fn as_nobody(&self, method: &str, path: &str, body: &str) -> Request<Body> {
        let mut request = self.good(method, path, body);
        request.headers_mut().remove("authorization");
        request
    }

    /// Signs a browser in; answers its cookie.
    async fn sign_in(&self, key: &str) -> Option<String> {
        let response = self.send(self.as_nobody("POST", "/login", &json!({"key": key}).to_string())).await;
        if response.status() != StatusCode::NO_CONTENT {
            assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
            assert!(!response.headers().contains_key("set-cookie"));
            return None;
        }
        let cookie = response.headers()["set-cookie"].to_str().unwrap().to_owned();
        assert!(cookie.starts_with(&format!("cairn_session_{PORT}=")));
        assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict") && !cookie.contains(key));
        cookie.split(';').next().map(str::to_owned)
    }

    async fn call(&self, cookie: &str, command: &str, request: &Value) -> (StatusCode, Value) {
        let mut sent = self.as_nobody("POST", &format!("/rpc/{command}"), &request.to_string());
        sent.headers_mut().insert("cookie", cookie.parse().unwrap());
        let response = self.send(sent).await;
        (response.status(), serde_json::from_slice(&bytes(response).await).unwrap())
    }

    async fn get(&self, cookie: &str, path: &str) -> Response<Body> {
        let mut request = self.as_nobody("GET", path, "");
        request.headers_mut().insert("cookie", cookie.parse().unwrap());
        self.send(request).await
    }
}

/// Commands that change something and are for viewers all the same, with the reason. Whatever is added here must
/// leave the store and the machine alone.
const OF_VIEWERS: [(&str, &str); 10] = [
    ("settings.set", "their own settings, which live in their session"),
    ("file.materialise", "here: files for a drag"),
    ("export.plan", "here: looks at a folder"),
    ("export.start", "here: writes what they may read"),
    ("run.reproduce", "here: writes what they may read"),
    ("host.choose_files", "here: a dialog"),
    ("host.choose_folder", "here: a dialog"),
    ("host.save_as", "here: a dialog"),
    ("host.reveal", "here: the file manager"),
    ("host.open_file", "here: another program"),
];

#[test]
fn every_writing_command_needs_a_role_above_viewer() {
    for spec in COMMANDS.iter().filter(|spec| spec.kind == Kind::Write) {
        let is_excepted = OF_VIEWERS.iter().any(|(name, _)| *name == spec.name);
        assert_eq!(spec.needs.role == Role::Viewer, is_excepted, "{}", spec.name);
        assert!(!is_excepted || spec.needs.here || spec.name == "settings.set", "{}", spec.name);
    }
    let admin: Vec<&str> =
        COMMANDS.iter().filter(|spec| spec.needs.role == Role::Admin).map(|spec| spec.name).collect();
    assert_eq!(
        admin,
        [
            "key.list",
            "key.add",
            "key.revoke",
            "store.open",
            "store.settings",
            "store.configure",
            "store.repair",
            "trash.empty",
            "collect.start",
            "rule.set",
            "rule.remove"
        ]
    );
}

/// Each command of the one list, as each role: refused exactly when its declaration says so, and nothing changes.
#[tokio::test]
async fn the_matrix_of_commands_and_roles() {
    let bench = Bench::new();
    let roles = [Role::Viewer, Role::Member, Role::Admin];
    let keys = roles.map(|role| (role, bench.key(role.as_str(), role)));
    bench.log(&[("a.txt", b"a")]);
    for (role, key) in keys {
        let cookie = bench.sign_in(&key).await.unwrap();
        let before = (bench.revision(), bench.host.local.jobs().list().len());
        for spec in COMMANDS {
            let (status, answer) = bench.call(&cookie, spec.name, &json!({"none": "such"})).await;
            let allowed = role >= spec.needs.role && !spec.needs.here;
            let told = format!("{} as {role:?}: {status} {answer}", spec.name);
            assert_ne!(status, StatusCode::UNAUTHORIZED, "{told}");
            if allowed {
                assert_ne!(answer["code"], "forbidden", "{told}");
                continue;
            }
            assert_eq!((status, &answer["code"]), (StatusCode::FORBIDDEN, &json!("forbidden")), "{told}");
            assert!(answer["message"].as_str().is_some_and(|text| text.len() > 20), "{told}");
            assert!(answer["hint"].as_str().is_some_and(|text| !text.is_empty()), "{told}");
        }
        // Members reach commands that do something with an empty request: they make sample data and take back.
        if role == Role::Viewer {
            let after = (bench.revision(), bench.host.local.jobs().list().len());
            assert_eq!(after, before, "a viewer changes nothing");
        }
        bench.host.local.jobs().cancel_all();
        bench.host.local.jobs().wait_all();
    }
}

#[tokio::test]
async fn what_a_role_may_do_works() {
    let bench = Bench::new();
    let logged = bench.log(&[("a.txt", b"a")]);
    let (viewer, member) = (bench.key("vic", Role::Viewer), bench.key("mia", Role::Member));
    let (viewer, member) = (bench.sign_in(&viewer).await.unwrap(), bench.sign_in(&member).await.unwrap());
    let (status, shown) = bench.call(&viewer, "version.show", &json!({"version": "files"})).await;
    assert_eq!((status, &shown["digest"]), (StatusCode::OK, &json!(logged.digest)));
    let path = format!("/content/{}/a.txt", logged.id);
    assert_eq!(bytes(bench.get(&viewer, &path).await).await, b"a");
    assert_eq!(bench.get(&viewer, "/").await.status(), StatusCode::OK);
    let alias = json!({"version": "files", "alias": "best"});
    assert_eq!(bench.call(&viewer, "alias.add", &alias).await.0, StatusCode::FORBIDDEN);
    assert_eq!(bench.call(&member, "alias.add", &alias).await.0, StatusCode::OK);
    let (_, history) =
        bench.call(&viewer, "history.list", &json!({"subject": null, "before": null, "count": 1})).await;
    assert_eq!(history["rows"][0]["actor"], "mia", "the history says whose key it was");
    // Their settings are theirs: neither the owner's file nor another session hears of them.
    let mine = json!({"ui": "{\"theme\":\"dark\"}"});
    assert_eq!(bench.call(&viewer, "settings.set", &mine).await.0, StatusCode::OK);
    assert_eq!(bench.call(&viewer, "settings.get", &json!({})).await.1["ui"], mine["ui"]);
    assert_eq!(bench.call(&member, "settings.get", &json!({})).await.1["ui"], "{}");
    assert_eq!(bench.rpc("settings.get", &json!({})).await.1["ui"], "");
    let large = json!({"ui": "x".repeat(300 << 10)});
    assert_eq!(bench.call(&viewer, "settings.set", &large).await.1["code"], "request-invalid");
    assert_eq!(bench.call(&viewer, "store.info", &json!({})).await.1["path"], "");
    let (_, info) = bench.call(&viewer, "host.info", &json!({})).await;
    assert_eq!((&info["open_store"], &info["store_path"]), (&json!(false), &json!("")));
}

#[tokio::test]
async fn the_session_says_what_would_be_refused() {
    let bench = Bench::new();
    bench.log(&[("a.txt", b"a")]);
    let refused = |session: &Value| -> Vec<String> {
        let all = session["refused"].as_array().unwrap();
        assert!(all.iter().all(|one| !one["reason"].as_str().unwrap().is_empty()));
        all.iter().map(|one| one["command"].as_str().unwrap().to_owned()).collect()
    };
    let (_, owner) = bench.rpc("session.show", &json!({})).await;
    assert_eq!((&owner["role"], &owner["here"], refused(&owner)), (&json!("admin"), &json!(true), vec![]));
    let cookie = bench.sign_in(&bench.key("mia", Role::Member)).await.unwrap();
    let (_, member) = bench.call(&cookie, "session.show", &json!({})).await;
    assert_eq!(
        (&member["name"], &member["role"], &member["here"]),
        (&json!("mia"), &json!("member"), &json!(false))
    );
    let expected: Vec<&str> = COMMANDS
        .iter()
        .filter(|spec| spec.needs.here || spec.needs.role == Role::Admin)
        .map(|spec| spec.name)
        .collect();
    assert_eq!(refused(&member), expected);
    let admins = json!({"default_ttl": "none", "trash_days": 7, "ttl_setters": "admins"});
    assert_eq!(bench.rpc("store.configure", &admins).await.0, StatusCode::OK);
    let (_, member) = bench.call(&cookie, "session.show", &json!({})).await;
    assert!(refused(&member).contains(&"ttl.set".to_owned()));
    let ttl = json!({"selection": {"kind": "versions", "versions": [1]}, "ttl": "30d"});
    let (status, answer) = bench.call(&cookie, "ttl.set", &ttl).await;
    assert_eq!((status, &answer["code"]), (StatusCode::FORBIDDEN, &json!("forbidden")));
    // The same by the other way to set one: the job fails with the reason.
    let act = json!({"act": {"kind": "ttl", "selection": ttl["selection"], "ttl": "30d", "up": false, "down": false, "depth": null, "except": []}, "stamp": null});
    let (status, started) = bench.call(&cookie, "retention.carry_out", &act).await;
    assert_eq!(status, StatusCode::OK);
    let ended = bench.host.local.jobs().wait(started["job"].as_u64().unwrap(), &mut |_| ()).unwrap();
    assert_eq!(ended.error.unwrap().code, "forbidden");
    // Settings, seen or changed, stay with administrators whatever the way.
    let settings = json!({"kind": "settings", "default_ttl": "30d", "trash_days": null, "ttl_setters": null});
    assert_eq!(bench.call(&cookie, "retention.plan", &settings).await.0, StatusCode::FORBIDDEN);
    let act = json!({"act": settings, "stamp": null});
    assert_eq!(bench.call(&cookie, "retention.carry_out", &act).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_key_is_a_bearer_token_too() {
    let bench = Bench::new();
    let key = bench.key("ci", Role::Viewer);
    for (token, status) in [
        (format!("Bearer {key}"), StatusCode::OK),
        (format!("Bearer {}", &key[..39]), StatusCode::UNAUTHORIZED),
        (format!("Bearer {key} "), StatusCode::UNAUTHORIZED),
        (format!("Basic {key}"), StatusCode::UNAUTHORIZED),
        (format!("Bearer {}", "0".repeat(40)), StatusCode::UNAUTHORIZED),
        (format!("Bearer {}", "0".repeat(4000)), StatusCode::UNAUTHORIZED),
    ] {
        let mut request = bench.as_nobody("POST", "/rpc/host.info", "{}");
        request.headers_mut().insert("authorization", token.parse().unwrap());
        assert_eq!(bench.send(request).await.status(), status, "{token}");
    }
}

#[tokio::test]
async fn revoking_a_key_ends_what_it_began() {
    let bench = Bench::new();
    let (key, other) = (bench.key("eve", Role::Member), bench.key("mia", Role::Member));
    let (cookie, others) = (bench.sign_in(&key).await.unwrap(), bench.sign_in(&other).await.unwrap());
    let mut request = bench.as_nobody("GET", "/events", "");
    request.headers_mut().insert("cookie", cookie.parse().unwrap());
    let mut events = bench.send(request).await.into_body();
    assert_eq!(piece(&mut events).await.unwrap(), "retry: 1000\n\n");
    assert_eq!(bench.call(&cookie, "host.info", &json!({})).await.0, StatusCode::OK);
    let (status, _) = bench.rpc("key.revoke", &json!({"key": "eve"})).await;
    assert_eq!(status, StatusCode::OK);
    for path in ["/", "/events", "/content/1/a.txt"] {
        assert_eq!(bench.get(&cookie, path).await.status(), StatusCode::UNAUTHORIZED, "{path}");
    }
    assert_eq!(bench.call(&cookie, "host.info", &json!({})).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(piece(&mut events).await, None, "the stream of events ends without another word");
    assert_eq!(bench.sign_in(&key).await, None);
    assert_eq!(bench.call(&others, "host.info", &json!({})).await.0, StatusCode::OK);
    // Undo makes the key good again, and with it the session.
    bench.rpc("history.undo", &json!({"operation": null})).await;
    assert_eq!(bench.call(&cookie, "host.info", &json!({})).await.0, StatusCode::OK);
}

#[tokio::test]
async fn signing_in_tells_nothing() {
    let bench = Bench::new();
    let key = bench.key("ci", Role::Admin);
    let mut answers = Vec::new();
    let long = json!({"key": "0".repeat(5000)}).to_string();
    for body in [
        "",
        "{",
        "null",
        "[]",
        "{\"key\":3}",
        "{\"key\":\"\"}",
        &json!({"key": &key[1..]}).to_string(),
        &long,
    ] {
        let response = bench.send(bench.as_nobody("POST", "/login", body)).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{body}");
        answers.push(bytes(response).await);
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    assert!(bench.sign_in(&format!(" {key}\n")).await.is_some(), "what was pasted may have a line's end");
    // The page is the same for everybody and runs its own script alone.
    let page = bench.send(bench.as_nobody("GET", "/sign-in", "")).await;
    assert_eq!(page.status(), StatusCode::OK);
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(
        policy.starts_with("default-src 'none'; script-src 'self';") && policy.contains("form-action 'none'")
    );
    let text = String::from_utf8(bytes(page).await).unwrap();
    assert!(text.contains("<script src=\"/sign-in.js\">") && text.matches("<script").count() == 1);
    let script = bench.send(bench.as_nobody("GET", "/sign-in.js", "")).await;
    assert_eq!(script.headers()["content-type"], "text/javascript; charset=utf-8");
}
