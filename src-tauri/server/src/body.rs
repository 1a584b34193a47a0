//! A body that comes through a bounded channel, so that a slow reader holds up its writer and nobody else.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::Frame;
use tokio::sync::mpsc::{self, Receiver, Sender};

/// The writer's end. Dropping it ends the body; an error breaks the connection off.
pub(crate) type Writer = Sender<Result<Bytes, Broken>>;

/// The bytes can't be given in full: the connection is broken off, so that nobody takes them for whole.
#[derive(Debug)]
pub(crate) struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the bytes can't be given in full")
    }
}

impl std::error::Error for Broken {}

struct ChannelBody(Receiver<Result<Bytes, Broken>>);

impl HttpBody for ChannelBody {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        self.0.poll_recv(cx).map(|next| next.map(|bytes| bytes.map(Frame::data)))
    }
}

/// A body and its writer; at most `pieces` wait between them.
pub(crate) fn channel(pieces: usize) -> (Writer, Body) {
    let (writer, reader) = mpsc::channel(pieces);
    (writer, Body::new(ChannelBody(reader)))
}
