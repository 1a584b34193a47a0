//! Projects: make, rename, delete.

use super::resolve::{default, find_project};
use crate::db::{project, setting};
use crate::history::{Actor, Cell, CellKind, Edit, Outcome, Role};
use crate::model::{CollectionId, EntityName, ProjectId, ProjectName, TypeId, grouped};
use crate::store::Store;
use crate::{Code, Error, Result};

use super::{ProjectRow, TypeRow};

impl Store {
    /// Every project, by entity and name.
    pub fn projects(&self) -> Result<Vec<ProjectRow>> {
        self.database().read(project::list)
    }

    /// The types of a project with their counts, by name.
    pub fn types(&self, project: Option<&str>) -> Result<Vec<TypeRow>> {
        self.database().read(|connection| {
            let project = find_project(connection, project)?;
            project::types(connection, project.id)
        })
    }

    /// The type of that name in a project, when there is one.
    pub fn find_type(&self, project: ProjectId, name: &str) -> Result<Option<TypeId>> {
        self.database().read(|connection| project::find_type(connection, project, name))
    }

    /// Makes a project `name` or `entity/name`. Errors: `name-invalid`, `exists`.
    pub fn create_project(&self, actor: &Actor, address: &str, description: &str) -> Result<Outcome> {
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
            let (entity, name) = split(tx, address)?;
            if project::find(tx, entity.as_str(), name.as_str())?.is_some() {
                return Err(taken(&name));
            }
            make(&mut edit, &entity, &name, description)?;
            edit.finish("project", &format!("Made project {name}"), Some(&format!("{entity}/{name}")))
        })
    }

    /// Renames a project. Errors: `name-invalid`, `exists`, `not-found`.
    pub fn rename_project(&self, actor: &Actor, address: &str, name: &str) -> Result<Outcome> {
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
            let project = find_project(tx, Some(address))?;
            let name = ProjectName::parse(name)?;
            if name.as_str() != project.name && project::find(tx, &project.entity, name.as_str())?.is_some() {
                return Err(taken(&name));
            }
            edit.set(Cell::new(CellKind::ProjectName, project.id.get()), Some(name.to_string()))?;
            if default(tx, setting::DEFAULT_PROJECT)? == project.name && is_default_entity(tx, &project)? {
                edit.set(
                    Cell::keyed(CellKind::Setting, 0, setting::DEFAULT_PROJECT),
                    Some(name.to_string()),
                )?;
            }
            let address = format!("{}/{name}", project.entity);
            edit.finish("project", &format!("Renamed project {} to {name}", project.name), Some(&address))
        })
    }

    /// Deletes a project with its collections; their versions go to the trash.
    pub fn delete_project(&self, actor: &Actor, address: &str) -> Result<Outcome> {
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
            let project = find_project(tx, Some(address))?;
            if default(tx, setting::DEFAULT_PROJECT)? == project.name && is_default_entity(tx, &project)? {
                return Err(Error::new(
                    Code::RequestInvalid,
                    format!("{} is the default project", project.name),
                )
                .hint(
                    "It stays, so that a log without a project has a place. Delete its collections instead.",
                ));
            }
            let ids: Vec<CollectionId> = project::collection_ids(tx, project.id)?;
            let mut versions = 0;
            for id in ids {
                versions += super::collection::delete_in(&mut edit, id)?;
            }
            edit.set(Cell::new(CellKind::ProjectLife, project.id.get()), Some("deleted".into()))?;
            let summary = format!("Deleted project {} with {} versions", project.name, grouped(versions));
            edit.finish("delete", &summary, None)
        })
    }
}

/// The project of that address, made when it is missing.
pub(crate) fn ensure(edit: &mut Edit<'_>, address: Option<&str>) -> Result<ProjectId> {
    match (find_project(edit.tx, address), address) {
        (Err(error), Some(address)) if error.code() == Code::NotFound => {
            let (entity, name) = split(edit.tx, address)?;
            make(edit, &entity, &name, "")
        }
        (found, _) => Ok(found?.id),
    }
}

fn split(tx: &rusqlite::Connection, address: &str) -> Result<(EntityName, ProjectName)> {
    match address.split_once('/') {
        Some((entity, name)) => Ok((EntityName::parse(entity)?, ProjectName::parse(name)?)),
        None => {
            Ok((EntityName::parse(&default(tx, setting::DEFAULT_ENTITY)?)?, ProjectName::parse(address)?))
        }
    }
}

fn make(
    edit: &mut Edit<'_>,
    entity: &EntityName,
    name: &ProjectName,
    description: &str,
) -> Result<ProjectId> {
    let owner = project::entity(edit.tx, entity, edit.now)?;
    let id = project::insert(edit.tx, owner, name, description, edit.now)?;
    edit.created(CellKind::ProjectLife, id.get(), "live");
    Ok(id)
}

fn is_default_entity(tx: &rusqlite::Connection, project: &ProjectRow) -> Result<bool> {
    Ok(default(tx, setting::DEFAULT_ENTITY)? == project.entity)
}

fn taken(name: &ProjectName) -> Error {
    Error::new(Code::Exists, format!("There is a project {name} already")).hint("Choose another name.")
}
