//! The store itself.

use super::transport;

transport! {
    /// What is known of the open store.
    pub struct StoreInfo {
        /// Folder on disk.
        pub path: String,
        /// Last component of the folder, for titles.
        pub name: String,
        /// Version of the schema.
        pub schema: u32,
        /// Why the store can't be written, when it can't.
        pub read_only: Option<String>,
        /// Something people should know: a network file system, little space left.
        pub notice: Option<String>,
        /// Entity used when an address names none.
        pub default_entity: String,
        /// Project used when an address names none.
        pub default_project: String,
        /// Number of projects.
        pub projects: u64,
        /// Number of collections that are not deleted.
        pub collections: u64,
        /// Number of committed versions.
        pub versions: u64,
        /// Number of versions in the trash.
        pub trashed: u64,
        /// Sum of the sizes of all versions, in bytes.
        pub logical_bytes: u64,
        /// Bytes of distinct blobs.
        pub stored_bytes: u64,
        /// Free bytes on the disk that holds the store.
        pub free_bytes: u64,
        /// Default duration of versions that inherit, in seconds.
        pub default_ttl_seconds: Option<i64>,
        /// Days that a deleted version stays in the trash.
        pub trash_days: u32,
        /// Number of the newest operation; grows with each change.
        pub revision: i64,
    }

    /// Opens another store.
    pub struct StoreOpenRequest {
        /// Folder of the store.
        pub path: String,
        /// Make a store in a missing or empty folder.
        pub create: bool,
    }

    /// Checks the store.
    pub struct CheckRequest {
        /// Read every byte, not only the structure.
        pub read_data: bool,
    }

    /// Checks the store and reads a part of it.
    pub struct CheckPartRequest {
        /// Percent of the bytes, above 0 and up to 100; those not read for the longest time.
        pub percent: f64,
    }

    /// Puts right what the store itself can mend, as a job that answers a [`RepairReport`].
    pub struct RepairRequest {
        /// Say only what that would be.
        pub dry_run: bool,
    }

    /// What a repair did, or would do.
    pub struct RepairReport {
        /// What was put right.
        pub repaired: Vec<Repair>,
        /// What is still damaged.
        pub left: Vec<Damage>,
    }

    /// Something that was put right.
    pub struct Repair {
        /// Stable word: `count`, `blob`.
        pub kind: String,
        /// What: a table's row, a digest.
        pub item: String,
        /// How.
        pub message: String,
    }

    /// What a check found.
    pub struct CheckReport {
        /// Versions looked at.
        pub versions: u64,
        /// Blobs looked at.
        pub blobs: u64,
        /// Bytes read.
        pub bytes_read: u64,
        /// What is wrong; empty when the store is sound.
        pub damage: Vec<Damage>,
        /// Things left by interrupted work: no damage.
        pub leftovers: u64,
    }

    /// One damaged thing.
    pub struct Damage {
        /// Stable word: `blob-missing`, `blob-changed`, `chunk-damaged`, `count-wrong`, `database`.
        pub kind: String,
        /// What is damaged: a digest, a table.
        pub item: String,
        /// What is wrong with it.
        pub message: String,
        /// Addresses of versions that need it, at most 20.
        pub versions: Vec<String>,
    }
}
