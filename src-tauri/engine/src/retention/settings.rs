//! The team's settings: who may set a TTL, the default one, how long the trash keeps.

use rusqlite::Connection;

use super::effects::{Effect, Effects};
use super::plan::{self, Plan};
use crate::catalog::Locks;
use crate::clock::Millis;
use crate::db::{alias, impact, setting, version};
use crate::history::{Actor, Cell, CellKind, Edit, Outcome, Role};
use crate::model::{Ttl, TtlSpec, humanize};
use crate::progress::Monitor;
use crate::store::Store;
use crate::{Code, Error, Result};

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// Who may set a TTL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TtlSetters {
    /// Administrators alone.
    Admins,
    /// Administrators and members.
    Members,
}

impl TtlSetters {
    /// Reads `admins` or `members`.
    pub fn parse(text: &str) -> Result<Self> {
        match text.trim() {
            "admins" => Ok(Self::Admins),
            "members" => Ok(Self::Members),
            other => Err(Error::new(
                Code::RequestInvalid,
                format!("{} can't be who sets TTLs", crate::model::quote(other)),
            )
            .hint("Use admins, or members for administrators and members.")),
        }
    }

    /// The word for people and scripts, also as it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admins => "admins",
            Self::Members => "members",
        }
    }

    /// The least role that may.
    pub fn role(self) -> Role {
        match self {
            Self::Admins => Role::Admin,
            Self::Members => Role::Member,
        }
    }
}

/// Settings of the store that concern retention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoreSettings {
    /// Duration of versions that inherit, in seconds; none: they never expire.
    pub default_ttl: Option<i64>,
    /// Days that a deleted version stays in the trash, 1 to 365.
    pub trash_days: u32,
    /// Who may set a TTL.
    pub ttl_setters: TtlSetters,
}

/// A change of settings; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SettingsChange {
    /// A duration, or `none`.
    pub default_ttl: Option<String>,
    /// 1 to 365.
    pub trash_days: Option<u32>,
    /// Who may set a TTL.
    pub ttl_setters: Option<TtlSetters>,
}

impl Store {
    /// The settings.
    pub fn settings(&self) -> Result<StoreSettings> {
        self.database().snapshot(read)
    }

    /// Changes default TTL and days in the trash; only administrators may. Versions that expire by the new default go
    /// to the trash. Errors: `forbidden`, `ttl-invalid`, `request-invalid`.
    pub fn configure(&self, actor: &Actor, default_ttl: &str, trash_days: u32) -> Result<Outcome> {
        let change = SettingsChange {
            default_ttl: Some(default_ttl.to_owned()),
            trash_days: Some(trash_days),
            ttl_setters: None,
        };
        self.carry_out(actor, &super::Act::Settings(change), None, &Monitor::silent())
    }
}

fn read(connection: &Connection) -> Result<StoreSettings> {
    Ok(StoreSettings {
        default_ttl: setting::default_ttl(connection)?,
        trash_days: setting::trash_days(connection)?,
        ttl_setters: ttl_setters(connection)?,
    })
}

/// Who may set a TTL.
pub(crate) fn ttl_setters(connection: &Connection) -> Result<TtlSetters> {
    let stored = setting::get(connection, setting::TTL_SETTERS)?;
    Ok(if stored.as_deref() == Some("admins") { TtlSetters::Admins } else { TtlSetters::Members })
}

/// The settings after a change. Errors: `ttl-invalid`, `request-invalid`.
fn after(before: StoreSettings, change: &SettingsChange, now: Millis) -> Result<StoreSettings> {
    let default_ttl = match &change.default_ttl {
        Some(text) => seconds(text, now)?,
        None => before.default_ttl,
    };
    let trash_days = change.trash_days.unwrap_or(before.trash_days);
    if !(1..=365).contains(&trash_days) {
        return Err(Error::new(
            Code::RequestInvalid,
            format!("{trash_days} days in the trash are not possible"),
        )
        .hint("Choose 1 to 365 days."));
    }
    let ttl_setters = change.ttl_setters.unwrap_or(before.ttl_setters);
    Ok(StoreSettings { default_ttl, trash_days, ttl_setters })
}

