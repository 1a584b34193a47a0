//! A picture of the lineage as columns: ten thousand objects would be slower to read than the picture to draw.

use std::collections::HashMap;

use cairn_engine::lineage::{FoldKind, NodeFacts, Picture};

use crate::types::{LineageCounts, LineageEdges, LineageNodes, LineagePicture};

/// What a picture looks like on the wire.
pub(crate) fn columns(picture: &Picture) -> LineagePicture {
    let (nodes, edges) = (nodes(picture), edges(picture));
    let part = &picture.part;
    let runs = part.nodes.iter().filter(|(key, _)| key.is_run()).count() as u64;
    let counts = LineageCounts {
        versions: part.nodes.len() as u64 - runs,
        runs,
        edges: picture.edges,
        cycles: edges.back.iter().filter(|back| **back).count() as u64,
    };
    let bounds = &picture.layout.bounds;
    LineagePicture {
        token: picture.token.clone(),
        revision: part.graph.revision(),
        root: picture.root().map(str::to_owned),
        nodes,
        edges,
        width: bounds.width as f32,
        height: bounds.height as f32,
        counts,
    }
}

fn nodes(picture: &Picture) -> LineageNodes {
    let count = picture.folded.nodes.len();
    let mut columns = empty(count);
    let mut types = HashMap::new();
    for (at, node) in picture.folded.nodes.iter().enumerate() {
        let members: Vec<&NodeFacts> = node
            .members
            .iter()
            .filter_map(|at| picture.part.facts(picture.part.nodes.get(*at as usize)?.0))
            .collect();
        let nearest = node
            .members
            .iter()
            .filter_map(|at| picture.part.nodes.get(*at as usize)?.1)
            .min_by_key(|d| d.abs());
        columns.key.push(node.key.clone());
        columns.kind.push(node.kind as u8);
        place(&mut columns, picture, at);
        columns.distance.push(nearest);
        columns.title.push(picture.title(at));
        columns.subtitle.push(subtitle(node.kind, &members));
        columns.type_at.push(type_at(&members, &mut types, &mut columns.types));
        columns.members.push(node.members.len() as u32);
        columns.uses.push(node.members.iter().map(|at| picture.uses(*at)).sum());
        facts(&mut columns, &members);
    }
    columns.opened.clone_from(&picture.folded.opened);
    columns.opened_at = picture.folded.opened_of.iter().map(|of| of.map_or(-1, |at| at as i32)).collect();
    columns
}

fn place(columns: &mut LineageNodes, picture: &Picture, at: usize) {
    let (placed, size, bounds) = (picture.layout.nodes[at], picture.sizes[at], &picture.layout.bounds);
    columns.x.push((placed.centre.x - bounds.x) as f32);
    columns.y.push((placed.centre.y - bounds.y) as f32);
    columns.width.push(size.width);
    columns.height.push(size.height);
    columns.layer.push(placed.rank);
}

fn facts(columns: &mut LineageNodes, members: &[&NodeFacts]) {
    let one = if let [one] = members { Some(*one) } else { None };
    columns.state.push(members.iter().map(|facts| state(facts)).max().unwrap_or(0));
    columns.created_at.push(members.iter().map(|facts| facts.created_at()).max().unwrap_or(0));
    columns.size.push(members.iter().map(|facts| facts.size()).sum());
    let expiry =
        |facts: &&NodeFacts| if let NodeFacts::Version(version) = facts { version.expires_at } else { None };
    columns.expires_at.push(members.iter().filter_map(expiry).min());
    let (aliases, number) = match one {
        Some(NodeFacts::Version(version)) => (version.aliases.clone(), version.number),
        _ => (String::new(), None),
    };
    columns.aliases.push(aliases);
    columns.number.push(number);
}

/// As [`LineageNodes::state`] says.
fn state(facts: &NodeFacts) -> u8 {
    match facts {
        NodeFacts::Version(version) => (version.state - 1) as u8,
        NodeFacts::Run(run) => {
            let state = match run.state.as_str() {
                "running" => 0,
                "failed" => 2,
                "crashed" => 3,
                "killed" => 4,
                _ => 1,
            };
            state + if run.deleted { 8 } else { 0 }
        }
    }
}

/// Type or job type; of folded versions the range of indexes.
fn subtitle(kind: FoldKind, members: &[&NodeFacts]) -> String {
    let indexes = members.iter().filter_map(|facts| match facts {
        NodeFacts::Version(version) => Some(version.index),
        NodeFacts::Run(_) => None,
    });
    match (kind, members.first()) {
        (FoldKind::Version | FoldKind::Run, Some(facts)) => facts.subtitle().to_owned(),
        (_, Some(first)) => match (indexes.clone().min(), indexes.max()) {
            (Some(least), Some(most)) => format!("v{least}–v{most}"),
            _ => first.subtitle().to_owned(),
        },
        (_, None) => String::new(),
    }
}

/// Number of the type that all versions among the members have.
fn type_at(members: &[&NodeFacts], known: &mut HashMap<String, i32>, names: &mut Vec<String>) -> i32 {
    let mut types = members.iter().filter_map(|facts| match facts {
        NodeFacts::Version(version) => Some(&version.artifact_type),
        NodeFacts::Run(_) => None,
    });
    let Some(first) = types.next() else { return -1 };
    if types.any(|other| other != first) {
        return -1;
    }
    *known.entry(first.clone()).or_insert_with(|| {
        names.push(first.clone());
        names.len() as i32 - 1
    })
}

fn edges(picture: &Picture) -> LineageEdges {
    let folded = &picture.folded.edges;
    let bounds = &picture.layout.bounds;
    let mut columns = LineageEdges {
        from: folded.iter().map(|edge| edge.from).collect(),
        to: folded.iter().map(|edge| edge.to).collect(),
        kind: folded.iter().map(|edge| edge.kind).collect(),
        count: folded.iter().map(|edge| edge.count).collect(),
        back: Vec::with_capacity(folded.len()),
        points: Vec::new(),
        starts: vec![0],
    };
    for route in picture.layout.routes() {
        columns.back.push(route.reversed);
        columns.points.extend(
            route.points.iter().flat_map(|point| [(point.x - bounds.x) as f32, (point.y - bounds.y) as f32]),
        );
        columns.starts.push(columns.points.len() as u32);
    }
    columns
}

fn empty(count: usize) -> LineageNodes {
    LineageNodes {
        key: Vec::with_capacity(count),
        kind: Vec::with_capacity(count),
        x: Vec::with_capacity(count),
        y: Vec::with_capacity(count),
        width: Vec::with_capacity(count),
        height: Vec::with_capacity(count),
        layer: Vec::with_capacity(count),
        distance: Vec::with_capacity(count),
        title: Vec::with_capacity(count),
        subtitle: Vec::with_capacity(count),
        type_at: Vec::with_capacity(count),
        types: Vec::new(),
        state: Vec::with_capacity(count),
        created_at: Vec::with_capacity(count),
        size: Vec::with_capacity(count),
        expires_at: Vec::with_capacity(count),
        aliases: Vec::with_capacity(count),
        uses: Vec::with_capacity(count),
        members: Vec::with_capacity(count),
        opened: Vec::new(),
        opened_at: Vec::new(),
        number: Vec::with_capacity(count),
    }
}
