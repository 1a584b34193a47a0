//! The schema, version 1: every table with the reason for its shape.
//!
//! It holds from the start what later features need, because a later change of it costs every store:
//! indexes and aliases live on *memberships* (a version in a collection, of a project or of a registry),
//! producers are many to many, identifiers are never used again, counts are kept by triggers so that no list
//! ever counts rows.

/// `PRAGMA application_id`: "CRN1".
pub(crate) const APPLICATION_ID: i32 = 0x4352_4e31;

/// States of a version as stored.
pub(crate) mod state {
    /// Visible.
    pub(crate) const COMMITTED: i64 = 1;
    /// In the trash.
    pub(crate) const DELETED: i64 = 2;
    /// A tombstone: its bytes are gone.
    pub(crate) const PURGED: i64 = 3;
}

/// The tables of version 1.
pub(crate) const VERSION_1: &str = r"
-- Settings of the store: organization, default entity and project, default TTL, trash days.
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE entity (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('user', 'team', 'organization')),
  created_at INTEGER NOT NULL
);

-- A registry is a project of the organization; only its extra columns differ.
CREATE TABLE project (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  entity_id INTEGER NOT NULL REFERENCES entity(id),
  name TEXT NOT NULL,
  kind TEXT NOT NULL DEFAULT 'project' CHECK (kind IN ('project', 'registry')),
  description TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  deleted_at INTEGER,
  visibility TEXT NOT NULL DEFAULT 'organization' CHECK (visibility IN ('organization', 'restricted')),
  accepts_all INTEGER NOT NULL DEFAULT 1,
  collections INTEGER NOT NULL DEFAULT 0,
  versions INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX project_name ON project(entity_id, name) WHERE deleted_at IS NULL;
CREATE TABLE registry_type (project_id INTEGER NOT NULL REFERENCES project(id), name TEXT NOT NULL, PRIMARY KEY (project_id, name)) WITHOUT ROWID;
CREATE TABLE protected_alias (project_id INTEGER NOT NULL REFERENCES project(id), name TEXT NOT NULL, PRIMARY KEY (project_id, name)) WITHOUT ROWID;

CREATE TABLE artifact_type (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  project_id INTEGER NOT NULL REFERENCES project(id),
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  collections INTEGER NOT NULL DEFAULT 0,
  versions INTEGER NOT NULL DEFAULT 0,
  UNIQUE (project_id, name)
);

-- `live`, `trashed` and `logical` are kept by triggers.
CREATE TABLE collection (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  project_id INTEGER NOT NULL REFERENCES project(id),
  type_id INTEGER NOT NULL REFERENCES artifact_type(id),
  kind TEXT NOT NULL DEFAULT 'sequence' CHECK (kind IN ('sequence', 'portfolio')),
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  next_index INTEGER NOT NULL DEFAULT 0,
  live INTEGER NOT NULL DEFAULT 0,
  trashed INTEGER NOT NULL DEFAULT 0,
  logical INTEGER NOT NULL DEFAULT 0,
  client_id TEXT UNIQUE
);
CREATE UNIQUE INDEX collection_name ON collection(project_id, name) WHERE deleted_at IS NULL;
CREATE INDEX collection_type_name ON collection(project_id, type_id, name) WHERE deleted_at IS NULL;
CREATE INDEX collection_updated ON collection(project_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX collection_live ON collection(project_id, live, id) WHERE deleted_at IS NULL;
CREATE INDEX collection_logical ON collection(project_id, logical, id) WHERE deleted_at IS NULL;
CREATE TABLE collection_tag (collection_id INTEGER NOT NULL REFERENCES collection(id), tag TEXT NOT NULL, PRIMARY KEY (collection_id, tag)) WITHOUT ROWID;
CREATE INDEX collection_tag_tag ON collection_tag(tag, collection_id);

-- Content and state of a version. Rows stay narrow: long texts lie in `version_text`. Rows are never removed;
-- a purged version is its own tombstone.
CREATE TABLE version (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  collection_id INTEGER NOT NULL REFERENCES collection(id),
  state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3),
  manifest_id INTEGER REFERENCES manifest(id),
  digest BLOB,
  size INTEGER NOT NULL DEFAULT 0,
  files INTEGER NOT NULL DEFAULT 0,
  ttl INTEGER NOT NULL DEFAULT -1,          -- seconds; -1 inherits, -2 has none (as on the wire)
  ttl_before_link INTEGER,                  -- offered again when the last link goes
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  deleted_at INTEGER,
  deleted_because TEXT,
  client_id TEXT UNIQUE,
  distributed_id TEXT,
  history_step INTEGER
);
CREATE INDEX version_collection_digest ON version(collection_id, digest) WHERE state = 1;
CREATE INDEX version_digest ON version(digest);
CREATE INDEX version_trash ON version(deleted_at, id) WHERE state = 2;
CREATE INDEX version_expiry_own ON version(created_at + ttl * 1000) WHERE state = 1 AND ttl > 0;
CREATE INDEX version_expiry_inherited ON version(created_at) WHERE state = 1 AND ttl = -1;
CREATE INDEX version_distributed ON version(collection_id, distributed_id) WHERE distributed_id IS NOT NULL;
CREATE TABLE version_text (
  version_id INTEGER PRIMARY KEY REFERENCES version(id),
  description TEXT NOT NULL DEFAULT '',
  metadata TEXT NOT NULL DEFAULT '{}'
);
CREATE TABLE version_tag (version_id INTEGER NOT NULL REFERENCES version(id), tag TEXT NOT NULL, PRIMARY KEY (version_id, tag)) WITHOUT ROWID;
CREATE INDEX version_tag_tag ON version_tag(tag, version_id);

-- A version in a collection: its own project's, or a registry's (a link). The columns after `idx` are copies of
-- immutable facts, so that each order of a list has an index of its own.
CREATE TABLE membership (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  version_id INTEGER NOT NULL REFERENCES version(id),
  collection_id INTEGER NOT NULL REFERENCES collection(id),
  idx INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  size INTEGER NOT NULL,
  files INTEGER NOT NULL,
  gone INTEGER NOT NULL DEFAULT 0,          -- purged or unlinked: in no list
  UNIQUE (collection_id, idx)
);
CREATE INDEX membership_version ON membership(version_id, collection_id);
CREATE INDEX membership_list ON membership(collection_id, idx, version_id) WHERE gone = 0;
CREATE INDEX membership_size ON membership(collection_id, size, idx, version_id) WHERE gone = 0;
CREATE INDEX membership_files ON membership(collection_id, files, idx, version_id) WHERE gone = 0;
CREATE INDEX membership_created ON membership(collection_id, created_at, idx, version_id) WHERE gone = 0;

CREATE TABLE alias (
  collection_id INTEGER NOT NULL REFERENCES collection(id),
  name TEXT NOT NULL,
  membership_id INTEGER NOT NULL REFERENCES membership(id),
  PRIMARY KEY (collection_id, name)
) WITHOUT ROWID;
CREATE INDEX alias_membership ON alias(membership_id);
CREATE INDEX alias_name ON alias(name, collection_id);
-- Aliases that a version had when it went to the trash, for its return.
CREATE TABLE trashed_alias (membership_id INTEGER NOT NULL REFERENCES membership(id), name TEXT NOT NULL, PRIMARY KEY (membership_id, name)) WITHOUT ROWID;

CREATE TABLE run (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  project_id INTEGER NOT NULL REFERENCES project(id),
  name TEXT NOT NULL,
  display_name TEXT NOT NULL,
  job_type TEXT NOT NULL DEFAULT '',
  run_group TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL CHECK (state IN ('running', 'finished', 'failed', 'crashed', 'killed')),
  config TEXT NOT NULL DEFAULT '{}',
  summary TEXT NOT NULL DEFAULT '{}',
  host TEXT NOT NULL DEFAULT '',
  command TEXT NOT NULL DEFAULT '',
  created_by TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  heartbeat_at INTEGER,
  deleted_at INTEGER,
  UNIQUE (project_id, name)
);
-- `kind`: 0 logged (run to version), 1 used (version to run). `membership_id`: the link that was used.
CREATE TABLE edge (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id INTEGER NOT NULL REFERENCES run(id),
  version_id INTEGER NOT NULL REFERENCES version(id),
  kind INTEGER NOT NULL CHECK (kind IN (0, 1)),
  role TEXT,
  membership_id INTEGER REFERENCES membership(id),
  actor TEXT NOT NULL,
  at INTEGER NOT NULL,
  removed_at INTEGER,
  UNIQUE (run_id, version_id, kind)
);
CREATE INDEX edge_version ON edge(version_id, kind, run_id);

-- History: append-only. `reverts` and `reverted_by` tie undo and redo to what they took back.
CREATE TABLE operation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  parent INTEGER REFERENCES operation(id),
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  origin TEXT NOT NULL,
  kind TEXT NOT NULL,
  summary TEXT NOT NULL,
  address TEXT,
  changes INTEGER NOT NULL,
  reverts INTEGER REFERENCES operation(id),
  reverted_by INTEGER REFERENCES operation(id)
);
CREATE INDEX operation_open ON operation(id) WHERE reverted_by IS NULL AND kind NOT IN ('undo', 'redo');
CREATE INDEX operation_undos ON operation(id) WHERE reverted_by IS NULL AND kind = 'undo';
CREATE TABLE change (
  operation_id INTEGER NOT NULL REFERENCES operation(id),
  seq INTEGER NOT NULL,
  cell INTEGER NOT NULL,
  subject INTEGER NOT NULL,
  key TEXT NOT NULL,
  before TEXT,
  after TEXT,
  PRIMARY KEY (operation_id, seq)
) WITHOUT ROWID;
CREATE INDEX change_cell ON change(cell, subject, key, operation_id);
-- Which operations touched a project (1), collection (2), version (3), run (4).
CREATE TABLE operation_subject (kind INTEGER NOT NULL, subject INTEGER NOT NULL, operation_id INTEGER NOT NULL REFERENCES operation(id), PRIMARY KEY (kind, subject, operation_id)) WITHOUT ROWID;

