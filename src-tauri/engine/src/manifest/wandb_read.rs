//! The manifest JSON of the `wandb` protocol, read strictly.
//!
//! Refused: a key that occurs twice, at any level that has a meaning; an illegal path; a digest of a stored file
//! that isn't the canonical base64 of 16 bytes; a size that isn't a whole number of bytes. Ignored: keys without
//! meaning here, among them `local_path` and `skip_cache`, which would leak paths of the client.

use std::borrow::Cow;
use std::fmt;
use std::io::Read;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Content, Entry, Extra};
use crate::model::{Digest, Md5, RelPath, quote};
use crate::{Code, Error, Result};

/// More entries than any manifest that is promised to work (10,500,000), and a bound on memory.
const MAX_ENTRIES: usize = 20_000_000;
const POLICY: &str = "wandb-storage-policy-v1";

/// An entry as a client sent it: a file is known by its MD5 only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WireEntry {
    /// Where it lies in the version.
    pub path: RelPath,
    /// A file or a reference.
    pub content: WireContent,
    /// Bytes, where the client said.
    pub size: Option<u64>,
    /// Id of the artifact that first held it.
    pub birth: Option<String>,
    /// What the SDK adds to references.
    pub extra: Option<Extra>,
}

/// What a client's entry stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WireContent {
    /// A stored file.
    File(Md5),
    /// Bytes elsewhere; the digest is opaque.
    Reference {
        /// Their place.
        uri: String,
        /// As the client computed it.
        digest: String,
    },
}

impl WireEntry {
    /// The entry, given identity and size of the stored file with that MD5; a reference ignores both.
    pub fn into_entry(self, sha256: Digest, stored_size: u64) -> Entry {
        let (content, size) = match self.content {
            WireContent::File(md5) => (Content::Blob { sha256, md5 }, Some(stored_size)),
            WireContent::Reference { uri, digest } => {
                (Content::Reference { uri, digest, algorithm: None }, self.size)
            }
        };
        Entry { path: self.path, content, size, birth: self.birth, extra: self.extra }
    }
}

/// Reads a manifest and gives its entries in path order. Memory grows with the entries, not with the text.
pub fn read_json(from: impl Read) -> Result<Vec<WireEntry>> {
    let mut state = State::default();
    let mut json = serde_json::Deserializer::from_reader(from);
    let read = Top(&mut state).deserialize(&mut json).and_then(|()| json.end());
    if let Some(refusal) = state.refusal {
        return Err(refusal);
    }
    read.map_err(|error| {
        let io = error.is_io();
        let message = format!("The manifest can't be read: {error}");
        if io { Error::io("reading a manifest", error.into()) } else { invalid(message).source(error) }
    })?;
    let mut entries = state.entries;
    entries.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    match entries.windows(2).find(|pair| pair[0].path == pair[1].path) {
        Some(pair) => Err(invalid(format!("The manifest has {} twice", quote(pair[0].path.as_str())))),
        None => Ok(entries),
    }
}

fn invalid(message: String) -> Error {
    Error::new(Code::ManifestInvalid, message).hint("Write the manifest with the wandb SDK, version 1.")
}

/// What has been read, and the reason to stop, which `serde` could only carry as text.
#[derive(Default)]
struct State {
    entries: Vec<WireEntry>,
    refusal: Option<Error>,
}

impl State {
    fn refuse<E: serde::de::Error>(&mut self, refusal: Error) -> E {
        self.refusal = Some(refusal);
        E::custom("refused")
    }
}

/// The object at the top.
struct Top<'s>(&'s mut State);

impl<'de> DeserializeSeed<'de> for Top<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Top<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a manifest")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen: Vec<String> = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "version" => check_version(map.next_value()?)?,
                "storagePolicy" => check_policy(&map.next_value::<String>()?)?,
                "contents" => map.next_value_seed(Contents(self.0))?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
            if seen.contains(&key) || seen.len() > 64 {
                return Err(A::Error::custom(format!("the key {} is one too many", quote(&key))));
            }
            seen.push(key);
        }
        match ["version", "contents"].into_iter().find(|key| !seen.iter().any(|seen| seen == key)) {
            Some(key) => Err(A::Error::missing_field(key)),
            None => Ok(()),
        }
    }
}

fn check_version<E: serde::de::Error>(version: u64) -> Result<(), E> {
    if version == 1 { Ok(()) } else { Err(E::custom(format!("version {version} is unknown"))) }
}

fn check_policy<E: serde::de::Error>(policy: &str) -> Result<(), E> {
    if policy == POLICY { Ok(()) } else { Err(E::custom(format!("policy {} is unknown", quote(policy)))) }
}

/// The object with the entries.
struct Contents<'s>(&'s mut State);

impl<'de> DeserializeSeed<'de> for Contents<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Contents<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object from paths to entries")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(path) = map.next_key::<String>()? {
            let path = RelPath::parse(&path).map_err(|error| self.0.refuse(error))?;
            let raw: RawEntry = map.next_value().map_err(|error: A::Error| {
                A::Error::custom(format!("entry {}: {error}", quote(path.as_str())))
            })?;
            let entry = raw.into_wire(path).map_err(|error| self.0.refuse(error))?;
            self.0.entries.push(entry);
            if self.0.entries.len() > MAX_ENTRIES {
                return Err(A::Error::custom("more than 20,000,000 entries"));
            }
        }
        Ok(())
    }
}

/// An entry as it stands; a field that occurs twice is refused by `serde`.
#[derive(serde::Deserialize)]
struct RawEntry {
    digest: String,
    #[serde(default)]
    size: Option<u64>,
    #[serde(default, rename = "birthArtifactID")]
    birth: Option<String>,
    #[serde(default, rename = "ref")]
    uri: Option<String>,
    #[serde(default)]
    extra: Option<Box<RawValue>>,
}

impl RawEntry {
    fn into_wire(self, path: RelPath) -> Result<WireEntry> {
        let name = |error: Error| {
            let hint = error.hint_text().map(str::to_owned);
            let message = format!("The entry {}: {}", quote(path.as_str()), error.message());
            let error = Error::new(error.code(), message);
            hint.into_iter().fold(error, Error::hint)
        };
        // The SDK writes `{}` where there is nothing to add.
        let extra = self.extra.as_deref().map(RawValue::get).map(str::trim);
        let extra = extra.filter(|text| !matches!(*text, "{}" | "null")).map(Extra::parse);
        let extra = extra.transpose().map_err(name)?;
        let content = match self.uri {
            Some(uri) => WireContent::Reference { uri, digest: self.digest },
            None => WireContent::File(file_digest(&self.digest, extra.as_ref()).map_err(name)?),
        };
        Ok(WireEntry { path, content, size: self.size, birth: self.birth, extra })
    }
}

fn file_digest(text: &str, extra: Option<&Extra>) -> Result<Md5> {
    let algorithm = extra.map_or(Cow::Borrowed(""), |extra| algorithm_of(extra));
    if algorithm.is_empty() || algorithm == "MD5" {
        return Md5::from_base64(text);
    }
    Err(Error::new(Code::ManifestInvalid, format!("Its digest is made with {}", quote(&algorithm)))
        .hint("Let the SDK use MD5, its default."))
}

fn algorithm_of(extra: &Extra) -> Cow<'_, str> {
    #[derive(serde::Deserialize)]
    struct Alg {
        #[serde(default)]
        alg: Option<String>,
    }
    let alg = serde_json::from_str::<Alg>(extra.as_str()).ok().and_then(|alg| alg.alg);
    Cow::Owned(alg.unwrap_or_default())
}
