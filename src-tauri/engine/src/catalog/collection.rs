//! Collections: make, rename, describe, delete.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::resolve::{find_collection, find_project};
use crate::db::collection::{self, CollectionRow};
use crate::db::{alias, project, state, version};
use crate::history::{Actor, Cell, CellKind, Edit, Outcome, Role};
use crate::model::{
    ArtifactName, CollectionId, Json, Metadata, ProjectId, TypeName, check_reserved_type, grouped,
};
use crate::store::Store;
use crate::{Code, Error, Result};

/// How many of the newest versions are asked for metadata keys.
const LOOKED_AT: u32 = 20;

impl Store {
    /// Makes an empty collection. Errors: `name-invalid`, `type-reserved`, `exists`.
    pub fn create_collection(
        &self,
        actor: &Actor,
        project: Option<&str>,
        name: &str,
        kind: &str,
        description: &str,
    ) -> Result<Outcome> {
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
            let project = find_project(tx, project)?;
            let (name, kind) = (ArtifactName::parse(name)?, TypeName::parse(kind)?);
            if collection::find(tx, project.id, name.as_str())?.is_some() {
                return Err(taken(name.as_str()));
            }
            let row = ensure(&mut edit, project.id, &name, &kind)?;
            edit.set(Cell::new(CellKind::CollectionDescription, row.id.get()), Some(description.to_owned()))?;
            edit.finish("collection", &format!("Made collection {name}"), Some(&row.address()))
        })
    }

    /// Renames a collection; addresses with the old name no longer lead to it. Errors: `name-invalid`, `exists`.
    pub fn rename_collection(&self, actor: &Actor, collection: &str, name: &str) -> Result<Outcome> {
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
            let row = live(find_collection(tx, collection)?)?;
            let name = ArtifactName::parse(name)?;
            check_reserved_type(&TypeName::parse(&row.artifact_type)?, name.as_str())?;
            if name.as_str() != row.name && collection::find(tx, row.project, name.as_str())?.is_some() {
                return Err(taken(name.as_str()));
            }
            edit.set(Cell::new(CellKind::CollectionName, row.id.get()), Some(name.to_string()))?;
            let address = format!("{}/{}/{name}", row.entity, row.project_name);
            edit.finish("collection", &format!("Renamed {} to {name}", row.name), Some(&address))
        })
    }

    /// Sets the description of a collection.
    pub fn describe_collection(&self, actor: &Actor, collection: &str, description: &str) -> Result<Outcome> {
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
            let row = live(find_collection(tx, collection)?)?;
            edit.set(Cell::new(CellKind::CollectionDescription, row.id.get()), Some(description.to_owned()))?;
            edit.finish("describe", &format!("Described {}", row.name), Some(&row.address()))
        })
    }

    /// Deletes a collection; its versions go to the trash with their aliases.
    pub fn delete_collection(&self, actor: &Actor, collection: &str) -> Result<Outcome> {
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
            let row = live(find_collection(tx, collection)?)?;
            let versions = delete_in(&mut edit, row.id)?;
            edit.finish(
                "delete",
                &format!("Deleted collection {} with {} versions", row.name, grouped(versions)),
                None,
            )
        })
    }

    /// Metadata keys that hold numbers in the newest versions of a collection, for columns; sorted.
    pub fn metadata_keys(&self, id: CollectionId) -> Result<Vec<String>> {
        let texts = self.database().read(|connection| version::recent_metadata(connection, id, LOOKED_AT))?;
        let mut keys = BTreeSet::new();
        for text in texts {
            if let Json::Object(members) = Metadata::parse(&text)?.as_json() {
                keys.extend(
                    members
                        .iter()
                        .filter(|(_, value)| matches!(value, Json::Number(_)))
                        .map(|(key, _)| key.clone()),
                );
            }
        }
        Ok(keys.into_iter().collect())
    }
}

/// The collection of that name, made when it is missing. Errors: `type-reserved`, `type-mismatch`.
pub(crate) fn ensure(
    edit: &mut Edit<'_>,
    project: ProjectId,
    name: &ArtifactName,
    kind: &TypeName,
) -> Result<CollectionRow> {
    check_reserved_type(kind, name.as_str())?;
    if let Some(row) = collection::find(edit.tx, project, name.as_str())? {
        return check_type(row, kind);
    }
    let kind = project::artifact_type(edit.tx, project, kind)?;
    let id = collection::insert(edit.tx, project, kind, name.as_str(), "", edit.now)?;
    edit.created(CellKind::CollectionLife, id.get(), "live");
    require(edit.tx, id)
}

/// Refuses a collection of another type.
pub(crate) fn check_type(row: CollectionRow, kind: &TypeName) -> Result<CollectionRow> {
    if row.artifact_type == kind.as_str() {
        return Ok(row);
    }
    Err(Error::new(
        Code::TypeMismatch,
        format!("The collection {} has type {}, not {kind}", row.name, row.artifact_type),
    )
    .hint(format!("Log it with type {}, or under another name.", row.artifact_type)))
}

/// Moves every version of a collection to the trash and the collection with them; answers how many.
pub(crate) fn delete_in(edit: &mut Edit<'_>, id: CollectionId) -> Result<u64> {
    for (name, ..) in alias::list(edit.tx, id)? {
        edit.set(Cell::keyed(CellKind::Alias, id.get(), &name), None)?;
    }
    let versions = version::ids_in(edit.tx, id, state::COMMITTED)?;
    for version in &versions {
        edit.set(Cell::new(CellKind::VersionState, version.get()), Some("deleted:deleted".into()))?;
    }
    edit.set(Cell::new(CellKind::CollectionLife, id.get()), Some("deleted".into()))?;
    Ok(versions.len() as u64)
}

fn require(connection: &Connection, id: CollectionId) -> Result<CollectionRow> {
    collection::get(connection, id)?.ok_or_else(|| Error::internal(format!("Collection {id} vanished")))
}

fn live(row: CollectionRow) -> Result<CollectionRow> {
    if row.deleted {
        return Err(Error::new(Code::Deleted, format!("The collection {} is deleted", row.name))
            .hint("Undo its deletion in the history first."));
    }
    Ok(row)
}

fn taken(name: &str) -> Error {
    Error::new(Code::Exists, format!("There is a collection {name} already in this project"))
        .hint("Choose another name; names are unique in a project, whatever the type.")
}
