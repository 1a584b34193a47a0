//! Bytes of files.

use axum::body::Body;
use axum::http::{Response, StatusCode};
use serde_json::json;

use crate::bench::{Bench, bytes};

async fn get(bench: &Bench, path: &str, range: Option<&str>) -> Response<Body> {
    let mut request = bench.good("GET", path, "");
    if let Some(range) = range {
        request.headers_mut().insert("range", range.parse().unwrap());
    }
    bench.send(request).await
}

fn text(response: &Response<Body>, name: &str) -> String {
    response.headers()[name].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn whole_files_and_ranges() {
    let bench = Bench::new();
    let large: Vec<u8> = (0..3_500_000_u32).flat_map(|n| [(n % 251) as u8]).collect();
    let logged = bench.log(&[("large.bin", &large), ("empty", b"")]);
    let path = format!("/content/{}/large.bin", logged.id);
    let whole = get(&bench, &path, None).await;
    assert_eq!((whole.status(), text(&whole, "content-length")), (StatusCode::OK, "3500000".into()));
    assert_eq!(text(&whole, "accept-ranges"), "bytes");
    assert!(bytes(whole).await == large);
    for (range, part) in [
        ("bytes=0-0", 0..1),
        ("bytes=1048570-1048590", 1_048_570..1_048_591),
        ("bytes=3499990-", 3_499_990..3_500_000),
        ("bytes=-7", 3_499_993..3_500_000),
        ("bytes=100-99999999", 100..3_500_000),
    ] {
        let response = get(&bench, &path, Some(range)).await;
        assert_eq!(response.status(), StatusCode::PARTIAL_CONTENT, "{range}");
        assert_eq!(
            text(&response, "content-range"),
            format!("bytes {}-{}/3500000", part.start, part.end - 1)
        );
        assert!(bytes(response).await == large[part], "{range}");
    }
    let none = get(&bench, &path, Some("bytes=3500000-")).await;
    assert_eq!(
        (none.status(), text(&none, "content-range")),
        (StatusCode::RANGE_NOT_SATISFIABLE, "bytes */3500000".into())
    );
    assert_eq!(get(&bench, &path, Some("bytes=0-1,5-6")).await.status(), StatusCode::OK);
    let empty = get(&bench, &format!("/content/{}/empty", logged.id), None).await;
    assert_eq!((empty.status(), bytes(empty).await.len()), (StatusCode::OK, 0));
}

/// A stranger's page, drawing or script is saved, never run or shown as ours.
#[tokio::test]
async fn files_are_attachments() {
    let bench = Bench::new();
    let files: &[(&str, &[u8])] = &[
        ("evil.html", b"<script>x</script>"),
        ("evil.svg", b"<svg/>"),
        ("evil.js", b"x()"),
        ("p.png", b"x"),
    ];
    let logged = bench.log(files);
    for (path, bytes_of) in files {
        let response = get(&bench, &format!("/content/{}/{path}", logged.id), None).await;
        assert_eq!(text(&response, "content-disposition"), format!("attachment; filename*=UTF-8''{path}"));
        assert_eq!(text(&response, "x-content-type-options"), "nosniff");
        assert_eq!(text(&response, "content-security-policy"), "sandbox; default-src 'none'");
        assert_eq!(text(&response, "cache-control"), "no-store");
        let kind = if *path == "p.png" { "image/png" } else { "application/octet-stream" };
        assert_eq!(text(&response, "content-type"), kind);
        assert_eq!(bytes(response).await, *bytes_of);
    }
}

#[tokio::test]
async fn odd_names_are_found_by_their_exact_path() {
    let bench = Bench::new();
    let names = [
        "a b.txt",
        "caf\u{e9}/\u{4e2d}.txt",
        "x\r\nSet-Cookie: y=1.txt",
        "100%.txt",
        "q?x#y.txt",
        "semi;colon",
        "back\\slash",
    ];
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, b"odd".as_slice())).collect();
    let id = bench.log(&files).id;
    for name in names {
        let encoded: String =
            name.bytes().map(|byte| if byte == b'/' { "/".into() } else { format!("%{byte:02x}") }).collect();
        let response = get(&bench, &format!("/content/{id}/{encoded}"), None).await;
        assert_eq!(response.status(), StatusCode::OK, "{name:?}");
        assert!(!response.headers().contains_key("set-cookie"));
        assert_eq!(bytes(response).await, b"odd");
    }
}

#[tokio::test]
async fn what_is_not_there_is_404() {
    let bench = Bench::new();
    let id = bench.log(&[("a.txt", b"a"), ("b/c.txt", b"c")]).id;
    let paths = [
        "../../x",
        "%2e%2e/%2e%2e/etc/passwd",
        "%00",
        "/etc/passwd",
        "a.txt/",
        "./a.txt",
        "b//c.txt",
        "b",
        "a.txt;x",
        "a.txt%",
        "%zz",
        "%ff",
        "b%5cc.txt",
        "..%2fa.txt",
    ];
    for path in paths {
        let response = get(&bench, &format!("/content/{id}/{path}"), None).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(String::from_utf8(bytes(response).await).unwrap().contains("\"not-found\""));
    }
    for path in [
        "/content/999999/a.txt",
        "/content/0/a.txt",
        "/content/-1/a.txt",
        "/content/x/a.txt",
        "/content/99999999999999999999/a.txt",
        "/content/files:v0/a.txt",
    ] {
        assert_eq!(get(&bench, path, None).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

/// A version in the trash is still shown; damaged bytes are never given out.
#[tokio::test]
async fn trashed_versions_are_served_and_damage_is_not() {
    let bench = Bench::new();
    let logged = bench.log(&[("a.txt", b"some bytes")]);
    let selection = json!({"kind": "versions", "versions": [logged.id]});
    let (status, _) =
        bench.rpc("version.delete", &json!({"selection": selection, "delete_aliases": true})).await;
    assert_eq!(status, StatusCode::OK);
    let path = format!("/content/{}/a.txt", logged.id);
    assert_eq!(bytes(get(&bench, &path, None).await).await, b"some bytes");
    damage(&bench.folder.path().join("store/packs"));
    let response = get(&bench, &path, None).await;
    let broken = axum::body::to_bytes(response.into_body(), 1 << 20).await;
    assert!(broken.is_err(), "wrong bytes were given out");
}

fn damage(packs: &std::path::Path) {
    for entry in std::fs::read_dir(packs).unwrap() {
        let path = entry.unwrap().path();
        let mut bytes = std::fs::read(&path).unwrap();
        if let Some(at) = bytes.windows(10).position(|window| window == b"some bytes") {
            bytes[at] ^= 1;
            std::fs::write(path, bytes).unwrap();
        }
    }
}
