//! The query language: what it finds, and what it says of what it can't read.

use proptest::prelude::*;

use super::Lab;
use crate::Code;
use crate::catalog::Selection;
use crate::lineage::query::{complete, parse};
use crate::lineage::{LineageSpec, Mode};

#[test]
fn names_fields_and_reach() {
    let lab = Lab::small();
    let titles = |query: &str| lab.titles(query).join(" | ");
    assert_eq!(titles("model-cnn:v0"), "model-cnn:v0");
    assert_eq!(titles("model-cnn"), "model-cnn:v0 | model-cnn:v1");
    assert_eq!(titles("model-cnn:latest"), "model-cnn:v1");
    assert_eq!(titles("+model-cnn:v0"), "dataset-mnist:v0 | log dataset-mnist | model-cnn:v0 | train 1");
    assert_eq!(
        titles("1+model-cnn:v0+1"),
        "dataset-mnist:v0 | eval 1 | model-cnn:v0 | report-cnn:v0 | train 1"
    );
    assert_eq!(titles("type:report"), "report-cnn:v0");
    assert_eq!(titles("run:train*"), "train 1");
    assert_eq!(titles("run:\"train 1\"+1"), "model-cnn:v0 | model-cnn:v1 | train 1");
    assert_eq!(titles("job:eval type:dataset"), "dataset-mnist:v0 | eval 1");
    assert_eq!(titles("dataset-mnist:v0+,type:model"), "model-cnn:v0 | model-cnn:v1");
    assert_eq!(titles("dataset-mnist:v0+ , !type:model , !job:*"), "dataset-mnist:v0 | report-cnn:v0");
    assert_eq!(titles("model-*:v?"), "model-cnn:v0 | model-cnn:v1");
    assert_eq!(titles("me/uncategorized/model-cnn:v1"), "model-cnn:v1");
    assert_eq!(titles("state:finished,job:auto"), "log dataset-mnist");
    assert_eq!(titles("nothing-*"), "");
}

#[test]
fn quotes_hold_what_has_spaces_or_operators() {
    let lab = Lab::small();
    let store = &lab.bench.store;
    let id = store.resolve_version("model-cnn:v0").unwrap().1.id;
    store.add_alias(&lab.bench.actor, &format!("#{id}"), "best + model").unwrap();
    assert_eq!(lab.titles("\"model-cnn:best + model\"").join(""), "model-cnn:v0");
    assert_eq!(lab.titles("alias:\"best + model\"").join(""), "model-cnn:v0");
    assert_eq!(lab.titles("+\"model-cnn:best + model\"").len(), 4);
    store.delete_versions(&lab.bench.actor, &Selection::Versions(vec![id]), true).unwrap();
    assert_eq!(lab.titles("state:deleted").join(""), "model-cnn:v0");
}

#[test]
fn errors_point_at_the_character() {
    for (query, at) in [
        ("", 0),
        ("  ", 2),
        ("+", 1),
        ("a,", 2),
        ("a,,b", 2),
        ("!!a", 1),
        ("type:", 5),
        ("a \"b", 2),
        ("a b\"c\"", 3),
        ("99999999999+a", 0),
        ("é ,,a", 3),
        ("+ a", 1),
    ] {
        let error = parse(query).unwrap_err();
        assert_eq!(error.at, at, "{query}: {error:?}");
    }
    let lab = Lab::small();
    let spec = LineageSpec { query: Some("model-cnn:v0 nobody".into()), ..lab.spec(None, Mode::Project) };
    let error = lab.bench.store.lineage_part(&spec).unwrap_err();
    assert_eq!(error.code(), Code::NotFound);
    assert!(error.message().contains("at character 14"), "{}", error.message());
}

#[test]
fn completion_knows_what_there_is() {
    let lab = Lab::small();
    let project = lab.bench.store.resolve_project(None).unwrap().id;
    let words = |text: &str| complete(&lab.bench.store, text, text.chars().count(), project).unwrap();
    assert_eq!(words("+mod").words, ["model-cnn"]);
    assert_eq!((words("+mod").start, words("+mod").end), (1, 4));
    assert_eq!(words("type:re").words, ["type:report"]);
    assert_eq!(words("model-cnn:la").words, ["model-cnn:latest"]);
    assert_eq!(words("a,run:tr").words, ["run:\"train 1\""]);
    assert_eq!(words("run:\"tr").words, ["run:\"train 1\""]);
    assert!(words("").words.contains(&"type:".to_owned()));
    assert!(words("a,,").error.is_some());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_text_panics(text in "[a-z0-9+,!\"\\\\: *\\[é🦀]{0,24}") {
        let _ = parse(&text);
    }
}
