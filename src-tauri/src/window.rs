//! The one window.

use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindowBuilder, Wry};
use tauri_plugin_window_state::StateFlags;

/// Label of the window.
pub(crate) const MAIN: &str = "main";

/// Opens the window. It may go nowhere but to its own page.
pub(crate) fn open(app: &AppHandle) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, MAIN, WebviewUrl::App("index.html".into()))
        .title("Cairn")
        .inner_size(1280.0, 800.0)
        .min_inner_size(480.0, 360.0)
        .on_navigation(|url| {
            matches!(url.scheme(), "tauri" | "about") || url.host_str() == Some("tauri.localhost")
        })
        .on_new_window(|_, _| tauri::webview::NewWindowResponse::Deny)
        .build()?;
    Ok(())
}

/// Shows the window above the others.
pub(crate) fn focus(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN) else { return };
    for shown in [window.show(), window.unminimize(), window.set_focus()] {
        if let Err(error) = shown {
            log::warn!("the window can't be shown: {error}");
        }
    }
}

/// Whether the window can be seen, or at least found in the taskbar.
pub(crate) fn is_shown(app: &AppHandle) -> bool {
    app.get_webview_window(MAIN).is_some_and(|window| window.is_visible().unwrap_or(false))
}

/// Size, place and maximised state come back. Under Wayland no place: setting one ends the program there
/// (gitbutler#4864).
pub(crate) fn state_plugin() -> TauriPlugin<Wry> {
    let place = if is_wayland() { StateFlags::empty() } else { StateFlags::POSITION };
    tauri_plugin_window_state::Builder::default()
        .with_state_flags(StateFlags::SIZE | StateFlags::MAXIMIZED | place)
        .build()
}

#[allow(clippy::disallowed_methods)] // the display server is told by the environment alone
fn is_wayland() -> bool {
    std::env::var_os("WAYLAND_DISPLAY").is_some() && std::env::var("GDK_BACKEND").as_deref() != Ok("x11")
}
