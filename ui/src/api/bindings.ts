// Made from the command list in src-tauri/api. Don't edit; `make bindings` writes it anew.

export type Alias = { 
/**
 * Name.
 */
name: string, 
/**
 * A registry protects it.
 */
protected: boolean, };

export type AliasAddRequest = { 
/**
 * Address or `#id`.
 */
version: string, 
/**
 * Alias.
 */
alias: string, };

export type AliasHolder = { 
/**
 * Name.
 */
name: string, 
/**
 * A registry protects it.
 */
protected: boolean, 
/**
 * Identifier of the version that has it.
 */
version: number, 
/**
 * Index of that version.
 */
index: number, };

export type AliasListRequest = { 
/**
 * Address or `#id`.
 */
collection: string, };

export type AliasRemoveRequest = { 
/**
 * Address or `#id`.
 */
version: string, 
/**
 * Alias.
 */
alias: string, };

export type AliasSetRequest = { 
/**
 * Address or `#id`.
 */
version: string, 
/**
 * All aliases it shall have.
 */
aliases: Array<string>, };

export type ApiError = { 
/**
 * Stable code, such as `alias-invalid`.
 */
code: string, 
/**
 * What is wrong, naming the item.
 */
message: string, 
/**
 * What to do.
 */
hint: string | null, };

export type ApiKey = { 
/**
 * Number.
 */
id: number, 
/**
 * Name, which the history shows.
 */
name: string, 
/**
 * `admin`, `member` or `viewer`.
 */
role: string, 
/**
 * When it was made.
 */
created_at: number, 
/**
 * When it was revoked; null while it is good.
 */
revoked_at: number | null, };

export type BestSpec = { 
/**
 * How many.
 */
count: number, 
/**
 * Keys joined by dots.
 */
key: string, 
/**
 * The largest are the best, not the smallest.
 */
largest: boolean, };

export type CarryOutRequest = { 
/**
 * What.
 */
act: RetentionAct, 
/**
 * Stamp of the plan that people saw: when the act would do something else by now, it is refused
 * (`plan-stale`). Null: do it as it is.
 */
stamp: string | null, };

export type Change = { 
/**
 * What: `alias best`, `description`, `tag x`, `ttl`, `state`.
 */
what: string, 
/**
 * Which thing, such as `mnist:v3`.
 */
subject: string, 
/**
 * Value before, as text.
 */
before: string | null, 
/**
 * Value after, as text.
 */
after: string | null, };

export type CheckPartRequest = { 
/**
 * Percent of the bytes, above 0 and up to 100; those not read for the longest time.
 */
percent: number, };

export type CheckReport = { 
/**
 * Versions looked at.
 */
versions: number, 
/**
 * Blobs looked at.
 */
blobs: number, 
/**
 * Bytes read.
 */
bytes_read: number, 
/**
 * What is wrong; empty when the store is sound.
 */
damage: Array<Damage>, 
/**
 * Things left by interrupted work: no damage.
 */
leftovers: number, };

export type CheckRequest = { 
/**
 * Read every byte, not only the structure.
 */
read_data: boolean, };

export type CollectPlan = { 
/**
 * Says what exactly would go; given with the collection, another plan is refused.
 */
stamp: string, 
/**
 * Bytes that the disk gets back, exactly.
 */
predicted_bytes: number, 
/**
 * Blobs that would go.
 */
blobs: number, 
/**
 * Their sizes together.
 */
blob_bytes: number, 
/**
 * Plain files that would go.
 */
files: number, 
/**
 * Packs that would go as a whole.
 */
packs_removed: number, 
/**
 * Packs that would be rewritten.
 */
packs_rewritten: number, 
/**
 * Packs that stay as they are because something in them that is needed is damaged.
 */
damaged_packs: number, 
/**
 * Files that a crash left behind and that would go.
 */
orphans: number, 
/**
 * Bytes of all packs and plain files now.
 */
stored_bytes: number, 
/**
 * Addresses of versions whose bytes would go, at most 100.
 */
versions: Array<string>, 
/**
 * Number of those.
 */
version_count: number, 
/**
 * Collections of which only history would be left, at most 100.
 */
emptied: Array<string>, 
/**
 * Blobs that nothing needs and that wait.
 */
waiting_blobs: number, 
/**
 * Their sizes together.
 */
waiting_bytes: number, 
/**
 * When the first of them can go.
 */
waiting_until: number | null, 
/**
 * Why nothing goes at the moment.
 */
paused: UpkeepPause | null, 
/**
 * Why a person has to agree first, a sentence each.
 */
consent: Array<string>, 
/**
 * The grace is waived.
 */
no_grace: boolean, };

export type CollectPlanRequest = { 
/**
 * Waive the grace.
 */
no_grace: boolean, };

export type CollectRequest = { 
/**
 * Waive the grace; only with no other program on the store.
 */
no_grace: boolean, 
/**
 * The person has agreed to a plan that asks for consent.
 */
consent: boolean, 
/**
 * Stamp of the plan that was seen; null for whatever the plan is.
 */
stamp: string | null, };

export type Collected = { 
/**
 * Bytes that were to be freed.
 */
predicted_bytes: number, 
/**
 * Bytes that were freed.
 */
freed_bytes: number, 
/**
 * Blobs that were removed.
 */
blobs: number, 
/**
 * Number of the receipt; null when nothing was removed.
 */
receipt: number | null, 
/**
 * What stayed although it was planned, with the reason.
 */
skipped: Array<string>, };

export type CollectionCreateRequest = { 
/**
 * Address of the project; the default one when null.
 */
project: string | null, 
/**
 * Name.
 */
name: string, 
/**
 * Type.
 */
type: string, 
/**
 * Description.
 */
description: string | null, };

export type CollectionDeleteRequest = { 
/**
 * Address or `#id`.
 */
collection: string, };

export type CollectionDescribeRequest = { 
/**
 * Address or `#id`.
 */
collection: string, 
/**
 * New description, Markdown.
 */
description: string, };

export type CollectionDetail = { 
/**
 * The facts of the list.
 */
row: CollectionRow, 
/**
 * Address of its project.
 */
project: string, 
/**
 * Description.
 */
description: string, 
/**
 * When it was made.
 */
created_at: number, 
/**
 * Number of versions in the trash.
 */
trashed: number, 
/**
 * Its bytes taken together; null when counting them takes long.
 */
bytes: VersionBytes | null, 
/**
 * Keys of numbers in the metadata of its newest versions, for columns.
 */
metadata_keys: Array<string>, 
/**
 * Index that the next version gets.
 */
next_index: number, };

export type CollectionListRequest = { 
/**
 * Address of the project; the default one when null.
 */
project: string | null, 
/**
 * Only this type.
 */
artifact_type: string | null, 
/**
 * Only names that contain this text.
 */
filter: string | null, 
/**
 * By `name` (default), `versions`, `updated`, `size`.
 */
sort: Sort | null, 
/**
 * Which rows.
 */
rows: Rows, };

export type CollectionPage = { 
/**
 * Number of collections that match.
 */
total: number, 
/**
 * Position of the first row.
 */
start: number, 
/**
 * The rows.
 */
rows: Array<CollectionRow>, };

export type CollectionRenameRequest = { 
/**
 * Address or `#id`.
 */
collection: string, 
/**
 * New name.
 */
name: string, };

export type CollectionRequest = { 
/**
 * Address (a suffix is ignored) or `#id`.
 */
collection: string, };

export type CollectionRow = { 
/**
 * Identifier.
 */
id: number, 
/**
 * `entity/project/name`.
 */
address: string, 
/**
 * Name.
 */
name: string, 
/**
 * Type.
 */
type: string, 
/**
 * Number of committed versions.
 */
versions: number, 
/**
 * `v12`, the version that `latest` resolves to.
 */
latest: string | null, 
/**
 * Aliases other than `latest`, at most 20.
 */
aliases: Array<string>, 
/**
 * Tags.
 */
tags: Array<string>, 
/**
 * Sum of the sizes of its versions.
 */
logical_bytes: number, 
/**
 * Time of the last change.
 */
updated_at: number, 
/**
 * Sizes of the newest versions, oldest first, at most 24.
 */
sizes: Array<number>, };

export type CompareFilesRequest = { 
/**
 * Address or `#id` of the first.
 */
before: string, 
/**
 * Address or `#id` of the second.
 */
after: string, 
/**
 * Only these: `added`, `removed`, `changed`, `renamed`; all when empty.
 */
kinds: Array<string>, 
/**
 * Which rows.
 */
rows: Rows, };

export type CompareRequest = { 
/**
 * Address or `#id` of the first.
 */
before: string, 
/**
 * Address or `#id` of the second.
 */
after: string, };

export type Comparison = { 
/**
 * The first.
 */
before: VersionDetail, 
/**
 * The second.
 */
after: VersionDetail, 
/**
 * Metadata that differs, by key path.
 */
metadata: Array<MetadataChange>, 
/**
 * Number of metadata keys that are equal.
 */
metadata_equal: number, 
/**
 * Files that differ.
 */
files: FileChanges, };

export type Damage = { 
/**
 * Stable word: `blob-missing`, `blob-changed`, `chunk-damaged`, `count-wrong`, `database`.
 */
kind: string, 
/**
 * What is damaged: a digest, a table.
 */
item: string, 
/**
 * What is wrong with it.
 */
message: string, 
/**
 * Addresses of versions that need it, at most 20.
 */
versions: Array<string>, };

export type DaysRequest = { 
/**
 * How many.
 */
days: number, };

export type DeletePlan = { 
/**
 * Number of versions.
 */
versions: number, 
/**
 * Their aliases, at most 50, as `alias (v12)`.
 */
aliases: Array<string>, 
/**
 * Number of aliases.
 */
alias_count: number, 
/**
 * Logical bytes.
 */
logical_bytes: number, 
/**
 * Bytes freed once the trash is emptied and collected.
 */
freed_bytes: number, 
/**
 * Bytes that stay because others need them.
 */
shared_bytes: number, 
/**
 * When they leave the trash for good.
 */
purge_at: number, };

export type DeletePlanRequest = { 
/**
 * Which versions.
 */
selection: Selection, };

export type DeleteRequest = { 
/**
 * Which versions.
 */
selection: Selection, 
/**
 * Delete versions that have aliases, `latest` included.
 */
delete_aliases: boolean, };

export type DescribeRequest = { 
/**
 * Address or `#id`.
 */
version: string, 
/**
 * New description, Markdown.
 */
description: string, };

export type Duplicate = { 
/**
 * Their addresses, the first 20.
 */
collections: Array<string>, 
/**
 * Number of collections that aren't named.
 */
more: number, 
/**
 * Number of blobs that exactly these need.
 */
blobs: number, 
/**
 * Their bytes, stored once.
 */
bytes: number, };

export type DuplicatesRequest = { 
/**
 * How many, at most 200.
 */
limit: number, };

export type Empty = Record<symbol, never>;

