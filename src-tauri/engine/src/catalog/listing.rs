//! placeholder until merged
impl crate::store::Store {
    pub(crate) fn select_ids(&self, _c: &rusqlite::Connection, _id: crate::model::CollectionId, _f: Option<&str>, _e: &[crate::model::VersionId]) -> crate::Result<Vec<crate::model::VersionId>> { Ok(vec![]) }
}
