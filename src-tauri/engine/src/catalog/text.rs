//! Descriptions and metadata.

use super::alias::address;
use super::resolve::find_version;
use super::selection::{Selection, describe};
use crate::db::version;
use crate::history::{Actor, Cell, CellKind, Edit, Outcome, Role};
use crate::model::{Json, Metadata};
use crate::store::Store;
use crate::{Code, Error, Result};

/// Deepest JSON value that may be set on a key; [`Metadata`] has the same limit for the whole.
const DEEPEST: usize = 64;

impl Store {
    /// Sets the description of a version.
    pub fn describe_version(&self, actor: &Actor, version: &str, description: &str) -> Result<Outcome> {
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
            let (collection, version) = find_version(tx, version)?;
            edit.set(
                Cell::new(CellKind::VersionDescription, version.id.get()),
                Some(description.to_owned()),
            )?;
            let summary = format!("Described {}:v{}", collection.name, version.index);
            edit.finish("describe", &summary, Some(&address(&collection, &version)))
        })
    }

    /// Replaces the metadata of a version. Errors: `metadata-invalid`.
    pub fn replace_metadata(&self, actor: &Actor, version: &str, metadata: &str) -> Result<Outcome> {
        let metadata = Metadata::parse(metadata)?;
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
            let (collection, version) = find_version(tx, version)?;
            edit.set(
                Cell::new(CellKind::VersionMetadata, version.id.get()),
                Some(metadata.as_str().to_owned()),
            )?;
            let summary = format!("Changed the metadata of {}:v{}", collection.name, version.index);
            edit.finish("metadata", &summary, Some(&address(&collection, &version)))
        })
    }

    /// Sets one metadata key of versions to a JSON value, or removes it, as one operation.
    ///
    /// Errors: `metadata-invalid`; `not-found` when no version has the key that is to go.
    pub fn set_metadata(
        &self,
        actor: &Actor,
        selection: &Selection,
        path: &str,
        value: Option<&str>,
    ) -> Result<Outcome> {
        let value = value.map(parse_value).transpose()?;
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
            let versions = self.selected(tx, selection)?;
            let mut seen = false;
            for row in &versions {
                let metadata = Metadata::parse(&version::text(tx, row.id)?.1)?;
                seen |= metadata.get(path).is_some();
                let metadata = match &value {
                    Some(value) => metadata.set(path, value.clone())?,
                    None => metadata.remove(path)?,
                };
                let cell = Cell::new(CellKind::VersionMetadata, row.id.get());
                edit.set(cell, Some(metadata.as_str().to_owned()))?;
            }
            if value.is_none() && !seen {
                return Err(Error::new(Code::NotFound, format!("There is no metadata key {path}"))
                    .hint("`cairnctl show` lists the keys; a dot inside a key is written `\\.`."));
            }
            let verb = if value.is_some() { "Set" } else { "Removed" };
            let summary = format!("{verb} {path} in the metadata of {}", describe(tx, &versions)?);
            edit.finish("metadata", &summary, None)
        })
    }
}

fn parse_value(text: &str) -> Result<Json> {
    Json::parse(text, DEEPEST).map_err(|problem| {
        Error::new(Code::MetadataInvalid, format!("The value isn't JSON: {problem}"))
            .hint("Texts need quotes: '\"adam\"'. Numbers, true, false, null, [lists] and {objects} go as they are.")
    })
}
