//! From addresses to what they stand for.

use rusqlite::Connection;

use crate::db::collection::{self, CollectionRow};
use crate::db::project::{self, ProjectRow};
use crate::db::version::{self, VersionRow, VersionState};
use crate::db::{alias, setting};
use crate::model::{Address, AliasName, CollectionId, DeepLink, Location, ProjectId, Suffix, VersionId};
use crate::store::Store;
use crate::{Code, Error, Result};

/// What an address stands for.
#[derive(Debug, Clone)]
pub enum Target {
    /// A project.
    Project(ProjectRow),
    /// A collection.
    Collection(CollectionRow),
    /// A version, perhaps in the trash.
    Version(CollectionRow, VersionRow),
}

impl Store {
    /// The project `project` or `entity/project`, or the default one.
    pub fn resolve_project(&self, text: Option<&str>) -> Result<ProjectRow> {
        self.database().read(|connection| find_project(connection, text))
    }

    /// The collection that an address or `#id` names; a suffix is ignored.
    pub fn resolve_collection(&self, text: &str) -> Result<CollectionRow> {
        self.database().read(|connection| find_collection(connection, text))
    }

    /// The version that an address or `#id` names; without a suffix the one that `latest` means. A version in the
    /// trash is found by its index alone.
    pub fn resolve_version(&self, text: &str) -> Result<(CollectionRow, VersionRow)> {
        self.database().read(|connection| find_version(connection, text))
    }

    /// What an address, a deep link or a project's name stands for, with the query of a link.
    pub fn resolve(&self, text: &str) -> Result<(Target, Option<String>)> {
        self.database().read(|connection| {
            let trimmed = text.trim();
            if !trimmed.starts_with("cairn://") {
                return resolve_plain(connection, trimmed).map(|target| (target, None));
            }
            let link = DeepLink::parse(trimmed)?;
            let query = trimmed.split_once('?').map(|(_, query)| query.to_owned());
            let target = match link.location {
                Location::Address(address) => resolve_address(connection, &address)?,
                Location::Project(entity, name) => {
                    Target::Project(find_project(connection, Some(&format!("{entity}/{name}")))?)
                }
                Location::Entity(_) => Target::Project(find_project(connection, None)?),
            };
            Ok((target, query))
        })
    }
}

/// A bare word is a collection of the default project, or a project; two words are those in turn.
fn resolve_plain(connection: &Connection, text: &str) -> Result<Target> {
    let address = Address::parse(text)?;
    match resolve_address(connection, &address) {
        Err(error) if error.code() == Code::NotFound && address.suffix.is_none() => {
            find_project(connection, Some(text)).map(Target::Project).map_err(|_| error)
        }
        found => found,
    }
}

fn resolve_address(connection: &Connection, address: &Address) -> Result<Target> {
    let collection = collection_of(connection, address)?;
    match &address.suffix {
        None => Ok(Target::Collection(collection)),
        Some(suffix) => {
            by_suffix(connection, &collection, suffix).map(|version| Target::Version(collection, version))
        }
    }
}

/// The project `project` or `entity/project`, or the default one.
pub(crate) fn find_project(connection: &Connection, text: Option<&str>) -> Result<ProjectRow> {
    let (entity, name) = match text.map(|text| text.split_once('/').ok_or(text)) {
        None => {
            (default(connection, setting::DEFAULT_ENTITY)?, default(connection, setting::DEFAULT_PROJECT)?)
        }
        Some(Ok((entity, name))) => (entity.to_owned(), name.to_owned()),
        Some(Err(name)) => (default(connection, setting::DEFAULT_ENTITY)?, name.to_owned()),
    };
    let id = project::require(connection, &entity, &name)?;
    project::get(connection, id)
}

/// A default of the store.
pub(crate) fn default(connection: &Connection, key: &str) -> Result<String> {
    setting::get(connection, key)?.ok_or_else(|| {
        Error::new(Code::StoreDamaged, format!("The store lacks its setting {key}"))
            .hint("Open it once with a command that writes, such as `cairnctl log`.")
    })
}

/// The collection that an address or `#id` names.
pub(crate) fn find_collection(connection: &Connection, text: &str) -> Result<CollectionRow> {
    if let Some(id) = number(text) {
        return collection::get(connection, CollectionId::new(id))?
            .ok_or_else(|| not_found(format!("There is no collection {text}")));
    }
    collection_of(connection, &Address::parse(text)?)
}

