//! A picture: a part of the lineage, folded and laid out.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hasher as _};
use std::sync::{Arc, Mutex, PoisonError};

use super::fold::{FoldKind, Folded};
use super::graph::NodeKey;
use super::layout::{self, Before, Direction, Input, Layout, Options, Size};
use super::select::{LineageSpec, Part, part};
use crate::Result;
use crate::fs::CancelToken;
use crate::store::Store;

/// Pictures that are kept: for going back, and so that the next one can resemble the last.
const KEPT: usize = 12;
/// Nodes of all pictures that are kept; of large ones only the newest two are.
const KEPT_NODES: usize = 24_000;
/// Width of a character of a card's title, in pixels at 100 %, and what stands around the title.
const LETTER: f32 = 7.5;
const AROUND: f32 = 56.0;
const NARROWEST: f32 = 132.0;
const WIDEST: f32 = 280.0;
/// Pixels between layers: enough for an edge to turn.
const LAYER_GAP: f32 = 64.0;
/// Pixels between the nodes of a layer.
const NODE_GAP: f32 = 16.0;
/// Heights of a version's card, a run's pill, a folded node's stack.
const CARD: f32 = 46.0;
const PILL: f32 = 36.0;
const STACK: f32 = 52.0;

/// A picture that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PictureSpec {
    /// Of what.
    pub of: LineageSpec,
    /// Layers from top to bottom.
    pub top_down: bool,
    /// Token of the picture before: what was in it keeps its layer and its order.
    pub previous: Option<String>,
    /// Key of the drawn node that keeps its exact place.
    pub anchor: Option<String>,
}

/// A part of the lineage, folded and laid out.
#[derive(Debug)]
pub struct Picture {
    /// Names it.
    pub token: String,
    /// The part.
    pub part: Part,
    /// As it is drawn.
    pub folded: Folded,
    /// Where its nodes and edges stand, in the order of [`Self::folded`].
    pub layout: Layout,
    /// Widths and heights of its nodes.
    pub sizes: Vec<Size>,
    /// Number of edges between the nodes of the part, folded or not.
    pub edges: u64,
    keys: Vec<u64>,
    top_down: bool,
}

impl Picture {
    /// What a drawn node is called.
    pub fn title(&self, at: usize) -> String {
        title(&self.part, &self.folded, at)
    }

    /// Edges out of a node of the part, by its position: runs that used a version, versions that a run logged.
    pub fn uses(&self, at: u32) -> u32 {
        let key = self.part.nodes.get(at as usize).map(|(key, _)| *key);
        key.and_then(|key| self.part.graph.find(key)).map_or(0, |at| self.part.graph.uses(at) as u32)
    }

    /// Drawn node of the root.
    pub fn root(&self) -> Option<&str> {
        let at = self.folded.holder(&self.part, self.part.root?)?;
        self.folded.nodes.get(at as usize).map(|node| node.key.as_str())
    }
}

/// The pictures made last.
#[derive(Debug, Default)]
pub struct PictureCache(Mutex<VecDeque<Arc<Picture>>>);

impl PictureCache {
    fn get(&self, token: &str) -> Option<Arc<Picture>> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.iter().find(|picture| picture.token == token).cloned()
    }

    fn put(&self, picture: &Arc<Picture>) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|other| other.token != picture.token);
        held.push_front(Arc::clone(picture));
        held.truncate(KEPT);
        let nodes =
            |held: &VecDeque<Arc<Picture>>| held.iter().map(|kept| kept.part.nodes.len()).sum::<usize>();
        while held.len() > 2 && nodes(&held) > KEPT_NODES {
            held.pop_back();
        }
    }
}

impl Store {
    /// The picture of a part of the lineage; the same request at the same state of the store is answered from memory.
    ///
    /// Errors: `query-invalid`, `not-found` (a name in the query), `cancelled`.
    pub fn lineage_picture(&self, spec: &PictureSpec, cancel: &CancelToken) -> Result<Arc<Picture>> {
        let (token, part) = self.database().snapshot(|connection| {
            let graph = self.lineage_in(connection)?;
            let token = token(spec, graph.revision());
            if self.pictures().get(&token).is_some() {
                return Ok((token, None));
            }
            Ok((token, Some(part(connection, graph, &spec.of)?)))
        })?;
        let Some(part) = part else {
            return match self.pictures().get(&token) {
                Some(picture) => Ok(picture),
                None => self.lineage_picture(spec, cancel),
            };
        };
        cancel.check()?;
        let before = spec.previous.as_deref().and_then(|token| self.pictures().get(token));
        let picture = Arc::new(draw(token, part, spec, before.as_deref(), cancel)?);
        self.pictures().put(&picture);
        Ok(picture)
    }
}

