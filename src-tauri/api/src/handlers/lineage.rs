//! Lineage: pictures, lists, ways, consequences, other tools' formats.

use std::sync::Arc;

use cairn_engine::fs::CancelToken;
use cairn_engine::lineage::export::{self, Format};
use cairn_engine::lineage::{
    FoldBy, FoldSpec, Hide, LineageRow as Row, LineageSpec, ListPart, ListSort, Mode, NodeFacts, NodeKey,
    PictureSpec, query,
};
use cairn_engine::store::Store;

use super::{Answer, answer};
use crate::convert::unknown_word;
use crate::host::{Host, Result};
use crate::picture;
use crate::types::{
    LineageCompleteRequest, LineageCompletion, LineageExport, LineageExportRequest, LineageImpact,
    LineageImpactRequest, LineageListRequest, LineageMembersRequest, LineagePage, LineagePath,
    LineagePathRequest, LineagePicture, LineagePictureRequest, LineageRequest, LineageRow, Sort,
};

/// A picture of the lineage.
pub fn lineage_picture(host: &dyn Host, request: LineagePictureRequest) -> Answer<LineagePicture> {
    answer(|| {
        let store = host.store()?;
        let top_down = match request.direction.as_deref() {
            None | Some("right") => false,
            Some("down") => true,
            Some(other) => return Err(unknown_word("direction", other, "right or down")),
        };
        let of = spec(&store, request.of)?;
        let spec = PictureSpec { of, top_down, previous: request.previous, anchor: request.anchor };
        Ok(picture::columns(store.lineage_picture(&spec, &CancelToken::new())?.as_ref()))
    })
}

/// What a request means.
fn spec(store: &Arc<Store>, request: LineageRequest) -> Result<LineageSpec> {
    let project = store.resolve_project(request.project.as_deref())?.id;
    let root = match request.root.as_deref() {
        Some(text) => Some(store.lineage_node(text, request.project.as_deref())?),
        None => None,
    };
    let mode = Mode::parse(&request.mode)
        .ok_or_else(|| unknown_word("mode", &request.mode, "direct, up, down, full or project"))?;
    let hide = match request.hide.as_deref() {
        None => None,
        Some("runs") => Some(Hide::Runs),
        Some("versions") => Some(Hide::Versions),
        Some(other) => return Err(unknown_word("hide", other, "runs or versions")),
    };
    let by = match request.fold_by.as_deref() {
        None => None,
        Some("collection") => Some(FoldBy::Collection),
        Some("job") => Some(FoldBy::Job),
        Some("group") => Some(FoldBy::Group),
        Some(other) => return Err(unknown_word("fold_by", other, "collection, job or group")),
    };
    Ok(LineageSpec {
        root,
        project,
        mode,
        depth: request.depth,
        query: request.query,
        types: request.types,
        after: request.after,
        before: request.before,
        metadata: request.metadata,
        fold: FoldSpec {
            hide,
            flat: request.fold == Some(false),
            by,
            open: request.open,
            pulled: request.pulled.iter().filter_map(|key| NodeKey::parse(key)).collect(),
        },
    })
}

/// Members of a folded node.
pub fn lineage_members(host: &dyn Host, request: LineageMembersRequest) -> Answer<LineagePage> {
    answer(|| {
        let store = host.store()?;
        let mut spec = spec(&store, request.of)?;
        let sort = sort(request.sort.as_ref(), &mut spec, ListSort::Created)?;
        let rows = &request.rows;
        let text = request.text.as_deref();
        let (total, found) =
            store.lineage_members(&spec, &request.key, text, sort, rows.start, rows.count)?;
        Ok(page(total, rows.start, found))
    })
}

/// The lineage as a list.
pub fn lineage_list(host: &dyn Host, request: LineageListRequest) -> Answer<LineagePage> {
    answer(|| {
        let store = host.store()?;
        let mut spec = spec(&store, request.of)?;
        let sort = sort(request.sort.as_ref(), &mut spec, ListSort::Distance)?;
        let part = match request.part.as_deref() {
            None => ListPart::All,
            Some("up") => ListPart::Up,
            Some("down") => ListPart::Down,
            Some("versions") => ListPart::Versions,
            Some("runs") => ListPart::Runs,
            Some(other) => return Err(unknown_word("part", other, "up, down, versions or runs")),
        };
        let rows = &request.rows;
        let (total, found) = store.lineage_list(&spec, part, sort, rows.start, rows.count)?;
        Ok(page(total, rows.start, found))
    })
}

