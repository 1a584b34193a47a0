//! Listing what a person logs, without reading a byte of it and without writing anywhere.

use std::ffi::OsString;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use rustix::fs::Stat;
use rustix::io::Errno;

use super::at::kind_of_mode;
use super::store_fs::FileKind;
use super::walk_dir::Walker;
use super::{CancelToken, show};
use crate::{Code, Error, Result};

/// What happens at a symbolic link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Links {
    /// Followed, as the W&B SDK does (`os.walk(followlinks=True)`); loops end at the first repetition.
    #[default]
    Follow,
    /// Left out and reported.
    Skip,
    /// Ends the walk with `Code::SourceLink`.
    Fail,
}

/// How to walk.
#[derive(Debug, Clone, Default)]
pub struct WalkOptions {
    /// What happens at a symbolic link.
    pub links: Links,
    /// Device and inode of the store folder: reported as [`SkipReason::Store`], never entered.
    pub store: Option<(u64, u64)>,
}

/// Identity and size of a file at one moment; what the cache of unchanged files is keyed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct SourceStat {
    /// Device number.
    pub dev: u64,
    /// Inode number.
    pub ino: u64,
    /// Size in bytes.
    pub size: u64,
    /// Time of the last change of the bytes, nanoseconds since 1970.
    pub mtime_ns: i64,
    /// Time of the last change of the inode, nanoseconds since 1970.
    pub ctime_ns: i64,
}

impl From<&Stat> for SourceStat {
    #[allow(clippy::useless_conversion, clippy::unnecessary_cast)] // the field types differ by architecture
    fn from(stat: &Stat) -> Self {
        let ns = |seconds: i64, nanos: i64| seconds.saturating_mul(1_000_000_000).saturating_add(nanos);
        Self {
            dev: stat.st_dev as u64,
            ino: stat.st_ino as u64,
            size: stat.st_size as u64,
            mtime_ns: ns(stat.st_mtime as i64, stat.st_mtime_nsec as i64),
            ctime_ns: ns(stat.st_ctime as i64, stat.st_ctime_nsec as i64),
        }
    }
}

/// Why something isn't offered for logging.
#[derive(Debug)]
pub enum SkipReason {
    /// A named pipe.
    Fifo,
    /// A socket.
    Socket,
    /// A character or block device.
    Device,
    /// A symbolic link to nothing.
    DanglingLink,
    /// A folder that contains itself through links, or that links reach over and over.
    LinkLoop,
    /// A symbolic link, and links are left out.
    LinkSkipped,
    /// The system refuses to show it.
    Unreadable(io::Error),
    /// The name isn't UTF-8.
    NotUtf8,
    /// Deeper than a path in a manifest may be.
    TooDeep,
    /// The store itself.
    Store,
}

/// What the walk found.
#[derive(Debug)]
pub enum WalkKind {
    /// A regular file.
    File(SourceStat),
    /// Something that can't be logged; if it is a folder, nothing beneath it is visited.
    Skipped(SkipReason),
}

/// One thing that the walk found. Folders themselves aren't reported.
#[derive(Debug)]
pub struct WalkItem {
    /// The path below the root, its bytes untouched, `/` between the names.
    pub path: OsString,
    /// What it is.
    pub kind: WalkKind,
    /// Whether a symbolic link on the way leads out of the root.
    pub outside: bool,
}

/// Walks a folder and hands every file to `each`, in the byte order of the paths as long as nobody changes the
/// folder meanwhile. Holds one folder's names per level, never the whole tree. `each` may end it early.
///
/// Errors: `SourceMissing` or `SourceUnreadable` for the root itself, `SourceLink` with [`Links::Fail`],
/// `Cancelled`. What can't be read below the root is an item, not an error.
pub fn walk(
    root: &Path,
    options: &WalkOptions,
    cancel: &CancelToken,
    each: &mut dyn FnMut(WalkItem) -> ControlFlow<()>,
) -> Result<()> {
    let mut walker = Walker::open(root, options)?;
    loop {
        cancel.check()?;
        match walker.next_item()? {
            None => return Ok(()),
            Some(item) => {
                if each(item).is_break() {
                    return Ok(());
                }
            }
        }
    }
}

/// Looks at one dropped path: `Ok(None)` if it is a folder to [`walk`], else the item for the file itself,
/// with its last name as the path. A link that was dropped itself is always followed.
pub fn stat_source(path: &Path) -> Result<Option<WalkItem>> {
    let stat = rustix::fs::stat(path).map_err(|error| missing(path, error.into()))?;
    if kind_of_mode(stat.st_mode) == FileKind::Dir {
        return Ok(None);
    }
    let name = path.file_name().map_or_else(|| PathBuf::from(path).into_os_string(), OsString::from);
    let kind = match (name.to_str(), plain_kind(&stat)) {
        (None, _) => WalkKind::Skipped(SkipReason::NotUtf8),
        (Some(_), kind) => kind,
    };
    Ok(Some(WalkItem { path: name, kind, outside: false }))
}

/// A file, or the reason why it is none; folders and links are the caller's.
pub(super) fn plain_kind(stat: &Stat) -> WalkKind {
    use rustix::fs::FileType;
    match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => WalkKind::File(SourceStat::from(stat)),
        FileType::Fifo => WalkKind::Skipped(SkipReason::Fifo),
        FileType::Socket => WalkKind::Skipped(SkipReason::Socket),
        _ => WalkKind::Skipped(SkipReason::Device),
    }
}

pub(super) fn missing(path: &Path, error: io::Error) -> Error {
    match error.raw_os_error().map(Errno::from_raw_os_error) {
        Some(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) => {
            Error::new(Code::SourceMissing, format!("Not there: {}", show(path)))
                .hint("Check the path, or put it back, then try again.")
        }
        _ => super::source::unreadable(path, error),
    }
}