export type Event = { "kind": "changed", 
/**
 * Newest operation.
 */
revision: number, 
/**
 * Cache tags to drop.
 */
tags: Array<string>, } | { "kind": "job", 
/**
 * Its state.
 */
job: Job, } | { "kind": "store", 
/**
 * Folder.
 */
path: string, } | { "kind": "open", 
/**
 * Address.
 */
address: string, };

export type ExpiringDay = { 
/**
 * Its beginning, by UTC; today's for what is due already.
 */
at: number, 
/**
 * Versions that go to the trash.
 */
versions: number, 
/**
 * What their files add up to.
 */
logical: number, 
/**
 * Bytes that are freed once they have left the trash, after those of the days before; null where it would take
 * long to count.
 */
freed: number | null, };

export type ExportPlan = { 
/**
 * Folder it would write into.
 */
root: string, 
/**
 * Files to write.
 */
files: number, 
/**
 * Bytes to write.
 */
bytes: number, 
/**
 * Files already there with the same content.
 */
unchanged: number, 
/**
 * Files already there with other content, at most 100 paths.
 */
conflicts: Array<string>, 
/**
 * Number of those.
 */
conflict_count: number, 
/**
 * With `exact`: files that would be removed, at most 100 paths.
 */
removals: Array<string>, 
/**
 * Number of those.
 */
removal_count: number, 
/**
 * Paths whose names had to be escaped for the target, with the new name.
 */
renamed: Array<[string, string]>, 
/**
 * Free bytes at the target.
 */
free_bytes: number, };

export type ExportRequest = { 
/**
 * Address or `#id`.
 */
version: string, 
/**
 * Folder to write into; `artifacts/<name>:<version>` below the current one when null.
 */
root: string | null, 
/**
 * Only these paths; all when empty.
 */
paths: Array<string>, 
/**
 * Only below this prefix.
 */
prefix: string | null, 
/**
 * Remove from the folder what doesn't belong to the version.
 */
exact: boolean, 
/**
 * What to do with files that are there: `ask` (fail and name them), `overwrite`, `keep`.
 */
existing: string, };

export type ExportResult = { 
/**
 * Folder.
 */
root: string, 
/**
 * Files written.
 */
files: number, 
/**
 * Bytes written.
 */
bytes: number, 
/**
 * Files left alone because they were there.
 */
kept: number, 
/**
 * Files removed.
 */
removed: number, };

export type FileChange = { 
/**
 * `added`, `removed`, `changed`, `renamed`.
 */
kind: string, 
/**
 * Path in the second, or in the first for a removed one.
 */
path: string, 
/**
 * Path in the first, for a renamed one.
 */
from: string | null, 
/**
 * Size in the first.
 */
before_size: number | null, 
/**
 * Size in the second.
 */
after_size: number | null, };

export type FileChangePage = { 
/**
 * Number of files that match.
 */
total: number, 
/**
 * Position of the first row.
 */
start: number, 
/**
 * The rows, by path.
 */
rows: Array<FileChange>, };

export type FileChanges = { 
/**
 * Files only in the second.
 */
added: number, 
/**
 * Files only in the first.
 */
removed: number, 
/**
 * Files in both with other content.
 */
changed: number, 
/**
 * Files whose content moved to another path; not counted as added or removed.
 */
renamed: number, 
/**
 * Files in both with the same content.
 */
equal: number, 
/**
 * Bytes of added and changed files in the second.
 */
added_bytes: number, 
/**
 * Bytes of removed and changed files in the first.
 */
removed_bytes: number, };

export type FileListRequest = { 
/**
 * Address or `#id`.
 */
version: string, 
/**
 * Only paths that contain this text, or match it as a glob when it has `*` or `?`.
 */
pattern: string | null, 
/**
 * Only below this folder.
 */
folder: string | null, 
/**
 * Which rows.
 */
rows: Rows, };

export type FilePage = { 
/**
 * Number of files that match.
 */
total: number, 
/**
 * Position of the first row.
 */
start: number, 
/**
 * The rows, by path.
 */
rows: Array<FileRow>, };

export type FileRequest = { 
/**
 * Address or `#id`.
 */
version: string, 
/**
 * Path.
 */
path: string, };

export type FileRow = { 
/**
 * Path.
 */
path: string, 
/**
 * Size in bytes; null when unknown.
 */
size: number | null, 
/**
 * Entry digest as W&B writes it (base64 MD5 for stored files).
 */
digest: string, 
/**
 * SHA-256 in hex; null for a reference.
 */
sha256: string | null, 
/**
 * URI of a reference.
 */
reference: string | null, };

export type FolderChild = { 
/**
 * Last component of the path.
 */
name: string, 
/**
 * Whole path.
 */
path: string, 
/**
 * It is a folder.
 */
folder: boolean, 
/**
 * Files below it; 1 for a file.
 */
files: number, 
/**
 * Bytes of it.
 */
size: number, 
/**
 * Entry digest as W&B writes it; null for a folder.
 */
digest: string | null, 
/**
 * URI of a reference.
 */
reference: string | null, 
/**
 * Against the version before: `added`, `changed`; null when equal, or when a folder.
 */
change: string | null, };

export type FolderPage = { 
/**
 * The children, by name.
 */
children: Array<FolderChild>, 
/**
 * More follow.
 */
more: boolean, };

export type FolderRequest = { 
/**
 * Address or `#id`.
 */
version: string, 
/**
 * Folder, `""` for the root.
 */
folder: string, 
/**
 * Name of the last child already known; null for the first page.
 */
after: string | null, 
/**
 * At most this many children (1,000).
 */
count: number, };

export type GrowthDay = { 
/**
 * Its beginning, by UTC.
 */
at: number, 
/**
 * Versions made on it that have bytes still.
 */
versions: number, 
/**
 * Bytes that came with it.
 */
added: number, 
/**
 * Bytes that a collection removed on it.
 */
removed: number, 
/**
 * Bytes of blobs at its end.
 */
stored: number, };

export type HistoryPage = { 
/**
 * The operations.
 */
rows: Array<Operation>, 
/**
 * More follow.
 */
more: boolean, };

export type HistoryRequest = { 
/**
 * Only those that touched this version, collection, project or run: an address, `#id` of a version, `run:ID`, `run:#KEY`.
 */
subject: string | null, 
/**
 * Only those before this operation.
 */
before: number | null, 
/**
 * At most this many (200).
 */
count: number, };

export type HostInfo = { 
/**
 * Version of Cairn.
 */
version: string, 
/**
 * `desktop`, `browser`, `cli`.
 */
kind: string, 
/**
 * Operating system.
 */
os: string, 
/**
 * It has dialogs to choose files and folders.
 */
choose_files: boolean, 
/**
 * Files can be dragged out of it.
 */
drag_out: boolean, 
/**
 * It can open files and folders with other programs.
 */
open_files: boolean, 
/**
 * Another store can be opened in it.
 */
open_store: boolean, 
/**
 * Why no store is open, when none is.
 */
store_error: ApiError | null, 
/**
 * Folder of the store that is or was to be open.
 */
store_path: string, };

export type Job = { 
/**
 * Identifier.
 */
id: number, 
/**
 * `log`, `export`, `check`, `collect`, `repair`, `sample`, `edit`.
 */
kind: string, 
/**
 * What it does: "Logging mnist".
 */
title: string, 
/**
 * `running`, `paused`, `done`, `failed`, `cancelled`.
 */
state: string, 
/**
 * How far it is.
 */
progress: Progress, 
/**
 * When it started.
 */
started_at: number, 
/**
 * When it ended.
 */
ended_at: number | null, 
/**
 * Why it failed.
 */
error: ApiError | null, 
/**
 * What it answers, as JSON text.
 */
result: string | null, 
/**
 * Address to go to.
 */
address: string | null, };

export type JobRequest = { 
/**
 * Identifier.
 */
job: number, };

export type JobStarted = { 
/**
 * Identifier.
 */
job: number, };

export type KeptCount = { 
/**
 * `latest`, `linked`, `brought_back`, `last`, `best`, `unranked`, `aliased`, `used`.
 */
reason: string, 
/**
 * How many.
 */
versions: number, };

export type KeyAddRequest = { 
/**
 * Name; one that any key had is refused.
 */
name: string, 
/**
 * `admin`, `member` or `viewer`.
 */
role: string, };

export type KeyAdded = { 
/**
 * Number.
 */
id: number, 
/**
 * Name.
 */
name: string, 
/**
 * Role.
 */
role: string, 
/**
 * The key, 40 characters. It is told this once; the store keeps a hash alone.
 */
key: string, 
/**
 * The operation in the history.
 */
operation: number | null, };

export type KeyRequest = { 
/**
 * Its name or its number.
 */
key: string, };

export type LineageCompleteRequest = { 
/**
 * The query.
 */
query: string, 
/**
 * Where the cursor stands, in UTF-16 units.
 */
at: number, 
/**
 * Address of the project; the default one when null.
 */
project: string | null, };

export type LineageCompletion = { 
/**
 * Where the word that is replaced begins, in UTF-16 units.
 */
start: number, 
/**
 * Where it ends.
 */
end: number, 
/**
 * Words, with quotes where they need them.
 */
words: Array<string>, 
/**
 * What is wrong with the query; null when it can be read.
 */
error: string | null, 
/**
 * Where it is wrong, in UTF-16 units.
 */
error_at: number | null, };

export type LineageCounts = { 
/**
 * Versions, those inside folded nodes included.
 */
versions: number, 
/**
 * Runs, those inside folded nodes included.
 */
runs: number, 
/**
 * Edges between them.
 */
edges: number, 
/**
 * Edges that close a cycle, in the picture.
 */
cycles: number, };

export type LineageEdges = { 
/**
 * Number of the node where it begins.
 */
from: Array<number>, 
/**
 * Number of the node where it ends.
 */
to: Array<number>, 
/**
 * 0 logged, 1 used, 2 both or folded.
 */
kind: Array<number>, 
/**
 * How many edges it stands for.
 */
count: Array<number>, 
/**
 * It closes a cycle: drawn back.
 */
back: Array<boolean>, 
/**
 * Points of all edges, x and y in turn.
 */
points: Array<number>, 
/**
 * Where the points of each edge begin in `points`, in numbers; one more than edges.
 */
starts: Array<number>, };

export type LineageExport = { 
/**
 * The text.
 */
text: string, 
/**
 * Proposed name of the file.
 */
name: string, 
/**
 * Media type.
 */
media: string, };

export type LineageExportRequest = { 
/**
 * Of what; folding is left out.
 */
of: LineageRequest, 
/**
 * `json`, `dot`, `mermaid`, `graphml`, `csv`, `openlineage`, `tree`.
 */
format: string, };

export type LineageImpact = { 
/**
 * Versions downstream.
 */
versions: number, 
/**
 * Runs downstream.
 */
runs: number, 
/**
 * Logical bytes of those versions.
 */
bytes: number, 
/**
 * Aliases that point at them, as `name:alias`, at most 1,000.
 */
aliases: Array<string>, 
/**
 * Registry links of them, as addresses.
 */
links: Array<string>, 
/**
 * Everything downstream, nearest first.
 */
rows: LineagePage, 
/**
 * Versions upstream that are gone or in the trash, at most 1,000: it can't be made again from these.
 */
lost: Array<LineageRow>, };

