//! The walk's inside: a stack of open folders.

use std::collections::HashMap;
use std::ffi::{CStr, CString, OsStr, OsString};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, Dir, Mode, OFlags, Stat};
use rustix::io::Errno;

use super::at::{entry_kind, kind_of_mode};
use super::show;
use super::store_fs::FileKind;
use super::walk::{Links, SkipReason, WalkItem, WalkKind, WalkOptions, missing, plain_kind};
use crate::{Code, Error, Result};

/// As deep as a manifest's paths may be; also bounds the open descriptors.
const MAX_DEPTH: usize = 256;

/// How often one folder may be entered below followed links. Folders that link to each other in a circle have
/// as many paths as there are orders of them; somebody who links to one data set from a hundred places is real.
const MAX_ENTRIES_BY_LINK: u32 = 128;

type Id = (u64, u64);

struct Level {
    dir: OwnedFd,
    id: Id,
    /// Names still to come, last first, so that `pop` gives them in order. The kind only sorted them: by the
    /// time a name's turn comes it may be something else, so it is asked again.
    names: Vec<(CString, FileKind)>,
    /// Length of the path up to and including this folder's slash.
    prefix: usize,
    outside: bool,
    below_link: bool,
}

pub(super) struct Walker<'o> {
    options: &'o WalkOptions,
    root: PathBuf,
    /// The root as the kernel names it; unknown without `/proc`, then every link counts as leaving.
    real_root: Option<PathBuf>,
    path: Vec<u8>,
    levels: Vec<Level>,
    entered_by_link: HashMap<Id, u32>,
}

enum Step {
    Emit(WalkKind, bool),
    Enter(Box<Level>),
}

impl<'o> Walker<'o> {
    pub(super) fn open(root: &Path, options: &'o WalkOptions) -> Result<Self> {
        let failed = |error: Errno| missing(root, error.into());
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let dir = rustix::fs::open(root, flags, Mode::empty()).map_err(failed)?;
        let stat = rustix::fs::fstat(&dir).map_err(failed)?;
        if options.store == Some(id_of(&stat)) {
            return Err(Error::new(Code::SourceIsStore, format!("The store itself: {}", show(root)))
                .hint("Choose the folder with your own files instead."));
        }
        let real_root = real_path(dir.as_fd());
        let names = sorted_names(dir.as_fd()).map_err(failed)?;
        let level = Level { id: id_of(&stat), dir, names, prefix: 0, outside: false, below_link: false };
        Ok(Self {
            options,
            root: root.to_owned(),
            real_root,
            path: Vec::new(),
            levels: vec![level],
            entered_by_link: HashMap::new(),
        })
    }

    pub(super) fn next_item(&mut self) -> Result<Option<WalkItem>> {
        loop {
            let Some(level) = self.levels.last_mut() else { return Ok(None) };
            let prefix = level.prefix;
            let Some((name, _)) = level.names.pop() else {
                self.levels.pop();
                continue;
            };
            self.path.truncate(prefix);
            self.path.extend_from_slice(name.to_bytes());
            match self.step(&name)? {
                Step::Emit(kind, outside) => {
                    return Ok(Some(WalkItem { path: OsString::from_vec(self.path.clone()), kind, outside }));
                }
                Step::Enter(mut level) => {
                    self.path.push(b'/');
                    level.prefix = self.path.len();
                    self.levels.push(*level);
                }
            }
        }
    }

    fn step(&mut self, name: &CStr) -> Result<Step> {
        let Some(here) = self.levels.last() else { return Err(Error::internal("The walk lost its folder")) };
        let outside = here.outside;
        let skip = |reason| Ok(Step::Emit(WalkKind::Skipped(reason), outside));
        if name.to_str().is_err() {
            return skip(SkipReason::NotUtf8);
        }
        let stat = match rustix::fs::statat(&here.dir, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => stat,
            Err(error) => return skip(SkipReason::Unreadable(error.into())),
        };
        match kind_of_mode(stat.st_mode) {
            FileKind::Link => self.link(name),
            FileKind::Dir => Ok(self.enter(name, false, outside)),
            FileKind::File | FileKind::Other => Ok(Step::Emit(plain_kind(&stat), outside)),
        }
    }

    fn link(&mut self, name: &CStr) -> Result<Step> {
        let Some(here) = self.levels.last() else { return Err(Error::internal("The walk lost its folder")) };
        match self.options.links {
            Links::Follow => {}
            Links::Skip => return Ok(Step::Emit(WalkKind::Skipped(SkipReason::LinkSkipped), here.outside)),
            Links::Fail => return Err(self.link_refused()),
        }
        let emit = |reason, outside| Ok(Step::Emit(WalkKind::Skipped(reason), outside));
        let flags = OFlags::PATH | OFlags::CLOEXEC;
        let target = match rustix::fs::openat(&here.dir, name, flags, Mode::empty()) {
            Ok(target) => target,
            Err(Errno::NOENT | Errno::NOTDIR) => return emit(SkipReason::DanglingLink, here.outside),
            Err(Errno::LOOP) => return emit(SkipReason::LinkLoop, here.outside),
            Err(error) => return emit(SkipReason::Unreadable(error.into()), here.outside),
        };
        let outside = self.leaves_root(target.as_fd());
        match rustix::fs::fstat(&target) {
            Ok(stat) if kind_of_mode(stat.st_mode) == FileKind::Dir => Ok(self.enter(name, true, outside)),
            Ok(stat) => Ok(Step::Emit(plain_kind(&stat), outside)),
            Err(error) => emit(SkipReason::Unreadable(error.into()), outside),
        }
    }

