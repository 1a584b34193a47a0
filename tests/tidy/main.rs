//! Rules of the tree that a machine can hold.

#![allow(clippy::pedantic)] // scenarios read better plain
