//! Collection, its receipts, and where the bytes are.

use cairn_api::call::{collect_plan, collect_start, receipt_list, receipt_show, storage_show};
use cairn_api::types::{
    CollectPlan, CollectPlanRequest, CollectRequest, Collected, Receipt, ReceiptItem, ReceiptListRequest,
    ReceiptRequest, StorageGroup, StorageRequest,
};
use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::context::Context;
use crate::json::raw;
use crate::out::note;
use crate::stop::Done;
use crate::table::List;
use crate::text::{count, local, plain, relative, rfc3339, size};

/// Receipts asked for at once.
const PAGE: u32 = 200;
/// What the waived grace risks, in a sentence.
const RISK: &str =
    "Without the grace period nothing is left to come back to: what was unused for a moment is gone.";

#[derive(Debug, Args)]
pub(crate) struct GcArgs {
    /// Collect; without it only the plan is shown
    #[arg(long)]
    run: bool,
    /// Don't wait the day of grace. Only with no other program on the store; what was unused for a moment is gone
    #[arg(long)]
    no_grace: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ReceiptAction {
    /// List what was removed for good, newest first
    #[command(alias = "list")]
    Ls,
    /// Show a receipt with everything that was removed
    Show {
        /// Its number
        receipt: i64,
    },
}

#[derive(Debug, Args)]
pub(crate) struct StorageArgs {
    /// What the bytes are grouped by
    #[arg(long, value_enum, default_value_t = By::Project)]
    by: By,
    /// Only inside of this: a project (by type), a TYPE or ENTITY/PROJECT/TYPE (by collection), a collection (by version)
    #[arg(long = "in", value_name = "ADDRESS")]
    within: Option<String>,
}

/// The ways of grouping.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum By {
    Project,
    Type,
    Collection,
    Version,
}

/// A plan, or what was done.
#[derive(Serialize)]
struct Gc {
    predicted_bytes: u64,
    freed_bytes: u64,
    blobs: u64,
    receipt: Option<i64>,
    #[serde(flatten)]
    plan: Option<Planned>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    skipped: Vec<String>,
}

#[derive(Serialize)]
struct Planned {
    dry_run: bool,
    versions: Vec<String>,
    version_count: u64,
    emptied: Vec<String>,
    damaged_packs: u64,
    orphans: u64,
    stored_bytes: u64,
    waiting_blobs: u64,
    waiting_bytes: u64,
    waiting_until: Option<String>,
    paused: Option<String>,
    consent: Vec<String>,
}

/// Shows what a collection would remove, or collects.
pub(crate) fn run(cx: &mut Context, args: &GcArgs) -> Done {
    cx.store()?;
    let host = cx.host.clone();
    if !args.run {
        let plan = collect_plan(host.as_ref(), CollectPlanRequest { no_grace: args.no_grace })?;
        return show_plan(cx, plan);
    }
    if args.no_grace && !cx.out.json {
        note(RISK);
    }
    // To ask for it here is the consent; `gc` alone shows what it is given to.
    let request = CollectRequest { no_grace: args.no_grace, consent: true, stamp: None };
    let done: Collected = cx.job(|| collect_start(host.as_ref(), request))?;
    if cx.out.json {
        return cx.out.document(&Gc {
            predicted_bytes: done.predicted_bytes,
            freed_bytes: done.freed_bytes,
            blobs: done.blobs,
            receipt: done.receipt,
            plan: None,
            skipped: done.skipped,
        });
    }
    for line in &done.skipped {
        cx.out.line(&format!("Left: {}", plain(line)))?;
    }
    match done.receipt {
        None => cx.out.line("Nothing was removed."),
        Some(receipt) => cx.out.line(&format!(
            "Freed {} of {}; receipt {receipt}.",
            size(done.freed_bytes),
            count(done.blobs, "blob", "blobs")
        )),
    }
}

