//! The layout beside Graphviz's `dot`: crossings, lengths of edges, times.
//!
//! ```text
//! layout [SECONDS]      graphs of four shapes; those that `dot` doesn't finish within SECONDS (60) are told and left out
//! ```
//!
//! Both get the same sizes of nodes, the same gaps and the same direction, and are drawn as curves. A crossing is a
//! place where of two drawn edges the upper one becomes the lower one; edges that only meet, at a node or on a part of
//! their way, don't cross. So nothing of how either of them sees its own picture counts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::pedantic)]

use std::collections::HashMap;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Instant;

use cairn_engine::fs::CancelToken;
use cairn_engine::lineage::layout::samples::{SHAPES, Sample, Shape, sample};
use cairn_engine::lineage::layout::{Input, Layout, Options, layout};
use serde_json::json;

type Point = (f64, f64);

/// Nodes of the graphs that are compared, and how many of each shape.
const COMPARED: [(usize, u64); 4] = [(30, 6), (100, 5), (300, 3), (1_000, 2)];
/// Nodes of those that are only timed.
const TIMED: [usize; 3] = [1_000, 10_000, 50_000];
/// Straight pieces that a curve is cut into.
const PIECES: usize = 12;

fn main() {
    let seconds = std::env::args().nth(1).map_or(60, |text| text.parse().expect("a number of seconds"));
    for shape in SHAPES {
        for nodes in TIMED {
            time(shape, nodes);
        }
    }
    for shape in SHAPES {
        for (nodes, count) in COMPARED {
            for seed in 0..count {
                compare(shape, nodes, seed, seconds);
            }
        }
    }
}

fn time(shape: Shape, nodes: usize) {
    let graph = sample(shape, nodes, 1);
    let times = if nodes > 10_000 { 3 } else { 7 };
    let mut spent: Vec<f64> = (0..times).map(|_| ours(&graph).1).collect();
    spent.sort_by(f64::total_cmp);
    let figures = json!({"ms": spent[spent.len() / 2], "worst_ms": spent[spent.len() - 1], "edges": graph.edges.len(), "times": times});
    println!(
        "{}",
        json!({"what": "layout", "shape": format!("{shape:?}"), "nodes": nodes, "figures": figures})
    );
}

/// Our picture and the milliseconds it took.
fn ours(graph: &Sample) -> (Layout, f64) {
    let input = Input { sizes: &graph.sizes, edges: &graph.edges, keys: &[] };
    let begun = Instant::now();
    let picture = layout(&input, &Options::default(), None, &CancelToken::new()).unwrap();
    (picture, begun.elapsed().as_secs_f64() * 1000.0)
}

fn compare(shape: Shape, nodes: usize, seed: u64, seconds: u64) {
    let graph = sample(shape, nodes, seed);
    let (picture, ms) = ours(&graph);
    let lines: Vec<Vec<Point>> = picture
        .routes()
        .map(|route| curves(route.points.iter().map(|point| (point.x, point.y)).collect()))
        .collect();
    let mut told = json!({"what": "compared", "shape": format!("{shape:?}"), "nodes": nodes, "seed": seed,
        "crossings": crossings(&lines), "length": length(&lines), "ms": ms});
    let begun = Instant::now();
    if let Some(theirs) = dot(&graph, seconds) {
        told["dot"] = json!({"crossings": crossings(&theirs), "length": length(&theirs), "ms": begun.elapsed().as_secs_f64() * 1000.0});
    }
    println!("{told}");
}

/// Between two points that differ across the flow the way is a cubic curve whose ends point along the flow.
fn curves(points: Vec<Point>) -> Vec<Point> {
    let mut line = vec![points[0]];
    for pair in points.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let middle = (a.0 + b.0) / 2.0;
        if (a.1 - b.1).abs() < 1e-9 {
            line.push(b);
        } else {
            bezier(&mut line, [a, (middle, a.1), (middle, b.1), b]);
        }
    }
    line
}

fn bezier(line: &mut Vec<Point>, [a, b, c, d]: [Point; 4]) {
    for piece in 1..=PIECES {
        let t = piece as f64 / PIECES as f64;
        let at = |a: f64, b: f64, c: f64, d: f64| {
            let s = 1.0 - t;
            s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d
        };
        line.push((at(a.0, b.0, c.0, d.0), at(a.1, b.1, c.1, d.1)));
    }
}