fn collection_of(connection: &Connection, address: &Address) -> Result<CollectionRow> {
    let entity = match &address.entity {
        Some(entity) => entity.to_string(),
        None => default(connection, setting::DEFAULT_ENTITY)?,
    };
    let name = match &address.project {
        Some(project) => project.to_string(),
        None => default(connection, setting::DEFAULT_PROJECT)?,
    };
    let project: ProjectId = project::require(connection, &entity, &name)?;
    collection::find(connection, project, address.name.as_str())?.ok_or_else(|| {
        not_found(format!("There is no collection {} in {entity}/{name}", address.name))
            .hint("`cairnctl collections` lists them; name another project as entity/project/name.")
    })
}

/// The version that an address or `#id` names.
pub(crate) fn find_version(connection: &Connection, text: &str) -> Result<(CollectionRow, VersionRow)> {
    if let Some(id) = number(text) {
        return version_by_id(connection, VersionId::new(id));
    }
    let address = Address::parse(text)?;
    let collection = collection_of(connection, &address)?;
    let latest = Suffix::Alias(AliasName::latest());
    let version = by_suffix(connection, &collection, address.suffix.as_ref().unwrap_or(&latest))?;
    Ok((collection, version))
}

/// The version that an address or `#id` names, also one that was removed for good: lineage keeps those.
pub(crate) fn find_tombstone(connection: &Connection, text: &str) -> Result<VersionId> {
    if let Some(id) = number(text).map(VersionId::new) {
        let found = version::get(connection, id)?;
        return found.map(|row| row.id).ok_or_else(|| not_found(format!("There is no version #{id}")));
    }
    let address = Address::parse(text)?;
    if let Some(Suffix::Index(index)) = address.suffix {
        let collection = collection_of(connection, &address)?;
        if let Some(row) = version::by_index(connection, collection.id, index)? {
            return Ok(row.id);
        }
    }
    find_version(connection, text).map(|(_, row)| row.id)
}

/// A version and its collection by identifier.
pub(crate) fn version_by_id(connection: &Connection, id: VersionId) -> Result<(CollectionRow, VersionRow)> {
    let version =
        version::get(connection, id)?.ok_or_else(|| not_found(format!("There is no version #{id}")))?;
    let collection = collection::get(connection, version.collection)?
        .ok_or_else(|| Error::internal(format!("Version {id} has no collection")))?;
    let version = not_purged(&collection, version)?;
    Ok((collection, version))
}

fn by_suffix(connection: &Connection, collection: &CollectionRow, suffix: &Suffix) -> Result<VersionRow> {
    let address = || format!("{}:{}", collection.address(), suffix_text(suffix));
    let found = match suffix {
        Suffix::Index(index) => version::by_index(connection, collection.id, *index)?,
        Suffix::Alias(name) => match alias::holder(connection, collection.id, name.as_str())? {
            Some(holder) => version::get(connection, alias::membership(connection, holder)?.0)?,
            None if name.is_latest() => version::newest(connection, collection.id)?,
            None => None,
        },
    };
    let version = found.ok_or_else(|| {
        not_found(format!("There is no version {}", address()))
            .hint(format!("`cairnctl versions {}` lists what there is.", collection.name))
    })?;
    not_purged(collection, version)
}

fn not_purged(collection: &CollectionRow, version: VersionRow) -> Result<VersionRow> {
    if version.state == VersionState::Purged {
        return Err(Error::new(
            Code::Purged,
            format!("{}:v{} was removed for good", collection.address(), version.index),
        )
        .hint("Its history and lineage are kept; its bytes are gone."));
    }
    Ok(version)
}

fn suffix_text(suffix: &Suffix) -> String {
    match suffix {
        Suffix::Index(index) => format!("v{index}"),
        Suffix::Alias(name) => name.to_string(),
    }
}

fn number(text: &str) -> Option<i64> {
    text.strip_prefix('#').and_then(|digits| digits.parse().ok())
}

fn not_found(message: String) -> Error {
    Error::new(Code::NotFound, message)
        .hint("`cairnctl collections` and `cairnctl versions` list what there is.")
}
