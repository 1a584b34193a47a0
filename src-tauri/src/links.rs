//! Links into the application and out of it.

use tauri::{AppHandle, Listener, Url};
use tauri_plugin_deep_link::DeepLinkExt;
use tauri_plugin_dialog::{DialogExt, MessageDialogButtons, MessageDialogKind};
use tauri_plugin_opener::OpenerExt;

use crate::{host, window};

/// Schemes that may leave the window.
const OUTWARD: [&str; 3] = ["http", "https", "mailto"];

/// Follows `cairn://` links that the desktop hands over, and the one of the start.
pub(crate) fn listen(app: &AppHandle, first: Option<String>) {
    let handle = app.clone();
    app.deep_link().on_open_url(move |event| {
        window::focus(&handle);
        for url in event.urls() {
            host::of(&handle).go_to(url.as_str());
        }
    });
    if let Some(link) = first {
        let handle = app.clone();
        // The page asks for nothing before it can hear: its first event says that it can.
        app.once("cairn://ready", move |_| host::of(&handle).go_to(&link));
    }
}

/// Goes to the first link among the arguments of a second launch.
pub(crate) fn open_first(app: &AppHandle, arguments: &[String]) {
    if let Some(link) = arguments.iter().find(|argument| argument.starts_with("cairn://")) {
        host::of(app).go_to(link);
    }
}

/// Opens a link of a document in the browser, after the person saw where it leads.
#[tauri::command]
pub(crate) async fn open_external(app: AppHandle, url: String) -> Result<(), String> {
    let parsed = Url::parse(&url).map_err(|error| error.to_string())?;
    if !OUTWARD.contains(&parsed.scheme()) {
        return Err(format!("Links with {}: are not opened", parsed.scheme()));
    }
    let target = parsed.host_str().unwrap_or(parsed.path()).to_owned();
    let allowed = app
        .dialog()
        .message(format!("Open a page of {target} in the browser?\n\n{parsed}"))
        .title("Open link")
        .kind(MessageDialogKind::Info)
        .buttons(MessageDialogButtons::OkCancelCustom("Open".into(), "Cancel".into()))
        .blocking_show();
    if allowed {
        app.opener().open_url(parsed.as_str(), None::<&str>).map_err(|error| error.to_string())?;
    }
    Ok(())
}
