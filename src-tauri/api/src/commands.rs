//! Every command, declared once.
//!
//! [`with_commands!`] hands the list to a macro of the caller's choice. From it come [`dispatch`], the
//! server's routes, the shell's one `rpc` command, the TypeScript types and the table that says which cached
//! answers a change invalidates. A command that is missing in a host can't happen: there is no second list.

use crate::handlers;
use crate::host::Host;
use crate::types::ApiError;

/// A group of cached answers that go stale together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tag {
    /// The store as a whole: totals, settings.
    Store,
    /// Projects and their counts.
    Projects,
    /// Types and collections.
    Collections,
    /// Lists of versions.
    Versions,
    /// One version: facts, aliases, tags, TTL.
    Version,
    /// Files of versions; these never change, only go.
    Files,
    /// The history.
    History,
    /// The trash.
    Trash,
    /// Jobs.
    Jobs,
    /// Settings of the person.
    Settings,
    /// Runs.
    Runs,
    /// Edges between runs and versions, and what is drawn of them.
    Lineage,
}

impl Tag {
    /// Every tag.
    pub const ALL: [Self; 12] = [
        Self::Store,
        Self::Projects,
        Self::Collections,
        Self::Versions,
        Self::Version,
        Self::Files,
        Self::History,
        Self::Trash,
        Self::Jobs,
        Self::Settings,
        Self::Runs,
        Self::Lineage,
    ];

    /// The tag's name in TypeScript and in events.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Store => "store",
            Self::Projects => "projects",
            Self::Collections => "collections",
            Self::Versions => "versions",
            Self::Version => "version",
            Self::Files => "files",
            Self::History => "history",
            Self::Trash => "trash",
            Self::Jobs => "jobs",
            Self::Settings => "settings",
            Self::Runs => "runs",
            Self::Lineage => "lineage",
        }
    }
}

/// Whether a command changes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Answers only.
    Read,
    /// Changes the store, the settings or the host.
    Write,
}

/// What hosts know of a command without calling it.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    /// Name on the wire, such as `version.page`.
    pub name: &'static str,
    /// Whether it changes something.
    pub kind: Kind,
    /// For a read: the tags of its answer. For a write: the tags it invalidates.
    pub tags: &'static [Tag],
    /// Rust name of the request type.
    pub request: &'static str,
    /// Rust name of the response type.
    pub response: &'static str,
}

