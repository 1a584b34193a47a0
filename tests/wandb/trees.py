"""Folders to log: eight odd ones made on the spot, three real ones that are on the machine."""

import os
import random
import shutil
import sysconfig
from pathlib import Path

# How much of cargo's sources is taken in `make test`; all of them in `make soak`.
SOME_BYTES = 200 << 20


def write(root: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


def empty_files(root: Path) -> Path:
    write(root, {"a": b"", "b": b"", "sub/c": b"", "not-empty": b"x"})
    (root / "empty-folder").mkdir()
    return root


def unicode_names(root: Path) -> Path:
    # One name composed, one decomposed; above and below the surrogates; right to left.
    names = ["caf\u00e9", "cafe\u0301", "\uffee", "\U0001f600", "\u6a21\u578b/\u91cd\u307f.bin", "\u05d0\u05d1", "\u00df", "SS"]
    return write(root, {name: name.encode() for name in names})


def order(root: Path) -> Path:
    # By the code points of whole paths: `-` and `.` come before `/`, other characters after it.
    names = ["a-b", "a.b", "a/b", "a b", "a0", "A", "a/b-c", "aB", "a_b", "a/B", "b/a", "b-a/x", "b.a/x", "~", "!"]
    return write(root, {name: name.encode() for name in names})


def deep(root: Path) -> Path:
    return write(root, {"/".join(["d"] * depth) + f"/f{depth}": str(depth).encode() for depth in range(1, 60)})


def odd_names(root: Path) -> Path:
    names = ["two words", " lead", "trail ", "new\nline", "tab\there", "quote'\"", "#hash", "100%", "ckpt-12:30:00.pt", "*?", "$HOME", "-rf"]
    return write(root, {name: name.encode() for name in names})


def links(root: Path) -> Path:
    write(root, {"real/a": b"1", "real/b": b"2", "file": b"3"})
    (root / "to-file").symlink_to("file")
    (root / "to-folder").symlink_to("real")
    (root / "real" / "up").symlink_to("../file")
    return root


def duplicates(root: Path) -> Path:
    return write(root, {f"copy{n}/same": b"the same bytes" * 400 for n in range(40)} | {"other": b"not the same"})


def hidden_and_large(root: Path) -> Path:
    noise = random.Random(7).randbytes(3_000_000)
    return write(root, {".hidden": b"1", ".git/config": b"2", "sub/.keep": b"", "large.bin": noise, "large/..a": b"3"})


ODD = [empty_files, unicode_names, order, deep, odd_names, links, duplicates, hidden_and_large]


def cargo_sources(place: Path) -> tuple[Path | None, str]:
    home = Path(os.environ.get("CARGO_HOME", Path.home() / ".cargo"))
    root = next(iter(sorted((home / "registry" / "src").glob("*"))), None)
    if root is None or os.environ.get("CAIRN_TESTS") == "long":
        return root, "all"
    # Whole packages by name until it is enough. Their own ignore files mean nothing to Cairn.
    chosen, size = place / "cargo", 0
    chosen.mkdir()
    for package in sorted(root.iterdir()):
        size += sum(file.stat().st_size for file in package.rglob("*") if file.is_file())
        if size > SOME_BYTES:
            break
        shutil.copytree(package, chosen / package.name, symlinks=True)
    return chosen, "the first packages"


def python_installation(place: Path) -> tuple[Path | None, str]:
    # A copy: importing rewrites caches.
    copy = place / "python"
    skip = shutil.ignore_patterns("site-packages", "dist-packages")
    shutil.copytree(sysconfig.get_paths()["stdlib"], copy, symlinks=True, ignore=skip)
    return without_dangling(copy), "a copy"


def documentation(place: Path) -> tuple[Path | None, str]:
    root = Path("/usr/share/doc")
    if not root.is_dir():
        return None, ""
    copy = place / "doc"
    shutil.copytree(root, copy, symlinks=True)
    # Links of the system lead from here to the real folder; the SDK stops at those that lead nowhere.
    return without_dangling(copy), "a copy without dangling links"


def without_dangling(root: Path) -> Path:
    for folder, folders, files in os.walk(root):
        for name in folders + files:
            path = Path(folder, name)
            if path.is_symlink() and not path.exists():
                path.unlink()
    return root


REAL = [cargo_sources, python_installation, documentation]
