//! Tests of the layout: what every picture must have (`properties`), single graphs (`cases`), pictures after a
//! change (`again`), cancelling (`cancel`).

mod again;
mod cancel;
mod cases;
mod properties;

use super::*;

/// A graph and its picture.
#[derive(Debug)]
struct Drawn {
    sizes: Vec<Size>,
    edges: Vec<(u32, u32)>,
    options: Options,
    layout: Layout,
}

fn draw_with(sizes: Vec<Size>, edges: Vec<(u32, u32)>, options: Options) -> Drawn {
    let input = Input { sizes: &sizes, edges: &edges, keys: &[] };
    let layout = layout(&input, &options, None, &CancelToken::new()).unwrap();
    Drawn { sizes, edges, options, layout }
}

/// Draws nodes of one size.
fn draw_plain(nodes: usize, edges: &[(u32, u32)]) -> Drawn {
    draw_with(vec![Size { width: 160.0, height: 48.0 }; nodes], edges.to_vec(), Options::default())
}

impl Drawn {
    /// Everything that holds for every picture.
    fn check(&self) {
        assert_eq!(self.layout.nodes.len(), self.sizes.len());
        assert_eq!(self.layout.routes().len(), self.edges.len());
        check_no_overlap(&self.layout, &self.sizes);
        self.check_directions();
        self.check_routes();
        self.check_no_edge_passes_behind_a_node();
        self.check_orders();
    }

    fn along(&self, point: Point) -> f64 {
        if self.options.direction == Direction::LeftToRight { point.x } else { point.y }
    }

    fn depth(&self, node: u32) -> f64 {
        let size = self.sizes[node as usize];
        f64::from(if self.options.direction == Direction::LeftToRight { size.width } else { size.height })
    }

    /// Edges go forward, those that close a cycle back, and the boxes of their ends leave room between.
    fn check_directions(&self) {
        for (&(from, to), route) in self.edges.iter().zip(self.layout.routes()) {
            let (tail, head) = if route.reversed { (to, from) } else { (from, to) };
            if from == to {
                assert!(route.reversed);
                continue;
            }
            let (a, b) = (self.layout.nodes[tail as usize], self.layout.nodes[head as usize]);
            assert!(a.rank < b.rank, "{from} → {to}: layer {} to {}", a.rank, b.rank);
            let gap = self.along(b.centre)
                - self.along(a.centre)
                - f64::midpoint(self.depth(tail), self.depth(head));
            assert!(gap >= f64::from(self.options.layer_gap.max(1.0)) - 1e-3, "{from} → {to}: {gap}");
        }
    }

    /// Routes begin and end at their nodes, go one way along, and lie within the bounds.
    fn check_routes(&self) {
        let bounds = self.layout.bounds;
        for (&(from, to), route) in self.edges.iter().zip(self.layout.routes()) {
            assert!(route.points.len() >= 2);
            for (node, point) in [(from, route.points[0]), (to, route.points[route.points.len() - 1])] {
                let off = (self.along(point) - self.along(self.layout.nodes[node as usize].centre)).abs();
                assert!((off - self.depth(node) / 2.0).abs() < 1e-3, "{from} → {to} at {node}: {off}");
            }
            for pair in route.points.windows(2) {
                let step = self.along(pair[1]) - self.along(pair[0]);
                let forward = if route.reversed { -step } else { step };
                assert!(from == to || forward > -1e-3, "{from} → {to}: {:?}", route.points);
            }
            for point in route.points {
                assert!(point.x >= bounds.x - 1e-3 && point.x <= bounds.x + bounds.width + 1e-3);
                assert!(point.y >= bounds.y - 1e-3 && point.y <= bounds.y + bounds.height + 1e-3);
            }
        }
    }

