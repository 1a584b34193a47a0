//! safetensors: eight bytes of length, a JSON header, then the tensors without a gap.
//!
//! Rules from the format's description: the header is at most 100 MB (16 MiB here), offsets are relative to the
//! end of the header, tensors neither overlap nor leave holes, keys are not repeated.

use std::collections::BTreeMap;
use std::fmt;

use cairn_preview::protocol::TensorInfo;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use super::{Header, elements};
use crate::channel::{Source, Trouble, unreadable};

/// The longest header parsed, in bytes.
const MAX_HEADER: u64 = 16 << 20;

/// Reads and checks the header.
pub(super) fn read(source: &Source<'_>) -> Result<Header, Trouble> {
    let length = source.exact(0, 8)?;
    let length = length.try_into().map_or(0, u64::from_le_bytes);
    let Some(data) = source.size().checked_sub(8).and_then(|rest| rest.checked_sub(length)) else {
        return unreadable("This is no whole safetensors file: its header would be longer than the file.");
    };
    if length > MAX_HEADER {
        return unreadable("The header of this safetensors file is longer than 16 MiB.");
    }
    let header = source.exact(8, length)?;
    let mut entries: Entries = serde_json::from_slice(&header).map_err(|error| {
        Trouble::Unreadable(format!("The header of this safetensors file is broken: {error}."))
    })?;
    entries.tensors.sort_by_key(|(_, tensor)| tensor.data_offsets);
    let tensors =
        entries.tensors.iter().map(|(name, tensor)| info(name, tensor)).collect::<Result<Vec<_>, _>>()?;
    let parameters = entries.tensors.iter().filter_map(|(_, tensor)| elements(&tensor.shape));
    let parameters = parameters.fold(0_u64, u64::saturating_add);
    let warning = gaps(&entries.tensors, data);
    Ok(Header { format: "safetensors", tensors, metadata: entries.metadata, parameters, warning })
}

fn info(name: &str, tensor: &Tensor) -> Result<TensorInfo, Trouble> {
    let [begin, end] = tensor.data_offsets;
    let needs = bits(&tensor.dtype).and_then(|bits| elements(&tensor.shape)?.checked_mul(bits));
    let holds = end.checked_sub(begin);
    match (needs, holds) {
        (Some(needs), Some(holds)) if needs.div_ceil(8) == holds => Ok(TensorInfo {
            name: super::cut(name),
            dtype: tensor.dtype.clone(),
            shape: tensor.shape.clone(),
            bytes: holds,
        }),
        _ => unreadable(format!(
            "This safetensors file lies: the size of \"{}\" does not fit its type and shape.",
            super::cut(name)
        )),
    }
}

/// What is wrong with the tensors' places, which come in order.
fn gaps(tensors: &[(String, Tensor)], data: u64) -> Option<String> {
    let mut at = 0;
    for (_, tensor) in tensors {
        if tensor.data_offsets[0] != at {
            return Some("The tensors overlap or leave holes; the file breaks its format.".into());
        }
        at = tensor.data_offsets[1];
    }
    match at.cmp(&data) {
        std::cmp::Ordering::Greater => Some("The file is truncated: tensors reach past its end.".into()),
        std::cmp::Ordering::Less => Some("Bytes follow the last tensor; the file breaks its format.".into()),
        std::cmp::Ordering::Equal => None,
    }
}

/// Bits of an element.
fn bits(dtype: &str) -> Option<u64> {
    Some(match dtype {
        "F4" => 4,
        "F6_E2M3" | "F6_E3M2" => 6,
        "BOOL" | "U8" | "I8" | "F8_E5M2" | "F8_E4M3" | "F8_E8M0" | "F8_E4M3FNUZ" | "F8_E5M2FNUZ" => 8,
        "U16" | "I16" | "F16" | "BF16" => 16,
        "U32" | "I32" | "F32" => 32,
        "U64" | "I64" | "F64" | "C64" => 64,
        "C128" => 128,
        _ => return None,
    })
}

#[derive(Deserialize)]
struct Tensor {
    dtype: String,
    shape: Vec<u64>,
    data_offsets: [u64; 2],
}

#[derive(Default)]
struct Entries {
    tensors: Vec<(String, Tensor)>,
    metadata: BTreeMap<String, String>,
}

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of tensors")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries, A::Error> {
        let mut entries = Entries::default();
        while let Some(key) = map.next_key::<String>()? {
            if key == "__metadata__" {
                entries.metadata = map.next_value()?;
            } else {
                let tensor = map.next_value()?;
                entries.tensors.push((key, tensor));
            }
        }
        Ok(entries)
    }
}
