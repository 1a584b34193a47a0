//! The host, its settings, the store as a whole, jobs.

use cairn_engine::progress::Monitor;
use cairn_engine::retention::{Act, SettingsChange, TtlSetters};
use cairn_engine::{check, fs};

use super::{Answer, answer};
use crate::convert::outcome;
use crate::host::{Code, Error, Host};
use crate::jobs;
use crate::types::{
    CheckPartRequest, CheckReport, CheckRequest, Damage, Empty, HostInfo, Job, JobRequest, JobStarted,
    Outcome, PathRequest, Repair, RepairReport, RepairRequest, SaveRequest, Saved, Settings,
    SettingsSetRequest, StoreInfo, StoreOpenRequest, StoreSettings,
};

/// What this host is and can do.
pub fn host_info(host: &dyn Host, _: Empty) -> Answer<HostInfo> {
    Ok(host.info())
}

/// The person's settings.
pub fn settings_get(host: &dyn Host, _: Empty) -> Answer<Settings> {
    answer(|| host.settings())
}

/// Keeps the UI's settings.
pub fn settings_set(host: &dyn Host, request: SettingsSetRequest) -> Answer<Settings> {
    answer(|| {
        let settings = Settings { ui: request.ui, ..host.settings()? };
        host.save_settings(&settings)?;
        Ok(settings)
    })
}

/// The open store.
pub fn store_info(host: &dyn Host, _: Empty) -> Answer<StoreInfo> {
    answer(|| {
        let store = host.store()?;
        let (collections, versions, trashed, logical_bytes, stored_bytes) = store.totals()?;
        let (default_entity, default_project) = store.defaults()?;
        let settings = store.settings()?;
        let root = store.root();
        Ok(StoreInfo {
            // Where it lies is for those who are there.
            path: if host.is_here() { root.display().to_string() } else { String::new() },
            name: root.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            schema: store.schema(),
            read_only: store.read_only().map(str::to_owned),
            notice: fs::network_fs(root)?.map(|name| {
                format!("The store lies on {name}. Locks there can fail; a folder on a local disk is safer and faster.")
            }),
            default_entity,
            default_project,
            projects: store.projects()?.len() as u64,
            collections,
            versions,
            trashed,
            logical_bytes,
            stored_bytes,
            free_bytes: fs::free_space(root)?,
            default_ttl_seconds: settings.default_ttl,
            trash_days: settings.trash_days,
            revision: store.revision()?,
        })
    })
}

/// Opens another store in place of the open one.
pub fn store_open(host: &dyn Host, request: StoreOpenRequest) -> Answer<StoreInfo> {
    answer(|| host.open_store(request.path.into(), request.create).map(|_| ()))?;
    store_info(host, Empty {})
}

/// Settings of the store.
pub fn store_settings(host: &dyn Host, _: Empty) -> Answer<StoreSettings> {
    answer(|| {
        let settings = host.store()?.settings()?;
        Ok(StoreSettings {
            default_ttl: settings.default_ttl.map_or("none".to_owned(), duration),
            trash_days: settings.trash_days,
            ttl_setters: Some(settings.ttl_setters.as_str().to_owned()),
        })
    })
}

/// A duration as people write it.
pub(super) fn duration(seconds: i64) -> String {
    if seconds % 86_400 == 0 { format!("{}d", seconds / 86_400) } else { format!("{seconds}s") }
}

/// Changes the settings of the store.
pub fn store_configure(host: &dyn Host, request: StoreSettings) -> Answer<Outcome> {
    answer(|| {
        let change = SettingsChange {
            default_ttl: Some(request.default_ttl),
            trash_days: Some(request.trash_days),
            ttl_setters: request.ttl_setters.as_deref().map(TtlSetters::parse).transpose()?,
        };
        let act = Act::Settings(change);
        host.store()?.carry_out(&host.actor(), &act, None, &Monitor::silent()).map(outcome)
    })
}

/// Checks the store, as a job that answers a [`CheckReport`].
pub fn store_check(host: &dyn Host, request: CheckRequest) -> Answer<JobStarted> {
    answer(|| {
        let store = host.store()?;
        let title = if request.read_data { "Checking every byte" } else { "Checking the store" };
        let job = host.jobs().start("check", title.into(), move |monitor| {
            let report = store.check(request.read_data, monitor)?;
            jobs::Answer::of(&check_report(report), None)
        })?;
        Ok(JobStarted { job })
    })
}

fn check_report(report: check::CheckReport) -> CheckReport {
    CheckReport {
        versions: report.versions,
        blobs: report.blobs,
        bytes_read: report.bytes_read,
        damage: report.damage.into_iter().map(damage).collect(),
        leftovers: report.leftovers,
    }
}

fn damage(damage: check::Damage) -> Damage {
    Damage {
        kind: damage.kind.to_owned(),
        item: damage.item,
        message: damage.message,
        versions: damage.versions,
    }
}

