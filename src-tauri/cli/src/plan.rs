//! Plans: as documents of `--json`, and as words.

use cairn_api::types::{RetentionPlan, RetentionRow};
use serde::Serialize;

use crate::out::Out;
use crate::stop::Done;
use crate::text::{count, joined, plain, relative, rfc3339, size};

/// Most versions shown to people.
const SHOWN: usize = 20;

/// What an act would do.
#[derive(Serialize)]
pub(crate) struct Plan<'a> {
    dry_run: bool,
    act: &'a str,
    versions: u64,
    for_good: bool,
    changing: u64,
    unchanged: u64,
    locked: u64,
    bytes_freed: u64,
    bytes_freed_with_trash: u64,
    bytes_shared: u64,
    bytes_logical: u64,
    blobs: u64,
    aliases: &'a [String],
    alias_count: u64,
    links: &'a [String],
    link_count: u64,
    runs: u64,
    downstream: &'a [String],
    downstream_count: u64,
    shared_with: &'a [String],
    shared_with_all: bool,
    leaving: u64,
    leaving_bytes: u64,
    purge_at: Option<String>,
    freed_at: Option<String>,
    brakes: &'a [String],
    warnings: &'a [String],
    warning_count: u64,
    rows: Vec<Row<'a>>,
    stamp: &'a str,
}

#[derive(Serialize)]
struct Row<'a> {
    address: &'a str,
    index: u64,
    size: u64,
    created_at: String,
    ttl_before: &'a str,
    ttl_after: &'a str,
    expires_before: Option<String>,
    expires_after: Option<String>,
    goes: bool,
    locked: Option<&'a str>,
    distance: i32,
}

impl<'a> Plan<'a> {
    pub(crate) fn new(plan: &'a RetentionPlan) -> Self {
        Self {
            dry_run: true,
            act: &plan.act,
            versions: plan.versions,
            for_good: plan.for_good,
            changing: plan.changing,
            unchanged: plan.unchanged,
            locked: plan.locked,
            bytes_freed: plan.freed_bytes,
            bytes_freed_with_trash: plan.freed_with_trash_bytes,
            bytes_shared: plan.shared_bytes,
            bytes_logical: plan.logical_bytes,
            blobs: plan.freed_blobs,
            aliases: &plan.aliases,
            alias_count: plan.alias_count,
            links: &plan.links,
            link_count: plan.link_count,
            runs: plan.runs,
            downstream: &plan.downstream,
            downstream_count: plan.downstream_count,
            shared_with: &plan.shared_with,
            shared_with_all: plan.shared_with_all,
            leaving: plan.leaving,
            leaving_bytes: plan.leaving_bytes,
            purge_at: plan.purge_at.map(rfc3339),
            freed_at: plan.freed_at.map(rfc3339),
            brakes: &plan.brakes,
            warnings: &plan.warnings,
            warning_count: plan.warning_count,
            rows: plan.rows.iter().map(Row::new).collect(),
            stamp: &plan.stamp,
        }
    }
}

impl<'a> Row<'a> {
    fn new(row: &'a RetentionRow) -> Self {
        Self {
            address: &row.address,
            index: row.index,
            size: row.size,
            created_at: rfc3339(row.created_at),
            ttl_before: &row.ttl_before,
            ttl_after: &row.ttl_after,
            expires_before: row.expires_before.map(rfc3339),
            expires_after: row.expires_after.map(rfc3339),
            goes: row.goes,
            locked: row.locked.as_deref(),
            distance: row.distance,
        }
    }
}

/// Writes a plan.
pub(crate) fn show(out: &mut Out, plan: &RetentionPlan, now: i64) -> Done {
    if out.json {
        return out.document(&Plan::new(plan));
    }
    words(out, plan, now)
}

/// Writes a plan for people.
pub(crate) fn words(out: &mut Out, plan: &RetentionPlan, now: i64) -> Done {
    let versions = count(plan.versions, "version", "versions");
    let name = if plan.for_good { "For good" } else { "To the trash" };
    out.fact(name, &format!("{versions}, {}", size(plan.logical_bytes)))?;
    if plan.versions > 0 {
        let when =
            plan.freed_at.map_or_else(String::new, |at| format!(", {} at the earliest", relative(at, now)));
        out.fact("Freed", &format!("{}{when}", size(plan.freed_bytes)))?;
        if plan.freed_with_trash_bytes > 0 {
            let more = size(plan.freed_with_trash_bytes);
            out.fact("", &format!("{more} more when what lies in the trash has left it"))?;
        }
        let with = if plan.shared_with.is_empty() {
            String::new()
        } else {
            format!(" with {}", joined(&plan.shared_with))
        };
        out.fact("Shared", &format!("{}{with}", size(plan.shared_bytes)))?;
    }
    if plan.act == "ttl" {
        let changing = count(plan.changing, "version changes", "versions change");
        out.fact("TTL", &format!("{changing}, {} stay, {} are locked", plan.unchanged, plan.locked))?;
    }
    for (name, number, list) in [
        ("Aliases", plan.alias_count, &plan.aliases),
        ("Links", plan.link_count, &plan.links),
        ("Stranded", plan.downstream_count, &plan.downstream),
    ] {
        if number > 0 {
            out.fact(name, &format!("{number}: {}", joined(list)))?;
        }
    }
    if plan.leaving > 0 {
        let leaving = count(plan.leaving, "version leaves", "versions leave");
        out.fact("Trash", &format!("{leaving} it for good, which frees {}", size(plan.leaving_bytes)))?;
    }
    for row in plan.rows.iter().take(SHOWN) {
        out.line(&format!("  {}", plain(&line(row, plan.for_good, now))))?;
    }
    for text in plan.brakes.iter().chain(&plan.warnings) {
        out.line(&format!("! {}", plain(text)))?;
    }
    Ok(())
}

fn line(row: &RetentionRow, for_good: bool, now: i64) -> String {
    if let Some(locked) = &row.locked {
        return format!("{}  can't change: {locked}", row.address);
    }
    if row.goes {
        let how = if for_good { "for good" } else { "to the trash" };
        return format!("{}  goes {how} at once", row.address);
    }
    let until = row
        .expires_after
        .map_or_else(|| "never expires".to_owned(), |at| format!("expires {}", relative(at, now)));
    format!("{}  {} → {}, {until}", row.address, row.ttl_before, row.ttl_after)
}
