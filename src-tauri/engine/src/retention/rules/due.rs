//! What rules take now.

use std::collections::HashSet;

use rusqlite::Connection;

use super::judge::{Facts, Verdict, judge};
use super::{Rule, RuleTarget};
use crate::Result;
use crate::clock::Millis;
use crate::db::rule::{self, Fact, RuleRow};
use crate::db::{collection, project, version};
use crate::model::{ArtifactName, CollectionId, Json, Metadata, RuleId, TypeName, VersionId, is_auto_made};

/// Versions that a rule takes now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueByRule {
    /// Number of the rule.
    pub rule: RuleId,
    /// Whose rule it is.
    pub target: RuleTarget,
    /// The versions, by collection and index.
    pub versions: Vec<VersionId>,
}

/// What each rule in force takes now, those that take nothing left out; oldest rule first.
pub fn due_by_rules(connection: &Connection, now: Millis) -> Result<Vec<DueByRule>> {
    let mut due = Vec::new();
    for row in rule::list(connection)? {
        let Some(target) = target(&row) else { continue };
        let versions = taken(connection, target, &Rule::parse(&row.text)?, now)?;
        if !versions.is_empty() {
            due.push(DueByRule { rule: row.id, target, versions });
        }
    }
    Ok(due)
}

/// Whose rule a row is.
pub(super) fn target(row: &RuleRow) -> Option<RuleTarget> {
    match (row.collection, row.project) {
        (Some(id), _) => Some(RuleTarget::Collection(id)),
        (None, Some(id)) => Some(RuleTarget::Project(id)),
        (None, None) => None,
    }
}

/// The versions that a rule takes when it is asked at that time.
pub(super) fn taken(
    connection: &Connection,
    target: RuleTarget,
    rule: &Rule,
    now: Millis,
) -> Result<Vec<VersionId>> {
    let mut taken = Vec::new();
    for id in collections(connection, target)? {
        let (facts, verdicts) = judged(connection, id, rule)?;
        let going = facts.iter().zip(verdicts).filter(|(_, verdict)| verdict.takes_at(now));
        taken.extend(going.map(|(facts, _)| facts.id));
    }
    Ok(taken)
}

/// The collections that a rule is for: of a project those without a rule of their own. Deleted ones have no live
/// version; those of a registry hold links, and what the SDK makes by itself is never taken.
pub(super) fn collections(connection: &Connection, target: RuleTarget) -> Result<Vec<CollectionId>> {
    let mut ids = match target {
        RuleTarget::Collection(id) => vec![id],
        RuleTarget::Project(id) if project::get(connection, id)?.deleted => Vec::new(),
        RuleTarget::Project(id) => {
            let own: HashSet<CollectionId> =
                rule::list(connection)?.into_iter().filter_map(|row| row.collection).collect();
            let mut ids = project::collection_ids(connection, id)?;
            ids.retain(|id| !own.contains(id));
            ids
        }
    };
    let mut wanted = Vec::with_capacity(ids.len());
    for id in ids.drain(..) {
        let row = collection::get(connection, id)?.filter(|row| !row.deleted);
        let is_own = row.is_some_and(|row| {
            !TypeName::parse(&row.artifact_type).is_ok_and(|kind| is_auto_made(&kind, &row.name))
                && ArtifactName::parse(&row.name).is_ok()
        });
        if is_own {
            wanted.push(id);
        }
    }
    Ok(wanted)
}

/// The versions of a collection with what the rule says of them.
pub(super) fn judged(
    connection: &Connection,
    id: CollectionId,
    rule: &Rule,
) -> Result<(Vec<Facts>, Vec<Verdict>)> {
    let key = rule.best.as_ref().map(|best| best.key.as_str());
    let mut facts = Vec::new();
    rule::facts(connection, id, key.is_some(), &mut |fact| {
        facts.push(read(&fact, key)?);
        Ok(())
    })?;
    // Without an alias of that name, `latest` means the newest version.
    if !facts.iter().any(|facts: &Facts| facts.latest)
        && let Some(newest) = version::newest(connection, id)?
        && let Some(holder) = facts.iter_mut().find(|facts| facts.id == newest.id)
    {
        holder.latest = true;
    }
    let verdicts = judge(rule, &facts);
    Ok((facts, verdicts))
}

fn read(fact: &Fact, key: Option<&str>) -> Result<Facts> {
    let number = match (key, &fact.metadata) {
        (Some(key), Some(text)) => number(text, key)?,
        _ => None,
    };
    Ok(Facts {
        id: fact.id,
        index: fact.index,
        created_at: fact.created_at,
        size: fact.size,
        aliased: fact.is_aliased,
        latest: fact.is_latest,
        linked: fact.is_linked,
        used: fact.is_used,
        brought_back: fact.is_brought_back,
        number,
    })
}

/// The number at a key of metadata; none where something else is there, or nothing.
fn number(metadata: &str, key: &str) -> Result<Option<f64>> {
    Ok(match Metadata::parse(metadata)?.get(key) {
        Some(Json::Number(number)) => number.parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    })
}
