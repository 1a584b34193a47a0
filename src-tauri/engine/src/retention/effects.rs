//! What an act does to each version: worked out for a plan, and again when it is done.

use super::{Act, StoreSettings};
use crate::catalog::trash_with_aliases;
use crate::db::version::VersionRow;
use crate::history::{Cell, CellKind, Edit};
use crate::model::{Ttl, VersionId};
use crate::progress::{Monitor, Progress, Step};
use crate::{Code, Error, Result};

/// What happens to one version.
#[derive(Debug, Clone)]
pub(crate) struct Effect {
    /// The version as it is.
    pub(crate) version: VersionRow,
    /// Its new TTL.
    pub(crate) ttl: Option<Ttl>,
    /// It goes to the trash, and the word for why.
    pub(crate) trash: Option<&'static str>,
    /// It leaves the trash for good, at once.
    pub(crate) leaves: bool,
    /// Its aliases, when it goes.
    pub(crate) aliases: Vec<String>,
    /// Where it is linked, when it goes.
    pub(crate) links: Vec<String>,
    /// Why nothing happens to it although it is meant.
    pub(crate) locked: Option<String>,
    /// How far it is from what was selected.
    pub(crate) distance: i32,
}

impl Effect {
    /// Nothing happens yet.
    pub(crate) fn none(version: VersionRow) -> Self {
        let (aliases, links) = (Vec::new(), Vec::new());
        Self { version, ttl: None, trash: None, leaves: false, aliases, links, locked: None, distance: 0 }
    }

    /// Something happens.
    pub(crate) fn changes(&self) -> bool {
        self.goes() || self.ttl.is_some_and(|ttl| ttl != self.version.ttl)
    }

    /// It is no longer to be had: in the trash, or gone for good.
    pub(crate) fn goes(&self) -> bool {
        self.trash.is_some() || self.leaves
    }
}

/// What happens to versions.
#[derive(Debug, Clone, Default)]
pub(crate) struct Effects {
    /// Stable word for the act.
    pub(crate) act: &'static str,
    /// To each version that is meant.
    pub(crate) list: Vec<Effect>,
    /// Number of versions that are meant besides and stay as they are.
    pub(crate) untouched: u64,
    /// What is set besides, for the stamp: settings or a rule, before and after.
    pub(crate) besides: String,
    /// The settings afterwards, when they change.
    pub(crate) settings: Option<StoreSettings>,
    /// Things worth knowing, in words.
    pub(crate) warnings: Vec<String>,
}

impl Effects {
    /// Versions that go: to the trash, or out of it.
    pub(crate) fn going(&self) -> impl Iterator<Item = &VersionRow> {
        self.list.iter().filter(|effect| effect.goes()).map(|effect| &effect.version)
    }

    /// Versions that leave the trash for good.
    pub(crate) fn leaving(&self) -> Vec<VersionId> {
        self.list.iter().filter(|effect| effect.leaves).map(|effect| effect.version.id).collect()
    }

    /// Words for what was meant and stays as it is: `; v3 was left: in trash`.
    pub(crate) fn left_words(&self) -> String {
        let left: Vec<(u64, &str)> = self
            .list
            .iter()
            .filter(|effect| !effect.changes())
            .filter_map(|effect| Some((effect.version.index, effect.locked.as_deref()?)))
            .collect();
        match left.as_slice() {
            [] => String::new(),
            [(index, reason)] => format!("; v{index} was left: {reason}"),
            [(_, reason), rest @ ..] if rest.iter().all(|(_, other)| other == reason) => {
                format!("; {} were left: {reason}", left.len())
            }
            [(index, reason), ..] => {
                format!("; {} were left, v{index} of them as it is {reason}", left.len())
            }
        }
    }

    /// A digest of all that would be done and lost: equal as long as the act would do the same.
    pub(crate) fn stamp(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        let mut text = |part: &str| {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        };
        text(self.act);
        text(&self.besides);
        for effect in &self.list {
            text(&effect.version.id.to_string());
            text(&effect.ttl.map(|ttl| ttl.to_wire().to_string()).unwrap_or_default());
            text(effect.trash.unwrap_or_default());
            text(if effect.leaves { "leaves" } else { "" });
            text(effect.locked.as_deref().unwrap_or_default());
            effect.aliases.iter().chain(&effect.links).for_each(|name| text(name));
        }
        hasher.finalize().to_hex()[..32].to_owned()
    }

    /// Refuses when something else would be done than what was consented to.
    pub(crate) fn require(&self, stamp: Option<&str>) -> Result<()> {
        if stamp.is_none_or(|stamp| stamp == self.stamp()) {
            return Ok(());
        }
        Err(Error::new(
            Code::PlanStale,
            "The store changed since this was planned: it would do something else now",
        )
        .hint("Look at the new plan, then decide again."))
    }

    /// Does it, inside an edit. Asks between two versions whether somebody cancelled.
    pub(crate) fn apply(&self, edit: &mut Edit<'_>, monitor: &Monitor<'_>) -> Result<()> {
        let total_items = self.list.len() as u64;
        for (at, effect) in self.list.iter().enumerate() {
            if at % 1024 == 0 {
                let items = at as u64;
                monitor.step(Progress {
                    step: Step::Committing,
                    items,
                    total_items,
                    ..Progress::default()
                })?;
            }
            if let Some(ttl) = effect.ttl {
                let before = effect.version.ttl.to_wire().to_string();
                let cell = Cell::new(CellKind::VersionTtl, effect.version.id.get());
                edit.set_from(cell, Some(before), Some(ttl.to_wire().to_string()))?;
            }
            if let Some(because) = effect.trash {
                trash_with_aliases(edit, &effect.version, &effect.aliases, because)?;
            }
        }
        Ok(())
    }
}

impl Act {
    /// Stable word.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Delete { .. } => "delete",
            Self::Empty { .. } => "empty",
            Self::Ttl(_) => "ttl",
            Self::Settings(_) => "settings",
            Self::Rule { .. } => "rule",
        }
    }
}
