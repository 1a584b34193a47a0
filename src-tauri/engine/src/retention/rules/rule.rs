//! A rule: reasons to keep a version.

use serde_json::{Map, Value, json};

use crate::model::{CollectionId, ProjectId, TtlSpec, humanize, quote};
use crate::{Code, Error, Result};

/// Whose rule it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RuleTarget {
    /// A collection's.
    Collection(CollectionId),
    /// A project's: it holds for each of its collections by itself that has no rule of its own.
    Project(ProjectId),
}

/// Keep the best by a number of the metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Best {
    /// How many.
    pub count: u64,
    /// Keys of the metadata joined by dots.
    pub key: String,
    /// The largest are the best, not the smallest.
    pub largest: bool,
}

/// Reasons to keep a version; one is enough.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rule {
    /// It is one of the last so many.
    pub last: Option<u64>,
    /// It is one of the best. A version without that number can't be ranked, and is kept.
    pub best: Option<Best>,
    /// It has an alias besides `latest`.
    pub aliased: bool,
    /// It is linked in a registry. Those are kept in any case; the rule says it for people.
    pub linked: bool,
    /// A run that isn't deleted used it.
    pub used: bool,
    /// It is younger than this, in seconds.
    pub younger: Option<i64>,
}

/// Most versions that a count may name.
const MOST: u64 = 1_000_000_000;

impl Rule {
    /// Says whether a rule makes sense. Errors: `request-invalid`, `ttl-invalid`, `metadata-invalid`.
    pub fn check(&self) -> Result<()> {
        if *self == Self::default() {
            return Err(invalid(
                "A rule needs a reason to keep versions",
                "Say what is kept, such as the last 10.",
            ));
        }
        let counts = [self.last, self.best.as_ref().map(|best| best.count)];
        if counts.into_iter().flatten().any(|count| count == 0 || count > MOST) {
            return Err(invalid("A rule keeps 1 to 1,000,000,000 versions", "Give a whole number above 0."));
        }
        if self.best.as_ref().is_some_and(|best| best.key.trim().is_empty() || best.key.len() > 1024) {
            return Err(invalid(
                "The best are found by a key of the metadata",
                "Name it, such as val.accuracy.",
            ));
        }
        if self.younger.is_some_and(|seconds| crate::model::Ttl::own(seconds).is_err()) {
            return Err(Error::new(Code::TtlInvalid, "The age lies outside one second to a thousand years")
                .hint("Give a whole number with a unit, such as 30d."));
        }
        Ok(())
    }

    /// Reads the stored form.
    pub fn parse(text: &str) -> Result<Self> {
        let value: Value = serde_json::from_str(text).map_err(|error| {
            Error::new(Code::RequestInvalid, format!("The rule {} can't be read: {error}", quote(text)))
                .hint("Set it anew.")
        })?;
        let best = value.get("best").filter(|best| !best.is_null()).map(|best| Best {
            count: best["count"].as_u64().unwrap_or(0),
            key: best["key"].as_str().unwrap_or_default().to_owned(),
            largest: best["largest"].as_bool().unwrap_or(true),
        });
        let is_set = |name: &str| value[name].as_bool().unwrap_or(false);
        let rule = Self {
            last: value["last"].as_u64(),
            best,
            aliased: is_set("aliased"),
            linked: is_set("linked"),
            used: is_set("used"),
            younger: value["younger"].as_i64(),
        };
        rule.check().map(|()| rule)
    }

    /// The stored form: JSON with what is set.
    pub fn encode(&self) -> String {
        let mut members = Map::new();
        if let Some(last) = self.last {
            members.insert("last".into(), json!(last));
        }
        if let Some(best) = &self.best {
            let best = json!({"count": best.count, "key": best.key, "largest": best.largest});
            members.insert("best".into(), best);
        }
        for (name, is_set) in [("aliased", self.aliased), ("linked", self.linked), ("used", self.used)] {
            if is_set {
                members.insert(name.into(), json!(true));
            }
        }
        if let Some(younger) = self.younger {
            members.insert("younger".into(), json!(younger));
        }
        Value::Object(members).to_string()
    }

    /// For people: `keep the last 10, the best 3 by acc (max), what has an alias`.
    pub fn words(&self) -> String {
        let mut words = Vec::new();
        if let Some(last) = self.last {
            words.push(format!("the last {last}"));
        }
        if let Some(best) = &self.best {
            let way = if best.largest { "max" } else { "min" };
            words.push(format!("the best {} by {} ({way})", best.count, best.key));
        }
        let flags = [(self.aliased, "what has an alias"), (self.linked, "what is linked")];
        words.extend(flags.iter().filter(|(is_set, _)| *is_set).map(|(_, text)| (*text).to_owned()));
        if self.used {
            words.push("what a run used".into());
        }
        if let Some(younger) = self.younger {
            words.push(format!("what is younger than {}", humanize(younger)));
        }
        format!("keep {}", words.join(", "))
    }
}

/// Reads an age as people write it: `30d`. Errors: `ttl-invalid`.
pub fn age(text: &str) -> Result<i64> {
    match TtlSpec::parse(text, 0)? {
        TtlSpec::Fixed(crate::model::Ttl::Own(seconds)) => Ok(seconds),
        _ => Err(Error::new(Code::TtlInvalid, format!("{} is no age", quote(text)))
            .hint("Give a whole number with a unit, such as 30d.")),
    }
}

fn invalid(message: &str, hint: &str) -> Error {
    Error::new(Code::RequestInvalid, message).hint(hint)
}
