//! Runs and lineage.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::bench::{Ctl, each, keys, program, text};

/// `data:v0` → train → `model:v0`; answers the run's id.
fn trained(ctl: &Ctl) -> String {
    ctl.write("weights.bin", b"weights");
    let started =
        ctl.json(&["run", "start", "--name", "first", "--job-type", "train", "--config", "{\"lr\": 0.10}"]);
    assert_eq!(keys(&started), ["id", "name", "project"]);
    let id = started["id"].as_str().unwrap().to_owned();
    ctl.ok(&["use", "data:v0", "--run", &id, "--as", "train"]);
    ctl.ok(&[
        "log",
        "weights.bin",
        "--name",
        "model",
        "--type",
        "model",
        "--run",
        &id,
        "--alias",
        "best model",
    ]);
    ctl.ok(&["run", "finish", &id, "--summary", "{\"acc\": 0.5}"]);
    id
}

#[test]
fn a_run_from_start_to_end() {
    let ctl = Ctl::filled();
    let id = trained(&ctl);
    let shown = ctl.json(&["run", "show", &id]);
    assert_eq!(
        (&shown["state"], &shown["job_type"], &shown["name"]),
        (&json!("finished"), &json!("train"), &json!("first"))
    );
    assert_eq!((&shown["config"], &shown["summary"]), (&json!({"lr": 0.1}), &json!({"acc": 0.5})));
    assert_eq!(
        (&shown["used"][0]["address"], &shown["used"][0]["role"]),
        (&json!("ada/uncategorized/data:v0"), &json!("train"))
    );
    assert_eq!(shown["logged"][0]["aliases"], json!(["latest", "best model"]));
    let listed = ctl.json(&["run", "ls"]);
    assert_eq!(each(&listed, "job_type"), ["train", "auto", "auto"]);
    let history = ctl.json(&["history", &format!("run:{id}")]);
    assert_eq!(each(&history, "kind"), ["run", "log", "edge", "run"]);
    ctl.ok(&["undo"]);
    assert_eq!(ctl.json(&["run", "show", &id])["state"], "running");
    ctl.ok(&["run", "rm", &id]);
    assert_eq!(each(&ctl.json(&["run", "ls"]), "job_type"), ["auto", "auto"]);
    assert_eq!(
        ctl.refused(&["log", "weights.bin", "--name", "x", "--type", "model", "--run", &id]),
        "deleted"
    );
}

#[test]
fn what_runs_refuse() {
    let ctl = Ctl::filled();
    assert_eq!(ctl.refused(&["run", "show", "nobody"]), "not-found");
    assert_eq!(ctl.refused(&["run", "finish", "nobody"]), "not-found");
    assert_eq!(ctl.refused(&["use", "data:v0", "--run", "nobody"]), "not-found");
    assert_eq!(ctl.refused(&["use", "data:v0"]), "request-invalid");
    assert_eq!(
        ctl.refused(&["log", "in", "--name", "data", "--type", "dataset", "--run", "nobody"]),
        "not-found"
    );
    assert_eq!(
        ctl.refused(&["run", "start", "--name", "x", "--job-type", "y", "--config", "[1]"]),
        "request-invalid"
    );
    assert_eq!(ctl.refused(&["run", "start", "--name", " ", "--job-type", "y"]), "request-invalid");
    assert_eq!(ctl.refused(&["lineage", "query", "a,,b"]), "query-invalid");
    assert_eq!(ctl.refused(&["lineage", "query", "nobody"]), "not-found");
    assert_eq!(ctl.refused(&["lineage", "nobody"]), "not-found");
    assert_eq!(ctl.refused(&["lineage"]), "request-invalid");
    let code = ctl.run(&["run", "finish", "x", "--state", "done"]).status.code();
    assert_eq!(code, Some(2));
    let id = ctl.json(&["run", "start", "--name", "r", "--job-type", "j"])["id"].clone();
    assert_eq!(ctl.refused(&["use", "none:v0", "--run", id.as_str().unwrap()]), "not-found");
}

#[test]
fn a_config_of_ten_megabytes_is_kept_and_a_larger_one_refused() {
    let ctl = Ctl::filled();
    let config = |bytes: usize| format!("{{\"lr\":0.1,\"notes\":\"{}\"}}", "x".repeat(bytes));
    ctl.write("ten.json", config(10_000_000).as_bytes());
    ctl.write("twenty.json", config(20_000_000).as_bytes());
    let start = |file: &str| {
        let at = format!("@{file}");
        ["run", "start", "--name", "r", "--job-type", "j", "--config"]
            .map(str::to_owned)
            .into_iter()
            .chain([at])
    };
    let words: Vec<String> = start("ten.json").collect();
    let id = ctl.json(&words.iter().map(String::as_str).collect::<Vec<_>>())["id"].clone();
    let shown = ctl.json(&["run", "show", id.as_str().unwrap()]);
    assert_eq!(shown["config"]["notes"].as_str().unwrap().len(), 10_000_000);
    let words: Vec<String> = start("twenty.json").collect();
    assert_eq!(ctl.refused(&words.iter().map(String::as_str).collect::<Vec<_>>()), "request-invalid");
}

