//! The paged lists: the only place with SQL for them.
//!
//! Lists are addressed by row number, as a virtual table wants them, yet nothing here counts or skips over a
//! whole table. Orders with an index of their own are read from the nearest end or from *anchors* (every 512th
//! key, kept by [`ListCache`]); everything else is computed once per revision as a list of small numbers.

mod cache;
pub(crate) mod collections;
pub(crate) mod filter;
pub(crate) mod lineage;
pub(crate) mod search;
#[cfg(test)]
mod testing;
pub(crate) mod trash;
pub(crate) mod versions;

pub use cache::ListCache;
pub use collections::{CollectionListRow, CollectionPage, CollectionQuery, CollectionSort};
pub use search::{HitKind, SearchHit};
pub use trash::{TrashPage, TrashQuery, TrashRow};
pub use versions::{VersionListRow, VersionPage, VersionQuery, VersionSort};

use crate::{Code, Error, Result};

/// Most rows that one page answers.
pub const MAX_ROWS: u32 = 200;
/// Longest filter that is read, in characters.
pub(crate) const MAX_FILTER: usize = 2000;

/// A pattern for `LIKE … ESCAPE '\'` that finds `text` anywhere, literally.
pub(crate) fn containing(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// The text of a name filter, absent when it is blank.
fn name_filter(filter: Option<&str>) -> Result<Option<String>> {
    let Some(text) = filter.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    if text.chars().count() > MAX_FILTER {
        return Err(too_long());
    }
    Ok(Some(containing(text)))
}

fn too_long() -> Error {
    Error::new(Code::FilterInvalid, format!("The filter is longer than {MAX_FILTER} characters"))
        .hint("Shorten it.")
}
