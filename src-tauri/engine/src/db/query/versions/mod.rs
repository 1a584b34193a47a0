//! Versions of a collection, by row number.

mod anchors;
mod list;
mod order;
mod rows;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension};

pub(super) use anchors::Anchors;
pub use order::VersionSort;
pub use rows::VersionListRow;

use super::MAX_ROWS;
use super::cache::{List, ListCache, View, narrow};
use super::filter::{Context, Filter};
use crate::clock::Millis;
use crate::db::{operation, setting, version};
use crate::model::{CollectionId, MembershipId, VersionId, quote};
use crate::{Code, Error, Result};
use order::Order;

/// Which list is meant.
#[derive(Debug, Clone, Copy)]
pub struct VersionQuery<'a> {
    /// The collection.
    pub collection: CollectionId,
    /// The filter; blank means none.
    pub filter: Option<&'a str>,
    /// The order.
    pub sort: &'a VersionSort,
    /// The time now.
    pub now: Millis,
}

/// A page of versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionPage {
    /// Number of versions that match.
    pub total: u64,
    /// Number of versions without the filter.
    pub unfiltered: u64,
    /// Position of the first row.
    pub start: u64,
    /// The rows, at most [`MAX_ROWS`].
    pub rows: Vec<VersionListRow>,
}

/// The rows from `start` on, committed and deleted ones, with the values of the metadata keys asked for.
pub(crate) fn page(
    connection: &Connection,
    cache: &ListCache,
    query: &VersionQuery<'_>,
    start: u64,
    count: u32,
    metadata: &[String],
) -> Result<VersionPage> {
    let listing = Listing::open(connection, cache, query)?;
    let (total, indexes) = listing.window(start, count.min(MAX_ROWS))?;
    let rows = rows::fetch(connection, &listing.context, &indexes, metadata)?;
    Ok(VersionPage { total, unfiltered: listing.context.rows, start, rows })
}

/// The row at which the version with an index stands; none when the list doesn't hold it.
pub(crate) fn locate(
    connection: &Connection,
    cache: &ListCache,
    query: &VersionQuery<'_>,
    index: u64,
) -> Result<Option<u64>> {
    let listing = Listing::open(connection, cache, query)?;
    let Some(index) = i64::try_from(index).ok().filter(|index| *index < listing.next_index) else {
        return Ok(None);
    };
    match listing.order() {
        Some(order) => listing.locate_in(order, index),
        None => Ok(listing.list()?.position(narrow(index)?, query.sort.descending)),
    }
}

/// Every version that a list shows, in the order of their indexes, less some.
pub(crate) fn select_ids(
    connection: &Connection,
    collection: CollectionId,
    filter: Option<&str>,
    except: &[VersionId],
    now: Millis,
) -> Result<Vec<VersionId>> {
    let cache = ListCache::default();
    let sort = VersionSort::default();
    let listing = Listing::open(connection, &cache, &VersionQuery { collection, filter, sort: &sort, now })?;
    let except: std::collections::HashSet<VersionId> = except.iter().copied().collect();
    let mut ids = list::ids(connection, &listing.filter, &listing.context)?;
    ids.retain(|id| !except.contains(id));
    Ok(ids)
}

/// A list with what it depends on.
struct Listing<'a> {
    connection: &'a Connection,
    cache: &'a ListCache,
    sort: &'a VersionSort,
    text: &'a str,
    filter: Filter,
    context: Context,
    now: Millis,
    next_index: i64,
    is_portfolio: bool,
}

impl<'a> Listing<'a> {
    fn open(connection: &'a Connection, cache: &'a ListCache, query: &VersionQuery<'a>) -> Result<Self> {
        let text = query.filter.map_or("", str::trim);
        let filter = Filter::parse(text, query.now)?;
        let (rows, next_index, is_portfolio) = facts(connection, query.collection)?;
        let context = Context {
            collection: query.collection,
            default_ttl: setting::default_ttl(connection)?,
            latest: implied_latest(connection, query.collection)?,
            rows,
        };
        let (sort, now) = (query.sort, query.now);
        Ok(Self { connection, cache, sort, text, filter, context, now, next_index, is_portfolio })
    }

    /// The order's index, when the list is all of the collection in an order that has one.
    fn order(&self) -> Option<Order> {
        self.sort.order().filter(|_| self.filter.terms.is_empty())
    }

    /// Number of rows, and the indexes of the versions in a window of them.
    fn window(&self, start: u64, count: u32) -> Result<(u64, Vec<i64>)> {
        let descending = self.sort.descending;
        let Some(order) = self.order() else {
            let list = self.list()?;
            let indexes = list.window(start, count, descending).into_iter().map(i64::from).collect();
            return Ok((list.len() as u64, indexes));
        };
        let total = self.context.rows;
        let start = start.min(total);
        let count = u64::from(count).min(total - start);
        let first = if descending { total - start - count } else { start };
        let mut indexes = self.ascending(order, first, count)?;
        if descending {
            indexes.reverse();
        }
        Ok((total, indexes))
    }

