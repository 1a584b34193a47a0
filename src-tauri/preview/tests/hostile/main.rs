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

/// What a worker gets by the wall clock. Its fence gives it 5 s of the processor, which ends whatever computes for
/// ever; this ends what waits for ever. Far above what any file here needs, so that a busy machine changes nothing.
const TIMEOUT: Duration = Duration::from_secs(20);
/// Two workers, the second of which decodes nothing, and some time to start them.
const PATIENCE: Duration = Duration::from_secs(45);

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

/// Previews a file by what it is.
pub(crate) fn show(name: &str, bytes: &[u8]) -> Preview {
    show_as(Kind::Auto, name, bytes)
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
