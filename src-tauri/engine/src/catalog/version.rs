//! One version with all that is around it.

use std::collections::HashSet;

use super::alias::{address, shown};
use super::files::list_of;
use super::resolve::find_version;
use super::ttl::words;
use crate::Result;
use crate::clock::Millis;
use crate::db::collection::CollectionRow;
use crate::db::manifest::Chunks;
use crate::db::version::{self, VersionRow};
use crate::db::{alias, blob, collection, setting};
use crate::manifest::ManifestReader;
use crate::model::{Digest, expires_at};
use crate::store::Store;

/// A version and what people set on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionFacts {
    /// The version.
    pub row: VersionRow,
    /// Its collection.
    pub collection: CollectionRow,
    /// `entity/project/name:v3`.
    pub address: String,
    /// Aliases, `latest` first.
    pub aliases: Vec<String>,
    /// Tags, by name.
    pub tags: Vec<String>,
    /// Description, Markdown.
    pub description: String,
    /// Metadata, canonical JSON.
    pub metadata: String,
    /// TTL in words.
    pub ttl: String,
    /// When it expires.
    pub expires_at: Option<Millis>,
    /// When it leaves the trash for good, when it lies there.
    pub purge_at: Option<Millis>,
    /// Index of the committed version before it.
    pub previous: Option<u64>,
    /// Index of the committed version after it.
    pub next: Option<u64>,
}

impl Store {
    /// Digests of the damaged blobs that a version needs, at most `limit`.
    pub fn damaged_blobs(&self, version: &VersionRow, limit: usize) -> Result<Vec<String>> {
        self.database().snapshot(|connection| {
            let damaged: HashSet<Digest> = blob::damaged(connection)?.into_iter().collect();
            if damaged.is_empty() || version.manifest.is_none() {
                return Ok(Vec::new());
            }
            let chunks = Chunks { connection, cache: self.chunks() };
            let list = list_of(connection, version)?;
            let mut found = Vec::new();
            for entry in &ManifestReader::new(&list, &chunks) {
                found.extend(entry?.sha256().filter(|digest| damaged.contains(*digest)).map(Digest::to_hex));
                if found.len() >= limit {
                    break;
                }
            }
            Ok(found)
        })
    }

    /// Totals of the store: collections, committed versions, versions in the trash, logical bytes, stored bytes.
    pub fn totals(&self) -> Result<(u64, u64, u64, u64, u64)> {
        self.database().snapshot(|connection| {
            let (collections, live, trashed, logical) = collection::totals(connection)?;
            Ok((collections, live, trashed, logical, blob::total_bytes(connection)?))
        })
    }

    /// The version that an address or `#id` names, with all that is around it.
    pub fn version_facts(&self, version: &str) -> Result<VersionFacts> {
        self.database().snapshot(|connection| {
            let (collection, row) = find_version(connection, version)?;
            let default = setting::default_ttl(connection)?;
            let trash = setting::trash_millis(connection)?;
            let (description, metadata) = version::text(connection, row.id)?;
            let around = |forward| version::neighbour(connection, row.collection, row.index, forward);
            Ok(VersionFacts {
                address: address(&collection, &row),
                aliases: shown(connection, &collection, &row)?,
                tags: alias::tags(connection, row.id)?,
                description,
                metadata,
                ttl: words(row.ttl, default),
                expires_at: expires_at(row.created_at, row.ttl, default).filter(|_| row.deleted_at.is_none()),
                purge_at: row.deleted_at.map(|at| at + trash),
                previous: around(false)?.map(|row| row.index),
                next: around(true)?.map(|row| row.index),
                collection,
                row,
            })
        })
    }
}
