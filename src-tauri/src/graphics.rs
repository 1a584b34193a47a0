//! What WebKitGTK must know before GTK starts.
//!
//! Without a graphics card, or with NVIDIA's driver, its DMABUF renderer is many times slower or blank
//! (tauri#9304, wry#890).

/// Sets what the person didn't set.
#[cfg(target_os = "linux")]
pub(crate) fn prepare(safe: bool) {
    if safe || !has_render_node() || has_nvidia() {
        set_default("WEBKIT_DISABLE_DMABUF_RENDERER");
    }
    if safe {
        set_default("WEBKIT_DISABLE_COMPOSITING_MODE");
    }
}

/// Nothing to do elsewhere.
#[cfg(not(target_os = "linux"))]
pub(crate) fn prepare(_safe: bool) {}

#[cfg(target_os = "linux")]
fn has_render_node() -> bool {
    let nodes = std::fs::read_dir("/dev/dri").into_iter().flatten().flatten();
    nodes.into_iter().any(|node| node.file_name().to_string_lossy().starts_with("renderD"))
}

#[cfg(target_os = "linux")]
fn has_nvidia() -> bool {
    std::path::Path::new("/proc/driver/nvidia/version").try_exists().unwrap_or(false)
}

#[cfg(target_os = "linux")]
#[allow(unsafe_code, clippy::disallowed_methods)] // the shell's start: no other thread runs yet
fn set_default(name: &str) {
    if std::env::var_os(name).is_none() {
        // SAFETY: called first thing in `run`, before any thread exists that could read the environment.
        unsafe { std::env::set_var(name, "1") };
    }
}
