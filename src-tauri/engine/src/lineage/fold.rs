//! Folding: many nodes drawn as one.
//!
//! First what a person asked for (one node for a collection, a job type or a group), then *siblings*, of which five or
//! more have the same neighbours, then *chains*, in which each node has one before and one after. Siblings are looked
//! for again after each round: forty-eight runs that read one data set fold, and then so do the models they logged,
//! which now have the same neighbour.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::facts::NodeFacts;
use super::graph::NodeKey;
use super::select::Part;

/// From so many siblings on they fold, as in W&B.
const SIBLINGS: usize = 5;
/// From so many nodes in a row on they fold.
const CHAIN: usize = 6;
/// Rounds of looking for siblings.
const ROUNDS: usize = 8;
/// A run that ties more pairs than this stays, when runs are hidden: its pairs would hide everything else.
const PAIRS: usize = 4096;

/// Which kind of node isn't drawn; what it tied together is tied directly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hide {
    /// Versions are tied to versions.
    Runs,
    /// Runs are tied to runs.
    Versions,
}

/// By which property nodes are folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FoldBy {
    /// The versions of a collection.
    Collection,
    /// The runs of a job type.
    Job,
    /// The runs of a group.
    Group,
}

/// How a part of the lineage is folded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct FoldSpec {
    /// Which kind isn't drawn.
    pub hide: Option<Hide>,
    /// Nothing folds by itself.
    pub flat: bool,
    /// Folds by a property besides.
    pub by: Option<FoldBy>,
    /// Keys of folded nodes that are drawn open.
    pub open: Vec<String>,
    /// Members that are drawn outside of their folded node.
    pub pulled: Vec<NodeKey>,
}

/// What a drawn node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FoldKind {
    /// One version.
    Version = 0,
    /// One run.
    Run = 1,
    /// Siblings.
    Siblings = 2,
    /// A chain.
    Chain = 3,
    /// Nodes with a property in common.
    Group = 4,
}

/// A drawn node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoldedNode {
    /// `v12`, `r7`; of a folded node `c`, `l` or `g` and the key of its first member.
    pub key: String,
    /// What it is.
    pub kind: FoldKind,
    /// Positions of its members in [`Part::nodes`].
    pub members: Vec<u32>,
}

/// A drawn edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoldedEdge {
    /// Position of the node where it begins.
    pub from: u32,
    /// Position of the node where it ends.
    pub to: u32,
    /// 0 logged, 1 used, 2 both, or through what isn't drawn.
    pub kind: u8,
    /// How many edges it stands for.
    pub count: u32,
}

/// A part of the lineage as it is drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    /// The nodes.
    pub nodes: Vec<FoldedNode>,
    /// The edges between them, by their ends; self loops where a folded node holds both ends are left out.
    pub edges: Vec<FoldedEdge>,
    /// Keys of the folded nodes that are drawn open.
    pub opened: Vec<String>,
    /// By node: position in [`Self::opened`] of the one that it would be folded into.
    pub opened_of: Vec<Option<u32>>,
}

impl Folded {
    /// Folds a part.
    pub fn new(part: &Part, spec: &FoldSpec) -> Self {
        let mut folder = Folder::new(part, spec);
        if let Some(by) = spec.by {
            folder.by_property(by);
        }
        if !spec.flat {
            folder.siblings();
            folder.chains();
        }
        folder.finish()
    }

    /// Position of the node that is, or holds, a member.
    pub fn holder(&self, part: &Part, member: NodeKey) -> Option<u32> {
        let place = part.nodes.binary_search_by_key(&member, |(key, _)| *key).ok()? as u32;
        self.nodes.iter().position(|node| node.members.contains(&place)).map(|at| at as u32)
    }
}

struct Folder<'f> {
    part: &'f Part,
    /// Edges between positions in the part, without what is hidden, with their kinds.
    edges: Vec<(u32, u32, u8)>,
    /// Which folded node each position belongs to: the position of its first member. `None` when it is hidden.
    home: Vec<Option<u32>>,
    /// Kind of the folded nodes, by the position of their first member.
    kinds: HashMap<u32, FoldKind>,
    /// The member that names a folded node, by the position of its first member: it may have been pulled out.
    names: HashMap<u32, u32>,
    /// Positions that never fold.
    loose: HashSet<u32>,
    open: HashSet<&'f str>,
    /// What would fold if it weren't drawn open: its members by its key.
    opened: BTreeMap<String, Vec<u32>>,
}

