//! What plans say, against naive recounts of small stores; and that what is done is what was said.

use std::collections::{BTreeMap, BTreeSet};

use cairn_engine::Code;
use cairn_engine::catalog::{Selection, VersionState};
use cairn_engine::manifest::Entry;
use cairn_engine::model::{RelPath, VersionId};
use cairn_engine::progress::Monitor;
use cairn_engine::retention::{Act, Along, Plan, TtlAct};
use cairn_engine::scale::{Made, MadeRun};
use cairn_tests::scale::{Dice, cases};
use cairn_tests::world::BEGINNING;
use cairn_tests::{World, facts};
use proptest::prelude::*;

/// A version as the model knows it.
#[derive(Debug, Clone, Default)]
struct Version {
    /// Blobs with their sizes.
    blobs: BTreeMap<String, u64>,
    collection: String,
    in_trash: bool,
}

#[derive(Debug, Default)]
struct Model {
    versions: BTreeMap<VersionId, Version>,
    /// Inputs and outputs of runs.
    runs: Vec<(Vec<VersionId>, Vec<VersionId>)>,
}

/// A store of versions that share what they hold: few blobs, few paths, long manifests among short ones.
fn world(dice: &mut Dice) -> (World, Model) {
    let world = World::new();
    for seed in 0..3 {
        let files: Vec<(String, Vec<u8>)> =
            (0..8).map(|n| (format!("f{n}"), dice.bytes(1 + (seed * 8 + n) * 7))).collect();
        let files: Vec<(&str, &[u8])> =
            files.iter().map(|(path, bytes)| (path.as_str(), &bytes[..])).collect();
        world.log(&format!("seed-{seed}"), &files);
    }
    let blobs = world.store.blobs_for_entries().unwrap();
    let mut lists: Vec<Vec<(usize, usize)>> = Vec::new();
    let mut made = Vec::new();
    for number in 0..4 + dice.below(8) {
        // Sometimes the content of another, sometimes most of it, sometimes all new.
        let mut list: Vec<(usize, usize)> = match dice.below(4) {
            0 if !lists.is_empty() => lists[dice.below(lists.len() as u64) as usize].clone(),
            1 if !lists.is_empty() => {
                let mut list = lists[dice.below(lists.len() as u64) as usize].clone();
                let at = dice.below(list.len() as u64) as usize;
                list[at].1 = dice.below(blobs.len() as u64) as usize;
                list
            }
            _ => {
                let len = if dice.below(4) == 0 { 150 + dice.below(500) } else { 1 + dice.below(6) };
                (0..len).map(|path| (path as usize, dice.below(blobs.len() as u64) as usize)).collect()
            }
        };
        list.sort_unstable();
        let entry = |(path, blob): &(usize, usize)| {
            let (sha256, md5, size) = blobs[*blob];
            Entry::blob(RelPath::parse(&format!("p{path:05}")).unwrap(), sha256, md5, size)
        };
        made.push(Made {
            name: format!("c{}", dice.below(3)),
            artifact_type: "dataset".into(),
            entries: list.iter().map(entry).collect(),
            aliases: (dice.below(3) == 0).then(|| format!("a{number}")).into_iter().collect(),
            tag: None,
            metadata: "{}".into(),
            ttl: None,
            at: BEGINNING + number as i64,
        });
        lists.push(list);
    }
    world.store.make_versions_of(&world.actor, "uncategorized", &mut made.into_iter()).unwrap();
    let mut model = Model::default();
    runs(&world, dice, &mut model);
    read(&world, &mut model);
    (world, model)
}

fn runs(world: &World, dice: &mut Dice, model: &mut Model) {
    let ids: Vec<VersionId> =
        cairn_tests::facts::versions(&world.store).iter().map(|version| version.row.id).collect();
    for number in 0..dice.below(8) {
        let mut some = |count: u64| {
            let mut some: Vec<VersionId> =
                (0..dice.below(count)).map(|_| ids[dice.below(ids.len() as u64) as usize]).collect();
            some.sort_unstable();
            some.dedup();
            some
        };
        let (inputs, outputs) = (some(4), some(3));
        let run = MadeRun {
            name: format!("r{number}"),
            job_type: "train".into(),
            inputs: inputs.clone(),
            outputs: outputs.clone(),
            at: BEGINNING,
        };
        world.store.make_runs_of(&world.actor, "uncategorized", &mut std::iter::once(run)).unwrap();
        model.runs.push((inputs, outputs));
    }
}

