//! The worker's side of the conversation, and bytes by range.

use std::cell::RefCell;
use std::fmt;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Seek, SeekFrom, Write};

use cairn_preview::protocol::{Frame, MAX_RANGE, READ_ERROR, Request};

/// The longest request line, in bytes; a name is at most 255.
const MAX_REQUEST: u64 = 64 << 10;

/// Bytes fetched at a time by a [`Cursor`].
const CURSOR_CHUNK: u32 = 256 << 10;

/// Why a file is not shown as asked.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The bytes are not what they claim to be, or too much; a sentence for the user.
    Unreadable(String),
    /// The host gives no bytes.
    Io(io::Error),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(reason) => f.write_str(reason),
            Self::Io(error) => write!(f, "The file cannot be read: {error}."),
        }
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Says that the bytes are not what they claim to be.
pub(crate) fn unreadable<T>(reason: impl Into<String>) -> Result<T, Trouble> {
    Err(Trouble::Unreadable(reason.into()))
}

/// Gives ranges of the file.
pub(crate) trait Ranges {
    /// At most `len` bytes from `offset` on; fewer at the end of the file.
    fn range(&self, offset: u64, len: u32) -> io::Result<Vec<u8>>;
}

/// Standard input and output.
pub(crate) struct Channel {
    input: RefCell<BufReader<io::StdinLock<'static>>>,
    output: RefCell<io::StdoutLock<'static>>,
}

impl Channel {
    /// The channel to the host.
    pub(crate) fn standard() -> Self {
        let input = BufReader::with_capacity(MAX_RANGE as usize / 4, io::stdin().lock());
        Self { input: RefCell::new(input), output: RefCell::new(io::stdout().lock()) }
    }

    /// Reads the request.
    pub(crate) fn request(&self) -> io::Result<Request> {
        let mut line = Vec::new();
        (&mut *self.input.borrow_mut()).take(MAX_REQUEST).read_until(b'\n', &mut line)?;
        Ok(serde_json::from_slice(&line)?)
    }

    /// Writes a frame.
    pub(crate) fn send(&self, frame: &Frame) -> io::Result<()> {
        let mut line = serde_json::to_vec(frame)?;
        line.push(b'\n');
        let mut output = self.output.borrow_mut();
        output.write_all(&line)?;
        output.flush()
    }
}

impl Ranges for Channel {
    fn range(&self, offset: u64, len: u32) -> io::Result<Vec<u8>> {
        self.send(&Frame::Read { offset, len })?;
        let mut input = self.input.borrow_mut();
        let mut header = [0; 4];
        input.read_exact(&mut header)?;
        let given = u32::from_le_bytes(header);
        if given == READ_ERROR {
            return Err(io::Error::other("the host could not read it"));
        }
        if given > len {
            return Err(io::Error::new(ErrorKind::InvalidData, "the host gave more than was asked for"));
        }
        let mut bytes = vec![0; given as usize];
        input.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

/// The file to be shown.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    ranges: &'a dyn Ranges,
    size: u64,
}

impl<'a> Source<'a> {
    /// A file of `size` bytes.
    pub(crate) fn new(ranges: &'a dyn Ranges, size: u64) -> Self {
        Self { ranges, size }
    }

    /// Bytes in the file.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// The bytes from `offset` on, at most `len`; fewer at the end of the file.
    pub(crate) fn window(&self, offset: u64, len: u64) -> Result<Vec<u8>, Trouble> {
        let end = offset.saturating_add(len).min(self.size);
        let mut bytes = Vec::with_capacity(end.saturating_sub(offset) as usize);
        while offset + (bytes.len() as u64) < end {
            let at = offset + bytes.len() as u64;
            let part = self.ranges.range(at, (end - at).min(u64::from(MAX_RANGE)) as u32)?;
            if part.is_empty() {
                break;
            }
            bytes.extend_from_slice(&part);
        }
        Ok(bytes)
    }

    /// Exactly `len` bytes from `offset` on.
    pub(crate) fn exact(&self, offset: u64, len: u64) -> Result<Vec<u8>, Trouble> {
        let bytes = self.window(offset, len)?;
        if bytes.len() as u64 == len {
            return Ok(bytes);
        }
        unreadable(format!("The file ends too early: it has {} bytes and says there are more.", self.size))
    }

    /// A reader over the whole file.
    pub(crate) fn cursor(&self) -> Cursor<'a> {
        Cursor { source: *self, chunk: Vec::new(), chunk_start: 0, at: 0 }
    }
}

/// Reads and seeks in a [`Source`].
pub(crate) struct Cursor<'a> {
    source: Source<'a>,
    chunk: Vec<u8>,
    chunk_start: u64,
    at: u64,
}

impl Cursor<'_> {
    /// The place of the next byte.
    pub(crate) fn position(&self) -> u64 {
        self.at
    }

    fn buffered(&self) -> &[u8] {
        let from = self.at.checked_sub(self.chunk_start).unwrap_or(u64::MAX);
        usize::try_from(from).ok().and_then(|from| self.chunk.get(from..)).unwrap_or_default()
    }
}

impl BufRead for Cursor<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.buffered().is_empty() && self.at < self.source.size {
            let len = (self.source.size - self.at).min(u64::from(CURSOR_CHUNK)) as u32;
            self.chunk = self.source.ranges.range(self.at, len)?;
            self.chunk_start = self.at;
        }
        Ok(self.buffered())
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount as u64;
    }
}

impl Read for Cursor<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}

impl Seek for Cursor<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.source.size.checked_add_signed(by),
        };
        self.at = target.ok_or_else(|| io::Error::from(ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}
