//! Who is signed in, and keys.

use super::transport;

transport! {
    /// Who acts, and what they may not do.
    pub struct Session {
        /// Name, as the history shows it.
        pub name: String,
        /// `admin`, `member` or `viewer`.
        pub role: String,
        /// `desktop`, `browser` or `cli`.
        pub origin: String,
        /// It is the owner at the machine of the store, not somebody with a key.
        pub here: bool,
        /// Commands that would be refused, with the reason for people: controls are disabled with it.
        pub refused: Vec<Refused>,
    }

    /// A command that would be refused.
    pub struct Refused {
        /// Its name.
        pub command: String,
        /// Why, as a sentence.
        pub reason: String,
    }

    /// A key as people know it.
    pub struct ApiKey {
        /// Number.
        pub id: i64,
        /// Name, which the history shows.
        pub name: String,
        /// `admin`, `member` or `viewer`.
        pub role: String,
        /// When it was made.
        pub created_at: i64,
        /// When it was revoked; null while it is good.
        pub revoked_at: Option<i64>,
    }

    /// Makes a key.
    pub struct KeyAddRequest {
        /// Name; one that any key had is refused.
        pub name: String,
        /// `admin`, `member` or `viewer`.
        pub role: String,
    }

    /// A key that was made.
    pub struct KeyAdded {
        /// Number.
        pub id: i64,
        /// Name.
        pub name: String,
        /// Role.
        pub role: String,
        /// The key, 40 characters. It is told this once; the store keeps a hash alone.
        pub key: String,
        /// The operation in the history.
        pub operation: Option<i64>,
    }

    /// Names a key.
    pub struct KeyRequest {
        /// Its name or its number.
        pub key: String,
    }
}
