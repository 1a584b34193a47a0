//! Closing the window while work is under way.

use cairn_api::host::Host;
use cairn_api::jobs::Jobs;
use tauri::{AppHandle, CloseRequestApi, Manager};
use tauri_plugin_dialog::{DialogExt, MessageDialogButtons, MessageDialogKind, MessageDialogResult};

use crate::{host, window};

const KEEP: &str = "Keep going";
const CANCEL: &str = "Cancel the work";

/// The window is to close: at once when nothing runs, else after a question.
pub(crate) fn asked(app: &AppHandle, close: &CloseRequestApi) {
    let running = host::of(app).jobs().running();
    if running == 0 {
        return;
    }
    close.prevent_close();
    let what = if running == 1 { "One task is".to_owned() } else { format!("{running} tasks are") };
    let app = app.clone();
    app.clone()
        .dialog()
        .message(format!(
            "{what} still running. Keep going closes the window and quits when the work is done."
        ))
        .title("Quit Cairn?")
        .kind(MessageDialogKind::Warning)
        .buttons(MessageDialogButtons::YesNoCancelCustom(KEEP.into(), CANCEL.into(), "Don't quit".into()))
        .show_with_result(move |answer| match answer {
            MessageDialogResult::Yes => quit_when_done(&app, false),
            MessageDialogResult::No => quit_when_done(&app, true),
            MessageDialogResult::Custom(text) if text == KEEP => quit_when_done(&app, false),
            MessageDialogResult::Custom(text) if text == CANCEL => quit_when_done(&app, true),
            _ => {}
        });
}

/// Hides the window, waits for the jobs on a thread of its own, and quits; unless a second launch has brought the
/// window back meanwhile.
fn quit_when_done(app: &AppHandle, cancel: bool) {
    if let Some(window) = app.get_webview_window(window::MAIN)
        && let Err(error) = window.hide()
    {
        log::warn!("the window can't be hidden: {error}");
    }
    let app = app.clone();
    let wait = move || {
        let jobs = host::of(&app).jobs().clone();
        if cancel {
            jobs.cancel_all();
        } else {
            resume_all(&jobs);
        }
        jobs.wait_all();
        // A second launch or a link may have brought the window back meanwhile: then somebody uses it.
        if !window::is_shown(&app) {
            app.exit(0);
        }
    };
    if let Err(error) = std::thread::Builder::new().name("quit".into()).spawn(wait) {
        log::error!("no thread to wait on: {error}");
    }
}

/// Nobody could end the pause of a job without a window, and the program would never quit.
fn resume_all(jobs: &Jobs) {
    for job in jobs.list().into_iter().filter(|job| job.state == "paused") {
        if let Err(error) = jobs.resume(job.id) {
            log::warn!("a paused job can't go on: {error}");
        }
    }
}
