//! Rules of the tree that a machine can hold.
