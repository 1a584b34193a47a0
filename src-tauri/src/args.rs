//! What the application is started with.

use std::ffi::OsString;
use std::path::PathBuf;

/// The arguments of the application.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Args {
    /// Folder of the store to open.
    pub(crate) store: Option<PathBuf>,
    /// A `cairn://` link to go to.
    pub(crate) link: Option<String>,
    /// Draw without any help of the graphics card.
    pub(crate) safe_graphics: bool,
}

impl Args {
    /// Reads the arguments; what isn't known is left alone, since a desktop may pass its own.
    pub(crate) fn parse(arguments: impl Iterator<Item = OsString>) -> Self {
        let mut args = Self::default();
        let mut arguments = arguments.peekable();
        while let Some(argument) = arguments.next() {
            match argument.to_str() {
                Some("--safe-graphics") => args.safe_graphics = true,
                Some("--store") => args.store = arguments.next().map(PathBuf::from),
                Some(text) if text.starts_with("--store=") => {
                    args.store = Some(text["--store=".len()..].into());
                }
                Some(text) if text.starts_with("cairn://") => args.link = Some(text.to_owned()),
                _ => {}
            }
        }
        args
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Args {
        Args::parse(arguments.iter().map(OsString::from))
    }

    #[test]
    fn store_link_and_graphics() {
        let args = parse(&["--store", "/data/s", "cairn://me/p/mnist:v3", "--safe-graphics", "--unknown"]);
        assert_eq!(args.store, Some("/data/s".into()));
        assert_eq!(args.link.as_deref(), Some("cairn://me/p/mnist:v3"));
        assert!(args.safe_graphics);
        assert_eq!(parse(&["--store=/x"]).store, Some("/x".into()));
    }
}
