//! Paths inside a version: relative, checked once, kept to the byte, and escaped only where a target of an
//! export can't hold them.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fmt::Write as _;

use unicode_normalization::UnicodeNormalization;

use super::{quote, text_type};
use crate::{Code, Error, Result};

/// A component has at most this many bytes.
const MAX_COMPONENT: usize = 255;
/// A path has at most this many bytes.
const MAX_PATH: usize = 4096;
/// A path has at most this many components.
const MAX_DEPTH: usize = 256;

/// The path of an entry. Ordered by bytes, which is the order of Unicode code points.
///
/// Refused on every system: empty, NUL, a `.` or `..` component whether `/` or `/` and `\` separate, a leading
/// `/` or `\`, a drive (`C:`), empty components, a component above 255 bytes, more than 4,096 bytes or 256
/// components. Whatever else Linux allows (`ckpt-12:30.pt`, a trailing dot, a newline) is kept exactly.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelPath(Box<str>);

text_type!(RelPath);

impl RelPath {
    /// Checks a path that separates folders by `/`.
    pub fn parse(text: &str) -> Result<Self> {
        match fault(text) {
            Some(why) => Err(refuse(&quote(text), why)),
            None => Ok(Self(text.into())),
        }
    }

    /// Takes a path of the file system; one that isn't UTF-8 is refused, its odd bytes shown as `\xFF`.
    pub fn from_os(path: &OsStr) -> Result<Self> {
        match path.to_str() {
            Some(text) => Self::parse(text),
            None => Err(refuse(&escape_invalid(path.as_encoded_bytes()), "is not UTF-8")),
        }
    }

    /// The names between the slashes, at least one.
    pub fn components(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/')
    }

    /// The folder that holds it, without a slash at its end; `None` at the top.
    pub fn parent(&self) -> Option<&str> {
        self.0.rsplit_once('/').map(|(parent, _)| parent)
    }

    /// The last component.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// Whether it lies in a folder, at any depth; everything lies in `""`. `a` doesn't lie in `a`.
    pub fn starts_with_folder(&self, folder: &str) -> bool {
        let rest = self.0.strip_prefix(folder);
        folder.is_empty() || rest.is_some_and(|rest| rest.starts_with('/'))
    }
}

fn refuse(shown: &str, why: &str) -> Error {
    Error::new(Code::PathInvalid, format!("The path {shown} {why}"))
        .hint("Rename the file, or give the entry another path.")
}

/// The reason why a path is not allowed.
fn fault(text: &str) -> Option<&'static str> {
    let bytes = text.as_bytes();
    match bytes {
        [] => return Some("is empty"),
        [b'/' | b'\\', ..] => return Some("is not relative"),
        [drive, b':', ..] if drive.is_ascii_alphabetic() => return Some("begins with a drive"),
        [.., b'/'] => return Some("ends with a slash"),
        _ if bytes.len() > MAX_PATH => return Some("is longer than 4,096 bytes"),
        _ if bytes.contains(&0) => return Some("contains a NUL character"),
        _ => {}
    }
    fault_inside(bytes)
}

/// The faults of single components, in one pass: a version has a million paths.
fn fault_inside(bytes: &[u8]) -> Option<&'static str> {
    let (mut start, mut part, mut depth) = (0, 0, 1);
    for (at, byte) in bytes.iter().copied().chain([b'/']).enumerate() {
        if byte != b'/' && byte != b'\\' {
            continue;
        }
        if matches!(&bytes[part..at], b"." | b"..") {
            return Some("has a component `.` or `..`");
        }
        part = at + 1;
        if byte == b'\\' {
            continue;
        }
        match at - start {
            0 => return Some("has an empty component"),
            1..=MAX_COMPONENT => {}
            _ => return Some("has a component longer than 255 bytes"),
        }
        start = at + 1;
        depth += usize::from(at < bytes.len());
    }
    (depth > MAX_DEPTH).then_some("is deeper than 256 folders")
}

fn escape_invalid(bytes: &[u8]) -> String {
    let mut shown = String::from("\"");
    for chunk in bytes.utf8_chunks().take(64) {
        shown.extend(chunk.valid().chars().flat_map(char::escape_debug));
        for byte in chunk.invalid() {
            let _ = write!(shown, "\\x{byte:02X}"); // writing to a String can't fail
        }
    }
    shown.push('"');
    shown
}