#[test]
fn names_with_markup_and_marks_of_direction_stay_text_everywhere() {
    let ctl = Ctl::filled();
    let name = "<b>&\"'\\ \u{202e}txt.exe\u{2066} --> end #quot; ]})";
    let id = ctl.json(&["run", "start", "--name", name, "--job-type", "<script>"])["id"].clone();
    let id = id.as_str().unwrap();
    ctl.ok(&["use", "data:v0", "--run", id]);
    assert_eq!(ctl.json(&["run", "show", id])["name"], name);
    let root = format!("run:{id}");
    let form = |form: &str| ctl.ok(&["lineage", &root, "--format", form]);
    assert!(form("dot").contains("<b>&\\\"'\\\\ "));
    assert!(form("graphml").contains("&lt;b&gt;&amp;"));
    let mermaid = form("mermaid");
    assert!(mermaid.contains("#60;b#62;") && !mermaid.contains("<b>") && !mermaid.contains("--> end"));
    assert!(form("json").contains("\\u202e") || form("json").contains('\u{202e}'));
    // On a terminal no mark may turn the line round.
    assert!(!form("tree").contains('\u{202e}'));
    let long = "m".repeat(100_000);
    assert_eq!(ctl.refused(&["run", "start", "--name", &long, "--job-type", "j"]), "request-invalid");
}

#[test]
fn a_finished_run_takes_inputs_and_outputs_and_its_history_says_when() {
    let ctl = Ctl::filled();
    let id = trained(&ctl);
    ctl.write("late.bin", b"late");
    ctl.ok(&["log", "late.bin", "--name", "late", "--type", "model", "--run", &id]);
    ctl.ok(&["use", "late:v0", "--run", &id]);
    let shown = ctl.json(&["run", "show", &id]);
    assert_eq!(each(&shown["used"], "address").len(), 2);
    assert_eq!(each(&shown["logged"], "address").len(), 2);
    let history = ctl.json(&["history", &format!("run:{id}")]);
    // Newest first; the third is the run's end.
    assert_eq!(each(&history, "kind")[..3], ["edge", "log", "run"]);
    // It used what it logged: a cycle, shown as one.
    let lineage = ctl.json(&["lineage", "late:v0", "--direct"]);
    let ends = |kind: &str| {
        let edges = lineage["edges"].as_array().unwrap().iter();
        edges.filter(|edge| edge["kind"] == kind && edge.to_string().contains("late:v0")).count()
    };
    assert_eq!((ends("logged"), ends("used")), (1, 1));
}

#[test]
fn lineage_in_every_form() {
    let ctl = Ctl::filled();
    let id = trained(&ctl);
    let lineage = ctl.json(&["lineage", "model:best model"]);
    assert_eq!(keys(&lineage), ["edges", "nodes"]);
    let addresses = each(&lineage["nodes"], "address");
    assert!(addresses.contains(&&json!("ada/uncategorized/data:v0")));
    let edge = json!({"from": "ada/uncategorized/data:v0", "to": format!("run:{id}"), "kind": "used"});
    assert!(lineage["edges"].as_array().unwrap().contains(&edge), "{lineage}");
    let count = |words: &[&str]| {
        let all: Vec<&str> = std::iter::once("lineage").chain(words.iter().copied()).collect();
        ctl.json(&all)["nodes"].as_array().unwrap().len()
    };
    // Model, training, data set, and the run that logged that.
    assert_eq!(count(&["model"]), 4);
    assert_eq!(count(&["model", "--direction", "down"]), 1);
    assert_eq!(count(&["model", "--direction", "up", "--depth", "1"]), 3);
    assert_eq!(count(&["data:v0", "--direct"]), 4);
    assert_eq!(count(&[&format!("run:{id}"), "--depth", "1"]), 3);
    assert_eq!(count(&["query", "+\"model:best model\",!job:auto"]), 3);
    for (form, sign) in [
        ("tree", "└─ ▸ first"),
        ("dot", "digraph"),
        ("mermaid", "flowchart LR"),
        ("graphml", "<graphml"),
        ("csv", "from,to,kind"),
        ("openlineage", "\"eventType\":\"COMPLETE\""),
        ("json", "\"nodes\""),
    ] {
        assert!(ctl.ok(&["lineage", "model", "--format", form]).contains(sign), "{form}");
    }
    let way = ctl.json(&["lineage", "path", "model", "data:v0"]);
    assert_eq!(each(&way["nodes"], "title"), ["data:v0", "first", "model:v0"]);
    let impact = ctl.json(&["lineage", "impact", "data:v0"]);
    assert_eq!((&impact["versions"], &impact["runs"], &impact["bytes"]), (&json!(1), &json!(1), &json!(7)));
    assert_eq!(impact["aliases"], json!(["model:best model", "model:latest"]));
    ctl.ok(&["rm", "data:v0"]);
    let lost = ctl.json(&["lineage", "impact", "model"]);
    assert_eq!(each(&lost["lost"], "title"), ["data:v0"]);
    assert_eq!(each(&lost["lost"], "state"), ["deleted"]);
}