/// The edges as `dot` draws them, in the order of the input; `None` when it takes longer than `seconds`.
fn dot(graph: &Sample, seconds: u64) -> Option<Vec<Vec<Point>>> {
    let options = Options::default();
    let mut text = format!(
        "digraph g {{ rankdir=LR; ranksep={}; nodesep={}; node [shape=box fixedsize=true label=\"\"]; edge [arrowhead=none];\n",
        options.layer_gap / 72.0,
        options.node_gap / 72.0
    );
    for (number, size) in graph.sizes.iter().enumerate() {
        text += &format!("{number} [width={} height={}];\n", size.width / 72.0, size.height / 72.0);
    }
    for (from, to) in &graph.edges {
        text += &format!("{from} -> {to};\n");
    }
    text += "}\n";
    let mut child = Command::new("timeout")
        .args([&seconds.to_string(), "dot", "-Tplain"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("timeout and dot (Debian: graphviz)");
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::Builder::new()
        .name("graph".into())
        .spawn(move || input.write_all(text.as_bytes()))
        .expect("a thread");
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().ok()?;
    output.status.success().then(|| read(&String::from_utf8(output.stdout).unwrap(), &graph.edges))
}

/// Reads lines `edge TAIL HEAD N X1 Y1 …` of the format `plain`, in inches.
fn read(plain: &str, edges: &[(u32, u32)]) -> Vec<Vec<Point>> {
    let mut found: HashMap<(u32, u32), Vec<Point>> = HashMap::new();
    // A long line goes on after a backslash.
    for line in plain.replace("\\\n", "").lines().filter(|line| line.starts_with("edge ")) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let number = |at: usize| words[at].parse::<f64>().unwrap();
        let points: Vec<Point> = (0..number(3) as usize)
            .map(|at| (number(4 + 2 * at) * 72.0, number(5 + 2 * at) * 72.0))
            .collect();
        let mut curve = vec![points[0]];
        for start in (0..points.len() - 1).step_by(3) {
            bezier(&mut curve, [points[start], points[start + 1], points[start + 2], points[start + 3]]);
        }
        found.insert((words[1].parse().unwrap(), words[2].parse().unwrap()), curve);
    }
    edges.iter().map(|edge| found.remove(edge).expect("dot draws every edge")).collect()
}

fn length(lines: &[Vec<Point>]) -> f64 {
    let piece = |pair: &[Point]| (pair[0].0 - pair[1].0).hypot(pair[0].1 - pair[1].1);
    lines.iter().flat_map(|line| line.windows(2).map(piece)).sum()
}

/// Pixels below which two edges lie on one another.
const TOUCH: f64 = 0.5;

/// How often drawn edges pass through each other: for each pair, how often the one that was above is below next.
fn crossings(lines: &[Vec<Point>]) -> u64 {
    let mut lines: Vec<Vec<Point>> = lines.iter().map(|line| forward(line)).collect();
    lines.sort_by(|one, other| one[0].0.total_cmp(&other[0].0));
    let mut count = 0;
    for (at, one) in lines.iter().enumerate() {
        let end = one[one.len() - 1].0;
        let beside = lines[at + 1..].iter().take_while(|other| other[0].0 < end);
        count += beside.map(|other| changes(one, other)).sum::<u64>();
    }
    count
}

/// From left to right, whichever way it was drawn; a curve that goes back a little is taken to stand still there.
fn forward(line: &[Point]) -> Vec<Point> {
    let mut line = line.to_vec();
    if line[0].0 > line[line.len() - 1].0 {
        line.reverse();
    }
    let mut furthest = f64::NEG_INFINITY;
    line.retain(|point| {
        let is_ahead = point.0 > furthest;
        furthest = furthest.max(point.0);
        is_ahead
    });
    line
}

/// How often the upper one of two lines changes between their beginnings and ends.
fn changes(one: &[Point], other: &[Point]) -> u64 {
    let from = one[0].0.max(other[0].0);
    let to = one[one.len() - 1].0.min(other[other.len() - 1].0);
    let mut places: Vec<f64> =
        one.iter().chain(other).map(|point| point.0).filter(|x| *x >= from && *x <= to).collect();
    places.sort_by(f64::total_cmp);
    let (mut upper, mut count) = (0.0, 0);
    for x in places {
        let apart = height(one, x) - height(other, x);
        if apart.abs() < TOUCH {
            continue;
        }
        count += u64::from(upper * apart < 0.0);
        upper = apart.signum();
    }
    count
}

/// Where a line is at a place along the flow that it passes.
fn height(line: &[Point], x: f64) -> f64 {
    let next = line.partition_point(|point| point.0 < x).clamp(1, line.len() - 1);
    let (a, b) = (line[next - 1], line[next]);
    let part = if b.0 > a.0 { (x - a.0) / (b.0 - a.0) } else { 0.0 };
    a.1 + (b.1 - a.1) * part.clamp(0.0, 1.0)
}
