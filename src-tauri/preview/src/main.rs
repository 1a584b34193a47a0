//! Decodes one untrusted file behind a fence and ends.
//!
//! The fence goes up before the first byte is read. Whatever a decoder does wrong after that costs this process
//! and nothing else; the host then shows the bytes as hex.

mod archive;
mod channel;
mod detect;
mod drawing;
mod fence;
mod hex;
mod json;
mod jsonl;
mod markdown;
mod picture;
#[cfg(debug_assertions)]
mod selftest;
mod table;
mod tensors;
mod text;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use cairn_preview::protocol::{Content, Frame, Kind, Preview, Request};
use channel::{Channel, Source, Trouble};

fn main() -> ExitCode {
    let fence = fence::raise();
    // A decoder's panic is an answer ("cannot be shown"), and nobody reads its message.
    std::panic::set_hook(Box::new(|_| {}));
    let channel = Channel::standard();
    let frame = match fence {
        Ok(fence) => match channel.request() {
            Ok(request) => conclude(&channel, &request, &fence),
            Err(error) => failed(&error.to_string()),
        },
        Err(reason) => failed(&reason),
    };
    if channel.send(&frame).is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn failed(reason: &str) -> Frame {
    Frame::Failed { reason: reason.to_owned() }
}

fn conclude(channel: &Channel, request: &Request, fence: &fence::Fence) -> Frame {
    let source = Source::new(channel, request.size);
    #[cfg(debug_assertions)]
    if request.kind == Kind::SelftestFence {
        let content = selftest::report(fence);
        return Frame::Done(Box::new(Preview { warning: None, size: request.size, content }));
    }
    let _ = fence;
    match show(&source, request) {
        Ok((content, warning)) => Frame::Done(Box::new(Preview { warning, size: request.size, content })),
        Err(trouble) => failed(&trouble.to_string()),
    }
}

/// Decodes by kind; what cannot be decoded is shown as text or bytes, with a warning.
fn show(source: &Source<'_>, request: &Request) -> Result<(Content, Option<String>), Trouble> {
    let finding = detect::detect(source, request)?;
    match guarded(source, request, finding.kind) {
        Ok(shown) => Ok((shown.content, join(finding.warning, shown.warning))),
        Err(Trouble::Unreadable(reason)) => {
            let content = plain(source, request, finding.text)?;
            Ok((content, join(finding.warning, Some(reason))))
        }
        Err(other) => Err(other),
    }
}

fn plain(source: &Source<'_>, request: &Request, text: bool) -> Result<Content, Trouble> {
    // The offset may count rows or tensors; the bytes are shown from their beginning.
    let request = Request { offset: 0, limit: None, ..request.clone() };
    let shown = if text { text::page(source, &request) } else { hex::page(source, &request) };
    shown.map(|shown| shown.content)
}

fn join(first: Option<String>, second: Option<String>) -> Option<String> {
    match (first, second) {
        (Some(first), Some(second)) => Some(format!("{first} {second}")),
        (first, second) => first.or(second),
    }
}

/// What a decoder made, with what the user should know.
pub(crate) struct Shown {
    content: Content,
    warning: Option<String>,
}

impl From<Content> for Shown {
    fn from(content: Content) -> Self {
        Self { content, warning: None }
    }
}

fn guarded(source: &Source<'_>, request: &Request, kind: Kind) -> Result<Shown, Trouble> {
    catch_unwind(AssertUnwindSafe(|| decode(source, request, kind))).unwrap_or_else(|_| {
        Err(Trouble::Unreadable("The file breaks its decoder and was not decoded.".into()))
    })
}

fn decode(source: &Source<'_>, request: &Request, kind: Kind) -> Result<Shown, Trouble> {
    match kind {
        Kind::Text => text::page(source, request),
        Kind::Json => json::show(source, request),
        Kind::Jsonl => jsonl::page(source, request),
        Kind::Table => table::page(source, request),
        Kind::Markdown => markdown::show(source),
        Kind::Image => picture::show(source, request),
        Kind::Tensors => tensors::show(source, request),
        Kind::Archive => archive::show(source, request),
        _ => hex::page(source, request),
    }
}
