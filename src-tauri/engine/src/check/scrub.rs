//! Scrubbing: every blob is read once in thirty days, a little at a time.

use serde::{Deserialize, Serialize};

use crate::clock::Millis;
use crate::db::{blob, upkeep};
use crate::progress::Monitor;
use crate::retention::{DAY, HOUR, Sweeper};
use crate::store::Store;
use crate::{Error, Result};

/// A round is spread over so many days, which leaves five for a machine that is seldom on.
const ROUND: Millis = 25 * DAY;
/// The longest that one call goes on.
const LONGEST: Millis = HOUR / 12;

/// What was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scrubbed {
    /// Blobs read.
    pub blobs: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Blobs found damaged; a check names them and the versions that need them.
    pub damaged: u64,
}

/// How far a round is.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Round {
    began: Millis,
    /// The last blob that was read.
    after: i64,
    /// All were.
    ended: bool,
}

impl Store {
    /// Reads blobs as long as the round is behind its time, at most for five minutes. Each part is remembered, so that a
    /// program that ends goes on there.
    ///
    /// Errors: `cancelled`, `io`. Damage is no error.
    pub fn scrub(&self, sweeper: &Sweeper<'_>, monitor: &Monitor<'_>) -> Result<Scrubbed> {
        let begun = self.machine_clock().boottime();
        let mut all = Scrubbed::default();
        self.close_all_packs();
        while self.machine_clock().boottime() - begun < LONGEST
            && self.next_scrub()? <= self.machine_clock().now()
        {
            sweeper.cancel_token().check()?;
            let mut round = self.begin_round()?;
            match self.scrub_page(round.after, monitor)? {
                Some((last, done)) => {
                    round.after = last;
                    all.blobs += done.blobs;
                    all.bytes += done.bytes;
                    all.damaged += done.damaged;
                }
                None => round.ended = true,
            }
            self.save_round(&round)?;
        }
        Ok(all)
    }

    /// When there is something to read next: the part of the round that is done against the part of its time that is over.
    pub fn next_scrub(&self) -> Result<Millis> {
        let (round, last) =
            self.database().snapshot(|connection| Ok((read(connection)?, blob::last_id(connection)?)))?;
        let Some(round) = round else { return Ok(self.machine_clock().now()) };
        if round.ended {
            return Ok(round.began.saturating_add(ROUND));
        }
        let done = i128::from(round.after) * i128::from(ROUND) / i128::from(last.max(1));
        Ok(round.began.saturating_add(done.clamp(0, ROUND.into()) as Millis))
    }

    fn begin_round(&self) -> Result<Round> {
        let found = self.database().read(read)?.filter(|round| !round.ended);
        Ok(found.unwrap_or(Round { began: self.machine_clock().now(), ..Round::default() }))
    }

    fn save_round(&self, round: &Round) -> Result<()> {
        let text = serde_json::to_string(round)
            .map_err(|error| Error::internal(format!("The state of scrubbing can't be written: {error}")))?;
        self.write(|tx| upkeep::set(tx, upkeep::SCRUB, &text))
    }
}

fn read(connection: &rusqlite::Connection) -> Result<Option<Round>> {
    Ok(upkeep::get(connection, upkeep::SCRUB)?.and_then(|text| serde_json::from_str(&text).ok()))
}
