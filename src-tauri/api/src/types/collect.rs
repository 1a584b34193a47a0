//! Expiry, trash, collection, receipts, storage.

use super::{Selection, transport};

transport! {
    /// How things stand with expiry and collection, which this program does by itself while it runs.
    pub struct Upkeep {
        /// Why nothing expires and nothing is removed for good at the moment; null when the clock is believed.
        pub paused: Option<UpkeepPause>,
        /// When the next version expires.
        pub next_expiry: Option<i64>,
        /// When retention rules look at the store next; null without a rule.
        pub next_rules: Option<i64>,
        /// When the first version leaves the trash for good.
        pub next_purge: Option<i64>,
        /// When the first bytes that nothing needs can go.
        pub next_collection: Option<i64>,
        /// Why a collection waits for a person, a sentence each; empty when none does.
        pub consent: Vec<String>,
    }

    /// Why the clock isn't believed.
    pub struct UpkeepPause {
        /// Stable word: `clock-jumped-forward`, `clock-jumped-back`, `clock-behind`, `clock-unsteady`.
        pub why: String,
        /// The same for people.
        pub words: String,
        /// Since when it has run steadily; after a day of that it is believed again.
        pub steady_since: i64,
    }

    /// Removes versions from the trash for good, at once.
    pub struct TrashEmptyRequest {
        /// Which; null for all.
        pub selection: Option<Selection>,
    }

    /// Asks what a collection would remove.
    pub struct CollectPlanRequest {
        /// Waive the grace.
        pub no_grace: bool,
    }

    /// What a collection would remove for good.
    pub struct CollectPlan {
        /// Says what exactly would go; given with the collection, another plan is refused.
        pub stamp: String,
        /// Bytes that the disk gets back, exactly.
        pub predicted_bytes: u64,
        /// Blobs that would go.
        pub blobs: u64,
        /// Their sizes together.
        pub blob_bytes: u64,
        /// Plain files that would go.
        pub files: u64,
        /// Packs that would go as a whole.
        pub packs_removed: u64,
        /// Packs that would be rewritten.
        pub packs_rewritten: u64,
        /// Packs that stay as they are because something in them that is needed is damaged.
        pub damaged_packs: u64,
        /// Files that a crash left behind and that would go.
        pub orphans: u64,
        /// Bytes of all packs and plain files now.
        pub stored_bytes: u64,
        /// Addresses of versions whose bytes would go, at most 100.
        pub versions: Vec<String>,
        /// Number of those.
        pub version_count: u64,
        /// Collections of which only history would be left, at most 100.
        pub emptied: Vec<String>,
        /// Blobs that nothing needs and that wait.
        pub waiting_blobs: u64,
        /// Their sizes together.
        pub waiting_bytes: u64,
        /// When the first of them can go.
        pub waiting_until: Option<i64>,
        /// Why nothing goes at the moment.
        pub paused: Option<UpkeepPause>,
        /// Why a person has to agree first, a sentence each.
        pub consent: Vec<String>,
        /// The grace is waived.
        pub no_grace: bool,
    }

    /// Collects, as a job that answers a [`Collected`].
    pub struct CollectRequest {
        /// Waive the grace; only with no other program on the store.
        pub no_grace: bool,
        /// The person has agreed to a plan that asks for consent.
        pub consent: bool,
        /// Stamp of the plan that was seen; null for whatever the plan is.
        pub stamp: Option<String>,
    }

    /// What a collection did.
    pub struct Collected {
        /// Bytes that were to be freed.
        pub predicted_bytes: u64,
        /// Bytes that were freed.
        pub freed_bytes: u64,
        /// Blobs that were removed.
        pub blobs: u64,
        /// Number of the receipt; null when nothing was removed.
        pub receipt: Option<i64>,
        /// What stayed although it was planned, with the reason.
        pub skipped: Vec<String>,
    }

    /// Asks for receipts, newest first.
    pub struct ReceiptListRequest {
        /// Only below this number.
        pub before: Option<i64>,
        /// How many, at most 200.
        pub count: u32,
    }

    /// A collection that removed something.
    pub struct Receipt {
        /// Number.
        pub id: i64,
        /// When it began.
        pub at: i64,
        /// When it ended; null when it was broken off.
        pub ended_at: Option<i64>,
        /// Who collected.
        pub actor: String,
        /// Bytes that were to be freed.
        pub predicted_bytes: u64,
        /// Bytes that were freed.
        pub freed_bytes: u64,
        /// Blobs that were removed.
        pub blobs: u64,
        /// Why and how, a JSON object.
        pub details: String,
    }

    /// Asks for a receipt.
    pub struct ReceiptRequest {
        /// Number.
        pub receipt: i64,
        /// Only items after this position; 0 for the first.
        pub after: u64,
    }

    /// A receipt with a page of what was removed.
    pub struct ReceiptDetail {
        /// The receipt.
        pub receipt: Receipt,
        /// Up to 1,000 items.
        pub items: Vec<ReceiptItem>,
        /// Position after which more follow; null at the end.
        pub next: Option<u64>,
    }

    /// Something that was removed.
    pub struct ReceiptItem {
        /// `blob`, `pack`, `orphan`.
        pub kind: String,
        /// SHA-256 of a blob, hex.
        pub sha256: Option<String>,
        /// Bytes.
        pub bytes: u64,
        /// Address of the version that needed it last.
        pub version: Option<String>,
        /// Path in that version; name of a pack or an orphan.
        pub name: Option<String>,
    }

    /// Asks where the bytes are.
    pub struct StorageRequest {
        /// `project`, `type`, `collection`, `version`.
        pub by: String,
        /// Only inside of this: a project when by type, `entity/project/type` when by collection, a collection when by
        /// version. Null for the whole store.
        pub within: Option<String>,
        /// Only the first so many groups are listed, the others are added up.
        pub limit: Option<u32>,
    }

    /// Where the bytes are. The exclusive bytes of the groups and of the rest, `shared`, `awaiting_collection` and
    /// `database_and_manifests` add up to `total`.
    pub struct Storage {
        /// The groups, most exclusive bytes first.
        pub groups: Vec<StorageGroup>,
        /// The groups that aren't listed, added up; null when all are.
        pub rest: Option<StorageGroup>,
        /// What the files of all versions add up to.
        pub logical: u64,
        /// Bytes of blobs that more than one group needs; inside of something, also those that others outside need.
        pub shared: u64,
        /// Bytes that nothing needs.
        pub awaiting_collection: u64,
        /// The database with its manifests, headers, folders, backups.
        pub database_and_manifests: u64,
        /// The size of the folder, as `du --apparent-size` has it; inside of something, what that has on disk.
        pub total: u64,
        /// Bytes that are free on the disk of the store.
        pub free_bytes: u64,
    }

    /// The bytes of a group.
    pub struct StorageGroup {
        /// `entity/project`, `entity/project/type`, or the address of a collection or a version; empty for the rest.
        pub address: String,
        /// `entity/project`; empty for the rest.
        pub project: String,
        /// Type; null by project.
        pub artifact_type: Option<String>,
        /// Number of versions, live and in the trash.
        pub versions: u64,
        /// Number of those in the trash.
        pub trashed: u64,
        /// What the files add up to.
        pub logical: u64,
        /// What would be freed if the group alone went.
        pub exclusive: u64,
        /// Stored once, needed by other groups too; of the rest not added up.
        pub shared: u64,
        /// Exclusive and shared together.
        pub on_disk: u64,
    }

    /// Asks about so many days.
    pub struct DaysRequest {
        /// How many.
        pub days: u32,
    }

    /// What expires on a day.
    pub struct ExpiringDay {
        /// Its beginning, by UTC; today's for what is due already.
        pub at: i64,
        /// Versions that go to the trash.
        pub versions: u64,
        /// What their files add up to.
        pub logical: u64,
        /// Bytes that are freed once they have left the trash, after those of the days before; null where it would take
        /// long to count.
        pub freed: Option<u64>,
    }

    /// What a day did to the store.
    pub struct GrowthDay {
        /// Its beginning, by UTC.
        pub at: i64,
        /// Versions made on it that have bytes still.
        pub versions: u64,
        /// Bytes that came with it.
        pub added: u64,
        /// Bytes that a collection removed on it.
        pub removed: u64,
        /// Bytes of blobs at its end.
        pub stored: u64,
    }

    /// Asks for what several collections have in common.
    pub struct DuplicatesRequest {
        /// How many, at most 200.
        pub limit: u32,
    }

    /// Bytes that several collections need.
    pub struct Duplicate {
        /// Their addresses, the first 20.
        pub collections: Vec<String>,
        /// Number of collections that aren't named.
        pub more: u64,
        /// Number of blobs that exactly these need.
        pub blobs: u64,
        /// Their bytes, stored once.
        pub bytes: u64,
    }
}
