//! What the store needs from a file system.

use std::ffi::OsString;
use std::io;
use std::os::fd::BorrowedFd;
use std::path::Path;

/// What a directory entry is. Links are never followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A regular file.
    File,
    /// A directory.
    Dir,
    /// A symbolic link.
    Link,
    /// Anything else: a FIFO, a socket, a device.
    Other,
}

/// A file's kind and length in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileMeta {
    /// What it is.
    pub kind: FileKind,
    /// Its length in bytes.
    pub len: u64,
}

/// One name in a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirItem {
    /// The name, without its folder.
    pub name: OsString,
    /// What it is.
    pub kind: FileKind,
}

/// The file operations of the store folder. Paths are relative to the store's root, or absolute under it;
/// `..` is refused and no symbolic link is followed. Errors are those of the operating system.
pub trait StoreFs: Send + Sync {
    /// Makes one directory, mode 0700. Fails if the name is taken.
    fn create_dir(&self, path: &Path) -> io::Result<()>;

    /// Makes a file for reading and writing, mode 0600 from birth. Fails if the name is taken.
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn StoreFile>>;

    /// Opens a file whose writes go to its end.
    fn open_append(&self, path: &Path) -> io::Result<Box<dyn StoreFile>>;

    /// Opens a file for reading.
    fn open_read(&self, path: &Path) -> io::Result<Box<dyn StoreFile>>;

    /// Makes the names in a directory durable.
    fn sync_dir(&self, path: &Path) -> io::Result<()>;

    /// Makes everything on the store's file system durable.
    fn sync_fs(&self) -> io::Result<()>;

    /// Renames; fails with `AlreadyExists` if the new name is taken.
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file's name.
    fn remove_file(&self, path: &Path) -> io::Result<()>;

    /// Removes an empty directory.
    fn remove_dir(&self, path: &Path) -> io::Result<()>;

    /// The names in a directory, in no order, without `.` and `..`.
    fn read_dir(&self, path: &Path) -> io::Result<Vec<DirItem>>;

    /// Kind and length, links not followed.
    fn metadata(&self, path: &Path) -> io::Result<FileMeta>;
}

/// An open file of the store.
pub trait StoreFile: Send + Sync {
    /// Reads at an offset; fewer bytes than asked for are possible, 0 is the end.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize>;

    /// Writes at the handle's position (the end, if opened for appending) and moves it; fewer bytes than
    /// given are possible.
    fn write(&self, bytes: &[u8]) -> io::Result<usize>;

    /// Makes the file's bytes durable. Its name is durable only after [`StoreFs::sync_dir`].
    fn sync(&self) -> io::Result<()>;

    /// Cuts or extends the file to `len` bytes.
    fn set_len(&self, len: u64) -> io::Result<()>;

    /// Kind and length.
    fn metadata(&self) -> io::Result<FileMeta>;

    /// Makes this file share the bytes of `source` where the file system can do that (FICLONE).
    fn reflink(&self, source: BorrowedFd<'_>) -> io::Result<()>;

    /// Takes the advisory lock for this handle alone, without waiting; false if another handle has it.
    fn try_lock(&self) -> io::Result<bool>;

    /// The descriptor, for reflinks out of the store; none where the file is not on a disk.
    fn descriptor(&self) -> Option<BorrowedFd<'_>>;

    /// Writes all of `bytes`, over as many short writes as it takes.
    fn write_all(&self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            match self.write(bytes)? {
                0 => return Err(io::ErrorKind::WriteZero.into()),
                written => bytes = bytes.get(written..).unwrap_or_default(),
            }
        }
        Ok(())
    }

    /// Reads until `buffer` is full or the file ends; returns the number of bytes.
    fn read_full_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let mut filled = 0;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.read_at(rest, offset + filled as u64)? {
                0 => break,
                read => filled += read,
            }
        }
        Ok(filled)
    }
}