fn draw(
    token: String,
    part: Part,
    spec: &PictureSpec,
    before: Option<&Picture>,
    cancel: &CancelToken,
) -> Result<Picture> {
    let folded = Folded::new(&part, &spec.of.fold);
    let sizes: Vec<Size> = (0..folded.nodes.len()).map(|at| size(&part, &folded, at)).collect();
    let edges: Vec<(u32, u32)> = folded.edges.iter().map(|edge| (edge.from, edge.to)).collect();
    let keys: Vec<u64> = folded.nodes.iter().map(|node| number(&node.key)).collect();
    let direction = if spec.top_down { Direction::TopDown } else { Direction::LeftToRight };
    let options = Options { direction, layer_gap: LAYER_GAP, node_gap: NODE_GAP };
    let anchor = spec.anchor.as_deref().map(number);
    let before = before.filter(|before| before.top_down == spec.top_down).map(|before| Before {
        keys: &before.keys,
        layout: &before.layout,
        anchor,
    });
    let input = Input { sizes: &sizes, edges: &edges, keys: &keys };
    let layout = layout::layout(&input, &options, before.as_ref(), cancel)?;
    let edges = part.edges().len() as u64;
    Ok(Picture { token, part, folded, layout, sizes, edges, keys, top_down: spec.top_down })
}

/// Nodes are as wide as their names, so that no name has to be cut that fits; the page measures nothing.
fn size(part: &Part, folded: &Folded, at: usize) -> Size {
    let letters = title(part, folded, at).chars().take(64).count() as f32;
    let height = match folded.nodes[at].kind {
        FoldKind::Version => CARD,
        FoldKind::Run => PILL,
        FoldKind::Siblings | FoldKind::Chain | FoldKind::Group => STACK,
    };
    Size { width: (letters * LETTER + AROUND).clamp(NARROWEST, WIDEST), height }
}

fn title(part: &Part, folded: &Folded, at: usize) -> String {
    let Some(node) = folded.nodes.get(at) else { return String::new() };
    let members = node.members.iter().filter_map(|at| part.nodes.get(*at as usize)).map(|(key, _)| *key);
    if let (FoldKind::Version | FoldKind::Run, Some(facts)) =
        (node.kind, members.clone().next().and_then(|key| part.facts(key)))
    {
        return facts.title();
    }
    match node.kind {
        FoldKind::Chain => {
            let versions = members.filter(|key| !key.is_run()).count();
            format!("chain ×{versions}")
        }
        _ => format!("{} ×{}", common_name(part, members), node.members.len()),
    }
}

/// The collection that all members are of, else their type; the job type of runs.
fn common_name(part: &Part, members: impl Iterator<Item = NodeKey>) -> String {
    use super::facts::NodeFacts;
    let mut name: Option<(String, String)> = None;
    for facts in members.filter_map(|key| part.facts(key)) {
        let next = match facts {
            NodeFacts::Version(version) => (version.name.clone(), version.artifact_type.clone()),
            NodeFacts::Run(run) => (run.job_type.clone(), run.job_type.clone()),
        };
        match &mut name {
            None => name = Some(next),
            Some((collection, _)) if *collection == next.0 => {}
            Some((collection, kind)) => collection.clone_from(kind),
        }
    }
    let (name, _) = name.unwrap_or_default();
    if name.is_empty() { "runs".to_owned() } else { name }
}

/// A drawn node's key as a number for the layout.
fn number(key: &str) -> u64 {
    match NodeKey::parse(key) {
        Some(key) => key.number(),
        // Keys of folded nodes share the numbers above every row's.
        None => hash(key) | 1 << 63,
    }
}

fn token(spec: &PictureSpec, revision: i64) -> String {
    // What came before makes another picture of the same.
    format!("{:016x}-{revision}", hash(spec))
}

fn hash(value: &(impl std::hash::Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