export type LineageImpactRequest = { 
/**
 * A version (address or `#id`) or a run (`run:ID`, `run:#KEY`).
 */
root: string, 
/**
 * Project in which ids of runs are looked for first.
 */
project: string | null, 
/**
 * Which rows of what lies downstream.
 */
rows: Rows, };

export type LineageListRequest = { 
/**
 * Of what.
 */
of: LineageRequest, 
/**
 * By `distance` (default), `created`, `title`, `size`, `type`.
 */
sort: Sort | null, 
/**
 * Only `up` or `down` of the root, or `versions` or `runs`; all when null.
 */
part: string | null, 
/**
 * Which rows.
 */
rows: Rows, };

export type LineageMembersRequest = { 
/**
 * Of what picture.
 */
of: LineageRequest, 
/**
 * Key of the folded node.
 */
key: string, 
/**
 * Only those whose title holds this text.
 */
text: string | null, 
/**
 * By `created` (default, newest first), `title`, `size`, or `meta.KEY`.
 */
sort: Sort | null, 
/**
 * Which rows.
 */
rows: Rows, };

export type LineageNodes = { 
/**
 * `v12` (version), `r7` (run), `c…` (folded siblings), `l…` (a folded chain), `g…` (folded by a property).
 */
key: Array<string>, 
/**
 * Kind: 0 version, 1 run, 2 folded siblings, 3 chain, 4 group.
 */
kind: Array<number>, 
/**
 * Middle of the node, from the left.
 */
x: Array<number>, 
/**
 * Middle of the node, from the top.
 */
y: Array<number>, 
/**
 * Width.
 */
width: Array<number>, 
/**
 * Height.
 */
height: Array<number>, 
/**
 * Layer, from 0.
 */
layer: Array<number>, 
/**
 * Edges from the root: negative upstream, positive downstream; null where it isn't reached.
 */
distance: Array<number | null>, 
/**
 * `mnist:v3`, a run's name, `model ×48`.
 */
title: Array<string>, 
/**
 * Type of a version, job type of a run, `v0–v47` of a folded node.
 */
subtitle: Array<string>, 
/**
 * Number in `types` of the type (versions and what folds them), or −1.
 */
type_at: Array<number>, 
/**
 * The types.
 */
types: Array<string>, 
/**
 * Versions: 0 live, 1 in the trash, 2 purged. Runs: 0 running, 1 finished, 2 failed, 3 crashed, 4 killed; 8 more when deleted.
 */
state: Array<number>, 
/**
 * When it was made, or started.
 */
created_at: Array<number>, 
/**
 * Logical bytes of a version, their sum for a folded node.
 */
size: Array<number>, 
/**
 * When a version expires, the soonest of a folded node.
 */
expires_at: Array<number | null>, 
/**
 * Aliases, joined by commas; `latest` first.
 */
aliases: Array<string>, 
/**
 * Runs that used it.
 */
uses: Array<number>, 
/**
 * Things that it stands for: 1 but for folded nodes.
 */
members: Array<number>, 
/**
 * Keys of the folded nodes that are drawn open.
 */
opened: Array<string>, 
/**
 * Number in `opened` of the one that it folds into again, or −1.
 */
opened_at: Array<number>, 
/**
 * Value of the metadata key asked for.
 */
number: Array<number | null>, };

export type LineagePage = { 
/**
 * Number of things that match.
 */
total: number, 
/**
 * Position of the first row.
 */
start: number, 
/**
 * The rows.
 */
rows: Array<LineageRow>, };

export type LineagePath = { 
/**
 * The shortest way, from the one that came first; empty when there is none.
 */
shortest: Array<LineageRow>, 
/**
 * The edges go against their direction somewhere: the two only have something in common.
 */
indirect: boolean, 
/**
 * Keys of everything on any way from the one to the other.
 */
between: Array<string>, };

export type LineagePathRequest = { 
/**
 * A version (address or `#id`) or a run (`run:ID`, `run:#KEY`).
 */
from: string, 
/**
 * The other one.
 */
to: string, 
/**
 * Project in which ids of runs are looked for first.
 */
project: string | null, };

export type LineagePicture = { 
/**
 * Names this picture in the next request.
 */
token: string, 
/**
 * State of the store that it shows.
 */
revision: number, 
/**
 * Key of the root's node, or of the folded node that holds it.
 */
root: string | null, 
/**
 * Its nodes.
 */
nodes: LineageNodes, 
/**
 * Its edges.
 */
edges: LineageEdges, 
/**
 * Width of everything.
 */
width: number, 
/**
 * Height of everything.
 */
height: number, 
/**
 * What it stands for, folded or not.
 */
counts: LineageCounts, };

export type LineagePictureRequest = { 
/**
 * Of what.
 */
of: LineageRequest, 
/**
 * `right` (default) or `down`.
 */
direction: string | null, 
/**
 * Token of the picture before: what was in it keeps its layer and its order.
 */
previous: string | null, 
/**
 * Key of the node that keeps its exact place.
 */
anchor: string | null, };

export type LineageRequest = { 
/**
 * What it is the lineage of: a version (address or `#id`) or a run (`run:ID`, `run:#KEY`). Null: of the project.
 */
root: string | null, 
/**
 * Address of the project, for runs and for the whole of it; the default one when null.
 */
project: string | null, 
/**
 * `direct`, `up`, `down`, `full` (up and down) or `project`.
 */
mode: string, 
/**
 * Steps from the root: a version, its run, that run's versions are one. Null: all.
 */
depth: number | null, 
/**
 * Only what this query finds, such as `+mnist:v3` or `type:model,alias:best`.
 */
query: string | null, 
/**
 * Only versions of these types; all when empty.
 */
types: Array<string>, 
/**
 * Only what was made at this time or later.
 */
after: number | null, 
/**
 * Only what was made at this time or earlier.
 */
before: number | null, 
/**
 * `runs` (versions are tied to versions) or `versions` (runs to runs).
 */
hide: string | null, 
/**
 * Folds siblings and chains; null is yes.
 */
fold: boolean | null, 
/**
 * Folds by `collection`, `job` or `group` besides.
 */
fold_by: string | null, 
/**
 * Keys of folded nodes that are shown open.
 */
open: Array<string>, 
/**
 * Keys of members that stand outside of their folded node.
 */
pulled: Array<string>, 
/**
 * Metadata key whose numbers are answered with the versions, for a lens.
 */
metadata: string | null, };

export type LineageRow = { 
/**
 * `v12` or `r7`.
 */
key: string, 
/**
 * `mnist:v3`, or the run's name.
 */
title: string, 
/**
 * Type of the version, or job type of the run.
 */
subtitle: string, 
/**
 * Address of the version; null for a run.
 */
address: string | null, 
/**
 * Id of the run; null for a version.
 */
run: string | null, 
/**
 * Address of its project.
 */
project: string, 
/**
 * State, in words.
 */
state: string, 
/**
 * Edges from the root: negative upstream.
 */
distance: number | null, 
/**
 * When it was made, or started.
 */
created_at: number, 
/**
 * Logical bytes of a version.
 */
size: number | null, 
/**
 * Aliases of a version.
 */
aliases: Array<string>, 
/**
 * Value of the metadata key asked for.
 */
number: number | null, 
/**
 * Keys of what lies directly before it, at most 100.
 */
before: Array<string>, };

export type Located = { 
/**
 * Position, or null when the list doesn't hold it.
 */
row: number | null, };

export type LogOptions = { 
/**
 * Globs of what is left out.
 */
exclude: Array<string>, 
/**
 * Symbolic links: `follow` (default), `skip`, `fail`.
 */
links: string | null, 
/**
 * Files that can't be read: `fail` (default), `skip`.
 */
unreadable: string | null, 
/**
 * Read every file, whatever the cache says.
 */
rehash: boolean, };

export type LogPlan = { 
/**
 * Identifier of the plan.
 */
plan: number, 
/**
 * Every file was looked at.
 */
done: boolean, 
/**
 * Why it failed.
 */
error: ApiError | null, 
/**
 * Legal name proposed from the paths.
 */
suggested_name: string, 
/**
 * Type guessed from the content.
 */
suggested_type: string, 
/**
 * Files seen so far.
 */
files: number, 
/**
 * Their bytes.
 */
bytes: number, 
/**
 * Files whose content was looked at so far.
 */
checked: number, 
/**
 * Bytes already stored.
 */
stored_bytes: number, 
/**
 * Bytes that would be added.
 */
new_bytes: number, 
/**
 * Index of the newest version of the collection; null when there is none.
 */
newest_index: number | null, 
/**
 * Files that differ from it; null when there is none.
 */
changed_files: number | null, 
/**
 * Files that are not in the newest version.
 */
added_files: number | null, 
/**
 * Files of the newest version that are gone.
 */
removed_files: number | null, 
/**
 * Index of the version with the same content.
 */
identical: number | null, 
/**
 * Index that the new version would get.
 */
next_index: number, 
/**
 * Type of the collection when it exists.
 */
existing_type: string | null, 
/**
 * What is left out and why, at most 200.
 */
skipped: Array<Skipped>, 
/**
 * Number of things left out.
 */
skipped_count: number, 
/**
 * Symbolic links that leave the folder.
 */
outside_links: number, 
/**
 * Bytes behind those.
 */
outside_bytes: number, 
/**
 * Paths that differ only by case, at most 20.
 */
case_clashes: Array<string>, 
/**
 * Something to say: large data, little space.
 */
notices: Array<string>, };

export type LogPlanRequest = { 
/**
 * What.
 */
sources: Array<LogSource>, 
/**
 * How.
 */
options: LogOptions, 
/**
 * Address of the project; the default one when null.
 */
project: string | null, 
/**
 * Name of the collection; proposed when null.
 */
name: string | null, };

export type LogRequest = { 
/**
 * What; from the plan when `plan` is given.
 */
sources: Array<LogSource>, 
/**
 * How.
 */
options: LogOptions, 
/**
 * A plan whose work can be used again.
 */
plan: number | null, 
/**
 * Address of the project; the default one when null.
 */
project: string | null, 
/**
 * Name of the collection.
 */
name: string, 
/**
 * Type of the collection.
 */
type: string, 
/**
 * Aliases besides `latest`.
 */
aliases: Array<string>, 
/**
 * Tags.
 */
tags: Array<string>, 
/**
 * Description; null leaves it.
 */
description: string | null, 
/**
 * Metadata, a JSON object as text; null leaves it.
 */
metadata: string | null, 
/**
 * `30d`, `none`, `inherit`, …; null leaves it.
 */
ttl: string | null, 
/**
 * The run that logs it: its id, `run:ID` or `run:#KEY`; without one a new version gets a run of its own.
 */
run: string | null, };

