//! The last touch to coordinates: long edges get straight where there is room, then nodes and straight pieces of
//! long edges move one by one to where their edges are shortest.

use super::align::Sorted;
use super::compact::Spacing;
use super::pulse::Pulse;
use crate::Result;

/// Rounds of moving single pieces.
const ROUNDS: usize = 8;

/// What counts as the same coordinate, in pixels.
const SAME: f64 = 1e-6;

/// Moves nodes, and straight pieces of long edges as a whole, to the median of their neighbours as far as
/// there is room. No round makes the sum of the distances across longer.
pub(super) fn relax(
    sorted: &Sorted<'_>,
    spacing: &Spacing,
    across: &mut [f64],
    pulse: &Pulse<'_>,
) -> Result<()> {
    let mut near = Vec::new();
    straighten(sorted, spacing, across, pulse)?;
    for round in 0..ROUNDS {
        let mut pieces = pieces(sorted, across);
        if round % 2 == 1 {
            pieces.reverse();
        }
        let mut moved = false;
        for &piece in &pieces {
            let (first, last) = piece;
            near.clear();
            near.extend(sorted.up.row(first).iter().map(|&v| across[v as usize]));
            near.extend(sorted.down.row(last).iter().map(|&v| across[v as usize]));
            pulse.work(near.len() + (last - first) as usize + 2)?;
            if near.is_empty() {
                continue;
            }
            near.sort_unstable_by(f64::total_cmp);
            let at = across[first as usize];
            let wish = at.clamp(near[(near.len() - 1) / 2], near[near.len() / 2]);
            if (wish - at).abs() < SAME {
                continue;
            }
            let to = nearest(sorted, spacing, across, piece, wish);
            if (to - at).abs() > SAME {
                moved = true;
                across[first as usize..=last as usize].fill(to);
            }
        }
        if !moved {
            break;
        }
    }
    straighten(sorted, spacing, across, pulse)
}

/// Gives runs of dummies of each long edge one coordinate, as long as there is one with room for all.
fn straighten(sorted: &Sorted<'_>, spacing: &Spacing, across: &mut [f64], pulse: &Pulse<'_>) -> Result<()> {
    let nodes = sorted.layers.nodes as u32;
    let mut first = nodes;
    while first < across.len() as u32 {
        let (mut least, mut most) = room(sorted, spacing, across, first);
        let mut sum = across[first as usize];
        let mut end = first + 1;
        while end < across.len() as u32 && sorted.up.row(end) == [end - 1] {
            let (from, to) = room(sorted, spacing, across, end);
            if from.max(least) > to.min(most) {
                break;
            }
            (least, most) = (least.max(from), most.min(to));
            sum += across[end as usize];
            end += 1;
        }
        pulse.work((end - first) as usize * 4)?;
        if least <= most {
            let mut wish = sum / f64::from(end - first);
            // A piece that reaches the level of an end of the edge has one bend less.
            let ends = [sorted.up.row(first), sorted.down.row(end - 1)].into_iter().flatten();
            let level = ends.map(|&v| across[v as usize]).filter(|at| (least..=most).contains(at));
            wish = level.min_by(|a, b| (a - wish).abs().total_cmp(&(b - wish).abs())).unwrap_or(wish);
            across[first as usize..end as usize].fill(wish.clamp(least, most));
        }
        first = end;
    }
    Ok(())
}

/// Between which coordinates a vertex may move.
fn room(sorted: &Sorted<'_>, spacing: &Spacing, across: &[f64], vertex: u32) -> (f64, f64) {
    let row = sorted.order.layers.row(sorted.layers.rank[vertex as usize]);
    let place = sorted.order.pos[vertex as usize] as usize;
    let left = place.checked_sub(1).and_then(|before| row.get(before));
    let right = row.get(place + 1);
    (
        left.map_or(f64::NEG_INFINITY, |&left| across[left as usize] + spacing.apart(left, vertex)),
        right.map_or(f64::INFINITY, |&right| across[right as usize] - spacing.apart(vertex, right)),
    )
}

/// Runs of vertices that move together: each node, and the dummies of a long edge that lie on one line. The
/// dummies of an edge follow each other.
fn pieces(sorted: &Sorted<'_>, across: &[f64]) -> Vec<(u32, u32)> {
    let nodes = sorted.layers.nodes as u32;
    let mut pieces: Vec<(u32, u32)> = (0..nodes).map(|node| (node, node)).collect();
    for dummy in nodes..across.len() as u32 {
        match pieces.last_mut() {
            Some((first, last))
                if *first >= nodes
                    && sorted.up.row(dummy) == [*last]
                    && (across[dummy as usize] - across[*last as usize]).abs() < SAME =>
            {
                *last = dummy;
            }
            _ => pieces.push((dummy, dummy)),
        }
    }
    pieces
}

/// The coordinate nearest to `wish` that leaves all members of a piece far enough from both neighbours.
fn nearest(
    sorted: &Sorted<'_>,
    spacing: &Spacing,
    across: &[f64],
    (first, last): (u32, u32),
    wish: f64,
) -> f64 {
    let at = across[first as usize];
    let (mut least, mut most) = (f64::NEG_INFINITY, f64::INFINITY);
    for vertex in first..=last {
        let (from, to) = room(sorted, spacing, across, vertex);
        (least, most) = (least.max(from), most.min(to));
    }
    // Rounding may have left less room than none; then the piece stays.
    if least > most { at } else { wish.clamp(least, most) }
}
