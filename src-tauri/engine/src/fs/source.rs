//! Reading what a person logs: never blocking on a FIFO, never a device, and noticing changes underneath.

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::path::{Path, PathBuf};

use rustix::fs::{Advice, FsWord, Mode, OFlags};
use rustix::io::Errno;

use super::at::kind_of_mode;
use super::store_fs::FileKind;
use super::{SourceStat, show};
use crate::{Code, Error, Result};

/// File systems whose "regular files" are views into the kernel: proc, sysfs, debugfs, tracefs, securityfs.
const KERNEL_VIEWS: &[FsWord] = &[0x9fa0, 0x6265_6572, 0x6462_6720, 0x7472_6163, 0x7363_6673];

/// A regular file that is open for reading, with its identity at that moment.
#[derive(Debug)]
pub struct Source {
    path: PathBuf,
    file: File,
    stat: SourceStat,
}

impl Source {
    /// Opens a file to log it. With `follow` false a symbolic link at the end of the path is refused.
    ///
    /// Errors: `SourceMissing`, `SourceUnreadable` (also for everything that isn't a regular file),
    /// `SourceLink`.
    pub fn open(path: &Path, follow: bool) -> Result<Self> {
        let mut flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        if !follow {
            flags |= OFlags::NOFOLLOW;
        }
        let file = rustix::fs::open(path, flags, Mode::empty())
            .map(File::from)
            .map_err(|error| open_error(path, error, follow))?;
        let stat = regular(path, &file)?;
        // Only advice: a file system that ignores it reads just as well.
        let _ = rustix::fs::fadvise(&file, 0, None, Advice::Sequential);
        Ok(Self { path: path.to_owned(), file, stat })
    }

    /// The path it was opened by.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Identity and size when it was opened.
    pub fn stat(&self) -> &SourceStat {
        &self.stat
    }

    /// The descriptor, for reflinks.
    pub fn descriptor(&self) -> BorrowedFd<'_> {
        self.file.as_fd()
    }

    /// Reads on, as `read(2)`; 0 is the end. `SourceUnreadable` if the system refuses.
    pub fn read(&self, buffer: &mut [u8]) -> Result<usize> {
        rustix::io::retry_on_intr(|| rustix::io::read(&self.file, &mut *buffer))
            .map_err(|error| unreadable(&self.path, error.into()))
    }

    /// `SourceChanged` unless `read` bytes were the whole file and nothing touched it since it was opened.
    pub fn check_unchanged(&self, read: u64) -> Result<()> {
        let now = rustix::fs::fstat(&self.file).map_err(|error| unreadable(&self.path, error.into()))?;
        let now = SourceStat::from(&now);
        // The change time too: a rewrite that sets the modification time back is still a change.
        if now == self.stat && read == now.size { Ok(()) } else { Err(changed(&self.path)) }
    }
}

fn regular(path: &Path, file: &File) -> Result<SourceStat> {
    let stat = rustix::fs::fstat(file).map_err(|error| unreadable(path, error.into()))?;
    if kind_of_mode(stat.st_mode) != FileKind::File || is_kernel_view(file, stat.st_blocks as u64) {
        return Err(Error::new(Code::SourceUnreadable, format!("Not a regular file: {}", show(path)))
            .hint("Only files with bytes of their own can be logged. Leave this one out."));
    }
    Ok(SourceStat::from(&stat))
}

/// Kernel views own no blocks on a disk, so ordinary files are spared the question.
fn is_kernel_view(file: &File, blocks: u64) -> bool {
    blocks == 0
        && rustix::fs::fstatfs(file).is_ok_and(|found| KERNEL_VIEWS.contains(&(found.f_type & 0xffff_ffff)))
}

fn open_error(path: &Path, error: Errno, follow: bool) -> Error {
    match error {
        Errno::LOOP if !follow => Error::new(Code::SourceLink, format!("A symbolic link: {}", show(path)))
            .hint("Log what it points to, or let links be followed."),
        Errno::NOENT | Errno::NOTDIR | Errno::LOOP => {
            Error::new(Code::SourceMissing, format!("Not there: {}", show(path)))
                .hint("Check the path, or put the file back, then try again.")
        }
        Errno::NXIO | Errno::NODEV => {
            Error::new(Code::SourceUnreadable, format!("Not a regular file: {}", show(path)))
                .hint("Only files with bytes of their own can be logged. Leave this one out.")
        }
        _ => unreadable(path, error.into()),
    }
}

pub(super) fn unreadable(path: &Path, error: io::Error) -> Error {
    Error::new(Code::SourceUnreadable, format!("Can't be read: {}: {error}", show(path)))
        .hint("Check its permissions and its disk, or leave it out.")
        .source(error)
}

fn changed(path: &Path) -> Error {
    Error::new(Code::SourceChanged, format!("Changed while it was read: {}", show(path)))
        .hint("Wait until nothing writes to it, then log it again.")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::os::unix::net::UnixListener;
    use std::time::{Duration, Instant};

    fn code(path: &str) -> Code {
        Source::open(Path::new(path), true).unwrap_err().code()
    }

    #[test]
    fn only_regular_files_and_never_a_hang() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        rustix::fs::mknodat(
            rustix::fs::CWD,
            path("fifo"),
            rustix::fs::FileType::Fifo,
            Mode::RUSR | Mode::WUSR,
            0,
        )
        .unwrap();
        let _socket = UnixListener::bind(path("socket")).unwrap();
        let start = Instant::now();
        for odd in
            [&path("fifo"), &path("socket"), "/dev/zero", "/dev/urandom", "/proc/self/mem", "/proc/kmsg"]
        {
            assert_eq!(code(odd), Code::SourceUnreadable, "{odd}");
        }
        assert!(start.elapsed() < Duration::from_secs(1));
        assert_eq!(code(&path("none")), Code::SourceMissing);
        assert_eq!(code(folder.path().to_str().unwrap()), Code::SourceUnreadable);
        std::os::unix::fs::symlink("none", path("link")).unwrap();
        assert_eq!(Source::open(Path::new(&path("link")), false).unwrap_err().code(), Code::SourceLink);
    }

    #[test]
    fn a_change_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f");
        std::fs::write(&path, b"0123456789").unwrap();
        let source = Source::open(&path, true).unwrap();
        let mut buffer = [0; 64];
        assert_eq!(source.read(&mut buffer).unwrap(), 10);
        source.check_unchanged(10).unwrap();
        assert_eq!(source.check_unchanged(9).unwrap_err().code(), Code::SourceChanged);
        std::fs::write(&path, b"01234").unwrap();
        assert_eq!(source.check_unchanged(10).unwrap_err().code(), Code::SourceChanged);
    }
}
