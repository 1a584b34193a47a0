//! What stands at the target, entry by entry.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io::Read as _;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::place::Place;
use super::select::Wanted;
use super::{ExportPlan, NAMED};
use crate::fs::{CancelToken, ExportRoot, TreeEntry, TreeKind, show};
use crate::model::{Digest, quote};
use crate::progress::{Monitor, Progress, Step};
use crate::{Code, Error, Result, workers};

/// Bytes read at a time when files are compared.
const PIECE: usize = 1 << 20;

/// What stands where a file is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Now {
    /// Nothing.
    Absent,
    /// The same bytes.
    Same,
    /// A file with other bytes, or a link.
    Differs,
    /// A folder; or something that is no folder where one is needed.
    Blocked,
}

/// A file to take out, with its place.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) want: Wanted,
    renamed: Option<Box<str>>,
    pub(super) now: Now,
}

impl Job {
    /// The path at the target.
    pub(super) fn target(&self) -> &str {
        self.renamed.as_deref().unwrap_or(self.want.path.as_str())
    }

    /// The folder at the target, `""` at the top.
    pub(super) fn folder(&self) -> &str {
        self.target().rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    pub(super) fn is_conflict(&self) -> bool {
        matches!(self.now, Now::Differs | Now::Blocked)
    }
}

/// An export that has looked at its target.
pub(super) struct Prepared {
    pub(super) address: String,
    pub(super) place: Place,
    pub(super) jobs: Vec<Job>,
    /// What doesn't belong, folders before their contents.
    pub(super) removals: Vec<TreeEntry>,
}

impl Prepared {
    pub(super) fn look(
        address: String,
        place: Place,
        wanted: Vec<Wanted>,
        exact: bool,
        monitor: &Monitor<'_>,
    ) -> Result<Self> {
        monitor.step(Progress { step: Step::Listing, ..Progress::default() })?;
        let job = |want: Wanted| Job { renamed: place.renamed(&want.path), want, now: Now::Absent };
        let mut jobs: Vec<Job> = wanted.into_iter().map(job).collect();
        refuse_collisions(&place, &jobs)?;
        let mut removals = Vec::new();
        if let Some(root) = &place.open {
            look_at(root, &mut jobs, monitor)?;
            if exact {
                removals = surplus(&place, root, &jobs)?;
            }
        }
        Ok(Self { address, place, jobs, removals })
    }

    pub(super) fn plan(&self) -> ExportPlan {
        let open = || self.jobs.iter().filter(|job| job.now != Now::Same);
        let conflicts = self.conflicts();
        let files = open().count() as u64;
        let path = |entry: &TreeEntry| show(&entry.path);
        ExportPlan {
            root: self.place.root.clone(),
            files,
            bytes: open().map(|job| job.want.size).sum(),
            unchanged: self.jobs.len() as u64 - files,
            conflict_count: conflicts.len() as u64,
            conflicts: conflicts.into_iter().take(NAMED).map(str::to_owned).collect(),
            removals: self.removals.iter().take(NAMED).map(path).collect(),
            removal_count: self.removals.len() as u64,
            renamed: self.renamed(),
            free_bytes: self.place.free,
        }
    }

    /// Paths where something else stands.
    pub(super) fn conflicts(&self) -> Vec<&str> {
        self.jobs.iter().filter(|job| job.is_conflict()).map(Job::target).collect()
    }

    /// Paths that have other names at the target.
    pub(super) fn renamed(&self) -> Vec<(String, String)> {
        let pair = |job: &Job| Some((job.want.path.to_string(), job.renamed.as_ref()?.to_string()));
        self.jobs.iter().filter_map(pair).collect()
    }
}

/// Every folder that the files need, parents first.
pub(super) fn folders<'j>(jobs: impl Iterator<Item = &'j Job>) -> BTreeSet<&'j str> {
    let mut found = BTreeSet::new();
    for job in jobs {
        let mut folder = job.folder();
        while !folder.is_empty() && found.insert(folder) {
            folder = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
        }
    }
    found
}

/// Refuses paths of which the target would make one.
fn refuse_collisions(place: &Place, jobs: &[Job]) -> Result<()> {
    if !place.folds() {
        return Ok(());
    }
    let mut seen: HashMap<String, &str> = HashMap::new();
    let mut clashes = Vec::new();
    let files = jobs.iter().map(|job| (place.key(job.target()), job.want.path.as_str()));
    for (key, path) in files {
        if let Some(other) = seen.insert(key, path) {
            clashes.push(format!("{} and {}", quote(other), quote(path)));
        }
    }
    for folder in folders(jobs.iter()) {
        if let Some(other) = seen.get(&place.key(folder)) {
            clashes.push(format!("{} and the folder {}", quote(other), quote(folder)));
        }
    }
    if clashes.is_empty() {
        return Ok(());
    }
    let (count, named) = (clashes.len(), clashes.into_iter().take(NAMED).collect::<Vec<_>>().join("; "));
    Err(Error::new(
        Code::TargetCollision,
        format!("{count} pairs of paths would be one file at the target: {named}"),
    )
    .hint("Export to a folder on a case-sensitive file system, or export the paths one by one."))
}

