//! Orders of the version list. Equal values stand in the order of their indexes.

use rusqlite::{Connection, OptionalExtension};

use crate::model::{CollectionId, quote};
use crate::{Code, Error, Result};

/// The order of a version list; newest first unless something else is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionSort {
    pub(super) key: SortKey,
    /// Largest first.
    pub descending: bool,
}

/// By what versions are sorted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SortKey {
    /// By a column with an index.
    Column(Order),
    /// By the time of expiry; what never expires comes last.
    Ttl,
    /// By the change of size.
    Change,
    /// By a value of the metadata: numbers, then texts, then nothing.
    Metadata(String),
}

/// Orders with an index of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// `index`.
    Index,
    /// `created`.
    Created,
    /// `size`.
    Size,
    /// `files`.
    Files,
}

/// A place in an order: value and index. [`Order::Index`] ignores the value.
pub(super) type Key = (i64, i64);

/// Before every version.
pub(super) const START: Key = (i64::MIN, i64::MIN);

impl Default for VersionSort {
    fn default() -> Self {
        Self { key: SortKey::Column(Order::Index), descending: true }
    }
}

impl VersionSort {
    /// Reads `index`, `created`, `size`, `files`, `ttl`, `change` or `meta.KEY`; refuses with `request-invalid`.
    pub fn parse(key: &str, descending: bool) -> Result<Self> {
        let key = match key {
            "index" => SortKey::Column(Order::Index),
            "created" => SortKey::Column(Order::Created),
            "size" => SortKey::Column(Order::Size),
            "files" => SortKey::Column(Order::Files),
            "ttl" => SortKey::Ttl,
            "change" => SortKey::Change,
            other => match other.strip_prefix("meta.").filter(|path| !path.is_empty()) {
                Some(path) => SortKey::Metadata(path.to_owned()),
                None => return Err(unknown(other)),
            },
        };
        Ok(Self { key, descending })
    }

    pub(super) fn order(&self) -> Option<Order> {
        match self.key {
            SortKey::Column(order) => Some(order),
            _ => None,
        }
    }
}

fn unknown(key: &str) -> Error {
    Error::new(Code::RequestInvalid, format!("Versions can't be sorted by {}", quote(key)))
        .hint("Sort by index, created, size, files, ttl, change or meta.KEY.")
}

impl Order {
    fn index(self) -> &'static str {
        match self {
            Self::Index => "membership_list",
            Self::Created => "membership_created",
            Self::Size => "membership_size",
            Self::Files => "membership_files",
        }
    }

    /// Its column of `membership`.
    pub(super) fn column(self) -> &'static str {
        match self {
            Self::Index => "idx",
            Self::Created => "created_at",
            Self::Size => "size",
            Self::Files => "files",
        }
    }

    /// A comparison with the key in two parameters.
    fn compare(self, operator: &str, params: [&str; 2]) -> String {
        let [value, index] = params;
        match self {
            // Both parameters are named, as both are always given.
            Self::Index => format!("idx {operator} coalesce({index}, {value})"),
            _ => format!("({}, idx) {operator} ({value}, {index})", self.column()),
        }
    }

    fn source(self) -> String {
        format!("FROM membership INDEXED BY {} WHERE collection_id = ?1 AND gone = 0", self.index())
    }

    /// Keys from a place on, smallest first. Parameters: collection, key (2), count, how many to pass over.
    pub(super) fn forward_sql(self) -> String {
        let (column, from) = (self.column(), self.compare(">=", ["?2", "?3"]));
        let order = self.order_by("");
        format!("SELECT {column}, idx {} AND {from} ORDER BY {order} LIMIT ?4 OFFSET ?5", self.source())
    }

    /// Keys from the end, largest first. Parameters: collection, count, how many to pass over.
    pub(super) fn backward_sql(self) -> String {
        let order = self.order_by(" DESC");
        format!("SELECT idx {} ORDER BY {order} LIMIT ?2 OFFSET ?3", self.source())
    }

    /// Number of keys from one (2) up to another (2).
    pub(super) fn between_sql(self) -> String {
        let (from, to) = (self.compare(">=", ["?2", "?3"]), self.compare("<", ["?4", "?5"]));
        format!("SELECT count(*) {} AND {from} AND {to}", self.source())
    }

    fn order_by(self, direction: &str) -> String {
        match self {
            Self::Index => format!("idx{direction}"),
            _ => format!("{}{direction}, idx{direction}", self.column()),
        }
    }

    /// Indexes of `count` versions after passing over `skip` from `key` on.
    pub(super) fn forward(
        self,
        connection: &Connection,
        collection: CollectionId,
        key: Key,
        skip: u64,
        count: u64,
    ) -> Result<Vec<i64>> {
        let mut statement = connection.prepare_cached(&self.forward_sql())?;
        let rows = statement.query_map((collection, key.0, key.1, count, skip), |row| row.get(1))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Indexes of `count` versions after passing over `skip` from the end, in ascending order.
    pub(super) fn backward(
        self,
        connection: &Connection,
        collection: CollectionId,
        skip: u64,
        count: u64,
    ) -> Result<Vec<i64>> {
        let mut statement = connection.prepare_cached(&self.backward_sql())?;
        let rows = statement.query_map((collection, count, skip), |row| row.get(0))?;
        let mut indexes: Vec<i64> = rows.collect::<Result<_, _>>()?;
        indexes.reverse();
        Ok(indexes)
    }

    /// Number of versions from one key up to another, the latter excluded.
    pub(super) fn between(
        self,
        connection: &Connection,
        collection: CollectionId,
        from: Key,
        to: Key,
    ) -> Result<u64> {
        let mut statement = connection.prepare_cached(&self.between_sql())?;
        Ok(statement.query_row((collection, from.0, from.1, to.0, to.1), |row| row.get(0))?)
    }

    /// The key of a version that is in the list.
    pub(super) fn key(
        self,
        connection: &Connection,
        collection: CollectionId,
        index: i64,
    ) -> Result<Option<Key>> {
        let sql = format!(
            "SELECT {}, idx FROM membership WHERE collection_id = ?1 AND idx = ?2 AND gone = 0",
            self.column()
        );
        let mut statement = connection.prepare_cached(&sql)?;
        Ok(statement.query_row((collection, index), |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
    }
}