/// What the file system of an export's target can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetRules {
    /// Every byte but `/` and NUL.
    Unix,
    /// NTFS, exFAT, FAT: no devices, no `< > : " \ | ? *`, no control characters, no dot or space at the end.
    Windows,
}

/// Escapes a component as `%XX` (bytes of UTF-8) where the target can't hold it.
///
/// [`unescape_component`] gives the component back: a `%` that would read as an escape is escaped too.
pub fn escape_component_for_export(component: &str, rules: TargetRules) -> Cow<'_, str> {
    match rules {
        TargetRules::Unix => Cow::Borrowed(component),
        TargetRules::Windows => escape_windows(component),
    }
}

fn escape_windows(component: &str) -> Cow<'_, str> {
    let device = is_windows_device(component);
    let kept = component.trim_end_matches(['.', ' ']).len();
    let needs = |at: usize, byte: u8| {
        at >= kept
            || (at == 0 && device)
            || byte < 0x20
            || byte == 0x7f
            || matches!(byte, b'<' | b'>' | b':' | b'"' | b'\\' | b'|' | b'?' | b'*')
            || (byte == b'%' && escape_at(component.as_bytes(), at).is_some())
    };
    if !component.bytes().enumerate().any(|(at, byte)| needs(at, byte)) {
        return Cow::Borrowed(component);
    }
    let mut escaped = String::with_capacity(component.len() + 8);
    for (at, c) in component.char_indices() {
        match u8::try_from(c) {
            Ok(byte) if byte.is_ascii() && needs(at, byte) => {
                let _ = write!(escaped, "%{byte:02X}"); // writing to a String can't fail
            }
            _ => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

/// Undoes [`escape_component_for_export`]; `None` when the escapes don't give UTF-8.
pub fn unescape_component(component: &str, rules: TargetRules) -> Option<String> {
    if rules == TargetRules::Unix {
        return Some(component.to_owned());
    }
    unescape(component)
}

/// Decodes every `%XX`; other `%` stand for themselves. `None` when the result isn't UTF-8.
pub(super) fn unescape(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escape = escape_at(bytes, at);
        decoded.push(escape.unwrap_or(bytes[at]));
        at += if escape.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).ok()
}

/// The byte that `%XX` at a position stands for.
fn escape_at(bytes: &[u8], at: usize) -> Option<u8> {
    let digit = |offset: usize| bytes.get(at + offset).and_then(|b| char::from(*b).to_digit(16));
    match bytes.get(at) {
        Some(b'%') => u8::try_from(digit(1)? * 16 + digit(2)?).ok(),
        _ => None,
    }
}

/// Whether Windows opens a device under this name, with any extension and in any case.
fn is_windows_device(component: &str) -> bool {
    let stem = component.split('.').next().unwrap_or_default().trim_end_matches(' ').to_uppercase();
    if matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") {
        return true;
    }
    let port = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    port.is_some_and(|number| {
        let mut chars = number.chars();
        matches!(chars.next(), Some('0'..='9' | '¹' | '²' | '³')) && chars.next().is_none()
    })
}

