//! The accept loop: caps, time limits, an orderly end.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use crate::listen::Bound;

/// Connections at a time; more wait to be accepted.
const CONNECTIONS: usize = 600;
/// Time for the head of a request, and between requests of a connection.
const HEAD: Duration = Duration::from_secs(10);
/// Bytes of a head: request line and headers.
const HEAD_SIZE: usize = 32 << 10;
/// Rest after a failed accept: the machine is out of descriptors.
const REST: Duration = Duration::from_millis(50);

/// Accepts connections until `stop`, then gives them `patience` to end.
pub(crate) async fn run(
    bound: Bound,
    router: Router,
    closing: &watch::Sender<bool>,
    stop: impl Future<Output = ()>,
    patience: Duration,
) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let mut connections = JoinSet::new();
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&bound, &room) => accepted,
            Some(_) = connections.join_next() => continue,
        };
        let Some((stream, permit)) = accepted else { continue };
        let (router, closing) = (router.clone(), closing.subscribe());
        connections.spawn(async move {
            serve(stream, router, closing).await;
            drop(permit);
        });
    }
    drop(bound);
    closing.send_replace(true);
    let ended = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(patience, ended).await.is_err() {
        log::warn!("some connections were broken off");
    }
}

async fn accept(
    bound: &Bound,
    room: &Arc<Semaphore>,
) -> Option<(TcpStream, tokio::sync::OwnedSemaphorePermit)> {
    let permit = Arc::clone(room).acquire_owned().await.ok()?;
    match bound.listener.accept().await {
        Ok((stream, _)) => Some((stream, permit)),
        Err(error) => {
            log::warn!("a connection can't be accepted: {error}");
            tokio::time::sleep(REST).await;
            None
        }
    }
}

async fn serve(stream: TcpStream, router: Router, mut closing: watch::Receiver<bool>) {
    let _ = stream.set_nodelay(true); // only makes it faster
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(HEAD_SIZE);
    let connection = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let mut connection = pin!(connection);
    let served = tokio::select! {
        served = connection.as_mut() => served,
        () = closed(&mut closing) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = served {
        log::debug!("a connection ended: {error}");
    }
}

/// Waits until the server closes.
pub(crate) async fn closed(closing: &mut watch::Receiver<bool>) {
    let _ = closing.wait_for(|closing| *closing).await; // an error: the server is gone already
}
