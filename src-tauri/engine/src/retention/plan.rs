//! What an act would do: one shape for all of them, for people to read before they consent.

use rusqlite::Connection;

use super::effects::{Effect, Effects};
use super::{DAY, GRACE, impact, sharers};
use crate::Result;
use crate::catalog::{Account, Depth, account, manifests_of, ttl_words};
use crate::clock::Millis;
use crate::db::version::{VersionRow, VersionState};
use crate::db::{blob, collection, impact as rows, setting, version};
use crate::model::{CollectionId, ManifestId, VersionId, expires_at, grouped};

/// Most versions listed in a plan.
const LISTED: usize = 200;
/// Most versions in the trash that are looked at for bytes that only they still hold.
const TRASH_COUNTED: u32 = 10_000;
/// A plan that removes more blobs than this asks first.
const MANY_BLOBS: u64 = 1000;
/// A plan that removes more than one in this many of all bytes asks first.
const LARGE_SHARE: u64 = 5;
/// Most collections named that would be left without a version.
const NAMED: usize = 20;

/// What an act would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Stable word for what is asked for: `delete`, `empty`, `ttl`, `settings`, `rule`.
    pub act: &'static str,
    /// Versions that would go at once: to the trash, or for good where that is what is asked for.
    pub versions: u64,
    /// They go for good, past the trash or out of it.
    pub for_good: bool,
    /// Versions whose TTL would change, those that go included.
    pub changing: u64,
    /// Versions that are meant and stay as they are.
    pub unchanged: u64,
    /// Versions that are meant and can't change.
    pub locked: u64,
    /// Versions in the trash that would leave it for good at the next sweep.
    pub leaving: u64,
    /// Bytes that those free.
    pub leaving_bytes: u64,
    /// The versions: first those that go, then those that change, the locked ones last, at most 200.
    pub rows: Vec<PlanRow>,
    /// What is lost with those that go.
    pub lost: Lost,
    /// The bytes of those that go.
    pub bytes: PlanBytes,
    /// When they leave for good.
    pub dates: Dates,
    /// Who needs the bytes that stay.
    pub sharers: Sharers,
    /// Why people should look twice, in words; empty for what is small.
    pub brakes: Vec<String>,
    /// What else people should know, in words, at most 50.
    pub warnings: Vec<String>,
    /// Number of warnings.
    pub warning_count: u64,
    /// Says what would be done. Given at execution, the act is refused when by then it would do something else.
    pub stamp: String,
}

/// What an act would do to one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanRow {
    /// Identifier.
    pub id: VersionId,
    /// `entity/project/name:v3`.
    pub address: String,
    /// Index.
    pub index: u64,
    /// When it was made.
    pub created_at: Millis,
    /// Logical bytes.
    pub size: u64,
    /// TTL now, in words.
    pub ttl_before: String,
    /// TTL afterwards, in words.
    pub ttl_after: String,
    /// When it expires as things are.
    pub expires_before: Option<Millis>,
    /// When it would expire.
    pub expires_after: Option<Millis>,
    /// It would go to the trash at once.
    pub goes: bool,
    /// Why it can't change.
    pub locked: Option<String>,
    /// How far it is from what was selected, in edges of the lineage, negative upstream.
    pub distance: i32,
}

/// What is lost with versions that go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lost {
    /// Aliases as addresses, `entity/project/name:best`, at most 50.
    pub aliases: Vec<String>,
    /// Number of aliases.
    pub alias_count: u64,
    /// Addresses of links in registries, at most 50.
    pub links: Vec<String>,
    /// Number of links.
    pub link_count: u64,
    /// Number of runs that used one of them.
    pub runs: u64,
    /// Versions that stay and could be made again from their inputs, but no longer; addresses, at most 50.
    pub downstream: Vec<String>,
    /// Number of those.
    pub downstream_count: u64,
}

/// The bytes of versions that go. They are exact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PlanBytes {
    /// What their files add up to.
    pub logical: u64,
    /// What is freed when they leave the trash.
    pub freed: u64,
    /// What is freed besides once what lies in the trash today has left it, too.
    pub freed_with_trash: u64,
    /// What stays because others need it.
    pub shared: u64,
    /// Number of blobs that are freed.
    pub blobs: u64,
}

/// When versions leave for good.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Dates {
    /// When they leave the trash; none when none goes there.
    pub purge_at: Option<Millis>,
    /// The earliest time at which their bytes are removed.
    pub freed_at: Option<Millis>,
}

/// Who needs bytes that stay.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sharers {
    /// Addresses of collections, at most 20. One that loses versions is named when others of its own hold the bytes.
    pub collections: Vec<String>,
    /// Nobody else holds them; otherwise the search ended before it had looked everywhere.
    pub complete: bool,
}

impl Plan {
    /// What effects would mean.
    pub(super) fn of(connection: &Connection, effects: &Effects, now: Millis) -> Result<Self> {
        let default = setting::default_ttl(connection)?;
        let after = effects.settings.map_or(default, |settings| settings.default_ttl);
        let going: Vec<&VersionRow> = effects.going().collect();
        let mut plan = Self {
            act: effects.act,
            versions: going.len() as u64,
            changing: effects.list.iter().filter(|effect| effect.changes()).count() as u64,
            locked: effects.list.iter().filter(|effect| effect.locked.is_some()).count() as u64,
            lost: impact::lost(connection, effects)?,
            stamp: effects.stamp(),
            warnings: effects.warnings.clone(),
            warning_count: effects.warnings.len() as u64,
            ..Self::default()
        };
        plan.unchanged = effects.list.len() as u64 - plan.changing - plan.locked + effects.untouched;
        plan.rows = list(connection, effects, default, after)?;
        plan.for_good = effects.list.iter().any(|effect| effect.leaves);
        if plan.for_good {
            plan.dates = Dates { purge_at: Some(now), freed_at: Some(now.saturating_add(GRACE)) };
        } else if !going.is_empty() {
            let days = match effects.settings {
                Some(settings) => settings.trash_days,
                None => setting::trash_days(connection)?,
            };
            let purge_at = now.saturating_add(i64::from(days) * DAY);
            plan.dates = Dates { purge_at: Some(purge_at), freed_at: Some(purge_at.saturating_add(GRACE)) };
        }
        plan.count_bytes(connection, &going)?;
        Ok(plan)
    }