/// Calls `$with!` with the list: `read|write "name" function(Request) -> Response [Tags],`.
#[macro_export]
macro_rules! with_commands {
    ($with:ident) => {
        $with! {
            read "host.info" host_info(Empty) -> HostInfo [Store],
            read "settings.get" settings_get(Empty) -> Settings [Settings],
            write "settings.set" settings_set(SettingsSetRequest) -> Settings [Settings],

            read "store.info" store_info(Empty) -> StoreInfo [Store, Versions, Trash],
            write "store.open" store_open(StoreOpenRequest) -> StoreInfo [Store, Projects, Collections, Versions, Version, Files, History, Trash, Runs, Lineage],
            read "store.settings" store_settings(Empty) -> StoreSettings [Store],
            write "store.configure" store_configure(StoreSettings) -> Outcome [Store, Versions, Version, History],
            write "store.check" store_check(CheckRequest) -> JobStarted [Jobs],
            write "store.check_part" store_check_part(CheckPartRequest) -> JobStarted [Jobs],
            write "store.repair" store_repair(RepairRequest) -> JobStarted [Jobs, Store, Projects, Collections, Versions, Version],
            write "store.sample" store_sample(Empty) -> JobStarted [Jobs],

            read "project.list" project_list(Empty) -> Vec<Project> [Projects, Versions],
            write "project.create" project_create(ProjectCreateRequest) -> Outcome [Projects, History, Store],
            write "project.rename" project_rename(ProjectRenameRequest) -> Outcome [Projects, Collections, Versions, Version, History],
            write "project.delete" project_delete(ProjectRequest) -> Outcome [Projects, Collections, Versions, Version, History, Trash, Store],

            read "type.list" type_list(ProjectRequest) -> Vec<TypeSummary> [Collections, Versions],
            read "collection.list" collection_list(CollectionListRequest) -> CollectionPage [Collections, Versions],
            read "collection.show" collection_show(CollectionRequest) -> CollectionDetail [Collections, Versions],
            write "collection.create" collection_create(CollectionCreateRequest) -> Outcome [Collections, History],
            write "collection.rename" collection_rename(CollectionRenameRequest) -> Outcome [Collections, Versions, Version, History],
            write "collection.describe" collection_describe(CollectionDescribeRequest) -> Outcome [Collections, History],
            write "collection.delete" collection_delete(CollectionDeleteRequest) -> Outcome [Collections, Versions, Version, History, Trash, Store],

            read "search.quick" search_quick(SearchRequest) -> Vec<SearchHit> [Collections, Versions, Version],
            read "address.resolve" address_resolve(ResolveRequest) -> Resolved [Collections, Versions, Version],

            read "version.page" version_page(VersionPageRequest) -> VersionPage [Versions],
            read "version.locate" version_locate(VersionLocateRequest) -> Located [Versions],
            read "version.show" version_show(VersionRequest) -> VersionDetail [Version, Versions],
            read "version.bytes" version_bytes(VersionRequest) -> VersionBytes [Version, Versions],
            read "version.compare" version_compare(CompareRequest) -> Comparison [Version],
            read "version.compare_files" version_compare_files(CompareFilesRequest) -> FileChangePage [Files],

            read "file.folder" file_folder(FolderRequest) -> FolderPage [Files],
            read "file.list" file_list(FileListRequest) -> FilePage [Files],
            read "file.show" file_show(FileRequest) -> FileRow [Files],
            read "file.preview" file_preview(PreviewRequest) -> PreviewResponse [Files],
            write "file.materialise" file_materialise(MaterialiseRequest) -> Materialised [],
            read "export.plan" export_plan(ExportRequest) -> ExportPlan [],
            write "export.start" export_start(ExportRequest) -> JobStarted [Jobs],

            write "log.plan" log_plan(LogPlanRequest) -> LogPlan [],
            read "log.plan_get" log_plan_get(PlanRequest) -> LogPlan [],
            write "log.plan_drop" log_plan_drop(PlanRequest) -> Empty [],
            write "log.start" log_start(LogRequest) -> JobStarted [Jobs],

            read "alias.list" alias_list(AliasListRequest) -> Vec<AliasHolder> [Version, Versions],
            write "alias.add" alias_add(AliasAddRequest) -> Outcome [Version, Versions, History],
            write "alias.remove" alias_remove(AliasRemoveRequest) -> Outcome [Version, Versions, History],
            write "alias.set" alias_set(AliasSetRequest) -> Outcome [Version, Versions, History],
            read "tag.list" tag_list(Empty) -> Vec<TagCount> [Version, Versions],
            write "tag.edit" tag_edit(TagEditRequest) -> Outcome [Version, Versions, History],
            write "version.describe" version_describe(DescribeRequest) -> Outcome [Version, History],
            write "metadata.replace" metadata_replace(MetadataReplaceRequest) -> Outcome [Version, Versions, History],
            write "metadata.set" metadata_set(MetadataSetRequest) -> Outcome [Version, Versions, History],
            read "ttl.plan" ttl_plan(TtlRequest) -> TtlPlan [Version, Versions],
            write "ttl.set" ttl_set(TtlRequest) -> Outcome [Version, Versions, History, Trash, Store],
            read "version.delete_plan" version_delete_plan(DeletePlanRequest) -> DeletePlan [Version, Versions],
            write "version.delete" version_delete(DeleteRequest) -> Outcome [Version, Versions, Collections, History, Trash, Store],
            read "trash.list" trash_list(TrashRequest) -> TrashPage [Trash],
            write "trash.restore" trash_restore(RestoreRequest) -> Outcome [Version, Versions, Collections, History, Trash, Store],
            write "trash.empty" trash_empty(TrashEmptyRequest) -> Outcome [Version, Versions, Collections, Files, History, Trash, Store, Lineage],

            read "upkeep.state" upkeep_state(Empty) -> Upkeep [Store, Versions, Trash],
            read "collect.plan" collect_plan(CollectPlanRequest) -> CollectPlan [Store, Versions, Trash],
            write "collect.start" collect_start(CollectRequest) -> JobStarted [Jobs, Store, Trash],
            read "receipt.list" receipt_list(ReceiptListRequest) -> Vec<Receipt> [Store],
            read "receipt.show" receipt_show(ReceiptRequest) -> ReceiptDetail [],
            read "storage.show" storage_show(StorageRequest) -> Storage [Store, Versions, Trash],

            read "run.list" run_list(RunListRequest) -> RunPage [Runs],
            read "run.show" run_show(RunRequest) -> RunDetail [Runs, Versions, Version],
            write "run.start" run_start(RunStartRequest) -> RunStarted [Runs, Lineage, Projects, History],
            write "run.finish" run_finish(RunFinishRequest) -> Outcome [Runs, Lineage, History],
            write "run.edit" run_edit(RunEditRequest) -> Outcome [Runs, Lineage, History],
            write "run.delete" run_delete(RunRequest) -> Outcome [Runs, Lineage, History],
            write "run.edge" run_edge(RunEdgeRequest) -> Outcome [Runs, Lineage, History],
            write "run.reproduce" run_reproduce(RunReproduceRequest) -> JobStarted [Jobs],

            read "lineage.picture" lineage_picture(LineagePictureRequest) -> LineagePicture [Lineage, Versions, Version],
            read "lineage.members" lineage_members(LineageMembersRequest) -> LineagePage [Lineage, Versions, Version],
            read "lineage.list" lineage_list(LineageListRequest) -> LineagePage [Lineage, Versions, Version],
            read "lineage.path" lineage_path(LineagePathRequest) -> LineagePath [Lineage],
            read "lineage.impact" lineage_impact(LineageImpactRequest) -> LineageImpact [Lineage, Versions, Version],
            read "lineage.export" lineage_export(LineageExportRequest) -> LineageExport [Lineage],
            read "lineage.complete" lineage_complete(LineageCompleteRequest) -> LineageCompletion [Lineage, Versions],

            read "history.list" history_list(HistoryRequest) -> HistoryPage [History],
            read "history.state" history_state(Empty) -> UndoState [History],
            write "history.undo" history_undo(UndoRequest) -> Outcome [Store, Projects, Collections, Versions, Version, History, Trash, Runs, Lineage],
            write "history.redo" history_redo(UndoRequest) -> Outcome [Store, Projects, Collections, Versions, Version, History, Trash, Runs, Lineage],

            read "job.list" job_list(Empty) -> Vec<Job> [Jobs],
            write "job.cancel" job_cancel(JobRequest) -> Empty [Jobs],
            write "job.pause" job_pause(JobRequest) -> Empty [Jobs],
            write "job.resume" job_resume(JobRequest) -> Empty [Jobs],
            write "job.retry" job_retry(JobRequest) -> JobStarted [Jobs],
            write "job.dismiss" job_dismiss(JobRequest) -> Empty [Jobs],

            write "host.choose_files" host_choose_files(Empty) -> Vec<String> [],
            write "host.choose_folder" host_choose_folder(Empty) -> Vec<String> [],
            write "host.save_as" host_save_as(SaveRequest) -> Saved [],
            write "host.reveal" host_reveal(PathRequest) -> Empty [],
            write "host.open_file" host_open_file(FileRequest) -> Empty [],
        }
    };
}

