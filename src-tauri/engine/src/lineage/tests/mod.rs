//! The graph against a naive model, the query language, folding, and all of it in a store.

#![allow(clippy::unwrap_used)]

mod fold;
mod fold_model;
mod model;
mod query;
mod query_model;
mod store;

use std::cell::Cell;

use super::{FoldSpec, LineageSpec, Mode, NodeKey, Part};
use crate::catalog::RunSpec;
use crate::fs::CancelToken;
use crate::ingest::{LogOptions, LogReport, LogSource, LogSpec};
use crate::progress::Monitor;
use crate::testing::Bench;

/// A store in which runs and versions are made in a line each.
struct Lab {
    bench: Bench,
    made: Cell<u32>,
}

impl Lab {
    fn new() -> Self {
        Self { bench: Bench::new(), made: Cell::new(0) }
    }

    /// A new version of a collection whose type is the part of its name before the first `-`; logged by a run, or by
    /// itself.
    fn log(&self, name: &str, run: Option<&str>) -> LogReport {
        self.made.set(self.made.get() + 1);
        let path = self.bench.path("file");
        std::fs::write(&path, self.made.get().to_le_bytes()).unwrap();
        let spec = LogSpec {
            name: name.into(),
            artifact_type: name.split('-').next().unwrap().into(),
            run: run.map(str::to_owned),
            ..LogSpec::default()
        };
        let source = LogSource { path, name: None };
        let (actor, store) = (&self.bench.actor, &self.bench.store);
        store.log(actor, &[source], &LogOptions::default(), &spec, &Monitor::silent()).unwrap()
    }

    /// A finished run with its inputs; answers its id.
    fn run(&self, name: &str, job: &str, inputs: &[&str]) -> String {
        let spec = RunSpec {
            name: name.into(),
            job_type: Some(job.into()),
            state: Some("finished".into()),
            inputs: inputs.iter().map(|address| (*address).to_owned()).collect(),
            ..RunSpec::default()
        };
        self.bench.store.start_run(&self.bench.actor, &spec).unwrap().0.name
    }

    fn node(&self, text: &str) -> NodeKey {
        self.bench.store.lineage_node(text, None).unwrap()
    }

    fn spec(&self, root: Option<&str>, mode: Mode) -> LineageSpec {
        LineageSpec {
            root: root.map(|root| self.node(root)),
            project: self.bench.store.resolve_project(None).unwrap().id,
            mode,
            depth: None,
            query: None,
            types: Vec::new(),
            after: None,
            before: None,
            metadata: None,
            fold: FoldSpec::default(),
        }
    }

    fn part(&self, spec: &LineageSpec) -> Part {
        self.bench.store.lineage_part(spec).unwrap()
    }

    /// Titles of what a query finds, in order.
    fn titles(&self, query: &str) -> Vec<String> {
        let spec = LineageSpec { query: Some(query.into()), ..self.spec(None, Mode::Project) };
        let part = self.part(&spec);
        let mut titles: Vec<String> =
            part.nodes.iter().map(|(key, _)| part.facts(*key).unwrap().title()).collect();
        titles.sort();
        titles
    }

    /// Data set → training → model → evaluation → report, and a second model that nobody evaluated.
    fn small() -> Self {
        let lab = Self::new();
        lab.log("dataset-mnist", None);
        let train = lab.run("train 1", "train", &["dataset-mnist:v0"]);
        lab.log("model-cnn", Some(&train));
        lab.log("model-cnn", Some(&train));
        let eval = lab.run("eval 1", "eval", &["model-cnn:v0"]);
        lab.log("report-cnn", Some(&eval));
        lab
    }
}

fn quiet() -> CancelToken {
    CancelToken::new()
}
