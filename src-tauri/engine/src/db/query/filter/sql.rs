//! Turns a filter into SQL with parameters; nothing a person typed becomes part of the text.
//!
//! Tables: `membership m` (parameter 1 is its collection), `version v` and `version_text x` where needed.

use rusqlite::Connection;
use rusqlite::types::Value;

use super::super::containing;
use super::{Condition, Filter, Pattern, Span, Term, Test};
use crate::Result;
use crate::db::state;
use crate::model::{CollectionId, MembershipId};

/// When `v` expires, in milliseconds; parameter 2 is the team's default in seconds or null.
pub(crate) const EXPIRES: &str = "CASE WHEN v.ttl > 0 THEN v.created_at + v.ttl * 1000
     WHEN v.ttl = -1 AND ?2 > 0 THEN v.created_at + ?2 * 1000 END";

/// Facts that conditions depend on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context {
    /// The collection that is listed.
    pub(crate) collection: CollectionId,
    /// The team's default TTL in seconds.
    pub(crate) default_ttl: Option<i64>,
    /// The membership that bears `latest` without an alias of that name.
    pub(crate) latest: Option<MembershipId>,
    /// Number of rows without a filter.
    pub(crate) rows: u64,
}

/// How a list is walked: which table comes first, by which index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// In the order of the indexes.
    List,
    /// Memberships of a range of sizes.
    Size,
    /// Memberships of a range of numbers of files.
    Files,
    /// Memberships of a range of times.
    Created,
    /// Memberships that an alias names.
    Alias,
    /// Versions that bear one tag, its text in that parameter.
    Tag(usize),
    /// Versions of a range of digests.
    Digest,
    /// Versions in the trash.
    Trash,
}

/// A query's tables, condition and parameters.
#[derive(Debug, Clone)]
pub(crate) struct Compiled {
    from: String,
    condition: String,
    /// Values of the parameters, from 1.
    pub(crate) params: Vec<Value>,
}

impl Compiled {
    /// The query that answers `columns`, expressions over `m` and, where it is needed, `v` and `x`.
    pub(crate) fn select(&self, columns: &str) -> String {
        format!("SELECT {columns} FROM {} WHERE {}", self.from, self.condition)
    }
}

/// Which tables a query's columns need besides `m`.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Needs {
    /// `version v`.
    pub(crate) version: bool,
    /// `version_text x`.
    pub(crate) text: bool,
}

/// Compiles a filter, choosing the access that touches least.
pub(crate) fn compile(
    connection: &Connection,
    filter: &Filter,
    context: &Context,
    needs: Needs,
) -> Result<Compiled> {
    let probe = Probe { connection, collection: context.collection, limit: (context.rows / 8).max(1000) };
    let mut builder = Builder {
        probe,
        params: vec![
            Value::Integer(context.collection.get()),
            context.default_ttl.map_or(Value::Null, Value::Integer),
        ],
        needs,
        context: *context,
    };
    let mut condition = String::from("m.collection_id = ?1 AND m.gone = 0");
    for term in &filter.terms {
        let sql = builder.condition(&term.condition)?;
        let not = if term.negated { " IS NOT TRUE" } else { "" };
        condition.extend([" AND (", &sql, ")", not]);
    }
    let access = builder.access(filter)?;
    condition.push_str(&access.join());
    Ok(Compiled { from: access.tables(builder.needs), condition, params: builder.params })
}

