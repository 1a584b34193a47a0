//! Random operations on a small store: few names, few contents, so that they meet.

use cairn_engine::catalog::{EdgeKind, RUN_ENDS, RunChange, RunName, RunSpec, Selection, VersionState};
use cairn_engine::fs::CancelToken;
use cairn_engine::history::{Outcome, Role};
use cairn_engine::ingest::{LogOptions, LogSpec};
use cairn_engine::model::{OperationId, VersionId};
use cairn_engine::progress::Monitor;
use cairn_engine::retention::rules::{Best, Rule, RuleTarget};
use cairn_engine::retention::{Act, Along, Restore, TtlAct};
use cairn_engine::{Code, Result};
use cairn_tests::facts::{runs, versions};
use cairn_tests::{Tree, World};
use proptest::prelude::*;

/// Milliseconds between two operations, longer than the shortest TTL.
const PAUSE: i64 = 3_600_000;
const CONTENTS: [&str; 4] = ["a", "b", "c", "d"];
const PROJECTS: [&str; 3] = ["uncategorized", "p one", "p-two"];
const COLLECTIONS: [&str; 3] = ["mnist", "nets", "a.b-c_d"];
const TYPES: [&str; 2] = ["dataset", "model"];
const ALIASES: [&str; 3] = ["best", "best model", "prod"];
const TAGS: [&str; 3] = ["golden", "in review", "größe-2"];
const TEXTS: [&str; 3] = ["", "ein Text", "# two\nlines"];
const KEYS: [&str; 3] = ["loss", "train.lr", "ba\\.se"];
const VALUES: [&str; 3] = ["0.25", "\"adam\"", "{\"deep\":[1,null]}"];
/// The first two expire at once.
const TTLS: [&str; 6] = ["1s", "2020-01-01", "30d", "none", "inherit", "2026-12-31"];

const KEY_NAMES: [&str; 3] = ["ci", "laptop", "eve"];

/// One operation; numbers choose from the lists above or from the versions there are.
#[derive(Debug, Clone)]
pub(crate) enum Op {
    Log { at: u8, content: u8, kind: u8, around: u8 },
    AddAlias { version: u8, alias: u8 },
    RemoveAlias { version: u8, alias: u8 },
    SetAliases { version: u8, aliases: u8 },
    Tag { version: u8, add: u8, remove: u8 },
    Describe { version: u8, text: u8 },
    SetMetadata { version: u8, key: u8, value: u8 },
    ReplaceMetadata { version: u8, value: u8 },
    RemoveMetadata { version: u8, key: u8 },
    Ttl { version: u8, also: u8, ttl: u8 },
    Delete { version: u8, also: u8, aliases: bool },
    Restore { version: u8, also: u8 },
    MakeCollection { at: u8, kind: u8, text: u8 },
    RenameCollection { at: u8, to: u8 },
    DescribeCollection { at: u8, text: u8 },
    DeleteCollection { at: u8 },
    MakeProject { project: u8, text: u8 },
    RenameProject { project: u8, to: u8 },
    DeleteProject { project: u8 },
    Configure { ttl: u8, days: u8 },
    StartRun { at: u8, version: u8, also: u8 },
    FinishRun { run: u8, state: u8 },
    EditRun { run: u8, text: u8 },
    DeleteRun { run: u8 },
    Tie { run: u8, version: u8, how: u8 },
    AlongLineage { version: u8, ttl: u8, how: u8 },
    TakeBack { version: u8, also: u8 },
    AddKey { name: u8, role: u8 },
    RevokeKey { name: u8 },
    SetRule { at: u8, how: u8 },
    RemoveRule { at: u8 },
    ApplyRule { rule: u8 },
}

