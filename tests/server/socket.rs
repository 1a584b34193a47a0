//! A real socket: slow and broken clients, an orderly end.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use cairn_server::Bound;

use crate::bench::Bench;

/// A server on a free port, and what stops it.
struct Running {
    bench: Bench2,
    address: SocketAddr,
    token: String,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<Duration>>,
}

/// Kept for its store.
struct Bench2 {
    _folder: tempfile::TempDir,
}

impl Running {
    fn start() -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let bound = runtime.block_on(Bound::exactly("127.0.0.1:0".parse().unwrap())).unwrap();
        let address: SocketAddr = ([127, 0, 0, 1], bound.port()).into();
        let Bench { folder, host: _, server } = Bench::at(bound.port());
        let token = server.session_token().to_owned();
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let work = move || {
            let since = runtime.block_on(async {
                let (told, when) = tokio::sync::oneshot::channel();
                let stop = async move {
                    let _ = stopped.await;
                    let _ = told.send(Instant::now());
                };
                server.run(bound, stop, Duration::from_secs(4)).await;
                when.await.unwrap()
            });
            since.elapsed()
        };
        let thread = std::thread::Builder::new().name("server".into()).spawn(work).unwrap();
        Self { bench: Bench2 { _folder: folder }, address, token, stop: Some(stop), thread: Some(thread) }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(15))).unwrap();
        stream
    }

    /// Sends bytes and reads until the server closes or answers a whole small response.
    fn raw(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        let _ = stream.write_all(bytes); // it may close while we write
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer); // and may reset after its answer
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn good(&self, path: &str) -> String {
        let (address, token) = (self.address, &self.token);
        format!(
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
        )
    }

    /// Stops it; answers how long that took.
    fn stop(mut self) -> Duration {
        drop(self.stop.take());
        let took = self.thread.take().unwrap().join().unwrap();
        drop(self.bench);
        took
    }
}

#[test]
fn slow_clients_keep_nobody_out() {
    let server = Running::start();
    let slow: Vec<TcpStream> = (0..500)
        .map(|_| {
            let mut stream = server.connect();
            stream.write_all(b"GET / HTTP/1.1\r\nHo").unwrap();
            stream
        })
        .collect();
    let before = Instant::now();
    assert!(server.raw(server.good("/").as_bytes()).starts_with("HTTP/1.1 200 OK"));
    assert!(before.elapsed() < Duration::from_secs(2), "{:?}", before.elapsed());
    drop(slow);
    server.stop();
}

#[test]
fn a_head_that_never_ends_is_cut_off() {
    let server = Running::start();
    let before = Instant::now();
    let answer = server.raw(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ");
    assert!(!answer.contains("200"), "{answer}");
    assert!(before.elapsed() < Duration::from_secs(13), "{:?}", before.elapsed());
    server.stop();
}

#[test]
fn broken_requests_are_refused_or_cut_off() {
    let server = Running::start();
    let auth = format!("Authorization: Bearer {}\r\nConnection: close\r\n\r\n", server.token);
    let host = format!("Host: {}\r\n", server.address);
    let long_line = format!("GET /{} HTTP/1.1\r\n{host}{auth}", "a".repeat(1 << 20));
    let many: String = "X-Many: y\r\n".repeat(10_000);
    let cases: Vec<Vec<u8>> = vec![
        long_line.into_bytes(),
        format!("GET / HTTP/1.1\r\n{host}{many}{auth}").into_bytes(),
        format!("GET / HTTP/1.1\r\n{host}X: {}\r\n{auth}", "y".repeat(64 << 10)).into_bytes(),
        format!("GET /\0 HTTP/1.1\r\n{host}{auth}").into_bytes(),
        b"GET /\r\n\r\n".to_vec(),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".repeat(20),
        format!("GET / HTTP/1.0\r\n{auth}").into_bytes(),
        format!("GET / HTTP/1.1\r\n{auth}").into_bytes(),
        format!("GET / HTTP/1.1\r\n{host}Host: evil.com\r\n{auth}").into_bytes(),
        format!("GET http://evil.com/ HTTP/1.1\r\n{host}{auth}").into_bytes(),
        format!("GET http://x@{}/ HTTP/1.1\r\n{host}{auth}", server.address).into_bytes(),
        format!("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n{host}{auth}").into_bytes(),
        format!("POST /rpc/project.create HTTP/1.1\r\n{host}Content-Type: application/json\r\nContent-Length: 99999999999\r\n{auth}").into_bytes(),
    ];
    for (number, case) in cases.iter().enumerate() {
        let answer = server.raw(case);
        let status = answer.split(' ').nth(1).unwrap_or_default();
        assert!(["", "400", "403", "413", "414", "431", "505"].contains(&status), "case {number}: {answer}");
    }
    assert!(server.raw(server.good("/").as_bytes()).starts_with("HTTP/1.1 200 OK"));
    server.stop();
}

#[test]
fn it_ends_soon_also_with_an_open_event_stream() {
    let server = Running::start();
    let mut events = server.connect();
    events.write_all(server.good("/events").replace("Connection: close\r\n", "").as_bytes()).unwrap();
    let mut first = [0; 16];
    events.read_exact(&mut first).unwrap();
    let mut idle = server.connect();
    idle.write_all(server.good("/").replace("Connection: close\r\n", "").as_bytes()).unwrap();
    idle.read_exact(&mut first).unwrap();
    let took = server.stop();
    assert!(took < Duration::from_secs(5), "{took:?}");
}

#[tokio::test]
async fn only_this_machine_can_reach_it() {
    for address in ["0.0.0.0:0", "[::]:0", "192.168.1.2:0"] {
        let error = Bound::exactly(address.parse().unwrap()).await.unwrap_err();
        assert_eq!(error.code().as_str(), "request-invalid");
        assert!(error.hint_text().is_some());
    }
    let first = Bound::near(0).await.unwrap();
    let taken = Bound::exactly(([127, 0, 0, 1], first.port()).into()).await.unwrap_err();
    assert_eq!(taken.code().as_str(), "io");
    let next = Bound::near(first.port()).await.unwrap();
    assert_ne!(next.port(), first.port());
}