impl Access {
    fn tables(self, needs: Needs) -> String {
        let membership = " CROSS JOIN membership m INDEXED BY membership_version";
        let mut from = match self {
            Self::List => "membership m INDEXED BY membership_list".to_owned(),
            Self::Size => "membership m INDEXED BY membership_size".to_owned(),
            Self::Files => "membership m INDEXED BY membership_files".to_owned(),
            Self::Created => "membership m INDEXED BY membership_created".to_owned(),
            Self::Alias => "membership m NOT INDEXED".to_owned(),
            Self::Tag(_) => format!("version_tag g INDEXED BY version_tag_tag{membership}"),
            Self::Digest => format!("version v INDEXED BY version_digest{membership}"),
            Self::Trash => format!("version v INDEXED BY version_trash{membership}"),
        };
        if needs.version && !matches!(self, Self::Digest | Self::Trash) {
            from.push_str(" CROSS JOIN version v ON v.id = m.version_id");
        }
        if needs.text {
            from.push_str(" CROSS JOIN version_text x ON x.version_id = m.version_id");
        }
        from
    }

    fn join(self) -> String {
        match self {
            Self::Tag(param) => format!(" AND g.tag = ?{param} AND m.version_id = g.version_id"),
            Self::Digest | Self::Trash => " AND m.version_id = v.id".to_owned(),
            _ => String::new(),
        }
    }
}

struct Builder<'c> {
    probe: Probe<'c>,
    params: Vec<Value>,
    needs: Needs,
    context: Context,
}

