//! Metadata of a version or a run: one JSON object, kept exactly.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde_json::value::RawValue;

use super::{Json, quote};
use crate::{Code, Error, Result};

/// W&B's own limit.
const MAX_KEYS: usize = 100;
const MAX_BYTES: usize = 1024 * 1024;
const MAX_DEPTH: usize = 64;

/// A JSON object with at most 100 keys, 1 MiB and 64 levels.
///
/// Keys keep their order and numbers their spelling; spaces between values go. `NaN`, which Python writes,
/// becomes `null`. Infinities, and keys that occur twice in one object, are refused: two readers could see
/// two different values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    members: Json,
    text: String,
}

impl Default for Metadata {
    fn default() -> Self {
        Self { members: Json::Object(Vec::new()), text: "{}".to_owned() }
    }
}

impl Metadata {
    /// Reads an object.
    pub fn parse(text: &str) -> Result<Self> {
        if text.len() > MAX_BYTES {
            return Err(too_large());
        }
        let json = Json::parse(text, MAX_DEPTH).map_err(|why| {
            invalid(&format!("The metadata is not legal JSON: {why}"))
                .hint("Give a JSON object of at most 64 levels, without infinities and with each key once.")
        })?;
        Self::new(json)
    }

    /// Takes a value that was read or built elsewhere.
    pub fn new(json: Json) -> Result<Self> {
        let Json::Object(members) = &json else {
            return Err(invalid("The metadata is not a JSON object")
                .hint("Put the value under a key: {\"key\": value}."));
        };
        if members.len() > MAX_KEYS {
            let count = members.len();
            return Err(invalid(&format!(
                "The metadata has {count} keys at the top; at most 100 are allowed"
            ))
            .hint("Group keys under one, or log a file with the values."));
        }
        let text = json.to_string();
        if text.len() > MAX_BYTES {
            return Err(too_large());
        }
        Ok(Self { members: json, text })
    }

    /// The compact text, always an object.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The object.
    pub fn as_json(&self) -> &Json {
        &self.members
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.text == "{}"
    }

    /// The value at a path of keys joined by dots (`train.loss`); `\.` is a dot inside a key. A key that equals
    /// the whole path wins. A number selects from an array, counted from 0.
    pub fn get(&self, path: &str) -> Option<&Json> {
        if let Some(value) = self.members.get(path) {
            return Some(value);
        }
        split(path).iter().try_fold(&self.members, |value, key| match value {
            Json::Array(values) => values.get(key.parse::<usize>().ok()?),
            other => other.get(key),
        })
    }

    /// The metadata with one value set; objects on the way are made. Refused where a path leads into something
    /// that is no object, or where a limit would be passed.
    pub fn set(&self, path: &str, value: Json) -> Result<Self> {
        let mut json = self.members.clone();
        let keys = self.keys(path);
        let slot = keys.iter().try_fold(&mut json, |json, key| slot(json, key));
        let slot = slot.ok_or_else(|| {
            invalid(&format!("The metadata key {} leads into a value that is no object", quote(path)))
                .hint("Remove that value first, or choose another key.")
        })?;
        *slot = value;
        // What was built by hand must obey the reader's rules, depth among them.
        Self::parse(&json.to_string())
    }

    /// The metadata without one key; the same when it isn't there.
    pub fn remove(&self, path: &str) -> Result<Self> {
        let mut json = self.members.clone();
        let keys = self.keys(path);
        if let Some((last, parents)) = keys.split_last() {
            let parent = parents.iter().try_fold(&mut json, |json, key| member(json, key));
            if let Some(Json::Object(members)) = parent {
                members.retain(|(name, _)| name != last);
            }
        }
        Self::new(json)
    }

    fn keys(&self, path: &str) -> Vec<String> {
        if self.members.get(path).is_some() { vec![path.to_owned()] } else { split(path) }
    }
}

fn member<'a>(json: &'a mut Json, key: &str) -> Option<&'a mut Json> {
    match json {
        Json::Object(members) => members.iter_mut().find(|(name, _)| name == key).map(|(_, value)| value),
        _ => None,
    }
}

fn slot<'a>(json: &'a mut Json, key: &str) -> Option<&'a mut Json> {
    match json {
        Json::Object(members) => {
            let at = members.iter().position(|(name, _)| name == key).unwrap_or_else(|| {
                members.push((key.to_owned(), Json::Object(Vec::new())));
                members.len() - 1
            });
            members.get_mut(at).map(|(_, value)| value)
        }
        Json::Array(values) => key.parse::<usize>().ok().and_then(|at| values.get_mut(at)),
        _ => None,
    }
}

fn split(path: &str) -> Vec<String> {
    let mut keys = vec![String::new()];
    let mut chars = path.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '.' {
            keys.push(String::new());
            continue;
        }
        let escaped = c == '\\' && matches!(chars.peek(), Some('.' | '\\'));
        let c = if escaped { chars.next().unwrap_or(c) } else { c };
        if let Some(key) = keys.last_mut() {
            key.push(c);
        }
    }
    keys
}

