#!/usr/bin/env python3
"""Measures cairnctl against baselines of the same run and prints a table in Markdown.

    run.py --bin target/release [--dir DIR] [--runs N] [--scale F] [--only NAME…]

Baseline and subject alternate; inputs lie in the page cache for both. A ratio is that of the medians. Nothing here
asserts a time: what falls short is printed as it is. Inputs come from gen.py, seeded.
"""
import argparse
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent


class Bench:
    def __init__(self, args: argparse.Namespace, work: pathlib.Path) -> None:
        self.cairnctl = args.bin / "cairnctl"
        self.runs, self.scale, self.work = args.runs, args.scale, work
        self.rows: list[tuple[str, str, str, str, str, str]] = []
        self.count = 0
        self.examples = args.bin / "examples"
        self.large: pathlib.Path | None = args.large

    def fresh(self, name: str) -> pathlib.Path:
        self.count += 1
        return self.work / f"{name}-{self.count}"

    def ctl(self, store: pathlib.Path, *args: str) -> dict:
        done = subprocess.run([self.cairnctl, "--store", store, "--json", *args], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"cairnctl {' '.join(map(str, args))} failed: {done.stderr}")
        return json.loads(done.stdout) if done.stdout.strip() else {}

    def log(self, store: pathlib.Path, source: pathlib.Path) -> dict:
        return self.ctl(store, "log", str(source), "--name", "data", "--type", "dataset")

    def pairs(self, what: str, goal: str, baseline, subject, note: str = "") -> None:
        """`baseline` and `subject` prepare and return a function to time, so that preparation isn't counted."""
        base, mine = [], []
        for _ in range(self.runs):
            base.append(timed(baseline()))
            mine.append(timed(subject()))
        ratio = statistics.median(mine) / statistics.median(base)
        self.rows.append((what, spread(base), spread(mine), f"{ratio:.2f}", goal, note))
        print(f"{what}: {spread(base)} / {spread(mine)} = {ratio:.2f} (goal {goal})", file=sys.stderr, flush=True)

    def single(self, what: str, goal: str, values: list[float], unit: str, note: str = "") -> None:
        self.rows.append((what, "", spread(values, unit), "", goal, note))
        print(f"{what}: {spread(values, unit)} (goal {goal})", file=sys.stderr, flush=True)

    def told(self, what: str, words: str, goal: str, note: str = "") -> None:
        self.rows.append((what, "", words, "", goal, note))
        print(f"{what}: {words} (goal {goal})", file=sys.stderr, flush=True)


def timed(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def spread(values: list[float], unit: str = "s") -> str:
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:.3g} {unit} ({low:.3g}–{high:.3g})"


def shell(command: str):
    return lambda: subprocess.run(["bash", "-c", command], check=True, stdout=subprocess.DEVNULL)


def folder_bytes(path: pathlib.Path) -> int:
    return sum(item.stat().st_size for item in path.rglob("*") if item.is_file())


def peak_mb(bench: Bench, store: pathlib.Path, source: pathlib.Path) -> float:
    out = subprocess.run(
        ["/usr/bin/env", "python3", "-c",
         "import resource,subprocess,sys; subprocess.run(sys.argv[1:],check=True,stdout=subprocess.DEVNULL);"
         "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss/1024)",
         bench.cairnctl, "--store", store, "--json", "log", source, "--name", "data", "--type", "dataset"],
        capture_output=True, text=True, check=True)
    return float(out.stdout.strip().splitlines()[-1])


def make_input(bench: Bench, kind: str) -> pathlib.Path:
    path = bench.work / kind
    if not path.exists():
        subprocess.run([sys.executable, HERE / "gen.py", kind, path, "--scale", str(bench.scale)], check=True)
        subprocess.run(["sync", "-f", bench.work], check=True)
    return path


def copied(bench: Bench, source: pathlib.Path):
    target = bench.fresh("copy")
    return shell(f"cp -r '{source}' '{target}' && sync -f '{target}'")


