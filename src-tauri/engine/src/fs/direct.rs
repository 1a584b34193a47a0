//! Writing around the page cache: for large files the cache costs more than the disk does, and pushes out what
//! other programs keep there.

use std::fs::File;
use std::io;

use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::io::{Errno, retry_on_intr};

use super::store_fs::StoreFile;

/// Addresses and lengths of bytes that go around the cache are multiples of this: the largest block of the disks
/// and file systems in use (`open(2)` on `O_DIRECT`).
const ALIGN: usize = 4096;

/// A file that is written from its beginning to its end.
pub trait Sequential {
    /// Writes at the file's position and moves it; fewer bytes than given are possible.
    fn write_some(&self, bytes: &[u8]) -> io::Result<usize>;

    /// Whether writes go around the page cache from now on; an error where they can't.
    fn set_direct(&self, is_direct: bool) -> io::Result<()>;
}

impl Sequential for dyn StoreFile + '_ {
    fn write_some(&self, bytes: &[u8]) -> io::Result<usize> {
        self.write(bytes)
    }

    fn set_direct(&self, is_direct: bool) -> io::Result<()> {
        match self.descriptor() {
            Some(file) => Ok(set_direct(file, is_direct)?),
            None => Err(io::ErrorKind::Unsupported.into()),
        }
    }
}

impl Sequential for File {
    fn write_some(&self, bytes: &[u8]) -> io::Result<usize> {
        Ok(retry_on_intr(|| rustix::io::write(self, bytes))?)
    }

    fn set_direct(&self, is_direct: bool) -> io::Result<()> {
        Ok(set_direct(self, is_direct)?)
    }
}

fn set_direct(file: impl std::os::fd::AsFd, is_direct: bool) -> rustix::io::Result<()> {
    let mut flags = fcntl_getfl(&file)?;
    flags.set(OFlags::DIRECT, is_direct);
    fcntl_setfl(file, flags)
}

/// Writes pieces around the cache, and through it what can't go that way: a piece that isn't a multiple of
/// 4 KiB and all after it, or everything where the file system has no other way. Dropped, it leaves the file
/// as others are.
pub struct DirectWriter<'f, F: Sequential + ?Sized> {
    file: &'f F,
    is_direct: bool,
}

impl<'f, F: Sequential + ?Sized> DirectWriter<'f, F> {
    /// For a file that nothing has been written to.
    pub fn new(file: &'f F) -> Self {
        Self { file, is_direct: file.set_direct(true).is_ok() }
    }

    /// Whether the last bytes went around the cache.
    pub fn is_direct(&self) -> bool {
        self.is_direct
    }

    /// Writes all of `bytes` after what was written before.
    pub fn write_all(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            if self.is_direct && !is_aligned(bytes) {
                self.leave()?;
            }
            match self.file.write_some(bytes) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
                // Some file systems take the flag, but not the write.
                Err(error) if self.is_direct && is_refusal(&error) => self.leave()?,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn leave(&mut self) -> io::Result<()> {
        self.is_direct = false;
        self.file.set_direct(false)
    }
}

impl<F: Sequential + ?Sized> Drop for DirectWriter<'_, F> {
    fn drop(&mut self) {
        if self.is_direct {
            // Nothing is lost if it can't be: whoever writes unaligned bytes then is told so.
            let _ = self.leave();
        }
    }
}

fn is_refusal(error: &io::Error) -> bool {
    matches!(Errno::from_io_error(error), Some(Errno::INVAL | Errno::OPNOTSUPP))
}

fn is_aligned(bytes: &[u8]) -> bool {
    bytes.as_ptr().addr().is_multiple_of(ALIGN) && bytes.len().is_multiple_of(ALIGN)
}

/// A buffer that may go around the cache.
#[derive(Default)]
pub struct AlignedBuffer {
    bytes: Vec<u8>,
    start: usize,
    len: usize,
}

impl AlignedBuffer {
    /// `len` zero bytes.
    pub fn new(len: usize) -> Self {
        let bytes = vec![0_u8; len + ALIGN];
        let start = bytes.as_ptr().align_offset(ALIGN);
        Self { bytes, start, len }
    }

    /// Whether it holds nothing, as a default one.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The bytes, for reading.
    pub fn bytes(&self) -> &[u8] {
        self.bytes.get(self.start..self.start + self.len).unwrap_or_default()
    }

    /// The bytes, for writing.
    pub fn bytes_mut(&mut self) -> &mut [u8] {
        self.bytes.get_mut(self.start..self.start + self.len).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::cell::{Cell, RefCell};

    /// A file system with its own mind: it takes so many bytes at once, and may refuse to go around the cache.
    struct Odd {
        written: RefCell<Vec<u8>>,
        at_once: usize,
        refuses_writes: bool,
        is_direct: Cell<bool>,
        direct_bytes: Cell<usize>,
    }

    impl Sequential for Odd {
        fn write_some(&self, bytes: &[u8]) -> io::Result<usize> {
            let offset = self.written.borrow().len();
            if self.is_direct.get()
                && (self.refuses_writes || !offset.is_multiple_of(ALIGN) || !is_aligned(bytes))
            {
                return Err(Errno::INVAL.into());
            }
            let count = bytes.len().min(self.at_once);
            self.written.borrow_mut().extend_from_slice(&bytes[..count]);
            if self.is_direct.get() {
                self.direct_bytes.set(self.direct_bytes.get() + count);
            }
            Ok(count)
        }

        fn set_direct(&self, is_direct: bool) -> io::Result<()> {
            self.is_direct.set(is_direct);
            Ok(())
        }
    }

    fn pieces(len: usize) -> AlignedBuffer {
        let mut buffer = AlignedBuffer::new(len);
        buffer.bytes_mut().iter_mut().enumerate().for_each(|(index, byte)| *byte = (index / 7) as u8);
        buffer
    }

    #[test]
    fn every_file_system_gets_every_byte() {
        let buffer = pieces(5 * ALIGN + 100);
        let (whole, tail) = buffer.bytes().split_at(4 * ALIGN);
        for (at_once, refuses_writes, direct_bytes) in [
            (usize::MAX, false, 4 * ALIGN),
            (1000, false, 1000),
            (ALIGN, false, 4 * ALIGN),
            (usize::MAX, true, 0),
        ] {
            let file = Odd {
                written: RefCell::default(),
                at_once,
                refuses_writes,
                is_direct: Cell::new(false),
                direct_bytes: Cell::new(0),
            };
            let mut writer = DirectWriter::new(&file);
            writer.write_all(whole).unwrap();
            writer.write_all(tail).unwrap();
            drop(writer);
            assert_eq!(*file.written.borrow(), buffer.bytes());
            assert_eq!((file.direct_bytes.get(), file.is_direct.get()), (direct_bytes, false));
        }
    }

    #[test]
    fn a_real_file_holds_what_was_written() {
        let mut file = tempfile::tempfile().unwrap();
        let buffer = pieces(3 * ALIGN + 1);
        let mut writer = DirectWriter::new(&file);
        let (whole, tail) = buffer.bytes().split_at(2 * ALIGN);
        writer.write_all(whole).unwrap();
        writer.write_all(tail).unwrap();
        drop(writer);
        assert!(!fcntl_getfl(&file).unwrap().contains(OFlags::DIRECT));
        let mut read = Vec::new();
        io::Seek::rewind(&mut file).unwrap();
        io::Read::read_to_end(&mut file, &mut read).unwrap();
        assert_eq!(read, buffer.bytes());
    }
}
