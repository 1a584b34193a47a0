//! The lineage as text for other tools.
//!
//! Every form holds the same nodes and edges; only what else it can say differs.

mod csv;
mod dot;
mod graphml;
mod json;
mod mermaid;
mod openlineage;
mod tree;

use chrono::{DateTime, SecondsFormat, Utc};

use super::facts::NodeFacts;
use super::graph::NodeKey;
use super::select::Part;
use crate::clock::Millis;
use crate::{Code, Error, Result};

/// A form in which the lineage can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people at a terminal.
    Tree,
    /// One document: `{"nodes":[…],"edges":[…]}`.
    Json,
    /// Graphviz.
    Dot,
    /// Mermaid's flow chart.
    Mermaid,
    /// `GraphML`.
    GraphMl,
    /// One line for each edge.
    Csv,
    /// One `OpenLineage` event for each run.
    OpenLineage,
}

impl Format {
    /// Reads `tree`, `json`, `dot`, `mermaid`, `graphml`, `csv`, `openlineage`. Errors: `request-invalid`.
    pub fn parse(text: &str) -> Result<Self> {
        Ok(match text {
            "tree" => Self::Tree,
            "json" => Self::Json,
            "dot" => Self::Dot,
            "mermaid" => Self::Mermaid,
            "graphml" => Self::GraphMl,
            "csv" => Self::Csv,
            "openlineage" => Self::OpenLineage,
            other => {
                return Err(Error::new(
                    Code::RequestInvalid,
                    format!("The lineage can't be written as {other:?}"),
                )
                .hint("Use tree, json, dot, mermaid, graphml, csv or openlineage."));
            }
        })
    }

    /// Ending of a file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Tree => "txt",
            Self::Json => "json",
            Self::Dot => "dot",
            Self::Mermaid => "mmd",
            Self::GraphMl => "graphml",
            Self::Csv => "csv",
            Self::OpenLineage => "jsonl",
        }
    }

    /// Media type.
    pub fn media(self) -> &'static str {
        match self {
            Self::Tree | Self::Mermaid => "text/plain",
            Self::Json => "application/json",
            Self::Dot => "text/vnd.graphviz",
            Self::GraphMl => "application/xml",
            Self::Csv => "text/csv",
            Self::OpenLineage => "application/x-ndjson",
        }
    }
}

/// A part of the lineage as text, ended by a line break.
pub fn export(part: &Part, format: Format) -> String {
    let drawn = Drawn::new(part);
    match format {
        Format::Tree => tree::write(&drawn),
        Format::Json => json::write(&drawn),
        Format::Dot => dot::write(&drawn),
        Format::Mermaid => mermaid::write(&drawn),
        Format::GraphMl => graphml::write(&drawn),
        Format::Csv => csv::write(&drawn),
        Format::OpenLineage => openlineage::write(&drawn),
    }
}

/// A part with its facts at hand.
struct Drawn<'p> {
    part: &'p Part,
    nodes: Vec<(NodeKey, &'p NodeFacts)>,
    /// By positions in `nodes`.
    edges: Vec<(u32, u32)>,
}

impl<'p> Drawn<'p> {
    fn new(part: &'p Part) -> Self {
        // A part holds only nodes that it has facts of, so positions agree.
        let nodes = part.nodes.iter().filter_map(|(key, _)| Some((*key, part.facts(*key)?))).collect();
        Self { part, nodes, edges: part.edges() }
    }

    fn edge_kind(&self, from: u32) -> &'static str {
        if self.nodes[from as usize].0.is_run() { "logged" } else { "used" }
    }

    /// `entity/project/mnist:v3` or `run:ID`.
    fn name(&self, at: u32) -> String {
        name(self.nodes[at as usize].1)
    }
}

/// RFC 3339 in UTC.
fn time(at: Millis) -> String {
    let time = DateTime::<Utc>::from_timestamp_millis(at).unwrap_or_default();
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn name(facts: &NodeFacts) -> String {
    match facts {
        NodeFacts::Version(_) => facts.address().unwrap_or_default(),
        NodeFacts::Run(run) => format!("run:{}", run.name),
    }
}
