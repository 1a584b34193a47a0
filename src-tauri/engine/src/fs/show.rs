//! Paths as text for people.

use std::fmt::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

/// A path for a message: bytes that aren't UTF-8 as `\xFF`, control characters escaped. Never lossy, never a
/// way to smuggle a line break into a log.
pub fn show(path: impl AsRef<Path>) -> String {
    show_bytes(path.as_ref().as_os_str().as_bytes())
}

/// The same for the raw bytes of a name.
pub fn show_bytes(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            if character.is_control() {
                text.extend(character.escape_default());
            } else {
                text.push(character);
            }
        }
        for byte in chunk.invalid() {
            // Writing to a String can't fail.
            let _ = write!(text, "\\x{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::show_bytes;

    #[test]
    fn escapes_what_is_not_text() {
        assert_eq!(show_bytes(b"\xff\xfe.bin"), "\\xFF\\xFE.bin");
        assert_eq!(show_bytes("caf\u{e9}/a\nb".as_bytes()), "caf\u{e9}/a\\nb");
    }
}
