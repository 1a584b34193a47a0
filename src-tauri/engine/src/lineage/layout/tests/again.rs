//! Pictures after a change.

use proptest::prelude::*;

use super::properties::graphs;
use super::samples::{Shape, sample};
use super::*;

/// Draws `edges` over the old picture; node `n` has the key `n`.
fn again(old: &Drawn, sizes: Vec<Size>, edges: Vec<(u32, u32)>, gone: &[u32], anchor: Option<u64>) -> Drawn {
    let before_keys: Vec<u64> = (0..old.sizes.len() as u64).collect();
    let key = |node: u64| if gone.contains(&(node as u32)) { node + 1_000_000 } else { node };
    let keys: Vec<u64> = (0..sizes.len() as u64).map(key).collect();
    let before = Before { keys: &before_keys, layout: &old.layout, anchor };
    let input = Input { sizes: &sizes, edges: &edges, keys: &keys };
    let layout = layout(&input, &old.options, Some(&before), &CancelToken::new()).unwrap();
    Drawn { sizes, edges, options: old.options, layout }
}

fn plain(nodes: usize) -> Vec<Size> {
    vec![Size { width: 160.0, height: 48.0 }; nodes]
}

/// Old nodes that share a layer do so again, in their order; layers keep theirs.
fn check_kept(old: &Layout, new: &Layout) {
    let pairs: Vec<(Placed, Placed)> = old.nodes.iter().copied().zip(new.nodes.iter().copied()).collect();
    for (at, (old_a, new_a)) in pairs.iter().enumerate() {
        for (old_b, new_b) in pairs[at + 1..].iter().filter(|(_, b)| b.component == new_a.component) {
            assert_eq!(old_a.rank.cmp(&old_b.rank), new_a.rank.cmp(&new_b.rank));
            if old_a.rank == old_b.rank && old_a.component == old_b.component {
                assert_eq!(old_a.order.cmp(&old_b.order), new_a.order.cmp(&new_b.order));
            }
        }
    }
}

#[test]
fn the_same_graph_stays_where_it_is() {
    let graph = sample(Shape::History, 200, 5);
    let old = draw_with(graph.sizes.clone(), graph.edges.clone(), Options::default());
    let new = again(&old, graph.sizes, graph.edges, &[], Some(17));
    new.check();
    for (old, new) in old.layout.nodes.iter().zip(&new.layout.nodes) {
        assert_eq!((old.rank, old.order), (new.rank, new.order));
        // Lines may take another way between the nodes and need their room there: less than a card of 46 pixels.
        assert!((old.centre.x - new.centre.x).abs() < 1e-6 && (old.centre.y - new.centre.y).abs() < 46.0);
    }
}

#[test]
fn a_cluster_that_opens_moves_others_little() {
    // 0 → 1 → {2 (a folded cluster), 3, 4}; then 48 nodes take the place of 2.
    let old = draw_plain(5, &[(0, 1), (1, 2), (1, 3), (1, 4)]);
    let members = (5..53).map(|node| (1, node));
    let edges = [(0, 1), (1, 3), (1, 4)].into_iter().chain(members).collect();
    let new = again(&old, plain(53), edges, &[2], Some(1));
    new.check();
    check_kept(&old.layout, &new.layout);
    assert_eq!(new.layout.nodes[1].centre, old.layout.nodes[1].centre);
    assert!((new.layout.nodes[0].centre.x - old.layout.nodes[0].centre.x).abs() < 1e-6);
}

#[test]
fn a_chain_that_opens_makes_room_between_layers() {
    // 0 → 1 (a folded chain) → 2, beside 0 → 3 → 4; then the chain has ten nodes.
    let old = draw_plain(5, &[(0, 1), (1, 2), (0, 3), (3, 4)]);
    let chain = (5..14).map(|node| (node, node + 1));
    let edges = [(0, 5), (14, 2), (0, 3), (3, 4)].into_iter().chain(chain).collect();
    let new = again(&old, plain(15), edges, &[1], Some(0));
    new.check();
    let rank = |node: usize| new.layout.nodes[node].rank;
    assert_eq!((rank(0), rank(2), rank(4)), (0, 11, 11));
    assert_eq!(new.layout.nodes[0].centre, old.layout.nodes[0].centre);
}