#[test]
fn a_program_as_a_run() {
    let ctl = Ctl::filled();
    let ctl_path = program().display().to_string();
    let script = format!(
        "set -e; \"{ctl_path}\" get data:v1 --root got >/dev/null; cat got/*.txt | gzip -9n > packed.gz; \
         \"{ctl_path}\" log packed.gz --name packed --type archive"
    );
    let done =
        ctl.run(&["run", "exec", "--name", "pack", "--job-type", "compress", "--", "sh", "-c", &script]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    let run = &ctl.json(&["run", "ls"])[0];
    assert_eq!((&run["state"], &run["inputs"], &run["outputs"]), (&json!("finished"), &json!(1), &json!(1)));
    let shown = ctl.json(&["run", "show", run["id"].as_str().unwrap()]);
    assert_eq!(shown["used"][0]["address"], "ada/uncategorized/data:v1");
    assert!(shown["command"].as_str().unwrap().starts_with("sh -c "));
    let failed = ctl.run(&["run", "exec", "--name", "bad", "--job-type", "j", "--", "sh", "-c", "exit 7"]);
    assert_eq!(failed.status.code(), Some(7));
    let run = &ctl.json(&["run", "ls"])[0];
    let shown = ctl.json(&["run", "show", run["id"].as_str().unwrap()]);
    assert_eq!((&shown["state"], &shown["summary"]), (&json!("failed"), &json!({"exit_code": 7})));
    let missing = ["run", "exec", "--name", "none", "--job-type", "j", "--", "no-such-program"];
    assert_eq!(ctl.run(&missing).status.code(), Some(1));
    assert_eq!(ctl.json(&["run", "ls"])[0]["state"], "failed");
}

#[test]
fn signals_pass_on_to_the_program() {
    let ctl = Ctl::filled();
    let script = "echo up > started; trap 'echo term > trapped; exit 9' TERM; while :; do sleep 0.05; done";
    let mut child = ctl
        .command(&["run", "exec", "--name", "long", "--job-type", "j", "--", "sh", "-c", script])
        .spawn()
        .unwrap();
    wait_for(|| ctl.path("started").exists());
    let pid = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(9));
    assert!(ctl.path("trapped").exists());
    assert_eq!(ctl.json(&["run", "ls"])[0]["state"], "failed");
}

#[test]
fn the_end_of_a_run_waits_for_its_logs() {
    let ctl = Ctl::filled();
    let id = ctl.json(&["run", "start", "--name", "r", "--job-type", "j"])["id"].as_str().unwrap().to_owned();
    std::fs::create_dir(ctl.path("many")).unwrap();
    for number in 0..3000 {
        ctl.write(&format!("many/{number}"), format!("{number}").repeat(50).as_bytes());
    }
    let words = ["log", "many", "--name", "many", "--type", "dataset", "--run", id.as_str()];
    let mut log = ctl.command(&words).stdout(std::process::Stdio::null()).spawn().unwrap();
    wait_for(|| has_lease(&ctl) || log.try_wait().unwrap().is_some());
    ctl.ok(&["run", "finish", &id]);
    assert!(log.try_wait().unwrap().is_some_and(|status| status.success()) || log.wait().unwrap().success());
    let shown = ctl.json(&["run", "show", &id]);
    assert_eq!(
        (&shown["state"], each(&shown["logged"], "address")),
        (&json!("finished"), vec![&json!("ada/uncategorized/many:v0")])
    );
}

/// Whether somebody works for a run right now.
fn has_lease(ctl: &Ctl) -> bool {
    let database = rusqlite::Connection::open(ctl.path("store/store.db")).unwrap();
    database
        .query_row("SELECT count(*) > 0 FROM lease WHERE run_id IS NOT NULL", [], |row| row.get(0))
        .unwrap()
}

fn wait_for(mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(60), "it never came to be");
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn a_run_is_reproduced_from_its_exact_inputs() {
    let ctl = Ctl::filled();
    let id = trained(&ctl);
    ctl.write("in/a.txt", b"three\n");
    ctl.ok(&["log", "in", "--name", "data", "--type", "dataset"]);
    let root = ctl.text("again");
    let done = ctl.json(&["run", "reproduce", &id, "--root", &root]);
    assert_eq!((&done["config"], &done["missing"]), (&json!({"lr": 0.1}), &json!([])));
    let input: &Value = &done["inputs"][0];
    assert_eq!(
        (&input["address"], &input["role"], &input["files"]),
        (&json!("ada/uncategorized/data:v0"), &json!("train"), &json!(2))
    );
    assert_eq!(std::fs::read(ctl.path("again/data-v0/a.txt")).unwrap(), b"one\n");
    assert_eq!(ctl.refused(&["run", "reproduce", "nobody", "--root", &root]), "not-found");
}
