//! The same UI in a browser on this machine.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use cairn_api::host::{Error, Host as _};
use cairn_server::{Bound, Server};
use clap::Args;
use serde::Serialize;

use crate::context::Context;
use crate::out::note;
use crate::signals::Signals;
use crate::stop::{Done, refuse};

/// How long connections may take to end.
const PATIENCE: Duration = Duration::from_secs(4);

#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// Address on this machine [default: 127.0.0.1:8217, or the next port that is free]
    #[arg(long, value_name = "127.0.0.1:PORT")]
    listen: Option<SocketAddr>,
}

#[derive(Serialize)]
struct Started<'a> {
    url: &'a str,
    login: &'a str,
}

/// Serves until Ctrl-C.
pub(crate) fn run(cx: &mut Context, args: &ServeArgs) -> Done {
    if let Some(address) = args.listen.filter(|address| !address.ip().is_loopback()) {
        let message = format!("{address} can be reached from other machines");
        return Err(refuse(
            "request-invalid",
            message,
            "Use 127.0.0.1 or [::1]; from elsewhere, tunnel with ssh -L.",
        ));
    }
    cx.store()?;
    cx.host.local().keep_up();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| Error::io("the server's threads", error))?;
    let done = runtime.block_on(serve(cx, args));
    cx.host.jobs().cancel_all();
    cx.host.jobs().wait_all();
    runtime.shutdown_timeout(Duration::from_secs(1));
    done
}

async fn serve(cx: &mut Context, args: &ServeArgs) -> Done {
    let mut signals = Signals::new()?;
    let bound = match args.listen {
        Some(address) => Bound::exactly(address).await?,
        None => Bound::near(cairn_server::PORT).await?,
    };
    let host = Arc::clone(&cx.host);
    let server = Server::new(host, bound.port())?;
    cx.host.local().listen(server.listener());
    announce(cx, &bound.url(), &server.login_url(&bound))?;
    server.run(bound, async move { signals.next().await }, PATIENCE).await;
    Ok(())
}

fn announce(cx: &mut Context, url: &str, login: &str) -> Done {
    if cx.out.json {
        cx.out.document(&Started { url, login })?;
    } else {
        cx.out.line(&format!("Open this link in a browser on this machine; it works once:\n{login}"))?;
        note("Ctrl-C ends the server.");
    }
    cx.out.flush()
}
