//! The words of the product as types: identifiers, digests, names, paths, addresses, durations, metadata.
//!
//! Everything is parsed once, where it enters, and legal from then on. A refusal is an [`Error`](crate::Error)
//! with the code of its kind, a message that quotes the value and a hint that says what would be accepted.
//! Names are data: on disk only digests and integer ids become path components.

mod address;
mod digest;
mod ids;
mod json;
mod metadata;
mod name;
mod number;
mod path;
mod ttl;

pub use address::{Address, DeepLink, Location, Suffix};
pub use digest::{Digest, ManifestDigest, Md5};
pub use ids::{
    BlobId, ChunkId, CollectionId, EntityId, KeyId, ManifestId, MembershipId, OperationId, PackId, ProjectId,
    RuleId, RunId, TagId, TypeId, VersionId,
};
pub use json::Json;
pub use metadata::Metadata;
pub use name::{
    AliasName, ArtifactName, CollectionName, EntityName, ProjectName, TagName, TypeName, check_reserved_type,
    is_auto_made,
};
pub use number::grouped;
pub use path::{RelPath, TargetRules, collision_key, escape_component_for_export, unescape_component};
pub use ttl::{Ttl, TtlSpec, expires_at, humanize};

/// Gives a newtype around text its `as_str`, `Display`, serde and `SQLite` forms; reading parses again.
macro_rules! text_type {
    ($name:ident) => {
        impl $name {
            /// The text, exactly as it was given.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::Error;

            fn from_str(text: &str) -> crate::Result<Self> {
                Self::parse(text)
            }
        }

        crate::model::parsed_type!($name, |value: &$name| value.as_str().to_owned());
    };
}

/// Gives a type with `parse(&str)` serde (a string) and `SQLite` (TEXT) forms.
macro_rules! parsed_type {
    ($name:ident, $to_text:expr) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let to_text: fn(&$name) -> String = $to_text;
                serializer.serialize_str(&to_text(self))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }

        impl rusqlite::types::ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
                let to_text: fn(&$name) -> String = $to_text;
                Ok(rusqlite::types::ToSqlOutput::from(to_text(self)))
            }
        }

        impl rusqlite::types::FromSql for $name {
            fn column_result(
                value: rusqlite::types::ValueRef<'_>,
            ) -> Result<Self, rusqlite::types::FromSqlError> {
                Self::parse(value.as_str()?)
                    .map_err(|error| rusqlite::types::FromSqlError::Other(Box::new(error)))
            }
        }
    };
}

pub(crate) use {parsed_type, text_type};

/// Quotes text of a stranger for a message: escaped, at most 80 characters.
pub(crate) fn quote(text: &str) -> String {
    let mut shown: String = text.chars().take(80).flat_map(char::escape_debug).collect();
    if text.chars().nth(80).is_some() {
        shown.push('…');
    }
    format!("\"{shown}\"")
}
