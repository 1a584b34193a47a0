//! Projects, types and collections.

use super::{Rows, Sort, transport};

transport! {
    /// A project.
    pub struct Project {
        /// Identifier.
        pub id: i64,
        /// Entity that owns it.
        pub entity: String,
        /// Name.
        pub name: String,
        /// `entity/name`.
        pub address: String,
        /// Description.
        pub description: String,
        /// Number of collections.
        pub collections: u64,
        /// Number of committed versions.
        pub versions: u64,
    }

    /// Names a project by its address (`project` or `entity/project`).
    pub struct ProjectRequest {
        /// Address.
        pub project: String,
    }

    /// Makes a project.
    pub struct ProjectCreateRequest {
        /// `project` or `entity/project`.
        pub project: String,
        /// Description.
        pub description: Option<String>,
    }

    /// Renames a project.
    pub struct ProjectRenameRequest {
        /// Address.
        pub project: String,
        /// New name, without the entity.
        pub name: String,
    }

    /// A type in a project.
    pub struct TypeSummary {
        /// Name of the type.
        pub name: String,
        /// Number of its collections.
        pub collections: u64,
        /// Number of their committed versions.
        pub versions: u64,
    }

    /// Lists collections of a project.
    pub struct CollectionListRequest {
        /// Address of the project; the default one when null.
        pub project: Option<String>,
        /// Only this type.
        pub artifact_type: Option<String>,
        /// Only names that contain this text.
        pub filter: Option<String>,
        /// By `name` (default), `versions`, `updated`, `size`.
        pub sort: Option<Sort>,
        /// Which rows.
        pub rows: Rows,
    }

    /// A page of collections.
    pub struct CollectionPage {
        /// Number of collections that match.
        pub total: u64,
        /// Position of the first row.
        pub start: u64,
        /// The rows.
        pub rows: Vec<CollectionRow>,
    }

    /// A collection in a list.
    pub struct CollectionRow {
        /// Identifier.
        pub id: i64,
        /// `entity/project/name`.
        pub address: String,
        /// Name.
        pub name: String,
        /// Type.
        #[serde(rename = "type")]
        pub artifact_type: String,
        /// Number of committed versions.
        pub versions: u64,
        /// `v12`, the version that `latest` resolves to.
        pub latest: Option<String>,
        /// Aliases other than `latest`, at most 20.
        pub aliases: Vec<String>,
        /// Tags.
        pub tags: Vec<String>,
        /// Sum of the sizes of its versions.
        pub logical_bytes: u64,
        /// Time of the last change.
        pub updated_at: i64,
        /// Sizes of the newest versions, oldest first, at most 24.
        pub sizes: Vec<u64>,
    }

    /// Names a collection by address or, when known, by identifier.
    pub struct CollectionRequest {
        /// Address (a suffix is ignored) or `#id`.
        pub collection: String,
    }

    /// A collection by itself.
    pub struct CollectionDetail {
        /// The facts of the list.
        pub row: CollectionRow,
        /// Address of its project.
        pub project: String,
        /// Description.
        pub description: String,
        /// When it was made.
        pub created_at: i64,
        /// Number of versions in the trash.
        pub trashed: u64,
        /// Its bytes taken together; null when counting them takes long.
        pub bytes: Option<super::VersionBytes>,
        /// Keys of numbers in the metadata of its newest versions, for columns.
        pub metadata_keys: Vec<String>,
        /// Index that the next version gets.
        pub next_index: u64,
    }

    /// Makes an empty collection.
    pub struct CollectionCreateRequest {
        /// Address of the project; the default one when null.
        pub project: Option<String>,
        /// Name.
        pub name: String,
        /// Type.
        #[serde(rename = "type")]
        pub artifact_type: String,
        /// Description.
        pub description: Option<String>,
    }

    /// Renames a collection.
    pub struct CollectionRenameRequest {
        /// Address or `#id`.
        pub collection: String,
        /// New name.
        pub name: String,
    }

    /// Sets the description of a collection.
    pub struct CollectionDescribeRequest {
        /// Address or `#id`.
        pub collection: String,
        /// New description, Markdown.
        pub description: String,
    }

    /// Deletes a collection with its versions.
    pub struct CollectionDeleteRequest {
        /// Address or `#id`.
        pub collection: String,
    }

    /// Finds what an address or a few letters may mean.
    pub struct SearchRequest {
        /// What was typed.
        pub text: String,
        /// Address of the project to prefer.
        pub project: Option<String>,
        /// At most this many hits.
        pub limit: u32,
    }

    /// Something found.
    pub struct SearchHit {
        /// `project`, `collection`, `version`, `alias`, `tag`, `digest`, `run`.
        pub kind: String,
        /// Address to go to; of a run `run:#12`.
        pub address: String,
        /// What to show.
        pub title: String,
        /// Secondary text.
        pub detail: String,
        /// Type of the collection, for its icon.
        #[serde(rename = "type")]
        pub artifact_type: Option<String>,
    }

    /// Asks what an address stands for.
    pub struct ResolveRequest {
        /// An address or a `cairn://` link.
        pub address: String,
    }

    /// Where an address leads.
    pub struct Resolved {
        /// `project`, `type`, `collection`, `version`, `deleted`.
        pub kind: String,
        /// `entity/project`.
        pub project: String,
        /// Name of the collection.
        pub collection: Option<String>,
        /// Type of the collection.
        #[serde(rename = "type")]
        pub artifact_type: Option<String>,
        /// Index of the version, such as 12.
        pub index: Option<u64>,
        /// Full address.
        pub address: String,
        /// What stood behind `?` in a link.
        pub query: Option<String>,
    }
}
