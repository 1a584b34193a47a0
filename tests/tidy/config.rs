//! The window's rights, exactly as they were decided. Widening one of them is a change of this file too.

use serde_json::{Value, json};

use super::{files, read};

fn config() -> Value {
    serde_json::from_str(&read("tauri.conf.json")).unwrap()
}

#[test]
fn the_content_security_policy_is_as_decided() {
    let security = &config()["app"]["security"];
    assert_eq!(
        security["csp"],
        json!({
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": "'self' 'unsafe-inline'",
            "font-src": "'self'",
            "img-src": "'self' blob:",
            "connect-src": "ipc: http://ipc.localhost",
            "frame-src": "'none'",
            "object-src": "'none'",
            "base-uri": "'none'",
            "form-action": "'none'"
        })
    );
    assert_eq!(security["dangerousDisableAssetCspModification"], json!(["style-src"]));
    assert!(security["devCsp"].is_null() && config()["build"]["devUrl"].is_null());
}

#[test]
fn the_page_gets_nothing_by_default() {
    let config = config();
    let app = &config["app"];
    assert_eq!(app["withGlobalTauri"], false);
    assert_eq!(app["security"]["freezePrototype"], true);
    assert_eq!(app["security"]["assetProtocol"], json!({ "enable": false, "scope": [] }));
    assert_eq!(app["security"]["capabilities"], json!(["main"]));
    assert_eq!(app["windows"], json!([]), "windows are made in code, with their gates");
    assert_eq!(config["plugins"], json!({ "deep-link": { "desktop": { "schemes": ["cairn"] } } }));
}

#[test]
fn the_capabilities_are_as_decided() {
    let all = files("src-tauri/capabilities", &[""]);
    let names: Vec<_> = all.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(names, ["src-tauri/capabilities/main.json"]);
    let main: Value = serde_json::from_str(&all[0].1).unwrap();
    assert_eq!(main["windows"], json!(["main"]));
    assert!(main["remote"].is_null() && main["webviews"].is_null());
    assert_eq!(
        main["permissions"],
        json!([
            "core:event:allow-listen",
            "core:event:allow-emit", // the page says that it listens
            "core:event:allow-unlisten",
            "core:webview:default",
            "core:window:allow-set-title",
            "core:window:allow-close",
            "core:window:allow-is-fullscreen",
            "core:window:allow-set-fullscreen"
        ])
    );
}

#[test]
fn the_page_loads_no_script_from_elsewhere() {
    let page = read("ui/index.html");
    assert!(!page.contains("http://") && !page.contains("https://"), "{page}");
}
