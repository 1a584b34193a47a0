//! Every command, declared once.
//!
//! [`with_commands!`] hands the list to a macro of the caller's choice. From it come [`dispatch`], the
//! server's routes, the shell's one `rpc` command, the TypeScript types and the table that says which cached
//! answers a change invalidates. A command that is missing in a host can't happen: there is no second list.

use crate::host::{Host, Role};
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

/// Who may call a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needs {
    /// The least role.
    pub role: Role,
    /// Only a program that its owner runs on the machine of the store: it reads or writes files there, or shows
    /// something on its screen.
    pub here: bool,
}

/// What hosts know of a command without calling it.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    /// Name on the wire, such as `version.page`.
    pub name: &'static str,
    /// Whether it changes something.
    pub kind: Kind,
    /// Who may call it.
    pub needs: Needs,
    /// For a read: the tags of its answer. For a write: the tags it invalidates.
    pub tags: &'static [Tag],
    /// Rust name of the request type.
    pub request: &'static str,
    /// Rust name of the response type.
    pub response: &'static str,
}

/// Calls `$with!` with the list: `read|write WHO "name" function(Request) -> Response [Tags],`.
///
/// `WHO` is the least role: `viewer`, `member`, `admin`; with `_here`, only on the machine of the store.
#[macro_export]
macro_rules! with_commands {
    ($with:ident) => {
        $with! {
            read viewer "host.info" host_info(Empty) -> HostInfo [Store],
            read viewer "settings.get" settings_get(Empty) -> Settings [Settings],
            write viewer "settings.set" settings_set(SettingsSetRequest) -> Settings [Settings],

            read viewer "session.show" session_show(Empty) -> Session [Store],
            read admin "key.list" key_list(Empty) -> Vec<ApiKey> [Store],
            write admin "key.add" key_add(KeyAddRequest) -> KeyAdded [Store, History],
            write admin "key.revoke" key_revoke(KeyRequest) -> Outcome [Store, History],

            read viewer "store.info" store_info(Empty) -> StoreInfo [Store, Versions, Trash],
            write admin_here "store.open" store_open(StoreOpenRequest) -> StoreInfo [Store, Projects, Collections, Versions, Version, Files, History, Trash, Runs, Lineage],
            read admin "store.settings" store_settings(Empty) -> StoreSettings [Store],
            write admin "store.configure" store_configure(StoreSettings) -> Outcome [Store, Versions, Version, History],
            write member "store.check" store_check(CheckRequest) -> JobStarted [Jobs],
            write member "store.check_part" store_check_part(CheckPartRequest) -> JobStarted [Jobs],
            write admin "store.repair" store_repair(RepairRequest) -> JobStarted [Jobs, Store, Projects, Collections, Versions, Version],
            write member "store.sample" store_sample(Empty) -> JobStarted [Jobs],

            read viewer "project.list" project_list(Empty) -> Vec<Project> [Projects, Versions],
            write member "project.create" project_create(ProjectCreateRequest) -> Outcome [Projects, History, Store],
            write member "project.rename" project_rename(ProjectRenameRequest) -> Outcome [Projects, Collections, Versions, Version, History],
            write member "project.delete" project_delete(ProjectRequest) -> Outcome [Projects, Collections, Versions, Version, History, Trash, Store],

            read viewer "type.list" type_list(ProjectRequest) -> Vec<TypeSummary> [Collections, Versions],
            read viewer "collection.list" collection_list(CollectionListRequest) -> CollectionPage [Collections, Versions],
            read viewer "collection.show" collection_show(CollectionRequest) -> CollectionDetail [Collections, Versions],
            write member "collection.create" collection_create(CollectionCreateRequest) -> Outcome [Collections, History],
            write member "collection.rename" collection_rename(CollectionRenameRequest) -> Outcome [Collections, Versions, Version, History],
            write member "collection.describe" collection_describe(CollectionDescribeRequest) -> Outcome [Collections, History],
            write member "collection.delete" collection_delete(CollectionDeleteRequest) -> Outcome [Collections, Versions, Version, History, Trash, Store],

            read viewer "search.quick" search_quick(SearchRequest) -> Vec<SearchHit> [Collections, Versions, Version],
            read viewer "address.resolve" address_resolve(ResolveRequest) -> Resolved [Collections, Versions, Version],

            read viewer "version.page" version_page(VersionPageRequest) -> VersionPage [Versions],
            read viewer "version.locate" version_locate(VersionLocateRequest) -> Located [Versions],
            read viewer "version.show" version_show(VersionRequest) -> VersionDetail [Version, Versions],
            read viewer "version.bytes" version_bytes(VersionRequest) -> VersionBytes [Version, Versions],
            read viewer "version.compare" version_compare(CompareRequest) -> Comparison [Version],
            read viewer "version.compare_files" version_compare_files(CompareFilesRequest) -> FileChangePage [Files],

            read viewer "file.folder" file_folder(FolderRequest) -> FolderPage [Files],
            read viewer "file.list" file_list(FileListRequest) -> FilePage [Files],
            read viewer "file.show" file_show(FileRequest) -> FileRow [Files],
            read viewer "file.preview" file_preview(PreviewRequest) -> PreviewResponse [Files],
            write viewer_here "file.materialise" file_materialise(MaterialiseRequest) -> Materialised [],
            read viewer_here "export.plan" export_plan(ExportRequest) -> ExportPlan [],
            write viewer_here "export.start" export_start(ExportRequest) -> JobStarted [Jobs],

            write member_here "log.plan" log_plan(LogPlanRequest) -> LogPlan [],
            read member_here "log.plan_get" log_plan_get(PlanRequest) -> LogPlan [],
            write member_here "log.plan_drop" log_plan_drop(PlanRequest) -> Empty [],
            write member_here "log.start" log_start(LogRequest) -> JobStarted [Jobs],

            read viewer "alias.list" alias_list(AliasListRequest) -> Vec<AliasHolder> [Version, Versions],
            write member "alias.add" alias_add(AliasAddRequest) -> Outcome [Version, Versions, History],
            write member "alias.remove" alias_remove(AliasRemoveRequest) -> Outcome [Version, Versions, History],
            write member "alias.set" alias_set(AliasSetRequest) -> Outcome [Version, Versions, History],
            read viewer "tag.list" tag_list(Empty) -> Vec<TagCount> [Version, Versions],
            write member "tag.edit" tag_edit(TagEditRequest) -> Outcome [Version, Versions, History],
            write member "version.describe" version_describe(DescribeRequest) -> Outcome [Version, History],
            write member "metadata.replace" metadata_replace(MetadataReplaceRequest) -> Outcome [Version, Versions, History],
            write member "metadata.set" metadata_set(MetadataSetRequest) -> Outcome [Version, Versions, History],
            read viewer "ttl.plan" ttl_plan(TtlRequest) -> TtlPlan [Version, Versions],
            write member "ttl.set" ttl_set(TtlRequest) -> Outcome [Version, Versions, History, Trash, Store],
            read viewer "version.delete_plan" version_delete_plan(DeletePlanRequest) -> DeletePlan [Version, Versions],
            write member "version.delete" version_delete(DeleteRequest) -> Outcome [Version, Versions, Collections, History, Trash, Store],
            read viewer "trash.list" trash_list(TrashRequest) -> TrashPage [Trash],
            write member "trash.restore" trash_restore(RestoreRequest) -> Outcome [Version, Versions, Collections, History, Trash, Store],

            write admin "trash.empty" trash_empty(TrashEmptyRequest) -> Outcome [Version, Versions, Collections, Files, History, Trash, Store, Lineage],

            read viewer "upkeep.state" upkeep_state(Empty) -> Upkeep [Store, Versions, Trash],
            read viewer "collect.plan" collect_plan(CollectPlanRequest) -> CollectPlan [Store, Versions, Trash],
            write admin "collect.start" collect_start(CollectRequest) -> JobStarted [Jobs, Store, Trash],
            read viewer "receipt.list" receipt_list(ReceiptListRequest) -> Vec<Receipt> [Store],
            read viewer "receipt.show" receipt_show(ReceiptRequest) -> ReceiptDetail [],
            read viewer "storage.show" storage_show(StorageRequest) -> Storage [Store, Versions, Trash],
            read viewer "storage.expiring" storage_expiring(DaysRequest) -> Vec<ExpiringDay> [Store, Versions, Version, Trash],
            read viewer "storage.growth" storage_growth(DaysRequest) -> Vec<GrowthDay> [Store, Versions, Trash],
            read viewer "storage.duplicates" storage_duplicates(DuplicatesRequest) -> Vec<Duplicate> [Store, Versions, Trash],
            read viewer "trash.restore_plan" trash_restore_plan(RestoreRequest) -> RestorePlan [Trash, Version, Versions],

            read viewer "retention.plan" retention_plan(RetentionAct) -> RetentionPlan [Version, Versions, Trash, Store, Lineage],
            write member "retention.carry_out" retention_carry_out(CarryOutRequest) -> JobStarted [Jobs],
            read viewer "rule.list" rule_list(Empty) -> Vec<RetentionRule> [Store, Collections, Projects],
            read viewer "rule.plan" rule_plan(RulePlanRequest) -> RulePlan [Store, Collections, Projects, Version, Versions],
            write admin "rule.set" rule_set(RuleSetRequest) -> Outcome [Store, Collections, Projects, History],
            write admin "rule.remove" rule_remove(RuleRequest) -> Outcome [Store, Collections, Projects, History],

            read viewer "run.list" run_list(RunListRequest) -> RunPage [Runs],
            read viewer "run.show" run_show(RunRequest) -> RunDetail [Runs, Versions, Version],
            write member "run.start" run_start(RunStartRequest) -> RunStarted [Runs, Lineage, Projects, History],
            write member "run.finish" run_finish(RunFinishRequest) -> Outcome [Runs, Lineage, History],
            write member "run.edit" run_edit(RunEditRequest) -> Outcome [Runs, Lineage, History],
            write member "run.delete" run_delete(RunRequest) -> Outcome [Runs, Lineage, History],
            write member "run.edge" run_edge(RunEdgeRequest) -> Outcome [Runs, Lineage, History],
            write viewer_here "run.reproduce" run_reproduce(RunReproduceRequest) -> JobStarted [Jobs],

            read viewer "lineage.picture" lineage_picture(LineagePictureRequest) -> LineagePicture [Lineage, Versions, Version],
            read viewer "lineage.members" lineage_members(LineageMembersRequest) -> LineagePage [Lineage, Versions, Version],
            read viewer "lineage.list" lineage_list(LineageListRequest) -> LineagePage [Lineage, Versions, Version],
            read viewer "lineage.path" lineage_path(LineagePathRequest) -> LineagePath [Lineage],
            read viewer "lineage.impact" lineage_impact(LineageImpactRequest) -> LineageImpact [Lineage, Versions, Version],
            read viewer "lineage.export" lineage_export(LineageExportRequest) -> LineageExport [Lineage],
            read viewer "lineage.complete" lineage_complete(LineageCompleteRequest) -> LineageCompletion [Lineage, Versions],

            read viewer "history.list" history_list(HistoryRequest) -> HistoryPage [History],
            read viewer "history.state" history_state(Empty) -> UndoState [History],
            write member "history.undo" history_undo(UndoRequest) -> Outcome [Store, Projects, Collections, Versions, Version, History, Trash, Runs, Lineage],
            write member "history.redo" history_redo(UndoRequest) -> Outcome [Store, Projects, Collections, Versions, Version, History, Trash, Runs, Lineage],

            read viewer "job.list" job_list(Empty) -> Vec<Job> [Jobs],
            write member "job.cancel" job_cancel(JobRequest) -> Empty [Jobs],
            write member "job.pause" job_pause(JobRequest) -> Empty [Jobs],
            write member "job.resume" job_resume(JobRequest) -> Empty [Jobs],
            write member "job.retry" job_retry(JobRequest) -> JobStarted [Jobs],
            write member "job.dismiss" job_dismiss(JobRequest) -> Empty [Jobs],

            write viewer_here "host.choose_files" host_choose_files(Empty) -> Vec<String> [],
            write viewer_here "host.choose_folder" host_choose_folder(Empty) -> Vec<String> [],
            write viewer_here "host.save_as" host_save_as(SaveRequest) -> Saved [],
            write viewer_here "host.reveal" host_reveal(PathRequest) -> Empty [],
            write viewer_here "host.open_file" host_open_file(FileRequest) -> Empty [],
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

macro_rules! needs {
    (viewer) => {
        Needs { role: Role::Viewer, here: false }
    };
    (member) => {
        Needs { role: Role::Member, here: false }
    };
    (admin) => {
        Needs { role: Role::Admin, here: false }
    };
    (viewer_here) => {
        Needs { role: Role::Viewer, here: true }
    };
    (member_here) => {
        Needs { role: Role::Member, here: true }
    };
    (admin_here) => {
        Needs { role: Role::Admin, here: true }
    };
}

macro_rules! define {
    ($($kind:ident $needs:ident $name:literal $function:ident($request:ty) -> $response:ty [$($tag:ident),*],)*) => {
        /// Every command.
        pub const COMMANDS: &[Spec] = &[$(Spec {
            name: $name,
            kind: kind!($kind),
            needs: needs!($needs),
            tags: &[$(Tag::$tag),*],
            request: stringify!($request),
            response: stringify!($response),
        },)*];

        /// Calls the command `name` with a JSON request and answers JSON. Blocks; hosts call it off their event loop.
        pub fn dispatch(host: &dyn Host, name: &str, request: &str) -> Result<String, ApiError> {
            use crate::types::*;
            match name {
                $($name => {
                    // Before the request is read: who may not ask learns nothing of how to.
                    permit(host, needs!($needs))?;
                    let request: $request = parse(name, request)?;
                    let response: $response = call::$function(host, request)?;
                    render(&response)
                })*
                _ => Err(unknown(name)),
            }
        }

        /// The commands as functions, each behind its gate: there is no other way to their bodies.
        pub mod call {
            use super::{Needs, Role, permit};
            use crate::handlers;
            pub use crate::handlers::{Answer, NamedPath};
            use crate::host::{CancelToken, Host};
            use crate::types::*;

            $(
                #[doc = concat!("`", $name, "`.")]
                pub fn $function(host: &dyn Host, request: $request) -> Answer<$response> {
                    permit(host, needs!($needs))?;
                    handlers::$function(host, request)
                }
            )*

            /// `log.plan` for paths that needn't be UTF-8, each with the name it shall have; they come before the request's.
            pub fn log_plan_of(host: &dyn Host, paths: Vec<NamedPath>, request: LogPlanRequest) -> Answer<LogPlan> {
                permit(host, needs!(member_here))?;
                handlers::log_plan_of(host, paths, request)
            }

            /// `log.start` for paths that needn't be UTF-8; they come before the request's.
            pub fn log_start_of(host: &dyn Host, paths: Vec<NamedPath>, request: LogRequest) -> Answer<JobStarted> {
                permit(host, needs!(member_here))?;
                handlers::log_start_of(host, paths, request)
            }

            /// `run.finish`; waiting for logs ends when `cancel` says so.
            pub fn run_finish_unless(host: &dyn Host, request: RunFinishRequest, cancel: &CancelToken) -> Answer<Outcome> {
                permit(host, needs!(member))?;
                handlers::run_finish_unless(host, request, cancel)
            }

            /// `version.show` with the bytes, however long counting them takes.
            pub fn version_show_counted(host: &dyn Host, request: &VersionRequest) -> Answer<VersionDetail> {
                permit(host, needs!(viewer))?;
                handlers::version_show_counted(host, request)
            }
        }
    };
}

with_commands!(define);

/// The gate of a command. Errors: `forbidden`, with the reason.
pub(crate) fn permit(host: &dyn Host, needs: Needs) -> Result<(), ApiError> {
    host.actor().permit(needs.role)?;
    if needs.here && !host.is_here() {
        return Err(ApiError {
            code: "forbidden".into(),
            message:
                "This works with files of the machine that the store is on, and only its owner may do that"
                    .into(),
            hint: Some(
                "Do it in the window of Cairn on that machine, or with its command line there.".into(),
            ),
        });
    }
    Ok(())
}

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
