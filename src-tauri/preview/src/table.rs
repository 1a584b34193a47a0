//! CSV and TSV: a page of rows, the separator guessed, ragged rows and broken quotes endured.

use cairn_preview::protocol::{Column, ColumnKind, Content, Request};
use csv::{ByteRecord, ReaderBuilder};

use crate::Shown;
use crate::channel::{Source, Trouble, unreadable};
use crate::detect;
use crate::text::{self, Encoding};

/// Rows in a page at most.
const MAX_ROWS: u64 = 200;
/// Columns shown at most.
const MAX_COLUMNS: usize = 200;
/// Characters of a cell shown at most.
const MAX_CELL: usize = 2_000;
/// Bytes read for the heading of a later page.
const HEADING: u64 = 64 << 10;
/// Lines looked at to guess the separator.
const SAMPLE_LINES: usize = 20;

/// The rows from the request's offset on.
pub(crate) fn page(source: &Source<'_>, request: &Request) -> Result<Shown, Trouble> {
    let offset = request.offset.min(source.size());
    let window = source.window(offset, text::MAX_PAGE)?;
    let head = if offset == 0 { window.clone() } else { source.window(0, HEADING)? };
    let encoding = text::encoding(&head);
    if matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be | Encoding::Binary) {
        return unreadable("This is not a table in UTF-8.");
    }
    let delimiter = delimiter(&head, &detect::extension(&request.name));
    let at_end = offset + window.len() as u64 >= source.size();
    let heading = heading(&head, delimiter);
    let skip = usize::from(offset == 0 && heading.is_some());
    let limit = request.limit.unwrap_or(MAX_ROWS).clamp(1, MAX_ROWS) as usize;
    let rows = Rows::read(&window, delimiter, at_end, limit + skip);
    let warning = rows.warning(encoding);
    Ok(Shown { content: rows.into_content(offset, delimiter, heading.as_deref(), skip), warning })
}

struct Rows {
    cells: Vec<Vec<String>>,
    /// Cells in the widest row.
    widest: usize,
    /// Where the next page begins, from the window's start.
    next: Option<u64>,
    /// Whether a row is longer than the window.
    cut: bool,
}

impl Rows {
    fn read(window: &[u8], delimiter: u8, at_end: bool, limit: usize) -> Self {
        let mut rows = Self { cells: Vec::new(), widest: 0, next: None, cut: false };
        let mut reader =
            ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(window);
        let mut record = ByteRecord::new();
        let length = window.len() as u64;
        loop {
            let start = reader.position().byte();
            if rows.cells.len() == limit {
                rows.next = (start < length || !at_end).then_some(start);
                return rows;
            }
            // Reading from memory with ragged rows allowed cannot fail; if it did, the page would end here.
            if !reader.read_byte_record(&mut record).unwrap_or(false) {
                rows.next = (!at_end && length > 0).then_some(length);
                return rows;
            }
            let unfinished = !at_end && reader.position().byte() >= length;
            if unfinished && !rows.cells.is_empty() {
                // It comes whole with the next page.
                rows.next = Some(start);
                return rows;
            }
            rows.cut |= unfinished;
            rows.push(&record);
        }
    }

    fn push(&mut self, record: &ByteRecord) {
        self.widest = self.widest.max(record.len());
        self.cells.push(record.iter().take(MAX_COLUMNS).map(cell).collect());
    }

    fn warning(&self, encoding: Encoding) -> Option<String> {
        if self.cut {
            return Some(
                "A row is longer than 1 MiB, perhaps for want of a closing quote; only its start is shown."
                    .into(),
            );
        }
        text::lossy_warning(encoding)
    }

    fn into_content(self, offset: u64, delimiter: u8, heading: Option<&[String]>, skip: usize) -> Content {
        let width = self.widest.max(heading.map_or(0, <[String]>::len));
        let shown = width.min(MAX_COLUMNS);
        let body = self.cells.get(skip..).unwrap_or_default();
        let columns = (0..shown).map(|i| column(i, heading, body)).collect();
        let rows: Vec<Vec<_>> =
            body.iter().map(|row| (0..shown).map(|i| row.get(i).cloned()).collect()).collect();
        let whole = offset == 0 && self.next.is_none();
        Content::Table {
            columns,
            total_columns: width as u64,
            total_rows: whole.then_some(rows.len() as u64),
            rows,
            truncated: self.next.is_some(),
            offset,
            next_offset: self.next.map(|next| offset + next),
            delimiter: char::from(delimiter).to_string(),
        }
    }
}

