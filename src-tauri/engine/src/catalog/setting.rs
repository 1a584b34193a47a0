//! Settings of the store that concern versions.

use crate::db::setting;
use crate::history::{Actor, Cell, CellKind, Edit, Outcome, Role};
use crate::model::{Ttl, TtlSpec, humanize};
use crate::store::Store;
use crate::{Code, Error, Result};

/// Settings of the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoreSettings {
    /// Duration of versions that inherit, in seconds; none: they never expire.
    pub default_ttl: Option<i64>,
    /// Days that a deleted version stays in the trash, 1 to 365.
    pub trash_days: u32,
}

impl Store {
    /// The settings.
    pub fn settings(&self) -> Result<StoreSettings> {
        self.database().snapshot(|connection| {
            Ok(StoreSettings {
                default_ttl: setting::default_ttl(connection)?,
                trash_days: setting::trash_days(connection)?,
            })
        })
    }

    /// Entity and project used when an address names none.
    pub fn defaults(&self) -> Result<(String, String)> {
        self.database().snapshot(|connection| {
            Ok((
                super::resolve::default(connection, setting::DEFAULT_ENTITY)?,
                super::resolve::default(connection, setting::DEFAULT_PROJECT)?,
            ))
        })
    }

    /// Changes the settings; only administrators may. Errors: `forbidden`, `ttl-invalid`, `request-invalid`.
    pub fn configure(&self, actor: &Actor, default_ttl: &str, trash_days: u32) -> Result<Outcome> {
        let seconds = match TtlSpec::parse(default_ttl, self.now())? {
            TtlSpec::Fixed(Ttl::Own(seconds)) => Some(seconds),
            TtlSpec::Fixed(Ttl::None) => None,
            _ => {
                return Err(Error::new(Code::TtlInvalid, "The default TTL is a duration or none")
                    .hint("Write 90d, 12w or none."));
            }
        };
        if !(1..=365).contains(&trash_days) {
            return Err(Error::new(
                Code::RequestInvalid,
                format!("{trash_days} days in the trash are not possible"),
            )
            .hint("Choose 1 to 365 days."));
        }
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Admin, self.now())?;
            edit.set(
                Cell::keyed(CellKind::Setting, 0, setting::DEFAULT_TTL),
                seconds.map(|s| s.to_string()),
            )?;
            let days = (trash_days != setting::TRASH_DAYS_DEFAULT).then(|| trash_days.to_string());
            edit.set(Cell::keyed(CellKind::Setting, 0, setting::TRASH_DAYS), days)?;
            let ttl = seconds.map_or("none".to_owned(), humanize);
            edit.finish(
                "settings",
                &format!("Set the default TTL to {ttl}, the trash to {trash_days} days"),
                None,
            )
        })
    }
}
