//! Phase 2: the layer of each node, so that all arcs go right and their lengths add up to little.
//!
//! Longest path from the sources, then every node moves to the side that pulls more, then the network simplex
//! ([`super::simplex`]) as far as its effort goes, which is to the optimum for all but very large graphs.

use super::graph::{Arc, Incidence, topological};
use super::pulse::Pulse;
use super::simplex;
use crate::Result;

/// Rounds in which nodes move on their own. More gain nothing: the simplex goes on from here.
const ROUNDS: usize = 8;

/// The layers of a connected graph without cycles, from 0. Every arc spans at least its `span`.
pub(super) fn assign(nodes: usize, arcs: &[Arc], pulse: &Pulse<'_>) -> Result<Vec<u32>> {
    let incidence = Incidence::new(nodes, arcs);
    pulse.check()?;
    let order = topological(nodes, arcs, &incidence, pulse)?;
    let mut ranks = longest_path(arcs, &incidence, &order, pulse)?;
    tighten(&mut ranks, arcs, &incidence, &order, pulse)?;
    simplex::improve(&mut ranks, arcs, &incidence, pulse)?;
    let first = ranks.iter().copied().min().unwrap_or(0);
    for rank in &mut ranks {
        *rank -= first;
    }
    balance(&mut ranks, arcs, &incidence, &order, pulse)?;
    Ok(ranks.into_iter().map(|rank| rank as u32).collect())
}

fn longest_path(arcs: &[Arc], incidence: &Incidence, order: &[u32], pulse: &Pulse<'_>) -> Result<Vec<i32>> {
    let mut ranks = vec![0_i32; order.len()];
    for &node in order {
        for &arc in incidence.out.row(node) {
            let Arc { head, span, .. } = arcs[arc as usize];
            ranks[head as usize] = ranks[head as usize].max(ranks[node as usize] + span as i32);
        }
        pulse.work(1 + incidence.out.row(node).len())?;
    }
    Ok(ranks)
}

/// Moves each node as far as its arcs allow to the side with the greater weight, until nothing moves.
fn tighten(
    ranks: &mut [i32],
    arcs: &[Arc],
    incidence: &Incidence,
    order: &[u32],
    pulse: &Pulse<'_>,
) -> Result<()> {
    let weight = |row: &[u32]| row.iter().map(|&arc| arcs[arc as usize].weight).sum::<i64>();
    let pull: Vec<i64> = (0..order.len() as u32)
        .map(|node| weight(incidence.out.row(node)) - weight(incidence.into.row(node)))
        .collect();
    for _ in 0..ROUNDS {
        let mut moved = false;
        for &node in order.iter().rev().filter(|&&node| pull[node as usize] > 0) {
            pulse.work(1 + incidence.out.row(node).len())?;
            let room = |&arc: &u32| ranks[arcs[arc as usize].head as usize] - arcs[arc as usize].span as i32;
            if let Some(to) = incidence.out.row(node).iter().map(room).min() {
                moved |= std::mem::replace(&mut ranks[node as usize], to) != to;
            }
        }
        for &node in order.iter().filter(|&&node| pull[node as usize] < 0) {
            pulse.work(1 + incidence.into.row(node).len())?;
            let room = |&arc: &u32| ranks[arcs[arc as usize].tail as usize] + arcs[arc as usize].span as i32;
            if let Some(to) = incidence.into.row(node).iter().map(room).max() {
                moved |= std::mem::replace(&mut ranks[node as usize], to) != to;
            }
        }
        if !moved {
            break;
        }
    }
    Ok(())
}

/// Moves nodes that are pulled to both sides alike to the layer with the fewest nodes (Gansner et al. 1993,
/// section 2.3): layers of even size have fewer crossings, and the sum of lengths stays.
fn balance(
    ranks: &mut [i32],
    arcs: &[Arc],
    incidence: &Incidence,
    order: &[u32],
    pulse: &Pulse<'_>,
) -> Result<()> {
    let mut sizes = vec![0_u32; ranks.iter().max().map_or(0, |&last| last as usize + 1)];
    for &rank in &*ranks {
        sizes[rank as usize] += 1;
    }
    for &node in order {
        let (out, into) = (incidence.out.row(node), incidence.into.row(node));
        pulse.work(1 + out.len() + into.len())?;
        let weight = |row: &[u32]| row.iter().map(|&arc| arcs[arc as usize].weight).sum::<i64>();
        if out.is_empty() || weight(out) != weight(into) {
            continue;
        }
        let first = |&arc: &u32| ranks[arcs[arc as usize].tail as usize] + arcs[arc as usize].span as i32;
        let last = |&arc: &u32| ranks[arcs[arc as usize].head as usize] - arcs[arc as usize].span as i32;
        let own = ranks[node as usize];
        let (from, to) =
            (into.iter().map(first).max().unwrap_or(own), out.iter().map(last).min().unwrap_or(own));
        sizes[own as usize] -= 1;
        let best = (from..=to).min_by_key(|&rank| (sizes[rank as usize], (rank - own).abs())).unwrap_or(own);
        pulse.work((to - from) as usize)?;
        sizes[best as usize] += 1;
        ranks[node as usize] = best;
    }
    Ok(())
}