    /// Where an edge crosses a layer it runs level, and beside the nodes of that layer: nothing hides it.
    fn check_no_edge_passes_behind_a_node(&self) {
        let across = |point: Point| self.along(Point { x: point.y, y: point.x });
        let mut boxes: Vec<(f64, f64, f64, f64)> = Vec::new();
        for (node, placed) in self.layout.nodes.iter().enumerate() {
            let size = self.sizes[node];
            let half = (
                self.depth(node as u32) / 2.0,
                f64::from(size.width + size.height) / 2.0 - self.depth(node as u32) / 2.0,
            );
            let (at, side) = (self.along(placed.centre), across(placed.centre));
            boxes.push((at - half.0, at + half.0, side - half.1, side + half.1));
        }
        boxes.sort_by(|a, b| a.0.total_cmp(&b.0));
        let widest = boxes.iter().map(|each| each.1 - each.0).fold(0.0, f64::max);
        for (edge, route) in
            self.layout.routes().enumerate().filter(|(edge, _)| self.edges[*edge].0 != self.edges[*edge].1)
        {
            for pair in route.points.windows(2) {
                let (from, to) = (
                    self.along(pair[0]).min(self.along(pair[1])),
                    self.along(pair[0]).max(self.along(pair[1])),
                );
                let (low, high) =
                    (across(pair[0]).min(across(pair[1])), across(pair[0]).max(across(pair[1])));
                let first = boxes.partition_point(|each| each.0 < from - widest);
                for each in boxes[first..].iter().take_while(|each| each.0 < to - 1e-3) {
                    let beside = each.1 <= from + 1e-3 || each.3 <= low + 1e-3 || each.2 >= high - 1e-3;
                    assert!(beside, "edge {:?} passes behind {each:?}: {pair:?}", self.edges[edge]);
                }
            }
        }
    }

    /// `order` counts the nodes of a layer in the order in which they lie.
    fn check_orders(&self) {
        let mut nodes = self.layout.nodes.clone();
        nodes.sort_by_key(|node| (node.component, node.rank, node.order));
        for pair in nodes.windows(2) {
            if (pair[0].component, pair[0].rank) == (pair[1].component, pair[1].rank) {
                assert_eq!(pair[0].order + 1, pair[1].order);
                let (a, b) = (pair[0].centre, pair[1].centre);
                let across = |point: Point| self.along(Point { x: point.y, y: point.x });
                assert!(across(a) <= across(b) + 1e-3);
            } else {
                assert_eq!(pair[1].order, 0);
            }
        }
    }
}

/// No two boxes have more than a line in common. A sweep over left borders.
fn check_no_overlap(layout: &Layout, sizes: &[Size]) {
    let mut boxes: Vec<(f64, f64, f64, f64)> = layout
        .nodes
        .iter()
        .zip(sizes)
        .map(|(node, size)| {
            let half = (f64::from(size.width) / 2.0, f64::from(size.height) / 2.0);
            let Point { x, y } = node.centre;
            (x - half.0, x + half.0, y - half.1, y + half.1)
        })
        .collect();
    boxes.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (at, a) in boxes.iter().enumerate() {
        for b in boxes[at + 1..].iter().take_while(|b| b.0 < a.1 - 1e-3) {
            assert!(b.2 >= a.3 - 1e-3 || a.2 >= b.3 - 1e-3, "{a:?} overlaps {b:?}");
        }
    }
}

/// Whether the graph has a cycle, by removing what nothing leads to.
fn has_cycle(nodes: usize, edges: &[(u32, u32)]) -> bool {
    let mut gone = vec![false; nodes];
    loop {
        let mut led_to = vec![false; nodes];
        edges.iter().filter(|edge| !gone[edge.0 as usize]).for_each(|edge| led_to[edge.1 as usize] = true);
        let free: Vec<usize> = (0..nodes).filter(|&node| !gone[node] && !led_to[node]).collect();
        if free.is_empty() {
            return gone.iter().any(|gone| !gone);
        }
        for node in free {
            gone[node] = true;
        }
    }
}