export type LogResult = { 
/**
 * Address of the version, ending in `:vN`.
 */
address: string, 
/**
 * Identifier of the version.
 */
id: number, 
/**
 * Index of the version.
 */
index: number, 
/**
 * A new version was made; false when the content was identical.
 */
new: boolean, 
/**
 * Hex MD5 of the manifest.
 */
digest: string, 
/**
 * Number of files.
 */
files: number, 
/**
 * Their bytes.
 */
bytes: number, 
/**
 * Bytes added to the store.
 */
bytes_added: number, 
/**
 * What was left out.
 */
skipped: Array<Skipped>, 
/**
 * The operation in the history; null when nothing changed.
 */
operation: number | null, 
/**
 * What was done, for a toast.
 */
summary: string, };

export type LogSource = { 
/**
 * Path on disk.
 */
path: string, 
/**
 * Name inside the version; by the rules when null.
 */
name: string | null, };

export type MaterialiseRequest = { 
/**
 * Address or `#id`.
 */
version: string, 
/**
 * Paths of files or folders.
 */
paths: Array<string>, };

export type Materialised = { 
/**
 * Absolute paths, one for each path asked for.
 */
paths: Array<string>, };

export type MetadataChange = { 
/**
 * Keys joined by dots.
 */
path: string, 
/**
 * JSON text in the first version.
 */
before: string | null, 
/**
 * JSON text in the second version.
 */
after: string | null, };

export type MetadataReplaceRequest = { 
/**
 * Address or `#id`.
 */
version: string, 
/**
 * A JSON object as text.
 */
metadata: string, };

export type MetadataSetRequest = { 
/**
 * Which versions.
 */
selection: Selection, 
/**
 * Keys joined by dots.
 */
path: string, 
/**
 * JSON text; null removes the key.
 */
value: string | null, };

export type MissingInput = { 
/**
 * Address of the version.
 */
address: string, 
/**
 * Why.
 */
why: string, };

export type Operation = { 
/**
 * Number.
 */
id: number, 
/**
 * When.
 */
at: number, 
/**
 * Who.
 */
actor: string, 
/**
 * Stable word: `log`, `alias`, `tag`, `describe`, `metadata`, `ttl`, `delete`, `restore`, `undo`, …
 */
kind: string, 
/**
 * What was done, in words.
 */
summary: string, 
/**
 * Address to go to.
 */
address: string | null, 
/**
 * Number of changes.
 */
changes: number, 
/**
 * The first changes, at most 20.
 */
details: Array<Change>, 
/**
 * The operation that this one took back or did again.
 */
reverts: number | null, 
/**
 * It was taken back, by this operation.
 */
reverted_by: number | null, 
/**
 * It can be taken back now.
 */
can_undo: boolean, };

export type Outcome = { 
/**
 * The operation in the history; null when nothing had to change.
 */
operation: number | null, 
/**
 * What was done, for a toast: "Moved best from v9 to v12".
 */
summary: string, 
/**
 * Number of things changed.
 */
changed: number, };

export type PathRequest = { 
/**
 * Absolute path.
 */
path: string, };

export type PlanRequest = { 
/**
 * Identifier of the plan.
 */
plan: number, 
/**
 * The collection to compare with, when it changed in the sheet.
 */
name: string | null, };

export type PreviewRequest = { 
/**
 * Address or `#id`.
 */
version: string, 
/**
 * Path.
 */
path: string, 
/**
 * `auto`, or the kind of viewer: `text`, `hex`, `table`, …
 */
viewer: string, 
/**
 * Where to start: a position that an earlier answer named; 0 at first.
 */
offset: number, };

export type PreviewResponse = { 
/**
 * JSON of the preview, with `kind`.
 */
preview: string, 
/**
 * Size of the whole file.
 */
size: number, };

export type Progress = { 
/**
 * What it is doing: "Looking at files", "Copying", "Committing".
 */
step: string, 
/**
 * Bytes done.
 */
bytes: number, 
/**
 * Bytes in all; 0 when unknown.
 */
total_bytes: number, 
/**
 * Items done.
 */
items: number, 
/**
 * Items in all; 0 when unknown.
 */
total_items: number, 
/**
 * Bytes per second, over the last seconds.
 */
rate: number, 
/**
 * Seconds left; null when unknown.
 */
seconds_left: number | null, 
/**
 * The item in work.
 */
current: string | null, };

export type Project = { 
/**
 * Identifier.
 */
id: number, 
/**
 * Entity that owns it.
 */
entity: string, 
/**
 * Name.
 */
name: string, 
/**
 * `entity/name`.
 */
address: string, 
/**
 * Description.
 */
description: string, 
/**
 * Number of collections.
 */
collections: number, 
/**
 * Number of committed versions.
 */
versions: number, };

export type ProjectCreateRequest = { 
/**
 * `project` or `entity/project`.
 */
project: string, 
/**
 * Description.
 */
description: string | null, };

export type ProjectRenameRequest = { 
/**
 * Address.
 */
project: string, 
/**
 * New name, without the entity.
 */
name: string, };

export type ProjectRequest = { 
/**
 * Address.
 */
project: string, };

export type Receipt = { 
/**
 * Number.
 */
id: number, 
/**
 * When it began.
 */
at: number, 
/**
 * When it ended; null when it was broken off.
 */
ended_at: number | null, 
/**
 * Who collected.
 */
actor: string, 
/**
 * Bytes that were to be freed.
 */
predicted_bytes: number, 
/**
 * Bytes that were freed.
 */
freed_bytes: number, 
/**
 * Blobs that were removed.
 */
blobs: number, 
/**
 * Why and how, a JSON object.
 */
details: string, };

export type ReceiptDetail = { 
/**
 * The receipt.
 */
receipt: Receipt, 
/**
 * Up to 1,000 items.
 */
items: Array<ReceiptItem>, 
/**
 * Position after which more follow; null at the end.
 */
next: number | null, };

export type ReceiptItem = { 
/**
 * `blob`, `pack`, `orphan`.
 */
kind: string, 
/**
 * SHA-256 of a blob, hex.
 */
sha256: string | null, 
/**
 * Bytes.
 */
bytes: number, 
/**
 * Address of the version that needed it last.
 */
version: string | null, 
/**
 * Path in that version; name of a pack or an orphan.
 */
name: string | null, };

export type ReceiptListRequest = { 
/**
 * Only below this number.
 */
before: number | null, 
/**
 * How many, at most 200.
 */
count: number, };

export type ReceiptRequest = { 
/**
 * Number.
 */
receipt: number, 
/**
 * Only items after this position; 0 for the first.
 */
after: number, };

export type Refused = { 
/**
 * Its name.
 */
command: string, 
/**
 * Why, as a sentence.
 */
reason: string, };

export type Repair = { 
/**
 * Stable word: `count`, `blob`.
 */
kind: string, 
/**
 * What: a table's row, a digest.
 */
item: string, 
/**
 * How.
 */
message: string, };

export type RepairReport = { 
/**
 * What was put right.
 */
repaired: Array<Repair>, 
/**
 * What is still damaged.
 */
left: Array<Damage>, };

export type RepairRequest = { 
/**
 * Say only what that would be.
 */
dry_run: boolean, };

export type Reproduced = { 
/**
 * The run's id.
 */
id: string, 
/**
 * The inputs that were written.
 */
inputs: Array<ReproducedInput>, 
/**
 * Inputs that can't be had any more, and why.
 */
missing: Array<MissingInput>, 
/**
 * The run's configuration, a JSON object as text.
 */
config: string, 
/**
 * The run's command line.
 */
command: string, };

export type ReproducedInput = { 
/**
 * Address of the version.
 */
address: string, 
/**
 * What it was to the run.
 */
role: string | null, 
/**
 * The folder.
 */
path: string, 
/**
 * Number of files.
 */
files: number, 
/**
 * Their bytes.
 */
bytes: number, };

export type ResolveRequest = { 
/**
 * An address or a `cairn://` link.
 */
address: string, };

export type Resolved = { 
/**
 * `project`, `type`, `collection`, `version`, `deleted`.
 */
kind: string, 
/**
 * `entity/project`.
 */
project: string, 
/**
 * Name of the collection.
 */
collection: string | null, 
/**
 * Type of the collection.
 */
type: string | null, 
/**
 * Index of the version, such as 12.
 */
index: number | null, 
/**
 * Full address.
 */
address: string, 
/**
 * What stood behind `?` in a link.
 */
query: string | null, };

export type RestorePlan = { 
/**
 * Number of versions that would come back.
 */
versions: number, 
/**
 * Number of versions that don't lie in the trash.
 */
unchanged: number, 
/**
 * Addresses of deleted collections that would come back with them.
 */
collections: Array<string>, 
/**
 * Aliases that others have by now, at most 50: offered, not taken.
 */
taken: Array<TakenAlias>, 
/**
 * Number of those.
 */
taken_count: number, 
/**
 * Number of versions whose TTL is over: they come back without one, else the next sweep would take them again.
 */
overdue: number, };

export type RestoreRequest = { 
/**
 * Which versions.
 */
selection: Selection, 
/**
 * Take aliases back from the versions that have them by now; absent: leave them.
 */
take_aliases?: boolean, };

export type RetentionAct = { "kind": "delete", 
/**
 * Which.
 */
selection: Selection, 
/**
 * Also those that have aliases, `latest` included.
 */
delete_aliases: boolean, 
/**
 * Out of the trash at once, too, for good; also those that lie there already.
 */
now: boolean, } | { "kind": "empty", 
/**
 * Which; null for all that lies there.
 */
selection: Selection | null, } | { "kind": "ttl", 
/**
 * Which versions.
 */
selection: Selection, 
/**
 * `30d`, `12h`, `2w`, `2026-12-31`, `none`, `inherit`.
 */
ttl: string, 
/**
 * Also what they were made from.
 */
up: boolean, 
/**
 * Also what was made from them.
 */
down: boolean, 
/**
 * Steps along the lineage; null for all.
 */
depth: number | null, 
/**
 * Identifiers that were unticked.
 */
except: Array<number>, } | { "kind": "settings", 
/**
 * `90d`, or `none`.
 */
default_ttl: string | null, 
/**
 * 1 to 365.
 */
trash_days: number | null, 
/**
 * `admins` or `members`.
 */
ttl_setters: string | null, };