/// Reads every version anew, as a person would.
fn read(world: &World, model: &mut Model) {
    model.versions.clear();
    for version in cairn_tests::facts::versions(&world.store) {
        let (_, entries) = world.store.file_page(&version.row, "", None, 0, 100_000).unwrap();
        let blobs = entries.iter().map(|entry| (entry.sha256().unwrap().to_hex(), entry.logical())).collect();
        let in_trash = version.row.state == VersionState::Deleted;
        let collection = version.collection.address();
        model.versions.insert(version.row.id, Version { blobs, collection, in_trash });
    }
}

/// Bytes of what `going` holds and no version of `rest` does.
fn only_in(model: &Model, going: &BTreeSet<VersionId>, rest: impl Fn(&VersionId, &Version) -> bool) -> u64 {
    let held: BTreeSet<&String> = model
        .versions
        .iter()
        .filter(|(id, version)| !going.contains(id) && rest(id, version))
        .flat_map(|(_, version)| version.blobs.keys())
        .collect();
    let own: BTreeMap<&String, &u64> = going.iter().flat_map(|id| &model.versions[id].blobs).collect();
    own.iter().filter(|(digest, _)| !held.contains(*digest)).map(|(_, size)| **size).sum()
}

/// Versions that stay, had a run with all of its inputs, and have none afterwards.
fn stranded(model: &Model, going: &BTreeSet<VersionId>) -> u64 {
    let is_live = |id: &VersionId| !model.versions[id].in_trash;
    let loses = |id: &VersionId| {
        let recipes = model.runs.iter().filter(|(_, outputs)| outputs.contains(id)).map(|(inputs, _)| inputs);
        let whole: Vec<&Vec<VersionId>> = recipes.filter(|inputs| inputs.iter().all(is_live)).collect();
        !whole.is_empty() && whole.iter().all(|inputs| inputs.iter().any(|input| going.contains(input)))
    };
    // Logs have runs of their own, without inputs: what has such a recipe can always be logged again.
    let logged_alone = |id: &VersionId| model.versions[id].collection.contains("/seed-");
    let all = model.versions.keys().filter(|id| is_live(id) && !going.contains(id) && !logged_alone(id));
    all.filter(|id| loses(id)).count() as u64
}

fn check(plan: &Plan, model: &Model, asked: &BTreeSet<VersionId>) -> Result<(), TestCaseError> {
    let going: BTreeSet<VersionId> =
        asked.iter().copied().filter(|id| !model.versions[id].in_trash).collect();
    prop_assert_eq!(plan.versions, going.len() as u64);
    prop_assert_eq!(plan.locked, (asked.len() - going.len()) as u64);
    let freed = only_in(model, &going, |_, _| true);
    let with_trash = only_in(model, &going, |_, version| !version.in_trash);
    // What the trash frees by itself isn't this plan's: bytes that only trash and these hold.
    prop_assert_eq!(plan.bytes.freed, freed);
    prop_assert_eq!(plan.bytes.freed_with_trash, with_trash - freed);
    let all: BTreeMap<&String, &u64> = going.iter().flat_map(|id| &model.versions[id].blobs).collect();
    let stored: u64 = all.values().copied().sum();
    prop_assert_eq!(plan.bytes.shared, stored - with_trash);
    let sharers: BTreeSet<&String> = model
        .versions
        .iter()
        .filter(|(id, version)| {
            !going.contains(id) && version.blobs.keys().any(|blob| all.contains_key(blob))
        })
        .map(|(_, version)| &version.collection)
        .collect();
    prop_assert!(plan.sharers.complete, "a small store is looked through");
    prop_assert_eq!(plan.sharers.collections.iter().collect::<BTreeSet<_>>(), sharers);
    let users = model.runs.iter().filter(|(inputs, _)| inputs.iter().any(|id| going.contains(id)));
    prop_assert_eq!(plan.lost.runs, users.count() as u64);
    prop_assert_eq!(plan.lost.downstream_count, stranded(model, &going));
    let dates = (plan.dates.purge_at.is_some(), plan.dates.freed_at.is_some());
    prop_assert_eq!(dates, (!going.is_empty(), !going.is_empty()));
    Ok(())
}

