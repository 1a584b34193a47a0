//! Weights files: what tensors they say they hold. No tensor is read.

mod gguf;
mod npy;
mod safetensors;

use std::collections::BTreeMap;

use cairn_preview::protocol::{Content, Request, TensorInfo};

use crate::Shown;
use crate::channel::{Source, Trouble};

/// Tensors in a page at most.
const MAX_TENSORS: u64 = 10_000;
/// Entries of metadata shown at most, and characters of a value.
const MAX_METADATA: usize = 1_000;
const MAX_VALUE: usize = 2_000;

/// What a header says.
pub(crate) struct Header {
    format: &'static str,
    tensors: Vec<TensorInfo>,
    metadata: BTreeMap<String, String>,
    parameters: u64,
    warning: Option<String>,
}

/// The tensors from the request's offset on.
pub(crate) fn show(source: &Source<'_>, request: &Request) -> Result<Shown, Trouble> {
    let head = source.window(0, 8)?;
    let header = match head.as_slice() {
        [0x93, b'N', b'U', b'M', b'P', b'Y', ..] => npy::read(source)?,
        [b'G', b'G', b'U', b'F', ..] => gguf::read(source)?,
        _ => safetensors::read(source)?,
    };
    Ok(header.into_shown(request))
}

impl Header {
    fn into_shown(self, request: &Request) -> Shown {
        let total = self.tensors.len() as u64;
        let total_bytes = self.tensors.iter().fold(0_u64, |sum, tensor| sum.saturating_add(tensor.bytes));
        let limit = request.limit.unwrap_or(MAX_TENSORS).clamp(1, MAX_TENSORS) as usize;
        let skip = request.offset.min(total) as usize;
        let tensors: Vec<TensorInfo> = self.tensors.into_iter().skip(skip).take(limit).collect();
        let content = Content::Tensors {
            format: self.format.to_owned(),
            shown: tensors.len() as u64,
            tensors,
            metadata: self
                .metadata
                .into_iter()
                .take(MAX_METADATA)
                .map(|(key, value)| (cut(&key), cut(&value)))
                .collect(),
            total_parameters: self.parameters,
            total_bytes,
            total,
        };
        Shown { content, warning: self.warning }
    }
}

fn cut(text: &str) -> String {
    text.chars().take(MAX_VALUE).collect()
}

/// The product of a shape, unless it passes 2^64.
fn elements(shape: &[u64]) -> Option<u64> {
    shape.iter().try_fold(1_u64, |product, axis| product.checked_mul(*axis))
}