macro_rules! kind {
    (read) => {
        Kind::Read
    };
    (write) => {
        Kind::Write
    };
}

macro_rules! define {
    ($($kind:ident $name:literal $function:ident($request:ty) -> $response:ty [$($tag:ident),*],)*) => {
        /// Every command.
        pub const COMMANDS: &[Spec] = &[$(Spec {
            name: $name,
            kind: kind!($kind),
            tags: &[$(Tag::$tag),*],
            request: stringify!($request),
            response: stringify!($response),
        },)*];

        /// Calls the command `name` with a JSON request and answers JSON. Blocks; hosts call it off their event loop.
        pub fn dispatch(host: &dyn Host, name: &str, request: &str) -> Result<String, ApiError> {
            use crate::types::*;
            match name {
                $($name => {
                    let request: $request = parse(name, request)?;
                    let response: $response = handlers::$function(host, request)?;
                    render(&response)
                })*
                _ => Err(unknown(name)),
            }
        }
    };
}

with_commands!(define);

/// The declaration of a command.
pub fn spec(name: &str) -> Option<&'static Spec> {
    COMMANDS.iter().find(|spec| spec.name == name)
}

fn parse<T: serde::de::DeserializeOwned>(name: &str, request: &str) -> Result<T, ApiError> {
    let request = if request.trim().is_empty() { "{}" } else { request };
    serde_json::from_str(request).map_err(|error| ApiError {
        code: "request-invalid".into(),
        message: format!("The request of {name} can't be read: {error}"),
        hint: Some("The window and the engine may be of different versions; restart Cairn.".into()),
    })
}

fn render<T: serde::Serialize>(response: &T) -> Result<String, ApiError> {
    serde_json::to_string(response).map_err(|error| ApiError {
        code: "internal".into(),
        message: format!("The answer can't be written: {error}"),
        hint: None,
    })
}

fn unknown(name: &str) -> ApiError {
    ApiError { code: "command-unknown".into(), message: format!("There is no command {name:?}"), hint: None }
}
