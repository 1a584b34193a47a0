//! The schema, version 3: what expiry, trash, collection and receipts need.

/// The step from version 2.
///
/// *Observations* are the collector's memory of time: what lies about unused is marked with the number of the first
/// one that saw it, and goes for good only when a later one is far enough from it by every clock there is. Their numbers
/// also order marks and leases, which no clock that jumps could.
pub(crate) const VERSION_3: &str = r"
CREATE TABLE observation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  wall INTEGER NOT NULL,
  steady INTEGER NOT NULL,                  -- milliseconds that surely passed since the store was first observed
  uptime INTEGER NOT NULL,                  -- milliseconds that programs with the store open have run, all together
  launches INTEGER NOT NULL
);
-- What Cairn keeps for itself: state of the clock, of the scrubbing. No settings of people, no part of the history.
CREATE TABLE upkeep (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- The observation that first saw a version in the trash. Each change of the state begins anew.
ALTER TABLE version ADD COLUMN observation INTEGER;
CREATE INDEX version_unobserved ON version(id) WHERE state = 2 AND observation IS NULL;
-- Without it the removal of a manifest would look at every version (its foreign key).
CREATE INDEX version_manifest ON version(manifest_id) WHERE manifest_id IS NOT NULL;

-- Of blobs that nothing needs: the observation that marked them, and where they were last. A row counts only while
-- `blob.unreferenced_at` is set, so that taking a blob back into use touches one table.
CREATE TABLE dead_blob (
  blob_id INTEGER PRIMARY KEY,
  marked INTEGER NOT NULL,
  version_id INTEGER,
  path TEXT
);
-- Chunks that a log staged and never committed. Others go with their last manifest.
CREATE TABLE dead_chunk (chunk_id INTEGER PRIMARY KEY, marked INTEGER NOT NULL);
CREATE INDEX chunk_unreferenced ON chunk(id) WHERE refs = 0;
-- Packs and plain files on disk that the database doesn't know, with the observation that first saw them.
CREATE TABLE orphan (name TEXT PRIMARY KEY, marked INTEGER NOT NULL) WITHOUT ROWID;
-- Bytes whose rows are gone and that are to be removed; whoever collects next goes on with them.
CREATE TABLE doomed (name TEXT PRIMARY KEY, bytes INTEGER NOT NULL, receipt_id INTEGER NOT NULL) WITHOUT ROWID;

-- `lease_id`: the log that still appends to the pack; `state` 1: a collection is writing it.
ALTER TABLE pack ADD COLUMN lease_id INTEGER;

-- A lease protects by its number: nothing is removed that was marked after it began (`observation`). A row for each
-- blob, as version 1 had it, would cost a log of 50,000 files 100,000 writes.
DROP TABLE lease_blob;
ALTER TABLE lease ADD COLUMN observation INTEGER NOT NULL DEFAULT 0;
ALTER TABLE lease ADD COLUMN boottime INTEGER NOT NULL DEFAULT 0;
ALTER TABLE lease ADD COLUMN boot TEXT NOT NULL DEFAULT '';
CREATE INDEX lease_version ON lease(version_id) WHERE version_id IS NOT NULL;
-- Plain files that a log is about to give their names; none of these is removed.
CREATE TABLE lease_file (
  sha256 BLOB NOT NULL,
  lease_id INTEGER NOT NULL REFERENCES lease(id) ON DELETE CASCADE,
  PRIMARY KEY (sha256, lease_id)
) WITHOUT ROWID;
CREATE INDEX lease_file_lease ON lease_file(lease_id);

-- The cache no longer holds on to blobs: an unknown blob is a miss, and identifiers are never used again.
CREATE TABLE stat_cache_3 (
  device INTEGER NOT NULL,
  inode INTEGER NOT NULL,
  size INTEGER NOT NULL,
  mtime INTEGER NOT NULL,
  ctime INTEGER NOT NULL,
  blob_id INTEGER NOT NULL,
  PRIMARY KEY (device, inode)
) WITHOUT ROWID;
INSERT INTO stat_cache_3 SELECT device, inode, size, mtime, ctime, blob_id FROM stat_cache;
DROP TABLE stat_cache;
ALTER TABLE stat_cache_3 RENAME TO stat_cache;

ALTER TABLE receipt ADD COLUMN predicted_bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE receipt ADD COLUMN ended_at INTEGER;
CREATE TABLE receipt_item (
  receipt_id INTEGER NOT NULL REFERENCES receipt(id),
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('blob', 'pack', 'orphan')),
  digest BLOB,
  bytes INTEGER NOT NULL,
  version_id INTEGER,
  name TEXT,
  PRIMARY KEY (receipt_id, seq)
) WITHOUT ROWID;
";
