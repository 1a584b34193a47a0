//! The socket: on this machine only.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use cairn_api::host::{Code, Error, Result};
use tokio::net::TcpListener;

/// Ports tried behind the wanted one.
const TRIED: u16 = 50;

/// A bound socket.
#[derive(Debug)]
pub struct Bound {
    pub(crate) listener: TcpListener,
    address: SocketAddr,
}

impl Bound {
    /// Binds this address. Errors: `request-invalid` when other machines could reach it; `io` when it is taken.
    pub async fn exactly(address: SocketAddr) -> Result<Self> {
        if !address.ip().is_loopback() {
            return Err(Error::new(
                Code::RequestInvalid,
                format!("{address} can be reached from other machines"),
            )
            .hint("Use 127.0.0.1 or [::1]."));
        }
        bind(address).await.map_err(|error| taken(address, error))
    }

    /// Binds `port` of 127.0.0.1, or the next that is free.
    pub async fn near(port: u16) -> Result<Self> {
        let at = |port| SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port);
        for port in (port..=port.saturating_add(TRIED)).chain(std::iter::once(0)) {
            if let Ok(bound) = bind(at(port)).await {
                return Ok(bound);
            }
        }
        Err(taken(at(port), io::ErrorKind::AddrInUse.into()))
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Address of the first page, with its slash.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }
}

async fn bind(address: SocketAddr) -> io::Result<Bound> {
    let listener = TcpListener::bind(address).await?;
    let address = listener.local_addr()?;
    Ok(Bound { listener, address })
}

fn taken(address: SocketAddr, error: io::Error) -> Error {
    Error::new(Code::Io, format!("Can't listen on {address}: {error}"))
        .hint("Give another port with --listen 127.0.0.1:PORT.")
        .source(error)
}
