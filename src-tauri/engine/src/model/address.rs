//! Addresses of versions, and deep links.
//!
//! `entity/project/collection:alias-or-index`; parts may be left out from the left, the suffix begins at the
//! first `:`. A deep link is `cairn://` with the parts percent-encoded, and a query such as `?tab=files`.

use std::fmt;

use super::name::is_index;
use super::path::unescape;
use super::{AliasName, CollectionName, EntityName, ProjectName, parsed_type, quote};
use crate::{Code, Error, Result};

const SCHEME: &str = "cairn://";
/// Longer text is no address; the names of four full parts, percent-encoded, stay below it.
const MAX_LINK: usize = 16 * 1024;

/// Which version of a collection is meant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Suffix {
    /// `v7`.
    Index(u64),
    /// `best model`, `latest`.
    Alias(AliasName),
}

/// The address of a version, or of a collection when there is no suffix (`latest` is meant then).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address {
    /// The entity; without it the default one (for a registry: the organization).
    pub entity: Option<EntityName>,
    /// The project, or the registry's project (`wandb-registry-model`); without it the default one.
    pub project: Option<ProjectName>,
    /// The collection.
    pub name: CollectionName,
    /// Alias or index.
    pub suffix: Option<Suffix>,
}

/// What a deep link names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Location {
    /// `cairn://entity`.
    Entity(EntityName),
    /// `cairn://entity/project`.
    Project(EntityName, ProjectName),
    /// `cairn://entity/project/collection`, or any address with a suffix.
    Address(Address),
}

/// A location and how to show it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DeepLink {
    /// What is shown.
    pub location: Location,
    /// The parts of the query, decoded, in order: `tab`, `path`, ….
    pub query: Vec<(String, String)>,
}

impl Suffix {
    /// Reads what stands behind the first `:`.
    pub fn parse(text: &str) -> Result<Self> {
        if is_index(text) {
            let index = text[1..].parse().ok().filter(|index| i64::try_from(*index).is_ok());
            return index.map(Self::Index).ok_or_else(|| invalid(text, "has an index that is too large"));
        }
        AliasName::parse(text).map(Self::Alias)
    }
}

impl fmt::Display for Suffix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Index(index) => write!(f, "v{index}"),
            Self::Alias(alias) => alias.fmt(f),
        }
    }
}

impl Address {
    /// Reads an address, as plain text or as a deep link (whose query is ignored).
    pub fn parse(text: &str) -> Result<Self> {
        if text.starts_with(SCHEME) {
            return match DeepLink::parse(text)?.location {
                Location::Address(address) => Ok(address),
                _ => Err(invalid(text, "names no collection")),
            };
        }
        let (path, suffix) = split_suffix(text);
        Self::from_parts(text, &path.split('/').collect::<Vec<_>>(), suffix)
    }

    fn from_parts(text: &str, parts: &[&str], suffix: Option<&str>) -> Result<Self> {
        let (entity, project, name) = match *parts {
            [name] => (None, None, name),
            [project, name] => (None, Some(project), name),
            [entity, project, name] => (Some(entity), Some(project), name),
            _ => return Err(invalid(text, "has more than three parts")),
        };
        if name.is_empty() {
            return Err(invalid(text, "names no collection"));
        }
        Ok(Self {
            entity: entity.map(EntityName::parse).transpose()?,
            project: project.map(ProjectName::parse).transpose()?,
            name: CollectionName::parse(name)?,
            suffix: suffix.map(Suffix::parse).transpose()?,
        })
    }

    /// The deep link to it, without a query. Parts that are missing stay missing, so give a full address.
    pub fn to_deep_link(&self) -> String {
        let mut link = String::from(SCHEME);
        let parts = [self.entity.as_ref().map(AsRef::as_ref), self.project.as_ref().map(AsRef::as_ref)];
        for part in parts.into_iter().flatten() {
            encode(part, &mut link);
            link.push('/');
        }
        encode(self.name.as_str(), &mut link);
        if let Some(suffix) = &self.suffix {
            link.push(':');
            encode(&suffix.to_string(), &mut link);
        }
        link
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(entity) = &self.entity {
            write!(f, "{entity}/")?;
        }
        if let Some(project) = &self.project {
            write!(f, "{project}/")?;
        }
        write!(f, "{}", self.name)?;
        match &self.suffix {
            Some(suffix) => write!(f, ":{suffix}"),
            None => Ok(()),
        }
    }
}

impl std::str::FromStr for Address {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::parse(text)
    }
}

parsed_type!(Address, |address: &Address| address.to_string());

impl DeepLink {
    /// Reads `cairn://…`. Three parts name a collection, and so does any number with a suffix;
    /// otherwise two parts name a project, one an entity.
    pub fn parse(text: &str) -> Result<Self> {
        let rest = text.strip_prefix(SCHEME).filter(|_| text.len() <= MAX_LINK);
        let rest = rest.ok_or_else(|| invalid(text, "is no Cairn link"))?;
        let rest = rest.split('#').next().unwrap_or_default();
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        // The system's opener may add slashes on both sides.
        let parts = path.trim_matches('/').split('/').map(|part| decode(text, part));
        let parts = parts.collect::<Result<Vec<_>>>()?;
        Ok(Self { location: Location::from_parts(text, &parts)?, query: parse_query(text, query)? })
    }

    /// The value of a part of the query.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.query.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }
}

impl fmt::Display for DeepLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut link = self.location.to_deep_link();
        for (at, (key, value)) in self.query.iter().enumerate() {
            link.push(if at == 0 { '?' } else { '&' });
            encode(key, &mut link);
            link.push('=');
            encode(value, &mut link);
        }
        f.write_str(&link)
    }
}

