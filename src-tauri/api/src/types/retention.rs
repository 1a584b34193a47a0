//! What goes and when: acts, their plans, rules.

use super::{Selection, transport};

transport! {
    /// Something that makes versions go, or that sets when they will.
    #[serde(tag = "kind")]
    pub enum RetentionAct {
        /// Moves versions to the trash.
        Delete {
            /// Which.
            selection: Selection,
            /// Also those that have aliases, `latest` included.
            delete_aliases: bool,
            /// Out of the trash at once, too, for good; also those that lie there already.
            now: bool,
        },
        /// Takes versions out of the trash for good.
        Empty {
            /// Which; null for all that lies there.
            selection: Option<Selection>,
        },
        /// Sets a TTL, perhaps along the lineage.
        Ttl {
            /// Which versions.
            selection: Selection,
            /// `30d`, `12h`, `2w`, `2026-12-31`, `none`, `inherit`.
            ttl: String,
            /// Also what they were made from.
            up: bool,
            /// Also what was made from them.
            down: bool,
            /// Steps along the lineage; null for all.
            depth: Option<u32>,
            /// Identifiers that were unticked.
            except: Vec<i64>,
        },
        /// Changes the team's settings; null leaves one as it is.
        Settings {
            /// `90d`, or `none`.
            default_ttl: Option<String>,
            /// 1 to 365.
            trash_days: Option<u32>,
            /// `admins` or `members`.
            ttl_setters: Option<String>,
        },
    }

    /// Does what was planned.
    pub struct CarryOutRequest {
        /// What.
        pub act: RetentionAct,
        /// Stamp of the plan that people saw: when the act would do something else by now, it is refused
        /// (`plan-stale`). Null: do it as it is.
        pub stamp: Option<String>,
    }

    /// What an act would do.
    pub struct RetentionPlan {
        /// `delete`, `empty`, `ttl`, `settings`, `rule`.
        pub act: String,
        /// Number of versions that would go at once: to the trash, or for good where that is asked for.
        pub versions: u64,
        /// They go for good, past the trash or out of it.
        pub for_good: bool,
        /// Number of versions whose TTL would change or that go.
        pub changing: u64,
        /// Number of versions that are meant and stay as they are.
        pub unchanged: u64,
        /// Number of versions that are meant and can't change.
        pub locked: u64,
        /// Number of versions in the trash that would leave it for good at the next sweep.
        pub leaving: u64,
        /// Bytes that those free.
        pub leaving_bytes: u64,
        /// The versions: those that go first, then those that change, the locked ones last; at most 200.
        pub rows: Vec<RetentionRow>,
        /// Aliases that are lost, as addresses, at most 50.
        pub aliases: Vec<String>,
        /// Number of aliases that are lost.
        pub alias_count: u64,
        /// Links in registries that are lost, as addresses, at most 50.
        pub links: Vec<String>,
        /// Number of links that are lost.
        pub link_count: u64,
        /// Number of runs that used a version that goes.
        pub runs: u64,
        /// Versions that stay and can no longer be made again from their inputs, as addresses, at most 50.
        pub downstream: Vec<String>,
        /// Number of those.
        pub downstream_count: u64,
        /// Logical bytes of the versions that go.
        pub logical_bytes: u64,
        /// Bytes that are freed when they have left the trash; exact.
        pub freed_bytes: u64,
        /// Bytes that are freed besides when what lies in the trash today has left it, too.
        pub freed_with_trash_bytes: u64,
        /// Bytes that stay because others need them.
        pub shared_bytes: u64,
        /// Number of blobs that are freed.
        pub freed_blobs: u64,
        /// When the versions leave the trash; null when none goes.
        pub purge_at: Option<i64>,
        /// The earliest time at which their bytes are removed.
        pub freed_at: Option<i64>,
        /// Collections that need the bytes that stay, at most 20.
        pub shared_with: Vec<String>,
        /// Nobody else needs them; false: the search ended before it had looked everywhere.
        pub shared_with_all: bool,
        /// Why one should look twice, in words; empty for small plans.
        pub brakes: Vec<String>,
        /// What else one should know, in words, at most 50.
        pub warnings: Vec<String>,
        /// Number of warnings.
        pub warning_count: u64,
        /// For [`CarryOutRequest`].
        pub stamp: String,
    }

    /// What an act would do to one version.
    pub struct RetentionRow {
        /// Identifier.
        pub id: i64,
        /// `entity/project/name:v12`.
        pub address: String,
        /// 12.
        pub index: u64,
        /// When it was made.
        pub created_at: i64,
        /// Logical bytes.
        pub size: u64,
        /// TTL now, in words.
        pub ttl_before: String,
        /// TTL afterwards, in words.
        pub ttl_after: String,
        /// When it expires as things are; null for never.
        pub expires_before: Option<i64>,
        /// When it would expire; null for never.
        pub expires_after: Option<i64>,
        /// It would go to the trash at once.
        pub goes: bool,
        /// Why it can't change.
        pub locked: Option<String>,
        /// How far from what was selected, in edges of the lineage, negative upstream.
        pub distance: i32,
    }

    /// Reasons to keep a version; one is enough.
    #[derive(Default)]
    pub struct RuleSpec {
        /// One of the last so many.
        pub last: Option<u64>,
        /// One of the best by a number of the metadata.
        pub best: Option<BestSpec>,
        /// It has an alias besides `latest`.
        pub aliased: bool,
        /// It is linked in a registry.
        pub linked: bool,
        /// A run that isn't deleted used it.
        pub used: bool,
        /// It is younger than this: `30d`.
        pub younger: Option<String>,
    }

    /// The best by a number of the metadata.
    pub struct BestSpec {
        /// How many.
        pub count: u64,
        /// Keys joined by dots.
        pub key: String,
        /// The largest are the best, not the smallest.
        pub largest: bool,
    }

    /// A rule in force.
    pub struct RetentionRule {
        /// Number.
        pub id: i64,
        /// `entity/project` or `entity/project/collection`.
        pub target: String,
        /// The rule.
        pub rule: RuleSpec,
        /// The rule in words.
        pub words: String,
        /// When it was set.
        pub created_at: i64,
    }

    /// Names the target of a rule.
    pub struct RuleRequest {
        /// Address of a project or of a collection.
        pub target: String,
    }

    /// Sets a rule.
    pub struct RuleSetRequest {
        /// Address of a project or of a collection.
        pub target: String,
        /// The rule.
        pub rule: RuleSpec,
        /// Stamp of its plan, when one was seen.
        pub stamp: Option<String>,
    }

    /// Asks what a rule would do.
    pub struct RulePlanRequest {
        /// Address of a project or of a collection.
        pub target: String,
        /// The rule; null for the one in force.
        pub rule: Option<RuleSpec>,
    }

    /// What a rule would do.
    pub struct RulePlan {
        /// The rule in words.
        pub words: String,
        /// What the next sweep would take.
        pub plan: RetentionPlan,
        /// Sweep by sweep, at most 60; as if nothing were logged and nobody did anything.
        pub timeline: Vec<Sweep>,
        /// How many versions are kept for which reason, the one that comes first.
        pub kept: Vec<KeptCount>,
        /// Number of versions without a number to be ranked by; they are kept.
        pub unranked: u64,
    }

    /// What one sweep would take.
    pub struct Sweep {
        /// When, at the earliest.
        pub at: i64,
        /// How many versions.
        pub versions: u64,
        /// Their logical bytes.
        pub bytes: u64,
        /// Bytes that are freed by it, after the sweeps before; null where that is too far away to be counted.
        pub freed: Option<u64>,
    }

    /// How many versions are kept for a reason.
    pub struct KeptCount {
        /// `latest`, `linked`, `brought_back`, `last`, `best`, `unranked`, `aliased`, `used`.
        pub reason: String,
        /// How many.
        pub versions: u64,
    }
}