-- Bytes. `refs` counts the chunks that hold the blob; `md5` is for the wire alone.
CREATE TABLE pack (id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, state INTEGER NOT NULL DEFAULT 0);
CREATE TABLE blob (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sha256 BLOB NOT NULL UNIQUE,
  md5 BLOB NOT NULL,
  size INTEGER NOT NULL,
  pack_id INTEGER REFERENCES pack(id),      -- null: a plain file named by its digest
  pack_offset INTEGER,
  refs INTEGER NOT NULL DEFAULT 0,
  damaged INTEGER NOT NULL DEFAULT 0,
  unreferenced_at INTEGER,
  seen_unreferenced_at INTEGER,
  verified_at INTEGER
);
CREATE INDEX blob_md5 ON blob(md5);
CREATE INDEX blob_pack ON blob(pack_id, pack_offset) WHERE pack_id IS NOT NULL;
CREATE INDEX blob_damaged ON blob(id) WHERE damaged = 1;
CREATE INDEX blob_unreferenced ON blob(unreferenced_at) WHERE refs = 0;
CREATE TABLE blob_pieces (blob_id INTEGER PRIMARY KEY REFERENCES blob(id), hashes BLOB NOT NULL);

-- Manifests: lists of chunks. `chunk.refs` counts manifests, `manifest.refs` counts versions that are not purged.
CREATE TABLE chunk (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  hash BLOB NOT NULL UNIQUE,
  entries INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  refs INTEGER NOT NULL DEFAULT 0,
  data BLOB NOT NULL
);
CREATE TABLE manifest (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  hash BLOB NOT NULL UNIQUE,
  digest BLOB NOT NULL,
  entries INTEGER NOT NULL,
  bytes INTEGER NOT NULL,                   -- logical
  stored INTEGER NOT NULL,                  -- of its distinct blobs
  refs INTEGER NOT NULL DEFAULT 0,
  list BLOB NOT NULL
);
CREATE INDEX manifest_digest ON manifest(digest);

