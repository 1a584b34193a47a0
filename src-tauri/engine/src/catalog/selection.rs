//! Which versions an edit is for.

use rusqlite::Connection;

use crate::Result;
use crate::db::query::versions;
use crate::db::version::{self, VersionRow};
use crate::model::{CollectionId, VersionId};
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
            Selection::Versions(ids) => ids.clone(),
            Selection::Filter { collection, filter, except } => {
                versions::select_ids(connection, *collection, filter.as_deref(), except, self.now())?
            }
        };
        ids.iter().map(|id| require(connection, *id)).collect()
    }
}

fn require(connection: &Connection, id: VersionId) -> Result<VersionRow> {
    version::get(connection, id)?.ok_or_else(|| {
        Error::new(Code::NotFound, format!("There is no version #{id}"))
            .hint("The list may be out of date: load it again.")
    })
}

/// "v3 of mnist" or "38 versions", for summaries.
pub(crate) fn describe(connection: &Connection, versions: &[VersionRow]) -> Result<String> {
    match versions {
        [one] => version::short_address(connection, one.id),
        many => Ok(format!("{} versions", many.len())),
    }
}
