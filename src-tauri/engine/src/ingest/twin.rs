//! The version that a log of the same content answers with.

use rusqlite::Connection;

use crate::Result;
use crate::clock::Millis;
use crate::db::collection::CollectionRow;
use crate::db::version::{self, VersionRow};
use crate::model::ManifestDigest;
use crate::retention::is_overdue;

/// The committed version of a collection with that content; `None` when its TTL is over.
///
/// Such a version goes with the next sweep, and with it what was just logged would go: it gets a version of its own.
pub(super) fn find(
    connection: &Connection,
    collection: &CollectionRow,
    digest: &ManifestDigest,
    now: Millis,
) -> Result<Option<VersionRow>> {
    let Some(twin) = version::by_digest(connection, collection.id, digest)? else { return Ok(None) };
    Ok((!is_overdue(connection, &twin, now)?).then_some(twin))
}
