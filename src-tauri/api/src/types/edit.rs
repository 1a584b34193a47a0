//! Edits: aliases, tags, descriptions, metadata, TTL, deletion.

use super::transport;

transport! {
    /// Which versions an edit is for.
    #[serde(tag = "kind")]
    pub enum Selection {
        /// These.
        Versions {
            /// Identifiers.
            versions: Vec<i64>,
        },
        /// All that a list shows, less some.
        Filter {
            /// Address or `#id` of the collection.
            collection: String,
            /// The list's filter.
            filter: Option<String>,
            /// Identifiers that were unticked.
            except: Vec<i64>,
        },
    }

    /// What an edit did.
    pub struct Outcome {
        /// The operation in the history; null when nothing had to change.
        pub operation: Option<i64>,
        /// What was done, for a toast: "Moved best from v9 to v12".
        pub summary: String,
        /// Number of things changed.
        pub changed: u64,
    }

    /// Adds an alias, moving it when another version has it.
    pub struct AliasAddRequest {
        /// Address or `#id`.
        pub version: String,
        /// Alias.
        pub alias: String,
    }

    /// Removes an alias.
    pub struct AliasRemoveRequest {
        /// Address or `#id`.
        pub version: String,
        /// Alias.
        pub alias: String,
    }

    /// Sets the aliases of a version at once, as the dialog does; `latest` is left alone.
    pub struct AliasSetRequest {
        /// Address or `#id`.
        pub version: String,
        /// All aliases it shall have.
        pub aliases: Vec<String>,
    }

    /// Asks for the aliases of a collection.
    pub struct AliasListRequest {
        /// Address or `#id`.
        pub collection: String,
    }

    /// An alias of a collection.
    pub struct AliasHolder {
        /// Name.
        pub name: String,
        /// A registry protects it.
        pub protected: bool,
        /// Identifier of the version that has it.
        pub version: i64,
        /// Index of that version.
        pub index: u64,
    }

    /// Adds and removes tags of versions.
    pub struct TagEditRequest {
        /// Which versions.
        pub selection: Selection,
        /// Tags to add.
        pub add: Vec<String>,
        /// Tags to remove.
        pub remove: Vec<String>,
    }

    /// A tag and how often it is used.
    pub struct TagCount {
        /// Tag.
        pub name: String,
        /// Number of versions.
        pub versions: u64,
    }

    /// Sets a description.
    pub struct DescribeRequest {
        /// Address or `#id`.
        pub version: String,
        /// New description, Markdown.
        pub description: String,
    }

    /// Replaces the metadata of a version.
    pub struct MetadataReplaceRequest {
        /// Address or `#id`.
        pub version: String,
        /// A JSON object as text.
        pub metadata: String,
    }

    /// Sets or removes one key of the metadata of versions.
    pub struct MetadataSetRequest {
        /// Which versions.
        pub selection: Selection,
        /// Keys joined by dots.
        pub path: String,
        /// JSON text; null removes the key.
        pub value: Option<String>,
    }

    /// A TTL for versions.
    pub struct TtlRequest {
        /// Which versions.
        pub selection: Selection,
        /// `30d`, `12h`, `2w`, `2026-12-31`, `none`, `inherit`.
        pub ttl: String,
    }

    /// What a TTL would do.
    pub struct TtlPlan {
        /// Number of versions that would change.
        pub changing: u64,
        /// Number of versions that would stay as they are because they have that TTL.
        pub unchanged: u64,
        /// Number of versions that can't change.
        pub locked: u64,
        /// Number of versions that would go to the trash at once.
        pub expiring: u64,
        /// Logical bytes of those.
        pub expiring_bytes: u64,
        /// Bytes that would really be freed by those.
        pub freed_bytes: u64,
        /// The TTLs they have now, as text, at most 5.
        pub now: Vec<String>,
        /// The first versions, those that expire at once first, at most 200.
        pub rows: Vec<TtlPlanRow>,
        /// Earliest expiry of the versions not listed.
        pub rest_from: Option<i64>,
        /// Latest expiry of the versions not listed.
        pub rest_to: Option<i64>,
    }

    /// What a TTL would do to one version.
    pub struct TtlPlanRow {
        /// Identifier.
        pub id: i64,
        /// `v12`.
        pub index: u64,
        /// When it was made.
        pub created_at: i64,
        /// TTL now, as text: `inherits 90 d`, `30 d`, `none`.
        pub now: String,
        /// When it would expire; null for never.
        pub expires_at: Option<i64>,
        /// It would go to the trash at once.
        pub expires_now: bool,
        /// Why it can't change.
        pub locked: Option<String>,
    }

    /// Asks what deleting would do.
    pub struct DeletePlanRequest {
        /// Which versions.
        pub selection: Selection,
    }

    /// What deleting would do.
    pub struct DeletePlan {
        /// Number of versions.
        pub versions: u64,
        /// Their aliases, at most 50, as `alias (v12)`.
        pub aliases: Vec<String>,
        /// Number of aliases.
        pub alias_count: u64,
        /// Logical bytes.
        pub logical_bytes: u64,
        /// Bytes freed once the trash is emptied and collected.
        pub freed_bytes: u64,
        /// Bytes that stay because others need them.
        pub shared_bytes: u64,
        /// When they leave the trash for good.
        pub purge_at: i64,
    }

    /// Moves versions to the trash.
    pub struct DeleteRequest {
        /// Which versions.
        pub selection: Selection,
        /// Delete versions that have aliases, `latest` included.
        pub delete_aliases: bool,
    }

    /// Takes versions out of the trash.
    pub struct RestoreRequest {
        /// Which versions.
        pub selection: Selection,
        /// Take aliases back from the versions that have them by now; absent: leave them.
        #[serde(default)]
        #[ts(optional)]
        pub take_aliases: Option<bool>,
    }

    /// What restoring would do.
    pub struct RestorePlan {
        /// Number of versions that would come back.
        pub versions: u64,
        /// Number of versions that don't lie in the trash.
        pub unchanged: u64,
        /// Addresses of deleted collections that would come back with them.
        pub collections: Vec<String>,
        /// Aliases that others have by now, at most 50: offered, not taken.
        pub taken: Vec<TakenAlias>,
        /// Number of those.
        pub taken_count: u64,
        /// Number of versions whose TTL is over: they come back without one, else the next sweep would take them again.
        pub overdue: u64,
    }

    /// An alias that another version has by now.
    pub struct TakenAlias {
        /// Its name.
        pub name: String,
        /// Address of the version that had it when it went to the trash.
        pub version: String,
        /// Address of the version that has it now.
        pub holder: String,
    }
}