-- What a file on the person's disk contained when it was last read.
CREATE TABLE stat_cache (
  device INTEGER NOT NULL,
  inode INTEGER NOT NULL,
  size INTEGER NOT NULL,
  mtime INTEGER NOT NULL,
  ctime INTEGER NOT NULL,
  blob_id INTEGER NOT NULL REFERENCES blob(id),
  PRIMARY KEY (device, inode)
) WITHOUT ROWID;

-- Work in progress that protects blobs and chunks from collection.
CREATE TABLE lease (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  owner TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  renewed_at INTEGER NOT NULL,
  version_id INTEGER REFERENCES version(id),
  token_hash BLOB
);
CREATE TABLE lease_blob (lease_id INTEGER NOT NULL REFERENCES lease(id) ON DELETE CASCADE, blob_id INTEGER NOT NULL, PRIMARY KEY (lease_id, blob_id)) WITHOUT ROWID;
CREATE INDEX lease_blob_blob ON lease_blob(blob_id);

-- People: keys of the server with their roles; a registry's role wins where there is one.
CREATE TABLE api_key (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, hash BLOB NOT NULL UNIQUE, role TEXT NOT NULL CHECK (role IN ('admin', 'member', 'viewer')), created_at INTEGER NOT NULL, revoked_at INTEGER);
CREATE TABLE registry_role (project_id INTEGER NOT NULL REFERENCES project(id), key_id INTEGER NOT NULL REFERENCES api_key(id), role TEXT NOT NULL CHECK (role IN ('admin', 'member', 'viewer', 'restricted-viewer')), PRIMARY KEY (project_id, key_id)) WITHOUT ROWID;