def logged(bench: Bench, source: pathlib.Path):
    store = bench.fresh("store")
    bench.ctl(store, "projects", "create", "warm")  # making the store isn't the work
    return lambda: bench.log(store, source)


def log_rows(bench: Bench) -> None:
    many, big, mix = (make_input(bench, kind) for kind in ("many", "big", "mix"))
    bench.pairs("log MANY, durable", "≤ 1.0 × cp -r and sync", lambda: copied(bench, many), lambda: logged(bench, many))
    bench.single("log MANY, memory", "≤ 150", [peak_mb(bench, bench.fresh("store"), many)], "MB")
    bench.pairs("log BIG, durable", "≤ 1.25 × md5sum", lambda: shell(f"md5sum '{big}'/*"), lambda: logged(bench, big))
    bench.single("log BIG, memory", "≤ 200", [peak_mb(bench, bench.fresh("store"), big)], "MB")
    goal = "≤ 1.25 × the slower of both"
    bench.pairs("log MIX, durable, to cp -r and sync", goal, lambda: copied(bench, mix), lambda: logged(bench, mix))
    bench.pairs("log MIX, durable, to md5sum", goal, lambda: shell(f"find '{mix}' -type f -print0 | xargs -0 md5sum"), lambda: logged(bench, mix))


def again_rows(bench: Bench) -> None:
    many = make_input(bench, "many")
    store = bench.fresh("store")
    time.sleep(2.1)  # files changed in the last two seconds are never taken from the cache
    bench.log(store, many)
    find = lambda: shell(f"find '{many}' -printf '%p %s %T@\\n'")
    bench.pairs("log MANY again, unchanged", "≤ 5 × find", find, lambda: lambda: bench.log(store, many))
    base, mine, growth = [], [], []
    for _ in range(bench.runs):
        subprocess.run([sys.executable, HERE / "gen.py", "touch", many, "1"], check=True)
        time.sleep(2.1)
        before = folder_bytes(store)
        base.append(timed(find()))
        mine.append(timed(lambda: bench.log(store, many)))
        bench.ctl(store, "check")
        growth.append((folder_bytes(store) - before) / 1e6)
    ratio = statistics.median(mine) / statistics.median(base)
    bench.rows.append(("log MANY again, 1 % changed", spread(base), spread(mine), f"{ratio:.2f}", "≤ 8 × find", ""))
    changed = 500 * bench.scale * 4096 / 1e6
    bench.single("bytes on disk of that second version", f"≤ {changed * 1.02 + 3:.2f}", growth, "MB", "with the database's log as it stands")


def get_rows(bench: Bench) -> None:
    for kind, goal in (("many", "≤ 1.2 × cp -r and sync"), ("big", "≤ 1.25 × cp and sync")):
        source = make_input(bench, kind)
        store = bench.fresh("store")
        bench.log(store, source)
        bench.pairs(f"get {kind.upper()}, verified, durable", goal, lambda: copied(bench, source),
                    lambda: (lambda root: lambda: bench.ctl(store, "get", "data:v0", "--root", str(root)))(bench.fresh("out")))


def edit_rows(bench: Bench) -> None:
    store = bench.fresh("store")
    small = bench.work / "small"
    small.mkdir(exist_ok=True)
    for index in range(3):
        (small / "a.txt").write_text(f"{index}")
        bench.log(store, small)
    bench.single("start of cairnctl show", "≤ 30", [1000 * timed(lambda: bench.ctl(store, "show", "data")) for _ in range(20)], "ms", "3 versions")
    bench.single("alias edit, durable, with start of the process", "p99 ≤ 5 without it",
                 [1000 * timed(lambda i=i: bench.ctl(store, "alias", "add", f"data:v{i % 3}", "best")) for i in range(20)], "ms")


