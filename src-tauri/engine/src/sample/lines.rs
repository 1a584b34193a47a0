//! What the sample consists of: collections, and when their versions were made.

use super::{Notes, Scratch, data, training};
use crate::Result;
use crate::clock::Millis;
use crate::sample::random::Random;

pub(super) const DAY: Millis = 86_400_000;

/// A collection that grew over time.
pub(super) struct Line {
    pub(super) name: &'static str,
    pub(super) kind: &'static str,
    pub(super) about: &'static str,
    pub(super) versions: u64,
    /// Days before now of the first and of the last version.
    days: (f64, f64),
    /// Brings the folder from one version to the next.
    pub(super) make: fn(&mut Scratch, u64) -> Result<Notes>,
    life: Life,
    pub(super) work: Work,
}

/// The run that made a version.
pub(super) struct Work {
    pub(super) job: &'static str,
    /// Names of the collections whose newest versions it read, each with its role.
    pub(super) inputs: &'static [(&'static str, &'static str)],
    pub(super) group: &'static str,
    /// How long it took, in minutes.
    pub(super) minutes: i64,
}

const fn work(job: &'static str, minutes: i64, inputs: &'static [(&'static str, &'static str)]) -> Work {
    Work { job, inputs, group: "", minutes }
}

/// How long versions live.
enum Life {
    /// As the project has it.
    Inherited,
    /// For ever.
    Kept,
    /// Fresh ones thirty days, of which the oldest are about to expire; older ones longer.
    Checkpoints,
}

impl Life {
    /// The TTL of a version by its age in days; none: inherits.
    fn ttl(&self, age: f64) -> Option<&'static str> {
        match self {
            Self::Kept => Some("none"),
            Self::Checkpoints if age < 29.9 => Some("30d"),
            Self::Checkpoints if age < 60.0 => Some("120d"),
            Self::Inherited | Self::Checkpoints => None,
        }
    }
}

/// Everything, in no order.
pub(super) const LINES: [Line; 11] = [
    Line {
        name: "plankton-raw",
        kind: "dataset",
        about: "Frames of the towed camera, as they came.",
        versions: 4,
        days: (89.0, 52.0),
        make: data::raw,
        life: Life::Kept,
        work: work("import", 18, &[]),
    },
    Line {
        name: "plankton-train",
        kind: "dataset",
        about: "Crops with one organism each, for training.",
        versions: 12,
        days: (86.0, 5.0),
        make: data::train,
        life: Life::Inherited,
        work: work("preprocess", 25, &[("plankton-raw", "frames"), ("labels", "labels")]),
    },
    Line {
        name: "plankton-val",
        kind: "dataset",
        about: "Crops of held-out cruises.",
        versions: 3,
        days: (85.5, 30.0),
        make: data::validation,
        life: Life::Inherited,
        work: work("preprocess", 12, &[("plankton-raw", "frames"), ("labels", "labels")]),
    },
    Line {
        name: "stations",
        kind: "dataset",
        about: "Position, depth and water of every tow.",
        versions: 4,
        days: (88.0, 12.0),
        make: data::stations,
        life: Life::Inherited,
        work: work("import", 2, &[]),
    },
    Line {
        name: "labels",
        kind: "dataset",
        about: "Two passes of labels by three annotators.",
        versions: 6,
        days: (85.0, 4.5),
        make: data::labels,
        life: Life::Inherited,
        work: work("annotate", 240, &[("plankton-raw", "frames"), ("stations", "")]),
    },
    Line {
        name: "resnet-plankton",
        kind: "model",
        about: "Residual network, the **baseline** of the paper.",
        versions: 12,
        days: (78.0, 20.0),
        make: training::resnet,
        life: Life::Checkpoints,
        work: work("train", 190, &[("plankton-train", "train"), ("plankton-val", "validation")]),
    },
    Line {
        name: "vit-plankton",
        kind: "model",
        about: "Vision transformer; `best model` is the one to use.",
        versions: 14,
        days: (58.0, 1.2),
        make: training::vit,
        life: Life::Checkpoints,
        work: work("train", 420, &[("plankton-train", "train"), ("plankton-val", "validation")]),
    },
    Line {
        name: "distilled-s",
        kind: "model",
        about: "Distilled from vit-plankton, for the camera itself.",
        versions: 6,
        days: (21.0, 0.4),
        make: training::distilled,
        life: Life::Checkpoints,
        work: work("distill", 95, &[("vit-plankton", "teacher"), ("plankton-train", "train")]),
    },
    Line {
        name: "eval-vit",
        kind: "evaluation",
        about: "Accuracy and confusion of vit-plankton on plankton-val.",
        versions: 7,
        days: (54.0, 0.9),
        make: training::evaluation,
        life: Life::Inherited,
        work: work("evaluate", 7, &[("vit-plankton", "model"), ("plankton-val", "data")]),
    },
    Line {
        name: "vit-sweep",
        kind: "model",
        about: "One transformer for each setting of a search; the best goes on as vit-plankton.",
        versions: 48,
        days: (29.4, 5.9),
        make: training::sweep,
        life: Life::Inherited,
        work: Work {
            job: "sweep",
            inputs: &[("plankton-val", "validation")],
            group: "lr-and-depth",
            minutes: 35,
        },
    },
    Line {
        name: "vit-nightly",
        kind: "model",
        about: "Trained on every night with what the day brought.",
        versions: 60,
        days: (60.4, 0.6),
        make: training::nightly,
        life: Life::Inherited,
        work: work("finetune", 50, &[("vit-nightly", "start")]),
    },
];

/// A version to log.
pub(super) struct Moment {
    /// Which of [`LINES`].
    pub(super) line: usize,
    /// Index of the version.
    pub(super) step: u64,
    /// When.
    pub(super) at: Millis,
    /// TTL in words.
    pub(super) ttl: Option<&'static str>,
}

/// Every version in the order of time, the last ones shortly before `now`.
pub(super) fn moments(now: Millis) -> Vec<Moment> {
    let mut found = Vec::new();
    for (index, line) in LINES.iter().enumerate() {
        let (from, to) = line.days;
        let mut random = Random::of(line.name, 1);
        for step in 0..line.versions {
            let share = step as f64 / (line.versions - 1).max(1) as f64;
            // Steps are days apart, so that some hours more or less change no order.
            let age = (from + (to - from) * share + random.between(-0.12, 0.12)).max(0.05);
            let at = now - (age * DAY as f64) as Millis;
            found.push(Moment { line: index, step, at, ttl: line.life.ttl(age) });
        }
    }
    found.sort_by_key(|moment| moment.at);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_a_line_come_in_order() {
        let moments = moments(100 * DAY);
        for (index, line) in LINES.iter().enumerate() {
            let steps: Vec<u64> =
                moments.iter().filter(|moment| moment.line == index).map(|moment| moment.step).collect();
            assert_eq!(steps, (0..line.versions).collect::<Vec<_>>(), "{}", line.name);
        }
        assert!(moments.iter().all(|moment| moment.at < 100 * DAY && moment.at > 9 * DAY));
    }
}