    fn enter(&mut self, name: &CStr, by_link: bool, outside: bool) -> Step {
        match self.open_level(name, by_link, outside) {
            Ok(level) => Step::Enter(Box::new(level)),
            Err(reason) => Step::Emit(WalkKind::Skipped(reason), outside),
        }
    }

    fn open_level(&mut self, name: &CStr, by_link: bool, outside: bool) -> Result<Level, SkipReason> {
        let unreadable = |error: Errno| SkipReason::Unreadable(error.into());
        let Some(here) = self.levels.last() else { return Err(SkipReason::TooDeep) };
        if self.levels.len() >= MAX_DEPTH {
            return Err(SkipReason::TooDeep);
        }
        let follow = if by_link { OFlags::empty() } else { OFlags::NOFOLLOW };
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC | follow;
        let dir = rustix::fs::openat(&here.dir, name, flags, Mode::empty()).map_err(unreadable)?;
        let id = id_of(&rustix::fs::fstat(&dir).map_err(unreadable)?);
        let below_link = by_link || here.below_link;
        self.admit(id, below_link)?;
        let names = sorted_names(dir.as_fd()).map_err(unreadable)?;
        Ok(Level { dir, id, names, prefix: 0, outside, below_link })
    }

    /// Cuts loops: a folder is never entered below itself, whether through a link or a bind mount.
    fn admit(&mut self, id: Id, below_link: bool) -> Result<(), SkipReason> {
        if self.options.store == Some(id) {
            return Err(SkipReason::Store);
        }
        if self.levels.iter().any(|level| level.id == id) {
            return Err(SkipReason::LinkLoop);
        }
        if below_link {
            let entered = self.entered_by_link.entry(id).or_default();
            *entered += 1;
            if *entered > MAX_ENTRIES_BY_LINK {
                return Err(SkipReason::LinkLoop);
            }
        }
        Ok(())
    }

    fn leaves_root(&self, target: BorrowedFd<'_>) -> bool {
        match (&self.real_root, real_path(target)) {
            (Some(root), Some(target)) => !target.starts_with(root),
            _ => true,
        }
    }

    fn link_refused(&self) -> Error {
        let path = self.root.join(OsStr::from_bytes(&self.path));
        Error::new(Code::SourceLink, format!("A symbolic link: {}", show(path)))
            .hint("Remove the link, or let links be followed or left out.")
    }
}

fn id_of(stat: &Stat) -> Id {
    (stat.st_dev, stat.st_ino)
}

/// The kernel's own name for an open file.
fn real_path(file: BorrowedFd<'_>) -> Option<PathBuf> {
    use std::os::fd::AsRawFd as _;
    let link = format!("/proc/self/fd/{}", file.as_raw_fd());
    let path = rustix::fs::readlink(link, Vec::new()).ok()?;
    Some(PathBuf::from(OsString::from_vec(path.into_bytes())))
}

/// A folder's names, the last first, in the order their full paths have: a folder sorts as if it ended in `/`.
fn sorted_names(dir: BorrowedFd<'_>) -> rustix::io::Result<Vec<(CString, FileKind)>> {
    let mut names = Vec::new();
    for entry in Dir::read_from(dir)? {
        let entry = entry?;
        let name = entry.file_name();
        if name.to_bytes() != b"." && name.to_bytes() != b".." {
            // What vanished since is found out when its turn comes.
            let kind = entry_kind(dir, &entry).unwrap_or(FileKind::Other);
            names.push((name.to_owned(), sorting_kind(dir, name, kind)));
        }
    }
    names.sort_unstable_by(|one, two| sort_key(two).cmp(sort_key(one)));
    Ok(names)
}

/// A link to a folder sorts as a folder.
fn sorting_kind(dir: BorrowedFd<'_>, name: &CStr, kind: FileKind) -> FileKind {
    if kind != FileKind::Link {
        return kind;
    }
    rustix::fs::statat(dir, name, AtFlags::empty()).map_or(kind, |stat| kind_of_mode(stat.st_mode))
}

fn sort_key((name, kind): &(CString, FileKind)) -> impl Iterator<Item = &u8> {
    let slash: &[u8] = if *kind == FileKind::Dir { b"/" } else { b"" };
    name.to_bytes().iter().chain(slash)
}

#[cfg(test)]
#[path = "walk_tests.rs"]
mod tests;
