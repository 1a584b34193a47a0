//! Previews of files.

use super::transport;

transport! {
    /// Asks for a preview.
    pub struct PreviewRequest {
        /// Address or `#id`.
        pub version: String,
        /// Path.
        pub path: String,
        /// `auto`, or the kind of viewer: `text`, `hex`, `table`, …
        pub viewer: String,
        /// Where to start: a position that an earlier answer named; 0 at first.
        pub offset: u64,
    }

    /// A preview: what the fenced child made of the file, as JSON text (its protocol is in `cairn-preview`).
    pub struct PreviewResponse {
        /// JSON of the preview, with `kind`.
        pub preview: String,
        /// Size of the whole file.
        pub size: u64,
    }
}
