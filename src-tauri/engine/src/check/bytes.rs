//! The blobs: there, of their size, and with `read_data` byte by byte.

use std::collections::HashSet;
use std::io::ErrorKind;
use std::sync::atomic::{AtomicU64, Ordering};

use super::structure::Structure;
use super::{CheckReport, Damage, Data, How};
use crate::blob::{Location, Stored};
use crate::db::blob::{self, BlobRow};
use crate::fs::CancelToken;
use crate::model::{BlobId, Digest};
use crate::progress::{Monitor, Progress, Step};
use crate::store::Store;
use crate::{Code, Error, Result, workers};

/// Blobs examined between two questions to the database.
const PAGE: u32 = 4096;
/// Blobs, and bytes, that the scrubbing reads between two checkpoints.
const SCRUB_ROWS: u32 = 1000;
const SCRUB_BYTES: u64 = 1 << 30;

/// What was found at a blob.
enum Health {
    Sound,
    /// It is marked as damaged and isn't.
    Healed,
    Damaged(Error),
}

impl Store {
    pub(super) fn check_blobs(
        &self,
        structure: &Structure,
        how: &How,
        monitor: &Monitor<'_>,
        report: &mut CheckReport,
    ) -> Result<()> {
        let step = if how.data == Data::None { Step::Checking } else { Step::Reading };
        let total_bytes = match &how.data {
            Data::None => 0,
            Data::All => self.database().read(blob::total_bytes)?,
            Data::Some { bytes, .. } => *bytes,
        };
        let (mut after, mut damaged) = (0, Vec::new());
        let read = AtomicU64::new(0);
        loop {
            let rows = self.database().read(|connection| blob::page(connection, after, PAGE))?;
            let Some(last) = rows.last() else { break };
            after = last.id.get();
            let rows: Vec<BlobRow> =
                rows.into_iter().filter(|row| structure.needs(&row.stored.sha256)).collect();
            let found = workers::map(&rows, &|row| {
                let bytes = read.load(Ordering::Relaxed);
                monitor.step(Progress { step, bytes, total_bytes, ..Progress::default() })?;
                self.examine(row, how.data.covers(row.id), &read, &monitor.cancel)
            })?;
            report.blobs += rows.len() as u64;
            if how.remembers {
                self.mark(&rows, &found)?;
                self.verified(rows.iter().zip(&found).filter(|(row, _)| how.data.covers(row.id)))?;
            }
            let bad = rows.iter().zip(found).filter_map(|(row, health)| match health {
                Health::Damaged(error) => Some((row.stored.sha256, error)),
                Health::Sound | Health::Healed => None,
            });
            damaged.extend(bad);
        }
        report.bytes_read = read.into_inner();
        self.report_damage(&damaged, report)
    }

    fn report_damage(&self, damaged: &[(Digest, Error)], report: &mut CheckReport) -> Result<()> {
        if damaged.is_empty() {
            return Ok(());
        }
        let digests: HashSet<Digest> = damaged.iter().map(|(digest, _)| *digest).collect();
        let mut needing = self.needing(&digests)?;
        report.damage.extend(damaged.iter().map(|(digest, error)| Damage {
            versions: needing.remove(digest).unwrap_or_default(),
            ..Damage::new(kind(error), digest.to_hex(), error.message())
        }));
        Ok(())
    }

    /// Looks at a blob; once more at its new place when it was moved meanwhile.
    fn examine(
        &self,
        row: &BlobRow,
        read_data: bool,
        read: &AtomicU64,
        cancel: &CancelToken,
    ) -> Result<Health> {
        let Some(error) = self.fault(row, read_data, read, cancel)? else {
            return Ok(if row.damaged { Health::Healed } else { Health::Sound });
        };
        match self.database().read(|connection| blob::find(connection, &row.stored.sha256))? {
            None => Ok(Health::Sound), // removed meanwhile
            Some(now) if now.stored.location == row.stored.location => Ok(Health::Damaged(error)),
            Some(now) => Ok(match self.fault(&now, read_data, read, cancel)? {
                None => Health::Sound,
                Some(error) => Health::Damaged(error),
            }),
        }
    }

