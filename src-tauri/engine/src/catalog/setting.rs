//! Names that stand in for what an address leaves out.

use crate::Result;
use crate::db::setting;
use crate::store::Store;

impl Store {
    /// Entity and project used when an address names none.
    pub fn defaults(&self) -> Result<(String, String)> {
        self.database().snapshot(|connection| {
            Ok((
                super::resolve::default(connection, setting::DEFAULT_ENTITY)?,
                super::resolve::default(connection, setting::DEFAULT_PROJECT)?,
            ))
        })
    }
}
