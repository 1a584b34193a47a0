//! Plans of logs that are being prepared in a sheet.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use cairn_engine::fs::CancelToken;
use cairn_engine::ingest::{LogOptions, LogPlan, LogSource, PlanCounts, suggest_type};
use cairn_engine::model::ArtifactName;
use cairn_engine::progress::{Monitor, Progress};
use cairn_engine::store::Store;
use cairn_engine::{Code, Error, Result};

use crate::convert;
use crate::types::{self, ApiError, LogPlan as Answer};

/// From here on, in bytes, references are worth a thought.
const LARGE: u64 = 100_000_000_000;
/// Most things named in a list of a plan.
const NAMED: usize = 200;

/// The plans of a host.
#[derive(Debug, Default)]
pub struct Plans {
    next: AtomicU64,
    plans: Mutex<BTreeMap<u64, Arc<Plan>>>,
}

/// One plan, worked at by a thread.
#[derive(Debug)]
struct Plan {
    cancel: CancelToken,
    project: Option<String>,
    sources: Vec<LogSource>,
    options: LogOptions,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    progress: Progress,
    plan: Option<LogPlan>,
    error: Option<ApiError>,
    name: String,
    counts: Option<(String, PlanCounts)>,
}

impl Plans {
    /// Starts to look at the sources; answers the number of the plan.
    pub fn start(
        &self,
        store: Arc<Store>,
        sources: Vec<LogSource>,
        options: LogOptions,
        project: Option<String>,
        name: Option<String>,
    ) -> Result<u64> {
        let id = self.next.fetch_add(1, Ordering::Relaxed) + 1;
        let proposed = name.unwrap_or_else(|| propose(&sources));
        let state = Mutex::new(State { name: proposed, ..State::default() });
        let plan = Arc::new(Plan { cancel: CancelToken::new(), project, sources, options, state });
        self.lock().insert(id, Arc::clone(&plan));
        let work = move || plan.work(&store);
        std::thread::Builder::new()
            .name(format!("plan-{id}"))
            .spawn(work)
            .map_err(|error| Error::io("a thread for the plan", error))?;
        Ok(id)
    }

    /// How far a plan is, set against the collection `name`.
    pub fn get(&self, store: &Store, id: u64, name: Option<&str>) -> Result<Answer> {
        let plan = self.plan(id)?;
        plan.answer(store, id, name)
    }

    /// What a plan was made of.
    pub fn sources(&self, id: u64) -> Result<(Vec<LogSource>, LogOptions)> {
        let plan = self.plan(id)?;
        Ok((plan.sources.clone(), plan.options.clone()))
    }

    /// Ends and forgets a plan; fine when it is gone.
    pub fn drop_plan(&self, id: u64) {
        if let Some(plan) = self.lock().remove(&id) {
            plan.cancel.cancel();
        }
    }

    fn plan(&self, id: u64) -> Result<Arc<Plan>> {
        self.lock().get(&id).cloned().ok_or_else(|| {
            Error::new(Code::NotFound, format!("There is no plan {id}"))
                .hint("Close the sheet and open it again.")
        })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<u64, Arc<Plan>>> {
        self.plans.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A legal name from the first path.
fn propose(sources: &[LogSource]) -> String {
    let first = sources.first().and_then(|source| source.path.file_name()).unwrap_or_default();
    let text = first.to_string_lossy();
    let is_folder = sources.first().is_some_and(|source| source.path.is_dir());
    let stem = match text.rsplit_once('.') {
        Some((stem, _)) if !is_folder && !stem.is_empty() => stem.to_owned(),
        _ => text.into_owned(),
    };
    ArtifactName::propose(&stem).to_string()
}

impl Plan {
    fn work(&self, store: &Store) {
        let report = |progress: Progress| self.lock().progress = progress;
        let monitor = Monitor { cancel: self.cancel.clone(), report: &report };
        let made = store.begin_plan(&self.sources, &self.options, &monitor).and_then(|mut plan| {
            store.finish_plan(&mut plan, &self.options, &monitor)?;
            Ok(plan)
        });
        let mut state = self.lock();
        match made {
            Ok(plan) => state.plan = Some(plan),
            Err(error) => state.error = Some(ApiError::from(error)),
        }
    }

    fn answer(&self, store: &Store, id: u64, name: Option<&str>) -> Result<Answer> {
        let mut state = self.lock();
        let name = name.unwrap_or(&state.name).to_owned();
        let counts = self.counts(store, &state, &name)?;
        if state.plan.is_some() {
            state.counts = Some((name, counts.clone()));
        }
        let mut answer = empty(id, &state, counts);
        if let Some(plan) = &state.plan {
            fill(&mut answer, plan, store);
        }
        Ok(answer)
    }

    /// The comparison with a collection is kept while its name stays.
    fn counts(&self, store: &Store, state: &State, name: &str) -> Result<PlanCounts> {
        match (&state.counts, &state.plan) {
            (Some((kept, counts)), _) if kept == name => Ok(counts.clone()),
            (_, Some(plan)) => store.compare_plan(plan, self.project.as_deref(), name),
            (_, None) => store.compare_plan(&LogPlan::default(), self.project.as_deref(), name),
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn empty(id: u64, state: &State, counts: PlanCounts) -> Answer {
    let against = state.plan.as_ref().and(counts.against_newest);
    Answer {
        plan: id,
        done: state.plan.is_some() || state.error.is_some(),
        error: state.error.clone(),
        suggested_name: state.name.clone(),
        suggested_type: counts.existing_type.clone().unwrap_or_default(),
        files: state.progress.total_items.max(state.progress.items),
        bytes: state.progress.total_bytes,
        checked: state.progress.items,
        stored_bytes: 0,
        new_bytes: 0,
        newest_index: against.map(|since| since.index),
        changed_files: against.map(|since| since.changed),
        added_files: against.map(|since| since.added),
        removed_files: against.map(|since| since.removed),
        identical: counts.identical,
        next_index: counts.next_index,
        existing_type: counts.existing_type,
        skipped: Vec::new(),
        skipped_count: 0,
        outside_links: 0,
        outside_bytes: 0,
        case_clashes: Vec::new(),
        notices: Vec::new(),
    }
}

fn fill(answer: &mut Answer, plan: &LogPlan, store: &Store) {
    let listing = &plan.listing;
    if answer.suggested_type.is_empty() {
        suggest_type(listing).clone_into(&mut answer.suggested_type);
    }
    answer.files = listing.items.len() as u64;
    answer.checked = answer.files;
    answer.bytes = listing.bytes();
    answer.stored_bytes = plan.stored_bytes;
    answer.new_bytes = plan.new_bytes;
    answer.skipped =
        listing.skipped.iter().take(NAMED).map(convert::skipped).collect::<Vec<types::Skipped>>();
    answer.skipped_count = listing.skipped.len() as u64;
    (answer.outside_links, answer.outside_bytes) = listing.outside;
    answer.case_clashes = listing.case_clashes(20);
    if answer.bytes >= LARGE {
        answer
            .notices
            .push("This is more than 100 GB. It works; it takes its time and its place on disk.".into());
    }
    if let Ok(free) = cairn_engine::fs::free_space(store.root())
        && plan.new_bytes > free
    {
        answer.notices.push(format!(
            "The disk of the store has {} MiB free; this needs {} MiB.",
            free >> 20,
            plan.new_bytes.div_ceil(1 << 20)
        ));
    }
}
