//! A store, a host and a server without a socket.

use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody as _, to_bytes};
use axum::http::{Request, Response, StatusCode};
use cairn_api::call;
use cairn_api::host::Host as _;
use cairn_api::types::{LogOptions, LogRequest, LogResult, LogSource};
use cairn_server::Server;
use cairn_tests::TestHost;
use serde_json::Value;
use tower::ServiceExt as _;

/// The port that the server believes to have.
pub(crate) const PORT: u16 = 8217;

pub(crate) struct Bench {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) host: Arc<TestHost>,
    pub(crate) server: Server,
}

impl Bench {
    /// A server for an empty store.
    pub(crate) fn new() -> Self {
        Self::at(PORT)
    }

    pub(crate) fn at(port: u16) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let host = Arc::new(TestHost::open(&folder.path().join("store")));
        let server = Server::new(host.clone(), port).unwrap();
        host.local.listen(server.listener());
        Self { folder, host, server }
    }

    /// Logs these files as `files`.
    pub(crate) fn log(&self, files: &[(&str, &[u8])]) -> LogResult {
        let source = self.folder.path().join("source");
        for (path, bytes) in files {
            let path = source.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        self.log_folder(&source)
    }

    fn log_folder(&self, source: &Path) -> LogResult {
        let request = LogRequest {
            sources: vec![LogSource { path: source.display().to_string(), name: None }],
            options: LogOptions::default(),
            plan: None,
            project: None,
            name: "files".into(),
            artifact_type: "dataset".into(),
            aliases: Vec::new(),
            tags: Vec::new(),
            description: None,
            metadata: None,
            ttl: None,
            run: None,
        };
        let job = call::log_start(self.host.as_ref(), request).unwrap().job;
        let ended = self.host.jobs().wait(job, &mut |_| ()).unwrap();
        serde_json::from_str(&ended.result.expect("the log succeeds")).unwrap()
    }

    pub(crate) fn revision(&self) -> i64 {
        self.host.store().unwrap().revision().unwrap()
    }

    pub(crate) fn router(&self) -> Router {
        self.server.router()
    }

    pub(crate) fn bearer(&self) -> String {
        format!("Bearer {}", self.server.session_token())
    }

    /// A request that passes every gate.
    pub(crate) fn good(&self, method: &str, path: &str, body: &str) -> Request<Body> {
        Request::builder()
            .method(method)
            .uri(path)
            .header("host", format!("127.0.0.1:{PORT}"))
            .header("authorization", self.bearer())
            .header("content-type", "application/json")
            .body(Body::from(body.to_owned()))
            .unwrap()
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Response<Body> {
        self.router().oneshot(request).await.unwrap()
    }

    /// Calls a command.
    pub(crate) async fn rpc(&self, command: &str, request: &Value) -> (StatusCode, Value) {
        let response = self.send(self.good("POST", &format!("/rpc/{command}"), &request.to_string())).await;
        let status = response.status();
        (status, serde_json::from_slice(&bytes(response).await).unwrap())
    }
}

/// The whole body.
pub(crate) async fn bytes(response: Response<Body>) -> Vec<u8> {
    to_bytes(response.into_body(), 1 << 30).await.unwrap().into()
}

/// The next piece of a body that doesn't end; nothing after ten seconds.
pub(crate) async fn piece(body: &mut Body) -> Option<String> {
    let next = std::future::poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx));
    let frame = tokio::time::timeout(Duration::from_secs(10), next).await.ok()??.ok()?;
    Some(String::from_utf8(frame.into_data().ok()?.into()).unwrap())
}
