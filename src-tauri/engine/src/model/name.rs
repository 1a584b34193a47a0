//! Names of artifacts, collections, projects, entities, types, aliases and tags: the rules of the product.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::{quote, text_type};
use crate::{Code, Error, Result};

/// No name is longer than this many characters.
const MAX_CHARS: usize = 128;

/// What a project must not contain, besides control characters (the `wandb` SDK's own list).
const PROJECT_FORBIDDEN: &[char] = &['/', '\\', '#', '?', '%', ':'];

/// What would make an address ambiguous.
const ADDRESS_FORBIDDEN: &[char] = &['/', ':'];

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        text_type!($name);
    )*};
}

names! {
    /// Name of an artifact: ASCII letters, digits, `_`, `-`, `.`; 1 to 128 characters; not `.` or `..`.
    ArtifactName,
    /// Name of a collection in a project or a registry: 1 to 128 characters, no `/` or `:`.
    CollectionName,
    /// Name of a project: 1 to 128 characters, none of `/ \ # ? % :` and no control characters.
    ProjectName,
    /// Name of an entity: the rules of a project.
    EntityName,
    /// An artifact type: 1 to 128 characters, no `/` or `:`.
    TypeName,
    /// An alias: 1 to 128 characters, no `/` or `:`, not `v` with digits; spaces inside are legal.
    AliasName,
    /// A tag: words of letters, digits, `_`, `-`, joined by single spaces; 1 to 128 characters.
    TagName,
}

impl ArtifactName {
    /// Checks a name.
    pub fn parse(text: &str) -> Result<Self> {
        const WHAT: Kind = Kind::name("artifact name", "Use ASCII letters, digits, `_`, `-` and `.` only.");
        WHAT.check(text, &[])?;
        match text.chars().find(|c| !is_artifact_char(*c)) {
            Some(c) => Err(WHAT.contains(text, c)),
            None => Ok(Self(text.into())),
        }
    }

    /// Makes any text legal, for a name proposed from a folder: accents go, illegal runs become `-`.
    pub fn propose(text: &str) -> Self {
        let mut name = String::new();
        for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
            match is_artifact_char(c) {
                true => name.push(c),
                false if name.ends_with('-') => {}
                false => name.push('-'),
            }
            if name.len() > MAX_CHARS {
                break;
            }
        }
        name.truncate(MAX_CHARS);
        let name = name.trim_start_matches(['-', '.']).trim_end_matches('-');
        Self(if name.is_empty() { "artifact" } else { name }.into())
    }
}

impl CollectionName {
    /// Checks a name.
    pub fn parse(text: &str) -> Result<Self> {
        const WHAT: Kind = Kind::name("collection name", "Leave out `/`, `:` and control characters.");
        WHAT.check(text, ADDRESS_FORBIDDEN)?;
        Ok(Self(text.into()))
    }
}

impl From<ArtifactName> for CollectionName {
    fn from(name: ArtifactName) -> Self {
        Self(name.0)
    }
}

impl ProjectName {
    /// Checks a name.
    pub fn parse(text: &str) -> Result<Self> {
        const WHAT: Kind =
            Kind::name("project name", r"Leave out `/`, `\`, `#`, `?`, `%`, `:` and control characters.");
        WHAT.check(text, PROJECT_FORBIDDEN)?;
        Ok(Self(text.into()))
    }
}

impl EntityName {
    /// Checks a name.
    pub fn parse(text: &str) -> Result<Self> {
        const WHAT: Kind =
            Kind::name("entity name", r"Leave out `/`, `\`, `#`, `?`, `%`, `:` and control characters.");
        WHAT.check(text, PROJECT_FORBIDDEN)?;
        Ok(Self(text.into()))
    }
}

impl TypeName {
    /// Checks a type. Whether it is reserved depends on the name, see [`check_reserved_type`].
    pub fn parse(text: &str) -> Result<Self> {
        const WHAT: Kind = Kind::name("type", "Leave out `/`, `:` and control characters.");
        WHAT.check(text, ADDRESS_FORBIDDEN)?;
        Ok(Self(text.into()))
    }
}