pub(crate) fn op() -> impl Strategy<Value = Op> {
    let n = any::<u8>;
    prop_oneof![
        8 => (n(), n(), n(), n()).prop_map(|(at, content, kind, around)| Op::Log { at, content, kind, around }),
        2 => (n(), n()).prop_map(|(version, alias)| Op::AddAlias { version, alias }),
        1 => (n(), n()).prop_map(|(version, alias)| Op::RemoveAlias { version, alias }),
        2 => (n(), n()).prop_map(|(version, aliases)| Op::SetAliases { version, aliases }),
        2 => (n(), n(), n()).prop_map(|(version, add, remove)| Op::Tag { version, add, remove }),
        1 => (n(), n()).prop_map(|(version, text)| Op::Describe { version, text }),
        2 => (n(), n(), n()).prop_map(|(version, key, value)| Op::SetMetadata { version, key, value }),
        1 => (n(), n()).prop_map(|(version, value)| Op::ReplaceMetadata { version, value }),
        1 => (n(), n()).prop_map(|(version, key)| Op::RemoveMetadata { version, key }),
        3 => (n(), n(), n()).prop_map(|(version, also, ttl)| Op::Ttl { version, also, ttl }),
        3 => (n(), n(), any::<bool>()).prop_map(|(version, also, aliases)| Op::Delete { version, also, aliases }),
        3 => (n(), n()).prop_map(|(version, also)| Op::Restore { version, also }),
        1 => (n(), n(), n()).prop_map(|(at, kind, text)| Op::MakeCollection { at, kind, text }),
        2 => (n(), n()).prop_map(|(at, to)| Op::RenameCollection { at, to }),
        1 => (n(), n()).prop_map(|(at, text)| Op::DescribeCollection { at, text }),
        2 => n().prop_map(|at| Op::DeleteCollection { at }),
        1 => (n(), n()).prop_map(|(project, text)| Op::MakeProject { project, text }),
        1 => (n(), n()).prop_map(|(project, to)| Op::RenameProject { project, to }),
        1 => n().prop_map(|project| Op::DeleteProject { project }),
        1 => (n(), n()).prop_map(|(ttl, days)| Op::Configure { ttl, days }),
        3 => (n(), n(), n()).prop_map(|(at, version, also)| Op::StartRun { at, version, also }),
        2 => (n(), n()).prop_map(|(run, state)| Op::FinishRun { run, state }),
        1 => (n(), n()).prop_map(|(run, text)| Op::EditRun { run, text }),
        1 => n().prop_map(|run| Op::DeleteRun { run }),
        4 => (n(), n(), n()).prop_map(|(run, version, how)| Op::Tie { run, version, how }),
        2 => (n(), n(), n()).prop_map(|(version, ttl, how)| Op::AlongLineage { version, ttl, how }),
        1 => (n(), n()).prop_map(|(version, also)| Op::TakeBack { version, also }),
        1 => (n(), n()).prop_map(|(name, role)| Op::AddKey { name, role }),
        1 => n().prop_map(|name| Op::RevokeKey { name }),
        2 => (n(), n()).prop_map(|(at, how)| Op::SetRule { at, how }),
        1 => n().prop_map(|at| Op::RemoveRule { at }),
        3 => n().prop_map(|rule| Op::ApplyRule { rule }),
    ]
}

/// A refusal that random operations may meet; anything else is a defect.
pub(crate) fn is_expected(code: Code) -> bool {
    use Code::{Deleted, Exists, HasAliases, NotFound, RequestInvalid, TypeMismatch};
    matches!(code, Deleted | Exists | HasAliases | NotFound | RequestInvalid | TypeMismatch)
        || matches!(code, Code::TtlInvalid | Code::MetadataInvalid)
}

/// A world with the contents to log.
pub(crate) fn world() -> World {
    let world = World::new();
    for content in CONTENTS {
        let same = Tree::new(world.path(content)).file("same.txt", "in each of them");
        let _ = same.file("sub/own.bin", content.repeat(1000));
    }
    world
}

/// Does one operation; answers its number when something changed.
pub(crate) fn apply(world: &World, op: &Op) -> Result<Option<OperationId>> {
    world.clock.advance(PAUSE);
    let (store, actor) = (&world.store, &world.actor);
    let outcome = match op {
        Op::Log { at, content, kind, around } => return log(world, *at, *content, *kind, *around),
        Op::AddAlias { version, alias } => {
            store.add_alias(actor, &number(world, *version), pick(&ALIASES, *alias))
        }
        Op::RemoveAlias { version, alias } => {
            store.remove_alias(actor, &number(world, *version), pick(&ALIASES, *alias))
        }
        Op::SetAliases { version, aliases } => {
            store.set_aliases(actor, &number(world, *version), &some(&ALIASES, *aliases))
        }
        Op::Tag { version, add, remove } => store.edit_tags(
            actor,
            &selection(world, *version, *add),
            &some(&TAGS, *add),
            &some(&TAGS, *remove),
        ),
        Op::Describe { version, text } => {
            store.describe_version(actor, &number(world, *version), pick(&TEXTS, *text))
        }
        Op::SetMetadata { version, key, value } => {
            let selection = selection(world, *version, *value);
            store.set_metadata(actor, &selection, pick(&KEYS, *key), Some(pick(&VALUES, *value)))
        }
        Op::ReplaceMetadata { version, value } => {
            let text = format!("{{\"loss\":{}}}", pick(&VALUES, *value));
            store.replace_metadata(actor, &number(world, *version), &text)
        }
        Op::RemoveMetadata { version, key } => {
            store.set_metadata(actor, &selection(world, *version, 0), pick(&KEYS, *key), None)
        }
        Op::Ttl { version, also, ttl } => {
            store.set_ttl(actor, &selection(world, *version, *also), pick(&TTLS, *ttl))
        }
        Op::Delete { version, also, aliases } => {
            store.delete_versions(actor, &selection(world, *version, *also), *aliases)
        }
        Op::Restore { version, also } => store.restore_versions(actor, &trashed(world, *version, *also)),
        Op::MakeCollection { at, kind, text } => {
            let (project, name) = place(*at);
            store.create_collection(actor, Some(project), name, pick(&TYPES, *kind), pick(&TEXTS, *text))
        }
        Op::RenameCollection { at, to } => {
            store.rename_collection(actor, &address(*at), pick(&COLLECTIONS, *to))
        }
        Op::DescribeCollection { at, text } => {
            store.describe_collection(actor, &address(*at), pick(&TEXTS, *text))
        }
        Op::DeleteCollection { at } => store.delete_collection(actor, &address(*at)),
        Op::MakeProject { project, text } => {
            store.create_project(actor, pick(&PROJECTS, *project), pick(&TEXTS, *text))
        }
        Op::RenameProject { project, to } => {
            store.rename_project(actor, pick(&PROJECTS, *project), pick(&PROJECTS, *to))
        }
        Op::DeleteProject { project } => store.delete_project(actor, pick(&PROJECTS, *project)),
        Op::Configure { ttl, days } => {
            store.configure(actor, pick(&["none", "90d", "2h"], *ttl), u32::from(*days) % 9 + 1)
        }
        Op::StartRun { .. }
        | Op::FinishRun { .. }
        | Op::EditRun { .. }
        | Op::DeleteRun { .. }
        | Op::Tie { .. } => apply_to_run(world, op),
        other => apply_retention(world, other),
    };
    outcome.map(|outcome| outcome.operation)
}