/// Checks the store and reads a part of it, as a job that answers a [`CheckReport`].
pub fn store_check_part(host: &dyn Host, request: CheckPartRequest) -> Answer<JobStarted> {
    answer(|| {
        let store = host.store()?;
        let title = format!("Checking {} % of the bytes", request.percent);
        let job = host.jobs().start("check", title, move |monitor| {
            jobs::Answer::of(&check_report(store.check_part(request.percent, monitor)?), None)
        })?;
        Ok(JobStarted { job })
    })
}

/// Puts right what the store itself can mend, as a job that answers a [`RepairReport`].
pub fn store_repair(host: &dyn Host, request: RepairRequest) -> Answer<JobStarted> {
    answer(|| {
        let (store, actor) = (host.store()?, host.actor());
        let title = if request.dry_run { "Looking for what can be repaired" } else { "Repairing the store" };
        let job = host.jobs().start("repair", title.into(), move |monitor| {
            let sweeper = store.sweeper(monitor.cancel.clone())?;
            let done = store.repair(&sweeper, &actor, request.dry_run, monitor)?;
            let repaired = done.repaired.into_iter().map(|repair| Repair {
                kind: repair.kind.to_owned(),
                item: repair.item,
                message: repair.message,
            });
            let left = done.left.into_iter().map(damage).collect();
            jobs::Answer::of(&RepairReport { repaired: repaired.collect(), left }, None)
        })?;
        Ok(JobStarted { job })
    })
}

/// Makes the sample data, as a job.
pub fn store_sample(host: &dyn Host, _: Empty) -> Answer<JobStarted> {
    answer(|| {
        let (store, actor, scratch) = (host.store()?, host.actor(), host.scratch()?);
        let job = host.jobs().start("sample", "Making sample data".into(), move |monitor| {
            let made = store.make_sample(&actor, &scratch, monitor)?;
            jobs::Answer::of(&outcome(made), Some(format!("{}/plankton", store.defaults()?.0)))
        })?;
        Ok(JobStarted { job })
    })
}

/// Every job, newest first.
pub fn job_list(host: &dyn Host, _: Empty) -> Answer<Vec<Job>> {
    Ok(host.jobs().list())
}

/// Cancels a job.
pub fn job_cancel(host: &dyn Host, request: JobRequest) -> Answer<Empty> {
    answer(|| host.jobs().cancel(request.job).map(|()| Empty {}))
}

/// Tries again what failed or was cancelled, as a new job.
pub fn job_retry(host: &dyn Host, request: JobRequest) -> Answer<JobStarted> {
    answer(|| host.jobs().retry(request.job).map(|job| JobStarted { job }))
}

/// Halts a job.
pub fn job_pause(host: &dyn Host, request: JobRequest) -> Answer<Empty> {
    answer(|| host.jobs().pause(request.job).map(|()| Empty {}))
}

/// Lets a halted job go on.
pub fn job_resume(host: &dyn Host, request: JobRequest) -> Answer<Empty> {
    answer(|| host.jobs().resume(request.job).map(|()| Empty {}))
}

/// Forgets an ended job.
pub fn job_dismiss(host: &dyn Host, request: JobRequest) -> Answer<Empty> {
    answer(|| host.jobs().dismiss(request.job).map(|()| Empty {}))
}

/// Lets the person choose files; empty when they cancel.
pub fn host_choose_files(host: &dyn Host, _: Empty) -> Answer<Vec<String>> {
    answer(|| host.choose_files().map(texts))
}

/// Lets the person choose a folder; empty when they cancel.
pub fn host_choose_folder(host: &dyn Host, _: Empty) -> Answer<Vec<String>> {
    answer(|| host.choose_folder().map(texts))
}

/// Writes a file where the person wants it; whole or not at all.
pub fn host_save_as(host: &dyn Host, request: SaveRequest) -> Answer<Saved> {
    answer(|| {
        let bytes = match (request.text, request.base64) {
            (Some(text), None) => text.into_bytes(),
            (None, Some(text)) => {
                use base64::Engine as _;
                base64::engine::general_purpose::STANDARD.decode(text).map_err(|error| {
                    Error::new(Code::RequestInvalid, format!("The file isn't base64: {error}"))
                        .hint("Try again.")
                })?
            }
            _ => {
                return Err(Error::new(Code::RequestInvalid, "A file is text or base64")
                    .hint("Give the one or the other."));
            }
        };
        let Some(path) = host.choose_target(&request.name)? else { return Ok(Saved { path: None }) };
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return Err(Error::new(Code::TargetInvalid, format!("{} is no file's name", path.display()))
                .hint("Choose a name in a folder."));
        };
        let file = fs::ExportRoot::open(folder, false)?.create_file(std::path::Path::new(name))?;
        file.write_all(&bytes)?;
        file.finish(true)?;
        Ok(Saved { path: Some(path.display().to_string()) })
    })
}

fn texts(paths: Vec<std::path::PathBuf>) -> Vec<String> {
    paths.into_iter().map(|path| path.display().to_string()).collect()
}

/// Shows a file or folder in the file manager.
pub fn host_reveal(host: &dyn Host, request: PathRequest) -> Answer<Empty> {
    answer(|| host.reveal(request.path.into()).map(|()| Empty {}))
}