    /// The indexes of `count` versions from a rank on, smallest first.
    fn ascending(&self, order: Order, first: u64, count: u64) -> Result<Vec<i64>> {
        let after = self.context.rows - first - count;
        let collection = self.context.collection;
        if first <= anchors::NEAR {
            return order.forward(self.connection, collection, order::START, first, count);
        }
        if after <= anchors::NEAR {
            return order.backward(self.connection, collection, after, count);
        }
        if order == Order::Index && self.is_dense() {
            return order.forward(self.connection, collection, (0, first as i64), 0, count);
        }
        let (key, skip) = self.anchors(order)?.before(first);
        order.forward(self.connection, collection, key, skip, count)
    }

    fn locate_in(&self, order: Order, index: i64) -> Result<Option<u64>> {
        let Some(key) = order.key(self.connection, self.context.collection, index)? else { return Ok(None) };
        let rank = if order == Order::Index && self.is_dense() {
            index as u64
        } else {
            let (rank, from) = self.anchors(order)?.below(key);
            rank + order.between(self.connection, self.context.collection, from, key)?
        };
        Ok(Some(if self.sort.descending { self.context.rows.saturating_sub(rank + 1) } else { rank }))
    }

    /// Whether no index is missing, so that ranks are indexes.
    fn is_dense(&self) -> bool {
        self.context.rows == self.next_index as u64
    }

    fn anchors(&self, order: Order) -> Result<Arc<Anchors>> {
        // Sizes, files and times never change: these two numbers say which versions there are, as a version
        // that left a project's collection never comes back. A link may.
        let mut stamp = vec![self.context.rows as i64, self.next_index];
        if self.is_portfolio {
            stamp.push(operation::revision(self.connection)?);
        }
        let name = format!("anchors {} {order:?}", self.context.collection);
        let view = self.cache.get(&name, &stamp, |before| {
            let before = before.and_then(|(stamp, view)| match (stamp, view) {
                ([rows, next], View::Anchors(anchors)) if !self.is_portfolio => {
                    Some((*rows, *next, anchors.as_ref()))
                }
                _ => None,
            });
            let anchors = Anchors::refreshed(self.connection, order, &self.context, before)?;
            Ok(View::Anchors(Arc::new(anchors)))
        })?;
        match view {
            View::Anchors(anchors) => Ok(anchors),
            View::List(_) => Err(Error::internal(format!("{name} is remembered as a list"))),
        }
    }

    fn list(&self) -> Result<Arc<List>> {
        // What depends on the time is computed again every minute.
        let time = if self.filter.relative { self.now.div_euclid(60_000) } else { 0 };
        let revision = operation::revision(self.connection)?;
        let default_ttl = self.context.default_ttl.unwrap_or(-1);
        let stamp = [revision, self.context.rows as i64, self.next_index, default_ttl, time];
        let name = format!("versions {} {:?} {}", self.context.collection, self.sort.key, self.text);
        self.cache
            .list(&name, &stamp, || list::build(self.connection, &self.filter, &self.context, &self.sort.key))
    }
}

/// Number of rows without a filter, the next index, and whether the collection is a registry's.
fn facts(connection: &Connection, collection: CollectionId) -> Result<(u64, i64, bool)> {
    let mut statement = connection.prepare_cached(
        "SELECT live + trashed, next_index, kind = 'portfolio' FROM collection WHERE id = ?1",
    )?;
    let found =
        statement.query_row([collection], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
    let (rows, next, is_portfolio): (u64, i64, bool) = found.ok_or_else(|| {
        Error::new(Code::NotFound, format!("There is no collection {}", quote(&format!("#{collection}"))))
            .hint("List the collections of the project.")
    })?;
    Ok((if is_portfolio { links(connection, collection)? } else { rows }, next, is_portfolio))
}

/// Number of links of a registry's collection: they are few, and no count of them is kept.
fn links(connection: &Connection, collection: CollectionId) -> Result<u64> {
    let mut statement = connection.prepare_cached(
        "SELECT count(*) FROM membership INDEXED BY membership_list WHERE collection_id = ?1 AND gone = 0",
    )?;
    Ok(statement.query_row([collection], |row| row.get(0))?)
}

/// The membership that bears `latest` because no alias of that name exists: the newest committed version's.
fn implied_latest(connection: &Connection, collection: CollectionId) -> Result<Option<MembershipId>> {
    if crate::db::alias::holder(connection, collection, "latest")?.is_some() {
        return Ok(None);
    }
    newest_membership(connection, collection)
}

fn newest_membership(connection: &Connection, collection: CollectionId) -> Result<Option<MembershipId>> {
    let Some(newest) = version::newest(connection, collection)? else { return Ok(None) };
    let mut statement =
        connection.prepare_cached("SELECT id FROM membership WHERE collection_id = ?1 AND idx = ?2")?;
    Ok(statement.query_row((collection, newest.index), |row| row.get(0)).optional()?)
}
