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
use crate::model::VersionId;
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
        /// Out of the trash at once, too, for good; also those that lie there already.
        now: bool,
    },
    /// Takes versions out of the trash for good.
    Empty {
        /// Which; none for all that lies there.
        selection: Option<Selection>,
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
                Act::Delete { .. } | Act::Empty { .. } | Act::Rule { .. } => {}
            }
            Ok(plan)
        })
    }

    /// Does what an act is, as one operation: all of it, or nothing when it is cancelled or killed. Only what leaves the
    /// trash for good does so in steps, each an operation, so that nobody who writes meanwhile waits for long.
    ///
    /// With the `stamp` of a plan it is refused (`plan-stale`) when it would do something else by now. Errors besides:
    /// `forbidden`, `has-aliases`, `linked`, `alias-protected`, `ttl-not-allowed`, `deleted`, `not-found` and
    /// `store-locked` when nothing can leave the trash, `cancelled`.
    pub fn carry_out(
        &self,
        actor: &Actor,
        act: &Act,
        stamp: Option<&str>,
        monitor: &Monitor<'_>,
    ) -> Result<Outcome> {
        let (outcome, leaving) = self.first_step(actor, act, stamp, monitor)?;
        if leaving.is_empty() { Ok(outcome) } else { self.leave_trash(actor, &leaving, monitor) }
    }

    /// All but what leaves the trash; answers which versions do.
    fn first_step(
        &self,
        actor: &Actor,
        act: &Act,
        stamp: Option<&str>,
        monitor: &Monitor<'_>,
    ) -> Result<(Outcome, Vec<VersionId>)> {
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, act.role(), self.now())?;
            let effects = self.effects(tx, act, edit.now)?;
            effects.require(stamp)?;
            make_room(tx, effects.list.len())?;
            let outcome = match act {
                Act::Delete { delete_aliases, .. } => {
                    super::delete::carry_out(edit, &effects, *delete_aliases, monitor)
                }
                Act::Empty { .. } => super::purge::refuse_empty(&effects),
                Act::Ttl(ttl) => super::lineage_ttl::carry_out(edit, &effects, ttl, monitor),
                Act::Settings(change) => super::settings::carry_out(edit, &effects, change, monitor),
                Act::Rule { target, rule } => {
                    super::rules::set(&mut edit, *target, rule.as_ref())?;
                    super::rules::finish(edit, *target, rule.as_ref())
                }
            }?;
            Ok((outcome, effects.leaving()))
        })
    }

    fn effects(&self, connection: &Connection, act: &Act, now: Millis) -> Result<Effects> {
        let effects = match act {
            Act::Delete { selection, now, .. } => super::delete::effects(self, connection, selection, *now)?,
            Act::Empty { selection } => super::purge::effects(self, connection, selection.as_ref())?,
            Act::Ttl(ttl) => super::lineage_ttl::effects(self, connection, ttl, now)?,
            Act::Settings(change) => super::settings::effects(connection, change, now)?,
            Act::Rule { target, rule } => super::rules::effects(connection, *target, rule.as_ref(), now)?,
        };
        Ok(Effects { act: act.word(), ..effects })
    }
}

impl Act {
    /// The least role that may do it; the team's settings may ask for more.
    pub fn role(&self) -> Role {
        match self {
            Self::Delete { now: false, .. } | Self::Ttl(_) => Role::Member,
            Self::Delete { now: true, .. } | Self::Empty { .. } | Self::Settings(_) | Self::Rule { .. } => {
                Role::Admin
            }
        }
    }
}
