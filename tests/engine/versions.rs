//! Rules of versions and aliases: product.md 2, "Versions", "Aliases", "Deleting".

use cairn_engine::Code;
use cairn_engine::catalog::{Selection, VersionState};
use cairn_engine::ingest::{LogOptions, LogReport, LogSource, LogSpec};
use cairn_engine::progress::Monitor;
use cairn_tests::world::{DAY, assert_refused};
use cairn_tests::{World, facts, log_spec};

const A: &[(&str, &[u8])] = &[("f", b"a")];
const B: &[(&str, &[u8])] = &[("f", b"b")];

fn index_of(world: &World, address: &str) -> u64 {
    world.store.resolve_version(address).unwrap().1.index
}

fn only(report: &LogReport) -> Selection {
    Selection::Versions(vec![report.version])
}

#[test]
fn identical_content_is_the_same_version() {
    let world = World::new();
    let first = world.log("data", A);
    assert!(first.new && first.address == "me/uncategorized/data:v0");
    let before = facts(&world.store);
    let again = world.log("data", A);
    assert!(!again.new && again.operation.is_none(), "nothing changed, so nothing is in the history");
    assert_eq!((again.index, again.version), (0, first.version));
    assert_eq!(facts(&world.store), before);
    assert_eq!(again.bytes_added, 0);
}

#[test]
fn content_of_any_live_version_is_found_and_latest_rolls_back() {
    let world = World::new();
    world.log("data", A);
    world.log("data", B);
    assert_eq!(index_of(&world, "data"), 1);
    let back = world.log("data", A);
    assert!(!back.new && back.operation.is_some());
    assert_eq!((back.index, index_of(&world, "data:latest")), (0, 0));
    assert_eq!(
        world.store.undo(&world.actor, None).unwrap().operation.is_some(),
        index_of(&world, "data") == 1
    );
}

#[test]
fn aliases_and_tags_are_applied_to_the_identical_version() {
    let world = World::new();
    world.log("data", A);
    world.log("data", B);
    let spec =
        LogSpec { aliases: vec!["best model".into()], tags: vec!["golden".into()], ..log_spec("data") };
    let report = world.try_log(A, &spec).unwrap();
    assert!(!report.new && report.summary.contains("identical"), "{}", report.summary);
    let facts = world.store.version_facts("data:v0").unwrap();
    assert_eq!(facts.aliases, ["latest", "best model"]);
    assert_eq!(facts.tags, ["golden"]);
}