LIST_GOAL = "p99 ≤ 10 ms"
OTHER_GOAL = "first page ≤ 250 ms"
# What a row of `scale ask` is to reach; what isn't named here is a list query with at most one indexed condition.
SCALE_GOALS = {
    "ttl:<500d": OTHER_GOAL, "meta.acc:>0.9": OTHER_GOAL, "tag:tag-30 size:>30KB": OTHER_GOAL, "collections with a text": OTHER_GOAL,
    "compare, 1 % of a million": "≤ 300 ms", "open a folder of it": "≤ 20 ms", "move an alias": "p99 ≤ 5 ms",
    "TTL of one version": "p99 ≤ 5 ms", "TTL of 100,000 versions": "≤ 1,500 ms", "plan a TTL of 100,000 versions": "", "take that back": "",
}
WINDOW_GOALS = {
    "start to first paint": "≤ 1,200 ms", "start to a welcome that WebDriver has found": "≤ 2,500 ms",
    "open a collection of a million versions": "≤ 150 ms", "jump to the end and back": "≤ 120 ms", "scroll, time of a frame": "p95 ≤ 20 ms",
    "filter a million versions, first page": "≤ 250 ms", "Ctrl+K to the palette on the screen": "p95 ≤ 70 ms",
    "open the files of a version of a million files": "≤ 200 ms (100,000 files)",
    "drop of 10000 files, preview complete, first": "≤ 1,000 ms", "drop of 10000 files, preview complete, again": "≤ 1,000 ms",
}


def json_lines(command: list) -> list[dict]:
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def large_store(bench: Bench) -> pathlib.Path:
    """A store with a million versions in one collection, 100,000 other collections and two versions of a million files."""
    if bench.large is None:
        store = bench.work / "large"
        count = lambda number: str(int(number * bench.scale))
        made = json_lines([bench.examples / "scale", "make", store, count(1_000_000), count(100_000), count(1_000_000)])
        for line in made:
            if line["what"] == "log metadata":
                figures = line["figures"]
                which = "first" if figures["step"] == 0 else "1 % changed"
                bench.single(f"log the metadata of {figures['entries']:,} entries, {which}", "≤ 10", [figures["seconds"]], "s")
        bench.large = store
    return bench.large


def scale_rows(bench: Bench) -> None:
    store = large_store(bench)
    start = [1000 * timed(lambda: bench.ctl(store, "show", "scale/line")) for _ in range(20)]
    bench.single("start of cairnctl show, 1,000,000 versions", "≤ 30", start, "ms")
    for line in json_lines([bench.examples / "scale", "ask", store]):
        what, figures = line["what"], line["figures"]
        if "p50_ms" not in figures:
            continue
        words = f"p50 {figures['p50_ms']:.3g}, p99 {figures['p99_ms']:.3g} ms; first {figures['first_ms']:.3g}"
        bench.told(f"{what}", words if figures["times"] > 1 else f"{figures['first_ms']:.3g} ms", SCALE_GOALS.get(what, LIST_GOAL))


LINEAGE_GOALS = {
    "load the graph": "≤ 150 ms at 100,000 versions", "closure of a node": "≤ 20 ms", "picture of 1000 nodes": "layout ≤ 20 ms",
    "picture of 10000 nodes": "layout ≤ 150 ms", "picture of 50000 nodes": "layout ≤ 1,500 ms",
}


def lineage_rows(bench: Bench) -> None:
    """Questions to a store with a million edges; loading and the window at 100,000 versions."""
    for versions, rows in ((100_000, {"load the graph"}), (281_000, None)):
        store = bench.work / f"lineage-{versions}"
        # Some 31,000 versions are those of the projects that are drawn.
        lineage_questions(bench, store, int((versions - 31_000) * 4 * bench.scale), rows)
    lineage_window_rows(bench, bench.work / "lineage-100000")


def lineage_questions(bench: Bench, store: pathlib.Path, edges: int, rows: set[str] | None) -> None:
    for line in json_lines([bench.examples / "scale", "lineage", store, str(edges)]):
        what, figures = line["what"], line["figures"]
        if "p50_ms" not in figures or rows is not None and what not in rows:
            continue
        size = f", {figures['nodes']:,} nodes, {figures['edges']:,} edges" if "nodes" in figures else ""
        words = f"p50 {figures['p50_ms']:.3g}, p99 {figures['p99_ms']:.3g} ms; first {figures['first_ms']:.3g}" if figures["times"] > 1 else f"{figures['first_ms']:.3g} ms{size}"
        bench.told(what, words, LINEAGE_GOALS.get(what, ""))


