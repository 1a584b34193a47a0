//! One JSON document.

use serde_json::{Value, json};

use super::{Drawn, name, time};
use crate::lineage::facts::NodeFacts;
use crate::lineage::graph::NodeKey;

pub(super) fn write(drawn: &Drawn<'_>) -> String {
    let nodes: Vec<Value> = drawn
        .nodes
        .iter()
        .zip(&drawn.part.nodes)
        .map(|((key, facts), (_, distance))| node(*key, facts, *distance))
        .collect();
    let edges: Vec<Value> = drawn
        .edges
        .iter()
        .map(|(from, to)| json!({"from": drawn.name(*from), "to": drawn.name(*to), "kind": drawn.edge_kind(*from)}))
        .collect();
    format!("{}\n", json!({"nodes": nodes, "edges": edges}))
}

fn node(key: NodeKey, facts: &NodeFacts, distance: Option<i32>) -> Value {
    let (address, run) = match facts {
        NodeFacts::Version(_) => (facts.address(), None),
        NodeFacts::Run(run) => (None, Some(run.name.clone())),
    };
    let aliases: Vec<&str> = match facts {
        NodeFacts::Version(version) => version.aliases.split(',').filter(|name| !name.is_empty()).collect(),
        NodeFacts::Run(_) => Vec::new(),
    };
    json!({
        "key": key.to_string(),
        "name": name(facts),
        "address": address,
        "run": run,
        "title": facts.title(),
        "type": facts.subtitle(),
        "state": facts.state(),
        "created_at": time(facts.created_at()),
        "size": if key.is_run() { Value::Null } else { json!(facts.size()) },
        "aliases": aliases,
        "distance": distance,
    })
}