fn sort(sort: Option<&Sort>, spec: &mut LineageSpec, default: ListSort) -> Result<(ListSort, bool)> {
    let Some(sort) = sort else { return Ok((default, default == ListSort::Created)) };
    let order = match sort.key.as_str() {
        "distance" => ListSort::Distance,
        "created" => ListSort::Created,
        "title" => ListSort::Title,
        "size" => ListSort::Size,
        "type" => ListSort::Type,
        key => match key.strip_prefix("meta.") {
            Some(key) => {
                spec.metadata = Some(key.to_owned());
                ListSort::Number
            }
            None => {
                return Err(unknown_word("sort", key, "distance, created, title, size, type or meta.KEY"));
            }
        },
    };
    Ok((order, sort.descending))
}

fn page(total: u64, start: u64, rows: Vec<Row>) -> LineagePage {
    LineagePage { total, start, rows: rows.into_iter().map(row).collect() }
}

fn row(row: Row) -> LineageRow {
    let (project, run, size, aliases, number) = match &row.facts {
        NodeFacts::Version(version) => {
            let aliases =
                version.aliases.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect();
            (version.project.clone(), None, Some(version.size), aliases, version.number)
        }
        NodeFacts::Run(run) => (run.project.clone(), Some(run.name.clone()), None, Vec::new(), None),
    };
    LineageRow {
        key: row.key.to_string(),
        title: row.facts.title(),
        subtitle: row.facts.subtitle().to_owned(),
        address: row.facts.address(),
        run,
        project,
        state: row.facts.state().to_owned(),
        distance: row.distance,
        created_at: row.facts.created_at(),
        size,
        aliases,
        number,
        before: row.before.iter().map(NodeKey::to_string).collect(),
    }
}

/// The ways between two nodes.
pub fn lineage_path(host: &dyn Host, request: LineagePathRequest) -> Answer<LineagePath> {
    answer(|| {
        let store = host.store()?;
        let node = |text: &str| store.lineage_node(text, request.project.as_deref());
        let (rows, paths) = store.lineage_paths(node(&request.from)?, node(&request.to)?)?;
        Ok(LineagePath {
            shortest: rows.into_iter().map(row).collect(),
            indirect: paths.indirect && !paths.shortest.is_empty(),
            between: paths.between.iter().map(NodeKey::to_string).collect(),
        })
    })
}

/// What depends on something.
pub fn lineage_impact(host: &dyn Host, request: LineageImpactRequest) -> Answer<LineageImpact> {
    answer(|| {
        let store = host.store()?;
        let root = store.lineage_node(&request.root, request.project.as_deref())?;
        let impact = store.lineage_impact(root, request.rows.start, request.rows.count)?;
        Ok(LineageImpact {
            versions: impact.versions,
            runs: impact.runs,
            bytes: impact.bytes,
            aliases: impact.aliases,
            links: Vec::new(),
            rows: page(impact.versions + impact.runs, request.rows.start, impact.rows),
            lost: impact.lost.into_iter().map(row).collect(),
        })
    })
}

/// The lineage in the format of another tool.
pub fn lineage_export(host: &dyn Host, request: LineageExportRequest) -> Answer<LineageExport> {
    answer(|| {
        let store = host.store()?;
        let format = Format::parse(&request.format)?;
        let root = request.of.root.clone();
        let part = store.lineage_part(&spec(&store, request.of)?)?;
        let name = root.as_deref().map_or("lineage", |root| root.rsplit('/').next().unwrap_or(root));
        let name: String =
            name.chars().map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect();
        Ok(LineageExport {
            text: export::export(&part, format),
            name: format!("{}.{}", name.trim_matches('-'), format.ending()),
            media: format.media().to_owned(),
        })
    })
}

/// What can follow in a query.
pub fn lineage_complete(host: &dyn Host, request: LineageCompleteRequest) -> Answer<LineageCompletion> {
    answer(|| {
        let store = host.store()?;
        let project = store.resolve_project(request.project.as_deref())?.id;
        let at = characters(&request.query, request.at);
        let found = query::complete(&store, &request.query, at, project)?;
        let units = |at: usize| request.query.chars().take(at).map(|c| c.len_utf16() as u32).sum::<u32>();
        Ok(LineageCompletion {
            start: units(found.start),
            end: units(found.end),
            words: found.words,
            error_at: found.error.as_ref().map(|error| units(error.at)),
            error: found.error.map(|error| error.message),
        })
    })
}

/// The number of characters in so many UTF-16 units.
fn characters(text: &str, units: u32) -> usize {
    let mut left = units;
    text.chars()
        .take_while(|c| {
            let fits = left >= c.len_utf16() as u32;
            left = left.saturating_sub(c.len_utf16() as u32);
            fits
        })
        .count()
}
