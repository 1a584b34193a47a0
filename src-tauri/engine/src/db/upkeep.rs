//! What Cairn keeps for itself, and the observations of the clock.

use rusqlite::{Connection, OptionalExtension};

use crate::Result;
use crate::retention::{Observation, Reading};

/// Key of the state of the clock.
pub(crate) const CLOCK: &str = "clock";
/// Key of the reasons for which a collection waits for a person, a line each.
pub(crate) const CONSENT: &str = "consent";
/// Key of when rules were applied last, and of the newest operation then.
pub(crate) const RULES: &str = "rules";
/// Key of how far the scrubbing is.
pub(crate) const SCRUB: &str = "scrub";

/// A value.
pub(crate) fn get(connection: &Connection, key: &str) -> Result<Option<String>> {
    let mut statement = connection.prepare_cached("SELECT value FROM upkeep WHERE key = ?1")?;
    Ok(statement.query_row([key], |row| row.get(0)).optional()?)
}

/// Sets a value.
pub(crate) fn set(connection: &Connection, key: &str, value: &str) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO upkeep VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )?
        .execute((key, value))?;
    Ok(())
}

/// Remembers a look at the clocks and answers its number.
pub(crate) fn observed(connection: &Connection, seen: &Observation) -> Result<i64> {
    connection
        .prepare_cached("INSERT INTO observation (wall, steady, uptime, launches) VALUES (?1, ?2, ?3, ?4)")?
        .execute((seen.at.wall, seen.steady, seen.uptime, seen.launches))?;
    Ok(connection.last_insert_rowid())
}

/// Every observation that something was marked at, by number.
pub(crate) fn observations(connection: &Connection) -> Result<Vec<(i64, Observation)>> {
    let mut statement = connection
        .prepare_cached("SELECT id, wall, steady, uptime, launches FROM observation ORDER BY id")?;
    let rows = statement.query_map([], |row| {
        let at = Reading { wall: row.get(1)?, ..Reading::default() };
        Ok((row.get(0)?, Observation { at, steady: row.get(2)?, uptime: row.get(3)?, launches: row.get(4)? }))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Forgets observations at which nothing is marked any more. Their numbers are not used again.
pub(crate) fn forget_observations(connection: &Connection) -> Result<()> {
    connection.execute(
        "DELETE FROM observation WHERE id < (SELECT max(id) FROM observation)
           AND id NOT IN (SELECT marked FROM dead_blob) AND id NOT IN (SELECT marked FROM dead_chunk)
           AND id NOT IN (SELECT marked FROM orphan)
           AND id NOT IN (SELECT observation FROM version WHERE state = 2 AND observation IS NOT NULL)",
        [],
    )?;
    Ok(())
}
