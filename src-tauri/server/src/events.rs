//! `GET /events`: what happens, as server-sent events.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::State as Shared;
use axum::http::{Response, StatusCode, header};
use cairn_api::types::Event;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use crate::State;
use crate::answer::with;
use crate::body::{Writer, channel};
use crate::connection::closed;
use crate::gate::{Caller, admitted};
use crate::session::Who;

/// Events kept for a window that is slow; one that falls behind is broken off and asks for everything anew.
const KEPT: usize = 256;
/// A sign of life for proxies and for noticing windows that went away.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Browsers come back after this long, in milliseconds.
const OPENING: &str = "retry: 1000\n\n";

/// From the host to every window.
#[derive(Clone)]
pub(crate) struct Events(broadcast::Sender<Bytes>);

impl Events {
    /// No window listens yet.
    pub(crate) fn new() -> Self {
        Self(broadcast::Sender::new(KEPT))
    }

    /// Tells every window; called from the host's threads.
    pub(crate) fn tell(&self, event: &Event) {
        if self.0.receiver_count() == 0 {
            return;
        }
        match serde_json::to_string(event) {
            Ok(text) => drop(self.0.send(Bytes::from(format!("data: {text}\n\n")))), // fails when the last one left
            Err(error) => log::warn!("an event can't be written: {error}"),
        }
    }
}

/// Streams events until the window or the server goes.
pub(crate) async fn stream(
    Shared(state): Shared<Arc<State>>,
    Extension(caller): Extension<Caller>,
) -> Response<Body> {
    let (writer, body) = channel(16);
    let events = state.events.0.subscribe();
    tokio::spawn(forward(events, state, caller.who, writer));
    with(StatusCode::OK, &[(header::CONTENT_TYPE, "text/event-stream")], body)
}

async fn forward(mut events: broadcast::Receiver<Bytes>, state: Arc<State>, who: Who, writer: Writer) {
    let mut closing = state.closing.subscribe();
    let mut beat = tokio::time::interval(HEARTBEAT);
    let mut next = Bytes::from_static(OPENING.as_bytes());
    beat.tick().await;
    loop {
        if writer.send(Ok(next)).await.is_err() {
            return;
        }
        next = tokio::select! {
            event = events.recv() => match event {
                Ok(event) => event,
                Err(RecvError::Lagged(_) | RecvError::Closed) => return,
            },
            _ = beat.tick() => Bytes::from_static(b": alive\n\n"),
            () = closed(&mut closing) => return,
        };
        // A key that was revoked hears no more, not even of that.
        if admitted(&state, &who).await.is_none() {
            return;
        }
    }
}