proptest! {
    #![proptest_config(cases(160, 1500))]

    /// Each case is a store that loses its versions in several steps, so that more and more lies in the trash.
    #[test]
    fn a_delete_plan_is_exact_and_is_what_is_done(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let (world, mut model) = world(&mut dice);
        for _ in 0..6 {
            let ids: Vec<VersionId> = model.versions.keys().copied().collect();
            let asked: BTreeSet<VersionId> =
                (0..1 + dice.below(5)).map(|_| ids[dice.below(ids.len() as u64) as usize]).collect();
            let selection = Selection::Versions(asked.iter().copied().collect());
            let act = Act::Delete { selection: selection.clone(), delete_aliases: true, now: false };
            let before = facts(&world.store);
            let plan = world.store.plan(&act).unwrap();
            prop_assert_eq!(&facts(&world.store), &before, "a plan changes nothing");
            check(&plan, &model, &asked)?;
            let aliases = |facts: &cairn_tests::Facts| {
                facts.values().map(|text| text.matches("AliasHolder").count()).sum::<usize>()
            };
            match world.store.carry_out(&world.actor, &act, Some(&plan.stamp), &Monitor::silent()) {
                Ok(_) => {
                    let after = facts(&world.store);
                    prop_assert!(aliases(&before) >= aliases(&after));
                    world.store.undo(&world.actor, None).unwrap();
                    prop_assert_eq!(&facts(&world.store), &before, "undo brings all of it back");
                    world.store.redo(&world.actor, None).unwrap();
                    prop_assert_eq!(&facts(&world.store), &after);
                }
                Err(error) => prop_assert_eq!(error.code(), Code::Deleted),
            }
            read(&world, &mut model);
        }
        world.assert_sound();
    }

    /// A TTL along the lineage meets exactly what a naive walk meets.
    #[test]
    fn a_ttl_along_the_lineage_meets_what_a_walk_meets(seed in any::<u64>(), up in any::<bool>(), down in any::<bool>(), depth in prop::option::of(0_u32..4)) {
        let mut dice = Dice::new(seed);
        let (world, model) = world(&mut dice);
        let ids: Vec<VersionId> = model.versions.keys().copied().collect();
        let roots: BTreeSet<VersionId> =
            (0..1 + dice.below(2)).map(|_| ids[dice.below(ids.len() as u64) as usize]).collect();
        let mut met = roots.clone();
        for (wanted, forward) in [(up, false), (down, true)] {
            let mut reached = roots.clone();
            let steps = if wanted { depth.unwrap_or(1000) } else { 0 };
            for _ in 0..steps.min(50) {
                let mut next = reached.clone();
                for (inputs, outputs) in &model.runs {
                    let (from, to) = if forward { (inputs, outputs) } else { (outputs, inputs) };
                    if from.iter().any(|id| reached.contains(id)) {
                        next.extend(to.iter().copied());
                    }
                }
                reached = next;
            }
            met.extend(reached);
        }
        let except: Vec<VersionId> = met.iter().copied().filter(|_| dice.below(5) == 0).collect();
        let act = Act::Ttl(TtlAct {
            selection: Selection::Versions(roots.iter().copied().collect()),
            ttl: "40d".into(),
            along: Along { up, down, depth },
            except: except.clone(),
        });
        let before = facts(&world.store);
        let plan = world.store.plan(&act).unwrap();
        let rows: BTreeSet<VersionId> = plan.rows.iter().map(|row| row.id).collect();
        let expected: BTreeSet<VersionId> = met.iter().copied().filter(|id| !except.contains(id)).collect();
        prop_assert_eq!(&rows, &expected);
        prop_assert_eq!(plan.unchanged, except.len() as u64);
        prop_assert!(plan.rows.iter().filter(|row| roots.contains(&row.id)).all(|row| row.distance == 0));
        world.store.carry_out(&world.actor, &act, Some(&plan.stamp), &Monitor::silent()).unwrap();
        for id in &ids {
            let version = world.store.version_facts(&format!("#{id}")).unwrap();
            let planned = plan.rows.iter().find(|row| row.id == *id);
            prop_assert_eq!(version.expires_at, planned.and_then(|row| row.expires_after));
        }
        if !expected.is_empty() {
            world.store.undo(&world.actor, None).unwrap();
        }
        prop_assert_eq!(facts(&world.store), before);
    }
}