impl Location {
    fn from_parts(text: &str, parts: &[String]) -> Result<Self> {
        let last = parts.last().map(String::as_str).unwrap_or_default();
        let (name, suffix) = split_suffix(last);
        match parts {
            [entity] if suffix.is_none() => Ok(Self::Entity(EntityName::parse(entity)?)),
            [entity, project] if suffix.is_none() => {
                Ok(Self::Project(EntityName::parse(entity)?, ProjectName::parse(project)?))
            }
            _ => {
                let mut parts: Vec<_> = parts.iter().map(String::as_str).collect();
                if let Some(last) = parts.last_mut() {
                    *last = name;
                }
                Address::from_parts(text, &parts, suffix).map(Self::Address)
            }
        }
    }

    /// The deep link to it, without a query.
    pub fn to_deep_link(&self) -> String {
        let mut link = String::from(SCHEME);
        match self {
            Self::Entity(entity) => encode(entity.as_str(), &mut link),
            Self::Project(entity, project) => {
                encode(entity.as_str(), &mut link);
                link.push('/');
                encode(project.as_str(), &mut link);
            }
            Self::Address(address) => return address.to_deep_link(),
        }
        link
    }
}

fn invalid(text: &str, why: &str) -> Error {
    Error::new(Code::AddressInvalid, format!("The address {} {why}", quote(text)))
        .hint("An address is entity/project/collection:alias-or-index; parts may be left out from the left.")
}

fn split_suffix(text: &str) -> (&str, Option<&str>) {
    match text.split_once(':') {
        Some((path, suffix)) => (path, Some(suffix)),
        None => (text, None),
    }
}

fn parse_query(text: &str, query: &str) -> Result<Vec<(String, String)>> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        Ok((decode(text, key)?, decode(text, value)?))
    });
    pairs.collect()
}

/// Keeps RFC 3986's unreserved characters and encodes every other byte.
fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(byte.into()),
            _ => {
                out.push('%');
                for digit in [byte >> 4, byte & 15] {
                    out.extend(char::from_digit(digit.into(), 16).map(|c| c.to_ascii_uppercase()));
                }
            }
        }
    }
}

fn decode(whole: &str, part: &str) -> Result<String> {
    unescape(part).ok_or_else(|| invalid(whole, "has an escape that is not UTF-8"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn parts_are_left_out_from_the_left() {
        let full = Address::parse("ana/vision/resnet:best model").unwrap();
        assert_eq!(full.entity.as_ref().unwrap().as_str(), "ana");
        assert_eq!(full.project.as_ref().unwrap().as_str(), "vision");
        assert_eq!(full.suffix, Some(Suffix::Alias(AliasName::parse("best model").unwrap())));
        let short = Address::parse("vision/resnet:v7").unwrap();
        assert_eq!((short.entity, short.suffix), (None, Some(Suffix::Index(7))));
        let name = Address::parse("resnet").unwrap();
        assert_eq!((name.project, name.name.as_str(), name.suffix), (None, "resnet", None));
    }

    #[test]
    fn refusals() {
        let cases = [
            ("", Code::AddressInvalid),
            ("a/b/c/d", Code::AddressInvalid),
            ("a/b/:v0", Code::AddressInvalid),
            ("cairn://e/p", Code::AddressInvalid),
            ("x:v99999999999999999999", Code::AddressInvalid),
            ("x:", Code::AliasInvalid),
            ("x:a:b", Code::AliasInvalid),
            ("x:a/b", Code::AliasInvalid),
            ("//x", Code::NameInvalid),
            ("e/p#/x", Code::NameInvalid),
        ];
        for (text, code) in cases {
            assert_eq!(Address::parse(text).unwrap_err().code(), code, "{text}");
        }
    }

    #[test]
    fn deep_links() {
        let link =
            DeepLink::parse("cairn://ana/vision/Zo%C3%AB%20x:best%20model?tab=files&path=a%2Fb").unwrap();
        assert_eq!((link.get("tab"), link.get("path"), link.get("x")), (Some("files"), Some("a/b"), None));
        assert_eq!(link.to_string(), "cairn://ana/vision/Zo%C3%AB%20x:best%20model?tab=files&path=a%2Fb");
        let entity = DeepLink::parse("cairn://ana/").unwrap().location;
        assert_eq!(entity, Location::Entity(EntityName::parse("ana").unwrap()));
        let project = DeepLink::parse("cairn://ana/vision?tab=runs").unwrap();
        assert!(
            matches!(&project.location, Location::Project(e, p) if e.as_str() == "ana" && p.as_str() == "vision")
        );
        assert!(matches!(DeepLink::parse("cairn://resnet:v1").unwrap().location, Location::Address(_)));
        for bad in ["cairn://", "http://x", "cairn://a/b/%FF", "cairn://..%2Fx/p"] {
            DeepLink::parse(bad).unwrap_err();
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        #[test]
        fn text_and_link_give_the_address_back(
            entity in "[a-z é&+]{1,9}", project in "[a-zA-Z0-9 @;=]{1,9}", name in "[^/:\\p{C}]{1,9}",
            suffix in prop::option::of("[^/:\\p{C}]{1,9}"),
        ) {
            let suffix = suffix.map(|s| format!(":{s}")).unwrap_or_default();
            if let Ok(address) = Address::parse(&format!("{entity}/{project}/{name}{suffix}")) {
                prop_assert_eq!(&Address::parse(&address.to_string()).unwrap(), &address);
                let link = DeepLink::parse(&address.to_deep_link()).unwrap();
                prop_assert_eq!(link.location, Location::Address(address));
            }
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = Address::parse(&text);
            let _ = DeepLink::parse(&format!("cairn://{text}"));
        }
    }
}
