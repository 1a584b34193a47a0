//! What a program that stays open does for a store by itself: expire, collect, purge; and when it is to do so next.

use super::{CollectOptions, DAY, Distrust, Expired, Pause, Purged, sweeping_actor};
use crate::check::Scrubbed;
use crate::clock::Millis;
use crate::db::{collect, operation, rule, upkeep};
use crate::fs::CancelToken;
use crate::history::Actor;
use crate::progress::Monitor;
use crate::store::Store;
use crate::{Code, Result};

/// Rules look again at a store that changes at most this often.
const RULES_REST: Millis = 10 * 60 * 1000;
/// And at one that doesn't, for versions that grow too old.
const RULES_EVERY: Millis = DAY / 4;

/// What a round did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Round {
    /// What went to the trash.
    pub expired: Expired,
    /// Versions that retention rules took to the trash.
    pub taken: u64,
    /// What left the trash.
    pub purged: Purged,
    /// Bytes that the disk got back.
    pub freed_bytes: u64,
    /// The receipt; none when nothing was removed.
    pub receipt: Option<i64>,
    /// Why a collection waits for a person.
    pub consent: Vec<String>,
    /// What was read to see whether it is sound.
    pub scrubbed: Scrubbed,
}

/// How things stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UpkeepState {
    /// Why nothing expires and nothing is removed for good at the moment.
    pub paused: Option<Pause>,
    /// When the next version expires.
    pub next_expiry: Option<Millis>,
    /// When retention rules look at the store next; none without a rule.
    pub next_rules: Option<Millis>,
    /// When the first version leaves the trash.
    pub next_purge: Option<Millis>,
    /// When the first bytes that nothing needs can go.
    pub next_collection: Option<Millis>,
    /// Why a collection waits for a person; empty when none does.
    pub consent: Vec<String>,
    /// When bytes are to be read next, to see whether they are sound.
    pub next_scrub: Option<Millis>,
}

impl UpkeepState {
    /// When there is something to do next.
    pub fn next(&self) -> Option<Millis> {
        // What waits for a person isn't due by itself.
        let collection = self.next_collection.filter(|_| self.consent.is_empty());
        [self.next_expiry, self.next_rules, self.next_purge, collection, self.next_scrub]
            .into_iter()
            .flatten()
            .min()
    }
}

impl Store {
    /// One round of upkeep. What the brake stops waits for a person.
    ///
    /// Errors: `store-locked` when another program is at it, `cancelled`, and those of the steps.
    pub fn keep_up(&self, cancel: &CancelToken) -> Result<Round> {
        let (sweeper, actor) = (self.sweeper(cancel.clone())?, sweeping_actor());
        let mut round = Round { expired: self.expire_due(&sweeper, &actor)?, ..Round::default() };
        let monitor = Monitor { cancel: cancel.clone(), report: &|_| () };
        if round.expired.paused.is_none() {
            // By a clock that isn't believed, nothing is old enough.
            round.taken = self.apply_rules(&actor, &monitor)?;
        }
        match self.collect(&sweeper, &actor, &CollectOptions::default(), &monitor) {
            Ok(done) => (round.freed_bytes, round.receipt) = (done.freed_bytes, done.receipt),
            Err(error) if error.code() == Code::ConsentNeeded => {
                round.consent = self.plan_collect(false)?.consent;
            }
            Err(error) => return Err(error),
        }
        round.purged = self.purge_due(&sweeper, &actor)?;
        round.scrubbed = self.scrub(&sweeper, &monitor)?;
        self.write(|tx| upkeep::set(tx, upkeep::CONSENT, &round.consent.join("\n")))?;
        Ok(round)
    }

    /// Moves what the rules in force take to the trash, an operation a rule; answers how many versions. By a clock that
    /// isn't believed nothing is old enough: the caller has to know ([`Expired::paused`]).
    pub fn apply_rules(&self, actor: &Actor, monitor: &Monitor<'_>) -> Result<u64> {
        let mut taken = 0;
        for due in self.due_by_rules()? {
            taken += self.apply_retention(actor, due.rule, monitor)?.changed;
        }
        self.write(|tx| {
            let (newest, _) = operation::newest(tx)?;
            upkeep::set(tx, upkeep::RULES, &format!("{} {newest}", self.now()))
        })?;
        Ok(taken)
    }

    /// When rules look next: at once when one was set, soon after something else was done, and now and then.
    fn next_rules(&self) -> Result<Option<Millis>> {
        self.database().snapshot(|connection| {
            let Some(set) = rule::list(connection)?.iter().map(|rule| rule.created_at).max() else {
                return Ok(None);
            };
            let last = upkeep::get(connection, upkeep::RULES)?;
            let read = |text: &str| {
                let (at, newest) = text.split_once(' ')?;
                Some((at.parse::<Millis>().ok()?, newest.parse::<i64>().ok()?))
            };
            let Some((at, newest)) = last.as_deref().and_then(read).filter(|(at, _)| *at >= set) else {
                return Ok(Some(self.now()));
            };
            let is_same = operation::newest(connection)?.0 == newest;
            Ok(Some(at.saturating_add(if is_same { RULES_EVERY } else { RULES_REST })))
        })
    }

    /// How things stand, and when there is something to do next.
    pub fn upkeep_state(&self) -> Result<UpkeepState> {
        let (pause, consent) = self.database().snapshot(|connection| {
            Ok((self.peek(connection)?.pause, upkeep::get(connection, upkeep::CONSENT)?))
        })?;
        let paused = pause.map(|(why, steady_since): (Distrust, Millis)| Pause { why, steady_since });
        let consent = consent.unwrap_or_default().lines().map(str::to_owned).collect();
        Ok(UpkeepState {
            paused,
            next_expiry: self.next_expiry()?,
            next_rules: self.next_rules()?,
            next_purge: self.next_purge()?,
            next_collection: self.next_collection()?,
            consent,
            next_scrub: Some(self.next_scrub()?),
        })
    }

    /// Lets go of open packs that a collection, here or in another program, has removed: only then is their space free.
    pub fn close_removed_packs(&self) -> Result<()> {
        let known = self.database().read(collect::known_packs)?;
        self.blobs().close_packs(&|id| !known.contains(&id));
        Ok(())
    }

    /// Lets go of every open pack: what is read next is what stands on the disk by now.
    pub(crate) fn close_all_packs(&self) {
        self.blobs().close_packs(&|_| true);
    }
}