fn show_plan(cx: &mut Context, plan: CollectPlan) -> Done {
    if cx.out.json {
        return cx.out.document(&Gc {
            predicted_bytes: plan.predicted_bytes,
            freed_bytes: 0,
            blobs: plan.blobs,
            receipt: None,
            skipped: Vec::new(),
            plan: Some(Planned {
                dry_run: true,
                versions: plan.versions,
                version_count: plan.version_count,
                emptied: plan.emptied,
                damaged_packs: plan.damaged_packs,
                orphans: plan.orphans,
                stored_bytes: plan.stored_bytes,
                waiting_blobs: plan.waiting_blobs,
                waiting_bytes: plan.waiting_bytes,
                waiting_until: plan.waiting_until.map(rfc3339),
                paused: plan.paused.map(|pause| pause.why),
                consent: plan.consent,
            }),
        });
    }
    let now = cx.store()?.now();
    let out = &mut cx.out;
    out.line(&format!(
        "Would free {} of {}.",
        size(plan.predicted_bytes),
        count(plan.blobs, "blob", "blobs")
    ))?;
    for version in &plan.versions {
        out.line(&format!("  {}", plain(version)))?;
    }
    for reason in &plan.consent {
        out.line(&plain(reason))?;
    }
    if plan.waiting_blobs > 0 {
        let until = plan
            .waiting_until
            .map_or_else(String::new, |at| format!(", the first until {}", relative(at, now)));
        let waiting = count(plan.waiting_blobs, "blob waits", "blobs wait");
        out.line(&format!("{waiting} ({}){until}.", size(plan.waiting_bytes)))?;
    }
    if plan.damaged_packs > 0 {
        let packs = count(plan.damaged_packs, "pack stays", "packs stay");
        out.line(&format!(
            "{packs} as they are: what is needed of them is damaged; see `cairnctl check --read-data`."
        ))?;
    }
    if let Some(pause) = &plan.paused {
        out.line(&format!("Nothing goes at the moment: {}.", plain(&pause.words)))?;
    }
    out.line("Nothing was removed; --run collects.")
}

/// Lists receipts and shows one.
pub(crate) fn receipts(cx: &mut Context, action: &ReceiptAction) -> Done {
    match action {
        ReceiptAction::Ls => list(cx),
        ReceiptAction::Show { receipt } => show(cx, *receipt),
    }
}

/// A receipt.
#[derive(Serialize)]
struct ReceiptLine<'a> {
    receipt: i64,
    at: String,
    ended_at: Option<String>,
    actor: &'a str,
    predicted_bytes: u64,
    freed_bytes: u64,
    blobs: u64,
    details: Box<RawValue>,
}

impl<'a> ReceiptLine<'a> {
    fn new(receipt: &'a Receipt) -> Done<Self> {
        Ok(Self {
            receipt: receipt.id,
            at: rfc3339(receipt.at),
            ended_at: receipt.ended_at.map(rfc3339),
            actor: &receipt.actor,
            predicted_bytes: receipt.predicted_bytes,
            freed_bytes: receipt.freed_bytes,
            blobs: receipt.blobs,
            details: raw(receipt.details.clone())?,
        })
    }
}

#[derive(Serialize)]
struct ReceiptDocument<'a> {
    #[serde(flatten)]
    receipt: ReceiptLine<'a>,
    items: Vec<ReceiptItem>,
}

fn list(cx: &mut Context) -> Done {
    let host = cx.host.clone();
    let mut before = None;
    let mut list = List::new(&mut cx.out, &[">RECEIPT", "WHEN", "WHO", ">BLOBS", ">FREED"]);
    loop {
        let page = receipt_list(host.as_ref(), ReceiptListRequest { before, count: PAGE })?;
        let Some(last) = page.last() else { break };
        before = Some(last.id);
        for receipt in &page {
            list.row(&ReceiptLine::new(receipt)?, || {
                vec![
                    receipt.id.to_string(),
                    local(receipt.at),
                    receipt.actor.clone(),
                    receipt.blobs.to_string(),
                    size(receipt.freed_bytes),
                ]
            })?;
        }
    }
    list.end("Nothing was removed for good yet.")
}

