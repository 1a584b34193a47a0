//! `serve` as a program.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::bench::Ctl;

/// The server, ended with its test.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill(); // it may have ended
        let _ = self.0.wait();
    }
}

fn start(ctl: &Ctl, words: &[&str]) -> (Served, serde_json::Value) {
    let mut child = ctl.command(words).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (Served(child), serde_json::from_str(&line).unwrap())
}

fn ask(url: &str, path: &str, headers: &str) -> String {
    let host = url.trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn the_printed_link_signs_in_and_a_signal_ends_it() {
    let ctl = Ctl::new();
    let (mut served, started) = start(&ctl, &["--json", "serve", "--listen", "127.0.0.1:0"]);
    let (url, login) = (started["url"].as_str().unwrap(), started["login"].as_str().unwrap());
    assert!(ctl.path("store/store.db").exists(), "serve makes the store");
    assert!(ask(url, "/", "").starts_with("HTTP/1.1 401"));
    let answer = ask(url, &login[url.len() - 1..], "");
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    let cookie = format!("Cookie: {}\r\n", cookie.split(';').next().unwrap());
    assert!(ask(url, "/", &cookie).starts_with("HTTP/1.1 200"));
    let asked = Instant::now();
    assert!(
        std::process::Command::new("kill")
            .args(["-TERM", &served.0.id().to_string()])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(served.0.wait().unwrap().code(), Some(0));
    assert!(asked.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_taken_port_is_left_to_its_owner() {
    let ctl = Ctl::new();
    let (_first, started) = start(&ctl, &["--json", "serve", "--listen", "127.0.0.1:0"]);
    let address =
        started["url"].as_str().unwrap().trim_start_matches("http://").trim_end_matches('/').to_owned();
    assert_eq!(ctl.refused(&["serve", "--listen", &address]), "io");
    let (_second, other) = start(&ctl, &["--json", "serve"]);
    let (_third, third) = start(&ctl, &["--json", "serve"]);
    assert_ne!(other["url"], third["url"], "without --listen the next free port is taken");
}
