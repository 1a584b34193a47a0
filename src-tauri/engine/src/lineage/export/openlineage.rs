//! `OpenLineage` run events, one to a line (openlineage.io, schema 2-0-2).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Drawn, time};
use crate::lineage::facts::{NodeFacts, RunNode};
use crate::model::Digest;

/// `OpenLineage` wants a URI that names the program.
const PRODUCER: &str = concat!("urn:cairn:", env!("CARGO_PKG_VERSION"));
const SCHEMA: &str = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";

pub(super) fn write(drawn: &Drawn<'_>) -> String {
    let mut inputs: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut outputs: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (from, to) in &drawn.edges {
        if drawn.nodes[*from as usize].0.is_run() {
            outputs.entry(*from).or_default().push(*to);
        } else {
            inputs.entry(*to).or_default().push(*from);
        }
    }
    let mut text = String::new();
    for (at, (_, facts)) in drawn.nodes.iter().enumerate() {
        let NodeFacts::Run(run) = facts else { continue };
        let datasets = |of: &BTreeMap<u32, Vec<u32>>| -> Vec<Value> {
            of.get(&(at as u32))
                .into_iter()
                .flatten()
                .filter_map(|at| dataset(drawn.nodes[*at as usize].1))
                .collect()
        };
        let event = json!({
            "eventType": event_type(run),
            "eventTime": time(run.finished_at.unwrap_or(run.started_at)),
            "producer": PRODUCER,
            "schemaURL": SCHEMA,
            "run": {"runId": uuid(run)},
            "job": {"namespace": run.project, "name": if run.job_type.is_empty() { &run.display_name } else { &run.job_type }},
            "inputs": datasets(&inputs),
            "outputs": datasets(&outputs),
        });
        text.push_str(&event.to_string());
        text.push('\n');
    }
    text
}

fn dataset(facts: &NodeFacts) -> Option<Value> {
    let NodeFacts::Version(version) = facts else { return None };
    Some(json!({"namespace": format!("cairn://{}", version.project), "name": facts.title()}))
}

fn event_type(run: &RunNode) -> &'static str {
    match run.state.as_str() {
        "running" => "RUNNING",
        "failed" | "crashed" => "FAIL",
        "killed" => "ABORT",
        _ => "COMPLETE",
    }
}

/// `OpenLineage` wants a UUID: made of the run's project and id, the same each time (version 8 of RFC 9562).
fn uuid(run: &RunNode) -> String {
    let hex = Digest::of(format!("{}/{}", run.project, run.name).as_bytes()).to_hex();
    format!("{}-{}-8{}-a{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..32])
}
