#![allow(clippy::unwrap_used)]
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{ExportRoot, TreeKind};
use crate::{Code, Result};

fn put(root: &ExportRoot, path: &str, bytes: &[u8], replace: bool) -> Result<()> {
    if let Some(parent) = Path::new(path).parent() {
        root.create_dir_all(parent)?;
    }
    let file = root.create_file(Path::new(path))?;
    file.write_all(bytes)?;
    file.finish(replace)
}

#[test]
fn writes_beneath_and_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let outside = folder.path().join("outside");
    fs::create_dir(&outside).unwrap();
    let root = ExportRoot::open(&folder.path().join("x/export"), true).unwrap();
    put(&root, "a/b/c.txt", b"1", false).unwrap();
    assert_eq!(put(&root, "a/b/c.txt", b"2", false).unwrap_err().code(), Code::TargetExists);
    put(&root, "a/b/c.txt", b"22", true).unwrap();
    assert_eq!(put(&root, "a/b", b"", true).unwrap_err().code(), Code::TargetExists);
    assert_eq!(put(&root, "a/b/c.txt/d", b"", true).unwrap_err().code(), Code::TargetExists);
    for bad in ["../evil", "/tmp/evil", "a/../../evil"] {
        assert_eq!(put(&root, bad, b"", true).unwrap_err().code(), Code::TargetInvalid, "{bad}");
    }
    symlink(&outside, root.path().join("link")).unwrap();
    assert!(put(&root, "link/evil", b"", true).is_err());
    assert!(root.create_file(Path::new("link/evil")).is_err());
    symlink(outside.join("victim"), root.path().join("name")).unwrap();
    put(&root, "name", b"mine", true).unwrap();
    assert!(fs::read_dir(&outside).unwrap().next().is_none());
    let mode = fs::metadata(root.path().join("a/b/c.txt")).unwrap().permissions().mode();
    assert_eq!(mode & 0o7133, 0);
    drop(root.create_file(Path::new("a/dropped")).unwrap());
    let names: Vec<_> = root.list().unwrap().into_iter().map(|entry| entry.path).collect();
    assert_eq!(names, ["a", "a/b", "a/b/c.txt", "link", "name"].map(std::path::PathBuf::from));
    assert_eq!(root.kind(Path::new("link")).unwrap(), Some(TreeKind::Other));
    assert_eq!(root.kind(Path::new("a/b/c.txt")).unwrap(), Some(TreeKind::File(2)));
    assert_eq!(root.kind(Path::new("none/at/all")).unwrap(), None);
    assert!(root.open_file(Path::new("link")).unwrap().is_none());
    assert!(root.open_file(Path::new("a/b/c.txt")).unwrap().is_some());
    root.remove_file(Path::new("link")).unwrap();
    assert!(outside.exists() && root.remove_dir(Path::new("a")).is_err());
    root.sync().unwrap();
}

#[test]
fn a_link_swapped_in_meanwhile_leads_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let (export, outside) = (folder.path().join("export"), folder.path().join("outside"));
    fs::create_dir(&outside).unwrap();
    fs::create_dir_all(export.join("d")).unwrap();
    let root = ExportRoot::open(&export, false).unwrap();
    let write = || root.create_file(Path::new("d/f")).and_then(|file| file.finish(true));
    let is_swapping = AtomicBool::new(true);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..3000 {
                let (real, aside) = (export.join("d"), export.join("aside"));
                fs::rename(&real, &aside).unwrap();
                symlink(&outside, &real).unwrap();
                fs::remove_file(&real).unwrap();
                fs::rename(&aside, &real).unwrap();
            }
            is_swapping.store(false, Ordering::Relaxed);
        });
        while is_swapping.load(Ordering::Relaxed) {
            // Whether one gets through is a matter of luck, where to is not.
            let _ = write();
        }
    });
    write().unwrap();
    assert!(fs::read_dir(&outside).unwrap().next().is_none());
}

#[test]
fn the_folder_must_be_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none");
    assert_eq!(ExportRoot::open(&path, false).unwrap_err().code(), Code::TargetInvalid);
    fs::write(&path, b"").unwrap();
    assert_eq!(ExportRoot::open(&path, true).unwrap_err().code(), Code::TargetInvalid);
}
