//! Phase 5: coordinates across the layers: the balanced four alignments of Brandes and Köpf, then a relaxation.

use super::align::{Sorted, VIEWS, View};
use super::compact::{Spacing, compact};
use super::crossings::Order;
use super::layers::Layers;
use super::pulse::Pulse;
use super::relax::relax;
use super::springs::pull;
use crate::Result;

/// The coordinate of each vertex. In each layer neighbours stand at least as far apart as `spacing` says.
pub(super) fn place(
    layers: &Layers,
    order: &Order,
    spacing: &Spacing,
    pulse: &Pulse<'_>,
) -> Result<Vec<f64>> {
    let sorted = Sorted::new(layers, order, pulse)?;
    let mut four = Vec::with_capacity(VIEWS.len());
    for view in VIEWS {
        let blocks = sorted.align(view, pulse)?;
        four.push((view, compact(&sorted, &blocks, view, spacing, pulse)?));
    }
    let mut across = balance(&mut four, spacing);
    pulse.work(across.len() * 8)?;
    pull(&sorted, spacing, &mut across, pulse)?;
    relax(&sorted, spacing, &mut across, pulse)?;
    Ok(across)
}

/// Aligns all four with the narrowest, then takes the mean of the two in the middle, vertex by vertex.
fn balance(four: &mut [(View, Vec<f64>)], spacing: &Spacing) -> Vec<f64> {
    let extents: Vec<(f64, f64)> = four.iter().map(|(_, at)| extent(at, &spacing.half)).collect();
    let narrowest = extents.iter().copied().min_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)));
    let Some((least, greatest)) = narrowest else {
        return Vec::new();
    };
    for ((view, at), (from, to)) in four.iter_mut().zip(extents) {
        let shift = if view.mirrored { greatest - to } else { least - from };
        for value in at {
            *value += shift;
        }
    }
    (0..spacing.half.len())
        .map(|vertex| {
            let mut values = [0.0; VIEWS.len()];
            for (value, (_, at)) in values.iter_mut().zip(four.iter()) {
                *value = at[vertex];
            }
            values.sort_unstable_by(f64::total_cmp);
            f64::midpoint(values[1], values[2])
        })
        .collect()
}

fn extent(at: &[f64], half: &[f64]) -> (f64, f64) {
    at.iter().zip(half).fold((f64::INFINITY, f64::NEG_INFINITY), |(least, greatest), (at, half)| {
        (least.min(at - half), greatest.max(at + half))
    })
}
