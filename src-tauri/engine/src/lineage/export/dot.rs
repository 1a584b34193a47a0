//! Graphviz.

use std::fmt::Write as _;

use super::Drawn;
use crate::lineage::facts::NodeFacts;

pub(super) fn write(drawn: &Drawn<'_>) -> String {
    let mut text = String::from("digraph lineage {\n  rankdir=LR;\n  node [fontname=\"sans-serif\"];\n");
    for (key, facts) in &drawn.nodes {
        let (shape, style) = match facts {
            NodeFacts::Version(_) => ("box", if facts.state() == "committed" { "solid" } else { "dashed" }),
            NodeFacts::Run(_) => ("box", "rounded"),
        };
        let label = format!("{}\\n{}", quoted(&facts.title()), quoted(facts.subtitle()));
        let _ = writeln!(text, "  {key} [label=\"{label}\", shape={shape}, style=\"{style}\"];");
    }
    for (from, to) in &drawn.edges {
        let ends = (drawn.nodes[*from as usize].0, drawn.nodes[*to as usize].0);
        let _ = writeln!(text, "  {} -> {} [tooltip=\"{}\"];", ends.0, ends.1, drawn.edge_kind(*from));
    }
    text.push_str("}\n");
    text
}

/// Inside a double-quoted string only quotes and backslashes mean something.
fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace(['\n', '\r'], " ")
}
