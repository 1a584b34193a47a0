//! Which versions an edit is for.

use std::borrow::Borrow;
use std::collections::HashSet;

use rusqlite::Connection;

use super::alias::address;
use super::resolve::version_by_id;
use crate::Result;
use crate::db::query::versions;
use crate::db::version::{self, VersionRow};
use crate::model::{CollectionId, VersionId, grouped};
use crate::store::Store;
use crate::{Code, Error};

/// Versions by identifier, or all that a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// These.
    Versions(Vec<VersionId>),
    /// All that match a filter, less some.
    Filter {
        /// The collection.
        collection: CollectionId,
        /// The list's filter.
        filter: Option<String>,
        /// Those that were unticked.
        except: Vec<VersionId>,
    },
}

impl Store {
    /// The versions of a selection. Errors: `not-found` for an unknown identifier.
    pub(crate) fn selected(&self, connection: &Connection, selection: &Selection) -> Result<Vec<VersionRow>> {
        let ids = match selection {
            // One that is named twice, by its index and by an alias, say, is meant once.
            Selection::Versions(ids) => {
                let mut seen = HashSet::with_capacity(ids.len());
                ids.iter().copied().filter(|id| seen.insert(*id)).collect()
            }
            Selection::Filter { collection, filter, except } => {
                versions::select_ids(connection, *collection, filter.as_deref(), except, self.now())?
            }
        };
        version::each(connection, &ids)?.map_err(|id| {
            Error::new(Code::NotFound, format!("There is no version #{id}"))
                .hint("The list may be out of date: load it again.")
        })
    }
}

/// "v3 of mnist" or "38 versions", for summaries.
pub(crate) fn describe(connection: &Connection, versions: &[impl Borrow<VersionRow>]) -> Result<String> {
    match versions {
        [one] => version::short_address(connection, one.borrow().id),
        many => Ok(format!("{} versions", grouped(many.len() as u64))),
    }
}

/// Address of a single version, for the history.
pub(crate) fn home(connection: &Connection, versions: &[impl Borrow<VersionRow>]) -> Result<Option<String>> {
    match versions {
        [one] => version_by_id(connection, one.borrow().id)
            .map(|(collection, version)| Some(address(&collection, &version))),
        _ => Ok(None),
    }
}
