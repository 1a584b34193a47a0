//! `GET /content/{version}/{path}`: bytes of a file, in ranges.

use std::ops::Range;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State as Shared;
use axum::http::{HeaderMap, Response, StatusCode, Uri, header};
use cairn_api::content::{self, Content, POLICY, Wanted};
use cairn_api::types::ApiError;

use crate::State;
use crate::answer::{refusal, with};
use crate::body::{Broken, Writer, channel};
use crate::rpc::failed;

/// Serves a file of a version, which is named by its number.
pub(crate) async fn file(Shared(state): Shared<Arc<State>>, uri: Uri, headers: HeaderMap) -> Response<Body> {
    let Some((version, path)) = target(uri.path()) else { return refusal(StatusCode::NOT_FOUND) };
    let host = Arc::clone(&state.host);
    let opened = tokio::task::spawn_blocking(move || content::open(host.as_ref(), &version, &path)).await;
    let content = match opened {
        Ok(Ok(content)) => content,
        Ok(Err(error)) => return refused(&error),
        Err(_) => return refusal(StatusCode::INTERNAL_SERVER_ERROR),
    };
    let asked = headers.get(header::RANGE).map(|value| value.to_str().unwrap_or_default());
    match content::parse_range(asked, content.size) {
        Wanted::Whole => answer(content, None),
        Wanted::Part(range) => answer(content, Some(range)),
        Wanted::Unsatisfiable => {
            let all = format!("bytes */{}", content.size);
            with(StatusCode::RANGE_NOT_SATISFIABLE, &[(header::CONTENT_RANGE, &all)], Body::empty())
        }
    }
}

/// What isn't there has the fixed body.
fn refused(error: &ApiError) -> Response<Body> {
    if ["not-found", "purged"].contains(&error.code.as_str()) {
        refusal(StatusCode::NOT_FOUND)
    } else {
        failed(error)
    }
}

/// The version as `#id` and the path, decoded once and used as a key alone: no file is named by it.
fn target(path: &str) -> Option<(String, String)> {
    let (version, path) = path.strip_prefix("/content/")?.split_once('/')?;
    let id: i64 = version.parse().ok().filter(|id| *id > 0)?;
    Some((format!("#{id}"), decoded(path)?))
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' { hex(rest.next()?)? * 16 + hex(rest.next()?)? } else { byte });
    }
    String::from_utf8(bytes).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

fn answer(content: Content, part: Option<Range<u64>>) -> Response<Body> {
    let size = content.size;
    let (status, range) = match &part {
        Some(range) => (StatusCode::PARTIAL_CONTENT, range.clone()),
        None => (StatusCode::OK, 0..size),
    };
    let headers = [
        (header::CONTENT_TYPE, content.media_type().to_owned()),
        (header::CONTENT_LENGTH, (range.end - range.start).to_string()),
        (header::CONTENT_DISPOSITION, content.disposition()),
        (header::CONTENT_SECURITY_POLICY, POLICY.to_owned()),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (header::ETAG, format!("\"{}\"", content.digest)),
    ];
    let (writer, body) = channel(2);
    tokio::task::spawn_blocking(move || send(&content, range, &writer));
    let headers: Vec<_> = headers.iter().map(|(name, value)| (name.clone(), value.as_str())).collect();
    let mut response = with(status, &headers, body);
    if let Some(part) = part {
        let shown = format!("bytes {}-{}/{size}", part.start, part.end - 1);
        response.headers_mut().extend(shown.parse().ok().map(|value| (header::CONTENT_RANGE, value)));
    }
    response
}

/// Reads and sends, as far as the reader takes it.
fn send(content: &Content, range: Range<u64>, writer: &Writer) {
    let sent = content.pieces(range, &mut |piece| writer.blocking_send(Ok(Bytes::from(piece))).is_ok());
    if let Err(error) = sent {
        log::warn!("a file was broken off: {}", error.message);
        let _ = writer.blocking_send(Err(Broken)); // the reader may be gone, too
    }
}
