//! Tries to get through the fence. Part of debug builds only, for the tests.

use std::fs::{self, File};
use std::io;
use std::net::{TcpStream, UdpSocket};
use std::process::Command;

use cairn_preview::protocol::Content;

use crate::fence::Fence;

#[allow(clippy::disallowed_methods)] // it tries what the fence forbids
/// One line for each attempt: its name, a colon, and the error's number or `open`.
pub(crate) fn report(fence: &Fence) -> Content {
    let attempts = [
        ("read file", outcome(File::open("/etc/passwd"))),
        ("list folder", outcome(fs::read_dir("/"))),
        ("write file", outcome(fs::write("/tmp/cairn-preview-selftest", b"x"))),
        ("udp socket", outcome(UdpSocket::bind("127.0.0.1:0"))),
        ("tcp socket", outcome(TcpStream::connect("127.0.0.1:9"))),
        ("program", outcome(Command::new("/bin/true").spawn())),
        ("thread", outcome(std::thread::Builder::new().spawn(|| ()))),
        ("memory", memory()),
    ];
    let mut lines: Vec<String> = attempts.iter().map(|(name, result)| format!("{name}: {result}")).collect();
    lines.push(format!("landlock: {}", fence.landlock));
    let (content, lines) = (lines.join("\n"), lines.len() as u64);
    let language = "plain".to_owned();
    Content::Text { language, content, truncated: false, offset: 0, next_offset: None, lines }
}

fn outcome<T>(attempt: io::Result<T>) -> String {
    match attempt {
        Ok(_) => "open".to_owned(),
        Err(error) => error.raw_os_error().map_or_else(|| error.to_string(), |number| number.to_string()),
    }
}

fn memory() -> String {
    let mut bytes: Vec<u8> = Vec::new();
    if bytes.try_reserve_exact(600 << 20).is_ok() { "open".to_owned() } else { "refused".to_owned() }
}
