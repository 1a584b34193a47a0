//! Edits of what is around versions.

use cairn_api::call::{
    alias_add, alias_list, alias_remove, collection_rename, metadata_set, tag_edit, version_describe,
};
use cairn_api::types::{
    AliasAddRequest, AliasListRequest, AliasRemoveRequest, CollectionRenameRequest, DescribeRequest,
    MetadataSetRequest, TagEditRequest,
};
use clap::Subcommand;

use super::log::or_file;
use crate::context::Context;
use crate::stop::{Done, refuse};

#[derive(Debug, Subcommand)]
pub(crate) enum AliasAction {
    /// Give a version an alias, moving it from the version that has it
    Add {
        /// Address of the version
        address: String,
        /// Alias
        alias: String,
    },
    /// Take an alias from a version
    Rm {
        /// Address of the version
        address: String,
        /// Alias
        alias: String,
    },
    /// Move an alias of the collection to this version
    Move {
        /// Address of the version that shall have it
        address: String,
        /// Alias
        alias: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum TagAction {
    /// Add tags to a version
    Add {
        /// Address of the version
        address: String,
        /// Tags
        #[arg(required = true)]
        tags: Vec<String>,
    },
    /// Remove tags from a version
    Rm {
        /// Address of the version
        address: String,
        /// Tags
        #[arg(required = true)]
        tags: Vec<String>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum MetaAction {
    /// Set a metadata key
    Set {
        /// Address of the version
        address: String,
        /// Keys joined by dots, or KEY=VALUE
        key: String,
        /// JSON, @FILE, or any other text, which becomes a string
        #[arg(allow_hyphen_values = true)]
        value: Option<String>,
    },
    /// Remove a metadata key
    Rm {
        /// Address of the version
        address: String,
        /// Keys joined by dots
        key: String,
    },
}

/// Adds, removes and moves aliases.
pub(crate) fn alias(cx: &mut Context, action: AliasAction) -> Done {
    let host = cx.host.clone();
    match action {
        AliasAction::Add { address, alias } => {
            let version = cx.version(&address)?;
            let outcome = alias_add(host.as_ref(), AliasAddRequest { version: version.reference(), alias });
            cx.edited(version, outcome)
        }
        AliasAction::Rm { address, alias } => {
            let version = cx.version(&address)?;
            let outcome =
                alias_remove(host.as_ref(), AliasRemoveRequest { version: version.reference(), alias });
            cx.edited(version, outcome)
        }
        AliasAction::Move { address, alias } => move_alias(cx, &address, alias),
    }
}

/// Like adding, but the alias must be there.
fn move_alias(cx: &mut Context, address: &str, alias: String) -> Done {
    let version = cx.version(address)?;
    let collection = cx.collection(address)?;
    let host = cx.host.clone();
    let holders = alias_list(host.as_ref(), AliasListRequest { collection: collection.clone() })?;
    if alias != "latest" && !holders.iter().any(|holder| holder.name == alias) {
        let message = format!("No version of {collection} has the alias {alias:?}");
        return Err(refuse("not-found", message, "`cairnctl alias add` gives a version a new one."));
    }
    let outcome = alias_add(host.as_ref(), AliasAddRequest { version: version.reference(), alias });
    cx.edited(version, outcome)
}

/// Adds and removes tags.
pub(crate) fn tag(cx: &mut Context, action: TagAction) -> Done {
    let (address, add, remove) = match action {
        TagAction::Add { address, tags } => (address, tags, Vec::new()),
        TagAction::Rm { address, tags } => (address, Vec::new(), tags),
    };
    let version = cx.version(&address)?;
    let outcome = tag_edit(cx.host.as_ref(), TagEditRequest { selection: version.selection(), add, remove });
    cx.edited(version, outcome)
}

/// Describes a version.
pub(crate) fn describe(cx: &mut Context, address: &str, description: String) -> Done {
    let version = cx.version(address)?;
    let outcome =
        version_describe(cx.host.as_ref(), DescribeRequest { version: version.reference(), description });
    cx.edited(version, outcome)
}

/// Sets and removes metadata keys.
pub(crate) fn meta(cx: &mut Context, action: MetaAction) -> Done {
    let (address, path, value) = match action {
        MetaAction::Rm { address, key } => (address, key, None),
        MetaAction::Set { address, key, value: Some(value) } => (address, key, Some(json(&value)?)),
        MetaAction::Set { address, key, value: None } => {
            let Some((key, value)) = key.split_once('=') else {
                let hint = "Write `cairnctl meta set ADDRESS KEY VALUE`.";
                return Err(refuse("request-invalid", format!("The key {key:?} needs a value"), hint));
            };
            (address, key.to_owned(), Some(json(value)?))
        }
    };
    let version = cx.version(&address)?;
    let outcome =
        metadata_set(cx.host.as_ref(), MetadataSetRequest { selection: version.selection(), path, value });
    cx.edited(version, outcome)
}

/// A value as JSON: as it is when it is JSON or looks like an object or a list, else as a string.
fn json(value: &str) -> Done<String> {
    let text = or_file(value)?;
    let trimmed = text.trim();
    let meant =
        trimmed.starts_with(['{', '[', '"']) || serde_json::from_str::<serde_json::Value>(trimmed).is_ok();
    Ok(if meant { trimmed.to_owned() } else { serde_json::to_string(&text)? })
}

/// Renames a collection.
pub(crate) fn rename(cx: &mut Context, collection: &str, name: String) -> Done {
    let collection = cx.collection(collection)?;
    let renamed = collection.rsplit_once('/').map(|(project, _)| format!("{project}/{name}"));
    let outcome = collection_rename(cx.host.as_ref(), CollectionRenameRequest { collection, name })?;
    cx.out.outcome(renamed, outcome)
}
