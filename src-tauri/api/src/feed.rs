//! The change feed: tells a host that the store changed, here or in another process.

use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Weak};
use std::time::Duration;

use cairn_engine::store::Store;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use crate::commands::Tag;
use crate::types::Event;

/// Changes that come together are told together.
const GATHER: Duration = Duration::from_millis(40);
/// Without a signal the store is asked this often: some file systems send none.
const ASK: Duration = Duration::from_secs(2);

/// Watches a store for as long as somebody else holds it, and tells `tell` of every change.
pub fn watch(store: &Arc<Store>, tell: impl Fn(Event) + Send + 'static) {
    let (sender, signals) = mpsc::sync_channel(16);
    let watcher = watch_folder(store.root(), move || {
        let _ = sender.try_send(()); // full means that a signal waits already
    });
    let weak = Arc::downgrade(store);
    let mut seen = store.revision().unwrap_or_default();
    let work = move || {
        let _watcher = watcher;
        loop {
            if matches!(signals.recv_timeout(ASK), Err(RecvTimeoutError::Disconnected)) {
                std::thread::sleep(ASK); // no watcher could be had: asking remains
            }
            std::thread::sleep(GATHER);
            while signals.try_recv().is_ok() {}
            match news(&weak, &mut seen) {
                News::Gone => return,
                News::Nothing => {}
                News::Changed(event) => tell(event),
            }
        }
    };
    if let Err(error) = std::thread::Builder::new().name("change-feed".into()).spawn(work) {
        log::warn!("no change feed: {error}");
    }
}

#[allow(clippy::large_enum_variant)] // lives for a moment
enum News {
    Gone,
    Nothing,
    Changed(Event),
}

fn news(store: &Weak<Store>, seen: &mut i64) -> News {
    let Some(store) = store.upgrade() else { return News::Gone };
    let Ok(revision) = store.revision() else { return News::Nothing };
    if revision == *seen {
        return News::Nothing;
    }
    let kinds = store.kinds_since(*seen).unwrap_or_default();
    *seen = revision;
    News::Changed(Event::Changed { revision, tags: tags(&kinds) })
}

/// Which cached answers operations of these kinds make stale.
fn tags(kinds: &[String]) -> Vec<String> {
    let narrow = |kind: &String| matches!(kind.as_str(), "alias" | "tag" | "describe" | "metadata");
    let of_runs = |kind: &String| matches!(kind.as_str(), "run" | "edge");
    let tags: &[Tag] = if kinds.iter().all(narrow) {
        &[Tag::Version, Tag::Versions, Tag::Collections, Tag::History]
    } else if kinds.iter().all(of_runs) {
        &[Tag::Runs, Tag::Lineage, Tag::Projects, Tag::History]
    } else {
        &[
            Tag::Store,
            Tag::Projects,
            Tag::Collections,
            Tag::Versions,
            Tag::Version,
            Tag::History,
            Tag::Trash,
            Tag::Runs,
            Tag::Lineage,
        ]
    };
    tags.iter().map(|tag| tag.as_str().to_owned()).collect()
}

fn watch_folder(root: &Path, signal: impl Fn() + Send + 'static) -> Option<RecommendedWatcher> {
    let relevant = |event: &notify::Event| {
        let database = |path: &std::path::PathBuf| {
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("store.db"))
        };
        event.need_rescan() || (!event.kind.is_access() && event.paths.iter().any(database))
    };
    let heard = move |event: notify::Result<notify::Event>| {
        if event.as_ref().map_or(true, relevant) {
            signal();
        }
    };
    let mut watcher = notify::recommended_watcher(heard).ok()?;
    watcher.watch(root, RecursiveMode::NonRecursive).ok()?;
    Some(watcher)
}
