//! Single graphs: the smallest, the largest, the strangest.

use super::samples::{SHAPES, Shape, sample};
use super::*;

fn reversed(drawn: &Drawn) -> Vec<usize> {
    drawn.layout.routes().enumerate().filter(|(_, route)| route.reversed).map(|(edge, _)| edge).collect()
}

#[test]
fn nothing_is_an_empty_picture() {
    let drawn = draw_plain(0, &[]);
    drawn.check();
    assert_eq!(drawn.layout, Layout::default());
}

#[test]
fn one_node_lies_at_the_origin() {
    let drawn = draw_plain(1, &[]);
    assert_eq!(drawn.layout.nodes[0].centre, Point { x: 80.0, y: 24.0 });
    assert_eq!(drawn.layout.bounds, Rect { x: 0.0, y: 0.0, width: 160.0, height: 48.0 });
}

#[test]
fn a_chain_is_a_straight_line() {
    let drawn = draw_plain(5, &[(0, 1), (1, 2), (2, 3), (3, 4)]);
    drawn.check();
    assert!(drawn.layout.nodes.iter().all(|node| (node.centre.y - 24.0).abs() < 1e-9));
    assert!(drawn.layout.routes().all(|route| route.points.len() == 2));
    assert!((drawn.layout.bounds.width - (5.0 * 160.0 + 4.0 * 80.0)).abs() < 1e-9);
}

#[test]
fn top_down_is_left_to_right_on_its_side() {
    let edges = [(0, 1), (0, 2), (1, 3), (2, 3), (0, 3)];
    let wide: Vec<Size> =
        (0..4_u8).map(|n| Size { width: 50.0 + f32::from(n) * 9.0, height: 30.0 }).collect();
    let high = wide.iter().map(|size| Size { width: size.height, height: size.width }).collect();
    let right = draw_with(wide, edges.to_vec(), Options::default());
    let down =
        draw_with(high, edges.to_vec(), Options { direction: Direction::TopDown, ..Options::default() });
    down.check();
    for (a, b) in right.layout.nodes.iter().zip(&down.layout.nodes) {
        assert_eq!((a.centre.x, a.centre.y), (b.centre.y, b.centre.x));
    }
}

#[test]
fn a_cycle_has_one_edge_back() {
    let drawn = draw_plain(3, &[(0, 1), (1, 2), (2, 0)]);
    drawn.check();
    assert_eq!(reversed(&drawn), [2]);
}

#[test]
fn two_nodes_that_use_each_other() {
    let drawn = draw_plain(2, &[(0, 1), (1, 0)]);
    drawn.check();
    assert_eq!(reversed(&drawn), [1]);
}

#[test]
fn self_loops_are_marked_and_stay_beside_their_node() {
    let drawn = draw_plain(2, &[(0, 0), (0, 1), (1, 1), (1, 1)]);
    drawn.check();
    assert_eq!(reversed(&drawn), [0, 2, 3]);
}

#[test]
fn cycles_that_share_an_edge_break_there() {
    // Every cycle goes through 0 → 1; turning anything else round takes four edges.
    let edges: Vec<(u32, u32)> =
        std::iter::once((0, 1)).chain((2..6).flat_map(|n| [(1, n), (n, 0)])).collect();
    let drawn = draw_plain(6, &edges);
    drawn.check();
    assert_eq!(reversed(&drawn), [0]);
}

#[test]
fn parallel_edges_each_have_a_route() {
    let drawn = draw_plain(2, &[(0, 1), (0, 1), (0, 1)]);
    drawn.check();
    assert_eq!(drawn.layout.routes().len(), 3);
}

#[test]
fn an_edge_to_nowhere_is_an_error() {
    let sizes = [Size::default()];
    let input = Input { sizes: &sizes, edges: &[(0, 1)], keys: &[] };
    assert!(layout(&input, &Options::default(), None, &CancelToken::new()).is_err());
}

#[test]
fn sizes_that_are_none_count_as_nothing() {
    let side = [f32::NAN, f32::INFINITY, -5.0, f32::MAX, 0.0];
    let sizes: Vec<Size> = side.iter().map(|&side| Size { width: side, height: side }).collect();
    let options = Options { layer_gap: f32::NAN, node_gap: f32::NEG_INFINITY, ..Options::default() };
    let input = Input { sizes: &sizes, edges: &[(0, 1), (1, 2), (0, 3), (3, 4), (2, 4)], keys: &[] };
    let picture = layout(&input, &options, None, &CancelToken::new()).unwrap();
    let all =
        picture.nodes.iter().map(|node| node.centre).chain(picture.routes().flat_map(|r| r.points.to_vec()));
    assert!(all.into_iter().all(|point| point.x.is_finite() && point.y.is_finite()));
    assert!(picture.bounds.width.is_finite() && picture.bounds.width < 1e7);
}

#[test]
fn a_chain_of_a_hundred_thousand() {
    let edges: Vec<(u32, u32)> = (1..100_000).map(|node| (node - 1, node)).collect();
    let drawn = draw_plain(100_000, &edges);
    drawn.check();
    assert_eq!(drawn.layout.nodes[99_999].rank, 99_999);
}

#[test]
fn a_ring_of_a_hundred_thousand() {
    let edges: Vec<(u32, u32)> = (0..100_000).map(|node| (node, (node + 1) % 100_000)).collect();
    let drawn = draw_plain(100_000, &edges);
    drawn.check();
    assert_eq!(reversed(&drawn), [99_999]);
    let far = drawn.layout.route(99_999).unwrap();
    assert!(far.far && far.points.len() <= 8);
}