fn show(cx: &mut Context, number: i64) -> Done {
    let host = cx.host.clone();
    let ask = |after| receipt_show(host.as_ref(), ReceiptRequest { receipt: number, after });
    let mut detail = ask(0)?;
    let mut items = std::mem::take(&mut detail.items);
    while let Some(next) = detail.next {
        detail = ask(next)?;
        items.append(&mut detail.items);
    }
    let receipt = &detail.receipt;
    if cx.out.json {
        return cx.out.document(&ReceiptDocument { receipt: ReceiptLine::new(receipt)?, items });
    }
    let out = &mut cx.out;
    out.fact("Receipt", &receipt.id.to_string())?;
    out.fact("When", &local(receipt.at))?;
    out.fact("Who", &receipt.actor)?;
    out.fact(
        "Freed",
        &format!("{} of {} predicted", size(receipt.freed_bytes), size(receipt.predicted_bytes)),
    )?;
    out.fact("Blobs", &receipt.blobs.to_string())?;
    for item in &items {
        let (name, version) = (item.name.as_deref().unwrap_or("-"), item.version.as_deref().unwrap_or("-"));
        let digest = item.sha256.as_deref().unwrap_or("-");
        out.line(&plain(&format!("{} {digest} {} {version} {name}", item.kind, item.bytes)))?;
    }
    Ok(())
}

/// Where the bytes are.
#[derive(Serialize)]
struct StorageDocument {
    by: &'static str,
    groups: Vec<StorageLine>,
    logical: u64,
    shared: u64,
    awaiting_collection: u64,
    database_and_manifests: u64,
    total: u64,
}

#[derive(Serialize)]
struct StorageLine {
    address: String,
    r#type: Option<String>,
    versions: u64,
    trashed: u64,
    logical: u64,
    exclusive: u64,
    shared: u64,
    on_disk: u64,
}

impl StorageLine {
    fn new(group: StorageGroup) -> Self {
        Self {
            address: group.address,
            r#type: group.artifact_type,
            versions: group.versions,
            trashed: group.trashed,
            logical: group.logical,
            exclusive: group.exclusive,
            shared: group.shared,
            on_disk: group.on_disk,
        }
    }
}

/// The address of what is looked into, with the parts that were left out.
fn whole_address(cx: &Context, by: By, within: &str) -> Done<String> {
    match by {
        // Told by the engine what would be possible.
        By::Project => Ok(within.to_owned()),
        By::Type => {
            let project = cx.store()?.resolve_project(Some(within))?;
            Ok(format!("{}/{}", project.entity, project.name))
        }
        By::Collection if within.contains('/') => Ok(within.to_owned()),
        By::Collection => Ok(format!("{}/{within}", cx.project_address()?)),
        By::Version => cx.collection(within),
    }
}

/// Shows where the bytes are.
pub(crate) fn storage(cx: &mut Context, args: &StorageArgs) -> Done {
    let by = match args.by {
        By::Project => "project",
        By::Type => "type",
        By::Collection => "collection",
        By::Version => "version",
    };
    let within = args.within.as_deref().map(|within| whole_address(cx, args.by, within)).transpose()?;
    let found = storage_show(cx.host.as_ref(), StorageRequest { by: by.into(), within, limit: None })?;
    let groups = found.groups.into_iter().chain(found.rest).map(StorageLine::new).collect();
    let document = StorageDocument {
        by,
        groups,
        logical: found.logical,
        shared: found.shared,
        awaiting_collection: found.awaiting_collection,
        database_and_manifests: found.database_and_manifests,
        total: found.total,
    };
    if cx.out.json {
        return cx.out.document(&document);
    }
    let mut list = List::new(&mut cx.out, &["WHERE", ">VERSIONS", ">LOGICAL", ">EXCLUSIVE", ">SHARED"]);
    for group in &document.groups {
        list.row(group, || {
            vec![
                if group.address.is_empty() { "the others".into() } else { group.address.clone() },
                group.versions.to_string(),
                size(group.logical),
                size(group.exclusive),
                size(group.shared),
            ]
        })?;
    }
    list.end("The store holds no version.")?;
    for (name, bytes) in [
        ("Shared", document.shared),
        ("Awaiting", document.awaiting_collection),
        ("Database", document.database_and_manifests),
        ("Total", document.total),
    ] {
        cx.out.fact(name, &size(bytes))?;
    }
    Ok(())
}