RETENTION_GOALS = {
    "plan to delete 10,000 versions of a line": "≤ 500 ms", "plan to delete 10,000 versions from all over the store": "≤ 500 ms",
    "TTL of 100,000 versions, as a job": "≤ 1,500 ms", "expiry of 100,000 versions": "≤ 3,000 ms", "a reader's page meanwhile": "none above 20 ms",
    "storage by project": "≤ 1,000 ms", "storage by type": "≤ 1,000 ms", "storage by collection": "≤ 1,000 ms", "storage by version": "≤ 1,000 ms",
}


def retention_rows(bench: Bench) -> None:
    """A million versions with five million blobs; the collection of 100,000 real ones."""
    store = bench.work / "blobs"
    json_lines([bench.examples / "scale", "blobs", store, str(int(1_000_000 * bench.scale))])
    for line in json_lines([bench.examples / "scale", "retention", store]):
        what, figures = line["what"], line["figures"]
        words = f"p50 {figures['p50_ms']:.3g}, p99 {figures['p99_ms']:.3g} ms; most {figures['first_ms']:.3g}" if figures["times"] > 1 else f"{figures['first_ms']:.4g} ms"
        bench.told(what, words, RETENTION_GOALS.get(what, ""))
    for line in json_lines([bench.examples / "scale", "collect", bench.fresh("collect"), str(int(100_000 * bench.scale))]):
        figures = line["figures"]
        words = f"{figures['seconds']:.2f} s beside {figures['baseline_seconds']:.2f} s: {figures['ratio']:.2f}"
        bench.told(line["what"], words, "≤ 2 × writing what stays and removing the rest")


LINEAGE_WINDOW_GOALS = {
    "1000 nodes, click to picture": "≤ 300 ms", "10000 nodes, click to picture": "≤ 1,200 ms", "50000 nodes, click to picture": "≤ 5,000 ms",
    "10000 nodes, pan, time of a frame": "p95 ≤ 20 ms", "10000 nodes, redraw after it": "≤ 200 ms", "10000 nodes: memory and computing": "≤ 400 MB",
    "a chain of 1000, folded, click to picture": "≤ 1,000 ms",
}


def lineage_window_rows(bench: Bench, store: pathlib.Path) -> None:
    os.environ["CAIRN_BIN"] = str(bench.cairnctl.parent)
    for line in json_lines(["node", HERE / "window.mjs", "lineage", store]):
        what, figures = line["what"], line["figures"]
        goal = LINEAGE_WINDOW_GOALS.get(what, "")
        if "pss_mb" in figures:
            bench.told(f"window: {what}", f"{figures['pss_mb']:.0f} MB, {figures['cpu_percent']:.2g} %", goal)
        else:
            dropped = f"; {figures['dropped']} of {figures['times']} above 25 ms" if "dropped" in figures else ""
            first = f"; first {figures['first']:.0f}" if figures.get("first") is not None else ""
            bench.told(f"window: {what}", f"p50 {figures['p50']:.0f}, p95 {figures['p95']:.0f} ms{first}{dropped}", goal)