export type RetentionPlan = { 
/**
 * `delete`, `empty`, `ttl`, `settings`, `rule`.
 */
act: string, 
/**
 * Number of versions that would go at once: to the trash, or for good where that is asked for.
 */
versions: number, 
/**
 * They go for good, past the trash or out of it.
 */
for_good: boolean, 
/**
 * Number of versions whose TTL would change or that go.
 */
changing: number, 
/**
 * Number of versions that are meant and stay as they are.
 */
unchanged: number, 
/**
 * Number of versions that are meant and can't change.
 */
locked: number, 
/**
 * Number of versions in the trash that would leave it for good at the next sweep.
 */
leaving: number, 
/**
 * Bytes that those free.
 */
leaving_bytes: number, 
/**
 * The versions: those that go first, then those that change, the locked ones last; at most 200.
 */
rows: Array<RetentionRow>, 
/**
 * Aliases that are lost, as addresses, at most 50.
 */
aliases: Array<string>, 
/**
 * Number of aliases that are lost.
 */
alias_count: number, 
/**
 * Links in registries that are lost, as addresses, at most 50.
 */
links: Array<string>, 
/**
 * Number of links that are lost.
 */
link_count: number, 
/**
 * Number of runs that used a version that goes.
 */
runs: number, 
/**
 * Versions that stay and can no longer be made again from their inputs, as addresses, at most 50.
 */
downstream: Array<string>, 
/**
 * Number of those.
 */
downstream_count: number, 
/**
 * Logical bytes of the versions that go.
 */
logical_bytes: number, 
/**
 * Bytes that are freed when they have left the trash; exact.
 */
freed_bytes: number, 
/**
 * Bytes that are freed besides when what lies in the trash today has left it, too.
 */
freed_with_trash_bytes: number, 
/**
 * Bytes that stay because others need them.
 */
shared_bytes: number, 
/**
 * Number of blobs that are freed.
 */
freed_blobs: number, 
/**
 * When the versions leave the trash; null when none goes.
 */
purge_at: number | null, 
/**
 * The earliest time at which their bytes are removed.
 */
freed_at: number | null, 
/**
 * Collections that need the bytes that stay, at most 20.
 */
shared_with: Array<string>, 
/**
 * Nobody else needs them; false: the search ended before it had looked everywhere.
 */
shared_with_all: boolean, 
/**
 * Why one should look twice, in words; empty for small plans.
 */
brakes: Array<string>, 
/**
 * What else one should know, in words, at most 50.
 */
warnings: Array<string>, 
/**
 * Number of warnings.
 */
warning_count: number, 
/**
 * For [`CarryOutRequest`].
 */
stamp: string, };

export type RetentionRow = { 
/**
 * Identifier.
 */
id: number, 
/**
 * `entity/project/name:v12`.
 */
address: string, 
/**
 * 12.
 */
index: number, 
/**
 * When it was made.
 */
created_at: number, 
/**
 * Logical bytes.
 */
size: number, 
/**
 * TTL now, in words.
 */
ttl_before: string, 
/**
 * TTL afterwards, in words.
 */
ttl_after: string, 
/**
 * When it expires as things are; null for never.
 */
expires_before: number | null, 
/**
 * When it would expire; null for never.
 */
expires_after: number | null, 
/**
 * It would go to the trash at once.
 */
goes: boolean, 
/**
 * Why it can't change.
 */
locked: string | null, 
/**
 * How far from what was selected, in edges of the lineage, negative upstream.
 */
distance: number, };

export type RetentionRule = { 
/**
 * Number.
 */
id: number, 
/**
 * `entity/project` or `entity/project/collection`.
 */
target: string, 
/**
 * The rule.
 */
rule: RuleSpec, 
/**
 * The rule in words.
 */
words: string, 
/**
 * When it was set.
 */
created_at: number, };

export type Rows = { 
/**
 * Position of the first row, from 0.
 */
start: number, 
/**
 * How many rows.
 */
count: number, };

export type RulePlan = { 
/**
 * The rule in words.
 */
words: string, 
/**
 * What the next sweep would take.
 */
plan: RetentionPlan, 
/**
 * Sweep by sweep, at most 60; as if nothing were logged and nobody did anything.
 */
timeline: Array<Sweep>, 
/**
 * How many versions are kept for which reason, the one that comes first.
 */
kept: Array<KeptCount>, 
/**
 * Number of versions without a number to be ranked by; they are kept.
 */
unranked: number, };

export type RulePlanRequest = { 
/**
 * Address of a project or of a collection.
 */
target: string, 
/**
 * The rule; null for the one in force.
 */
rule: RuleSpec | null, };

export type RuleRequest = { 
/**
 * Address of a project or of a collection.
 */
target: string, };

export type RuleSetRequest = { 
/**
 * Address of a project or of a collection.
 */
target: string, 
/**
 * The rule.
 */
rule: RuleSpec, 
/**
 * Stamp of its plan, when one was seen.
 */
stamp: string | null, };

export type RuleSpec = { 
/**
 * One of the last so many.
 */
last: number | null, 
/**
 * One of the best by a number of the metadata.
 */
best: BestSpec | null, 
/**
 * It has an alias besides `latest`.
 */
aliased: boolean, 
/**
 * It is linked in a registry.
 */
linked: boolean, 
/**
 * A run that isn't deleted used it.
 */
used: boolean, 
/**
 * It is younger than this: `30d`.
 */
younger: string | null, };

export type RunDetail = { 
/**
 * As in a list.
 */
run: RunRow, 
/**
 * A JSON object as text.
 */
config: string, 
/**
 * A JSON object as text.
 */
summary: string, 
/**
 * Name of the machine.
 */
host: string, 
/**
 * The command line.
 */
command: string, 
/**
 * What it used, in order; at most 1,000.
 */
inputs: Array<RunEdge>, 
/**
 * What it logged, in order; at most 1,000.
 */
outputs: Array<RunEdge>, };

export type RunEdge = { 
/**
 * Identifier of the version.
 */
version: number, 
/**
 * Its address, ending in `:vN`.
 */
address: string, 
/**
 * Type of its collection.
 */
type: string, 
/**
 * `committed`, `deleted` or `purged`.
 */
state: string, 
/**
 * Aliases, `latest` first.
 */
aliases: Array<string>, 
/**
 * Logical size in bytes.
 */
size: number, 
/**
 * What it was to the run, for an input.
 */
role: string | null, 
/**
 * Who recorded it.
 */
actor: string, 
/**
 * When it was recorded.
 */
at: number, };

export type RunEdgeRequest = { 
/**
 * The run.
 */
run: string, 
/**
 * Project in which the id is looked for first.
 */
project: string | null, 
/**
 * The versions: addresses or `#id`.
 */
versions: Array<string>, 
/**
 * `used` or `logged`.
 */
kind: string, 
/**
 * What the versions were to the run, for inputs.
 */
role: string | null, 
/**
 * Takes the edge away instead.
 */
remove: boolean, };

export type RunEditRequest = { 
/**
 * The run.
 */
run: string, 
/**
 * Project in which the id is looked for first.
 */
project: string | null, 
/**
 * Name.
 */
name: string | null, 
/**
 * What kind of work.
 */
job_type: string | null, 
/**
 * Group.
 */
group: string | null, 
/**
 * A JSON object as text.
 */
config: string | null, 
/**
 * A JSON object as text.
 */
summary: string | null, };

export type RunFinishRequest = { 
/**
 * The run.
 */
run: string, 
/**
 * Project in which the id is looked for first.
 */
project: string | null, 
/**
 * `finished` (when null), `failed`, `crashed`, `killed`.
 */
state: string | null, 
/**
 * A JSON object as text, merged into the summary.
 */
summary: string | null, };

export type RunListRequest = { 
/**
 * Address of the project; every project when null.
 */
project: string | null, 
/**
 * Only runs that used this version: address or `#id`.
 */
used: string | null, 
/**
 * Only runs that logged this version: address or `#id`.
 */
logged: string | null, 
/**
 * Only runs whose name, id or job type holds this text.
 */
text: string | null, 
/**
 * Only runs in this state.
 */
state: string | null, 
/**
 * Which rows.
 */
rows: Rows, };

export type RunPage = { 
/**
 * Number of runs that match.
 */
total: number, 
/**
 * Position of the first row.
 */
start: number, 
/**
 * The rows.
 */
rows: Array<RunRow>, };

export type RunReproduceRequest = { 
/**
 * The run.
 */
run: string, 
/**
 * Project in which the id is looked for first.
 */
project: string | null, 
/**
 * The folder; each input gets a folder `NAME-vN` in it.
 */
root: string, };

export type RunRequest = { 
/**
 * The run.
 */
run: string, 
/**
 * Project in which the id is looked for first; the default one when null.
 */
project: string | null, };

export type RunRow = { 
/**
 * Identifier inside the store; `run:KEY` and `#KEY` name it in requests.
 */
key: number, 
/**
 * Identifier for people and scripts, unique in its project.
 */
id: string, 
/**
 * Address of the project.
 */
project: string, 
/**
 * Name.
 */
name: string, 
/**
 * What kind of work: `train`, `preprocess`; `manual` and `auto` for runs that nobody started.
 */
job_type: string, 
/**
 * Group of runs that belong together.
 */
group: string, 
/**
 * `running`, `finished`, `failed`, `crashed`, `killed`.
 */
state: string, 
/**
 * Who started it.
 */
created_by: string, 
/**
 * When it started.
 */
started_at: number, 
/**
 * When it ended.
 */
finished_at: number | null, 
/**
 * When it was deleted; its edges stay in the lineage.
 */
deleted_at: number | null, 
/**
 * Number of versions it used.
 */
inputs: number, 
/**
 * Number of versions it logged.
 */
outputs: number, };

export type RunStartRequest = { 
/**
 * Address of the project, made when missing; the default one when null.
 */
project: string | null, 
/**
 * Name.
 */
name: string, 
/**
 * What kind of work; `manual` when null.
 */
job_type: string | null, 
/**
 * Group.
 */
group: string | null, 
/**
 * A JSON object as text.
 */
config: string | null, 
/**
 * A JSON object as text.
 */
summary: string | null, 
/**
 * The state in which it is recorded; `running` when null.
 */
state: string | null, 
/**
 * The command line.
 */
command: string | null, 
/**
 * When it started, for one that is over; now when null.
 */
started_at: number | null, 
/**
 * Versions it used: addresses or `#id`.
 */
inputs: Array<string>, 
/**
 * Versions it logged: addresses or `#id`.
 */
outputs: Array<string>, };

export type RunStarted = { 
/**
 * Identifier inside the store.
 */
key: number, 
/**
 * Identifier for people and scripts.
 */
id: string, 
/**
 * Address of the project.
 */
project: string, 
/**
 * Name.
 */
name: string, 
/**
 * What was done.
 */
outcome: Outcome, };

export type SaveRequest = { 
/**
 * Proposed name.
 */
name: string, 
/**
 * Its content as text.
 */
text: string | null, 
/**
 * Its content as base64, for what is no text.
 */
base64: string | null, };

export type Saved = { 
/**
 * The path; null when the person thought better of it.
 */
path: string | null, };

export type SearchHit = { 
/**
 * `project`, `collection`, `version`, `alias`, `tag`, `digest`, `run`.
 */
kind: string, 
/**
 * Address to go to; of a run `run:#12`.
 */
address: string, 
/**
 * What to show.
 */
title: string, 
/**
 * Secondary text.
 */
detail: string, 
/**
 * Type of the collection, for its icon.
 */
type: string | null, };

export type SearchRequest = { 
/**
 * What was typed.
 */
text: string, 
/**
 * Address of the project to prefer.
 */
project: string | null, 
/**
 * At most this many hits.
 */
limit: number, };

