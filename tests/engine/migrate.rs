//! Stores that older programs made, one for each schema: opened, brought up to date, whole, and gone on with.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use cairn_engine::clock::SystemClock;
use cairn_engine::export::ExportRequest;
use cairn_engine::history::Actor;
use cairn_engine::ingest::{LogOptions, LogSource, LogSpec};
use cairn_engine::model::OperationId;
use cairn_engine::progress::Monitor;
use cairn_engine::store::{OpenMode, Store};

/// Unpacks `tests/fixtures/store-schema-N.tar.gz`, made by the `cairnctl` of its time.
fn unpack(schema: u32, folder: &Path) -> Store {
    let archive =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/store-schema-{schema}.tar.gz"));
    let unpacked = Command::new("tar").arg("xzf").arg(archive).arg("-C").arg(folder).status().unwrap();
    assert!(unpacked.success());
    Store::open(&folder.join("store"), OpenMode::Existing, "ada", Arc::new(SystemClock)).unwrap()
}

/// `data:v0` (best model), `v1` in the trash, `v2` (latest); `vision/notes:v0`.
#[test]
fn a_store_of_schema_1_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let store = unpack(1, folder.path());
    let backups: Vec<_> = std::fs::read_dir(folder.path().join("store/backups")).unwrap().collect();
    assert_eq!(backups.len(), 1);
    let first = store.version_facts("data:best model").unwrap();
    assert_eq!(
        (first.row.index, first.tags, first.metadata.as_str()),
        (0, vec!["golden".into()], "{\"acc\":0.5}")
    );
    assert_eq!(store.version_facts("data:v1").unwrap().row.state.as_str(), "deleted");
    assert_eq!(store.version_facts("vision/notes").unwrap().description, "some words");
    assert!(store.check(true, &Monitor::silent()).unwrap().damage.is_empty());
    // Logged before runs existed: it shows no producer.
    let node = store.lineage_node("data:v0", None).unwrap();
    assert_eq!(store.lineage_graph().unwrap().closure(node, true, true, None).nodes.len(), 1);

    let actor = Actor::owner("ada", "cli");
    store.undo(&actor, Some(OperationId::new(4))).unwrap();
    assert_eq!(store.version_facts("data:v1").unwrap().row.state.as_str(), "committed");
    let out = folder.path().join("out");
    let request = ExportRequest { root: Some(out.clone()), ..ExportRequest::default() };
    assert_eq!(store.export("data:v1", &request, &Monitor::silent()).unwrap().files, 3);
    assert_eq!(std::fs::read(out.join("a.txt")).unwrap(), b"two\n");
    std::fs::write(out.join("a.txt"), "four\n").unwrap();
    let spec = LogSpec { name: "data".into(), artifact_type: "dataset".into(), ..LogSpec::default() };
    let source = LogSource { path: out, name: None };
    let logged = store.log(&actor, &[source], &LogOptions::default(), &spec, &Monitor::silent()).unwrap();
    assert_eq!((logged.index, logged.new), (3, true));
    let node = store.lineage_node("data:v3", None).unwrap();
    assert_eq!(store.lineage_graph().unwrap().closure(node, true, true, None).nodes.len(), 2);
}
