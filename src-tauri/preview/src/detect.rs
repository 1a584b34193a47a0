//! What a file is: by its first bytes, by its name, and by whether it is text.

use cairn_preview::protocol::{Kind, Request};

use crate::channel::{Source, Trouble};
use crate::picture;
use crate::text::{self, Encoding};

/// Bytes looked at.
const HEAD: u64 = 16 << 10;

const PICKLE: &str = "This is a Python pickle. Loading one runs the code inside it, so it is never loaded; \
                      its bytes are shown instead.";

/// What the file seems to be.
pub(crate) struct Finding {
    /// How to show it.
    pub(crate) kind: Kind,
    /// Whether it can be shown as text if all else fails.
    pub(crate) text: bool,
    /// What the user should know.
    pub(crate) warning: Option<String>,
}

/// The lower-case extension of a name, without the dot; empty if there is none.
pub(crate) fn extension(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    base.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default()
}

/// Looks at the head of the file.
pub(crate) fn detect(source: &Source<'_>, request: &Request) -> Result<Finding, Trouble> {
    if request.kind == Kind::Hex {
        return Ok(Finding { kind: Kind::Hex, text: false, warning: None });
    }
    let head = source.window(0, HEAD)?;
    let extension = extension(&request.name);
    let encoding = text::encoding(&head);
    let is_text = encoding != Encoding::Binary;
    if request.kind != Kind::Auto && !request.plain {
        return Ok(Finding { kind: request.kind, text: is_text, warning: None });
    }
    let found = by_magic(source, &head, &extension);
    if request.plain {
        let text = is_text && found.is_none();
        return Ok(Finding { kind: if text { Kind::Text } else { Kind::Hex }, text, warning: None });
    }
    let kind = found.unwrap_or_else(|| if is_text { by_text(&head, &extension) } else { Kind::Hex });
    // What its first bytes mark as binary is never shown as text.
    let text = is_text && found.is_none();
    Ok(Finding { kind, text, warning: warning(kind, &head, &extension) })
}

fn by_magic(source: &Source<'_>, head: &[u8], extension: &str) -> Option<Kind> {
    if picture::format(head).is_some() {
        return Some(Kind::Image);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Some(Kind::Archive);
    }
    let tensors = head.starts_with(b"\x93NUMPY") || head.starts_with(b"GGUF");
    if tensors || extension == "safetensors" || looks_like_safetensors(source.size(), head) {
        return Some(Kind::Tensors);
    }
    let opaque = OPAQUE.iter().any(|magic| head.starts_with(magic));
    (opaque || is_pickle(head, extension)).then_some(Kind::Hex)
}

/// Formats that are not decoded and whose bytes may pass for text: Parquet, Arrow, gzip, zstd, PDF.
const OPAQUE: &[&[u8]] = &[b"PAR1", b"ARROW1", b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"%PDF-"];

fn looks_like_safetensors(size: u64, head: &[u8]) -> bool {
    let Some((length, rest)) = head.split_first_chunk::<8>() else { return false };
    let length = u64::from_le_bytes(*length);
    length > 1 && length < size && rest.starts_with(b"{\"")
}

fn is_pickle(head: &[u8], extension: &str) -> bool {
    let named = matches!(extension, "pkl" | "pickle" | "joblib" | "p");
    // PROTO 2 to 5; such a byte never begins a text.
    named || matches!(head, [0x80, 2..=5, ..])
}

fn by_text(head: &[u8], extension: &str) -> Kind {
    match extension {
        "json" | "ipynb" | "geojson" | "webmanifest" => Kind::Json,
        "jsonl" | "ndjson" => Kind::Jsonl,
        "csv" | "tsv" | "tab" => Kind::Table,
        "md" | "markdown" | "mdown" => Kind::Markdown,
        "svg" => Kind::Image,
        "" | "txt" if head.trim_ascii_start().starts_with(b"{\"") => Kind::Json,
        _ => Kind::Text,
    }
}

fn warning(kind: Kind, head: &[u8], extension: &str) -> Option<String> {
    if is_pickle(head, extension) && kind == Kind::Hex {
        return Some(PICKLE.to_owned());
    }
    if kind == Kind::Archive && matches!(extension, "pt" | "pth" | "ckpt" | "bin") {
        return Some(
            "This archive holds a Python pickle. Only its list is shown; it is never loaded.".to_owned(),
        );
    }
    let held = match kind {
        Kind::Image => picture::format(head).map_or("an SVG picture", |format| format.says),
        Kind::Archive => "a ZIP archive",
        Kind::Hex => "bytes of another kind",
        Kind::Text => "text",
        _ => return None,
    };
    let expected = expected(extension)?;
    let right = match kind {
        Kind::Image => expected == Kind::Image && picture::agrees(head, extension),
        _ => expected == kind,
    };
    (!right).then(|| format!("The name ends with .{extension}, but the file holds {held}."))
}

/// The kind a name promises, as far as a wrong promise is worth a word.
fn expected(extension: &str) -> Option<Kind> {
    Some(match extension {
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "bmp" | "tif" | "tiff" | "ico" | "svg" => Kind::Image,
        "zip" | "npz" | "jar" | "whl" => Kind::Archive,
        "npy" | "gguf" | "safetensors" => Kind::Tensors,
        "json" | "ipynb" => Kind::Json,
        "jsonl" | "ndjson" => Kind::Jsonl,
        "csv" | "tsv" => Kind::Table,
        "md" | "markdown" => Kind::Markdown,
        "txt" | "py" | "html" | "htm" | "yaml" | "yml" | "toml" | "xml" | "log" => Kind::Text,
        _ => return None,
    })
}
