//! A version by itself.

use cairn_api::call::version_show_counted;
use cairn_api::types::{VersionDetail, VersionRequest};

use crate::context::Context;
use crate::json;
use crate::stop::Done;
use crate::text::{joined, local, names, plain_lines, relative, size, ttl};

/// Shows a version.
pub(crate) fn run(cx: &mut Context, address: &str) -> Done {
    let version = cx.address(address);
    let detail = version_show_counted(cx.host.as_ref(), &VersionRequest { version })?;
    if cx.out.json {
        return cx.out.document(&json::Version::new(detail)?);
    }
    let now = cx.store()?.now();
    facts(cx, &detail, now)?;
    if !detail.description.is_empty() {
        cx.out.line(&format!("\n{}", plain_lines(&detail.description)))?;
    }
    if detail.metadata != "{}" {
        let value: serde_json::Value = serde_json::from_str(&detail.metadata)?;
        cx.out.line(&format!("\n{}", plain_lines(&serde_json::to_string_pretty(&value)?)))?;
    }
    Ok(())
}

fn facts(cx: &mut Context, detail: &VersionDetail, now: i64) -> Done {
    let out = &mut cx.out;
    out.fact("Address", &detail.address)?;
    out.fact("Type", &detail.artifact_type)?;
    out.fact("Digest", &detail.digest)?;
    if let (Some(at), Some(purge)) = (detail.deleted_at, detail.purge_at) {
        out.fact("State", &format!("in the trash since {}, leaves it {}", local(at), relative(purge, now)))?;
    }
    if !detail.aliases.is_empty() {
        out.fact("Aliases", &joined(&names(&detail.aliases)))?;
    }
    if !detail.tags.is_empty() {
        out.fact("Tags", &joined(&detail.tags))?;
    }
    out.fact("Created", &format!("{} by {}", local(detail.created_at), detail.created_by))?;
    let expires = detail
        .expires_at
        .map_or_else(|| "never expires".into(), |at| format!("expires {}", relative(at, now)));
    out.fact("TTL", &format!("{}, {expires}", ttl(detail.ttl_seconds, detail.ttl_inherited)))?;
    out.fact("Files", &detail.files.to_string())?;
    if let Some(bytes) = &detail.bytes {
        let kept = format!("{} exclusive, {} shared", size(bytes.exclusive), size(bytes.shared));
        out.fact("Size", &format!("{} ({kept})", size(bytes.logical)))?;
    }
    if !detail.damaged.is_empty() {
        out.fact("Damaged", &joined(&detail.damaged))?;
    }
    Ok(())
}