export type Selection = { "kind": "versions", 
/**
 * Identifiers.
 */
versions: Array<number>, } | { "kind": "filter", 
/**
 * Address or `#id` of the collection.
 */
collection: string, 
/**
 * The list's filter.
 */
filter: string | null, 
/**
 * Identifiers that were unticked.
 */
except: Array<number>, };

export type Session = { 
/**
 * Name, as the history shows it.
 */
name: string, 
/**
 * `admin`, `member` or `viewer`.
 */
role: string, 
/**
 * `desktop`, `browser` or `cli`.
 */
origin: string, 
/**
 * It is the owner at the machine of the store, not somebody with a key.
 */
here: boolean, 
/**
 * Commands that would be refused, with the reason for people: controls are disabled with it.
 */
refused: Array<Refused>, };

export type Settings = { 
/**
 * JSON object that the UI owns: theme, zoom, density, shortcuts, panes, recents, pins, columns.
 */
ui: string, 
/**
 * Stores opened lately, newest first.
 */
recent_stores: Array<string>, };

export type SettingsSetRequest = { 
/**
 * JSON object.
 */
ui: string, };

export type Skipped = { 
/**
 * Path, with bytes that aren't UTF-8 shown as `\xFF`.
 */
path: string, 
/**
 * `ignored`, `fifo`, `socket`, `device`, `dangling-link`, `link-loop`, `link`, `unreadable`, `not-utf8`.
 */
reason: string, 
/**
 * More words.
 */
detail: string, };

export type Sort = { 
/**
 * Key of a column, as each command documents it.
 */
key: string, 
/**
 * Largest first.
 */
descending: boolean, };

export type Storage = { 
/**
 * The groups, most exclusive bytes first.
 */
groups: Array<StorageGroup>, 
/**
 * The groups that aren't listed, added up; null when all are.
 */
rest: StorageGroup | null, 
/**
 * What the files of all versions add up to.
 */
logical: number, 
/**
 * Bytes of blobs that more than one group needs; inside of something, also those that others outside need.
 */
shared: number, 
/**
 * Bytes that nothing needs.
 */
awaiting_collection: number, 
/**
 * The database with its manifests, headers, folders, backups.
 */
database_and_manifests: number, 
/**
 * The size of the folder, as `du --apparent-size` has it; inside of something, what that has on disk.
 */
total: number, 
/**
 * Bytes that are free on the disk of the store.
 */
free_bytes: number, };

export type StorageGroup = { 
/**
 * `entity/project`, `entity/project/type`, or the address of a collection or a version; empty for the rest.
 */
address: string, 
/**
 * `entity/project`; empty for the rest.
 */
project: string, 
/**
 * Type; null by project.
 */
artifact_type: string | null, 
/**
 * Number of versions, live and in the trash.
 */
versions: number, 
/**
 * Number of those in the trash.
 */
trashed: number, 
/**
 * What the files add up to.
 */
logical: number, 
/**
 * What would be freed if the group alone went.
 */
exclusive: number, 
/**
 * Stored once, needed by other groups too; of the rest not added up.
 */
shared: number, 
/**
 * Exclusive and shared together.
 */
on_disk: number, };

export type StorageRequest = { 
/**
 * `project`, `type`, `collection`, `version`.
 */
by: string, 
/**
 * Only inside of this: a project when by type, `entity/project/type` when by collection, a collection when by
 * version. Null for the whole store.
 */
within: string | null, 
/**
 * Only the first so many groups are listed, the others are added up.
 */
limit: number | null, };

export type StoreInfo = { 
/**
 * Folder on disk.
 */
path: string, 
/**
 * Last component of the folder, for titles.
 */
name: string, 
/**
 * Version of the schema.
 */
schema: number, 
/**
 * Why the store can't be written, when it can't.
 */
read_only: string | null, 
/**
 * Something people should know: a network file system, little space left.
 */
notice: string | null, 
/**
 * Entity used when an address names none.
 */
default_entity: string, 
/**
 * Project used when an address names none.
 */
default_project: string, 
/**
 * Number of projects.
 */
projects: number, 
/**
 * Number of collections that are not deleted.
 */
collections: number, 
/**
 * Number of committed versions.
 */
versions: number, 
/**
 * Number of versions in the trash.
 */
trashed: number, 
/**
 * Sum of the sizes of all versions, in bytes.
 */
logical_bytes: number, 
/**
 * Bytes of distinct blobs.
 */
stored_bytes: number, 
/**
 * Free bytes on the disk that holds the store.
 */
free_bytes: number, 
/**
 * Default duration of versions that inherit, in seconds.
 */
default_ttl_seconds: number | null, 
/**
 * Days that a deleted version stays in the trash.
 */
trash_days: number, 
/**
 * Number of the newest operation; grows with each change.
 */
revision: number, };

export type StoreOpenRequest = { 
/**
 * Folder of the store.
 */
path: string, 
/**
 * Make a store in a missing or empty folder.
 */
create: boolean, };

export type StoreSettings = { 
/**
 * Default TTL as text: `90d`, or `none`.
 */
default_ttl: string, 
/**
 * Days that a deleted version stays in the trash, 1 to 365.
 */
trash_days: number, 
/**
 * Who may set a TTL: `admins`, or `members` for administrators and members. Absent in a request: as it is.
 */
ttl_setters?: string, };

export type Sweep = { 
/**
 * When, at the earliest.
 */
at: number, 
/**
 * How many versions.
 */
versions: number, 
/**
 * Their logical bytes.
 */
bytes: number, 
/**
 * Bytes that are freed by it, after the sweeps before; null where that is too far away to be counted.
 */
freed: number | null, };

export type TagCount = { 
/**
 * Tag.
 */
name: string, 
/**
 * Number of versions.
 */
versions: number, };

export type TagEditRequest = { 
/**
 * Which versions.
 */
selection: Selection, 
/**
 * Tags to add.
 */
add: Array<string>, 
/**
 * Tags to remove.
 */
remove: Array<string>, };

export type TakenAlias = { 
/**
 * Its name.
 */
name: string, 
/**
 * Address of the version that had it when it went to the trash.
 */
version: string, 
/**
 * Address of the version that has it now.
 */
holder: string, };

export type TrashEmptyRequest = { 
/**
 * Which; null for all.
 */
selection: Selection | null, };

export type TrashPage = { 
/**
 * Number of versions.
 */
total: number, 
/**
 * Position of the first row.
 */
start: number, 
/**
 * The rows.
 */
rows: Array<TrashRow>, };

export type TrashRequest = { 
/**
 * Address of a project; all when null.
 */
project: string | null, 
/**
 * Only names that contain this text.
 */
filter: string | null, 
/**
 * Which rows.
 */
rows: Rows, };

export type TrashRow = { 
/**
 * Identifier.
 */
id: number, 
/**
 * `entity/project/name:v12`.
 */
address: string, 
/**
 * Type.
 */
type: string, 
/**
 * Always `deleted`.
 */
state: string, 
/**
 * When it was deleted.
 */
deleted_at: number, 
/**
 * Why: `deleted`, `expired`, `undone`.
 */
because: string, 
/**
 * When it leaves the trash for good.
 */
purge_at: number, 
/**
 * Logical bytes.
 */
size: number, 
/**
 * Number of entries.
 */
files: number, };

export type TtlPlan = { 
/**
 * Number of versions that would change.
 */
changing: number, 
/**
 * Number of versions that would stay as they are because they have that TTL.
 */
unchanged: number, 
/**
 * Number of versions that can't change.
 */
locked: number, 
/**
 * Number of versions that would go to the trash at once.
 */
expiring: number, 
/**
 * Logical bytes of those.
 */
expiring_bytes: number, 
/**
 * Bytes that would really be freed by those.
 */
freed_bytes: number, 
/**
 * The TTLs they have now, as text, at most 5.
 */
now: Array<string>, 
/**
 * The first versions, those that expire at once first, at most 200.
 */
rows: Array<TtlPlanRow>, 
/**
 * Earliest expiry of the versions not listed.
 */
rest_from: number | null, 
/**
 * Latest expiry of the versions not listed.
 */
rest_to: number | null, };

export type TtlPlanRow = { 
/**
 * Identifier.
 */
id: number, 
/**
 * `v12`.
 */
index: number, 
/**
 * When it was made.
 */
created_at: number, 
/**
 * TTL now, as text: `inherits 90 d`, `30 d`, `none`.
 */
now: string, 
/**
 * When it would expire; null for never.
 */
expires_at: number | null, 
/**
 * It would go to the trash at once.
 */
expires_now: boolean, 
/**
 * Why it can't change.
 */
locked: string | null, };

export type TtlRequest = { 
/**
 * Which versions.
 */
selection: Selection, 
/**
 * `30d`, `12h`, `2w`, `2026-12-31`, `none`, `inherit`.
 */
ttl: string, };

export type TypeSummary = { 
/**
 * Name of the type.
 */
name: string, 
/**
 * Number of its collections.
 */
collections: number, 
/**
 * Number of their committed versions.
 */
versions: number, };

export type UndoRequest = { 
/**
 * Which; the newest of the caller that isn't taken back when null.
 */
operation: number | null, };

export type UndoState = { 
/**
 * Summary of the operation that undo would take back.
 */
undo: string | null, 
/**
 * Summary of the operation that redo would do again.
 */
redo: string | null, };

export type Upkeep = { 
/**
 * Why nothing expires and nothing is removed for good at the moment; null when the clock is believed.
 */
paused: UpkeepPause | null, 
/**
 * When the next version expires.
 */
next_expiry: number | null, 
/**
 * When retention rules look at the store next; null without a rule.
 */
next_rules: number | null, 
/**
 * When the first version leaves the trash for good.
 */
next_purge: number | null, 
/**
 * When the first bytes that nothing needs can go.
 */
next_collection: number | null, 
/**
 * Why a collection waits for a person, a sentence each; empty when none does.
 */
consent: Array<string>, };

export type UpkeepPause = { 
/**
 * Stable word: `clock-jumped-forward`, `clock-jumped-back`, `clock-behind`, `clock-unsteady`.
 */
why: string, 
/**
 * The same for people.
 */
words: string, 
/**
 * Since when it has run steadily; after a day of that it is believed again.
 */
steady_since: number, };

export type VersionBytes = { 
/**
 * What the files add up to.
 */
logical: number, 
/**
 * What would be freed if this version alone went.
 */
exclusive: number, 
/**
 * Stored once, needed by others too.
 */
shared: number, };

