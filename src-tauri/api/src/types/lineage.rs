//! Lineage: the graph of runs and versions, laid out or as lists.

use super::{Rows, transport};

transport! {
    /// Which part of the lineage is meant, and how it is folded.
    pub struct LineageRequest {
        /// What it is the lineage of: a version (address or `#id`) or a run (`run:ID`, `run:#KEY`). Null: of the project.
        pub root: Option<String>,
        /// Address of the project, for runs and for the whole of it; the default one when null.
        pub project: Option<String>,
        /// `direct`, `up`, `down`, `full` (up and down) or `project`.
        pub mode: String,
        /// Steps from the root: a version, its run, that run's versions are one. Null: all.
        pub depth: Option<u32>,
        /// Only what this query finds, such as `+mnist:v3` or `type:model,alias:best`.
        pub query: Option<String>,
        /// Only versions of these types; all when empty.
        pub types: Vec<String>,
        /// Only what was made at this time or later.
        pub after: Option<i64>,
        /// Only what was made at this time or earlier.
        pub before: Option<i64>,
        /// `runs` (versions are tied to versions) or `versions` (runs to runs).
        pub hide: Option<String>,
        /// Folds siblings and chains; null is yes.
        pub fold: Option<bool>,
        /// Folds by `collection`, `job` or `group` besides.
        pub fold_by: Option<String>,
        /// Keys of folded nodes that are shown open.
        pub open: Vec<String>,
        /// Keys of members that stand outside of their folded node.
        pub pulled: Vec<String>,
        /// Metadata key whose numbers are answered with the versions, for a lens.
        pub metadata: Option<String>,
    }

    /// Asks for a picture.
    pub struct LineagePictureRequest {
        /// Of what.
        pub of: LineageRequest,
        /// `right` (default) or `down`.
        pub direction: Option<String>,
        /// Token of the picture before: what was in it keeps its layer and its order.
        pub previous: Option<String>,
        /// Key of the node that keeps its exact place.
        pub anchor: Option<String>,
    }

    /// A picture: nodes and edges by number, as columns. Lengths are pixels at 100 %.
    pub struct LineagePicture {
        /// Names this picture in the next request.
        pub token: String,
        /// State of the store that it shows.
        pub revision: i64,
        /// Key of the root's node, or of the folded node that holds it.
        pub root: Option<String>,
        /// Its nodes.
        pub nodes: LineageNodes,
        /// Its edges.
        pub edges: LineageEdges,
        /// Width of everything.
        pub width: f32,
        /// Height of everything.
        pub height: f32,
        /// What it stands for, folded or not.
        pub counts: LineageCounts,
    }

    /// How much there is.
    pub struct LineageCounts {
        /// Versions, those inside folded nodes included.
        pub versions: u64,
        /// Runs, those inside folded nodes included.
        pub runs: u64,
        /// Edges between them.
        pub edges: u64,
        /// Edges that close a cycle, in the picture.
        pub cycles: u64,
    }

    /// Nodes as columns of equal length.
    pub struct LineageNodes {
        /// `v12` (version), `r7` (run), `c…` (folded siblings), `l…` (a folded chain), `g…` (folded by a property).
        pub key: Vec<String>,
        /// Kind: 0 version, 1 run, 2 folded siblings, 3 chain, 4 group.
        pub kind: Vec<u8>,
        /// Middle of the node, from the left.
        pub x: Vec<f32>,
        /// Middle of the node, from the top.
        pub y: Vec<f32>,
        /// Width.
        pub width: Vec<f32>,
        /// Height.
        pub height: Vec<f32>,
        /// Layer, from 0.
        pub layer: Vec<u32>,
        /// Edges from the root: negative upstream, positive downstream; null where it isn't reached.
        pub distance: Vec<Option<i32>>,
        /// `mnist:v3`, a run's name, `model ×48`.
        pub title: Vec<String>,
        /// Type of a version, job type of a run, `v0–v47` of a folded node.
        pub subtitle: Vec<String>,
        /// Number in `types` of the type (versions and what folds them), or −1.
        pub type_at: Vec<i32>,
        /// The types.
        pub types: Vec<String>,
        /// Versions: 0 live, 1 in the trash, 2 purged. Runs: 0 running, 1 finished, 2 failed, 3 crashed, 4 killed; 8 more when deleted.
        pub state: Vec<u8>,
        /// When it was made, or started.
        pub created_at: Vec<i64>,
        /// Logical bytes of a version, their sum for a folded node.
        pub size: Vec<u64>,
        /// When a version expires, the soonest of a folded node.
        pub expires_at: Vec<Option<i64>>,
        /// Aliases, joined by commas; `latest` first.
        pub aliases: Vec<String>,
        /// Runs that used it.
        pub uses: Vec<u32>,
        /// Things that it stands for: 1 but for folded nodes.
        pub members: Vec<u32>,
        /// Keys of the folded nodes that are drawn open.
        pub opened: Vec<String>,
        /// Number in `opened` of the one that it folds into again, or −1.
        pub opened_at: Vec<i32>,
        /// Value of the metadata key asked for.
        pub number: Vec<Option<f64>>,
    }

    /// Edges as columns.
    pub struct LineageEdges {
        /// Number of the node where it begins.
        pub from: Vec<u32>,
        /// Number of the node where it ends.
        pub to: Vec<u32>,
        /// 0 logged, 1 used, 2 both or folded.
        pub kind: Vec<u8>,
        /// How many edges it stands for.
        pub count: Vec<u32>,
        /// It closes a cycle: drawn back.
        pub back: Vec<bool>,
        /// Points of all edges, x and y in turn.
        pub points: Vec<f32>,
        /// Where the points of each edge begin in `points`, in numbers; one more than edges.
        pub starts: Vec<u32>,
    }

    /// Asks for the members of a folded node.
    pub struct LineageMembersRequest {
        /// Of what picture.
        pub of: LineageRequest,
        /// Key of the folded node.
        pub key: String,
        /// Only those whose title holds this text.
        pub text: Option<String>,
        /// By `created` (default, newest first), `title`, `size`, or `meta.KEY`.
        pub sort: Option<super::Sort>,
        /// Which rows.
        pub rows: Rows,
    }

    /// The lineage as a list.
    pub struct LineageListRequest {
        /// Of what.
        pub of: LineageRequest,
        /// By `distance` (default), `created`, `title`, `size`, `type`.
        pub sort: Option<super::Sort>,
        /// Only `up` or `down` of the root, or `versions` or `runs`; all when null.
        pub part: Option<String>,
        /// Which rows.
        pub rows: Rows,
    }

    /// A page of things in the lineage.
    pub struct LineagePage {
        /// Number of things that match.
        pub total: u64,
        /// Position of the first row.
        pub start: u64,
        /// The rows.
        pub rows: Vec<LineageRow>,
    }

    /// A version or a run of the lineage.
    pub struct LineageRow {
        /// `v12` or `r7`.
        pub key: String,
        /// `mnist:v3`, or the run's name.
        pub title: String,
        /// Type of the version, or job type of the run.
        pub subtitle: String,
        /// Address of the version; null for a run.
        pub address: Option<String>,
        /// Id of the run; null for a version.
        pub run: Option<String>,
        /// Address of its project.
        pub project: String,
        /// State, in words.
        pub state: String,
        /// Edges from the root: negative upstream.
        pub distance: Option<i32>,
        /// When it was made, or started.
        pub created_at: i64,
        /// Logical bytes of a version.
        pub size: Option<u64>,
        /// Aliases of a version.
        pub aliases: Vec<String>,
        /// Value of the metadata key asked for.
        pub number: Option<f64>,
        /// Keys of what lies directly before it, at most 100.
        pub before: Vec<String>,
    }

    /// Asks for the ways between two nodes.
    pub struct LineagePathRequest {
        /// A version (address or `#id`) or a run (`run:ID`, `run:#KEY`).
        pub from: String,
        /// The other one.
        pub to: String,
        /// Project in which ids of runs are looked for first.
        pub project: Option<String>,
    }

    /// The ways between two nodes.
    pub struct LineagePath {
        /// The shortest way, from the one that came first; empty when there is none.
        pub shortest: Vec<LineageRow>,
        /// The edges go against their direction somewhere: the two only have something in common.
        pub indirect: bool,
        /// Keys of everything on any way from the one to the other.
        pub between: Vec<String>,
    }

    /// Names a version, or a run, whose consequences are asked for.
    pub struct LineageImpactRequest {
        /// A version (address or `#id`) or a run (`run:ID`, `run:#KEY`).
        pub root: String,
        /// Project in which ids of runs are looked for first.
        pub project: Option<String>,
        /// Which rows of what lies downstream.
        pub rows: Rows,
    }

    /// What depends on something, and what it can't be made from any more.
    pub struct LineageImpact {
        /// Versions downstream.
        pub versions: u64,
        /// Runs downstream.
        pub runs: u64,
        /// Logical bytes of those versions.
        pub bytes: u64,
        /// Aliases that point at them, as `name:alias`, at most 1,000.
        pub aliases: Vec<String>,
        /// Registry links of them, as addresses.
        pub links: Vec<String>,
        /// Everything downstream, nearest first.
        pub rows: LineagePage,
        /// Versions upstream that are gone or in the trash, at most 1,000: it can't be made again from these.
        pub lost: Vec<LineageRow>,
    }

    /// Writes the lineage in a format.
    pub struct LineageExportRequest {
        /// Of what; folding is left out.
        pub of: LineageRequest,
        /// `json`, `dot`, `mermaid`, `graphml`, `csv`, `openlineage`, `tree`.
        pub format: String,
    }

    /// The lineage in a format.
    pub struct LineageExport {
        /// The text.
        pub text: String,
        /// Proposed name of the file.
        pub name: String,
        /// Media type.
        pub media: String,
    }

    /// Asks what can follow in a query.
    pub struct LineageCompleteRequest {
        /// The query.
        pub query: String,
        /// Where the cursor stands, in UTF-16 units.
        pub at: u32,
        /// Address of the project; the default one when null.
        pub project: Option<String>,
    }

    /// What can follow.
    pub struct LineageCompletion {
        /// Where the word that is replaced begins, in UTF-16 units.
        pub start: u32,
        /// Where it ends.
        pub end: u32,
        /// Words, with quotes where they need them.
        pub words: Vec<String>,
        /// What is wrong with the query; null when it can be read.
        pub error: Option<String>,
        /// Where it is wrong, in UTF-16 units.
        pub error_at: Option<u32>,
    }
}