def layout_rows(bench: Bench) -> None:
    """The layout alone, and its crossings and lengths beside dot's on the same graphs."""
    goals = {1_000: "≤ 20 ms", 10_000: "≤ 150 ms", 50_000: "≤ 1,500 ms"}
    compared: dict[str, list[dict]] = {}
    for line in json_lines([bench.examples / "layout"]):
        if line["what"] == "layout":
            figures = line["figures"]
            bench.told(f"layout, {line['shape'].lower()}, {line['nodes']:,} nodes, {figures['edges']:,} edges",
                       f"{figures['ms']:.3g} ms (worst of {figures['times']}: {figures['worst_ms']:.3g})", goals[line["nodes"]])
        else:
            compared.setdefault(line["shape"], []).append(line)
    every = [line for lines in compared.values() for line in lines if "dot" in line]
    for shape, lines in compared.items():
        ended = [line for line in lines if "dot" in line]
        within = sum(line["crossings"] <= 1.15 * line["dot"]["crossings"] for line in ended)
        worst = max(ended, key=lambda line: line["crossings"] / max(1, line["dot"]["crossings"]))
        ratio = sum(line["crossings"] for line in ended) / max(1, sum(line["dot"]["crossings"] for line in ended))
        length = statistics.median(line["length"] / line["dot"]["length"] for line in ended)
        faster = statistics.median(line["dot"]["ms"] / line["ms"] for line in ended)
        bench.told(f"crossings beside dot, {shape.lower()}", f"{within} of {len(ended)} graphs within 1.15; all together {ratio:.2f}", "each ≤ 1.15 × dot",
                   f"worst {worst['crossings']} to {worst['dot']['crossings']} ({worst['nodes']} nodes); length of edges {length:.2f} × dot's, time 1/{faster:.0f}; dot didn't end on {len(lines) - len(ended)}")
    within = sum(line["crossings"] <= 1.15 * line["dot"]["crossings"] for line in every)
    bench.told("crossings beside dot, all graphs", f"{within} of {len(every)} within 1.15", "all")


def window_rows(bench: Bench) -> None:
    os.environ["CAIRN_BIN"] = str(bench.cairnctl.parent)
    for line in json_lines(["node", HERE / "window.mjs", large_store(bench)]):
        what, figures = line["what"], line["figures"]
        if "pss_mb" in figures:
            goal = "≤ 230 MB; < 1 %" if "idle" in what else "≤ 400 MB; < 1 %"
            bench.told(what, f"{figures['pss_mb']:.0f} MB, {figures['cpu_percent']:.2g} %", goal)
        elif "ms" in figures:
            bench.told(what, f"{figures['ms']:.0f} ms", WINDOW_GOALS.get(what, ""))
        else:
            first = f"; first {figures['first']:.0f}" if figures.get("first") is not None else ""
            dropped = f"; {figures['dropped']} of {figures['times']} above 25 ms" if "dropped" in figures else ""
            bench.told(what, f"p50 {figures['p50']:.0f}, p95 {figures['p95']:.0f} ms{first}{dropped}", WINDOW_GOALS.get(what, ""))


def size_rows(bench: Bench) -> None:
    """What people download; the .deb when `make package` has made one."""
    out = subprocess.run(["node", "scripts/check-size.mjs"], cwd=HERE.parent.parent / "ui", capture_output=True, text=True, check=True)
    bench.told("JavaScript, compressed", out.stdout.strip().replace("\n", "; "), "initial ≤ 220 KB, all ≤ 600 KB")
    for package in sorted((bench.cairnctl.parent / "bundle" / "deb").glob("*.deb")):
        bench.told("the .deb", f"{package.stat().st_size / 1e6:.1f} MB", "≤ 12 MB")


PARTS = {"log": log_rows, "again": again_rows, "get": get_rows, "edit": edit_rows, "scale": scale_rows, "lineage": lineage_rows, "retention": retention_rows, "layout": layout_rows, "window": window_rows, "size": size_rows}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--dir", type=pathlib.Path, help="where to work (default: a new folder in the current one)")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--large", type=pathlib.Path, help="a store that `scale make` has made before")
    parser.add_argument("--only", nargs="*", choices=sorted(PARTS))
    args = parser.parse_args()
    args.bin = args.bin.resolve()
    work = pathlib.Path(tempfile.mkdtemp(prefix="cairn-bench-", dir=args.dir or pathlib.Path.cwd()))
    try:
        bench = Bench(args, work)
        for name in args.only or PARTS:
            PARTS[name](bench)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f"{os.cpu_count()} cores, {platform.platform()}, scale {args.scale}, {args.runs} runs each: median (minimum–maximum)\n")
    print("| work | baseline | Cairn | ratio | figure to reach | |\n|---|---|---|---|---|---|")
    for row in bench.rows:
        print("| " + " | ".join(row) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
