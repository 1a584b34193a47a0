//! GGUF, versions 2 and 3: counts, metadata, then the list of tensors.
//!
//! The header is read as a stream and never believed: every count is walked, not allocated, and the walk ends
//! after [`MAX_HEADER`] bytes.

use std::collections::BTreeMap;
use std::io::Read;

use cairn_preview::protocol::TensorInfo;

use super::{Header, elements};
use crate::channel::{Cursor, Source, Trouble, unreadable};

/// Bytes of header walked at most; vocabularies take some megabytes.
const MAX_HEADER: u64 = 32 << 20;
/// The longest text kept, in bytes.
const MAX_TEXT: u64 = 8 << 10;
/// Nested lists at most.
const MAX_DEPTH: usize = 4;
/// Axes of a tensor at most.
const MAX_AXES: u64 = 8;

/// Reads the header.
pub(super) fn read(source: &Source<'_>) -> Result<Header, Trouble> {
    let mut walk = Walk { cursor: source.cursor(), size: source.size() };
    walk.skip(4)?;
    let version = walk.number::<4>()?;
    if !(2..=3).contains(&version) {
        return unreadable(format!("This GGUF file has version {version}; versions 2 and 3 are known."));
    }
    let (tensor_count, key_count) = (walk.number::<8>()?, walk.number::<8>()?);
    let mut metadata = BTreeMap::new();
    for _ in 0..key_count {
        let key = walk.text()?;
        let kind = walk.number::<4>()?;
        metadata.insert(key, walk.value(kind, 0)?);
    }
    let mut tensors = Vec::new();
    let mut parameters = 0_u64;
    for _ in 0..tensor_count {
        let tensor = walk.tensor()?;
        parameters = parameters.saturating_add(elements(&tensor.shape).unwrap_or(u64::MAX));
        tensors.push(tensor);
    }
    let known = tensors.iter().fold(0_u64, |sum, tensor| sum.saturating_add(tensor.bytes));
    let warning =
        (known > source.size()).then(|| "The file is truncated: its tensors are larger than it.".to_owned());
    Ok(Header { format: "gguf", tensors, metadata, parameters, warning })
}

struct Walk<'a> {
    cursor: Cursor<'a>,
    size: u64,
}

