//! One JSON value a line.

use std::fmt;

use cairn_preview::protocol::{Content, JsonlRow, Request};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::Shown;
use crate::channel::{Source, Trouble, unreadable};
use crate::text::{self, Encoding};

/// Rows in a page unless the host asks otherwise, and at most.
const PAGE: u64 = 200;
const MAX_PAGE: u64 = 1_000;
/// Columns at most.
const MAX_COLUMNS: usize = 50;
/// The longest row shown whole, in bytes.
const MAX_ROW: usize = 64 << 10;

/// The rows from the request's offset on.
pub(crate) fn page(source: &Source<'_>, request: &Request) -> Result<Shown, Trouble> {
    let offset = request.offset.min(source.size());
    let window = source.window(offset, text::MAX_PAGE)?;
    let at_end = offset + window.len() as u64 >= source.size();
    let encoding = text::encoding(&window);
    if matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be | Encoding::Binary) {
        return unreadable("These are not lines of JSON in UTF-8.");
    }
    let limit = request.limit.unwrap_or(PAGE).clamp(1, MAX_PAGE) as usize;
    let lines = Lines::take(window.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&window), at_end, limit);
    let used = lines.used + (window.len() - lines.window);
    let more = !(at_end && used >= window.len()) && used > 0;
    let next_offset = more.then_some(offset + used as u64);
    let columns = columns(&lines.rows);
    let warning = bad_rows(&lines.rows);
    let rows = lines.rows.into_iter().map(|line| line.row).collect();
    let content = Content::Jsonl { rows, columns, truncated: more, offset, next_offset };
    Ok(Shown { content, warning })
}

struct Line {
    row: JsonlRow,
    /// The keys, if it is an object.
    keys: Option<Vec<String>>,
}

struct Lines {
    rows: Vec<Line>,
    /// Bytes the rows take.
    used: usize,
    /// Bytes there were.
    window: usize,
}

impl Lines {
    fn take(window: &[u8], at_end: bool, limit: usize) -> Self {
        let mut lines = Self { rows: Vec::new(), used: 0, window: window.len() };
        while lines.rows.len() < limit && lines.used < window.len() {
            let rest = window.get(lines.used..).unwrap_or_default();
            let end = rest.iter().position(|byte| *byte == b'\n');
            // A line cut by the window's end comes whole with the next page, unless it fills the window.
            let cut = end.is_none() && !at_end;
            if cut && lines.used > 0 {
                break;
            }
            let length = end.unwrap_or(rest.len());
            lines.push(rest.get(..length).unwrap_or(rest), cut);
            lines.used += length + usize::from(end.is_some());
        }
        lines
    }

    fn push(&mut self, bytes: &[u8], cut: bool) {
        let bytes = bytes.trim_ascii();
        if bytes.is_empty() {
            return;
        }
        let keys = serde_json::from_slice::<Keys>(bytes).ok();
        let valid = !cut && (keys.is_some() || serde_json::from_slice::<IgnoredAny>(bytes).is_ok());
        let shown = bytes.get(..MAX_ROW).map_or(bytes, |start| &start[..text::whole_characters(start)]);
        let cut = cut || shown.len() < bytes.len();
        let text = String::from_utf8_lossy(shown).into_owned();
        self.rows.push(Line { row: JsonlRow { text, valid, cut }, keys: keys.map(|keys| keys.0) });
    }
}

/// The union of the keys, if there are few and every valid row is an object.
fn columns(rows: &[Line]) -> Vec<String> {
    let mut columns: Vec<String> = Vec::new();
    for line in rows.iter().filter(|line| line.row.valid) {
        let Some(keys) = &line.keys else { return Vec::new() };
        for key in keys {
            if !columns.contains(key) {
                columns.push(key.clone());
            }
            if columns.len() > MAX_COLUMNS {
                return Vec::new();
            }
        }
    }
    columns
}

fn bad_rows(rows: &[Line]) -> Option<String> {
    let bad = rows.iter().filter(|line| !line.row.valid && !line.row.cut).count();
    (bad > 0).then(|| format!("{bad} of {} lines here are not valid JSON.", rows.len()))
}

/// The keys of an object, its values skipped.
struct Keys(Vec<String>);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(KeysVisitor)
    }
}

struct KeysVisitor;

impl<'de> Visitor<'de> for KeysVisitor {
    type Value = Keys;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
        let mut keys = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            map.next_value::<IgnoredAny>()?;
            // One more than is shown tells that there are too many.
            if keys.len() <= MAX_COLUMNS {
                keys.push(key);
            }
        }
        Ok(Keys(keys))
    }
}