/// What is known of a folder at the target.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Folder {
    Missing,
    There,
    Blocked,
}

/// Finds out what stands at the place of every job.
fn look_at(root: &ExportRoot, jobs: &mut [Job], monitor: &Monitor<'_>) -> Result<()> {
    let mut compare = Vec::new();
    let mut known: HashMap<String, Folder> = HashMap::from([(String::new(), Folder::There)]);
    for (index, job) in jobs.iter_mut().enumerate() {
        monitor.cancel.check()?;
        job.now = match folder_state(root, &mut known, job.folder())? {
            Folder::Missing => Now::Absent,
            Folder::Blocked => Now::Blocked,
            Folder::There => match root.kind(Path::new(job.target()))? {
                None => Now::Absent,
                Some(TreeKind::Dir) => Now::Blocked,
                Some(TreeKind::File(size)) if size == job.want.size => {
                    compare.push(index);
                    Now::Differs
                }
                Some(_) => Now::Differs,
            },
        };
    }
    let jobs_then: &[Job] = jobs;
    let same = workers::map(&compare, &|index| is_same(root, &jobs_then[*index], &monitor.cancel))?;
    for (index, _) in compare.into_iter().zip(same).filter(|(_, same)| *same) {
        jobs[index].now = Now::Same;
    }
    Ok(())
}

fn folder_state(root: &ExportRoot, known: &mut HashMap<String, Folder>, folder: &str) -> Result<Folder> {
    if let Some(state) = known.get(folder) {
        return Ok(*state);
    }
    let parent = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
    let state = match folder_state(root, known, parent)? {
        Folder::There => match root.kind(Path::new(folder))? {
            None => Folder::Missing,
            Some(TreeKind::Dir) => Folder::There,
            Some(_) => Folder::Blocked,
        },
        other => other,
    };
    known.insert(folder.to_owned(), state);
    Ok(state)
}

fn is_same(root: &ExportRoot, job: &Job, cancel: &CancelToken) -> Result<bool> {
    let Some(mut file) = root.open_file(Path::new(job.target()))? else { return Ok(false) };
    let (mut sha256, mut buffer) = (Sha256::new(), vec![0; PIECE.min(job.want.size as usize + 1)]);
    loop {
        cancel.check()?;
        match file.read(&mut buffer) {
            Ok(0) => return Ok(Digest(sha256.finalize().into()) == job.want.sha256),
            Ok(count) => sha256.update(&buffer[..count]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Error::io(show(root.path().join(job.target())), error)),
        }
    }
}

/// What in the folder doesn't belong to the version.
fn surplus(place: &Place, root: &ExportRoot, jobs: &[Job]) -> Result<Vec<TreeEntry>> {
    let files: HashSet<String> = jobs.iter().map(|job| place.key(job.target())).collect();
    let folders: HashSet<String> = folders(jobs.iter()).into_iter().map(|folder| place.key(folder)).collect();
    let mut found = root.list()?;
    found.retain(|entry| {
        let Some(key) = entry.path.to_str().map(|path| place.key(path)) else { return true };
        let belonging = if entry.kind == TreeKind::Dir { &folders } else { &files };
        !belonging.contains(&key)
    });
    Ok(found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::fs::TargetTraits;
    use crate::model::RelPath;

    fn job(path: &str) -> Job {
        let want = Wanted { path: RelPath::parse(path).unwrap(), sha256: Digest::of(b""), size: 0 };
        Job { want, renamed: None, now: Now::Absent }
    }

    #[test]
    fn folders_come_parents_first() {
        let jobs = [job("a/b/c"), job("a/d"), job("e"), job("f/g")];
        assert_eq!(folders(jobs.iter()).into_iter().collect::<Vec<_>>(), ["a", "a/b", "f"]);
    }

    #[test]
    fn collisions_are_refused_where_names_fold() {
        let folding = Place::pretend(TargetTraits { folds: true, windows: false });
        let exact = Place::pretend(TargetTraits::default());
        for (one, two) in [("Model", "model"), ("caf\u{e9}/x", "cafe\u{301}/x"), ("A", "a/b")] {
            let jobs = [job(one), job(two)];
            let error = refuse_collisions(&folding, &jobs).unwrap_err();
            assert_eq!(error.code(), Code::TargetCollision);
            assert!(error.message().contains(one), "{error}");
            refuse_collisions(&exact, &jobs).unwrap();
        }
        refuse_collisions(&folding, &[job("a/x"), job("A/y")]).unwrap();
    }

    #[test]
    fn names_are_escaped_where_they_must() {
        let windows = Place::pretend(TargetTraits { folds: true, windows: true });
        let wanted = ["a/ckpt-12:30.pt", "CON", "plain"].map(|path| job(path).want).to_vec();
        let prepared = Prepared::look(String::new(), windows, wanted, false, &Monitor::silent()).unwrap();
        let renamed = prepared.plan().renamed;
        let pair = |one: &str, two: &str| (one.to_owned(), two.to_owned());
        assert_eq!(renamed, [pair("a/ckpt-12:30.pt", "a/ckpt-12%3A30.pt"), pair("CON", "%43ON")]);
    }
}