#[test]
fn a_fan_of_ten_thousand() {
    let edges: Vec<(u32, u32)> = (1..=10_000).flat_map(|node| [(0, node), (node, 10_001)]).collect();
    let drawn = draw_plain(10_002, &edges);
    drawn.check();
    let middle = drawn.layout.nodes[0].centre.y / drawn.layout.bounds.height;
    assert!((middle - 0.5).abs() < 0.01, "the hub lies at {middle} of the height");
}

#[test]
fn ten_thousand_lone_nodes_make_a_screen() {
    let drawn = draw_plain(10_000, &[]);
    drawn.check();
    let Rect { width, height, .. } = drawn.layout.bounds;
    assert!((1.3..2.4).contains(&(width / height)), "{width} by {height}");
}

#[test]
fn a_complete_graph_has_bounded_memory() {
    let edges: Vec<(u32, u32)> = (0..200).flat_map(|to| (0..to).map(move |from| (from, to))).collect();
    let drawn = draw_plain(200, &edges);
    drawn.check();
    assert_eq!(drawn.layout.nodes[199].rank, 199);
    assert!(drawn.layout.routes().any(|route| route.far));
}

#[test]
fn long_edges_of_deep_graphs_go_around() {
    let chain = (1..20_000).map(|node| (node - 1, node));
    let edges: Vec<(u32, u32)> = chain.chain((0..100).map(|n| (n * 100, n * 100 + 5_000))).collect();
    let drawn = draw_plain(20_000, &edges);
    drawn.check();
    for route in drawn.layout.routes().skip(19_999) {
        assert!(route.far && route.points.len() <= 6);
    }
}

#[test]
fn larger_components_come_first() {
    let small = [(0, 1)];
    let large = (2..20).flat_map(|node| [(2, node + 1), (node + 1, 30)]);
    let drawn = draw_plain(31, &small.into_iter().chain(large).collect::<Vec<_>>());
    drawn.check();
    assert!(drawn.layout.nodes[2].centre.x < drawn.layout.nodes[0].centre.x);
}

#[test]
fn lineages_of_every_shape() {
    for shape in SHAPES {
        for nodes in [10, 60, 400] {
            let graph = sample(shape, nodes, 3);
            let drawn = draw_with(graph.sizes, graph.edges, Options::default());
            drawn.check();
            assert_eq!(reversed(&drawn), [0_usize; 0]);
        }
    }
}

#[test]
fn far_edges_pass_between_the_nodes() {
    for shape in [Shape::History, Shape::Tree] {
        let graph = sample(shape, 10_000, 1);
        let drawn = draw_with(graph.sizes, graph.edges, Options::default());
        let through = drawn.layout.routes().filter(|route| route.far && route.points.len() > 6).count();
        assert!(through > 20, "only {through} edges of {shape:?} go through");
        drawn.check();
    }
}

#[test]
fn few_crossings_where_none_are_needed() {
    // A tree that always branches in two has none at all.
    let edges: Vec<(u32, u32)> = (1..127).map(|node| ((node - 1) / 2, node)).collect();
    let drawn = draw_plain(127, &edges);
    drawn.check();
    for layer in 1..7 {
        let mut nodes: Vec<(u32, u32)> = (1..127)
            .filter(|&n| drawn.layout.nodes[n as usize].rank == layer)
            .map(|n| (drawn.layout.nodes[n as usize].order, drawn.layout.nodes[(n as usize - 1) / 2].order))
            .collect();
        nodes.sort_unstable();
        assert!(nodes.is_sorted_by_key(|node| node.1));
    }
}

#[test]
fn long_edges_are_straight() {
    // Four edges that pass three layers beside the diamonds they skip.
    let graph = sample(Shape::Diamonds, 80, 1);
    let drawn = draw_with(graph.sizes, graph.edges, Options::default());
    for route in drawn.layout.routes() {
        let levels = route.points.windows(2).filter(|pair| (pair[0].y - pair[1].y).abs() > 1e-3).count();
        assert!(levels <= 8, "an edge bends {levels} times");
    }
}

#[test]
fn crowded_layers_stand_farther_apart() {
    let gaps = |shape, nodes| {
        let graph = sample(shape, nodes, 1);
        let drawn = draw_with(graph.sizes, graph.edges, Options::default());
        let mut centres: Vec<(u32, f64)> =
            drawn.layout.nodes.iter().map(|node| (node.rank, node.centre.x)).collect();
        centres.sort_by_key(|centre| centre.0);
        centres.dedup_by_key(|centre| centre.0);
        centres.windows(2).map(|pair| pair[1].1 - pair[0].1).fold(0.0, f64::max)
    };
    // The largest nodes are 199 wide; the gap is 80, and up to four times that where many edges pass.
    assert!(gaps(Shape::History, 300) < 280.0);
    let crowded = gaps(Shape::Random, 10_000);
    assert!((500.0..520.0).contains(&crowded), "{crowded}");
}

#[test]
fn small_components_make_columns_in_their_order() {
    // Each a run and a version; names, so widths, differ a little.
    let size = |width: usize| Size { width: width as f32, height: 48.0 };
    let sizes: Vec<Size> = (0..120).flat_map(|n| [size(150), size(110 + n.to_string().len() * 8)]).collect();
    let edges: Vec<(u32, u32)> = (0..120).map(|n| (n * 2, n * 2 + 1)).collect();
    let drawn = draw_with(sizes, edges, Options::default());
    drawn.check();
    let runs: Vec<Point> = (0..120).map(|n| drawn.layout.nodes[n * 2].centre).collect();
    assert!(runs.is_sorted_by_key(|run| (run.y, run.x)));
    let mut columns: Vec<i64> = runs.iter().map(|run| run.x.round() as i64).collect();
    columns.sort_unstable();
    columns.dedup();
    assert!(columns.len() < 12, "{columns:?}");
}