-- Retention as people set it, and receipts of what was removed for good.
CREATE TABLE retention_rule (id INTEGER PRIMARY KEY AUTOINCREMENT, project_id INTEGER REFERENCES project(id), collection_id INTEGER REFERENCES collection(id), rule TEXT NOT NULL, created_at INTEGER NOT NULL, removed_at INTEGER);
CREATE TABLE receipt (id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, actor TEXT NOT NULL, freed_bytes INTEGER NOT NULL, blobs INTEGER NOT NULL, body BLOB NOT NULL);

-- Counts. A version counts where its home is; lists of 100,000 collections never count rows.
CREATE TRIGGER version_insert AFTER INSERT ON version WHEN new.state = 1 BEGIN
  UPDATE collection SET live = live + 1, logical = logical + new.size, updated_at = max(updated_at, new.created_at) WHERE id = new.collection_id;
END;
CREATE TRIGGER version_state AFTER UPDATE OF state ON version WHEN new.state <> old.state BEGIN
  UPDATE collection SET
    live = live + (new.state = 1) - (old.state = 1),
    trashed = trashed + (new.state = 2) - (old.state = 2),
    logical = logical + new.size * (new.state = 1) - old.size * (old.state = 1)
  WHERE id = new.collection_id;
END;
CREATE TRIGGER collection_insert AFTER INSERT ON collection WHEN new.deleted_at IS NULL BEGIN
  UPDATE artifact_type SET collections = collections + 1, versions = versions + new.live WHERE id = new.type_id;
  UPDATE project SET collections = collections + 1, versions = versions + new.live WHERE id = new.project_id;
END;
CREATE TRIGGER collection_update AFTER UPDATE OF live, deleted_at ON collection BEGIN
  UPDATE artifact_type SET
    collections = collections + (new.deleted_at IS NULL) - (old.deleted_at IS NULL),
    versions = versions + new.live * (new.deleted_at IS NULL) - old.live * (old.deleted_at IS NULL)
  WHERE id = new.type_id;
  UPDATE project SET
    collections = collections + (new.deleted_at IS NULL) - (old.deleted_at IS NULL),
    versions = versions + new.live * (new.deleted_at IS NULL) - old.live * (old.deleted_at IS NULL)
  WHERE id = new.project_id;
END;
CREATE TRIGGER chunk_refs AFTER UPDATE OF refs ON manifest WHEN new.refs < 0 BEGIN SELECT RAISE(ABORT, 'manifest.refs below zero'); END;
";

/// Runs in lists, and which run a log in progress belongs to.
pub(crate) const VERSION_2: &str = r"
CREATE INDEX run_started ON run(started_at, id) WHERE deleted_at IS NULL;
CREATE INDEX run_project ON run(project_id, started_at, id) WHERE deleted_at IS NULL;
CREATE INDEX run_name ON run(name);
ALTER TABLE lease ADD COLUMN run_id INTEGER REFERENCES run(id);
CREATE INDEX lease_run ON lease(run_id) WHERE run_id IS NOT NULL;
";
