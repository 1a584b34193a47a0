//! Hostile and ordinary files through the real worker: every one gets an answer in time, none gets out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]
// Shown by `--nocapture`: what became of each file, and how long it took.
#![allow(clippy::print_stdout)]
#![allow(clippy::format_collect)]

mod build;
mod data;
mod fence;
mod markup;
mod pictures;
mod weights;

use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use cairn_preview::protocol::{Content, Failure, Kind, Preview, Request, preview};

/// The longest a preview may take, hex instead of a broken decoder included.
const PATIENCE: Duration = Duration::from_secs(2);
/// What a host gives the first worker.
const TIMEOUT: Duration = Duration::from_millis(1_500);

pub(crate) fn worker() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_cairn-preview"))
}

/// The kind of an answer, as its JSON has it.
pub(crate) fn tag(content: &Content) -> String {
    serde_json::to_value(content).unwrap()["kind"].as_str().unwrap().to_owned()
}

/// Asks for a preview of bytes made up on the fly.
pub(crate) fn ask(
    request: &Request,
    mut bytes: impl FnMut(u64, u32) -> io::Result<Vec<u8>>,
) -> Result<Preview, Failure> {
    let started = Instant::now();
    let answer = preview(worker(), request, &mut bytes, TIMEOUT);
    let took = started.elapsed();
    println!("{took:>10.1?} {}", request.name);
    assert!(took <= PATIENCE, "{}: {took:?}", request.name);
    answer
}

/// Previews a file that is in memory.
pub(crate) fn show_as(kind: Kind, name: &str, bytes: &[u8]) -> Preview {
    let request = Request { kind, name: name.to_owned(), size: bytes.len() as u64, ..Request::default() };
    let read = |offset: u64, len: u32| Ok(bytes[offset as usize..][..len as usize].to_vec());
    ask(&request, read).unwrap_or_else(|failure| panic!("{name}: {failure}"))
}

/// Previews a file that can be decoded; on a machine busy with other work it gets a second and a third try.
pub(crate) fn show(name: &str, bytes: &[u8]) -> Preview {
    let late =
        |preview: &Preview| preview.warning.as_ref().is_some_and(|warning| warning.contains("took too long"));
    let mut tries = (0..3).map(|_| show_as(Kind::Auto, name, bytes));
    let first = tries.next().unwrap();
    if late(&first) { tries.find(|again| !late(again)).unwrap_or(first) } else { first }
}

/// Previews files and compares the kinds of the answers.
pub(crate) fn all(cases: &[(&str, Vec<u8>, &str)]) {
    for (name, bytes, expected) in cases {
        let preview = show(name, bytes);
        assert_eq!(&tag(&preview.content), expected, "{name}: {:?}", preview.warning);
    }
}

/// The same, for files of which the user must be warned.
pub(crate) fn all_warned(cases: &[(&str, Vec<u8>, &str, &str)]) {
    for (name, bytes, expected, word) in cases {
        let preview = show(name, bytes);
        let warning = preview.warning.unwrap_or_default();
        assert_eq!(&tag(&preview.content), expected, "{name}: {warning}");
        assert!(warning.contains(word), "{name}: {warning}");
    }
}
