//! Files of a version, and taking them out.

use std::io::Write;
use std::path::PathBuf;

use cairn_api::call::{export_start, file_list, run_edge};
use cairn_api::content;
use cairn_api::local::run_from_environment;
use cairn_api::types::{ExportRequest, ExportResult, FileListRequest, FileRow, Rows, RunEdgeRequest};
use clap::Args;

use super::catalog::PAGE;
use crate::context::{Context, Found};
use crate::json;
use crate::out::Out;
use crate::stop::{Done, Stop, refuse};
use crate::table::List;
use crate::text::{count, plain, size};

#[derive(Debug, Args)]
pub(crate) struct GetArgs {
    /// Address of the version
    address: String,
    /// Folder to write into, made when missing [default: artifacts/NAME:VERSION]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Only this path
    #[arg(long, value_name = "P", conflicts_with = "prefix")]
    path: Vec<String>,
    /// Only what begins with this
    #[arg(long, value_name = "P")]
    prefix: Option<String>,
    /// Remove from the folder what doesn't belong to the version
    #[arg(long, conflicts_with_all = ["path", "prefix"])]
    exact: bool,
    /// Replace files that are there with other content
    #[arg(long, conflicts_with = "keep")]
    overwrite: bool,
    /// Keep files that are there
    #[arg(long)]
    keep: bool,
    /// Id of the run that uses it [default: `CAIRN_RUN_ID`; without a run none is recorded]
    #[arg(long, value_name = "ID")]
    run: Option<String>,
}

/// Lists the files of a version.
pub(crate) fn list(cx: &mut Context, address: &str, folder: Option<&str>) -> Done {
    let (host, version) = (cx.host.clone(), cx.version(address)?);
    let folder = folder.map(|folder| folder.trim_end_matches('/').to_owned());
    let mut list = List::new(&mut cx.out, &[">SIZE", "DIGEST", "PATH"]);
    let mut start = 0;
    loop {
        let request = FileListRequest {
            version: version.reference(),
            pattern: None,
            folder: folder.clone(),
            rows: Rows { start, count: PAGE },
        };
        let page = file_list(host.as_ref(), request)?;
        for file in &page.rows {
            list.row(&json::File { address: &version.address, file }, || cells(file))?;
        }
        start += page.rows.len() as u64;
        if page.rows.is_empty() || start >= page.total {
            return list.end("There is no such file.");
        }
    }
}

fn cells(file: &FileRow) -> Vec<String> {
    let path =
        file.reference.as_ref().map_or_else(|| file.path.clone(), |uri| format!("{} -> {uri}", file.path));
    vec![file.size.map_or_else(|| "?".into(), size), file.digest.clone(), path]
}

/// Writes the bytes of a file.
pub(crate) fn cat(cx: &mut Context, address: &str, path: &str) -> Done {
    let version = cx.version(address)?;
    let content = content::open(cx.host.as_ref(), &version.reference(), path)?;
    let mut at = 0;
    while at < content.size {
        let piece = content.read(at, content.size - at)?;
        cx.out.write_all(&piece)?;
        at += piece.len() as u64;
    }
    Ok(())
}

/// Writes the manifest of a version.
pub(crate) fn manifest(cx: &mut Context, address: &str) -> Done {
    let version = cx.version(address)?;
    let mut piped = Piped { out: &mut cx.out, closed: false };
    match content::write_manifest(cx.host.as_ref(), &version.reference(), &mut piped) {
        Err(_) if piped.closed => Err(Stop::Closed),
        written => {
            written?;
            cx.out.line("")
        }
    }
}

/// Standard output for code that tells a closed pipe from nothing else.
struct Piped<'a> {
    out: &'a mut Out,
    closed: bool,
}

impl Write for Piped<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.out
            .write(bytes)
            .inspect_err(|error| self.closed |= error.kind() == std::io::ErrorKind::BrokenPipe)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Write::flush(self.out)
    }
}

/// Takes files out.
pub(crate) fn get(cx: &mut Context, args: GetArgs) -> Done {
    let version = cx.version(&args.address)?;
    let root = args.root.map(text).transpose()?;
    let existing = match (args.overwrite, args.keep) {
        (true, _) => "overwrite",
        (_, true) => "keep",
        _ => "ask",
    };
    let request = ExportRequest {
        version: version.reference(),
        root,
        paths: args.path,
        prefix: args.prefix,
        exact: args.exact,
        existing: existing.into(),
    };
    let host = cx.host.clone();
    let result: ExportResult = cx.job(|| export_start(host.as_ref(), request))?;
    if let Some(run) = args.run.or_else(run_from_environment) {
        record_use(cx, run, &version)?;
    }
    if cx.out.json {
        return cx.out.document(&json::Got { address: version.address, result });
    }
    let files = count(result.files, "file", "files");
    cx.out.line(&format!("Wrote {files}, {}, to {}", size(result.bytes), plain(&result.root)))?;
    if result.kept > 0 {
        cx.out.line(&format!("Left alone: {}", count(result.kept, "file", "files")))?;
    }
    if result.removed > 0 {
        cx.out.line(&format!("Removed: {}", count(result.removed, "file", "files")))?;
    }
    Ok(())
}

/// A run that takes a version out has used it.
fn record_use(cx: &Context, run: String, version: &Found) -> Done {
    let request = RunEdgeRequest {
        run,
        project: cx.project.clone(),
        versions: vec![version.reference()],
        kind: "used".into(),
        role: None,
        remove: false,
    };
    run_edge(cx.host.as_ref(), request)?;
    Ok(())
}

fn text(path: PathBuf) -> Done<String> {
    path.into_os_string().into_string().map_err(|path| {
        let message = format!("The folder {} has a name that isn't UTF-8", path.display());
        refuse("path-invalid", message, "Change into it and give --root .")
    })
}
