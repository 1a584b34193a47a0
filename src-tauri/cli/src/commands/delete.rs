//! Deleting, the trash, restoring.

use cairn_api::call::{collection_delete, trash_list, trash_restore, trash_restore_plan};
use cairn_api::types::{
    CollectionDeleteRequest, RestorePlan, RestoreRequest, RetentionAct, Rows, Selection, TrashPage,
    TrashRequest, TrashRow,
};
use clap::{Args, Subcommand};

use super::catalog::PAGE;
use super::retention::{all, carry_out, single};
use crate::context::{Context, Found};
use crate::json;
use crate::stop::{Done, refuse};
use crate::table::List;
use crate::text::{count, relative, size};

#[derive(Debug, Args)]
pub(crate) struct DeleteArgs {
    /// Addresses of versions, each with its suffix
    #[arg(value_name = "ADDRESS", required_unless_present = "collection", conflicts_with = "collection")]
    addresses: Vec<String>,
    /// Delete versions that have aliases, latest included
    #[arg(long, conflicts_with = "collection")]
    delete_aliases: bool,
    /// Out of the trash at once, too: the bytes go at the first collection after the day of grace
    #[arg(long, conflicts_with = "collection")]
    now: bool,
    /// Delete this collection with its versions
    #[arg(long, value_name = "NAME")]
    collection: Option<String>,
    /// Say what it would do and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TrashAction {
    /// List the trash
    #[command(alias = "list")]
    Ls,
    /// Take versions out of the trash
    Restore {
        /// Addresses of versions, each with its suffix
        #[arg(value_name = "ADDRESS", required = true)]
        addresses: Vec<String>,
        /// Take aliases back from the versions that have them by now
        #[arg(long)]
        take_aliases: bool,
        /// Say what it would do and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Remove versions, or all that lie there, for good; the bytes go at the first collection after the day of grace
    Empty {
        /// Addresses of versions, each with its suffix; all of the trash without
        #[arg(value_name = "ADDRESS")]
        addresses: Vec<String>,
        /// Say what it would do and change nothing
        #[arg(long)]
        dry_run: bool,
    },
}

/// Moves versions or a collection to the trash.
pub(crate) fn run(cx: &mut Context, args: DeleteArgs) -> Done {
    if let Some(name) = args.collection {
        return delete_collection(cx, &name, args.dry_run);
    }
    args.addresses.iter().try_for_each(|address| need_suffix(address))?;
    let versions = args.addresses.iter().map(|address| cx.version(address)).collect::<Done<Vec<_>>>()?;
    let selection = all(&versions);
    let act = RetentionAct::Delete { selection, delete_aliases: args.delete_aliases, now: args.now };
    carry_out(cx, act, single(versions), args.dry_run)
}

fn delete_collection(cx: &mut Context, name: &str, dry_run: bool) -> Done {
    if name.contains(':') {
        return Err(refuse(
            "address-invalid",
            format!("{name:?} names one version, and --collection deletes all of them"),
            "Leave the suffix out for the whole collection, or --collection for the one version.",
        ));
    }
    let collection = cx.collection(name)?;
    if dry_run {
        let filter = Some("state:live".to_owned());
        let selection = Selection::Filter { collection, filter, except: Vec::new() };
        let act = RetentionAct::Delete { selection, delete_aliases: true, now: false };
        return carry_out(cx, act, None, true);
    }
    let request = CollectionDeleteRequest { collection: collection.clone() };
    let outcome = collection_delete(cx.host.as_ref(), request)?;
    cx.out.outcome(Some(collection), outcome)
}

/// Deleting what `latest` happens to mean would be a trap.
fn need_suffix(address: &str) -> Done {
    match address.split_once(':') {
        _ if address.starts_with('#') => Ok(()),
        Some((_, suffix)) if !suffix.is_empty() => Ok(()),
        _ => Err(refuse(
            "address-invalid",
            format!("The address {address:?} names no version"),
            "Say which one, as in NAME:v3 or NAME:best; --collection NAME deletes all of them.",
        )),
    }
}

/// Lists the trash and restores from it.
pub(crate) fn trash(cx: &mut Context, action: TrashAction) -> Done {
    match action {
        TrashAction::Ls => list(cx),
        TrashAction::Restore { addresses, take_aliases, dry_run } => {
            restore(cx, &addresses, take_aliases, dry_run)
        }
        TrashAction::Empty { addresses, dry_run } => empty(cx, &addresses, dry_run),
    }
}

fn page(cx: &Context, filter: Option<String>, start: u64) -> Done<TrashPage> {
    let request = TrashRequest { project: cx.project.clone(), filter, rows: Rows { start, count: PAGE } };
    Ok(trash_list(cx.host.as_ref(), request)?)
}

fn list(cx: &mut Context) -> Done {
    let (now, mut found) = (cx.store()?.now(), page(cx, None, 0)?);
    let mut start = 0;
    let mut rows = Vec::new();
    while !found.rows.is_empty() {
        start += found.rows.len() as u64;
        rows.append(&mut found.rows);
        if start >= found.total {
            break;
        }
        found = page(cx, None, start)?;
    }
    let mut list = List::new(
        &mut cx.out,
        &["VERSION", ">NUMBER", "TYPE", ">FILES", ">SIZE", "DELETED", "WHY", "LEAVES"],
    );
    for row in &rows {
        list.row(&json::Trashed::new(row), || cells(row, now))?;
    }
    list.end("The trash is empty.")
}

fn cells(row: &TrashRow, now: i64) -> Vec<String> {
    vec![
        row.address.clone(),
        format!("#{}", row.id),
        row.artifact_type.clone(),
        row.files.to_string(),
        size(row.size),
        relative(row.deleted_at, now),
        row.because.clone(),
        relative(row.purge_at, now),
    ]
}

fn restore(cx: &mut Context, addresses: &[String], take_aliases: bool, dry_run: bool) -> Done {
    addresses.iter().try_for_each(|address| need_suffix(address))?;
    let versions = addresses.iter().map(|address| trashed(cx, address)).collect::<Done<Vec<_>>>()?;
    let request = RestoreRequest { selection: all(&versions), take_aliases: Some(take_aliases) };
    if dry_run {
        let plan = trash_restore_plan(cx.host.as_ref(), request)?;
        return show_restore(cx, &plan);
    }
    let outcome = trash_restore(cx.host.as_ref(), request)?;
    cx.out.outcome(single(versions), outcome)
}

fn show_restore(cx: &mut Context, plan: &RestorePlan) -> Done {
    if cx.out.json {
        return cx.out.document(plan);
    }
    cx.out.fact("Restored", &count(plan.versions, "version", "versions"))?;
    for collection in &plan.collections {
        cx.out.fact("With", &format!("the collection {collection}"))?;
    }
    if plan.overdue > 0 {
        let words = format!("of {} is over, and is none then", count(plan.overdue, "version", "versions"));
        cx.out.fact("TTL", &words)?;
    }
    for taken in &plan.taken {
        let words = format!("{} is now on {}; --take-aliases takes it back", taken.name, taken.holder);
        cx.out.fact("Alias", &words)?;
    }
    Ok(())
}

fn empty(cx: &mut Context, addresses: &[String], dry_run: bool) -> Done {
    addresses.iter().try_for_each(|address| need_suffix(address))?;
    let versions = addresses.iter().map(|address| trashed(cx, address)).collect::<Done<Vec<_>>>()?;
    let selection = (!versions.is_empty()).then(|| all(&versions));
    carry_out(cx, RetentionAct::Empty { selection }, single(versions), dry_run)
}

/// The version in the trash that an address or `#id` names; also one whose collection is deleted and can't be found by
/// its address. Collections of one name may lie there, one after the other deleted.
fn trashed(cx: &Context, address: &str) -> Done<Found> {
    if address.starts_with('#') {
        return cx.version(address);
    }
    let wanted = full(cx, address)?;
    let name =
        wanted.rsplit('/').next().and_then(|last| last.split(':').next()).unwrap_or_default().to_owned();
    let (mut start, mut found) = (0, Vec::new());
    loop {
        let page = page(cx, Some(name.clone()), start)?;
        start += page.rows.len() as u64;
        let is_last = page.rows.is_empty() || start >= page.total;
        found.extend(page.rows.into_iter().filter(|row| row.address == wanted));
        if is_last {
            break;
        }
    }
    match found.as_slice() {
        [] => cx.version(address),
        [row] => Ok(Found { id: row.id, address: wanted }),
        [first, ..] => Err(refuse(
            "address-invalid",
            format!("{} versions in the trash were called {wanted}", found.len()),
            format!(
                "Name the one you mean by its number, as in '#{}'; `cairnctl trash ls` shows them.",
                first.id
            ),
        )),
    }
}

/// An address with all of its parts.
fn full(cx: &Context, address: &str) -> Done<String> {
    let address = cx.address(address);
    let (entity, project) = cx.store()?.defaults()?;
    let parts = address.split(':').next().unwrap_or_default().matches('/').count();
    Ok(match parts {
        0 => format!("{entity}/{project}/{address}"),
        1 => format!("{entity}/{address}"),
        _ => address,
    })
}