fn cell(bytes: &[u8]) -> String {
    // Four bytes a character at most, so that a huge cell is not decoded whole.
    let start = bytes.get(..MAX_CELL * 4).unwrap_or(bytes);
    String::from_utf8_lossy(start).chars().take(MAX_CELL).collect()
}

/// The first row, if it reads like names: something in it and no number.
fn heading(head: &[u8], delimiter: u8) -> Option<Vec<String>> {
    let first = Rows::read(head, delimiter, true, 1).cells.into_iter().next()?;
    let names =
        first.iter().any(|cell| !cell.is_empty()) && first.iter().all(|cell| cell.parse::<f64>().is_err());
    names.then_some(first)
}

fn column(i: usize, heading: Option<&[String]>, rows: &[Vec<String>]) -> Column {
    let named = heading.and_then(|names| names.get(i)).filter(|name| !name.is_empty());
    let name = named.cloned().unwrap_or_else(|| format!("column {}", i + 1));
    let cells = rows.iter().filter_map(|row| row.get(i)).map(String::as_str).filter(|cell| !cell.is_empty());
    Column { name, kind: cells.map(kind).reduce(wider).unwrap_or(ColumnKind::Empty) }
}

fn kind(cell: &str) -> ColumnKind {
    if cell.parse::<i64>().is_ok() {
        ColumnKind::Integer
    } else if cell.parse::<f64>().is_ok() {
        ColumnKind::Number
    } else if cell.eq_ignore_ascii_case("true") || cell.eq_ignore_ascii_case("false") {
        ColumnKind::Boolean
    } else {
        ColumnKind::Text
    }
}

fn wider(a: ColumnKind, b: ColumnKind) -> ColumnKind {
    match (a, b) {
        _ if a == b => a,
        (ColumnKind::Integer, ColumnKind::Number) | (ColumnKind::Number, ColumnKind::Integer) => {
            ColumnKind::Number
        }
        _ => ColumnKind::Text,
    }
}

/// The separator that stands in every line, most often; a comma if none does.
fn delimiter(head: &[u8], extension: &str) -> u8 {
    if matches!(extension, "tsv" | "tab") {
        return b'\t';
    }
    let candidates = [b',', b';', b'\t', b'|'];
    let scores = candidates.map(|candidate| (score(head, candidate), candidate));
    // `max_by_key` prefers the last of equals, and the comma is to win.
    scores.into_iter().rev().max_by_key(|(score, _)| *score).map_or(b',', |(_, candidate)| candidate)
}

/// The least and the total count of a separator in the first lines, outside quotes.
fn score(head: &[u8], candidate: u8) -> (usize, usize) {
    let mut quoted = false;
    let mut counts = vec![0_usize];
    for byte in head.get(..HEADING as usize).unwrap_or(head) {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted && counts.len() == SAMPLE_LINES => break,
            b'\n' if !quoted => counts.push(0),
            byte if !quoted && *byte == candidate => {
                if let Some(count) = counts.last_mut() {
                    *count += 1;
                }
            }
            _ => {}
        }
    }
    // The last line may be cut or empty.
    if counts.len() > 1 {
        counts.pop();
    }
    (counts.iter().copied().min().unwrap_or(0), counts.iter().sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_guessed() {
        assert_eq!(delimiter(b"a;b,c;d\n1;2;3\n", "csv"), b';');
        assert_eq!(delimiter(b"a\tb\n1,5\t2\n", "txt"), b'\t');
        assert_eq!(delimiter(b"\"x;y\",b\n1,2\n", "csv"), b',');
        assert_eq!(delimiter(b"plain", "csv"), b',');
    }

    #[test]
    fn a_row_at_the_windows_end_waits() {
        let rows = Rows::read(b"a,b\n1,2\n3,", b',', false, 200);
        assert_eq!((rows.cells.len(), rows.next), (2, Some(8)));
        let rows = Rows::read(b"\"never closed, 1, 2\n3", b',', false, 200);
        assert!(rows.cut);
    }
}
