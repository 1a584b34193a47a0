//! Settings of the store.

use rusqlite::{Connection, OptionalExtension};

use crate::Result;

/// Key of the entity used when an address names none.
pub(crate) const DEFAULT_ENTITY: &str = "default_entity";
/// Key of the project used when an address names none.
pub(crate) const DEFAULT_PROJECT: &str = "default_project";
/// Key of the organization's name.
pub(crate) const ORGANIZATION: &str = "organization";
/// Key of the default TTL in seconds; absent when there is none.
pub(crate) const DEFAULT_TTL: &str = "default_ttl_seconds";
/// Key of the days that a deleted version stays in the trash.
pub(crate) const TRASH_DAYS: &str = "trash_days";
/// Key of who may set a TTL: `admins`; absent for administrators and members.
pub(crate) const TTL_SETTERS: &str = "ttl_setters";
/// Days in the trash when nothing is set.
pub(crate) const TRASH_DAYS_DEFAULT: u32 = 7;

/// Key that says that a check found manifests damaged, so that a log stores them again.
pub(crate) const MANIFEST_DAMAGE: &str = "manifest_damage";

/// The value of a setting.
pub(crate) fn get(connection: &Connection, key: &str) -> Result<Option<String>> {
    let mut statement = connection.prepare_cached("SELECT value FROM setting WHERE key = ?1")?;
    Ok(statement.query_row([key], |row| row.get(0)).optional()?)
}

/// Sets or removes a setting.
pub(crate) fn set(connection: &Connection, key: &str, value: Option<&str>) -> Result<()> {
    match value {
        Some(value) => connection
            .prepare_cached(
                "INSERT INTO setting VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            )?
            .execute((key, value))?,
        None => connection.prepare_cached("DELETE FROM setting WHERE key = ?1")?.execute([key])?,
    };
    Ok(())
}

/// The default TTL in seconds.
pub(crate) fn default_ttl(connection: &Connection) -> Result<Option<i64>> {
    Ok(get(connection, DEFAULT_TTL)?.and_then(|text| text.parse().ok()))
}

/// How long a deleted version stays in the trash, in milliseconds.
pub(crate) fn trash_millis(connection: &Connection) -> Result<i64> {
    Ok(i64::from(trash_days(connection)?) * 86_400_000)
}

/// How many days a deleted version stays in the trash.
pub(crate) fn trash_days(connection: &Connection) -> Result<u32> {
    Ok(get(connection, TRASH_DAYS)?.and_then(|text| text.parse().ok()).unwrap_or(TRASH_DAYS_DEFAULT))
}
