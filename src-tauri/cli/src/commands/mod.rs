//! The commands, by subject.

mod catalog;
mod compare;
mod delete;
mod edit;
mod exec;
mod files;
mod gc;
mod history;
mod key;
mod lineage;
mod log;
mod retention;
mod run;
mod serve;
mod settings;
mod shell;
mod show;
mod store;

pub(crate) use catalog::ProjectAction;
pub(crate) use compare::DiffArgs;
pub(crate) use delete::{DeleteArgs, TrashAction};
pub(crate) use edit::{AliasAction, MetaAction, TagAction};
pub(crate) use files::GetArgs;
pub(crate) use gc::{GcArgs, ReceiptAction, StorageArgs};
pub(crate) use key::KeyAction;
pub(crate) use lineage::LineageArgs;
pub(crate) use log::LogArgs;
pub(crate) use retention::{RetentionAction, TtlArgs};
pub(crate) use run::{RunAction, UseArgs};
pub(crate) use serve::ServeArgs;
pub(crate) use settings::SettingsAction;
pub(crate) use shell::Shell;
pub(crate) use store::StoreAction;

use crate::args::Command;
use crate::context::Context;
use crate::stop::Done;

/// Runs a command.
pub(crate) fn run(cx: &mut Context, command: Command) -> Done {
    match command {
        Command::Log(args) => log::run(cx, args),
        Command::Types => catalog::types(cx),
        Command::Collections { artifact_type } => catalog::collections(cx, artifact_type.as_deref()),
        Command::Versions { name, filter } => catalog::versions(cx, &name, filter.as_deref()),
        Command::Projects { action } => catalog::projects(cx, action),
        Command::Show { address } => show::run(cx, &address),
        Command::Files { address, folder } => files::list(cx, &address, folder.as_deref()),
        Command::Cat { address, path } => files::cat(cx, &address, &path),
        Command::Manifest { address } => files::manifest(cx, &address),
        Command::Get(args) => files::get(cx, args),
        Command::Diff(args) => compare::run(cx, &args),
        Command::Alias(action) => edit::alias(cx, action),
        Command::Tag(action) => edit::tag(cx, action),
        Command::Describe { address, text } => edit::describe(cx, &address, text),
        Command::Meta(action) => edit::meta(cx, action),
        Command::Ttl(args) => retention::ttl(cx, args),
        Command::Retention(action) => retention::rules(cx, action),
        Command::Settings(action) => settings::run(cx, action),
        Command::Key(action) => key::run(cx, action),
        Command::Mv { collection, name } => edit::rename(cx, &collection, name),
        Command::Rm(args) => delete::run(cx, args),
        Command::Trash(action) => delete::trash(cx, action),
        Command::Run(action) => run::run(cx, action),
        Command::Use(args) => run::use_versions(cx, args),
        Command::Lineage(args) => lineage::run(cx, args),
        Command::History { address, limit } => history::list(cx, address.as_deref(), limit),
        Command::Undo { operation } => history::undo(cx, operation),
        Command::Redo { operation } => history::redo(cx, operation),
        Command::Check { read_data, read_data_subset } => store::check(cx, read_data, read_data_subset),
        Command::Repair { dry_run } => store::repair(cx, dry_run),
        Command::Gc(args) => gc::run(cx, &args),
        Command::Receipts(action) => gc::receipts(cx, &action),
        Command::Storage(args) => gc::storage(cx, &args),
        Command::Sample => store::sample(cx),
        Command::Store(StoreAction::Info) => store::info(cx),
        Command::Serve(args) => serve::run(cx, &args),
        Command::Completions { shell } => shell::completions(cx, shell),
        Command::Man { command } => shell::man(cx, command.as_deref()),
    }
}