/// Does an operation that says what goes, or who may say so.
fn apply_retention(world: &World, op: &Op) -> Result<Outcome> {
    let (store, actor) = (&world.store, &world.actor);
    match op {
        Op::AlongLineage { version, ttl, how } => {
            let act = Act::Ttl(TtlAct {
                selection: selection(world, *version, *how),
                ttl: pick(&TTLS, *ttl).into(),
                along: Along { up: how & 1 != 0, down: how & 2 != 0, depth: (how & 4 != 0).then_some(1) },
                except: Vec::new(),
            });
            // What was planned is what is done.
            let stamp = store.plan(&act)?.stamp;
            store.carry_out(actor, &act, Some(&stamp), &Monitor::silent())
        }
        Op::TakeBack { version, also } => {
            let (versions, how) = (trashed(world, *version, *also), Restore { take_aliases: true });
            store.restore(actor, &versions, how, &Monitor::silent())
        }
        Op::AddKey { name, role } => {
            let role = [Role::Viewer, Role::Member, Role::Admin][usize::from(role % 3)];
            store.add_key(actor, pick(&KEY_NAMES, *name), role).map(|made| made.outcome)
        }
        Op::RevokeKey { name } => store.revoke_key(actor, pick(&KEY_NAMES, *name)),
        Op::SetRule { at, how } => {
            let target = target(world, *at)?;
            let rule = Rule {
                last: Some(u64::from(how % 3) + 1),
                best: (how & 4 != 0).then(|| Best { count: 1, key: "step".into(), largest: how & 8 != 0 }),
                aliased: how & 16 != 0,
                used: how & 32 != 0,
                younger: (how & 64 != 0).then_some(7200),
                ..Rule::default()
            };
            store.set_rule(actor, target, &rule)
        }
        Op::RemoveRule { at } => store.remove_rule(actor, target(world, *at)?),
        Op::ApplyRule { rule } => {
            let rules = store.rules()?;
            let Some(rule) = rules.get(usize::from(*rule) % rules.len().max(1)) else {
                return store.remove_rule(actor, target(world, 0)?); // refused: there is none
            };
            store.apply_retention(actor, rule.id, &Monitor::silent())
        }
        _ => unreachable!("of something else"),
    }
}

/// A collection, or now and then a project.
fn target(world: &World, at: u8) -> Result<RuleTarget> {
    let text = if at.is_multiple_of(5) { place(at).0.to_owned() } else { address(at) };
    world.store.rule_target(&text)
}

