//! Lists that no index answers: read once, sorted here, remembered as indexes of versions.

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row, params_from_iter};

use super::order::{Order, SortKey};
use crate::Result;
use crate::db::query::cache::{List, narrow};
use crate::db::query::filter::{Context, EXPIRES, Filter, Needs, compile, extract, json_paths};
use crate::model::{CollectionId, VersionId};

/// Every version that a filter admits, in the order of their indexes.
pub(super) fn ids(connection: &Connection, filter: &Filter, context: &Context) -> Result<Vec<VersionId>> {
    let query = compile(connection, filter, context, Needs::default())?;
    let mut found: Vec<(i64, VersionId)> =
        read(connection, &query.select("m.idx, m.version_id"), &query.params, |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    found.sort_unstable();
    Ok(found.into_iter().map(|(_, id)| id).collect())
}

/// The list of a filter in an order, ascending.
pub(super) fn build(
    connection: &Connection,
    filter: &Filter,
    context: &Context,
    sort: &SortKey,
) -> Result<List> {
    match sort {
        SortKey::Column(Order::Index) => by_index(connection, filter, context),
        SortKey::Column(order) => {
            let column = format!("m.{}", order.column());
            by_integer(connection, filter, context, Needs::default(), &column)
        }
        SortKey::Ttl => {
            let needs = Needs { version: true, text: false };
            by_integer(connection, filter, context, needs, &format!("coalesce({EXPIRES}, {})", i64::MAX))
        }
        SortKey::Change => by_change(connection, filter, context),
        SortKey::Metadata(path) => by_metadata(connection, filter, context, path),
    }
}

fn by_index(connection: &Connection, filter: &Filter, context: &Context) -> Result<List> {
    let query = compile(connection, filter, context, Needs::default())?;
    let mut rows: Vec<u32> = Vec::new();
    read_each(connection, &query.select("m.idx"), &query.params, |row| {
        rows.push(narrow(row.get(0)?)?);
        Ok(())
    })?;
    rows.sort_unstable();
    Ok(List::new(rows, Vec::new()))
}

fn by_integer(
    connection: &Connection,
    filter: &Filter,
    context: &Context,
    needs: Needs,
    value: &str,
) -> Result<List> {
    let query = compile(connection, filter, context, needs)?;
    let sql = query.select(&format!("m.idx, {value}"));
    let mut found: Vec<(i64, u32)> = Vec::new();
    read_each(connection, &sql, &query.params, |row| {
        found.push((row.get(1)?, narrow(row.get(0)?)?));
        Ok(())
    })?;
    Ok(List::new(sorted(found), Vec::new()))
}

fn by_change(connection: &Connection, filter: &Filter, context: &Context) -> Result<List> {
    let admitted = by_index(connection, filter, context)?;
    let mut sizes = sizes(connection, context.collection)?.into_iter();
    let (mut found, mut missing) = (Vec::with_capacity(admitted.len()), Vec::new());
    let mut previous = None;
    // Both are in the order of the indexes, and every admitted version has a size.
    for index in admitted.window(0, u32::MAX, false) {
        for (at, size) in sizes.by_ref() {
            let before = previous.replace(size);
            if at != index {
                continue;
            }
            match before {
                Some(before) => found.push((size - before, at)),
                None => missing.push(at),
            }
            break;
        }
    }
    Ok(List::new(sorted(found), missing))
}

/// Index and size of every version of a collection, by index.
fn sizes(connection: &Connection, collection: CollectionId) -> Result<Vec<(u32, i64)>> {
    let sql =
        "SELECT idx, size FROM membership INDEXED BY membership_size WHERE collection_id = ?1 AND gone = 0";
    let params = [Value::Integer(collection.get())];
    let mut found = Vec::new();
    read_each(connection, sql, &params, |row| {
        found.push((narrow(row.get(0)?)?, row.get(1)?));
        Ok(())
    })?;
    found.sort_unstable();
    Ok(found)
}

fn by_metadata(connection: &Connection, filter: &Filter, context: &Context, path: &str) -> Result<List> {
    let mut query = compile(connection, filter, context, Needs { version: false, text: true })?;
    let value = extract(&json_paths(path), |path| {
        query.params.push(Value::Text(path));
        format!("?{}", query.params.len())
    });
    let (mut numbers, mut texts, mut missing) = (Vec::new(), Vec::new(), Vec::new());
    read_each(connection, &query.select(&format!("m.idx, {value}")), &query.params, |row| {
        let index = narrow(row.get(0)?)?;
        match row.get_ref(1)? {
            ValueRef::Integer(value) => numbers.push((total_order(value as f64), index)),
            ValueRef::Real(value) => numbers.push((total_order(value), index)),
            ValueRef::Text(text) => texts.push((text.to_vec(), index)),
            ValueRef::Null | ValueRef::Blob(_) => missing.push(index),
        }
        Ok(())
    })?;
    missing.sort_unstable();
    let mut rows = sorted(numbers);
    rows.extend(sorted(texts));
    Ok(List::new(rows, missing))
}

/// An integer that sorts as the number does.
fn total_order(value: f64) -> i64 {
    let bits = (value + 0.0).to_bits() as i64; // −0 becomes 0
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

fn sorted<K: Ord>(mut found: Vec<(K, u32)>) -> Vec<u32> {
    found.sort_unstable();
    found.into_iter().map(|(_, index)| index).collect()
}

fn read<T>(
    connection: &Connection,
    sql: &str,
    params: &[Value],
    mut row: impl FnMut(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    let mut found = Vec::new();
    read_each(connection, sql, params, |each| {
        found.push(row(each)?);
        Ok(())
    })?;
    Ok(found)
}

/// Runs a statement that is too particular for the cache of statements.
fn read_each(
    connection: &Connection,
    sql: &str,
    params: &[Value],
    mut each: impl FnMut(&Row<'_>) -> Result<()>,
) -> Result<()> {
    let mut statement = connection.prepare(sql)?;
    // Parameters that this query doesn't mention, at the end, are left out.
    let used = statement.parameter_count().min(params.len());
    let mut rows = statement.query(params_from_iter(&params[..used]))?;
    while let Some(row) = rows.next()? {
        each(row)?;
    }
    Ok(())
}
