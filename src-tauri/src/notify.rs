//! Notifications of the desktop: only when the window isn't looked at, and only of long work.

use cairn_api::types::Event;
use tauri::{AppHandle, Manager};
use tauri_plugin_notification::NotificationExt;

use crate::window::MAIN;

/// Work that took less than this, in milliseconds, is no news.
const LONG: i64 = 10_000;

/// Tells that a long job has ended.
pub(crate) fn job_ended(app: &AppHandle, event: &Event) {
    let Event::Job { job } = event else { return };
    let Some(ended) = job.ended_at.filter(|ended| ended - job.started_at >= LONG) else { return };
    let focused = app.get_webview_window(MAIN).is_some_and(|window| window.is_focused().unwrap_or(true));
    if focused {
        return;
    }
    let body = match &job.error {
        Some(error) => error.message.clone(),
        None => format!("Took {} s", (ended - job.started_at) / 1000),
    };
    if let Err(error) = app.notification().builder().title(&job.title).body(body).show() {
        log::info!("no notification: {error}");
    }
}
