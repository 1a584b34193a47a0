//! What is to be logged: every file with its name in the version, in path order.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::ignore_rules::IgnoreRules;
use super::{LogOptions, LogSource};
use crate::db::blob;
use crate::db::stat_cache::{self, StatKey};
use crate::fs::{self, Links, SkipReason, SourceStat, WalkItem, WalkKind, WalkOptions, show, show_bytes};
use crate::model::{BlobId, Digest, Md5, RelPath, collision_key};
use crate::progress::{Monitor, Progress, Step};
use crate::store::Store;
use crate::{Code, Error, Result};

/// A file to log.
#[derive(Debug, Clone)]
pub struct Item {
    /// Path in the version.
    pub path: RelPath,
    /// Number of the source it belongs to, and path below that; empty for a file given itself.
    source: u32,
    below: Option<Box<str>>,
    /// State of the file when it was listed.
    pub stat: SourceStat,
    /// What it contains, when the cache knows or it was read.
    pub digests: Option<(Digest, Md5)>,
}

/// Something that is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Path, with bytes that aren't UTF-8 shown as `\xFF`.
    pub path: String,
    /// Stable word: `ignored`, `fifo`, `socket`, `device`, `dangling-link`, `link-loop`, `link`, `unreadable`.
    pub reason: &'static str,
    /// More words.
    pub detail: String,
}

/// Every file that would be logged.
#[derive(Debug, Default)]
pub struct Listing {
    sources: Vec<PathBuf>,
    follow: bool,
    /// The files in path order.
    pub items: Vec<Item>,
    /// What is left out.
    pub skipped: Vec<Skipped>,
    /// Files reached through symbolic links that leave their folder, and their bytes.
    pub outside: (u64, u64),
}

/// Files changed this short before the listing may change again without a trace in their times.
const FRESH_NANOS: i64 = 2_000_000_000;
/// Blobs taken back into use in one transaction.
const REVIVED: usize = 20_000;
/// Progress is told after so many files.
const TELL: usize = 1000;

impl Listing {
    /// Number of bytes of all files.
    pub fn bytes(&self) -> u64 {
        self.items.iter().map(|item| item.stat.size).sum()
    }

    /// Where a file lies on disk.
    pub fn disk_path(&self, item: &Item) -> PathBuf {
        let source = &self.sources[item.source as usize];
        item.below.as_ref().map_or_else(|| source.clone(), |below| source.join(&**below))
    }

    /// Whether links at the end of a path are followed.
    pub(super) fn follows(&self) -> bool {
        self.follow
    }

    /// Paths that differ only by case or Unicode form, at most `limit`.
    pub fn case_clashes(&self, limit: usize) -> Vec<String> {
        let mut seen: HashMap<String, &RelPath> = HashMap::new();
        let mut clashes = Vec::new();
        for item in &self.items {
            if let Some(other) = seen.insert(collision_key(item.path.as_str()), &item.path) {
                clashes.push(format!("{other}, {}", item.path));
                if clashes.len() == limit {
                    break;
                }
            }
        }
        clashes
    }
}

impl Store {
    /// Walks the sources by the rules of what a log contains.
    ///
    /// Errors: `source-missing`, `source-unreadable`, `source-link`, `source-is-store`, `path-invalid`,
    /// `path-clash`, `request-invalid`, `cancelled`.
    pub fn list_sources(
        &self,
        sources: &[LogSource],
        options: &LogOptions,
        monitor: &Monitor<'_>,
    ) -> Result<Listing> {
        if sources.is_empty() {
            return Err(
                Error::new(Code::RequestInvalid, "Nothing was named to log").hint("Name a file or a folder.")
            );
        }
        let mut listing = Listing { follow: options.links != Links::Fail, ..Listing::default() };
        for source in sources {
            self.refuse_store(&source.path)?;
            listing.sources.push(source.path.clone());
            let mut walk = SourceWalk { listing: &mut listing, options, monitor, store: self.identity() };
            walk.source(source, sources.len() == 1)?;
        }
        listing.items.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        refuse_clashes(&listing.items)?;
        Ok(listing)
    }