impl<'f> Folder<'f> {
    fn new(part: &'f Part, spec: &'f FoldSpec) -> Self {
        let count = part.nodes.len() as u32;
        let position =
            |key: &NodeKey| part.nodes.binary_search_by_key(key, |(key, _)| *key).ok().map(|at| at as u32);
        let loose = spec.pulled.iter().chain(part.root.iter()).filter_map(position).collect();
        let mut folder = Self {
            part,
            edges: part
                .edges()
                .into_iter()
                .map(|(from, to)| (from, to, u8::from(!part.nodes[from as usize].0.is_run())))
                .collect(),
            home: (0..count).map(Some).collect(),
            kinds: HashMap::new(),
            names: HashMap::new(),
            loose,
            open: spec.open.iter().map(String::as_str).collect(),
            opened: BTreeMap::new(),
        };
        if let Some(hide) = spec.hide {
            folder.hide(hide);
        }
        folder
    }

    /// Ties the neighbours of hidden nodes to one another.
    fn hide(&mut self, hide: Hide) {
        let (before, after) = self.neighbours();
        let mut gone = vec![false; self.home.len()];
        for (at, (key, _)) in self.part.nodes.iter().enumerate() {
            let wanted = key.is_run() == (hide == Hide::Runs) && Some(*key) != self.part.root;
            if wanted && before[at].len().saturating_mul(after[at].len()) <= PAIRS {
                gone[at] = true;
                for from in &before[at] {
                    self.edges.extend(after[at].iter().map(|to| (*from, *to, 2)));
                }
            }
        }
        self.edges.retain(|(from, to, _)| !gone[*from as usize] && !gone[*to as usize]);
        self.edges.sort_unstable();
        for (home, is_gone) in self.home.iter_mut().zip(gone) {
            if is_gone {
                *home = None;
            }
        }
    }

    /// Neighbours before and after each folded node, by the position of its first member, each once.
    fn neighbours(&self) -> (Vec<Vec<u32>>, Vec<Vec<u32>>) {
        let mut before = vec![Vec::new(); self.home.len()];
        let mut after = vec![Vec::new(); self.home.len()];
        for (from, to, _) in &self.edges {
            let (Some(from), Some(to)) = (self.home[*from as usize], self.home[*to as usize]) else {
                continue;
            };
            if from != to {
                after[from as usize].push(to);
                before[to as usize].push(from);
            }
        }
        for list in before.iter_mut().chain(after.iter_mut()) {
            list.sort_unstable();
            list.dedup();
        }
        (before, after)
    }

    fn by_property(&mut self, by: FoldBy) {
        let mut groups: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (at, (key, _)) in self.part.nodes.iter().enumerate() {
            let value = match (by, self.part.facts(*key)) {
                (FoldBy::Collection, Some(NodeFacts::Version(version))) => version.collection.to_string(),
                (FoldBy::Job, Some(NodeFacts::Run(run))) => format!("{} {}", run.project, run.job_type),
                (FoldBy::Group, Some(NodeFacts::Run(run))) if !run.group.is_empty() => {
                    format!("{} {}", run.project, run.group)
                }
                _ => continue,
            };
            if self.home[at].is_some() {
                groups.entry(value).or_default().push(at as u32);
            }
        }
        for members in groups.into_values() {
            self.fold(&members, FoldKind::Group, 2);
        }
    }

    fn siblings(&mut self) {
        for _ in 0..ROUNDS {
            let groups = self.alike();
            let mut folded = false;
            for members in groups {
                folded |= self.fold(&members, FoldKind::Siblings, SIBLINGS);
            }
            if !folded {
                return;
            }
        }
    }

    /// Groups of nodes that have the same neighbours and are of one kind; runs also when what only they logged is
    /// alike.
    fn alike(&self) -> Vec<Vec<u32>> {
        let (before, after) = self.neighbours();
        let is_own = |run: usize, version: u32| before[version as usize][..] == [run as u32];
        let mut groups: BTreeMap<Look<'_>, Vec<u32>> = BTreeMap::new();
        for at in (0..self.home.len()).filter(|at| self.stands_alone(*at)) {
            if before[at].is_empty() && after[at].is_empty() {
                continue;
            }
            let is_run = self.part.nodes[at].0.is_run();
            let mut outputs: Vec<Output<'_>> = after[at]
                .iter()
                .map(|next| {
                    let private = is_run && is_own(at, *next) && self.stands_alone(*next as usize);
                    if private {
                        Output::Own(self.word(*next as usize), &after[*next as usize])
                    } else {
                        Output::Shared(*next)
                    }
                })
                .collect();
            outputs.sort_unstable();
            groups.entry((self.word(at), &before[at], outputs)).or_default().push(at as u32);
        }
        // A run without inputs is no sibling of another just because both have none.
        let tied = |members: &Vec<u32>| {
            let first = members[0] as usize;
            !before[first].is_empty() || after[first].iter().any(|next| !is_own(first, *next))
        };
        groups.into_values().filter(|members| members.len() >= SIBLINGS && tied(members)).collect()
    }

    /// Whether a position is drawn by itself so far, not as a member of something.
    fn stands_alone(&self, at: usize) -> bool {
        self.home[at] == Some(at as u32) && !self.kinds.contains_key(&(at as u32))
    }

