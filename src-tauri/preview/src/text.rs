//! Text: what is text, and pages of it.

use cairn_preview::protocol::{Content, Request};

use crate::Shown;
use crate::channel::{Source, Trouble};

/// Bytes in a page at most.
pub(crate) const MAX_PAGE: u64 = 1 << 20;
/// Bytes in a page at least, so that paging always gets on.
const MIN_PAGE: u64 = 1 << 10;

/// How bytes can be read as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-16, little end first.
    Utf16Le,
    /// UTF-16, big end first.
    Utf16Be,
    /// Mostly text, but with bytes that are neither UTF-8 nor printable.
    Lossy,
    /// Not text.
    Binary,
}

/// Guesses the encoding from a file's first bytes.
pub(crate) fn encoding(head: &[u8]) -> Encoding {
    match head {
        [0xff, 0xfe, ..] => return Encoding::Utf16Le,
        [0xfe, 0xff, ..] => return Encoding::Utf16Be,
        _ => {}
    }
    let odd = head.iter().filter(|byte| is_control(**byte)).count();
    let valid = match std::str::from_utf8(head) {
        Ok(_) => true,
        // A character cut by the end of the sample is no fault.
        Err(error) => error.error_len().is_none(),
    };
    let high = head.iter().filter(|byte| **byte >= 0x80).count();
    match (valid, odd) {
        (true, 0) => Encoding::Utf8,
        (true, _) if odd * 100 <= head.len() => Encoding::Lossy,
        // Latin-1 and its kin: some high bytes amid letters.
        (false, 0) if high * 3 <= head.len() => Encoding::Lossy,
        _ => Encoding::Binary,
    }
}

fn is_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b)
}

/// A page of text from the request's offset on, in whole characters and, if possible, whole lines.
pub(crate) fn page(source: &Source<'_>, request: &Request) -> Result<Shown, Trouble> {
    let offset = request.offset.min(source.size());
    let bytes = source.window(offset, request.limit.unwrap_or(MAX_PAGE).clamp(MIN_PAGE, MAX_PAGE))?;
    let head = if offset == 0 { bytes.clone() } else { source.window(0, MIN_PAGE)? };
    let at_end = offset + bytes.len() as u64 >= source.size();
    let encoding = encoding(&head[..head.len().min(MAX_PAGE as usize)]);
    let used = if at_end { bytes.len() } else { whole(&bytes, encoding) };
    let content = decode(bytes.get(..used).unwrap_or(&bytes), encoding, offset);
    let next = offset + used as u64;
    let next_offset = (!at_end && used > 0).then_some(next);
    let lines = content.lines().count() as u64;
    let language = language(&request.name, &head).to_owned();
    let truncated = next_offset.is_some();
    let content = Content::Text { language, content, truncated, offset, next_offset, lines };
    Ok(Shown { content, warning: lossy_warning(encoding) })
}

/// What to say of text that is not Unicode.
pub(crate) fn lossy_warning(encoding: Encoding) -> Option<String> {
    matches!(encoding, Encoding::Lossy | Encoding::Binary)
        .then(|| "Some bytes are not text; they are shown as \u{fffd} or left as they are.".to_owned())
}

/// How many bytes of a page to use so that it ends with a whole line, or at least a whole character.
fn whole(bytes: &[u8], encoding: Encoding) -> usize {
    if matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be) {
        return bytes.len() & !3;
    }
    let half = bytes.len() / 2;
    let line = bytes.get(half..).and_then(|tail| tail.iter().rposition(|byte| *byte == b'\n'));
    line.map_or_else(|| whole_characters(bytes), |at| half + at + 1)
}

/// The length of `bytes` without a character cut at the end.
pub(crate) fn whole_characters(bytes: &[u8]) -> usize {
    let start = bytes.len().saturating_sub(3);
    let tail = bytes.get(start..).unwrap_or_default();
    let lead = tail.iter().rposition(|byte| *byte >= 0xc0);
    let Some(lead) = lead else { return bytes.len() };
    let wants = match tail.get(lead) {
        Some(0xf0..) => 4,
        Some(0xe0..) => 3,
        _ => 2,
    };
    if tail.len() - lead < wants { start + lead } else { bytes.len() }
}

/// Reads bytes as text; what is no text becomes U+FFFD.
pub(crate) fn decode(bytes: &[u8], encoding: Encoding, offset: u64) -> String {
    match encoding {
        Encoding::Utf16Le => utf16(bytes, u16::from_le_bytes),
        Encoding::Utf16Be => utf16(bytes, u16::from_be_bytes),
        _ if offset == 0 => {
            String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).into()
        }
        _ => {
            // An offset made up by hand may point into a character.
            let skip = bytes.iter().take(3).take_while(|byte| (0x80..0xc0).contains(*byte)).count();
            String::from_utf8_lossy(bytes.get(skip..).unwrap_or_default()).into()
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let text: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}

/// A guess at the language, for colouring.
fn language(name: &str, head: &[u8]) -> &'static str {
    let extension = crate::detect::extension(name);
    let by_name = LANGUAGES.iter().find(|(extensions, _)| extensions.contains(&extension.as_str()));
    if let Some((_, language)) = by_name {
        return language;
    }
    let first = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    match std::str::from_utf8(first) {
        Ok(line) if line.starts_with("#!") && line.contains("python") => "python",
        Ok(line) if line.starts_with("#!") && line.contains("sh") => "shell",
        _ => "plain",
    }
}

const LANGUAGES: &[(&[&str], &str)] = &[
    (&["py", "pyi", "pyw"], "python"),
    (&["json", "ipynb", "jsonl", "ndjson"], "json"),
    (&["yaml", "yml"], "yaml"),
    (&["toml", "lock"], "toml"),
    (&["md", "markdown"], "markdown"),
    (&["html", "htm", "xhtml"], "html"),
    (&["xml", "svg", "plist"], "xml"),
    (&["css", "scss"], "css"),
    (&["js", "mjs", "cjs", "jsx"], "javascript"),
    (&["ts", "tsx", "mts"], "typescript"),
    (&["rs"], "rust"),
    (&["c", "h", "cc", "cpp", "cxx", "hpp", "cu", "cuh"], "cpp"),
    (&["go"], "go"),
    (&["java", "kt", "scala"], "java"),
    (&["sh", "bash", "zsh", "fish"], "shell"),
    (&["sql"], "sql"),
    (&["r"], "r"),
    (&["jl"], "julia"),
    (&["ini", "cfg", "conf", "env"], "ini"),
    (&["diff", "patch"], "diff"),
    (&["csv", "tsv"], "csv"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_character_is_no_fault() {
        let text = "aé€😀".as_bytes();
        for cut in 0..=text.len() {
            let head = &text[..cut];
            assert_eq!(encoding(head), Encoding::Utf8, "{cut}");
            assert!(std::str::from_utf8(&head[..whole_characters(head)]).is_ok(), "{cut}");
        }
    }

    #[test]
    fn encodings_are_told_apart() {
        assert_eq!(encoding(b"\xff\xfeh\0"), Encoding::Utf16Le);
        assert_eq!(encoding("na\u{ef}ve".as_bytes()), Encoding::Utf8);
        assert_eq!(encoding(b"na\xefve text"), Encoding::Lossy);
        assert_eq!(encoding(b"\x00\x01\x02\x03"), Encoding::Binary);
        assert_eq!(decode(b"\xff\xfeh\0i\0", Encoding::Utf16Le, 0), "hi");
    }
}
