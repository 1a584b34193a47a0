//! TTL: what a duration would do, and setting it.

use rusqlite::Connection;

use super::bytes;
use super::selection::Selection;
use crate::Result;
use crate::clock::Millis;
use crate::db::version::{self, VersionRow, VersionState};
use crate::db::{alias, collection, impact, setting};
use crate::history::{Actor, Cell, CellKind, Edit, Outcome};
use crate::model::{
    ArtifactName, CollectionId, Ttl, TtlSpec, TypeName, VersionId, expires_at, humanize, is_auto_made,
};
use crate::progress::Monitor;
use crate::retention::{Act, TtlAct};
use crate::store::Store;

/// What a TTL would do to versions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TtlPlan {
    /// Versions that would change.
    pub changing: u64,
    /// Versions that have that TTL.
    pub unchanged: u64,
    /// Versions that can't change.
    pub locked: u64,
    /// Versions that would go to the trash at once.
    pub expiring: u64,
    /// Logical bytes of those.
    pub expiring_bytes: u64,
    /// Bytes really freed by those.
    pub freed_bytes: u64,
    /// The TTLs they have now, in words, at most 5.
    pub now: Vec<String>,
    /// The first versions: those that expire at once first, then by index, newest first.
    pub rows: Vec<TtlPlanRow>,
    /// Earliest and latest expiry of the versions not listed.
    pub rest: Option<(Millis, Millis)>,
}

/// What a TTL would do to one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TtlPlanRow {
    /// Identifier.
    pub id: VersionId,
    /// Index.
    pub index: u64,
    /// When it was made.
    pub created_at: Millis,
    /// TTL now, in words.
    pub now: String,
    /// When it would expire.
    pub expires_at: Option<Millis>,
    /// It would go to the trash at once.
    pub expires_now: bool,
    /// Why it can't change.
    pub locked: Option<String>,
}

/// Most versions listed in a plan.
const LISTED: usize = 200;
/// Most different TTLs named.
const NAMED: usize = 5;

impl Store {
    /// What `ttl` would do to the versions of a selection. Errors: `ttl-invalid`.
    pub fn plan_ttl(&self, selection: &Selection, ttl: &str) -> Result<TtlPlan> {
        let spec = TtlSpec::parse(ttl, self.now())?;
        self.database().snapshot(|connection| {
            let versions = self.selected(connection, selection)?;
            let default = setting::default_ttl(connection)?;
            let mut plan = TtlPlan::default();
            let mut expiring = Vec::new();
            let mut locks = Locks::new(connection)?;
            for version in &versions {
                let row = plan_row(connection, &mut locks, version, spec, default, self.now())?;
                count(&mut plan, version, &row, spec);
                if row.expires_now {
                    expiring.push(version.clone());
                }
                plan.rows.push(row);
            }
            plan.expiring_bytes = expiring.iter().map(|version| version.size).sum();
            plan.freed_bytes = bytes::freed(connection, &expiring)?;
            shorten(&mut plan);
            Ok(plan)
        })
    }

    /// Sets the TTL of versions, as one operation; those that expire by it go to the trash in it.
    ///
    /// Errors: `ttl-invalid`; `ttl-not-allowed` or `deleted` when no version of the selection can change.
    pub fn set_ttl(&self, actor: &Actor, selection: &Selection, ttl: &str) -> Result<Outcome> {
        let act = Act::Ttl(TtlAct { selection: selection.clone(), ttl: ttl.to_owned(), ..TtlAct::default() });
        self.carry_out(actor, &act, None, &Monitor::silent())
    }

    /// Why the TTL of a version can't be changed, when it can't.
    pub fn ttl_lock(&self, version: &VersionRow) -> Result<Option<String>> {
        self.database().read(|connection| Locks::new(connection)?.reason(connection, version))
    }
}

/// Moves a version to the trash with its ordinary aliases, inside an edit.
pub(crate) fn trash(edit: &mut Edit<'_>, version: &VersionRow, because: &str) -> Result<()> {
    let aliases = alias::of(edit.tx, version.membership)?;
    trash_with_aliases(edit, version, &aliases, because)
}

/// The same when its aliases were read already.
pub(crate) fn trash_with_aliases(
    edit: &mut Edit<'_>,
    version: &VersionRow,
    aliases: &[String],
    because: &str,
) -> Result<()> {
    for name in aliases {
        edit.set(Cell::keyed(CellKind::Alias, version.collection.get(), name), None)?;
    }
    let (cell, after) = (Cell::new(CellKind::VersionState, version.id.get()), format!("deleted:{because}"));
    match version.state {
        // Known: a hundred thousand go at a time.
        VersionState::Committed => edit.set_from(cell, Some("committed".into()), Some(after))?,
        _ => edit.set(cell, Some(after))?,
    };
    Ok(())
}

