//! The program around the store: its abilities, settings, errors.

use super::transport;

transport! {
    /// An error as everybody sees it.
    pub struct ApiError {
        /// Stable code, such as `alias-invalid`.
        pub code: String,
        /// What is wrong, naming the item.
        pub message: String,
        /// What to do.
        pub hint: Option<String>,
    }

    /// What this host is and can do.
    pub struct HostInfo {
        /// Version of Cairn.
        pub version: String,
        /// `desktop`, `browser`, `cli`.
        pub kind: String,
        /// Operating system.
        pub os: String,
        /// It has dialogs to choose files and folders.
        pub choose_files: bool,
        /// Files can be dragged out of it.
        pub drag_out: bool,
        /// It can open files and folders with other programs.
        pub open_files: bool,
        /// Another store can be opened in it.
        pub open_store: bool,
        /// Why no store is open, when none is.
        pub store_error: Option<ApiError>,
        /// Folder of the store that is or was to be open.
        pub store_path: String,
    }

    /// Settings of the person, kept outside the store.
    #[derive(Default)]
    pub struct Settings {
        /// JSON object that the UI owns: theme, zoom, density, shortcuts, panes, recents, pins, columns.
        pub ui: String,
        /// Stores opened lately, newest first.
        pub recent_stores: Vec<String>,
    }

    /// Replaces the UI's settings.
    pub struct SettingsSetRequest {
        /// JSON object.
        pub ui: String,
    }

    /// Settings of the store.
    pub struct StoreSettings {
        /// Default TTL as text: `90d`, or `none`.
        pub default_ttl: String,
        /// Days that a deleted version stays in the trash, 1 to 365.
        pub trash_days: u32,
        /// Who may set a TTL: `admins`, or `members` for administrators and members. Absent in a request: as it is.
        #[serde(default)]
        #[ts(optional)]
        pub ttl_setters: Option<String>,
    }

    /// Something that happened, told to every window.
    #[serde(tag = "kind")]
    #[allow(clippy::large_enum_variant)] // events are few, and most of them are jobs
    pub enum Event {
        /// The store changed, here or in another process.
        Changed {
            /// Newest operation.
            revision: i64,
            /// Cache tags to drop.
            tags: Vec<String>,
        },
        /// A job moved on.
        Job {
            /// Its state.
            job: super::Job,
        },
        /// Another store is open, or the open one got into trouble.
        Store {
            /// Folder.
            path: String,
        },
        /// Go to an address (deep link, second launch).
        Open {
            /// Address.
            address: String,
        },
    }
}

transport! {
    /// A file that the person keeps where they like.
    pub struct SaveRequest {
        /// Proposed name.
        pub name: String,
        /// Its content as text.
        pub text: Option<String>,
        /// Its content as base64, for what is no text.
        pub base64: Option<String>,
    }

    /// Where a file was saved.
    pub struct Saved {
        /// The path; null when the person thought better of it.
        pub path: Option<String>,
    }

    /// A path on disk.
    pub struct PathRequest {
        /// Absolute path.
        pub path: String,
    }
}
