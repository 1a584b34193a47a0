//! The blobs: there, of their size, and with `read_data` byte by byte.

use std::collections::HashSet;
use std::io::ErrorKind;
use std::sync::atomic::{AtomicU64, Ordering};

use super::structure::Structure;
use super::{CheckReport, Damage};
use crate::blob::{Location, Stored};
use crate::db::blob::{self, BlobRow};
use crate::fs::CancelToken;
use crate::model::Digest;
use crate::progress::{Monitor, Progress, Step};
use crate::store::Store;
use crate::{Code, Error, Result, workers};

/// Blobs examined between two questions to the database.
const PAGE: u32 = 4096;

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
        read_data: bool,
        monitor: &Monitor<'_>,
        report: &mut CheckReport,
    ) -> Result<()> {
        let step = if read_data { Step::Reading } else { Step::Checking };
        let total_bytes = if read_data { self.database().read(blob::total_bytes)? } else { 0 };
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
                self.examine(row, read_data, &read, &monitor.cancel)
            })?;
            report.blobs += rows.len() as u64;
            self.mark(&rows, &found)?;
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
