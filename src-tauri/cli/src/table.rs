//! Tables for people: aligned by page, so that a long list begins to show at once.

use std::io::Write;

use serde::Serialize;

use crate::out::Out;
use crate::stop::Done;
use crate::text::plain;

/// Rows whose widths are looked at together.
const PAGE: usize = 200;

/// A list on its way out: an array of objects with `--json`, a table without.
pub(crate) struct List<'a> {
    out: &'a mut Out,
    head: &'static [&'static str],
    rows: Vec<Vec<String>>,
    widths: Vec<usize>,
    begun: bool,
}

impl<'a> List<'a> {
    /// A list with these column titles; a title that begins with `>` belongs to a column of numbers.
    pub(crate) fn new(out: &'a mut Out, head: &'static [&'static str]) -> Self {
        Self { out, head, rows: Vec::new(), widths: vec![0; head.len()], begun: false }
    }

    /// Adds a row: the object, and its cells.
    pub(crate) fn row(&mut self, object: &impl Serialize, cells: impl FnOnce() -> Vec<String>) -> Done {
        if self.out.json {
            let before = if self.begun { "," } else { "[" };
            self.begun = true;
            self.out.write_all(before.as_bytes())?;
            return Ok(serde_json::to_writer(&mut *self.out, object)?);
        }
        self.rows.push(cells().iter().map(|cell| plain(cell)).collect());
        if self.rows.len() >= PAGE { self.page() } else { Ok(()) }
    }

    /// Ends the list; people read `empty` when it had no row.
    pub(crate) fn end(mut self, empty: &str) -> Done {
        if self.out.json {
            let end: &[u8] = if self.begun { b"]\n" } else { b"[]\n" };
            return Ok(self.out.write_all(end)?);
        }
        self.page()?;
        if self.begun { Ok(()) } else { self.out.line(empty) }
    }

    fn page(&mut self) -> Done {
        let rows = std::mem::take(&mut self.rows);
        if rows.is_empty() {
            return Ok(());
        }
        let head: Vec<String> =
            self.head.iter().map(|title| title.trim_start_matches('>').to_owned()).collect();
        for row in rows.iter().chain(std::iter::once(&head)) {
            for (width, cell) in self.widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
            }
        }
        if !self.begun {
            self.begun = true;
            let line = self.line(&head);
            let line = self.out.faint(&line);
            self.out.line(&line)?;
        }
        for row in &rows {
            let line = self.line(row);
            self.out.line(&line)?;
        }
        Ok(())
    }

    fn line(&self, cells: &[String]) -> String {
        let mut line = String::new();
        for ((cell, width), title) in cells.iter().zip(&self.widths).zip(self.head) {
            let room = " ".repeat(width - cell.chars().count());
            let parts: [&str; 3] =
                if title.starts_with('>') { [&room, cell, "  "] } else { [cell, &room, "  "] };
            line.extend(parts);
        }
        line.truncate(line.trim_end().len());
        line
    }
}