impl Builder<'_> {
    fn bind(&mut self, value: impl Into<Value>) -> String {
        self.params.push(value.into());
        format!("?{}", self.params.len())
    }

    fn condition(&mut self, condition: &Condition) -> Result<String> {
        Ok(match condition {
            Condition::Alias(pattern) => self.alias(pattern),
            Condition::Tag(pattern) => self.tag(pattern)?,
            Condition::Word(text) => self.word(text),
            Condition::Size(span) => self.span("m.size", *span),
            Condition::Files(span) => self.span("m.files", *span),
            Condition::Created(span) => self.span("m.created_at", *span),
            Condition::Index(span) => self.span("m.idx", *span),
            Condition::Expires(span) => {
                self.needs.version = true;
                let test = self.span(&format!("({EXPIRES})"), *span);
                format!("v.state = {} AND {test}", state::COMMITTED)
            }
            Condition::Ttl(stored) => {
                self.needs.version = true;
                format!("v.ttl = {stored}")
            }
            Condition::State(stored) => {
                self.needs.version = true;
                format!("v.state = {stored}")
            }
            Condition::Digest(hex) => self.digest(hex),
            Condition::Metadata(path, test) => self.metadata(path, test),
        })
    }

    /// A rare tag is looked up once for all, a frequent one for each version.
    fn tag(&mut self, pattern: &Pattern) -> Result<String> {
        let few = matches!(pattern, Pattern::Exact(tag) if self.probe.tag(tag)?);
        let test = self.pattern("tag", pattern);
        Ok(if few {
            format!("m.version_id IN (SELECT version_id FROM version_tag WHERE {test})")
        } else {
            format!("EXISTS (SELECT 1 FROM version_tag WHERE version_id = m.version_id AND {test})")
        })
    }

    fn span(&mut self, column: &str, span: Span) -> String {
        let min = span.min.map(|min| format!("{column} >= {}", self.bind(min)));
        let max = span.max.map(|max| format!("{column} <= {}", self.bind(max)));
        let tests: Vec<String> = [min, max].into_iter().flatten().collect();
        tests.join(" AND ")
    }

    fn pattern(&mut self, column: &str, pattern: &Pattern) -> String {
        match pattern {
            Pattern::Exact(text) => format!("{column} = {}", self.bind(text.clone())),
            Pattern::Glob(_) => format!("{column} GLOB {}", self.bind(pattern.glob())),
        }
    }

    fn alias(&mut self, pattern: &Pattern) -> String {
        let test = self.pattern("name", pattern);
        let implied = self.context.latest.filter(|_| pattern.matches("latest"));
        self.bearers(&test, implied)
    }

    /// Memberships whose alias passes a test, and the one that bears `latest` unsaid.
    fn bearers(&mut self, test: &str, implied: Option<MembershipId>) -> String {
        let implied =
            implied.map(|id| format!(" UNION ALL SELECT {}", self.bind(id.get()))).unwrap_or_default();
        format!("m.id IN (SELECT membership_id FROM alias WHERE collection_id = ?1 AND {test}{implied})")
    }

    fn word(&mut self, text: &str) -> String {
        self.needs.text = true;
        let like = format!(r"LIKE {} ESCAPE '\'", self.bind(containing(text)));
        let implied = self.context.latest.filter(|_| "latest".contains(&text.to_ascii_lowercase()));
        let alias = self.bearers(&format!("name {like}"), implied);
        format!(
            "x.description {like} OR {alias}
             OR EXISTS (SELECT 1 FROM version_tag WHERE version_id = m.version_id AND tag {like})"
        )
    }

    fn digest(&mut self, hex: &str) -> String {
        self.needs.version = true;
        let (low, high) = digest_bounds(hex);
        format!("v.digest BETWEEN {} AND {}", self.bind(low), self.bind(high))
    }

    fn metadata(&mut self, path: &str, test: &Test) -> String {
        self.needs.text = true;
        let value = extract(&json_paths(path), |path| self.bind(path));
        match test {
            // Texts sort above every number, so the upper bound keeps them out.
            Test::Number(min, max) => format!("{value} BETWEEN {} AND {}", self.bind(*min), self.bind(*max)),
            Test::Text(pattern) => {
                let text = extract_text(&json_paths(path), |path| self.bind(path));
                self.pattern(&text, pattern)
            }
        }
    }

    /// The access that touches least: what the filter's own indexes name, if that is little.
    fn access(&self, filter: &Filter) -> Result<Access> {
        let wanted = || filter.terms.iter().filter(|term| !term.negated).map(|term| &term.condition);
        if wanted().any(|condition| matches!(condition, Condition::Alias(_))) {
            return Ok(Access::Alias);
        }
        for condition in wanted() {
            if let Some(access) = self.narrow(condition)? {
                return Ok(access);
            }
        }
        Ok(self.covering(&filter.terms).unwrap_or(Access::List))
    }

    /// An index that finds few rows for a condition.
    fn narrow(&self, condition: &Condition) -> Result<Option<Access>> {
        let probe = &self.probe;
        let (access, few) = match condition {
            Condition::Tag(Pattern::Exact(tag)) => {
                let param = self.params.iter().position(|value| *value == Value::Text(tag.clone()));
                (Access::Tag(param.map_or(0, |at| at + 1)), param.is_some() && probe.tag(tag)?)
            }
            Condition::Digest(hex) => (Access::Digest, probe.digest(hex)?),
            Condition::State(stored) if *stored == state::DELETED => (Access::Trash, probe.trash()?),
            Condition::Size(span) => (Access::Size, probe.range("size", *span)?),
            Condition::Files(span) => (Access::Files, probe.range("files", *span)?),
            Condition::Created(span) => (Access::Created, probe.range("created_at", *span)?),
            _ => return Ok(None),
        };
        Ok(few.then_some(access))
    }

    /// The index that answers a filter on one column alone, however many rows it finds.
    fn covering(&self, terms: &[Term]) -> Option<Access> {
        if self.needs.version || self.needs.text {
            return None;
        }
        let access = |term: &Term| match term.condition {
            Condition::Size(_) => Some(Access::Size),
            Condition::Files(_) => Some(Access::Files),
            Condition::Created(_) => Some(Access::Created),
            _ => None,
        };
        let first = terms.first().and_then(access)?;
        terms.iter().all(|term| access(term) == Some(first)).then_some(first)
    }
}

/// Asks whether an index finds at most `limit` rows, reading no further than that.
struct Probe<'c> {
    connection: &'c Connection,
    collection: CollectionId,
    limit: u64,
}

