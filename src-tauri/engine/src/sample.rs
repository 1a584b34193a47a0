//! placeholder until branch `export` lands
impl crate::store::Store { #[allow(missing_docs)] pub fn make_sample(&self, _a: &crate::history::Actor, _s: &std::path::Path, _m: &crate::progress::Monitor<'_>) -> crate::Result<crate::history::Outcome> { Err(crate::Error::internal("sample")) } }
