//! One JSON value: checked, then indented without touching what it says.

use cairn_preview::protocol::{Content, Request};
use serde::de::IgnoredAny;

use crate::Shown;
use crate::channel::{Source, Trouble, unreadable};
use crate::text::{self, Encoding};

/// The longest value that is indented, in bytes.
const MAX_VALUE: u64 = text::MAX_PAGE;
/// The longest indented text, in bytes: deep nesting grows by its indentation.
const MAX_PRETTY: usize = 4 << 20;

/// The value indented, or the first page of a longer file as it stands.
pub(crate) fn show(source: &Source<'_>, request: &Request) -> Result<Shown, Trouble> {
    if request.offset > 0 {
        return text::page(source, request);
    }
    if source.size() > MAX_VALUE {
        return first_page(source, request);
    }
    let bytes = source.window(0, MAX_VALUE)?;
    let encoding = text::encoding(&bytes);
    let content = text::decode(&bytes, encoding, 0);
    if let Err(error) = serde_json::from_str::<IgnoredAny>(&content) {
        return unreadable(format!("This is not valid JSON: {error}."));
    }
    let indented = indent(&content);
    let pretty = indented.is_some();
    let content = indented.unwrap_or(content);
    let content = Content::Json { content, pretty, truncated: false, next_offset: None };
    Ok(Shown { content, warning: text::lossy_warning(encoding) })
}

fn first_page(source: &Source<'_>, request: &Request) -> Result<Shown, Trouble> {
    let bytes = source.window(0, MAX_VALUE)?;
    if text::encoding(&bytes) != Encoding::Utf8 {
        return text::page(source, request);
    }
    let used = text::whole_characters(&bytes);
    let content = text::decode(bytes.get(..used).unwrap_or(&bytes), Encoding::Utf8, 0);
    let next_offset = Some(used as u64);
    Ok(Content::Json { content, pretty: false, truncated: true, next_offset }.into())
}

/// Lays out valid JSON anew; keys, numbers and strings stay byte for byte. `None` if it would grow too long.
fn indent(json: &str) -> Option<String> {
    let mut out = Layout { text: String::with_capacity(json.len() * 2), depth: 0, opened: false };
    let mut at = 0;
    while let Some(byte) = json.as_bytes().get(at) {
        let end = token_end(json.as_bytes(), at);
        match byte {
            b'{' | b'[' => out.open(char::from(*byte)),
            b'}' | b']' => out.close(char::from(*byte)),
            b',' => out.comma(),
            b':' => out.text.push_str(": "),
            b' ' | b'\t' | b'\n' | b'\r' => {}
            _ => out.token(json.get(at..end)?),
        }
        if out.text.len() > MAX_PRETTY {
            return None;
        }
        at = end;
    }
    Some(out.text)
}

/// Where the token that begins at `at` ends: a string, a run of letters and digits, or one byte.
fn token_end(json: &[u8], at: usize) -> usize {
    let rest = json.get(at + 1..).unwrap_or_default();
    let length = match json.get(at) {
        Some(b'"') => return at + 1 + string_length(rest),
        Some(b'{' | b'}' | b'[' | b']' | b',' | b':' | b' ' | b'\t' | b'\n' | b'\r') => 0,
        _ => rest.iter().take_while(|byte| !b"{}[],: \t\n\r\"".contains(byte)).count(),
    };
    at + 1 + length
}

/// Bytes up to and with the closing quote.
fn string_length(rest: &[u8]) -> usize {
    let mut escaped = false;
    let close = rest.iter().position(|byte| {
        let ends = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    });
    close.map_or(rest.len(), |at| at + 1)
}

struct Layout {
    text: String,
    depth: usize,
    /// Whether the last token opened an object or a list, so that an empty one stays on its line.
    opened: bool,
}

impl Layout {
    fn line(&mut self) {
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n("  ", self.depth));
    }

    fn begin(&mut self) {
        if std::mem::take(&mut self.opened) {
            self.line();
        }
    }

    fn token(&mut self, token: &str) {
        self.begin();
        self.text.push_str(token);
    }

    fn open(&mut self, bracket: char) {
        self.begin();
        self.text.push(bracket);
        self.depth += 1;
        self.opened = true;
    }

    fn close(&mut self, bracket: char) {
        self.depth = self.depth.saturating_sub(1);
        if !std::mem::take(&mut self.opened) {
            self.line();
        }
        self.text.push(bracket);
    }

    fn comma(&mut self) {
        self.text.push(',');
        self.line();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn layout_keeps_every_key_and_digit() {
        let json = r#"{"a":1.00000000000000000001,"a":[],"b":[true,{"x":"q\"{,}"}],"__proto__":{}}"#;
        let indented = indent(json).unwrap();
        assert!(
            indented.starts_with("{\n  \"a\": 1.00000000000000000001,\n  \"a\": [],\n  \"b\": [\n    true,")
        );
        let squeezed: String = indented.chars().filter(|c| !c.is_whitespace()).collect();
        assert_eq!(squeezed, json);
    }

    #[test]
    fn layout_stops_growing() {
        let deep = format!("{}{}{}", "[".repeat(120), "0,".repeat(40_000) + "0", "]".repeat(120));
        assert!(indent(&deep).is_none());
    }
}
