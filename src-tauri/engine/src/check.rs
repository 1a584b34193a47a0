//! placeholder until branch `export` lands
#[allow(missing_docs)] #[derive(Debug)] pub struct Damage { pub kind: &'static str, pub item: String, pub message: String, pub versions: Vec<String> }
#[allow(missing_docs)] #[derive(Debug)] pub struct CheckReport { pub versions: u64, pub blobs: u64, pub bytes_read: u64, pub damage: Vec<Damage>, pub leftovers: u64 }
impl crate::store::Store { #[allow(missing_docs)] pub fn check(&self, _r: bool, _m: &crate::progress::Monitor<'_>) -> crate::Result<CheckReport> { Err(crate::Error::internal("check")) } }
