//! Commands and events.

use axum::http::StatusCode;
use cairn_api::commands::{COMMANDS, Kind};
use serde_json::{Value, json};

use crate::bench::{Bench, piece};

#[tokio::test]
async fn commands_answer_json() {
    let bench = Bench::new();
    let logged = bench.log(&[("a.txt", b"a"), ("b/c.txt", b"c")]);
    let (status, version) = bench.rpc("version.show", &json!({"version": "files"})).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(version["digest"], logged.digest);
    assert_eq!(version["bytes"]["logical"], 2);
    let (status, outcome) = bench.rpc("alias.add", &json!({"version": "files:v0", "alias": "best"})).await;
    assert_eq!((status, outcome["changed"].as_u64()), (StatusCode::OK, Some(1)));
    let (_, page) = bench
        .rpc("version.page", &json!({"collection": "files", "filter": null, "sort": null, "metadata": [], "rows": {"start": 0, "count": 10}}))
        .await;
    assert_eq!(page["rows"][0]["aliases"][1]["name"], "best");
    let (_, info) = bench.rpc("host.info", &json!({})).await;
    assert_eq!(info["kind"], "browser");
}

#[tokio::test]
async fn errors_keep_code_message_and_hint() {
    let bench = Bench::new();
    bench.log(&[("a.txt", b"a")]);
    let cases: [(&str, Value, StatusCode, &str); 5] = [
        ("version.show", json!({"version": "nope"}), StatusCode::NOT_FOUND, "not-found"),
        ("version.show", json!({"version": 3}), StatusCode::BAD_REQUEST, "request-invalid"),
        ("version.show", json!({}), StatusCode::BAD_REQUEST, "request-invalid"),
        (
            "alias.add",
            json!({"version": "files", "alias": "v7"}),
            StatusCode::UNPROCESSABLE_ENTITY,
            "alias-invalid",
        ),
        ("host.choose_files", json!({}), StatusCode::UNPROCESSABLE_ENTITY, "unsupported"),
    ];
    for (command, request, status, code) in cases {
        let (got, body) = bench.rpc(command, &request).await;
        assert_eq!((got, body["code"].as_str()), (status, Some(code)), "{command} {request}");
        assert!(!body["message"].as_str().unwrap().is_empty());
        assert!(body.get("hint").is_some());
    }
}

/// Nonsense in every command is answered with an error, never with a panic or a change.
#[tokio::test]
async fn nonsense_is_refused_by_every_command() {
    let bench = Bench::new();
    let before = bench.revision();
    let deep = format!("{}1{}", "[".repeat(500), "]".repeat(500));
    for spec in COMMANDS.iter().filter(|spec| spec.request != "Empty") {
        for body in
            ["null", "[]", "3", "{", "\"x\"", "{\"version\":18446744073709551616}", deep.as_str(), "\u{0}"]
        {
            let response = bench.send(bench.good("POST", &format!("/rpc/{}", spec.name), body)).await;
            assert!(response.status().is_client_error(), "{} {body}", spec.name);
        }
    }
    assert_eq!(bench.revision(), before);
    assert!(COMMANDS.iter().any(|spec| spec.kind == Kind::Write));
}

#[tokio::test]
async fn windows_hear_of_changes_and_jobs() {
    let bench = Bench::new();
    let response = bench.send(bench.good("GET", "/events", "")).await;
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut body = response.into_body();
    assert_eq!(piece(&mut body).await.unwrap(), "retry: 1000\n\n");
    let (status, _) = bench.rpc("project.create", &json!({"project": "heard", "description": null})).await;
    assert_eq!(status, StatusCode::OK);
    let told = piece(&mut body).await.expect("the change is told");
    let event: Value = serde_json::from_str(told.strip_prefix("data: ").unwrap().trim_end()).unwrap();
    assert_eq!(event["kind"], "changed");
    assert!(event["tags"].as_array().unwrap().contains(&json!("projects")));
    let hears_job = async {
        while let Some(told) = piece(&mut body).await {
            if told.contains("\"kind\":\"job\"") {
                return true;
            }
        }
        false
    };
    let (_, heard) = (bench.log(&[("a.txt", b"a")]), hears_job.await);
    assert!(heard);
}
