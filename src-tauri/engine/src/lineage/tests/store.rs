//! Runs, edges and the graph in a store: made, undone, kept current.

use super::{Lab, quiet};
use crate::Code;
use crate::catalog::{EdgeKind, RunChange, RunName, Selection};
use crate::history::{Actor, Role};
use crate::lineage::export::{Format, export};
use crate::lineage::{ListPart, ListSort, Mode, PictureSpec};

fn run(text: &str) -> RunName<'_> {
    RunName { text, project: None }
}

#[test]
fn a_log_has_a_run_of_its_own_and_undo_takes_both() {
    let lab = Lab::new();
    let store = &lab.bench.store;
    let logged = lab.log("dataset-mnist", None);
    let (total, runs) = store.run_page(&crate::catalog::RunQuery::default(), 0, 10).unwrap();
    assert_eq!((total, runs[0].job_type.as_str(), runs[0].outputs), (1, "auto", 1));
    let graph = store.lineage_graph().unwrap();
    assert_eq!((graph.node_count(), graph.edge_count()), (2, 1));
    store.undo(&lab.bench.actor, logged.operation).unwrap();
    assert_eq!(store.run_page(&crate::catalog::RunQuery::default(), 0, 10).unwrap().0, 0);
    assert_eq!(store.lineage_graph().unwrap().edge_count(), 0);
    // What somebody held before stays as it was.
    assert_eq!(graph.edge_count(), 1);
    store.redo(&lab.bench.actor, None).unwrap();
    assert_eq!(store.lineage_graph().unwrap().edge_count(), 1);
}

#[test]
fn identical_content_gets_one_more_producer_only_inside_a_run() {
    let lab = Lab::new();
    let store = &lab.bench.store;
    lab.log("dataset-mnist", None);
    let repeat = |run: Option<&str>| {
        lab.made.set(lab.made.get() - 1);
        lab.log("dataset-mnist", run)
    };
    assert!(!repeat(None).new);
    assert_eq!(store.lineage_graph().unwrap().edge_count(), 1);
    let id = lab.run("again", "ingest", &[]);
    assert!(!repeat(Some(&id)).new);
    let (total, _) = store
        .run_page(
            &crate::catalog::RunQuery {
                logged: Some(store.resolve_version("dataset-mnist").unwrap().1.id),
                ..Default::default()
            },
            0,
            10,
        )
        .unwrap();
    assert_eq!(total, 2);
}

#[test]
fn an_edge_is_one_however_often_and_can_be_taken_back() {
    let lab = Lab::small();
    let (store, actor) = (&lab.bench.store, &lab.bench.actor);
    let id = lab.run("late", "train", &["dataset-mnist:v0"]);
    let versions = ["dataset-mnist:v0".to_owned()];
    let again = store.set_edges(actor, &run(&id), EdgeKind::Used, &versions, None, false).unwrap();
    assert_eq!(again.operation, None);
    store.set_edges(actor, &run(&id), EdgeKind::Used, &versions, Some("train"), false).unwrap();
    assert_eq!(store.run_facts(&run(&id)).unwrap().inputs[0].role.as_deref(), Some("train"));
    let before = store.lineage_graph().unwrap().edge_count();
    let removed = store.set_edges(actor, &run(&id), EdgeKind::Used, &versions, None, true).unwrap();
    assert_eq!(store.lineage_graph().unwrap().edge_count(), before - 1);
    store.undo(actor, removed.operation).unwrap();
    let facts = store.run_facts(&run(&id)).unwrap();
    assert_eq!((facts.inputs.len(), facts.inputs[0].role.as_deref()), (1, Some("train")));
}

