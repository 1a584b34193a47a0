"""Lineage of real work, and its formats read by other tools: Graphviz, networkx, Mermaid, a JSON schema validator."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import jsonschema
import networkx
from sklearn.datasets import load_digits

HERE = Path(__file__).resolve().parent
CAIRNCTL = os.environ["CAIRNCTL"]
PLACE = Path(tempfile.mkdtemp(prefix="cairn-lineage-"))
SCHEMA = json.loads((HERE.parent / "fixtures" / "OpenLineage-2-0-2.json").read_text())
passed, failed = 0, 0


def check(name: str, is_right: bool, why: object = "") -> None:
    global passed, failed
    if is_right:
        passed += 1
        print("ok    ", name, flush=True)
    else:
        failed += 1
        print("not ok", name, str(why)[:2000], flush=True)


def run(*words: object, **more) -> str:
    command = [CAIRNCTL, "--store", PLACE / "store", *words]
    done = subprocess.run(command, capture_output=True, check=False, text=True, cwd=PLACE, **more)
    if done.returncode != 0:
        raise RuntimeError(f"cairnctl {' '.join(map(str, words))}: {done.stderr}")
    return done.stdout


def ask(*words: object) -> dict:
    return json.loads(run("--json", *words))


def edges(lineage: dict) -> set:
    """Edges by names that people know: a run by its name."""
    names = {node["name"]: node["title"] for node in lineage["nodes"]}
    return {(names[edge["from"]], edge["kind"], names[edge["to"]]) for edge in lineage["edges"]}


def real_work() -> None:
    """A compression of real files and a real training, run as they are, leave the right graph."""
    source = PLACE / "sources"
    shutil.copytree(Path(networkx.__file__).parent / "algorithms", source, ignore=shutil.ignore_patterns("__pycache__"))
    run("log", source, "--name", "sources", "--type", "dataset")
    script = f'"{CAIRNCTL}" get sources:v0 --root in && tar cf - in | gzip -9n > sources.tgz && "{CAIRNCTL}" log sources.tgz --name packed --type archive'
    run("run", "exec", "--name", "compress", "--job-type", "compress", "--", "sh", "-c", script)
    found = edges(ask("lineage", "packed"))
    wanted = {("log sources", "logged", "sources:v0"), ("sources:v0", "used", "compress"), ("compress", "logged", "packed:v0")}
    check("a compression of real files", found == wanted, found)

    data = PLACE / "digits"
    data.mkdir()
    digits = load_digits()
    rows = [",".join([*(f"{value:g}" for value in row), str(label)]) for row, label in zip(digits.data, digits.target)]
    (data / "digits.csv").write_text("\n".join(rows) + "\n")
    run("log", data, "--name", "digits", "--type", "dataset")
    script = (
        f'"{CAIRNCTL}" get digits --root data && "{sys.executable}" "{HERE / "train.py"}" data model && '
        f'"{CAIRNCTL}" log model --name digits-model --type model --metadata @model/metrics.json --alias best'
    )
    run("run", "exec", "--name", "train", "--job-type", "train", "--config", '{"max_iter": 200}', "--", "sh", "-c", script)
    found = edges(ask("lineage", "digits-model:best"))
    wanted = {("log digits", "logged", "digits:v0"), ("digits:v0", "used", "train"), ("train", "logged", "digits-model:v0")}
    check("a real training", found == wanted, found)
    accuracy = ask("show", "digits-model:best")["metadata"]["accuracy"]
    check("the model is one", accuracy > 0.9, accuracy)

    row = next(row for row in ask("run", "ls") if row["name"] == "train")
    again = PLACE / "again"
    run("run", "reproduce", row["id"], "--root", again)
    subprocess.run([sys.executable, HERE / "train.py", again / "digits-v0", PLACE / "model-again"], check=True)
    same = (PLACE / "model-again" / "metrics.json").read_bytes() == (PLACE / "model" / "metrics.json").read_bytes()
    check("reproduced, it gives the same numbers", same)


def odd_names() -> None:
    """Labels that other formats might read as something else."""
    for name in ['quotes " and \\ and <b>&amp;</b>', "brackets [](){} | ; #35; %%{init}%%", "bidi \u202eabc\u202c é 🦀 ×", "end subgraph click -- --> x", "a" * 512]:
        run("run", "start", "--name", name, "--job-type", 'odd "job"')
        key = ask("run", "ls")[0]["id"]
        run("use", "digits:v0", "--run", key)
        run("log", PLACE / "sources.tgz", "--name", "odd", "--type", 'type "<&>"', "--run", key)
        run("run", "finish", key)


def formats() -> None:
    run("sample")
    project = ["--project", "plankton"]
    for what, words in [
        ("odd names", ["lineage", "digits:v0"]),
        ("all of the sample", ["lineage", "query", "project:plankton", *project]),
    ]:
        lineage = ask(*words)
        nodes, ties = len(lineage["nodes"]), len(lineage["edges"])
        form = lambda name: run(*words, "--format", name)
        check(f"{what}: something is there", nodes >= 8 and ties >= 7, (nodes, ties))

        drawn = json.loads(subprocess.run(["dot", "-Tjson"], input=form("dot"), capture_output=True, check=True, text=True).stdout)
        check(f"{what}: Graphviz", (len(drawn["objects"]), len(drawn["edges"])) == (nodes, ties))

        graph = networkx.parse_graphml(form("graphml"))
        titles = {data["title"] for _, data in graph.nodes(data=True)}
        check(f"{what}: networkx reads the GraphML", (graph.number_of_nodes(), graph.number_of_edges()) == (nodes, ties))
        check(f"{what}: with its titles", titles == {node["title"] for node in lineage["nodes"]})
        check(f"{what}: without cycles", networkx.is_directed_acyclic_graph(graph))

        chart = PLACE / "chart.mmd"
        chart.write_text(form("mermaid"))
        read = subprocess.run(["node", HERE / "mermaid.mjs", chart], capture_output=True, check=False, text=True)
        found = json.loads(read.stdout)[0] if read.returncode == 0 else read.stderr
        check(f"{what}: Mermaid", read.returncode == 0 and (found["nodes"], found["edges"]) == (nodes, ties), found)

        events = [json.loads(line) for line in form("openlineage").splitlines()]
        validator = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
        errors = [error.message for event in events for error in validator.iter_errors(event)]
        tied = sum(len(event["inputs"]) + len(event["outputs"]) for event in events)
        check(f"{what}: OpenLineage's schema", not errors, errors[:3])
        check(f"{what}: OpenLineage has every edge", tied == ties, (tied, ties))

        lines = form("csv").splitlines()
        check(f"{what}: CSV has every edge", len(lines) == ties + 1, len(lines))


def main() -> None:
    try:
        real_work()
        odd_names()
        formats()
    except Exception as error:  # what stopped it is a failure like any other
        check("it went on to the end", False, error)
    finally:
        shutil.rmtree(PLACE, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
