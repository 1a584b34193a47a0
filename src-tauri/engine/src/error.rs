//! The one error of the engine: a stable code, a message that names the item, and a hint that says what to do.
//!
//! Rules: add a code only when somebody tells it apart (the UI's table, a script, a test). Never match on the
//! text of a message. A message names the offending item; a hint is an instruction. Internal failures keep
//! their cause as `source`.

use std::fmt;

/// The result of every fallible function of the engine.
pub type Result<T, E = Error> = std::result::Result<T, E>;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// What went wrong, for programs. The text form is stable.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable text, as in `{"code": "name-invalid"}`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

codes! {
    // Input.
    /// A name of an artifact, type, project, entity or collection breaks the rules.
    NameInvalid = "name-invalid",
    /// An alias breaks the rules, or is one that Cairn keeps (`latest`, `v7`).
    AliasInvalid = "alias-invalid",
    /// A tag breaks the rules.
    TagInvalid = "tag-invalid",
    /// An address can't be read.
    AddressInvalid = "address-invalid",
    /// Metadata isn't a JSON object, too large, too deep, or has too many keys.
    MetadataInvalid = "metadata-invalid",
    /// A duration or a date can't be read, or lies outside the limits.
    TtlInvalid = "ttl-invalid",
    /// This kind of version has no TTL.
    TtlNotAllowed = "ttl-not-allowed",
    /// A path in a manifest or a log is not allowed.
    PathInvalid = "path-invalid",
    /// Two things would get the same path.
    PathClash = "path-clash",
    /// A manifest can't be read or contradicts itself.
    ManifestInvalid = "manifest-invalid",
    /// A filter can't be read; the message has the position.
    FilterInvalid = "filter-invalid",
    /// A query of the lineage can't be read; the message has the position.
    QueryInvalid = "query-invalid",
    /// A request lacks something or contradicts itself.
    RequestInvalid = "request-invalid",
    /// The type is reserved for the SDK.
    TypeReserved = "type-reserved",
    /// The collection has another type.
    TypeMismatch = "type-mismatch",

    // State.
    /// Nothing has that name or address.
    NotFound = "not-found",
    /// The version lies in the trash.
    Deleted = "deleted",
    /// The bytes of the version were removed for good.
    Purged = "purged",
    /// That name is taken.
    Exists = "exists",
    /// The version has aliases, and the caller didn't allow their loss.
    HasAliases = "has-aliases",
    /// A registry protects this alias.
    AliasProtected = "alias-protected",
    /// The version is linked.
    Linked = "linked",
    /// Later operations depend on this one.
    UndoBlocked = "undo-blocked",
    /// There is nothing to undo or redo.
    NothingToUndo = "nothing-to-undo",
    /// The store changed between a plan and its execution.
    PlanStale = "plan-stale",
    /// A person has to agree to a plan of this size first.
    ConsentNeeded = "consent-needed",
    /// The actor's role doesn't allow this.
    Forbidden = "forbidden",
    /// The person or the caller cancelled.
    Cancelled = "cancelled",

    // Files.
    /// A file or folder that was to be logged isn't there.
    SourceMissing = "source-missing",
    /// A file can't be read.
    SourceUnreadable = "source-unreadable",
    /// A file changed while it was read.
    SourceChanged = "source-changed",
    /// A symbolic link was found, and links were to fail.
    SourceLink = "source-link",
    /// The store itself, or a folder around it, was to be logged.
    SourceIsStore = "source-is-store",
    /// The target of an export holds files that would be overwritten.
    TargetExists = "target-exists",
    /// The target of an export can't be written, or leads outside.
    TargetInvalid = "target-invalid",
    /// Two paths would become one on the target's file system.
    TargetCollision = "target-collision",

    // Store.
    /// There is no store at that place.
    StoreMissing = "store-missing",
    /// The folder holds something else.
    StoreInvalid = "store-invalid",
    /// Another process has the store for itself.
    StoreLocked = "store-locked",
    /// The store was written by a newer Cairn.
    StoreNewer = "store-newer",
    /// The store can't be written.
    StoreReadOnly = "store-read-only",
    /// The database is damaged.
    StoreDamaged = "store-damaged",
    /// The store folder was moved or removed while in use.
    StoreMoved = "store-moved",
    /// A blob is missing or its bytes changed.
    BlobDamaged = "blob-damaged",
    /// The disk is full.
    DiskFull = "disk-full",
    /// The operating system refused something.
    Io = "io",
    /// A defect of Cairn.
    Internal = "internal",

    // Hosts.
    /// This host can't do that (a dialog in a browser, say).
    Unsupported = "unsupported",
    /// Not signed in.
    Unauthorized = "unauthorized",
    /// The file can't be shown.
    PreviewFailed = "preview-failed",
    /// No command has that name.
    CommandUnknown = "command-unknown",
}

/// What went wrong: code, message, hint, cause.
#[derive(Debug)]
pub struct Error {
    code: Code,
    message: String,
    hint: Option<String>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error with its code and a message that names the item.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: None, source: None }
    }

    /// A defect: something that the code believed impossible.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(Code::Internal, message)
            .hint("This is a defect of Cairn. Please report it with the details.")
    }

    /// Adds what the reader can do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Keeps the cause.
    #[must_use]
    pub fn source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// An operating-system error on a named thing; a full disk and a read-only place get their own codes.
    pub fn io(what: impl fmt::Display, error: std::io::Error) -> Self {
        use std::io::ErrorKind as Kind;
        let base = match error.kind() {
            Kind::StorageFull | Kind::QuotaExceeded => {
                Self::new(Code::DiskFull, format!("No space left: {what}"))
                    .hint("Free some space on this disk, then try again. Nothing was lost.")
            }
            Kind::ReadOnlyFilesystem => {
                Self::new(Code::StoreReadOnly, format!("The place can't be written: {what}"))
                    .hint("Mount it writable, or choose another place.")
            }
            Kind::PermissionDenied => Self::new(Code::Io, format!("Permission denied: {what}"))
                .hint("Check who owns it and its permissions."),
            _ => Self::new(Code::Io, format!("{what}: {error}")),
        };
        base.source(error)
    }

    /// The stable code.
    pub fn code(&self) -> Code {
        self.code
    }

    /// The message without the hint.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do, if somebody knows.
    pub fn hint_text(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