#[test]
fn runs_end_change_and_go_and_all_of_it_comes_back() {
    let lab = Lab::small();
    let (store, actor) = (&lab.bench.store, &lab.bench.actor);
    let spec = crate::catalog::RunSpec {
        name: "r".into(),
        summary: Some("{\"a\":1,\"b\":2}".into()),
        ..Default::default()
    };
    let id = store.start_run(actor, &spec).unwrap().0.name;
    store.finish_run(actor, &run(&id), "failed", Some("{\"b\":3,\"c\":4}"), &quiet()).unwrap();
    let facts = store.run_facts(&run(&id)).unwrap();
    assert_eq!((facts.row.state.as_str(), facts.summary.as_str()), ("failed", "{\"a\":1,\"b\":3,\"c\":4}"));
    assert!(facts.row.finished_at.is_some());
    store.undo(actor, None).unwrap();
    let facts = store.run_facts(&run(&id)).unwrap();
    assert_eq!((facts.row.state.as_str(), facts.row.finished_at), ("running", None));
    let change =
        RunChange { name: Some("other".into()), config: Some("{\"lr\":0.1}".into()), ..RunChange::default() };
    store.edit_run(actor, &run(&id), &change).unwrap();
    store.delete_run(actor, &run(&id)).unwrap();
    let refused = store.set_edges(actor, &run(&id), EdgeKind::Used, &["model-cnn".to_owned()], None, false);
    assert_eq!(refused.unwrap_err().code(), Code::Deleted);
    store.undo(actor, None).unwrap();
    assert_eq!(store.run_facts(&run(&id)).unwrap().row.display_name, "other");
}

#[test]
fn bad_input_is_refused_and_changes_nothing() {
    let lab = Lab::small();
    let (store, actor) = (&lab.bench.store, &lab.bench.actor);
    let revision = store.revision().unwrap();
    let start = |spec: &crate::catalog::RunSpec| store.start_run(actor, spec).unwrap_err().code();
    let named = |name: &str| crate::catalog::RunSpec { name: name.into(), ..Default::default() };
    assert_eq!(start(&named(" ")), Code::RequestInvalid);
    assert_eq!(start(&named(&"x".repeat(600))), Code::RequestInvalid);
    assert_eq!(start(&named("a\nb")), Code::RequestInvalid);
    for config in ["[]", "nonsense", "{\"a\":1,\"a\":2}", &format!("{{\"a\":\"{}\"}}", "x".repeat(17 << 20))]
    {
        let spec = crate::catalog::RunSpec { config: Some(config.into()), ..named("r") };
        assert_eq!(start(&spec), Code::RequestInvalid);
    }
    let spec = crate::catalog::RunSpec { inputs: vec!["none".into()], ..named("r") };
    assert_eq!(start(&spec), Code::NotFound);
    let finish = store.finish_run(actor, &run("nobody"), "finished", None, &quiet());
    assert_eq!(finish.unwrap_err().code(), Code::NotFound);
    let viewer = Actor { role: Role::Viewer, ..actor.clone() };
    let refused = store.set_edges(&viewer, &run("#1"), EdgeKind::Used, &["model-cnn".into()], None, false);
    assert_eq!(refused.unwrap_err().code(), Code::Forbidden);
    assert_eq!(store.revision().unwrap(), revision);
    // Ten megabytes are much, but somebody's.
    let large = format!("{{\"a\":\"{}\"}}", "x".repeat(10 << 20));
    store.start_run(actor, &crate::catalog::RunSpec { config: Some(large), ..named("r") }).unwrap();
}

#[test]
fn modes_and_depth_say_what_they_say() {
    let lab = Lab::small();
    let count = |mode, depth| {
        let spec = crate::lineage::LineageSpec { depth, ..lab.spec(Some("model-cnn:v0"), mode) };
        lab.part(&spec).nodes.len()
    };
    // The training with its data set; the evaluation with its report.
    assert_eq!(count(Mode::Direct, None), 5);
    assert_eq!(count(Mode::Up, None), 4);
    assert_eq!(count(Mode::Up, Some(1)), 3);
    assert_eq!(count(Mode::Down, None), 3);
    assert_eq!(count(Mode::Full, None), 6);
    assert_eq!(count(Mode::Project, None), 7);
    let types = crate::lineage::LineageSpec { types: vec!["model".into()], ..lab.spec(None, Mode::Project) };
    // Both models, and the runs that touch them.
    assert_eq!(lab.part(&types).nodes.len(), 4);
}

