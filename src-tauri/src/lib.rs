//! The desktop shell: a window around the commands of `cairn-api`.
//!
//! It holds windows, native dialogs, drag and drop, links and notifications, and no logic: whatever the window
//! shows comes through the one `rpc` command.

mod args;
mod drag_out;
mod graphics;
mod host;
mod links;
mod notify;
mod quit;
mod rpc;
mod window;

use std::sync::Arc;

use tauri::{Manager, RunEvent};

use args::Args;
use host::DesktopHost;

/// Runs the application until its window closes.
pub fn run() {
    let args = Args::parse(std::env::args_os().skip(1));
    graphics::prepare(args.safe_graphics);
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, argv, _| {
            window::focus(app);
            links::open_first(app, &argv);
        }))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_deep_link::init())
        .plugin(window::state_plugin())
        .invoke_handler(tauri::generate_handler![rpc::rpc, drag_out::start_drag, links::open_external])
        .setup(move |app| {
            let host = Arc::new(DesktopHost::new(app.handle().clone(), args.store.as_deref()));
            host.forward_events();
            host.keep_up();
            app.manage(host);
            window::open(app.handle())?;
            links::listen(app.handle(), args.link);
            Ok(())
        })
        .build(tauri::generate_context!());
    match built {
        Ok(app) => app.run(|app, event| {
            if let RunEvent::WindowEvent { event: tauri::WindowEvent::CloseRequested { api, .. }, .. } = event
            {
                quit::asked(app, &api);
            }
        }),
        Err(error) => fail(&error),
    }
}

/// Without a window there is only the terminal to say so.
#[allow(clippy::print_stderr)]
fn fail(error: &tauri::Error) {
    eprintln!("error: the window can't be opened: {error}");
    eprintln!("hint: a display is needed; without one use `cairnctl serve`.");
    std::process::exit(1);
}
