//! TTL: what a duration would do, and setting it.

use rusqlite::Connection;

use super::bytes;
use super::selection::{Selection, describe};
use crate::Result;
use crate::clock::Millis;
use crate::db::version::{VersionRow, VersionState};
use crate::db::{alias, collection, setting};
use crate::history::{Actor, Cell, CellKind, Edit, Outcome, Role};
use crate::model::{
    ArtifactName, CollectionId, Ttl, TtlSpec, TypeName, VersionId, expires_at, humanize, is_auto_made,
};
use crate::store::Store;
use crate::{Code, Error};

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
            let mut locks = Locks::default();
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
        let spec = TtlSpec::parse(ttl, self.now())?;
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
            let versions = self.selected(tx, selection)?;
            let default = setting::default_ttl(tx)?;
            let (mut locks, mut expired, mut refusal) = (Locks::default(), 0, None);
            for version in &versions {
                if let Some(reason) = locks.reason(tx, version)? {
                    refusal.get_or_insert(refused(&reason, version));
                    continue;
                }
                let ttl = spec.resolve(version.created_at);
                edit.set(Cell::new(CellKind::VersionTtl, version.id.get()), Some(ttl.to_wire().to_string()))?;
                if expires_at(version.created_at, ttl, default).is_some_and(|at| at <= edit.now) {
                    trash(&mut edit, version, "expired")?;
                    expired += 1;
                }
            }
            if let (true, Some(refusal)) = (edit.is_empty(), refusal) {
                return Err(refusal);
            }
            let mut summary = format!("Set the TTL of {} to {ttl}", describe(tx, &versions)?);
            if expired > 0 {
                summary = format!("{summary}; {expired} expired");
            }
            edit.finish("ttl", &summary, None)
        })
    }

    /// Why the TTL of a version can't be changed, when it can't.
    pub fn ttl_lock(&self, version: &VersionRow) -> Result<Option<String>> {
        self.database().read(|connection| Locks::default().reason(connection, version))
    }
}

/// Moves a version to the trash with its ordinary aliases, inside an edit.
pub(crate) fn trash(edit: &mut Edit<'_>, version: &VersionRow, because: &str) -> Result<()> {
    for name in alias::of(edit.tx, version.membership)? {
        edit.set(Cell::keyed(CellKind::Alias, version.collection.get(), &name), None)?;
    }
    edit.set(Cell::new(CellKind::VersionState, version.id.get()), Some(format!("deleted:{because}")))?;
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

/// Why TTLs can't change; whether a collection is auto-made is asked once.
#[derive(Default)]
struct Locks {
    asked: Option<(CollectionId, bool)>,
}

impl Locks {
    fn reason(&mut self, connection: &Connection, version: &VersionRow) -> Result<Option<String>> {
        if version.state != VersionState::Committed {
            return Ok(Some("in trash".into()));
        }
        if self.auto_made(connection, version)? {
            return Ok(Some("made by the SDK itself".into()));
        }
        let linked = crate::db::version::is_linked(connection, version.id)?;
        Ok(linked.then(|| "kept while linked".into()))
    }

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

fn refused(reason: &str, version: &VersionRow) -> Error {
    let code = if version.state == VersionState::Committed { Code::TtlNotAllowed } else { Code::Deleted };
    Error::new(code, format!("The TTL of v{} can't change: {reason}", version.index))
        .hint("Restore a version in the trash first; linked and auto-made versions have no TTL.")
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
        expires_now: locked.is_none() && expires.is_some_and(|at| at <= now),
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
