//! Projects, types, collections, search.

use cairn_engine::catalog::{self, CollectionListRow, CollectionQuery, CollectionSort, Selection, Target};

use super::{Answer, answer};
use crate::convert::{self, outcome};
use crate::host::Host;
use crate::types::{
    CollectionCreateRequest, CollectionDeleteRequest, CollectionDescribeRequest, CollectionDetail,
    CollectionListRequest, CollectionPage, CollectionRenameRequest, CollectionRequest, CollectionRow, Empty,
    Outcome, Project, ProjectCreateRequest, ProjectRenameRequest, ProjectRequest, ResolveRequest, Resolved,
    SearchHit, SearchRequest, TypeSummary,
};

/// Every project.
pub fn project_list(host: &dyn Host, _: Empty) -> Answer<Vec<Project>> {
    answer(|| Ok(host.store()?.projects()?.into_iter().map(convert::project).collect()))
}

/// Makes a project.
pub fn project_create(host: &dyn Host, request: ProjectCreateRequest) -> Answer<Outcome> {
    let description = request.description.unwrap_or_default();
    answer(|| host.store()?.create_project(&host.actor(), &request.project, &description).map(outcome))
}

/// Renames a project.
pub fn project_rename(host: &dyn Host, request: ProjectRenameRequest) -> Answer<Outcome> {
    answer(|| host.store()?.rename_project(&host.actor(), &request.project, &request.name).map(outcome))
}

/// Deletes a project.
pub fn project_delete(host: &dyn Host, request: ProjectRequest) -> Answer<Outcome> {
    answer(|| host.store()?.delete_project(&host.actor(), &request.project).map(outcome))
}

/// The types of a project.
pub fn type_list(host: &dyn Host, request: ProjectRequest) -> Answer<Vec<TypeSummary>> {
    let project = Some(request.project.as_str()).filter(|project| !project.is_empty());
    answer(|| Ok(host.store()?.types(project)?.into_iter().map(convert::type_summary).collect()))
}

/// A page of collections.
pub fn collection_list(host: &dyn Host, request: CollectionListRequest) -> Answer<CollectionPage> {
    answer(|| {
        let store = host.store()?;
        let project = store.resolve_project(request.project.as_deref())?.id;
        let kind = match &request.artifact_type {
            None => None,
            Some(name) => match store.find_type(project, name)? {
                None => return Ok(CollectionPage { total: 0, start: 0, rows: Vec::new() }),
                found => found,
            },
        };
        let sort = match &request.sort {
            Some(sort) => CollectionSort::parse(&sort.key, sort.descending)?,
            None => CollectionSort::default(),
        };
        let query = CollectionQuery { project, kind, filter: request.filter.as_deref(), sort };
        let page = store.collection_page(&query, request.rows.start, request.rows.count)?;
        Ok(CollectionPage {
            total: page.total,
            start: page.start,
            rows: page.rows.into_iter().map(row).collect(),
        })
    })
}

fn row(listed: CollectionListRow) -> CollectionRow {
    let row = listed.row;
    CollectionRow {
        id: row.id.get(),
        address: row.address(),
        name: row.name,
        artifact_type: row.artifact_type,
        versions: row.live,
        latest: listed.latest.map(|index| format!("v{index}")),
        aliases: listed.aliases,
        tags: listed.tags,
        logical_bytes: row.logical_bytes,
        updated_at: row.updated_at,
        sizes: listed.sizes,
    }
}

/// Collections with more versions than this answer no exclusive bytes: counting them takes long.
const COUNTED: u64 = 2000;

/// A collection by itself.
pub fn collection_show(host: &dyn Host, request: CollectionRequest) -> Answer<CollectionDetail> {
    answer(|| {
        let store = host.store()?;
        let found = store.resolve_collection(&request.collection)?;
        let bytes = if found.live <= COUNTED {
            let selection = Selection::Filter {
                collection: found.id,
                filter: Some("state:live".into()),
                except: Vec::new(),
            };
            store.plan_delete(&selection).map(|plan| Some(plan.bytes))?
        } else {
            None
        };
        Ok(CollectionDetail {
            project: convert::project_address(&found),
            description: found.description.clone(),
            created_at: found.created_at,
            trashed: found.trashed,
            bytes: bytes.map(convert::bytes),
            metadata_keys: store.metadata_keys(found.id)?,
            next_index: found.next_index,
            row: row(store.collection_list_row(found.id)?),
        })
    })
}

/// Makes an empty collection.
pub fn collection_create(host: &dyn Host, request: CollectionCreateRequest) -> Answer<Outcome> {
    answer(|| {
        let description = request.description.unwrap_or_default();
        let (project, kind) = (request.project.as_deref(), &request.artifact_type);
        host.store()?
            .create_collection(&host.actor(), project, &request.name, kind, &description)
            .map(outcome)
    })
}

/// Renames a collection.
pub fn collection_rename(host: &dyn Host, request: CollectionRenameRequest) -> Answer<Outcome> {
    answer(|| host.store()?.rename_collection(&host.actor(), &request.collection, &request.name).map(outcome))
}

/// Describes a collection.
pub fn collection_describe(host: &dyn Host, request: CollectionDescribeRequest) -> Answer<Outcome> {
    answer(|| {
        host.store()?
            .describe_collection(&host.actor(), &request.collection, &request.description)
            .map(outcome)
    })
}

/// Deletes a collection.
pub fn collection_delete(host: &dyn Host, request: CollectionDeleteRequest) -> Answer<Outcome> {
    answer(|| host.store()?.delete_collection(&host.actor(), &request.collection).map(outcome))
}

/// Finds what a few letters may mean.
pub fn search_quick(host: &dyn Host, request: SearchRequest) -> Answer<Vec<SearchHit>> {
    answer(|| {
        let store = host.store()?;
        let prefer = store.resolve_project(request.project.as_deref()).ok().map(|project| project.id);
        let hits = store.search(&request.text, prefer, request.limit)?;
        Ok(hits.into_iter().map(hit).collect())
    })
}

fn hit(hit: catalog::SearchHit) -> SearchHit {
    SearchHit {
        kind: hit.kind.as_str().into(),
        address: hit.address,
        title: hit.title,
        detail: hit.detail,
        artifact_type: hit.artifact_type,
    }
}

/// Where an address leads.
pub fn address_resolve(host: &dyn Host, request: ResolveRequest) -> Answer<Resolved> {
    answer(|| {
        let (target, query) = host.store()?.resolve(&request.address)?;
        Ok(match target {
            Target::Project(project) => {
                let address = format!("{}/{}", project.entity, project.name);
                Resolved {
                    kind: "project".into(),
                    project: address.clone(),
                    collection: None,
                    artifact_type: None,
                    index: None,
                    address,
                    query,
                }
            }
            Target::Collection(row) => resolved("collection", &row, None, query),
            Target::Version(row, version) => {
                let kind = if version.deleted_at.is_some() { "deleted" } else { "version" };
                resolved(kind, &row, Some(version.index), query)
            }
        })
    })
}

fn resolved(kind: &str, row: &catalog::CollectionRow, index: Option<u64>, query: Option<String>) -> Resolved {
    Resolved {
        kind: kind.into(),
        project: convert::project_address(row),
        collection: Some(row.name.clone()),
        artifact_type: Some(row.artifact_type.clone()),
        index,
        address: index.map_or_else(|| row.address(), |index| format!("{}:v{index}", row.address())),
        query,
    }
}
