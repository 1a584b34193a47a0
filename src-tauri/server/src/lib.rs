//! The loopback server: the same commands and the same UI for a browser on this machine.
//!
//! **Only its owner gets in.** Every request passes the gates of [`gate`](self) in one order: cap of connections,
//! `Host`, `Origin`, `Sec-Fetch-Site`, session, content type, size of the body. [`ROUTES`] is the one table of
//! routes; a path that isn't in it is gated too. Refusals have fixed bodies that repeat nothing of the request.
//! A GET changes nothing but the one-time login, and no answer has CORS headers. Whoever comes with a key of the store
//! has its role, and is refused what only the owner at the machine may do.

mod answer;
mod body;
mod connection;
mod content;
mod events;
mod files;
mod gate;
mod listen;
mod routes;
mod rpc;
mod session;
mod sign_in;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use cairn_api::host::{Host, Result};
use cairn_api::local::Listener;
use tokio::sync::watch;

pub use listen::Bound;
pub use routes::{Access, ROUTES, Route};

use events::Events;
use session::Sessions;

/// Port of `cairnctl serve` when nobody names one.
pub const PORT: u16 = 8217;
/// Largest body of a request, in bytes: metadata and long lists of paths fit.
pub const BODY_LIMIT: usize = 16 << 20;

/// What the handlers share.
pub(crate) struct State {
    pub(crate) host: Arc<dyn Host>,
    pub(crate) port: u16,
    pub(crate) sessions: Sessions,
    pub(crate) events: Events,
    pub(crate) closing: watch::Sender<bool>,
}

/// The server of one host, for one port.
pub struct Server {
    state: Arc<State>,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("port", &self.state.port).finish_non_exhaustive()
    }
}

impl Server {
    /// A server that runs the commands of `host` and answers for `port` alone. Makes a session of its own.
    pub fn new(host: Arc<dyn Host>, port: u16) -> Result<Self> {
        let sessions = Sessions::new(port)?;
        let state = State { host, port, sessions, events: Events::new(), closing: watch::Sender::new(false) };
        Ok(Self { state: Arc::new(state) })
    }

    /// Hears of the host's events and tells the windows; give it to the host.
    pub fn listener(&self) -> Listener {
        let events = self.state.events.clone();
        Arc::new(move |event| events.tell(event))
    }

    /// Address that signs a browser in, once.
    pub fn login_url(&self, bound: &Bound) -> String {
        format!("{}login/{}", bound.url(), self.state.sessions.login_token())
    }

    /// The session's secret, for programs: `Authorization: Bearer …`.
    pub fn session_token(&self) -> &str {
        self.state.sessions.token()
    }

    /// Every route behind its gates, without a socket.
    pub fn router(&self) -> Router {
        routes::router(&self.state)
    }

    /// Serves until `stop`, then gives the connections `patience` to end.
    pub async fn run(self, bound: Bound, stop: impl Future<Output = ()>, patience: Duration) {
        connection::run(bound, self.router(), &self.state.closing, stop, patience).await;
    }
}
