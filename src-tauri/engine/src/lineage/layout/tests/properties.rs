//! What holds for every graph.

use proptest::prelude::*;

use super::super::crossings::{Counter, Order};
use super::super::graph::{Arcs, Incidence, Rows};
use super::super::ranks;
use super::*;

/// Graphs of up to `most` nodes with parallel edges, self loops, cycles and lone nodes.
pub(super) fn graphs(most: usize, density: usize) -> impl Strategy<Value = (Vec<Size>, Vec<(u32, u32)>)> {
    (1..most).prop_flat_map(move |nodes| {
        let node = 0..nodes as u32;
        let size = (1_u16..300, 1_u16..120).prop_map(|(w, h)| Size { width: w.into(), height: h.into() });
        (
            prop::collection::vec(size, nodes),
            prop::collection::vec((node.clone(), node), 0..nodes * density + 1),
        )
    })
}

/// The same without cycles.
fn acyclic(most: usize, density: usize) -> impl Strategy<Value = (Vec<Size>, Vec<(u32, u32)>)> {
    graphs(most, density).prop_map(|(sizes, edges)| {
        let forward = edges.into_iter().filter(|edge| edge.0 != edge.1);
        (sizes, forward.map(|(a, b)| (a.min(b), a.max(b))).collect())
    })
}

fn options() -> impl Strategy<Value = Options> {
    (any::<bool>(), 0_u8..120, 0_u8..60).prop_map(|(down, layer, node)| Options {
        direction: if down { Direction::TopDown } else { Direction::LeftToRight },
        layer_gap: layer.into(),
        node_gap: node.into(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn small_pictures_are_legal((sizes, edges) in graphs(14, 2), options in options()) {
        draw_with(sizes, edges, options).check();
    }

    #[test]
    fn without_cycles_nothing_goes_back((sizes, edges) in acyclic(16, 2)) {
        let drawn = draw_with(sizes, edges, Options::default());
        drawn.check();
        prop_assert!(drawn.layout.routes().all(|route| !route.reversed));
    }

    #[test]
    fn edges_that_stay_have_no_cycle((sizes, edges) in graphs(14, 3)) {
        let drawn = draw_with(sizes, edges, Options::default());
        let (back, stay): (Vec<_>, Vec<_>) =
            drawn.layout.routes().zip(&drawn.edges).partition(|(route, _)| route.reversed);
        let stay: Vec<(u32, u32)> = stay.into_iter().map(|(_, &edge)| edge).collect();
        prop_assert!(!has_cycle(drawn.sizes.len(), &stay));
        // Each that was turned round closes a cycle.
        for (_, edge) in back {
            let with: Vec<(u32, u32)> = stay.iter().chain([edge]).copied().collect();
            prop_assert!(has_cycle(drawn.sizes.len(), &with), "{edge:?} goes back for nothing");
        }
    }

    #[test]
    fn the_counter_counts(rows in prop::collection::vec(prop::collection::vec(0_u32..12, 0..6), 1..12)) {
        let upper = rows.len() as u32;
        let ends = rows.iter().zip(0..).flat_map(|(row, from)| row.iter().map(move |&to| (from, upper + to)));
        let edges: Vec<(u32, u32)> = ends.collect();
        let layers = Rows::collect(2, (0..upper).map(|v| (0, v)).chain((upper..upper + 12).map(|v| (1, v))));
        let down = Rows::collect(upper as usize + 12, edges.iter().copied());
        let order = Order::new(layers, upper as usize + 12);
        let mut naive = 0;
        for a in &edges {
            naive += edges.iter().filter(|b| a.0 < b.0 && a.1 > b.1).count() as u64;
        }
        let token = CancelToken::new();
        prop_assert_eq!(Counter::default().total(&order, &down, &Pulse::new(&token)).unwrap(), naive);
    }

    #[test]
    fn layers_are_legal_and_short((_, edges) in acyclic(9, 2)) {
        // Connected, as the phases expect it.
        let nodes = 9;
        let edges: Vec<(u32, u32)> = edges.into_iter().chain((1..nodes).map(|node| (0, node))).collect();
        let arcs = Arcs::merge(&edges, &vec![false; edges.len()]).list;
        let ranks = ranks::assign(nodes as usize, &arcs, &Pulse::new(&CancelToken::new())).unwrap();
        for arc in &arcs {
            prop_assert!(ranks[arc.tail as usize] < ranks[arc.head as usize]);
        }
        prop_assert_eq!(ranks.iter().min(), Some(&0));
        let length = |ranks: &[u32]| -> i64 {
            arcs.iter().map(|arc| i64::from(ranks[arc.head as usize] - ranks[arc.tail as usize]) * arc.weight).sum()
        };
        // The simplex ends at the optimum: no set of nodes that a shift keeps legal gets shorter by it.
        let incidence = Incidence::new(nodes as usize, &arcs);
        for set in 1_u32..1 << nodes {
            let inside = |node: u32| set >> node & 1 == 1;
            let tight = |arc: &u32| ranks[arcs[*arc as usize].head as usize] - ranks[arcs[*arc as usize].tail as usize] == 1;
            let stuck = (0..nodes).filter(|&node| inside(node)).any(|node| {
                incidence.out.row(node).iter().any(|arc| tight(arc) && !inside(arcs[*arc as usize].head))
            });
            let shifted: Vec<u32> = (0..nodes).map(|node| ranks[node as usize] + u32::from(inside(node))).collect();
            prop_assert!(stuck || length(&shifted) >= length(&ranks), "{set:b} of {ranks:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn larger_pictures_are_legal((sizes, edges) in graphs(90, 2), options in options()) {
        draw_with(sizes, edges, options).check();
    }

    #[test]
    fn sparse_pictures_are_legal((sizes, edges) in graphs(120, 1), options in options()) {
        draw_with(sizes, edges, options).check();
    }

    #[test]
    fn the_same_graph_has_the_same_picture((sizes, edges) in graphs(60, 2), options in options()) {
        let first = draw_with(sizes.clone(), edges.clone(), options);
        prop_assert_eq!(first.layout, draw_with(sizes, edges, options).layout);
    }
}
