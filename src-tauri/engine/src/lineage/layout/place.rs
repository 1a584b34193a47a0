//! Where the components go: packed, or where they were.

use super::draw::{Drawing, Frame};
use super::pack::pack;
use super::pulse::Pulse;
use crate::Result;

/// Comparisons of boxes before components that were drawn before are packed like new ones.
const EFFORT: usize = 4_000_000;

/// The least corner of each component on the screen. `first` is the one that must not move.
pub(super) fn place(
    drawings: &[Drawing],
    first: Option<usize>,
    frame: &Frame,
    pulse: &Pulse<'_>,
) -> Result<Vec<(f64, f64)>> {
    let mut places = vec![(0.0, 0.0); drawings.len()];
    let mut old: Vec<usize> = (0..drawings.len()).filter(|&index| drawings[index].corner.is_some()).collect();
    old.sort_by_key(|&index| (Some(index) != first, std::cmp::Reverse(drawings[index].centres.len())));
    let mut taken = Taken { boxes: Vec::new(), gap: frame.part_gap(), effort: 0 };
    let mut rest: Vec<usize> = Vec::new();
    for (at, &index) in old.iter().enumerate() {
        if taken.effort > EFFORT {
            rest.extend_from_slice(&old[at..]);
            break;
        }
        let size = frame.to_screen(drawings[index].size);
        let corner = frame.to_screen(drawings[index].corner.unwrap_or_default());
        places[index] = taken.near(corner, size, pulse)?;
    }
    rest.extend((0..drawings.len()).filter(|&index| drawings[index].corner.is_none()));
    let sizes: Vec<(f64, f64)> = rest.iter().map(|&index| frame.to_screen(drawings[index].size)).collect();
    let (left, top) = taken.below();
    for (&index, (x, y)) in rest.iter().zip(pack(&sizes, frame.part_gap(), pulse)?) {
        places[index] = (left + x, top + y);
    }
    Ok(places)
}

/// Boxes that have their place: least and greatest corner.
struct Taken {
    boxes: Vec<((f64, f64), (f64, f64))>,
    gap: f64,
    effort: usize,
}

impl Taken {
    /// Takes the free place straight above or below `corner` that is nearest to it.
    fn near(&mut self, corner: (f64, f64), size: (f64, f64), pulse: &Pulse<'_>) -> Result<(f64, f64)> {
        let down = self.free(corner, size, true, pulse)?;
        let up = self.free(corner, size, false, pulse)?;
        let y = if corner.1 - up < down - corner.1 { up } else { down };
        self.boxes.push(((corner.0, y), (corner.0 + size.0, y + size.1)));
        Ok((corner.0, y))
    }

    fn free(&mut self, corner: (f64, f64), size: (f64, f64), down: bool, pulse: &Pulse<'_>) -> Result<f64> {
        let mut y = corner.1;
        let mut again = true;
        // A little less than the gap that is kept: rounding must not find the box that was just passed.
        let gap = self.gap * 0.999 - 1e-3;
        // Each round passes at least one box for good, or ends.
        while again {
            again = false;
            for (least, most) in &self.boxes {
                let beside = least.0 < corner.0 + size.0 + gap && corner.0 < most.0 + gap;
                if beside && least.1 < y + size.1 + gap && y < most.1 + gap {
                    y = if down { most.1 + self.gap } else { least.1 - size.1 - self.gap };
                    again = true;
                }
            }
            self.effort += self.boxes.len();
            pulse.work(self.boxes.len())?;
        }
        Ok(y)
    }

    /// The left border of all boxes, and a gap below them.
    fn below(&self) -> (f64, f64) {
        let left = self.boxes.iter().map(|taken| taken.0.0).fold(f64::INFINITY, f64::min);
        let bottom = self.boxes.iter().map(|taken| taken.1.1).fold(f64::NEG_INFINITY, f64::max);
        if self.boxes.is_empty() { (0.0, 0.0) } else { (left, bottom + self.gap) }
    }
}
