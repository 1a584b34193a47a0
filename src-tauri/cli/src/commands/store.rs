//! The store as a whole.

use cairn_api::call::{store_check, store_check_part, store_info, store_repair, store_sample};
use cairn_api::types::{
    CheckPartRequest, CheckReport, CheckRequest, Damage, Empty, Outcome, RepairReport, RepairRequest,
};
use clap::Subcommand;
use serde::Serialize;

use crate::context::Context;
use crate::stop::{Done, Stop};
use crate::text::{count, joined, plain, size, ttl};

#[derive(Debug, Subcommand)]
pub(crate) enum StoreAction {
    /// Show where the store is and what it holds
    Info,
}

/// Shows the store.
pub(crate) fn info(cx: &mut Context) -> Done {
    let info = store_info(cx.host.as_ref(), Empty {})?;
    if cx.out.json {
        return cx.out.document(&info);
    }
    let out = &mut cx.out;
    out.fact("Folder", &info.path)?;
    out.fact("Schema", &info.schema.to_string())?;
    for (name, text) in [("Read-only", &info.read_only), ("Notice", &info.notice)] {
        if let Some(text) = text {
            out.fact(name, text)?;
        }
    }
    out.fact("Default", &format!("{}/{}", info.default_entity, info.default_project))?;
    out.fact("Projects", &info.projects.to_string())?;
    out.fact("Collections", &info.collections.to_string())?;
    out.fact("Versions", &format!("{} and {} in the trash", info.versions, info.trashed))?;
    out.fact("Size", &format!("{} logical, {} on disk", size(info.logical_bytes), size(info.stored_bytes)))?;
    out.fact("Free", &size(info.free_bytes))?;
    out.fact("Default TTL", &ttl(info.default_ttl_seconds, false))?;
    out.fact("Trash", &count(info.trash_days.into(), "day", "days"))
}

/// Checks the store. Damage is told, then the command fails.
pub(crate) fn check(cx: &mut Context, read_data: bool, subset: Option<f64>) -> Done {
    cx.store()?;
    let host = cx.host.clone();
    let report: CheckReport = cx.job(|| match subset {
        Some(percent) => store_check_part(host.as_ref(), CheckPartRequest { percent }),
        None => store_check(host.as_ref(), CheckRequest { read_data }),
    })?;
    if cx.out.json {
        cx.out.document(&report)?;
    } else {
        show(cx, &report)?;
    }
    cx.out.flush()?;
    if report.damage.is_empty() { Ok(()) } else { Err(Stop::Damaged) }
}

/// What a repair did.
#[derive(Serialize)]
struct Repaired<'a> {
    dry_run: bool,
    #[serde(flatten)]
    report: &'a RepairReport,
}

/// Puts right what the store itself can mend. What stays damaged is told, then the command fails.
pub(crate) fn repair(cx: &mut Context, dry_run: bool) -> Done {
    cx.store()?;
    let host = cx.host.clone();
    let report: RepairReport = cx.job(|| store_repair(host.as_ref(), RepairRequest { dry_run }))?;
    if cx.out.json {
        cx.out.document(&Repaired { dry_run, report: &report })?;
    } else {
        for repair in &report.repaired {
            let line = format!("{} {}: {}", repair.kind, repair.item, repair.message);
            cx.out.line(&plain(&line))?;
        }
        report.left.iter().try_for_each(|damage| show_damage(cx, damage))?;
        let things = count(report.repaired.len() as u64, "thing", "things");
        let done = if dry_run { "can be put right; nothing was changed" } else { "put right" };
        cx.out.line(&format!("{things} {done}."))?;
    }
    cx.out.flush()?;
    if report.left.is_empty() { Ok(()) } else { Err(Stop::Damaged) }
}

fn show(cx: &mut Context, report: &CheckReport) -> Done {
    report.damage.iter().try_for_each(|damage| show_damage(cx, damage))?;
    let (versions, blobs) =
        (count(report.versions, "version", "versions"), count(report.blobs, "blob", "blobs"));
    let found = match report.damage.len() as u64 {
        0 => "sound".into(),
        number => count(number, "thing is damaged", "things are damaged"),
    };
    cx.out.line(&format!("{versions}, {blobs}, {} read: {found}", size(report.bytes_read)))?;
    if report.leftovers > 0 {
        let left = count(report.leftovers, "leftover", "leftovers");
        cx.out.line(&format!("{left} of interrupted work; the next log clears them away."))?;
    }
    Ok(())
}

fn show_damage(cx: &mut Context, damage: &Damage) -> Done {
    cx.out.line(&format!("{} {}: {}", plain(&damage.kind), plain(&damage.item), plain(&damage.message)))?;
    if damage.versions.is_empty() {
        return Ok(());
    }
    cx.out.line(&format!(
        "  needed by {}; log the same content again to heal it",
        plain(&joined(&damage.versions))
    ))
}

/// Makes the sample data.
pub(crate) fn sample(cx: &mut Context) -> Done {
    let host = cx.host.clone();
    let outcome: Outcome = cx.job(|| store_sample(host.as_ref(), Empty {}))?;
    cx.out.outcome(None, outcome)
}
