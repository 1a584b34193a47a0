//! Files: lists, previews, taking them out.

use std::path::PathBuf;

use cairn_engine::catalog::{FileState, PathTest};
use cairn_engine::export::{Existing, ExportRequest as Wanted};
use cairn_engine::manifest::{Child, Content, Entry};
use cairn_engine::progress::Monitor;
use cairn_engine::{Code, Error, Result, fs};
use globset::GlobBuilder;

use super::{Answer, answer};
use crate::convert::unknown_word;
use crate::host::Host;
use crate::types::{
    Empty, ExportPlan, ExportRequest, ExportResult, FileListRequest, FilePage, FileRequest, FileRow,
    FolderChild, FolderPage, FolderRequest, JobStarted, MaterialiseRequest, Materialised, PreviewRequest,
    PreviewResponse,
};
use crate::{jobs, preview};

/// Most children of a folder in one answer.
const CHILDREN: u32 = 1000;
/// Most files of a list in one answer.
const ROWS: u32 = 200;
/// What may be dragged out or opened elsewhere at once, in bytes; more is exported.
const DRAGGED: u64 = 500 << 20;

/// Children of a folder.
pub fn file_folder(host: &dyn Host, request: FolderRequest) -> Answer<FolderPage> {
    answer(|| {
        let store = host.store()?;
        let (_, version) = store.resolve_version(&request.version)?;
        let limit = request.count.clamp(1, CHILDREN) as usize;
        let mut children = store.folder(&version, &request.folder, request.after.as_deref(), limit + 1)?;
        let more = children.len() > limit;
        children.truncate(limit);
        let children =
            children.into_iter().map(|(found, state)| child(&request.folder, &found, state)).collect();
        Ok(FolderPage { children, more })
    })
}

fn child(folder: &str, found: &Child, state: FileState) -> FolderChild {
    let name = found.name().to_owned();
    let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
    match found {
        Child::Folder { files, bytes, .. } => FolderChild {
            name,
            path,
            folder: true,
            files: *files,
            size: *bytes,
            digest: None,
            reference: None,
            change: None,
        },
        Child::File(entry) => FolderChild {
            name,
            path,
            folder: false,
            files: 1,
            size: entry.logical(),
            digest: Some(entry.entry_digest()),
            reference: reference(entry),
            change: match state {
                FileState::Equal => None,
                FileState::Added => Some("added".into()),
                FileState::Changed => Some("changed".into()),
            },
        },
    }
}

fn reference(entry: &Entry) -> Option<String> {
    match &entry.content {
        Content::Reference { uri, .. } => Some(uri.clone()),
        Content::Blob { .. } => None,
    }
}

fn file_row(entry: &Entry) -> FileRow {
    FileRow {
        path: entry.path.to_string(),
        size: entry.size,
        digest: entry.entry_digest(),
        sha256: entry.sha256().map(cairn_engine::model::Digest::to_hex),
        reference: reference(entry),
    }
}

/// Files by position or by pattern.
pub fn file_list(host: &dyn Host, request: FileListRequest) -> Answer<FilePage> {
    answer(|| {
        let store = host.store()?;
        let (_, version) = store.resolve_version(&request.version)?;
        let folder = request.folder.as_deref().unwrap_or_default();
        let pattern = request.pattern.as_deref().map(str::trim).filter(|pattern| !pattern.is_empty());
        let matcher = pattern.map(matcher).transpose()?;
        let matching = pattern.zip(matcher.as_deref());
        let rows = &request.rows;
        let (total, entries) =
            store.file_page(&version, folder, matching, rows.start, rows.count.min(ROWS) as usize)?;
        Ok(FilePage { total, start: rows.start, rows: entries.iter().map(file_row).collect() })
    })
}

/// A glob when the pattern has `*`, `?` or `[`, else a part of the path whatever its case.
fn matcher(pattern: &str) -> Result<Box<PathTest<'static>>> {
    if !pattern.contains(['*', '?', '[']) {
        let wanted = pattern.to_lowercase();
        return Ok(Box::new(move |path| path.to_lowercase().contains(&wanted)));
    }
    let glob = GlobBuilder::new(pattern).case_insensitive(true).build().map_err(|error| {
        Error::new(Code::FilterInvalid, format!("The pattern {pattern:?} can't be read: {error}"))
            .hint("Use * for any text and ? for one character.")
    })?;
    let glob = glob.compile_matcher();
    let whole = pattern.contains('/');
    Ok(Box::new(move |path| {
        glob.is_match(if whole { path } else { path.rsplit('/').next().unwrap_or(path) })
    }))
}