impl AliasName {
    /// Checks an alias; `latest` is admitted, which only Cairn itself sets.
    pub fn parse(text: &str) -> Result<Self> {
        const WHAT: Kind = Kind {
            code: Code::AliasInvalid,
            what: "alias",
            hint: "Leave out `/`, `:` and control characters; spaces inside are fine.",
        };
        WHAT.check(text, ADDRESS_FORBIDDEN)?;
        if is_index(text) {
            return Err(WHAT
                .refuse(text, "is reserved for the index of a version")
                .hint("Choose an alias that isn't `v` with digits."));
        }
        Ok(Self(text.into()))
    }

    /// Checks an alias that a person or a script gave: `latest` is refused, because Cairn keeps it.
    pub fn user(text: &str) -> Result<Self> {
        if text == "latest" {
            return Err(Error::new(Code::AliasInvalid, "The alias \"latest\" is kept by Cairn")
                .hint("It follows what was logged or linked last. Choose another alias."));
        }
        Self::parse(text)
    }

    /// The alias that Cairn keeps.
    pub fn latest() -> Self {
        Self("latest".into())
    }

    /// Whether this is the alias that Cairn keeps.
    pub fn is_latest(&self) -> bool {
        &*self.0 == "latest"
    }
}

impl TagName {
    /// Checks a tag.
    pub fn parse(text: &str) -> Result<Self> {
        const WHAT: Kind = Kind {
            code: Code::TagInvalid,
            what: "tag",
            hint: "Use words of letters, digits, `_` and `-`, joined by single spaces.",
        };
        WHAT.check(text, &[])?;
        let is_word_char = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        if let Some(c) = text.chars().find(|c| *c != ' ' && !is_word_char(*c)) {
            return Err(WHAT.contains(text, c));
        }
        if text.contains("  ") {
            return Err(WHAT.refuse(text, "has two spaces in a row"));
        }
        Ok(Self(text.into()))
    }
}

/// Refuses what the SDK makes itself, with its rules: types that begin with `wandb-`, type `job`,
/// type `run_table` with names `run-…`, type `code` with names `source-…`.
pub fn check_reserved_type(kind: &TypeName, name: &str) -> Result<()> {
    if !is_auto_made(kind, name) {
        return Ok(());
    }
    let (kind, name) = (quote(kind.as_str()), quote(name));
    Err(Error::new(
        Code::TypeReserved,
        format!("The type {kind} with the name {name} is reserved for the SDK"),
    )
    .hint("Choose another type or name."))
}

/// Whether type and name are those of versions that the SDK makes by itself; such versions have no TTL.
pub fn is_auto_made(kind: &TypeName, name: &str) -> bool {
    match kind.as_str() {
        "job" => true,
        "run_table" => name.starts_with("run-"),
        "code" => name.starts_with("source-"),
        other => other.starts_with("wandb-"),
    }
}

/// Whether text is the index of a version: `v` with digits.
pub(super) fn is_index(text: &str) -> bool {
    text.strip_prefix('v').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
}

fn is_artifact_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}

/// What a refusal says.
struct Kind {
    code: Code,
    what: &'static str,
    hint: &'static str,
}

impl Kind {
    const fn name(what: &'static str, hint: &'static str) -> Self {
        Self { code: Code::NameInvalid, what, hint }
    }

    /// The rules that all names share, and characters that this kind forbids.
    fn check(&self, text: &str, forbidden: &[char]) -> Result<()> {
        if text.trim().is_empty() {
            return Err(self.refuse(text, "is empty"));
        }
        if text.trim() != text {
            return Err(self.refuse(text, "begins or ends with a space"));
        }
        if text.chars().nth(MAX_CHARS).is_some() {
            return Err(self
                .refuse(text, "is longer than 128 characters")
                .hint("Use at most 128 characters."));
        }
        if let Some(c) = text.chars().find(|c| c.is_control() || forbidden.contains(c)) {
            return Err(self.contains(text, c));
        }
        // They would be folders in deep links and in downloads.
        match text {
            "." | ".." => Err(self.refuse(text, "is the name of a folder itself")),
            _ => Ok(()),
        }
    }

    fn refuse(&self, text: &str, why: &str) -> Error {
        Error::new(self.code, format!("The {} {} {why}", self.what, quote(text))).hint(self.hint)
    }

