//! Phase 6: components in rows, larger first, in about the shape of a screen. Components of about the same size get
//! the same room, so that many of them make columns, and keep the order in which they came.

use super::pulse::Pulse;
use crate::Result;

/// Width to height of what is aimed at.
const ASPECT: f64 = 16.0 / 9.0;

/// Widths that are tried, as multiples of that of a perfect packing.
const WIDTHS: [f64; 7] = [0.85, 0.95, 1.05, 1.15, 1.3, 1.5, 1.8];

/// Sides that differ by no more than this share of the larger count as the same.
const ALIKE: f64 = 0.15;

/// Where boxes of the given widths and heights go: their least corners, without overlap, `gap` apart.
pub(super) fn pack(sizes: &[(f64, f64)], gap: f64, pulse: &Pulse<'_>) -> Result<Vec<(f64, f64)>> {
    let sizes = &alike(sizes)[..];
    let area = |&(width, height): &(f64, f64)| (width + gap) * (height + gap);
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by(|&a, &b| area(&sizes[b]).total_cmp(&area(&sizes[a])));
    let ideal = (sizes.iter().map(area).sum::<f64>() * ASPECT).sqrt();
    let widest = sizes.iter().map(|size| size.0).fold(0.0, f64::max);
    let mut best: Option<(f64, Vec<(f64, f64)>)> = None;
    for factor in WIDTHS {
        pulse.work(sizes.len() * 4)?;
        let (places, extent) = rows(sizes, &order, (ideal * factor).max(widest), gap);
        // By how much a screen of that shape would have to shrink it.
        let scale = (extent.0 / ASPECT).max(extent.1);
        if best.as_ref().is_none_or(|(least, _)| scale < *least) {
            best = Some((scale, places));
        }
        if sizes.len() < 2 {
            break;
        }
    }
    Ok(best.map(|(_, places)| places).unwrap_or_default())
}

/// The sizes with sides that are about the same made the same, the larger of them.
fn alike(sizes: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let widths = level(sizes.iter().map(|size| size.0).collect());
    let heights = level(sizes.iter().map(|size| size.1).collect());
    widths.into_iter().zip(heights).collect()
}

fn level(mut sides: Vec<f64>) -> Vec<f64> {
    let mut order: Vec<usize> = (0..sides.len()).collect();
    order.sort_by(|&a, &b| sides[b].total_cmp(&sides[a]));
    let mut largest = f64::NEG_INFINITY;
    for index in order {
        if sides[index] < largest * (1.0 - ALIKE) || largest < 0.0 {
            largest = sides[index];
        }
        sides[index] = largest;
    }
    sides
}

/// Fills rows from left to right. A box goes below the last one where the row is high enough for both.
fn rows(sizes: &[(f64, f64)], order: &[usize], limit: f64, gap: f64) -> (Vec<(f64, f64)>, (f64, f64)) {
    let mut places = vec![(0.0, 0.0); sizes.len()];
    let (mut left, mut top, mut height) = (0.0_f64, 0.0_f64, 0.0_f64);
    let (mut column, mut filled, mut extent) = (0.0_f64, 0.0_f64, (0.0_f64, 0.0_f64));
    for &index in order {
        let size = sizes[index];
        let below = filled > 0.0 && size.0 <= column && filled + gap + size.1 <= height;
        if below {
            places[index] = (left, top + filled + gap);
            filled += gap + size.1;
        } else {
            left += if filled > 0.0 { column + gap } else { 0.0 };
            if left > 0.0 && left + size.0 > limit {
                (left, top, height) = (0.0, top + height + gap, 0.0);
            }
            places[index] = (left, top);
            (column, filled, height) = (size.0, size.1.max(f64::MIN_POSITIVE), height.max(size.1));
        }
        extent = (extent.0.max(left + size.0), extent.1.max(places[index].1 + size.1));
    }
    (places, extent)
}