#[test]
fn texts_and_ttl_of_a_repeated_log_are_edits() {
    let world = World::new();
    world.log("data", A);
    let spec = LogSpec {
        description: Some("new words".into()),
        metadata: Some(r#"{"a":1}"#.into()),
        ttl: Some("30d".into()),
        ..log_spec("data")
    };
    let report = world.try_log(A, &spec).unwrap();
    assert!(!report.new && report.operation.is_some());
    let after = world.store.version_facts("data:v0").unwrap();
    assert_eq!(
        (after.description.as_str(), after.metadata.as_str(), after.ttl.as_str()),
        ("new words", r#"{"a":1}"#, "30 d")
    );
    world.store.undo(&world.actor, None).unwrap();
    let before = world.store.version_facts("data:v0").unwrap();
    assert_eq!(
        (before.description.as_str(), before.metadata.as_str(), before.ttl.as_str()),
        ("", "{}", "inherits none")
    );
}

#[test]
fn a_repeated_log_without_texts_leaves_them() {
    let world = World::new();
    let spec = LogSpec {
        description: Some("words".into()),
        metadata: Some(r#"{"a":1}"#.into()),
        ..log_spec("data")
    };
    world.try_log(A, &spec).unwrap();
    world.log("data", A);
    let facts = world.store.version_facts("data").unwrap();
    assert_eq!((facts.description.as_str(), facts.metadata.as_str()), ("words", r#"{"a":1}"#));
}

#[test]
fn indexes_are_dense_and_never_used_again() {
    let world = World::new();
    let logs: Vec<_> = (0..4).map(|n| world.log("data", &[("f", &[n])])).collect();
    assert_eq!(logs.iter().map(|log| log.index).collect::<Vec<_>>(), [0, 1, 2, 3]);
    world.store.delete_versions(&world.actor, &only(&logs[3]), true).unwrap();
    assert_eq!(world.log("data", &[("f", b"next")]).index, 4);
    world.store.undo(&world.actor, None).unwrap();
    assert_eq!(world.log("data", &[("f", b"other")]).index, 5, "an undone log keeps its index");
    // The content of a version in the trash is new content.
    let again = world.log("data", &[("f", &[3])]);
    assert!(again.new && again.index == 6);
}

#[test]
fn an_undone_log_lies_in_the_trash_and_redo_brings_its_index_back() {
    let world = World::new();
    let log = world.log("data", A);
    world.store.undo(&world.actor, None).unwrap();
    let gone = world.store.version_facts(&format!("#{}", log.version)).unwrap();
    assert_eq!(gone.row.state, VersionState::Deleted);
    assert_eq!(gone.row.deleted_because.as_deref(), Some("undone"));
    assert!(gone.collection.deleted, "a collection made by the log goes with it");
    world.store.redo(&world.actor, None).unwrap();
    assert_eq!(index_of(&world, "data:latest"), 0);
    assert_eq!(world.cat("data", "f"), b"a");
}

#[test]
fn a_collection_has_one_type() {
    let world = World::new();
    world.log("data", A);
    let spec = LogSpec { artifact_type: "model".into(), ..log_spec("data") };
    let error = assert_refused(world.try_log(B, &spec), Code::TypeMismatch);
    assert!(error.message().contains("dataset") && error.message().contains("model"));
    assert_refused(world.store.create_collection(&world.actor, None, "data", "dataset", ""), Code::Exists);
}

#[test]
fn reserved_types_are_refused() {
    let world = World::new();
    for (kind, name) in
        [("wandb-xyz", "a"), ("job", "a"), ("run_table", "run-1-t"), ("code", "source-p-t.py")]
    {
        let spec = LogSpec { artifact_type: kind.into(), ..log_spec(name) };
        assert_refused(world.try_log(A, &spec), Code::TypeReserved);
        assert_refused(world.store.create_collection(&world.actor, None, name, kind, ""), Code::TypeReserved);
    }
    for (kind, name) in [("run_table", "table"), ("code", "src")] {
        world.try_log(A, &LogSpec { artifact_type: kind.into(), ..log_spec(name) }).unwrap();
    }
    assert_refused(world.store.rename_collection(&world.actor, "src", "source-x"), Code::TypeReserved);
}

#[test]
fn an_alias_is_unique_in_its_collection_and_moves() {
    let world = World::new();
    let (one, two) = (world.log("data", A), world.log("data", B));
    world.store.add_alias(&world.actor, &one.address, "best").unwrap();
    let moved = world.store.add_alias(&world.actor, &two.address, "best").unwrap();
    assert_eq!(moved.summary, "Moved best from v0 to v1");
    assert_eq!(index_of(&world, "data:best"), 1);
    assert!(world.store.add_alias(&world.actor, &two.address, "best").unwrap().operation.is_none());
    assert_refused(world.store.remove_alias(&world.actor, &one.address, "best"), Code::NotFound);
    world.store.undo(&world.actor, None).unwrap();
    assert_eq!(index_of(&world, "data:best"), 0);
    world.log("other", A);
    world.store.add_alias(&world.actor, "other", "best").unwrap();
    assert_eq!(index_of(&world, "data:best"), 0, "other collections have their own");
}

#[test]
fn a_version_with_aliases_is_deleted_only_when_said_so() {
    let world = World::new();
    let log = world.log("data", A);
    let error =
        assert_refused(world.store.delete_versions(&world.actor, &only(&log), false), Code::HasAliases);
    assert!(error.message().contains("latest"));
    world.store.delete_versions(&world.actor, &only(&log), true).unwrap();
    assert_refused(world.store.add_alias(&world.actor, &log.address, "best"), Code::Deleted);
    let second = world.store.delete_versions(&world.actor, &only(&log), true).unwrap_err();
    assert_eq!(second.code(), Code::Deleted);
}

#[test]
fn without_its_holder_latest_is_the_newest() {
    let world = World::new();
    let logs: Vec<_> = (0..3).map(|n| world.log("data", &[("f", &[n])])).collect();
    world.store.delete_versions(&world.actor, &only(&logs[2]), true).unwrap();
    assert_eq!(index_of(&world, "data"), 1);
    assert_eq!(world.store.version_facts("data").unwrap().aliases, ["latest"]);
    assert_eq!(world.store.aliases("data").unwrap()[0].index, 1);
    assert_refused(world.store.delete_versions(&world.actor, &only(&logs[1]), false), Code::HasAliases);
    world.store.delete_versions(&world.actor, &only(&logs[1]), true).unwrap();
    assert_eq!(index_of(&world, "data:latest"), 0);
    world.store.restore_versions(&world.actor, &only(&logs[2])).unwrap();
    assert_eq!(index_of(&world, "data"), 2, "restored with its alias");
}

#[test]
fn restore_brings_aliases_back_that_nobody_took() {
    let world = World::new();
    let (one, two) = (world.log("data", A), world.log("data", B));
    for name in ["best", "prod"] {
        world.store.add_alias(&world.actor, &one.address, name).unwrap();
    }
    world.store.delete_versions(&world.actor, &only(&one), true).unwrap();
    world.store.add_alias(&world.actor, &two.address, "prod").unwrap();
    let restored = world.store.restore_versions(&world.actor, &only(&one)).unwrap();
    assert!(restored.summary.contains("prod moved on meanwhile"), "{}", restored.summary);
    assert_eq!(world.store.version_facts(&one.address).unwrap().aliases, ["best"]);
    assert_eq!(world.store.version_facts(&two.address).unwrap().aliases, ["latest", "prod"]);
    assert_refused(world.store.restore_versions(&world.actor, &only(&one)), Code::NotFound);
}

#[test]
fn a_deleted_collection_takes_its_versions_and_comes_back_with_one() {
    let world = World::new();
    let (one, two) = (world.log("data", A), world.log("data", B));
    world.store.delete_collection(&world.actor, "data").unwrap();
    assert_refused(world.store.resolve_collection("data"), Code::NotFound);
    world.store.restore_versions(&world.actor, &only(&one)).unwrap();
    assert_eq!(index_of(&world, "data"), 0);
    assert_eq!(
        world.store.version_facts(&format!("#{}", two.version)).unwrap().row.state,
        VersionState::Deleted
    );
    world.store.delete_collection(&world.actor, "data").unwrap();
    world.log("data", A);
    assert_refused(world.store.restore_versions(&world.actor, &only(&one)), Code::Exists);
}

#[test]
fn a_version_of_a_deleted_project_comes_back_with_it_unless_its_name_is_taken() {
    let world = World::new();
    let spec = LogSpec { project: Some("vision".into()), ..log_spec("data") };
    let log = world.try_log(A, &spec).unwrap();
    world.store.delete_project(&world.actor, "vision").unwrap();
    world.store.restore_versions(&world.actor, &only(&log)).unwrap();
    assert_eq!(index_of(&world, "vision/data"), 0);
    world.store.delete_project(&world.actor, "vision").unwrap();
    world.store.create_project(&world.actor, "vision", "").unwrap();
    let before = facts(&world.store);
    assert_refused(world.store.restore_versions(&world.actor, &only(&log)), Code::Exists);
    assert_eq!(facts(&world.store), before);
}

#[test]
fn the_default_project_stays_and_follows_its_name() {
    let world = World::new();
    assert_refused(world.store.delete_project(&world.actor, "uncategorized"), Code::RequestInvalid);
    world.store.rename_project(&world.actor, "uncategorized", "vision").unwrap();
    assert_eq!(world.log("data", A).address, "me/vision/data:v0");
    assert_refused(world.store.create_project(&world.actor, "vision", ""), Code::Exists);
    world.store.undo(&world.actor, None).unwrap();
    world.store.undo(&world.actor, None).unwrap();
    assert_eq!(world.store.defaults().unwrap().1, "uncategorized");
}

#[test]
fn a_log_makes_its_project_and_team() {
    let world = World::new();
    let spec = LogSpec { project: Some("team/vision".into()), ..log_spec("data") };
    assert_eq!(world.try_log(A, &spec).unwrap().address, "team/vision/data:v0");
    assert_eq!(world.store.resolve_project(Some("team/vision")).unwrap().versions, 1);
}

#[test]
fn names_are_unique_in_a_project_whatever_the_type() {
    let world = World::new();
    world.log("one", A);
    world.log("two", A);
    assert_refused(world.store.rename_collection(&world.actor, "one", "two"), Code::Exists);
    world.store.rename_collection(&world.actor, "one", "three").unwrap();
    assert_refused(world.store.resolve_version("one"), Code::NotFound);
    assert_eq!(index_of(&world, "three"), 0);
}

#[test]
fn a_log_moves_aliases_in_the_same_operation() {
    let world = World::new();
    world.try_log(A, &LogSpec { aliases: vec!["best".into()], ..log_spec("data") }).unwrap();
    let before = facts(&world.store);
    world.try_log(B, &LogSpec { aliases: vec!["best".into()], ..log_spec("data") }).unwrap();
    assert_eq!((index_of(&world, "data:best"), index_of(&world, "data")), (1, 1));
    world.store.undo(&world.actor, None).unwrap();
    assert_eq!(facts(&world.store), before);
}

#[test]
fn a_viewer_changes_nothing() {
    let mut world = World::new();
    let log = world.log("data", A);
    world.actor.role = cairn_engine::history::Role::Viewer;
    assert_refused(world.try_log(B, &log_spec("data")), Code::Forbidden);
    assert_refused(world.store.add_alias(&world.actor, &log.address, "x"), Code::Forbidden);
    assert_refused(world.store.undo(&world.actor, None), Code::Forbidden);
    world.actor.role = cairn_engine::history::Role::Member;
    assert_refused(world.store.configure(&world.actor, "30d", 7), Code::Forbidden);
    assert_eq!(index_of(&world, "data"), 0);
}

#[test]
fn a_cancelled_log_leaves_nothing_that_counts() {
    let world = World::new();
    let before = facts(&world.store);
    let tree = world.tree("source").file("a", "1").file("b", "2");
    let monitor = Monitor::silent();
    monitor.cancel.cancel();
    let sources = [LogSource { path: tree.path().to_owned(), name: None }];
    let answer = world.store.log(&world.actor, &sources, &LogOptions::default(), &log_spec("data"), &monitor);
    assert_refused(answer, Code::Cancelled);
    assert_eq!(facts(&world.store), before);
    world.log_tree("data", &tree).unwrap();
}

#[test]
fn history_is_kept_across_a_restart() {
    let world = World::new();
    world.log("data", A);
    world.clock.advance(DAY);
    world.log("data", B);
    let before = facts(&world.store);
    let world = world.reopen();
    assert_eq!(facts(&world.store), before);
    world.store.undo(&world.actor, None).unwrap();
    assert_eq!(index_of(&world, "data"), 0);
    world.store.redo(&world.actor, None).unwrap();
    assert_eq!(facts(&world.store), before);
}
