//! Checkpoints as safetensors.

use std::fmt::Write as _;

use super::random::Random;

/// A tensor of 32-bit floats.
pub(super) struct Tensor {
    pub(super) name: String,
    /// Rows and columns.
    pub(super) shape: [usize; 2],
}

impl Tensor {
    pub(super) fn new(name: impl Into<String>, rows: usize, columns: usize) -> Self {
        Self { name: name.into(), shape: [rows, columns] }
    }

    fn bytes(&self) -> usize {
        self.shape[0] * self.shape[1] * 4
    }
}

/// A checkpoint: header with names, shapes and places, then small random weights.
pub(super) fn safetensors(tensors: &[Tensor], random: &mut Random) -> Vec<u8> {
    let mut header = String::from(r#"{"__metadata__":{"format":"pt"}"#);
    let mut end = 0;
    for tensor in tensors {
        let begin = end;
        end += tensor.bytes();
        let [rows, columns] = tensor.shape;
        // Writing to a String can't fail.
        let _ = write!(
            header,
            r#","{}":{{"dtype":"F32","shape":[{rows},{columns}],"data_offsets":[{begin},{end}]}}"#,
            tensor.name
        );
    }
    header.push('}');
    let padded = header.len().next_multiple_of(8);
    let mut out = Vec::with_capacity(8 + padded + end);
    out.extend_from_slice(&(padded as u64).to_le_bytes());
    out.extend_from_slice(header.as_bytes());
    out.resize(8 + padded, b' ');
    for _ in 0..end / 4 {
        out.extend_from_slice(&(random.between(-0.08, 0.08) as f32).to_le_bytes());
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_header_speaks_of_all_bytes() {
        let bytes =
            safetensors(&[Tensor::new("a", 2, 3), Tensor::new("b", 1, 5)], &mut Random::of("test", 1));
        let len = u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
        let header: serde_json::Value = serde_json::from_slice(&bytes[8..8 + len]).unwrap();
        assert_eq!(header["b"]["data_offsets"], serde_json::json!([24, 44]));
        assert_eq!(bytes.len(), 8 + len + 44);
    }
}
