//! History: every mutation is an operation made of changes of cells, so that it can be taken back.
//!
//! A *cell* is one thing that can change: the holder of an alias, the TTL of a version, whether a collection
//! lives. An [`Edit`] sets cells inside one transaction and records each value before and after; [`revert`]
//! sets them back where they still have the value that the operation gave them and nothing that was done later relies
//! on it. So undo works in order and out of order, and says which later operation stands in the way where it can't.

mod cell;
mod edit;
mod list;
mod obstacle;
mod revert;
mod standing;

pub use cell::{Cell, CellKind, Change};
pub use edit::{Actor, Outcome, Role};
pub(crate) use edit::{Edit, permit_ttl};
pub use list::{ChangeText, HistoryPage, OperationText, Subject, UndoState};