#[test]
fn one_new_consumer_leaves_everything_in_place() {
    let old = draw_plain(6, &[(0, 1), (1, 2), (1, 3), (3, 4), (3, 5)]);
    let new = again(&old, plain(7), vec![(0, 1), (1, 2), (1, 3), (3, 4), (3, 5), (5, 6)], &[], Some(5));
    new.check();
    for (old, new) in old.layout.nodes.iter().zip(&new.layout.nodes) {
        assert!((old.centre.x - new.centre.x).abs() + (old.centre.y - new.centre.y).abs() < 1e-6);
    }
}

#[test]
fn an_edge_against_the_layers_moves_its_head_and_tells_no_cycle() {
    // 1 lay in the second layer; now 5 at the end of a longer chain leads to it.
    let old = draw_plain(6, &[(0, 1), (2, 3), (3, 4), (4, 5)]);
    let new = again(&old, plain(6), vec![(0, 1), (2, 3), (3, 4), (4, 5), (5, 1)], &[], Some(0));
    new.check();
    assert!(new.layout.routes().all(|route| !route.reversed));
    assert_eq!(new.layout.nodes[1].rank, 4);
}

#[test]
fn components_stay_apart_and_in_place() {
    let old = draw_plain(6, &[(0, 1), (2, 3), (4, 5)]);
    let new = again(
        &old,
        plain(30),
        (6..30).map(|n| (0, n)).chain([(0, 1), (2, 3), (4, 5)]).collect(),
        &[],
        Some(2),
    );
    new.check();
    assert_eq!(new.layout.nodes[2].centre, old.layout.nodes[2].centre);
}

#[test]
fn keys_that_are_missing_or_double_are_new() {
    let old = draw_plain(3, &[(0, 1), (1, 2)]);
    let sizes = plain(4);
    let input = Input { sizes: &sizes, edges: &[(0, 1), (1, 2), (2, 3)], keys: &[7, 7] };
    let before = Before { keys: &[7, 7, 7, 7, 7], layout: &old.layout, anchor: Some(7) };
    let new = layout(&input, &Options::default(), Some(&before), &CancelToken::new()).unwrap();
    assert_eq!(new.nodes[0].centre, old.layout.nodes[0].centre);
    check_no_overlap(&new, &sizes);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    /// New nodes that hang on one old node each contradict no layer.
    #[test]
    fn growth_keeps_layers_order_and_anchor(
        (sizes, edges) in graphs(12, 2),
        hung in prop::collection::vec((0_usize..12, any::<bool>()), 0..8),
        anchor in 0_usize..12,
    ) {
        let old = draw_with(sizes.clone(), edges.clone(), Options::default());
        let (mut sizes, mut edges) = (sizes, edges);
        let count = sizes.len();
        for (at, consumes) in hung {
            let (node, other) = (sizes.len() as u32, (at % count) as u32);
            sizes.push(Size { width: 90.0, height: 30.0 });
            edges.push(if consumes { (other, node) } else { (node, other) });
        }
        let anchor = anchor % count;
        let new = again(&old, sizes, edges, &[], Some(anchor as u64));
        new.check();
        check_kept(&old.layout, &new.layout);
        prop_assert_eq!(new.layout.nodes[anchor].centre, old.layout.nodes[anchor].centre);
    }

    /// Whatever changes, the picture is legal and the anchor stays.
    #[test]
    fn any_change_gives_a_legal_picture(
        (sizes, edges) in graphs(12, 2),
        (more, other) in graphs(20, 2),
        gone in prop::collection::vec(0_u32..12, 0..4),
        down in any::<bool>(),
    ) {
        let direction = if down { Direction::TopDown } else { Direction::LeftToRight };
        let old = draw_with(sizes, edges, Options { direction, ..Options::default() });
        let new = again(&old, more, other, &gone, Some(0));
        new.check();
        if !gone.contains(&0) {
            prop_assert_eq!(new.layout.nodes[0].centre, old.layout.nodes[0].centre);
        }
        let cyclic = has_cycle(new.sizes.len(), &new.edges);
        prop_assert!(cyclic || new.layout.routes().all(|route| !route.reversed));
    }
}
