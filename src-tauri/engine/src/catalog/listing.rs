//! Lists of versions, collections and the trash, and the quick search.

use crate::Result;
use crate::db::query::{
    CollectionListRow, CollectionPage, CollectionQuery, SearchHit, TrashPage, TrashQuery, VersionPage,
    VersionQuery, VersionSort, collections, filter::Filter, search, trash, versions,
};
use crate::model::{CollectionId, ProjectId, VersionId};
use crate::store::Store;

impl Store {
    /// Versions of a collection from row `start` on, at most `count` (200), with the values of the metadata
    /// keys asked for. Refuses a filter it can't read with `filter-invalid`.
    pub fn version_page(
        &self,
        collection: CollectionId,
        filter: Option<&str>,
        sort: &VersionSort,
        start: u64,
        count: u32,
        metadata: &[String],
    ) -> Result<VersionPage> {
        let query = VersionQuery { collection, filter, sort, now: self.now() };
        self.database()
            .snapshot(|connection| versions::page(connection, self.lists(), &query, start, count, metadata))
    }

    /// The row at which the version with an index stands in a list; none when the list doesn't hold it.
    pub fn locate_version(
        &self,
        collection: CollectionId,
        filter: Option<&str>,
        sort: &VersionSort,
        index: u64,
    ) -> Result<Option<u64>> {
        let query = VersionQuery { collection, filter, sort, now: self.now() };
        self.database().snapshot(|connection| versions::locate(connection, self.lists(), &query, index))
    }

    /// Every version that a list shows, committed and deleted ones, by index, less some.
    pub fn select_versions(
        &self,
        collection: CollectionId,
        filter: Option<&str>,
        except: &[VersionId],
    ) -> Result<Vec<VersionId>> {
        let now = self.now();
        self.database()
            .snapshot(|connection| versions::select_ids(connection, collection, filter, except, now))
    }

    /// Says whether a filter can be read; refuses with `filter-invalid` and the position.
    pub fn check_filter(&self, filter: &str) -> Result<()> {
        Filter::parse(filter, self.now()).map(|_| ())
    }

    /// Collections of a project from row `start` on, at most `count` (200).
    pub fn collection_page(
        &self,
        query: &CollectionQuery<'_>,
        start: u64,
        count: u32,
    ) -> Result<CollectionPage> {
        self.database()
            .snapshot(|connection| collections::page(connection, self.lists(), query, start, count))
    }

    /// One collection as lists show it.
    pub fn collection_list_row(&self, id: CollectionId) -> Result<CollectionListRow> {
        self.database().snapshot(|connection| collections::row(connection, id))
    }

    /// Deleted versions, newest deletion first, from row `start` on, at most `count` (200).
    pub fn trash_page(&self, query: &TrashQuery<'_>, start: u64, count: u32) -> Result<TrashPage> {
        self.database().snapshot(|connection| trash::page(connection, self.lists(), query, start, count))
    }

    /// What a few letters, an address or the beginning of a digest may mean, best first, at most `limit` (100).
    pub fn search(&self, text: &str, prefer: Option<ProjectId>, limit: u32) -> Result<Vec<SearchHit>> {
        self.database().snapshot(|connection| search::search(connection, text, prefer, limit))
    }
}
