//! The only place that touches files.
//!
//! Three kinds of folders, three ways in:
//!
//! * the *store folder* through [`StoreFs`]: no symbolic link is followed, folders are born 0700 and files 0600;
//!   [`RealFs`] is the disk, [`testing::FailFs`] fails on demand, [`testing::SimFs`] models power loss
//! * what a person *logs* through [`walk`] and [`Source`]: read only, never a write, a rename or a lock
//! * where a person *exports to* through [`ExportRoot`]: never outside that folder, never executable
//!
//! Everywhere else the lints forbid writing through `std::fs`.

#![allow(clippy::disallowed_methods)] // the one home of file writes

mod at;
mod beneath;
mod cancel;
mod direct;
mod export_file;
mod lock;
mod machine;
mod private;
mod probe;
mod real;
mod show;
mod source;
mod store_fs;
pub mod testing;
mod walk;
mod walk_dir;

pub use beneath::{ExportRoot, TreeEntry, TreeKind};
pub use cancel::CancelToken;
pub use direct::{AlignedBuffer, DirectWriter};
pub use export_file::ExportFile;
pub use lock::{FileLock, dir_is_empty, free_space, network_fs};
pub use machine::{boot_id, host_name, process_lives};
pub use private::{
    apparent_bytes, create_durable_dirs, create_private_dirs, create_private_file,
    create_private_file_if_missing, file_len, fill_private, folder_bytes, identity, is_writable, keep_newest,
    names, nearest, read_text, real_path, remove_file, remove_folder, settle_private, sync_folder,
    write_private, write_scratch,
};
pub use probe::TargetTraits;
pub use real::RealFs;
pub use show::{show, show_bytes};
pub use source::Source;
pub use store_fs::{DirItem, FileKind, FileMeta, StoreFile, StoreFs};
pub use walk::{Links, SkipReason, SourceStat, WalkItem, WalkKind, WalkOptions, stat_source, walk};