    /// What is wrong with a blob. One that is marked as damaged is always read.
    fn fault(
        &self,
        row: &BlobRow,
        read_data: bool,
        read: &AtomicU64,
        cancel: &CancelToken,
    ) -> Result<Option<Error>> {
        let mut looked = self.blobs().check_present(&row.stored);
        if looked.is_ok() && (read_data || row.damaged) {
            looked = self.read_through(&row.stored, read, cancel);
        }
        match looked {
            Ok(()) => Ok(None),
            Err(error) if matches!(error.code(), Code::BlobDamaged | Code::Io) => Ok(Some(error)),
            Err(error) => Err(error),
        }
    }

    fn read_through(&self, stored: &Stored, read: &AtomicU64, cancel: &CancelToken) -> Result<()> {
        let mut reader = self.blobs().open(stored)?;
        while let Some(piece) = reader.next_piece()? {
            read.fetch_add(piece.len() as u64, Ordering::Relaxed);
            cancel.check()?;
        }
        Ok(())
    }

    /// Reads the blobs above an identifier, at most so many and so many bytes; remembers what was found. Answers the
    /// last one, and the number and bytes of those read and of those found damaged; `None` at the end.
    pub(super) fn scrub_page(
        &self,
        after: i64,
        monitor: &Monitor<'_>,
    ) -> Result<Option<(i64, super::scrub::Scrubbed)>> {
        let mut rows = self.database().read(|connection| blob::page(connection, after, SCRUB_ROWS))?;
        let mut bytes = 0;
        let mut fits = |row: &BlobRow| {
            bytes += row.stored.size;
            bytes <= SCRUB_BYTES
        };
        let count = rows.iter().take_while(|row| fits(row)).count().max(1);
        rows.truncate(count);
        let Some(last) = rows.last().map(|row| row.id.get()) else { return Ok(None) };
        let read = AtomicU64::new(0);
        let found = workers::map(&rows, &|row| {
            monitor.step(Progress { step: Step::Reading, ..Progress::default() })?;
            self.examine(row, true, &read, &monitor.cancel)
        })?;
        self.mark(&rows, &found)?;
        self.verified(rows.iter().zip(&found))?;
        let damaged = found.iter().filter(|health| matches!(health, Health::Damaged(_))).count() as u64;
        let scrubbed = super::scrub::Scrubbed { blobs: rows.len() as u64, bytes: read.into_inner(), damaged };
        Ok(Some((last, scrubbed)))
    }

    /// Remembers when sound blobs were read.
    fn verified<'r>(&self, found: impl Iterator<Item = (&'r BlobRow, &'r Health)>) -> Result<()> {
        let sound = found.filter(|(_, health)| !matches!(health, Health::Damaged(_)));
        let ids: Vec<BlobId> = sound.map(|(row, _)| row.id).collect();
        if self.read_only().is_some() || ids.is_empty() {
            return Ok(());
        }
        let now = self.machine_clock().now();
        self.write(|tx| ids.iter().try_for_each(|id| blob::verified(tx, *id, now)))
    }

    /// Remembers what was found, and moves damaged plain files away.
    fn mark(&self, rows: &[BlobRow], found: &[Health]) -> Result<()> {
        let news = || rows.iter().zip(found).filter(|(_, health)| !matches!(health, Health::Sound));
        if self.read_only().is_some() || news().next().is_none() {
            return Ok(());
        }
        self.write(|tx| {
            news().try_for_each(|(row, health)| match health {
                Health::Healed => blob::mark(tx, row.id, false),
                _ => blob::mark_damaged_at(tx, &row.stored),
            })
        })?;
        for (row, health) in news() {
            let moves = matches!(health, Health::Damaged(error) if error.code() == Code::BlobDamaged);
            if moves && row.stored.location == Location::File {
                self.blobs().quarantine(&row.stored)?;
            }
        }
        Ok(())
    }
}

/// The stable word for what befell a blob.
fn kind(error: &Error) -> &'static str {
    let source = std::error::Error::source(error).and_then(|source| source.downcast_ref::<std::io::Error>());
    let missing = source.is_some_and(|source| source.kind() == ErrorKind::NotFound);
    if missing { "blob-missing" } else { "blob-changed" }
}