    /// Kind of a node, and its type or job type.
    fn word(&self, at: usize) -> Word<'_> {
        let key = self.part.nodes[at].0;
        (key.is_run(), self.part.facts(key).map_or("", NodeFacts::subtitle))
    }

    fn chains(&mut self) {
        let (before, after) = self.neighbours();
        let is_link = |at: usize| {
            self.stands_alone(at)
                && !self.loose.contains(&(at as u32))
                && before[at].len() == 1
                && after[at].len() == 1
        };
        let links: Vec<bool> = (0..self.home.len()).map(is_link).collect();
        let mut chains = Vec::new();
        for start in (0..self.home.len()).filter(|at| links[*at] && !links[before[*at][0] as usize]) {
            let mut members = vec![start as u32];
            let mut next = after[start][0];
            while links[next as usize] {
                members.push(next);
                next = after[next as usize][0];
            }
            chains.push(members);
        }
        for members in chains {
            self.fold(&members, FoldKind::Chain, CHAIN);
        }
    }

    /// Folds members into one node when there are enough, unless it is to be drawn open; answers whether it did.
    fn fold(&mut self, members: &[u32], kind: FoldKind, least: usize) -> bool {
        // The name counts members that were pulled out, so that it stays the same.
        let Some(first) = members.first() else { return false };
        let inside: Vec<u32> = members.iter().copied().filter(|at| !self.loose.contains(at)).collect();
        // Those that are left fold, however few were pulled out before.
        if members.len() < least || inside.len() < 2 {
            return false;
        }
        let key = key_of(kind, self.part.nodes[*first as usize].0);
        if self.open.contains(key.as_str()) {
            self.opened.insert(key, inside);
            return false;
        }
        let first = inside[0];
        for member in &inside {
            self.home[*member as usize] = Some(first);
        }
        self.kinds.insert(first, kind);
        self.names.insert(first, members[0]);
        true
    }

    fn finish(self) -> Folded {
        let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (at, home) in self.home.iter().enumerate() {
            if let Some(home) = home {
                members.entry(*home).or_default().push(at as u32);
            }
        }
        let place: HashMap<u32, u32> =
            members.keys().enumerate().map(|(number, home)| (*home, number as u32)).collect();
        let nodes: Vec<FoldedNode> =
            members.into_iter().map(|(home, members)| self.node(home, members)).collect();
        let mut edges: BTreeMap<(u32, u32), (u8, u32)> = BTreeMap::new();
        for (from, to, kind) in &self.edges {
            let ends = (self.home[*from as usize], self.home[*to as usize]);
            let (Some(from_home), Some(to_home)) = ends else { continue };
            if from_home == to_home && from != to {
                continue;
            }
            let slot = edges.entry((place[&from_home], place[&to_home])).or_insert((*kind, 0));
            if slot.0 != *kind {
                slot.0 = 2;
            }
            slot.1 += 1;
        }
        let edges = edges.into_iter().map(|((from, to), (kind, count))| FoldedEdge { from, to, kind, count });
        let mut opened_of = vec![None; place.len()];
        for (number, members) in self.opened.values().enumerate() {
            for node in members.iter().filter_map(|member| place.get(&self.home[*member as usize]?)) {
                opened_of[*node as usize] = Some(number as u32);
            }
        }
        Folded { nodes, edges: edges.collect(), opened: self.opened.into_keys().collect(), opened_of }
    }

    fn node(&self, home: u32, members: Vec<u32>) -> FoldedNode {
        let key = self.part.nodes[home as usize].0;
        if let Some(kind) = self.kinds.get(&home) {
            let name = self.part.nodes[self.names[&home] as usize].0;
            return FoldedNode { key: key_of(*kind, name), kind: *kind, members };
        }
        let kind = if key.is_run() { FoldKind::Run } else { FoldKind::Version };
        FoldedNode { key: key.to_string(), kind, members }
    }
}

/// Is it a run, and which type or job type.
type Word<'f> = (bool, &'f str);

/// What a node looks like to its siblings: its kind, what lies before it, and after it.
type Look<'f> = (Word<'f>, &'f [u32], Vec<Output<'f>>);

/// What a run logged, as far as it matters to whether two are alike.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Output<'f> {
    /// This very version, which others logged or used too.
    Shared(u32),
    /// A version of its own, of a kind, with what comes after it.
    Own(Word<'f>, &'f [u32]),
}

fn key_of(kind: FoldKind, first: NodeKey) -> String {
    let letter = match kind {
        FoldKind::Siblings => 'c',
        FoldKind::Chain => 'l',
        FoldKind::Group => 'g',
        FoldKind::Version | FoldKind::Run => return first.to_string(),
    };
    format!("{letter}{first}")
}
