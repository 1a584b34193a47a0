//! For people at a terminal.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use super::Drawn;
use crate::lineage::facts::NodeFacts;

/// Deeper than this only the fact that more follows is written: a chain of 100,000 is no tree for eyes.
const DEEPEST: usize = 200;

/// Downstream from the root, then upstream; without a root, downstream from whatever nothing lies before.
pub(super) fn write(drawn: &Drawn<'_>) -> String {
    let mut tree = Tree::new(drawn);
    let root = drawn.part.root.and_then(|root| drawn.nodes.iter().position(|(key, _)| *key == root));
    match root {
        Some(root) => {
            let _ = writeln!(tree.text, "{}", tree.label(root as u32));
            for (heading, is_up) in [("upstream", true), ("downstream", false)] {
                if tree.next(root as u32, is_up).is_empty() {
                    continue;
                }
                let _ = writeln!(tree.text, "{heading}");
                tree.seen = HashSet::from([root as u32]);
                tree.below(root as u32, is_up);
            }
        }
        None => {
            for start in
                (0..drawn.nodes.len() as u32).filter(|at| tree.next(*at, true).is_empty()).collect::<Vec<_>>()
            {
                let _ = writeln!(tree.text, "{}", tree.label(start));
                tree.seen.insert(start);
                tree.below(start, false);
            }
        }
    }
    tree.text
}

struct Tree<'d> {
    drawn: &'d Drawn<'d>,
    before: HashMap<u32, Vec<u32>>,
    after: HashMap<u32, Vec<u32>>,
    seen: HashSet<u32>,
    text: String,
}

impl<'d> Tree<'d> {
    fn new(drawn: &'d Drawn<'d>) -> Self {
        let mut before: HashMap<u32, Vec<u32>> = HashMap::new();
        let mut after: HashMap<u32, Vec<u32>> = HashMap::new();
        for (from, to) in &drawn.edges {
            after.entry(*from).or_default().push(*to);
            before.entry(*to).or_default().push(*from);
        }
        Self { drawn, before, after, seen: HashSet::new(), text: String::new() }
    }

    fn next(&self, at: u32, is_up: bool) -> &[u32] {
        let list = if is_up { &self.before } else { &self.after };
        list.get(&at).map_or(&[], Vec::as_slice)
    }

    fn label(&self, at: u32) -> String {
        let facts = self.drawn.nodes[at as usize].1;
        let state = match facts.state() {
            "committed" | "finished" => String::new(),
            state => format!("  [{state}]"),
        };
        match facts {
            NodeFacts::Version(version) => {
                let aliases = if version.aliases.is_empty() {
                    String::new()
                } else {
                    format!("  ({})", version.aliases)
                };
                format!("{}  {}{aliases}{state}", facts.title(), version.artifact_type)
            }
            NodeFacts::Run(run) => {
                format!("▸ {}  {}  run:{}{state}", run.display_name, run.job_type, run.name)
            }
        }
    }

    /// Writes what follows, deepest first, each node in full only once. Its own stack: a chain may be long.
    fn below(&mut self, root: u32, is_up: bool) {
        let mut stack: Vec<(u32, String, bool)> = self.children(root, "", is_up);
        while let Some((at, lead, is_last)) = stack.pop() {
            let branch = if is_last { "└─ " } else { "├─ " };
            let again = !self.seen.insert(at);
            let mark = if again && !self.next(at, is_up).is_empty() { "  …" } else { "" };
            let label = self.label(at);
            let _ = writeln!(self.text, "{lead}{branch}{label}{mark}");
            let lead = format!("{lead}{}", if is_last { "   " } else { "│  " });
            if again {
                continue;
            }
            if lead.chars().count() / 3 >= DEEPEST {
                if !self.next(at, is_up).is_empty() {
                    let _ = writeln!(self.text, "{lead}└─ …");
                }
                continue;
            }
            stack.extend(self.children(at, &lead, is_up));
        }
    }

    /// In the order in which a stack gives them back.
    fn children(&self, at: u32, lead: &str, is_up: bool) -> Vec<(u32, String, bool)> {
        let list = self.next(at, is_up);
        let last = list.len().saturating_sub(1);
        list.iter().enumerate().rev().map(|(number, next)| (*next, lead.to_owned(), number == last)).collect()
    }
}