    fn count_bytes(&mut self, connection: &Connection, going: &[&VersionRow]) -> Result<()> {
        let manifests = || going.iter().filter_map(|version| version.manifest);
        let account = account(connection, manifests(), Depth::All)?;
        let logical = going.iter().map(|version| version.size).sum();
        let stays = account.stored.saturating_sub(account.freed);
        let with_trash = if stays == 0 { 0 } else { with_trash(connection, going, &account)? };
        self.bytes = PlanBytes {
            logical,
            freed: account.freed,
            freed_with_trash: with_trash,
            shared: stays.saturating_sub(with_trash),
            blobs: account.blobs,
        };
        self.sharers = sharers::find(connection, going, &account, stays > 0)?;
        self.brakes = brakes(connection, going, &account)?;
        Ok(())
    }
}

/// What else is freed once the trash of today is empty, when that is little enough to be counted.
fn with_trash(connection: &Connection, going: &[&VersionRow], alone: &Account) -> Result<u64> {
    let mut trashed = version::manifests_in_trash(connection, TRASH_COUNTED + 1)?;
    if trashed.is_empty() || trashed.len() > TRASH_COUNTED as usize {
        return Ok(0);
    }
    let mut own: Vec<VersionId> = going.iter().map(|version| version.id).collect();
    own.sort_unstable();
    trashed.retain(|(id, _)| own.binary_search(id).is_err());
    let trash = || trashed.iter().filter_map(|(_, manifest)| *manifest);
    let both: Vec<ManifestId> = trash().chain(going.iter().filter_map(|version| version.manifest)).collect();
    let all = account(connection, both.into_iter(), Depth::Going)?.freed;
    let others = account(connection, trash(), Depth::Going)?.freed;
    Ok(all.saturating_sub(others).saturating_sub(alone.freed))
}

/// Bytes freed by versions that leave the trash.
pub(super) fn freed(connection: &Connection, versions: &[VersionRow]) -> Result<u64> {
    Ok(account(connection, manifests_of(versions), Depth::Going)?.freed)
}

/// What makes a plan a large one.
fn brakes(connection: &Connection, going: &[&VersionRow], account: &Account) -> Result<Vec<String>> {
    let mut brakes = Vec::new();
    if account.blobs > MANY_BLOBS {
        brakes.push(format!("It takes the bytes of {} files along", grouped(account.blobs)));
    }
    if account.freed > 0 && blob::is_less_than(connection, account.freed.saturating_mul(LARGE_SHARE))? {
        brakes.push(format!("It removes more than one in {LARGE_SHARE} of all bytes of the store"));
    }
    let emptied = emptied(connection, going)?;
    if !emptied.is_empty() {
        brakes.push(format!("It leaves no version in {}", emptied.join(", ")));
    }
    Ok(brakes)
}

/// Collections that lose their last version.
fn emptied(connection: &Connection, going: &[&VersionRow]) -> Result<Vec<String>> {
    let mut leaving: std::collections::BTreeMap<CollectionId, u64> = std::collections::BTreeMap::new();
    for version in going.iter().filter(|version| version.state == VersionState::Committed) {
        *leaving.entry(version.collection).or_default() += 1;
    }
    let mut names = Vec::new();
    for (id, count) in leaving {
        if names.len() < NAMED
            && let Some(row) = collection::get(connection, id)?.filter(|row| row.live == count)
        {
            names.push(row.address());
        }
    }
    Ok(names)
}

/// The rows that are shown, those that matter most first.
fn list(
    connection: &Connection,
    effects: &Effects,
    default: Option<i64>,
    after: Option<i64>,
) -> Result<Vec<PlanRow>> {
    let rank = |effect: &Effect| match effect {
        effect if effect.goes() => 0_u8,
        effect if effect.locked.is_some() => 3,
        effect if effect.changes() => 1,
        _ => 2,
    };
    let mut order: Vec<usize> = (0..effects.list.len()).collect();
    let key = |at: &usize| {
        let effect = &effects.list[*at];
        (rank(effect), effect.version.collection, std::cmp::Reverse(effect.version.index))
    };
    if order.len() > LISTED {
        order.select_nth_unstable_by_key(LISTED, key);
        order.truncate(LISTED);
    }
    order.sort_unstable_by_key(key);
    order.into_iter().map(|at| row(connection, &effects.list[at], default, after)).collect()
}

fn row(
    connection: &Connection,
    effect: &Effect,
    default: Option<i64>,
    after: Option<i64>,
) -> Result<PlanRow> {
    let version = &effect.version;
    let ttl = effect.ttl.unwrap_or(version.ttl);
    Ok(PlanRow {
        id: version.id,
        address: rows::version_address(connection, version.id)?,
        index: version.index,
        created_at: version.created_at,
        size: version.size,
        ttl_before: ttl_words(version.ttl, default),
        ttl_after: ttl_words(ttl, after),
        expires_before: expires_at(version.created_at, version.ttl, default),
        expires_after: expires_at(version.created_at, ttl, after),
        goes: effect.goes(),
        locked: effect.locked.clone(),
        distance: effect.distance,
    })
}