    fn contains(&self, text: &str, c: char) -> Error {
        self.refuse(text, &format!("contains {}", quote(&c.to_string())))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn refusals_have_their_code_and_quote_the_value() {
        let long = "x".repeat(129);
        for bad in ["", " ", "\t", "a b", "a/b", "a:v0", "a\\b", "é", "a\0b", "..", ".", &long, "a\n"] {
            let error = ArtifactName::parse(bad).unwrap_err();
            assert_eq!(error.code(), Code::NameInvalid);
            assert!(error.hint_text().is_some(), "{bad:?}");
        }
        for bad in ["", "a/b", "a\\b", "a#b", "a?b", "a%b", "a:b", "a\rb", "a\nb", " a"] {
            assert_eq!(ProjectName::parse(bad).unwrap_err().code(), Code::NameInvalid);
            assert_eq!(EntityName::parse(bad).unwrap_err().code(), Code::NameInvalid);
        }
        let message = ArtifactName::parse("a\nb").unwrap_err().message().to_owned();
        assert_eq!(message, r#"The artifact name "a\nb" contains "\n""#);
    }

    #[test]
    fn legal_names_pass() {
        for good in ["a", "A-b_c.9", "-rf", "--help", "CON", "con.txt", "..."] {
            assert_eq!(ArtifactName::parse(good).unwrap().as_str(), good);
        }
        for good in ["Zoë's models", "$(id)", "<img src=x onerror=1>", "'; DROP TABLE x;--", "a\\b"] {
            assert_eq!(CollectionName::parse(good).unwrap().as_str(), good);
        }
    }

    #[test]
    fn aliases() {
        for bad in ["", "  ", "v0", "v007", "a/b", "a:b", "a\0", "x\ty"] {
            assert_eq!(AliasName::parse(bad).unwrap_err().code(), Code::AliasInvalid, "{bad:?}");
        }
        for good in ["best model", "v", "v1.0", "V7", "latest", "été", "v1 final"] {
            assert_eq!(AliasName::parse(good).unwrap().as_str(), good);
        }
        assert_eq!(AliasName::user("latest").unwrap_err().code(), Code::AliasInvalid);
        assert!(AliasName::latest().is_latest());
    }

    #[test]
    fn tags() {
        for bad in ["", " a", "a ", "a  b", "a.b", "a/b", "a\tb", "a!"] {
            assert_eq!(TagName::parse(bad).unwrap_err().code(), Code::TagInvalid, "{bad:?}");
        }
        for good in ["a", "in review", "größe-2", "模型", "_-"] {
            assert_eq!(TagName::parse(good).unwrap().as_str(), good);
        }
    }

    #[test]
    fn reserved_types_are_the_sdks() {
        let check = |kind, name| check_reserved_type(&TypeName::parse(kind).unwrap(), name);
        for (kind, name) in
            [("wandb-xyz", "a"), ("job", "a"), ("run_table", "run-1-t"), ("code", "source-p-t.py")]
        {
            assert_eq!(check(kind, name).unwrap_err().code(), Code::TypeReserved);
        }
        for (kind, name) in [("model", "a"), ("jobs", "a"), ("run_table", "t"), ("code", "src")] {
            check(kind, name).unwrap();
        }
    }

    #[test]
    fn proposals() {
        let proposed = |text| ArtifactName::propose(text).as_str().to_owned();
        assert_eq!(proposed("Été 2024 (final)"), "Ete-2024-final");
        assert_eq!(proposed("模型"), "artifact");
        assert_eq!(proposed(".."), "artifact");
        assert_eq!(proposed(".cache"), "cache");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        #[test]
        fn a_proposal_is_always_legal(text in "\\PC{0,300}") {
            let proposed = ArtifactName::propose(&text);
            prop_assert_eq!(ArtifactName::parse(proposed.as_str()).unwrap(), proposed);
        }

        #[test]
        fn no_text_makes_a_name_panic_and_accepted_text_is_kept(text in any::<String>()) {
            for accepted in [
                ArtifactName::parse(&text).map(|n| n.to_string()),
                CollectionName::parse(&text).map(|n| n.to_string()),
                ProjectName::parse(&text).map(|n| n.to_string()),
                TypeName::parse(&text).map(|n| n.to_string()),
                AliasName::parse(&text).map(|n| n.to_string()),
                TagName::parse(&text).map(|n| n.to_string()),
            ].into_iter().flatten() {
                prop_assert_eq!(&accepted, &text);
            }
        }
    }
}
