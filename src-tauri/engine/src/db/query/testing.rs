//! A database with collections and versions for tests of the lists.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use rusqlite::Connection;

use crate::clock::Millis;
use crate::db::schema;
use crate::model::{CollectionId, ProjectId};

/// The time in these tests.
pub(super) const NOW: Millis = 1_790_000_000_000;
/// The only project.
pub(super) const PROJECT: ProjectId = ProjectId::new(1);

/// What a version of a test looks like.
#[derive(Debug, Clone)]
pub(super) struct Sample {
    pub(super) state: i64,
    pub(super) size: i64,
    pub(super) files: i64,
    pub(super) age: i64,
    pub(super) ttl: i64,
    pub(super) tags: Vec<&'static str>,
    pub(super) aliases: Vec<String>,
    pub(super) description: String,
    pub(super) metadata: String,
}

impl Default for Sample {
    fn default() -> Self {
        Self {
            state: 1,
            size: 10,
            files: 1,
            age: 0,
            ttl: -1,
            tags: vec![],
            aliases: vec![],
            description: String::new(),
            metadata: "{}".into(),
        }
    }
}

/// An empty store with the project `me/demo` and the types `dataset` and `model`.
pub(super) fn store() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    // As a store's own connections are, so that the plans are the same.
    connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).unwrap();
    connection.execute_batch(schema::VERSION_1).unwrap();
    connection.execute_batch(schema::VERSION_2).unwrap();
    connection
        .execute_batch(
            "INSERT INTO entity VALUES (1, 'me', 'user', 0);
             INSERT INTO project (id, entity_id, name, created_at) VALUES (1, 1, 'demo', 0);
             INSERT INTO artifact_type (id, project_id, name) VALUES (1, 1, 'dataset'), (2, 1, 'model');",
        )
        .unwrap();
    connection
}

/// A new collection.
pub(super) fn collection(connection: &Connection, name: &str, kind: i64) -> CollectionId {
    connection
        .execute(
            "INSERT INTO collection (project_id, type_id, name, created_at, updated_at) VALUES (1, ?1, ?2, 0, 0)",
            (kind, name),
        )
        .unwrap();
    CollectionId::new(connection.last_insert_rowid())
}

/// Adds a version, as committing, deleting and purging it would; answers its identifier.
pub(super) fn add(connection: &Connection, collection: CollectionId, sample: &Sample) -> i64 {
    let index = crate::db::collection::take_index(connection, collection).unwrap();
    let created = NOW - sample.age;
    let mut digest = [0x6e_u8; 16];
    digest[1] = index as u8;
    connection
        .execute(
            "INSERT INTO version (collection_id, state, digest, size, files, ttl, created_at, created_by)
             VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, 'me')",
            (collection, digest, sample.size, sample.files, sample.ttl, created),
        )
        .unwrap();
    let version = connection.last_insert_rowid();
    connection
        .execute(
            "INSERT INTO version_text VALUES (?1, ?2, ?3)",
            (version, &sample.description, &sample.metadata),
        )
        .unwrap();
    connection
        .execute(
            "INSERT INTO membership (version_id, collection_id, idx, created_at, size, files) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (version, collection, index, created, sample.size, sample.files),
        )
        .unwrap();
    let membership = connection.last_insert_rowid();
    for alias in &sample.aliases {
        connection
            .execute("INSERT OR REPLACE INTO alias VALUES (?1, ?2, ?3)", (collection, alias, membership))
            .unwrap();
    }
    for tag in &sample.tags {
        connection.execute("INSERT INTO version_tag VALUES (?1, ?2)", (version, tag)).unwrap();
    }
    if sample.state > 1 {
        connection
            .execute("UPDATE version SET state = 2, deleted_at = ?2 WHERE id = ?1", (version, created + 5))
            .unwrap();
    }
    if sample.state > 2 {
        purge(connection, version);
    }
    version
}

/// Removes a version for good.
pub(super) fn purge(connection: &Connection, version: i64) {
    connection.execute("UPDATE version SET state = 3 WHERE id = ?1", [version]).unwrap();
    connection.execute("UPDATE membership SET gone = 1 WHERE version_id = ?1", [version]).unwrap();
}

/// Adds an operation, so that the revision grows.
pub(super) fn touch(connection: &Connection) {
    connection
        .execute("INSERT INTO operation (at, actor, origin, kind, summary, changes) VALUES (0, 'me', 'test', 'x', '', 0)", [])
        .unwrap();
}

/// The plan of a statement.
pub(super) fn plan(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let count = statement.parameter_count();
    let rows = statement.query_map(rusqlite::params_from_iter(vec![1_i64; count]), |row| row.get(3)).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Fails unless a statement goes through `index` first and neither scans a table nor sorts.
pub(super) fn assert_indexed(connection: &Connection, sql: &str, index: &str) {
    let plan = plan(connection, sql);
    let bad =
        |step: &&String| step.contains("TEMP B-TREE") || (step.contains("SCAN") && !step.contains("USING"));
    assert_eq!(plan.iter().find(bad), None, "{sql}\n{plan:#?}");
    assert!(plan.iter().any(|step| step.contains(index)), "{sql}\n{plan:#?}");
}