fn invalid(message: &str) -> Error {
    Error::new(Code::MetadataInvalid, message)
}

fn too_large() -> Error {
    invalid("The metadata is larger than 1 MiB").hint("Log a file with the values instead.")
}

impl std::fmt::Display for Metadata {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

/// As the object itself, not as a string; meant for `serde_json`.
impl serde::Serialize for Metadata {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.text.clone()).map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

impl<'de> serde::Deserialize<'de> for Metadata {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Self::parse(raw.get()).map_err(serde::de::Error::custom)
    }
}

impl ToSql for Metadata {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.text.as_str()))
    }
}

impl FromSql for Metadata {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Self::parse(value.as_str()?).map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_and_order_are_kept() {
        let text = r#"{"z":12345678901234567890.500,"a":-0,"b":1E5,"c":[1,{"d":"é\u0007\"/"}],"e":1000000000000000000000}"#;
        let metadata = Metadata::parse(&format!("  {text}\n")).unwrap();
        assert_eq!(metadata.as_str(), text);
        assert_eq!(serde_json::to_string(&metadata).unwrap(), text);
        assert_eq!(serde_json::from_str::<Metadata>(text).unwrap(), metadata);
    }

    #[test]
    fn python_and_its_oddities() {
        assert_eq!(Metadata::parse(r#"{"loss": NaN}"#).unwrap().as_str(), r#"{"loss":null}"#);
        assert_eq!(Metadata::parse(r#"{"k":"\ud83d\ude00\/"}"#).unwrap().as_str(), r#"{"k":"😀/"}"#);
        let deep = format!(r#"{{"a":{}1{}}}"#, "[".repeat(64), "]".repeat(64));
        let keys: Vec<_> = (0..101).map(|i| format!(r#""k{i}":1"#)).collect();
        let many = format!("{{{}}}", keys.join(","));
        let big = format!(r#"{{"a":"{}"}}"#, "x".repeat(MAX_BYTES));
        for bad in [
            "",
            "[]",
            "1",
            "null",
            "{",
            r#"{"a"}"#,
            r#"{"a":1,}"#,
            r#"{"a":01}"#,
            r#"{"a":1.}"#,
            r#"{"a":+1}"#,
            r#"{"a":Infinity}"#,
            r#"{"a":-Infinity}"#,
            r#"{"a":1e400}"#,
            r#"{"a":1,"a":2}"#,
            r#"{"a":"\ud800"}"#,
            r#"{"a":"\ud800\u0041"}"#,
            "{\"a\":\"\n\"}",
            r#"{"a":"\x"}"#,
            r#"{"a":"\u00g0"}"#,
            r#"{"a":1}x"#,
            &deep,
            &many,
            &big,
            r#"{"a":"\"#,
            r#"{"a":"\u00é"#,
        ] {
            assert_eq!(Metadata::parse(bad).unwrap_err().code(), Code::MetadataInvalid, "{bad:.40}");
        }
    }

    #[test]
    fn keys_by_path() {
        let metadata = Metadata::parse(r#"{"train":{"loss":0.5,"steps":[1,2]},"a.b":3}"#).unwrap();
        let number = |text: &str| Json::Number(text.to_owned());
        assert_eq!(metadata.get("train.loss"), Some(&number("0.5")));
        assert_eq!(metadata.get("train.steps.1"), Some(&number("2")));
        assert_eq!((metadata.get("a.b"), metadata.get(r"a\.b")), (Some(&number("3")), Some(&number("3"))));
        assert_eq!(metadata.get("train.x"), None);
        let set = metadata.set("train.new.deep", number("7")).unwrap();
        assert_eq!(set.get("train.new.deep"), Some(&number("7")));
        assert_eq!(set.remove("train.new").unwrap(), metadata);
        assert_eq!(metadata.remove("no.such").unwrap(), metadata);
        assert_eq!(metadata.set("train.loss.x", Json::Null).unwrap_err().code(), Code::MetadataInvalid);
    }

    fn json() -> impl Strategy<Value = Json> {
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::Bool),
            any::<i64>().prop_map(|n| Json::Number(n.to_string())),
            any::<String>().prop_map(Json::String),
        ];
        leaf.prop_recursive(5, 64, 8, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..8).prop_map(Json::Array),
                prop::collection::btree_map(any::<String>(), inner, 0..8)
                    .prop_map(|map| Json::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        #[test]
        fn written_values_are_read_back_also_by_others(value in json()) {
            let text = value.to_string();
            prop_assert_eq!(Json::parse(&text, 64).unwrap(), value);
            prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
        }

        #[test]
        fn the_reader_accepts_no_more_than_json_and_never_panics(text in "[\\[\\]{}:,\"\\\\a0-9eE+.u -]{0,24}") {
            if let Ok(value) = Json::parse(&text, 64) {
                prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{}", text);
                prop_assert_eq!(Json::parse(&value.to_string(), 64).unwrap(), value);
            }
        }
    }
}
