//! Dragging files out of the window: real files, made before the drag begins.

use std::path::PathBuf;

use tauri::{AppHandle, Manager};

use crate::window::MAIN;

/// The picture under the pointer.
const PICTURE: &[u8] = include_bytes!("../../icons/32x32.png");

/// Starts a drag of files that [`file.materialise`](cairn_api::call::file_materialise) made.
#[tauri::command]
#[allow(clippy::needless_pass_by_value)] // Tauri hands a command what it asks for by value
pub(crate) fn start_drag(app: AppHandle, paths: Vec<PathBuf>) -> Result<(), String> {
    let window = app.get_webview_window(MAIN).ok_or("there is no window")?;
    let begin = move || {
        if let Err(error) = begin(&window, &paths) {
            log::warn!("the drag didn't begin: {error}");
        }
    };
    app.run_on_main_thread(begin).map_err(|error| error.to_string())
}

/// GTK asks for the data after the drop, so it is kept until the drag has ended. Names are escaped: a file may be
/// called `50%.txt`.
#[cfg(target_os = "linux")]
fn begin(window: &tauri::WebviewWindow, paths: &[PathBuf]) -> Result<(), String> {
    use std::cell::Cell;
    use std::rc::Rc;

    use gtk::prelude::*;
    use gtk::{TargetList, gdk, gdk_pixbuf, glib};

    const LEFT: i32 = 1;
    let source = window.gtk_window().map_err(|error| error.to_string())?;
    let uris = paths.iter().map(|path| glib::filename_to_uri(path, None));
    let uris = uris.collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
    let targets = TargetList::new(&[]);
    targets.add_uri_targets(0);
    let begun = source.drag_begin_with_coordinates(&targets, gdk::DragAction::COPY, LEFT, None, -1, -1);
    let context = begun.ok_or("the pointer can't be taken")?;
    let data = source.connect_drag_data_get(move |_, _, data, _, _| {
        let uris: Vec<&str> = uris.iter().map(glib::GString::as_str).collect();
        data.set_uris(&uris);
    });
    let handlers = Rc::new(Cell::new(None));
    let both = Rc::clone(&handlers);
    let end = source.connect_drag_end(move |source, _| {
        if let Some((data, end)) = both.take() {
            source.disconnect(data);
            source.disconnect(end);
        }
    });
    handlers.set(Some((data, end)));
    let picture = gdk_pixbuf::PixbufLoader::new();
    let loaded = picture.write(PICTURE).and_then(|()| picture.close());
    if let Some(picture) = loaded.ok().and_then(|()| picture.pixbuf()) {
        context.drag_set_icon_pixbuf(&picture, 0, 0);
    }
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn begin(window: &tauri::WebviewWindow, paths: &[PathBuf]) -> Result<(), String> {
    let item = drag::DragItem::Files(paths.to_vec());
    let picture = drag::Image::Raw(PICTURE.to_vec());
    drag::start_drag(window, item, picture, |_, _| (), drag::Options::default())
        .map_err(|error| error.to_string())
}