export type VersionDetail = { 
/**
 * Identifier.
 */
id: number, 
/**
 * `entity/project/name:v12`.
 */
address: string, 
/**
 * Index.
 */
index: number, 
/**
 * Name of the collection.
 */
name: string, 
/**
 * Address of the collection.
 */
collection: string, 
/**
 * Type.
 */
type: string, 
/**
 * Hex MD5 of the manifest, as W&B computes it.
 */
digest: string, 
/**
 * `committed` or `deleted`.
 */
state: string, 
/**
 * Aliases, `latest` first.
 */
aliases: Array<Alias>, 
/**
 * Tags.
 */
tags: Array<string>, 
/**
 * Description, Markdown.
 */
description: string, 
/**
 * Metadata: a JSON object as text.
 */
metadata: string, 
/**
 * Own duration in seconds.
 */
ttl_seconds: number | null, 
/**
 * Follows the team's default.
 */
ttl_inherited: boolean, 
/**
 * When it expires.
 */
expires_at: number | null, 
/**
 * Why its TTL can't be changed.
 */
ttl_locked: string | null, 
/**
 * When it was committed.
 */
created_at: number, 
/**
 * Who logged it.
 */
created_by: string, 
/**
 * When it was deleted.
 */
deleted_at: number | null, 
/**
 * Why it was deleted: `deleted`, `expired`, `undone`.
 */
deleted_because: string | null, 
/**
 * When it leaves the trash for good.
 */
purge_at: number | null, 
/**
 * Number of entries.
 */
files: number, 
/**
 * Its bytes; null when counting them takes long: then ask for `version.bytes`.
 */
bytes: VersionBytes | null, 
/**
 * Logical size in bytes.
 */
size: number, 
/**
 * Index of the version before it that isn't deleted.
 */
previous: number | null, 
/**
 * Index of the version after it that isn't deleted.
 */
next: number | null, 
/**
 * Blobs that are damaged, at most 20 digests.
 */
damaged: Array<string>, };

export type VersionLocateRequest = { 
/**
 * Address or `#id`.
 */
collection: string, 
/**
 * The list's filter.
 */
filter: string | null, 
/**
 * The list's order.
 */
sort: Sort | null, 
/**
 * Index of the version.
 */
index: number, };

export type VersionPage = { 
/**
 * Number of versions that match.
 */
total: number, 
/**
 * Number of versions without the filter.
 */
unfiltered: number, 
/**
 * Position of the first row.
 */
start: number, 
/**
 * The rows.
 */
rows: Array<VersionRow>, };

export type VersionPageRequest = { 
/**
 * Address or `#id`.
 */
collection: string, 
/**
 * Filter, such as `alias:best size:>1GB ttl:<7d meta.acc:>0.9 tag:x state:live`.
 */
filter: string | null, 
/**
 * By `index` (default, newest first), `created`, `size`, `files`, `ttl`, `change`, or `meta.KEY`.
 */
sort: Sort | null, 
/**
 * Metadata keys to answer, at most 8.
 */
metadata: Array<string>, 
/**
 * Which rows.
 */
rows: Rows, };

export type VersionRequest = { 
/**
 * Address, or `#id`.
 */
version: string, };

export type VersionRow = { 
/**
 * Identifier.
 */
id: number, 
/**
 * `entity/project/name:v12`.
 */
address: string, 
/**
 * Index, such as 12.
 */
index: number, 
/**
 * `committed` or `deleted`.
 */
state: string, 
/**
 * Hex MD5 of the manifest, as W&B computes it.
 */
digest: string, 
/**
 * Aliases, `latest` first.
 */
aliases: Array<Alias>, 
/**
 * Tags.
 */
tags: Array<string>, 
/**
 * When it was committed.
 */
created_at: number, 
/**
 * Logical size in bytes.
 */
size: number, 
/**
 * Size less the size of the version with the next smaller index.
 */
change: number | null, 
/**
 * Number of entries.
 */
files: number, 
/**
 * Own duration in seconds; null when it inherits or has none.
 */
ttl_seconds: number | null, 
/**
 * Follows the team's default.
 */
ttl_inherited: boolean, 
/**
 * When it expires.
 */
expires_at: number | null, 
/**
 * When it leaves the trash for good, for a deleted version.
 */
purge_at: number | null, 
/**
 * Values of the metadata keys asked for, as JSON text.
 */
metadata: Array<string | null>, };

export type Tag = "store" | "projects" | "collections" | "versions" | "version" | "files" | "history" | "trash" | "jobs" | "settings" | "runs" | "lineage";

export interface Commands {
  "host.info": { request: Empty; response: HostInfo };
  "settings.get": { request: Empty; response: Settings };
  "settings.set": { request: SettingsSetRequest; response: Settings };
  "session.show": { request: Empty; response: Session };
  "key.list": { request: Empty; response: Array<ApiKey> };
  "key.add": { request: KeyAddRequest; response: KeyAdded };
  "key.revoke": { request: KeyRequest; response: Outcome };
  "store.info": { request: Empty; response: StoreInfo };
  "store.open": { request: StoreOpenRequest; response: StoreInfo };
  "store.settings": { request: Empty; response: StoreSettings };
  "store.configure": { request: StoreSettings; response: Outcome };
  "store.check": { request: CheckRequest; response: JobStarted };
  "store.check_part": { request: CheckPartRequest; response: JobStarted };
  "store.repair": { request: RepairRequest; response: JobStarted };
  "store.sample": { request: Empty; response: JobStarted };
  "project.list": { request: Empty; response: Array<Project> };
  "project.create": { request: ProjectCreateRequest; response: Outcome };
  "project.rename": { request: ProjectRenameRequest; response: Outcome };
  "project.delete": { request: ProjectRequest; response: Outcome };
  "type.list": { request: ProjectRequest; response: Array<TypeSummary> };
  "collection.list": { request: CollectionListRequest; response: CollectionPage };
  "collection.show": { request: CollectionRequest; response: CollectionDetail };
  "collection.create": { request: CollectionCreateRequest; response: Outcome };
  "collection.rename": { request: CollectionRenameRequest; response: Outcome };
  "collection.describe": { request: CollectionDescribeRequest; response: Outcome };
  "collection.delete": { request: CollectionDeleteRequest; response: Outcome };
  "search.quick": { request: SearchRequest; response: Array<SearchHit> };
  "address.resolve": { request: ResolveRequest; response: Resolved };
  "version.page": { request: VersionPageRequest; response: VersionPage };
  "version.locate": { request: VersionLocateRequest; response: Located };
  "version.show": { request: VersionRequest; response: VersionDetail };
  "version.bytes": { request: VersionRequest; response: VersionBytes };
  "version.compare": { request: CompareRequest; response: Comparison };
  "version.compare_files": { request: CompareFilesRequest; response: FileChangePage };
  "file.folder": { request: FolderRequest; response: FolderPage };
  "file.list": { request: FileListRequest; response: FilePage };
  "file.show": { request: FileRequest; response: FileRow };
  "file.preview": { request: PreviewRequest; response: PreviewResponse };
  "file.materialise": { request: MaterialiseRequest; response: Materialised };
  "export.plan": { request: ExportRequest; response: ExportPlan };
  "export.start": { request: ExportRequest; response: JobStarted };
  "log.plan": { request: LogPlanRequest; response: LogPlan };
  "log.plan_get": { request: PlanRequest; response: LogPlan };
  "log.plan_drop": { request: PlanRequest; response: Empty };
  "log.start": { request: LogRequest; response: JobStarted };
  "alias.list": { request: AliasListRequest; response: Array<AliasHolder> };
  "alias.add": { request: AliasAddRequest; response: Outcome };
  "alias.remove": { request: AliasRemoveRequest; response: Outcome };
  "alias.set": { request: AliasSetRequest; response: Outcome };
  "tag.list": { request: Empty; response: Array<TagCount> };
  "tag.edit": { request: TagEditRequest; response: Outcome };
  "version.describe": { request: DescribeRequest; response: Outcome };
  "metadata.replace": { request: MetadataReplaceRequest; response: Outcome };
  "metadata.set": { request: MetadataSetRequest; response: Outcome };
  "ttl.plan": { request: TtlRequest; response: TtlPlan };
  "ttl.set": { request: TtlRequest; response: Outcome };
  "version.delete_plan": { request: DeletePlanRequest; response: DeletePlan };
  "version.delete": { request: DeleteRequest; response: Outcome };
  "trash.list": { request: TrashRequest; response: TrashPage };
  "trash.restore": { request: RestoreRequest; response: Outcome };
  "trash.empty": { request: TrashEmptyRequest; response: Outcome };
  "upkeep.state": { request: Empty; response: Upkeep };
  "collect.plan": { request: CollectPlanRequest; response: CollectPlan };
  "collect.start": { request: CollectRequest; response: JobStarted };
  "receipt.list": { request: ReceiptListRequest; response: Array<Receipt> };
  "receipt.show": { request: ReceiptRequest; response: ReceiptDetail };
  "storage.show": { request: StorageRequest; response: Storage };
  "storage.expiring": { request: DaysRequest; response: Array<ExpiringDay> };
  "storage.growth": { request: DaysRequest; response: Array<GrowthDay> };
  "storage.duplicates": { request: DuplicatesRequest; response: Array<Duplicate> };
  "trash.restore_plan": { request: RestoreRequest; response: RestorePlan };
  "retention.plan": { request: RetentionAct; response: RetentionPlan };
  "retention.carry_out": { request: CarryOutRequest; response: JobStarted };
  "rule.list": { request: Empty; response: Array<RetentionRule> };
  "rule.plan": { request: RulePlanRequest; response: RulePlan };
  "rule.set": { request: RuleSetRequest; response: Outcome };
  "rule.remove": { request: RuleRequest; response: Outcome };
  "run.list": { request: RunListRequest; response: RunPage };
  "run.show": { request: RunRequest; response: RunDetail };
  "run.start": { request: RunStartRequest; response: RunStarted };
  "run.finish": { request: RunFinishRequest; response: Outcome };
  "run.edit": { request: RunEditRequest; response: Outcome };
  "run.delete": { request: RunRequest; response: Outcome };
  "run.edge": { request: RunEdgeRequest; response: Outcome };
  "run.reproduce": { request: RunReproduceRequest; response: JobStarted };
  "lineage.picture": { request: LineagePictureRequest; response: LineagePicture };
  "lineage.members": { request: LineageMembersRequest; response: LineagePage };
  "lineage.list": { request: LineageListRequest; response: LineagePage };
  "lineage.path": { request: LineagePathRequest; response: LineagePath };
  "lineage.impact": { request: LineageImpactRequest; response: LineageImpact };
  "lineage.export": { request: LineageExportRequest; response: LineageExport };
  "lineage.complete": { request: LineageCompleteRequest; response: LineageCompletion };
  "history.list": { request: HistoryRequest; response: HistoryPage };
  "history.state": { request: Empty; response: UndoState };
  "history.undo": { request: UndoRequest; response: Outcome };
  "history.redo": { request: UndoRequest; response: Outcome };
  "job.list": { request: Empty; response: Array<Job> };
  "job.cancel": { request: JobRequest; response: Empty };
  "job.pause": { request: JobRequest; response: Empty };
  "job.resume": { request: JobRequest; response: Empty };
  "job.retry": { request: JobRequest; response: JobStarted };
  "job.dismiss": { request: JobRequest; response: Empty };
  "host.choose_files": { request: Empty; response: Array<string> };
  "host.choose_folder": { request: Empty; response: Array<string> };
  "host.save_as": { request: SaveRequest; response: Saved };
  "host.reveal": { request: PathRequest; response: Empty };
  "host.open_file": { request: FileRequest; response: Empty };
}