/// A TTL in words: `inherits 90 d`, `30 d`, `none`.
pub(crate) fn words(ttl: Ttl, default: Option<i64>) -> String {
    match (ttl, default) {
        (Ttl::None, _) => "none".into(),
        (Ttl::Own(seconds), _) => humanize(seconds),
        (Ttl::Inherit, Some(seconds)) => format!("inherits {}", humanize(seconds)),
        (Ttl::Inherit, None) => "inherits none".into(),
    }
}

/// Why TTLs can't change; whether a collection is auto-made is asked once, and whether anything is linked at all.
#[derive(Debug)]
pub(crate) struct Locks {
    asked: Option<(CollectionId, bool)>,
    any_linked: bool,
}

impl Locks {
    pub(crate) fn new(connection: &Connection) -> Result<Self> {
        Ok(Self { asked: None, any_linked: version::any_linked(connection)? })
    }

    /// Whether any version is linked.
    pub(crate) fn any_linked(&self) -> bool {
        self.any_linked
    }

    /// Why the TTL of a version can't change, when it can't.
    pub(crate) fn reason(&mut self, connection: &Connection, version: &VersionRow) -> Result<Option<String>> {
        match version.state {
            VersionState::Committed => {}
            VersionState::Deleted => return Ok(Some("in trash".into())),
            VersionState::Purged => return Ok(Some("removed for good".into())),
        }
        if self.auto_made(connection, version)? {
            return Ok(Some("made by the SDK itself".into()));
        }
        if !self.any_linked || !version::is_linked(connection, version.id)? {
            return Ok(None);
        }
        let protected = impact::protected(connection, version.id)?;
        Ok(Some(match protected.first() {
            Some(name) => format!("protected by the alias {name}"),
            None => "kept while linked".into(),
        }))
    }

    /// Whether the SDK makes such versions by itself.
    fn auto_made(&mut self, connection: &Connection, version: &VersionRow) -> Result<bool> {
        if let Some((_, auto)) = self.asked.filter(|(id, _)| *id == version.collection) {
            return Ok(auto);
        }
        let auto = is_auto_made_collection(connection, version.collection)?;
        self.asked = Some((version.collection, auto));
        Ok(auto)
    }
}

/// Whether a collection is of those that the SDK makes by itself.
pub(crate) fn is_auto_made_collection(connection: &Connection, id: CollectionId) -> Result<bool> {
    Ok(collection::get(connection, id)?.is_some_and(|row| {
        TypeName::parse(&row.artifact_type).is_ok_and(|kind| is_auto_made(&kind, &row.name))
            && ArtifactName::parse(&row.name).is_ok()
    }))
}

fn plan_row(
    connection: &Connection,
    locks: &mut Locks,
    version: &VersionRow,
    spec: TtlSpec,
    default: Option<i64>,
    now: Millis,
) -> Result<TtlPlanRow> {
    let locked = locks.reason(connection, version)?;
    let ttl = if locked.is_some() { version.ttl } else { spec.resolve(version.created_at) };
    let expires = expires_at(version.created_at, ttl, default);
    Ok(TtlPlanRow {
        id: version.id,
        index: version.index,
        created_at: version.created_at,
        now: words(version.ttl, default),
        expires_at: expires,
        expires_now: locked.is_none() && spec.expires_now(version.created_at, default, now),
        locked,
    })
}

fn count(plan: &mut TtlPlan, version: &VersionRow, row: &TtlPlanRow, spec: TtlSpec) {
    if row.locked.is_some() {
        plan.locked += 1;
    } else if spec.resolve(version.created_at) == version.ttl {
        plan.unchanged += 1;
    } else {
        plan.changing += 1;
    }
    plan.expiring += u64::from(row.expires_now);
    if !plan.now.contains(&row.now) && plan.now.len() < NAMED {
        plan.now.push(row.now.clone());
    }
}

fn shorten(plan: &mut TtlPlan) {
    plan.rows.sort_by_key(|row| (!row.expires_now, row.locked.is_some(), std::cmp::Reverse(row.index)));
    let rest = plan.rows.split_off(plan.rows.len().min(LISTED));
    let times: Vec<Millis> = rest.iter().filter_map(|row| row.expires_at).collect();
    plan.rest = times.iter().min().copied().zip(times.iter().max().copied());
}
