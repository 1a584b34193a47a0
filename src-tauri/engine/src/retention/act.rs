//! Acts: planned, and carried out as one operation.

use rusqlite::Connection;

use super::effects::Effects;
use super::lineage_ttl::TtlAct;
use super::plan::Plan;
use super::rules::{Rule, RuleTarget};
use super::settings::SettingsChange;
use crate::Result;
use crate::catalog::Selection;
use crate::clock::Millis;
use crate::db::make_room;
use crate::history::{Actor, Edit, Outcome, Role};
use crate::progress::Monitor;
use crate::store::Store;

/// Something that makes versions go, or that sets when they will.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// Moves versions to the trash.
    Delete {
        /// Which.
        selection: Selection,
        /// Also those that have aliases, `latest` included.
        delete_aliases: bool,
    },
    /// Sets a TTL, perhaps along the lineage.
    Ttl(TtlAct),
    /// Changes the team's settings; versions that expire by a new default go to the trash.
    Settings(SettingsChange),
    /// Sets a rule of retention. It takes versions at the next sweep, not before.
    Rule {
        /// Whose rule.
        target: RuleTarget,
        /// The rule; none takes it away.
        rule: Option<Rule>,
    },
}

impl Store {
    /// What an act would do. Errors: what reading it may answer (`ttl-invalid`, `not-found`, `request-invalid`).
    pub fn plan(&self, act: &Act) -> Result<Plan> {
        self.database().snapshot(|connection| {
            let now = self.now();
            let effects = self.effects(connection, act, now)?;
            let mut plan = Plan::of(connection, &effects, now)?;
            match act {
                Act::Ttl(_) => super::lineage_ttl::warn(connection, &effects, &mut plan)?,
                Act::Settings(change) => super::settings::count_leaving(connection, change, now, &mut plan)?,
                Act::Delete { .. } | Act::Rule { .. } => {}
            }
            Ok(plan)
        })
    }

    /// Does what an act is, as one operation: all of it, or nothing when it is cancelled or killed.
    ///
    /// With the `stamp` of a plan it is refused (`plan-stale`) when it would do something else by now. Errors besides:
    /// `forbidden`, `has-aliases`, `linked`, `alias-protected`, `ttl-not-allowed`, `deleted`, `cancelled`.
    pub fn carry_out(
        &self,
        actor: &Actor,
        act: &Act,
        stamp: Option<&str>,
        monitor: &Monitor<'_>,
    ) -> Result<Outcome> {
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, act.role(), self.now())?;
            let effects = self.effects(tx, act, edit.now)?;
            effects.require(stamp)?;
            make_room(tx, effects.list.len())?;
            match act {
                Act::Delete { delete_aliases, .. } => {
                    super::delete::carry_out(edit, &effects, *delete_aliases, monitor)
                }
                Act::Ttl(ttl) => super::lineage_ttl::carry_out(edit, &effects, ttl, monitor),
                Act::Settings(change) => super::settings::carry_out(edit, &effects, change, monitor),
                Act::Rule { target, rule } => {
                    super::rules::set(&mut edit, *target, rule.as_ref())?;
                    super::rules::finish(edit, *target, rule.as_ref())
                }
            }
        })
    }

    fn effects(&self, connection: &Connection, act: &Act, now: Millis) -> Result<Effects> {
        let effects = match act {
            Act::Delete { selection, .. } => super::delete::effects(self, connection, selection)?,
            Act::Ttl(ttl) => super::lineage_ttl::effects(self, connection, ttl, now)?,
            Act::Settings(change) => super::settings::effects(connection, change, now)?,
            Act::Rule { target, rule } => super::rules::effects(connection, *target, rule.as_ref(), now)?,
        };
        Ok(Effects { act: act.word(), ..effects })
    }
}

impl Act {
    /// The least role that may do it; the team's settings may ask for more.
    fn role(&self) -> Role {
        match self {
            Self::Delete { .. } | Self::Ttl(_) => Role::Member,
            Self::Settings(_) | Self::Rule { .. } => Role::Admin,
        }
    }
}
