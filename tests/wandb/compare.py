"""The same folders through the real wandb package and through cairnctl: the same digests, the same manifests, the
same bytes when taken out again."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CAIRNCTL = os.environ["CAIRNCTL"]
PLACE = Path(tempfile.mkdtemp(prefix="cairn-wandb-"))
# Nothing of the SDK's reaches the person's own folders, and it has nobody to talk to.
for name in ("DATA", "CACHE", "CONFIG", ""):
    os.environ["WANDB_" + (name + "_DIR" if name else "DIR")] = str(PLACE / "sdk")
os.environ.update(WANDB_MODE="offline", WANDB_SILENT="true", WANDB_ERROR_REPORTING="false")
(PLACE / "sdk").mkdir()

import wandb  # noqa: E402  (reads the environment)

import trees  # noqa: E402

passed, failed = 0, 0


def check(name: str, is_right: bool, why: object = "") -> None:
    global passed, failed
    if is_right:
        passed += 1
        print("ok    ", name, flush=True)
    else:
        failed += 1
        print("not ok", name, str(why)[:2000], flush=True)


def cairnctl(*words: object) -> dict:
    command = [CAIRNCTL, "--store", PLACE / "store", "--json", *words]
    run = subprocess.run(command, capture_output=True, check=False)
    if run.returncode != 0:
        raise RuntimeError(f"cairnctl {words[0]}: {run.stderr.decode(errors='replace')}")
    return json.loads(run.stdout)


def by_sdk(root: Path) -> tuple[str, dict]:
    """The SDK's digest, and its manifest as it would be sent."""
    artifact = wandb.Artifact("compare", type="dataset")
    artifact.add_dir(str(root), policy="immutable", skip_cache=True)
    return artifact.digest, artifact.manifest.to_manifest_json()


def contents(root: Path) -> dict[str, Path]:
    """Every file below a folder; links are followed, as the SDK does."""
    found = {}
    for folder, _, files in os.walk(root, followlinks=True):
        for name in files:
            path = Path(folder, name)
            found[str(path.relative_to(root))] = path
    return found


def is_same(one: Path, other: Path) -> bool:
    with one.open("rb") as first, other.open("rb") as second:
        while True:
            piece = first.read(1 << 20)
            if piece != second.read(1 << 20):
                return False
            if not piece:
                return True


def differences(expected: dict, found: dict) -> list:
    keys = sorted(set(expected) | set(found))
    return [(key, expected.get(key), found.get(key)) for key in keys if expected.get(key) != found.get(key)][:5]


def compare(name: str, root: Path) -> None:
    digest, manifest = by_sdk(root)
    logged = cairnctl("log", root, "--name", name, "--type", "dataset")
    check(f"{name}: digest", logged["digest"] == digest, f"the SDK has {digest}, Cairn {logged['digest']}")

    ours = cairnctl("manifest", f"{name}:v0")
    plain = {path: {key: entry[key] for key in ("digest", "size")} for path, entry in ours["contents"].items()}
    theirs = {path: {key: entry[key] for key in ("digest", "size")} for path, entry in manifest["contents"].items()}
    check(f"{name}: contents of the manifest", plain == theirs, differences(theirs, plain))
    heads = [{key: value for key, value in one.items() if key != "contents"} for one in (manifest, ours)]
    check(f"{name}: head of the manifest", heads[0].items() <= heads[1].items(), heads)
    extra = {key for entry in ours["contents"].values() for key in entry} - {"digest", "size", "birthArtifactID"}
    check(f"{name}: keys of the manifest", not extra, extra)

    again = cairnctl("log", root, "--name", name, "--type", "dataset", "--rehash")
    check(f"{name}: logged again it is the same version", again["new"] is False and again["bytes_added"] == 0, again)

    out = PLACE / "out"
    cairnctl("get", f"{name}:v0", "--root", out)
    source, taken = contents(root), contents(out)
    check(f"{name}: the same paths", source.keys() == taken.keys(), set(source) ^ set(taken))
    wrong = [path for path in source.keys() & taken.keys() if not is_same(source[path], taken[path])]
    check(f"{name}: the same bytes in {len(source)} files", not wrong, wrong[:5])
    shutil.rmtree(out)


def main() -> int:
    (PLACE / "trees").mkdir()
    for make in trees.ODD:
        root = PLACE / "trees" / make.__name__
        root.mkdir()
        attempt(make.__name__, lambda: make(root))
    for make in trees.REAL:
        attempt(make.__name__, lambda: real(make))
    attempt("check", lambda: None, last=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def real(make) -> Path:
    root, words = make(PLACE / "trees")
    if root is None:
        raise RuntimeError("there is no such folder on this machine")
    print(f"       {make.__name__}: {words} at {root}")
    return root


def attempt(name: str, make, last: bool = False) -> None:
    """One folder; whatever goes wrong with it is one failure, and the others go on."""
    try:
        if last:
            report = cairnctl("check", "--read-data")
            check("every byte of the store is sound", not report["damage"], report)
        else:
            compare(name, make())
    except Exception as error:  # noqa: BLE001
        check(name, False, f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    try:
        code = main()
    finally:
        shutil.rmtree(PLACE, ignore_errors=True)
    sys.exit(code)