fn seconds(text: &str, now: Millis) -> Result<Option<i64>> {
    match TtlSpec::parse(text, now)? {
        TtlSpec::Fixed(Ttl::Own(seconds)) => Ok(Some(seconds)),
        TtlSpec::Fixed(Ttl::None) => Ok(None),
        _ => Err(Error::new(Code::TtlInvalid, "The default TTL is a duration or none")
            .hint("Write 90d, 12w or none.")),
    }
}

/// Versions that inherit and expire by the new default go to the trash; linked and auto-made ones have no TTL.
pub(super) fn effects(connection: &Connection, change: &SettingsChange, now: Millis) -> Result<Effects> {
    let before = read(connection)?;
    let after = after(before, change, now)?;
    let mut effects =
        Effects { besides: format!("{before:?} {after:?}"), settings: Some(after), ..Effects::default() };
    if before.default_ttl == after.default_ttl {
        return Ok(effects);
    }
    let inheriting = impact::inheriting(connection)?;
    if let Some(seconds) = after.default_ttl {
        let until = now.saturating_sub(seconds.saturating_mul(1000));
        let mut locks = Locks::new(connection)?;
        let due = impact::inheriting_until(connection, until)?;
        let due = version::each(connection, &due)?
            .map_err(|id| Error::internal(format!("Version {id} vanished")))?;
        for version in due {
            let locked = locks.reason(connection, &version)?;
            let mut effect = Effect { locked, ..Effect::none(version) };
            if effect.locked.is_none() {
                effect.trash = Some("expired");
                effect.aliases = alias::of(connection, effect.version.membership)?;
            }
            effects.list.push(effect);
        }
    }
    effects.untouched = inheriting - effects.list.len() as u64;
    Ok(effects)
}

/// What of the trash would leave it for good at the next sweep because it is kept shorter.
pub(super) fn count_leaving(
    connection: &Connection,
    change: &SettingsChange,
    now: Millis,
    plan: &mut Plan,
) -> Result<()> {
    let before = setting::trash_days(connection)?;
    let Some(days) = change.trash_days.filter(|days| *days < before) else { return Ok(()) };
    let due = impact::trashed_until(connection, now.saturating_sub(i64::from(days) * DAY))?;
    let due =
        version::each(connection, &due)?.map_err(|id| Error::internal(format!("Version {id} vanished")))?;
    plan.leaving = due.len() as u64;
    plan.leaving_bytes = plan::freed(connection, &due)?;
    Ok(())
}

/// Sets what changes.
pub(super) fn carry_out(
    mut edit: Edit<'_>,
    effects: &Effects,
    change: &SettingsChange,
    monitor: &Monitor<'_>,
) -> Result<Outcome> {
    let before = read(edit.tx)?;
    let after = after(before, change, edit.now)?;
    let cell = |key| Cell::keyed(CellKind::Setting, 0, key);
    let mut words = Vec::new();
    if change.default_ttl.is_some() {
        edit.set(cell(setting::DEFAULT_TTL), after.default_ttl.map(|seconds| seconds.to_string()))?;
        words.push(format!("the default TTL to {}", after.default_ttl.map_or("none".into(), humanize)));
    }
    if change.trash_days.is_some() {
        let days = (after.trash_days != setting::TRASH_DAYS_DEFAULT).then(|| after.trash_days.to_string());
        edit.set(cell(setting::TRASH_DAYS), days)?;
        words.push(format!("the trash to {}", humanize(i64::from(after.trash_days) * 86_400)));
    }
    if change.ttl_setters.is_some() {
        let stored = (after.ttl_setters == TtlSetters::Admins).then(|| after.ttl_setters.as_str().to_owned());
        edit.set(cell(setting::TTL_SETTERS), stored)?;
        words.push(format!("who sets TTLs to {}", after.ttl_setters.as_str()));
    }
    effects.apply(&mut edit, monitor)?;
    let mut summary = format!("Set {}", words.join(", "));
    let expired = effects.going().count();
    if expired > 0 {
        summary = format!("{summary}; {expired} expired");
    }
    edit.finish("settings", &summary, None)
}
