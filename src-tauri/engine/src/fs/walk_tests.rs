#![allow(clippy::unwrap_used)]
use std::fs;
use std::ops::ControlFlow;
use std::os::unix::fs::symlink;
use std::path::Path;

use rustix::fs::{CWD, FileType, Mode, mknodat};

use super::super::{CancelToken, Links, SkipReason, WalkItem, WalkKind, WalkOptions, show, walk};
use crate::Code;

fn items(root: &Path, options: &WalkOptions) -> Vec<WalkItem> {
    let mut items = Vec::new();
    walk(root, options, &CancelToken::new(), &mut |item| {
        items.push(item);
        ControlFlow::Continue(())
    })
    .unwrap();
    items
}

fn described(root: &Path, options: &WalkOptions) -> Vec<String> {
    let describe = |item: WalkItem| {
        let what = match item.kind {
            WalkKind::File(stat) => format!("{}", stat.size),
            WalkKind::Skipped(SkipReason::Unreadable(_)) => "Unreadable".to_owned(),
            WalkKind::Skipped(reason) => format!("{reason:?}"),
        };
        format!("{} {what}{}", show(&item.path), if item.outside { " outside" } else { "" })
    };
    items(root, options).into_iter().map(describe).collect()
}

#[test]
fn paths_come_in_byte_order() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("a/b")).unwrap();
    for path in ["a/b/x", "a/z", "a.txt", "a0", "B"] {
        fs::write(root.join(path), path).unwrap();
    }
    symlink("a/b", root.join("a-link")).unwrap();
    let paths: Vec<_> = items(root, &WalkOptions::default()).into_iter().map(|item| item.path).collect();
    assert_eq!(paths, ["B", "a-link/x", "a.txt", "a/b/x", "a/z", "a0"]);
}

#[test]
fn odd_things_are_named_with_their_reason() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("root");
    fs::create_dir(&root).unwrap();
    fs::write(folder.path().join("away"), b"12345").unwrap();
    mknodat(CWD, root.join("fifo"), FileType::Fifo, Mode::RUSR, 0).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(root.join("socket")).unwrap();
    symlink("/dev/null", root.join("device")).unwrap();
    symlink("nothing", root.join("dangling")).unwrap();
    symlink("self", root.join("self")).unwrap();
    symlink(".", root.join("here")).unwrap();
    symlink("..", root.join("up")).unwrap();
    symlink("../away", root.join("out")).unwrap();
    fs::write(root.join(std::str::from_utf8(b"ok").unwrap()), b"").unwrap();
    fs::write(root.join(<std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(b"\xff.bin")), b"")
        .unwrap();
    assert_eq!(
        described(&root, &WalkOptions::default()),
        [
            "dangling DanglingLink",
            "device Device outside",
            "fifo Fifo",
            "here LinkLoop",
            "ok 0",
            "out 5 outside",
            "self LinkLoop",
            "socket Socket",
            "up/away 5 outside",
            "up/root LinkLoop outside",
            "\\xFF.bin NotUtf8",
        ]
    );
    let skipped = WalkOptions { links: Links::Skip, ..WalkOptions::default() };
    assert!(described(&root, &skipped).contains(&"up LinkSkipped".to_owned()));
    let fail = WalkOptions { links: Links::Fail, ..WalkOptions::default() };
    let error = walk(&root, &fail, &CancelToken::new(), &mut |_| ControlFlow::Continue(())).unwrap_err();
    assert_eq!(error.code(), Code::SourceLink);
    assert!(error.message().contains("dangling"));
}

#[test]
fn folders_that_link_to_each_other_end() {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<String> = (0..12).map(|index| format!("d{index}")).collect();
    for name in &names {
        fs::create_dir(folder.path().join(name)).unwrap();
    }
    for from in &names {
        for to in &names {
            symlink(format!("../{to}"), folder.path().join(from).join(format!("to-{to}"))).unwrap();
        }
    }
    let found = items(folder.path(), &WalkOptions::default());
    assert!(found.len() < 12 * 12 * 200, "{}", found.len());
}

#[test]
fn the_store_is_never_entered() {
    use std::os::unix::fs::MetadataExt as _;
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("store")).unwrap();
    let meta = fs::metadata(folder.path().join("store")).unwrap();
    let options = WalkOptions { store: Some((meta.dev(), meta.ino())), ..WalkOptions::default() };
    assert_eq!(described(folder.path(), &options), ["store Store"]);
    let walked =
        walk(&folder.path().join("store"), &options, &CancelToken::new(), &mut |_| ControlFlow::Continue(()));
    assert_eq!(walked.unwrap_err().code(), Code::SourceIsStore);
}

#[test]
fn too_deep_is_reported_and_cancel_ends() {
    let folder = tempfile::tempdir().unwrap();
    let mut deep = folder.path().to_owned();
    for _ in 0..300 {
        deep.push("d");
    }
    fs::create_dir_all(&deep).unwrap();
    let found = described(folder.path(), &WalkOptions::default());
    assert!(found.len() == 1 && found.iter().all(|line| line.ends_with("TooDeep")));
    let token = CancelToken::new();
    token.cancel();
    let error =
        walk(folder.path(), &WalkOptions::default(), &token, &mut |_| ControlFlow::Continue(())).unwrap_err();
    assert_eq!(error.code(), Code::Cancelled);
    let missing = walk(&folder.path().join("no"), &WalkOptions::default(), &CancelToken::new(), &mut |_| {
        ControlFlow::Continue(())
    });
    assert_eq!(missing.unwrap_err().code(), Code::SourceMissing);
}