#[test]
fn deleted_versions_stay_and_impact_names_them() {
    let lab = Lab::small();
    let store = &lab.bench.store;
    let id = store.resolve_version("dataset-mnist:v0").unwrap().1.id;
    store.delete_versions(&lab.bench.actor, &Selection::Versions(vec![id]), true).unwrap();
    let impact = store.lineage_impact(lab.node("model-cnn:v0"), 0, 100).unwrap();
    assert_eq!((impact.versions, impact.runs, impact.lost.len()), (1, 1, 1));
    assert_eq!(impact.lost[0].facts.state(), "deleted");
    let whole = store.lineage_impact(lab.node("dataset-mnist:v0"), 0, 2).unwrap();
    assert_eq!((whole.versions, whole.runs, whole.rows.len()), (3, 2, 2));
    assert_eq!(whole.aliases, ["model-cnn:latest", "report-cnn:latest"]);
}

#[test]
fn lists_ways_and_pictures_agree() {
    let lab = Lab::small();
    let store = &lab.bench.store;
    let spec = lab.spec(Some("model-cnn:v0"), Mode::Full);
    let (total, rows) =
        store.lineage_list(&spec, ListPart::All, (ListSort::Distance, false), 0, 100).unwrap();
    let distances: Vec<_> = rows.iter().map(|row| row.distance.unwrap()).collect();
    assert_eq!((total, distances), (6, vec![-3, -2, -1, 0, 1, 2]));
    let (way, paths) = store.lineage_paths(lab.node("report-cnn:v0"), lab.node("dataset-mnist:v0")).unwrap();
    let titles: Vec<_> = way.iter().map(|row| row.facts.title()).collect();
    assert_eq!(titles, ["dataset-mnist:v0", "train 1", "model-cnn:v0", "eval 1", "report-cnn:v0"]);
    assert!(!paths.indirect && paths.between.len() == 5);
    let siblings = store.lineage_paths(lab.node("model-cnn:v1"), lab.node("report-cnn:v0")).unwrap().1;
    assert!(siblings.indirect && siblings.shortest.len() == 5);
    let picture = PictureSpec { of: spec, top_down: false, previous: None, anchor: None };
    let drawn = store.lineage_picture(&picture, &quiet()).unwrap();
    assert_eq!((drawn.folded.nodes.len(), drawn.folded.edges.len()), (6, 5));
    let again = store.lineage_picture(&picture, &quiet()).unwrap();
    assert!(std::sync::Arc::ptr_eq(&drawn, &again));
    lab.log("dataset-mnist", None);
    assert_ne!(store.lineage_picture(&picture, &quiet()).unwrap().token, drawn.token);
}

#[test]
fn every_format_has_the_same_nodes_and_edges() {
    let lab = Lab::small();
    let part = lab.part(&lab.spec(None, Mode::Project));
    let edges = part.edges().len();
    assert_eq!((part.nodes.len(), edges), (7, 6));
    let text = |format| export(&part, format);
    assert_eq!(text(Format::Dot).matches(" -> ").count(), edges);
    assert_eq!(text(Format::Mermaid).matches(" --> ").count(), edges);
    assert_eq!(text(Format::GraphMl).matches("<edge ").count(), edges);
    assert_eq!(text(Format::GraphMl).matches("<node ").count(), 7);
    assert_eq!(text(Format::Csv).lines().count(), edges + 1);
    assert_eq!(text(Format::OpenLineage).lines().count(), 3);
    let json: serde_json::Value = serde_json::from_str(&text(Format::Json)).unwrap();
    assert_eq!(json["edges"].as_array().unwrap().len(), edges);
    assert_eq!(json["edges"][0]["kind"], "used");
    let tree = text(Format::Tree);
    assert!(tree.contains("└─ ▸ eval 1") && tree.contains("report-cnn:v0"));
}