/// Two paths with the same key may become one file where case or normalization folds (APFS, NTFS, exFAT).
///
/// Folds more than any one system does (`ß` with `SS`, `ı` with `I`), because a false alarm before an export is
/// cheaper than a lost file.
pub fn collision_key(path: &str) -> String {
    let upper: String = path.nfd().flat_map(char::to_uppercase).collect();
    upper.chars().flat_map(char::to_lowercase).nfc().collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::os::unix::ffi::OsStrExt as _;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hostile_paths_are_refused() {
        let component = "x".repeat(256);
        let long = vec!["x".repeat(200); 25].join("/");
        let deep = vec!["a"; 10_000].join("/");
        for bad in [
            "",
            ".",
            "..",
            "../../.ssh/authorized_keys",
            "a/../../b",
            "./a",
            "a//b",
            "a/",
            "/etc/passwd",
            r"..\..\x",
            r"C:\x",
            "C:x",
            r"\\srv\share\x",
            "//srv/x",
            r"\x",
            "a\0b",
            r"a\..\b",
            "a/.",
            "c:",
            &component,
            &long,
            &deep,
        ] {
            let error = RelPath::parse(bad).unwrap_err();
            assert_eq!(error.code(), Code::PathInvalid, "{bad:?}");
        }
    }

    #[test]
    fn what_linux_allows_is_kept() {
        for good in [
            "~/.bashrc",
            "$HOME/x",
            "a/C:b",
            "ckpt-12:30:00.pt",
            "name.",
            "name ",
            "a\\b",
            "line\nbreak",
            "...",
            "NUL",
            "-rf",
            "caf\u{e9}",
            "cafe\u{301}",
            "%41",
            " ",
        ] {
            assert_eq!(RelPath::parse(good).unwrap().as_str(), good);
        }
    }

    #[test]
    fn parts() {
        let path = RelPath::parse("a/b/c.txt").unwrap();
        assert_eq!(path.components().collect::<Vec<_>>(), ["a", "b", "c.txt"]);
        assert_eq!((path.parent(), path.file_name()), (Some("a/b"), "c.txt"));
        assert!(
            path.starts_with_folder("a") && path.starts_with_folder("a/b") && path.starts_with_folder("")
        );
        assert!(!path.starts_with_folder("a/b/c.txt") && !path.starts_with_folder("a/b/c"));
        assert_eq!(RelPath::parse("c").unwrap().parent(), None);
    }

    #[test]
    fn other_encodings_are_shown() {
        let error = RelPath::from_os(OsStr::from_bytes(b"a/\xff.txt")).unwrap_err();
        assert_eq!(error.message(), r#"The path "a/\xFF.txt" is not UTF-8"#);
    }

    #[test]
    fn windows_escapes() {
        let escape = |text| escape_component_for_export(text, TargetRules::Windows).into_owned();
        assert_eq!(escape("ckpt-12:30.pt"), "ckpt-12%3A30.pt");
        assert_eq!(escape("CON"), "%43ON");
        assert_eq!(escape("com¹.txt"), "%63om¹.txt");
        assert_eq!(escape("AUX "), "%41UX%20");
        assert_eq!(escape("name."), "name%2E");
        assert_eq!(escape("name::$DATA"), "name%3A%3A$DATA");
        assert_eq!(escape("100%25"), "100%2525");
        assert_eq!(escape("100% of it"), "100% of it");
        assert_eq!(escape_component_for_export("a:b ", TargetRules::Unix), "a:b ");
    }

    #[test]
    fn collisions() {
        for (a, b) in [("Model", "model"), ("caf\u{e9}", "cafe\u{301}"), ("ß", "SS"), ("ı", "I"), ("ς", "Σ")]
        {
            assert_eq!(collision_key(a), collision_key(b), "{a} {b}");
        }
        assert_ne!(collision_key("a"), collision_key("b"));
    }

    fn evil() -> impl Strategy<Value = String> {
        let atom = prop_oneof![
            Just("/".to_owned()),
            Just("\\".to_owned()),
            Just("..".to_owned()),
            Just(".".to_owned()),
            Just("C:".to_owned()),
            Just("\0".to_owned()),
            Just("%2e".to_owned()),
            Just("NUL".to_owned()),
            Just("\u{202e}".to_owned()),
            Just("e\u{301}".to_owned()),
            Just(" ".to_owned()),
            "[a-z]{1,8}",
            any::<String>(),
            Just("x".repeat(256)),
        ];
        prop::collection::vec(atom, 0..12).prop_map(|atoms| atoms.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn an_accepted_path_stays_inside_and_is_kept(text in evil()) {
            if let Ok(path) = RelPath::parse(&text) {
                prop_assert_eq!(path.as_str(), &text);
                prop_assert!(path.components().all(|c| !c.is_empty() && c != "." && c != ".." && c.len() <= 255));
                prop_assert!(!std::path::Path::new(&text).is_absolute());
                prop_assert_eq!(path.components().collect::<Vec<_>>().join("/"), text);
            }
        }

        #[test]
        fn an_escape_is_legal_on_windows_and_reversible(text in evil()) {
            let escaped = escape_component_for_export(&text, TargetRules::Windows);
            prop_assert!(!escaped.chars().any(|c| c.is_ascii_control() || "<>:\"\\|?*".contains(c)));
            prop_assert!(!escaped.ends_with(['.', ' ']) && !is_windows_device(&escaped));
            prop_assert_eq!(unescape_component(&escaped, TargetRules::Windows).unwrap(), text);
        }
    }
}