/// One file.
pub fn file_show(host: &dyn Host, request: FileRequest) -> Answer<FileRow> {
    answer(|| {
        let store = host.store()?;
        let (_, version) = store.resolve_version(&request.version)?;
        Ok(file_row(&store.file(&version, &request.path)?))
    })
}

/// A preview of a file, made by the fenced child.
pub fn file_preview(host: &dyn Host, request: PreviewRequest) -> Answer<PreviewResponse> {
    answer(|| preview::make(host.store()?.as_ref(), &host.preview_program()?, &request))
}

/// Makes real files for a drag or for another program.
pub fn file_materialise(host: &dyn Host, request: MaterialiseRequest) -> Answer<Materialised> {
    answer(|| materialise(host, &request).map(|paths| Materialised { paths: texts(&paths) }))
}

/// Opens a file with the program that the system has for it; never one that the system would run.
pub fn host_open_file(host: &dyn Host, request: FileRequest) -> Answer<Empty> {
    answer(|| {
        let extension = request.path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        if extension.as_deref().is_some_and(|extension| RUN.contains(&extension)) {
            return Err(Error::new(Code::Unsupported, format!("{} would be run, not shown", request.path))
                .hint("Export it, and open it yourself if you trust it."));
        }
        let wanted = MaterialiseRequest { version: request.version, paths: vec![request.path] };
        for path in materialise(host, &wanted)? {
            host.open_file(path)?;
        }
        Ok(Empty {})
    })
}

/// Endings of files that a system runs when it opens them.
const RUN: [&str; 16] = [
    "desktop", "exe", "com", "bat", "cmd", "sh", "bash", "command", "app", "lnk", "url", "scr", "ps1", "jar",
    "appimage", "run",
];

fn texts(paths: &[PathBuf]) -> Vec<String> {
    paths.iter().map(|path| path.display().to_string()).collect()
}

fn materialise(host: &dyn Host, request: &MaterialiseRequest) -> Result<Vec<PathBuf>> {
    let store = host.store()?;
    let (collection, version) = store.resolve_version(&request.version)?;
    let root = host.scratch()?.join(format!("{}-v{}-{}", collection.name, version.index, version.id));
    fs::create_private_dirs(&root)?;
    let wanted = Wanted {
        root: Some(root.clone()),
        paths: request.paths.clone(),
        prefix: None,
        exact: false,
        existing: Existing::Overwrite,
    };
    let version = format!("#{}", version.id);
    let plan = store.plan_export(&version, &wanted)?;
    if plan.bytes > DRAGGED {
        return Err(Error::new(Code::RequestInvalid, "These files are too large to drag")
            .hint("Use Export… instead."));
    }
    store.export(&version, &wanted, &Monitor::silent())?;
    Ok(request.paths.iter().map(|path| root.join(path)).collect())
}

fn wanted(request: &ExportRequest) -> Result<Wanted> {
    let existing = match request.existing.as_str() {
        "" | "ask" => Existing::Ask,
        "overwrite" => Existing::Overwrite,
        "keep" => Existing::Keep,
        other => return Err(unknown_word("existing", other, "ask, overwrite or keep")),
    };
    Ok(Wanted {
        root: request.root.as_ref().map(PathBuf::from),
        paths: request.paths.clone(),
        prefix: request.prefix.clone(),
        exact: request.exact,
        existing,
    })
}

/// What an export would do.
pub fn export_plan(host: &dyn Host, request: ExportRequest) -> Answer<ExportPlan> {
    answer(|| {
        let plan = host.store()?.plan_export(&request.version, &wanted(&request)?)?;
        Ok(ExportPlan {
            root: plan.root.display().to_string(),
            files: plan.files,
            bytes: plan.bytes,
            unchanged: plan.unchanged,
            conflicts: plan.conflicts,
            conflict_count: plan.conflict_count,
            removals: plan.removals,
            removal_count: plan.removal_count,
            renamed: plan.renamed,
            free_bytes: plan.free_bytes,
        })
    })
}

/// Takes files out, as a job that answers an [`ExportResult`].
pub fn export_start(host: &dyn Host, request: ExportRequest) -> Answer<JobStarted> {
    answer(|| {
        let store = host.store()?;
        let wanted = wanted(&request)?;
        let (collection, version) = store.resolve_version(&request.version)?;
        let title = format!("Exporting {}:v{}", collection.name, version.index);
        let id = format!("#{}", version.id);
        let job = host.jobs().start("export", title, move |monitor| {
            let report = store.export(&id, &wanted, monitor)?;
            let result = ExportResult {
                root: report.root.display().to_string(),
                files: report.files,
                bytes: report.bytes,
                kept: report.kept,
                removed: report.removed,
            };
            jobs::Answer::of(&result, None)
        })?;
        Ok(JobStarted { job })
    })
}
