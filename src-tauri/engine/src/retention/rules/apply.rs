//! Rules set, shown, taken away and applied.

use rusqlite::Connection;

use super::due::{DueByRule, due_by_rules, taken, target as target_of};
use super::{Rule, RuleTarget};
use crate::catalog::{Target, describe_versions};
use crate::clock::Millis;
use crate::db::rule::{self, RuleRow};
use crate::db::{alias, collection, impact, make_room, project, version};
use crate::history::{Actor, Cell, CellKind, Edit, Outcome, Role};
use crate::model::{RuleId, quote};
use crate::progress::Monitor;
use crate::retention::{Act, Effect, Effects};
use crate::store::Store;
use crate::{Code, Error, Result};

/// A rule in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleText {
    /// Number.
    pub id: RuleId,
    /// Whose rule it is.
    pub target: RuleTarget,
    /// `entity/project` or `entity/project/collection`.
    pub address: String,
    /// The rule.
    pub rule: Rule,
    /// When it was set.
    pub created_at: Millis,
}

impl Store {
    /// What an address means as the target of a rule: a project, or a collection. Errors: `request-invalid` for a
    /// version, `not-found`.
    pub fn rule_target(&self, address: &str) -> Result<RuleTarget> {
        match self.resolve(address)?.0 {
            Target::Project(row) => Ok(RuleTarget::Project(row.id)),
            Target::Collection(row) => Ok(RuleTarget::Collection(row.id)),
            Target::Version(..) => Err(Error::new(
                Code::RequestInvalid,
                format!("{} is one version; a rule is for all of a collection", quote(address)),
            )
            .hint("Name the collection or the project.")),
        }
    }

    /// Rules in force, oldest first.
    pub fn rules(&self) -> Result<Vec<RuleText>> {
        self.database().snapshot(|connection| {
            let mut rules = Vec::new();
            for row in rule::list(connection)? {
                rules.extend(text(connection, &row)?);
            }
            Ok(rules)
        })
    }

    /// The rule of a target. Errors: `not-found` when it has none.
    pub fn rule(&self, target: RuleTarget) -> Result<Rule> {
        let text = self.database().read(|connection| cell(target).read(connection))?;
        text.map_or_else(|| Err(none_set()), |text| Rule::parse(&text))
    }

    /// Sets the rule of a target, which takes versions at the next sweep; only administrators may.
    ///
    /// Errors: `forbidden`, `request-invalid`, `ttl-invalid`.
    pub fn set_rule(&self, actor: &Actor, target: RuleTarget, rule: &Rule) -> Result<Outcome> {
        self.carry_out(actor, &Act::Rule { target, rule: Some(rule.clone()) }, None, &Monitor::silent())
    }

    /// Takes the rule of a target away; only administrators may. Errors: `forbidden`, `not-found`.
    pub fn remove_rule(&self, actor: &Actor, target: RuleTarget) -> Result<Outcome> {
        self.carry_out(actor, &Act::Rule { target, rule: None }, None, &Monitor::silent())
    }

    /// What each rule in force takes now, those that take nothing left out; oldest rule first.
    pub fn due_by_rules(&self) -> Result<Vec<DueByRule>> {
        self.database().snapshot(|connection| due_by_rules(connection, self.now()))
    }

    /// Moves to the trash what a rule takes now, as one operation; nothing when it takes nothing or is gone.
    ///
    /// It is asked again inside the transaction, so that a version that somebody needs by now stays.
    pub fn apply_retention(&self, actor: &Actor, rule: RuleId, monitor: &Monitor<'_>) -> Result<Outcome> {
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
            let row = rule::list(tx)?.into_iter().find(|row| row.id == rule);
            let Some(text) = row.map(|row| text(tx, &row)).transpose()?.flatten() else {
                return Ok(Outcome::nothing("The rule is gone"));
            };
            let effects = effects(tx, text.target, Some(&text.rule), edit.now)?;
            make_room(tx, effects.list.len())?;
            effects.apply(&mut edit, monitor)?;
            let going: Vec<_> = effects.going().collect();
            let summary = format!(
                "The rule of {} ({}) took {}",
                text.address,
                text.rule.words(),
                describe_versions(tx, &going)?
            );
            edit.finish("retention", &summary, Some(&text.address))
        })
    }
}

/// What a rule takes now.
pub(in crate::retention) fn effects(
    connection: &Connection,
    target: RuleTarget,
    rule: Option<&Rule>,
    now: Millis,
) -> Result<Effects> {
    let before = cell(target).read(connection)?;
    let after = rule.map(Rule::encode);
    let besides = format!("{target:?} {before:?} {after:?}");
    let mut list = Vec::new();
    if let Some(rule) = rule {
        rule.check()?;
        let going = taken(connection, target, rule, now)?;
        let going = version::each(connection, &going)?
            .map_err(|id| Error::internal(format!("Version {id} vanished")))?;
        for version in going {
            let aliases = alias::of(connection, version.membership)?;
            list.push(Effect { trash: Some("rule"), aliases, ..Effect::none(version) });
        }
    } else if before.is_none() {
        return Err(none_set());
    }
    Ok(Effects { list, besides, ..Effects::default() })
}

/// Sets the rule's cell.
pub(in crate::retention) fn set(edit: &mut Edit<'_>, target: RuleTarget, rule: Option<&Rule>) -> Result<()> {
    edit.set(cell(target), rule.map(Rule::encode)).map(|_| ())
}

/// Says what was set.
pub(in crate::retention) fn finish(
    edit: Edit<'_>,
    target: RuleTarget,
    rule: Option<&Rule>,
) -> Result<Outcome> {
    let address = address(edit.tx, target)?;
    let summary = match rule {
        Some(rule) => format!("Set the retention rule of {address}: {}", rule.words()),
        None => format!("Removed the retention rule of {address}"),
    };
    edit.finish("rule", &summary, Some(&address))
}

fn cell(target: RuleTarget) -> Cell {
    match target {
        RuleTarget::Collection(id) => Cell::new(CellKind::CollectionRule, id.get()),
        RuleTarget::Project(id) => Cell::new(CellKind::ProjectRule, id.get()),
    }
}

/// A row for people; none when what it was for is deleted.
fn text(connection: &Connection, row: &RuleRow) -> Result<Option<RuleText>> {
    let Some(target) = target_of(row) else { return Ok(None) };
    let is_gone = match target {
        RuleTarget::Collection(id) => collection::get(connection, id)?.is_none_or(|row| row.deleted),
        RuleTarget::Project(id) => project::get(connection, id)?.deleted,
    };
    if is_gone {
        return Ok(None);
    }
    let (address, rule) = (address(connection, target)?, Rule::parse(&row.text)?);
    Ok(Some(RuleText { id: row.id, target, address, rule, created_at: row.created_at }))
}

fn address(connection: &Connection, target: RuleTarget) -> Result<String> {
    match target {
        RuleTarget::Collection(id) => impact::collection_address(connection, id),
        RuleTarget::Project(id) => {
            let row = project::get(connection, id)?;
            Ok(format!("{}/{}", row.entity, row.name))
        }
    }
}

fn none_set() -> Error {
    Error::new(Code::NotFound, "There is no retention rule for this")
        .hint("`cairnctl retention show` lists the rules.")
}
