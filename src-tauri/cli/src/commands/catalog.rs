//! Lists: projects, types, collections, versions.

use cairn_api::call::{
    collection_list, project_create, project_delete, project_list, project_rename, type_list, version_page,
};
use cairn_api::types::{
    CollectionListRequest, CollectionRow, Empty, ProjectCreateRequest, ProjectRenameRequest, ProjectRequest,
    Rows, VersionPageRequest, VersionRow,
};
use clap::Subcommand;

use crate::context::Context;
use crate::json;
use crate::stop::Done;
use crate::table::List;
use crate::text::{joined, names, relative, size};

/// Rows asked for at once: the most that are answered.
pub(crate) const PAGE: u32 = 200;

#[derive(Debug, Subcommand)]
pub(crate) enum ProjectAction {
    /// List projects
    #[command(alias = "ls")]
    List,
    /// Create a project
    Create {
        /// PROJECT or ENTITY/PROJECT
        project: String,
        /// Description
        #[arg(long, default_value = "")]
        description: String,
    },
    /// Rename a project
    Rename {
        /// PROJECT or ENTITY/PROJECT
        project: String,
        /// New name, without the entity
        name: String,
    },
    /// Delete a project with its collections
    #[command(alias = "rm")]
    Delete {
        /// PROJECT or ENTITY/PROJECT
        project: String,
    },
}

impl ProjectAction {
    /// Whether it changes something.
    pub(crate) fn writes(&self) -> bool {
        !matches!(self, Self::List)
    }
}

/// Lists, creates, renames, deletes projects.
pub(crate) fn projects(cx: &mut Context, action: Option<ProjectAction>) -> Done {
    let host = cx.host.clone();
    let host = host.as_ref();
    let (project, outcome) = match action {
        None | Some(ProjectAction::List) => return list_projects(cx),
        Some(ProjectAction::Create { project, description }) => {
            let request = ProjectCreateRequest { project: project.clone(), description: Some(description) };
            (project, project_create(host, request)?)
        }
        Some(ProjectAction::Rename { project, name }) => {
            let renamed = project
                .rsplit_once('/')
                .map_or_else(|| name.clone(), |(entity, _)| format!("{entity}/{name}"));
            (renamed, project_rename(host, ProjectRenameRequest { project, name })?)
        }
        Some(ProjectAction::Delete { project }) => {
            (project.clone(), project_delete(host, ProjectRequest { project })?)
        }
    };
    let entity = cx.store()?.defaults()?.0;
    let address = if project.contains('/') { project } else { format!("{entity}/{project}") };
    cx.out.outcome(Some(address), outcome)
}

fn list_projects(cx: &mut Context) -> Done {
    let rows = project_list(cx.host.as_ref(), Empty {})?;
    let mut list = List::new(&mut cx.out, &["PROJECT", ">COLLECTIONS", ">VERSIONS", "DESCRIPTION"]);
    for row in rows {
        let object = json::Project {
            address: &row.address,
            entity: &row.entity,
            name: &row.name,
            description: &row.description,
            collections: row.collections,
            versions: row.versions,
        };
        list.row(&object, || {
            vec![
                row.address.clone(),
                row.collections.to_string(),
                row.versions.to_string(),
                row.description.clone(),
            ]
        })?;
    }
    list.end("There is no project.")
}

/// Lists the types of the project.
pub(crate) fn types(cx: &mut Context) -> Done {
    let project = cx.project_address()?;
    let rows = type_list(cx.host.as_ref(), ProjectRequest { project: project.clone() })?;
    let mut list = List::new(&mut cx.out, &["TYPE", ">COLLECTIONS", ">VERSIONS"]);
    for row in rows {
        let object = json::Type {
            address: &project,
            r#type: &row.name,
            collections: row.collections,
            versions: row.versions,
        };
        list.row(&object, || vec![row.name.clone(), row.collections.to_string(), row.versions.to_string()])?;
    }
    list.end("Nothing is logged in this project yet.")
}

/// Lists the collections of the project.
pub(crate) fn collections(cx: &mut Context, artifact_type: Option<&str>) -> Done {
    let (host, project, now) = (cx.host.clone(), cx.project.clone(), cx.store()?.now());
    let mut list = List::new(
        &mut cx.out,
        &["NAME", "TYPE", ">VERSIONS", "LATEST", ">SIZE", "CHANGED", "ALIASES", "TAGS"],
    );
    let mut start = 0;
    loop {
        let request = CollectionListRequest {
            project: project.clone(),
            artifact_type: artifact_type.map(str::to_owned),
            filter: None,
            sort: None,
            rows: Rows { start, count: PAGE },
        };
        let page = collection_list(host.as_ref(), request)?;
        for row in &page.rows {
            list.row(&json::Collection::new(row), || collection_cells(row, now))?;
        }
        start += page.rows.len() as u64;
        if page.rows.is_empty() || start >= page.total {
            return list.end("There is no such collection.");
        }
    }
}

fn collection_cells(row: &CollectionRow, now: i64) -> Vec<String> {
    vec![
        row.name.clone(),
        row.artifact_type.clone(),
        row.versions.to_string(),
        row.latest.clone().unwrap_or_default(),
        size(row.logical_bytes),
        relative(row.updated_at, now),
        joined(&row.aliases),
        joined(&row.tags),
    ]
}

/// Lists the versions of a collection, newest first, those in the trash too.
pub(crate) fn versions(cx: &mut Context, name: &str, filter: Option<&str>) -> Done {
    let (host, now, collection) = (cx.host.clone(), cx.store()?.now(), cx.collection(name)?);
    let head = &["VERSION", "ALIASES", "TAGS", ">FILES", ">SIZE", "CREATED", "EXPIRES", "DIGEST", "STATE"];
    let mut list = List::new(&mut cx.out, head);
    let mut start = 0;
    loop {
        let request = VersionPageRequest {
            collection: collection.clone(),
            filter: filter.map(str::to_owned),
            sort: None,
            metadata: Vec::new(),
            rows: Rows { start, count: PAGE },
        };
        let page = version_page(host.as_ref(), request)?;
        for row in &page.rows {
            list.row(&json::VersionRow::new(row), || version_cells(row, now))?;
        }
        start += page.rows.len() as u64;
        if page.rows.is_empty() || start >= page.total {
            return list.end("There is no such version.");
        }
    }
}

fn version_cells(row: &VersionRow, now: i64) -> Vec<String> {
    vec![
        format!("v{}", row.index),
        joined(&names(&row.aliases)),
        joined(&row.tags),
        row.files.to_string(),
        size(row.size),
        relative(row.created_at, now),
        row.expires_at.map_or_else(|| "never".into(), |at| relative(at, now)),
        row.digest.chars().take(12).collect(),
        if row.state == "deleted" { "in the trash".into() } else { String::new() },
    ]
}
