//! How long work tells where it is and learns that it shall stop.

use crate::Result;
use crate::fs::CancelToken;

/// What long work is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Step {
    /// Listing files.
    #[default]
    Listing,
    /// Reading and storing files.
    Copying,
    /// Making bytes durable and writing the catalog.
    Committing,
    /// Writing files out.
    Writing,
    /// Checking the structure of the store.
    Checking,
    /// Reading every byte.
    Reading,
    /// Removing what nothing needs.
    Collecting,
}

impl Step {
    /// The words for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Listing => "Looking at files",
            Self::Copying => "Copying",
            Self::Committing => "Committing",
            Self::Writing => "Writing",
            Self::Checking => "Checking",
            Self::Reading => "Reading",
            Self::Collecting => "Collecting",
        }
    }
}

/// How far long work is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// What it does now.
    pub step: Step,
    /// Bytes done.
    pub bytes: u64,
    /// Bytes in all; 0 when unknown.
    pub total_bytes: u64,
    /// Items done.
    pub items: u64,
    /// Items in all; 0 when unknown.
    pub total_items: u64,
    /// The item in work.
    pub current: Option<String>,
}

/// The person's end of long work: a switch, and ears.
pub struct Monitor<'a> {
    /// Ends or pauses the work.
    pub cancel: CancelToken,
    /// Hears of progress, often; must be quick.
    pub report: &'a (dyn Fn(Progress) + Sync),
}

impl Monitor<'_> {
    /// Nobody listens and nobody cancels.
    pub fn silent() -> Self {
        Self { cancel: CancelToken::new(), report: &|_| () }
    }

    /// Reports, then asks whether to go on.
    pub(crate) fn step(&self, progress: Progress) -> Result<()> {
        (self.report)(progress);
        self.cancel.check()
    }
}