    /// Asks the cache what unchanged files contain. Answers which items rely on a blob that is marked as unused: who is
    /// to keep it must [`Self::revive`] it.
    pub(super) fn recall(&self, listing: &mut Listing, options: &LogOptions) -> Result<Vec<(usize, BlobId)>> {
        if options.rehash {
            return Ok(Vec::new());
        }
        let fresh = self.now().saturating_mul(1_000_000).saturating_sub(FRESH_NANOS);
        let mut marked = Vec::new();
        self.database().snapshot(|connection| {
            for (at, item) in listing.items.iter_mut().enumerate().filter(|(_, item)| item.digests.is_none())
            {
                if item.stat.mtime_ns >= fresh || item.stat.ctime_ns >= fresh {
                    continue;
                }
                let Some(hit) = stat_cache::get(connection, &key(&item.stat))? else { continue };
                item.digests = Some((hit.sha256, hit.md5));
                if hit.marked {
                    marked.push((at, hit.blob));
                }
            }
            Ok(())
        })?;
        Ok(marked)
    }

    /// Takes blobs that were on their way out back into use, in the transaction that finds them still there; files whose
    /// blob is gone by now are read.
    pub(super) fn revive(&self, listing: &mut Listing, marked: &[(usize, BlobId)]) -> Result<()> {
        for part in marked.chunks(REVIVED) {
            self.write(|tx| {
                for (at, id) in part {
                    if !blob::revive(tx, *id)? {
                        listing.items[*at].digests = None;
                    }
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    /// A log of the store, of a folder around it or in it would swallow itself.
    fn refuse_store(&self, path: &Path) -> Result<()> {
        // Without links: a link may lead into the store, too.
        let real = |path: &Path| fs::real_path(path).unwrap_or_else(|_| path.to_owned());
        let lies_in = |path: &Path, folder: (u64, u64)| {
            real(path).ancestors().any(|above| fs::identity(above).is_ok_and(|id| id == folder))
        };
        let inside = lies_in(path, self.identity());
        let around = fs::identity(path).is_ok_and(|source| lies_in(self.root(), source));
        if inside || around { Err(swallows(path)) } else { Ok(()) }
    }
}

fn swallows(path: &Path) -> Error {
    Error::new(Code::SourceIsStore, format!("{} holds the store itself", show(path)))
        .hint("Log a folder outside of the store, or exclude the store with a pattern in a log of its parts.")
}

/// The cache's key for a file.
pub(super) fn key(stat: &SourceStat) -> StatKey {
    StatKey { device: stat.dev, inode: stat.ino, size: stat.size, mtime: stat.mtime_ns, ctime: stat.ctime_ns }
}

struct SourceWalk<'a> {
    listing: &'a mut Listing,
    options: &'a LogOptions,
    monitor: &'a Monitor<'a>,
    store: (u64, u64),
}

impl SourceWalk<'_> {
    fn source(&mut self, source: &LogSource, alone: bool) -> Result<()> {
        match fs::stat_source(&source.path)? {
            Some(item) => self.file(source, item),
            None => self.folder(source, alone),
        }
    }

    fn file(&mut self, source: &LogSource, item: WalkItem) -> Result<()> {
        let path = match &source.name {
            Some(name) => RelPath::parse(name)?,
            None => RelPath::from_os(&item.path)?,
        };
        match item.kind {
            WalkKind::File(stat) => self.add(path, None, stat, false),
            WalkKind::Skipped(reason) => self.skip(show(&source.path), &reason)?,
        }
        Ok(())
    }

    fn folder(&mut self, source: &LogSource, alone: bool) -> Result<()> {
        let prefix = match (&source.name, alone) {
            (Some(name), _) => Some(RelPath::parse(name)?),
            (None, true) => None,
            (None, false) => Some(RelPath::from_os(&folder_name(&source.path))?),
        };
        let rules = IgnoreRules::read(&source.path, &self.options.exclude)?;
        let walk = WalkOptions { links: self.options.links, store: Some(self.store) };
        let mut failure = None;
        let (path, cancel) = (source.path.clone(), self.monitor.cancel.clone());
        fs::walk(&path, &walk, &cancel, &mut |item| match self.item(item, prefix.as_ref(), &rules, &path) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failure = Some(error);
                ControlFlow::Break(())
            }
        })?;
        failure.map_or(Ok(()), Err)
    }

    fn item(
        &mut self,
        item: WalkItem,
        prefix: Option<&RelPath>,
        rules: &IgnoreRules,
        root: &Path,
    ) -> Result<()> {
        let Some(below) = item.path.to_str() else {
            let reason = SkipReason::NotUtf8;
            return self.skip(show_bytes(item.path.as_encoded_bytes()), &reason);
        };
        if rules.leaves_out(below) {
            self.listing.skipped.push(Skipped {
                path: below.to_owned(),
                reason: "ignored",
                detail: String::new(),
            });
            return Ok(());
        }
        match item.kind {
            WalkKind::Skipped(SkipReason::Store) => Err(swallows(root)),
            WalkKind::Skipped(reason) => self.skip(show_bytes(below.as_bytes()), &reason),
            WalkKind::File(stat) => {
                let path = match prefix {
                    Some(prefix) => RelPath::parse(&format!("{prefix}/{below}"))?,
                    None => RelPath::parse(below)?,
                };
                self.add(path, Some(below.into()), stat, item.outside);
                self.tell()
            }
        }
    }

    fn add(&mut self, path: RelPath, below: Option<Box<str>>, stat: SourceStat, outside: bool) {
        let source = (self.listing.sources.len() - 1) as u32;
        if outside {
            self.listing.outside.0 += 1;
            self.listing.outside.1 += stat.size;
        }
        self.listing.items.push(Item { path, source, below, stat, digests: None });
    }

    fn tell(&self) -> Result<()> {
        let items = self.listing.items.len();
        if !items.is_multiple_of(TELL) {
            return Ok(());
        }
        self.monitor.step(Progress { step: Step::Listing, items: items as u64, ..Progress::default() })
    }

    /// Notes what is left out; an unreadable file and a name that isn't UTF-8 fail the log unless it may skip them.
    fn skip(&mut self, path: String, reason: &SkipReason) -> Result<()> {
        let (word, detail) = words(reason);
        let fails = matches!(reason, SkipReason::Unreadable(_) | SkipReason::NotUtf8 | SkipReason::TooDeep);
        if fails && !self.options.skip_unreadable {
            let code = if word == "unreadable" { Code::SourceUnreadable } else { Code::PathInvalid };
            return Err(Error::new(code, format!("{path} can't be logged: {detail}"))
                .hint("Mend or exclude it, or leave such files out (--unreadable skip)."));
        }
        self.listing.skipped.push(Skipped { path, reason: word, detail });
        Ok(())
    }
}

fn words(reason: &SkipReason) -> (&'static str, String) {
    match reason {
        SkipReason::Fifo => ("fifo", "not a regular file".into()),
        SkipReason::Socket => ("socket", "not a regular file".into()),
        SkipReason::Device => ("device", "not a regular file".into()),
        SkipReason::DanglingLink => ("dangling-link", "the link leads nowhere".into()),
        SkipReason::LinkLoop => {
            ("link-loop", "the link leads back to a folder that is logged already".into())
        }
        SkipReason::LinkSkipped => ("link", "symbolic links are left out".into()),
        SkipReason::Unreadable(error) => ("unreadable", error.to_string()),
        SkipReason::NotUtf8 => ("not-utf8", "its name isn't UTF-8".into()),
        SkipReason::TooDeep => ("too-deep", "it lies deeper than a path may be".into()),
        SkipReason::Store => ("store", "it is the store itself".into()),
    }
}

fn folder_name(path: &Path) -> std::ffi::OsString {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    absolute.file_name().map_or_else(|| "root".into(), std::ffi::OsStr::to_owned)
}

fn refuse_clashes(items: &[Item]) -> Result<()> {
    match items.windows(2).find(|pair| pair[0].path == pair[1].path) {
        None => Ok(()),
        Some(pair) => {
            Err(Error::new(Code::PathClash, format!("Two of the sources give the path {}", pair[0].path))
                .hint("Name one of them with PATH=NAME."))
        }
    }
}
