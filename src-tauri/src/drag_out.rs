//! Dragging files out of the window: real files, made before the drag begins.

use std::path::PathBuf;

use tauri::{AppHandle, Manager};

use crate::window::MAIN;

/// The picture under the pointer.
const PICTURE: &[u8] = include_bytes!("../../icons/32x32.png");

/// Starts a drag of files that [`file.materialise`](cairn_api::handlers::file_materialise) made.
#[tauri::command]
#[allow(clippy::needless_pass_by_value)] // Tauri hands a command its arguments by value
pub(crate) fn start_drag(app: AppHandle, paths: Vec<PathBuf>) -> Result<(), String> {
    let window = app.get_webview_window(MAIN).ok_or("there is no window")?;
    let begin = move || {
        let begun = begin(&window, paths);
        if let Err(error) = begun {
            log::warn!("the drag didn't begin: {error}");
        }
    };
    app.run_on_main_thread(begin).map_err(|error| error.to_string())
}

fn begin(window: &tauri::WebviewWindow, paths: Vec<PathBuf>) -> Result<(), String> {
    #[cfg(target_os = "linux")]
    let source = window.gtk_window().map_err(|error| error.to_string())?;
    #[cfg(not(target_os = "linux"))]
    let source = window.clone();
    let item = drag::DragItem::Files(paths);
    let picture = drag::Image::Raw(PICTURE.to_vec());
    drag::start_drag(&source, item, picture, |_, _| (), drag::Options::default())
        .map_err(|error| error.to_string())
}
