//! The manifest JSON of the `wandb` protocol, version 1: written entry by entry.

use std::io::Write;

use super::{Content, Entry};
use crate::{Error, Result};

const HEAD: &str = r#"{"version":1,"storagePolicy":"wandb-storage-policy-v1","storagePolicyConfig":{"storageLayout":"V2"},"contents":{"#;

/// Writes the JSON. Entries come in path order; each has `digest`, then `size`, `birthArtifactID`, `ref` and
/// `extra` where they apply, always in this order, without spaces.
pub fn write_json(out: &mut dyn Write, entries: impl Iterator<Item = Result<Entry>>) -> Result<()> {
    put(out, HEAD)?;
    for (at, entry) in entries.enumerate() {
        put(out, if at == 0 { "" } else { "," })?;
        write_entry(out, &entry?)?;
    }
    put(out, "}}")
}

fn write_entry(out: &mut dyn Write, entry: &Entry) -> Result<()> {
    put_string(out, entry.path.as_str())?;
    put(out, r#":{"digest":"#)?;
    put_string(out, &entry.entry_digest())?;
    if let Some(size) = entry.size {
        put(out, &format!(r#","size":{size}"#))?;
    }
    if let Some(birth) = &entry.birth {
        put(out, r#","birthArtifactID":"#)?;
        put_string(out, birth)?;
    }
    if let Content::Reference { uri, .. } = &entry.content {
        put(out, r#","ref":"#)?;
        put_string(out, uri)?;
    }
    if let Some(extra) = &entry.extra {
        put(out, r#","extra":"#)?;
        put(out, extra.as_str())?;
    }
    put(out, "}")
}

fn put(out: &mut dyn Write, text: &str) -> Result<()> {
    out.write_all(text.as_bytes()).map_err(|error| Error::io("writing a manifest", error))
}

fn put_string(out: &mut dyn Write, text: &str) -> Result<()> {
    serde_json::to_writer(&mut *out, text).map_err(|error| Error::io("writing a manifest", error.into()))
}