impl Walk<'_> {
    fn number<const N: usize>(&mut self) -> Result<u64, Trouble> {
        let mut bytes = [0; N];
        self.check(N as u64)?;
        self.cursor.read_exact(&mut bytes)?;
        Ok(bytes.iter().rev().fold(0, |number, byte| (number << 8) | u64::from(*byte)))
    }

    fn check(&self, length: u64) -> Result<(), Trouble> {
        let end = self.cursor.position().saturating_add(length);
        if end > self.size {
            return unreadable("This GGUF file ends too early: its header says there is more.");
        }
        if end > MAX_HEADER {
            return unreadable("The header of this GGUF file is longer than 32 MiB.");
        }
        Ok(())
    }

    fn skip(&mut self, length: u64) -> Result<(), Trouble> {
        self.check(length)?;
        std::io::copy(&mut (&mut self.cursor).take(length), &mut std::io::sink())?;
        Ok(())
    }

    fn text(&mut self) -> Result<String, Trouble> {
        let length = self.number::<8>()?;
        self.check(length)?;
        let mut bytes = vec![0; length.min(MAX_TEXT) as usize];
        self.cursor.read_exact(&mut bytes)?;
        self.skip(length - bytes.len() as u64)?;
        Ok(super::cut(&String::from_utf8_lossy(&bytes)))
    }

    /// A value of metadata as text.
    fn value(&mut self, kind: u64, depth: usize) -> Result<String, Trouble> {
        Ok(match kind {
            0 => self.number::<1>()?.to_string(),
            1 => (self.number::<1>()? as i8).to_string(),
            2 => self.number::<2>()?.to_string(),
            3 => (self.number::<2>()? as i16).to_string(),
            4 => self.number::<4>()?.to_string(),
            5 => (self.number::<4>()? as i32).to_string(),
            6 => f32::from_bits(self.number::<4>()? as u32).to_string(),
            7 => (self.number::<1>()? != 0).to_string(),
            8 => self.text()?,
            9 => self.list(depth)?,
            10 => self.number::<8>()?.to_string(),
            11 => (self.number::<8>()? as i64).to_string(),
            12 => f64::from_bits(self.number::<8>()?).to_string(),
            other => return unreadable(format!("This GGUF file has metadata of the unknown type {other}.")),
        })
    }

    /// Walks over a list and says how long it is.
    fn list(&mut self, depth: usize) -> Result<String, Trouble> {
        let kind = self.number::<4>()?;
        let count = self.number::<8>()?;
        let width = match kind {
            0 | 1 | 7 => 1,
            2 | 3 => 2,
            4..=6 => 4,
            10..=12 => 8,
            _ => 0,
        };
        if width > 0 {
            self.skip(count.saturating_mul(width))?;
        } else if depth < MAX_DEPTH {
            for _ in 0..count {
                self.value(kind, depth + 1)?;
            }
        } else {
            return unreadable("The metadata of this GGUF file is nested too deeply.");
        }
        Ok(format!("{count} values"))
    }

    fn tensor(&mut self) -> Result<TensorInfo, Trouble> {
        let name = self.text()?;
        let axes = self.number::<4>()?;
        if axes > MAX_AXES {
            return unreadable(format!("The tensor \"{name}\" of this GGUF file has {axes} axes."));
        }
        let mut shape = (0..axes).map(|_| self.number::<8>()).collect::<Result<Vec<_>, _>>()?;
        // The file has the innermost axis first.
        shape.reverse();
        let kind = self.number::<4>()?;
        self.skip(8)?;
        let (dtype, block, bytes) = kind_of(kind);
        let Some(count) = elements(&shape) else {
            return unreadable(format!("The tensor \"{name}\" of this GGUF file is larger than any memory."));
        };
        let dtype = if dtype.is_empty() { format!("type {kind}") } else { dtype.to_owned() };
        Ok(TensorInfo { name, dtype, shape, bytes: count.div_ceil(block).saturating_mul(bytes) })
    }
}

/// Name, elements in a block, bytes of a block (ggml's table of types).
fn kind_of(kind: u64) -> (&'static str, u64, u64) {
    match kind {
        0 => ("F32", 1, 4),
        1 => ("F16", 1, 2),
        2 => ("Q4_0", 32, 18),
        3 => ("Q4_1", 32, 20),
        6 => ("Q5_0", 32, 22),
        7 => ("Q5_1", 32, 24),
        8 => ("Q8_0", 32, 34),
        9 => ("Q8_1", 32, 36),
        10 => ("Q2_K", 256, 84),
        11 => ("Q3_K", 256, 110),
        12 => ("Q4_K", 256, 144),
        13 => ("Q5_K", 256, 176),
        14 => ("Q6_K", 256, 210),
        15 => ("Q8_K", 256, 292),
        16 => ("IQ2_XXS", 256, 66),
        17 => ("IQ2_XS", 256, 74),
        18 => ("IQ3_XXS", 256, 98),
        19 => ("IQ1_S", 256, 50),
        20 => ("IQ4_NL", 32, 18),
        21 => ("IQ3_S", 256, 110),
        22 => ("IQ2_S", 256, 82),
        23 => ("IQ4_XS", 256, 136),
        24 => ("I8", 1, 1),
        25 => ("I16", 1, 2),
        26 => ("I32", 1, 4),
        27 => ("I64", 1, 8),
        28 => ("F64", 1, 8),
        29 => ("IQ1_M", 256, 56),
        30 => ("BF16", 1, 2),
        _ => ("", 1, 0),
    }
}