impl Probe<'_> {
    fn tag(&self, tag: &str) -> Result<bool> {
        self.few("FROM version_tag INDEXED BY version_tag_tag WHERE tag = ?1", &[Value::Text(tag.to_owned())])
    }

    fn digest(&self, hex: &str) -> Result<bool> {
        let (low, high) = digest_bounds(hex);
        let sql = "FROM version INDEXED BY version_digest WHERE digest BETWEEN ?1 AND ?2";
        self.few(sql, &[Value::Blob(low), Value::Blob(high)])
    }

    fn trash(&self) -> Result<bool> {
        self.few("FROM version INDEXED BY version_trash WHERE state = 2", &[])
    }

    fn range(&self, column: &str, span: Span) -> Result<bool> {
        let index = column.trim_end_matches("_at");
        let sql = format!(
            "FROM membership INDEXED BY membership_{index} WHERE collection_id = ?1 AND gone = 0 AND {column} BETWEEN ?2 AND ?3"
        );
        let (min, max) = (span.min.unwrap_or(i64::MIN), span.max.unwrap_or(i64::MAX));
        self.few(&sql, &[Value::Integer(self.collection.get()), Value::Integer(min), Value::Integer(max)])
    }

    fn few(&self, from: &str, params: &[Value]) -> Result<bool> {
        let sql = format!("SELECT count(*) FROM (SELECT 1 {from} LIMIT {})", self.limit + 1);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let found: u64 = statement.query_row(rusqlite::params_from_iter(params), |row| row.get(0))?;
        Ok(found <= self.limit)
    }
}

/// First and last digest that begin with hex digits.
pub(crate) fn digest_bounds(hex: &str) -> (Vec<u8>, Vec<u8>) {
    let fill = |pad: char| {
        let digits: Vec<char> = hex.chars().chain(std::iter::repeat(pad)).take(32).collect();
        let nibble = |c: char| c.to_digit(16).unwrap_or_default() as u8;
        digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, c| byte << 4 | nibble(*c))).collect()
    };
    (fill('0'), fill('f'))
}

/// The JSON paths that a key may mean, in the order in which they win: the whole text as one key, keys joined
/// by dots, and the same with numbers as positions in arrays.
pub(crate) fn json_paths(path: &str) -> Vec<String> {
    let keys = split(path);
    let member = |key: &str| format!(".{}", serde_json::Value::from(key));
    let position = |key: &String| match super::value::integer(key) {
        Some(at) => format!("[{at}]"),
        None => member(key),
    };
    let mut paths = vec![
        format!("${}", member(path)),
        format!("${}", keys.iter().map(|key| member(key)).collect::<String>()),
        format!("${}", keys.iter().map(position).collect::<String>()),
    ];
    paths.dedup();
    paths
}

fn split(path: &str) -> Vec<String> {
    let mut keys = vec![String::new()];
    let mut chars = path.chars().peekable();
    while let Some(c) = chars.next() {
        let escaped = c == '\\' && matches!(chars.peek(), Some('.' | '\\'));
        match (c, keys.last_mut()) {
            ('.', _) => keys.push(String::new()),
            (c, Some(key)) => key.push(if escaped { chars.next().unwrap_or(c) } else { c }),
            (_, None) => {}
        }
    }
    keys
}

/// The value at the first of the paths that has one; numbers and truth values as numbers.
pub(crate) fn extract(paths: &[String], mut bind: impl FnMut(String) -> String) -> String {
    let values: Vec<String> =
        paths.iter().map(|path| format!("json_extract(x.metadata, {})", bind(path.clone()))).collect();
    first(&values)
}

/// The same as text, truth values as `true` and `false`.
fn extract_text(paths: &[String], mut bind: impl FnMut(String) -> String) -> String {
    let text = |path: &String| {
        let path = bind(path.clone());
        format!(
            "CASE json_type(x.metadata, {path}) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false'
             ELSE CAST(json_extract(x.metadata, {path}) AS TEXT) END"
        )
    };
    first(&paths.iter().map(text).collect::<Vec<_>>())
}

fn first(values: &[String]) -> String {
    match values {
        [one] => one.clone(),
        _ => format!("coalesce({})", values.join(", ")),
    }
}
