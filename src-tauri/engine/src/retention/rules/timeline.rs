//! What a rule would take at which sweep, as far as it can be known: as if nothing were logged and nobody did anything.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::due::{collections, judged};
use super::judge::{Kept, Verdict};
use super::{Rule, RuleTarget};
use crate::Result;
use crate::catalog::{Depth, account};
use crate::clock::Millis;
use crate::db::version;
use crate::model::{ManifestId, VersionId};
use crate::retention::{Act, Plan};
use crate::store::Store;

/// Most sweeps of a timeline; the last takes in all that follow.
const SWEEPS: usize = 60;
/// Sweeps whose freed bytes are counted, as long as they take no more versions than [`COUNTED`] together.
const EXACT: usize = 12;
/// Versions up to which freed bytes are counted.
const COUNTED: usize = 20_000;
/// Sweeps of one day are told as one, in milliseconds.
const DAY: Millis = 86_400_000;

/// What one sweep would take.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sweep {
    /// When, at the earliest; now for what goes at the next sweep.
    pub at: Millis,
    /// How many versions.
    pub versions: u64,
    /// Their logical bytes.
    pub bytes: u64,
    /// Bytes that are freed when they have left the trash, after those of the sweeps before; none where that wasn't
    /// counted because it is far away or too much.
    pub freed: Option<u64>,
}

/// What a rule would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RulePlan {
    /// What the next sweep would take, with all that it means.
    pub plan: Plan,
    /// Sweep by sweep, at most 60.
    pub timeline: Vec<Sweep>,
    /// Versions that are never taken as things are, by the reason that comes first, in words.
    pub kept: Vec<(&'static str, u64)>,
    /// Versions that can't be ranked because their metadata has no number at the key.
    pub unranked: u64,
}

impl Store {
    /// What a rule would do if it were the one in force; without `rule`, what the one in force will do.
    ///
    /// Errors: `request-invalid`, `ttl-invalid`, and `not-found` when there is none.
    pub fn plan_rule(&self, target: RuleTarget, rule: Option<&Rule>) -> Result<RulePlan> {
        let rule = match rule {
            Some(rule) => rule.clone(),
            None => self.rule(target)?,
        };
        let mut plan = self.plan(&Act::Rule { target, rule: Some(rule.clone()) })?;
        let foreseen =
            self.database().snapshot(|connection| foresee(connection, target, &rule, self.now()))?;
        if foreseen.unranked > 0 {
            let key = rule.best.as_ref().map_or("", |best| best.key.as_str());
            plan.warning_count += 1;
            plan.warnings.push(format!(
                "{} of the versions have no number at {key}: they can't be ranked and are kept",
                foreseen.unranked
            ));
        }
        Ok(RulePlan { plan, ..foreseen })
    }
}

/// What goes when.
type Calendar = BTreeMap<Millis, (u64, Vec<VersionId>)>;

fn foresee(connection: &Connection, target: RuleTarget, rule: &Rule, now: Millis) -> Result<RulePlan> {
    let mut days: Calendar = BTreeMap::new();
    let mut kept: BTreeMap<&'static str, u64> = BTreeMap::new();
    let mut unranked = 0;
    for id in collections(connection, target)? {
        let (facts, verdicts) = judged(connection, id, rule)?;
        for (facts, verdict) in facts.iter().zip(verdicts) {
            unranked += u64::from(rule.best.is_some() && facts.number.is_none());
            let at = match verdict {
                Verdict::Keep(why) => {
                    *kept.entry(words(why)).or_default() += 1;
                    continue;
                }
                Verdict::Take => now,
                Verdict::KeepUntil(until) if until <= now => now,
                Verdict::KeepUntil(until) => now + ((until - now - 1) / DAY + 1) * DAY,
            };
            let day = days.entry(at).or_default();
            day.0 += facts.size;
            day.1.push(facts.id);
        }
    }
    let timeline = sweeps(connection, days)?;
    Ok(RulePlan { timeline, kept: kept.into_iter().collect(), unranked, ..RulePlan::default() })
}

/// The days as sweeps, with what they free one after the other.
fn sweeps(connection: &Connection, days: Calendar) -> Result<Vec<Sweep>> {
    let mut sweeps: Vec<Sweep> = Vec::new();
    let (mut gone, mut before): (Vec<ManifestId>, u64) = (Vec::new(), 0);
    for (number, (at, (bytes, versions))) in days.into_iter().enumerate() {
        if let Some(last) = sweeps.last_mut().filter(|_| number >= SWEEPS) {
            last.versions += versions.len() as u64;
            last.bytes += bytes;
            continue;
        }
        let mut freed = None;
        if number < EXACT && gone.len() + versions.len() <= COUNTED {
            gone.extend(manifests(connection, &versions)?);
            let all = account(connection, gone.iter().copied(), Depth::Going)?.freed;
            freed = Some(all - before);
            before = all;
        }
        sweeps.push(Sweep { at, versions: versions.len() as u64, bytes, freed });
    }
    Ok(sweeps)
}

fn manifests(connection: &Connection, versions: &[VersionId]) -> Result<Vec<ManifestId>> {
    let rows = version::each(connection, versions)?
        .map_err(|id| crate::Error::internal(format!("Version {id} vanished")))?;
    Ok(rows.iter().filter_map(|row| row.manifest).collect())
}

fn words(kept: Kept) -> &'static str {
    match kept {
        Kept::Latest => "latest",
        Kept::Linked => "linked",
        Kept::BroughtBack => "brought_back",
        Kept::Last => "last",
        Kept::Best => "best",
        Kept::Unranked => "unranked",
        Kept::Aliased => "aliased",
        Kept::Used => "used",
    }
}
