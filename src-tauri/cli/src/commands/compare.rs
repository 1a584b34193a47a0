//! Two versions side by side.

use cairn_api::call::{version_compare, version_compare_files};
use cairn_api::types::{CompareFilesRequest, CompareRequest, Comparison, FileChange, Rows};
use clap::Args;

use super::catalog::PAGE;
use crate::context::{Context, Found};
use crate::json;
use crate::stop::Done;
use crate::text::{plain, size};

#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    /// Address of the first version
    before: String,
    /// Address of the second version
    after: String,
}

/// Compares two versions.
pub(crate) fn run(cx: &mut Context, args: &DiffArgs) -> Done {
    let (before, after) = (cx.version(&args.before)?, cx.version(&args.after)?);
    let request = CompareRequest { before: before.reference(), after: after.reference() };
    let comparison = version_compare(cx.host.as_ref(), request)?;
    let files = changes(cx, &before, &after)?;
    if cx.out.json {
        let metadata =
            comparison.metadata.into_iter().map(json::MetadataChange::new).collect::<Done<Vec<_>>>()?;
        let summary = comparison.files;
        return cx.out.document(&json::Diff {
            before: before.address,
            after: after.address,
            files,
            metadata,
            summary,
        });
    }
    show(cx, &comparison, &files)
}

fn changes(cx: &Context, before: &Found, after: &Found) -> Done<Vec<FileChange>> {
    let mut files = Vec::new();
    loop {
        let request = CompareFilesRequest {
            before: before.reference(),
            after: after.reference(),
            kinds: Vec::new(),
            rows: Rows { start: files.len() as u64, count: PAGE },
        };
        let page = version_compare_files(cx.host.as_ref(), request)?;
        let (total, ended) = (page.total, page.rows.is_empty());
        files.extend(page.rows);
        if ended || files.len() as u64 >= total {
            return Ok(files);
        }
    }
}

fn show(cx: &mut Context, comparison: &Comparison, files: &[FileChange]) -> Done {
    for change in files {
        cx.out.line(&line(change))?;
    }
    for change in &comparison.metadata {
        let value = |value: &Option<String>| value.as_deref().map_or_else(|| "—".into(), plain);
        cx.out.line(&format!(
            "M {}: {} → {}",
            plain(&change.path),
            value(&change.before),
            value(&change.after)
        ))?;
    }
    let sums = &comparison.files;
    cx.out.line(&format!(
        "{} added, {} removed, {} changed, {} renamed, {} equal; {} in, {} out",
        sums.added,
        sums.removed,
        sums.changed,
        sums.renamed,
        sums.equal,
        size(sums.added_bytes),
        size(sums.removed_bytes),
    ))
}

fn line(change: &FileChange) -> String {
    let bytes = |size_of: Option<u64>| size_of.map_or_else(|| "?".into(), size);
    let path = plain(&change.path);
    match change.kind.as_str() {
        "added" => format!("+ {path} ({})", bytes(change.after_size)),
        "removed" => format!("- {path} ({})", bytes(change.before_size)),
        "renamed" => format!("> {} → {path}", plain(change.from.as_deref().unwrap_or_default())),
        _ => format!("~ {path} ({} → {})", bytes(change.before_size), bytes(change.after_size)),
    }
}
