//! One path of a manifest and what it stands for.

use crate::model::{Digest, Json, Md5, RelPath};
use crate::{Code, Error, Result};

/// A URI, an opaque digest or `extra` has at most this many bytes.
pub(super) const MAX_TEXT: usize = 64 * 1024;
/// The id of a birth artifact, or the name of an algorithm, has at most this many bytes.
pub(super) const MAX_WORD: usize = 1024;
const MAX_EXTRA_DEPTH: usize = 64;

/// One path of a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it lies in the version.
    pub path: RelPath,
    /// The bytes, or where they stay.
    pub content: Content,
    /// Bytes; unknown for references without checksum.
    pub size: Option<u64>,
    /// Id of the artifact that first held it, as scripts see it.
    pub birth: Option<String>,
    /// What the SDK adds to references (`etag`, `versionID`).
    pub extra: Option<Extra>,
}

/// What an entry stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Content {
    /// A file in the store.
    Blob {
        /// Identity of the bytes.
        sha256: Digest,
        /// Digest of the protocol.
        md5: Md5,
    },
    /// Bytes that stay where they are.
    Reference {
        /// Their place.
        uri: String,
        /// Opaque: an `ETag`, a base64 MD5, or the URI itself.
        digest: String,
        /// How the digest was made, where that is known; ours, not part of the JSON.
        algorithm: Option<String>,
    },
}

/// A JSON object beside an entry: compact text with keys in their order and numbers in their spelling.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Extra(Box<str>);

impl Extra {
    /// Reads a JSON object of at most 64 KiB and 64 levels.
    pub fn parse(text: &str) -> Result<Self> {
        let invalid = |why: &str| Error::new(Code::ManifestInvalid, format!("The `extra` of an entry {why}"));
        if text.len() > MAX_TEXT {
            return Err(invalid("is larger than 64 KiB"));
        }
        match Json::parse(text, MAX_EXTRA_DEPTH) {
            Ok(json @ Json::Object(_)) => Ok(Self(json.to_string().into())),
            Ok(_) => Err(invalid("is no JSON object")),
            Err(why) => Err(invalid(&format!("is not legal JSON: {why}"))),
        }
    }

    /// Takes text that came out of a chunk, where only checked text goes in.
    pub(super) fn stored(text: String) -> Self {
        Self(text.into())
    }

    /// The object's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Entry {
    /// A file of the store.
    pub fn blob(path: RelPath, sha256: Digest, md5: Md5, size: u64) -> Self {
        Self { path, content: Content::Blob { sha256, md5 }, size: Some(size), birth: None, extra: None }
    }

    /// A reference.
    pub fn reference(
        path: RelPath,
        uri: impl Into<String>,
        digest: impl Into<String>,
        size: Option<u64>,
    ) -> Self {
        let content = Content::Reference { uri: uri.into(), digest: digest.into(), algorithm: None };
        Self { path, content, size, birth: None, extra: None }
    }

    /// The digest as the protocol writes it: base64 of the MD5 of a file, the opaque text of a reference.
    pub fn entry_digest(&self) -> String {
        match &self.content {
            Content::Blob { md5, .. } => md5.to_base64(),
            Content::Reference { digest, .. } => digest.clone(),
        }
    }

    /// The identity of the stored bytes; `None` for a reference.
    pub fn sha256(&self) -> Option<&Digest> {
        match &self.content {
            Content::Blob { sha256, .. } => Some(sha256),
            Content::Reference { .. } => None,
        }
    }

    /// Bytes, an unknown size counted as 0.
    pub fn logical(&self) -> u64 {
        self.size.unwrap_or(0)
    }

    /// Bytes that the encoding needs at most; decides where a chunk of long texts ends.
    pub(super) fn weight(&self) -> usize {
        let content = match &self.content {
            Content::Blob { .. } => 48,
            Content::Reference { uri, digest, algorithm } => {
                uri.len() + digest.len() + algorithm.as_ref().map_or(0, String::len)
            }
        };
        let birth = self.birth.as_ref().map_or(0, String::len);
        self.path.as_str().len() + content + birth + self.extra.as_ref().map_or(0, |e| e.0.len()) + 40
    }

    /// Refuses what the stored form can't hold.
    pub(super) fn check(&self) -> Result<()> {
        let word = |text: &Option<String>| text.as_ref().map_or(0, String::len) <= MAX_WORD;
        let fits = word(&self.birth)
            && match &self.content {
                Content::Blob { .. } => self.size.is_some(),
                Content::Reference { uri, digest, algorithm } => {
                    uri.len() <= MAX_TEXT && digest.len() <= MAX_TEXT && word(algorithm)
                }
            };
        if !fits {
            return Err(self.refuse("has a text that is too long, or a file without a size"));
        }
        if i64::try_from(self.logical()).is_err() {
            return Err(self.refuse("has a size beyond 8 EiB"));
        }
        Ok(())
    }

    fn refuse(&self, why: &str) -> Error {
        let path = crate::model::quote(self.path.as_str());
        Error::new(Code::ManifestInvalid, format!("The entry {path} {why}"))
            .hint("URIs, digests and `extra` hold at most 64 KiB, ids 1 KiB.")
    }
}
