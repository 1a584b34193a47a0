//! The store as a whole.

use cairn_api::call::{store_check, store_info, store_sample};
use cairn_api::types::{CheckReport, CheckRequest, Damage, Empty, Outcome};
use clap::Subcommand;

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
pub(crate) fn check(cx: &mut Context, read_data: bool) -> Done {
    cx.store()?;
    let host = cx.host.clone();
    let report: CheckReport = cx.job(|| store_check(host.as_ref(), CheckRequest { read_data }))?;
    if cx.out.json {
        cx.out.document(&report)?;
    } else {
        show(cx, &report)?;
    }
    cx.out.flush()?;
    if report.damage.is_empty() { Ok(()) } else { Err(Stop::Damaged) }
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
