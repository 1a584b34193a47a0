//! Springs: each layer goes to where its neighbours are, as far as the gaps allow, with the least sum of squares.

use super::align::Sorted;
use super::compact::Spacing;
use super::pulse::Pulse;
use crate::Result;

/// Sweeps forth and back; more change little.
const SWEEPS: usize = 4;

/// The extent that is aimed at, as a multiple of what the fullest layer needs. At 1 long edges have no room to be
/// straight, beyond 2 all edges get long.
const ROOM: f64 = 1.5;

/// How much straighter than an edge between nodes a segment of a long edge wants to be: at one of its ends, and
/// in its inside (Gansner et al. 1993, section 4, with smaller figures for springs).
const END: f64 = 2.0;
const INSIDE: f64 = 8.0;

/// Makes the picture as wide as it has to be and draws neighbours together. The order in each layer stays, and so
/// does the least distance of neighbours.
pub(super) fn pull(
    sorted: &Sorted<'_>,
    spacing: &Spacing,
    across: &mut [f64],
    pulse: &Pulse<'_>,
) -> Result<()> {
    shrink(sorted, spacing, across);
    let mut weights: Vec<f64> = (0..across.len() as u32)
        .map(|vertex| if sorted.layers.is_dummy(vertex) { INSIDE } else { 1.0 })
        .collect();
    let count = sorted.order.layers.len() as u32;
    for sweep in 0..=SWEEPS {
        for step in 0..count {
            let layer = if sweep % 2 == 0 { step } else { count - 1 - step };
            let row = sorted.order.layers.row(layer);
            // The first sweep only restores the distances that were scaled away.
            for &vertex in row.iter().filter(|_| sweep > 0) {
                let near = sorted.up.row(vertex).len() + sorted.down.row(vertex).len();
                if let Some((mean, weight)) = mean(sorted, across, vertex) {
                    (across[vertex as usize], weights[vertex as usize]) = (mean, weight);
                }
                pulse.work(near * 3)?;
            }
            separate(row, spacing, |vertex| weights[vertex as usize], across);
            pulse.work(row.len() * 3)?;
        }
    }
    Ok(())
}

/// Where the springs of a vertex pull it, and how hard.
fn mean(sorted: &Sorted<'_>, across: &[f64], vertex: u32) -> Option<(f64, f64)> {
    let (mut sum, mut weight) = (0.0, 0.0);
    for &other in sorted.up.row(vertex).iter().chain(sorted.down.row(vertex)) {
        let stiff = match (sorted.layers.is_dummy(vertex), sorted.layers.is_dummy(other)) {
            (true, true) => INSIDE,
            (false, false) => 1.0,
            _ => END,
        };
        sum += stiff * across[other as usize];
        weight += stiff;
    }
    (weight > 0.0).then(|| (sum / weight, weight))
}

/// Scales everything to little more than the extent that the fullest layer needs. Alignment makes large pictures
/// many times as wide, and springs alone would need hundreds of sweeps for the way back.
fn shrink(sorted: &Sorted<'_>, spacing: &Spacing, across: &mut [f64]) {
    let (mut least, mut most, mut fullest) = (f64::INFINITY, f64::NEG_INFINITY, 0.0_f64);
    for layer in 0..sorted.order.layers.len() as u32 {
        let row = sorted.order.layers.row(layer);
        fullest = fullest.max(row.windows(2).map(|pair| spacing.apart(pair[0], pair[1])).sum());
        least = row.first().map_or(least, |&first| least.min(across[first as usize]));
        most = row.last().map_or(most, |&last| most.max(across[last as usize]));
    }
    if most - least > fullest * ROOM {
        let scale = fullest * ROOM / (most - least);
        for value in across {
            *value *= scale;
        }
    }
}

/// Moves the vertices of a row apart so that the weighted sum of squared moves is least: a monotone regression
/// by pooling ("pool adjacent violators", Barlow et al. 1972).
pub(super) fn separate(row: &[u32], spacing: &Spacing, weight: impl Fn(u32) -> f64, across: &mut [f64]) {
    // With the least distances taken off, "apart" is "not falling".
    let mut offsets = Vec::with_capacity(row.len());
    let mut pools: Vec<(f64, f64, usize)> = Vec::with_capacity(row.len());
    let mut offset = 0.0;
    for (at, &vertex) in row.iter().enumerate() {
        offset += at.checked_sub(1).map_or(0.0, |before| spacing.apart(row[before], vertex));
        offsets.push(offset);
        let mut pool = (across[vertex as usize] - offset, weight(vertex), 1);
        while let Some(&(mean, heavy, count)) = pools.last().filter(|last| last.0 > pool.0) {
            pools.pop();
            pool = ((mean * heavy + pool.0 * pool.1) / (heavy + pool.1), heavy + pool.1, count + pool.2);
        }
        pools.push(pool);
    }
    let means = pools.iter().flat_map(|&(mean, _, count)| std::iter::repeat_n(mean, count));
    for ((&vertex, mean), offset) in row.iter().zip(means).zip(offsets) {
        across[vertex as usize] = mean + offset;
    }
}