export type CommandName = keyof Commands;

export type Role = "viewer" | "member" | "admin";

export const COMMANDS: Record<CommandName, { kind: "read" | "write"; role: Role; here: boolean; tags: readonly Tag[] }> = {
  "host.info": { kind: "read", role: "viewer", here: false, tags: ["store"] },
  "settings.get": { kind: "read", role: "viewer", here: false, tags: ["settings"] },
  "settings.set": { kind: "write", role: "viewer", here: false, tags: ["settings"] },
  "session.show": { kind: "read", role: "viewer", here: false, tags: ["store"] },
  "key.list": { kind: "read", role: "admin", here: false, tags: ["store"] },
  "key.add": { kind: "write", role: "admin", here: false, tags: ["store", "history"] },
  "key.revoke": { kind: "write", role: "admin", here: false, tags: ["store", "history"] },
  "store.info": { kind: "read", role: "viewer", here: false, tags: ["store", "versions", "trash"] },
  "store.open": { kind: "write", role: "admin", here: true, tags: ["store", "projects", "collections", "versions", "version", "files", "history", "trash", "runs", "lineage"] },
  "store.settings": { kind: "read", role: "admin", here: false, tags: ["store"] },
  "store.configure": { kind: "write", role: "admin", here: false, tags: ["store", "versions", "version", "history"] },
  "store.check": { kind: "write", role: "member", here: false, tags: ["jobs"] },
  "store.check_part": { kind: "write", role: "member", here: false, tags: ["jobs"] },
  "store.repair": { kind: "write", role: "admin", here: false, tags: ["jobs", "store", "projects", "collections", "versions", "version"] },
  "store.sample": { kind: "write", role: "member", here: false, tags: ["jobs"] },
  "project.list": { kind: "read", role: "viewer", here: false, tags: ["projects", "versions"] },
  "project.create": { kind: "write", role: "member", here: false, tags: ["projects", "history", "store"] },
  "project.rename": { kind: "write", role: "member", here: false, tags: ["projects", "collections", "versions", "version", "history"] },
  "project.delete": { kind: "write", role: "member", here: false, tags: ["projects", "collections", "versions", "version", "history", "trash", "store"] },
  "type.list": { kind: "read", role: "viewer", here: false, tags: ["collections", "versions"] },
  "collection.list": { kind: "read", role: "viewer", here: false, tags: ["collections", "versions"] },
  "collection.show": { kind: "read", role: "viewer", here: false, tags: ["collections", "versions"] },
  "collection.create": { kind: "write", role: "member", here: false, tags: ["collections", "history"] },
  "collection.rename": { kind: "write", role: "member", here: false, tags: ["collections", "versions", "version", "history"] },
  "collection.describe": { kind: "write", role: "member", here: false, tags: ["collections", "history"] },
  "collection.delete": { kind: "write", role: "member", here: false, tags: ["collections", "versions", "version", "history", "trash", "store"] },
  "search.quick": { kind: "read", role: "viewer", here: false, tags: ["collections", "versions", "version"] },
  "address.resolve": { kind: "read", role: "viewer", here: false, tags: ["collections", "versions", "version"] },
  "version.page": { kind: "read", role: "viewer", here: false, tags: ["versions"] },
  "version.locate": { kind: "read", role: "viewer", here: false, tags: ["versions"] },
  "version.show": { kind: "read", role: "viewer", here: false, tags: ["version", "versions"] },
  "version.bytes": { kind: "read", role: "viewer", here: false, tags: ["version", "versions"] },
  "version.compare": { kind: "read", role: "viewer", here: false, tags: ["version"] },
  "version.compare_files": { kind: "read", role: "viewer", here: false, tags: ["files"] },
  "file.folder": { kind: "read", role: "viewer", here: false, tags: ["files"] },
  "file.list": { kind: "read", role: "viewer", here: false, tags: ["files"] },
  "file.show": { kind: "read", role: "viewer", here: false, tags: ["files"] },
  "file.preview": { kind: "read", role: "viewer", here: false, tags: ["files"] },
  "file.materialise": { kind: "write", role: "viewer", here: true, tags: [] },
  "export.plan": { kind: "read", role: "viewer", here: true, tags: [] },
  "export.start": { kind: "write", role: "viewer", here: true, tags: ["jobs"] },
  "log.plan": { kind: "write", role: "member", here: true, tags: [] },
  "log.plan_get": { kind: "read", role: "member", here: true, tags: [] },
  "log.plan_drop": { kind: "write", role: "member", here: true, tags: [] },
  "log.start": { kind: "write", role: "member", here: true, tags: ["jobs"] },
  "alias.list": { kind: "read", role: "viewer", here: false, tags: ["version", "versions"] },
  "alias.add": { kind: "write", role: "member", here: false, tags: ["version", "versions", "history"] },
  "alias.remove": { kind: "write", role: "member", here: false, tags: ["version", "versions", "history"] },
  "alias.set": { kind: "write", role: "member", here: false, tags: ["version", "versions", "history"] },
  "tag.list": { kind: "read", role: "viewer", here: false, tags: ["version", "versions"] },
  "tag.edit": { kind: "write", role: "member", here: false, tags: ["version", "versions", "history"] },
  "version.describe": { kind: "write", role: "member", here: false, tags: ["version", "history"] },
  "metadata.replace": { kind: "write", role: "member", here: false, tags: ["version", "versions", "history"] },
  "metadata.set": { kind: "write", role: "member", here: false, tags: ["version", "versions", "history"] },
  "ttl.plan": { kind: "read", role: "viewer", here: false, tags: ["version", "versions"] },
  "ttl.set": { kind: "write", role: "member", here: false, tags: ["version", "versions", "history", "trash", "store"] },
  "version.delete_plan": { kind: "read", role: "viewer", here: false, tags: ["version", "versions"] },
  "version.delete": { kind: "write", role: "member", here: false, tags: ["version", "versions", "collections", "history", "trash", "store"] },
  "trash.list": { kind: "read", role: "viewer", here: false, tags: ["trash"] },
  "trash.restore": { kind: "write", role: "member", here: false, tags: ["version", "versions", "collections", "history", "trash", "store"] },
  "trash.empty": { kind: "write", role: "admin", here: false, tags: ["version", "versions", "collections", "files", "history", "trash", "store", "lineage"] },
  "upkeep.state": { kind: "read", role: "viewer", here: false, tags: ["store", "versions", "trash"] },
  "collect.plan": { kind: "read", role: "viewer", here: false, tags: ["store", "versions", "trash"] },
  "collect.start": { kind: "write", role: "admin", here: false, tags: ["jobs", "store", "trash"] },
  "receipt.list": { kind: "read", role: "viewer", here: false, tags: ["store"] },
  "receipt.show": { kind: "read", role: "viewer", here: false, tags: [] },
  "storage.show": { kind: "read", role: "viewer", here: false, tags: ["store", "versions", "trash"] },
  "storage.expiring": { kind: "read", role: "viewer", here: false, tags: ["store", "versions", "version", "trash"] },
  "storage.growth": { kind: "read", role: "viewer", here: false, tags: ["store", "versions", "trash"] },
  "storage.duplicates": { kind: "read", role: "viewer", here: false, tags: ["store", "versions", "trash"] },
  "trash.restore_plan": { kind: "read", role: "viewer", here: false, tags: ["trash", "version", "versions"] },
  "retention.plan": { kind: "read", role: "viewer", here: false, tags: ["version", "versions", "trash", "store", "lineage"] },
  "retention.carry_out": { kind: "write", role: "member", here: false, tags: ["jobs"] },
  "rule.list": { kind: "read", role: "viewer", here: false, tags: ["store", "collections", "projects"] },
  "rule.plan": { kind: "read", role: "viewer", here: false, tags: ["store", "collections", "projects", "version", "versions"] },
  "rule.set": { kind: "write", role: "admin", here: false, tags: ["store", "collections", "projects", "history"] },
  "rule.remove": { kind: "write", role: "admin", here: false, tags: ["store", "collections", "projects", "history"] },
  "run.list": { kind: "read", role: "viewer", here: false, tags: ["runs"] },
  "run.show": { kind: "read", role: "viewer", here: false, tags: ["runs", "versions", "version"] },
  "run.start": { kind: "write", role: "member", here: false, tags: ["runs", "lineage", "projects", "history"] },
  "run.finish": { kind: "write", role: "member", here: false, tags: ["runs", "lineage", "history"] },
  "run.edit": { kind: "write", role: "member", here: false, tags: ["runs", "lineage", "history"] },
  "run.delete": { kind: "write", role: "member", here: false, tags: ["runs", "lineage", "history"] },
  "run.edge": { kind: "write", role: "member", here: false, tags: ["runs", "lineage", "history"] },
  "run.reproduce": { kind: "write", role: "viewer", here: true, tags: ["jobs"] },
  "lineage.picture": { kind: "read", role: "viewer", here: false, tags: ["lineage", "versions", "version"] },
  "lineage.members": { kind: "read", role: "viewer", here: false, tags: ["lineage", "versions", "version"] },
  "lineage.list": { kind: "read", role: "viewer", here: false, tags: ["lineage", "versions", "version"] },
  "lineage.path": { kind: "read", role: "viewer", here: false, tags: ["lineage"] },
  "lineage.impact": { kind: "read", role: "viewer", here: false, tags: ["lineage", "versions", "version"] },
  "lineage.export": { kind: "read", role: "viewer", here: false, tags: ["lineage"] },
  "lineage.complete": { kind: "read", role: "viewer", here: false, tags: ["lineage", "versions"] },
  "history.list": { kind: "read", role: "viewer", here: false, tags: ["history"] },
  "history.state": { kind: "read", role: "viewer", here: false, tags: ["history"] },
  "history.undo": { kind: "write", role: "member", here: false, tags: ["store", "projects", "collections", "versions", "version", "history", "trash", "runs", "lineage"] },
  "history.redo": { kind: "write", role: "member", here: false, tags: ["store", "projects", "collections", "versions", "version", "history", "trash", "runs", "lineage"] },
  "job.list": { kind: "read", role: "viewer", here: false, tags: ["jobs"] },
  "job.cancel": { kind: "write", role: "member", here: false, tags: ["jobs"] },
  "job.pause": { kind: "write", role: "member", here: false, tags: ["jobs"] },
  "job.resume": { kind: "write", role: "member", here: false, tags: ["jobs"] },
  "job.retry": { kind: "write", role: "member", here: false, tags: ["jobs"] },
  "job.dismiss": { kind: "write", role: "member", here: false, tags: ["jobs"] },
  "host.choose_files": { kind: "write", role: "viewer", here: true, tags: [] },
  "host.choose_folder": { kind: "write", role: "viewer", here: true, tags: [] },
  "host.save_as": { kind: "write", role: "viewer", here: true, tags: [] },
  "host.reveal": { kind: "write", role: "viewer", here: true, tags: [] },
  "host.open_file": { kind: "write", role: "viewer", here: true, tags: [] },
};