/// Does an operation on runs.
fn apply_to_run(world: &World, op: &Op) -> Result<Outcome> {
    let (store, actor) = (&world.store, &world.actor);
    match op {
        Op::StartRun { at, version, also } => {
            let spec = RunSpec {
                project: Some(place(*at).0.into()),
                name: format!("run {at}"),
                state: also.is_multiple_of(2).then(|| "finished".into()),
                inputs: if at.is_multiple_of(3) { Vec::new() } else { vec![number(world, *version)] },
                outputs: if also.is_multiple_of(3) { vec![number(world, *also)] } else { Vec::new() },
                ..RunSpec::default()
            };
            store.start_run(actor, &spec).map(|(_, outcome)| outcome)
        }
        Op::FinishRun { run, state } => {
            let summary = format!("{{\"n\":{state}}}");
            let state = pick(&RUN_ENDS, *state);
            with_run(world, *run, |name| {
                store.finish_run(actor, name, state, Some(&summary), &CancelToken::new())
            })
        }
        Op::EditRun { run, text } => {
            let change = RunChange {
                name: Some(format!("other {text}")),
                config: Some(format!("{{\"lr\":{text}}}")),
                ..RunChange::default()
            };
            with_run(world, *run, |name| store.edit_run(actor, name, &change))
        }
        Op::DeleteRun { run } => with_run(world, *run, |name| store.delete_run(actor, name)),
        Op::Tie { run, version, how } => {
            let kind = if how & 1 == 0 { EdgeKind::Used } else { EdgeKind::Logged };
            let (versions, role) = ([number(world, *version)], (how & 2 != 0).then_some("train"));
            let remove = how.is_multiple_of(5);
            with_run(world, *run, |name| store.set_edges(actor, name, kind, &versions, role, remove))
        }
        _ => unreachable!("not of runs"),
    }
}

/// One of the runs there are, those of logs included.
fn with_run(world: &World, at: u8, work: impl FnOnce(&RunName<'_>) -> Result<Outcome>) -> Result<Outcome> {
    let text = format!("#{}", usize::from(at) % runs(&world.store).len().max(1) + 1);
    work(&RunName { text: &text, project: None })
}

/// Logs one of the contents; `around` says what is given besides.
fn log(world: &World, at: u8, content: u8, kind: u8, around: u8) -> Result<Option<OperationId>> {
    let (project, name) = place(at);
    let has = |bit: u8| around & (1 << bit) != 0;
    let spec = LogSpec {
        project: Some(project.into()),
        name: name.into(),
        // Mostly the same type, or nearly every log would be refused.
        artifact_type: pick(&TYPES, u8::from(kind > 220)).into(),
        aliases: if has(0) { some(&ALIASES, around >> 4) } else { Vec::new() },
        tags: if has(1) { some(&TAGS, around >> 4) } else { Vec::new() },
        description: has(2).then(|| pick(&TEXTS, around >> 4).to_owned()),
        metadata: has(3).then(|| format!("{{\"step\":{around}}}")),
        ttl: around.is_multiple_of(5).then(|| pick(&TTLS, around >> 3).to_owned()),
        // Now and then a run that there is.
        run: (around.is_multiple_of(4) && !runs(&world.store).is_empty()).then(|| "#1".to_owned()),
    };
    let source = world.path(pick(&CONTENTS, content));
    world.log_paths(&[&source], &LogOptions::default(), &spec).map(|report| report.operation)
}

fn pick<'a>(from: &[&'a str], at: u8) -> &'a str {
    from[usize::from(at) % from.len()]
}

fn some(from: &[&str], bits: u8) -> Vec<String> {
    from.iter()
        .enumerate()
        .filter(|(at, _)| bits & (1 << at) != 0)
        .map(|(_, name)| (*name).to_owned())
        .collect()
}

fn place(at: u8) -> (&'static str, &'static str) {
    // Two of three times the default project.
    let project = if at.is_multiple_of(3) { pick(&PROJECTS, at / 3) } else { PROJECTS[0] };
    (project, pick(&COLLECTIONS, at / 9))
}

fn address(at: u8) -> String {
    let (project, name) = place(at);
    format!("{project}/{name}")
}

/// `#id` of one of the versions there are.
fn number(world: &World, at: u8) -> String {
    let count = versions(&world.store).len().max(1);
    format!("#{}", usize::from(at) % count + 1)
}

/// One version, or two.
fn selection(world: &World, at: u8, also: u8) -> Selection {
    let count = versions(&world.store).len().max(1);
    choose(&(1..=count as i64).collect::<Vec<_>>(), at, also)
}

fn trashed(world: &World, at: u8, also: u8) -> Selection {
    let all = versions(&world.store);
    let gone = all.iter().filter(|version| version.row.state == VersionState::Deleted);
    choose(&gone.map(|version| version.row.id.get()).collect::<Vec<_>>(), at, also)
}

fn choose(ids: &[i64], at: u8, also: u8) -> Selection {
    let mut chosen: Vec<usize> = vec![usize::from(at)];
    chosen.extend((also % 4 == 1).then_some(usize::from(also)));
    let mut ids: Vec<i64> = chosen.iter().filter_map(|at| ids.get(at % ids.len().max(1)).copied()).collect();
    ids.dedup();
    Selection::Versions(ids.into_iter().map(VersionId::new).collect())
}
