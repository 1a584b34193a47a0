//! Lineage: trees and other forms, ways, queries, consequences.

use cairn_api::call::{lineage_export, lineage_impact, lineage_path};
use cairn_api::types::{
    LineageExportRequest, LineageImpactRequest, LineagePathRequest, LineageRequest, LineageRow, Rows,
};
use clap::{Args, Subcommand, ValueEnum};

use crate::context::Context;
use crate::json;
use crate::stop::{Done, refuse};
use crate::text::{count, plain, size};

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct LineageArgs {
    #[command(subcommand)]
    action: Option<LineageAction>,
    /// Address of a version, or run:ID
    address: Option<String>,
    /// Which way
    #[arg(long, value_enum, default_value_t = Way::Both)]
    direction: Way,
    /// Steps: version, run, versions are one [default: all]
    #[arg(long, value_name = "N")]
    depth: Option<u32>,
    /// Its producer with its inputs, its consumers with their outputs
    #[arg(long, conflicts_with_all = ["direction", "depth"])]
    direct: bool,
    /// In which form; json with --json
    #[arg(long, value_enum)]
    format: Option<Form>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LineageAction {
    /// The shortest way between two versions or runs
    Path {
        /// Address of a version, or run:ID
        from: String,
        /// Address of a version, or run:ID
        to: String,
    },
    /// What a query finds, such as '+mnist:v3' or 'type:model,alias:best'
    Query {
        /// The query
        query: String,
        /// In which form; json with --json
        #[arg(long, value_enum)]
        format: Option<Form>,
    },
    /// Everything that depends on a version or a run
    Impact {
        /// Address of a version, or run:ID
        address: String,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Way {
    Up,
    Down,
    Both,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    Tree,
    Json,
    Dot,
    Mermaid,
    Graphml,
    Csv,
    Openlineage,
}

impl Form {
    fn as_str(self) -> &'static str {
        match self {
            Self::Tree => "tree",
            Self::Json => "json",
            Self::Dot => "dot",
            Self::Mermaid => "mermaid",
            Self::Graphml => "graphml",
            Self::Csv => "csv",
            Self::Openlineage => "openlineage",
        }
    }
}

/// Shows lineage.
pub(crate) fn run(cx: &mut Context, args: LineageArgs) -> Done {
    match args.action {
        Some(LineageAction::Path { from, to }) => path(cx, &from, &to),
        Some(LineageAction::Query { query, format }) => {
            let of = LineageRequest { query: Some(query), ..everything(cx) };
            write(cx, of, format)
        }
        Some(LineageAction::Impact { address }) => impact(cx, &address),
        None => {
            let address = args.address.ok_or_else(|| {
                refuse("request-invalid", "No address was named", "Give the address of a version, or run:ID.")
            })?;
            let mode = match (args.direct, args.direction) {
                (true, _) => "direct",
                (false, Way::Up) => "up",
                (false, Way::Down) => "down",
                (false, Way::Both) => "full",
            };
            let root = Some(node(cx, &address));
            let of = LineageRequest { root, mode: mode.into(), depth: args.depth, ..everything(cx) };
            write(cx, of, args.format)
        }
    }
}

/// All of the store, unfolded.
fn everything(cx: &Context) -> LineageRequest {
    LineageRequest {
        root: None,
        project: cx.project.clone(),
        mode: "project".into(),
        depth: None,
        query: None,
        types: Vec::new(),
        after: None,
        before: None,
        hide: None,
        fold: Some(false),
        fold_by: None,
        open: Vec::new(),
        pulled: Vec::new(),
        metadata: None,
    }
}

/// A run stays as it is; an address gets the project of `--project`.
fn node(cx: &Context, text: &str) -> String {
    if text.starts_with("run:") { text.to_owned() } else { cx.address(text) }
}

fn write(cx: &mut Context, of: LineageRequest, format: Option<Form>) -> Done {
    let form = if cx.out.json { Form::Json } else { format.unwrap_or(Form::Tree) };
    let answer = lineage_export(cx.host.as_ref(), LineageExportRequest { of, format: form.as_str().into() })?;
    if form != Form::Tree {
        return cx.out.line(answer.text.trim_end_matches('\n'));
    }
    if answer.text.is_empty() {
        return cx.out.line("Nothing is there.");
    }
    for line in answer.text.lines() {
        cx.out.line(&plain(line))?;
    }
    Ok(())
}

fn path(cx: &mut Context, from: &str, to: &str) -> Done {
    let request = LineagePathRequest { from: node(cx, from), to: node(cx, to), project: cx.project.clone() };
    let found = lineage_path(cx.host.as_ref(), request)?;
    if cx.out.json {
        return cx.out.document(&json::LineagePath::new(&found));
    }
    if found.shortest.is_empty() {
        return cx.out.line("Nothing ties the two together.");
    }
    if found.indirect {
        cx.out.line("Neither came from the other; they have this in common:")?;
    }
    for (number, row) in found.shortest.iter().enumerate() {
        let arrow = if number == 0 { "  " } else { "→ " };
        cx.out.line(&format!("{arrow}{}", words(row)))?;
    }
    Ok(())
}

fn impact(cx: &mut Context, address: &str) -> Done {
    let mut start = 0;
    let mut all: Vec<LineageRow> = Vec::new();
    let impact = loop {
        let request = LineageImpactRequest {
            root: node(cx, address),
            project: cx.project.clone(),
            rows: Rows { start, count: 200 },
        };
        let mut impact = lineage_impact(cx.host.as_ref(), request)?;
        let count = impact.rows.rows.len() as u64;
        all.append(&mut impact.rows.rows);
        start += count;
        if count == 0 || start >= impact.rows.total {
            break impact;
        }
    };
    if cx.out.json {
        return cx.out.document(&json::LineageImpact::new(&impact, &all));
    }
    let versions = count(impact.versions, "version", "versions");
    let runs = count(impact.runs, "run", "runs");
    cx.out.line(&format!("{versions} and {runs} depend on it, {}", size(impact.bytes)))?;
    for row in &all {
        cx.out.line(&format!("  {}", words(row)))?;
    }
    if !impact.aliases.is_empty() {
        cx.out.fact("aliases", &impact.aliases.join(", "))?;
    }
    if !impact.lost.is_empty() {
        cx.out.line("It can't be made again from these, which are gone or in the trash:")?;
        for row in &impact.lost {
            cx.out.line(&format!("  {}", words(row)))?;
        }
    }
    Ok(())
}

fn words(row: &LineageRow) -> String {
    let id = row.run.as_ref().map(|run| format!("  run:{run}")).unwrap_or_default();
    let state = match row.state.as_str() {
        "committed" | "finished" => String::new(),
        state => format!("  [{state}]"),
    };
    plain(&format!("{}  {}{id}{state}", row.title, row.subtitle))
}
